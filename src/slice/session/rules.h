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

#endif
