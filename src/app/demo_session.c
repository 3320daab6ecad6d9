/* Live sessions of a demo: who came in, what they answered and wrote, what came of it. Each goes through the rules by which phones
 * and desks act, at its hour. */
#include <string.h>

#include "app/demo_act.h"
#include "lib/sodium.h"
#include "slice/document/document.h"
#include "slice/session/minutes.h"
#include "slice/session/note.h"
#include "slice/session/room.h"
#include "slice/session/scan.h"

enum { USUAL_MINUTES = 120, QUARTER_MS = 15 * 60 * 1000, PAIR_LENGTH = 2 };

/* Somebody in a room, with a phone of their own. */
struct demo_phone {
    int64_t session, participant;
    const char *who, *secret; /* who: id of a person, or the name of a guest */
};

static bool same(const char *x, const char *y)
{
    return strcmp(x, y) == 0;
}

/* ---- which room, which item ------------------------------------------------------------------------------ */

static const struct session *room_of(const struct demo_stage *s, const struct demo_act *act)
{
    return session_get(s->db, s->a, s->o->id, *act->object);
}

/* "notes", or "word 2": the second item with that method; NULL with a fault when there is none. */
static const struct session_item *item_of(const struct demo_stage *s, const struct demo_act *act,
                                          const struct session *room)
{
    size_t count;
    const struct session_item *items = session_items(s->db, s->a, room, &count);
    const char *name = act_word(s, act, "item");
    size_t n = strcspn(name, " "), nth = name[n] == ' ' && name[n + 1] >= '1' ? (size_t)(name[n + 1] - '0') : 1;
    for (size_t i = 0; i < count; i++)
        if (strlen(items[i].method->name) == n && strncmp(items[i].method->name, name, n) == 0 && --nth == 0)
            return &items[i];
    demo_wrong(s->r, demo_line(act->node, "item"), "the agenda has no \"%s\"", name);
    return NULL;
}

static const struct demo_phone *phone_of(struct demo_stage *s, const struct session *room, const char *who,
                                         int line)
{
    for (size_t i = 0; i < s->phone_count; i++)
        if (s->phones[i].session == room->id && same(s->phones[i].who, who))
            return &s->phones[i];
    demo_wrong(s->r, line, "\"%s\" is not in the room", who);
    return NULL;
}

/* ---- making one ------------------------------------------------------------------------------------------ */

static struct fault invite(const struct demo_stage *s, const struct demo_act *act, const struct session *room)
{
    const struct yaml_node *list =
        act_has(act, "invited") ? demo_list(s->r, act->node, "invited") : &(struct yaml_node){ 0 };
    for (size_t i = 0; i < list->count; i++)
        session_attend(
            s->db, room,
            s->people->v[demo_person_find(s->r, s->people, list->items[i].scalar, list->items[i].line)].member,
            PRESENCE_INVITED);
    return NO_FAULT;
}

struct fault demo_play_session(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = act_step(s, act);
    const struct trajectory_moment *m = e == NULL || act_has(act, "when") ? NULL : act_meeting(s, e->id);
    int64_t at = demo_moment(s->r, act->node, "when", false);
    struct session_new n = { .organisation = s->o->id,
                             .trajectory = s->t,
                             .step = e == NULL ? 0 : e->id,
                             .moment = m != NULL ? m->id : act_named(s, act, "moment", "moments"),
                             .title = act_word(s, act, "title"),
                             .place = act_word(s, act, "place"),
                             .aim = act_word(s, act, "aim"),
                             .at = at - at % QUARTER_MS,
                             .minutes = act_has(act, "minutes")
                                            ? demo_number(s->r, yaml_get(act->node, "minutes"))
                                            : USUAL_MINUTES,
                             .template = act_word(s, act, "template"),
                             .code = act_has(act, "code") ? act_word(s, act, "code") : NULL,
                             .lang = s->lang,
                             .user = act_user(s, act) };
    int64_t id = 0;
    struct fault f = session_make(s->db, s->a, s->r->packs, &n, act->at, &id);
    if (f.status != OK)
        return f;
    act_name(s, act, id);
    return invite(s, act, room_of(s, act));
}

