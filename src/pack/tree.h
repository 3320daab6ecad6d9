/* A pack's tree as bytes: what yaml_read makes of a file, kept so that a program need not read its own YAML at every
 * start (libyaml takes most of that time). Written at build time by src/pack/tree_main.c. */
#ifndef PACK_TREE_H
#define PACK_TREE_H

#include "base/buf.h"
#include "pack/yaml.h"

/* Appends the digest of the file (BLAKE2b-256 as hex) and the tree: nodes in the order of the file. Lines are kept, columns are not. Sticky as its buf. */
void tree_write(struct buf *out, const char *digest, const struct yaml_node *root);

/* The tree of bytes that tree_write made; they must outlive it (strings are not copied). Bytes from anywhere else are
 * a bug. */
const struct yaml_node *tree_read(struct arena *a, struct bytes bytes);
/* The digest in such bytes. */
const char *tree_digest(struct bytes bytes);

#endif
