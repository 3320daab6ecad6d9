#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "doc/xlsx.h"
#include "lib/zip.h"

static int set_up(void **state)
{
    static struct arena a;
    arena_init(&a);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

/* ---- a workbook by hand, so that it can be wrong ---- */

#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"

struct parts {
    const char *workbook;
    const char *strings;
    const char *rows;  /* inside <sheetData> */
    const char *sheet; /* instead of rows */
    size_t sheet_n;    /* of sheet when it is not NUL-terminated */
};

/* Packs the parts; what is NULL becomes a plain one. The result is released by the caller. */
static struct buf pack(struct arena *a, struct parts p)
{
    if (p.workbook == NULL)
        p.workbook = "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
                     "<sheet name=\"Hidden\" sheetId=\"1\" state=\"hidden\" r:id=\"rId9\"/>"
                     "<sheet name=\"Één\" sheetId=\"2\" r:id=\"rId1\"/></sheets></workbook>";
    if (p.strings == NULL)
        p.strings = "<sst xmlns=\"" MAIN "\"><si><t>zero</t></si><si/><si><r><t>ri</t></r><r><t>ch</t></r>"
                    "<rPh sb=\"0\" eb=\"1\"><t>no</t></rPh></si></sst>";
    if (p.sheet == NULL)
        p.sheet = arena_printf(a, "<worksheet xmlns=\"" MAIN "\"><sheetData>%s</sheetData></worksheet>",
                               p.rows == NULL ? "" : p.rows);
    if (p.sheet_n == 0)
        p.sheet_n = strlen(p.sheet);
    static const char root[] = RELATIONS "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" "
                                         "Target=\"xl/workbook.xml\"/></Relationships>";
    static const char book[] = RELATIONS
        "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/one.xml\"/>"
        "<Relationship Id=\"rId9\" Type=\"" OFFICE "/worksheet\" Target=\"/xl/worksheets/hidden.xml\"/>"
        "<Relationship Id=\"rId2\" Type=\"" OFFICE "/sharedStrings\" Target=\"./../xl/strings.xml\"/>"
        "</Relationships>";
    static const char hidden[] = "<worksheet><sheetData><row><c t=\"str\"><v>secret</v></c></row></sheetData>"
                                 "</worksheet>";
    const struct archive_file files[] = {
        { "_rels/.rels", { root, sizeof root - 1 } },
        { "xl/workbook.xml", { p.workbook, strlen(p.workbook) } },
        { "xl/_rels/workbook.xml.rels", { book, sizeof book - 1 } },
        { "xl/strings.xml", { p.strings, strlen(p.strings) } },
        { "xl/worksheets/one.xml", { p.sheet, p.sheet_n } },
        { "xl/worksheets/hidden.xml", { hidden, sizeof hidden - 1 } },
    };
    struct buf b;
    buf_init(&b, 50 << 20);
    assert_int_equal(archive_make(files, sizeof files / sizeof files[0], &b), OK);
    return b;
}

static struct csv read_rows(struct arena *a, const char *rows)
{
    struct buf b = pack(a, (struct parts){ .rows = rows });
    struct csv csv;
    struct xlsx_fault fault;
    enum status st = doc_xlsx_read(a, b.p, b.n, NULL, &csv, &fault);
    buf_release(&b);
    if (st != OK)
        fail_msg("%s", fault.msgid);
    assert_null(fault.msgid);
    return csv;
}

static struct xlsx_fault expect_fault(struct arena *a, struct parts p, enum status expected)
{
    struct buf b = pack(a, p);
    struct csv csv;
    struct xlsx_fault fault;
    enum status st = doc_xlsx_read(a, b.p, b.n, NULL, &csv, &fault);
    buf_release(&b);
    assert_int_equal(st, expected);
    assert_non_null(fault.msgid);
    assert_int_equal(csv.count, 0);
    return fault;
}

/* ---- writing and reading ---- */

static const struct doc_column COLUMNS[] = {
    { "Naam", DOC_TEXT }, { "Aantal", DOC_INT }, { "Score", DOC_TENTHS }, { "Dag", DOC_DATE }
};

static const char *const TEXTS[] = { "plain",   "=1+1",     "@x",      "-5",     "'apostrophe",
                                     "a\nb",    "a\r\nb",   "_x0041_", "<&>\"'", "één € 😀",
                                     " space ", "\x01\x1F", "\ttab",   "0012",   "https://example.org/",
                                     "_x000D_x" };
enum { TEXT_COUNT = sizeof TEXTS / sizeof TEXTS[0] };

static struct buf write_example(struct arena *a)
{
    struct doc_sheet *sheets = NEW_ARRAY(a, struct doc_sheet, 2);
    sheets[0] = (struct doc_sheet){ .name = "Antwoorden", .columns = COLUMNS, .column_count = 4 };
    sheets[1] = (struct doc_sheet){ .name = "a/b: [c]? 'antwoorden' van 2026 nog langer",
                                    .columns = COLUMNS,
                                    .column_count = 1 };
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        struct doc_cell *row = doc_row_add(a, &sheets[0]);
        row[0] = doc_text(TEXTS[i]);
        row[1] = doc_number((int64_t)i - 3);
        row[2] = doc_number(613 + (int64_t)i);
        row[3] = doc_number(20779);
    }
    doc_row_add(a, &sheets[0]);
    doc_row_add(a, &sheets[0])[1] = doc_number(INT64_MAX);
    struct doc_cell *old = doc_row_add(a, &sheets[0]);
    old[3] = doc_number(-40000);
    struct doc_book book = {
        .title = "Titel", .author = "Kapstok", .created_ms = 1795339800000, .sheets = sheets, .sheet_count = 2
    };
    struct buf b;
    buf_init(&b, 1 << 20);
    assert_int_equal(doc_xlsx_write(&book, NULL, &b), OK);
    return b;
}

