/* kapstok export and import: one organisation with everything that belongs to it, as one JSON file. People are named by
 * mail address, everything else by codes and names; what is exported, imported and exported again is the same file. */
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/file.h"
#include "app/transfer_rows.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "lib/json.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/library/pack_store.h"
#include "slice/organisation/transfer.h"
#include "slice/scan/export.h"
#include "slice/trajectory/trajectory.h"

#define FORMAT "kapstok-organisation"

enum {
    FORMAT_VERSION = 1,
    DEPTH = 16,
    ROUNDS_MAX = 200,
    FAULTS_MAX = 100,
    ENTITY_NUMBER_MAX = 40,
    THEME_TITLE_MAX = 200
};

static const struct {
    unsigned bit;
    const char *name;
} roles[] = { { ROLE_READER, "reader" },
              { ROLE_MEMBER, "member" },
              { ROLE_GUIDE, "guide" },
              { ROLE_MANAGER, "manager" },
              { ROLE_MINUTES, "minutes" } };
enum { ROLES = sizeof roles / sizeof roles[0] };

/* ---- export ------------------------------------------------------------------------------------------ */

static void put_str(struct json_writer *w, const char *key, const char *s)
{
    json_key(w, key);
    json_str(w, s);
}

static void put_time(struct json_writer *w, struct arena *a, const char *key, struct db_int ms)
{
    put_str(w, key, ms.set ? scan_time_write(a, ms.v) : NULL);
}

static void put_organisation(struct json_writer *w, struct arena *a, const struct organisation_file *f)
{
    const struct organisation *o = &f->organisation;
    json_key(w, "organisation");
    json_object_begin(w);
    put_str(w, "name", o->name);
    put_str(w, "type", o->type);
    put_str(w, "country", o->country);
    put_str(w, "sector", o->sector);
    put_str(w, "size", o->size);
    put_str(w, "place", o->place);
    put_str(w, "lang", o->lang);
    put_time(w, a, "created_at", DB_SOME(o->created_at));
    put_time(w, a, "archived_at", f->archived_at);
    json_object_end(w);
}

static void put_parts(struct json_writer *w, struct arena *a, const struct organisation_file *f)
{
    json_key(w, "entities");
    json_array_begin(w);
    for (size_t i = 0; i < f->entity_count; i++) {
        json_object_begin(w);
        put_str(w, "name", f->entities[i].name);
        put_str(w, "number", f->entities[i].number);
        put_time(w, a, "created_at", DB_SOME(f->entities[i].created_at));
        json_object_end(w);
    }
    json_array_end(w);
    json_key(w, "departments");
    json_array_begin(w);
    for (size_t i = 0; i < f->department_count; i++)
        json_str(w, f->departments[i]);
    json_array_end(w);
    json_key(w, "themes");
    json_array_begin(w);
    for (size_t i = 0; i < f->theme_count; i++) {
        json_object_begin(w);
        put_str(w, "title", f->themes[i].title);
        put_str(w, "about", f->themes[i].about);
        put_str(w, "domain", f->themes[i].domain);
        put_time(w, a, "created_at", DB_SOME(f->themes[i].created_at));
        put_time(w, a, "archived_at", f->themes[i].archived_at);
        json_object_end(w);
    }
    json_array_end(w);
}

static void put_members(struct json_writer *w, struct arena *a, const struct organisation_file *f)
{
    json_key(w, "members");
    json_array_begin(w);
    for (size_t i = 0; i < f->member_count; i++) {
        const struct organisation_file_member *m = &f->members[i];
        json_object_begin(w);
        put_str(w, "mail", m->mail);
        put_str(w, "name", m->name);
        put_str(w, "lang", m->lang);
        put_str(w, "department", m->department);
        put_str(w, "attribute", m->attribute);
        json_key(w, "roles");
        json_array_begin(w);
        for (int r = 0; r < ROLES; r++)
            if ((m->roles & roles[r].bit) != 0)
                json_str(w, roles[r].name);
        json_array_end(w);
        put_str(w, "ends_on", m->ends_on.set ? clock_date(a, m->ends_on.v) : NULL);
        put_time(w, a, "invited_at", DB_SOME(m->invited_at));
        put_time(w, a, "ended_at", m->ended_at);
        json_key(w, "by_role");
        json_bool(w, m->by_role);
        json_object_end(w);
    }
    json_array_end(w);
}

