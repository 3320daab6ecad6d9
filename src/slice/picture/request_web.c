/* One question: its page, writing and changing it, taking its answer over, giving it to somebody else, taking it back. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "request_page.h"
#include "slice/picture/view.h"

enum { FIGURES_MOST = PICTURE_GRID_ROWS };

static const char *const sorts[] = { "action", "realisation", "chance", "challenge", "figure", NULL };

static const struct field request_fields[] = {
    { "title", FIELD_TEXT, .max = PICTURE_MAX_TITLE, .label = N_("What do you ask for?"),
      .help = N_("In a few words, as it will stand in the list.") },
    { "ask", FIELD_AREA, .max = PICTURE_MAX_ASK, .label = N_("The question"),
      .help = N_("One thing that one person can look up in ten minutes. Say which year, and what counts.") },
    { "sort", FIELD_CHOICE, .choices = sorts, .label = N_("What will the answer be?") },
    { "unit", FIELD_TEXT, .max = PICTURE_MAX_UNIT, .label = N_("Unit"),
      .help = N_("Of a figure: kWh, euro, %.") },
    { "usual_source", FIELD_TEXT, .max = PICTURE_MAX_SOURCE, .label = N_("Where does it usually stand?") },
    { "theme", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Theme") },
    { "department", FIELD_INT, .label = N_("Department") },
    { "member", FIELD_INT, .label = N_("Who answers?") },
    { "name", FIELD_TEXT, .max = ACCOUNT_NAME_MAX, .label = N_("Or somebody else: name") },
    { "mail", FIELD_MAIL, .label = N_("and mail address"), .help = N_("No account is needed to answer.") },
    { "due_on", FIELD_DATE, .label = N_("Answer by") },
    { "edit", FIELD_INT, .label = N_("Version") },
};
const struct form_spec picture_request_form = FORM(request_fields);
static const struct field withdraw_fields[] = {
    { "reason", FIELD_TEXT, .max = PICTURE_MAX_REASON, .label = N_("Why?") },
};
const struct form_spec picture_withdraw_form = FORM(withdraw_fields);
static const struct field give_fields[] = {
    { "member", FIELD_INT, .label = N_("Member of the organisation") },
    { "name", FIELD_TEXT, .max = ACCOUNT_NAME_MAX, .label = N_("Or somebody else: name") },
    { "mail", FIELD_MAIL, .label = N_("and mail address"), .help = N_("No account is needed to answer.") },
};
const struct form_spec picture_give_form = FORM(give_fields);
static const struct field accept_fields[] = {
    { "sort", FIELD_CHOICE, .required = true, .choices = sorts, .label = N_("Kind of fact") },
    { "theme", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Theme") },
    { "department", FIELD_INT, .label = N_("Department") },
    { "body", FIELD_AREA, .required = true, .max = PICTURE_MAX_BODY, .label = N_("The fact"),
      .message = N_("Write in a sentence what the fact is.") },
    { "value", FIELD_TEXT, .max = 40, .label = N_("Value") },
    { "unit", FIELD_TEXT, .max = PICTURE_MAX_UNIT, .label = N_("Unit") },
    { "period", FIELD_TEXT, .max = PICTURE_MAX_PERIOD, .label = N_("Period") },
    { "source", FIELD_TEXT, .max = PICTURE_MAX_SOURCE, .label = N_("Source") },
    { "dated_on", FIELD_DATE, .label = N_("Date") },
    { "rows", FIELD_TICK, .label = N_("A figure for each row of the table") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec picture_accept_form = FORM(accept_fields);

#define NO_REQUEST FAULT(NOT_FOUND, N_("This question does not exist."))

static const struct picture_request *find(struct rq *rq, const struct place *p)
{
    return picture_request_get(rq->db, rq->arena, rq->site->packs, rq->lang, p->t, rq_id(rq, "request"));
}

static const char *url_of(struct rq *rq, const struct place *p, int64_t id)
{
    return arena_printf(rq->arena, "%s/vraag/%lld", p->base, (long long)id);
}

/* ---- writing one --------------------------------------------------------------------------------------------- */

