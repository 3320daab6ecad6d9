/* What the pages of reports show, and the handlers that the route table names. */
#ifndef SLICE_REPORT_VIEW_H
#define SLICE_REPORT_VIEW_H

#include "html/diff.h"
#include "http/http.h"
#include "slice/document/document.h"
#include "slice/organisation/organisation.h"
#include "slice/report/report.h"

/* ---- all of a trajectory ------------------------------------------------------------------------------- */

/* One report in a list. */
struct report_line {
    const struct report *report;
    const char *url, *state, *standing, *tone; /* state: "Adopted"; standing: by whom and when as well */
    const char *replaced;                      /* "An erratum took its place"; NULL = none did */
};
/* A section in which something is missing. */
struct report_missing {
    const char *title, *lang, *url; /* title in the language of the report, lang as HTML says it */
    struct report_gaps gaps;
};
/* One of the three forms. */
struct report_form_card {
    enum report_form form;
    const char *label, *about;
    const struct report_line *now; /* the one that counts: being worked on, else adopted last; NULL = none */
    const struct report_line *earlier; /* adopted before, the newest first */
    size_t earlier_count;
};
struct report_list_view {
    struct layout *layout;
    const char *url;
    bool guide, reader;
    struct report_form_card cards[REPORT_FORMS];
    size_t all;                           /* reports that this person may see */
    const struct report_missing *missing; /* of the final report that is worked on */
    size_t missing_count;
    const struct report_line *aside; /* set aside, guides only */
    size_t aside_count;
};

/* ---- one that is being made ------------------------------------------------------------------------------ */

struct report_section_line {
    const struct report_section *section;
    const char *lang; /* of its title, as HTML says it */
    const char *url;  /* "…/deel/scan" */
    struct report_gaps gaps;
    bool first, last;
};
struct report_edit_view {
    struct layout *layout;
    const struct report *report;
    bool guide;                                  /* may choose sections, write short forms, adopt */
    const char *url, *edit, *standing, *erratum; /* erratum: what was wrong; NULL = it is none */
    const struct report_section_line *sections;  /* of a final report */
    size_t section_count, gap_count;
    struct field_view *content; /* of a short form */
    const char *preview;        /* NULL = not asked for */
    size_t pages;               /* 0 = not known */
    bool stale;                 /* the data say something else than when its text was made */
    const char *pdf_name, *docx_name;
    const struct report_conflict *conflict;
    const struct field_message *messages;
    size_t message_count;
};

/* Two changed a text at the same time. */
struct report_conflict {
    const char *theirs_line; /* "by Noor, 12 November 2026, 13.30" */
    const char *theirs, *mine;
    bool merged;                   /* the field holds both together */
    const struct text_line *lines; /* from theirs to mine; none when only the other one changed it */
    size_t count;
};

struct report_settings_view {
    struct layout *layout;
    const struct report *report;
    const char *url, *edit;
    struct field_view *title, *subtitle, *lang, *cover, *contents, *file;
    const char *logo_url;  /* NULL = there is none */
    const char *stored[5]; /* what somebody else stored meanwhile, as lines; [0] NULL = nobody did */
    const struct field_message *messages;
    size_t message_count;
};

struct report_text_view {
    struct layout *layout;
    const struct report_section *section;
    const char *url, *back, *edit, *skeleton; /* skeleton "" = none */
    struct field_view *lead, *tail;           /* tail NULL = the section is nothing but a text */
    struct report_gaps gaps; /* of what the section holds besides; none when it is nothing but a text */
    bool preview;
    const struct report_conflict *lead_conflict, *tail_conflict; /* NULL = none */
    bool taken_over; /* the other text stands in the form, where this person changed nothing */
    const struct field_message *messages;
    size_t message_count;
};

struct report_change_line {
    int64_t id;
    const char *what, *who, *when, *was;
    bool text; /* can come back */
};
struct report_changes_view {
    struct layout *layout;
    const struct report *report;
    const char *url;
    bool restores;
    const struct report_change_line *lines;
    size_t count;
    const char *older; /* NULL = no more */
};

/* ---- reading, adopting --------------------------------------------------------------------------------------- */

