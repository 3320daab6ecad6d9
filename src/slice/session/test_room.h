/* A session in the world of test_trajectory.h, and how each test of this slice begins and ends with one. */
#ifndef SLICE_SESSION_TEST_ROOM_H
#define SLICE_SESSION_TEST_ROOM_H

#include "slice/trajectory/test_trajectory.h"

#include "slice/session/session.h"

/* Prepared, of the world's trajectory, without an agenda. */
static inline const struct session *room_prepared(struct world *w)
{
    struct session_new n = { .organisation = w->organisation,
                             .trajectory = world_trajectory(w, w->trajectory),
                             .title = "Opening session",
                             .place = "Town hall",
                             .aim = "",
                             .at = WORLD_NOW,
                             .minutes = 120,
                             .template = "",
                             .lang = lang_get(LANG_EN),
                             .user = w->guide };
    int64_t id = 0;
    assert_int_equal(session_make(w->db, w->a, &w->packs, &n, WORLD_NOW, &id).status, OK);
    return session_get(w->db, w->a, w->organisation, id);
}

/* The same, running. */
static inline const struct session *room_running(struct world *w)
{
    const struct session *s = room_prepared(w);
    assert_int_equal(session_start(w->db, s, s->revision, w->guide, WORLD_NOW).status, OK);
    return session_get(w->db, w->a, w->organisation, s->id);
}

/* start, start_postgres and end for cmocka, and NAME_of(state), which skips a test whose engine is not there. make_NAME(engine) gives a
 * calloc'ed struct NAME with a world `w`, or NULL. */
#define ROOM_FIXTURE(NAME)                                                                                     \
    static int start(void **state)                                                                             \
    {                                                                                                          \
        *state = make_##NAME(DB_SQLITE);                                                                       \
        return 0;                                                                                              \
    }                                                                                                          \
    static int start_postgres(void **state)                                                                    \
    {                                                                                                          \
        *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : make_##NAME(DB_POSTGRES);                    \
        return 0;                                                                                              \
    }                                                                                                          \
    static int end(void **state)                                                                               \
    {                                                                                                          \
        struct NAME *it = *state;                                                                              \
        if (it != NULL)                                                                                        \
            world_free(it->w);                                                                                 \
        free(it);                                                                                              \
        return 0;                                                                                              \
    }                                                                                                          \
    static struct NAME *NAME##_of(void **state)                                                                \
    {                                                                                                          \
        if (*state == NULL)                                                                                    \
            skip();                                                                                            \
        return *state;                                                                                         \
    }

#endif
