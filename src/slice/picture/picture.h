/* The local picture: what departments are asked (data requests), what they answer, and the facts that are made of it:
 * actions, realisations, chances, challenges and figures by theme and department, each with its source and date.
 *
 * A request goes to one receiver, a member or somebody without an account, who answers through the link of the mail. An
 * answer that a guide accepts becomes one or more facts. A fact may say something about a statement of the scan; then it
 * proposes the answer there. Users are account_user.id, days count from 1970. */
#ifndef SLICE_PICTURE_PICTURE_H
#define SLICE_PICTURE_PICTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "db/db.h"
#include "doc/document.h"
#include "doc/table.h"
#include "i18n/lang.h"
#include "pack/pack.h"
#include "slice/organisation/organisation.h"
#include "slice/scan/scan.h"
#include "slice/trajectory/trajectory.h"

/* Most characters of a text. */
enum {
    PICTURE_MAX_TITLE = 160,
    PICTURE_MAX_ASK = 1000,
    PICTURE_MAX_UNIT = 30,
    PICTURE_MAX_PERIOD = 60,
    PICTURE_MAX_SOURCE = 200,
    PICTURE_MAX_BODY = 2000,
    PICTURE_MAX_REASON = 500,
    PICTURE_MAX_CODE = 40,
};
enum {
    PICTURE_PAGE = 30,          /* lines of a list */
    PICTURE_MAX_REQUESTS = 500, /* of a trajectory that are not taken back */
    PICTURE_MAX_FACTS = 2000,   /* of a trajectory, archived ones too */
    PICTURE_MAX_PASSES = 5,     /* times that one request may go on to somebody else */
    PICTURE_GRID_ROWS = 50,     /* of a pasted table */
    PICTURE_GRID_COLUMNS = 12,
    PICTURE_MAX_GRID = 6000,
    PICTURE_FILES = 10,   /* with one request */
    PICTURE_DUE_DAYS = 14 /* proposed: so many days on */
};

/* ---- What a fact is about ---------------------------------------------------------------------------- */

enum picture_sort { FACT_ACTION, FACT_REALISATION, FACT_CHANCE, FACT_CHALLENGE, FACT_FIGURE, FACT_SORTS };
const char *picture_sort_name(enum picture_sort s);  /* "action" … as stored */
const char *picture_sort_label(enum picture_sort s); /* msgid of one: "Action under way" */
const char *picture_sort_plural(enum picture_sort s);
bool picture_sort_parse(const char *s, enum picture_sort *out);

/* A theme that facts can be about: of the organisation's scan, by domain, then its own ones. */
struct picture_theme {
    const char *code;           /* "gov.staff.training", "own:7" */
    const char *title, *domain; /* translated; domain: title of its group */
};
struct picture_themes {
    const struct picture_theme *v;
    size_t count;
    /* To look up what is not in the list: */
    struct db *db;
    struct arena *arena;
    const struct packs *packs;
    const struct lang *lang;
    int64_t organisation;
};
struct picture_themes picture_themes(struct db *db, struct arena *a, const struct packs *packs,
                                     const struct lang *lang, int64_t organisation);
/* NULL when the organisation has no such theme. */
const struct picture_theme *picture_theme_find(const struct picture_themes *themes, const char *code);
/* Its title, also of a theme of another scan; the code itself when nobody knows it, "" for "". */
const char *picture_theme_title(const struct picture_themes *themes, const char *code);

/* The scan that the organisation's type goes with, else that of its newest round; NULL when there is neither. */
const struct pack_scan *picture_scan(struct db *db, struct arena *a, const struct packs *packs,
                                     int64_t organisation);
/* The text of a statement of any installed scan, in its newest version; NULL when none has it. */
const struct pack_statement *picture_statement(const struct packs *packs, const char *id);

/* "1.234,50 kWh"; "" when there is no value. */
const char *picture_value_text(struct arena *a, const struct lang *lang, const char *value, const char *unit);

/* ---- Standard requests ------------------------------------------------------------------------------- */

/* The newest pack of requests; NULL when there is none. */
const struct pack *picture_pack(const struct packs *packs);
/* Whether a department of this name is one that the pack's department is: one of its words stands in it as a whole word. */
bool picture_fits(struct arena *a, const struct pack_entry *department, const char *name);
/* The organisation's department that the pack's one fits: where the longest of its words stands; 0 = none. */
int64_t picture_fitting(struct arena *a, const struct pack_entry *department,
                        const struct organisation_department *of, size_t count);

