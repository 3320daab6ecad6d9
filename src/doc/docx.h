/* Documents as DOCX: for people who go on writing in Word or LibreOffice. */
#ifndef DOC_DOCX_H
#define DOC_DOCX_H

#include "base/buf.h"
#include "base/status.h"
#include "doc/document.h"

/* Appends the document to out; the same document gives the same bytes. Styles, lists, captions and contents are Word's own,
 * so the text can be edited and the contents updated; charts are pictures with their table below. Several threads may
 * write at the same time.
 * INVALID or TOO_LARGE: an image or the logo is none that can be shown (picture.h tells beforehand). TOO_LARGE: over
 * out's cap. FAILED: there is a chart, and what draws cannot be loaded here (paper.h). */
enum status doc_docx_write(const struct doc *d, struct buf *out) MUST_USE;

#endif
