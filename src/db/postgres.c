/* PostgreSQL; the only file that knows libpq-fe.h. Values go both ways in binary: eight bytes, most
 * significant first, for numbers, and as they are for text and blobs. */
#include <endian.h>
#include <inttypes.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>

#include "db/engine.h"

/* Type OIDs are part of PostgreSQL's catalogue and never change. */
enum {
    OID_BOOL = 16,
    OID_BYTEA = 17,
    OID_NAME = 19,
    OID_INT8 = 20,
    OID_INT2 = 21,
    OID_INT4 = 23,
    OID_TEXT = 25,
    OID_VARCHAR = 1043,
};

enum { OLDEST_SERVER = 150000 };

/* search_path is pinned to the one schema the operator's settings chose, so that nobody who may create
 * things elsewhere can put them in front of ours. */
static const char session[] =
    "SET client_min_messages = warning;"
    "SET timezone = 'UTC';"
    "SET standard_conforming_strings = on;"
    "SET idle_in_transaction_session_timeout = '60s';"
    "SET statement_timeout = '" DB_STATEMENT_TIMEOUT "';"
    "SET jit = off;" /* our queries are short */
    "SELECT set_config('search_path', quote_ident(current_schema()) || ', pg_temp', false)"
    " WHERE current_schema() IS NOT NULL;";

static bool lost(const struct db *db)
{
    return PQstatus(db->raw) != CONNECTION_OK;
}

static bool good(const PGresult *result)
{
    ExecStatusType status = PQresultStatus(result);
    return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/* The message without DETAIL and HINT: those show values, and values are people's answers. */
static void fail(struct db *db, const PGresult *result, const char *what)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    bool again = state != NULL &&
                 (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0 || strcmp(state, "55P03") == 0 ||
                  strcmp(state, "53200") == 0); /* no room for one more predicate lock */
    if (state != NULL && strcmp(state, "53100") == 0)
        db_because(db, DB_CAUSE_FULL);
    if (lost(db)) {
        /* Nothing of a transaction remains without its COMMIT, so it may be run again. */
        db_because(db, DB_CAUSE_AWAY);
        db_fail(db, BUSY, "%s: the connection to PostgreSQL is lost%s%s", what, message != NULL ? ": " : "",
                message != NULL ? message : "");
    } else {
        db_fail(db, again ? BUSY : FAILED, "%s: %s (%s)", what, message != NULL ? message : "no result",
                state != NULL ? state : "-");
    }
}

/* A COMMIT that got no answer of the server's: whether it came through nobody knows. A refusal by the server has a
 * code, and after it the connection still stands. */
static bool is_unanswered(const struct db *db, const PGresult *result)
{
    return lost(db) || (!good(result) && PQresultErrorField(result, PG_DIAG_SQLSTATE) == NULL);
}

/* ---- Opening --------------------------------------------------------------------------------------------- */

static void ignore_notice(void *p, const char *message)
{
    (void)p;
    (void)message;
}

/* Makes a fresh or renewed connection ours; NULL or what is wrong. */
static const char *start_session(struct db *db)
{
    const char *encoding = PQparameterStatus(db->raw, "server_encoding");
    if (PQserverVersion(db->raw) < OLDEST_SERVER)
        return "PostgreSQL 15 or newer is needed";
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
        return "the database must have the encoding UTF8";
    PGresult *result = PQexec(db->raw, session);
    const char *wrong = NULL;
    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        wrong = "the session cannot be set up";
    else if (PQntuples(result) == 0)
        wrong = "there is no schema to work in (search_path)";
    PQclear(result);
    if (wrong == NULL && db->mode == DB_READ_ONLY) {
        result = PQexec(db->raw, "SET default_transaction_read_only = on");
        if (!good(result))
            wrong = "the session cannot be set up";
        PQclear(result);
    }
    return wrong;
}

