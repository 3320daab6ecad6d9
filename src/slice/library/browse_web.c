/* The library to browse and search: the landing page, the search, the lists of each kind. */
#include <stdlib.h>
#include <string.h>

#include "browse_page.h"
#include "slice/library/web.h"

/* ---- addresses with choices in them --------------------------------------------------------------------- */

enum { MOST_CHOICES = 8 };
/* A list with the choices that were made, to make links that change one of them. */
struct choices {
    const char *path;
    struct {
        const char *name, *value;
    } v[MOST_CHOICES];
    size_t count;
};

/* "" when it was not given. */
static const char *typed(struct rq *rq, const char *name)
{
    const char *value = rq_query(rq, name);
    return value == NULL ? "" : value;
}

static const char *choice(struct rq *rq, struct choices *c, const char *name)
{
    ASSERT(c->count < MOST_CHOICES);
    c->v[c->count].name = name;
    c->v[c->count].value = typed(rq, name);
    return c->v[c->count++].value;
}

static void put_choice(struct buf *b, bool *first, const char *name, const char *value)
{
    if (value[0] == '\0')
        return;
    buf_printf(b, "%c%s=", *first ? '?' : '&', name);
    html_urlpart_str(&(struct html){ .out = b }, value);
    *first = false;
}

/* The list with another value for one choice ("" = without it). */
static const char *with_choice(struct rq *rq, const struct choices *c, const char *name, const char *value)
{
    struct buf b;
    bool first = true;
    buf_init(&b, 16384);
    buf_str(&b, c->path);
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->v[i].name, name) != 0)
            put_choice(&b, &first, c->v[i].name, c->v[i].value);
    put_choice(&b, &first, name, value);
    const char *url = buf_ok(&b) ? buf_to_arena(&b, rq->arena) : c->path;
    buf_release(&b);
    return url;
}

static bool any_chosen(const struct choices *c)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->v[i].value[0] != '\0')
            return true;
    return false;
}

/* ---- pages ---------------------------------------------------------------------------------------------- */

static struct library_pager pager(struct rq *rq, const struct choices *c, size_t total)
{
    struct library_pager p = library_pages(rq, total);
    if (p.page > 1)
        p.before = with_choice(rq, c, "pagina",
                               p.page == 2 ? "" : arena_printf(rq->arena, "%lld", (long long)p.page - 1));
    if (p.page < p.pages)
        p.after = with_choice(rq, c, "pagina", arena_printf(rq->arena, "%lld", (long long)p.page + 1));
    return p;
}

/* ---- the choices themselves ----------------------------------------------------------------------------- */

struct options {
    struct field_option *v;
    size_t count, capacity;
};

static void add_option(struct rq *rq, struct options *o, const char *value, const char *label,
                       const char *group)
{
    *(struct field_option *)ARENA_PUSH(rq->arena, &o->v, &o->count, &o->capacity) =
        (struct field_option){ .value = value, .label = label, .group = group };
}

enum { MOST_SELECTS = 4 };
struct selects {
    struct field_view v[MOST_SELECTS];
    const char *empty[MOST_SELECTS];
    size_t count;
};

static void add_select(struct selects *s, const char *name, const char *label, const char *empty,
                       const char *value, const struct options *o)
{
    ASSERT(s->count < MOST_SELECTS);
    s->empty[s->count] = empty;
    s->v[s->count++] = (struct field_view){ .name = name,
                                            .label = label,
                                            .value = value,
                                            .type = "text",
                                            .elsewhere = true,
                                            .options = o->v,
                                            .option_count = o->count };
}

