/* Pages of the evaluation, and what it adds to a trajectory. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "evaluation_page.h"
#include "slice/account/account.h"
#include "slice/evaluation/view.h"

enum { DUE_AHEAD = 14, MOST_QUESTIONS = 10, CODES_MOST = 12 };

/* Questions are fields a[0], q[0], e[0] … of fixed names, so that messages and what was typed find their place. */
static const char *const answer_names[MOST_QUESTIONS] = { "a0", "a1", "a2", "a3", "a4",
                                                          "a5", "a6", "a7", "a8", "a9" };
static const char *const quote_names[MOST_QUESTIONS] = { "q0", "q1", "q2", "q3", "q4",
                                                         "q5", "q6", "q7", "q8", "q9" };
static const char *const edit_names[MOST_QUESTIONS] = { "e0", "e1", "e2", "e3", "e4",
                                                        "e5", "e6", "e7", "e8", "e9" };

#define ANSWER(n)                                                                                              \
    { "a" #n, FIELD_AREA, .max = EVALUATION_MAX_ANSWER, .label = N_("Answer") },                               \
        { "q" #n, FIELD_TICK, .label = N_("This answer may be quoted, without my name") },                     \
    {                                                                                                          \
        "e" #n, FIELD_INT, .label = N_("Version")                                                              \
    }
#define LEVELS                                                                                                 \
    { "importance", FIELD_INT, .label = N_("How important is CSR for your organisation now?") },               \
    {                                                                                                          \
        "maturity", FIELD_INT, .label = N_("How far is your organisation with CSR now?")                       \
    }
static const struct field answer_fields[] = { ANSWER(0), ANSWER(1), ANSWER(2), ANSWER(3), ANSWER(4), ANSWER(5),
                                              ANSWER(6), ANSWER(7), ANSWER(8), ANSWER(9), LEVELS };
static const struct form_spec answer_form = FORM(answer_fields);
static const struct field pair_fields[] = { LEVELS };
static const struct form_spec pair_form = FORM(pair_fields);
static const struct field open_fields[] = {
    { "due_on", FIELD_DATE, .required = true, .label = N_("Answers by") },
};
static const struct form_spec open_form = FORM(open_fields);
static const struct field reason_fields[] = {
    { "reason", FIELD_AREA, .max = TRAJECTORY_MAX_REASON, .label = N_("Reason") },
};
static const struct form_spec reason_form = FORM(reason_fields);
static const struct field code_fields[] = {
    { "answer", FIELD_INT, .required = true, .label = N_("Answer") },
    { "theme", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Theme") },
    { "drop", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Theme to take off") },
};
static const struct form_spec code_form = FORM(code_fields);
static const struct field return_fields[] = {
    { "from_day", FIELD_DATE, .required = true, .label = N_("Counted from") },
};
static const struct form_spec return_form = FORM(return_fields);
static const struct form_spec empty_form = { NULL, 0 };

static const char *base_of(struct rq *rq, const struct trajectory *t)
{
    return arena_printf(rq->arena, "%s/evaluatie", trajectory_path(rq->arena, t));
}

static bool contributes(struct rq *rq, const struct trajectory *t)
{
    return (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0 && !t->ended_at.set;
}

static const struct pack_list *questions_of(const struct trajectory *t)
{
    return pack_list(t->pack->lists, "questions");
}

/* Who is asked: present members who answer. */
static const struct organisation_member *asked(struct db *db, struct arena *a, int64_t organisation,
                                               size_t *count)
{
    size_t all;
    const struct organisation_member *m = organisation_members(db, a, organisation, &all);
    struct organisation_member *v = NEW_ARRAY(a, struct organisation_member, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if ((m[i].roles & (ORGANISATION_MEMBER | ORGANISATION_GUIDE)) != 0)
            v[(*count)++] = m[i];
    return v;
}

static bool has_answered(const struct evaluation_answer *all, size_t count, int64_t member)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].member == member && all[i].answer[0] != '\0')
            return true;
    return false;
}

/* ---- the overview ------------------------------------------------------------------------------------------ */

static const char *level(struct rq *rq, int64_t tenths)
{
    return tenths < 0 ? "–" : format_tenths(rq->arena, rq->lang, tenths);
}

static struct evaluation_scale_view scale_view(struct rq *rq, const char *title,
                                               const struct evaluation_scale *s)
{
    return (struct evaluation_scale_view){
        .title = title,
        .before = level(rq, s->mean_tenths[EVALUATION_START]),
        .after = level(rq, s->mean_tenths[EVALUATION_END]),
        .change = s->both < EVALUATION_FROM
                      ? NULL
                      : arena_printf(rq->arena, tr(rq->lang, "%d higher, %d the same, %d lower"), s->up,
                                     s->same, s->down),
    };
}

static void add_change(struct rq *rq, const struct trajectory *t, struct evaluation_view *v)
{
    struct evaluation_change c = evaluation_change(rq->db, rq->arena, rq->site->packs, t);
    v->growth = evaluation_growth(rq->arena, rq->lang, &c);
    v->scales[0] = scale_view(rq, tr(rq->lang, "Importance"), &c.importance);
    v->scales[1] = scale_view(rq, tr(rq->lang, "Maturity"), &c.maturity);
    v->counts = arena_printf(rq->arena, tr(rq->lang, "Said by %d at the start and by %d at the end."),
                             (int)c.count[EVALUATION_START], (int)c.count[EVALUATION_END]);
}

static const struct evaluation_code_line *codes_of(const struct trajectory_ask *ask, const char *themes,
                                                   size_t *count)
{
    struct evaluation_code_line *v = NEW_ARRAY(ask->arena, struct evaluation_code_line, CODES_MOST);
    *count = 0;
    for (const char *p = themes; *p != '\0' && *count < CODES_MOST;) {
        size_t n = strcspn(p, ",");
        const char *theme = arena_strndup(ask->arena, p, n);
        const char *title = trajectory_theme_title(ask, theme);
        v[(*count)++] = (struct evaluation_code_line){ theme, title[0] == '\0' ? theme : title };
        p += n + (p[n] == ',');
    }
    return v;
}

/* What members said to one question: all of it for guides, what may be quoted for others, without names. */
static const struct evaluation_answer_line *answer_lines(struct rq *rq, const struct trajectory *t,
                                                         const struct evaluation_answer *all, size_t count,
                                                         const char *question, size_t *lines)
{
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    struct evaluation_answer_line *v = NEW_ARRAY(rq->arena, struct evaluation_answer_line, count);
    bool guide = trajectory_guides(rq);
    *lines = 0;
    for (size_t i = 0; i < count; i++) {
        const struct evaluation_answer *e = &all[i];
        if (e->member == 0 || strcmp(e->question, question) != 0 || e->answer[0] == '\0' ||
            (!guide && !e->quotable))
            continue;
        const struct organisation_member *m = organisation_names_member(names, e->member);
        struct evaluation_answer_line *line = &v[(*lines)++];
        *line = (struct evaluation_answer_line){ .id = e->id, .answer = e->answer, .quotable = e->quotable };
        line->who = !guide || m == NULL ? "" : organisation_member_name(rq->arena, rq->lang, m);
        line->codes = codes_of(&ask, e->themes, &line->code_count);
    }
    return v;
}

static void add_questions(struct rq *rq, const struct trajectory *t, const struct evaluation_round *r,
                          struct evaluation_view *v)
{
    size_t count, members;
    const struct evaluation_answer *all = evaluation_answers(rq->db, rq->arena, r, &count);
    const struct organisation_member *m = asked(rq->db, rq->arena, t->organisation, &members);
    const struct pack_list *list = questions_of(t);
    struct evaluation_question_view *q = NEW_ARRAY(rq->arena, struct evaluation_question_view, list->count);
    for (int i = 0; i < list->count; i++) {
        const struct evaluation_answer *own = evaluation_answer_of(all, count, 0, list->v[i].id);
        q[i] = (struct evaluation_question_view){ .id = list->v[i].id,
                                                  .question =
                                                      text_in(rq->lang, pack_text(&list->v[i], "question")),
                                                  .help = text_in(rq->lang, pack_text(&list->v[i], "help")),
                                                  .organisation = own == NULL ? "" : own->answer };
        q[i].answers = answer_lines(rq, t, all, count, list->v[i].id, &q[i].answer_count);
    }
    v->questions = q;
    v->question_count = (size_t)list->count;
    v->asked = (int)members;
    for (size_t i = 0; i < members; i++)
        v->answered += has_answered(all, count, m[i].id);
}

static void add_returns(struct rq *rq, const struct trajectory *t, struct evaluation_view *v)
{
    size_t count;
    const struct trajectory_moment *m = trajectory_moments(rq->db, rq->arena, t, &count);
    struct evaluation_return *lines = NEW_ARRAY(rq->arena, struct evaluation_return, count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(m[i].sort, "return") == 0)
            lines[v->return_count++] =
                (struct evaluation_return){ .title = m[i].title,
                                            .when = format_time(rq->arena, rq->lang, m[i].at),
                                            .about = m[i].about,
                                            .past = m[i].at < rq->now_ms };
    v->returns = lines;
}

static struct fault overview(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    const struct evaluation_round *r = evaluation_round(rq->db, rq->arena, t);
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    struct evaluation_view *v = NEW(rq->arena, struct evaluation_view);
    v->base = base_of(rq, t);
    v->guide = trajectory_guides(rq) && !t->ended_at.set;
    v->contributes = contributes(rq, t);
    v->opened = r != NULL;
    v->closed = r != NULL && r->closed;
    v->theme = form_field(rq, &code_form, "theme", "");
    trajectory_theme_options(rq, t, v->theme);
    if (r != NULL) {
        v->due =
            arena_printf(rq->arena, tr(rq->lang, "Answers by %s."), format_day(rq->arena, rq->lang, r->due_on));
        add_questions(rq, t, r, v);
    }
    add_change(rq, t, v);
    add_returns(rq, t, v);
    v->due_on = form_field(rq, &open_form, "due_on", clock_date(rq->arena, today + DUE_AHEAD));
    v->reason = form_field(rq, &reason_form, "reason", "");
    v->from_day = form_field(rq, &return_form, "from_day", clock_date(rq->arena, today));
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "Looking back"), "/evaluatie", NULL, NULL);
    evaluation_overview_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- answering --------------------------------------------------------------------------------------------- */

static void level_options(struct rq *rq, struct field_view *importance, struct field_view *maturity)
{
    static const char *const important[] = { N_("1: hardly"), N_("2: slightly"), N_("3: fairly"), N_("4: very"),
                                             N_("5: extremely") };
    static const char *const mature[] = { N_("1: not started yet"), N_("2: separate actions"),
                                          N_("3: there is a plan"), N_("4: the plan is followed"),
                                          N_("5: part of everything we do") };
    static const char *const numbers[] = { "1", "2", "3", "4", "5" };
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 10);
    for (int i = 0; i < 5; i++) {
        o[i] = (struct field_option){ .value = numbers[i], .label = tr(rq->lang, important[i]) };
        o[5 + i] = (struct field_option){ .value = numbers[i], .label = tr(rq->lang, mature[i]) };
    }
    importance->options = o;
    maturity->options = o + 5;
    importance->option_count = maturity->option_count = 5;
}

static const char *number(struct rq *rq, int64_t n)
{
    return n == 0 ? "" : arena_printf(rq->arena, "%lld", (long long)n);
}

/* Level fields with what this member said before. */
static void add_levels(struct rq *rq, const struct trajectory *t, enum evaluation_moment m,
                       const struct form_spec *form, struct evaluation_form_view *v)
{
    size_t count;
    const struct evaluation_pair *all = evaluation_pairs(rq->db, rq->arena, rq->site->packs, t, m, &count);
    int importance = 0, maturity = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].member == rq->actor.member) {
            importance = all[i].importance;
            maturity = all[i].maturity;
        }
    v->importance = form_field(rq, form, "importance", number(rq, importance));
    v->maturity = form_field(rq, form, "maturity", number(rq, maturity));
    level_options(rq, v->importance, v->maturity);
}

