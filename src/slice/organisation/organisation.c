/* What an organisation is: its checks against the list of types, departments, legal entities and own themes. */
#include "slice/organisation/organisation.h"

#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "organisation_sql.h"
#include "slice/admin/admin.h"

static bool same(const char *x, const char *y)
{
    return strcmp(x, y) == 0;
}

static bool empty(const char *s)
{
    return s == NULL || s[0] == '\0';
}

/* ---- The organisation itself ------------------------------------------------------------------------- */

const struct organisation *organisation_get(struct db *db, struct arena *a, int64_t id)
{
    const struct organisation_find *r = organisation_q_find(db, a, id);
    if (r == NULL)
        return NULL;
    struct organisation *o = NEW(a, struct organisation);
    *o = (struct organisation){ .id = r->id,
                                .name = r->name,
                                .type = r->type,
                                .country = r->country,
                                .sector = r->sector,
                                .size = r->size,
                                .place = r->place,
                                .lang = r->lang,
                                .created_at = r->created_at };
    return o;
}

bool organisation_type_offered(struct arena *a, const struct pack_type *t, const char *country, int64_t now_ms)
{
    const char *today = clock_local_date(a, now_ms); /* ISO dates sort as text */
    return (same(t->country, "any") || same(t->country, country)) &&
           (t->valid_from == NULL || strcmp(t->valid_from, today) <= 0) &&
           (t->valid_to == NULL || strcmp(t->valid_to, today) >= 0);
}

const char *organisation_lang_of(const char *country)
{
    return same(country, "BE") ? "nl_BE" : "nl";
}

static struct fault check_texts(const struct organisation *o)
{
    if (empty(o->name))
        return FAULT(INVALID, N_("Fill in the name of the organisation."), .detail = "name");
    if (utf8_length(o->name) > ORGANISATION_MAX_NAME)
        return FAULT(INVALID, N_("Use a name of at most 120 characters."), .detail = "name");
    if (o->place != NULL && utf8_length(o->place) > ORGANISATION_MAX_PLACE)
        return FAULT(INVALID, N_("Use a place of at most 80 characters."), .detail = "place");
    if (empty(o->country) || (!same(o->country, "BE") && !same(o->country, "NL")))
        return FAULT(INVALID, N_("Choose Belgium or the Netherlands."), .detail = "country");
    if (!empty(o->lang) && lang_find(o->lang) == NULL)
        return FAULT(INVALID, N_("Choose one of the languages."), .detail = "lang");
    return NO_FAULT;
}

/* *size is what is kept: NULL when the type asks none. */
static struct fault check_size(const struct pack_types *types, const struct pack_type *t, const char *typed,
                               const char **size)
{
    *size = NULL;
    if (same(t->size, "none"))
        return NO_FAULT;
    const struct pack_size *s = empty(typed) ? NULL : pack_size_find(types, typed);
    if (s != NULL && same(s->of, t->size)) {
        *size = s->id;
        return NO_FAULT;
    }
    return same(t->size, "inhabitants")
               ? FAULT(INVALID, N_("Choose how many inhabitants there are."), .detail = "size")
               : FAULT(INVALID, N_("Choose how many people work there."), .detail = "size");
}

struct fault organisation_check(struct arena *a, const struct packs *packs, const struct organisation *o,
                                const char *old_type, int64_t now_ms, struct organisation *out)
{
    *out = *o;
    struct fault f = check_texts(o);
    if (f.status != OK)
        return f;
    const struct pack_types *types = packs_types(packs);
    const struct pack_type *t = empty(o->type) ? NULL : pack_type_find(types, o->type);
    if (t == NULL)
        return FAULT(INVALID, N_("Choose what kind of organisation it is."), .detail = "type");
    bool fits = same(t->country, "any") || same(t->country, o->country);
    bool kept = fits && old_type != NULL && same(old_type, t->id);
    if (!kept && !organisation_type_offered(a, t, o->country, now_ms))
        return FAULT(INVALID,
                     N_("This kind of organisation does not exist in that country today. Choose another."),
                     .detail = "type");
    f = check_size(types, t, o->size, &out->size);
    if (f.status != OK)
        return f;
    out->sector = t->sector == SECTOR_COMPANY ? o->sector : NULL;
    if (!empty(o->sector) && pack_sector_find(types, o->sector) == NULL)
        return FAULT(INVALID, N_("Choose one of the sectors in the list."), .detail = "sector");
    if (t->sector == SECTOR_COMPANY && empty(o->sector))
        return FAULT(INVALID, N_("Choose the sector of the company."), .detail = "sector");
    out->place = o->place == NULL ? "" : o->place;
    out->lang = empty(o->lang) ? organisation_lang_of(o->country) : o->lang;
    return NO_FAULT;
}

