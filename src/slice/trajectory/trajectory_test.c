/* How trajectories begin, open and close steps, move dates, go round and end; days; links; mail that is not wanted. */
#include "test_trajectory.h"

#include "base/clock.h"

static int start(void **state)
{
    *state = world_new(DB_SQLITE, NULL, 0);
    return 0;
}

static int start_postgres(void **state)
{
    *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : world_new(DB_POSTGRES, NULL, 0);
    return 0;
}

static int end(void **state)
{
    world_free(*state);
    return 0;
}

static int64_t day(const char *iso)
{
    int64_t d;
    assert_true(clock_parse_date(iso, &d));
    return d;
}

static const struct trajectory_step *steps_of(struct world *w, int64_t trajectory, int cycle, size_t *count)
{
    return trajectory_steps(w->db, w->a, world_trajectory(w, trajectory), cycle, count);
}

static const struct trajectory_step *step(struct world *w, int64_t trajectory, const char *key)
{
    size_t count;
    const struct trajectory *t = world_trajectory(w, trajectory);
    const struct trajectory_step *s = trajectory_steps(w->db, w->a, t, t->cycle, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(s[i].key, key) == 0)
            return &s[i];
    fail_msg("no step %s", key);
    return NULL;
}

static const char *date(struct world *w, int64_t d)
{
    return clock_date(w->a, d);
}

/* ---- days ------------------------------------------------------------------------------------------------ */

static void weekends_and_holidays_are_no_session_days(void **state)
{
    struct world *w = *state;
    assert_false(trajectory_is_working_day(&w->packs, "BE", day("2026-11-22"))); /* Sunday */
    assert_true(trajectory_is_working_day(&w->packs, "BE", day("2026-11-23")));
    assert_false(trajectory_is_working_day(&w->packs, "BE", day("2026-12-25")));
    assert_true(
        trajectory_is_working_day(&w->packs, "NL", day("2026-12-25"))); /* this calendar says it of Belgium */
    assert_true(trajectory_is_working_day(&w->packs, "BE", day("2026-12-22")));
    assert_false(trajectory_is_session_day(&w->packs, "BE", day("2026-12-22")));
    assert_false(trajectory_is_session_day(&w->packs, "NL", day("2027-02-22")));
    assert_string_equal(date(w, trajectory_session_day(&w->packs, "BE", day("2026-12-19"))), "2027-01-04");
}

