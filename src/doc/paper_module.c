/* The module's one door; everything else in it is its own. */
#include "doc/font.h"
#include "doc/paint_chart.h"
#include "doc/paper.h"
#include "doc/pdf_document.h"

extern const struct paper paper_door;
__attribute__((visibility("default")))
const struct paper paper_door = { pdf_document_write, pdf_document_pages, chart_png, font_file };
