#include "doc/paint_chart.h"

#include <math.h>
#include <string.h>

enum { AXES_MIN = 3, AXES_MAX = 12, FULL = 1000 };

static const struct face label_face = { .size = 9.5, .leading = 12.5, .ink = INK };
static const struct face value_face = {
    .size = 10, .leading = 12.5, .style = DOC_BOLD, .ink = INK, .figures = true
};
static const struct face key_face = { .size = 8.5, .leading = 12, .ink = INK_MUTED };
static const struct face axis_face = { .size = 9, .leading = 11.5, .ink = INK };

struct radar_label {
    struct paint_text *text, *number;
    double left, top, width, height;
    double x;     /* what its side leans on */
    int side;     /* -1: ends at x, 0: its middle is at x, 1: begins at x */
    double steep; /* -1 straight above the middle, 1 straight below */
};

struct chart {
    const struct doc_chart *chart;
    double width;
    /* bars */
    struct paint_text **labels, **values;
    struct paint_text *before_key, *upper_key;
    double track_x, track_width;
    /* radar; count 0 = bars */
    struct radar_label axes[AXES_MAX];
    size_t axis_count;
    double middle_x, middle_y, height;
};

static double share(int64_t tenths)
{
    return (double)(tenths < 0 ? 0 : tenths > FULL ? FULL : tenths) / FULL;
}

/* An earlier value is shown when the chart says what it is. */
static int64_t before_of(const struct doc_chart *chart, size_t i)
{
    return chart->before_title == NULL ? DOC_NO_VALUE : chart->bars[i].before_tenths;
}

static enum ink ink_of(const char *dimension)
{
    static const struct {
        const char *name;
        enum ink ink;
    } known[] = { { "planet", INK_PLANET },
                  { "people", INK_PEOPLE },
                  { "prosperity", INK_PROSPERITY },
                  { "governance", INK_GOVERNANCE } };
    for (size_t i = 0; dimension != NULL && i < sizeof known / sizeof known[0]; i++)
        if (strcmp(dimension, known[i].name) == 0)
            return known[i].ink;
    return INK_ACCENT;
}

/* ---- Bars ---- */

enum { BAR_HEIGHT = 11, BAR_GAP = 10, SIDE_GAP = 10, OVERHANG = 3, KEY_MARK = 16, KEY_GAP = 6, KEY_ABOVE = 4 };

static bool has_before(const struct doc_chart *chart)
{
    for (size_t i = 0; i < chart->count; i++)
        if (before_of(chart, i) != DOC_NO_VALUE)
            return true;
    return false;
}

static bool has_band(const struct doc_chart *chart)
{
    for (size_t i = 0; i < chart->count; i++)
        if (chart->bars[i].upper_tenths > chart->bars[i].tenths)
            return true;
    return false;
}

static void lay_out_bars(struct paint *p, struct chart *c)
{
    const struct doc_chart *chart = c->chart;
    double label_most = c->width * 0.38, value_most = c->width * 0.2, labels = 0, values = 0;
    c->labels = NEW_ARRAY(p->arena, struct paint_text *, chart->count);
    c->values = NEW_ARRAY(p->arena, struct paint_text *, chart->count);
    for (size_t i = 0; i < chart->count; i++) {
        c->labels[i] = paint_plain(p, chart->bars[i].label, &label_face, label_most, PAINT_LEFT);
        c->values[i] = paint_plain(p, chart->bars[i].value, &value_face, value_most, PAINT_LEFT);
        labels = fmax(labels, c->labels[i]->widest);
        values = fmax(values, c->values[i]->widest);
    }
    c->track_x = labels + SIDE_GAP;
    c->track_width = c->width - c->track_x - SIDE_GAP - values;
    if (has_before(chart))
        c->before_key = paint_plain(p, chart->before_title, &key_face, c->width / 2 - 2 * KEY_MARK, PAINT_LEFT);
    if (chart->upper_title != NULL && has_band(chart))
        c->upper_key = paint_plain(p, chart->upper_title, &key_face, c->width / 2 - 2 * KEY_MARK, PAINT_LEFT);
}

/* Thinner than the bar and striped, so that it is another thing than the bar and than the track in grey as well. */
static void draw_band(cairo_t *cr, enum ink ink, double x, double y, double width, double height)
{
    if (width <= 0)
        return;
    paint_tint(cr, ink, 0.3);
    paint_box(cr, x, y, width, height);
    cairo_save(cr);
    cairo_rectangle(cr, x, y, width, height);
    cairo_clip(cr);
    paint_tint(cr, ink, 0.75);
    cairo_set_line_width(cr, 0.7);
    for (double at = x - height; at < x + width; at += 3.2) {
        cairo_move_to(cr, at, y + height);
        cairo_line_to(cr, at + height, y);
    }
    cairo_stroke(cr);
    cairo_restore(cr);
}

