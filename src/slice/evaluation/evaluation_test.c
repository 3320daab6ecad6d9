/* Looking back: who sees what, nothing lost, growth told honestly, return moments on days that people meet. */
#include "slice/trajectory/test_trajectory.h"

#include "base/clock.h"
#include "slice/evaluation/evaluation.h"

static const struct trajectory_part *const parts[] = { &evaluation_part };

static int start(void **state)
{
    *state = world_new(DB_SQLITE, parts, 1);
    return 0;
}

static int start_postgres(void **state)
{
    *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : world_new(DB_POSTGRES, parts, 1);
    return 0;
}

static int end(void **state)
{
    world_free(*state);
    return 0;
}

static const struct trajectory *t_of(struct world *w)
{
    return world_trajectory(w, w->trajectory);
}

static const struct evaluation_round *opened(struct world *w)
{
    assert_int_equal(evaluation_open(w->db, w->a, t_of(w), WORLD_TODAY + 7, w->guide, WORLD_NOW).status, OK);
    return evaluation_round(w->db, w->a, t_of(w));
}

static struct fault say(struct world *w, int64_t member, const char *text, bool quotable, int64_t edit)
{
    struct evaluation_saying s = { member, "grown", text, quotable, edit };
    return evaluation_answer_save(w->db, w->a, t_of(w), evaluation_round(w->db, w->a, t_of(w)), &s, w->mia,
                                  WORLD_NOW);
}

static const struct evaluation_answer *said(struct world *w, int64_t member)
{
    size_t count;
    const struct evaluation_answer *all =
        evaluation_answers(w->db, w->a, evaluation_round(w->db, w->a, t_of(w)), &count);
    return evaluation_answer_of(all, count, member, "grown");
}

static void it_opens_once_and_closes(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    assert_null(evaluation_round(w->db, w->a, t_of(w)));
    struct fault f = evaluation_open(w->db, w->a, t_of(w), WORLD_TODAY - 1, w->guide, WORLD_NOW);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, "due_on");
    opened(w);
    assert_int_equal(evaluation_open(w->db, w->a, t_of(w), WORLD_TODAY + 7, w->guide, WORLD_NOW).status,
                     CONFLICT);
    assert_int_equal(evaluation_close(w->db, w->a, t_of(w), w->guide, WORLD_NOW).status, OK);
    assert_true(evaluation_round(w->db, w->a, t_of(w))->closed);
    assert_int_equal(evaluation_reopen(w->db, w->a, t_of(w), "", w->guide, WORLD_NOW).status, INVALID);
    assert_int_equal(evaluation_reopen(w->db, w->a, t_of(w), "Two were ill", w->guide, WORLD_NOW).status, OK);
    assert_false(evaluation_round(w->db, w->a, t_of(w))->closed);
}

static void an_answer_changes_only_from_what_stands(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    opened(w);
    assert_int_equal(say(w, w->mia_member, "Not really", false, 0).status, OK);
    assert_int_equal(say(w, w->mia_member, "Not really", false, 0).status,
                     OK); /* the same again is no conflict */
    assert_int_equal(say(w, w->mia_member, "A little", true, 0).status, CONFLICT);
    assert_int_equal(say(w, w->mia_member, "A little", true, said(w, w->mia_member)->edit).status, OK);
    assert_string_equal(said(w, w->mia_member)->answer, "A little");
    assert_true(said(w, w->mia_member)->quotable);
    assert_string_equal(db_scalar(w->db, w->a, "SELECT answer FROM evaluation_answer_log"), "Not really");
    assert_int_equal(say(w, w->mia_member, "", false, said(w, w->mia_member)->edit).status, OK);
    assert_string_equal(said(w, w->mia_member)->answer, ""); /* taken back */
}

static void closed_is_closed_for_members_not_for_the_organisation(void **state)
{
    struct world *w = *state;
    opened(w);
    assert_int_equal(evaluation_close(w->db, w->a, t_of(w), w->guide, WORLD_NOW).status, OK);
    assert_int_equal(say(w, w->mia_member, "Late", false, 0).status, CONFLICT);
    assert_int_equal(say(w, 0, "On the whole, yes", false, 0).status, OK);
    struct evaluation_saying s = { 0, "nothing", "x", false, 0 };
    assert_int_equal(
        evaluation_answer_save(w->db, w->a, t_of(w), evaluation_round(w->db, w->a, t_of(w)), &s, 0, WORLD_NOW)
            .status,
        NOT_FOUND);
}

static void pair(struct world *w, enum evaluation_moment m, int64_t member, int maturity)
{
    assert_int_equal(evaluation_pair_save(w->db, t_of(w), m, member, 4, maturity, WORLD_NOW).status, OK);
}