static void add_form_questions(struct rq *rq, const struct trajectory *t, const struct evaluation_round *r,
                               int64_t member, struct evaluation_form_view *v)
{
    size_t count;
    const struct evaluation_answer *all = evaluation_answers(rq->db, rq->arena, r, &count);
    const struct pack_list *list = questions_of(t);
    struct evaluation_form_question *q = NEW_ARRAY(rq->arena, struct evaluation_form_question, list->count);
    for (int i = 0; i < list->count && i < MOST_QUESTIONS; i++) {
        const struct evaluation_answer *own = evaluation_answer_of(all, count, member, list->v[i].id);
        struct evaluation_form_question *f = &q[v->question_count++];
        f->question = text_in(rq->lang, pack_text(&list->v[i], "question"));
        f->answer = form_field(rq, &answer_form, answer_names[i], own == NULL ? "" : own->answer);
        f->answer->label = f->question;
        f->answer->help = text_in(rq->lang, pack_text(&list->v[i], "help"));
        f->edit_name = edit_names[i];
        f->edit = number(rq, own == NULL ? 0 : own->edit);
        if (member != 0)
            f->quotable = form_field(rq, &answer_form, quote_names[i], own != NULL && own->quotable ? "1" : "");
        else
            f->answers = answer_lines(rq, t, all, count, list->v[i].id, &f->answer_count);
    }
    v->questions = q;
}

