/* Trajectories: a template (local government, MVO STEPS) that an organisation walks through step by step. This slice keeps
 * the steps with their dates, the moments, the tasks, what happened, and the links and wishes of whoever gets mail. What
 * is made in a step is made elsewhere (documents, the group, the local picture, actions …): those slices come after this
 * one and hand it a struct trajectory_part. */
#ifndef SLICE_TRAJECTORY_TRAJECTORY_H
#define SLICE_TRAJECTORY_TRAJECTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"
#include "i18n/lang.h"
#include "pack/pack.h"

struct rq;
struct layout;
struct site;

/* ---- Trajectories ------------------------------------------------------------------------------------ */

enum { TRAJECTORY_MAX_NAME = 120, TRAJECTORY_MAX_REASON = 500, TRAJECTORY_MAX_PLACE = 120 };

struct trajectory {
    int64_t id, organisation;
    const char *name;
    const struct pack *pack;       /* the template in the version that was accepted */
    const struct pack_entry *form; /* its one entry "template": limits, how steps close */
    const char *example;           /* pack id; "" = none chosen */
    int cycle;                     /* the one that runs, from 1 */
    int64_t first_day, edit, created_at;
    struct db_int ended_at;
};
/* NULL when absent, of another organisation, or when its template is not installed. */
const struct trajectory *trajectory_get(struct db *db, struct arena *a, const struct packs *packs,
                                        int64_t organisation, int64_t id);
/* All of an organisation, the newest first. Few: an organisation has one or two at a time. */
const struct trajectory *trajectories(struct db *db, struct arena *a, const struct packs *packs,
                                      int64_t organisation, size_t *count);
/* The template that sessions outside any trajectory hang on: it is no work in steps. */
#define TRAJECTORY_LOOSE "template-loose-sessions"
/* The newest that has not ended, loose sessions apart; NULL when there is none. */
const struct trajectory *trajectory_current(struct db *db, struct arena *a, const struct packs *packs,
                                            int64_t organisation);
/* Every trajectory that has not ended, of every organisation, by organisation: for what runs by itself. */
struct trajectory_open {
    int64_t id, organisation;
};
const struct trajectory_open *trajectories_open(struct db *db, struct arena *a, size_t *count);

/* "/organisatie/3/traject/7" */
const char *trajectory_path(struct arena *a, const struct trajectory *t);

/* ---- Steps ------------------------------------------------------------------------------------------- */

enum trajectory_state { STEP_WAITING, STEP_OPEN, STEP_DONE, STEP_SKIPPED, STEP_STATES };

struct trajectory_step {
    int64_t id, trajectory;
    int cycle, position; /* position from 0 */
    const char *key;     /* id in the template */
    const struct text *title;
    const struct pack_entry *phase;           /* of the template */
    const struct pack_entry *const *sections; /* steps of the template: one, or those of the phase */
    int section_count;
    enum trajectory_state state;
    int64_t begins_on, due_on, edit;
    struct db_int opened_at, closed_at, closed_by;
    const char *reason;
};
/* In order. A step that the template no longer has keeps its row and is left out. */
const struct trajectory_step *trajectory_steps(struct db *db, struct arena *a, const struct trajectory *t,
                                               int cycle, size_t *count);
/* NULL when it is not one of t's. */
const struct trajectory_step *trajectory_step_get(struct db *db, struct arena *a, const struct trajectory *t,
                                                  int64_t id);

/* ---- Running it: rules. A user is account_user.id, a day counts from 1970. ---------------------------- */

struct trajectory_parts;

struct trajectory_new {
    int64_t organisation;
    const char *country;     /* of the organisation: whose holidays count */
    const struct lang *lang; /* of the organisation: titles of sessions are its own texts from then on */
    const char *name, *template, *example; /* pack ids; example "" = none */
    int64_t first_day;
    int64_t user;
    const int64_t *members; /* organisation_member.id of the group */
    size_t member_count;
};
/* Makes the trajectory with its steps, proposed dates and sessions; the first step is open. Hands the members to every
 * part. INVALID with detail = field ("name", "template", "example", "first_day"). */
struct fault trajectory_begin(struct db *db, struct arena *a, const struct packs *packs,
                              const struct trajectory_parts *parts, const struct trajectory_new *n,
                              int64_t now_ms, int64_t *id);

/* The templates to choose from, the newest version of each: those for the sector of the organisation first, those of
 * one step last. */
const struct pack *const *trajectory_templates(struct arena *a, const struct packs *packs, bool company,
                                               size_t *count);
