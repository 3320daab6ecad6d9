/* Reads our own HTML as a browser would: the forms of a page with what stands in them. */
#ifndef FLOW_PAGE_H
#define FLOW_PAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"

enum control_kind {
    CONTROL_TEXT,
    CONTROL_HIDDEN,
    CONTROL_CHOICE,
    CONTROL_OPTION,
    CONTROL_BUTTON,
    CONTROL_FILE
};

/* What may be sent: a text, one radio button or tick box, one option of a list, a button with a name, a file. */
struct control {
    enum control_kind kind;
    bool radio; /* CONTROL_CHOICE: one of its name; CONTROL_OPTION: one of its list */
    bool sent;  /* as it stands now */
    const char *name;
    const char *value; /* CONTROL_FILE: the name of the file */
    struct bytes file;
};

struct page_form {
    const char *method, *action; /* action "" = the page itself */
    bool multipart;
    struct control *controls;
    size_t count, capacity;
};

/* All forms of a page, in its order. In the arena. */
struct page_form *page_forms(struct arena *a, const char *html, size_t *count);

/* The text of the first element of that name, without its tags: page_text(a, html, "h1"). "" when there is none. */
const char *page_text(struct arena *a, const char *html, const char *element);

/* Everything that a person reads, without tags, with blanks taken together. */
const char *page_words(struct arena *a, const char *html);

/* "&amp;" becomes "&", and so on. */
const char *page_decode(struct arena *a, const char *s, size_t n);

#endif
