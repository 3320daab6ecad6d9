/* Live sessions. A guide prepares an agenda, people join with a code on their phones, answer, and leave; the minutes are there when
 * it ends, and what was decided has landed in the trajectory. A session is the inside of a moment of a trajectory, which keeps
 * its title, time and place; sessions outside any trajectory hang on the template "loose sessions".
 *
 * The course of a session:
 *
 *     session_make       it is there, prepared, with the agenda of a template and with a code
 *     session_start      the room is open: the welcome
 *     session_open       an item is on: phones may answer. Anonymous or by name cannot change from here on
 *     session_reveal     the result, to everybody
 *     session_close      no more answers; session_again asks the same once more and keeps the first
 *     session_end        the room is closed; minutes can be made
 *
 * Each of these raises the revision of the room and tells it (rq_room_moved is the caller's); an answer never does. */
#ifndef SLICE_SESSION_SESSION_H
#define SLICE_SESSION_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"
#include "i18n/lang.h"
#include "pack/pack.h"
#include "slice/trajectory/trajectory.h"

struct doc;
struct html;
struct rq;

enum {
    SESSION_CODE_LENGTH = 8,
    SESSION_MAX_ITEMS = 60,
    SESSION_MAX_PARTS = 120,
    SESSION_MAX_OPTIONS = 12,
    SESSION_MAX_PEOPLE = 5000,
    SESSION_MAX_TITLE = 120, /* characters */
    SESSION_MAX_ABOUT = 4000,
    SESSION_MAX_LABEL = 200,
    SESSION_MAX_NAME = 60,
    SESSION_MAX_NOTE = 600,
    SESSION_MAX_NOTES = 30, /* of one person for one item */
    SESSION_MAX_AGREEMENT = 300
};

/* ---- Methods ----------------------------------------------------------------------------------------- */

enum session_method_id {
    METHOD_TALK,       /* words and time: an introduction, a break */
    METHOD_CARDS,      /* explanation cards with speaker notes */
    METHOD_QUIZ,       /* knowledge quiz with the answers explained */
    METHOD_ROUND,      /* round table: turns, a time per person, notes per speaker */
    METHOD_TABLES,     /* parallel tables with a scribe each, one harvest */
    METHOD_NOTES,      /* individual notes, clusters, mind map */
    METHOD_POLL,       /* a choice, or several */
    METHOD_SCALE,      /* statements on a scale: distribution, mean and spread */
    METHOD_PAIR,       /* importance and maturity of MVO, optionally per domain */
    METHOD_SCAN,       /* statements of a scan round together, agreed answers into the round */
    METHOD_DOTS,       /* dots over options */
    METHOD_RANK,       /* options in order */
    METHOD_AXES,       /* themes by impact and support */
    METHOD_CIRCLE,     /* golden circle: why first, then how, then what */
    METHOD_HARVEST,    /* do's, don'ts and successes */
    METHOD_DREAM,      /* dream images */
    METHOD_AGREEMENTS, /* who does what by when */
    METHOD_EVALUATE,   /* questions about the session */
    METHOD_WORD,       /* one word to begin or to end */
    SESSION_METHODS
};

/* How its answers are kept. */
enum session_engine {
    ENGINE_TALK,  /* none, or what the desk writes */
    ENGINE_SHEET, /* one choice for each part */
    ENGINE_NOTES, /* texts */
    ENGINE_BOTH   /* a sheet and texts */
};

struct session;
struct session_item;
struct room_state;

/* A method is one row of session_methods (method.c), made of what its own file exports. */
struct session_method {
    enum session_method_id id;
    const char *name;  /* as stored, in packs and forms: "poll" */
    const char *label; /* N_("Choice") */
    const char *about; /* N_(): one sentence for who chooses a method */
    const char
        *aims[4]; /* ids in the pack of methods ("choose", "everyone-speaks"), what it is good for; NULL ends */
    enum session_engine engine;
    bool anonymous; /* may be asked without names */
    bool aloud;     /* people talk, and some of them note it: nobody counts who answered */
    int usual_minutes;
    /* The editor: what its parts are called, typed one on a line; NULL = it has none, or they come from elsewhere. */
    const char *parts_label, *parts_help; /* N_() */
    int least_parts, most_parts;
    const char *most_label;    /* N_("Dots per person"); NULL = no such field */
    int usual_most, most_most; /* when it is left empty; the largest that is taken */
    const char *seconds_label; /* N_("Seconds per person"); NULL = no such field */
    bool ends;                 /* asks for the names of the ends of its scale */
    bool
        by_turn; /* what came out shows turn by turn, in numbers only: by name there is nothing to reveal as a whole */
    const char *source; /* what it takes its parts from: "deck", "quiz", "round", "themes"; NULL = typed */

