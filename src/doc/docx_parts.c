#include "doc/docx_parts.h"

#include <string.h>

#include "base/clock.h"
#include "doc/paper.h"
#include "doc/text.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define W "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\""
#define R "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define WORD_TYPE "application/vnd.openxmlformats-officedocument.wordprocessingml."

enum { CAP = 64 << 20 };

/* ---- Writing ---- */

void docx_file(struct docx *x, const char *name, struct bytes content)
{
    *(struct archive_file *)ARENA_PUSH(x->arena, &x->files, &x->file_count, &x->file_capacity) =
        (struct archive_file){ .name = name, .content = content };
}

void docx_part(struct docx *x, const char *name, struct buf *b)
{
    if (!buf_ok(b))
        x->status = TOO_LARGE;
    docx_file(x, name, (struct bytes){ buf_to_arena(b, x->arena), b->n });
    buf_release(b);
}

static void escape_char(struct buf *b, char c)
{
    switch (c) {
    case '&':
        BUF_LIT(b, "&amp;");
        break;
    case '<':
        BUF_LIT(b, "&lt;");
        break;
    case '>':
        BUF_LIT(b, "&gt;");
        break;
    case '"':
        BUF_LIT(b, "&quot;");
        break;
    default:
        buf_char(b, c);
    }
}

/* The text clean and escaped, with line_end for each of its line ends. */
static void add_escaped(struct buf *b, const char *s, const char *line_end)
{
    struct buf clean;
    buf_init(&clean, CAP);
    text_add_clean(&clean, s);
    for (size_t i = 0; i < clean.n; i++) {
        if (clean.p[i] == '\n')
            buf_str(b, line_end);
        else
            escape_char(b, clean.p[i]);
    }
    buf_release(&clean);
}

void docx_escape(struct buf *b, const char *s)
{
    add_escaped(b, s, " ");
}

void docx_run(struct buf *b, const char *rpr, const char *s)
{
    if (s[0] == '\0')
        return;
    BUF_LIT(b, "<w:r>");
    if (rpr[0] != '\0')
        buf_printf(b, "<w:rPr>%s</w:rPr>", rpr);
    BUF_LIT(b, "<w:t xml:space=\"preserve\">");
    add_escaped(b, s, "</w:t><w:br/><w:t xml:space=\"preserve\">");
    BUF_LIT(b, "</w:t></w:r>");
}

static void add_relation(struct buf *b, size_t id, const char *kind, const char *target, bool is_outside)
{
    buf_printf(b, "<Relationship Id=\"rId%zu\" Type=\"%s\" Target=\"", id, kind);
    docx_escape(b, target);
    buf_printf(b, "\"%s/>", is_outside ? " TargetMode=\"External\"" : "");
}

size_t docx_relation(struct docx *x, const char *kind, const char *target, bool is_outside)
{
    const char *type = arena_printf(x->arena, OFFICE "%s", kind);
    add_relation(&x->relations, ++x->relation_count, type, target, is_outside);
    return x->relation_count;
}

static struct buf begin(const char *head)
{
    struct buf b;
    buf_init(&b, CAP);
    buf_str(&b, XML);
    buf_str(&b, head);
    return b;
}

static void put_element(struct buf *b, const char *tag, const char *text)
{
    buf_printf(b, "<%s>", tag);
    docx_escape(b, text);
    buf_printf(b, "</%.*s>", (int)strcspn(tag, " "), tag);
}

/* ---- Styles: the measures are those of the pages (pdf_block.c) ---- */

#define INK "1C2422"
#define MUTED "57615D"
#define ACCENT "0B6B50"
#define SOFT "E9F1ED"
#define BAR(side, size, space, color)                                                                          \
    "<w:" side " w:val=\"single\" w:sz=\"" size "\" w:space=\"" space "\" w:color=\"" color "\"/>"
#define SPACING(before, after, line)                                                                           \
    "<w:spacing w:before=\"" before "\" w:after=\"" after "\" w:line=\"" line "\" w:lineRule=\"atLeast\"/>"
#define SIZE(half_points) "<w:sz w:val=\"" half_points "\"/><w:szCs w:val=\"" half_points "\"/>"
#define COLOR(c) "<w:color w:val=\"" c "\"/>"
#define BOLD "<w:b/><w:bCs/>"
#define ITALIC "<w:i/><w:iCs/>"
#define OUTLINE(level) "<w:outlineLvl w:val=\"" level "\"/>"
#define TEXT_END "9072" /* DOCX_TEXT_WIDTH */