/* Themes of all scans, by domain. */
static void add_theme_select(struct rq *rq, struct selects *s, const char *chosen)
{
    struct options o = { 0 };
    size_t count;
    const struct library_item *themes = library_items(rq->site->library, LIBRARY_THEME, &count);
    const struct pack_domain *domain = NULL;
    const char *group = NULL;
    for (size_t i = 0; i < count; i++) {
        const struct pack_domain *own = &themes[i].pack->scan->domains[themes[i].theme->domain];
        if (own != domain) {
            domain = own;
            group =
                library_pair(rq, text_in(rq->lang, &themes[i].pack->title), text_in(rq->lang, &domain->title));
        }
        add_option(rq, &o, themes[i].id, text_in(rq->lang, &themes[i].title), group);
    }
    add_select(s, "thema", tr(rq->lang, "Theme"), tr(rq->lang, "All themes"), chosen, &o);
}

static bool is_goal(const struct pack_reference *r)
{
    return strcmp(r->framework, "sdg") == 0 && strchr(r->code, '.') == NULL;
}

static const char *goal_label(struct rq *rq, const struct pack_reference *r)
{
    return arena_printf(rq->arena, "%s. %s", r->code, text_in(rq->lang, &r->title));
}

static void add_goal_select(struct rq *rq, struct selects *s, const char *chosen)
{
    struct options o = { 0 };
    const struct pack_crosswalk *c = packs_crosswalk(rq->site->packs);
    for (int i = 0; i < c->count; i++)
        if (is_goal(&c->entries[i]))
            add_option(rq, &o, c->entries[i].code, goal_label(rq, &c->entries[i]), NULL);
    add_select(s, "sdg", tr(rq->lang, "One of the 17 goals (SDG)"), tr(rq->lang, "All goals"), chosen, &o);
}

/* A field of entries that is one of a few choices, with the labels of its kind. */
static void add_choice_select(struct rq *rq, struct selects *s, const char *name, const struct pack_field *f,
                              const char *empty, const char *chosen)
{
    struct options o = { 0 };
    for (int i = 0; f->choices[i] != NULL; i++)
        add_option(rq, &o, f->choices[i], tr(rq->lang, f->labels[i]), NULL);
    add_select(s, name, tr(rq->lang, f->label), empty, chosen, &o);
}

static const struct pack_field *field_of(const struct pack_shape *shape, const char *name)
{
    for (int i = 0; i < shape->count; i++)
        if (strcmp(shape->fields[i].name, name) == 0)
            return &shape->fields[i];
    ASSERT(!"the shape has this field");
    return NULL;
}

static struct library_filter filter_of(const struct choices *c, const struct selects *s)
{
    return (struct library_filter){ .path = c->path,
                                    .selects = s->v,
                                    .empty = s->empty,
                                    .select_count = s->count,
                                    .clear = any_chosen(c) ? c->path : NULL };
}

/* ---- the landing page ----------------------------------------------------------------------------------- */

static void home_cards(struct rq *rq, struct library_home_view *v, struct library_index *x)
{
    static const enum library_kind order[] = { LIBRARY_INDICATOR, LIBRARY_ACTION,   LIBRARY_EXAMPLE,
                                               LIBRARY_SESSION,   LIBRARY_METHOD,   LIBRARY_CARD,
                                               LIBRARY_QUIZ,      LIBRARY_PRACTICE, LIBRARY_RESISTANCE,
                                               LIBRARY_LEVELS,    LIBRARY_WORD,     LIBRARY_REFERENCE };
    struct library_card *cards = NEW_ARRAY(rq->arena, struct library_card, sizeof order / sizeof order[0]);
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        size_t count, own = 0;
        const struct library_item *items = library_items(x, order[i], &count);
        for (size_t k = 0; k < count; k++)
            own += items[k].list == NULL || strcmp(items[k].list->name, "organisation") == 0;
        if (own > 0)
            cards[v->card_count++] =
                (struct library_card){ .url = library_kinds[order[i]].page,
                                       .title = order[i] == LIBRARY_EXAMPLE
                                                    ? tr(rq->lang, "Examples to read along")
                                                    : tr(rq->lang, library_kinds[order[i]].many),
                                       .about = tr(rq->lang, library_kinds[order[i]].about),
                                       .count = (int64_t)own };
    }
    v->cards = cards;
}

