/* Packs that are lists, formulas, overlays, and what packs say about each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "lib/sodium.h"
#include "pack/entries.h"
#include "pack/formula.h"
#include "pack/pack.h"
#include "pack/tree.h"

#define HEAD(id, kind)                                                                                         \
    "id: " id "\nkind: " kind "\nversion: 1\nlanguages: [nl, nl_BE, en]\nlicence: CC-BY-4.0\nsource: Own\n"    \
    "valid-from: 2026-11-01\nreview-by: 2027-11-01\ntitle: { nl: Titel, en: Title }\n"

/* A pack of test/packs: base (scan), overlay, indicators, example. */
static char *file(struct arena *a, const char *name)
{
    FILE *f = fopen(arena_printf(a, "%s/%s.yaml", PACKS, name), "re");
    assert_non_null(f);
    char *text = arena_alloc(a, 65536);
    size_t n = fread(text, 1, 65535, f);
    assert_true(n > 0 && n < 65535);
    text[n] = '\0';
    fclose(f);
    return text;
}

static char *replaced(struct arena *a, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static enum status read_with(struct arena *a, const char *text, const struct packs *others, struct pack **out,
                             struct pack_faults *faults)
{
    *faults = (struct pack_faults){ 0 };
    return pack_read(a, "test.yaml", text, strlen(text), others, out, faults);
}

static void expect_fault(const char *text, const char *message)
{
    struct arena a;
    arena_init(&a);
    struct pack *pack;
    struct pack_faults faults;
    assert_int_equal(read_with(&a, text, NULL, &pack, &faults), INVALID);
    bool found = false;
    for (size_t i = 0; i < faults.count; i++)
        found |= strstr(faults.v[i].message, message) != NULL;
    if (!found)
        for (size_t i = 0; i < faults.count; i++)
            print_error("%d: %s\n", faults.v[i].line, faults.v[i].message);
    assert_true(found);
    arena_release(&a);
}

/* ---- formulas ------------------------------------------------------------------------------------------- */

static const char *const units[] = { "kwh", "m2", "person", "percent" };

static void formula__computes_and_checks_units(void **state)
{
    (void)state;
    static const struct {
        const char *formula, *unit;
        double value;
        const char *why; /* NULL = fine */
    } cases[] = {
        { "a / b", "kwh/m2", 2.5, NULL },
        { "(a + a) / b", "kwh/m2", 5, NULL },
        { "a - a + b * a / b", "kwh", 10, NULL },
        { "100 * (a - a / 2) / (a * b / b)", "percent", 50, NULL },
        { "a / a * 100 * b / b", "percent", 100, NULL },
        { "2 * a / b / 2", "kwh/m2", 2.5, NULL },
        { "a * b", "kwh*m2", 40, NULL },
        { "a * b / (a * b)", "1", 1, NULL },
        { "a + b", "kwh", 0, "different units" },
        { "a / b", "kwh", 0, "another than" },
        { "a / a + 0 * b / b", "percent", 0, "100 *" },
        { "a", "kwh", 0, "\"b\" is not used" },
        { "a / c * b", "kwh", 0, "no input \"c\"" },
        { "a / (b", "kwh/m2", 0, "not closed" },
        { "a / b)", "kwh/m2", 0, "behind the end" },
        { "a / b ** 2", "kwh/m2", 0, "only numbers" },
        { "a /", "kwh/m2", 0, "missing at the end" },
        { "", "kwh", 0, "missing at the end" },
        { "a / b * 2.5 / 2.50", "kwh/m2", 2.5, NULL },
        { "a / b * 0x10", "kwh/m2", 0, "no input \"0x10\"" },
        { "a / b * 1e400", "kwh/m2", 0, "no input \"1e400\"" },
        { "a / b * 1e4", "kwh/m2", 0, "no input \"1e4\"" },
        { "a / b * 1.2.3", "kwh/m2", 0, "a number is written as" },
        { "a / b * 5.", "kwh/m2", 0, "a number is written as" },
        { "a / b * .5", "kwh/m2", 0, "a number is written as" },
        { "a / b * 12345678901234567890", "kwh/m2", 0, "a number is written as" },
        { "a / b * inf", "kwh/m2", 0, "no input \"inf\"" },
        { "a / B", "kwh/m2", 0, "only numbers" },
        { "((((((((((((((((((((((a))))))))))))))))))))))/b", "kwh/m2", 0, "too many parentheses" },
    };
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct formula_input in[2] = { { .id = "a", .value = 10 }, { .id = "b", .value = 4 } };
        struct formula_unit unit;
        const char *why;
        double value;
        assert_int_equal(formula_unit_read(&a, "kwh", units, 4, &in[0].unit, &why), OK);
        assert_int_equal(formula_unit_read(&a, "m2", units, 4, &in[1].unit, &why), OK);
        assert_int_equal(formula_unit_read(&a, cases[i].unit, units, 4, &unit, &why), OK);
        enum status st = formula_check(&a, cases[i].formula, in, 2, &unit, &why);
        if (cases[i].why == NULL) {
            assert_int_equal(st, OK);
            assert_true(formula_value(cases[i].formula, in, 2, &value));
            assert_true(value > cases[i].value - 1e-12 && value < cases[i].value + 1e-12);
        } else {
            assert_int_equal(st, INVALID);
            assert_non_null(strstr(why, cases[i].why));
        }
    }
    arena_release(&a);
}

