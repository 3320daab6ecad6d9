/* The list itself, a new row, the list as a spreadsheet; and what the slice adds to a trajectory. */
#include <string.h>

#include "base/clock.h"
#include "doc/document.h"
#include "doc/xlsx.h"
#include "plan_page.h"
#include "slice/plan/view.h"

enum { BOOK_MAX = 4 * 1024 * 1024 };

static const int64_t DAY_MS = 86400000;

static const char *const sorts[] = { "goal", "action", "measure", NULL };
static const struct field add_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 3, .max = PLAN_MAX_TITLE, .label = N_("What?"),
      .help = N_("Begin with a verb: “Replace the lamps in the sports hall”."),
      .message = N_("Say what it is.") },
    { "sort", FIELD_CHOICE, .choices = sorts, .label = N_("Sort") },
    { "owner", FIELD_INT, .label = N_("Owner") },
    { "due_on", FIELD_DATE, .label = N_("By when?") },
};
const struct form_spec plan_add_form = FORM(add_fields);

/* ---- rows as lines ----------------------------------------------------------------------------------------- */

const char *plan_missing_words(struct rq *rq, const struct plan_action *p)
{
    static const struct {
        unsigned bit;
        const char *word;
    } words[] = { { PLAN_NO_OWNER, N_("an owner") },
                  { PLAN_NO_DAY, N_("a day") },
                  { PLAN_NO_WHY, N_("why") },
                  { PLAN_TOO_SHORT, N_("what exactly is done") } };
    unsigned vague = plan_vague(p);
    const char *list = "";
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if ((vague & words[i].bit) != 0)
            list = arena_printf(rq->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
                                tr(rq->lang, words[i].word));
    return list[0] == '\0' ? NULL : arena_printf(rq->arena, tr(rq->lang, "Still open: %s."), list);
}

static const char *department_name(const struct organisation_department *d, size_t count, struct db_int id)
{
    for (size_t i = 0; i < count && id.set; i++)
        if (d[i].id == id.v)
            return d[i].name;
    return "";
}

struct plan_line plan_line_of(struct rq *rq, const struct trajectory *t, const struct organisation_names *names,
                              const struct organisation_department *departments, size_t department_count,
                              const struct plan_action *p)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    const struct organisation_member *owner =
        p->owner.set ? organisation_names_member(names, p->owner.v) : NULL;
    bool closed = p->status == PLAN_DONE || p->status == PLAN_STOPPED;
    return (struct plan_line){
        .id = p->id,
        .sort = p->sort,
        .status = p->status,
        .title = p->title,
        .url = arena_printf(rq->arena, "%s/actie/%lld", trajectory_path(rq->arena, t), (long long)p->id),
        .sort_word = plan_sort_word(rq->lang, p->sort),
        .status_word = plan_status_word(rq->lang, p->status),
        .owner = owner == NULL ? "" : organisation_member_name(rq->arena, rq->lang, owner),
        .department = department_name(departments, department_count, p->department),
        .due = p->due_on.set ? format_date_short(rq->arena, rq->lang, p->due_on.v * DAY_MS) : "",
        .theme = trajectory_theme_title(&ask, p->theme),
        .origin = plan_origin_word(rq->lang, p->origin),
        .vague = plan_missing_words(rq, p),
        .late = !closed && p->due_on.set && p->due_on.v < ask.today,
        .under_goal = p->parent.set,
    };
}

/* ---- the list ---------------------------------------------------------------------------------------------- */

enum filter { ALL, MINE, LATE, VAGUE, DONE, FILTERS };
static const char *const filter_words[FILTERS] = { "", "mijn", "laat", "vaag", "klaar" };

static enum filter filter_asked(struct rq *rq)
{
    const char *asked = rq_query(rq, "toon");
    for (int f = 1; asked != NULL && f < FILTERS; f++)
        if (strcmp(asked, filter_words[f]) == 0)
            return (enum filter)f;
    return ALL;
}

static bool passes(struct rq *rq, enum filter filter, const struct plan_action *p, const struct plan_line *line)
{
    switch (filter) {
    case MINE:
        return p->owner.set && p->owner.v == rq->actor.member;
    case LATE:
        return line->late;
    case VAGUE:
        return line->vague != NULL;
    case DONE:
        return p->status == PLAN_DONE || p->status == PLAN_STOPPED;
    default:
        return true;
    }
}

static void add_filters(struct rq *rq, struct plan_list_view *v, enum filter current)
{
    static const char *const labels[FILTERS] = { N_("All"), N_("Mine"), N_("Late"), N_("Still vague"),
                                                 N_("Closed") };
    struct plan_filter *f = NEW_ARRAY(rq->arena, struct plan_filter, FILTERS);
    for (int i = 0; i < FILTERS; i++)
        f[i] = (struct plan_filter){
            .label = tr(rq->lang, labels[i]),
            .url = i == ALL ? v->base : arena_printf(rq->arena, "%s?toon=%s", v->base, filter_words[i]),
            .current = i == (int)current,
        };
    v->filters = f;
    v->filter_count = FILTERS;
}

