/* Codes, making a session, its agenda, and leading the room: two desks, the clock, rounds. */
#include "slice/trajectory/test_trajectory.h"

#include "slice/ballot/ballot.h"
#include "slice/session/rules.h"

#define MINUTE INT64_C(60000)
#define START (WORLD_NOW + 60 * MINUTE)

/* Four methods of our own: what a rule asks of a method is said here. */
static const struct session_method talk = {
    .id = METHOD_TALK, .name = "talk", .label = "Talk", .engine = ENGINE_TALK
};
static const struct session_method poll = { .id = METHOD_POLL,
                                            .name = "poll",
                                            .label = "Poll",
                                            .engine = ENGINE_SHEET,
                                            .anonymous = true,
                                            .parts_label = "Options",
                                            .least_parts = 2,
                                            .most_parts = 12,
                                            .most_label = "Choices",
                                            .usual_most = 1,
                                            .most_most = 5 };
static const struct session_method turns = { .id = METHOD_ROUND,
                                             .name = "round",
                                             .label = "Round",
                                             .engine = ENGINE_NOTES,
                                             .seconds_label = "Seconds per person" };
static const struct session_method cards = { .id = METHOD_CARDS,
                                             .name = "cards",
                                             .label = "Cards",
                                             .engine = ENGINE_TALK,
                                             .parts_label = "Cards",
                                             .least_parts = 1,
                                             .source = "deck" };
static const struct session_method walls = { .id = METHOD_NOTES,
                                             .name = "notes",
                                             .label = "Notes",
                                             .engine = ENGINE_NOTES,
                                             .anonymous = true,
                                             .parts_label = "Columns" };
static const struct session_method questions = { .id = METHOD_EVALUATE,
                                                 .name = "evaluate",
                                                 .label = "Evaluation",
                                                 .engine = ENGINE_BOTH,
                                                 .anonymous = true,
                                                 .parts_label = "Questions",
                                                 .ends = true };
const struct session_method *const session_methods[SESSION_METHODS] = {
    [METHOD_TALK] = &talk, [METHOD_CARDS] = &cards, [METHOD_ROUND] = &turns,
    [METHOD_POLL] = &poll, [METHOD_NOTES] = &walls, [METHOD_EVALUATE] = &questions
};
const struct session_method *session_method_find(const char *name)
{
    for (int i = 0; i < SESSION_METHODS; i++)
        if (session_methods[i] != NULL && strcmp(session_methods[i]->name, name) == 0)
            return session_methods[i];
    return NULL;
}

static const char world_loose[] =
    WORLD_HEAD(TRAJECTORY_LOOSE, "trajectory-template") "template:\n  - { id: template, about: " WORLD_T(
        "Loose.") ", sector: any, closes: step, group: working, most-goals: 5, most-actions: 10, "
                  "most-measures: 10 }\n"
                  "phases:\n  - { id: all, title: " WORLD_T("All") ", about: " WORLD_T(
                      "About.") ", results: [ " WORLD_T("A result") " ] }\nsteps:\n" WORLD_STEP("open", "all",
                                                                                                "0", "52", "",
                                                                                                WORLD_OUTPUT(
                                                                                                    "minutes",
                                                                                                    "minutes",
                                                                                                    "false"))
                      WORLD_TAIL;

static const char
    world_cards
        [] =
            WORLD_HEAD("cards", "cards") "decks:\n  - id: csr\n    title: " WORLD_T(
                "CSR") "\n    "
                       "about: " WORLD_T(
                           "A"
                           "b"
                           "o"
                           "u"
                           "t"
                           ".") "\n    cards:\n      - { id: one, title: " WORLD_T("One") ", points: "
                                                                                          "[ " WORLD_T("First") ", " WORLD_T("Second") " ], notes: " WORLD_T(
                                                                                              "Say it.") " }\n"
                                                                                                         "     "
                                                                                                         " - { "
                                                                                                         "id: "
                                                                                                         "two, "
                                                                                                         "title"
                                                                                                         ":"
                                                                                                         " " WORLD_T("Two") ", points: [ " WORLD_T("Third") " ], notes: " WORLD_T(
                                                                                                             "A"
                                                                                                             "s"
                                                                                                             "k"
                                                                                                             ".") " }\n"
                                                                                                                  "quiz:\n  - { id: q, "
                                                                                                                  "deck: csr, "
                                                                                                                  "question: " WORLD_T(
                                                                                                                      "Whic"
                                                                                                                      "h?") ", options: [ { id: a, text: " WORLD_T("This") " }, { id: b, text: " WORLD_T("That") " } ], "
                                                                                                                                                                                                                 "answer: b, "
                                                                                                                                                                                                                 "explanation:"
                                                                                                                                                                                                                 " " WORLD_T(
                                                                                                                                                                                                                     "B"
                                                                                                                                                                                                                     "e"
                                                                                                                                                                                                                     "c"
                                                                                                                                                                                                                     "a"
                                                                                                                                                                                                                     "u"
                                                                                                                                                                                                                     "s"
                                                                                                                                                                                                                     "e"
                                                                                                                                                                                                                     ".") " }\n";

static const char world_methods[] = WORLD_HEAD("methods", "methods") "aims:\n  - { id: choose, title: " WORLD_T(
    "Choosing") " }\nentries:\n"
                "  - { id: one, aims: [choose], title: " WORLD_T("One") ", purpose: " WORLD_T(
                    "For this.") ", minutes-from: 5, minutes-to: 10, people-from: 2, people-to: "
                                 "20, material: [ " WORLD_T("Paper") " ], steps: [ " WORLD_T(
                                     "Do it.") " ], say: [ " WORLD_T("Say it.") " ], pitfalls: "
                                                                                "[ " WORLD_T("Mind "
                                                                                             "it.") " ] }\n";

