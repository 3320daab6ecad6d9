/* Who belongs to an organisation, with which roles, until when. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "organisation_sql.h"
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"

int64_t organisation_today(struct arena *a, int64_t now_ms)
{
    int64_t day;
    bool real = clock_parse_date(clock_local_date(a, now_ms), &day);
    ASSERT(real);
    return day;
}

bool organisation_is_present(const struct organisation_member *m, int64_t today)
{
    return m->ended_at == 0 && (m->ends_on == 0 || m->ends_on >= today);
}

struct sorted {
    const char *key; /* folded name */
    struct organisation_member member;
};

static int by_name(const void *x, const void *y)
{
    const struct sorted *p = x, *q = y;
    int order = strcmp(p->key, q->key);
    return order != 0 ? order : (p->member.id > q->member.id) - (p->member.id < q->member.id);
}

const struct organisation_member *organisation_members_all(struct db *db, struct arena *a, int64_t organisation,
                                                           size_t *count)
{
    const struct organisation_member_list *rows = organisation_q_member_list(db, a, organisation, count);
    struct sorted *sorted = NEW_ARRAY(a, struct sorted, *count);
    for (size_t i = 0; i < *count; i++)
        sorted[i] = (struct sorted){
            .key = utf8_fold(a, rows[i].name),
            .member = { .id = rows[i].id,
                        .user = rows[i].user_id,
                        .name = rows[i].name,
                        .mail = rows[i].mail,
                        .department = rows[i].department == NULL ? "" : rows[i].department,
                        .attribute = rows[i].attribute,
                        .roles = (unsigned)rows[i].roles,
                        .ends_on = rows[i].ends_on.set ? rows[i].ends_on.v : 0,
                        .department_id = rows[i].department_id.set ? rows[i].department_id.v : 0,
                        .ended_at = rows[i].ended_at.set ? rows[i].ended_at.v : 0,
                        .by_role = rows[i].by_role,
                        .entered = rows[i].entered != 0 },
        };
    if (*count > 1)
        qsort(sorted, *count, sizeof *sorted, by_name);
    struct organisation_member *out = NEW_ARRAY(a, struct organisation_member, *count);
    for (size_t i = 0; i < *count; i++)
        out[i] = sorted[i].member;
    return out;
}

const struct organisation_member *organisation_members(struct db *db, struct arena *a, int64_t organisation,
                                                       size_t *count)
{
    size_t all;
    const struct organisation_member *rows = organisation_members_all(db, a, organisation, &all);
    struct organisation_member *out = NEW_ARRAY(a, struct organisation_member, all);
    int64_t today = organisation_today(a, clock_now_ms());
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (organisation_is_present(&rows[i], today))
            out[(*count)++] = rows[i];
    return out;
}

static struct db_int some(int64_t v)
{
    return v == 0 ? DB_NULL_INT : DB_SOME(v);
}

/* By the member's id, or by the person's when that is 0. */
static const struct organisation_member *find(struct db *db, struct arena *a, int64_t organisation, int64_t id,
                                              int64_t user)
{
    const struct organisation_member_find *r = organisation_q_member_find(db, a, organisation, some(id), user);
    if (r == NULL)
        return NULL;
    struct organisation_member *m = NEW(a, struct organisation_member);
    *m = (struct organisation_member){ .id = r->id,
                                       .user = r->user_id,
                                       .name = r->name,
                                       .mail = r->mail,
                                       .department = r->department == NULL ? "" : r->department,
                                       .attribute = r->attribute,
                                       .roles = (unsigned)r->roles,
                                       .ends_on = r->ends_on.set ? r->ends_on.v : 0,
                                       .department_id = r->department_id.set ? r->department_id.v : 0,
                                       .ended_at = r->ended_at.set ? r->ended_at.v : 0,
                                       .by_role = r->by_role,
                                       .invited = r->invited };
    return m;
}

const struct organisation_member *organisation_member_get(struct db *db, struct arena *a, int64_t organisation,
                                                          int64_t id)
{
    return find(db, a, organisation, id, 0);
}

const struct organisation_member *organisation_member_of(struct db *db, struct arena *a, int64_t organisation,
                                                         int64_t user, int64_t now_ms)
{
    const struct organisation_member *m = find(db, a, organisation, 0, user);
    return m != NULL && organisation_is_present(m, organisation_today(a, now_ms)) ? m : NULL;
}

