#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/csv.h"
#include "doc/csv.h"

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

static const struct doc_column ALL_KINDS[] = {
    { "Name", DOC_TEXT }, { "Count", DOC_INT }, { "Score", DOC_TENTHS }, { "Day", DOC_DATE }
};

static void doc_csv__writes_every_kind(void **state)
{
    struct doc_sheet sheet = { .columns = ALL_KINDS, .column_count = 4 };
    struct doc_cell *row = doc_row_add(*state, &sheet);
    row[0] = doc_text("Ëva \"de\" Wit, x");
    row[1] = doc_number(-5);
    row[2] = doc_number(610);
    row[3] = doc_number(20779);
    row = doc_row_add(*state, &sheet);
    row[2] = doc_number(-5);
    struct buf b;
    buf_init(&b, 10000);
    doc_csv_write(&sheet, true, &b);
    assert_string_equal(buf_to_arena(&b, *state), "\xEF\xBB\xBFName,Count,Score,Day\r\n"
                                                  "\"Ëva \"\"de\"\" Wit, x\",-5,61.0,2026-11-22\r\n"
                                                  ",,-0.5,\r\n");
    buf_release(&b);
}

static const char *const TEXTS[] = {
    "plain",
    "=1+1",
    "+32 2 555 12 34",
    "-5",
    "@SUM(A1)",
    "\tTab",
    "\rCR",
    "'=1+1",
    "''=1+1",
    "'plain",
    "'",
    "''",
    "'\t",
    "=",
    "a;=1+1",
    "a,b",
    "\"quoted\"",
    "=\"x\"",
    "two\nlines",
    "two\r\nlines",
    " leading space",
    "trailing ",
    "-2+3+cmd|' /C calc'!A0",
    "één €",
    "'-",
    "",
    "=;\"',\r\n",
};
enum { TEXT_COUNT = sizeof TEXTS / sizeof TEXTS[0] };

static void doc_csv__leaves_no_formula(void **state)
{
    static const struct doc_column columns[] = { { "=Title", DOC_TEXT } };
    struct doc_sheet sheet = { .columns = columns, .column_count = 1 };
    for (size_t i = 0; i < TEXT_COUNT; i++)
        doc_row_add(*state, &sheet)[0] = doc_text(TEXTS[i]);
    struct buf b;
    buf_init(&b, 100000);
    doc_csv_write(&sheet, false, &b);
    struct csv csv;
    size_t line;
    assert_int_equal(csv_parse(*state, b.p, b.n, &csv, &line), OK);
    for (size_t i = 0; i < csv.count; i++)
        assert_true(csv.rows[i].cells[0][0] == '\0' || strchr("=+-@\t\r", csv.rows[i].cells[0][0]) == NULL);
    assert_string_equal(csv.rows[0].cells[0], "'=Title");
    buf_release(&b);
}

static void doc_csv__comes_back_the_same(void **state)
{
    static const struct doc_column columns[] = { { "A", DOC_TEXT }, { "B", DOC_TEXT } };
    for (size_t column_count = 1; column_count <= 2; column_count++) {
        struct doc_sheet sheet = { .columns = columns, .column_count = column_count };
        for (size_t i = 0; i < TEXT_COUNT; i++)
            doc_row_add(*state, &sheet)[column_count - 1] = doc_text(TEXTS[i]);
        struct buf b;
        buf_init(&b, 100000);
        doc_csv_write(&sheet, column_count == 1, &b);
        struct csv csv;
        size_t line;
        assert_int_equal(csv_parse(*state, b.p, b.n, &csv, &line), OK);
        assert_int_equal(csv.count, TEXT_COUNT + 1);
        for (size_t i = 0; i < TEXT_COUNT; i++)
            assert_string_equal(doc_csv_unescape(csv.rows[i + 1].cells[column_count - 1]), TEXTS[i]);
        buf_release(&b);
    }
}

static void doc_csv__unescapes_only_what_was_escaped(void **state)
{
    (void)state;
    assert_string_equal(doc_csv_unescape("'=1"), "=1");
    assert_string_equal(doc_csv_unescape("''=1"), "'=1");
    assert_string_equal(doc_csv_unescape("'t Zand"), "'t Zand");
    assert_string_equal(doc_csv_unescape("'"), "'");
    assert_string_equal(doc_csv_unescape(""), "");
    assert_string_equal(doc_csv_unescape("=1"), "=1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doc_csv__writes_every_kind),
        cmocka_unit_test(doc_csv__leaves_no_formula),
        cmocka_unit_test(doc_csv__comes_back_the_same),
        cmocka_unit_test(doc_csv__unescapes_only_what_was_escaped),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
