/* What other nodes on the same PostgreSQL do to the rooms that people look at here: one connection, outside of all others, that
 * listens. On SQLite there are no other nodes, and no listener. */
#ifndef HTTP_LISTEN_H
#define HTTP_LISTEN_H

#include <stdint.h>

#include "base/status.h"

struct arena;
struct rq;
struct server;

/* After streams_start. */
enum status listener_start(struct server *server, struct arena *a, const char **detail) MUST_USE;
void listener_stop(struct server *server);

/* In a write transaction: the other nodes hear of it when it is committed. */
void listener_tell(struct rq *rq, int64_t room);

#endif