static void add_receiver_fields(struct rq *rq, const struct form_spec *form, struct db_int member,
                                const char *name, const char *mail, struct field_view **fields)
{
    fields[0] = form_field(rq, form, "member", member.set ? picture_number_text(rq, member.v) : "");
    trajectory_member_options(rq, fields[0]);
    fields[1] = form_field(rq, form, "name", name);
    fields[2] = form_field(rq, form, "mail", mail);
}

/* r NULL = a new one. */
static void add_form(struct rq *rq, const struct place *p, const struct picture_request *r,
                     struct request_form_view *v)
{
    const struct form_spec *form = &picture_request_form;
    const struct picture_receiver *who =
        r == NULL || !r->receiver.set
            ? NULL
            : picture_receiver_get(rq->db, rq->arena, p->t->organisation, r->receiver.v, rq->now_ms);
    bool member = who != NULL && who->member.set;
    v->title = form_field(rq, form, "title", r == NULL ? "" : r->title);
    v->ask = form_field(rq, form, "ask", r == NULL ? "" : r->ask);
    v->title->required = v->ask->required = true;
    v->sort = form_field(rq, form, "sort", picture_sort_name(r == NULL ? FACT_FIGURE : r->sort));
    picture_sort_options(rq, v->sort);
    v->unit = form_field(rq, form, "unit", r == NULL ? "" : r->unit);
    v->usual_source = form_field(rq, form, "usual_source", r == NULL ? "" : r->usual_source);
    v->theme = form_field(rq, form, "theme", r == NULL ? "" : r->theme);
    trajectory_theme_options(rq, p->t, v->theme);
    v->department = form_field(rq, form, "department",
                               r == NULL || !r->department.set ? "" : picture_number_text(rq, r->department.v));
    trajectory_department_options(rq, v->department);
    struct field_view *fields[3];
    add_receiver_fields(rq, form, member ? who->member : DB_NULL_INT, who == NULL || member ? "" : who->name,
                        who == NULL || member ? "" : who->mail, fields);
    v->member = fields[0];
    v->name = fields[1];
    v->mail = fields[2];
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    int64_t due =
        r != NULL && r->due_on.set ? r->due_on.v : picture_due(rq->db, rq->arena, rq->site->packs, p->t, today);
    v->due_on = form_field(rq, form, "due_on", clock_date(rq->arena, due));
    v->draft = r == NULL || r->state == REQUEST_DRAFT;
}

static struct picture_ask ask_sent(struct rq *rq, int64_t receiver)
{
    struct picture_ask ask = { .standard = "",
                               .statement = "",
                               .title = form_text(rq, "title"),
                               .ask = form_text(rq, "ask"),
                               .unit = form_text(rq, "unit"),
                               .usual_source = form_text(rq, "usual_source"),
                               .theme = form_text(rq, "theme"),
                               .department = picture_department_chosen(rq),
                               .receiver = receiver,
                               .due_on = form_int(rq, "due_on"),
                               .user = rq->actor.user };
    if (!picture_sort_parse(form_text(rq, "sort"), &ask.sort))
        ask.sort = FACT_FIGURE;
    return ask;
}

/* Fields that the rules leave to the form: a theme that exists, a day to come. */
static bool is_sent_well(struct rq *rq, const struct place *p, bool new_day)
{
    struct db_int due = form_int(rq, "due_on");
    if (!trajectory_theme_known(rq, p->t, form_text(rq, "theme")))
        form_fail(rq, "theme", N_("This theme does not exist. Choose one of the list."));
    if (new_day && due.set && due.v < organisation_today(rq->arena, rq->now_ms))
        form_fail(rq, "due_on", N_("This day has passed. Choose a later one."));
    return !form_has_errors(rq);
}

/* GET …/foto/vragen/nieuw */
struct fault picture_web_request_new_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    struct request_form_view *v = NEW(rq->arena, struct request_form_view);
    add_form(rq, &p, NULL, v);
    v->action = arena_printf(rq->arena, "%s/vragen/nieuw", p.base);
    v->back = arena_printf(rq->arena, "%s/vragen", p.base);
    v->frame = picture_frame_of(rq, &p, tr(rq->lang, "Write a question"), "/vragen", v->back,
                                tr(rq->lang, "Questions"));
    v->frame.layout->wide = false;
    picture_request_form_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/foto/vragen/nieuw */
