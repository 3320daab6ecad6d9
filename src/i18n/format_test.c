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
        cmocka_unit_test(dates__are_local),
        cmocka_unit_test(seasons__are_as_people_say_them),
        cmocka_unit_test(sizes__are_short),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