/* A goal, then what serves it; behind all goals what serves none. */
static const struct plan_action **in_order(struct rq *rq, const struct plan_action *all, size_t count)
{
    const struct plan_action **v = NEW_ARRAY(rq->arena, const struct plan_action *, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (all[i].sort != PLAN_GOAL)
            continue;
        v[n++] = &all[i];
        for (size_t k = 0; k < count; k++)
            if (all[k].sort != PLAN_GOAL && all[k].parent.set && all[k].parent.v == all[i].id)
                v[n++] = &all[k];
    }
    for (size_t k = 0; k < count; k++)
        if (all[k].sort != PLAN_GOAL && !all[k].parent.set)
            v[n++] = &all[k];
    return v;
}

static void add_counters(struct rq *rq, const struct trajectory *t, struct plan_list_view *v)
{

    struct plan_load load = plan_load(rq->db, rq->arena, t);
    const char *many[PLAN_SORTS] = { tr_n(rq->lang, "%d goal", "%d goals", load.count[0]),
                                     tr_n(rq->lang, "%d action", "%d actions", load.count[1]),
                                     tr_n(rq->lang, "%d measure", "%d measures", load.count[2]) };

    const char *over = NULL;
    for (int s = 0; s < PLAN_SORTS; s++) {
        v->counters[s].text = arena_printf(rq->arena, many[s], (int)load.count[s]);
        v->counters[s].over = load.count[s] > load.most[s];
        if (v->counters[s].over)
            over = arena_printf(rq->arena, "%s%s%s", over == NULL ? "" : over, over == NULL ? "" : ", ",
                                arena_printf(rq->arena, tr(rq->lang, "%s (at most %d)"), v->counters[s].text,
                                             (int)load.most[s]));
    }
    if (over != NULL)
        v->limits =
            arena_printf(rq->arena,
                         tr(rq->lang, "That is more than a limited number: %s. What can wait, what can go, "
                                      "what belongs together?"),
                         over);
}

struct fault plan_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct plan_list_view *v = NEW(rq->arena, struct plan_list_view);
    size_t departments;
    const struct organisation_department *d =
        organisation_departments(rq->db, rq->arena, t->organisation, &departments);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    const struct plan_action *all = plan_actions(rq->db, rq->arena, t, &v->all);
    const struct plan_action **ordered = in_order(rq, all, v->all);
    struct plan_line *lines = NEW_ARRAY(rq->arena, struct plan_line, v->all);
    enum filter filter = filter_asked(rq);
    for (size_t i = 0; i < v->all; i++) {
        lines[v->count] = plan_line_of(rq, t, names, d, departments, ordered[i]);
        v->count += passes(rq, filter, ordered[i], &lines[v->count]);
    }
    v->lines = lines;
    v->base = arena_printf(rq->arena, "%s/acties", trajectory_path(rq->arena, t));
    v->guide = trajectory_guides(rq);
    v->contributes = !t->ended_at.set && (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0;
    add_filters(rq, v, filter);
    add_counters(rq, t, v);
    if (v->contributes)
        plan_count_proposals(rq, t, &v->bookmarks, &v->gaps);
    v->title = form_field(rq, &plan_add_form, "title", "");
    v->sort = form_field(rq, &plan_add_form, "sort", "action");
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, PLAN_SORTS);
    for (int s = 0; s < PLAN_SORTS; s++)
        o[s] = (struct field_option){ .value = sorts[s], .label = plan_sort_word(rq->lang, (enum plan_sort)s) };
    v->sort->options = o;
    v->sort->option_count = PLAN_SORTS;
    v->owner = form_field(rq, &plan_add_form, "owner", "");
    trajectory_member_options(rq, v->owner);
    v->due_on = form_field(rq, &plan_add_form, "due_on", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "Action list"), "/acties", NULL, NULL);
    plan_list_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault plan_add(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct plan_action n = { .sort = PLAN_ACTION,
                             .title = form_text(rq, "title"),
                             .why = "",
                             .theme = "",
                             .sdg = "",
                             .origin_ref = "",
                             .due_on = form_int(rq, "due_on") };
    struct db_int owner = form_int(rq, "owner");
    const struct organisation_member *m =
        owner.set ? organisation_member_get(rq->db, rq->arena, t->organisation, owner.v) : NULL;
    if (m != NULL && m->ended_at == 0) {
        n.owner = DB_SOME(m->id);
        n.department = m->department_id == 0 ? DB_NULL_INT : DB_SOME(m->department_id);
    }
    (void)plan_sort_parse(form_text(rq, "sort"), &n.sort);
    int64_t id;
    struct fault f = plan_action_add(rq->db, rq->arena, t, &n, rq->actor.user, rq->now_ms, &id);
    if (f.status == INVALID) {
        form_fail(rq, strcmp(f.detail, "full") == 0 ? "title" : f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "It is on the list."));
    return reply_redirect(rq, "%s/acties", trajectory_path(rq->arena, t));
}