enum picture_state {
    REQUEST_DRAFT,
    REQUEST_SENT,
    REQUEST_PASSED, /* open, with somebody else than it was first sent to */
    REQUEST_ANSWERED,
    REQUEST_ABSENT, /* "we do not have this" */
    REQUEST_ACCEPTED,
    REQUEST_WITHDRAWN,
    REQUEST_STATES
};
const char *picture_state_name(enum picture_state s);
const char *picture_state_label(enum picture_state s); /* msgid, lower case for a badge: "sent" */
bool picture_state_open(enum picture_state s);         /* waits for its receiver */

/* A standard request as a guide chooses among them. */
struct picture_standard {
    const struct pack_entry *entry, *department; /* of the pack */
    int64_t fits;                                /* organisation_department.id; 0 = none */
    int64_t asked;                               /* picture_request.id that asks it; 0 = nobody was asked */
    enum picture_state state;                    /* of that one */
};
/* Those for the sector of the organisation, in the order of the pack. search: every word of it stands in the request; theme:
 * the code of one; "" = all. */
const struct picture_standard *picture_standards(struct db *db, struct arena *a, const struct packs *packs,
                                                 const struct lang *lang, const struct trajectory *t,
                                                 const char *search, const char *theme, size_t *count);

/* ---- Receivers --------------------------------------------------------------------------------------- */

struct picture_receiver {
    int64_t id, organisation, trajectory;
    struct db_int member; /* organisation_member.id */
    const char *name;     /* as others read it: of a member now, by name or by role */
    const char *hello;    /* as the person is spoken to */
    const char *mail,
        *lang;          /* lang: code of the wording that this person chose; "" = not known, and in lists */
    int64_t user;       /* account_user.id of a member; 0 = none */
    struct db_int link; /* trajectory_link.id; not set = never mailed, or ended */
    struct db_int reminded_on;
    bool gone; /* a member no longer: the link opens nothing */
};
/* NULL when it is not of the organisation. */
const struct picture_receiver *picture_receiver_get(struct db *db, struct arena *a, int64_t organisation,
                                                    int64_t id, int64_t now_ms);
/* All of a trajectory, by name. */
const struct picture_receiver *picture_receivers(struct db *db, struct arena *a, const struct lang *lang,
                                                 const struct trajectory *t, int64_t now_ms, size_t *count);
/* The receiver that a member is in this trajectory, made when new. INVALID with detail "member" when it is none now. */
struct fault picture_receiver_member(struct db *db, struct arena *a, const struct trajectory *t, int64_t member,
                                     int64_t now_ms, int64_t *id);
/* The same of anybody; mail is checked by the caller. The address of a member gives that member. */
struct fault picture_receiver_person(struct db *db, struct arena *a, const struct trajectory *t,
                                     const char *name, const char *mail, int64_t now_ms, int64_t *id);

/* ---- Requests ---------------------------------------------------------------------------------------- */

struct picture_request {
    int64_t id, organisation, trajectory;
    struct db_int department, receiver;
    const char *standard, *statement, *theme;
    enum picture_sort sort;
    const char *title, *ask, *unit, *usual_source; /* in the language that was asked for */
    struct db_int due_on;
    enum picture_state state;
    const char *reason;
    int64_t edit, created_at;
    struct db_int created_by, sent_by, sent_at, answered_at;
};

/* The day to propose: a working day two weeks on, never after the step that makes the facts is due, never today or before. */
int64_t picture_due(struct db *db, struct arena *a, const struct packs *packs, const struct trajectory *t,
                    int64_t today);

struct picture_ask {
    const char *standard; /* "" = own words: then title and ask are required */
    const char *statement;
    const char *title, *ask, *unit, *usual_source, *theme;
    enum picture_sort sort;
    int64_t department, receiver; /* 0 = none yet */
    struct db_int due_on;
    int64_t user;
};
/* A draft. Of a standard one the words come from the pack. INVALID with detail = field ("title", "ask", "standard",
 * "department", "due_on"), CONFLICT when there are too many. */
struct fault picture_request_add(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct picture_ask *ask, int64_t now_ms,
                                 int64_t *id);
/* NULL when absent or of another trajectory. lang: of its words. */
const struct picture_request *picture_request_get(struct db *db, struct arena *a, const struct packs *packs,
                                                  const struct lang *lang, const struct trajectory *t,
                                                  int64_t id);

