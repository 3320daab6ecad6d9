/* A small world for the tests of trajectories and of the slices that add to them: the whole schema, one organisation with
 * a guide, two members and a reader, two templates (one closes by step, one by phase and goes round) and a calendar. */
#ifndef SLICE_TRAJECTORY_TEST_TRAJECTORY_H
#define SLICE_TRAJECTORY_TEST_TRAJECTORY_H

#include "db/migrate.h"
#include "db/test_db.h"
#include "http/asset.h"
#include "http/http.h"
#include "lib/sodium.h"
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"

#define WORLD_NOW INT64_C(1795330800000) /* 22 November 2026, 7.00 in Brussels: a Sunday */
enum { WORLD_TODAY = 20779 };            /* the same as a day */

/* Pages name their style sheet; no page is looked at here. */
static const unsigned char world_asset[] = "x";
const struct asset assets[] = { { "app.css", "/static/app.css", "text/css", "\"1\"", world_asset, NULL, 1,
                                  0 } };
const size_t assets_count = 1;

struct world {
    struct test_db *t;
    struct db *db; /* outside any transaction */
    struct arena *a;
    struct packs packs;
    struct trajectory_parts parts;
    struct site site;
    int64_t organisation, other;                /* another organisation, with `stranger` as its guide */
    int64_t guide, mia, noor, reader, stranger; /* account_user.id */
    int64_t guide_member, mia_member, noor_member, reader_member;
    int64_t trajectory; /* of organisation, by `local`, begun on 30 November 2026; its first step is open */
};

#define WORLD_HEAD(id, kind)                                                                                   \
    "id: " id "\nkind: " kind "\nversion: 1\nlanguages: [nl, en]\nlicence: CC-BY-4.0\nsource: Own\n"           \
    "valid-from: 2026-01-01\nreview-by: 2027-01-01\ntitle: { nl: \"" id "\", en: \"" id "\" }\n"
#define WORLD_T(s) "{ nl: \"" s "\", en: \"" s "\" }"
#define WORLD_STEP(id, phase, week, weeks, session, outputs)                                                   \
    "  - id: " id "\n    phase: " phase "\n    title: " WORLD_T(id) "\n    what: " WORLD_T(                    \
        "What.") "\n"                                                                                          \
                 "    why: [ " WORLD_T("Why.") " ]\n    who: [ " WORLD_T("Who.") " ]\n    how: [ " WORLD_T(    \
                     "How.") " ]\n"                                                                            \
                             "    tips: [ " WORLD_T("Tip.") " ]\n    week: " week "\n    weeks: " weeks        \
                                                            "\n" session "    outputs:\n" outputs
#define WORLD_OUTPUT(id, kind, required)                                                                       \
    "      - { id: " id ", title: " WORLD_T(id) ", kind: " kind ", required: " required                        \
                                                ", questions: [ " WORLD_T("What did we decide?") ", " WORLD_T( \
                                                    "Who does it?") " ] }\n"
#define WORLD_TAIL                                                                                                                                                                                                              \
    "briefing:\n  - { id: vision, title: " WORLD_T("Vision") ", kind: vision, why: " WORLD_T(                                                                                                                                   \
        "Why.") ", "                                                                                                                                                                                                            \
                "where:"                                                                                                                                                                                                        \
                " " WORLD_T("Where.") " }\n  - { id: covenant, title: " WORLD_T(                                                                                                                                                \
                    "Covenant") ", kind: "                                                                                                                                                                                      \
                                "commitme"                                                                                                                                                                                      \
                                "nt, "                                                                                                                                                                                          \
                                "why:"                                                                                                                                                                                          \
                                " " WORLD_T("Why.") ", where: " WORLD_T(                                                                                                                                                        \
                                    "Where.") " }\n"                                                                                                                                                                            \
                                              "questions:\n  - { id: grown, question: " WORLD_T(                                                                                                                                \
                                                  "Has it grown?") ", help: " WORLD_T("No is fine.") " }\n"                                                                                                                     \
                                                                                                     "  - { "                                                                                                                   \
                                                                                                     "id: "                                                                                                                     \
                                                                                                     "attenti"                                                                                                                  \
                                                                                                     "on, "                                                                                                                     \
                                                                                                     "questio"                                                                                                                  \
                                                                                                     "n:"                                                                                                                       \
                                                                                                     " " WORLD_T("And then?") ", help: " WORLD_T(                                                                               \
                                                                                                         "How"                                                                                                                  \
                                                                                                         ".") " }\n"                                                                                                            \
                                                                                                              "  - { id: view, question: " WORLD_T("Another view?") ", help: " WORLD_T(                                         \
                                                                                                                  "No is fine.") " }\n"                                                                                         \
                                                                                                                                 "returns:\n  - { id: m3, months: 3, title: " WORLD_T("After 3 months") ", about: " WORLD_T(    \
                                                                                                                                     "Look.") " }\n"                                                                            \
                                                                                                                                              "  - { id: m6, months: 6, title: " WORLD_T("After 6 months") ", about: " WORLD_T( \
                                                                                                                                                  "Look.") " }\n"                                                               \
                                                                                                                                                           "  - { id: m12, months: 12, title: " WORLD_T(                        \
                                                                                                                                                               "After 12 months") ", about: " WORLD_T("Look.") " }\n"

