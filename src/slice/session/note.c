/* Texts of people in a room: by name or of the desk in this slice's own table, without names as notes of a ballot. */
#include "slice/session/secret.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "lib/sodium.h"
#include "session_sql.h"

static struct fault invalid(const char *detail, const char *msgid)
{
    return FAULT(INVALID, msgid, .detail = detail);
}

const struct fault note_closed = {
    .status = CONFLICT,
    .msgid = N_("This part is closed: nothing more can be written to it. Your text is still here, to copy it."),
    .detail = "closed"
};
const struct fault note_not_there = { .status = NOT_FOUND, .msgid = N_("This note is not there any more.") };

/* ---- where notes stand ------------------------------------------------------------------------------------- */

static const struct note_spot rings[] = {
    { N_("Why"), N_("Why do we do this? What do we believe in?") },
    { N_("How"), N_("How do we make that true? What is our own way?") },
    { N_("What"), N_("What do we do then? Which things, services, actions?") },
};
static const struct note_spot harvest[] = {
    { N_("Do this"), N_("What works? One thing a note.") },
    { N_("Rather not"), N_("What should others avoid? One thing a note.") },
    { N_("Successes"), N_("What succeeded already, however small?") },
};

static const struct note_spot *fixed(enum session_method_id method, size_t *count)
{
    *count = method == METHOD_CIRCLE ? 3 : method == METHOD_HARVEST ? 3 : 0;
    return method == METHOD_CIRCLE ? rings : harvest;
}

static const char *usual_ask(const struct lang *lang, const struct session_item *item)
{
    switch (item->method->id) {
    case METHOD_DREAM:
        return tr(lang, "Your dream image, as if it is there already");
    case METHOD_WORD:
        return tr(lang, "One word, or a short sentence");
    case METHOD_ROUND:
        return tr(lang, "A note of what was said");
    case METHOD_TABLES:
        return tr(lang, "What your table says");
    default:
        return tr(lang, "Your note: one thought at a time");
    }
}

/* Parts are places for notes where the method has them: columns of notes, topics of tables. */
static bool by_part(const struct session_item *item)
{
    return item->method->id == METHOD_NOTES || item->method->id == METHOD_TABLES ||
           item->method->engine == ENGINE_BOTH;
}

const struct note_spot *note_spots(struct arena *a, const struct lang *lang, const struct session_item *item,
                                   const struct session_part *parts, size_t part_count, size_t *count)
{
    const struct note_spot *own = fixed(item->method->id, count);
    if (*count == 0)
        *count = by_part(item) && part_count > 0 ? part_count : 1;
    struct note_spot *all = NEW_ARRAY(a, struct note_spot, *count);
    size_t own_count;
    fixed(item->method->id, &own_count);
    for (size_t i = 0; i < *count; i++) {
        if (i < own_count)
            all[i] = (struct note_spot){ tr(lang, own[i].label), tr(lang, own[i].ask) };
        else
            all[i] = (struct note_spot){ by_part(item) && i < part_count ? parts[i].label : "",
                                         usual_ask(lang, item) };
    }
    return all;
}

int64_t note_most(const struct session_item *item)
{
    return item->method->id == METHOD_WORD ? 1 : SESSION_MAX_NOTES;
}

int64_t note_length(const struct session_item *item)
{
    return item->method->id == METHOD_WORD ? NOTE_MAX_WORD : SESSION_MAX_NOTE;
}

bool note_spot_open(const struct session_item *item, int64_t spot)
{
    return item->method->id != METHOD_CIRCLE || spot <= item->turn;
}

