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

static struct doc *new_doc(void)
{
    return doc_new(&arena, "Report", "en");
}

static void table__keeps_the_titles_of_a_list_that_is_gone(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    {
        const char *titles[] = { "What", "Who" };
        struct doc_table t = doc_table_begin(d, NULL, titles, 2);
        doc_table_row(&t, titles);
        doc_table_end(&t);
        titles[0] = titles[1] = "Gone";
    }
    assert_string_equal(d->blocks[0].grid->titles[0], "What");
    assert_string_equal(d->blocks[0].grid->cells[1].runs[0].text, "Who");
}

static void document__begins_empty(void **state)
{
    (void)state;
    const struct doc *d = new_doc();
    assert_string_equal(d->title, "Report");
    assert_string_equal(d->lang, "en");
    assert_int_equal(d->count, 0);
    assert_null(d->contents_title);
    assert_null(d->page_of);
    assert_null(d->logo.p);
    assert_false(d->cover);
    assert_string_equal(d->subtitle, "");
    assert_string_equal(d->state, "");
    assert_string_equal(d->author, "");
    assert_string_equal(d->date, "");
    assert_int_equal(doc_words(d), 0);
}

static void assert_block(const struct doc_block *b, enum doc_block_kind kind, const char *text)
{
    assert_int_equal(b->kind, kind);
    assert_int_equal(b->line.count, 1);
    assert_string_equal(b->line.runs[0].text, text);
    assert_int_equal(b->line.runs[0].style, 0);
    assert_null(b->line.runs[0].link);
}

static void document__appends_blocks_in_order(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    static const struct doc_chart chart = { .kind = DOC_CHART_BARS, .title = "Score", .sentence = "Well done" };
    doc_heading(d, 2, "Energy", "energy");
    doc_lead(d, "lead");
    doc_paragraph(d, "paragraph");
    doc_note(d, "note");
    doc_quote(d, "quote", "Ilse");
    doc_quote(d, "nobody's", NULL);
    doc_item(d, 1, "item");
    doc_numbered(d, 2, 7, "seven");
    doc_chart(d, &chart);
    doc_image(d, (struct bytes){ "PNG", 3 }, "a picture");
    doc_break(d);
    doc_paragraph(d, NULL);
    assert_int_equal(d->count, 12);
    const struct doc_block *b = d->blocks;
    assert_block(&b[0], DOC_HEADING, "Energy");
    assert_int_equal(b[0].level, 2);
    assert_string_equal(b[0].id, "energy");
    assert_block(&b[1], DOC_LEAD, "lead");
    assert_block(&b[2], DOC_PARAGRAPH, "paragraph");
    assert_block(&b[3], DOC_NOTE, "note");
    assert_block(&b[4], DOC_QUOTE, "quote");
    assert_string_equal(b[4].text, "Ilse");
    assert_string_equal(b[5].text, "");
    assert_block(&b[6], DOC_ITEM, "item");
    assert_int_equal(b[6].level, 1);
    assert_false(b[6].ordered);
    assert_block(&b[7], DOC_ITEM, "seven");
    assert_true(b[7].ordered);
    assert_int_equal(b[7].level, 2);
    assert_int_equal(b[7].number, 7);
    assert_ptr_equal(b[8].chart, &chart);
    assert_int_equal(b[9].image.n, 3);
    assert_string_equal(b[9].text, "a picture");
    assert_int_equal(b[10].kind, DOC_BREAK);
    assert_block(&b[11], DOC_PARAGRAPH, "");
}

static void document__labels_a_text_in_bold(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    doc_labelled(d, "Source", "energy bills");
    const struct doc_line *line = &d->blocks[0].line;
    assert_int_equal(d->blocks[0].kind, DOC_PARAGRAPH);
    assert_int_equal(line->count, 2);
    assert_string_equal(line->runs[0].text, "Source:");
    assert_int_equal(line->runs[0].style, DOC_BOLD);
    assert_string_equal(line->runs[1].text, " energy bills");
    assert_int_equal(line->runs[1].style, 0);
}

