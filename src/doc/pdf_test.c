#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <qpdf/qpdf-c.h>

#include "doc/pdf.h"
#include "doc/pdf_finish.h"
#include "doc/pdf_flow.h"
#include "doc/test_picture.h"

static int set_up(void **state)
{
    static struct arena a;
    arena_init(&a);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

/* ---- Looking at a PDF with other programs ---- */

/* Writes it and gives what a command with %s for its file prints. */
static const char *ask(struct arena *a, const struct doc *d, const char *command)
{
    struct buf out;
    buf_init(&out, 64 << 20);
    assert_int_equal(doc_pdf_write(d, &out), OK);
    char path[] = "/tmp/doc_pdf_test.XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, out.p, out.n) == (ssize_t)out.n);
    close(fd);
    buf_release(&out);
    FILE *f = popen(arena_printf(a, command, path), "r");
    assert_non_null(f);
    struct buf answer;
    buf_init(&answer, 64 << 20);
    char part[4096];
    for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;)
        buf_add(&answer, part, n);
    assert_int_equal(pclose(f), 0);
    unlink(path);
    const char *text = buf_to_arena(&answer, a);
    buf_release(&answer);
    return text;
}

/* The file with nothing packed, so that it can be read. */
static const char *unpacked(struct arena *a, const struct buf *pdf)
{
    qpdf_data q = qpdf_init();
    assert_int_equal(qpdf_read_memory(q, "test", pdf->p, pdf->n, NULL), 0);
    assert_int_equal(qpdf_init_write_memory(q), 0);
    qpdf_set_qdf_mode(q, QPDF_TRUE);
    qpdf_set_object_stream_mode(q, qpdf_o_disable);
    qpdf_set_static_ID(q, QPDF_TRUE);
    assert_int_equal(qpdf_write(q), 0);
    size_t n = qpdf_get_buffer_length(q);
    char *text = arena_alloc(a, n + 1);
    memcpy(text, qpdf_get_buffer(q), n);
    for (size_t i = 0; i < n; i++)
        text[i] = text[i] == '\0' ? ' ' : text[i];
    qpdf_cleanup(&q);
    return text;
}

static void assert_has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" is missing in:\n%.3000s", part, text);
}

static size_t count(const char *text, const char *part)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at += strlen(part))
        n++;
    return n;
}

/* ---- A document with everything ---- */

static void add_line(struct doc *d, const struct doc_run *runs, size_t n)
{
    doc_block(d, (struct doc_block){ .kind = DOC_PARAGRAPH, .line = { runs, n } });
}

static const struct doc_bar bars[] = {
    { "Energie", 610, 700, 550, "61", NULL, "planet" },
    { "Mensen", 300, DOC_NO_VALUE, 350, "30", NULL, "people" },
    { "Geen score", DOC_NO_VALUE, DOC_NO_VALUE, DOC_NO_VALUE, "geen score", NULL, NULL },
    { "Bestuur", 1000, 1000, 0, "100", "nul", "governance" },
};
static const struct doc_chart bar_chart = { DOC_CHART_BARS, "Staven",   "Energie staat op 61.",
                                            bars,           4,          "Thema",
                                            "Score",        "Voorjaar", "Band" };
static const struct doc_chart radar_chart = {
    DOC_CHART_RADAR, "Radar", "Mensen zijn het zwakst.", bars, 4, "Thema", "Score", NULL, NULL
};
static const char *const titles[] = { "Nummer", "Stelling", "Antwoord" };