struct fault organisation_create(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct organisation *o, int64_t creator_user, int64_t now_ms,
                                 int64_t *id)
{
    *id = 0;
    struct organisation n;
    struct fault f = organisation_check(a, packs, o, NULL, now_ms, &n);
    if (f.status != OK)
        return f;
    const struct organisation_insert *row =
        organisation_q_insert(db, a, n.name, n.type, n.country, n.sector, n.size, n.place, n.lang, now_ms);
    if (row == NULL)
        return FAULT(db_status(db), N_("The organisation could not be made. Try again in a moment."));
    *id = row->id;
    organisation_member_add(db, a, *id, creator_user, "", "staff",
                            ORGANISATION_MANAGER | ORGANISATION_GUIDE | ORGANISATION_MEMBER, now_ms);
    admin_audit(db, now_ms, creator_user, *id, "organisation.create", "", n.type);
    return NO_FAULT;
}

struct fault organisation_change(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct organisation *o, int64_t now_ms)
{
    const struct organisation *old = organisation_get(db, a, o->id);
    if (old == NULL)
        return FAULT(NOT_FOUND, N_("This organisation does not exist any more."));
    struct organisation n;
    struct fault f = organisation_check(a, packs, o, old->type, now_ms, &n);
    if (f.status != OK)
        return f;
    organisation_q_change(db, n.id, n.name, n.type, n.country, n.sector, n.size, n.place, n.lang);
    return NO_FAULT;
}

const struct organisation_of *organisations_of_user(struct db *db, struct arena *a, int64_t user,
                                                    int64_t now_ms, size_t *count)
{
    const struct organisation_of_user_list *rows =
        organisation_q_of_user_list(db, a, user, organisation_today(a, now_ms), count);
    struct organisation_of *out = NEW_ARRAY(a, struct organisation_of, *count);
    for (size_t i = 0; i < *count; i++)
        out[i] = (struct organisation_of){ rows[i].id, rows[i].name, (unsigned)rows[i].roles };
    return out;
}

/* ---- Departments ------------------------------------------------------------------------------------- */

static struct organisation_archived archived_of(struct db_int at, struct db_int by)
{
    return (struct organisation_archived){ .at = at.set ? at.v : 0, .by = by.set ? by.v : 0 };
}

const struct organisation_department *organisation_departments_all(struct db *db, struct arena *a,
                                                                   int64_t organisation, size_t *count)
{
    const struct organisation_department_list *rows =
        organisation_q_department_list(db, a, organisation, count);
    struct organisation_department *out = NEW_ARRAY(a, struct organisation_department, *count);
    for (size_t i = 0; i < *count; i++)
        out[i] = (struct organisation_department){ rows[i].id, rows[i].name, rows[i].members,
                                                   archived_of(rows[i].archived_at, rows[i].archived_by) };
    return out;
}

