#include "doc/docx.h"

#include <malloc.h>
#include <string.h>

#include "doc/address.h"
#include "doc/chart_table.h"
#include "doc/columns.h"
#include "doc/docx_parts.h"
#include "doc/paper.h"
#include "doc/picture.h"

enum {
    CAP = 64 << 20,
    EMU_PER_POINT = 12700,
    TEXT_WIDTH_POINTS = DOCX_TEXT_WIDTH / 20,
    PICTURE_HEIGHT_POINTS = 470
};

/* ---- Paragraphs ---- */

/* What a paragraph has that its style does not say. with_next: stands on the page of the next. look: in the order of the
 * schema, from numbers on. */
struct own {
    bool with_next;
    const char *look;
};
static const struct own nothing = { false, "" };

static void open_paragraph(struct docx *x, const char *style, struct own own)
{
    BUF_LIT(&x->body, "<w:p><w:pPr>");
    if (style != NULL)
        buf_printf(&x->body, "<w:pStyle w:val=\"%s\"/>", style);
    if (own.with_next)
        BUF_LIT(&x->body, "<w:keepNext/>");
    if (x->breaks)
        BUF_LIT(&x->body, "<w:pageBreakBefore/>");
    buf_printf(&x->body, "%s</w:pPr>", own.look);
    x->breaks = false;
    x->after_table = false;
}

static void close_paragraph(struct docx *x)
{
    BUF_LIT(&x->body, "</w:p>");
}

/* What a run looks like, inside <w:rPr>. */
static const char *run_look(struct docx *x, unsigned style, bool is_link)
{
    return arena_printf(x->arena, "%s%s%s%s",
                        is_link              ? "<w:rStyle w:val=\"Hyperlink\"/>"
                        : (style & DOC_CODE) ? "<w:rStyle w:val=\"Code\"/>"
                                             : "",
                        (style & DOC_BOLD) ? "<w:b/><w:bCs/>" : "",
                        (style & DOC_ITALIC) ? "<w:i/><w:iCs/>" : "",
                        (style & DOC_STRIKE) ? "<w:strike/>" : "");
}

static void add_line(struct docx *x, const struct doc_line *line)
{
    for (size_t i = 0; i < line->count; i++) {
        const struct doc_run *run = &line->runs[i];
        const char *address = address_of_link(x->arena, run->link);
        if (address != NULL)
            buf_printf(&x->body, "<w:hyperlink r:id=\"rId%zu\" w:history=\"1\">",
                       docx_relation(x, "hyperlink", address, true));
        docx_run(&x->body, run_look(x, run->style, address != NULL), run->text);
        if (address != NULL)
            BUF_LIT(&x->body, "</w:hyperlink>");
    }
}

static void add_paragraph(struct docx *x, const char *style, struct own own, const struct doc_line *line)
{
    open_paragraph(x, style, own);
    add_line(x, line);
    close_paragraph(x);
}

static void add_text(struct docx *x, const char *style, struct own own, const char *text)
{
    struct doc_run run = { .text = text };
    add_paragraph(x, style, own, &(struct doc_line){ &run, 1 });
}

static bool is_set(const char *s)
{
    return s != NULL && s[0] != '\0';
}

/* ---- Headings and contents ---- */

static void add_heading(struct docx *x, const struct doc_block *b)
{
    int level = b->level;
    size_t number = ++x->heading_count;
    const struct doc *d = x->doc;
    /* A title on the first page is followed by its first chapter; a cover or a table of contents is not. */
    bool stays = level == 1 && number == 1 && !d->cover && d->contents_title == NULL && !x->breaks;
    open_paragraph(
        x, arena_printf(x->arena, "Heading%d", level),
        (struct own){ .look = stays ? "<w:pageBreakBefore w:val=\"0\"/><w:pBdr><w:top w:val=\"nil\"/></w:pBdr>"
                                      "<w:spacing w:before=\"480\"/>"
                                    : "" });
    buf_printf(&x->body, "<w:bookmarkStart w:id=\"%zu\" w:name=\"_Toc%06zu\"/>", number, number);
    add_line(x, &b->line);
    buf_printf(&x->body, "<w:bookmarkEnd w:id=\"%zu\"/>", number);
    close_paragraph(x);
}

