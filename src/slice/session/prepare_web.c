/* Around a session: its own data, who comes, the invitation, whether a phone reaches it, the running order. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "doc/document.h"
#include "doc/ics.h"
#include "doc/pdf.h"
#include "lib/qr.h"
#include "lib/sodium.h"
#include "prepare_page.h"
#include "slice/account/account.h"
#include "slice/session/view.h"

enum {
    PAPER_MOST = 32 << 20,
    CALENDAR_MOST = 1 << 20,
    PEOPLE_MOST = 500,
    REACH_REFRESH_S = 4,
    PROOF_BYTES = 12
};

const struct form_spec session_empty_form = { NULL, 0 };

/* ---- title, time, place, aim ------------------------------------------------------------------------------- */

static const struct field details_fields[] = {
    { "title", FIELD_TEXT, .required = true, .max = SESSION_MAX_TITLE, .label = N_("Title"),
      .message = N_("Give the session a title, of at most 120 characters.") },
    { "day", FIELD_DATE, .required = true, .label = N_("Day") },
    { "hour", FIELD_TEXT, .required = true, .max = 5, .label = N_("From"), .help = N_("For example 9:30.") },
    { "minutes", FIELD_INT, .required = true, .min = 5, .max = 1440, .label = N_("How many minutes?") },
    { "place", FIELD_TEXT, .max = TRAJECTORY_MAX_PLACE, .label = N_("Where?") },
    { "aim", FIELD_AREA, .max = SESSION_MAX_ABOUT, .label = N_("What should be there at the end?"),
      .help = N_("It stands in the invitation, in the running order and in the minutes.") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec details_form = FORM(details_fields);

struct fault details_show(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct details_view *v = NEW(rq->arena, struct details_view);
    struct trajectory_time time = trajectory_local_time(s->at);
    v->back = session_path(rq->arena, s);
    v->action = arena_printf(rq->arena, "%s/gegevens", v->back);
    v->edit = arena_printf(rq->arena, "%lld", (long long)s->edit);
    v->title = form_field(rq, &details_form, "title", s->title);
    v->day = form_field(rq, &details_form, "day", clock_local_date(rq->arena, s->at));
    v->hour = form_field(rq, &details_form, "hour", arena_printf(rq->arena, "%d:%02d", time.hour, time.minute));
    v->minutes =
        form_field(rq, &details_form, "minutes", arena_printf(rq->arena, "%lld", (long long)s->minutes));
    v->place = form_field(rq, &details_form, "place", s->place);
    v->aim = form_field(rq, &details_form, "aim", s->aim);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = session_layout(rq, s, tr(rq->lang, "About this session"), true);
    details_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault details_save(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct session_change c = { .title = form_text(rq, "title"),
                                .place = form_text(rq, "place"),
                                .aim = form_text(rq, "aim"),
                                .minutes = form_int(rq, "minutes").v,
                                .edit = form_int(rq, "edit").v };
    if (!session_form_at(rq, &c.at))
        return form_again(rq);
    struct fault f = session_set(rq->db, rq->arena, s, &c, rq->actor.user, rq->now_ms);
    if (f.status == INVALID || f.status == CONFLICT) {
        form_fail(rq, f.status == CONFLICT ? "title" : strcmp(f.detail, "at") == 0 ? "day" : f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s", session_path(rq->arena, s));
}

/* ---- who comes --------------------------------------------------------------------------------------------- */

static const struct field attendance_fields[] = {
    { "stand", FIELD_FAMILY, .max = PEOPLE_MOST, .label = N_("Who comes") },
    { "rest", FIELD_TICK, .label = N_("Keep it, and note the rest as present") },
};
const struct form_spec attendance_form = FORM(attendance_fields);
static const struct field attendance_add_fields[] = {
    { "member", FIELD_CHOICE, .required = true, .label = N_("Who else?"), .message = N_("Choose somebody.") },
};
const struct form_spec attendance_add_form = FORM(attendance_add_fields);
static const struct field attendance_drop_fields[] = { { "member", FIELD_INT, .required = true,
                                                         .label = N_("Who") } };
const struct form_spec attendance_drop_form = FORM(attendance_drop_fields);

static bool on_list(const struct session_attendee *v, size_t count, int64_t member)
{
    for (size_t i = 0; i < count; i++)
        if (v[i].member == member)
            return true;
    return false;
}

/* Present members who are not on the list. */
static void others(struct rq *rq, const struct session *s, const struct session_attendee *list, size_t count,
                   struct field_view *f)
{
    size_t all;
    const struct organisation_member *m = organisation_members(rq->db, rq->arena, s->organisation, &all);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, all);
    f->option_count = 0;
    for (size_t i = 0; i < all; i++)
        if (!on_list(list, count, m[i].id))
            o[f->option_count++] =
                (struct field_option){ .value = arena_printf(rq->arena, "%lld", (long long)m[i].id),
                                       .label = m[i].name };
    f->options = o;
}

static bool group_is_missing(struct rq *rq, const struct session *s, const struct session_attendee *list,
                             size_t count)
{
    size_t people;
    const struct trajectory *t = session_trajectory(rq, s);
    if (t == NULL)
        return false;
    const int64_t *members =
        session_group(rq->db, rq->arena, t, organisation_today(rq->arena, rq->now_ms), &people);
    for (size_t i = 0; i < people; i++)
        if (!on_list(list, count, members[i]))
            return true;
    return false;
}

struct fault attendance_show(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct attendance_view *v = NEW(rq->arena, struct attendance_view);
    const struct session_attendee *list = session_attendance(rq->db, rq->arena, rq->lang, s, &v->count);
    struct attendee_line *lines = NEW_ARRAY(rq->arena, struct attendee_line, v->count);
    for (size_t i = 0; i < v->count; i++)
        lines[i] = (struct attendee_line){ .name = list[i].name,
                                           .department = list[i].department,
                                           .member = list[i].member,
                                           .state = list[i].state,
                                           .mailed = list[i].changed  ? tr(rq->lang, "mailed before it changed")
                                                     : list[i].mailed ? tr(rq->lang, "invited by mail")
                                                                      : NULL,
                                           .stale = list[i].changed };
    v->session = s;
    v->path = session_path(rq->arena, s);
    v->lines = lines;
    v->member = form_field(rq, &attendance_add_form, "member", "");
    others(rq, s, list, v->count, v->member);
    for (size_t i = 0; i < v->count; i++)
        v->expects = v->expects || list[i].state == PRESENCE_INVITED;
    v->group = group_is_missing(rq, s, list, v->count);
    v->messages = form_messages(rq, &v->message_count);
    v->layout =
        session_layout(rq, s,
                       v->count == 0 ? tr(rq->lang, "Nobody is on the list yet")
                                     : arena_printf(rq->arena,
                                                    tr_n(rq->lang, "%d person is on the list",
                                                         "%d people are on the list", (int64_t)v->count),
                                                    (int)v->count),
                       true);
    v->layout->lead =
        tr(rq->lang, "Members who join with their own link are marked present by themselves. Guests come in "
                     "with the code and need not stand here.");
    attendance_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault attendance_save(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    size_t count, sent;
    const struct session_attendee *list = session_attendance(rq->db, rq->arena, rq->lang, s, &count);
    const struct form_pair *pairs = form_family(rq, "stand", &sent);
    for (size_t i = 0; i < sent; i++) {
        enum session_presence p;
        int64_t member = strtoll(pairs[i].key, NULL, 10);
        if (!session_presence_find(pairs[i].value, &p) || !on_list(list, count, member))
            continue;
        session_attend(rq->db, s, member,
                       p == PRESENCE_INVITED && form_tick(rq, "rest") ? PRESENCE_PRESENT : p);
    }
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s/aanwezig", session_path(rq->arena, s));
}

struct fault attendance_add(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    int64_t id = strtoll(form_text(rq, "member"), NULL, 10);
    const struct organisation_member *m = organisation_member_get(rq->db, rq->arena, s->organisation, id);
    if (m == NULL || !organisation_is_present(m, organisation_today(rq->arena, rq->now_ms))) {
        form_fail(rq, "member", N_("Choose somebody."));
        return form_again(rq);
    }
    size_t count;
    const struct session_attendee *list = session_attendance(rq->db, rq->arena, rq->lang, s, &count);
    if (!on_list(list, count, m->id))
        session_attend(rq->db, s, m->id, PRESENCE_INVITED);
    return reply_redirect(rq, "%s/aanwezig", session_path(rq->arena, s));
}

struct fault attendance_group(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    const struct trajectory *t = s == NULL ? NULL : session_trajectory(rq, s);
    if (t == NULL)
        return session_missing();
    int added = session_attend_group(rq->db, rq->arena, t, s, organisation_today(rq->arena, rq->now_ms));
    reply_notice(rq, arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d person is on the list now.",
                                       "%d people are on the list now.", added),
                                  added));
    return reply_redirect(rq, "%s/aanwezig", session_path(rq->arena, s));
}

struct fault attendance_drop(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    session_attend_not(rq->db, s, form_int(rq, "member").v);
    return reply_redirect(rq, "%s/aanwezig", session_path(rq->arena, s));
}

/* ---- the invitation ---------------------------------------------------------------------------------------- */

static const struct field invitation_fields[] = {
    { "words", FIELD_AREA, .max = 1000, .label = N_("A word of your own"),
      .help = N_("It stands at the top.") },
    { "again", FIELD_TICK, .label = N_("Also who was invited before it changed") },
};
const struct form_spec invitation_form = FORM(invitation_fields);

static const char *agenda_text(struct rq *rq, const struct lang *lang, const struct session *s)
{
    size_t count;
    const char *text = "";
    const struct session_item *items = session_items(rq->db, rq->arena, s, &count);
    int64_t at = s->at;
    for (size_t i = 0; i < count; i++) {
        text = arena_printf(rq->arena, "%s%s  %s\n", text, format_hour(rq->arena, lang, at), items[i].title);
        at += items[i].minutes * 60000;
    }
    return text[0] == '\0' ? "" : arena_printf(rq->arena, "%s\n", text);
}

/* As one person reads it; link "" = without a personal one, for the preview. */
static const char *invitation_body(struct rq *rq, const struct lang *lang, const struct session *s,
                                   const char *name, const char *words, const char *link)
{
    struct arena *a = rq->arena;
    const char *join =
        link[0] == '\0'
            ? arena_printf(a, "%s/meedoen/%s", rq->site->public_url, session_code_shown(a, s))
            : arena_printf(a, "%s/meedoen/%s?wie=%s", rq->site->public_url, session_code_shown(a, s), link);
    const char *place = s->place[0] == '\0' ? "" : arena_printf(a, "%s\n", s->place);
    const char *aim = s->aim[0] == '\0' ? "" : arena_printf(a, "%s\n\n", s->aim);
    const char *calendar =
        link[0] == '\0' ? ""
                        : arena_printf(a, tr(lang, "For your calendar:\n%s/uitnodiging/%s/sessie.ics\n\n"),
                                       rq->site->public_url, link);
    return arena_printf(
        a,
        tr(lang,
           "Hello %s,\n\n%s%s invites you to “%s”:\n\n%s\n%s\n%s%s%sYou take part with your phone or laptop; "
           "you need no account and no app. When it begins, open:\n%s\n\nOr go to %s/meedoen and type the code "
           "%s."),
        name, words[0] == '\0' ? "" : arena_printf(a, "%s\n\n", words), rq->actor.name, s->title,
        arena_printf(a, "%s, %s", format_day(a, lang, trajectory_local_day(s->at)),
                     format_hour(a, lang, s->at)),
        place, aim, agenda_text(rq, lang, s), calendar, join, rq->site->public_url, session_code_shown(a, s));
}

static const char *invitation_subject(struct rq *rq, const struct lang *lang, const struct session *s)
{
    return arena_printf(rq->arena, tr(lang, "Invitation: %s, %s"), s->title,
                        format_day(rq->arena, lang, trajectory_local_day(s->at)));
}

struct fault invitation_show(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct invitation_view *v = NEW(rq->arena, struct invitation_view);
    size_t count;
    const struct session_attendee *list = session_attendance(rq->db, rq->arena, rq->lang, s, &count);
    for (size_t i = 0; i < count; i++) {
        bool waits = list[i].state == PRESENCE_INVITED;
        v->fresh += waits && !list[i].mailed;
        v->stale += waits && list[i].changed;
        v->sent += list[i].mailed;
    }
    const struct lang *lang = rq->actor.organisation_lang;
    v->session = s;
    v->path = session_path(rq->arena, s);
    v->empty = count == 0;
    v->subject = invitation_subject(rq, lang, s);
    v->words = form_field(rq, &invitation_form, "words", "");
    v->body = invitation_body(rq, lang, s, count > 0 ? list[0].name : "…", v->words->value, "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = session_layout(rq, s, tr(rq->lang, "Invitation by mail"), true);
    invitation_page(rq_html(rq), v);
    return reply_page(rq);
}

static bool mail_one(struct rq *rq, const struct session *s, const struct session_attendee *p,
                     const char *words)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, p->user);
    const struct lang *lang = u == NULL ? NULL : lang_find(u->lang);
    lang = lang == NULL ? rq->actor.organisation_lang : lang;
    int64_t link =
        trajectory_link_ensure(rq->db, rq->arena, s->organisation, "session", s->id, p->mail, rq->now_ms);
    struct trajectory_mail mail = {
        .kind = MAIL_INVITATION,
        .organisation = s->organisation,
        .to = p->mail,
        .lang = lang,
        .subject = invitation_subject(rq, lang, s),
        .body =
            invitation_body(rq, lang, s, p->name, words, trajectory_link_text(rq->arena, rq->site->key, link)),
    };
    return trajectory_mail_send(rq->db, rq->arena, rq->site, &mail, rq->now_ms);
}

/* POST …/uitnodiging: each person once, and again who was mailed before the session changed. Who said to stay away, or was
 * there already, gets none. */
struct fault invitation_send(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    size_t count;
    int sent = 0, off = 0;
    const struct session_attendee *list = session_attendance(rq->db, rq->arena, rq->lang, s, &count);
    bool again = form_tick(rq, "again");
    for (size_t i = 0; i < count; i++) {
        bool wants = list[i].state == PRESENCE_INVITED && (!list[i].mailed || (again && list[i].changed));
        if (!wants || list[i].mail[0] == '\0')
            continue;
        bool goes = mail_one(rq, s, &list[i], form_text(rq, "words"));
        sent += goes;
        off += !goes;
        session_mailed(rq->db, s, list[i].member);
    }
    const char *notice = arena_printf(
        rq->arena, tr_n(rq->lang, "%d invitation is on its way.", "%d invitations are on their way.", sent),
        sent);
    if (off > 0)
        notice = arena_printf(
            rq->arena, "%s %s", notice,
            arena_printf(rq->arena,
                         tr_n(rq->lang, "%d person wants no such mails.", "%d people want no such mails.", off),
                         off));
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s/uitnodiging", session_path(rq->arena, s));
}

/* GET /uitnodiging/:link/sessie.ics: for whoever holds the link of the mail. */
struct fault invitation_ics(struct rq *rq)
{
    const struct trajectory_link *l = rq->actor.key_opens;
    const struct session *s =
        strcmp(l->kind, "session") != 0 ? NULL : session_get(rq->db, rq->arena, l->organisation, l->object);
    if (s == NULL)
        return FAULT(NOT_FOUND, N_("This link opens nothing any more. Ask whoever sent it for a new one."));
    const struct ics_event event = {
        .uid = arena_printf(rq->arena, "moment-%lld@kapstok", (long long)s->moment),
        .summary = s->title,
        .description = arena_printf(rq->arena, tr(rq->lang, "Take part with the code %s."),
                                    session_code_shown(rq->arena, s)),
        .location = s->place,
        .url = arena_printf(rq->arena, "%s/meedoen/%s?wie=%s", rq->site->public_url,
                            session_code_shown(rq->arena, s), rq_param(rq, "link")),
        .starts_ms = s->at,
        .minutes = (int)s->minutes,
        .changed_ms = s->created_at + s->moment_edit * 1000, /* later with each change */
        .cancelled = s->cancelled,
    };
    struct buf out;
    buf_init(&out, CALENDAR_MOST);
    doc_ics_write(&event, 1, s->title, rq->lang->html, &out);
    struct bytes content = { buf_to_arena(&out, rq->arena), out.n };
    bool made = buf_ok(&out);
    buf_release(&out);
    return made ? reply_file(rq, "text/calendar; charset=utf-8", arena_printf(rq->arena, "%s.ics", s->title),
                             content)
                : FAULT(FAILED, N_("The calendar could not be made. Try again in a moment."));
}

/* ---- does a phone reach it? -------------------------------------------------------------------------------- */

/* What the test page's address ends in, so that nobody can walk through the sessions of others. */
static const char *proof_of(struct rq *rq, int64_t session)
{
    unsigned char mac[CRYPTO_HASH_SIZE];
    crypto_mac(rq->site->key, "session-reach", arena_printf(rq->arena, "%lld", (long long)session), mac);
    return hex_encode(rq->arena, mac, PROOF_BYTES);
}

/* Addresses that exist on one machine or in one building only. */
static bool is_inside(const char *url)
{
    static const char *const begins[] = { "localhost", "127.", "10.", "192.168.", "[::1]", "[f" };
    const char *host = strstr(url, "://");
    host = host == NULL ? url : host + 3;
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (strncmp(host, begins[i], strlen(begins[i])) == 0)
            return true;
    return strncmp(host, "172.", 4) == 0 && strtol(host + 4, NULL, 10) >= 16 &&
           strtol(host + 4, NULL, 10) <= 31;
}

struct fault reach_show(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct reach_view *v = NEW(rq->arena, struct reach_view);
    struct db_int reached = session_reached_at(rq->db, rq->arena, s);
    unsigned char *modules;
    v->path = session_path(rq->arena, s);
    v->url = arena_printf(rq->arena, "%s/bereik/%lld/%s", rq->site->public_url, (long long)s->id,
                          proof_of(rq, s->id));
    v->inside = is_inside(rq->site->public_url);
    if (qr_modules(rq->arena, v->url, &modules, &v->width) == OK)
        v->modules = modules;
    if (reached.set)
        v->reached = format_time(rq->arena, rq->lang, reached.v);
    v->layout = session_layout(rq, s,
                               reached.set ? tr(rq->lang, "A phone reached this address")
                                           : tr(rq->lang, "Does a phone reach this address?"),
                               true);
    if (!reached.set)
        v->layout->refresh_seconds = REACH_REFRESH_S;
    reach_page(rq_html(rq), v);
    return reply_page(rq);
}

/* The session of a test page; NULL unless the address is one that we gave out. */
static const struct session *reach_asked(struct rq *rq)
{
    int64_t id = rq_id(rq, "session");
    const char *proof = proof_of(rq, id), *given = rq_param(rq, "proof");
    return strlen(given) == strlen(proof) && crypto_equal(given, proof, strlen(proof))
               ? session_of_room(rq->db, rq->arena, id)
               : NULL;
}

static struct fault reach_phone(struct rq *rq, bool done)
{
    if (reach_asked(rq) == NULL)
        return FAULT(NOT_FOUND, N_("This page does not exist. Scan the code once more."));
    struct reach_phone_view *v = NEW(rq->arena, struct reach_phone_view);
    v->action =
        arena_printf(rq->arena, "/bereik/%lld/%s", (long long)rq_id(rq, "session"), rq_param(rq, "proof"));
    v->done = done;
    v->layout = rq_layout(rq, done ? tr(rq->lang, "It works") : tr(rq->lang, "This phone reaches Kapstok"));
    v->layout->bare = true;
    reach_phone_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault reach_phone_show(struct rq *rq)
{
    return reach_phone(rq, rq_query(rq, "klaar") != NULL);
}

struct fault reach_phone_done(struct rq *rq)
{
    const struct session *s = reach_asked(rq);
    if (s == NULL)
        return FAULT(NOT_FOUND, N_("This page does not exist. Scan the code once more."));
    session_reached(rq->db, s, rq->now_ms);
    return reply_redirect(rq, "/bereik/%lld/%s?klaar=1", (long long)s->id, rq_param(rq, "proof"));
}

/* ---- the running order ------------------------------------------------------------------------------------- */

struct fault script_show(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct script_view *v = NEW(rq->arena, struct script_view);
    v->path = session_path(rq->arena, s);
    v->doc = session_script(rq->db, rq->arena, rq->site->packs, rq->lang, s, rq->actor.organisation_name);
    v->layout =
        session_layout(rq, s, arena_printf(rq->arena, tr(rq->lang, "Running order of “%s”"), s->title), true);
    v->layout->lead = session_when(rq, s);
    script_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault script_pdf(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct buf out;
    buf_init(&out, PAPER_MOST);
    enum status st = doc_pdf_write(
        session_script(rq->db, rq->arena, rq->site->packs, rq->lang, s, rq->actor.organisation_name), &out);
    struct bytes file = { buf_to_arena(&out, rq->arena), out.n };
    buf_release(&out);
    if (st != OK)
        return FAULT(st, N_("This file cannot be made here. Download the text, or print the page."));
    return reply_file(rq, "application/pdf",
                      arena_printf(rq->arena, tr(rq->lang, "Running order of %s.pdf"), s->title), file);
}
