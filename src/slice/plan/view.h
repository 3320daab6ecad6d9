/* What the pages of the action list show. */
#ifndef SLICE_PLAN_VIEW_H
#define SLICE_PLAN_VIEW_H

#include "http/http.h"
#include "plan_sql.h"
#include "slice/organisation/organisation.h"
#include "slice/plan/plan.h"
#include "slice/scan/scan.h"

struct plan_line {
    int64_t id;
    enum plan_sort sort;
    enum plan_status status;
    const char *title, *url, *sort_word, *status_word;
    const char *owner, *department, *due, *theme, *origin; /* "" = none */
    const char *vague;                                     /* what is missing, in words; NULL = nothing */
    bool late, under_goal;
};

struct plan_filter {
    const char *label, *url;
    bool current;
};

struct plan_counter {
    const char *text;
    bool over;
};

struct plan_list_view {
    struct layout *layout;
    const char *base;
    bool guide, contributes;
    const struct plan_line *lines;
    size_t count, all; /* all: without the filter */
    const struct plan_filter *filters;
    size_t filter_count;
    struct plan_counter counters[PLAN_SORTS];
    const char *limits;      /* a sentence when one is over; NULL = none is */
    int64_t bookmarks, gaps; /* that are not on the list yet; of the newest round; 0 = none, or no round */
    struct field_view *title, *sort, *owner, *due_on;
    const struct field_message *messages;
    size_t message_count;
};

struct plan_change_line {
    const char *when, *who, *what, *note; /* note NULL = a change of a field */
};
struct plan_action_view {
    struct layout *layout;
    const char *base, *url, *edit;
    const struct plan_action *action;
    bool may_edit, may_update, archived;
    const char *origin, *origin_url;     /* origin_url NULL = nothing to look at */
    const char *priority, *priority_url; /* of its theme; NULL = none */
    const char *vague;
    struct field_view *title, *sort, *parent, *why, *owner, *department, *due_on, *status, *theme, *sdg, *roles;
    struct field_view *update_status, *note;
    const struct plan_change_line *changes;
    size_t change_count;
    const struct plan_line *children; /* of a goal */
    size_t child_count;
    const struct field_message *messages;
    size_t message_count;
};

/* A statement of the scan that may become an action. */
struct plan_library_choice {
    const char *id, *title;
};
struct plan_proposal {
    const char *statement, *label, *theme, *note; /* note: "5 of 9 marked it", "answered no" */
    const char *url;                              /* of the row it became; NULL = not yet */
    const struct plan_library_choice *choices;
    size_t choice_count;
};
struct plan_proposals_view {
    struct layout *layout;
    const char *base, *action; /* action: where the form goes */
    const char *round;         /* title of the round; NULL = there is none */
    const char *round_url;
    bool gaps, guide;
    const struct plan_filter *tabs; /* bookmarks, gaps */
    size_t tab_count;
    const struct plan_proposal *lines;
    size_t count, all, page, pages;
    const char *next, *previous;
};

struct plan_link_view {
    struct layout *layout;
    const char *url;
    const struct plan_action *action;
    const char *organisation, *due, *status;
    struct field_view *update_status, *note;
    const struct field_message *messages;
    size_t message_count;
};

struct plan_priority_line {
    int64_t id, position;
    const char *title, *url, *impact, *support, *why;
    struct db_int impact_tenths, support_tenths;
    bool chosen;
    const struct plan_filter *goals; /* of its theme: label, url */
    size_t goal_count;
    const char *session_url; /* NULL = by hand */
};
struct plan_priorities_view {
    struct layout *layout;
    const char *base;
    bool guide;
    const struct plan_priority_line *lines; /* the chosen ones first */
    size_t count, chosen, scored;
    const struct chart_point *points; /* as many as lines */
    const char *sentence;             /* what to see in them */
    int64_t limit;
    struct field_view *theme, *label, *impact, *support;
    const struct field_message *messages;
    size_t message_count;
};
struct plan_priority_view {
    struct layout *layout;
    const char *base, *edit;
    bool guide, contributes, has_theme;
    struct plan_priority_line line;
    struct field_view *impact, *support, *chosen, *why, *goal;
    const struct plan_change_line *changes;
    size_t change_count;
    const struct field_message *messages;
    size_t message_count;
};

/* list_web.c */
handler_fn plan_show, plan_add, plan_book;
extern const struct form_spec plan_add_form;
/* action_web.c */
handler_fn plan_action_show, plan_action_save, plan_action_tell, plan_action_drop, plan_action_restore,
    plan_link_show, plan_link_save;
extern const struct form_spec plan_edit_form, plan_tell_form, plan_empty_form;
/* proposal_web.c */
handler_fn plan_proposals_show, plan_proposal_take;
extern const struct form_spec plan_take_form;
/* priority_web.c */
handler_fn plan_priorities_show, plan_priority_add, plan_priority_show, plan_priority_save, plan_priority_shift,
    plan_priority_drop, plan_priority_goal;
extern const struct form_spec plan_priority_put_form, plan_priority_edit_form, plan_priority_goal_form,
    plan_priority_move_form;

/* Shared: a row as people read it. */
struct plan_line plan_line_of(struct rq *rq, const struct trajectory *t, const struct organisation_names *names,
                              const struct organisation_department *departments, size_t department_count,
                              const struct plan_action *p);
const char *plan_missing_words(struct rq *rq, const struct plan_action *p);
void plan_status_options(struct rq *rq, struct field_view *f);
/* Bookmarked or no-answered statements of the newest round that are on the list in no form; counts only. */
void plan_count_proposals(struct rq *rq, const struct trajectory *t, int64_t *bookmarks, int64_t *gaps);

#endif
