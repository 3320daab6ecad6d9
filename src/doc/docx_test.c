#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/docx.h"
#include "doc/test_picture.h"
#include "lib/zip.h"

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

/* ---- Looking into it ---- */

static bool keep(void *context, const char *p, size_t n)
{
    buf_add(context, p, n);
    return true;
}

static struct archive *write_and_open(struct arena *a, const struct doc *d)
{
    struct buf out;
    buf_init(&out, 64 << 20);
    assert_int_equal(doc_docx_write(d, &out), OK);
    char *copy = arena_alloc(a, out.n);
    memcpy(copy, out.p, out.n);
    struct archive *z;
    assert_int_equal(archive_open(a, copy, out.n, &z), OK);
    buf_release(&out);
    return z;
}

/* NULL when there is no such part. */
static const char *part(struct arena *a, struct archive *z, const char *name)
{
    struct buf b;
    buf_init(&b, 64 << 20);
    enum status st = archive_read(z, name, 64 << 20, keep, &b);
    const char *text = st == OK ? buf_to_arena(&b, a) : NULL;
    buf_release(&b);
    return text;
}

static void assert_has(const char *text, const char *wanted)
{
    if (text == NULL || strstr(text, wanted) == NULL)
        fail_msg("\"%s\" is missing in:\n%.3000s", wanted, text == NULL ? "" : text);
}

static size_t count(const char *text, const char *wanted)
{
    size_t n = 0;
    for (const char *at = text; (at = strstr(at, wanted)) != NULL; at += strlen(wanted))
        n++;
    return n;
}

static void assert_xml(const char *name, const char *text)
{
    FILE *f = popen("xmllint --noout -", "w");
    assert_non_null(f);
    assert_int_equal(fwrite(text, 1, strlen(text), f), strlen(text));
    if (pclose(f) != 0)
        fail_msg("%s is no XML", name);
}

/* The value of the attribute at the beginning of s, such as Target=". */
static const char *value(struct arena *a, const char *s, const char *attribute)
{
    const char *at = strstr(s, attribute);
    assert_non_null(at);
    at += strlen(attribute);
    return arena_strndup(a, at, strcspn(at, "\""));
}

/* Every relation leads to a part that is there, or outside; gives the numbers of those seen. */
static void assert_relations(struct arena *a, struct archive *z, const char *name, const char *folder)
{
    const char *text = part(a, z, name);
    assert_non_null(text);
    for (const char *at = text; (at = strstr(at, "<Relationship ")) != NULL; at++) {
        const char *one = arena_strndup(a, at, strcspn(at, ">"));
        const char *target = value(a, one, "Target=\"");
        if (strstr(one, "TargetMode=\"External\"") != NULL) {
            assert_true(strncmp(target, "https://", 8) == 0 || strncmp(target, "mailto:", 7) == 0);
            continue;
        }
        const char *path = arena_printf(a, "%s%s", folder, target);
        if (part(a, z, path) == NULL)
            fail_msg("%s leads to %s, which is missing", name, path);
    }
}

/* ---- A document with everything ---- */

static const struct doc_bar bars[] = { { "Energie", 610, 700, 550, "61", NULL, "planet" },
                                       { "Mensen & \"meer\"", 300, DOC_NO_VALUE, 350, "30", NULL, "people" },
                                       { "Bestuur", 800, 900, DOC_NO_VALUE, "80", NULL, NULL } };
static const struct doc_chart chart = {
    DOC_CHART_BARS, "Scores <nu>", "Energie staat op \"61\".", bars, 3, "Thema", "Score", "Voorjaar", "Band"
};
static const char *const titles[] = { "Nummer", "Stelling" };

