/* The small world of trajectories with a scan of four statements and a pack of four requests, for the tests of this slice. */
#ifndef SLICE_PICTURE_TEST_PICTURE_H
#define SLICE_PICTURE_TEST_PICTURE_H

#include "slice/trajectory/test_trajectory.h"

#include "base/clock.h"
#include "slice/picture/picture.h"

#define MONDAY (WORLD_NOW + INT64_C(86400000) + 7200000) /* 23 November 2026, nine in the morning */
enum { MONDAY_DAY = WORLD_TODAY + 1 };

static const char picture_test_scan[] =
    "id: town\n"
    "kind: scan\n"
    "version: 1\n"
    "languages: [nl, en]\n"
    "licence: CC-BY-4.0\n"
    "source: Own\n"
    "valid-from: 2026-01-01\n"
    "review-by: 2027-01-01\n"
    "title: { nl: \"town\", en: \"town\" }\n"
    "domains:\n"
    "  - id: t.staff\n"
    "    dimension: people\n"
    "    title: { nl: \"Staff\", en: \"Staff\" }\n"
    "    short: { nl: \"Staff\", en: \"Staff\" }\n"
    "    themes:\n"
    "      - { id: t.staff.training, title: { nl: \"Training\", en: \"Training\" }, about: { nl: \"About.\", "
    "en: \"About.\" } }\n"
    "      - { id: t.staff.safety, title: { nl: \"Safety\", en: \"Safety\" }, about: { nl: \"About.\", en: "
    "\"About.\" } }\n"
    "  - id: t.planet\n"
    "    dimension: planet\n"
    "    title: { nl: \"Planet\", en: \"Planet\" }\n"
    "    short: { nl: \"Planet\", en: \"Planet\" }\n"
    "    themes:\n"
    "      - { id: t.planet.energy, title: { nl: \"Energy\", en: \"Energy\" }, about: { nl: \"About.\", en: "
    "\"About.\" } }\n"
    "profile:\n"
    "  - id: q\n"
    "    text: { nl: \"Q\", en: \"Q\" }\n"
    "    options: [{ id: a, text: { nl: \"A\", en: \"A\" } }, { id: b, text: { nl: \"B\", en: \"B\" } }]\n"
    "statements:\n"
    "  - id: t.staff.training.hours\n"
    "    theme: t.staff.training\n"
    "    light: true\n"
    "    text: { nl: \"We do hours.\", en: \"We do hours.\" }\n"
    "    why: { nl: \"Why.\", en: \"Why.\" }\n"
    "    yes-when: { nl: \"Yes when.\", en: \"Yes when.\" }\n"
    "    small: { nl: \"Small.\", en: \"Small.\" }\n"
    "    evidence: { nl: \"A list of hours.\", en: \"A list of hours.\" }\n"
    "    iso: [\"6.4\"]\n"
    "    sdg: [\"8\"]\n"
    "  - id: t.staff.training.plan\n"
    "    theme: t.staff.training\n"
    "    light: true\n"
    "    text: { nl: \"We do plan.\", en: \"We do plan.\" }\n"
    "    why: { nl: \"Why.\", en: \"Why.\" }\n"
    "    yes-when: { nl: \"Yes when.\", en: \"Yes when.\" }\n"
    "    small: { nl: \"Small.\", en: \"Small.\" }\n"
    "    evidence: { nl: \"The plan.\", en: \"The plan.\" }\n"
    "    iso: [\"6.4\"]\n"
    "    sdg: [\"8\"]\n"
    "  - id: t.staff.safety.drill\n"
    "    theme: t.staff.safety\n"
    "    light: true\n"
    "    text: { nl: \"We do drill.\", en: \"We do drill.\" }\n"
    "    why: { nl: \"Why.\", en: \"Why.\" }\n"
    "    yes-when: { nl: \"Yes when.\", en: \"Yes when.\" }\n"
    "    small: { nl: \"Small.\", en: \"Small.\" }\n"
    "    evidence: { nl: \"A report.\", en: \"A report.\" }\n"
    "    iso: [\"6.4\"]\n"
    "    sdg: [\"8\"]\n"
    "  - id: t.planet.energy.meters\n"
    "    theme: t.planet.energy\n"
    "    light: true\n"
    "    text: { nl: \"We do meters.\", en: \"We do meters.\" }\n"
    "    why: { nl: \"Why.\", en: \"Why.\" }\n"
    "    yes-when: { nl: \"Yes when.\", en: \"Yes when.\" }\n"
    "    small: { nl: \"Small.\", en: \"Small.\" }\n"
    "    evidence: { nl: \"The bills.\", en: \"The bills.\" }\n"
    "    iso: [\"6.4\"]\n"
    "    sdg: [\"8\"]\n";

