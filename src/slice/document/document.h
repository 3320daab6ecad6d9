/* Documents and minutes of a trajectory, written in Markdown: versions, remarks, approval, adoption, errata. A document may
 * be an output of a step; so every output of a template can be written by hand. What was adopted never changes. */
#ifndef SLICE_DOCUMENT_DOCUMENT_H
#define SLICE_DOCUMENT_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"
#include "doc/document.h"
#include "i18n/lang.h"
#include "pack/pack.h"
#include "slice/attachment/attachment.h"
#include "slice/trajectory/trajectory.h"

enum {
    DOCUMENT_MAX_TITLE = 160, /* characters */
    DOCUMENT_MAX_TEXT = 200000,
    DOCUMENT_MAX_REMARK = 4000,
    DOCUMENT_MAX_REASON = 500,
    DOCUMENT_MAX_DECISION = 80,
    DOCUMENT_REVIEW_DAYS = 7
};

/* ---- What there is ------------------------------------------------------------------------------------------- */

enum document_sort {
    DOCUMENT_MINUTES,
    DOCUMENT_TEXT,
    DOCUMENT_MOTIVATION,
    DOCUMENT_NOTE,
    DOCUMENT_OUTPUT,
    DOCUMENT_SORTS
};
const char *document_sort_name(enum document_sort s); /* "minutes" … as stored and in forms */
bool document_sort_find(const char *name, enum document_sort *s);
const char *document_sort_label(const struct lang *lang, enum document_sort s); /* "Minutes" */

enum document_state { DOCUMENT_DRAFT, DOCUMENT_REVIEW, DOCUMENT_APPROVED, DOCUMENT_ADOPTED, DOCUMENT_STATES };
const char *document_state_name(enum document_state s);

/* Who adopted: NULL-terminated names as stored and in forms; label as in "adopted by the council". */
extern const char *const document_bodies[];
const char *document_body_label(const struct lang *lang, const char *body);

struct document {
    int64_t id, organisation, trajectory;
    struct db_int step, moment;   /* trajectory_step.id; the meeting of which these are the minutes */
    const char *section, *output; /* of the template: which output of which step this is; "" = none */
    enum document_sort sort;
    const char *title;
    enum document_state state;
    bool everyone;              /* every member may write */
    int64_t version;            /* the newest; 0 = nothing is written yet */
    int64_t agreed;             /* the newest that was approved or adopted: what readers see; 0 = none */
    struct db_int review_until; /* day, in review */
    int64_t edit, created_at, changed_at;
    struct db_int made_by, archived_at; /* made_by: user */
    int64_t remarks, open_remarks, mailings;
    /* Of the version `agreed`: */
    const char *agreed_title;
    struct db_int approved_at, adopted_on;
    const char *adopted_by, *decision; /* adopted_by NULL = not adopted */
};

/* NULL when it does not exist or belongs to another trajectory or organisation. Archived ones too. */
const struct document *document_get(struct db *db, struct arena *a, int64_t organisation, int64_t trajectory,
                                    int64_t id);
/* Documents of a trajectory, those of the later steps first, of one step the newest first. */
struct document_filter {
    const char *state;  /* a name of document_state_name, "archived", or NULL = all that are not archived */
    bool agreed;        /* only what readers see */
    int64_t skip, most; /* most 0 = 300 */
};
const struct document *documents(struct db *db, struct arena *a, const struct trajectory *t,
                                 const struct document_filter *f, size_t *count);
/* The document that is an output: the newest that holds a text, else the newest; NULL when there is none. For parts that know the output's kind
 * themselves and count what was written by hand as well. */
const struct document *document_of_output(struct db *db, struct arena *a, const struct trajectory *t,
                                          int64_t step, const char *section, const char *output);
/* "/organisatie/3/traject/7/document/12" */
const char *document_path(struct arena *a, const struct document *d);

struct document_version {
    int64_t number, created_at;
    const char *title, *content, *hash; /* content, hash NULL in lists */
    const char *sort, *reason; /* "written", "restored" (reason: from which), "erratum" (what was wrong) */
    struct db_int user, approved_at, adopted_on;
    const char *approved_reason, *adopted_by, *decision; /* adopted_by NULL = not adopted */
};
/* NULL when there is no such version. */
const struct document_version *document_version_get(struct db *db, struct arena *a, const struct document *d,
                                                    int64_t number);
/* The newest first, at most `most` below number `before` (INT64_MAX = from the newest); only approved ones when agreed. */
const struct document_version *document_versions(struct db *db, struct arena *a, const struct document *d,
                                                 bool agreed, int64_t before, int64_t most, size_t *count);