/* What the export names packs by. */
struct pack_users {
    const struct scan_round *const *rounds;
    size_t round_count;
    const struct trajectory *trajectories;
    size_t trajectory_count;
};

/* Whether a round began with the pack, or with one that stands on it, or a trajectory with it. */
static bool is_used(const struct pack *p, const struct pack_users *users)
{
    for (size_t r = 0; r < users->round_count; r++) {
        const struct pack *of = users->rounds[r]->pack;
        if (of == p || (of->base != NULL && strcmp(of->base, p->id) == 0 && of->base_version == p->version))
            return true;
    }
    for (size_t t = 0; t < users->trajectory_count; t++)
        if (users->trajectories[t].pack == p)
            return true;
    return false;
}

/* The versions that the rounds and trajectories began with, so that they can be read where these are not installed: scans
 * first, then what stands on them. */
static void put_packs(struct json_writer *w, struct arena *a, const struct packs *packs,
                      const struct pack_users *users)
{
    json_key(w, "packs");
    json_array_begin(w);
    for (size_t i = 0; i < 2 * packs->count; i++) {
        const struct pack *p = packs->v[i % packs->count];
        if ((p->base != NULL) != (i >= packs->count) || !is_used(p, users))
            continue;
        json_object_begin(w);
        put_str(w, "id", p->id);
        json_key(w, "version");
        json_int(w, p->version);
        put_str(w, "hash", p->hash);
        put_str(w, "text", arena_strndup(a, p->text.p, p->text.n));
        json_object_end(w);
    }
    json_array_end(w);
}

/* Every round, oldest first; NULL with a sentence when one cannot be read. */
static const struct scan_round **read_rounds(struct app *app, int64_t organisation, size_t *count)
{
    const struct scan_round_line *lines = scan_rounds(app->db, &app->arena, organisation, count);
    const struct scan_round **rounds = NEW_ARRAY(&app->arena, const struct scan_round *, *count + 1);
    if (*count >= ROUNDS_MAX) {
        app_fail("organisation %lld has %d rounds or more; they do not fit in one file",
                 (long long)organisation, ROUNDS_MAX);
        return NULL;
    }
    for (size_t i = 0; i < *count; i++) {
        int64_t id = lines[*count - 1 - i].id;
        rounds[i] = scan_round_get(app->db, &app->arena, &app->packs, organisation, id);
        if (rounds[i] == NULL) {
            app_fail("round %lld cannot be read: the version of its pack is not installed", (long long)id);
            return NULL;
        }
    }
    return rounds;
}

static int write_export(struct app *app, const struct buf *out)
{
    const char *path = app->options->out;
    if (!buf_ok(out))
        return app_fail("the organisation is larger than %d MB and does not fit in one file", FILE_MAX >> 20);
    if (path != NULL) {
        if (file_write(&app->arena, path, (struct bytes){ out->p, out->n }, 0600) != OK)
            return app_fail("%s cannot be written: %s", path, strerror(errno));
        return 0;
    }
    if (fwrite(out->p, 1, out->n, stdout) != out->n || fflush(stdout) != 0)
        return app_fail("the file cannot be written: %s", strerror(errno));
    return 0;
}