static void months_keep_to_the_end_of_short_ones(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *from;
        int months;
        const char *to;
    } cases[] = { { "2024-01-31", 1, "2024-02-29" },  { "2025-01-31", 1, "2025-02-28" },
                  { "2024-02-29", 12, "2025-02-28" }, { "2024-02-29", 48, "2028-02-29" },
                  { "2024-03-01", 24, "2026-03-01" }, { "2026-12-31", 2, "2027-02-28" },
                  { "2026-10-25", 1, "2026-11-25" },  { "2026-03-29", 6, "2026-09-29" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(date(w, trajectory_add_months(day(cases[i].from), cases[i].months)), cases[i].to);
}

static void an_hour_is_the_same_hour_on_both_sides_of_summer_time(void **state)
{
    struct world *w = *state;
    static const struct {
        const char *day, *utc;
    } cases[] = { { "2026-03-28", "2026-03-28T08:30:00Z" },
                  { "2026-03-29", "2026-03-29T07:30:00Z" },
                  { "2026-10-24", "2026-10-24T07:30:00Z" },
                  { "2026-10-25", "2026-10-25T08:30:00Z" },
                  { "2028-02-29", "2028-02-29T08:30:00Z" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t ms = trajectory_local_ms(day(cases[i].day), 9, 30);
        assert_string_equal(clock_iso(w->a, ms), cases[i].utc);
        assert_int_equal(trajectory_local_day(ms), day(cases[i].day));
        assert_int_equal(trajectory_local_time(ms).hour, 9);
        assert_int_equal(trajectory_local_time(ms).minute, 30);
    }
}

/* ---- beginning ------------------------------------------------------------------------------------------- */

static void a_new_one_has_its_steps_dates_and_sessions(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    size_t count, moments;
    const struct trajectory_step *s = steps_of(w, w->trajectory, 1, &count);
    assert_int_equal(count, 5);
    assert_string_equal(s[0].key, "group");
    assert_int_equal(s[0].state, STEP_OPEN);
    assert_int_equal(s[1].state, STEP_WAITING);
    assert_string_equal(date(w, s[0].begins_on), "2026-11-30");
    assert_string_equal(date(w, s[0].due_on), "2026-12-11"); /* the Friday before the next step begins */
    for (size_t i = 0; i < count; i++)
        assert_true(trajectory_is_session_day(&w->packs, "BE", s[i].due_on) && s[i].begins_on <= s[i].due_on);
    const struct trajectory_moment *m =
        trajectory_moments(w->db, w->a, world_trajectory(w, w->trajectory), &moments);
    assert_int_equal(moments, 2);
    assert_string_equal(m[0].title, "Opening session");
    assert_int_equal(m[0].minutes, 180);
    assert_string_equal(clock_iso(w->a, m[0].at), "2027-01-04T08:30:00Z"); /* not in the Christmas holiday */
    assert_true(m[0].step.set && m[0].step.v == s[1].id);
}

static void a_step_that_a_holiday_pushes_back_keeps_half_its_time(void **state)
{
    struct world *w = *state;
    int64_t id = world_begin(w, "local", day("2026-12-07"));
    const struct trajectory_step *s = step(w, id, "start"); /* the two weeks of the Christmas holiday */
    assert_string_equal(date(w, s->begins_on), "2027-01-04");
    assert_string_equal(date(w, s->due_on), "2027-01-08");
    size_t moments;
    const struct trajectory_moment *m = trajectory_moments(w->db, w->a, world_trajectory(w, id), &moments);
    assert_string_equal(clock_iso(w->a, m[0].at), "2027-01-08T08:30:00Z");
}

static void a_phase_is_one_step_with_sections(void **state)
{
    struct world *w = *state;
    int64_t id = world_begin(w, "round", day("2026-11-30"));
    size_t count;
    const struct trajectory_step *s = steps_of(w, id, 1, &count);
    assert_int_equal(count, 3);
    assert_string_equal(s[0].key, "mission");
    assert_int_equal(s[0].section_count, 2);
    assert_string_equal(s[0].sections[1]->id, "mission-2");
    assert_string_equal(text_in(lang_get(LANG_EN), s[0].title), "Mission");
}

static void what_is_wrong_names_its_field(void **state)
{
    struct world *w = *state;
    struct trajectory_new good = { .organisation = w->organisation,
                                   .country = "BE",
                                   .lang = lang_get(LANG_NL),
                                   .name = "Name",
                                   .template = "local",
                                   .example = "",
                                   .first_day = 20000 };
    struct trajectory_new bad[4] = { good, good, good, good };
    bad[0].name = "x";
    bad[1].template = "days";
    bad[2].example = "local";
    bad[3].first_day = -4;
    static const char *const fields[] = { "name", "template", "example", "first_day" };
    int64_t id;
    for (int i = 0; i < 4; i++) {
        struct fault f = trajectory_begin(w->db, w->a, &w->packs, &w->parts, &bad[i], WORLD_NOW, &id);
        assert_int_equal(f.status, INVALID);
        assert_string_equal(f.detail, fields[i]);
    }
}

/* ---- steps ----------------------------------------------------------------------------------------------- */

static struct fault close_step(struct world *w, int64_t trajectory, const char *key, size_t missing,
                               const char *reason)
{
    return trajectory_step_close(w->db, w->a, world_trajectory(w, trajectory), step(w, trajectory, key),
                                 missing, reason, key, w->guide, WORLD_NOW);
}

static void a_step_closes_with_its_outputs_or_a_reason(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    struct fault f = close_step(w, w->trajectory, "group", 1, "");
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, "reason");
    assert_int_equal(step(w, w->trajectory, "group")->state, STEP_OPEN);
    assert_int_equal(close_step(w, w->trajectory, "group", 1, "Holidays").status, OK);
    const struct trajectory_step *s = step(w, w->trajectory, "group");
    assert_int_equal(s->state, STEP_DONE);
    assert_string_equal(s->reason, "Holidays");
    assert_true(s->closed_by.set && s->closed_by.v == w->guide);
    assert_int_equal(step(w, w->trajectory, "start")->state, STEP_OPEN); /* the next one opens by itself */
    assert_int_equal(close_step(w, w->trajectory, "group", 0, "").status, CONFLICT);
    size_t count;
    const struct trajectory_event_line *e = trajectory_events(w->db, w->a, w->trajectory, 0, 10, &count);
    assert_int_equal(count, 2);
    assert_string_equal(e[0].kind, "step.closed");
    assert_string_equal(e[0].reason, "Holidays");
}

static void several_may_be_open_and_the_next_opens_only_when_none_is(void **state)
{
    struct world *w = *state;
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    assert_int_equal(
        trajectory_step_open(w->db, t, step(w, w->trajectory, "picture"), "picture", w->guide, WORLD_NOW)
            .status,
        OK);
    assert_int_equal(close_step(w, w->trajectory, "group", 0, "").status, OK);
    assert_int_equal(step(w, w->trajectory, "start")->state, STEP_WAITING);
    assert_int_equal(close_step(w, w->trajectory, "picture", 0, "").status, OK);
    assert_int_equal(step(w, w->trajectory, "start")->state, STEP_OPEN);
}

static void skipping_and_reopening_need_a_reason(void **state)
{
    struct world *w = *state;
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    const struct trajectory_step *s = step(w, w->trajectory, "start");
    assert_int_equal(trajectory_step_skip(w->db, w->a, t, s, "", "start", w->guide, WORLD_NOW).status, INVALID);
    assert_int_equal(
        trajectory_step_skip(w->db, w->a, t, s, "Done before", "start", w->guide, WORLD_NOW).status, OK);
    s = step(w, w->trajectory, "start");
    assert_int_equal(s->state, STEP_SKIPPED);
    assert_int_equal(trajectory_step_reopen(w->db, t, s, "", "start", w->guide, WORLD_NOW).status, INVALID);
    assert_int_equal(trajectory_step_reopen(w->db, t, s, "Yet", "start", w->guide, WORLD_NOW).status, OK);
    assert_int_equal(step(w, w->trajectory, "start")->state, STEP_OPEN);
}

/* ---- dates ----------------------------------------------------------------------------------------------- */

static void moving_one_step_moves_the_rest_when_asked(void **state)
{
    struct world *w = *state;
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    const struct trajectory_step *s = step(w, w->trajectory, "group");
    int64_t later = step(w, w->trajectory, "action")->due_on;
    struct trajectory_shift shift = {
        .begins_on = s->begins_on, .due_on = s->due_on + 14, .edit = s->edit, .title = "group"
    };
    assert_int_equal(
        trajectory_step_dates(w->db, w->a, &w->packs, "BE", t, s, &shift, w->guide, WORLD_NOW).status, OK);
    assert_int_equal(step(w, w->trajectory, "action")->due_on, later);
    assert_int_equal(
        trajectory_step_dates(w->db, w->a, &w->packs, "BE", t, s, &shift, w->guide, WORLD_NOW).status,
        CONFLICT);

    s = step(w, w->trajectory, "start");
    size_t count;
    const struct trajectory_moment *m = trajectory_moments(w->db, w->a, t, &count);
    assert_string_equal(clock_iso(w->a, m[0].at), "2027-01-04T08:30:00Z");
    shift = (struct trajectory_shift){
        .begins_on = s->begins_on, .due_on = s->due_on + 100, .edit = s->edit, .rest = true, .title = "start"
    };
    assert_int_equal(
        trajectory_step_dates(w->db, w->a, &w->packs, "BE", t, s, &shift, w->guide, WORLD_NOW).status, OK);
    int64_t moved = step(w, w->trajectory, "action")->due_on;
    assert_true(moved >= later + 100 && moved < later + 104 &&
                trajectory_is_session_day(&w->packs, "BE", moved));
    m = trajectory_moments(w->db, w->a, t, &count);
    assert_string_equal(clock_iso(w->a, m[0].at),
                        "2027-04-14T07:30:00Z"); /* half past nine in summer as well */
}

static void a_closed_step_does_not_move(void **state)
{
    struct world *w = *state;
    assert_int_equal(close_step(w, w->trajectory, "picture", 0, "").status, OK);
    size_t step_count, count;
    const struct trajectory_step *all = steps_of(w, w->trajectory, 1, &step_count);
    const struct trajectory_dates *d =
        trajectory_shifted(w->a, &w->packs, "BE", all, step_count, &all[0], all[0].due_on + 7, &count);
    assert_int_equal(count, 4);
    assert_true(d[0].moves);
    assert_false(d[1].moves);
    assert_int_equal(d[1].due_on, all[2].due_on);
}

static void dates_are_checked(void **state)
{
    struct world *w = *state;
    const struct trajectory_step *s = step(w, w->trajectory, "group");
    struct trajectory_shift shift = { .begins_on = 20800, .due_on = 20799, .edit = s->edit, .title = "" };
    struct fault f = trajectory_step_dates(w->db, w->a, &w->packs, "BE", world_trajectory(w, w->trajectory), s,
                                           &shift, w->guide, WORLD_NOW);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, "due_on");
}

