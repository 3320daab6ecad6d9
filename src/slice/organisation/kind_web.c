/* The fields that say what kind of organisation it is, filled from the list of types. */
#include <string.h>

#include "pack/pack.h"
#include "web.h"

#define KIND_OTHER "other" /* no type has this id: the radio that points to the list */

static const struct pack_types *types_of(struct rq *rq)
{
    return packs_types(rq->site->packs);
}

/* "Prefer not to say", which is of no country and no group. */
static size_t add_unsaid(struct rq *rq, struct field_option *o, const char *country)
{
    const struct pack_types *types = types_of(rq);
    size_t n = 0;
    for (int i = 0; i < types->type_count; i++) {
        const struct pack_type *t = &types->types[i];
        if (t->sector == SECTOR_UNKNOWN && organisation_type_offered(rq->arena, t, country, rq->now_ms))
            o[n++] = (struct field_option){ .value = t->id, .label = text_in(rq->lang, &t->title) };
    }
    return n;
}

void kind_common(struct rq *rq, struct field_view *f, const char *country)
{
    const struct pack_types *types = types_of(rq);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->type_count + 1);
    size_t n = 0;
    for (int place = 1; place <= 6; place++)
        for (int i = 0; i < types->type_count; i++) {
            const struct pack_type *t = &types->types[i];
            if (t->common == place && organisation_type_offered(rq->arena, t, country, rq->now_ms))
                o[n++] = (struct field_option){ .value = t->id, .label = text_in(rq->lang, &t->title) };
        }
    o[n++] = (struct field_option){ .value = KIND_OTHER,
                                    .label = tr(rq->lang, "Something else, see the list below") };
    n += add_unsaid(rq, o + n, country);
    f->options = o;
    f->option_count = n;
}

/* Types of one group that stand in the list of a country. Without `all` the commonest are left out: they are radios. */
static size_t add_group(struct rq *rq, struct field_option *o, int group, const char *country, bool all,
                        const char *before)
{
    const struct pack_types *types = types_of(rq);
    const char *title = text_in(rq->lang, &types->groups[group].title);
    const char *label = before == NULL ? title : arena_printf(rq->arena, "%s: %s", before, title);
    size_t n = 0;
    for (int i = 0; i < types->type_count; i++) {
        const struct pack_type *t = &types->types[i];
        bool twice = before != NULL && strcmp(t->country, "any") == 0;
        if (t->group == group && (all || t->common == 0) && !twice && t->sector != SECTOR_UNKNOWN &&
            organisation_type_offered(rq->arena, t, country, rq->now_ms))
            o[n++] =
                (struct field_option){ .value = t->id, .label = text_in(rq->lang, &t->title), .group = label };
    }
    return n;
}

void kind_list(struct rq *rq, struct field_view *f, const char *country, const char *home)
{
    const struct pack_types *types = types_of(rq);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->type_count);
    size_t n = country == NULL ? add_unsaid(rq, o, home) : 0;
    for (int g = 0; g < types->group_count; g++)
        n += add_group(rq, o + n, g, country != NULL ? country : home, country == NULL, NULL);
    bool belgian = country == NULL && strcmp(home, "BE") == 0;
    for (int g = 0; country == NULL && g < types->group_count; g++)
        n += add_group(rq, o + n, g, belgian ? "NL" : "BE", true,
                       belgian ? tr(rq->lang, "The Netherlands") : tr(rq->lang, "Belgium"));
    f->options = o;
    f->option_count = n;
}

/* "Gemeente, Stad, Provincie": the kinds of a country that count inhabitants. */
static const char *residents(struct rq *rq, const char *country)
{
    const struct pack_types *types = types_of(rq);
    const char *list = "";
    for (int i = 0; i < types->type_count; i++) {
        const struct pack_type *t = &types->types[i];
        if (strcmp(t->size, "inhabitants") == 0 && organisation_type_offered(rq->arena, t, country, rq->now_ms))
            list = arena_printf(rq->arena, "%s%s%s", list, list[0] == '\0' ? "" : ", ",
                                text_in(rq->lang, &t->title));
    }
    return list;
}

void kind_sizes(struct rq *rq, struct field_view *f, const char *country)
{
    const struct pack_types *types = types_of(rq);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->size_count);
    size_t n = 0;
    const char *const of[] = { "inhabitants", "staff" };
    const char *const labels[] = { tr(rq->lang, "Inhabitants"), tr(rq->lang, "Staff") };
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < types->size_count; i++)
            if (strcmp(types->sizes[i].of, of[k]) == 0)
                o[n++] = (struct field_option){ .value = types->sizes[i].id,
                                                .label = text_in(rq->lang, &types->sizes[i].title),
                                                .group = labels[k] };
    f->options = o;
    f->option_count = n;
    f->help = arena_printf(rq->arena,
                           tr(rq->lang, "Count inhabitants for: %s. For all others count staff. "
                                        "Would you rather not say what it is? Then leave this open."),
                           residents(rq, country));
}

void kind_sectors(struct rq *rq, struct field_view *f)
{
    const struct pack_types *types = types_of(rq);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->sector_count);
    for (int i = 0; i < types->sector_count; i++)
        o[i] = (struct field_option){ .value = types->sectors[i].id,
                                      .label = text_in(rq->lang, &types->sectors[i].title) };
    f->options = o;
    f->option_count = (size_t)types->sector_count;
}