static struct fault show_form(struct rq *rq, bool organisation)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct evaluation_round *r = t == NULL ? NULL : evaluation_round(rq->db, rq->arena, t);
    if (t == NULL)
        return trajectory_missing();
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("The evaluation has not been opened yet."));
    struct evaluation_form_view *v = NEW(rq->arena, struct evaluation_form_view);
    v->base = base_of(rq, t);
    v->action = arena_printf(rq->arena, organisation ? "%s/organisatie" : "%s/mijn", v->base);
    v->organisation = organisation;
    v->closed = r->closed;
    add_form_questions(rq, t, r, organisation ? 0 : rq->actor.member, v);
    if (!organisation)
        add_levels(rq, t, EVALUATION_END, &answer_form, v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(
        rq, t, organisation ? tr(rq->lang, "The organisation's answer") : tr(rq->lang, "My answers"),
        "/evaluatie", v->base, tr(rq->lang, "Looking back"));
    v->layout->wide = false;
    evaluation_form_page(rq_html(rq), v);
    return reply_page(rq);
}

static struct fault mine_show(struct rq *rq)
{
    return show_form(rq, false);
}

static struct fault organisation_show(struct rq *rq)
{
    return show_form(rq, true);
}

/* Stores what was typed to each question; the first refusal is told at its field. */
static struct fault store_answers(struct rq *rq, const struct trajectory *t, const struct evaluation_round *r,
                                  int64_t member)
{
    const struct pack_list *list = questions_of(t);
    for (int i = 0; i < list->count && i < MOST_QUESTIONS; i++) {
        struct db_int edit = form_int(rq, edit_names[i]);
        struct evaluation_saying s = { .member = member,
                                       .question = list->v[i].id,
                                       .answer = form_text(rq, answer_names[i]),
                                       .quotable = member != 0 && form_tick(rq, quote_names[i]),
                                       .edit = edit.set ? edit.v : 0 };
        struct fault f = evaluation_answer_save(rq->db, rq->arena, t, r, &s, rq->actor.user, rq->now_ms);
        if (f.status == INVALID) {
            form_fail(rq, answer_names[i], f.msgid);
            return form_again(rq);
        }
        if (f.status != OK)
            return f;
    }
    return NO_FAULT;
}

