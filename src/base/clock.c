#include "base/clock.h"

#include <string.h>
#include <time.h>

#include "base/arena.h"
#include "base/status.h"

enum { DAY_MS = 86400 * 1000, HOUR_MS = 3600 * 1000, MINUTE_MS = 60 * 1000 };

/* Dates are written with four digits of year, so days outside 0001..9999 are taken as the nearest inside. */
static const int64_t FIRST_DAY = -719162, LAST_DAY = 2932896;

struct date {
    int64_t year;
    int month, day;
};

int64_t clock_now_ms(void)
{
    struct timespec t;
    ASSERT(clock_gettime(CLOCK_REALTIME, &t) == 0);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_monotonic_us(void)
{
    struct timespec t;
    ASSERT(clock_gettime(CLOCK_MONOTONIC, &t) == 0);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Day number of a date in the Gregorian calendar (Hinnant's days_from_civil: a year begins in March, so
 * that the leap day is its last). */
static int64_t day_number(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

/* The reverse of day_number. */
static struct date date_of(int64_t days)
{
    days += 719468;
    int64_t era = (days >= 0 ? days : days - 146096) / 146097;
    int64_t of_era = days - era * 146097;
    int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
    int64_t m = (5 * of_year + 2) / 153;
    int month = (int)(m < 10 ? m + 3 : m - 9);
    return (struct date){
        .year = year + era * 400 + (month <= 2),
        .month = month,
        .day = (int)(of_year - (153 * m + 2) / 5 + 1),
    };
}

static int64_t clamp_days(int64_t days)
{
    return days < FIRST_DAY ? FIRST_DAY : days > LAST_DAY ? LAST_DAY : days;
}

static int64_t clamp_ms(int64_t ms)
{
    /* One day inside, so that local time does not step over the edge. */
    int64_t low = (FIRST_DAY + 1) * DAY_MS, high = LAST_DAY * DAY_MS - 1;
    return ms < low ? low : ms > high ? high : ms;
}

static int64_t floor_days(int64_t ms)
{
    return ms >= 0 ? ms / DAY_MS : -((-ms + DAY_MS - 1) / DAY_MS);
}

static int weekday_of(int64_t days)
{
    return (int)(((days + 4) % 7 + 7) % 7); /* 1970-01-01 was a Thursday */
}

char *clock_iso(struct arena *a, int64_t ms)
{
    ms = clamp_ms(ms);
    int64_t days = floor_days(ms);
    struct date d = date_of(days);
    int s = (int)((ms - days * DAY_MS) / 1000);
    return arena_printf(a, "%04d-%02d-%02dT%02d:%02d:%02dZ", (int)d.year, d.month, d.day, s / 3600, s / 60 % 60,
                        s % 60);
}

static int64_t last_sunday(int64_t year, int month)
{
    int64_t last = day_number(year, month, 31); /* March and October both have 31 days */
    return last - weekday_of(last);
}

/* Central European Time, with summer time from the last Sunday of March to that of October, both at 01:00
 * UTC: Directive 2000/84/EC, in use since 1996. Nothing in Kapstok happened before, so the same rule is
 * kept for earlier years. */
static int64_t local_offset(int64_t ms)
{
    int64_t year = date_of(floor_days(ms)).year;
    int64_t from = last_sunday(year, 3) * DAY_MS + HOUR_MS;
    int64_t to = last_sunday(year, 10) * DAY_MS + HOUR_MS;
    return ms >= from && ms < to ? 2 * HOUR_MS : HOUR_MS;
}

struct clock_local clock_local(int64_t ms)
{
    ms = clamp_ms(ms);
    ms += local_offset(ms);
    int64_t days = floor_days(ms);
    struct date d = date_of(days);
    int64_t rest = ms - days * DAY_MS;
    return (struct clock_local){
        .year = (int)d.year,
        .month = d.month,
        .day = d.day,
        .hour = (int)(rest / HOUR_MS),
        .minute = (int)(rest / MINUTE_MS % 60),
        .weekday = weekday_of(days),
    };
}

char *clock_local_date(struct arena *a, int64_t ms)
{
    struct clock_local t = clock_local(ms);
    return arena_printf(a, "%04d-%02d-%02d", t.year, t.month, t.day);
}

bool clock_parse_date(const char *s, int64_t *days)
{
    if (s == NULL || strlen(s) != 10 || s[4] != '-' || s[7] != '-')
        return false;
    int part[3] = { 0 };
    for (int i = 0, p = 0; i < 10; i++) {
        if (i == 4 || i == 7) {
            p++;
            continue;
        }
        if (s[i] < '0' || s[i] > '9')
            return false;
        part[p] = part[p] * 10 + (s[i] - '0');
    }
    if (part[0] < 1 || part[1] < 1 || part[1] > 12 || part[2] < 1)
        return false;
    /* A day the month does not have comes back as another date. */
    int64_t number = day_number(part[0], part[1], part[2]);
    struct date d = date_of(number);
    if (d.month != part[1] || d.day != part[2])
        return false;
    *days = number;
    return true;
}

char *clock_date(struct arena *a, int64_t days)
{
    struct date d = date_of(clamp_days(days));
    return arena_printf(a, "%04d-%02d-%02d", (int)d.year, d.month, d.day);
}
