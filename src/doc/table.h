/* Tables as every export sees them: the writers (csv, xlsx, pdf) know these structs and nothing of what
 * the table is about. Texts are translated already; numbers and dates are not yet formatted. */
#ifndef DOC_TABLE_H
#define DOC_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct arena;

enum doc_kind {
    DOC_TEXT,
    DOC_INT,
    DOC_TENTHS, /* a whole number of tenths: 610 is 61.0 */
    DOC_DATE,   /* days since 1970-01-01 */
};

struct doc_column {
    const char *title;
    enum doc_kind kind;
};

/* One cell; its column says which member counts. All zero is an empty cell, of any kind. */
struct doc_cell {
    const char *text; /* DOC_TEXT; NULL is empty */
    int64_t number;   /* the other kinds */
    bool has_number;
};

struct doc_sheet {
    const char *name;
    const struct doc_column *columns;
    size_t column_count;
    struct doc_cell **rows; /* each column_count cells */
    size_t row_count;
    size_t row_capacity;
};

struct doc_book {
    const char *title; /* may be empty, not NULL; so may author */
    const char *author;
    int64_t created_ms; /* UTC milliseconds; the same book gives the same file */
    const struct doc_sheet *sheets;
    size_t sheet_count;
};

/* A new last row of empty cells, in the arena. */
struct doc_cell *doc_row_add(struct arena *a, struct doc_sheet *sheet);

static inline struct doc_cell doc_text(const char *text)
{
    return (struct doc_cell){ .text = text };
}

/* A whole number, tenths or days, as the column says. */
static inline struct doc_cell doc_number(int64_t number)
{
    return (struct doc_cell){ .number = number, .has_number = true };
}

static inline bool doc_cell_is_empty(const struct doc_cell *cell, enum doc_kind kind)
{
    return kind == DOC_TEXT ? cell->text == NULL || cell->text[0] == '\0' : !cell->has_number;
}

/* Writes the cell for machines: 61.0, 2026-11-22; nothing when empty. */
void doc_cell_print(struct buf *b, const struct doc_cell *cell, enum doc_kind kind);

#endif
