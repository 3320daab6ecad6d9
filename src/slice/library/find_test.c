/* The library as one list: searching it, following its thread, and every page that shows it. */
#include <pthread.h>

#include "slice/admin/test_house.h"

#include "base/utf8.h"
#include "slice/library/find.h"

struct fixture {
    struct house *house;
    struct packs packs;
    struct library_index *x;
};

static struct fault resolve(struct rq *rq, enum right right)
{
    (void)rq;
    return right == PUBLIC ? NO_FAULT : FAULT(UNSIGNED, NULL);
}

/* The packs of a folder, and those of a second one. */
static int start_with(void **state, const char *folder, const char *more)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    f->house = house_new(DB_SQLITE, &slice_library, NULL, resolve);
    struct arena *a = f->house->a;
    struct pack_faults faults = { 0 };
    struct packs first, second = { 0 };
    if (packs_read(a, folder, &first, &faults) != OK && more == NULL)
        print_message("%s has faults: %s\n", folder, faults.count > 0 ? faults.v[0].message : "?");
    if (more != NULL && packs_read(a, more, &second, &faults) == FAILED)
        fail_msg("%s cannot be read", more);
    const struct pack **v = NEW_ARRAY(a, const struct pack *, first.count + second.count);
    for (size_t i = 0; i < first.count; i++)
        v[i] = first.v[i];
    for (size_t i = 0; i < second.count; i++)
        v[first.count + i] = second.v[i];
    f->packs = (struct packs){ .arena = a, .v = v, .count = first.count + second.count };
    f->x = library_index_new(a, &f->packs);
    f->house->site.packs = &f->packs;
    f->house->site.library = f->x;
    return 0;
}

static int start(void **state)
{
    return start_with(state, CONTENT, NULL);
}

/* With a small example, action and overlay beside the real packs. */
static int start_small(void **state)
{
    return start_with(state, CONTENT, TEST_PACKS);
}

static int end(void **state)
{
    struct fixture *f = *state;
    house_free(f->house);
    free(f);
    return 0;
}

static struct library_hits search(struct fixture *f, struct library_query q)
{
    struct library_hits hits;
    q.most = q.most == 0 ? 10000 : q.most;
    library_search(f->house->a, f->x, lang_get(LANG_NL_BE), &q, &hits);
    return hits;
}

static size_t found(struct fixture *f, const char *words)
{
    return search(f, (struct library_query){ .words = words, .kind = -1 }).total;
}

static void everything_is_in_it_once(void **state)
{
    struct fixture *f = *state;
    const struct pack_scan *government = pack_scan_find(&f->packs, "government", 0),
                           *company = pack_scan_find(&f->packs, "company", 0);
    size_t themes, statements, all = 0;
    library_items(f->x, LIBRARY_THEME, &themes);
    const struct library_item *items = library_items(f->x, LIBRARY_STATEMENT, &statements);
    assert_int_equal(themes, government->theme_count + company->theme_count);
    assert_true(statements >
                (size_t)(government->statement_count + company->statement_count)); /* of variants */
    for (size_t i = 0; i < statements; i++)
        assert_ptr_equal(library_item(f->x, LIBRARY_STATEMENT, items[i].id), &items[i]);
    for (int kind = 0; kind < LIBRARY_KINDS; kind++) {
        size_t count;
        library_items(f->x, (enum library_kind)kind, &count);
        all += count;
    }
    struct library_hits hits = search(f, (struct library_query){ .kind = -1 });
    assert_int_equal(hits.total, all);
    assert_int_equal(hits.all, all);
    assert_null(library_item(f->x, LIBRARY_ACTION, "no-such-action"));
}

static void words_are_found_in_any_case_and_accent(void **state)
{
    struct fixture *f = *state;
    size_t energy = found(f, "energie");
    assert_true(energy > 20);
    assert_int_equal(found(f, "  ENERGIE "), energy);
    assert_int_equal(found(f, "Ënergië"), energy);
    size_t both = found(f, "energie gebouw");
    assert_in_range(both, 1, energy - 1);
    assert_int_equal(found(f, "gebouw energie"), both);
    assert_int_equal(found(f, "qqqq energie"), 0);
    assert_true(found(f, "electricity-use") >= 1); /* an id */
    assert_true(found(f, "302-1") >= 1);           /* a code */
}

