#include "http/executor.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/flow.h"
#include "lib/sodium.h"

enum { MINUTE_US = 60 * 1000 * 1000 };

/* ---- Queues ---- */

static void queue_init(struct queue *q, size_t bound)
{
    *q = (struct queue){ .bound = bound };
    pthread_mutex_init(&q->lock, NULL);
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&q->filled, &attr);
    pthread_condattr_destroy(&attr);
}

static bool queue_put(struct queue *q, struct rq_internal *in)
{
    pthread_mutex_lock(&q->lock);
    bool taken = !q->closed && q->count < q->bound;
    if (taken) {
        in->next = NULL;
        if (q->last == NULL)
            q->first = in;
        else
            q->last->next = in;
        q->last = in;
        q->count++;
        pthread_cond_signal(&q->filled);
    }
    pthread_mutex_unlock(&q->lock);
    return taken;
}

static void queue_close(struct queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->closed = true;
    pthread_cond_broadcast(&q->filled);
    pthread_mutex_unlock(&q->lock);
}

/* Waits for requests and takes up to max of them; *n is 0 when until_us (monotonic) came first. False
 * when the queue is closed and empty. */
static bool queue_take(struct queue *q, struct rq_internal **out, size_t max, size_t *n, int64_t until_us)
{
    *n = 0;
    pthread_mutex_lock(&q->lock);
    while (q->first == NULL && !q->closed && clock_monotonic_us() < until_us) {
        if (until_us == INT64_MAX) {
            pthread_cond_wait(&q->filled, &q->lock);
        } else {
            struct timespec until = { .tv_sec = until_us / 1000000, .tv_nsec = until_us % 1000000 * 1000 };
            pthread_cond_timedwait(&q->filled, &q->lock, &until);
        }
    }
    while (*n < max && q->first != NULL) {
        struct rq_internal *in = q->first;
        q->first = in->next;
        in->next = NULL;
        out[(*n)++] = in;
        q->count--;
    }
    if (q->first == NULL)
        q->last = NULL;
    bool more = *n > 0 || !q->closed;
    pthread_mutex_unlock(&q->lock);
    return more;
}

/* ---- Writes ---- */

static void run_after_commit(struct rq_internal *in)
{
    for (size_t i = 0; i < in->after_count; i++)
        in->after[i].fn(in->after[i].p);
    room_tell_moved(in);
}

/* One request of a batch in its own savepoint. */
static bool write_in_savepoint(struct db *db, struct rq_internal *in)
{
    if (db_savepoint(db) != OK) {
        flow_lost_in(&in->rq, db_status(db), db);
        db_savepoint_undo(db);
        return false;
    }
    if (!flow_write(&in->rq, db)) {
        db_savepoint_undo(db);
        return false;
    }
    if (db_savepoint_keep(db) != OK) {
        flow_lost_in(&in->rq, db_status(db), db);
        db_savepoint_undo(db);
        return false;
    }
    return true;
}

/* One request of a batch without a savepoint. False when something that was written has to be undone. */
static bool write_plainly(struct db *db, struct rq_internal *in, bool *keep)
{
    int64_t changes = db_changes(db);
    *keep = flow_write(&in->rq, db);
    if (*keep)
        return true;
    db_savepoint_undo(db); /* there is none: it only clears the error */
    return db_changes(db) == changes;
}

/* Runs a batch in one transaction that is still open afterwards when it is OK. CONFLICT: without savepoints it cannot
 * be done. */
static enum status run_batch(struct db *db, struct rq_internal **batch, size_t n, bool savepoints, bool *kept)
{
    enum status st = db_begin_write(db);
    for (size_t i = 0; i < n && st == OK; i++) {
        if (savepoints)
            kept[i] = write_in_savepoint(db, batch[i]);
        else if (!write_plainly(db, batch[i], &kept[i]))
            st = CONFLICT;
        /* A full disk rolls back everything, not only the savepoint. Who comes next would then write
         * outside a transaction, and who came before has lost what was written. */
        if (!db_in_transaction(db))
            st = db_status(db) == OK ? FAILED : db_status(db);
    }
    return st;
}

