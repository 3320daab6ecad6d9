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
    *v = (struct library_example_view){ .pack = p,
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

static const struct pack_list *list_of(const struct library_example_view *v, const char *name)
{
    return pack_list(v->pack->lists, name);
}

/* The scan in the version that it filled in; NULL when that is not here. */
static const struct pack *scan_of(struct rq *rq, const struct library_example_view *v)
{
    const struct pack *p = pack_find(rq->site->packs, pack_string(v->organisation, "scan"),
                                     (int)pack_number(v->organisation, "scan-version"));
    return p == NULL || p->kind != PACK_SCAN ? NULL : p;
}

/* Entries of a list whose field names that id, in order. */
static struct library_example_entries naming(struct rq *rq, const struct pack_list *list, const char *field,
                                             const char *id)
{
    const struct pack_entry **out = NEW_ARRAY(rq->arena, const struct pack_entry *, (size_t)list->count);
    struct library_example_entries found = { .v = out };
    for (int i = 0; i < list->count; i++)
        if (strcmp(pack_string(&list->v[i], field), id) == 0)
            out[found.count++] = &list->v[i];
    return found;
}

/* The entry that a field names, which may be empty. */
static const struct pack_entry *named(const struct pack_list *list, const struct pack_entry *e,
                                      const char *field)
{
    const char *id = pack_string(e, field);
    return id == NULL ? NULL : pack_entry(list, id);
}

/* The theme by its name, or by its code when no scan has it any more. */
static struct library_name theme_name(struct rq *rq, const char *id)
{
    const struct library_item *item = library_item(rq->site->library, LIBRARY_THEME, id);
    if (item == NULL)
        return (struct library_name){ .title = id };
    return (struct library_name){ .url = library_url(rq, item), .title = text_in(rq->lang, &item->title) };
}

const char *library_tone(const struct pack_entry *e, const char *field)
{
    static const char *const good[] = { "done", "yes", "final", "success" }, *const bad[] = { "stopped", "no",
                                                                                              "failure",
                                                                                              "stop" };
    const char *value = pack_string(e, field);
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        if (strcmp(value, good[i]) == 0)
            return "success";
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (strcmp(value, bad[i]) == 0)
            return "warning";
    return "neutral";
}

/* ---- in short ------------------------------------------------------------------------------------------- */

/* Its answers to the questions that tailor the scan. */
static void add_profile(struct rq *rq, struct library_example_view *v)
{
    const struct pack *scan = scan_of(rq, v);
    struct pack_profile profile;
    const char *detail;
    if (scan == NULL)
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

static void add_steps(struct rq *rq, struct library_example_view *v)
{
    const struct pack_list *steps = list_of(v, "steps"), *documents = list_of(v, "documents");
    struct library_example_step *out = NEW_ARRAY(rq->arena, struct library_example_step, (size_t)steps->count);
    for (int i = 0; i < steps->count; i++)
        out[v->count++] =
            (struct library_example_step){ .entry = &steps->v[i],
                                           .documents = naming(rq, documents, "step", steps->v[i].id) };
    v->steps = out;
}

struct fault example_steps(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_STEPS, &v))
        return not_here();
    add_steps(rq, &v);
    int n = (int)v.count;
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
    add_steps(rq, &v);
    set_title(rq, &v, arena_printf(rq->arena, tr(rq->lang, "%s: what was written along the way"), v.name));
    return show(rq, &v, example_documents_page);
}

static const struct library_link *document_link(struct rq *rq, const struct library_example_view *v, int at)
{
    const struct pack_list *list = list_of(v, "documents");
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
    const struct pack_list *list = list_of(&v, "documents");
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

/* The statement as it was asked; one that no installed scan has any more leads nowhere. */
static struct library_name statement_name(struct rq *rq, const struct pack *scan, const char *id)
{
    const struct library_item *item = library_item(rq->site->library, LIBRARY_STATEMENT, id);
    int at = scan == NULL ? -1 : pack_statement_find(scan->scan, id);
    return (struct library_name){ .url = item == NULL ? NULL : library_url(rq, item),
                                  .title = at >= 0        ? text_in(rq->lang, &scan->scan->statements[at].label)
                                           : item != NULL ? text_in(rq->lang, &item->title)
                                                          : id };
}

/* GET …/antwoorden?anders=1: only what changed. */
struct fault example_answers(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_ANSWERS, &v))
        return not_here();
    const struct pack_list *list = list_of(&v, "answers");
    const struct pack *scan = scan_of(rq, &v);
    struct library_example_answer *out =
        NEW_ARRAY(rq->arena, struct library_example_answer, (size_t)list->count);
    int better = 0, worse = 0;
    v.changed_only = rq_query(rq, "anders") != NULL;
    for (int i = 0; i < list->count; i++) {
        const struct pack_entry *e = &list->v[i];
        const char *first = pack_string(e, "first"), *last = pack_string(e, "last");
        bool before = strcmp(first, "yes") == 0, now = strcmp(last, "yes") == 0,
             changed = strcmp(first, last) != 0;
        better += now && !before;
        worse += before && !now;
        if (changed || !v.changed_only)
            out[v.count++] = (struct library_example_answer){ .entry = e,
                                                              .statement = statement_name(rq, scan, e->id),
                                                              .changed = changed };
    }
    v.answers = out;
    set_title(rq, &v,
              arena_printf(rq->arena, tr(rq->lang, "%s: %d answers became a yes, %d no longer are"), v.name,
                           better, worse));
    return show(rq, &v, example_answers_page);
}

