/* Draws on the pages of a PDF and keeps what belongs to which tag. */
#ifndef DOC_PDF_PEN_H
#define DOC_PDF_PEN_H

#include "doc/paint.h"
#include "doc/pdf_tag.h"

struct pen {
    struct paint *paint;
    cairo_t *cr;
    struct arena *arena;
    struct pdf_marks *pages; /* one each */
    size_t page;
    struct pdf_link *links;
    size_t link_count, link_capacity;
    struct pdf_tag *open; /* what is drawn now belongs to it */
    enum { PEN_UP, PEN_TAG, PEN_DECORATION } state;
    bool repeats; /* what is drawn stood on an earlier page: decoration, whatever its tag */
};

/* What is drawn from now on belongs to tag. Goes on with the same stretch when nothing else was drawn in between. */
void pen_tag(struct pen *pen, struct pdf_tag *tag);
/* What is drawn from now on is decoration. */
void pen_decoration(struct pen *pen);
/* Ends what is open; the page is full. */
void pen_next_page(struct pen *pen);

/* A text and what it says: its tag, and one for each of its links once that is drawn. */
struct pen_text {
    struct paint_text *text;
    struct pdf_tag *tag;       /* NULL: decoration */
    struct pdf_tag **run_tags; /* by run: its Link */
};
struct pen_text *pen_text_new(struct arena *a, struct paint_text *text, struct pdf_tag *tag);
/* Draws count lines from line `from`, the first with its top at top. */
void pen_lines(struct pen *pen, struct pen_text *t, size_t from, size_t count, double x, double top);

/* A place that can be clicked, to another in the document. */
void pen_jump(struct pen *pen, struct pdf_tag *tag, const char *text, double x, double y, double width,
              double height, size_t to_page, double to_y);

#endif
