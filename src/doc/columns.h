/* How a table's width is shared among its columns, for paper and for DOCX alike. */
#ifndef DOC_COLUMNS_H
#define DOC_COLUMNS_H

#include <stddef.h>

/* What the cells of a column need, in any unit. */
struct column_need {
    double least;   /* the longest word; > 0 */
    double natural; /* the longest line when nothing wraps; >= least */
    double typical; /* a line when nothing wraps, on average; > 0 */
};

/* Writes the widths to out. When all fits they are the natural ones, so their sum may be less than total; else it is total, and
 * longer columns wrap. When even the longest words do not fit, everything shrinks alike: words are then cut. */
void columns_share(const struct column_need *needs, size_t count, double total, double *out);

#endif