static const char picture_test_requests[] = "id: requests\n"
                                            "kind: requests\n"
                                            "version: 1\n"
                                            "languages: [nl, en]\n"
                                            "licence: CC-BY-4.0\n"
                                            "source: Own\n"
                                            "valid-from: 2026-01-01\n"
                                            "review-by: 2027-01-01\n"
                                            "title: { nl: \"requests\", en: \"requests\" }\n"
                                            "departments:\n"
                                            "  - id: personnel\n"
                                            "    title: { nl: \"Personnel\", en: \"Personnel\" }\n"
                                            "    words: \"personnel|hr|human resources|personeel\"\n"
                                            "  - id: buildings\n"
                                            "    title: { nl: \"Buildings\", en: \"Buildings\" }\n"
                                            "    words: \"buildings|environment|gebouwen|financiën\"\n"
                                            "entries:\n"
                                            "  - id: hours\n"
                                            "    department: personnel\n"
                                            "    sector: any\n"
                                            "    title: { nl: \"Titel hours\", en: \"Title hours\" }\n"
                                            "    ask: { nl: \"Vraag hours?\", en: \"Ask hours?\" }\n"
                                            "    sort: figure\n"
                                            "    unit: uur\n"
                                            "    usual-source: { nl: \"Bron hours\", en: \"Source hours\" }\n"
                                            "    themes: [t.staff.training]\n"
                                            "    statements: [t.staff.training.hours]\n"
                                            "  - id: plan\n"
                                            "    department: personnel\n"
                                            "    sector: public\n"
                                            "    title: { nl: \"Titel plan\", en: \"Title plan\" }\n"
                                            "    ask: { nl: \"Vraag plan?\", en: \"Ask plan?\" }\n"
                                            "    sort: action\n"
                                            "    usual-source: { nl: \"Bron plan\", en: \"Source plan\" }\n"
                                            "    themes: [t.staff.training]\n"
                                            "    statements: [t.staff.training.plan, t.staff.training.hours]\n"
                                            "  - id: energy\n"
                                            "    department: buildings\n"
                                            "    sector: any\n"
                                            "    title: { nl: \"Titel energy\", en: \"Title energy\" }\n"
                                            "    ask: { nl: \"Vraag energy?\", en: \"Ask energy?\" }\n"
                                            "    sort: figure\n"
                                            "    unit: kWh\n"
                                            "    usual-source: { nl: \"Bron energy\", en: \"Source energy\" }\n"
                                            "    themes: [t.planet.energy]\n"
                                            "  - id: firm\n"
                                            "    department: buildings\n"
                                            "    sector: company\n"
                                            "    title: { nl: \"Titel firm\", en: \"Title firm\" }\n"
                                            "    ask: { nl: \"Vraag firm?\", en: \"Ask firm?\" }\n"
                                            "    sort: figure\n"
                                            "    usual-source: { nl: \"Bron firm\", en: \"Source firm\" }\n"
                                            "    themes: [t.planet.energy]\n";

static const struct trajectory_part *const picture_test_parts[] = { &picture_part };

static inline struct world *picture_world(enum db_engine engine)
{
    struct world *w = world_new(engine, picture_test_parts, 1);
    if (w == NULL)
        return NULL;
    world_add_pack(w, picture_test_scan);
    world_add_pack(w, picture_test_requests);
    return w;
}

static inline const struct trajectory *picture_trajectory(struct world *w)
{
    return world_trajectory(w, w->trajectory);
}

static inline int64_t picture_department(struct world *w, const char *name)
{
    return organisation_department_ensure(w->db, w->a, w->organisation, name);
}

static inline const char *picture_sql(struct world *w, const char *sql)
{
    const char *s = db_scalar(w->db, w->a, sql);
    assert_int_equal(db_status(w->db), OK);
    return s == NULL ? "" : s;
}

