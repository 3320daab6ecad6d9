/* Makes what the pages of notes show. */
#include "slice/session/note_view.h"

#include "base/utf8.h"
#include "html/mindmap.h"
#include "lib/sodium.h"

static struct note_line line_of(const struct session_note *n)
{
    return (struct note_line){
        .key = n->key, .text = n->content, .name = n->name, .edit = n->edit, .hidden = n->hidden
    };
}

/* ---- by place ---------------------------------------------------------------------------------------------- */

/* A page is sent anew at every note more, and has an end (ROOM_MAX): where there are many lists, each shows less of itself. */
static size_t of_each_list(size_t most, size_t lists)
{
    enum { ON_A_PAGE = 240, LEAST = 3 };
    size_t share = ON_A_PAGE / lists > LEAST ? ON_A_PAGE / lists : LEAST;
    return most == 0 || most < share ? most : share;
}

static void add_lists(struct arena *a, const struct room_state *r, struct note_view *v, size_t most)
{
    size_t count;
    const struct note_spot *spots = note_spots(a, r->lang, r->item, r->parts, r->part_count, &count);
    struct note_list *lists = NEW_ARRAY(a, struct note_list, count);
    most = of_each_list(most, count);
    for (size_t i = 0; i < count; i++) {
        struct note_line *lines = NEW_ARRAY(a, struct note_line, r->note_count);
        struct note_list *l = &lists[i];
        *l = (struct note_list){ .label = spots[i].label,
                                 .ask = spots[i].ask,
                                 .spot = (int64_t)i,
                                 .now = r->item->method->id == METHOD_CIRCLE && (int64_t)i == r->item->turn,
                                 .later = !note_spot_open(r->item, (int64_t)i),
                                 .lines = lines };
        for (size_t n = 0; n < r->note_count; n++) {
            if (r->notes[n].hidden || (count > 1 && r->notes[n].spot != (int64_t)i))
                continue;
            if (most == 0 || l->count < most)
                lines[l->count++] = line_of(&r->notes[n]);
            l->all++;
        }
        l->more = l->all - l->count;
        v->left_out += l->more;
    }
    v->lists = lists;
    v->list_count = count;
}

/* ---- by group ---------------------------------------------------------------------------------------------- */

static const char *number(struct arena *a, size_t n)
{
    return arena_printf(a, "%d", (int)n);
}

static struct note_list group_of(struct arena *a, const struct map_node *n, const char *label, size_t most)
{
    struct note_line *lines = NEW_ARRAY(a, struct note_line, n->note_count);
    struct note_list l = {
        .label = label, .spot = n->cluster, .lines = lines, .level = n->level, .all = n->all
    };
    for (size_t i = 0; i < n->note_count && (most == 0 || i < most); i++)
        lines[l.count++] = line_of(n->notes[i]);
    l.more = n->note_count - l.count;
    return l;
}

/* There may be sixty groups. What does not fit in all is shared among them, and each shows a few at least. */
static size_t of_each_group(size_t most, size_t all, size_t groups)
{
    enum { LEAST = 3 };
    if (most == 0 || all <= most)
        return most;
    return most / groups > LEAST ? most / groups : LEAST;
}

static void add_groups(struct arena *a, const struct room_state *r, struct note_view *v, size_t most)
{
    if (r->cluster_count == 0)
        return;
    size_t count;
    const struct map_node *nodes =
        map_nodes(a, r->item->title, r->clusters, r->cluster_count, r->notes, r->note_count, &count);
    struct note_list *groups = NEW_ARRAY(a, struct note_list, count);
    size_t each = of_each_group(most, v->notes, count);
    for (size_t i = 1; i < count; i++)
        groups[v->group_count++] = group_of(a, &nodes[i], nodes[i].label, each);
    if (nodes[0].note_count > 0) {
        groups[v->group_count] = group_of(a, &nodes[0], tr(r->lang, "In no group"), each);
        groups[v->group_count].all = nodes[0].note_count;
        groups[v->group_count++].level = 1;
    }
    v->groups = groups;
}

/* ---- the person's own -------------------------------------------------------------------------------------- */

static void add_own(struct arena *a, const struct room_state *r, struct note_view *v)
{
    if (r->own == NULL)
        return;
    struct note_line *lines = NEW_ARRAY(a, struct note_line, r->own->note_count);
    int64_t *spots = NEW_ARRAY(a, int64_t, r->own->note_count);
    for (size_t i = 0; i < r->own->note_count; i++) {
        lines[i] = line_of(&r->own->notes[i]);
        spots[i] = r->own->notes[i].spot;
    }
    v->own = lines;
    v->own_spot = spots;
    v->own_count = r->own->note_count;
    v->nonce = token_new(a);
}

