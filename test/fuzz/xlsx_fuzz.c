/* Workbooks. An input that begins with "PK" is a file as it stands; anything else is parts of one, with a line of
 * "====" between: sheet, shared strings, workbook. So the fuzzer need not learn to pack first. */
#include "base/utf8.h"
#include "doc/xlsx.h"
#include "fuzz.h"
#include "lib/zip.h"

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

static void read_book(const void *p, size_t n)
{
    struct arena a;
    arena_init(&a);
    struct csv csv;
    struct xlsx_fault fault = { 0 };
    static const char *const sheets[] = { NULL, "One" };
    for (size_t k = 0; k < 2; k++) {
        enum status st = doc_xlsx_read(&a, p, n, sheets[k], &csv, &fault);
        ASSERT(st == OK || fault.msgid != NULL);
        for (size_t i = 0; st == OK && i < csv.count; i++) {
            ASSERT(csv.rows[i].count > 0 && csv.rows[i].count <= CSV_MAX_CELLS);
            ASSERT(i == 0 || csv.rows[i].line > csv.rows[i - 1].line);
            for (size_t c = 0; c < csv.rows[i].count; c++) {
                int64_t days;
                ASSERT(utf8_valid(csv.rows[i].cells[c], strlen(csv.rows[i].cells[c])));
                (void)(doc_xlsx_date(csv.rows[i].cells[c], &days) && days > 0);
            }
        }
    }
    arena_release(&a);
}

/* The next part; *rest goes behind it. */
static struct bytes part(struct bytes *rest, const char *otherwise)
{
    static const char line[] = "\n====\n";
    if (rest->p == NULL)
        return (struct bytes){ otherwise, strlen(otherwise) };
    const char *end = memmem(rest->p, rest->n, line, sizeof line - 1);
    struct bytes found = { rest->p, end == NULL ? rest->n : (size_t)(end - (const char *)rest->p) };
    rest->p = end == NULL ? NULL : end + sizeof line - 1;
    rest->n = end == NULL ? 0 : rest->n - found.n - (sizeof line - 1);
    return found;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    uint8_t *copy = malloc(n == 0 ? 1 : n);
    ASSERT(copy != NULL);
    if (n > 0)
        memcpy(copy, data, n);
    if (n >= 2 && memcmp(copy, "PK", 2) == 0) {
        read_book(copy, n);
        free(copy);
        return 0;
    }
    static const char root[] =
        RELATIONS "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                  "</Relationships>";
    static const char book[] =
        RELATIONS "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/one.xml\"/>"
                  "<Relationship Id=\"rId2\" Type=\"" OFFICE "/sharedStrings\" Target=\"strings.xml\"/>"
                  "</Relationships>";
    struct bytes rest = { copy, n };
    struct bytes sheet = part(&rest, "");
    struct bytes strings = part(&rest, "<sst xmlns=\"" MAIN "\"><si><t>zero</t></si></sst>");
    struct bytes workbook =
        part(&rest, "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
                    "<sheet name=\"One\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>");
    const struct archive_file files[] = {
        { "_rels/.rels", { root, sizeof root - 1 }, .stored = true },
        { "xl/workbook.xml", workbook, .stored = true },
        { "xl/_rels/workbook.xml.rels", { book, sizeof book - 1 }, .stored = true },
        { "xl/strings.xml", strings, .stored = true },
        { "xl/worksheets/one.xml", sheet, .stored = true },
    };
    struct buf out;
    buf_init(&out, 64 * 1024 * 1024);
    if (archive_make(files, sizeof files / sizeof files[0], &out) == OK)
        read_book(out.p, out.n);
    buf_release(&out);
    free(copy);
    return 0;
}
