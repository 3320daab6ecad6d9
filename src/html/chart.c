#include "html/chart.h"

#include <math.h>
#include <string.h>

#include "base/status.h"
#include "base/utf8.h"

enum {
    CHART_AXES_MIN = 3,
    CHART_AXES_MAX = 12,
    RADIUS = 112,     /* of the 100 ring; the middle is at 0,0 */
    LABEL_GAP = 15,   /* from the ring to a label */
    LABEL_WRAP = 138, /* a label beside the chart is broken at spaces when it is wider than this */
    LABEL_LINES = 5,  /* what is longer makes the last line wider */
    LINE = 17,        /* from one line of a label to the next; the text is 15 high (web/css/chart.css) */
    TEXT = 15,
    NARROWEST = 480, /* of the whole drawing, so that short labels do not make it enormous */
};

/* Hundredths of the text height that Atkinson Hyperlegible Next needs for U+0020 to U+007E. */
static const unsigned char widths[] = {
    28, 29, 30, 65, 59, 92, 73, 16, 30, 30, 48, 61, 21, 36, 21, 39, 65, 41, 55, 58, 61, 59, 60, 51,
    62, 60, 21, 21, 55, 63, 55, 48, 78, 63, 61, 64, 67, 57, 55, 69, 69, 39, 51, 63, 54, 82, 69, 71,
    59, 72, 61, 59, 56, 69, 59, 86, 62, 58, 61, 32, 39, 34, 55, 37, 24, 52, 57, 48, 56, 54, 31, 56,
    55, 25, 24, 49, 26, 84, 55, 55, 57, 57, 35, 47, 33, 54, 46, 68, 48, 45, 46, 34, 24, 34, 56,
};

/* The width of n bytes of text, with some room for a browser that shows another font. */
double chart_text_width(const char *s, size_t n)
{
    double hundredths = 0;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        hundredths += cp >= ' ' && cp <= '~' ? widths[cp - ' '] : cp < 0x250 ? 58 : 100;
    }
    return hundredths * TEXT / 100 * 1.06;
}

/* A number of the drawing: one decimal at most, always with a point. */
static void put_number(struct html *h, double value)
{
    int64_t tenths = (int64_t)lround(value * 10);
    if (tenths < 0)
        HTML_RAW(h, "-");
    tenths = tenths < 0 ? -tenths : tenths;
    html_text_int(h, tenths / 10);
    if (tenths % 10 != 0) {
        HTML_RAW(h, ".");
        html_text_int(h, tenths % 10);
    }
}

/* name="value" after a space. */
#define PUT_ATTRIBUTE(h, name, value)                                                                          \
    do {                                                                                                       \
        HTML_RAW(h, " " name "=\"");                                                                           \
        put_number(h, value);                                                                                  \
        HTML_RAW(h, "\"");                                                                                     \
    } while (0)

static void put_title(struct html *h, const char *title, const char *description)
{
    HTML_RAW(h, "<title>");
    html_text_str(h, title);
    HTML_RAW(h, "</title>");
    if (description != NULL) {
        HTML_RAW(h, "<desc>");
        html_text_str(h, description);
        HTML_RAW(h, "</desc>");
    }
    HTML_RAW(h, "\n");
}

/* Scores are shown whole, half up. */
static int64_t whole(int64_t tenths)
{
    return (tenths + 5) / 10;
}

static int64_t clamp(int64_t tenths)
{
    return tenths < 0 ? 0 : tenths > 1000 ? 1000 : tenths;
}

static const char *score_text(struct html *h, int64_t tenths)
{
    return tenths == CHART_NONE ? tr(h->lang, "no score") : html_printf(h, "%d", (int)whole(clamp(tenths)));
}

/* ---- radar ---- */

struct label {
    const char *lines[LABEL_LINES];
    size_t sizes[LABEL_LINES];
    int count;
    const char *number; /* after the last line, or on a line of its own */
    int anchor;         /* -1: the text ends at x, 0: its middle is at x, 1: it starts at x */
    double x, width;
    double top, height;
    double steep; /* how far from beside the chart: -1 straight above, 1 straight below */
};

