/* Looking back at a trajectory: the template's questions to every member and one answer of the organisation, importance and
 * maturity of CSR at the start and at the end, and the moments at which the group comes back. */
#ifndef SLICE_EVALUATION_EVALUATION_H
#define SLICE_EVALUATION_EVALUATION_H

#include <stdbool.h>
#include <stdint.h>

#include "slice/trajectory/trajectory.h"

struct doc;

enum { EVALUATION_MAX_ANSWER = 4000, EVALUATION_MAX_THEMES = 400 };

/* ---- questions --------------------------------------------------------------------------------------- */

struct evaluation_round {
    int64_t id;
    bool closed;
    int64_t due_on, opened_at;
    struct db_int closed_at;
};
/* Of the running cycle; NULL when it was not opened. */
const struct evaluation_round *evaluation_round(struct db *db, struct arena *a, const struct trajectory *t);

/* CONFLICT when it is open already, INVALID with detail "due_on". */
struct fault evaluation_open(struct db *db, struct arena *a, const struct trajectory *t, int64_t due_on,
                             int64_t user, int64_t now_ms);
struct fault evaluation_close(struct db *db, struct arena *a, const struct trajectory *t, int64_t user,
                              int64_t now_ms);
struct fault evaluation_reopen(struct db *db, struct arena *a, const struct trajectory *t, const char *reason,
                               int64_t user, int64_t now_ms);

struct evaluation_answer {
    int64_t id, member; /* organisation_member.id; 0 = the organisation */
    const char *question, *answer, *themes;
    bool quotable;
    int64_t edit, at;
};
/* All answers of a round, by question and then in no order that tells who was first. */
const struct evaluation_answer *evaluation_answers(struct db *db, struct arena *a,
                                                   const struct evaluation_round *r, size_t *count);
/* One answer; NULL when it was not given. member 0 = the organisation. */
const struct evaluation_answer *evaluation_answer_of(const struct evaluation_answer *all, size_t count,
                                                     int64_t member, const char *question);

/* Stores one answer; "" takes it back. The old text stays in the log. edit is that of the answer it was made from, 0 = none.
 * CONFLICT when another is stored, or the round is closed (the organisation's own answer may still be written then). */
struct evaluation_saying {
    int64_t member;
    const char *question, *answer;
    bool quotable;
    int64_t edit;
};
struct fault evaluation_answer_save(struct db *db, struct arena *a, const struct trajectory *t,
                                    const struct evaluation_round *r, const struct evaluation_saying *s,
                                    int64_t user, int64_t now_ms);
/* Themes of an answer, separated by commas. */
struct fault evaluation_code(struct db *db, const struct evaluation_round *r, int64_t answer,
                             const char *themes);

/* ---- importance and maturity ------------------------------------------------------------------------- */

enum evaluation_moment { EVALUATION_START, EVALUATION_END, EVALUATION_MOMENTS };
const char *evaluation_moment_name(enum evaluation_moment m); /* "start", "end" */

struct evaluation_pair {
    int64_t member;
    int importance, maturity;
};
/* What every member said. At the start, who did not say it here but in the first scan round since the trajectory was
 * prepared counts with that. By member. */
const struct evaluation_pair *evaluation_pairs(struct db *db, struct arena *a, const struct packs *packs,
                                               const struct trajectory *t, enum evaluation_moment m,
                                               size_t *count);
/* INVALID with detail "importance" or "maturity" outside 1 to 5. */
struct fault evaluation_pair_save(struct db *db, const struct trajectory *t, enum evaluation_moment m,
                                  int64_t member, int importance, int maturity, int64_t now_ms);

/* The change, honestly: means of all, and of those who answered at both moments how many went up, stayed and went down.
 * Shown from three on, so that nobody's view can be told. */
enum { EVALUATION_FROM = 3 };
struct evaluation_scale {
    int64_t mean_tenths[EVALUATION_MOMENTS]; /* of 1..5; -1 = fewer than EVALUATION_FROM */
    int both, up, same, down; /* both: answered at both; the rest 0 when fewer than EVALUATION_FROM */
};
struct evaluation_change {
    size_t count[EVALUATION_MOMENTS];
    struct evaluation_scale importance, maturity;
};
struct evaluation_change evaluation_change(struct db *db, struct arena *a, const struct packs *packs,
                                           const struct trajectory *t);
/* The change of maturity in a sentence, "no growth" included; NULL when there is nothing to say yet. */
const char *evaluation_growth(struct arena *a, const struct lang *lang, const struct evaluation_change *c);

/* ---- coming back ------------------------------------------------------------------------------------- */

/* Plans the template's return moments (3, 6, 12 months) after a day, each on a session day; those that are there stay.
 * Gives how many were made. */
int evaluation_plan_returns(struct db *db, struct arena *a, const struct packs *packs, const char *country,
                            const struct lang *lang, const struct trajectory *t, int64_t from_day, int64_t user,
                            int64_t now_ms);

/* Chapter of the final report: the change, the organisation's answers, quotable answers of members. */
void evaluation_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                        const struct trajectory *t, struct doc *d, int level);

extern const struct trajectory_part evaluation_part;
extern const struct slice slice_evaluation;

#endif
