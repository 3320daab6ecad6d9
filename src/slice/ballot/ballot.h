/* Anonymous questions and notes, by product.md section 4 "Anonymity". A question has parts (statements, things to put dots on,
 * two axes), each with options; a ballot is a sheet that gives each part one of its options, or nothing. Or it collects notes:
 * texts without a name. A ballot and a note know no voter and no time, the list of voters knows neither, and nothing here can make
 * a question a named one afterwards. Who asks (the group, a live session) keeps the words around it and shows the pages;
 * rights are its business as well. docs/security.md says what a live file of the same minute could still tell.
 *
 * The course of a question:
 *
 *     ballot_announce   it is there with its parts, its voters and from how many ballots its result shows
 *     ballot_open       answers are taken; never in the same request as the announcement when 3 ballots suffice
 *     ballot_ask        both at once, from 5
 *     ballot_cast       an answer, and each change of it with the secret on the phone; ballot_cast_sheet with several parts
 *     ballot_note_add   a note; changed and taken back with the same secret
 *     ballot_reveal     whoever leads shows the result; one that tells what each answered only after a warning
 *     ballot_close      no more answers; the remainder shows
 *     ballot_mix        each step in a transaction of its own: ballots are counted out, notes and voters written anew
 *     ballot_swept      the engine has overwritten what it kept of how they came in
 *
 * Asked a second time after a discussion, it is another question about the same object, and the first stays. */
#ifndef SLICE_BALLOT_BALLOT_H
#define SLICE_BALLOT_BALLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

enum {
    BALLOT_MAX_PARTS = 120,
    BALLOT_MAX_OPTIONS = 12,  /* of a part, with a label each */
    BALLOT_MAX_VALUES = 101,  /* of a part whose options are numbers */
    BALLOT_MAX_PLACES = 2400, /* options of all parts together */
    BALLOT_MAX_LABEL = 200,   /* characters of an option */
    BALLOT_MAX_PART = 500,    /* characters of the label of a part */
    BALLOT_MAX_VOTERS = 5000,
    BALLOT_MAX_NOTES = 100, /* notes of one voter; a question may say fewer */
    BALLOT_MAX_NOTE = 2000, /* characters of a note */
    BALLOT_MAX_NONCE = 64,
    BALLOT_USUAL = 5, /* ballots from which a distribution may be shown */
    BALLOT_SMALL = 3, /* the same in a small group, when it was announced */
    BALLOT_BATCH =
        3, /* new ballots that a shown distribution waits for; more where many answered: ballot_reveal */
    BALLOT_SUPPRESSED = -1, /* a count that is not shown: never 0 */
    BALLOT_NONE = -1,       /* no option */
};

/* The cookie that keeps the secret on the phone: TOKEN_LENGTH characters, one for all questions, because what is stored
 * is a hash of it with the question and the voter. */
#define BALLOT_COOKIE "kapstok-stem"
enum { BALLOT_COOKIE_DAYS = 180 };

enum ballot_state { BALLOT_ANNOUNCED, BALLOT_OPEN, BALLOT_CLOSED, BALLOT_STATES };

/* A part with its options in the order of their numbers, from 0. options NULL: they are the numbers 0 to option_count - 1. */
struct ballot_part {
    const char *label; /* "" where a question has only one */
    const char *const *options;
    size_t option_count;
};

struct ballot {
    int64_t id, organisation;
    const char *kind; /* what asks, and so whose ids the voters are: "group.width", "session.item" */
    int64_t object;   /* its id there */
    enum ballot_state state;
    int64_t minimum; /* BALLOT_USUAL or BALLOT_SMALL */
    bool apart;
    struct db_int due_on;
    int64_t announced_at;
    struct db_int opened_at, closed_at;
    int64_t notes; /* how many notes each may write; 0 = it asks for a choice */
    const struct ballot_part *parts;
    size_t part_count;          /* 0 where it collects notes */
    const char *const *options; /* of the first part */
    size_t option_count;
};

/* ---- Its course -------------------------------------------------------------------------------------- */

