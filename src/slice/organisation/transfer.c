#include "slice/organisation/transfer.h"

#include <string.h>

#include "organisation_sql.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"

const struct organisation_line *organisations_all(struct db *db, struct arena *a, size_t *count)
{
    const struct organisation_all_list *rows = organisation_q_all_list(db, a, count);
    struct organisation_line *lines = NEW_ARRAY(a, struct organisation_line, *count);
    for (size_t i = 0; i < *count; i++)
        lines[i] = (struct organisation_line){ .id = rows[i].id,
                                               .name = rows[i].name,
                                               .type = rows[i].type,
                                               .country = rows[i].country,
                                               .size = rows[i].size,
                                               .members = rows[i].members,
                                               .archived = rows[i].archived_at.set };
    return lines;
}

bool organisation_archive(struct db *db, int64_t id, int64_t now_ms)
{
    return organisation_q_archive(db, id, now_ms) > 0;
}

/* ---- Reading ----------------------------------------------------------------------------------------- */

static void get_parts(struct db *db, struct arena *a, struct organisation_file *f)
{
    int64_t id = f->organisation.id;
    const struct organisation_department_list *departments =
        organisation_q_department_list(db, a, id, &f->department_count);
    f->departments = NEW_ARRAY(a, const char *, f->department_count);
    for (size_t i = 0; i < f->department_count; i++)
        f->departments[i] = departments[i].name;

    const struct organisation_whole_entities *entities =
        organisation_q_whole_entities(db, a, id, &f->entity_count);
    f->entities = NEW_ARRAY(a, struct organisation_file_entity, f->entity_count);
    for (size_t i = 0; i < f->entity_count; i++)
        f->entities[i] =
            (struct organisation_file_entity){ entities[i].name, entities[i].number, entities[i].created_at };

    const struct organisation_whole_members *members =
        organisation_q_whole_members(db, a, id, &f->member_count);
    f->members = NEW_ARRAY(a, struct organisation_file_member, f->member_count);
    for (size_t i = 0; i < f->member_count; i++)
        f->members[i] =
            (struct organisation_file_member){ .mail = members[i].mail,
                                               .name = members[i].name,
                                               .lang = members[i].lang,
                                               .department =
                                                   members[i].department == NULL ? "" : members[i].department,
                                               .attribute = members[i].attribute,
                                               .roles = (unsigned)members[i].roles,
                                               .ends_on = members[i].ends_on,
                                               .invited_at = members[i].invited_at,
                                               .ended_at = members[i].ended_at,
                                               .by_role = members[i].by_role };

    const struct organisation_whole_themes *themes = organisation_q_whole_themes(db, a, id, &f->theme_count);
    f->themes = NEW_ARRAY(a, struct organisation_file_theme, f->theme_count);
    for (size_t i = 0; i < f->theme_count; i++)
        f->themes[i] = (struct organisation_file_theme){ themes[i].title, themes[i].about, themes[i].domain,
                                                         themes[i].created_at, themes[i].archived_at };
}

const struct organisation_file *organisation_file_get(struct db *db, struct arena *a, int64_t id)
{
    const struct organisation_whole_get *r = organisation_q_whole_get(db, a, id);
    if (r == NULL)
        return NULL;
    struct organisation_file *f = NEW(a, struct organisation_file);
    f->organisation = (struct organisation){ .id = id,
                                             .name = r->name,
                                             .type = r->type,
                                             .country = r->country,
                                             .sector = r->sector,
                                             .size = r->size,
                                             .place = r->place,
                                             .lang = r->lang,
                                             .created_at = r->created_at };
    f->archived_at = r->archived_at;
    get_parts(db, a, f);
    return f;
}

/* ---- Storing ----------------------------------------------------------------------------------------- */

static void put_departments(struct db *db, struct arena *a, const struct organisation_file *f,
                            struct organisation_file_made *out)
{
    size_t before, after;
    organisation_q_department_list(db, a, out->id, &before);
    for (size_t i = 0; i < f->department_count; i++)
        organisation_department_ensure(db, a, out->id, f->departments[i]);
    organisation_q_department_list(db, a, out->id, &after);
    out->departments = (int)(after - before);
}

static void put_entities(struct db *db, struct arena *a, const struct organisation_file *f,
                         struct organisation_file_made *out)
{
    size_t count;
    const struct organisation_whole_entities *there = organisation_q_whole_entities(db, a, out->id, &count);
    for (size_t i = 0; i < f->entity_count; i++) {
        const struct organisation_file_entity *e = &f->entities[i];
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || (strcmp(there[k].name, e->name) == 0 && strcmp(there[k].number, e->number) == 0);
        if (known)
            continue;
        organisation_q_entity_insert(db, a, out->id, e->name, e->number, e->created_at);
        out->entities++;
    }
}

static void put_members(struct db *db, struct arena *a, const struct organisation_file *f, int64_t now_ms,
                        struct organisation_file_made *out)
{
    for (size_t i = 0; i < f->member_count; i++) {
        const struct organisation_file_member *m = &f->members[i];
        if (account_user_find(db, a, m->mail) == NULL)
            out->users++;
        int64_t user = account_user_ensure(db, a, m->name, m->mail, m->lang, now_ms);
        int64_t department = organisation_department_ensure(db, a, out->id, m->department);
        if (organisation_q_whole_member_put(
                db, a, out->id, user, department == 0 ? DB_NULL_INT : DB_SOME(department), m->attribute,
                m->roles, m->ends_on, m->invited_at, m->ended_at, m->by_role) != NULL)
            out->members++;
    }
}

static void put_themes(struct db *db, struct arena *a, const struct organisation_file *f,
                       struct organisation_file_made *out)
{
    size_t count;
    const struct organisation_whole_themes *there = organisation_q_whole_themes(db, a, out->id, &count);
    for (size_t i = 0; i < f->theme_count; i++) {
        const struct organisation_file_theme *t = &f->themes[i];
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || (strcmp(there[k].title, t->title) == 0 && there[k].created_at == t->created_at);
        if (known)
            continue;
        organisation_q_whole_theme_put(db, out->id, t->title, t->about, t->domain, t->created_at,
                                       t->archived_at);
        out->themes++;
    }
}

void organisation_file_put(struct db *db, struct arena *a, const struct organisation_file *f, int64_t now_ms,
                           struct organisation_file_made *out)
{
    const struct organisation *o = &f->organisation;
    size_t count;
    const struct organisation_whole_find *same =
        organisation_q_whole_find(db, a, o->name, o->created_at, &count);
    *out = (struct organisation_file_made){ .id = count > 0 ? same[0].id : 0 };
    if (count == 0) {
        const struct organisation_whole_put *row =
            organisation_q_whole_put(db, a, o->name, o->type, o->country, o->sector, o->size, o->place, o->lang,
                                     o->created_at, f->archived_at);
        if (row == NULL)
            return; /* the database failed: nothing is kept */
        out->id = row->id;
        out->organisation = true;
    }
    put_departments(db, a, f, out);
    put_entities(db, a, f, out);
    put_members(db, a, f, now_ms, out);
    put_themes(db, a, f, out);
    admin_audit(db, now_ms, 0, out->id, "organisation.import", "", "");
}