static int export_organisation(struct app *app, int64_t id)
{
    struct arena *a = &app->arena;
    const struct organisation_file *f = organisation_file_get(app->db, a, id);
    if (f == NULL)
        return app_fail("there is no organisation %lld; see kapstok org list", (long long)id);
    size_t count;
    const struct scan_round **rounds = read_rounds(app, id, &count);
    if (rounds == NULL)
        return 1;
    struct buf out;
    buf_init(&out, FILE_MAX);
    struct json_writer writer = json_writer(&out), *w = &writer;
    json_object_begin(w);
    put_str(w, "format", FORMAT);
    json_key(w, "format_version");
    json_int(w, FORMAT_VERSION);
    put_organisation(w, a, f);
    put_parts(w, a, f);
    put_members(w, a, f);
    struct pack_users users = { .rounds = rounds, .round_count = count };
    users.trajectories = trajectories(app->db, a, &app->packs, id, &users.trajectory_count);
    put_packs(w, a, &app->packs, &users);
    json_key(w, "rounds");
    buf_char(&out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_char(&out, ',');
        scan_export_json(app->db, a, rounds[i], SCAN_EXPORT_ALL, &out);
    }
    buf_char(&out, ']');
    w->after_key = false; /* the value was written without it */
    json_key(w, "tables");
    int64_t *ids = NEW_ARRAY(a, int64_t, count);
    for (size_t i = 0; i < count; i++)
        ids[i] = rounds[i]->id;
    rows_export(app->db, a, id, &(struct rows_rounds){ ids, count }, w);
    json_object_end(w);
    buf_char(&out, '\n');
    int code = db_status(app->db) == OK ? write_export(app, &out)
                                        : app_fail("the organisation cannot be read: %s", db_error(app->db));
    buf_release(&out);
    return code;
}

int command_export(const struct options *o)
{
    if (o->org == 0)
        return app_usage("--org is missing: the number that kapstok org list shows");
    struct app app;
    int code = app_open(&app, o);
    if (code == 0 && db_begin_read(app.db) != OK)
        code = app_fail("the database cannot be read: %s", db_error(app.db));
    if (code == 0)
        code = export_organisation(&app, o->org);
    if (app.db != NULL)
        db_rollback(app.db);
    app_close(&app);
    return code;
}

/* ---- import: reading ----------------------------------------------------------------------------------- */

struct fault_at {
    const char *path, *message;
};

struct reader {
    struct app *app;
    struct arena *a;
    struct fault_at *faults;
    size_t fault_count, fault_capacity;
};

static void wrong(struct reader *r, const char *path, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static void wrong(struct reader *r, const char *path, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(r->a, format, args);
    va_end(args);
    *(struct fault_at *)ARENA_PUSH(r->a, &r->faults, &r->fault_count, &r->fault_capacity) =
        (struct fault_at){ path, message };
}

static const char *join(struct reader *r, const char *path, const char *key)
{
    return path[0] == '\0' ? key : arena_printf(r->a, "%s/%s", path, key);
}

/* The object at path with no other keys than these (NULL-terminated); NULL with a fault. What is not known would
 * silently be lost. */
static const struct json *object_at(struct reader *r, const struct json *v, const char *path,
                                    const char *const *keys)
{
    if (v == NULL || v->type != JSON_IS_OBJECT) {
        wrong(r, path, v == NULL ? "this is missing" : "this is no object");
        return NULL;
    }
    for (size_t i = 0; i < v->count; i++) {
        bool known = false;
        for (size_t k = 0; keys[k] != NULL; k++)
            known = known || strcmp(v->keys[i], keys[k]) == 0;
        if (!known)
            wrong(r, join(r, path, v->keys[i]), "this key is not known");
    }
    return v;
}

/* The list at key; an empty one with a fault. */
static const struct json *list_at(struct reader *r, const struct json *object, const char *key)
{
    static const struct json none = { .type = JSON_IS_ARRAY };
    const struct json *v = json_get(object, key);
    if (v != NULL && v->type == JSON_IS_ARRAY)
        return v;
    wrong(r, key, v == NULL ? "this is missing" : "this is no list");
    return &none;
}

enum need { MAY_BE_NULL, MAY_BE_EMPTY, NEEDED };

/* The text at key, at most max characters; "" with a fault, NULL for null. */
static const char *text_at(struct reader *r, const struct json *object, const char *path, const char *key,
                           size_t max, enum need need)
{
    const struct json *v = json_get(object, key);
    const char *at = join(r, path, key);
    if (v != NULL && v->type == JSON_IS_NULL && need == MAY_BE_NULL)
        return NULL;
    if (v == NULL || v->type != JSON_IS_STRING)
        wrong(r, at, v == NULL ? "this is missing" : "this is no text");
    else if (v->string[0] == '\0' && need == NEEDED)
        wrong(r, at, "this is empty");
    else if (utf8_length(v->string) > max)
        wrong(r, at, "this is longer than %zu characters", max);
    else
        return v->string;
    return "";
}

static struct db_int time_at(struct reader *r, const struct json *object, const char *path, const char *key,
                             bool needed)
{
    const char *s = text_at(r, object, path, key, 40, needed ? NEEDED : MAY_BE_NULL);
    int64_t ms;
    if (s == NULL || s[0] == '\0')
        return DB_NULL_INT; /* a fault is noted when it is needed */
    if (scan_time_read(s, &ms))
        return DB_SOME(ms);
    wrong(r, join(r, path, key), "\"%s\" is no moment such as 2026-11-22T09:30:00.000Z", s);
    return DB_NULL_INT;
}

static bool one_of(const char *s, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strcmp(s, *list) == 0)
            return true;
    return false;
}

