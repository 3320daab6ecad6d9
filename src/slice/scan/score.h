/* What answers amount to: scores, shares, agreement, and why a score moved. Pure rules: no database, no HTML. The
 * formulas are those of product.md section 4; everything is counted in integers and rounded once, half up. */
#ifndef SLICE_SCAN_SCORE_H
#define SLICE_SCAN_SCORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "pack/pack.h"

/* ---- answers --------------------------------------------------------------------------------------------- */

enum scan_answer {
    ANSWER_NONE = 0,
    ANSWER_YES,
    ANSWER_NO,
    ANSWER_DONT_KNOW,
    ANSWER_NOT_APPLICABLE,
    ANSWER_COUNT
};

/* "yes", "no", "dont_know", "not_applicable" in the API, CSV and the database; "" for no answer. */
const char *scan_answer_name(enum scan_answer answer);
/* The reverse; false when s is no such name. */
bool scan_answer_parse(const char *s, enum scan_answer *out);

/* ---- scores ---------------------------------------------------------------------------------------------- */

struct scan_input {
    const struct pack_scan *scan;
    bool light;                  /* the light variant; otherwise all statements */
    struct pack_profile profile; /* tailoring */
    const uint8_t *answers;      /* enum scan_answer by statement index */
    const bool *bookmarks;       /* by statement index, or NULL; counted, never scored */
};

/* The first statement whose answer is none of enum scan_answer, or that has an answer without being offered; -1 when
 * there is none. Callers refuse such input. scan_score leaves those answers out, so that a tailoring which changed
 * under stored answers cannot bend a score. */
int scan_answers_check(const struct scan_input *in);

enum { SCORE_NONE = -1 };

/* Scores and shares are in tenths of a percent, 0..1000, or SCORE_NONE when they would be 0/0. */
struct score {
    int64_t tenths;
    int64_t upper_tenths; /* if every "don't know" were a yes */
    int offered, yes, no, dont_know, not_applicable,
        unanswered; /* statements; the last five add up to the first */
    int bookmarks;
    int64_t coverage_tenths;       /* answered / offered */
    int64_t dont_know_tenths;      /* of the answered, which are all but the unanswered */
    int64_t not_applicable_tenths; /* of the answered */
    bool few;                      /* 1..3 counted answers (yes, no, don't know): show "2 of 3" instead */
    bool many_not_applicable;      /* the share, as it is shown with one decimal, is above 30.0 % */
    /* Sums of weights in milli-units. The global score is not made of these but of the domains. */
    int64_t weight_yes, weight_dont_know, weight_counted;
};

struct scan_result {
    struct score global;         /* counts over all statements, score the mean of the domains */
    const struct score *domains; /* by domain index */
    const struct score *themes;  /* by theme index */
    const int *domains_without;  /* indexes of domains without score, which the mean leaves out */
    int domains_without_count;
};

/* Theme and domain: 100 * sum(w * yes) / sum(w over yes, no, don't know). Global: the mean of the unrounded domain
 * scores, weighted by domain; a domain without score is left out and named. upper is the same with every don't-know
 * as a yes. Exact: domain scores are added as fractions of 128-bit integers, which pack_scan_exact() proves to be
 * wide enough for every loaded pack. Results in the arena. */
void scan_score(struct arena *a, const struct scan_input *in, struct scan_result *out);

/* ---- many fillers ---------------------------------------------------------------------------------------- */

/* How many gave which answer to one statement. */
struct tally {
    int yes, no, dont_know, not_applicable;
};

void tally_add(struct tally *t, enum scan_answer answer); /* ANSWER_NONE adds nothing */
int tally_count(const struct tally *t);

/* The answer that most gave: what a provisional score counts until the group has agreed. Any tie for the first place
 * is ANSWER_DONT_KNOW, as "no agreement" is when it is recorded; ANSWER_NONE without answers. */
enum scan_answer tally_majority(const struct tally *t);
/* Whether several share the first place: then no majority speaks. */
bool tally_tied(const struct tally *t);

/* How divided the group is, 0..1000: twice the share that did not give the most frequent answer, at most 1000, half
 * up. 0 = everyone the same; 1000 = at least half of the group stands outside every single answer (5 against 5, or
 * four answers evenly). 0 without answers. */
int tally_division(const struct tally *t);

/* EQUAL: unanimous. SLIGHT: at most a quarter gave another answer than most (division up to 500). DIVIDED: more. */
enum division { DIVISION_EQUAL, DIVISION_SLIGHT, DIVISION_DIVIDED };
enum division tally_class(const struct tally *t);
/* msgid: "agreed", "slightly divided", "divided". */
const char *division_label(enum division d);

/* Whether all who answered, at least one, gave the same answer; tally_majority says which. */
bool tally_unanimous(const struct tally *t);

/* Scores are in tenths; people see them whole, half up. SCORE_NONE stays SCORE_NONE. */
int64_t score_whole(int64_t tenths);

/* ---- forward or back ------------------------------------------------------------------------------------- */

/* Where a domain went between two rounds, in whole scores as people see them. Back only when it would be lower with every
 * "don't know" of now as a yes: what is not known yet may still be there. */
enum movement { MOVED_NOT_KNOWN, MOVED_FORWARD, MOVED_BACK, MOVED_NOT };
enum movement score_movement(const struct score *before, const struct score *now);

/* ---- why a score moved ----------------------------------------------------------------------------------- */

/* A statement that differs between two rounds. An index is -1 where the statement is not in that round. */
struct score_change {
    int before, after; /* statement indexes in the pack of either round */
    enum scan_answer from, to;
};
struct score_changes {
    const struct score_change *v;
    int count;
};

/* The global score goes from before to after in three steps, each changing one thing only:
 *
 *   before                                              score_before
 *   1. statements offered in both rounds get their new answer  -> S1;  by_answers = S1 - score_before
 *   2. the new tailoring and variant, still in the old pack    -> S2;  by_tailoring = S2 - S1
 *   3. the new version of the pack (statements, weights)       -> score_after;  by_version = score_after - S2
 *
 * In step 2 a statement that comes in brings its answer of the new round, if the new round offers it. Every stage is
 * a score as people see it, rounded to tenths, so the three parts always add up to score_after - score_before. A stage
 * without score (all not applicable, say) takes over the score of the stage before it, and its move falls to the next
 * step. Within one version of a pack by_version is 0. */
struct score_comparison {
    bool comparable;                   /* both rounds have a global score; otherwise the parts are 0 */
    int64_t score_before, score_after; /* tenths, or SCORE_NONE */
    int64_t by_answers, by_tailoring, by_version; /* tenths, may be negative */
    /* Offered in both rounds with another answer, in the order of the new pack. */
    struct score_changes became_yes, became_no, became_other; /* other: don't know, not applicable, no answer */
    struct score_changes came_in;  /* offered only after, in the order of the new pack */
    struct score_changes went_out; /* offered only before, in the order of the old pack */
};

/* Both inputs are of one pack id, perhaps of different versions; statements, questions and options are matched by id.
 * Lists in the arena. */
void scan_compare(struct arena *a, const struct scan_input *before, const struct scan_input *after,
                  struct score_comparison *out);

#endif