static struct fault save_levels(struct rq *rq, const struct trajectory *t, enum evaluation_moment m)
{
    struct db_int importance = form_int(rq, "importance"), maturity = form_int(rq, "maturity");
    if (!importance.set && !maturity.set)
        return NO_FAULT;
    struct fault f =
        evaluation_pair_save(rq->db, t, m, rq->actor.member, (int)importance.v, (int)maturity.v, rq->now_ms);
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    return f;
}

static struct fault save_form(struct rq *rq, bool organisation)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct evaluation_round *r = t == NULL ? NULL : evaluation_round(rq->db, rq->arena, t);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("The evaluation has not been opened yet."));
    struct fault f = store_answers(rq, t, r, organisation ? 0 : rq->actor.member);
    if (f.status == OK && !organisation)
        f = save_levels(rq, t, EVALUATION_END);
    if (f.status != OK)
        return f;
    trajectory_event(rq->db, t->id, organisation ? "evaluation.organisation" : "evaluation.answered", 0, "", "",
                     organisation ? rq->actor.user : 0, rq->now_ms);
    reply_notice(rq, organisation
                         ? tr(rq->lang, "The organisation's answer is kept.")
                         : tr(rq->lang,
                              "Thank you, your answers are kept. You can change them until the evaluation "
                              "closes."));
    return reply_redirect(rq, "%s", base_of(rq, t));
}

