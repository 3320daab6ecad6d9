/* Packs as sheets: every pack of content/ goes there and back without loss, and what is wrong is told at its row. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pack/compare.h"
#include "pack/sheet.h"
#include "pack/sheet_shape.h"

#define HEAD(id, kind)                                                                                         \
    "id: " id "\nkind: " kind "\nversion: 1\nlanguages: [nl, nl_BE, en]\nlicence: CC-BY-4.0\nsource: Own\n"    \
    "valid-from: 2026-11-01\nreview-by: 2027-11-01\ntitle: { nl: Titel, en: Title }\n"

#define TEXTS                                                                                                  \
    "    text: { nl: Een, nl_BE: Eén, en: One }\n    why: { nl: Waarom, en: Why }\n"                          \
    "    yes-when: { nl: Ja als, en: Yes when }\n    small: { nl: Klein, en: Small }\n"                        \
    "    evidence: { nl: Bewijs, en: Evidence }\n    iso: [\"6.2.3\"]\n    sdg: [\"16.10\"]\n"

static const char scan_text[] = HEAD(
    "tiny", "scan") "domains:\n"
                    "  - id: a\n    dimension: people\n    title: { nl: Aa, en: A }\n    short: { nl: Aa, en: "
                    "A }\n    themes:\n"
                    "      - { id: a.x, title: { nl: Ix, en: X }, about: { nl: Over, en: About } }\n"
                    "      - { id: a.y, title: { nl: Ypsilon, en: Y }, about: { nl: Over, en: About } }\n"
                    "profile:\n"
                    "  - id: works\n    quick: true\n    text: { nl: Wat, en: What }\n    options:\n"
                    "      - { id: \"no\", text: { nl: Nee, en: \"No\" } }\n"
                    "      - { id: works, text: { nl: Werken, en: Works } }\n"
                    "  - id: land\n    text: { nl: Grond, en: Land }\n    options:\n"
                    "      - { id: own, text: { nl: Eigen, en: Own } }\n"
                    "      - { id: lease, text: { nl: Pacht, en: Lease } }\n"
                    "statements:\n"
                    "  - id: a.x.one\n    theme: a.x\n    light: true\n    weight: 1500\n"
                    "    condition: { all: [works=works], any: [land=own, land=lease] }\n" TEXTS
                    "    gri: [2-23]\n"
                    "  - id: a.x.two\n    theme: a.x\n    condition: { any: [works=no] }\n" TEXTS
                    "  - id: a.y.one\n    theme: a.y\n    condition: { any: [land=own, land=lease] }\n" TEXTS;

static const struct yaml_node *tree(struct arena *a, const char *text, size_t n)
{
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    if (yaml_read(a, text, n, &root, a, &faults) != OK) {
        for (size_t i = 0; i < faults.count; i++)
            print_error("%d: %s\n", faults.v[i].line, faults.v[i].message);
        fail();
    }
    return root;
}

static const struct sheet *find(const struct sheets *sheets, const char *name)
{
    for (size_t i = 0; i < sheets->count; i++)
        if (strcmp(sheets->v[i].name, name) == 0)
            return &sheets->v[i];
    return NULL;
}

static int column(const struct sheet *s, const char *title)
{
    for (size_t i = 0; i < s->rows.rows[0].count; i++)
        if (strcmp(s->rows.rows[0].cells[i], title) == 0)
            return (int)i;
    print_error("no column %s\n", title);
    fail();
    return -1;
}

static const char **cell(const struct sheets *sheets, const char *name, size_t row, const char *title)
{
    const struct sheet *s = find(sheets, name);
    assert_non_null(s);
    assert_true(row >= 1 && row <= s->rows.count);
    return &s->rows.rows[row - 1].cells[column(s, title)];
}

/* The sheets of the tiny scan. */
static struct sheets tiny(struct arena *a)
{
    struct sheets sheets;
    assert_int_equal(sheet_write(a, tree(a, scan_text, strlen(scan_text)), NULL, &sheets), OK);
    return sheets;
}

