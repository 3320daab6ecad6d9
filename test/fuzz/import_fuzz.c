/* Files that a guide brings in: a round as JSON, CSV or XLSX, told by its first bytes. The first byte of the input says
 * what was chosen on the form. The packs are the real ones. */
#include <stdio.h>

#include "base/utf8.h"
#include "fuzz.h"
#include "slice/admin/admin.h"
#include "slice/scan/export.h"

/* Reading a file asks nothing of the database; storing is not tried here. */
#define NEVER(declaration)                                                                                     \
    declaration                                                                                                \
    {                                                                                                          \
        abort();                                                                                               \
    }
NEVER(int64_t db_exec(struct db *db, const struct db_query *q, const struct db_value *args))
NEVER(const void *db_row(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args))
NEVER(const void *db_rows(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args,
                          size_t *count))
NEVER(enum status db_status(const struct db *db))
NEVER(void admin_audit(struct db *db, int64_t now_ms, int64_t user, int64_t organisation, const char *action,
                       const char *object, const char *detail))

static const struct packs *real_packs(void)
{
    static struct arena kept;
    static struct packs packs;
    static struct pack_faults faults;
    if (packs.count == 0)
        ASSERT(packs_read(&kept, "content", &packs, &faults) == OK);
    return &packs;
}

/* What the plan says must be storable: indexes of the pack, values in their ranges. */
static void check_sheet(const struct scan_import *p, const struct scan_import_sheet *s)
{
    for (size_t i = 0; i < s->answer_count; i++) {
        const struct scan_import_answer *a = &s->answers[i];
        ASSERT(a->statement >= 0 && a->statement < p->pack->scan->statement_count);
        ASSERT(a->answer < ANSWER_COUNT && a->edit >= 0);
        ASSERT(a->note == NULL ||
               (utf8_valid(a->note, strlen(a->note)) && utf8_length(a->note) <= SCAN_NOTE_MAX));
    }
    for (size_t i = 0; i < s->history_count; i++)
        ASSERT(s->history[i].statement >= 0 && s->history[i].statement < p->pack->scan->statement_count);
    if (s->importance.set)
        ASSERT(s->importance.v >= 1 && s->importance.v <= 5);
    if (s->maturity.set)
        ASSERT(s->maturity.v >= 1 && s->maturity.v <= 5);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    if (n < 1)
        return 0;
    struct arena a;
    arena_init(&a);
    static const struct scan_person people[] = { { "jan@olm.example", 1, 1 }, { "an@olm.example", 2, 2 } };
    struct scan_import_options o = {
        .packs = real_packs(),
        .people = people,
        .person_count = 2,
        .all = (data[0] & 1) != 0,
        .now_ms = 1795000000000,
        .title = "Autumn",
        .pack = (data[0] & 2) != 0 ? "government" : "",
        .variant = (data[0] & 4) != 0,
        .light = (data[0] & 8) != 0,
        .profile = (data[0] & 16) != 0 ? "works=works" : "",
        .closed = (data[0] & 32) != 0,
        .type = "be-gemeente",
        .country = "BE",
        .size = "",
    };
    uint8_t *copy = malloc(n);
    ASSERT(copy != NULL);
    memcpy(copy, data + 1, n - 1);
    const struct scan_import *p = scan_import_read(&a, &o, (struct bytes){ copy, n - 1 });
    ASSERT(p != NULL && p->faults.kept <= SCAN_FILE_FAULTS && p->faults.kept <= p->faults.count);
    if (p->faults.count == 0) {
        ASSERT(p->pack != NULL && p->title != NULL && utf8_valid(p->title, strlen(p->title)));
        for (size_t i = 0; i < p->sheet_count; i++)
            check_sheet(p, &p->sheets[i]);
        for (size_t i = 0; i < p->evidence_count; i++)
            ASSERT(p->evidence[i].statement >= 0 && p->evidence[i].statement < p->pack->scan->statement_count);
        for (size_t i = 0; i < p->assignment_count; i++)
            ASSERT(p->assignments[i].theme >= 0 && p->assignments[i].theme < p->pack->scan->theme_count);
    }
    free(copy);
    arena_release(&a);
    return 0;
}
