/* Facts: the list, one with what it was before, writing and changing, what it proves in the scan. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "fact_page.h"
#include "slice/picture/view.h"

static const char *const sorts[] = { "action", "realisation", "chance", "challenge", "figure", NULL };
static const char *const proofs[] = { "yes", "no", NULL };
static const char *const standing[] = { "yes", "no", "dont_know", "not_applicable", NULL };

static const struct field fact_fields[] = {
    { "sort", FIELD_CHOICE, .required = true, .choices = sorts, .label = N_("Kind of fact") },
    { "body", FIELD_AREA, .required = true, .max = PICTURE_MAX_BODY, .label = N_("The fact"),
      .help = N_("One fact in a sentence or two: what, where, since when."),
      .message = N_("Write in a sentence what the fact is.") },
    { "theme", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Theme") },
    { "department", FIELD_INT, .label = N_("Department") },
    { "value", FIELD_TEXT, .max = 40, .label = N_("Value"), .help = N_("Of a figure.") },
    { "unit", FIELD_TEXT, .max = PICTURE_MAX_UNIT, .label = N_("Unit"), .help = N_("Such as kWh, euro or %.") },
    { "period", FIELD_TEXT, .max = PICTURE_MAX_PERIOD, .label = N_("Over which period?") },
    { "source", FIELD_TEXT, .max = PICTURE_MAX_SOURCE, .label = N_("Source"),
      .help = N_("So that somebody else can look it up.") },
    { "dated_on", FIELD_DATE, .label = N_("As it was on") },
    { "reason", FIELD_TEXT, .max = PICTURE_MAX_REASON, .label = N_("Why do you change it?") },
    { "request", FIELD_INT, .label = N_("Question") },
    { "edit", FIELD_INT, .label = N_("Version") },
};
const struct form_spec picture_fact_form = FORM(fact_fields);
static const struct field statement_fields[] = {
    { "statement", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Statement") },
    { "proves", FIELD_CHOICE, .choices = proofs, .label = N_("What does it prove?") },
    { "edit", FIELD_INT, .label = N_("Version") },
};
const struct form_spec picture_statement_form = FORM(statement_fields);
static const struct field correct_fields[] = {
    { "was", FIELD_CHOICE, .choices = standing, .label = N_("Answer") },
    { "reason", FIELD_TEXT, .max = TRAJECTORY_MAX_REASON, .label = N_("Why does the round open again?") },
};
const struct form_spec picture_correct_form = FORM(correct_fields);
static const struct field filter_fields[] = {
    { "dienst", FIELD_TEXT, .label = N_("Department") },
    { "thema", FIELD_TEXT, .label = N_("Theme") },
    { "soort", FIELD_TEXT, .label = N_("Kind of fact") },
    { "stand", FIELD_TEXT, .label = N_("State") },
};
static const struct form_spec filter_form = FORM(filter_fields);

#define NO_FACT FAULT(NOT_FOUND, N_("This fact does not exist."))

static const char *query_text(struct rq *rq, const char *name)
{
    const char *s = rq_query(rq, name);
    return s == NULL ? "" : s;
}

/* The fact of the path; readers see accepted ones. */
static const struct picture_fact *find(struct rq *rq, const struct place *p)
{
    const struct picture_fact *f = picture_fact_get(rq->db, rq->arena, p->t, rq_id(rq, "fact"));
    bool shown = f != NULL && (p->contributes || (f->accepted_at.set && !f->archived_at.set));
    return shown ? f : NULL;
}

static const char *url_of(struct rq *rq, const struct place *p, int64_t id)
{
    return arena_printf(rq->arena, "%s/gegeven/%lld", p->base, (long long)id);
}

/* A guide changes everything, a member what he or she proposed as long as nobody accepted it. */
static bool may_edit(struct rq *rq, const struct place *p, const struct picture_fact *f)
{
    bool own = f->created_by.set && f->created_by.v == rq->actor.user;
    return p->running && !f->archived_at.set && (p->guide || (own && !f->accepted_at.set));
}

/* ---- the list -------------------------------------------------------------------------------------------------- */

