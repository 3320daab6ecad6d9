#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/utf8.h"

static void utf8__decodes_every_length(void **state)
{
    (void)state;
    static const struct {
        const char *s;
        uint32_t cp;
        size_t len;
    } cases[] = {
        { "a", 'a', 1 },
        { "é", 0xE9, 2 },
        { "€", 0x20AC, 3 },
        { "😀", 0x1F600, 4 },
        { "\xF4\x8F\xBF\xBF", 0x10FFFF, 4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t len;
        assert_int_equal(utf8_decode(cases[i].s, strlen(cases[i].s), &len), cases[i].cp);
        assert_int_equal(len, cases[i].len);
    }
}

static void utf8__refuses_what_is_not_utf8(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "\x80",             /* continuation first */
        "\xC0\x80",         /* overlong NUL */
        "\xC1\xBF",         /* overlong */
        "\xE0\x80\x80",     /* overlong */
        "\xF0\x80\x80\x80", /* overlong */
        "\xED\xA0\x80",     /* surrogate */
        "\xF4\x90\x80\x80", /* over U+10FFFF */
        "\xF8\x88\x80\x80\x80",
        "\xFF",
        "\xE2\x82",
        "\xC3",
        "\xC3(",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t len;
        assert_int_equal(utf8_decode(cases[i], strlen(cases[i]), &len), UINT32_MAX);
        assert_int_equal(len, 1);
        assert_false(utf8_valid(cases[i], strlen(cases[i])));
    }
    assert_false(utf8_valid("a\0b", 3));
    /* Eight bytes are looked at together: the wrong one is found wherever it stands. */
    for (size_t n = 1; n <= 20; n++)
        for (size_t at = 0; at < n; at++) {
            char s[20];
            memset(s, 'a', sizeof s);
            assert_true(utf8_valid(s, n));
            s[at] = '\0';
            assert_false(utf8_valid(s, n));
            s[at] = '\x80';
            assert_false(utf8_valid(s, n));
            s[at] = '\x01';
            assert_true(utf8_valid(s, n));
        }
    assert_true(utf8_valid("", 0));
    assert_true(utf8_valid("Ëva 😀", strlen("Ëva 😀")));
}

static void utf8__counts_characters(void **state)
{
    (void)state;
    assert_int_equal(utf8_length(""), 0);
    assert_int_equal(utf8_length("één €😀"), 6);
}

static void utf8__cleans_what_people_paste(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_string_equal(utf8_clean(&a, ""), "");
    assert_string_equal(utf8_clean(&a, " \t\r\n "), "");
    assert_string_equal(utf8_clean(&a, "\xEF\xBB\xBF \xC2\xA0"
                                       "Eva  de Wit\xE2\x80\x8F \r\n"),
                        "Eva  de Wit");
    assert_string_equal(utf8_clean(&a, "one\r\ntwo\x01\x1B\tthree"), "one\ntwo\tthree");
    assert_string_equal(utf8_clean(&a, "\x01 a \x02"), "a");
    assert_string_equal(utf8_clean(&a, "a\xC2\xA0"
                                       "b"),
                        "a\xC2\xA0"
                        "b");
    arena_release(&a);
}

static void utf8__folds_latin_for_look_up(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_string_equal(utf8_fold(&a, "Ëva Müller"), "eva muller");
    assert_string_equal(utf8_fold(&a, "ĲSSELSTEIN Œuvre Straße Ærø Łódź Đorđe"),
                        "ijsselstein oeuvre strasse aero lodz dorde");
    assert_string_equal(utf8_fold(&a, "Nguyễn Ất ẞ ŷ"), "nguyen at ss y");
    assert_string_equal(utf8_fold(&a, "e\xCC\x81"), "e");
    assert_string_equal(utf8_fold(&a, "× ÷ 1€"), "× ÷ 1€");
    arena_release(&a);
}

static void utf8__keeps_other_scripts(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_string_equal(utf8_fold(&a, "Йод ΆΝΝΑ 東京 عمر"), "йод άννα 東京 عمر");
    assert_string_equal(utf8_fold(&a, "и\xCC\x86"), "и\xCC\x86");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8__decodes_every_length),    cmocka_unit_test(utf8__refuses_what_is_not_utf8),
        cmocka_unit_test(utf8__counts_characters),       cmocka_unit_test(utf8__cleans_what_people_paste),
        cmocka_unit_test(utf8__folds_latin_for_look_up), cmocka_unit_test(utf8__keeps_other_scripts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
