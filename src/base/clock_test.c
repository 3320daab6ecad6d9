#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"

static void clock__writes_iso(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_string_equal(clock_iso(&a, 0), "1970-01-01T00:00:00Z");
    assert_string_equal(clock_iso(&a, -1), "1969-12-31T23:59:59Z");
    assert_string_equal(clock_iso(&a, 1795339800999), "2026-11-22T09:30:00Z");
    assert_string_equal(clock_iso(&a, 951782400000), "2000-02-29T00:00:00Z");
    assert_string_equal(clock_iso(&a, INT64_MAX), "9999-12-30T23:59:59Z");
    assert_string_equal(clock_iso(&a, INT64_MIN), "0001-01-02T00:00:00Z");
    arena_release(&a);
}

static void clock__changes_to_summer_time_at_one_utc(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    /* 2026: 29 March and 25 October */
    struct clock_local t = clock_local(1774745999999);
    assert_int_equal(t.hour, 1);
    assert_int_equal(t.minute, 59);
    t = clock_local(1774746000000);
    assert_int_equal(t.hour, 3);
    assert_int_equal(t.minute, 0);
    assert_int_equal(t.weekday, 0);
    assert_int_equal(clock_local(1792889999999).hour, 2);
    t = clock_local(1792890000000);
    assert_int_equal(t.hour, 2);
    assert_int_equal(t.day, 25);
    assert_int_equal(t.month, 10);
    assert_string_equal(clock_local_date(&a, 1798757999999), "2026-12-31");
    assert_string_equal(clock_local_date(&a, 1798758000000), "2027-01-01");
    arena_release(&a);
}

/* The C library with the same rule as a POSIX zone, every 5 hours and 17 minutes from 1996 to 2060. */
static void clock__agrees_with_the_c_library(void **state)
{
    (void)state;
    setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3", 1);
    tzset();
    for (int64_t s = 820454400; s < 2840140800; s += 19020) {
        time_t when = s;
        struct tm tm;
        localtime_r(&when, &tm);
        struct clock_local t = clock_local(s * 1000);
        if (t.year != tm.tm_year + 1900 || t.month != tm.tm_mon + 1 || t.day != tm.tm_mday ||
            t.hour != tm.tm_hour || t.minute != tm.tm_min || t.weekday != tm.tm_wday)
            fail_msg("differs at %lld", (long long)s);
    }
}

static void clock__reads_only_real_dates(void **state)
{
    (void)state;
    int64_t days = -1;
    assert_true(clock_parse_date("1970-01-01", &days));
    assert_int_equal(days, 0);
    assert_true(clock_parse_date("2024-02-29", &days));
    assert_int_equal(days, 19782);
    static const char *const wrong[] = { "2023-02-29",  "2026-13-01", "2026-00-10", "2026-04-31",
                                         "2026-4-1",    "2026-04-00", "0000-01-01", "2026/04/01",
                                         "2026-04-01 ", "",           "+026-04-01", "2026-04-1x" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(clock_parse_date(wrong[i], &days));
    assert_false(clock_parse_date(NULL, &days));
}

static void clock__dates_round_trip(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (int64_t day = -719162; day <= 2932896; day += 97) {
        int64_t back;
        assert_true(clock_parse_date(clock_date(&a, day), &back));
        assert_int_equal(back, day);
        arena_reset(&a);
    }
    assert_string_equal(clock_date(&a, INT64_MAX), "9999-12-31");
    assert_string_equal(clock_date(&a, INT64_MIN), "0001-01-01");
    arena_release(&a);
}

static void clock__runs_forward(void **state)
{
    (void)state;
    int64_t from = clock_monotonic_us();
    assert_true(clock_monotonic_us() >= from);
    assert_true(clock_now_ms() > 1700000000000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(clock__writes_iso),
        cmocka_unit_test(clock__changes_to_summer_time_at_one_utc),
        cmocka_unit_test(clock__agrees_with_the_c_library),
        cmocka_unit_test(clock__reads_only_real_dates),
        cmocka_unit_test(clock__dates_round_trip),
        cmocka_unit_test(clock__runs_forward),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
