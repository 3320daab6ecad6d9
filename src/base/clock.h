/* Time: UTC milliseconds since 1970 in storage, ISO 8601 in files, local on screen (i18n/format.h). */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct arena;

int64_t clock_now_ms(void);       /* wall clock */
int64_t clock_monotonic_us(void); /* for durations only */

/* "2026-11-22T09:30:00Z" */
char *clock_iso(struct arena *a, int64_t ms);

/* "2026-11-22": the calendar day in Europe/Brussels (the same as Amsterdam). Rules of summer time
 * since 1996 are computed, so that no zone file is needed. */
char *clock_local_date(struct arena *a, int64_t ms);

/* Local broken-down time in Europe/Brussels. */
struct clock_local {
    int year, month, day, hour, minute, weekday; /* month 1..12, weekday 0 = Sunday */
};
struct clock_local clock_local(int64_t ms);

/* Days since 1970-01-01 of an ISO date; false when s is not a real date. */
bool clock_parse_date(const char *s, int64_t *days);

/* ISO date of a day number. */
char *clock_date(struct arena *a, int64_t days);

#endif
