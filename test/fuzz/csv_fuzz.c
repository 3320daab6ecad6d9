/* CSV as people paste it; and what is read, written by us and read again is the same. */
#include "base/csv.h"
#include "base/utf8.h"
#include "doc/csv.h"
#include "fuzz.h"

enum { COLUMNS = 12 };

/* Writes the cells under a title line and compares what comes back. Lines without any text are left out on reading. */
static void check_round_trip(struct arena *a, const struct csv *csv)
{
    static const struct doc_column columns[COLUMNS] = {
        { "a", DOC_TEXT }, { "b", DOC_TEXT }, { "c", DOC_TEXT }, { "d", DOC_TEXT },
        { "e", DOC_TEXT }, { "f", DOC_TEXT }, { "g", DOC_TEXT }, { "h", DOC_TEXT },
        { "i", DOC_TEXT }, { "j", DOC_TEXT }, { "k", DOC_TEXT }, { "l", DOC_TEXT }
    };
    struct doc_sheet sheet = { .name = "fuzz", .columns = columns, .column_count = COLUMNS };
    for (size_t i = 0; i < csv->count; i++) {
        struct doc_cell *row = doc_row_add(a, &sheet);
        for (size_t k = 0; k < csv->rows[i].count && k < COLUMNS; k++)
            row[k] = doc_text(csv->rows[i].cells[k]);
    }
    struct buf out;
    struct csv back;
    size_t line;
    buf_init(&out, 64 * 1024 * 1024);
    doc_csv_write(&sheet, true, &out);
    ASSERT(buf_ok(&out));
    ASSERT(csv_parse(a, out.p, out.n, &back, &line) == OK);
    ASSERT(back.count == csv->count + 1 && back.separator == ',');
    for (size_t i = 0; i < csv->count; i++)
        for (size_t k = 0; k < COLUMNS; k++) {
            const char *was = k < csv->rows[i].count ? csv->rows[i].cells[k] : "";
            ASSERT(strcmp(doc_csv_unescape(back.rows[i + 1].cells[k]), was) == 0);
        }
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    arena_init(&a);
    char *text = malloc(n);
    ASSERT(text != NULL || n == 0);
    if (n > 0)
        memcpy(text, data, n);
    struct csv csv;
    size_t line = 0;
    enum status st = csv_parse(&a, text == NULL ? "" : text, n, &csv, &line);
    ASSERT(st == OK || st == INVALID || st == TOO_LARGE);
    if (st == OK) {
        for (size_t i = 0; i < csv.count; i++) {
            ASSERT(csv.rows[i].count > 0 && csv.rows[i].count <= CSV_MAX_CELLS);
            for (size_t k = 0; k < csv.rows[i].count; k++)
                ASSERT(utf8_valid(csv.rows[i].cells[k], strlen(csv.rows[i].cells[k])));
        }
        check_round_trip(&a, &csv);
    }
    free(text);
    arena_release(&a);
    return 0;
}