static double left_of(const struct label *l)
{
    return l->anchor > 0 ? l->x : l->anchor < 0 ? l->x - l->width : l->x - l->width / 2;
}

/* Breaks text at spaces into lines of at most `most`, the number as its last word; a longer word keeps a line of its
 * own. */
static void wrap(struct label *l, const char *text, double most)
{
    double space = chart_text_width(" ", 1);
    double number = chart_text_width(l->number, strlen(l->number)) * 1.1; /* it is bold */
    double at = -space;                                                   /* how far the line is filled */
    l->count = 0;
    l->width = 0;
    for (const char *p = text, *line = text;; p += *p == ' ') {
        size_t n = strcspn(p, " ");
        bool last = n == 0 && *p == '\0';
        double need = last ? number : chart_text_width(p, n);
        if (p == text || (at + space + need > most && l->count < LABEL_LINES)) {
            l->lines[l->count++] = line = p;
            at = -space;
        }
        at += space + need;
        l->width = fmax(l->width, at);
        l->sizes[l->count - 1] = (size_t)(p + n - line);
        if (last)
            return;
        p += n;
    }
}

/* As few lines as fit in `most`, and then as narrow as so many lines can be. */
static void wrap_evenly(struct label *l, const char *text, double most)
{
    wrap(l, text, most);
    struct label best = *l;
    for (double narrower = best.width - 2; narrower > 20; narrower -= 2) {
        wrap(l, text, narrower);
        if (l->count > best.count)
            break;
        if (l->width < best.width)
            best = *l;
    }
    *l = best;
}

static bool touch(const struct label *a, const struct label *b)
{
    double gap = 6;
    return left_of(a) < left_of(b) + b->width + gap && left_of(b) < left_of(a) + a->width + gap &&
           a->top < b->top + b->height && b->top < a->top + a->height;
}

/* Moves labels away from each other, the steeper one up or down: there is always room above and below. */
static void part(struct label *labels, size_t count)
{
    for (int round = 0; round < 60; round++) {
        bool moved = false;
        for (size_t i = 0; i < count; i++)
            for (size_t j = i + 1; j < count; j++) {
                if (!touch(&labels[i], &labels[j]))
                    continue;
                struct label *l = fabs(labels[i].steep) >= fabs(labels[j].steep) ? &labels[i] : &labels[j];
                l->top += l->steep < 0 ? -4 : 4;
                moved = true;
            }
        if (!moved)
            return;
    }
}

static void place(struct html *h, struct label *l, const struct chart_axis *axis, double angle, size_t count)
{
    l->number = score_text(h, axis->tenths);
    double across = cos(angle);
    l->steep = sin(angle);
    l->anchor = fabs(across) < 0.01 ? 0 : across > 0 ? 1 : -1;
    l->x = across * (RADIUS + LABEL_GAP);
    double neighbour = sin(2 * M_PI / (double)count) * (RADIUS + LABEL_GAP);
    wrap_evenly(l, axis->label, l->anchor != 0 ? LABEL_WRAP : count < 9 ? 210 : 2 * neighbour - 16);
    l->height = l->count * (double)LINE;
    l->top = l->steep * (RADIUS + LABEL_GAP) + (l->steep - 1) * l->height / 2;
}

static void put_label(struct html *h, const struct label *l)
{
    for (int i = 0; i < l->count; i++) {
        if (i == 0)
            HTML_RAW(h, "<text class=\"radar__label\" text-anchor=\"");
        else
            HTML_RAW(h, " <tspan");
        if (i == 0)
            html_attr_str(h, l->anchor > 0 ? "start" : l->anchor < 0 ? "end" : "middle");
        if (i == 0)
            HTML_RAW(h, "\"");
        PUT_ATTRIBUTE(h, "x", l->x);
        PUT_ATTRIBUTE(h, "y", l->top + i * (double)LINE + TEXT * 0.87);
        HTML_RAW(h, ">");
        size_t n = l->sizes[i];
        while (n > 0 && l->lines[i][n - 1] == ' ')
            n--;
        html_text_str(h, arena_strndup(h->arena, l->lines[i], n));
        if (i + 1 == l->count) {
            if (n > 0)
                HTML_RAW(h, " ");
            HTML_RAW(h, "<tspan class=\"radar__number\">");
            html_text_str(h, l->number);
            HTML_RAW(h, "</tspan>");
        }
        if (i > 0)
            HTML_RAW(h, "</tspan>");
    }
    HTML_RAW(h, "</text>\n");
}

