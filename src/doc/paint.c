#include "doc/paint.h"

#include <hb-ot.h>
#include <string.h>

#include "doc/address.h"
#include "doc/font.h"
#include "doc/picture.h"
#include "doc/text.h"

static void drop_object(void *object)
{
    g_object_unref(object);
}

enum status paint_open(struct paint *p, struct arena *a, const char *lang)
{
    *p = (struct paint){ .arena = a, .map = font_map_new() };
    if (p->map == NULL)
        return FAILED;
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(p->map), 72);
    p->context = pango_font_map_create_context(p->map);
    pango_context_set_language(p->context, pango_language_from_string(lang));
    pango_context_set_round_glyph_positions(p->context, FALSE);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(p->context, options);
    cairo_font_options_destroy(options);
    return OK;
}

void paint_close(struct paint *p)
{
    if (p->map == NULL)
        return;
    g_object_unref(p->context);
    g_object_unref(p->map);
}

/* ---- Colours ---- */

static const unsigned inks[] = {
    [INK] = 0x1c2422,        [INK_MUTED] = 0x57615d,  [INK_ACCENT] = 0x0b6b50,     [INK_LINE] = 0xc3c6c0,
    [INK_BORDER] = 0xb4b8b1, [INK_SOFT] = 0xe9f1ed,   [INK_TRACK] = 0xecedea,      [INK_WHITE] = 0xffffff,
    [INK_PLANET] = 0x2c7a49, [INK_PEOPLE] = 0xb4522b, [INK_PROSPERITY] = 0x2a5a9c, [INK_GOVERNANCE] = 0x626c6d,
};

void paint_tint(cairo_t *cr, enum ink ink, double strength)
{
    unsigned rgb = inks[ink];
    double parts[3];
    for (int i = 0; i < 3; i++)
        parts[i] = 1 - strength * (1 - (rgb >> (16 - 8 * i) & 0xFF) / 255.0);
    cairo_set_source_rgb(cr, parts[0], parts[1], parts[2]);
}

void paint_ink(cairo_t *cr, enum ink ink)
{
    paint_tint(cr, ink, 1);
}

void paint_box(cairo_t *cr, double x, double y, double width, double height)
{
    cairo_rectangle(cr, x, y, width, height);
    cairo_fill(cr);
}

void paint_rule(cairo_t *cr, double x, double y, double width, double thickness)
{
    paint_box(cr, x, y - thickness / 2, width, thickness);
}

/* ---- Text ---- */

/* A line end is one within the paragraph. */
static void add_clean(struct buf *b, const char *s)
{
    size_t from = b->n;
    text_add_clean(b, s);
    for (size_t at = from; at < b->n; at++) {
        if (b->p[at] != '\n' || !buf_reserve(b, 2))
            continue;
        memmove(b->p + at + 3, b->p + at + 1, b->n - at - 1);
        memcpy(b->p + at, "\xE2\x80\xA8", 3);
        b->n += 2;
    }
}

char *paint_clean_line(struct arena *a, const struct doc_line *line)
{
    struct buf b;
    buf_init(&b, INT32_MAX / 2);
    for (size_t i = 0; i < line->count; i++)
        add_clean(&b, line->runs[i].text);
    char *out = buf_to_arena(&b, a);
    buf_release(&b);
    return out;
}

char *paint_clean(struct arena *a, const char *s)
{
    struct doc_run run = { .text = s };
    return paint_clean_line(a, &(struct doc_line){ &run, 1 });
}

static void add_attribute(PangoAttrList *list, PangoAttribute *attribute, int from, int to)
{
    attribute->start_index = (guint)from;
    attribute->end_index = (guint)to;
    pango_attr_list_insert(list, attribute);
}

