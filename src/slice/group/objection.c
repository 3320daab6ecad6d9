/* Objections: kinds with what helped, of no person. Nothing here writes an event or a log, and nobody's name or time is kept. */
#include <string.h>

#include "base/utf8.h"
#include "rules.h"

static struct group_objection read_list(const struct group_objection_list *row)
{
    return (struct group_objection){ .id = row->id,
                                     .resistance = row->resistance,
                                     .note = row->note,
                                     .helped = row->helped,
                                     .edit = row->edit,
                                     .archived = row->archived };
}

const struct group_objection *group_objections(struct db *db, struct arena *a, const struct trajectory *t,
                                               int64_t before_id, int64_t most, size_t *count)
{
    const struct group_objection_list *rows =
        group_q_objection_list(db, a, t->organisation, t->id, before_id, most, count);
    struct group_objection *all = NEW_ARRAY(a, struct group_objection, *count);
    for (size_t i = 0; i < *count; i++)
        all[i] = read_list(&rows[i]);
    return all;
}

const struct group_objection *group_objection_get(struct db *db, struct arena *a, const struct trajectory *t,
                                                  int64_t id)
{
    const struct group_objection_get *row = group_q_objection_get(db, a, t->organisation, t->id, id);
    if (row == NULL)
        return NULL;
    struct group_objection *o = NEW(a, struct group_objection);
    *o = (struct group_objection){ .id = row->id,
                                   .resistance = row->resistance,
                                   .note = row->note,
                                   .helped = row->helped,
                                   .edit = row->edit,
                                   .archived = row->archived };
    return o;
}

const struct group_objection_count *group_objection_counts(struct db *db, struct arena *a,
                                                           const struct trajectory *t, size_t *count)
{
    const struct group_objection_counts *rows = group_q_objection_counts(db, a, t->organisation, t->id, count);
    struct group_objection_count *all = NEW_ARRAY(a, struct group_objection_count, *count);
    for (size_t i = 0; i < *count; i++)
        all[i] = (struct group_objection_count){ .resistance = rows[i].resistance, .count = rows[i].n };
    return all;
}

const struct pack_entry *group_resistance(const struct packs *packs, const char *id, const struct pack **pack)
{
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        if (p->kind != PACK_PRACTICES || pack_find(packs, p->id, 0) != p)
            continue;
        const struct pack_entry *e = pack_entry(pack_list(p->lists, "resistances"), id);
        if (e != NULL) {
            *pack = p;
            return e;
        }
    }
    return NULL;
}

struct fault group_objection_save(struct db *db, struct arena *a, const struct packs *packs,
                                  const struct trajectory *t, const struct group_objection *o, int64_t *id)
{
    const struct pack *pack;
    const struct group_objection *old = o->id == 0 ? NULL : group_objection_get(db, a, t, o->id);
    /* What a newer pack no longer has may stay, not be chosen anew. */
    bool stays = old != NULL && strcmp(old->resistance, o->resistance) == 0;
    if (o->resistance[0] != '\0' && !stays && group_resistance(packs, o->resistance, &pack) == NULL)
        return group_invalid("resistance", N_("Choose one of the kinds, or another one."));
    if (utf8_length(o->note) > GROUP_MAX_NOTE)
        return group_invalid("note", N_("Use at most 1000 characters."));
    if (utf8_length(o->helped) > GROUP_MAX_NOTE)
        return group_invalid("helped", N_("Use at most 1000 characters."));
    *id = o->id;
    if (o->id == 0)
        *id = group_q_objection_insert(db, a, t->organisation, t->id, o->resistance, o->note, o->helped)->id;
    else if (group_q_objection_change(db, t->organisation, t->id, o->id, o->resistance, o->note, o->helped,
                                      o->edit) == 0)
        return group_too_late;
    return NO_FAULT;
}

void group_objection_archive(struct db *db, const struct trajectory *t, int64_t id, bool archived)
{
    group_q_objection_archive(db, t->organisation, t->id, id, archived);
}
