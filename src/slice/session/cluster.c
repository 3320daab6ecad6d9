/* Groups of notes, and groups of groups: what a mind map is made of. */
#include "slice/session/note.h"

#include "base/utf8.h"
#include "session_sql.h"

static const struct fault no_group = { .status = NOT_FOUND, .msgid = N_("This group is not there any more.") };
static const struct fault no_place = {
    .status = INVALID,
    .msgid = N_("It cannot hang there: not under itself, and at most three levels deep."),
    .detail = "parent"
};

const struct session_cluster *session_clusters(struct db *db, struct arena *a, const struct session_item *item,
                                               size_t *count)
{
    const struct session_cluster_list *row = session_q_cluster_list(db, a, item->id, count);
    struct session_cluster *all = NEW_ARRAY(a, struct session_cluster, *count);
    for (size_t i = 0; i < *count; i++)
        all[i] = (struct session_cluster){ row[i].number, row[i].parent, (int)row[i].position, row[i].label };
    return all;
}

struct groups {
    const struct session_cluster *v;
    size_t count;
};

static struct groups groups_of(struct db *db, struct arena *a, const struct session_item *item)
{
    struct groups g;
    g.v = session_clusters(db, a, item, &g.count);
    return g;
}

static const struct session_cluster *find(const struct groups *g, int64_t number)
{
    for (size_t i = 0; i < g->count; i++)
        if (g->v[i].number == number)
            return &g->v[i];
    return NULL;
}

/* From 1 for what hangs on the middle; 0 for the middle. */
static int depth_of(const struct groups *g, int64_t number)
{
    int depth = 0;
    for (const struct session_cluster *c = find(g, number); c != NULL && depth <= NOTE_MAX_CLUSTERS;
         c = find(g, c->parent))
        depth++;
    return depth;
}

static bool hangs_under(const struct groups *g, int64_t number, int64_t above)
{
    int steps = 0;
    for (const struct session_cluster *c = find(g, number); c != NULL && steps <= NOTE_MAX_CLUSTERS;
         c = find(g, c->parent), steps++)
        if (c->number == above)
            return true;
    return false;
}

/* How many levels hang under it, itself among them. */
static int height_of(const struct groups *g, int64_t number)
{
    int height = 0, base = depth_of(g, number);
    for (size_t i = 0; i < g->count; i++)
        if (hangs_under(g, g->v[i].number, number)) {
            int levels = depth_of(g, g->v[i].number) - base + 1;
            height = levels > height ? levels : height;
        }
    return height;
}

static int behind_the_last(const struct groups *g, int64_t parent)
{
    int position = 0;
    for (size_t i = 0; i < g->count; i++)
        if (g->v[i].parent == parent && g->v[i].position >= position)
            position = g->v[i].position + 1;
    return position;
}

static struct fault check_label(const char *label)
{
    if (label[0] == '\0' || utf8_length(label) > NOTE_MAX_CLUSTER)
        return FAULT(INVALID, N_("Give the group a name of at most 80 characters."), .detail = "label");
    return NO_FAULT;
}

struct fault note_cluster_add(struct db *db, struct arena *a, const struct session_item *item,
                              const char *label, int64_t parent, int64_t *number)
{
    struct groups g = groups_of(db, a, item);
    const char *clean = utf8_clean(a, label);
    struct fault f = check_label(clean);
    if (f.status != OK)
        return f;
    if (g.count >= NOTE_MAX_CLUSTERS)
        return FAULT(CONFLICT, N_("There are 60 groups already. Take one apart, or use one that is there."),
                     .detail = "full");
    if ((parent != 0 && find(&g, parent) == NULL) || depth_of(&g, parent) >= NOTE_MAX_DEPTH)
        return no_place;
    *number = 1;
    for (size_t i = 0; i < g.count; i++)
        if (g.v[i].number >= *number)
            *number = g.v[i].number + 1;
    session_q_cluster_insert(db, item->id, *number, parent, behind_the_last(&g, parent), clean);
    return NO_FAULT;
}

struct fault note_cluster_rename(struct db *db, struct arena *a, const struct session_item *item,
                                 int64_t number, const char *label)
{
    const char *clean = utf8_clean(a, label);
    struct fault f = check_label(clean);
    if (f.status != OK)
        return f;
    return session_q_cluster_rename(db, item->id, number, clean) == 0 ? no_group : NO_FAULT;
}

struct fault note_cluster_move(struct db *db, struct arena *a, const struct session_item *item, int64_t number,
                               int by)
{
    struct groups g = groups_of(db, a, item);
    const struct session_cluster *c = find(&g, number), *other = NULL;
    if (c == NULL)
        return no_group;
    /* The list stands in the order of places, so its neighbour is the nearest of the same parent. */
    for (const struct session_cluster *n = c + by; n >= g.v && n < g.v + g.count && n->parent == c->parent;
         n += by) {
        other = n;
        break;
    }
    if (other == NULL)
        return NO_FAULT;
    session_q_cluster_place(db, item->id, c->number, c->parent, other->position);
    session_q_cluster_place(db, item->id, other->number, other->parent, c->position);
    return NO_FAULT;
}

struct fault note_cluster_to(struct db *db, struct arena *a, const struct session_item *item, int64_t number,
                             int64_t parent)
{
    struct groups g = groups_of(db, a, item);
    const struct session_cluster *c = find(&g, number);
    if (c == NULL || (parent != 0 && find(&g, parent) == NULL))
        return no_group;
    if (hangs_under(&g, parent, number) || depth_of(&g, parent) + height_of(&g, number) > NOTE_MAX_DEPTH)
        return no_place;
    if (c->parent != parent)
        session_q_cluster_place(db, item->id, number, parent, behind_the_last(&g, parent));
    return NO_FAULT;
}

struct fault note_cluster_drop(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, int64_t number)
{
    struct groups g = groups_of(db, a, item);
    const struct session_cluster *c = find(&g, number);
    if (c == NULL)
        return no_group;
    int place = behind_the_last(&g, c->parent);
    for (size_t i = 0; i < g.count; i++)
        if (g.v[i].parent == number)
            session_q_cluster_place(db, item->id, g.v[i].number, c->parent, place++);
    session_q_note_recluster(db, item->id, number, c->parent);
    if (item->anonymous) {
        size_t count;
        const struct session_note *notes = session_notes(db, a, s, item, item->round, true, &count);
        for (size_t i = 0; i < count; i++)
            if (notes[i].id == 0 && notes[i].cluster == number) {
                struct fault f = session_note_sort(db, a, s, item, notes[i].key, c->parent);
                if (f.status != OK)
                    return f;
            }
    }
    session_q_cluster_delete(db, item->id, number);
    return NO_FAULT;
}
