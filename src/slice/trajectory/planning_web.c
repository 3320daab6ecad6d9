/* Dates: all of them, moving those of a step with a look at what moves along, meetings. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "planning_page.h"
#include "slice/trajectory/view.h"

static const struct field dates_fields[] = {
    { "begins_on", FIELD_DATE, .required = true, .label = N_("Begins on") },
    { "due_on", FIELD_DATE, .required = true, .label = N_("Due on") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
    { "rest", FIELD_TICK, .label = N_("Move the rest") },
};
const struct form_spec step_dates_form = FORM(dates_fields);

static const struct field moment_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 2, .max = 120, .label = N_("What is it?"),
      .message = N_("Give the meeting a title.") },
    { "day", FIELD_DATE, .required = true, .label = N_("Day") },
    { "hour", FIELD_TEXT, .required = true, .max = 5, .label = N_("From"), .help = N_("For example 9:30.") },
    { "minutes", FIELD_INT, .required = true, .min = 5, .max = 1440, .label = N_("How many minutes?") },
    { "place", FIELD_TEXT, .max = TRAJECTORY_MAX_PLACE, .label = N_("Where?") },
    { "about", FIELD_AREA, .max = 2000, .label = N_("To bring or to read") },
    { "edit", FIELD_INT, .label = N_("Version") },
    { "step", FIELD_INT, .label = N_("Step") },
};
const struct form_spec moment_form = FORM(moment_fields);

/* ---- meetings as lines ------------------------------------------------------------------------------------- */

static const char *when_of(struct rq *rq, const struct trajectory_moment *m)
{
    struct trajectory_time end = trajectory_local_time(m->at + m->minutes * 60000);
    return arena_printf(rq->arena, tr(rq->lang, "%s to %d.%02d"), format_time(rq->arena, rq->lang, m->at),
                        end.hour, end.minute);
}

/* The first part that has something for a moment. */
static void find_lead(struct rq *rq, const struct trajectory *t, int64_t moment, const char **url,
                      const char **label)
{
    const struct trajectory_parts *parts = rq->site->trajectory_parts;
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    for (size_t i = 0; parts != NULL && i < parts->count; i++)
        if (parts->v[i]->moment != NULL && parts->v[i]->moment(&ask, moment, url, label))
            return;
}

const struct moment_line *moment_lines(struct rq *rq, const struct trajectory *t, int64_t step, bool to_come,
                                       size_t most, size_t *count)
{
    size_t all;
    const struct trajectory_moment *moments = trajectory_moments(rq->db, rq->arena, t, &all);
    struct moment_line *lines = NEW_ARRAY(rq->arena, struct moment_line, all);
    *count = 0;
    for (size_t i = 0; i < all && *count < most; i++) {
        const struct trajectory_moment *m = &moments[i];
        bool past = m->at + m->minutes * 60000 < rq->now_ms;
        if ((to_come && (past || m->cancelled_at.set)) || (step != 0 && (!m->step.set || m->step.v != step)))
            continue;
        struct moment_line *line = &lines[(*count)++];
        *line = (struct moment_line){
            .id = m->id,
            .title = m->title,
            .when = when_of(rq, m),
            .place = m->place,
            .url =
                trajectory_guides(rq) && !t->ended_at.set
                    ? arena_printf(rq->arena, "%s/moment/%lld", trajectory_path(rq->arena, t), (long long)m->id)
                    : NULL,
            .cancelled = m->cancelled_at.set,
            .past = past,
        };
        if (line->url != NULL && !line->cancelled)
            find_lead(rq, t, m->id, &line->lead_url, &line->lead);
    }
    return lines;
}

/* ---- all dates --------------------------------------------------------------------------------------------- */

static const char *state_word(struct rq *rq, const struct trajectory_step *s, bool late)
{
    switch (s->state) {
    case STEP_DONE:
        return tr(rq->lang, "closed");
    case STEP_SKIPPED:
        return tr(rq->lang, "skipped");
    case STEP_OPEN:
        return late ? tr(rq->lang, "past its date") : tr(rq->lang, "open");
    default:
        return tr(rq->lang, "still to come");
    }
}

