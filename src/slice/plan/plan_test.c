/* The short action list: what is checked, what is kept of what changed, what counts as vague, what others see of it. */
#include "slice/trajectory/test_trajectory.h"

#include "slice/plan/plan.h"

static const struct trajectory_part *const parts[] = { &plan_part };

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

static const struct plan_action blank = {
    .sort = PLAN_ACTION, .title = "Replace the lamps", .why = "", .theme = "", .sdg = "", .origin_ref = ""
};

static int64_t add(struct world *w, struct plan_action n)
{
    int64_t id = 0;
    struct fault f =
        plan_action_add(w->db, w->a, world_trajectory(w, w->trajectory), &n, w->guide, WORLD_NOW, &id);
    assert_int_equal(f.status, OK);
    return id;
}

static void refused(struct world *w, struct plan_action n, const char *field)
{
    int64_t id;
    struct fault f =
        plan_action_add(w->db, w->a, world_trajectory(w, w->trajectory), &n, w->guide, WORLD_NOW, &id);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, field);
}

static const struct plan_action *get(struct world *w, int64_t id)
{
    const struct plan_action *p = plan_action_get(w->db, w->a, world_trajectory(w, w->trajectory), id);
    assert_non_null(p);
    return p;
}

static void what_is_wrong_names_its_field(void **state)
{
    struct world *w = *state;
    struct plan_action n = blank;
    n.title = "x";
    refused(w, n, "title");
    static const char *const wrong[] = { "0", "18", "7,", ",7", "13,7", "7,7", "7;13", "x" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        n = blank;
        n.sdg = wrong[i];
        refused(w, n, "sdg");
    }
    n = blank;
    n.parent = DB_SOME(99);
    refused(w, n, "parent");
    n.parent = DB_SOME(add(w, blank)); /* an action is no goal */
    refused(w, n, "parent");
}

static void an_origin_becomes_one_row(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    struct plan_action n = blank;
    n.origin = PLAN_BOOKMARK;
    n.origin_ref = "statement:gov.x.y";
    int64_t id = add(w, n);
    n.title = "Another wording";
    assert_int_equal(add(w, n), id);
    assert_string_equal(get(w, id)->title, "Replace the lamps");
    plan_action_archive(w->db, w->a, world_trajectory(w, w->trajectory), id, true, w->guide, WORLD_NOW);
    assert_int_not_equal(add(w, n), id); /* what was taken off may come again */
}

static void what_changes_keeps_what_it_was(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    int64_t id = add(w, blank);
    struct plan_action n = *get(w, id);
    n.title = "Replace all lamps";
    n.due_on = DB_SOME(21000);
    n.status = PLAN_DONE;
    assert_int_equal(plan_action_change(w->db, w->a, t, &n, w->mia, WORLD_NOW).status, OK);
    assert_true(get(w, id)->done_at.set);
    assert_int_equal(plan_action_change(w->db, w->a, t, &n, w->noor, WORLD_NOW).status, CONFLICT);
    size_t count;
    const struct plan_change *c = plan_changes(w->db, w->a, id, &count);
    assert_int_equal(count, 3);
    assert_string_equal(c[2].field, "title");
    assert_string_equal(c[2].before, "Replace the lamps");
    assert_string_equal(c[2].after, "Replace all lamps");
    assert_true(c[2].user.set && c[2].user.v == w->mia);
    assert_string_equal(c[1].after, "2027-07-01");
    n = *get(w, id);
    n.status = PLAN_RUNNING;
    assert_int_equal(plan_action_change(w->db, w->a, t, &n, w->mia, WORLD_NOW).status, OK);
    assert_false(get(w, id)->done_at.set);
}

static void its_owner_tells_how_it_stands(void **state)
{
    struct world *w = *state;
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    int64_t id = add(w, blank);
    assert_int_equal(plan_action_update(w->db, w->a, t, id, PLAN_RUNNING, "Half of them", 0, WORLD_NOW).status,
                     OK);
    assert_int_equal(get(w, id)->status, PLAN_RUNNING);
    size_t count;
    const struct plan_change *c = plan_changes(w->db, w->a, id, &count);
    assert_int_equal(count, 2);
    assert_string_equal(c[0].after, "Half of them");
    assert_false(c[0].user.set);
    plan_action_archive(w->db, w->a, t, id, true, w->guide, WORLD_NOW);
    assert_int_equal(plan_action_update(w->db, w->a, t, id, PLAN_DONE, "", 0, WORLD_NOW).status, NOT_FOUND);
}

