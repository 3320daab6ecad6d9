/* Numbers, dates and sizes as people in each language write them. */
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"
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

const char *format_hour(struct arena *a, const struct lang *lang, int64_t ms)
{
    struct clock_local t = clock_local(ms);
    return arena_printf(a, row(lang) == 1 ? "%d:%02d" : "%d.%02d", t.hour, t.minute);
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

/* ---- numbers that stay exact ------------------------------------------------------------------------------- */

enum { DECIMAL_WHOLE = 15, DECIMAL_BEHIND = 9, DECIMAL_MARKS = 8, DECIMAL_DIGITS = 32 };

const char *format_decimal(struct arena *a, const struct lang *lang, const char *value)
{
    bool below = value[0] == '-';
    const char *digits = value + below;
    size_t whole = strcspn(digits, "."), n = 0;
    char *grouped = arena_alloc(a, whole + whole / 3 + 1);
    for (size_t i = 0; i < whole; i++) {
        if (i > 0 && (whole - i) % 3 == 0)
            grouped[n++] = row(lang) == 1 ? ',' : '.';
        grouped[n++] = digits[i];
    }
    if (digits[whole] == '\0')
        return arena_printf(a, "%s%s", below ? "\u2212" : "", grouped);
    return arena_printf(a, "%s%s%c%s", below ? "\u2212" : "", grouped, row(lang) == 1 ? '.' : ',',
                        digits + whole + 1);
}

/* A number taken apart: its digits, and after how many of them which mark stood. */
struct typed_number {
    bool below;
    char digits[DECIMAL_DIGITS];
    size_t digit_count;
    struct {
        uint32_t sign;
        size_t after;
    } marks[DECIMAL_MARKS];
    size_t mark_count;
};

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == 0xA0 || c == 0x202F || c == 0x2009 || c == '\'' || c == 0x2019;
}

static bool take_apart(const char *s, struct typed_number *t)
{
    *t = (struct typed_number){ .below = false };
    bool begun = false;
    for (size_t len; *s != '\0'; s += len) {
        uint32_t c = utf8_decode(s, strlen(s), &len);
        if (c >= '0' && c <= '9') {
            if (t->digit_count == DECIMAL_DIGITS - 1)
                return false;
            t->digits[t->digit_count++] = (char)c;
        } else if (!begun && (c == '-' || c == 0x2212)) {
            t->below = true;
        } else if (begun && (is_blank(c) || c == '.' || c == ',')) {
            if (t->mark_count == DECIMAL_MARKS)
                return false;
            t->marks[t->mark_count].sign = is_blank(c) ? ' ' : c;
            t->marks[t->mark_count++].after = t->digit_count;
        } else if (begun || (!is_blank(c) && c != '+')) {
            return false;
        }
        begun = begun || !is_blank(c);
    }
    return t->digit_count > 0;
}

/* Which mark stands before the decimals; mark_count = none does. */
static size_t decimal_mark(const struct lang *lang, const struct typed_number *t)
{
    size_t n = t->mark_count;
    if (n == 0 || t->marks[n - 1].sign == ' ')
        return n;
    uint32_t last = t->marks[n - 1].sign;
    for (size_t i = 0; i + 1 < n; i++)
        if (t->marks[i].sign == last)
            return n; /* it stands there twice: it groups */
    if (n > 1 || lang == NULL)
        return n - 1;
    size_t before = t->marks[0].after, behind = t->digit_count - before;
    bool may_group = behind == 3 && before >= 1 && before <= 3 && t->digits[0] != '0';
    return may_group && last == (row(lang) == 1 ? ',' : '.') ? n : n - 1;
}

/* Marks that group stand between three digits and three, and are all the same. */
static bool groups_well(const struct typed_number *t, size_t marks, size_t whole)
{
    for (size_t i = 0; i < marks; i++) {
        size_t end = i + 1 < marks ? t->marks[i + 1].after : whole;
        if (t->marks[i].sign != t->marks[0].sign || end - t->marks[i].after != 3 || t->marks[i].after == 0 ||
            (i == 0 && t->marks[i].after > 3))
            return false;
    }
    return true;
}

const char *decimal_read(struct arena *a, const struct lang *lang, const char *typed)
{
    struct typed_number t;
    if (!take_apart(utf8_clean(a, typed), &t))
        return NULL;
    size_t mark = decimal_mark(lang, &t), whole = mark < t.mark_count ? t.marks[mark].after : t.digit_count;
    size_t behind = t.digit_count - whole;
    bool of_machine = lang != NULL || t.mark_count == 0 || (t.mark_count == 1 && t.marks[0].sign == '.');
    if (whole == 0 || whole > DECIMAL_WHOLE || behind > DECIMAL_BEHIND || !of_machine ||
        (mark < t.mark_count && behind == 0) || !groups_well(&t, mark, whole))
        return NULL;
    size_t first = 0;
    while (first + 1 < whole && t.digits[first] == '0')
        first++;
    bool zero = strspn(t.digits, "0") == t.digit_count;
    return arena_printf(a, "%s%.*s%s%.*s", t.below && !zero ? "-" : "", (int)(whole - first), t.digits + first,
                        behind > 0 ? "." : "", (int)behind, t.digits + whole);
}