static void draw_tick(cairo_t *cr, double x, double y, double height)
{
    paint_ink(cr, INK_WHITE);
    paint_box(cr, x - 1.7, y - OVERHANG, 3.4, height + 2 * OVERHANG);
    paint_ink(cr, INK);
    paint_box(cr, x - 0.9, y - OVERHANG, 1.8, height + 2 * OVERHANG);
}

static void draw_bar(cairo_t *cr, const struct chart *c, size_t i, double x, double top)
{
    const struct doc_bar *bar = &c->chart->bars[i];
    double middle = top + chart_part_height(c, i) / 2, y = middle - BAR_HEIGHT / 2.0, from = x + c->track_x;
    paint_lines(cr, c->labels[i], x, middle - paint_height(c->labels[i]) / 2);
    paint_ink(cr, INK_TRACK);
    paint_box(cr, from, y, c->track_width, BAR_HEIGHT);
    double now = bar->tenths == DOC_NO_VALUE ? 0 : share(bar->tenths) * c->track_width;
    double upper = bar->upper_tenths == DOC_NO_VALUE ? 0 : share(bar->upper_tenths) * c->track_width;
    draw_band(cr, ink_of(bar->dimension), from + now, y, upper - now, BAR_HEIGHT);
    paint_ink(cr, ink_of(bar->dimension));
    paint_box(cr, from, y, now, BAR_HEIGHT);
    if (before_of(c->chart, i) != DOC_NO_VALUE)
        draw_tick(cr, from + share(before_of(c->chart, i)) * c->track_width, y, BAR_HEIGHT);
    paint_lines(cr, c->values[i], from + c->track_width + SIDE_GAP, middle - paint_height(c->values[i]) / 2);
}

static double key_height(const struct chart *c)
{
    double a = c->before_key == NULL ? 0 : paint_height(c->before_key);
    double b = c->upper_key == NULL ? 0 : paint_height(c->upper_key);
    return KEY_ABOVE + fmax(a, b);
}

static void draw_key(cairo_t *cr, const struct chart *c, double x, double top)
{
    enum { MARK = 7 };
    x += c->track_x;
    top += KEY_ABOVE;
    double y = top + (key_face.leading - MARK) / 2;
    if (c->before_key != NULL) {
        draw_tick(cr, x + KEY_MARK / 2.0, y, MARK);
        paint_lines(cr, c->before_key, x + KEY_MARK + KEY_GAP, top);
        x += KEY_MARK + KEY_GAP + c->before_key->widest + 3 * KEY_GAP;
    }
    if (c->upper_key != NULL) {
        draw_band(cr, INK_GOVERNANCE, x, y, KEY_MARK, MARK);
        paint_lines(cr, c->upper_key, x + KEY_MARK + KEY_GAP, top);
    }
}

/* ---- Radar: the rings, and around them labels that do not touch ---- */

enum { RADIUS = 92, LABEL_GAP = 11, LABEL_MOST = 120, LABEL_TOP_MOST = 190, NUMBER_GAP = 3 };

static double angle_of(size_t i, size_t count)
{
    return 2 * M_PI * (double)i / (double)count - M_PI / 2;
}

static size_t scored(const struct doc_chart *chart, bool before)
{
    size_t n = 0;
    for (size_t i = 0; i < chart->count; i++)
        n += (before ? before_of(chart, i) : chart->bars[i].tenths) != DOC_NO_VALUE;
    return n;
}

/* Label and number as one text, so that the number stands behind the last word. */
static struct paint_text *axis_text(struct paint *p, const struct doc_bar *bar, double width,
                                    enum paint_side side)
{
    struct doc_run *runs = NEW_ARRAY(p->arena, struct doc_run, 2);
    runs[0].text = arena_printf(p->arena, "%s ", bar->label);
    runs[1] = (struct doc_run){ .text = bar->value, .style = DOC_BOLD };
    struct doc_line line = { runs, 2 };
    return paint_text(p, &line, &axis_face, width, side);
}

/* As narrow as the same number of lines allows: a label beside the chart is a block, not a line and a word. */
static void narrow(struct paint_text *t)
{
    size_t lines = t->count;
    double fits = t->widest;
    for (double width = t->widest - 4; lines > 1 && width > 30; width -= 4) {
        paint_set_width(t, width);
        if (t->count > lines)
            break;
        fits = fmin(fits, t->widest);
    }
    paint_set_width(t, ceil(fits) + 1);
}