static void doc_xlsx__comes_back_the_same(void **state)
{
    struct buf b = write_example(*state);
    struct csv csv;
    struct xlsx_fault fault;
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, "antWOORDEN", &csv, &fault), OK);
    assert_string_equal(csv.rows[0].cells[0], "Naam");
    assert_int_equal(csv.rows[0].count, 4);
    assert_int_equal(csv.count, TEXT_COUNT + 3); /* the empty row is gone */
    for (size_t i = 0; i < TEXT_COUNT; i++) {
        const struct csv_row *row = &csv.rows[i + 1];
        assert_int_equal(row->line, i + 2);
        assert_string_equal(row->cells[0], TEXTS[i]);
        assert_string_equal(row->cells[1], arena_printf(*state, "%d", (int)i - 3));
        int tenths = 613 + (int)i;
        assert_string_equal(row->cells[2], tenths % 10 == 0
                                               ? arena_printf(*state, "%d", tenths / 10)
                                               : arena_printf(*state, "%d.%d", tenths / 10, tenths % 10));
        int64_t days;
        assert_true(doc_xlsx_date(row->cells[3], &days));
        assert_int_equal(days, 20779);
    }
    assert_string_equal(csv.rows[TEXT_COUNT + 1].cells[1], "9223372036854775807");
    assert_int_equal(csv.rows[TEXT_COUNT + 1].line, TEXT_COUNT + 3);
    assert_string_equal(csv.rows[TEXT_COUNT + 2].cells[3], "1860-06-26");
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, "a b   c   'antwoorden' van 2026", &csv, &fault), OK);
    buf_release(&b);
}

static bool collect(void *context, const char *p, size_t n)
{
    buf_add(context, p, n);
    return true;
}

static const char *part_of(struct arena *a, const struct buf *b, const char *name)
{
    struct archive *z;
    struct buf text;
    buf_init(&text, 1 << 20);
    assert_int_equal(archive_open(a, b->p, b->n, &z), OK);
    assert_int_equal(archive_read(z, name, 1 << 20, collect, &text), OK);
    const char *s = buf_to_arena(&text, a);
    buf_release(&text);
    return s;
}