static void add_filter(struct rq *rq, const struct place *p, struct facts_view *v)
{
    static const struct {
        const char *value, *label;
    } states[] = { { "voorstel", N_("Proposed") }, { "weg", N_("Put away") } };
    v->department = form_field(rq, &filter_form, "dienst", query_text(rq, "dienst"));
    trajectory_department_options(rq, v->department);
    v->theme = form_field(rq, &filter_form, "thema", query_text(rq, "thema"));
    trajectory_theme_options(rq, p->t, v->theme);
    v->sort = form_field(rq, &filter_form, "soort", query_text(rq, "soort"));
    picture_sort_options(rq, v->sort);
    v->state = form_field(rq, &filter_form, "stand", query_text(rq, "stand"));
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 2);
    for (size_t i = 0; i < 2; i++)
        o[i] = (struct field_option){ .value = states[i].value, .label = tr(rq->lang, states[i].label) };
    v->state->options = o;
    v->state->option_count = 2;
    v->filtered = v->department->value[0] != '\0' || v->theme->value[0] != '\0' || v->sort->value[0] != '\0' ||
                  v->state->value[0] != '\0';
}

/* A value as a part of a query, without what could end it. */
static const char *part(struct rq *rq, const char *s)
{
    char *copy = arena_strdup(rq->arena, s);
    for (char *c = copy; *c != '\0'; c++)
        if (strchr("abcdefghijklmnopqrstuvwxyz0123456789.-:", *c) == NULL)
            *c = '-';
    return copy;
}

/* GET …/foto/gegevens */
struct fault picture_web_facts_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    struct facts_view *v = NEW(rq->arena, struct facts_view);
    add_filter(rq, &p, v);
    int64_t page = picture_page_asked(rq);
    bool proposed = strcmp(v->state->value, "voorstel") == 0, away = strcmp(v->state->value, "weg") == 0;
    struct picture_fact_filter filter = { .department = strtoll(v->department->value, NULL, 10),
                                          .theme = v->theme->value,
                                          .sort = v->sort->value,
                                          .statement = "",
                                          .archived = away,
                                          .proposed = proposed,
                                          .skip = (page - 1) * PICTURE_PAGE,
                                          .most = PICTURE_PAGE };
    const struct picture_fact *facts = picture_facts(rq->db, rq->arena, p.t, &filter, &v->count, &v->total);
    size_t d_count;
    const struct organisation_department *d =
        organisation_departments_all(rq->db, rq->arena, p.t->organisation, &d_count);
    const struct picture_themes themes =
        picture_themes(rq->db, rq->arena, rq->site->packs, rq->lang, p.t->organisation);
    struct fact_line *lines = NEW_ARRAY(rq->arena, struct fact_line, v->count);
    for (size_t i = 0; i < v->count; i++)
        lines[i] = picture_fact_line_of(rq, &p, &themes, d, d_count, &facts[i]);
    v->lines = lines;
    v->guide = p.guide;
    v->running = p.running;
    struct picture_counts c = picture_counts(rq->db, rq->arena, p.t, 0);
    v->proposed = c.proposed;
    v->paging =
        picture_paging_of(rq,
                          arena_printf(rq->arena, "%s/gegevens?dienst=%s&thema=%s&soort=%s&stand=%s", p.base,
                                       part(rq, v->department->value), part(rq, v->theme->value),
                                       part(rq, v->sort->value), part(rq, v->state->value)),
                          page, v->total);
    const char *title =
        v->filtered
            ? arena_printf(rq->arena, tr_n(rq->lang, "%d fact of this kind", "%d facts of this kind", v->total),
                           (int)v->total)
        : v->total == 0
            ? tr(rq->lang, "No facts yet")
            : arena_printf(rq->arena, tr_n(rq->lang, "%d fact", "%d facts", v->total), (int)v->total);
    v->frame = picture_frame_of(rq, &p, title, "/gegevens", p.base, tr(rq->lang, "Local picture"));
    if (p.running) {
        v->frame.layout->action_url = arena_printf(rq->arena, "%s/gegeven/nieuw", p.base);
        v->frame.layout->action_label = tr(rq->lang, "Write a fact");
    }
    picture_fact_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- writing one ------------------------------------------------------------------------------------------------- */