static double angle_of(size_t i, size_t count)
{
    return 2 * M_PI * (double)i / (double)count - M_PI / 2;
}

static void put_point(struct html *h, double angle, double radius)
{
    put_number(h, cos(angle) * radius);
    HTML_RAW(h, ",");
    put_number(h, sin(angle) * radius);
    HTML_RAW(h, " ");
}

static void put_rings(struct html *h, size_t count)
{
    for (int ring = 25; ring <= 100; ring += 25) {
        HTML_RAW(h, "<polygon class=\"radar__grid\" points=\"");
        for (size_t i = 0; i < count; i++)
            put_point(h, angle_of(i, count), RADIUS * ring / 100.0);
        HTML_RAW(h, "\"/>\n");
    }
    for (size_t i = 0; i < count; i++) {
        HTML_RAW(h, "<line class=\"radar__axis\"");
        PUT_ATTRIBUTE(h, "x2", cos(angle_of(i, count)) * RADIUS);
        PUT_ATTRIBUTE(h, "y2", sin(angle_of(i, count)) * RADIUS);
        HTML_RAW(h, "/>\n");
    }
}

static size_t scored(const struct chart_axis *axes, size_t count, bool before)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += (before ? axes[i].before_tenths : axes[i].tenths) != CHART_NONE;
    return n;
}

static void put_shape(struct html *h, const struct chart_axis *axes, size_t count, bool before)
{
    if (before)
        HTML_RAW(h, "<polygon class=\"radar__before\" points=\"");
    else
        HTML_RAW(h, "<polygon class=\"radar__now\" points=\"");
    for (size_t i = 0; i < count; i++) {
        int64_t tenths = before ? axes[i].before_tenths : axes[i].tenths;
        if (tenths != CHART_NONE)
            put_point(h, angle_of(i, count), RADIUS * (double)clamp(tenths) / 1000);
    }
    HTML_RAW(h, "\"/>\n");
}

static void put_dots(struct html *h, const struct chart_axis *axes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (axes[i].tenths == CHART_NONE)
            continue;
        double radius = RADIUS * (double)clamp(axes[i].tenths) / 1000;
        HTML_RAW(h, "<circle class=\"radar__dot\"");
        PUT_ATTRIBUTE(h, "cx", cos(angle_of(i, count)) * radius);
        PUT_ATTRIBUTE(h, "cy", sin(angle_of(i, count)) * radius);
        HTML_RAW(h, " r=\"4\"/>\n");
    }
}

/* The svg tag, with a view that holds the rings and every label. */
static void put_view(struct html *h, const struct label *labels, size_t count)
{
    double left = 0, right = 0, top = 0, bottom = 0;
    for (size_t i = 0; i < count; i++) {
        const struct label *l = &labels[i]; /* outside the ring, so the rings are in as well */
        left = fmin(left, left_of(l));
        right = fmax(right, left_of(l) + l->width);
        top = fmin(top, l->top);
        bottom = fmax(bottom, l->top + l->height);
    }
    double missing = fmax(0, NARROWEST - (right - left));
    left = floor(left - missing / 2) - 4;
    right = ceil(right + missing / 2) + 4;
    top = floor(top) - 4;
    bottom = ceil(bottom) + 4;
    HTML_RAW(h, "<svg class=\"radar radar--words\" role=\"img\" viewBox=\"");
    put_number(h, left);
    HTML_RAW(h, " ");
    put_number(h, top);
    HTML_RAW(h, " ");
    put_number(h, right - left);
    HTML_RAW(h, " ");
    put_number(h, bottom - top);
    HTML_RAW(h, "\">");
}