static bool is_spot(struct db *db, struct arena *a, const struct session_item *item, int64_t spot)
{
    size_t count;
    fixed(item->method->id, &count);
    if (count > 0 || !by_part(item))
        /* At a round table a note belongs to a turn, and there may be as many as people. */
        return spot >= 0 && spot < (item->method->id == METHOD_ROUND ? TURN_MOST
                                    : count > 0                      ? (int64_t)count
                                                                     : 1);
    const struct session_part *parts = session_parts(db, a, item, &count);
    if (item->method->engine == ENGINE_BOTH) /* the others are answered with a number */
        return spot >= 0 && spot < (int64_t)count && session_part_is_text(&parts[spot]);
    return spot >= 0 && spot < (count > 0 ? (int64_t)count : 1);
}

/* ---- words ------------------------------------------------------------------------------------------------- */

/* What makes two words the same: no case, no accents, no marks or spaces around it. */
static const char *same_as(struct arena *a, const char *text)
{
    char *folded = utf8_fold(a, text);
    static const char marks[] = " \t\n.,;:!?\"'";
    folded += strspn(folded, marks);
    size_t n = strlen(folded);
    while (n > 0 && strchr(marks, folded[n - 1]) != NULL)
        n--;
    folded[n] = '\0';
    return folded;
}

struct word {
    struct note_word word;
    const char *key;
    size_t at; /* where it came first */
};

static int by_key(const void *x, const void *y)
{
    const struct word *one = x, *other = y;
    int order = strcmp(one->key, other->key);
    return order != 0 ? order : one->at < other->at ? -1 : 1;
}

static int by_times(const void *x, const void *y)
{
    const struct word *one = x, *other = y;
    if (one->word.times != other->word.times)
        return one->word.times > other->word.times ? -1 : 1;
    return one->at < other->at ? -1 : 1;
}

const struct note_word *note_words(struct arena *a, const struct session_note *notes, size_t note_count,
                                   size_t *count)
{
    struct word *all = NEW_ARRAY(a, struct word, note_count);
    size_t shown = 0, n = 0;
    for (size_t i = 0; i < note_count; i++)
        if (!notes[i].hidden) {
            all[shown] = (struct word){ { notes[i].content, 1 }, same_as(a, notes[i].content), i };
            shown++;
        }
    qsort(all, shown, sizeof *all, by_key);
    for (size_t i = 0; i < shown; i++)
        if (n > 0 && strcmp(all[n - 1].key, all[i].key) == 0)
            all[n - 1].word.times++;
        else
            all[n++] = all[i];
    qsort(all, n, sizeof *all, by_times);
    struct note_word *words = NEW_ARRAY(a, struct note_word, n);
    for (size_t i = 0; i < n; i++)
        words[i] = all[i].word;
    *count = n;
    return words;
}

/* ---- looking ----------------------------------------------------------------------------------------------- */

static const char *key_of(struct arena *a, int64_t id)
{
    return arena_printf(a, "%lld", (long long)id);
}

/* A member is called as the organisation knows him; many notes are of few people. */
static const char *name_of(struct db *db, struct arena *a, const struct session *s,
                           const struct session_note_list *row, size_t i, const char *const *names)
{
    if (!row[i].member_id.set)
        return row[i].name;
    for (size_t k = 0; k < i; k++)
        if (row[k].member_id.set && row[k].member_id.v == row[i].member_id.v)
            return names[k];
    const struct organisation_member *m = organisation_member_get(db, a, s->organisation, row[i].member_id.v);
    return m == NULL ? row[i].name : m->name;
}

const struct session_note *session_notes(struct db *db, struct arena *a, const struct session *s,
                                         const struct session_item *item, int64_t round, bool hidden,
                                         size_t *count)
{
    size_t rows, ballots = 0;
    const struct session_note_list *row = session_q_note_list(db, a, item->id, round, hidden, &rows);
    const struct session_note *secret = item->anonymous ? secret_notes(db, a, s, item, round, &ballots) : NULL;
    struct session_note *all = NEW_ARRAY(a, struct session_note, rows + ballots);
    const char **names = NEW_ARRAY(a, const char *, rows);
    size_t n = 0;
    for (size_t i = 0; i < rows; i++) {
        names[i] = name_of(db, a, s, row, i, names);
        all[n++] =
            (struct session_note){ .id = row[i].id,
                                   .key = key_of(a, row[i].id),
                                   .spot = row[i].spot,
                                   .participant = row[i].participant_id.set ? row[i].participant_id.v : 0,
                                   .name = names[i],
                                   .content = row[i].content,
                                   .cluster = row[i].cluster,
                                   .hidden = (int)row[i].hidden,
                                   .edit = row[i].edit };
    }
    for (size_t i = 0; i < ballots; i++)
        if (hidden || !secret[i].hidden)
            all[n++] = secret[i];
    *count = n;
    return all;
}