static void add_field_mark(struct docx *x, const char *kind)
{
    buf_printf(&x->body, "<w:r><w:fldChar w:fldCharType=\"%s\"/></w:r>", kind);
}

static void add_instruction(struct docx *x, const char *text)
{
    buf_printf(&x->body, "<w:r><w:instrText xml:space=\"preserve\"> %s </w:instrText></w:r>", text);
}

static void add_entry(struct docx *x, const struct doc_block *b, size_t number, bool is_first)
{
    open_paragraph(x, arena_printf(x->arena, "TOC%d", b->level), nothing);
    if (is_first) {
        add_field_mark(x, "begin");
        add_instruction(x, arena_printf(x->arena, "TOC \\o \"1-%d\" \\h \\z \\u", DOCX_CONTENTS_LEVELS));
        add_field_mark(x, "separate");
    }
    buf_printf(&x->body, "<w:hyperlink w:anchor=\"_Toc%06zu\" w:history=\"1\">", number);
    for (size_t i = 0; i < b->line.count; i++)
        docx_run(&x->body, run_look(x, b->line.runs[i].style, false), b->line.runs[i].text);
    if (x->heading_pages != NULL) {
        BUF_LIT(&x->body, "<w:r><w:tab/></w:r>");
        add_field_mark(x, "begin");
        add_instruction(x, arena_printf(x->arena, "PAGEREF _Toc%06zu \\h", number));
        add_field_mark(x, "separate");
        buf_printf(&x->body, "<w:r><w:t>%zu</w:t></w:r>", x->heading_pages[number - 1]);
        add_field_mark(x, "end");
    }
    BUF_LIT(&x->body, "</w:hyperlink>");
    close_paragraph(x);
}

/* Without what draws there are no page numbers; Word can still make them. */
static void set_pages(struct docx *x)
{
    const struct paper *paper = paper_load();
    size_t count = 0, pages;
    for (size_t i = 0; i < x->doc->count; i++)
        count += x->doc->blocks[i].kind == DOC_HEADING;
    x->heading_pages = paper == NULL ? NULL : NEW_ARRAY(x->arena, size_t, count);
    if (paper != NULL && paper->pages(x->doc, x->heading_pages, &pages) != OK)
        x->heading_pages = NULL;
}

/* A field that Word makes anew when asked, with the entries in it already. Their pages are those of our own PDF: nearly always
 * Word's too, because the measures and the fonts are the same. */
static void add_contents(struct docx *x)
{
    const struct doc *d = x->doc;
    if (!is_set(d->contents_title))
        return;
    BUF_LIT(&x->body, "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/>"
                      "<w:docPartUnique/></w:docPartObj></w:sdtPr><w:sdtContent>");
    add_text(x, "TOCHeading", nothing, d->contents_title);
    set_pages(x);
    size_t number = 0;
    bool is_first = true;
    for (size_t i = 0; i < d->count; i++) {
        if (d->blocks[i].kind != DOC_HEADING)
            continue;
        number++;
        if (d->blocks[i].level > DOCX_CONTENTS_LEVELS)
            continue;
        add_entry(x, &d->blocks[i], number, is_first);
        is_first = false;
    }
    if (!is_first) {
        open_paragraph(x, "TableEnd", nothing);
        add_field_mark(x, "end");
        close_paragraph(x);
    }
    BUF_LIT(&x->body, "</w:sdtContent></w:sdt>");
}

/* ---- Lists ---- */

/* The number of Word's list for a numbered item: the one that is open when it goes on with the last number, else a new
 * one. */
static size_t list_of(struct docx *x, int level, int number)
{
    size_t *open = &x->list_of[level - 1], *last = &x->last_number[level - 1];
    if (*open == 0 || *last + 1 != (size_t)number) {
        *open = 2 + x->list_count++; /* 1 has the bullets */
        buf_printf(&x->lists,
                   "<w:num w:numId=\"%zu\"><w:abstractNumId w:val=\"1\"/><w:lvlOverride "
                   "w:ilvl=\"%d\"><w:startOverride "
                   "w:val=\"%d\"/></w:lvlOverride></w:num>",
                   *open, level - 1, number);
    }
    *last = (size_t)number;
    return *open;
}

