/* libFuzzer entry for the pack reader: any bytes give faults or a pack, never a crash. A pack that loads is used once
 * from end to end, so that what the checks promise (ids set, indexes in range, exact scores) is tried as well. */
#include "pack/json.h"
#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    arena_init(&a);
    struct pack_faults faults = { 0 };
    struct pack *pack;
    enum status st = pack_read(&a, "fuzz.yaml", (const char *)data, n, NULL, &pack, &faults);
    ASSERT((st == OK) == (pack != NULL) && (st == OK) == (faults.count == 0));
    if (pack != NULL) {
        const struct pack *const one[] = { pack };
        struct packs packs = { .arena = &a, .v = one, .count = 1 };
        (void)packs_check(&a, &packs, true, &faults);
        struct buf out;
        buf_init(&out, 64 * 1024 * 1024);
        if (pack->kind == PACK_SCAN) {
            pack_json(&out, pack);
            for (int i = 0; i < pack->scan->statement_count; i++) {
                ASSERT(pack_statement_find(pack->scan, pack->scan->statements[i].id) == i);
                (void)pack_offered(pack->scan, i, false, &PACK_NO_PROFILE);
            }
        }
        packs_json(&out, &packs);
        buf_release(&out);
    }
    arena_release(&a);
    return 0;
}