static const struct style {
    const char *id, *name; /* Word shows its own name for those it knows */
    const char *next;      /* of the paragraph that follows; NULL = the same */
    const char *ppr, *rpr;
    bool is_ours; /* Word has none of that name */
} styles[] = {
    { "Title", "Title", "Subtitle", SPACING("0", "120", "760"), BOLD SIZE("64") },
    { "Subtitle", "Subtitle", "Normal", SPACING("0", "160", "440"), COLOR(MUTED) SIZE("32") },
    { "Heading1", "heading 1", "Normal",
      "<w:keepNext/><w:keepLines/><w:pageBreakBefore/><w:pBdr>" BAR(
          "top", "24", "8", ACCENT) "</w:pBdr>" SPACING("0", "280", "520") OUTLINE("0"),
      BOLD SIZE("42") },
    { "Heading2", "heading 2", "Normal",
      "<w:keepNext/><w:keepLines/>" SPACING("440", "120", "400") OUTLINE("1"), BOLD COLOR(ACCENT) SIZE("30") },
    { "Heading3", "heading 3", "Normal", "<w:keepNext/><w:keepLines/>" SPACING("320", "80", "320") OUTLINE("2"),
      BOLD SIZE("24") },
    { "Heading4", "heading 4", "Normal", "<w:keepNext/><w:keepLines/>" SPACING("240", "40", "310") OUTLINE("3"),
      BOLD COLOR(MUTED) },
    { "Lead", "Lead", "Normal", SPACING("0", "240", "380"), SIZE("26"), true },
    { "Note", "Note", "Normal",
      "<w:keepLines/><w:pBdr>" BAR("top", "4", "6", SOFT) BAR("left", "24", "8", ACCENT)
          BAR("bottom", "4", "6", SOFT) "</w:pBdr><w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"" SOFT
                                        "\"/>" SPACING("240", "280",
                                                       "290") "<w:ind w:left=\"200\" w:right=\"100\"/>",
      SIZE("20"), true },
    { "Quote", "Quote", "Normal",
      "<w:keepLines/><w:pBdr>" BAR("left", "18", "10", "B4B8B1") "</w:pBdr>" SPACING(
          "200", "240", "330") "<w:ind w:left=\"360\" w:right=\"360\"/><w:contextualSpacing/>",
      ITALIC SIZE("22") },
    { "QuoteSource", "Quote Source", "Normal",
      "<w:keepLines/><w:pBdr>" BAR("left", "18", "10", "B4B8B1") "</w:pBdr>" SPACING(
          "0", "240", "270") "<w:ind w:left=\"360\" w:right=\"360\"/>",
      COLOR(MUTED) SIZE("19"), true },
    { "ListBullet", "List Bullet", NULL, SPACING("0", "60", "310"), "" },
    { "ListNumber", "List Number", NULL, SPACING("0", "60", "310"), "" },
    { "Caption", "caption", "Normal", "<w:keepNext/><w:keepLines/>" SPACING("200", "80", "270"),
      BOLD SIZE("19") },
    { "TableText", "Table Text", NULL, SPACING("80", "80", "270"), SIZE("19"), true },
    { "TableHead", "Table Head", "TableText", "<w:keepNext/>" SPACING("80", "80", "270"), BOLD SIZE("19"),
      true },
    { "Chart", "Chart", "Normal", "<w:keepNext/>" SPACING("0", "120", "240"), "", true },
    { "TableEnd", "Table End", "Normal",
      "<w:spacing w:before=\"0\" w:after=\"120\" w:line=\"120\" w:lineRule=\"exact\"/>", SIZE("8"), true },
    { "Organisation", "Organisation", "Normal",
      "<w:pBdr>" BAR("top", "6", "12", "C3C6C0") "</w:pBdr>" SPACING("0", "0", "340"), BOLD SIZE("24"), true },
    { "Fact", "Fact", "Normal", SPACING("0", "0", "310"), COLOR(MUTED), true },
    { "TOCHeading", "TOC Heading", "Normal", "<w:keepNext/>" SPACING("0", "120", "400"),
      BOLD COLOR(ACCENT) SIZE("30") },
    { "TOC1", "toc 1", "Normal",
      "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"" TEXT_END
      "\"/></w:tabs>" SPACING("160", "40", "310"),
      BOLD },
    { "TOC2", "toc 2", "Normal",
      "<w:tabs><w:tab w:val=\"right\" w:leader=\"dot\" w:pos=\"" TEXT_END
      "\"/></w:tabs>" SPACING("0", "40", "310") "<w:ind w:left=\"320\"/>",
      "" },
    { "Header", "header", NULL,
      "<w:pBdr>" BAR("bottom", "4", "4", "C3C6C0") "</w:pBdr><w:tabs><w:tab w:val=\"right\" w:pos=\"" TEXT_END
                                                   "\"/></w:tabs>" SPACING("0", "0", "240"),
      COLOR(MUTED) SIZE("17") },
    { "Footer", "footer", NULL,
      "<w:tabs><w:tab w:val=\"right\" w:pos=\"" TEXT_END "\"/></w:tabs>" SPACING("0", "0", "240"),
      COLOR(MUTED) SIZE("17") },
};