static void what_has_it_in_the_title_comes_first(void **state)
{
    struct fixture *f = *state;
    struct library_hits hits = search(f, (struct library_query){ .words = "afval", .kind = -1 });
    bool rest = false;
    for (size_t i = 0; i < hits.count; i++) {
        const char *title = utf8_fold(f->house->a, text_in(lang_get(LANG_NL_BE), &hits.v[i]->title));
        bool in_title = strstr(title, "afval") != NULL;
        assert_false(in_title && rest);
        rest = rest || !in_title;
    }
    assert_true(rest);
}

static void filters_narrow_and_counts_stay(void **state)
{
    struct fixture *f = *state;
    struct library_hits all = search(f, (struct library_query){ .words = "energie", .kind = -1 });
    struct library_hits some =
        search(f, (struct library_query){ .words = "energie", .kind = LIBRARY_INDICATOR });
    assert_int_equal(some.total, all.of_kind[LIBRARY_INDICATOR]);
    assert_int_equal(some.all, all.total);
    struct library_hits theme =
        search(f, (struct library_query){ .theme = "gov.environment.energy", .kind = -1 });
    assert_int_equal(theme.of_kind[LIBRARY_THEME], 1);
    assert_int_equal(theme.of_kind[LIBRARY_LEVELS], 1);
    assert_true(theme.of_kind[LIBRARY_STATEMENT] > 3 && theme.of_kind[LIBRARY_INDICATOR] > 1);
    struct library_hits goal = search(f, (struct library_query){ .goal = "7", .kind = -1 });
    assert_in_range(goal.total, 1, all.total * 10);
    for (size_t i = 0; i < goal.count; i++)
        assert_true((goal.v[i]->goals >> 7 & 1) != 0);
    assert_int_equal(search(f, (struct library_query){ .goal = "99", .kind = -1 }).total, 0);
    assert_int_equal(search(f, (struct library_query){ .goal = "x", .kind = -1 }).total, 0);
    assert_int_equal(search(f, (struct library_query){ .theme = "no.such", .kind = -1 }).total, 0);
    assert_int_equal(search(f, (struct library_query){ .term = "no-such-word", .kind = -1 }).total, 0);
}

static void a_part_is_a_part_of_the_whole(void **state)
{
    struct fixture *f = *state;
    struct library_hits all = search(f, (struct library_query){ .words = "plan", .kind = -1 });
    struct library_hits part =
        search(f, (struct library_query){ .words = "plan", .kind = -1, .from = 30, .most = 30 });
    assert_int_equal(part.total, all.total);
    assert_int_equal(part.count, 30);
    for (size_t i = 0; i < part.count; i++)
        assert_ptr_equal(part.v[i], all.v[30 + i]);
    assert_int_equal(search(f, (struct library_query){ .kind = -1, .from = 1000000 }).count, 0);
}

static void words_of_the_glossary_are_counted_where_they_stand(void **state)
{
    struct fixture *f = *state;
    const struct pack_word *word = library_word(packs_glossary(&f->packs), "mvo");
    size_t count = library_word_count(f->x, lang_get(LANG_NL_BE), word, LIBRARY_STATEMENT);
    struct library_hits hits = search(f, (struct library_query){ .term = "mvo", .kind = LIBRARY_STATEMENT });
    assert_true(count > 0);
    assert_int_equal(hits.total, count);
    for (size_t i = 0; i < hits.count;
         i++) { /* each holds a form as a word of its own, so at least as letters */
        const struct pack_statement *s = hits.v[i]->statement;
        const struct lang *lang = lang_get(LANG_NL_BE);
        const char *text =
            utf8_fold(f->house->a, arena_printf(f->house->a, "%s %s %s %s %s %s", text_in(lang, &s->label),
                                                text_in(lang, &s->why), text_in(lang, &s->yes_when),
                                                text_in(lang, &s->small), text_in(lang, &s->evidence),
                                                text_in(lang, &hits.v[i]->pack->scan->themes[s->theme].title)));
        bool holds = false;
        for (const char *const *form = word->forms[LANG_NL_BE]; *form != NULL; form++)
            holds = holds || strstr(text, utf8_fold(f->house->a, *form)) != NULL;
        assert_true(holds);
    }
}

