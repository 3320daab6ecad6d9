/* What a PDF says beside what it shows: the tree of tags that screen readers follow, and links. Filled while pages are laid
 * out and drawn (pdf_pen.h), written by pdf_finish.h. Everything lives in one arena. */
#ifndef DOC_PDF_TAG_H
#define DOC_PDF_TAG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

struct pdf_tag;

/* A child: another tag, a stretch of a page, or a link that can be clicked. */
struct pdf_kid {
    enum { PDF_KID_TAG, PDF_KID_MARK, PDF_KID_LINK } kind;
    struct pdf_tag *tag;
    size_t page, mark; /* MARK: the marked content of that number on that page (from 0) */
    size_t link;       /* LINK */
};

/* An element of structure (ISO 32000-1, 14.8.4). */
struct pdf_tag {
    const char *type;        /* "P", "TD" */
    const char *alternative; /* of a Figure; NULL = none */
    const char *actual;      /* the text that a picture stands for (an emoji); NULL = none */
    const char *scope;       /* of a TH: "Column", "Row"; NULL = none */
    bool numbered;           /* an L whose labels are numbers */
    bool has_box;            /* a Figure: where it stands on its page, from the bottom left */
    double box[4];
    struct pdf_kid *kids;
    size_t count, capacity;
    unsigned object; /* pdf_finish's */
};

struct pdf_link {
    size_t page;
    double x, y, width, height; /* from the top left */
    const char *text;           /* what it says, for who cannot see it */
    const char *address;        /* NULL: to a place in the document */
    size_t to_page;
    double to_y;
    struct pdf_tag *tag;
};

/* The marks of a page in the order they were drawn: what each belongs to; NULL = decoration. */
struct pdf_marks {
    struct pdf_tag **tags;
    size_t count, capacity;
};

/* A new last child of parent. */
struct pdf_tag *pdf_tag_new(struct arena *a, struct pdf_tag *parent, const char *type);

#endif
