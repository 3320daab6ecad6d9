/* libFuzzer entry for what works on trees of any file, with or without faults: comparing two versions, remarks on style,
 * sheets. The two stand behind each other with a line of "====" between. */
#include <string.h>

#include "pack/compare.h"
#include "pack/sheet.h"
#include "pack/style.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct yaml_node *tree(struct arena *a, const char *text, size_t n)
{
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    enum status st = yaml_read(a, text, n, &root, a, &faults);
    ASSERT(st == OK || faults.count > 0);
    return root != NULL && root->kind == NODE_MAP ? root : NULL;
}

static void compare(struct arena *a, const struct yaml_node *old, const struct yaml_node *now)
{
    struct comparison c = pack_compare(a, old, now);
    for (size_t i = 0; i < c.count; i++)
        ASSERT(c.v[i].list != NULL && c.v[i].entry != NULL && c.v[i].field != NULL && c.v[i].before != NULL &&
               c.v[i].now != NULL);
}

static void look(struct arena *a, const struct yaml_node *root)
{
    size_t count, pairs;
    (void)pack_style(a, root);
    const struct style_item *items = style_items(a, root, "nl", &count);
    (void)style_pairs(a, items, count, STYLE_ALIKE_PERCENT, &pairs);
    struct sheets sheets;
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    if (sheet_write(a, root, NULL, &sheets) == OK)
        ASSERT(sheet_read(a, &sheets, &out, &faults) == OK || faults.count > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static const char line[] = "\n====\n";
    struct arena a;
    arena_init(&a);
    const char *text = (const char *)data, *end = n == 0 ? NULL : memmem(text, n, line, sizeof line - 1);
    size_t first = end == NULL ? n : (size_t)(end - text);
    const struct yaml_node *old = tree(&a, text, first),
                           *now = end == NULL ? NULL
                                              : tree(&a, end + sizeof line - 1, n - first - (sizeof line - 1));
    if (old != NULL)
        look(&a, old);
    if (old != NULL && now != NULL)
        compare(&a, old, now);
    arena_release(&a);
    return 0;
}