/* Group commit: the disk is waited for once for all who wait, and nobody hears "saved" before it is. Savepoints cost a
 * sixth of the lane's time, and hardly any request is refused after it wrote something; so the first run goes without
 * them, and only when it met such a request everything is run again with them. */
void executor_write_batch(struct server *s, struct db *db, struct rq_internal **batch, size_t n)
{
    ASSERT(n <= EXECUTOR_BATCH);
    bool kept[EXECUTOR_BATCH];
    atomic_fetch_add(&s->batches, 1);
    enum status st = run_batch(db, batch, n, false, kept);
    if (st == CONFLICT) {
        db_rollback(db);
        st = run_batch(db, batch, n, true, kept);
    }
    if (st == OK)
        st = db_commit(db);
    if (st != OK) {
        log_event(LOG_ERROR, "batch.lost", "requests=%zu status=%s detail=%s", n, status_name(st),
                  db_error(db));
        for (size_t i = 0; i < n; i++)
            flow_lost_in(&batch[i]->rq, st, db);
        db_rollback(db);
        return;
    }
    for (size_t i = 0; i < n; i++) {
        batch[i]->written = kept[i];
        if (kept[i])
            run_after_commit(batch[i]);
    }
    db_upkeep(db);
}

static void back_off(int run)
{
    unsigned char random;
    crypto_random(&random, 1);
    struct timespec pause = { .tv_nsec = (long)run * (200 + random * 20) * 1000 };
    nanosleep(&pause, NULL);
}

void executor_write_one(struct db *db, struct rq_internal *in)
{
    struct rq *rq = &in->rq;
    for (int run = 0;; run++) {
        enum status st = db_begin_write(db);
        bool begun = st == OK; /* it tries a lost connection anew by itself */
        bool keep = begun && flow_write(rq, db);
        if (begun)
            st = db_status(db);
        if (st == OK && keep) {
            st = db_commit(db);
            if (st == OK) {
                run_after_commit(in);
                return;
            }
        }
        if (st == UNSURE)
            room_tell_moved(in); /* perhaps it did: looking does no harm */
        if (st != OK)
            flow_lost_in(rq, st, db);
        db_rollback(db);
        if (!begun || st != BUSY || run == EXECUTOR_RERUNS)
            break;
        back_off(run + 1);
    }
    if (flow_after_write(rq) == FLOW_READ)
        flow_read(rq, db);
}

/* ---- Threads ---- */

/* Nobody waits for it, so it becomes durable with the next batch: it would be done again. */
static void run_minute(struct crew *c)
{
    const struct server_config *config = &c->server->config;
    c->next_minute_us = clock_monotonic_us() + MINUTE_US;
    if (atomic_load(&c->server->disk_lost))
        return;
    struct arena a;
    arena_init(&a);
    if (config->minute != NULL && db_begin_write(c->db) == OK) {
        config->minute(c->db, &a, config->site, clock_now_ms());
        if (db_status(c->db) != OK || db_commit(c->db) != OK)
            log_event(LOG_ERROR, "minute.failed", "detail=%s", db_error(c->db));
    }
    db_rollback(c->db);
    db_upkeep(c->db);
    arena_release(&a);
}

static void run_soon(struct crew *c)
{
    const struct server_config *config = &c->server->config;
    struct arena a;
    arena_init(&a);
    int64_t wait_ms = atomic_load(&c->server->disk_lost) ? MINUTE_US / 1000 : config->soon(c->db, &a);
    c->next_soon_us = clock_monotonic_us() + wait_ms * 1000;
    db_rollback(c->db);
    arena_release(&a);
}

