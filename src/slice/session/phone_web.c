/* The phone of somebody who takes part: its page, its stream, and who is behind it. What it answers is handled by the engines of
 * the methods (sheets, notes). */
#include <string.h>

#include "http/asset.h"
#include "lib/json.h"
#include "phone_page.h"
#include "session_sql.h"
#include "slice/session/note.h"
#include "slice/session/room_view.h"

/* Without a script a page where nothing can be typed looks by itself what is new. */
enum { LOOK_AGAIN = 15 };

static const struct field name_fields[] = {
    { "naam", FIELD_TEXT, .max = SESSION_MAX_NAME, .label = N_("Your name"), .autocomplete = "name" },
};
const struct form_spec phone_name_form = FORM(name_fields);

static const struct field seat_fields[] = {
    { "plaats", FIELD_INT, .required = true, .min = 1, .max = 2, .label = N_("Person") },
    { "tweede", FIELD_TEXT, .max = SESSION_MAX_NAME, .label = N_("Name of the other person"),
      .help = N_("Two people can answer on one phone, one after the other.") },
};
const struct form_spec phone_seat_form = FORM(seat_fields);
const struct form_spec phone_empty_form = { 0 };

void room_moved(struct rq *rq, const struct session *s)
{
    rq_room_moved(rq, s->id);
}

struct fault room_saved(struct rq *rq, const struct session *s, int64_t edit, const char *notice)
{
    if (!rq_is_partial(rq)) {
        if (notice != NULL)
            reply_notice(rq, notice);
        return reply_redirect(rq, "%s", session_phone_path(rq->arena, s));
    }
    struct json_writer w = json_writer(rq_json(rq));
    json_object_begin(&w);
    json_key(&w, "saved");
    json_bool(&w, true);
    json_key(&w, "edit");
    json_int(&w, edit);
    json_object_end(&w);
    return reply_json(rq, 200);
}

/* ---- the page ---------------------------------------------------------------------------------------------- */

