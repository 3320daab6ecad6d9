/* What the desks do with notes, turns and tables. */
#include <string.h>

#include "html/field.h"
#include "note_back_page.h"
#include "slice/session/note_handler.h"

static const char *const pages[] = { "regie", "notulen", "groepen", NULL };
#define BACK                                                                                                   \
    {                                                                                                          \
        "terug", FIELD_CHOICE, .choices = pages, .label = N_("Back to")                                        \
    }

static const struct field add_fields[] = {
    BACK,
    { "plek", FIELD_INT, .label = N_("Where does it belong?") },
    { "nonce", FIELD_TOKEN, .label = N_("Number of this form") },
    { "text", FIELD_AREA, .max = NOTE_FORM_ROOM, .label = N_("Note") },
};
const struct form_spec note_desk_add_form = FORM(add_fields);

static const char *const note_acts[] = { "dubbel", "persoon", "anders", "toon", NULL };
static const struct field note_fields[] = {
    BACK,
    { "doe", FIELD_CHOICE, .required = true, .choices = note_acts, .label = N_("What") },
};
const struct form_spec note_desk_form = FORM(note_fields);

static const char *const turn_acts[] = {
    "verzamel", "schud", "erbij", "omhoog", "omlaag", "af", "straks", NULL
};
static const struct field turn_fields[] = {
    BACK,
    { "doe", FIELD_CHOICE, .required = true, .choices = turn_acts, .label = N_("What") },
    { "plaats", FIELD_INT, .max = TURN_MOST, .label = N_("Place in the list") },
    { "wie", FIELD_TEXT, .max = SESSION_MAX_NAME, .label = N_("Who") },
    { "naam", FIELD_TEXT, .max = SESSION_MAX_NAME, .label = N_("Name") },
};
const struct form_spec turn_form = FORM(turn_fields);

static const struct field empty_fields[] = { BACK };
const struct form_spec note_empty_form = FORM(empty_fields);

/* ---- shared ------------------------------------------------------------------------------------------------ */

const struct session_item *note_item_of(struct rq *rq, const struct session **s)
{
    *s = session_get(rq->db, rq->arena, rq_id(rq, "org"), rq_id(rq, "session"));
    const struct session_item *item =
        *s == NULL ? NULL : session_item_get(rq->db, rq->arena, *s, rq_id(rq, "item"));
    if (item == NULL || (item->method->engine != ENGINE_NOTES && item->method->engine != ENGINE_BOTH))
        return NULL;
    return item;
}

struct fault note_item_missing(void)
{
    return FAULT(NOT_FOUND, N_("This part of the agenda is not there, or gathers no notes."));
}

struct fault note_back(struct rq *rq, const struct session *s, const struct session_item *item)
{
    const char *page = form_text(rq, "terug"), *path = session_path(rq->arena, s);
    if (strcmp(page, "groepen") == 0)
        return reply_redirect(rq, "%s/regie/onderdeel/%lld/groepen", path, (long long)item->id);
    return reply_redirect(rq, "%s/%s", path, strcmp(page, "notulen") == 0 ? "notulen" : "regie");
}

enum note_hidden note_reason(const char *act)
{
    return strcmp(act, "dubbel") == 0    ? NOTE_DOUBLE
           : strcmp(act, "persoon") == 0 ? NOTE_PERSON
           : strcmp(act, "anders") == 0  ? NOTE_OTHER
                                         : NOTE_SHOWN;
}

/* ---- notes ------------------------------------------------------------------------------------------------- */

