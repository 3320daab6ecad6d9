/* Retention, and the clock that it has to believe: on both engines. */
#include "app/app.h"
#include "base/log.h"
#include "db/migrate.h"
#include "db/test_db.h"
#include "slice/scan/scan.h"

#include <sqlite3.h>

extern const struct db_query *const scan_queries[];
extern const size_t scan_queries_count;

#define HOUR INT64_C(3600000)
#define DAY (24 * HOUR)
#define YEAR (365 * DAY)
#define NOW INT64_C(1795305600000) /* 2026-11-22 00:00 UTC */

static struct test_db *fresh(enum db_engine engine)
{
    struct test_db *t = test_db_new(engine);
    const char *detail;
    if (db_migrate(t->db, &t->a, &detail) != OK)
        fail_msg("%s", detail);
    return t;
}

static void script(struct test_db *t, const char *sql)
{
    db_script(t->db, sql);
    if (db_status(t->db) != OK)
        fail_msg("%s", db_error(t->db));
}

static void add_scan(struct test_db *t, int id, const char *organisation, int64_t made, int64_t changed)
{
    script(t, arena_printf(
                  &t->a,
                  "INSERT INTO scan_round (id, organisation_id, title, pack, version, variant, profile, mode, "
                  "state, created_at) VALUES (%d, %s, 'x', 'x', 1, 'light', '', 'single', 'open', %lld);"
                  "INSERT INTO scan_sheet (round_id, member_id, changed_at) VALUES (%d, 0, %lld);",
                  id, organisation, (long long)made, id, (long long)changed));
}

static const char *scans(struct test_db *t)
{
    const char *ids =
        db_scalar(t->db, &t->a,
                  t->source.engine == DB_SQLITE
                      ? "SELECT group_concat(id, ' ') FROM (SELECT id FROM scan_round ORDER BY id)"
                      : "SELECT string_agg(id::text, ' ' ORDER BY id) FROM scan_round");
    return ids == NULL ? "" : ids;
}

static void run(struct test_db *t, int64_t now)
{
    assert_int_equal(db_begin_write(t->db), OK);
    retention_run(t->db, &t->a, now);
    if (db_status(t->db) != OK)
        fail_msg("%s", db_error(t->db));
    assert_int_equal(db_commit(t->db), OK);
}

/* A server that goes on for so many hours. Gives when it ended. */
static int64_t run_hours(struct test_db *t, int64_t from, int hours)
{
    for (int i = 0; i <= hours; i++)
        run(t, from + i * HOUR);
    return from + hours * HOUR;
}

/* One scan of a visitor that was forgotten long ago, one that is used, one made long ago and used still, and an
 * organisation's that is old. */
static struct test_db *with_scans(enum db_engine engine)
{
    struct test_db *t = fresh(engine);
    script(t, "INSERT INTO organisation_organisation (id, name, type, country, place, lang, created_at) "
              "VALUES (1, 'Olmenrode', 'be-gemeente', 'BE', '', 'nl_BE', 0)");
    add_scan(t, 1, "NULL", NOW - 3 * YEAR, NOW - 2 * YEAR);
    add_scan(t, 2, "NULL", NOW - DAY, NOW - DAY);
    add_scan(t, 3, "NULL", NOW - 3 * YEAR, NOW - DAY);
    add_scan(t, 4, "1", NOW - 9 * YEAR, NOW - 9 * YEAR);
    return t;
}

static void what_is_old_is_forgotten(enum db_engine engine)
{
    struct test_db *t = with_scans(engine);
    script(t, arena_printf(
                  &t->a,
                  "INSERT INTO account_user (id, name, mail, lang, created_at) VALUES (1, 'A', 'a@b.example', "
                  "'nl', 0); INSERT INTO account_login (hash, user_id, created_at, expires_at) VALUES "
                  "(CAST('x' AS %s), 1, 0, %lld)",
                  engine == DB_SQLITE ? "BLOB" : "BYTEA", (long long)NOW));
    int64_t now = run_hours(t, NOW, 47);
    assert_string_equal(scans(t), "1 2 3 4"); /* not yet two days */
    assert_string_equal(db_scalar(t->db, &t->a, "SELECT count(*) FROM account_login"), "1");
    run_hours(t, now, 2);
    assert_string_equal(scans(t), "2 3 4");
    assert_string_equal(db_scalar(t->db, &t->a, "SELECT count(*) FROM account_login"), "0");
    test_db_free(t);
}

static void scans_are_looked_at_once_an_hour(enum db_engine engine)
{
    struct test_db *t = with_scans(engine);
    int64_t now = run_hours(t, NOW, 50);
    add_scan(t, 5, "NULL", 1, 1);
    for (int i = 1; i < 60; i++)
        run(t, now + i * 60000);
    assert_string_equal(scans(t), "2 3 4 5");
    run(t, now + HOUR);
    assert_string_equal(scans(t), "2 3 4");
    test_db_free(t);
}