static const char *lang_at(struct reader *r, const struct json *object, const char *path)
{
    const char *lang = text_at(r, object, path, "lang", 8, NEEDED);
    if (lang[0] != '\0' && (lang_find(lang) == NULL || strcmp(lang_find(lang)->code, lang) != 0))
        wrong(r, join(r, path, "lang"), "\"%s\" is no language of Kapstok", lang);
    return lang;
}

static void read_organisation(struct reader *r, const struct json *root, struct organisation_file *f)
{
    static const char *const keys[] = { "name",  "type", "country",    "sector",      "size",
                                        "place", "lang", "created_at", "archived_at", NULL };
    const char *path = "organisation";
    const struct json *v = object_at(r, json_get(root, path), path, keys);
    if (v == NULL)
        return;
    size_t before = r->fault_count;
    struct organisation *o = &f->organisation;
    o->name = text_at(r, v, path, "name", ORGANISATION_MAX_NAME, NEEDED);
    o->type = text_at(r, v, path, "type", PACK_MAX_ID, NEEDED);
    o->country = text_at(r, v, path, "country", 2, NEEDED);
    o->sector = text_at(r, v, path, "sector", PACK_MAX_ID, MAY_BE_NULL);
    o->size = text_at(r, v, path, "size", PACK_MAX_ID, MAY_BE_NULL);
    o->place = text_at(r, v, path, "place", ORGANISATION_MAX_PLACE, MAY_BE_EMPTY);
    o->lang = lang_at(r, v, path);
    o->created_at = time_at(r, v, path, "created_at", true).v;
    f->archived_at = time_at(r, v, path, "archived_at", false);
    if (r->fault_count > before)
        return;
    struct organisation checked;
    struct fault fault = organisation_check(r->a, &r->app->packs, o, o->type, clock_now_ms(), &checked);
    if (fault.status != OK)
        wrong(r, join(r, path, fault.detail == NULL ? "name" : fault.detail), "%s",
              fault_sentence(r->a, &fault));
}

