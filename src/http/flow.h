/* The life of a request as steps without threads and sockets. server.c takes them in a loop of
 * libmicrohttpd, executor.c in its threads, inline.c one after the other:
 *
 *     flow_head -> flow_body ... -> flow_body_end -> flow_read | flow_prepare | flow_write -> flow_finish
 *
 * Each leaves in->fault and in->reply as they stand; a step is never taken after a fault but flow_finish. */
#ifndef HTTP_FLOW_H
#define HTTP_FLOW_H

#include "http/internal.h"

struct gzip;

/* Target and headers are known: checks them, finds the route and, with db (SQLite's read connection of
 * the loop), whether the person may. A refusal of a request with a body reads and drops it first,
 * because an early answer looks like a broken connection in a browser. */
enum flow_next flow_head(struct rq *rq, const char *target, struct db *db);

/* The next bytes of the body. False when there is no end to it: hang up. */
bool flow_body(struct rq *rq, const void *p, size_t n);

/* The body is complete. */
enum flow_next flow_body_end(struct rq *rq, struct db *db);

/* A GET, or the form shown again, in a read transaction of its own. */
void flow_read(struct rq *rq, struct db *db);

/* The slow first step of a POST, in a read transaction. */
enum flow_next flow_prepare(struct rq *rq, struct db *db);

/* The handler of a POST, perhaps not for the first time; db is in a transaction, or in a savepoint of one. True when
 * what it wrote may stay. The caller undoes it otherwise. */
bool flow_write(struct rq *rq, struct db *db);

/* What was written did not hold after all, or nobody knows whether it did. */
void flow_lost(struct rq *rq, enum status st, const char *detail);
/* The same when the connection says why; st is its status, or what became of the whole. */
void flow_lost_in(struct rq *rq, enum status st, const struct db *db);
/* Nothing was written: more requests wait than can be served in time, or the server is being stopped. */
void flow_turned_away(struct rq *rq);

/* What follows once the executor is done: FLOW_READ for a form to be shown again, else FLOW_FINISH. */
enum flow_next flow_after_write(struct rq *rq);

/* Makes the page of a fault, seals the reply, counts and logs. */
void flow_finish(struct rq *rq, struct gzip *g);

#endif