struct fault picture_web_request_new(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    int64_t receiver = 0, id = 0;
    if (f.status == OK && !is_sent_well(rq, &p, true))
        return form_again(rq);
    if (f.status == OK)
        f = picture_refused(rq, picture_receiver_chosen(rq, p.t, &receiver));
    if (f.status != OK)
        return f;
    struct picture_ask ask = ask_sent(rq, receiver);
    f = picture_refused(rq,
                        picture_request_add(rq->db, rq->arena, rq->site->packs, p.t, &ask, rq->now_ms, &id));
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The question is ready as a draft. Nobody has got a mail yet."));
    return reply_redirect(rq, "%s/concepten", p.base);
}

static void add_theirs(struct rq *rq, const struct place *p, const struct picture_request *r,
                       struct request_form_view *v)
{
    if (rq->form == NULL || !form_int(rq, "edit").set || form_int(rq, "edit").v == r->edit)
        return;
    size_t count;
    const struct organisation_department *d =
        organisation_departments_all(rq->db, rq->arena, p->t->organisation, &count);
    const struct picture_receiver *who =
        r->receiver.set ? picture_receiver_get(rq->db, rq->arena, p->t->organisation, r->receiver.v, rq->now_ms)
                        : NULL;
    v->theirs = r;
    v->their_receiver = who == NULL ? "" : who->name;
    v->their_department = r->department.set ? picture_department_name(d, count, r->department.v) : "";
}

/* GET …/vraag/:request/bewerken */
struct fault picture_web_request_edit_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    const struct picture_request *r = find(rq, &p);
    if (r == NULL)
        return NO_REQUEST;
    struct request_form_view *v = NEW(rq->arena, struct request_form_view);
    add_form(rq, &p, r, v);
    add_theirs(rq, &p, r, v);
    v->ask_text = r->ask;
    v->back = url_of(rq, &p, r->id);
    v->action = arena_printf(rq->arena, "%s/bewerken", v->back);
    v->edit = picture_number_text(rq, r->edit);
    v->frame = picture_frame_of(rq, &p, r->title, "/vragen", v->back, tr(rq->lang, "The question"));
    v->frame.layout->wide = false;
    picture_request_form_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/vraag/:request/bewerken */
struct fault picture_web_request_edit(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    const struct picture_request *r = f.status != OK ? NULL : find(rq, &p);
    if (f.status != OK)
        return f;
    if (r == NULL)
        return NO_REQUEST;
    struct db_int due = form_int(rq, "due_on");
    if (!is_sent_well(rq, &p, due.set != r->due_on.set || due.v != r->due_on.v))
        return form_again(rq);
    int64_t receiver = 0;
    if (r->state == REQUEST_DRAFT)
        f = picture_refused(rq, picture_receiver_chosen(rq, p.t, &receiver));
    if (f.status != OK)
        return f;
    struct picture_ask ask = ask_sent(rq, receiver);
    f = picture_refused(
        rq, picture_request_change(rq->db, rq->arena, rq->site->packs, p.t, r, &ask, form_int(rq, "edit").v));
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The question is kept."));
    return r->state == REQUEST_DRAFT ? reply_redirect(rq, "%s/concepten", p.base)
                                     : reply_redirect(rq, "%s", url_of(rq, &p, r->id));
}

/* ---- its page -------------------------------------------------------------------------------------------------- */

static void add_chain(struct rq *rq, const struct place *p, const struct picture_receiver *all,
                      size_t all_count, struct request_view *v)
{
    const struct picture_passed *c = picture_chain(rq->db, rq->arena, v->request->id, &v->chain_count);
    const struct organisation_names *names =
        v->chain_count == 0 ? NULL : organisation_names(rq->db, rq->arena, p->t->organisation);
    struct chain_line *lines = NEW_ARRAY(rq->arena, struct chain_line, v->chain_count);
    for (size_t i = 0; i < v->chain_count; i++)
        lines[i] = (struct chain_line){
            .from = picture_receiver_name(all, all_count, DB_SOME(c[i].from)),
            .to = picture_receiver_name(all, all_count, DB_SOME(c[i].to)),
            .when = format_date_short(rq->arena, rq->lang, c[i].at),
            .note = c[i].note,
            .who = c[i].user.set ? organisation_name_of(names, rq->arena, rq->lang, c[i].user.v) : ""
        };
    v->chain = lines;
}

