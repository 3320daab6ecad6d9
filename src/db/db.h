/* One door to both engines. A connection is sticky: after an error every further query does nothing
 * and gives nothing, until the transaction is rolled back. So a handler reads and writes in plain
 * lines, and the executor looks once at the end with db_status(). Nobody binds by hand: tools/sqlc
 * writes a typed function for each query of a slice, and those call db_exec, db_row and db_rows.
 *
 * No slice begins or commits: http/executor does (and command-line tools through db_write_begin). */
#ifndef DB_DB_H
#define DB_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

struct arena;
struct db;

enum db_engine { DB_SQLITE, DB_POSTGRES, DB_ENGINES };
/* DB_LANE writes too, but its commits are only durable after db_sync: then one wait for the disk serves all commits
 * before it, and the next transaction need not wait. PostgreSQL: the same as DB_READ_WRITE. */
enum db_mode { DB_READ_ONLY, DB_READ_WRITE, DB_LANE };

/* Where the data is. Strings are borrowed for the life of the process. */
struct db_source {
    enum db_engine engine;
    const char *path;     /* SQLite: the file; ":memory:" in tests */
    const char *conninfo; /* PostgreSQL: URL or key=value; never logged */
};

/* A whole number that may be absent. */
struct db_int {
    int64_t v;
    bool set;
};
#define DB_SOME(n) ((struct db_int){ .v = (n), .set = true })
#define DB_NULL_INT ((struct db_int){ 0 })

enum db_type { DB_INT, DB_BOOL, DB_TEXT, DB_BLOB };

/* C types: int -> int64_t, bool -> bool, text -> const char *, blob -> struct bytes;
 * nullable int -> struct db_int, nullable text -> NULL, nullable blob -> .p == NULL.
 * A nullable bool is not offered: use int?. */
struct db_column {
    const char *name;
    enum db_type type;
    bool nullable;
    uint16_t offset; /* in the row struct; 0 for parameters */
};

struct db_value {
    enum db_type type;
    bool null;
    int64_t i;          /* DB_INT, DB_BOOL */
    struct bytes bytes; /* DB_TEXT (without NUL), DB_BLOB */
};

enum db_kind { DB_ONE, DB_MAYBE, DB_MANY, DB_EXEC };

/* A compiled query; one const object per block of a .sql file. */
struct db_query {
    const char *name; /* "scan.answer_upsert" */
    const char *sqlite;
    const char *postgres;
    enum db_kind kind;
    bool variant; /* the block has a @postgres text of its own */
    uint16_t param_count, column_count;
    const struct db_column *params, *columns;
    size_t row_size;
};

enum { DB_MAX_ROWS = 200000 };

/* Opens. SQLite: WAL, synchronous=FULL, foreign_keys=ON, busy timeout 5 s; a read-only connection
 * refuses writes (query_only). PostgreSQL: prepared statements, client_min_messages=warning.
 * On failure *detail is a sentence for the operator (static or in the arena). Caller closes. */
enum status db_open(const struct db_source *source, enum db_mode mode, struct arena *a, struct db **out,
                    const char **detail) MUST_USE;
void db_close(struct db *db);
enum db_engine db_engine(const struct db *db);

/* Prepares q on this connection and, unlike the calls below, also compares its parameters and columns
 * with what it says (number, on PostgreSQL types, columns that changed places): for the test that goes
 * through every query. */
enum status db_prepare(struct db *db, const struct db_query *q);

/* What generated functions call. Strings and blobs of rows are copied to the arena; statements are
 * reset before returning. */
int64_t db_exec(struct db *db, const struct db_query *q, const struct db_value *args); /* rows changed */
/* The row, or NULL. DB_ONE without a row makes the connection FAILED ("expected a row"), and so does a
 * second row for DB_ONE and DB_MAYBE: write LIMIT 1 where the first will do. The function that sqlc makes of a `one`
 * query never gives NULL: after an error it gives a row of zeros and empty texts, and the outcome is thrown away. */
const void *db_row(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args);
/* All rows as one array of q->row_size; NULL when there are none. More than DB_MAX_ROWS is FAILED. */
const void *db_rows(struct db *db, struct arena *a, const struct db_query *q, const struct db_value *args,
                    size_t *count);

/* OK until something failed: BUSY (serialisation, deadlock, locked: try the whole transaction again),
 * UNSURE (only by db_commit), FAILED (everything else). db_error is the engine's text for the log; valid until the
 * rollback. */
enum status db_status(const struct db *db);
const char *db_error(const struct db *db);

/* Why it failed, where people can be told more than that it did. Valid until the rollback. */
enum db_cause {
    DB_CAUSE_NONE,
    DB_CAUSE_AWAY, /* the database cannot be reached */
    DB_CAUSE_FULL  /* there is no room left on the disk */
};
enum db_cause db_cause(const struct db *db);

