/* Notes without a name. The notes of one voter have places 1, 2, … in their keys, so that the holder of the secret finds them, while
 * nobody else can tell which notes are of one person. */
#include <string.h>

#include "base/utf8.h"
#include "rules.h"

static struct fault check_text(const char *text)
{
    if (text[strspn(text, " \t\r\n")] == '\0')
        return ballot_invalid("note", N_("Write something first."));
    if (utf8_length(text) > BALLOT_MAX_NOTE)
        return ballot_invalid("note",
                              N_("A note has room for 2000 characters. Make it shorter, or make two of it."));
    return NO_FAULT;
}

static struct fault gone(void)
{
    return FAULT(NOT_FOUND, N_("This note is not there any more."));
}

static struct bytes key_at(struct arena *a, const struct ballot *b, int64_t voter, const char *secret,
                           int64_t place)
{
    return ballot_key(a, b, voter, secret, arena_printf(a, " note %lld", (long long)place));
}

static bool same(struct bytes x, struct bytes y)
{
    return x.n == y.n && memcmp(x.p, y.p, x.n) == 0;
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* The first free place among the own notes; in *there the one that came with this form already, NULL = none. 0 = no place is free. */
static int64_t free_place(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                          const char *secret, struct bytes once, int64_t written,
                          const struct ballot_note_get **there)
{
    int64_t place = 0, seen = 0;
    *there = NULL;
    for (int64_t i = 1; i <= b->notes && *there == NULL && (place == 0 || seen < written); i++) {
        const struct ballot_note_get *row = ballot_q_note_get(db, a, b->id, key_at(a, b, voter, secret, i));
        seen += row != NULL;
        if (row == NULL && place == 0)
            place = i;
        else if (row != NULL && same(row->once, once))
            *there = row;
    }
    return place;
}

struct fault ballot_note_add(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                             const char *secret, const char *nonce, const char *text, int64_t spot)
{
    const struct ballot_voter_get *v;
    const struct ballot_note_get *there;
    struct fault f = ballot_may_answer(db, a, b, voter, secret, &v);
    if (f.status == OK)
        f = check_text(text);
    if (f.status == OK && (nonce[0] == '\0' || strlen(nonce) > BALLOT_MAX_NONCE))
        f = ballot_invalid("nonce", N_("Load the page again and answer once more."));
    if (f.status != OK)
        return f;
    struct bytes once = ballot_key(a, b, voter, secret, arena_printf(a, " once %s", nonce));
    int64_t place = free_place(db, a, b, voter, secret, once, v->notes, &there);
    if (there != NULL && strcmp(there->body, text) == 0)
        return NO_FAULT; /* the same request again; where it hangs may have been changed since */
    if (there != NULL)
        return FAULT(CONFLICT, N_("Another note was sent from this page already. Send this one again."),
                     .detail = "nonce");
    if (place == 0 || v->notes >= b->notes)
        return FAULT(CONFLICT,
                     N_("You wrote as many notes as there is room for. Change one, or take one back."),
                     .detail = "many");
    struct bytes key = key_at(a, b, voter, secret, place);
    ballot_q_note_insert(db, b->id, key, once, text, spot);
    ballot_q_voter_noted(db, b->id, voter, 1, true);
    ballot_follow(db, a, b, key);
    return NO_FAULT;
}

/* The own note with this key; *raw is the key. NULL when it is somebody else's, or gone. */
static const struct ballot_note_get *own_note(struct db *db, struct arena *a, const struct ballot *b,
                                              int64_t voter, const char *secret, const char *key,
                                              struct bytes *raw)
{
    if (!hex_decode(a, key, raw))
        return NULL;
    for (int64_t i = 1; i <= b->notes; i++)
        if (same(*raw, key_at(a, b, voter, secret, i)))
            return ballot_q_note_get(db, a, b->id, *raw);
    return NULL;
}

struct fault ballot_note_change(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                const char *secret, const char *key, const char *text, int64_t spot)
{
    const struct ballot_voter_get *v;
    struct bytes raw;
    struct fault f = ballot_may_answer(db, a, b, voter, secret, &v);
    if (f.status == OK)
        f = check_text(text);
    if (f.status != OK)
        return f;
    const struct ballot_note_get *there = own_note(db, a, b, voter, secret, key, &raw);
    if (there == NULL)
        return gone();
    if (strcmp(there->body, text) == 0 && there->spot == spot)
        return NO_FAULT;
    ballot_q_note_change(db, b->id, raw, text, spot);
    ballot_q_voter_noted(db, b->id, voter, 0, true);
    ballot_follow(db, a, b, raw);
    return NO_FAULT;
}

struct fault ballot_note_take_back(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                   const char *secret, const char *key)
{
    const struct ballot_voter_get *v;
    struct bytes raw;
    struct fault f = ballot_may_answer(db, a, b, voter, secret, &v);
    if (f.status != OK)
        return f;
    const struct ballot_note_get *there = own_note(db, a, b, voter, secret, key, &raw);
    if (there == NULL)
        return gone();
    ballot_q_note_delete(db, b->id, raw);
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
    struct ballot_note *notes = NEW_ARRAY(a, struct ballot_note, (size_t)v->notes);
    for (int64_t i = 1; i <= b->notes && (int64_t)*count < v->notes; i++) {
        struct bytes key = key_at(a, b, voter, secret, i);
        const struct ballot_note_get *row = ballot_q_note_get(db, a, b->id, key);
        if (row != NULL)
            notes[(*count)++] = (struct ballot_note){ .key = hex_encode(a, key.p, key.n),
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