/* ---- as a spreadsheet -------------------------------------------------------------------------------------- */

/* GET …/acties/lijst.xlsx */
struct fault plan_book(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    const struct doc_column columns[] = {
        { tr(rq->lang, "Number"), DOC_INT },      { tr(rq->lang, "Sort"), DOC_TEXT },
        { tr(rq->lang, "What"), DOC_TEXT },       { tr(rq->lang, "Why"), DOC_TEXT },
        { tr(rq->lang, "Goal"), DOC_INT },        { tr(rq->lang, "Owner"), DOC_TEXT },
        { tr(rq->lang, "Department"), DOC_TEXT }, { tr(rq->lang, "By"), DOC_DATE },
        { tr(rq->lang, "Status"), DOC_TEXT },     { tr(rq->lang, "Theme"), DOC_TEXT },
        { tr(rq->lang, "SDGs"), DOC_TEXT },       { tr(rq->lang, "Where it came from"), DOC_TEXT },
    };
    size_t count, departments;
    const struct plan_action *all = plan_actions(rq->db, rq->arena, t, &count);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    const struct organisation_department *d =
        organisation_departments(rq->db, rq->arena, t->organisation, &departments);
    struct doc_sheet sheet = { .name = tr(rq->lang, "Action list"),
                               .columns = columns,
                               .column_count = sizeof columns / sizeof *columns };
    for (size_t i = 0; i < count; i++) {
        const struct plan_action *p = &all[i];
        struct plan_line line = plan_line_of(rq, t, names, d, departments, p);
        struct doc_cell *c = doc_row_add(rq->arena, &sheet);
        c[0] = doc_number(p->id);
        c[1] = doc_text(line.sort_word);
        c[2] = doc_text(p->title);
        c[3] = doc_text(p->why);
        if (p->parent.set)
            c[4] = doc_number(p->parent.v);
        c[5] = doc_text(line.owner);
        c[6] = doc_text(line.department);
        if (p->due_on.set)
            c[7] = doc_number(p->due_on.v);
        c[8] = doc_text(line.status_word);
        c[9] = doc_text(line.theme);
        c[10] = doc_text(p->sdg);
        c[11] = doc_text(line.origin);
    }
    struct doc_book book = {
        .title = t->name, .author = "", .created_ms = rq->now_ms, .sheets = &sheet, .sheet_count = 1
    };
    struct buf out;
    buf_init(&out, BOOK_MAX);
    enum status st = doc_xlsx_write(&book, NULL, &out);
    struct bytes content = { arena_strndup(rq->arena, out.p, out.n), out.n };
    buf_release(&out);
    if (st != OK)
        return FAULT(st, N_("The workbook could not be made. Try again in a moment."));
    return reply_file(rq, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      "actielijst.xlsx", content);
}

/* ---- what the slice adds to a trajectory ------------------------------------------------------------------- */

static bool plan_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    if (strcmp(out->kind, "actions") != 0)
        return false;
    struct plan_load load = plan_load(ask->db, ask->arena, ask->trajectory);
    size_t count;
    const struct plan_action *all = plan_actions(ask->db, ask->arena, ask->trajectory, &count);
    int owned = 0;
    for (size_t i = 0; i < count; i++)
        owned += all[i].sort == PLAN_ACTION && all[i].owner.set;
    out->count = load.count[PLAN_ACTION];
    out->there = owned > 0;
    out->state = out->count == 0 ? ""
                                 : arena_printf(ask->arena, tr(ask->lang, "%d actions, %d with an owner"),
                                                (int)out->count, owned);
    out->url = arena_printf(ask->arena, "%s/acties", trajectory_path(ask->arena, ask->trajectory));
    out->label = tr(ask->lang, "Go to the action list");
    return true;
}

