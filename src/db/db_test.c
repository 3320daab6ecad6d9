#include "db/db_test_sql.h"
#include "db/engine.h"
#include "db/migrate.h"
#include "db/test_db.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

static const struct migration tables = {
    .number = 1,
    .name = "tables",
    .sql = "CREATE TABLE sample (\n"
           "    id INTEGER PRIMARY KEY,\n"
           "    active INTEGER NOT NULL CHECK (active IN (0, 1)),\n"
           "    title TEXT NOT NULL,\n"
           "    body BLOB NOT NULL,\n"
           "    deadline INTEGER,\n"
           "    note TEXT,\n"
           "    seal BLOB\n"
           ") STRICT;\n"
           "CREATE TABLE sample_unique (title TEXT NOT NULL, PRIMARY KEY (title)) STRICT, WITHOUT ROWID;\n",
};

static struct test_db *with_tables(enum db_engine engine)
{
    struct test_db *t = test_db_new(engine);
    db_script(t->db, migration_sql(&t->a, &tables, engine));
    if (db_status(t->db) != OK)
        fail_msg("%s", db_error(t->db));
    return t;
}

#define EMPTY ((struct bytes){ "", 0 })
#define NONE ((struct bytes){ 0 })

static int64_t add(struct db *db, const char *title)
{
    return db_test_q_add(db, false, title, EMPTY, DB_NULL_INT, NULL, NONE);
}

static int64_t tally(struct test_db *t)
{
    const struct db_test_tally *row = db_test_q_tally(t->db, &t->a);
    assert_non_null(row);
    return row->n;
}

#define assert_ok(t)                                                                                           \
    do {                                                                                                       \
        if (db_status((t)->db) != OK)                                                                          \
            fail_msg("%s", db_error((t)->db));                                                                 \
    } while (0)

/* ---- Values ---------------------------------------------------------------------------------------------- */

static void round_trip(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    static const char nuls[] = "a\0b\0\xff";
    struct bytes bytes = { nuls, sizeof nuls - 1 };
    assert_int_equal(db_begin_write(t->db), OK);
    assert_int_equal(db_test_q_add(t->db, true, "Ëva 🧥 \"'?1 $1", bytes, DB_SOME(INT64_MIN), "n", bytes),
                     1);
    assert_int_equal(db_test_q_add(t->db, false, "", NONE, DB_NULL_INT, NULL, NONE), 1);
    assert_int_equal(db_test_q_add(t->db, false, "max", EMPTY, DB_SOME(INT64_MAX), "", EMPTY), 1);
    assert_int_equal(db_commit(t->db), OK);
    for (int again = 0; again < 2; again++) {
        assert_int_equal(db_begin_read(t->db), OK);
        const struct db_test_get *row = db_test_q_get(t->db, &t->a, "Ëva 🧥 \"'?1 $1");
        assert_non_null(row);
        assert_true(row->id > 0);
        assert_true(row->active);
        assert_string_equal(row->title, "Ëva 🧥 \"'?1 $1");
        assert_int_equal(row->body.n, bytes.n);
        assert_memory_equal(row->body.p, nuls, bytes.n);
        assert_true(row->deadline.set);
        assert_true(row->deadline.v == INT64_MIN);
        assert_string_equal(row->note, "n");
        assert_memory_equal(row->seal.p, nuls, bytes.n);

        row = db_test_q_get(t->db, &t->a, "");
        assert_non_null(row);
        assert_false(row->active);
        assert_string_equal(row->title, "");
        assert_non_null(row->body.p); /* empty is not NULL */
        assert_int_equal(row->body.n, 0);
        assert_false(row->deadline.set);
        assert_null(row->note);
        assert_null(row->seal.p);

        row = db_test_q_get(t->db, &t->a, "max");
        assert_true(row->deadline.v == INT64_MAX);
        assert_string_equal(row->note, "");
        assert_non_null(row->seal.p);
        assert_int_equal(row->seal.n, 0);
        assert_null(db_test_q_get(t->db, &t->a, "nobody"));
        assert_int_equal(db_commit(t->db), OK);
    }
    size_t count;
    const struct db_test_list *list = db_test_q_list(t->db, &t->a, NULL, &count);
    assert_int_equal(count, 3);
    assert_string_equal(list[0].title, "");
    assert_string_equal(list[1].title, "max"); /* by bytes: m < Ë */
    list = db_test_q_list(t->db, &t->a, "max", &count);
    assert_int_equal(count, 1);
    assert_null(db_test_q_list(t->db, &t->a, "nobody", &count));
    assert_int_equal(count, 0);
    assert_ok(t);
    test_db_free(t);
}

static void changed_rows(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    assert_int_equal(add(t->db, "x"), 1);
    assert_int_equal(add(t->db, "x"), 1);
    assert_int_equal(db_test_q_rename(t->db, "x", "y"), 2);
    assert_int_equal(db_test_q_rename(t->db, "x", "y"), 0);
    const struct db_test_add_returning *row = db_test_q_add_returning(t->db, &t->a, "z");
    assert_non_null(row);
    assert_int_equal(row->id, 3);
    assert_ok(t);
    test_db_free(t);
}

