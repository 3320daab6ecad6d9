/* The routes of preparing. */
#include "slice/session/room.h"

static struct fault of_trajectory(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    return t == NULL ? trajectory_missing()
                     : reply_redirect(rq, "/organisatie/%lld/sessie", (long long)t->organisation);
}

static const struct route routes[] = {
    GET("/organisatie/:org/traject/:trajectory/sessies", ORG_GUIDE, of_trajectory),
};

const struct slice slice_session = { .name = "session", SLICE_ROUTES(routes) };