static void add_styles(struct docx *x)
{
    struct buf b =
        begin("<w:styles " W "><w:docDefaults><w:rPrDefault><w:rPr>"
              "<w:rFonts w:ascii=\"Atkinson Hyperlegible Next\" w:hAnsi=\"Atkinson Hyperlegible Next\" "
              "w:eastAsia=\"Atkinson Hyperlegible Next\" w:cs=\"Noto Sans Arabic\"/>" COLOR(INK)
                  SIZE("21") "<w:lang w:val=\"");
    docx_escape(&b, x->doc->lang);
    BUF_LIT(&b, "\"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
                "<w:widowControl/>" SPACING("0", "160", "310") "</w:pPr></w:pPrDefault></w:docDefaults>"
                                                               "<w:style w:type=\"paragraph\" w:default=\"1\" "
                                                               "w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>"
                                                               "<w:qFormat/></w:style>");
    for (size_t i = 0; i < sizeof styles / sizeof styles[0]; i++) {
        const struct style *s = &styles[i];
        buf_printf(&b,
                   "<w:style w:type=\"paragraph\"%s w:styleId=\"%s\"><w:name w:val=\"%s\"/><w:basedOn "
                   "w:val=\"Normal\"/>",
                   s->is_ours ? " w:customStyle=\"1\"" : "", s->id, s->name);
        if (s->next != NULL)
            buf_printf(&b, "<w:next w:val=\"%s\"/>", s->next);
        buf_printf(&b, "<w:qFormat/><w:pPr>%s</w:pPr><w:rPr>%s</w:rPr></w:style>", s->ppr, s->rpr);
    }
    BUF_LIT(
        &b,
        "<w:style w:type=\"character\" w:styleId=\"Hyperlink\"><w:name w:val=\"Hyperlink\"/><w:rPr>" COLOR(
            ACCENT) "<w:u w:val=\"single\"/></w:rPr></w:style>"
                    "<w:style w:type=\"character\" w:styleId=\"Code\"><w:name w:val=\"Code\"/><w:rPr>"
                    "<w:rFonts w:ascii=\"Noto Sans Mono\" w:hAnsi=\"Noto Sans Mono\"/></w:rPr></w:style>"
                    "<w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name "
                    "w:val=\"Normal Table\"/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/><w:tblCellMar>"
                    "<w:left w:w=\"120\" w:type=\"dxa\"/><w:right w:w=\"120\" w:type=\"dxa\"/></w:tblCellMar>"
                    "</w:tblPr></w:style><w:style w:type=\"table\" w:styleId=\"Table\"><w:name "
                    "w:val=\"Table\"/>"
                    "<w:basedOn w:val=\"TableNormal\"/><w:tblPr><w:tblBorders>");
    BUF_LIT(&b, BAR("bottom", "4", "0", "C3C6C0") BAR("insideH", "4", "0", "C3C6C0"));
    BUF_LIT(&b, "</w:tblBorders></w:tblPr><w:tblStylePr w:type=\"firstRow\"><w:tcPr><w:tcBorders>" BAR(
                    "bottom", "8", "0", ACCENT) "</w:tcBorders><w:shd w:val=\"clear\" w:color=\"auto\" "
                                                "w:fill=\"" SOFT
                                                "\"/></w:tcPr></w:tblStylePr></w:style></w:styles>");
    docx_part(x, "word/styles.xml", &b);
}

/* ---- Lists ---- */

static void add_level(struct buf *b, int level, bool numbered)
{
    static const char *const bullets[DOC_LEVELS] = { "•", "–", "•", "–" };
    buf_printf(b, "<w:lvl w:ilvl=\"%d\"><w:start w:val=\"1\"/><w:numFmt w:val=\"%s\"/><w:lvlText w:val=\"",
               level, numbered ? "decimal" : "bullet");
    if (numbered)
        buf_printf(b, "%%%d.", level + 1);
    else
        buf_str(b, bullets[level]);
    buf_printf(
        b,
        "\"/><w:lvlJc w:val=\"left\"/><w:pPr><w:ind w:left=\"%d\" w:hanging=\"%d\"/></w:pPr>"
        "<w:rPr><w:rFonts w:ascii=\"Atkinson Hyperlegible Next\" w:hAnsi=\"Atkinson Hyperlegible Next\"/>"
        "<w:color w:val=\"" MUTED "\"/></w:rPr></w:lvl>",
        400 + 360 * level, numbered ? 360 : 280);
}

