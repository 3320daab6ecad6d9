/* What comes of a session: agreements, what was said, the minutes, and what lands elsewhere. Nothing lands twice, and nothing that people
 * said without a name lands as more than what was shown. */
#ifndef SLICE_SESSION_MINUTES_H
#define SLICE_SESSION_MINUTES_H

#include "slice/session/room.h"

struct doc_book;

/* ---- Agreements (agreement.c): who does what by when ------------------------------------------------------- */

enum session_becomes { BECOMES_ACTION, BECOMES_REQUEST, BECOMES_TASK, BECOMES_NOTHING, BECOMES_KINDS };
const char *session_becomes_name(enum session_becomes b); /* "action" … as stored and in forms */
bool session_becomes_parse(const char *s, enum session_becomes *out);
const char *session_becomes_label(enum session_becomes b); /* msgid: "An action" */

enum { SESSION_MAX_AGREEMENTS = 200, SESSION_MAX_REMARK = 10000 };

struct session_agreement {
    int64_t id, session;
    struct db_int item; /* during which item it was made */
    const char *nonce, *what;
    int64_t member;    /* organisation_member.id; 0 = nobody of the organisation */
    const char *who;   /* a name then; "" = nobody yet */
    const char *owner; /* as people read it: the member's name or who; filled in by session_agreements */
    struct db_int due_on;
    enum session_becomes becomes;
    struct db_int landed; /* id of what it became */
    int64_t edit;
};
/* Those of a session that were not withdrawn, in the order in which they were made. */
const struct session_agreement *session_agreements(struct db *db, struct arena *a, const struct lang *lang,
                                                   const struct session *s, size_t *count);
/* NULL when it is not one of s's, or was withdrawn. */
const struct session_agreement *session_agreement_get(struct db *db, struct arena *a, const struct lang *lang,
                                                      const struct session *s, int64_t id);
/* The same nonce again makes no second one; "" tells by the text. INVALID with detail "text", "who", "member", "due_on"; CONFLICT when there are too many. */
struct fault session_agreement_add(struct db *db, struct arena *a, const struct session *s,
                                   const struct session_agreement *n, int64_t *id);
/* CONFLICT with detail "edit" when n->edit is old, with detail "landed" when it became something: change it there. */
struct fault session_agreement_change(struct db *db, struct arena *a, const struct session *s,
                                      const struct session_agreement *n);
/* Withdraws it; CONFLICT with detail "landed" as above. */
struct fault session_agreement_drop(struct db *db, const struct session *s, const struct session_agreement *g,
                                    int64_t now_ms);
/* Makes what it becomes, unless it has: an action on the list, a request that is still to be sent, a task. */
struct fault session_agreement_land(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct session *s, const struct session_agreement *g, int64_t user,
                                    int64_t now_ms);
/* Where what it became is to be seen; NULL when it became nothing. */
const char *session_agreement_url(struct arena *a, const struct session *s, const struct session_agreement *g);

/* ---- What was said (minutes.c) ------------------------------------------------------------------------------ */

struct session_remark {
    const char *content; /* "" = nothing was written */
    int64_t edit;        /* 0 = nothing was written yet */
};
struct session_remark session_remark_get(struct db *db, struct arena *a, const struct session_item *item);
/* INVALID with detail "remark" (too long); CONFLICT with detail "edit" when somebody else wrote meanwhile. */
struct fault session_remark_save(struct db *db, struct arena *a, const struct session_item *item,
                                 const char *content, int64_t edit);

/* ---- The outcome (outcome.c) -------------------------------------------------------------------------------- */

/* Appends what came out of one item, as much as was shown to everybody: each round, and what was said; level: of its heading. */
void session_item_outcome(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                          const struct session *s, const struct session_item *item, struct doc *doc, int level,
                          int64_t now_ms);
/* All answers and notes that were shown, by code and by label: a sheet for answers, one for notes, one for agreements. */
const struct doc_book *session_book(struct db *db, struct arena *a, const struct site *site,
                                    const struct lang *lang, const struct session *s, int64_t now_ms);