static void rows_and_caps(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    size_t count;
    const struct db_test_numbers *n = db_test_q_numbers(t->db, &t->a, DB_MAX_ROWS, &count);
    assert_int_equal(count, DB_MAX_ROWS);
    assert_int_equal(n[DB_MAX_ROWS - 1].i, DB_MAX_ROWS);
    assert_null(db_test_q_numbers(t->db, &t->a, DB_MAX_ROWS + 1, &count));
    assert_int_equal(count, 0);
    assert_int_equal(db_status(t->db), FAILED);
    assert_string_equal(db_error(t->db), "db_test.numbers: more than 200000 rows");
    db_rollback(t->db);
    assert_int_equal(tally(t), 0);
    test_db_free(t);
}

/* A query that promises what it does not keep is found out when it runs. */
static void broken_promises(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    size_t count;
    assert_int_equal(db_test_q_must_get(t->db, &t->a, "x")->id, 0);
    assert_string_equal(db_error(t->db), "db_test.must_get: expected a row");
    db_rollback(t->db);
    add(t->db, "x");
    assert_int_not_equal(db_test_q_must_get(t->db, &t->a, "x")->id, 0);
    add(t->db, "x");
    assert_null(db_test_q_get(t->db, &t->a, "x"));
    assert_string_equal(db_error(t->db), "db_test.get: more than 1 row");
    db_rollback(t->db);
    assert_null(db_test_q_bad_null(t->db, &t->a, &count));
    assert_string_equal(db_error(t->db), "db_test.bad_null: column note is NULL");
    db_rollback(t->db);
    db_test_q_bad_type(t->db, &t->a);
    assert_int_equal(db_status(t->db), FAILED);
    assert_non_null(strstr(db_error(t->db), "db_test.bad_type: column mean"));
    db_rollback(t->db);
    assert_null(db_test_q_bad_count(t->db, &t->a, &count));
    assert_non_null(strstr(db_error(t->db), "gives 2 columns, not 1"));
    db_rollback(t->db);
    /* NULs in text cannot come from C strings, but a caller could pass bytes. */
    const struct db_query *list = NULL;
    for (size_t i = 0; i < db_test_queries_count; i++) {
        if (strcmp(db_test_queries[i]->name, "db_test.list") == 0)
            list = db_test_queries[i];
    }
    const struct db_value nul = { .type = DB_TEXT, .bytes = { "a\0b", 3 } };
    assert_null(db_rows(t->db, &t->a, list, &nul, &count));
    assert_int_equal(db_status(t->db), FAILED);
    test_db_free(t);
}

static void prepare_all(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    for (size_t i = 0; i < db_test_queries_count; i++) {
        const struct db_query *q = db_test_queries[i];
        const char *name = strchr(q->name, '.') + 1;
        /* SQLite has no type for an expression, so that one only shows when it runs. */
        bool bad = strncmp(name, "bad_", 4) == 0 && strcmp(name, "bad_null") != 0 &&
                   (engine == DB_POSTGRES || strcmp(name, "bad_type") != 0);
        assert_int_equal(db_prepare(t->db, q), bad ? FAILED : OK);
        if (strcmp(name, "bad_order") == 0)
            assert_string_equal(db_error(t->db),
                                "db_test.bad_order: gives note as column 1, but the statement has it as 2");
        db_rollback(t->db);
        assert_int_equal(db_prepare(t->db, q), bad ? FAILED : OK);
        db_rollback(t->db);
    }
    assert_int_equal(tally(t), 0);
    test_db_free(t);
}

/* More statements than the table of prepared ones begins with. */
static void many_statements(enum db_engine engine)
{
    enum { N = 300 };
    struct test_db *t = with_tables(engine);
    struct db_query queries[N];
    int64_t n;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < N; i++) {
            static const struct db_column column = { "n", DB_INT, false, 0 };
            const char *sql = arena_printf(&t->a, "SELECT %d AS n", i);
            if (round == 0)
                queries[i] = (struct db_query){ .name = "n",
                                                .sqlite = sql,
                                                .postgres = sql,
                                                .kind = DB_ONE,
                                                .column_count = 1,
                                                .columns = &column,
                                                .row_size = sizeof n };
            memcpy(&n, db_row(t->db, &t->a, &queries[i], NULL), sizeof n);
            assert_int_equal(n, i);
        }
    }
    test_db_free(t);
}

/* ---- Errors and transactions ------------------------------------------------------------------------------ */

static void sticky(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    size_t count = 7;
    assert_int_equal(db_begin_write(t->db), OK);
    add(t->db, "before");
    assert_int_equal(db_test_q_bad_table(t->db), 0);
    assert_int_equal(db_status(t->db), FAILED);
    char *first = arena_strdup(&t->a, db_error(t->db));
    assert_non_null(strstr(first, "nowhere"));
    assert_int_equal(add(t->db, "after"), 0);
    assert_null(db_test_q_get(t->db, &t->a, "before"));
    assert_int_equal(db_test_q_must_get(t->db, &t->a, "before")->id, 0);
    assert_null(db_test_q_list(t->db, &t->a, NULL, &count));
    assert_int_equal(count, 0);
    assert_null(db_scalar(t->db, &t->a, "SELECT 1"));
    db_script(t->db, "DELETE FROM sample");
    assert_string_equal(db_error(t->db), first);
    assert_int_equal(db_commit(t->db), FAILED);
    db_rollback(t->db);
    assert_int_equal(db_status(t->db), OK);
    assert_string_equal(db_error(t->db), "");
    assert_false(db_in_transaction(t->db));
    assert_int_equal(tally(t), 0);
    test_db_free(t);
}