enum picture_shown {
    SHOWN_DRAFTS,
    SHOWN_OPEN,
    SHOWN_LATE,
    SHOWN_ANSWERED,
    SHOWN_ABSENT,
    SHOWN_DONE,
    SHOWN_ALL,
    SHOWN_LISTS
};
struct picture_filter {
    enum picture_shown shown;
    int64_t department; /* 0 = all, -1 = those without */
    int64_t receiver;   /* 0 = all */
    int64_t skip, most; /* most 0 = all */
    int64_t today;
};
/* By due day. *total is how many there are in all. */
const struct picture_request *picture_requests(struct db *db, struct arena *a, const struct packs *packs,
                                               const struct lang *lang, const struct trajectory *t,
                                               const struct picture_filter *f, size_t *count, int64_t *total);
/* What one receiver was asked in the trajectory and may see through the link: everything sent and not taken back. */
const struct picture_request *picture_requests_of(struct db *db, struct arena *a, const struct packs *packs,
                                                  const struct lang *lang, int64_t organisation,
                                                  int64_t receiver, size_t *count);

/* Changes a draft, or of a sent one the department and the day; ask as above, its standard and statement do not change.
 * CONFLICT with detail "edit" when edit is not the stored one. INVALID as above. */
struct fault picture_request_change(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct trajectory *t, const struct picture_request *r,
                                    const struct picture_ask *ask, int64_t edit);
/* Gives a draft its receiver and day (0, not set = as it was). */
void picture_request_assign(struct db *db, const struct trajectory *t, int64_t id, int64_t receiver,
                            struct db_int due_on);
/* Takes a request back, also a draft; put back it is what it was. The reason may be "". CONFLICT when it cannot be. */
struct fault picture_request_withdraw(struct db *db, const struct trajectory *t,
                                      const struct picture_request *r, const char *reason, int64_t user,
                                      int64_t now_ms);
/* Brings back a request that was taken back, or lets its receiver correct an answer that was accepted. */
struct fault picture_request_restore(struct db *db, struct arena *a, const struct trajectory *t,
                                     const struct picture_request *r);

/* How many there are, counted by an index. */
struct picture_count {
    int64_t department; /* organisation_department.id; 0 = none */
    int64_t drafts, open, late, answered, absent, accepted;
    int64_t facts; /* accepted ones */
};
struct picture_counts {
    struct picture_count all;
    struct picture_count *v; /* by department that has any */
    size_t count;
    int64_t sent;    /* sent and not taken back */
    int64_t settled; /* of these: answered, absent or accepted */
    int64_t asked_departments, delivered_departments;
    int64_t facts, proposed; /* accepted, and waiting for that */
};
struct picture_counts picture_counts(struct db *db, struct arena *a, const struct trajectory *t, int64_t today);

/* ---- Sending: one mail for each person, picture_mail.c ----------------------------------------------- */

struct picture_sent {
    int64_t requests, people,
        muted;    /* muted: people who do not want such mails; their link works all the same */
    int64_t left; /* drafts that stay: without a receiver or a day */
};
/* Sends every draft that has a receiver who is there, and a day. */
struct picture_sent picture_send(struct db *db, struct arena *a, const struct site *site,
                                 const struct trajectory *t, int64_t user, int64_t now_ms);
/* A draft with a receiver and a day was asked without a mail: in a meeting, or before this installation knew of it. */
void picture_sent_by_hand(struct db *db, const struct trajectory *t, int64_t request, int64_t user,
                          int64_t now_ms);
/* The mail that a receiver would get for the drafts that are ready, without its link. */
struct picture_letter {
    const char *subject, *body;
};
struct picture_letter picture_letter(struct db *db, struct arena *a, const struct site *site,
                                     const struct trajectory *t, int64_t receiver, int64_t user,
                                     int64_t now_ms);
/* Reminds everybody who has an open request of a department (0 = of any): one mail a person, and one a day at most.
 * CONFLICT on a day on which people do not work. */
struct picture_reminded {
    int64_t people, muted, already; /* already: got one today */
};
struct fault picture_remind(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                            int64_t department, int64_t user, int64_t now_ms, struct picture_reminded *out);
/* An open request goes on to another receiver, who gets a mail with a link. by: the guide who does it, 0 = the one who had it.
 * *mailed = whether the mail goes out. INVALID with detail "mail" (it is with that person already, or they are gone), CONFLICT
 * with detail "request" (not open, passed on too often). */
