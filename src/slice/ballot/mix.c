/* What happens after closing, so that no later copy can join what somebody answered to who answered. */
#include <string.h>

#include "rules.h"

const char *const ballot_tables[] = { "ballot_ballot", "ballot_note", "ballot_voter", NULL };

bool ballot_waits(struct db *db, struct arena *a)
{
    return ballot_q_waits(db, a) != NULL;
}

/* A ballot has served when it is counted: then nothing holds the parts of a sheet together any more. */
static void mix_answers(struct db *db, int64_t question)
{
    ballot_q_count_none(db, question);
    ballot_q_count_ballots(db, question);
    ballot_q_count_total(db, question);
    ballot_q_ballot_delete(db, question);
    ballot_q_note_anew(db, question);
    ballot_q_note_old_delete(db, question);
}

/* How many notes somebody wrote goes as well: that somebody answered is enough. */
static void mix_voters(struct db *db, struct arena *a, int64_t question)
{
    size_t count;
    const struct ballot_voter_list *rows = ballot_q_voter_list(db, a, question, &count);
    ballot_q_voter_delete(db, question);
    for (size_t i = 0; i < count; i++)
        ballot_q_voter_insert(db, question, rows[i].voter, rows[i].voted);
    ballot_q_mix_voters(db, question);
}

bool ballot_mix(struct db *db, struct arena *a)
{
    size_t count;
    const struct ballot_mix_list *rows = ballot_q_mix_list(db, a, &count);
    /* What the oldest needs decides, so that a stream of new ones never keeps it waiting. */
    bool voters = count > 0 && rows[0].ballots_mixed;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].ballots_mixed != voters)
            continue;
        if (voters)
            mix_voters(db, a, rows[i].id);
        else
            mix_answers(db, rows[i].id);
    }
    return count > 0;
}

const int64_t *ballot_unswept(struct db *db, struct arena *a, size_t *count)
{
    const struct ballot_unswept *rows = ballot_q_unswept(db, a, count);
    int64_t *ids = NEW_ARRAY(a, int64_t, *count);
    for (size_t i = 0; i < *count; i++)
        ids[i] = rows[i].id;
    return ids;
}

void ballot_swept(struct db *db, const int64_t *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ballot_q_swept(db, ids[i]);
}

bool ballot_remove(struct db *db, struct arena *a, int64_t organisation, const char *kind, int64_t object,
                   int64_t now_ms)
{
    size_t count;
    bool all = true;
    const struct ballot_remove_list *rows = ballot_q_remove_list(db, a, organisation, kind, object, &count);
    for (size_t i = 0; i < count; i++) {
        enum ballot_state state = ballot_state_of(rows[i].state);
        if (state == BALLOT_OPEN)
            ballot_q_close(db, organisation, rows[i].id, now_ms);
        /* Rows that are deleted before they were mixed would stay readable where the engine keeps old ones, and nobody would
         * know that there is something to sweep. */
        if (state == BALLOT_ANNOUNCED || rows[i].swept)
            ballot_q_remove(db, organisation, rows[i].id);
        else
            all = false;
    }
    return all;
}
