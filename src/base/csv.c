#include "base/csv.h"

#include <stdbool.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

/* The text is copied once and cut up in place: a cell costs a pointer and its own bytes, so that a file
 * of nothing but separators cannot blow up in memory. */
struct reader {
    char *at, *end; /* *end is NUL */
    size_t line;
    char separator;
};

/* Told by the first line that is not empty, outside quotes. On a tie the less likely character in
 * running text wins. */
static char find_separator(const char *p, const char *end)
{
    while (p < end && (*p == '\n' || *p == '\r'))
        p++;
    size_t tabs = 0, semicolons = 0, commas = 0;
    bool quoted = false;
    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (!quoted) {
            tabs += *p == '\t';
            semicolons += *p == ';';
            commas += *p == ',';
        }
    }
    if (tabs > 0 && tabs >= semicolons && tabs >= commas)
        return '\t';
    return semicolons > 0 && semicolons >= commas ? ';' : ',';
}

static enum status check_text(const char *text, size_t n, size_t *line)
{
    *line = 1;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(text + at, n - at, &len);
        if (cp == UINT32_MAX || cp == 0)
            return INVALID;
        *line += cp == '\n';
    }
    return OK;
}

static bool at_line_end(const struct reader *r)
{
    return r->at == r->end || *r->at == '\n' || *r->at == '\r';
}

static void skip_line_end(struct reader *r)
{
    if (r->at < r->end && *r->at == '\r')
        r->at++;
    else if (r->at == r->end)
        return;
    if (r->at < r->end && *r->at == '\n')
        r->at++;
    r->line++;
}

/* Takes the quotes off in place. Leaves r->at behind the closing quote; NULL when there is none, or
 * something other than a separator or line end follows. *end_of_cell is where the NUL belongs. */
static const char *read_quoted(struct reader *r, char **end_of_cell)
{
    char *from = ++r->at;
    char *to = from;
    for (;; r->at++) {
        if (r->at == r->end)
            return NULL;
        if (*r->at == '"') {
            if (r->at[1] != '"')
                break;
            r->at++;
        } else {
            r->line += *r->at == '\n';
        }
        *to++ = *r->at;
    }
    r->at++;
    if (!at_line_end(r) && *r->at != r->separator)
        return NULL;
    *end_of_cell = to;
    return from;
}

/* One row of at least one cell. r->at is behind its line end afterwards. */
static enum status read_row(struct arena *a, struct reader *r, struct csv_row *row, size_t *line)
{
    const char *cells[CSV_MAX_CELLS];
    size_t count = 0;
    *row = (struct csv_row){ .line = r->line };
    for (;;) {
        *line = r->line;
        if (count == CSV_MAX_CELLS)
            return TOO_LARGE;
        char *end_of_cell;
        if (*r->at == '"') {
            cells[count] = read_quoted(r, &end_of_cell);
            if (cells[count] == NULL)
                return INVALID;
        } else {
            cells[count] = r->at;
            while (!at_line_end(r) && *r->at != r->separator)
                r->at++;
            end_of_cell = r->at;
        }
        count++;
        /* Looked at before the NUL goes in: both may be the same byte. */
        bool more = r->at < r->end && *r->at == r->separator;
        if (more)
            r->at++;
        else
            skip_line_end(r);
        *end_of_cell = '\0';
        if (!more)
            break;
    }
    row->cells = NEW_ARRAY(a, const char *, count);
    memcpy(row->cells, cells, count * sizeof *cells);
    row->count = count;
    return OK;
}

enum status csv_parse(struct arena *a, const char *text, size_t n, struct csv *out, size_t *line)
{
    *out = (struct csv){ .separator = ',' };
    enum status st = check_text(text, n, line);
    if (st != OK)
        return st;
    if (n >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        n -= 3;
    }

    char *copy = arena_strndup(a, text, n);
    struct reader r = { .at = copy, .end = copy + n, .line = 1, .separator = find_separator(copy, copy + n) };
    struct csv result = { .separator = r.separator };
    size_t capacity = 0;
    while (r.at < r.end) {
        if (at_line_end(&r)) {
            skip_line_end(&r);
            continue;
        }
        struct csv_row row;
        st = read_row(a, &r, &row, line);
        if (st != OK)
            return st;
        if (result.count == CSV_MAX_ROWS) {
            *line = row.line;
            return TOO_LARGE;
        }
        *(struct csv_row *)ARENA_PUSH(a, &result.rows, &result.count, &capacity) = row;
    }
    *out = result;
    return OK;
}