static void what_served_a_goal_that_went_stands_by_itself(void **state)
{
    struct world *w = *state;
    struct plan_action n = blank;
    n.sort = PLAN_GOAL;
    int64_t goal = add(w, n);
    n = blank;
    n.parent = DB_SOME(goal);
    int64_t id = add(w, n);
    assert_true(get(w, id)->parent.set);
    plan_action_archive(w->db, w->a, world_trajectory(w, w->trajectory), goal, true, w->guide, WORLD_NOW);
    assert_false(get(w, id)->parent.set);
}

static void the_counter_warns_above_a_limited_number(void **state)
{
    struct world *w = *state;
    for (int i = 0; i < 4; i++)
        add(w, blank);
    struct plan_action n = blank;
    n.status = PLAN_STOPPED; /* what was stopped weighs nothing */
    add(w, n);
    struct plan_load load = plan_load(w->db, w->a, world_trajectory(w, w->trajectory));
    assert_int_equal(load.count[PLAN_ACTION], 4);
    assert_int_equal(load.most[PLAN_ACTION], 3);
    assert_int_equal(load.most[PLAN_GOAL], 2);
}

static void vague_is_what_lacks_owner_day_or_reason(void **state)
{
    (void)state;
    struct plan_action p = blank;
    assert_int_equal(plan_vague(&p), PLAN_NO_OWNER | PLAN_NO_DAY | PLAN_NO_WHY);
    p.owner = DB_SOME(1);
    p.due_on = DB_SOME(21000);
    p.why = "Light costs most";
    assert_int_equal(plan_vague(&p), 0);
    p.title = "Communication";
    assert_int_equal(plan_vague(&p), PLAN_TOO_SHORT);
    p.status = PLAN_DONE;
    assert_int_equal(plan_vague(&p), 0);
}

static void the_step_sees_owned_actions_and_the_owner_owes_them(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    struct trajectory_ask ask = world_ask(w, t);
    struct trajectory_output out = { .kind = "actions" };
    struct plan_action n = blank;
    n.due_on = DB_SOME(WORLD_TODAY + 2);
    add(w, n);
    assert_true(plan_part.output(&ask, &out));
    assert_false(out.there); /* nobody owns one */
    n.owner = DB_SOME(w->mia_member);
    add(w, n);
    assert_true(plan_part.output(&ask, &out));
    assert_true(out.there);
    assert_string_equal(out.state, "2 actions, 1 with an owner");
    struct trajectory_duties d = trajectory_duties(&ask, &w->site, &w->parts, WORLD_TODAY + 7);
    assert_int_equal(d.count, 1);
    assert_int_equal(d.v[0].user, w->mia);
    d = trajectory_duties(&ask, &w->site, &w->parts, WORLD_TODAY + 1);
    assert_int_equal(d.count, 0);
    struct trajectory_evidences e = { 0 };
    plan_part.evidence(&ask, FACTOR_SUPPORT, &e);
    assert_int_equal(e.count, 1);
    assert_string_equal(e.v[0].text, "1 of 3 departments own an action.");
}

static void a_reminder_leads_to_the_action_without_an_account(void **state)
{
    struct world *w = *state;
    struct plan_action n = blank;
    n.due_on = DB_SOME(WORLD_TODAY + 1); /* a Monday */
    n.owner = DB_SOME(w->mia_member);
    int64_t id = add(w, n);
    int64_t monday = trajectory_local_ms(WORLD_TODAY + 1, 9, 0);
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, monday), 1);
    const char *body = db_scalar(w->db, w->a, "SELECT body FROM admin_mail");
    const char *link = strstr(body, "http://localhost/voortgang/");
    assert_non_null(link);
    link += strlen("http://localhost/voortgang/");
    const char *text = arena_strndup(w->a, link, strcspn(link, "\n"));
    const struct trajectory_link *l = trajectory_link_open(w->db, w->a, w->site.key, text, monday);
    assert_non_null(l);
    assert_string_equal(l->kind, "action");
    assert_int_equal(l->object, id);
}

static void another_organisation_sees_nothing(void **state)
{
    struct world *w = *state;
    int64_t id = add(w, blank);
    struct trajectory other = *world_trajectory(w, w->trajectory);
    other.organisation = w->other;
    assert_null(plan_action_get(w->db, w->a, &other, id));
    size_t count;
    plan_actions(w->db, w->a, &other, &count);
    assert_int_equal(count, 0);
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
        TEST(what_is_wrong_names_its_field),
        ON_BOTH(an_origin_becomes_one_row),
        ON_BOTH(what_changes_keeps_what_it_was),
        TEST(its_owner_tells_how_it_stands),
        TEST(what_served_a_goal_that_went_stands_by_itself),
        TEST(the_counter_warns_above_a_limited_number),
        TEST(vague_is_what_lacks_owner_day_or_reason),
        ON_BOTH(the_step_sees_owned_actions_and_the_owner_owes_them),
        TEST(a_reminder_leads_to_the_action_without_an_account),
        TEST(another_organisation_sees_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
