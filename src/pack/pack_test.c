#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "lib/json.h"
#include "pack/json.h"
#include "pack/pack.h"
#include "pack/yaml.h"

#define HEAD(id, kind)                                                                                         \
    "id: " id "\nkind: " kind "\nversion: 1\nlanguages: [nl, nl_BE, en]\nlicence: CC-BY-4.0\nsource: Own\n"    \
    "valid-from: 2026-11-01\nvalid-to: 2031-12-31\nreview-by: 2027-11-01\ntitle: { nl: Titel, nl_BE: "         \
    "Titeltje, en: Title }\n"

#define STATEMENT(id, theme, n)                                                                                \
    "  - id: " id "\n    theme: " theme "\n    text: { nl: Stelling " n ", en: Statement " n " }\n"            \
    "    why: { nl: Waarom, en: Why }\n    yes-when: { nl: Ja als, en: Yes when }\n"                           \
    "    small: { nl: Klein, en: Small }\n    evidence: { nl: Bewijs, en: Evidence }\n"                        \
    "    iso: [\"6.2.3\"]\n    sdg: [\"16.7\", \"17\"]\n"

/* A scan of two domains, three themes and four statements; a.x.one is light, b.z.four has a condition. */
static const char scan_text[] = HEAD(
    "small",
    "scan") "domains:\n"
            "  - id: a\n    dimension: people\n    weight: 2000\n    iso: [\"6.2\"]\n    title: { nl: Aa, en: "
            "A }\n"
            "    short: { nl: Kort-a, en: Short-a }\n    themes:\n"
            "      - id: a.x\n        iso: [\"6.2.3\"]\n        title: { nl: Ix, en: X }\n        about: { nl: "
            "Over, en: About }\n"
            "      - id: a.y\n        title: { nl: Ypsilon, en: Upsilon }\n        about: { nl: Over, en: "
            "About }\n"
            "  - id: b\n    dimension: planet\n    title: { nl: Bee, en: B }\n    short: { nl: Kort-b, en: "
            "Short-b }\n"
            "    themes:\n"
            "      - id: b.z\n        title: { nl: Zet, en: Z }\n        about: { nl: Over, en: About }\n"
            "profile:\n"
            "  - id: works\n    quick: true\n    text: { nl: Wat, en: What }\n    help: { nl: Hulp, en: Help "
            "}\n    options:\n"
            "      - id: services\n        text: { nl: Diensten, en: Services }\n"
            "      - id: works\n        text: { nl: Werken, en: Works }\n"
            "  - id: land\n    text: { nl: Grond, en: Land }\n    options:\n"
            "      - id: own\n        text: { nl: Eigen, en: Own }\n"
            "      - id: lease\n        text: { nl: Pacht, en: Lease }\n"
            "      - id: without\n        text: { nl: Geen, en: Without }\n"
            "statements:\n" STATEMENT(
                "a.x.one", "a.x",
                "een") "    light: true\n    weight: 1500\n    gri: [2-23]\n    vsme: [B2]\n" STATEMENT("a.x."
                                                                                                        "two",
                                                                                                        "a.x",
                                                                                                        "twee")
                STATEMENT("a.y.three", "a.y", "drie")
                    STATEMENT("b.z.four", "b.z",
                              "vier") "    condition: { all: [works=works], any: [land=own, land=lease] }\n";

static const char crosswalk_text[] =
    HEAD("cross",
         "crosswalk") "entries:\n"
                      "  - id: iso26000.6.2\n    framework: iso26000\n    type: subject\n    code: \"6.2\"\n"
                      "    title: { nl: Bestuur, en: Governance }\n    about: { nl: Over, en: About }\n"
                      "  - id: iso26000.6.2.3\n    framework: iso26000\n    type: issue\n    code: \"6.2.3\"\n "
                      "   parent: iso26000.6.2\n"
                      "    title: { nl: Besluiten, en: Decisions }\n    about: { nl: Over, en: About }\n    "
                      "links: [sdg.16]\n"
                      "  - id: sdg.16\n    framework: sdg\n    type: goal\n    code: \"16\"\n"
                      "    title: { nl: Vrede, en: Peace }\n    about: { nl: Over, en: About }\n"
                      "  - id: sdg.17\n    framework: sdg\n    type: goal\n    code: \"17\"\n"
                      "    title: { nl: Samen, en: Together }\n    about: { nl: Over, en: About }\n    links: "
                      "[iso26000.6.2.3, sdg.16]\n";

static const char types_text[] = HEAD(
    "types",
    "organisation-types") "groups:\n  - id: local\n    title: { nl: Lokaal, en: Local }\n  - id: firm\n    "
                          "title: { nl: Bedrijf, en: Company }\n"
                          "entries:\n"
                          "  - id: town\n    country: BE\n    group: local\n    sector: public\n    pack: "
                          "small\n    size: inhabitants\n"
                          "    common: 1\n    profile: { works: services }\n    valid-from: 2019-01-01\n    "
                          "valid-to: 2030-12-31\n"
                          "    title: { nl: Gemeente, en: Town }\n"
                          "  - id: firm\n    country: any\n    group: firm\n    sector: company\n    pack: "
                          "small\n    size: staff\n"
                          "    common: 1\n    title: { nl: Zaak, en: Firm }\n"
                          "size-classes:\n"
                          "  - { id: inh-1, of: inhabitants, from: 0, to: 9999, title: { nl: minder, en: fewer "
                          "} }\n"
                          "  - { id: inh-2, of: inhabitants, from: 10000, title: { nl: meer, en: more } }\n"
                          "  - { id: staff-1, of: staff, from: 0, title: { nl: alle, en: all } }\n"
                          "sectors:\n  - { id: transport, title: { nl: Vervoer, en: Transport } }\n";

static const char glossary_text[] = HEAD(
    "words", "glossary") "entries:\n"
                         "  - id: mvo\n    term: { nl: MVO, en: CSR }\n"
                         "    forms: { nl: [MVO, maatschappelijk], nl_BE: [emvo], en: [CSR] }\n"
                         "    definition: { nl: Wat het is, en: What it is }\n    see: [sdg]\n"
                         "  - id: sdg\n    term: { nl: SDG, en: SDG }\n    forms: { nl: [SDG], en: [SDG] }\n"
                         "    definition: { nl: Een doel, en: A goal }\n";

/* ---- helpers -------------------------------------------------------------------------------------------- */

static enum status read_text(struct arena *a, const char *text, struct pack **out, struct pack_faults *faults)
{
    *faults = (struct pack_faults){ 0 };
    return pack_read(a, "test.yaml", text, strlen(text), NULL, out, faults);
}

static const struct pack *read_good(struct arena *a, const char *text)
{
    struct pack *pack;
    struct pack_faults faults;
    enum status st = read_text(a, text, &pack, &faults);
    for (size_t i = 0; i < faults.count; i++)
        print_error("line %d: %s\n", faults.v[i].line, faults.v[i].message);
    assert_int_equal(st, OK);
    assert_non_null(pack);
    assert_int_equal(faults.count, 0);
    return pack;
}