static void end_lists(struct docx *x, int from)
{
    for (int i = from; i < DOC_LEVELS; i++)
        x->list_of[i] = 0;
}

static void add_item(struct docx *x, const struct doc_block *b, bool is_last)
{
    int level = b->level, number = b->number < 0 ? 0 : b->number;
    end_lists(x, level);
    size_t list = b->ordered ? list_of(x, level, number) : 1;
    const char *look =
        arena_printf(x->arena, "<w:numPr><w:ilvl w:val=\"%d\"/><w:numId w:val=\"%zu\"/></w:numPr>%s", level - 1,
                     list, is_last ? "<w:spacing w:after=\"180\"/>" : "");
    add_paragraph(x, b->ordered ? "ListNumber" : "ListBullet", (struct own){ .look = look }, &b->line);
}

/* ---- Pictures ---- */

/* A picture in the running text, measured in points, turned clockwise. */
static void add_drawing(struct docx *x, const char *name, const char *alternative, double width, double height,
                        int turn)
{
    size_t relation = docx_relation(x, "image", name, false), number = x->picture_count;
    long long across = (long long)(width * EMU_PER_POINT), down = (long long)(height * EMU_PER_POINT);
    bool lies = turn % 180 != 0;
    struct buf *b = &x->body;
    buf_printf(
        b,
        "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"%lld\" "
        "cy=\"%lld\"/><wp:docPr id=\"%zu\" name=\"%zu\" descr=\"",
        across, down, number, number);
    docx_escape(b, alternative);
    buf_printf(
        b,
        "\"/><wp:cNvGraphicFramePr/><a:graphic><a:graphicData "
        "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic><pic:nvPicPr><pic:cNvPr "
        "id=\"%zu\" name=\"%zu\"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed=\"rId%zu\"/>"
        "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm rot=\"%d\"><a:off x=\"0\" "
        "y=\"0\"/><a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>"
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>",
        number, number, relation, turn * 60000, lies ? down : across, lies ? across : down);
}

static const char *new_picture(struct docx *x, struct bytes file, const char *kind)
{
    const char *name = arena_printf(x->arena, "media/picture%zu.%s", ++x->picture_count, kind);
    docx_file(x, arena_printf(x->arena, "word/%s", name), file);
    return name;
}

/* In a paragraph of its own, at most so large and never larger than 96 pixels an inch. */
static void add_image(struct docx *x, struct bytes file, const char *alternative, double width_max,
                      double height_max)
{
    struct picture p;
    enum status st = picture_read(x->arena, file, &p);
    if (st != OK) {
        x->status = st;
        return;
    }
    bool lies = p.turn % 180 != 0;
    double width = lies ? p.height : p.width, height = lies ? p.width : p.height, scale = 72.0 / 96;
    scale = scale * width > width_max ? width_max / width : scale;
    scale = scale * height > height_max ? height_max / height : scale;
    open_paragraph(x, NULL, nothing);
    add_drawing(x, new_picture(x, p.file, p.kind == PICTURE_PNG ? "png" : "jpeg"),
                alternative == NULL ? "" : alternative, width * scale, height * scale, p.turn);
    close_paragraph(x);
}

/* ---- Tables ---- */

/* About how wide a text is, in twentieths of a point, for letters of 9.5 points. */
static double width_of(const char *s, size_t n)
{
    double hundredths = 0; /* of the size */
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c & 0xC0) == 0x80)
            continue;
        hundredths += strchr("ijl.,:;'|! ()", c) != NULL ? 29
                      : strchr("frt-", c) != NULL        ? 36
                      : strchr("mwMW", c) != NULL        ? 84
                      : c >= 'a'                         ? 57
                                                         : 66;
    }
    return hundredths / 100 * 9.5 * 20;
}

static void need_text(struct column_need *need, const char *s, bool numeric, size_t rows)
{
    double all = width_of(s, strlen(s));
    need->typical += all / (double)rows;
    need->natural = all > need->natural ? all : need->natural;
    for (const char *word = s; *word != '\0';) {
        size_t n = numeric ? strlen(word) : strcspn(word, " \n");
        double width = width_of(word, n);
        need->least = width > need->least ? width : need->least;
        word += n + strspn(word + n, " \n");
    }
}

