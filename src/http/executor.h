/* The threads behind the loops. Reads of SQLite run in the loop itself; everything else is put in one of
 * three queues:
 *
 *     write    SQLite: one lane takes all that wait, up to 64, and commits them together.
 *              PostgreSQL: several writers, each one request at a time, run again on a conflict.
 *     prepare  one thread: the hashing of passwords, one at a time; then on to write.
 *     slow     workers: exports; on PostgreSQL every read. */
#ifndef HTTP_EXECUTOR_H
#define HTTP_EXECUTOR_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct arena;
struct db;
struct rq;
struct rq_internal;
struct server;

enum { EXECUTOR_BATCH = 64, EXECUTOR_WRITES = 1024, EXECUTOR_PREPARES = 50 };
/* On PostgreSQL every read of a whole hall that comes in waits there, and each takes a millisecond. */
enum { EXECUTOR_SLOW = 256, EXECUTOR_READS = 1024 };
enum { EXECUTOR_RERUNS = 12, EXECUTOR_MAX_THREADS = 64 };

/* What a request needs next: the steps are told in flow.h. */
enum flow_next {
    FLOW_BODY,    /* read the body, to its end */
    FLOW_READ,    /* flow_read, in the loop on SQLite */
    FLOW_SLOW,    /* flow_read, on a worker */
    FLOW_PREPARE, /* flow_prepare on the one thread for it, then FLOW_WRITE */
    FLOW_WRITE,   /* flow_write in a transaction */
    FLOW_FINISH,  /* flow_finish and send */
    FLOW_CLOSE    /* the same, without reading the body; the connection ends with it */
};

struct queue {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct rq_internal *first, *last;
    size_t count, bound;
    bool closed;
};

/* A thread with its connection. */
struct crew {
    struct server *server;
    struct queue *queue;
    struct db *db;
    void (*work)(struct crew *c);
    pthread_t thread;
    bool started;
    int64_t next_minute_us; /* of the one that runs the minute's upkeep; else INT64_MAX */
    int64_t next_soon_us;   /* the same */
};

/* What the lane committed and the disk has not confirmed yet. While the disk works on one batch, the lane makes the next;
 * one wait serves all that were committed before it began. */
struct syncer {
    pthread_mutex_t lock;
    pthread_cond_t filled;
    struct rq_internal *first, *last;
    struct db *db; /* the lane's */
    pthread_t thread;
    bool started, closed;
};

struct executor {
    struct queue write, prepare, slow;
    struct syncer syncer; /* SQLite only */
    struct crew crews[EXECUTOR_MAX_THREADS];
    size_t crew_count;
};

/* Opens the connections and starts the threads. On failure what was started is stopped again. */
enum status executor_start(struct server *s, struct arena *a, const char **detail) MUST_USE;

/* Finishes everything that waits, then ends the threads and closes their connections. From then on
 * every submit is refused. */
void executor_stop(struct server *s);

/* Hands a request over; when its work is done in->wake is called with all that are done then. False when the queue is
 * full: the request is still the caller's. next is FLOW_READ, FLOW_SLOW, FLOW_PREPARE or FLOW_WRITE. */
bool executor_submit(struct rq *rq, enum flow_next next);

/* Without threads, and for the threads themselves: runs these writes in one transaction (SQLite), or one
 * with its re-runs (PostgreSQL). in->fault and in->reply then say what became of each; nobody is woken. */
void executor_write_batch(struct server *s, struct db *db, struct rq_internal **batch, size_t n);
void executor_write_one(struct db *db, struct rq_internal *in);

#endif
