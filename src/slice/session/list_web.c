/* The sessions of an organisation, and making one: on one page, so that it takes few clicks when people are waiting. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "list_page.h"
#include "slice/session/view.h"

enum { COMING_MOST = 60, PAST_MOST = 20, QUARTER_MS = 15 * 60000, USUAL_MINUTES = 120, CURRENT_MAX = 100 };

/* ---- shared ------------------------------------------------------------------------------------------------ */

struct fault session_missing(void)
{
    return FAULT(NOT_FOUND, N_("This session does not exist."));
}

const struct session *session_asked(struct rq *rq)
{
    return session_get(rq->db, rq->arena, rq_id(rq, "org"), rq_id(rq, "session"));
}

const char *session_when(struct rq *rq, const struct session *s)
{
    return arena_printf(
        rq->arena, tr(rq->lang, "%s, %s to %s"), format_day(rq->arena, rq->lang, trajectory_local_day(s->at)),
        format_hour(rq->arena, rq->lang, s->at), format_hour(rq->arena, rq->lang, s->at + s->minutes * 60000));
}

static const char *list_url(struct rq *rq)
{
    return arena_printf(rq->arena, "/organisatie/%lld/sessie", (long long)rq_id(rq, "org"));
}

struct layout *session_layout(struct rq *rq, const struct session *s, const char *title, bool below)
{
    struct layout *l = rq_layout(rq, title);
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 2);
    crumbs[l->crumb_count++] = (struct layout_link){ .url = list_url(rq), .label = tr(rq->lang, "Sessions") };
    if (below)
        crumbs[l->crumb_count++] = (struct layout_link){ .url = session_path(rq->arena, s), .label = s->title };
    l->crumbs = crumbs;
    l->failed = rq->form != NULL && form_has_errors(rq);
    return l;
}

const struct trajectory *session_trajectory(struct rq *rq, const struct session *s)
{
    return trajectory_get(rq->db, rq->arena, rq->site->packs, s->organisation, s->trajectory);
}

/* "9:30", "9.30", "9" or "09u30". */
static bool read_hour(const char *s, int *hour, int *minute)
{
    char rest;
    *minute = 0;
    int n = sscanf(s, "%2d%*[:.uUhH]%2d%c", hour, minute, &rest);
    if (n < 1 || n > 2 || (n == 1 && strspn(s, "0123456789") != strlen(s)))
        return false;
    return *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60;
}

bool session_form_at(struct rq *rq, int64_t *at)
{
    int hour, minute;
    if (!read_hour(form_text(rq, "hour"), &hour, &minute)) {
        form_fail(rq, "hour", N_("Write the time as 9:30."));
        return false;
    }
    *at = trajectory_local_ms(form_int(rq, "day").v, hour, minute);
    return true;
}

/* ---- the list ---------------------------------------------------------------------------------------------- */

static const char *trajectory_name(const struct trajectory *all, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id)
            return strcmp(all[i].pack->id, TRAJECTORY_LOOSE) == 0 ? "" : all[i].name;
    return "";
}

static void add_act(struct rq *rq, const struct session *s, bool guide, struct session_line *line)
{
    const char *path = session_path(rq->arena, s);
    if (s->state == SESSION_RUNNING) {
        line->act_url = arena_printf(rq->arena, "%s/%s", path, guide ? "regie" : "notulen");
        line->act = tr(rq->lang, "To the desk");
    } else if (s->state == SESSION_ENDED) {
        line->act_url = arena_printf(rq->arena, "%s/verslag", path);
        line->act = tr(rq->lang, "Minutes");
    }
}

