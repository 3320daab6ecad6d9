/* The desk of who leads, the second desk, the beamer, their streams, and the routes of a room. */
#include <string.h>

#include "base/clock.h"
#include "desk_page.h"
#include "http/asset.h"
#include "lib/json.h"
#include "lib/qr.h"
#include "screen_page.h"
#include "slice/session/room_view.h"

static const char *const acts[] = { "start", "open", "close", "reveal", "hide",   "again", "turn",
                                    "add",   "stop", "go",    "end",    "resume", NULL };
static const struct field desk_fields[] = {
    { "do", FIELD_CHOICE, .required = true, .choices = acts, .label = N_("What") },
    { "revision", FIELD_INT, .required = true, .label = N_("State of the room") },
    { "item", FIELD_INT, .label = N_("Agenda item") },
    { "turn", FIELD_INT, .max = 100000, .label = N_("Turn") },
    { "seconds", FIELD_INT, .min = -7200, .max = 7200, .label = N_("Seconds") },
    { "warned", FIELD_TICK, .label = N_("Show it all the same") },
};
const struct form_spec desk_form = FORM(desk_fields);

static const struct field person_fields[] = {
    { "participant", FIELD_INT, .required = true, .label = N_("Person") },
    { "away", FIELD_TICK, .label = N_("Send away") },
};
const struct form_spec desk_person_form = FORM(person_fields);

static const struct field door_fields[] = { { "shut", FIELD_TICK, .label = N_("Let nobody more in") } };
const struct form_spec desk_door_form = FORM(door_fields);

/* ---- what pages show ----------------------------------------------------------------------------------------- */

const char *room_hour(struct html *h, int64_t ms)
{
    return format_hour(h->arena, h->lang, ms);
}

const char *room_minutes(struct html *h, int64_t ms)
{
    int64_t s = ms < 0 ? 0 : ms / 1000;
    return fmt("%d:%02d", (int)(s / 60), (int)(s % 60));
}

/* "kapstok.example": what somebody types before /meedoen. */
static const char *join_host(const struct site *site)
{
    const char *url = site->public_url == NULL ? "" : site->public_url, *host = strstr(url, "://");
    return host == NULL ? url : host + 3;
}

/* When the room is behind, it is more so each minute that the item takes longer than its time. */
static int64_t grows_from(const struct room_state *r)
{
    static const int64_t minute = 60000;
    const struct session *s = r->session;
    int64_t now = r->now_ms / minute * minute;
    return s->until.set && s->until.v > r->now_ms ? s->until.v : now;
}

const struct desk_room *desk_room_of(struct html *h, const struct room_state *r)
{
    const struct session *s = r->session;
    struct desk_room *d = NEW(r->arena, struct desk_room);
    struct desk_line *lines = NEW_ARRAY(r->arena, struct desk_line, r->item_count);
    *d = (struct desk_room){ .lines = lines,
                             .line_count = r->item_count,
                             .behind = session_behind(s, r->items, r->item_count, r->now_ms),
                             .behind_from = grows_from(r),
                             .join_host = join_host(r->site),
                             .path = session_path(r->arena, s) };
    int64_t at = s->started_at.set ? s->started_at.v : s->at;
    for (size_t i = 0; i < r->item_count; i++) {
        const struct session_item *item = &r->items[i];
        lines[i] = (struct desk_line){ .item = item, .on = r->item == item, .planned = room_hour(h, at) };
        at += item->minutes * 60000;
        if (r->item == item)
            d->next = i + 1 < r->item_count ? &r->items[i + 1] : NULL;
    }
    if (r->item == NULL && r->item_count > 0)
        d->next = &r->items[0];
    if (r->people <= DESK_NAMES)
        d->people = session_people(r->db, r->arena, s, &d->people_count);
    d->progress = fmt(_("%d of %d have answered"), (int)r->answered, (int)r->people);
    return d;
}

/* ---- streams --------------------------------------------------------------------------------------------------- */

static struct room_state *look(struct html *h, struct db *db, struct arena *a, const struct site *site,
                               int64_t room, enum room_eye eye, int64_t now_ms)
{
    const struct session *s = session_of_room(db, a, room);
    return s == NULL ? NULL : room_load(db, a, site, h->lang, s, eye, 0, 0, now_ms);
}