static void read_parts(struct reader *r, const struct json *root, struct organisation_file *f)
{
    static const char *const entity_keys[] = { "name", "number", "created_at", NULL }, *const theme_keys[] = {
        "title", "about", "domain", "created_at", "archived_at", NULL
    };
    const struct json *list = list_at(r, root, "entities");
    f->entities = NEW_ARRAY(r->a, struct organisation_file_entity, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(r->a, "entities/%zu", i);
        const struct json *v = object_at(r, &list->items[i], path, entity_keys);
        if (v == NULL)
            continue;
        f->entities[f->entity_count++] = (struct organisation_file_entity){
            .name = text_at(r, v, path, "name", ORGANISATION_MAX_NAME, NEEDED),
            .number = text_at(r, v, path, "number", ENTITY_NUMBER_MAX, MAY_BE_EMPTY),
            .created_at = time_at(r, v, path, "created_at", true).v
        };
    }
    list = list_at(r, root, "departments");
    f->departments = NEW_ARRAY(r->a, const char *, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(r->a, "departments/%zu", i);
        const struct json *v = &list->items[i];
        if (v->type != JSON_IS_STRING || v->string[0] == '\0' ||
            utf8_length(v->string) > ORGANISATION_MAX_DEPARTMENT)
            wrong(r, path, "this is no name of 1 to %d characters", ORGANISATION_MAX_DEPARTMENT);
        else
            f->departments[f->department_count++] = v->string;
    }
    list = list_at(r, root, "themes");
    f->themes = NEW_ARRAY(r->a, struct organisation_file_theme, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(r->a, "themes/%zu", i);
        const struct json *v = object_at(r, &list->items[i], path, theme_keys);
        if (v == NULL)
            continue;
        f->themes[f->theme_count++] = (struct organisation_file_theme){
            .title = text_at(r, v, path, "title", THEME_TITLE_MAX, NEEDED),
            .about = text_at(r, v, path, "about", ORGANISATION_MAX_ABOUT, MAY_BE_EMPTY),
            .domain = text_at(r, v, path, "domain", PACK_MAX_ID, MAY_BE_EMPTY),
            .created_at = time_at(r, v, path, "created_at", true).v,
            .archived_at = time_at(r, v, path, "archived_at", false)
        };
    }
}

static unsigned roles_at(struct reader *r, const struct json *object, const char *path)
{
    const struct json *list = json_get(object, "roles");
    unsigned bits = 0;
    if (list == NULL || list->type != JSON_IS_ARRAY) {
        wrong(r, join(r, path, "roles"), "this is no list");
        return 0;
    }
    for (size_t i = 0; i < list->count; i++) {
        unsigned bit = 0;
        for (int k = 0; k < ROLES && list->items[i].type == JSON_IS_STRING; k++)
            if (strcmp(list->items[i].string, roles[k].name) == 0)
                bit = roles[k].bit;
        if (bit == 0)
            wrong(r, arena_printf(r->a, "%s/roles/%zu", path, i), "this is no role of Kapstok");
        bits |= bit;
    }
    return bits;
}

static void read_member(struct reader *r, const struct json *v, const char *path,
                        struct organisation_file_member *m)
{
    static const char *const attributes[] = { "staff", "mandatary", "external", NULL };
    m->mail = text_at(r, v, path, "mail", ACCOUNT_MAIL_MAX, NEEDED);
    if (m->mail[0] != '\0' && !is_mail_address(m->mail))
        wrong(r, join(r, path, "mail"), "\"%s\" is no mail address in small letters", m->mail);
    m->name = text_at(r, v, path, "name", ACCOUNT_NAME_MAX, NEEDED);
    m->lang = lang_at(r, v, path);
    m->department = text_at(r, v, path, "department", ORGANISATION_MAX_DEPARTMENT, MAY_BE_EMPTY);
    m->attribute = text_at(r, v, path, "attribute", 16, NEEDED);
    if (m->attribute[0] != '\0' && !one_of(m->attribute, attributes))
        wrong(r, join(r, path, "attribute"), "this is staff, mandatary or external");
    m->roles = roles_at(r, v, path);
    const char *day = text_at(r, v, path, "ends_on", 10, MAY_BE_NULL);
    if (day != NULL) {
        m->ends_on.set = clock_parse_date(day, &m->ends_on.v);
        if (!m->ends_on.set)
            wrong(r, join(r, path, "ends_on"), "\"%s\" is no date such as 2026-11-22", day);
    }
    m->invited_at = time_at(r, v, path, "invited_at", true).v;
    m->ended_at = time_at(r, v, path, "ended_at", false);
    const struct json *by_role = json_get(v, "by_role"); /* a file of before has none */
    if (by_role != NULL && by_role->type != JSON_IS_BOOL)
        wrong(r, join(r, path, "by_role"), "this is true or false");
    m->by_role = by_role != NULL && by_role->type == JSON_IS_BOOL && by_role->boolean;
}