/* The examples that fit a template: whose steps have the ids of its steps. */
const struct pack *const *trajectory_examples(struct arena *a, const struct packs *packs,
                                              const struct pack *template, size_t *count);

/* Name and example. CONFLICT when edit is not the stored one. INVALID as above. */
struct fault trajectory_change(struct db *db, struct arena *a, const struct packs *packs,
                               const struct trajectory *t, const char *name, const char *example, int64_t edit,
                               int64_t user, int64_t now_ms);

/* Opens a waiting step; several may be open at once. */
struct fault trajectory_step_open(struct db *db, const struct trajectory *t, const struct trajectory_step *s,
                                  const char *title, int64_t user, int64_t now_ms);
/* Closes an open or waiting one. missing = how many required outputs do not exist: then a reason is required. The next
 * waiting step opens when no other is open. title is that of the step, for the event. INVALID with detail "reason". */
struct fault trajectory_step_close(struct db *db, struct arena *a, const struct trajectory *t,
                                   const struct trajectory_step *s, size_t missing, const char *reason,
                                   const char *title, int64_t user, int64_t now_ms);
/* Both need a reason. */
struct fault trajectory_step_skip(struct db *db, struct arena *a, const struct trajectory *t,
                                  const struct trajectory_step *s, const char *reason, const char *title,
                                  int64_t user, int64_t now_ms);
struct fault trajectory_step_reopen(struct db *db, const struct trajectory *t, const struct trajectory_step *s,
                                    const char *reason, const char *title, int64_t user, int64_t now_ms);

/* New dates of a step. With `rest`, the later steps that are not closed and the sessions of all of them that are still to
 * come move by as many days as its due day did, each on to the next session day. CONFLICT when edit is old, INVALID with
 * detail "begins_on" or "due_on". */
struct trajectory_shift {
    int64_t begins_on, due_on, edit;
    bool rest;
    const char *title; /* of the step, for the event */
};
struct fault trajectory_step_dates(struct db *db, struct arena *a, const struct packs *packs,
                                   const char *country, const struct trajectory *t,
                                   const struct trajectory_step *s, const struct trajectory_shift *shift,
                                   int64_t user, int64_t now_ms);
/* What trajectory_step_dates would make of the later steps, for a preview: as many as there are steps after s, in order,
 * unchanged where they are closed. In the arena. */
struct trajectory_dates {
    int64_t step, begins_on, due_on;
    bool moves;
};
const struct trajectory_dates *trajectory_shifted(struct arena *a, const struct packs *packs,
                                                  const char *country, const struct trajectory_step *steps,
                                                  size_t step_count, const struct trajectory_step *s,
                                                  int64_t due_on, size_t *count);

/* The newest version of its template, when that is newer than the one it runs on; NULL otherwise. */
const struct pack *trajectory_newer(const struct packs *packs, const struct trajectory *t);
/* Takes over a newer version: new steps are added, what was done stays. CONFLICT when edit is old. */
struct fault trajectory_accept(struct db *db, struct arena *a, const struct packs *packs, const char *country,
                               const struct trajectory *t, const struct pack *newer, const struct lang *lang,
                               int64_t edit, int64_t user, int64_t now_ms);

/* Whether the template goes round and every step of the running cycle is closed or skipped. */
bool trajectory_may_go_round(const struct trajectory *t, const struct trajectory_step *steps, size_t count);
/* Opens the next cycle at the phase that the template names. */
struct fault trajectory_next_cycle(struct db *db, struct arena *a, const struct packs *packs,
                                   const char *country, const struct trajectory *t, const struct lang *lang,
                                   int64_t first_day, int64_t user, int64_t now_ms);

/* Ends it; every part forgets what must not outlive it. reason may be "" when all steps are closed, else it is required. */
struct fault trajectory_end(struct db *db, struct arena *a, const struct trajectory_parts *parts,
                            const struct trajectory *t, const char *reason, int64_t user, int64_t now_ms);
struct fault trajectory_resume(struct db *db, const struct trajectory *t, const char *reason, int64_t user,
                               int64_t now_ms);

/* ---- What other slices add --------------------------------------------------------------------------- */

/* Who asks about which trajectory: the first argument of every function of a part. */
struct trajectory_ask {
    struct db *db;
    struct arena *arena;
    const struct packs *packs;
    const struct lang *lang;
    const struct trajectory *trajectory;
    int64_t today; /* day */
    bool reader;   /* asks for somebody who sees only what is agreed or approved */
};

