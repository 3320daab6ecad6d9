/* What the pages of this slice show, and the handlers that its route table names. */
#ifndef SLICE_TRAJECTORY_VIEW_H
#define SLICE_TRAJECTORY_VIEW_H

#include "http/http.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"
#include "trajectory_sql.h"

/* ---- the list, and a new one ------------------------------------------------------------------------------- */

struct trajectory_list_line {
    const char *url, *name, *template, *state; /* state translated: "step 4 of 9", "ended on …" */
    bool ended;
};
struct trajectory_list_view {
    struct layout *layout;
    int64_t organisation;
    bool guide;
    const struct trajectory_list_line *lines;
    size_t count;
};

struct trajectory_new_view {
    struct layout *layout;
    int64_t organisation;
    struct field_view *name, *template, *example, *first_day, *rows, *mail;
    const struct field_message *messages;
    size_t message_count;
};

/* ---- overview ---------------------------------------------------------------------------------------------- */

/* One step in the list beside the page. */
struct step_line {
    int64_t id;
    const char *title, *url;
    const char *note; /* "3 of 4 made · by 12 December"; "" = nothing to say */
    enum trajectory_state state;
    bool current; /* the page shows it */
};

struct output_line {
    const char *title, *state, *url, *label; /* url NULL = cannot be made here yet */
    const char *section;                     /* of which step of a phase; NULL in a step of its own */
    bool required, there;
};

/* A step in the middle of the page, with what it should produce. */
struct step_card {
    const struct step_line *line;
    const char *what, *url;
    const struct output_line *outputs;
    size_t output_count, missing; /* missing: required and not there */
    bool late;
};

struct duty_line {
    const char *sort, *title, *url, *due, *who; /* who NULL = oneself */
    bool late;
};

struct moment_line {
    int64_t id;
    const char *title, *when, *place, *url; /* url NULL = this person does not change it */
    const char *lead_url, *lead;            /* where it is prepared or led; NULL = nowhere */
    bool cancelled, past;
};

struct event_line {
    const char *text, *who, *when, *reason, *url; /* who "" = nobody; reason "" = none; url NULL = no page */
};

struct overview_view {
    struct layout *layout;
    const struct field_message *messages;
    size_t message_count;
    const struct trajectory *trajectory;
    const char *base;
    bool guide, reader;
    const struct step_line *steps;
    size_t step_count;
    const struct step_card *open;
    size_t open_count;
    const struct duty_line *mine, *late; /* what this person owes soon; what others are late with */
    size_t mine_count, late_count;
    const struct moment_line *moments; /* the next ones */
    size_t moment_count;
    const struct event_line *decided, *news;
    size_t decided_count, news_count;
    const char *since; /* "since 18 November 2026, 9.30": of the news; NULL = the first visit */
    const char *newer; /* url where a newer template is looked at; NULL = none */
    bool may_go_round;
    struct field_view *round_day;
    int cycle;
    const char *earlier_url; /* the cycle before this one; NULL = none */
};

/* ---- a step ------------------------------------------------------------------------------------------------ */

struct lived_document {
    const char *title, *url;
};
/* The same step in the example that is read along. */
struct lived_view {
    const char *name, *title, *url, *learned;
    const char *const *texts;
    int text_count;
    const struct lived_document *documents;
    size_t document_count;
};

/* One step of the template: a step by itself or a section of a phase. */
struct section_view {
    const struct pack_entry *entry;
    const struct output_line *outputs;
    size_t output_count;
    const struct lived_view *lived; /* NULL = no example, or it does not know the step */
    const struct trajectory_link_line *methods;
    size_t method_count;
};
struct trajectory_link_line {
    const char *title, *url;
};

struct task_line {
    int64_t id, edit;
    const char *title, *about, *owner, *due, *url;
    bool done, late, mine;
};

struct step_view {
    struct layout *layout;
    const struct trajectory *trajectory;
    const struct trajectory_step *step;
    const char *base, *url;
    bool guide, reader, running; /* running: of the cycle that runs, in a trajectory that has not ended */
    const struct step_line *steps;
    size_t step_count;
    const struct section_view *sections;
    size_t section_count;
    const char *dates; /* "From 30 November to 11 December 2026" */
    bool late;
    const char *closed; /* "Closed on … by …"; NULL = it is not */
    size_t missing;
    const char *missing_titles;
    const struct moment_line *moments;
    size_t moment_count;
    const struct task_line *tasks;
    size_t task_count;
    const struct trajectory_link_line *examples; /* to choose from; url is the pack's id */
    size_t example_count;
    struct field_view *reason;
    const struct field_message *messages;
    size_t message_count;
};

/* ---- dates ------------------------------------------------------------------------------------------------- */

struct date_line {
    const char *title, *from, *to;
    bool moves;
};
struct step_dates_view {
    struct layout *layout;
    const char *url, *title, *edit;
    struct field_view *begins_on, *due_on;
    bool preview; /* the dates were looked at: `lines` says what would follow */
    const struct date_line *lines;
    size_t line_count, moving;
    const char *holiday; /* why the chosen day is none to meet on; NULL = it is */
    const struct field_message *messages;
    size_t message_count;
};