static void *search_once(void *p)
{
    struct fixture *f = p;
    struct arena a;
    arena_init(&a);
    struct library_query q = { .words = "water", .kind = -1, .most = 5 };
    struct library_hits hits;
    library_search(&a, f->x, lang_get(LANG_EN), &q, &hits);
    arena_release(&a);
    return (void *)hits.total;
}

static void many_may_be_the_first_to_search(void **state)
{
    pthread_t threads[4];
    void *totals[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search_once, *state), 0);
    for (int i = 0; i < 4; i++)
        pthread_join(threads[i], &totals[i]);
    assert_true((size_t)totals[0] > 0);
    for (int i = 1; i < 4; i++)
        assert_ptr_equal(totals[i], totals[0]);
}

/* ---- the thread ------------------------------------------------------------------------------------------ */

static void a_theme_leads_to_all_that_belongs_to_it(void **state)
{
    struct fixture *f = *state;
    struct arena *a = f->house->a;
    static const char theme[] = "gov.environment.energy";
    struct library_list indicators = library_of_theme(a, f->x, LIBRARY_INDICATOR, theme);
    assert_true(indicators.count > 1);
    for (size_t i = 0; i < indicators.count; i++)
        assert_true(pack_ids_hold(pack_ids(indicators.v[i]->entry, "themes"), theme));
    assert_int_equal(library_naming(a, f->x, LIBRARY_INDICATOR, "themes", theme).count, indicators.count);
    assert_int_equal(library_without(a, indicators, indicators).count, 0);
    assert_int_equal(library_without(a, indicators, (struct library_list){ 0 }).count, indicators.count);
    struct library_list levels = library_of_theme(a, f->x, LIBRARY_LEVELS, theme);
    assert_int_equal(levels.count, 1);
    assert_string_equal(text_in(lang_get(LANG_EN), &levels.v[0]->title),
                        text_in(lang_get(LANG_EN), &library_item(f->x, LIBRARY_THEME, theme)->title));
}

static void codes_of_a_theme_stand_in_order_and_once(void **state)
{
    struct fixture *f = *state;
    const char *const *codes =
        library_theme_codes(f->house->a, library_item(f->x, LIBRARY_THEME, "gov.environment.energy"), "sdg");
    assert_non_null(codes[0]);
    for (size_t i = 1; codes[i] != NULL; i++)
        assert_true(strverscmp(codes[i - 1], codes[i]) < 0);
}

static void an_example_answers_the_thread(void **state)
{
    struct fixture *f = *state;
    size_t count;
    const struct library_lived *lived = library_lived(f->house->a, f->x, "answers", NULL, "a.x.one", &count);
    assert_int_equal(count, 1);
    assert_string_equal(lived[0].example->id, "read");
    assert_string_equal(pack_string(lived[0].entry, "last"), "yes");
    library_lived(f->house->a, f->x, "goals", "indicator", "energy", &count);
    assert_int_equal(count, 1);
    library_lived(f->house->a, f->x, "actions", "library", "nothing", &count);
    assert_int_equal(count, 0);
}

/* ---- in words -------------------------------------------------------------------------------------------- */

static void texts_are_cut_at_a_word(void **state)
{
    struct arena *a = ((struct fixture *)*state)->house->a;
    assert_string_equal(library_short(a, "één twee drie", 20), "één twee drie");
    assert_string_equal(library_short(a, "één twee drie", 13), "één twee drie");
    assert_string_equal(library_short(a, "één twee drie", 12), "één twee…");
    assert_string_equal(library_short(a, "éénlangwoord", 5), "éénla…");
}

