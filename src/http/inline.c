/* The server without threads and sockets: the same steps, one after the other, on one connection. For
 * tests of whole dialogues, and for walking all pages. */
#include <stdlib.h>
#include <string.h>

#include "http/flow.h"

enum status server_inline_new(const struct server_config *config, struct arena *a, struct server **out,
                              const char **detail)
{
    *out = server_make(config, a);
    return db_open(&config->source, DB_READ_WRITE, a, &(*out)->inline_db, detail);
}

void server_inline_free(struct server *s)
{
    parts_drop(&s->inline_parts);
    db_close(s->inline_db);
}

struct db *server_inline_db(struct server *s)
{
    return s->inline_db;
}

static enum flow_next take_step(struct rq_internal *in, enum flow_next next)
{
    struct rq *rq = &in->rq;
    struct db *db = in->server->inline_db;
    switch (next) {
    case FLOW_BODY:
        return flow_body_end(rq, db);
    case FLOW_READ:
    case FLOW_SLOW:
        in->parts = next == FLOW_READ ? &in->server->inline_parts : NULL;
        flow_read(rq, db);
        if (in->fault.status == OK && in->room.key.view != NULL)
            room_answer_once(rq, db);
        return FLOW_FINISH;
    case FLOW_PREPARE:
        return flow_prepare(rq, db);
    case FLOW_WRITE:
        if (db_engine(db) == DB_POSTGRES) {
            executor_write_one(db, in);
            return FLOW_FINISH;
        }
        executor_write_batch(in->server, db, &in, 1);
        return flow_after_write(rq);
    case FLOW_FINISH:
    case FLOW_CLOSE:
        break;
    }
    return next;
}

static void copy_out(const struct rq_internal *in, struct http_out *out)
{
    const struct reply *reply = &in->reply;
    out->code = reply->code;
    for (size_t i = 0; i < reply->header_count; i++) {
        ASSERT(out->header_count < sizeof out->headers / sizeof out->headers[0]);
        char *name = strdup(reply->headers[i].name), *value = strdup(reply->headers[i].value);
        ASSERT(name != NULL && value != NULL);
        out->headers[out->header_count++] = (struct http_header){ .name = name, .value = value };
    }
    if (strcmp(in->head.method, "HEAD") != 0)
        buf_add(&out->body, reply->content.p, reply->content.n);
}

void server_inline_run(struct server *s, const struct http_in *wire, struct http_out *out)
{
    *out = (struct http_out){ 0 };
    buf_init(&out->body, SIZE_MAX / 2);
    struct rq_internal *in = request_new(s);
    in->peer = wire->address == NULL ? "127.0.0.1" : wire->address;
    in->head.method = wire->method_name != NULL   ? wire->method_name
                      : wire->method == HTTP_POST ? "POST"
                                                  : "GET";
    for (size_t i = 0; i < wire->header_count; i++)
        request_header(in, wire->headers[i].name, wire->headers[i].value);
    if (in->head.content_lengths == 0 && wire->body.n > 0)
        in->head.content_length = (int64_t)wire->body.n;

    /* As in the loop: on PostgreSQL the person is only known in the transaction. */
    struct db *early = db_engine(s->inline_db) == DB_SQLITE ? s->inline_db : NULL;
    enum flow_next next = flow_head(&in->rq, wire->target, early);
    if (next == FLOW_BODY && wire->body.n > 0 && !flow_body(&in->rq, wire->body.p, wire->body.n))
        next = FLOW_CLOSE; /* a socket would hang up without a word */
    while (next != FLOW_FINISH && next != FLOW_CLOSE)
        next = take_step(in, next);
    flow_finish(&in->rq, NULL);
    copy_out(in, out);
    request_free(in);
}

void http_out_release(struct http_out *out)
{
    for (size_t i = 0; i < out->header_count; i++) {
        free((void *)(uintptr_t)out->headers[i].name);
        free((void *)(uintptr_t)out->headers[i].value);
    }
    buf_release(&out->body);
    out->header_count = 0;
}
