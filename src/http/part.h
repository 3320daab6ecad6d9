/* Parts of pages that a loop keeps: the reasons stand at rq_part in http.h. */
#ifndef HTTP_PART_H
#define HTTP_PART_H

#include "base/arena.h"
#include "html/html.h"

enum { PARTS_MOST = 64, PARTS_BYTES = 2 * 1024 * 1024, PART_KEY_MAX = 200 };

struct part {
    const char *key;
    const char *title, *lead, *action_url, *action_label;
    struct html_safe html;
};

/* Of one connection and one thread. All zero is empty. */
struct parts {
    struct arena kept;
    uint32_t stamp; /* the state of the database that all of them were written from */
    struct part items[PARTS_MOST];
    size_t count;
};

void parts_drop(struct parts *p);

#endif