static void add_answers(struct rq *rq, const struct place *p, const struct picture_receiver *all,
                        size_t all_count, struct request_view *v)
{
    const struct picture_answer *a = picture_answers(rq->db, rq->arena, v->request->id, &v->answer_count);
    const struct organisation_names *names =
        v->answer_count == 0 ? NULL : organisation_names(rq->db, rq->arena, p->t->organisation);
    struct answer_line *lines = NEW_ARRAY(rq->arena, struct answer_line, v->answer_count);
    for (size_t i = 0; i < v->answer_count; i++) {
        const char *who = a[i].user.set
                              ? arena_printf(rq->arena, tr(rq->lang, "written down by %s"),
                                             organisation_name_of(names, rq->arena, rq->lang, a[i].user.v))
                              : picture_receiver_name(all, all_count, a[i].receiver);
        lines[i] = picture_answer_line_of(rq, &a[i], who);
    }
    v->answers = lines;
}

static void add_files(struct rq *rq, struct request_view *v)
{
    size_t all;
    struct attachment_owner owner = picture_request_files(v->request);
    const struct attachment *file = attachments(rq->db, rq->arena, &owner, &all);
    struct file_line *lines = NEW_ARRAY(rq->arena, struct file_line, all);
    for (size_t i = 0; i < all; i++)
        if (!file[i].removed_at.set)
            lines[v->file_count++] =
                (struct file_line){ .name = file[i].name,
                                    .size = format_bytes(rq->arena, rq->lang, file[i].size),
                                    .url = arena_printf(rq->arena, "%s/bestand/%lld", v->url,
                                                        (long long)file[i].id) };
    v->files = lines;
}

static void add_facts(struct rq *rq, const struct place *p, const struct picture_themes *themes,
                      const struct organisation_department *d, size_t d_count, struct request_view *v)
{
    struct picture_fact_filter filter = {
        .theme = "", .sort = "", .statement = "", .request = v->request->id, .most = PICTURE_PAGE
    };
    int64_t total;
    const struct picture_fact *f = picture_facts(rq->db, rq->arena, p->t, &filter, &v->fact_count, &total);
    struct fact_line *lines = NEW_ARRAY(rq->arena, struct fact_line, v->fact_count);
    for (size_t i = 0; i < v->fact_count; i++)
        lines[i] = picture_fact_line_of(rq, p, themes, d, d_count, &f[i]);
    v->facts = lines;
}

/* The form that makes a fact of the newest answer, filled with what it proposes. */
static void add_accept(struct rq *rq, const struct place *p, struct request_view *v)
{
    const struct form_spec *form = &picture_accept_form;
    const struct picture_answer *a = v->answers[0].answer;
    const struct lang *wording = picture_org_lang(rq->db, rq->arena, p->t->organisation);
    const struct picture_request *r =
        picture_request_get(rq->db, rq->arena, rq->site->packs, wording, p->t, v->request->id);
    struct picture_fact_text x = picture_proposal(rq->arena, r, a);
    v->answer_edit = picture_number_text(rq, a->edit);
    v->sort = form_field(rq, form, "sort", picture_sort_name(x.sort));
    picture_sort_options(rq, v->sort);
    v->to_theme = form_field(rq, form, "theme", x.theme);
    trajectory_theme_options(rq, p->t, v->to_theme);
    v->to_department = form_field(rq, form, "department", picture_number_text(rq, x.department));
    trajectory_department_options(rq, v->to_department);
    v->body = form_field(rq, form, "body", x.body);
    v->value =
        form_field(rq, form, "value", x.value[0] == '\0' ? "" : format_decimal(rq->arena, rq->lang, x.value));
    v->unit = form_field(rq, form, "unit", x.unit);
    v->period = form_field(rq, form, "period", x.period);
    v->source = form_field(rq, form, "source", x.source);
    v->dated_on = form_field(rq, form, "dated_on", x.dated_on.set ? clock_date(rq->arena, x.dated_on.v) : "");
    v->rows = form_field(rq, form, "rows", "");
    picture_grid_figures(rq->arena, rq->lang, a->grid, &v->figure_count);
}

