/* Opening an installation: folder, key, database, packs. Every failure is one sentence for the operator. */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/file.h"
#include "base/log.h"
#include "db/migrate.h"
#include "lib/sodium.h"
#include "slice/organisation/organisation.h"
#include "slice/picture/picture.h"
#include "slice/scan/scan.h"
#include "slice/session/session.h"
#include "slice/trajectory/trajectory.h"

#define SLICE(name) extern const struct slice slice_##name;
#include "app/slices.def"
#undef SLICE

const struct slice *const app_slices[] = {
#define SLICE(name) &slice_##name,
#include "app/slices.def"
#undef SLICE
    NULL
};

#define PART(name) extern const struct trajectory_part name##_part;
#include "app/parts.def"
#undef PART

static const struct trajectory_part *const trajectory_part_list[] = {
#define PART(name) &name##_part,
#include "app/parts.def"
#undef PART
};
static const struct trajectory_parts trajectory_parts = {
    trajectory_part_list, sizeof trajectory_part_list / sizeof trajectory_part_list[0]
};

/* The home of an organisation, in this order: a slice that has something to say there is one word here. */
static organisation_card_fn *const home_cards[] = { session_home_card, trajectory_home_card, scan_home_card };
static const struct organisation_cards home = { home_cards, sizeof home_cards / sizeof home_cards[0] };

/* What may be done with the result of a scan, in the order of its card. */
static scan_next_fn *const scan_next_list[] = { picture_scan_next };
static const struct scan_nexts scan_nexts = { scan_next_list,
                                              sizeof scan_next_list / sizeof scan_next_list[0] };

static void print_sentence(const char *format, va_list args)
{
    fputs("kapstok: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
}

int app_fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_sentence(format, args);
    va_end(args);
    return 1;
}

int app_usage(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    print_sentence(format, args);
    va_end(args);
    return 2;
}

/* The install key: 32 random bytes, made at the first start, readable by the owner only. */
static int open_key(struct app *app, const char *path)
{
    struct bytes content;
    enum status st = file_read(&app->arena, path, &content);
    if (st == NOT_FOUND) {
        if (app->options->database == NULL &&
            access(arena_printf(&app->arena, "%s/kapstok.db", app->options->data), F_OK) == 0)
            log_event(LOG_WARN, "key.new", "detail=\"%s\"",
                      "there is data but no install key: a new one is made; every second factor and the mail "
                      "password must be set anew");
        unsigned char key[CRYPTO_KEY_SIZE];
        crypto_random(key, sizeof key);
        /* A server and a command that begin at the same moment must hold the same key. */
        if (file_write_new(&app->arena, path, (struct bytes){ key, sizeof key }, 0600) != OK && errno != EEXIST)
            return app_fail("the install key cannot be written to %s: %s", path, strerror(errno));
        st = file_read(&app->arena, path, &content);
    }
    if (st != OK)
        return app_fail("the install key %s cannot be read: %s", path, strerror(errno));
    struct stat info;
    if (content.n != CRYPTO_KEY_SIZE)
        return app_fail("%s is not an install key: it has %zu bytes instead of %d", path, content.n,
                        CRYPTO_KEY_SIZE);
    if (stat(path, &info) == 0 && (info.st_mode & 077) != 0)
        return app_fail("others can read the install key %s; do: chmod 600 '%s'", path, path);
    memcpy(app->site.key, content.p, CRYPTO_KEY_SIZE);
    return 0;
}

static const char *without_slash(struct arena *a, const char *url)
{
    size_t n = strlen(url);
    while (n > 0 && url[n - 1] == '/')
        n--;
    return arena_strndup(a, url, n);
}