/* How far one output is. */
struct trajectory_output {
    const char *kind;                 /* as the template says: "document", "minutes", "facts" … */
    const struct pack_entry *section; /* the step of the template it belongs to */
    const struct pack_entry *entry;   /* the output itself: title, required, questions */
    const struct trajectory_step *step;
    /* Filled in by a part: */
    bool there;              /* it exists: the step may close */
    int64_t count;           /* of what it consists; 0 = nothing yet */
    const char *state;       /* translated, short: "3 of 8 answered", "Draft"; "" = nothing to add */
    const char *url, *label; /* where it is made or seen; label translated: "Ask for data" */
};
/* Looks at out->kind; false when it is not this part's. The part "document" answers for every kind that another part does
 * not know, for everything can be written by hand. */
typedef bool trajectory_output_fn(const struct trajectory_ask *ask, struct trajectory_output *out);

/* What somebody owes. */
struct trajectory_duty {
    int64_t user;            /* account_user.id; 0 = somebody without an account */
    const char *mail, *name; /* mail in lower case; "" = nobody to write to */
    const char *lang;        /* code of the wording for a mail; "" = the organisation's */
    const char *sort;        /* msgid: N_("Data request") */
    const char *title;       /* "Energy use of the buildings, 2023 to 2025" */
    const char *url;         /* path: of a page, or of a link that opens without an account */
    /* What a mail says instead of url, so that nobody needs an account for one update: a link of this kind to this object is
     * made, and its text put behind the path ("/voortgang/"). NULL = url will do. */
    const char *link_path, *link_kind;
    int64_t link_object;
    int64_t due; /* day */
    bool late;   /* due before today */
};
struct trajectory_duties {
    struct trajectory_duty *v;
    size_t count, capacity;
};
/* Appends what is open and due before `until`, for the trajectory of ask. Its cost follows what is open. */
typedef void trajectory_duties_fn(const struct trajectory_ask *ask, const struct site *site, int64_t until,
                                  struct trajectory_duties *out);

/* Counted evidence for a success factor, as sentences ("6 of 8 departments delivered data"). */
enum trajectory_factor { FACTOR_STAKEHOLDERS, FACTOR_SUPPORT, FACTOR_TRANSPARENCY, TRAJECTORY_FACTORS };
struct trajectory_evidence {
    const char *text; /* translated */
    const char *url;  /* where it was counted */
};
struct trajectory_evidences {
    struct trajectory_evidence *v;
    size_t count, capacity;
};
typedef void trajectory_evidence_fn(const struct trajectory_ask *ask, enum trajectory_factor factor,
                                    struct trajectory_evidences *out);

/* A kind of event: how it reads, and whether it is a decision. */
struct trajectory_event_kind {
    const char *kind; /* "document.adopted" */
    const char *text; /* N_("%s was adopted."): %s is the event's title */
    bool decision;
    bool reader;      /* shown to readers too */
    const char *path; /* "document": its page is trajectory_path + "/document/" + object; NULL = none */
};

struct trajectory_part {
    const char *name;
    const char *path,
        *label;       /* its entry in the menu of a trajectory: "/documenten", N_("Documents"); NULL = none */
    bool guides_only; /* the entry shows to guides only */
    bool contributors_only; /* not to who only reads: its page asks ORG_ANSWER */
    trajectory_output_fn *output;
    trajectory_duties_fn *duties;
    trajectory_evidence_fn *evidence;
    const struct trajectory_event_kind *events;
    size_t event_count;
    /* It has begun with these members of the organisation (organisation_member.id): makes what the part needs. */
    void (*begun)(struct db *db, struct arena *a, const struct trajectory *t, const int64_t *members,
                  size_t count, int64_t user, int64_t now_ms);
    /* Where a guide prepares or leads what happens at a moment: a path and what the link says, translated; false = nowhere. */
    bool (*moment)(const struct trajectory_ask *ask, int64_t moment, const char **url, const char **label);
    /* Forgets what must not outlive the trajectory; called when it ends, in the same transaction. */
    void (*ended)(struct db *db, const struct trajectory *t, int64_t now_ms);
};
/* The list that the program gives to every page (site.trajectory_parts), in the order of the menu. */
struct trajectory_parts {
    const struct trajectory_part *const *v;
    size_t count;
};

/* The outputs of a step, each filled in by the first part that knows its kind. */
const struct trajectory_output *trajectory_outputs(const struct trajectory_ask *ask,
                                                   const struct trajectory_parts *parts,
                                                   const struct trajectory_step *step, size_t *count);
/* What everybody owes in a trajectory until a day, by due day. */
struct trajectory_duties trajectory_duties(const struct trajectory_ask *ask, const struct site *site,
                                           const struct trajectory_parts *parts, int64_t until);