static const char world_templates[] =
    WORLD_HEAD("sessions", "session-templates") "entries:\n  - id: kick-off\n    title: " WORLD_T("Kick-off") "\n    about: " WORLD_T(
        "To begin.") "\n    sector: any\n    people-from: 3\n    people-to: 20\n    minutes: 30\n    steps: "
                     "[s1]\n"
                     "    aims: [choose]\n    checklist: [ " WORLD_T("Charge the laptop") ", " WORLD_T(
                         "Print "
                         "the "
                         "code") " ]\n    material: [ " WORLD_T("A screen") " ]\n    items:\n"
                                                                            "      - { id: explain, method: "
                                                                            "cards, title: " WORLD_T(
                                                                                "What is it?") ", minutes: 20, "
                                                                                               "deck: csr, "
                                                                                               "say: "
                                                                                               "[ " WORLD_T(
                                                                                                   "We"
                                                                                                   "lc"
                                                                                                   "om"
                                                                                                   "e"
                                                                                                   ".") ","
                                                                                                        " " WORLD_T(
                                                                                                            "Be"
                                                                                                            "gi"
                                                                                                            "n"
                                                                                                            ".") " "
                                                                                                                 "]"
                                                                                                                 " "
                                                                                                                 "}"
                                                                                                                 "\n"
                                                                                                                 " "
                                                                                                                 " "
                                                                                                                 " "
                                                                                                                 " "
                                                                                                                 " "
                                                                                                                 " "
                                                                                                                 "-"
                                                                                                                 " "
                                                                                                                 "{"
                                                                                                                 " "
                                                                                                                 "i"
                                                                                                                 "d"
                                                                                                                 ":"
                                                                                                                 " "
                                                                                                                 "c"
                                                                                                                 "h"
                                                                                                                 "o"
                                                                                                                 "o"
                                                                                                                 "s"
                                                                                                                 "e"
                                                                                                                 ","
                                                                                                                 " "
                                                                                                                 "m"
                                                                                                                 "e"
                                                                                                                 "t"
                                                                                                                 "h"
                                                                                                                 "o"
                                                                                                                 "d"
                                                                                                                 ":"
                                                                                                                 " "
                                                                                                                 "p"
                                                                                                                 "o"
                                                                                                                 "l"
                                                                                                                 "l"
                                                                                                                 ","
                                                                                                                 " "
                                                                                                                 "t"
                                                                                                                 "i"
                                                                                                                 "t"
                                                                                                                 "l"
                                                                                                                 "e"
                                                                                                                 ":"
                                                                                                                 " " WORLD_T(
                                                                                                                     "Choose") ", minutes: "
                                                                                                                               "10, "
                                                                                                                               "anonymous: "
                                                                                                                               "true, most: "
                                                                                                                               "2, parts: [ "
                                                                                                                               "{ id: a, "
                                                                                                                               "text:"
                                                                                                                               " " WORLD_T("Water") " }, { id: b, text: " WORLD_T(
                                                                                                                                   "Light") " } ] }\n";

