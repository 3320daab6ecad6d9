/* Reports of a trajectory: the final report, assembled from what every part made of it, and two short forms of one page, a
 * note to the council or management and a proposal to adapt the multi-year plan. A report that was adopted never changes:
 * its files and what its page shows are kept. */
#ifndef SLICE_REPORT_REPORT_H
#define SLICE_REPORT_REPORT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "db/db.h"
#include "doc/document.h"
#include "i18n/lang.h"
#include "pack/pack.h"
#include "slice/attachment/attachment.h"
#include "slice/trajectory/trajectory.h"

enum {
    REPORT_MAX_TITLE = 160, /* characters */
    REPORT_MAX_SUBTITLE = 160,
    REPORT_MAX_OWN = 20000,   /* of an own text beside a section */
    REPORT_MAX_SHORT = 20000, /* of a short form */
    REPORT_MAX_REASON = 500,
    REPORT_MAX_DECISION = 80,
    REPORT_MAX_LOGO = 2 * 1024 * 1024, /* bytes */
    REPORT_MAX_FILE = 30 * 1024 * 1024
};

/* ---- What there is ----------------------------------------------------------------------------------- */

enum report_form { REPORT_FINAL, REPORT_NOTE, REPORT_PROPOSAL, REPORT_FORMS };
const char *report_form_name(enum report_form f); /* "final" … as stored and in forms */
bool report_form_find(const char *name, enum report_form *f);
const char *report_form_label(const struct lang *lang, enum report_form f); /* "Final report" */

enum report_state { REPORT_DRAFT, REPORT_READY, REPORT_ADOPTED };

struct report {
    int64_t id, organisation, trajectory;
    int cycle;
    enum report_form form;
    enum report_state state;
    const char *title, *subtitle;
    const struct lang *lang;
    bool cover, contents;
    struct db_int logo;              /* attachment.id, of report_files; not set in lists */
    const char *content, *made_hash; /* of a short form; "" else, and in lists */
    int64_t edit, created_at, changed_at;
    struct db_int made_by, ready_at, archived_at;
    struct db_int replaces; /* the adopted report that this one is an erratum of */
    const char *reason;     /* of an erratum: what was wrong */
    struct db_int replaced; /* the adopted report that took its place */
    const char *adopted_by; /* name of document_bodies; NULL = not adopted */
    struct db_int adopted_on, adopted_at;
    const char *decision, *page_hash;
};

/* NULL when it does not exist or belongs to another trajectory. Archived ones too. */
const struct report *report_get(struct db *db, struct arena *a, const struct trajectory *t, int64_t id);
/* All of a trajectory by form, the newest first; adopted: only what readers see. Archived ones only when asked for. */
const struct report *reports(struct db *db, struct arena *a, const struct trajectory *t, bool adopted,
                             bool archived, size_t *count);
/* "/organisatie/3/traject/7/rapport/2" */
const char *report_path(struct arena *a, const struct report *r);
/* How it stands, for its own pages: "Adopted by the council on 12 November 2026, decision 2026/114", "Draft". */
const char *report_standing(struct arena *a, const struct lang *lang, const struct report *r);
/* Nothing of it may be changed any more: adopted or set aside. */
bool report_is_fixed(const struct report *r);

/* Where a report is made from. */
struct report_source {
    struct db *db;
    struct arena *arena;
    const struct packs *packs;
    const struct trajectory_parts *parts; /* what they call their events; may be NULL */
    const struct trajectory *trajectory;
    int64_t today; /* day */
};

/* ---- Making and changing. user: account_user.id -------------------------------------------------------- */

/* Makes one, in the organisation's language; of a form that is being worked on in this cycle that one is given. */
struct fault report_make(const struct report_source *from, enum report_form form, int64_t user, int64_t now_ms,
                         int64_t *id);

/* Each carries the edit that its form was made from: CONFLICT with detail "edit" when it is no longer the stored one, CONFLICT
 * without when the report is fixed. What was there before is kept. */

struct report_settings {
    const char *title, *subtitle, *lang; /* lang: a code */
    bool cover, contents;
    int64_t edit;
};
/* INVALID with detail "title", "subtitle", "lang". */
struct fault report_set(struct db *db, const struct report *r, const struct report_settings *s, int64_t user,
                        int64_t now_ms);
/* The text of a short form. INVALID with detail "content". */
struct fault report_write(struct db *db, const struct report *r, const char *content, int64_t edit,
                          int64_t user, int64_t now_ms);
/* Made again from the data, over what stands there. */
struct fault report_write_again(const struct report_source *from, const struct report *r, int64_t edit,
                                int64_t user, int64_t now_ms);
/* Whether the data would still give the text that it was made with. */
bool report_short_is_current(const struct report_source *from, const struct report *r);
/* A picture (PNG or JPEG) on the cover or the first page; NULL = none. INVALID with detail "file". */
struct fault report_set_logo(struct db *db, struct arena *a, const struct report *r,
                             const struct attachment_new *file, int64_t edit, int64_t now_ms);
/* Whether a picture can be printed; tries it, on a worker. */
bool report_logo_prints(struct arena *a, struct bytes logo);
struct attachment_owner report_files(const struct report *r);
struct bytes report_logo(struct db *db, struct arena *a, const struct report *r);
/* It may be read and adopted as it stands, or is worked on again. */
struct fault report_set_ready(struct db *db, const struct report *r, bool ready, int64_t edit, int64_t user,
                              int64_t now_ms);
/* Sets it aside, or takes it back. CONFLICT for what was adopted. */
struct fault report_archive(struct db *db, const struct report *r, bool archive, int64_t user, int64_t now_ms);