static struct fault mine_save(struct rq *rq)
{
    return save_form(rq, false);
}

static struct fault organisation_save(struct rq *rq)
{
    return save_form(rq, true);
}

/* ---- at the start ------------------------------------------------------------------------------------------ */

static struct fault start_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct evaluation_form_view *v = NEW(rq->arena, struct evaluation_form_view);
    v->base = base_of(rq, t);
    v->action = arena_printf(rq->arena, "%s/begin", v->base);
    add_levels(rq, t, EVALUATION_START, &pair_form, v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "My view at the start"), "/evaluatie", v->base,
                                  tr(rq->lang, "Looking back"));
    v->layout->lead =
        tr(rq->lang, "At the end you say it again. The group sees counts and means, from three members on.");
    v->layout->wide = false;
    evaluation_form_page(rq_html(rq), v);
    return reply_page(rq);
}

static struct fault start_save(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct fault f = save_levels(rq, t, EVALUATION_START);
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s", base_of(rq, t));
}

/* ---- what a guide does ------------------------------------------------------------------------------------- */

static void mail_questions(struct rq *rq, const struct trajectory *t, int64_t due_on)
{
    size_t count;
    const struct organisation_member *m = asked(rq->db, rq->arena, t->organisation, &count);
    for (size_t i = 0; i < count; i++) {
        const struct account_user *u = account_user_get(rq->db, rq->arena, m[i].user);
        const struct lang *lang = u == NULL ? NULL : lang_find(u->lang);
        lang = lang == NULL ? rq->lang : lang;
        struct trajectory_mail mail = {
            .kind = MAIL_REQUEST,
            .organisation = t->organisation,
            .to = m[i].mail,
            .lang = lang,
            .subject = arena_printf(rq->arena, tr(lang, "A few questions to look back: %s"), t->name),
            .body = arena_printf(
                rq->arena,
                tr(lang,
                   "Hello %s,\n\nthe trajectory “%s” looks back. Will you answer a few questions, by %s? It "
                   "takes about five minutes, and “no” is as useful as “yes”:\n\n%s%s/mijn"),
                m[i].name, t->name, format_day(rq->arena, lang, due_on), rq->site->public_url, base_of(rq, t)),
        };
        trajectory_mail_send(rq->db, rq->arena, rq->site, &mail, rq->now_ms);
    }
}

static struct fault answer(struct rq *rq, const struct trajectory *t, struct fault f, const char *notice)
{
    if (f.status == INVALID && f.detail != NULL) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s", base_of(rq, t));
}

static struct fault open_it(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    int64_t due_on = form_int(rq, "due_on").v;
    struct fault f = evaluation_open(rq->db, rq->arena, t, due_on, rq->actor.user, rq->now_ms);
    if (f.status == OK)
        mail_questions(rq, t, due_on);
    return answer(rq, t, f, tr(rq->lang, "The evaluation is open, and everybody is asked."));
}

static struct fault close_it(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    return answer(rq, t, evaluation_close(rq->db, rq->arena, t, rq->actor.user, rq->now_ms),
                  tr(rq->lang, "The evaluation is closed."));
}

static struct fault reopen_it(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    return answer(rq, t,
                  evaluation_reopen(rq->db, rq->arena, t, form_text(rq, "reason"), rq->actor.user, rq->now_ms),
                  tr(rq->lang, "The evaluation is open again."));
}