/* However far the clock jumps, and however often the program is started anew: for two days nothing goes. */
static void a_clock_that_jumped_deletes_nothing(enum db_engine engine)
{
    static const int64_t jumps[] = { 2 * DAY + HOUR, YEAR, 14 * YEAR, -2 * HOUR, -YEAR, -56 * YEAR };
    for (size_t i = 0; i < sizeof jumps / sizeof *jumps; i++) {
        struct test_db *t = fresh(engine);
        int64_t now = run_hours(t, NOW, 50);
        add_scan(t, 1, "NULL", 1, 1);
        run(t, now + 60000); /* believed, and not yet the hour */
        now = run_hours(t, now + jumps[i], 47);
        assert_string_equal(scans(t), "1");
        /* Somebody sees it and puts the clock right: that is a jump again, but for a small one. */
        run_hours(t, now - jumps[i], 1);
        if (jumps[i] > 0)
            assert_string_equal(scans(t), "1");
        run_hours(t, now - jumps[i], 50);
        assert_string_equal(scans(t), "");
        test_db_free(t);
    }
}

/* Two servers, one with a wrong clock: each look of the one is a jump for the other. */
static void one_wrong_clock_of_two_holds_both(enum db_engine engine)
{
    struct test_db *t = with_scans(engine);
    int64_t now = run_hours(t, NOW, 46);
    for (int i = 1; i < 100; i++) {
        run(t, now + i * HOUR);
        run(t, now + i * HOUR + 14 * YEAR);
    }
    assert_string_equal(scans(t), "1 2 3 4");
    test_db_free(t);
}

/* Seconds between two servers, a night without the machine and a clock put right by minutes are no jumps. */
static void small_differences_are_no_jump(enum db_engine engine)
{
    struct test_db *t = with_scans(engine);
    for (int i = 0; i < 30; i++) {
        run(t, NOW + i * HOUR);
        run(t, NOW + i * HOUR - 5000);
        run(t, NOW + i * HOUR + 5000);
    }
    run(t, NOW + 29 * HOUR - 20 * 60000);
    assert_string_equal(scans(t), "1 2 3 4");
    run(t, NOW + 60 * HOUR);
    assert_string_equal(scans(t), "2 3 4");
    test_db_free(t);
}

/* ---- The cost follows what is forgotten, not what is kept: both engines find it by the index. ---- */

static const char *sqlite_plan(struct test_db *t, const char *sql)
{
    const char *plan = "";
    sqlite3_stmt *stmt = NULL;
    assert_int_equal(
        sqlite3_prepare_v2(db_raw(t->db), arena_printf(&t->a, "EXPLAIN QUERY PLAN %s", sql), -1, &stmt, NULL),
        SQLITE_OK);
    while (sqlite3_step(stmt) == SQLITE_ROW)
        plan = arena_printf(&t->a, "%s%s; ", plan, (const char *)sqlite3_column_text(stmt, 3));
    sqlite3_finalize(stmt);
    return plan;
}

/* In an empty table nothing is quicker than reading all of it, so that is forbidden here. */
static const char *postgres_plan(struct test_db *t, const char *sql)
{
    for (const char *at; (at = strstr(sql, "$1")) != NULL;)
        sql = arena_printf(&t->a, "%.*s1000%s", (int)(at - sql), sql, at + 2);
    script(t, arena_printf(
                  &t->a,
                  "SET enable_seqscan = off; CREATE FUNCTION plan_of() RETURNS text LANGUAGE plpgsql AS $f$ "
                  "DECLARE line text; whole text := ''; BEGIN FOR line IN EXPLAIN %s LOOP "
                  "whole := whole || line || '; '; END LOOP; RETURN whole; END $f$",
                  sql));
    return db_scalar(t->db, &t->a, "SELECT plan_of()");
}

static void the_index_is_used(enum db_engine engine)
{
    struct test_db *t = with_scans(engine);
    const struct db_query *q = NULL;
    for (size_t i = 0; i < scan_queries_count; i++)
        if (strcmp(scan_queries[i]->name, "scan.quick_forget") == 0)
            q = scan_queries[i];
    assert_non_null(q);
    bool lite = engine == DB_SQLITE;
    const char *plan = lite ? sqlite_plan(t, q->sqlite) : postgres_plan(t, q->postgres);
    if (plan == NULL || strstr(plan, lite ? "(organisation_id=? AND created_at<?)" : "scan_round_of") == NULL ||
        strstr(plan, lite ? "SCAN " : "Seq Scan") != NULL)
        fail_msg("%s", plan);
    test_db_free(t);
}

#define BOTH(test)                                                                                             \
    static void test##_sqlite(void **state)                                                                    \
    {                                                                                                          \
        (void)state;                                                                                           \
        test(DB_SQLITE);                                                                                       \
    }                                                                                                          \
    static void test##_postgres(void **state)                                                                  \
    {                                                                                                          \
        (void)state;                                                                                           \
        test(DB_POSTGRES);                                                                                     \
    }
BOTH(what_is_old_is_forgotten)
BOTH(scans_are_looked_at_once_an_hour)
BOTH(a_clock_that_jumped_deletes_nothing)
BOTH(one_wrong_clock_of_two_holds_both)
BOTH(small_differences_are_no_jump)
BOTH(the_index_is_used)

int main(void)
{
#define TEST_BOTH(test) cmocka_unit_test(test##_sqlite), cmocka_unit_test(test##_postgres)
    const struct CMUnitTest tests[] = {
        TEST_BOTH(what_is_old_is_forgotten),
        TEST_BOTH(scans_are_looked_at_once_an_hour),
        TEST_BOTH(a_clock_that_jumped_deletes_nothing),
        TEST_BOTH(one_wrong_clock_of_two_holds_both),
        TEST_BOTH(small_differences_are_no_jump),
        TEST_BOTH(the_index_is_used),
    };
    log_set_level(LOG_ERROR);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