/* What it was, the newest first, at most `most` before a line (INT64_MAX = from the newest). */
struct report_change {
    int64_t id, at;
    struct db_int user;
    const char *field, *was; /* field: "title", "content", "lead:scan" … as in the schema */
};
const struct report_change *report_changes(struct db *db, struct arena *a, const struct report *r,
                                           int64_t before_id, int64_t most, size_t *count);
const struct report_change *report_change_get(struct db *db, struct arena *a, const struct report *r,
                                              int64_t id);
/* A text as it was becomes the present one: of "content" and of an own text. */
bool report_change_is_text(const struct report_change *c);
struct fault report_change_undo(const struct report_source *from, const struct report *r,
                                const struct report_change *c, int64_t user, int64_t now_ms);

/* ---- Sections of a final report ------------------------------------------------------------------------ */

struct report_section {
    const char *key;   /* "scan", "stap-scope" */
    const char *title; /* in the language of the report */
    bool shown;
    bool own;                /* consists of nothing but an own text */
    const char *lead, *tail; /* Markdown; "" = none */
    int64_t edit;            /* of lead and tail; 0 = nothing is stored yet */
};
/* In their order. Sections that the template got meanwhile come last and are not shown. */
const struct report_section *report_sections(const struct report_source *from, const struct report *r,
                                             size_t *count);
/* NULL when it has no such section. */
const struct report_section *report_section_get(const struct report_source *from, const struct report *r,
                                                const char *key);
/* What a guide should know before a section goes on paper, a sentence each, in lang: "Two actions have no owner." Of every
 * section, in their order. */
struct report_gaps {
    const char *const *v;
    size_t count;
};
const struct report_gaps *report_gaps(const struct report_source *from, const struct report *r,
                                      const struct report_section *sections, size_t count,
                                      const struct lang *lang);
/* What an own text of this section may begin with, in the report's language; "" = nothing. */
const char *report_section_skeleton(const struct report_source *from, const struct report *r,
                                    const struct report_section *s);

/* One place up (-1) or down (1), past those that are not shown too. */
struct fault report_section_move(const struct report_source *from, const struct report *r, const char *key,
                                 int by, int64_t edit, int64_t now_ms);
struct fault report_section_show(const struct report_source *from, const struct report *r, const char *key,
                                 bool shown, int64_t edit, int64_t now_ms);
/* edit: of the section. INVALID with detail "lead" or "tail"; the skeleton as it was is no text. */
struct report_own {
    const char *lead, *tail;
    int64_t edit;
};
struct fault report_section_write(const struct report_source *from, const struct report *r,
                                  const struct report_section *s, const struct report_own *own, int64_t user,
                                  int64_t now_ms);
/* What stood beside it when it had this edit, as far as what was kept tells: so that of two who wrote, each keeps what only
 * he or she changed. */
struct report_own report_section_before(const struct report_source *from, const struct report *r,
                                        const struct report_section *s, int64_t edit);

/* ---- On paper ------------------------------------------------------------------------------------------ */

/* The report as it would be now, or, when it was adopted, as it was then (without what stands on paper only). NULL when what
 * was kept cannot be read. */
struct doc *report_doc(const struct report_source *from, const struct report *r);
/* Of its content: what is adopted is what was looked at. */
const char *report_doc_hash(struct arena *a, const struct doc *d);

enum report_file { REPORT_PDF, REPORT_DOCX };
/* A document as a file, for a worker. */
struct fault report_write_file(struct arena *a, const struct doc *d, enum report_file file, struct bytes *out);

/* The finished files of an adoption, for a worker: nothing is written to the database. */
struct report_adoption {
    const char *by; /* name of document_bodies */
    struct db_int on;
    const char *decision;
    const char *seen; /* report_doc_hash of what the person looked at */
};
struct report_paper {
    struct doc *doc;
    struct bytes pdf, docx;
};
/* INVALID with detail "by", "on" (not after today) or "decision"; CONFLICT with detail "seen" when the content is no longer
 * what was seen; FAILED when this installation cannot make a PDF. */
struct fault report_print(const struct report_source *from, const struct report *r,
                          const struct report_adoption *n, struct report_paper *out);
/* Keeps them, for ever. Errors as above. */
struct fault report_adopt(const struct report_source *from, const struct report *r,
                          const struct report_adoption *n, const struct report_paper *paper, int64_t user,
                          int64_t now_ms);
/* The kept files; .p NULL = none. */
struct bytes report_kept(struct db *db, struct arena *a, const struct report *r, enum report_file file);
int64_t report_kept_size(struct db *db, struct arena *a, const struct report *r, enum report_file file);
/* Begins an erratum: a new report with the same sections and texts, to be mended and adopted. The one that is being made
 * already is given. INVALID with detail "reason"; CONFLICT for what was not adopted. */
struct fault report_erratum(const struct report_source *from, const struct report *r, const char *reason,
                            int64_t user, int64_t now_ms, int64_t *id);

/* ---- Mail ------------------------------------------------------------------------------------------------ */

/* Mails members where to read an adopted report, each in his or her language. INVALID with detail "who"; CONFLICT when
 * `mailings` is no longer their number. */
struct report_mailing {
    const int64_t *members; /* organisation_member.id */
    size_t member_count;
    const char *words; /* of who sends it; "" = none */
    int64_t mailings;
};
struct fault report_mail(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                         const struct trajectory *t, const struct report *r, const struct report_mailing *m,
                         int64_t user, int64_t now_ms, size_t *sent);
struct report_mailed {
    int64_t mailings, receivers, at; /* receivers and at: of the last one */
};
struct report_mailed report_mailed(struct db *db, struct arena *a, const struct report *r);

/* For `kapstok verify`: whether every adopted report still has the page and the files that were adopted. */
void report_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                   void *context, int64_t *adopted);

extern const struct trajectory_part report_part;
extern const struct slice slice_report;

#endif
