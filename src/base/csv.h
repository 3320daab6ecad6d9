/* Reads CSV and what people paste from a spreadsheet (RFC 4180 quoting; comma, semicolon or tab, told
 * by the first line; CRLF or LF; a byte-order mark is skipped). */
#ifndef BASE_CSV_H
#define BASE_CSV_H

#include <stddef.h>

#include "base/status.h"

struct arena;

struct csv_row {
    const char **cells; /* NUL-terminated, in the arena */
    size_t count;
    size_t line; /* 1-based line in the text where the row starts, for messages */
};

struct csv {
    struct csv_row *rows; /* empty lines left out */
    size_t count;
    char separator; /* ',', ';' or '\t' */
};

enum { CSV_MAX_ROWS = 100000, CSV_MAX_CELLS = 200 };

/* Fails with INVALID (bad quoting, not UTF-8, NUL; *line says where) or TOO_LARGE. */
enum status csv_parse(struct arena *a, const char *text, size_t n, struct csv *out, size_t *line) MUST_USE;

#endif