    /* What is needed of the room for its pages: fills in state->of_method; NULL = nothing more. */
    void (*load)(struct room_state *state);
    /* The pages' insides. Each is given what room_load made; phone with state->own NULL writes what is the same for all. */
    void (*phone)(struct html *h, const struct room_state *state);
    void (*screen)(struct html *h, const struct room_state *state);
    void (*desk)(struct html *h, const struct room_state *state);
    /* What came out of one round: appends to a document, for minutes, PDF and DOCX; level of its headings. */
    void (*outcome)(const struct room_state *state, struct doc *doc, int level);
    /* Ballot paper and poster; NULL = nothing to print. copies of the ballot fit on a page by themselves. */
    void (*paper)(const struct room_state *state, struct doc *doc);
    /* What must not outlive the item being open (who sat where, who spoke when); NULL = nothing. */
    void (*closed)(struct db *db, struct arena *a, const struct session *s, const struct session_item *item);
};
extern const struct session_method *const session_methods[SESSION_METHODS];
const struct session_method *session_method_find(const char *name); /* NULL when there is none */

/* ---- Sessions ---------------------------------------------------------------------------------------- */

enum session_state { SESSION_PREPARED, SESSION_RUNNING, SESSION_ENDED, SESSION_STATES };
const char *session_state_name(enum session_state s);

struct session {
    int64_t id, organisation, trajectory, moment;
    struct db_int step;                /* trajectory_step.id */
    const char *title, *place, *about; /* of the moment */
    int64_t at, minutes;               /* UTC milliseconds; planned length */
    const char *template, *aim;
    enum session_state state;
    const char *code; /* "K7WMPD3X" */
    int64_t revision;
    int64_t item;                 /* what the room looks at; 0 = the welcome, or the end */
    struct db_int until, left_ms; /* the clock: see session_clock */
    struct db_int started_at, ended_at, document;
    int64_t edit; /* of what session_set changes: the moment's counts in it */
    int64_t moment_edit, created_at;
    bool cancelled; /* its moment was */
    bool shut;      /* nobody more is let in: session_door */
};
/* NULL when absent or of another organisation. */
const struct session *session_get(struct db *db, struct arena *a, int64_t organisation, int64_t id);
/* By its number alone, for views of a room (http.h), whose handlers have looked up who asks; NULL when absent. */
const struct session *session_of_room(struct db *db, struct arena *a, int64_t id);
const struct session *session_of_moment(struct db *db, struct arena *a, int64_t organisation, int64_t moment);
/* By its code as somebody typed it: lower case, spaces and dashes are no mistake. NULL when there is none. */
const struct session *session_of_code(struct db *db, struct arena *a, const char *typed);
/* Of an organisation (trajectory 0 = all): those to come by time, or those that were, the newest first. */
const struct session *sessions(struct db *db, struct arena *a, int64_t organisation, int64_t trajectory,
                               bool past, int64_t now_ms, int64_t skip, int64_t most, size_t *count);
/* Where codes come from, and how one is typed: what looks alike is taken for the sign that is in use. "" = no code at all. */
const char *session_code_new(struct arena *a);
const char *session_code_read(struct arena *a, const char *typed);
/* "/organisatie/3/sessie/7" */
const char *session_path(struct arena *a, const struct session *s);
/* "/deelnemen/K7WM-PD3X" */
const char *session_phone_path(struct arena *a, const struct session *s);
/* "K7WM-PD3X" */
const char *session_code_shown(struct arena *a, const struct session *s);

struct session_new {
    int64_t organisation;
    const struct trajectory
        *trajectory;      /* NULL = the organisation's loose sessions, made when there are none */
    int64_t step, moment; /* 0 = none; an existing moment without a session keeps its title, time and place */
    const char *title, *place, *aim;
    int64_t at, minutes;
    const char *template;    /* entry of a pack of session templates; "" = empty */
    const char *code;        /* of a demo, so that it can be told beforehand; NULL = a new one */
    const struct lang *lang; /* of the organisation: the agenda is its own text from then on */
    int64_t user;
};
/* INVALID with detail "title", "at", "minutes", "template", "moment", "trajectory" (none given, and no template for loose ones). */
struct fault session_make(struct db *db, struct arena *a, const struct packs *packs,
                          const struct session_new *n, int64_t now_ms, int64_t *id);