/* An input may be called after a year. */
static void formula__takes_names_that_begin_with_a_digit(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct formula_input in[2] = { { .id = "2030-target", .value = 8 }, { .id = "1e2", .value = 2 } };
    struct formula_unit unit = { 0 };
    const char *why;
    double value;
    assert_int_equal(formula_check(&a, "2030-target / 1e2 - 2 - 1", in, 2, &unit, &why), OK);
    assert_true(formula_value("2030-target / 1e2 - 2 - 1", in, 2, &value));
    assert_true(value > 1 - 1e-12 && value < 1 + 1e-12);
    assert_true(formula_value("2030-2025", in, 2, &value));
    assert_true(value > 5 - 1e-12 && value < 5 + 1e-12);
    arena_release(&a);
}

static void formula__has_no_value_when_divided_by_zero(void **state)
{
    (void)state;
    struct formula_input in[2] = { { .id = "a", .value = 10 }, { .id = "b", .value = 0 } };
    double value;
    assert_false(formula_value("a / b", in, 2, &value));
    assert_false(formula_value("100 * a / (b + b)", in, 2, &value));
}

static void formula__units_are_composed_of_known_ones(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct formula_unit unit;
    const char *why;
    assert_int_equal(formula_unit_read(&a, "1/m2", units, 4, &unit, &why), OK);
    assert_int_equal(unit.power[1], -1);
    assert_int_equal(formula_unit_read(&a, "kwh/person/m2", units, 4, &unit, &why), OK);
    assert_int_equal(unit.power[0] * 100 + unit.power[1] * 10 + unit.power[2], 100 - 10 - 1);
    static const char *const wrong[] = { "", "kw", "kwh/", "kwh m2", "percent/m2", "/m2" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(formula_unit_read(&a, wrong[i], units, 4, &unit, &why), INVALID);
    arena_release(&a);
}

/* ---- lists ---------------------------------------------------------------------------------------------- */

static void entries__are_read_as_written(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct pack *pack;
    struct pack_faults faults;
    assert_int_equal(read_with(&a, file(&a, "indicators"), NULL, &pack, &faults), OK);
    const struct pack_entry *e = pack_entry(pack_list(pack->lists, "entries"), "energy");
    assert_non_null(e);
    assert_null(pack_entry(pack_list(pack->lists, "entries"), "energie"));
    assert_string_equal(text_in(lang_get(LANG_EN), pack_text(e, "title")), "E en");
    assert_string_equal(pack_string(e, "formula"), "power / floor-area");
    assert_int_equal(pack_number(e, "decimals"), 1);
    assert_string_equal(pack_string(e, "direction"), "down");
    assert_non_null(pack_choice_label(e, "direction"));
    assert_true(pack_ids_hold(pack_ids(e, "themes"), "a.x"));
    assert_false(pack_ids_hold(pack_ids(e, "gri"), "302-1"));
    assert_int_equal(pack_value(e, "inputs")->entries.count, 2);
    assert_false(pack_value(e, "source-company")->set);
    arena_release(&a);
}

static void entries__faults_are_named(void **state)
{
    (void)state;
    expect_fault(HEAD("m", "maturity") "entries:\n  - id: a.x\n    levels: [{ nl: Een, en: One }]\n",
                 "\"levels\" has 1 items, it must have 5");
    expect_fault(HEAD("p", "practices") "steps:\n  - { id: s, title: { nl: Stap, en: Step } }\n"
                                        "  - { id: s, title: { nl: Stap, en: Step } }\n",
                 "the id \"s\" is used twice");
    static const char quiz[] = HEAD(
        "c",
        "cards") "decks:\n  - id: d\n    title: { nl: Deel, en: Part }\n    about: { nl: Over, en: About }\n"
                 "    cards:\n      - id: c\n        title: { nl: Kaart, en: Card }\n"
                 "        points: [{ nl: Punt, en: Point }]\n        notes: { nl: Noot, en: Note }\n"
                 "quiz:\n  - id: q\n    deck: e\n    question: { nl: Vraag, en: Question }\n"
                 "    options: [{ id: a, text: { nl: Aa, en: Ah } }]\n    answer: b\n"
                 "    explanation: { nl: Uitleg, en: Because }\n";
    expect_fault(quiz, "there is no \"e\" among the decks");
    expect_fault(quiz, "there is no \"b\" among the options");
    static const struct {
        const char *from, *to, *message;
    } cases[] = {
        { "power / floor-area", "power + floor-area", "different units" },
        { "unit: kwh/m2", "unit: kwh/person", "no unit \"person\"" },
        { "power, unit: kwh", "power, unit: gwh", "no unit \"gwh\"" },
        { "power / floor-area", "power", "\"floor-area\" is not used" },
        { "decimals: 1", "decimals: 4", "from 0 to 3" },
        { "source-public", "source-other", "unknown key" },
        { "direction: down", "direction: sideways", "one of up, down, range" },
    };
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        expect_fault(replaced(&a, file(&a, "indicators"), cases[i].from, cases[i].to), cases[i].message);
    arena_release(&a);
}

/* Fields that must stand in order: each with another that it may not be below. */
static void entries__from_stands_before_to(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    static const char methods[] = HEAD(
        "m",
        "methods") "aims:\n  - { id: choose, title: { nl: K, en: C } }\nentries:\n"
                   "  - { id: m, aims: [choose], title: { nl: T, en: T }, purpose: { nl: P, en: P }, "
                   "minutes-from: 20,\n"
                   "      minutes-to: 20, people-from: 6, people-to: 30, material: [{ nl: a, en: a }],\n"
                   "      steps: [{ nl: a, en: a }], say: [{ nl: a, en: a }], pitfalls: [{ nl: a, en: a }] }\n";
    static const char days[] = HEAD("c", "calendar") "entries:\n  - { id: d, title: { nl: D, en: D }, region: "
                                                     "be, sort: school, from: 2026-11-02,\n"
                                                     "      to: 2026-11-02, certainty: checked }\n";
    static const char codes[] = HEAD(
        "a",
        "actions") "codes:\n  - { id: c, code: C, title: { nl: T, en: T }, hint: { nl: H, en: H },\n"
                   "      valid-from: 2026-01-01, valid-to: 2026-01-01, source: S, review-by: 2027-01-01 }\n";
    static const char commitments[] = HEAD(
        "p",
        "commitments") "entries:\n  - { id: c, title: { nl: T, en: T }, about: { nl: A, en: A }, country: BE,\n"
                       "      sector: any, events: [{ id: e, title: { nl: E, en: E } }],\n"
                       "      deadlines: [{ id: d, title: { nl: D, en: D }, after: e, what: { nl: W, en: W } "
                       "}],\n"
                       "      themes: [a.x], rule-source: { nl: R, en: R }, certainty: checked,\n"
                       "      valid-from: 2026-01-01, valid-to: 2026-01-01, review-by: 2027-01-01 }\n";
    const char *example = file(&a, "example");
    const struct {
        const char *text, *from, *to, *message;
    } cases[] = {
        { methods, "minutes-to: 20", "minutes-to: 19", "\"minutes-to\" is below \"minutes-from\"" },
        { methods, "people-to: 30", "people-to: 5", "\"people-to\" is below \"people-from\"" },
        { days, "sort: school", "sort: public", NULL },
        { days, "      to: 2026-11-02", "      to: 2026-11-01", "\"to\" is before \"from\"" },
        { codes, "valid-to: 2026", "valid-to: 2025", "\"valid-to\" is before \"valid-from\"" },
        { commitments, "valid-to: 2026", "valid-to: 2025", "\"valid-to\" is before \"valid-from\"" },
        { example, "last-date: 2026", "last-date: 2023", "\"last-date\" is before \"first-date\"" },
        { example, "end: 2024-06-01, budget: 200", "end: 2023-06-01, budget: 200",
          "\"end\" is before \"start\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = replaced(&a, cases[i].text, cases[i].from, cases[i].to);
        if (cases[i].message != NULL) {
            expect_fault(text, cases[i].message);
            continue;
        }
        struct pack *pack;
        struct pack_faults faults;
        assert_int_equal(read_with(&a, text, NULL, &pack, &faults), OK);
    }
    /* A number that is none is told once. */
    struct pack *pack;
    struct pack_faults faults;
    assert_int_equal(
        read_with(&a, replaced(&a, methods, "minutes-to: 20", "minutes-to: x"), NULL, &pack, &faults), INVALID);
    assert_int_equal(faults.count, 1);
    arena_release(&a);
}

static const struct pack *read_sound(struct arena *a, const char *text, const struct packs *others)
{
    struct pack *pack;
    struct pack_faults faults;
    enum status st = read_with(a, text, others, &pack, &faults);
    for (size_t i = 0; i < faults.count; i++)
        print_error("%d: %s\n", faults.v[i].line, faults.v[i].message);
    assert_int_equal(st, OK);
    return pack;
}

/* ---- session templates ----------------------------------------------------------------------------------- */

#define A_SESSION                                                                                              \
    HEAD("s", "session-templates")                                                                             \
    "entries:\n  - id: start\n    title: { nl: T, en: T }\n    about: { nl: A, en: A }\n    sector: any\n"     \
    "    people-from: 4\n    people-to: 12\n    minutes: 45\n    steps: [start]\n    aims: [inform]\n"         \
    "    checklist: [{ nl: C, en: C }]\n    material: [{ nl: M, en: M }]\n    items:\n"                        \
    "      - { id: cards, method: cards, title: { nl: I, en: I }, minutes: 15, deck: what }\n"                 \
    "      - { id: quiz, method: quiz, title: { nl: I, en: I }, minutes: 10, quiz: what }\n"                   \
    "      - id: own\n        method: quiz\n        title: { nl: I, en: I }\n        minutes: 20\n"            \
    "        parts: [{ id: p, text: { nl: V, en: Q }, options: [{ nl: a, en: a }, { nl: b, en: b }], answer: " \
    "2 "                                                                                                       \
    "}]\n"

static void sessions__add_up(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *message; /* NULL = fine */
    } cases[] = {
        { "minutes: 45", "minutes: 45", NULL },
        { "minutes: 45", "minutes: 60", "\"minutes\" is 60, and the items take 45" },
        { "answer: 2", "answer: 3", "\"answer\" is 3, and there are 2 options" },
        { ", deck: what", "", "an item with the method cards needs \"deck\" or \"parts\"" },
        { ", deck: what", ", deck: what, quiz: what", "\"quiz\" stands in items with the method quiz" },
        { "minutes: 20", "minutes: 20\n        quiz: what", "\"quiz\" stands in items with the method quiz" },
        { "method: cards", "method: lecture", "one of talk, cards" },
        { "people-to: 12", "people-to: 3", "\"people-to\" is below \"people-from\"" },
    };
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = replaced(&a, A_SESSION, cases[i].from, cases[i].to);
        if (cases[i].message == NULL)
            (void)read_sound(&a, text, NULL);
        else
            expect_fault(text, cases[i].message);
    }
    arena_release(&a);
}