static void doc_xlsx__writes_no_formula_and_real_numbers(void **state)
{
    struct buf b = write_example(*state), again = write_example(*state);
    const char *sheet = part_of(*state, &b, "xl/worksheets/sheet1.xml");
    assert_null(strstr(sheet, "<f>"));
    assert_non_null(strstr(sheet, "ySplit=\"1\""));
    assert_non_null(strstr(sheet, "state=\"frozen\""));
    assert_non_null(strstr(sheet, "<v>61.3</v>"));
    assert_non_null(strstr(sheet, "<v>46348</v>"));
    assert_non_null(strstr(sheet, "<c r=\"A3\" s=\"2\" t=\"s\">")); /* =1+1 */
    assert_non_null(strstr(part_of(*state, &b, "xl/styles.xml"), "\"yyyy-mm-dd\""));
    const char *core = part_of(*state, &b, "docProps/core.xml");
    assert_non_null(strstr(core, "<dc:title>Titel</dc:title><dc:creator>Kapstok</dc:creator>"));
    assert_non_null(strstr(core, "2026-11-22T09:30:00Z"));
    assert_int_equal(b.n, again.n);
    assert_memory_equal(b.p, again.p, b.n);
    buf_release(&b);
    buf_release(&again);
}

static void doc_xlsx__makes_names_fit(void **state)
{
    static const char *const names[] = {
        "",
        "",
        "''",
        "Same",
        "SAME",
        "same",
        "History",
        "a\\b/c*d?e[f]g:h",
        "😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀😀",
        "東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東",
        "東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東東",
        "'t Zand's school's naam 'van' '''''''''''",
    };
    enum { COUNT = sizeof names / sizeof names[0] };
    struct doc_sheet sheets[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        sheets[i] = (struct doc_sheet){ .name = names[i], .columns = COLUMNS, .column_count = 4 };
        doc_row_add(*state, &sheets[i])[1] = doc_number((int64_t)i);
    }
    struct doc_book book = { .title = names[9], .author = "", .sheets = sheets, .sheet_count = COUNT };
    struct buf b;
    buf_init(&b, 1 << 20);
    assert_int_equal(doc_xlsx_write(&book, "/tmp", &b), OK);
    struct csv csv;
    struct xlsx_fault fault;
    static const char *const read_as[] = { "1",        "2",        "3",           "Same",
                                           "SAME (2)", "same (3)", "History (2)", "a b c d e f g h" };
    for (size_t i = 0; i < sizeof read_as / sizeof read_as[0]; i++) {
        assert_int_equal(doc_xlsx_read(*state, b.p, b.n, read_as[i], &csv, &fault), OK);
        assert_string_equal(csv.rows[1].cells[1], arena_printf(*state, "%zu", i));
    }
    /* the whole workbook part is well-formed: nothing was cut in the middle of a character */
    const char *workbook = part_of(*state, &b, "xl/workbook.xml");
    assert_non_null(strstr(workbook, "</workbook>"));
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, NULL, &csv, &fault), OK);
    buf_release(&b);
}

static size_t files_in(const char *folder)
{
    size_t count = 0;
    DIR *d = opendir(folder);
    for (struct dirent *e; (e = readdir(d)) != NULL;)
        count += e->d_name[0] != '.';
    closedir(d);
    return count;
}