struct fault picture_pass(struct db *db, struct arena *a, const struct site *site, const struct trajectory *t,
                          const struct picture_request *r, int64_t to, const char *note, int64_t by,
                          int64_t now_ms, bool *mailed);
struct picture_passed {
    int64_t from, to; /* picture_receiver.id */
    struct db_int user;
    const char *note;
    int64_t at;
};
/* The chain of a request, the first one first. */
const struct picture_passed *picture_chain(struct db *db, struct arena *a, int64_t request, size_t *count);
/* What a receiver passed on, for the page behind the link. */
struct picture_gone {
    int64_t request, to, at;
    const char *title;
};
const struct picture_gone *picture_passed_by(struct db *db, struct arena *a, int64_t organisation,
                                             int64_t receiver, size_t *count);

/* ---- Answers ----------------------------------------------------------------------------------------- */

struct picture_answer {
    int64_t id, request, edit, at;
    struct db_int receiver, user;
    bool absent;
    const char *value, *unit, *period, *body, *grid, *source;
    struct db_int dated_on;
};
/* All of a request, the newest first. */
const struct picture_answer *picture_answers(struct db *db, struct arena *a, int64_t request, size_t *count);

struct picture_reply {
    bool absent;
    const char *value; /* as typed, in lang */
    const char *unit, *period, *body, *source;
    const char *grid; /* as pasted */
    struct db_int dated_on;
    bool file;    /* a file comes with it, or is there already */
    int64_t edit; /* of the answer that it follows; 0 = the first */
    const struct lang *lang;
    int64_t receiver, user; /* one of them */
};
/* Stores an answer. INVALID with detail = field ("value", "grid", "body" …), CONFLICT with detail "edit" when another one
 * came first, or when the request takes no answer (any more). */
struct fault picture_answer_save(struct db *db, struct arena *a, const struct trajectory *t,
                                 const struct picture_request *r, const struct picture_reply *reply,
                                 int64_t now_ms);
/* A pasted table as rows of cells. *count 0 when there is none. */
struct picture_row {
    const char *const *cells;
    size_t count;
};
const struct picture_row *picture_grid(struct arena *a, const char *grid, size_t *count);
/* Rows of a table that are a label and a number: each can become a figure. Fewer than two = it is no such table. */
struct picture_figure {
    const char *label, *value;
};
const struct picture_figure *picture_grid_figures(struct arena *a, const struct lang *lang, const char *grid,
                                                  size_t *count);

/* ---- Facts ------------------------------------------------------------------------------------------- */

struct picture_fact {
    int64_t id, edit, created_at, changed_at;
    const char *code, *theme;
    struct db_int department;
    enum picture_sort sort;
    const char *body, *value, *unit, *period, *source, *statement;
    struct db_int dated_on, request, created_by, changed_by, accepted_at, archived_at;
    enum scan_answer proves; /* yes, no or none */
    bool waits;
};
/* What is known of one; strings are never NULL. value in digits with a point. */
struct picture_fact_text {
    int64_t department; /* 0 = none */
    const char *theme;
    enum picture_sort sort;
    const char *body, *value, *unit, *period, *source;
    struct db_int dated_on;
};
struct picture_fact_new {
    struct picture_fact_text text;
    const char *code; /* "" = the next number */
    const char *statement;
    enum scan_answer proves;
    int64_t request; /* 0 = none */
    bool accepted;
    bool quiet; /* one of many: whoever makes them tells it once */
    int64_t user;
};
/* INVALID with detail = field ("body", "value", "theme", "department"); CONFLICT when there are too many. */
struct fault picture_fact_add(struct db *db, struct arena *a, const struct packs *packs,
                              const struct trajectory *t, const struct picture_fact_new *n, int64_t now_ms,
                              int64_t *id);
/* Keeps what it was, with the reason ("" = none). CONFLICT with detail "edit" when edit is not the stored one. No change is
 * no new version. */
struct fault picture_fact_change(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct picture_fact *f,
                                 const struct picture_fact_text *x, const char *reason, int64_t edit,
                                 int64_t user, int64_t now_ms);
/* What a member proposed becomes part of the picture. */
struct fault picture_fact_accept(struct db *db, struct arena *a, const struct trajectory *t,
                                 const struct picture_fact *f, int64_t user, int64_t now_ms);
