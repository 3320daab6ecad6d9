#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/html.h"

struct page {
    struct arena arena;
    struct buf out;
    struct html h;
};

static int setup(void **state)
{
    static struct page page;
    arena_init(&page.arena);
    buf_init(&page.out, HTML_MAX_PAGE);
    page.h = (struct html){ .out = &page.out, .arena = &page.arena, .lang = lang_get(LANG_NL_BE) };
    *state = &page;
    return 0;
}

static int teardown(void **state)
{
    struct page *page = *state;
    buf_release(&page->out);
    arena_release(&page->arena);
    return 0;
}

/* What was written since the last call. */
static const char *written(struct page *page)
{
    const char *s = buf_to_arena(&page->out, &page->arena);
    buf_clear(&page->out);
    return s;
}

static void text__is_escaped(void **state)
{
    struct page *page = *state;
    struct html *h = &page->h;
    html_text(h, "<a href=\"x\">'A' & B</a> é");
    assert_string_equal(written(page), "&lt;a href=\"x\"&gt;'A' &amp; B&lt;/a&gt; é");
    html_text(h, (const char *)NULL);
    html_text(h, "");
    html_text(h, INT64_MIN);
    html_text(h, 7u);
    html_text(h, (struct html_safe){ "<b>&amp;</b>" });
    html_text(h, (struct html_safe){ NULL });
    assert_string_equal(written(page), "-92233720368547758087<b>&amp;</b>");
    html_attr(h, "\"'<>&\n");
    html_attr(h, 12);
    html_attr(h, (char *)NULL);
    assert_string_equal(written(page), "&quot;&#39;&lt;&gt;&amp;\n12");
    HTML_RAW(h, "<hr>");
    html_text(h, fmt("%d <%s>", 3, "x"));
    assert_string_equal(written(page), "<hr>3 &lt;x&gt;");
}

static void urls__pass_only_when_they_are_harmless(void **state)
{
    struct page *page = *state;
    static const char *const cases[][2] = {
        { "/", "/" },
        { "/a?b=c&d=e#f", "/a?b=c&amp;d=e#f" },
        { "?a=b", "?a=b" },
        { "#a", "#a" },
        { "https://example.org/", "https://example.org/" },
        { "HTTP://example.org", "HTTP://example.org" },
        { "mailto:a@example.org", "mailto:a@example.org" },
        { "tel:+3212", "tel:+3212" },
        { "/a b\"<'>é", "/a%20b%22%3C%27%3Eé" },
        { "//evil.example", "#refused" },
        { "/\\evil.example", "#refused" },
        { "/\t/evil.example", "#refused" },
        { "/a\nb", "#refused" },
        { "javascript:alert(1)", "#refused" },
        { " javascript:alert(1)", "#refused" },
        { "java\nscript:alert(1)", "#refused" },
        { "data:text/html,x", "#refused" },
        { "httpsx:", "#refused" },
        { "vbscript:x", "#refused" },
        { "a/b", "#refused" },
        { "", "#refused" },
        { NULL, "#refused" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        html_url(&page->h, cases[i][0]);
        assert_string_equal(written(page), cases[i][1]);
    }
    html_urlpart(&page->h, "a/b?c=d&e#f é%\"'-._~Z9");
    html_urlpart(&page->h, (const char *)NULL);
    html_urlpart(&page->h, -5);
    assert_string_equal(written(page), "a%2Fb%3Fc%3Dd%26e%23f%20%C3%A9%25%22%27-._~Z9-5");
}

static void pages__stop_at_their_cap(void **state)
{
    struct page *page = *state;
    struct buf small;
    buf_init(&small, 10);
    struct html h = { .out = &small, .arena = &page->arena };
    html_text(&h, "1234567&");
    html_text(&h, "x");
    assert_false(buf_ok(&small));
    assert_int_equal(small.n, 7);
    buf_clear(&small);
    html_text(&h, html_prose(&h, "0123456789ab"));
    assert_false(buf_ok(&small));
    buf_release(&small);
}

static const struct html_term terms[] = {
    { "mvo", "mvo" },
    { "maatschappelijk verantwoord ondernemen", "mvo" },
    { "maatschappelijk", "maatschappelijk" },
    { "Énergie", "energie" },
    { "sdg's", "sdg" },
    { "SDG", "sdg" },
    { "a<b", "a b" },
    { "", "empty" },
};

static const char *prose(struct page *page, const char *text)
{
    html_text(&page->h, html_prose(&page->h, text));
    return written(page);
}

static void prose__links_the_first_of_each_term(void **state)
{
    struct page *page = *state;
    assert_string_equal(prose(page, "MVO & <b>"), "MVO &amp; &lt;b&gt;");
    page->h.terms = html_terms_make(&page->arena, terms, sizeof terms / sizeof terms[0]);
    assert_string_equal(
        prose(page, "Maatschappelijk\nVerantwoord ondernemen, mvo en MVO: <maatschappelijk>."),
        "<a class=\"term\" href=\"/begrippen#mvo\">Maatschappelijk\nVerantwoord ondernemen</a>, mvo en "
        "MVO: &lt;<a class=\"term\" href=\"/begrippen#maatschappelijk\">maatschappelijk</a>&gt;.");
    assert_string_equal(prose(page, "mvo maatschappelijk"), "mvo maatschappelijk");
    assert_string_equal(prose(page, "énergie"), "<a class=\"term\" href=\"/begrippen#energie\">énergie</a>");
    page->h.terms_seen = NULL;
    assert_string_equal(prose(page, "mvo's"), "<a class=\"term\" href=\"/begrippen#mvo\">mvo</a>'s");
    assert_string_equal(prose(page, "sdg's"), "<a class=\"term\" href=\"/begrippen#sdg\">sdg's</a>");
    assert_string_equal(prose(page, "a<b"), "<a class=\"term\" href=\"/begrippen#a%20b\">a&lt;b</a>");
    page->h.terms_seen = NULL;
    assert_string_equal(prose(page, "xmvo mvox émvo mvoé mvo_ 1mvo sdgs"),
                        "xmvo mvox émvo mvoé mvo_ 1mvo sdgs");
    assert_string_equal(prose(page, "“mvo”"), "“<a class=\"term\" href=\"/begrippen#mvo\">mvo</a>”");
    assert_string_equal(prose(page, "\xff\xc3"), "\xff\xc3");
    assert_string_equal(prose(page, ""), "");
    assert_null(html_prose(&page->h, NULL).html);
    page->h.terms = html_terms_make(&page->arena, NULL, 0);
    assert_string_equal(prose(page, "mvo"), "mvo");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(text__is_escaped, setup, teardown),
        cmocka_unit_test_setup_teardown(urls__pass_only_when_they_are_harmless, setup, teardown),
        cmocka_unit_test_setup_teardown(pages__stop_at_their_cap, setup, teardown),
        cmocka_unit_test_setup_teardown(prose__links_the_first_of_each_term, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