static void doc_xlsx__says_when_it_cannot_write(void **state)
{
    struct doc_sheet sheet = { .name = "x", .columns = COLUMNS, .column_count = 1 };
    struct doc_book book = { .title = "", .author = "", .sheets = &sheet, .sheet_count = 1 };
    struct buf b;
    char folder[] = "/tmp/xlsx_test-XXXXXX"; /* its own: others write in /tmp at the same time */
    assert_non_null(mkdtemp(folder));
    buf_init(&b, 1 << 20);
    assert_int_equal(doc_xlsx_write(&book, "/does/not/exist", &b), FAILED);
    char *text = arena_alloc(*state, 32769);
    memset(text, 'x', 32768);
    doc_row_add(*state, &sheet)[0] = doc_text(text);
    assert_int_equal(doc_xlsx_write(&book, folder, &b), TOO_LARGE);
    text[32767] = '\0';
    assert_int_equal(doc_xlsx_write(&book, folder, &b), OK);
    buf_release(&b);
    buf_init(&b, 100);
    assert_int_equal(doc_xlsx_write(&book, folder, &b), TOO_LARGE);
    buf_release(&b);
    assert_int_equal(files_in(folder), 0);
    assert_int_equal(rmdir(folder), 0);
}

/* ---- reading what others write ---- */

static void doc_xlsx__reads_every_kind_of_cell(void **state)
{
    struct csv csv = read_rows(
        *state,
        "<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c><c r=\"C2\" t=\"s\"><v>2</v></c>"
        "<c r=\"D2\" t=\"inlineStr\"><is><r><t>in</t></r><r><t xml:space=\"preserve\">line </t></r></is></c>"
        "<c r=\"E2\" t=\"b\"><v>1</v></c><c r=\"F2\" t=\"b\"><v>0</v></c><c r=\"G2\" t=\"e\"><v>#REF!</v></c>"
        "<c r=\"H2\" t=\"str\"><f>A1&amp;\"x\"</f><v>made_x000D_</v></c><c "
        "r=\"I2\"><v>61.299999999999997</v></c>"
        "<c r=\"J2\" t=\"d\"><v>2026-11-22</v></c><c r=\"K2\" s=\"3\"/><c r=\"L2\" t=\"s\"><v>1</v></c></row>"
        "<row r=\"7\"><c r=\"B7\"/></row>"
        "<row r=\"9\"><c r=\"AA9\"><v>1E-3</v></c></row>"
        "<row><c><v>12345678901234567</v></c><c><v>0.1</v></c></row>");
    assert_int_equal(csv.count, 3);
    static const char *const expected[] = { "zero",  "",      "rich",   "inline ", "TRUE",
                                            "FALSE", "#REF!", "made\r", "61.3",    "2026-11-22" };
    assert_int_equal(csv.rows[0].line, 2);
    assert_int_equal(csv.rows[0].count, 10);
    for (size_t i = 0; i < 10; i++)
        assert_string_equal(csv.rows[0].cells[i], expected[i]);
    assert_int_equal(csv.rows[1].line, 9);
    assert_int_equal(csv.rows[1].count, 27);
    assert_string_equal(csv.rows[1].cells[26], "1E-3");
    assert_string_equal(csv.rows[1].cells[0], "");
    assert_int_equal(csv.rows[2].line, 10);
    assert_string_equal(csv.rows[2].cells[0], "12345678901234567");
    assert_string_equal(csv.rows[2].cells[1], "0.1");
}

static void doc_xlsx__chooses_the_sheet(void **state)
{
    struct buf b = pack(*state, (struct parts){ .rows = "<row><c><v>1</v></c></row>" });
    struct csv csv;
    struct xlsx_fault fault;
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, NULL, &csv, &fault), OK);
    assert_string_equal(csv.rows[0].cells[0], "1");
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, "éÉN", &csv, &fault), OK);
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, "hidden", &csv, &fault), OK);
    assert_string_equal(csv.rows[0].cells[0], "secret");
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, "Twee", &csv, &fault), NOT_FOUND);
    assert_string_equal(fault.sheet, "Twee");
    assert_string_equal(fault.msgid, "The file has no such sheet.");
    assert_int_equal(csv.count, 0);
    buf_release(&b);
}