static void formulas_read_as_words(void **state)
{
    struct fixture *f = *state;
    struct arena *a = f->house->a;
    const struct library_item *energy = library_item(f->x, LIBRARY_INDICATOR, "energy");
    assert_non_null(energy);
    const char *formula = library_formula(a, energy->entry, lang_get(LANG_EN));
    assert_non_null(strstr(formula, "÷"));
    assert_null(strstr(formula, "floor-area"));
    assert_string_equal(library_unit(a, energy->pack, "1"), "");
    const struct library_item *use = library_item(f->x, LIBRARY_INDICATOR, "electricity-use");
    assert_string_equal(library_unit(a, use->pack, "kwh/m2"), "kWh/m²");
}

static void figures_are_written_as_people_do(void **state)
{
    struct arena *a = ((struct fixture *)*state)->house->a;
    const struct lang *nl = lang_get(LANG_NL), *en = lang_get(LANG_EN);
    assert_string_equal(library_money(a, nl, 1850000), "€ 18.500");
    assert_string_equal(library_money(a, en, 1850005), "€ 18,500.05");
}

/* ---- pages ------------------------------------------------------------------------------------------------ */

static void opens(struct house *h, const char *path, const char *says)
{
    int code = house_get(h, path);
    if (code != 200)
        fail_msg("%s: %d", path, code);
    house_says(h, says);
}

static void every_page_of_the_library_opens(void **state)
{
    struct house *h = ((struct fixture *)*state)->house;
    static const struct {
        const char *path, *says;
    } pages[] = {
        { "/bibliotheek", "/bibliotheek/thema/gov.environment.energy" },
        { "/bibliotheek/pakketten", "/bibliotheek/government" },
        { "/bibliotheek/zoeken", "/bibliotheek/thema/" },
        { "/bibliotheek/zoeken?zoek=energy&thema=gov.environment.energy&sdg=7&soort=indicator&pagina=1",
          "/bibliotheek/indicator/" },
        { "/bibliotheek/zoeken?zoek=energy&pagina=2", "zoek=energy" },
        { "/bibliotheek/zoeken?zoek=qqqqq", "Nothing fits" },
        { "/bibliotheek/zoeken?zoek=energy&thema=no.such", "Show these results" },
        { "/bibliotheek/zoeken?begrip=mvo&soort=stelling", "Without this limit" },
        { "/bibliotheek/thema/gov.environment.energy", "id=\"niveaus\"" },
        { "/bibliotheek/indicatoren?thema=gov.environment.energy", "/bibliotheek/indicator/" },
        { "/bibliotheek/indicatoren?pagina=99", "rel=\"prev\"" },
        { "/bibliotheek/indicator/electricity-use", "Electricity from the grid" },
        { "/bibliotheek/werkvormen?doel=choose", "aria-current=\"page\"" },
        { "/bibliotheek/werkvorm/building-walk", "data-print" },
        { "/bibliotheek/kaarten", "/bibliotheek/kaarten/what-is-mvo" },
        { "/bibliotheek/kaarten/what-is-mvo", "Notes for the speaker" },
        { "/bibliotheek/quiz", "Show the answer" },
        { "/bibliotheek/quiz?reeks=seven-subjects", "/bibliotheek/kaarten/seven-subjects" },
        { "/bibliotheek/praktijken?stap=start", "/bibliotheek/praktijk/" },
        { "/bibliotheek/praktijk/paper-to-decision", "/bibliotheek/thema/gov.board.vision" },
        { "/bibliotheek/weerstanden", "/bibliotheek/weerstand/" },
        { "/bibliotheek/acties?snel=1&moeite=small&kosten=none", "id=\"inhoud\"" },
        { "/bibliotheek/voorbeelden", "/bibliotheek/voorbeeld/read" },
        { "/bibliotheek/voorbeeld/read", "Olm" },
        { "/bibliotheek/voorbeeld/read/stappen", "id=\"s\"" },
        { "/bibliotheek/voorbeeld/read/documenten", "/documenten/d" },
        { "/bibliotheek/voorbeeld/read/documenten/d", "All documents" },
        { "/bibliotheek/voorbeeld/read/antwoorden", "/bibliotheek/stelling/a.x.one" },
        { "/bibliotheek/voorbeeld/read/antwoorden?anders=1", "Show all answers" },
        { "/bibliotheek/voorbeeld/read/themas", "Who was heard" },
        { "/bibliotheek/voorbeeld/read/cijfers", "12.5" },
        { "/bibliotheek/voorbeeld/read/plan", "id=\"doel-g\"" },
        { "/bibliotheek/voorbeeld/read/jaar", "/plan#actie-first" },
        { "/bibliotheek/voorbeeld/read/evaluatie", "id=\"plan-c\"" },
        { "/bibliotheek/stelling/a.x.one", "/bibliotheek/voorbeeld/read/antwoorden#a.x.one" },
        { "/bibliotheek/indicator/energy", "/bibliotheek/voorbeeld/read/cijfers#energy" },
        { "/begrippen", "/bibliotheek/zoeken?begrip=mvo" },
    };
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        opens(h, pages[i].path, pages[i].says);
}