static inline int picture_number(struct world *w, const char *sql)
{
    return (int)strtol(picture_sql(w, sql), NULL, 10);
}

/* A draft of a standard request, for mia, due on a day. */
static inline int64_t picture_draft(struct world *w, const char *standard, int64_t member, int64_t due)
{
    int64_t receiver = 0, id = 0;
    if (member != 0)
        assert_int_equal(
            picture_receiver_member(w->db, w->a, picture_trajectory(w), member, MONDAY, &receiver).status, OK);
    struct picture_ask ask = { .standard = standard,
                               .statement = "",
                               .department = picture_department(w, "Personnel"),
                               .receiver = receiver,
                               .due_on = due == 0 ? DB_NULL_INT : DB_SOME(due),
                               .user = w->guide };
    struct fault f = picture_request_add(w->db, w->a, &w->packs, picture_trajectory(w), &ask, MONDAY, &id);
    if (f.status != OK)
        fail_msg("%s", f.msgid);
    return id;
}

static inline const struct picture_request *picture_request(struct world *w, int64_t id)
{
    const struct picture_request *r =
        picture_request_get(w->db, w->a, &w->packs, lang_get(LANG_EN), picture_trajectory(w), id);
    assert_non_null(r);
    return r;
}

static inline struct picture_sent picture_send_all(struct world *w)
{
    return picture_send(w->db, w->a, &w->site, picture_trajectory(w), w->guide, MONDAY);
}

/* A sent request of mia's. */
static inline int64_t picture_asked(struct world *w, const char *standard)
{
    int64_t id = picture_draft(w, standard, w->mia_member, MONDAY_DAY + 14);
    picture_send_all(w);
    return id;
}

static inline struct picture_reply picture_reply_of(struct world *w, int64_t request)
{
    const struct picture_request *r = picture_request(w, request);
    return (struct picture_reply){ .value = "",
                                   .unit = r->unit,
                                   .period = "2025",
                                   .body = "",
                                   .source = "Register",
                                   .grid = "",
                                   .dated_on = DB_SOME(MONDAY_DAY),
                                   .lang = lang_get(LANG_NL_BE),
                                   .receiver = r->receiver.v };
}

static inline struct fault picture_answer(struct world *w, int64_t request, const struct picture_reply *reply)
{
    return picture_answer_save(w->db, w->a, picture_trajectory(w), picture_request(w, request), reply, MONDAY);
}

static inline struct picture_fact_text picture_words(const char *body)
{
    return (struct picture_fact_text){
        .theme = "", .sort = FACT_REALISATION, .body = body, .value = "", .unit = "", .period = "", .source = ""
    };
}

static inline int64_t picture_fact_made(struct world *w, const struct picture_fact_text *x, bool accepted)
{
    struct picture_fact_new n = {
        .text = *x, .code = "", .statement = "", .accepted = accepted, .user = w->guide
    };
    int64_t id = 0;
    struct fault f = picture_fact_add(w->db, w->a, &w->packs, picture_trajectory(w), &n, MONDAY, &id);
    if (f.status != OK)
        fail_msg("%s", f.msgid);
    return id;
}

static inline const struct picture_fact *picture_fact(struct world *w, int64_t id)
{
    const struct picture_fact *f = picture_fact_get(w->db, w->a, picture_trajectory(w), id);
    assert_non_null(f);
    return f;
}

#define PICTURE_SETUP                                                                                          \
    static int start(void **state)                                                                             \
    {                                                                                                          \
        *state = picture_world(DB_SQLITE);                                                                     \
        return 0;                                                                                              \
    }                                                                                                          \
    static int start_postgres(void **state)                                                                    \
    {                                                                                                          \
        *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : picture_world(DB_POSTGRES);                  \
        return 0;                                                                                              \
    }                                                                                                          \
    static int end(void **state)                                                                               \
    {                                                                                                          \
        world_free(*state);                                                                                    \
        return 0;                                                                                              \
    }
#define PICTURE_WORLD                                                                                          \
    struct world *w = *state;                                                                                  \
    if (w == NULL)                                                                                             \
        skip();
#define PICTURE_BOTH(f)                                                                                        \
    { #f " on SQLite", (f), start, end, NULL },                                                                \
    {                                                                                                          \
#f " on PostgreSQL", (f), start_postgres, end, NULL                                                    \
    }

#endif
