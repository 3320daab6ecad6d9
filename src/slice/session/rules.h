/* What the slice's own rules share; pages and methods need none of it. */
#ifndef SLICE_SESSION_RULES_H
#define SLICE_SESSION_RULES_H

#include "slice/session/session.h"

/* A refusal that belongs to a field of the form. */
static inline struct fault session_at_field(const char *field, const char *msgid)
{
    return (struct fault){ .status = INVALID, .msgid = msgid, .detail = field };
}

/* Gives a new session the agenda and the checklist of a template, in the language of the organisation. */
struct fault session_template_apply(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct lang *lang, const struct session *s,
                                    const struct pack_entry *template);
/* What an item of a deck ("deck", "quiz") consists of, from the newest cards; no parts when there is no such deck. */
const struct session_part *session_deck_parts(struct arena *a, const struct packs *packs,
                                              const struct lang *lang, const char *deck, bool quiz,
                                              size_t *count);

/* The anonymous questions of a round that opens (ask.c): none when it has names. ballot is that of the sheets, or of the notes
 * where there are none. */
struct fault session_ask(struct db *db, struct arena *a, const struct session *s,
                         const struct session_item *item, int64_t now_ms, struct db_int *ballot,
                         struct db_int *note_ballot);
struct fault session_ask_close(struct db *db, struct arena *a, const struct session *s,
                               const struct session_round *r, int64_t now_ms);
/* CONFLICT with detail "few" or "unanimous" as ballot_reveal has them. */
struct fault session_ask_reveal(struct db *db, struct arena *a, const struct session *s,
                                const struct session_round *r, bool warned);

/* The parts of an item as a text that people type (wording.c has the form), and back. A line that stood there before keeps
 * the theme and the texts of its part. Too many come back as one more than may be. */
const struct session_part *session_parts_read(struct arena *a, const struct session_method *method,
                                              const char *text, const struct session_part *old,
                                              size_t old_count, size_t *count);
const char *session_parts_write(struct arena *a, const struct session_method *method,
                                const struct session_part *parts, size_t count);

#endif
