/* A document as Markdown: what people said stays what they said, and reading it gives the same blocks. */
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

static struct doc *blank(void)
{
    return doc_new(&arena, "Minutes", "en");
}

static const char *write(const struct doc *d)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    doc_write_markdown(d, &out);
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static const struct doc *again(const struct doc *d)
{
    struct doc *back = blank();
    doc_markdown(back, write(d), 0);
    return back;
}

/* The text of a block without its marks. */
static const char *words(const struct doc_line *line)
{
    const char *s = "";
    for (size_t i = 0; i < line->count; i++)
        s = arena_printf(&arena, "%s%s", s, line->runs[i].text);
    return s;
}

static void blocks_stand_apart_and_items_together(void **state)
{
    (void)state;
    struct doc *d = blank();
    doc_heading(d, 1, "Start", NULL);
    doc_lead(d, "In short.");
    doc_item(d, 1, "one");
    doc_item(d, 2, "below");
    doc_numbered(d, 1, 3, "three");
    doc_item(d, 3, "too deep");
    doc_paragraph(d, "after");
    doc_quote(d, "said", "Ann");
    doc_note(d, "beside");
    doc_labelled(d, "Date", "today");
    assert_string_equal(write(d),
                        "# Start\n\nIn short.\n\n- one\n  - below\n3. three\n   - too deep\n\nafter\n\n"
                        "> said\\\n> — Ann\n\n*beside*\n\n**Date:** today\n");
}

static void what_somebody_said_is_never_a_mark(void **state)
{
    (void)state;
    static const char *const said[] = {
        "# no heading",
        "> no quote",
        "- no item",
        "+ no item",
        "1. no number",
        "12) no number",
        "===",
        "---",
        "a\n===",
        "a\n# b",
        "*no* **marks**",
        "_no_ __marks__",
        "snake_case_stays",
        "`no code`",
        "[no](link)",
        "![no](picture)",
        "<b>no</b>",
        "<script>x</script>",
        "&amp; & &#39; Q&A",
        "a|b",
        "| a | b |\n|-|-|",
        "~~no~~",
        "back\\slash\\",
        "1.5 is a number",
        "#7 and a #8",
        "```\nno fence",
        "~~~\nno fence",
        "2030",
        "5 of 8",
        "é_ü_",
        "    no code",
        "a\n    b",
        "\\# b",
        "* * *",
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct doc *d = blank();
        doc_paragraph(d, said[i]);
        doc_item(d, 1, said[i]);
        doc_quote(d, said[i], NULL);
        const struct doc *b = again(d);
        const char *want = said[i] + strspn(said[i], " ");
        if (strcmp(want, "a\n    b") == 0)
            want = "a\nb";
        assert_int_equal(b->count, 3);
        for (int k = 0; k < 3; k++) {
            static const enum doc_block_kind kinds[] = { DOC_PARAGRAPH, DOC_ITEM, DOC_QUOTE };
            assert_int_equal(b->blocks[k].kind, kinds[k]);
            assert_string_equal(words(&b->blocks[k].line), want);
            for (size_t r = 0; r < b->blocks[k].line.count; r++) {
                assert_int_equal(b->blocks[k].line.runs[r].style, 0);
                assert_null(b->blocks[k].line.runs[r].link);
            }
        }
        struct doc *h = blank();
        doc_heading(h, 2, said[i], NULL);
        assert_string_equal(words(&again(h)->blocks[0].line), want);
        assert_int_equal(again(h)->count, 1);
    }
}

static void numbers_that_begin_a_line_are_numbers(void **state)
{
    (void)state;
    struct doc *d = blank();
    doc_paragraph(d, "2030.\n7) seven\n1234567890. far too long\n3.5");
    assert_string_equal(write(d), "2030\\.\\\n7\\) seven\\\n1234567890. far too long\\\n3.5\n");
}

static void marks_stand_at_the_words(void **state)
{
    (void)state;
    struct doc *d = blank();
    struct doc_run runs[] = { { "bold ", DOC_BOLD, NULL },      { "both", DOC_BOLD | DOC_ITALIC, NULL },
                              { " ", DOC_STRIKE, NULL },        { "a`b", DOC_CODE, NULL },
                              { " site", 0, "https://a.be/x" }, { " ours", 0, "/organisatie/3" } };
    doc_block(d, (struct doc_block){ .kind = DOC_PARAGRAPH, .line = { runs, 6 } });
    assert_string_equal(write(d), "**bold** ***both*** ``a`b`` [site](<https://a.be/x>) ours\n");
    assert_string_equal(words(&again(d)->blocks[0].line), "bold both a`b site ours");
}

static void tables_and_charts_come_back(void **state)
{
    (void)state;
    struct doc *d = blank();
    const char *const titles[] = { "What", "Who | where", "" };
    struct doc_table t = doc_table_begin(d, "Agreements", titles, 3);
    doc_table_row(&t, (const char *const[]){ "a | b", "two\nlines", NULL });
    doc_table_row(&t, (const char *const[]){ "# x", "", "- y" });
    doc_table_end(&t);
    struct doc_bar bars[] = { { "Energy | gas", 625, DOC_NO_VALUE, 400, "5 of 8", NULL, NULL },
                              { "Waste", DOC_NO_VALUE, DOC_NO_VALUE, DOC_NO_VALUE, "none", NULL, NULL } };
    struct doc_chart chart = {
        DOC_CHART_BARS, "Votes", "Energy leads.", bars, 2, "What", "Votes", "First", NULL
    };
    doc_chart(d, &chart);
    const struct doc *b = again(d);
    assert_int_equal(b->count, 3);
    assert_string_equal(words(&b->blocks[0].line), "Agreements");
    const struct doc_grid *g = b->blocks[1].grid;
    assert_int_equal(g->column_count, 3);
    assert_int_equal(g->row_count, 2);
    assert_string_equal(g->titles[1], "Who | where");
    assert_string_equal(words(&g->cells[0]), "a | b");
    assert_string_equal(words(&g->cells[1]), "two\nlines");
    assert_string_equal(words(&g->cells[3]), "# x");
    assert_string_equal(words(&g->cells[5]), "- y");
    const struct doc_chart *c = b->blocks[2].chart;
    assert_string_equal(c->title, "Votes");
    assert_string_equal(c->sentence, "Energy leads.");
    assert_string_equal(c->before_title, "First");
    assert_int_equal(c->count, 2);
    assert_string_equal(c->bars[0].label, "Energy | gas");
    assert_int_equal(c->bars[0].tenths, 625);
    assert_int_equal(c->bars[0].before_tenths, 400);
    assert_int_equal(c->bars[1].tenths, DOC_NO_VALUE);
}

static void nothing_writes_nothing(void **state)
{
    (void)state;
    struct doc *d = blank();
    doc_paragraph(d, " \n ");
    doc_item(d, 1, "");
    doc_heading(d, 1, "", NULL);
    doc_quote(d, "", "nobody");
    doc_break(d);
    assert_string_equal(write(d), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(blocks_stand_apart_and_items_together, teardown),
        cmocka_unit_test_teardown(what_somebody_said_is_never_a_mark, teardown),
        cmocka_unit_test_teardown(numbers_that_begin_a_line_are_numbers, teardown),
        cmocka_unit_test_teardown(marks_stand_at_the_words, teardown),
        cmocka_unit_test_teardown(tables_and_charts_come_back, teardown),
        cmocka_unit_test_teardown(nothing_writes_nothing, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
