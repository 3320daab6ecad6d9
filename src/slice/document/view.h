/* What the pages of this slice show, and the handlers that its route table names. */
#ifndef SLICE_DOCUMENT_VIEW_H
#define SLICE_DOCUMENT_VIEW_H

#include "html/diff.h"
#include "http/http.h"
#include "slice/document/document.h"
#include "slice/organisation/organisation.h"

/* ---- the list, and a new one --------------------------------------------------------------------------------- */

struct document_line {
    const char *url, *title, *note; /* note: "Minutes · version 3 · 12 November 2026 · 2 open remarks" */
    const char *state, *tone;       /* translated; the badge's colour */
};
/* Documents of one step; title NULL = of no step. */
struct document_group {
    const char *title, *url;
    struct document_line *lines;
    size_t count;
};
/* A result or minutes that are not there yet. */
struct document_gap {
    const char *title, *where, *url, *label, *state;
};
struct document_tab {
    const char *id, *label; /* id "" = all */
    int64_t count;
    bool current;
};
struct list_view {
    struct layout *layout;
    const char *base, *url; /* of the trajectory; of this list */
    bool writes, reader;
    const struct document_gap *gaps;
    size_t gap_count;
    const struct document_group *groups;
    size_t group_count;
    const struct document_tab *tabs;
    size_t tab_count;
    int64_t all;           /* documents that this person may see, whatever the filter */
    const char *back, *on; /* urls of the pages before and after; NULL = none */
};

struct new_view {
    struct layout *layout;
    const char *url, *list_url;
    struct field_view *title, *sort, *step;
    const char *section, *output, *moment; /* hidden; "" = none */
    const char *step_id;                   /* hidden, when the step is settled; NULL = chosen in the form */
    const char *step_title;
    const char *const *questions; /* become headings */
    size_t question_count;
    const char *there_url, *there_title; /* a document that is this output already; NULL = none */
    const struct field_message *messages;
    size_t message_count;
};

/* ---- one document -------------------------------------------------------------------------------------------- */

struct remark_line {
    const struct document_remark *remark;
    const char *who, *when, *answered; /* answered: "Taken over by Griet, 12 November 2026"; NULL = open */
};
struct agreement_line {
    const char *title, *url, *note; /* url NULL = this person does not open tasks */
    bool done;
};
struct file_line {
    int64_t id;
    const char *name, *note;
};
struct erratum_line {
    const char *when, *wrong, *url; /* url: of the version before */
};
/* What whoever looks may do now. */
struct document_acts {
    bool writes, leads, adopts, remarks, agrees, files;
};
struct show_view {
    struct layout *layout;
    const struct document *document;
    const struct document_version *version; /* that is shown; NULL = nothing is written yet */
    const char *lang;                       /* of its text: the organisation's, whoever reads it */
    const char *url, *base;
    const char *standing, *next; /* how it stands; what comes next, for this person */
    struct document_acts may;
    bool reader, early;       /* early: approving asks for a reason */
    const char *version_text; /* hidden in forms: the newest version */
    const char *newer_draft;  /* said to who sees more than what was agreed; NULL = none */
    struct field_view *until, *reopen_reason;
    const struct remark_line *remarks;
    size_t remark_count;
    struct field_view *heading, *remark;
    int64_t answer_to; /* remark whose answer came back with a message; 0 = none */
    struct field_view *answer;
    const struct agreement_line *agreements;
    size_t agreement_count;
    const char *agreement_number;
    struct field_view *what, *owner, *due_on;
    const struct file_line *files, *removed;
    size_t file_count, removed_count;
    struct field_view *file;
    const struct erratum_line *errata;
    size_t erratum_count;
    const char *mailed; /* "Mailed to 8 people on 12 November 2026"; NULL = never */
    const struct field_message *messages;
    size_t message_count;
};

struct version_line {
    int64_t number;
    const char *when, *day, *who, *note; /* note: "Approved on …", "Restored from version 2"; "" = nothing */
    bool newest;
};
struct versions_view {
    struct layout *layout;
    const struct document *document;
    const char *url;
    bool restores, compares;
    const struct version_line *lines;
    size_t count;
    const char *version_text;
    struct field_view *from, *to;
    const char *older; /* NULL = no more */
};
struct old_view {
    struct layout *layout;
    const struct document *document;
    const struct document_version *version;
    const char *lang, *url, *note, *version_text;
    bool restores;
};
struct compare_view {
    struct layout *layout;
    const struct document *document;
    const char *url, *from_title, *to_title; /* titles NULL when they are the same */
    const char *from, *to;                   /* "Version 2, 12 November 2026 by Mia" */
    const struct text_line *lines;
    size_t count;
};

/* ---- writing --------------------------------------------------------------------------------------------------- */

