/* Rows of tables in an exported organisation: everything that slices keep of it beside members and scans, by one table of
 * columns. A test holds that table to the schema, so that a new column cannot be forgotten.
 *
 * In a file a row has no id: it is known by its place among the rows of its table, from 1. So a file that is imported and
 * exported again is the same. People are named by mail address, departments by name. */
#ifndef APP_TRANSFER_ROWS_H
#define APP_TRANSFER_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "lib/json.h"

enum rows_kind {
    ROWS_INT,          /* a number, maybe NULL */
    ROWS_TEXT,         /* a text, maybe NULL */
    ROWS_BLOB,         /* bytes, as base64url */
    ROWS_ORGANISATION, /* the organisation itself: not in the file */
    ROWS_USER,         /* account_user.id, as mail address */
    ROWS_MEMBER,       /* organisation_member.id, as mail address; 0 stays 0 */
    ROWS_DEPARTMENT,   /* organisation_department.id, as name */
    ROWS_ROW,          /* id in table `to`, as place in the file */
    ROWS_ROUND,        /* scan_round.id, as place among the rounds of the file; 0 = of none */
    ROWS_HERE, /* an id that means something in this installation only: not in the file, NULL after an import */
    ROWS_OBJECT, /* id of what an event is about; its column "kind" says in which table: "step.closed" */
    ROWS_OWNER,  /* id of what a file hangs on; its column "owner_kind" says in which table: "document" */
    ROWS_LANDED, /* id of what an agreement or an outcome became; its column "becomes" or "kind" says in which table: "action". A
                    number that is no id there stays */
    ROWS_CODE,  /* code of a session: not in the file, another one after an import */
    ROWS_WORDS, /* a text that may hold "own:7" (a theme), "document:5", "commitment:3:…", "round:7": see rows_words in the .c */
};

struct rows_column {
    const char *name;
    enum rows_kind kind;
    const char *to; /* ROWS_ROW: the table */
};

enum { ROWS_COLUMNS = 28 };
struct rows_table {
    const char *name;
    const char *scope; /* SQL condition with ?1 = the organisation */
    const char *order; /* ORDER BY: the same in every installation */
    const char *
        same; /* a column that tells, with the organisation, whether a row is here already (created_at); NULL = a
                          row belongs to its parent (first ROWS_ROW column) and comes only when that is new */
    bool numbered;                            /* has an id of its own */
    struct rows_column columns[ROWS_COLUMNS]; /* without id; ends with name NULL */
};

extern const struct rows_table rows_tables[];
extern const size_t rows_table_count;
/* Tables that stay behind, each with the reason. */
struct rows_left {
    const char *name, *why;
};
extern const struct rows_left rows_left[];
extern const size_t rows_left_count;

/* The rounds of the organisation, in the order in which the file has them. */
struct rows_rounds {
    const int64_t *ids; /* scan_round.id; 0 = it could not be stored */
    size_t count;
};

/* Writes {"table":[{…}], …}, tables without rows left out. */
void rows_export(struct db *db, struct arena *a, int64_t organisation, const struct rows_rounds *rounds,
                 struct json_writer *w);

/* Called for what is wrong: path in the file, and a sentence. */
typedef void rows_wrong_fn(void *context, const char *path, const char *sentence);
/* Stores the rows of such an object in the caller's write transaction, for an organisation whose members, departments and rounds
 * are there. What is here already (by `same`) stays as it is, with all that hangs under it. Gives how many rows were stored. */
int64_t rows_import(struct db *db, struct arena *a, int64_t organisation, const struct rows_rounds *rounds,
                    const struct json *tables, rows_wrong_fn *wrong, void *context);

#endif
