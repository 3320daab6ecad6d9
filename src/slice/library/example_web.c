/* An example to read along: a fictional organisation from first talk to adjusted plan, part by part. */
#include <string.h>

#include "example_page.h"
#include "slice/library/web.h"

/* ---- what the parts have in common ---------------------------------------------------------------------- */

/* In the order of the story. */
static const struct {
    const char *path, *label, *about;
} parts[] = {
    { "", N_("In short"), NULL },
    { "/stappen", N_("Step by step"), N_("What they did, in order, and what they learned from it.") },
    { "/documenten", N_("Documents"), N_("Minutes, mission and vision, plan: from draft to final.") },
    { "/antwoorden", N_("Answers"), N_("How they answered the light scan, the first time and the last.") },
    { "/themas", N_("Themes and stakeholders"), N_("Who was heard, which themes were chosen and why.") },
    { "/cijfers", N_("Figures"), N_("What they measured, year by year.") },
    { "/plan", N_("Plan"), N_("Goals and actions, with who, when, budget and result.") },
    { "/jaar", N_("The year"), N_("What happened while they carried it out.") },
    { "/evaluatie", N_("Evaluation"), N_("What went well and what did not, and how the plan changed.") },
};
enum { PARTS = sizeof parts / sizeof parts[0] };
enum part {
    PART_SHORT,
    PART_STEPS,
    PART_DOCUMENTS,
    PART_ANSWERS,
    PART_THEMES,
    PART_FIGURES,
    PART_PLAN,
    PART_YEAR,
    PART_EVALUATION
};

static const struct library_link *part_link(struct rq *rq, const struct library_example_view *v, int part)
{
    if (part < 0 || part >= PARTS)
        return NULL;
    struct library_link *link = NEW(rq->arena, struct library_link);
    link->url = arena_printf(rq->arena, "%s%s", v->base, parts[part].path);
    link->title = tr(rq->lang, parts[part].label);
    link->line = parts[part].about == NULL ? NULL : tr(rq->lang, parts[part].about);
    return link;
}

/* The example of the address and its parts; false when it is not installed. */
static bool begin(struct rq *rq, enum part part, struct library_example_view *v)
{
    const struct pack *p = pack_find(rq->site->packs, rq_param(rq, "pack"), 0);
    if (p == NULL || p->kind != PACK_EXAMPLE)
        return false;
    *v = (struct library_example_view){ .index = rq->site->library,
                                        .pack = p,
                                        .organisation = &pack_list(p->lists, "organisation")->v[0],
                                        .base = arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s", p->id) };
    v->name = pack_string(v->organisation, "name");
    struct library_tab *tabs = NEW_ARRAY(rq->arena, struct library_tab, PARTS);
    for (int i = 0; i < PARTS; i++) {
        const struct library_link *link = part_link(rq, v, i);
        tabs[i] = (struct library_tab){
            .url = link->url, .label = link->title, .count = -1, .current = i == (int)part
        };
    }
    v->parts = tabs;
    v->part_count = PARTS;
    v->before = part_link(rq, v, (int)part - 1);
    v->after = part_link(rq, v, (int)part + 1);
    return true;
}

static struct fault not_here(void)
{
    return FAULT(NOT_FOUND, N_("This example is not installed here."));
}

static void set_title(struct rq *rq, struct library_example_view *v, const char *title)
{
    v->layout = library_layout(rq, title,
                               (struct layout_link){ .url = "/bibliotheek/voorbeelden",
                                                     .label = tr(rq->lang, "Examples to read along") },
                               (struct layout_link){ 0 });
    v->layout->wide = true;
}

typedef void page_fn(struct html *h, const struct library_example_view *v);

static struct fault show(struct rq *rq, struct library_example_view *v, page_fn *page)
{
    page(rq_html(rq), v);
    return reply_page(rq);
}

static int count_of(const struct library_example_view *v, const char *list)
{
    return pack_list(v->pack->lists, list)->count;
}

/* ---- in short ------------------------------------------------------------------------------------------- */

/* Its answers to the questions that tailor the scan. */
static void add_profile(struct rq *rq, struct library_example_view *v)
{
    const struct pack *scan = pack_find(rq->site->packs, pack_string(v->organisation, "scan"), 0);
    struct pack_profile profile;
    const char *detail;
    if (scan == NULL || scan->kind != PACK_SCAN)
        return;
    v->scan_title = text_in(rq->lang, &scan->title);
    v->scan_url = arena_printf(rq->arena, "/bibliotheek/%s", scan->id);
    if (pack_profile_parse(scan->scan, pack_string(v->organisation, "profile"), rq->arena, &profile, &detail) !=
        OK)
        return;
    struct library_link *links = NEW_ARRAY(rq->arena, struct library_link, (size_t)scan->scan->question_count);
    for (int i = 0; i < scan->scan->question_count; i++) {
        const struct pack_question *q = &scan->scan->questions[i];
        if (profile.option[i] >= 0)
            links[v->profile.count++] =
                (struct library_link){ .title = text_in(rq->lang, &q->label),
                                       .facts = text_in(rq->lang, &q->options[profile.option[i]].label) };
    }
    v->profile.v = links;
}

struct fault example_show(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_SHORT, &v))
        return not_here();
    int first = (int)(pack_number(v.organisation, "first-score") + 5) / 10,
        last = (int)(pack_number(v.organisation, "last-score") + 5) / 10;
    set_title(rq, &v, arena_printf(rq->arena, tr(rq->lang, "%s: from %d to %d on 100"), v.name, first, last));
    add_profile(rq, &v);
    struct library_link *ways = NEW_ARRAY(rq->arena, struct library_link, PARTS);
    for (int i = 1; i < PARTS; i++)
        ways[v.ways.count++] = *part_link(rq, &v, i);
    v.ways.v = ways;
    return show(rq, &v, example_short_page);
}

