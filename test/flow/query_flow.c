/* Every query of every slice against the migrated schema: it prepares on both engines with the parameters and columns
 * that its block names, it writes only tables of its own slice, and it reads others' only where that was reviewed. */
#include <sqlite3.h>

#include "golden.h"

/* Weak: a row of slices.def may be routes without queries. */
#define SLICE(name)                                                                                            \
    extern const struct db_query *const name##_queries[] __attribute__((weak));                                \
    extern const size_t name##_queries_count __attribute__((weak));
#include "app/slices.def"
#undef SLICE

struct slice_queries {
    const char *slice;
    const struct db_query *const *queries;
    size_t count;
};

static size_t list_slices(struct slice_queries *out)
{
    size_t n = 0;
#define SLICE(name)                                                                                            \
    if (&name##_queries_count != NULL)                                                                         \
        out[n++] = (struct slice_queries){ #name, name##_queries, name##_queries_count };
#include "app/slices.def"
#undef SLICE
    return n;
}

enum { SLICES_MAX = 40, TABLES_MAX = 100 };

static void every_query_prepares(void **state)
{
    struct house *h = house_of(state);
    struct slice_queries slices[SLICES_MAX];
    size_t count = list_slices(slices), queries = 0, wrong = 0;
    for (size_t s = 0; s < count; s++) {
        for (size_t i = 0; i < slices[s].count; i++, queries++) {
            if (db_prepare(h->db, slices[s].queries[i]) != OK) {
                print_error("%s\n", db_error(h->db));
                wrong++;
            }
            db_rollback(h->db);
        }
    }
    assert_true(queries > 100);
    assert_int_equal(wrong, 0);
}

/* ---- Whose tables ------------------------------------------------------------------------------------- */

struct touched {
    const char *slice, *query;
    struct arena *a;
    char *reads[TABLES_MAX]; /* tables of others */
    size_t read_count;
    int wrong;
};

static bool is_own(const char *slice, const char *table)
{
    size_t n = strlen(slice);
    return strncmp(table, slice, n) == 0 && table[n] == '_';
}

static bool is_engine(const char *table)
{
    return table == NULL || strncmp(table, "sqlite_", 7) == 0 || strncmp(table, "pragma_", 7) == 0 ||
           table[0] == '\0';
}

static int authorize(void *p, int action, const char *table, const char *column, const char *database,
                     const char *trigger)
{
    struct touched *t = p;
    (void)column;
    (void)database;
    bool writes = action == SQLITE_INSERT || action == SQLITE_UPDATE || action == SQLITE_DELETE;
    if ((!writes && action != SQLITE_READ) || is_engine(table) || is_own(t->slice, table))
        return SQLITE_OK;
    if (writes) {
        print_error("%s writes %s%s%s\n", t->query, table, trigger == NULL ? "" : " through ",
                    trigger == NULL ? "" : trigger);
        t->wrong++;
        return SQLITE_OK;
    }
    for (size_t i = 0; i < t->read_count; i++)
        if (strcmp(t->reads[i], table) == 0)
            return SQLITE_OK;
    assert_true(t->read_count < TABLES_MAX);
    t->reads[t->read_count++] = arena_strdup(t->a, table);
    return SQLITE_OK;
}

static int by_name(const void *x, const void *y)
{
    return strcmp(*(char *const *)x, *(char *const *)y);
}

static void a_slice_writes_only_its_own_tables(void **state)
{
    struct house *h = house_of(state);
    struct slice_queries slices[SLICES_MAX];
    size_t count = list_slices(slices);
    struct db *db; /* a fresh one: what is prepared already asks nothing */
    const char *detail = "";
    assert_int_equal(db_open(&h->app.source, DB_READ_WRITE, &h->a, &db, &detail), OK);
    const char *report = "# Tables of other slices that a slice reads, or that the engine looks into for a "
                         "foreign key: shown to whoever\n"
                         "# reviews a change of the walls.\n";
    int wrong = 0;
    for (size_t s = 0; s < count; s++) {
        struct touched t = { .slice = slices[s].slice, .a = &h->a };
        for (size_t i = 0; i < slices[s].count; i++) {
            t.query = slices[s].queries[i]->name;
            sqlite3_set_authorizer(db_raw(db), authorize, &t);
            assert_int_equal(db_prepare(db, slices[s].queries[i]), OK);
        }
        wrong += t.wrong;
        qsort(t.reads, t.read_count, sizeof *t.reads, by_name);
        for (size_t i = 0; i < t.read_count; i++)
            report = arena_printf(&h->a, "%s%s reads %s\n", report, t.slice, t.reads[i]);
    }
    db_close(db);
    assert_int_equal(wrong, 0);
    golden_check(h, "reads.txt", report);
}

/* The other half of the rule: a table belongs to the slice whose name it begins with. */
static void every_table_has_a_slice(void **state)
{
    struct house *h = house_of(state);
    struct slice_queries slices[SLICES_MAX];
    size_t count = list_slices(slices);
    const char *p = h->tables;
    while (*p != '\0') {
        const char *table = arena_strndup(&h->a, p, strcspn(p, " "));
        bool owned = false;
        for (size_t s = 0; s < count; s++)
            owned = owned || is_own(slices[s].slice, table);
        if (!owned)
            WRONG("the table %s belongs to no slice\n", table);
        p += strlen(table);
        p += strspn(p, " ");
    }
}

/* What reads an organisation's data names the organisation, so that an id from elsewhere finds nothing. The tables
 * that hang under a round are reached by the round's own id, which came from a look-up with the organisation. */
static void an_organisation_is_always_named(void **state)
{
    struct house *h = house_of(state);
    struct slice_queries slices[SLICES_MAX];
    size_t count = list_slices(slices);
    static const char *const tables[] = { "organisation_entity", "organisation_department",
                                          "organisation_theme",  "organisation_member",
                                          "scan_round",          "attachment_file",
                                          "document_document" };
    /* Reviewed: upkeep and verification, the visitor's key, a person's own memberships, counts without content, and which
     * packs anything names at all. */
    static const char *const reviewed[] = {
        "scan.round_by_key",         "scan.round_quick",       "scan.round_adopt",      "scan.quick_forget",
        "organisation.of_user_list", "organisation.elsewhere", "organisation.all_list", "scan.pack_missing",
        "scan.verify_counts",        "scan.key_owner",         "scan.key_opens",        "scan.key_adopted",
        "scan.evidence_lost",        "attachment.clean",       "attachment.all",        "document.adopted_list",
        "library.pack_used",
    };
    int wrong = 0;
    for (size_t s = 0; s < count; s++)
        for (size_t i = 0; i < slices[s].count; i++) {
            const struct db_query *q = slices[s].queries[i];
            bool uses = false, names = strstr(q->sqlite, "INSERT INTO") == q->sqlite, known = false;
            for (size_t k = 0; k < sizeof tables / sizeof *tables; k++)
                uses = uses || strstr(q->sqlite, tables[k]) != NULL;
            for (size_t k = 0; k < q->param_count; k++)
                names = names || strcmp(q->params[k].name, "organisation_id") == 0;
            for (size_t k = 0; k < sizeof reviewed / sizeof *reviewed; k++)
                known = known || strcmp(q->name, reviewed[k]) == 0;
            if (uses && !names && !known && strcmp(slices[s].slice, "admin") != 0) {
                print_error("%s takes no organisation_id\n", q->name);
                wrong++;
            }
        }
    assert_int_equal(wrong, 0);
    (void)h;
}

HOUSE_MAIN(BOTH(every_query_prepares), ON_SQLITE(a_slice_writes_only_its_own_tables),
           BOTH(every_table_has_a_slice), BOTH(an_organisation_is_always_named))