static void store(struct db *db, int64_t organisation, const struct organisation_member *m)
{
    organisation_q_member_set(db, organisation, m->id, some(m->department_id), m->attribute, m->roles,
                              some(m->ends_on), some(m->ended_at));
}

int64_t organisation_member_add(struct db *db, struct arena *a, int64_t organisation, int64_t user,
                                const char *department, const char *attribute, unsigned roles, int64_t now_ms)
{
    ASSERT((roles & ~(unsigned)ORGANISATION_ROLES) == 0);
    int64_t department_id = organisation_department_ensure(db, a, organisation, department);
    const struct organisation_member *old = find(db, a, organisation, 0, user);
    if (old == NULL) {
        const struct organisation_member_insert *row =
            organisation_q_member_insert(db, a, organisation, user, some(department_id),
                                         attribute == NULL ? "staff" : attribute, roles, now_ms);
        return row == NULL ? 0 : row->id;
    }
    struct organisation_member m = *old;
    if (organisation_is_present(old, organisation_today(a, now_ms))) {
        m.roles |= roles;
        if (m.department[0] == '\0' && department_id != 0) /* none, or one in the archive */
            m.department_id = department_id;
    } else { /* back again: what was given up does not come back by itself */
        m.roles = roles;
        m.ended_at = m.ends_on = 0;
        if (department_id != 0)
            m.department_id = department_id;
        if (attribute != NULL)
            m.attribute = attribute;
    }
    store(db, organisation, &m);
    return m.id;
}

static bool lasting_manager(const struct organisation_member *m)
{
    return m->ended_at == 0 && m->ends_on == 0 && (m->roles & ORGANISATION_MANAGER) != 0;
}

/* Whether the change takes away the last administrator without an end date. */
static bool loses_last(struct db *db, struct arena *a, int64_t organisation,
                       const struct organisation_member *old, const struct organisation_member *changed)
{
    if (!lasting_manager(old) || lasting_manager(changed))
        return false;
    const struct organisation_lasting_managers *others =
        organisation_q_lasting_managers(db, a, organisation, old->id);
    return others != NULL && others->n == 0;
}

#define MEMBER_GONE FAULT(NOT_FOUND, N_("This member does not exist."))
#define LAST_MANAGER(field)                                                                                    \
    FAULT(CONFLICT,                                                                                            \
          N_("An organisation always keeps an administrator without an end date. Make someone else "           \
             "administrator first."),                                                                          \
          .detail = (field))

struct fault organisation_member_change(struct db *db, struct arena *a, int64_t organisation, int64_t id,
                                        const struct organisation_member_change *c, int64_t now_ms)
{
    const struct organisation_member *old = find(db, a, organisation, id, 0);
    if (old == NULL || old->ended_at != 0)
        return MEMBER_GONE;
    if (c->roles == 0 || (c->roles & ~(unsigned)ORGANISATION_ROLES) != 0)
        return FAULT(INVALID,
                     N_("Choose at least one role. Someone who no longer takes part: end the membership."),
                     .detail = "roles");
    if (strcmp(c->attribute, "staff") != 0 && strcmp(c->attribute, "mandatary") != 0 &&
        strcmp(c->attribute, "external") != 0)
        return FAULT(INVALID, N_("Choose staff, mandatary or external."), .detail = "attribute");
    if (c->ends_on != 0 && c->ends_on != old->ends_on && c->ends_on < organisation_today(a, now_ms))
        return FAULT(INVALID, N_("This day has passed. Choose today or later, or end the membership."),
                     .detail = "ends_on");
    if (utf8_length(c->department) > ORGANISATION_MAX_DEPARTMENT)
        return FAULT(INVALID, N_("Use a name of at most 80 characters."), .detail = "department");
    struct organisation_member m = *old;
    m.roles = c->roles;
    m.attribute = c->attribute;
    m.ends_on = c->ends_on;
    if (loses_last(db, a, organisation, old, &m))
        return LAST_MANAGER((m.roles & ORGANISATION_MANAGER) == 0 ? "roles" : "ends_on");
    /* One in the archive is not shown: left alone, it comes back with its members. */
    if (c->department[0] != '\0' || old->department[0] != '\0')
        m.department_id = organisation_department_ensure(db, a, organisation, c->department);
    store(db, organisation, &m);
    return NO_FAULT;
}