/* The log gets db_error: what people typed has no place there. */
static void errors_without_values(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    assert_int_equal(db_test_q_touch_unique(t->db, "secret"), 1);
    assert_int_equal(db_test_q_touch_unique(t->db, "secret"), 0);
    assert_int_equal(db_status(t->db), FAILED);
    assert_null(strstr(db_error(t->db), "secret"));
    assert_non_null(strstr(db_error(t->db), "touch_unique"));
    test_db_free(t);
}

static void savepoints(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    assert_int_equal(db_begin_write(t->db), OK);
    assert_int_equal(db_savepoint(t->db), OK);
    add(t->db, "first");
    assert_int_equal(db_savepoint_keep(t->db), OK);
    assert_int_equal(db_savepoint(t->db), OK);
    add(t->db, "second");
    db_test_q_touch_unique(t->db, "x");
    db_test_q_touch_unique(t->db, "x"); /* fails */
    assert_int_equal(db_savepoint_keep(t->db), FAILED);
    db_savepoint_undo(t->db);
    assert_int_equal(db_status(t->db), OK);
    assert_true(db_in_transaction(t->db));
    assert_int_equal(db_savepoint(t->db), OK);
    add(t->db, "third");
    db_savepoint_undo(t->db); /* a rule refused: without an error */
    assert_int_equal(db_savepoint(t->db), OK);
    add(t->db, "fourth");
    assert_int_equal(db_savepoint_keep(t->db), OK);
    assert_int_equal(db_commit(t->db), OK);
    size_t count;
    const struct db_test_list *list = db_test_q_list(t->db, &t->a, NULL, &count);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].title, "first");
    assert_string_equal(list[1].title, "fourth");
    test_db_free(t);
}

static void read_only(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    add(t->db, "x");
    struct db *reader = test_db_open(t, DB_READ_ONLY);
    assert_int_equal(db_begin_read(reader), OK);
    assert_non_null(db_test_q_get(reader, &t->a, "x"));
    assert_int_equal(add(t->db, "y"), 1); /* does not disturb the snapshot */
    assert_null(db_test_q_get(reader, &t->a, "y"));
    assert_int_equal(db_commit(reader), OK);
    assert_non_null(db_test_q_get(reader, &t->a, "y"));
    assert_int_equal(add(reader, "z"), 0);
    assert_int_equal(db_status(reader), FAILED);
    db_rollback(reader);
    db_script(reader, "DELETE FROM sample");
    assert_int_equal(db_status(reader), FAILED);
    db_rollback(reader);
    assert_int_equal(db_begin_write(reader), FAILED);
    db_rollback(reader);
    db_close(reader);
    /* A read transaction is one on any connection. */
    assert_int_equal(db_begin_read(t->db), OK);
    assert_int_equal(add(t->db, "z"), 0);
    assert_int_equal(db_commit(t->db), FAILED);
    db_rollback(t->db);
    assert_int_equal(tally(t), 2);
    test_db_free(t);
}

/* Whatever call fails: nothing is kept unless the commit said OK, and the connection is usable after. */
static void fail_each(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    int64_t calls = db_calls(t->db);
    int n;
    for (n = 1;; n++) {
        size_t count;
        db_fail_after(t->db, n);
        enum status st = db_begin_write(t->db);
        if (st == OK)
            st = db_savepoint(t->db);
        if (st == OK) {
            add(t->db, "x");
            db_test_q_get(t->db, &t->a, "x");
            db_test_q_list(t->db, &t->a, NULL, &count);
            st = db_savepoint_keep(t->db);
        }
        if (st != OK)
            db_savepoint_undo(t->db);
        /* SQLite loses the whole transaction, PostgreSQL what the savepoint covers. */
        if (db_in_transaction(t->db))
            st = db_commit(t->db);
        else
            assert_int_not_equal(db_status(t->db), OK);
        db_rollback(t->db);
        db_fail_after(t->db, 0);
        if (tally(t) == 1)
            break;
        assert_true(n < 20);
        assert_int_equal(tally(t), 0);
        assert_false(db_in_transaction(t->db));
    }
    assert_int_equal(n, 8); /* begin, savepoint, three queries, keep, commit; then none is left */
    assert_true(db_calls(t->db) > calls);
    test_db_free(t);
}

/* The answer to a COMMIT gets lost: nobody can say whether it is stored, and neither does the connection. */
static void unsure_commit(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    for (int stored = 0; stored < 2; stored++) {
        assert_int_equal(db_begin_write(t->db), OK);
        add(t->db, "x");
        db_unsure_next(t->db, stored);
        assert_int_equal(db_commit(t->db), UNSURE);
        assert_int_equal(db_status(t->db), UNSURE);
        assert_string_not_equal(db_error(t->db), "");
        add(t->db, "sticky");
        db_rollback(t->db);
        assert_false(db_in_transaction(t->db));
        assert_int_equal(tally(t), stored);
    }
    assert_int_equal(db_begin_write(t->db), OK);
    add(t->db, "y");
    assert_int_equal(db_commit(t->db), OK);
    assert_int_equal(tally(t), 2);
    test_db_free(t);
}