/* Aim, and the moment's title, time, place (trajectory_moment_change). CONFLICT with detail "edit". */
struct session_change {
    const char *title, *place, *aim;
    int64_t at, minutes, edit;
};
struct fault session_set(struct db *db, struct arena *a, const struct session *s,
                         const struct session_change *c, int64_t user, int64_t now_ms);

/* Templates: entries of the newest packs of kind "session-templates", those that fit the step first. */
const struct pack_entry *session_template_find(const struct packs *packs,
                                               const char *id); /* NULL when there is none */
const struct pack_entry *const *session_templates(struct arena *a, const struct packs *packs, bool company,
                                                  const char *step, size_t *count);

/* ---- The agenda -------------------------------------------------------------------------------------- */

enum session_item_state { ITEM_WAITING, ITEM_OPEN, ITEM_CLOSED, ITEM_STATES };
const char *session_item_state_name(enum session_item_state s);
struct session_item {
    int64_t id, session;
    int position;
    const struct session_method *method;
    const char *title, *about, *say;
    int64_t minutes;
    bool anonymous;
    enum session_item_state state;
    int64_t round;           /* the newest; 0 = never opened: then everything may still change */
    bool revealed;           /* its newest round */
    struct db_int opened_at; /* of its newest round */
    int64_t turn, most, seconds;
    const char *low, *high, *source;
    int64_t edit;
};
const struct session_item *session_items(struct db *db, struct arena *a, const struct session *s,
                                         size_t *count);
/* NULL when it is not one of s's. */
const struct session_item *session_item_get(struct db *db, struct arena *a, const struct session *s,
                                            int64_t id);

struct session_part {
    int part;
    const char *key, *label, *about, *say;
    struct db_int answer;
    const char *const *options;
    size_t option_count;
};
const struct session_part *session_parts(struct db *db, struct arena *a, const struct session_item *item,
                                         size_t *count);

struct session_item_text {
    const char *title, *about, *say, *low, *high, *source;
    int64_t minutes, most, seconds; /* most, seconds 0 = as the method has it */
    bool anonymous;
    const struct session_part *parts;
    size_t part_count;
    int64_t edit; /* of an item that is changed */
};
/* Appends; INVALID with detail = field ("title", "minutes", "parts", "most", "seconds", "source"), CONFLICT when it is full. */
struct fault session_item_add(struct db *db, struct arena *a, const struct session *s,
                              const struct session_method *method, const struct session_item_text *x,
                              int64_t *id);
/* Of an item that was opened only title, words and minutes change: CONFLICT with detail "opened" for the rest, with detail
 * "edit" when edit is old. */
struct fault session_item_change(struct db *db, struct arena *a, const struct session *s,
                                 const struct session_item *item, const struct session_item_text *x);
/* One place up (-1) or down (1). */
void session_item_move(struct db *db, struct arena *a, const struct session *s, const struct session_item *item,
                       int by);
/* CONFLICT when it was opened: what was said stays. */
struct fault session_item_drop(struct db *db, const struct session *s, const struct session_item *item);
/* The same again, at the end. */
struct fault session_item_copy(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, int64_t *id);

/* ---- Before: who comes, what must be ready ------------------------------------------------------------- */

enum session_presence { PRESENCE_INVITED, PRESENCE_PRESENT, PRESENCE_EXCUSED, PRESENCE_ABSENT, PRESENCES };
const char *session_presence_name(enum session_presence p);
bool session_presence_find(const char *name, enum session_presence *p);
struct session_attendee {
    int64_t member, user;
    const char *name, *mail, *department;
    enum session_presence state;
    bool mailed;  /* an invitation was sent */
    bool changed; /* the session changed since that one */
};
/* Members of the organisation on the list, by name. */
const struct session_attendee *session_attendance(struct db *db, struct arena *a, const struct lang *lang,
                                                  const struct session *s, size_t *count);
/* Puts a member on the list, or says how it stands; a member of the organisation. */
void session_attend(struct db *db, const struct session *s, int64_t member, enum session_presence p);
void session_attend_not(struct db *db, const struct session *s, int64_t member);
/* Everybody who is in a group of the trajectory today and not on the list yet. Gives how many. */
int session_attend_group(struct db *db, struct arena *a, const struct trajectory *t, const struct session *s,
                         int64_t today);
