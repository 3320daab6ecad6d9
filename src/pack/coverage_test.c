#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pack/coverage.h"

#define HEAD(id, kind)                                                                                         \
    "id: " id "\nkind: " kind "\nversion: 1\nlanguages: [nl, nl_BE, en]\nlicence: CC-BY-4.0\nsource: Own\n"    \
    "valid-from: 2026-11-01\nreview-by: 2027-11-01\ntitle: { nl: Titel, en: Title }\n"
#define TEXTS                                                                                                  \
    "    text: { nl: Een, en: One }\n    why: { nl: Waarom, en: Why }\n    yes-when: { nl: Ja, en: Yes when "  \
    "}\n"                                                                                                      \
    "    small: { nl: Klein, en: Small }\n    evidence: { nl: Bewijs, en: Evidence }\n"

static const char cross[] =
    HEAD("cross", "crosswalk") "entries:\n"
                               "  - { id: iso26000.4.2, framework: iso26000, type: principle, code: \"4.2\", "
                               "title: { nl: P, en: P }, about: { nl: O, en: O } }\n"
                               "  - { id: iso26000.6.2, framework: iso26000, type: subject, code: \"6.2\", "
                               "title: { nl: S, en: S }, about: { nl: O, en: O } }\n"
                               "  - { id: iso26000.6.3, framework: iso26000, type: subject, code: \"6.3\", "
                               "title: { nl: S, en: S }, about: { nl: O, en: O } }\n"
                               "  - { id: iso26000.6.2.3, framework: iso26000, type: issue, code: \"6.2.3\", "
                               "title: { nl: I, en: I }, about: { nl: O, en: O } }\n"
                               "  - { id: iso26000.6.3.3, framework: iso26000, type: issue, code: \"6.3.3\", "
                               "title: { nl: I, en: I }, about: { nl: O, en: O } }\n"
                               "  - { id: sdg.7, framework: sdg, type: goal, code: \"7\", title: { nl: G, en: "
                               "G }, about: { nl: O, en: O } }\n"
                               "  - { id: sdg.16, framework: sdg, type: goal, code: \"16\", title: { nl: G, "
                               "en: G }, about: { nl: O, en: O } }\n";

static const char scan[] =
    HEAD("government",
         "scan") "domains:\n"
                 "  - id: a\n    dimension: people\n    title: { nl: Aa, en: A }\n    short: { nl: Aa, en: A "
                 "}\n    themes:\n"
                 "      - { id: a.x, title: { nl: Ix, en: X }, about: { nl: Over, en: About } }\n"
                 "      - { id: a.y, title: { nl: Yps, en: Ypsilon }, about: { nl: Over, en: About } }\n"
                 "profile:\n  - id: q\n    text: { nl: Wat, en: What }\n    options:\n"
                 "      - { id: a, text: { nl: A, en: A } }\n      - { id: b, text: { nl: B, en: B } }\n"
                 "statements:\n"
                 "  - id: a.x.one\n    theme: a.x\n    light: true\n    condition: { all: [q=a] }\n" TEXTS
                 "    iso: [\"6.2.3\", \"6.2\"]\n    sdg: [\"16.7\", \"16\", \"16.3\"]\n    gri: [2-23, 2-5]\n "
                 "   vsme: [B2]\n"
                 "  - id: a.x.two\n    theme: a.x\n" TEXTS
                 "    iso: [\"6.2.3\"]\n    sdg: [\"16\"]\n    gri: [2-5]\n"
                 "  - id: a.y.one\n    theme: a.y\n" TEXTS "    iso: [\"4.2\"]\n    sdg: [\"16\"]\n";

static const char overlay[] =
    HEAD("school", "scan") "base: government\nbase-version: 1\nleave-out: [a.x.two]\nstatements:\n"
                           "  - id: a.x.own\n    theme: a.x\n" TEXTS "    iso: [\"6.2.3\"]\n    sdg: [\"7\"]\n";

static const char maturity[] =
    HEAD("ripe", "maturity") "entries:\n  - id: a.x\n    levels:\n"
                             "      - { nl: a, en: a }\n      - { nl: b, en: b }\n      - { nl: c, en: c }\n"
                             "      - { nl: d, en: d }\n      - { nl: e, en: e }\n";