static void add_form(struct rq *rq, const struct place *p, const struct picture_fact_text *x,
                     struct fact_form_view *v)
{
    const struct form_spec *form = &picture_fact_form;
    v->guide = p->guide;
    v->sort = form_field(rq, form, "sort", picture_sort_name(x->sort));
    picture_sort_options(rq, v->sort);
    v->body = form_field(rq, form, "body", x->body);
    v->theme = form_field(rq, form, "theme", x->theme);
    trajectory_theme_options(rq, p->t, v->theme);
    v->department = form_field(rq, form, "department", picture_number_text(rq, x->department));
    trajectory_department_options(rq, v->department);
    v->value =
        form_field(rq, form, "value", x->value[0] == '\0' ? "" : format_decimal(rq->arena, rq->lang, x->value));
    v->unit = form_field(rq, form, "unit", x->unit);
    v->period = form_field(rq, form, "period", x->period);
    v->source = form_field(rq, form, "source", x->source);
    v->dated_on = form_field(rq, form, "dated_on", x->dated_on.set ? clock_date(rq->arena, x->dated_on.v) : "");
    v->reason = form_field(rq, form, "reason", "");
    v->request = form_field(rq, form, "request", "");
    v->request->type = "hidden";
}

/* The question of ?vraag=, whose answer may give another fact; NULL = none. */
static const struct picture_request *request_asked(struct rq *rq, const struct place *p)
{
    const char *asked = rq->form != NULL ? form_text(rq, "request") : query_text(rq, "vraag");
    int64_t id = strtoll(asked, NULL, 10);
    return id <= 0 ? NULL : picture_request_get(rq->db, rq->arena, rq->site->packs, rq->lang, p->t, id);
}

/* GET …/foto/gegeven/nieuw */
struct fault picture_web_fact_new_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    struct fact_form_view *v = NEW(rq->arena, struct fact_form_view);
    const struct picture_request *r = request_asked(rq, &p);
    struct picture_fact_text x = { .theme = query_text(rq, "thema"),
                                   .sort = FACT_ACTION,
                                   .body = "",
                                   .value = "",
                                   .unit = "",
                                   .period = "",
                                   .source = "",
                                   .dated_on = DB_SOME(organisation_today(rq->arena, rq->now_ms)) };
    if (r != NULL) {
        size_t count;
        const struct picture_answer *a = picture_answers(rq->db, rq->arena, r->id, &count);
        if (count > 0)
            x = picture_proposal(rq->arena, r, a);
    }
    add_form(rq, &p, &x, v);
    if (r != NULL && rq->form == NULL)
        v->request->value = picture_number_text(rq, r->id);
    v->action = arena_printf(rq->arena, "%s/gegeven/nieuw", p.base);
    v->back = arena_printf(rq->arena, "%s/gegevens", p.base);
    v->frame =
        picture_frame_of(rq, &p, tr(rq->lang, "Write a fact"), "/gegevens", v->back, tr(rq->lang, "Facts"));
    v->frame.layout->wide = false;
    v->frame.layout->lead =
        p.guide ? NULL : tr(rq->lang, "A guide looks at it before it becomes part of the picture.");
    picture_fact_form_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/foto/gegeven/nieuw */
struct fault picture_web_fact_new(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    const struct picture_request *r = request_asked(rq, &p);
    struct picture_fact_new n = { .code = "",
                                  .statement = r == NULL ? "" : r->statement,
                                  .request = r == NULL ? 0 : r->id,
                                  .accepted = p.guide,
                                  .user = rq->actor.user };
    int64_t id;
    if (!picture_fact_text_sent(rq, &n.text))
        return form_again(rq);
    f = picture_refused(rq, picture_fact_add(rq->db, rq->arena, rq->site->packs, p.t, &n, rq->now_ms, &id));
    if (f.status != OK)
        return f;
    reply_notice(rq, p.guide ? tr(rq->lang, "The fact stands in the local picture.")
                             : tr(rq->lang, "Your fact is proposed. A guide looks at it."));
    return reply_redirect(rq, "%s", url_of(rq, &p, id));
}