const struct session_note *session_notes_own(struct db *db, struct arena *a, const struct session *s,
                                             const struct session_item *item, int64_t participant,
                                             const char *secret, size_t *count)
{
    *count = 0;
    if (item->anonymous)
        return secret_notes_own(db, a, s, item, participant, secret, count);
    const struct session_note_own *row = session_q_note_own(db, a, item->id, item->round, participant, count);
    struct session_note *all = NEW_ARRAY(a, struct session_note, *count);
    for (size_t i = 0; i < *count; i++)
        all[i] = (struct session_note){ .id = row[i].id,
                                        .key = key_of(a, row[i].id),
                                        .spot = row[i].spot,
                                        .participant = participant,
                                        .name = "",
                                        .content = row[i].content,
                                        .cluster = row[i].cluster,
                                        .hidden = (int)row[i].hidden,
                                        .edit = row[i].edit };
    return all;
}

int64_t note_writers(struct db *db, struct arena *a, const struct session *s, const struct session_item *item,
                     int64_t round)
{
    return item->anonymous ? secret_writers(db, a, s, item, round)
                           : session_q_note_writers(db, a, item->id, round)->n;
}

/* ---- writing ----------------------------------------------------------------------------------------------- */

static struct fault check_text(const struct session_item *item, const char *text)
{
    if (text[0] == '\0')
        return invalid("text", N_("Write something first."));
    if ((int64_t)utf8_length(text) <= note_length(item))
        return NO_FAULT;
    return item->method->id == METHOD_WORD
               ? invalid("text",
                         N_("Use at most 80 characters: one word, or a short sentence. Nothing was stored; "
                            "your text is still here."))
               : invalid("text",
                         N_("Use at most 600 characters a note. Nothing was stored; your text is still here: "
                            "shorten it, or cut it in two."));
}

const struct fault note_full = {
    .status = CONFLICT,
    .msgid = N_(
        "You wrote as many notes here as one person can: 30. Change one of them, or tell it in the room. Your "
        "text is still here."),
    .detail = "full"
};

/* Whether the phones may write. The desk may write about everything that was opened. */
static bool takes(const struct session_item *item, int64_t participant)
{
    return participant == 0 ? item->round > 0 : item->state == ITEM_OPEN;
}

/* What a retry is known by: who, where, the page's number and the text. A text that was typed anew on an old page is a note by
 * itself, and so nothing is lost. */
const char *note_once(struct arena *a, const struct session_item *item, int64_t participant, int64_t spot,
                      const char *nonce, const char *text, int again)
{
    const char *all = arena_printf(a, "%lld %lld %lld %d %zu %s %s", (long long)item->round,
                                   (long long)participant, (long long)spot, again, strlen(nonce), nonce, text);
    return crypto_digest_hex(a, (struct bytes){ all, strlen(all) });
}

/* One person, one word: writing another one changes it. */
static bool replaces_own(struct db *db, struct arena *a, const struct session *s,
                         const struct session_item *item, int64_t participant, const char *secret,
                         const char *text, struct fault *f)
{
    if (participant == 0 || note_most(item) != 1)
        return false;
    size_t count;
    const struct session_note *own = session_notes_own(db, a, s, item, participant, secret, &count);
    if (count == 0)
        return false;
    *f = strcmp(own[0].content, text) == 0
             ? NO_FAULT
             : session_note_change(db, a, s, item, own[0].key, participant, secret, text, own[0].edit);
    return true;
}