static void doc_xlsx__says_where_it_is_wrong(void **state)
{
    struct xlsx_fault f = expect_fault(
        *state, (struct parts){ .rows = "<row r=\"4\"><c r=\"AB4\" t=\"s\"><v>3</v></c></row>" }, MALFORMED);
    assert_string_equal(f.sheet, "Één");
    assert_int_equal(f.row, 4);
    assert_string_equal(f.cell, "AB4");
    static const char *const index[] = { "-1", "x", "1.0", "99999999999999999999", " " };
    for (size_t i = 0; i < sizeof index / sizeof index[0]; i++) {
        const char *rows = arena_printf(*state, "<row><c t=\"s\"><v>%s</v></c></row>", index[i]);
        assert_string_equal(expect_fault(*state, (struct parts){ .rows = rows }, MALFORMED).cell, "A1");
    }
    static const char *const numbers[] = {
        "1048577", "4294967297", "99999999999999999999", "0", "-3", "x", ""
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        const char *rows =
            arena_printf(*state, "<row r=\"3\"/><row r=\"%s\"><c><v>1</v></c></row>", numbers[i]);
        f = expect_fault(*state, (struct parts){ .rows = rows }, MALFORMED);
        assert_int_equal(f.row, 3);
    }
    static const char *const misplaced[] = {
        "<row r=\"2\"/><row r=\"2\"/>",
        "<row r=\"2\"><row/></row>",
        "<row><c r=\"B1\"/><c r=\"A1\"/></row>",
        "<row><c r=\"A2\"/></row>",
        "<row><c r=\"AAAA1\"/></row>",
        "<row><c r=\"1\"/></row>",
        "<row><c r=\"\"/></row>",
        "<row><c><c/></c></row>",
        "<c r=\"A1\"/>",
        "<row><c></row>",
        "<row>",
    };
    for (size_t i = 0; i < sizeof misplaced / sizeof misplaced[0]; i++)
        expect_fault(*state, (struct parts){ .rows = misplaced[i] }, MALFORMED);
    assert_int_equal(read_rows(*state, "<row r=\"1048576\"><c><v>1</v></c></row>").rows[0].line, 1048576);
}

static void doc_xlsx__has_caps(void **state)
{
    struct xlsx_fault f = expect_fault(
        *state, (struct parts){ .rows = "<row><c r=\"GR1\"><v>1</v></c><c r=\"GS1\"><v>1</v></c></row>" },
        TOO_LARGE);
    assert_string_equal(f.cell, "GS1");
    assert_int_equal(read_rows(*state, "<row><c r=\"GR1\"><v>1</v></c><c r=\"XFD1\"/></row>").rows[0].count,
                     200);

    struct buf rows;
    buf_init(&rows, 20 << 20);
    for (size_t i = 0; i < CSV_MAX_ROWS; i++)
        BUF_LIT(&rows, "<row><c><v>1</v></c></row>");
    assert_int_equal(read_rows(*state, buf_to_arena(&rows, *state)).count, CSV_MAX_ROWS);
    BUF_LIT(&rows, "<row><c><v>1</v></c></row>");
    f = expect_fault(*state, (struct parts){ .rows = buf_to_arena(&rows, *state) }, TOO_LARGE);
    assert_int_equal(f.row, CSV_MAX_ROWS + 1);

    buf_clear(&rows);
    for (size_t i = 1; i <= XLSX_CELLS_MAX / 200 + 1; i++)
        buf_printf(&rows, "<row><c r=\"GR%zu\"><v>1</v></c></row>", i);
    f = expect_fault(*state, (struct parts){ .rows = buf_to_arena(&rows, *state) }, TOO_LARGE);
    assert_int_equal(f.row, XLSX_CELLS_MAX / 200 + 1);
    buf_release(&rows);
}

