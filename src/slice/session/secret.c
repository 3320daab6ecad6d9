/* Notes without a name: they wait for the ballots that keep them. */
#include "slice/session/secret.h"

const struct session_note *secret_notes(struct db *db, struct arena *a, const struct session *s,
                                        const struct session_item *item, int64_t round, size_t *count)
{
    (void)db, (void)a, (void)s, (void)item, (void)round;
    *count = 0;
    return NULL;
}

const struct session_note *secret_notes_own(struct db *db, struct arena *a, const struct session *s,
                                            const struct session_item *item, int64_t participant,
                                            const char *secret, size_t *count)
{
    (void)db, (void)a, (void)s, (void)item, (void)participant, (void)secret;
    *count = 0;
    return NULL;
}

struct fault secret_note_add(struct db *db, struct arena *a, const struct session *s,
                             const struct session_item *item, int64_t participant, const char *secret,
                             int64_t spot, const char *text)
{
    (void)db, (void)a, (void)s, (void)item, (void)participant, (void)secret, (void)spot, (void)text;
    return note_closed;
}

struct fault secret_note_change(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, const char *key, int64_t participant,
                                const char *secret, const char *text)
{
    (void)db, (void)a, (void)s, (void)item, (void)key, (void)participant, (void)secret, (void)text;
    return note_not_there;
}

struct fault secret_note_sort(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, const char *key, int64_t cluster)
{
    (void)db, (void)a, (void)s, (void)item, (void)key, (void)cluster;
    return note_not_there;
}

struct fault secret_note_hide(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, const char *key, bool hidden)
{
    (void)db, (void)a, (void)s, (void)item, (void)key, (void)hidden;
    return note_not_there;
}
