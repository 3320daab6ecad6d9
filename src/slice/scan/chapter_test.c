/* The scan as a chapter of a report: which rounds it tells about, and what it says of them. */
#include "slice/scan/test_round.h"

#include "doc/test_outline.h"

static struct scan_report rounds(struct fixture *f)
{
    struct scan_report r = { 0 };
    (void)scan_report_rounds(f->db, f->a, &f->packs, 1, &r);
    return r;
}

static const char *chapter(struct fixture *f)
{
    struct scan_report r = rounds(f);
    struct doc *d = doc_new(f->a, "Report", "en");
    scan_chapter(f->db, f->a, lang_get(LANG_EN), &r, d, 1);
    return doc_outline(f->a, d);
}

static void says(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("not in the chapter: %s\n%s", part, text);
}

static void says_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("in the chapter: %s\n%s", part, text);
}

static void the_newest_closed_round_counts_and_the_one_before_it(void **state)
{
    struct fixture *f = *state;
    struct scan_report r;
    assert_false(scan_report_rounds(f->db, f->a, &f->packs, 1, &r));
    const struct scan_round *empty = new_round(f, SCAN_SINGLE, "Empty", NOW - 5000);
    close_round(f, empty, NOW - 4000);
    assert_false(scan_report_rounds(f->db, f->a, &f->packs, 1, &r)); /* nobody answered */
    const struct scan_round *first = new_round(f, SCAN_SINGLE, "First", NOW - 3000);
    answer_all(f, first, 0, 2);
    assert_true(scan_report_rounds(f->db, f->a, &f->packs, 1, &r));
    assert_int_equal(r.round->id, first->id); /* open, but there is no other */
    close_round(f, first, NOW - 2000);
    const struct scan_round *second = new_round(f, SCAN_SINGLE, "Second", NOW - 1000);
    answer_all(f, second, 0, 3);
    assert_int_equal(rounds(f).round->id, first->id);
    assert_null(rounds(f).before);
    close_round(f, second, NOW);
    assert_int_equal(rounds(f).round->id, second->id);
    assert_int_equal(rounds(f).before->id, first->id);
    assert_false(scan_report_rounds(f->db, f->a, &f->packs, 2, &r)); /* another organisation has nothing */
}

static void it_tells_score_band_and_what_they_rest_on(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Autumn", NOW);
    answer_all(f, r, 0, 1);
    for (int n = 0, i; (i = statement_at(r, 1, n)) >= 0; n++)
        answer(f, r, 0, i, ANSWER_DONT_KNOW);
    const char *open = chapter(f);
    /* Of the domain that nobody knows anything about nothing can be said. */
    says(open, "heading 1 The scan\nlead Strong in governance, work to do in 5 domains.\n");
    says(open, "still open: these figures may change");
    close_round(f, round_again(f, r), NOW);
    const char *text = chapter(f);
    struct scan_report report = rounds(f);
    struct scan_figures figures = scan_report_figures(f->db, f->a, &report);
    assert_int_equal(figures.score, 13); /* one domain of eight */
    assert_int_equal(figures.upper, 25);
    assert_int_equal(figures.before, SCORE_NONE);
    assert_int_equal(figures.answered, figures.offered);
    says(text, "The global score is 13 out of 100, and up to 25 if every “don't know” were a yes.");
    says(text, "the light variant; closed on 22 November 2026.");
    says(text, ": 0 to 100\n"); /* the bar of what nobody knows */
    says(text, arena_printf(f->a, "note %s\n", scan_indicative(lang_get(LANG_EN))));
    says(text, "table What the scores rest on: Domain | Answered | Don't know | Does not apply |\n");
    says(text, "| 100% | 0%\n");
    says(text, "item 1 Governance and policy: 100\n");
    says_not(text, "Compared with");
    says_not(text, "provisional");
    says_not(text, "Divided");
}

static void a_domain_without_a_score_is_named_and_left_out(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Autumn", NOW);
    answer_all(f, r, 0, 99);
    for (int d = 0; d < r->scan->domain_count - 1; d++)
        for (int n = 0, i; (i = statement_at(r, d, n)) >= 0; n++)
            answer(f, r, 0, i, ANSWER_NOT_APPLICABLE);
    const char *text = chapter(f);
    says(text, ": no score\n");
    says(text, "Every domain with a score stands at 100.");
    says(text, "Without a score, and left out of the global score: Governance and policy, ");
    says(text, "More than 30% does not apply");
}

static void differences_between_members_are_counted_never_named(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Autumn", NOW);
    for (int64_t m = 1; m <= 4; m++)
        answer_all(f, r, m, m == 4 ? 0 : 1);
    const char *text = chapter(f);
    says(text, "; 4 members filled it in; ");
    says(text, "It is provisional");
    says(text, "| Does not apply | Divided |\n");
    int asked = 0;
    for (int n = 0; statement_at(r, 0, n) >= 0; n++)
        asked++;
    says(text, arena_printf(f->a, "They were divided about %d", asked));
    says_not(text, "Person");
}

static void what_moved_the_score_adds_up(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *first = new_round(f, SCAN_SINGLE, "Spring", NOW - 2000);
    answer_all(f, first, 0, 2);
    close_round(f, first, NOW - 1000);
    const struct scan_round *second = new_round(f, SCAN_SINGLE, "Autumn", NOW);
    answer_all(f, second, 0, 4);
    close_round(f, second, NOW);
    const char *text = chapter(f);
    says(text,
         "heading 2 Compared with “Spring”\nparagraph The global score rose by 25 points, from 25 to 50.\n");
    says(text, "item 1 +25 points by other answers\n");
    says(text, ": 100, was 0\n");
    says_not(text, "newer version");
    struct scan_report report = rounds(f);
    assert_int_equal(scan_report_figures(f->db, f->a, &report).before, 25);
    assert_string_equal(scan_report_finding(f->db, f->a, lang_get(LANG_EN), &report),
                        "4 domains ahead, 3 behind");
}

static void what_is_not_known_is_no_step_back(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *first = new_round(f, SCAN_SINGLE, "Spring", NOW - 2000);
    answer_all(f, first, 0, 8);
    close_round(f, first, NOW - 1000);
    const struct scan_round *second = new_round(f, SCAN_SINGLE, "Autumn", NOW);
    answer_all(f, second, 0, 8);
    for (int d = 0; d < 8; d++)
        for (int n = 0, i; (i = statement_at(second, d, n)) >= 0; n++)
            answer(f, second, 0, i, ANSWER_DONT_KNOW);
    close_round(f, second, NOW);
    const char *text = chapter(f);
    says(text, "lead Too much is not known yet: ");
    says(text, "Too much is not known yet to say which domain stands highest.");
    says(text, "The global score was 100 and is 0 now, but too much is not known yet to say that it fell.");
    says_not(text, "The global score fell");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start_round_tests, end_round_tests)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_newest_closed_round_counts_and_the_one_before_it),
        TEST(it_tells_score_band_and_what_they_rest_on),
        TEST(a_domain_without_a_score_is_named_and_left_out),
        TEST(differences_between_members_are_counted_never_named),
        TEST(what_moved_the_score_adds_up),
        TEST(what_is_not_known_is_no_step_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
