/* Reads YAML as packs use it: mappings, lists and plain strings, nothing that a person would have to look up.
 * Every node keeps where it stands, so that a fault can name its line. No anchors, aliases, tags or second
 * documents; no types either: "1", "true" and "2026-11-01" are strings here, and the loader says what they must be. */
#ifndef PACK_YAML_H
#define PACK_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"

struct pack_faults;

enum yaml_kind { NODE_SCALAR, NODE_LIST, NODE_MAP };

struct yaml_node {
    enum yaml_kind kind;
    int line, column;   /* 1-based, where the node begins */
    bool plain;         /* a scalar without quotes: other readers may take it for a number or a truth value */
    const char *scalar; /* valid UTF-8; NULL for lists and mappings; "" also for a key without a value */
    const struct yaml_node *items; /* of a list; of a mapping its values */
    const struct yaml_node *keys;  /* of a mapping, keys[i] belongs to items[i]; always scalars */
    size_t count;
};

enum { YAML_MAX_BYTES = 8 * 1024 * 1024, YAML_MAX_DEPTH = 32 };

/* Parses one document into the arena. The tree is complete, and *out set, unless the text could not be followed to its
 * end (bad UTF-8, syntax, no document): then *out is NULL. Faults may come with a tree as well (a duplicate key, a
 * tag …): there a doubtful node is kept, and one nested too deeply is an empty scalar, so that the loader can go on
 * and report the rest. OK = no fault. TOO_LARGE above YAML_MAX_BYTES, otherwise INVALID. fault_arena holds the
 * messages: it may live longer than the tree. */
enum status yaml_read(struct arena *a, const char *text, size_t n, const struct yaml_node **out,
                      struct arena *fault_arena, struct pack_faults *faults) MUST_USE;

/* The value of a key; NULL when map is NULL, no mapping, or without it. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* The scalar of a key; NULL when there is none or it is no scalar. */
const char *yaml_string(const struct yaml_node *map, const char *key);

#endif