static struct world *new_world(enum db_engine engine)
{
    static const struct trajectory_part *const parts[] = { &session_part };
    struct world *w = world_new(engine, parts, 1);
    if (w != NULL) {
        world_add_pack(w, world_loose);
        world_add_pack(w, world_cards);
        world_add_pack(w, world_methods);
        world_add_pack(w, world_templates);
    }
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

static struct session_new draft(struct world *w)
{
    return (struct session_new){ .organisation = w->organisation,
                                 .trajectory = world_trajectory(w, w->trajectory),
                                 .title = "Start",
                                 .place = "Town hall",
                                 .aim = "",
                                 .at = START,
                                 .minutes = 60,
                                 .template = "",
                                 .lang = lang_get(LANG_EN),
                                 .user = w->guide };
}

static const struct session *fresh(struct world *w, int64_t id)
{
    const struct session *s = session_get(w->db, w->a, w->organisation, id);
    assert_non_null(s);
    return s;
}

static int64_t make(struct world *w, const struct session_new *n)
{
    int64_t id = 0;
    assert_int_equal(session_make(w->db, w->a, &w->packs, n, WORLD_NOW, &id).status, OK);
    return id;
}

static const struct session *prepared(struct world *w)
{
    struct session_new n = draft(w);
    return fresh(w, make(w, &n));
}

static const struct session *running(struct world *w)
{
    const struct session *s = prepared(w);
    assert_int_equal(session_start(w->db, s, s->revision, w->guide, START).status, OK);
    return fresh(w, s->id);
}

static const struct session_part two_parts[] = { { .key = "", .label = "Water", .about = "", .say = "" },
                                                 { .key = "", .label = "Light", .about = "", .say = "" } };

static struct session_item_text words(const char *title, int64_t minutes)
{
    return (struct session_item_text){
        .title = title, .about = "", .say = "", .low = "", .high = "", .source = "", .minutes = minutes
    };
}

static struct session_item_text question(const char *title, int64_t minutes)
{
    struct session_item_text x = words(title, minutes);
    x.parts = two_parts;
    x.part_count = 2;
    return x;
}

static int64_t add(struct world *w, const struct session *s, const struct session_method *m,
                   const struct session_item_text *x)
{
    int64_t id = 0;
    assert_int_equal(session_item_add(w->db, w->a, s, m, x, &id).status, OK);
    return id;
}

static int64_t add_talk(struct world *w, const struct session *s, const char *title, int64_t minutes)
{
    struct session_item_text x = words(title, minutes);
    return add(w, s, &talk, &x);
}

static int64_t add_poll(struct world *w, const struct session *s, const char *title, int64_t minutes)
{
    struct session_item_text x = question(title, minutes);
    return add(w, s, &poll, &x);
}

static const struct session_item *item_of(struct world *w, const struct session *s, int64_t id)
{
    const struct session_item *i = session_item_get(w->db, w->a, s, id);
    assert_non_null(i);
    return i;
}

static void refused(struct fault f, enum status st, const char *detail)
{
    assert_int_equal(f.status, st);
    assert_string_equal(f.detail == NULL ? "" : f.detail, detail);
}

static const char *titles(struct world *w, const struct session *s)
{
    size_t count;
    const struct session_item *v = session_items(w->db, w->a, s, &count);
    const char *list = "";
    for (size_t i = 0; i < count; i++)
        list = arena_printf(w->a, "%s%s%s", list, i == 0 ? "" : " ", v[i].title);
    return list;
}

/* ---- codes ------------------------------------------------------------------------------------------------- */

static void a_code_has_28_signs_and_all_of_them_occur(void **state)
{
    struct world *w = world_of(state);
    bool seen[128] = { false };
    int different = 0;
    for (int i = 0; i < 400; i++) {
        const char *code = session_code_new(w->a);
        assert_int_equal(strlen(code), SESSION_CODE_LENGTH);
        assert_string_equal(session_code_read(w->a, code), code);
        for (const char *p = code; *p != '\0'; p++) {
            assert_null(strchr("ILOSUZ01", *p));
            different += !seen[(unsigned char)*p];
            seen[(unsigned char)*p] = true;
        }
    }
    assert_int_equal(different, 28);
}

static void a_code_is_read_as_it_is_typed(void **state)
{
    struct world *w = world_of(state);
    static const struct {
        const char *typed, *code;
    } tries[] = { { "K7WM-PD3X", "K7WMPD3X" },
                  { "k7wm pd3x", "K7WMPD3X" },
                  { "  k7 wm\u00a0pd\u20133x ", "K7WMPD3X" },
                  { "S7UM-PZ3O", "57VMP23Q" }, /* taken for what they look like */
                  { "K7WMPD3", "" },
                  { "K7WMPD3XX", "" },
                  { "K7WMPD3I", "" },
                  { "K7WMPD3\u00e9", "" },
                  { "", "" },
                  { "<script>", "" } };
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        assert_string_equal(session_code_read(w->a, tries[i].typed), tries[i].code);
    const struct session *s = prepared(w);
    const char *shown = session_code_shown(w->a, s);
    assert_int_equal(shown[4], '-');
    assert_int_equal(session_of_code(w->db, w->a, shown)->id, s->id);
    assert_null(session_of_code(w->db, w->a, "2222-2222"));
}

/* ---- making one ---------------------------------------------------------------------------------------------- */

static void a_session_hangs_on_a_moment(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    assert_int_equal(s->state, SESSION_PREPARED);
    assert_string_equal(s->title, "Start");
    assert_int_equal(s->at, START);
    assert_int_equal(session_of_moment(w->db, w->a, w->organisation, s->moment)->id, s->id);
    assert_null(session_get(w->db, w->a, w->other, s->id));
    assert_null(session_of_moment(w->db, w->a, w->other, s->moment));
    assert_int_equal(session_of_room(w->db, w->a, s->id)->id, s->id);

    /* The same moment again, or one of another trajectory. */
    struct session_new n = draft(w);
    int64_t id;
    n.moment = s->moment;
    refused(session_make(w->db, w->a, &w->packs, &n, WORLD_NOW, &id), INVALID, "moment");
    n.moment = 999;
    refused(session_make(w->db, w->a, &w->packs, &n, WORLD_NOW, &id), INVALID, "moment");
}

static void a_moment_that_is_there_keeps_its_words(void **state)
{
    struct world *w = world_of(state);
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    int64_t moment = trajectory_moment_put(w->db, w->a, t, 0, "session", "", "Planned before", START, 90,
                                           "Here", "", WORLD_NOW);
    struct session_new n = draft(w);
    n.moment = moment;
    const struct session *s = fresh(w, make(w, &n));
    assert_string_equal(s->title, "Planned before");
    assert_int_equal(s->minutes, 90);
    assert_int_equal(s->moment, moment);
}

static void what_makes_no_session_is_said_at_its_field(void **state)
{
    struct world *w = world_of(state);
    int64_t id;
    struct session_new n = draft(w);
    n.title = "";
    refused(session_make(w->db, w->a, &w->packs, &n, WORLD_NOW, &id), INVALID, "title");
    n = draft(w);
    n.minutes = 4;
    refused(session_make(w->db, w->a, &w->packs, &n, WORLD_NOW, &id), INVALID, "minutes");
    n = draft(w);
    n.at = 0;
    refused(session_make(w->db, w->a, &w->packs, &n, WORLD_NOW, &id), INVALID, "at");
    n = draft(w);
    n.template = "no-such";
    refused(session_make(w->db, w->a, &w->packs, &n, WORLD_NOW, &id), INVALID, "template");
}

static void loose_sessions_share_a_trajectory_of_their_own(void **state)
{
    struct world *w = world_of(state);
    struct session_new n = draft(w);
    n.trajectory = NULL;
    const struct session *one = fresh(w, make(w, &n)), *two = fresh(w, make(w, &n));
    assert_int_equal(one->trajectory, two->trajectory);
    assert_int_not_equal(one->trajectory, w->trajectory);
    assert_string_equal(world_trajectory(w, one->trajectory)->pack->id, TRAJECTORY_LOOSE);
    /* What the organisation works on stays its own trajectory. */
    assert_int_equal(trajectory_current(w->db, w->a, &w->packs, w->organisation)->id, w->trajectory);
}

static void a_template_gives_agenda_and_checklist(void **state)
{
    struct world *w = world_of(state);
    struct session_new n = draft(w);
    n.template = "kick-off";
    const struct session *s = fresh(w, make(w, &n));
    size_t count, parts;
    const struct session_item *v = session_items(w->db, w->a, s, &count);
    assert_int_equal(count, 2);
    assert_string_equal(v[0].title, "What is it?");
    assert_string_equal(v[0].say, "Welcome.\n\nBegin.");
    const struct session_part *p = session_parts(w->db, w->a, &v[0], &parts);
    assert_int_equal(parts, 2);
    assert_string_equal(p[0].label, "One");
    assert_string_equal(p[0].about, "- First\n- Second");
    assert_string_equal(p[0].say, "Say it.");
    assert_true(v[1].anonymous);
    assert_int_equal(v[1].most, 2);
    p = session_parts(w->db, w->a, &v[1], &parts);
    assert_int_equal(parts, 2);
    assert_string_equal(p[1].label, "Light");
    assert_string_equal(
        db_scalar(w->db, w->a,
                  "SELECT label FROM session_check WHERE position = 1 ORDER BY session_id DESC LIMIT 1"),
        "Print the code");
    const struct pack_entry *const *all = session_templates(w->a, &w->packs, false, "s1", &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0]->id, "kick-off");
}

static void the_list_has_what_comes_and_what_was(void **state)
{
    struct world *w = world_of(state);
    size_t count;
    struct session_new n = draft(w);
    n.title = "Later";
    n.at = START + 48 * 60 * MINUTE;
    make(w, &n);
    n.title = "Sooner";
    n.at = START;
    int64_t sooner = make(w, &n);
    n.title = "Missed";
    n.at = WORLD_NOW - 48 * 60 * MINUTE;
    make(w, &n);
    const struct session *v = sessions(w->db, w->a, w->organisation, 0, false, WORLD_NOW, 0, 10, &count);
    assert_int_equal(count, 2);
    assert_string_equal(v[0].title, "Sooner");
    v = sessions(w->db, w->a, w->organisation, w->trajectory, true, WORLD_NOW, 0, 10, &count);
    assert_int_equal(count, 1);
    assert_string_equal(v[0].title, "Missed");
    sessions(w->db, w->a, w->other, 0, false, WORLD_NOW, 0, 10, &count);
    assert_int_equal(count, 0);
    sessions(w->db, w->a, w->organisation, 0, false, WORLD_NOW, 1, 1, &count);
    assert_int_equal(count, 1);
    /* What runs is never past. */
    const struct session *s = fresh(w, sooner);
    assert_int_equal(session_start(w->db, s, s->revision, w->guide, START).status, OK);
    v = sessions(w->db, w->a, w->organisation, 0, false, START + 72 * 60 * MINUTE, 0, 10, &count);
    assert_int_equal(count, 1);
    assert_string_equal(v[0].title, "Sooner");
}

