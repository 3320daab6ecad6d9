/* Who speaks after whom at a round table, and who sits at which table; both for as long as it lasts. */
#include "slice/session/note.h"

#include <string.h>

#include "base/utf8.h"
#include "lib/sodium.h"
#include "session_sql.h"

/* ---- the list ---------------------------------------------------------------------------------------------- */

enum {
    NOWHERE = TURN_MOST - 1, /* of nobody who is on the list */
    ASIDE = 1000             /* places of notes while they are moved */
};

struct turns {
    struct note_turn v[TURN_MOST];
    int was[TURN_MOST]; /* the place that each had; -1 = none */
    size_t count, before;
};

static struct db_int some(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

static struct turns *read(struct db *db, struct arena *a, const struct session_item *item)
{
    struct turns *t = NEW(a, struct turns);
    size_t rows;
    const struct session_turn_list *row = session_q_turn_list(db, a, item->id, &rows);
    for (size_t i = 0; i < rows && t->count < TURN_MOST; i++) {
        t->was[t->count] = (int)i;
        t->v[t->count++] = (struct note_turn){ row[i].name, row[i].member_id.set ? row[i].member_id.v : 0,
                                               row[i].participant_id.set ? row[i].participant_id.v : 0 };
    }
    t->before = t->count;
    return t;
}

/* Notes stay with whom they are about. */
static void move_notes(struct db *db, const struct session_item *item, const struct turns *t)
{
    int to[TURN_MOST];
    bool moved = false;
    for (size_t i = 0; i < t->before; i++)
        to[i] = NOWHERE;
    for (size_t i = 0; i < t->count; i++)
        if (t->was[i] >= 0)
            to[t->was[i]] = (int)i;
    for (size_t i = 0; i < t->before; i++)
        if (to[i] != (int)i) {
            session_q_turn_notes_move(db, item->id, item->round, (int64_t)i, ASIDE + to[i]);
            moved = true;
        }
    if (moved)
        session_q_turn_notes_settle(db, item->id, item->round, ASIDE);
}

/* The list is short: written anew, so that places stay without holes. */
static void write(struct db *db, const struct session_item *item, const struct turns *t)
{
    move_notes(db, item, t);
    session_q_turn_delete_all(db, item->id);
    for (size_t i = 0; i < t->count; i++)
        session_q_turn_insert(db, item->id, (int64_t)i, t->v[i].name, some(t->v[i].member),
                              some(t->v[i].participant));
}

const struct note_turn *note_turns(struct db *db, struct arena *a, const struct session_item *item,
                                   size_t *count)
{
    const struct turns *t = read(db, a, item);
    *count = t->count;
    return t->v;
}

static bool is_on(const struct turns *t, const struct note_turn *who)
{
    for (size_t i = 0; i < t->count; i++) {
        const struct note_turn *o = &t->v[i];
        if ((who->participant != 0 && o->participant == who->participant) ||
            (who->member != 0 && o->member == who->member))
            return true;
        /* Two guests may bear one name; a guest on paper and one in the room may be the same person. */
        if (who->member == 0 && o->member == 0 && (who->participant == 0 || o->participant == 0) &&
            strcmp(o->name, who->name) == 0)
            return true;
    }
    return false;
}

static bool append(struct turns *t, struct note_turn who)
{
    if (t->count >= TURN_MOST || is_on(t, &who))
        return false;
    t->was[t->count] = -1;
    t->v[t->count++] = who;
    return true;
}

size_t note_turns_gather(struct db *db, struct arena *a, const struct session *s,
                         const struct session_item *item)
{
    struct turns *t = read(db, a, item);
    size_t before = t->count, people, present;
    const struct session_participant *p = session_people(db, a, s, &people);
    for (size_t i = 0; i < people; i++)
        if (p[i].name[0] != '\0') /* without a name nobody can be called upon */
            append(t, (struct note_turn){ p[i].name, p[i].member, p[i].id });
    const struct session_present_list *row = session_q_present_list(db, a, s->id, &present);
    for (size_t i = 0; i < present; i++) {
        const struct organisation_member *m = organisation_member_get(db, a, s->organisation, row[i].member_id);
        if (m != NULL && m->name[0] != '\0')
            append(t, (struct note_turn){ m->name, m->id, 0 });
    }
    if (t->count != before)
        write(db, item, t);
    return t->count - before;
}

struct fault note_turn_add(struct db *db, struct arena *a, const struct session_item *item, const char *name)
{
    const char *clean = utf8_clean(a, name);
    if (clean[0] == '\0' || utf8_length(clean) > SESSION_MAX_NAME)
        return FAULT(INVALID, N_("Use a name of at most 60 characters."), .detail = "name");
    struct turns *t = read(db, a, item);
    if (t->count >= TURN_MOST)
        return FAULT(CONFLICT, N_("There are 200 people on the list already."), .detail = "full");
    if (append(t, (struct note_turn){ clean, 0, 0 }))
        write(db, item, t);
    return NO_FAULT;
}

/* The first place that may still change: while the item is open, the one after who is on. */
static size_t to_come(const struct session_item *item)
{
    return item->state == ITEM_OPEN ? (size_t)item->turn + 1 : 0;
}

static void swap(struct turns *t, size_t one, size_t other)
{
    struct note_turn kept = t->v[one];
    int was = t->was[one];
    t->v[one] = t->v[other];
    t->was[one] = t->was[other];
    t->v[other] = kept;
    t->was[other] = was;
}

void note_turns_shuffle(struct db *db, struct arena *a, const struct session_item *item)
{
    struct turns *t = read(db, a, item);
    size_t first = to_come(item);
    for (size_t left = t->count; left > first + 1; left--) {
        uint32_t lot;
        crypto_random(&lot, sizeof lot);
        swap(t, left - 1, first + lot % (left - first));
    }
    write(db, item, t);
}

void note_turn_move(struct db *db, struct arena *a, const struct session_item *item, size_t place, int by)
{
    struct turns *t = read(db, a, item);
    size_t first = to_come(item);
    if (place < first || place >= t->count || (by < 0 && place == first) || (by > 0 && place + 1 >= t->count))
        return;
    swap(t, place, by < 0 ? place - 1 : place + 1);
    write(db, item, t);
}

static void take_out(struct turns *t, size_t place)
{
    for (size_t i = place; i + 1 < t->count; i++) {
        t->v[i] = t->v[i + 1];
        t->was[i] = t->was[i + 1];
    }
    t->count--;
}

void note_turn_drop(struct db *db, struct arena *a, const struct session_item *item, size_t place)
{
    struct turns *t = read(db, a, item);
    size_t first = item->state == ITEM_OPEN ? (size_t)item->turn : 0;
    if (place < first || place >= t->count)
        return;
    take_out(t, place);
    write(db, item, t);
}

void note_turn_skip(struct db *db, struct arena *a, const struct session_item *item)
{
    struct turns *t = read(db, a, item);
    size_t on = (size_t)item->turn;
    if (item->state != ITEM_OPEN || on + 1 >= t->count)
        return;
    struct note_turn who = t->v[on];
    int was = t->was[on];
    take_out(t, on);
    t->was[t->count] = was;
    t->v[t->count++] = who;
    write(db, item, t);
}

/* ---- tables ------------------------------------------------------------------------------------------------ */

struct fault note_table_choose(struct db *db, const struct session *s, size_t tables, int64_t participant,
                               int64_t table)
{
    if (table < 0 || table > (int64_t)tables)
        return FAULT(INVALID, N_("Choose one of the tables."), .detail = "table");
    session_q_table_put(db, s->id, participant, table);
    return NO_FAULT;
}

void note_tables_deal(struct db *db, struct arena *a, const struct session *s, size_t tables)
{
    if (tables == 0)
        return;
    size_t people, waiting = 0;
    const struct session_participant *p = session_people(db, a, s, &people);
    int64_t *at = NEW_ARRAY(a, int64_t, tables), *who = NEW_ARRAY(a, int64_t, people);
    for (size_t i = 0; i < people; i++)
        if (p[i].table >= 1 && p[i].table <= (int64_t)tables)
            at[p[i].table - 1]++;
        else
            who[waiting++] = p[i].id;
    for (size_t left = waiting; left > 0; left--) {
        uint32_t lot;
        crypto_random(&lot, sizeof lot);
        size_t drawn = lot % left, emptiest = 0;
        for (size_t k = 1; k < tables; k++)
            if (at[k] < at[emptiest])
                emptiest = k;
        at[emptiest]++;
        session_q_table_put(db, s->id, who[drawn], (int64_t)emptiest + 1);
        who[drawn] = who[left - 1];
    }
}

/* ---- when it closes ---------------------------------------------------------------------------------------- */

void note_item_closed(struct db *db, struct arena *a, const struct session *s, const struct session_item *item)
{
    (void)a;
    if (item->method->id == METHOD_ROUND) {
        session_q_turn_delete_all(db, item->id);
        session_q_turn_rewind(db, s->id, item->id);
        session_q_note_unplace(db, item->id);
    }
    if (item->method->id == METHOD_TABLES) {
        session_q_table_forget(db, s->id);
        session_q_note_unsign(db, item->id);
    }
}