/* The themes of an answer with one more, or one less. */
static const char *with_theme(struct arena *a, const char *themes, const char *theme, bool add)
{
    const char *list = "";
    for (const char *p = themes; *p != '\0';) {
        size_t n = strcspn(p, ",");
        if (n != strlen(theme) || strncmp(p, theme, n) != 0)
            list = arena_printf(a, "%s%s%.*s", list, list[0] == '\0' ? "" : ",", (int)n, p);
        p += n + (p[n] == ',');
    }
    return add ? arena_printf(a, "%s%s%s", list, list[0] == '\0' ? "" : ",", theme) : list;
}

static struct fault code_it(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct evaluation_round *r = t == NULL ? NULL : evaluation_round(rq->db, rq->arena, t);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("The evaluation has not been opened yet."));
    size_t count;
    const struct evaluation_answer *all = evaluation_answers(rq->db, rq->arena, r, &count);
    const struct evaluation_answer *e = NULL;
    for (size_t i = 0; i < count; i++)
        if (all[i].id == form_int(rq, "answer").v)
            e = &all[i];
    if (e == NULL)
        return FAULT(NOT_FOUND, N_("This answer does not exist."));
    const char *theme = form_text(rq, "theme"), *drop = form_text(rq, "drop");
    if (theme[0] != '\0' && !trajectory_theme_known(rq, t, theme))
        return FAULT(INVALID, N_("Choose a theme from the list."));
    const char *themes = drop[0] != '\0'    ? with_theme(rq->arena, e->themes, drop, false)
                         : theme[0] != '\0' ? with_theme(rq->arena, e->themes, theme, true)
                                            : e->themes;
    return answer(rq, t, evaluation_code(rq->db, r, e->id, themes), tr(rq->lang, "Kept."));
}

static struct fault plan_returns(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    if (t == NULL || o == NULL)
        return trajectory_missing();
    const struct lang *lang = lang_find(o->lang);
    int made =
        evaluation_plan_returns(rq->db, rq->arena, rq->site->packs, o->country, lang == NULL ? rq->lang : lang,
                                t, form_int(rq, "from_day").v, rq->actor.user, rq->now_ms);
    return answer(
        rq, t, NO_FAULT,
        arena_printf(rq->arena,
                     tr_n(rq->lang, "%d return moment is planned.", "%d return moments are planned.", made),
                     made));
}

/* ---- what it adds to a trajectory -------------------------------------------------------------------------- */

/* The pair is asked at the first step that names it; every later one means the end. */
static enum evaluation_moment moment_of(const struct trajectory_ask *ask, const struct trajectory_output *out)
{
    const struct pack_list *steps = pack_list(ask->trajectory->pack->lists, "steps");
    for (int i = 0; i < steps->count; i++) {
        const struct pack_value *outputs = pack_value(&steps->v[i], "outputs");
        for (int k = 0; k < outputs->entries.count; k++)
            if (strcmp(pack_string(&outputs->entries.v[k], "kind"), "pair") == 0)
                return &steps->v[i] == out->section ? EVALUATION_START : EVALUATION_END;
    }
    return EVALUATION_START;
}

static bool evaluation_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    const char *base = arena_printf(ask->arena, "%s/evaluatie", trajectory_path(ask->arena, ask->trajectory));
    if (strcmp(out->kind, "pair") == 0) {
        enum evaluation_moment m = moment_of(ask, out);
        size_t count;
        evaluation_pairs(ask->db, ask->arena, ask->packs, ask->trajectory, m, &count);
        out->count = (int64_t)count;
        out->there = count >= EVALUATION_FROM;
        out->state = count == 0
                         ? ""
                         : arena_printf(ask->arena, tr_n(ask->lang, "%d member", "%d members", (int64_t)count),
                                        (int)count);
        out->url = m == EVALUATION_START ? arena_printf(ask->arena, "%s/begin", base) : base;
        out->label = tr(ask->lang, "Say how you see it");
        return true;
    }
    if (strcmp(out->kind, "evaluation") != 0)
        return false;
    const struct evaluation_round *r = evaluation_round(ask->db, ask->arena, ask->trajectory);
    size_t count = 0, members, answered = 0;
    const struct evaluation_answer *all = r == NULL ? NULL : evaluation_answers(ask->db, ask->arena, r, &count);
    const struct organisation_member *m = asked(ask->db, ask->arena, ask->trajectory->organisation, &members);
    for (size_t i = 0; i < members; i++)
        answered += has_answered(all, count, m[i].id);
    out->count = (int64_t)answered;
    out->there = r != NULL && r->closed;
    out->state =
        r == NULL ? ""
                  : arena_printf(ask->arena, tr(ask->lang, "%d of %d answered"), (int)answered, (int)members);
    out->url = base;
    out->label = r == NULL ? tr(ask->lang, "Ask every member") : tr(ask->lang, "Look back");
    return true;
}

