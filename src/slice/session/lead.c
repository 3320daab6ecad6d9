/* Leading the room. Whoever leads says which room was looked at (revision): when somebody else led in the meantime, nothing
 * happens twice. What is already as it was asked for is no conflict: a second tap, or two desks that agree. */
#include <stdlib.h>

#include "rules.h"
#include "session_sql.h"

enum {
    MINUTE_MS = 60000,
    MOST_TURNS = 100000,
    MOST_ROUNDS = 20,
    EARLY_MS = 60 * MINUTE_MS,
    MOST_CLOCK_S = 8 * 3600
};

static struct fault moved_on(void)
{
    return (struct fault){ .status = CONFLICT,
                           .msgid = N_(
                               "Somebody else leads this room too, and it has moved on. Look where it is now."),
                           .detail = "revision" };
}

static struct fault not_running(void)
{
    return (struct fault){ .status = CONFLICT,
                           .msgid = N_("The session does not run: start it first."),
                           .detail = "state" };
}

/* The room as it becomes; what does not change is that of s. */
struct place {
    enum session_state state;
    int64_t item;
    struct db_int until, left_ms, started_at, ended_at;
};

static struct place place_of(const struct session *s)
{
    return (struct place){ s->state, s->item, s->until, s->left_ms, s->started_at, s->ended_at };
}

static struct fault put(struct db *db, const struct session *s, const struct place *p)
{
    return session_q_room_set(db, s->id, s->revision, session_state_name(p->state),
                              p->item == 0 ? DB_NULL_INT : DB_SOME(p->item), p->until, p->left_ms,
                              p->started_at, p->ended_at) == 0
               ? moved_on()
               : NO_FAULT;
}

static struct fault may_lead(const struct session *s, int64_t revision)
{
    return s->revision != revision ? moved_on() : s->state != SESSION_RUNNING ? not_running() : NO_FAULT;
}

static void stop_clock(struct place *p)
{
    p->until = DB_NULL_INT;
    p->left_ms = DB_NULL_INT;
}

static void event(struct db *db, const struct session *s, const char *kind, int64_t user, int64_t now_ms)
{
    trajectory_event(db, s->trajectory, kind, s->id, s->title, "", user, now_ms);
}

/* ---- rounds ------------------------------------------------------------------------------------------------ */

