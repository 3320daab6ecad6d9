/* The part that draws stands apart. Pango, cairo and libqpdf bring thirty libraries, which would cost every start 7 MB of memory;
 * so they are linked into a module that the program carries inside itself and loads when the first document is asked
 * for. */
#ifndef DOC_PAPER_H
#define DOC_PAPER_H

#include "base/buf.h"
#include "base/status.h"
#include "doc/document.h"

struct paper {
    enum status (*pdf)(const struct doc *d, struct buf *out); /* pdf_document.h */
    enum status (*pages)(const struct doc *d, size_t *headings, size_t *count);
    enum status (*chart_png)(const struct doc_chart *chart, const char *lang, double width, struct buf *out,
                             double *height); /* paint_chart.h */
    struct bytes (*font)(unsigned style);     /* font.h */
};

/* The module; several threads may ask at the same time. NULL when this machine does not let it load: pango, cairo or
 * libqpdf is missing, or no program may hold a file in memory. */
const struct paper *paper_load(void);

#endif