/* One fault and no other, at that row. */
static void expect_fault(struct arena *a, const struct sheets *sheets, const char *sheet, size_t row,
                         const char *message)
{
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    enum status st = sheet_read(a, sheets, &out, &faults);
    if (st == OK) {
        struct pack *pack;
        struct pack_faults found = { 0 };
        assert_int_equal(pack_read(a, "t", out.yaml.p, out.yaml.n, NULL, &pack, &found), INVALID);
        for (size_t i = 0; i < found.count; i++)
            *(struct sheet_fault *)ARENA_PUSH(a, &faults.v, &faults.count, &faults.capacity) =
                (struct sheet_fault){ .place = sheet_place_of(&out, found.v[i].line),
                                      .message = found.v[i].message };
    }
    for (size_t i = 0; i < faults.count; i++)
        if (strstr(faults.v[i].message, message) != NULL && faults.v[i].place.row == row &&
            (sheet == NULL) == (faults.v[i].place.sheet == NULL) &&
            (sheet == NULL || strcmp(faults.v[i].place.sheet, sheet) == 0))
            return;
    for (size_t i = 0; i < faults.count; i++)
        print_error("%s row %zu: %s\n", faults.v[i].place.sheet == NULL ? "-" : faults.v[i].place.sheet,
                    faults.v[i].place.row, faults.v[i].message);
    print_error("expected %s row %zu: %s\n", sheet == NULL ? "-" : sheet, row, message);
    fail();
}

#define WITH_ARENA(a)                                                                                          \
    struct arena a;                                                                                            \
    arena_init(&a)

/* ---- there and back ------------------------------------------------------------------------------------------------ */

/* The tree is the same, and what is no string is still none: pack_read takes it. */
static void round_trip(const char *name, const struct packs *others)
{
    WITH_ARENA(a);
    FILE *f = fopen(arena_printf(&a, "%s/%s", CONTENT, name), "re");
    assert_non_null(f);
    char *text = arena_alloc(&a, YAML_MAX_BYTES);
    size_t n = fread(text, 1, YAML_MAX_BYTES, f);
    fclose(f);
    const struct yaml_node *before = tree(&a, text, n);
    struct sheets sheets;
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    assert_int_equal(sheet_write(&a, before, others, &sheets), OK);
    if (sheet_read(&a, &sheets, &out, &faults) != OK) {
        print_error("%s: %s: %s\n", name, faults.v[0].place.sheet, faults.v[0].message);
        fail();
    }
    const struct yaml_node *after = tree(&a, out.yaml.p, out.yaml.n);
    struct comparison c = pack_compare(&a, before, after);
    for (size_t i = 0; i < c.count && i < 5; i++)
        print_error("%s: %s %s %s: \"%s\" became \"%s\"\n", name, c.v[i].list, c.v[i].entry, c.v[i].field,
                    c.v[i].before, c.v[i].now);
    assert_int_equal(c.count, 0);
    assert_true(yaml_equal(before, after));
    struct pack *pack;
    struct pack_faults found = { 0 };
    enum status st = pack_read(&a, name, out.yaml.p, out.yaml.n, others, &pack, &found);
    for (size_t i = 0; i < found.count && i < 5; i++)
        print_error("%s:%d: %s\n", name, found.v[i].line, found.v[i].message);
    assert_int_equal(st, OK);
    arena_release(&a);
}

static void every_pack_comes_back_without_loss(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct packs packs;
    struct pack_faults faults = { 0 };
    enum status st = packs_read(&a, CONTENT, &packs, &faults);
    assert_true(st == OK || st == INVALID); /* a fault in the content is another test's affair */
    DIR *dir = opendir(CONTENT);
    assert_non_null(dir);
    int seen = 0;
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        const char *dot = strrchr(e->d_name, '.');
        if (dot == NULL || strcmp(dot, ".yaml") != 0)
            continue;
        round_trip(e->d_name, &packs);
        seen++;
    }
    closedir(dir);
    assert_true(seen > 5);
    arena_release(&a);
}

