#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "i18n/lang.h"

static int setup(void **state)
{
    static struct arena a;
    arena_init(&a);
    *state = &a;
    return 0;
}

static int teardown(void **state)
{
    arena_release(*state);
    return 0;
}

static int64_t at(const char *date, int hour, int minute)
{
    int64_t days;
    assert_true(clock_parse_date(date, &days));
    return days * 86400000 + hour * (int64_t)3600000 + minute * (int64_t)60000;
}

static void numbers__have_their_marks(void **state)
{
    struct arena *a = *state;
    const struct lang *nl = lang_get(LANG_NL_BE), *en = lang_get(LANG_EN);
    assert_string_equal(format_int(a, nl, 0), "0");
    assert_string_equal(format_int(a, nl, 999), "999");
    assert_string_equal(format_int(a, nl, 34000), "34.000");
    assert_string_equal(format_int(a, en, 34000), "34,000");
    assert_string_equal(format_int(a, nl, -1234567), "-1.234.567");
    assert_string_equal(format_int(a, nl, INT64_MIN), "-9.223.372.036.854.775.808");
    assert_string_equal(format_tenths(a, nl, 610), "61,0");
    assert_string_equal(format_tenths(a, en, 617), "61.7");
    assert_string_equal(format_tenths(a, nl, -5), "-0,5");
    assert_string_equal(format_tenths(a, nl, 123456), "12.345,6");
    assert_string_equal(format_tenths(a, nl, INT64_MIN), "-922.337.203.685.477.580,8");
}

static void exact_numbers__keep_every_digit(void **state)
{
    struct arena *a = *state;
    const struct lang *nl = lang_get(LANG_NL), *en = lang_get(LANG_EN);
    assert_string_equal(format_decimal(a, nl, "12500.50"), "12.500,50");
    assert_string_equal(format_decimal(a, en, "12500.50"), "12,500.50");
    assert_string_equal(format_decimal(a, nl, "-0.5"), "\u22120,5");
    assert_string_equal(format_decimal(a, nl, "123"), "123");
    assert_string_equal(format_decimal(a, nl, "123456789012345.000000001"), "123.456.789.012.345,000000001");
}