struct fault picture_fact_archive(struct db *db, struct arena *a, const struct trajectory *t,
                                  const struct picture_fact *f, bool archived, int64_t user, int64_t now_ms);
/* Which statement of the scan it says something about, and what it proves (ANSWER_NONE = nothing). Raises edit
 * when that changes. */
struct fault picture_fact_prove(struct db *db, const struct packs *packs, const struct trajectory *t,
                                const struct picture_fact *f, const char *statement, enum scan_answer proves);

const struct picture_fact *picture_fact_get(struct db *db, struct arena *a, const struct trajectory *t,
                                            int64_t id);
struct picture_fact_filter {
    int64_t department;                   /* 0 = all, -1 = those without */
    const char *theme, *sort, *statement; /* "" = all */
    int64_t request;                      /* 0 = all */
    bool archived;                        /* only those, else only the others */
    bool accepted;                        /* only accepted ones */
    bool proposed;                        /* only proposed ones */
    int64_t skip, most;                   /* most 0 = all */
};
/* By theme, sort and age. *total is how many there are in all. */
const struct picture_fact *picture_facts(struct db *db, struct arena *a, const struct trajectory *t,
                                         const struct picture_fact_filter *f, size_t *count, int64_t *total);
struct picture_fact_old {
    struct picture_fact_text text;
    int64_t edit, at;
    struct db_int user;
    const char *reason;
};
/* What it was before, the newest first. */
const struct picture_fact_old *picture_fact_history(struct db *db, struct arena *a, int64_t fact,
                                                    size_t *count);

/* The fact that an answer proposes, for a guide to look over; r in the wording of the organisation. */
struct picture_fact_text picture_proposal(struct arena *a, const struct picture_request *r,
                                          const struct picture_answer *answer);
/* Accepts an answer as it stands (edit): the texts become accepted facts, and its receiver can no longer change it. */
struct fault picture_accept(struct db *db, struct arena *a, const struct packs *packs,
                            const struct trajectory *t, const struct picture_request *r, int64_t answer_edit,
                            const struct picture_fact_text *texts, size_t count, int64_t user, int64_t now_ms);

/* ---- The scan: what nobody knew, what was begun, and what a fact proves -------------------------------- */

/* A statement that stands at "don't know" in a round. */
struct picture_unknown {
    int statement;                             /* index in the round's pack */
    const struct pack_entry *const *standards; /* requests that name it */
    size_t standard_count;
    int64_t asked; /* picture_request.id that asks it; 0 = nobody was asked */
    enum picture_state state;
    int64_t fact; /* an accepted fact about it; 0 = none */
};
/* The newest round of the organisation whose scan is installed; NULL when there is none. */
const struct scan_round *picture_round(struct db *db, struct arena *a, const struct packs *packs,
                                       int64_t organisation);
const struct picture_unknown *picture_unknowns(struct db *db, struct arena *a, const struct packs *packs,
                                               const struct trajectory *t, const struct scan_round *round,
                                               size_t *count);
/* Makes a draft of an unknown: of the standard (id), or with "" one made from the words of the statement. Asked already: the
 * one that asks it. */
struct fault picture_ask_unknown(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct scan_round *round,
                                 const struct picture_unknown *u, const char *standard, int64_t user,
                                 int64_t now_ms, int64_t *id);
/* All that nobody was asked: the first standard request of each, else its words. Gives how many. */
int64_t picture_ask_unknowns(struct db *db, struct arena *a, const struct packs *packs,
                             const struct trajectory *t, const struct scan_round *round, int64_t user,
                             int64_t now_ms);

/* Statements with the tick "we have begun" that are no yes, and whether a fact says so already. */
struct picture_begun {
    int statement;
    int64_t fact;     /* 0 = none */
    const char *note; /* of the group; "" = none */
};
const struct picture_begun *picture_begun(struct db *db, struct arena *a, const struct trajectory *t,
                                          const struct scan_round *round, size_t *count);
/* Makes facts of sort action of them: statement = its id, "" = of all that have none yet. Gives how many. */
int64_t picture_take_begun(struct db *db, struct arena *a, const struct packs *packs,
                           const struct trajectory *t, const struct scan_round *round, const char *statement,
                           int64_t user, int64_t now_ms);

