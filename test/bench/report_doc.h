/* A report as a municipality hands it to its council: about 40 pages with every kind of block. For the figures of
 * make bench, and for looking at. */
#ifndef BENCH_REPORT_DOC_H
#define BENCH_REPORT_DOC_H

#include "doc/document.h"

struct doc *report_doc(struct arena *a);

#endif
