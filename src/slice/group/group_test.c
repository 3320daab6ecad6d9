/* Groups and their history, members, the question about their width, motives, estimates and evidence, objections. */
#include "slice/trajectory/test_trajectory.h"

#include "base/clock.h"
#include "slice/group/group.h"

#define DAY_MS INT64_C(86400000)

static const char
    world_practices
        [] =
            WORLD_HEAD("practices", "practices") "steps:\n  - { id: start, title: " WORLD_T(
                "Start") " }\n"
                         "practices:\n  - { id: counter, title: " WORLD_T("Counter") ", who: " WORLD_T("A town") ", text: " WORLD_T("They did.") ", lesson: " WORLD_T(
                             "Begin small.") ", themes: [x.y], steps: "
                                             "[start] }\n"
                                             "resistances:\n  - { id: time, "
                                             "says: " WORLD_T(
                                                 "No time") ", "
                                                            "beh"
                                                            "ind"
                                                            ":"
                                                            " " WORLD_T("Fear.") ", answer: " WORLD_T(
                                                                "Ask.") ", practices: [counter] }\n"
                                                                        "  - { id: money, says: " WORLD_T(
                                                                            "No "
                                                                            "mone"
                                                                            "y") ", behind: " WORLD_T("Fear.") ", answer: " WORLD_T("Coun"
                                                                                                                                    "t.") " }\n";

static struct world *new_world(enum db_engine engine)
{
    static const struct trajectory_part *const parts[] = { &group_part };
    struct world *w = world_new(engine, parts, 1);
    if (w != NULL)
        world_add_pack(w, world_practices);
    return w;
}

static int start(void **state)
{
    *state = new_world(DB_SQLITE);
    return 0;
}

static int start_postgres(void **state)
{
    *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : new_world(DB_POSTGRES);
    return 0;
}

static int end(void **state)
{
    world_free(*state);
    return 0;
}

static struct world *world_of(void **state)
{
    if (*state == NULL)
        skip();
    return *state;
}

/* ---- asking ---------------------------------------------------------------------------------------------- */

static const struct lang *english(void)
{
    return lang_get(LANG_EN);
}

static struct group_by by(struct world *w)
{
    return (struct group_by){ w->guide, WORLD_NOW };
}

static const struct trajectory *local(struct world *w)
{
    return world_trajectory(w, w->trajectory);
}

static const struct group *the_group(struct world *w)
{
    size_t count;
    const struct group *all = groups(w->db, w->a, local(w), WORLD_TODAY, &count);
    assert_true(count > 0);
    return &all[0];
}

static const struct organisation_names *names(struct world *w)
{
    return organisation_names(w->db, w->a, w->organisation);
}

static const struct group_seat *seat_of(struct world *w, const struct group *g, int64_t member)
{
    size_t count;
    const struct group_seat *seats = group_seats(w->db, w->a, g, names(w), WORLD_TODAY, &count), *last = NULL;
    for (size_t i = 0; i < count; i++)
        if (seats[i].member->id == member)
            last = &seats[i];
    assert_non_null(last);
    return last;
}

static size_t people(struct world *w)
{
    size_t count;
    group_people(w->db, w->a, local(w), names(w), WORLD_TODAY, &count);
    return count;
}

static const char *value(struct world *w, const char *sql)
{
    const char *text = db_scalar(w->db, w->a, sql);
    return text == NULL ? "NULL" : text;
}

static int64_t new_member(struct world *w, const char *name, const char *department, const char *attribute)
{
    int64_t user =
        account_user_ensure(w->db, w->a, name, arena_printf(w->a, "%s@example.org", name), "en", WORLD_NOW);
    return organisation_member_add(w->db, w->a, w->organisation, user, department, attribute, ROLE_MEMBER,
                                   WORLD_NOW);
}

static struct trajectory_output output(struct world *w, const char *kind)
{
    struct trajectory_ask ask = world_ask(w, local(w));
    struct trajectory_output out = { .kind = kind, .state = "" };
    assert_true(group_part.output(&ask, &out));
    return out;
}

/* ---- groups ---------------------------------------------------------------------------------------------- */

static void a_trajectory_begins_with_its_group(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    assert_int_equal(g->kind, GROUP_LEADING);
    assert_string_equal(group_title(english(), g), "Leading group");
    size_t count;
    const struct group_seat *seats = group_seats(w->db, w->a, g, names(w), WORLD_TODAY, &count);
    assert_int_equal(count, 3);
    assert_string_equal(seats[0].member->name, "guide");
    assert_string_equal(seats[1].member->name, "mia");
    assert_true(seats[2].present);
    assert_int_equal(people(w), 3);
}

