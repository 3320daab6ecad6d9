#include "http/flow.h"

#include <string.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/utf8.h"

enum { SLOW_READ_US = 10 * 1000, BRIEF_BODY = 16 * 1024 };

static struct fault no_such_page(struct rq *rq)
{
    (void)rq;
    return FAULT(NOT_FOUND, NULL);
}

/* What a browser sends ahead of a request that a page of another site wants to make. */
static bool is_options(const struct rq_internal *in)
{
    return strcmp(in->head.method, "OPTIONS") == 0;
}

/* What is asked when no row has the path: as public as any page, so that the answer knows the person's
 * language; and the same for machines. */
static const struct route missing_page = GET("(none)", PUBLIC, no_such_page);
static const struct route missing_api = GET("(none)", STATELESS, no_such_page);

/* ---- Head ---- */

/* Two readings of where a request ends are how a second one is smuggled past a proxy; libmicrohttpd
 * takes the first length it finds. */
static bool has_doubtful_length(const struct head *h)
{
    if (h->transfer_encoding != NULL)
        return h->content_lengths > 0 || strcmp(h->transfer_encoding, "chunked") != 0;
    return h->content_lengths > 1 || h->bad_length;
}

static bool has_body(const struct head *h)
{
    return h->transfer_encoding != NULL || h->content_length > 0;
}

static struct fault parse_query(struct rq *rq)
{
    struct pairs *query = &rq->in->query;
    if (parse_urlencoded(&rq->in->kept, rq->in->target.query, PARSE_MAX_QUERY, query) != OK)
        return FAULT(MALFORMED, NULL, .detail = "query");
    for (size_t i = 0; i < query->count; i++)
        if (!utf8_valid(query->items[i].value.p, query->items[i].value.n))
            return FAULT(MALFORMED, NULL, .detail = "query");
    return NO_FAULT;
}

/* Whether pages of other sites may use what stands at a path; a row that is not there forbids nothing. */
static bool is_open(const struct rq_internal *in)
{
    const struct route *get = in->match.get, *post = in->match.post;
    return (get == NULL || get->right == STATELESS) && (post == NULL || post->right == STATELESS);
}

static void find_route(struct rq *rq)
{
    struct rq_internal *in = rq->in;
    bool is_api = in->target.segments > 0 && strcmp(in->target.segment[0], "api") == 0;
    const char *method = in->head.method;
    bool get = strcmp(method, "GET") == 0 || strcmp(method, "HEAD") == 0;

    rq->route = is_api ? &missing_api : &missing_page;
    in->asset = get ? asset_by_url(in->target.path) : NULL;
    if (in->asset == NULL && router_find(in->server->router, &in->target, &in->match)) {
        const struct route *asked = get ? in->match.get : strcmp(method, "POST") == 0 ? in->match.post : NULL;
        in->preflight = is_api && is_options(in) && is_open(in);
        if (asked != NULL) {
            rq->route = asked;
        } else if (!in->preflight) {
            in->fault = FAULT(NOT_FOUND, NULL, .detail = "method");
            in->fault_page = FAULT_PAGE_METHOD;
        }
    }
    in->machine = is_api || rq->route->right == STATELESS || rq->route->json;
    in->open = is_api && is_open(in);
}

static size_t body_cap(const struct rq *rq)
{
    return rq->route->body_cap > 0 ? rq->route->body_cap : BODY_CAP;
}

/* Who asks, and whether that person may: fills rq->actor and rq->lang. */
static struct fault resolve(struct rq *rq, struct db *db)
{
    const struct server *s = rq->in->server;
    rq->actor = (struct actor){ 0 };
    rq->db = db;
    if (rq->route->right == STATELESS || s->config.resolve == NULL)
        return NO_FAULT;
    return s->config.resolve(rq, rq->route->right);
}

/* The truth about a step: after a database error nothing that a handler concluded counts. */
static struct fault settled(struct rq *rq, struct db *db, struct fault f)
{
    if (db_status(db) == OK)
        return f;
    flow_lost_in(rq, db_status(db), db);
    return rq->in->fault;
}