static int open_site(struct app *app)
{
    const struct options *o = app->options;
    const char *url = o->public_url;
    if (url == NULL) {
        const char *colon = strrchr(o->listen, ':');
        url = arena_printf(&app->arena, "http://localhost%s", colon == NULL ? ":8080" : colon);
    }
    bool https = strncmp(url, "https://", 8) == 0;
    if (!https && strncmp(url, "http://", 7) != 0)
        return app_fail("--public-url must begin with https:// or http://, this is \"%s\"", url);
    const char *host = strstr(url, "://") + 3;
    if (host[0] == '\0' || strchr(without_slash(&app->arena, host), '/') != NULL)
        return app_fail("--public-url is the address without a path, such as https://kapstok.example");
    if (strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:[]/") != strlen(host))
        return app_fail("--public-url holds a character that no address has: \"%s\"", url);
    app->site.public_url = without_slash(&app->arena, url);
    app->site.secure = https;
    app->site.trusted_proxy = o->trusted_proxy;
    app->site.lang = lang_get(LANG_NL_BE);
    app->site.version = KAPSTOK_VERSION;
    app->site.data_dir = o->data;
    app->site.home = &home;
    app->site.trajectory_parts = &trajectory_parts;
    app->site.scan_nexts = &scan_nexts;
    return 0;
}

const char *app_key_path(struct arena *a, const struct options *o)
{
    return o->key_file != NULL ? o->key_file : arena_printf(a, "%s/key", o->data);
}

/* The lock goes with its last descriptor, so also when the process is killed. */
int app_lock(struct app *app, bool alone)
{
    const char *path = arena_printf(&app->arena, "%s/lock", app->options->data);
    app->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (app->lock < 0)
        return app_fail("the data folder %s cannot be written: %s", app->options->data, strerror(errno));
    if (flock(app->lock, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0)
        return 0;
    if (errno != EWOULDBLOCK)
        return app_fail("%s cannot be locked: %s", path, strerror(errno));
    return alone ? app_fail(
                       "Kapstok runs on %s; stop it first, a copy is put back only when nothing uses the data",
                       app->options->data)
                 : app_fail("a copy is being put back in %s (kapstok restore); try again when it is done",
                            app->options->data);
}

static int open_database(struct app *app)
{
    const struct options *o = app->options;
    app->source = o->database != NULL
                      ? (struct db_source){ .engine = DB_POSTGRES, .conninfo = o->database }
                      : (struct db_source){ .engine = DB_SQLITE,
                                            .path = arena_printf(&app->arena, "%s/kapstok.db", o->data) };
    const char *detail = "";
    if (db_open(&app->source, DB_READ_WRITE, &app->arena, &app->db, &detail) != OK)
        return app_fail("%s", detail);
    return 0;
}

int app_open(struct app *app, const struct options *options)
{
    *app = (struct app){ .options = options, .lock = -1 };
    arena_init(&app->arena);
    if (open_site(app) != 0)
        return 2;
    if (folder_make(&app->arena, options->data) != OK)
        return app_fail("the data folder %s cannot be made: %s", options->data, strerror(errno));
    if (access(options->data, W_OK | X_OK) != 0)
        return app_fail("the data folder %s cannot be written: %s", options->data, strerror(errno));
    int code = app_lock(app, false);
    if (code != 0)
        return code;
    const char *key = app_key_path(&app->arena, options);
    if (options->database != NULL && options->key_file == NULL && access(key, R_OK) != 0)
        log_event(LOG_WARN, "key.local", "detail=\"%s\"",
                  "with --database, keep the install key in one place for all nodes: --key-file");
    code = open_key(app, key);
    if (code == 0)
        code = open_database(app);
    if (code != 0)
        return code;
    const char *detail = "";
    if (db_migrate(app->db, &app->arena, &detail) != OK)
        return app_fail("%s", detail);
    return app_packs(app);
}

int app_open_bare(struct app *app, const struct options *options)
{
    *app = (struct app){ .options = options, .lock = -1 };
    arena_init(&app->arena);
    if (access(options->data, F_OK) != 0 && options->database == NULL)
        return app_fail("there is no data in %s: %s", options->data, strerror(errno));
    if (folder_make(&app->arena, options->data) != OK)
        return app_fail("the data folder %s cannot be made: %s", options->data, strerror(errno));
    int code = app_lock(app, false);
    if (code != 0)
        return code;
    const char *path = arena_printf(&app->arena, "%s/kapstok.db", options->data);
    if (options->database == NULL && access(path, F_OK) != 0)
        return app_fail("there is no data in %s: %s does not exist", options->data, path);
    return open_database(app);
}

void app_close(struct app *app)
{
    if (app->db != NULL)
        db_close(app->db);
    app->db = NULL;
    if (app->lock >= 0)
        close(app->lock);
    app->lock = -1;
    arena_release(&app->arena);
}

int app_write(struct app *app, int (*write)(struct app *app, void *context), void *context)
{
    for (int attempt = 0; attempt < 5; attempt++) {
        enum status st = db_begin_write(app->db);
        int code = st == OK ? write(app, context) : 1;
        if (st == OK)
            st = db_status(app->db);
        if (st == OK && code == 0)
            st = db_commit(app->db);
        if (st == OK) {
            if (code != 0)
                db_rollback(app->db);
            return code;
        }
        const char *error = arena_strdup(&app->arena, db_error(app->db));
        db_rollback(app->db);
        if (st == UNSURE)
            return app_fail("nobody can tell whether it was stored, look before you try again: %s", error);
        if (st != BUSY)
            return app_fail("nothing was stored: %s", error);
        usleep(50000 << attempt);
    }
    return app_fail("nothing was stored: the database stayed busy, try again in a moment");
}