static const char cards[] =
    HEAD("cards",
         "cards") "decks:\n  - id: d\n    title: { nl: T, en: T }\n    about: { nl: A, en: A }\n    cards:\n"
                  "      - { id: c1, title: { nl: T, en: T }, points: [{ nl: P, en: P }], notes: { nl: Nee, "
                  "en: Note } }\n"
                  "      - { id: c2, title: { nl: T, en: T }, points: [{ nl: P, en: P }], notes: { nl: Nee, "
                  "en: Note } }\n"
                  "quiz:\n  - id: q\n    deck: d\n    question: { nl: Q, en: Q }\n    options:\n"
                  "      - { id: a, text: { nl: A, en: A } }\n      - { id: b, text: { nl: B, en: B } }\n    "
                  "answer: a\n"
                  "    explanation: { nl: E, en: E }\n";

static const char *const texts[] = { cards, cross, scan, maturity, overlay }; /* by id */
enum { CARDS, CROSS, SCAN, MATURITY, OVERLAY, PACKS };

struct house {
    struct arena a;
    const struct pack *v[PACKS];
    struct packs packs;
};

static int setup(void **state)
{
    static struct house house;
    struct house *h = &house;
    *h = (struct house){ 0 };
    arena_init(&h->a);
    h->packs = (struct packs){ .arena = &h->a, .v = h->v };
    for (size_t i = 0; i < PACKS; i++) {
        struct pack *pack;
        struct pack_faults faults = { 0 };
        enum status st = pack_read(&h->a, "t", texts[i], strlen(texts[i]), &h->packs, &pack, &faults);
        for (size_t k = 0; k < faults.count; k++)
            print_error("%zu:%d: %s\n", i, faults.v[k].line, faults.v[k].message);
        assert_int_equal(st, OK);
        h->v[h->packs.count++] = pack;
    }
    *state = h;
    return 0;
}

static int teardown(void **state)
{
    arena_release(&((struct house *)*state)->a);
    return 0;
}

static const struct coverage_row *row(const struct coverage *c, enum coverage_by by, const char *list,
                                      const char *code)
{
    const struct coverage_table *t = coverage_table(c, by, list);
    for (int i = 0; t != NULL && i < t->count; i++)
        if (strcmp(t->rows[i].code, code) == 0)
            return &t->rows[i];
    return NULL;
}

static void a_scan_is_counted(void **state)
{
    struct house *h = *state;
    struct coverage c = pack_coverage(&h->a, &h->packs, h->v[SCAN]);
    assert_int_equal(c.entries, 3);
    assert_int_equal(c.light, 1);
    assert_int_equal(c.conditional, 1);
    assert_int_equal(c.own, 3);
    assert_int_equal(row(&c, COVERAGE_DOMAIN, NULL, "a")->count, 3);
    assert_int_equal(row(&c, COVERAGE_THEME, NULL, "a.x")->count, 2);
    assert_int_equal(row(&c, COVERAGE_THEME, NULL, "a.x")->light, 1);
    assert_int_equal(row(&c, COVERAGE_THEME, NULL, "a.x")->conditional, 1);
    assert_int_equal(row(&c, COVERAGE_THEME, NULL, "a.y")->light, 0);
    assert_int_equal(row(&c, COVERAGE_ISO, NULL, "6.2.3")->count, 2);
    assert_int_equal(row(&c, COVERAGE_ISO, NULL, "6.3.3")->count, 0); /* an issue that nothing speaks of */
    assert_int_equal(row(&c, COVERAGE_ISO, NULL, "6.2")->count, 1);
    assert_null(row(&c, COVERAGE_ISO, NULL, "6.3"));               /* a subject that nothing speaks of */
    assert_int_equal(row(&c, COVERAGE_SDG, NULL, "16")->count, 3); /* three codes of one goal count once */
    assert_int_equal(row(&c, COVERAGE_SDG, NULL, "7")->count, 0);
    assert_string_equal(coverage_table(&c, COVERAGE_GRI, NULL)->rows[0].code, "2-5"); /* as numbers go */
    assert_int_equal(row(&c, COVERAGE_GRI, NULL, "2-5")->count, 2);
    assert_int_equal(row(&c, COVERAGE_VSME, NULL, "B2")->count, 1);
}

static void an_overlay_has_its_own(void **state)
{
    struct house *h = *state;
    struct coverage c = pack_coverage(&h->a, &h->packs, h->v[OVERLAY]);
    assert_int_equal(c.entries, 3);
    assert_int_equal(c.own, 1);
}

