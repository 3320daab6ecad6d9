/* The group of a trajectory (kopgroep, werkgroep, stuurgroep, focusgroep): who is in it, with which mandate and until when; whether
 * it is too narrow or too wide; why its members want this; how far stakeholders, support and transparency are; and the
 * objections that its guides meet. A trajectory has one group or more. A group may become another kind and keeps its history. */
#ifndef SLICE_GROUP_GROUP_H
#define SLICE_GROUP_GROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"
#include "doc/document.h"
#include "i18n/lang.h"
#include "pack/pack.h"
#include "slice/ballot/ballot.h"
#include "slice/document/document.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"

enum {
    GROUP_MAX_NAME = 80, /* characters */
    GROUP_MAX_MANDATE = 4000,
    GROUP_MAX_TASK = 120,
    GROUP_MAX_REASON = 500,
    GROUP_MAX_MOTIVE = 1500,
    GROUP_MAX_NOTE = 1000,
    GROUP_ENOUGH = 3 /* members from which it is a group, and from which estimates are shown */
};

/* ---- Groups ------------------------------------------------------------------------------------------ */

enum group_kind { GROUP_LEADING, GROUP_WORKING, GROUP_STEERING, GROUP_FOCUS, GROUP_KINDS };
const char *group_kind_name(enum group_kind k); /* "leading" … as stored and in templates */
bool group_kind_find(const char *name, enum group_kind *k);
const char *group_kind_label(const struct lang *lang, enum group_kind k); /* "Leading group" */

struct group {
    int64_t id, organisation, trajectory;
    enum group_kind kind;             /* on the day that was asked for */
    const char *name;                 /* "" = called by its kind */
    const char *mandate;              /* Markdown; "" = not written yet */
    struct db_int begins_on, ends_on; /* period of the mandate, days */
    struct db_int dissolved_on;       /* last day; not set = it goes on */
    int64_t edit;
};
/* How it is called: its own name, or its kind. */
const char *group_title(const struct lang *lang, const struct group *g);
/* "/organisatie/3/traject/7/groep/2" */
const char *group_path(struct arena *a, const struct group *g);

/* NULL when it is not one of t's. today: a day, for its kind. */
const struct group *group_get(struct db *db, struct arena *a, const struct trajectory *t, int64_t id,
                              int64_t today);
/* All of a trajectory, the oldest first; dissolved ones too. Few. */
const struct group *groups(struct db *db, struct arena *a, const struct trajectory *t, int64_t today,
                           size_t *count);
bool group_goes_on(const struct group *g, int64_t today);

/* Who changes what, and when: of every rule below. */
struct group_by {
    int64_t user, now_ms;
};

/* Makes one that is of that kind from today on. INVALID with detail "name". */
struct fault group_make(struct db *db, struct arena *a, const struct trajectory *t, enum group_kind kind,
                        const char *name, const struct lang *lang, struct group_by by, int64_t *id);

struct group_change {
    const char *name, *mandate;
    struct db_int begins_on, ends_on;
    const char *reason; /* "" = none given */
    int64_t edit;       /* of the group that the form was made from */
};
/* CONFLICT with detail "edit" when somebody changed it meanwhile; INVALID with detail "name", "mandate", "ends_on". */
struct fault group_set(struct db *db, struct arena *a, const struct group *g, const struct group_change *c,
                       struct group_by by);
/* Another kind from a day on. INVALID with detail "kind" (it is that already) or "from_day" (before the last time). */
struct fault group_become(struct db *db, struct arena *a, const struct group *g, enum group_kind kind,
                          int64_t from_day, const char *reason, const struct lang *lang, struct group_by by);
/* It stops now, or goes on again. Everything stays readable. */
void group_dissolve(struct db *db, struct arena *a, const struct group *g, const char *reason,
                    const struct lang *lang, struct group_by by);
void group_resume(struct db *db, const struct group *g, const char *reason, const struct lang *lang,
                  struct group_by by);

/* What it was from which day on, in order. */
struct group_was {
    enum group_kind kind;
    int64_t from_day;
};
const struct group_was *group_kinds(struct db *db, struct arena *a, const struct group *g, size_t *count);

/* What was changed, the newest first: at most `most` before a line (INT64_MAX = from the newest). what: see group_log in the
 * schema; member 0 = about the group; before and after are texts, names of kinds, or days ("20779-21000"). */
struct group_line {
    int64_t id, at, user, member;
    const char *what, *before, *after, *reason;
};
const struct group_line *group_lines(struct db *db, struct arena *a, const struct group *g, int64_t before_id,
                                     int64_t most, size_t *count);
/* Who changed the group itself last; NULL when nobody did. */
const struct group_line *group_last_change(struct db *db, struct arena *a, const struct group *g);

/* ---- Members ----------------------------------------------------------------------------------------- */

