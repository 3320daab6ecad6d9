/* kapstok org: the organisations of an installation. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/clock.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/organisation/organisation.h"
#include "slice/organisation/transfer.h"

struct work {
    struct organisation organisation;
    const char *mail;
    int64_t id;
    const char *name; /* of what was archived */
    const char *link; /* for who was made an administrator */
};

static int list(struct app *app)
{
    size_t count;
    const struct organisation_line *lines = organisations_all(app->db, &app->arena, &count);
    if (db_status(app->db) != OK)
        return app_fail("the organisations cannot be read: %s", db_error(app->db));
    printf("%-6s  %-40s  %-30s  %-7s  %-7s  %s\n", "id", "name", "type", "country", "members", "");
    for (size_t i = 0; i < count; i++) {
        printf("%-6lld  ", (long long)lines[i].id);
        print_column(lines[i].name, 40);
        printf("  %-30s  %-7s  %-7lld  %s\n", lines[i].type, lines[i].country, (long long)lines[i].members,
               lines[i].archived ? "archived" : "");
    }
    return 0;
}

/* The ids that an option may have had, in one line. */
static const char *choices(struct app *app, const char *field, const struct organisation *o)
{
    const struct pack_types *t = packs_types(&app->packs);
    const struct pack_type *type = o->type == NULL ? NULL : pack_type_find(t, o->type);
    struct arena *a = &app->arena;
    const char *all = "";
    if (strcmp(field, "type") == 0) {
        for (int i = 0; i < t->type_count; i++)
            if (organisation_type_offered(a, &t->types[i], o->country, clock_now_ms()))
                all = arena_printf(a, "%s%s%s", all, all[0] == '\0' ? "" : ", ", t->types[i].id);
    } else if (strcmp(field, "size") == 0 && type != NULL) {
        for (int i = 0; i < t->size_count; i++)
            if (strcmp(t->sizes[i].of, type->size) == 0)
                all = arena_printf(a, "%s%s%s", all, all[0] == '\0' ? "" : ", ", t->sizes[i].id);
    } else if (strcmp(field, "sector") == 0) {
        for (int i = 0; i < t->sector_count; i++)
            all = arena_printf(a, "%s%s%s", all, all[0] == '\0' ? "" : ", ", t->sectors[i].id);
    }
    return all;
}

static int refuse(struct app *app, const struct fault *f, const struct organisation *o)
{
    const char *all = f->detail == NULL ? "" : choices(app, f->detail, o);
    if (all[0] != '\0')
        return app_fail("--%s: %s It takes: %s", f->detail, fault_sentence(&app->arena, f), all);
    return f->detail == NULL ? app_fail("%s", fault_sentence(&app->arena, f))
                             : app_fail("--%s: %s", f->detail, fault_sentence(&app->arena, f));
}

static int add(struct app *app, void *context)
{
    struct work *w = context;
    struct arena *a = &app->arena;
    int64_t now = clock_now_ms();
    const struct account_user *u = account_user_find(app->db, a, w->mail);
    if (u != NULL && u->disabled)
        return app_fail("%s cannot sign in; do first: kapstok user enable --mail %s", w->mail, w->mail);
    struct organisation checked;
    struct fault f = organisation_check(a, &app->packs, &w->organisation, NULL, now, &checked);
    if (f.status != OK)
        return refuse(app, &f, &w->organisation);
    int64_t user = u != NULL ? u->id
                             : account_user_ensure(app->db, a, arena_strndup(a, w->mail, strcspn(w->mail, "@")),
                                                   w->mail, organisation_lang_of(w->organisation.country), now);
    f = organisation_create(app->db, a, &app->packs, &w->organisation, user, now, &w->id);
    if (f.status != OK)
        return refuse(app, &f, &w->organisation);
    w->link = NULL;
    if (u == NULL)
        w->link = arena_printf(a, "%s/binnen/%s", app->site.public_url,
                               account_token_new(app->db, a, ACCOUNT_TOKEN_MAIL, user, "/", now));
    return 0;
}

static int archive(struct app *app, void *context)
{
    struct work *w = context;
    const struct organisation *o = organisation_get(app->db, &app->arena, w->id);
    if (o == NULL || !organisation_archive(app->db, w->id, clock_now_ms()))
        return app_fail("there is no organisation %lld, or it is archived already; see kapstok org list",
                        (long long)w->id);
    w->name = o->name;
    admin_audit(app->db, clock_now_ms(), 0, w->id, "organisation.archive", "", "");
    return 0;
}

static int run(struct app *app, const char *action, struct work *w)
{
    if (strcmp(action, "list") == 0)
        return list(app);
    int code;
    if (strcmp(action, "archive") == 0) {
        code = app_write(app, archive, w);
        if (code == 0)
            printf("%s was archived: nobody sees it any more, and nothing was thrown away.\n", w->name);
        return code;
    }
    code = app_write(app, add, w);
    if (code != 0)
        return code;
    printf("Organisation %lld was made; %s is its administrator and guide.\n", (long long)w->id, w->mail);
    if (w->link != NULL)
        printf("Sign in with:\n%s\nThe link works once, within the hour.\n", w->link);
    return 0;
}

#define ACTIONS "list, add or archive"

/* Fills in what add needs; false with a sentence. */
static bool read_add(struct arena *a, const struct options *o, struct work *w)
{
    const char *name = command_text(a, "--name", o->name, ORGANISATION_MAX_NAME);
    const char *type = name == NULL ? NULL : command_text(a, "--type", o->type, PACK_MAX_ID);
    const char *country = type == NULL ? NULL : command_text(a, "--country", o->country, 2);
    w->mail = country == NULL ? NULL : command_mail(a, o->mail);
    const char *place = "";
    if (w->mail != NULL && o->place != NULL)
        place = command_text(a, "--place", o->place, ORGANISATION_MAX_PLACE);
    if (w->mail == NULL || place == NULL)
        return false;
    w->organisation = (struct organisation){ .name = name,
                                             .type = type,
                                             .country = country,
                                             .sector = o->sector,
                                             .size = o->size,
                                             .place = place,
                                             .lang = o->lang };
    return true;
}

int command_org(const struct options *o)
{
    const char *action = command_action(o, "org", ACTIONS);
    if (action == NULL)
        return 2;
    bool adds = strcmp(action, "add") == 0, archives = strcmp(action, "archive") == 0;
    if (!adds && !archives && strcmp(action, "list") != 0)
        return app_usage("org: there is no \"%s\", it takes " ACTIONS, action);
    if (archives && o->org == 0)
        return app_usage("--org is missing: the number that kapstok org list shows");

    struct arena words;
    arena_init(&words);
    struct work w = { .id = o->org };
    int code = 2;
    if (!adds || read_add(&words, o, &w)) {
        struct app app;
        code = app_open(&app, o);
        if (code == 0)
            code = run(&app, action, &w);
        app_close(&app);
    }
    arena_release(&words);
    return code;
}
