/* What is asked without names is a question of the ballot slice: it is made when a round opens. Who joined is admitted when he
 * answers. */
#include "rules.h"
#include "slice/session/room.h"

static struct fault ask_notes(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, int64_t now_ms, int64_t *ballot)
{
    struct ballot_new n = { .organisation = s->organisation,
                            .kind = SESSION_BALLOT,
                            .object = item->id,
                            .notes = SESSION_MAX_NOTES,
                            .joins = true,
                            .minimum = BALLOT_USUAL };
    return ballot_ask(db, a, &n, now_ms, ballot);
}

struct fault session_ask(struct db *db, struct arena *a, const struct session *s,
                         const struct session_item *item, int64_t now_ms, struct db_int *ballot,
                         struct db_int *note_ballot)
{
    enum session_engine engine = item->method->engine;
    struct fault f = NO_FAULT;
    *ballot = *note_ballot = DB_NULL_INT;
    if (!item->anonymous || engine == ENGINE_TALK)
        return f;
    if (engine != ENGINE_NOTES)
        f = session_sheet_ask(db, a, s, item, now_ms, &ballot->v);
    if (f.status == OK && engine != ENGINE_SHEET)
        f = ask_notes(db, a, s, item, now_ms, &note_ballot->v);
    ballot->set = ballot->v != 0;
    note_ballot->set = note_ballot->v != 0;
    if (engine == ENGINE_NOTES)
        *ballot = *note_ballot;
    return f;
}

/* The questions of a round: sheets first. Gives how many. */
static int questions(struct db *db, struct arena *a, const struct session *s, const struct session_round *r,
                     const struct ballot *out[2])
{
    int n = 0;
    if (r->ballot.set)
        out[n] = ballot_get(db, a, s->organisation, r->ballot.v);
    n += r->ballot.set && out[n] != NULL;
    if (r->note_ballot.set && (!r->ballot.set || r->note_ballot.v != r->ballot.v))
        out[n] = ballot_get(db, a, s->organisation, r->note_ballot.v);
    else
        return n;
    return n + (out[n] != NULL);
}

struct fault session_ask_close(struct db *db, struct arena *a, const struct session *s,
                               const struct session_round *r, int64_t now_ms)
{
    const struct ballot *v[2];
    struct fault f = NO_FAULT;
    for (int i = 0, n = questions(db, a, s, r, v); i < n && f.status == OK; i++)
        if (v[i]->state == BALLOT_OPEN)
            f = ballot_close(db, a, v[i], now_ms);
    return f;
}

struct fault session_ask_reveal(struct db *db, struct arena *a, const struct session *s,
                                const struct session_round *r, bool warned)
{
    const struct ballot *v[2];
    int n = questions(db, a, s, r, v);
    struct fault f = NO_FAULT;
    for (int i = 0; i < n && f.status == OK; i++) {
        f = ballot_reveal(db, a, v[i], warned);
        /* Few wrote something beside the sheet that enough filled in: the sheet is shown, what they wrote is not yet. */
        if (i == 1 && f.status == CONFLICT)
            f = NO_FAULT;
    }
    return f;
}
