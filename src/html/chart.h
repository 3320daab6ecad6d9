/* SVG charts: calm, black-and-white proof, sized by CSS classes, with <title> and <desc>. The same numbers stand in
 * a table beside them: the page's duty. No ids are written unless given, so a page may hold several. */
#ifndef HTML_CHART_H
#define HTML_CHART_H

#include "html/html.h"

enum { CHART_NONE = -1 }; /* no score */

struct chart_axis {
    const char *label;
    int64_t tenths;        /* 0..1000, or CHART_NONE */
    int64_t before_tenths; /* earlier round, or CHART_NONE */
};

/* 3 to 12 axes, clockwise from the top; labels at the ends never touch the edge (the drawing reserves room by text
 * length and wraps at a space). Each carries its whole score, or "no score". With fewer than 3 scored axes nothing
 * is drawn. The earlier round is dashed, when it has 3 scores. On a phone the axes carry numbers instead, with a list of
 * what they are below: both are written, the style sheet shows one. */
void chart_radar(struct html *h, const char *title, const char *description, const struct chart_axis *axes,
                 size_t count);

/* One bar 0..100 with a tick for the earlier round and a lighter band up to upper_tenths (what it would be if every
 * don't-know were a yes), each CHART_NONE when there is none. label NULL hides the bar from screen readers: for bars
 * beside their own number. dimension ("planet", "people", "prosperity", "governance" or NULL) picks the class. */
void chart_bar(struct html *h, const char *label, int64_t tenths, int64_t upper_tenths, int64_t before_tenths,
               const char *dimension);

/* Counts per answer side by side in one bar, each part at least visible; labels stand in the table, and in the
 * title (label NULL: none, hidden from screen readers). */
struct chart_part {
    const char *label;
    const char *kind; /* class bar__part--KIND: "yes", "no", "dont-know", "not-applicable" */
    int64_t count;
};
void chart_split(struct html *h, const char *label, const struct chart_part *parts, size_t count);

/* One column of a distribution, 0..1000 of its height; hidden from screen readers: its number stands below it. */
void chart_column(struct html *h, int64_t tenths);

/* Things by two numbers, as dots with a number in them (1, 2 … in the order given: their place in the table beside it) and, where it
 * touches nothing, their label. The corner where both are large is marked with `corner` (NULL = not marked). A second, narrower drawing
 * with numbers alone is for phones: the style sheet shows one. Dots that would cover each other stand side by side. */
struct chart_point {
    const char *label;
    int64_t x_tenths, y_tenths; /* 0..1000 of the axis; a point with CHART_NONE is left out */
    bool marked;                /* drawn full: it was chosen */
};
void chart_scatter(struct html *h, const char *title, const char *description, const char *x_label,
                   const char *y_label, const char *corner, const struct chart_point *points, size_t count);

/* A QR code as one path with a quiet zone of 4; modules is width x width bytes, 1 = dark (lib/qr.h). Always dark on
 * white. */
void chart_qr(struct html *h, const char *title, const unsigned char *modules, int width);

/* The width of n bytes of text of 15 units high, with some room for a browser that shows another font. */
double chart_text_width(const char *s, size_t n);

#endif
