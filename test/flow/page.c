#include "page.h"

#include <stdlib.h>
#include <string.h>

struct tag {
    const char *name, *end; /* end: behind its '>' */
    size_t name_length;
    bool closes;
    const char *attributes;
};

/* The next tag at or behind p; comments and the document type are no tags. */
static bool next_tag(const char *p, struct tag *out)
{
    while ((p = strchr(p, '<')) != NULL) {
        if (strncmp(p, "<!--", 4) == 0) {
            p = strstr(p, "-->");
            if (p == NULL)
                return false;
            continue;
        }
        out->closes = p[1] == '/';
        out->name = p + 1 + out->closes;
        out->name_length = strcspn(out->name, " \t\n/>");
        out->attributes = out->name + out->name_length;
        for (p = out->attributes; *p != '\0' && *p != '>'; p++) {
            if (*p == '"') {
                p = strchr(p + 1, '"');
                if (p == NULL)
                    return false;
            }
        }
        if (*p == '\0')
            return false;
        out->end = p + 1;
        if (out->name[0] != '!')
            return true;
    }
    return false;
}

static bool is_tag(const struct tag *t, const char *name)
{
    return strlen(name) == t->name_length && strncmp(t->name, name, t->name_length) == 0;
}

const char *page_decode(struct arena *a, const char *s, size_t n)
{
    static const struct {
        const char *name, *is;
    } entities[] = { { "&amp;", "&" },   { "&lt;", "<" },  { "&gt;", ">" },
                     { "&quot;", "\"" }, { "&#39;", "'" }, { "&nbsp;", "\u00a0" } };
    char *out = arena_alloc(a, n + 1);
    size_t at = 0;
    for (size_t i = 0; i < n;) {
        size_t taken = 0;
        for (size_t k = 0; k < sizeof entities / sizeof entities[0] && s[i] == '&'; k++) {
            size_t length = strlen(entities[k].name);
            if (i + length > n || strncmp(s + i, entities[k].name, length) != 0)
                continue;
            memcpy(out + at, entities[k].is, strlen(entities[k].is));
            at += strlen(entities[k].is);
            taken = length;
            break;
        }
        if (taken == 0) {
            out[at++] = s[i];
            taken = 1;
        }
        i += taken;
    }
    out[at] = '\0';
    return out;
}

/* The value of an attribute; "" for one without value, NULL when it is not there. */
static const char *attribute(struct arena *a, const struct tag *t, const char *name)
{
    size_t n = strlen(name);
    const char *p = t->attributes;
    while (p < t->end - 1) {
        p += strspn(p, " \t\n/");
        size_t length = strcspn(p, " \t\n/=>");
        const char *value = p + length, *after = value;
        size_t value_length = 0;
        if (*value == '=') {
            bool quoted = value[1] == '"';
            value += 1 + quoted;
            value_length = quoted ? strcspn(value, "\"") : strcspn(value, " \t\n>");
            after = value + value_length + quoted;
        }
        if (length == n && strncmp(p, name, n) == 0)
            return page_decode(a, value, value_length);
        if (after == p)
            break;
        p = after;
    }
    return NULL;
}

static const char *or_empty(const char *s)
{
    return s == NULL ? "" : s;
}

static void add(struct arena *a, struct page_form *f, struct control c)
{
    *(struct control *)ARENA_PUSH(a, &f->controls, &f->count, &f->capacity) = c;
}

static void add_input(struct arena *a, struct page_form *f, const struct tag *t)
{
    const char *name = attribute(a, t, "name"), *type = attribute(a, t, "type"),
               *value = attribute(a, t, "value");
    if (name == NULL || attribute(a, t, "disabled") != NULL)
        return;
    type = type == NULL ? "text" : type;
    struct control c = { .kind = CONTROL_TEXT, .name = name, .value = or_empty(value), .sent = true };
    if (strcmp(type, "hidden") == 0) {
        c.kind = CONTROL_HIDDEN;
    } else if (strcmp(type, "radio") == 0 || strcmp(type, "checkbox") == 0) {
        c.kind = CONTROL_CHOICE;
        c.radio = strcmp(type, "radio") == 0;
        c.value = value == NULL ? "on" : value;
        c.sent = attribute(a, t, "checked") != NULL;
    } else if (strcmp(type, "file") == 0) {
        c.kind = CONTROL_FILE;
        c.value = "";
    } else if (strcmp(type, "submit") == 0 || strcmp(type, "button") == 0) {
        c.kind = CONTROL_BUTTON;
        c.sent = false;
    }
    add(a, f, c);
}

