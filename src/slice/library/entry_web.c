/* One thing of the library with all that it leads to: a theme, a statement, an indicator, an action … */
#include <string.h>

#include "entry_page.h"
#include "slice/library/web.h"

static struct library_way way_of(struct rq *rq)
{
    return (struct library_way){ .index = rq->site->library, .crosswalk = packs_crosswalk(rq->site->packs) };
}

static const struct library_item *asked(struct rq *rq, enum library_kind kind)
{
    return library_item(rq->site->library, kind, rq_param(rq, "id"));
}

static struct layout_link crumb(const char *url, const char *label)
{
    return (struct layout_link){ .url = url, .label = label };
}

static struct layout_link no_crumb(void)
{
    return (struct layout_link){ 0 };
}

static const char *name_of(const struct pack *example)
{
    return pack_string(&pack_list(example->lists, "organisation")->v[0], "name");
}

/* All scans that have a theme or a statement: the one where it was written and its variants. */
static struct library_links scans_with(struct rq *rq, const char *theme, const char *statement)
{
    size_t count;
    const struct pack *const *packs = library_packs(rq->arena, rq->site->packs, &count);
    struct library_links out = { 0 };
    struct library_link *v = NEW_ARRAY(rq->arena, struct library_link, count);
    for (size_t i = 0; i < count; i++) {
        const struct pack_scan *scan = packs[i]->kind == PACK_SCAN ? packs[i]->scan : NULL;
        if (scan != NULL &&
            (statement != NULL ? pack_statement_find(scan, statement) >= 0 : pack_theme_find(scan, theme) >= 0))
            v[out.count++] =
                (struct library_link){ .url = arena_printf(rq->arena, "/bibliotheek/%s#%s", packs[i]->id,
                                                           statement != NULL ? statement : theme),
                                       .title = text_in(rq->lang, &packs[i]->title) };
    }
    out.v = v;
    return out;
}

static struct library_list of_theme(struct rq *rq, enum library_kind kind, const char *theme)
{
    return library_of_theme(rq->arena, rq->site->library, kind, theme);
}

static struct library_list actions_of(struct rq *rq, const char *theme)
{
    return library_quick_first(rq->arena, of_theme(rq, LIBRARY_ACTION, theme));
}

/* ---- the parts of a long page --------------------------------------------------------------------------- */

enum { MOST_PLACES = 8 };
struct places {
    struct library_tab *v;
    size_t count;
};

static void add_place(struct rq *rq, struct places *p, const char *url, const char *label, size_t count)
{
    if (p->v == NULL)
        p->v = NEW_ARRAY(rq->arena, struct library_tab, MOST_PLACES);
    ASSERT(p->count < MOST_PLACES);
    if (count > 0)
        p->v[p->count++] = (struct library_tab){ .url = url, .label = label, .count = (int64_t)count };
}

/* ---- theme ---------------------------------------------------------------------------------------------- */

static struct library_links chosen_in(struct rq *rq, const char *theme)
{
    struct library_links out;
    const struct library_lived *lived =
        library_lived(rq->arena, rq->site->library, "themes", NULL, theme, &out.count);
    struct library_link *v = NEW_ARRAY(rq->arena, struct library_link, out.count);
    for (size_t i = 0; i < out.count; i++)
        v[i] = (struct library_link){
            .url = arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s/themas#%s", lived[i].example->id, theme),
            .title = name_of(lived[i].example),
            .line = text_in(rq->lang, pack_text(lived[i].entry, "why")),
        };
    out.v = v;
    return out;
}

static void theme_places(struct rq *rq, struct library_theme_view *v)
{
    struct places p = { 0 };
    add_place(rq, &p, "#stellingen", tr(rq->lang, "Statements"), v->statements.count);
    add_place(rq, &p, "#niveaus", tr(rq->lang, "Maturity levels"), v->levels == NULL ? 0 : 5);
    add_place(rq, &p, "#acties", tr(rq->lang, "Actions"), v->actions.count);
    add_place(rq, &p, "#indicatoren", tr(rq->lang, "Indicators"), v->indicators.count);
    add_place(rq, &p, "#praktijken", tr(rq->lang, "Good practices"), v->practices.count);
    add_place(rq, &p, "#voorbeelden", tr(rq->lang, "Examples"), v->examples.count);
    v->places = p.v;
    v->place_count = p.count;
}