static void it_becomes_another_kind_and_keeps_its_history(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    struct fault f = group_become(w->db, w->a, g, GROUP_LEADING, WORLD_TODAY + 100, "", english(), by(w));
    assert_string_equal(f.detail, "kind");
    f = group_become(w->db, w->a, g, GROUP_FOCUS, WORLD_TODAY - 1, "", english(), by(w));
    assert_string_equal(f.detail, "from_day");
    f = group_become(w->db, w->a, g, GROUP_FOCUS, WORLD_TODAY + 100, "After the evaluation", english(), by(w));
    assert_int_equal(f.status, OK);
    assert_int_equal(the_group(w)->kind, GROUP_LEADING); /* today still */
    assert_int_equal(group_get(w->db, w->a, local(w), g->id, WORLD_TODAY + 99)->kind, GROUP_LEADING);
    assert_int_equal(group_get(w->db, w->a, local(w), g->id, WORLD_TODAY + 100)->kind, GROUP_FOCUS);
    size_t count;
    const struct group_was *was = group_kinds(w->db, w->a, g, &count);
    assert_int_equal(count, 2);
    assert_int_equal(was[0].kind, GROUP_LEADING);
    assert_int_equal(was[0].from_day, WORLD_TODAY);
    assert_int_equal(was[1].kind, GROUP_FOCUS);
    const struct group_line *lines = group_lines(w->db, w->a, g, INT64_MAX, 10, &count);
    assert_string_equal(lines[0].what, "kind");
    assert_string_equal(lines[0].before, "leading");
    assert_string_equal(lines[0].after, "focus");
    assert_string_equal(lines[0].reason, "After the evaluation");
    assert_int_equal(lines[0].user, w->guide);
    assert_string_equal(value(w, "SELECT kind || ' ' || title FROM trajectory_event WHERE kind = 'group.kind'"),
                        "group.kind Focus group");
    assert_int_equal(people(w), 3); /* the same people, the same group */
}

static void what_was_changed_is_kept_and_nobody_writes_over_another(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    struct group_change c = { .name = "Green team",
                              .mandate = "Prepares, decides nothing.",
                              .begins_on = DB_SOME(WORLD_TODAY),
                              .ends_on = DB_SOME(WORLD_TODAY - 1),
                              .reason = "Agreed at the start",
                              .edit = g->edit };
    assert_string_equal(group_set(w->db, w->a, g, &c, by(w)).detail, "ends_on");
    c.ends_on = DB_SOME(WORLD_TODAY + 365);
    assert_int_equal(group_set(w->db, w->a, g, &c, by(w)).status, OK);
    const struct group *now = the_group(w);
    assert_string_equal(group_title(english(), now), "Green team");
    c.mandate = "Decides everything.";
    struct fault f = group_set(w->db, w->a, now, &c, by(w)); /* from the form of before */
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "edit");
    c.edit = now->edit;
    assert_int_equal(group_set(w->db, w->a, now, &c, by(w)).status, OK);
    size_t count;
    const struct group_line *lines = group_lines(w->db, w->a, g, INT64_MAX, 10, &count);
    assert_string_equal(lines[0].what, "mandate");
    assert_string_equal(lines[0].before, "Prepares, decides nothing.");
    assert_string_equal(lines[0].reason, "Agreed at the start");
    assert_int_equal(count, 1 + 3 + 3 + 1); /* made, three joined, name, mandate and period, mandate */
    assert_int_equal(group_last_change(w->db, w->a, g)->user, w->guide);
    char name[GROUP_MAX_NAME + 2];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    c.name = name;
    assert_string_equal(group_set(w->db, w->a, the_group(w), &c, by(w)).detail, "name");
}

static void there_may_be_more_groups_and_one_may_stop(void **state)
{
    struct world *w = world_of(state);
    int64_t id;
    assert_int_equal(group_make(w->db, w->a, local(w), GROUP_STEERING, "", english(), by(w), &id).status, OK);
    const struct group *steering = group_get(w->db, w->a, local(w), id, WORLD_TODAY);
    assert_int_equal(steering->kind, GROUP_STEERING);
    int64_t jan = new_member(w, "jan", "Roads", "mandatary");
    group_join(w->db, w->a, steering, jan, "Chair", by(w));
    group_join(w->db, w->a, steering, w->mia_member, "", by(w));
    assert_int_equal(people(w), 4); /* who sits in two counts once */
    group_dissolve(w->db, w->a, steering, "Its work is done", english(), by(w));
    assert_int_equal(people(w), 3);
    steering = group_get(w->db, w->a, local(w), id, WORLD_TODAY);
    assert_false(group_goes_on(steering, WORLD_TODAY));
    group_resume(w->db, steering, "", english(), by(w));
    assert_int_equal(people(w), 4);
}

static void another_organisation_sees_nothing(void **state)
{
    struct world *w = world_of(state);
    struct trajectory foreign = *local(w);
    foreign.organisation = w->other;
    size_t count;
    groups(w->db, w->a, &foreign, WORLD_TODAY, &count);
    assert_int_equal(count, 0);
    assert_null(group_get(w->db, w->a, &foreign, the_group(w)->id, WORLD_TODAY));
    group_people(w->db, w->a, &foreign, names(w), WORLD_TODAY, &count);
    assert_int_equal(count, 0);
    group_objections(w->db, w->a, &foreign, INT64_MAX, 10, &count);
    assert_int_equal(count, 0);
}

/* ---- members --------------------------------------------------------------------------------------------- */

