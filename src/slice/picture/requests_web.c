/* The list of questions, reminding, and the drafts that wait to be sent. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "request_page.h"
#include "slice/admin/admin.h"
#include "slice/picture/view.h"

static const struct field remind_fields[] = {
    { "department", FIELD_INT, .label = N_("Department") },
};
const struct form_spec picture_remind_form = FORM(remind_fields);

static const struct field assign_fields[] = {
    { "request", FIELD_CHOICES, .required = true, .label = N_("Questions"),
      .message = N_("Tick the questions that this is for.") },
    { "member", FIELD_INT, .label = N_("Member of the organisation") },
    { "name", FIELD_TEXT, .max = ACCOUNT_NAME_MAX, .label = N_("Or somebody else: name") },
    { "mail", FIELD_MAIL, .label = N_("and mail address"), .help = N_("No account is needed to answer.") },
    { "due_on", FIELD_DATE, .label = N_("Answer by") },
};
const struct form_spec picture_assign_form = FORM(assign_fields);

/* ---- lines ------------------------------------------------------------------------------------------------- */

/* What lines of requests are made with. */
struct lists {
    const struct picture_receiver *receivers;
    size_t receiver_count;
    const struct organisation_department *departments;
    size_t department_count;
    int64_t today;
};

static struct lists lists_of(struct rq *rq, const struct place *p)
{
    struct lists l = { .today = organisation_today(rq->arena, rq->now_ms) };
    l.receivers = picture_receivers(rq->db, rq->arena, rq->lang, p->t, rq->now_ms, &l.receiver_count);
    l.departments = organisation_departments_all(rq->db, rq->arena, p->t->organisation, &l.department_count);
    return l;
}

static struct request_line line_of(struct rq *rq, const struct place *p, const struct lists *l,
                                   const struct picture_request *r)
{
    bool late = picture_state_open(r->state) && r->due_on.set && r->due_on.v < l->today;
    return (struct request_line){
        .url = arena_printf(rq->arena, "%s/vraag/%lld", p->base, (long long)r->id),
        .id = arena_printf(rq->arena, "%lld", (long long)r->id),
        .title = r->title,
        .department = r->department.set
                          ? picture_department_name(l->departments, l->department_count, r->department.v)
                          : "",
        .receiver = picture_receiver_name(l->receivers, l->receiver_count, r->receiver),
        .due = picture_day_text(rq, r->due_on),
        .state = late ? tr(rq->lang, "late") : tr(rq->lang, picture_state_label(r->state)),
        .tone = picture_state_tone(r->state, late),
        .ready = r->receiver.set && r->due_on.set,
    };
}

/* ---- the list ------------------------------------------------------------------------------------------------ */

static const struct {
    const char *value, *label;
} shown_lists[SHOWN_LISTS] = {
    [SHOWN_DRAFTS] = { "concept", N_("Drafts") }, [SHOWN_OPEN] = { "open", N_("Open") },
    [SHOWN_LATE] = { "laat", N_("Late") },        [SHOWN_ANSWERED] = { "beantwoord", N_("Answered") },
    [SHOWN_ABSENT] = { "niet", N_("Not there") }, [SHOWN_DONE] = { "overgenomen", N_("Taken over") },
    [SHOWN_ALL] = { "alles", N_("All") },
};

static int64_t count_of(const struct picture_counts *c, enum picture_shown s)
{
    switch (s) {
    case SHOWN_DRAFTS:
        return c->all.drafts;
    case SHOWN_OPEN:
        return c->all.open;
    case SHOWN_LATE:
        return c->all.late;
    case SHOWN_ANSWERED:
        return c->all.answered;
    case SHOWN_ABSENT:
        return c->all.absent;
    case SHOWN_DONE:
        return c->all.accepted;
    case SHOWN_ALL:
    case SHOWN_LISTS:
        break;
    }
    return c->sent + c->all.drafts;
}

/* What was asked for, else the first list that waits for a guide. */
static enum picture_shown shown_asked(struct rq *rq, const struct picture_counts *c)
{
    const char *asked = rq_query(rq, "toon");
    for (int s = 0; asked != NULL && s < SHOWN_LISTS; s++)
        if (strcmp(asked, shown_lists[s].value) == 0)
            return (enum picture_shown)s;
    return c->all.answered > 0 ? SHOWN_ANSWERED : c->all.open > 0 ? SHOWN_OPEN : SHOWN_ALL;
}

