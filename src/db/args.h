/* Parameter values for db_exec, db_row and db_rows; only what tools/sqlc generates uses these. They borrow:
 * text and bytes must live until the call returns. */
#ifndef DB_ARGS_H
#define DB_ARGS_H

#include <string.h>

#include "db/db.h"

static inline struct db_value db_arg_int(int64_t v)
{
    return (struct db_value){ .type = DB_INT, .i = v };
}

static inline struct db_value db_arg_int_null(struct db_int v)
{
    return (struct db_value){ .type = DB_INT, .i = v.v, .null = !v.set };
}

static inline struct db_value db_arg_bool(bool v)
{
    return (struct db_value){ .type = DB_BOOL, .i = v };
}

/* For a column that must not be NULL; a NULL here is a bug, and an empty string is a value. */
static inline struct db_value db_arg_text(const char *s)
{
    ASSERT(s != NULL);
    return (struct db_value){ .type = DB_TEXT, .bytes = { s, strlen(s) } };
}

static inline struct db_value db_arg_text_null(const char *s)
{
    return (struct db_value){ .type = DB_TEXT, .null = s == NULL, .bytes = { s, s == NULL ? 0 : strlen(s) } };
}

/* Never NULL: no bytes are an empty blob, whatever .p is. */
static inline struct db_value db_arg_blob(struct bytes b)
{
    ASSERT(b.p != NULL || b.n == 0);
    return (struct db_value){ .type = DB_BLOB, .bytes = { b.p == NULL ? "" : b.p, b.n } };
}

static inline struct db_value db_arg_blob_null(struct bytes b)
{
    return (struct db_value){ .type = DB_BLOB, .null = b.p == NULL, .bytes = b };
}

#endif
