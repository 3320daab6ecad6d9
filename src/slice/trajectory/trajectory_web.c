/* The slice's routes, and what it adds itself as the first part of a trajectory. */
#include "http/http.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"

const struct trajectory_part trajectory_own_part = { .name = "trajectory" };

bool trajectory_home_card(struct rq *rq, const struct organisation *o, struct organisation_card *card)
{
    const struct trajectory *t = trajectory_current(rq->db, rq->arena, rq->site->packs, o->id);
    if (t == NULL)
        return false;
    *card = (struct organisation_card){ .title = t->name,
                                        .text = text_in(rq->lang, &t->pack->title),
                                        .url = trajectory_path(rq->arena, t),
                                        .label = tr(rq->lang, "Go to the trajectory") };
    return true;
}

static struct fault trajectory_list_show(struct rq *rq)
{
    return FAULT(NOT_FOUND, N_("This trajectory does not exist."));
    (void)rq;
}

static const struct route routes[] = {
    GET("/organisatie/:org/traject", ORG_READ, trajectory_list_show),
};

const struct slice slice_trajectory = { .name = "trajectory", SLICE_ROUTES(routes) };