static void read_members(struct reader *r, const struct json *root, struct organisation_file *f)
{
    static const char *const keys[] = { "mail",    "name",       "lang",     "department", "attribute", "roles",
                                        "ends_on", "invited_at", "ended_at", "by_role",    NULL };
    const struct json *list = list_at(r, root, "members");
    f->members = NEW_ARRAY(r->a, struct organisation_file_member, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(r->a, "members/%zu", i);
        const struct json *v = object_at(r, &list->items[i], path, keys);
        if (v == NULL)
            continue;
        struct organisation_file_member *m = &f->members[f->member_count++];
        read_member(r, v, path, m);
        for (size_t k = 0; k + 1 < f->member_count; k++)
            if (m->mail[0] != '\0' && strcmp(f->members[k].mail, m->mail) == 0)
                wrong(r, join(r, path, "mail"), "%s stands in the file twice", m->mail);
    }
}

/* Versions that this installation does not have yet: installed with the rounds that need them. */
struct own_packs {
    struct pack_file *files;
    const char **paths; /* of each in the file */
    size_t count;
};

/* The hash of a version that is here, in use or not; NULL when there is none. */
static const char *hash_here(struct app *app, const struct library_shelf *shelf, const char *id, int version)
{
    const struct pack *there = pack_find(&app->packs, id, version);
    for (size_t i = 0; i < shelf->count && there == NULL; i++)
        if (strcmp(shelf->v[i].id, id) == 0 && shelf->v[i].version == version)
            return shelf->v[i].hash;
    return there == NULL ? NULL : there->hash;
}

/* What the file says of a pack, and its text when it must be read; else nothing. */
static void read_pack(struct reader *r, const struct library_shelf *shelf, const struct json *v,
                      const char *path, struct own_packs *out)
{
    int64_t version = 0;
    const char *id = text_at(r, v, path, "id", PACK_MAX_ID, NEEDED),
               *hash = text_at(r, v, path, "hash", 64, NEEDED);
    const struct json *text = json_get(v, "text");
    if (!json_get_int(v, "version", &version) || version < 1 || version > INT32_MAX)
        wrong(r, join(r, path, "version"), "this is no version");
    if (text == NULL || text->type != JSON_IS_STRING) {
        wrong(r, join(r, path, "text"), "this is no text");
        return;
    }
    const char *here = hash_here(r->app, shelf, id, (int)version);
    if (here != NULL && strcmp(here, hash) != 0)
        wrong(r, path, "version %d of %s is another here: the rounds of this file would change", (int)version,
              id);
    if (here != NULL && pack_find(&r->app->packs, id, (int)version) != NULL)
        return;
    struct pack_file file = { .name = path, .text = { text->string, strlen(text->string) } };
    pack_file_hash(r->a, &file);
    pack_file_peek(r->a, &file);
    if (file.id == NULL || strcmp(file.id, id) != 0 || file.version != (int)version ||
        strcmp(file.hash, hash) != 0) {
        wrong(r, join(r, path, "text"), "this is not the pack that the file says it is");
        return;
    }
    out->paths[out->count] = path;
    out->files[out->count++] = file;
}

static void read_packs(struct reader *r, const struct json *root, struct own_packs *out)
{
    static const char *const keys[] = { "id", "version", "hash", "text", NULL };
    const struct json *list = list_at(r, root, "packs");
    struct library_shelf shelf = library_shelf(r->app->db, r->a, r->a);
    out->files = NEW_ARRAY(r->a, struct pack_file, list->count);
    out->paths = NEW_ARRAY(r->a, const char *, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(r->a, "packs/%zu", i);
        const struct json *v = object_at(r, &list->items[i], path, keys);
        if (v != NULL)
            read_pack(r, &shelf, v, path, out);
    }
    packs_load(&r->app->packs, out->files, out->count, library_shelf_find, &shelf);
    for (size_t i = 0; i < out->count; i++)
        for (size_t k = 0; k < out->files[i].faults.count; k++)
            wrong(r, join(r, out->paths[i], "text"), "line %d: %s", out->files[i].faults.v[k].line,
                  out->files[i].faults.v[k].message);
    struct pack_faults faults = { 0 };
    if (out->count > 0 && r->fault_count == 0 && !packs_check(r->a, &r->app->packs, true, &faults))
        for (size_t i = 0; i < faults.count; i++)
            wrong(r, "packs", "%s%s%s", faults.v[i].pack == NULL ? "" : faults.v[i].pack->file,
                  faults.v[i].pack == NULL ? "" : ": ", faults.v[i].message);
}

