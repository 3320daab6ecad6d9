/* The program around the slices: where the data is, what every command opens, who may what. */
#ifndef APP_APP_H
#define APP_APP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "http/http.h"
#include "http/server.h"
#include "pack/pack.h"

/* What the command line said. Strings are borrowed from argv. */
struct options {
    const char *data;                               /* --data DIR; "" = not given */
    const char *database;                           /* --database URL; NULL = SQLite in the data folder */
    const char *key_file;                           /* --key-file; NULL = DIR/key */
    const char *listen;                             /* --listen HOST:PORT */
    const char *public_url;                         /* --public-url */
    const char *trusted_proxy;                      /* --trusted-proxy */
    const char *packs;                              /* --packs DIR: packs beside the embedded ones */
    const char *log;                                /* --log error|warn|info|debug */
    bool with_key;                                  /* backup --with-key */
    bool force;                                     /* restore over an existing folder */
    const char *pack, *variant, *profile, *answers; /* score */
    const char *mail, *name, *lang, *type, *country, *size, *sector, *place; /* user, org */
    const char *out;                                                         /* --out FILE */
    int64_t org;                                                             /* --org ID; 0 = not given */
    bool admin, link, dry_run;                                               /* --admin, --link, --dry-run */
    int argc;                                                                /* words that are no options */
    char **argv;
};

/* An opened installation. Ends with app_close. */
struct app {
    struct arena arena;
    const struct options *options;
    struct db_source source;
    struct site site;
    struct packs packs;
    struct db *db; /* read-write */
    int lock;      /* DIR/lock, held by every command while it works on the data; -1 = not held */
};

/* Opens data folder, key and database, migrates, installs and reads packs. Prints one sentence on standard error and
 * gives an exit code (0 = open): 1 the data, 2 the command line. app_close may be called in either case. */
int app_open(struct app *app, const struct options *options);
/* The same for what must also work on data that is older, newer or damaged (backup, verify): the folder and the
 * database must exist, nothing is made, migrated or read. */
int app_open_bare(struct app *app, const struct options *options);
void app_close(struct app *app);

/* Takes DIR/lock: shared by everything that works on the data, alone by restore. Prints why not and gives 1. */
int app_lock(struct app *app, bool alone);
/* Where the install key is kept. In the arena. */
const char *app_key_path(struct arena *a, const struct options *o);

/* Reads the embedded packs, those of --packs and, with a database, every version that was ever installed. Faults are
 * printed. */
int app_packs(struct app *app);

/* Standard error: "kapstok: " and the sentence. Gives 1. */
int app_fail(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* The same for a command that was called in a wrong way. Gives 2. */
int app_usage(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Runs write(app, context) in one transaction, again when the database is busy. Gives its exit code, or 1 when nothing
 * could be stored. */
int app_write(struct app *app, int (*write)(struct app *app, void *context), void *context);

/* All slices, NULL-terminated. */
extern const struct slice *const app_slices[];

/* rights.c: who asks, what may be done, and the navigation that follows. */
struct fault app_resolve(struct rq *rq, enum right right);
void app_navigation(struct rq *rq, struct layout *l);

/* Everything http needs, for serve and the flow tests. */
struct server_config app_server_config(struct app *app);

/* jobs.c: the thread that sends mail. */
struct mailer;
struct mailer *mailer_start(struct app *app);
void mailer_stop(struct mailer *m);

/* retention.c: forgets what is kept too long; once a minute, in a write transaction. */
void retention_run(struct db *db, struct arena *a, int64_t now_ms);

/* Commands: each takes the parsed options and gives the exit code. */
typedef int command_fn(const struct options *o);
command_fn command_serve, command_demo, command_user, command_org, command_pack, command_score, command_routes,
    command_export, command_import, command_backup, command_restore, command_verify, command_check_config,
    command_version;

#endif