static void who_joins_and_leaves_stays_in_the_history(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    int64_t seat = seat_of(w, g, w->mia_member)->id;
    assert_int_equal(group_join(w->db, w->a, g, w->mia_member, "", by(w)), seat); /* already in it */
    group_leave(w->db, w->a, g, seat_of(w, g, w->mia_member), english(), by(w));
    assert_int_equal(people(w), 2);
    const struct group_seat *s = seat_of(w, g, w->mia_member);
    assert_false(s->present);
    assert_int_equal(s->left_on.v, WORLD_TODAY);
    struct group_by later = { w->guide, WORLD_NOW + 30 * DAY_MS };
    int64_t again = group_join(w->db, w->a, g, w->mia_member, "Secretary", later);
    assert_int_not_equal(again, seat); /* a second time is a second row */
    assert_string_equal(value(w, "SELECT count(*) FROM group_seat"), "4");
    struct fault f =
        group_back(w->db, w->a, g, group_seat_get(w->db, w->a, g, seat, names(w), WORLD_TODAY), later);
    assert_int_equal(f.status, CONFLICT);
    size_t count;
    const struct group_line *lines = group_lines(w->db, w->a, g, INT64_MAX, 10, &count);
    assert_string_equal(lines[0].what, "joined");
    assert_string_equal(lines[1].what, "left");
    assert_int_equal(lines[1].member, w->mia_member);
}

static void leaving_is_taken_back(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    group_leave(w->db, w->a, g, seat_of(w, g, w->mia_member), english(), by(w));
    assert_int_equal(group_back(w->db, w->a, g, seat_of(w, g, w->mia_member), by(w)).status, OK);
    assert_true(seat_of(w, g, w->mia_member)->present);
    assert_int_equal(group_back(w->db, w->a, g, seat_of(w, g, w->mia_member), by(w)).status, OK);
}

static void a_seat_has_a_task_and_a_period(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    const struct group_seat *s = seat_of(w, g, w->noor_member);
    struct group_seat_change c = {
        .task = "Counts", .begins_on = WORLD_TODAY, .ends_on = DB_SOME(WORLD_TODAY - 1), .edit = s->edit
    };
    assert_string_equal(group_seat_set(w->db, w->a, g, s, &c, by(w)).detail, "ends_on");
    c.ends_on = DB_SOME(WORLD_TODAY);
    assert_int_equal(group_seat_set(w->db, w->a, g, s, &c, by(w)).status, OK);
    assert_true(seat_of(w, g, w->noor_member)->present); /* the last day is one */
    assert_int_equal(group_seat_set(w->db, w->a, g, s, &c, by(w)).status, CONFLICT);
    size_t count;
    group_people(w->db, w->a, local(w), names(w), WORLD_TODAY + 1, &count);
    assert_int_equal(count, 2);
    s = seat_of(w, g, w->noor_member);
    c = (struct group_seat_change){ .task = "", .begins_on = WORLD_TODAY + 7, .edit = s->edit };
    assert_int_equal(group_seat_set(w->db, w->a, g, s, &c, by(w)).status, OK);
    s = seat_of(w, g, w->noor_member);
    assert_true(s->comes && !s->present);
    const struct group_line *lines = group_lines(w->db, w->a, g, INT64_MAX, 10, &count);
    assert_string_equal(lines[1].what, "task");
    assert_string_equal(lines[1].before, "Counts");
}

static void who_left_the_organisation_is_in_no_group(void **state)
{
    struct world *w = world_of(state);
    assert_int_equal(organisation_member_end(w->db, w->a, w->organisation, w->noor_member, WORLD_NOW).status,
                     OK);
    assert_int_equal(people(w), 2);
    assert_false(seat_of(w, the_group(w), w->noor_member)->present);
    assert_string_equal(
        organisation_member_name(w->a, english(), seat_of(w, the_group(w), w->noor_member)->member), "noor");
    organisation_member_by_role(w->db, w->organisation, w->noor_member, true);
    assert_string_equal(
        organisation_member_name(w->a, english(), seat_of(w, the_group(w), w->noor_member)->member),
        "a member of staff, Finance");
}

static void the_grid_shows_who_is_missing(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    new_member(w, "piet", "Roads", NULL); /* of the organisation, not of the group */
    group_join(w->db, w->a, g, new_member(w, "jan", "Finance", "mandatary"), "", by(w));
    group_join(w->db, w->a, g, new_member(w, "ann", "", "external"), "", by(w));
    size_t count;
    const int64_t *in = group_people(w->db, w->a, local(w), names(w), WORLD_TODAY, &count);
    struct group_grid grid = group_grid(w->db, w->a, w->organisation, names(w), in, count);
    assert_int_equal(grid.departments, 4);
    assert_int_equal(grid.covered, 3);
    assert_int_equal(grid.row_count, 5); /* with a row for who has no department */
    assert_string_equal(grid.rows[1].name, "Finance");
    assert_int_equal(grid.rows[1].count[GROUP_STAFF], 1);
    assert_int_equal(grid.rows[1].count[GROUP_MANDATARY], 1);
    assert_string_equal(grid.rows[3].name, "Roads");
    assert_int_equal(grid.rows[3].all, 0);
    assert_int_equal(grid.rows[4].count[GROUP_EXTERNAL], 1);
    assert_int_equal(grid.members, 5);
    assert_int_equal(grid.attributes[GROUP_STAFF], 3);
}

