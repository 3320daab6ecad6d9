#include "http/loop.h"

#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/gzip.h"

enum {
    KEEP_REQUESTS = 64, /* used requests that stay warm: what a batch of the lane answers at once */
    KEEP_LARGE = 16     /* of them with the memory of a large page */
};

struct loop *loop_new(struct server *s, struct arena *a, const char **detail)
{
    struct loop *loop = calloc(1, sizeof *loop);
    ASSERT(loop != NULL);
    loop->server = s;
    loop->stand_in[0] = loop->stand_in[1] = -1;
    loop->gzip = gzip_new(1);
    loop->bell = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (loop->bell < 0 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, loop->stand_in) != 0)
        *detail = "no more file descriptors";
    bool opens = s->config.source.engine == DB_SQLITE;
    if (loop->bell < 0 || loop->stand_in[1] < 0 ||
        (opens && db_open(&s->config.source, DB_READ_ONLY, a, &loop->db, detail) != OK)) {
        loop_free(loop);
        return NULL;
    }
    return loop;
}

void loop_free(struct loop *loop)
{
    ASSERT(loop->waiting == 0);
    while (loop->used != NULL) {
        struct rq_internal *in = loop->used;
        loop->used = in->next;
        request_free(in);
    }
    db_close(loop->db);
    parts_drop(&loop->parts);
    gzip_free(loop->gzip);
    if (loop->bell >= 0)
        close(loop->bell);
    for (int i = 0; i < 2; i++)
        if (loop->stand_in[i] >= 0)
            close(loop->stand_in[i]);
    free(loop);
}

void loop_ring(struct loop *loop)
{
    uint64_t one = 1;
    ASSERT(write(loop->bell, &one, sizeof one) == sizeof one);
}

/* ---- Requests ---- */

struct rq_internal *loop_request(struct loop *loop)
{
    struct rq_internal *in = loop->used;
    if (in == NULL) {
        in = request_new(loop->server);
    } else {
        loop->used = in->next;
        loop->used_count--;
        in->next = NULL;
    }
    in->loop = loop;
    return in;
}

void loop_reuse(struct loop *loop, struct rq_internal *in)
{
    if (loop->used_count == KEEP_REQUESTS) {
        request_free(in);
        return;
    }
    request_clear(in, loop->used_count < KEEP_LARGE);
    in->next = loop->used;
    loop->used = in;
    loop->used_count++;
}

/* ---- To the executor and back ---- */

/* Of one loop, linked by next to the last. */
static void tell(struct loop *loop, struct rq_internal *first, struct rq_internal *last)
{
    struct rq_internal *before = atomic_load(&loop->done);
    do
        last->next = before;
    while (!atomic_compare_exchange_weak(&loop->done, &before, first));
    if (before == NULL)
        loop_ring(loop);
}

/* In a thread of the executor: tells each loop of its own at once. */
static void wake(struct rq_internal *list)
{
    while (list != NULL) {
        struct loop *loop = list->loop;
        struct rq_internal *first = NULL, *last = list, *others = NULL;
        for (struct rq_internal *in = list, *next; in != NULL; in = next) {
            next = in->next;
            struct rq_internal **to = in->loop == loop ? &first : &others;
            in->next = *to;
            *to = in;
        }
        tell(loop, first, last);
        list = others;
    }
}

bool loop_hand_over(struct loop *loop, struct rq_internal *in, enum flow_next next)
{
    request_keep_head(in);
    in->wake = wake;
    in->stage = AT_WORK;
    loop->waiting++;
    if (executor_submit(&in->rq, next))
        return true;
    loop->waiting--;
    in->stage = AT_SENT;
    return false;
}

void loop_forsake(struct rq_internal *in)
{
    in->connection = NULL;
}

void loop_hear(struct loop *loop)
{
    if (atomic_load(&loop->done) == NULL)
        return;
    /* Before it looks: who comes after that rings again. */
    uint64_t rung;
    (void)!read(loop->bell, &rung, sizeof rung);
    struct rq_internal *in = atomic_exchange(&loop->done, NULL);
    while (in != NULL) {
        struct rq_internal *next = in->next;
        loop->waiting--;
        in->stage = AT_DONE;
        if (in->connection == NULL) {
            loop_reuse(loop, in);
            atomic_fetch_sub(&loop->server->answering, 1);
        }
        in = next;
    }
}
