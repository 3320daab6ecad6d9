#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"

static int set_up(void **state)
{
    static struct arena a; /* emptied after each test */
    arena_init(&a);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

/* Parses a literal and expects success. */
static struct csv parsed(void **state, const char *text)
{
    struct csv csv;
    size_t line;
    assert_int_equal(csv_parse(*state, text, strlen(text), &csv, &line), OK);
    return csv;
}

static void assert_fails(void **state, const char *text, size_t n, enum status expected, size_t expected_line)
{
    struct csv csv;
    size_t line;
    assert_int_equal(csv_parse(*state, text, n, &csv, &line), expected);
    assert_int_equal(line, expected_line);
    assert_int_equal(csv.count, 0);
}

static void csv__reads_quoted_cells(void **state)
{
    struct csv csv = parsed(state, "name,says\r\n\"Wit, Eva\",\"\"\"yes\"\"\r\nand more\"\r\nx,\r\n");
    assert_int_equal(csv.count, 3);
    assert_int_equal(csv.rows[1].count, 2);
    assert_string_equal(csv.rows[1].cells[0], "Wit, Eva");
    assert_string_equal(csv.rows[1].cells[1], "\"yes\"\r\nand more");
    assert_int_equal(csv.rows[2].count, 2);
    assert_string_equal(csv.rows[2].cells[1], "");
    assert_int_equal(csv.rows[1].line, 2);
    assert_int_equal(csv.rows[2].line, 4);
}

static void csv__tells_the_separator_by_the_first_line(void **state)
{
    assert_int_equal(parsed(state, "a,b\n1;2;3").separator, ',');
    assert_int_equal(parsed(state, "a;b, or c;d\n").separator, ';');
    assert_int_equal(parsed(state, "a\tb\n").separator, '\t');
    assert_int_equal(parsed(state, "a;b, c\n").separator, ';');
    assert_int_equal(parsed(state, "\r\n\n\"x;y;z\",b\n").separator, ',');
    assert_int_equal(parsed(state, "alone\n1;2").separator, ',');
    assert_string_equal(parsed(state, "a;b\n1,5;2").rows[1].cells[0], "1,5");
}

static void csv__skips_mark_and_empty_lines(void **state)
{
    struct csv csv = parsed(state, "\xEF\xBB\xBF\n\na,b\n\r\n\n1,2");
    assert_int_equal(csv.count, 2);
    assert_string_equal(csv.rows[0].cells[0], "a");
    assert_int_equal(csv.rows[0].line, 3);
    assert_int_equal(csv.rows[1].line, 6);
    assert_int_equal(parsed(state, "").count, 0);
    assert_int_equal(parsed(state, "\n\n").count, 0);
    assert_int_equal(parsed(state, "\"\"\n").count, 1);
    csv = parsed(state, ",\n,");
    assert_int_equal(csv.count, 2);
    assert_int_equal(csv.rows[1].count, 2);
}

static void csv__keeps_a_quote_inside_a_plain_cell(void **state)
{
    assert_string_equal(parsed(state, "5\" pipe,b").rows[0].cells[0], "5\" pipe");
}

static void csv__says_where_it_is_wrong(void **state)
{
    assert_fails(state, "a,b\n1,\"open\n2,3\n", 15, INVALID, 2);
    assert_fails(state, "a,b\n\"x\"y,2\n", 11, INVALID, 2);
    assert_fails(state, "a\nb\n\xFF", 5, INVALID, 3);
    assert_fails(state, "a\nb\0c", 5, INVALID, 2);
}

static void csv__has_caps(void **state)
{
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < CSV_MAX_CELLS - 1; i++)
        buf_char(&b, ',');
    struct csv csv;
    size_t line;
    assert_int_equal(csv_parse(*state, b.p, b.n, &csv, &line), OK);
    assert_int_equal(csv.rows[0].count, CSV_MAX_CELLS);
    buf_char(&b, ',');
    assert_fails(state, b.p, b.n, TOO_LARGE, 1);
    buf_clear(&b);
    for (int i = 0; i < CSV_MAX_ROWS; i++)
        BUF_LIT(&b, "a\n");
    assert_int_equal(csv_parse(*state, b.p, b.n, &csv, &line), OK);
    assert_int_equal(csv.count, CSV_MAX_ROWS);
    BUF_LIT(&b, "a\n");
    assert_fails(state, b.p, b.n, TOO_LARGE, CSV_MAX_ROWS + 1);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(csv__reads_quoted_cells, set_up, tear_down),
        cmocka_unit_test_setup_teardown(csv__tells_the_separator_by_the_first_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(csv__skips_mark_and_empty_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(csv__keeps_a_quote_inside_a_plain_cell, set_up, tear_down),
        cmocka_unit_test_setup_teardown(csv__says_where_it_is_wrong, set_up, tear_down),
        cmocka_unit_test_setup_teardown(csv__has_caps, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
