#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "doc/document.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct doc *read(const char *text, int level)
{
    struct doc *d = doc_new(&arena, "Report", "en");
    doc_markdown(d, text, level);
    return d;
}

/* "{Bold|1}{ plain}" */
static const char *runs(const struct doc_line *line)
{
    const char *s = "";
    for (size_t i = 0; i < line->count; i++) {
        const struct doc_run *r = &line->runs[i];
        s = arena_printf(&arena, "%s{%s", s, r->text);
        if (r->style != 0)
            s = arena_printf(&arena, "%s|%u", s, r->style);
        s = arena_printf(&arena, r->link == NULL ? "%s}" : "%s>%s}", s, r->link);
    }
    return s;
}

static void assert_block(const struct doc_block *b, enum doc_block_kind kind, int level, const char *line)
{
    assert_int_equal(b->kind, kind);
    assert_int_equal(b->level, level);
    assert_string_equal(runs(&b->line), line);
}

static void markdown__gives_runs_their_style(void **state)
{
    (void)state;
    const struct doc *d = read("a *b **c*** ~~d~~ `e`\nf  \ng<h>", 1);
    assert_int_equal(d->count, 1);
    assert_block(&d->blocks[0], DOC_PARAGRAPH, 0, "{a }{b |2}{c|3}{ }{d|8}{ }{e|4}{ f\ng<h>}");
    d = read("**[a](https://b.be) c**d", 1);
    assert_block(&d->blocks[0], DOC_PARAGRAPH, 0, "{a|1>https://b.be}{ c|1}{d}");
}

static void markdown__shifts_headings_to_level_4_at_most(void **state)
{
    (void)state;
    const struct doc *d = read("# a\n\nb\n## c\n### d\n#### e", 1);
    assert_int_equal(d->count, 5);
    assert_block(&d->blocks[0], DOC_HEADING, 2, "{a}");
    assert_block(&d->blocks[1], DOC_PARAGRAPH, 0, "{b}");
    assert_block(&d->blocks[2], DOC_HEADING, 3, "{c}");
    assert_block(&d->blocks[3], DOC_HEADING, 4, "{d}");
    assert_block(&d->blocks[4], DOC_HEADING, 4, "{e}");
    assert_block(&read("# a", 0)->blocks[0], DOC_HEADING, 1, "{a}");
}

static void markdown__makes_items_of_lists_in_lists(void **state)
{
    (void)state;
    const struct doc *d = read("- a\n  - b\n    - c\n      - d\n        - e\n- f\n\n3. g\n4. h", 1);
    assert_int_equal(d->count, 8);
    static const struct {
        const char *text;
        int level, number;
    } items[] = { { "{a}", 1, 0 }, { "{b}", 2, 0 }, { "{c}", 3, 0 }, { "{d}", 4, 0 },
                  { "{e}", 4, 0 }, { "{f}", 1, 0 }, { "{g}", 1, 3 }, { "{h}", 1, 4 } };
    for (size_t i = 0; i < 8; i++) {
        assert_block(&d->blocks[i], DOC_ITEM, items[i].level, items[i].text);
        assert_int_equal(d->blocks[i].ordered, items[i].number > 0);
        assert_int_equal(d->blocks[i].number, items[i].number);
    }
}

static void markdown__keeps_paragraphs_of_an_item_together(void **state)
{
    (void)state;
    const struct doc *d = read("1. a\n\n   b\n\n   - c\n\n   d\n2.\n3. > e\n4.     f\n\n   g", 1);
    assert_int_equal(d->count, 6);
    assert_block(&d->blocks[0], DOC_ITEM, 1, "{a\nb}");
    assert_block(&d->blocks[1], DOC_ITEM, 2, "{c}");
    assert_block(&d->blocks[2], DOC_PARAGRAPH, 0, "{d}");
    assert_block(&d->blocks[3], DOC_QUOTE, 0, "{e}");
    assert_block(&d->blocks[4], DOC_PARAGRAPH, 0, "{f|4}");
    assert_block(&d->blocks[5], DOC_ITEM, 1, "{g}");
    assert_int_equal(d->blocks[5].number, 4);
}

static void markdown__makes_quotes_code_and_rules(void **state)
{
    (void)state;
    const struct doc *d = read("> a\n>\n> > b\n> - c\n\n```c\nint x;\n\ny\n```\n\n***\n\n```\n```\n", 1);
    assert_int_equal(d->count, 5);
    assert_block(&d->blocks[0], DOC_QUOTE, 0, "{a}");
    assert_string_equal(d->blocks[0].text, "");
    assert_block(&d->blocks[1], DOC_QUOTE, 0, "{b}");
    assert_block(&d->blocks[2], DOC_ITEM, 1, "{c}");
    assert_block(&d->blocks[3], DOC_PARAGRAPH, 0, "{int x;\n\ny|4}");
    assert_block(&d->blocks[4], DOC_PARAGRAPH, 0, "{* * *}");
}

static void markdown__makes_tables(void **state)
{
    (void)state;
    const struct doc *d = read("- a\n\n  | *B* c | D |\n  |---|--:|\n  | **e** | 1 |\n  | f |\n\ng", 1);
    assert_int_equal(d->count, 3);
    assert_block(&d->blocks[0], DOC_ITEM, 1, "{a}");
    assert_int_equal(d->blocks[1].kind, DOC_GRID);
    assert_block(&d->blocks[2], DOC_PARAGRAPH, 0, "{g}");
    const struct doc_grid *g = d->blocks[1].grid;
    assert_int_equal(g->column_count, 2);
    assert_int_equal(g->row_count, 2);
    assert_string_equal(g->titles[0], "B c");
    assert_string_equal(g->titles[1], "D");
    assert_false(g->numeric[0]);
    assert_true(g->numeric[1]);
    assert_false(g->row_heads);
    assert_string_equal(runs(&g->cells[0]), "{e|1}");
    assert_string_equal(runs(&g->cells[1]), "{1}");
    assert_string_equal(runs(&g->cells[2]), "{f}");
    assert_int_equal(g->cells[3].count, 0);
    assert_block(&read("| a | b |\n|-|-|", 1)->blocks[0], DOC_PARAGRAPH, 0, "{a | b}");
}

static void markdown__says_nothing_of_nothing(void **state)
{
    (void)state;
    assert_int_equal(read(NULL, 1)->count, 0);
    assert_int_equal(read("", 1)->count, 0);
    assert_int_equal(read("-\n\n> \n\n#\n", 1)->count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(markdown__gives_runs_their_style, teardown),
        cmocka_unit_test_teardown(markdown__shifts_headings_to_level_4_at_most, teardown),
        cmocka_unit_test_teardown(markdown__makes_items_of_lists_in_lists, teardown),
        cmocka_unit_test_teardown(markdown__keeps_paragraphs_of_an_item_together, teardown),
        cmocka_unit_test_teardown(markdown__makes_quotes_code_and_rules, teardown),
        cmocka_unit_test_teardown(markdown__makes_tables, teardown),
        cmocka_unit_test_teardown(markdown__says_nothing_of_nothing, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