struct fault example_themes(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_THEMES, &v))
        return not_here();
    const struct pack_list *list = list_of(&v, "themes");
    struct library_example_theme *out = NEW_ARRAY(rq->arena, struct library_example_theme, (size_t)list->count);
    for (int i = 0; i < list->count; i++)
        out[v.count++] = (struct library_example_theme){ &list->v[i], theme_name(rq, list->v[i].id) };
    v.themes = out;
    int n = (int)v.count;
    set_title(
        rq, &v,
        arena_printf(rq->arena, tr_n(rq->lang, "%s: %d theme chosen", "%s: %d themes chosen", n), v.name, n));
    return show(rq, &v, example_themes_page);
}

/* ---- figures -------------------------------------------------------------------------------------------- */

static const char *input_given(struct rq *rq, const struct pack_entry *year, const char *input)
{
    const struct pack_value *given = pack_value(year, "inputs");
    for (int i = 0; i < given->entries.count; i++)
        if (strcmp(given->entries.v[i].id, input) == 0)
            return format_decimal(rq->arena, rq->lang, pack_string(&given->entries.v[i], "value"));
    return "";
}

static void add_years(struct rq *rq, const struct pack_entry *series, const struct pack_entry *indicator,
                      struct library_example_series *out)
{
    const struct pack_value *years = pack_value(series, "years"), *inputs = pack_value(indicator, "inputs");
    struct library_example_year *v =
        NEW_ARRAY(rq->arena, struct library_example_year, (size_t)years->entries.count);
    const char **titles = NEW_ARRAY(rq->arena, const char *, (size_t)inputs->entries.count);
    for (int k = 0; k < inputs->entries.count; k++)
        titles[out->input_count++] = text_in(rq->lang, pack_text(&inputs->entries.v[k], "text"));
    for (int i = 0; i < years->entries.count; i++) {
        const struct pack_entry *year = &years->entries.v[i];
        const char *value = pack_string(year, "value"),
                   **given = NEW_ARRAY(rq->arena, const char *, out->input_count);
        for (size_t k = 0; k < out->input_count; k++)
            given[k] = input_given(rq, year, inputs->entries.v[k].id);
        v[out->year_count++] =
            (struct library_example_year){ .year = year->id,
                                           .value = format_decimal(rq->arena, rq->lang, value),
                                           .share = library_share(series, value),
                                           .inputs = given };
    }
    out->input_titles = titles;
    out->years = v;
}

struct fault example_figures(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_FIGURES, &v))
        return not_here();
    const struct pack_list *list = list_of(&v, "indicators"), *goals = list_of(&v, "goals");
    struct library_example_series *out =
        NEW_ARRAY(rq->arena, struct library_example_series, (size_t)list->count);
    for (int i = 0; i < list->count; i++) {
        const struct library_item *item = library_item(rq->site->library, LIBRARY_INDICATOR, list->v[i].id);
        if (item == NULL)
            continue;
        struct library_example_series *series = &out[v.count++];
        *series = (struct library_example_series){
            .id = item->id,
            .title = text_in(rq->lang, &item->title),
            .direction = tr(rq->lang, pack_choice_label(item->entry, "direction")),
            .unit = library_unit_of(rq->arena, item, rq->lang),
            .formula = library_formula(rq->arena, item->entry, rq->lang),
            .goals = naming(rq, goals, "indicator", item->id),
        };
        add_years(rq, &list->v[i], item->entry, series);
    }
    v.series = out;
    int n = list->count;
    set_title(rq, &v,
              arena_printf(rq->arena,
                           tr_n(rq->lang, "%s: %d indicator followed", "%s: %d indicators followed", n), v.name,
                           n));
    return show(rq, &v, example_figures_page);
}