/* The text that was last approved or adopted; NULL when none was. */
const struct document_version *document_agreed(struct db *db, struct arena *a, const struct document *d);

/* How many documents of a trajectory; those that are archived are left out. */
struct document_counts {
    int64_t of_state[DOCUMENT_STATES], archived, all;
    int64_t agreed; /* approved or adopted at least once */
    int64_t minutes, minutes_agreed;
};
struct document_counts document_counts(struct db *db, struct arena *a, const struct trajectory *t);

/* The meetings (trajectory_moment.id) that have minutes, begun at least. */
const int64_t *document_minuted(struct db *db, struct arena *a, const struct trajectory *t, size_t *count);

/* What a new document begins with, in the organisation's language: the questions of its output as headings, a skeleton for
 * minutes, or nothing. It is not stored until somebody writes. */
const char *document_skeleton(struct db *db, struct arena *a, const struct lang *lang,
                              const struct trajectory *t, const struct document *d);
/* The output that a document is; NULL when it is none, or the template no longer has it. */
const struct pack_entry *document_output_entry(const struct trajectory *t, const char *section,
                                               const char *output);

/* ---- Rules. roles: enum organisation_role. A day counts from 1970. ------------------------------------------ */

/* Who may: make minutes, and move any document through its states; write in this one; adopt it. */
bool document_may_lead(unsigned roles);
bool document_may_write(const struct document *d, unsigned roles, int64_t user);
bool document_may_adopt(unsigned roles);
/* The text can be changed: draft or in review, not archived. */
bool document_is_open(const struct document *d);

struct document_new {
    enum document_sort sort;
    const char *title;
    int64_t step, moment;         /* 0 = none */
    const char *section, *output; /* "" = none; they make step needed */
    const char *content;          /* "" = nothing is written yet */
    bool everyone;
    int64_t user;
};
/* Makes a draft. INVALID with detail "title", "content", "step". */
struct fault document_make(struct db *db, struct arena *a, const struct trajectory *t,
                           const struct document_new *n, int64_t now_ms, int64_t *id);

/* A newer text. CONFLICT with detail "version" when another one was stored since base; CONFLICT when the document can no
 * longer be changed. INVALID with detail "title" or "content"; also when it is the skeleton as it was. What is the same as
 * the newest stores nothing. */
struct document_text {
    const char *title, *content;
    const char *skeleton; /* of a document without a version; "" else */
    int64_t base;         /* the version it was made from; 0 = none */
};
struct fault document_write(struct db *db, struct arena *a, const struct document *d,
                            const struct document_text *n, int64_t user, int64_t now_ms);
/* The text of an older version becomes the newest. base as above. */
struct fault document_restore(struct db *db, struct arena *a, const struct document *d, int64_t number,
                              int64_t base, int64_t user, int64_t now_ms);

/* Step, output, sort, and whether everyone may write. CONFLICT when edit is old; INVALID with detail "step". */
struct document_place {
    enum document_sort sort;
    int64_t step;
    const char *section, *output;
    bool everyone;
    int64_t edit;
};
struct fault document_place(struct db *db, struct arena *a, const struct trajectory *t,
                            const struct document *d, const struct document_place *p);

/* Each carries the version that the person saw: CONFLICT when there is a newer one. */

/* Opens the days for remarks, or gives them another last day. INVALID with detail "until" when that is before today. */
struct fault document_review(struct db *db, const struct document *d, int64_t version, int64_t until,
                             int64_t today, int64_t user, int64_t now_ms);
/* Whether approving asks for a reason: remarks are open, or these are minutes and their days for remarks are not over. */
bool document_approval_is_early(const struct document *d, int64_t today);
/* INVALID with detail "reason" when one is needed. */
struct fault document_approve(struct db *db, const struct document *d, int64_t version, const char *reason,
                              int64_t today, int64_t user, int64_t now_ms);
/* From review or approved back to draft; readers keep seeing what was approved. From approved a reason is needed. */
struct fault document_reopen(struct db *db, const struct document *d, int64_t version, const char *reason,
                             int64_t user, int64_t now_ms);
/* INVALID with detail "by", "on" (not after today) or "decision". */
struct document_adoption {
    const char *by; /* of document_bodies */
    struct db_int on;
    const char *decision;
    int64_t version;
};
struct fault document_adopt(struct db *db, struct arena *a, const struct document *d,
                            const struct document_adoption *n, int64_t today, int64_t user, int64_t now_ms);
