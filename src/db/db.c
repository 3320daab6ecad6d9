#include "db/db.h"

#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "db/engine.h"

/* Transactions are queries as well, so that SQLite keeps them prepared. */
static const struct db_query begin_read = {
    .name = "begin",
    .sqlite = "BEGIN",
    .postgres = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    .kind = DB_EXEC,
};
static const struct db_query begin_write = {
    .name = "begin",
    .sqlite = "BEGIN IMMEDIATE",
    .postgres = "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE",
    .kind = DB_EXEC,
};
static const struct db_query commit = {
    .name = "commit", .sqlite = "COMMIT", .postgres = "COMMIT", .kind = DB_EXEC
};
static const struct db_query rollback = {
    .name = "rollback", .sqlite = "ROLLBACK", .postgres = "ROLLBACK", .kind = DB_EXEC
};
static const struct db_query savepoint = {
    .name = "savepoint", .sqlite = "SAVEPOINT s", .postgres = "SAVEPOINT s", .kind = DB_EXEC
};
static const struct db_query release = {
    .name = "release", .sqlite = "RELEASE s", .postgres = "RELEASE s", .kind = DB_EXEC
};
static const struct db_query undo = {
    .name = "undo", .sqlite = "ROLLBACK TO s", .postgres = "ROLLBACK TO s", .kind = DB_EXEC
};

/* ---- Errors ---------------------------------------------------------------------------------------------- */

void db_fail(struct db *db, enum status st, const char *format, ...)
{
    ASSERT(st != OK);
    if (db->status != OK)
        return;
    db->status = st;
    va_list args;
    va_start(args, format);
    vsnprintf(db->error, sizeof db->error, format, args);
    va_end(args);
}

static void clear_error(struct db *db)
{
    db->status = OK;
    db->cause = DB_CAUSE_NONE;
    db->error[0] = '\0';
}

enum status db_status(const struct db *db)
{
    return db->status;
}

const char *db_error(const struct db *db)
{
    return db->error;
}

enum db_cause db_cause(const struct db *db)
{
    return db->cause;
}

/* Whether this call may go on: not after an error, and not when a test wants it to fail. */
static bool enter(struct db *db, const char *name)
{
    if (db->status != OK)
        return false;
    db->calls++;
    if (db->fail_in > 0 && --db->fail_in == 0) {
        db->ops->full(db);
        db_because(db, DB_CAUSE_FULL);
        db_fail(db, FAILED, "%s: disk is full (asked for by a test)", name);
        return false;
    }
    return true;
}

void db_fail_after(struct db *db, int64_t calls)
{
    ASSERT(calls >= 0);
    db->fail_in = calls;
}

void db_unsure_next(struct db *db, bool stored)
{
    db->next_commit = stored ? LOST_AFTER : LOST_BEFORE;
}

int64_t db_calls(const struct db *db)
{
    return db->calls;
}

/* ---- Opening --------------------------------------------------------------------------------------------- */

enum status db_open(const struct db_source *source, enum db_mode mode, struct arena *a, struct db **out,
                    const char **detail)
{
    *out = NULL;
    *detail = NULL;
    struct db *db = calloc(1, sizeof *db);
    ASSERT(db != NULL);
    db->source = *source;
    db->mode = mode;
    db->log = -1;
    db->ops = source->engine == DB_SQLITE ? &db_sqlite_ops : &db_postgres_ops;
    enum status st = db->ops->open(db, a, detail);
    if (st != OK) {
        db_close(db);
        return st;
    }
    *out = db;
    return OK;
}

void db_close(struct db *db)
{
    if (db == NULL)
        return;
    db->ops->close(db);
    free(db->slots);
    free(db->wal);
    free(db);
}

enum db_engine db_engine(const struct db *db)
{
    return db->source.engine;
}

void *db_raw(struct db *db)
{
    return db->raw;
}

/* ---- Statements ------------------------------------------------------------------------------------------ */