/* text with the first `from` replaced. */
static char *change(struct arena *a, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    if (at == NULL)
        fail_msg("the test's own text has no \"%s\"", from);
    return arena_printf(a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static int line_with(const char *text, const char *needle)
{
    const char *at = strstr(text, needle);
    if (at == NULL)
        fail_msg("the changed text has no \"%s\"", needle);
    int line = 1;
    for (const char *c = text; c < at; c++)
        line += *c == '\n';
    return line;
}

/* One thing made wrong in a good file, and the one fault that must come of it. */
struct wrong {
    const char *from, *to;
    const char *at;      /* what stands on the line of the fault, after the change; NULL = line 0 */
    const char *entry;   /* NULL = none */
    const char *message; /* a part of it */
};

static void expect_faults(const char *text, const struct wrong *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct wrong *c = &cases[i];
        struct arena a;
        arena_init(&a);
        const char *changed = change(&a, text, c->from, c->to);
        struct pack *pack;
        struct pack_faults faults;
        enum status st = read_text(&a, changed, &pack, &faults);
        if (st != INVALID || pack != NULL || faults.count != 1) {
            for (size_t k = 0; k < faults.count; k++)
                print_error("  line %d, %s: %s\n", faults.v[k].line, faults.v[k].entry, faults.v[k].message);
            fail_msg("\"%s\" -> \"%s\": status %s, %zu faults, 1 expected", c->from, c->to, status_name(st),
                     faults.count);
        }
        if (strstr(faults.v[0].message, c->message) == NULL)
            fail_msg("\"%s\": message \"%s\", expected \"%s\"", c->to, faults.v[0].message, c->message);
        int line = c->at == NULL ? 0 : line_with(changed, c->at);
        if (faults.v[0].line != line)
            fail_msg("\"%s\": line %d, expected %d", c->to, faults.v[0].line, line);
        if (c->entry == NULL)
            assert_null(faults.v[0].entry);
        else if (faults.v[0].entry == NULL || strcmp(faults.v[0].entry, c->entry) != 0)
            fail_msg("\"%s\": entry %s, expected %s", c->to, faults.v[0].entry, c->entry);
        arena_release(&a);
    }
}
#define EXPECT_FAULTS(text, cases) expect_faults((text), (cases), sizeof(cases) / sizeof *(cases))

/* ---- YAML ----------------------------------------------------------------------------------------------- */

static void yaml__keeps_places_and_strings(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    const char text[] =
        "\xEF\xBB\xBF# note\na: 6.10\nb:\n  - \"no\"\n  - { c: x, d: }\ne: >\n  folded\n  text\n";
    assert_int_equal(yaml_read(&a, text, sizeof text - 1, &root, &a, &faults), OK);
    assert_int_equal(root->kind, NODE_MAP);
    assert_int_equal(root->count, 3);
    assert_string_equal(yaml_string(root, "a"), "6.10");
    assert_true(yaml_get(root, "a")->plain);
    const struct yaml_node *b = yaml_get(root, "b");
    assert_int_equal(b->kind, NODE_LIST);
    assert_int_equal(b->count, 2);
    assert_string_equal(b->items[0].scalar, "no");
    assert_false(b->items[0].plain);
    assert_int_equal(b->items[0].line, 4);
    assert_int_equal(b->items[0].column, 5);
    assert_string_equal(yaml_string(&b->items[1], "d"), "");
    assert_string_equal(yaml_string(root, "e"), "folded text\n");
    assert_null(yaml_get(root, "zz"));
    assert_null(yaml_get(b, "c"));
    assert_null(yaml_get(NULL, "c"));
    assert_null(yaml_string(root, "b"));
    arena_release(&a);
}

static void yaml__refuses_what_packs_do_not_use(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
        const char *message;
    } cases[] = {
        { "a: 1\nb: &own x\n", 2, "anchors (&own) are not used in packs" },
        { "a: 1\nb: &own [x]\n", 2, "anchors (&own) are not used in packs" },
        { "a: 1\nb: &own { x: y }\n", 2, "anchors (&own) are not used in packs" },
        { "a: 1\nb: *own\n", 2, "aliases (*own) are not used in packs" },
        { "a: 1\nb: !!str 2\n", 2, "tags (tag:yaml.org,2002:str) are not used in packs" },
        { "a: !x [1]\n", 1, "tags (!x) are not used in packs" },
        { "a: 1\nb: 2\na: 3\n", 3, "\"a\" stands here a second time" },
        { "a: 1\nb: { c: 1,\n  c: 2 }\n", 3, "\"c\" stands here a second time" },
        { "a: 1\n---\nb: 2\n", 2, "a second document begins here; a pack is one" },
        { "a: 1\n[a, b]: 1\n", 2, "a key must be a plain word" },
        { "a: \"x\\0y\"\n", 1, "a text holds a NUL character" },
        { "a: 1\nb: x\x01y\n", 2, "this is not YAML: control characters are not allowed (character U+0001)" },
        { "a: 1\nb: \xC3(\n", 2, "not UTF-8 (byte 0xC3)" },
        { "a: [1, 2\nb: }\n", 2,
          "this is not YAML: did not find expected ',' or ']', while parsing a flow sequence that began on "
          "line 1" },
        { "a: 1\n  b: 2\n", 2, "this is not YAML: mapping values are not allowed in this context" },
        { "# nothing\n", 0, "the file is empty" },
        { "", 0, "the file is empty" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        arena_init(&a);
        struct pack_faults faults = { 0 };
        const struct yaml_node *root;
        assert_int_equal(yaml_read(&a, cases[i].text, strlen(cases[i].text), &root, &a, &faults), INVALID);
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.v[0].message, cases[i].message);
        assert_int_equal(faults.v[0].line, cases[i].line);
        assert_null(faults.v[0].entry);
        arena_release(&a);
    }
    struct arena a;
    arena_init(&a);
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    assert_int_equal(yaml_read(&a, "a: 1\nb: \0x\n", 11, &root, &a, &faults), INVALID);
    assert_int_equal(faults.v[0].line, 2);
    assert_string_equal(faults.v[0].message, "a NUL character");
    arena_release(&a);
}

/* All the structural faults of a file at once, by line. */
static void yaml__reports_everything_it_can(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    const char text[] = "a: &x 1\nb: *x\nc: !t 2\na: 3\n";
    assert_int_equal(yaml_read(&a, text, sizeof text - 1, &root, &a, &faults), INVALID);
    assert_non_null(root);
    assert_int_equal(faults.count, 4);
    const char bad[] = "a\n\xFF\xFE\nb\n\xC0\n";
    faults = (struct pack_faults){ 0 };
    assert_int_equal(yaml_read(&a, bad, sizeof bad - 1, &root, &a, &faults), INVALID);
    assert_null(root);
    assert_int_equal(faults.count, 2);
    assert_int_equal(faults.v[0].line, 2);
    assert_int_equal(faults.v[1].line, 4);
    arena_release(&a);
}