static void the_small_one_too(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct sheets sheets = tiny(&a);
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    assert_int_equal(sheet_read(&a, &sheets, &out, &faults), OK);
    assert_true(yaml_equal(tree(&a, scan_text, strlen(scan_text)), tree(&a, out.yaml.p, out.yaml.n)));
    arena_release(&a);
}

static void cells_are_for_people(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct sheets s = tiny(&a);
    assert_string_equal(s.v[0].name, "pack");
    assert_string_equal(*cell(&s, "pack", 5, "key"), "languages");
    assert_string_equal(*cell(&s, "pack", 5, "value"), "nl; nl_BE; en");
    assert_string_equal(*cell(&s, "statements", 2, "condition"), "works=works and (land=own or land=lease)");
    assert_string_equal(*cell(&s, "statements", 3, "condition"), "(works=no)");
    assert_string_equal(*cell(&s, "statements", 4, "condition"), "land=own or land=lease");
    assert_string_equal(*cell(&s, "statements", 2, "text.nl_BE"), "Eén");
    assert_string_equal(*cell(&s, "statements", 2, "theme"), "a.x");
    assert_string_equal(*cell(&s, "statements", 2, "[theme]"), "Ix");
    assert_string_equal(*cell(&s, "statements", 2, "sdg"), "16.10;"); /* a spreadsheet would make it 16.1 */
    assert_string_equal(*cell(&s, "domains.themes", 3, "domains"), "a");
    assert_string_equal(*cell(&s, "domains.themes", 3, "[domains]"), "Aa");
    assert_string_equal(*cell(&s, "profile.options", 2, "profile"), "works");
    assert_string_equal(*cell(&s, "profile.options", 2, "id"), "no");
    arena_release(&a);
}

/* Semicolons, line ends, backslashes and marks of YAML in texts and lists. */
static void hard_texts_come_back(void **state)
{
    (void)state;
    static const char text[] = HEAD(
        "hard",
        "methods") "aims:\n  - { id: choose, title: { nl: \"\\\"ja\\\": # nee\", en: \"a\\\\b\" } }\n"
                   "entries:\n  - id: m\n    aims: [choose]\n    title: { nl: \"Een\\nTwee\", en: \"- x\" }\n"
                   "    purpose: { nl: \"vreemd\\u2028s\", en: \"tab\\there\" }\n"
                   "    minutes-from: 1\n    minutes-to: 2\n    people-from: 1\n    people-to: 2\n"
                   "    material:\n      - { nl: Een, en: One }\n      - { nl: \"Twee\\nregels\", nl_BE: "
                   "\"\\\\n\", en: Two }\n"
                   "      - { nl: \"Drie; vier\", en: \"Three\" }\n"
                   "    steps: [{ nl: a, en: a }]\n    say: [{ nl: a, nl_BE: b, en: a }]\n    pitfalls: [{ nl: "
                   "a, en: a }]\n";
    static const char words[] =
        HEAD("words", "glossary") "entries:\n  - id: w\n    term: { nl: W, en: W }\n    forms: { nl: [\"a; "
                                  "b\", \"c\\\\\", \"6.10\"], en: [\"1\"] }\n"
                                  "    definition: { nl: D, en: D }\n";
    const char *const packs[] = { text, words };
    for (size_t i = 0; i < 2; i++) {
        WITH_ARENA(a);
        struct sheets sheets;
        struct sheet_pack out;
        struct sheet_faults faults = { 0 };
        const struct yaml_node *before = tree(&a, packs[i], strlen(packs[i]));
        assert_int_equal(sheet_write(&a, before, NULL, &sheets), OK);
        assert_int_equal(sheet_read(&a, &sheets, &out, &faults), OK);
        const struct yaml_node *after = tree(&a, out.yaml.p, out.yaml.n);
        struct comparison c = pack_compare(&a, before, after);
        for (size_t k = 0; k < c.count; k++)
            print_error("%s %s: \"%s\" became \"%s\"\n", c.v[k].entry, c.v[k].field, c.v[k].before, c.v[k].now);
        assert_int_equal(c.count, 0);
        arena_release(&a);
    }
}

