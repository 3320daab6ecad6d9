/* Charts on paper: bars and radar as the page shows them (html/chart.h), readable in black and white. */
#ifndef DOC_PAINT_CHART_H
#define DOC_PAINT_CHART_H

#include "doc/paint.h"

/* A chart laid out for a width: parts from top to bottom, which need not stand on the same page. Bars have one a bar, and one for the
 * key where there is something to explain; a radar is one part. */
struct chart;
struct chart *chart_lay_out(struct paint *p, const struct doc_chart *chart, double width);
size_t chart_parts(const struct chart *c);
double chart_part_height(const struct chart *c, size_t i);
void chart_draw(cairo_t *cr, const struct chart *c, size_t i, double x, double top);

/* The same as a PNG of twice as many pixels as points, on white. height is in points. FAILED without fonts or when out
 * is full. */
enum status chart_png(const struct doc_chart *chart, const char *lang, double width, struct buf *out,
                      double *height) MUST_USE;

#endif