/* ---- the parts ------------------------------------------------------------------------------------------ */

struct fault example_steps(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_STEPS, &v))
        return not_here();
    int n = count_of(&v, "steps");
    set_title(rq, &v,
              arena_printf(rq->arena, tr_n(rq->lang, "%s: the way in %d step", "%s: the way in %d steps", n),
                           v.name, n));
    return show(rq, &v, example_steps_page);
}

struct fault example_documents(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_DOCUMENTS, &v))
        return not_here();
    set_title(rq, &v, arena_printf(rq->arena, tr(rq->lang, "%s: what was written along the way"), v.name));
    return show(rq, &v, example_documents_page);
}

static const struct library_link *document_link(struct rq *rq, const struct library_example_view *v, int at)
{
    const struct pack_list *list = pack_list(v->pack->lists, "documents");
    if (at < 0 || at >= list->count)
        return NULL;
    struct library_link *link = NEW(rq->arena, struct library_link);
    link->url = arena_printf(rq->arena, "%s/documenten/%s", v->base, list->v[at].id);
    link->title = text_in(rq->lang, pack_text(&list->v[at], "title"));
    return link;
}

struct fault example_document(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_DOCUMENTS, &v))
        return not_here();
    const struct pack_list *list = pack_list(v.pack->lists, "documents");
    v.document = pack_entry(list, rq_param(rq, "id"));
    if (v.document == NULL)
        return FAULT(NOT_FOUND, N_("This example has no such document."));
    int at = (int)(v.document - list->v);
    v.before = document_link(rq, &v, at - 1);
    v.after = document_link(rq, &v, at + 1);
    set_title(rq, &v, text_in(rq->lang, pack_text(v.document, "title")));
    v.layout->lead = arena_printf(rq->arena, "%s · %s · %s", v.name,
                                  library_date(rq->arena, rq->lang, pack_string(v.document, "date")),
                                  tr(rq->lang, pack_choice_label(v.document, "state")));
    return show(rq, &v, example_document_page);
}

/* GET …/antwoorden?anders=1: only what changed. */
struct fault example_answers(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_ANSWERS, &v))
        return not_here();
    const struct pack_list *list = pack_list(v.pack->lists, "answers");
    for (int i = 0; i < list->count; i++) {
        bool before = strcmp(pack_string(&list->v[i], "first"), "yes") == 0,
             now = strcmp(pack_string(&list->v[i], "last"), "yes") == 0;
        v.better += now && !before;
        v.worse += before && !now;
    }
    v.changed_only = rq_query(rq, "anders") != NULL;
    set_title(rq, &v,
              arena_printf(rq->arena, tr(rq->lang, "%s: %d answers became a yes, %d no longer are"), v.name,
                           (int)v.better, (int)v.worse));
    return show(rq, &v, example_answers_page);
}

struct fault example_themes(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_THEMES, &v))
        return not_here();
    int n = count_of(&v, "themes");
    set_title(
        rq, &v,
        arena_printf(rq->arena, tr_n(rq->lang, "%s: %d theme chosen", "%s: %d themes chosen", n), v.name, n));
    return show(rq, &v, example_themes_page);
}

struct fault example_figures(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_FIGURES, &v))
        return not_here();
    int n = count_of(&v, "indicators");
    set_title(rq, &v,
              arena_printf(rq->arena,
                           tr_n(rq->lang, "%s: %d indicator followed", "%s: %d indicators followed", n), v.name,
                           n));
    return show(rq, &v, example_figures_page);
}

struct fault example_plan(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_PLAN, &v))
        return not_here();
    int goals = count_of(&v, "goals"), actions = count_of(&v, "actions");
    set_title(rq, &v,
              arena_printf(rq->arena, tr(rq->lang, "%s: goals (%d) and actions (%d)"), v.name, goals, actions));
    v.layout->lead = arena_printf(rq->arena, tr(rq->lang, "%s spent of a budget of %s"),
                                  library_money(rq->arena, rq->lang, pack_number(v.organisation, "spent")),
                                  library_money(rq->arena, rq->lang, pack_number(v.organisation, "budget")));
    return show(rq, &v, example_plan_page);
}

struct fault example_year(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_YEAR, &v))
        return not_here();
    set_title(rq, &v, arena_printf(rq->arena, tr(rq->lang, "%s: how the work went"), v.name));
    return show(rq, &v, example_year_page);
}

struct fault example_evaluation(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_EVALUATION, &v))
        return not_here();
    set_title(rq, &v, arena_printf(rq->arena, tr(rq->lang, "%s: what they learned and changed"), v.name));
    return show(rq, &v, example_evaluation_page);
}
