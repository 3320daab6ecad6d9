#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "doc/page.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct doc *new_doc(void)
{
    return doc_new(&arena, "Report", "nl-BE");
}

/* The document on a page with an h1, without the line ends between tags and the box around all. */
static const char *page_with(const struct doc *d, const struct doc_page_options *o)
{
    struct buf out, tight;
    buf_init(&out, HTML_MAX_PAGE);
    buf_init(&tight, HTML_MAX_PAGE);
    struct html h = { .out = &out, .arena = &arena, .lang = lang_get(LANG_EN) };
    doc_page(&h, d, o);
    for (size_t i = 0; i < out.n; i++)
        if (out.p[i] != '\n')
            buf_char(&tight, out.p[i]);
    const char *s = buf_to_arena(&tight, &arena);
    buf_release(&out);
    buf_release(&tight);
    static const char before[] = "<div class=\"prose\" lang=\"nl-BE\">", after[] = "</div>";
    size_t n = strlen(s);
    assert_memory_equal(s, before, sizeof before - 1);
    assert_string_equal(s + n - (sizeof after - 1), after);
    return arena_strndup(&arena, s + sizeof before - 1, n - sizeof before - sizeof after + 2);
}

static const char *page(const struct doc *d)
{
    static const struct doc_page_options options = { .level = 2 };
    return page_with(d, &options);
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no %s in\n%s", part, text);
}

static void page__writes_text(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    doc_paragraph(d, "a <b> & c\nd");
    doc_lead(d, "lead");
    doc_note(d, "note");
    doc_quote(d, "quote", "Ilse");
    doc_quote(d, "quote", "");
    doc_break(d);
    assert_string_equal(page(d), "<p>a &lt;b&gt; &amp; c<br>d</p><p class=\"lead\">lead</p>"
                                 "<div class=\"utrecht-alert utrecht-alert--info\"><p>note</p></div>"
                                 "<figure class=\"quote\"><blockquote><p>quote</p></blockquote>"
                                 "<figcaption>Ilse</figcaption></figure><blockquote><p>quote</p></blockquote>"
                                 "<hr class=\"page-break\">");
}

static void page__writes_styles_and_links(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    doc_markdown(d, "a **b *c*** ~~d~~ `e` [f **g**](https://h.be)[i](mailto:j@k.be)", 1);
    assert_string_equal(page(d),
                        "<p>a <strong>b </strong><strong><em>c</em></strong> <del>d</del> <code>e</code> "
                        "<a href=\"https://h.be\" rel=\"noopener\">f <strong>g</strong></a>"
                        "<a href=\"mailto:j@k.be\">i</a></p>");
    d = new_doc();
    doc_markdown(d, "```\na\n  b\n```", 1);
    assert_string_equal(page(d), "<pre><code>a  b</code></pre>");
    d = new_doc();
    static const struct doc_run bad = { .text = "a", .link = "javascript:alert(1)" };
    doc_block(d, (struct doc_block){ .kind = DOC_PARAGRAPH, .line = { &bad, 1 } });
    assert_string_equal(page(d), "<p><a href=\"#refused\">a</a></p>");
}

static void page__puts_headings_below_its_own(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    doc_heading(d, 1, "One", "een");
    doc_heading(d, 2, "Two", NULL);
    doc_heading(d, 4, "Four", NULL);
    assert_string_equal(page(d), "<h2 id=\"een\" class=\"chapter\">One</h2><h3>Two</h3><h5>Four</h5>");
    static const struct doc_page_options deep = { .level = 5 };
    assert_string_equal(page_with(d, &deep),
                        "<h5 id=\"een\" class=\"chapter\">One</h5><h6>Two</h6><h6>Four</h6>");
}