static void a_session_changes_with_its_moment(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    struct session_change c = {
        .title = "Other", .place = "", .aim = "A list", .at = START + MINUTE, .minutes = 45, .edit = s->edit
    };
    assert_int_equal(session_set(w->db, w->a, s, &c, w->guide, WORLD_NOW).status, OK);
    const struct session *now = fresh(w, s->id);
    assert_string_equal(now->title, "Other");
    assert_string_equal(now->aim, "A list");
    assert_int_equal(now->at, START + MINUTE);
    assert_true(now->edit > s->edit);
    refused(session_set(w->db, w->a, now, &c, w->guide, WORLD_NOW), CONFLICT, "edit");
    /* The moment's own page counts as well. */
    const struct trajectory_moment m = { .id = now->moment,
                                         .title = "Moved",
                                         .at = START,
                                         .minutes = 45,
                                         .place = "",
                                         .about = "",
                                         .edit = now->moment_edit };
    c.edit = now->edit;
    assert_int_equal(
        trajectory_moment_change(w->db, world_trajectory(w, w->trajectory), &m, now->at, w->guide, WORLD_NOW)
            .status,
        OK);
    refused(session_set(w->db, w->a, fresh(w, s->id), &c, w->guide, WORLD_NOW), CONFLICT, "edit");
    c = (struct session_change){ .title = "", .place = "", .aim = "", .at = START, .minutes = 45 };
    c.edit = fresh(w, s->id)->edit;
    refused(session_set(w->db, w->a, fresh(w, s->id), &c, w->guide, WORLD_NOW), INVALID, "title");
}

/* ---- the agenda ------------------------------------------------------------------------------------------------- */

static void items_keep_their_order(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    int64_t a = add_talk(w, s, "a", 5), b = add_talk(w, s, "b", 5), c = add_talk(w, s, "c", 5);
    assert_string_equal(titles(w, s), "a b c");
    session_item_move(w->db, w->a, s, item_of(w, s, c), -1);
    assert_string_equal(titles(w, s), "a c b");
    session_item_move(w->db, w->a, s, item_of(w, s, a), -1); /* there is nothing above it */
    session_item_move(w->db, w->a, s, item_of(w, s, b), 1);
    assert_string_equal(titles(w, s), "a c b");
    session_item_move(w->db, w->a, s, item_of(w, s, a), 1);
    assert_string_equal(titles(w, s), "c a b");
    assert_int_equal(session_item_drop(w->db, s, item_of(w, s, a)).status, OK);
    assert_string_equal(titles(w, s), "c b");
    session_item_move(w->db, w->a, s, item_of(w, s, c), 1); /* over the gap */
    assert_string_equal(titles(w, s), "b c");
    int64_t copy;
    assert_int_equal(session_item_copy(w->db, w->a, s, item_of(w, s, b), &copy).status, OK);
    assert_string_equal(titles(w, s), "b c b");
}

static void what_an_item_asks_fits_its_method(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    int64_t id;
    struct session_item_text x = words("", 5);
    refused(session_item_add(w->db, w->a, s, &talk, &x, &id), INVALID, "title");
    x = words("Talk", 0);
    refused(session_item_add(w->db, w->a, s, &talk, &x, &id), INVALID, "minutes");
    x = words("Poll", 5);
    refused(session_item_add(w->db, w->a, s, &poll, &x, &id), INVALID, "parts");
    x = question("Poll", 5);
    x.most = 6;
    refused(session_item_add(w->db, w->a, s, &poll, &x, &id), INVALID, "most");
    x = words("Talk", 5);
    x.most = 1;
    refused(session_item_add(w->db, w->a, s, &talk, &x, &id), INVALID, "most");
    x = words("Talk", 5);
    x.seconds = 30;
    refused(session_item_add(w->db, w->a, s, &talk, &x, &id), INVALID, "seconds");
    x = words("Talk", 5);
    x.anonymous = true;
    refused(session_item_add(w->db, w->a, s, &talk, &x, &id), INVALID, "anonymous");
    struct session_part wrong[2] = { two_parts[0], two_parts[1] };
    wrong[1].label = "";
    x = question("Poll", 5);
    x.parts = wrong;
    refused(session_item_add(w->db, w->a, s, &poll, &x, &id), INVALID, "parts");
    wrong[1] = two_parts[1];
    wrong[1].answer = DB_SOME(0); /* there are no options */
    refused(session_item_add(w->db, w->a, s, &poll, &x, &id), INVALID, "parts");
}

static void an_agenda_has_an_end(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    for (int i = 0; i < SESSION_MAX_ITEMS; i++)
        add_talk(w, s, "x", 1);
    struct session_item_text x = words("one more", 1);
    int64_t id;
    refused(session_item_add(w->db, w->a, s, &talk, &x, &id), CONFLICT, "full");
}

static void parts_come_back_with_their_options(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    static const char *const options[] = { "Yes", "No", "Perhaps" };
    const struct session_part parts[] = {
        { .key = "k",
          .label = "First?",
          .about = "Because.",
          .say = "",
          .answer = DB_SOME(2),
          .options = options,
          .option_count = 3 },
        { .key = "", .label = "Second?", .about = "", .say = "Wait.", .options = options, .option_count = 2 }
    };
    struct session_item_text x = words("Quiz", 5);
    x.parts = parts;
    x.part_count = 2;
    const struct session_item *i = item_of(w, s, add(w, s, &poll, &x));
    size_t count;
    const struct session_part *p = session_parts(w->db, w->a, i, &count);
    assert_int_equal(count, 2);
    assert_int_equal(p[0].option_count, 3);
    assert_string_equal(p[0].options[2], "Perhaps");
    assert_int_equal(p[0].answer.v, 2);
    assert_int_equal(p[1].option_count, 2);
    assert_string_equal(p[1].options[0], "Yes");
    assert_false(p[1].answer.set);
    assert_string_equal(p[1].say, "Wait.");
}

static void what_people_have_seen_stays_as_it_was_asked(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t id = add_poll(w, s, "Poll", 5);
    struct session_item_text x = question("Poll", 5);
    x.anonymous = true;
    x.edit = item_of(w, s, id)->edit;
    assert_int_equal(session_item_change(w->db, w->a, s, item_of(w, s, id), &x).status, OK);
    assert_true(item_of(w, s, id)->anonymous);
    refused(session_item_change(w->db, w->a, s, item_of(w, s, id), &x), CONFLICT, "edit");
    x.anonymous = false;
    x.edit = item_of(w, s, id)->edit;
    assert_int_equal(session_item_change(w->db, w->a, s, item_of(w, s, id), &x).status, OK);

    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, id), s->revision, START).status, OK);
    x = question("Other title", 9);
    x.say = "Read it aloud.";
    x.edit = item_of(w, s, id)->edit;
    assert_int_equal(session_item_change(w->db, w->a, s, item_of(w, s, id), &x).status, OK);
    assert_string_equal(item_of(w, s, id)->title, "Other title");
    x.edit = item_of(w, s, id)->edit;
    x.anonymous = true;
    refused(session_item_change(w->db, w->a, s, item_of(w, s, id), &x), CONFLICT, "opened");
    x.anonymous = false;
    struct session_part other[2] = { two_parts[1], two_parts[0] };
    x.parts = other;
    refused(session_item_change(w->db, w->a, s, item_of(w, s, id), &x), CONFLICT, "opened");
    refused(session_item_drop(w->db, s, item_of(w, s, id)), CONFLICT, "opened");
}