/* ---- rounds, templates, the end -------------------------------------------------------------------------- */

static void it_goes_round_at_the_phase_that_the_template_names(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id = world_begin(w, "round", day("2026-11-30"));
    const struct lang *nl = lang_get(LANG_NL);
    static const char *const phases[] = { "mission", "plan", "improve" };
    for (int i = 0; i < 3; i++) {
        assert_int_equal(trajectory_next_cycle(w->db, w->a, &w->packs, "BE", world_trajectory(w, id), nl, 21000,
                                               w->guide, WORLD_NOW)
                             .status,
                         CONFLICT);
        assert_int_equal(close_step(w, id, phases[i], 0, "").status, OK);
    }
    assert_int_equal(trajectory_next_cycle(w->db, w->a, &w->packs, "BE", world_trajectory(w, id), nl,
                                           day("2027-04-05"), w->guide, WORLD_NOW)
                         .status,
                     OK);
    const struct trajectory *t = world_trajectory(w, id);
    assert_int_equal(t->cycle, 2);
    size_t count;
    const struct trajectory_step *s = steps_of(w, id, 2, &count);
    assert_int_equal(count, 2);
    assert_string_equal(s[0].key, "plan");
    assert_int_equal(s[0].state, STEP_OPEN);
    assert_string_equal(date(w, s[0].begins_on), "2027-04-05");
    steps_of(w, id, 1, &count);
    assert_int_equal(count, 3); /* the first cycle stays to be read */
    assert_int_equal(
        trajectory_next_cycle(w->db, w->a, &w->packs, "BE", t, nl, 21000, w->guide, WORLD_NOW).status,
        CONFLICT);
}

