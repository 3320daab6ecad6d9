#include "pack/compare.h"

#include <string.h>

#include "base/buf.h"
#include "pack/index.h"
#include "pack/name.h"

struct comparing {
    struct arena *a;
    struct comparison *out;
    struct compare_change *changes;
    size_t capacity;
};

/* Where a comparison stands. */
struct place {
    const char *list, *entry, *field;
};

static struct compare_change *add(struct comparing *c, enum compare_what what, struct place p)
{
    struct compare_change *change = ARENA_PUSH(c->a, &c->changes, &c->out->count, &c->capacity);
    *change = (struct compare_change){
        .what = what, .list = p.list, .entry = p.entry, .field = p.field, .before = "", .now = ""
    };
    c->out->counts[what]++;
    return change;
}

static bool has_ids(const struct yaml_node *list)
{
    if (list == NULL || list->kind != NODE_LIST || list->count == 0)
        return false;
    for (size_t i = 0; i < list->count; i++)
        if (yaml_string(&list->items[i], "id") == NULL)
            return false;
    return true;
}

static bool is_scalars(const struct yaml_node *list)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].kind != NODE_SCALAR)
            return false;
    return true;
}

static void put_text(struct buf *b, const struct yaml_node *node)
{
    if (node->kind == NODE_SCALAR)
        buf_str(b, node->scalar);
    for (size_t i = 0; i < node->count; i++) {
        buf_str(b, i == 0 ? "" : "; ");
        if (node->kind == NODE_MAP)
            buf_printf(b, "%s: ", node->keys[i].scalar);
        put_text(b, &node->items[i]);
    }
}

/* A node as one text: a list with semicolons; "" for NULL. */
static const char *as_text(struct arena *a, const struct yaml_node *node)
{
    if (node == NULL)
        return "";
    if (node->kind == NODE_SCALAR)
        return node->scalar;
    struct buf b;
    buf_init(
        &b,
        4 * YAML_MAX_BYTES); /* what stands between the parts is less than the marks of YAML, several times over */
    put_text(&b, node);
    ASSERT(buf_ok(&b));
    const char *text = buf_to_arena(&b, a);
    buf_release(&b);
    return text;
}

static void compare_nodes(struct comparing *c, const struct yaml_node *old, const struct yaml_node *now,
                          struct place p);

static int line_of(const struct yaml_node *node)
{
    return node == NULL ? 0 : node->line;
}

static void changed(struct comparing *c, const struct yaml_node *old, const struct yaml_node *now,
                    struct place p, const char *lang)
{
    struct compare_change *change = add(c, COMPARE_CHANGED, p);
    change->lang = lang;
    change->before = as_text(c->a, old);
    change->now = as_text(c->a, now);
    change->old_line = line_of(old);
    change->new_line = line_of(now);
}

/* ---- lists of entries ---------------------------------------------------------------------------------------- */

static struct pack_index *index_of(struct arena *a, const struct yaml_node *list)
{
    struct pack_index *index = pack_index_new(a, list == NULL ? 0 : list->count);
    for (size_t i = 0; list != NULL && i < list->count; i++)
        (void)pack_index_add(index, yaml_string(&list->items[i], "id"), (int)i);
    return index;
}

static const char *below(struct arena *a, const char *parent, const char *id)
{
    return parent[0] == '\0' ? id : arena_printf(a, "%s/%s", parent, id);
}

static void compare_entries(struct comparing *c, const struct yaml_node *old, const struct yaml_node *now,
                            struct place p)
{
    struct pack_index *before = index_of(c->a, old), *after = index_of(c->a, now);
    int last = -1;
    bool moved = false;
    for (size_t i = 0; now != NULL && i < now->count; i++) {
        const struct yaml_node *entry = &now->items[i];
        const char *id = yaml_string(entry, "id");
        int at = pack_index_find(before, id);
        struct place here = { .list = p.list, .entry = below(c->a, p.entry, id), .field = "" };
        if (at < 0) {
            struct compare_change *change = add(c, COMPARE_ADDED, here);
            change->now = entry_name(entry);
            change->new_line = entry->line;
            continue;
        }
        moved |= at < last;
        last = at > last ? at : last;
        compare_nodes(c, &old->items[at], entry, here);
    }
    for (size_t i = 0; old != NULL && i < old->count; i++) {
        const char *id = yaml_string(&old->items[i], "id");
        if (pack_index_find(after, id) >= 0)
            continue;
        struct compare_change *change =
            add(c, COMPARE_REMOVED,
                (struct place){ .list = p.list, .entry = below(c->a, p.entry, id), .field = "" });
        change->before = entry_name(&old->items[i]);
        change->old_line = old->items[i].line;
    }
    if (moved) {
        struct compare_change *change =
            add(c, COMPARE_MOVED, (struct place){ .list = p.list, .entry = p.entry, .field = "" });
        change->old_line = line_of(old);
        change->new_line = line_of(now);
    }
}