static struct doc *everything(struct arena *a)
{
    struct doc *d = doc_new(a, "Rapport & <plan>", "nl-BE");
    d->subtitle = "Ondertitel";
    d->author = "Gemeente Olmenrode";
    d->date = "22 november 2026";
    d->state = "Ontwerp";
    d->contents_title = "Inhoud";
    d->page_of = "Pagina %d van %d";
    d->cover = true;
    d->logo = (struct bytes){ test_png, sizeof test_png };
    d->logo_alternative = "Wapen";
    d->created_ms = 1795341600000;
    doc_heading(d, 1, "Hoofdstuk", NULL);
    doc_lead(d, "Waar het over gaat.");
    doc_heading(d, 2, "Deel", NULL);
    doc_heading(d, 3, "Onderdeel", NULL);
    doc_heading(d, 4, "Stukje", NULL);
    struct doc_run *runs = NEW_ARRAY(a, struct doc_run, 5);
    runs[0] = (struct doc_run){ "vet ", DOC_BOLD, NULL };
    runs[1] = (struct doc_run){ "schuin", DOC_ITALIC, NULL };
    runs[2] = (struct doc_run){ "code", DOC_CODE, NULL };
    runs[3] = (struct doc_run){ "koppeling", 0, "https://olmenrode.example/a b?c=1&d=\"2\"" };
    runs[4] = (struct doc_run){ "valse", 0, "javascript:alert(1)" };
    doc_block(d, (struct doc_block){ .kind = DOC_PARAGRAPH, .line = { runs, 5 } });
    doc_quote(d, "Zo zit het.", "Jan");
    doc_note(d, "Let op.");
    doc_item(d, 1, "appel");
    doc_item(d, 2, "rood");
    doc_numbered(d, 1, 1, "een");
    doc_item(d, 2, "erbij");
    doc_numbered(d, 1, 2, "twee");
    doc_paragraph(d, "Tussenin.");
    doc_numbered(d, 1, 1, "opnieuw een");
    doc_numbered(d, 1, 7, "zeven");
    doc_image(d, (struct bytes){ test_jpeg, sizeof test_jpeg }, "Een \"foto\"");
    doc_chart(d, &chart);
    struct doc_table t = doc_table_begin(d, "Alle <stellingen>", titles, 2);
    for (int i = 1; i <= 3; i++)
        doc_table_row(&t, (const char *const[]){ arena_printf(a, "%d", i), i == 2 ? NULL : "ja" });
    doc_table_end(&t);
    doc_break(d);
    doc_paragraph(d, "a < b & c > d\x01\x1F \"x\"\nregel\ttab \xFF");
    return d;
}

static const char *const parts[] = { "[Content_Types].xml",
                                     "_rels/.rels",
                                     "docProps/core.xml",
                                     "docProps/app.xml",
                                     "word/document.xml",
                                     "word/styles.xml",
                                     "word/numbering.xml",
                                     "word/settings.xml",
                                     "word/fontTable.xml",
                                     "word/header1.xml",
                                     "word/footer1.xml",
                                     "word/_rels/document.xml.rels",
                                     "word/_rels/fontTable.xml.rels" };

static void doc_docx__is_well_formed_and_whole(void **state)
{
    struct arena *a = *state;
    struct archive *z = write_and_open(a, everything(a));
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const char *text = part(a, z, parts[i]);
        assert_non_null(text);
        assert_xml(parts[i], text);
    }
    assert_relations(a, z, "_rels/.rels", "");
    assert_relations(a, z, "word/_rels/document.xml.rels", "word/");
    assert_relations(a, z, "word/_rels/fontTable.xml.rels", "word/");
    /* Every part that is told of is there. */
    const char *types = part(a, z, "[Content_Types].xml");
    for (const char *at = types; (at = strstr(at, "PartName=\"/")) != NULL; at++)
        assert_non_null(part(a, z, value(a, at, "PartName=\"/")));
    /* Every relation that the text uses is there. */
    const char *text = part(a, z, "word/document.xml"), *relations = part(a, z, "word/_rels/document.xml.rels");
    for (const char *at = text; (at = strstr(at, "=\"rId")) != NULL; at++)
        assert_has(relations, arena_printf(a, "Id=\"%s\"", value(a, at, "=\"")));
    assert_int_equal(count(text, "<w:tc>"), count(text, "</w:tc>"));
}

