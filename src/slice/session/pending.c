/* Engines that have not landed yet: what a room looks like without them. */
#include "slice/session/room.h"

const struct session_note *session_notes(struct db *db, struct arena *a, const struct session *s,
                                         const struct session_item *item, int64_t round, bool hidden,
                                         size_t *count)
{
    (void)db, (void)a, (void)s, (void)item, (void)round, (void)hidden;
    *count = 0;
    return NULL;
}

const struct session_note *session_notes_own(struct db *db, struct arena *a, const struct session *s,
                                             const struct session_item *item, int64_t participant,
                                             const char *secret, size_t *count)
{
    (void)db, (void)a, (void)s, (void)item, (void)participant, (void)secret;
    *count = 0;
    return NULL;
}

const struct session_cluster *session_clusters(struct db *db, struct arena *a, const struct session_item *item,
                                               size_t *count)
{
    (void)db, (void)a, (void)item;
    *count = 0;
    return NULL;
}