/* ---- everything else ------------------------------------------------------------------------------------------- */

static void compare_positions(struct comparing *c, const struct yaml_node *old, const struct yaml_node *now,
                              struct place p)
{
    size_t most = old->count > now->count ? old->count : now->count;
    for (size_t i = 0; i < most; i++) {
        struct place here = p;
        here.field = arena_printf(c->a, "%s.%zu", p.field, i + 1);
        const struct yaml_node *l = i < old->count ? &old->items[i] : NULL,
                               *r = i < now->count ? &now->items[i] : NULL;
        compare_nodes(c, l, r, here);
    }
}

/* The value of one key, which is not there on one of the sides when it is NULL. */
static void compare_value(struct comparing *c, const char *key, const struct yaml_node *old,
                          const struct yaml_node *now, struct place p)
{
    if (has_ids(old != NULL ? old : now) && (old == NULL || now == NULL || has_ids(now))) {
        p.list = arena_printf(c->a, "%s%s%s", p.list, p.list[0] == '\0' ? "" : ".", key);
        compare_entries(c, old, now, p);
        return;
    }
    if (p.field[0] != '\0' && is_language(key) && !(old != NULL && old->kind == NODE_MAP)) {
        if (old == NULL || now == NULL || !yaml_equal(old, now))
            changed(c, old, now, p, key);
        return;
    }
    p.field = p.field[0] == '\0' ? key : arena_printf(c->a, "%s.%s", p.field, key);
    compare_nodes(c, old, now, p);
}

static void compare_maps(struct comparing *c, const struct yaml_node *old, const struct yaml_node *now,
                         struct place p)
{
    for (size_t i = 0; now != NULL && i < now->count; i++)
        compare_value(c, now->keys[i].scalar, yaml_get(old, now->keys[i].scalar), &now->items[i], p);
    for (size_t i = 0; old != NULL && i < old->count; i++)
        if (yaml_get(now, old->keys[i].scalar) == NULL)
            compare_value(c, old->keys[i].scalar, &old->items[i], NULL, p);
}

static void compare_nodes(struct comparing *c, const struct yaml_node *old, const struct yaml_node *now,
                          struct place p)
{
    const struct yaml_node *one = old != NULL ? old : now;
    bool same_kind = old == NULL || now == NULL || old->kind == now->kind;
    if (same_kind && one->kind == NODE_MAP)
        compare_maps(c, old, now, p);
    else if (old != NULL && now != NULL && same_kind && one->kind == NODE_LIST &&
             !(is_scalars(old) && is_scalars(now)))
        compare_positions(c, old, now, p);
    else if (old == NULL || now == NULL || !yaml_equal(old, now))
        changed(c, old, now, p, NULL);
}

struct comparison pack_compare(struct arena *a, const struct yaml_node *old, const struct yaml_node *now)
{
    struct comparison out = { 0 };
    struct comparing c = { .a = a, .out = &out };
    compare_maps(&c, old, now, (struct place){ .list = "", .entry = "", .field = "" });
    out.v = c.changes;
    return out;
}

bool yaml_equal(const struct yaml_node *l, const struct yaml_node *r)
{
    if (l->kind != r->kind || l->count != r->count)
        return false;
    if (l->kind == NODE_SCALAR)
        return strcmp(l->scalar, r->scalar) == 0;
    for (size_t i = 0; i < l->count; i++) {
        const struct yaml_node *other = l->kind == NODE_LIST ? &r->items[i] : yaml_get(r, l->keys[i].scalar);
        if (other == NULL || !yaml_equal(&l->items[i], other))
            return false;
    }
    return true;
}