/* Mends what was adopted: a new version in one step, adopted as the one before, which stays readable. INVALID with detail
 * "wrong", "title", "content"; CONFLICT as document_write. */
struct fault document_erratum(struct db *db, struct arena *a, const struct document *d,
                              const struct document_text *n, const char *wrong, int64_t user, int64_t now_ms);
/* Sets it aside, or takes it back. CONFLICT when it is so already. */
struct fault document_archive(struct db *db, const struct document *d, bool archive, int64_t user,
                              int64_t now_ms);

/* ---- Remarks ----------------------------------------------------------------------------------------------- */

struct document_remark {
    int64_t id, version, created_at;
    const char *heading, *content; /* heading "" = about the whole */
    struct db_int user;
    const char *outcome; /* "" = open, "taken", "left" */
    const char *answer;
    struct db_int answered_by, answered_at;
};
/* Open ones first. */
const struct document_remark *document_remarks(struct db *db, struct arena *a, const struct document *d,
                                               bool open_only, size_t *count);
/* INVALID with detail "remark"; CONFLICT when the document takes no remarks any more. */
struct fault document_remark_add(struct db *db, const struct document *d, const char *heading,
                                 const char *content, int64_t user, int64_t now_ms);
/* Taken over or not; why is needed when it is not ("answer"). open: as if nobody had answered. */
enum document_outcome { REMARK_OPEN, REMARK_TAKEN, REMARK_LEFT };
struct fault document_remark_settle(struct db *db, const struct document *d, int64_t remark,
                                    enum document_outcome outcome, const char *answer, int64_t user,
                                    int64_t now_ms);
/* The headings of a text in order, in the arena. */
const char *const *document_headings(struct arena *a, const char *content, size_t *count);
/* Those with nothing under them but the next heading of their level, or the end: questions that nobody answered. */
const char *const *document_unanswered(struct arena *a, const char *content, size_t *count);

/* ---- What hangs on it ---------------------------------------------------------------------------------------- */

/* Whom its files belong to (slice/attachment). They may change as long as the text may. */
struct attachment_owner document_files(const struct document *d);

/* A task from a document. number: document_next_agreement when the form was made, so that one form makes one task. Gives its
 * id. owner (organisation_member.id) 0 = nobody yet. */
int64_t document_agree(struct db *db, struct arena *a, const struct document *d, const char *what,
                       int64_t owner, struct db_int due_on, int64_t number, int64_t user, int64_t now_ms);
int64_t document_next_agreement(const struct trajectory_task *tasks, size_t count);
const struct trajectory_task *document_agreements(struct db *db, struct arena *a, const struct document *d,
                                                  size_t *count);

/* Mails members where to read it and until when to remark, each in his or her language, unless they switched such mails off.
 * Members who only read are left out until something was agreed. sent NULL or how many get one. CONFLICT when `mailings` is no
 * longer their number: it was just mailed. */
struct document_mailing {
    const int64_t *members; /* organisation_member.id */
    size_t member_count;
    const char *words; /* of who sends it, put before the rest; "" = none */
    int64_t mailings;
};
struct fault document_mail(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                           const struct trajectory *t, const struct document *d,
                           const struct document_mailing *m, int64_t user, int64_t now_ms, size_t *sent);
struct document_mailed {
    int64_t version, receivers, at;
    struct db_int user;
};
/* The last mail about a document; NULL when there was none. d NULL: about any of the trajectory. */
const struct document_mailed *document_last_mail(struct db *db, struct arena *a, const struct trajectory *t,
                                                 const struct document *d);

/* ---- On paper ---------------------------------------------------------------------------------------------- */

/* "Adopted by the council on 12 November 2026, decision 2026/114": what a reader should know about a version; never "". */
const char *document_standing(struct arena *a, const struct lang *lang, const struct document *d,
                              const struct document_version *v);
/* One version as a document of its own, for PDF and DOCX. author is the organisation's name. */
struct doc *document_doc(struct db *db, struct arena *a, const struct lang *lang, const struct document *d,
                         const struct document_version *v, const char *author);
/* The chapter of the final report: what was adopted, the texts that were agreed (minutes by their title only). Nothing when
 * nothing was. */
void document_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                      const struct trajectory *t, struct doc *doc, int level);

/* For `kapstok verify`: whether every adopted text is still the one that was adopted. *texts = how many. */
void document_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                     void *context, int64_t *texts);

extern const struct trajectory_part document_part;
extern const struct slice slice_document;

#endif
