/* Mail: one for each receiver, with everything that is asked of that person and the link behind which it is answered. */
#include <string.h>

#include "http/http.h"
#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

#define LINK_KIND "request"

static const int64_t DAY_MS = 86400000;

/* Everything that a mail of this trajectory needs. */
struct post {
    struct db *db;
    struct arena *a;
    const struct site *site;
    const struct trajectory *t;
    const struct organisation *o;
    const char *sender; /* who asks, by name or by role; "" = nobody in particular */
    int64_t now_ms;
};

static struct post post_of(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                           int64_t user, int64_t now_ms)
{
    struct post p = { db, a, site, t, organisation_get(db, a, t->organisation), "", now_ms };
    if (user != 0)
        p.sender =
            organisation_name_of(organisation_names(db, a, t->organisation), a, picture_lang(p.o, ""), user);
    return p;
}

static const char *org_name(const struct post *p)
{
    return p->o == NULL ? "" : p->o->name;
}

/* The requests of a receiver in some states, in the language of the mail. */
static const struct picture_request *asked_of(const struct post *p, const struct lang *lang,
                                              enum picture_shown shown, int64_t receiver, size_t *count)
{
    int64_t total;
    struct picture_filter f = { .shown = shown, .receiver = receiver };
    return picture_requests(p->db, p->a, p->site->packs, lang, p->t, &f, count, &total);
}

static const char *by_day(const struct post *p, const struct lang *lang, const struct picture_request *r)
{
    return r->due_on.set ? arena_printf(p->a, tr(lang, "By %s"), format_day(p->a, lang, r->due_on.v)) : "";
}

/* "1. Energy bill", the question, where it usually stands, by when. */
static const char *question(const struct post *p, const struct lang *lang, const struct picture_request *r,
                            int number)
{
    const char *s = arena_printf(p->a, "%d. %s\n   %s\n", number, r->title, r->ask);
    if (r->usual_source[0] != '\0')
        s = arena_printf(p->a, "%s   %s\n", s,
                         arena_printf(p->a, tr(lang, "It usually stands in: %s"), r->usual_source));
    return arena_printf(p->a, "%s   %s\n\n", s, by_day(p, lang, r));
}

static const char *short_line(const struct post *p, const struct lang *lang, const struct picture_request *r)
{
    return arena_printf(p->a, "- %s (%s)\n", r->title, by_day(p, lang, r));
}

static const char *subject_of(const struct post *p, const struct lang *lang,
                              const struct picture_request *first, size_t count)
{
    if (count == 1)
        return arena_printf(p->a, tr(lang, "%s asks you: %s"), org_name(p), first->title);
    return arena_printf(p->a,
                        tr_n(lang, "%s has %d question for you", "%s has %d questions for you", (int64_t)count),
                        org_name(p), (int)count);
}

/* The whole mail: what is new in full, what was asked before in short. */
static struct picture_letter write_letter(const struct post *p, const struct lang *lang, const char *hello,
                                          const struct picture_request *fresh, size_t fresh_count,
                                          const struct picture_request *old, size_t old_count, const char *url)
{
    const char *list = "", *rest = "";
    for (size_t i = 0; i < fresh_count; i++)
        list = arena_printf(p->a, "%s%s", list, question(p, lang, &fresh[i], (int)i + 1));
    for (size_t i = 0; i < old_count; i++)
        rest = arena_printf(p->a, "%s%s", rest, short_line(p, lang, &old[i]));
    if (old_count > 0)
        rest = arena_printf(p->a, "%s\n%s\n", tr(lang, "Asked before and still open:"), rest);
    const char *who =
        p->sender[0] == '\0' ? org_name(p) : arena_printf(p->a, tr(lang, "%s of %s"), p->sender, org_name(p));
    const char *body = arena_printf(
        p->a,
        tr(lang,
           "Hello %s,\n\n%s is collecting what there already is on people, environment and society: the "
           "local picture. Can you help with this?\n\n%s%sAnswer on this page; you need no account:\n\n%s\n\n"
           "There you can type, paste a table or add a file. You do not have it, or a colleague knows better? "
           "Say so there too: that is an answer as well. Half an hour of looking is enough.\n\n"
           "The link is yours alone. To let somebody else answer, use \"pass on\" on the page."),
        hello, who, list, rest, url);
    return (struct picture_letter){ subject_of(p, lang, fresh, fresh_count), body };
}