static void doc_xlsx__stops_a_zip_bomb(void **state)
{
    enum { N = XLSX_PART_MAX + 1000 };
    static const char head[] = "<worksheet><sheetData><row><c t=\"str\"><v>";
    char *sheet = malloc(N);
    memset(sheet, 'a', N);
    memcpy(sheet, head, sizeof head - 1);
    struct parts p = { .sheet = sheet, .sheet_n = N };
    struct buf b = pack(*state, p);
    assert_true(b.n < 100000);
    struct csv csv;
    struct xlsx_fault fault;
    size_t before = ((struct arena *)*state)->used;
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, NULL, &csv, &fault), TOO_LARGE);
    assert_true(((struct arena *)*state)->used - before < 100000);
    buf_release(&b);
    free(sheet);
}

static void doc_xlsx__refuses_definitions_and_entities(void **state)
{
    static const char *const sheets[] = {
        "<!DOCTYPE worksheet><worksheet><sheetData/></worksheet>",
        "<!DOCTYPE w [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><worksheet><sheetData><row><c "
        "t=\"str\"><v>&b;</v>"
        "</c></row></sheetData></worksheet>",
        "<!DOCTYPE w SYSTEM \"file:///etc/passwd\"><worksheet/>",
    };
    for (size_t i = 0; i < sizeof sheets / sizeof sheets[0]; i++) {
        struct xlsx_fault f = expect_fault(*state, (struct parts){ .sheet = sheets[i] }, MALFORMED);
        assert_non_null(strstr(f.msgid, "definitions"));
    }
    expect_fault(*state, (struct parts){ .strings = sheets[1] }, MALFORMED);
    expect_fault(*state, (struct parts){ .workbook = sheets[1] }, MALFORMED);
    expect_fault(*state, (struct parts){ .rows = "<row><c t=\"str\"><v>&none;</v></c></row>" }, MALFORMED);
}

static void doc_xlsx__refuses_what_is_no_workbook(void **state)
{
    struct csv csv;
    struct xlsx_fault fault;
    static const char *const wrong[] = { "", "PK\x03\x04", "a,b\r\n1,2", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(doc_xlsx_read(*state, wrong[i], strlen(wrong[i]), NULL, &csv, &fault), MALFORMED);
        assert_non_null(fault.msgid);
    }
    assert_non_null(strstr(fault.msgid, "password"));
    const struct archive_file other = { "word/document.xml", { "<x/>", 4 } };
    struct buf b;
    buf_init(&b, 10000);
    assert_int_equal(archive_make(&other, 1, &b), OK);
    assert_int_equal(doc_xlsx_read(*state, b.p, b.n, NULL, &csv, &fault), MALFORMED);
    assert_string_equal(fault.msgid, "The file is not an Excel workbook (.xlsx).");
    buf_release(&b);
    expect_fault(*state, (struct parts){ .workbook = "<workbook/>" }, MALFORMED);
}

/* Every byte of a real workbook changed, and every length cut: any answer, but no crash. */
static void doc_xlsx__survives_damage(void **state)
{
    struct buf b =
        pack(*state, (struct parts){ .rows = "<row><c t=\"s\"><v>0</v></c><c><v>1.5</v></c></row>" });
    size_t refused = 0;
    for (size_t i = 0; i < b.n; i++) {
        char *copy = malloc(b.n);
        memcpy(copy, b.p, b.n);
        copy[i] ^= (char)(1 + i % 255);
        struct arena a;
        arena_init(&a);
        struct csv csv;
        struct xlsx_fault fault;
        enum status st = doc_xlsx_read(&a, copy, b.n, NULL, &csv, &fault);
        assert_int_equal(st == OK, fault.msgid == NULL);
        refused += st != OK;
        assert_int_not_equal(doc_xlsx_read(&a, b.p, i, NULL, &csv, &fault), OK);
        arena_release(&a);
        free(copy);
    }
    assert_true(refused > b.n / 4);
    buf_release(&b);
}