struct fault planning_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct planning_view *v = NEW(rq->arena, struct planning_view);
    const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, t->cycle, &v->step_count);
    struct planning_line *lines = NEW_ARRAY(rq->arena, struct planning_line, v->step_count);
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    for (size_t i = 0; i < v->step_count; i++) {
        const struct trajectory_step *s = &steps[i];
        bool closed = s->state == STEP_DONE || s->state == STEP_SKIPPED;
        lines[i] = (struct planning_line){ .title = step_title(rq, s),
                                           .url = step_url(rq, t, s->id),
                                           .from = format_day(rq->arena, rq->lang, s->begins_on),
                                           .to = format_day(rq->arena, rq->lang, s->due_on),
                                           .late = s->state == STEP_OPEN && s->due_on < today };
        lines[i].state = state_word(rq, s, lines[i].late);
        if (!closed && !t->ended_at.set)
            lines[i].dates_url = arena_printf(rq->arena, "%s/data", lines[i].url);
    }
    v->steps = lines;
    v->base = trajectory_path(rq->arena, t);
    v->guide = trajectory_guides(rq) && !t->ended_at.set;
    v->moments = moment_lines(rq, t, 0, false, 200, &v->moment_count);
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "All dates"), "", NULL, NULL);
    planning_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- moving a step ----------------------------------------------------------------------------------------- */

static struct fault find_step(struct rq *rq, const struct trajectory **t, const struct trajectory_step **s)
{
    *t = trajectory_of(rq);
    *s = *t == NULL ? NULL : trajectory_step_get(rq->db, rq->arena, *t, rq_id(rq, "step"));
    return *s == NULL ? FAULT(NOT_FOUND, N_("This step does not exist.")) : NO_FAULT;
}

static void add_preview(struct rq *rq, const struct trajectory *t, const struct trajectory_step *s,
                        struct step_dates_view *v)
{
    size_t step_count;
    const char *country = trajectory_country(rq);
    int64_t due = form_int(rq, "due_on").v;
    const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, s->cycle, &step_count);
    const struct trajectory_dates *dates =
        trajectory_shifted(rq->arena, rq->site->packs, country, steps, step_count, s, due, &v->line_count);
    struct date_line *lines = NEW_ARRAY(rq->arena, struct date_line, v->line_count);
    for (size_t i = 0, k = 0; i < v->line_count; i++) {
        while (steps[k].id != dates[i].step)
            k++;
        lines[i] = (struct date_line){ .title = step_title(rq, &steps[k]),
                                       .from = format_day(rq->arena, rq->lang, dates[i].begins_on),
                                       .to = format_day(rq->arena, rq->lang, dates[i].due_on),
                                       .moves = dates[i].moves };
        v->moving += dates[i].moves;
    }
    v->lines = lines;
    v->preview = true;
    if (!trajectory_is_session_day(rq->site->packs, country, due))
        v->holiday = arena_printf(
            rq->arena,
            tr(rq->lang, "%s falls in a weekend or a holiday. You may keep it; the next "
                         "other day is %s."),
            format_day(rq->arena, rq->lang, due),
            format_day(rq->arena, rq->lang, trajectory_session_day(rq->site->packs, country, due)));
}

