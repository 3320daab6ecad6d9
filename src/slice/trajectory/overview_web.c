/* The list of trajectories, one at a glance, and what happened in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "overview_page.h"
#include "slice/trajectory/view.h"

enum {
    NEWS_SHOWN = 8,
    DECIDED_SHOWN = 5,
    DECIDED_AMONG = 200, /* decisions are looked for among so many of the newest events */
    EVENTS_PAGE = 30,
    MOMENTS_SHOWN = 3,
    DUTIES_SHOWN = 8,
    SOON_DAYS = 14,
    VISIT_GAP_MS = 30 * 60 * 1000, /* a page after a longer pause is a new visit */
    FIRST_NEWS_DAYS = 14
};

static const int64_t DAY_MS = 86400000;

/* ---- steps and what they produce, as lines ----------------------------------------------------------------- */

const char *step_url(struct rq *rq, const struct trajectory *t, int64_t step)
{
    return arena_printf(rq->arena, "%s/stap/%lld", trajectory_path(rq->arena, t), (long long)step);
}

const char *step_title(struct rq *rq, const struct trajectory_step *s)
{
    return text_in(rq->lang, s->title);
}

const struct output_line *output_lines(struct rq *rq, const struct trajectory *t,
                                       const struct trajectory_step *step, const struct pack_entry *section,
                                       size_t *count, size_t *missing)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    size_t all;
    const struct trajectory_output *outputs = trajectory_outputs(&ask, rq->site->trajectory_parts, step, &all);
    struct output_line *lines = NEW_ARRAY(rq->arena, struct output_line, all);
    *count = *missing = 0;
    for (size_t i = 0; i < all; i++) {
        const struct trajectory_output *o = &outputs[i];
        if (section != NULL && o->section != section)
            continue;
        bool required = pack_number(o->entry, "required") != 0;
        lines[(*count)++] = (struct output_line){
            .title = text_in(rq->lang, pack_text(o->entry, "title")),
            .state = o->state,
            .url = o->url,
            .label = o->label,
            .section = step->section_count > 1 ? text_in(rq->lang, pack_text(o->section, "title")) : NULL,
            .required = required,
            .there = o->there,
        };
        *missing += required && !o->there;
    }
    return lines;
}

/* "3 of 4 made · by 11 December" */
static const char *step_note(struct rq *rq, const struct trajectory *t, const struct trajectory_step *s)
{
    if (s->state == STEP_SKIPPED)
        return s->reason;
    if (s->closed_at.set)
        return format_date_short(rq->arena, rq->lang, s->closed_at.v);
    const char *due = format_date_short(rq->arena, rq->lang, s->due_on * DAY_MS);
    if (s->state == STEP_WAITING)
        return arena_printf(rq->arena, tr(rq->lang, "from %s"),
                            format_date_short(rq->arena, rq->lang, s->begins_on * DAY_MS));
    size_t count, missing, there = 0;
    const struct output_line *outputs = output_lines(rq, t, s, NULL, &count, &missing);
    for (size_t i = 0; i < count; i++)
        there += outputs[i].there;
    int64_t late = organisation_today(rq->arena, rq->now_ms) - s->due_on;
    const char *when =
        late > 0 ? arena_printf(rq->arena, tr_n(rq->lang, "%d day late", "%d days late", late), (int)late)
                 : arena_printf(rq->arena, tr(rq->lang, "by %s"), due);
    return count == 0
               ? when
               : arena_printf(rq->arena, "%s · %s",
                              arena_printf(rq->arena, tr(rq->lang, "%d of %d made"), (int)there, (int)count),
                              when);
}

const struct step_line *step_lines(struct rq *rq, const struct trajectory *t,
                                   const struct trajectory_step *steps, size_t count, int64_t current)
{
    struct step_line *lines = NEW_ARRAY(rq->arena, struct step_line, count);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct step_line){ .id = steps[i].id,
                                       .title = step_title(rq, &steps[i]),
                                       .url = step_url(rq, t, steps[i].id),
                                       .note = step_note(rq, t, &steps[i]),
                                       .state = steps[i].state,
                                       .current = steps[i].id == current };
    return lines;
}

