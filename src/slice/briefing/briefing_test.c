/* The briefing sheet, and the deadlines that follow from what was signed. */
#include "slice/trajectory/test_trajectory.h"

#include "base/clock.h"
#include "slice/briefing/briefing.h"

static const struct trajectory_part *const parts[] = { &briefing_part };

#define ENTRY(id, country, more, deadlines)                                                                    \
    "  - id: " id "\n    title: " WORLD_T(id) "\n    about: " WORLD_T(                                         \
        "About.") "\n    country: " country "\n"                                                               \
                  "    sector: public\n    events:\n      - { id: decision, title: " WORLD_T(                  \
                      "Decision") " }\n"                                                                       \
                                  "      - { id: submitted, title: " WORLD_T(                                  \
                                      "Submitted") " }\n    deadlines:\n" deadlines                            \
                                                   "    themes: [gov.x.y]\n    rule-source: " WORLD_T(         \
                                                       "Rule.") "\n    certainty: checked\n    valid-from: "   \
                                                                "2016-01-01\n" more                            \
                                                                "    review-by: 2027-11-01\n"
#define DUE(id, after, months, every)                                                                          \
    "      - { id: " id ", title: " WORLD_T(id) ", after: " after ", months: " months ", every-months: " every \
                                                ", what: " WORLD_T("Do it.") " }\n"

static const char commitments[] =
    WORLD_HEAD("signed", "commitments") "entries:\n" ENTRY("covenant", "BE", "",
                                                           DUE("plan", "decision", "24", "0")
                                                               DUE("report", "submitted", "24", "24")
                                                                   DUE("inventory", "submitted", "48", "48"))
        ENTRY("manifest", "NL", "    valid-to: 2025-12-31\n", DUE("yearly", "decision", "12", "12"));

static int start_on(void **state, enum db_engine engine)
{
    struct world *w = world_new(engine, parts, 1);
    if (w != NULL)
        world_add_pack(w, commitments);
    *state = w;
    return 0;
}

static int start(void **state)
{
    return start_on(state, DB_SQLITE);
}

