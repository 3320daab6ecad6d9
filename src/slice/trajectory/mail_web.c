/* What leaves the product by itself: one's own calendar, and which mails somebody wants. */
#include <string.h>

#include "base/clock.h"
#include "doc/ics.h"
#include "lib/sodium.h"
#include "settings_page.h"
#include "slice/account/account.h"
#include "slice/trajectory/view.h"

enum { DUTIES_AHEAD_DAYS = 366, FEED_MAX = 4 * 1024 * 1024 };

/* ---- calendar ---------------------------------------------------------------------------------------------- */

/* The id of one's own link; 0 = none. */
static int64_t own_link(struct rq *rq)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (u == NULL)
        return 0;
    const struct trajectory_link_find *l = trajectory_q_link_find(
        rq->db, rq->arena, rq_id(rq, "org"), "calendar", rq->actor.user, u->mail, rq->now_ms);
    return l == NULL ? 0 : l->id;
}

struct fault calendar_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct calendar_view *v = NEW(rq->arena, struct calendar_view);
    int64_t link = own_link(rq);
    v->base = trajectory_path(rq->arena, t);
    if (link != 0)
        v->link = arena_printf(rq->arena, "%s/agenda/%s", rq->site->public_url,
                               trajectory_link_text(rq->arena, rq->site->key, link));
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "In your own calendar"), "",
                                  arena_printf(rq->arena, "%s/planning", v->base), tr(rq->lang, "All dates"));
    v->layout->wide = false;
    calendar_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault calendar_make(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (t == NULL || u == NULL)
        return trajectory_missing();
    trajectory_link_ensure(rq->db, rq->arena, t->organisation, "calendar", u->id, u->mail, rq->now_ms);
    return reply_redirect(rq, "%s/agenda", trajectory_path(rq->arena, t));
}

struct fault calendar_revoke(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    trajectory_link_revoke(rq->db, "calendar", rq->actor.user, NULL, rq->now_ms);
    reply_notice(rq, tr(rq->lang, "The link is void."));
    return reply_redirect(rq, "%s/agenda", trajectory_path(rq->arena, t));
}

struct feed {
    struct ics_event *v;
    size_t count, capacity;
};

static void add_moments(struct rq *rq, const struct trajectory *t, struct feed *feed)
{
    size_t count;
    const struct trajectory_moment *m = trajectory_moments(rq->db, rq->arena, t, &count);
    for (size_t i = 0; i < count; i++)
        *(struct ics_event *)ARENA_PUSH(rq->arena, &feed->v, &feed->count, &feed->capacity) =
            (struct ics_event){
                .uid = arena_printf(rq->arena, "moment-%lld@kapstok", (long long)m[i].id),
                .summary = arena_printf(rq->arena, "%s: %s", t->name, m[i].title),
                .description = m[i].about,
                .location = m[i].place,
                .url = arena_printf(rq->arena, "%s%s", rq->site->public_url, trajectory_path(rq->arena, t)),
                .starts_ms = m[i].at,
                .minutes = (int)m[i].minutes,
                .changed_ms = m[i].changed_at,
                .cancelled = m[i].cancelled_at.set,
            };
}

/* The same duty keeps its name as long as its sort and page stay. */
static const char *duty_id(struct rq *rq, const struct trajectory *t, const struct trajectory_duty *d)
{
    return token_hash_hex(rq->arena, arena_printf(rq->arena, "%lld %s %s", (long long)t->id, d->sort, d->url));
}

/* What the person owes, as whole days. */
static void add_duties(struct rq *rq, const struct trajectory *t, int64_t user, struct feed *feed)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    struct trajectory_duties all =
        trajectory_duties(&ask, rq->site, rq->site->trajectory_parts, ask.today + DUTIES_AHEAD_DAYS);
    for (size_t i = 0; i < all.count; i++) {
        const struct trajectory_duty *d = &all.v[i];
        if (d->user != user)
            continue;
        *(struct ics_event *)ARENA_PUSH(rq->arena, &feed->v, &feed->count, &feed->capacity) =
            (struct ics_event){
                .uid = arena_printf(rq->arena, "%s@kapstok", duty_id(rq, t, d)),
                .summary = arena_printf(rq->arena, "%s: %s", tr(rq->lang, d->sort), d->title),
                .description = "",
                .location = "",
                .url = arena_printf(rq->arena, "%s%s", rq->site->public_url, d->url),
                .day = clock_date(rq->arena, d->due),
                .task = true,
                .changed_ms = t->created_at,
            };
    }
}