static void the_output_is_there_with_three_members(void **state)
{
    struct world *w = world_of(state);
    struct trajectory_output out = output(w, "group");
    assert_true(out.there);
    assert_int_equal(out.count, 3);
    assert_string_equal(out.state, "3 members, 3 of 3 departments");
    const struct group *g = the_group(w);
    group_leave(w->db, w->a, g, seat_of(w, g, w->noor_member), english(), by(w));
    out = output(w, "group");
    assert_false(out.there);
    assert_string_equal(out.state, "2 members, 2 of 3 departments");
    struct trajectory_ask ask = world_ask(w, local(w));
    struct trajectory_output other = { .kind = "facts" };
    assert_false(group_part.output(&ask, &other));
}

/* ---- width ----------------------------------------------------------------------------------------------- */

static const char *phone(struct world *w, int64_t member)
{
    char *secret = arena_strdup(w->a, "0123456789-_abcdefghijklmnopqrstuvwxyzABCDE");
    secret[0] = (char)('a' + member % 26);
    return secret;
}

static void answer(struct world *w, int64_t member, enum group_width width)
{
    const struct ballot *b = group_width_ballot(w->db, w->a, the_group(w));
    assert_int_equal(ballot_cast(w->db, w->a, b, member, phone(w, member), width).status, OK);
}

static const char *sentence(struct world *w)
{
    const struct ballot *b = group_width_ballot(w->db, w->a, the_group(w));
    struct ballot_counts c = ballot_counts(w->db, w->a, b);
    return group_width_sentence(w->a, english(), b, &c);
}

static size_t duty_count(struct world *w, int64_t until, const char *sort)
{
    struct trajectory_ask ask = world_ask(w, local(w));
    struct trajectory_duties all = trajectory_duties(&ask, &w->site, &w->parts, until);
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++)
        count += strcmp(all.v[i].sort, sort) == 0;
    return count;
}

static void a_small_group_is_told_before_it_is_asked(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    struct fault f = group_width_ask(w->db, w->a, g, BALLOT_USUAL, WORLD_TODAY + 7, english(), by(w));
    assert_string_equal(f.detail, "minimum"); /* three members: from five it would never show */
    f = group_width_ask(w->db, w->a, g, BALLOT_SMALL, WORLD_TODAY + 7, english(), by(w));
    assert_int_equal(f.status, OK);
    const struct ballot *b = group_width_ballot(w->db, w->a, g);
    assert_int_equal(b->state, BALLOT_ANNOUNCED);
    assert_int_equal(duty_count(w, WORLD_TODAY + 30, "Question"), 0);
    assert_int_equal(group_width_open(w->db, g, b, english(), by(w)).status, CONFLICT); /* same moment */
    struct group_by later = { w->guide, WORLD_NOW + 1000 };
    assert_int_equal(group_width_open(w->db, g, b, english(), later).status, OK);
    assert_int_equal(group_width_ask(w->db, w->a, g, BALLOT_SMALL, WORLD_TODAY + 7, english(), later).status,
                     CONFLICT);
    assert_string_equal(value(w, "SELECT count(*) FROM trajectory_event WHERE kind = 'group.width_opened'"),
                        "1");
}

static void the_answers_become_a_sentence(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    int64_t jan = new_member(w, "jan", "Roads", NULL), ann = new_member(w, "ann", "Roads", NULL);
    group_join(w->db, w->a, g, jan, "", by(w));
    group_join(w->db, w->a, g, ann, "", by(w));
    assert_int_equal(group_width_ask(w->db, w->a, g, BALLOT_USUAL, WORLD_TODAY + 7, english(), by(w)).status,
                     OK);
    int64_t late = new_member(w, "late", "Roads", NULL);
    group_join(w->db, w->a, g, late, "", by(w)); /* joins while it is open, and may answer */
    assert_int_equal(duty_count(w, WORLD_TODAY + 6, "Question"), 0);
    assert_int_equal(duty_count(w, WORLD_TODAY + 7, "Question"), 6);
    answer(w, w->guide_member, WIDTH_NARROW);
    answer(w, w->mia_member, WIDTH_RIGHT);
    answer(w, w->noor_member, WIDTH_RIGHT);
    assert_int_equal(duty_count(w, WORLD_TODAY + 7, "Question"), 3);
    assert_string_equal(sentence(w), "3 of 6 answered. The result shows from 5 answers.");
    answer(w, jan, WIDTH_RIGHT);
    answer(w, late, WIDTH_NARROW);
    assert_string_equal(sentence(w), "5 of 6 answered. The result is not shown yet.");
    const struct ballot *b = group_width_ballot(w->db, w->a, g);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    assert_string_equal(sentence(w), "3 of 5 find the group right as it is.");
    answer(w, ann, WIDTH_NARROW);
    assert_int_equal(group_width_close(w->db, w->a, g, b, english(), by(w)).status, OK);
    assert_string_equal(sentence(w), "The group is divided: 3 too narrow, 3 right, 0 too wide.");
    assert_int_equal(duty_count(w, WORLD_TODAY + 30, "Question"), 0);
    /* What people answered, and when, stands in no event. */
    assert_string_equal(value(w, "SELECT count(*) FROM trajectory_event WHERE kind LIKE 'group.width%'"), "2");
}