static void yaml__has_caps(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    char deep[200];
    for (int depth = YAML_MAX_DEPTH; depth <= YAML_MAX_DEPTH + 1; depth++) {
        faults = (struct pack_faults){ 0 };
        memset(deep, '[', (size_t)depth);
        memset(deep + depth, ']', (size_t)depth);
        enum status st = yaml_read(&a, deep, (size_t)depth * 2, &root, &a, &faults);
        assert_int_equal(st, depth > YAML_MAX_DEPTH ? INVALID : OK);
        assert_non_null(root);
        if (st != OK) {
            assert_int_equal(faults.count, 1);
            assert_string_equal(faults.v[0].message, "nested more than 32 deep");
            assert_int_equal(faults.v[0].line, 1);
        }
    }
    size_t n = YAML_MAX_BYTES + 1;
    char *big = malloc(n);
    memset(big, 'a', n);
    faults = (struct pack_faults){ 0 };
    assert_int_equal(yaml_read(&a, big, n, &root, &a, &faults), TOO_LARGE);
    assert_string_equal(faults.v[0].message, "larger than 8 MB");
    struct pack *pack;
    faults = (struct pack_faults){ 0 };
    assert_int_equal(pack_read(&a, "big", big, n, NULL, &pack, &faults), TOO_LARGE);
    assert_null(pack);
    free(big);
    arena_release(&a);
}

/* ---- loading a scan ------------------------------------------------------------------------------------- */

static void scan__is_read_as_written(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack *pack = read_good(&a, scan_text);
    assert_string_equal(pack->id, "small");
    assert_int_equal(pack->kind, PACK_SCAN);
    assert_int_equal(pack->version, 1);
    assert_string_equal(pack->valid_from, "2026-11-01");
    assert_string_equal(pack->valid_to, "2031-12-31");
    assert_string_equal(pack->title.in[LANG_NL_BE], "Titeltje");
    assert_int_equal(strlen(pack->hash), 64);
    assert_int_equal(pack->text.n, sizeof scan_text - 1);

    const struct pack_scan *scan = pack->scan;
    assert_int_equal(scan->domain_count, 2);
    assert_int_equal(scan->theme_count, 3);
    assert_int_equal(scan->question_count, 2);
    assert_int_equal(scan->statement_count, 4);
    assert_int_equal(scan->weight_unit, 500);
    assert_int_equal(scan->domain_weight_unit, 1000);
    assert_string_equal(scan->domains[0].dimension, "people");
    assert_string_equal(scan->domains[0].brief.in[LANG_EN], "Short-a");
    assert_string_equal(scan->domains[0].iso[0], "6.2");
    assert_null(scan->domains[1].iso[0]);
    assert_int_equal(scan->domains[0].weight, 2000);
    assert_int_equal(scan->domains[1].weight, 1000);
    assert_int_equal(scan->domains[0].theme_count, 2);
    assert_int_equal(scan->domains[1].first_theme, 2);
    assert_int_equal(scan->domains[0].count, 3);
    assert_int_equal(scan->domains[1].first, 3);
    assert_int_equal(scan->themes[1].first, 2);
    assert_int_equal(scan->themes[1].count, 1);
    assert_int_equal(scan->themes[2].domain, 1);
    assert_true(scan->questions[0].quick);
    assert_false(scan->questions[1].quick);
    assert_int_equal(scan->questions[1].option_count, 3);

    const struct pack_statement *one = &scan->statements[0], *four = &scan->statements[3];
    assert_true(one->light);
    assert_int_equal(one->weight, 1500);
    assert_int_equal(four->weight, 1000);
    assert_string_equal(one->yes_when.in[LANG_NL], "Ja als");
    assert_string_equal(one->sdg[1], "17");
    assert_null(one->sdg[2]);
    assert_string_equal(one->gri[0], "2-23");
    assert_string_equal(one->vsme[0], "B2");
    assert_null(four->gri[0]);
    assert_null(one->condition);
    assert_int_equal(four->theme, 2);
    assert_int_equal(four->domain, 1);
    assert_int_equal(four->condition->all_count, 1);
    assert_int_equal(four->condition->any_count, 2);
    assert_int_equal(four->condition->all[0].question, 0);
    assert_int_equal(four->condition->all[0].option, 1);
    assert_int_equal(four->condition->any[1].question, 1);
    assert_int_equal(four->condition->any[1].option, 1);

    assert_int_equal(pack_statement_find(scan, "a.y.three"), 2);
    assert_int_equal(pack_statement_find(scan, "a.y"), -1);
    assert_int_equal(pack_theme_find(scan, "b.z"), 2);
    assert_int_equal(pack_theme_find(scan, "b.q"), -1);
    assert_int_equal(pack_question_find(scan, "land"), 1);
    assert_int_equal(pack_question_find(scan, "sea"), -1);
    assert_int_equal(pack_option_find(&scan->questions[1], "without"), 2);
    assert_int_equal(pack_option_find(&scan->questions[1], "x"), -1);
    arena_release(&a);
}

static void scan__offers_by_tailoring(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack_scan *scan = read_good(&a, scan_text)->scan;
    static const struct {
        const char *profile;
        bool offered;
    } cases[] = {
        { "", false },
        { "works=works", false },
        { "land=own", false },
        { "works=services,land=own", false },
        { "works=works,land=without", false },
        { "works=works,land=own", true },
        { "land=lease,works=works", true },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct pack_profile profile;
        const char *detail;
        assert_int_equal(pack_profile_parse(scan, cases[i].profile, &a, &profile, &detail), OK);
        assert_int_equal(pack_offered(scan, 3, false, &profile), cases[i].offered);
        assert_false(pack_offered(scan, 3, true, &profile)); /* not light */
        assert_true(pack_offered(scan, 0, true, &profile));
        assert_true(pack_offered(scan, 1, false, &profile));
        assert_false(pack_offered(scan, 1, true, &profile));
    }
    arena_release(&a);
}

static void scan__reads_and_writes_profiles(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack_scan *scan = read_good(&a, scan_text)->scan;
    struct pack_profile profile;
    const char *detail;
    assert_int_equal(pack_profile_parse(scan, "land=lease,works=works", &a, &profile, &detail), OK);
    assert_null(detail);
    assert_int_equal(profile.option[0], 1);
    assert_int_equal(profile.option[1], 1);
    assert_int_equal(profile.option[2], -1);
    assert_string_equal(pack_profile_write(scan, &profile, &a), "works=works,land=lease");
    assert_int_equal(pack_profile_parse(scan, "", &a, &profile, &detail), OK);
    assert_string_equal(pack_profile_write(scan, &profile, &a), "");
    static const char *const wrong[][2] = {
        { "sea=own", "sea" },
        { "works=sea", "works=sea" },
        { "works", "works" },
        { "works=", "works=" },
        { "works=works,", "works=works" },
        { ",works=works", "" },
        { "works=works,works=services", "works=services" },
        { "works=works ,land=own", "works=works " },
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(pack_profile_parse(scan, wrong[i][0], &a, &profile, &detail), INVALID);
        assert_string_equal(detail, wrong[i][1]);
    }
    arena_release(&a);
}

#define TEN "een twee drie vier vijf zes zeven acht negen tien "

