/* Form fields on a page: label, help, message, the value as it was typed. http/form makes the views from
 * a form spec, so that limits and names stand in one place; pages place them. */
#ifndef HTML_FIELD_H
#define HTML_FIELD_H

#include "html/html.h"

struct field_option {
    const char *value;
    const char *label;
    const char *help;  /* may be NULL */
    const char *group; /* optgroup of a select; may be NULL */
};

struct field_view {
    const char *name;
    const char *label;        /* translated */
    const char *help;         /* translated; NULL = none */
    const char *value;        /* what stands in it now; "" when empty; with `multiple` one value a line */
    const char *error;        /* translated; NULL = none */
    const char *type;         /* "text", "email", "number", "date", "url", "password", "file", "hidden" */
    const char *autocomplete; /* NULL = off for one-time things, else the token */
    int64_t max_length;       /* characters; 0 = none */
    int64_t min, max;         /* for numbers, when has_range */
    bool has_range, required, multiple;
    bool elsewhere; /* another field may hold the answer instead: neither required nor marked as optional */
    const struct field_option *options;
    size_t option_count;
};

void field_input(struct html *h, const struct field_view *f);
void field_area(struct html *h, const struct field_view *f, int rows);
/* empty_label names an option with value ""; NULL = no such option. */
void field_select(struct html *h, const struct field_view *f, const char *empty_label);
/* Radio buttons, or tick boxes when `multiple`. */
void field_radios(struct html *h, const struct field_view *f);
/* One tick box; its value is "1". */
void field_tick(struct html *h, const struct field_view *f);
/* Hidden csrf field; every form begins with it. Nothing when the page has no token. */
void field_csrf(struct html *h);

/* The list of messages on top of a form that came back, each a link to its field. */
struct field_message {
    const char *field; /* its name, which is also its id; NULL = of the form as a whole */
    const char *label; /* may be NULL when the message says it all */
    const char *message;
};
void field_summary(struct html *h, const struct field_message *messages, size_t count);

#endif
