#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "html/chart.h"

struct page {
    struct arena arena;
    struct buf out;
    struct html h;
};

static int setup(void **state)
{
    static struct page page;
    arena_init(&page.arena);
    buf_init(&page.out, HTML_MAX_PAGE);
    page.h = (struct html){ .out = &page.out, .arena = &page.arena, .lang = lang_get(LANG_EN) };
    *state = &page;
    return 0;
}

static int teardown(void **state)
{
    struct page *page = *state;
    buf_release(&page->out);
    arena_release(&page->arena);
    return 0;
}

static const char *written(struct page *page)
{
    const char *s = buf_to_arena(&page->out, &page->arena);
    buf_clear(&page->out);
    return s;
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no %s in\n%s", part, text);
}

static int count(const char *text, const char *part)
{
    int n = 0;
    for (; (text = strstr(text, part)) != NULL; text++)
        n++;
    return n;
}

/* The radar with words around it, without the one for a phone that follows. */
static const char *with_words(struct page *page)
{
    const char *s = written(page), *end = strstr(s, "</svg>");
    assert_non_null(end);
    return arena_strndup(&page->arena, s, (size_t)(end - s) + 6);
}

static void radar__needs_three_scores(void **state)
{
    struct page *page = *state;
    const struct chart_axis axes[] = {
        { "A", 100, 50 }, { "B", 1000, CHART_NONE }, { "C", CHART_NONE, 10 }, { "D", 0, CHART_NONE }
    };
    chart_radar(&page->h, "T", "D", axes, 3);
    assert_string_equal(written(page), "");
    chart_radar(&page->h, "T", "D", axes, 2);
    assert_string_equal(written(page), "");
    chart_radar(&page->h, "T & t", "D", axes, 4);
    const char *s = with_words(page);
    has(s, "<svg class=\"radar radar--words\" role=\"img\" viewBox=\"");
    has(s, "<title>T &amp; t</title><desc>D</desc>");
    assert_int_equal(count(s, "radar__before"), 0);                          /* two scores make no shape */
    has(s, "<polygon class=\"radar__now\" points=\"0,-11.2 112,0 0,0 \"/>"); /* -112 / 10, all, none, 0 */
    assert_int_equal(count(s, "radar__dot"), 3);
    has(s, "C <tspan class=\"radar__number\">no score</tspan>");
    has(s, "B <tspan class=\"radar__number\">100</tspan>");
    assert_int_equal(count(s, "style="), 0);
    assert_int_equal(count(s, "id="), 0);
}

static void scores__are_whole_half_up(void **state)
{
    struct page *page = *state;
    const struct chart_axis axes[] = { { "A", 664, 5 }, { "B", 665, 6 }, { "C", 5, 7 } };
    chart_radar(&page->h, "T", NULL, axes, 3);
    const char *s = with_words(page);
    has(s, "A <tspan class=\"radar__number\">66<");
    has(s, "B <tspan class=\"radar__number\">67<");
    has(s, "C <tspan class=\"radar__number\">1<");
    assert_int_equal(count(s, "radar__before"), 1);
}

static void radar__has_numbers_for_a_phone(void **state)
{
    struct page *page = *state;
    const struct chart_axis axes[] = {
        { "A & co", 664, 5 }, { "B", 665, 6 }, { "C", CHART_NONE, 7 }, { "D", 5, 8 }
    };
    chart_radar(&page->h, "T", "D", axes, 4);
    const char *s = strstr(written(page), "<svg class=\"radar radar--marks\" role=\"img\"");
    assert_non_null(s);
    has(s, "<title>T</title><desc>D</desc>");
    has(s, "<text class=\"radar__label\" text-anchor=\"middle\" x=\"0\" y=\"-121.8\"><tspan "
           "class=\"radar__number\">1</tspan></text>");
    assert_int_equal(count(s, "<text"), 4);
    assert_int_equal(count(s, "radar__before"), 1);
    assert_int_equal(count(s, "radar__dot"), 3);
    has(s, "<ol class=\"radar__legend\"><li>A &amp; co <b class=\"nowrap\">66</b></li><li>B <b "
           "class=\"nowrap\">67</b></li><li>C <b class=\"nowrap\">no score</b></li>");
    assert_int_equal(count(s, "style="), 0);
    assert_int_equal(count(s, "id="), 0);
}

struct box {
    double left, right, top, bottom;
};