static const struct pack *const *scans(struct rq *rq, size_t *count)
{
    size_t all;
    const struct pack *const *packs = library_packs(rq->arena, rq->site->packs, &all);
    const struct pack **out = NEW_ARRAY(rq->arena, const struct pack *, all);
    *count = 0;
    for (int turn = 0; turn < 2; turn++) /* variants behind what they stand on */
        for (size_t i = 0; i < all; i++)
            if (packs[i]->kind == PACK_SCAN && (packs[i]->base != NULL) == (turn == 1))
                out[(*count)++] = packs[i];
    return out;
}

/* The domains of a scan with their themes. */
static void home_domains(struct rq *rq, const struct pack_scan *scan, struct library_scan_doors *doors)
{
    struct library_door *v = NEW_ARRAY(rq->arena, struct library_door, (size_t)scan->domain_count);
    for (int d = 0; d < scan->domain_count; d++) {
        const struct pack_domain *domain = &scan->domains[d];
        struct library_link *links = NEW_ARRAY(rq->arena, struct library_link, (size_t)domain->theme_count);
        for (int t = 0; t < domain->theme_count; t++) {
            const struct pack_theme *theme = &scan->themes[domain->first_theme + t];
            links[t] =
                (struct library_link){ .url = arena_printf(rq->arena, "/bibliotheek/thema/%s", theme->id),
                                       .title = text_in(rq->lang, &theme->title) };
        }
        v[d] = (struct library_door){ .id = domain->id,
                                      .title = text_in(rq->lang, &domain->title),
                                      .links = { links, (size_t)domain->theme_count } };
    }
    doors->domains = v;
    doors->count = (size_t)scan->domain_count;
}

static void home_scans(struct rq *rq, struct library_home_view *v)
{
    const struct pack *const *packs = scans(rq, &v->scan_count);
    struct library_tab *tabs = NEW_ARRAY(rq->arena, struct library_tab, v->scan_count);
    struct library_scan_doors *doors = NEW_ARRAY(rq->arena, struct library_scan_doors, v->scan_count);
    for (size_t i = 0; i < v->scan_count; i++) {
        tabs[i] = (struct library_tab){ .url = arena_printf(rq->arena, "/bibliotheek/%s", packs[i]->id),
                                        .label = text_in(rq->lang, &packs[i]->title),
                                        .count = packs[i]->scan->statement_count };
        if (packs[i]->base != NULL)
            continue;
        struct library_scan_doors *door = &doors[v->theme_count++];
        *door = (struct library_scan_doors){ .id = packs[i]->id, .title = tabs[i].label };
        home_domains(rq, packs[i]->scan, door);
    }
    v->scans = tabs;
    v->themes = doors;
}

static void home_goals(struct rq *rq, struct library_home_view *v, const struct library_index *x)
{
    const struct pack_crosswalk *c = packs_crosswalk(rq->site->packs);
    struct library_link *links = NEW_ARRAY(rq->arena, struct library_link, (size_t)c->count);
    size_t of_goal[32] = { 0 };
    for (int kind = 0; kind < LIBRARY_KINDS; kind++) {
        size_t count;
        const struct library_item *items = library_items(x, (enum library_kind)kind, &count);
        for (size_t i = 0; i < count; i++)
            for (int goal = 1; goal < 32; goal++)
                of_goal[goal] += items[i].goals >> goal & 1;
    }
    size_t count = 0;
    for (int i = 0; i < c->count; i++) {
        const struct pack_reference *r = &c->entries[i];
        long goal = strtol(r->code, NULL, 10);
        if (is_goal(r) && goal > 0 && goal < 32)
            links[count++] =
                (struct library_link){ .url = arena_printf(rq->arena, "/bibliotheek/zoeken?sdg=%s", r->code),
                                       .title = goal_label(rq, r),
                                       .facts = format_int(rq->arena, rq->lang, (int64_t)of_goal[goal]) };
    }
    size_t half = (count + 1) / 2;
    v->goals[0] = (struct library_links){ links, half };
    v->goals[1] = (struct library_links){ links + half, count - half };
}