/* What a fact that proves something says about a round. */
struct picture_proof {
    const struct scan_round *round;
    int statement;           /* index in the round's pack */
    enum scan_answer stands; /* there now */
    bool differs;            /* from what the fact proves */
};
enum { PICTURE_PROOFS = 5 };
/* The newest rounds that ask its statement, the newest first, at most PICTURE_PROOFS; only the first can be corrected, for what
 * was closed before it is history. None when the fact proves nothing. */
const struct picture_proof *picture_proofs(struct db *db, struct arena *a, const struct packs *packs,
                                           const struct trajectory *t, const struct picture_fact *f,
                                           size_t *count);
/* Accepted facts that differ from what stands in the round. */
struct picture_differing {
    int64_t fact;
    int statement;
    enum scan_answer stands, proves;
    bool waits;
};
const struct picture_differing *picture_differing(struct db *db, struct arena *a, const struct trajectory *t,
                                                  const struct scan_round *round, size_t *count);
/* Records the corrected answer in the newest round that asks it, with a note that names the fact and its source. was: the
 * answer that the person saw, which must still stand (CONFLICT). A closed round is opened again with the reason, corrected
 * and closed again; INVALID with detail "reason" without one. */
struct fault picture_correct(struct db *db, struct arena *a, const struct packs *packs,
                             const struct trajectory *t, const struct picture_fact *f, enum scan_answer was,
                             const char *reason, int64_t user, int64_t now_ms);
/* The correction waits for the next round (or no longer). */
void picture_wait(struct db *db, const struct trajectory *t, const struct picture_fact *f, bool waits);
struct picture_corrected {
    int64_t round, at;
    enum scan_answer was, becomes;
    bool reopened;
    struct db_int user;
};
const struct picture_corrected *picture_corrections(struct db *db, struct arena *a, int64_t fact,
                                                    size_t *count);

/* ---- Spreadsheets ------------------------------------------------------------------------------------ */

/* Every fact that is not archived, by code. */
const struct doc_book *picture_book(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct lang *lang, const struct trajectory *t, int64_t now_ms);

struct picture_sheet_fault {
    size_t row;              /* as the spreadsheet counts; 0 = of the file as a whole */
    const char *cell;        /* "C7"; NULL = of no cell */
    const char *msgid, *arg; /* arg replaces %s */
};
enum picture_change {
    CHANGE_NEW,
    CHANGE_EDIT,
    CHANGE_SAME,
    CHANGE_BACK,
    CHANGE_KINDS
}; /* BACK: was archived */
struct picture_sheet_row {
    size_t row;
    int64_t fact; /* 0 = new */
    int64_t edit;
    const char *code, *statement;
    enum scan_answer proves;
    bool accepted;
    struct picture_fact_text text;
    enum picture_change change;
};
struct picture_sheet {
    struct picture_sheet_row *rows;
    size_t row_count, row_capacity;
    size_t changes[CHANGE_KINDS];
    struct picture_sheet_fault *faults; /* the first hundred */
    size_t fault_count, fault_capacity, fault_total;
};
/* The dry run: every fault with its row and cell. The same file read again after it was stored changes nothing. */
struct picture_sheet *picture_sheet_read(struct db *db, struct arena *a, const struct packs *packs,
                                         const struct lang *lang, const struct trajectory *t,
                                         struct bytes file);
/* Stores a sheet without faults. CONFLICT when something changed since it was read. */
struct fault picture_sheet_store(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct picture_sheet *s, int64_t user,
                                 int64_t now_ms);

/* ---- The picture as a document ----------------------------------------------------------------------- */

/* The chapter of the final report, by theme: what there is, chances, challenges, figures in a table, and what nobody knows.
 * Only accepted facts. level: of its heading. */
void picture_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                     const struct trajectory *t, struct doc *doc, int level);
/* The same without its own heading, by theme or by department; sections are headings of `level`. */
void picture_blocks(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                    const struct trajectory *t, bool by_department, struct doc *doc, int level);
/* "6 of 8 departments delivered data"; NULL when nobody was asked and there are no facts. */
const char *picture_completeness(struct arena *a, const struct lang *lang, const struct picture_counts *c);

extern const struct trajectory_part picture_part;

/* The card of the result of a round: "12 × don't know: ask for it" (scan_next_fn). */
struct rq;
bool picture_scan_next(struct rq *rq, const struct scan_round *r, const struct scan_numbers *n,
                       struct scan_next *next);

extern const struct slice slice_picture;

#endif
