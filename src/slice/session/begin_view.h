/* What the page between the library and a session shows. */
#ifndef SLICE_SESSION_BEGIN_VIEW_H
#define SLICE_SESSION_BEGIN_VIEW_H

#include "html/layout.h"

struct session_begin_view {
    struct layout *layout;
    const struct layout_link *links; /* an organisation each */
    size_t count;
};

#endif