static void plan_duties(const struct trajectory_ask *ask, const struct site *site, int64_t until,
                        struct trajectory_duties *out)
{
    size_t count;
    const struct plan_action *all = plan_actions(ask->db, ask->arena, ask->trajectory, &count);
    const struct organisation_names *names =
        count == 0 ? NULL : organisation_names(ask->db, ask->arena, ask->trajectory->organisation);
    for (size_t i = 0; i < count; i++) {
        const struct plan_action *p = &all[i];
        if (p->status == PLAN_DONE || p->status == PLAN_STOPPED || p->sort == PLAN_GOAL || !p->owner.set ||
            !p->due_on.set || p->due_on.v > until)
            continue;
        const struct organisation_member *m = organisation_names_member(names, p->owner.v);
        if (m == NULL || !organisation_is_present(m, ask->today))
            continue;
        *(struct trajectory_duty *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
            (struct trajectory_duty){
                .user = m->user,
                .mail = m->mail,
                .name = organisation_member_name(ask->arena, ask->lang, m),
                .lang = "",
                .sort = N_("Action"),
                .title = p->title,
                .url = arena_printf(ask->arena, "%s/actie/%lld", trajectory_path(ask->arena, ask->trajectory),
                                    (long long)p->id),
                .link_path = "/voortgang/",
                .link_kind = "action",
                .link_object = p->id,
                .due = p->due_on.v,
            };
    }
    (void)site;
}

static void plan_evidence(const struct trajectory_ask *ask, enum trajectory_factor factor,
                          struct trajectory_evidences *out)
{
    if (factor != FACTOR_SUPPORT)
        return;
    const struct plan_count_departments *n =
        plan_q_count_departments(ask->db, ask->arena, ask->trajectory->organisation, ask->trajectory->id);
    if (n->owning == 0)
        return;
    *(struct trajectory_evidence *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
        (struct trajectory_evidence){
            .text = arena_printf(ask->arena, tr(ask->lang, "%d of %d departments own an action."),
                                 (int)n->owning, (int)n->all_of_them),
            .url = arena_printf(ask->arena, "%s/acties", trajectory_path(ask->arena, ask->trajectory)),
        };
}

static const struct trajectory_event_kind plan_events[] = {
    { .kind = "plan.added", .text = N_("“%s” was put on the action list."), .path = "actie" },
    { .kind = "plan.status", .text = N_("“%s” has another status."), .reader = true, .path = "actie" },
    { .kind = "plan.done", .text = N_("“%s” was done."), .reader = true, .path = "actie" },
    { .kind = "plan.note", .text = N_("The owner of “%s” told how it stands."), .path = "actie" },
    { .kind = "plan.removed", .text = N_("“%s” was taken off the action list."), .path = "actie" },
    { .kind = "plan.restored", .text = N_("“%s” was put back on the action list."), .path = "actie" },
};

const struct trajectory_part plan_part = {
    .name = "plan",
    .path = "/acties",
    .label = N_("Actions"),
    .output = plan_output,
    .duties = plan_duties,
    .evidence = plan_evidence,
    .events = plan_events,
    .event_count = sizeof plan_events / sizeof *plan_events,
};

#define T "/organisatie/:org/traject/:trajectory"

static const struct route routes[] = {
    GET(T "/acties", ORG_READ, plan_show),
    POST(T "/acties", ORG_ANSWER, plan_add, .form = &plan_add_form, .again = plan_show),
    GET(T "/acties/lijst.xlsx", ORG_READ, plan_book, .slow = true),
    GET(T "/acties/voorstellen", ORG_ANSWER, plan_proposals_show),
    POST(T "/acties/voorstellen", ORG_ANSWER, plan_proposal_take, .form = &plan_take_form),
    GET(T "/actie/:action", ORG_READ, plan_action_show),
    POST(T "/actie/:action", ORG_ANSWER, plan_action_save, .form = &plan_edit_form, .again = plan_action_show),
    POST(T "/actie/:action/stand", ORG_ANSWER, plan_action_tell, .form = &plan_tell_form,
         .again = plan_action_show),
    POST(T "/actie/:action/weg", ORG_GUIDE, plan_action_drop, .form = &plan_empty_form),
    POST(T "/actie/:action/terug", ORG_GUIDE, plan_action_restore, .form = &plan_empty_form),
    GET(T "/prioriteiten", ORG_READ, plan_priorities_show),
    POST(T "/prioriteiten", ORG_GUIDE, plan_priority_add, .form = &plan_priority_put_form,
         .again = plan_priorities_show),
    GET(T "/prioriteit/:priority", ORG_READ, plan_priority_show),
    POST(T "/prioriteit/:priority", ORG_GUIDE, plan_priority_save, .form = &plan_priority_edit_form,
         .again = plan_priority_show),
    POST(T "/prioriteit/:priority/plaats", ORG_GUIDE, plan_priority_shift, .form = &plan_priority_move_form),
    POST(T "/prioriteit/:priority/doel", ORG_ANSWER, plan_priority_goal, .form = &plan_priority_goal_form,
         .again = plan_priority_show),
    POST(T "/prioriteit/:priority/weg", ORG_GUIDE, plan_priority_drop, .form = &plan_empty_form),
    GET("/voortgang/:link*", LINK_HOLDER, plan_link_show),
    POST("/voortgang/:link*", LINK_HOLDER, plan_link_save, .form = &plan_tell_form, .again = plan_link_show),
};

const struct slice slice_plan = { .name = "plan", SLICE_ROUTES(routes) };