/* POST …/onderdeel/:item/notitie */
struct fault note_desk_add(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL)
        return note_item_missing();
    /* At a round table it belongs to whoever is on, as long as the round lasts. */
    int64_t spot = item->method->id == METHOD_ROUND ? item->turn : form_int(rq, "plek").v;
    struct fault f = session_note_add(rq->db, rq->arena, s, item, 0, NULL, form_text(rq, "nonce"), spot,
                                      form_text(rq, "text"));
    if (f.status == INVALID || f.status == CONFLICT) {
        form_fail(rq, "text", f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    rq_room_moved(rq, s->id);
    return note_back(rq, s, item);
}

/* A page of its own with the text in it, to change and send once more. */
struct fault note_desk_again(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL)
        return note_item_missing();
    struct note_back_view v = { .terug = form_text(rq, "terug"), .plek = form_int(rq, "plek").v };
    v.text = form_field(rq, &note_desk_add_form, "text", "");
    v.messages = form_messages(rq, &v.message_count);
    v.url = arena_printf(rq->arena, "%s/regie/onderdeel/%lld/notitie", session_path(rq->arena, s),
                         (long long)item->id);
    v.back = arena_printf(rq->arena, "%s/%s", session_path(rq->arena, s),
                          strcmp(v.terug, "notulen") == 0 ? "notulen" : "regie");
    v.layout = rq_layout(rq, tr(rq->lang, "Your note is not stored yet"));
    note_back_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* POST …/onderdeel/:item/notitie/:note */
struct fault note_desk_do(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL)
        return note_item_missing();
    struct fault f =
        session_note_hide(rq->db, rq->arena, s, item, rq_param(rq, "note"), note_reason(form_text(rq, "doe")));
    if (f.status != OK)
        return f;
    rq_room_moved(rq, s->id);
    return note_back(rq, s, item);
}

/* ---- turns and tables -------------------------------------------------------------------------------------- */

/* The place that the form means: another desk may have moved people since, so the name must still be that one. */
static bool same_place(struct rq *rq, const struct session_item *item, size_t *place)
{
    size_t count;
    const struct note_turn *t = note_turns(rq->db, rq->arena, item, &count);
    *place = (size_t)form_int(rq, "plaats").v;
    return form_int(rq, "plaats").set && *place < count && strcmp(t[*place].name, form_text(rq, "wie")) == 0;
}

/* POST …/onderdeel/:item/beurten */
struct fault turn_do(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL || item->method->id != METHOD_ROUND)
        return note_item_missing();
    const char *act = form_text(rq, "doe");
    size_t place;
    struct fault f = NO_FAULT;
    if (item->state == ITEM_CLOSED)
        return FAULT(CONFLICT, N_("The round is over: its list is gone."));
    if (strcmp(act, "verzamel") == 0)
        note_turns_gather(rq->db, rq->arena, s, item);
    else if (strcmp(act, "schud") == 0)
        note_turns_shuffle(rq->db, rq->arena, item);
    else if (strcmp(act, "straks") == 0)
        note_turn_skip(rq->db, rq->arena, item);
    else if (strcmp(act, "erbij") == 0)
        f = note_turn_add(rq->db, rq->arena, item, form_text(rq, "naam"));
    else if (!same_place(rq, item, &place))
        f = FAULT(CONFLICT, N_("Somebody else changed the list just now. Look at it again."));
    else if (strcmp(act, "af") == 0)
        note_turn_drop(rq->db, rq->arena, item, place);
    else
        note_turn_move(rq->db, rq->arena, item, place, strcmp(act, "omhoog") == 0 ? -1 : 1);
    if (f.status != OK)
        return f;
    rq_room_moved(rq, s->id);
    return note_back(rq, s, item);
}

/* POST …/onderdeel/:item/tafels: who has no table gets one. The turn counts how often, so that phones look at their own page. */
struct fault tables_deal(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item = note_item_of(rq, &s);
    if (item == NULL || item->method->id != METHOD_TABLES)
        return note_item_missing();
    size_t tables;
    session_parts(rq->db, rq->arena, item, &tables);
    struct fault f = session_turn(rq->db, s, item, item->turn + 1, s->revision, rq->now_ms);
    if (f.status != OK)
        return f;
    note_tables_deal(rq->db, rq->arena, s, tables == 0 ? 1 : tables);
    rq_room_moved(rq, s->id);
    return note_back(rq, s, item);
}
