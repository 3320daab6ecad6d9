/* A mind map as an outline: the same branches in the order in which they are read. */
#include "slice/session/note.h"

struct maker {
    struct arena *a;
    const struct session_cluster *clusters;
    size_t cluster_count;
    const struct session_note *notes;
    size_t note_count;
    struct map_node *nodes;
    size_t count;
};

static bool known(const struct maker *m, int64_t cluster)
{
    for (size_t i = 0; i < m->cluster_count; i++)
        if (m->clusters[i].number == cluster)
            return true;
    return false;
}

/* A note whose group is gone hangs on the middle. */
static bool stands_in(const struct maker *m, const struct session_note *n, int64_t cluster)
{
    return !n->hidden && (n->cluster == cluster || (cluster == 0 && !known(m, n->cluster)));
}

static size_t add_node(struct maker *m, int64_t cluster, int64_t parent, int level, const char *label)
{
    const struct session_note **in = NEW_ARRAY(m->a, const struct session_note *, m->note_count);
    size_t at = m->count++, n = 0;
    for (size_t i = 0; i < m->note_count; i++)
        if (stands_in(m, &m->notes[i], cluster))
            in[n++] = &m->notes[i];
    m->nodes[at] = (struct map_node){ .cluster = cluster,
                                      .parent = parent,
                                      .level = level,
                                      .label = label,
                                      .notes = in,
                                      .note_count = n,
                                      .all = n };
    size_t last = 0;
    for (size_t i = 0; i < m->cluster_count && level < NOTE_MAX_DEPTH; i++) {
        if (m->clusters[i].parent != cluster)
            continue;
        bool first = last == 0;
        last = add_node(m, m->clusters[i].number, cluster, level + 1, m->clusters[i].label);
        m->nodes[last].first = first;
        m->nodes[at].all += m->nodes[last].all;
    }
    if (last != 0)
        m->nodes[last].last = true;
    return at;
}

const struct map_node *map_nodes(struct arena *a, const char *title, const struct session_cluster *clusters,
                                 size_t cluster_count, const struct session_note *notes, size_t note_count,
                                 size_t *count)
{
    struct maker m = { .a = a,
                       .clusters = clusters,
                       .cluster_count = cluster_count,
                       .notes = notes,
                       .note_count = note_count,
                       .nodes = NEW_ARRAY(a, struct map_node, cluster_count + 1) };
    add_node(&m, 0, 0, 0, title);
    m.nodes[0].first = m.nodes[0].last = true;
    *count = m.count;
    return m.nodes;
}