/* GET /agenda/:link: only while the person takes part. */
struct fault calendar_feed(struct rq *rq)
{
    const struct trajectory_link *l =
        trajectory_link_open(rq->db, rq->arena, rq->site->key, rq_param(rq, "link"), rq->now_ms);
    const struct account_user *u =
        l == NULL || strcmp(l->kind, "calendar") != 0 ? NULL : account_user_get(rq->db, rq->arena, l->object);
    const struct organisation_member *m =
        u == NULL ? NULL : organisation_member_of(rq->db, rq->arena, l->organisation, u->id, rq->now_ms);
    if (m == NULL || u->disabled)
        return FAULT(NOT_FOUND, N_("This link opens nothing any more. Ask whoever sent it for a new one."));
    const struct lang *lang = lang_find(u->lang);
    rq->lang = lang == NULL ? rq->lang : lang;
    size_t count;
    const struct trajectory *all = trajectories(rq->db, rq->arena, rq->site->packs, l->organisation, &count);
    const struct organisation *o = organisation_get(rq->db, rq->arena, l->organisation);
    struct feed feed = { 0 };
    for (size_t i = 0; i < count; i++) {
        add_moments(rq, &all[i], &feed);
        if (!all[i].ended_at.set && m->roles != ORGANISATION_READER)
            add_duties(rq, &all[i], u->id, &feed);
    }
    struct buf out;
    buf_init(&out, FEED_MAX);
    doc_ics_write(feed.v, feed.count, o == NULL ? "Kapstok" : o->name, rq->lang->html, &out);
    struct bytes content = { arena_strndup(rq->arena, out.p, out.n), out.n };
    bool made = buf_ok(&out);
    buf_release(&out);
    return made ? reply_bytes(rq, 200, "text/calendar; charset=utf-8", content)
                : FAULT(FAILED, N_("The calendar could not be made. Try again in a moment."));
}

/* ---- which mails ------------------------------------------------------------------------------------------- */

static const char *const kind_values[] = { "invitation", "request", "reminder", "minutes", NULL };
static const struct field choice_fields[] = {
    { "kinds", FIELD_CHOICES, .choices = kind_values, .label = N_("Which mails do you want?") },
};
const struct form_spec mail_choice_form = FORM(choice_fields);

static const struct trajectory_link *mail_link(struct rq *rq)
{
    const struct trajectory_link *l =
        trajectory_link_open(rq->db, rq->arena, rq->site->key, rq_param(rq, "link"), rq->now_ms);
    return l != NULL && strcmp(l->kind, "mail") == 0 ? l : NULL;
}

#define NO_LINK FAULT(NOT_FOUND, N_("This link opens nothing any more. Ask whoever sent it for a new one."))

struct fault mail_choice_show(struct rq *rq)
{
    static const char *const labels[MAIL_KINDS] = { N_("Invitations to take part"),
                                                    N_("Questions for data or an update"),
                                                    N_("Reminders of what you owe, at most one a day"),
                                                    N_("Minutes and documents to read") };
    const struct trajectory_link *l = mail_link(rq);
    if (l == NULL)
        return NO_LINK;
    struct mail_choice_view *v = NEW(rq->arena, struct mail_choice_view);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, MAIL_KINDS);
    const char *wanted = "";
    for (int k = 0; k < MAIL_KINDS; k++) {
        o[k] = (struct field_option){ .value = kind_values[k], .label = tr(rq->lang, labels[k]) };
        if (trajectory_q_mute_has(rq->db, rq->arena, l->mail, kind_values[k]) == NULL)
            wanted = arena_printf(rq->arena, "%s%s%s", wanted, wanted[0] == '\0' ? "" : "\n", kind_values[k]);
    }
    v->mail = l->mail;
    v->url = arena_printf(rq->arena, "/mailkeuze/%s", rq_param(rq, "link"));
    v->kinds = form_field(rq, &mail_choice_form, "kinds", wanted);
    v->kinds->options = o;
    v->kinds->option_count = MAIL_KINDS;
    v->layout = rq_layout(rq, tr(rq->lang, "Which mails do you want?"));
    mail_choice_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault mail_choice_save(struct rq *rq)
{
    const struct trajectory_link *l = mail_link(rq);
    if (l == NULL)
        return NO_LINK;
    size_t count;
    const char *const *wanted = form_choices(rq, "kinds", &count);
    for (int k = 0; k < MAIL_KINDS; k++) {
        bool wants = false;
        for (size_t i = 0; i < count; i++)
            wants = wants || strcmp(wanted[i], kind_values[k]) == 0;
        if (wants)
            trajectory_q_mute_drop(rq->db, l->mail, kind_values[k]);
        else
            trajectory_q_mute_put(rq->db, l->mail, kind_values[k]);
    }
    reply_notice(rq, tr(rq->lang, "Your choice is kept."));
    return reply_redirect(rq, "/mailkeuze/%s", rq_param(rq, "link"));
}