/* ---- typing its parts --------------------------------------------------------------------------------------------- */

static const struct session_method quiz = { .id = METHOD_QUIZ, .name = "quiz" };

static const struct session_part *typed(struct world *w, const struct session_method *m, const char *text,
                                        size_t *count)
{
    return session_parts_read(w->a, m, text, NULL, 0, count);
}

static void a_line_is_a_part(void **state)
{
    struct world *w = world_of(state);
    size_t count;
    const struct session_part *p = typed(w, &poll, "  Water \n\n- Light\n? Why\n", &count);
    assert_int_equal(count, 3);
    assert_string_equal(p[0].label, "Water");
    assert_string_equal(p[1].label, "- Light"); /* no marks here but the question's */
    assert_string_equal(p[2].label, "Why");
    assert_string_equal(p[2].key, "text");
    assert_int_equal(p[2].part, 2);
    assert_string_equal(session_parts_write(w->a, &poll, p, count), "Water\n- Light\n? Why");
    typed(w, &poll, "", &count);
    assert_int_equal(count, 0);
}

static void a_line_that_was_there_keeps_its_theme(void **state)
{
    struct world *w = world_of(state);
    static const struct session_part old[] = {
        { .key = "own:3", .label = "Water", .about = "All of it.", .say = "" }
    };
    size_t count;
    const struct session_part *p = session_parts_read(w->a, &poll, "Light\nWater", old, 1, &count);
    assert_int_equal(count, 2);
    assert_string_equal(p[0].key, "");
    assert_string_equal(p[1].key, "own:3");
    assert_string_equal(p[1].about, "All of it.");
    assert_int_equal(p[1].part, 1);
}

static void questions_have_answers_below_them(void **state)
{
    struct world *w = world_of(state);
    static const char text[] = "Which?\n- This\n* That\n> Because.\n> Really.\n\nWho?\n- You\n- Me";
    size_t count;
    const struct session_part *p = typed(w, &quiz, text, &count);
    assert_int_equal(count, 2);
    assert_int_equal(p[0].option_count, 2);
    assert_string_equal(p[0].options[0], "This");
    assert_int_equal(p[0].answer.v, 1);
    assert_string_equal(p[0].about, "Because.\nReally.");
    assert_int_equal(p[1].option_count, 2);
    assert_false(p[1].answer.set);
    assert_string_equal(session_parts_write(w->a, &quiz, p, count), text);
}

static void cards_have_points_and_notes_below_them(void **state)
{
    struct world *w = world_of(state);
    static const char text[] = "One\n- First\n- Second\n> Say it.\n\nTwo";
    size_t count;
    const struct session_part *p = typed(w, &cards, text, &count);
    assert_int_equal(count, 2);
    assert_string_equal(p[0].about, "- First\n- Second");
    assert_string_equal(p[0].say, "Say it.");
    assert_string_equal(session_parts_write(w->a, &cards, p, count), text);
}

/* A form of 100,000 characters in the shortest lines: each line must not cost the whole text once more. */
static void many_short_lines_take_little_memory(void **state)
{
    struct world *w = world_of(state);
    enum { LINES = 33000, ROOM = 4 * 1000 * 1000 };
    char *text = arena_alloc(w->a, 2 + 3 * LINES + 1);
    memcpy(text, "X\n", 2);
    for (size_t i = 0; i < LINES; i++)
        memcpy(text + 2 + 3 * i, ">a\n", 3);
    size_t count, before = w->a->used;
    const struct session_part *p = typed(w, &cards, text, &count);
    assert_int_equal(count, 1);
    assert_int_equal(strlen(p[0].say), 2 * LINES - 1);
    assert_true(w->a->used - before < ROOM);
    before = w->a->used;
    assert_int_equal(strlen(session_parts_write(w->a, &cards, p, count)), 1 + 4 * LINES);
    assert_true(w->a->used - before < ROOM);
}

/* ---- before ----------------------------------------------------------------------------------------------------- */

static void who_comes_stands_on_a_list(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    const struct lang *english = lang_get(LANG_EN);
    size_t count;
    session_attendance(w->db, w->a, english, s, &count);
    assert_int_equal(count, 0); /* no part of this world makes a group */
    session_attend(w->db, s, w->noor_member, PRESENCE_INVITED);
    session_attend(w->db, s, w->mia_member, PRESENCE_INVITED);
    session_attend(w->db, s, w->mia_member, PRESENCE_PRESENT);
    session_mailed(w->db, s, w->mia_member);
    const struct session_attendee *v = session_attendance(w->db, w->a, english, s, &count);
    assert_int_equal(count, 2);
    assert_string_equal(v[0].name, "mia");
    assert_int_equal(v[0].state, PRESENCE_PRESENT);
    assert_true(v[0].mailed && !v[0].changed);
    assert_false(v[1].mailed);
    struct session_change c = {
        .title = s->title, .place = "Elsewhere", .aim = "", .at = s->at, .minutes = s->minutes, .edit = s->edit
    };
    assert_int_equal(session_set(w->db, w->a, s, &c, w->guide, WORLD_NOW).status, OK);
    s = fresh(w, s->id);
    v = session_attendance(w->db, w->a, english, s, &count);
    assert_true(v[0].mailed && v[0].changed);
    session_attend_not(w->db, s, w->noor_member);
    session_attendance(w->db, w->a, english, s, &count);
    assert_int_equal(count, 1);
}

static void what_must_be_ready_is_ticked(void **state)
{
    struct world *w = world_of(state);
    struct session_new n = draft(w);
    n.template = "kick-off";
    const struct session *s = fresh(w, make(w, &n));
    size_t count;
    assert_false(session_reached_at(w->db, w->a, s).set);
    session_reached(w->db, s, START);
    session_reached(w->db, s, START + 1);
    assert_int_equal(session_reached_at(w->db, w->a, s).v, START + 1);
    const struct session_check *v = session_checks(w->db, w->a, s, &count);
    assert_int_equal(count, 2); /* the phone is no line of theirs */
    assert_false(v[0].done);
    assert_int_equal(session_check_add(w->db, w->a, s, "Coffee").status, OK);
    refused(session_check_add(w->db, w->a, s, ""), INVALID, "label");
    session_check_tick(w->db, s, 2, true, w->guide, START);
    session_check_drop(w->db, s, 0);
    session_check_drop(w->db, s, -1);
    v = session_checks(w->db, w->a, s, &count);
    assert_int_equal(count, 2);
    assert_string_equal(v[1].label, "Coffee");
    assert_true(v[1].done);
    assert_true(session_reached_at(w->db, w->a, s).set);
    session_check_tick(w->db, s, 2, false, w->guide, START);
    assert_false(session_checks(w->db, w->a, s, &count)[1].done);
}

