/* A database of its own for each test of src/db: a new file, or a new schema in the PostgreSQL that
 * KAPSTOK_TEST_POSTGRES names. Without that variable the PostgreSQL tests are skipped:
 *
 *   tools/with-postgres build-asan/src/db/db_test */
#ifndef DB_TEST_DB_H
#define DB_TEST_DB_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "db/db.h"

struct test_db {
    struct db_source source;
    struct db *db; /* read and write */
    struct arena a;
    char folder[64];
    char path[96];
};

static inline struct db *test_db_open(struct test_db *t, enum db_mode mode)
{
    struct db *db;
    const char *detail;
    if (db_open(&t->source, mode, &t->a, &db, &detail) != OK)
        fail_msg("%s", detail);
    return db;
}

static inline struct test_db *test_db_new(enum db_engine engine)
{
    static int number;
    const char *conninfo = getenv("KAPSTOK_TEST_POSTGRES");
    if (engine == DB_POSTGRES && conninfo == NULL) {
        skip();
        return NULL;
    }
    struct test_db *t = calloc(1, sizeof *t);
    assert_non_null(t);
    arena_init(&t->a);
    t->source.engine = engine;
    if (engine == DB_SQLITE) {
        snprintf(t->folder, sizeof t->folder, "/tmp/kapstok db %d-XXXXXX", ++number);
        assert_non_null(mkdtemp(t->folder));
        snprintf(t->path, sizeof t->path, "%s/test.db", t->folder);
        t->source.path = t->path;
    } else {
        /* The session pins the schema that these options choose, so two tests never meet. */
        char *options = arena_printf(&t->a, "-c search_path=test_%d_%d", (int)getpid(), ++number);
        t->source.conninfo = conninfo;
        unsetenv("PGOPTIONS");
        struct db *db = test_db_open(t, DB_READ_WRITE);
        db_script(db, arena_printf(&t->a, "CREATE SCHEMA test_%d_%d", (int)getpid(), number));
        assert_int_equal(db_status(db), OK);
        db_close(db);
        setenv("PGOPTIONS", options, 1);
    }
    t->db = test_db_open(t, DB_READ_WRITE);
    return t;
}

static inline void test_db_free(struct test_db *t)
{
    if (t == NULL)
        return;
    db_close(t->db);
    if (t->source.engine == DB_SQLITE) {
        static const char *const ends[] = { "", "-wal", "-shm" };
        for (int i = 0; i < 3; i++)
            unlink(arena_printf(&t->a, "%s%s", t->path, ends[i]));
        unlink(arena_printf(&t->a, "%s/copy.db", t->folder));
        rmdir(t->folder);
    }
    arena_release(&t->a);
    free(t);
}

#endif
