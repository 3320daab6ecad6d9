/* A document as PDF: inside the module of paper.h. */
#ifndef DOC_PDF_DOCUMENT_H
#define DOC_PDF_DOCUMENT_H

#include "base/status.h"
#include "doc/document.h"

/* As doc_pdf_write. */
enum status pdf_document_write(const struct doc *d, struct buf *out) MUST_USE;

/* How many pages that PDF has, and the page (from 1) of each heading: as many as the document has; headings may be NULL. */
enum status pdf_document_pages(const struct doc *d, size_t *headings, size_t *count) MUST_USE;

#endif