static bool desk_view_of_room(struct html *h, struct db *db, struct arena *a, const struct site *site,
                              int64_t room, int64_t variant, int64_t now_ms)
{
    (void)variant;
    const struct room_state *r = look(h, db, a, site, room, EYE_DESK, now_ms);
    if (r != NULL)
        desk_room(h, r);
    return r != NULL;
}

static bool minutes_view_of_room(struct html *h, struct db *db, struct arena *a, const struct site *site,
                                 int64_t room, int64_t variant, int64_t now_ms)
{
    struct room_state *r = look(h, db, a, site, room, EYE_MINUTES, now_ms);
    if (r == NULL)
        return false;
    r->leads = variant != 0; /* a guide sits there */
    minutes_desk_room(h, r);
    return true;
}

static bool screen_view_of_room(struct html *h, struct db *db, struct arena *a, const struct site *site,
                                int64_t room, int64_t variant, int64_t now_ms)
{
    (void)variant;
    const struct room_state *r = look(h, db, a, site, room, EYE_SCREEN, now_ms);
    if (r != NULL)
        screen_room(h, r);
    return r != NULL;
}

static const struct session *session_asked(struct rq *rq)
{
    return session_get(rq->db, rq->arena, rq_id(rq, "org"), rq_id(rq, "session"));
}

static struct fault missing(void)
{
    return FAULT(NOT_FOUND, N_("This session does not exist."));
}

static struct fault stream(struct rq *rq, room_view_fn *view, bool guide)
{
    const struct session *s = session_asked(rq);
    return s == NULL ? missing() : reply_room(rq, s->id, view, guide);
}

static bool is_guide(struct rq *rq)
{
    return (rq->actor.roles & ROLE_GUIDE) != 0;
}

struct fault desk_stream(struct rq *rq)
{
    return stream(rq, desk_view_of_room, false);
}

struct fault minutes_desk_stream(struct rq *rq)
{
    return stream(rq, minutes_view_of_room, is_guide(rq));
}

struct fault screen_stream(struct rq *rq)
{
    return stream(rq, screen_view_of_room, false);
}

/* ---- pages ------------------------------------------------------------------------------------------------------- */

static void add_qr(struct rq *rq, struct room_page_view *v)
{
    unsigned char *modules;
    const char *url = arena_printf(rq->arena, "%s/meedoen/%s", rq->site->public_url, v->code);
    if (qr_modules(rq->arena, url, &modules, &v->width) == OK)
        v->modules = modules;
}

static struct fault show(struct rq *rq, enum room_eye eye,
                         void (*page)(struct html *h, const struct room_page_view *v))
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return missing();
    struct room_state *r = room_load(rq->db, rq->arena, rq->site, rq->lang, s, eye, 0, 0, rq->now_ms);
    session_sheet_typed(rq, r);
    struct room_page_view v = { .room = r,
                                .stream = arena_printf(rq->arena, "%s/beeld", r->base),
                                .join_host = join_host(rq->site),
                                .code = session_code_shown(rq->arena, s) };
    if (eye == EYE_SCREEN)
        add_qr(rq, &v);
    r->leads = r->leads || (eye == EYE_MINUTES && is_guide(rq));
    v.messages = form_messages(rq, &v.message_count);
    v.layout = rq_layout(rq, s->title);
    v.layout->more_js = asset_get("room.js")->url;
    page(rq_html(rq), &v);
    return reply_page(rq);
}

/* GET …/regie */
struct fault desk_show(struct rq *rq)
{
    return show(rq, EYE_DESK, desk_page);
}

/* GET …/notulen */
struct fault minutes_desk_show(struct rq *rq)
{
    return show(rq, EYE_MINUTES, minutes_desk_page);
}

/* GET …/scherm */
struct fault screen_show(struct rq *rq)
{
    return show(rq, EYE_SCREEN, screen_page);
}

/* ---- leading ----------------------------------------------------------------------------------------------------- */

