/* What the pages of a room show, and the handlers that its routes name (room_web.c). */
#ifndef SLICE_SESSION_ROOM_VIEW_H
#define SLICE_SESSION_ROOM_VIEW_H

#include "slice/session/room.h"

/* ---- joining (join_web.c) ------------------------------------------------------------------------------ */

extern const struct form_spec join_code_form, join_form;
struct join_view {
    struct layout *layout;
    struct field_view *code;
    const struct field_message *messages;
    size_t message_count;
};
struct join_session_view {
    struct layout *layout;
    const struct session *session;
    const char *organisation, *when, *code;
    const char *as;     /* recognised as; NULL = asks for a name */
    const char *link;   /* that came with the mail; "" = none */
    const char *closed; /* why nobody can come in any more; NULL = come in */
    struct field_view *name;
    const struct field_message *messages;
    size_t message_count;
};
handler_fn join_show, join_code, join_session_show, join_session;
/* The session of the path's code. Wrong codes are counted, also where a phone asks for a room that is not there: OK with *s set,
 * else NOT_FOUND or LIMITED. */
struct fault join_find(struct rq *rq, const char *typed, const struct session **s);
/* Somebody takes part from this address: for as long as that is so (about an hour), wrong codes of others there keep nobody out. */
void join_here(struct rq *rq, const struct session *s);
/* Between Flemish and Dutch the organisation decides, as on its own pages. */
void room_speak(struct rq *rq, const struct session *s);

/* ---- the phone (phone_web.c) --------------------------------------------------------------------------- */

extern const struct form_spec phone_name_form, phone_seat_form, phone_empty_form;
struct phone_own_line {
    const char *title;
    const char *const *lines;
    size_t count;
};
struct phone_view {
    struct layout *layout;
    const struct room_state *room;
    const char *who;    /* answers now; "" = has no name */
    const char *second; /* the other one; NULL = nobody shares this phone */
    int seat, other_seat;
    bool member;               /* is called as the organisation knows him */
    const char *me;            /* "17 18": who is on this phone */
    const char *messages_text; /* what could not be sent, to be copied; NULL = nothing */
    struct field_view *name, *second_name;
    const struct field_message *messages;
    size_t message_count;
};
struct phone_away_view {
    struct layout *layout;
};
handler_fn phone_own, phone_stream, phone_name, phone_seat, phone_leave;

/* ---- the desks and the beamer (room_web.c) ------------------------------------------------------------- */

extern const struct form_spec desk_form, desk_person_form, desk_door_form;
struct desk_line {
    const struct session_item *item;
    bool on;
    const char *planned; /* "14.20": when it should begin */
};
struct desk_room {
    const struct desk_line *lines;
    size_t line_count;
    const struct session_item *next; /* NULL = that was the last */
    int64_t behind;                  /* minutes */
    int64_t behind_from;             /* ms: from when on it grows, as long as nothing happens */
    const struct session_participant *people;
    size_t people_count;   /* of whom names are listed here; 0 when there are too many */
    const char *progress;  /* "18 of 23 answered" */
    const char *join_host; /* "kapstok.example" */
    const char *path;      /* of the session */
};
enum { DESK_NAMES = 100 };
const struct desk_room *desk_room_of(struct html *h, const struct room_state *r);

struct room_page_view {
    struct layout *layout;
    const struct room_state *room;
    const char *stream; /* address */
    const char *join_host, *code;
    const unsigned char *modules; /* QR code; NULL when it could not be made */
    int width;
    const struct field_message *messages;
    size_t message_count;
};
struct desk_people_view {
    struct layout *layout;
    const struct session *session;
    const struct session_participant *people, *away;
    size_t count, away_count;
    const char *path;
};
struct desk_warning_view {
    struct layout *layout;
    const char *base;
    int64_t item, revision;
};
handler_fn desk_show, desk_stream, desk_do, desk_people, desk_person, desk_door, minutes_desk_show,
    minutes_desk_stream, minutes_desk_do, screen_show, screen_stream;

/* Which card is on (talk.c). */
size_t cards_turn(const struct room_state *r);

/* "14.35", local. */
const char *room_hour(struct html *h, int64_t ms);
/* "4:30" */
const char *room_minutes(struct html *h, int64_t ms);

#endif