static const char *department_asked(struct rq *rq)
{
    const char *asked = rq_query(rq, "dienst");
    return asked == NULL || strspn(asked, "0123456789") != strlen(asked) || strlen(asked) > 18 ? "" : asked;
}

static const char *list_path(struct rq *rq, const struct place *p, enum picture_shown s, const char *department)
{
    return arena_printf(rq->arena, "%s/vragen?toon=%s%s%s", p->base, shown_lists[s].value,
                        department[0] == '\0' ? "" : "&dienst=", department);
}

static void add_lists(struct rq *rq, const struct place *p, const struct picture_counts *c,
                      enum picture_shown shown, const char *department, struct requests_view *v)
{
    struct tab *tabs = NEW_ARRAY(rq->arena, struct tab, SHOWN_LISTS);
    for (int s = 0; s < SHOWN_LISTS; s++) {
        int64_t n = count_of(c, (enum picture_shown)s);
        if ((n == 0 && s != (int)shown) || (s == SHOWN_DRAFTS && !p->guide))
            continue;
        tabs[v->list_count++] = (struct tab){ .label = arena_printf(rq->arena, "%s (%d)",
                                                                    tr(rq->lang, shown_lists[s].label), (int)n),
                                              .url = list_path(rq, p, (enum picture_shown)s, department),
                                              .current = s == (int)shown };
    }
    v->lists = tabs;
}

/* Departments of which something was asked, or that have facts. */
static void add_departments(struct rq *rq, const struct place *p, const struct picture_counts *c,
                            const struct lists *l, struct requests_view *v)
{
    struct department_line *lines = NEW_ARRAY(rq->arena, struct department_line, c->count);
    for (size_t i = 0; i < c->count; i++) {
        const struct picture_count *d = &c->v[i];
        int64_t settled = d->answered + d->absent + d->accepted;
        if (d->open + settled == 0)
            continue;
        const char *name = d->department == 0
                               ? tr(rq->lang, "Without a department")
                               : picture_department_name(l->departments, l->department_count, d->department);
        const char *id = arena_printf(rq->arena, "%lld", (long long)(d->department == 0 ? -1 : d->department));
        lines[v->department_count++] = (struct department_line){
            .name = name,
            .id = id,
            .url = d->department == 0 ? NULL : list_path(rq, p, SHOWN_ALL, id),
            .asked = d->open + settled,
            .settled = settled,
            .absent = d->absent,
            .late = d->late,
            .open = d->open,
        };
    }
    v->departments = lines;
}

static const char *requests_title(struct rq *rq, const struct picture_counts *c)
{
    if (c->sent == 0)
        return tr(rq->lang, "Nobody has been asked anything yet");
    return arena_printf(rq->arena,
                        tr_n(rq->lang, "%d of %d question answered", "%d of %d questions answered", c->sent),
                        (int)c->settled, (int)c->sent);
}

/* The one act: drafts go out first, then there is more to ask. */
static void add_action(struct rq *rq, const struct place *p, const struct picture_counts *c, struct layout *l)
{
    if (!p->guide || !p->running)
        return;
    bool drafts = c->all.drafts > 0;
    l->action_url = arena_printf(rq->arena, "%s%s", p->base, drafts ? "/concepten" : "/vragen/kiezen");
    l->action_label =
        drafts ? arena_printf(rq->arena, tr_n(rq->lang, "Send %d draft", "Send %d drafts", c->all.drafts),
                              (int)c->all.drafts)
               : tr(rq->lang, "Choose questions");
}