/* ---- what happened, as lines ------------------------------------------------------------------------------- */

static const struct trajectory_event_kind *kind_of(const struct trajectory_parts *parts, const char *kind)
{
    for (size_t p = 0; p < parts->count; p++)
        for (size_t i = 0; i < parts->v[p]->event_count; i++)
            if (strcmp(parts->v[p]->events[i].kind, kind) == 0)
                return &parts->v[p]->events[i];
    return NULL;
}

const struct event_line *event_lines(struct rq *rq, const struct trajectory *t,
                                     const struct trajectory_event_line *events, size_t count)
{
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    struct event_line *lines = NEW_ARRAY(rq->arena, struct event_line, count);
    for (size_t i = 0; i < count; i++) {
        const struct trajectory_event_line *e = &events[i];
        const struct trajectory_event_kind *kind = kind_of(rq->site->trajectory_parts, e->kind);
        lines[i] = (struct event_line){
            .text = kind == NULL ? e->title : arena_printf(rq->arena, tr(rq->lang, kind->text), e->title),
            .who = e->user.set ? organisation_name_of(names, rq->arena, rq->lang, e->user.v) : "",
            .when = format_time(rq->arena, rq->lang, e->at),
            .reason = e->reason,
            .url = kind == NULL || kind->path == NULL || !e->object.set
                       ? NULL
                       : arena_printf(rq->arena, "%s/%s/%lld", trajectory_path(rq->arena, t), kind->path,
                                      (long long)e->object.v),
        };
    }
    return lines;
}

/* Readers see what is agreed; an event whose kind is unknown (of a part that went) shows to nobody. */
static bool may_see(struct rq *rq, const struct trajectory_event_line *e, bool decisions)
{
    const struct trajectory_event_kind *kind = kind_of(rq->site->trajectory_parts, e->kind);
    return kind != NULL && (kind->reader || !trajectory_only_reads(rq)) && (!decisions || kind->decision);
}

static const struct event_line *some_events(struct rq *rq, const struct trajectory *t, int64_t after,
                                            int64_t among, bool decisions, size_t most, size_t *count)
{
    size_t all;
    const struct trajectory_event_line *events =
        trajectory_events(rq->db, rq->arena, t->id, after, among, &all);
    struct trajectory_event_line *seen = NEW_ARRAY(rq->arena, struct trajectory_event_line, all);
    *count = 0;
    for (size_t i = 0; i < all && *count < most; i++)
        if (may_see(rq, &events[i], decisions))
            seen[(*count)++] = events[i];
    return event_lines(rq, t, seen, *count);
}

/* ---- the last visit ---------------------------------------------------------------------------------------- */

/* "Since your last visit" is kept in the browser: the trajectory, when the visit before this one was, and when this one
 * last asked for the page. GET writes nothing, and nobody can look up who reads when. */
static int64_t last_visit(struct rq *rq, const struct trajectory *t)
{
    long long trajectory = 0, before = 0, last = 0;
    const char *cookie = rq_cookie(rq, "kapstok-gezien");
    bool known = cookie != NULL && sscanf(cookie, "%lld.%lld.%lld", &trajectory, &before, &last) == 3 &&
                 trajectory == t->id && before >= 0 && last >= before && last <= rq->now_ms;
    if (!known)
        before = last = 0;
    else if (rq->now_ms - last > VISIT_GAP_MS)
        before = last;
    reply_cookie(rq, "kapstok-gezien",
                 arena_printf(rq->arena, "%lld.%lld.%lld", (long long)t->id, before, (long long)rq->now_ms),
                 365 * 86400);
    return before;
}

