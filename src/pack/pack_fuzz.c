/* libFuzzer entry for the pack reader: any bytes give faults or a pack, never a crash. A pack that loads is used once
 * from end to end, so that what the checks promise (ids set, indexes in range, exact scores) is tried as well. Beside it
 * stand the packs of test/packs: a scan for overlays, indicators for examples. */
#include "pack/coverage.h"
#include "pack/json.h"
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static const struct packs *others(void)
{
    static struct arena kept;
    static struct packs packs;
    if (packs.count == 0) {
        struct pack_faults faults = { 0 };
        arena_init(&kept);
        /* INVALID: there is no crosswalk among them. */
        ASSERT(packs_read(&kept, "test/packs", &packs, &faults) != FAILED && packs.count == 4);
    }
    return &packs;
}

static void use(struct arena *a, struct packs *packs, const struct pack *pack)
{
    struct buf out;
    buf_init(&out, 64 * 1024 * 1024);
    if (pack->kind == PACK_SCAN) {
        pack_json(&out, pack);
        for (int i = 0; i < pack->scan->statement_count; i++) {
            ASSERT(pack_statement_find(pack->scan, pack->scan->statements[i].id) == i);
            (void)pack_offered(pack->scan, i, false, &PACK_NO_PROFILE);
        }
    }
    packs_json(&out, packs);
    buf_release(&out);
    if (pack->kind != PACK_DEMO)
        (void)pack_coverage(a, packs, pack);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    arena_init(&a);
    struct packs packs = { .arena = &a, .v = others()->v, .count = others()->count };
    struct pack_file file = { .name = "fuzz.yaml", .text = { data, n } };
    packs_load(&packs, &file, 1, NULL, NULL);
    ASSERT((file.status == OK) == (file.pack != NULL) && (file.status == OK) == (file.faults.count == 0));
    if (file.pack != NULL) {
        struct pack_faults faults = { 0 };
        (void)packs_check(&a, &packs, true, &faults);
        use(&a, &packs, file.pack);
    }
    arena_release(&a);
    return 0;
}