static struct doc *everything(struct arena *a)
{
    struct doc *d = doc_new(a, "Rapport & <plan>", "nl-BE");
    d->author = "Gemeente Olmenrode";
    d->date = "22 november 2026";
    d->state = "Ontwerp";
    d->contents_title = "Inhoud";
    d->page_of = "Pagina %d van %d";
    d->cover = true;
    d->logo = (struct bytes){ test_png, sizeof test_png };
    d->logo_alternative = "Wapen van Olmenrode";
    d->created_ms = 1795341600000;
    doc_heading(d, 1, "Hoofdstuk een", NULL);
    doc_lead(d, "Waar het over gaat.");
    doc_heading(d, 2, "Deel", NULL);
    doc_heading(d, 3, "Onderdeel", NULL);
    doc_heading(d, 4, "Stukje", NULL);
    static const struct doc_run runs[] = {
        { "Dit is ", 0, NULL },
        { "vet", DOC_BOLD, NULL },
        { " en ", 0, NULL },
        { "schuin", DOC_ITALIC, NULL },
        { " en ", 0, NULL },
        { "code", DOC_CODE, NULL },
        { ", ", 0, NULL },
        { "weg", DOC_STRIKE, NULL },
        { ", met ", 0, NULL },
        { "een koppeling", 0, "https://olmenrode.example/a b" },
        { " en een ", 0, NULL },
        { "valse", 0, "javascript:alert(1)" },
        { ". Şimşek, Ελληνικά, Кириллица, العربية 👍.", 0, NULL },
    };
    add_line(d, runs, sizeof runs / sizeof runs[0]);
    doc_quote(d, "Zo zit het.", "Jan");
    doc_quote(d, "Zonder naam.", "");
    doc_note(d, "Let op.");
    doc_item(d, 1, "appel");
    doc_item(d, 2, "rood");
    doc_item(d, 1, "peer");
    doc_numbered(d, 1, 3, "drie");
    doc_numbered(d, 1, 4, "vier");
    doc_image(d, (struct bytes){ test_png, sizeof test_png }, "Een vlakje");
    doc_image(d, (struct bytes){ test_jpeg, sizeof test_jpeg }, "Een foto");
    doc_image(d, (struct bytes){ test_jpeg, sizeof test_jpeg }, "");
    doc_chart(d, &bar_chart);
    doc_chart(d, &radar_chart);
    doc_break(d);
    doc_heading(d, 1, "Hoofdstuk twee", NULL);
    struct doc_table t = doc_table_begin(d, "Alle stellingen", titles, 3);
    static const bool numeric[] = { true, false, false };
    t.grid->numeric = numeric;
    t.grid->row_heads = true;
    for (int i = 1; i <= 90; i++)
        doc_table_row(&t, (const char *const[]){ arena_printf(a, "%d", i), "Er is een plan met een doel.",
                                                 i % 9 == 0 ? NULL : "ja" });
    doc_table_end(&t);
    return d;
}

/* ---- What others read in it ---- */

static void doc_pdf__shows_its_text(void **state)
{
    struct doc *d = everything(*state);
    const char *text = ask(*state, d, "pdftotext -layout %s -");
    static const char *const parts[] = { "Rapport & <plan>",
                                         "Gemeente Olmenrode",
                                         "22 november 2026",
                                         "Ontwerp",
                                         "Inhoud",
                                         "Hoofdstuk een",
                                         "Waar het over gaat.",
                                         "Dit is vet en schuin en code, weg, met een koppeling",
                                         "Şimşek,",
                                         "Ελληνικά",
                                         "Кириллица",
                                         "Zo zit het.",
                                         "Let op.",
                                         "3. ",
                                         "drie",
                                         "geen score",
                                         "Pagina 2 van" };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        assert_has(text, parts[i]);
    assert_true(strstr(text, "العربية") != NULL || strstr(text, "ةيبرعلا") != NULL);
    const char *info = ask(*state, d, "pdfinfo %s");
    assert_has(info, "Title:           Rapport & <plan>");
    assert_has(info, "Author:          Gemeente Olmenrode");
    assert_has(info, "Tagged:          yes");
    assert_has(info, "Suspects:        no");
    assert_has(info, "A4");
    assert_has(info, "PDF version:     1.7");
}

