/* Charts in Markdown: what is read of them, what is left as it was typed, and that what is written is read again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/chart.h"
#include "html/chart_text.h"
#include "html/html.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct chart_text read(const char *text)
{
    return chart_text_read(&arena, lang_get(LANG_EN), text);
}

static void a_chart_has_a_title_a_sentence_heads_and_bars(void **state)
{
    (void)state;
    struct chart_text c = read("What first?\nEnergy leads.\nSubject | # | Votes | Before\n"
                               "Energy | 62.5 | 5 of 8 | 40 | 2 of 5\n Waste|37,5|3 of 8|-\n");
    assert_string_equal(c.title, "What first?");
    assert_string_equal(c.sentence, "Energy leads.");
    assert_string_equal(c.label_title, "Subject");
    assert_string_equal(c.value_title, "Votes");
    assert_string_equal(c.before_title, "Before");
    assert_int_equal(c.count, 2);
    assert_string_equal(c.bars[0].label, "Energy");
    assert_int_equal(c.bars[0].tenths, 625);
    assert_string_equal(c.bars[0].value, "5 of 8");
    assert_int_equal(c.bars[0].before_tenths, 400);
    assert_string_equal(c.bars[0].before, "2 of 5");
    assert_string_equal(c.bars[1].label, "Waste");
    assert_int_equal(c.bars[1].tenths, 375);
    assert_int_equal(c.bars[1].before_tenths, CHART_NONE);
    assert_null(c.bars[1].before);
    assert_string_equal(c.rest, "");
}

static void what_is_not_said_is_said_in_the_language(void **state)
{
    (void)state;
    struct chart_text c = read("What first?\n\nEnergy | 10 | one\nWaste | 90 | nine\n");
    assert_string_equal(c.sentence, "The highest: Waste, nine.");
    assert_string_equal(c.label_title, "What");
    assert_string_equal(c.value_title, "Result");
    assert_null(c.before_title);
    assert_string_equal(read("T\nA | - | none\n").sentence, "No numbers.");
    assert_string_equal(read("T\nA | 1 | x | 2\n").before_title, "Before");
}

static void a_line_that_is_no_bar_stays_text(void **state)
{
    (void)state;
    static const char *const wrong[] = { "A | 101 | x",     "A | -1 | x", "A | 1000 | x", "A | 1.2.3 | x",
                                         "A | 12.34 | x",   "A | x | x",  "A | | x",      "A | 10",
                                         " | 10 | nobody",  "A | 5. | x", "A|1|x|2|y|z",  "A | 1 | x | many",
                                         "and a last word", "B | # | y" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct chart_text c = read(arena_printf(&arena, "T\nGood | 1 | one\n%s\n", wrong[i]));
        assert_int_equal(c.count, 1);
        assert_string_equal(c.rest, arena_printf(&arena, "%s\n", wrong[i]));
    }
    assert_int_equal(read("Only a title\nand a sentence\n").count, 0);
    assert_int_equal(read("").count, 0);
    assert_int_equal(read("T\nA | 100 | all").bars[0].tenths, 1000);
}

static void bars_are_bounded(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 100000);
    BUF_LIT(&text, "T\n");
    for (int i = 0; i < CHART_TEXT_MOST + 1; i++)
        buf_printf(&text, "Bar %d | 5 | five\n", i);
    struct chart_text c = read(buf_to_arena(&text, &arena));
    buf_release(&text);
    assert_int_equal(c.count, CHART_TEXT_MOST);
    assert_string_equal(c.rest, "Bar 120 | 5 | five\n");
}

static void what_is_written_is_read_again(void **state)
{
    (void)state;
    struct buf text;
    buf_init(&text, 100000);
    chart_text_title(&text, "```\n# | \\ `title`");
    chart_text_title(&text, "One | sentence");
    chart_text_head(&text, "A|B", "\\|", "was");
    struct chart_text_bar bars[] = { { "this | that\nand `more` \\", "5 | 8", "1|2", 625, 400 },
                                     { "plain", "none", NULL, CHART_NONE, CHART_NONE },
                                     { "whole", "all", NULL, 1000, 5 } };
    for (size_t i = 0; i < 3; i++)
        chart_text_bar(&text, &bars[i]);
    struct chart_text c = read(buf_to_arena(&text, &arena));
    buf_release(&text);
    assert_string_equal(c.title, "``` # | \\ `title`");
    assert_string_equal(c.sentence, "One | sentence");
    assert_string_equal(c.label_title, "A|B");
    assert_string_equal(c.value_title, "\\|");
    assert_string_equal(c.before_title, "was");
    assert_int_equal(c.count, 3);
    assert_string_equal(c.bars[0].label, "this | that and `more` \\");
    assert_string_equal(c.bars[0].value, "5 | 8");
    assert_string_equal(c.bars[0].before, "1|2");
    assert_int_equal(c.bars[0].tenths, 625);
    assert_int_equal(c.bars[0].before_tenths, 400);
    assert_int_equal(c.bars[1].tenths, CHART_NONE);
    assert_int_equal(c.bars[1].before_tenths, CHART_NONE);
    assert_int_equal(c.bars[2].tenths, 1000);
    assert_int_equal(c.bars[2].before_tenths, 5);
    assert_string_equal(c.rest, "");
}

static void a_page_draws_it_and_shows_the_numbers(void **state)
{
    (void)state;
    struct buf out;
    buf_init(&out, HTML_MAX_PAGE);
    struct html h = { .out = &out, .arena = &arena, .lang = lang_get(LANG_EN) };
    assert_string_equal(
        html_markdown(&h, "```chart\nA & b\nEnergy <i> | 50 | 4 of 8\n?\n```\n", 1).html,
        "<figure class=\"chart\"><figcaption>A &amp; b</figcaption>\n"
        "<p class=\"chart-text\">The highest: Energy &lt;i&gt;, 4 of 8.</p>\n"
        "<table class=\"bars bars--wide\"><caption class=\"visually-hidden\">A &amp; b</caption><thead><tr>"
        "<th scope=\"col\">What</th><th scope=\"col\" class=\"numeric\">Result</th></tr></thead><tbody>\n"
        "<tr><th scope=\"row\"><div class=\"bars__cell\"><span>Energy &lt;i&gt;</span>"
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"bar__track\" width=\"100\" height=\"10\"/>"
        "<rect class=\"bar__value\" width=\"50\" height=\"10\"/></svg>\n"
        "</div></th><td class=\"numeric\">4 of 8</td></tr>\n</tbody></table></figure>\n"
        "<pre><code>?\n</code></pre>\n");
    assert_string_equal(html_markdown(&h, "```chart\nnothing\n```\n", 1).html,
                        "<pre><code>nothing\n</code></pre>\n");
    assert_string_equal(html_markdown(&h, "```charts\nT\nA | 1 | x\n```\n", 1).html,
                        "<pre><code>T\nA | 1 | x\n</code></pre>\n");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_chart_has_a_title_a_sentence_heads_and_bars, teardown),
        cmocka_unit_test_teardown(what_is_not_said_is_said_in_the_language, teardown),
        cmocka_unit_test_teardown(a_line_that_is_no_bar_stays_text, teardown),
        cmocka_unit_test_teardown(bars_are_bounded, teardown),
        cmocka_unit_test_teardown(what_is_written_is_read_again, teardown),
        cmocka_unit_test_teardown(a_page_draws_it_and_shows_the_numbers, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