static struct fault show_dates(struct rq *rq, bool preview)
{
    const struct trajectory *t;
    const struct trajectory_step *s;
    struct fault f = find_step(rq, &t, &s);
    if (f.status != OK)
        return f;
    struct step_dates_view *v = NEW(rq->arena, struct step_dates_view);
    v->url = step_url(rq, t, s->id);
    v->title = step_title(rq, s);
    v->edit = edit_text(rq, s->edit);
    v->begins_on = form_field(rq, &step_dates_form, "begins_on", clock_date(rq->arena, s->begins_on));
    v->due_on = form_field(rq, &step_dates_form, "due_on", clock_date(rq->arena, s->due_on));
    v->messages = form_messages(rq, &v->message_count);
    if (preview)
        add_preview(rq, t, s, v);
    v->layout = trajectory_layout(rq, t, arena_printf(rq->arena, tr(rq->lang, "Move “%s”"), v->title), "",
                                  v->url, v->title);
    v->layout->wide = false;
    step_dates_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault step_dates_show(struct rq *rq)
{
    return show_dates(rq, false);
}

/* POST …/data/bekijken: nothing is written. */
struct fault step_dates_look(struct rq *rq)
{
    if (form_int(rq, "due_on").v < form_int(rq, "begins_on").v) {
        form_fail(rq, "due_on", N_("A step cannot be due before it begins."));
        return form_again(rq);
    }
    return show_dates(rq, true);
}

struct fault step_dates_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct trajectory_step *s;
    struct fault f = find_step(rq, &t, &s);
    if (f.status != OK)
        return f;
    struct trajectory_shift shift = { .begins_on = form_int(rq, "begins_on").v,
                                      .due_on = form_int(rq, "due_on").v,
                                      .edit = form_int(rq, "edit").v,
                                      .rest = form_tick(rq, "rest"),
                                      .title = step_title(rq, s) };
    f = trajectory_step_dates(rq->db, rq->arena, rq->site->packs, trajectory_country(rq), t, s, &shift,
                              rq->actor.user, rq->now_ms);
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The dates are moved."));
    return reply_redirect(rq, "%s/planning", trajectory_path(rq->arena, t));
}

/* ---- meetings ---------------------------------------------------------------------------------------------- */

static struct fault show_moment(struct rq *rq, const struct trajectory *t,
                                const struct trajectory_moment_get *m)
{
    struct moment_view *v = NEW(rq->arena, struct moment_view);
    int64_t day = m != NULL ? trajectory_local_day(m->at)
                            : trajectory_session_day(rq->site->packs, trajectory_country(rq),
                                                     organisation_today(rq->arena, rq->now_ms) + 14);
    struct trajectory_time time = { 9, 30 };
    if (m != NULL)
        time = trajectory_local_time(m->at);
    v->base = trajectory_path(rq->arena, t);
    v->title = form_field(rq, &moment_form, "title", m == NULL ? "" : m->title);
    v->day = form_field(rq, &moment_form, "day", clock_date(rq->arena, day));
    v->hour = form_field(rq, &moment_form, "hour", arena_printf(rq->arena, "%d:%02d", time.hour, time.minute));
    v->minutes = form_field(rq, &moment_form, "minutes", edit_text(rq, m == NULL ? 120 : m->minutes));
    v->place = form_field(rq, &moment_form, "place", m == NULL ? "" : m->place);
    v->about = form_field(rq, &moment_form, "about", m == NULL ? "" : m->about);
    v->messages = form_messages(rq, &v->message_count);
    if (m != NULL) {
        v->id = m->id;
        v->edit = edit_text(rq, m->edit);
        v->cancelled = m->cancelled_at.set;
        if (!v->cancelled && !t->ended_at.set)
            find_lead(rq, t, m->id, &v->lead_url, &v->lead);
        v->action = arena_printf(rq->arena, "%s/moment/%lld", v->base, (long long)m->id);
    } else {
        const char *step = rq_query(rq, "stap");
        v->action = step == NULL || strspn(step, "0123456789") != strlen(step)
                        ? arena_printf(rq->arena, "%s/moment/nieuw", v->base)
                        : arena_printf(rq->arena, "%s/moment/nieuw?stap=%s", v->base, step);
    }
    v->layout = trajectory_layout(rq, t, m == NULL ? tr(rq->lang, "Plan a meeting") : m->title, "",
                                  arena_printf(rq->arena, "%s/planning", v->base), tr(rq->lang, "All dates"));
    v->layout->wide = false;
    moment_page(rq_html(rq), v);
    return reply_page(rq);
}

static const struct trajectory_moment_get *find_moment(struct rq *rq, const struct trajectory *t)
{
    return t == NULL ? NULL : trajectory_q_moment_get(rq->db, rq->arena, t->id, rq_id(rq, "moment"));
}

