/* Numbers, dates and sizes as people in each language write them. */
#include "base/arena.h"
#include "base/clock.h"
#include "i18n/lang.h"

static const char *const months[2][12] = {
    { "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
      "november", "december" },
    { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December" },
};
static const char *const short_months[2][12] = {
    { "jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec" },
    { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
};
static const char *const weekdays[2][7] = {
    { "zo", "ma", "di", "wo", "do", "vr", "za" },
    { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" },
};
static const char *const seasons[2][4] = {
    { "winter", "voorjaar", "zomer", "najaar" },
    { "winter", "spring", "summer", "autumn" },
};

/* The row of the tables above. */
static int row(const struct lang *lang)
{
    return lang->id == LANG_EN ? 1 : 0;
}

const char *format_int(struct arena *a, const struct lang *lang, int64_t n)
{
    char digits[32]; /* 19 digits, 6 separators, a sign */
    size_t at = sizeof digits;
    uint64_t rest = n < 0 ? (uint64_t)0 - (uint64_t)n : (uint64_t)n;
    digits[--at] = '\0';
    int written = 0;
    do {
        if (written > 0 && written % 3 == 0)
            digits[--at] = row(lang) == 1 ? ',' : '.';
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
        written++;
    } while (rest > 0);
    if (n < 0)
        digits[--at] = '-';
    return arena_strdup(a, digits + at);
}

const char *format_tenths(struct arena *a, const struct lang *lang, int64_t tenths)
{
    uint64_t size = tenths < 0 ? (uint64_t)0 - (uint64_t)tenths : (uint64_t)tenths;
    return arena_printf(a, "%s%s%c%d", tenths < 0 ? "-" : "", format_int(a, lang, (int64_t)(size / 10)),
                        row(lang) == 1 ? '.' : ',', (int)(size % 10));
}

const char *format_date(struct arena *a, const struct lang *lang, int64_t ms)
{
    struct clock_local t = clock_local(ms);
    return arena_printf(a, "%d %s %d", t.day, months[row(lang)][t.month - 1], t.year);
}

const char *format_date_short(struct arena *a, const struct lang *lang, int64_t ms)
{
    struct clock_local t = clock_local(ms);
    return arena_printf(a, "%d %s %d", t.day, short_months[row(lang)][t.month - 1], t.year);
}

const char *format_day(struct arena *a, const struct lang *lang, int64_t days)
{
    /* Noon, so that summer time cannot move it to another day. */
    struct clock_local t = clock_local(days * 86400000 + 43200000);
    return arena_printf(a, "%s %d %s %d", weekdays[row(lang)][t.weekday], t.day, months[row(lang)][t.month - 1],
                        t.year);
}

const char *format_time(struct arena *a, const struct lang *lang, int64_t ms)
{
    struct clock_local t = clock_local(ms);
    return arena_printf(a, row(lang) == 1 ? "%s, %d:%02d" : "%s, %d.%02d uur", format_date(a, lang, ms), t.hour,
                        t.minute);
}

const char *format_month(struct arena *a, const struct lang *lang, int year, int month)
{
    return arena_printf(a, "%s %d", months[row(lang)][month - 1], year);
}

const char *format_season(struct arena *a, const struct lang *lang, int64_t ms)
{
    struct clock_local t = clock_local(ms);
    int season = t.month % 12 / 3; /* 0 = December to February */
    const char *name = seasons[row(lang)][season];
    if (season > 0)
        return arena_printf(a, "%s %d", name, t.year);
    int from = t.month == 12 ? t.year : t.year - 1;
    return arena_printf(a, "%s %d-%d", name, from, from + 1);
}

const char *format_bytes(struct arena *a, const struct lang *lang, int64_t n)
{
    if (n < 1000)
        return arena_printf(a, n == 1 ? "%d byte" : "%d bytes", (int)n);
    if (n < 999500)
        return arena_printf(a, "%d kB", (int)((n + 500) / 1000));
    if (n < 999950000)
        return arena_printf(a, "%s MB", format_tenths(a, lang, (n + 50000) / 100000));
    return arena_printf(a, "%s GB", format_tenths(a, lang, n / 100000000 + (n % 100000000 >= 50000000)));
}