/* Either parts, or options (one part without a label), or notes. */
struct ballot_new {
    int64_t organisation;
    const char *kind;
    int64_t object;
    const struct ballot_part *parts;
    size_t part_count;
    const char *const *options; /* at least 2 */
    size_t option_count;
    int64_t notes;         /* 1 to BALLOT_MAX_NOTES: everybody may write so many */
    const int64_t *voters; /* ids by kind, each once */
    size_t voter_count;
    bool joins;      /* voters come as they join (ballot_admit): the list may begin empty */
    int64_t minimum; /* BALLOT_USUAL or BALLOT_SMALL */
    bool
        apart; /* each part is a question by itself (a scale per statement): it shows from `minimum` answers to it. Not where
                             nothing means "not chosen", as with dots or several choices of a poll */
    struct db_int due_on; /* day; warns, never locks */
};
/* INVALID with detail "parts", "options", "notes", "voters" or "minimum". A part has from 2 options; where nothing means "not
 * chosen", 1 suffices. */
struct fault ballot_announce(struct db *db, struct arena *a, const struct ballot_new *n, int64_t now_ms,
                             int64_t *id);
/* CONFLICT when it is not an announced one, and when BALLOT_SMALL was announced at this very moment: people must
 * have been able to read it. */
struct fault ballot_open(struct db *db, const struct ballot *b, int64_t now_ms);
/* Announces and opens. INVALID with detail "minimum" unless it is BALLOT_USUAL. */
struct fault ballot_ask(struct db *db, struct arena *a, const struct ballot_new *n, int64_t now_ms,
                        int64_t *id);
/* Somebody more may answer; nothing when already on the list, or when it is closed. */
void ballot_admit(struct db *db, const struct ballot *b, int64_t voter);

/* Stores the answer (position of the option) of a voter to a question of one part, or changes it with the secret that the
 * first one was given with. The same call again changes nothing. CONFLICT when it is not open, or when this voter answered with
 * another secret (on another phone); DENIED when the voter is not on the list; INVALID with detail "option" or "secret". */
struct fault ballot_cast(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                         const char *secret, int64_t option);
/* The same with a choice for each of b->part_count parts; BALLOT_NONE is nothing. It stores the whole sheet: what an earlier one
 * said and this one does not is gone. A sheet with nothing on it counts as an answer: whoever asks refuses it where it makes no sense. */
struct fault ballot_cast_sheet(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                               const char *secret, const int64_t *choices);
/* What the holder of the secret answered; BALLOT_NONE when nothing, when the secret is another, and after closing, for
 * then nobody can tell any more. secret may be NULL. */
int64_t ballot_own(struct db *db, struct arena *a, const struct ballot *b, int64_t voter, const char *secret);
/* The same for all parts, b->part_count of them; NULL when there is no sheet. */
const int64_t *ballot_own_sheet(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                const char *secret);

/* Shows the result as it is now; after that it follows by itself, in batches of BALLOT_BATCH new ballots or, from 150 on, of a
 * fiftieth of what is shown, and with the remainder at closing. CONFLICT with detail "few" below the minimum, and with detail
 * "unanimous" when there is a part to which all gave the same answer and who leads was not warned yet (`warned`): of that part
 * everybody then knows what each of the others answered, whatever the rest of the sheet says. All are those with a ballot; where parts
 * stand apart, those who answered this one. Nothing is not an answer, so a thing on which nobody put a dot warns nobody. Shown
 * already, and not enough new ones: nothing changes. */
struct fault ballot_reveal(struct db *db, struct arena *a, const struct ballot *b, bool warned);
/* CONFLICT when it is not open. */
struct fault ballot_close(struct db *db, struct arena *a, const struct ballot *b, int64_t now_ms);

/* ---- Notes ------------------------------------------------------------------------------------------- */

/* Stores a note of a voter. nonce is any text of the form (up to BALLOT_MAX_NONCE), new for each note, so that the same call again, by a
 * double tap or a retry, counts once. CONFLICT when it is not open, when the nonce was used for another text (detail "nonce": offer
 * a new one), or when the voter has written as many as the question allows (detail "many"); DENIED when the voter is not on the list;
 * INVALID with detail "note", "nonce" or "secret". */
struct fault ballot_note_add(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                             const char *secret, const char *nonce, const char *text, int64_t spot);
/* Both while it is open, by who holds the secret that the note with this key was written with; NOT_FOUND when that is none. A note
 * that others saw already leaves the wall: changed, it comes back with the next batch. Who watches the wall then may see whose it was:
 * say so beside the button. */
struct fault ballot_note_change(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                const char *secret, const char *key, const char *text, int64_t spot);
struct fault ballot_note_take_back(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                   const char *secret, const char *key);