struct fault organisation_member_end(struct db *db, struct arena *a, int64_t organisation, int64_t id,
                                     int64_t now_ms)
{
    const struct organisation_member *old = find(db, a, organisation, id, 0);
    if (old == NULL)
        return MEMBER_GONE;
    if (old->ended_at != 0)
        return NO_FAULT;
    struct organisation_member m = *old;
    m.ended_at = now_ms;
    if (loses_last(db, a, organisation, old, &m))
        return LAST_MANAGER("roles");
    store(db, organisation, &m);
    return NO_FAULT;
}

struct fault organisation_member_back(struct db *db, struct arena *a, int64_t organisation, int64_t id)
{
    const struct organisation_member *old = find(db, a, organisation, id, 0);
    if (old == NULL)
        return MEMBER_GONE;
    struct organisation_member m = *old;
    m.ended_at = m.ends_on = 0;
    store(db, organisation, &m);
    return NO_FAULT;
}

bool organisation_link_showable(struct db *db, struct arena *a, const struct organisation_member *m,
                                int64_t organisation)
{
    const struct account_user *u = account_user_get(db, a, m->user);
    const struct organisation_elsewhere *other = organisation_q_elsewhere(db, a, organisation, m->user);
    return u != NULL && !u->system_admin && !u->has_second_factor && other != NULL && other->n == 0;
}

/* ---- how people are named ------------------------------------------------------------------------------ */

struct organisation_names {
    const struct organisation_member *members;
    size_t count;
};

const struct organisation_names *organisation_names(struct db *db, struct arena *a, int64_t organisation)
{
    struct organisation_names *n = NEW(a, struct organisation_names);
    n->members = organisation_members_all(db, a, organisation, &n->count);
    return n;
}

const char *organisation_member_name(struct arena *a, const struct lang *lang,
                                     const struct organisation_member *m)
{
    if (!m->by_role)
        return m->name;
    const char *role = strcmp(m->attribute, "mandatary") == 0  ? tr(lang, "a mandatary")
                       : strcmp(m->attribute, "external") == 0 ? tr(lang, "somebody from outside")
                                                               : tr(lang, "a member of staff");
    return m->department[0] == '\0' ? role : arena_printf(a, "%s, %s", role, m->department);
}

const char *organisation_name_of(const struct organisation_names *names, struct arena *a,
                                 const struct lang *lang, int64_t user)
{
    for (size_t i = 0; i < names->count && user != 0; i++)
        if (names->members[i].user == user)
            return organisation_member_name(a, lang, &names->members[i]);
    return "";
}

const struct organisation_member *organisation_names_member(const struct organisation_names *names,
                                                            int64_t member)
{
    for (size_t i = 0; i < names->count; i++)
        if (names->members[i].id == member)
            return &names->members[i];
    return NULL;
}

void organisation_member_by_role(struct db *db, int64_t organisation, int64_t id, bool by_role)
{
    organisation_q_member_by_role(db, organisation, id, by_role);
}

/* ---- people who were pasted ---------------------------------------------------------------------------- */

void organisation_member_accept(struct db *db, int64_t organisation, int64_t id)
{
    organisation_q_member_name(db, organisation, id, "");
}

const struct organisation_added *organisation_people_add(struct db *db, struct arena *a,
                                                         const struct organisation *o, const struct paste *p,
                                                         int64_t now_ms, size_t *count)
{
    struct organisation_added *people = NEW_ARRAY(a, struct organisation_added, p->count);
    *count = 0;
    for (size_t i = 0; i < p->count; i++) {
        const struct paste_person *person = &p->people[i];
        if (person->state == PASTE_REFUSED || person->state == PASTE_TWICE)
            continue;
        struct organisation_added *one = &people[(*count)++];
        *one =
            (struct organisation_added){ .name = person->name, .mail = person->mail, .state = person->state };
        bool known = account_user_find(db, a, person->mail) != NULL;
        one->user = account_user_ensure(db, a, person->name, person->mail, o->lang, now_ms);
        const struct organisation_member *there =
            person->state == PASTE_MEMBER ? organisation_member_of(db, a, o->id, one->user, now_ms) : NULL;
        one->member = there != NULL ? there->id
                                    : organisation_member_add(db, a, o->id, one->user, person->department, NULL,
                                                              ORGANISATION_MEMBER, now_ms);
        if (known && person->state == PASTE_NEW)
            organisation_q_member_name(db, o->id, one->member, person->name);
    }
    return people;
}