static bool is_our_format(struct reader *r, const struct json *root)
{
    static const char *const keys[] = { "format",  "format_version", "organisation", "entities", "departments",
                                        "members", "themes",         "packs",        "rounds",   "tables",
                                        NULL };
    const char *format = json_get_str(root, "format");
    int64_t version;
    if (format != NULL && strcmp(format, "kapstok-scan-round") == 0)
        wrong(r, "format", "this is one round; a guide brings it in on the scan page of the organisation");
    else if (format == NULL || strcmp(format, FORMAT) != 0)
        wrong(r, "format", "this is no organisation that kapstok export wrote");
    else if (!json_get_int(root, "format_version", &version) || version < 1)
        wrong(r, "format_version", "this is no version");
    else if (version > FORMAT_VERSION)
        wrong(r, "format_version", "the file comes from a newer version of Kapstok");
    else
        return object_at(r, root, "", keys) != NULL;
    return false;
}

/* ---- import: storing ----------------------------------------------------------------------------------- */

/* One import: what was read, and what one run of the transaction made of it. */
struct import {
    struct reader reader;
    struct organisation_file file;
    struct own_packs packs;
    const struct json *rounds, *tables; /* tables NULL: a file from before there were any */
    struct organisation_file_made made;
    int rounds_made, rounds_there, files_left;
    int64_t rows_made;
};

/* Ends the transaction of a dry run, which must leave nothing behind. */
enum { DRY_RUN_DONE = 77 };

static const struct scan_person *people_of(struct app *app, int64_t organisation, size_t *count)
{
    const struct organisation_member *members =
        organisation_members_all(app->db, &app->arena, organisation, count);
    struct scan_person *people = NEW_ARRAY(&app->arena, struct scan_person, *count);
    for (size_t i = 0; i < *count; i++)
        people[i] =
            (struct scan_person){ .mail = members[i].mail, .user = members[i].user, .member = members[i].id };
    return people;
}

/* Gives the round, also when it was here already; 0 = it could not be stored. */
static int64_t store_round(struct app *app, struct import *m, size_t index, const struct scan_import_options *o)
{
    struct reader *r = &m->reader;
    const char *path = arena_printf(r->a, "rounds/%zu", index);
    const struct scan_import *plan = scan_import_json(r->a, o, &m->rounds->items[index]);
    for (size_t i = 0; i < plan->faults.kept; i++) {
        const struct scan_file_fault *f = &plan->faults.v[i];
        const struct fault sentence = { .status = INVALID, .msgid = f->msgid, .arg = f->arg };
        wrong(r, f->cell == NULL ? path : join(r, path, f->cell), "%s", fault_sentence(r->a, &sentence));
    }
    if (plan->faults.count > 0)
        return 0;
    int64_t id = 0;
    bool existed;
    struct fault f = scan_import_store(app->db, r->a, plan, m->made.id, 0, o->now_ms, &id, &existed);
    if (f.status != OK && db_status(app->db) == OK)
        wrong(r, path, "%s", fault_sentence(r->a, &f));
    m->rounds_made += !existed;
    m->rounds_there += existed;
    m->files_left += plan->files_left;
    return id;
}

static void row_is_wrong(void *context, const char *path, const char *sentence)
{
    wrong(context, path, "%s", sentence);
}