static void wait_for_disk(struct syncer *s, struct rq_internal **batch, size_t n)
{
    for (size_t i = 0; i + 1 < n; i++)
        batch[i]->next = batch[i + 1];
    batch[n - 1]->next = NULL;
    pthread_mutex_lock(&s->lock);
    if (s->last == NULL)
        s->first = batch[0];
    else
        s->last->next = batch[0];
    s->last = batch[n - 1];
    pthread_cond_signal(&s->filled);
    pthread_mutex_unlock(&s->lock);
}

/* The disk refused. What was committed can be read, and may be gone after the next power cut: whoever waits for it is told
 * so. Nothing is written after it, for nobody could be told truly that it is safe; the operator hears, and a server that
 * is started anew reads back what the disk really has. */
static void disk_is_lost(struct server *s, int why)
{
    if (atomic_exchange(&s->disk_lost, true))
        return;
    log_event(LOG_ERROR, "disk.lost", "detail=%s", strerror(why));
    if (s->config.disk_lost != NULL)
        s->config.disk_lost();
}

/* Nobody hears "saved" before the disk has it. */
static void *sync_main(void *p)
{
    struct server *server = p;
    struct syncer *s = &server->executor.syncer;
    for (;;) {
        pthread_mutex_lock(&s->lock);
        while (s->first == NULL && !s->closed)
            pthread_cond_wait(&s->filled, &s->lock);
        struct rq_internal *in = s->first;
        s->first = s->last = NULL;
        pthread_mutex_unlock(&s->lock);
        if (in == NULL)
            return NULL;
        bool durable = db_sync(s->db) == OK;
        if (!durable)
            disk_is_lost(server, errno);
        for (struct rq_internal *lost = durable ? NULL : in; lost != NULL; lost = lost->next)
            if (lost->written)
                flow_lost(&lost->rq, UNSURE, "the disk did not confirm");
        in->wake(in);
    }
}

static bool refuse_without_disk(struct server *s, struct rq_internal **batch, size_t n)
{
    if (!atomic_load(&s->disk_lost))
        return false;
    for (size_t i = 0; i < n; i++)
        flow_lost(&batch[i]->rq, FAILED, "the disk is lost");
    return true;
}

static void write_work(struct crew *c)
{
    bool lane = c->server->config.source.engine == DB_SQLITE;
    struct rq_internal *batch[EXECUTOR_BATCH];
    size_t n;
    while (queue_take(c->queue, batch, lane ? EXECUTOR_BATCH : 1, &n,
                      c->next_soon_us < c->next_minute_us ? c->next_soon_us : c->next_minute_us)) {
        if (n > 0 && lane) {
            if (!refuse_without_disk(c->server, batch, n))
                executor_write_batch(c->server, c->db, batch, n);
            wait_for_disk(&c->server->executor.syncer, batch, n);
        } else if (n > 0) {
            executor_write_one(c->db, batch[0]);
            batch[0]->wake(batch[0]);
        }
        if (clock_monotonic_us() >= c->next_minute_us)
            run_minute(c);
        if (clock_monotonic_us() >= c->next_soon_us)
            run_soon(c);
    }
}

static void prepare_work(struct crew *c)
{
    struct rq_internal *in;
    size_t n;
    while (queue_take(c->queue, &in, 1, &n, INT64_MAX)) {
        if (n == 0)
            continue;
        enum flow_next next = flow_prepare(&in->rq, c->db);
        if (next == FLOW_READ)
            flow_read(&in->rq, c->db);
        if (next == FLOW_WRITE) {
            if (executor_submit(&in->rq, FLOW_WRITE))
                continue;
            flow_turned_away(&in->rq);
        }
        in->wake(in);
    }
}

static void slow_work(struct crew *c)
{
    struct rq_internal *in;
    size_t n;
    while (queue_take(c->queue, &in, 1, &n, INT64_MAX)) {
        if (n == 0)
            continue;
        flow_read(&in->rq, c->db);
        in->wake(in);
    }
}

static void *crew_main(void *p)
{
    struct crew *c = p;
    c->work(c);
    return NULL;
}

