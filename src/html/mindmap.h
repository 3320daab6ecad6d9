/* A mind map: the middle, branches around it on an oval, and what hangs under them further out. No two texts touch, whatever they say: each
 * branch has a strip of its own height, and what hangs under it stands further out in the same strip. The same branches stand
 * beside it as a list: the page's duty. */
#ifndef HTML_MINDMAP_H
#define HTML_MINDMAP_H

#include "html/html.h"

enum {
    MINDMAP_MOST = 240, /* branches that are drawn; what comes after them is left out */
    MINDMAP_LEVELS = 5,
    MINDMAP_LABEL = 90 /* characters of a label; a longer one is cut */
};

/* In the order of an outline: each node is followed by what hangs under it. The first is the middle, of level 0; no other has that
 * level, and a level is at most one more than the one before it. */
struct mindmap_node {
    int level;
    const char *label;
    const char *count; /* what stands behind the label: "12"; NULL = nothing */
    bool note;         /* a text in a group, not a group */
};

/* Where a label stands: left and top edge, width and height, in units of the drawing. */
struct mindmap_box {
    double x, y, w, h;
};
struct mindmap_drawing {
    const struct mindmap_box *boxes; /* count */
    size_t count;                    /* how many of the nodes are drawn */
    struct mindmap_box all;
};
/* What it should fill as well as can be: width and height in any unit; all 0 = as it comes. */
struct mindmap_frame {
    double w, h;
};
#define MINDMAP_FREE ((struct mindmap_frame){ 0, 0 })
struct mindmap_drawing mindmap_layout(struct arena *a, const struct mindmap_node *nodes, size_t count,
                                      struct mindmap_frame frame);

void mindmap_draw(struct html *h, const char *title, const char *description, const struct mindmap_node *nodes,
                  size_t count, struct mindmap_frame frame);

#endif
