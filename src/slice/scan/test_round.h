/* Hand-made rounds for the tests of results and exports: a municipality with nine members, and a browser (test_house.h)
 * that is whoever the test says. */
#ifndef SLICE_SCAN_TEST_ROUND_H
#define SLICE_SCAN_TEST_ROUND_H

#include "slice/admin/test_house.h"

#include "slice/scan/result.h"
#include "slice/scan/scan.h"

#define NOW ((int64_t)1795330800000)

struct fixture {
    struct house *house;
    struct packs packs;
    struct db *db;
    struct arena *a;
};

/* Who asks; the test sets it. */
static struct actor who;

static inline struct fault resolve(struct rq *rq, enum right right)
{
    rq->actor = who;
    if (right == KEY_HOLDER) {
        rq->actor.key_opens = scan_key_open(rq->db, rq->arena, rq->site->packs, rq_param(rq, "key"));
        return rq->actor.key_opens == NULL ? FAULT(NOT_FOUND, NULL) : NO_FAULT;
    }
    if (right != PUBLIC && right != STATELESS)
        rq->actor.organisation = rq_id(rq, "org");
    return NO_FAULT;
}

static inline void be(int64_t member, unsigned roles)
{
    who = (struct actor){ .user = member, .login = 1, .name = "Someone", .member = member, .roles = roles };
}

static inline void add_organisation(struct fixture *f, int id)
{
    db_script(f->db,
              arena_printf(f->a,
                           "INSERT INTO organisation_organisation (id, name, type, country, lang, created_at) "
                           "VALUES (%d, 'Town %d', 'gemeente', 'BE', 'nl_BE', 1)",
                           id, id));
    for (int m = 1; m <= 9; m++)
        db_script(
            f->db,
            arena_printf(f->a,
                         "INSERT INTO organisation_member (id, organisation_id, user_id, roles, invited_at) "
                         "VALUES (%d, %d, %d, 2, 1)",
                         10 * (id - 1) + m, id, m));
}

static inline int start_round_tests(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    f->house = house_new(DB_SQLITE, &slice_scan, NULL, resolve);
    f->db = f->house->db;
    f->a = f->house->a;
    struct pack_faults faults = { 0 };
    enum status st = packs_read(f->a, CONTENT, &f->packs, &faults);
    if (st != OK)
        print_message("content has faults: %s\n", faults.count > 0 ? faults.v[0].message : "?");
    f->house->site.packs = &f->packs;
    for (int u = 1; u <= 9; u++)
        db_script(f->db, arena_printf(f->a,
                                      "INSERT INTO account_user (id, name, mail, lang, created_at) "
                                      "VALUES (%d, 'Person%d Surname', 'person%d@town.example', 'en', 1)",
                                      u, u, u));
    add_organisation(f, 1);
    add_organisation(f, 2);
    assert_int_equal(db_status(f->db), OK);
    be(1, ROLE_MEMBER | ROLE_GUIDE);
    return 0;
}

static inline int end_round_tests(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(db_status(f->db), OK);
    house_free(f->house);
    free(f);
    return 0;
}

static inline const struct scan_round *round_again(struct fixture *f, const struct scan_round *r)
{
    const struct scan_round *again = scan_round_get(f->db, f->a, &f->packs, r->organisation, r->id);
    assert_non_null(again);
    return again;
}

static inline const struct scan_round *new_round(struct fixture *f, enum scan_mode mode, const char *title,
                                                 int64_t at)
{
    int64_t id;
    struct scan_new n = { .organisation = 1,
                          .title = title,
                          .pack = "government",
                          .light = true,
                          .profile = "",
                          .mode = mode,
                          .type = "gemeente",
                          .country = "BE",
                          .size = "",
                          .user = 1 };
    assert_int_equal(scan_round_open(f->db, f->a, &f->packs, &n, NULL, at, &id).status, OK);
    const struct scan_round *r = scan_round_get(f->db, f->a, &f->packs, 1, id);
    assert_non_null(r);
    return r;
}

static inline void close_round(struct fixture *f, const struct scan_round *r, int64_t at)
{
    assert_int_equal(scan_round_close(f->db, r, 1, at).status, OK);
}

/* The n-th offered statement of a domain, by index. */
static inline int statement_at(const struct scan_round *r, int domain, int n)
{
    const struct pack_domain *d = &r->scan->domains[domain];
    for (int i = d->first; i < d->first + d->count; i++)
        if (pack_offered(r->scan, i, r->light, &r->profile) && n-- == 0)
            return i;
    return -1;
}

static inline void answer_full(struct fixture *f, const struct scan_round *r, int64_t member, int statement,
                               enum scan_answer answer, unsigned flags, const char *note)
{
    const struct scan_sheet *sheet = scan_sheet_begin(f->db, f->a, r->id, member, NOW);
    const struct scan_reply *was = scan_replies(f->db, f->a, r, sheet->id);
    struct scan_change c = {
        .statement = statement, .answer = answer, .flags = flags, .note = note, .edit = was[statement].edit + 1
    };
    struct scan_reply stands;
    int64_t more;
    assert_int_equal(scan_answer_save(f->db, f->a, r, sheet, &c, member, NOW + member, &stands, &more).status,
                     OK);
}

static inline void answer(struct fixture *f, const struct scan_round *r, int64_t member, int statement,
                          enum scan_answer a)
{
    answer_full(f, r, member, statement, a, 0, NULL);
}

/* Everything that one sheet is asked: yes in a domain below `yes_below`, no elsewhere. */
static inline void answer_all(struct fixture *f, const struct scan_round *r, int64_t member, int yes_below)
{
    for (int d = 0; d < r->scan->domain_count; d++)
        for (int n = 0, i; (i = statement_at(r, d, n)) >= 0; n++)
            answer(f, r, member, i, d < yes_below ? ANSWER_YES : ANSWER_NO);
}

static inline const char *path_of(struct fixture *f, const struct scan_round *r, const char *page)
{
    return arena_printf(f->a, "/organisatie/%d/scan/%d%s", (int)r->organisation, (int)r->id, page);
}

#endif