static void scan__faults_are_named(void **state)
{
    (void)state;
    static const struct wrong cases[] = {
        /* head */
        { "id: small", "id: Small", "id: Small", NULL, "the id must be words of a-z" },
        { "id: small", "id: small.x", "id: small", NULL, "the id must be words of a-z" },
        { "id: small\n", "", "kind", NULL, "\"id\" is missing in a scan pack" },
        { "kind: scan", "kind: scna", "kind", NULL, "did you mean \"scan\"?" },
        { "kind: scan\n", "", "id: small", NULL, "\"kind\" is missing" },
        { "version: 1", "version: 1.5", "version", NULL, "\"version\" must be a whole number" },
        { "version: 1", "version: \"1\"", "version", NULL, "\"version\" must be a whole number" },
        { "version: 1", "version: 0", "version", NULL, "\"version\" must be from 1" },
        { "[nl, nl_BE, en]", "[nl, nl_BE, en, fr]", "languages", NULL,
          "\"fr\" is no language of this program" },
        { "[nl, nl_BE, en]", "[nl, nl_BE, en, en]", "languages", NULL, "names en twice" },
        { "[nl, nl_BE, en]", "nl", "languages", NULL, "must be a list" },
        { "[nl, nl_BE, en]", "[nl, en]", "title", NULL, "\"nl_BE\" is not among the languages of this pack" },
        { "source: Own", "source:", "source", NULL, "\"source\" is empty" },
        { "source: Own", "source: [Own]", "source", NULL, "\"source\" must be a text, not a list" },
        { "source: Own", "source: 12", "source", NULL, "put quotes around 12" },
        { "source: Own", "source: no", "source", NULL, "put quotes around no" },
        { "source: Own", "source: \" Own\"", "source", NULL, "blanks or control characters" },
        { "2026-11-01", "2026-11-31", "valid-from", NULL, "must be a date that exists" },
        { "2031-12-31", "2025-01-01", "valid-to", NULL, "\"valid-to\" is before \"valid-from\"" },
        { "2027-11-01", "2026-11-01", "review-by", NULL, "\"review-by\" must be after" },
        { "source: Own", "sorce: x\nsource: Own", "sorce", NULL,
          "unknown key \"sorce\" in a scan pack, did you mean \"source\"?" },
        { "source: Own", "zzzzzz: x\nsource: Own", "zzzzzz", NULL, "unknown key \"zzzzzz\" in a scan pack" },
        /* texts */
        { "nl_BE: Titeltje", "nl_BE: Titel", "title", NULL, "\"title.nl_BE\" says the same as nl" },
        { ", en: Title", "", "title", NULL, "\"title.en\" is missing" },
        { "title: { nl: Ix, en: X }", "title: { en: X }", "title: { en: X }", "a.x",
          "\"title.nl\" is missing" },
        { "en: Title", "en: \"\"", "title", NULL, "\"title.en\" is empty" },
        { "title: { nl: Ix, en: X }", "title: Ix", "title: Ix", "a.x", "\"title\" must give each language" },
        { "{ nl: Ix, en: X }", "{ nl: Ix, fr: X, en: X }", "fr: X", "a.x", "\"fr\" is no language" },
        { "{ nl: Ix, en: X }", "{ nl: Ix, nl-BE: Y, en: X }", "nl-BE", "a.x", "did you mean \"nl_BE\"?" },
        { "nl: Kort-a", "nl: zeventien-tekens.", "zeventien", "a",
          "\"short.nl\" has 17 characters, at most 16" },
        { "nl: Stelling een", "nl: " TEN TEN "een twee drie vier vijf zes", "vijf zes", "a.x.one",
          "\"text.nl\" has 26 words, at most 25" },
        { "en: Statement een", "en: " TEN TEN "een twee drie vier vijf zes", "vijf zes", "a.x.one",
          "\"text.en\" has 26 words, at most 25" },
        /* domains and themes */
        { "dimension: people", "dimension: poeple", "poeple", "a",
          "must be one of governance, planet, people, prosperity" },
        { "weight: 2000", "weight: 0", "weight: 0", "a", "\"weight\" must be from 1 to 100000" },
        { "weight: 2000", "weight: 100001", "weight", "a", "\"weight\" must be from 1 to 100000" },
        { "  - id: b\n", "  - id: c\n", "id: b.z", "b.z", "the id must be \"c.\" and one more word" },
        { "      - id: b.z\n        title: { nl: Zet, en: Z }\n        about: { nl: Over, en: About }\n",
          "      - id: b.z\n        title: { nl: Zet, en: Z }\n        about: { nl: Over, en: About }\n"
          "      - id: b.q\n        title: { nl: Ku, en: Q }\n        about: { nl: Over, en: About }\n",
          "id: b.q", "b.q", "this theme has no statement" },
        { "iso: [\"6.2\"]", "iso: [6.2]", "iso: [6.2]", "a", "put quotes around 6.2" },
        { "iso: [\"6.2\"]", "iso: [\"6.2\", \"6.2\"]", "6.2", "a", "\"iso\" names 6.2 twice" },
        { "iso: [\"6.2\"]", "iso: [\"6 2\"]", "6 2", "a", "\"6 2\" is no code" },
        { "iso: [\"6.2\"]", "iso: []", "iso: []", "a", "\"iso\" must be a list with at least one item" },
        /* profile */
        { "quick: true", "quick: yes", "quick", "works", "\"quick\" must be true or false" },
        { "  - id: land\n",
          "  - id: works\n    text: { nl: W, en: X }\n    options:\n      - { id: q, text: { nl: Q, en: R } }\n"
          "      - { id: r, text: { nl: R, en: S } }\n  - id: land\n",
          "  - id: works\n    text", "works", "the id \"works\" is used twice" },
        { "- id: without", "- id: lease", "- id: lease\n        text: { nl: Geen", "land",
          "the option \"lease\" is used twice" },
        { "  - id: land\n",
          "  - id: sea\n    text: { nl: W, en: X }\n    options:\n      - { id: q, text: { nl: Q, en: R } }\n  "
          "- id: land\n",
          "- { id: q", "sea", "at least two options" },
        /* statements */
        { "  - id: a.x.two", "  - id: a.x.one", "id: a.x.one\n    theme: a.x\n    text: { nl: Stelling twee",
          "a.x.one", "the id \"a.x.one\" is used twice" },
        { "  - id: a.x.two", "  - id: a.y.two", "a.y.two", "a.y.two",
          "the id must be \"a.x.\" and one more word" },
        { "  - id: a.x.two", "  - id: a.x.Two", "a.x.Two", "a.x.Two", "the id must be words of a-z" },
        { "theme: b.z", "theme: b.zz", "b.zz", "b.z.four",
          "there is no theme \"b.zz\", did you mean \"b.z\"?" },
        { "light: true", "light: false", "  - id: a.x.one", NULL, "the light variant would be empty" },
        { "light: true", "lihgt: true\n    light: true", "lihgt", "a.x.one", "did you mean \"light\"?" },
        { "weight: 1500", "weight: 1.5", "weight: 1.5", "a.x.one", "\"weight\" must be a whole number" },
        { "    why: { nl: Waarom, en: Why }\n", "", "id: a.x.one", "a.x.one",
          "\"why\" is missing in a statement" },
        { "    yes-when", "    yes_when: x\n    yes-when", "yes_when", "a.x.one",
          "did you mean \"yes-when\"?" },
        { "\"16.7\", \"17\"", "\"18x\", \"17\"", "18x", "a.x.one", "\"18x\" is no SDG goal or target" },
        { "\"16.7\", \"17\"", "\"16.07\"", "16.07", "a.x.one", "\"16.07\" is no SDG goal or target" },
        { "[works=works]", "[wroks=works]", "wroks", "b.z.four",
          "the profile has no question \"wroks\", did you mean \"works\"?" },
        { "[works=works]", "[works=work]", "works=work]", "b.z.four",
          "has no option \"work\", did you mean \"works\"?" },
        { "[works=works]", "[works]", "[works]", "b.z.four", "written question=option" },
        { "[works=works]", "[works=works, works=services]", "works=services", "b.z.four", "never holds" },
        { "[land=own, land=lease]", "[land=own, land=own]", "[land=own", "b.z.four",
          "\"any\" names land=own twice" },
        { "{ all: [works=works], any: [land=own, land=lease] }", "{}", "condition", "b.z.four",
          "needs \"all\" or \"any\"" },
        { "{ all: [works=works], any", "{ al: [works=works], any", "condition", "b.z.four",
          "did you mean \"all\"?" },
    };
    EXPECT_FAULTS(scan_text, cases);
}