static void rows_decide_the_order(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct sheets s = tiny(&a);
    struct csv_row *rows = find(&s, "statements")->rows.rows, first = rows[1];
    rows[1] = rows[2];
    rows[2] = first;
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    assert_int_equal(sheet_read(&a, &s, &out, &faults), OK);
    const struct yaml_node *list = yaml_get(tree(&a, out.yaml.p, out.yaml.n), "statements");
    assert_string_equal(yaml_string(&list->items[0], "id"), "a.x.two");
    assert_string_equal(yaml_string(&list->items[1], "id"), "a.x.one");
    arena_release(&a);
}

/* A condition in any form that people type. */
static void conditions_are_read(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *all, *any;
    } cases[] = {
        { "works=works", "works=works", "" },
        { "works=works and land=own", "works=works land=own", "" },
        { "land=own or land=lease", "", "land=own land=lease" },
        { "(land=own)", "", "land=own" },
        { "(land=own or land=lease) AND works=works", "works=works", "land=own land=lease" },
        { "works=works\nand(land=own OR land=lease)", "works=works", "land=own land=lease" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        WITH_ARENA(a);
        struct sheets s = tiny(&a);
        *cell(&s, "statements", 2, "condition") = cases[i].cell;
        struct sheet_pack out;
        struct sheet_faults faults = { 0 };
        assert_int_equal(sheet_read(&a, &s, &out, &faults), OK);
        const struct yaml_node *c =
            yaml_get(&yaml_get(tree(&a, out.yaml.p, out.yaml.n), "statements")->items[0], "condition");
        static const char *const keys[] = { "all", "any" };
        for (int k = 0; k < 2; k++) {
            const struct yaml_node *terms = yaml_get(c, keys[k]);
            const char *joined = "";
            for (size_t n = 0; terms != NULL && n < terms->count; n++)
                joined = arena_printf(&a, "%s%s%s", joined, n == 0 ? "" : " ", terms->items[n].scalar);
            assert_string_equal(joined, k == 0 ? cases[i].all : cases[i].any);
        }
        arena_release(&a);
    }
}

/* What spreadsheets make of what people type. */
static void spreadsheets_have_their_ways(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct sheets s = tiny(&a);
    *cell(&s, "statements", 2, "light") = "TRUE";
    *cell(&s, "pack", 8, "value") = "46327"; /* 2026-11-01 as a serial number */
    *cell(&s, "statements", 2, "iso") = "6.2.3\r\n4.5";
    *cell(&s, "statements", 2, "text.nl") = "  Een zin.  ";
    *cell(&s, "statements", 2, "condition") = "works=works AND ( land=own OR land=lease )";
    *cell(&s, "statements", 2, "[theme]") = "whatever";
    assert_string_equal(*cell(&s, "pack", 8, "key"), "valid-from");
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    assert_int_equal(sheet_read(&a, &s, &out, &faults), OK);
    const struct yaml_node *root = tree(&a, out.yaml.p, out.yaml.n),
                           *one = &yaml_get(root, "statements")->items[0];
    assert_string_equal(yaml_string(root, "valid-from"), "2026-11-01");
    assert_string_equal(yaml_string(one, "light"), "true");
    assert_true(yaml_get(one, "light")->plain);
    assert_int_equal(yaml_get(one, "iso")->count, 2);
    assert_string_equal(yaml_get(one, "iso")->items[1].scalar, "4.5");
    assert_string_equal(yaml_string(yaml_get(one, "text"), "nl"), "Een zin.");
    assert_int_equal(yaml_get(yaml_get(one, "condition"), "any")->count, 2);
    arena_release(&a);
}