static const char world_local[] =
    WORLD_HEAD("local", "trajectory-template") "template:\n  - { id: local, about: " WORLD_T(
        "About.") ", sector: public, closes: step, group: leading, "
                  "most-goals: 2, most-actions: 3, most-measures: 3 }\n"
                  "phases:\n  - { id: all, title: " WORLD_T("All") ", about: " WORLD_T(
                      "About.") ", results: [ " WORLD_T("R.") " ] }\n"
                                                              "steps:\n" WORLD_STEP(
                                                                  "group", "all", "0", "2", "",
                                                                  WORLD_OUTPUT("group", "group", "true")
                                                                      WORLD_OUTPUT("motives", "motives",
                                                                                   "false"))
                                                                  WORLD_STEP(
                                                                      "start", "all", "2", "2",
                                                                      "    session: " WORLD_T(
                                                                          "Opening session") "\n    minutes: "
                                                                                             "180\n",
                                                                      WORLD_OUTPUT("minutes", "minutes", "true")
                                                                          WORLD_OUTPUT("requests", "requests",
                                                                                       "true")
                                                                              WORLD_OUTPUT("pair", "pair",
                                                                                           "false")
                                                                                  WORLD_OUTPUT("scan", "scan",
                                                                                               "false")
                                                                                      WORLD_OUTPUT("briefing",
                                                                                                   "briefing",
                                                                                                   "false"))
                                                                      WORLD_STEP(
                                                                          "picture", "all", "4", "4",
                                                                          "    session: " WORLD_T(
                                                                              "Picture session") "\n    "
                                                                                                 "minutes: "
                                                                                                 "120\n",
                                                                          WORLD_OUTPUT("facts", "facts",
                                                                                       "true"))
                                                                          WORLD_STEP(
                                                                              "action", "all", "8", "4", "",
                                                                              WORLD_OUTPUT("actions", "actions",
                                                                                           "true")
                                                                                  WORLD_OUTPUT("themes",
                                                                                               "document",
                                                                                               "true")
                                                                                      WORLD_OUTPUT("tasks",
                                                                                                   "tasks",
                                                                                                   "false"))
                                                                              WORLD_STEP(
                                                                                  "evaluation", "all", "12",
                                                                                  "2", "",
                                                                                  WORLD_OUTPUT("evaluation",
                                                                                               "evaluation",
                                                                                               "true")
                                                                                      WORLD_OUTPUT("report",
                                                                                                   "report",
                                                                                                   "true"))
                                                                                  WORLD_TAIL;