static void scan__statements_out_of_order_are_refused(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    /* a.y.three moved behind b.z.four: the last one is out of order. */
    char *text = change(&a, scan_text, STATEMENT("a.y.three", "a.y", "drie"), "");
    text = arena_printf(&a, "%s%s", text, STATEMENT("a.y.three", "a.y", "drie"));
    struct pack *pack;
    struct pack_faults faults;
    assert_int_equal(read_text(&a, text, &pack, &faults), INVALID);
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.v[0].line, line_with(text, "id: a.y.three"));
    assert_string_equal(faults.v[0].entry, "a.y.three");
    assert_non_null(strstr(faults.v[0].message, "stands out of order"));
    arena_release(&a);
}

static void scan__exactly_25_words_and_dashes_are_fine(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    read_good(&a, change(&a, scan_text, "nl: Stelling een", "nl: " TEN TEN "een twee – drie – vier vijf"));
    arena_release(&a);
}

static void scan__all_faults_come_at_once_by_line(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char *text = change(&a, scan_text, "version: 1", "version: x");
    text = change(&a, text, "dimension: people", "dimension: x");
    text = change(&a, text, "quick: true", "quick: x");
    text = change(&a, text, "weight: 1500", "weight: x");
    text = change(&a, text, "source: Own", "source: &x Own");
    struct pack *pack;
    struct pack_faults faults;
    assert_int_equal(read_text(&a, text, &pack, &faults), INVALID);
    assert_int_equal(faults.count, 5);
    for (size_t i = 1; i < faults.count; i++)
        assert_true(faults.v[i - 1].line < faults.v[i].line);

    /* A file that is wrong all over ends in one line that says so. */
    struct buf b;
    buf_init(&b, 1 << 20);
    for (int i = 0; i < 2 * PACK_MAX_FAULTS; i++)
        buf_printf(&b, "k%d: &a x\n", i);
    assert_int_equal(read_text(&a, buf_to_arena(&b, &a), &pack, &faults), INVALID);
    assert_int_equal(faults.count, PACK_MAX_FAULTS);
    assert_string_equal(faults.v[PACK_MAX_FAULTS - 1].message, "more faults follow; mend these first");
    buf_release(&b);
    arena_release(&a);
}

/* Weights that could not be computed exactly: nine domains of eight statements with weights that share nothing. */
static void scan__weights_that_are_too_fine_are_refused(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (int domains = 5; domains <= 9; domains += 4) {
        struct buf b;
        buf_init(&b, 1 << 20);
        buf_str(&b, HEAD("fine", "scan") "domains:\n");
        for (int d = 0; d < domains; d++)
            buf_printf(
                &b,
                "  - id: d%d\n    dimension: planet\n    title: { nl: T, en: U }\n    short: { nl: S, en: T }\n"
                "    themes:\n      - id: d%d.t\n        title: { nl: T, en: U }\n"
                "        about: { nl: O, en: P }\n",
                d, d);
        buf_str(&b, "statements:\n");
        for (int d = 0; d < domains; d++) {
            for (int i = 0; i < 8; i++)
                buf_printf(
                    &b,
                    "  - { id: d%d.t.s%d, theme: d%d.t, light: true, weight: %d, text: { nl: S, en: T },\n"
                    "      why: { nl: W, en: X }, yes-when: { nl: J, en: K }, small: { nl: S, en: T },\n"
                    "      evidence: { nl: B, en: E }, iso: [\"6.2\"], sdg: [\"16\"] }\n",
                    d, i, d, 99999 - i);
        }
        struct pack *pack;
        struct pack_faults faults;
        const char *text = buf_to_arena(&b, &a);
        enum status st = read_text(&a, text, &pack, &faults);
        buf_release(&b);
        /* 2001 * 5 * 800000^5 = 3e33 fits 1.7e38; 2001 * 9 * 800000^9 = 2e57 does not. */
        if (domains == 5) {
            assert_int_equal(st, OK);
            assert_true(pack_scan_exact(pack->scan));
        } else {
            assert_int_equal(st, INVALID);
            assert_int_equal(faults.count, 1);
            assert_int_equal(faults.v[0].line, line_with(text, "  - { id: d0.t.s0"));
            assert_non_null(strstr(faults.v[0].message, "too finely graded"));
        }
    }
    arena_release(&a);
}

/* ---- the other kinds ------------------------------------------------------------------------------------- */