/* ---- who is there ---------------------------------------------------------------------------------------- */

static struct fault come_in(struct demo_stage *s, const struct demo_act *act, const struct session *room,
                            const char *who, const char *name, int64_t member)
{
    struct demo_phone *p = ARENA_PUSH(s->a, &s->phones, &s->phone_count, &s->phone_capacity);
    *p = (struct demo_phone){ .session = room->id, .who = who, .secret = token_new(s->a) };
    struct fault f = session_join(s->db, s->a, room, p->secret, name, member, act->at);
    const struct session_phone *there =
        f.status == OK ? session_phone_find(s->db, s->a, room, p->secret, 1) : NULL;
    p->participant = there == NULL ? 0 : there->now->id;
    return f;
}

static struct fault join(struct demo_stage *s, const struct demo_act *act, const struct session *room)
{
    static const struct yaml_node nobody = { .kind = NODE_LIST };
    const struct yaml_node *people = act_has(act, "people") ? demo_list(s->r, act->node, "people") : &nobody,
                           *guests = act_has(act, "guests") ? demo_list(s->r, act->node, "guests") : &nobody;
    struct fault f = NO_FAULT;
    for (size_t i = 0; i < people->count && f.status == OK; i++) {
        const struct yaml_node *n = demo_need(s->r, &people->items[i], NODE_SCALAR, people->line, "a member");
        const struct demo_person *p = &s->people->v[demo_person_find(s->r, s->people, n->scalar, n->line)];
        f = come_in(s, act, room, n->scalar, p->name, p->member);
    }
    for (size_t i = 0; i < guests->count && f.status == OK; i++) {
        const struct yaml_node *n = demo_need(s->r, &guests->items[i], NODE_SCALAR, guests->line, "a guest");
        f = come_in(s, act, room, n->scalar, n->scalar, 0);
    }
    return f;
}

/* Who did not come: the list is that of the invitation. */
static struct fault excuse(const struct demo_stage *s, const struct demo_act *act, const struct session *room)
{
    session_attend(s->db, room, act_member(s, act, "who"), PRESENCE_EXCUSED);
    return NO_FAULT;
}

/* ---- what they answer ------------------------------------------------------------------------------------ */

/* As a phone sends it: the number of an option from 0, a number of a scale or of dots itself, "-" for nothing. */
static struct fault answer_of(struct demo_stage *s, const struct session *room, const struct session_item *item,
                              const struct sheet_form *form, const struct demo_phone *p,
                              const struct yaml_node *values)
{
    struct form_pair *pairs = NEW_ARRAY(s->a, struct form_pair, values->count);
    size_t count = 0, at = 0;
    for (size_t i = 0; i < values->count; i++)
        if (!same(values->items[i].scalar, "-"))
            pairs[count++] = (struct form_pair){ arena_printf(s->a, "%zu", i), values->items[i].scalar };
    int64_t *choices;
    struct fault f = session_sheet_read(s->a, form, pairs, count, NULL, &choices, &at);
    return f.status != OK
               ? f
               : session_sheet_save(s->db, s->a, room, item, form, p->participant, p->secret, choices, 0);
}

static struct fault answers(struct demo_stage *s, const struct demo_act *act, const struct session *room,
                            const struct session_item *item)
{
    const struct yaml_node *given =
        demo_need(s->r, yaml_get(act->node, "answers"), NODE_MAP, act->node->line, "answers");
    size_t count;
    const struct session_part *parts = session_parts(s->db, s->a, item, &count);
    const struct sheet_form form = session_sheet_form(s->a, s->lang, item, parts, count);
    struct fault f = NO_FAULT;
    for (size_t i = 0; i < given->count && f.status == OK; i++) {
        const struct demo_phone *p = phone_of(s, room, given->keys[i].scalar, given->keys[i].line);
        const struct yaml_node *values =
            demo_need(s->r, &given->items[i], NODE_LIST, given->line, "the answers of a person");
        if (p == NULL)
            return s->r->fault;
        f = answer_of(s, room, item, &form, p, values);
    }
    return f;
}

/* ---- what they write ------------------------------------------------------------------------------------- */