/* One step in a read transaction of its own. */
static struct fault in_read(struct rq *rq, struct db *db, struct fault (*step)(struct rq *rq, struct db *db))
{
    struct fault f = NO_FAULT;
    if (db_begin_read(db) == OK)
        f = step(rq, db);
    f = settled(rq, db, f);
    db_rollback(db);
    rq->db = NULL;
    return f;
}

/* Whether the right can wait for the transaction, which looks it up in any case: a short form of someone who is not
 * signed in. Its token is bound to the visitor's cookie, so that it can be checked without the database; looking the
 * person up before so small a body would only save reading it, and costs a third of an autosave. */
static bool is_brief(struct rq *rq)
{
    const struct rq_internal *in = rq->in;
    const char *login = in->server->config.login_cookie;
    return login != NULL && rq->route->prepare == NULL && !in->machine && in->head.transfer_encoding == NULL &&
           in->head.content_length <= BRIEF_BODY &&
           parse_is_type(in->head.content_type, "application/x-www-form-urlencoded") &&
           rq_cookie(rq, login) == NULL;
}

enum flow_next flow_head(struct rq *rq, const char *target, struct db *db)
{
    struct rq_internal *in = rq->in;
    in->started_us = clock_monotonic_us();
    rq->now_ms = clock_now_ms();
    rq->lang = lang_accept(in->head.accept_language, rq->site->lang);
    atomic_fetch_add(&in->server->requests, 1);

    in->machine = strncmp(target, "/api/", 5) == 0;
    if (has_doubtful_length(&in->head)) {
        in->fault = FAULT(MALFORMED, NULL, .detail = "length");
    } else if (parse_target(&in->kept, target, &in->target) != OK) {
        in->fault = FAULT(MALFORMED, NULL, .detail = "target");
    } else {
        in->fault = parse_query(rq);
    }
    if (in->fault.status != OK) {
        in->close = true;
        return FLOW_CLOSE;
    }
    find_route(rq);
    bool post = rq->route->method == HTTP_POST;
    if (in->fault.status == OK && post && in->head.content_length > (int64_t)body_cap(rq))
        in->fault = FAULT(TOO_LARGE, NULL);
    in->brief = in->fault.status == OK && post && db != NULL && is_brief(rq);
    if (in->fault.status == OK && post && db != NULL && !in->brief)
        in->fault = in_read(rq, db, resolve);
    in->drop = !post || in->fault.status != OK;
    /* No browser waits behind these: it asked first, or it sends more than anyone would read. */
    if (in->drop && in->head.content_length > BODY_DROP_MAX)
        in->fault = FAULT(TOO_LARGE, NULL);
    else if (!has_body(&in->head) || in->head.expect == NULL || in->fault.status == OK)
        return FLOW_BODY;
    in->close = true;
    return FLOW_CLOSE;
}

/* ---- Body ---- */

bool flow_body(struct rq *rq, const void *p, size_t n)
{
    struct rq_internal *in = rq->in;
    size_t cap = in->drop ? 0 : body_cap(rq);
    enum status st = body_add(&in->body, rq->site->data_dir, cap, p, n);
    if (st != OK && !in->drop) {
        in->fault = FAULT(st, NULL, .detail = "body");
        in->drop = true;
    }
    return in->body.total <= BODY_DROP_MAX || in->body.total <= cap;
}

static enum status parse_body(struct rq *rq, struct pairs *out)
{
    struct rq_internal *in = rq->in;
    struct bytes body = in->body.whole;
    if (body.n == 0)
        return OK;
    if (parse_is_type(in->head.content_type, "application/x-www-form-urlencoded"))
        return parse_urlencoded(&in->kept, body, PARSE_MAX_PAIRS, out);
    if (parse_is_type(in->head.content_type, "multipart/form-data"))
        return parse_multipart(&in->kept, body, in->head.content_type, PARSE_MAX_PAIRS, out);
    return MALFORMED;
}