/* The slot of q, or the free one where it belongs. */
static struct db_statement *find_slot(struct db_statement *slots, size_t count, const struct db_query *q)
{
    size_t i = (size_t)(((uint64_t)(uintptr_t)q >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 32);
    for (;; i++) {
        struct db_statement *s = &slots[i & (count - 1)];
        if (s->q == q || s->q == NULL)
            return s;
    }
}

static void grow_slots(struct db *db)
{
    size_t count = db->slot_count == 0 ? 64 : db->slot_count * 2;
    struct db_statement *slots = calloc(count, sizeof *slots);
    ASSERT(slots != NULL);
    for (size_t i = 0; i < db->slot_count; i++) {
        if (db->slots[i].q != NULL)
            *find_slot(slots, count, db->slots[i].q) = db->slots[i];
    }
    free(db->slots);
    db->slots = slots;
    db->slot_count = count;
}

struct db_statement *db_statement(struct db *db, const struct db_query *q, bool check)
{
    if (db->slots_used * 2 >= db->slot_count)
        grow_slots(db);
    struct db_statement *s = find_slot(db->slots, db->slot_count, q);
    if (s->q != NULL && (s->handle != NULL || s->number != 0) && !check)
        return s;
    struct db_statement fresh = s->q != NULL ? *s : (struct db_statement){ .q = q };
    if (!db->ops->prepare(db, &fresh, check))
        return NULL;
    db->slots_used += s->q == NULL;
    *s = fresh;
    return s;
}

void db_forget_statements(struct db *db)
{
    for (size_t i = 0; i < db->slot_count; i++)
        db->slots[i].number = 0;
}

bool db_check_columns(struct db *db, const struct db_query *q, const char *const *names, size_t count)
{
    if (q->kind == DB_EXEC)
        return true;
    if (count != q->column_count) {
        db_fail(db, FAILED, "%s: the statement gives %zu columns, not %d", q->name, count, q->column_count);
        return false;
    }
    /* Expressions have names of the engine's own, so a name may differ; but one that stands elsewhere means
     * that columns changed places. */
    for (size_t i = 0; i < count; i++) {
        for (size_t k = 0; k < count && strcmp(names[i], q->columns[i].name) != 0; k++) {
            if (strcmp(names[k], q->columns[i].name) == 0) {
                db_fail(db, FAILED, "%s: gives %s as column %zu, but the statement has it as %zu", q->name,
                        q->columns[i].name, i + 1, k + 1);
                return false;
            }
        }
    }
    return true;
}

void *db_rows_add(struct db *db, const struct db_query *q, struct db_rows *rows)
{
    if (rows->count == rows->max) {
        db_fail(db, FAILED, "%s: more than %zu row%s", q->name, rows->max, rows->max == 1 ? "" : "s");
        return NULL;
    }
    return arena_push(rows->a, &rows->items, &rows->count, &rows->capacity, q->row_size);
}

enum status db_prepare(struct db *db, const struct db_query *q)
{
    if (enter(db, q->name))
        db_statement(db, q, true);
    return db->status;
}

static int64_t run(struct db *db, const struct db_query *q, const struct db_value *args, struct db_rows *rows)
{
    if (!enter(db, q->name))
        return 0;
    struct db_statement *s = db_statement(db, q, false);
    return s == NULL ? 0 : db->ops->run(db, s, args, rows);
}

int64_t db_exec(struct db *db, const struct db_query *q, const struct db_value *args)
{
    int64_t changed = run(db, q, args, NULL);
    return db->status == OK ? changed : 0;
}

const void *db_row(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args)
{
    struct db_rows rows = { .a = a, .max = 1 };
    /* Room for exactly the one row; arena_push would begin with several. */
    rows.items = arena_alloc(a, q->row_size);
    rows.capacity = 1;
    run(db, q, args, &rows);
    if (rows.count == 0 && q->kind == DB_ONE)
        db_fail(db, FAILED, "%s: expected a row", q->name);
    return db->status == OK && rows.count == 1 ? rows.items : NULL;
}

const void *db_rows(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args,
                    size_t *count)
{
    struct db_rows rows = { .a = a, .max = DB_MAX_ROWS };
    run(db, q, args, &rows);
    *count = db->status == OK ? rows.count : 0;
    return *count > 0 ? rows.items : NULL;
}

void db_script(struct db *db, const char *sql)
{
    if (enter(db, "script"))
        db->ops->script(db, sql);
}

const char *db_scalar(struct db *db, struct arena *a, const char *sql)
{
    return enter(db, "scalar") ? db->ops->scalar(db, a, sql) : NULL;
}

enum status db_sweep(struct db *db, const char *const *tables)
{
    ASSERT(db->tx == TX_NONE);
    if (enter(db, "sweep"))
        db->ops->sweep(db, tables);
    return db->status;
}

/* ---- Transactions ---------------------------------------------------------------------------------------- */

static enum status begin(struct db *db, enum db_tx tx, const struct db_query *command)
{
    ASSERT(db->tx == TX_NONE);
    if (tx == TX_WRITE && db->mode == DB_READ_ONLY)
        db_fail(db, FAILED, "begin: the connection is read-only");
    if (enter(db, command->name) && db->ops->begin(db, command)) {
        db->tx = tx;
        db->savepoint = false;
    }
    return db->status;
}

enum status db_begin_read(struct db *db)
{
    return begin(db, TX_READ, &begin_read);
}

enum status db_begin_write(struct db *db)
{
    return begin(db, TX_WRITE, &begin_write);
}

enum status db_commit(struct db *db)
{
    ASSERT(db->tx != TX_NONE);
    ASSERT(!db->savepoint);
    if (!enter(db, commit.name))
        return db->status;
    bool answered = db->next_commit == ANSWERED;
    if (db->ops->command(db, db->next_commit == LOST_BEFORE ? &rollback : &commit))
        db->tx = TX_NONE;
    db->next_commit = ANSWERED;
    if (!answered)
        db_fail(db, UNSURE, "commit: the answer is lost (asked for by a test)");
    return db->status;
}

void db_rollback(struct db *db)
{
    clear_error(db);
    if (db_in_transaction(db))
        db->ops->command(db, &rollback);
    /* A rollback that fails has rolled back all the same: the connection or the disk is gone. */
    db->tx = TX_NONE;
    db->savepoint = false;
    clear_error(db);
}

enum status db_savepoint(struct db *db)
{
    ASSERT(db->tx == TX_WRITE);
    ASSERT(!db->savepoint);
    if (enter(db, savepoint.name))
        db->savepoint = db->ops->command(db, &savepoint);
    return db->status;
}

enum status db_savepoint_keep(struct db *db)
{
    if (enter(db, release.name)) {
        ASSERT(db->savepoint);
        db->savepoint = !db->ops->command(db, &release);
    }
    return db->status;
}

void db_savepoint_undo(struct db *db)
{
    if (!db_in_transaction(db)) {
        /* Everything is gone, also what earlier savepoints kept: the error stays until db_rollback. */
        db->savepoint = false;
        db_fail(db, FAILED, "undo: the transaction is gone");
        return;
    }
    clear_error(db);
    if (db->savepoint && db->ops->command(db, &undo))
        db->ops->command(db, &release);
    db->savepoint = false;
}

bool db_in_transaction(const struct db *db)
{
    return db->tx != TX_NONE && db->ops->in_transaction(db);
}

/* ---- Word to other processes ----------------------------------------------------------------------------- */

static const struct db_column tell_params[] = { { "channel", DB_TEXT }, { "word", DB_TEXT } };
static const struct db_query tell = { .name = "tell",
                                      .sqlite = "SELECT ?1, ?2",
                                      .postgres = "SELECT pg_notify($1, $2)",
                                      .kind = DB_EXEC,
                                      .param_count = 2,
                                      .params = tell_params };

static struct db_value text_value(const char *s)
{
    return (struct db_value){ .type = DB_TEXT, .bytes = { s, strlen(s) } };
}

void db_tell(struct db *db, const char *channel, const char *word)
{
    if (db->ops->listen == NULL)
        return;
    db_exec(db, &tell, (struct db_value[]){ text_value(channel), text_value(word) });
}

enum status db_listen(struct db *db, const char *channel)
{
    return db->ops->listen == NULL ? OK : db->ops->listen(db, channel);
}

enum db_heard db_hear(struct db *db, struct arena *a, int fd, int ms, const char **word)
{
    *word = NULL;
    if (db->ops->hear != NULL)
        return db->ops->hear(db, a, fd, ms, word);
    struct pollfd on = { .fd = fd, .events = POLLIN };
    poll(&on, 1, ms);
    return DB_HEARD_NOTHING;
}