static void causes(enum db_engine engine)
{
    struct test_db *t = with_tables(engine);
    assert_int_equal(db_cause(t->db), DB_CAUSE_NONE);
    db_fail_after(t->db, 1);
    add(t->db, "x");
    assert_int_equal(db_cause(t->db), DB_CAUSE_FULL);
    db_rollback(t->db);
    assert_int_equal(db_cause(t->db), DB_CAUSE_NONE);
    db_test_q_bad_table(t->db);
    assert_int_equal(db_cause(t->db), DB_CAUSE_NONE); /* a fault of ours */
    test_db_free(t);
}

static void open_failures(enum db_engine engine)
{
    struct test_db *t = test_db_new(engine);
    struct db *db;
    const char *detail;
    if (engine == DB_SQLITE) {
        struct db_source nowhere = { .engine = engine, .path = "/nowhere/x.db" };
        assert_int_equal(db_open(&nowhere, DB_READ_WRITE, &t->a, &db, &detail), FAILED);
        assert_string_equal(detail, "cannot open the database /nowhere/x.db: unable to open database file");
        assert_null(db);
        struct db_source folder = { .engine = engine, .path = t->folder };
        assert_int_equal(db_open(&folder, DB_READ_ONLY, &t->a, &db, &detail), FAILED);
        struct db_source missing = { .engine = engine, .path = arena_printf(&t->a, "%s/copy.db", t->folder) };
        assert_int_equal(db_open(&missing, DB_READ_ONLY, &t->a, &db, &detail), FAILED);
        FILE *f = fopen(missing.path, "w");
        fprintf(f, "%4096s", "this is not a database");
        fclose(f);
        assert_int_equal(db_open(&missing, DB_READ_WRITE, &t->a, &db, &detail), FAILED);
        assert_non_null(strstr(detail, "file is not a database"));
    } else {
        struct db_source bad = { .engine = engine, .conninfo = "host=/tmp password=hunter2 'oops" };
        assert_int_equal(db_open(&bad, DB_READ_WRITE, &t->a, &db, &detail), FAILED);
        assert_null(strstr(detail, "hunter2"));
        struct db_source closed = { .engine = engine, .conninfo = "host=127.0.0.1 port=1 password=hunter2" };
        assert_int_equal(db_open(&closed, DB_READ_WRITE, &t->a, &db, &detail), FAILED);
        assert_non_null(strstr(detail, "refused"));
        assert_null(strstr(detail, "hunter2"));
        assert_null(db);
        setenv("PGOPTIONS", "-c search_path=missing", 1);
        assert_int_equal(db_open(&t->source, DB_READ_WRITE, &t->a, &db, &detail), FAILED);
        assert_non_null(strstr(detail, "no schema"));
    }
    test_db_free(t);
}

/* ---- SQLite alone ---------------------------------------------------------------------------------------- */