static const struct session_line *lines_of(struct rq *rq, const struct session *v, size_t count)
{
    size_t all;
    bool guide = trajectory_guides(rq);
    const struct trajectory *t = trajectories(rq->db, rq->arena, rq->site->packs, rq_id(rq, "org"), &all);
    struct session_line *lines = NEW_ARRAY(rq->arena, struct session_line, count);
    for (size_t i = 0; i < count; i++) {
        const struct session *s = &v[i];
        bool missed = s->state == SESSION_PREPARED && s->at + s->minutes * 60000 < rq->now_ms;
        lines[i] = (struct session_line){ .title = s->title,
                                          .url = guide ? session_path(rq->arena, s) : NULL,
                                          .when = session_when(rq, s),
                                          .place = s->place,
                                          .trajectory = trajectory_name(t, all, s->trajectory),
                                          .running = s->state == SESSION_RUNNING,
                                          .warns = s->cancelled || missed,
                                          .state = s->state == SESSION_RUNNING ? tr(rq->lang, "is under way")
                                                   : s->cancelled              ? tr(rq->lang, "cancelled")
                                                   : missed                    ? tr(rq->lang, "was not held")
                                                                               : NULL };
        add_act(rq, s, guide, &lines[i]);
    }
    return lines;
}

static const char *list_title(struct rq *rq, const struct session *coming, size_t count)
{
    if (count == 0)
        return tr(rq->lang, "No session is planned");
    if (coming[0].state == SESSION_RUNNING)
        return arena_printf(rq->arena, tr(rq->lang, "“%s” is under way"), coming[0].title);
    return arena_printf(
        rq->arena,
        tr_n(rq->lang, "%d session is still to come", "%d sessions are still to come", (int64_t)count),
        (int)count);
}

static int64_t number_asked(struct rq *rq, const char *name)
{
    long long n = 0;
    const char *asked = rq_query(rq, name);
    return asked != NULL && sscanf(asked, "%18lld", &n) == 1 && n > 0 ? n : 0;
}