/* libpq explains itself in several lines; a log and an operator want one. */
static const char *one_line(struct arena *a, const char *message)
{
    char *out = arena_strdup(a, message);
    size_t n = 0;
    for (const char *p = message; *p != '\0'; p++) {
        bool blank = *p == '\n' || *p == '\t' || *p == ' ';
        if (!blank)
            out[n++] = *p;
        else if (n > 0 && out[n - 1] != ' ')
            out[n++] = ' ';
    }
    while (n > 0 && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
    return out;
}

static enum status postgres_open(struct db *db, struct arena *a, const char **detail)
{
    /* Later ones win: what stands before dbname is a default, what stands after it is fixed. */
    const char *const keys[] = { "fallback_application_name", "connect_timeout",
                                 "tcp_user_timeout",          "dbname",
                                 "client_encoding",           NULL };
    const char *const values[] = { "kapstok", "10", "30000", db->source.conninfo, "UTF8", NULL };
    ASSERT(db->source.conninfo != NULL);
    /* Parsed first, because a complaint about the address would quote it with its password. */
    PQconninfoOption *options = PQconninfoParse(db->source.conninfo, NULL);
    if (options == NULL) {
        *detail = "the address of the PostgreSQL database cannot be read";
        return FAILED;
    }
    PQconninfoFree(options);
    db->raw = PQconnectdbParams(keys, values, 1);
    if (lost(db)) {
        *detail = arena_printf(a, "cannot connect to PostgreSQL: %s", one_line(a, PQerrorMessage(db->raw)));
        return FAILED;
    }
    PQsetNoticeProcessor(db->raw, ignore_notice, NULL);
    *detail = start_session(db);
    return *detail == NULL ? OK : FAILED;
}

static void postgres_close(struct db *db)
{
    PQfinish(db->raw);
}

static bool reconnect(struct db *db)
{
    db_forget_statements(db);
    PQreset(db->raw);
    const char *wrong = lost(db) ? "no answer" : start_session(db);
    if (wrong != NULL) {
        db_because(db, DB_CAUSE_AWAY);
        db_fail(db, BUSY, "begin: the connection to PostgreSQL is lost: %s", wrong);
    }
    return wrong == NULL;
}

/* ---- Statements ------------------------------------------------------------------------------------------ */

static bool type_fits(enum db_type type, Oid oid)
{
    switch (type) {
    case DB_INT:
    case DB_BOOL:
        return oid == OID_INT8 || oid == OID_INT4 || oid == OID_INT2 || oid == OID_BOOL;
    case DB_TEXT:
        return oid == OID_TEXT || oid == OID_VARCHAR || oid == OID_NAME;
    default:
        return oid == OID_BYTEA;
    }
}

/* Sums and averages of big numbers are numeric on PostgreSQL: that is the query's to cast. */
static bool types_fit(struct db *db, const struct db_query *q, const PGresult *result)
{
    if (PQnfields(result) != q->column_count) {
        db_fail(db, FAILED, "%s: the statement gives %d columns, not %d", q->name, PQnfields(result),
                q->column_count);
        return false;
    }
    for (int i = 0; i < q->column_count; i++) {
        if (!type_fits(q->columns[i].type, PQftype(result, i))) {
            db_fail(db, FAILED, "%s: column %s has PostgreSQL type %u; numbers need CAST(… AS BIGINT)", q->name,
                    q->columns[i].name, PQftype(result, i));
            return false;
        }
    }
    return true;
}

static bool check_statement(struct db *db, const struct db_query *q, const char *name)
{
    PGresult *result = PQdescribePrepared(db->raw, name);
    const char *names[DB_MAX_PARAMS];
    int count = PQnfields(result);
    for (int i = 0; i < count && i < DB_MAX_PARAMS; i++)
        names[i] = PQfname(result, i);
    if (!good(result))
        fail(db, result, q->name);
    else if (PQnparams(result) != q->param_count)
        db_fail(db, FAILED, "%s: the statement takes %d parameters, not %d", q->name, PQnparams(result),
                q->param_count);
    else if (db_check_columns(db, q, names, (size_t)count) && q->kind != DB_EXEC)
        types_fit(db, q, result);
    PQclear(result);
    return db->status == OK;
}

static const char *statement_name(char name[16], unsigned number)
{
    snprintf(name, 16, "q%u", number);
    return name;
}

static bool postgres_prepare(struct db *db, struct db_statement *s, bool check)
{
    static const Oid oids[] = {
        [DB_INT] = OID_INT8, [DB_BOOL] = OID_INT8, [DB_TEXT] = OID_TEXT, [DB_BLOB] = OID_BYTEA
    };
    const struct db_query *q = s->q;
    ASSERT(q->param_count <= DB_MAX_PARAMS && q->column_count <= DB_MAX_PARAMS);
    char name[16];
    if (s->number == 0) {
        unsigned number = ++db->statements;
        Oid types[DB_MAX_PARAMS];
        for (int i = 0; i < q->param_count; i++)
            types[i] = oids[q->params[i].type];
        PGresult *result = PQprepare(db->raw, statement_name(name, number), q->postgres, q->param_count, types);
        if (!good(result))
            fail(db, result, q->name);
        PQclear(result);
        if (db->status != OK)
            return false;
        s->number = number;
    }
    return !check || check_statement(db, q, statement_name(name, s->number));
}

static bool take_int(const char *p, int n, int64_t *v)
{
    union {
        uint64_t u8;
        uint32_t u4;
        uint16_t u2;
        uint8_t u1;
    } raw;
    if (n != 1 && n != 2 && n != 4 && n != 8)
        return false;
    memcpy(&raw, p, (size_t)n);
    *v = n == 8   ? (int64_t)be64toh(raw.u8)
         : n == 4 ? (int32_t)be32toh(raw.u4)
         : n == 2 ? (int16_t)be16toh(raw.u2)
                  : raw.u1;
    return true;
}

static bool take_row(struct db *db, const struct db_query *q, const PGresult *result, int r,
                     struct db_rows *rows)
{
    void *row = db_rows_add(db, q, rows);
    if (row == NULL)
        return false;
    for (int i = 0; i < q->column_count; i++) {
        const struct db_column *c = &q->columns[i];
        const char *p = PQgetvalue(result, r, i);
        int n = PQgetlength(result, r, i);
        int64_t v;
        if (PQgetisnull(result, r, i)) {
            if (c->nullable)
                continue;
            db_fail(db, FAILED, "%s: column %s is NULL", q->name, c->name);
            return false;
        }
        if (c->type == DB_TEXT || c->type == DB_BLOB) {
            db_put_bytes(rows->a, row, c, p, (size_t)n);
        } else {
            ASSERT(take_int(p, n, &v)); /* types_fit saw to it */
            db_put_int(row, c, v);
        }
    }
    return true;
}

static int64_t take_result(struct db *db, const struct db_query *q, const PGresult *result,
                           struct db_rows *rows)
{
    if (!good(result)) {
        fail(db, result, q->name);
        return 0;
    }
    if (rows != NULL && types_fit(db, q, result)) {
        for (int r = 0; r < PQntuples(result) && take_row(db, q, result, r, rows); r++)
            ;
    }
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        return 0;
    int64_t changed = 0;
    sscanf(PQcmdTuples((PGresult *)result), "%" SCNd64, &changed);
    return changed;
}

static int64_t postgres_run(struct db *db, struct db_statement *s, const struct db_value *args,
                            struct db_rows *rows)
{
    const struct db_query *q = s->q;
    const char *values[DB_MAX_PARAMS];
    int lengths[DB_MAX_PARAMS], formats[DB_MAX_PARAMS];
    uint64_t numbers[DB_MAX_PARAMS];
    for (int i = 0; i < q->param_count; i++) {
        const struct db_value *v = &args[i];
        formats[i] = 1;
        lengths[i] = 0;
        values[i] = NULL;
        if (v->null)
            continue;
        if (v->type == DB_INT || v->type == DB_BOOL) {
            numbers[i] = htobe64((uint64_t)v->i);
            values[i] = (const char *)&numbers[i];
            lengths[i] = sizeof numbers[i];
        } else if (v->bytes.n > INT32_MAX) {
            db_fail(db, FAILED, "%s: ?%d is too large", q->name, i + 1);
            return 0;
        } else {
            values[i] = v->bytes.n > 0 ? v->bytes.p : "";
            lengths[i] = (int)v->bytes.n;
        }
    }
    char name[16];
    PGresult *result =
        PQexecPrepared(db->raw, statement_name(name, s->number), q->param_count, values, lengths, formats, 1);
    int64_t changed = take_result(db, q, result, rows);
    PQclear(result);
    return changed;
}

/* ---- Transactions ---------------------------------------------------------------------------------------- */

/* A COMMIT of a broken transaction succeeds and says ROLLBACK, so the answer's first word is compared. */
static bool postgres_command(struct db *db, const struct db_query *command)
{
    PGresult *result = PQexec(db->raw, command->postgres);
    const char *tag = PQcmdStatus(result);
    bool ok = good(result);
    if (!ok && db->tx == TX_WRITE && strcmp(command->name, "commit") == 0 && is_unanswered(db, result))
        db_fail(db, UNSURE, "commit: the connection to PostgreSQL is lost");
    else if (!ok)
        fail(db, result, command->name);
    else if (strncmp(tag, command->postgres, strlen(tag)) != 0) {
        db_fail(db, FAILED, "%s: PostgreSQL answered %s", command->name, tag);
        ok = false;
    }
    PQclear(result);
    return ok;
}

/* Nothing is lost when a connection turns out to be gone before anything ran on it: one new try. */
static bool postgres_begin(struct db *db, const struct db_query *command)
{
    if (lost(db))
        return reconnect(db) && postgres_command(db, command);
    PGresult *result = PQexec(db->raw, command->postgres);
    bool ok = good(result);
    if (!ok && !lost(db))
        fail(db, result, command->name);
    PQclear(result);
    if (!ok && lost(db))
        ok = reconnect(db) && postgres_command(db, command);
    return ok;
}

static bool postgres_in_transaction(const struct db *db)
{
    PGTransactionStatusType status = PQtransactionStatus(db->raw);
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

/* Here a full disk fails the one statement; the transaction waits for its rollback. */
static void postgres_full(struct db *db)
{
    (void)db;
}

/* ---- Word from other processes --------------------------------------------------------------------------- */

static enum status postgres_listen(struct db *db, const char *channel)
{
    ASSERT(db->tx == TX_NONE);
    char command[80];
    ASSERT(strspn(channel, "abcdefghijklmnopqrstuvwxyz_") == strlen(channel) && strlen(channel) < 64);
    snprintf(command, sizeof command, "LISTEN %s", channel);
    if (lost(db) && !reconnect(db)) {
        enum status st = db->status;
        db_rollback(db);
        return st;
    }
    PGresult *result = PQexec(db->raw, command);
    enum status st = good(result) ? OK : FAILED;
    PQclear(result);
    return st;
}

static enum db_heard postgres_hear(struct db *db, struct arena *a, int fd, int ms, const char **word)
{
    PGnotify *told = PQnotifies(db->raw); /* one that came along with another */
    if (told == NULL) {
        struct pollfd on[] = { { .fd = PQsocket(db->raw), .events = POLLIN }, { .fd = fd, .events = POLLIN } };
        int n = poll(on, 2, ms);
        if (n > 0 && on[0].revents != 0 && PQconsumeInput(db->raw) == 0)
            return DB_HEARD_LOST;
        if (n == 0) {
            /* Silence may be that of a server that went without a word: asking is the only way to know. */
            PQclear(PQexec(db->raw, ""));
        }
        if (lost(db))
            return DB_HEARD_LOST;
        told = PQnotifies(db->raw);
    }
    if (told == NULL)
        return DB_HEARD_NOTHING;
    *word = arena_strdup(a, told->extra);
    PQfreemem(told);
    return DB_HEARD_WORD;
}

/* ---- The rest -------------------------------------------------------------------------------------------- */

static void postgres_script(struct db *db, const char *sql)
{
    PGresult *result = PQexec(db->raw, sql);
    if (!good(result))
        fail(db, result, "script");
    PQclear(result);
}

/* Everybody who comes after it waits behind it for the table, so it does not wait long itself (a dump holds a table for as long as it
 * takes). */
static void postgres_sweep(struct db *db, const char *const *tables)
{
    postgres_script(db, "SET lock_timeout = '200ms'");
    for (; *tables != NULL && db->status == OK; tables++) {
        char sql[128];
        snprintf(sql, sizeof sql, "VACUUM FULL %s", *tables);
        postgres_script(db, sql);
    }
    PQclear(PQexec(db->raw, "RESET lock_timeout"));
}

static const char *postgres_scalar(struct db *db, struct arena *a, const char *sql)
{
    PGresult *result = PQexecParams(db->raw, sql, 0, NULL, NULL, NULL, NULL, 0);
    const char *text = NULL;
    if (!good(result))
        fail(db, result, "scalar");
    else if (PQntuples(result) > 0 && PQnfields(result) > 0 && !PQgetisnull(result, 0, 0))
        text = arena_strdup(a, PQgetvalue(result, 0, 0));
    PQclear(result);
    return text;
}

char *const *db_tool_environment(struct arena *a, const char *conninfo)
{
    PQconninfoOption *options = PQconninfoParse(conninfo, NULL);
    if (options == NULL)
        return NULL;
    char **list = NULL;
    size_t count = 0, capacity = 0;
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++) {
        if (o->envvar != NULL && o->val != NULL)
            *(char **)ARENA_PUSH(a, &list, &count, &capacity) = arena_printf(a, "%s=%s", o->envvar, o->val);
    }
    PQconninfoFree(options);
    *(char **)ARENA_PUSH(a, &list, &count, &capacity) = NULL;
    return list;
}

const struct db_ops db_postgres_ops = {
    .open = postgres_open,
    .close = postgres_close,
    .prepare = postgres_prepare,
    .run = postgres_run,
    .begin = postgres_begin,
    .command = postgres_command,
    .in_transaction = postgres_in_transaction,
    .sweep = postgres_sweep,
    .script = postgres_script,
    .scalar = postgres_scalar,
    .listen = postgres_listen,
    .hear = postgres_hear,
    .full = postgres_full,
};