struct fault session_note_add(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, int64_t participant, const char *secret,
                              const char *nonce, int64_t spot, const char *content)
{
    const char *text = utf8_clean(a, content);
    if (!takes(item, participant))
        return note_closed;
    struct fault f = check_text(item, text);
    if (f.status != OK)
        return f;
    if (!is_spot(db, a, item, spot) || (participant != 0 && !note_spot_open(item, spot)))
        return invalid("spot", N_("Choose where this note belongs."));
    if (replaces_own(db, a, s, item, participant, secret, text, &f))
        return f;
    if (item->anonymous && participant != 0)
        return secret_note_add(db, a, s, item, participant, secret, nonce, spot, text);
    for (int again = 0; again <= SESSION_MAX_NOTES; again++) {
        const char *key = note_once(a, item, participant, spot, nonce, text, again);
        const struct session_note_of_nonce *there = session_q_note_of_nonce(db, a, item->id, key);
        /* Changed since: a page with a number of its own only sends again what was stored long ago. */
        if (there != NULL && (strcmp(there->content, text) == 0 || nonce[0] != '\0'))
            return NO_FAULT;
        if (there != NULL)
            continue;
        if (participant != 0 &&
            session_q_note_count(db, a, item->id, item->round, participant)->n >= note_most(item))
            return note_full;
        session_q_note_insert(db, item->id, item->round, spot,
                              participant == 0 ? DB_NULL_INT : DB_SOME(participant), key, text);
        return NO_FAULT;
    }
    return note_full;
}

/* The id that a form calls a note by; 0 when it is none. */
static int64_t id_of(const char *key)
{
    long long id = 0;
    int used = 0;
    if (strlen(key) > 18 || strspn(key, "0123456789") != strlen(key) || sscanf(key, "%lld%n", &id, &used) != 1)
        return 0;
    return id;
}

struct fault session_note_change(struct db *db, struct arena *a, const struct session *s,
                                 const struct session_item *item, const char *key, int64_t participant,
                                 const char *secret, const char *content, int64_t edit)
{
    const char *text = utf8_clean(a, content);
    if (!takes(item, participant))
        return note_closed;
    struct fault f = text[0] == '\0' ? NO_FAULT : check_text(item, text);
    if (f.status != OK)
        return f;
    if (item->anonymous && participant != 0)
        return secret_note_change(db, a, s, item, key, participant, secret, text);
    struct db_int who = participant == 0 ? DB_NULL_INT : DB_SOME(participant);
    int64_t id = id_of(key);
    if (text[0] == '\0')
        return session_q_note_delete(db, item->id, id, who) == 0 ? note_not_there : NO_FAULT;
    if (session_q_note_change(db, item->id, id, who, text, edit) > 0)
        return NO_FAULT;
    size_t count;
    const struct session_note *all = session_notes(db, a, s, item, item->round, true, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id && (participant == 0 || all[i].participant == participant))
            return FAULT(CONFLICT, N_("Somebody else changed this just now. Look at it again."),
                         .detail = "edit");
    return note_not_there;
}

/* ---- what the desk does with it ---------------------------------------------------------------------------- */

static bool is_secret_key(const char *key)
{
    return strlen(key) > 18;
}

struct fault session_note_sort(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, const char *key, int64_t cluster)
{
    if (!is_secret_key(key))
        return session_q_note_sort(db, item->id, id_of(key), cluster) == 0 ? note_not_there : NO_FAULT;
    return secret_note_sort(db, a, s, item, key, cluster);
}

struct fault session_note_hide(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, const char *key, enum note_hidden why)
{
    if (!is_secret_key(key))
        return session_q_note_hide(db, item->id, id_of(key), why) == 0 ? note_not_there : NO_FAULT;
    return secret_note_hide(db, a, s, item, key, why != NOTE_SHOWN);
}