/* GET …/foto/vragen */
struct fault picture_web_requests_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    struct lists l = lists_of(rq, &p);
    struct picture_counts *c = NEW(rq->arena, struct picture_counts);
    *c = picture_counts(rq->db, rq->arena, p.t, l.today);
    enum picture_shown shown = shown_asked(rq, c);
    const char *department = department_asked(rq), *person = rq_query(rq, "aan");
    int64_t page = picture_page_asked(rq), total;
    struct requests_view *v = NEW(rq->arena, struct requests_view);
    struct picture_filter filter = { .shown = shown,
                                     .department = strtoll(department, NULL, 10),
                                     .receiver = person == NULL ? 0 : strtoll(person, NULL, 10),
                                     .skip = (page - 1) * PICTURE_PAGE,
                                     .most = PICTURE_PAGE,
                                     .today = l.today };
    const struct picture_request *r =
        picture_requests(rq->db, rq->arena, rq->site->packs, rq->lang, p.t, &filter, &v->count, &total);
    struct request_line *lines = NEW_ARRAY(rq->arena, struct request_line, v->count);
    for (size_t i = 0; i < v->count; i++)
        lines[i] = line_of(rq, &p, &l, &r[i]);
    v->lines = lines;
    v->guide = p.guide;
    v->running = p.running;
    v->counts = c;
    v->shown = shown_lists[shown].value;
    if (filter.receiver != 0)
        v->receiver = picture_receiver_name(l.receivers, l.receiver_count, DB_SOME(filter.receiver));
    v->paging = picture_paging_of(rq, list_path(rq, &p, shown, department), page, total);
    v->department = form_field(rq, &picture_remind_form, "department", department);
    trajectory_department_options(rq, v->department);
    add_lists(rq, &p, c, shown, department, v);
    add_departments(rq, &p, c, &l, v);
    v->frame =
        picture_frame_of(rq, &p, requests_title(rq, c), "/vragen", p.base, tr(rq->lang, "Local picture"));
    const char *complete = picture_completeness(rq->arena, rq->lang, c);
    v->frame.layout->lead = complete == NULL ? NULL : arena_printf(rq->arena, "%s.", complete);
    add_action(rq, &p, c, v->frame.layout);
    picture_request_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/foto/herinneren */
struct fault picture_web_requests_remind(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    struct picture_reminded n;
    struct db_int department = form_int(rq, "department");
    f = picture_remind(rq->db, rq->arena, rq->site, p.t, department.set ? department.v : 0, rq->actor.user,
                       rq->now_ms, &n);
    if (f.status == CONFLICT) {
        reply_notice(rq, tr(rq->lang, f.msgid));
        return reply_redirect(rq, "%s/vragen", p.base);
    }
    if (f.status != OK)
        return f;
    const char *notice =
        n.people == 0
            ? tr(rq->lang, "No reminder went out.")
            : arena_printf(rq->arena,
                           tr_n(rq->lang, "%d person gets a reminder.", "%d people get a reminder.", n.people),
                           (int)n.people);
    if (n.already > 0)
        notice = arena_printf(rq->arena, "%s %s", notice,
                              arena_printf(rq->arena,
                                           tr_n(rq->lang, "%d person got one today already.",
                                                "%d people got one today already.", n.already),
                                           (int)n.already));
    if (n.muted > 0)
        notice = arena_printf(rq->arena, "%s %s", notice,
                              arena_printf(rq->arena,
                                           tr_n(rq->lang, "%d person does not want reminders: call instead.",
                                                "%d people do not want reminders: call instead.", n.muted),
                                           (int)n.muted));
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s/vragen", p.base);
}

/* ---- drafts -------------------------------------------------------------------------------------------------- */

/* The mail of each receiver who has a draft that is ready. */
static void add_letters(struct rq *rq, const struct place *p, const struct lists *l, struct drafts_view *v)
{
    size_t count;
    int64_t total;
    struct picture_filter all = { .shown = SHOWN_DRAFTS };
    const struct picture_request *r =
        picture_requests(rq->db, rq->arena, rq->site->packs, rq->lang, p->t, &all, &count, &total);
    struct letter_line *letters = NEW_ARRAY(rq->arena, struct letter_line, l->receiver_count);
    for (size_t i = 0; i < l->receiver_count; i++) {
        int64_t ready = 0;
        for (size_t k = 0; k < count; k++)
            ready += r[k].receiver.set && r[k].due_on.set && r[k].receiver.v == l->receivers[i].id;
        if (ready == 0 || l->receivers[i].gone)
            continue;
        struct picture_letter letter =
            picture_letter(rq->db, rq->arena, rq->site, p->t, l->receivers[i].id, rq->actor.user, rq->now_ms);
        v->ready += ready;
        letters[v->letter_count++] = (struct letter_line){ .name = l->receivers[i].name,
                                                           .mail = l->receivers[i].mail,
                                                           .subject = letter.subject,
                                                           .body = letter.body,
                                                           .count = ready };
    }
    v->letters = letters;
    v->people = arena_printf(rq->arena, tr_n(rq->lang, "%d person", "%d people", (int64_t)v->letter_count),
                             (int)v->letter_count);
}

