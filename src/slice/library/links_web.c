/* How the library's pages name a thing, lead to it and say what it is about. */
#include <stdlib.h>
#include <string.h>

#include "slice/library/web.h"

enum { LINE_CHARACTERS = 170 };

struct layout *library_layout(struct rq *rq, const char *title, struct layout_link second,
                              struct layout_link third)
{
    struct layout *l = rq_layout(rq, title);
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 3);
    crumbs[l->crumb_count++] = (struct layout_link){ .url = "/bibliotheek", .label = tr(rq->lang, "Library") };
    if (second.url != NULL)
        crumbs[l->crumb_count++] = second;
    if (third.url != NULL)
        crumbs[l->crumb_count++] = third;
    l->crumbs = crumbs;
    return l;
}

struct library_pager library_pages(struct rq *rq, size_t total)
{
    const char *asked = rq_query(rq, "pagina");
    int64_t pages = total == 0 ? 1 : (int64_t)((total + LIBRARY_PER_PAGE - 1) / LIBRARY_PER_PAGE);
    int64_t page = asked == NULL ? 1 : strtoll(asked, NULL, 10);
    return (struct library_pager){ .page = page < 1 ? 1 : page > pages ? pages : page, .pages = pages };
}

/* What each kind is called: in an address, on screen as one and as many, and what it is for. */
const struct library_kind_words library_kinds[LIBRARY_KINDS] = {
    [LIBRARY_THEME] = { "thema", N_("Theme"), N_("Themes"), "/bibliotheek#themas",
                        N_("What the scans ask about, with all that helps to work on it.") },
    [LIBRARY_STATEMENT] = { "stelling", N_("Statement"), N_("Statements"), "/bibliotheek/zoeken?soort=stelling",
                            N_("What you judge in a scan, with why it matters and how you show it.") },
    [LIBRARY_LEVELS] = { "niveaus", N_("Maturity levels"), N_("Maturity levels"),
                         "/bibliotheek/zoeken?soort=niveaus",
                         N_("Five levels for each theme: where are you, where do you want to be?") },
    [LIBRARY_INDICATOR] = { "indicator", N_("Indicator"), N_("Indicators"), "/bibliotheek/indicatoren",
                            N_("What you can measure, with formula, source and pitfalls.") },
    [LIBRARY_ACTION] = { "actie", N_("Action"), N_("Actions"), "/bibliotheek/acties",
                         N_("What you can do, with a first step, effort, cost and who did it before.") },
    [LIBRARY_PRACTICE] = { "praktijk", N_("Good practice"), N_("Good practices"), "/bibliotheek/praktijken",
                           N_("How others went about it, and what you can take from it.") },
    [LIBRARY_RESISTANCE] = { "weerstand", N_("Resistance"), N_("Resistances"), "/bibliotheek/weerstanden",
                             N_("What people object, what may lie behind it, and what you can say.") },
    [LIBRARY_METHOD] = { "werkvorm", N_("Session method"), N_("Session methods"), "/bibliotheek/werkvormen",
                         N_("How to lead a session, step by step, with sentences to say aloud.") },
    [LIBRARY_SESSION] = { "sessie", N_("Session to lead"), N_("Sessions to lead"), "/bibliotheek/sessies",
                          N_("A whole agenda with its times, what to say and what to put ready.") },
    [LIBRARY_CARD] = { "kaart", N_("Explanation card"), N_("Explanation cards"), "/bibliotheek/kaarten",
                       N_("To explain the subject to a group, with notes for the speaker.") },
    [LIBRARY_QUIZ] = { "quiz", N_("Quiz question"), N_("Quiz questions"), "/bibliotheek/quiz",
                       N_("Short questions about the cards, with an explained answer.") },
    [LIBRARY_EXAMPLE] = { "voorbeeld", N_("From an example"), N_("From examples"), "/bibliotheek/voorbeelden",
                          N_("Fictional organisations to read along with, from first talk to adjusted plan.") },
    [LIBRARY_WORD] = { "begrip", N_("Term"), N_("Terms"), "/begrippen", N_("The words, explained in short.") },
    [LIBRARY_REFERENCE] = { "verwijzing", N_("Reference"), N_("References"), "/bibliotheek/kruisverwijzing",
                            N_("Where ISO 26000 and the SDGs meet.") },
};

