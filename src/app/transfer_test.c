/* That no table and no column is forgotten when an organisation goes to another installation. */
#include "app/transfer_rows.h"

#include "db/migrate.h"
#include "db/test_db.h"

static struct test_db *migrated(void)
{
    const char *detail;
    struct test_db *t = test_db_new(DB_SQLITE);
    if (db_migrate(t->db, &t->a, &detail) != OK)
        fail_msg("%s", detail);
    return t;
}

/* Slices whose data goes along in a form of its own, or that belong to the installation. */
static bool goes_otherwise(const char *table)
{
    static const char *const slices[] = { "account_", "organisation_", "admin_", "library_",
                                          "scan_",    "schema_",       "sqlite_" };
    for (size_t i = 0; i < sizeof slices / sizeof *slices; i++)
        if (strncmp(table, slices[i], strlen(slices[i])) == 0)
            return true;
    return false;
}

static const struct rows_table *find(const char *name)
{
    for (size_t i = 0; i < rows_table_count; i++)
        if (strcmp(rows_tables[i].name, name) == 0)
            return &rows_tables[i];
    return NULL;
}

static bool is_left(const char *name)
{
    for (size_t i = 0; i < rows_left_count; i++)
        if (strcmp(rows_left[i].name, name) == 0)
            return rows_left[i].why[0] != '\0';
    return false;
}

/* The columns of a table, as the schema has them, in order of their names. */
static const char *columns_of(struct test_db *t, const char *table)
{
    const char *list = db_scalar(t->db, &t->a,
                                 arena_printf(&t->a,
                                              "SELECT group_concat(name, ' ') FROM (SELECT name FROM "
                                              "pragma_table_info('%s') ORDER BY name)",
                                              table));
    return list == NULL ? "" : list;
}

static int by_name(const void *x, const void *y)
{
    return strcmp(*(const char *const *)x, *(const char *const *)y);
}

static const char *columns_listed(struct test_db *t, const struct rows_table *table)
{
    const char *names[ROWS_COLUMNS + 1], *list = "";
    size_t count = 0;
    if (table->numbered)
        names[count++] = "id";
    for (size_t i = 0; i < ROWS_COLUMNS && table->columns[i].name != NULL; i++)
        names[count++] = table->columns[i].name;
    qsort(names, count, sizeof *names, by_name);
    for (size_t i = 0; i < count; i++)
        list = arena_printf(&t->a, "%s%s%s", list, i == 0 ? "" : " ", names[i]);
    return list;
}

static void every_table_goes_along_or_stays_for_a_reason(void **state)
{
    (void)state;
    struct test_db *t = migrated();
    const char *all = db_scalar(t->db, &t->a,
                                "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE "
                                "type = 'table' ORDER BY name)");
    int wrong = 0, seen = 0;
    for (const char *p = all; *p != '\0';) {
        size_t n = strcspn(p, " ");
        const char *name = arena_strndup(&t->a, p, n);
        p += n + (p[n] == ' ');
        if (goes_otherwise(name))
            continue;
        seen++;
        if (find(name) == NULL && !is_left(name)) {
            print_error("%s neither goes along (src/app/transfer_tables.c) nor stays for a reason\n", name);
            wrong++;
        }
    }
    assert_true(seen > 10);
    assert_int_equal(wrong, 0);
    test_db_free(t);
}

static void every_column_goes_along(void **state)
{
    (void)state;
    struct test_db *t = migrated();
    for (size_t i = 0; i < rows_table_count; i++)
        assert_string_equal(columns_of(t, rows_tables[i].name), columns_listed(t, &rows_tables[i]));
    test_db_free(t);
}

/* A row is stored by the id of what it names, so that must come first. */
static void parents_come_before_their_children(void **state)
{
    (void)state;
    for (size_t i = 0; i < rows_table_count; i++)
        for (size_t k = 0; k < ROWS_COLUMNS && rows_tables[i].columns[k].name != NULL; k++) {
            const struct rows_column *c = &rows_tables[i].columns[k];
            if (c->kind != ROWS_ROW)
                continue;
            const struct rows_table *to = find(c->to);
            assert_non_null(to);
            assert_true(to <= &rows_tables[i] && to->numbered);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_goes_along_or_stays_for_a_reason),
        cmocka_unit_test(every_column_goes_along),
        cmocka_unit_test(parents_come_before_their_children),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
