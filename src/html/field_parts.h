/* What field.page leaves to C; for field.page only. */
#ifndef HTML_FIELD_PARTS_H
#define HTML_FIELD_PARTS_H

#include <string.h>

#include "html/field.h"

/* The ids of a field's help and message for aria-describedby; NULL when it has neither. */
static inline const char *field_described_by(struct html *h, const struct field_view *f)
{
    if (f->help != NULL && f->error != NULL)
        return html_printf(h, "%s-help %s-error", f->name, f->name);
    if (f->help != NULL)
        return html_printf(h, "%s-help", f->name);
    return f->error != NULL ? html_printf(h, "%s-error", f->name) : NULL;
}

/* Whether an option is chosen: f->value is its value, or with `multiple` holds it as one of its lines. */
static inline bool field_chosen(const struct field_view *f, const char *value)
{
    size_t n = strlen(value);
    for (const char *at = f->value; at != NULL;) {
        size_t line = f->multiple ? strcspn(at, "\n") : strlen(at);
        if (line == n && memcmp(at, value, n) == 0)
            return true;
        at = at[line] == '\n' ? at + line + 1 : NULL;
    }
    return false;
}

/* Past the last option of the group that begins at from. */
static inline size_t field_group_end(const struct field_view *f, size_t from)
{
    const char *group = f->options[from].group;
    size_t end = from + 1;
    while (end < f->option_count &&
           (group == NULL ? f->options[end].group == NULL
                          : f->options[end].group != NULL && strcmp(f->options[end].group, group) == 0))
        end++;
    return end;
}

#endif