static struct fault show_away(struct rq *rq)
{
    struct phone_away_view v = { .layout =
                                     rq_layout(rq, tr(rq->lang, "You are not in this session any more")) };
    phone_away_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* Who asks, for a GET that looks itself; NULL: *f says what to answer instead. */
static const struct session_phone *phone_or(struct rq *rq, const struct session **s, struct fault *f)
{
    const struct session_phone *p = session_phone_of(rq, s);
    if (p != NULL) {
        room_speak(rq, *s);
        return p;
    }
    *f = join_find(rq, rq_param(rq, "code"), s);
    if (f->status == NOT_FOUND)
        *f = FAULT(NOT_FOUND,
                   N_("This session is not here any more, or its code is another one. Ask whoever leads "
                      "it."));
    else if (f->status == OK && session_phone_away(rq->db, rq->arena, *s, rq_cookie(rq, SESSION_COOKIE)))
        *f = show_away(rq);
    else if (f->status == OK)
        *f = reply_redirect(rq, "/meedoen/%s", session_code_shown(rq->arena, *s));
    return NULL;
}

static bool asks(struct rq *rq, const char *field)
{
    const struct form_spec *spec = rq->form == NULL ? NULL : rq->route->form;
    for (size_t i = 0; spec != NULL && i < spec->count; i++)
        if (strcmp(spec->fields[i].name, field) == 0)
            return true;
    return false;
}

/* A text that a form brought and that came back. */
static const char *kept_text(struct rq *rq)
{
    return asks(rq, "text") && form_text(rq, "text")[0] != '\0' ? form_text(rq, "text") : NULL;
}

/* Whether it was a new note, and the form for it stands on the page again with room for more. */
static bool can_correct(struct rq *rq, const struct room_state *r)
{
    return kept_text(rq) != NULL && asks(rq, "nonce") && asks(rq, "item") && r->item != NULL &&
           r->item->state == ITEM_OPEN && form_int(rq, "item").v == r->item->id &&
           (int64_t)r->own->note_count < note_most(r->item);
}

/* A text that cannot be sent any more stands by itself: what is wrong with it leads there. */
static const struct field_message *about_kept(struct arena *a, const struct field_message *m, size_t count)
{
    struct field_message *v = NEW_ARRAY(a, struct field_message, count);
    for (size_t i = 0; i < count; i++) {
        v[i] = m[i];
        if (v[i].field != NULL && strcmp(v[i].field, "text") == 0)
            v[i].field = "kept";
    }
    return v;
}

static void add_people(struct rq *rq, const struct session_phone *p, struct phone_view *v)
{
    v->who = p->now->name;
    v->seat = p->now->seat;
    v->member = p->now->member != 0;
    v->me = "";
    for (size_t i = 0; i < p->count; i++) {
        const struct session_participant *who = &p->people[i];
        v->me = arena_printf(rq->arena, "%s%s%lld", v->me, i > 0 ? " " : "", (long long)who->id);
        if (who != p->now) {
            v->second = who->name;
            v->other_seat = who->seat;
        }
    }
}

static struct phone_own_line *own_line(struct arena *a, struct phone_own_line **all, size_t *count,
                                       size_t *room, const char *title)
{
    struct phone_own_line *line = ARENA_PUSH(a, all, count, room);
    *line = (struct phone_own_line){ .title = title };
    return line;
}

/* What somebody chose by name, in words. */
static const struct phone_own_line *own_answers(struct rq *rq, const struct room_state *r, size_t *count)
{
    struct phone_own_line *all = NULL;
    size_t room = 0, rows;
    const struct session_participant *who = r->own->phone->now;
    *count = 0;
    if (r->session->state != SESSION_ENDED)
        return NULL;
    const struct session_own_sheets *sheets =
        session_q_own_sheets(rq->db, rq->arena, r->session->id, who->id, &rows);
    for (size_t i = 0; i < rows; i++) {
        struct room_state *of = room_load(rq->db, rq->arena, rq->site, rq->lang, r->session, EYE_PHONE,
                                          sheets[i].item_id, sheets[i].round, rq->now_ms);
        if (of->item == NULL)
            continue;
        /* The newest round may have been left out. */
        struct session_item *asked = NEW(rq->arena, struct session_item);
        *asked = *of->item;
        asked->round = of->round;
        of->item = asked;
        room_load_own(of, r->own->phone);
        struct phone_own_line *line = own_line(rq->arena, &all, count, &room, of->item->title);
        const char **lines = NEW_ARRAY(rq->arena, const char *, of->form.count);
        line->lines = lines;
        for (size_t p = 0; p < of->form.count; p++) {
            const struct sheet_part *part = &of->form.parts[p];
            int64_t choice = of->own->choices == NULL ? BALLOT_NONE : of->own->choices[p];
            if (choice >= 0 && choice < (int64_t)part->option_count)
                lines[line->count++] = part->label[0] == '\0' ? part->options[choice]
                                                              : arena_printf(rq->arena, "%s: %s", part->label,
                                                                             part->options[choice]);
        }
    }
    const struct session_own_notes *notes =
        session_q_own_notes(rq->db, rq->arena, r->session->id, who->id, &rows);
    for (size_t i = 0, next; i < rows; i = next) {
        const char **lines = NEW_ARRAY(rq->arena, const char *, rows - i);
        struct phone_own_line *line = own_line(rq->arena, &all, count, &room, notes[i].title);
        line->lines = lines;
        for (next = i; next < rows && notes[next].item_id == notes[i].item_id; next++)
            lines[line->count++] = notes[next].content;
    }
    return all;
}

/* GET /deelnemen/:code, and again after a form that was refused. */
struct fault phone_show(struct rq *rq)
{
    const struct session *s;
    struct fault f;
    const struct session_phone *p = phone_or(rq, &s, &f);
    if (p == NULL)
        return f;
    struct room_state *r = room_load(rq->db, rq->arena, rq->site, rq->lang, s, EYE_PHONE, 0, 0, rq->now_ms);
    struct room_own *own_part = room_load_own(r, p);
    session_sheet_typed(rq, r);
    struct phone_view v = { .room = r };
    add_people(rq, p, &v);
    v.name = form_field(rq, &phone_name_form, "naam", v.who);
    v.second_name = form_field(rq, &phone_seat_form, "tweede", "");
    v.messages = form_messages(rq, &v.message_count);
    if (can_correct(rq, r)) {
        own_part->typed = kept_text(rq);
        own_part->typed_spot = form_int(rq, "plek").v;
    } else if (kept_text(rq) != NULL) {
        v.messages_text = kept_text(rq);
        v.messages = about_kept(rq->arena, v.messages, v.message_count);
    }
    v.layout = rq_layout(rq, s->title);
    v.layout->more_js = asset_get("room.js")->url;
    bool typing = r->item != NULL && r->item->state == ITEM_OPEN && r->item->method->engine != ENGINE_TALK &&
                  r->item->method->id != METHOD_ROUND; /* there phones only look */
    v.layout->refresh_seconds = typing || s->state == SESSION_ENDED || v.message_count > 0 ? 0 : LOOK_AGAIN;
    size_t own_count;
    const struct phone_own_line *own = own_answers(rq, r, &own_count);
    phone_page(rq_html(rq), &v, own, own_count);
    return reply_page(rq);
}

/* GET …/eigen: what the room shows to this person, for the script. */
struct fault phone_own(struct rq *rq)
{
    const struct session *s;
    const struct session_phone *p = session_phone_here(rq, &s);
    if (!rq_is_partial(rq))
        return reply_redirect(rq, "/deelnemen/%s", rq_param(rq, "code"));
    room_speak(rq, s);
    struct room_state *r = room_load(rq->db, rq->arena, rq->site, rq->lang, s, EYE_PHONE, 0, 0, rq->now_ms);
    room_load_own(r, p);
    phone_room(rq_html(rq), r);
    return reply_page(rq);
}

/* ---- the stream ---------------------------------------------------------------------------------------------- */

static bool phone_view_of_room(struct html *h, struct db *db, struct arena *a, const struct site *site,
                               int64_t room, int64_t variant, int64_t now_ms)
{
    (void)variant;
    const struct session *s = session_of_room(db, a, room);
    if (s == NULL)
        return false;
    phone_room(h, room_load(db, a, site, h->lang, s, EYE_PHONE, 0, 0, now_ms));
    return true;
}

struct fault phone_stream(struct rq *rq)
{
    const struct session *s;
    session_phone_here(rq, &s);
    room_speak(rq, s);
    join_here(rq, s);
    return reply_room(rq, s->id, phone_view_of_room, 0);
}

/* ---- who is behind it ---------------------------------------------------------------------------------------- */

static const struct session_phone *in_room(struct rq *rq, const struct session **s)
{
    const struct session_phone *p = session_phone_here(rq, s);
    room_speak(rq, *s);
    return p;
}

static struct fault back(struct rq *rq, const struct session *s, struct fault f, const char *field)
{
    if (f.status == INVALID) {
        form_fail(rq, field, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    room_moved(rq, s);
    return reply_redirect(rq, "%s", session_phone_path(rq->arena, s));
}

/* POST …/naam */
struct fault phone_name(struct rq *rq)
{
    const struct session *s;
    const struct session_phone *p = in_room(rq, &s);
    if (p->now->member != 0)
        return back(rq, s, NO_FAULT, "naam");
    return back(rq, s, session_seat(rq->db, rq->arena, s, p, p->now->seat, form_text(rq, "naam"), 0), "naam");
}

static bool sits(const struct session_phone *p, int64_t seat)
{
    for (size_t i = 0; i < p->count; i++)
        if (p->people[i].seat == seat)
            return true;
    return false;
}

/* POST …/samen: the other person answers from now on; who is not there yet comes in. */
struct fault phone_seat(struct rq *rq)
{
    const struct session *s;
    const struct session_phone *p = in_room(rq, &s);
    int64_t seat = form_int(rq, "plaats").v;
    struct fault f = NO_FAULT;
    if (!sits(p, seat))
        f = session_seat(rq->db, rq->arena, s, p, (int)seat, form_text(rq, "tweede"), 0);
    if (f.status == OK)
        reply_cookie(rq, SESSION_SEAT_COOKIE, seat == 2 ? "2" : "1", 0);
    return back(rq, s, f, "tweede");
}

/* POST …/weg */
struct fault phone_leave(struct rq *rq)
{
    const struct session *s;
    const struct session_phone *p = in_room(rq, &s);
    session_leave(rq->db, s, p->now->id, rq->now_ms);
    reply_cookie(rq, SESSION_SEAT_COOKIE, "", -1);
    room_moved(rq, s);
    reply_notice(rq, tr(rq->lang, "You left the session. What you answered stays."));
    return p->count > 1 ? reply_redirect(rq, "%s", session_phone_path(rq->arena, s))
                        : reply_redirect(rq, "/meedoen");
}