struct planning_line {
    const char *title, *url, *dates_url, *from, *to, *state;
    bool late;
};
struct planning_view {
    struct layout *layout;
    const char *base;
    bool guide;
    const struct planning_line *steps;
    size_t step_count;
    const struct moment_line *moments;
    size_t moment_count;
};

struct moment_view {
    struct layout *layout;
    const char *action, *base;
    const char *edit; /* NULL = a new one */
    int64_t id;
    bool cancelled;
    const char *lead_url, *lead; /* where it is prepared or led; NULL = nowhere */
    struct field_view *title, *day, *hour, *minutes, *place, *about;
    const struct field_message *messages;
    size_t message_count;
};

/* ---- tasks ------------------------------------------------------------------------------------------------- */

struct tasks_view {
    struct layout *layout;
    const char *base;
    bool guide, contributes, all; /* all: done ones too */
    const struct task_line *tasks;
    size_t count;
    struct field_view *title, *owner, *due_on;
    const struct field_message *messages;
    size_t message_count;
};
struct task_view {
    struct layout *layout;
    const char *url, *base, *edit;
    bool made; /* by a rule (a commitment): its title and day follow that */
    struct field_view *title, *about, *owner, *due_on;
    const struct field_message *messages;
    size_t message_count;
};

/* ---- the rest ---------------------------------------------------------------------------------------------- */

struct news_view {
    struct layout *layout;
    const struct event_line *events;
    size_t count;
    const char *older; /* url; NULL = no more */
};

struct settings_view {
    struct layout *layout;
    const char *base, *edit, *template; /* template: title and version */
    const char *newer;
    bool ended, all_closed;
    struct field_view *name, *example, *reason;
    const struct field_message *messages;
    size_t message_count;
};

struct template_change {
    const char *what, *where, *before, *now;
};
struct template_view {
    struct layout *layout;
    const char *base, *edit, *compare_url;
    int from, to;
    const struct template_change *changes;
    size_t count, total;
};

struct calendar_view {
    struct layout *layout;
    const char *base, *link; /* link NULL = there is none */
};

struct mail_choice_view {
    struct layout *layout;
    const char *mail, *url;
    struct field_view *kinds;
};

/* ---- handlers ---------------------------------------------------------------------------------------------- */

handler_fn trajectory_list_show, trajectory_new_show, trajectory_create; /* start_web.c */
extern const struct form_spec trajectory_new_form;
handler_fn overview_show, news_show; /* overview_web.c */
handler_fn step_show, step_do_open, step_do_close, step_do_skip, step_do_reopen,
    step_read_along; /* step_web.c */
extern const struct form_spec step_reason_form, read_along_form;
handler_fn planning_show, step_dates_show, step_dates_look, step_dates_save, moment_new_show, moment_add,
    moment_show, moment_save, moment_cancel; /* planning_web.c */
extern const struct form_spec step_dates_form, moment_form;
handler_fn tasks_show, task_add, task_show, task_save, task_done, task_drop; /* task_web.c */
extern const struct form_spec task_form, task_edit_form;
handler_fn settings_show, settings_save, trajectory_do_end, trajectory_do_resume, template_show,
    template_accept, cycle_begin; /* settings_web.c */
extern const struct form_spec settings_form, end_form, accept_form, cycle_form;
handler_fn calendar_show, calendar_make, calendar_revoke, calendar_feed, mail_choice_show,
    mail_choice_save; /* mail_web.c */
extern const struct form_spec mail_choice_form;
extern const struct form_spec trajectory_empty_form;

/* ---- shared by them ---------------------------------------------------------------------------------------- */

/* The list of steps beside a page; current 0 = none is shown. */
const struct step_line *step_lines(struct rq *rq, const struct trajectory *t,
                                   const struct trajectory_step *steps, size_t count, int64_t current);
/* Outputs of a step as lines; *missing counts the required ones that are not there. section NULL = of all sections. */
const struct output_line *output_lines(struct rq *rq, const struct trajectory *t,
                                       const struct trajectory_step *step, const struct pack_entry *section,
                                       size_t *count, size_t *missing);
const struct moment_line *moment_lines(struct rq *rq, const struct trajectory *t, int64_t step, bool to_come,
                                       size_t most, size_t *count);
const struct task_line *task_lines(struct rq *rq, const struct trajectory *t, int64_t step, bool done,
                                   size_t *count);
const struct event_line *event_lines(struct rq *rq, const struct trajectory *t,
                                     const struct trajectory_event_line *events, size_t count);
const char *step_url(struct rq *rq, const struct trajectory *t, int64_t step);
/* "From 30 November to 11 December 2026" */
const char *step_span(struct rq *rq, const struct trajectory_step *s);
const char *step_title(struct rq *rq, const struct trajectory_step *s);
/* Country of the organisation of the path. */
const char *trajectory_country(struct rq *rq);
const char *edit_text(struct rq *rq, int64_t edit);

#endif
