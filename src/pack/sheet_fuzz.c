/* libFuzzer entry for packs as sheets: "#name" begins a sheet, a line is a row, a tab parts its cells ("\n" in one is a
 * line end). Whatever stands in them gives faults or YAML, of a size that follows from theirs. */
#include <string.h>

#include "pack/sheet.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { SHEETS_MAX = 30, ROWS_MAX = 2000 };

static char *next(char **rest, char part)
{
    char *s = *rest, *end = s == NULL ? NULL : strchr(s, part);
    if (end != NULL)
        *end = '\0';
    *rest = end == NULL ? NULL : end + 1;
    return s;
}

static const char *line_ends(char *cell)
{
    for (char *at = cell; (at = strstr(at, "\\n")) != NULL;) {
        *at = '\n';
        memmove(at + 1, at + 2, strlen(at + 2) + 1);
    }
    return cell;
}

static struct csv_row row_of(struct arena *a, char *text, size_t line)
{
    struct csv_row row = { .cells = NEW_ARRAY(a, const char *, CSV_MAX_CELLS), .line = line };
    for (char *cell; row.count < CSV_MAX_CELLS && (cell = next(&text, '\t')) != NULL;)
        row.cells[row.count++] = line_ends(cell);
    return row;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    arena_init(&a);
    char *rest = arena_strndup(&a, n == 0 ? "" : (const char *)data, n);
    struct sheet *v = NEW_ARRAY(&a, struct sheet, SHEETS_MAX);
    struct sheets sheets = { .v = v };
    for (char *text; (text = next(&rest, '\n')) != NULL;) {
        if (text[0] == '#' && sheets.count < SHEETS_MAX) {
            v[sheets.count].rows.rows = NEW_ARRAY(&a, struct csv_row, ROWS_MAX);
            v[sheets.count++].name = text + 1;
            continue;
        }
        struct csv *rows = sheets.count == 0 ? NULL : &v[sheets.count - 1].rows;
        if (rows != NULL && rows->count < ROWS_MAX) {
            rows->rows[rows->count] = row_of(&a, text, rows->count + 1);
            rows->count++;
        }
    }
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    enum status st = sheet_read(&a, &sheets, &out, &faults);
    ASSERT((st == OK) == (faults.count == 0));
    ASSERT(out.lines <= 40 * n + 100);
    if (out.yaml.n > 0) {
        struct pack_faults found = { 0 };
        const struct yaml_node *root;
        enum status read = yaml_read(&a, out.yaml.p, out.yaml.n, &root, &a, &found);
        ASSERT(read != OK || root->kind == NODE_MAP);
        for (size_t i = 0; i < found.count; i++)
            (void)sheet_place_of(&out, found.v[i].line);
    }
    arena_release(&a);
    return 0;
}