static const char world_round[] =
    WORLD_HEAD("round", "trajectory-template") "template:\n  - { id: round, about: " WORLD_T(
        "About.") ", sector: company, closes: phase, cycle-from: plan, "
                  "group: working, most-goals: 2, most-actions: 3, most-measures: 3 }\n"
                  "phases:\n  - { id: mission, title: " WORLD_T("Mission") ", about: " WORLD_T(
                      "A.") ", results: [ " WORLD_T("R.") " ] }\n"
                                                          "  - { id: plan, "
                                                          "title: " WORLD_T(
                                                              "Pla"
                                                              "n") ", about: " WORLD_T("A.") ", results: "
                                                                                             "[ " WORLD_T(
                                                                                                 "R.") " ] }\n"
                                                                                                       "  - { "
                                                                                                       "id: "
                                                                                                       "improve"
                                                                                                       ", "
                                                                                                       "title:"
                                                                                                       " " WORLD_T("Improve") ", about: " WORLD_T("A.") ", results: [ " WORLD_T(
                                                                                                           "R.") " "
                                                                                                                 "]"
                                                                                                                 " "
                                                                                                                 "}"
                                                                                                                 "\n"
                                                                                                                 "s"
                                                                                                                 "t"
                                                                                                                 "e"
                                                                                                                 "p"
                                                                                                                 "s"
                                                                                                                 ":"
                                                                                                                 "\n" WORLD_STEP(
                                                                                                                     "mission-1",
                                                                                                                     "mission",
                                                                                                                     "0",
                                                                                                                     "2",
                                                                                                                     "",
                                                                                                                     WORLD_OUTPUT(
                                                                                                                         "view",
                                                                                                                         "document",
                                                                                                                         "true"))
                                                                                                                     WORLD_STEP(
                                                                                                                         "mission-2",
                                                                                                                         "mission",
                                                                                                                         "2",
                                                                                                                         "2",
                                                                                                                         "    session: " WORLD_T(
                                                                                                                             "Mission session") "\n    minutes: 90\n",
                                                                                                                         WORLD_OUTPUT(
                                                                                                                             "mission",
                                                                                                                             "document",
                                                                                                                             "true"))
                                                                                                                         WORLD_STEP(
                                                                                                                             "plan-1",
                                                                                                                             "plan",
                                                                                                                             "4",
                                                                                                                             "3",
                                                                                                                             "    session: " WORLD_T(
                                                                                                                                 "Plan session") "\n    minutes: 90\n",
                                                                                                                             WORLD_OUTPUT(
                                                                                                                                 "themes",
                                                                                                                                 "document",
                                                                                                                                 "true"))
                                                                                                                             WORLD_STEP(
                                                                                                                                 "plan-2",
                                                                                                                                 "plan",
                                                                                                                                 "7",
                                                                                                                                 "3",
                                                                                                                                 "",
                                                                                                                                 WORLD_OUTPUT(
                                                                                                                                     "actions",
                                                                                                                                     "actions",
                                                                                                                                     "true"))
                                                                                                                                 WORLD_STEP(
                                                                                                                                     "improve-1",
                                                                                                                                     "improve",
                                                                                                                                     "10",
                                                                                                                                     "4",
                                                                                                                                     "",
                                                                                                                                     WORLD_OUTPUT(
                                                                                                                                         "evaluation",
                                                                                                                                         "evaluation",
                                                                                                                                         "true"))
                                                                                                                                     WORLD_TAIL;

static const char world_calendar[] = WORLD_HEAD(
    "days",
    "calendar") "entries:\n"
                "  - { id: be-xmas, title: " WORLD_T(
                    "Christmas") ", region: be, sort: public, from: 2026-12-25, to: 2026-12-25, certainty: "
                                 "computed }\n"
                                 "  - { id: be-new-year, title: " WORLD_T(
                                     "New year") ", region: be, sort: public, from: 2027-01-01, to: "
                                                 "2027-01-01, certainty: computed }\n"
                                                 "  - { id: vlg-xmas, title: " WORLD_T(
                                                     "Christmas holiday") ", region: be-vlg, sort: school, "
                                                                          "from: 2026-12-21, to: 2027-01-03, "
                                                                          "certainty: computed }\n"
                                                                          "  - { id: nl-spring, "
                                                                          "title: " WORLD_T(
                                                                              "Spring holiday") ", region: "
                                                                                                "nl-north, "
                                                                                                "sort: school, "
                                                                                                "from: "
                                                                                                "2027-02-20, "
                                                                                                "to: "
                                                                                                "2027-02-28, "
                                                                                                "certainty: "
                                                                                                "unchecked }\n";

static inline const struct pack *world_pack(struct world *w, const char *text)
{
    struct pack *p = NULL;
    struct pack_faults faults = { 0 };
    if (pack_read(w->a, "test", text, strlen(text), NULL, &p, &faults) != OK)
        fail_msg("line %d: %s", faults.v[0].line, faults.v[0].message);
    return p;
}

/* Adds a pack to those of the world. */
static inline void world_add_pack(struct world *w, const char *text)
{
    const struct pack **v = NEW_ARRAY(w->a, const struct pack *, w->packs.count + 1);
    size_t n = 0;
    for (; n < w->packs.count; n++)
        v[n] = w->packs.v[n];
    v[n] = world_pack(w, text);
    for (; n > 0 && strcmp(v[n]->id, v[n - 1]->id) < 0; n--) {
        const struct pack *other = v[n];
        v[n] = v[n - 1];
        v[n - 1] = other;
    }
    w->packs.v = v;
    w->packs.count++;
}

