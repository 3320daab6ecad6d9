/* SQLite; the only file that knows sqlite3.h. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "db/engine.h"

enum {
    BUSY_MS = 5000,
    BUSY_STEP_MS = 20,
    UPKEEP_BUSY_MS = 1000,
    UPKEEP_PAUSE_US = 1000 * 1000,
    SWEEP_BUSY_MS = 100,
    WAL_LARGE = 128 << 20,
};

/* sqlite3 calls only one way of having no room by its name: a quota and a limit on the size of files are I/O errors to it.
 * Its own sqlite3_system_errno is not filled in when a step fails, so errno is read at once. */
static bool is_full(int rc)
{
    int primary = rc & 0xff, why = errno;
    return primary == SQLITE_FULL ||
           (primary == SQLITE_IOERR && (why == ENOSPC || why == EDQUOT || why == EFBIG));
}

static void fail(struct db *db, int rc, const char *what)
{
    int primary = rc & 0xff;
    if (is_full(rc))
        db_because(db, DB_CAUSE_FULL);
    db_fail(db, primary == SQLITE_BUSY || primary == SQLITE_LOCKED ? BUSY : FAILED, "%s: %s (%d)", what,
            sqlite3_errmsg(db->raw), rc);
}

/* ---- Opening --------------------------------------------------------------------------------------------- */

/* A new file must not be readable by others; sqlite3 would use the umask. Only when it is new: closing a
 * descriptor of a file that is open already would drop every lock this process holds on it. */
static void create_private(const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd >= 0)
        close(fd);
}

static int take_mode(void *p, int n, char **values, char **names)
{
    (void)names;
    if (n == 1 && values[0] != NULL)
        snprintf(p, 16, "%s", values[0]);
    return 0;
}

/* Makes the file one with a log. When somebody else is in a new file at that moment, sqlite3 says so at once instead of waiting
 * as the busy timeout asks: it has read already, and waiting could be for ever if both want to write. */
static int make_log(sqlite3 *raw, char mode[static 16])
{
    int rc = sqlite3_exec(raw, "PRAGMA journal_mode=WAL", take_mode, mode, NULL);
    for (int waited = 0; (rc & 0xff) == SQLITE_BUSY && waited < BUSY_MS; waited += BUSY_STEP_MS) {
        sqlite3_sleep(BUSY_STEP_MS);
        rc = sqlite3_exec(raw, "PRAGMA journal_mode=WAL", take_mode, mode, NULL);
    }
    return rc;
}