/* Transactions. db_begin_write is BEGIN IMMEDIATE or SERIALIZABLE; db_begin_read is one snapshot
 * (read-only). db_commit returns the truth: only OK means durable (DB_LANE: after db_sync), and UNSURE that the
 * connection broke before the answer came, so that nobody knows whether it is stored. A transaction that may have written
 * is never run again after that. db_rollback clears the error (also outside a transaction, where each call stands alone).
 * What writes fails in a read transaction, on any connection. PostgreSQL: a connection that is lost before the commit is
 * BUSY, for nothing of it is stored, and the next db_begin makes a new one. */
enum status db_begin_read(struct db *db) MUST_USE;
enum status db_begin_write(struct db *db) MUST_USE;
enum status db_commit(struct db *db) MUST_USE;
void db_rollback(struct db *db);

/* Makes everything durable that a DB_LANE connection committed before the call. Another thread may call it while the
 * connection works on, one call at a time; FAILED when the disk refuses: what was committed since the last OK may then be lost. From then on
 * it stays FAILED, whatever the disk says later: Linux forgets pages that it could not write, and behind such a hole in the
 * log nothing is found again. Only a new connection, after everybody closed theirs, begins anew. */
enum status db_sync(struct db *db) MUST_USE;

/* Which state of the database this read transaction sees: as long as two transactions of one connection have the
 * same stamp, nobody committed anything between them, and what was read stays true. SQLite keeps the number to know
 * whether its own cached pages still hold. False when it cannot be told: outside a read transaction, before its first
 * query, on PostgreSQL. */
bool db_stamp(struct db *db, uint32_t *stamp);

/* One savepoint level, for the write lane. After db_savepoint_undo the error is cleared, unless the
 * whole transaction is gone (db_in_transaction is false: nothing of this batch may be kept). */
enum status db_savepoint(struct db *db) MUST_USE;
enum status db_savepoint_keep(struct db *db) MUST_USE;
void db_savepoint_undo(struct db *db);
bool db_in_transaction(const struct db *db);
/* Grows with every row that this connection changes: when it stands still, there is nothing to undo. SQLite only. */
int64_t db_changes(const struct db *db);

/* ---- Word to other processes on the same database. On SQLite there are none: nothing is told, and nothing heard. ---- */

/* In a write transaction: heard by whoever listens to the channel once this commits, by others and by this process. The same
 * word twice in one transaction is heard once. */
void db_tell(struct db *db, const char *channel, const char *word);
/* From now on this connection listens; channel is a name of ours. The connection is for nothing else. Also to try again after
 * it was lost, which renews it: whatever was told meanwhile is missed. */
enum status db_listen(struct db *db, const char *channel) MUST_USE;
/* Waits for a word, at most ms milliseconds or until fd can be read (-1: none). */
enum db_heard {
    DB_HEARD_WORD, /* *word, in the arena */
    DB_HEARD_NOTHING,
    DB_HEARD_LOST /* the connection is gone: db_listen again */
};
enum db_heard db_hear(struct db *db, struct arena *a, int fd, int ms, const char **word);

/* Upkeep by the lane after a commit: RESTART checkpoint when the WAL is above 128 MB. */
void db_upkeep(struct db *db);

/* Overwrites what the engine still keeps of rows of these tables as they were before they were changed or deleted; outside a
 * transaction. SQLite: everything in the log goes to the file and the log is cut to nothing. PostgreSQL: the tables are written anew
 * (VACUUM FULL), because VACUUM alone leaves old rows readable in the unused parts of pages; rows keep the number of the transaction that wrote
 * them. BUSY when somebody else was at it for longer than a moment: try again later. tables ends with NULL. */
enum status db_sweep(struct db *db, const char *const *tables) MUST_USE;

/* Runs several statements without results (migrations, tests); errors become sticky. Outside a transaction
 * PostgreSQL takes them as one, SQLite each for itself. */
void db_script(struct db *db, const char *sql);

/* One value as text in the arena, for `verify` and tests; NULL when there is no row or it is NULL.
 * sql is a literal of ours, never built from input. */
const char *db_scalar(struct db *db, struct arena *a, const char *sql);

/* A consistent copy of a SQLite database into a new file (VACUUM INTO), on the disk when it is OK; outside a
 * transaction, on either kind of connection. CONFLICT when path exists, INVALID on PostgreSQL (pg_dump). */
enum status db_copy_to(struct db *db, const char *path, struct arena *a, const char **detail) MUST_USE;

/* The address of a PostgreSQL database as environment variables ("PGHOST=…"), NULL-terminated and in the arena: for
 * pg_dump and pg_restore, so that no password stands in the list of processes. NULL when it cannot be read. */
char *const *db_tool_environment(struct arena *a, const char *conninfo);

/* Test hooks: the n-th call from now on fails as if the disk was full (0 = off), once: on SQLite the whole
 * transaction is gone then, on PostgreSQL what the savepoint covers. Everything that runs SQL counts, except
 * db_rollback and db_savepoint_undo, and nothing counts while the connection is in error. */
void db_fail_after(struct db *db, int64_t calls);
/* The next commit that would be OK tells UNSURE, once: stored true, the answer got lost; false, the COMMIT did. */
void db_unsure_next(struct db *db, bool stored);
int64_t db_calls(const struct db *db);

/* The raw handle, for the authorizer test only (sqlite3 * or PGconn *). */
void *db_raw(struct db *db);

#endif
