/* Coming into a room: by a code that somebody types, or by the address behind the QR code. A GET does nothing, so that a mail
 * scanner joins nobody. */
#include <string.h>

#include "join_page.h"
#include "lib/sodium.h"
#include "slice/account/account.h"
#include "slice/session/room_view.h"

/* There are 28^8 codes, so even with a hundred rooms open a guess is right once in four billion times. A whole town hall behind one address
 * may therefore mistype a lot. Only wrong tries count, a phone that has joined never comes here, and when a flood of wrong codes
 * comes from everywhere, it is the addresses that took part in it that have to wait. One visitor who tries codes must not keep the
 * others in the hall from coming in: whoever types the code of a room that somebody at the same address is in need not wait. */
enum { WRONG_AN_HOUR = 1000, WRONG_IN_A_FLOOD = 30, FLOOD = 20000, HERE = 1000000 };
enum { CODE_ROOM = 300 };
static const int64_t DAY_S = 86400;
/* The kind of a personal link in an invitation (trajectory_link_ensure); its object is the session. */
static const char *const LINK_KIND = "session";

static const struct field join_code_fields[] = {
    { "code", FIELD_TEXT, .required = true, .max = CODE_ROOM, .label = N_("Code of the session"),
      .help = N_("Eight signs, on the screen in the room or in the invitation: K7WM-PD3X. Capitals and dashes "
                 "do not matter."),
      .message = N_("Fill in the code of the session."), .autocomplete = "off" },
};
const struct form_spec join_code_form = FORM(join_code_fields);

static const struct field join_fields[] = {
    { "naam", FIELD_TEXT, .max = SESSION_MAX_NAME, .label = N_("Your name"),
      .help =
          N_("Others in the room see it beside what you answer by name. Where answers are asked without names, "
             "nobody sees it."),
      .autocomplete = "name" },
    { "wie", FIELD_TEXT, .max = CODE_ROOM, .label = N_("Personal link") },
};
const struct form_spec join_form = FORM(join_fields);

void room_speak(struct rq *rq, const struct session *s)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, s->organisation);
    const struct lang *wording = o == NULL ? NULL : lang_find(o->lang);
    if (wording != NULL && rq->lang->id != LANG_EN && wording->id != LANG_EN &&
        rq_cookie(rq, ACCOUNT_LANG_COOKIE) == NULL)
        rq->lang = wording;
}

static struct fault too_often(void)
{
    return FAULT(LIMITED,
                 N_("Very many wrong codes were tried from this network in the last hour. Whoever is in "
                    "a session already notices nothing of it."));
}

static const char *room_and_address(struct rq *rq, const struct session *s)
{
    return arena_printf(rq->arena, "%lld %s", (long long)s->id, rq_address(rq));
}

void join_here(struct rq *rq, const struct session *s)
{
    (void)rq_over_limit(rq, "session-here", room_and_address(rq, s), HERE);
}

/* Somebody takes part from this address, so its code is no secret there. */
static bool is_joined_here(struct rq *rq, const struct session *s)
{
    return rq_is_over_limit(rq, "session-here", room_and_address(rq, s), 0);
}

struct fault join_find(struct rq *rq, const char *typed, const struct session **s)
{
    bool flood = rq_is_over_limit(rq, "session-code-all", "all", FLOOD);
    bool over = rq_is_over_limit(rq, "session-code", NULL, flood ? WRONG_IN_A_FLOOD : WRONG_AN_HOUR);
    /* The whole address may have been pasted. */
    const char *slash = strrchr(typed, '/');
    *s = session_of_code(rq->db, rq->arena, slash == NULL ? typed : slash + 1);
    if (*s != NULL && (!over || is_joined_here(rq, *s))) {
        room_speak(rq, *s);
        return NO_FAULT;
    }
    *s = NULL;
    if (over)
        return too_often();
    (void)rq_over_limit(rq, "session-code", NULL, WRONG_AN_HOUR);
    (void)rq_over_limit(rq, "session-code-all", "all", FLOOD);
    return FAULT(NOT_FOUND,
                 N_("There is no session with this code. Look at the screen in the room again, or ask "
                    "whoever leads it."));
}

/* ---- the code ---------------------------------------------------------------------------------------------- */