/* Kind 0 has bullets, kind 1 numbers; every numbered list is one of its own, or Word would count on. */
static void add_numbering(struct docx *x)
{
    struct buf b = begin("<w:numbering " W ">");
    for (int kind = 0; kind < 2; kind++) {
        buf_printf(&b, "<w:abstractNum w:abstractNumId=\"%d\"><w:multiLevelType w:val=\"hybridMultilevel\"/>",
                   kind);
        for (int level = 0; level < DOC_LEVELS; level++)
            add_level(&b, level, kind == 1);
        BUF_LIT(&b, "</w:abstractNum>");
    }
    BUF_LIT(&b, "<w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>");
    buf_add(&b, x->lists.p, x->lists.n);
    BUF_LIT(&b, "</w:numbering>");
    docx_part(x, "word/numbering.xml", &b);
}

/* ---- Running head and foot ---- */

static void add_field(struct buf *b, const char *code, const char *shown)
{
    buf_printf(b,
               "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> %s "
               "</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>%s</w:t></w:r>"
               "<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
               code, shown);
}

/* "Page %d of %d", with Word's own numbers in it. */
static void add_page_label(struct docx *x, struct buf *b, const char *format)
{
    static const char *const fields[] = { "PAGE", "NUMPAGES" };
    for (size_t i = 0;; i++) {
        const char *hole = i < 2 ? strstr(format, "%d") : NULL;
        size_t n = hole == NULL ? strlen(format) : (size_t)(hole - format);
        docx_run(b, "", arena_strndup(x->arena, format, n));
        if (hole == NULL)
            return;
        add_field(b, fields[i], "1");
        format = hole + 2;
    }
}

static void add_running(struct docx *x)
{
    const struct doc *d = x->doc;
    struct buf head = begin("<w:hdr " W " " R "><w:p><w:pPr><w:pStyle w:val=\"Header\"/></w:pPr>");
    docx_run(&head, "", d->title);
    BUF_LIT(&head, "<w:r><w:tab/></w:r>");
    docx_run(&head, "", d->author);
    BUF_LIT(&head, "</w:p></w:hdr>");
    docx_part(x, "word/header1.xml", &head);
    struct buf foot = begin("<w:ftr " W " " R "><w:p><w:pPr><w:pStyle w:val=\"Footer\"/></w:pPr>");
    docx_run(&foot, "", d->state);
    BUF_LIT(&foot, "<w:r><w:tab/></w:r>");
    if (d->page_of != NULL)
        add_page_label(x, &foot, d->page_of);
    BUF_LIT(&foot, "</w:p></w:ftr>");
    docx_part(x, "word/footer1.xml", &foot);
}

/* ---- Fonts: in the file, so that it looks the same where they are not installed ---- */

static const char *const font_kinds[] = { "embedRegular", "embedBold", "embedItalic", "embedBoldItalic" };
enum { FONT_KINDS = sizeof font_kinds / sizeof font_kinds[0] };

/* ECMA-376 part 4, 2.8.1: the first 32 bytes are mixed with the key, read from its end. Here the key is 16 times the
 * file's number. */
static struct bytes mixed_font(struct docx *x, struct bytes font, size_t number)
{
    unsigned char *p = arena_alloc(x->arena, font.n);
    memcpy(p, font.p, font.n);
    for (size_t i = 0; i < 32 && i < font.n; i++)
        p[i] ^= (unsigned char)number;
    return (struct bytes){ p, font.n };
}

static void add_fonts(struct docx *x)
{
    const struct paper *paper = paper_load();
    struct buf table = begin("<w:fonts " W " " R "><w:font w:name=\"Atkinson Hyperlegible Next\"><w:altName "
                             "w:val=\"Verdana\"/><w:family w:val=\"swiss\"/><w:pitch w:val=\"variable\"/>");
    struct buf relations = begin("<Relationships xmlns=\"" PACKAGE "relationships\">");
    for (size_t i = 0; i < FONT_KINDS && paper != NULL; i++) {
        size_t number = i + 1;
        buf_printf(&table, "<w:%s r:id=\"rId%zu\" w:fontKey=\"{", font_kinds[i], number);
        for (int byte = 0; byte < 16; byte++)
            buf_printf(&table, "%s%02zX", byte == 4 || byte == 6 || byte == 8 || byte == 10 ? "-" : "", number);
        BUF_LIT(&table, "}\"/>");
        const char *name = arena_printf(x->arena, "fonts/font%zu.odttf", number);
        add_relation(&relations, number, OFFICE "font", name, false);
        docx_file(x, arena_printf(x->arena, "word/%s", name), mixed_font(x, paper->font((unsigned)i), number));
    }
    BUF_LIT(&table, "</w:font></w:fonts>");
    BUF_LIT(&relations, "</Relationships>");
    docx_part(x, "word/fontTable.xml", &table);
    docx_part(x, "word/_rels/fontTable.xml.rels", &relations);
}