static void add_receiver(struct rq *rq, const struct place *p, struct request_view *v)
{
    const struct picture_request *r = v->request;
    const struct picture_receiver *who =
        r->receiver.set ? picture_receiver_get(rq->db, rq->arena, p->t->organisation, r->receiver.v, rq->now_ms)
                        : NULL;
    v->receiver = who == NULL ? "" : who->name;
    if (who == NULL)
        return;
    v->receiver_mail = who->mail;
    v->receiver_gone = who->gone;
    v->receiver_url = arena_printf(rq->arena, "%s/vragen?toon=alles&aan=%lld", p->base, (long long)who->id);
}

static void add_facts_of_it(struct rq *rq, const struct place *p, struct request_view *v)
{
    const struct picture_request *r = v->request;
    size_t d_count;
    const struct organisation_department *d =
        organisation_departments_all(rq->db, rq->arena, p->t->organisation, &d_count);
    const struct picture_themes themes =
        picture_themes(rq->db, rq->arena, rq->site->packs, rq->lang, p->t->organisation);
    const struct pack_statement *s =
        r->statement[0] == '\0' ? NULL : picture_statement(rq->site->packs, r->statement);
    v->department = r->department.set ? picture_department_name(d, d_count, r->department.v) : "";
    v->theme = picture_theme_title(&themes, r->theme);
    v->statement = s == NULL ? NULL : text_in(rq->lang, &s->label);
    add_facts(rq, p, &themes, d, d_count, v);
}

static const char *sent_text(struct rq *rq, const struct place *p, const struct picture_request *r)
{
    if (!r->sent_at.set)
        return "";
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, p->t->organisation);
    const char *by = r->sent_by.set ? organisation_name_of(names, rq->arena, rq->lang, r->sent_by.v) : "";
    const char *day = format_date_short(rq->arena, rq->lang, r->sent_at.v);
    return by[0] == '\0' ? day : arena_printf(rq->arena, "%s · %s", day, by);
}

/* GET …/vraag/:request */
struct fault picture_web_request_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    struct request_view *v = NEW(rq->arena, struct request_view);
    const struct picture_request *r = v->request = find(rq, &p);
    if (r == NULL || (r->state == REQUEST_DRAFT && !p.guide))
        return NO_REQUEST;
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    size_t all_count;
    const struct picture_receiver *all =
        picture_receivers(rq->db, rq->arena, rq->lang, p.t, rq->now_ms, &all_count);
    v->url = url_of(rq, &p, r->id);
    v->guide = p.guide;
    v->running = p.running;
    v->late = picture_state_open(r->state) && r->due_on.set && r->due_on.v < today;
    v->due = picture_day_text(rq, r->due_on);
    v->state = tr(rq->lang, picture_state_label(r->state));
    v->tone = picture_state_tone(r->state, v->late);
    v->sent = sent_text(rq, &p, r);
    add_receiver(rq, &p, v);
    add_facts_of_it(rq, &p, v);
    add_chain(rq, &p, all, all_count, v);
    add_answers(rq, &p, all, all_count, v);
    add_files(rq, v);
    if (p.guide && p.running && r->state == REQUEST_ANSWERED)
        add_accept(rq, &p, v);
    struct field_view *fields[3];
    add_receiver_fields(rq, &picture_give_form, DB_NULL_INT, "", "", fields);
    v->member = fields[0];
    v->name = fields[1];
    v->mail = fields[2];
    v->reason = form_field(rq, &picture_withdraw_form, "reason", "");
    v->frame = picture_frame_of(rq, &p, r->title, "/vragen", arena_printf(rq->arena, "%s/vragen", p.base),
                                tr(rq->lang, "Questions"));
    picture_request_show_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/vraag/:request/bestand/:file */
struct fault picture_web_request_file(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    const struct picture_request *r = find(rq, &p);
    if (r == NULL)
        return NO_REQUEST;
    struct attachment_owner owner = picture_request_files(r);
    return attachment_reply(rq, &owner, rq_id(rq, "file"));
}

/* ---- what a guide does with it ----------------------------------------------------------------------------------- */