static struct fault lead(struct rq *rq, const struct session *s, const struct session_item *item)
{
    const char *act = form_text(rq, "do");
    int64_t revision = form_int(rq, "revision").v, now = rq->now_ms;
    struct db_int seconds = form_int(rq, "seconds");
    if (strcmp(act, "start") == 0)
        return session_start(rq->db, s, revision, rq->actor.user, now);
    if (strcmp(act, "end") == 0)
        return session_end(rq->db, rq->arena, s, revision, rq->actor.user, now);
    if (strcmp(act, "resume") == 0)
        return session_resume(rq->db, s, revision, rq->actor.user, now);
    if (strcmp(act, "add") == 0)
        return session_clock(rq->db, s, CLOCK_ADD, seconds.set ? seconds.v : 60, revision, now);
    if (strcmp(act, "stop") == 0)
        return session_clock(rq->db, s, CLOCK_STOP, 0, revision, now);
    if (strcmp(act, "go") == 0)
        return session_clock(rq->db, s, CLOCK_GO, 0, revision, now);
    if (item == NULL)
        return FAULT(CONFLICT, N_("This agenda item is not there any more."), .detail = "item");
    if (strcmp(act, "open") == 0)
        return session_open(rq->db, rq->arena, s, item, revision, now);
    if (strcmp(act, "close") == 0)
        return session_close(rq->db, rq->arena, s, item, revision, now);
    if (strcmp(act, "again") == 0)
        return session_again(rq->db, rq->arena, s, item, revision, now);
    if (strcmp(act, "turn") == 0)
        return session_turn(rq->db, s, item, form_int(rq, "turn").v, revision, now);
    bool shown = strcmp(act, "reveal") == 0;
    return session_reveal(rq->db, rq->arena, s, item, shown, form_tick(rq, "warned"), revision, now);
}

static bool is_about(struct fault f, const char *detail)
{
    return f.status == CONFLICT && f.detail != NULL && strcmp(f.detail, detail) == 0;
}

