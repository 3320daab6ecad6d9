/* What the pages of preparing a session show, and the handlers that its routes name (session_web.c). */
#ifndef SLICE_SESSION_VIEW_H
#define SLICE_SESSION_VIEW_H

#include "http/http.h"
#include "slice/organisation/organisation.h"
#include "slice/session/session.h"
#include "slice/trajectory/trajectory.h"

/* ---- the list (list_web.c) ----------------------------------------------------------------------------- */

struct session_line {
    const char *title, *url, *when, *place, *trajectory; /* place and trajectory "" = nothing to say */
    const char *state;                                   /* "runs now", "cancelled"; NULL = nothing to say */
    bool running, warns;
    const char *act_url, *act; /* what to do with it at once; NULL = nothing */
};
struct session_list_view {
    struct layout *layout;
    const char *base; /* "/organisatie/3/sessie" */
    bool guide;
    const struct session_line *coming, *past;
    size_t coming_count, past_count;
    const char *older; /* address of the next page of what was; NULL = that was all */
};
struct session_new_view {
    struct layout *layout;
    const char *action;
    const char *moment, *when; /* of the moment that it is made for; NULL = a new one */
    const char *moment_day, *moment_hour;
    struct field_view *template, *title, *day, *hour, *minutes, *place, *trajectory;
    const struct field_message *messages;
    size_t message_count;
};
handler_fn session_list_show, session_list_of_trajectory, session_of_event, session_new_show, session_new_make;
extern const struct form_spec session_new_form;

/* ---- one session (agenda_web.c) ------------------------------------------------------------------------ */

struct agenda_line {
    const struct session_item *item;
    const char *clock;  /* "9.30" */
    const char *method; /* translated */
    const char *url;
    const char *state; /* "has been"; NULL = still to come */
    bool first, last;
};
/* What is looked at by itself. */
struct ready_line {
    const char *text, *url, *act; /* url NULL = nothing to do */
    bool done;
};
struct session_view {
    struct layout *layout;
    const struct session *session;
    const char *path, *state, *when, *code, *join_url, *trajectory, *trajectory_url;
    const struct agenda_line *lines;
    size_t line_count;
    const char *sum; /* "150 of 180 minutes, until 12.00" */
    bool over;
    const struct ready_line *ready;
    size_t ready_count;
    const struct session_check *checks;
    size_t check_count;
    const char *attendance; /* "9 invited, 1 excused" */
    struct field_view *label;
    const struct field_message *messages;
    size_t message_count;
};
handler_fn session_show, session_item_place, session_start_it, session_checks_save, session_checks_add;
extern const struct form_spec item_place_form, session_start_form, session_checks_form, session_checks_add_form;

/* ---- an item (item_web.c) ------------------------------------------------------------------------------ */

struct method_line {
    const char *label, *about, *url, *aims;
};
struct method_tab {
    const char *label, *url;
    bool current;
};
struct methods_view {
    struct layout *layout;
    const struct method_tab *tabs;
    size_t tab_count;
    const struct method_line *fit, *rest;
    size_t fit_count, rest_count;
    const char *aim; /* "Choosing"; NULL = all */
};
struct item_view {
    struct layout *layout;
    const char *action, *back, *edit; /* edit NULL = a new one */
    const char *paper;                /* what there is to print; NULL = nothing, or not there yet */
    const char *about;                /* of the method */
    bool opened;                      /* only words and minutes may change */
    const char *asks;                 /* then: what it asks, to read */
    const char *how;                  /* how parts with lines below them are typed; NULL = nothing to say */
    /* NULL = not for this method */
    struct field_view *title, *about_field, *say, *minutes, *parts, *keys, *most, *seconds, *low, *high,
        *source, *anonymous;
    const struct field_message *messages;
    size_t message_count;
};
/* Whether a value stands among those of a field, one a line. */
bool session_key_chosen(const char *values, const char *value);
handler_fn item_new_show, item_new_add, item_show, item_save;
extern const struct form_spec item_form;

/* ---- around it (prepare_web.c) ------------------------------------------------------------------------- */

struct details_view {
    struct layout *layout;
    const char *action, *back, *edit;
    struct field_view *title, *day, *hour, *minutes, *place, *aim;
    const struct field_message *messages;
    size_t message_count;
};
struct attendee_line {
    const char *name, *department;
    int64_t member;
    enum session_presence state;
    const char *mailed; /* "invited by mail", "the session changed since"; NULL = not yet */
    bool stale;
};
struct attendance_view {
    struct layout *layout;
    const struct session *session;
    const char *path;
    const struct attendee_line *lines;
    size_t count;
    struct field_view *member; /* who else; no options = everybody is on the list */
    bool group;                /* people of the group are missing */
    const struct field_message *messages;
    size_t message_count;
    bool expects; /* somebody is still expected: the rest can be noted in one go */
};
struct invitation_view {
    struct layout *layout;
    const struct session *session;
    const char *path;
    const char *subject, *body; /* as somebody will read it */
    size_t fresh, stale, sent;  /* not mailed yet; mailed before it changed; all that were mailed */
    bool empty;                 /* nobody is on the list */
    struct field_view *words;
    const struct field_message *messages;
    size_t message_count;
};
struct reach_view {
    struct layout *layout;
    const char *url;              /* of the test page */
    const char *reached;          /* "A phone reached it, on …"; NULL = not yet */
    bool inside;                  /* the address of this installation is no public one */
    const unsigned char *modules; /* NULL = no QR code could be made */
    int width;
    const char *path;
};
struct reach_phone_view {
    struct layout *layout;
    const char *action;
    bool done;
};
struct script_view {
    struct layout *layout;
    const struct doc *doc;
    const char *path;
};
handler_fn details_show, details_save, attendance_show, attendance_save, attendance_add, attendance_group,
    attendance_drop, invitation_show, invitation_send, invitation_ics, reach_show, reach_phone_show,
    reach_phone_done, script_show, script_pdf;
extern const struct form_spec details_form, attendance_form, attendance_add_form, attendance_drop_form,
    invitation_form, session_empty_form;

/* ---- shared by them -------------------------------------------------------------------------------------- */

/* The session of the path; NULL when there is none: then return session_missing. */
const struct session *session_asked(struct rq *rq);
struct fault session_missing(void);
/* Breadcrumbs to the list and, unless it is that page itself, the session. */
struct layout *session_layout(struct rq *rq, const struct session *s, const char *title, bool below);
/* "Thursday 3 December 2026, 9.30 to 12.00" */
const char *session_when(struct rq *rq, const struct session *s);
/* A day and an hour as they are typed; false with a message at the field "hour". */
bool session_form_at(struct rq *rq, int64_t *at);
/* The trajectory that it belongs to; NULL when its template is not installed. */
const struct trajectory *session_trajectory(struct rq *rq, const struct session *s);

#endif
