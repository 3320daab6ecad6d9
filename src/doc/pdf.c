#include "doc/pdf.h"

#include <malloc.h>

#include "doc/paper.h"

enum status doc_pdf_write(const struct doc *d, struct buf *out)
{
    const struct paper *paper = paper_load();
    enum status st = paper == NULL ? FAILED : paper->pdf(d, out);
    malloc_trim(0); /* drawing took some 15 MB, and the next document may be a day away */
    return st;
}

enum status doc_pdf_pages(const struct doc *d, size_t *count)
{
    const struct paper *paper = paper_load();
    return paper == NULL ? FAILED : paper->pages(d, NULL, count);
}
