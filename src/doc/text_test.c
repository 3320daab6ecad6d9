#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "doc/address.h"
#include "doc/columns.h"
#include "doc/text.h"

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

static void assert_clean(struct arena *a, const char *given, const char *wanted)
{
    struct buf b;
    buf_init(&b, 1000);
    text_add_clean(&b, given);
    assert_string_equal(buf_to_arena(&b, a), wanted);
    buf_release(&b);
}

static void text__is_made_fit_for_paper(void **state)
{
    assert_clean(*state, "Één €, 👍 Ελλ\n", "Één €, 👍 Ελλ\n");
    assert_clean(*state,
                 "a\x01"
                 "b\x1F"
                 "c\x7F"
                 "d\r\n\te",
                 "abcd\n e");
    assert_clean(*state, "\xC2\x85x\xC2\x9Fy", "xy"); /* C1 controls */
    assert_clean(*state, "\xFFx\xC3", "\xEF\xBF\xBDx\xEF\xBF\xBD");
    assert_clean(*state, "\xEF\xBF\xBE \xEF\xB7\x90", "\xEF\xBF\xBD \xEF\xBF\xBD"); /* U+FFFE, U+FDD0 */
}

static void text__binds_a_number_to_its_sign(void **state)
{
    assert_clean(*state, "7 %, € 12 en 12 €",
                 "7\xC2\xA0%, €\xC2\xA0"
                 "12 en 12\xC2\xA0€");
    assert_clean(*state, " % € x 7 x", " % € x 7 x");
}

static void address__takes_what_people_may_follow(void **state)
{
    assert_string_equal(address_of_link(*state, "https://a.be/b?c=1&d#e"), "https://a.be/b?c=1&d#e");
    assert_string_equal(address_of_link(*state, "HTTP://a.be/één \"x\"<y>"),
                        "HTTP://a.be/%C3%A9%C3%A9n%20%22x%22%3Cy%3E");
    assert_string_equal(address_of_link(*state, "https://a.be/100%/%20/%zz"), "https://a.be/100%25/%20/%25zz");
    assert_string_equal(address_of_link(*state, "mailto:jan@olmenrode.example"),
                        "mailto:jan@olmenrode.example");
    static const char *const others[] = {
        "",        "/scan",  "javascript:alert(1)", "file:///etc/passwd", "#anchor",
        "data:,x", "//a.be", "ftp://a.be",          " https://a.be"
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_null(address_of_link(*state, others[i]));
    assert_null(address_of_link(*state, NULL));
}

static double sum(const double *widths, size_t n)
{
    double all = 0;
    for (size_t i = 0; i < n; i++)
        all += widths[i];
    return all;
}

static void columns__are_as_wide_as_needed_when_all_fits(void **state)
{
    (void)state;
    const struct column_need needs[] = { { 10, 40, 30 }, { 10, 50, 20 } };
    double widths[2];
    columns_share(needs, 2, 100, widths);
    assert_true(widths[0] == 40 && widths[1] == 50);
}

static void columns__share_what_there_is(void **state)
{
    (void)state;
    /* A date, a name, a long text: the short ones stay on one line, the text gets the rest. */
    const struct column_need needs[] = { { 30, 60, 50 }, { 40, 70, 60 }, { 50, 900, 500 } };
    double widths[3];
    columns_share(needs, 3, 400, widths);
    assert_true(widths[0] == 60 && widths[1] == 70);
    assert_true(widths[2] > 269.9 && widths[2] < 270.1);
    /* Two long texts: the longer on average gets more, nobody more than it can use. */
    const struct column_need texts[] = { { 50, 300, 60 }, { 50, 300, 240 }, { 50, 120, 100 } };
    columns_share(texts, 3, 400, widths);
    assert_true(widths[1] > 2 * widths[0] && widths[2] <= 120.1);
    assert_true(sum(widths, 3) > 399.9 && sum(widths, 3) < 400.1);
}

static void columns__never_get_less_than_a_word_unless_they_must(void **state)
{
    (void)state;
    for (int i = 0; i < 1000; i++) {
        struct column_need needs[6];
        double widths[6], least = 0, natural = 0;
        for (int c = 0; c < 6; c++) {
            needs[c].least = 10 + (i * 7 + c * 13) % 60;
            needs[c].natural = needs[c].least + (i * 31 + c * 101) % 700;
            needs[c].typical = 1 + needs[c].natural / (1 + (i + c) % 5);
            least += needs[c].least;
            natural += needs[c].natural;
        }
        columns_share(needs, 6, 300, widths);
        for (int c = 0; c < 6; c++)
            assert_true(widths[c] > 0 && (least > 300 || widths[c] >= needs[c].least - 0.01));
        assert_true(sum(widths, 6) < 300.1);
        assert_true(natural < 300 || sum(widths, 6) > 299.9);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text__is_made_fit_for_paper),
        cmocka_unit_test(text__binds_a_number_to_its_sign),
        cmocka_unit_test(address__takes_what_people_may_follow),
        cmocka_unit_test(columns__are_as_wide_as_needed_when_all_fits),
        cmocka_unit_test(columns__share_what_there_is),
        cmocka_unit_test(columns__never_get_less_than_a_word_unless_they_must),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