struct fault entry_theme(struct rq *rq)
{
    const struct library_item *item = asked(rq, LIBRARY_THEME);
    if (item == NULL)
        return FAULT(NOT_FOUND, N_("No installed scan has this theme."));
    const struct pack_scan *scan = item->pack->scan;
    struct library_theme_view v = {
        .way = way_of(rq),
        .theme = item->theme,
        .domain = text_in(rq->lang, &scan->domains[item->theme->domain].title),
        .scans = scans_with(rq, item->id, NULL),
        .statements = library_links_of(rq, of_theme(rq, LIBRARY_STATEMENT, item->id), SHOW_TITLE),
        .indicators = library_links_of(rq, of_theme(rq, LIBRARY_INDICATOR, item->id), SHOW_LINE),
        .actions = library_links_of(rq, actions_of(rq, item->id), SHOW_LINE),
        .practices = library_links_of(rq, of_theme(rq, LIBRARY_PRACTICE, item->id), SHOW_LINE),
        .examples = chosen_in(rq, item->id),
        .levels = library_item(rq->site->library, LIBRARY_LEVELS, item->id),
        .iso = library_theme_codes(rq->arena, item, "iso"),
        .sdg = library_theme_codes(rq->arena, item, "sdg"),
        .search = arena_printf(rq->arena, "/bibliotheek/zoeken?thema=%s", item->id),
    };
    theme_places(rq, &v);
    v.layout = library_layout(rq, text_in(rq->lang, &item->title),
                              crumb(arena_printf(rq->arena, "/bibliotheek/%s", item->pack->id),
                                    text_in(rq->lang, &item->pack->title)),
                              no_crumb());
    v.layout->lead = text_in(rq->lang, &item->theme->about);
    v.layout->wide = true;
    entry_theme_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- statement ------------------------------------------------------------------------------------------ */

static void answers_to(struct rq *rq, struct library_statement_view *v, const char *statement)
{
    const struct library_lived *lived =
        library_lived(rq->arena, rq->site->library, "answers", NULL, statement, &v->answered_count);
    struct library_answered *out = NEW_ARRAY(rq->arena, struct library_answered, v->answered_count);
    for (size_t i = 0; i < v->answered_count; i++)
        out[i] = (struct library_answered){
            .url = arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s/antwoorden#%s", lived[i].example->id,
                                statement),
            .name = name_of(lived[i].example),
            .first = tr(rq->lang, pack_choice_label(lived[i].entry, "first")),
            .last = tr(rq->lang, pack_choice_label(lived[i].entry, "last")),
            .note = pack_text(lived[i].entry, "note"),
        };
    v->answered = out;
}

/* The statements beside it in its theme. */
static const struct library_link *beside(struct rq *rq, const struct library_item *item, int step)
{
    const struct pack_scan *scan = item->pack->scan;
    const struct pack_theme *theme = &scan->themes[item->statement->theme];
    int at = (int)(item->statement - scan->statements) + step;
    if (at < theme->first || at >= theme->first + theme->count)
        return NULL;
    struct library_link *link = NEW(rq->arena, struct library_link);
    link->url = arena_printf(rq->arena, "/bibliotheek/stelling/%s", scan->statements[at].id);
    link->title = library_short(rq->arena, text_in(rq->lang, &scan->statements[at].label), 60);
    return link;
}

static void statement_places(struct rq *rq, struct library_statement_view *v)
{
    struct places p = { 0 };
    add_place(rq, &p, "#niveaus", tr(rq->lang, "Maturity levels"), v->levels == NULL ? 0 : 5);
    add_place(rq, &p, "#acties", tr(rq->lang, "Actions that help"), v->naming.count);
    add_place(rq, &p, "#verder", tr(rq->lang, "Further actions"), v->further.count);
    add_place(rq, &p, "#indicatoren", tr(rq->lang, "Indicators"), v->indicators.count);
    add_place(rq, &p, "#praktijken", tr(rq->lang, "Good practices"), v->practices.count);
    add_place(rq, &p, "#voorbeelden", tr(rq->lang, "Examples"), v->answered_count);
    v->places = p.v;
    v->place_count = p.count;
}

