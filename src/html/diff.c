#include "html/diff.h"

enum {
    AROUND = 2,    /* unchanged lines that stay in sight beside a change */
    FOLD_FROM = 3, /* fewer are not worth a click */
};

static void put_marked(struct html *h, const char *said, const char *text)
{
    HTML_RAW(h, "<span class=\"visually-hidden\">[");
    html_text_str(h, said);
    HTML_RAW(h, " </span>");
    html_text_str(h, text);
    HTML_RAW(h, "<span class=\"visually-hidden\">]</span>");
}

static void put_run(struct html *h, const struct text_run *r)
{
    if (r->kind == TEXT_OLD) {
        HTML_RAW(h, "<del>");
        put_marked(h, tr(h->lang, "removed:"), r->text);
        HTML_RAW(h, "</del>");
    } else if (r->kind == TEXT_NEW) {
        HTML_RAW(h, "<ins>");
        put_marked(h, tr(h->lang, "added:"), r->text);
        HTML_RAW(h, "</ins>");
    } else
        html_text_str(h, r->text);
}

static bool all_same(const struct text_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        if (line->runs[i].kind != TEXT_SAME)
            return false;
    return true;
}

/* An empty line only parts others. */
static bool shown(const struct text_line *line)
{
    return line->count > 0;
}

static void put_line(struct html *h, const struct text_line *line)
{
    if (!shown(line))
        return;
    HTML_RAW(h, "<p>");
    for (size_t i = 0; i < line->count; i++)
        put_run(h, &line->runs[i]);
    if (line->kind == TEXT_CHANGED && all_same(line)) {
        HTML_RAW(h, " <span class=\"small muted\">");
        html_text_str(h, tr(h->lang, "(the line ends elsewhere)"));
        HTML_RAW(h, "</span>");
    }
    HTML_RAW(h, "</p>\n");
}

static void put_fold(struct html *h, const struct text_line *lines, size_t count, size_t visible)
{
    HTML_RAW(h, "<details class=\"more print-open\"><summary>");
    html_text_str(
        h,
        html_printf(h, tr_n(h->lang, "%d line without changes", "%d lines without changes", (int64_t)visible),
                    (int)visible));
    HTML_RAW(h, "</summary><div>\n");
    for (size_t i = 0; i < count; i++)
        put_line(h, &lines[i]);
    HTML_RAW(h, "</div></details>\n");
}

/* Past the first n lines that show something. */
static size_t past(const struct text_line *lines, size_t count, size_t n)
{
    size_t i = 0;
    for (; i < count && n > 0; i++)
        n -= shown(&lines[i]);
    return i;
}

static size_t visible_in(const struct text_line *lines, size_t count)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += shown(&lines[i]);
    return n;
}

/* Unchanged lines: those beside a change in sight, the rest behind a click. */
static void put_same(struct html *h, const struct text_line *lines, size_t count, bool after, bool before)
{
    size_t keep = after ? AROUND : 0, end = before ? AROUND : 0, visible = visible_in(lines, count);
    bool fold = visible >= keep + end + FOLD_FROM;
    size_t from = fold ? past(lines, count, keep) : count;
    size_t to = fold ? past(lines, count, visible - end) : count;
    for (size_t i = 0; i < from; i++)
        put_line(h, &lines[i]);
    if (fold)
        put_fold(h, lines + from, to - from, visible - keep - end);
    for (size_t i = to; i < count; i++)
        put_line(h, &lines[i]);
}

static bool any_change(const struct text_line *lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (lines[i].kind != TEXT_SAME && shown(&lines[i]))
            return true;
    return false;
}

static void put_lines(struct html *h, const struct text_line *lines, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        end = i + 1;
        if (lines[i].kind != TEXT_SAME) {
            put_line(h, &lines[i]);
            continue;
        }
        while (end < count && lines[end].kind == TEXT_SAME)
            end++;
        put_same(h, lines + i, end - i, i > 0, end < count);
    }
}

void diff_lines(struct html *h, const struct text_line *lines, size_t count)
{
    HTML_RAW(h, "<div class=\"diff\">\n");
    if (any_change(lines, count)) {
        put_lines(h, lines, count);
    } else {
        HTML_RAW(h, "<p>");
        html_text_str(h, tr(h->lang, "No words changed."));
        HTML_RAW(h, "</p>\n");
    }
    HTML_RAW(h, "</div>\n");
}