static void add_news(struct rq *rq, struct overview_view *v)
{
    int64_t since = last_visit(rq, v->trajectory);
    v->since = since == 0 ? NULL : format_time(rq->arena, rq->lang, since);
    int64_t after = since == 0 ? rq->now_ms - FIRST_NEWS_DAYS * DAY_MS : since;
    v->news = some_events(rq, v->trajectory, after, DECIDED_AMONG, false, NEWS_SHOWN, &v->news_count);
    v->decided = some_events(rq, v->trajectory, 0, DECIDED_AMONG, true, DECIDED_SHOWN, &v->decided_count);
}

/* ---- duties ------------------------------------------------------------------------------------------------ */

static const char *due_text(struct rq *rq, const struct trajectory_duty *d, int64_t today)
{
    if (d->late)
        return arena_printf(rq->arena, tr_n(rq->lang, "%d day late", "%d days late", today - d->due),
                            (int)(today - d->due));
    return d->due == today ? tr(rq->lang, "today") : format_date_short(rq->arena, rq->lang, d->due * DAY_MS);
}

static struct duty_line duty_line_of(struct rq *rq, const struct trajectory_duty *d, int64_t today, bool own)
{
    return (struct duty_line){ .sort = tr(rq->lang, d->sort),
                               .title = d->title,
                               .url = own || d->user != 0 ? d->url : NULL,
                               .due = due_text(rq, d, today),
                               .who = own ? NULL : d->name,
                               .late = d->late };
}

/* Others' links open things without an account, so they are never shown to somebody else. */
static void add_duties(struct rq *rq, struct overview_view *v)
{
    if (v->reader || v->trajectory->ended_at.set)
        return;
    struct trajectory_ask ask = trajectory_ask_of(rq, v->trajectory);
    struct trajectory_duties all =
        trajectory_duties(&ask, rq->site, rq->site->trajectory_parts, ask.today + SOON_DAYS);
    struct duty_line *mine = NEW_ARRAY(rq->arena, struct duty_line, DUTIES_SHOWN);
    struct duty_line *late = NEW_ARRAY(rq->arena, struct duty_line, DUTIES_SHOWN);
    for (size_t i = 0; i < all.count; i++) {
        bool own = all.v[i].user == rq->actor.user;
        if (own && v->mine_count < DUTIES_SHOWN)
            mine[v->mine_count++] = duty_line_of(rq, &all.v[i], ask.today, true);
        else if (!own && all.v[i].late && v->late_count < DUTIES_SHOWN) {
            late[v->late_count] = duty_line_of(rq, &all.v[i], ask.today, false);
            late[v->late_count++].url = NULL;
        }
    }
    v->mine = mine;
    v->late = late;
}

/* ---- the pages --------------------------------------------------------------------------------------------- */

static void add_open_steps(struct rq *rq, struct overview_view *v, const struct trajectory_step *steps)
{
    struct step_card *cards = NEW_ARRAY(rq->arena, struct step_card, v->step_count);
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    for (size_t i = 0; i < v->step_count; i++) {
        if (steps[i].state != STEP_OPEN || v->trajectory->ended_at.set)
            continue;
        struct step_card *c = &cards[v->open_count++];
        *c =
            (struct step_card){ .line = &v->steps[i], .url = v->steps[i].url, .late = steps[i].due_on < today };
        c->what = text_in(rq->lang, steps[i].section_count > 1 ? pack_text(steps[i].phase, "about")
                                                               : pack_text(steps[i].sections[0], "what"));
        c->outputs = output_lines(rq, v->trajectory, &steps[i], NULL, &c->output_count, &c->missing);
    }
    v->open = cards;
}

