/* What the pages of the local picture show, and the handlers that its route table names. */
#ifndef SLICE_PICTURE_VIEW_H
#define SLICE_PICTURE_VIEW_H

#include "doc/document.h"
#include "http/http.h"
#include "slice/account/account.h"
#include "slice/attachment/attachment.h"
#include "slice/organisation/organisation.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

static const int64_t PICTURE_DAY_MS = 86400000;

/* ---- shared ---------------------------------------------------------------------------------------------- */

/* Where a handler is: which trajectory, who asks, what may be done there. */
struct place {
    const struct trajectory *t;
    const char *trajectory; /* "/organisatie/3/traject/7" */
    const char *base;       /* the same with "/foto" */
    bool guide, contributes;
    bool running; /* nothing changes in a trajectory that ended */
};

struct tab {
    const char *label, *url;
    bool current;
};

/* What every page of this slice has: its layout, and the links between its parts (none for readers). */
struct frame {
    struct layout *layout;
    const char *base;
    const struct tab *parts;
    size_t part_count;
    const struct field_message *messages;
    size_t message_count;
};

/* Pages of a list; previous and next NULL = there is none. */
struct paging {
    const char *previous, *next;
    int page, pages;
};

/* ---- the picture itself ---------------------------------------------------------------------------------- */

struct picture_view {
    struct frame frame;
    bool guide, contributes, running, empty, by_department;
    const struct doc *doc;
    int64_t proposed; /* facts that wait for a guide */
};

/* ---- requests -------------------------------------------------------------------------------------------- */

struct request_line {
    const char *url, *title, *department, *receiver, *due, *state;
    const char *tone; /* of the badge: "neutral", "warning", "success", "active" */
    const char *id;   /* as a value */
    bool ready;       /* a draft with a receiver and a day */
};

struct department_line {
    const char *name, *id, *url;
    int64_t asked, settled, absent, late, open;
};

struct requests_view {
    struct frame frame;
    bool guide, running;
    const struct picture_counts *counts;
    const struct department_line *departments;
    size_t department_count;
    const struct tab *lists;
    size_t list_count;
    const struct request_line *lines;
    size_t count;
    struct paging paging;
    struct field_view *department; /* of the filter */
    const char *shown;             /* value of the list that is shown */
    const char *receiver;          /* only those of this person; NULL = all */
};

struct standard_line {
    const char *id, *title, *ask, *source;
    const char *asked, *asked_url; /* "sent"; NULL = nobody was asked */
    bool ticked;
};
struct standard_group {
    const char *title, *fits; /* fits: the organisation's department; "" = none */
    const struct standard_line *lines;
    size_t count;
};
struct choose_view {
    struct frame frame;
    const struct tab *departments; /* of the pack */
    size_t department_count;
    const struct standard_group *groups;
    size_t group_count, found;
    bool searched;
    const char *search, *shown; /* shown: id of the pack's department; "" = all */
    struct field_view *theme;   /* of the search */
    struct field_view *department, *member, *name, *mail, *due_on;
};

/* A request that is written or changed. */
struct request_form_view {
    struct frame frame;
    const char *action, *back, *edit;     /* edit NULL = new */
    bool draft;                           /* its words may change */
    const struct picture_request *theirs; /* somebody else changed it meanwhile; NULL = nobody did */
    const char *their_receiver, *their_department;
    struct field_view *title, *ask, *sort, *unit, *usual_source, *theme, *department, *member, *name, *mail,
        *due_on;
    const char *ask_text; /* of one that was sent */
};

struct letter_line {
    const char *name, *mail, *subject, *body;
    int64_t count;
};
struct drafts_view {
    struct frame frame;
    const struct request_line *lines;
    size_t count;
    struct paging paging;
    const struct letter_line *letters; /* one for each receiver of ready drafts */
    size_t letter_count;
    int64_t ready, total;
    const char *people; /* "3 people" */
    bool leaves;        /* the installation sends mail by itself */
    struct field_view *member, *name, *mail, *due_on;
};

struct file_line {
    const char *name, *size, *url, *remove; /* remove NULL = it stays */
    bool removed;                           /* can be put back */
};
struct answer_line {
    const struct picture_answer *answer;
    const char *who, *when, *value, *dated;
    const struct picture_row *rows;
    size_t row_count;
};
struct chain_line {
    const char *from, *to, *when, *note, *who; /* who: the guide who did it; "" = the receiver */
};
struct fact_line {
    const char *url, *code, *body, *sort, *theme, *department, *value, *beside, *state;
    bool proposed;
};