static void too_few_answers_stay_unknown(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    assert_int_equal(group_width_ask(w->db, w->a, g, BALLOT_SMALL, WORLD_TODAY + 7, english(), by(w)).status,
                     OK);
    const struct ballot *b = group_width_ballot(w->db, w->a, g);
    struct group_by later = { w->guide, WORLD_NOW + 1000 };
    assert_int_equal(group_width_open(w->db, g, b, english(), later).status, OK);
    answer(w, w->guide_member, WIDTH_WIDE);
    answer(w, w->mia_member, WIDTH_WIDE);
    b = group_width_ballot(w->db, w->a, g);
    assert_int_equal(group_width_close(w->db, w->a, g, b, english(), later).status, OK);
    assert_string_equal(sentence(w), "2 of 3 answered: too few to show a result, which takes 3.");
    assert_int_equal(group_width_ask(w->db, w->a, g, BALLOT_SMALL, WORLD_TODAY + 7, english(), later).status,
                     OK);
    size_t count;
    group_width_ballots(w->db, w->a, g, &count);
    assert_int_equal(count, 2); /* asked again, and the first stays */
}

static bool says(const struct doc *d, const char *words)
{
    for (size_t i = 0; i < d->count; i++) {
        for (size_t r = 0; r < d->blocks[i].line.count; r++)
            if (strstr(d->blocks[i].line.runs[r].text, words) != NULL)
                return true;
        const struct doc_grid *grid = d->blocks[i].grid;
        for (size_t c = 0; grid != NULL && c < grid->row_count * grid->column_count; c++)
            for (size_t r = 0; r < grid->cells[c].count; r++)
                if (strstr(grid->cells[c].runs[r].text, words) != NULL)
                    return true;
    }
    return false;
}

/* ---- motives --------------------------------------------------------------------------------------------- */

static struct fault write_motive(struct world *w, int64_t member, const char *motive, int64_t edit)
{
    return group_motive_save(w->db, w->a, local(w), member, motive, motive[0] == '\0' ? "" : "Time", edit,
                             WORLD_NOW);
}

static void a_motive_keeps_its_earlier_texts(void **state)
{
    struct world *w = world_of(state);
    assert_null(group_motive_of(w->db, w->a, local(w), w->mia_member));
    assert_int_equal(write_motive(w, w->mia_member, "", 0).status, OK); /* nothing, kept as nothing */
    assert_int_equal(write_motive(w, w->mia_member, "My children", 0).status, OK);
    assert_int_equal(write_motive(w, w->mia_member, "Something else", 0).status, CONFLICT);
    const struct group_motive *m = group_motive_of(w->db, w->a, local(w), w->mia_member);
    assert_string_equal(m->motive, "My children");
    assert_int_equal(write_motive(w, w->mia_member, "My grandchildren", m->edit).status, OK);
    assert_int_equal(write_motive(w, w->mia_member, "My grandchildren", m->edit + 1).status, OK);
    assert_string_equal(value(w, "SELECT count(*) FROM group_motive_log"), "1");
    assert_int_equal(write_motive(w, w->mia_member, "", m->edit + 1).status, OK); /* taken back */
    assert_null(group_motive_of(w->db, w->a, local(w), w->mia_member));
    assert_int_equal(write_motive(w, w->mia_member, "Again", 0).status, OK);
    assert_string_equal(value(w, "SELECT count(*) FROM group_motive_log"), "2");
    char text[GROUP_MAX_MOTIVE + 2];
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_string_equal(write_motive(w, w->noor_member, text, 0).detail, "motive");
}

static void half_of_the_members_is_enough(void **state)
{
    struct world *w = world_of(state);
    assert_false(output(w, "motives").there);
    assert_string_equal(output(w, "motives").state, "0 of 3 wrote");
    assert_int_equal(write_motive(w, w->mia_member, "My children", 0).status, OK);
    assert_false(output(w, "motives").there);
    assert_int_equal(write_motive(w, w->noor_member, "The river", 0).status, OK);
    assert_true(output(w, "motives").there);
    assert_string_equal(output(w, "motives").state, "2 of 3 wrote");
    struct trajectory_ask ask = world_ask(w, local(w));
    ask.reader = true;
    struct trajectory_output out = { .kind = "motives" };
    assert_true(group_part.output(&ask, &out));
    assert_null(out.url); /* the group's own */
    /* Who leaves takes the motive along. */
    const struct group *g = the_group(w);
    group_leave(w->db, w->a, g, seat_of(w, g, w->noor_member), english(), by(w));
    assert_string_equal(output(w, "motives").state, "1 of 2 wrote");
}

static void the_shared_text_has_no_names(void **state)
{
    struct world *w = world_of(state);
    assert_int_equal(write_motive(w, w->mia_member, "My children\nand theirs", 0).status, OK);
    assert_int_equal(
        group_motive_save(w->db, w->a, local(w), w->noor_member, "The river", "", 0, WORLD_NOW).status, OK);
    size_t count, written;
    const int64_t *in = group_people(w->db, w->a, local(w), names(w), WORLD_TODAY, &count);
    const struct group_motive *m = group_motives(w->db, w->a, local(w), in, count, &written);
    assert_string_equal(
        group_motives_markdown(w->a, english(), m, written),
        "## What drives us\n\n- My children\n  and theirs\n- The river\n\n## What we bring\n\n- "
        "Time\n");
}