/* Rings and shapes, the same with words and with numbers around them. */
static void put_web(struct html *h, const struct chart_axis *axes, size_t count)
{
    put_rings(h, count);
    if (scored(axes, count, true) >= CHART_AXES_MIN)
        put_shape(h, axes, count, true);
    put_shape(h, axes, count, false);
    put_dots(h, axes, count);
}

/* At the end of each axis its number, and below the chart what the numbers are: words around it would be 9 px high on a
 * phone. */
static void put_marked(struct html *h, const char *title, const char *description,
                       const struct chart_axis *axes, size_t count)
{
    HTML_RAW(h, "<svg class=\"radar radar--marks\" role=\"img\" viewBox=\"-140 -140 280 280\">");
    put_title(h, title, description);
    put_web(h, axes, count);
    for (size_t i = 0; i < count; i++) {
        HTML_RAW(h, "<text class=\"radar__label\" text-anchor=\"middle\"");
        PUT_ATTRIBUTE(h, "x", cos(angle_of(i, count)) * (RADIUS + LABEL_GAP));
        PUT_ATTRIBUTE(h, "y", sin(angle_of(i, count)) * (RADIUS + LABEL_GAP) + TEXT * 0.35);
        HTML_RAW(h, "><tspan class=\"radar__number\">");
        html_text_int(h, (int64_t)i + 1);
        HTML_RAW(h, "</tspan></text>\n");
    }
    HTML_RAW(h, "</svg>\n<ol class=\"radar__legend\">");
    for (size_t i = 0; i < count; i++) {
        HTML_RAW(h, "<li>");
        html_text_str(h, axes[i].label);
        HTML_RAW(h, " <b class=\"nowrap\">");
        html_text_str(h, score_text(h, axes[i].tenths));
        HTML_RAW(h, "</b></li>");
    }
    HTML_RAW(h, "</ol>\n");
}

void chart_radar(struct html *h, const char *title, const char *description, const struct chart_axis *axes,
                 size_t count)
{
    if (count < CHART_AXES_MIN || scored(axes, count, false) < CHART_AXES_MIN)
        return;
    ASSERT(count <= CHART_AXES_MAX);
    struct label labels[CHART_AXES_MAX] = { 0 };
    for (size_t i = 0; i < count; i++)
        place(h, &labels[i], &axes[i], angle_of(i, count), count);
    part(labels, count);
    put_view(h, labels, count);
    put_title(h, title, description);
    put_web(h, axes, count);
    for (size_t i = 0; i < count; i++)
        put_label(h, &labels[i]);
    HTML_RAW(h, "</svg>\n");
    put_marked(h, title, description, axes, count);
}

/* ---- bars ---- */

static const char *bar_title(struct html *h, const char *label, int64_t tenths, int64_t before_tenths)
{
    if (tenths == CHART_NONE)
        return html_printf(h, tr(h->lang, "%s: no score"), label);
    int now = (int)whole(clamp(tenths));
    if (before_tenths == CHART_NONE)
        return html_printf(h, tr(h->lang, "%s: %d out of 100"), label, now);
    return html_printf(h, tr(h->lang, "%s: %d out of 100, earlier %d"), label, now,
                       (int)whole(clamp(before_tenths)));
}