static void what_only_the_room_needed_is_forgotten(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    db_script(
        w->db,
        arena_printf(w->a,
                     "INSERT INTO session_phone (id, session_id, token, joined_at) VALUES (1, %lld, %s, 1);"
                     "INSERT INTO session_participant (session_id, phone_id, name, member_id) VALUES (%lld, 1, "
                     "'Guest', NULL), (%lld, 1, 'Mia', %lld)",
                     (long long)s->id, w->t->source.engine == DB_SQLITE ? "x'01'" : "'\\x01'::bytea",
                     (long long)s->id, (long long)s->id, (long long)w->mia_member));
    assert_int_equal(session_end(w->db, w->a, s, s->revision, w->guide, START).status, OK);
    const int64_t day = 24 * 60 * MINUTE;
    static const char names[] = "SELECT count(*) FROM session_participant WHERE name <> ''";
    session_clean(w->db, START + day - 1);
    assert_string_equal(db_scalar(w->db, w->a, "SELECT count(*) FROM session_phone"), "1");
    session_clean(w->db, START + day + 1);
    assert_string_equal(db_scalar(w->db, w->a, "SELECT count(*) FROM session_phone"), "0");
    assert_string_equal(db_scalar(w->db, w->a, names), "2");
    session_clean(w->db, START + 90 * day + 1);
    assert_string_equal(db_scalar(w->db, w->a, names), "1");
    assert_string_equal(db_scalar(w->db, w->a, "SELECT name FROM session_participant WHERE name <> ''"), "Mia");
}

static void count_finding(void *context, const char *sentence)
{
    assert_non_null(strstr(sentence, "session item"));
    ++*(int *)context;
}

static void verify_finds_what_cannot_be(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    int found = 0;
    session_verify(w->db, w->a, count_finding, &found);
    assert_int_equal(found, 0);
    db_script(w->db,
              arena_printf(w->a,
                           "UPDATE session_item SET anonymous = 1, round = 2 WHERE id = %lld;"
                           "INSERT INTO session_participant (id, session_id, name) VALUES (50, %lld, 'x');"
                           "INSERT INTO session_answer (item_id, round, participant_id, part, choice) VALUES "
                           "(%lld, 1, 50, 0, 1);"
                           "INSERT INTO session_note (item_id, round, participant_id, nonce, content) VALUES "
                           "(%lld, 1, 50, 'n', 'x')",
                           (long long)a, (long long)s->id, (long long)a, (long long)a));
    session_verify(w->db, w->a, count_finding, &found);
    assert_int_equal(found, 3);
}

/* ---- leading ---------------------------------------------------------------------------------------------------- */

static void one_item_is_on_and_the_one_before_closes(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5), b = add_poll(w, s, "b", 7);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(s->item, a);
    assert_int_equal(s->until.v, START + 5 * MINUTE);
    assert_int_equal(item_of(w, s, a)->state, ITEM_OPEN);
    assert_int_equal(item_of(w, s, a)->round, 1);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, b), s->revision, START + MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(item_of(w, s, a)->state, ITEM_CLOSED);
    assert_int_equal(item_of(w, s, b)->state, ITEM_OPEN);
    size_t count;
    const struct session_round *r = session_rounds(w->db, w->a, item_of(w, s, a), &count);
    assert_int_equal(count, 1);
    assert_int_equal(r[0].closed_at.v, START + MINUTE);

    /* Back to the first: it is looked at, and takes no answers. */
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START + 2 * MINUTE).status,
                     OK);
    s = fresh(w, s->id);
    assert_int_equal(s->item, a);
    assert_false(s->until.set);
    assert_int_equal(item_of(w, s, a)->state, ITEM_CLOSED);
    assert_int_equal(item_of(w, s, a)->round, 1);
}

static void two_desks_do_nothing_twice(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5), b = add_poll(w, s, "b", 5);
    int64_t seen = s->revision; /* both look at the same room */
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), seen, START).status, OK);
    const struct session *now = fresh(w, s->id);
    /* The second desk presses the same: it has what it asked for. */
    assert_int_equal(session_open(w->db, w->a, now, item_of(w, now, a), seen, START).status, OK);
    assert_int_equal(fresh(w, s->id)->revision, now->revision);
    /* It presses something else: it is told, and nothing happens. */
    refused(session_open(w->db, w->a, now, item_of(w, now, b), seen, START), CONFLICT, "revision");
    refused(session_close(w->db, w->a, now, item_of(w, now, a), seen, START), CONFLICT, "revision");
    refused(session_clock(w->db, now, CLOCK_ADD, 60, seen, START), CONFLICT, "revision");
    refused(session_again(w->db, w->a, now, item_of(w, now, a), seen, START), CONFLICT, "revision");
    refused(session_end(w->db, w->a, now, seen, w->guide, START), CONFLICT, "revision");
    assert_int_equal(fresh(w, s->id)->item, a);
    assert_int_equal(item_of(w, now, a)->state, ITEM_OPEN);
    /* And in the same moment: the row itself decides. */
    struct session stale = *now;
    stale.revision = seen;
    refused(session_open(w->db, w->a, &stale, item_of(w, now, b), seen, START), CONFLICT, "revision");
}

static void nothing_is_led_that_does_not_run(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    int64_t a = add_poll(w, s, "a", 5);
    refused(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START), CONFLICT, "state");
    refused(session_clock(w->db, s, CLOCK_ADD, 60, s->revision, START), CONFLICT, "state");
    refused(session_end(w->db, w->a, s, s->revision, w->guide, START), CONFLICT, "state");
    refused(session_resume(w->db, s, s->revision, w->guide, START), CONFLICT, "state");
    assert_int_equal(session_start(w->db, s, s->revision, w->guide, START).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(session_start(w->db, s, s->revision - 1, w->guide, START).status, OK); /* runs already */
    refused(session_close(w->db, w->a, s, item_of(w, s, a), s->revision, START), CONFLICT, "item");
    refused(session_reveal(w->db, w->a, s, item_of(w, s, a), true, false, s->revision, START), CONFLICT,
            "item");
    refused(session_again(w->db, w->a, s, item_of(w, s, a), s->revision, START), CONFLICT, "item");
    refused(session_turn(w->db, s, item_of(w, s, a), 1, s->revision, START), CONFLICT, "item");
    refused(session_clock(w->db, s, CLOCK_ADD, 60, s->revision, START), CONFLICT, "item");
}

