/* The handlers that the routes of notes name (note_web.c), and what they share. */
#ifndef SLICE_SESSION_NOTE_HANDLER_H
#define SLICE_SESSION_NOTE_HANDLER_H

#include "slice/session/note.h"

/* A text that is much too long is read all the same, so that it comes back with a message instead of an error page. */
enum { NOTE_FORM_ROOM = SESSION_MAX_NOTE, NOTE_BODY_CAP = 1024 * 1024 };

extern const struct form_spec note_desk_add_form, note_desk_form, turn_form, note_empty_form, sort_form,
    sort_branch_form;
handler_fn note_desk_add, note_desk_again, note_desk_do, turn_do, tables_deal, sort_show, sort_do,
    sort_branch_do;

/* The item of the path; NULL: there is none, or it gathers no notes. */
const struct session_item *note_item_of(struct rq *rq, const struct session **s);
struct fault note_item_missing(void);
/* To the page that the form says it came from. */
struct fault note_back(struct rq *rq, const struct session *s, const struct session_item *item);
/* "dubbel", "persoon", "anders": why a note goes off the wall; anything else shows it. */
enum note_hidden note_reason(const char *act);

#endif