/* A line is a note, or [spot, note] where the item has columns, tables or rings. "desk" is who leads. */
static struct fault note_of(struct demo_stage *s, const struct session *room, const struct session_item *item,
                            const struct demo_phone *p, const struct yaml_node *n)
{
    bool placed = n->kind == NODE_LIST && n->count == PAIR_LENGTH;
    int64_t spot = placed ? demo_number(s->r, &n->items[0]) : 0;
    const struct yaml_node *text = placed ? &n->items[1] : n;
    if (text->kind != NODE_SCALAR) {
        demo_wrong(s->r, n->line, "write a note as a text, or as [spot, text]");
        return s->r->fault;
    }
    return session_note_add(s->db, s->a, room, item, p == NULL ? 0 : p->participant, p == NULL ? "" : p->secret,
                            token_new(s->a), spot, text->scalar);
}

static struct fault notes(struct demo_stage *s, const struct demo_act *act, const struct session *room,
                          const struct session_item *item)
{
    const struct yaml_node *given =
        demo_need(s->r, yaml_get(act->node, "notes"), NODE_MAP, act->node->line, "notes");
    struct fault f = NO_FAULT;
    for (size_t i = 0; i < given->count && f.status == OK; i++) {
        const char *who = given->keys[i].scalar;
        const struct demo_phone *p = same(who, "desk") ? NULL : phone_of(s, room, who, given->keys[i].line);
        const struct yaml_node *list =
            demo_need(s->r, &given->items[i], NODE_LIST, given->line, "the notes of a person");
        for (size_t k = 0; k < list->count && f.status == OK && s->r->fault.status == OK; k++)
            f = note_of(s, room, item, p, &list->items[k]);
    }
    return f;
}

/* A group with all notes that hold one of the words. */
static struct fault cluster(struct demo_stage *s, const struct demo_act *act, const struct session *room,
                            const struct session_item *item)
{
    int64_t number = 0, parent = 0;
    size_t count;
    const struct session_cluster *all = session_clusters(s->db, s->a, item, &count);
    for (size_t i = 0; i < count; i++)
        if (act_has(act, "under") && same(all[i].label, act_word(s, act, "under")))
            parent = all[i].number;
    struct fault f = note_cluster_add(s->db, s->a, item, act_word(s, act, "label"), parent, &number);
    const struct yaml_node *words = demo_list(s->r, act->node, "holds");
    const struct session_note *found = session_notes(s->db, s->a, room, item, item->round, true, &count);
    for (size_t i = 0; i < count && f.status == OK; i++)
        for (size_t w = 0; w < words->count && f.status == OK; w++)
            if (strstr(found[i].content, words->items[w].scalar) != NULL) {
                f = session_note_sort(s->db, s->a, room, item, found[i].key, number);
                break;
            }
    return f;
}

static struct fault agreement(struct demo_stage *s, const struct demo_act *act, const struct session *room)
{
    enum session_becomes becomes = BECOMES_NOTHING;
    if (act_has(act, "becomes") && !session_becomes_parse(act_word(s, act, "becomes"), &becomes))
        return act_wrong(s, act, "becomes");
    const struct session_item *item = act_has(act, "item") ? item_of(s, act, room) : NULL;
    const struct session_agreement n = { .session = room->id,
                                         .item = item == NULL ? DB_NULL_INT : DB_SOME(item->id),
                                         .nonce = token_new(s->a),
                                         .what = act_word(s, act, "what"),
                                         .member = act_member(s, act, "owner"),
                                         .who = act_word(s, act, "who"),
                                         .due_on = act_day(s, act, "due"),
                                         .becomes = becomes };
    int64_t id = 0;
    struct fault f = session_agreement_add(s->db, s->a, room, &n, &id);
    const struct session_agreement *made =
        f.status == OK ? session_agreement_get(s->db, s->a, s->lang, room, id) : NULL;
    if (made == NULL || !demo_truth(s->r, act->node, "land"))
        return f;
    f = session_agreement_land(s->db, s->a, s->r->packs, room, made, act_user(s, act), act->at);
    made = session_agreement_get(s->db, s->a, s->lang, room, id);
    if (act_has(act, "done") && made->landed.set)
        trajectory_task_done(s->db, s->t, made->landed.v, made->what, true, act_user(s, act),
                             demo_moment(s->r, act->node, "done", true));
    return f;
}