static void set_widths(struct docx *x, const struct doc_grid *g, bool compact, double *widths)
{
    enum { PADDING = 260, LEAST = 240 };
    struct column_need *needs = NEW_ARRAY(x->arena, struct column_need, g->column_count);
    double parts = 0, width = 0;
    for (size_t c = 0; c < g->column_count; c++) {
        bool numeric = g->numeric != NULL && g->numeric[c];
        struct column_need need = { LEAST, LEAST, LEAST };
        if (g->titles != NULL && g->titles[c] != NULL)
            need_text(&need, g->titles[c], numeric, g->row_count + 1);
        for (size_t r = 0; r < g->row_count; r++) {
            const struct doc_line *line = &g->cells[r * g->column_count + c];
            const char *text = "";
            for (size_t i = 0; i < line->count; i++)
                text = i == 0 ? line->runs[0].text : arena_printf(x->arena, "%s%s", text, line->runs[i].text);
            need_text(&need, text, numeric, g->row_count + 1);
        }
        needs[c] = (struct column_need){ need.least + PADDING, need.natural + PADDING, need.typical + PADDING };
        parts += g->widths != NULL ? g->widths[c] : 0;
    }
    columns_share(needs, g->column_count, DOCX_TEXT_WIDTH, widths);
    for (size_t c = 0; c < g->column_count; c++) {
        widths[c] = parts > 0 ? DOCX_TEXT_WIDTH * g->widths[c] / parts : widths[c];
        width += widths[c];
    }
    double stretch = !compact && width > 0.6 * DOCX_TEXT_WIDTH ? DOCX_TEXT_WIDTH / width : 1;
    for (size_t c = 0; c < g->column_count; c++)
        widths[c] *= stretch;
}

/* heads: it is the head of its column. keeps: its row stands on the page of the next. */
static void open_cell(struct docx *x, const struct doc_grid *g, size_t column, double width, bool heads,
                      bool keeps)
{
    buf_printf(&x->body, "<w:tc><w:tcPr><w:tcW w:w=\"%d\" w:type=\"dxa\"/>", (int)width);
    if (heads) /* as the style says, for programs that do not read styles of tables */
        BUF_LIT(&x->body,
                "<w:tcBorders><w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" "
                "w:color=\"0B6B50\"/></w:tcBorders>"
                "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"E9F1ED\"/><w:vAlign w:val=\"bottom\"/>");
    BUF_LIT(&x->body, "</w:tcPr>");
    bool numeric = g->numeric != NULL && g->numeric[column];
    open_paragraph(x, heads ? "TableHead" : "TableText",
                   (struct own){ keeps, numeric ? "<w:jc w:val=\"right\"/>" : "" });
}

static void close_cell(struct docx *x)
{
    close_paragraph(x);
    BUF_LIT(&x->body, "</w:tc>");
}