static enum status add_crew(struct server *s, struct queue *q, void (*work)(struct crew *), int n,
                            enum db_mode mode, struct arena *a, const char **detail)
{
    struct executor *e = &s->executor;
    for (int i = 0; i < n; i++) {
        ASSERT(e->crew_count < EXECUTOR_MAX_THREADS);
        struct crew *c = &e->crews[e->crew_count++];
        *c = (struct crew){
            .server = s, .queue = q, .work = work, .next_minute_us = INT64_MAX, .next_soon_us = INT64_MAX
        };
        if (q == &e->write && i == 0) {
            c->next_minute_us = clock_monotonic_us() + MINUTE_US;
            if (s->config.soon != NULL)
                c->next_soon_us = clock_monotonic_us();
        }
        enum status st = db_open(&s->config.source, mode, a, &c->db, detail);
        if (st != OK)
            return st;
        if (pthread_create(&c->thread, NULL, crew_main, c) != 0) {
            *detail = "no more threads";
            return FAILED;
        }
        c->started = true;
    }
    return OK;
}

/* The lane's connection is the first that was opened, and the lane waits for work meanwhile. */
static enum status start_syncer(struct server *server, const char **detail)
{
    struct syncer *s = &server->executor.syncer;
    s->db = server->executor.crews[0].db;
    if (pthread_create(&s->thread, NULL, sync_main, server) != 0) {
        *detail = "no more threads";
        return FAILED;
    }
    s->started = true;
    return OK;
}

/* After the lane has ended: what it left is still confirmed. */
static void stop_syncer(struct syncer *s)
{
    if (!s->started)
        return;
    pthread_mutex_lock(&s->lock);
    s->closed = true;
    pthread_cond_signal(&s->filled);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->thread, NULL);
    s->started = false;
}

enum status executor_start(struct server *s, struct arena *a, const char **detail)
{
    struct executor *e = &s->executor;
    bool lane = s->config.source.engine == DB_SQLITE;
    int workers = s->config.workers > 0 ? s->config.workers : lane ? 2 : 8;
    int writers = lane ? 1 : s->config.writers > 0 ? s->config.writers : 4;
    queue_init(&e->write, EXECUTOR_WRITES);
    queue_init(&e->prepare, EXECUTOR_PREPARES);
    queue_init(&e->slow, lane ? EXECUTOR_SLOW : EXECUTOR_READS);
    pthread_mutex_init(&e->syncer.lock, NULL);
    pthread_cond_init(&e->syncer.filled, NULL);
    enum status st = add_crew(s, &e->write, write_work, writers, DB_LANE, a, detail);
    if (st == OK && lane)
        st = start_syncer(s, detail);
    if (st == OK)
        st = add_crew(s, &e->prepare, prepare_work, 1, DB_READ_ONLY, a, detail);
    if (st == OK)
        st = add_crew(s, &e->slow, slow_work, workers, DB_READ_ONLY, a, detail);
    if (st != OK)
        executor_stop(s);
    return st;
}

static void join_crew(struct executor *e, struct queue *q)
{
    queue_close(q);
    for (size_t i = 0; i < e->crew_count; i++) {
        struct crew *c = &e->crews[i];
        if (c->queue != q)
            continue;
        if (c->started)
            pthread_join(c->thread, NULL);
        c->started = false;
    }
}

void executor_stop(struct server *s)
{
    struct executor *e = &s->executor;
    join_crew(e, &e->prepare); /* first: it hands on to the writers */
    join_crew(e, &e->slow);
    join_crew(e, &e->write);
    stop_syncer(&e->syncer);
    for (size_t i = 0; i < e->crew_count; i++)
        if (e->crews[i].db != NULL)
            db_close(e->crews[i].db);
    e->crew_count = 0;
}

bool executor_submit(struct rq *rq, enum flow_next next)
{
    struct rq_internal *in = rq->in;
    struct executor *e = &in->server->executor;
    return queue_put(next == FLOW_WRITE ? &e->write : next == FLOW_PREPARE ? &e->prepare : &e->slow, in);
}
