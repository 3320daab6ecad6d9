/* A document inside a page: headings with anchors, contents, lists, tables, charts with their numbers, images. Title, author,
 * state and logo are for the page around it. */
#ifndef DOC_PAGE_H
#define DOC_PAGE_H

#include "doc/document.h"
#include "html/html.h"

struct doc_page_options {
    int level; /* of a chapter's heading: 2 when the page's h1 stands above */
    /* The address of an image ("/…"), in the arena; NULL = it is not shown, its text is. May be NULL itself. */
    const char *(*image_url)(void *context, struct arena *a, const struct doc_block *image);
    void *context;
};

/* Writes the document's blocks; its contents first when it has a contents_title, with links to headings of level 1 and 2. A
 * heading without id gets one there ("kop-3"). */
void doc_page(struct html *h, const struct doc *d, const struct doc_page_options *o);

#endif
