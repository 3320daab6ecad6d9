#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "html/html.h"

static struct arena arena;
static struct buf out;

static int setup(void **state)
{
    static struct html h;
    arena_init(&arena);
    buf_init(&out, HTML_MAX_PAGE);
    h = (struct html){ .out = &out, .arena = &arena, .lang = lang_get(LANG_EN) };
    *state = &h;
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    buf_release(&out);
    arena_release(&arena);
    return 0;
}

static void markdown__writes_plain_elements(void **state)
{
    assert_string_equal(html_markdown(*state, "Een *twee* **drie** ~~vier~~ `<vijf>`\nzes  \nzeven", 1).html,
                        "<p>Een <em>twee</em> <strong>drie</strong> <del>vier</del> <code>&lt;vijf&gt;</code>\n"
                        "zes<br>\nzeven</p>\n");
    assert_string_equal(html_markdown(*state, "> a\n\n---\n\n    b & c\n", 1).html,
                        "<blockquote><p>a</p>\n</blockquote>\n<hr>\n<pre><code>b &amp; c\n</code></pre>\n");
    assert_string_equal(html_markdown(*state, "- a\n- b\n\n3. c\n1. d", 1).html,
                        "<ul><li>a</li>\n<li>b</li>\n</ul>\n<ol start=\"3\"><li>c</li>\n<li>d</li>\n</ol>\n");
    assert_string_equal(html_markdown(*state, "", 1).html, "");
    assert_null(html_markdown(*state, NULL, 1).html);
}

static void markdown__puts_headings_below_the_page(void **state)
{
    assert_string_equal(html_markdown(*state, "# a\n## b", 1).html, "<h2>a</h2>\n<h3>b</h3>\n");
    assert_string_equal(html_markdown(*state, "### a", 3).html, "<h4>a</h4>\n");
    assert_string_equal(html_markdown(*state, "# a\n## b\n### c", 5).html,
                        "<h6>a</h6>\n<h6>b</h6>\n<h6>c</h6>\n");
}

static void markdown__lets_no_html_through(void **state)
{
    assert_string_equal(html_markdown(*state, "<script>alert(1)</script>\n\na<b onclick=\"x\">", 1).html,
                        "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n<p>a&lt;b onclick=\"x\"&gt;</p>\n");
    assert_string_equal(html_markdown(*state, "[a](javascript:alert(1)) &lt;i&gt;", 1).html,
                        "<p>a &lt;i&gt;</p>\n");
    assert_string_equal(html_markdown(*state, "[a](<https://b.be/\"onclick=\"x'>)", 1).html,
                        "<p><a href=\"https://b.be/%22onclick=%22x%27\" rel=\"noopener\">a</a></p>\n");
}

static void markdown__marks_links_to_elsewhere(void **state)
{
    assert_string_equal(html_markdown(*state, "[a](https://b.be/?c&d \"title\") <e@f.be>", 1).html,
                        "<p><a href=\"https://b.be/?c&amp;d\" rel=\"noopener\">a</a> "
                        "<a href=\"mailto:e@f.be\">e@f.be</a></p>\n");
    assert_string_equal(html_markdown(*state, "![foto](https://b.be/f.png) ![g](http://b.be/f.png)", 1).html,
                        "<p><a href=\"https://b.be/f.png\" rel=\"noopener\">foto</a> g</p>\n");
}

static void markdown__lets_tables_scroll(void **state)
{
    assert_string_equal(
        html_markdown(*state, "| `A` \"b\" | | C |\n|---|---|--:|\n| 1 | 2 | |\n| 3 |", 1).html,
        "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table: A &quot;b&quot;, C\">"
        "<table><thead><tr><th scope=\"col\"><code>A</code> \"b\"</th><td></td>"
        "<th scope=\"col\" class=\"numeric\">C</th></tr></thead>\n"
        "<tbody><tr><td>1</td><td>2</td><td class=\"numeric\"></td></tr>\n"
        "<tr><td>3</td><td></td><td class=\"numeric\"></td></tr>\n</tbody></table></div>\n");
    assert_string_equal(html_markdown(*state, "| |\n|-|\n", 1).html,
                        "<div class=\"table-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"Table\">"
                        "<table><thead><tr><td></td></tr></thead>\n</table></div>\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(markdown__writes_plain_elements, setup, teardown),
        cmocka_unit_test_setup_teardown(markdown__puts_headings_below_the_page, setup, teardown),
        cmocka_unit_test_setup_teardown(markdown__lets_no_html_through, setup, teardown),
        cmocka_unit_test_setup_teardown(markdown__marks_links_to_elsewhere, setup, teardown),
        cmocka_unit_test_setup_teardown(markdown__lets_tables_scroll, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