/* "Local government · step 4 of 9 · final step by 18 March 2027" */
static const char *where_we_are(struct rq *rq, const struct trajectory *t, const struct trajectory_step *steps,
                                size_t count)
{
    const char *template = text_in(rq->lang, &t->pack->title);
    size_t at = 0;
    while (at < count && steps[at].state != STEP_OPEN)
        at++;
    if (t->ended_at.set)
        return arena_printf(rq->arena, tr(rq->lang, "%s · ended on %s"), template,
                            format_date(rq->arena, rq->lang, t->ended_at.v));
    if (at == count)
        return template;
    return arena_printf(rq->arena, tr(rq->lang, "%s · step %d of %d · last step planned by %s"), template,
                        (int)at + 1, (int)count,
                        format_date(rq->arena, rq->lang, steps[count - 1].due_on * DAY_MS));
}

struct fault overview_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    const char *asked = rq_query(rq, "ronde");
    int cycle = asked == NULL ? t->cycle : (int)strtol(asked, NULL, 10);
    if (cycle < 1 || cycle > t->cycle)
        cycle = t->cycle;
    struct overview_view *v = NEW(rq->arena, struct overview_view);
    const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, cycle, &v->step_count);
    v->trajectory = t;
    v->base = trajectory_path(rq->arena, t);
    v->messages = form_messages(rq, &v->message_count);
    v->guide = trajectory_guides(rq);
    v->reader = trajectory_only_reads(rq);
    v->cycle = cycle;
    v->steps = step_lines(rq, t, steps, v->step_count, 0);
    v->layout = trajectory_layout(rq, t, t->name, "", NULL, NULL);
    v->layout->crumb_count = 0;
    v->layout->lead = where_we_are(rq, t, steps, v->step_count);
    if (cycle > 1)
        v->earlier_url = arena_printf(rq->arena, "%s?ronde=%d", v->base, cycle - 1);
    if (cycle == t->cycle) {
        add_open_steps(rq, v, steps);
        v->may_go_round = trajectory_may_go_round(t, steps, v->step_count);
        if (v->may_go_round)
            v->round_day = form_field(
                rq, &cycle_form, "first_day",
                clock_date(rq->arena, trajectory_session_day(rq->site->packs, trajectory_country(rq),
                                                             organisation_today(rq->arena, rq->now_ms) + 14)));
    }
    if (v->guide && trajectory_newer(rq->site->packs, t) != NULL)
        v->newer = arena_printf(rq->arena, "%s/sjabloon", v->base);
    add_duties(rq, v);
    v->moments = moment_lines(rq, t, 0, true, MOMENTS_SHOWN, &v->moment_count);
    add_news(rq, v);
    trajectory_overview_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/nieuws: thirty at a time. */
struct fault news_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    const char *asked = rq_query(rq, "voor");
    int64_t before = asked == NULL ? INT64_MAX : strtoll(asked, NULL, 10);
    size_t rows;
    const struct trajectory_event_before *found =
        trajectory_q_event_before(rq->db, rq->arena, t->id, before, EVENTS_PAGE + 1, &rows);
    struct trajectory_event_line *events = NEW_ARRAY(rq->arena, struct trajectory_event_line, rows);
    struct news_view *v = NEW(rq->arena, struct news_view);
    for (size_t i = 0; i < rows && i < EVENTS_PAGE; i++) {
        struct trajectory_event_line e = { .id = found[i].id,
                                           .at = found[i].at,
                                           .user = found[i].user_id,
                                           .object = found[i].object,
                                           .kind = found[i].kind,
                                           .title = found[i].title,
                                           .reason = found[i].reason };
        if (may_see(rq, &e, false))
            events[v->count++] = e;
    }
    v->events = event_lines(rq, t, events, v->count);
    if (rows > EVENTS_PAGE)
        v->older = arena_printf(rq->arena, "%s/nieuws?voor=%lld", trajectory_path(rq->arena, t),
                                (long long)found[EVENTS_PAGE - 1].id);
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "What happened"), "", NULL, NULL);
    trajectory_news_page(rq_html(rq), v);
    return reply_page(rq);
}