/* ---- The rest ---- */

static void add_settings(struct docx *x)
{
    struct buf b = begin(
        "<w:settings " W "><w:zoom w:percent=\"100\"/><w:embedTrueTypeFonts/>"
        "<w:defaultTabStop w:val=\"709\"/><w:characterSpacingControl w:val=\"doNotCompress\"/><w:compat>"
        "<w:compatSetting w:name=\"compatibilityMode\" w:uri=\"http://schemas.microsoft.com/office/word\" "
        "w:val=\"15\"/></w:compat><w:themeFontLang w:val=\"");
    docx_escape(&b, x->doc->lang);
    BUF_LIT(&b, "\"/></w:settings>");
    docx_part(x, "word/settings.xml", &b);
}

static void add_properties(struct docx *x)
{
    const struct doc *d = x->doc;
    struct buf b =
        begin("<cp:coreProperties xmlns:cp=\"" PACKAGE "metadata/core-properties\" "
              "xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\" "
              "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">");
    put_element(&b, "dc:title", d->title);
    put_element(&b, "dc:subject", d->subtitle);
    put_element(&b, "dc:creator", d->author);
    put_element(&b, "dc:language", d->lang);
    const char *made = clock_iso(x->arena, d->created_ms);
    put_element(&b, "dcterms:created xsi:type=\"dcterms:W3CDTF\"", made);
    put_element(&b, "dcterms:modified xsi:type=\"dcterms:W3CDTF\"", made);
    BUF_LIT(&b, "</cp:coreProperties>");
    docx_part(x, "docProps/core.xml", &b);
    struct buf app =
        begin("<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\">"
              "<Application>Kapstok</Application></Properties>");
    docx_part(x, "docProps/app.xml", &app);
}

void docx_begin(struct docx *x)
{
    struct buf types = begin(
        "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Default Extension=\"png\" ContentType=\"image/png\"/>"
        "<Default Extension=\"jpeg\" ContentType=\"image/jpeg\"/>"
        "<Default Extension=\"odttf\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.obfuscatedFont\"/>"
        "<Override PartName=\"/docProps/core.xml\" "
        "ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
        "<Override PartName=\"/docProps/app.xml\" "
        "ContentType=\"application/vnd.openxmlformats-officedocument.extended-properties+xml\"/>"
        "<Override PartName=\"/word/document.xml\" ContentType=\"" WORD_TYPE "document.main+xml\"/>");
    static const char *const parts[][2] = { { "styles", "styles" },       { "settings", "settings" },
                                            { "numbering", "numbering" }, { "fontTable", "fontTable" },
                                            { "header1", "header" },      { "footer1", "footer" } };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        buf_printf(&types, "<Override PartName=\"/word/%s.xml\" ContentType=\"" WORD_TYPE "%s+xml\"/>",
                   parts[i][0], parts[i][1]);
    BUF_LIT(&types, "</Types>");
    docx_part(x, "[Content_Types].xml", &types);
    struct buf top = begin("<Relationships xmlns=\"" PACKAGE "relationships\">");
    add_relation(&top, 1, OFFICE "officeDocument", "word/document.xml", false);
    add_relation(&top, 2, PACKAGE "relationships/metadata/core-properties", "docProps/core.xml", false);
    add_relation(&top, 3, OFFICE "extended-properties", "docProps/app.xml", false);
    BUF_LIT(&top, "</Relationships>");
    docx_part(x, "_rels/.rels", &top);
}

static void add_relations(struct docx *x)
{
    struct buf own = begin("<Relationships xmlns=\"" PACKAGE "relationships\">");
    buf_add(&own, x->relations.p, x->relations.n);
    BUF_LIT(&own, "</Relationships>");
    docx_part(x, "word/_rels/document.xml.rels", &own);
}

void docx_parts(struct docx *x)
{
    add_relations(x);
    add_styles(x);
    add_numbering(x);
    add_running(x);
    add_fonts(x);
    add_settings(x);
    add_properties(x);
}