/* ---- What happened ----------------------------------------------------------------------------------- */

/* user 0 = the system or somebody without an account; object 0 = none; title is that of the thing then, reason may be "". */
void trajectory_event(struct db *db, int64_t trajectory, const char *kind, int64_t object, const char *title,
                      const char *reason, int64_t user, int64_t now_ms);

struct trajectory_event_line {
    int64_t id, at;
    struct db_int user, object;
    const char *kind, *title, *reason;
};
/* The newest first, at most `most`, after a moment. */
const struct trajectory_event_line *trajectory_events(struct db *db, struct arena *a, int64_t trajectory,
                                                      int64_t after_ms, int64_t most, size_t *count);

/* ---- Tasks and moments ------------------------------------------------------------------------------- */

struct trajectory_task {
    int64_t id;
    struct db_int trajectory, step, owner; /* owner: organisation_member.id */
    const char *title, *about, *source;
    struct db_int due_on, done_at;
    int64_t edit;
};
/* Makes a task unless one of that source (not "") is there: then its title, text and day follow, as long as it is not
 * done. Gives its id. trajectory, step and owner 0 = none. */
int64_t trajectory_task_put(struct db *db, struct arena *a, int64_t organisation, int64_t trajectory,
                            int64_t step, const char *title, const char *about, int64_t owner,
                            struct db_int due_on, const char *source, int64_t user, int64_t now_ms);
/* The tasks whose source begins with prefix, done ones too, in the order in which they were made. */
const struct trajectory_task *trajectory_tasks_from(struct db *db, struct arena *a, int64_t organisation,
                                                    const char *prefix, size_t *count);
/* A task of the trajectory is done, or open again. title is the task's, for the event. */
void trajectory_task_done(struct db *db, const struct trajectory *t, int64_t task, const char *title, bool done,
                          int64_t user, int64_t now_ms);
/* Archives the open tasks whose source begins with prefix and is not one of keep (NULL-terminated; NULL = none). */
void trajectory_task_drop(struct db *db, struct arena *a, int64_t organisation, const char *prefix,
                          const char *const *keep, int64_t now_ms);

struct trajectory_moment {
    int64_t id, organisation, trajectory;
    struct db_int step;
    const char *sort, *source, *title, *place, *about; /* sort: "session", "return" */
    int64_t at, minutes, edit, changed_at;
    struct db_int cancelled_at;
};
/* All of a trajectory, by time. */
const struct trajectory_moment *trajectory_moments(struct db *db, struct arena *a, const struct trajectory *t,
                                                   size_t *count);
/* Makes one unless its source (not "") is there already: then nothing changes. Gives its id. step 0 = none. */
int64_t trajectory_moment_put(struct db *db, struct arena *a, const struct trajectory *t, int64_t step,
                              const char *sort, const char *source, const char *title, int64_t at,
                              int64_t minutes, const char *place, const char *about, int64_t now_ms);

/* New values of m->id: title, time, minutes, place, about. CONFLICT when m->edit is old. before_at: when it was. */
struct fault trajectory_moment_change(struct db *db, const struct trajectory *t,
                                      const struct trajectory_moment *m, int64_t before_at, int64_t user,
                                      int64_t now_ms);

/* ---- Days -------------------------------------------------------------------------------------------- */

/* Whether people work on that day: no weekend and no public holiday of the country ("BE", "NL"). */
bool trajectory_is_working_day(const struct packs *packs, const char *country, int64_t day);
/* The same, and no school holiday either (of any region): a day to propose for a session. */
bool trajectory_is_session_day(const struct packs *packs, const char *country, int64_t day);
/* The first session day on or after a day; the day itself when none is found within a year. */
int64_t trajectory_session_day(const struct packs *packs, const char *country, int64_t day);
/* A day so many months later; the last of the month when it has no such day (31 January + 1 = 28 or 29 February). */
int64_t trajectory_add_months(int64_t day, int64_t months);
/* UTC milliseconds of a local day and time of day, right on both sides of summer time. */
int64_t trajectory_local_ms(int64_t day, int hour, int minute);
/* The reverse. */
int64_t trajectory_local_day(int64_t ms);
struct trajectory_time {
    int hour, minute;
};
struct trajectory_time trajectory_local_time(int64_t ms);

/* ---- Links and mail ---------------------------------------------------------------------------------- */

enum trajectory_mail_kind { MAIL_INVITATION, MAIL_REQUEST, MAIL_REMINDER, MAIL_MINUTES, MAIL_KINDS };
const char *trajectory_mail_name(enum trajectory_mail_kind k); /* "invitation" … as stored */

