#include "doc/csv.h"

#include <string.h>

/* Whether text, after any apostrophes, starts as a formula does. */
static bool starts_as_formula(const char *text)
{
    text += strspn(text, "'");
    return *text != '\0' && strchr("=+-@\t\r", *text) != NULL;
}

const char *doc_csv_unescape(const char *text)
{
    return text[0] == '\'' && starts_as_formula(text) ? text + 1 : text;
}

/* Semicolons and tabs need no quotes here, but a Dutch Excel parts cells at semicolons, and what stands
 * behind one could then be a formula; within quotes it stays where it is. */
static bool needs_quotes(const char *text)
{
    return strpbrk(text, ",;\"\t\r\n") != NULL || text[0] == ' ';
}

static void put_text(struct buf *b, const char *text)
{
    bool quoted = needs_quotes(text);
    if (quoted)
        buf_char(b, '"');
    if (starts_as_formula(text))
        buf_char(b, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            buf_char(b, '"');
        buf_char(b, *text);
    }
    if (quoted)
        buf_char(b, '"');
}

void doc_csv_write(const struct doc_sheet *sheet, bool with_mark, struct buf *out)
{
    if (with_mark)
        BUF_LIT(out, "\xEF\xBB\xBF");
    for (size_t c = 0; c < sheet->column_count; c++) {
        if (c > 0)
            buf_char(out, ',');
        put_text(out, sheet->columns[c].title);
    }
    BUF_LIT(out, "\r\n");
    for (size_t r = 0; r < sheet->row_count; r++) {
        for (size_t c = 0; c < sheet->column_count; c++) {
            const struct doc_cell *cell = &sheet->rows[r][c];
            enum doc_kind kind = sheet->columns[c].kind;
            if (c > 0)
                buf_char(out, ',');
            if (doc_cell_is_empty(cell, kind)) {
                if (sheet->column_count == 1)
                    BUF_LIT(out, "\"\""); /* a bare empty line would not count as a row */
            } else if (kind == DOC_TEXT) {
                put_text(out, cell->text);
            } else {
                doc_cell_print(out, cell, kind);
            }
        }
        BUF_LIT(out, "\r\n");
    }
}
