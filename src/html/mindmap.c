#include "html/mindmap.h"

#include <math.h>
#include <string.h>

#include "base/status.h"
#include "base/utf8.h"
#include "html/chart.h"

enum {
    LINE = 19,  /* from one line of a label to the next; the text is 15 high (web/css/session-note.css) */
    PAD_X = 11, /* inside a box */
    PAD_Y = 6,
    GAP_Y = 9,   /* between strips */
    GAP_X = 26,  /* from a label to what hangs under it */
    OVAL = 44,   /* how much further out the branches beside the middle stand than those above and below it */
    WRAP = 168,  /* a label is broken at spaces when it is wider */
    NARROW = 96, /* and how far that may go to fit a frame */
    STEP = 12,
    LINES = 6,
    EDGE = 14
};

/* ---- labels ------------------------------------------------------------------------------------------------ */

struct label {
    const char *lines[LINES];
    int count;
    double width;
};

/* The first characters of a text, and "…" when there were more. */
static const char *shortened(struct arena *a, const char *text)
{
    if (utf8_length(text) <= MINDMAP_LABEL)
        return text;
    size_t at = 0, len;
    for (int i = 0; i < MINDMAP_LABEL - 1; i++, at += len)
        utf8_decode(text + at, strlen(text + at), &len);
    return arena_printf(a, "%.*s…", (int)at, text);
}