static struct fault said(struct demo_stage *s, const struct demo_act *act, const struct session_item *item)
{
    const struct session_remark old = session_remark_get(s->db, s->a, item);
    return session_remark_save(s->db, s->a, item, act_word(s, act, "text"), old.edit);
}

/* The statements of a domain of a round, which is called by its title. */
static struct fault take(struct demo_stage *s, const struct demo_act *act, const struct session *room,
                         const struct session_item *item)
{
    size_t count;
    const struct scan_round_line *rounds = scan_rounds(s->db, s->a, s->o->id, &count);
    for (size_t i = 0; i < count; i++)
        if (same(rounds[i].title, act_word(s, act, "round")))
            return session_scan_take(
                s->db, s->a, s->r->packs, s->lang, room, item,
                arena_printf(s->a, "round:%lld:%s", (long long)rounds[i].id, act_word(s, act, "domain")));
    return act_wrong(s, act, "round");
}

/* ---- leading --------------------------------------------------------------------------------------------- */

static struct fault lead(struct demo_stage *s, const struct demo_act *act, const struct session *room,
                         const struct session_item *item, const char *what)
{
    if (same(what, "open"))
        return session_open(s->db, s->a, room, item, room->revision, act->at);
    if (same(what, "close"))
        return session_close(s->db, s->a, room, item, room->revision, act->at);
    if (same(what, "again"))
        return session_again(s->db, s->a, room, item, room->revision, act->at);
    if (same(what, "show"))
        return session_reveal(s->db, s->a, room, item, true, true, room->revision, act->at);
    if (same(what, "turn"))
        return session_turn(s->db, room, item, demo_number(s->r, yaml_get(act->node, "turn")), room->revision,
                            act->at);
    if (same(what, "answer"))
        return answers(s, act, room, item);
    if (same(what, "note"))
        return notes(s, act, room, item);
    if (same(what, "cluster"))
        return cluster(s, act, room, item);
    if (same(what, "take"))
        return take(s, act, room, item);
    if (same(what, "said"))
        return said(s, act, item);
    return act_wrong(s, act, "do");
}

static struct fault make_minutes(struct demo_stage *s, const struct demo_act *act, const struct session *room)
{
    const struct site site = { .public_url = "", .lang = s->lang, .packs = s->r->packs };
    return session_minutes_make(s->db, s->a, &site, s->lang, room, s->t, act_user(s, act), act->at);
}

/* What happens to its minutes is told as of any document. */
static struct fault with_minutes(struct demo_stage *s, const struct demo_act *act, const struct session *room)
{
    int64_t document = room->document.v;
    struct demo_act of = *act;
    of.object = &document;
    return room->document.set ? demo_play_document_course(s, &of) : act_wrong(s, act, "do");
}

static struct fault play_course(struct demo_stage *s, const struct demo_act *act)
{
    static const char *const of_document[] = { "write", "review", "remark", "settle", "approve", NULL };
    const char *what = act_word(s, act, "do");
    const struct session *room = room_of(s, act);
    if (room == NULL)
        return FAULT(NOT_FOUND, N_("This session does not exist."));
    for (size_t i = 0; of_document[i] != NULL; i++)
        if (same(what, of_document[i]))
            return with_minutes(s, act, room);
    if (same(what, "start"))
        return session_start(s->db, room, room->revision, act_user(s, act), act->at);
    if (same(what, "end"))
        return session_end(s->db, s->a, room, room->revision, act_user(s, act), act->at);
    if (same(what, "join"))
        return join(s, act, room);
    if (same(what, "excuse"))
        return excuse(s, act, room);
    if (same(what, "agree"))
        return agreement(s, act, room);
    if (same(what, "minutes"))
        return make_minutes(s, act, room);
    const struct session_item *item = item_of(s, act, room);
    return item == NULL ? s->r->fault : lead(s, act, room, item, what);
}

const struct demo_kind demo_session_course = {
    "course",
    "do item people guests who answers notes label under holds turn round domain "
    "text what owner due becomes land done title heading outcome "
    "answer until reason",
    play_course, NULL
};
