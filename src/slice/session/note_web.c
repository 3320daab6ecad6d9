/* What phones send: notes, and at which table somebody sits. And the routes of notes. */
#include <string.h>

#include "slice/session/note_handler.h"
#include "slice/session/room_view.h"

static const struct field add_fields[] = {
    { "item", FIELD_INT, .required = true, .label = N_("Agenda item") },
    { "plek", FIELD_INT, .label = N_("Where does it belong?") },
    { "nonce", FIELD_TOKEN, .label = N_("Number of this form") },
    { "text", FIELD_AREA, .max = NOTE_FORM_ROOM, .label = N_("Your text") },
};
static const struct form_spec add_form = FORM(add_fields);

static const char *const own_acts[] = { "wijzig", "weg", NULL };
static const struct field own_fields[] = {
    { "item", FIELD_INT, .required = true, .label = N_("Agenda item") },
    { "edit", FIELD_INT, .label = N_("Version") },
    { "doe", FIELD_CHOICE, .choices = own_acts, .label = N_("What") },
    { "text", FIELD_AREA, .max = NOTE_FORM_ROOM, .label = N_("Your text") },
};
static const struct form_spec own_form = FORM(own_fields);

static const struct field table_fields[] = {
    { "item", FIELD_INT, .required = true, .label = N_("Agenda item") },
    { "tafel", FIELD_INT, .required = true, .label = N_("Table") },
};
static const struct form_spec table_form = FORM(table_fields);

/* A refusal at the text: it comes back with the page, or the script keeps it where it was typed. */
static struct fault text_back(struct rq *rq, struct fault f)
{
    if (f.status != INVALID && f.status != CONFLICT && f.status != NOT_FOUND)
        return f;
    form_fail(rq, "text", f.msgid);
    return form_again(rq);
}

/* Who asks, and about what. False: *f is what to answer. */
static bool place_of(struct rq *rq, const struct session_phone **p, const struct session **s,
                     const struct session_item **item)
{
    *p = session_phone_here(rq, s);
    room_speak(rq, *s);
    *item = session_item_get(rq->db, rq->arena, *s, form_int(rq, "item").v);
    return *item != NULL && ((*item)->method->engine == ENGINE_NOTES || (*item)->method->engine == ENGINE_BOTH);
}

static const struct fault item_gone = { .status = NOT_FOUND,
                                        .msgid =
                                            N_("This part is not there any more. Your text is still here, to "
                                               "copy it.") };

/* POST /deelnemen/:code/notitie */
static struct fault note_add(struct rq *rq)
{
    const struct session_phone *p;
    const struct session *s;
    const struct session_item *item;
    if (!place_of(rq, &p, &s, &item))
        return text_back(rq, item_gone);
    struct fault f = session_note_add(rq->db, rq->arena, s, item, p->now->id, p->secret, form_text(rq, "nonce"),
                                      form_int(rq, "plek").v, form_text(rq, "text"));
    if (f.status != OK)
        return text_back(rq, f);
    room_moved(rq, s);
    return room_saved(rq, s, 0, tr(rq->lang, "Your note is stored."));
}

/* POST /deelnemen/:code/notitie/:note */
static struct fault note_own_change(struct rq *rq)
{
    const struct session_phone *p;
    const struct session *s;
    const struct session_item *item;
    if (!place_of(rq, &p, &s, &item))
        return text_back(rq, item_gone);
    bool back = strcmp(form_text(rq, "doe"), "weg") == 0;
    if (!back && form_text(rq, "text")[0] == '\0')
        return text_back(rq, FAULT(INVALID, N_("Write something first, or take it back.")));
    struct fault f = session_note_change(rq->db, rq->arena, s, item, rq_param(rq, "note"), p->now->id,
                                         p->secret, back ? "" : form_text(rq, "text"), form_int(rq, "edit").v);
    if (f.status != OK)
        return text_back(rq, f);
    room_moved(rq, s);
    return room_saved(rq, s, 0,
                      back ? tr(rq->lang, "Your note is taken back.") : tr(rq->lang, "Your note is changed."));
}

/* POST /deelnemen/:code/tafel */
static struct fault table_choose(struct rq *rq)
{
    const struct session_phone *p;
    const struct session *s;
    const struct session_item *item;
    if (!place_of(rq, &p, &s, &item) || item->method->id != METHOD_TABLES || item->state != ITEM_OPEN)
        return FAULT(CONFLICT, N_("There are no tables to choose from now."));
    size_t tables;
    session_parts(rq->db, rq->arena, item, &tables);
    struct fault f =
        note_table_choose(rq->db, s, tables == 0 ? 1 : tables, p->now->id, form_int(rq, "tafel").v);
    if (f.status != OK)
        return f;
    room_moved(rq, s);
    return room_saved(rq, s, 0, NULL);
}

/* ---- routes ------------------------------------------------------------------------------------------------ */

#define P "/deelnemen/:code*"
#define I "/organisatie/:org/sessie/:session/regie/onderdeel/:item"

static const struct route routes[] = {
    POST(P "/notitie", IN_ROOM, note_add, .form = &add_form, .again = phone_show, .body_cap = NOTE_BODY_CAP),
    POST(P "/notitie/:note*", IN_ROOM, note_own_change, .form = &own_form, .again = phone_show,
         .body_cap = NOTE_BODY_CAP),
    POST(P "/tafel", IN_ROOM, table_choose, .form = &table_form, .again = phone_show),

    POST(I "/notitie", ORG_LEAD, note_desk_add, .form = &note_desk_add_form, .again = note_desk_again,
         .body_cap = NOTE_BODY_CAP),
    POST(I "/notitie/:note*", ORG_LEAD, note_desk_do, .form = &note_desk_form),
    POST(I "/beurten", ORG_LEAD, turn_do, .form = &turn_form),
    POST(I "/tafels", ORG_LEAD, tables_deal, .form = &note_empty_form),
    GET(I "/groepen", ORG_LEAD, sort_show),
    POST(I "/groepen", ORG_LEAD, sort_do, .form = &sort_form, .again = sort_show),
    POST(I "/groepen/:group", ORG_LEAD, sort_branch_do, .form = &sort_branch_form, .again = sort_show),
};

const struct slice slice_session_notes = { .name = "session_notes", SLICE_ROUTES(routes) };
