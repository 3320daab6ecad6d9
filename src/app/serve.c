/* kapstok serve: opens, listens, waits for a signal, stops in good order. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "doc/paper.h"
#include "slice/account/account.h"
#include "slice/ballot/ballot.h"
#include "slice/trajectory/trajectory.h"

static void every_minute(struct db *db, struct arena *a, const struct site *site, int64_t now_ms)
{
    retention_run(db, a, now_ms);
    trajectory_remind(db, a, site, now_ms);
}

/* Anonymous answers that were given are mixed as soon as their question is closed: a step at a time, each in a transaction of its
 * own, with the requests that wait in between. Then what the engine kept of before is overwritten. */
static int64_t soon(struct db *db, struct arena *a)
{
    enum { SECOND_MS = 1000, LATER_MS = 15 * SECOND_MS };
    if (db_begin_read(db) != OK)
        return LATER_MS;
    if (!ballot_waits(db, a))
        return SECOND_MS;
    db_rollback(db);
    bool more = db_begin_write(db) == OK && ballot_mix(db, a);
    size_t count;
    const int64_t *mixed = ballot_unswept(db, a, &count);
    enum status st = db_status(db) == OK ? db_commit(db) : db_status(db);
    if (st == OK && more)
        return 1;
    if (st == OK && count > 0 && (st = db_sweep(db, ballot_tables)) == BUSY)
        return LATER_MS; /* somebody reads for long */
    if (st == OK && db_begin_write(db) == OK) {
        ballot_swept(db, mixed, count);
        st = db_status(db) == OK ? db_commit(db) : db_status(db);
    }
    if (st != OK && st != BUSY)
        log_event(LOG_ERROR, "mixing.failed", "detail=%s", db_error(db));
    return SECOND_MS;
}

/* The main thread waits for a signal. */
static void end_program(void)
{
    kill(getpid(), SIGTERM);
}

struct server_config app_server_config(struct app *app)
{
    return (struct server_config){ .site = &app->site,
                                   .slices = app_slices,
                                   .source = app->source,
                                   .resolve = app_resolve,
                                   .login_cookie = ACCOUNT_COOKIE,
                                   .navigation = app_navigation,
                                   .disk_lost = end_program,
                                   .minute = every_minute,
                                   .soon = soon };
}

/* "127.0.0.1:8080", "[::1]:8080", ":8080". False when there is no sensible port. */
static bool split_listen(struct arena *a, const char *listen, const char **host, int *port)
{
    const char *colon = strrchr(listen, ':');
    char *end;
    if (colon == NULL)
        return false;
    long n = strtol(colon + 1, &end, 10);
    if (end == colon + 1 || *end != '\0' || n < 0 || n > 65535)
        return false;
    size_t length = (size_t)(colon - listen);
    if (length >= 2 && listen[0] == '[' && listen[length - 1] == ']') {
        listen++;
        length -= 2;
    }
    *host = length == 0 ? "0.0.0.0" : arena_strndup(a, listen, length);
    if (strcmp(*host, "localhost") == 0)
        *host = "127.0.0.1";
    *port = (int)n;
    return true;
}

int command_serve(const struct options *o)
{
    /* Blocked before any thread starts, so that only sigwait below sees them. */
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    pthread_sigmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);

    struct app app;
    int code = app_open(&app, o);
    struct server_config config = app_server_config(&app);
    if (code == 0 && !split_listen(&app.arena, o->listen, &config.host, &config.port)) {
        app_fail("--listen takes HOST:PORT, such as 127.0.0.1:8080; this is \"%s\"", o->listen);
        code = 2;
    }
    struct server *server = NULL;
    const char *detail = "";
    if (code == 0 && server_start(&config, &app.arena, &server, &detail) != OK)
        code = app_fail("%s", detail);
    if (code == 0) {
        struct mailer *mailer = mailer_start(&app);
        log_event(LOG_INFO, "listening", "host=%s port=%d version=%s", config.host, server_port(server),
                  KAPSTOK_VERSION);
        printf("Kapstok %s: http://%s:%d\n", KAPSTOK_VERSION,
               strchr(config.host, ':') == NULL ? config.host : "localhost", server_port(server));
        fflush(stdout);
        int sig;
        sigwait(&signals, &sig);
        log_event(LOG_INFO, "stopping", "signal=%d", sig);
        mailer_stop(mailer);
        server_stop(server);
        if (server_disk_lost(server))
            code = app_fail(
                "the disk does not confirm what is written to %s any more, so nothing was written after that; "
                "look at the disk, then start again",
                o->data);
    }
    app_close(&app);
    return code;
}

int command_check_config(const struct options *o)
{
    struct app app;
    int code = app_open(&app, o);
    const char *host;
    int port;
    if (code == 0 && !split_listen(&app.arena, o->listen, &host, &port)) {
        app_fail("--listen takes HOST:PORT, such as 127.0.0.1:8080; this is \"%s\"", o->listen);
        code = 2;
    }
    if (code == 0 && paper_load() == NULL) {
        app_fail("reports cannot be made here: pango, cairo or libqpdf is missing, or /proc is");
        code = 1;
    }
    int64_t wanted, allowed = server_descriptors(&wanted);
    if (code == 0 && allowed < wanted)
        printf("Only %lld files and sockets may be open at once: a house full of phones takes %lld. Raise the "
               "limit "
               "(LimitNOFILE in the unit, ulimit -n in a shell).\n",
               (long long)allowed, (long long)wanted);
    if (code == 0)
        printf("Everything opens: %s, %zu packs, address %s.\n",
               app.source.engine == DB_SQLITE ? "SQLite" : "PostgreSQL", app.packs.count, app.site.public_url);
    app_close(&app);
    return code;
}