struct fault session_list_show(struct rq *rq)
{
    int64_t org = rq_id(rq, "org"), skip = number_asked(rq, "vanaf"), trajectory = number_asked(rq, "traject");
    struct session_list_view *v = NEW(rq->arena, struct session_list_view);
    const struct session *coming =
        sessions(rq->db, rq->arena, org, trajectory, false, rq->now_ms, 0, COMING_MOST, &v->coming_count);
    const struct session *past =
        sessions(rq->db, rq->arena, org, trajectory, true, rq->now_ms, skip, PAST_MOST + 1, &v->past_count);
    if (v->past_count > PAST_MOST) {
        v->past_count = PAST_MOST;
        v->older = arena_printf(
            rq->arena, "%s?vanaf=%lld%s", list_url(rq), (long long)(skip + PAST_MOST),
            trajectory == 0 ? "" : arena_printf(rq->arena, "&traject=%lld", (long long)trajectory));
    }
    v->base = list_url(rq);
    v->guide = trajectory_guides(rq);
    v->coming = lines_of(rq, coming, v->coming_count);
    v->past = lines_of(rq, past, v->past_count);
    v->layout = rq_layout(rq, list_title(rq, coming, v->coming_count));
    v->layout->lead =
        tr(rq->lang, "People join with a code on their phones; when it ends, the minutes are there.");
    if (v->guide && v->coming_count + v->past_count > 0) {
        v->layout->action_url =
            trajectory == 0 ? arena_printf(rq->arena, "%s/nieuw", v->base)
                            : arena_printf(rq->arena, "%s/nieuw?traject=%lld", v->base, (long long)trajectory);
        v->layout->action_label = tr(rq->lang, "New session");
    }
    v->layout->wide = true;
    session_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* For guides and minute-takers. The others come in with the code. */
bool session_home_card(struct rq *rq, const struct organisation *o, struct organisation_card *card)
{
    bool guide = trajectory_guides(rq);
    if (!guide && (rq->actor.roles & ROLE_MINUTES) == 0)
        return false;
    size_t count;
    const struct session *s = sessions(rq->db, rq->arena, o->id, 0, false, rq->now_ms, 0, 1, &count);
    if (count == 0)
        return false;
    bool today = trajectory_local_day(s->at) <= trajectory_local_day(rq->now_ms),
         runs = s->state == SESSION_RUNNING;
    const char *path = session_path(rq->arena, s);
    *card = (struct organisation_card){
        .title = runs    ? tr(rq->lang, "A session is under way")
                 : today ? tr(rq->lang, "A session today")
                         : tr(rq->lang, "The next session"),
        .text = arena_printf(rq->arena, tr(rq->lang, "%s: %s."), s->title, session_when(rq, s)),
        .url = !guide ? arena_printf(rq->arena, "%s/notulen", path)
               : runs ? arena_printf(rq->arena, "%s/regie", path)
                      : path,
        .label = !guide || runs ? tr(rq->lang, "To the desk") : tr(rq->lang, "Prepare it"),
        .act = runs,
    };
    return true;
}

/* The entry in the menu of a trajectory. */
struct fault session_list_of_trajectory(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    return t == NULL ? trajectory_missing()
                     : reply_redirect(rq, "%s?traject=%lld", list_url(rq), (long long)t->id);
}

/* What happened in a trajectory names its sessions below it. */
struct fault session_of_event(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    return s == NULL ? session_missing() : reply_redirect(rq, "%s", session_path(rq->arena, s));
}

/* ---- a new one --------------------------------------------------------------------------------------------- */

static const struct field new_fields[] = {
    { "template", FIELD_CHOICE, .label = N_("What kind of session?"), .required = true,
      .message = N_("Choose what kind of session it is, or an empty one.") },
    { "title", FIELD_TEXT, .max = SESSION_MAX_TITLE, .label = N_("Title"),
      .help = N_("Leave it empty to call it after its kind.") },
    { "day", FIELD_DATE, .required = true, .label = N_("Day") },
    { "hour", FIELD_TEXT, .required = true, .max = 5, .label = N_("From"), .help = N_("For example 9:30.") },
    { "minutes", FIELD_INT, .min = 5, .max = 1440, .label = N_("How many minutes?"),
      .help = N_("Leave it empty to take the time of its kind.") },
    { "place", FIELD_TEXT, .max = TRAJECTORY_MAX_PLACE, .label = N_("Where?") },
    { "trajectory", FIELD_CHOICE, .label = N_("Part of") },
    { "moment", FIELD_INT, .label = N_("Meeting") },
    { "step", FIELD_INT, .label = N_("Step") },
};
const struct form_spec session_new_form = FORM(new_fields);

#define EMPTY_AGENDA "leeg"

static bool is_company(struct rq *rq)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    const struct pack_type *type = o == NULL ? NULL : pack_type_find(packs_types(rq->site->packs), o->type);
    return type != NULL && type->sector == SECTOR_COMPANY;
}

static void template_options(struct rq *rq, const char *step, struct field_view *f)
{
    size_t count;
    const struct pack_entry *const *all =
        session_templates(rq->arena, rq->site->packs, is_company(rq), step, &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count + 1);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){
            .value = all[i]->id,
            .label = text_in(rq->lang, pack_text(all[i], "title")),
            .help =
                arena_printf(rq->arena, tr(rq->lang, "%s %d minutes, %d to %d people."),
                             text_in(rq->lang, pack_text(all[i], "about")), (int)pack_number(all[i], "minutes"),
                             (int)pack_number(all[i], "people-from"), (int)pack_number(all[i], "people-to"))
        };
    o[count] = (struct field_option){ .value = EMPTY_AGENDA,
                                      .label = tr(rq->lang, "Empty: I make the agenda myself"),
                                      .help = tr(rq->lang, "You choose a method for each item.") };
    f->options = o;
    f->option_count = count + 1;
}

