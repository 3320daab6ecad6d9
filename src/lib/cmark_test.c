#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "lib/cmark.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* The nodes on one line: "p( 'Hello ' em( 'you' ) )". */
static void show_node(struct buf *out, const struct markdown_node *n)
{
    static const char *const names[] = {
        [MARKDOWN_PARAGRAPH] = "p", [MARKDOWN_HEADING] = "h",       [MARKDOWN_CELL] = "cell",
        [MARKDOWN_QUOTE] = "quote", [MARKDOWN_LIST] = "list",       [MARKDOWN_ITEM] = "item",
        [MARKDOWN_TABLE] = "table", [MARKDOWN_ROW] = "row",         [MARKDOWN_CODE_BLOCK] = "pre",
        [MARKDOWN_RULE] = "hr",     [MARKDOWN_ITALIC] = "em",       [MARKDOWN_BOLD] = "b",
        [MARKDOWN_STRIKE] = "del",  [MARKDOWN_LINK] = "a",          [MARKDOWN_TEXT] = "",
        [MARKDOWN_CODE] = "code",   [MARKDOWN_SOFT_BREAK] = "soft", [MARKDOWN_LINE_BREAK] = "br",
    };
    if (n->end) {
        BUF_LIT(out, ") ");
        return;
    }
    buf_str(out, names[n->kind]);
    if (n->kind == MARKDOWN_HEADING)
        buf_int(out, n->level);
    if (n->kind == MARKDOWN_TABLE)
        buf_int(out, (int64_t)n->columns);
    if (n->ordered)
        buf_int(out, n->number);
    if (n->head)
        BUF_LIT(out, "!");
    if (n->numeric)
        BUF_LIT(out, "#");
    if (n->text != NULL)
        buf_printf(out, "'%s'", n->text);
    bool leaf = n->kind == MARKDOWN_TEXT || n->kind == MARKDOWN_CODE || n->kind == MARKDOWN_CODE_BLOCK ||
                n->kind == MARKDOWN_RULE || n->kind == MARKDOWN_SOFT_BREAK || n->kind == MARKDOWN_LINE_BREAK;
    buf_str(out, leaf ? " " : "( ");
}

