/* What the slice's own files share about a room: who is in it, what they answered, and what its pages are made of. */
#ifndef SLICE_SESSION_ROOM_H
#define SLICE_SESSION_ROOM_H

#include "html/html.h"
#include "http/http.h"
#include "slice/ballot/ballot.h"
#include "slice/organisation/organisation.h"
#include "slice/session/session.h"

/* ---- Who is in it (join.c) ----------------------------------------------------------------------------- */

/* The cookie with the phone's secret, one for all rooms: what is stored is a hash of it with the session. */
#define SESSION_COOKIE "kapstok-telefoon"

/* Which of the two people on a phone answers now: "1" or "2"; lasts until the browser closes. */
#define SESSION_SEAT_COOKIE "kapstok-plaats"
enum { SESSION_COOKIE_DAYS = 30 };

struct session_participant {
    int64_t id;
    int seat;         /* 1 or 2 on its phone */
    const char *name; /* "" = not given; of a member the own name */
    int64_t member;   /* organisation_member.id; 0 = a guest */
    int64_t table;    /* at parallel tables; 0 = none */
    bool on_paper;    /* without a phone */
};
struct session_phone {
    int64_t id;
    const struct session *session;
    const char *secret; /* of its cookie: what anonymous ballots are changed with */
    const struct session_participant *people;
    size_t count;                          /* 1 or 2 */
    const struct session_participant *now; /* who answers now */
};
/* The phone that holds the cookie; NULL when it has not joined this session, or was sent away. seat: who answers now. */
const struct session_phone *session_phone_find(struct db *db, struct arena *a, const struct session *s,
                                               const char *secret, int seat);
/* Whether it was sent away: then it has nobody left who may answer. */
bool session_phone_away(struct db *db, struct arena *a, const struct session *s, const char *secret);
/* Whether somebody more can come in, for the page before joining: CONFLICT with detail "ended", "shut" or "full". It counts everybody.
 * known: the door keeps nobody out whom whoever leads knows, a member who may be in with another phone, or paper at the desk. */
struct fault session_room_left(struct db *db, struct arena *a, const struct session *s, bool known);
/* Joins; the same phone again changes nothing. A member who was in the room with another phone goes on with this one, also when the
 * door is shut. CONFLICT with detail "ended", or "full" or "shut": then it is to be rolled back; DENIED when the phone was sent away; INVALID with detail "name". */
struct fault session_join(struct db *db, struct arena *a, const struct session *s, const char *secret,
                          const char *name, int64_t member, int64_t now_ms);
/* A second person on the phone, or another name for one of them. INVALID with detail "name"; DENIED when that person was
 * sent away; CONFLICT as session_join. */
struct fault session_seat(struct db *db, struct arena *a, const struct session *s,
                          const struct session_phone *p, int seat, const char *name, int64_t member);
/* The door: while it is shut nobody new comes in. Who is in the room stays, and may be let back. */
void session_door(struct db *db, const struct session *s, bool shut, int64_t now_ms);
/* Out of the room, and in again. What was answered stays. */
void session_send_away(struct db *db, const struct session *s, int64_t participant, int64_t now_ms);
void session_let_back(struct db *db, const struct session *s, int64_t participant);
/* Somebody goes: the phone is free again, what was answered stays. */
void session_leave(struct db *db, const struct session *s, int64_t participant, int64_t now_ms);
/* Somebody without a phone, whose paper is entered at the desk. Gives the participant's id. */
int64_t session_on_paper(struct db *db, struct arena *a, const struct session *s, const char *name,
                         int64_t member);
/* Everybody who is in the room, or who was sent away, by name; and only how many are in it. */
const struct session_participant *session_people(struct db *db, struct arena *a, const struct session *s,
                                                 size_t *count);
const struct session_participant *session_people_away(struct db *db, struct arena *a, const struct session *s,
                                                      size_t *count);
int64_t session_people_count(struct db *db, struct arena *a, const struct session *s);

/* Of a request: the phone that it comes from, and the session of the path's :code*. For the right IN_ROOM, and for
 * handlers that look themselves; NULL as session_phone_find has it. *s is NULL when there is no such session. */
const struct session_phone *session_phone_of(struct rq *rq, const struct session **s);
/* What the right IN_ROOM has found of these, for its handlers: looked up once, so it is there though the database fails meanwhile. */
const struct session_phone *session_phone_here(struct rq *rq, const struct session **s);

