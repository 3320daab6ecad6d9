/* Background work: one thread that sends the outbox. Any number of nodes may do so at once; a mail is claimed by
 * whichever is free. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app.h"
#include "base/clock.h"
#include "base/log.h"
#include "lib/curl.h"
#include "slice/admin/admin.h"

enum { MAIL_PAUSE_S = 5 };

struct mailer {
    const struct app *app;
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    _Atomic bool stop;
};

static const char *host_of(struct arena *a, const char *url)
{
    const char *host = strstr(url, "://") + 3;
    return arena_strndup(a, host, strcspn(host, ":/"));
}

/* One round: claim, send, settle. True when there may be more at once. */
static bool deliver(const struct app *app, struct db *db, struct arena *a, const _Atomic bool *stop)
{
    if (db_begin_write(db) != OK) {
        db_rollback(db);
        return false;
    }
    struct admin_mail_batch *batch =
        admin_mail_claim(db, a, app->site.key, host_of(a, app->site.public_url), clock_now_ms());
    if (batch == NULL || db_status(db) != OK || db_commit(db) != OK) {
        db_rollback(db);
        return false;
    }
    batch->server->stop = stop; /* a silent mail server must not hold up the end */
    admin_mail_send(a, batch);
    for (int attempt = 0; attempt < 5; attempt++) {
        if (db_begin_write(db) == OK) {
            admin_mail_settle(db, batch, clock_now_ms());
            if (db_status(db) == OK && db_commit(db) == OK)
                return batch->count == ADMIN_MAIL_BATCH;
        }
        db_rollback(db); /* not settled: the claim runs out and the mail is tried again */
    }
    log_event(LOG_WARN, "mail.unsettled", "count=%zu", batch->count);
    return false;
}

static void *mailer_run(void *p)
{
    struct mailer *m = p;
    struct arena a;
    arena_init(&a);
    struct db *db = NULL;
    const char *detail = "";
    pthread_mutex_lock(&m->lock);
    while (!m->stop) {
        pthread_mutex_unlock(&m->lock);
        bool more = false;
        if (db == NULL && db_open(&m->app->source, DB_READ_WRITE, &a, &db, &detail) != OK)
            log_event(LOG_WARN, "mail.database", "detail=\"%s\"", detail);
        if (db != NULL)
            more = deliver(m->app, db, &a, &m->stop);
        arena_reset(&a);
        pthread_mutex_lock(&m->lock);
        if (!m->stop && !more) {
            struct timespec until;
            clock_gettime(CLOCK_MONOTONIC, &until); /* the wall clock may be set back */
            until.tv_sec += MAIL_PAUSE_S;
            pthread_cond_timedwait(&m->wake, &m->lock, &until);
        }
    }
    pthread_mutex_unlock(&m->lock);
    if (db != NULL)
        db_close(db);
    arena_release(&a);
    return NULL;
}

struct mailer *mailer_start(struct app *app)
{
    struct mailer *m = NEW(&app->arena, struct mailer);
    m->app = app;
    pthread_mutex_init(&m->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&m->wake, &attr);
    pthread_condattr_destroy(&attr);
    ASSERT(pthread_create(&m->thread, NULL, mailer_run, m) == 0);
    return m;
}

void mailer_stop(struct mailer *m)
{
    pthread_mutex_lock(&m->lock);
    m->stop = true;
    pthread_cond_signal(&m->wake);
    pthread_mutex_unlock(&m->lock);
    pthread_join(m->thread, NULL);
    pthread_cond_destroy(&m->wake);
    pthread_mutex_destroy(&m->lock);
}