static void sqlite_settings(void **state)
{
    (void)state;
    struct test_db *t = test_db_new(DB_SQLITE);
    static const char *const expected[][2] = {
        { "PRAGMA journal_mode", "wal" }, { "PRAGMA synchronous", "2" },     { "PRAGMA foreign_keys", "1" },
        { "PRAGMA temp_store", "2" },     { "PRAGMA busy_timeout", "5000" }, { "PRAGMA cache_size", "-16384" },
    };
    for (size_t i = 0; i < sizeof expected / sizeof *expected; i++)
        assert_string_equal(db_scalar(t->db, &t->a, expected[i][0]), expected[i][1]);
    assert_null(db_scalar(t->db, &t->a, "SELECT \"x\"")); /* a name, not a string */
    db_rollback(t->db);
    struct stat st;
    assert_int_equal(stat(t->path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    test_db_free(t);
}

static void sqlite_busy(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    struct db *other = test_db_open(t, DB_READ_WRITE);
    db_script(other, "PRAGMA busy_timeout = 20");
    assert_int_equal(db_begin_write(t->db), OK);
    assert_int_equal(db_begin_write(other), BUSY);
    assert_false(db_in_transaction(other));
    db_rollback(other);
    add(other, "x");
    assert_int_equal(db_status(other), BUSY);
    db_rollback(other);
    assert_int_equal(db_commit(t->db), OK);
    assert_int_equal(db_begin_write(other), OK);
    add(other, "x");
    assert_int_equal(db_commit(other), OK);
    db_close(other);
    assert_int_equal(tally(t), 1);
    test_db_free(t);
}

/* A full disk inside one savepoint takes the work of the earlier ones along. */
static void sqlite_disk_full(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    db_script(t->db, "PRAGMA max_page_count = 20");
    assert_int_equal(db_begin_write(t->db), OK);
    assert_int_equal(db_savepoint(t->db), OK);
    add(t->db, "first");
    assert_int_equal(db_savepoint_keep(t->db), OK);
    assert_int_equal(db_savepoint(t->db), OK);
    void *large = arena_alloc(&t->a, 1 << 20);
    db_test_q_add(t->db, false, "large", (struct bytes){ large, 1 << 20 }, DB_NULL_INT, NULL, NONE);
    assert_int_equal(db_status(t->db), FAILED);
    assert_int_equal(db_cause(t->db), DB_CAUSE_FULL);
    assert_false(db_in_transaction(t->db));
    db_savepoint_undo(t->db);
    assert_int_equal(db_status(t->db), FAILED); /* the batch is over */
    assert_int_equal(db_savepoint(t->db), FAILED);
    assert_int_equal(add(t->db, "next"), 0);
    assert_int_equal(db_commit(t->db), FAILED);
    db_rollback(t->db);
    assert_int_equal(tally(t), 0);
    assert_int_equal(add(t->db, "x"), 1);
    test_db_free(t);
}

static off_t wal_size(struct test_db *t)
{
    struct stat st;
    assert_int_equal(stat(arena_printf(&t->a, "%s-wal", t->path), &st), 0);
    return st.st_size;
}

/* A limit on the size of files, like a quota, leaves no room either, and sqlite3 calls it an I/O error. */
static void sqlite_file_limit(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    struct rlimit before, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    small = (struct rlimit){ .rlim_cur = (rlim_t)wal_size(t) + 1000, .rlim_max = before.rlim_max };
    signal(SIGXFSZ, SIG_IGN);
    void *large = arena_alloc(&t->a, 1 << 16);
    assert_int_equal(db_begin_write(t->db), OK);
    db_test_q_add(t->db, false, "large", (struct bytes){ large, 1 << 16 }, DB_NULL_INT, NULL, NONE);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    enum status st = db_commit(t->db);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_int_equal(st, FAILED);
    assert_int_equal(db_cause(t->db), DB_CAUSE_FULL);
    db_rollback(t->db);
    assert_int_equal(tally(t), 0);
    assert_int_equal(add(t->db, "x"), 1);
    test_db_free(t);
}

/* The lane does not wait for the disk at its commits; db_sync does, and tells the truth. */
static void sqlite_lane(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    struct db *lane = test_db_open(t, DB_LANE);
    assert_string_equal(db_scalar(lane, &t->a, "PRAGMA synchronous"), "1");
    assert_string_equal(db_scalar(lane, &t->a, "PRAGMA journal_mode"), "wal");
    assert_string_equal(db_scalar(t->db, &t->a, "PRAGMA synchronous"), "2");
    assert_int_equal(db_sync(lane), OK); /* also with nothing to do */
    assert_int_equal(db_begin_write(lane), OK);
    add(lane, "x");
    assert_int_equal(db_commit(lane), OK);
    assert_int_equal(tally(t), 1); /* others see it at once */
    assert_int_equal(db_sync(lane), OK);
    /* The very file that commits go to. */
    struct stat log, held;
    assert_int_equal(stat(arena_printf(&t->a, "%s-wal", t->path), &log), 0);
    assert_int_equal(fstat(lane->log, &held), 0);
    assert_int_equal(log.st_ino, held.st_ino);
    assert_int_equal(fcntl(lane->log, F_GETFD) & FD_CLOEXEC, FD_CLOEXEC);
    db_close(lane);
    assert_int_equal(db_sync(t->db), OK); /* has waited at each commit */
    test_db_free(t);
}

/* After one refusal the disk is never believed again: Linux tells of a page that it lost once only. */
static void refused_sync(bool closed)
{
    struct test_db *t = with_tables(DB_SQLITE);
    struct db *lane = test_db_open(t, DB_LANE);
    int log = dup(lane->log), pipes[2];
    assert_int_equal(pipe(pipes), 0);
    if (closed)
        close(lane->log);
    else
        assert_int_equal(dup2(pipes[0], lane->log), lane->log); /* nothing that could be synced */
    assert_int_equal(db_sync(lane), FAILED);
    assert_int_equal(dup2(log, lane->log), lane->log);
    assert_int_equal(db_sync(lane), FAILED);
    assert_int_equal(db_begin_write(lane), OK);
    add(lane, "x");
    assert_int_equal(db_commit(lane), OK); /* it can be read, and perhaps lost */
    assert_int_equal(db_sync(lane), FAILED);
    db_close(lane);
    lane = test_db_open(t, DB_LANE);
    assert_int_equal(db_sync(lane), OK);
    db_close(lane);
    close(log);
    close(pipes[0]);
    close(pipes[1]);
    test_db_free(t);
}

static void sqlite_lane_refused(void **state)
{
    (void)state;
    refused_sync(true);
    refused_sync(false);
}

static void postgres_lane(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_POSTGRES);
    struct db *lane = test_db_open(t, DB_LANE);
    assert_int_equal(db_begin_write(lane), OK);
    add(lane, "x");
    assert_int_equal(db_commit(lane), OK);
    assert_int_equal(db_sync(lane), OK);
    db_close(lane);
    test_db_free(t);
}

static void sqlite_copy(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    add(t->db, "x");
    struct db *reader = test_db_open(t, DB_READ_ONLY);
    const char *path = arena_printf(&t->a, "%s/copy.db", t->folder);
    const char *detail;
    assert_int_equal(db_copy_to(reader, path, &t->a, &detail), OK);
    assert_null(detail);
    assert_int_equal(db_copy_to(reader, path, &t->a, &detail), CONFLICT);
    assert_non_null(detail);
    assert_int_equal(db_copy_to(reader, "/nowhere/x", &t->a, &detail), FAILED);
    assert_int_equal(db_status(reader), OK);
    db_close(reader);
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    struct db_source copy = { .engine = DB_SQLITE, .path = path };
    assert_int_equal(db_open(&copy, DB_READ_ONLY, &t->a, &reader, &detail), OK);
    assert_non_null(db_test_q_get(reader, &t->a, "x"));
    db_close(reader);
    test_db_free(t);
}

/* Somebody who writes for a moment and then leaves. */
static void *writes_a_moment(void *raw)
{
    usleep(100000);
    assert_int_equal(sqlite3_exec(raw, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
    return NULL;
}

/* A new file that somebody else has just begun to write is waited for: two commands may begin at the same moment. */
static void sqlite_first_together(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    const char *path = arena_printf(&t->a, "%s/first.db", t->folder), *detail = NULL;
    sqlite3 *raw;
    assert_int_equal(sqlite3_open(path, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, "CREATE TABLE x (y)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw, "BEGIN IMMEDIATE; INSERT INTO x VALUES (1)", NULL, NULL, NULL),
                     SQLITE_OK);
    pthread_t other;
    assert_int_equal(pthread_create(&other, NULL, writes_a_moment, raw), 0);
    struct db_source source = { .engine = DB_SQLITE, .path = path };
    struct db *db = NULL;
    assert_int_equal(db_open(&source, DB_READ_WRITE, &t->a, &db, &detail), OK);
    pthread_join(other, NULL);
    db_close(db);
    sqlite3_close(raw);
    test_db_free(t);
}

static void sqlite_upkeep(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    struct db *reader = test_db_open(t, DB_READ_ONLY);
    size_t n = 136 << 20;
    void *large = arena_alloc(&t->a, n);
    db_script(t->db, "PRAGMA synchronous = OFF"); /* only to be quick */
    db_script(t->db, "PRAGMA wal_autocheckpoint = 0");
    assert_int_equal(db_begin_read(reader), OK);
    db_test_q_tally(reader, &t->a);
    db_test_q_add(t->db, false, "large", (struct bytes){ large, n }, DB_NULL_INT, NULL, NONE);
    assert_true(wal_size(t) > 128 << 20);
    db_upkeep(t->db); /* waits a second for the reader, in vain */
    add(t->db, "x");
    assert_true(wal_size(t) > 128 << 20);
    assert_int_equal(db_commit(reader), OK);
    db_upkeep(t->db); /* too soon after the last */
    usleep(1050 * 1000);
    db_upkeep(t->db);
    add(t->db, "y");
    assert_true(wal_size(t) <= 80 << 20);
    assert_ok(t);
    db_close(reader);
    test_db_free(t);
}

static const char *const swept[] = { "sample", "sample_unique", NULL };

static void sqlite_sweep(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_SQLITE);
    struct db *reader = test_db_open(t, DB_READ_ONLY);
    add(t->db, "x");
    assert_int_equal(db_begin_read(reader), OK);
    db_test_q_tally(reader, &t->a);
    add(t->db, "y");
    assert_int_equal(db_sweep(t->db, swept), BUSY); /* the reader needs what is in the log */
    assert_true(wal_size(t) > 0);
    db_rollback(t->db);
    assert_int_equal(db_commit(reader), OK);
    assert_int_equal(db_sweep(t->db, swept), OK);
    assert_int_equal(wal_size(t), 0);
    assert_int_equal(tally(t), 2);
    db_fail_after(t->db, 1);
    assert_int_equal(db_sweep(t->db, swept), FAILED);
    db_rollback(t->db);
    db_close(reader);
    test_db_free(t);
}

/* ---- PostgreSQL alone ------------------------------------------------------------------------------------ */

static void postgres_settings(void **state)
{
    (void)state;
    struct test_db *t = test_db_new(DB_POSTGRES);
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW statement_timeout"), "30s");
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW timezone"), "UTC");
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW client_min_messages"), "warning");
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW idle_in_transaction_session_timeout"), "1min");
    assert_non_null(strstr(db_scalar(t->db, &t->a, "SHOW search_path"), ", pg_temp"));
    assert_int_equal(db_begin_write(t->db), OK);
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW transaction_isolation"), "serializable");
    assert_int_equal(db_commit(t->db), OK);
    assert_int_equal(db_begin_read(t->db), OK);
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW transaction_isolation"), "repeatable read");
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW transaction_read_only"), "on");
    db_rollback(t->db);
    const char *detail;
    assert_int_equal(db_copy_to(t->db, "/tmp/x", &t->a, &detail), INVALID);
    test_db_free(t);
}

/* A refusal by the server at the COMMIT is none of that: it has a code, and nothing is stored. */
/* Another connection that holds the table is not waited for long, and afterwards it may be waited for again. */
static void postgres_sweep(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_POSTGRES);
    struct db *other = test_db_open(t, DB_READ_WRITE);
    add(t->db, "x");
    static const char file[] = "SELECT pg_relation_filenode('sample')";
    const char *before = db_scalar(t->db, &t->a, file);
    assert_int_equal(db_begin_write(other), OK);
    add(other, "y");
    assert_int_equal(db_sweep(t->db, swept), BUSY);
    db_rollback(t->db);
    assert_string_equal(db_scalar(t->db, &t->a, file), before);
    assert_int_equal(db_commit(other), OK);
    assert_int_equal(db_sweep(t->db, swept), OK);
    assert_string_not_equal(db_scalar(t->db, &t->a, file), before);
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW lock_timeout"), "0");
    assert_int_equal(tally(t), 2);
    assert_ok(t);
    db_close(other);
    test_db_free(t);
}

static void postgres_commit_refused(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_POSTGRES);
    db_script(t->db, "CREATE TABLE late (id BIGINT UNIQUE DEFERRABLE INITIALLY DEFERRED)");
    assert_int_equal(db_begin_write(t->db), OK);
    db_script(t->db, "INSERT INTO late VALUES (1), (1)");
    assert_int_equal(db_commit(t->db), FAILED);
    db_rollback(t->db);
    assert_int_equal(db_begin_write(t->db), OK);
    db_script(t->db, "SAVEPOINT x; SELECT nothing");
    assert_int_equal(db_status(t->db), FAILED);
    db_rollback(t->db);
    test_db_free(t);
}

/* Each reads what the other writes: one of the two has to try again. */
static void postgres_serialisation(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_POSTGRES);
    struct db *other = test_db_open(t, DB_READ_WRITE);
    assert_int_equal(db_begin_write(t->db), OK);
    assert_int_equal(db_begin_write(other), OK);
    db_test_q_tally(t->db, &t->a);
    db_test_q_tally(other, &t->a);
    add(t->db, "one");
    add(other, "two");
    assert_int_equal(db_commit(t->db), OK);
    assert_int_equal(db_commit(other), BUSY);
    assert_non_null(strstr(db_error(other), "40001"));
    db_rollback(other);
    assert_int_equal(db_begin_write(other), OK);
    add(other, "two");
    assert_int_equal(db_commit(other), OK);
    db_close(other);
    assert_int_equal(tally(t), 2);
    test_db_free(t);
}