/* Token and form, once the person is known. */
static struct fault check(struct rq *rq)
{
    struct rq_internal *in = rq->in;
    if (in->checked)
        return NO_FAULT;
    struct pairs sent = { 0 };
    if (rq->route->right != STATELESS && !rq->route->json) {
        enum status st = parse_body(rq, &sent);
        if (st != OK)
            return FAULT(st, NULL, .detail = "form");
    }
    struct fault f = NO_FAULT;
    if (rq->route->right != STATELESS)
        f = csrf_check(rq, &sent);
    if (f.status == OK && rq->route->form != NULL) {
        f = form_parse(rq, &sent);
        if (f.status == OK && form_has_errors(rq))
            f = form_again(rq);
    }
    in->checked = f.status == OK;
    return f;
}

/* A brief form that is fine goes to the lane at once. Another is answered like any other: with the person known, in
 * the person's language. */
static struct fault check_brief(struct rq *rq, struct db *db)
{
    struct rq_internal *in = rq->in;
    if (check(rq).status == OK)
        return NO_FAULT;
    in->again = false;
    in->fault_page = 0;
    rq->form = NULL;
    struct fault f = in_read(rq, db, resolve);
    return f.status == OK ? check(rq) : f;
}

enum flow_next flow_body_end(struct rq *rq, struct db *db)
{
    struct rq_internal *in = rq->in;
    if (in->asset != NULL) {
        asset_reply(rq);
        return FLOW_FINISH;
    }
    if (in->fault.status != OK)
        return FLOW_FINISH;
    if (in->preflight) {
        preflight_reply(rq);
        return FLOW_FINISH;
    }
    if (rq->route->method == HTTP_GET)
        return rq->route->slow ? FLOW_SLOW : FLOW_READ;
    if (body_end(&in->body) != OK) {
        in->fault = FAULT(FAILED, NULL, .detail = "body");
        return FLOW_FINISH;
    }
    /* On SQLite the person was found with the headers. On PostgreSQL that would hold up the loop: there
     * the rest is checked in the transaction. */
    if (in->server->config.source.engine == DB_SQLITE) {
        in->fault = in->brief ? check_brief(rq, db) : check(rq);
        if (in->fault.status != OK)
            return flow_after_write(rq);
    }
    return rq->route->prepare != NULL ? FLOW_PREPARE : FLOW_WRITE;
}

/* ---- Handlers ---- */

static struct fault admit(struct rq *rq, struct db *db)
{
    struct fault f = resolve(rq, db);
    /* The token of a brief form was checked as a visitor's. Whoever turns out to be signed in after all needs the other
     * one: it cannot be, for it is the cookie that both look at, and nothing hangs on that. */
    if (rq->in->brief && rq->actor.login_secret != NULL)
        rq->in->checked = false;
    if (f.status == OK && db_status(db) == OK && rq->route->method == HTTP_POST)
        f = check(rq);
    return f;
}

static struct fault run_get(struct rq *rq, struct db *db)
{
    struct fault f = admit(rq, db);
    return f.status == OK && db_status(db) == OK ? rq->route->handler(rq) : f;
}

/* What the person was found to be belongs to the transaction before. */
static struct fault run_again(struct rq *rq, struct db *db)
{
    reply_clear(rq);
    struct fault f = resolve(rq, db);
    return f.status == OK && db_status(db) == OK ? rq->route->again(rq) : f;
}

static struct fault run_prepare(struct rq *rq, struct db *db)
{
    struct fault f = admit(rq, db);
    return f.status == OK && db_status(db) == OK ? rq->route->prepare(rq) : f;
}

void flow_read(struct rq *rq, struct db *db)
{
    struct rq_internal *in = rq->in;
    bool again = in->again;
    int64_t start = clock_monotonic_us();
    in->fault = in_read(rq, db, again ? run_again : run_get);
    if (again && in->fault.status == OK && in->reply.code == 200)
        in->reply.code = status_http_code(INVALID);
    in->work_us += clock_monotonic_us() - start;
    if (clock_monotonic_us() - start > SLOW_READ_US && !rq->route->slow) {
        atomic_fetch_add(&in->server->slow_reads, 1);
        log_event(LOG_WARN, "slow_read", "route=%s us=%lld", rq->route->pattern,
                  (long long)(clock_monotonic_us() - start));
    }
}

