/* What the page shows that gives a desk its text back. */
#ifndef SLICE_SESSION_NOTE_BACK_H
#define SLICE_SESSION_NOTE_BACK_H

#include "slice/session/note.h"

struct note_back_view {
    struct layout *layout;
    const char *url, *back, *terug;
    int64_t plek;
    struct field_view *text;
    const struct field_message *messages;
    size_t message_count;
};

#endif