static void a_newer_template_waits_until_it_is_accepted(void **state)
{
    struct world *w = *state;
    assert_null(trajectory_newer(&w->packs, world_trajectory(w, w->trajectory)));
    char *newer = arena_strdup(w->a, world_local);
    memcpy(strstr(newer, "version: 1"), "version: 2", 10);
    const char *extra = WORLD_STEP("extra", "all", "14", "2", "", WORLD_OUTPUT("more", "document", "false"));
    const char *briefing = strstr(newer, "briefing:\n");
    world_add_pack(w, arena_printf(w->a, "%.*s%s%s", (int)(briefing - newer), newer, extra, briefing));
    size_t count;
    steps_of(w, w->trajectory, 1, &count);
    assert_int_equal(count, 5);
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    const struct pack *p = trajectory_newer(&w->packs, t);
    assert_non_null(p);
    int64_t due = step(w, w->trajectory, "start")->due_on;
    assert_int_equal(trajectory_accept(w->db, w->a, &w->packs, "BE", t, p, lang_get(LANG_NL), t->edit + 1,
                                       w->guide, WORLD_NOW)
                         .status,
                     CONFLICT);
    assert_int_equal(
        trajectory_accept(w->db, w->a, &w->packs, "BE", t, p, lang_get(LANG_NL), t->edit, w->guide, WORLD_NOW)
            .status,
        OK);
    const struct trajectory_step *s = steps_of(w, w->trajectory, 1, &count);
    assert_int_equal(count, 6);
    assert_string_equal(s[5].key, "extra");
    assert_int_equal(s[5].state, STEP_WAITING);
    assert_int_equal(step(w, w->trajectory, "start")->due_on, due);
    size_t moments;
    trajectory_moments(w->db, w->a, world_trajectory(w, w->trajectory), &moments);
    assert_int_equal(moments, 2); /* no session was made twice */
}

static void ending_early_needs_a_reason(void **state)
{
    struct world *w = *state;
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    assert_int_equal(trajectory_end(w->db, w->a, &w->parts, t, "", w->guide, WORLD_NOW).status, INVALID);
    assert_int_equal(trajectory_end(w->db, w->a, &w->parts, t, "Merger", w->guide, WORLD_NOW).status, OK);
    assert_null(trajectory_current(w->db, w->a, &w->packs, w->organisation));
    t = world_trajectory(w, w->trajectory);
    assert_int_equal(
        trajectory_step_open(w->db, t, step(w, w->trajectory, "start"), "", w->guide, WORLD_NOW).status,
        CONFLICT);
    assert_int_equal(trajectory_resume(w->db, t, "Not merged", w->guide, WORLD_NOW).status, OK);
    assert_non_null(trajectory_current(w->db, w->a, &w->packs, w->organisation));
}