static void a_result_is_hidden_until_it_is_shown(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    s = fresh(w, s->id);
    assert_false(item_of(w, s, a)->revealed);
    assert_int_equal(
        session_reveal(w->db, w->a, s, item_of(w, s, a), true, false, s->revision, START + MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_true(item_of(w, s, a)->revealed);
    assert_int_equal(item_of(w, s, a)->state, ITEM_OPEN); /* still takes answers */
    assert_int_equal(
        session_reveal(w->db, w->a, s, item_of(w, s, a), false, false, s->revision, START + MINUTE).status, OK);
    assert_false(item_of(w, s, a)->revealed);
}

static void a_second_round_keeps_the_first(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(session_reveal(w->db, w->a, s, item_of(w, s, a), true, false, s->revision, START).status,
                     OK);
    s = fresh(w, s->id);
    assert_int_equal(session_close(w->db, w->a, s, item_of(w, s, a), s->revision, START + MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_false(s->until.set);
    assert_int_equal(session_again(w->db, w->a, s, item_of(w, s, a), s->revision, START + 2 * MINUTE).status,
                     OK);
    s = fresh(w, s->id);
    const struct session_item *i = item_of(w, s, a);
    assert_int_equal(i->round, 2);
    assert_int_equal(i->state, ITEM_OPEN);
    assert_false(i->revealed); /* the new one is not */
    size_t count;
    const struct session_round *r = session_rounds(w->db, w->a, i, &count);
    assert_int_equal(count, 2);
    assert_true(r[0].revealed_at.set && r[0].closed_at.set);
    assert_false(r[1].closed_at.set);
}

/* ---- without names ---------------------------------------------------------------------------------------------- */

static int64_t add_anonymous(struct world *w, const struct session *s, const struct session_method *m)
{
    struct session_item_text x = question("Secret", 5);
    x.anonymous = true;
    return add(w, s, m, &x);
}

/* So many people in the room, without phones. */
static void seat(struct world *w, const struct session *s, int count)
{
    for (int i = 0; i < count; i++)
        db_script(w->db,
                  arena_printf(w->a,
                               "INSERT INTO session_participant (id, session_id, name) VALUES (%d, %lld, 'P')",
                               100 + i, (long long)s->id));
}

static const struct ballot *ballot_of_round(struct world *w, const struct session *s, int64_t item,
                                            size_t round)
{
    size_t count;
    const struct session_round *r = session_rounds(w->db, w->a, item_of(w, s, item), &count);
    assert_true(round < count && r[round].ballot.set);
    const struct ballot *b = ballot_get(w->db, w->a, w->organisation, r[round].ballot.v);
    assert_non_null(b);
    return b;
}

static void a_question_without_names_is_a_ballot(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    seat(w, s, 6);
    int64_t a = add_anonymous(w, s, &poll);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    s = fresh(w, s->id);
    const struct ballot *b = ballot_of_round(w, s, a, 0);
    assert_string_equal(b->kind, "session.item");
    assert_int_equal(b->object, a);
    assert_int_equal(b->state, BALLOT_OPEN);
    assert_int_equal(b->minimum, BALLOT_USUAL);
    /* Two answers are too few, five that are all the same need a warning. */
    for (int i = 0; i < 5; i++)
        ballot_admit(w->db, b, 100 + i);
    for (int i = 0; i < 2; i++)
        assert_int_equal(ballot_cast(w->db, w->a, b, 100 + i, arena_printf(w->a, "%043d", i), 1).status, OK);
    refused(session_reveal(w->db, w->a, s, item_of(w, s, a), true, false, s->revision, START), CONFLICT, "few");
    assert_false(item_of(w, s, a)->revealed);
    assert_int_equal(fresh(w, s->id)->revision, s->revision);
    for (int i = 2; i < 5; i++)
        assert_int_equal(ballot_cast(w->db, w->a, b, 100 + i, arena_printf(w->a, "%043d", i), 1).status, OK);
    refused(session_reveal(w->db, w->a, s, item_of(w, s, a), true, false, s->revision, START), CONFLICT,
            "unanimous");
    assert_int_equal(session_reveal(w->db, w->a, s, item_of(w, s, a), true, true, s->revision, START).status,
                     OK);
    assert_true(item_of(w, s, a)->revealed);
    /* The next item closes it, and asking again is another ballot. */
    s = fresh(w, s->id);
    int64_t b2 = add_talk(w, s, "Talk", 5);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, b2), s->revision, START).status, OK);
    assert_int_equal(ballot_of_round(w, s, a, 0)->state, BALLOT_CLOSED);
    s = fresh(w, s->id);
    assert_int_equal(session_again(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    assert_int_equal(ballot_of_round(w, s, a, 1)->state, BALLOT_OPEN);
    assert_int_not_equal(ballot_of_round(w, s, a, 1)->id, b->id);
    s = fresh(w, s->id);
    assert_int_equal(session_end(w->db, w->a, s, s->revision, w->guide, START).status, OK);
    assert_int_equal(ballot_of_round(w, s, a, 1)->state, BALLOT_CLOSED);
}

static void notes_without_names_are_a_ballot_of_their_own(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_anonymous(w, s, &walls), b = add_anonymous(w, s, &questions);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    size_t count;
    const struct session_round *r = session_rounds(w->db, w->a, item_of(w, s, a), &count);
    assert_true(r[0].ballot.set && r[0].note_ballot.set && r[0].ballot.v == r[0].note_ballot.v);
    assert_int_equal(ballot_get(w->db, w->a, w->organisation, r[0].ballot.v)->notes, SESSION_MAX_NOTES);
    s = fresh(w, s->id);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, b), s->revision, START).status, OK);
    r = session_rounds(w->db, w->a, item_of(w, s, b), &count);
    assert_int_not_equal(r[0].ballot.v, r[0].note_ballot.v);
    assert_int_equal(ballot_get(w->db, w->a, w->organisation, r[0].ballot.v)->notes, 0);
    assert_int_equal(ballot_get(w->db, w->a, w->organisation, r[0].note_ballot.v)->notes, SESSION_MAX_NOTES);
    s = fresh(w, s->id);
    assert_int_equal(session_close(w->db, w->a, s, item_of(w, s, b), s->revision, START).status, OK);
    assert_int_equal(ballot_get(w->db, w->a, w->organisation, r[0].note_ballot.v)->state, BALLOT_CLOSED);
    assert_int_equal(ballot_get(w->db, w->a, w->organisation, r[0].ballot.v)->state, BALLOT_CLOSED);
}

static void by_name_there_is_no_ballot(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    size_t count;
    assert_false(session_rounds(w->db, w->a, item_of(w, s, a), &count)[0].ballot.set);
    assert_string_equal(db_scalar(w->db, w->a, "SELECT count(*) FROM ballot_question"), "0");
}