static struct fault show_code(struct rq *rq, const char *typed, const char *message)
{
    struct join_view v = { .code = form_field(rq, &join_code_form, "code", typed) };
    v.messages = form_messages(rq, &v.message_count);
    if (message != NULL) {
        struct field_message *m = NEW(rq->arena, struct field_message);
        *m = (struct field_message){ .field = "code", .label = NULL, .message = message };
        v.code->error = message;
        v.messages = m;
        v.message_count = 1;
    }
    v.layout = rq_layout(rq, tr(rq->lang, "Join a session"));
    v.layout->bare = true;
    v.layout->lead = tr(rq->lang, "With a phone or a laptop, without an account.");
    v.layout->failed = v.message_count > 0;
    join_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* GET /meedoen */
struct fault join_show(struct rq *rq)
{
    return show_code(rq, "", NULL);
}

/* POST /meedoen */
struct fault join_code(struct rq *rq)
{
    const struct session *s;
    struct fault f = join_find(rq, form_text(rq, "code"), &s);
    if (f.status == NOT_FOUND) {
        form_fail(rq, "code", f.msgid);
        return form_again(rq);
    }
    return f.status != OK ? f : reply_redirect(rq, "/meedoen/%s", session_code_shown(rq->arena, s));
}

/* ---- the session ------------------------------------------------------------------------------------------- */

/* Who is signed in, or came by the link in the own invitation, is a member of whom it is known that he is there. */
static const struct organisation_member *recognise(struct rq *rq, const struct session *s, const char *link)
{
    int64_t user = rq->actor.user;
    if (user == 0 && link[0] != '\0') {
        const struct trajectory_link *l =
            trajectory_link_open(rq->db, rq->arena, rq->site->key, link, rq->now_ms);
        const struct account_user *u = l == NULL || strcmp(l->kind, LINK_KIND) != 0 || l->object != s->id
                                           ? NULL
                                           : account_user_find(rq->db, rq->arena, l->mail);
        user = u == NULL ? 0 : u->id;
    }
    return user == 0 ? NULL : organisation_member_of(rq->db, rq->arena, s->organisation, user, rq->now_ms);
}

static const char *secret_of(struct rq *rq)
{
    const char *secret = rq_cookie(rq, SESSION_COOKIE);
    return secret != NULL && strlen(secret) == TOKEN_LENGTH ? secret : NULL;
}

/* Why nobody can come in any more; NULL: come in. A member may be in the room already, with another phone: joining tells. */
static const char *closed_why(struct rq *rq, const struct session *s, bool member)
{
    struct fault f = session_room_left(rq->db, rq->arena, s, member);
    if (f.status == OK)
        return NULL;
    return s->state == SESSION_ENDED
               ? tr(rq->lang, "The session is over. Whoever led it can tell you what came out.")
               : tr(rq->lang, f.msgid);
}

/* GET /meedoen/:code */
struct fault join_session_show(struct rq *rq)
{
    const struct session *s = session_of_code(rq->db, rq->arena, rq_param(rq, "code"));
    const char *secret = secret_of(rq);
    bool joined = s != NULL && secret != NULL && session_phone_find(rq->db, rq->arena, s, secret, 1) != NULL;
    if (joined && rq->form == NULL) /* a name that was refused comes back to be mended */
        return reply_redirect(rq, "%s", session_phone_path(rq->arena, s));
    struct fault f = join_find(rq, rq_param(rq, "code"), &s);
    if (f.status == NOT_FOUND)
        return show_code(rq, rq_param(rq, "code"), tr(rq->lang, f.msgid));
    if (f.status != OK)
        return f;
    const struct organisation *o = organisation_get(rq->db, rq->arena, s->organisation);
    const char *link = rq_query(rq, "wie");
    struct join_session_view v = { .session = s,
                                   .organisation = o == NULL ? "" : o->name,
                                   .code = session_code_shown(rq->arena, s),
                                   .link = rq->form != NULL ? form_text(rq, "wie")
                                           : link != NULL   ? link
                                                            : "" };
    const struct organisation_member *m = recognise(rq, s, v.link);
    v.closed = closed_why(rq, s, m != NULL);
    v.as = m == NULL ? NULL : m->name;
    v.name = form_field(rq, &join_form, "naam", "");
    v.messages = form_messages(rq, &v.message_count);
    v.layout = rq_layout(rq, s->title);
    v.layout->bare = true;
    v.layout->lead = v.closed != NULL ? v.organisation
                                      : arena_printf(rq->arena, "%s · %s", v.organisation,
                                                     format_time(rq->arena, rq->lang, s->at));
    join_session_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* POST /meedoen/:code */
struct fault join_session(struct rq *rq)
{
    const struct session *s;
    struct fault f = join_find(rq, rq_param(rq, "code"), &s);
    if (f.status != OK)
        return f;
    const char *known = secret_of(rq), *secret = known != NULL ? known : token_new(rq->arena);
    const struct organisation_member *m = recognise(rq, s, form_text(rq, "wie"));
    /* Whether the room is full was said on the page before; this bounds whoever does not look at it. */
    if (rq_over_limit(rq, "session-join", s->code, SESSION_MAX_PEOPLE))
        return FAULT(LIMITED, N_("Very many people joined this session in the last hour."));
    f = session_join(rq->db, rq->arena, s, secret, m == NULL ? form_text(rq, "naam") : "",
                     m == NULL ? 0 : m->id, rq->now_ms);
    /* CONFLICT: the page that comes back says why nobody comes in. */
    if (f.status == INVALID || f.status == CONFLICT) {
        form_fail(rq, "naam", f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_cookie(rq, SESSION_COOKIE, secret, SESSION_COOKIE_DAYS * DAY_S);
    join_here(rq, s);
    room_moved(rq, s);
    return reply_redirect(rq, "%s", session_phone_path(rq->arena, s));
}