/* ---- others, links, mail, tasks -------------------------------------------------------------------------- */

static void another_organisation_sees_nothing(void **state)
{
    struct world *w = *state;
    size_t count;
    assert_null(trajectory_get(w->db, w->a, &w->packs, w->other, w->trajectory));
    trajectories(w->db, w->a, &w->packs, w->other, &count);
    assert_int_equal(count, 0);
}

static void a_link_opens_one_thing_until_it_is_revoked(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id =
        trajectory_link_ensure(w->db, w->a, w->organisation, "request", 7, "an@example.org", WORLD_NOW);
    assert_int_equal(
        trajectory_link_ensure(w->db, w->a, w->organisation, "request", 7, "an@example.org", WORLD_NOW), id);
    const char *text = trajectory_link_text(w->a, w->site.key, id);
    const struct trajectory_link *l = trajectory_link_open(w->db, w->a, w->site.key, text, WORLD_NOW);
    assert_non_null(l);
    assert_int_equal(l->object, 7);
    assert_string_equal(l->mail, "an@example.org");
    static const char *const wrong[] = { "", ".", "1", "1.", "x.y", "999999999999999999999.abc", "-1.abc" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_null(trajectory_link_open(w->db, w->a, w->site.key, wrong[i], WORLD_NOW));
    char *forged = arena_strdup(w->a, text);
    forged[strlen(forged) - 2] ^= 1;
    assert_null(trajectory_link_open(w->db, w->a, w->site.key, forged, WORLD_NOW));
    unsigned char other_key[32] = "another key, of another install";
    assert_null(trajectory_link_open(w->db, w->a, other_key, text, WORLD_NOW));
    int64_t late = WORLD_NOW + (TRAJECTORY_LINK_DAYS + 1) * INT64_C(86400000);
    assert_null(trajectory_link_open(w->db, w->a, w->site.key, text, late));
    trajectory_link_revoke(w->db, "request", 7, NULL, WORLD_NOW);
    assert_null(trajectory_link_open(w->db, w->a, w->site.key, text, WORLD_NOW));
    assert_int_not_equal(
        trajectory_link_ensure(w->db, w->a, w->organisation, "request", 7, "an@example.org", WORLD_NOW), id);
}

static void a_task_of_a_source_is_made_once_and_follows(void **state)
{
    struct world *w = *state;
    int64_t id = trajectory_task_put(w->db, w->a, w->organisation, w->trajectory, 0, "Plan", "", 0,
                                     DB_SOME(21000), "commitment:1:plan", w->guide, WORLD_NOW);
    assert_int_equal(trajectory_task_put(w->db, w->a, w->organisation, w->trajectory, 0, "Plan", "", 0,
                                         DB_SOME(21100), "commitment:1:plan", w->guide, WORLD_NOW),
                     id);
    assert_string_equal(db_scalar(w->db, w->a, "SELECT due_on FROM trajectory_task"), "21100");
    static const char *const keep[] = { "commitment:1:plan", NULL };
    trajectory_task_drop(w->db, w->a, w->organisation, "commitment:1:", keep, WORLD_NOW);
    assert_null(db_scalar(w->db, w->a, "SELECT archived_at FROM trajectory_task"));
    trajectory_task_drop(w->db, w->a, w->organisation, "commitment:1:", NULL, WORLD_NOW);
    assert_non_null(db_scalar(w->db, w->a, "SELECT archived_at FROM trajectory_task"));
}

/* ---- reminders ------------------------------------------------------------------------------------------- */

static const struct trajectory_part *const own[] = { &trajectory_own_part };

static int start_with_tasks(void **state)
{
    *state = world_new(DB_SQLITE, own, 1);
    return 0;
}

static int64_t at(const char *iso, int hour)
{
    return trajectory_local_ms(day(iso), hour, 0);
}

static int mails_to(struct world *w, const char *mail)
{
    return atoi(db_scalar(w->db, w->a,
                          arena_printf(w->a, "SELECT count(*) FROM admin_mail WHERE recipient = '%s'", mail)));
}

static void owes(struct world *w, int64_t member, const char *title, const char *due)
{
    trajectory_task_put(w->db, w->a, w->organisation, w->trajectory, 0, title, "", member, DB_SOME(day(due)),
                        "", w->guide, WORLD_NOW);
}

static void reminders_go_out_once_a_day_on_working_days(void **state)
{
    struct world *w = *state;
    owes(w, w->mia_member, "Book the room", "2026-12-01"); /* a Tuesday */
    owes(w, w->mia_member, "Call the mayor", "2026-12-01");
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-11-28", 9)),
                     0); /* a Saturday, three days before */
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-11-30", 7)), 0); /* before eight */
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-11-30", 9)),
                     1); /* Monday makes up for Saturday */
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-11-30", 10)), 0);
    assert_int_equal(mails_to(w, "mia@example.org"), 1);
    const char *body = db_scalar(w->db, w->a, "SELECT body FROM admin_mail");
    assert_non_null(strstr(body, "Book the room"));
    assert_non_null(strstr(body, "Call the mayor"));
    assert_non_null(strstr(body, "http://localhost/mailkeuze/"));
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-12-01", 8)), 1); /* on the day */
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-12-02", 8)), 0); /* not every day */
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-12-08", 8)), 1); /* a week late */
}