static int store(struct app *app, void *context)
{
    struct import *m = context;
    int64_t now = clock_now_ms();
    m->rounds_made = m->rounds_there = m->files_left = 0;
    m->reader.fault_count = 0;
    for (size_t i = 0; i < m->packs.count; i++)
        library_install(app->db, m->packs.files[i].pack, now);
    organisation_file_put(app->db, &app->arena, &m->file, now, &m->made);
    struct scan_import_options o = { .packs = &app->packs,
                                     .all = true,
                                     .now_ms = now,
                                     .title = "",
                                     .pack = "",
                                     .profile = "",
                                     .type = m->file.organisation.type,
                                     .country = m->file.organisation.country,
                                     .size =
                                         m->file.organisation.size == NULL ? "" : m->file.organisation.size };
    o.people = people_of(app, m->made.id, &o.person_count);
    int64_t *rounds = NEW_ARRAY(&app->arena, int64_t, m->rounds->count);
    for (size_t i = 0; i < m->rounds->count && db_status(app->db) == OK; i++)
        rounds[i] = store_round(app, m, i, &o);
    m->rows_made =
        rows_import(app->db, &app->arena, m->made.id, &(struct rows_rounds){ rounds, m->rounds->count },
                    m->tables, row_is_wrong, &m->reader);
    if (m->reader.fault_count > 0 || db_status(app->db) != OK)
        return 1;
    return app->options->dry_run ? DRY_RUN_DONE : 0;
}

static int print_faults(const struct reader *r, const char *file)
{
    for (size_t i = 0; i < r->fault_count && i < FAULTS_MAX; i++)
        fprintf(stderr, "%s: %s: %s\n", file, r->faults[i].path[0] == '\0' ? "the file" : r->faults[i].path,
                r->faults[i].message);
    return app_fail(r->fault_count == 1 ? "%s has %zu fault; nothing was stored"
                                        : "%s has %zu faults; nothing was stored",
                    file, r->fault_count);
}

static void print_made(const struct app *app, const struct import *m)
{
    const struct organisation_file_made *d = &m->made;
    printf("%s%s %s: %d new accounts, %d members, %d departments, %d legal entities, %d own themes, %d packs, "
           "%d rounds "
           "stored, %d were here already, %lld other rows.\n",
           app->options->dry_run ? "Dry run, nothing was stored. " : "", m->file.organisation.name,
           d->organisation ? "is new here" : "was here already", d->users, d->members, d->departments,
           d->entities, d->themes, (int)m->packs.count, m->rounds_made, m->rounds_there,
           (long long)m->rows_made);
    if (m->files_left > 0)
        printf("%d files of evidence are named in the file but not in it.\n", m->files_left);
    if (!app->options->dry_run)
        printf("It is organisation %lld.\n", (long long)d->id);
}

static int import_file(struct app *app, const char *path)
{
    struct bytes text;
    struct json root;
    const char *what;
    int line;
    struct import m = { .reader = { .app = app, .a = &app->arena } };
    if (file_read(&app->arena, path, &text) != OK)
        return app_fail("%s cannot be read: %s", path, strerror(errno));
    if (json_parse(&app->arena, text.p, text.n, DEPTH, &root, &what, &line) != OK)
        return app_fail("%s line %d: %s", path, line, what);
    if (is_our_format(&m.reader, &root)) {
        read_organisation(&m.reader, &root, &m.file);
        read_parts(&m.reader, &root, &m.file);
        read_members(&m.reader, &root, &m.file);
        read_packs(&m.reader, &root, &m.packs);
        m.rounds = list_at(&m.reader, &root, "rounds");
        m.tables = json_get(&root, "tables");
    }
    if (m.reader.fault_count > 0)
        return print_faults(&m.reader, path);
    int code = app_write(app, store, &m);
    if (m.reader.fault_count > 0)
        return print_faults(&m.reader, path);
    if (code != 0 && code != DRY_RUN_DONE)
        return code;
    print_made(app, &m);
    return 0;
}

int command_import(const struct options *o)
{
    if (!command_words(o, "import", 1, "a FILE that kapstok export wrote"))
        return 2;
    struct app app;
    int code = app_open(&app, o);
    if (code == 0)
        code = import_file(&app, o->argv[0]);
    app_close(&app);
    return code;
}