/* The text elements of a radar as boxes, by a rough 6 units a character and 15 a line. */
static size_t boxes(const char *s, struct box *out, struct box *view)
{
    double x, y, w, h;
    assert_int_equal(sscanf(strstr(s, "viewBox=\"") + 9, "%lf %lf %lf %lf", &x, &y, &w, &h), 4);
    *view = (struct box){ x, x + w, y, y + h };
    size_t n = 0;
    while ((s = strstr(s, "<text ")) != NULL) {
        const char *end = strstr(s, "</text>");
        char anchor[10];
        sscanf(strstr(s, "text-anchor=") + 13, "%9[a-z]", anchor);
        double widest = 0, first = 0, last = 0;
        for (const char *at = strstr(s, " x=\""); at != NULL && at < end; at = strstr(at + 1, " x=\"")) {
            sscanf(at, " x=\"%lf\" y=\"%lf\"", &x, &y);
            first = first == 0 ? y : first;
            last = y;
            const char *p = strchr(at, '>') + 1;
            double width = 0;
            for (bool tag = false; p < end && strncmp(p, " <tspan x", 9) != 0; p++) {
                tag = *p == '<' || (tag && *p != '>');
                width += !tag && *p != '>' ? 6 : 0;
            }
            widest = width > widest ? width : widest;
        }
        double left = strcmp(anchor, "start") == 0 ? x
                      : strcmp(anchor, "end") == 0 ? x - widest
                                                   : x - widest / 2;
        out[n++] = (struct box){ left, left + widest, first - 12, last + 3 };
        s = end;
    }
    return n;
}

static void labels__touch_neither_the_edge_nor_each_other(void **state)
{
    struct page *page = *state;
    static const char *const names[] = { "Vergroening en biodiversiteit van het openbaar domein",
                                         "Mobiliteit en logistiek",
                                         "Werkgelegenheidsbeleid",
                                         "Sociale economie",
                                         "Behoorlijk bestuur en verantwoording",
                                         "Energie en gebouwen",
                                         "Internationale samenwerking en fair trade",
                                         "Onderwijs",
                                         "Consumentenaangelegenheden",
                                         "Afval en grondstoffen",
                                         "Maatschappelijke betrokkenheid en ontwikkeling van de gemeenschap",
                                         "Diversiteit" };
    for (size_t n = 3; n <= 12; n++)
        for (size_t shift = 0; shift < 12; shift++) {
            struct chart_axis axes[12];
            for (size_t i = 0; i < n; i++)
                axes[i] = (struct chart_axis){ names[(i + shift) % 12], i == 4 ? CHART_NONE : 500, CHART_NONE };
            chart_radar(&page->h, "T", "D", axes, n);
            struct box label[12], view;
            const char *s = with_words(page);
            assert_int_equal(boxes(s, label, &view), n);
            for (size_t i = 0; i < n; i++) {
                if (label[i].left < view.left || label[i].right > view.right || label[i].top < view.top ||
                    label[i].bottom > view.bottom)
                    fail_msg("label %zu of %zu leaves the view (shift %zu)\n%s", i, n, shift, s);
                for (size_t j = i + 1; j < n; j++)
                    if (label[i].left < label[j].right && label[j].left < label[i].right &&
                        label[i].top < label[j].bottom && label[j].top < label[i].bottom)
                        fail_msg("labels %zu and %zu of %zu touch (shift %zu)\n%s", i, j, n, shift, s);
            }
        }
}

static void bars__show_now_then_and_how_far(void **state)
{
    struct page *page = *state;
    chart_bar(&page->h, "P & x", 665, 780, 590, "people");
    assert_string_equal(
        written(page),
        "<svg class=\"bar dim-people\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\">"
        "<title>P &amp; x: 67 out of 100, earlier 59</title>\n"
        "<rect class=\"bar__track\" width=\"100\" height=\"10\"/>"
        "<rect class=\"bar__band\" x=\"66.5\" width=\"11.5\" height=\"10\"/>"
        "<rect class=\"bar__value\" width=\"66.5\" height=\"10\"/>"
        "<line class=\"bar__before\" x1=\"59\" x2=\"59\" y1=\"-2\" y2=\"12\"/></svg>\n");
    chart_bar(&page->h, NULL, 0, 0, CHART_NONE, NULL);
    assert_string_equal(
        written(page),
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
        "<rect class=\"bar__track\" width=\"100\" height=\"10\"/></svg>\n");
    chart_bar(&page->h, "P", CHART_NONE, CHART_NONE, CHART_NONE, NULL);
    has(written(page), "<title>P: no score</title>");
}