/* ---- overlays ------------------------------------------------------------------------------------------- */

static void overlay__stands_on_its_base(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack *v[] = { read_sound(&a, file(&a, "base"), NULL) };
    struct packs others = { .arena = &a, .v = v, .count = 1 };
    const char *overlay = file(&a, "overlay");
    const struct pack *pack = read_sound(&a, overlay, &others);
    const struct pack_scan *scan = pack->scan;
    assert_string_equal(pack->base, "base");
    assert_int_equal(scan->statement_count, 4);
    static const char *const ids[] = { "a.x.one", "a.x.own", "a.y.three", "a.y.own" };
    for (int i = 0; i < 4; i++) {
        assert_string_equal(scan->statements[i].id, ids[i]);
        assert_int_equal(pack_statement_find(scan, ids[i]), i);
    }
    assert_int_equal(scan->themes[1].first, 2);
    assert_int_equal(scan->themes[1].count, 2);
    assert_int_equal(scan->domains[0].count, 4);
    struct pack_profile profile;
    const char *detail;
    assert_int_equal(pack_profile_parse(scan, "works=some,canteen=with", &a, &profile, &detail), OK);
    assert_true(pack_offered(scan, 1, true, &profile));
    assert_true(pack_offered(scan, 2, false, &profile));
    profile.option[1] = 1;
    assert_false(pack_offered(scan, 1, true, &profile));
    /* The base itself is as it was. */
    assert_int_equal(v[0]->scan->themes[1].first, 2);
    assert_int_equal(v[0]->scan->question_count, 1);
    arena_release(&a);
}