static struct fault warn(struct rq *rq, const char *base, const struct session *s, int64_t item)
{
    struct desk_warning_view v = { .base = base, .item = item, .revision = s->revision };
    v.layout = rq_layout(rq, tr(rq->lang, "All answers are the same"));
    desk_warning_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* Somebody else led meanwhile: what the other did stands on the page that comes back, and this names it. */
static const char *where_now(struct rq *rq, const struct session *s)
{
    static const char *const states[ITEM_STATES] = { N_("waiting"), N_("open"), N_("closed") };
    const struct session_item *on = s->item == 0 ? NULL : session_item_get(rq->db, rq->arena, s, s->item);
    return on == NULL ? tr(rq->lang, session_state_name(s->state))
                      : arena_printf(rq->arena, "%s (%s)", on->title, tr(rq->lang, states[on->state]));
}

/* The script is told the state that its act has led to: who leads and acts again before the room shows it is ahead of nobody else. */
static struct fault acted(struct rq *rq, const char *base)
{
    const struct session *now = rq_is_partial(rq) ? session_asked(rq) : NULL;
    if (now == NULL)
        return reply_redirect(rq, "%s", base);
    struct json_writer w = json_writer(rq_json(rq));
    json_object_begin(&w);
    json_key(&w, "revision");
    json_int(&w, now->revision);
    json_object_end(&w);
    return reply_json(rq, 200);
}

static struct fault act(struct rq *rq, const char *desk)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return missing();
    struct db_int id = form_int(rq, "item");
    const struct session_item *item = id.set ? session_item_get(rq->db, rq->arena, s, id.v) : NULL;
    const char *base = arena_printf(rq->arena, "%s/%s", session_path(rq->arena, s), desk);
    struct fault f = lead(rq, s, item);
    if (is_about(f, "unanimous"))
        return warn(rq, base, s, item->id);
    if (is_about(f, "revision")) {
        form_fail(rq, "do",
                  N_("Somebody else leads this room too, and was just before you. Now on: %s. Yours was not "
                     "done."),
                  where_now(rq, s));
        return form_again(rq);
    }
    if (f.status == CONFLICT) {
        form_fail(rq, "do", f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    room_moved(rq, s);
    return acted(rq, base);
}

/* POST …/regie/doen */
struct fault desk_do(struct rq *rq)
{
    return act(rq, "regie");
}

/* POST …/notulen/doen: a guide who takes the minutes may lead from there. */
struct fault minutes_desk_do(struct rq *rq)
{
    return act(rq, "notulen");
}

/* ---- who is in the room -------------------------------------------------------------------------------------------- */

/* GET …/regie/mensen */
struct fault desk_people(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return missing();
    struct desk_people_view v = { .session = s, .path = session_path(rq->arena, s) };
    v.people = session_people(rq->db, rq->arena, s, &v.count);
    v.away = session_people_away(rq->db, rq->arena, s, &v.away_count);
    v.layout = rq_layout(
        rq, arena_printf(rq->arena,
                         tr_n(rq->lang, "%d person has joined", "%d people have joined", (int64_t)v.count),
                         (int)v.count));
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 2);
    crumbs[0] = (struct layout_link){ .url = v.path, .label = s->title };
    crumbs[1] = (struct layout_link){ .url = arena_printf(rq->arena, "%s/regie", v.path),
                                      .label = tr(rq->lang, "Desk") };
    v.layout->crumbs = crumbs;
    v.layout->crumb_count = 2;
    desk_people_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* POST …/regie/deur */
struct fault desk_door(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return missing();
    bool shut = form_tick(rq, "shut");
    session_door(rq->db, s, shut, rq->now_ms);
    room_moved(rq, s);
    reply_notice(rq, shut ? tr(rq->lang, "Nobody more comes in. Who is in the room stays in.")
                          : tr(rq->lang, "People can come in again."));
    return reply_redirect(rq, "%s/regie/mensen", session_path(rq->arena, s));
}

/* POST …/regie/mensen */
struct fault desk_person(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return missing();
    int64_t id = form_int(rq, "participant").v;
    if (form_tick(rq, "away"))
        session_send_away(rq->db, s, id, rq->now_ms);
    else
        session_let_back(rq->db, s, id);
    room_moved(rq, s);
    return reply_redirect(rq, "%s/regie/mensen", session_path(rq->arena, s));
}

/* ---- routes ---------------------------------------------------------------------------------------------------------- */

#define S "/organisatie/:org/sessie/:session"
#define P "/deelnemen/:code*"

static const struct route routes[] = {
    GET("/meedoen", PUBLIC, join_show),
    POST("/meedoen", PUBLIC, join_code, .form = &join_code_form, .again = join_show),
    GET("/meedoen/:code*", PUBLIC, join_session_show),
    POST("/meedoen/:code*", PUBLIC, join_session, .form = &join_form, .again = join_session_show),
    GET(P, PUBLIC, phone_show), /* looks at the phone itself, and shows others the way in */
    GET(P "/eigen", IN_ROOM, phone_own),
    GET_EVENTS(P "/beeld", IN_ROOM, phone_stream),
    POST(P "/naam", IN_ROOM, phone_name, .form = &phone_name_form, .again = phone_show),
    POST(P "/samen", IN_ROOM, phone_seat, .form = &phone_seat_form, .again = phone_show),
    POST(P "/weg", IN_ROOM, phone_leave, .form = &phone_empty_form),
    GET(S "/regie", ORG_GUIDE, desk_show),
    GET_EVENTS(S "/regie/beeld", ORG_GUIDE, desk_stream),
    POST(S "/regie/doen", ORG_GUIDE, desk_do, .form = &desk_form, .again = desk_show),
    GET(S "/regie/mensen", ORG_GUIDE, desk_people),
    POST(S "/regie/mensen", ORG_GUIDE, desk_person, .form = &desk_person_form),
    POST(S "/regie/deur", ORG_GUIDE, desk_door, .form = &desk_door_form),
    GET(S "/notulen", ORG_LEAD, minutes_desk_show),
    GET_EVENTS(S "/notulen/beeld", ORG_LEAD, minutes_desk_stream),
    POST(S "/notulen/doen", ORG_GUIDE, minutes_desk_do, .form = &desk_form, .again = minutes_desk_show),
    GET(S "/scherm", ORG_LEAD, screen_show),
    GET_EVENTS(S "/scherm/beeld", ORG_LEAD, screen_stream),
};

const struct slice slice_session_room = { .name = "session_room", SLICE_ROUTES(routes) };