/* Bold, italic, code; and a colour for each link, which is what parts its glyphs from its neighbours'. */
static PangoAttrList *attributes_of(const struct paint_text *t)
{
    PangoAttrList *list = pango_attr_list_new();
    for (size_t i = 0; i < t->run_count; i++) {
        int from = i == 0 ? 0 : t->ends[i - 1], to = t->ends[i];
        unsigned style = t->runs[i].style | t->face->style;
        if (style & DOC_CODE)
            add_attribute(list, pango_attr_family_new(FONT_CODE), from, to);
        if (style & DOC_BOLD)
            add_attribute(list, pango_attr_weight_new(PANGO_WEIGHT_BOLD), from, to);
        if (style & DOC_STRIKE) /* drawn with the line; here it parts these glyphs from their neighbours */
            add_attribute(list, pango_attr_strikethrough_new(TRUE), from, to);
        if (style & DOC_ITALIC)
            add_attribute(list, pango_attr_style_new(PANGO_STYLE_ITALIC), from, to);
        if (t->runs[i].link != NULL)
            add_attribute(list, pango_attr_foreground_new(0, 0, (guint16)i), from, to);
    }
    if (t->face->figures)
        pango_attr_list_insert(list, pango_attr_font_features_new("tnum=1"));
    return list;
}

static void measure(struct paint_text *t)
{
    PangoRectangle all;
    pango_layout_get_extents(t->layout, NULL, &all);
    t->count = (size_t)pango_layout_get_line_count(t->layout);
    t->widest = (double)all.width / PANGO_SCALE;
}

static void collect(struct paint *p, struct paint_text *t, const struct doc_line *line)
{
    int *ends = NEW_ARRAY(p->arena, int, line->count);
    struct buf b;
    buf_init(&b, INT32_MAX / 2);
    for (size_t i = 0; i < line->count; i++) {
        add_clean(&b, line->runs[i].text);
        ends[i] = (int)b.n;
    }
    t->text = buf_to_arena(&b, p->arena);
    buf_release(&b);
    t->runs = line->runs;
    t->run_count = line->count;
    t->ends = ends;
}