static void who_owes_nothing_or_wants_no_mail_gets_none(void **state)
{
    struct world *w = *state;
    owes(w, w->mia_member, "Book the room", "2026-12-01");
    owes(w, w->noor_member, "Count the chairs", "2026-12-20");
    db_script(w->db, "INSERT INTO trajectory_mute (mail, kind) VALUES ('mia@example.org', 'reminder')");
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-12-01", 9)), 0);
    assert_int_equal(mails_to(w, "noor@example.org"), 0);
}

static void who_left_is_not_reminded(void **state)
{
    struct world *w = *state;
    owes(w, w->mia_member, "Book the room", "2026-12-01");
    assert_int_equal(organisation_member_end(w->db, w->a, w->organisation, w->mia_member, WORLD_NOW).status,
                     OK);
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-12-01", 9)), 0);
}

static void an_ended_trajectory_reminds_nobody(void **state)
{
    struct world *w = *state;
    owes(w, w->mia_member, "Book the room", "2026-12-01");
    assert_int_equal(trajectory_end(w->db, w->a, &w->parts, world_trajectory(w, w->trajectory), "Merger",
                                    w->guide, WORLD_NOW)
                         .status,
                     OK);
    assert_int_equal(trajectory_remind(w->db, w->a, &w->site, at("2026-12-01", 9)), 0);
}

#define TASKS(name) cmocka_unit_test_setup_teardown(name, start_with_tasks, end)
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)
#define ON_BOTH(name)                                                                                          \
    TEST(name),                                                                                                \
    {                                                                                                          \
#name " on PostgreSQL", name, start_postgres, end, NULL                                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(weekends_and_holidays_are_no_session_days),
        TEST(months_keep_to_the_end_of_short_ones),
        TEST(an_hour_is_the_same_hour_on_both_sides_of_summer_time),
        ON_BOTH(a_new_one_has_its_steps_dates_and_sessions),
        TEST(a_step_that_a_holiday_pushes_back_keeps_half_its_time),
        TEST(a_phase_is_one_step_with_sections),
        TEST(what_is_wrong_names_its_field),
        ON_BOTH(a_step_closes_with_its_outputs_or_a_reason),
        TEST(several_may_be_open_and_the_next_opens_only_when_none_is),
        TEST(skipping_and_reopening_need_a_reason),
        TEST(moving_one_step_moves_the_rest_when_asked),
        TEST(a_closed_step_does_not_move),
        TEST(dates_are_checked),
        ON_BOTH(it_goes_round_at_the_phase_that_the_template_names),
        TEST(a_newer_template_waits_until_it_is_accepted),
        TEST(ending_early_needs_a_reason),
        TEST(another_organisation_sees_nothing),
        ON_BOTH(a_link_opens_one_thing_until_it_is_revoked),
        TEST(a_task_of_a_source_is_made_once_and_follows),
        TASKS(reminders_go_out_once_a_day_on_working_days),
        TASKS(who_owes_nothing_or_wants_no_mail_gets_none),
        TASKS(who_left_is_not_reminded),
        TASKS(an_ended_trajectory_reminds_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