static void splits__show_every_part(void **state)
{
    struct page *page = *state;
    const struct chart_part parts[] = { { "yes", "yes", 998 },
                                        { "no", "no", 1 },
                                        { "don't know", "dont-know", 0 },
                                        { "n/a", "not-applicable", 1 } };
    chart_split(&page->h, "Answers", parts, 4);
    const char *s = written(page);
    has(s, "<title>Answers: yes 998, no 1, n/a 1</title>");
    has(s, "<rect class=\"bar__part bar__part--no\" x=\"96.2\" width=\"1.6\" height=\"10\"/>");
    assert_int_equal(count(s, "bar__part--"), 3);
    chart_split(&page->h, NULL, parts, 0);
    assert_int_equal(count(written(page), "bar__part"), 0);
    const struct chart_part one = { "yes", "yes", 7 };
    chart_split(&page->h, "A", &one, 1);
    has(written(page), "x=\"0\" width=\"100\"");
}

static void qr__draws_runs_of_dark_modules(void **state)
{
    struct page *page = *state;
    const unsigned char modules[9] = { 1, 1, 0, 0, 0, 0, 1, 0, 1 };
    chart_qr(&page->h, "Join", modules, 3);
    assert_string_equal(written(page),
                        "<svg class=\"qr\" role=\"img\" shape-rendering=\"crispEdges\" viewBox=\"0 0 11 11\">"
                        "<title>Join</title>\n<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>"
                        "<path fill=\"#000\" d=\"M4 4h2v1h-2zM4 6h1v1h-1zM6 6h1v1h-1z\"/></svg>\n");
}

/* The number after name in the n-th element of a class. */
static double number_in(const char *text, const char *element, int n, const char *name)
{
    for (; n >= 0; n--) {
        text = strstr(text, element);
        assert_non_null(text);
        text++;
    }
    const char *at = strstr(text, name);
    assert_non_null(at);
    return strtod(at + strlen(name), NULL);
}

static void scatters__keep_dots_apart_and_inside(void **state)
{
    struct page *page = *state;
    struct chart_point points[6];
    for (int i = 0; i < 6; i++)
        points[i] =
            (struct chart_point){ "A label that is long", i < 4 ? 1000 : 500, i < 4 ? 1000 : 500, i == 0 };
    points[5].y_tenths = CHART_NONE;
    chart_scatter(&page->h, "Impact and support", "What to see", "Support", "Impact", "first to do", points, 6);
    const char *text = written(page);
    assert_int_equal(count(text, "<svg"), 2); /* with words, and with numbers for a phone */
    assert_int_equal(count(text, "<circle"), 2 * 5);
    assert_int_equal(count(text, "scatter__dot--marked"), 2);
    has(text, "<title>Impact and support</title><desc>What to see</desc>");
    for (int i = 0; i < 5; i++) {
        double x = number_in(text, "<circle", i, "cx=\""), y = number_in(text, "<circle", i, "cy=\"");
        assert_true(x >= 12 && x <= 720 - 12 && y >= 12 && y <= 420 - 12);
        for (int j = 0; j < i; j++) {
            double dx = x - number_in(text, "<circle", j, "cx=\""),
                   dy = y - number_in(text, "<circle", j, "cy=\"");
            assert_true(dx * dx + dy * dy > 23 * 23); /* two radii, but for rounding */
        }
    }
}

static void columns__stand_on_their_line(void **state)
{
    struct page *page = *state;
    chart_column(&page->h, 0);
    assert_int_equal(count(written(page), "bar__value"), 0);
    chart_column(&page->h, 1000);
    const char *text = written(page);
    has(text, "y=\"0\"");
    has(text, "height=\"40\"");
    has(text, "aria-hidden=\"true\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(radar__needs_three_scores, setup, teardown),
        cmocka_unit_test_setup_teardown(scores__are_whole_half_up, setup, teardown),
        cmocka_unit_test_setup_teardown(radar__has_numbers_for_a_phone, setup, teardown),
        cmocka_unit_test_setup_teardown(labels__touch_neither_the_edge_nor_each_other, setup, teardown),
        cmocka_unit_test_setup_teardown(bars__show_now_then_and_how_far, setup, teardown),
        cmocka_unit_test_setup_teardown(splits__show_every_part, setup, teardown),
        cmocka_unit_test_setup_teardown(qr__draws_runs_of_dark_modules, setup, teardown),
        cmocka_unit_test_setup_teardown(scatters__keep_dots_apart_and_inside, setup, teardown),
        cmocka_unit_test_setup_teardown(columns__stand_on_their_line, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
