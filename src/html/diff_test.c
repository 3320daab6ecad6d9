#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "html/diff.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const char *page(const char *old_text, const char *new_text)
{
    struct buf out;
    buf_init(&out, HTML_MAX_PAGE);
    struct html h = { .out = &out, .arena = &arena, .lang = lang_get(LANG_EN) };
    const struct text_line *lines;
    size_t count = text_diff(&arena, old_text, new_text, &lines);
    diff_lines(&h, lines, count);
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

#define REMOVED(text)                                                                                          \
    "<del><span class=\"visually-hidden\">[removed: </span>" text                                              \
    "<span class=\"visually-hidden\">]</span></del>"
#define ADDED(text)                                                                                            \
    "<ins><span class=\"visually-hidden\">[added: </span>" text "<span "                                       \
    "class=\"visually-hidden\">]</span></ins>"

static void diff__marks_words_for_eyes_and_ears(void **state)
{
    (void)state;
    assert_string_equal(page("Minder <b> & afval\n\nweg", "Veel minder <b> & afval\n\nnieuw"),
                        "<div class=\"diff\">\n<p>" REMOVED("Minder ")
                            ADDED("Veel minder ") "&lt;b&gt; &amp; afval</p>\n<p>" REMOVED(
                                "weg") "</p>\n<p>" ADDED("nieuw") "</p>\n</div>\n");
    assert_string_equal(page("een twee drie", "een twee, drie"),
                        "<div class=\"diff\">\n<p>een twee" ADDED(", ") "drie</p>\n</div>\n");
    assert_string_equal(
        page("een twee drie", "een twee\ndrie"),
        "<div class=\"diff\">\n<p>een twee <span class=\"small muted\">(the line ends elsewhere)</span>"
        "</p>\n<p>drie</p>\n</div>\n");
}

static void diff__says_when_no_word_changed(void **state)
{
    (void)state;
    assert_string_equal(page("a\nb\n", "a\nb"), "<div class=\"diff\">\n<p>No words changed.</p>\n</div>\n");
    assert_string_equal(page("a\nb", "a\n\nb"), "<div class=\"diff\">\n<p>No words changed.</p>\n</div>\n");
    assert_string_equal(page("", ""), "<div class=\"diff\">\n<p>No words changed.</p>\n</div>\n");
}

static void diff__folds_what_did_not_change(void **state)
{
    (void)state;
    assert_string_equal(
        page("1\n\n2\n\n3\n4\n5\n6\n7\n8\n9\nx\n10\n11\n12\n13\ny\n14\n15\n16\n17",
             "1\n\n2\n\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n16\n17"),
        "<div class=\"diff\">\n"
        "<details class=\"more print-open\"><summary>7 lines without changes</summary><div>\n"
        "<p>1</p>\n<p>2</p>\n<p>3</p>\n<p>4</p>\n<p>5</p>\n<p>6</p>\n<p>7</p>\n</div></details>\n"
        "<p>8</p>\n<p>9</p>\n<p>" REMOVED("x") "</p>\n"
                                               "<p>10</p>\n<p>11</p>\n<p>12</p>\n<p>13</p>\n<p>" REMOVED(
                                                   "y") "</p>\n"
                                                        "<p>14</p>\n<p>15</p>\n<p>16</p>\n<p>17</p>\n</div>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(diff__marks_words_for_eyes_and_ears, teardown),
        cmocka_unit_test_teardown(diff__says_when_no_word_changed, teardown),
        cmocka_unit_test_teardown(diff__folds_what_did_not_change, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