static inline int64_t world_person(struct world *w, int64_t organisation, const char *name,
                                   const char *department, unsigned roles, int64_t *member)
{
    int64_t user =
        account_user_ensure(w->db, w->a, name, arena_printf(w->a, "%s@example.org", name), "nl", WORLD_NOW);
    *member = organisation_member_add(w->db, w->a, organisation, user, department, NULL, roles, WORLD_NOW);
    return user;
}

/* An organisation as other tests need it; the checks of its type are not the subject here. */
static inline int64_t world_organisation(struct world *w, const char *name)
{
    db_script(w->db, arena_printf(
                         w->a,
                         "INSERT INTO organisation_organisation (name, type, country, place, lang, created_at) "
                         "VALUES ('%s', 'be-gemeente', 'BE', '3990', 'nl_BE', %lld)",
                         name, (long long)WORLD_NOW));
    return strtoll(db_scalar(w->db, w->a, "SELECT max(id) FROM organisation_organisation"), NULL, 10);
}

/* A trajectory by template `pack`, with the guide and the two members. */
static inline int64_t world_begin(struct world *w, const char *pack, int64_t first_day)
{
    int64_t members[] = { w->guide_member, w->mia_member, w->noor_member }, id = 0;
    struct trajectory_new n = { .organisation = w->organisation,
                                .country = "BE",
                                .lang = lang_get(LANG_NL_BE),
                                .name = "Duurzaam Olmenrode",
                                .template = pack,
                                .example = "",
                                .first_day = first_day,
                                .user = w->guide,
                                .members = members,
                                .member_count = 3 };
    struct fault f = trajectory_begin(w->db, w->a, &w->packs, &w->parts, &n, WORLD_NOW, &id);
    assert_int_equal(f.status, OK);
    return id;
}

static inline const struct trajectory *world_trajectory(struct world *w, int64_t id)
{
    const struct trajectory *t = trajectory_get(w->db, w->a, &w->packs, w->organisation, id);
    assert_non_null(t);
    return t;
}

static inline struct trajectory_ask world_ask(struct world *w, const struct trajectory *t)
{
    return (struct trajectory_ask){ .db = w->db,
                                    .arena = w->a,
                                    .packs = &w->packs,
                                    .lang = lang_get(LANG_EN),
                                    .trajectory = t,
                                    .today = WORLD_TODAY };
}

/* parts may be NULL; part_count 0. NULL when there is no PostgreSQL to test with. */
static inline struct world *world_new(enum db_engine engine, const struct trajectory_part *const *parts,
                                      size_t part_count)
{
    const char *detail;
    assert_int_equal(crypto_init(), OK);
    struct test_db *t = test_db_new(engine);
    if (t == NULL)
        return NULL;
    struct world *w = calloc(1, sizeof *w);
    w->t = t;
    w->db = t->db;
    w->a = &t->a;
    if (db_migrate(w->db, w->a, &detail) != OK)
        fail_msg("%s", detail);
    w->packs.arena = w->a;
    world_add_pack(w, world_local);
    world_add_pack(w, world_round);
    world_add_pack(w, world_calendar);
    w->parts = (struct trajectory_parts){ parts, part_count };
    w->site = (struct site){ .public_url = "http://localhost",
                             .key = "a key of thirty-two characters.",
                             .lang = lang_get(LANG_NL_BE),
                             .packs = &w->packs,
                             .version = "0",
                             .trajectory_parts = &w->parts };
    w->organisation = world_organisation(w, "Olmenrode");
    w->other = world_organisation(w, "Elders");
    w->guide =
        world_person(w, w->organisation, "guide", "Environment", ROLE_GUIDE | ROLE_MEMBER, &w->guide_member);
    w->mia = world_person(w, w->organisation, "mia", "Personnel", ROLE_MEMBER, &w->mia_member);
    w->noor = world_person(w, w->organisation, "noor", "Finance", ROLE_MEMBER, &w->noor_member);
    w->reader = world_person(w, w->organisation, "reader", "", ROLE_READER, &w->reader_member);
    int64_t member;
    w->stranger = world_person(w, w->other, "stranger", "", ROLE_GUIDE, &member);
    w->trajectory = world_begin(w, "local", WORLD_TODAY + 8);
    return w;
}

static inline void world_free(struct world *w)
{
    if (w == NULL)
        return;
    assert_int_equal(db_status(w->db), OK);
    test_db_free(w->t);
    free(w);
}

#endif
