/* A document on paper is a column of boxes: lines, rows, charts. First all boxes are made (pdf_block.c, pdf_table.c,
 * pdf_front.c), then dealt over pages (pdf_flow.c), then drawn (pdf_document.c). So page numbers are known before anything
 * is drawn. */
#ifndef DOC_PDF_FLOW_H
#define DOC_PDF_FLOW_H

#include "doc/pdf_pen.h"

/* A4 and its margins, in points. */
#define PAGE_WIDTH 595.276
#define PAGE_HEIGHT 841.89
#define PAGE_LEFT 70.87 /* 2.5 cm; so is the right */
#define PAGE_TOP 82.0
#define PAGE_BOTTOM 764.0
#define TEXT_WIDTH (PAGE_WIDTH - 2 * PAGE_LEFT)
#define TEXT_HEIGHT (PAGE_BOTTOM - PAGE_TOP)

struct flow;
/* Draws `count` boxes of the same data from number `part`, the first with its top at top. */
typedef void draw_fn(struct pen *pen, void *data, size_t part, size_t count, double top);

struct box {
    draw_fn *draw;
    void *data;
    size_t part;
    double space; /* above; not at the top of a page */
    double height;
    bool keep;                 /* stands on the page of the next box */
    bool page;                 /* begins a page */
    const struct table *table; /* a row of its body: a page that begins with it repeats the heads */
    struct heading *heading;   /* begins here */
};

struct heading {
    int level;
    const char *text;
    size_t page; /* from 0; known when boxes are dealt */
    double y;
};

/* The heads of a table, as boxes that every page with its rows begins with. */
struct table {
    const struct box *heads;
    size_t count;
    double height;
};

/* Where a box stands. */
struct place {
    const struct box *box;
    size_t page;
    double y;
    bool repeats;
};

struct flow {
    struct paint *paint;
    struct arena *arena;
    const struct doc *doc;
    struct box *boxes;
    size_t count, capacity;
    double after; /* what the last block wants below it */
    bool breaks;  /* the next box begins a page */
    struct pdf_tag *root;
    struct pdf_tag *lists[DOC_LEVELS], *bodies[DOC_LEVELS]; /* open: the list, and the body of its last item */
    int list_level;                                         /* 0: no list is open */
    struct heading *headings;                               /* all of the document */
    size_t heading_count;
    size_t heading_next; /* whose box comes next */
    struct place *places;
    size_t place_count, place_capacity, page_count;
    enum status status; /* of pictures that could not be read */
};

/* Adds a box with at least `before` above it. Valid until the next. */
struct box *flow_add(struct flow *f, struct box box, double before);
/* What the next box has at least above it. */
void flow_after(struct flow *f, double after);
/* Deals the boxes over pages. */
void flow_deal(struct flow *f);

/* Finds the headings, so that a table of contents can stand before them. */
void flow_headings(struct flow *f);

/* ---- Images ---- */

struct picture;
struct image {
    const struct picture *picture;
    cairo_surface_t *surface;
    double width, height; /* on paper */
};
/* Opens a file, no larger than these measures nor than 96 pixels an inch. False, with the flow's status set, when it
 * cannot be read. */
bool image_open(struct flow *f, struct bytes file, double width_max, double height_max, struct image *out);
void image_draw(cairo_t *cr, const struct image *image, double x, double top);
/* Notes where a figure stands on its first page; tag may be NULL. */
void pdf_tag_box(struct pdf_tag *tag, double x, double top, double width, double height);

/* ---- Text blocks ---- */

enum ornament { ORNAMENT_NONE, ORNAMENT_CHAPTER, ORNAMENT_NOTE, ORNAMENT_QUOTE };

struct paragraph {
    struct pen_text *text, *marker; /* marker: of a list, NULL = none */
    double x, marker_x;
    double pad; /* above the first line and below the last */
    enum ornament ornament;
};

/* Adds its lines, with no line alone at the end or the beginning of a page. whole: never parted. with_next: stands with what
 * follows. */
void flow_paragraph(struct flow *f, struct paragraph *p, double before, double after, bool whole,
                    bool with_next);
struct paragraph *flow_plain(struct flow *f, const char *text, const struct face *face, struct pdf_tag *tag,
                             double x, double width);

extern const struct face face_body;
void flow_blocks(struct flow *f);                                           /* pdf_block.c */
void flow_table(struct flow *f, const struct doc_grid *grid, bool compact); /* pdf_table.c */
void flow_front(struct flow *f); /* pdf_front.c: cover or title, contents */

/* "Page 3 of 40" of "Page %d of %d". */
const char *page_label(struct arena *a, const char *format, size_t page, size_t count);

#endif