struct note_view *note_view_of(struct html *h, const struct room_state *r, size_t most)
{
    struct arena *a = h->arena;
    struct note_view *v = NEW(a, struct note_view);
    v->r = r;
    v->open = r->item->state == ITEM_OPEN;
    v->most = note_most(r->item);
    v->length = note_length(r->item);
    v->nonce = "";
    v->path = session_path(a, r->session);
    v->back = r->eye == EYE_MINUTES ? "notulen" : "regie";
    for (size_t i = 0; i < r->note_count; i++)
        if (r->notes[i].hidden)
            v->hidden++;
        else
            v->notes++;
    add_lists(a, r, v, most);
    add_groups(a, r, v, most);
    add_own(a, r, v);
    v->spot = r->item->method->id == METHOD_CIRCLE ? r->item->turn : v->list_count > 1 ? -1 : 0;
    return v;
}

/* ---- the drawing ------------------------------------------------------------------------------------------- */

const struct mindmap_node *note_map(struct html *h, const struct room_state *r, size_t notes_up_to,
                                    size_t *count)
{
    *count = 0;
    if (r->cluster_count == 0)
        return NULL;
    size_t groups, shown = 0;
    const struct map_node *nodes =
        map_nodes(h->arena, r->item->title, r->clusters, r->cluster_count, r->notes, r->note_count, &groups);
    bool notes = nodes[0].all <= notes_up_to;
    struct mindmap_node *v = NEW_ARRAY(h->arena, struct mindmap_node, groups + r->note_count + 1);
    for (size_t i = 0; i < groups; i++) {
        const struct map_node *n = &nodes[i];
        v[shown++] = (struct mindmap_node){ .level = n->level,
                                            .label = n->label,
                                            .count = i == 0 || notes ? NULL : number(h->arena, n->all) };
        /* What is in no group comes last: the middle has its groups first. */
        for (size_t k = 0; k < n->note_count && notes && i > 0; k++)
            v[shown++] =
                (struct mindmap_node){ .level = n->level + 1, .label = n->notes[k]->content, .note = true };
    }
    if (nodes[0].note_count > 0)
        v[shown++] = (struct mindmap_node){ .level = 1,
                                            .label = tr(r->lang, "In no group"),
                                            .count = notes ? NULL : number(h->arena, nodes[0].note_count) };
    for (size_t k = 0; k < nodes[0].note_count && notes; k++)
        v[shown++] = (struct mindmap_node){ .level = 2, .label = nodes[0].notes[k]->content, .note = true };
    *count = shown;
    return v;
}

const struct mindmap_node *note_map_short(struct html *h, const struct room_state *r, size_t most,
                                          size_t *count)
{
    size_t all_count;
    const struct mindmap_node *all = note_map(h, r, 0, &all_count);
    struct mindmap_node *some = NEW_ARRAY(h->arena, struct mindmap_node, all_count);
    *count = 0;
    for (int level = NOTE_MAX_DEPTH; level >= 1; level--) {
        *count = 0;
        for (size_t i = 0; i < all_count; i++)
            if (all[i].level <= level)
                some[(*count)++] = all[i];
        if (*count <= most)
            break;
    }
    *count = *count < most ? *count : most;
    return some;
}

const char *note_map_sentence(struct html *h, const struct room_state *r)
{
    size_t count, largest = 0;
    const struct map_node *n =
        map_nodes(h->arena, r->item->title, r->clusters, r->cluster_count, r->notes, r->note_count, &count);
    for (size_t i = 1; i < count; i++)
        if (n[i].level == 1 && (largest == 0 || n[i].all > n[largest].all))
            largest = i;
    if (largest == 0 || n[largest].all == 0)
        return tr(h->lang, "The groups are there; no note stands in them yet.");
    return html_printf(h, tr(h->lang, "Most notes are about “%s”: %d of %d."), n[largest].label,
                       (int)n[largest].all, (int)n[0].all);
}

/* ---- the wall ---------------------------------------------------------------------------------------------- */

struct note_wall note_wall_of(struct html *h, const struct room_state *r)
{
    struct note_line *lines = NEW_ARRAY(h->arena, struct note_line, NOTE_FROM);
    struct note_wall w = { .lines = lines };
    size_t length = 0, at = 0;
    for (size_t i = 0; i < r->note_count; i++)
        if (!r->notes[i].hidden) {
            w.all++;
            length += utf8_length(r->notes[i].content);
        }
    w.per = w.all <= NOTE_FEW || length > w.all * NOTE_SHORT ? NOTE_FEW : NOTE_FROM;
    w.pages = ((int64_t)w.all + w.per - 1) / w.per;
    w.page = r->item->turn < w.pages ? r->item->turn : w.pages > 0 ? w.pages - 1 : 0;
    for (size_t i = 0; i < r->note_count; i++) {
        if (r->notes[i].hidden)
            continue;
        if ((int64_t)at / w.per == w.page)
            lines[w.count++] = line_of(&r->notes[i]);
        at++;
    }
    return w;
}
