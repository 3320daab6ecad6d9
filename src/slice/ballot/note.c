/* Notes without a name. */
#include <string.h>

#include "base/utf8.h"
#include "rules.h"

static struct fault check_note(const char *nonce, const char *text)
{
    size_t n = utf8_length(text);
    if (text[strspn(text, " \t\r\n")] == '\0')
        return ballot_invalid("note", N_("Write something first."));
    if (n > BALLOT_MAX_NOTE)
        return ballot_invalid("note",
                              N_("A note has room for 2000 characters. Make it shorter, or make two of it."));
    if (nonce[0] == '\0' || strlen(nonce) > BALLOT_MAX_NONCE)
        return ballot_invalid("nonce", N_("Load the page again and answer once more."));
    return NO_FAULT;
}

static struct fault gone(void)
{
    return FAULT(NOT_FOUND, N_("This note is not there any more."));
}

struct fault ballot_note_add(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                             const char *secret, const char *nonce, const char *text, int64_t spot)
{
    const struct ballot_voter_get *v;
    struct fault f = ballot_may_answer(db, a, b, voter, secret, &v);
    if (f.status == OK)
        f = check_note(nonce, text);
    if (f.status != OK)
        return f;
    struct bytes key = ballot_key(a, b, voter, secret, nonce);
    const struct ballot_note_get *there = ballot_q_note_get(db, a, b->id, key);
    if (there != NULL && strcmp(there->body, text) == 0)
        return NO_FAULT; /* the same request again; where it hangs may have been changed since */
    if (there != NULL)
        return FAULT(CONFLICT, N_("Another note was sent from this page already. Send this one again."),
                     .detail = "nonce");
    if (v->notes >= b->notes)
        return FAULT(CONFLICT,
                     N_("You wrote as many notes as there is room for. Change one, or take one back."),
                     .detail = "many");
    ballot_q_note_insert(db, b->id, key, text, spot);
    ballot_q_voter_noted(db, b->id, voter, 1, true);
    ballot_follow(db, a, b, key);
    return NO_FAULT;
}

struct fault ballot_note_change(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                const char *secret, const char *nonce, const char *text, int64_t spot)
{
    const struct ballot_voter_get *v;
    struct fault f = ballot_may_answer(db, a, b, voter, secret, &v);
    if (f.status == OK)
        f = check_note(nonce, text);
    if (f.status != OK)
        return f;
    struct bytes key = ballot_key(a, b, voter, secret, nonce);
    const struct ballot_note_get *there = ballot_q_note_get(db, a, b->id, key);
    if (there == NULL)
        return gone();
    if (strcmp(there->body, text) == 0 && there->spot == spot)
        return NO_FAULT;
    ballot_q_note_change(db, b->id, key, text, spot);
    ballot_q_voter_noted(db, b->id, voter, 0, true);
    ballot_follow(db, a, b, key);
    return NO_FAULT;
}

struct fault ballot_note_take_back(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                   const char *secret, const char *nonce)
{
    const struct ballot_voter_get *v;
    struct fault f = ballot_may_answer(db, a, b, voter, secret, &v);
    if (f.status != OK)
        return f;
    struct bytes key = ballot_key(a, b, voter, secret, nonce);
    const struct ballot_note_get *there = ballot_q_note_get(db, a, b->id, key);
    if (there == NULL)
        return gone();
    ballot_q_note_delete(db, b->id, key);
    /* Who took back a note that was not shown may have no other: a batch then waits for somebody else rather than be too small. */
    ballot_q_voter_noted(db, b->id, voter, -1, v->fresh && there->shown);
    return NO_FAULT;
}

/* ---- looking ------------------------------------------------------------------------------------------- */

const struct ballot_note *ballot_notes(struct db *db, struct arena *a, const struct ballot *b, size_t *count)
{
    const struct ballot_note_list *rows = ballot_q_note_list(db, a, b->id, count);
    struct ballot_note *notes = NEW_ARRAY(a, struct ballot_note, *count);
    for (size_t i = 0; i < *count; i++)
        notes[i] = (struct ballot_note){ .key = hex_encode(a, rows[i].key.p, rows[i].key.n),
                                         .body = rows[i].body,
                                         .spot = rows[i].spot,
                                         .cluster = rows[i].cluster,
                                         .hidden = rows[i].hidden,
                                         .shown = true };
    return notes;
}

const struct ballot_note *ballot_notes_own(struct db *db, struct arena *a, const struct ballot *b,
                                           int64_t voter, const char *secret, size_t *count)
{
    *count = 0;
    const struct ballot_voter_get *v =
        b->state == BALLOT_OPEN && ballot_is_secret(secret) ? ballot_q_voter_get(db, a, b->id, voter) : NULL;
    if (v == NULL || v->notes <= 0)
        return NULL;
    /* What was taken back leaves a hole, so there may be higher numbers than notes. */
    struct ballot_note *notes = NEW_ARRAY(a, struct ballot_note, (size_t)v->notes);
    for (int64_t n = 1; n <= 2 * BALLOT_MAX_NOTES && (int64_t)*count < v->notes; n++) {
        const char *nonce = arena_printf(a, "%lld", (long long)n);
        struct bytes key = ballot_key(a, b, voter, secret, nonce);
        const struct ballot_note_get *row = ballot_q_note_get(db, a, b->id, key);
        if (row == NULL)
            continue;
        notes[(*count)++] = (struct ballot_note){ .key = hex_encode(a, key.p, key.n),
                                                  .nonce = nonce,
                                                  .body = row->body,
                                                  .spot = row->spot,
                                                  .cluster = row->cluster,
                                                  .hidden = row->hidden,
                                                  .shown = row->shown };
    }
    return notes;
}

/* ---- putting in order ---------------------------------------------------------------------------------- */

struct fault ballot_note_sort(struct db *db, struct arena *a, const struct ballot *b, const char *key,
                              int64_t spot, int64_t cluster)
{
    struct bytes raw;
    return hex_decode(a, key, &raw) && ballot_q_note_sort(db, b->id, raw, spot, cluster) > 0 ? NO_FAULT
                                                                                             : gone();
}

struct fault ballot_note_hide(struct db *db, struct arena *a, const struct ballot *b, const char *key,
                              bool hidden)
{
    struct bytes raw;
    return hex_decode(a, key, &raw) && ballot_q_note_hide(db, b->id, raw, hidden) > 0 ? NO_FAULT : gone();
}