/* ---- The minutes (minutes.c) --------------------------------------------------------------------------------- */

/* As Markdown, at most DOCUMENT_MAX_TEXT characters: when there is too much, the last notes of each item are left out and
 * counted. */
const char *session_minutes_text(struct db *db, struct arena *a, const struct site *site,
                                 const struct lang *lang, const struct session *s, int64_t now_ms);
/* What there is of minutes. */
struct session_minutes {
    int64_t document; /* 0 = not made yet */
    const char *url;  /* NULL = not made yet */
    bool untouched;   /* a draft that nobody wrote in since it was made: it can be made again */
};
struct session_minutes session_minutes(struct db *db, struct arena *a, const struct session *s,
                                       const struct trajectory *t);
/* Makes them as a draft of the trajectory (DOCUMENT_MINUTES); again only while they are untouched: CONFLICT with detail "touched". */
struct fault session_minutes_make(struct db *db, struct arena *a, const struct site *site,
                                  const struct lang *lang, const struct session *s, const struct trajectory *t,
                                  int64_t user, int64_t now_ms);

/* ---- Landing (landing.c) ------------------------------------------------------------------------------------- */

enum session_lands {
    LANDS_PAIR,     /* importance and maturity into the round of the scan */
    LANDS_PRIORITY, /* a theme with impact and support */
    LANDS_FACT,     /* a success becomes a proposed fact */
    LANDS_DREAM,    /* dream images become a document of that output */
    LANDS_KINDS
};
struct session_landable {
    int64_t item;
    enum session_lands kind;
    const char *key;          /* part, note; "" = the item as a whole */
    const char *name;         /* of the tick: "priority-12-gov.energy" */
    const char *title, *what; /* what was said, and what becomes of it */
    const char *url;          /* where it landed; NULL = not yet */
    const char *blocked;      /* why it cannot land, a sentence; NULL = it can */
    /* What lands: */
    int64_t numbers[2]; /* tenths: importance and maturity, impact and support */
    const char *text;
    bool chosen; /* a theme that the desk marked */
    bool usual;  /* ticked when the page opens */
};
/* What may land, in the order of the agenda; a group of the same item and kind stands together. */
const struct session_landable *session_landables(struct db *db, struct arena *a, const struct site *site,
                                                 const struct lang *lang, const struct session *s,
                                                 const struct trajectory *t, int64_t now_ms, size_t *count);
struct fault session_land(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                          const struct session *s, const struct trajectory *t, const struct session_landable *l,
                          int64_t user, int64_t now_ms);

/* ---- Paper (paper.c) ------------------------------------------------------------------------------------------- */

/* Ballots, as many to a page as fit (to be cut in two or four), and a poster of an item on A4, with the code of the session; NULL when
 * its method has nothing to print. */
struct doc *session_paper(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                          const struct session *s, const struct session_item *item, int64_t now_ms);

/* A pile of ballots is entered one by one. Each has a secret that its form carries: with it a retry makes no second ballot, and the
 * last one can be corrected. */
struct session_pile_sheet {
    const char *secret;
    const int64_t *choices;   /* as in session_sheet_save; NULL without a sheet */
    const char *const *texts; /* notes, "" = none; one for each spot */
    const int64_t *spots;
    size_t text_count;
};
/* CONFLICT and INVALID as session_sheet_save and session_note_add have them; INVALID with detail "empty" when there is nothing on it. */
struct fault session_pile_enter(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, const struct sheet_form *form,
                                const struct session_pile_sheet *p, int64_t now_ms);
/* The participant that a sheet of paper became; 0 = none was entered with this secret. */
int64_t session_pile_participant(struct db *db, struct arena *a, const struct session *s, const char *secret);
/* What people write on a ballot, by digits: "3" for the third answer, the number itself where choices are numbers, "1 4" for crosses
 * (one text, for all parts). typed: as many as there are parts, one for crosses. INVALID with detail = the part's number. */
struct fault session_pile_read(struct arena *a, const struct sheet_form *form, const char *const *typed,
                               int64_t **choices);

#endif
