#include "doc/pdf.h"

#include "doc/paper.h"

enum status doc_pdf_write(const struct doc *d, struct buf *out)
{
    const struct paper *paper = paper_load();
    return paper == NULL ? FAILED : paper->pdf(d, out);
}
