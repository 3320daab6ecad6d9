/* The shell of every page: head, skip link, top navigation, breadcrumb, title block, footer. */
#ifndef HTML_LAYOUT_H
#define HTML_LAYOUT_H

#include "html/html.h"

struct layout_link {
    const char *url;
    const char *label;
    bool current;
};

struct layout {
    const char *title;                /* the finding, not the feature: <h1> and <title> */
    const char *lead;                 /* one line under the title; may be NULL */
    const struct layout_link *crumbs; /* without the page itself */
    size_t crumb_count;
    const struct layout_link *nav; /* top navigation; only what exists */
    size_t nav_count;
    const char *organisation; /* shown at the right; NULL = none */
    const char *person;       /* signed in as; NULL = nobody */
    const char *here;         /* path and query of this page for the language switch, e.g. "/quickscan";
                           * a POST of `taal` (a code) and `terug` (here) to /taal. NULL = no switch */
    const char *action_url;   /* the one primary act as a link; NULL = it stands in the page */
    const char *action_label;
    const struct layout_link
        *tabs; /* what belongs to the same thing as this page, under the title; NULL = none */
    size_t tab_count;
    const char *tabs_label;             /* names them for screen readers */
    const char *notice;                 /* a message after a POST ("bewaard"); NULL = none */
    const char *css, *js, *font, *icon; /* hashed asset URLs */
    const char *more_js;                /* of pages with a script of their own; NULL = none */
    bool bare;                          /* without navigation: errors, mail links */
    bool wide;                          /* uses the full 1280 px; else 48rem, for forms and reading */
    bool failed;                        /* a form came back: <title> begins with "Error: " */
    int refresh_seconds;                /* > 0: plain refresh, without script, for pages that wait */
};

/* Head and skip link only, <body> open: for pages with a header of their own (the scan bar). They open
 * <main class="page" id="inhoud" tabindex="-1"> themselves, begin it with layout_crumbs and end with layout_end. */
void layout_head(struct html *h, const struct layout *l);
/* Where the page stands; nothing when it has no crumbs. layout_begin writes it by itself. */
void layout_crumbs(struct html *h, const struct layout *l);
/* Opens the page up to and including <main>'s title block. */
void layout_begin(struct html *h, const struct layout *l);
/* Closes it. */
void layout_end(struct html *h, const struct layout *l);

#endif