static const char *show(const char *text)
{
    const struct markdown_node *nodes;
    size_t count = markdown_read(&arena, text, &nodes);
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    for (size_t i = 0; i < count; i++)
        show_node(&out, &nodes[i]);
    if (out.n > 0)
        out.n--;
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static void cmark__reads_paragraphs_and_marks(void **state)
{
    (void)state;
    assert_string_equal(show(""), "");
    assert_string_equal(show(" \n\n"), "");
    assert_string_equal(show("Een\ntwee\n\ndrie"), "p( 'Een' soft 'twee' ) p( 'drie' )");
    assert_string_equal(show("Een  \ntwee"), "p( 'Een' br 'twee' )");
    assert_string_equal(show("Een\rtwee\r\n\r\ndrie"), "p( 'Een' soft 'twee' ) p( 'drie' )");
    assert_string_equal(show("*a **b*** ~~c~~ `d`"), "p( em( 'a ' b( 'b' ) ) ' ' del( 'c' ) ' ' code'd' )");
    assert_string_equal(show("a\n\n---\n\n    code\n"), "p( 'a' ) hr pre'code\n'");
    assert_string_equal(show("> a\n>\n> > b"), "quote( p( 'a' ) quote( p( 'b' ) ) )");
}

static void cmark__reads_lists(void **state)
{
    (void)state;
    assert_string_equal(show("- a\n- b\n"), "list( item( 'a' ) item( 'b' ) )");
    assert_string_equal(show("- a\n\n- b\n"), "list( item( p( 'a' ) ) item( p( 'b' ) ) )");
    assert_string_equal(show("3. a\n4. b\n   - c\n"), "list3( item( 'a' ) item( 'b' list( item( 'c' ) ) ) )");
    assert_string_equal(show("- [ ] a"), "list( item( '[ ] a' ) )");
}

static void cmark__leaves_no_heading_level_out(void **state)
{
    (void)state;
    assert_string_equal(show("### a\n##### b\n# c\n## d\n## e"),
                        "h1( 'a' ) h2( 'b' ) h1( 'c' ) h2( 'd' ) h2( 'e' )");
    assert_string_equal(show("# a\n#\n## b"), "h1( 'a' ) h1( 'b' )");
    assert_string_equal(show("# ![](x)\na"), "p( 'a' )");
}

static void cmark__reads_tables(void **state)
{
    (void)state;
    assert_string_equal(show("| a | b |\n|:--|--:|\n| *c* |\n| d | 1 | e |"),
                        "table2( row!( cell!( 'a' ) cell!#( 'b' ) ) row( cell( em( 'c' ) ) cell#( ) ) "
                        "row( cell( 'd' ) cell#( '1' ) ) )");
}

static void cmark__links_to_the_web_and_mail_only(void **state)
{
    (void)state;
    assert_string_equal(show("[a](https://b.be/?x=1&amp;y)"), "p( a'https://b.be/?x=1&y'( 'a' ) )");
    assert_string_equal(show("[a](HTTP://b.be) [c](mailto:d@e.be)"),
                        "p( a'HTTP://b.be'( 'a' ) ' ' a'mailto:d@e.be'( 'c' ) )");
    assert_string_equal(show("[a](<https://b.be/c d>)"), "p( a'https://b.be/c%20d'( 'a' ) )");
    assert_string_equal(show("www.b.be"), "p( a'http://www.b.be'( 'www.b.be' ) )");
    assert_string_equal(show("d@e.be"), "p( a'mailto:d@e.be'( 'd@e.be' ) )");
    static const char *const refused[] = {
        "javascript:x",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "/account",
        "//b.be",
        "https:b.be",
        "https:///b.be",
        "ftp://b.be",
        "https:\\\\b.be",
        "&#106;ava:x",
        "https://b\\\\c",
        "https://?",
        "mailto:",
        "x",
        "#x",
        "vbscript:x",
        "http&#58;//",
        "https://b&#10;c",
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_string_equal(show(arena_printf(&arena, "[a](%s)", refused[i])), "p( 'a' )");
}

static void cmark__gives_links_words_and_no_links_in_them(void **state)
{
    (void)state;
    assert_string_equal(show("[](https://b.be)"), "p( a'https://b.be'( 'https://b.be' ) )");
    assert_string_equal(show("[ *![](x)* ](https://b.be)"),
                        "p( a'https://b.be'( ' ' em( ) ' ' 'https://b.be' ) )");
    assert_string_equal(show("[![foto](https://c.be/f.png)](https://b.be)"), "p( a'https://b.be'( 'foto' ) )");
}

static void cmark__shows_the_words_of_a_picture(void **state)
{
    (void)state;
    assert_string_equal(show("![foto](https://c.be/f.png)"), "p( a'https://c.be/f.png'( 'foto' ) )");
    assert_string_equal(show("![foto](http://c.be/f.png)"), "p( 'foto' )");
    assert_string_equal(show("![*f*](/f.png)"), "p( em( 'f' ) )");
}

static void cmark__reads_html_as_text(void **state)
{
    (void)state;
    assert_string_equal(show("a <b onclick=x>c</b>"), "p( 'a ' '<b onclick=x>' 'c' '</b>' )");
    assert_string_equal(show("<script>\nalert(1)\n</script>"),
                        "p( '<script>' soft 'alert(1)' soft '</script>' )");
    assert_string_equal(show("a<br>b<BR/>c<br />d"), "p( 'a' br 'b' br 'c' br 'd' )");
    assert_string_equal(show("a\n\n<br>\n\nb"), "p( 'a' ) p( 'b' )");
    assert_string_equal(show("a<br x>"), "p( 'a' '<br x>' )");
}

/* n times s. */
static char *many(const char *s, size_t n)
{
    size_t length = strlen(s);
    char *all = arena_alloc(&arena, n * length + 1);
    for (size_t i = 0; i < n; i++)
        memcpy(all + i * length, s, length);
    return all;
}

static char *both(const char *a, const char *b)
{
    return arena_printf(&arena, "%s%s", a, b);
}

/* How deep blocks and marks stand in each other; every end must belong to what is open. */
static size_t depth(const char *text, size_t *count)
{
    const struct markdown_node *nodes;
    enum markdown_kind open[64];
    size_t now = 0, deepest = 0;
    *count = markdown_read(&arena, text, &nodes);
    for (size_t i = 0; i < *count; i++) {
        enum markdown_kind kind = nodes[i].kind;
        if (nodes[i].end) {
            assert_true(now > 0);
            assert_int_equal(open[--now], kind); /* well nested */
        } else if (kind < MARKDOWN_CODE_BLOCK || (kind >= MARKDOWN_ITALIC && kind <= MARKDOWN_LINK)) {
            assert_true(now < 64);
            open[now++] = kind;
            deepest = now > deepest ? now : deepest;
        }
    }
    assert_int_equal(now, 0);
    return deepest;
}

static void cmark__bounds_how_deep_blocks_and_marks_go(void **state)
{
    (void)state;
    size_t count;
    char *deep[] = { both(many("> ", 1000), "a"), both(many("- ", 1000), "a"), both(many("1. ", 1000), "a"),
                     both(many("- > ", 1000), "a"), both(many("**a *b ", 1000), many("c** d*", 1000)) };
    for (size_t i = 0; i < sizeof deep / sizeof deep[0]; i++)
        assert_in_range(depth(deep[i], &count), 2, 3 * MARKDOWN_DEPTH);
}

/* Texts made to be slow. That they come back is the test: without bounds each takes minutes. */
static void cmark__is_not_slowed_down_by_hostile_texts(void **state)
{
    (void)state;
    char *texts[] = {
        both(both(many("- ", 50000), "a\n"), many("\n", 90000)),
        both(both(many("- ", 40000), "a\n"), many("a\n", 59000)),
        both("- a\n\t- b\n\t\t- c\n\t\t\t- d\n", many("\n", 99000)),
        many("[", 199999),
        both(many("[", 99000), many("]", 99000)),
        both("|a|b|\n|-|-|\n", many("|`|", 66000)),
        both(both(both(many("|a", 20000), "|\n"), both(many("|-", 20000), "|\n")), many("a\n", 50000)),
        both(both(both(many("|a", 90), "|\n"), both(many("|-", 90), "|\n")), many("a\n", 90000)),
        both("http://a.b/", many(")", 190000)),
        many("a<?", 66000),
        many("a<![CDATA[", 19000),
        many("\n> -|-\nwww.", 16000),
        many("[a]: b\n](_-\n", 15000),
    };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        size_t count;
        assert_true(strlen(texts[i]) <= MARKDOWN_MOST);
        assert_in_range(depth(texts[i], &count), 1, 3 * MARKDOWN_DEPTH);
        assert_in_range(count, 1, 800000);
    }
}

/* A list of two thousand items with all there is in each is long, not hostile. */
static void cmark__reads_long_texts_of_people(void **state)
{
    (void)state;
    const struct markdown_node *nodes;
    const char *item = "- **Doel**: zie [hier](https://a.be/1) en *daar* [ook](https://b.be) ~~oud~~\n";
    assert_int_equal(markdown_read(&arena, many(item, 2200), &nodes), 2 + 2200 * 21);
    const char *row = "| **x** | [y](https://a.be) | ~~z~~ |\n";
    assert_int_equal(markdown_read(&arena, both("|a|b|c|\n|-|-|-|\n", many(row, 1500)), &nodes),
                     2 + 11 + 1500 * 17);
}

static void cmark__keeps_rules_and_deep_code_as_they_are(void **state)
{
    (void)state;
    assert_string_equal(show(many("- ", 100)), "hr");
    assert_string_equal(show(many("* ", 100)), "hr");
    assert_string_equal(show(many("-", 100)), "hr");
    assert_string_equal(show("```\n            - a\n```"), "pre'            - a\n'");
}

static void cmark__leaves_what_is_too_long_as_it_was_typed(void **state)
{
    (void)state;
    char *text = both("*a*\nb\n\n\n", many("c", MARKDOWN_MOST));
    const struct markdown_node *nodes;
    assert_int_equal(markdown_read(&arena, text, &nodes), 8);
    assert_string_equal(nodes[1].text, "*a*");
    assert_int_equal(nodes[2].kind, MARKDOWN_SOFT_BREAK);
    assert_int_equal(strlen(nodes[6].text), MARKDOWN_MOST);
    text[strlen(text) - 8] = '\0'; /* MARKDOWN_MOST characters now */
    assert_int_equal(markdown_read(&arena, text, &nodes), 10);
    assert_int_equal(nodes[1].kind, MARKDOWN_ITALIC);
    char *wide = many("\xC3\xA9", MARKDOWN_MOST);
    assert_int_equal(markdown_read(&arena, both("*a*", wide + 6), &nodes), 6);
    assert_int_equal(markdown_read(&arena, both("*a*", wide), &nodes), 3);
}

static void *read_often(void *unused)
{
    (void)unused;
    struct arena a;
    arena_init(&a);
    size_t wrong = 0;
    for (int i = 0; i < 2000; i++) {
        const struct markdown_node *nodes;
        wrong += markdown_read(&a, i % 2 == 0 ? "~~a~~ www.b.be" : "a", &nodes) != (i % 2 == 0 ? 9 : 3);
        arena_reset(&a);
    }
    arena_release(&a);
    return (void *)(uintptr_t)wrong;
}

/* Without the lock extensions are switched off under each other's feet. */
static void cmark__reads_in_many_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, read_often, NULL), 0);
    for (size_t i = 0; i < 4; i++) {
        void *wrong;
        assert_int_equal(pthread_join(threads[i], &wrong), 0);
        assert_int_equal((uintptr_t)wrong, 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(cmark__reads_paragraphs_and_marks, teardown),
        cmocka_unit_test_teardown(cmark__reads_lists, teardown),
        cmocka_unit_test_teardown(cmark__leaves_no_heading_level_out, teardown),
        cmocka_unit_test_teardown(cmark__reads_tables, teardown),
        cmocka_unit_test_teardown(cmark__links_to_the_web_and_mail_only, teardown),
        cmocka_unit_test_teardown(cmark__gives_links_words_and_no_links_in_them, teardown),
        cmocka_unit_test_teardown(cmark__shows_the_words_of_a_picture, teardown),
        cmocka_unit_test_teardown(cmark__reads_html_as_text, teardown),
        cmocka_unit_test_teardown(cmark__bounds_how_deep_blocks_and_marks_go, teardown),
        cmocka_unit_test_teardown(cmark__is_not_slowed_down_by_hostile_texts, teardown),
        cmocka_unit_test_teardown(cmark__reads_long_texts_of_people, teardown),
        cmocka_unit_test_teardown(cmark__keeps_rules_and_deep_code_as_they_are, teardown),
        cmocka_unit_test_teardown(cmark__leaves_what_is_too_long_as_it_was_typed, teardown),
        cmocka_unit_test_teardown(cmark__reads_in_many_threads, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