static void add_head_row(struct docx *x, const struct doc_grid *g, const double *widths)
{
    if (g->titles == NULL)
        return;
    BUF_LIT(&x->body, "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
    for (size_t c = 0; c < g->column_count; c++) {
        open_cell(x, g, c, widths[c], true, true);
        docx_run(&x->body, "", g->titles[c] == NULL ? "" : g->titles[c]);
        close_cell(x);
    }
    BUF_LIT(&x->body, "</w:tr>");
}

static void add_row(struct docx *x, const struct doc_grid *g, size_t row, const double *widths)
{
    enum {
        LONG = 600, /* a row with more letters may be parted */
        SMALL = 6,  /* a table with no more rows is not parted */
    };
    const struct doc_line *cells = &g->cells[row * g->column_count];
    size_t longest = 0;
    for (size_t c = 0; c < g->column_count; c++) {
        size_t n = 0;
        for (size_t i = 0; i < cells[c].count; i++)
            n += strlen(cells[c].runs[i].text);
        longest = n > longest ? n : longest;
    }
    bool keeps = row + 1 < g->row_count && (g->row_count <= SMALL || row == 0 || row + 2 == g->row_count);
    buf_str(&x->body, longest < LONG ? "<w:tr><w:trPr><w:cantSplit/></w:trPr>" : "<w:tr>");
    for (size_t c = 0; c < g->column_count; c++) {
        open_cell(x, g, c, widths[c], false, keeps);
        add_line(x, &cells[c]);
        close_cell(x);
    }
    BUF_LIT(&x->body, "</w:tr>");
}

/* Word joins tables that touch, and wants a paragraph after the last. */
static void end_table(struct docx *x)
{
    if (x->after_table)
        add_text(x, "TableEnd", nothing, "");
}

static void add_table(struct docx *x, const struct doc_grid *g, bool compact)
{
    if (g->column_count == 0 || g->row_count == 0)
        return;
    if (is_set(g->caption))
        add_text(x, "Caption", nothing, g->caption);
    else if (x->breaks)
        add_text(x, "TableEnd", nothing, "");
    double *widths = NEW_ARRAY(x->arena, double, g->column_count), all = 0;
    set_widths(x, g, compact, widths);
    for (size_t c = 0; c < g->column_count; c++)
        all += widths[c];
    buf_printf(
        &x->body,
        "<w:tbl><w:tblPr><w:tblStyle w:val=\"Table\"/><w:tblW w:w=\"%d\" w:type=\"dxa\"/><w:tblBorders>"
        "<w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"C3C6C0\"/><w:insideH w:val=\"single\" "
        "w:sz=\"4\" w:space=\"0\" w:color=\"C3C6C0\"/></w:tblBorders><w:tblLook w:val=\"0420\" "
        "w:firstRow=\"1\" "
        "w:lastRow=\"0\" w:firstColumn=\"%d\" w:lastColumn=\"0\" w:noHBand=\"0\" w:noVBand=\"1\"/>",
        (int)all, g->row_heads ? 1 : 0);
    if (is_set(g->caption)) {
        BUF_LIT(&x->body, "<w:tblCaption w:val=\"");
        docx_escape(&x->body, g->caption);
        BUF_LIT(&x->body, "\"/>");
    }
    BUF_LIT(&x->body, "</w:tblPr><w:tblGrid>");
    for (size_t c = 0; c < g->column_count; c++)
        buf_printf(&x->body, "<w:gridCol w:w=\"%d\"/>", (int)widths[c]);
    BUF_LIT(&x->body, "</w:tblGrid>");
    add_head_row(x, g, widths);
    for (size_t r = 0; r < g->row_count; r++)
        add_row(x, g, r, widths);
    BUF_LIT(&x->body, "</w:tbl>");
    x->after_table = true;
}

/* ---- Charts ---- */

static void add_chart(struct docx *x, const struct doc_chart *chart)
{
    const struct paper *paper = paper_load();
    struct buf png;
    buf_init(&png, CAP);
    double height = 0;
    enum status st =
        paper == NULL ? FAILED : paper->chart_png(chart, x->doc->lang, TEXT_WIDTH_POINTS, &png, &height);
    if (st != OK) {
        x->status = st;
        buf_release(&png);
        return;
    }
    struct bytes file = { buf_to_arena(&png, x->arena), png.n };
    buf_release(&png);
    add_text(x, "Caption", nothing, chart->title);
    open_paragraph(x, "Chart", nothing);
    add_drawing(x, new_picture(x, file, "png"), chart->sentence, TEXT_WIDTH_POINTS, height, 0);
    close_paragraph(x);
    add_text(x, NULL, (struct own){ true, "" }, chart->sentence);
    add_table(x, chart_table(x->arena, chart), true);
}

/* ---- The document ---- */

static void add_quote(struct docx *x, const struct doc_block *b)
{
    bool is_named = is_set(b->text);
    add_paragraph(x, "Quote", is_named ? (struct own){ true, "<w:spacing w:after=\"0\"/>" } : nothing,
                  &b->line);
    if (is_named)
        add_text(x, "QuoteSource", nothing, b->text);
}

static void add_block(struct docx *x, const struct doc_block *b, bool is_last_item)
{
    switch (b->kind) {
    case DOC_HEADING:
        add_heading(x, b);
        break;
    case DOC_PARAGRAPH:
        add_paragraph(x, NULL, nothing, &b->line);
        break;
    case DOC_LEAD:
        add_paragraph(x, "Lead", nothing, &b->line);
        break;
    case DOC_NOTE:
        add_paragraph(x, "Note", nothing, &b->line);
        break;
    case DOC_QUOTE:
        add_quote(x, b);
        break;
    case DOC_ITEM:
        add_item(x, b, is_last_item);
        break;
    case DOC_GRID:
        add_table(x, b->grid, false);
        break;
    case DOC_CHART:
        add_chart(x, b->chart);
        break;
    case DOC_IMAGE:
        add_image(x, b->image, b->text, TEXT_WIDTH_POINTS, PICTURE_HEIGHT_POINTS);
        break;
    case DOC_BREAK:
        x->breaks = true;
        break;
    }
}

static void add_title(struct docx *x)
{
    static const struct own low = { false, "<w:spacing w:before=\"3600\"/>" };
    const struct doc *d = x->doc;
    if (d->logo.p != NULL)
        add_image(x, d->logo, d->logo_alternative, 190, 76);
    add_text(x, "Title", d->cover ? low : nothing, d->title);
    if (is_set(d->subtitle))
        add_text(x, "Subtitle", nothing, d->subtitle);
    if (is_set(d->author))
        add_text(x, "Organisation", d->cover ? low : nothing, d->author);
    if (is_set(d->date))
        add_text(x, "Fact", nothing, d->date);
    if (is_set(d->state))
        add_text(x, "Fact", nothing, d->state);
    x->breaks = d->cover;
}

static void add_blocks(struct docx *x)
{
    const struct doc *d = x->doc;
    for (size_t i = 0; i < d->count; i++) {
        const struct doc_block *b = &d->blocks[i];
        if (b->kind != DOC_ITEM)
            end_lists(x, 0);
        end_table(x);
        add_block(x, b, i + 1 == d->count || d->blocks[i + 1].kind != DOC_ITEM);
    }
    end_table(x);
}

static void write_document(struct docx *x)
{
    BUF_LIT(&x->body, "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<w:document "
                      "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
                      "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" "
                      "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
                      "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
                      "xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><w:body>");
    static const char *const parts[][2] = {
        { "styles", "styles.xml" },
        { "settings", "settings.xml" },
        { "numbering", "numbering.xml" },
        { "fontTable", "fontTable.xml" },
    };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        docx_relation(x, parts[i][0], parts[i][1], false);
    add_title(x);
    add_contents(x);
    add_blocks(x);
    size_t header = docx_relation(x, "header", "header1.xml", false);
    size_t footer = docx_relation(x, "footer", "footer1.xml", false);
    buf_printf(&x->body,
               "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"rId%zu\"/><w:footerReference "
               "w:type=\"default\" "
               "r:id=\"rId%zu\"/>",
               header, footer);
    if (!x->doc->cover) /* the first page has its title, and its number */
        buf_printf(&x->body, "<w:footerReference w:type=\"first\" r:id=\"rId%zu\"/>", footer);
    buf_printf(
        &x->body,
        "<w:pgSz w:w=\"%d\" w:h=\"%d\"/><w:pgMar w:top=\"1640\" w:right=\"%d\" w:bottom=\"1558\" w:left=\"%d\" "
        "w:header=\"880\" w:footer=\"840\" w:gutter=\"0\"/><w:titlePg/></w:sectPr></w:body></w:document>",
        DOCX_WIDTH, DOCX_HEIGHT, DOCX_MARGIN, DOCX_MARGIN);
    docx_part(x, "word/document.xml", &x->body);
}

enum status doc_docx_write(const struct doc *d, struct buf *out)
{
    struct arena a;
    arena_init(&a);
    size_t open[DOC_LEVELS] = { 0 }, last[DOC_LEVELS] = { 0 };
    struct docx x = { .arena = &a, .doc = d, .list_of = open, .last_number = last };
    buf_init(&x.body, CAP);
    buf_init(&x.relations, CAP);
    buf_init(&x.lists, CAP);
    docx_begin(&x);
    write_document(&x);
    docx_parts(&x);
    buf_release(&x.relations);
    buf_release(&x.lists);
    enum status st = x.status != OK ? x.status : archive_make(x.files, x.file_count, out);
    arena_release(&a);
    malloc_trim(0); /* as doc_pdf_write */
    return st;
}
