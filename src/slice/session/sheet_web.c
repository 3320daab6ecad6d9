/* What phones send, and what a desk does with a result: themes that become priorities, statements that the group agrees on. */
#include <string.h>

#include "quiz_page.h"
#include "scan_page.h"
#include "sheet_page.h"
#include "slice/session/room_view.h"
#include "slice/session/scan.h"

enum { MOST_CONTROLS = SESSION_MAX_PARTS + 2, MOST_EDITS = 1000000 };

/* ---- pages of the methods ---------------------------------------------------------------------------------- */

void session_sheet_phone(struct html *h, const struct room_state *r)
{
    sheet_phone(h, r);
}

void session_sheet_screen(struct html *h, const struct room_state *r)
{
    sheet_screen(h, r);
}

void session_sheet_desk(struct html *h, const struct room_state *r)
{
    size_t count;
    const struct sheet_who *who = session_sheet_who(r, &count);
    sheet_desk(h, r, who, count);
}

void session_quiz_phone(struct html *h, const struct room_state *r)
{
    quiz_phone(h, r);
}

void session_quiz_screen(struct html *h, const struct room_state *r)
{
    quiz_screen(h, r);
}

void session_quiz_desk(struct html *h, const struct room_state *r)
{
    quiz_desk(h, r);
}

void session_scan_phone(struct html *h, const struct room_state *r)
{
    scan_room_phone(h, r);
}

void session_scan_screen(struct html *h, const struct room_state *r)
{
    scan_room_screen(h, r);
}

void session_scan_desk(struct html *h, const struct room_state *r)
{
    scan_room_desk(h, r);
}

/* ---- answers ----------------------------------------------------------------------------------------------- */

static const struct field answer_fields[] = {
    { "item", FIELD_INT, .required = true, .min = 1, .label = N_("Agenda item") },
    { "round", FIELD_INT, .required = true, .label = N_("Round") },
    { "edit", FIELD_INT, .max = MOST_EDITS, .label = N_("Version") },
    { "plaats", FIELD_INT, .min = 1, .max = 2, .label = N_("Person") },
    { "keuze", FIELD_FAMILY, .max = MOST_CONTROLS, .label = N_("Your answer") },
};
static const struct form_spec answer_form = FORM(answer_fields);

/* Who answers: the one whom the page was made for, though the phone was handed on since. */
static const struct session_participant *who_answers(struct rq *rq, const struct session_phone *p)
{
    struct db_int seat = form_int(rq, "plaats");
    for (size_t i = 0; seat.set && i < p->count; i++)
        if (p->people[i].seat == seat.v)
            return &p->people[i];
    return p->now;
}

static struct fault refuse(struct rq *rq, struct fault f)
{
    if (f.status != INVALID && f.status != CONFLICT)
        return f;
    form_fail(rq, "keuze", f.msgid, f.arg);
    return form_again(rq);
}

/* What a quiz asked before was told since, and the theme of a scan that is not on is not asked: only what is on takes answers. */
static void only_what_is_on(const struct session_item *item, const struct room_state *r, const int64_t *own,
                            int64_t *choices)
{
    size_t from = 0, to = r->form.count;
    if (item->method->id == METHOD_QUIZ) {
        struct sheet_turn t = session_sheet_turn(r, r->form.count);
        from = t.at;
        to = t.shown ? t.at : t.at + 1;
    }
    for (size_t i = 0; i < r->form.count; i++)
        if (i < from || i >= to)
            choices[i] = own[i];
}

static bool differ(const int64_t *a, const int64_t *b, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (a[i] != b[i])
            return true;
    return false;
}

static struct fault save(struct rq *rq, const struct session *s, const struct session_phone *p, int64_t *edit)
{
    const struct session_item *item = session_item_get(rq->db, rq->arena, s, form_int(rq, "item").v);
    if (item == NULL || item->round != form_int(rq, "round").v)
        return FAULT(CONFLICT,
                     N_("This was asked anew, or is not on the agenda any more: your answer was not stored."),
                     .detail = "closed");
    struct room_state r = { .db = rq->db, .arena = rq->arena, .lang = rq->lang, .session = s, .item = item };
    r.parts = session_parts(rq->db, rq->arena, item, &r.part_count);
    r.form = session_sheet_form(rq->arena, rq->lang, item, r.parts, r.part_count);
    const struct session_participant *who = who_answers(rq, p);
    int64_t stored, *choices;
    const int64_t *own = session_sheet_own(rq->db, rq->arena, s, item, &r.form, who->id, p->secret, &stored);
    size_t count, at;
    const struct form_pair *pairs = form_family(rq, "keuze", &count);
    struct fault f = session_sheet_read(rq->arena, &r.form, pairs, count, own, &choices, &at);
    if (f.status != OK)
        return f;
    int64_t *asked = NEW_ARRAY(rq->arena, int64_t, r.form.count);
    memcpy(asked, choices, r.form.count * sizeof *choices);
    only_what_is_on(item, &r, own, choices);
    if (item->method->id == METHOD_QUIZ && differ(asked, choices, r.form.count))
        return FAULT(CONFLICT, N_("The answer to this question was told already: yours was not stored."),
                     .detail = "closed");
    *edit = rq_is_partial(rq) && form_int(rq, "edit").set ? form_int(rq, "edit").v : 0;
    f = session_sheet_save(rq->db, rq->arena, s, item, &r.form, who->id, p->secret, choices, *edit);
    if (*edit == 0)
        *edit = stored + 1;
    return f;
}

