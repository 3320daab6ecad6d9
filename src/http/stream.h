/* The clients that look at rooms, thousands of them, and the threads that serve them:
 *
 *     loop (server.c)  --stream_open, stream_enter-->  sender  --view-->  renderer
 *     lane, writers    --streams_moved-->              sender  <-frame--
 *
 * The sender owns every parked socket and is alone in writing to it. A renderer reads the database and makes the frame of a
 * view; the sender gives it to all who look, and only then asks for the next: whatever moved meanwhile is in that one. So
 * there is no tick, a quiet room is told at once, and a busy one as often as it can be.
 *
 * A parked client costs a struct of about a hundred bytes: nothing of a request, an arena or libmicrohttpd stays behind. */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "base/status.h"
#include "http/room.h"

struct arena;
struct server;
struct streams;
struct stream;

enum {
    STREAMS_MAX = 12000,     /* clients of an installation's node */
    STREAMS_ROOM_MAX = 8000, /* and of one room in it */
    STREAM_SECONDS =
        600, /* after about so long it ends, and the client comes back: rights are looked at anew */
    STREAM_POLL_SECONDS = 25,
    STREAM_HEARTBEAT_SECONDS = 15, /* of silence; looked at once a second */
    STREAM_STALL_SECONDS = 60,     /* whose socket takes nothing for so long has left */
};

/* Opens the connections and starts the threads; also after a failure it wants streams_stop and streams_free. */
enum status streams_start(struct server *server, struct arena *a, const char **detail) MUST_USE;
/* Ends all streams and the threads. From then on nobody is let in, and what moves is nobody's business. */
void streams_stop(struct server *server);
/* After everybody else has ended, too. NULL-safe. */
void streams_free(struct server *server);

/* A place for the client of this request; NULL when there is none. route and what the key points at are static. */
struct stream *stream_open(struct streams *s, const struct room_reply *reply, const char *route,
                           int64_t started_us);
/* Its socket, which is the sender's from now on; -1 when it came to nothing. head: what a long poll is to be answered with,
 * without the first line and the last; not for a stream, which has been sent it. */
void stream_enter(struct streams *s, struct stream *c, int fd, const char *head);

/* Any thread: everything that shows this room is rendered anew. */
void streams_moved(struct streams *s, int64_t room);
/* The same for all rooms: nobody knows what was missed. */
void streams_all_moved(struct streams *s);
int streams_watching(struct streams *s, int64_t room, room_view_fn *view);

struct stream_figures {
    int64_t rooms, streams, events; /* events sent since the start */
    int64_t longest_us; /* from a move until the last client of a view had it, of the last minute or two */
};
struct stream_figures streams_figures(struct streams *s); /* NULL-safe */

#endif
