/* What page.page leaves to C; for page.page only. */
#ifndef DOC_PAGE_PARTS_H
#define DOC_PAGE_PARTS_H

#include "doc/page.h"
#include "html/chart.h"

enum { DOC_CONTENTS_LEVELS = 2 };

/* Runs as text, marks and links. */
void doc_page_line(struct html *h, const struct doc_line *line);
/* The heading at d->blocks[i]. */
void doc_page_heading(struct html *h, const struct doc *d, size_t i, const struct doc_page_options *o);
/* The contents' title, as a heading like a chapter's. */
void doc_page_contents_title(struct html *h, const struct doc *d, const struct doc_page_options *o);
/* The contents as items with links; *count of them. */
const struct doc_block *doc_page_contents(struct html *h, const struct doc *d, size_t *count);
/* Width and height in pixels of a PNG or JPEG; false when it is neither. */
bool doc_page_image_size(struct bytes image, int *width, int *height);
/* The name of the box a table scrolls in. */
const char *doc_page_grid_name(struct html *h, const struct doc_grid *g);

/* A paragraph of nothing but code. */
static inline bool doc_page_is_code(const struct doc_block *b)
{
    return b->line.count == 1 && b->line.runs[0].style == DOC_CODE;
}

/* Past the items that follow each other from block i on. */
static inline size_t doc_page_items_end(const struct doc *d, size_t i)
{
    while (i < d->count && d->blocks[i].kind == DOC_ITEM)
        i++;
    return i;
}

/* Past the list that begins at item 0, with all that stands in it. */
static inline size_t doc_page_list_end(const struct doc_block *items, size_t count)
{
    size_t end = 1;
    while (end < count && (items[end].level > items[0].level ||
                           (items[end].level == items[0].level && items[end].ordered == items[0].ordered)))
        end++;
    return end;
}

/* Past what stands in the list of item 0. */
static inline size_t doc_page_item_end(const struct doc_block *items, size_t count)
{
    size_t end = 1;
    while (end < count && items[end].level > items[0].level)
        end++;
    return end;
}

#endif