/* The row is held by another: the second waits, and fails in the statement itself. */
static void postgres_update_conflict(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_POSTGRES);
    struct db *other = test_db_open(t, DB_READ_WRITE);
    add(t->db, "x");
    assert_int_equal(db_begin_write(other), OK);
    db_test_q_tally(other, &t->a);
    assert_int_equal(db_test_q_rename(t->db, "x", "y"), 1);
    assert_int_equal(db_test_q_rename(other, "x", "z"), 0);
    assert_int_equal(db_status(other), BUSY);
    assert_int_equal(db_commit(other), BUSY);
    db_rollback(other);
    db_close(other);
    test_db_free(t);
}

static void cut(struct test_db *t, struct db *victim, struct db *killer)
{
    const char *pid = db_scalar(victim, &t->a, "SELECT pg_backend_pid()");
    assert_non_null(pid);
    db_scalar(killer, &t->a, arena_printf(&t->a, "SELECT pg_terminate_backend(%s, 5000)", pid));
    assert_int_equal(db_status(killer), OK);
}

static void postgres_reconnect(void **state)
{
    (void)state;
    struct test_db *t = with_tables(DB_POSTGRES);
    struct db *killer = test_db_open(t, DB_READ_WRITE);
    add(t->db, "x");
    /* Between transactions: nobody notices. */
    cut(t, t->db, killer);
    assert_int_equal(db_begin_write(t->db), OK);
    add(t->db, "y");
    assert_string_equal(db_scalar(t->db, &t->a, "SHOW statement_timeout"), "30s");
    assert_int_equal(db_commit(t->db), OK);
    /* Inside one: that one is lost and worth another try, for nothing of it was stored; the next works. */
    assert_int_equal(db_begin_write(t->db), OK);
    assert_int_equal(db_savepoint(t->db), OK);
    add(t->db, "z");
    cut(t, t->db, killer);
    assert_int_equal(add(t->db, "z"), 0);
    assert_int_equal(db_status(t->db), BUSY);
    assert_int_equal(db_cause(t->db), DB_CAUSE_AWAY);
    assert_non_null(strstr(db_error(t->db), "is lost"));
    assert_false(db_in_transaction(t->db));
    db_savepoint_undo(t->db);
    assert_int_equal(db_commit(t->db), BUSY);
    db_rollback(t->db);
    assert_int_equal(db_begin_read(t->db), OK);
    assert_int_equal(tally(t), 2);
    assert_int_equal(db_commit(t->db), OK);
    /* At the commit: nobody knows, so it is neither stored nor refused. */
    assert_int_equal(db_begin_write(t->db), OK);
    add(t->db, "z");
    cut(t, t->db, killer);
    assert_int_equal(db_commit(t->db), UNSURE);
    assert_int_equal(db_commit(t->db), UNSURE); /* and never tried again */
    db_rollback(t->db);
    /* What only read is simply read again. */
    assert_int_equal(db_begin_read(t->db), OK);
    cut(t, t->db, killer);
    assert_int_equal(db_commit(t->db), BUSY);
    db_rollback(t->db);
    db_close(killer);
    test_db_free(t);
}