/* POST /deelnemen/:code/antwoord */
static struct fault answer(struct rq *rq)
{
    const struct session *s;
    const struct session_phone *p = session_phone_here(rq, &s);
    room_speak(rq, s);
    int64_t edit;
    struct fault f = save(rq, s, p, &edit);
    if (f.status != OK)
        return refuse(rq, f);
    room_moved(rq, s); /* the desk counts */
    return room_saved(rq, s, edit, tr(rq->lang, "Your answer is saved."));
}

/* ---- at a desk --------------------------------------------------------------------------------------------- */

static const struct field choose_fields[] = {
    { "item", FIELD_INT, .required = true, .min = 1, .label = N_("Agenda item") },
    { "part", FIELD_INT, .required = true, .label = N_("Theme") },
    { "chosen", FIELD_TICK, .label = N_("Priority") },
};
static const struct form_spec choose_form = FORM(choose_fields);

static const char *const scan_choices[] = { "yes", "no", "dont_know", "not_applicable", NULL };
static const struct field agree_fields[] = {
    { "item", FIELD_INT, .required = true, .min = 1, .label = N_("Agenda item") },
    { "statement", FIELD_TEXT, .required = true, .max = PACK_MAX_ID, .label = N_("Statement") },
    { "answer", FIELD_CHOICE, .choices = scan_choices, .label = N_("Answer") },
    { "no_agreement", FIELD_TICK, .label = N_("No agreement") },
    { "note", FIELD_AREA, .max = SCAN_NOTE_MAX, .label = N_("Note") },
};
static const struct form_spec agree_form = FORM(agree_fields);

static const struct field item_fields[] = {
    { "item", FIELD_INT, .required = true, .min = 1, .label = N_("Agenda item") },
};
static const struct form_spec item_form = FORM(item_fields);

static const struct field source_fields[] = {
    { "item", FIELD_INT, .required = true, .min = 1, .label = N_("Agenda item") },
    { "source", FIELD_TEXT, .required = true, .max = 100, .label = N_("Round of the scan") },
};
static const struct form_spec source_form = FORM(source_fields);

/* The session of the path and the item of the form, of this method. */
static struct fault find(struct rq *rq, enum session_method_id method, const struct session **s,
                         const struct session_item **item)
{
    *s = session_get(rq->db, rq->arena, rq->actor.organisation, rq_id(rq, "session"));
    *item = *s == NULL ? NULL : session_item_get(rq->db, rq->arena, *s, form_int(rq, "item").v);
    if (*item == NULL || (*item)->method->id != method)
        return FAULT(NOT_FOUND, N_("This is not on the agenda any more."));
    return NO_FAULT;
}

/* To the desk that the form came from: its address ends in what was done. */
static struct fault back(struct rq *rq, const struct session *s)
{
    room_moved(rq, s);
    bool minutes = strstr(rq->route->pattern, "/notulen/") != NULL;
    return reply_redirect(rq, "%s/%s", session_path(rq->arena, s), minutes ? "notulen" : "regie");
}

/* POST …/prioriteit */
static struct fault choose(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item;
    struct fault f = find(rq, METHOD_AXES, &s, &item);
    if (f.status == OK)
        f = session_choose(rq->db, rq->arena, s, item, form_int(rq, "part").v, form_tick(rq, "chosen"),
                           rq->actor.user, rq->now_ms);
    return f.status != OK ? f : back(rq, s);
}