/* Two wrote at the same time. */
struct conflict_view {
    const char *theirs_line; /* "Version 4, by Noor, 12 November 2026, 13.30" */
    const char *theirs, *mine;
    const char *mine_title;
    const char *theirs_title;      /* NULL when both chose the same title */
    bool merged;                   /* the field holds both together */
    const struct text_line *lines; /* from theirs to mine */
    size_t count;
};
struct edit_view {
    struct layout *layout;
    const struct document *document;
    const char *url, *action, *base; /* base: the version the form is made from */
    bool erratum;
    struct field_view *title, *content, *wrong;
    const char *preview;                  /* NULL = not asked for */
    const struct conflict_view *conflict; /* NULL = none */
    const char *fixed_hint;               /* what an output asks; NULL = nothing */
    const struct field_message *messages;
    size_t message_count;
};

/* ---- states, details, mail --------------------------------------------------------------------------------------- */

struct approve_view {
    struct layout *layout;
    const struct document *document;
    const char *url, *version_text, *sentence;
    const struct remark_line *remarks; /* open ones */
    size_t remark_count;
    const char *const *unanswered; /* headings with nothing under them */
    size_t unanswered_count;
    struct field_view *reason; /* NULL = not asked */
    const struct field_message *messages;
    size_t message_count;
};
struct adopt_view {
    struct layout *layout;
    const struct document *document;
    const char *url, *version_text;
    struct field_view *by, *on, *decision;
    const struct field_message *messages;
    size_t message_count;
};
struct place_view {
    struct layout *layout;
    const struct document *document;
    const char *url, *edit;
    struct field_view *sort, *output, *everyone;
    const struct field_message *messages;
    size_t message_count;
};
struct mail_person {
    int64_t member;
    const char *name, *note;
    bool chosen;
};
struct mail_view {
    struct layout *layout;
    const struct document *document;
    const char *url, *mailings, *asked,
        *last; /* asked: what the mail asks; last: the mail before, NULL = none */
    const struct mail_person *people;
    size_t count;
    const char *who_error; /* NULL = none */
    struct field_view *words;
    bool leaves; /* a mail server is configured */
    const struct field_message *messages;
    size_t message_count;
};

/* ---- handlers ------------------------------------------------------------------------------------------------------ */

handler_fn document_list_show, document_new_show, document_create; /* list_web.c */
extern const struct form_spec document_new_form;
handler_fn document_show, document_versions_show, document_version_show, document_compare_show,
    document_markdown_file, document_pdf_file, document_docx_file; /* show_web.c */
handler_fn document_edit_show, document_edit_save, document_erratum_show, document_erratum_save,
    document_restore_save; /* edit_web.c */
extern const struct form_spec document_edit_form, document_erratum_form, document_version_form;
handler_fn document_review_save, document_approve_show, document_approve_save, document_reopen_save,
    document_adopt_show, document_adopt_save, document_archive_save, document_back_save, document_place_show,
    document_place_save; /* state_web.c */
extern const struct form_spec document_review_form, document_reason_form, document_adopt_form,
    document_place_form, document_empty_form;
handler_fn document_remark_save, document_answer_save, document_agree_save, document_file_add,
    document_file_get, document_file_remove, document_file_back, document_mail_show,
    document_mail_save; /* talk_web.c */
extern const struct form_spec document_remark_form, document_answer_form, document_agree_form,
    document_file_form, document_mail_form;

/* ---- shared by them -------------------------------------------------------------------------------------------------- */

/* The trajectory and the document of the path. Readers find only what was agreed and is not set aside. */
struct fault document_find(struct rq *rq, const struct trajectory **t, const struct document **d);
/* The same for who may write in it, or lead it; DENIED otherwise. */
struct fault document_find_writer(struct rq *rq, const struct trajectory **t, const struct document **d);
struct fault document_find_leader(struct rq *rq, const struct trajectory **t, const struct document **d);
/* Layout of a page under a document; crumb: the way back to it. */
struct layout *document_layout(struct rq *rq, const struct trajectory *t, const struct document *d,
                               const char *title, bool under);
const char *document_list_url(struct rq *rq, const struct trajectory *t);
/* Of the organisation, for what is stored or mailed. */
const struct lang *document_lang(struct rq *rq);
const char *document_number(struct rq *rq, int64_t n);
const char *document_tone(const struct document *d, bool reader); /* of its badge: "neutral", "success" … */
const char *document_state_label(struct rq *rq, const struct document *d, bool reader);
/* Sorts as options; minutes only for who may make them. */
void document_sort_options(struct rq *rq, struct field_view *f, bool minutes);
/* Remarks with the names of who made and answered them. */
const struct remark_line *document_remark_lines(struct rq *rq, const struct document *d, bool open_only,
                                                size_t *count);
/* Readers see the files that were there when the text was approved. */
bool document_file_shown(struct rq *rq, const struct document *d, const struct attachment *file);
/* A rule's answer: back to the form with its message, or the fault itself; true when all is well. */
bool document_settled(struct rq *rq, struct fault f, struct fault *answer);

#endif