struct fault entry_statement(struct rq *rq)
{
    const struct library_item *item = asked(rq, LIBRARY_STATEMENT);
    if (item == NULL)
        return FAULT(NOT_FOUND, N_("No installed scan has this statement."));
    const struct pack_scan *scan = item->pack->scan;
    const struct pack_theme *theme = &scan->themes[item->statement->theme];
    struct library_list naming =
        library_naming(rq->arena, rq->site->library, LIBRARY_ACTION, "statements", item->id);
    struct library_statement_view v = {
        .way = way_of(rq),
        .pack = item->pack,
        .scan = scan,
        .statement = item->statement,
        .theme = theme,
        .theme_url = arena_printf(rq->arena, "/bibliotheek/thema/%s", theme->id),
        .domain = text_in(rq->lang, &scan->domains[theme->domain].title),
        .scans = scans_with(rq, theme->id, item->id),
        .levels = library_item(rq->site->library, LIBRARY_LEVELS, theme->id),
        .naming = library_links_of(rq, library_quick_first(rq->arena, naming), SHOW_LINE),
        .further =
            library_links_of(rq, library_without(rq->arena, actions_of(rq, theme->id), naming), SHOW_TITLE),
        .indicators = library_links_of(rq, of_theme(rq, LIBRARY_INDICATOR, theme->id), SHOW_TITLE),
        .practices = library_links_of(rq, of_theme(rq, LIBRARY_PRACTICE, theme->id), SHOW_LINE),
        .before = beside(rq, item, -1),
        .after = beside(rq, item, 1),
    };
    answers_to(rq, &v, item->id);
    statement_places(rq, &v);
    v.layout = library_layout(rq, text_in(rq->lang, &item->statement->label),
                              crumb(arena_printf(rq->arena, "/bibliotheek/%s", item->pack->id),
                                    text_in(rq->lang, &item->pack->title)),
                              crumb(v.theme_url, text_in(rq->lang, &theme->title)));
    v.layout->wide = true;
    entry_statement_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- indicator ------------------------------------------------------------------------------------------ */

static void figures_of(struct rq *rq, struct library_indicator_view *v, const char *indicator)
{
    const struct library_lived *lived =
        library_lived(rq->arena, rq->site->library, "indicators", NULL, indicator, &v->figure_count);
    struct library_figures *out = NEW_ARRAY(rq->arena, struct library_figures, v->figure_count);
    for (size_t i = 0; i < v->figure_count; i++)
        out[i] = (struct library_figures){
            .url = arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s/cijfers#%s", lived[i].example->id,
                                indicator),
            .name = name_of(lived[i].example),
            .series = lived[i].entry,
        };
    v->figures = out;
}

struct fault entry_indicator(struct rq *rq)
{
    const struct library_item *item = asked(rq, LIBRARY_INDICATOR);
    if (item == NULL)
        return FAULT(NOT_FOUND, N_("No installed pack has this indicator."));
    struct library_list moving =
        library_naming(rq->arena, rq->site->library, LIBRARY_ACTION, "indicators", item->id);
    struct library_indicator_view v = {
        .way = way_of(rq),
        .item = item,
        .formula = library_formula(rq->arena, item->entry, rq->lang),
        .unit = library_unit_of(rq->arena, item, rq->lang),
        .themes = library_theme_links(rq, item->themes),
        .actions = library_links_of(rq, library_quick_first(rq->arena, moving), SHOW_LINE),
    };
    figures_of(rq, &v, item->id);
    v.layout = library_layout(rq, text_in(rq->lang, &item->title),
                              crumb("/bibliotheek/indicatoren", tr(rq->lang, "Indicators")), no_crumb());
    v.layout->wide = true;
    entry_indicator_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- action --------------------------------------------------------------------------------------------- */

/* The items that a list of ids names; what is not installed is left out. */
static struct library_list named(struct rq *rq, enum library_kind kind, const char *const *ids)
{
    size_t count = 0;
    while (ids[count] != NULL)
        count++;
    const struct library_item **v = NEW_ARRAY(rq->arena, const struct library_item *, count);
    struct library_list list = { .v = v };
    for (size_t i = 0; i < count; i++) {
        const struct library_item *item = library_item(rq->site->library, kind, ids[i]);
        if (item != NULL)
            v[list.count++] = item;
    }
    return list;
}

static struct library_links done_in(struct rq *rq, const char *action)
{
    struct library_links out;
    const struct library_lived *lived =
        library_lived(rq->arena, rq->site->library, "actions", "library", action, &out.count);
    struct library_link *v = NEW_ARRAY(rq->arena, struct library_link, out.count);
    for (size_t i = 0; i < out.count; i++)
        v[i] = (struct library_link){
            .url = arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s/plan#actie-%s", lived[i].example->id,
                                lived[i].entry->id),
            .title = text_in(rq->lang, pack_text(lived[i].entry, "title")),
            .facts = arena_printf(rq->arena, "%s · %s", name_of(lived[i].example),
                                  tr(rq->lang, pack_choice_label(lived[i].entry, "status"))),
            .line = text_in(rq->lang, pack_text(lived[i].entry, "result")),
        };
    out.v = v;
    return out;
}