/* POST …/stelling */
static struct fault agree(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item;
    enum scan_answer given = ANSWER_NONE;
    struct fault f = find(rq, METHOD_SCAN, &s, &item);
    if (f.status != OK)
        return f;
    if (form_text(rq, "answer")[0] != '\0' && !scan_answer_parse(form_text(rq, "answer"), &given))
        return FAULT(INVALID, N_("Choose one of the four answers."));
    f = session_scan_agree(rq->db, rq->arena, rq->site->packs, s, item, form_text(rq, "statement"), given,
                           form_tick(rq, "no_agreement"), form_text(rq, "note"), rq->actor.user, rq->now_ms);
    if (f.status == INVALID) {
        form_fail(rq, "note", f.msgid);
        return form_again(rq);
    }
    return f.status != OK ? f : back(rq, s);
}

/* POST …/eensgezind */
static struct fault unanimous(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item;
    size_t taken;
    struct fault f = find(rq, METHOD_SCAN, &s, &item);
    if (f.status != OK)
        return f;
    struct room_state *r =
        room_load(rq->db, rq->arena, rq->site, rq->lang, s, EYE_DESK, item->id, 0, rq->now_ms);
    if (r->item == NULL)
        return FAULT(NOT_FOUND, N_("This item is not on the agenda any more."));
    f = session_scan_unanimous(r, rq->actor.user, &taken);
    if (f.status != OK)
        return f;
    reply_notice(rq, arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d unanimous answer was taken over.",
                                       "%d unanimous answers were taken over.", (int64_t)taken),
                                  (int)taken));
    return back(rq, s);
}

/* POST …/ronde */
static struct fault take(struct rq *rq)
{
    const struct session *s;
    const struct session_item *item;
    struct fault f = find(rq, METHOD_SCAN, &s, &item);
    if (f.status == OK)
        f = session_scan_take(rq->db, rq->arena, rq->site->packs, rq->lang, s, item, form_text(rq, "source"));
    if (f.status == INVALID) {
        form_fail(rq, "source", f.msgid);
        return form_again(rq);
    }
    return f.status != OK ? f : back(rq, s);
}

/* ---- what comes back after a refusal -------------------------------------------------------------------------- */

static const struct field_message *message_at(struct rq *rq, const char *field)
{
    size_t count;
    const struct field_message *m = form_messages(rq, &count);
    for (size_t i = 0; i < count; i++)
        if (m[i].field != NULL && strcmp(m[i].field, field) == 0)
            return &m[i];
    return NULL;
}

static void typed_answer(struct rq *rq, struct room_state *r, const struct field_message *m)
{
    struct room_own *own = NEW(rq->arena, struct room_own);
    *own = *r->own;
    own->wrong = m->message;
    if (r->item != NULL && r->item->state == ITEM_OPEN && r->item->id == form_int(rq, "item").v) {
        size_t count, at;
        int64_t *choices;
        const struct form_pair *pairs = form_family(rq, "keuze", &count);
        (void)session_sheet_read(rq->arena, &r->form, pairs, count, own->choices, &choices, &at);
        own->choices = choices;
    }
    r->own = own;
}

static void typed_note(struct rq *rq, struct room_state *r, const struct field_message *m)
{
    struct room_typed *t = NEW(rq->arena, struct room_typed);
    *t = (struct room_typed){ .key = form_text(rq, "statement"),
                              .text = form_text(rq, "note"),
                              .message = m->message };
    r->typed = t;
}

void session_sheet_typed(struct rq *rq, struct room_state *r)
{
    const struct form_spec *form = rq->form == NULL ? NULL : rq->route->form;
    const struct field_message *m;
    if (form == &answer_form && r->own != NULL && (m = message_at(rq, "keuze")) != NULL)
        typed_answer(rq, r, m);
    if (form == &agree_form && (m = message_at(rq, "note")) != NULL)
        typed_note(rq, r, m);
}

/* ---- routes --------------------------------------------------------------------------------------------------- */

#define S "/organisatie/:org/sessie/:session"
#define DESK(name, handler_, form_)                                                                            \
    POST(S "/regie/" name, ORG_GUIDE, handler_, .form = &form_, .again = desk_show),                           \
        POST(S "/notulen/" name, ORG_LEAD, handler_, .form = &form_, .again = minutes_desk_show)

static const struct route routes[] = {
    POST("/deelnemen/:code*/antwoord", IN_ROOM, answer, .form = &answer_form, .again = phone_show),
    DESK("prioriteit", choose, choose_form),
    DESK("stelling", agree, agree_form),
    DESK("eensgezind", unanimous, item_form),
    DESK("ronde", take, source_form),
};

const struct slice slice_session_sheet = { .name = "session_sheet", SLICE_ROUTES(routes) };