struct request_view {
    struct frame frame;
    const struct picture_request *request;
    const char *url;
    bool guide, running;
    const char *department, *theme, *statement, *receiver, *receiver_mail, *receiver_url, *due, *state, *tone,
        *sent;
    bool late, receiver_gone;
    const struct chain_line *chain;
    size_t chain_count;
    const struct answer_line *answers; /* the newest first */
    size_t answer_count;
    const struct file_line *files;
    size_t file_count;
    const struct fact_line *facts; /* made of it */
    size_t fact_count;
    /* Taking it over: */
    struct field_view *sort, *to_theme, *to_department, *body, *value, *unit, *period, *source, *dated_on,
        *rows;
    const char *answer_edit;
    size_t figure_count; /* rows of its table that can each become a figure */
    /* Giving it to somebody else, taking it back: */
    struct field_view *member, *name, *mail, *note, *reason;
};

/* ---- answering: behind the link of a mail, and by a guide who writes it down ------------------------------- */

struct answer_form {
    const char *action, *edit;
    bool figure; /* a number is expected; otherwise words */
    struct field_view *value, *unit, *period, *body, *grid, *source, *dated_on, *file, *why;
    const struct answer_line *theirs; /* somebody else answered meanwhile */
};

struct link_line {
    const char *url, *title, *due, *state, *tone;
    bool open;
};
struct link_view {
    struct layout *layout;
    const char *base, *organisation;
    const struct link_line *lines;
    size_t count, open;
    const struct link_line *gone; /* passed on */
    size_t gone_count;
};
struct question_view {
    struct layout *layout;
    const char *base, *url;
    const struct picture_request *request;
    const char *due, *from, *note;    /* from: who passed it on; NULL = nobody */
    bool open;                        /* takes an answer: it was not taken over yet */
    const struct answer_line *answer; /* what was given; NULL = nothing yet */
    struct answer_form form;
    const struct file_line *files;
    size_t file_count;
    struct field_view *name, *mail, *note_field;
    bool may_pass;
    const struct field_message *messages;
    size_t message_count;
};
/* A guide writes an answer down. */
struct note_view {
    struct frame frame;
    const struct picture_request *request;
    const char *back;
    struct answer_form form;
    const struct file_line *files;
    size_t file_count;
};

/* ---- facts ----------------------------------------------------------------------------------------------- */

struct facts_view {
    struct frame frame;
    bool guide, running;
    const struct fact_line *lines;
    size_t count;
    int64_t total, proposed;
    struct paging paging;
    struct field_view *department, *theme, *sort, *state; /* of the filter */
    bool filtered;
};
struct fact_form_view {
    struct frame frame;
    const char *action, *back, *edit; /* edit NULL = new */
    const struct picture_fact *theirs;
    const char *their_theme, *their_department, *their_value, *their_date;
    bool guide;
    struct field_view *sort, *theme, *department, *body, *value, *unit, *period, *source, *dated_on, *reason,
        *request;
};
struct old_line {
    const char *when, *who, *reason, *sort, *theme, *department, *body, *value, *beside;
};
struct statement_line {
    const char *id, *text;
    bool chosen;
};
struct proof_line {
    const char *round, *round_url, *stands;
    bool differs, closed, newest;
};
struct corrected_line {
    const char *text, *when, *who;
};
struct fact_view {
    struct frame frame;
    const struct picture_fact *fact;
    const char *url;
    bool guide, running, may_edit;
    const char *sort, *theme, *department, *value, *dated, *made, *request_title, *request_url;
    const char *statement, *proves;          /* texts; statement NULL = none */
    const struct statement_line *statements; /* of its theme, to choose from */
    size_t statement_count;
    enum scan_answer chosen; /* what it proves, as the form has it */
    bool choosing;           /* the form was refused */
    bool none;               /* no statement is chosen */
    const char *edit;
    const struct proof_line *proofs;
    size_t proof_count;
    const char *was; /* of the newest round, as a value */
    const struct corrected_line *corrected;
    size_t corrected_count;
    const struct old_line *old;
    size_t old_count;
    struct field_view *reason;
};

/* ---- from the scan ----------------------------------------------------------------------------------------- */

struct unknown_choice {
    const char *id, *title;
};
struct unknown_line {
    const char *id, *text, *theme;
    const char *asked, *asked_url; /* NULL = nobody was asked */
    const char *fact_url;          /* NULL = no fact says anything about it */
    const struct unknown_choice *choices;
    size_t choice_count;
};
struct unknowns_view {
    struct frame frame;
    const char *round, *round_url; /* round NULL = there is none */
    bool running;
    const struct unknown_line *lines;
    size_t count, all, to_ask;
    struct paging paging;
    const struct fact_line *differing; /* facts that prove something else than what stands */
    size_t differing_count, waiting;
    size_t begun; /* ticks that are no fact yet */
};
struct begun_view {
    struct frame frame;
    const char *round;
    bool running;
    const struct unknown_line *lines; /* asked unused */
    size_t count, to_take;
};

/* ---- spreadsheet ------------------------------------------------------------------------------------------- */