/* ---- faults --------------------------------------------------------------------------------------------------------- */

struct spoil {
    const char *sheet;
    size_t row;
    const char *title, *value;
    const char *at; /* the sheet that is told */
    size_t told;
    const char *message;
};

static void faults_stand_at_their_row(void **state)
{
    (void)state;
    static const struct spoil spoils[] = {
        { "statements", 3, "theme", "a.nowhere", "statements", 3, "there is no theme" },
        { "statements", 3, "text.en", "", "statements", 3, "\"text.en\" is missing" },
        { "statements", 2, "weight", "much", "statements", 2, "whole number" },
        { "statements", 2, "light", "maybe", "statements", 2, "true or false" },
        { "statements", 2, "condition", "works=works or land=own and land=lease", "statements", 2, "brackets" },
        { "statements", 2, "condition", "works=works and", "statements", 2, "a term is missing" },
        { "statements", 2, "condition", "(land=own", "statements", 2, "not closed" },
        { "statements", 2, "condition", "(land=own) and (land=lease)", "statements", 2,
          "one pair of brackets" },
        { "statements", 2, "condition", "(land=own and land=lease)", "statements", 2, "only \"or\"" },
        { "statements", 2, "condition", "(works=works", "statements", 2, "not closed" },
        { "statements", 2, "condition", "(", "statements", 2, "not closed" },
        { "statements", 2, "condition", "works=works)", "statements", 2, "where it cannot be" },
        { "statements", 2, "condition", "works=works and ()", "statements", 2, "where it cannot be" },
        { "statements", 2, "condition", "((land=own))", "statements", 2, "one pair of brackets" },
        { "statements", 2, "condition", "and works=works", "statements", 2, "a term is missing" },
        { "statements", 2, "condition", "works=works or (land=own)", "statements", 2, "in brackets" },
        { "statements", 2, "condition", "works=works land=own", "statements", 2, "terms such as" },
        { "statements", 2, "condition", "land own", "statements", 2, "terms such as" },
        { "statements", 2, "condition", "land=sea", "statements", 2, "no option" },
        { "statements", 1, "why.en", "why.fr", "statements", 1, "no column \"why.fr\"" },
        { "statements", 1, "why.en", "because", "statements", 1, "no column \"because\"" },
        { "statements", 1, "why.en", "why", "statements", 1, "no column \"why\"" },
        { "statements", 1, "why.en", "why.nl", "statements", 1, "stands here twice" },
        { "statements", 1, "id", "[id]", "statements", 1, "\"id\" is missing" },
        { "domains.themes", 3, "domains", "b", "domains.themes", 3, "the sheet \"domains\" has no \"b\"" },
        { "domains.themes", 1, "domains", "[x]", "domains.themes", 1, "the column \"domains\" is missing" },
        { "domains.themes", 3, "title.nl", "", "domains.themes", 3, "\"title.nl\" is missing" },
        { "profile.options", 4, "id", "Own!", "profile.options", 4, "the id must be" },
        { "pack", 4, "value", "one", "pack", 4, "whole number" },
        { "pack", 4, "key", "edition", "pack", 4, "no key of a pack" },
        { "pack", 4, "key", "id", "pack", 4, "a second time" },
        { "pack", 3, "value", "demo", "pack", 3, "no sheets for \"demo\"" },
        { "pack", 3, "value", "", "pack", 3, "what kind of pack" },
    };
    for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
        WITH_ARENA(a);
        struct sheets s = tiny(&a);
        *cell(&s, spoils[i].sheet, spoils[i].row, spoils[i].title) = spoils[i].value;
        expect_fault(&a, &s, spoils[i].at, spoils[i].told, spoils[i].message);
        arena_release(&a);
    }
}