static void doc_pdf__embeds_its_fonts(void **state)
{
    const char *fonts = ask(*state, everything(*state), "pdffonts %s | tail -n +3");
    static const char *const names[] = { "+AtkinsonHyperlegibleNext-Regular", "+AtkinsonHyperlegibleNext-Bold",
                                         "+AtkinsonHyperlegibleNext-Italic",  "+NotoSans-Regular",
                                         "+NotoSansArabic-Regular",           "+NotoSansMono-Regular" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_has(fonts, names[i]);
    /* Every line: embedded, a subset, and with its characters told. */
    assert_int_equal(count(fonts, "\n"), count(fonts, "yes yes yes"));
}

static void doc_pdf__has_a_tree_of_tags(void **state)
{
    const char *tree = ask(*state, everything(*state), "pdfinfo -struct-text %s 2>&1");
    static const char *const in_order[] = {
        "Document",
        "Figure",
        "Rapport & <plan>",
        "TOC\n",
        "TOCI",
        "Reference",
        "Link",
        "Hoofdstuk een",
        "H1 (block)\n    \"Hoofdstuk een\"",
        "H2 (block)\n    \"Deel\"",
        "H3 (block)\n    \"Onderdeel\"",
        "H4 (block)\n    \"Stukje\"",
        "\"Dit is vet en schuin en code, weg, met \"",
        "Link (inline)\n      \"een koppeling\"",
        "\" en een valse. ",
        "Span",
        "\".",
        "BlockQuote\n    P (block)\n      \"Zo zit het.\"\n    P (block)\n      \"Jan\"",
        "\"Let op.\"",
        "L (block)",
        "/ListNumbering /Disc",
        "LI (block)\n      Lbl (block)\n        \"•\"\n      LBody (block)\n        P (block)\n          "
        "\"appel\"",
        "L (block)",
        "\"rood\"",
        "\"peer\"",
        "/ListNumbering /Decimal",
        "\"3.\"",
        "\"drie\"",
        "\"4.\"",
        "\"vier\"",
        "Figure",
        "Figure",
        "Figure",
        "Caption\n      \"Energie staat op 61.\"",
        "Table",
        "THead",
        "TH:\n           /Scope /Column\n          \"Thema\"",
        "TBody",
        "TH:\n           /Scope /Row\n          \"Energie\"",
        "TD\n          \"61\"",
        "Caption\n      \"Mensen zijn het zwakst.\"",
        "Hoofdstuk twee",
        "Table (block)\n    Caption\n      \"Alle stellingen\"\n    THead\n      TR\n",
        "\"90\"",
    };
    const char *at = tree;
    for (size_t i = 0; i < sizeof in_order / sizeof in_order[0]; i++) {
        const char *hit = strstr(at, in_order[i]);
        if (hit == NULL)
            fail_msg("\"%s\" is missing in:\n%.2000s", in_order[i], at);
        at = hit;
    }
    /* The heads are repeated on paper and said once. */
    assert_int_equal(count(tree, "\"Stelling\""), 1);
    assert_true(count(ask(*state, everything(*state), "pdftotext -layout %s -"), "Stelling ") >= 3);
    /* A picture without an alternative is decoration; head and foot of a page are as well. */
    assert_int_equal(count(tree, "Figure"), 5);
    assert_null(strstr(tree, "Pagina "));
}

static void doc_pdf__tells_what_pictures_show_and_where_links_lead(void **state)
{
    struct buf out;
    buf_init(&out, 64 << 20);
    assert_int_equal(doc_pdf_write(everything(*state), &out), OK);
    assert_true(pdf_is_sound((struct bytes){ out.p, out.n }));
    const char *text = unpacked(*state, &out);
    static const char *const parts[] = { "/Alt (Wapen van Olmenrode)",
                                         "/Alt (Een vlakje)",
                                         "/Alt (Een foto)",
                                         "/Alt (Energie staat op 61.)",
                                         "/Alt (Mensen zijn het zwakst.)",
                                         "/Lang (nl-BE)",
                                         "/DisplayDocTitle true",
                                         "/Marked true",
                                         "/URI (https://olmenrode.example/a%20b)",
                                         "/Contents (een koppeling)",
                                         "/Tabs /S",
                                         "/Outlines",
                                         "/DCTDecode",
                                         "<dc:title>",
                                         "Rapport &amp; &lt;plan>",
                                         "/BBox",
                                         "/XYZ" };
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        assert_has(text, parts[i]);
    assert_null(strstr(text, "javascript"));
    /* The thumb is a picture, and says so. */
    assert_int_equal(count(text, "/ActualText <feffd83ddc4d>"), 1);
    buf_release(&out);
}

/* Every letter and line stands within a tag or within decoration. */
static void doc_pdf__leaves_nothing_unmarked(void **state)
{
    struct buf out;
    buf_init(&out, 64 << 20);
    assert_int_equal(doc_pdf_write(everything(*state), &out), OK);
    qpdf_data q = qpdf_init();
    assert_int_equal(qpdf_read_memory(q, "test", out.p, out.n, NULL), 0);
    int pages = qpdf_get_num_pages(q), marks = 0, decorations = 0;
    size_t told;
    assert_true(pages > 4);
    assert_int_equal(doc_pdf_pages(everything(*state), &told), OK);
    assert_int_equal(told, pages);
    for (int i = 0; i < pages; i++) {
        unsigned char *p;
        size_t n;
        assert_int_equal(qpdf_oh_get_page_content_data(q, qpdf_get_page_n(q, (size_t)i), &p, &n), 0);
        char *line = (char *)p, *end = line + n;
        int depth = 0;
        while (line < end) {
            char *next = memchr(line, '\n', (size_t)(end - line));
            size_t length = next == NULL ? (size_t)(end - line) : (size_t)(next - line);
            const char *s = arena_strndup(*state, line, length);
            bool opens =
                length > 4 && (strcmp(s + length - 4, " BDC") == 0 || strcmp(s + length - 4, " BMC") == 0);
            depth += opens;
            marks += opens && strstr(s, "/MCID") != NULL;
            decorations += opens && strncmp(s, "/Artifact", 9) == 0;
            depth -= strcmp(s, "EMC") == 0;
            assert_true(depth == 0 || depth == 1);
            static const char *const painters[] = { "TJ", "Tj", " Do", "\nf", "\nS", "\nB", "f*" };
            for (size_t k = 0; k < sizeof painters / sizeof painters[0]; k++) {
                size_t w = strlen(painters[k]);
                bool paints = painters[k][0] == '\n' ? strcmp(s, painters[k] + 1) == 0 ||
                                                           (length > w && s[length - w] == ' ' &&
                                                            strcmp(s + length - w + 1, painters[k] + 1) == 0)
                                                     : length >= w && strcmp(s + length - w, painters[k]) == 0;
                if (paints && depth == 0)
                    fail_msg("page %d paints outside of any mark: %s", i + 1, s);
            }
            line += length + 1;
        }
        assert_int_equal(depth, 0);
        free(p);
    }
    assert_true(marks > 100 && decorations > pages);
    qpdf_cleanup(&q);
    buf_release(&out);
}

static void doc_pdf__is_the_same_for_the_same(void **state)
{
    struct buf first, second, third;
    buf_init(&first, 64 << 20);
    buf_init(&second, 64 << 20);
    buf_init(&third, 64 << 20);
    struct doc *d = everything(*state);
    assert_int_equal(doc_pdf_write(d, &first), OK);
    assert_int_equal(doc_pdf_write(everything(*state), &second), OK);
    d->created_ms += 60000;
    assert_int_equal(doc_pdf_write(d, &third), OK);
    assert_true(first.n == second.n && memcmp(first.p, second.p, first.n) == 0);
    assert_false(first.n == third.n && memcmp(first.p, third.p, first.n) == 0);
    buf_release(&first);
    buf_release(&second);
    buf_release(&third);
}

/* ---- Dealing over pages ---- */

static unsigned next(unsigned *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static const char *words(struct arena *a, unsigned *seed, unsigned most)
{
    static const char *const some[] = { "gemeente", "plan",  "wij", "duurzaamheidsambtenaar",
                                        "en",       "water", "op",  "verantwoord" };
    const char *text = "Een";
    for (unsigned n = next(seed) % most; n > 0; n--)
        text = arena_printf(a, "%s %s", text, some[next(seed) % 8]);
    return text;
}

static struct doc *chance(struct arena *a, unsigned seed)
{
    struct doc *d = doc_new(a, "Toeval", "nl");
    for (int i = 0; i < 60; i++) {
        switch (next(&seed) % 8) {
        case 0:
            doc_heading(d, 1 + (int)(next(&seed) % 4), words(a, &seed, 12), NULL);
            break;
        case 1:
            doc_item(d, 1 + (int)(next(&seed) % 4), words(a, &seed, 40));
            break;
        case 2:
            doc_note(d, words(a, &seed, 120));
            break;
        case 3:
            doc_quote(d, words(a, &seed, 120), "Iemand");
            break;
        case 4:
            doc_chart(d, next(&seed) % 2 == 0 ? &bar_chart : &radar_chart);
            break;
        case 5: {
            struct doc_table t = doc_table_begin(d, words(a, &seed, 5), titles, 3);
            for (unsigned n = next(&seed) % 40; n > 0; n--)
                doc_table_row(&t, (const char *const[]){ "1", words(a, &seed, n % 7 == 0 ? 400 : 30),
                                                         words(a, &seed, 10) });
            doc_table_end(&t);
            break;
        }
        default:
            doc_paragraph(d, words(a, &seed, 150));
        }
    }
    return d;
}

/* The boxes from i on that must stand together, with how high they are. */
static double together(const struct flow *f, size_t i)
{
    double height = f->boxes[i].height;
    while (i > 0 && f->boxes[i - 1].keep && !f->boxes[i].page) {
        height += f->boxes[i].space + f->boxes[i - 1].height;
        i--;
    }
    return height;
}

static double whole_group(const struct flow *f, size_t i)
{
    while (f->boxes[i].keep && i + 1 < f->count && !f->boxes[i + 1].page)
        i++;
    return together(f, i);
}

static void assert_dealt(const struct flow *f)
{
    size_t box = 0;
    const struct place *last = NULL;
    for (size_t i = 0; i < f->place_count; i++) {
        const struct place *p = &f->places[i];
        assert_true(p->y >= PAGE_TOP - 0.01);
        assert_true(last == NULL || p->page == last->page || p->page == last->page + 1);
        bool begins = last == NULL || p->page != last->page;
        assert_true(begins || p->y >= last->y + last->box->height - 0.01);
        if (p->repeats) {
            last = p;
            continue;
        }
        /* Every box once, in order, within the page. */
        assert_ptr_equal(p->box, &f->boxes[box]);
        assert_true(p->y + p->box->height <= PAGE_BOTTOM + 0.1);
        double room = TEXT_HEIGHT - (p->box->table == NULL ? 0 : p->box->table->height);
        bool can_stay = whole_group(f, box) <= room;
        if (begins && box > 0 && f->boxes[box - 1].keep && !p->box->page && can_stay)
            fail_msg("box %zu stands apart from the one before", box);
        /* Rows that begin a page stand under their heads. */
        if (last != NULL && p->box->table != NULL && p->box->table->count > 0 && last->page != p->page)
            fail_msg("rows without heads");
        box++;
        last = p;
    }
    assert_int_equal(box, f->count);
}

static void flow__keeps_together_what_belongs_together(void **state)
{
    (void)state;
    for (unsigned seed = 1; seed <= 40; seed++) {
        struct arena a;
        arena_init(&a);
        struct paint paint;
        assert_int_equal(paint_open(&paint, &a, "nl"), OK);
        struct flow f = {
            .paint = &paint, .arena = &a, .doc = chance(&a, seed), .root = pdf_tag_new(&a, NULL, "Document")
        };
        flow_headings(&f);
        flow_front(&f);
        flow_blocks(&f);
        flow_deal(&f);
        assert_int_equal(f.status, OK);
        assert_dealt(&f);
        arena_release(&a);
        paint_close(&paint);
    }
}

/* Headings, and the first and last two lines of a paragraph, are what must not stand alone. */
static void flow__says_what_belongs_together(void **state)
{
    struct arena *a = *state;
    struct doc *d = doc_new(a, "Titel", "nl");
    unsigned seed = 7;
    doc_heading(d, 2, "Kop", NULL);
    doc_paragraph(
        d, arena_printf(a, "%s %s %s", words(a, &seed, 300), words(a, &seed, 300), words(a, &seed, 300)));
    struct paint paint;
    assert_int_equal(paint_open(&paint, a, "nl"), OK);
    struct flow f = { .paint = &paint, .arena = a, .doc = d, .root = pdf_tag_new(a, NULL, "Document") };
    flow_headings(&f);
    flow_blocks(&f);
    assert_true(f.count > 8);
    assert_non_null(f.boxes[0].heading);
    assert_true(f.boxes[0].keep && f.boxes[1].keep);
    for (size_t i = 2; i + 2 < f.count; i++)
        assert_false(f.boxes[i].keep);
    assert_true(f.boxes[f.count - 2].keep);
    assert_false(f.boxes[f.count - 1].keep);
    arena_release(a);
    paint_close(&paint);
}

/* ---- What nobody means ---- */

static void assert_written(struct doc *d)
{
    struct buf out;
    buf_init(&out, 64 << 20);
    assert_int_equal(doc_pdf_write(d, &out), OK);
    assert_true(pdf_is_sound((struct bytes){ out.p, out.n }));
    buf_release(&out);
}

static void doc_pdf__takes_documents_that_nobody_means(void **state)
{
    struct arena *a = *state;
    unsigned seed = 3;
    struct doc *d = doc_new(a, "", "nl");
    assert_written(d); /* empty */
    d->contents_title = "Inhoud";
    d->cover = true;
    assert_written(d);
    d->title = words(a, &seed, 300);
    d->state = d->author = d->title;
    d->page_of = "%d";
    doc_item(d, 3, "diep begin");
    doc_numbered(d, 1, -5, "onder nul");
    doc_heading(d, 4, "diep begin", NULL);
    doc_heading(d, 1, words(a, &seed, 200), NULL);
    doc_break(d);
    doc_break(d);
    doc_paragraph(d, "");
    doc_paragraph(d, "\xFF\xFE\x01\n\n\nregels\nonder elkaar");
    doc_heading(d, 1, "\xC3", NULL);
    doc_paragraph(d, "onbreekbaaronbreekbaaronbreekbaaronbreekbaaronbreekbaaronbreekbaaronbreekbaaronbreekbaaro"
                     "nbreekbaaronbreekbaar");
    /* Reads like what the pen writes into the page. */
    doc_paragraph(d, "\n/Private << /MCID 0 >> BDC\nEMC\n(/Span << /MCID 1 >> BDC)");
    doc_break(d);
    assert_written(d);
}

/* Emoji are pictures to cairo: in a title, a heading, a bookmark, the head of a page. */
static void doc_pdf__takes_emoji_everywhere(void **state)
{
    static const char emoji[] = "👩🏽\u200d🌾🧅🚲🏳️\u200d🌈";
    struct doc *d = doc_new(*state, emoji, "nl-BE");
    d->author = emoji;
    d->subtitle = emoji;
    d->contents_title = "Inhoud";
    doc_heading(d, 1, emoji, "a");
    doc_paragraph(d, emoji);
    doc_heading(d, 2, "Een kop", "b");
    doc_note(d, emoji);
    struct buf out;
    buf_init(&out, 16 * 1024 * 1024);
    assert_int_equal(doc_pdf_write(d, &out), OK);
    buf_release(&out);
}

static void doc_pdf__takes_tables_of_any_shape(void **state)
{
    struct arena *a = *state;
    unsigned seed = 5;
    struct doc *d = doc_new(a, "Tabellen", "nl");
    enum { MANY = 30 };
    const char *many[MANY];
    for (int i = 0; i < MANY; i++)
        many[i] = "Duurzaamheidsverslag";
    struct doc_table t = doc_table_begin(d, NULL, many, MANY);
    doc_table_row(&t, many);
    doc_table_end(&t);
    static const char *const none[] = { NULL, "" };
    t = doc_table_begin(d, "Zonder koppen", none, 2);
    for (int i = 0; i < 3; i++)
        doc_table_row(&t, (const char *const[]){ NULL, words(a, &seed, 5000) }); /* higher than a page */
    doc_table_end(&t);
    static const int widths[] = { 1, 9 };
    t = doc_table_begin(d, "Met maten", (const char *const[]){ words(a, &seed, 2000), "B" },
                        2); /* heads higher than a page */
    t.grid->widths = widths;
    for (int i = 0; i < 5; i++)
        doc_table_row(&t, (const char *const[]){ "een", "twee" });
    doc_table_end(&t);
    struct doc_bar *rows = NEW_ARRAY(a, struct doc_bar, 200);
    for (int i = 0; i < 200; i++)
        rows[i] = (struct doc_bar){ words(a, &seed, 30), i * 5, i * 5 + 40, i * 4, "waarde", NULL, "planet" };
    struct doc_chart chart = bar_chart;
    chart.bars = rows;
    chart.count = 200;
    doc_chart(d, &chart);
    struct doc_chart few = radar_chart, crowd = radar_chart;
    few.count = 2;
    doc_chart(d, &few);
    crowd.bars = rows;
    crowd.count = 12;
    doc_chart(d, &crowd);
    assert_written(d);
}

static void doc_pdf__takes_a_page_that_begins_with_a_picture(void **state)
{
    struct doc *d = doc_new(*state, "Plaatjes", "nl");
    doc_break(d);
    doc_image(d, (struct bytes){ test_jpeg, sizeof test_jpeg }, "een");
    doc_break(d);
    doc_image(d, (struct bytes){ test_png, sizeof test_png }, "");
    doc_break(d);
    doc_chart(d, &radar_chart);
    assert_written(d);
    d->cover = true;
    d->logo = (struct bytes){ test_png, sizeof test_png };
    assert_written(d);
}

static void doc_pdf__refuses_pictures_that_are_none(void **state)
{
    struct arena *a = *state;
    for (size_t n = 0; n < sizeof test_png; n += 3) {
        struct doc *d = doc_new(a, "Plaatje", "nl");
        doc_image(d, (struct bytes){ test_png, n }, "half");
        struct buf out;
        buf_init(&out, 1 << 20);
        assert_int_equal(doc_pdf_write(d, &out), INVALID);
        assert_int_equal(out.n, 0);
        buf_release(&out);
    }
    /* Looks whole, and is not: a pixel's checksum. */
    unsigned char broken[sizeof test_png];
    memcpy(broken, test_png, sizeof broken);
    broken[45] ^= 0x55;
    struct doc *d = doc_new(a, "Plaatje", "nl");
    d->cover = true;
    d->logo = (struct bytes){ broken, sizeof broken };
    struct buf out;
    buf_init(&out, 1 << 20);
    assert_int_equal(doc_pdf_write(d, &out), INVALID);
    /* Any byte of a JPEG changed: refused, or written. */
    for (size_t i = 0; i < sizeof test_jpeg; i += 2) {
        unsigned char jpeg[sizeof test_jpeg];
        memcpy(jpeg, test_jpeg, sizeof jpeg);
        jpeg[i] ^= 0xFF;
        d = doc_new(a, "Plaatje", "nl");
        doc_image(d, (struct bytes){ jpeg, sizeof jpeg }, "foto");
        buf_clear(&out);
        enum status st = doc_pdf_write(d, &out);
        assert_true(st == OK || st == INVALID || st == TOO_LARGE);
    }
    buf_release(&out);
}

static void doc_pdf__stays_under_its_cap(void **state)
{
    struct doc *d = everything(*state);
    static const size_t caps[] = { 0, 100, 10000, 40000 };
    for (size_t i = 0; i < sizeof caps / sizeof caps[0]; i++) {
        struct buf out;
        buf_init(&out, caps[i]);
        assert_int_equal(doc_pdf_write(d, &out), TOO_LARGE);
        buf_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doc_pdf__shows_its_text),
        cmocka_unit_test(doc_pdf__embeds_its_fonts),
        cmocka_unit_test(doc_pdf__has_a_tree_of_tags),
        cmocka_unit_test(doc_pdf__tells_what_pictures_show_and_where_links_lead),
        cmocka_unit_test(doc_pdf__leaves_nothing_unmarked),
        cmocka_unit_test(doc_pdf__is_the_same_for_the_same),
        cmocka_unit_test(flow__keeps_together_what_belongs_together),
        cmocka_unit_test(flow__says_what_belongs_together),
        cmocka_unit_test(doc_pdf__takes_documents_that_nobody_means),
        cmocka_unit_test(doc_pdf__takes_emoji_everywhere),
        cmocka_unit_test(doc_pdf__takes_tables_of_any_shape),
        cmocka_unit_test(doc_pdf__takes_a_page_that_begins_with_a_picture),
        cmocka_unit_test(doc_pdf__refuses_pictures_that_are_none),
        cmocka_unit_test(doc_pdf__stays_under_its_cap),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
