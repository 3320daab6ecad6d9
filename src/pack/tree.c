#include "pack/tree.h"

#include <string.h>

enum {
    DIGEST = 64, /* hex characters, with a NUL behind them */
    PLAIN = 4    /* beside the kind in a node's first byte */
};

/* ---- Writing ---- */

static void put_number(struct buf *out, size_t n)
{
    for (; n >= 0x80; n >>= 7)
        buf_char(out, (char)(n | 0x80));
    buf_char(out, (char)n);
}

static void put_node(struct buf *out, const struct yaml_node *node)
{
    buf_char(out, (char)((int)node->kind | (node->plain ? PLAIN : 0)));
    put_number(out, (size_t)node->line);
    if (node->kind == NODE_SCALAR) {
        size_t n = strlen(node->scalar);
        put_number(out, n);
        buf_add(out, node->scalar, n + 1); /* its NUL too, so that it can be used where it stands */
        return;
    }
    put_number(out, node->count);
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_MAP)
            put_node(out, &node->keys[i]);
        put_node(out, &node->items[i]);
    }
}

void tree_write(struct buf *out, const char *digest, const struct yaml_node *root)
{
    ASSERT(strlen(digest) == DIGEST);
    buf_add(out, digest, DIGEST + 1);
    put_node(out, root);
}

/* ---- Reading ---- */

struct cursor {
    struct arena *a;
    const unsigned char *p, *end;
};

static size_t take_number(struct cursor *c)
{
    size_t n = 0;
    for (unsigned shift = 0;; shift += 7) {
        ASSERT(c->p < c->end && shift < 63);
        n |= (size_t)(*c->p & 0x7F) << shift;
        if (*c->p++ < 0x80)
            return n;
    }
}

static struct yaml_node take_node(struct cursor *c)
{
    ASSERT(c->p < c->end);
    unsigned first = *c->p++;
    struct yaml_node node = { .kind = (enum yaml_kind)(first & 3), .plain = (first & PLAIN) != 0, .column = 1 };
    node.line = (int)take_number(c);
    size_t n = take_number(c);
    ASSERT(n < (size_t)(c->end - c->p) + 1);
    if (node.kind == NODE_SCALAR) {
        node.scalar = (const char *)c->p;
        c->p += n + 1;
        return node;
    }
    struct yaml_node *items = NEW_ARRAY(c->a, struct yaml_node, n),
                     *keys = node.kind == NODE_MAP ? NEW_ARRAY(c->a, struct yaml_node, n) : NULL;
    node.items = items;
    node.keys = keys;
    node.count = n;
    for (size_t i = 0; i < n; i++) {
        if (keys != NULL)
            keys[i] = take_node(c);
        items[i] = take_node(c);
    }
    return node;
}

const struct yaml_node *tree_read(struct arena *a, struct bytes bytes)
{
    ASSERT(bytes.n > DIGEST);
    struct cursor c = { .a = a,
                        .p = (const unsigned char *)bytes.p + DIGEST + 1,
                        .end = (const unsigned char *)bytes.p + bytes.n };
    struct yaml_node *root = NEW(a, struct yaml_node);
    *root = take_node(&c);
    ASSERT(c.p == c.end);
    return root;
}

const char *tree_digest(struct bytes bytes)
{
    ASSERT(bytes.n > DIGEST);
    return bytes.p;
}
