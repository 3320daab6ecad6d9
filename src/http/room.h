/* Rooms: what http.h promises of reply_room. Here is what does without threads: rendering a view, and the bytes that clients
 * get of it. stream.h has the threads that keep the clients. */
#ifndef HTTP_ROOM_H
#define HTTP_ROOM_H

#include "http/http.h"

struct rq_internal;

/* Whatever is the same here gets the same bytes. */
struct room_key {
    int64_t room;
    room_view_fn *view;
    int64_t variant;
    const struct lang *lang;
};

/* What a handler answered with reply_room; view is NULL when it did not. */
struct room_reply {
    struct room_key key;
    uint64_t seen; /* the state that the client has; 0: none */
    bool poll;     /* a long poll, no stream */
};

enum { ROOM_TOKEN = 16 }; /* characters */

/* A state as it goes over the wire. The id comes from the content alone, so that it means the same on every node and after
 * a restart. */
struct room_frame {
    int refs;    /* of the thread that sends, which counts alone */
    uint64_t id; /* never 0 */
    size_t n;    /* bytes of the event; */
    size_t html; /* the fragment itself stands behind it, with so many */
    char bytes[];
};

enum room_outcome { ROOM_SHOWN, ROOM_ENDED, ROOM_FAILED };

/* Renders in a read transaction of its own. The frame has one reference; it is NULL unless ROOM_SHOWN. why, in the arena, is
 * for the log when it failed. */
enum room_outcome room_render(const struct room_key *k, struct db *db, const struct site *site, struct arena *a,
                              struct room_frame **out, const char **why);
/* A frame of any bytes, for what is sent once. */
struct room_frame *room_frame_new(const char *bytes, size_t n);
struct room_frame *room_frame_keep(struct room_frame *f);
void room_frame_drop(struct room_frame *f); /* NULL-safe */

char *room_token(uint64_t id, char out[static ROOM_TOKEN + 1]);

/* How long a client waits before it comes back, different for each: a restart is no stampede. */
int room_retry_ms(void);

/* The server without threads: the state of now, as one event or as the answer to a long poll. */
void room_answer_once(struct rq *rq, struct db *db);

/* After a commit, or when nobody knows whether it was one. */
void room_tell_moved(struct rq_internal *in);

#endif