/* A pack that is a list has its place among the lists, and no page that leads to itself. */
static void every_pack_leads_somewhere(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    for (size_t i = 0; i < f->packs.count; i++) {
        const char *path = arena_printf(h->a, "/bibliotheek/%s", f->packs.v[i]->id);
        int code = house_get(h, path);
        if (code == 303) {
            const char *next = arena_strdup(h->a, h->location);
            assert_string_not_equal(next, path);
            code = house_get(h, next);
        }
        assert_int_equal(code, 200);
    }
}

static void what_is_not_there_is_said(void **state)
{
    struct house *h = ((struct fixture *)*state)->house;
    static const char *const paths[] = { "thema/x",          "stelling/x",
                                         "indicator/x",      "actie/x",
                                         "werkvorm/x",       "kaarten/x",
                                         "praktijk/x",       "weerstand/x",
                                         "voorbeeld/x",      "voorbeeld/government",
                                         "voorbeeld/x/plan", "voorbeeld/read/documenten/x" };
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        assert_int_equal(house_get(h, arena_printf(h->a, "/bibliotheek/%s", paths[i])), 404);
}

/* Every item of the list has a page, or a place on one. */
static void every_item_can_be_opened(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    static const struct {
        enum library_kind kind;
        const char *path;
    } kinds[] = { { LIBRARY_THEME, "thema" },         { LIBRARY_STATEMENT, "stelling" },
                  { LIBRARY_INDICATOR, "indicator" }, { LIBRARY_ACTION, "actie" },
                  { LIBRARY_METHOD, "werkvorm" },     { LIBRARY_SESSION, "sessie" },
                  { LIBRARY_PRACTICE, "praktijk" },   { LIBRARY_RESISTANCE, "weerstand" } };
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        size_t count;
        const struct library_item *items = library_items(f->x, kinds[k].kind, &count);
        for (size_t i = 0; i < count; i += 1 + count / 25)
            opens(h, arena_printf(h->a, "/bibliotheek/%s/%s", kinds[k].path, items[i].id), "</h1>");
    }
}

/* A newer version of a scan may lose a theme that other packs still name, because an older version has it. */
#define LEVEL "      - { nl: Eén, en: One }\n"
static const char levels_text[] =
    "id: levels\nkind: maturity\nversion: 1\nlanguages: [nl, nl_BE, en]\nlicence: CC-BY-4.0\nsource: Own\n"
    "valid-from: 2026-11-01\nreview-by: 2027-11-01\ntitle: { nl: Niveaus, en: Levels }\nentries:\n"
    "  - id: a.w\n    levels:\n" LEVEL LEVEL LEVEL LEVEL LEVEL
    "  - id: a.x\n    levels:\n" LEVEL LEVEL LEVEL LEVEL LEVEL;