static void begin_bar(struct html *h, const char *dimension, bool hidden)
{
    HTML_RAW(h, "<svg class=\"bar");
    if (dimension != NULL)
        HTML_RAW(h, " dim-");
    html_attr_str(h, dimension);
    HTML_RAW(h, "\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" ");
    if (hidden)
        HTML_RAW(h, "aria-hidden=\"true\">");
    else
        HTML_RAW(h, "role=\"img\">");
}

void chart_bar(struct html *h, const char *label, int64_t tenths, int64_t upper_tenths, int64_t before_tenths,
               const char *dimension)
{
    begin_bar(h, dimension, label == NULL);
    if (label != NULL)
        put_title(h, bar_title(h, label, tenths, before_tenths), NULL);
    HTML_RAW(h, "<rect class=\"bar__track\" width=\"100\" height=\"10\"/>");
    double now = tenths == CHART_NONE ? 0 : (double)clamp(tenths) / 10;
    double upper = upper_tenths == CHART_NONE ? 0 : (double)clamp(upper_tenths) / 10;
    if (upper > now) {
        HTML_RAW(h, "<rect class=\"bar__band\"");
        PUT_ATTRIBUTE(h, "x", now);
        PUT_ATTRIBUTE(h, "width", upper - now);
        HTML_RAW(h, " height=\"10\"/>");
    }
    if (now > 0) {
        HTML_RAW(h, "<rect class=\"bar__value\"");
        PUT_ATTRIBUTE(h, "width", now);
        HTML_RAW(h, " height=\"10\"/>");
    }
    if (before_tenths != CHART_NONE) {
        double before = (double)clamp(before_tenths) / 10;
        HTML_RAW(h, "<line class=\"bar__before\"");
        PUT_ATTRIBUTE(h, "x1", before);
        PUT_ATTRIBUTE(h, "x2", before);
        HTML_RAW(h, " y1=\"-2\" y2=\"12\"/>");
    }
    HTML_RAW(h, "</svg>\n");
}

void chart_split(struct html *h, const char *label, const struct chart_part *parts, size_t count)
{
    int64_t total = 0;
    size_t filled = 0;
    for (size_t i = 0; i < count; i++) {
        total += parts[i].count > 0 ? parts[i].count : 0;
        filled += parts[i].count > 0;
    }
    begin_bar(h, NULL, label == NULL);
    if (label != NULL) {
        const char *title = label, *mark = ": ";
        for (size_t i = 0; i < count; i++) {
            if (parts[i].count <= 0)
                continue;
            title = html_printf(h, "%s%s%s %lld", title, mark, parts[i].label, (long long)parts[i].count);
            mark = ", ";
        }
        put_title(h, title, NULL);
    }
    HTML_RAW(h, "<rect class=\"bar__track\" width=\"100\" height=\"10\"/>");
    /* Each part gets a strip that can be seen, and its share of what is left; a gap parts them in print. */
    double gap = 0.6, least = 1.5, at = 0;
    double share = filled == 0 ? 0 : 100 - (double)filled * least - (double)(filled - 1) * gap;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].count <= 0)
            continue;
        double width = least + share * ((double)parts[i].count / (double)total);
        HTML_RAW(h, "<rect class=\"bar__part bar__part--");
        html_attr_str(h, parts[i].kind);
        HTML_RAW(h, "\"");
        PUT_ATTRIBUTE(h, "x", at);
        PUT_ATTRIBUTE(h, "width", width);
        HTML_RAW(h, " height=\"10\"/>");
        at += width + gap;
    }
    HTML_RAW(h, "</svg>\n");
}

void chart_column(struct html *h, int64_t tenths)
{
    double height = (double)clamp(tenths) / 1000 * 38;
    HTML_RAW(h, "<svg class=\"column\" viewBox=\"0 0 10 40\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                "<rect class=\"bar__track\" y=\"38.5\" width=\"10\" height=\"1.5\"/>");
    if (height > 0) {
        HTML_RAW(h, "<rect class=\"bar__value\"");
        PUT_ATTRIBUTE(h, "y", 40 - height - 2);
        HTML_RAW(h, " width=\"10\"");
        PUT_ATTRIBUTE(h, "height", height + 2);
        HTML_RAW(h, "/>");
    }
    HTML_RAW(h, "</svg>");
}

/* ---- scatter ---- */

struct dot {
    double x, y;
    bool there, named;
    double label_x, label_y, label_width; /* of its left end, and its middle */
};
struct scatter {
    double width, height, radius; /* of the field, without its edges */
    bool words;
    struct dot *dots;
    size_t count;
};