/* The running trajectories; loose sessions are the empty choice. */
static void trajectory_options(struct rq *rq, struct field_view *f)
{
    size_t all;
    const struct trajectory *t = trajectories(rq->db, rq->arena, rq->site->packs, rq_id(rq, "org"), &all);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, all);
    f->option_count = 0;
    for (size_t i = 0; i < all; i++)
        if (!t[i].ended_at.set && strcmp(t[i].pack->id, TRAJECTORY_LOOSE) != 0)
            o[f->option_count++] =
                (struct field_option){ .value = arena_printf(rq->arena, "%lld", (long long)t[i].id),
                                       .label = t[i].name };
    f->options = o;
}

/* The meeting that a session is made for, by ?moment= and ?traject=; NULL = a new one. */
static const struct trajectory_moment *moment_asked(struct rq *rq, const struct trajectory *t)
{
    int64_t id =
        rq->form != NULL && form_int(rq, "moment").set ? form_int(rq, "moment").v : number_asked(rq, "moment");
    size_t count = 0;
    const struct trajectory_moment *all =
        t == NULL || id == 0 ? NULL : trajectory_moments(rq->db, rq->arena, t, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

/* The trajectory of the address, or the one that the organisation works on. */
static const struct trajectory *trajectory_asked(struct rq *rq)
{
    int64_t org = rq_id(rq, "org"), id = number_asked(rq, "traject");
    const struct trajectory *t = id == 0 ? NULL : trajectory_get(rq->db, rq->arena, rq->site->packs, org, id);
    return t != NULL ? t : trajectory_current(rq->db, rq->arena, rq->site->packs, org);
}

/* The id in the template of the step that the session belongs to; "" = none. */
static const char *step_key(struct rq *rq, const struct trajectory *t, int64_t step)
{
    const struct trajectory_step *s =
        t == NULL || step == 0 ? NULL : trajectory_step_get(rq->db, rq->arena, t, step);
    return s == NULL ? "" : s->key;
}

/* The method that somebody chose in the library: it becomes the first item. "" = none. */
static const char *method_asked(struct rq *rq)
{
    const char *name = rq_query(rq, "werkvorm");
    const struct session_method *m = name == NULL ? NULL : session_method_find(name);
    return m == NULL ? "" : m->name;
}

struct fault session_new_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_asked(rq);
    const struct trajectory_moment *m = moment_asked(rq, t);
    if (m != NULL) {
        const struct session *there = session_of_moment(rq->db, rq->arena, rq_id(rq, "org"), m->id);
        if (there != NULL && rq->form == NULL)
            return reply_redirect(rq, "%s", session_path(rq->arena, there));
    }
    struct session_new_view *v = NEW(rq->arena, struct session_new_view);
    int64_t soon = (rq->now_ms / QUARTER_MS + 1) * QUARTER_MS;
    int64_t step = m != NULL && m->step.set ? m->step.v : number_asked(rq, "stap");
    const char *base = list_url(rq);
    v->action = t == NULL || number_asked(rq, "traject") == 0
                    ? arena_printf(rq->arena, "%s/nieuw%s%s", base,
                                   method_asked(rq)[0] == '\0' ? "" : "?werkvorm=", method_asked(rq))
                    : arena_printf(rq->arena, "%s/nieuw?traject=%lld%s%s", base, (long long)t->id,
                                   m == NULL ? "" : arena_printf(rq->arena, "&moment=%lld", (long long)m->id),
                                   step == 0 ? "" : arena_printf(rq->arena, "&stap=%lld", (long long)step));
    const char *kind = rq_query(rq, "sjabloon"), *method = method_asked(rq);
    v->template = form_field(rq, &session_new_form, "template",
                             method[0] != '\0' ? EMPTY_AGENDA
                             : kind != NULL    ? kind
                                               : "");
    template_options(rq, step_key(rq, t, step), v->template);
    if (m == NULL) {
        v->title = form_field(rq, &session_new_form, "title", "");
        v->day = form_field(rq, &session_new_form, "day", clock_local_date(rq->arena, soon));
        struct trajectory_time time = trajectory_local_time(soon);
        v->hour = form_field(rq, &session_new_form, "hour",
                             arena_printf(rq->arena, "%d:%02d", time.hour, time.minute));
        v->minutes = form_field(rq, &session_new_form, "minutes", "");
        v->place = form_field(rq, &session_new_form, "place", "");
        v->trajectory = form_field(rq, &session_new_form, "trajectory",
                                   t == NULL ? "" : arena_printf(rq->arena, "%lld", (long long)t->id));
        trajectory_options(rq, v->trajectory);
    } else {
        const struct session shown = { .at = m->at, .minutes = m->minutes };
        v->moment = m->title;
        v->moment_day = clock_local_date(rq->arena, m->at);
        v->moment_hour = format_hour(rq->arena, rq->lang, m->at);
        v->when = session_when(rq, &shown);
    }
    v->messages = form_messages(rq, &v->message_count);
    v->layout = session_layout(rq, NULL,
                               m == NULL ? tr(rq->lang, "A new session")
                                         : arena_printf(rq->arena, tr(rq->lang, "Prepare “%s”"), m->title),
                               false);
    v->layout->lead = tr(rq->lang, "You get an agenda that works, and change in it what you like.");
    v->layout->wide = true;
    session_new_page(rq_html(rq), v);
    return reply_page(rq);
}

/* What the form leaves open comes from the kind of session. */
static void fill_in(struct rq *rq, const struct pack_entry *template, struct session_new *n)
{
    if (n->title[0] == '\0' && template != NULL)
        n->title = text_in(n->lang, pack_text(template, "title"));
    if (n->title[0] == '\0')
        n->title = tr(n->lang, "Session");
    struct db_int minutes = form_int(rq, "minutes");
    n->minutes = minutes.set ? minutes.v : template != NULL ? pack_number(template, "minutes") : USUAL_MINUTES;
}

struct fault session_new_make(struct rq *rq)
{
    int64_t org = rq_id(rq, "org");
    const struct trajectory *asked = trajectory_asked(rq);
    const struct trajectory_moment *m = moment_asked(rq, asked);
    const char *kind = form_text(rq, "template"), *chosen = form_text(rq, "trajectory");
    long long id = 0;
    if (m == NULL)
        asked = sscanf(chosen, "%18lld", &id) == 1 ? trajectory_get(rq->db, rq->arena, rq->site->packs, org, id)
                                                   : NULL;
    struct session_new n = { .organisation = org,
                             .trajectory = asked,
                             .step = m == NULL && asked != NULL ? number_asked(rq, "stap") : 0,
                             .moment = m == NULL ? 0 : m->id,
                             .title = form_text(rq, "title"),
                             .place = form_text(rq, "place"),
                             .aim = "",
                             .template = strcmp(kind, EMPTY_AGENDA) == 0 ? "" : kind,
                             .lang = rq->actor.organisation_lang,
                             .user = rq->actor.user };
    if (m == NULL && chosen[0] != '\0' && asked == NULL) {
        form_fail(rq, "trajectory", N_("Choose a trajectory from the list."));
        return form_again(rq);
    }
    if (asked != NULL && n.step != 0 && trajectory_step_get(rq->db, rq->arena, asked, n.step) == NULL)
        n.step = 0;
    fill_in(rq, session_template_find(rq->site->packs, n.template), &n);
    if (m == NULL && !session_form_at(rq, &n.at))
        return form_again(rq);
    int64_t made = 0;
    struct fault f = session_make(rq->db, rq->arena, rq->site->packs, &n, rq->now_ms, &made);
    if (f.status == INVALID && f.detail != NULL && strcmp(f.detail, "moment") != 0) {
        form_fail(rq, strcmp(f.detail, "at") == 0 ? "day" : f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    const char *method = method_asked(rq);
    if (method[0] != '\0')
        return reply_redirect(rq, "%s/%lld/onderdeel/nieuw?werkvorm=%s", list_url(rq), (long long)made, method);
    return reply_redirect(rq, "%s/%lld", list_url(rq), (long long)made);
}
