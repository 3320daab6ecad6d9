/* The short action list of a trajectory: goals, actions and measures with owner, day, status, theme and where they came from. */
#ifndef SLICE_PLAN_PLAN_H
#define SLICE_PLAN_PLAN_H

#include <stdbool.h>
#include <stdint.h>

#include "slice/trajectory/trajectory.h"

struct doc;

enum plan_sort { PLAN_GOAL, PLAN_ACTION, PLAN_MEASURE, PLAN_SORTS };
enum plan_status { PLAN_PROPOSED, PLAN_PLANNED, PLAN_RUNNING, PLAN_DONE, PLAN_STOPPED, PLAN_STATUSES };
enum plan_origin { PLAN_BY_HAND, PLAN_BOOKMARK, PLAN_AGREEMENT, PLAN_GAP, PLAN_LIBRARY, PLAN_ORIGINS };
/* The three roles of a local authority: it acts itself, directs others, buys. */
enum plan_role { PLAN_ACTOR = 1, PLAN_DIRECTOR = 2, PLAN_CLIENT = 4 };

/* As stored: "goal" … */
const char *plan_sort_name(enum plan_sort s);
bool plan_sort_parse(const char *s, enum plan_sort *out);
const char *plan_status_name(enum plan_status s);
bool plan_status_parse(const char *s, enum plan_status *out);
const char *plan_origin_name(enum plan_origin o);
/* As people read them, translated. */
const char *plan_sort_word(const struct lang *lang, enum plan_sort s);
const char *plan_status_word(const struct lang *lang, enum plan_status s);
const char *plan_origin_word(const struct lang *lang, enum plan_origin o);

enum { PLAN_MAX_TITLE = 200, PLAN_MAX_WHY = 2000, PLAN_MAX_NOTE = 1000 };

struct plan_action {
    int64_t id, organisation, trajectory;
    enum plan_sort sort;
    struct db_int parent, owner, department, due_on; /* owner: organisation_member.id */
    const char *title, *why;
    enum plan_status status;
    const char *theme, *sdg; /* "" = none; sdg "7,13" */
    unsigned roles;          /* enum plan_role */
    enum plan_origin origin;
    const char *origin_ref;
    int64_t edit, created_at;
    struct db_int created_by, done_at, archived_at;
};

/* All rows that are not archived: goals first, then by day. At most PLAN_MAX_ROWS: it is a short list. */
enum { PLAN_MAX_ROWS = 500 };
const struct plan_action *plan_actions(struct db *db, struct arena *a, const struct trajectory *t,
                                       size_t *count);
/* NULL when it is not one of t's; archived ones too. */
const struct plan_action *plan_action_get(struct db *db, struct arena *a, const struct trajectory *t,
                                          int64_t id);
/* The row that came from a statement, document or library action; NULL when none did. */
const struct plan_action *plan_action_from(struct db *db, struct arena *a, const struct trajectory *t,
                                           const char *origin_ref);

/* Makes a row; everything is checked. INVALID with detail = field ("title", "parent", "due_on", "sdg", "full"). With an
 * origin_ref that a row has already, that row is given and nothing is made. */
struct fault plan_action_add(struct db *db, struct arena *a, const struct trajectory *t,
                             const struct plan_action *n, int64_t user, int64_t now_ms, int64_t *id);
/* New values of row n->id; each changed field keeps its old value in the log. CONFLICT when n->edit is old. */
struct fault plan_action_change(struct db *db, struct arena *a, const struct trajectory *t,
                                const struct plan_action *n, int64_t user, int64_t now_ms);
/* Its owner (user 0 = by a link) tells how it stands. note may be "". */
struct fault plan_action_update(struct db *db, struct arena *a, const struct trajectory *t, int64_t id,
                                enum plan_status status, const char *note, int64_t user, int64_t now_ms);
/* Off the list, and back. */
void plan_action_archive(struct db *db, struct arena *a, const struct trajectory *t, int64_t id, bool archived,
                         int64_t user, int64_t now_ms);