enum { TRAJECTORY_LINK_DAYS = 400 };

/* The link of a kind ("request", "action", "calendar", "mail") to an object for one mail address, made when there is none
 * that holds. Gives its id. */
int64_t trajectory_link_ensure(struct db *db, struct arena *a, int64_t organisation, const char *kind,
                               int64_t object, const char *mail, int64_t now_ms);
/* The text of a link, to be put behind a path ("/vraag/"): made from the install key, so that it can be made again for a
 * reminder and is stored nowhere. */
const char *trajectory_link_text(struct arena *a, const unsigned char key[32], int64_t link);
struct trajectory_link {
    int64_t id, organisation, object;
    const char *kind, *mail;
};
/* What a text opens; NULL when it is no link of ours, expired or revoked. */
const struct trajectory_link *trajectory_link_open(struct db *db, struct arena *a, const unsigned char key[32],
                                                   const char *text, int64_t now_ms);
/* Ends every link of a kind to an object; mail NULL = of everybody. */
void trajectory_link_revoke(struct db *db, const char *kind, int64_t object, const char *mail, int64_t now_ms);

struct trajectory_mail {
    enum trajectory_mail_kind kind;
    int64_t organisation;
    const char *to;          /* mail address */
    const struct lang *lang; /* in which the subject and body are written */
    const char *subject,
        *body; /* translated; the body without a last line about switching off, which is added */
};
/* Puts a mail in the outbox, unless its receiver switched that kind off. Gives whether it will be sent. */
bool trajectory_mail_send(struct db *db, struct arena *a, const struct site *site,
                          const struct trajectory_mail *m, int64_t now_ms);

/* Once a day, on a working day of the organisation's country from eight in the morning: one mail to each person who owes
 * something that falls due in three days, is due today, or is late by a whole number of weeks; it lists all that the person
 * owes. To be called every minute, in a write transaction: a call does some organisations. Gives how many mails. */
int64_t trajectory_remind(struct db *db, struct arena *a, const struct site *site, int64_t now_ms);
/* For a reminder that a guide sends: notes that this address gets one on a day. False when it got one that day already. */
bool trajectory_reminds_today(struct db *db, const char *mail, int64_t today);

/* ---- For the pages of other parts -------------------------------------------------------------------- */

/* The trajectory of the path (:org and :trajectory); NULL when there is none: then return trajectory_missing. */
const struct trajectory *trajectory_of(struct rq *rq);
struct fault trajectory_missing(void);
/* Who asks, for the functions of a part. */
struct trajectory_ask trajectory_ask_of(struct rq *rq, const struct trajectory *t);
/* Somebody who has no role but reader: sees agreed and approved things only. */
bool trajectory_only_reads(struct rq *rq);
/* A guide of the organisation. */
bool trajectory_guides(struct rq *rq);
/* Layout of a page of the trajectory: breadcrumbs and the menu of its parts, with `here` ("/documenten"; "" = the overview) as
 * the current one. Crumb url and label name a page between (NULL = none). */
struct layout *trajectory_layout(struct rq *rq, const struct trajectory *t, const char *title, const char *here,
                                 const char *crumb_url, const char *crumb_label);

/* Themes are stored by their id in a scan ("gov.staff.training"), own ones as "own:7"; "" = none. The title of one, in
 * any installed version; "" when nobody knows it. */
const char *trajectory_theme_title(const struct trajectory_ask *ask, const char *theme);
bool trajectory_theme_known(struct rq *rq, const struct trajectory *t, const char *theme);
/* The newest scan for the organisation's type; NULL when there is none. */
const struct pack_scan *trajectory_scan(struct db *db, struct arena *a, const struct packs *packs,
                                        int64_t organisation);
/* Fills in the options of a select: own themes, then those of the scan by domain. */
struct field_view;
void trajectory_theme_options(struct rq *rq, const struct trajectory *t, struct field_view *f);
/* Present members (value = member id) and departments (value = department id) as options of a select. */
void trajectory_member_options(struct rq *rq, struct field_view *f);
void trajectory_department_options(struct rq *rq, struct field_view *f);

/* What this slice adds itself: its tasks and steps as duties, its events, the output kind "tasks". */
extern const struct trajectory_part trajectory_own_part;

/* The card on an organisation's home (organisation_card_fn). */
struct organisation;
struct organisation_card;
bool trajectory_home_card(struct rq *rq, const struct organisation *o, struct organisation_card *card);

extern const struct slice slice_trajectory;

#endif
