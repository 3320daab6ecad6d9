/* Texts as people typed or pasted them, made fit for paper and for XML. */
#ifndef DOC_TEXT_H
#define DOC_TEXT_H

#include "base/buf.h"

/* Appends s without control characters (a line end stays '\n', a tab becomes a space) and with U+FFFD for what is no UTF-8 or
 * no character. A number keeps its sign: no line ends within "7 %" or "€ 12". */
void text_add_clean(struct buf *b, const char *s);

#endif
