/* A hash table from id to number, filled once while loading and only read afterwards. Inside src/pack only. */
#ifndef PACK_INDEX_H
#define PACK_INDEX_H

#include <stdbool.h>
#include <stddef.h>

struct arena;
struct pack_index;

/* Room for that many ids; adding more is a bug. */
struct pack_index *pack_index_new(struct arena *a, size_t most);

/* false when the id was there already, which then keeps its number. The id is borrowed. */
bool pack_index_add(struct pack_index *index, const char *id, int value);

/* -1 when unknown. */
int pack_index_find(const struct pack_index *index, const char *id);

#endif
