#include "html/chart_text.h"

#include <string.h>

#include "html/chart.h"

enum { CELLS = 5 };

/* ---- reading ---------------------------------------------------------------------------------------------- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* n bytes of text without spaces around it and without the marks of escapes. */
static const char *plain(struct arena *a, const char *s, size_t n)
{
    while (n > 0 && is_space(s[0]))
        s++, n--;
    while (n > 0 && is_space(s[n - 1]))
        n--;
    char *copy = arena_strndup(a, s, n), *to = copy;
    for (const char *from = copy; *from != '\0'; from++) {
        if (from[0] == '\\' && from[1] != '\0' && strchr("|\\`", from[1]) != NULL)
            from++;
        *to++ = *from;
    }
    *to = '\0';
    return copy;
}

/* The cells of a line; one more than CELLS means that there are too many. */
static size_t split(struct arena *a, const char *s, size_t n, const char *cells[CELLS])
{
    size_t count = 0, from = 0;
    for (size_t i = 0; i <= n; i++) {
        if (i < n && s[i] == '\\') {
            i += i + 1 < n;
            continue;
        }
        if (i < n && s[i] != '|')
            continue;
        if (count == CELLS)
            return CELLS + 1;
        cells[count++] = plain(a, s + from, i - from);
        from = i + 1;
    }
    return count;
}

/* "62", "62.5" or "62,5" from 0 to 100; "-" = none. */
static bool read_tenths(const char *s, int64_t *tenths)
{
    if (strcmp(s, "-") == 0) {
        *tenths = CHART_NONE;
        return true;
    }
    size_t digits = strspn(s, "0123456789");
    if (digits == 0 || digits > 3)
        return false;
    int64_t n = 0;
    for (size_t i = 0; i < digits; i++)
        n = n * 10 + (s[i] - '0');
    const char *p = s + digits;
    int64_t tenth = 0;
    if (*p == '.' || *p == ',') {
        if (p[1] < '0' || p[1] > '9')
            return false;
        tenth = p[1] - '0';
        p += 2;
    }
    *tenths = n * 10 + tenth;
    return *p == '\0' && *tenths <= 1000;
}

struct reader {
    struct arena *arena;
    struct chart_text out;
    struct chart_text_bar *bars;
    size_t capacity;
    struct buf rest;
    bool headed, before;
};

static bool put_head(struct reader *r, const char *const *cells, size_t count)
{
    if (r->headed || r->out.count > 0 || count < 3 || count > 4 || strcmp(cells[1], "#") != 0)
        return false;
    r->headed = true;
    r->out.label_title = cells[0];
    r->out.value_title = cells[2];
    r->out.before_title = count > 3 ? cells[3] : NULL;
    return true;
}

static bool put_bar(struct reader *r, const char *const *cells, size_t count)
{
    struct chart_text_bar bar = { .before_tenths = CHART_NONE };
    if (count < 3 || count > CELLS || r->out.count == CHART_TEXT_MOST || cells[0][0] == '\0' ||
        !read_tenths(cells[1], &bar.tenths) || (count > 3 && !read_tenths(cells[3], &bar.before_tenths)))
        return false;
    bar.label = cells[0];
    bar.value = cells[2];
    bar.before = count > 4 && cells[4][0] != '\0' ? cells[4] : NULL;
    r->before = r->before || bar.before_tenths != CHART_NONE || bar.before != NULL;
    *(struct chart_text_bar *)ARENA_PUSH(r->arena, &r->bars, &r->out.count, &r->capacity) = bar;
    return true;
}

static void read_line(struct reader *r, const char *line, size_t n)
{
    const char *text = plain(r->arena, line, n);
    if (text[0] == '\0')
        return;
    if (r->out.title == NULL) {
        r->out.title = text;
        return;
    }
    const char *cells[CELLS] = { 0 };
    size_t count = split(r->arena, line, n, cells);
    if (count == 1 && r->out.sentence == NULL && r->out.count == 0 && !r->headed) {
        r->out.sentence = text;
        return;
    }
    if (put_head(r, cells, count) || put_bar(r, cells, count))
        return;
    buf_add(&r->rest, line, n);
    buf_char(&r->rest, '\n');
}

/* The longest bar says what to see, when nobody has said it. */
static const char *highest(struct arena *a, const struct lang *lang, const struct chart_text *c)
{
    const struct chart_text_bar *most = &c->bars[0];
    for (size_t i = 1; i < c->count; i++)
        if (c->bars[i].tenths > most->tenths)
            most = &c->bars[i];
    if (most->tenths == CHART_NONE)
        return tr(lang, "No numbers.");
    return arena_printf(a, tr(lang, "The highest: %s, %s."), most->label, most->value);
}

struct chart_text chart_text_read(struct arena *a, const struct lang *lang, const char *text)
{
    struct reader r = { .arena = a };
    buf_init(&r.rest, SIZE_MAX / 4);
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        read_line(&r, text, n);
        text += n + (text[n] != '\0');
    }
    struct chart_text c = r.out;
    c.bars = r.bars;
    c.rest = buf_to_arena(&r.rest, a);
    buf_release(&r.rest);
    if (c.count == 0)
        return c;
    if (c.sentence == NULL)
        c.sentence = highest(a, lang, &c);
    if (c.label_title == NULL || c.label_title[0] == '\0')
        c.label_title = tr(lang, "What");
    if (c.value_title == NULL || c.value_title[0] == '\0')
        c.value_title = tr(lang, "Result");
    if (!r.before)
        c.before_title = NULL;
    else if (c.before_title == NULL || c.before_title[0] == '\0')
        c.before_title = tr(lang, "Before");
    return c;
}

/* ---- writing ---------------------------------------------------------------------------------------------- */

static void put_escaped(struct buf *out, const char *s)
{
    for (; s != NULL && *s != '\0'; s++) {
        if (*s == '\n' || *s == '\r' || *s == '\t') {
            buf_char(out, ' ');
            continue;
        }
        if (strchr("|\\`", *s) != NULL)
            buf_char(out, '\\');
        buf_char(out, *s);
    }
}

static void put_tenths(struct buf *out, int64_t tenths)
{
    if (tenths == CHART_NONE) {
        buf_char(out, '-');
        return;
    }
    tenths = tenths < 0 ? 0 : tenths > 1000 ? 1000 : tenths;
    buf_printf(out, tenths % 10 == 0 ? "%d" : "%d.%d", (int)(tenths / 10), (int)(tenths % 10));
}

void chart_text_title(struct buf *out, const char *text)
{
    put_escaped(out, text);
    buf_char(out, '\n');
}

void chart_text_head(struct buf *out, const char *label, const char *value, const char *before)
{
    put_escaped(out, label);
    BUF_LIT(out, " | # | ");
    put_escaped(out, value);
    if (before != NULL) {
        BUF_LIT(out, " | ");
        put_escaped(out, before);
    }
    buf_char(out, '\n');
}

void chart_text_bar(struct buf *out, const struct chart_text_bar *bar)
{
    put_escaped(out, bar->label);
    BUF_LIT(out, " | ");
    put_tenths(out, bar->tenths);
    BUF_LIT(out, " | ");
    put_escaped(out, bar->value);
    if (bar->before_tenths != CHART_NONE || bar->before != NULL) {
        BUF_LIT(out, " | ");
        put_tenths(out, bar->before_tenths);
    }
    if (bar->before != NULL) {
        BUF_LIT(out, " | ");
        put_escaped(out, bar->before);
    }
    buf_char(out, '\n');
}