/* Where a part of an example is read. */
static const char *example_url(struct rq *rq, const struct library_item *item)
{
    static const struct {
        const char *list, *place;
    } places[] = {
        { "steps", "/stappen#" },
        { "documents", "/documenten/" },
        { "stakeholders", "/themas#wie-" },
        { "themes", "/themas#" },
        { "goals", "/plan#doel-" },
        { "actions", "/plan#actie-" },
        { "log", "/jaar#" },
        { "evaluation", "/evaluatie#bevinding-" },
        { "changes", "/evaluatie#plan-" },
    };
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (strcmp(item->list->name, places[i].list) == 0)
            return arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s%s%s", item->pack->id, places[i].place,
                                item->id);
    return arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s", item->pack->id);
}

const char *library_url(struct rq *rq, const struct library_item *item)
{
    switch (item->kind) {
    case LIBRARY_LEVELS:
        return arena_printf(rq->arena, "/bibliotheek/thema/%s#niveaus", item->id);
    case LIBRARY_CARD:
        return arena_printf(rq->arena, "/bibliotheek/kaarten/%s#%s", item->deck->id, item->id);
    case LIBRARY_QUIZ:
        return arena_printf(rq->arena, "/bibliotheek/quiz?reeks=%s#%s", item->deck->id, item->id);
    case LIBRARY_EXAMPLE:
        return example_url(rq, item);
    case LIBRARY_WORD:
        return arena_printf(rq->arena, "/begrippen#%s", item->id);
    case LIBRARY_REFERENCE:
        return arena_printf(rq->arena, "/bibliotheek/kruisverwijzing#%s", item->id);
    default:
        return arena_printf(rq->arena, "/bibliotheek/%s/%s", library_kinds[item->kind].code, item->id);
    }
}

/* Adds to a line of facts, with a dot between. */
static const char *add_fact(struct rq *rq, const char *facts, const char *fact)
{
    if (fact == NULL || fact[0] == '\0')
        return facts;
    return facts == NULL ? fact : arena_printf(rq->arena, "%s · %s", facts, fact);
}

const char *library_pair(struct rq *rq, const char *name, const char *value)
{
    return arena_printf(rq->arena, tr_c(rq->lang, "name and value", "%s: %s"), name, value);
}

const char *library_minutes(struct rq *rq, int64_t minutes)
{
    return arena_printf(rq->arena, tr_n(rq->lang, "%d minute", "%d minutes", minutes), (int)minutes);
}

/* A label inside a sentence: "Small" becomes "small". */
static const char *small(struct rq *rq, const char *label)
{
    char *copy = arena_strdup(rq->arena, label);
    if (copy[0] >= 'A' && copy[0] <= 'Z' && copy[1] >= 'a' && copy[1] <= 'z')
        copy[0] = (char)(copy[0] | 0x20);
    return copy;
}

static const char *choice_made(struct rq *rq, const struct pack_entry *e, const char *field)
{
    return small(rq, tr(rq->lang, pack_choice_label(e, field)));
}

static const char *own_facts(struct rq *rq, const struct library_item *item)
{
    const struct pack_entry *e = item->entry;
    switch (item->kind) {
    case LIBRARY_STATEMENT: {
        const char *facts = item->pack->base == NULL ? NULL : text_in(rq->lang, &item->pack->title);
        return item->statement->light ? add_fact(rq, facts, tr(rq->lang, "In the light scan")) : facts;
    }
    case LIBRARY_INDICATOR:
        return add_fact(rq, tr(rq->lang, pack_choice_label(e, "rhythm")),
                        library_unit_of(rq->arena, item, rq->lang));
    case LIBRARY_ACTION: {
        int64_t months = pack_number(e, "months");
        const char *facts = library_pair(rq, tr(rq->lang, "Effort"), choice_made(rq, e, "effort"));
        facts = add_fact(rq, facts, library_pair(rq, tr(rq->lang, "Cost"), choice_made(rq, e, "cost")));
        return add_fact(rq, facts,
                        arena_printf(rq->arena, tr_n(rq->lang, "%d month", "%d months", months), (int)months));
    }
    case LIBRARY_METHOD:
        return add_fact(rq,
                        arena_printf(rq->arena, tr(rq->lang, "%d to %d minutes"),
                                     (int)pack_number(e, "minutes-from"), (int)pack_number(e, "minutes-to")),
                        arena_printf(rq->arena, tr(rq->lang, "%d to %d people"),
                                     (int)pack_number(e, "people-from"), (int)pack_number(e, "people-to")));
    case LIBRARY_SESSION:
        return add_fact(rq, library_minutes(rq, pack_number(e, "minutes")),
                        arena_printf(rq->arena, tr(rq->lang, "%d to %d people"),
                                     (int)pack_number(e, "people-from"), (int)pack_number(e, "people-to")));
    case LIBRARY_PRACTICE:
        return text_in(rq->lang, pack_text(e, "who"));
    default:
        return NULL;
    }
}