struct plan_change {
    int64_t at;
    struct db_int user;
    const char *field, *before, *after;
};
/* The newest first, at most 100. */
const struct plan_change *plan_changes(struct db *db, struct arena *a, int64_t action, size_t *count);

/* How many there are of each sort, and from how many on the template says it is no longer a limited number. */
struct plan_load {
    int64_t count[PLAN_SORTS], most[PLAN_SORTS];
};
struct plan_load plan_load(struct db *db, struct arena *a, const struct trajectory *t);

/* What makes an action vague: bits. A goal wants a day, an action an owner, a day and a first verb of its own. */
enum plan_vague { PLAN_NO_OWNER = 1, PLAN_NO_DAY = 2, PLAN_NO_WHY = 4, PLAN_TOO_SHORT = 8 };
unsigned plan_vague(const struct plan_action *p);

/* Chapter of the final report: goals with their actions and measures, then those without a goal. */
void plan_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                  const struct trajectory *t, struct doc *d, int level);

/* ---- Priorities: themes by impact and support, which were chosen and why ------------------------------- */

enum { PLAN_PRIORITY_LEAST = 10, PLAN_PRIORITY_MOST = 50, PLAN_MAX_LABEL = 200, PLAN_MAX_PRIORITIES = 200 };

struct plan_priority {
    int64_t id;
    const char *theme, *label;     /* theme as in struct plan_action, "" = it has only a label */
    struct db_int impact, support; /* tenths, 10 to 50 */
    bool chosen;
    int64_t position; /* of a chosen one, from 1 */
    const char *why;
    struct db_int session, item; /* session_session.id, session_item.id: where the numbers come from */
    int64_t edit, created_at;
    struct db_int archived_at;
};
/* Those that are not archived: the chosen ones in order, then by what they score. */
const struct plan_priority *plan_priorities(struct db *db, struct arena *a, const struct trajectory *t,
                                            size_t *count);
/* NULL when it is not one of t's; archived ones too. */
const struct plan_priority *plan_priority_get(struct db *db, struct arena *a, const struct trajectory *t,
                                              int64_t id);
/* The priority of a theme, archived or not; NULL when there is none. */
const struct plan_priority *plan_priority_of(struct db *db, struct arena *a, const struct trajectory *t,
                                             const char *theme);
/* Its title in the language of ask. */
const char *plan_priority_title(const struct trajectory_ask *ask, const struct plan_priority *p);
/* Up to how many the template calls few: as many as it has goals. */
int64_t plan_priority_limit(const struct trajectory *t);

/* Adds a theme, or gives the one that is there these numbers and this session; what was chosen and why stays, one that was taken
 * off comes back. INVALID with detail "theme", "label", "impact", "support", "why", "full". */
struct fault plan_priority_put(struct db *db, struct arena *a, const struct trajectory *t,
                               const struct plan_priority *n, int64_t user, int64_t now_ms, int64_t *id);
/* By hand: numbers, chosen, why; each changed field keeps its old value. CONFLICT when n->edit is old. title: for the event. */
struct fault plan_priority_change(struct db *db, struct arena *a, const struct trajectory *t,
                                  const struct plan_priority *n, const char *title, int64_t user,
                                  int64_t now_ms);
/* A chosen one, a place up (-1) or down (1). */
void plan_priority_move(struct db *db, struct arena *a, const struct trajectory *t, int64_t id, int by);
/* Off the page; CONFLICT when edit is old. */
struct fault plan_priority_archive(struct db *db, struct arena *a, const struct trajectory *t,
                                   const struct plan_priority *p, int64_t user, int64_t now_ms);
/* As plan_changes. */
const struct plan_change *plan_priority_changes(struct db *db, struct arena *a, int64_t priority,
                                                size_t *count);
/* Chapter of the final report: what was chosen and why, and all themes with their numbers. Nothing when there are none. */
void plan_priority_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                           const struct trajectory *t, struct doc *d, int level);

extern const struct trajectory_part plan_part, plan_priority_part;
extern const struct slice slice_plan;

#endif
