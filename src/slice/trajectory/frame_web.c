/* What the pages of a trajectory share, also those of the slices that come after this one. */
#include <string.h>

#include "http/http.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"

const struct trajectory *trajectory_of(struct rq *rq)
{
    return trajectory_get(rq->db, rq->arena, rq->site->packs, rq_id(rq, "org"), rq_id(rq, "trajectory"));
}

struct fault trajectory_missing(void)
{
    return FAULT(NOT_FOUND, N_("This trajectory does not exist."));
}

bool trajectory_only_reads(struct rq *rq)
{
    return rq->actor.roles == ROLE_READER;
}

bool trajectory_guides(struct rq *rq)
{
    return (rq->actor.roles & ROLE_GUIDE) != 0;
}

struct trajectory_ask trajectory_ask_of(struct rq *rq, const struct trajectory *t)
{
    return (struct trajectory_ask){ .db = rq->db,
                                    .arena = rq->arena,
                                    .packs = rq->site->packs,
                                    .lang = rq->lang,
                                    .trajectory = t,
                                    .today = organisation_today(rq->arena, rq->now_ms),
                                    .reader = trajectory_only_reads(rq) };
}

/* The overview, and what each part adds; only what this person may open. */
static void add_menu(struct rq *rq, const struct trajectory *t, struct layout *l, const char *here)
{
    const struct trajectory_parts *parts = rq->site->trajectory_parts;
    const char *base = trajectory_path(rq->arena, t);
    struct layout_link *tabs = NEW_ARRAY(rq->arena, struct layout_link, parts->count + 2);
    tabs[l->tab_count++] =
        (struct layout_link){ .url = base, .label = tr(rq->lang, "Steps"), .current = here[0] == '\0' };
    for (size_t i = 0; i < parts->count; i++) {
        const struct trajectory_part *p = parts->v[i];
        bool contributes = (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0;
        if (p->path == NULL || (p->guides_only && !trajectory_guides(rq)) ||
            (p->contributors_only && !contributes))
            continue;
        tabs[l->tab_count++] = (struct layout_link){ .url = arena_printf(rq->arena, "%s%s", base, p->path),
                                                     .label = tr(rq->lang, p->label),
                                                     .current = strcmp(here, p->path) == 0 };
    }
    if (trajectory_guides(rq))
        tabs[l->tab_count++] = (struct layout_link){ .url = arena_printf(rq->arena, "%s/instellingen", base),
                                                     .label = tr(rq->lang, "Settings"),
                                                     .current = strcmp(here, "/instellingen") == 0 };
    l->tabs = tabs;
    l->tabs_label = tr(rq->lang, "This trajectory");
}

struct layout *trajectory_layout(struct rq *rq, const struct trajectory *t, const char *title, const char *here,
                                 const char *crumb_url, const char *crumb_label)
{
    struct layout *l = rq_layout(rq, title);
    struct layout_link *crumbs = NEW_ARRAY(rq->arena, struct layout_link, 2);
    crumbs[l->crumb_count++] = (struct layout_link){ .url = trajectory_path(rq->arena, t), .label = t->name };
    if (crumb_url != NULL)
        crumbs[l->crumb_count++] = (struct layout_link){ .url = crumb_url, .label = crumb_label };
    l->crumbs = crumbs;
    l->wide = true;
    l->failed = rq->form != NULL && form_has_errors(rq);
    add_menu(rq, t, l, here);
    return l;
}

void trajectory_member_options(struct rq *rq, struct field_view *f)
{
    size_t count;
    const struct organisation_member *m = organisation_members(rq->db, rq->arena, rq_id(rq, "org"), &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = arena_printf(rq->arena, "%lld", (long long)m[i].id),
                                      .label = m[i].name };
    f->options = o;
    f->option_count = count;
}

void trajectory_department_options(struct rq *rq, struct field_view *f)
{
    size_t count;
    const struct organisation_department *d =
        organisation_departments(rq->db, rq->arena, rq_id(rq, "org"), &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = arena_printf(rq->arena, "%lld", (long long)d[i].id),
                                      .label = d[i].name };
    f->options = o;
    f->option_count = count;
}