static void typed_numbers__are_read_as_people_write_them(void **state)
{
    struct arena *a = *state;
    static const struct {
        const char *typed, *dutch, *english; /* NULL = no number */
    } cases[] = {
        { "12", "12", "12" },
        { " 12 ", "12", "12" },
        { "0", "0", "0" },
        { "007", "7", "7" },
        { "61,0", "61.0", "61.0" },
        { "61.5", "61.5", "61.5" },
        { "1.234", "1234", "1.234" },
        { "1,234", "1.234", "1234" },
        { "0.234", "0.234", "0.234" },
        { "0,234", "0.234", "0.234" },
        { "1234,5", "1234.5", "1234.5" },
        { "1.234,50", "1234.50", "1234.50" },
        { "1,234.50", "1234.50", "1234.50" },
        { "1.234.567", "1234567", "1234567" },
        { "1,234,567", "1234567", "1234567" },
        { "1 234 567,8", "1234567.8", "1234567.8" },
        { "1'234.5", "1234.5", "1234.5" },
        { "1234 567", NULL, NULL },
        { "-3,5", "-3.5", "-3.5" },
        { "\u22123", "-3", "-3" },
        { "+3", "3", "3" },
        { "-0", "0", "0" },
        { "", NULL, NULL },
        { "-", NULL, NULL },
        { ",5", NULL, NULL },
        { "5,", NULL, NULL },
        { "1,2,3", NULL, NULL },
        { "1.23.456", NULL, NULL },
        { "1.2345,6", NULL, NULL },
        { "12 kWh", NULL, NULL },
        { "6 van 9", NULL, NULL },
        { "3-4", NULL, NULL },
        { "1e5", NULL, NULL },
        { "1234567890123456", NULL, NULL },
        { "123456789012345", "123456789012345", "123456789012345" },
        { "0,1234567890", NULL, NULL },
        { "11111111111111111111111111111111111111", NULL, NULL },
        { "1.1.1.1.1.1.1.1.1.1", NULL, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *nl = decimal_read(a, lang_get(LANG_NL_BE), cases[i].typed);
        const char *en = decimal_read(a, lang_get(LANG_EN), cases[i].typed);
        if ((nl == NULL) != (cases[i].dutch == NULL) || (en == NULL) != (cases[i].english == NULL))
            fail_msg("%s", cases[i].typed);
        if (nl != NULL)
            assert_string_equal(nl, cases[i].dutch);
        if (en != NULL)
            assert_string_equal(en, cases[i].english);
    }
    assert_string_equal(decimal_read(a, NULL, "1.234"), "1.234");
    assert_string_equal(decimal_read(a, NULL, "-1234.50"), "-1234.50");
    assert_null(decimal_read(a, NULL, "1,5"));
    assert_null(decimal_read(a, NULL, "1 234"));
    assert_null(decimal_read(a, NULL, "1.234.567"));
}

static void dates__are_local(void **state)
{
    struct arena *a = *state;
    const struct lang *nl = lang_get(LANG_NL_BE), *en = lang_get(LANG_EN);
    int64_t noon = at("2026-11-12", 12, 30);
    assert_string_equal(format_date(a, nl, noon), "12 november 2026");
    assert_string_equal(format_date(a, en, noon), "12 November 2026");
    assert_string_equal(format_date_short(a, nl, noon), "12 nov 2026");
    assert_string_equal(format_date_short(a, nl, at("2026-03-01", 12, 0)), "1 mrt 2026");
    assert_string_equal(format_time(a, nl, noon), "12 november 2026, 13.30 uur");
    assert_string_equal(format_time(a, en, noon), "12 November 2026, 13:30");
    assert_string_equal(format_hour(a, nl, noon), "13.30");
    assert_string_equal(format_hour(a, en, noon), "13:30");
    assert_string_equal(format_time(a, nl, at("2026-07-31", 22, 5)), "1 augustus 2026, 0.05 uur");
    assert_string_equal(format_day(a, nl, noon / 86400000), "do 12 november 2026");
    assert_string_equal(format_day(a, en, noon / 86400000), "Thu 12 November 2026");
    assert_string_equal(format_day(a, nl, 0), "do 1 januari 1970");
    assert_string_equal(format_day(a, nl, -1), "wo 31 december 1969");
}

static void seasons__are_as_people_say_them(void **state)
{
    struct arena *a = *state;
    const struct lang *nl = lang_get(LANG_NL), *en = lang_get(LANG_EN);
    assert_string_equal(format_month(a, nl, 2026, 1), "januari 2026");
    assert_string_equal(format_month(a, en, 2026, 12), "December 2026");
    assert_string_equal(format_season(a, nl, at("2025-03-01", 12, 0)), "voorjaar 2025");
    assert_string_equal(format_season(a, nl, at("2025-05-31", 12, 0)), "voorjaar 2025");
    assert_string_equal(format_season(a, nl, at("2025-06-01", 12, 0)), "zomer 2025");
    assert_string_equal(format_season(a, nl, at("2026-09-01", 12, 0)), "najaar 2026");
    assert_string_equal(format_season(a, en, at("2026-11-30", 12, 0)), "autumn 2026");
    assert_string_equal(format_season(a, nl, at("2026-12-01", 12, 0)), "winter 2026-2027");
    assert_string_equal(format_season(a, nl, at("2027-02-28", 12, 0)), "winter 2026-2027");
}

static void sizes__are_short(void **state)
{
    struct arena *a = *state;
    const struct lang *nl = lang_get(LANG_NL), *en = lang_get(LANG_EN);
    assert_string_equal(format_bytes(a, nl, 0), "0 bytes");
    assert_string_equal(format_bytes(a, nl, 1), "1 byte");
    assert_string_equal(format_bytes(a, nl, 999), "999 bytes");
    assert_string_equal(format_bytes(a, nl, 34100), "34 kB");
    assert_string_equal(format_bytes(a, nl, 999499), "999 kB");
    assert_string_equal(format_bytes(a, nl, 999500), "1,0 MB");
    assert_string_equal(format_bytes(a, en, 1234567), "1.2 MB");
    assert_string_equal(format_bytes(a, nl, 999949999), "999,9 MB");
    assert_string_equal(format_bytes(a, nl, 999950000), "1,0 GB");
    assert_string_equal(format_bytes(a, nl, INT64_MAX), "9.223.372.036,9 GB");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers__have_their_marks),
        cmocka_unit_test(exact_numbers__keep_every_digit),
        cmocka_unit_test(typed_numbers__are_read_as_people_write_them),
        cmocka_unit_test(dates__are_local),
        cmocka_unit_test(seasons__are_as_people_say_them),
        cmocka_unit_test(sizes__are_short),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
