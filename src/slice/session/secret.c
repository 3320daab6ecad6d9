/* Notes without a name: the ballot that collects those of a round. */
#include "slice/session/secret.h"

#include <string.h>

/* The ballot that collects the notes of a round; NULL when it was never opened. */
static const struct ballot *ballot_of(struct db *db, struct arena *a, const struct session *s,
                                      const struct session_item *item, int64_t round)
{
    if (!item->anonymous)
        return NULL;
    size_t count;
    const struct session_round *rounds = session_rounds(db, a, item, &count);
    for (size_t i = 0; i < count; i++)
        if (rounds[i].round == round && rounds[i].note_ballot.set)
            return ballot_get(db, a, s->organisation, rounds[i].note_ballot.v);
    return NULL;
}

const struct session_note *secret_notes(struct db *db, struct arena *a, const struct session *s,
                                        const struct session_item *item, int64_t round, size_t *count)
{
    *count = 0;
    const struct ballot *b = ballot_of(db, a, s, item, round);
    if (b == NULL)
        return NULL;
    const struct ballot_note *note = ballot_notes(db, a, b, count);
    struct session_note *all = NEW_ARRAY(a, struct session_note, *count);
    for (size_t i = 0; i < *count; i++)
        all[i] = (struct session_note){ .key = note[i].key,
                                        .spot = note[i].spot,
                                        .name = "",
                                        .content = note[i].body,
                                        .cluster = note[i].cluster,
                                        .hidden = note[i].hidden ? NOTE_OTHER : NOTE_SHOWN };
    return all;
}

const struct session_note *secret_notes_own(struct db *db, struct arena *a, const struct session *s,
                                            const struct session_item *item, int64_t participant,
                                            const char *secret, size_t *count)
{
    *count = 0;
    const struct ballot *b = ballot_of(db, a, s, item, item->round);
    if (b == NULL || secret == NULL)
        return NULL;
    const struct ballot_note *own = ballot_notes_own(db, a, b, participant, secret, count);
    struct session_note *all = NEW_ARRAY(a, struct session_note, *count);
    for (size_t i = 0; i < *count; i++)
        all[i] =
            (struct session_note){ .key = own[i].key, .spot = own[i].spot, .name = "", .content = own[i].body };
    return all;
}

struct fault secret_note_add(struct db *db, struct arena *a, const struct session *s,
                             const struct session_item *item, int64_t participant, const char *secret,
                             const char *nonce, int64_t spot, const char *text)
{
    const struct ballot *b = ballot_of(db, a, s, item, item->round);
    if (b == NULL || secret == NULL)
        return note_closed;
    ballot_admit(db, b, participant);
    for (int again = 0; again <= SESSION_MAX_NOTES; again++) {
        struct fault f = ballot_note_add(db, a, b, participant, secret,
                                         note_once(a, item, participant, spot, nonce, text, again), text, spot);
        if (f.status == CONFLICT && f.detail != NULL && strcmp(f.detail, "many") == 0)
            return note_full;
        if (f.status != CONFLICT || f.detail == NULL || strcmp(f.detail, "nonce") != 0)
            return f;
        /* It was stored, and changed since. A page with a number of its own only sends again what it sent long ago. */
        if (nonce[0] != '\0')
            return NO_FAULT;
    }
    return note_full;
}

struct fault secret_note_change(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, const char *key, int64_t participant,
                                const char *secret, const char *text)
{
    const struct ballot *b = ballot_of(db, a, s, item, item->round);
    if (b == NULL || secret == NULL)
        return note_closed;
    if (text[0] == '\0')
        return ballot_note_take_back(db, a, b, participant, secret, key);
    size_t count;
    const struct ballot_note *own = ballot_notes_own(db, a, b, participant, secret, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(own[i].key, key) == 0)
            return ballot_note_change(db, a, b, participant, secret, key, text, own[i].spot);
    return note_not_there;
}

struct fault secret_note_sort(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, const char *key, int64_t cluster)
{
    const struct ballot *b = ballot_of(db, a, s, item, item->round);
    size_t count = 0;
    const struct ballot_note *all = b == NULL ? NULL : ballot_notes(db, a, b, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].key, key) == 0)
            return ballot_note_sort(db, a, b, key, all[i].spot, cluster);
    return note_not_there;
}

struct fault secret_note_hide(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, const char *key, bool hidden)
{
    const struct ballot *b = ballot_of(db, a, s, item, item->round);
    return b == NULL ? note_not_there : ballot_note_hide(db, a, b, key, hidden);
}

int64_t secret_writers(struct db *db, struct arena *a, const struct session *s, const struct session_item *item,
                       int64_t round)
{
    const struct ballot *b = ballot_of(db, a, s, item, round);
    return b == NULL ? 0 : ballot_counts(db, a, b).voted;
}
