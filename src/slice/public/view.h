/* What the public pages show. */
#ifndef SLICE_PUBLIC_VIEW_H
#define SLICE_PUBLIC_VIEW_H

#include "html/layout.h"

struct start_view {
    struct layout *layout;
    int least, most; /* statements of a quick scan; 0 = no scan is installed */
    int least_minutes, most_minutes;
    size_t begun;       /* scans of this device */
    const char *resume; /* where they go on */
    bool signed_in;
};

struct about_view {
    struct layout *layout;
    const char *version;
};

struct notice_view {
    struct layout *layout;
    const char *contact; /* mail address; "" = none */
    const char *contact_url;
    const char *date; /* of the accessibility statement */
    int64_t quick_months;
    int login_days, personal_days;
};

#endif
