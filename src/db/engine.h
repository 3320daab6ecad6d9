/* Inside src/db: what db.c asks of an engine, and the connection both engines share. Nobody else includes
 * this. The rules that hold for both (stickiness, transactions, fault injection, cached statements) are in
 * db.c; an engine only runs things and says db_fail. */
#ifndef DB_ENGINE_H
#define DB_ENGINE_H

#include <string.h>

#include "base/arena.h"
#include "db/db.h"

enum { DB_MAX_PARAMS = 64 };

/* What PostgreSQL sessions are held to; migrations lift it for their own time. */
#define DB_STATEMENT_TIMEOUT "30s"

enum db_tx { TX_NONE, TX_READ, TX_WRITE };

/* A prepared statement of one connection. */
struct db_statement {
    const struct db_query *q; /* NULL: free slot */
    void *handle;             /* SQLite: sqlite3_stmt */
    unsigned number;          /* PostgreSQL: the statement is called q<number>; 0 = to be prepared */
    bool writes;              /* SQLite */
};

/* Rows on their way to the arena. */
struct db_rows {
    struct arena *a;
    void *items;
    size_t count, capacity, max;
};

struct db {
    const struct db_ops *ops;
    struct db_source source;
    enum db_mode mode;
    void *raw; /* sqlite3 or PGconn */
    enum status status;
    enum db_cause cause;
    char error[512];
    enum db_tx tx;
    bool savepoint;
    int64_t calls, fail_in;
    enum { ANSWERED, LOST_AFTER, LOST_BEFORE } next_commit; /* what a test wants of it */
    struct db_statement *slots;                             /* open addressing; slot_count is a power of two */
    size_t slot_count, slots_used;
    unsigned statements;       /* PostgreSQL: names given so far */
    char *wal;                 /* SQLite: path of the write-ahead log */
    int log;                   /* SQLite, DB_LANE: that file, for db_sync; -1 otherwise */
    _Atomic bool log_lost;     /* the disk refused once */
    int64_t upkeep_not_before; /* SQLite: microseconds; after a checkpoint that readers held up */
};

struct db_ops {
    /* Opens raw. On failure *detail is set; close is called anyway. */
    enum status (*open)(struct db *db, struct arena *a, const char **detail);
    void (*close)(struct db *db);
    /* Fills the statement, or fails. With check, also compares the result's columns with the query's. */
    bool (*prepare)(struct db *db, struct db_statement *s, bool check);
    /* Runs; rows may be NULL. Gives the number of changed rows. */
    int64_t (*run)(struct db *db, struct db_statement *s, const struct db_value *args, struct db_rows *rows);
    /* BEGIN, COMMIT and so on; runs even when the connection is in error. begin may first reconnect. */
    bool (*begin)(struct db *db, const struct db_query *command);
    bool (*command)(struct db *db, const struct db_query *command);
    bool (*in_transaction)(const struct db *db);
    void (*sweep)(struct db *db, const char *const *tables);
    void (*script)(struct db *db, const char *sql);
    const char *(*scalar)(struct db *db, struct arena *a, const char *sql);
    /* NULL where there are no other processes. */
    enum status (*listen)(struct db *db, const char *channel);
    enum db_heard (*hear)(struct db *db, struct arena *a, int fd, int ms, const char **word);
    /* Leaves things as they are after a full disk; db.c then fails. */
    void (*full)(struct db *db);
};

extern const struct db_ops db_sqlite_ops, db_postgres_ops;

/* The first error stays. */
void db_fail(struct db *db, enum status st, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Before db_fail: why, when people are to be told. */
static inline void db_because(struct db *db, enum db_cause cause)
{
    if (db->status == OK)
        db->cause = cause;
}

/* The cached statement, prepared; NULL after db_fail. */
struct db_statement *db_statement(struct db *db, const struct db_query *q, bool check);

/* Gives up the names of all prepared statements: the connection is a new one. */
void db_forget_statements(struct db *db);

/* A zeroed row at the end, or NULL after db_fail when there are too many. */
void *db_rows_add(struct db *db, const struct db_query *q, struct db_rows *rows);

/* Compares what a statement gives with what the query says; names is an array of count. */
bool db_check_columns(struct db *db, const struct db_query *q, const char *const *names, size_t count);

/* Puts one value into a row. */
static inline void db_put_int(void *row, const struct db_column *c, int64_t v)
{
    char *at = (char *)row + c->offset;
    if (c->type == DB_BOOL)
        *(bool *)at = v != 0;
    else if (c->nullable)
        *(struct db_int *)at = DB_SOME(v);
    else
        *(int64_t *)at = v;
}

static inline void db_put_bytes(struct arena *a, void *row, const struct db_column *c, const void *p, size_t n)
{
    char *at = (char *)row + c->offset;
    if (c->type == DB_TEXT) {
        *(const char **)at = n == 0 ? "" : arena_strndup(a, p, n);
    } else {
        void *copy = arena_alloc(a, n);
        if (n > 0)
            memcpy(copy, p, n);
        *(struct bytes *)at = (struct bytes){ copy, n };
    }
}

#endif
