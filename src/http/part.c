/* Parts of pages that a loop keeps: the reasons stand at rq_part in http.h. */
#include "http/part.h"

#include <string.h>

#include "http/internal.h"

void parts_drop(struct parts *p)
{
    arena_release(&p->kept);
    p->count = 0;
}

/* The parts that hold in this read transaction; NULL when nothing can be kept here. */
static struct parts *parts_now(struct rq *rq)
{
    struct parts *p = rq->in->parts;
    uint32_t stamp;
    if (p == NULL || !db_stamp(rq->db, &stamp))
        return NULL;
    if (stamp != p->stamp)
        parts_drop(p);
    p->stamp = stamp;
    return p;
}

static const char *whole_key(struct rq *rq, const char *key)
{
    return arena_printf(rq->arena, "%s %s", rq->lang->code, key);
}

struct html_safe rq_part(struct rq *rq, const char *key, struct layout *l)
{
    const struct parts *p = parts_now(rq);
    const char *whole = whole_key(rq, key);
    for (size_t i = 0; p != NULL && i < p->count; i++) {
        const struct part *part = &p->items[i];
        if (strcmp(part->key, whole) != 0)
            continue;
        l->title = part->title;
        l->lead = part->lead;
        l->action_url = part->action_url;
        l->action_label = part->action_label;
        return part->html;
    }
    return (struct html_safe){ NULL };
}

void rq_part_keep(struct rq *rq, const char *key, const struct layout *l, size_t from)
{
    struct parts *p = parts_now(rq);
    const struct buf *page = &rq->in->reply.body;
    const char *whole = whole_key(rq, key);
    if (p == NULL || !buf_ok(page) || strlen(whole) > PART_KEY_MAX)
        return;
    ASSERT(from <= page->n);
    /* Full stays full until the next commit: what was given in this request is still borrowed. */
    if (p->count == PARTS_MOST || p->kept.used + page->n > PARTS_BYTES)
        return;
    p->items[p->count++] = (struct part){
        .key = arena_strdup(&p->kept, whole),
        .title = arena_strdup(&p->kept, l->title),
        .lead = arena_strdup(&p->kept, l->lead),
        .action_url = arena_strdup(&p->kept, l->action_url),
        .action_label = arena_strdup(&p->kept, l->action_label),
        .html = { arena_strndup(&p->kept, page->p + from, page->n - from) },
    };
}