static void place_label(struct paint *p, struct radar_label *l, const struct doc_bar *bar, double angle)
{
    double across = cos(angle);
    l->steep = sin(angle);
    l->side = fabs(across) < 0.01 ? 0 : across > 0 ? 1 : -1;
    enum paint_side side = l->side == 0 ? PAINT_MIDDLE : l->side > 0 ? PAINT_LEFT : PAINT_RIGHT;
    l->text = axis_text(p, bar, l->side == 0 ? LABEL_TOP_MOST : LABEL_MOST, side);
    narrow(l->text);
    l->width = l->text->width;
    l->height = paint_height(l->text);
    l->x = across * (RADIUS + LABEL_GAP);
    l->left = l->side > 0 ? l->x : l->side < 0 ? l->x - l->width : l->x - l->width / 2;
    l->top = l->steep * (RADIUS + LABEL_GAP) + (l->steep - 1) * l->height / 2;
}

static bool touch(const struct radar_label *a, const struct radar_label *b)
{
    double gap = 4;
    return a->left < b->left + b->width + gap && b->left < a->left + a->width + gap &&
           a->top < b->top + b->height && b->top < a->top + a->height;
}

/* Moves labels apart, the steeper one up or down: there is room above and below. */
static void part_labels(struct radar_label *labels, size_t count)
{
    bool moved = true;
    for (int round = 0; round < 60 && moved; round++) {
        moved = false;
        for (size_t i = 0; i < count; i++)
            for (size_t j = i + 1; j < count; j++) {
                if (!touch(&labels[i], &labels[j]))
                    continue;
                struct radar_label *l =
                    fabs(labels[i].steep) >= fabs(labels[j].steep) ? &labels[i] : &labels[j];
                l->top += l->steep < 0 ? -3 : 3;
                moved = true;
            }
    }
}

static void lay_out_radar(struct paint *p, struct chart *c)
{
    c->axis_count = c->chart->count;
    double top = -RADIUS, bottom = RADIUS;
    for (size_t i = 0; i < c->axis_count; i++)
        place_label(p, &c->axes[i], &c->chart->bars[i], angle_of(i, c->axis_count));
    part_labels(c->axes, c->axis_count);
    for (size_t i = 0; i < c->axis_count; i++) {
        top = fmin(top, c->axes[i].top);
        bottom = fmax(bottom, c->axes[i].top + c->axes[i].height);
    }
    c->middle_x = c->width / 2;
    c->middle_y = -top + 4;
    c->height = bottom - top + 8;
    if (scored(c->chart, true) >= AXES_MIN) {
        c->before_key = paint_plain(p, c->chart->before_title, &key_face, c->width / 2, PAINT_LEFT);
        c->height += KEY_GAP + paint_height(c->before_key);
    }
}

static void ring(cairo_t *cr, size_t count, double radius)
{
    cairo_new_sub_path(cr);
    for (size_t i = 0; i < count; i++)
        cairo_line_to(cr, cos(angle_of(i, count)) * radius, sin(angle_of(i, count)) * radius);
    cairo_close_path(cr);
}

static void shape(cairo_t *cr, const struct doc_chart *chart, bool before)
{
    cairo_new_path(cr);
    for (size_t i = 0; i < chart->count; i++) {
        int64_t tenths = before ? before_of(chart, i) : chart->bars[i].tenths;
        double angle = angle_of(i, chart->count);
        if (tenths != DOC_NO_VALUE)
            cairo_line_to(cr, cos(angle) * RADIUS * share(tenths), sin(angle) * RADIUS * share(tenths));
    }
    cairo_close_path(cr);
}

static void dash(cairo_t *cr, bool on)
{
    static const double pattern[] = { 4, 3 };
    cairo_set_dash(cr, pattern, on ? 2 : 0, 0);
}