struct sheet_view {
    struct frame frame;
    struct field_view *file;
    const struct picture_sheet *sheet; /* NULL = no file yet */
    const char *content;               /* the file again, for the button that stores it */
};

/* ---- handlers ---------------------------------------------------------------------------------------------- */

/* picture_web.c */
handler_fn picture_web_show;
/* requests_web.c */
handler_fn picture_web_requests_show, picture_web_requests_remind, picture_web_drafts_show,
    picture_web_drafts_assign, picture_web_drafts_send;
extern const struct form_spec picture_remind_form, picture_assign_form;
/* choose_web.c */
handler_fn picture_web_choose_show, picture_web_choose_add;
extern const struct form_spec picture_choose_form;
/* request_web.c */
handler_fn picture_web_request_show, picture_web_request_new_show, picture_web_request_new,
    picture_web_request_edit_show, picture_web_request_edit, picture_web_request_withdraw,
    picture_web_request_restore, picture_web_request_pass, picture_web_request_accept, picture_web_request_file;
extern const struct form_spec picture_request_form, picture_withdraw_form, picture_give_form,
    picture_accept_form;
/* answer_web.c */
handler_fn picture_web_link_show, picture_web_link_question, picture_web_link_answer, picture_web_link_absent,
    picture_web_link_pass, picture_web_link_remove, picture_web_note_show, picture_web_note_save;
extern const struct form_spec picture_answer_form, picture_absent_form, picture_pass_form;
/* fact_web.c */
handler_fn picture_web_facts_show, picture_web_fact_show, picture_web_fact_new_show, picture_web_fact_new,
    picture_web_fact_edit_show, picture_web_fact_edit, picture_web_fact_do_accept, picture_web_fact_do_archive,
    picture_web_fact_do_restore, picture_web_fact_set_statement, picture_web_fact_do_correct,
    picture_web_fact_do_wait;
extern const struct form_spec picture_fact_form, picture_statement_form, picture_correct_form;
/* unknown_web.c */
handler_fn picture_web_unknowns_show, picture_web_unknowns_ask, picture_web_begun_show, picture_web_begun_take;
extern const struct form_spec picture_unknown_form;
/* file_web.c */
handler_fn picture_web_file_write, picture_web_file_show, picture_web_file_prepare, picture_web_file_read;
extern const struct form_spec picture_sheet_form;
extern const struct form_spec picture_empty_form;

/* ---- shared by the handlers (frame_web.c) ------------------------------------------------------------------ */

/* NOT_FOUND when there is no such trajectory. */
struct fault picture_place_find(struct rq *rq, struct place *p);
/* The same before something changes: CONFLICT once the trajectory has ended. */
struct fault picture_place_change(struct rq *rq, struct place *p);
/* here: "", "/vragen", "/gegevens", "/weet-niet": which part the page belongs to. crumb: a page between; NULL = none. */
struct frame picture_frame_of(struct rq *rq, const struct place *p, const char *title, const char *here,
                              const char *crumb_url, const char *crumb_label);
/* A page of a list: skip and most of its filter follow from ?blad=. path: with everything but the page in its query. */
int64_t picture_page_asked(struct rq *rq);
struct paging picture_paging_of(struct rq *rq, const char *path, int64_t page, int64_t total);
const char *picture_number_text(struct rq *rq, int64_t n); /* "" for 0 */
const char *picture_day_text(struct rq *rq, struct db_int day);
/* A rule's answer: INVALID at its field, which the form must have, as "edit" when somebody else was first; other faults as they
 * are, NO_FAULT when there is none. */
struct fault picture_refused(struct rq *rq, struct fault f);
/* The badge of a state. */
const char *picture_state_tone(enum picture_state s, bool late);
void picture_sort_options(struct rq *rq, struct field_view *f);
/* Lines of names: of receivers, kept for one page. */
const char *picture_receiver_name(const struct picture_receiver *v, size_t count, struct db_int id);
/* Who gets it: the member or the name and address of the form; *id 0 = nobody was chosen. */
struct fault picture_receiver_chosen(struct rq *rq, const struct trajectory *t, int64_t *id);
/* The department of the form, 0 = none. */
int64_t picture_department_chosen(struct rq *rq);
/* A fact as one line of a list. */
struct fact_line picture_fact_line_of(struct rq *rq, const struct place *p, const struct picture_themes *themes,
                                      const struct organisation_department *departments, size_t count,
                                      const struct picture_fact *f);
/* An answer as people read it. */
struct answer_line picture_answer_line_of(struct rq *rq, const struct picture_answer *answer, const char *who);
/* The fields of a fact from the form; value as typed (INVALID with a message at the field when it is no number). */
bool picture_fact_text_sent(struct rq *rq, struct picture_fact_text *x);
/* Files of a request. */
struct attachment_owner picture_request_files(const struct picture_request *r);

#endif
