/* The library's routes. Everyone may read; an administrator of the installation brings new versions of packs. */
#include <string.h>

#include "http/http.h"
#include "library_page.h"
#include "slice/library/web.h"

static struct layout *layout_under(struct rq *rq, const char *title)
{
    return library_layout(rq, title, (struct layout_link){ 0 }, (struct layout_link){ 0 });
}

/* ---- Glossary ---------------------------------------------------------------------------------------- */

static struct fault glossary(struct rq *rq)
{
    const struct pack_glossary *g = packs_glossary(rq->site->packs);
    struct glossary_view v = {
        .layout = rq_layout(rq, tr(rq->lang, "The words of the scan, explained in short")),
        .glossary = g,
        .words = library_words(rq->arena, g, rq->lang),
        .count = (size_t)g->count,
    };
    struct library_use *use = NEW_ARRAY(rq->arena, struct library_use, v.count);
    for (size_t i = 0; i < v.count; i++)
        use[i] = (struct library_use){
            .statements = library_word_count(rq->site->library, rq->lang, v.words[i], LIBRARY_STATEMENT),
            .indicators = library_word_count(rq->site->library, rq->lang, v.words[i], LIBRARY_INDICATOR),
            .actions = library_word_count(rq->site->library, rq->lang, v.words[i], LIBRARY_ACTION),
        };
    v.use = use;
    glossary_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* GET /begrippen/:word*: the fragment that JavaScript shows beside a word. */
static struct fault word(struct rq *rq)
{
    const struct pack_word *w = library_word(packs_glossary(rq->site->packs), rq_param(rq, "word"));
    if (w == NULL)
        return FAULT(NOT_FOUND, N_("This word is not in the glossary."));
    if (!rq_is_partial(rq)) /* someone followed a copied address: the word in its place */
        return reply_redirect(rq, "/begrippen#%s", w->id);
    glossary_fragment(rq_html(rq), w);
    return reply_page(rq);
}

/* ---- Packs ------------------------------------------------------------------------------------------- */

static const char *kind_name(struct rq *rq, enum pack_kind kind)
{
    switch (kind) {
    case PACK_SCAN:
        return tr(rq->lang, "scan");
    case PACK_CROSSWALK:
        return tr(rq->lang, "crosswalk");
    case PACK_TYPES:
        return tr(rq->lang, "list of types");
    case PACK_GLOSSARY:
        return tr(rq->lang, "glossary");
    case PACK_MATURITY:
        return tr(rq->lang, "maturity levels");
    case PACK_INDICATORS:
        return tr(rq->lang, "indicators");
    case PACK_ACTIONS:
        return tr(rq->lang, "actions");
    case PACK_METHODS:
        return tr(rq->lang, "session methods");
    case PACK_CARDS:
        return tr(rq->lang, "cards and quiz");
    case PACK_PRACTICES:
        return tr(rq->lang, "good practices");
    case PACK_TEMPLATE:
        return tr(rq->lang, "trajectory template");
    case PACK_REQUESTS:
        return tr(rq->lang, "data requests");
    case PACK_COMMITMENTS:
        return tr(rq->lang, "commitments");
    case PACK_CALENDAR:
        return tr(rq->lang, "calendar");
    case PACK_SESSIONS:
        return tr(rq->lang, "session templates");
    case PACK_EXAMPLE:
        return tr(rq->lang, "example");
    default:
        return pack_kind_name(kind);
    }
}

static const char *pack_url(struct rq *rq, const struct pack *p)
{
    static const char *const pages[PACK_KINDS] = {
        [PACK_GLOSSARY] = "/begrippen",
        [PACK_CROSSWALK] = "/bibliotheek/kruisverwijzing",
        [PACK_MATURITY] = "/bibliotheek/zoeken?soort=niveaus",
        [PACK_INDICATORS] = "/bibliotheek/indicatoren",
        [PACK_ACTIONS] = "/bibliotheek/acties",
        [PACK_METHODS] = "/bibliotheek/werkvormen",
        [PACK_CARDS] = "/bibliotheek/kaarten",
        [PACK_PRACTICES] = "/bibliotheek/praktijken",
        [PACK_SESSIONS] = "/bibliotheek/sessies",
    };
    if (pages[p->kind] != NULL)
        return pages[p->kind];
    if (p->kind == PACK_EXAMPLE)
        return arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s", p->id);
    /* What is met in a trajectory has no page of its own: what stands in it, and its workbook. */
    bool own = p->kind == PACK_SCAN || p->kind == PACK_TYPES;
    return arena_printf(rq->arena, own ? "/bibliotheek/%s" : "/bibliotheek/%s/dekking", p->id);
}

static struct fault list(struct rq *rq)
{
    struct library_list_view v = { .layout = layout_under(rq, tr(rq->lang, "What Kapstok builds on")) };
    const struct pack *const *packs = library_packs(rq->arena, rq->site->packs, &v.count);
    struct library_line *lines = NEW_ARRAY(rq->arena, struct library_line, v.count);
    for (size_t i = 0; i < v.count; i++) {
        lines[i] = (struct library_line){ .pack = packs[i],
                                          .url = pack_url(rq, packs[i]),
                                          .kind = kind_name(rq, packs[i]->kind),
                                          .review = library_date(rq->arena, rq->lang, packs[i]->review_by),
                                          .due = library_review_is_due(rq->arena, packs[i], rq->now_ms) };
        v.due += lines[i].due;
    }
    v.lines = lines;
    v.may_install = rq->actor.system_admin;
    v.layout->wide = true;
    v.layout->lead =
        tr(rq->lang, "All statements, lists and explanations stand in packs that you can read and copy.");
    library_list_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* How many statements of each domain and theme are shown. */
static void count_found(struct rq *rq, struct library_scan_view *v)
{
    int *domains = NEW_ARRAY(rq->arena, int, (size_t)v->scan->domain_count);
    int *themes = NEW_ARRAY(rq->arena, int, (size_t)v->scan->theme_count);
    for (int i = 0; i < v->scan->statement_count; i++) {
        domains[v->scan->statements[i].domain] += v->match[i];
        themes[v->scan->statements[i].theme] += v->match[i];
    }
    v->domain_found = domains;
    v->theme_found = themes;
}

static struct fault scan_pack(struct rq *rq, const struct pack *p)
{
    const char *words = rq_query(rq, "zoek"), *sdg = rq_query(rq, "sdg");
    struct library_scan_view v = {
        .pack = p,
        .scan = p->scan,
        .crosswalk = packs_crosswalk(rq->site->packs),
        .words = words == NULL ? "" : words,
        .sdg = sdg == NULL ? "" : sdg,
        .review = library_date(rq->arena, rq->lang, p->review_by),
        .due = library_review_is_due(rq->arena, p, rq->now_ms),
    };
    v.searching = v.words[0] != '\0' || v.sdg[0] != '\0';
    v.match = library_find(rq->arena, rq->site->library, p->scan, v.words, v.sdg, rq->lang, &v.found);
    count_found(rq, &v);
    const char *name = text_in(rq->lang, &p->title);
    v.layout = layout_under(
        rq,
        v.searching
            ? arena_printf(rq->arena,
                           tr_n(rq->lang, "%s: %d statement fits", "%s: %d statements fit", (int64_t)v.found),
                           name, (int)v.found)
            : arena_printf(rq->arena, tr_n(rq->lang, "%s: %d statement", "%s: %d statements", (int64_t)v.found),
                           name, (int)v.found));
    v.layout->lead = arena_printf(rq->arena, tr(rq->lang, "Version %d, licence %s"), p->version, p->licence);
    struct html *h = rq_html(rq);
    library_scan_page(h, &v);
    return reply_page(rq);
}

static struct fault types_pack(struct rq *rq, const struct pack *p)
{
    struct library_types_view v = { .layout = layout_under(rq, text_in(rq->lang, &p->title)),
                                    .pack = p,
                                    .types = p->types };
    v.layout->lead = arena_printf(rq->arena, tr(rq->lang, "Version %d, licence %s"), p->version, p->licence);
    library_types_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault show(struct rq *rq)
{
    const struct pack *p = pack_find(rq->site->packs, rq_param(rq, "pack"), 0);
    if (p == NULL || p->kind == PACK_DEMO)
        return FAULT(NOT_FOUND, N_("This pack is not installed here."));
    if (p->kind == PACK_SCAN)
        return scan_pack(rq, p);
    if (p->kind == PACK_TYPES)
        return types_pack(rq, p);
    return reply_redirect(rq, "%s", pack_url(rq, p));
}

static struct fault crosswalk(struct rq *rq)
{
    struct crosswalk_view v = {
        .layout = layout_under(rq, tr(rq->lang, "Where ISO 26000 and the SDGs meet")),
        .crosswalk = packs_crosswalk(rq->site->packs),
    };
    v.layout->wide = true;
    crosswalk_page(rq_html(rq), &v);
    return reply_page(rq);
}

static const struct route routes[] = {
    GET("/begrippen", PUBLIC, glossary),
    GET("/begrippen/:word*", PUBLIC, word),
    GET("/bibliotheek", PUBLIC, browse_home),
    GET("/bibliotheek/pakketten", PUBLIC, list),
    GET("/bibliotheek/kruisverwijzing", PUBLIC, crosswalk),
    GET("/bibliotheek/zoeken", PUBLIC, browse_search),
    GET("/bibliotheek/indicatoren", PUBLIC, browse_indicators),
    GET("/bibliotheek/acties", PUBLIC, browse_actions),
    GET("/bibliotheek/werkvormen", PUBLIC, browse_methods),
    GET("/bibliotheek/sessies", PUBLIC, browse_sessions),
    GET("/bibliotheek/kaarten", PUBLIC, browse_decks),
    GET("/bibliotheek/quiz", PUBLIC, browse_quiz),
    GET("/bibliotheek/praktijken", PUBLIC, browse_practices),
    GET("/bibliotheek/weerstanden", PUBLIC, browse_resistances),
    GET("/bibliotheek/voorbeelden", PUBLIC, browse_examples),
    GET("/bibliotheek/thema/:id*", PUBLIC, entry_theme),
    GET("/bibliotheek/stelling/:id*", PUBLIC, entry_statement),
    GET("/bibliotheek/indicator/:id*", PUBLIC, entry_indicator),
    GET("/bibliotheek/actie/:id*", PUBLIC, entry_action),
    GET("/bibliotheek/werkvorm/:id*", PUBLIC, entry_method),
    GET("/bibliotheek/sessie/:id*", PUBLIC, entry_session),
    GET("/bibliotheek/kaarten/:deck*", PUBLIC, entry_deck),
    GET("/bibliotheek/praktijk/:id*", PUBLIC, entry_practice),
    GET("/bibliotheek/weerstand/:id*", PUBLIC, entry_resistance),
    GET("/bibliotheek/voorbeeld/:pack*", PUBLIC, example_show),
    GET("/bibliotheek/voorbeeld/:pack*/stappen", PUBLIC, example_steps),
    GET("/bibliotheek/voorbeeld/:pack*/documenten", PUBLIC, example_documents),
    GET("/bibliotheek/voorbeeld/:pack*/documenten/:id*", PUBLIC, example_document),
    GET("/bibliotheek/voorbeeld/:pack*/antwoorden", PUBLIC, example_answers),
    GET("/bibliotheek/voorbeeld/:pack*/themas", PUBLIC, example_themes),
    GET("/bibliotheek/voorbeeld/:pack*/cijfers", PUBLIC, example_figures),
    GET("/bibliotheek/voorbeeld/:pack*/plan", PUBLIC, example_plan),
    GET("/bibliotheek/voorbeeld/:pack*/jaar", PUBLIC, example_year),
    GET("/bibliotheek/voorbeeld/:pack*/evaluatie", PUBLIC, example_evaluation),
    GET("/bibliotheek/nazien", SYSTEM_ADMIN, pack_upload_show),
    POST("/bibliotheek/nazien", SYSTEM_ADMIN, pack_upload_run, .form = &pack_upload_spec,
         .again = pack_upload_show, .prepare = pack_upload_prepare, .body_cap = PACK_UPLOAD_CAP),
    GET("/bibliotheek/:pack*", PUBLIC, show),
    GET("/bibliotheek/:pack*/dekking", PUBLIC, pack_coverage_show),
    GET("/bibliotheek/:pack*/vergelijken", PUBLIC, pack_compare_show, .slow = true),
    GET("/bibliotheek/:pack*/blad.xlsx", PUBLIC, pack_book, .slow = true),
};

const struct slice slice_library = { .name = "library", SLICE_ROUTES(routes) };