static void evaluation_duties(const struct trajectory_ask *ask, const struct site *site, int64_t until,
                              struct trajectory_duties *out)
{
    const struct evaluation_round *r = evaluation_round(ask->db, ask->arena, ask->trajectory);
    if (r == NULL || r->closed || r->due_on > until)
        return;
    size_t count, members;
    const struct evaluation_answer *all = evaluation_answers(ask->db, ask->arena, r, &count);
    const struct organisation_member *m = asked(ask->db, ask->arena, ask->trajectory->organisation, &members);
    for (size_t i = 0; i < members; i++)
        if (!has_answered(all, count, m[i].id))
            *(struct trajectory_duty *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
                (struct trajectory_duty){
                    .user = m[i].user,
                    .mail = m[i].mail,
                    .name = organisation_member_name(ask->arena, ask->lang, &m[i]),
                    .lang = "",
                    .sort = N_("Evaluation"),
                    .title = ask->trajectory->name,
                    .url = arena_printf(ask->arena, "%s/evaluatie/mijn",
                                        trajectory_path(ask->arena, ask->trajectory)),
                    .due = r->due_on,
                };
    (void)site;
}

static const struct trajectory_event_kind evaluation_events[] = {
    { .kind = "evaluation.opened", .text = N_("The evaluation was opened."), .reader = true },
    { .kind = "evaluation.closed", .text = N_("The evaluation was closed."), .decision = true, .reader = true },
    { .kind = "evaluation.reopened", .text = N_("The evaluation was opened again."), .reader = true },
    { .kind = "evaluation.answered", .text = N_("Somebody answered the evaluation.") },
    { .kind = "evaluation.organisation",
      .text = N_("The organisation's answer to the evaluation was written."),
      .reader = true },
    { .kind = "evaluation.returns",
      .text = N_("%s return moments were planned."),
      .decision = true,
      .reader = true },
};

const struct trajectory_part evaluation_part = {
    .name = "evaluation",
    .path = "/evaluatie",
    .label = N_("Looking back"),
    .output = evaluation_output,
    .duties = evaluation_duties,
    .events = evaluation_events,
    .event_count = sizeof evaluation_events / sizeof *evaluation_events,
};

#define E "/organisatie/:org/traject/:trajectory/evaluatie"

static const struct route routes[] = {
    GET(E, ORG_READ, overview),
    POST(E "/openen", ORG_GUIDE, open_it, .form = &open_form, .again = overview),
    POST(E "/sluiten", ORG_GUIDE, close_it, .form = &empty_form),
    POST(E "/heropenen", ORG_GUIDE, reopen_it, .form = &reason_form, .again = overview),
    GET(E "/mijn", ORG_ANSWER, mine_show),
    POST(E "/mijn", ORG_ANSWER, mine_save, .form = &answer_form, .again = mine_show),
    GET(E "/organisatie", ORG_GUIDE, organisation_show),
    POST(E "/organisatie", ORG_GUIDE, organisation_save, .form = &answer_form, .again = organisation_show),
    GET(E "/begin", ORG_ANSWER, start_show),
    POST(E "/begin", ORG_ANSWER, start_save, .form = &pair_form, .again = start_show),
    POST(E "/coderen", ORG_GUIDE, code_it, .form = &code_form),
    POST(E "/terugkomst", ORG_GUIDE, plan_returns, .form = &return_form, .again = overview),
};

const struct slice slice_evaluation = { .name = "evaluation", SLICE_ROUTES(routes) };