static int start_lost(void **state)
{
    (void)start_with(state, CONTENT, TEST_PACKS);
    struct fixture *f = *state;
    struct arena *a = f->house->a;
    const struct pack *old = pack_find(&f->packs, "base", 1);
    struct pack_faults faults = { 0 };
    struct pack *now, *levels;
    char *text = arena_strndup(a, old->text.p, old->text.n);
    memcpy(strstr(text, "version: 1"), "version: 2", 10);
    for (char *at = text; (at = strstr(at, "a.x")) != NULL;)
        memcpy(at, "a.w", 3);
    for (char *at = text; (at = strstr(at, "some")) != NULL;)
        memcpy(at, "much", 4);
    assert_int_equal(pack_read(a, "base.yaml", text, strlen(text), NULL, &now, &faults), OK);
    assert_int_equal(pack_read(a, "levels.yaml", levels_text, sizeof levels_text - 1, NULL, &levels, &faults),
                     OK);
    const struct pack **v = NEW_ARRAY(a, const struct pack *, f->packs.count + 2);
    size_t n = 0;
    v[n++] = levels;
    for (size_t i = 0; i < f->packs.count; i++) {
        if (f->packs.v[i]->base == NULL ||
            strcmp(f->packs.v[i]->base, "base") != 0) /* it still has the theme */
            v[n++] = f->packs.v[i];
        if (f->packs.v[i] == old)
            v[n++] = now;
    }
    f->packs = (struct packs){ .arena = a, .v = v, .count = n };
    f->house->site.library = f->x = library_index_new(a, &f->packs);
    return 0;
}

static void a_theme_that_is_gone_is_shown_by_its_code(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    for (size_t i = 0; i < f->packs.count; i++)
        opens(h, arena_printf(h->a, "/bibliotheek/%s/dekking", f->packs.v[i]->id), "</h1>");
    opens(h, "/bibliotheek/indicators/dekking", "<span class=\"code\">a.x</span>");
    opens(h, "/bibliotheek/indicator/energy", "</h1>");
    opens(h, "/bibliotheek/voorbeeld/read/themas", "a.x");
    opens(h, "/bibliotheek/voorbeeld/read/plan", "a.x");
    /* The example filled in the older version: its questions and statements are those. */
    opens(h, "/bibliotheek/voorbeeld/read", "<dt>W en</dt><dd>S en</dd>");
    opens(h, "/bibliotheek/voorbeeld/read/antwoorden", "<tr id=\"a.x.one\"><th scope=\"row\">\nS en\n</th>");
    opens(h, "/bibliotheek/zoeken?soort=voorbeeld&zoek=olm", "</h1>");
    /* Its levels have no page any more. */
    assert_null(library_item(f->x, LIBRARY_LEVELS, "a.x"));
    assert_non_null(library_item(f->x, LIBRARY_LEVELS, "a.w"));
}

#define TEST(fn, begin) cmocka_unit_test_setup_teardown(fn, begin, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(everything_is_in_it_once, start),
        TEST(words_are_found_in_any_case_and_accent, start),
        TEST(what_has_it_in_the_title_comes_first, start),
        TEST(filters_narrow_and_counts_stay, start),
        TEST(a_part_is_a_part_of_the_whole, start),
        TEST(words_of_the_glossary_are_counted_where_they_stand, start),
        TEST(many_may_be_the_first_to_search, start),
        TEST(a_theme_leads_to_all_that_belongs_to_it, start),
        TEST(codes_of_a_theme_stand_in_order_and_once, start),
        TEST(an_example_answers_the_thread, start_small),
        TEST(texts_are_cut_at_a_word, start_small),
        TEST(formulas_read_as_words, start_small),
        TEST(figures_are_written_as_people_do, start_small),
        TEST(every_page_of_the_library_opens, start_small),
        TEST(every_pack_leads_somewhere, start_small),
        TEST(what_is_not_there_is_said, start_small),
        TEST(every_item_can_be_opened, start_small),
        TEST(a_theme_that_is_gone_is_shown_by_its_code, start_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