const struct organisation_department *organisation_departments(struct db *db, struct arena *a,
                                                               int64_t organisation, size_t *count)
{
    size_t all;
    const struct organisation_department *rows = organisation_departments_all(db, a, organisation, &all);
    struct organisation_department *out = NEW_ARRAY(a, struct organisation_department, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (rows[i].archived.at == 0)
            out[(*count)++] = rows[i];
    return out;
}

/* The department that people would call the same, archived or not; NULL = none. */
static const struct organisation_department *department_named(struct db *db, struct arena *a,
                                                              int64_t organisation, const char *name)
{
    size_t count;
    const struct organisation_department *rows = organisation_departments_all(db, a, organisation, &count);
    const char *wanted = utf8_fold(a, name);
    for (size_t i = 0; i < count; i++)
        if (same(utf8_fold(a, rows[i].name), wanted))
            return &rows[i];
    return NULL;
}

static int64_t department_insert(struct db *db, struct arena *a, int64_t organisation, const char *name)
{
    const struct organisation_department_insert *row =
        organisation_q_department_insert(db, a, organisation, name);
    return row == NULL ? 0 : row->id;
}

static void bring_back(struct db *db, int64_t organisation, const struct organisation_department *d)
{
    if (d->archived.at != 0)
        organisation_q_department_archive(db, organisation, d->id, DB_NULL_INT, DB_NULL_INT);
}

int64_t organisation_department_ensure(struct db *db, struct arena *a, int64_t organisation, const char *name)
{
    if (empty(name))
        return 0;
    const struct organisation_department *there = department_named(db, a, organisation, name);
    if (there == NULL)
        return department_insert(db, a, organisation, name);
    bring_back(db, organisation, there);
    return there->id;
}

#define NAME_TAKEN N_("There is already a department with this name.")
#define DEPARTMENT_GONE N_("This department does not exist any more.")

struct fault organisation_department_add(struct db *db, struct arena *a, int64_t organisation, const char *name)
{
    const struct organisation_department *there = department_named(db, a, organisation, name);
    if (there == NULL)
        department_insert(db, a, organisation, name);
    else if (there->archived.at != 0)
        bring_back(db, organisation, there);
    else
        return FAULT(CONFLICT, NAME_TAKEN);
    return NO_FAULT;
}

struct fault organisation_department_rename(struct db *db, struct arena *a, int64_t organisation, int64_t id,
                                            const char *name)
{
    const struct organisation_department *other = department_named(db, a, organisation, name);
    if (other != NULL && other->id != id)
        return FAULT(CONFLICT,
                     other->archived.at == 0
                         ? NAME_TAKEN
                         : N_("A department in the archive has this name. Bring that one back instead."));
    if (organisation_q_department_rename(db, organisation, id, name) == 0)
        return FAULT(NOT_FOUND, DEPARTMENT_GONE);
    return NO_FAULT;
}

static struct db_int some(int64_t v)
{
    return v == 0 ? DB_NULL_INT : DB_SOME(v);
}

struct fault organisation_department_archive(struct db *db, int64_t organisation, int64_t id,
                                             struct organisation_archived archived)
{
    if (organisation_q_department_archive(db, organisation, id, some(archived.at), some(archived.by)) == 0)
        return FAULT(NOT_FOUND, DEPARTMENT_GONE);
    return NO_FAULT;
}

/* ---- Legal entities ---------------------------------------------------------------------------------- */

const struct organisation_entity *organisation_entities_all(struct db *db, struct arena *a,
                                                            int64_t organisation, size_t *count)
{
    const struct organisation_entity_list *rows = organisation_q_entity_list(db, a, organisation, count);
    struct organisation_entity *out = NEW_ARRAY(a, struct organisation_entity, *count);
    for (size_t i = 0; i < *count; i++)
        out[i] = (struct organisation_entity){ rows[i].id, rows[i].name, rows[i].number,
                                               archived_of(rows[i].archived_at, rows[i].archived_by) };
    return out;
}

const struct organisation_entity *organisation_entities(struct db *db, struct arena *a, int64_t organisation,
                                                        size_t *count)
{
    size_t all;
    const struct organisation_entity *rows = organisation_entities_all(db, a, organisation, &all);
    struct organisation_entity *out = NEW_ARRAY(a, struct organisation_entity, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (rows[i].archived.at == 0)
            out[(*count)++] = rows[i];
    return out;
}

const struct organisation_entity *organisation_entity_numbered(struct db *db, struct arena *a,
                                                               int64_t organisation, const char *number)
{
    size_t count;
    const struct organisation_entity *rows = organisation_entities_all(db, a, organisation, &count);
    for (size_t i = 0; i < count && number[0] != '\0'; i++)
        if (same(rows[i].number, number))
            return &rows[i];
    return NULL;
}

int64_t organisation_entity_add(struct db *db, struct arena *a, int64_t organisation, const char *name,
                                const char *number, int64_t now_ms)
{
    const struct organisation_entity_insert *row =
        organisation_q_entity_insert(db, a, organisation, name, number == NULL ? "" : number, now_ms);
    return row == NULL ? 0 : row->id;
}

#define ENTITY_GONE N_("This legal entity does not exist any more.")

struct fault organisation_entity_change(struct db *db, int64_t organisation, int64_t id, const char *name,
                                        const char *number)
{
    if (organisation_q_entity_change(db, organisation, id, name, number) == 0)
        return FAULT(NOT_FOUND, ENTITY_GONE);
    return NO_FAULT;
}

struct fault organisation_entity_archive(struct db *db, int64_t organisation, int64_t id,
                                         struct organisation_archived archived)
{
    if (organisation_q_entity_archive(db, organisation, id, some(archived.at), some(archived.by)) == 0)
        return FAULT(NOT_FOUND, ENTITY_GONE);
    return NO_FAULT;
}

const char *organisation_entity_number(struct arena *a, const char *country, const char *typed)
{
    char digits[16];
    size_t n = 0;
    const char *whole = typed;
    if (strncmp(typed, "BE", 2) == 0 || strncmp(typed, "be", 2) == 0)
        typed += 2;
    for (const char *p = typed; *p != '\0'; p++) {
        if (*p >= '0' && *p <= '9') {
            if (n == 10)
                return NULL;
            digits[n++] = *p;
        } else if (strchr(" .-\t", *p) == NULL) {
            return NULL;
        }
    }
    digits[n] = '\0';
    if (n == 0)
        return whole[0] == '\0' ? "" : NULL;
    if (same(country, "NL"))
        return n == 8 ? arena_strdup(a, digits) : NULL;
    if (n == 9) { /* the numbers of before 2008 lack the leading zero */
        memmove(digits + 1, digits, 10);
        digits[0] = '0';
        n = 10;
    }
    if (n != 10 || digits[0] > '1')
        return NULL;
    /* KBO: the last two digits are 97 less the rest of the first eight by 97. */
    int first = 0, check = (digits[8] - '0') * 10 + digits[9] - '0';
    for (int i = 0; i < 8; i++)
        first = first * 10 + digits[i] - '0';
    if (check != 97 - first % 97)
        return NULL;
    return arena_printf(a, "%.4s.%.3s.%.3s", digits, digits + 4, digits + 7);
}

/* ---- Own themes -------------------------------------------------------------------------------------- */

const struct organisation_theme *organisation_themes_all(struct db *db, struct arena *a, int64_t organisation,
                                                         size_t *count)
{
    const struct organisation_theme_list *rows = organisation_q_theme_list(db, a, organisation, count);
    struct organisation_theme *out = NEW_ARRAY(a, struct organisation_theme, *count);
    for (size_t i = 0; i < *count; i++)
        out[i] = (struct organisation_theme){ rows[i].id, rows[i].title, rows[i].about, rows[i].domain,
                                              rows[i].archived_at.set };
    return out;
}

const struct organisation_theme *organisation_themes(struct db *db, struct arena *a, int64_t organisation,
                                                     size_t *count)
{
    size_t all;
    const struct organisation_theme *rows = organisation_themes_all(db, a, organisation, &all);
    struct organisation_theme *out = NEW_ARRAY(a, struct organisation_theme, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if (!rows[i].archived)
            out[(*count)++] = rows[i];
    return out;
}

int64_t organisation_theme_add(struct db *db, struct arena *a, int64_t organisation, const char *title,
                               const char *about, const char *domain, int64_t now_ms)
{
    const struct organisation_theme_insert *row = organisation_q_theme_insert(
        db, a, organisation, title, about == NULL ? "" : about, domain == NULL ? "" : domain, now_ms);
    return row == NULL ? 0 : row->id;
}

#define THEME_GONE N_("This theme does not exist any more.")

struct fault organisation_theme_change(struct db *db, int64_t organisation, int64_t id, const char *title,
                                       const char *about, const char *domain)
{
    if (organisation_q_theme_change(db, organisation, id, title, about, domain) == 0)
        return FAULT(NOT_FOUND, THEME_GONE);
    return NO_FAULT;
}

struct fault organisation_theme_archive(struct db *db, int64_t organisation, int64_t id, bool archived,
                                        int64_t now_ms)
{
    if (organisation_q_theme_archive(db, organisation, id, archived ? DB_SOME(now_ms) : DB_NULL_INT) == 0)
        return FAULT(NOT_FOUND, THEME_GONE);
    return NO_FAULT;
}
