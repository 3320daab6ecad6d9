/* The loaders by kind: each takes the root of the tree, whose head is already read, and gives its part of the pack.
 * After a fault the result is never used, so it may be half. Inside src/pack only. */
#ifndef PACK_LOAD_H
#define PACK_LOAD_H

#include "pack/field.h"

/* Reads a file of packs_load into the arena, beside the packs that it may stand on. Unless overlays are read by now, an
 * overlay is left for later: false, with nothing done but to say what it stands on. */
bool load_file(struct arena *a, struct pack_file *file, const struct packs *others, bool overlays);

/* Whether the pack stands on another one, which must be read before it. */
bool is_overlay(const struct yaml_node *root);
/* head: the pack so far, with the base that it names. */
const struct pack_scan *load_scan(struct reader *r, const struct yaml_node *root, const struct pack *head);
const struct pack_crosswalk *load_crosswalk(struct reader *r, const struct yaml_node *root);
const struct pack_types *load_types(struct reader *r, const struct yaml_node *root);
const struct pack_glossary *load_glossary(struct reader *r, const struct yaml_node *root);
/* Of a kind that consists of lists (pack/entries.h). */
const struct pack_lists *load_entries(struct reader *r, const struct yaml_node *root, enum pack_kind kind);

#endif
