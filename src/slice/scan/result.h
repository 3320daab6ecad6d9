/* What a round amounts to, worked out of what stands: rules only, no request and no HTML. */
#ifndef SLICE_SCAN_RESULT_H
#define SLICE_SCAN_RESULT_H

#include "slice/scan/scan.h"

/* A round with everything that its pages show. Reads the group's sheet, the counts and the list of sheets, never the
 * members' answers. */
struct scan_outcome {
    const struct scan_round *round;
    struct scan_standing standing;
    struct scan_input input;
    struct scan_result result;
};
void scan_outcome(struct db *db, struct arena *a, const struct scan_round *r, struct scan_outcome *out);

/* How far the members agreed. */
struct scan_agreement {
    int asked;          /* statements that two or more answered */
    int unanimous;      /* of these: everyone the same */
    int divided;        /* the others */
    int discussed;      /* of the divided: one answer, or "no agreement", was recorded together */
    int no_agreement;   /* recorded as "no agreement": counts as don't know */
    const int *domains; /* divided, by domain index */
};
void scan_agreement(struct arena *a, const struct scan_outcome *o, struct scan_agreement *out);

/* What the title says. Domains with fewer than four counted answers say too little to be named; so do those of which too
 * much is not known, that is, where the band up to "every don't know a yes" is FINDING_WIDE points or more. */
enum finding {
    FINDING_EMPTY,    /* no answer at all */
    FINDING_NO_SCORE, /* answers, but none that counts */
    FINDING_FIRST,    /* less than half is answered */
    FINDING_UNKNOWN,  /* too much is not known of every domain */
    FINDING_ONE,      /* one domain has a score that says enough */
    FINDING_CLOSE,    /* no two domains differ by more than five points */
    FINDING_BEST,     /* the best domain is below FINDING_STRONG_FROM: "best", not "strong" */
    FINDING_STRONG,
};
enum { FINDING_NAMED = 2, FINDING_NEAR = 5, FINDING_STRONG_FROM = 70, FINDING_WIDE = 30 };
struct scan_finding {
    enum finding kind;
    int top[FINDING_NAMED], bottom[FINDING_NAMED]; /* domain indexes */
    int top_count, bottom_count; /* how many share the place; more than FINDING_NAMED: none is named */
    int64_t score;               /* ONE, CLOSE: whole */
    int unknown;                 /* domains with a score that were left out because too much is not known */
};
/* The band of a score is FINDING_WIDE points or more. */
bool score_is_wide(const struct score *s);

void scan_finding(const struct scan_outcome *o, struct scan_finding *out);

/* Where the round stands best and where most work lies. Themes when at least six of them have a percentage, as in a full
 * scan; otherwise domains, since "1 of 1" says nothing about a theme. At most three each, never the same in both,
 * the strong ones from 50 up, the others below 100; none with a wide band. */
enum { PICKS_MOST = 3, PICKS_STRONG_FROM = 50 };
struct scan_pick {
    bool theme;
    int index;
    const struct score *score;
};
struct scan_picks {
    struct scan_pick strong[PICKS_MOST], weak[PICKS_MOST];
    int strong_count, weak_count;
};
void scan_picks(struct arena *a, const struct scan_outcome *o, struct scan_picks *out);

/* Importance and maturity as the group sees them. Of members only from three on, so that nobody's view can be told. */
enum { PAIR_FROM = 3, PAIR_LEVELS = 5 };
struct scan_level {
    bool shown;
    int fillers;
    int64_t median_tenths, mean_tenths; /* of 1..5: 35 is three and a half */
    int64_t counts[PAIR_LEVELS];        /* how many chose 1, 2, … */
};
struct scan_pair {
    struct scan_level importance, maturity;
};
void scan_pair(struct db *db, struct arena *a, const struct scan_round *r, struct scan_pair *out);

/* by_answers, by_tailoring and by_version as whole numbers that add up to the difference of the whole scores: what is
 * left by rounding goes to the parts with the largest remainder, never to a part that is exact. */
void score_parts_whole(const struct score_comparison *c, int64_t parts[3]);

/* ---- in words (words.c), in the arena ----------------------------------------------------------------- */

/* A title as it stands inside a sentence: "Gemeenschap" becomes "gemeenschap", "OCMW" stays. */
const char *scan_inside(struct arena *a, const char *title);
const char *scan_join(struct arena *a, const char *const *words, int count, const char *between);
/* "a", "a and b", "a, b and c". */
const char *scan_and_list(struct arena *a, const struct lang *lang, const char *const *words, int count);
/* Short names of at most FINDING_NAMED domains, by index, as they stand inside a sentence. */
const char *scan_domain_words(struct arena *a, const struct lang *lang, const struct pack_scan *scan,
                              const int *domains, int count);
/* "Strong in community, most work on purchasing" */
const char *scan_finding_words(struct arena *a, const struct lang *lang, const struct scan_outcome *o,
                               const struct scan_finding *f);
/* The two domains with more than half of what the members were divided about; NULL when no two have that. */
const char *scan_most_divided(struct arena *a, const struct lang *lang, const struct scan_outcome *o,
                              const struct scan_agreement *agreement);

#endif
