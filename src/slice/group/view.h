/* What the pages of the slice show, and the handlers that its route table names. */
#ifndef SLICE_GROUP_VIEW_H
#define SLICE_GROUP_VIEW_H

#include "http/http.h"
#include "slice/group/group.h"

/* ---- shared by the handlers (group_web.c) ------------------------------------------------------------------ */

/* Where a request stands: everything that a page of the group begins with. */
struct group_place {
    const struct trajectory *t;
    const struct group *g; /* NULL on pages about all groups */
    const struct organisation_names *names;
    int64_t today;
    const char *base;      /* "/organisatie/3/traject/7/groep" */
    const char *url;       /* of the group; base without one */
    const int64_t *people; /* in some group of the trajectory today */
    size_t people_count;
    bool guide, inside; /* inside: whoever asks is one of the people */
};
/* NOT_FOUND when the trajectory, or with `whole` false the group of the path, does not exist. */
struct fault group_place_of(struct rq *rq, bool whole, struct group_place *p);
struct group_by group_who(struct rq *rq);
/* A page under the group's own, or under the page of all of them. */
struct layout *group_layout(struct rq *rq, const struct group_place *p, const char *title);
const char *group_number(struct rq *rq, int64_t n);
const char *group_day(struct rq *rq, struct db_int day); /* as a form wants it; "" when not set */
/* A rule's answer: shows the form again with its message, or gives the fault. OK = go on. */
struct fault group_answer(struct rq *rq, struct fault f);

/* Somebody stored something else while a form was open: what stands now, beside what was typed. */
struct group_stands {
    const char *label, *text;
};
struct group_conflict {
    const char *who; /* "Changed by Ilse, 12 November 2026, 13.30" */
    const struct group_stands *stands;
    size_t count;
    const char *url; /* the page with what is stored */
};
/* NULL unless the form that came back was made from another edit than the stored one. */
struct group_conflict *group_conflict_of(struct rq *rq, int64_t edit, const char *url);

/* ---- the group --------------------------------------------------------------------------------------------- */

struct group_link {
    const char *url, *label, *text; /* text "" = nothing to add */
};
struct group_person {
    const char *name, *url;  /* url NULL = may not change it */
    const char *task, *note; /* note: "from 1 January"; "" = nothing */
};
struct group_cell {
    const struct group_person *people;
    size_t count;
};
struct group_grid_line {
    const char *department; /* "" = of none */
    struct group_cell cells[GROUP_ATTRIBUTES];
    bool missing;
};

struct group_view {
    struct layout *layout;
    const struct group_place *p;
    const char *kind, *mandate, *period; /* period NULL = none was agreed */
    bool goes_on;
    const struct group_grid_line *lines;
    size_t line_count;
    bool used[GROUP_ATTRIBUTES]; /* somebody takes part so */
    const char *const *gaps;     /* who is missing, as sentences */
    size_t gap_count, members;
    const struct group_link *waits; /* for whoever asks */
    size_t wait_count;
    const struct group_link *asides;
    size_t aside_count;
    const struct group_link *others; /* other groups */
    size_t other_count;
};

struct group_list_view {
    struct layout *layout;
    const struct group_place *p;
    const struct group_link *groups, *former, *waits, *asides;
    size_t group_count, former_count, wait_count, aside_count;
};

struct group_edit_view {
    struct layout *layout;
    const struct group_place *p;
    struct field_view *name, *mandate, *begins_on, *ends_on, *reason;
    const char *edit;
    struct field_view *kind, *from_day, *kind_reason, *stop_reason;
    bool goes_on;
    const struct group_conflict *conflict;
    const struct field_message *messages;
    size_t message_count;
};
struct group_new_view {
    struct layout *layout;
    const struct group_place *p;
    struct field_view *kind, *name;
    const struct field_message *messages;
    size_t message_count;
};

struct group_time {
    int64_t seat; /* may come back; 0 = may not */
    const char *name, *task, *from, *to;
    bool present;
};
struct group_change_line {
    const char *when, *who, *what, *before, *reason; /* before, reason "" = none */
};
struct group_history_view {
    struct layout *layout;
    const struct group_place *p;
    const struct group_link *kinds; /* label: what, text: since when */
    size_t kind_count;
    const struct group_time *times;
    size_t time_count;
    const struct group_change_line *changes;
    size_t change_count;
    const char *older; /* NULL = that was all */
};

/* ---- members ----------------------------------------------------------------------------------------------- */

struct group_candidate {
    const char *value, *name, *department;
};
struct group_members_view {
    struct layout *layout;
    const struct group_place *p;
    const struct group_candidate *candidates;
    size_t candidate_count, more; /* more: found, not shown */
    const char *search;
    struct field_view *rows, *mail;
    const struct field_message *messages;
    size_t message_count;
};
struct group_paste_view {
    struct layout *layout;
    const struct group_place *p;
    const struct paste *paste;
    const char *const *states; /* what happens with each row */
    const char *text;
    bool mail;
    size_t joins;
};
struct group_seat_view {
    struct layout *layout;
    const struct group_place *p;
    const struct group_seat *seat;
    const char *name, *about, *member_url, *edit; /* member_url NULL = may not change department and role */
    struct field_view *task, *begins_on, *ends_on;
    const struct group_conflict *conflict;
    const struct field_message *messages;
    size_t message_count;
};

