/* Drawing by pango and cairo, shared by the pages of PDF and the pictures of DOCX; only here are they included. Everything
 * is in points of 1/72 inch, from the top left. What is laid out lives in the arena and gives back what pango holds when
 * that is released. One paint belongs to one thread. */
#ifndef DOC_PAINT_H
#define DOC_PAINT_H

#include <cairo-pdf.h>
#include <pango/pangocairo.h>

#include "base/arena.h"
#include "base/status.h"
#include "doc/document.h"

struct paint {
    struct arena *arena;
    PangoFontMap *map;
    PangoContext *context;
};

/* FAILED: this machine gives us no fonts (see font.h). lang is BCP 47. */
enum status paint_open(struct paint *p, struct arena *a, const char *lang) MUST_USE;
void paint_close(struct paint *p); /* after the arena was released */

/* ---- Colours: those of web/css/tokens.css, dark enough to be told apart in grey ---- */

enum ink {
    INK,
    INK_MUTED,
    INK_ACCENT,
    INK_LINE,   /* between rows */
    INK_BORDER, /* rings of a radar */
    INK_SOFT,   /* behind heads and notes */
    INK_TRACK,  /* behind bars */
    INK_WHITE,
    INK_PLANET,
    INK_PEOPLE,
    INK_PROSPERITY,
    INK_GOVERNANCE,
};
void paint_ink(cairo_t *cr, enum ink ink);
/* The ink thinned with white: 0 is white, 1 the ink itself. Nothing is transparent: printers and old viewers agree on
 * it. */
void paint_tint(cairo_t *cr, enum ink ink, double strength);
void paint_box(cairo_t *cr, double x, double y, double width, double height); /* filled */
void paint_rule(cairo_t *cr, double x, double y, double width, double thickness);

/* ---- Text ---- */

struct face {
    double size, leading;
    unsigned style; /* enum doc_style, added to that of each run */
    enum ink ink;
    bool figures; /* all digits as wide: for columns of numbers */
};
enum paint_side { PAINT_LEFT, PAINT_RIGHT, PAINT_MIDDLE };

struct paint_text {
    PangoLayout *layout;
    const struct face *face;
    const char *text; /* of all runs, in UTF-8 without control characters */
    const struct doc_run *runs;
    const int *ends; /* where each run ends in text */
    size_t run_count;
    double width; /* lines are broken at it; < 0: only where the text says so */
    enum paint_side side;
    size_t count;  /* lines */
    double widest; /* line */
    double ascent; /* from the top of a line to where letters stand */
};

/* A text as pango and PDF take it: valid UTF-8 without control characters; a line end is U+2028. In the arena. */
char *paint_clean(struct arena *a, const char *s);
char *paint_clean_line(struct arena *a, const struct doc_line *line);

/* Lays a text out; line and face are borrowed. */
struct paint_text *paint_text(struct paint *p, const struct doc_line *line, const struct face *face,
                              double width, enum paint_side side);
struct paint_text *paint_plain(struct paint *p, const char *text, const struct face *face, double width,
                               enum paint_side side);
/* Breaks its lines anew. */
void paint_set_width(struct paint_text *t, double width);
/* One line of at most width; what is longer ends in an ellipsis. */
void paint_set_ellipsis(struct paint_text *t, double width);
/* How wide the longest word is: what a column must have. */
double paint_longest_word(const struct paint_text *t);
double paint_height(const struct paint_text *t);

/* A stretch of a line that belongs to one run and is of one kind. */
struct paint_piece {
    const struct doc_run *run;
    bool is_picture; /* emoji, and letters that no font has: their text must be told apart */
    const char *text;
    size_t text_n;
    double x, width;
};
/* Told before each piece is drawn, from left to right. */
typedef void paint_piece_fn(void *context, const struct paint_piece *piece);

/* Draws line i with its left edge (of the whole width) at x and its top at top. begin may be NULL. */
void paint_line(cairo_t *cr, const struct paint_text *t, size_t i, double x, double top, paint_piece_fn *begin,
                void *context);
void paint_lines(cairo_t *cr, const struct paint_text *t, double x, double top);

/* ---- Pictures ---- */

struct picture;
/* A PNG unpacked, or a JPEG that PDF takes as it is (nothing is unpacked, so it can only be drawn there). INVALID when it
 * cannot be read. Ends with the arena. */
enum status paint_picture(struct paint *p, const struct picture *picture, cairo_surface_t **out) MUST_USE;

#endif