/* A figure for each row of the table, with everything else as in the form. */
static const struct picture_fact_text *texts_of_rows(struct rq *rq, const struct picture_fact_text *x,
                                                     const struct picture_request *r, size_t *count)
{
    size_t answers;
    const struct picture_answer *a = picture_answers(rq->db, rq->arena, r->id, &answers);
    const struct picture_figure *rows =
        picture_grid_figures(rq->arena, rq->lang, answers == 0 ? "" : a->grid, count);
    struct picture_fact_text *texts = NEW_ARRAY(rq->arena, struct picture_fact_text, *count);
    for (size_t i = 0; i < *count; i++) {
        texts[i] = *x;
        texts[i].sort = FACT_FIGURE;
        texts[i].body = arena_printf(rq->arena, "%s: %s", r->title, rows[i].label);
        texts[i].value = rows[i].value;
        if (texts[i].unit[0] == '\0')
            texts[i].unit = r->unit;
    }
    return texts;
}

/* POST …/vraag/:request/overnemen */
struct fault picture_web_request_accept(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    const struct picture_request *r = f.status != OK ? NULL : find(rq, &p);
    if (f.status != OK)
        return f;
    if (r == NULL)
        return NO_REQUEST;
    struct picture_fact_text x;
    if (!picture_fact_text_sent(rq, &x))
        return form_again(rq);
    const struct picture_fact_text *texts = &x;
    size_t count = 1;
    if (form_tick(rq, "rows"))
        texts = texts_of_rows(rq, &x, r, &count);
    if (count == 0)
        return FAULT(CONFLICT, N_("The answer was corrected while you looked at it. See the new one first."));
    f = picture_refused(rq, picture_accept(rq->db, rq->arena, rq->site->packs, p.t, r, form_int(rq, "edit").v,
                                           texts, count, rq->actor.user, rq->now_ms));
    if (f.status != OK)
        return f;
    reply_notice(rq, arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d fact stands in the local picture.",
                                       "%d facts stand in the local picture.", (int64_t)count),
                                  (int)count));
    return reply_redirect(rq, "%s", url_of(rq, &p, r->id));
}

/* POST …/vraag/:request/doorgeven */
struct fault picture_web_request_pass(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    const struct picture_request *r = f.status != OK ? NULL : find(rq, &p);
    if (f.status != OK)
        return f;
    if (r == NULL)
        return NO_REQUEST;
    int64_t to = 0;
    bool mailed;
    f = picture_refused(rq, picture_receiver_chosen(rq, p.t, &to));
    if (f.status == OK && to == 0) {
        form_fail(rq, "member", N_("Choose who answers, or write down a name and a mail address."));
        return form_again(rq);
    }
    if (f.status == OK)
        f = picture_refused(
            rq, picture_pass(rq->db, rq->arena, rq->site, p.t, r, to, "", rq->actor.user, rq->now_ms, &mailed));
    if (f.status != OK)
        return f;
    reply_notice(rq, mailed
                         ? tr(rq->lang, "The question goes there by mail.")
                         : tr(rq->lang, "The question is there now, but this person does not want such mails: "
                                        "tell them yourself."));
    return reply_redirect(rq, "%s", url_of(rq, &p, r->id));
}

/* POST …/vraag/:request/intrekken */
struct fault picture_web_request_withdraw(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    const struct picture_request *r = f.status != OK ? NULL : find(rq, &p);
    if (f.status != OK)
        return f;
    if (r == NULL)
        return NO_REQUEST;
    f = picture_refused(
        rq, picture_request_withdraw(rq->db, p.t, r, form_text(rq, "reason"), rq->actor.user, rq->now_ms));
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The question is taken back. You can put it back on its page."));
    return reply_redirect(rq, "%s", url_of(rq, &p, r->id));
}

/* POST …/vraag/:request/terugzetten */
struct fault picture_web_request_restore(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    const struct picture_request *r = f.status != OK ? NULL : find(rq, &p);
    if (f.status != OK)
        return f;
    if (r == NULL)
        return NO_REQUEST;
    f = picture_request_restore(rq->db, rq->arena, p.t, r);
    if (f.status != OK)
        return f;
    reply_notice(rq, r->state == REQUEST_ACCEPTED ? tr(rq->lang, "The answer can be corrected again.")
                                                  : tr(rq->lang, "The question is back."));
    return reply_redirect(rq, "%s", url_of(rq, &p, r->id));
}