/* GET …/foto/concepten */
struct fault picture_web_drafts_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    struct lists l = lists_of(rq, &p);
    struct drafts_view *v = NEW(rq->arena, struct drafts_view);
    int64_t page = picture_page_asked(rq);
    struct picture_filter filter = { .shown = SHOWN_DRAFTS,
                                     .skip = (page - 1) * PICTURE_PAGE,
                                     .most = PICTURE_PAGE };
    const struct picture_request *r =
        picture_requests(rq->db, rq->arena, rq->site->packs, rq->lang, p.t, &filter, &v->count, &v->total);
    struct request_line *lines = NEW_ARRAY(rq->arena, struct request_line, v->count);
    for (size_t i = 0; i < v->count; i++)
        lines[i] = line_of(rq, &p, &l, &r[i]);
    v->lines = lines;
    v->paging = picture_paging_of(rq, arena_printf(rq->arena, "%s/concepten", p.base), page, v->total);
    add_letters(rq, &p, &l, v);
    v->leaves = admin_mail_leaves(rq->db, rq->arena);
    v->member = form_field(rq, &picture_assign_form, "member", "");
    trajectory_member_options(rq, v->member);
    v->name = form_field(rq, &picture_assign_form, "name", "");
    v->mail = form_field(rq, &picture_assign_form, "mail", "");
    v->due_on =
        form_field(rq, &picture_assign_form, "due_on",
                   clock_date(rq->arena, picture_due(rq->db, rq->arena, rq->site->packs, p.t, l.today)));
    v->frame =
        picture_frame_of(rq, &p,
                         v->total == 0 ? tr(rq->lang, "No drafts wait")
                                       : arena_printf(rq->arena,
                                                      tr_n(rq->lang, "%d question waits to be sent",
                                                           "%d questions wait to be sent", v->total),
                                                      (int)v->total),
                         "/vragen", arena_printf(rq->arena, "%s/vragen", p.base), tr(rq->lang, "Questions"));
    picture_request_drafts_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/foto/concepten/toewijzen */
struct fault picture_web_drafts_assign(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    int64_t receiver = 0;
    if (f.status == OK)
        f = picture_refused(rq, picture_receiver_chosen(rq, p.t, &receiver));
    if (f.status != OK)
        return f;
    struct db_int due = form_int(rq, "due_on");
    if (due.set && due.v < organisation_today(rq->arena, rq->now_ms)) {
        form_fail(rq, "due_on", N_("This day has passed. Choose a later one."));
        return form_again(rq);
    }
    size_t count;
    const char *const *ids = form_choices(rq, "request", &count);
    for (size_t i = 0; i < count; i++)
        picture_request_assign(rq->db, p.t, strtoll(ids[i], NULL, 10), receiver, due);
    reply_notice(rq, arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d question is filled in.", "%d questions are filled in.",
                                       (int64_t)count),
                                  (int)count));
    return reply_redirect(rq, "%s/concepten", p.base);
}

/* POST …/foto/concepten/versturen */
struct fault picture_web_drafts_send(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    struct picture_sent s = picture_send(rq->db, rq->arena, rq->site, p.t, rq->actor.user, rq->now_ms);
    if (s.requests == 0) {
        reply_notice(rq,
                     tr(rq->lang, "Nothing was ready to be sent: give each question a receiver and a day."));
        return reply_redirect(rq, "%s/concepten", p.base);
    }
    const char *notice = arena_printf(rq->arena,
                                      tr_n(rq->lang, "%d person gets one mail with the questions.",
                                           "%d people get one mail each with their questions.", s.people),
                                      (int)s.people);
    if (!admin_mail_leaves(rq->db, rq->arena))
        notice = arena_printf(rq->arena, "%s %s", notice,
                              tr(rq->lang, "The mails wait: this installation has no mail server yet."));
    if (s.muted > 0)
        notice = arena_printf(
            rq->arena, "%s %s", notice,
            arena_printf(rq->arena,
                         tr_n(rq->lang, "%d of them does not want such mails: tell this person yourself.",
                              "%d of them do not want such mails: tell these people yourself.", s.muted),
                         (int)s.muted));
    if (s.left > 0)
        notice = arena_printf(
            rq->arena, "%s %s", notice,
            arena_printf(rq->arena, tr_n(rq->lang, "%d draft stays.", "%d drafts stay.", s.left), (int)s.left));
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s/%s", p.base, s.left > 0 ? "concepten" : "vragen?toon=open");
}