static void overlay__faults_are_named(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack *v[] = { read_sound(&a, file(&a, "base"), NULL) };
    struct packs others = { .arena = &a, .v = v, .count = 1 };
    struct pack *pack;
    struct pack_faults faults;
    static const struct {
        const char *from, *to, *message;
    } cases[] = {
        { "base-version: 1", "base-version: 2", "no scan \"base\" of version 2" },
        { "leave-out: [a.x.two]", "leave-out: [a.x.ten]", "no statement \"a.x.ten\"" },
        { "a.x.own,", "a.x.one,", "used twice" },
        { "a.y.own, theme: a.y", "a.z.own, theme: a.z", "no theme \"a.z\"" },
        { "canteen=with", "canteen=never", "no option \"never\"" },
        { "base-version: 1", "base-version: one", "\"base-version\" must be" },
        { "base: base", "base: [base]", "\"base\" must be" },
        { "leave-out: [a.x.two]", "domains: [a]", "unknown key \"domains\"" },
        { "statements:", "statement:", "\"statements\" is missing" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const char *text = replaced(&a, file(&a, "overlay"), cases[i].from, cases[i].to);
        assert_int_equal(read_with(&a, text, &others, &pack, &faults), INVALID);
        if (strstr(faults.v[0].message, cases[i].message) == NULL)
            fail_msg("%s: %s", cases[i].message, faults.v[0].message);
        /* One mistake is told once; a key that is missing as well as unknown, twice. */
        assert_in_range(faults.count, 1, 2);
        assert_true(faults.count == 1 || strcmp(faults.v[0].message, faults.v[1].message) != 0);
    }
    assert_int_equal(read_with(&a, file(&a, "overlay"), NULL, &pack, &faults), INVALID);
    /* More than a list may hold is not cut off in silence. */
    const char *many = "";
    for (int i = 0; i <= PACK_MAX_CODES; i++)
        many = arena_printf(&a, "%s%sa.x.n%d", many, i == 0 ? "" : ", ", i);
    assert_int_equal(read_with(&a,
                               replaced(&a, file(&a, "overlay"), "[a.x.two]", arena_printf(&a, "[%s]", many)),
                               &others, &pack, &faults),
                     INVALID);
    assert_non_null(strstr(faults.v[0].message, "\"leave-out\" has 501 items, at most 500"));
    /* Domains that it may not have, and a theme without a statement of its own. */
    const char *text = replaced(&a, file(&a, "overlay"), "leave-out: [a.x.two]", "domains: [a]");
    text = replaced(&a, text, "a.y.own, theme: a.y", "a.x.too, theme: a.x");
    assert_int_equal(read_with(&a, text, &others, &pack, &faults), INVALID);
    assert_int_equal(faults.count, 1);
    assert_non_null(strstr(faults.v[0].message, "unknown key \"domains\""));
    arena_release(&a);
}

/* A base that nobody asked for so far. */
static bool find_base(void *context, const char *id, int version, struct pack_file *out)
{
    struct arena *a = context;
    const char *text = file(a, "base");
    out->name = "found.yaml";
    out->text = (struct bytes){ text, strlen(text) };
    return strcmp(id, "base") == 0 && version == 1;
}

static struct pack_file file_of(const char *name, const char *text)
{
    return (struct pack_file){ .name = name, .text = { text, strlen(text) } };
}

/* Whatever the order of the files, and however the key is written. */
static void packs__are_loaded_in_any_order(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *base = file(&a, "base"), *overlay = file(&a, "overlay"),
               *quoted = replaced(&a, overlay, "base: base\nbase-version: 1\n",
                                  "\"base\"  : base\nbase-version: 1\n"),
               *bad = replaced(&a, base, "version: 1", "version: one");
    for (int turn = 0; turn < 2; turn++) {
        struct packs packs = { .arena = &a };
        struct pack_file files[2] = { file_of("o.yaml", turn == 0 ? overlay : quoted),
                                      file_of("b.yaml", base) };
        packs_load(&packs, files, 2, NULL, NULL);
        assert_int_equal(files[0].status, OK);
        assert_string_equal(files[0].base, "base");
        assert_int_equal(files[0].base_version, 1);
        assert_null(files[1].base);
        assert_int_equal(packs.count, 2);
        assert_string_equal(packs.v[0]->id, "base");
    }
    /* One that is not among them is asked for. */
    struct packs packs = { .arena = &a };
    struct pack_file files[2] = { file_of("o.yaml", overlay), file_of("bad.yaml", bad) };
    packs_load(&packs, files, 1, find_base, &a);
    assert_int_equal(files[0].status, OK);
    assert_int_equal(packs.count, 2);
    /* Faults stay with their file, and what is known of it. */
    packs = (struct packs){ .arena = &a };
    files[0] = file_of("o.yaml", overlay);
    packs_load(&packs, files, 2, NULL, NULL);
    assert_int_equal(packs.count, 0);
    assert_int_equal(files[0].status, INVALID);
    assert_int_equal(files[0].kind, PACK_SCAN);
    assert_int_equal(files[0].faults.count, 1);
    assert_int_equal(files[1].kind, PACK_SCAN);
    assert_true(files[1].faults.count > 0);
    arena_release(&a);
}

/* Otherwise the order in which two such are read would decide whether the second can be. */
static void overlay__stands_on_no_overlay(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *third = replaced(&a, file(&a, "overlay"), "id: school", "id: class");
    third = replaced(&a, third, "base: base", "base: school");
    for (int turn = 0; turn < 2; turn++) {
        struct packs packs = { .arena = &a };
        struct pack_file files[3] = { file_of("b.yaml", file(&a, "base")),
                                      file_of("o.yaml", file(&a, "overlay")), file_of("t.yaml", third) };
        if (turn == 1) {
            struct pack_file swap = files[1];
            files[1] = files[2];
            files[2] = swap;
        }
        packs_load(&packs, files, 3, NULL, NULL);
        assert_int_equal(packs.count, 2);
        const struct pack_file *wrong = &files[turn == 1 ? 1 : 2];
        assert_int_equal(wrong->status, INVALID);
        assert_non_null(
            strstr(wrong->faults.v[0].message, turn == 1 ? "no scan \"school\"" : "an overlay itself"));
    }
    arena_release(&a);
}

/* ---- between packs ---------------------------------------------------------------------------------------- */

/* The faults that an example with one change gives beside its scan and indicators. */
static void check_example_with(struct arena *a, const char *from, const char *to, struct pack_faults *faults)
{
    const struct pack *v[3] = { read_sound(a, file(a, "base"), NULL),
                                read_sound(a, file(a, "indicators"), NULL), NULL };
    v[2] = read_sound(a, from == NULL ? file(a, "example") : replaced(a, file(a, "example"), from, to), NULL);
    struct packs packs = { .arena = a, .v = v, .count = 3 };
    *faults = (struct pack_faults){ 0 };
    (void)packs_check(a, &packs, true, faults);
}

static void example__is_recomputed(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *message;
    } cases[] = {
        { "value: \"12.1\"", "value: \"12.0\"", "the formula gives 12.1, not 12.0" },
        { "{ id: floor-area, value: \"8\" }], value: \"12.5\"", "{ id: area, value: \"8\" }], value: \"12.5\"",
          "the inputs are not those" },
        { "from: \"12.5\"", "from: \"12.6\"", "the indicator says 12.5" },
        { "reached: partly", "reached: \"yes\"", "by the figures \"reached\" is partly" },
        { "to: \"10\"", "to: \"12.1\"", "by the figures \"reached\" is yes" },
        { "to: \"10\"", "to: \"13\"", "by the figures \"reached\" is no" },
        { "to-year: \"2025\"", "to-year: \"2027\"", "must be open" },
        { "budget: 500", "budget: 501", "add up to 500" },
        { "    spent: 400\nsteps", "    spent: 40\nsteps", "add up to 400" },
        { "{ id: power, value: \"96.4\" }, { id: floor-area, value: \"8\" }], value: \"12.1\"",
          "{ id: power, value: \"-0.1\" }, { id: floor-area, value: \"8\" }], value: \"12.1\"",
          "the formula gives 0.0, not 12.1" },
        { "{ id: power, value: \"96.4\" }, { id: floor-area, value: \"8\" }], value: \"12.1\"",
          "{ id: power, value: \"-1\" }, { id: floor-area, value: \"8\" }], value: \"12.1\"",
          "the formula gives -0.1, not 12.1" },
        { "a.x.one, first", "a.x.two, first", "no answer to a.x.one" },
        { "profile: works=some", "profile: works=all", "has no \"works=all\"" },
        { "scan-version: 1", "scan-version: 7", "there is no version 7 of base" },
        { "scan: base", "scan: indicators", "there is no scan \"indicators\"" },
        { "id: a.x, rank", "id: a.y, rank", NULL },
        { "id: energy\n    years", "id: water\n    years", "no indicator \"water\"" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        arena_init(&a);
        struct pack_faults faults;
        if (cases[i].message == NULL || strstr(cases[i].from, "energy") != NULL) {
            /* Its own lists no longer agree: refused before other packs are asked. */
            struct pack *pack;
            const char *text = replaced(&a, file(&a, "example"), cases[i].from, cases[i].to);
            assert_int_equal(read_with(&a, text, NULL, &pack, &faults), INVALID);
        } else {
            check_example_with(&a, cases[i].from, cases[i].to, &faults);
            bool found = false;
            for (size_t f = 0; f < faults.count; f++)
                found |= strstr(faults.v[f].message, cases[i].message) != NULL && faults.v[f].line > 10;
            if (!found)
                print_error("%s: not found\n", cases[i].message);
            assert_true(found);
        }
        arena_release(&a);
    }
    /* As it stands, only what no example brings is missing. */
    struct arena a;
    arena_init(&a);
    struct pack_faults faults;
    check_example_with(&a, NULL, NULL, &faults);
    for (size_t i = 0; i < faults.count; i++)
        assert_non_null(strstr(faults.v[i].message, "there is no pack of kind"));
    arena_release(&a);
}

/* A session template speaks of steps, aims and decks of other packs, the last ones from within its items. */
static void sessions__refer_to_other_packs(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    static const char cards[] = HEAD(
        "c",
        "cards") "decks:\n  - id: what\n    title: { nl: Deel, en: Part }\n    about: { nl: Over, en: About }\n"
                 "    cards:\n      - id: c\n        title: { nl: Kaart, en: Card }\n"
                 "        points: [{ nl: Punt, en: Point }]\n        notes: { nl: Noot, en: Note }\n"
                 "quiz:\n  - id: q\n    deck: what\n    question: { nl: Vraag, en: Question }\n"
                 "    options: [{ id: a, text: { nl: Aa, en: Ah } }]\n    answer: a\n"
                 "    explanation: { nl: Uitleg, en: Because }\n";
    const struct pack *v[2] = { read_sound(&a, cards, NULL), read_sound(&a, A_SESSION, NULL) };
    struct packs packs = { .arena = &a, .v = v, .count = 2 };
    struct pack_faults faults = { 0 };
    assert_false(packs_check(&a, &packs, true, &faults));
    static const char *const missing[] = { "\"steps\": there is no step \"start\"",
                                           "\"aims\": there is no aim \"inform\"" };
    size_t own = 0;
    for (size_t i = 0; i < faults.count; i++)
        if (faults.v[i].pack == v[1])
            assert_string_equal(faults.v[i].message, missing[own++]);
    assert_int_equal(own, 2);
    /* The deck is gone: told at the items of the template, once for each item that names it. */
    v[0] = v[1];
    packs.count = 1;
    faults = (struct pack_faults){ 0 };
    assert_false(packs_check(&a, &packs, true, &faults));
    size_t decks = 0;
    for (size_t i = 0; i < faults.count; i++)
        decks += strcmp(faults.v[i].message, "\"items\": there is no deck \"what\"") == 0 &&
                 faults.v[i].line == 23 && strcmp(faults.v[i].entry, "start") == 0;
    assert_int_equal(decks, 2);
    arena_release(&a);
}

/* ---- trees ------------------------------------------------------------------------------------------------- */

static void expect_same(const struct yaml_node *l, const struct yaml_node *r)
{
    assert_int_equal(l->kind, r->kind);
    assert_int_equal(l->line, r->line);
    assert_int_equal(l->plain, r->plain);
    assert_int_equal(l->count, r->count);
    if (l->kind == NODE_SCALAR)
        assert_string_equal(l->scalar, r->scalar);
    for (size_t i = 0; i < l->count; i++) {
        expect_same(&l->items[i], &r->items[i]);
        if (l->kind == NODE_MAP)
            expect_same(&l->keys[i], &r->keys[i]);
    }
}

static void tree__comes_back_as_it_was(void **state)
{
    (void)state;
    static const char *const names[] = { "base", "overlay", "indicators", "example" };
    for (size_t i = 0; i < 4; i++) {
        struct arena a;
        arena_init(&a);
        struct pack_faults faults = { 0 };
        const struct yaml_node *root;
        const char *text = file(&a, names[i]);
        assert_int_equal(yaml_read(&a, text, strlen(text), &root, &a, &faults), OK);
        struct buf out;
        buf_init(&out, 1 << 20);
        tree_write(&out, crypto_digest_hex(&a, (struct bytes){ .p = text, .n = strlen(text) }), root);
        struct bytes bytes = { .p = out.p, .n = out.n };
        expect_same(root, tree_read(&a, bytes));
        if (i == 0) {
            /* A pack read by its tree is the pack. */
            struct pack *plain;
            assert_int_equal(read_with(&a, text, NULL, &plain, &faults), OK);
            struct packs packs = { .arena = &a };
            struct pack_file quick = { .name = "test.yaml", .text = plain->text, .tree = bytes };
            packs_load(&packs, &quick, 1, NULL, NULL);
            assert_int_equal(quick.status, OK);
            assert_string_equal(plain->hash, quick.pack->hash);
            assert_int_equal(plain->scan->statement_count, quick.pack->scan->statement_count);
        }
        buf_release(&out);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(formula__computes_and_checks_units),
        cmocka_unit_test(formula__takes_names_that_begin_with_a_digit),
        cmocka_unit_test(formula__has_no_value_when_divided_by_zero),
        cmocka_unit_test(formula__units_are_composed_of_known_ones),
        cmocka_unit_test(entries__are_read_as_written),
        cmocka_unit_test(entries__faults_are_named),
        cmocka_unit_test(entries__from_stands_before_to),
        cmocka_unit_test(sessions__add_up),
        cmocka_unit_test(sessions__refer_to_other_packs),
        cmocka_unit_test(overlay__stands_on_its_base),
        cmocka_unit_test(overlay__faults_are_named),
        cmocka_unit_test(packs__are_loaded_in_any_order),
        cmocka_unit_test(overlay__stands_on_no_overlay),
        cmocka_unit_test(example__is_recomputed),
        cmocka_unit_test(tree__comes_back_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
