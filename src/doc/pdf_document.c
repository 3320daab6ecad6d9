#include "doc/pdf_document.h"

#include <string.h>

#include "base/clock.h"
#include "doc/pdf_finish.h"
#include "doc/pdf_flow.h"

static const struct face face_running = { .size = 8.5, .leading = 12, .ink = INK_MUTED };

enum { HEAD_TOP = 44, HEAD_RULE = 60, FOOT_TOP = 788 };

/* ---- Pages ---- */

/* Title at the left, organisation at the right; below, what state the document is in and which page this is. */
static void draw_running(struct pen *pen, const struct doc *d, size_t page_count)
{
    bool is_first = pen->page == 0;
    if (is_first && d->cover)
        return;
    pen_decoration(pen);
    cairo_t *cr = pen->cr;
    if (!is_first) {
        struct paint_text *title = paint_plain(pen->paint, d->title, &face_running, -1, PAINT_LEFT);
        paint_set_ellipsis(title, TEXT_WIDTH * 0.62);
        struct paint_text *author = paint_plain(pen->paint, d->author, &face_running, -1, PAINT_RIGHT);
        paint_set_ellipsis(author, TEXT_WIDTH * 0.34);
        paint_line(cr, title, 0, PAGE_LEFT, HEAD_TOP, NULL, NULL);
        paint_line(cr, author, 0, PAGE_LEFT + TEXT_WIDTH * 0.66, HEAD_TOP, NULL, NULL);
        paint_ink(cr, INK_LINE);
        paint_rule(cr, PAGE_LEFT, HEAD_RULE, TEXT_WIDTH, 0.6);
    }
    struct paint_text *state = paint_plain(pen->paint, d->state, &face_running, -1, PAINT_LEFT);
    paint_set_ellipsis(state, TEXT_WIDTH * 0.7);
    paint_line(cr, state, 0, PAGE_LEFT, FOOT_TOP, NULL, NULL);
    if (d->page_of != NULL) {
        const char *label = page_label(pen->arena, d->page_of, pen->page + 1, page_count);
        paint_line(cr, paint_plain(pen->paint, label, &face_running, TEXT_WIDTH, PAINT_RIGHT), 0, PAGE_LEFT,
                   FOOT_TOP, NULL, NULL);
    }
}

/* How many places from i on are parts of one thing that follow each other on one page. */
static size_t stretch(const struct flow *f, size_t i)
{
    const struct place *first = &f->places[i];
    size_t n = 1;
    while (i + n < f->place_count) {
        const struct place *next = first + n;
        if (next->page != first->page || next->repeats != first->repeats ||
            next->box->data != first->box->data || next->box->draw != first->box->draw ||
            next->box->part != first->box->part + n)
            break;
        n++;
    }
    return n;
}

static void draw_pages(struct pen *pen, const struct flow *f)
{
    size_t at = 0;
    while (pen->page < f->page_count) {
        while (at < f->place_count && f->places[at].page == pen->page) {
            const struct place *place = &f->places[at];
            size_t n = stretch(f, at);
            pen->repeats = place->repeats;
            place->box->draw(pen, place->box->data, place->box->part, n, place->y);
            at += n;
        }
        pen->repeats = false;
        draw_running(pen, f->doc, f->page_count);
        pen_next_page(pen);
    }
}

/* ---- What a viewer shows beside the pages ---- */

static void add_bookmarks(cairo_surface_t *surface, const struct flow *f)
{
    int parents[DOC_LEVELS + 1] = { CAIRO_PDF_OUTLINE_ROOT };
    for (size_t i = 0; i < f->heading_count; i++) {
        const struct heading *h = &f->headings[i];
        const char *place = arena_printf(f->arena, "page=%zu pos=[0 %.1f]", h->page + 1, h->y);
        int made = cairo_pdf_surface_add_outline(surface, parents[h->level - 1], h->text, place, 0);
        for (int level = h->level; level <= DOC_LEVELS; level++)
            parents[level] = made; /* a level that was skipped hangs below the last one there is */
    }
}

static void add_facts(cairo_surface_t *surface, struct arena *a, const struct doc *d)
{
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, paint_clean(a, d->title));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_AUTHOR, paint_clean(a, d->author));
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, "Kapstok " KAPSTOK_VERSION);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, clock_iso(a, d->created_ms));
}

/* ---- Writing ---- */

static cairo_status_t write_part(void *context, const unsigned char *p, unsigned n)
{
    buf_add(context, p, n);
    return buf_ok(context) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static enum status finish(const struct pen *pen, const struct flow *f, const struct buf *drawn, struct buf *out)
{
    const struct pdf_extras extras = {
        .lang = f->doc->lang,
        .title = paint_clean(f->arena, f->doc->title),
        .author = paint_clean(f->arena, f->doc->author),
        .root = f->root,
        .pages = pen->pages,
        .page_count = f->page_count,
        .links = pen->links,
        .link_count = pen->link_count,
        .page_height = PAGE_HEIGHT,
    };
    return pdf_finish(&extras, (struct bytes){ drawn->p, drawn->n }, out);
}

static enum status draw(struct flow *f, struct buf *out)
{
    struct buf drawn;
    buf_init(&drawn, out->cap);
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(write_part, &drawn, PAGE_WIDTH, PAGE_HEIGHT);
    struct pen pen = { .paint = f->paint,
                       .cr = cairo_create(surface),
                       .arena = f->arena,
                       .pages = NEW_ARRAY(f->arena, struct pdf_marks, f->page_count) };
    draw_pages(&pen, f);
    add_bookmarks(surface, f);
    add_facts(surface, f->arena, f->doc);
    cairo_status_t drawing = cairo_status(pen.cr);
    cairo_destroy(pen.cr);
    cairo_surface_finish(surface);
    bool fine = drawing == CAIRO_STATUS_SUCCESS && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    enum status st = !buf_ok(&drawn) ? TOO_LARGE : fine ? finish(&pen, f, &drawn, out) : FAILED;
    buf_release(&drawn);
    return st;
}

/* Lays everything out and deals it over pages. f->paint and f->arena are set. */
static enum status lay_out(struct flow *f)
{
    f->root = pdf_tag_new(f->arena, NULL, "Document");
    flow_headings(f);
    flow_front(f);
    flow_blocks(f);
    flow_deal(f);
    return f->status;
}

enum status pdf_document_write(const struct doc *d, struct buf *out)
{
    struct arena a;
    arena_init(&a);
    struct paint paint;
    enum status st = paint_open(&paint, &a, d->lang);
    if (st == OK) {
        struct flow f = { .paint = &paint, .arena = &a, .doc = d };
        st = lay_out(&f);
        if (st == OK)
            st = draw(&f, out);
    }
    arena_release(&a);
    paint_close(&paint);
    return st;
}

enum status pdf_document_pages(const struct doc *d, size_t *headings, size_t *count)
{
    struct arena a;
    arena_init(&a);
    struct paint paint;
    enum status st = paint_open(&paint, &a, d->lang);
    if (st == OK) {
        struct flow f = { .paint = &paint, .arena = &a, .doc = d };
        st = lay_out(&f);
        for (size_t i = 0; i < f.heading_count && headings != NULL; i++)
            headings[i] = f.headings[i].page + 1;
        *count = f.page_count;
    }
    arena_release(&a);
    paint_close(&paint);
    return st;
}
