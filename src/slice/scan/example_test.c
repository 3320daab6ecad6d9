/* The read-along examples state the scores of their first and last round; here they are computed again. The rest of
 * their figures is recomputed wherever packs are checked (pack/check.c). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "slice/scan/score.h"

static int64_t score_of(struct arena *a, const struct packs *packs, const struct pack *example,
                        const char *round)
{
    const struct pack_entry *organisation = &pack_list(example->lists, "organisation")->v[0];
    const struct pack_list *answers = pack_list(example->lists, "answers");
    const struct pack_scan *scan = pack_scan_find(packs, pack_string(organisation, "scan"),
                                                  (int)pack_number(organisation, "scan-version"));
    assert_non_null(scan);
    struct scan_input in = { .scan = scan, .light = true };
    const char *detail;
    assert_int_equal(pack_profile_parse(scan, pack_string(organisation, "profile"), a, &in.profile, &detail),
                     OK);
    uint8_t *given = NEW_ARRAY(a, uint8_t, (size_t)scan->statement_count);
    in.answers = given;
    for (int i = 0; i < answers->count; i++) {
        enum scan_answer answer;
        assert_true(scan_answer_parse(pack_string(&answers->v[i], round), &answer));
        given[pack_statement_find(scan, answers->v[i].id)] = (uint8_t)answer;
    }
    assert_int_equal(scan_answers_check(&in), -1);
    struct scan_result result;
    scan_score(a, &in, &result);
    return result.global.tenths;
}

static void examples__state_the_scores_that_their_answers_give(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct packs packs;
    struct pack_faults faults = { 0 };
    enum status st = packs_read(&a, CONTENT, &packs, &faults);
    for (size_t i = 0; i < faults.count; i++)
        print_error("%s (line %d)\n", faults.v[i].message, faults.v[i].line);
    assert_int_equal(st, OK);
    int seen = 0;
    for (size_t i = 0; i < packs.count; i++) {
        const struct pack *p = packs.v[i];
        if (p->kind != PACK_EXAMPLE)
            continue;
        const struct pack_entry *organisation = &pack_list(p->lists, "organisation")->v[0];
        print_message("%s\n", p->id);
        assert_int_equal(score_of(&a, &packs, p, "first"), pack_number(organisation, "first-score"));
        assert_int_equal(score_of(&a, &packs, p, "last"), pack_number(organisation, "last-score"));
        seen++;
    }
    assert_int_equal(seen, 3);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(examples__state_the_scores_that_their_answers_give) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
