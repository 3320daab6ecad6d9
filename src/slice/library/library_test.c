/* Terms, words in order, looking for statements; then every page of the library. */
#include "slice/admin/test_house.h"

#include "slice/library/find.h"

static const int64_t NOW = 1795330800000; /* 22 November 2026 */

struct fixture {
    struct house *house;
    struct packs packs;
};

static struct fault resolve(struct rq *rq, enum right right)
{
    (void)rq;
    return right == PUBLIC ? NO_FAULT : FAULT(UNSIGNED, NULL);
}

static int start(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    f->house = house_new(DB_SQLITE, &slice_library, NULL, resolve);
    struct pack_faults faults = { 0 };
    enum status st = packs_read(f->house->a, CONTENT, &f->packs, &faults);
    if (st != OK)
        print_message("content has faults: %s\n", faults.count > 0 ? faults.v[0].message : "?");
    f->house->site.packs = &f->packs;
    f->house->site.library = library_index_new(f->house->a, &f->packs);
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    house_free(f->house);
    free(f);
    return 0;
}

static void terms_are_linked_in_prose(void **state)
{
    struct fixture *f = *state;
    struct buf out;
    buf_init(&out, 10000);
    struct html h = { .out = &out, .arena = f->house->a, .lang = lang_get(LANG_NL_BE) };
    h.terms = library_terms(f->house->a, &f->packs, h.lang);
    const char *html = html_prose(&h, "Volgens ISO 26000 en <mvo>.").html;
    assert_non_null(strstr(html, "href=\"/begrippen#iso-26000\""));
    assert_non_null(strstr(html, "href=\"/begrippen#mvo\""));
    assert_non_null(strstr(html, "&lt;"));
    buf_release(&out);
}

static void words_stand_in_order(void **state)
{
    struct fixture *f = *state;
    static const struct pack_word words[] = {
        { .id = "z", .term = { .in = { [LANG_NL] = "zorg" } } },
        { .id = "e", .term = { .in = { [LANG_NL] = "Één loket" } } },
        { .id = "d", .term = { .in = { [LANG_NL] = "Dialoog" } } },
    };
    struct pack_glossary g = { .words = words, .count = 3 };
    const struct pack_word *const *sorted = library_words(f->house->a, &g, lang_get(LANG_NL));
    assert_string_equal(sorted[0]->id, "d");
    assert_string_equal(sorted[1]->id, "e");
    assert_string_equal(sorted[2]->id, "z");
    assert_null(library_word(&g, "x"));
}

static void a_review_is_due_after_its_day(void **state)
{
    struct arena *a = ((struct fixture *)*state)->house->a;
    struct pack p = { .review_by = "2026-11-22" };
    assert_false(library_review_is_due(a, &p, NOW));
    p.review_by = "2026-11-21";
    assert_true(library_review_is_due(a, &p, NOW));
    p.review_by = NULL;
    assert_false(library_review_is_due(a, &p, NOW));
}

static size_t found(struct fixture *f, const char *words, const char *sdg)
{
    size_t n;
    (void)library_find(f->house->a, f->house->site.library, pack_scan_find(&f->packs, "government", 0), words,
                       sdg, lang_get(LANG_NL), &n);
    return n;
}

static void statements_are_found_by_words_and_goal(void **state)
{
    struct fixture *f = *state;
    const struct pack_scan *scan = pack_scan_find(&f->packs, "government", 0);
    size_t all = (size_t)scan->statement_count;
    assert_int_equal(found(f, NULL, NULL), all);
    assert_int_equal(found(f, "  ", ""), all);
    assert_int_equal(found(f, "qqqq", NULL), 0);
    size_t some = found(f, "DUURZAAM", NULL);
    assert_in_range(some, 1, all);
    assert_in_range(found(f, "duurzaam geld", NULL), 0, some);
    size_t goals = 0;
    for (int i = 0; i < scan->statement_count; i++)
        for (const char *const *c = scan->statements[i].sdg; *c != NULL; c++)
            if (strncmp(*c, "16", 2) == 0) {
                goals++;
                break;
            }
    assert_int_equal(found(f, NULL, "16"), goals);
    assert_int_equal(found(f, NULL, "1666"), 0);
    /* A variant is searched as a whole: its own statements, and those of the scan it stands on. */
    const struct pack_scan *school = pack_scan_find(&f->packs, "school", 0);
    size_t n;
    const bool *match =
        library_find(f->house->a, f->house->site.library, school, "duurzaam", "", lang_get(LANG_NL), &n);
    size_t marked = 0, shared = 0;
    for (int i = 0; i < school->statement_count; i++) {
        marked += match[i];
        shared += match[i] && pack_statement_find(scan, school->statements[i].id) >= 0;
    }
    assert_int_equal(marked, n);
    assert_in_range(shared, 1, n - 1);
}

static void every_page_opens(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    assert_int_equal(house_get(h, "/begrippen"), 200);
    house_says(h, "id=\"mvo\"");
    assert_int_equal(house_get(h, "/begrippen/mvo"), 303); /* without the header of our JavaScript: the page */
    assert_string_equal(h->location, "/begrippen#mvo");
    assert_int_equal(house_get(h, "/begrippen/nothing"), 404);
    assert_int_equal(house_get(h, "/bibliotheek"), 200);
    house_says(h, "/bibliotheek/government");
    assert_int_equal(house_get(h, "/bibliotheek/government"), 200);
    house_says(h, "/bibliotheek/kruisverwijzing#iso26000.");
    assert_int_equal(house_get(h, "/bibliotheek/government?zoek=qqqq&sdg=16"), 200);
    house_says(h, "No statement fits");
    assert_int_equal(house_get(h, "/bibliotheek/organisation-types"), 200);
    assert_int_equal(house_get(h, "/bibliotheek/glossary"), 303);
    assert_int_equal(house_get(h, "/bibliotheek/crosswalk"), 303);
    assert_int_equal(house_get(h, "/bibliotheek/kruisverwijzing"), 200);
    house_says(h, "id=\"sdg.1\"");
    assert_int_equal(house_get(h, "/bibliotheek/nothing"), 404);
}

static void the_fragment_has_no_shell(void **state)
{
    struct fixture *f = *state;
    const struct http_header headers[] = { { "X-Kapstok-Partial", "1" } };
    struct http_in in = { .method = HTTP_GET,
                          .target = "/begrippen/mvo",
                          .headers = headers,
                          .header_count = 1,
                          .address = "192.0.2.1" };
    struct http_out out;
    server_inline_run(f->house->server, &in, &out);
    assert_int_equal(out.code, 200);
    const char *body = buf_to_arena(&out.body, f->house->a);
    assert_non_null(strstr(body, "<h2>"));
    assert_null(strstr(body, "<html"));
    http_out_release(&out);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(terms_are_linked_in_prose),
        TEST(words_stand_in_order),
        TEST(a_review_is_due_after_its_day),
        TEST(statements_are_found_by_words_and_goal),
        TEST(every_page_opens),
        TEST(the_fragment_has_no_shell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