/* Dots on the same place go apart, each in a direction of its own, and stay inside. */
static void spread_dots(struct scatter *s)
{
    double least = 2 * s->radius + 1;
    for (int round = 0; round < 200; round++) {
        bool moved = false;
        for (size_t i = 0; i < s->count; i++)
            for (size_t j = i + 1; j < s->count; j++) {
                struct dot *a = &s->dots[i], *b = &s->dots[j];
                double dx = b->x - a->x, dy = b->y - a->y, far = sqrt(dx * dx + dy * dy);
                if (!a->there || !b->there || far >= least)
                    continue;
                if (far < 0.01) {
                    dx = cos((double)(i + 2 * j));
                    dy = sin((double)(i + 2 * j));
                    far = 1;
                }
                double push = (least - far) / 2 + 0.5;
                a->x -= dx / far * push;
                a->y -= dy / far * push;
                b->x += dx / far * push;
                b->y += dy / far * push;
                moved = true;
            }
        for (size_t i = 0; i < s->count; i++) {
            struct dot *d = &s->dots[i];
            d->x = fmin(fmax(d->x, s->radius), s->width - s->radius);
            d->y = fmin(fmax(d->y, s->radius), s->height - s->radius);
        }
        if (!moved)
            return;
    }
}

/* Whether a label may stand there: inside, on no dot and no other label. */
static bool is_free(const struct scatter *s, size_t own, double x, double y, double width)
{
    double top = y - LINE / 2.0, bottom = y + LINE / 2.0;
    if (x < 2 || x + width > s->width - 2 || top < 2 || bottom > s->height - 2)
        return false;
    for (size_t i = 0; i < s->count; i++) {
        const struct dot *d = &s->dots[i];
        if (i != own && d->there && d->x + s->radius > x - 2 && d->x - s->radius < x + width + 2 &&
            d->y + s->radius > top && d->y - s->radius < bottom)
            return false;
        if (d->named && d->label_x < x + width + 6 && x < d->label_x + d->label_width + 6 &&
            fabs(d->label_y - y) < LINE)
            return false;
    }
    return true;
}

static void name_dots(struct scatter *s, const struct chart_point *points)
{
    for (size_t i = 0; i < s->count; i++) {
        struct dot *d = &s->dots[i];
        double width = chart_text_width(points[i].label, strlen(points[i].label)), gap = s->radius + 6;
        const double places[4][2] = { { d->x + gap, d->y },
                                      { d->x - gap - width, d->y },
                                      { d->x - width / 2, d->y + gap + 5 },
                                      { d->x - width / 2, d->y - gap - 5 } };
        for (int p = 0; p < 4 && d->there && !d->named; p++)
            if (is_free(s, i, places[p][0], places[p][1], width)) {
                d->named = true;
                d->label_x = places[p][0];
                d->label_y = places[p][1];
                d->label_width = width;
            }
    }
}

static void put_text(struct html *h, const char *class_name, const char *anchor, double x, double y,
                     const char *text)
{
    HTML_RAW(h, "<text class=\"");
    html_attr_str(h, class_name);
    HTML_RAW(h, "\" text-anchor=\"");
    html_attr_str(h, anchor);
    HTML_RAW(h, "\"");
    PUT_ATTRIBUTE(h, "x", x);
    PUT_ATTRIBUTE(h, "y", y);
    HTML_RAW(h, ">");
    html_text_str(h, text);
    HTML_RAW(h, "</text>\n");
}

static void put_field(struct html *h, const struct scatter *s, const char *corner)
{
    HTML_RAW(h, "<rect class=\"scatter__field\"");
    PUT_ATTRIBUTE(h, "width", s->width);
    PUT_ATTRIBUTE(h, "height", s->height);
    HTML_RAW(h, "/>");
    if (corner != NULL) {
        HTML_RAW(h, "<rect class=\"scatter__corner\"");
        PUT_ATTRIBUTE(h, "x", s->width / 2);
        PUT_ATTRIBUTE(h, "width", s->width / 2);
        PUT_ATTRIBUTE(h, "height", s->height / 2);
        HTML_RAW(h, "/>");
    }
    HTML_RAW(h, "<path class=\"scatter__middle\" d=\"");
    buf_printf(h->out, "M%d 0V%dM0 %dH%d", (int)s->width / 2, (int)s->height, (int)s->height / 2,
               (int)s->width);
    HTML_RAW(h, "\"/>\n");
    if (corner != NULL)
        put_text(h, "scatter__mark", "end", s->width - 8, s->height / 2 - 8, corner);
}

