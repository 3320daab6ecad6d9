/* Documents as tagged PDF on A4: for councils, archives and screen readers. */
#ifndef DOC_PDF_H
#define DOC_PDF_H

#include "base/buf.h"
#include "base/status.h"
#include "doc/document.h"

/* Appends the document to out; the same document gives the same bytes. Takes about 4 ms of processor time a page, so a
 * handler is `slow`; several threads may write at the same time. Every letter is embedded: our own type family from the
 * program, other scripts and emoji from Debian's Noto fonts where they are installed.
 * INVALID or TOO_LARGE: an image or the logo is none that can be printed (picture.h tells beforehand). TOO_LARGE: over
 * out's cap. FAILED: what draws cannot be loaded here (paper.h). */
enum status doc_pdf_write(const struct doc *d, struct buf *out) MUST_USE;
/* On how many pages it would stand; nothing is drawn. Errors as above. */
enum status doc_pdf_pages(const struct doc *d, size_t *count) MUST_USE;

#endif