static void doc_docx__has_words_own_styles(void **state)
{
    struct arena *a = *state;
    struct archive *z = write_and_open(a, everything(a));
    const char *text = part(a, z, "word/document.xml"), *styles = part(a, z, "word/styles.xml");
    for (const char *at = text; (at = strstr(at, "Style w:val=\"")) != NULL; at++)
        assert_has(styles, arena_printf(a, "w:styleId=\"%s\"", value(a, at, "Style w:val=\"")));
    static const char *const wanted[] = { "\"Heading1\"", "\"Heading4\"",   "\"Title\"",
                                          "\"Quote\"",    "\"ListBullet\"", "\"Caption\"" };
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        assert_has(text, arena_printf(a, "<w:pStyle w:val=%s/>", wanted[i]));
    assert_has(styles, "<w:lang w:val=\"nl-BE\"/>");
    const char *core = part(a, z, "docProps/core.xml");
    assert_has(core, "<dc:title>Rapport &amp; &lt;plan&gt;</dc:title>");
    assert_has(core, "<dc:creator>Gemeente Olmenrode</dc:creator>");
    assert_has(core, "<dc:language>nl-BE</dc:language>");
    assert_has(core, "2026-11-22T10:00:00Z</dcterms:created>");
    assert_has(part(a, z, "word/header1.xml"), "Gemeente Olmenrode");
    const char *foot = part(a, z, "word/footer1.xml");
    assert_has(foot, "Pagina ");
    assert_has(foot, " PAGE ");
    assert_has(foot, " van ");
    assert_has(foot, " NUMPAGES ");
}

static void doc_docx__escapes_what_people_write(void **state)
{
    struct arena *a = *state;
    struct archive *z = write_and_open(a, everything(a));
    const char *text = part(a, z, "word/document.xml");
    assert_has(text, "a &lt; b &amp; c &gt; d &quot;x&quot;</w:t><w:br/><w:t xml:space=\"preserve\">regel tab "
                     "\xEF\xBF\xBD</w:t>");
    assert_has(text, "descr=\"Een &quot;foto&quot;\"");
    assert_has(text, "descr=\"Energie staat op &quot;61&quot;.\"");
    assert_has(text, "descr=\"Wapen\"");
    assert_has(text, "<w:tblCaption w:val=\"Alle &lt;stellingen&gt;\"/>");
    assert_null(strstr(text, "javascript"));
    assert_has(part(a, z, "word/_rels/document.xml.rels"),
               "Target=\"https://olmenrode.example/a%20b?c=1&amp;d=%222%22\" TargetMode=\"External\"");
}

static void doc_docx__shows_its_contents_at_once(void **state)
{
    struct arena *a = *state;
    const char *text = part(a, write_and_open(a, everything(a)), "word/document.xml");
    assert_has(text, "TOC \\o \"1-2\" \\h \\z \\u");
    assert_int_equal(count(text, "fldCharType=\"begin\""), 3); /* the contents, and the pages of two headings */
    assert_int_equal(count(text, "fldCharType=\"separate\""), 3);
    assert_int_equal(count(text, "fldCharType=\"end\""), 3);
    assert_int_equal(count(text, "PAGEREF "), 2);
    assert_has(text, "<w:t>3</w:t>"); /* cover, contents, then the chapter */
    /* What it leads to is there. */
    for (const char *at = text; (at = strstr(at, "w:anchor=\"")) != NULL; at++)
        assert_has(text, arena_printf(a, "w:name=\"%s\"", value(a, at, "w:anchor=\"")));
    assert_int_equal(count(text, "<w:bookmarkStart "), 4);
    assert_int_equal(count(text, "<w:bookmarkEnd "), 4);
}

static void doc_docx__counts_each_list_from_its_own_number(void **state)
{
    struct arena *a = *state;
    struct archive *z = write_and_open(a, everything(a));
    const char *text = part(a, z, "word/document.xml"), *lists = part(a, z, "word/numbering.xml");
    static const char *const items[] = { "<w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/>",
                                         "appel",
                                         "<w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/>",
                                         "rood",
                                         "<w:numId w:val=\"2\"/>",
                                         ">een<",
                                         "<w:numId w:val=\"1\"/>",
                                         "erbij",
                                         "<w:numId w:val=\"2\"/>",
                                         "twee",
                                         "<w:numId w:val=\"3\"/>",
                                         "opnieuw een",
                                         "<w:numId w:val=\"4\"/>",
                                         "zeven" };
    const char *at = text;
    for (size_t i = 0; i < sizeof items / sizeof items[0]; i++) {
        at = strstr(at, items[i]);
        assert_non_null(at);
    }
    assert_int_equal(count(lists, "<w:num "), 4);
    assert_has(strstr(lists, "<w:num w:numId=\"4\">"), "<w:startOverride w:val=\"7\"/>");
}