/* ---- width ------------------------------------------------------------------------------------------------- */

struct width_bar {
    const char *label, *count; /* count "" = suppressed */
    int64_t share;             /* of 100; 0 when suppressed */
};
struct width_view {
    struct layout *layout;
    const struct group_place *p;
    const struct ballot *ballot; /* NULL = never asked */
    bool may_answer, answered;   /* answered: on the list of voters as such */
    int64_t own;                 /* BALLOT_NONE = not known on this phone */
    const char *secret;
    const char *minimum, *progress, *due; /* progress: "7 of 9 answered"; due NULL = none */
    bool shown, may_reveal, may_ask, small;
    const struct width_bar *bars;
    size_t bar_count;
    const char *const *waiting; /* who has not answered; for guides */
    size_t waiting_count;
    const struct group_link *earlier; /* label: date, text: sentence */
    size_t earlier_count;
    struct field_view *due_on, *small_field;
    const struct field_message *messages;
    size_t message_count;
};
struct width_warning_view {
    struct layout *layout;
    const struct group_place *p;
};

/* ---- motives, factors, objections -------------------------------------------------------------------------- */

struct motive_line {
    const char *name, *motive, *brings;
};
struct motives_view {
    struct layout *layout;
    const struct group_place *p;
    bool sees;         /* the texts: of the group and its guides */
    bool wrote;        /* whoever asks has */
    const char *asked; /* "Asked until 3 December"; NULL = nobody was */
    const struct motive_line *lines;
    size_t line_count;
    const char *markdown;            /* NULL = nothing to make a text from */
    const struct group_link *shared; /* the document made of them; NULL = not begun */
    struct field_view *due_on;       /* NULL = may not ask */
    const struct field_message *messages;
    size_t message_count;
};
struct motive_view {
    struct layout *layout;
    const struct group_place *p;
    struct field_view *motive, *brings;
    const char *edit;
    bool written;
    const struct group_conflict *conflict;
    const struct field_message *messages;
    size_t message_count;
};

struct factor_view {
    const char *name, *label, *about; /* name: of the field */
    const struct trajectory_evidence *evidence;
    size_t evidence_count;
    const char *mean, *spread; /* mean NULL = not shown; spread says why then */
    int64_t own;               /* 0 = nothing yet */
};
struct factor_month {
    const char *month;
    const char *cells[TRAJECTORY_FACTORS];
};
struct factors_view {
    struct layout *layout;
    const struct group_place *p;
    const char *month;
    struct factor_view factors[TRAJECTORY_FACTORS];
    const struct factor_month *months;
    size_t month_count;
    const struct field_message *messages;
    size_t message_count;
};

struct objection_kind {
    const char *says, *url, *count, *answer; /* url NULL = another one */
    const struct group_link *practices;
    size_t practice_count;
};
struct objection_line {
    int64_t id;
    const char *says, *note, *helped;
};
struct objections_view {
    struct layout *layout;
    const struct group_place *p;
    const struct objection_kind *kinds;
    size_t kind_count;
    const struct objection_line *lines;
    size_t line_count;
    const char *older;
    struct field_view *resistance, *note, *helped;
    const struct field_message *messages;
    size_t message_count;
};
struct objection_view {
    struct layout *layout;
    const struct group_place *p;
    int64_t id;
    bool archived;
    const char *edit;
    struct field_view *resistance, *note, *helped;
    const struct group_conflict *conflict;
    const struct field_message *messages;
    size_t message_count;
};

/* ---- handlers and forms ------------------------------------------------------------------------------------ */

/* group_web.c */
/* What waits for whoever asks, and the ways from the group to its other pages. */
const struct group_link *group_waits(struct rq *rq, const struct group_place *p, size_t *count);
const struct group_link *group_asides(struct rq *rq, const struct group_place *p, size_t *count);
extern const struct form_spec group_empty_form;

/* edit_web.c */
handler_fn group_new_show, group_create, group_edit_show, group_save, group_do_become, group_do_stop,
    group_do_resume, group_history_show;
extern const struct form_spec group_new_form, group_edit_form, group_kind_form, group_stop_form;

/* seat_web.c */
handler_fn members_show, members_add, members_paste, members_paste_add, seat_show, seat_save, seat_leave,
    seat_back;
extern const struct form_spec members_form, members_paste_form, seat_form;

/* width_web.c */
handler_fn width_show, width_cast, width_ask, width_open, width_reveal, width_close;
extern const struct form_spec width_cast_form, width_ask_form, width_reveal_form;

/* motive_web.c */
handler_fn motives_show, motives_ask, motives_share, motive_show, motive_save;
extern const struct form_spec motive_form, motives_ask_form;

/* factor_web.c */
handler_fn factors_show, estimate_save;
extern const struct form_spec estimate_form;

/* objection_web.c */
handler_fn objections_show, objection_add, objection_show, objection_save, objection_archive, objection_restore;
extern const struct form_spec objection_form, objection_edit_form;

#endif
