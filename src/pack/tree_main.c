/* pack_tree FILE.yaml OUT: the tree of a pack as bytes, for the program to embed. At build time. */
#include <stdio.h>
#include <stdlib.h>

#include "lib/sodium.h"
#include "pack/pack.h"
#include "pack/tree.h"

_Noreturn static void die(const char *file, const char *what)
{
    fprintf(stderr, "pack_tree: %s: %s\n", file, what);
    exit(1);
}

int main(int argc, char **argv)
{
    if (argc != 3)
        die("usage", "pack_tree FILE.yaml OUT");
    struct arena a;
    arena_init(&a);
    char *text = arena_alloc(&a, YAML_MAX_BYTES + 1);
    FILE *f = fopen(argv[1], "rbe");
    if (f == NULL)
        die(argv[1], "cannot be opened");
    size_t n = fread(text, 1, YAML_MAX_BYTES + 1, f);
    fclose(f);
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    if (yaml_read(&a, text, n, &root, &a, &faults) != OK) {
        for (size_t i = 0; i < faults.count; i++)
            fprintf(stderr, "%s:%d: %s\n", argv[1], faults.v[i].line, faults.v[i].message);
        die(argv[1], "is no pack");
    }
    struct buf out;
    buf_init(&out, 2 * YAML_MAX_BYTES);
    tree_write(&out, crypto_digest_hex(&a, (struct bytes){ .p = text, .n = n }), root);
    f = fopen(argv[2], "wbe");
    if (!buf_ok(&out) || f == NULL || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0)
        die(argv[2], "cannot be written");
    buf_release(&out);
    arena_release(&a);
    return 0;
}
