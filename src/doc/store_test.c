/* What is kept of a document, and that it comes back as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "doc/page.h"
#include "doc/store.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static struct doc *everything(void)
{
    static const struct doc_bar bars[] = { { "Planet", 615, 700, 500, "61 to 70", "50", "planet" },
                                           { "People", DOC_NO_VALUE, DOC_NO_VALUE, DOC_NO_VALUE, "no score" } };
    static const struct doc_chart chart = { DOC_CHART_BARS, "Scores", "Highest: planet.", bars,   2,
                                            "Domain",       "Score",  "Spring",           "up to" };
    static const int widths[] = { 30, 70 };
    static const bool numeric[] = { false, true };
    static const char *const titles[] = { "What", "How much" };
    static const char *const row[] = { "Gas \"m³\"", "1,200" };
    struct doc *d = doc_new(&arena, "Report <of> & all", "nl-BE");
    d->subtitle = "Olmenrode";
    d->author = "Gemeente Olmenrode";
    d->date = "22 november 2026";
    d->state = "Draft";
    d->contents_title = "Contents";
    d->cover = true;
    d->created_ms = 1795330800000;
    doc_heading(d, 1, "One", "one");
    doc_markdown(d,
                 "A **bold** [link](https://example.org) and `code`.\n\n- a\n  - b\n\n1. c\n2. d\n\n> said\n\n"
                 "| x | y |\n|---|--:|\n| ~~1~~ | 2 |\n",
                 1);
    doc_lead(d, "Lead");
    doc_note(d, "Note\nin two lines");
    doc_quote(d, "Words", "Mia");
    doc_labelled(d, "Source:", "bills");
    struct doc_table t = doc_table_begin(d, "A table", titles, 2);
    t.grid->numeric = numeric;
    t.grid->widths = widths;
    t.grid->row_heads = true;
    doc_table_row(&t, row);
    doc_table_end(&t);
    doc_chart(d, &chart);
    doc_image(d, (struct bytes){ "\x89PNG\r\n\x1A\n", 8 }, "A picture");
    doc_break(d);
    return d;
}

static const char *stored(const struct doc *d)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    doc_store_write(d, &out);
    assert_true(buf_ok(&out));
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static const char *page_of(const struct doc *d)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    struct html h = { .out = &out, .arena = &arena, .lang = lang_get(LANG_EN) };
    struct doc_page_options o = { .level = 2 };
    doc_page(&h, d, &o);
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static enum status read_text(const char *text, struct doc **out)
{
    return doc_store_read(&arena, (struct bytes){ text, strlen(text) }, out);
}

static void what_is_kept_comes_back_as_it_was(void **state)
{
    (void)state;
    struct doc *d = everything(), *again = NULL;
    const char *text = stored(d);
    assert_int_equal(read_text(text, &again), OK);
    assert_string_equal(stored(again), text);
    assert_string_equal(page_of(again), page_of(d));
    assert_string_equal(again->title, d->title);
    assert_string_equal(again->state, "Draft");
    assert_true(again->cover);
    assert_int_equal(again->created_ms, d->created_ms);
    assert_int_equal(again->count, d->count);
    const struct doc_block *image = &again->blocks[again->count - 2];
    assert_int_equal(image->kind, DOC_IMAGE);
    assert_int_equal(image->image.n, 8);
}

static void what_stands_on_paper_only_is_not_kept(void **state)
{
    (void)state;
    struct doc *d = everything(), *again = NULL;
    d->page_of = "Page %d of %d";
    assert_int_equal(read_text(stored(d), &again), OK);
    assert_null(again->page_of);
}

static void what_is_no_document_is_refused(void **state)
{
    (void)state;
    static const char *const head =
        "{\"form\":1,\"title\":\"T\",\"subtitle\":\"\",\"author\":\"\",\"date\":\"\","
        "\"state\":\"\",\"lang\":\"en\",\"logo\":\"\",\"created\":1,\"blocks\":[";
    static const char *const wrong[] = {
        "{\"kind\":\"song\"}",
        "{\"kind\":\"heading\",\"level\":9,\"line\":[[\"a\",0]]}",
        "{\"kind\":\"heading\",\"line\":[[\"a\",0]]}",
        "{\"kind\":\"paragraph\",\"line\":[[1,0]]}",
        "{\"kind\":\"paragraph\",\"line\":[\"a\"]}",
        "{\"kind\":\"quote\",\"line\":[[\"a\",0]]}",
        "{\"kind\":\"grid\",\"columns\":[],\"cells\":[]}",
        "{\"kind\":\"grid\",\"columns\":[{\"title\":\"a\"},{\"title\":\"b\"}],\"cells\":[[]]}",
        "{\"kind\":\"chart\",\"title\":\"a\"}",
        "3",
    };
    struct doc *d = NULL;
    assert_int_equal(read_text(arena_printf(&arena, "%s]}", head), &d), OK);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(read_text(arena_printf(&arena, "%s%s]}", head, wrong[i]), &d), MALFORMED);
    assert_int_equal(read_text("", &d), MALFORMED);
    assert_int_equal(read_text("[]", &d), MALFORMED);
    assert_int_equal(read_text("{\"form\":2}", &d), MALFORMED);
}

int main(void)
{
    arena_init(&arena);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_comes_back_as_it_was),
        cmocka_unit_test(what_stands_on_paper_only_is_not_kept),
        cmocka_unit_test(what_is_no_document_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, teardown);
}
