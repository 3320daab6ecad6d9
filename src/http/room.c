/* Rooms without threads: the handlers' side, and the bytes that go over the wire. */
#include "http/room.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "http/internal.h"
#include "http/listen.h"
#include "http/stream.h"
#include "lib/sodium.h"

enum { ROOM_MAX = 1024 * 1024 }; /* bytes of a fragment: it goes to a whole room again and again */

/* ---- Frames ---- */

static struct room_frame *frame_alloc(size_t n, size_t html)
{
    struct room_frame *f = malloc(sizeof *f + n + html);
    ASSERT(f != NULL);
    *f = (struct room_frame){ .refs = 1, .n = n, .html = html };
    return f;
}

struct room_frame *room_frame_new(const char *bytes, size_t n)
{
    struct room_frame *f = frame_alloc(n, 0);
    memcpy(f->bytes, bytes, n);
    return f;
}

struct room_frame *room_frame_keep(struct room_frame *f)
{
    f->refs++;
    return f;
}

void room_frame_drop(struct room_frame *f)
{
    if (f != NULL && --f->refs == 0)
        free(f);
}

char *room_token(uint64_t id, char out[static ROOM_TOKEN + 1])
{
    static const char digits[] = "0123456789abcdef";
    for (int i = ROOM_TOKEN - 1; i >= 0; i--, id >>= 4)
        out[i] = digits[id & 15];
    out[ROOM_TOKEN] = '\0';
    return out;
}

/* 0 for whatever no server of ours has given. */
static uint64_t read_token(const char *text)
{
    if (text == NULL || strlen(text) != ROOM_TOKEN || strspn(text, "0123456789abcdef") != ROOM_TOKEN)
        return 0;
    return strtoull(text, NULL, 16);
}

int room_retry_ms(void)
{
    uint16_t random;
    crypto_random(&random, sizeof random);
    return 1000 + random % 2000;
}

/* The fragment as lines of an event: a carriage return ends a line there as well. */
static void add_lines(struct buf *event, const char *html, size_t n)
{
    for (size_t i = 0; i < n;) {
        size_t end = i;
        while (end < n && html[end] != '\n' && html[end] != '\r')
            end++;
        BUF_LIT(event, "data: ");
        buf_add(event, html + i, end - i);
        buf_char(event, '\n');
        i = end + 1;
        if (end + 1 < n && html[end] == '\r' && html[end + 1] == '\n')
            i++;
    }
    if (n == 0)
        BUF_LIT(event, "data:\n"); /* an event without a line is none */
}

static struct room_frame *frame_of(struct arena *a, const struct buf *html)
{
    char token[ROOM_TOKEN + 1];
    struct bytes content = { html->n > 0 ? html->p : "", html->n };
    uint64_t id = read_token(arena_strndup(a, crypto_digest_hex(a, content), ROOM_TOKEN));
    if (id == 0)
        id = 1;
    struct buf event;
    buf_init(&event, SIZE_MAX / 2);
    buf_printf(&event, "id: %s\n", room_token(id, token));
    add_lines(&event, content.p, content.n);
    buf_char(&event, '\n');
    struct room_frame *f = frame_alloc(event.n, content.n);
    f->id = id;
    memcpy(f->bytes, event.p, event.n);
    memcpy(f->bytes + event.n, content.p, content.n);
    buf_release(&event);
    return f;
}

enum room_outcome room_render(const struct room_key *k, struct db *db, const struct site *site, struct arena *a,
                              struct room_frame **out, const char **why)
{
    struct buf body;
    buf_init(&body, ROOM_MAX);
    struct html h = { .out = &body, .arena = a, .lang = k->lang, .terms = site->terms[k->lang->id] };
    enum room_outcome outcome = ROOM_FAILED;
    *out = NULL;
    if (db_begin_read(db) == OK)
        outcome = k->view(&h, db, a, site, k->room, k->variant, clock_now_ms()) ? ROOM_SHOWN : ROOM_ENDED;
    if (db_status(db) != OK || !buf_ok(&body)) {
        outcome = ROOM_FAILED;
        *why = db_status(db) != OK ? arena_strdup(a, db_error(db)) : "fragment too large";
    }
    db_rollback(db);
    if (outcome == ROOM_SHOWN)
        *out = frame_of(a, &body);
    buf_release(&body);
    return outcome;
}

/* ---- What handlers call ---- */

struct fault reply_room(struct rq *rq, int64_t room, room_view_fn *view, int64_t variant)
{
    struct rq_internal *in = rq->in;
    ASSERT(rq->route->events && view != NULL);
    const char *asked = rq_query(rq, "na");
    in->room = (struct room_reply){
        .key = { .room = room, .view = view, .variant = variant, .lang = rq->lang },
        .seen = read_token(asked != NULL ? asked : in->head.last_event),
        .poll = asked != NULL,
    };
    reply_header(rq, "Cache-Control", "no-store");
    reply_header(rq, "X-Accel-Buffering", "no");
    return reply_bytes(rq, 200, in->room.poll ? "text/html; charset=utf-8" : "text/event-stream",
                       (struct bytes){ "", 0 });
}

void rq_room_moved(struct rq *rq, int64_t room)
{
    struct rq_internal *in = rq->in;
    ASSERT(rq->route->method == HTTP_POST);
    *(int64_t *)ARENA_PUSH(rq->arena, &in->moved, &in->moved_count, &in->moved_capacity) = room;
    listener_tell(rq, room);
}

void room_tell_moved(struct rq_internal *in)
{
    for (size_t i = 0; i < in->moved_count && in->server->streams != NULL; i++)
        streams_moved(in->server->streams, in->moved[i]);
}

int rq_room_watchers(struct rq *rq, int64_t room, room_view_fn *view)
{
    struct streams *s = rq->in->server->streams;
    return s == NULL ? 0 : streams_watching(s, room, view);
}

/* ---- Without threads ---- */

void room_answer_once(struct rq *rq, struct db *db)
{
    struct rq_internal *in = rq->in;
    const struct room_reply room = in->room;
    struct buf *body = &in->reply.body;
    char token[ROOM_TOKEN + 1];
    struct room_frame *f;
    const char *why;
    enum room_outcome outcome = room_render(&room.key, db, rq->site, rq->arena, &f, &why);
    in->room.key.view = NULL;
    if (outcome == ROOM_FAILED) {
        in->fault = FAULT(FAILED, NULL, .detail = why);
        return;
    }
    buf_clear(body);
    if (!room.poll) {
        buf_printf(body, "retry: %d\n\n", room_retry_ms());
        if (f != NULL && f->id != room.seen)
            buf_add(body, f->bytes, f->n);
    } else if (f == NULL || f->id == room.seen) {
        in->reply.code = 204;
        in->reply.type = NULL;
    } else {
        reply_header(rq, "X-Kapstok-Token", arena_strdup(rq->arena, room_token(f->id, token)));
        buf_add(body, f->bytes + f->n, f->html);
    }
    in->reply.content = (struct bytes){ NULL, 0 };
    room_frame_drop(f);
}
