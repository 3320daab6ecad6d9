#include "http/listen.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "base/log.h"
#include "http/internal.h"
#include "http/stream.h"
#include "lib/sodium.h"

enum { SILENCE_MS = 30 * 1000, AGAIN_MS = 1000 };

static const char CHANNEL[] = "kapstok_room";

struct listener {
    struct server *server;
    struct db *db;
    char node[24]; /* a word names the node that said it: that one has looked already */
    pthread_t thread;
    bool started;
    int bell; /* rings at the end */
    _Atomic bool ends;
};

/* "ROOM NODE". */
static void take_word(struct listener *l, const char *word)
{
    char *node;
    errno = 0;
    long long room = strtoll(word, &node, 10);
    if (errno == 0 && room > 0 && *node == ' ' && strcmp(node + 1, l->node) != 0)
        streams_moved(l->server->streams, room);
}

/* Nobody knows what was said while nobody listened. */
static void listen_again(struct listener *l)
{
    struct pollfd on = { .fd = l->bell, .events = POLLIN };
    log_event(LOG_WARN, "room.unheard", "detail=\"the connection to PostgreSQL is lost\"");
    while (!atomic_load(&l->ends)) {
        if (db_listen(l->db, CHANNEL) == OK) {
            streams_all_moved(l->server->streams);
            log_event(LOG_INFO, "room.heard", "detail=\"listening again\"");
            return;
        }
        poll(&on, 1, AGAIN_MS);
    }
}

static void *listener_main(void *p)
{
    struct listener *l = p;
    struct arena a;
    arena_init(&a);
    while (!atomic_load(&l->ends)) {
        const char *word;
        enum db_heard heard = db_hear(l->db, &a, l->bell, SILENCE_MS, &word);
        if (heard == DB_HEARD_WORD)
            take_word(l, word);
        else if (heard == DB_HEARD_LOST)
            listen_again(l);
        arena_reset(&a);
    }
    arena_release(&a);
    return NULL;
}

enum status listener_start(struct server *server, struct arena *a, const char **detail)
{
    if (server->config.source.engine == DB_SQLITE)
        return OK;
    struct listener *l = server->listener = calloc(1, sizeof *l);
    ASSERT(l != NULL);
    unsigned char random[9];
    crypto_random(random, sizeof random);
    l->server = server;
    memcpy(l->node, base64url_encode(a, random, sizeof random), 13);
    l->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    enum status st = l->bell < 0 ? FAILED : db_open(&server->config.source, DB_READ_ONLY, a, &l->db, detail);
    if (st == OK)
        st = db_listen(l->db, CHANNEL);
    if (st == OK) {
        l->started = pthread_create(&l->thread, NULL, listener_main, l) == 0;
        st = l->started ? OK : FAILED;
    }
    if (st != OK) {
        if (*detail == NULL)
            *detail =
                "nothing can be heard of other nodes: no more threads or file descriptors, or LISTEN fails";
        listener_stop(server);
    }
    return st;
}

void listener_stop(struct server *server)
{
    struct listener *l = server->listener;
    uint64_t one = 1;
    if (l == NULL)
        return;
    atomic_store(&l->ends, true);
    if (l->started) {
        ASSERT(write(l->bell, &one, sizeof one) == sizeof one);
        pthread_join(l->thread, NULL);
    }
    db_close(l->db);
    if (l->bell >= 0)
        close(l->bell);
    free(l);
    server->listener = NULL;
}

void listener_tell(struct rq *rq, int64_t room)
{
    const struct listener *l = rq->in->server->listener;
    db_tell(rq->db, CHANNEL, arena_printf(rq->arena, "%lld %s", (long long)room, l == NULL ? "-" : l->node));
}