struct report_show_view {
    struct layout *layout;
    const struct report *report;
    const struct doc *doc;
    const char *url, *list_url, *standing, *date, *logo_url, *logo_text;
    const char *replaced_url; /* of the erratum that took its place; NULL = none did */
    const char *replaces_url; /* of the version that it mends; NULL = none */
    const char *pdf_name, *docx_name, *pdf_size, *docx_size; /* sizes "" = not made yet */
    const char *mailed;                                      /* NULL = never */
    bool guide, writes;                                      /* writes: a member, texts of his or her own */
};
struct report_adopt_view {
    struct layout *layout;
    const struct report *report;
    const char *url, *seen;
    bool changed; /* something changed since it was looked at */
    const struct report_missing *missing;
    size_t missing_count;
    struct field_view *by, *on, *decision;
    const struct field_message *messages;
    size_t message_count;
};
struct report_erratum_view {
    struct layout *layout;
    const char *url;
    struct field_view *reason;
    const struct field_message *messages;
    size_t message_count;
};
struct report_person {
    int64_t member;
    const char *name, *note;
    bool chosen;
};
struct report_mail_view {
    struct layout *layout;
    const char *url, *mailings, *last; /* last NULL = never mailed */
    const struct report_person *people;
    size_t count;
    const char *who_error;
    struct field_view *words;
    bool leaves; /* there is a mail server */
    const struct field_message *messages;
    size_t message_count;
};

/* ---- shared: frame_web.c ---------------------------------------------------------------------------------------- */

struct report_source report_source_of(struct rq *rq, const struct trajectory *t);
/* The report of the path; readers find adopted ones only. */
struct fault report_find(struct rq *rq, const struct trajectory **t, const struct report **r);
/* Whether this person may write own texts beside its sections: guides as long as it is not fixed, members in a draft. */
bool report_may_write(struct rq *rq, const struct report *r);
/* The same as an answer: CONFLICT when it is fixed or ready, DENIED when only guides write it. */
struct fault report_writing(struct rq *rq, const struct report *r);
const char *report_list_url(struct rq *rq, const struct trajectory *t);
/* under: the report itself stands among the breadcrumbs. */
struct layout *report_layout(struct rq *rq, const struct trajectory *t, const struct report *r,
                             const char *title, bool under);
const char *report_tone(const struct report *r);
/* "eindrapport.pdf" */
const char *report_file_name(struct rq *rq, const struct report *r, enum report_file file);
/* Sections in which something is missing; only those that are shown. */
const struct report_missing *report_missing_of(struct rq *rq, const struct trajectory *t,
                                               const struct report *r, size_t *count);
/* A fault at a field shows the form again; false: *answer is what to return. */
bool report_settled(struct rq *rq, struct fault f, struct fault *answer);
/* Whether the form that came back was made from an older edit than is stored. */
bool report_is_behind(struct rq *rq, int64_t edit);
/* What somebody else stored of `field` meanwhile, against what was typed; NULL when both are the same. */
struct report_conflict *report_conflict_of(struct rq *rq, const struct report *r, const char *field,
                                           const char *theirs, const char *mine);
/* "Introduction: text before it": a field of report_change in words. */
const char *report_field_words(struct rq *rq, const struct report_section *sections, size_t count,
                               const char *field);
const char *report_number(struct rq *rq, int64_t n);

/* list_web.c */
handler_fn report_list_show, report_create;
extern const struct form_spec report_new_form, report_empty_form;
/* edit_web.c */
handler_fn report_open, report_edit_show, report_content_prepare, report_content_save, report_content_again,
    report_place_save, report_state_save, report_aside_save, report_back_save;
extern const struct form_spec report_content_form, report_place_form, report_state_form, report_edit_form;
/* settings_web.c */
handler_fn report_settings_show, report_settings_save, report_logo_prepare, report_logo_save, report_logo_drop,
    report_logo_get;
extern const struct form_spec report_settings_form, report_logo_form;
/* text_web.c */
handler_fn report_text_show, report_text_save, report_changes_show, report_change_back;
extern const struct form_spec report_text_form;
/* show_web.c */
handler_fn report_show, report_pdf, report_docx;
/* adopt_web.c */
handler_fn report_adopt_show, report_adopt_prepare, report_adopt_save, report_erratum_show, report_erratum_save;
extern const struct form_spec report_adopt_form, report_erratum_form;
/* mail_web.c */
handler_fn report_mail_show, report_mail_save;
extern const struct form_spec report_mail_form;

#endif