static void lists_are_counted(void **state)
{
    struct house *h = *state;
    struct coverage c = pack_coverage(&h->a, &h->packs, h->v[CARDS]);
    assert_int_equal(row(&c, COVERAGE_LIST, NULL, "decks")->count, 1);
    assert_int_equal(row(&c, COVERAGE_LIST, NULL, "decks.cards")->count, 2);
    assert_int_equal(row(&c, COVERAGE_LIST, NULL, "quiz")->count, 1);
    assert_int_equal(c.entries, 2);
    c = pack_coverage(&h->a, &h->packs, h->v[MATURITY]);
    assert_int_equal(row(&c, COVERAGE_THEME, "entries", "a.x")->count, 1);
    assert_int_equal(row(&c, COVERAGE_THEME, "entries", "a.y")->count, 0);
    c = pack_coverage(&h->a, &h->packs, h->v[CROSS]);
    assert_int_equal(row(&c, COVERAGE_LIST, NULL, "entries")->count, 7);
}

static struct coverage_finding demand(struct house *h, const char *pack, enum pack_kind kind,
                                      enum demand_what what, const char *list, int least)
{
    struct coverage_demand *d = NEW(&h->a, struct coverage_demand);
    *d = (struct coverage_demand){ pack, kind, what, list, least, "" };
    return coverage_check(&h->a, &h->packs, d);
}

static void demands_are_held_against_the_packs(void **state)
{
    struct house *h = *state;
    struct coverage_finding f = demand(h, "government", PACK_SCAN, DEMAND_ENTRIES, "statements", 3);
    assert_int_equal(f.missed, 0);
    assert_int_equal(f.found, 3);
    assert_int_equal(demand(h, "government", PACK_SCAN, DEMAND_ENTRIES, "statements", 4).missed, 1);
    assert_int_equal(demand(h, "government", PACK_SCAN, DEMAND_LIGHT, "statements", 1).missed, 0);
    assert_int_equal(demand(h, "government", PACK_SCAN, DEMAND_LIGHT, "statements", 2).missed, 1);
    f = demand(h, "government", PACK_SCAN, DEMAND_LIGHT_THEME, "statements", 1);
    assert_string_equal(f.missing, "a.y (0)");
    f = demand(h, "government", PACK_SCAN, DEMAND_ISO, "statements", 2);
    assert_string_equal(f.missing, "6.3.3 (0)"); /* the principle with one statement is no issue */
    f = demand(h, "government", PACK_SCAN, DEMAND_SDG, "statements", 1);
    assert_string_equal(f.missing, "7 (0)");
    f = demand(h, NULL, PACK_SCAN, DEMAND_OWN, "statements", 2);
    assert_string_equal(f.missing, "school (1)");
    assert_int_equal(demand(h, NULL, PACK_SCAN, DEMAND_OWN, "statements", 1).missed, 0);
    f = demand(h, NULL, PACK_MATURITY, DEMAND_THEME, "entries", 1);
    assert_string_equal(f.missing, "a.y (0)");
    assert_int_equal(demand(h, NULL, PACK_CARDS, DEMAND_ENTRIES, "quiz", 1).missed, 0);
    assert_int_equal(demand(h, NULL, PACK_CARDS, DEMAND_ENTRIES, "quiz", 2).missed, 1);
    assert_int_equal(demand(h, NULL, PACK_CARDS, DEMAND_PACKS, "", 1).missed, 0);
    assert_int_equal(demand(h, NULL, PACK_EXAMPLE, DEMAND_PACKS, "", 1).missed, 1);
    /* What is not there at all is missed, not passed over. */
    assert_int_equal(demand(h, NULL, PACK_ACTIONS, DEMAND_THEME, "entries", 1).missed, 1);
    assert_int_equal(demand(h, "company", PACK_SCAN, DEMAND_SDG, "statements", 1).missed, 1);
}

/* Every demand names a kind and list that exist, and says why. */
static void the_demands_are_sound(void **state)
{
    (void)state;
    for (int i = 0; i < coverage_demand_count; i++) {
        const struct coverage_demand *d = &coverage_demands[i];
        assert_true(d->kind < PACK_KINDS && d->least > 0 && d->why[0] != '\0');
        struct pack_kind_lists lists = pack_kind_lists((int)d->kind);
        bool found = lists.count == 0 || d->what == DEMAND_PACKS;
        for (int k = 0; k < lists.count; k++)
            found |= strcmp(lists.v[k].name, d->list) == 0;
        assert_true(found);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scan_is_counted),     cmocka_unit_test(an_overlay_has_its_own),
        cmocka_unit_test(lists_are_counted),     cmocka_unit_test(demands_are_held_against_the_packs),
        cmocka_unit_test(the_demands_are_sound),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