static void draw_web(cairo_t *cr, const struct doc_chart *chart)
{
    paint_tint(cr, INK_ACCENT, 0.14);
    shape(cr, chart, false);
    cairo_fill(cr);
    paint_ink(cr, INK_BORDER);
    cairo_set_line_width(cr, 0.6);
    for (int percent = 25; percent <= 100; percent += 25)
        ring(cr, chart->count, RADIUS * percent / 100.0);
    for (size_t i = 0; i < chart->count; i++) {
        cairo_move_to(cr, 0, 0);
        cairo_line_to(cr, cos(angle_of(i, chart->count)) * RADIUS, sin(angle_of(i, chart->count)) * RADIUS);
    }
    cairo_stroke(cr);
    if (scored(chart, true) >= AXES_MIN) {
        paint_ink(cr, INK_MUTED);
        cairo_set_line_width(cr, 1.2);
        dash(cr, true);
        shape(cr, chart, true);
        cairo_stroke(cr);
        dash(cr, false);
    }
    paint_ink(cr, INK_ACCENT);
    cairo_set_line_width(cr, 1.8);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    shape(cr, chart, false);
    cairo_stroke(cr);
    for (size_t i = 0; i < chart->count; i++) {
        double angle = angle_of(i, chart->count), radius = RADIUS * share(chart->bars[i].tenths);
        if (chart->bars[i].tenths == DOC_NO_VALUE)
            continue;
        cairo_new_path(cr);
        cairo_arc(cr, cos(angle) * radius, sin(angle) * radius, 2.8, 0, 2 * M_PI);
        cairo_fill(cr);
    }
}

static void draw_radar(cairo_t *cr, const struct chart *c, double x, double top)
{
    cairo_save(cr);
    cairo_translate(cr, x + c->middle_x, top + c->middle_y);
    draw_web(cr, c->chart);
    for (size_t i = 0; i < c->axis_count; i++)
        paint_lines(cr, c->axes[i].text, c->axes[i].left, c->axes[i].top);
    cairo_restore(cr);
    if (c->before_key == NULL)
        return;
    enum { DASHES = 24 };
    double left = x + (c->width - DASHES - KEY_GAP - c->before_key->widest) / 2;
    double key = top + c->height - paint_height(c->before_key);
    paint_ink(cr, INK_MUTED);
    cairo_set_line_width(cr, 1.2);
    dash(cr, true);
    cairo_move_to(cr, left, key + key_face.leading / 2);
    cairo_rel_line_to(cr, DASHES, 0);
    cairo_stroke(cr);
    dash(cr, false);
    paint_lines(cr, c->before_key, left + DASHES + KEY_GAP, key);
}

/* ---- Both ---- */

struct chart *chart_lay_out(struct paint *p, const struct doc_chart *chart, double width)
{
    struct chart *c = NEW(p->arena, struct chart);
    c->chart = chart;
    c->width = width;
    if (chart->kind == DOC_CHART_RADAR && chart->count <= AXES_MAX && scored(chart, false) >= AXES_MIN)
        lay_out_radar(p, c);
    else
        lay_out_bars(p, c);
    return c;
}

size_t chart_parts(const struct chart *c)
{
    if (c->axis_count > 0)
        return 1;
    return c->chart->count + (c->before_key != NULL || c->upper_key != NULL);
}

double chart_part_height(const struct chart *c, size_t i)
{
    if (c->axis_count > 0)
        return c->height;
    if (i == c->chart->count)
        return key_height(c);
    return fmax(fmax(paint_height(c->labels[i]), paint_height(c->values[i])), BAR_HEIGHT) + BAR_GAP;
}

void chart_draw(cairo_t *cr, const struct chart *c, size_t i, double x, double top)
{
    if (c->axis_count > 0)
        draw_radar(cr, c, x, top);
    else if (i == c->chart->count)
        draw_key(cr, c, x, top);
    else
        draw_bar(cr, c, i, x, top);
}

static cairo_status_t write_part(void *context, const unsigned char *p, unsigned n)
{
    struct buf *out = context;
    buf_add(out, p, n);
    return buf_ok(out) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static bool draw_png(const struct chart *c, double width, double height, struct buf *out)
{
    enum { TIMES = 2 };
    cairo_surface_t *s =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)ceil(width * TIMES), (int)ceil(height * TIMES));
    cairo_t *cr = cairo_create(s);
    cairo_scale(cr, TIMES, TIMES);
    paint_ink(cr, INK_WHITE);
    cairo_paint(cr);
    double top = 0;
    for (size_t i = 0; i < chart_parts(c); i++) {
        chart_draw(cr, c, i, 0, top);
        top += chart_part_height(c, i);
    }
    bool drawn = cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    drawn = drawn && cairo_surface_write_to_png_stream(s, write_part, out) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(s);
    return drawn;
}

enum status chart_png(const struct doc_chart *chart, const char *lang, double width, struct buf *out,
                      double *height)
{
    struct arena a;
    arena_init(&a);
    struct paint p;
    enum status st = paint_open(&p, &a, lang);
    if (st == OK) {
        struct chart *c = chart_lay_out(&p, chart, width);
        *height = 0;
        for (size_t i = 0; i < chart_parts(c); i++)
            *height += chart_part_height(c, i);
        st = draw_png(c, width, *height, out) ? OK : FAILED;
    }
    arena_release(&a);
    paint_close(&p);
    return st;
}
