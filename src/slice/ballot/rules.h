/* Inside the slice: what its files share. */
#ifndef SLICE_BALLOT_RULES_H
#define SLICE_BALLOT_RULES_H

#include "ballot_sql.h"
#include "lib/sodium.h"
#include "slice/ballot/ballot.h"

/* Every ballot takes as many bytes on the disk as any other: SQLite stores numbers in one byte, two, three and so on, and 0 and 1 in none.
 * From 1000 on these take two, up to 31,766 options. */
enum { CHOICE_NOTHING = 1000, CHOICE_BASE = 1001, KEY_SIZE = CRYPTO_HASH_SIZE };

enum ballot_state ballot_state_of(const char *name);

static inline struct fault ballot_invalid(const char *detail, const char *msgid)
{
    return FAULT(INVALID, msgid, .detail = detail);
}

/* Faults that answering and writing have in common; *v is then the voter's line. */
struct fault ballot_may_answer(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                               const char *secret, const struct ballot_voter_get **v);
bool ballot_is_secret(const char *s);
/* The key of a ballot: with the question and the voter in it, so that two people may use one phone and neither finds, nor changes, what
 * the other gave. Of notes it has more: what in `more`. */
struct bytes ballot_key(struct arena *a, const struct ballot *b, int64_t voter, const char *secret,
                        const char *more);
/* After an answer or a note under this key: what is shown follows by itself once somebody has shown it; a unanimous result waits for
 * whoever leads. Where batches are large not every answer looks whether one is full, but one in so many that it is seen within a third
 * of a batch; which ones, chance decides (the key). */
void ballot_follow(struct db *db, struct arena *a, const struct ballot *b, struct bytes key);

#endif