/* ---- word to others -------------------------------------------------------------------------------------- */

static const char *hears(struct test_db *t, struct db *listener)
{
    const char *word;
    assert_int_equal(db_hear(listener, &t->a, -1, 5000, &word), DB_HEARD_WORD);
    return word;
}

static void postgres_word(void **state)
{
    (void)state;
    struct test_db *t = test_db_new(DB_POSTGRES);
    const char *word;
    struct db *a = test_db_open(t, DB_READ_ONLY), *b = test_db_open(t, DB_READ_ONLY);
    const char *channel = "kapstok_test";
    assert_int_equal(db_listen(a, channel), OK);
    assert_int_equal(db_listen(b, channel), OK);
    assert_int_equal(db_hear(a, &t->a, -1, 0, &word), DB_HEARD_NOTHING);
    assert_null(word);

    /* Told once it is committed, once a transaction, and not when it is undone. */
    assert_int_equal(db_begin_write(t->db), OK);
    db_tell(t->db, channel, "undone");
    db_rollback(t->db);
    assert_int_equal(db_begin_write(t->db), OK);
    db_tell(t->db, channel, "one");
    db_tell(t->db, channel, "one");
    db_tell(t->db, channel, "two");
    assert_int_equal(db_hear(a, &t->a, -1, 0, &word), DB_HEARD_NOTHING);
    assert_int_equal(db_commit(t->db), OK);
    assert_string_equal(hears(t, a), "one");
    assert_string_equal(hears(t, a), "two");
    assert_string_equal(hears(t, b), "one");

    /* Who waits is woken by its own descriptor as well. */
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(write(ends[1], "x", 1), 1);
    assert_int_equal(db_hear(a, &t->a, ends[0], 60000, &word), DB_HEARD_NOTHING);
    close(ends[0]);
    close(ends[1]);

    /* A connection that is lost is noticed, and made anew. */
    assert_int_equal(db_begin_read(a), OK);
    const char *pid = db_scalar(a, &t->a, "SELECT pg_backend_pid()::text");
    db_rollback(a);
    db_script(t->db, arena_printf(&t->a, "SELECT pg_terminate_backend(%s)", pid));
    while (db_hear(a, &t->a, -1, 5000, &word) != DB_HEARD_LOST)
        ; /* its farewell comes first, which is no word */
    assert_int_equal(db_listen(a, channel), OK);
    assert_int_equal(db_begin_write(t->db), OK);
    db_tell(t->db, channel, "three");
    assert_int_equal(db_commit(t->db), OK);
    assert_string_equal(hears(t, a), "three");
    assert_string_equal(hears(t, b), "two");
    assert_string_equal(hears(t, b), "three");
    db_close(a);
    db_close(b);
    test_db_free(t);
}