static int start_postgres(void **state)
{
    *state = NULL;
    return getenv("KAPSTOK_TEST_POSTGRES") == NULL ? 0 : start_on(state, DB_POSTGRES);
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

static int64_t sign(struct world *w, const char *entry, const char *decision, const char *submitted)
{
    struct briefing_date dates[] = { { "decision", day(decision) },
                                     { "submitted", submitted == NULL ? 0 : day(submitted) } };
    struct briefing_commitment_new n = { .organisation = w->organisation,
                                         .entry = entry,
                                         .title = "",
                                         .note = "",
                                         .dates = dates,
                                         .date_count = submitted == NULL ? 1 : 2 };
    int64_t id = 0;
    struct fault f =
        briefing_commitment_save(w->db, w->a, &w->packs, lang_get(LANG_EN), &n, w->guide, WORLD_NOW, &id);
    assert_int_equal(f.status, OK);
    return id;
}

static const char *tasks(struct world *w)
{
    const char *sql = db_engine(w->db) == DB_SQLITE
                          ? "SELECT group_concat(title || ' ' || due_on, ', ') FROM (SELECT title, due_on FROM "
                            "trajectory_task WHERE archived_at IS NULL ORDER BY due_on, title)"
                          : "SELECT string_agg(title || ' ' || due_on, ', ' ORDER BY due_on, title) FROM "
                            "trajectory_task WHERE archived_at IS NULL";
    const char *list = db_scalar(w->db, w->a, sql);
    return list == NULL ? "" : list;
}

static const char *expect(struct world *w, const char *const *lines, size_t count)
{
    const char *list = "";
    for (size_t i = 0; i < count; i += 2)
        list =
            arena_printf(w->a, "%s%s%s %lld", list, i == 0 ? "" : ", ", lines[i], (long long)day(lines[i + 1]));
    return list;
}

static void a_covenant_of_2024_asks_a_plan_in_2026(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    sign(w, "covenant", "2024-03-01", NULL);
    static const char *const due[] = { "covenant: plan", "2026-03-01" };
    assert_string_equal(tasks(w), expect(w, due, 2));
}

static void reports_follow_the_plan_every_two_and_four_years(void **state)
{
    struct world *w = *state;
    int64_t id = sign(w, "covenant", "2020-02-29", "2022-01-31");
    const struct briefing_commitment *c = briefing_commitment_get(w->db, w->a, &w->packs, w->organisation, id);
    size_t count;
    const struct briefing_deadline *d = briefing_deadlines(w->a, c, WORLD_TODAY, &count);
    static const char *const days[] = { "2022-02-28", "2028-01-31", "2030-01-31", "2030-01-31",
                                        "2032-01-31", "2034-01-31", "2038-01-31" };
    assert_int_equal(count, 7); /* the plan; three reports and three inventories to come */
    for (size_t i = 0; i < count; i++)
        assert_string_equal(clock_date(w->a, d[i].day), days[i]);
}

static void nothing_is_due_after_a_rule_ran_out(void **state)
{
    struct world *w = *state;
    sign(w, "manifest", "2023-06-01", NULL);
    assert_string_equal(tasks(w), "");
    size_t count;
    const struct pack_entry *const *offers = briefing_offers(w->a, &w->packs, "NL", false, WORLD_TODAY, &count);
    assert_int_equal(count, 1);
    assert_string_equal(offers[0]->id, "manifest");
    briefing_offers(w->a, &w->packs, "BE", true, WORLD_TODAY, &count);
    assert_int_equal(count, 0); /* nothing for companies */
}

static void another_date_moves_the_task_and_putting_away_takes_it_along(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id = sign(w, "covenant", "2024-03-01", NULL);
    struct briefing_date moved = { "decision", day("2024-10-15") };
    struct briefing_commitment_new n = { .id = id,
                                         .organisation = w->organisation,
                                         .entry = "covenant",
                                         .title = "Covenant",
                                         .note = "",
                                         .dates = &moved,
                                         .date_count = 1,
                                         .edit = 1 };
    const struct lang *en = lang_get(LANG_EN);
    assert_int_equal(briefing_commitment_save(w->db, w->a, &w->packs, en, &n, w->guide, WORLD_NOW, &id).status,
                     OK);
    static const char *const due[] = { "Covenant: plan", "2026-10-15" };
    assert_string_equal(tasks(w), expect(w, due, 2));
    assert_int_equal(briefing_commitment_save(w->db, w->a, &w->packs, en, &n, w->guide, WORLD_NOW, &id).status,
                     CONFLICT);
    briefing_commitment_archive(w->db, w->a, &w->packs, en, w->organisation, id, true, w->guide, WORLD_NOW);
    assert_string_equal(tasks(w), "");
    briefing_commitment_archive(w->db, w->a, &w->packs, en, w->organisation, id, false, w->guide, WORLD_NOW);
    assert_string_equal(tasks(w), expect(w, due, 2));
}

static void what_is_wrong_names_its_field(void **state)
{
    struct world *w = *state;
    struct briefing_date wrong = { "wedding", 20000 };
    struct briefing_commitment_new n = {
        .organisation = w->organisation, .entry = "none", .title = "", .note = ""
    };
    int64_t id;
    const struct lang *en = lang_get(LANG_EN);
    struct fault f = briefing_commitment_save(w->db, w->a, &w->packs, en, &n, w->guide, WORLD_NOW, &id);
    assert_string_equal(f.detail, "entry");
    n.entry = "";
    f = briefing_commitment_save(w->db, w->a, &w->packs, en, &n, w->guide, WORLD_NOW, &id);
    assert_string_equal(f.detail, "title");
    n.entry = "covenant";
    n.dates = &wrong;
    n.date_count = 1;
    f = briefing_commitment_save(w->db, w->a, &w->packs, en, &n, w->guide, WORLD_NOW, &id);
    assert_string_equal(f.detail, "date");
}

static struct fault save_line(struct world *w, const char *line, enum briefing_state s, const char *known,
                              int64_t edit)
{
    struct briefing_line n = { .line = line, .title = "", .state = s, .known = known, .url = "", .edit = edit };
    return briefing_line_save(w->db, w->a, world_trajectory(w, w->trajectory), &n, w->mia, WORLD_NOW);
}

static void a_line_is_known_in_words_and_never_overwritten(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    assert_string_equal(save_line(w, "vision", BRIEFING_KNOWN, "", 0).detail, "known");
    assert_int_equal(save_line(w, "nothing", BRIEFING_NONE, "", 0).status, NOT_FOUND);
    assert_int_equal(save_line(w, "vision", BRIEFING_KNOWN, "Of 2021", 0).status, OK);
    assert_int_equal(save_line(w, "vision", BRIEFING_KNOWN, "Of 2022", 0).status, CONFLICT);
    assert_int_equal(save_line(w, "vision", BRIEFING_KNOWN, "Of 2022", 1).status, OK);
    assert_string_equal(db_scalar(w->db, w->a, "SELECT known FROM briefing_line_log"), "Of 2021");
}

static void the_step_sees_how_much_was_looked_up(void **state)
{
    struct world *w = *state;
    struct trajectory_ask ask = world_ask(w, world_trajectory(w, w->trajectory));
    struct trajectory_output out = { .kind = "briefing" };
    assert_int_equal(save_line(w, "vision", BRIEFING_NONE, "", 0).status, OK);
    assert_true(briefing_part.output(&ask, &out));
    assert_string_equal(out.state, "1 of 2 looked up");
    assert_false(out.there);
    assert_int_equal(save_line(w, "covenant", BRIEFING_KNOWN, "Signed in 2024", 0).status, OK);
    out.count = 0;
    assert_true(briefing_part.output(&ask, &out));
    assert_true(out.there);
    const char *line;
    assert_int_equal(briefing_line_add(w->db, w->a, world_trajectory(w, w->trajectory), "Neighbours", w->mia,
                                       WORLD_NOW, &line)
                         .status,
                     OK);
    size_t count;
    const struct briefing_line *v = briefing_lines(w->db, w->a, world_trajectory(w, w->trajectory), &count);
    assert_int_equal(count, 3);
    assert_string_equal(v[2].title, "Neighbours");
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
        ON_BOTH(a_covenant_of_2024_asks_a_plan_in_2026),
        TEST(reports_follow_the_plan_every_two_and_four_years),
        TEST(nothing_is_due_after_a_rule_ran_out),
        ON_BOTH(another_date_moves_the_task_and_putting_away_takes_it_along),
        TEST(what_is_wrong_names_its_field),
        ON_BOTH(a_line_is_known_in_words_and_never_overwritten),
        TEST(the_step_sees_how_much_was_looked_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