static void the_motives_become_a_document(void **state)
{
    struct world *w = world_of(state);
    assert_int_equal(write_motive(w, w->mia_member, "My children", 0).status, OK);
    size_t count, written;
    const int64_t *in = group_people(w->db, w->a, local(w), names(w), WORLD_TODAY, &count);
    const struct group_motive *m = group_motives(w->db, w->a, local(w), in, count, &written);
    int64_t id = 0, again = 0;
    assert_null(group_motivation(w->db, w->a, local(w), false));
    assert_int_equal(group_motivation_begin(w->db, w->a, local(w), english(), m, written, by(w), &id).status,
                     OK);
    assert_int_equal(group_motivation_begin(w->db, w->a, local(w), english(), m, written, by(w), &again).status,
                     OK);
    assert_int_equal(again, id); /* once */
    const struct document *d = group_motivation(w->db, w->a, local(w), false);
    assert_true(d->everyone);
    assert_non_null(strstr(document_version_get(w->db, w->a, d, 1)->content, "- My children"));
    assert_null(group_motivation(w->db, w->a, local(w), true));
    struct doc *doc = doc_new(w->a, "Report", "en");
    group_chapter(w->db, w->a, english(), &w->packs, local(w), doc, 1);
    assert_false(says(doc, "My children")); /* not agreed yet */
    assert_int_equal(document_approve(w->db, d, 1, "All agree", WORLD_TODAY, w->guide, WORLD_NOW).status, OK);
    doc = doc_new(w->a, "Report", "en");
    group_chapter(w->db, w->a, english(), &w->packs, local(w), doc, 1);
    assert_true(says(doc, "My children"));
}

static void everybody_is_asked_once_a_day_in_the_own_language(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    group_join(w->db, w->a, g, new_member(w, "jan", "Roads", NULL), "", by(w)); /* reads English */
    const struct organisation *o = organisation_get(w->db, w->a, w->organisation);
    assert_int_equal(write_motive(w, w->mia_member, "My children", 0).status, OK);
    assert_int_equal(duty_count(w, WORLD_TODAY + 100, "Motive"), 0); /* nobody asked yet */
    assert_int_equal(group_ask_motives(w->db, w->a, &w->site, local(w), o, names(w), WORLD_TODAY + 14, by(w)),
                     3);
    assert_string_equal(value(w, "SELECT count(*) FROM admin_mail WHERE recipient = 'mia@example.org'"), "0");
    const char *mail = value(w, "SELECT body FROM admin_mail WHERE recipient = 'jan@example.org'");
    assert_non_null(strstr(mail, "It takes a minute."));
    assert_non_null(strstr(mail, arena_printf(w->a, "%s/groep/motief", trajectory_path(w->a, local(w)))));
    assert_int_equal(group_asked(w->db, w->a, local(w))->due_on, WORLD_TODAY + 14);
    assert_int_equal(duty_count(w, WORLD_TODAY + 13, "Motive"), 0);
    assert_int_equal(duty_count(w, WORLD_TODAY + 14, "Motive"), 3);
    assert_int_equal(group_ask_motives(w->db, w->a, &w->site, local(w), o, names(w), WORLD_TODAY + 20, by(w)),
                     0);
    assert_int_equal(group_asked(w->db, w->a, local(w))->due_on, WORLD_TODAY + 20);
    struct group_by tomorrow = { w->guide, WORLD_NOW + DAY_MS };
    assert_int_equal(
        group_ask_motives(w->db, w->a, &w->site, local(w), o, names(w), WORLD_TODAY + 20, tomorrow), 3);
    assert_string_equal(value(w, "SELECT count(*) FROM trajectory_event WHERE kind = 'group.motives_asked'"),
                        "1");
}

/* ---- success factors ------------------------------------------------------------------------------------- */

static void say(struct world *w, int64_t member, int64_t month, int64_t stakeholders, int64_t support)
{
    const int64_t values[TRAJECTORY_FACTORS] = { stakeholders, support, 0 };
    assert_int_equal(group_estimate_save(w->db, local(w), member, month, values).status, OK);
}

static void estimates_show_from_three_members(void **state)
{
    struct world *w = world_of(state);
    int64_t month = group_month(WORLD_NOW);
    assert_int_equal(month, 2026 * 12 + 10);
    assert_int_equal(group_month(trajectory_local_ms(WORLD_TODAY + 9, 0, 30)), 2026 * 12 + 11); /* 1 December */
    say(w, w->guide_member, month, 2, 5);
    say(w, w->mia_member, month, 3, 4);
    size_t count;
    const struct group_estimates *e = group_estimates(w->db, w->a, local(w), &count);
    assert_int_equal(count, 1);
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].count, 2);
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].tenths, -1); /* never 0, and no spread either */
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].lowest, -1);
    assert_int_equal(e[0].factors[FACTOR_TRANSPARENCY].count, 0);
    say(w, w->noor_member, month, 3, 4);
    e = group_estimates(w->db, w->a, local(w), &count);
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].tenths, 27); /* 8 / 3 = 2.67 */
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].lowest, 2);
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].highest, 3);
    assert_int_equal(e[0].factors[FACTOR_SUPPORT].tenths, 43); /* 13 / 3 = 4.33 */
    say(w, w->noor_member, month, 5, 0);                       /* changed, and what is left open stays */
    e = group_estimates(w->db, w->a, local(w), &count);
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].tenths, 33);
    assert_int_equal(e[0].factors[FACTOR_SUPPORT].count, 3);
}