static void doc_docx__repeats_the_heads_of_tables(void **state)
{
    struct arena *a = *state;
    struct archive *z = write_and_open(a, everything(a));
    const char *text = part(a, z, "word/document.xml");
    assert_int_equal(count(text, "<w:tbl>"), 2);
    assert_int_equal(count(text, "<w:tblHeader/>"), 2);
    assert_int_equal(count(text, "<w:tr>"), 4 + 4);
    assert_int_equal(count(text, "<w:drawing>"), 3); /* logo, photo, chart */
    assert_non_null(part(a, z, "word/media/picture1.png"));
    assert_non_null(part(a, z, "word/media/picture2.jpeg"));
    assert_true(memcmp(part(a, z, "word/media/picture3.png"), "\x89PNG", 4) == 0);
    /* The chart's numbers stand below it. */
    assert_has(strstr(text, "Energie staat op &quot;61&quot;.</w:t>"), "Mensen &amp; &quot;meer&quot;</w:t>");
}

static void doc_docx__is_the_same_for_the_same(void **state)
{
    struct buf first, second;
    buf_init(&first, 64 << 20);
    buf_init(&second, 64 << 20);
    assert_int_equal(doc_docx_write(everything(*state), &first), OK);
    assert_int_equal(doc_docx_write(everything(*state), &second), OK);
    assert_true(first.n == second.n && memcmp(first.p, second.p, first.n) == 0);
    buf_release(&first);
    buf_release(&second);
}

static void doc_docx__refuses_what_it_cannot_show(void **state)
{
    struct buf out;
    buf_init(&out, 64 << 20);
    struct doc *d = doc_new(*state, "Plaatje", "nl");
    doc_image(d, (struct bytes){ test_png, sizeof test_png - 1 }, "half");
    assert_int_equal(doc_docx_write(d, &out), INVALID);
    d = doc_new(*state, "Plaatje", "nl");
    d->logo = (struct bytes){ "GIF89a", 6 };
    assert_int_equal(doc_docx_write(d, &out), INVALID);
    assert_int_equal(out.n, 0);
    buf_release(&out);
    buf_init(&out, 5000);
    assert_int_equal(doc_docx_write(everything(*state), &out), TOO_LARGE);
    buf_release(&out);
}

static void doc_docx__takes_documents_that_nobody_means(void **state)
{
    struct arena *a = *state;
    struct doc *d = doc_new(a, "", "nl");
    assert_xml("empty", part(a, write_and_open(a, d), "word/document.xml"));
    d->contents_title = "Inhoud";
    d->page_of = "%d %d %d";
    doc_break(d);
    doc_item(d, 4, "diep");
    doc_numbered(d, 1, -5, "onder nul");
    doc_heading(d, 4, "", NULL);
    doc_heading(d, 1, "kop\nmet regels", NULL);
    static const char *const none[] = { NULL, "" };
    struct doc_table t = doc_table_begin(d, NULL, none, 2);
    doc_table_row(&t, none);
    doc_table_end(&t);
    t = doc_table_begin(d, "", none, 2); /* right below another */
    doc_table_row(&t, none);
    doc_table_end(&t);
    doc_break(d);
    t = doc_table_begin(d, NULL, none, 2);
    doc_table_row(&t, none);
    doc_table_end(&t);
    struct archive *z = write_and_open(a, d);
    const char *text = part(a, z, "word/document.xml");
    assert_xml("odd", text);
    assert_xml("foot", part(a, z, "word/footer1.xml"));
    assert_null(strstr(text, "</w:tbl><w:tbl>"));
    assert_null(strstr(text, "</w:tbl><w:sectPr>"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(doc_docx__is_well_formed_and_whole),
        cmocka_unit_test(doc_docx__has_words_own_styles),
        cmocka_unit_test(doc_docx__escapes_what_people_write),
        cmocka_unit_test(doc_docx__shows_its_contents_at_once),
        cmocka_unit_test(doc_docx__counts_each_list_from_its_own_number),
        cmocka_unit_test(doc_docx__repeats_the_heads_of_tables),
        cmocka_unit_test(doc_docx__is_the_same_for_the_same),
        cmocka_unit_test(doc_docx__refuses_what_it_cannot_show),
        cmocka_unit_test(doc_docx__takes_documents_that_nobody_means),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