const struct session_round *session_rounds(struct db *db, struct arena *a, const struct session_item *item,
                                           size_t *count)
{
    const struct session_round_list *rows = session_q_round_list(db, a, item->id, count);
    struct session_round *v = NEW_ARRAY(a, struct session_round, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = (struct session_round){ .round = rows[i].round,
                                       .opened_at = rows[i].opened_at,
                                       .closed_at = rows[i].closed_at,
                                       .revealed_at = rows[i].revealed_at,
                                       .ballot = rows[i].ballot_id,
                                       .note_ballot = rows[i].note_ballot_id };
    return v;
}

static const struct session_round *newest_round(struct db *db, struct arena *a, const struct session_item *item)
{
    size_t count;
    const struct session_round *v = session_rounds(db, a, item, &count);
    return count == 0 ? NULL : &v[count - 1];
}

static struct fault begin_round(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, int64_t now_ms)
{
    struct db_int ballot, note_ballot;
    struct fault f = session_ask(db, a, s, item, now_ms, &ballot, &note_ballot);
    if (f.status != OK)
        return f;
    session_q_item_state(db, s->id, item->id, "open", item->round + 1, 0);
    session_q_round_insert(db, item->id, item->round + 1, now_ms, ballot, note_ballot);
    return NO_FAULT;
}

static struct fault close_round(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, int64_t now_ms)
{
    const struct session_round *r = newest_round(db, a, item);
    session_q_item_state(db, s->id, item->id, "closed", item->round, item->turn);
    struct fault f = NO_FAULT;
    if (r != NULL && !r->closed_at.set) {
        session_q_round_set(db, item->id, r->round, DB_SOME(now_ms), r->revealed_at);
        f = session_ask_close(db, a, s, r, now_ms);
    }
    if (item->method->closed != NULL)
        item->method->closed(db, a, s, item);
    return f;
}

static struct fault close_others(struct db *db, struct arena *a, const struct session *s, int64_t but,
                                 int64_t now_ms)
{
    size_t count;
    struct fault f = NO_FAULT;
    const struct session_item *items = session_items(db, a, s, &count);
    for (size_t i = 0; i < count && f.status == OK; i++)
        if (items[i].state == ITEM_OPEN && items[i].id != but)
            f = close_round(db, a, s, &items[i], now_ms);
    return f;
}

/* ---- the course of a session ----------------------------------------------------------------------------------- */

struct fault session_start(struct db *db, const struct session *s, int64_t revision, int64_t user,
                           int64_t now_ms)
{
    if (s->state == SESSION_RUNNING)
        return NO_FAULT;
    if (s->state == SESSION_ENDED)
        return (struct fault){ .status = CONFLICT,
                               .msgid = N_("The session has ended. You can open it again."),
                               .detail = "state" };
    if (s->revision != revision)
        return moved_on();
    struct place p = place_of(s);
    p.state = SESSION_RUNNING;
    p.started_at = DB_SOME(now_ms);
    struct fault f = put(db, s, &p);
    if (f.status == OK)
        event(db, s, "session.started", user, now_ms);
    return f;
}

struct fault session_open(struct db *db, struct arena *a, const struct session *s,
                          const struct session_item *item, int64_t revision, int64_t now_ms)
{
    if (s->state == SESSION_RUNNING && s->item == item->id)
        return NO_FAULT;
    struct fault f = may_lead(s, revision);
    if (f.status != OK)
        return f;
    struct place p = place_of(s);
    p.item = item->id;
    stop_clock(&p);
    if (item->state == ITEM_WAITING)
        p.until = DB_SOME(now_ms + item->minutes * MINUTE_MS);
    f = put(db, s, &p);
    if (f.status != OK)
        return f;
    f = close_others(db, a, s, item->id, now_ms);
    return f.status != OK || item->state != ITEM_WAITING ? f : begin_round(db, a, s, item, now_ms);
}

struct fault session_close(struct db *db, struct arena *a, const struct session *s,
                           const struct session_item *item, int64_t revision, int64_t now_ms)
{
    if (item->state == ITEM_CLOSED)
        return NO_FAULT;
    struct fault f = may_lead(s, revision);
    if (f.status != OK)
        return f;
    if (item->state != ITEM_OPEN)
        return (struct fault){ .status = CONFLICT, .msgid = N_("This item is not open."), .detail = "item" };
    struct place p = place_of(s);
    if (p.item == item->id)
        stop_clock(&p);
    f = put(db, s, &p);
    return f.status != OK ? f : close_round(db, a, s, item, now_ms);
}

struct fault session_reveal(struct db *db, struct arena *a, const struct session *s,
                            const struct session_item *item, bool shown, bool warned, int64_t revision,
                            int64_t now_ms)
{
    const struct session_round *r = newest_round(db, a, item);
    if (r != NULL && r->revealed_at.set == shown)
        return NO_FAULT;
    struct fault f = may_lead(s, revision);
    if (f.status != OK)
        return f;
    if (r == NULL)
        return (
            struct fault){ .status = CONFLICT, .msgid = N_("This item was not opened yet."), .detail = "item" };
    if (shown)
        f = session_ask_reveal(db, a, s, r, warned);
    if (f.status != OK)
        return f;
    struct place p = place_of(s);
    f = put(db, s, &p);
    if (f.status == OK)
        session_q_round_set(db, item->id, r->round, r->closed_at, shown ? DB_SOME(now_ms) : DB_NULL_INT);
    return f;
}

struct fault session_again(struct db *db, struct arena *a, const struct session *s,
                           const struct session_item *item, int64_t revision, int64_t now_ms)
{
    struct fault f = may_lead(s, revision);
    if (f.status != OK)
        return f;
    if (item->round == 0)
        return (
            struct fault){ .status = CONFLICT, .msgid = N_("This item was not opened yet."), .detail = "item" };
    if (item->round >= MOST_ROUNDS)
        return (struct fault){ .status = CONFLICT,
                               .msgid = N_("This was asked twenty times: that is enough."),
                               .detail = "rounds" };
    struct place p = place_of(s);
    p.item = item->id;
    stop_clock(&p);
    p.until = DB_SOME(now_ms + item->minutes * MINUTE_MS);
    f = put(db, s, &p);
    if (f.status != OK)
        return f;
    f = close_others(db, a, s, 0, now_ms);
    return f.status != OK ? f : begin_round(db, a, s, item, now_ms);
}

struct fault session_turn(struct db *db, const struct session *s, const struct session_item *item, int64_t turn,
                          int64_t revision, int64_t now_ms)
{
    if (item->turn == turn && s->revision != revision)
        return NO_FAULT;
    struct fault f = may_lead(s, revision);
    if (f.status != OK)
        return f;
    if (turn < 0 || turn > MOST_TURNS || s->item != item->id)
        return (struct fault){ .status = CONFLICT, .msgid = N_("This item is not on."), .detail = "item" };
    struct place p = place_of(s);
    if (item->seconds > 0 && item->state == ITEM_OPEN) { /* the clock is that of who speaks */
        p.until = DB_SOME(now_ms + item->seconds * 1000);
        p.left_ms = DB_NULL_INT;
    }
    f = put(db, s, &p);
    if (f.status == OK)
        session_q_item_state(db, s->id, item->id, session_item_state_name(item->state), item->round, turn);
    return f;
}

/* ---- the clock --------------------------------------------------------------------------------------------------- */

static int64_t within(int64_t v, int64_t low, int64_t high)
{
    return v < low ? low : v > high ? high : v;
}

struct fault session_clock(struct db *db, const struct session *s, enum session_clock_act act, int64_t seconds,
                           int64_t revision, int64_t now_ms)
{
    struct fault f = may_lead(s, revision);
    if (f.status != OK)
        return f;
    if (s->item == 0)
        return (struct fault){ .status = CONFLICT,
                               .msgid = N_("No item is on: there is no time to count."),
                               .detail = "item" };
    struct place p = place_of(s);
    int64_t left = s->left_ms.set ? s->left_ms.v : s->until.set ? s->until.v - now_ms : 0;
    /* More time after the end counts from now: two minutes more are two minutes. */
    if (act == CLOCK_ADD)
        left = within((left < 0 ? 0 : left) + within(seconds, -MOST_CLOCK_S, MOST_CLOCK_S) * 1000, 0,
                      MOST_CLOCK_S * INT64_C(1000));
    bool runs = act == CLOCK_GO || (act == CLOCK_ADD && !s->left_ms.set);
    p.until = runs ? DB_SOME(now_ms + left) : DB_NULL_INT;
    p.left_ms = runs ? DB_NULL_INT : DB_SOME(left);
    return put(db, s, &p);
}

/* What the item that is on still takes. */
static int64_t item_left(const struct session *s, const struct session_item *item, int64_t now_ms)
{
    if (item->state != ITEM_OPEN)
        return 0;
    int64_t left = s->left_ms.set ? s->left_ms.v : s->until.set ? s->until.v - now_ms : 0;
    if (item->seconds > 0 && item->opened_at.set) /* that clock is a speaker's: the item has its own time */
        left = item->opened_at.v + item->minutes * MINUTE_MS - now_ms;
    return left < 0 ? 0 : left;
}

int64_t session_behind(const struct session *s, const struct session_item *items, size_t count, int64_t now_ms)
{
    if (s->state != SESSION_RUNNING || !s->started_at.set)
        return 0;
    /* A session that began at about its hour keeps to that; a rehearsal to when it began. */
    int64_t begin = llabs(s->started_at.v - s->at) <= EARLY_MS ? s->at : s->started_at.v;
    int64_t planned = begin, expected = now_ms < begin ? begin : now_ms;
    int at = -1;
    for (size_t i = 0; i < count; i++)
        if (items[i].id == s->item)
            at = (int)i;
    for (size_t i = 0; i < count; i++) {
        planned += items[i].minutes * MINUTE_MS;
        if ((int)i == at)
            expected += item_left(s, &items[i], now_ms);
        else if ((int)i > at && items[i].state == ITEM_WAITING)
            expected += items[i].minutes * MINUTE_MS;
    }
    return (expected - planned) / MINUTE_MS;
}

/* ---- the end ----------------------------------------------------------------------------------------------------- */

struct fault session_end(struct db *db, struct arena *a, const struct session *s, int64_t revision,
                         int64_t user, int64_t now_ms)
{
    if (s->state == SESSION_ENDED)
        return NO_FAULT;
    struct fault f = may_lead(s, revision);
    if (f.status != OK)
        return f;
    struct place p = place_of(s);
    p.state = SESSION_ENDED;
    p.item = 0;
    p.ended_at = DB_SOME(now_ms);
    stop_clock(&p);
    f = put(db, s, &p);
    if (f.status != OK)
        return f;
    f = close_others(db, a, s, 0, now_ms);
    if (f.status == OK)
        event(db, s, "session.ended", user, now_ms);
    return f;
}

struct fault session_resume(struct db *db, const struct session *s, int64_t revision, int64_t user,
                            int64_t now_ms)
{
    if (s->state == SESSION_RUNNING)
        return NO_FAULT;
    if (s->revision != revision)
        return moved_on();
    if (s->state != SESSION_ENDED)
        return not_running();
    struct place p = place_of(s);
    p.state = SESSION_RUNNING;
    p.ended_at = DB_NULL_INT;
    struct fault f = put(db, s, &p);
    if (f.status == OK)
        event(db, s, "session.resumed", user, now_ms);
    return f;
}