enum flow_next flow_prepare(struct rq *rq, struct db *db)
{
    rq->in->fault = in_read(rq, db, run_prepare);
    if (rq->in->fault.status != OK || rq->in->reply.code != 0)
        return flow_after_write(rq);
    return FLOW_WRITE;
}

bool flow_write(struct rq *rq, struct db *db)
{
    struct rq_internal *in = rq->in;
    int64_t start = clock_monotonic_us();
    if (in->runs++ > 0)
        arena_reset(&in->attempt);
    rq->arena = &in->attempt;
    reply_clear(rq);
    in->again = false;
    in->fault_page = 0;
    if (in->checked && rq->form != NULL) {
        /* Messages of the run before; with messages of the form itself nothing runs. */
        rq->form->messages = NULL;
        rq->form->message_count = rq->form->message_capacity = 0;
    }
    struct fault f = admit(rq, db);
    if (f.status == OK && db_status(db) == OK)
        f = rq->route->handler(rq);
    in->fault = settled(rq, db, f);
    rq->db = NULL;
    in->work_us += clock_monotonic_us() - start;
    atomic_fetch_add(&in->server->writes, 1);
    if (in->fault.status != OK)
        return false;
    ASSERT(in->reply.code != 0); /* a handler answers, or returns a fault */
    return in->reply.code < 400;
}

void flow_lost(struct rq *rq, enum status st, const char *detail)
{
    rq->in->again = false;
    rq->in->fault_page = 0;
    rq->in->fault = (struct fault){ .status = st, .detail = arena_strdup(&rq->in->kept, detail) };
}

void flow_lost_in(struct rq *rq, enum status st, const struct db *db)
{
    static const enum fault_page pages[] = {
        [DB_CAUSE_AWAY] = FAULT_PAGE_AWAY, [DB_CAUSE_FULL] = FAULT_PAGE_FULL
    };
    enum db_cause cause = db_cause(db);
    bool told = cause != DB_CAUSE_NONE && st != UNSURE;
    flow_lost(rq, told ? BUSY : st, db_error(db));
    if (told)
        rq->in->fault_page = pages[cause];
}

void flow_turned_away(struct rq *rq)
{
    bool stopping = atomic_load(&rq->in->server->stopping);
    flow_lost(rq, BUSY, stopping ? "stopping" : "queue full");
    rq->in->fault_page = stopping ? FAULT_PAGE_STOP : FAULT_PAGE_QUEUE;
}

enum flow_next flow_after_write(struct rq *rq)
{
    struct rq_internal *in = rq->in;
    bool shown = in->again && in->fault.status == INVALID && rq->route->again != NULL;
    return shown && !rq_is_partial(rq) ? FLOW_READ : FLOW_FINISH;
}

/* ---- End ---- */

/* What an operator should hear of; a queue that is full is counted only. */
static bool is_for_the_log(const struct rq_internal *in)
{
    return in->fault.status == FAILED || in->fault.status == UNSURE || in->fault_page == FAULT_PAGE_AWAY ||
           in->fault_page == FAULT_PAGE_FULL;
}

void flow_finish(struct rq *rq, struct gzip *g)
{
    struct rq_internal *in = rq->in;
    if (in->fault.status == OK && !buf_ok(&in->reply.body))
        in->fault = FAULT(FAILED, NULL, .detail = "page too large");
    const char *route = rq->route == NULL ? "(none)" : rq->route->pattern;
    if (in->fault.status != OK) {
        if (is_for_the_log(in))
            log_event(LOG_ERROR, "request.failed", "route=%s detail=%s", route,
                      in->fault.detail == NULL ? "" : in->fault.detail);
        fault_render(rq);
    }
    ASSERT(in->reply.code != 0); /* a handler answers, or returns a fault */
    reply_seal(rq, g);
    if (in->reply.code == 503)
        atomic_fetch_add(&in->server->busy, 1);
    if (in->reply.code == 500)
        atomic_fetch_add(&in->server->errors, 1);
    log_event(LOG_DEBUG, "request", "method=%s route=%s status=%d work_us=%lld us=%lld", in->head.method, route,
              in->reply.code, (long long)in->work_us, (long long)(clock_monotonic_us() - in->started_us));
}