static void sheets_that_are_wrong_as_a_whole(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct sheets none = { 0 };
    expect_fault(&a, &none, NULL, 0, "no sheet \"pack\"");
    struct sheets s = tiny(&a);
    for (size_t i = 0; i < s.count; i++)
        if (strcmp(s.v[i].name, "profile") == 0)
            ((struct sheet *)&s.v[i])->name = "profiles";
    expect_fault(&a, &s, "profiles", 0, "no such sheet");
    /* The options hang on a sheet that is gone. */
    expect_fault(&a, &s, "profile.options", 2, "the sheet \"profile\" has no \"works\"");
    arena_release(&a);
}

static void cells_without_a_title(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct sheets s = tiny(&a);
    struct csv_row *row = &find(&s, "profile")->rows.rows[1];
    row->cells[row->count] = "a note at the side"; /* make_row leaves room */
    row->count++;
    expect_fault(&a, &s, "profile", 2, "has no title above it");
    arena_release(&a);
}

static void texts_need_as_many_lines_in_every_language(void **state)
{
    (void)state;
    static const char text[] = HEAD(
        "m",
        "maturity") "entries:\n  - id: gov.x\n    levels:\n"
                    "      - { nl: a, en: a }\n      - { nl: b, nl_BE: c, en: b }\n      - { nl: c, en: c }\n"
                    "      - { nl: d, en: d }\n      - { nl: e, en: e }\n";
    WITH_ARENA(a);
    struct sheets s;
    assert_int_equal(sheet_write(&a, tree(&a, text, strlen(text)), NULL, &s), OK);
    assert_string_equal(*cell(&s, "entries", 2, "levels.nl_BE"), "\nc");
    assert_string_equal(*cell(&s, "entries", 2, "levels.en"), "a\nb\nc\nd\ne");
    *cell(&s, "entries", 2, "levels.en") = "a\nb\nc\nd";
    expect_fault(&a, &s, "entries", 2, "4 lines in one language and 5 in another");
    arena_release(&a);
}

/* So many rows with these two cells below the titles, every one the same. */
static struct sheet same_rows(struct arena *a, const char *name, const char *parent, const char *of,
                              size_t count)
{
    struct csv_row *rows = NEW_ARRAY(a, struct csv_row, count + 1);
    for (size_t i = 0; i <= count; i++) {
        const char **cells = NEW_ARRAY(a, const char *, 2);
        cells[0] = i == 0 ? "id" : "x";
        cells[1] = i == 0 ? parent : of;
        rows[i] = (struct csv_row){ .cells = cells, .count = parent == NULL ? 1 : 2, .line = i + 1 };
    }
    return (struct sheet){ .name = name, .rows = { .rows = rows, .count = count + 1 } };
}

/* Otherwise what stands in an entry would come once for every row that has its id, and again below that. */
static void an_id_stands_in_one_row(void **state)
{
    (void)state;
    enum { COUNT = 60 };
    WITH_ARENA(a);
    struct sheets s = tiny(&a);
    *cell(&s, "statements", 3, "id") = "a.x.one";
    expect_fault(&a, &s, "statements", 3, "the id \"a.x.one\" stands here twice");
    s = tiny(&a);
    *cell(&s, "profile.options", 3, "id") = "no";
    expect_fault(&a, &s, "profile.options", 3, "the id \"no\" stands here twice");
    const char *kind[] = { "kind", "example" }, *key[] = { "key", "value" };
    struct csv_row head[] = { { .cells = key, .count = 2, .line = 1 },
                              { .cells = kind, .count = 2, .line = 2 } };
    for (int turn = 0; turn < 2; turn++) {
        /* With an id, and with none at all. */
        const char *x = turn == 0 ? "x" : "", *xx = turn == 0 ? "x/x" : "";
        struct sheet deep[] = { { .name = "pack", .rows = { .rows = head, .count = 2 } },
                                same_rows(&a, "indicators", NULL, NULL, COUNT),
                                same_rows(&a, "indicators.years", "indicators", x, COUNT),
                                same_rows(&a, "indicators.years.inputs", "indicators.years", xx, COUNT) };
        for (size_t k = 1; turn == 1 && k < 4; k++)
            for (size_t i = 1; i <= COUNT; i++)
                deep[k].rows.rows[i].cells[0] = "";
        s = (struct sheets){ .v = deep, .count = 4 };
        struct sheet_pack out;
        struct sheet_faults faults = { 0 };
        assert_int_equal(sheet_read(&a, &s, &out, &faults), turn == 0 ? INVALID : OK);
        assert_true(out.lines < 4 * COUNT + 10);
    }
    arena_release(&a);
}