/* As above, but the damage is in the XML itself and the archive is sound. */
static void doc_xlsx__survives_damaged_xml(void **state)
{
    static const char rows[] =
        "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" "
        "t=\"inlineStr\"><is><t>x_x0041_</t><rPh><t>n</t></rPh></is></c></row></sheetData>"
        "</worksheet>";
    unsigned seed = 1;
    for (int i = 0; i < 3000; i++) {
        char sheet[sizeof rows];
        memcpy(sheet, rows, sizeof rows);
        for (int change = 0; change < 1 + i % 3; change++) {
            seed = seed * 1664525u + 1013904223u;
            size_t at = (seed >> 8) % (sizeof rows - 1), from = (seed >> 20) % (sizeof rows - 1);
            sheet[at] = i % 2 == 0 ? rows[from] : (char)(seed >> 12);
        }
        struct arena a;
        arena_init(&a);
        struct buf b = pack(&a, (struct parts){ .sheet = sheet, .sheet_n = sizeof rows - 1 });
        struct csv csv;
        struct xlsx_fault fault;
        enum status st = doc_xlsx_read(&a, b.p, b.n, NULL, &csv, &fault);
        assert_int_equal(st == OK, fault.msgid == NULL);
        buf_release(&b);
        arena_release(&a);
    }
    (void)state;
}

static void doc_xlsx__knows_dates(void **state)
{
    (void)state;
    static const struct {
        const char *cell;
        int64_t days;
    } right[] = {
        { "46348", 20779 }, { "46348.75", 20779 }, { "2026-11-22", 20779 }, { "2026-11-22T09:30:00", 20779 },
        { "1", -25567 },    { "61", -25508 },      { "25569", 0 },          { "2958465", 2932896 },
    };
    for (size_t i = 0; i < sizeof right / sizeof right[0]; i++) {
        int64_t days;
        assert_true(doc_xlsx_date(right[i].cell, &days));
        assert_int_equal(days, right[i].days);
    }
    static const char *const wrong[] = { "",   "0",       "-5",          "2958466",  "22/11/2026", "2026-11-31",
                                         "1x", "46348.x", "2026-11-22x", "99999999", "1E3" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int64_t days;
        assert_false(doc_xlsx_date(wrong[i], &days));
    }
}

static void doc_xlsx__names_the_sheets_that_show(void **state)
{
    struct arena *a = *state;
    struct buf b = pack(a, (struct parts){ 0 });
    const char *const *names;
    size_t count;
    struct xlsx_fault fault;
    assert_int_equal(doc_xlsx_sheets(a, b.p, b.n, &names, &count, &fault), OK);
    assert_int_equal(count, 1); /* the hidden one has no part either */
    assert_string_equal(names[0], "Één");
    buf_release(&b);
    assert_int_equal(doc_xlsx_sheets(a, "no workbook", 11, &names, &count, &fault), MALFORMED);
    assert_int_equal(count, 0);
    assert_non_null(fault.msgid);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doc_xlsx__comes_back_the_same),
        cmocka_unit_test(doc_xlsx__names_the_sheets_that_show),
        cmocka_unit_test(doc_xlsx__writes_no_formula_and_real_numbers),
        cmocka_unit_test(doc_xlsx__makes_names_fit),
        cmocka_unit_test(doc_xlsx__says_when_it_cannot_write),
        cmocka_unit_test(doc_xlsx__reads_every_kind_of_cell),
        cmocka_unit_test(doc_xlsx__chooses_the_sheet),
        cmocka_unit_test(doc_xlsx__says_where_it_is_wrong),
        cmocka_unit_test(doc_xlsx__has_caps),
        cmocka_unit_test(doc_xlsx__stops_a_zip_bomb),
        cmocka_unit_test(doc_xlsx__refuses_definitions_and_entities),
        cmocka_unit_test(doc_xlsx__refuses_what_is_no_workbook),
        cmocka_unit_test(doc_xlsx__survives_damage),
        cmocka_unit_test(doc_xlsx__survives_damaged_xml),
        cmocka_unit_test(doc_xlsx__knows_dates),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