static void page__links_its_contents(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    d->contents_title = "Inhoud";
    assert_string_equal(page(d), "");
    doc_heading(d, 2, "Before", NULL);
    doc_heading(d, 1, "One & only", "een");
    doc_heading(d, 2, "Two", NULL);
    doc_heading(d, 3, "Three", NULL);
    doc_heading(d, 1, "Four", NULL);
    assert_string_equal(
        page(d),
        "<nav class=\"contents\" aria-labelledby=\"inhoudsopgave\"><h2 id=\"inhoudsopgave\">Inhoud</h2>"
        "<ul><li><a href=\"#kop-1\">Before</a></li></ul>"
        "<ul><li><a href=\"#een\">One &amp; only</a><ul><li><a href=\"#kop-3\">Two</a></li></ul></li>"
        "<li><a href=\"#kop-5\">Four</a></li></ul></nav>"
        "<h3 id=\"kop-1\">Before</h3><h2 id=\"een\" class=\"chapter\">One &amp; only</h2>"
        "<h3 id=\"kop-3\">Two</h3><h4>Three</h4><h2 id=\"kop-5\" class=\"chapter\">Four</h2>");
}

static void page__nests_lists(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    doc_item(d, 1, "a");
    doc_item(d, 3, "b");
    doc_item(d, 2, "c");
    doc_numbered(d, 2, 1, "d");
    doc_item(d, 1, "e");
    doc_paragraph(d, "p");
    doc_numbered(d, 1, 3, "f");
    doc_numbered(d, 1, 4, "g");
    doc_numbered(d, 1, 7, "h");
    assert_string_equal(page(d),
                        "<ul><li>a<ul><li>b</li></ul><ul><li>c</li></ul><ol><li>d</li></ol></li><li>e</li></ul>"
                        "<p>p</p><ol start=\"3\"><li>f</li><li>g</li><li value=\"7\">h</li></ol>");
}

static void page__writes_tables(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    static const bool numeric[] = { false, true };
    struct doc_table t = doc_table_begin(d, "Goals & more", (const char *const[]){ "Goal", "Now" }, 2);
    t.grid->row_heads = true;
    t.grid->numeric = numeric;
    doc_table_row(&t, (const char *const[]){ "Less <waste>", "61" });
    doc_table_row(&t, (const char *const[]){ "Trees", NULL });
    doc_table_end(&t);
    assert_string_equal(
        page(d), "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Goals &amp; more\">"
                 "<table><caption>Goals &amp; more</caption><thead><tr><th scope=\"col\">Goal</th>"
                 "<th scope=\"col\" class=\"numeric\">Now</th></tr></thead><tbody>"
                 "<tr><th scope=\"row\">Less &lt;waste&gt;</th><td class=\"numeric\">61</td></tr>"
                 "<tr><th scope=\"row\">Trees</th><td class=\"numeric\"></td></tr></tbody></table></div>");
    d = new_doc();
    t = doc_table_begin(d, NULL, (const char *const[]){ "", "B" }, 2);
    doc_table_row(&t, (const char *const[]){ "1", "2" });
    doc_table_end(&t);
    has(page(d), "aria-label=\"Table: B\"><table><thead><tr><td></td><th scope=\"col\">B</th></tr></thead>");
    has(page(d), "<tbody><tr><td>1</td><td>2</td></tr></tbody>");
}

static const struct doc_bar bars[] = {
    { "Planet", 612, 700, 505, "61", NULL, "planet" },
    { "People", 300, DOC_NO_VALUE, DOC_NO_VALUE, "30", NULL, "people" },
    { "Profit", DOC_NO_VALUE, DOC_NO_VALUE, 200, "no score", "2,0 van 5", NULL },
    { "Policy", 900, DOC_NO_VALUE, 800, "90", NULL, NULL },
};