/* More than any list of packs holds: told, and not gone on with. */
static void what_is_too_large_is_left(void **state)
{
    (void)state;
    WITH_ARENA(a);
    struct sheets s = tiny(&a);
    char *much = arena_alloc(&a, 3 * 1024 * 1024 + 1);
    memset(much, 'a', 3 * 1024 * 1024);
    much[3 * 1024 * 1024] = '\0';
    for (size_t row = 2; row <= 4; row++)
        *cell(&s, "statements", row, "text.nl") = much;
    expect_fault(&a, &s, NULL, 0, "too large");
    arena_release(&a);
}

/* A pair that is none leaves the others as they are. */
static void pairs_are_read_one_by_one(void **state)
{
    (void)state;
    static const char text[] = HEAD(
        "t", "organisation-types") "groups:\n  - { id: local, title: { nl: L, en: L } }\nentries:\n"
                                   "  - id: town\n    country: BE\n    group: local\n    sector: public\n"
                                   "    pack: government\n    size: none\n    profile: { body: local, works: "
                                   "works }\n"
                                   "    title: { nl: T, en: T }\n"
                                   "size-classes:\n  - { id: i, of: staff, from: 0, title: { nl: I, en: I } }\n"
                                   "sectors:\n  - { id: s, title: { nl: S, en: S } }\n";
    WITH_ARENA(a);
    struct sheets s;
    assert_int_equal(sheet_write(&a, tree(&a, text, strlen(text)), NULL, &s), OK);
    assert_string_equal(*cell(&s, "entries", 2, "profile"), "body=local; works=works");
    *cell(&s, "entries", 2, "profile") = "local; body=local; works=works";
    expect_fault(&a, &s, "entries", 2, "\"local\" is no pair such as body=local");
    struct sheet_pack out;
    struct sheet_faults faults = { 0 };
    assert_int_equal(sheet_read(&a, &s, &out, &faults), INVALID);
    assert_non_null(
        strstr(arena_strndup(&a, out.yaml.p, out.yaml.n), "profile: { body: local, works: works }"));
    arena_release(&a);
}