static struct picture_fact_text text_of(const struct picture_fact *f)
{
    return (struct picture_fact_text){ .department = f->department.set ? f->department.v : 0,
                                       .theme = f->theme,
                                       .sort = f->sort,
                                       .body = f->body,
                                       .value = f->value,
                                       .unit = f->unit,
                                       .period = f->period,
                                       .source = f->source,
                                       .dated_on = f->dated_on };
}

static void add_theirs(struct rq *rq, const struct place *p, const struct picture_fact *f,
                       struct fact_form_view *v)
{
    if (rq->form == NULL || !form_int(rq, "edit").set || form_int(rq, "edit").v == f->edit)
        return;
    size_t count;
    const struct organisation_department *d =
        organisation_departments_all(rq->db, rq->arena, p->t->organisation, &count);
    const struct picture_themes themes =
        picture_themes(rq->db, rq->arena, rq->site->packs, rq->lang, p->t->organisation);
    v->theirs = f;
    v->their_theme = picture_theme_title(&themes, f->theme);
    v->their_department = f->department.set ? picture_department_name(d, count, f->department.v) : "";
    v->their_value = picture_value_text(rq->arena, rq->lang, f->value, f->unit);
    v->their_date = picture_day_text(rq, f->dated_on);
}

/* GET …/gegeven/:fact/bewerken */
struct fault picture_web_fact_edit_show(struct rq *rq)
{
    struct place p;
    struct fault fault = picture_place_change(rq, &p);
    if (fault.status != OK)
        return fault;
    const struct picture_fact *f = find(rq, &p);
    if (f == NULL)
        return NO_FACT;
    if (!may_edit(rq, &p, f))
        return FAULT(DENIED, N_("Only a guide changes a fact that is part of the picture."));
    struct fact_form_view *v = NEW(rq->arena, struct fact_form_view);
    struct picture_fact_text x = text_of(f);
    add_form(rq, &p, &x, v);
    add_theirs(rq, &p, f, v);
    v->edit = picture_number_text(rq, f->edit);
    v->back = url_of(rq, &p, f->id);
    v->action = arena_printf(rq->arena, "%s/bewerken", v->back);
    v->frame = picture_frame_of(rq, &p, arena_printf(rq->arena, tr(rq->lang, "Change fact %s"), f->code),
                                "/gegevens", v->back, tr(rq->lang, "The fact"));
    v->frame.layout->wide = false;
    picture_fact_form_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/gegeven/:fact/bewerken */
struct fault picture_web_fact_edit(struct rq *rq)
{
    struct place p;
    struct fault fault = picture_place_change(rq, &p);
    const struct picture_fact *f = fault.status != OK ? NULL : find(rq, &p);
    if (fault.status != OK)
        return fault;
    if (f == NULL)
        return NO_FACT;
    if (!may_edit(rq, &p, f))
        return FAULT(DENIED, N_("Only a guide changes a fact that is part of the picture."));
    struct picture_fact_text x;
    if (!picture_fact_text_sent(rq, &x))
        return form_again(rq);
    fault = picture_refused(rq, picture_fact_change(rq->db, rq->arena, rq->site->packs, p.t, f, &x,
                                                    form_text(rq, "reason"), form_int(rq, "edit").v,
                                                    rq->actor.user, rq->now_ms));
    if (fault.status != OK)
        return fault;
    reply_notice(rq, tr(rq->lang, "The fact is kept. What it was before stands below it."));
    return reply_redirect(rq, "%s", url_of(rq, &p, f->id));
}

/* ---- its page ------------------------------------------------------------------------------------------------------ */

static void add_old(struct rq *rq, const struct picture_themes *themes, const struct organisation_department *d,
                    size_t d_count, const struct organisation_names *names, struct fact_view *v)
{
    const struct picture_fact_old *old = picture_fact_history(rq->db, rq->arena, v->fact->id, &v->old_count);
    struct old_line *lines = NEW_ARRAY(rq->arena, struct old_line, v->old_count);
    for (size_t i = 0; i < v->old_count; i++) {
        const struct picture_fact_text *x = &old[i].text;
        const char *dated = picture_day_text(rq, x->dated_on);
        lines[i] = (struct old_line){
            .when = format_time(rq->arena, rq->lang, old[i].at),
            .who = old[i].user.set ? organisation_name_of(names, rq->arena, rq->lang, old[i].user.v) : "",
            .reason = old[i].reason,
            .sort = tr(rq->lang, picture_sort_label(x->sort)),
            .theme = picture_theme_title(themes, x->theme),
            .department = picture_department_name(d, d_count, x->department),
            .body = x->body,
            .value = picture_value_text(rq->arena, rq->lang, x->value, x->unit),
            .beside = arena_printf(rq->arena, "%s%s%s%s%s", x->period, x->period[0] != '\0' ? " · " : "",
                                   x->source, dated[0] != '\0' ? " · " : "", dated)
        };
    }
    v->old = lines;
}

/* What the fact proves, as the form for it says: stored, or chosen on a page that somebody else was before. */
static enum scan_answer proof_sent(struct rq *rq)
{
    enum scan_answer proves;
    return scan_answer_parse(form_text(rq, "proves"), &proves) ? proves : ANSWER_NONE;
}

/* The statements of the fact's theme, and the one that it is about. */
static void add_statements(struct rq *rq, const struct place *p, struct fact_view *v)
{
    const struct picture_fact *f = v->fact;
    const struct pack_statement *s =
        f->statement[0] == '\0' ? NULL : picture_statement(rq->site->packs, f->statement);
    v->statement = s == NULL ? NULL : text_in(rq->lang, &s->label);
    v->proves = f->proves == ANSWER_YES  ? tr(rq->lang, "Yes")
                : f->proves == ANSWER_NO ? tr(rq->lang, "No, or partly")
                                         : NULL;
    v->choosing = rq->form != NULL && rq->route->form == &picture_statement_form;
    v->chosen = v->choosing ? proof_sent(rq) : f->proves;
    const char *choice = v->choosing ? form_text(rq, "statement") : f->statement;
    v->none = choice[0] == '\0';
    const struct pack_scan *scan = picture_scan(rq->db, rq->arena, rq->site->packs, p->t->organisation);
    int theme = scan == NULL ? -1 : pack_theme_find(scan, f->theme);
    size_t most = theme < 0 ? 1 : (size_t)scan->themes[theme].count + 1;
    struct statement_line *lines = NEW_ARRAY(rq->arena, struct statement_line, most);
    bool listed = false;
    for (int i = 0; theme >= 0 && i < scan->themes[theme].count; i++) {
        const struct pack_statement *x = &scan->statements[scan->themes[theme].first + i];
        listed = listed || strcmp(x->id, f->statement) == 0;
        lines[v->statement_count++] =
            (struct statement_line){ x->id, text_in(rq->lang, &x->label), strcmp(x->id, choice) == 0 };
    }
    if (!listed && s != NULL)
        lines[v->statement_count++] =
            (struct statement_line){ s->id, v->statement, strcmp(s->id, choice) == 0 };
    v->statements = lines;
}

static const char *answer_text(struct rq *rq, enum scan_answer a)
{
    static const char *const words[ANSWER_COUNT] = { [ANSWER_NONE] = N_("no answer"),
                                                     [ANSWER_YES] = N_("yes"),
                                                     [ANSWER_NO] = N_("no, or partly"),
                                                     [ANSWER_DONT_KNOW] = N_("don't know"),
                                                     [ANSWER_NOT_APPLICABLE] = N_("does not apply") };
    return tr(rq->lang, words[a]);
}

static void add_proofs(struct rq *rq, const struct place *p, const struct organisation_names *names,
                       struct fact_view *v)
{
    const struct picture_proof *x =
        picture_proofs(rq->db, rq->arena, rq->site->packs, p->t, v->fact, &v->proof_count);
    struct proof_line *lines = NEW_ARRAY(rq->arena, struct proof_line, v->proof_count);
    for (size_t i = 0; i < v->proof_count; i++)
        lines[i] = (struct proof_line){ .round = x[i].round->title,
                                        .round_url = arena_printf(
                                            rq->arena, "/organisatie/%lld/scan/%lld/resultaat",
                                            (long long)p->t->organisation, (long long)x[i].round->id),
                                        .stands = answer_text(rq, x[i].stands),
                                        .differs = x[i].differs,
                                        .closed = x[i].round->closed,
                                        .newest = i == 0 };
    v->proofs = lines;
    v->was = v->proof_count == 0 ? "" : scan_answer_name(x->stands);
    const struct picture_corrected *c =
        picture_corrections(rq->db, rq->arena, v->fact->id, &v->corrected_count);
    struct corrected_line *corrected = NEW_ARRAY(rq->arena, struct corrected_line, v->corrected_count);
    for (size_t i = 0; i < v->corrected_count; i++)
        corrected[i] = (struct corrected_line){
            .text = arena_printf(rq->arena,
                                 c[i].reopened ? tr(rq->lang, "From “%s” to “%s”; the round was opened for it.")
                                               : tr(rq->lang, "From “%s” to “%s”."),
                                 answer_text(rq, c[i].was), answer_text(rq, c[i].becomes)),
            .when = format_date_short(rq->arena, rq->lang, c[i].at),
            .who = c[i].user.set ? organisation_name_of(names, rq->arena, rq->lang, c[i].user.v) : ""
        };
    v->corrected = corrected;
}

static void add_origin(struct rq *rq, const struct place *p, const struct organisation_names *names,
                       struct fact_view *v)
{
    const struct picture_fact *f = v->fact;
    const char *by = f->created_by.set ? organisation_name_of(names, rq->arena, rq->lang, f->created_by.v) : "";
    const char *day = format_date_short(rq->arena, rq->lang, f->created_at);
    v->made = by[0] == '\0' ? day : arena_printf(rq->arena, "%s · %s", day, by);
    const struct picture_request *r =
        f->request.set && p->contributes
            ? picture_request_get(rq->db, rq->arena, rq->site->packs, rq->lang, p->t, f->request.v)
            : NULL;
    if (r != NULL) {
        v->request_title = r->title;
        v->request_url = arena_printf(rq->arena, "%s/vraag/%lld", p->base, (long long)r->id);
    }
}

/* GET …/gegeven/:fact */
struct fault picture_web_fact_show(struct rq *rq)
{
    struct place p;
    struct fault fault = picture_place_find(rq, &p);
    if (fault.status != OK)
        return fault;
    struct fact_view *v = NEW(rq->arena, struct fact_view);
    const struct picture_fact *f = v->fact = find(rq, &p);
    if (f == NULL)
        return NO_FACT;
    size_t d_count;
    const struct organisation_department *d =
        organisation_departments_all(rq->db, rq->arena, p.t->organisation, &d_count);
    const struct picture_themes themes =
        picture_themes(rq->db, rq->arena, rq->site->packs, rq->lang, p.t->organisation);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, p.t->organisation);
    v->url = url_of(rq, &p, f->id);
    v->guide = p.guide;
    v->running = p.running;
    v->may_edit = p.contributes && may_edit(rq, &p, f);
    v->sort = tr(rq->lang, picture_sort_label(f->sort));
    v->theme = picture_theme_title(&themes, f->theme);
    v->department = f->department.set ? picture_department_name(d, d_count, f->department.v) : "";
    v->value = picture_value_text(rq->arena, rq->lang, f->value, f->unit);
    v->dated = picture_day_text(rq, f->dated_on);
    add_origin(rq, &p, names, v);
    add_statements(rq, &p, v);
    if (p.contributes) {
        add_proofs(rq, &p, names, v);
        add_old(rq, &themes, d, d_count, names, v);
    }
    v->edit = picture_number_text(rq, f->edit);
    v->reason = form_field(rq, &picture_correct_form, "reason", "");
    v->frame = picture_frame_of(rq, &p, picture_short(rq->arena, f->body, 90), "/gegevens",
                                p.contributes ? arena_printf(rq->arena, "%s/gegevens", p.base) : p.base,
                                p.contributes ? tr(rq->lang, "Facts") : tr(rq->lang, "Local picture"));
    v->frame.layout->wide = false;
    picture_fact_show_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- what a guide does with it --------------------------------------------------------------------------------------- */

/* The fact and its place for a change; NULL with the fault to answer with. */
static const struct picture_fact *find_to_change(struct rq *rq, struct place *p, struct fault *fault)
{
    *fault = picture_place_change(rq, p);
    const struct picture_fact *f = fault->status != OK ? NULL : find(rq, p);
    if (fault->status == OK && f == NULL)
        *fault = NO_FACT;
    return f;
}

/* POST …/gegeven/:fact/aanvaarden */
struct fault picture_web_fact_do_accept(struct rq *rq)
{
    struct place p;
    struct fault fault;
    const struct picture_fact *f = find_to_change(rq, &p, &fault);
    if (f == NULL)
        return fault;
    fault = picture_fact_accept(rq->db, rq->arena, p.t, f, rq->actor.user, rq->now_ms);
    if (fault.status != OK)
        return fault;
    reply_notice(rq, tr(rq->lang, "The fact stands in the local picture."));
    return reply_redirect(rq, "%s", url_of(rq, &p, f->id));
}

static struct fault put_away(struct rq *rq, bool away)
{
    struct place p;
    struct fault fault;
    const struct picture_fact *f = find_to_change(rq, &p, &fault);
    if (f == NULL)
        return fault;
    fault = picture_fact_archive(rq->db, rq->arena, p.t, f, away, rq->actor.user, rq->now_ms);
    if (fault.status != OK)
        return fault;
    reply_notice(rq, away ? tr(rq->lang, "The fact is put away. You can bring it back here.")
                          : tr(rq->lang, "The fact is back."));
    return reply_redirect(rq, "%s", url_of(rq, &p, f->id));
}

/* POST …/gegeven/:fact/archief */
struct fault picture_web_fact_do_archive(struct rq *rq)
{
    return put_away(rq, true);
}

/* POST …/gegeven/:fact/terugzetten */
struct fault picture_web_fact_do_restore(struct rq *rq)
{
    return put_away(rq, false);
}

/* POST …/gegeven/:fact/stelling */
struct fault picture_web_fact_set_statement(struct rq *rq)
{
    struct place p;
    struct fault fault;
    const struct picture_fact *f = find_to_change(rq, &p, &fault);
    if (f == NULL)
        return fault;
    const char *statement = form_text(rq, "statement");
    enum scan_answer proves = proof_sent(rq);
    bool same = strcmp(statement, f->statement) == 0 && proves == f->proves;
    if (!same && form_int(rq, "edit").v != f->edit) {
        form_fail(rq, "edit",
                  N_("Somebody else changed this while you had it open. What stands there now is shown above "
                     "your choice: keep yours once more, or leave it."));
        return form_again(rq);
    }
    fault = picture_refused(rq, picture_fact_prove(rq->db, rq->site->packs, p.t, f, statement, proves));
    if (fault.status != OK)
        return fault;
    reply_notice(rq, tr(rq->lang, "It is kept what this fact says about the scan."));
    return reply_redirect(rq, "%s#scan", url_of(rq, &p, f->id));
}

/* POST …/gegeven/:fact/verbeteren */
struct fault picture_web_fact_do_correct(struct rq *rq)
{
    struct place p;
    struct fault fault;
    const struct picture_fact *f = find_to_change(rq, &p, &fault);
    if (f == NULL)
        return fault;
    enum scan_answer was;
    if (!scan_answer_parse(form_text(rq, "was"), &was))
        was = ANSWER_NONE;
    fault = picture_refused(rq, picture_correct(rq->db, rq->arena, rq->site->packs, p.t, f, was,
                                                form_text(rq, "reason"), rq->actor.user, rq->now_ms));
    if (fault.status != OK)
        return fault;
    reply_notice(rq, tr(rq->lang, "The scan says so too now, with this fact as its note."));
    return reply_redirect(rq, "%s#scan", url_of(rq, &p, f->id));
}

/* POST …/gegeven/:fact/wachten */
struct fault picture_web_fact_do_wait(struct rq *rq)
{
    struct place p;
    struct fault fault;
    const struct picture_fact *f = find_to_change(rq, &p, &fault);
    if (f == NULL)
        return fault;
    picture_wait(rq->db, p.t, f, !f->waits);
    reply_notice(
        rq, f->waits ? tr(rq->lang, "It no longer waits for the next round.")
                     : tr(rq->lang, "It waits for the next round: you find it there under \"Don't know\"."));
    return reply_redirect(rq, "%s#scan", url_of(rq, &p, f->id));
}