static void page__writes_bars_in_their_table(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    static const struct doc_chart chart = { DOC_CHART_BARS, "Score", "Strong & fair", bars, 4, "Domain",
                                            "Now",          "Was" };
    doc_chart(d, &chart);
    const char *s = page(d);
    has(s, "<figure class=\"chart\"><figcaption>Score</figcaption><p class=\"chart-text\">Strong &amp; fair</p>"
           "<table class=\"bars bars--wide\"><caption class=\"visually-hidden\">Score</caption><thead><tr>"
           "<th scope=\"col\">Domain</th><th scope=\"col\" class=\"numeric\">Now</th>"
           "<th scope=\"col\" class=\"numeric\">Was</th></tr></thead>");
    has(s, "<span>Planet</span><svg class=\"bar dim-planet\"");
    has(s, "aria-hidden=\"true\"");
    has(s, "<rect class=\"bar__band\" x=\"61.2\" width=\"8.8\"");
    has(s, "x1=\"50.5\"");
    has(s, "</div></th><td class=\"numeric\">61</td><td class=\"numeric\">51</td></tr>");
    has(s, "<td class=\"numeric\">30</td><td class=\"numeric\"></td></tr>");
    has(s, "<span>Profit</span></div></th><td class=\"numeric\">no score</td><td class=\"numeric\">2,0 van "
           "5</td></tr>");
    has(s, "tick and dashed line: Was");
}

static void page__draws_a_radar_beside_its_table(void **state)
{
    (void)state;
    struct doc *d = new_doc();
    static const struct doc_chart chart = {
        DOC_CHART_RADAR, "Score", "Strong", bars, 4, "Domain", "Now", NULL
    };
    doc_chart(d, &chart);
    const char *s = page(d);
    has(s, "<div class=\"chart-pair\"><div><svg class=\"radar radar--words\" role=\"img\"");
    has(s, "<title>Score</title><desc>Strong</desc>");
    has(s, "<div><table class=\"bars\"><caption class=\"visually-hidden\">Score</caption>");
    has(s, "<span>Planet</span></div></th><td class=\"numeric\">61</td></tr>");
    assert_null(strstr(s, "radar__before"));
    assert_null(strstr(s, "Was"));
    assert_null(strstr(s, "class=\"key\""));
}

static const char *image_url(void *context, struct arena *a, const struct doc_block *image)
{
    return image->text[0] == 'h' ? NULL : arena_printf(a, "%s/%zu", (const char *)context, image->image.n);
}

static void page__shows_images_by_their_address(void **state)
{
    (void)state;
    static const unsigned char png[] = "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\x02\0\0\0\x10";
    static const unsigned char jpeg[] = "\xFF\xD8\xFF\xE0\0\4ab\xFF\xC2\0\x11\x08\1\0\0\x20";
    struct doc *d = new_doc();
    doc_image(d, (struct bytes){ png, sizeof png - 1 }, "a \"picture\"");
    doc_image(d, (struct bytes){ jpeg, sizeof jpeg - 1 }, "j");
    doc_image(d, (struct bytes){ jpeg, 12 }, "cut");
    doc_image(d, (struct bytes){ "GIF", 3 }, "hidden");
    static char folder[] = "/beeld";
    static const struct doc_page_options options = { .level = 2, .image_url = image_url, .context = folder };
    assert_string_equal(page_with(d, &options),
                        "<img src=\"/beeld/24\" alt=\"a &quot;picture&quot;\" width=\"258\" height=\"16\">"
                        "<img src=\"/beeld/17\" alt=\"j\" width=\"32\" height=\"256\">"
                        "<img src=\"/beeld/12\" alt=\"cut\"><p class=\"muted\">hidden</p>");
    has(page(d), "<p class=\"muted\">j</p>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(page__writes_text, teardown),
        cmocka_unit_test_teardown(page__writes_styles_and_links, teardown),
        cmocka_unit_test_teardown(page__puts_headings_below_its_own, teardown),
        cmocka_unit_test_teardown(page__links_its_contents, teardown),
        cmocka_unit_test_teardown(page__nests_lists, teardown),
        cmocka_unit_test_teardown(page__writes_tables, teardown),
        cmocka_unit_test_teardown(page__writes_bars_in_their_table, teardown),
        cmocka_unit_test_teardown(page__draws_a_radar_beside_its_table, teardown),
        cmocka_unit_test_teardown(page__shows_images_by_their_address, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