#define NO_MOMENT FAULT(NOT_FOUND, N_("This meeting does not exist."))

struct fault moment_new_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    return t == NULL ? trajectory_missing() : show_moment(rq, t, NULL);
}

struct fault moment_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct trajectory_moment_get *m = find_moment(rq, t);
    return m == NULL ? NO_MOMENT : show_moment(rq, t, m);
}

/* "9:30", "9.30", "9" or "09u30". */
static bool read_time(const char *s, int *hour, int *minute)
{
    char rest;
    *minute = 0;
    int n = sscanf(s, "%2d%*[:.uUhH]%2d%c", hour, minute, &rest);
    if (n < 1 || n > 2 || (n == 1 && strspn(s, "0123456789") != strlen(s)))
        return false;
    return *hour >= 0 && *hour < 24 && *minute >= 0 && *minute < 60;
}

/* The moment of the form; false with a message at the field. */
static bool form_moment(struct rq *rq, int64_t *at)
{
    int hour, minute;
    if (!read_time(form_text(rq, "hour"), &hour, &minute)) {
        form_fail(rq, "hour", N_("Write the time as 9:30."));
        return false;
    }
    *at = trajectory_local_ms(form_int(rq, "day").v, hour, minute);
    return true;
}

/* The step that the address names, when it is one of this trajectory. */
static int64_t step_asked(struct rq *rq, const struct trajectory *t)
{
    const char *asked = rq_query(rq, "stap");
    long long id = 0;
    if (asked == NULL || sscanf(asked, "%18lld", &id) != 1)
        return 0;
    const struct trajectory_step *s = trajectory_step_get(rq->db, rq->arena, t, id);
    return s == NULL ? 0 : s->id;
}

struct fault moment_add(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    int64_t at;
    if (t == NULL)
        return trajectory_missing();
    if (!form_moment(rq, &at))
        return form_again(rq);
    trajectory_moment_put(rq->db, rq->arena, t, step_asked(rq, t), "session", "", form_text(rq, "title"), at,
                          form_int(rq, "minutes").v, form_text(rq, "place"), form_text(rq, "about"),
                          rq->now_ms);
    trajectory_event(rq->db, t->id, "moment.planned", 0, form_text(rq, "title"), "", rq->actor.user,
                     rq->now_ms);
    reply_notice(rq, tr(rq->lang, "The meeting is planned."));
    return reply_redirect(rq, "%s/planning", trajectory_path(rq->arena, t));
}

struct fault moment_save(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct trajectory_moment_get *m = find_moment(rq, t);
    int64_t at;
    if (m == NULL)
        return NO_MOMENT;
    if (!form_moment(rq, &at))
        return form_again(rq);
    const struct trajectory_moment changed = { .id = m->id,
                                               .title = form_text(rq, "title"),
                                               .at = at,
                                               .minutes = form_int(rq, "minutes").v,
                                               .place = form_text(rq, "place"),
                                               .about = form_text(rq, "about"),
                                               .edit = form_int(rq, "edit").v };
    struct fault f = trajectory_moment_change(rq->db, t, &changed, m->at, rq->actor.user, rq->now_ms);
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The meeting is kept."));
    return reply_redirect(rq, "%s/planning", trajectory_path(rq->arena, t));
}

struct fault moment_cancel(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct trajectory_moment_get *m = find_moment(rq, t);
    if (m == NULL)
        return NO_MOMENT;
    bool again = m->cancelled_at.set;
    trajectory_q_moment_cancel(rq->db, t->id, m->id, again ? DB_NULL_INT : DB_SOME(rq->now_ms), rq->now_ms);
    trajectory_event(rq->db, t->id, again ? "moment.planned" : "moment.cancelled", 0, m->title, "",
                     rq->actor.user, rq->now_ms);
    reply_notice(rq, again ? tr(rq->lang, "The meeting takes place after all.")
                           : tr(rq->lang, "The meeting is cancelled."));
    return reply_redirect(rq, "%s/planning", trajectory_path(rq->arena, t));
}