/* ---- Sheets (form.c, sheet.c): one choice for each part ------------------------------------------------- */

/* How a sheet is filled in. */
enum sheet_kind {
    SHEET_PICK,  /* each part one of its options */
    SHEET_TICKS, /* each part is a thing that may be chosen (choice 0), at most `most` of them */
    SHEET_DOTS,  /* each part gets a number of dots, together at most `most`; none is BALLOT_NONE */
    SHEET_RANK   /* each part has a place that no other has; not every part needs one */
};
/* What a sheet asks, made from the item and its parts: a poll of one choice is one part with its options; several choices, dots
 * and ranks are a part for each option; a theme on two axes is two parts. */
struct sheet_part {
    const char *label; /* "" = the item's title, or the group, says it */
    const char *group; /* what several parts are about: the theme on two axes; "" = none */
    const char *about; /* Markdown that helps to answer; "" = none */
    const char *const
        *options; /* labels of the choices, in order: of numbers "1", "2" … or what each level means */
    size_t option_count;
    bool numbers; /* choices are numbers from `first` on: mean and spread make sense */
    int first;
    const char *low, *high; /* what the ends of a scale are called; "" = nothing */
    int part;               /* session_part it was made of; -1 = the item itself */
    struct db_int right;    /* quiz: the choice that is right */
};
struct sheet_form {
    enum sheet_kind kind;
    const struct sheet_part *parts;
    size_t count;
    int64_t most; /* ticks, dots and places of a person */
};
/* No parts when the method has no sheet. */
struct sheet_form session_sheet_form(struct arena *a, const struct lang *lang, const struct session_item *item,
                                     const struct session_part *parts, size_t part_count);
/* What anonymous answers are asked with: the object is the item, the voters are participants. */
#define SESSION_BALLOT "session.item"
/* Asks the sheet of an item without names: when a round of it begins. *ballot 0: there is nothing to choose. Faults of ballot_ask. */
struct fault session_sheet_ask(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, int64_t now_ms, int64_t *ballot);
/* Whether a part of an evaluation asks for words instead of a number: its key is "text", or its question ends in "…". */
bool session_part_is_text(const struct session_part *part);
/* Reads what a form sent as keuze[part]=value: the number of a choice, or, where choices are numbers, the number itself; "" and 0
 * dots are nothing. What is not named keeps what `own` has (NULL = nothing), but a tick that is not named is taken away.
 * INVALID with detail "choice" and the part in *at. */
struct fault session_sheet_read(struct arena *a, const struct sheet_form *form, const struct form_pair *pairs,
                                size_t count, const int64_t *own, int64_t **choices, size_t *at);
/* Stores a sheet (choices: one a part, BALLOT_NONE = nothing), by name or as a ballot. edit is a counter of the page, of what is stored
 * by name: a retry that comes after something newer changes nothing; 0 = a page without script, whose answer is always the newest.
 * CONFLICT with detail "closed", or "other-phone" (anonymous); INVALID with detail "most" (too many dots or ticks), "twice" (a place
 * given twice), "choice", "empty". */
struct fault session_sheet_save(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, const struct sheet_form *form,
                                int64_t participant, const char *secret, const int64_t *choices, int64_t edit);
/* What somebody answered; all BALLOT_NONE when nothing or when nobody can tell. edit: of the stored sheet, 0 = none. */
const int64_t *session_sheet_own(struct db *db, struct arena *a, const struct session *s,
                                 const struct session_item *item, const struct sheet_form *form,
                                 int64_t participant, const char *secret, int64_t *edit);
/* How many have answered in a round. */
int64_t session_answered(struct db *db, struct arena *a, const struct session *s,
                         const struct session_item *item, int64_t round);

enum tally_state { TALLY_SHOWN, TALLY_NONE /* nobody answered */, TALLY_FEW, TALLY_HELD };
struct tally_part {
    const int64_t *counts; /* by choice */
    int64_t total;         /* who chose something here */
    int64_t
        sum; /* numbers: of all that was given; places: points, the first place as many as there are things */
    int64_t mean_tenths, spread_tenths; /* numbers: mean, and standard deviation; -1 without */
    bool few; /* without names: fewer answered this part than may be shown, and all of it is 0 */
};
struct session_tally {
    enum tally_state state;
    bool anonymous;
    int64_t people;  /* sheets in it */
    int64_t minimum; /* anonymous: from how many it shows */
    const struct tally_part *parts;
    size_t count;
};
/* The distribution of a round. By name always as it is now; anonymous as the ballot slice shows it. */
struct session_tally session_tally(struct db *db, struct arena *a, const struct session *s,
                                   const struct session_item *item, const struct sheet_form *form,
                                   int64_t round);