static void who_speaks_has_the_clock(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    struct session_item_text x = words("Round", 20);
    x.seconds = 90;
    int64_t a = add(w, s, &turns, &x);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(session_turn(w->db, s, item_of(w, s, a), 1, s->revision, START + MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(item_of(w, s, a)->turn, 1);
    assert_int_equal(s->until.v, START + MINUTE + 90000);
    refused(session_turn(w->db, s, item_of(w, s, a), -1, s->revision, START), CONFLICT, "item");
}

static void the_clock_stops_and_goes_on(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(session_clock(w->db, s, CLOCK_ADD, 120, s->revision, START + MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(s->until.v, START + 7 * MINUTE);
    assert_int_equal(session_clock(w->db, s, CLOCK_STOP, 0, s->revision, START + 2 * MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_false(s->until.set);
    assert_int_equal(s->left_ms.v, 5 * MINUTE);
    assert_int_equal(session_clock(w->db, s, CLOCK_ADD, -60, s->revision, START + 3 * MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(s->left_ms.v, 4 * MINUTE);
    assert_int_equal(session_clock(w->db, s, CLOCK_GO, 0, s->revision, START + 10 * MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(s->until.v, START + 14 * MINUTE);
    /* Time is up for three minutes: two more are two from now on. */
    assert_int_equal(session_clock(w->db, s, CLOCK_ADD, 120, s->revision, START + 17 * MINUTE).status, OK);
    assert_int_equal(fresh(w, s->id)->until.v, START + 19 * MINUTE);
}

static int64_t behind(struct world *w, const struct session *s, int64_t now)
{
    size_t count;
    s = fresh(w, s->id);
    const struct session_item *items = session_items(w->db, w->a, s, &count);
    return session_behind(s, items, count, now);
}

static void the_room_knows_how_late_it_is(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w); /* at its hour */
    int64_t a = add_poll(w, s, "a", 10), b = add_poll(w, s, "b", 20);
    add_talk(w, s, "c", 30);
    assert_int_equal(behind(w, s, START), 0);
    assert_int_equal(behind(w, s, START + 4 * MINUTE), 4); /* the welcome is not on the agenda */
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START + 4 * MINUTE).status,
                     OK);
    assert_int_equal(behind(w, s, START + 8 * MINUTE), 4);
    assert_int_equal(behind(w, s, START + 20 * MINUTE), 10); /* six minutes over */
    s = fresh(w, s->id);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, b), s->revision, START + 20 * MINUTE).status,
                     OK);
    assert_int_equal(behind(w, s, START + 20 * MINUTE), 10);
    s = fresh(w, s->id);
    assert_int_equal(session_clock(w->db, s, CLOCK_ADD, -900, s->revision, START + 20 * MINUTE).status, OK);
    assert_int_equal(behind(w, s, START + 20 * MINUTE), -5);
    s = fresh(w, s->id);
    assert_int_equal(session_end(w->db, w->a, s, s->revision, w->guide, START + 30 * MINUTE).status, OK);
    assert_int_equal(behind(w, s, START + 40 * MINUTE), 0);
}

static void a_rehearsal_counts_from_its_own_beginning(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = prepared(w);
    add_talk(w, s, "a", 10);
    int64_t early = START - 24 * 60 * MINUTE;
    assert_int_equal(session_start(w->db, s, s->revision, w->guide, early).status, OK);
    assert_int_equal(behind(w, s, early + 3 * MINUTE), 3);
}

static void a_session_ends_and_may_go_on(void **state)
{
    struct world *w = world_of(state);
    const struct session *s = running(w);
    int64_t a = add_poll(w, s, "a", 5);
    assert_int_equal(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START).status, OK);
    s = fresh(w, s->id);
    const char *code = s->code;
    assert_int_equal(session_end(w->db, w->a, s, s->revision, w->guide, START + MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(s->state, SESSION_ENDED);
    assert_int_equal(s->item, 0);
    assert_false(s->until.set);
    assert_int_equal(item_of(w, s, a)->state, ITEM_CLOSED);
    refused(session_open(w->db, w->a, s, item_of(w, s, a), s->revision, START), CONFLICT, "state");
    refused(session_start(w->db, s, s->revision, w->guide, START), CONFLICT, "state");
    assert_int_equal(session_resume(w->db, s, s->revision, w->guide, START + 2 * MINUTE).status, OK);
    s = fresh(w, s->id);
    assert_int_equal(s->state, SESSION_RUNNING);
    assert_false(s->ended_at.set);
    assert_string_equal(s->code, code);
}

#define TEST(f)                                                                                                \
    cmocka_unit_test_setup_teardown(f, start, end),                                                            \
    {                                                                                                          \
#f " on PostgreSQL", f, start_postgres, end, NULL                                                      \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_code_has_28_signs_and_all_of_them_occur),
        TEST(a_code_is_read_as_it_is_typed),
        TEST(a_session_hangs_on_a_moment),
        TEST(a_moment_that_is_there_keeps_its_words),
        TEST(what_makes_no_session_is_said_at_its_field),
        TEST(loose_sessions_share_a_trajectory_of_their_own),
        TEST(a_template_gives_agenda_and_checklist),
        TEST(the_list_has_what_comes_and_what_was),
        TEST(a_session_changes_with_its_moment),
        TEST(items_keep_their_order),
        TEST(what_an_item_asks_fits_its_method),
        TEST(an_agenda_has_an_end),
        TEST(parts_come_back_with_their_options),
        TEST(many_short_lines_take_little_memory),
        TEST(what_people_have_seen_stays_as_it_was_asked),
        TEST(a_line_is_a_part),
        TEST(a_line_that_was_there_keeps_its_theme),
        TEST(questions_have_answers_below_them),
        TEST(cards_have_points_and_notes_below_them),
        TEST(who_comes_stands_on_a_list),
        TEST(what_must_be_ready_is_ticked),
        TEST(what_only_the_room_needed_is_forgotten),
        TEST(verify_finds_what_cannot_be),
        TEST(one_item_is_on_and_the_one_before_closes),
        TEST(two_desks_do_nothing_twice),
        TEST(nothing_is_led_that_does_not_run),
        TEST(a_result_is_hidden_until_it_is_shown),
        TEST(a_second_round_keeps_the_first),
        TEST(a_question_without_names_is_a_ballot),
        TEST(notes_without_names_are_a_ballot_of_their_own),
        TEST(by_name_there_is_no_ballot),
        TEST(who_speaks_has_the_clock),
        TEST(the_clock_stops_and_goes_on),
        TEST(the_room_knows_how_late_it_is),
        TEST(a_rehearsal_counts_from_its_own_beginning),
        TEST(a_session_ends_and_may_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
