/* A document as it is kept: all that a page shows of it, as JSON, so that what was adopted can be shown later with the very
 * words it had. */
#ifndef DOC_STORE_H
#define DOC_STORE_H

#include "base/buf.h"
#include "base/status.h"
#include "doc/document.h"

/* Appends d to out, without its logo, which is a file of its own, and without what stands on paper only (page_of). The same
 * document gives the same bytes. */
void doc_store_write(const struct doc *d, struct buf *out);
/* The reverse, in the arena. MALFORMED when it is no such text; of an image that is none only its text is lost. */
enum status doc_store_read(struct arena *a, struct bytes stored, struct doc **out) MUST_USE;

#endif