/* How much people agree about a number: "agreed", "different views", "divided" (msgid); NULL with fewer than two answers. */
const char *session_spread_word(const struct sheet_part *part, const struct tally_part *t);

/* What the desk marked in a result: themes that become priorities. By number of the session_part, in order. */
const int64_t *session_chosen(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, size_t *count);
struct fault session_choose(struct db *db, struct arena *a, const struct session *s,
                            const struct session_item *item, int64_t part, bool chosen, int64_t user,
                            int64_t now_ms);

/* ---- Notes (note.c) -------------------------------------------------------------------------------------- */

struct session_note {
    int64_t id;          /* by name or of the desk; 0 = without a name */
    const char *key;     /* what forms call it: its id, or the key of an anonymous one in hex */
    int64_t spot;        /* part: column, speaker, table, question */
    int64_t participant; /* 0 = desk, or without a name */
    const char *name;    /* who wrote it; "" = nobody says */
    const char *content;
    int64_t cluster; /* 0 = none */
    int hidden;      /* why (enum note_hidden); 0 = it shows */
    int64_t edit;
};
/* Why whoever leads took a note off the wall; it stays in the room's data. */
enum note_hidden { NOTE_SHOWN, NOTE_DOUBLE, NOTE_PERSON, NOTE_OTHER, NOTE_REASONS };
/* Of a round, by spot; hidden ones only with `hidden`. Anonymous ones stand in the order of their keys. */
const struct session_note *session_notes(struct db *db, struct arena *a, const struct session *s,
                                         const struct session_item *item, int64_t round, bool hidden,
                                         size_t *count);
/* A note of a participant (0 = the desk; only of the own hand of who leads, so it has a name: nobody's). The same text with the same nonce
 * again, by a double tap or a retry, stores nothing more; nonce "" tells the two apart by text alone. INVALID with detail "text" (empty,
 * too long), "spot"; CONFLICT with detail "closed" or "full" (as many as the method takes of one person). */
struct fault session_note_add(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, int64_t participant, const char *secret,
                              const char *nonce, int64_t spot, const char *content);
/* Of the own notes of a participant; anonymous ones by the secret. */
const struct session_note *session_notes_own(struct db *db, struct arena *a, const struct session *s,
                                             const struct session_item *item, int64_t participant,
                                             const char *secret, size_t *count);
/* By who wrote it while it is open, or by the desk (participant 0). content "" takes it back. NOT_FOUND when it is not theirs, CONFLICT
 * with detail "closed", or "edit" when it was changed meanwhile. */
struct fault session_note_change(struct db *db, struct arena *a, const struct session *s,
                                 const struct session_item *item, const char *key, int64_t participant,
                                 const char *secret, const char *content, int64_t edit);
/* The desk: to a cluster (0 = none), hidden or not. NOT_FOUND when there is no such note (any more). */
struct fault session_note_sort(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, const char *key, int64_t cluster);
struct fault session_note_hide(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, const char *key, enum note_hidden why);
struct session_cluster {
    int64_t number, parent;
    int position;
    const char *label;
};
const struct session_cluster *session_clusters(struct db *db, struct arena *a, const struct session_item *item,
                                               size_t *count);

/* ---- What a page of a room is made of (state.c) ------------------------------------------------------------ */

/* The four places to look from. */
enum room_eye { EYE_PHONE, EYE_DESK, EYE_MINUTES, EYE_SCREEN };

/* What one person sees of the own answers; only in a page for that person, never in what is the same for all. */
struct room_own {
    const struct session_phone *phone;
    const int64_t *choices; /* sheet: one a part */
    int64_t edit;           /* of the sheet */
    const struct session_note *notes;
    size_t note_count;
    const char
        *wrong; /* what is wrong with the sheet that was sent: choices are what was typed; NULL = nothing */
    const char *typed; /* a text that came back with a message, of the form where it belongs; NULL = none */
    int64_t typed_spot;
};

/* What somebody typed at a desk and what was refused, when the page comes back. */
struct room_typed {
    const char *key; /* of what it is about: a statement */
    const char *text, *message;
};