static void document__makes_a_table_row_by_row(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    static const char *const titles[] = { "Goal", "Now" };
    struct doc_table t = doc_table_begin(d, "Goals", titles, 2);
    t.grid->row_heads = true;
    for (int i = 0; i < 50; i++)
        doc_table_row(&t, (const char *const[]){ arena_printf(&arena, "goal %d", i), i == 49 ? NULL : "61" });
    assert_int_equal(d->count, 0);
    doc_table_end(&t);
    assert_int_equal(d->count, 1);
    const struct doc_grid *g = d->blocks[0].grid;
    assert_int_equal(d->blocks[0].kind, DOC_GRID);
    assert_string_equal(g->caption, "Goals");
    assert_int_equal(g->column_count, 2);
    assert_int_equal(g->row_count, 50);
    assert_true(g->row_heads);
    assert_string_equal(g->cells[0].runs[0].text, "goal 0");
    assert_string_equal(g->cells[1].runs[0].text, "61");
    assert_string_equal(g->cells[98].runs[0].text, "goal 49");
    assert_int_equal(g->cells[99].count, 0);
}

static void document__keeps_titles_of_a_table(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    const char *titles[] = { "Goal", "Now" };
    struct doc_table t = doc_table_begin(d, NULL, titles, 2);
    doc_table_row(&t, (const char *const[]){ "Less waste", "12" });
    doc_table_end(&t);
    titles[0] = titles[1] = "of another function by now";
    const struct doc_grid *g = d->blocks[d->count - 1].grid;
    assert_string_equal(g->titles[0], "Goal");
    assert_string_equal(g->titles[1], "Now");
}

static void document__leaves_an_empty_table_out(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    struct doc_table t = doc_table_begin(d, NULL, (const char *const[]){ "Goal" }, 1);
    doc_table_end(&t);
    assert_int_equal(d->count, 0);
}

static size_t words_of(const char *text)
{
    struct doc *d = new_doc();
    doc_paragraph(d, text);
    return doc_words(d);
}

static void document__counts_words(void **state)
{
    (void)state;
    assert_int_equal(words_of(""), 0);
    assert_int_equal(words_of(" \n\t "), 0);
    assert_int_equal(words_of("één woord"), 2);
    assert_int_equal(words_of("  twee\nwoorden  "), 2);
    assert_int_equal(words_of("CO2-uitstoot: 3,5 ton – of meer …"), 5);
    assert_int_equal(words_of("foto\xC2\xA0's \xE2\x80\x9Cja\xE2\x80\x9D"), 3);
    assert_int_equal(words_of("* - / \xE2\x82\xAC"), 0);
}

static void document__counts_words_everywhere(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    static const struct doc_chart chart = { .title = "one two", .sentence = "three four five" };
    doc_heading(d, 1, "one two", NULL);            /* 2 */
    doc_quote(d, "three", "Ilse Vermeer");         /* 5 */
    doc_labelled(d, "Source", "bills");            /* 7 */
    doc_chart(d, &chart);                          /* 12 */
    doc_image(d, (struct bytes){ 0 }, "not read"); /* 12 */
    struct doc_table t = doc_table_begin(d, "caption", (const char *const[]){ "head", "other head" }, 2);
    doc_table_row(&t, (const char *const[]){ "a b c", NULL });
    doc_table_end(&t); /* 19 */
    static const struct doc_run runs[] = { { .text = "duur" },
                                           { .text = "zaam", .style = DOC_BOLD },
                                           { .text = " nu" } };
    doc_block(d, (struct doc_block){ .kind = DOC_PARAGRAPH, .line = { runs, 3 } }); /* 21 */
    assert_int_equal(doc_words(d), 21);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(document__begins_empty, teardown),
        cmocka_unit_test_teardown(table__keeps_the_titles_of_a_list_that_is_gone, teardown),
        cmocka_unit_test_teardown(document__appends_blocks_in_order, teardown),
        cmocka_unit_test_teardown(document__labels_a_text_in_bold, teardown),
        cmocka_unit_test_teardown(document__makes_a_table_row_by_row, teardown),
        cmocka_unit_test_teardown(document__keeps_titles_of_a_table, teardown),
        cmocka_unit_test_teardown(document__leaves_an_empty_table_out, teardown),
        cmocka_unit_test_teardown(document__counts_words, teardown),
        cmocka_unit_test_teardown(document__counts_words_everywhere, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