/* A list sends its first option when none is chosen. */
static const char *add_select(struct arena *a, struct page_form *f, const struct tag *select)
{
    const char *name = attribute(a, select, "name"), *p = select->end;
    bool multiple = attribute(a, select, "multiple") != NULL, chosen = false;
    size_t first = f->count;
    struct tag t;
    while (next_tag(p, &t) && !(t.closes && is_tag(&t, "select"))) {
        p = t.end;
        if (t.closes || !is_tag(&t, "option"))
            continue;
        const char *value = attribute(a, &t, "value");
        bool selected = attribute(a, &t, "selected") != NULL;
        chosen = chosen || selected;
        if (value == NULL)
            value = page_decode(a, t.end, strcspn(t.end, "<"));
        if (name != NULL)
            add(a, f,
                (struct control){ .kind = CONTROL_OPTION,
                                  .radio = !multiple,
                                  .name = name,
                                  .value = value,
                                  .sent = selected });
    }
    if (!chosen && !multiple && f->count > first)
        f->controls[first].sent = true;
    return p;
}

static const char *add_textarea(struct arena *a, struct page_form *f, const struct tag *t)
{
    const char *name = attribute(a, t, "name"), *text = t->end, *end = strstr(text, "</textarea>");
    if (end == NULL)
        return text;
    if (*text == '\n')
        text++;
    if (name != NULL)
        add(a, f,
            (struct control){ .kind = CONTROL_TEXT,
                              .name = name,
                              .sent = true,
                              .value = page_decode(a, text, (size_t)(end - text)) });
    return end;
}

struct page_form *page_forms(struct arena *a, const char *html, size_t *count)
{
    struct page_form *forms = NULL;
    size_t capacity = 0;
    bool inside = false;
    struct tag t;
    *count = 0;
    for (const char *p = html; next_tag(p, &t);) {
        p = t.end;
        struct page_form *f = inside ? &forms[*count - 1] : NULL;
        if (is_tag(&t, "script") && !t.closes) {
            const char *end = strstr(p, "</script>");
            p = end == NULL ? p : end;
        } else if (is_tag(&t, "form")) {
            inside = !t.closes;
            if (!inside)
                continue;
            const char *method = attribute(a, &t, "method"), *type = attribute(a, &t, "enctype");
            *(struct page_form *)ARENA_PUSH(a, &forms, count, &capacity) =
                (struct page_form){ .method = method == NULL ? "get" : method,
                                    .action = or_empty(attribute(a, &t, "action")),
                                    .multipart = type != NULL && strcmp(type, "multipart/form-data") == 0 };
        } else if (f == NULL || t.closes) {
            continue;
        } else if (is_tag(&t, "input")) {
            add_input(a, f, &t);
        } else if (is_tag(&t, "select")) {
            p = add_select(a, f, &t);
        } else if (is_tag(&t, "textarea")) {
            p = add_textarea(a, f, &t);
        } else if (is_tag(&t, "button") && attribute(a, &t, "name") != NULL) {
            add(a, f,
                (struct control){ .kind = CONTROL_BUTTON,
                                  .name = attribute(a, &t, "name"),
                                  .value = or_empty(attribute(a, &t, "value")) });
        }
    }
    return forms;
}

/* What stands between two places, without tags. */
static const char *words_between(struct arena *a, const char *from, const char *to)
{
    char *plain = arena_alloc(a, (size_t)(to - from) + 1);
    size_t n = 0;
    for (const char *p = from; p < to;) {
        if (*p == '<') {
            struct tag t;
            if (!next_tag(p, &t))
                break;
            p = t.end;
            continue;
        }
        bool blank = *p == ' ' || *p == '\n' || *p == '\t';
        if (!blank || (n > 0 && plain[n - 1] != ' '))
            plain[n++] = blank ? ' ' : *p;
        p++;
    }
    while (n > 0 && plain[n - 1] == ' ')
        n--;
    return page_decode(a, plain, n);
}

const char *page_text(struct arena *a, const char *html, const char *element)
{
    struct tag t;
    for (const char *p = html; next_tag(p, &t); p = t.end) {
        const char *end = arena_printf(a, "</%s>", element);
        if (t.closes || !is_tag(&t, element))
            continue;
        end = strstr(t.end, end);
        return end == NULL ? "" : words_between(a, t.end, end);
    }
    return "";
}

const char *page_words(struct arena *a, const char *html)
{
    return words_between(a, html, html + strlen(html));
}