/* Everybody who is in a group of the trajectory today: ids of members. */
const int64_t *session_group(struct db *db, struct arena *a, const struct trajectory *t, int64_t today,
                             size_t *count);
void session_mailed(struct db *db, const struct session *s, int64_t member);

struct session_check {
    int64_t position;
    const char *label;
    bool done;
};
/* Lines of the template and own ones. */
const struct session_check *session_checks(struct db *db, struct arena *a, const struct session *s,
                                           size_t *count);
/* INVALID with detail "label", CONFLICT when there are fifty. */
struct fault session_check_add(struct db *db, struct arena *a, const struct session *s, const char *label);
void session_check_tick(struct db *db, const struct session *s, int64_t position, bool done, int64_t user,
                        int64_t now_ms);
void session_check_drop(struct db *db, const struct session *s, int64_t position);
/* A phone opened the address of the test page; and when one did last. */
void session_reached(struct db *db, const struct session *s, int64_t now_ms);
struct db_int session_reached_at(struct db *db, struct arena *a, const struct session *s);

/* The running order: agenda with clock times, what to say, material. */
struct doc *session_script(struct db *db, struct arena *a, const struct packs *packs, const struct lang *lang,
                           const struct session *s, const char *author);

/* ---- Every minute, and for verify ------------------------------------------------------------------------ */

/* Forgets phones a day after the end, and the names of guests after ninety days. */
void session_clean(struct db *db, int64_t now_ms);
/* Tells what cannot be, a sentence each. */
void session_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                    void *context);

/* ---- Leading the room: rules. CONFLICT when the room is not where the page thought (revision). --------- */

struct fault session_start(struct db *db, const struct session *s, int64_t revision, int64_t user,
                           int64_t now_ms);
/* The item is on and takes answers; the one before closes. The first time, or again as it was left (a closed one is only looked
 * at: session_again asks it once more). */
struct fault session_open(struct db *db, struct arena *a, const struct session *s,
                          const struct session_item *item, int64_t revision, int64_t now_ms);
struct fault session_close(struct db *db, struct arena *a, const struct session *s,
                           const struct session_item *item, int64_t revision, int64_t now_ms);
/* Shows the result to everybody, or hides it. CONFLICT with detail "few" or "unanimous" as ballot_reveal has them. */
struct fault session_reveal(struct db *db, struct arena *a, const struct session *s,
                            const struct session_item *item, bool shown, bool warned, int64_t revision,
                            int64_t now_ms);
struct fault session_again(struct db *db, struct arena *a, const struct session *s,
                           const struct session_item *item, int64_t revision, int64_t now_ms);
/* Which card, question or speaker is on. */
struct fault session_turn(struct db *db, const struct session *s, const struct session_item *item, int64_t turn,
                          int64_t revision, int64_t now_ms);
/* The clock: seconds more (or fewer), stop, go on. */
enum session_clock_act { CLOCK_ADD, CLOCK_STOP, CLOCK_GO };
struct fault session_clock(struct db *db, const struct session *s, enum session_clock_act act, int64_t seconds,
                           int64_t revision, int64_t now_ms);
/* Minutes that the room is behind its agenda (negative: ahead), counting what is left of the item that is on. */
int64_t session_behind(const struct session *s, const struct session_item *items, size_t count, int64_t now_ms);
struct fault session_end(struct db *db, struct arena *a, const struct session *s, int64_t revision,
                         int64_t user, int64_t now_ms);
/* Opens an ended one again, with the same code. */
struct fault session_resume(struct db *db, const struct session *s, int64_t revision, int64_t user,
                            int64_t now_ms);

struct session_round {
    int64_t round, opened_at;
    struct db_int closed_at, revealed_at;
    struct db_int ballot;      /* of the sheets, or of the notes where there are none */
    struct db_int note_ballot; /* of the notes */
};
const struct session_round *session_rounds(struct db *db, struct arena *a, const struct session_item *item,
                                           size_t *count);

extern const struct trajectory_part session_part; /* the struct of that name is a part of an item */
/* IN_ROOM, for app/rights.c: the phone that asks for a room by its code (struct session_phone); NULL = has not joined. */
const void *session_enter(struct rq *rq);
/* The card on an organisation's home (organisation_card_fn): the session that runs, of today, or the next one. */
struct organisation;
struct organisation_card;
bool session_home_card(struct rq *rq, const struct organisation *o, struct organisation_card *card);
extern const struct slice slice_session, slice_session_room;
extern const struct slice slice_session_begin; /* /sessie/maken: from the library */

#endif