static void put_places(struct html *h, const struct scatter *s, const struct chart_point *points)
{
    for (size_t i = 0; i < s->count; i++) {
        const struct dot *d = &s->dots[i];
        if (!d->there)
            continue;
        HTML_RAW(h, "<circle class=\"scatter__dot");
        if (points[i].marked)
            HTML_RAW(h, " scatter__dot--marked");
        HTML_RAW(h, "\"");
        PUT_ATTRIBUTE(h, "cx", d->x);
        PUT_ATTRIBUTE(h, "cy", d->y);
        PUT_ATTRIBUTE(h, "r", s->radius);
        HTML_RAW(h, "/>");
        put_text(h, points[i].marked ? "scatter__number scatter__number--marked" : "scatter__number", "middle",
                 d->x, d->y + TEXT * 0.35, html_printf(h, "%d", (int)i + 1));
        if (d->named)
            put_text(h, "scatter__label", "start", d->label_x, d->label_y + TEXT * 0.35, points[i].label);
    }
}

static void put_scatter(struct html *h, struct scatter *s, const char *title, const char *description,
                        const char *x_label, const char *y_label, const char *corner,
                        const struct chart_point *points)
{
    for (size_t i = 0; i < s->count; i++) {
        bool there = points[i].x_tenths != CHART_NONE && points[i].y_tenths != CHART_NONE;
        s->dots[i] =
            (struct dot){ .there = there,
                          .x = there ? (double)clamp(points[i].x_tenths) / 1000 * s->width : 0,
                          .y = there ? s->height - (double)clamp(points[i].y_tenths) / 1000 * s->height : 0 };
    }
    spread_dots(s);
    if (s->words)
        name_dots(s, points);
    HTML_RAW(h, "<svg class=\"scatter ");
    html_attr_str(h, s->words ? "scatter--words" : "scatter--marks");
    HTML_RAW(h, "\" role=\"img\" viewBox=\"-2 -24 ");
    put_number(h, s->width + 4);
    HTML_RAW(h, " ");
    put_number(h, s->height + 50);
    HTML_RAW(h, "\">");
    put_title(h, title, description);
    put_field(h, s, corner);
    put_text(h, "scatter__axis", "start", 0, -8, html_printf(h, "↑ %s", y_label));
    put_text(h, "scatter__axis", "end", s->width, s->height + 18, html_printf(h, "%s →", x_label));
    put_places(h, s, points);
    HTML_RAW(h, "</svg>\n");
}

void chart_scatter(struct html *h, const char *title, const char *description, const char *x_label,
                   const char *y_label, const char *corner, const struct chart_point *points, size_t count)
{
    struct dot *dots = NEW_ARRAY(h->arena, struct dot, count);
    struct scatter wide = { 720, 420, 12, true, dots, count }, narrow = { 330, 270, 11, false, dots, count };
    put_scatter(h, &wide, title, description, x_label, y_label, corner, points);
    put_scatter(h, &narrow, title, description, x_label, y_label, corner, points);
}

/* ---- QR ---- */

/* Dark on white whatever the colour scheme, or telephones do not read it; each run of a row is one piece. */
void chart_qr(struct html *h, const char *title, const unsigned char *modules, int width)
{
    enum { QUIET = 4 };
    HTML_RAW(h, "<svg class=\"qr\" role=\"img\" shape-rendering=\"crispEdges\" viewBox=\"0 0 ");
    put_number(h, width + 2 * QUIET);
    HTML_RAW(h, " ");
    put_number(h, width + 2 * QUIET);
    HTML_RAW(h, "\">");
    put_title(h, title, NULL);
    HTML_RAW(h, "<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path fill=\"#000\" d=\"");
    for (int y = 0; y < width; y++)
        for (int x = 0; x < width; x++) {
            const unsigned char *row = modules + (size_t)y * (size_t)width;
            int from = x;
            while (x < width && (row[x] & 1) != 0)
                x++;
            if (x > from)
                buf_printf(h->out, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
        }
    HTML_RAW(h, "\"/></svg>\n");
}