struct fault browse_home(struct rq *rq)
{
    struct library_index *x = rq->site->library;
    struct library_home_view v = { .layout = rq_layout(rq, tr(rq->lang, "What are you looking for?")) };
    v.layout->wide = true;
    v.layout->lead =
        tr(rq->lang, "Statements, indicators, actions, methods and examples for your CSR work: free to "
                     "read, to copy and to print.");
    home_cards(rq, &v, x);
    home_scans(rq, &v);
    home_goals(rq, &v, x);
    browse_home_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- search --------------------------------------------------------------------------------------------- */

static int kind_of(const char *code)
{
    for (int i = 0; i < LIBRARY_KINDS; i++)
        if (strcmp(library_kinds[i].code, code) == 0)
            return i;
    return -1;
}

static void kind_tabs(struct rq *rq, const struct choices *c, int chosen, const struct library_hits *hits,
                      struct library_search_view *v)
{
    struct library_tab *tabs = NEW_ARRAY(rq->arena, struct library_tab, LIBRARY_KINDS + 1);
    tabs[v->kind_count++] = (struct library_tab){ .url = with_choice(rq, c, "soort", ""),
                                                  .label = tr(rq->lang, "All kinds"),
                                                  .count = (int64_t)hits->all,
                                                  .current = chosen < 0 };
    for (int i = 0; i < LIBRARY_KINDS; i++)
        if (hits->of_kind[i] > 0 || i == chosen)
            tabs[v->kind_count++] =
                (struct library_tab){ .url = with_choice(rq, c, "soort", library_kinds[i].code),
                                      .label = tr(rq->lang, library_kinds[i].many),
                                      .count = (int64_t)hits->of_kind[i],
                                      .current = i == chosen };
    v->kinds = tabs;
}

static const char *search_title(struct rq *rq, const char *words, size_t total)
{
    const char *number = format_int(rq->arena, rq->lang, (int64_t)total);
    if (total == 0)
        return words[0] == '\0' ? tr(rq->lang, "Nothing found")
                                : arena_printf(rq->arena, tr(rq->lang, "Nothing found for “%s”"),
                                               library_short(rq->arena, words, 60));
    if (words[0] == '\0')
        return arena_printf(rq->arena, tr_n(rq->lang, "%s result", "%s results", (int64_t)total), number);
    return arena_printf(rq->arena, tr_n(rq->lang, "%s result for “%s”", "%s results for “%s”", (int64_t)total),
                        number, library_short(rq->arena, words, 60));
}

static void keep(struct rq *rq, struct library_filter *f, const char *name, const char *value)
{
    struct library_link *kept = (struct library_link *)f->kept;
    if (kept == NULL)
        f->kept = kept = NEW_ARRAY(rq->arena, struct library_link, MOST_CHOICES);
    if (value[0] != '\0')
        kept[f->kept_count++] = (struct library_link){ .title = name, .line = value };
}

/* With filters nothing is left: how much there is for the words alone. */
static void look_elsewhere(struct rq *rq, const struct library_query *q, struct library_search_view *v)
{
    struct library_query alone = { .words = q->words, .kind = -1 };
    struct library_hits hits;
    library_search(rq->arena, rq->site->library, rq->lang, &alone, &hits);
    struct choices c = { .path = "/bibliotheek/zoeken" };
    v->elsewhere = hits.total;
    v->elsewhere_url = with_choice(rq, &c, "zoek", q->words);
}

struct fault browse_search(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/zoeken" };
    struct library_query q = { .most = LIBRARY_PER_PAGE };
    q.words = choice(rq, &c, "zoek");
    q.theme = choice(rq, &c, "thema");
    q.goal = choice(rq, &c, "sdg");
    const char *kind = choice(rq, &c, "soort");
    q.term = choice(rq, &c, "begrip");
    q.kind = kind_of(kind);
    struct library_hits hits;
    library_search(rq->arena, rq->site->library, rq->lang, &q, &hits);
    int64_t page = library_pages(rq, hits.total).page;
    if (page > 1) { /* now that it is known how many there are */
        q.from = (size_t)(page - 1) * LIBRARY_PER_PAGE;
        library_search(rq->arena, rq->site->library, rq->lang, &q, &hits);
    }

    struct selects selects = { 0 };
    add_theme_select(rq, &selects, q.theme);
    add_goal_select(rq, &selects, q.goal);
    struct library_search_view v = {
        .layout = library_layout(rq, search_title(rq, q.words, hits.total), (struct layout_link){ 0 },
                                 (struct layout_link){ 0 }),
        .filter = filter_of(&c, &selects),
        .hits = library_links_of(rq, (struct library_list){ hits.v, hits.count }, SHOW_KIND),
        .pager = pager(rq, &c, hits.total),
        .words = q.words,
    };
    v.layout->wide = true;
    v.filter.words = q.words;
    keep(rq, &v.filter, "soort", q.kind < 0 ? "" : kind);
    keep(rq, &v.filter, "begrip", q.term);
    kind_tabs(rq, &c, q.kind, &hits, &v);
    const struct library_item *word =
        q.term[0] == '\0' ? NULL : library_item(rq->site->library, LIBRARY_WORD, q.term);
    v.term = word == NULL ? NULL : text_in(rq->lang, &word->title);
    v.without_term = with_choice(rq, &c, "begrip", "");
    if (hits.total == 0)
        look_elsewhere(rq, &q, &v);
    browse_search_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- lists ---------------------------------------------------------------------------------------------- */

typedef bool fits_fn(const struct library_item *item, const void *wanted);

/* The part of a kind that fits, and how much fits in all. */
static struct library_list part_of(struct rq *rq, enum library_kind kind, fits_fn *fits, const void *wanted,
                                   size_t *total)
{
    size_t count;
    const struct library_item *items = library_items(rq->site->library, kind, &count);
    const struct library_item **all = NEW_ARRAY(rq->arena, const struct library_item *, count);
    *total = 0;
    for (size_t i = 0; i < count; i++)
        if (fits(&items[i], wanted))
            all[(*total)++] = &items[i];
    size_t from = (size_t)(library_pages(rq, *total).page - 1) * LIBRARY_PER_PAGE;
    return (struct library_list){ all + from,
                                  *total - from < LIBRARY_PER_PAGE ? *total - from : LIBRARY_PER_PAGE };
}

struct wanted {
    const char *theme, *effort, *cost, *aim, *step;
    uint32_t goal;
    bool quick;
};

static bool field_is(const struct library_item *item, const char *name, const char *value)
{
    return value == NULL || value[0] == '\0' || strcmp(pack_string(item->entry, name), value) == 0;
}

static bool field_holds(const char *const *ids, const char *id)
{
    return id == NULL || id[0] == '\0' || pack_ids_hold(ids, id);
}

static bool fits_theme(const struct library_item *item, const void *wanted)
{
    const struct wanted *w = wanted;
    return field_holds(item->themes, w->theme) && (w->goal == 0 || (item->goals & w->goal) != 0);
}

static bool fits_action(const struct library_item *item, const void *wanted)
{
    const struct wanted *w = wanted;
    return fits_theme(item, w) && field_is(item, "effort", w->effort) && field_is(item, "cost", w->cost) &&
           (!w->quick || pack_number(item->entry, "quick-win") != 0);
}

static bool fits_aim(const struct library_item *item, const void *wanted)
{
    return field_holds(pack_ids(item->entry, "aims"), ((const struct wanted *)wanted)->aim);
}

static bool fits_practice(const struct library_item *item, const void *wanted)
{
    const struct wanted *w = wanted;
    return fits_theme(item, w) && field_holds(pack_ids(item->entry, "steps"), w->step);
}

static uint32_t goal_bit(const char *goal)
{
    long n = strtol(goal, NULL, 10);
    return goal[0] == '\0' ? 0 : n > 0 && n < 31 ? UINT32_C(1) << n : UINT32_C(1) << 31;
}

static const char *list_title(struct rq *rq, size_t total, size_t all, const char *one, const char *many,
                              const char *fit)
{
    if (total == all)
        return arena_printf(rq->arena, tr_n(rq->lang, one, many, (int64_t)total),
                            format_int(rq->arena, rq->lang, (int64_t)total));
    return arena_printf(rq->arena, tr(rq->lang, fit), format_int(rq->arena, rq->lang, (int64_t)total),
                        format_int(rq->arena, rq->lang, (int64_t)all));
}

static size_t all_of(struct rq *rq, enum library_kind kind)
{
    size_t count;
    library_items(rq->site->library, kind, &count);
    return count;
}

static struct layout *list_layout(struct rq *rq, const char *title, enum library_kind kind)
{
    struct layout *l = library_layout(rq, title, (struct layout_link){ 0 }, (struct layout_link){ 0 });
    l->lead = tr(rq->lang, library_kinds[kind].about);
    return l;
}

static struct fault show_list(struct rq *rq, struct library_browse_view *v, const struct choices *c,
                              struct library_list list, size_t total)
{
    v->links = library_links_of(rq, list, SHOW_LINE);
    v->pager = pager(rq, c, total);
    v->clear = c->path;
    v->layout->wide = true;
    browse_list_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault browse_indicators(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/indicatoren" };
    struct selects selects = { 0 };
    struct wanted w = { .theme = choice(rq, &c, "thema") };
    const char *goal = choice(rq, &c, "sdg");
    w.goal = goal_bit(goal);
    size_t total, all = all_of(rq, LIBRARY_INDICATOR);
    struct library_list list = part_of(rq, LIBRARY_INDICATOR, fits_theme, &w, &total);
    add_theme_select(rq, &selects, w.theme);
    add_goal_select(rq, &selects, goal);
    struct library_filter filter = filter_of(&c, &selects);
    struct library_browse_view v = { .filter = &filter };
    v.layout = list_layout(
        rq, list_title(rq, total, all, "%s indicator", "%s indicators", N_("%s of %s indicators fit")),
        LIBRARY_INDICATOR);
    return show_list(rq, &v, &c, list, total);
}

struct fault browse_actions(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/acties" };
    struct selects selects = { 0 };
    struct wanted w = { .theme = choice(rq, &c, "thema"),
                        .effort = choice(rq, &c, "moeite"),
                        .cost = choice(rq, &c, "kosten") };
    w.quick = choice(rq, &c, "snel")[0] != '\0';
    size_t total, all = all_of(rq, LIBRARY_ACTION);
    struct library_list list = part_of(rq, LIBRARY_ACTION, fits_action, &w, &total);
    const struct pack_kind_lists shapes = pack_kind_lists(PACK_ACTIONS);
    const struct pack_shape *shape = shapes.v[shapes.count - 1].shape; /* of "entries" */
    add_theme_select(rq, &selects, w.theme);
    add_choice_select(rq, &selects, "moeite", field_of(shape, "effort"), tr(rq->lang, "Any effort"), w.effort);
    add_choice_select(rq, &selects, "kosten", field_of(shape, "cost"), tr(rq->lang, "Any cost"), w.cost);
    struct library_filter filter = filter_of(&c, &selects);
    filter.tick = tr(rq->lang, "Quick wins only");
    filter.ticked = w.quick;
    struct library_browse_view v = { .filter = &filter };
    v.layout = list_layout(
        rq, list_title(rq, total, all, "%s action", "%s actions", N_("%s of %s actions fit")), LIBRARY_ACTION);
    return show_list(rq, &v, &c, list, total);
}

/* Entries of a small list of packs: aims, steps, decks. */
struct few {
    const struct pack_entry *const *v;
    size_t count;
};

static struct few few_of(struct rq *rq, enum pack_kind kind, const char *list)
{
    struct few f;
    f.v = library_entries(rq->arena, rq->site->library, kind, list, &f.count);
    return f;
}

/* A tab for each of them, after one for all. */
static const struct library_tab *few_tabs(struct rq *rq, const struct choices *c, const char *name,
                                          struct few few, const char *chosen, const char *all)
{
    struct library_tab *tabs = NEW_ARRAY(rq->arena, struct library_tab, few.count + 1);
    tabs[0] = (struct library_tab){
        .url = with_choice(rq, c, name, ""), .label = all, .count = -1, .current = chosen[0] == '\0'
    };
    for (size_t i = 0; i < few.count; i++)
        tabs[i + 1] = (struct library_tab){ .url = with_choice(rq, c, name, few.v[i]->id),
                                            .label = text_in(rq->lang, pack_text(few.v[i], "title")),
                                            .count = -1,
                                            .current = strcmp(chosen, few.v[i]->id) == 0 };
    return tabs;
}

struct fault browse_methods(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/werkvormen" };
    struct wanted w = { .aim = choice(rq, &c, "doel") };
    struct few aims = few_of(rq, PACK_METHODS, "aims");
    size_t total, all = all_of(rq, LIBRARY_METHOD);
    struct library_list list = part_of(rq, LIBRARY_METHOD, fits_aim, &w, &total);
    struct library_browse_view v = { .tabs_label = tr(rq->lang, "What the method helps with") };
    v.layout = list_layout(rq,
                           list_title(rq, total, all, "%s session method", "%s session methods",
                                      N_("%s of %s session methods fit")),
                           LIBRARY_METHOD);
    v.tabs = few_tabs(rq, &c, "doel", aims, w.aim, tr(rq->lang, "All aims"));
    v.tab_count = aims.count + 1;
    return show_list(rq, &v, &c, list, total);
}

struct fault browse_sessions(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/sessies" };
    struct wanted w = { .aim = choice(rq, &c, "doel") };
    struct few aims = few_of(rq, PACK_METHODS, "aims");
    size_t total, all = all_of(rq, LIBRARY_SESSION);
    struct library_list list = part_of(rq, LIBRARY_SESSION, fits_aim, &w, &total);
    struct library_browse_view v = { .tabs_label = tr(rq->lang, "What the session helps with") };
    v.layout = list_layout(rq,
                           list_title(rq, total, all, "%s session to lead as it stands",
                                      "%s sessions to lead as they stand", N_("%s of %s sessions fit")),
                           LIBRARY_SESSION);
    v.tabs = few_tabs(rq, &c, "doel", aims, w.aim, tr(rq->lang, "All aims"));
    v.tab_count = aims.count + 1;
    return show_list(rq, &v, &c, list, total);
}

struct fault browse_practices(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/praktijken" };
    struct selects selects = { 0 };
    struct wanted w = { .theme = choice(rq, &c, "thema"), .step = choice(rq, &c, "stap") };
    struct few steps = few_of(rq, PACK_PRACTICES, "steps");
    struct options o = { 0 };
    size_t total, all = all_of(rq, LIBRARY_PRACTICE);
    struct library_list list = part_of(rq, LIBRARY_PRACTICE, fits_practice, &w, &total);
    add_theme_select(rq, &selects, w.theme);
    for (size_t i = 0; i < steps.count; i++)
        add_option(rq, &o, steps.v[i]->id, text_in(rq->lang, pack_text(steps.v[i], "title")), NULL);
    add_select(&selects, "stap", tr(rq->lang, "Step of a trajectory"), tr(rq->lang, "All steps"), w.step, &o);
    struct library_filter filter = filter_of(&c, &selects);
    struct library_browse_view v = { .filter = &filter };
    v.layout = list_layout(
        rq,
        list_title(rq, total, all, "%s good practice", "%s good practices", N_("%s of %s good practices fit")),
        LIBRARY_PRACTICE);
    return show_list(rq, &v, &c, list, total);
}

struct fault browse_resistances(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/weerstanden" };
    struct wanted w = { 0 };
    size_t total;
    struct library_list list = part_of(rq, LIBRARY_RESISTANCE, fits_theme, &w, &total);
    struct library_browse_view v = {
        .layout = list_layout(rq, tr(rq->lang, "What you may hear, and what helps"), LIBRARY_RESISTANCE)
    };
    return show_list(rq, &v, &c, list, total);
}

struct fault browse_examples(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/voorbeelden" };
    struct library_browse_view v = { .layout = list_layout(rq, tr(rq->lang, "Examples to read along"),
                                                           LIBRARY_EXAMPLE) };
    struct library_list list = { 0 };
    size_t count;
    const struct library_item *items = library_items(rq->site->library, LIBRARY_EXAMPLE, &count);
    const struct library_item **all = NEW_ARRAY(rq->arena, const struct library_item *, count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].list->name, "organisation") == 0)
            all[list.count++] = &items[i];
    list.v = all;
    return show_list(rq, &v, &c, list, list.count);
}

struct fault browse_decks(struct rq *rq)
{
    struct library_browse_view v = { .layout = list_layout(rq, tr(rq->lang, "Cards to explain it to a group"),
                                                           LIBRARY_CARD) };
    struct few decks = few_of(rq, PACK_CARDS, "decks");
    v.links.count = decks.count;
    struct library_link *links = NEW_ARRAY(rq->arena, struct library_link, v.links.count);
    for (size_t i = 0; i < v.links.count; i++) {
        const struct pack_entry *deck = decks.v[i];
        int cards = pack_value(deck, "cards")->entries.count;
        links[i] = (struct library_link){ .url = arena_printf(rq->arena, "/bibliotheek/kaarten/%s", deck->id),
                                          .title = text_in(rq->lang, pack_text(deck, "title")),
                                          .facts = arena_printf(
                                              rq->arena, tr_n(rq->lang, "%d card", "%d cards", cards), cards),
                                          .line = text_in(rq->lang, pack_text(deck, "about")) };
    }
    v.links.v = links;
    v.pager = (struct library_pager){ .page = 1, .pages = 1 };
    v.layout->wide = true;
    browse_list_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* GET /bibliotheek/quiz?reeks=: the questions about one deck, the first when none was chosen. */
struct fault browse_quiz(struct rq *rq)
{
    struct choices c = { .path = "/bibliotheek/quiz" };
    const char *asked = choice(rq, &c, "reeks");
    struct library_quiz_view v = { .layout =
                                       list_layout(rq, tr(rq->lang, "How much do you know?"), LIBRARY_QUIZ) };
    struct few decks = few_of(rq, PACK_CARDS, "decks"), quiz = few_of(rq, PACK_CARDS, "quiz");
    const struct pack_entry *deck = decks.count == 0 ? NULL : decks.v[0];
    for (size_t i = 0; i < decks.count; i++)
        deck = strcmp(decks.v[i]->id, asked) == 0 ? decks.v[i] : deck;
    if (deck != NULL) {
        const struct pack_entry **questions = NEW_ARRAY(rq->arena, const struct pack_entry *, quiz.count);
        for (size_t i = 0; i < quiz.count; i++)
            if (strcmp(pack_string(quiz.v[i], "deck"), deck->id) == 0)
                questions[v.count++] = quiz.v[i];
        v.questions = questions;
        v.decks = few_tabs(rq, &c, "reeks", decks, deck->id, "") + 1; /* there is no "all" */
        v.deck_count = decks.count;
        v.deck_url = arena_printf(rq->arena, "/bibliotheek/kaarten/%s", deck->id);
        v.deck_title = text_in(rq->lang, pack_text(deck, "title"));
    }
    browse_quiz_page(rq_html(rq), &v);
    return reply_page(rq);
}