/* Any tree may be tried: one whose values no cell can hold is refused, and none is a crash. */
static void what_no_cell_can_hold_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to;
        bool fits;
    } cases[] = {
        { "version: 1", "version: one", true },
        { "version: 1", "version: [1]", false },
        { "languages: [nl, nl_BE, en]", "languages: nl", false },
        { "title: { nl: Titel, en: Title }", "title: Title", false },
        { "title: { nl: Titel, en: Title }", "title: { nl: [a] }", false },
        { "{ all: [works=works], any: [land=own, land=lease] }", "[works=works]", false },
        { "{ all: [works=works], any: [land=own, land=lease] }", "{ all: works=works }", false },
        { "{ all: [works=works], any: [land=own, land=lease] }", "{ some: [[a]] }", false },
        { "iso: [\"6.2.3\"]", "iso: \"6.2.3\"", false },
        { "gri: [2-23]", "gri: { a: b }", false },
        { "theme: a.x\n    light: true", "theme: [a]\n    light: true", false },
        { "profile:\n", "profile: { a: b }\nsomething:\n", false },
        { "profile:\n", "profile: [a, b]\nsomething:\n", false },
        { "profile:\n", "profile: [[a]]\nsomething:\n", false },
        { "themes:\n", "themes: word\n    subjects:\n", false },
        { "{ id: works, text: { nl: Werken, en: Works } }", "works", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        WITH_ARENA(a);
        const char *at = strstr(scan_text, cases[i].from);
        assert_non_null(at);
        const char *text = arena_printf(&a, "%.*s%s%s", (int)(at - scan_text), scan_text, cases[i].to,
                                        at + strlen(cases[i].from));
        struct sheets s;
        enum status st = sheet_write(&a, tree(&a, text, strlen(text)), NULL, &s);
        if (st != (cases[i].fits ? OK : INVALID))
            fail_msg("%s: %d", cases[i].to, (int)st);
        arena_release(&a);
    }
    static const char types[] = HEAD("t", "organisation-types") "entries:\n  - id: town\n    profile: [a, b]\n";
    static const char words[] = HEAD("w", "glossary") "entries:\n  - id: w\n    forms: { nl: word }\n";
    const char *const others[] = { types, words };
    for (size_t i = 0; i < 2; i++) {
        WITH_ARENA(a);
        struct sheets s;
        assert_int_equal(sheet_write(&a, tree(&a, others[i], strlen(others[i])), NULL, &s), INVALID);
        arena_release(&a);
    }
}

static void a_demo_has_no_sheets(void **state)
{
    (void)state;
    static const char text[] = HEAD("d", "demo");
    WITH_ARENA(a);
    struct sheets s;
    assert_int_equal(sheet_write(&a, tree(&a, text, strlen(text)), NULL, &s), INVALID);
    arena_release(&a);
}

/* What the columns are called follows kinds.c, so every kind has an id in every list. */
static void every_kind_has_a_shape(void **state)
{
    (void)state;
    WITH_ARENA(a);
    for (int k = 0; k < PACK_DEMO; k++) {
        struct sheet_shape shape = sheet_shape(&a, (enum pack_kind)k);
        assert_non_null(shape.lists[0]);
        for (const char **list = shape.lists; *list != NULL; list++) {
            assert_non_null(column_find(&shape, *list, "id"));
            const char *parent = list_parent(&a, *list);
            if (parent != NULL)
                assert_int_equal(column_find(&shape, parent, strrchr(*list, '.') + 1)->type, COLUMN_ENTRIES);
        }
    }
    struct sheet_shape example = sheet_shape(&a, PACK_EXAMPLE);
    assert_non_null(column_find(&example, "indicators.years.inputs", "value"));
    assert_null(column_find(&example, "indicators.years.inputs", "weight"));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_pack_comes_back_without_loss),
        cmocka_unit_test(the_small_one_too),
        cmocka_unit_test(cells_are_for_people),
        cmocka_unit_test(hard_texts_come_back),
        cmocka_unit_test(rows_decide_the_order),
        cmocka_unit_test(conditions_are_read),
        cmocka_unit_test(spreadsheets_have_their_ways),
        cmocka_unit_test(faults_stand_at_their_row),
        cmocka_unit_test(sheets_that_are_wrong_as_a_whole),
        cmocka_unit_test(cells_without_a_title),
        cmocka_unit_test(texts_need_as_many_lines_in_every_language),
        cmocka_unit_test(an_id_stands_in_one_row),
        cmocka_unit_test(what_is_too_large_is_left),
        cmocka_unit_test(pairs_are_read_one_by_one),
        cmocka_unit_test(what_no_cell_can_hold_is_refused),
        cmocka_unit_test(a_demo_has_no_sheets),
        cmocka_unit_test(every_kind_has_a_shape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
