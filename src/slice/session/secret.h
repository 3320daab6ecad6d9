/* Inside this slice: notes without a name, which a ballot keeps (slice/ballot). Each is given the round whose notes it is about. */
#ifndef SLICE_SESSION_SECRET_H
#define SLICE_SESSION_SECRET_H

#include "slice/session/note.h"

/* Those that are shown, hidden ones among them, in the order of their keys. */
const struct session_note *secret_notes(struct db *db, struct arena *a, const struct session *s,
                                        const struct session_item *item, int64_t round, size_t *count);
const struct session_note *secret_notes_own(struct db *db, struct arena *a, const struct session *s,
                                            const struct session_item *item, int64_t participant,
                                            const char *secret, size_t *count);
/* How many people wrote. */
int64_t secret_writers(struct db *db, struct arena *a, const struct session *s, const struct session_item *item,
                       int64_t round);
/* What a retry is known by: who, where, the page's number and the text; again counts up where it was used for another text. */
const char *note_once(struct arena *a, const struct session_item *item, int64_t participant, int64_t spot,
                      const char *nonce, const char *text, int again);
/* As session_note_add and session_note_change; texts are clean and not too long. */
struct fault secret_note_add(struct db *db, struct arena *a, const struct session *s,
                             const struct session_item *item, int64_t participant, const char *secret,
                             const char *nonce, int64_t spot, const char *text);
struct fault secret_note_change(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, const char *key, int64_t participant,
                                const char *secret, const char *text);
struct fault secret_note_sort(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, const char *key, int64_t cluster);
struct fault secret_note_hide(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, const char *key, bool hidden);

extern const struct fault note_closed, note_not_there, note_full;

#endif