/* The link of a receiver, made or kept alive, as an address. */
static const char *link_url(const struct post *p, const struct picture_receiver *v)
{
    int64_t link =
        trajectory_link_ensure(p->db, p->a, p->t->organisation, LINK_KIND, v->id, v->mail, p->now_ms);
    if (!v->link.set || v->link.v != link)
        picture_q_receiver_link(p->db, p->t->organisation, v->id, link);
    return arena_printf(p->a, "%s/vraag/%s", p->site->public_url,
                        trajectory_link_text(p->a, p->site->key, link));
}

static bool post_letter(const struct post *p, const struct picture_receiver *v, const struct lang *lang,
                        enum trajectory_mail_kind kind, const struct picture_letter *letter)
{
    struct trajectory_mail m = { .kind = kind,
                                 .organisation = p->t->organisation,
                                 .to = v->mail,
                                 .lang = lang,
                                 .subject = letter->subject,
                                 .body = letter->body };
    return trajectory_mail_send(p->db, p->a, p->site, &m, p->now_ms);
}

/* ---- sending ------------------------------------------------------------------------------------------- */

static bool is_ready(const struct picture_request *r)
{
    return r->receiver.set && r->due_on.set;
}

/* The drafts of one receiver that are ready. */
static const struct picture_request *ready_of(const struct post *p, const struct lang *lang, int64_t receiver,
                                              size_t *count)
{
    size_t all;
    const struct picture_request *drafts = asked_of(p, lang, SHOWN_DRAFTS, receiver, &all);
    struct picture_request *ready = NEW_ARRAY(p->a, struct picture_request, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (is_ready(&drafts[i]))
            ready[(*count)++] = drafts[i];
    return ready;
}

struct picture_letter picture_letter(struct db *db, struct arena *a, const struct site *site,
                                     const struct trajectory *t, int64_t receiver, int64_t user, int64_t now_ms)
{
    struct post p = post_of(db, a, site, t, user, now_ms);
    const struct picture_receiver *v = picture_receiver_get(db, a, t->organisation, receiver, now_ms);
    if (v == NULL)
        return (struct picture_letter){ "", "" };
    const struct lang *lang = picture_lang(p.o, v->lang);
    size_t fresh_count, old_count;
    const struct picture_request *fresh = ready_of(&p, lang, receiver, &fresh_count);
    const struct picture_request *old = asked_of(&p, lang, SHOWN_OPEN, receiver, &old_count);
    return write_letter(&p, lang, v->hello, fresh, fresh_count, old, old_count,
                        arena_printf(a, "%s/vraag/…", site->public_url));
}

static void send_to(const struct post *p, const struct picture_receiver *v, int64_t user,
                    struct picture_sent *out)
{
    const struct lang *lang = picture_lang(p->o, v->lang);
    size_t fresh_count, old_count;
    const struct picture_request *fresh = ready_of(p, lang, v->id, &fresh_count);
    if (v->gone || fresh_count == 0)
        return;
    const struct picture_request *old = asked_of(p, lang, SHOWN_OPEN, v->id, &old_count);
    struct picture_letter letter =
        write_letter(p, lang, v->hello, fresh, fresh_count, old, old_count, link_url(p, v));
    for (size_t i = 0; i < fresh_count; i++)
        picture_q_request_sent(p->db, p->t->organisation, fresh[i].id, picture_some(user), p->now_ms);
    out->requests += (int64_t)fresh_count;
    out->people++;
    out->muted += !post_letter(p, v, lang, MAIL_REQUEST, &letter);
}

struct picture_sent picture_send(struct db *db, struct arena *a, const struct site *site,
                                 const struct trajectory *t, int64_t user, int64_t now_ms)
{
    struct post p = post_of(db, a, site, t, user, now_ms);
    struct picture_sent out = { 0 };
    size_t count;
    int64_t total;
    struct picture_filter drafts = { .shown = SHOWN_DRAFTS };
    const struct picture_request *r =
        picture_requests(db, a, site->packs, picture_lang(p.o, ""), t, &drafts, &count, &total);
    for (size_t i = 0; i < count; i++) {
        bool first = is_ready(&r[i]);
        for (size_t k = 0; k < i && first; k++)
            first = !is_ready(&r[k]) || r[k].receiver.v != r[i].receiver.v;
        const struct picture_receiver *v =
            first ? picture_receiver_get(db, a, t->organisation, r[i].receiver.v, now_ms) : NULL;
        if (v != NULL)
            send_to(&p, v, user, &out);
    }
    out.left = total - out.requests;
    if (out.requests > 0) {
        const struct lang *lang = picture_lang(p.o, "");
        const char *people =
            arena_printf(a, tr_n(lang, "to %d person", "to %d people", out.people), (int)out.people);
        trajectory_event(db, t->id, "request.sent", 0,
                         arena_printf(a, tr_n(lang, "%d question %s", "%d questions %s", out.requests),
                                      (int)out.requests, people),
                         "", user, now_ms);
    }
    return out;
}

/* ---- reminding ----------------------------------------------------------------------------------------- */

static struct picture_letter write_reminder(const struct post *p, const struct lang *lang, const char *hello,
                                            const struct picture_request *open, size_t count, const char *url)
{
    const char *list = "";
    for (size_t i = 0; i < count; i++)
        list = arena_printf(p->a, "%s%s", list, short_line(p, lang, &open[i]));
    const char *subject = count == 1 ? arena_printf(p->a, tr(lang, "A reminder: %s"), open->title)
                                     : arena_printf(p->a,
                                                    tr_n(lang, "A reminder: %d question of %s",
                                                         "A reminder: %d questions of %s", (int64_t)count),
                                                    (int)count, org_name(p));
    return (struct picture_letter){
        subject,
        arena_printf(p->a,
                     tr(lang, "Hello %s,\n\n%s is still waiting for your answer:\n\n%s\nAnswer on this "
                              "page; you need no account:\n\n%s\n\nYou do not have it, or a colleague "
                              "knows better? Say so there: then nobody keeps asking you."),
                     hello, org_name(p), list, url)
    };
}

static void remind(const struct post *p, int64_t receiver, int64_t today, struct picture_reminded *out)
{
    const struct picture_receiver *v =
        picture_receiver_get(p->db, p->a, p->t->organisation, receiver, p->now_ms);
    if (v == NULL || v->gone)
        return;
    if (!trajectory_reminds_today(p->db, v->mail, today)) {
        out->already++;
        return;
    }
    const struct lang *lang = picture_lang(p->o, v->lang);
    size_t count;
    const struct picture_request *open = asked_of(p, lang, SHOWN_OPEN, receiver, &count);
    struct picture_letter letter = write_reminder(p, lang, v->hello, open, count, link_url(p, v));
    if (post_letter(p, v, lang, MAIL_REMINDER, &letter)) {
        out->people++;
        picture_q_receiver_remind(p->db, p->t->organisation, receiver, today);
    } else {
        out->muted++;
    }
}

struct fault picture_remind(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                            int64_t department, int64_t user, int64_t now_ms, struct picture_reminded *out)
{
    struct post p = post_of(db, a, site, t, user, now_ms);
    int64_t today = organisation_today(a, now_ms), total;
    *out = (struct picture_reminded){ 0 };
    if (!trajectory_is_working_day(site->packs, p.o == NULL ? "BE" : p.o->country, today))
        return FAULT(CONFLICT, N_("Reminders go out on working days only. Try again on the next one."));
    size_t count;
    struct picture_filter f = { .shown = SHOWN_OPEN, .department = department };
    const struct picture_request *r =
        picture_requests(db, a, site->packs, picture_lang(p.o, ""), t, &f, &count, &total);
    for (size_t i = 0; i < count; i++) {
        bool first = r[i].receiver.set;
        for (size_t k = 0; k < i && first; k++)
            first = !r[k].receiver.set || r[k].receiver.v != r[i].receiver.v;
        if (first)
            remind(&p, r[i].receiver.v, today, out);
    }
    return NO_FAULT;
}

/* ---- passing on ---------------------------------------------------------------------------------------- */

/* Who passes it on is named; what they wrote shows behind the link only, so that no mail carries words of strangers. */
static struct picture_letter write_pass(const struct post *p, const struct lang *lang, const char *hello,
                                        const char *from, const struct picture_request *r, const char *url)
{
    return (struct picture_letter){
        subject_of(p, lang, r, 1),
        arena_printf(
            p->a,
            tr(lang, "Hello %s,\n\n%s was asked something by %s and thinks that you know the answer:\n\n"
                     "%sAnswer on this page; you need no account:\n\n%s\n\nThere you can type, paste a table "
                     "or add a file. You do not have it, or is it not yours either? Say so there too. Half an "
                     "hour of looking is enough."),
            hello, from, org_name(p), question(p, lang, r, 1), url)
    };
}

struct fault picture_pass(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                          const struct picture_request *r, int64_t to, const char *note, int64_t by,
                          int64_t now_ms, bool *mailed)
{
    *mailed = false;
    size_t passes;
    picture_chain(db, a, r->id, &passes);
    if (!picture_state_open(r->state) || !r->receiver.set)
        return FAULT(CONFLICT, N_("This question is not open any more."), .detail = "request");
    if (passes >= PICTURE_MAX_PASSES)
        return FAULT(
            CONFLICT,
            N_("This question went round five times. Say \"we do not have this\" instead, or ask who sent it."),
            .detail = "request");
    if (r->receiver.v == to)
        return FAULT(INVALID, N_("The question is with this person already."), .detail = "mail");
    const struct picture_receiver *from = picture_receiver_get(db, a, t->organisation, r->receiver.v, now_ms);
    const struct picture_receiver *v = picture_receiver_get(db, a, t->organisation, to, now_ms);
    if (from == NULL || v == NULL || v->gone)
        return FAULT(INVALID, N_("This person no longer takes part. Choose somebody else."), .detail = "mail");
    picture_q_pass_insert(db, r->id, from->id, to, picture_some(by), note, now_ms);
    picture_q_request_passed(db, t->organisation, r->id, to);
    struct post p = post_of(db, a, site, t, by, now_ms);
    const struct lang *lang = picture_lang(p.o, v->lang);
    const struct picture_request *again = picture_request_get(db, a, site->packs, lang, t, r->id);
    struct picture_letter letter = by != 0
                                       ? write_letter(&p, lang, v->hello, again, 1, NULL, 0, link_url(&p, v))
                                       : write_pass(&p, lang, v->hello, from->hello, again, link_url(&p, v));
    *mailed = post_letter(&p, v, lang, MAIL_REQUEST, &letter);
    trajectory_event(db, t->id, "request.passed", r->id, r->title, "", by, now_ms);
    return NO_FAULT;
}

/* ---- duties -------------------------------------------------------------------------------------------- */

/* One for each receiver, due when the first of the requests is. */
void picture_duties(const struct trajectory_ask *ask, const struct site *site, int64_t until,
                    struct trajectory_duties *out)
{
    const struct trajectory *t = ask->trajectory;
    size_t rows;
    const struct picture_request_owed *owed =
        picture_q_request_owed(ask->db, ask->arena, t->organisation, t->id, until + 1, &rows);
    int64_t now_ms = ask->today * DAY_MS + DAY_MS / 2;
    for (size_t i = 0; i < rows; i++) {
        const struct picture_receiver *v =
            picture_receiver_get(ask->db, ask->arena, t->organisation, owed[i].receiver_id, now_ms);
        if (v == NULL || v->gone)
            continue;
        const char *url = !v->link.set ? arena_printf(ask->arena, "%s/foto", trajectory_path(ask->arena, t))
                                       : arena_printf(ask->arena, "/vraag/%s",
                                                      trajectory_link_text(ask->arena, site->key, v->link.v));
        *(struct trajectory_duty *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
            (struct trajectory_duty){
                .user = v->user,
                .mail = v->mail,
                .name = v->hello,
                .lang = v->lang,
                .sort = N_("Data request"),
                .title = owed[i].n == 1 ? owed[i].title
                                        : arena_printf(ask->arena,
                                                       tr_n(ask->lang, "%d question for the local picture",
                                                            "%d questions for the local picture", owed[i].n),
                                                       (int)owed[i].n),
                .url = url,
                .link_path = "/vraag/",
                .link_kind = LINK_KIND,
                .link_object = v->id,
                .due = owed[i].due_on,
            };
    }
}

/* Links end with the trajectory. */
void picture_ended(struct db *db, const struct trajectory *t, int64_t now_ms)
{
    struct arena a;
    arena_init(&a);
    size_t count;
    const struct picture_receiver_all *v = picture_q_receiver_all(db, &a, t->organisation, t->id, &count);
    for (size_t i = 0; i < count; i++)
        trajectory_link_revoke(db, LINK_KIND, v[i].id, NULL, now_ms);
    picture_q_receiver_unlink(db, t->id);
    arena_release(&a);
}
