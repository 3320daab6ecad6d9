/* Rounds as files and back, by codes and never by labels: tables (CSV, XLSX) for people, JSON for everything.
 *
 * A round that is read into another organisation and written again gives the same bytes. What members answered leaves
 * the group only as counts; so that these come back without loss, an import lays them out over anonymous sheets (a
 * negative member id), of which nobody knows, or can find out, whose they were. */
#ifndef SLICE_SCAN_EXPORT_H
#define SLICE_SCAN_EXPORT_H

#include "base/buf.h"
#include "base/csv.h"
#include "doc/table.h"
#include "lib/json.h"
#include "slice/scan/result.h"

/* ---- writing ----------------------------------------------------------------------------------------- */

enum scan_export_kind {
    SCAN_EXPORT_RESULT, /* for a reader: what the group sees, without the members' notes */
    SCAN_EXPORT_GROUP,  /* what the group sees: its own sheet, counts, notes without names, links, scores */
    SCAN_EXPORT_ALL /* also each member's sheet with its history, who did what, files: for the operator's transfer */
};

/* Appends one JSON object. Times are UTC with milliseconds, members are named by mail address (ALL only). The same
 * round gives the same bytes in every language. Sticky as out. */
void scan_export_json(struct db *db, struct arena *a, const struct scan_round *r, enum scan_export_kind kind,
                      struct buf *out);
/* GROUP, and beside it the sheet of one member, for that member. mail is theirs. */
void scan_export_json_own(struct db *db, struct arena *a, const struct scan_round *r, int64_t member,
                          const char *mail, struct buf *out);

/* One row per statement: codes first, the label beside them. In the arena. */
const struct doc_sheet *scan_export_table(struct arena *a, const struct lang *lang,
                                          const struct scan_outcome *o);
/* Scores, statements, counts, and the round itself. */
const struct doc_book *scan_export_book(struct db *db, struct arena *a, const struct lang *lang,
                                        const struct scan_outcome *o);

/* ---- reading ----------------------------------------------------------------------------------------- */

/* What is wrong with a file and where. msgid is marked for translation; arg replaces its %s. */
struct scan_file_fault {
    size_t row;       /* 1-based line of the table; 0 = not about a row */
    const char *cell; /* "B7", or the path in a JSON file ("statements/3/answer"); NULL = the whole file */
    const char *msgid, *arg;
};
enum { SCAN_FILE_FAULTS = 100 }; /* more are counted, not kept */
struct scan_file_faults {
    struct scan_file_fault *v;
    size_t kept, capacity;
    size_t count; /* all of them */
};

/* The answers of a CSV text with the columns statement, answer and (optional) bookmark, for scan_score: by statement
 * index, statement_count long. Unknown, repeated and not offered statements and unknown answers are faults; INVALID
 * when there is any. */
enum status scan_answers_csv(struct arena *a, const struct pack_scan *scan, bool light,
                             const struct pack_profile *profile, const char *text, size_t n, uint8_t *answers,
                             bool *bookmarks, struct scan_file_faults *faults) MUST_USE;

/* Someone whom a file may name by mail address. */
struct scan_person {
    const char *mail;
    int64_t user, member;
};

struct scan_import_options {
    const struct packs *packs;
    const struct scan_person *people;
    size_t person_count;
    bool all; /* files with the answers of members are accepted */
    int64_t now_ms;
    /* For tables, which do not say it all. */
    const char *title;
    const char *pack;    /* "" = by the statements */
    bool light, variant; /* variant: light says which; else by the statements */
    const char *profile; /* "works=works", when the table has no such column */
    bool closed;
    const char *type, *country, *size; /* of the organisation */
};

/* A round as it was read, checked and ready to be stored; nothing is written yet. */
struct scan_import_answer {
    int statement;
    enum scan_answer answer;
    unsigned flags;
    const char *note;
    int64_t edit, at;
    int64_t user; /* history only; 0 = not known here */
};
struct scan_import_sheet {
    int64_t member; /* 0 = the group, negative = anonymous */
    struct db_int importance, maturity, done_at;
    int64_t changed_at;
    struct scan_import_answer *answers, *history; /* history NULL = one entry per answer */
    size_t answer_count, answer_capacity, history_count, history_capacity;
};
struct scan_import_evidence {
    int statement;
    int64_t member, user, created_at; /* user: account_user.id, as the member of a file */
    const char *url, *name, *type;
    struct bytes content;
};
struct scan_import_event {
    const char *kind, *reason;
    int64_t user, at;
};
struct scan_import {
    struct scan_file_faults faults;
    bool table; /* read from CSV or XLSX */
    const char *title;
    const struct pack *pack; /* NULL = not known, with a fault */
    bool light, closed;
    struct pack_profile profile;
    enum scan_mode mode;
    struct db_int deadline, closed_at;
    const char *type, *country, *size;
    int64_t created_at;
    struct scan_import_sheet *sheets;
    size_t sheet_count, sheet_capacity;
    struct scan_assignment *assignments;
    size_t assignment_count, assignment_capacity;
    struct scan_import_evidence *evidence;
    size_t evidence_count, evidence_capacity;
    struct scan_import_event *events;
    size_t event_count, event_capacity;
    int answered, fillers; /* answers of the group; members, named or anonymous */
    int files_left;        /* files that the export names but does not hold */
};

/* Reads a file of any kind: JSON, XLSX or CSV, told by its first bytes. The dry run: every fault is in faults. */
struct scan_import *scan_import_read(struct arena *a, const struct scan_import_options *o, struct bytes file);
/* The same of a JSON value that is read already (a part of a larger file). */
struct scan_import *scan_import_json(struct arena *a, const struct scan_import_options *o,
                                     const struct json *root);

/* The round of this organisation that the file would repeat: made at the same moment, or for a table, with the same
 * name; 0 = none. */
int64_t scan_import_existing(struct db *db, struct arena *a, const struct scan_import *p, int64_t organisation);
/* Stores a plan without faults. What is there already is left alone: *id is then the round that stands and *existed
 * is true. user is who does it; 0 = the command line. */
struct fault scan_import_store(struct db *db, struct arena *a, const struct scan_import *p,
                               int64_t organisation, int64_t user, int64_t now_ms, int64_t *id, bool *existed);

/* "2026-11-22T09:30:00.125Z", and back. */
char *scan_time_write(struct arena *a, int64_t ms);
bool scan_time_read(const char *s, int64_t *ms);

#endif