static const char *growth(struct world *w)
{
    struct evaluation_change c = evaluation_change(w->db, w->a, &w->packs, t_of(w));
    return evaluation_growth(w->a, lang_get(LANG_EN), &c);
}

static void growth_is_told_as_it_is(void **state)
{
    struct world *w = *state;
    const int64_t members[] = { w->guide_member, w->mia_member, w->noor_member };
    for (int i = 0; i < 2; i++) {
        pair(w, EVALUATION_START, members[i], 2);
        pair(w, EVALUATION_END, members[i], 3);
    }
    assert_null(growth(w)); /* two: everybody would know who said what */
    struct evaluation_change c = evaluation_change(w->db, w->a, &w->packs, t_of(w));
    assert_int_equal(c.maturity.mean_tenths[EVALUATION_START], -1);
    assert_int_equal(c.maturity.up, 0);
    pair(w, EVALUATION_START, members[2], 3);
    pair(w, EVALUATION_END, members[2], 3);
    assert_string_equal(growth(w),
                        "Growth: 2 see a higher maturity than at the start, 1 the same, 0 a lower one.");
    c = evaluation_change(w->db, w->a, &w->packs, t_of(w));
    assert_int_equal(c.maturity.mean_tenths[EVALUATION_START], 23); /* 7/3 */
    assert_int_equal(c.maturity.mean_tenths[EVALUATION_END], 30);
    pair(w, EVALUATION_END, members[0], 2);
    pair(w, EVALUATION_END, members[1], 2);
    assert_string_equal(growth(w),
                        "No growth: all 3 who answered at both moments see the maturity where it was.");
    pair(w, EVALUATION_END, members[0], 3);
    pair(w, EVALUATION_END, members[2], 1);
    assert_string_equal(
        growth(w),
        "No growth on the whole: 1 see a higher maturity than at the start, 1 the same, 1 a lower one.");
}

static void levels_are_one_to_five(void **state)
{
    struct world *w = *state;
    struct fault f = evaluation_pair_save(w->db, t_of(w), EVALUATION_START, 1, 0, 3, WORLD_NOW);
    assert_string_equal(f.detail, "importance");
    f = evaluation_pair_save(w->db, t_of(w), EVALUATION_START, 1, 3, 6, WORLD_NOW);
    assert_string_equal(f.detail, "maturity");
}

static void the_group_comes_back_on_days_that_people_meet(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t from;
    assert_true(clock_parse_date("2026-09-25", &from)); /* three months later is Christmas */
    const struct lang *en = lang_get(LANG_EN);
    assert_int_equal(
        evaluation_plan_returns(w->db, w->a, &w->packs, "BE", en, t_of(w), from, w->guide, WORLD_NOW), 3);
    assert_int_equal(
        evaluation_plan_returns(w->db, w->a, &w->packs, "BE", en, t_of(w), from, w->guide, WORLD_NOW), 0);
    size_t count, returns = 0;
    const struct trajectory_moment *m = trajectory_moments(w->db, w->a, t_of(w), &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(m[i].sort, "return") == 0 && returns++ == 0)
            assert_string_equal(clock_date(w->a, trajectory_local_day(m[i].at)), "2027-01-04");
    assert_int_equal(returns, 3);
}

static void the_step_sees_answers_and_members_owe_them(void **state)
{
    struct world *w = *state;
    opened(w);
    struct trajectory_ask ask = world_ask(w, t_of(w));
    struct trajectory_duties d = trajectory_duties(&ask, &w->site, &w->parts, WORLD_TODAY + 7);
    size_t owed = d.count;
    assert_true(owed >= 2);
    assert_int_equal(say(w, w->mia_member, "Yes", false, 0).status, OK);
    d = trajectory_duties(&ask, &w->site, &w->parts, WORLD_TODAY + 7);
    assert_int_equal(d.count, owed - 1);
    struct trajectory_output out = { .kind = "evaluation" };
    assert_true(evaluation_part.output(&ask, &out));
    assert_false(out.there);
    assert_int_equal(out.count, 1);
    assert_int_equal(evaluation_close(w->db, w->a, t_of(w), w->guide, WORLD_NOW).status, OK);
    assert_true(evaluation_part.output(&ask, &out));
    assert_true(out.there);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)
#define ON_BOTH(name)                                                                                          \
    TEST(name),                                                                                                \
    {                                                                                                          \
#name " on PostgreSQL", name, start_postgres, end, NULL                                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(it_opens_once_and_closes),
        ON_BOTH(an_answer_changes_only_from_what_stands),
        TEST(closed_is_closed_for_members_not_for_the_organisation),
        TEST(growth_is_told_as_it_is),
        TEST(levels_are_one_to_five),
        ON_BOTH(the_group_comes_back_on_days_that_people_meet),
        TEST(the_step_sees_answers_and_members_owe_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
