/* What the page shows on which notes are put together. */
#ifndef SLICE_SESSION_SORT_VIEW_H
#define SLICE_SESSION_SORT_VIEW_H

#include "html/mindmap.h"
#include "slice/session/note_view.h"

struct sort_option {
    int64_t number;
    const char *label; /* with where it hangs: "Energy › Roofs" */
};
struct sort_branch {
    int64_t number;
    const char *label;
    size_t all;
    int level;
    bool first, last;
};
struct sort_view {
    struct layout *layout;
    const char *url; /* …/groepen */
    const struct note_view *n;
    const struct sort_option *options;
    size_t option_count;
    const struct sort_branch *branches;
    size_t branch_count;
    const struct note_line *hidden;
    size_t hidden_count;
    const struct form_pair *ticks; /* of a form that came back */
    size_t tick_count;
    const char *typed,
        *typed_alone; /* name of a new group for the notes that are ticked, and of one by itself, of a form that came back */
    const char *wrong_id, *wrong,
        *wrong_text; /* the field that was refused, why, and what was typed in it; NULL = none */
    const struct mindmap_node *nodes;
    size_t node_count;
    const struct field_message *messages;
    size_t message_count;
};

bool sort_wrong(const struct sort_view *v, const char *id);
bool sort_ticked(const struct sort_view *v, const char *key);

#endif
