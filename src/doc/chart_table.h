/* The table that stands under every chart: the same numbers for who cannot see it, or wants to check. */
#ifndef DOC_CHART_TABLE_H
#define DOC_CHART_TABLE_H

#include "doc/document.h"

/* A row a bar: label, value, and where the chart has them the earlier value and the end of the band. In the arena; texts are
 * the chart's. */
const struct doc_grid *chart_table(struct arena *a, const struct doc_chart *chart);

#endif