struct room_state {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    const struct lang *lang;
    enum room_eye eye;
    int64_t now_ms;
    const struct session *session;
    const struct session_item *items;
    size_t item_count;
    int64_t number;                  /* of the item that is on, from 1 */
    const struct session_item *item; /* that is on; NULL = the welcome, or the end */
    int64_t round;                   /* whose result this is: the newest, or an earlier one that is looked at */
    const struct session_part *parts;
    size_t part_count;
    struct sheet_form form;            /* of a sheet; no parts otherwise */
    const struct session_tally *tally; /* NULL = not to be seen from here (yet), or no sheet */
    const struct session_tally
        *before; /* of the round before, when there was one and it may be seen; else NULL */
    const struct session_note *notes; /* to be seen from here: revealed, or the desk */
    size_t note_count;
    const struct session_cluster *clusters;
    size_t cluster_count;
    bool shown;               /* what is known of this round may be seen from here: revealed, or at a desk */
    bool begun;               /* some item was on before */
    bool leads;               /* who looks may lead: the desk, and the second one when a guide sits there */
    const char *organisation; /* whose session it is */
    const char *away;         /* phones: "17 23", participants who were sent away of late */
    int64_t people, answered;
    const char *
        base; /* of the desk's forms: "/organisatie/3/sessie/7/regie"; of the phone's: "/deelnemen/K7WM-PD3X" */
    const struct room_own *own;     /* NULL in what is the same for all */
    const struct room_typed *typed; /* NULL = nothing was refused */
    const void *of_method;          /* what the method's load made */
};
/* The room as it is now, for an eye; item 0 = the one that is on, else that one (for minutes and paper); round 0 = the newest. Its item is
 * NULL also when it was asked for by its id and is not found: it was dropped, or the data cannot be read. */
struct room_state *room_load(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                             const struct session *s, enum room_eye eye, int64_t item, int64_t round,
                             int64_t now_ms);

/* Adds what the people of a phone answered: for a page of that phone alone. */
struct room_own *room_load_own(struct room_state *r, const struct session_phone *p);
/* "12-1-open-hidden": item, round and state. What is kept on a phone is kept under the first two; a part with this key stays as it is. */
const char *room_key(const struct room_state *r);

/* ---- Shared by pages of methods (room.page) ------------------------------------------------------------- */

/* What a room shows consists of parts, each with a name that occurs once: <div data-part="result">…</div>. The script (web/js/room.js)
 * replaces a part when its content changed. A part with a data-key is kept as long as its key is the same; parts inside it are then
 * looked at one by one. What a method writes stands inside such a part (key: room_key), so a result that grows while people
 * still type is a part of its own: <div data-part="result">.
 *
 * When a part is replaced, what somebody typed or chose goes over to the fields of the same names; a text that has no field any more
 * is shown, to be copied. So field names are the same in every state of an item.
 *
 * Forms of a room (on phones and desks) need nothing but a csrf field (field_csrf: in the page of one person it is there, in what is the same
 * for all it is not). The script sends them with X-Kapstok-Partial, and takes a redirect or 200 as done:
 *   data-sheet    the whole form is sent at each change; the field "edit" counts up from what the server wrote; answers of no name
 *                 as well. 200 {"saved":true,"edit":4}, 409 {"edit":7}, other faults with their "message"
 *   data-note     sent by its button; then its text is emptied, its field "nonce" is made new, and the page asks for its own part anew
 *   data-go       not by the script: the browser sends it and goes where the answer leads (downloads, pages of their own)
 *   neither       sent by its button, and the room's next state shows what came of it
 * data-spare on a button or form: shown without a script only (a sheet's "Bewaar").
 *
 * A part with data-own holds what only one person sees. What is the same for all does not overwrite it; when its data-own changes there, the
 * page asks for its own part anew. data-for="17" on an element: shown on the phone of that participant only. */

/* POSTs of a phone end with this: where the script asked, {"saved":true,"edit":N}; else back to the phone's page with a notice. */
struct fault room_saved(struct rq *rq, const struct session *s, int64_t edit, const char *notice);
/* In a page that comes back after a refusal: what was typed in forms of sheets, and what is wrong with it. */
void session_sheet_typed(struct rq *rq, struct room_state *r);
/* The phone's page, for the `again` of its POSTs: messages, and a field "text" of the form to be copied, when it cannot be sent any more. */
struct fault phone_show(struct rq *rq);
/* After every POST that changes what a room shows. */
void room_moved(struct rq *rq, const struct session *s);

#endif