/* One line more; the last one takes all that is left. */
static void put_line(struct arena *a, struct label *l, const char *from, size_t n)
{
    l->lines[l->count++] = arena_strndup(a, from, n);
    double width = chart_text_width(from, n);
    l->width = width > l->width ? width : l->width;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

static struct label label_of(struct arena *a, const struct mindmap_node *n, int wrap)
{
    struct label l = { .count = 0 };
    const char *text = shortened(a, n->label);
    if (n->count != NULL)
        text = arena_printf(a, "%s (%s)", text, n->count);
    const char *from = text, *fits = NULL;
    for (const char *p = text;; p++) {
        if (*p != '\0' && !is_blank(*p))
            continue;
        if (fits != NULL && chart_text_width(from, (size_t)(p - from)) > wrap && l.count < LINES - 1) {
            put_line(a, &l, from, (size_t)(fits - from));
            from = fits + 1;
        }
        fits = p;
        if (*p == '\0')
            break;
    }
    put_line(a, &l, from, strlen(from));
    return l;
}

/* ---- places ------------------------------------------------------------------------------------------------ */

struct plan {
    const struct mindmap_node *nodes;
    size_t count;
    const struct label *labels;
    struct mindmap_box *boxes;
    double *strips; /* the height that a branch takes with all that hangs under it */
};

static size_t after(const struct plan *p, size_t at)
{
    size_t next = at + 1;
    while (next < p->count && p->nodes[next].level > p->nodes[at].level)
        next++;
    return next;
}

static double measure(struct plan *p, size_t at)
{
    double under = 0;
    for (size_t i = at + 1; i < p->count && p->nodes[i].level > p->nodes[at].level; i = after(p, i))
        under += measure(p, i);
    p->boxes[at].w = p->labels[at].width + 2 * PAD_X;
    p->boxes[at].h = p->labels[at].count * LINE + 2 * PAD_Y;
    double own = p->boxes[at].h + GAP_Y;
    p->strips[at] = own > under ? own : under;
    return p->strips[at];
}

/* Puts a branch and what hangs under it into its strip; side is 1 to the right, -1 to the left; x is its inner edge. */
static void place(struct plan *p, size_t at, int side, double x, double top)
{
    struct mindmap_box *b = &p->boxes[at];
    b->x = side > 0 ? x : x - b->w;
    b->y = top + (p->strips[at] - b->h) / 2;
    double under = 0;
    for (size_t i = at + 1; i < p->count && p->nodes[i].level > p->nodes[at].level; i = after(p, i))
        under += p->strips[i];
    double y = top + (p->strips[at] - under) / 2, outer = side > 0 ? b->x + b->w + GAP_X : b->x - GAP_X;
    for (size_t i = at + 1; i < p->count && p->nodes[i].level > p->nodes[at].level; i = after(p, i)) {
        place(p, i, side, outer, y);
        y += p->strips[i];
    }
}

/* The branches from `from` up to `to`, on one side of the middle. */
static void place_side(struct plan *p, size_t from, size_t to, int side)
{
    double height = 0;
    for (size_t i = from; i < to; i = after(p, i))
        height += p->strips[i];
    double top = -height / 2;
    for (size_t i = from; i < to; i = after(p, i)) {
        double middle = top + p->strips[i] / 2, part = height > 0 ? middle / (height / 2) : 0;
        double out = p->boxes[0].w / 2 + GAP_X + OVAL * sqrt(1 - fmin(1, part * part));
        place(p, i, side, side * out, top);
        top += p->strips[i];
    }
}

/* Where the left side begins, so that both are as high as can be; when in doubt the right one is the higher. */
static size_t second_side(const struct plan *p)
{
    double all = 0, before = 0;
    for (size_t i = 1; i < p->count; i = after(p, i))
        all += p->strips[i];
    for (size_t i = 1; i < p->count; i = after(p, i)) {
        double with = before + p->strips[i];
        if (with * 2 >= all)
            return before > 0 && all - 2 * before < 2 * with - all ? i : after(p, i);
        before = with;
    }
    return p->count;
}

static struct plan make_plan(struct arena *a, const struct mindmap_node *nodes, size_t count, int wrap)
{
    ASSERT(count > 0 && nodes[0].level == 0);
    struct plan p = { .nodes = nodes, .count = count < MINDMAP_MOST ? count : MINDMAP_MOST };
    struct label *labels = NEW_ARRAY(a, struct label, p.count);
    p.boxes = NEW_ARRAY(a, struct mindmap_box, p.count);
    p.strips = NEW_ARRAY(a, double, p.count);
    for (size_t i = 0; i < p.count; i++) {
        ASSERT(nodes[i].level <= MINDMAP_LEVELS && (i == 0 || nodes[i].level > 0));
        labels[i] = label_of(a, &nodes[i], wrap);
    }
    p.labels = labels;
    measure(&p, 0);
    p.boxes[0].x = -p.boxes[0].w / 2;
    p.boxes[0].y = -p.boxes[0].h / 2;
    size_t left = second_side(&p);
    place_side(&p, 1, left, 1);
    place_side(&p, left, p.count, -1);
    return p;
}

static struct mindmap_box around(const struct plan *p)
{
    struct mindmap_box all = p->boxes[0];
    double right = all.x + all.w, bottom = all.y + all.h;
    for (size_t i = 1; i < p->count; i++) {
        const struct mindmap_box *b = &p->boxes[i];
        all.x = fmin(all.x, b->x);
        all.y = fmin(all.y, b->y);
        right = fmax(right, b->x + b->w);
        bottom = fmax(bottom, b->y + b->h);
    }
    all.x -= EDGE;
    all.y -= EDGE;
    all.w = right + EDGE - all.x;
    all.h = bottom + EDGE - all.y;
    return all;
}

/* With labels broken so that the drawing is as large as can be in a frame of these proportions. */
static struct plan fitted(struct arena *a, const struct mindmap_node *nodes, size_t count,
                          struct mindmap_frame frame)
{
    struct plan best = make_plan(a, nodes, count, WRAP);
    double most = 0;
    for (int wrap = WRAP; wrap >= NARROW && frame.w > 0 && frame.h > 0; wrap -= STEP) {
        struct plan p = make_plan(a, nodes, count, wrap);
        struct mindmap_box all = around(&p);
        double scale = fmin(frame.w / all.w, frame.h / all.h);
        if (scale > most) {
            most = scale;
            best = p;
        }
    }
    return best;
}

struct mindmap_drawing mindmap_layout(struct arena *a, const struct mindmap_node *nodes, size_t count,
                                      struct mindmap_frame frame)
{
    struct plan p = fitted(a, nodes, count, frame);
    return (struct mindmap_drawing){ p.boxes, p.count, around(&p) };
}

/* ---- drawing ----------------------------------------------------------------------------------------------- */

static void put(struct html *h, double value)
{
    int64_t tenths = (int64_t)lround(value * 10);
    if (tenths < 0)
        HTML_RAW(h, "-");
    tenths = tenths < 0 ? -tenths : tenths;
    html_text_int(h, tenths / 10);
    HTML_RAW(h, ".");
    html_text_int(h, tenths % 10);
}

#define PUT(h, before, value)                                                                                  \
    do {                                                                                                       \
        HTML_RAW(h, before);                                                                                   \
        put(h, value);                                                                                         \
    } while (0)

/* From the edge of the one above, which faces it, to its own inner edge. */
static void draw_twig(struct html *h, const struct plan *p, size_t above, size_t at)
{
    const struct mindmap_box *from = &p->boxes[above], *to = &p->boxes[at];
    bool right = to->x > from->x;
    double x1 = right ? from->x + from->w : from->x, y1 = from->y + from->h / 2;
    double x2 = right ? to->x : to->x + to->w, y2 = to->y + to->h / 2, bend = (x2 - x1) / 2;
    if (p->nodes[at].level == 1)
        HTML_RAW(h, "<path class=\"mindmap__branch\"");
    else
        HTML_RAW(h, "<path class=\"mindmap__twig\"");
    PUT(h, " d=\"M", x1);
    PUT(h, " ", y1);
    PUT(h, "C", x1 + bend);
    PUT(h, " ", y1);
    PUT(h, " ", x2 - bend);
    PUT(h, " ", y2);
    PUT(h, " ", x2);
    PUT(h, " ", y2);
    HTML_RAW(h, "\"/>");
}

static void draw_box(struct html *h, const struct mindmap_box *b, int level)
{
    if (level == 0)
        HTML_RAW(h, "<rect class=\"mindmap__middle\"");
    else
        HTML_RAW(h, "<rect class=\"mindmap__group\"");
    PUT(h, " x=\"", b->x);
    PUT(h, "\" y=\"", b->y);
    PUT(h, "\" width=\"", b->w);
    PUT(h, "\" height=\"", b->h);
    HTML_RAW(h, "\" rx=\"9\"/>");
}

static void draw_label(struct html *h, const struct plan *p, size_t at)
{
    const struct mindmap_box *b = &p->boxes[at];
    const struct label *l = &p->labels[at];
    if (p->nodes[at].level == 0)
        HTML_RAW(h, "<text class=\"mindmap__label mindmap__label--middle\">");
    else if (p->nodes[at].level == 1 && !p->nodes[at].note)
        HTML_RAW(h, "<text class=\"mindmap__label mindmap__label--group\">");
    else
        HTML_RAW(h, "<text class=\"mindmap__label\">");
    for (int i = 0; i < l->count; i++) {
        PUT(h, "<tspan x=\"", b->x + b->w / 2);
        PUT(h, "\" y=\"", b->y + PAD_Y + LINE * i + LINE * 0.74);
        HTML_RAW(h, "\">");
        html_text_str(h, l->lines[i]);
        HTML_RAW(h, "</tspan>");
    }
    HTML_RAW(h, "</text>\n");
}

void mindmap_draw(struct html *h, const char *title, const char *description, const struct mindmap_node *nodes,
                  size_t count, struct mindmap_frame frame)
{
    struct plan p = fitted(h->arena, nodes, count, frame);
    struct mindmap_box all = around(&p);
    PUT(h, "<svg class=\"mindmap\" role=\"img\" viewBox=\"", all.x);
    PUT(h, " ", all.y);
    PUT(h, " ", all.w);
    PUT(h, " ", all.h);
    PUT(h, "\" width=\"", all.w);
    PUT(h, "\" height=\"", all.h);
    HTML_RAW(h, "\"><title>");
    html_text_str(h, title);
    HTML_RAW(h, "</title><desc>");
    html_text_str(h, description);
    HTML_RAW(h, "</desc>\n");
    size_t above[MINDMAP_LEVELS + 1] = { 0 };
    for (size_t i = 1; i < p.count; i++) {
        above[p.nodes[i].level] = i;
        draw_twig(h, &p, above[p.nodes[i].level - 1], i);
    }
    for (size_t i = 0; i < p.count; i++) {
        if (!p.nodes[i].note)
            draw_box(h, &p.boxes[i], p.nodes[i].level);
        draw_label(h, &p, i);
    }
    HTML_RAW(h, "</svg>\n");
}