static void each_month_stands_by_itself(void **state)
{
    struct world *w = world_of(state);
    int64_t month = group_month(WORLD_NOW), own[TRAJECTORY_FACTORS];
    const int64_t members[] = { w->guide_member, w->mia_member, w->noor_member };
    for (int i = 0; i < 3; i++) {
        say(w, members[i], month, 2, 2);
        say(w, members[i], month + 1, 4, i + 1);
    }
    size_t count;
    const struct group_estimates *e = group_estimates(w->db, w->a, local(w), &count);
    assert_int_equal(count, 2);
    assert_int_equal(e[0].month, month + 1);
    assert_int_equal(e[0].factors[FACTOR_STAKEHOLDERS].tenths, 40);
    assert_int_equal(e[0].factors[FACTOR_SUPPORT].lowest, 1);
    assert_int_equal(e[1].factors[FACTOR_STAKEHOLDERS].tenths, 20);
    group_estimate_own(w->db, w->a, local(w), w->noor_member, month + 1, own);
    assert_int_equal(own[FACTOR_SUPPORT], 3);
    assert_int_equal(own[FACTOR_TRANSPARENCY], 0);
    const int64_t wrong[TRAJECTORY_FACTORS] = { 6, 1, 1 };
    assert_int_equal(group_estimate_save(w->db, local(w), w->mia_member, month, wrong).status, INVALID);
}

static const char *evidence(struct world *w, enum trajectory_factor factor)
{
    struct trajectory_ask ask = world_ask(w, local(w));
    struct trajectory_evidences all = { 0 };
    const char *text = "";
    group_part.evidence(&ask, factor, &all);
    for (size_t i = 0; i < all.count; i++)
        text = arena_printf(w->a, "%s%s%s", text, i == 0 ? "" : "; ", all.v[i].text);
    return text;
}

static void evidence_is_counted(void **state)
{
    struct world *w = world_of(state);
    assert_int_equal(write_motive(w, w->mia_member, "My children", 0).status, OK);
    new_member(w, "piet", "Roads", NULL);
    assert_string_equal(evidence(w, FACTOR_SUPPORT),
                        "3 of 4 departments are in the group; 1 of 3 members wrote why they take part");
    assert_string_equal(evidence(w, FACTOR_STAKEHOLDERS),
                        "Nobody in the group comes from outside the organisation");
    group_join(w->db, w->a, the_group(w), new_member(w, "ann", "", "external"), "", by(w));
    assert_string_equal(evidence(w, FACTOR_STAKEHOLDERS),
                        "1 member of the group comes from outside the organisation");
    assert_string_equal(evidence(w, FACTOR_TRANSPARENCY), "");
    /* The scan: who of the group answered in the newest round that members fill in. */
    db_script(w->db,
              arena_printf(w->a,
                           "INSERT INTO scan_round (id, organisation_id, title, pack, version, variant, "
                           "profile, mode, state, created_at) VALUES (1, %lld, 'Autumn', 'x', 1, 'light', "
                           "'', 'alone', 'open', 5), (2, %lld, 'Desk', 'x', 1, 'light', '', 'single', "
                           "'open', 6); INSERT INTO scan_sheet (round_id, member_id, answered, changed_at) "
                           "VALUES (1, %lld, 12, 5), (1, %lld, 0, 5), (1, 0, 9, 5), (1, 9999, 3, 5)",
                           (long long)w->organisation, (long long)w->organisation, (long long)w->mia_member,
                           (long long)w->noor_member));
    assert_non_null(strstr(evidence(w, FACTOR_SUPPORT), "; 1 of 4 members answered the scan “Autumn”"));
}

/* ---- objections ------------------------------------------------------------------------------------------ */

static int64_t object(struct world *w, const char *resistance, const char *note)
{
    struct group_objection o = { .resistance = resistance, .note = note, .helped = "Talking" };
    int64_t id = 0;
    assert_int_equal(group_objection_save(w->db, w->a, &w->packs, local(w), &o, &id).status, OK);
    return id;
}

static void objections_are_counted_by_kind(void **state)
{
    struct world *w = world_of(state);
    int64_t first = object(w, "time", ""), second = object(w, "money", "At the counter");
    object(w, "time", "");
    object(w, "", "Something new");
    size_t count;
    const struct group_objection_count *c = group_objection_counts(w->db, w->a, local(w), &count);
    assert_int_equal(count, 3);
    assert_string_equal(c[0].resistance, "time");
    assert_int_equal(c[0].count, 2);
    group_objection_archive(w->db, local(w), second, true);
    group_objection_counts(w->db, w->a, local(w), &count);
    assert_int_equal(count, 2);
    group_objections(w->db, w->a, local(w), INT64_MAX, 10, &count);
    assert_int_equal(count, 3);
    group_objection_archive(w->db, local(w), second, false);
    struct group_objection o = *group_objection_get(w->db, w->a, local(w), first);
    int64_t id;
    o.helped = "A walk";
    assert_int_equal(group_objection_save(w->db, w->a, &w->packs, local(w), &o, &id).status, OK);
    assert_int_equal(group_objection_save(w->db, w->a, &w->packs, local(w), &o, &id).status, CONFLICT);
    assert_string_equal(group_objection_get(w->db, w->a, local(w), first)->helped, "A walk");
    o = (struct group_objection){ .resistance = "nonsense", .note = "", .helped = "" };
    assert_string_equal(group_objection_save(w->db, w->a, &w->packs, local(w), &o, &id).detail, "resistance");
    const struct pack *pack;
    assert_string_equal(text_in(english(), pack_text(group_resistance(&w->packs, "money", &pack), "answer")),
                        "Count.");
}

