/* What the rules of this slice share among themselves. */
#ifndef SLICE_REPORT_RULES_H
#define SLICE_REPORT_RULES_H

#include "slice/document/document.h"
#include "slice/organisation/organisation.h"
#include "slice/report/report.h"
#include "slice/scan/scan.h"

static const int64_t REPORT_DAY_MS = 86400000;

static inline struct fault fault_at(enum status status, const char *field, const char *msgid)
{
    return (struct fault){ .status = status, .msgid = msgid, .detail = field };
}

static inline struct db_int id_or_null(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

/* ---- report.c ---------------------------------------------------------------------------------------- */

/* Why a change found no row: it is fixed, or somebody else was first. */
struct fault report_not_changed(const struct report *r);
void report_log(struct db *db, const struct report *r, const char *field, const char *was, const char *is,
                int64_t user, int64_t now_ms);
struct trajectory_ask report_ask(const struct report_source *from, const struct lang *lang);

/* ---- topics.c: a report that is being written ---------------------------------------------------------- */

struct report_writer {
    const struct report_source *from;
    const struct report *report;
    const struct lang *lang; /* of what is written: the report's, or that of whoever asks for gaps */
    const struct trajectory_step *steps;
    size_t step_count;
    const struct document *documents; /* of the trajectory, the oldest first */
    size_t document_count;
    const struct report_section *sections; /* of the report; count 0 while they are found */
    size_t section_count;
    struct doc *doc;
};

struct report_gap_list {
    const char **v;
    size_t count, capacity;
};

/* A section that every report may have. */
struct report_topic {
    const char *key, *title; /* title: msgid */
    const char *output;      /* kind of output of the step that it stands with; NULL = of no step */
    bool own;                /* nothing but an own text */
    void (*fill)(struct report_writer *w,
                 int level); /* appends, its heading first; nothing when there is nothing */
    void (*gaps)(const struct report_writer *w, struct report_gap_list *out); /* NULL = never any */
    bool with_next; /* stands before the next topic of the table, wherever a step puts that */
};
void report_gap(const struct report_writer *w, struct report_gap_list *out, const char *text);
extern const struct report_topic report_topics[];
extern const size_t report_topic_count;

/* ---- section.c ------------------------------------------------------------------------------------------ */

struct report_writer report_writer_of(const struct report_source *from, const struct report *r,
                                      const struct lang *lang);
/* The step that gives a section its documents; NULL = none does. */
const struct trajectory_step *report_section_step(const struct report_writer *w, const char *key);
/* The section in which the documents of a step stand; NULL = in none. */
const char *report_section_of_step(const struct report_writer *w, int64_t step);
bool report_section_is_shown(const struct report_writer *w, const char *key);
/* Every section in the order of the trajectory, none stored. */
const struct report_section *report_default_sections(const struct report_writer *w, size_t *count);

/* ---- texts.c: documents inside a report ------------------------------------------------------------------- */

void report_fill_minutes(struct report_writer *w, int level);
void report_minutes_gaps(const struct report_writer *w, struct report_gap_list *out);
/* What was adopted and stands in no section that is shown. */
void report_fill_annexes(struct report_writer *w, int level);
/* The documents of a step, as headings of `level` with their texts. */
void report_put_documents(struct report_writer *w, const struct trajectory_step *step, int level);
void report_document_gaps(const struct report_writer *w, const struct trajectory_step *step,
                          struct report_gap_list *out);

/* ---- paper.c, adopt.c ----------------------------------------------------------------------------------------- */

/* As doc/store.h writes it; .p NULL when it is too large to keep. */
struct bytes report_doc_bytes(struct arena *a, const struct doc *d);
/* What the page of an adopted report showed; NULL when that cannot be read. */
struct doc *report_kept_page(const struct report_source *from, const struct report *r);

/* ---- figures.c, short.c ------------------------------------------------------------------------------------- */

struct report_figures {
    int steps, steps_done;
    struct db_int until; /* day on which the trajectory ended, or its last step closed */
    int members, departments, departments_covered;
    bool scanned;
    struct scan_report rounds; /* when scanned */
    struct scan_figures scan;
    int64_t facts;
    const char *delivered; /* "6 of 8 departments delivered data"; NULL = nobody was asked */
    int64_t goals, actions, measures, owned, dated; /* owned, dated: actions with an owner, with a day */
    const char *growth;                             /* how maturity moved, a sentence; NULL = not known */
};
struct report_figures report_figures(const struct report_source *from, const struct lang *lang, int cycle);

/* The text that the data give a short form; Markdown in the language of the report. */
const char *report_short_text(const struct report_source *from, enum report_form form, int cycle,
                              const struct lang *lang, int64_t user);
const char *report_text_hash(struct arena *a, const char *content);

#endif
