/* Days: which ones people work on, which ones suit a session, and months that have no such day. Civil days are counted from
 * 1970-01-01; the conversion is the usual one of the proleptic Gregorian calendar. */
#include <string.h>

#include "base/clock.h"
#include "slice/trajectory/trajectory.h"

enum { YEAR = 366 };

/* 1970-01-01 was a Thursday. */
static int weekday_of(int64_t day) /* 0 = Monday */
{
    return (int)(((day + 3) % 7 + 7) % 7);
}

static bool is_of_country(const char *region, const char *country)
{
    return strncmp(region, strcmp(country, "NL") == 0 ? "nl" : "be", 2) == 0;
}

/* Whether a holiday of that sort covers the day, in any calendar that is installed. */
static bool is_holiday(const struct packs *packs, const char *country, const char *sort, int64_t day)
{
    const struct pack *calendar = packs_newest(packs, PACK_CALENDAR);
    const struct pack_list *list = calendar == NULL ? NULL : pack_list(calendar->lists, "entries");
    for (int i = 0; list != NULL && i < list->count; i++) {
        const struct pack_entry *e = &list->v[i];
        int64_t from, to;
        if (strcmp(pack_string(e, "sort"), sort) == 0 && is_of_country(pack_string(e, "region"), country) &&
            clock_parse_date(pack_string(e, "from"), &from) && clock_parse_date(pack_string(e, "to"), &to) &&
            day >= from && day <= to)
            return true;
    }
    return false;
}

bool trajectory_is_working_day(const struct packs *packs, const char *country, int64_t day)
{
    return weekday_of(day) < 5 && !is_holiday(packs, country, "public", day);
}

bool trajectory_is_session_day(const struct packs *packs, const char *country, int64_t day)
{
    return trajectory_is_working_day(packs, country, day) && !is_holiday(packs, country, "school", day);
}

int64_t trajectory_session_day(const struct packs *packs, const char *country, int64_t day)
{
    for (int64_t d = day; d < day + YEAR; d++)
        if (trajectory_is_session_day(packs, country, d))
            return d;
    return day;
}

static int64_t days_of(int64_t year, int month, int day)
{
    year -= month <= 2;
    int64_t era = (year >= 0 ? year : year - 399) / 400;
    int64_t of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
}

int64_t trajectory_add_months(int64_t day, int64_t months)
{
    struct clock_local from =
        clock_local(day * 86400000 + 43200000); /* noon: the same day on both sides of summer time */
    int64_t month = from.year * 12 + from.month - 1 + months;
    int64_t year = month / 12;
    int in_year = (int)(month % 12) + 1;
    int64_t first = days_of(year, in_year, 1);
    int64_t length = (in_year == 12 ? days_of(year + 1, 1, 1) : days_of(year, in_year + 1, 1)) - first;
    return first + (from.day < length ? from.day : length) - 1;
}

int64_t trajectory_local_ms(int64_t day, int hour, int minute)
{
    /* Brussels is one or two hours ahead: take the winter guess, and look what local time it gives. */
    int64_t wanted = day * 86400000 + ((int64_t)hour * 60 + minute) * 60000;
    struct clock_local l = clock_local(wanted - 7200000);
    return l.hour == hour && l.minute == minute ? wanted - 7200000 : wanted - 3600000;
}

int64_t trajectory_local_day(int64_t ms)
{
    struct clock_local l = clock_local(ms);
    return days_of(l.year, l.month, l.day);
}

struct trajectory_time trajectory_local_time(int64_t ms)
{
    struct clock_local l = clock_local(ms);
    return (struct trajectory_time){ .hour = l.hour, .minute = l.minute };
}
