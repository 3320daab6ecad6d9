/* Anonymous questions: one question with fixed options to a named list of voters, by product.md section 4 "Anonymity". A
 * ballot knows no voter and no time, the list of voters knows no ballot, and nothing here can make a question a named one
 * afterwards. Who asks (the group, a live session) keeps the words of the question and shows the pages; rights are its
 * business as well. docs/security.md says what a live file of the same minute could still tell.
 *
 * The course of a question:
 *
 *     ballot_announce   it is there with its options, its voters and from how many ballots its result shows
 *     ballot_open       answers are taken; never in the same request as the announcement when 3 ballots suffice
 *     ballot_cast       an answer, and each change of it with the secret on the phone
 *     ballot_reveal     whoever leads shows the result; a unanimous one only after a warning
 *     ballot_close      no more answers; the remainder shows
 *     ballot_mix        twice, each time in a transaction of its own: what came in is written anew in key order */
#ifndef SLICE_BALLOT_BALLOT_H
#define SLICE_BALLOT_BALLOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

enum {
    BALLOT_MAX_OPTIONS = 12,
    BALLOT_MAX_LABEL = 200, /* characters of an option */
    BALLOT_MAX_VOTERS = 5000,
    BALLOT_USUAL = 5,       /* ballots from which a distribution may be shown */
    BALLOT_SMALL = 3,       /* the same in a small group, when it was announced */
    BALLOT_BATCH = 3,       /* new ballots that a shown distribution waits for */
    BALLOT_SUPPRESSED = -1, /* a count that is not shown: never 0 */
    BALLOT_NONE = -1,       /* no option */
};

/* The cookie that keeps the secret on the phone: TOKEN_LENGTH characters, one for all questions, because what is stored
 * is a hash of it with the question and the voter. */
#define BALLOT_COOKIE "kapstok-stem"
enum { BALLOT_COOKIE_DAYS = 180 };

enum ballot_state { BALLOT_ANNOUNCED, BALLOT_OPEN, BALLOT_CLOSED, BALLOT_STATES };

struct ballot {
    int64_t id, organisation;
    const char *kind; /* what asks: "group.width" */
    int64_t object;   /* its id there */
    enum ballot_state state;
    int64_t minimum; /* BALLOT_USUAL or BALLOT_SMALL */
    struct db_int due_on;
    int64_t announced_at;
    struct db_int opened_at, closed_at;
    int64_t voters, voted; /* how many may answer, how many did */
    const char *const *options;
    size_t option_count;
};

/* ---- Its course -------------------------------------------------------------------------------------- */

struct ballot_new {
    int64_t organisation;
    const char *kind;
    int64_t object;
    const char *const *options; /* at least 2 */
    size_t option_count;
    const int64_t *voters; /* organisation_member.id, each once */
    size_t voter_count;
    int64_t minimum;      /* BALLOT_USUAL or BALLOT_SMALL */
    struct db_int due_on; /* day; warns, never locks */
};
/* INVALID with detail "options", "voters" or "minimum". */
struct fault ballot_announce(struct db *db, struct arena *a, const struct ballot_new *n, int64_t now_ms,
                             int64_t *id);
/* CONFLICT when it is not an announced one, and when BALLOT_SMALL was announced at this very moment: people must
 * have been able to read it. */
struct fault ballot_open(struct db *db, const struct ballot *b, int64_t now_ms);
/* Somebody more may answer; nothing when already on the list, or when it is closed. */
void ballot_admit(struct db *db, const struct ballot *b, int64_t voter);

/* Stores the answer (position of the option) of a voter, or changes it with the secret that the first one was given with.
 * The same call again changes nothing. CONFLICT when it is not open, or when this voter answered with another secret (on
 * another phone); DENIED when the voter is not on the list; INVALID with detail "option" or "secret". */
struct fault ballot_cast(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                         const char *secret, int64_t option);
/* What the holder of the secret answered; BALLOT_NONE when nothing, when the secret is another, and after closing, for
 * then nobody can tell any more. secret may be NULL. */
int64_t ballot_own(struct db *db, struct arena *a, const struct ballot *b, int64_t voter, const char *secret);

/* Shows the result as it is now; after that it follows by itself, in batches of BALLOT_BATCH new ballots, and with the
 * remainder at closing. CONFLICT with detail "few" below the minimum, and with detail "unanimous" when all ballots are the
 * same and who leads was not warned yet (`warned`). Shown already, and not enough new ones: nothing changes. */
struct fault ballot_reveal(struct db *db, struct arena *a, const struct ballot *b, bool warned);
/* CONFLICT when it is not open. */
struct fault ballot_close(struct db *db, struct arena *a, const struct ballot *b, int64_t now_ms);

/* Writes the ballots of what was closed anew in key order and gives them new keys; the next call does the same with the
 * lists of voters. One table a call, and each call in a transaction of its own: a copy made after both cannot join them. False when
 * there was nothing to do. Called each minute by the program. */
bool ballot_mix(struct db *db, struct arena *a);

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
struct ballot_counts {
    enum ballot_shown state;
    int64_t total;         /* ballots in it; BALLOT_SUPPRESSED unless shown */
    const int64_t *counts; /* by option; all BALLOT_SUPPRESSED unless shown */
    bool more;             /* something newer may be shown by ballot_reveal */
};
struct ballot_counts ballot_counts(struct db *db, struct arena *a, const struct ballot *b);

/* Who may answer and who did, in order of their number. It says nothing about what. */
struct ballot_voter {
    int64_t voter;
    bool voted;
};
const struct ballot_voter *ballot_voters(struct db *db, struct arena *a, const struct ballot *b, size_t *count);

extern const struct slice slice_ballot;

#endif