struct fault entry_action(struct rq *rq)
{
    const struct library_item *item = asked(rq, LIBRARY_ACTION);
    if (item == NULL)
        return FAULT(NOT_FOUND, N_("No installed pack has this action."));
    struct library_action_view v = {
        .way = way_of(rq),
        .item = item,
        .themes = library_theme_links(rq, item->themes),
        .indicators =
            library_links_of(rq, named(rq, LIBRARY_INDICATOR, pack_ids(item->entry, "indicators")), SHOW_LINE),
        .statements =
            library_links_of(rq, named(rq, LIBRARY_STATEMENT, pack_ids(item->entry, "statements")), SHOW_TITLE),
        .examples = done_in(rq, item->id),
    };
    v.layout = library_layout(rq, text_in(rq->lang, &item->title),
                              crumb("/bibliotheek/acties", tr(rq->lang, "Actions")), no_crumb());
    v.layout->wide = true;
    entry_action_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- method, practice, resistance ----------------------------------------------------------------------- */

static struct fault show_entry(struct rq *rq, struct library_entry_view *v, struct layout_link list)
{
    v->way = way_of(rq);
    v->layout = library_layout(rq, text_in(rq->lang, &v->item->title), list, no_crumb());
    entry_page(rq_html(rq), v);
    return reply_page(rq);
}

/* Sessions to lead that use a live method. */
static struct library_links sessions_with(struct rq *rq, const char *method)
{
    size_t count;
    const struct library_item *items = library_items(rq->site->library, LIBRARY_SESSION, &count);
    const struct library_item **v = NEW_ARRAY(rq->arena, const struct library_item *, count);
    struct library_list list = { .v = v };
    for (size_t i = 0; i < count; i++) {
        const struct pack_value *agenda = pack_value(items[i].entry, "items");
        bool has = false;
        for (int k = 0; k < agenda->entries.count; k++)
            has = has || strcmp(pack_string(&agenda->entries.v[k], "method"), method) == 0;
        if (has)
            v[list.count++] = &items[i];
    }
    return library_links_of(rq, list, SHOW_LINE);
}

struct fault entry_method(struct rq *rq)
{
    struct library_entry_view v = { .item = asked(rq, LIBRARY_METHOD) };
    if (v.item == NULL)
        return FAULT(NOT_FOUND, N_("No installed pack has this method."));
    const char *live = pack_string(v.item->entry, "live");
    if (live != NULL) {
        v.back = sessions_with(rq, live);
        v.back_title = tr(rq->lang, "Sessions that do this on phones");
        v.make = arena_printf(rq->arena, "/sessie/maken?werkvorm=%s", live);
    }
    return show_entry(rq, &v, crumb("/bibliotheek/werkvormen", tr(rq->lang, "Session methods")));
}

/* Where it is in the session, as hours and minutes after the start. */
static const char *after(struct rq *rq, int64_t minutes)
{
    return arena_printf(rq->arena, "%lld:%02lld", (long long)(minutes / 60), (long long)(minutes % 60));
}

static struct library_link deck_of(struct rq *rq, const struct pack_entry *item)
{
    bool quiz = pack_string(item, "quiz") != NULL;
    const char *id = pack_string(item, quiz ? "quiz" : "deck");
    size_t count;
    const struct pack_entry *const *decks =
        library_entries(rq->arena, rq->site->library, PACK_CARDS, "decks", &count);
    for (size_t i = 0; id != NULL && i < count; i++)
        if (strcmp(decks[i]->id, id) == 0)
            return (struct library_link){
                .url = arena_printf(rq->arena, quiz ? "/bibliotheek/quiz?reeks=%s" : "/bibliotheek/kaarten/%s",
                                    id),
                .title = text_in(rq->lang, pack_text(decks[i], "title"))
            };
    return (struct library_link){ 0 };
}

static struct library_links aims_of(struct rq *rq, const char *const *ids)
{
    size_t count;
    const struct pack_entry *const *aims =
        library_entries(rq->arena, rq->site->library, PACK_METHODS, "aims", &count);
    struct library_link *links = NEW_ARRAY(rq->arena, struct library_link, count);
    struct library_links list = { .v = links };
    for (size_t i = 0; i < count; i++)
        if (pack_ids_hold(ids, aims[i]->id))
            links[list.count++] =
                (struct library_link){ .url =
                                           arena_printf(rq->arena, "/bibliotheek/sessies?doel=%s", aims[i]->id),
                                       .title = text_in(rq->lang, pack_text(aims[i], "title")) };
    return list;
}

struct fault entry_session(struct rq *rq)
{
    struct library_session_view v = { .item = asked(rq, LIBRARY_SESSION) };
    if (v.item == NULL)
        return FAULT(NOT_FOUND, N_("No installed pack has this session."));
    const struct pack_value *items = pack_value(v.item->entry, "items");
    struct library_agenda_line *lines =
        NEW_ARRAY(rq->arena, struct library_agenda_line, (size_t)items->entries.count);
    int64_t minutes = 0;
    for (int i = 0; i < items->entries.count; i++) {
        const struct pack_entry *item = &items->entries.v[i];
        lines[v.count++] =
            (struct library_agenda_line){ .entry = item,
                                          .from = after(rq, minutes),
                                          .lasts = library_minutes(rq, pack_number(item, "minutes")),
                                          .deck = deck_of(rq, item) };
        minutes += pack_number(item, "minutes");
    }
    v.lines = lines;
    v.aims = aims_of(rq, pack_ids(v.item->entry, "aims"));
    v.facts = library_link_of(rq, v.item, SHOW_TITLE).facts;
    v.make = arena_printf(rq->arena, "/sessie/maken?sjabloon=%s", v.item->id);
    v.layout = library_layout(rq, text_in(rq->lang, &v.item->title),
                              crumb("/bibliotheek/sessies", tr(rq->lang, "Sessions to lead")), no_crumb());
    v.layout->lead = text_in(rq->lang, pack_text(v.item->entry, "about"));
    v.layout->wide = true;
    entry_session_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault entry_practice(struct rq *rq)
{
    struct library_entry_view v = { .item = asked(rq, LIBRARY_PRACTICE) };
    if (v.item == NULL)
        return FAULT(NOT_FOUND, N_("No installed pack has this good practice."));
    v.themes = library_theme_links(rq, v.item->themes);
    v.back = library_links_of(
        rq, library_naming(rq->arena, rq->site->library, LIBRARY_RESISTANCE, "practices", v.item->id),
        SHOW_LINE);
    v.back_title = tr(rq->lang, "Helps when you hear");
    return show_entry(rq, &v, crumb("/bibliotheek/praktijken", tr(rq->lang, "Good practices")));
}

struct fault entry_resistance(struct rq *rq)
{
    struct library_entry_view v = { .item = asked(rq, LIBRARY_RESISTANCE) };
    if (v.item == NULL)
        return FAULT(NOT_FOUND, N_("No installed pack has this resistance."));
    return show_entry(rq, &v, crumb("/bibliotheek/weerstanden", tr(rq->lang, "Resistances")));
}

/* ---- deck of cards -------------------------------------------------------------------------------------- */

static const struct library_link *deck_link(struct rq *rq, const struct pack_entry *deck)
{
    struct library_link *link = NEW(rq->arena, struct library_link);
    link->url = arena_printf(rq->arena, "/bibliotheek/kaarten/%s", deck->id);
    link->title = text_in(rq->lang, pack_text(deck, "title"));
    return link;
}

static bool has_quiz(struct rq *rq, const char *deck)
{
    size_t count;
    const struct library_item *quiz = library_items(rq->site->library, LIBRARY_QUIZ, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(quiz[i].deck->id, deck) == 0)
            return true;
    return false;
}

struct fault entry_deck(struct rq *rq)
{
    struct library_deck_view v = { 0 };
    size_t count;
    const struct pack_entry *const *decks =
        library_entries(rq->arena, rq->site->library, PACK_CARDS, "decks", &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(decks[i]->id, rq_param(rq, "deck")) == 0) {
            v.deck = decks[i];
            v.before = i > 0 ? deck_link(rq, decks[i - 1]) : NULL;
            v.after = i + 1 < count ? deck_link(rq, decks[i + 1]) : NULL;
        }
    if (v.deck == NULL)
        return FAULT(NOT_FOUND, N_("No installed pack has these cards."));
    if (has_quiz(rq, v.deck->id))
        v.quiz_url = arena_printf(rq->arena, "/bibliotheek/quiz?reeks=%s", v.deck->id);
    v.layout = library_layout(rq, text_in(rq->lang, pack_text(v.deck, "title")),
                              crumb("/bibliotheek/kaarten", tr(rq->lang, "Explanation cards")), no_crumb());
    v.layout->lead = text_in(rq->lang, pack_text(v.deck, "about"));
    entry_deck_page(rq_html(rq), &v);
    return reply_page(rq);
}
