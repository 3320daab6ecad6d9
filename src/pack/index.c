#include "pack/index.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/status.h"

struct slot {
    const char *id; /* NULL = free */
    uint32_t hash;
    int value;
};

struct pack_index {
    size_t mask, used, most; /* slots - 1, a power of two; at most half of them are used */
    struct slot slots[];
};

static uint32_t hash_of(const char *id)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (const unsigned char *c = (const unsigned char *)id; *c != '\0'; c++)
        h = (h ^ *c) * 16777619u;
    return h;
}

struct pack_index *pack_index_new(struct arena *a, size_t most)
{
    size_t slots = 8;
    while (slots < most * 2)
        slots *= 2;
    struct pack_index *index = arena_alloc(a, sizeof *index + slots * sizeof index->slots[0]);
    index->mask = slots - 1;
    index->most = most;
    return index;
}

/* The slot of the id, or the free one where it belongs. */
static size_t place(const struct pack_index *index, const char *id, uint32_t hash)
{
    size_t at = hash & index->mask;
    while (index->slots[at].id != NULL &&
           (index->slots[at].hash != hash || strcmp(index->slots[at].id, id) != 0))
        at = (at + 1) & index->mask;
    return at;
}

bool pack_index_add(struct pack_index *index, const char *id, int value)
{
    uint32_t hash = hash_of(id);
    struct slot *slot = &index->slots[place(index, id, hash)];
    if (slot->id != NULL)
        return false;
    ASSERT(index->used < index->most);
    index->used++;
    *slot = (struct slot){ .id = id, .hash = hash, .value = value };
    return true;
}

int pack_index_find(const struct pack_index *index, const char *id)
{
    const struct slot *slot = &index->slots[place(index, id, hash_of(id))];
    return slot->id == NULL ? -1 : slot->value;
}