static int configure(struct db *db)
{
    /* In WAL mode NORMAL leaves out the wait at each commit, and nothing else: the order of what is written is the
     * same. db_sync does the waiting. */
    static const char common[] = "PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
                                 /* what is deleted is overwritten with zeros, whatever the library was built
                                  * with: ballots that were written anew leave no trace of their old order */
                                 "PRAGMA secure_delete=ON;"
                                 /* after a checkpoint the log shrinks to this, so that its size says
                                  * something again; more than it grows to between two, because writing
                                  * over blocks that are there is quicker than getting new ones */
                                 "PRAGMA journal_size_limit=83886080;";
    sqlite3 *raw = db->raw;
    sqlite3_busy_timeout(raw, BUSY_MS);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    /* "x" is a name and never a string, as in PostgreSQL. */
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
    sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
    int rc = sqlite3_exec(raw, common, NULL, NULL, NULL);
    if (rc == SQLITE_OK && db->mode == DB_READ_ONLY)
        return sqlite3_exec(raw, "PRAGMA cache_size=-4096; PRAGMA query_only=ON; SELECT 1 FROM sqlite_schema",
                            NULL, NULL, NULL);
    char mode[16] = "";
    if (rc == SQLITE_OK)
        /* A checkpoint every 64 MB instead of every 4: under load the same pages change over and over, and each
         * checkpoint writes and syncs them all. */
        rc = sqlite3_exec(raw, "PRAGMA cache_size=-16384; PRAGMA wal_autocheckpoint=16384", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = make_log(raw, mode);
    if (rc == SQLITE_OK && db->mode == DB_LANE)
        rc = sqlite3_exec(raw, "PRAGMA synchronous=NORMAL", NULL, NULL, NULL);
    if (rc == SQLITE_OK && strcmp(mode, "wal") != 0 && strcmp(mode, "memory") != 0)
        rc = SQLITE_CANTOPEN; /* a file system without shared memory */
    return rc;
}

/* Without room for its log a database does not open, and sqlite3 calls that an I/O error. */
static bool disk_is_full(struct arena *a, const char *path)
{
    struct statvfs st;
    return statvfs(dirname(arena_strdup(a, path)), &st) == 0 && st.f_bavail == 0;
}

/* Counting every byte that sqlite3 takes would cost a lock that all threads share; nobody reads the count. */
static void configure_library(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum status sqlite_open(struct db *db, struct arena *a, const char **detail)
{
    static pthread_once_t configured = PTHREAD_ONCE_INIT;
    pthread_once(&configured, configure_library);
    const char *path = db->source.path;
    ASSERT(path != NULL);
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (db->mode != DB_READ_ONLY) {
        flags |= SQLITE_OPEN_CREATE;
        if (strcmp(path, ":memory:") != 0)
            create_private(path);
    }
    sqlite3 *raw = NULL;
    int rc = sqlite3_open_v2(path, &raw, flags, NULL);
    db->raw = raw;
    /* It falls back to reading when it may not write; said before it makes a log that nobody may write either. */
    if (rc == SQLITE_OK && db->mode != DB_READ_ONLY && sqlite3_db_readonly(raw, "main") == 1)
        rc = SQLITE_READONLY;
    if (rc == SQLITE_OK)
        rc = configure(db);
    if (rc != SQLITE_OK) {
        *detail = arena_printf(a, "cannot open the database %s: %s", path,
                               disk_is_full(a, path)                              ? "the disk is full"
                               : raw != NULL && sqlite3_errcode(raw) != SQLITE_OK ? sqlite3_errmsg(raw)
                                                                                  : sqlite3_errstr(rc));
        return (rc & 0xff) == SQLITE_BUSY ? BUSY : FAILED;
    }
    ASSERT(asprintf(&db->wal, "%s-wal", path) > 0);
    if (db->mode == DB_LANE) {
        /* The log stays the same file as long as a connection is open, and sqlite3 holds no locks on it. */
        db->log = open(db->wal, O_RDWR | O_CLOEXEC);
        if (db->log < 0) {
            *detail = arena_printf(a, "cannot open the log of the database: %s", strerror(errno));
            return FAILED;
        }
    }
    return OK;
}

/* A checkpoint syncs the log before it moves anything from it, so what is not in the log any more is safe too. */
enum status db_sync(struct db *db)
{
    if (db->source.engine != DB_SQLITE || db->mode != DB_LANE)
        return OK;
    if (!db->log_lost && fdatasync(db->log) != 0)
        db->log_lost = true;
    return db->log_lost ? FAILED : OK;
}

static void sqlite_close(struct db *db)
{
    for (size_t i = 0; i < db->slot_count; i++)
        sqlite3_finalize(db->slots[i].handle);
    if (db->log >= 0)
        close(db->log);
    ASSERT(sqlite3_close(db->raw) == SQLITE_OK);
}

/* ---- Statements ------------------------------------------------------------------------------------------ */

static bool sqlite_prepare(struct db *db, struct db_statement *s, bool check)
{
    (void)check; /* costs nothing here, so it is always done */
    if (s->handle != NULL)
        return true;
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_prepare_v3(db->raw, s->q->sqlite, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
    if (rc != SQLITE_OK) {
        fail(db, rc, s->q->name);
        return false;
    }
    const char *names[DB_MAX_PARAMS];
    int count = sqlite3_column_count(stmt);
    for (int i = 0; i < count && i < DB_MAX_PARAMS; i++)
        names[i] = sqlite3_column_name(stmt, i);
    int params = sqlite3_bind_parameter_count(stmt);
    if (params != s->q->param_count)
        db_fail(db, FAILED, "%s: the statement takes %d parameters, not %d", s->q->name, params,
                s->q->param_count);
    if (params != s->q->param_count || !db_check_columns(db, s->q, names, (size_t)count)) {
        sqlite3_finalize(stmt);
        return false;
    }
    s->handle = stmt;
    s->writes = !sqlite3_stmt_readonly(stmt);
    return true;
}

/* The values stay where they are for the length of the call, so nothing is copied (SQLITE_STATIC). */
static bool bind(struct db *db, const struct db_query *q, sqlite3_stmt *stmt, const struct db_value *args)
{
    for (int i = 0; i < q->param_count; i++) {
        const struct db_value *v = &args[i];
        int rc;
        if (v->null) {
            rc = SQLITE_OK; /* bindings are cleared after each call */
        } else if (v->type == DB_INT || v->type == DB_BOOL) {
            rc = sqlite3_bind_int64(stmt, i + 1, v->i);
        } else if (v->type == DB_BLOB) {
            rc = sqlite3_bind_blob64(stmt, i + 1, v->bytes.n > 0 ? v->bytes.p : "", v->bytes.n, SQLITE_STATIC);
        } else if (v->bytes.n > 0 && memchr(v->bytes.p, '\0', v->bytes.n) != NULL) {
            db_fail(db, FAILED, "%s: NUL in text ?%d", q->name, i + 1);
            return false;
        } else {
            rc = sqlite3_bind_text64(stmt, i + 1, v->bytes.n > 0 ? v->bytes.p : "", v->bytes.n, SQLITE_STATIC,
                                     SQLITE_UTF8);
        }
        if (rc != SQLITE_OK) {
            fail(db, rc, q->name);
            return false;
        }
    }
    return true;
}

static bool take_row(struct db *db, const struct db_query *q, sqlite3_stmt *stmt, struct db_rows *rows)
{
    static const int expected[] = {
        [DB_INT] = SQLITE_INTEGER, [DB_BOOL] = SQLITE_INTEGER, [DB_TEXT] = SQLITE_TEXT, [DB_BLOB] = SQLITE_BLOB
    };
    static const char *const names[] = { "?", "an integer", "a real", "a text", "a blob", "NULL" };
    void *row = db_rows_add(db, q, rows);
    if (row == NULL)
        return false;
    for (int i = 0; i < q->column_count; i++) {
        const struct db_column *c = &q->columns[i];
        /* Asked of the value, because each sqlite3_column_ function finds the column and takes a lock anew. */
        sqlite3_value *v = sqlite3_column_value(stmt, i);
        int type = sqlite3_value_type(v);
        if (type == SQLITE_NULL && c->nullable)
            continue;
        if (type != expected[c->type]) {
            db_fail(db, FAILED, "%s: column %s is %s", q->name, c->name, names[type]);
            return false;
        }
        if (type == SQLITE_INTEGER) {
            db_put_int(row, c, sqlite3_value_int64(v));
        } else {
            /* Text too: sqlite3_value_text sees to a NUL at its end, which the arena's copy has by itself. */
            const void *p = sqlite3_value_blob(v);
            int n = sqlite3_value_bytes(v);
            if (p == NULL && n > 0) {
                fail(db, SQLITE_NOMEM, q->name);
                return false;
            }
            db_put_bytes(rows->a, row, c, p, (size_t)n);
        }
    }
    return true;
}

/* A statement that writes has done all its work before its first row; it is run to its end all the same,
 * because foreign keys are checked there. */
static int64_t step_all(struct db *db, struct db_statement *s, struct db_rows *rows)
{
    int rc;
    while ((rc = sqlite3_step(s->handle)) == SQLITE_ROW) {
        if (rows != NULL && !take_row(db, s->q, s->handle, rows))
            return 0;
    }
    if (rc != SQLITE_DONE) {
        fail(db, rc, s->q->name);
        return 0;
    }
    return s->writes ? sqlite3_changes64(db->raw) : 0;
}

static int64_t sqlite_run(struct db *db, struct db_statement *s, const struct db_value *args,
                          struct db_rows *rows)
{
    if (s->writes && (db->tx == TX_READ || db->mode == DB_READ_ONLY)) {
        db_fail(db, FAILED, "%s: writes in a read-only transaction", s->q->name);
        return 0;
    }
    int64_t changed = bind(db, s->q, s->handle, args) ? step_all(db, s, rows) : 0;
    sqlite3_reset(s->handle);
    sqlite3_clear_bindings(s->handle);
    return changed;
}

/* ---- Transactions ---------------------------------------------------------------------------------------- */

static bool sqlite_command(struct db *db, const struct db_query *command)
{
    struct db_statement *s = db_statement(db, command, false);
    if (s == NULL)
        return false;
    int rc = sqlite3_step(s->handle);
    if (rc != SQLITE_DONE)
        fail(db, rc, command->name);
    sqlite3_reset(s->handle);
    return rc == SQLITE_DONE;
}

static bool sqlite_in_transaction(const struct db *db)
{
    return sqlite3_get_autocommit(db->raw) == 0;
}

/* As sqlite3 itself does on SQLITE_FULL: also inside a savepoint the whole transaction goes. */
static void sqlite_full(struct db *db)
{
    if (sqlite_in_transaction(db))
        sqlite3_exec(db->raw, "ROLLBACK", NULL, NULL, NULL);
}

/* ---- The rest -------------------------------------------------------------------------------------------- */

static void sqlite_script(struct db *db, const char *sql)
{
    int rc = sqlite3_exec(db->raw, sql, NULL, NULL, NULL);
    if (rc != SQLITE_OK)
        fail(db, rc, "script");
}

static const char *sqlite_scalar(struct db *db, struct arena *a, const char *sql)
{
    sqlite3_stmt *stmt = NULL;
    const char *result = NULL;
    int rc = sqlite3_prepare_v2(db->raw, sql, -1, &stmt, NULL);
    if (rc == SQLITE_OK) {
        rc = sqlite3_step(stmt);
        if (rc == SQLITE_ROW && sqlite3_column_type(stmt, 0) != SQLITE_NULL)
            result = arena_strdup(a, (const char *)sqlite3_column_text(stmt, 0));
        while (rc == SQLITE_ROW)
            rc = sqlite3_step(stmt);
    }
    if (rc != SQLITE_OK && rc != SQLITE_DONE) {
        fail(db, rc, "scalar");
        result = NULL;
    }
    sqlite3_finalize(stmt);
    return result;
}

void db_upkeep(struct db *db)
{
    struct stat st;
    if (db->source.engine != DB_SQLITE || db->mode == DB_READ_ONLY || db->tx != TX_NONE ||
        stat(db->wal, &st) != 0 || st.st_size <= WAL_LARGE || clock_monotonic_us() < db->upkeep_not_before)
        return;
    /* Waits for readers, but not for long: the lane stands still meanwhile. */
    sqlite3_busy_timeout(db->raw, UPKEEP_BUSY_MS);
    int rc = sqlite3_wal_checkpoint_v2(db->raw, NULL, SQLITE_CHECKPOINT_RESTART, NULL, NULL);
    sqlite3_busy_timeout(db->raw, BUSY_MS);
    db->upkeep_not_before = rc == SQLITE_OK ? 0 : clock_monotonic_us() + UPKEEP_PAUSE_US;
}

/* A row that is deleted is overwritten with zeros in its page (secure_delete), but the log still has the page as it was. */
static void sqlite_sweep(struct db *db, const char *const *tables)
{
    (void)tables; /* a log cannot be cut by table */
    sqlite3_busy_timeout(db->raw, SWEEP_BUSY_MS);
    int rc = sqlite3_wal_checkpoint_v2(db->raw, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    sqlite3_busy_timeout(db->raw, BUSY_MS);
    if (rc == SQLITE_IOERR_FSYNC)
        db->log_lost = true; /* as when db_sync is refused */
    if (rc != SQLITE_OK)
        fail(db, rc, "sweep");
}

bool db_stamp(struct db *db, uint32_t *stamp)
{
    return db->source.engine == DB_SQLITE && db->tx == TX_READ && db->status == OK &&
           sqlite3_txn_state(db->raw, "main") == SQLITE_TXN_READ &&
           sqlite3_file_control(db->raw, "main", SQLITE_FCNTL_DATA_VERSION, stamp) == SQLITE_OK;
}

int64_t db_changes(const struct db *db)
{
    ASSERT(db->source.engine == DB_SQLITE);
    return sqlite3_total_changes64(db->raw);
}

/* VACUUM INTO does not promise that the copy is on the disk. */
static bool sync_copy(const char *path)
{
    char *directory = strdup(path);
    ASSERT(directory != NULL);
    int file = open(path, O_RDONLY | O_CLOEXEC);
    int folder = open(dirname(directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool ok = file >= 0 && folder >= 0 && fsync(file) == 0 && fsync(folder) == 0;
    if (file >= 0)
        close(file);
    if (folder >= 0)
        close(folder);
    free(directory);
    return ok;
}

enum status db_copy_to(struct db *db, const char *path, struct arena *a, const char **detail)
{
    ASSERT(db->tx == TX_NONE);
    *detail = NULL;
    if (db->source.engine != DB_SQLITE) {
        *detail = "copies of a PostgreSQL database are made with pg_dump";
        return INVALID;
    }
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        *detail = arena_printf(a, "cannot make %s: %s", path, strerror(errno));
        return errno == EEXIST ? CONFLICT : FAILED;
    }
    close(fd);
    /* query_only would refuse it, though it writes only to the copy. */
    sqlite3_stmt *stmt = NULL;
    int rc = sqlite3_exec(db->raw, "PRAGMA query_only=OFF", NULL, NULL, NULL);
    if (rc == SQLITE_OK)
        rc = sqlite3_prepare_v2(db->raw, "VACUUM INTO ?1", -1, &stmt, NULL);
    if (rc == SQLITE_OK) {
        sqlite3_bind_text(stmt, 1, path, -1, SQLITE_STATIC);
        rc = sqlite3_step(stmt);
    }
    if (rc != SQLITE_DONE)
        *detail = arena_printf(a, "cannot copy to %s: %s", path, sqlite3_errmsg(db->raw));
    else if (!sync_copy(path))
        *detail = arena_printf(a, "cannot write %s: %s", path, strerror(errno));
    sqlite3_finalize(stmt);
    if (db->mode == DB_READ_ONLY)
        sqlite3_exec(db->raw, "PRAGMA query_only=ON", NULL, NULL, NULL);
    if (*detail == NULL)
        return OK;
    unlink(path);
    return (rc & 0xff) == SQLITE_BUSY ? BUSY : FAILED;
}

const struct db_ops db_sqlite_ops = {
    .open = sqlite_open,
    .close = sqlite_close,
    .prepare = sqlite_prepare,
    .run = sqlite_run,
    .begin = sqlite_command,
    .command = sqlite_command,
    .in_transaction = sqlite_in_transaction,
    .sweep = sqlite_sweep,
    .script = sqlite_script,
    .scalar = sqlite_scalar,
    .full = sqlite_full,
};