struct group_seat {
    int64_t id, group;
    const struct organisation_member *member;
    const char *task;
    int64_t begins_on;
    struct db_int ends_on; /* last day as agreed; not set = no end */
    struct db_int left_on; /* not set = did not leave */
    int64_t edit;
    bool present; /* in it today: begun, not over, and still of the organisation */
    bool comes;   /* begins after today */
};
/* All who are or were in it, by name. */
const struct group_seat *group_seats(struct db *db, struct arena *a, const struct group *g,
                                     const struct organisation_names *names, int64_t today, size_t *count);
/* NULL when it is not one of g's. */
const struct group_seat *group_seat_get(struct db *db, struct arena *a, const struct group *g, int64_t id,
                                        const struct organisation_names *names, int64_t today);

/* A member of the organisation takes part from today on; the seat there is when already in it. Whoever joins while the
 * question about its width is open may answer it. Gives the seat's id. */
int64_t group_join(struct db *db, struct arena *a, const struct group *g, int64_t member, const char *task,
                   struct group_by by);
/* The event of several who joined in one go. */
void group_joined(struct db *db, struct arena *a, const struct group *g, size_t count, const struct lang *lang,
                  struct group_by by);
struct group_seat_change {
    const char *task;
    int64_t begins_on;
    struct db_int ends_on;
    int64_t edit;
};
/* CONFLICT with detail "edit"; INVALID with detail "task" or "ends_on". */
struct fault group_seat_set(struct db *db, struct arena *a, const struct group *g, const struct group_seat *s,
                            const struct group_seat_change *c, struct group_by by);
/* Is no longer in it from now on; what he or she did stays. */
void group_leave(struct db *db, struct arena *a, const struct group *g, const struct group_seat *s,
                 const struct lang *lang, struct group_by by);
/* Takes part again, as before. CONFLICT when he or she does so already, on another seat. */
struct fault group_back(struct db *db, struct arena *a, const struct group *g, const struct group_seat *s,
                        struct group_by by);

/* Everybody who is in a group of the trajectory today and still of the organisation, each once: ids of members. */
const int64_t *group_people(struct db *db, struct arena *a, const struct trajectory *t,
                            const struct organisation_names *names, int64_t today, size_t *count);
bool group_has(const int64_t *people, size_t count, int64_t member);

/* Departments against members: who is missing. */
enum group_attribute { GROUP_STAFF, GROUP_MANDATARY, GROUP_EXTERNAL, GROUP_ATTRIBUTES };
enum group_attribute group_attribute_of(const struct organisation_member *m);
struct group_row {
    int64_t department; /* 0 = of no department */
    const char *name;
    size_t count[GROUP_ATTRIBUTES], all;
};
struct group_grid {
    const struct group_row
        *rows; /* the departments by name; of no department comes last and only when somebody is */
    size_t row_count;
    size_t departments, covered; /* of the organisation; with somebody in the group */
    size_t members, attributes[GROUP_ATTRIBUTES];
};
struct group_grid group_grid(struct db *db, struct arena *a, int64_t organisation,
                             const struct organisation_names *names, const int64_t *people, size_t count);

/* ---- Too narrow, right, or too wide? ------------------------------------------------------------------ */

enum group_width { WIDTH_NARROW, WIDTH_RIGHT, WIDTH_WIDE, GROUP_WIDTHS };
const char *group_width_label(const struct lang *lang, enum group_width w); /* "Too narrow" */

/* The newest question about a group; NULL when it was never asked. */
const struct ballot *group_width_ballot(struct db *db, struct arena *a, const struct group *g);
/* All of them, the newest first. */
const struct ballot *group_width_ballots(struct db *db, struct arena *a, const struct group *g, size_t *count);
/* Asks everybody who is in it today, until a day. With BALLOT_USUAL it opens at once; with BALLOT_SMALL it is announced first
 * and opened by group_width_open. INVALID with detail "minimum" (fewer than that are in it); CONFLICT while one runs. */
struct fault group_width_ask(struct db *db, struct arena *a, const struct group *g, int64_t minimum,
                             int64_t due_on, const struct lang *lang, struct group_by by);
struct fault group_width_open(struct db *db, const struct group *g, const struct ballot *b,
                              const struct lang *lang, struct group_by by);
struct fault group_width_close(struct db *db, struct arena *a, const struct group *g, const struct ballot *b,
                               const struct lang *lang, struct group_by by);
/* "5 of 9 find the group too narrow." Of what is shown; says so when it is not. */
const char *group_width_sentence(struct arena *a, const struct lang *lang, const struct ballot *b,
                                 const struct ballot_counts *c);

/* ---- Motives ----------------------------------------------------------------------------------------- */

struct group_motive {
    int64_t member;
    const char *motive, *brings;
    int64_t edit, changed_at;
};
/* NULL when this member wrote none. */
const struct group_motive *group_motive_of(struct db *db, struct arena *a, const struct trajectory *t,
                                           int64_t member);