/* ---- plan, year, evaluation ----------------------------------------------------------------------------- */

/* "from 412,3 (2023) to 380 kWh/m² (2026)" */
static const char *from_to(struct rq *rq, const struct pack_entry *goal, const struct library_item *indicator)
{
    return arena_printf(rq->arena, tr(rq->lang, "from %s (%s) to %s %s (%s)"),
                        format_decimal(rq->arena, rq->lang, pack_string(goal, "from")),
                        pack_string(goal, "from-year"),
                        format_decimal(rq->arena, rq->lang, pack_string(goal, "to")),
                        library_unit_of(rq->arena, indicator, rq->lang), pack_string(goal, "to-year"));
}

struct fault example_plan(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_PLAN, &v))
        return not_here();
    const struct pack_list *list = list_of(&v, "goals"), *actions = list_of(&v, "actions");
    struct library_example_goal *out = NEW_ARRAY(rq->arena, struct library_example_goal, (size_t)list->count);
    for (int i = 0; i < list->count; i++) {
        const struct pack_entry *e = &list->v[i];
        const struct library_item *indicator =
            library_item(rq->site->library, LIBRARY_INDICATOR, pack_string(e, "indicator"));
        struct library_example_goal *goal = &out[v.count++];
        *goal = (struct library_example_goal){ .entry = e,
                                               .theme = theme_name(rq, pack_string(e, "theme")),
                                               .actions = naming(rq, actions, "goal", e->id) };
        if (indicator != NULL) {
            goal->indicator = text_in(rq->lang, &indicator->title);
            goal->from_to = from_to(rq, e, indicator);
        }
    }
    v.goals = out;
    set_title(rq, &v,
              arena_printf(rq->arena, tr(rq->lang, "%s: goals (%d) and actions (%d)"), v.name, list->count,
                           actions->count));
    v.layout->lead = arena_printf(rq->arena, tr(rq->lang, "%s spent of a budget of %s"),
                                  library_money(rq->arena, rq->lang, pack_number(v.organisation, "spent")),
                                  library_money(rq->arena, rq->lang, pack_number(v.organisation, "budget")));
    return show(rq, &v, example_plan_page);
}

/* A list with what each of its entries is about, by the field that names it. */
static void add_lines(struct rq *rq, struct library_example_view *v, const char *name, const char *field,
                      const char *about)
{
    const struct pack_list *list = list_of(v, name), *others = list_of(v, about);
    struct library_example_line *out = NEW_ARRAY(rq->arena, struct library_example_line, (size_t)list->count);
    for (int i = 0; i < list->count; i++)
        out[v->count++] = (struct library_example_line){ &list->v[i], named(others, &list->v[i], field) };
    v->lines = out;
}

struct fault example_year(struct rq *rq)
{
    struct library_example_view v;
    if (!begin(rq, PART_YEAR, &v))
        return not_here();
    add_lines(rq, &v, "log", "action", "actions");
    set_title(rq, &v, arena_printf(rq->arena, tr(rq->lang, "%s: how the work went"), v.name));
    return show(rq, &v, example_year_page);
}

struct fault example_evaluation(struct rq *rq)
{
    static const struct {
        const char *sort, *title;
    } sorts[] = { { "success", N_("What went well") },
                  { "failure", N_("What did not go well") },
                  { "dilemma", N_("Dilemmas") },
                  { "answer", N_("What people answered") } };
    enum { SORTS = sizeof sorts / sizeof sorts[0] };
    struct library_example_view v;
    if (!begin(rq, PART_EVALUATION, &v))
        return not_here();
    struct library_example_findings *out = NEW_ARRAY(rq->arena, struct library_example_findings, SORTS);
    for (int i = 0; i < SORTS; i++)
        out[i] = (struct library_example_findings){
            .id = sorts[i].sort,
            .title = tr(rq->lang, sorts[i].title),
            .entries = naming(rq, list_of(&v, "evaluation"), "sort", sorts[i].sort),
        };
    v.findings = out;
    add_lines(rq, &v, "changes", "goal", "goals");
    set_title(rq, &v, arena_printf(rq->arena, tr(rq->lang, "%s: what they learned and changed"), v.name));
    return show(rq, &v, example_evaluation_page);
}