/* Nobody else is there. */
static void sqlite_word(void **state)
{
    (void)state;
    struct test_db *t = test_db_new(DB_SQLITE);
    const char *word;
    assert_int_equal(db_listen(t->db, "kapstok_test"), OK);
    assert_int_equal(db_begin_write(t->db), OK);
    db_tell(t->db, "kapstok_test", "one");
    assert_int_equal(db_commit(t->db), OK);
    assert_int_equal(db_hear(t->db, &t->a, -1, 1, &word), DB_HEARD_NOTHING);
    test_db_free(t);
}

/* ---- main ------------------------------------------------------------------------------------------------ */

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
BOTH(round_trip)
BOTH(changed_rows)
BOTH(rows_and_caps)
BOTH(broken_promises)
BOTH(prepare_all)
BOTH(many_statements)
BOTH(sticky)
BOTH(errors_without_values)
BOTH(savepoints)
BOTH(read_only)
BOTH(fail_each)
BOTH(unsure_commit)
BOTH(causes)
BOTH(open_failures)

int main(void)
{
#define TEST_BOTH(test) cmocka_unit_test(test##_sqlite), cmocka_unit_test(test##_postgres)
    const struct CMUnitTest tests[] = {
        TEST_BOTH(round_trip),
        TEST_BOTH(changed_rows),
        TEST_BOTH(rows_and_caps),
        TEST_BOTH(broken_promises),
        TEST_BOTH(prepare_all),
        TEST_BOTH(many_statements),
        TEST_BOTH(sticky),
        TEST_BOTH(errors_without_values),
        TEST_BOTH(savepoints),
        TEST_BOTH(read_only),
        TEST_BOTH(fail_each),
        TEST_BOTH(unsure_commit),
        TEST_BOTH(causes),
        TEST_BOTH(open_failures),
        cmocka_unit_test(sqlite_settings),
        cmocka_unit_test(sqlite_busy),
        cmocka_unit_test(sqlite_disk_full),
        cmocka_unit_test(sqlite_file_limit),
        cmocka_unit_test(sqlite_lane),
        cmocka_unit_test(sqlite_lane_refused),
        cmocka_unit_test(postgres_lane),
        cmocka_unit_test(sqlite_copy),
        cmocka_unit_test(sqlite_first_together),
        cmocka_unit_test(sqlite_upkeep),
        cmocka_unit_test(sqlite_sweep),
        cmocka_unit_test(postgres_settings),
        cmocka_unit_test(postgres_sweep),
        cmocka_unit_test(postgres_commit_refused),
        cmocka_unit_test(postgres_serialisation),
        cmocka_unit_test(postgres_update_conflict),
        cmocka_unit_test(postgres_reconnect),
        cmocka_unit_test(postgres_word),
        cmocka_unit_test(sqlite_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