static void crosswalk__links_go_both_ways(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack_crosswalk *c = read_good(&a, crosswalk_text)->crosswalk;
    assert_int_equal(c->count, 4);
    assert_null(c->entries[0].parent);
    assert_string_equal(c->entries[1].parent, "iso26000.6.2");
    const struct pack_reference *issue = pack_reference_find(c, "iso26000", "6.2.3");
    assert_ptr_equal(issue, &c->entries[1]);
    assert_string_equal(issue->links[0], "sdg.16");
    assert_string_equal(issue->links[1], "sdg.17");
    assert_null(issue->links[2]);
    const struct pack_reference *goal = pack_reference_find(c, "sdg", "16.7");
    assert_ptr_equal(goal, &c->entries[2]);
    assert_string_equal(goal->links[0], "iso26000.6.2.3");
    assert_string_equal(goal->links[1], "sdg.17");
    assert_null(goal->links[2]);
    assert_null(c->entries[0].links[0]);
    assert_ptr_equal(pack_reference_find(c, "sdg", "17"), &c->entries[3]);
    assert_null(pack_reference_find(c, "sdg", "1"));
    assert_null(pack_reference_find(c, "iso26000", "6.2.3.4"));
    char longest[200];
    memset(longest, '1', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_null(pack_reference_find(c, "iso26000", longest));

    static const struct wrong cases[] = {
        { "id: sdg.17", "id: sdg.18", "id: sdg.18", "sdg.18", "the id must be \"sdg.17\": framework and code" },
        { "links: [sdg.16]", "links: [sdg.99]", "sdg.99", "iso26000.6.2.3",
          "\"links\": there is no entry \"sdg.99\"" },
        { "links: [sdg.16]", "links: [iso26000.6.2.3]", "links", "iso26000.6.2.3", "names the entry itself" },
        { "parent: iso26000.6.2", "parent: iso26000.6.9", "parent", "iso26000.6.2.3",
          "there is no entry \"iso26000.6.9\"" },
        { "parent: iso26000.6.2", "parent: sdg.16", "parent", "iso26000.6.2.3", "must stand before" },
        { "parent: iso26000.6.2", "parent: iso26000.6.2.3", "parent", "iso26000.6.2.3", "must stand before" },
        { "code: \"17\"", "code: \"17\"\n    parent: iso26000.6.2",
          "parent: iso26000.6.2\n    title: { nl: Samen", "sdg.17", "is of another framework" },
        { "type: goal", "type: issue", "type: issue\n    code: \"16\"", "sdg.16",
          "\"goal\" is the type of the framework sdg" },
        { "framework: sdg", "framework: sgd", "sgd", "sdg.16",
          "must be one of iso26000, sdg, did you mean \"sdg\"?" },
        { "  - id: sdg.17",
          "  - { id: sdg.16, framework: sdg, type: goal, code: \"16\", title: { nl: A, en: B }, about: { nl: "
          "C, en: D } }\n"
          "  - id: sdg.17",
          "  - { id: sdg.16", "sdg.16", "the id \"sdg.16\" is used twice" },
        { "entries:", "statements: [x]\nentries:", "statements", NULL, "unknown key \"statements\"" },
    };
    EXPECT_FAULTS(crosswalk_text, cases);
    arena_release(&a);
}

static void types__are_read_and_checked(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack_types *t = read_good(&a, types_text)->types;
    assert_int_equal(t->type_count, 2);
    assert_int_equal(t->group_count, 2);
    assert_int_equal(t->sector_count, 1);
    const struct pack_type *town = pack_type_find(t, "town"), *firm = pack_type_find(t, "firm");
    assert_int_equal(town->group, 0);
    assert_int_equal(town->sector, SECTOR_PUBLIC);
    assert_string_equal(town->country, "BE");
    assert_string_equal(town->scan, "small");
    assert_string_equal(town->profile, "works=services");
    assert_string_equal(town->valid_to, "2030-12-31");
    assert_int_equal(town->common, 1);
    assert_int_equal(firm->group, 1);
    assert_int_equal(firm->sector, SECTOR_COMPANY);
    assert_string_equal(firm->profile, "");
    assert_null(firm->valid_from);
    assert_null(pack_type_find(t, "x"));
    assert_string_equal(pack_size_of(t, "inhabitants", 9999)->id, "inh-1");
    assert_string_equal(pack_size_of(t, "inhabitants", 10000)->id, "inh-2");
    assert_string_equal(pack_size_of(t, "staff", 123456789)->id, "staff-1");
    assert_null(pack_size_of(t, "none", 5));
    assert_null(pack_size_of(t, "staff", -1));
    assert_ptr_equal(pack_size_find(t, "inh-2"), &t->sizes[1]);
    assert_null(pack_size_find(t, "x"));
    assert_string_equal(pack_sector_find(t, "transport")->title.in[LANG_NL], "Vervoer");
    assert_null(pack_sector_find(t, "x"));

    static const struct wrong cases[] = {
        { "country: BE", "country: FR", "country: FR", "town", "\"country\" must be one of BE, NL, any" },
        { "group: local", "group: locl", "locl", "town",
          "there is no group \"locl\", did you mean \"local\"?" },
        { "sector: public", "sector: pulbic", "pulbic", "town", "did you mean \"public\"?" },
        { "size: inhabitants", "size: people", "size: people", "town",
          "must be one of inhabitants, staff, none" },
        { "common: 1", "common: 7", "common: 7", "town", "\"common\" must be from 1 to 6" },
        { "country: any", "country: BE", "common: 1\n    title: { nl: Zaak", "firm",
          "\"common: 1\" is taken by \"town\"" },
        { "valid-to: 2030-12-31", "valid-to: 2018-12-31", "valid-to: 2018", "town",
          "\"valid-to\" is before \"valid-from\"" },
        { "profile: { works: services }", "profile: works", "profile", "town",
          "\"profile\" must be a mapping" },
        { "id: firm\n    country", "id: town\n    country", "id: town\n    country: any", "town",
          "the id \"town\" is used twice" },
        { "  - id: firm\n    title: { nl: Bedrijf",
          "  - id: local\n    title: { nl: L, en: M }\n  - id: firm\n    title: { nl: Bedrijf",
          "  - id: local\n    title: { nl: L,", "local", "the id \"local\" is used twice" },
        { "from: 10000", "from: 10001", "from: 10001", "inh-2", "\"from\" must be 10000" },
        { "from: 0, to: 9999", "from: 0", "inh-2", "inh-2",
          "stands behind a class of inhabitants without \"to\"" },
        { "from: 10000, title", "from: 10000, to: 4, title", "to: 4,", "inh-2",
          "\"to\" is less than \"from\"" },
        { "from: 10000,", "from: 10000, to: 20000,", "  - { id: inh-1", NULL,
          "the last class of inhabitants must have no \"to\"" },
        { "  - { id: staff-1, of: staff, from: 0, title: { nl: alle, en: all } }\n", "", "  - { id: inh-1",
          NULL, "there is no class of staff" },
        { "id: transport, ", "", "Vervoer", NULL, "\"id\" is missing in a sector" },
    };
    EXPECT_FAULTS(types_text, cases);
    arena_release(&a);
}

static void glossary__is_read_and_checked(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack_glossary *g = read_good(&a, glossary_text)->glossary;
    assert_int_equal(g->count, 2);
    assert_string_equal(g->words[0].forms[LANG_NL][1], "maatschappelijk");
    assert_null(g->words[0].forms[LANG_NL][2]);
    assert_string_equal(g->words[0].forms[LANG_NL_BE][0], "emvo");
    assert_string_equal(g->words[1].forms[LANG_NL_BE][0], "SDG"); /* falls back to nl */
    assert_string_equal(g->words[0].see[0], "sdg");
    assert_null(g->words[1].see[0]);

    static const struct wrong cases[] = {
        { "see: [sdg]", "see: [sgd]", "sgd", "mvo", "\"see\": there is no entry \"sgd\"" },
        { "see: [sdg]", "see: [mvo]", "see", "mvo", "names the entry itself" },
        { "[MVO, maatschappelijk]", "[MVO, mvo]", "MVO, mvo", "mvo",
          "\"forms.nl\": \"mvo\" is also a form elsewhere" },
        { "forms: { nl: [SDG]", "forms: { nl: [Maatschappelijk]", "Maatsch", "sdg",
          "is also a form elsewhere" },
        { "forms: { nl: [SDG], en: [SDG] }", "forms: { nl: [SDG] }", "[SDG] }", "sdg",
          "\"forms.en\" is missing" },
        { "forms: { nl: [SDG], en: [SDG] }", "forms: [SDG]", "[SDG]", "sdg",
          "\"forms\" must give a list per language" },
        { "forms: { nl: [SDG], en: [SDG] }", "forms: { nl: [SDG], en: SDG }", "en: SDG }\n    definition",
          "sdg", "\"forms.en\" must be a list" },
        { "nl: Een doel", "nl: " TEN TEN TEN TEN "een", "definition: { nl: een", "sdg",
          "\"definition.nl\" has 41 words, at most 40" },
        { "  - id: sdg",
          "  - id: mvo\n    term: { nl: X, en: Z }\n    forms: { nl: [x], en: [z] }\n    definition: { nl: X, "
          "en: Z }\n  - id: sdg",
          "  - id: mvo\n    term: { nl: X", "mvo", "the id \"mvo\" is used twice" },
    };
    EXPECT_FAULTS(glossary_text, cases);
    arena_release(&a);
}

static void demo__keeps_its_tree(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct pack *pack =
        read_good(&a, HEAD("demo", "demo") "organisations:\n  - { name: Voorbeeldstad, staff: 300 }\n");
    assert_int_equal(pack->kind, PACK_DEMO);
    const struct yaml_node *list = yaml_get(pack->demo, "organisations");
    assert_string_equal(yaml_string(&list->items[0], "name"), "Voorbeeldstad");
    assert_int_equal(list->items[0].line, 12);
    static const struct wrong cases[] = {
        { "licence: CC-BY-4.0\n", "", "id: demo", NULL, "\"licence\" is missing in a demo pack" },
    };
    EXPECT_FAULTS(HEAD("demo", "demo"), cases);
    struct pack *none;
    struct pack_faults faults;
    assert_int_equal(read_text(&a, "- x\n", &none, &faults), INVALID);
    assert_string_equal(faults.v[0].message, "a pack must be a mapping (key: value)");
    arena_release(&a);
}

/* ---- a folder of packs ----------------------------------------------------------------------------------- */

struct folder {
    char path[64];
    const char *files[8];
    int count;
};

static void folder_make(struct folder *f)
{
    *f = (struct folder){ .path = "/tmp/pack_test.XXXXXX" };
    assert_non_null(mkdtemp(f->path));
}

static void folder_add(struct arena *a, struct folder *f, const char *name, const char *text)
{
    char *path = arena_printf(a, "%s/%s", f->path, name);
    FILE *out = fopen(path, "w");
    assert_non_null(out);
    fputs(text, out);
    fclose(out);
    f->files[f->count++] = path;
}

static void folder_remove(struct folder *f)
{
    for (int i = 0; i < f->count; i++)
        unlink(f->files[i]);
    rmdir(f->path);
}

static void expect_one(const struct pack_faults *faults, int line, const char *entry, const char *message)
{
    if (faults->count != 1) {
        for (size_t i = 0; i < faults->count; i++)
            print_error("  line %d, %s: %s\n", faults->v[i].line, faults->v[i].entry, faults->v[i].message);
    }
    assert_int_equal(faults->count, 1);
    assert_string_equal(faults->v[0].message, message);
    assert_int_equal(faults->v[0].line, line);
    if (entry == NULL)
        assert_null(faults->v[0].entry);
    else
        assert_string_equal(faults->v[0].entry, entry);
}

static void packs__of_a_folder_fit_together(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct folder f;
    folder_make(&f);
    folder_add(&a, &f, "scan.yaml", scan_text);
    folder_add(&a, &f, "scan-2.yaml", change(&a, scan_text, "version: 1", "version: 2"));
    folder_add(&a, &f, "cross.yaml", crosswalk_text);
    folder_add(&a, &f, "types.yaml", types_text);
    folder_add(&a, &f, "words.yaml", glossary_text);
    folder_add(&a, &f, ".hidden.yaml", "rubbish");
    folder_add(&a, &f, "notes.txt", "rubbish");
    struct packs packs;
    struct pack_faults faults = { 0 };
    assert_int_equal(packs_read(&a, f.path, &packs, &faults), OK);
    assert_int_equal(packs.count, 5);
    assert_int_equal(pack_find(&packs, "small", 0)->version, 2);
    assert_int_equal(pack_find(&packs, "small", 1)->version, 1);
    assert_null(pack_find(&packs, "small", 3));
    assert_null(pack_find(&packs, "x", 0));
    assert_string_equal(pack_find(&packs, "small", 1)->file, "scan.yaml");
    assert_string_not_equal(pack_find(&packs, "small", 1)->hash, pack_find(&packs, "small", 2)->hash);
    assert_non_null(pack_scan_find(&packs, "small", 1));
    assert_null(pack_scan_find(&packs, "types", 0));
    assert_int_equal(packs_types(&packs)->type_count, 2);
    assert_int_equal(packs_crosswalk(&packs)->count, 4);
    assert_int_equal(packs_glossary(&packs)->count, 2);

    struct buf out;
    buf_init(&out, 1 << 20);
    packs_json(&out, &packs);
    struct json json;
    const char *detail;
    int line;
    assert_int_equal(json_parse(&a, out.p, out.n, 16, &json, &detail, &line), OK);
    const struct json *list = json_get(&json, "packs");
    assert_int_equal(list->count, 5);
    assert_string_equal(json_get_str(&list->items[0], "id"), "cross");
    assert_string_equal(json_get_str(&list->items[0], "kind"), "crosswalk");
    assert_int_equal(json_get(&list->items[0], "languages")->count, 3);
    buf_release(&out);
    folder_remove(&f);
    arena_release(&a);
}

/* One file of the set replaced; the fault must name file, line and entry. */
static void expect_cross(const char *name, const char *changed, const char *at, const char *entry,
                         const char *message)
{
    struct arena a;
    arena_init(&a);
    struct folder f;
    folder_make(&f);
    static const char *const names[] = { "cross.yaml", "scan.yaml", "types.yaml", "words.yaml" };
    const char *const texts[] = { crosswalk_text, scan_text, types_text, glossary_text };
    bool replaced = false;
    for (int i = 0; i < 4; i++) {
        bool this_one = strcmp(name, names[i]) == 0;
        replaced |= this_one;
        if (!this_one || changed != NULL)
            folder_add(&a, &f, names[i], this_one ? changed : texts[i]);
    }
    if (!replaced)
        folder_add(&a, &f, name, changed);
    struct packs packs;
    struct pack_faults faults = { 0 };
    assert_int_equal(packs_read(&a, f.path, &packs, &faults), INVALID);
    expect_one(&faults, at == NULL ? 0 : line_with(changed, at), entry, message);
    folder_remove(&f);
    arena_release(&a);
}

static void packs__that_do_not_fit_are_named(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    expect_cross("scan.yaml", change(&a, scan_text, "iso: [\"6.2\"]", "iso: [\"6.9\"]"), "iso: [\"6.9\"]", "a",
                 "scan.yaml: \"iso\": 6.9 is not in the crosswalk");
    expect_cross("scan.yaml",
                 change(&a, scan_text, "iso: [\"6.2.3\"]\n        title", "iso: [\"6.9\"]\n        title"),
                 "iso: [\"6.9\"]", "a.x", "scan.yaml: \"iso\": 6.9 is not in the crosswalk");
    expect_cross("scan.yaml", change(&a, scan_text, "iso: [\"6.2.3\"]\n    sdg", "iso: [\"6.2.4\"]\n    sdg"),
                 "iso: [\"6.2.4\"]", "a.x.one", "scan.yaml: \"iso\": 6.2.4 is not in the crosswalk");
    expect_cross("scan.yaml", change(&a, scan_text, "\"16.7\", \"17\"", "\"15.7\", \"17\""), "15.7", "a.x.one",
                 "scan.yaml: \"sdg\": 15.7 is not in the crosswalk");
    expect_cross("types.yaml", change(&a, types_text, "pack: small", "pack: smal"), "pack: smal\n", "town",
                 "types.yaml: \"pack\": there is no scan \"smal\"");
    expect_cross("types.yaml", change(&a, types_text, "pack: small", "pack: words"), "pack: words\n", "town",
                 "types.yaml: \"pack\": there is no scan \"words\"");
    expect_cross("types.yaml", change(&a, types_text, "{ works: services }", "{ works: sea }"), "works: sea",
                 "town", "types.yaml: \"profile\": the scan small has no \"works=sea\"");
    expect_cross("types.yaml", change(&a, types_text, "{ works: services }", "{ sea: services }"),
                 "sea: ", "town", "types.yaml: \"profile\": the scan small has no \"sea\"");
    expect_cross("words.yaml", NULL, NULL, NULL, "there is no pack of kind glossary");
    expect_cross("twice.yaml", scan_text, "id:", NULL, "twice.yaml: scan.yaml has version 1 of \"small\" too");
    expect_cross("other.yaml", change(&a, glossary_text, "id: words", "id: another"), "id:", NULL,
                 "other.yaml: an installation has one glossary, and words.yaml is another");
    /* A fault inside one file is that file's alone: what refers to it is not blamed as well. */
    expect_cross("scan.yaml", change(&a, scan_text, "version: 1", "version: x"), "version", NULL,
                 "scan.yaml: \"version\" must be a whole number");
    expect_cross("cross.yaml", change(&a, crosswalk_text, "version: 1", "version: x"), "version", NULL,
                 "cross.yaml: \"version\" must be a whole number");

    struct packs packs;
    struct pack_faults faults = { 0 };
    assert_int_equal(packs_read(&a, "/nonexistent", &packs, &faults), FAILED);
    expect_one(&faults, 0, NULL, "/nonexistent: cannot be read: No such file or directory");
    arena_release(&a);
}

/* ---- JSON ------------------------------------------------------------------------------------------------ */

static void json__holds_the_whole_scan(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct buf out;
    buf_init(&out, 1 << 20);
    pack_json(&out, read_good(&a, scan_text));
    assert_true(buf_ok(&out));
    struct json json;
    const char *detail;
    int line;
    assert_int_equal(json_parse(&a, out.p, out.n, 16, &json, &detail, &line), OK);
    assert_string_equal(json_get_str(&json, "id"), "small");
    assert_string_equal(json_get_str(&json, "valid_from"), "2026-11-01");
    assert_string_equal(json_get_str(json_get(&json, "title"), "nl_BE"), "Titeltje");
    const struct json *domains = json_get(&json, "domains"), *themes = json_get(&json, "themes");
    assert_int_equal(domains->count, 2);
    assert_int_equal(themes->count, 3);
    assert_string_equal(json_get(&domains->items[0], "themes")->items[1].string, "a.y");
    int64_t weight;
    assert_true(json_get_int(&domains->items[0], "weight", &weight));
    assert_int_equal(weight, 2000);
    const struct json *profile = json_get(&json, "profile");
    assert_string_equal(json_get_str(&json_get(&profile->items[1], "options")->items[2], "id"), "without");
    const struct json *statements = json_get(&json, "statements");
    assert_int_equal(statements->count, 4);
    const struct json *one = &statements->items[0], *four = &statements->items[3];
    assert_true(json_get(one, "light")->boolean);
    assert_int_equal(json_get(one, "condition")->type, JSON_IS_NULL);
    assert_string_equal(json_get_str(json_get(one, "yes_when"), "en"), "Yes when");
    assert_string_equal(json_get(one, "gri")->items[0].string, "2-23");
    assert_string_equal(json_get_str(four, "domain"), "b");
    assert_string_equal(json_get_str(four, "theme"), "b.z");
    const struct json *condition = json_get(four, "condition");
    assert_string_equal(json_get(condition, "all")->items[0].string, "works=works");
    assert_string_equal(json_get(condition, "any")->items[1].string, "land=lease");
    buf_release(&out);
    arena_release(&a);
}

/* The packs that are shipped. */
static void content__has_no_fault(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct packs packs;
    struct pack_faults faults = { 0 };
    enum status st = packs_read(&a, CONTENT, &packs, &faults);
    for (size_t i = 0; i < faults.count; i++)
        print_error("line %d, %s: %s\n", faults.v[i].line, faults.v[i].entry, faults.v[i].message);
    assert_int_equal(st, OK);
    arena_release(&a);
}

/* What the scores per issue and per goal stand on: a principle alone, or a goal as a whole, says too little. */
static void content__every_statement_names_an_issue_and_a_target(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct packs packs;
    struct pack_faults faults = { 0 };
    assert_int_equal(packs_read(&a, CONTENT, &packs, &faults), OK);
    const struct pack_crosswalk *crosswalk = packs_crosswalk(&packs);
    int scans = 0;
    for (size_t i = 0; i < packs.count; i++) {
        const struct pack_scan *scan = packs.v[i]->kind == PACK_SCAN ? packs.v[i]->scan : NULL;
        scans += scan != NULL;
        for (int s = 0; scan != NULL && s < scan->statement_count; s++) {
            bool issue = false, target = scan->statements[s].sdg[0] != NULL;
            for (const char *const *c = scan->statements[s].iso; *c != NULL; c++)
                issue |= strcmp(pack_reference_find(crosswalk, "iso26000", *c)->type, "issue") == 0;
            for (const char *const *c = scan->statements[s].sdg; *c != NULL; c++)
                target &= strchr(*c, '.') != NULL;
            if (!issue || !target)
                print_error("%s: %s\n", packs.v[i]->id, scan->statements[s].id);
            assert_true(issue && target);
        }
    }
    assert_int_equal(scans, 4);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml__keeps_places_and_strings),
        cmocka_unit_test(yaml__refuses_what_packs_do_not_use),
        cmocka_unit_test(yaml__reports_everything_it_can),
        cmocka_unit_test(yaml__has_caps),
        cmocka_unit_test(scan__is_read_as_written),
        cmocka_unit_test(scan__offers_by_tailoring),
        cmocka_unit_test(scan__reads_and_writes_profiles),
        cmocka_unit_test(scan__faults_are_named),
        cmocka_unit_test(scan__statements_out_of_order_are_refused),
        cmocka_unit_test(scan__exactly_25_words_and_dashes_are_fine),
        cmocka_unit_test(scan__all_faults_come_at_once_by_line),
        cmocka_unit_test(scan__weights_that_are_too_fine_are_refused),
        cmocka_unit_test(crosswalk__links_go_both_ways),
        cmocka_unit_test(types__are_read_and_checked),
        cmocka_unit_test(glossary__is_read_and_checked),
        cmocka_unit_test(demo__keeps_its_tree),
        cmocka_unit_test(packs__of_a_folder_fit_together),
        cmocka_unit_test(packs__that_do_not_fit_are_named),
        cmocka_unit_test(json__holds_the_whole_scan),
        cmocka_unit_test(content__has_no_fault),
        cmocka_unit_test(content__every_statement_names_an_issue_and_a_target),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
