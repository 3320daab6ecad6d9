/* A thread of sockets: what belongs to it alone, and the requests that it waits for. While the executor has a request
 * its connection is left where it is: libmicrohttpd asks after it on every turn of the loop (server.c). The other way,
 * to take it out of the loop and put it back, costs four system calls for each request. */
#ifndef HTTP_LOOP_H
#define HTTP_LOOP_H

#include "http/flow.h"

struct gzip;

struct loop {
    struct server *server;
    struct db *db; /* SQLite: for reading; PostgreSQL: NULL */
    struct parts parts;
    struct gzip *gzip;
    struct rq_internal *used; /* to be used again */
    int used_count;

    int waiting; /* requests that the executor has */
    _Atomic(struct rq_internal *)
        done;        /* of them, those whose work is done and that the loop has not heard of */
    int bell;        /* eventfd: rings for the first of them */
    int stand_in[2]; /* two ends of nothing, in the place of a socket that was taken away */

    /* server.c's: */
    void *daemon; /* libmicrohttpd's */
    pthread_t thread;
    bool running; /* the thread */
    bool moved;   /* something went on in this turn: the next follows at once */
    _Atomic bool ends;
};

/* NULL with a sentence when the database cannot be opened. */
struct loop *loop_new(struct server *s, struct arena *a, const char **detail);
void loop_free(struct loop *loop);
void loop_ring(struct loop *loop);

/* A request without content; the loop's again with loop_reuse. */
struct rq_internal *loop_request(struct loop *loop);
void loop_reuse(struct loop *loop, struct rq_internal *in);

/* Hands a request to the executor; its stage is AT_DONE when loop_hear has heard that its work is done. False when there
 * is no room: the request is still the caller's. */
bool loop_hand_over(struct loop *loop, struct rq_internal *in, enum flow_next next);
/* The client of a request that was handed over has left: nobody is answered, but the work goes on. */
void loop_forsake(struct rq_internal *in);
void loop_hear(struct loop *loop);

#endif