struct paint_text *paint_text(struct paint *p, const struct doc_line *line, const struct face *face,
                              double width, enum paint_side side)
{
    struct paint_text *t = NEW(p->arena, struct paint_text);
    t->face = face;
    t->side = side;
    collect(p, t, line);
    t->layout = pango_layout_new(p->context);
    arena_defer(p->arena, drop_object, t->layout);
    PangoFontDescription *font = pango_font_description_new();
    pango_font_description_set_family_static(font, FONT_FAMILY);
    pango_font_description_set_absolute_size(font, face->size * PANGO_SCALE);
    pango_layout_set_font_description(t->layout, font);
    pango_font_description_free(font);
    PangoAttrList *attributes = attributes_of(t);
    pango_layout_set_attributes(t->layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_wrap(t->layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(t->layout, t->text, -1);
    /* The family's letters take 0.984 above and 0.316 below (hhea); what the leading leaves is shared. */
    t->ascent = (face->leading - 1.3 * face->size) / 2 + 0.984 * face->size;
    paint_set_width(t, width);
    return t;
}

struct paint_text *paint_plain(struct paint *p, const char *text, const struct face *face, double width,
                               enum paint_side side)
{
    struct doc_run *run = NEW(p->arena, struct doc_run);
    run->text = text;
    struct doc_line line = { run, 1 };
    return paint_text(p, &line, face, width, side);
}

void paint_set_width(struct paint_text *t, double width)
{
    t->width = width;
    pango_layout_set_width(t->layout, width < 0 ? -1 : (int)(width * PANGO_SCALE));
    measure(t);
}

void paint_set_ellipsis(struct paint_text *t, double width)
{
    pango_layout_set_single_paragraph_mode(t->layout, TRUE);
    pango_layout_set_ellipsize(t->layout, PANGO_ELLIPSIZE_END);
    paint_set_width(t, width);
}

double paint_longest_word(const struct paint_text *t)
{
    int longest = 0, word = 0, count;
    const PangoLogAttr *breaks = pango_layout_get_log_attrs_readonly(t->layout, &count);
    PangoLayoutIter *iter = pango_layout_get_iter(t->layout);
    for (int i = 0; i < count; i++) {
        PangoRectangle box;
        pango_layout_iter_get_char_extents(iter, &box);
        if (breaks[i].is_line_break)
            word = 0;
        word += box.width < 0 ? -box.width : box.width; /* < 0: from right to left */
        if (!breaks[i].is_white && word > longest)
            longest = word;
        if (!pango_layout_iter_next_char(iter))
            break;
    }
    pango_layout_iter_free(iter);
    return (double)longest / PANGO_SCALE;
}

double paint_height(const struct paint_text *t)
{
    return (double)t->count * t->face->leading;
}

static const struct doc_run *run_at(const struct paint_text *t, int offset)
{
    for (size_t i = 0; i < t->run_count; i++)
        if (offset < t->ends[i])
            return &t->runs[i];
    return NULL;
}

static bool is_coloured(PangoFont *font)
{
    return font != NULL && hb_ot_color_has_png(hb_font_get_face(pango_font_get_hb_font(font)));
}

/* Emoji are pictures; a letter that no font has is a drawn box. */
static bool has_pictures(const PangoGlyphItem *item)
{
    for (int i = 0; i < item->glyphs->num_glyphs; i++)
        if (item->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
            return true;
    return is_coloured(item->item->analysis.font);
}

static struct paint_piece piece_of(const struct paint_text *t, const PangoGlyphItem *item, double x)
{
    return (struct paint_piece){
        .run = run_at(t, item->item->offset),
        .is_picture = has_pictures(item),
        .text = t->text + item->item->offset,
        .text_n = (size_t)item->item->length,
        .x = x,
        .width = (double)pango_glyph_string_get_width(item->glyphs) / PANGO_SCALE,
    };
}

static bool is_link(const struct doc_run *run)
{
    return run != NULL && address_is_known(run->link);
}

/* Whether b goes on with what a began: the same link, or none, and both letters. */
static bool goes_on(const struct paint_piece *a, const struct paint_piece *b)
{
    return !a->is_picture && !b->is_picture && (a->run == b->run || (!is_link(a->run) && !is_link(b->run)));
}

/* Pango leaves out the space at which it broke a line. It is put back, without width: who copies the text or has it read
 * aloud does not want the words on both sides as one. (cairo would note it in a way that poppler takes for the end of the
 * paragraph.) */
static void put_space_back(const PangoGlyphItem *item)
{
    PangoGlyphInfo *last =
        item->glyphs->num_glyphs == 0 ? NULL : &item->glyphs->glyphs[item->glyphs->num_glyphs - 1];
    hb_codepoint_t space;
    if (last != NULL && last->glyph == PANGO_GLYPH_EMPTY &&
        hb_font_get_nominal_glyph(pango_font_get_hb_font(item->item->analysis.font), ' ', &space))
        last->glyph = space;
}

/* Glyphs in colour, as a picture that fills a rectangle. cairo would paint each over the whole page, and cairo 1.16 takes that for
 * a fresh start: it forgets the tag that was begun before, and the document cannot be finished. */
static void draw_picture(cairo_t *cr, PangoGlyphItem *item, double x, double baseline)
{
    enum { FINER = 4, EDGE = 2 };
    PangoRectangle ink;
    pango_glyph_string_extents(item->glyphs, item->item->analysis.font, &ink, NULL);
    double left = (double)ink.x / PANGO_SCALE - EDGE, top = (double)ink.y / PANGO_SCALE - EDGE;
    double width = (double)ink.width / PANGO_SCALE + 2 * EDGE,
           height = (double)ink.height / PANGO_SCALE + 2 * EDGE;
    cairo_surface_t *picture =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)(width * FINER) + 1, (int)(height * FINER) + 1);
    cairo_t *draw = cairo_create(picture);
    cairo_scale(draw, FINER, FINER);
    cairo_move_to(draw, -left, -top);
    pango_cairo_show_glyph_string(draw, item->item->analysis.font, item->glyphs);
    cairo_destroy(draw);
    cairo_save(cr);
    cairo_translate(cr, x + left, baseline + top);
    cairo_scale(cr, 1.0 / FINER, 1.0 / FINER);
    cairo_set_source_surface(cr, picture, 0, 0);
    cairo_rectangle(cr, 0, 0, cairo_image_surface_get_width(picture), cairo_image_surface_get_height(picture));
    cairo_fill(cr);
    cairo_restore(cr);
    cairo_surface_destroy(picture);
}

static void draw_item(cairo_t *cr, const struct paint_text *t, PangoGlyphItem *item, double x, double baseline)
{
    put_space_back(item);
    if (is_coloured(item->item->analysis.font)) {
        draw_picture(cr, item, x, baseline);
        return;
    }
    cairo_move_to(cr, x, baseline);
    if (item->item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS)
        pango_cairo_show_glyph_string(cr, item->item->analysis.font, item->glyphs);
    else
        pango_cairo_show_glyph_item(cr, t->text, item);
}

static double line_start(const struct paint_text *t, PangoLayoutLine *line)
{
    PangoRectangle box;
    pango_layout_line_get_extents(line, NULL, &box);
    enum paint_side side = t->side;
    if (side == PAINT_LEFT && pango_layout_line_get_resolved_direction(line) == PANGO_DIRECTION_RTL)
        side = PAINT_RIGHT;
    double left = t->width - (double)box.width / PANGO_SCALE;
    return t->width < 0 || side == PAINT_LEFT ? 0 : side == PAINT_RIGHT ? left : left / 2;
}

void paint_line(cairo_t *cr, const struct paint_text *t, size_t i, double x, double top, paint_piece_fn *begin,
                void *context)
{
    PangoLayoutLine *line = pango_layout_get_line_readonly(t->layout, (int)i);
    double baseline = top + t->ascent;
    x += line_start(t, line);
    struct paint_piece now = { 0 };
    for (GSList *node = line->runs; node != NULL; node = node->next) {
        struct paint_piece piece = piece_of(t, node->data, x);
        bool link = is_link(piece.run);
        if (begin != NULL && (node == line->runs || !goes_on(&now, &piece)))
            begin(context, &piece);
        now = piece;
        paint_ink(cr, link ? INK_ACCENT : t->face->ink);
        draw_item(cr, t, node->data, x, baseline);
        if (link)
            paint_rule(cr, x, baseline + 0.16 * t->face->size, piece.width, 0.05 * t->face->size);
        if (piece.run != NULL && (piece.run->style & DOC_STRIKE) != 0)
            paint_rule(cr, x, baseline - 0.26 * t->face->size, piece.width, 0.06 * t->face->size);
        x += piece.width;
    }
}

void paint_lines(cairo_t *cr, const struct paint_text *t, double x, double top)
{
    for (size_t i = 0; i < t->count; i++)
        paint_line(cr, t, i, x, top + (double)i * t->face->leading, NULL, NULL);
}

/* ---- Pictures ---- */

struct source {
    struct bytes file;
    size_t at;
};

static cairo_status_t read_part(void *context, unsigned char *p, unsigned n)
{
    struct source *s = context;
    if (s->file.n - s->at < n)
        return CAIRO_STATUS_READ_ERROR;
    memcpy(p, (const char *)s->file.p + s->at, n);
    s->at += n;
    return CAIRO_STATUS_SUCCESS;
}

static void drop_surface(void *surface)
{
    cairo_surface_destroy(surface);
}

enum status paint_picture(struct paint *p, const struct picture *picture, cairo_surface_t **out)
{
    cairo_surface_t *s;
    if (picture->kind == PICTURE_PNG) {
        struct source source = { .file = picture->file };
        s = cairo_image_surface_create_from_png_stream(read_part, &source);
    } else {
        /* Its pixels are never looked at, so they never take memory. */
        s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, picture->width, picture->height);
        if (cairo_surface_status(s) == CAIRO_STATUS_SUCCESS &&
            cairo_surface_set_mime_data(s, CAIRO_MIME_TYPE_JPEG, picture->file.p, picture->file.n, NULL,
                                        NULL) != CAIRO_STATUS_SUCCESS) {
            cairo_surface_destroy(s);
            return FAILED;
        }
    }
    if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(s);
        return INVALID;
    }
    arena_defer(p->arena, drop_surface, s);
    *out = s;
    return OK;
}
