#include "doc/pdf_pen.h"

#include "doc/address.h"
#include "doc/pdf_finish.h"

struct pdf_tag *pdf_tag_new(struct arena *a, struct pdf_tag *parent, const char *type)
{
    struct pdf_tag *tag = NEW(a, struct pdf_tag);
    tag->type = type;
    if (parent != NULL)
        *(struct pdf_kid *)ARENA_PUSH(a, &parent->kids, &parent->count, &parent->capacity) =
            (struct pdf_kid){ .kind = PDF_KID_TAG, .tag = tag };
    return tag;
}

static void close_mark(struct pen *pen)
{
    if (pen->state == PEN_TAG)
        cairo_tag_end(pen->cr, PDF_MARK);
    else if (pen->state == PEN_DECORATION)
        cairo_tag_end(pen->cr, PDF_DECORATION);
    pen->state = PEN_UP;
    pen->open = NULL;
}

static void open_mark(struct pen *pen, struct pdf_tag *tag)
{
    struct pdf_marks *marks = &pen->pages[pen->page];
    size_t mark = marks->count;
    *(struct pdf_tag **)ARENA_PUSH(pen->arena, &marks->tags, &marks->count, &marks->capacity) = tag;
    if (tag != NULL)
        *(struct pdf_kid *)ARENA_PUSH(pen->arena, &tag->kids, &tag->count, &tag->capacity) =
            (struct pdf_kid){ .kind = PDF_KID_MARK, .page = pen->page, .mark = mark };
    cairo_tag_begin(pen->cr, tag != NULL ? PDF_MARK : PDF_DECORATION, NULL);
    pen->open = tag;
    pen->state = tag != NULL ? PEN_TAG : PEN_DECORATION;
}

void pen_tag(struct pen *pen, struct pdf_tag *tag)
{
    if (tag == NULL || pen->repeats) {
        pen_decoration(pen);
    } else if (pen->state != PEN_TAG || pen->open != tag) {
        close_mark(pen);
        open_mark(pen, tag);
    }
}

void pen_decoration(struct pen *pen)
{
    if (pen->state == PEN_DECORATION)
        return;
    close_mark(pen);
    open_mark(pen, NULL);
}

void pen_next_page(struct pen *pen)
{
    close_mark(pen);
    cairo_show_page(pen->cr);
    pen->page++;
}

struct pen_text *pen_text_new(struct arena *a, struct paint_text *text, struct pdf_tag *tag)
{
    struct pen_text *t = NEW(a, struct pen_text);
    *t = (struct pen_text){ text, tag, NEW_ARRAY(a, struct pdf_tag *, text->run_count) };
    return t;
}

static void add_link(struct pen *pen, struct pdf_link link)
{
    *(struct pdf_kid *)ARENA_PUSH(pen->arena, &link.tag->kids, &link.tag->count, &link.tag->capacity) =
        (struct pdf_kid){ .kind = PDF_KID_LINK, .link = pen->link_count };
    *(struct pdf_link *)ARENA_PUSH(pen->arena, &pen->links, &pen->link_count, &pen->link_capacity) = link;
}

void pen_jump(struct pen *pen, struct pdf_tag *tag, const char *text, double x, double y, double width,
              double height, size_t to_page, double to_y)
{
    add_link(pen, (struct pdf_link){ .page = pen->page,
                                     .x = x,
                                     .y = y,
                                     .width = width,
                                     .height = height,
                                     .text = text,
                                     .to_page = to_page,
                                     .to_y = to_y,
                                     .tag = tag });
}

struct line_place {
    struct pen *pen;
    struct pen_text *text;
    double top;
};

/* The tag of a run's link, below the text's own. */
static struct pdf_tag *link_tag(struct pen *pen, struct pen_text *t, const struct doc_run *run)
{
    struct pdf_tag **tag = &t->run_tags[run - t->text->runs];
    if (*tag == NULL)
        *tag = pdf_tag_new(pen->arena, t->tag, "Link");
    return *tag;
}

static void begin_piece(void *context, const struct paint_piece *piece)
{
    struct line_place *place = context;
    struct pen *pen = place->pen;
    struct pen_text *t = place->text;
    if (t->tag == NULL || pen->repeats) {
        pen_decoration(pen);
        return;
    }
    const char *address = piece->run == NULL ? NULL : address_of_link(pen->arena, piece->run->link);
    struct pdf_tag *tag = address == NULL ? t->tag : link_tag(pen, t, piece->run);
    if (piece->is_picture) {
        tag = pdf_tag_new(pen->arena, tag, "Span");
        tag->actual = arena_strndup(pen->arena, piece->text, piece->text_n);
    }
    pen_tag(pen, tag);
    if (address != NULL)
        add_link(pen, (struct pdf_link){ .page = pen->page,
                                         .x = piece->x,
                                         .y = place->top,
                                         .width = piece->width,
                                         .height = t->text->face->leading,
                                         .text = piece->run->text,
                                         .address = address,
                                         .tag = link_tag(pen, t, piece->run) });
}

void pen_lines(struct pen *pen, struct pen_text *t, size_t from, size_t count, double x, double top)
{
    for (size_t i = 0; i < count; i++) {
        double leading = t->text->face->leading;
        struct line_place place = { pen, t, top + (double)i * leading };
        paint_line(pen->cr, t->text, from + i, x, place.top, begin_piece, &place);
    }
}