/* The titles of its themes, each once: two scans may have one of the same name. */
static const char *theme_names(struct rq *rq, const struct library_item *item)
{
    const char *seen[4] = { NULL }, *list = NULL;
    size_t count = 0;
    for (const char *const *id = item->themes; *id != NULL && count < 4; id++) {
        const struct library_item *theme = library_item(rq->site->library, LIBRARY_THEME, *id);
        const char *name = theme == NULL ? "" : text_in(rq->lang, &theme->title);
        bool again = name[0] == '\0';
        for (size_t i = 0; i < count; i++)
            again = again || strcmp(seen[i], name) == 0;
        if (again)
            continue;
        seen[count++] = name;
        list = list == NULL ? name : arena_printf(rq->arena, "%s, %s", list, name);
    }
    return list;
}

/* What a thing is, for a list of all kinds together. */
static const char *kind_facts(struct rq *rq, const struct library_item *item)
{
    const char *facts = tr(rq->lang, library_kinds[item->kind].one);
    switch (item->kind) {
    case LIBRARY_THEME:
    case LIBRARY_STATEMENT:
    case LIBRARY_LEVELS:
    case LIBRARY_EXAMPLE:
        facts = add_fact(rq, facts, text_in(rq->lang, &item->pack->title));
        break;
    case LIBRARY_CARD:
        facts = add_fact(rq, facts, text_in(rq->lang, pack_text(item->deck, "title")));
        break;
    case LIBRARY_REFERENCE:
        facts = add_fact(rq, facts,
                         arena_printf(rq->arena, "%s %s",
                                      strcmp(item->reference->framework, "sdg") == 0 ? "SDG" : "ISO 26000",
                                      item->reference->code));
        break;
    default:
        break;
    }
    bool own = item->kind == LIBRARY_THEME || item->kind == LIBRARY_LEVELS;
    return own ? facts : add_fact(rq, facts, theme_names(rq, item));
}

static const char *mark_of(struct rq *rq, const struct library_item *item)
{
    if (item->kind == LIBRARY_ACTION && pack_number(item->entry, "quick-win") != 0)
        return tr(rq->lang, "Quick win");
    return NULL;
}

struct library_link library_link_of(struct rq *rq, const struct library_item *item, enum library_shows shows)
{
    struct library_link link = {
        .url = library_url(rq, item),
        .title = library_short(rq->arena, text_in(rq->lang, &item->title), LINE_CHARACTERS),
        .mark = mark_of(rq, item),
    };
    if (shows >= SHOW_LINE) {
        const char *line = text_in(rq->lang, &item->line);
        link.line = line[0] == '\0' ? NULL : library_short(rq->arena, line, LINE_CHARACTERS);
    }
    link.facts = shows == SHOW_KIND ? kind_facts(rq, item) : own_facts(rq, item);
    return link;
}

struct library_links library_links_of(struct rq *rq, struct library_list list, enum library_shows shows)
{
    struct library_link *v = NEW_ARRAY(rq->arena, struct library_link, list.count);
    for (size_t i = 0; i < list.count; i++)
        v[i] = library_link_of(rq, list.v[i], shows);
    return (struct library_links){ .v = v, .count = list.count };
}

struct library_links library_theme_links(struct rq *rq, const char *const *themes)
{
    struct library_link *v = NULL;
    struct library_links out = { 0 };
    size_t capacity = 0;
    for (; *themes != NULL; themes++) {
        const struct library_item *theme = library_item(rq->site->library, LIBRARY_THEME, *themes);
        if (theme == NULL)
            continue;
        struct library_link *link = ARENA_PUSH(rq->arena, &v, &out.count, &capacity);
        *link = library_link_of(rq, theme, SHOW_TITLE);
        link->facts = text_in(rq->lang, &theme->pack->title);
    }
    out.v = v;
    return out;
}