struct ballot_note {
    const char *key; /* hex; another one after closing */
    const char *body;
    int64_t spot, cluster; /* cluster 0 = in none */
    bool hidden, shown;
};
/* The notes that are shown, hidden ones among them, in order of their keys, which says nothing. They show as results do: after
 * ballot_reveal, when so many people wrote as the question's minimum, then in batches of notes by at least BALLOT_BATCH people, and
 * the remainder at closing. */
const struct ballot_note *ballot_notes(struct db *db, struct arena *a, const struct ballot *b, size_t *count);
/* Those that the holder of the secret wrote, shown or not; none after closing. secret may be NULL. */
const struct ballot_note *ballot_notes_own(struct db *db, struct arena *a, const struct ballot *b,
                                           int64_t voter, const char *secret, size_t *count);
/* What whoever leads does with a note that is shown, also after closing. NOT_FOUND when there is none with this key, as after it
 * was taken back, or once more when it was closed in between: show the notes again. */
struct fault ballot_note_sort(struct db *db, struct arena *a, const struct ballot *b, const char *key,
                              int64_t spot, int64_t cluster);
struct fault ballot_note_hide(struct db *db, struct arena *a, const struct ballot *b, const char *key,
                              bool hidden);

/* ---- After closing ----------------------------------------------------------------------------------- */

/* One step for what was closed: its ballots are counted out (how often each option of each part was given, and no longer on which
 * sheet), its notes written anew in the order of new arbitrary keys; the next call writes the lists of voters anew, in their order. Each
 * call in a transaction of its own: that is what keeps the two apart. False when there was nothing to do. */
bool ballot_mix(struct db *db, struct arena *a);
/* Questions that are mixed, while the engine may still keep how their answers came in (the log of SQLite, old rows of PostgreSQL).
 * Read after the last ballot_mix was committed; then db_sweep over ballot_tables; then ballot_swept with the same ids. */
const int64_t *ballot_unswept(struct db *db, struct arena *a, size_t *count);
void ballot_swept(struct db *db, const int64_t *ids, size_t count);
extern const char *const ballot_tables[]; /* ends with NULL */
/* Whether one of these has something to do: a look that costs nothing, each second. */
bool ballot_waits(struct db *db, struct arena *a);

/* Removes all questions about one thing with what was answered. False when some were not swept yet: they are closed, and it is to be
 * called again in a minute. */
bool ballot_remove(struct db *db, struct arena *a, int64_t organisation, const char *kind, int64_t object,
                   int64_t now_ms);

/* ---- Looking ----------------------------------------------------------------------------------------- */

/* NULL when absent or of another organisation. */
const struct ballot *ballot_get(struct db *db, struct arena *a, int64_t organisation, int64_t id);
/* All about one thing, the newest first. */
const struct ballot *ballots_of(struct db *db, struct arena *a, int64_t organisation, const char *kind,
                                int64_t object, size_t *count);

/* The distribution as it may be shown; never what came in since. */
enum ballot_shown {
    BALLOT_SHOWN,
    BALLOT_TOO_FEW, /* fewer ballots than the minimum */
    BALLOT_HELD     /* enough, but whoever leads has not shown it */
};
struct ballot_part_counts {
    int64_t answered; /* ballots that gave one of its options; BALLOT_SUPPRESSED unless shown */
    const int64_t
        *counts; /* by option; all BALLOT_SUPPRESSED unless shown. Mean and spread are computed from these */
};
struct ballot_counts {
    enum ballot_shown state;
    int64_t voters, voted; /* how many may answer, how many did: "18 of 23", which may be told at any time */
    int64_t total;         /* ballots in it (notes: people who wrote); BALLOT_SUPPRESSED unless shown */
    const struct ballot_part_counts *parts; /* b->part_count; suppressed one by one where it asks apart */
    const int64_t *counts;                  /* of the first part */
    bool more;                              /* something newer may be shown by ballot_reveal */
};
/* One look at the voters, and one at the options that are shown; what came in is not counted as long as it is open. */
struct ballot_counts ballot_counts(struct db *db, struct arena *a, const struct ballot *b);

/* Who may answer and who did, in order of their number. It says nothing about what. */
struct ballot_voter {
    int64_t voter;
    bool voted;
};
const struct ballot_voter *ballot_voters(struct db *db, struct arena *a, const struct ballot *b, size_t *count);

extern const struct slice slice_ballot;

#endif