static void objections_leave_no_trace(void **state)
{
    struct world *w = world_of(state);
    const char *events = value(w, "SELECT count(*) FROM trajectory_event");
    object(w, "time", "Heard at lunch");
    assert_string_equal(value(w, "SELECT count(*) FROM trajectory_event"), events);
    assert_string_equal(value(w, "SELECT count(*) FROM admin_audit"), "0");
    const char *columns = w->t->source.engine == DB_SQLITE
                              ? "SELECT group_concat(name, ' ') FROM pragma_table_info('group_objection')"
                              : "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM "
                                "information_schema.columns WHERE table_schema = current_schema() AND "
                                "table_name = 'group_objection'";
    assert_string_equal(
        value(w, columns),
        "id organisation_id trajectory_id resistance note helped edit archived"); /* nobody, no time */
    int64_t other = world_begin(w, "round", WORLD_TODAY + 8);
    struct group_objection o = { .resistance = "money", .note = "", .helped = "" };
    int64_t id;
    assert_int_equal(group_objection_save(w->db, w->a, &w->packs, world_trajectory(w, other), &o, &id).status,
                     OK);
    assert_int_equal(trajectory_end(w->db, w->a, &w->parts, local(w), "Merger", w->guide, WORLD_NOW).status,
                     OK);
    assert_string_equal(value(w, "SELECT count(*) FROM group_objection"), "1"); /* of the other trajectory */
    assert_string_equal(value(w, "SELECT resistance FROM group_objection"), "money");
}

/* ---- the chapter ----------------------------------------------------------------------------------------- */

static void the_report_has_a_chapter(void **state)
{
    struct world *w = world_of(state);
    const struct group *g = the_group(w);
    struct group_change c = {
        .name = "", .mandate = "Prepares **everything**.", .reason = "", .edit = g->edit
    };
    assert_int_equal(group_set(w->db, w->a, g, &c, by(w)).status, OK);
    new_member(w, "piet", "Roads", NULL);
    const struct group_seat *s = seat_of(w, g, w->mia_member);
    struct group_seat_change task = { .task = "Secretary", .begins_on = WORLD_TODAY - 1, .edit = s->edit };
    assert_int_equal(group_seat_set(w->db, w->a, g, s, &task, by(w)).status, OK);
    organisation_member_by_role(w->db, w->organisation, w->noor_member, true);
    assert_int_equal(write_motive(w, w->mia_member, "My own secret reason", 0).status, OK);
    /* As it was when the trajectory ended, so that the report does not change afterwards. */
    assert_int_equal(trajectory_end(w->db, w->a, &w->parts, local(w), "Done", w->guide, WORLD_NOW).status, OK);
    struct doc *doc = doc_new(w->a, "Report", "en");
    group_chapter(w->db, w->a, english(), &w->packs, local(w), doc, 1);
    assert_int_equal(doc->blocks[0].kind, DOC_HEADING);
    assert_true(says(doc, "Leading group"));
    assert_true(says(doc, "everything"));
    assert_true(says(doc, "mia"));
    assert_true(says(doc, "Secretary"));
    assert_true(says(doc, "a member of staff, Finance"));
    assert_false(says(doc, "noor"));
    assert_true(says(doc, "Nobody takes part from: Roads."));
    assert_false(says(doc, "My own secret reason")); /* motives are the group's own */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)
#define BOTH(name)                                                                                             \
    TEST(name),                                                                                                \
    {                                                                                                          \
#name " on PostgreSQL", name, start_postgres, end, NULL                                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_trajectory_begins_with_its_group),
        BOTH(it_becomes_another_kind_and_keeps_its_history),
        BOTH(what_was_changed_is_kept_and_nobody_writes_over_another),
        BOTH(there_may_be_more_groups_and_one_may_stop),
        BOTH(another_organisation_sees_nothing),
        BOTH(who_joins_and_leaves_stays_in_the_history),
        BOTH(leaving_is_taken_back),
        BOTH(a_seat_has_a_task_and_a_period),
        BOTH(who_left_the_organisation_is_in_no_group),
        BOTH(the_grid_shows_who_is_missing),
        BOTH(the_output_is_there_with_three_members),
        BOTH(a_small_group_is_told_before_it_is_asked),
        BOTH(the_answers_become_a_sentence),
        BOTH(too_few_answers_stay_unknown),
        BOTH(a_motive_keeps_its_earlier_texts),
        BOTH(half_of_the_members_is_enough),
        BOTH(the_shared_text_has_no_names),
        BOTH(the_motives_become_a_document),
        BOTH(everybody_is_asked_once_a_day_in_the_own_language),
        BOTH(estimates_show_from_three_members),
        BOTH(each_month_stands_by_itself),
        BOTH(evidence_is_counted),
        BOTH(objections_are_counted_by_kind),
        BOTH(objections_leave_no_trace),
        BOTH(the_report_has_a_chapter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
