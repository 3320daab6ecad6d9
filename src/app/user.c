/* kapstok user: the people who sign in, for whoever has the server's command line. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/clock.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"

enum { PAGE = 500 };

/* What a writing action needs and gives. */
struct work {
    const char *mail, *name, *lang;
    bool admin;
    bool disable;
    const char *link; /* made inside the transaction, printed behind it */
};

static const char *id_text(struct arena *a, int64_t id)
{
    return arena_printf(a, "%lld", (long long)id);
}

static const struct account_user *find(struct app *app, const char *mail)
{
    const struct account_user *u = account_user_find(app->db, &app->arena, mail);
    if (u == NULL && db_status(app->db) == OK)
        app_fail("there is no user with the address %s", mail);
    return u;
}

static void make_link(struct app *app, struct work *w, int64_t user)
{
    const char *token = account_token_new(app->db, &app->arena, ACCOUNT_TOKEN_MAIL, user, "/", clock_now_ms());
    w->link = arena_printf(&app->arena, "%s/binnen/%s", app->site.public_url, token);
}

static int add(struct app *app, void *context)
{
    struct work *w = context;
    struct db *db = app->db;
    int64_t now = clock_now_ms();
    if (account_user_find(db, &app->arena, w->mail) != NULL)
        return app_fail("there is a user with the address %s already", w->mail);
    int64_t id = account_user_ensure(db, &app->arena, w->name, w->mail, w->lang, now);
    if (w->admin)
        account_user_set_admin(db, id, true);
    admin_audit(db, now, 0, 0, "user.add", id_text(&app->arena, id), w->admin ? "administrator" : "");
    make_link(app, w, id);
    return 0;
}

static int make_admin(struct app *app, void *context)
{
    const struct work *w = context;
    const struct account_user *u = find(app, w->mail);
    if (u == NULL)
        return 1;
    if (u->disabled)
        return app_fail("%s cannot sign in; do first: kapstok user enable --mail %s", w->mail, w->mail);
    struct fault f = account_user_make_admin(app->db, &app->arena, u->id, true);
    if (f.status != OK)
        return app_fail("%s", fault_sentence(&app->arena, &f));
    admin_audit(app->db, clock_now_ms(), 0, 0, "user.make_admin", id_text(&app->arena, u->id), "");
    return 0;
}

static int set_disabled(struct app *app, void *context)
{
    const struct work *w = context;
    const struct account_user *u = find(app, w->mail);
    if (u == NULL)
        return 1;
    struct fault f = account_user_disable(app->db, &app->arena, u->id, w->disable, clock_now_ms());
    if (f.status != OK)
        return app_fail("%s", fault_sentence(&app->arena, &f));
    admin_audit(app->db, clock_now_ms(), 0, 0, w->disable ? "user.disable" : "user.enable",
                id_text(&app->arena, u->id), "");
    return 0;
}

static int new_link(struct app *app, void *context)
{
    struct work *w = context;
    const struct account_user *u = find(app, w->mail);
    if (u == NULL)
        return 1;
    if (u->disabled)
        return app_fail("%s cannot sign in; do first: kapstok user enable --mail %s", w->mail, w->mail);
    make_link(app, w, u->id);
    admin_audit(app->db, clock_now_ms(), 0, 0, "user.link", id_text(&app->arena, u->id), "");
    return 0;
}

static int list(struct app *app)
{
    size_t count;
    int64_t total = 0, done = 0;
    printf("%-6s  %-38s  %-28s  %-5s  %s\n", "id", "mail", "name", "lang", "");
    do {
        const struct account_user *u = account_user_page(app->db, &app->arena, "", done, PAGE, &count, &total);
        for (size_t i = 0; i < count; i++) {
            printf("%-6lld  ", (long long)u[i].id);
            printf("%-38s  ", u[i].mail); /* never cut: it is what other commands take */
            print_column(u[i].name, 28);
            printf("  %-5s  %s%s%s%s\n", u[i].lang, u[i].system_admin ? "administrator " : "",
                   u[i].has_password ? "password " : "", u[i].has_second_factor ? "second-factor " : "",
                   u[i].disabled ? "disabled" : "");
        }
        done += (int64_t)count;
    } while (count == PAGE && done < total);
    if (db_status(app->db) != OK)
        return app_fail("the users cannot be read: %s", db_error(app->db));
    return 0;
}

#define ACTIONS "list, add, admin, link, disable or enable"

static void print_link(const struct work *w)
{
    printf("%s\nThe link works once, within the hour.\n", w->link);
}

static int run(struct app *app, const char *action, struct work *w)
{
    int code;
    if (strcmp(action, "list") == 0)
        return list(app);
    if (strcmp(action, "add") == 0) {
        code = app_write(app, add, w);
        if (code == 0) {
            printf("%s was added%s. Sign in with:\n", w->mail, w->admin ? " as an administrator" : "");
            print_link(w);
        }
    } else if (strcmp(action, "admin") == 0) {
        code = app_write(app, make_admin, w);
        if (code == 0)
            printf("%s administers the installation.\n", w->mail);
    } else if (strcmp(action, "link") == 0) {
        code = app_write(app, new_link, w);
        if (code == 0)
            print_link(w);
    } else {
        code = app_write(app, set_disabled, w);
        if (code == 0)
            printf(w->disable ? "%s can no longer sign in, and was signed out everywhere.\n"
                              : "%s can sign in again.\n",
                   w->mail);
    }
    return code;
}

int command_user(const struct options *o)
{
    static const char *const actions[] = { "list", "add", "admin", "link", "disable", "enable" };
    const char *action = command_action(o, "user", ACTIONS);
    if (action == NULL)
        return 2;
    bool known = false;
    for (size_t i = 0; i < sizeof actions / sizeof actions[0]; i++)
        known = known || strcmp(action, actions[i]) == 0;
    if (!known)
        return app_usage("user: there is no \"%s\", it takes " ACTIONS, action);

    struct arena words;
    arena_init(&words);
    struct work w = { .admin = o->admin, .disable = strcmp(action, "disable") == 0 };
    bool good = true;
    if (strcmp(action, "list") != 0) {
        w.mail = command_mail(&words, o->mail);
        good = w.mail != NULL;
    }
    if (good && strcmp(action, "add") == 0) {
        w.name = command_text(&words, "--name", o->name, ACCOUNT_NAME_MAX);
        const struct lang *lang = lang_find(o->lang == NULL ? "nl_BE" : o->lang);
        good = w.name != NULL && lang != NULL;
        if (lang == NULL)
            app_usage("--lang takes nl_BE, nl or en, this is \"%s\"", o->lang);
        else
            w.lang = lang->code;
    }
    int code = 2;
    if (good) {
        struct app app;
        code = app_open(&app, o);
        if (code == 0)
            code = run(&app, action, &w);
        app_close(&app);
    }
    arena_release(&words);
    return code;
}
