/* Themes to choose from: those of the scan that fits the organisation, by domain, and its own. A theme is stored by its id in
 * the pack, an own one as "own:7". */
#include <stdlib.h>
#include <string.h>

#include "http/http.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"

#define OWN "own:"

const struct pack_scan *trajectory_scan(struct db *db, struct arena *a, const struct packs *packs,
                                        int64_t organisation)
{
    const struct organisation *o = organisation_get(db, a, organisation);
    const struct pack_type *type = o == NULL ? NULL : pack_type_find(packs_types(packs), o->type);
    return type == NULL ? NULL : pack_scan_find(packs, type->scan, 0);
}

const char *trajectory_theme_title(const struct trajectory_ask *ask, const char *theme)
{
    if (theme[0] == '\0')
        return "";
    if (strncmp(theme, OWN, strlen(OWN)) == 0) {
        size_t count;
        int64_t id = strtoll(theme + strlen(OWN), NULL, 10);
        const struct organisation_theme *own =
            organisation_themes_all(ask->db, ask->arena, ask->trajectory->organisation, &count);
        for (size_t i = 0; i < count; i++)
            if (own[i].id == id)
                return own[i].title;
        return "";
    }
    for (size_t i = ask->packs->count; i-- > 0;) {
        const struct pack *p = ask->packs->v[i];
        int at = p->kind == PACK_SCAN ? pack_theme_find(p->scan, theme) : -1;
        if (at >= 0)
            return text_in(ask->lang, &p->scan->themes[at].title);
    }
    return "";
}

bool trajectory_theme_known(struct rq *rq, const struct trajectory *t, const char *theme)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    return theme[0] == '\0' || trajectory_theme_title(&ask, theme)[0] != '\0';
}

void trajectory_theme_options(struct rq *rq, const struct trajectory *t, struct field_view *f)
{
    const struct pack_scan *scan = trajectory_scan(rq->db, rq->arena, rq->site->packs, t->organisation);
    size_t own_count, n = 0;
    const struct organisation_theme *own = organisation_themes(rq->db, rq->arena, t->organisation, &own_count);
    size_t all = own_count + (scan == NULL ? 0 : (size_t)scan->theme_count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, all);
    for (size_t i = 0; i < own_count; i++)
        o[n++] = (struct field_option){ .value = arena_printf(rq->arena, OWN "%lld", (long long)own[i].id),
                                        .label = own[i].title,
                                        .group = tr(rq->lang, "Own themes") };
    for (int i = 0; scan != NULL && i < scan->theme_count; i++)
        o[n++] =
            (struct field_option){ .value = scan->themes[i].id,
                                   .label = text_in(rq->lang, &scan->themes[i].title),
                                   .group = text_in(rq->lang, &scan->domains[scan->themes[i].domain].title) };
    f->options = o;
    f->option_count = n;
}