/* Of the people given, in their order; whoever left takes his or hers along. */
const struct group_motive *group_motives(struct db *db, struct arena *a, const struct trajectory *t,
                                         const int64_t *people, size_t people_count, size_t *count);
/* Both "" takes it back. The earlier text is kept. CONFLICT with detail "edit" (0 = there was none); INVALID with detail
 * "motive" or "brings". */
struct fault group_motive_save(struct db *db, struct arena *a, const struct trajectory *t, int64_t member,
                               const char *motive, const char *brings, int64_t edit, int64_t now_ms);
/* All of them as Markdown, to make the shared motivation from: what drives us, what we bring. Without names: it becomes one
 * text of the group. */
const char *group_motives_markdown(struct arena *a, const struct lang *lang, const struct group_motive *motives,
                                   size_t count);

/* The shared motivation, a document of that sort: the newest that is not set aside; agreed = only one that readers may see.
 * NULL when nobody began it. */
const struct document *group_motivation(struct db *db, struct arena *a, const struct trajectory *t,
                                        bool agreed);
/* Begins it with all motives; every member may go on writing. Gives the document's id, also of one that is there already. */
struct fault group_motivation_begin(struct db *db, struct arena *a, const struct trajectory *t,
                                    const struct lang *lang, const struct group_motive *motives, size_t count,
                                    struct group_by by, int64_t *id);

/* Everybody is asked for a motive until a day, and whoever wrote none gets a mail in the own language; no second mail on the
 * same day. Gives how many mails will be sent. */
int64_t group_ask_motives(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                          const struct organisation *o, const struct organisation_names *names, int64_t due_on,
                          struct group_by by);
struct group_asked {
    int64_t at, user, due_on;
};
/* NULL when nobody was asked. */
const struct group_asked *group_asked(struct db *db, struct arena *a, const struct trajectory *t);

/* ---- Success factors --------------------------------------------------------------------------------- */

const char *group_factor_label(const struct lang *lang, enum trajectory_factor f); /* "Support" */
const char *group_factor_about(const struct lang *lang, enum trajectory_factor f);

/* year * 12 + month - 1 of the local day of now_ms. */
int64_t group_month(int64_t now_ms);
/* How a member sees the factors this month: 1 to 5, 0 = says nothing (what was said stays). INVALID otherwise. */
struct fault group_estimate_save(struct db *db, const struct trajectory *t, int64_t member, int64_t month,
                                 const int64_t values[TRAJECTORY_FACTORS]);
/* What a member said in a month; 0 = nothing. */
void group_estimate_own(struct db *db, struct arena *a, const struct trajectory *t, int64_t member,
                        int64_t month, int64_t values[TRAJECTORY_FACTORS]);
/* One month as the group sees it; the newest month first. */
struct group_estimate {
    int64_t count;           /* members who said something */
    int64_t tenths;          /* mean in tenths, rounded half up; -1 = fewer than GROUP_ENOUGH said something */
    int64_t lowest, highest; /* -1 likewise */
};
struct group_estimates {
    int64_t month;
    struct group_estimate factors[TRAJECTORY_FACTORS];
};
const struct group_estimates *group_estimates(struct db *db, struct arena *a, const struct trajectory *t,
                                              size_t *count);

/* ---- Objections: of no person, for guides ------------------------------------------------------------ */

struct group_objection {
    int64_t id;
    const char *resistance; /* id in a pack of practices; "" = another one */
    const char *note, *helped;
    int64_t edit;
    bool archived;
};
/* The newest first, at most `most` before one (INT64_MAX = from the newest). */
const struct group_objection *group_objections(struct db *db, struct arena *a, const struct trajectory *t,
                                               int64_t before_id, int64_t most, size_t *count);
/* NULL when it is not one of t's. Archived ones too. */
const struct group_objection *group_objection_get(struct db *db, struct arena *a, const struct trajectory *t,
                                                  int64_t id);
struct group_objection_count {
    const char *resistance;
    int64_t count;
};
/* The most frequent first. */
const struct group_objection_count *group_objection_counts(struct db *db, struct arena *a,
                                                           const struct trajectory *t, size_t *count);
/* The entry of an id in the newest packs of practices, with its pack; NULL when there is none. */
const struct pack_entry *group_resistance(const struct packs *packs, const char *id, const struct pack **pack);
/* Makes one, or changes o->id. INVALID with detail "resistance", "note", "helped"; CONFLICT with detail "edit". */
struct fault group_objection_save(struct db *db, struct arena *a, const struct packs *packs,
                                  const struct trajectory *t, const struct group_objection *o, int64_t *id);
void group_objection_archive(struct db *db, const struct trajectory *t, int64_t id, bool archived);

/* ---- For others -------------------------------------------------------------------------------------- */

/* The chapter of the final report: members by department, mandate, the shared motivation. Nothing without a group. */
void group_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                   const struct trajectory *t, struct doc *doc, int level);

extern const struct trajectory_part group_part;
extern const struct slice slice_group;

#endif
