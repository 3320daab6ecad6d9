/* A request as it came in, and the questions that handlers ask of it. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "http/internal.h"
#include "lib/sodium.h"

/* Memory that a finished request may keep for the next one, for each of its two buffers. */
enum { KEEP_LARGE_BUFFER = 128 * 1024, KEEP_BUFFER = 4 * 1024 };

struct rq_internal *request_new(struct server *s)
{
    struct rq_internal *in = calloc(1, sizeof *in);
    ASSERT(in != NULL);
    in->server = s;
    arena_init(&in->kept);
    arena_init(&in->attempt);
    buf_init(&in->reply.body, HTML_MAX_PAGE);
    buf_init(&in->reply.packed, HTML_MAX_PAGE);
    body_init(&in->body);
    request_clear(in, false);
    return in;
}

static void empty_buffer(struct buf *b, bool large)
{
    if (b->capacity > (large ? KEEP_LARGE_BUFFER : KEEP_BUFFER))
        buf_release(b);
    else
        buf_clear(b);
}

void request_clear(struct rq_internal *in, bool large)
{
    arena_reset(&in->attempt);
    arena_reset(&in->kept);
    body_clear(&in->body);
    empty_buffer(&in->reply.body, large);
    empty_buffer(&in->reply.packed, large);
    *in = (struct rq_internal){
        .server = in->server,
        .kept = in->kept,
        .attempt = in->attempt,
        .body = in->body,
        .reply = { .body = in->reply.body, .packed = in->reply.packed },
    };
    in->rq = (struct rq){
        .arena = &in->kept,
        .site = in->server->config.site,
        .lang = in->server->config.site->lang,
        .in = in,
    };
}

void request_free(struct rq_internal *in)
{
    arena_release(&in->attempt);
    arena_release(&in->kept);
    body_release(&in->body);
    buf_release(&in->reply.body);
    buf_release(&in->reply.packed);
    free(in);
}

static void join(struct arena *a, const char **list, const char *separator, const char *value)
{
    *list = *list == NULL ? value : arena_printf(a, "%s%s%s", *list, separator, value);
}

void request_header(struct rq_internal *in, const char *name, const char *value)
{
    struct head *h = &in->head;
    const struct {
        const char *name;
        const char **place;
        const char *separator; /* when the header may stand there twice */
    } known[] = {
        { "Host", &h->host, NULL },
        { "Cookie", &h->cookie, "; " },
        { "Accept-Encoding", &h->accept_encoding, ", " },
        { "Accept-Language", &h->accept_language, ", " },
        { "Content-Type", &h->content_type, NULL },
        { "If-None-Match", &h->if_none_match, ", " },
        { "Origin", &h->origin, NULL },
        { "Sec-Fetch-Site", &h->fetch_site, NULL },
        { "Transfer-Encoding", &h->transfer_encoding, ", " },
        { "Expect", &h->expect, NULL },
        { "X-Forwarded-For", &h->forwarded, ", " },
        { "X-Kapstok-Csrf", &h->csrf, NULL },
        { "X-Kapstok-Partial", &h->partial, NULL },
        { "Last-Event-ID", &h->last_event, NULL },
    };
    if (value == NULL)
        value = "";
    if (strcasecmp(name, "Content-Length") == 0) {
        h->content_lengths++;
        h->bad_length = h->bad_length || !parse_content_length(value, &h->content_length);
        return;
    }
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strcasecmp(name, known[i].name) == 0) {
            if (known[i].separator != NULL)
                join(&in->kept, known[i].place, known[i].separator, value);
            else if (*known[i].place == NULL)
                *known[i].place = value;
            return;
        }
    }
}

void request_keep_head(struct rq_internal *in)
{
    struct head *h = &in->head;
    const char **const borrowed[] = {
        &h->method,
        &h->host,
        &h->origin,
        &h->fetch_site,
        &h->cookie,
        &h->accept_encoding,
        &h->accept_language,
        &h->if_none_match,
        &h->content_type,
        &h->transfer_encoding,
        &h->expect,
        &h->forwarded,
        &h->csrf,
        &h->partial,
        &h->last_event,
        &in->peer,
    };
    for (size_t i = 0; i < sizeof borrowed / sizeof *borrowed; i++)
        *borrowed[i] = arena_strdup(&in->kept, *borrowed[i]);
}

/* ---- What handlers ask ---- */

const char *rq_param(struct rq *rq, const char *name)
{
    bool is_text;
    return rq->in->match.param[router_param(rq->route->pattern, name, &is_text)];
}

int64_t rq_id(struct rq *rq, const char *name)
{
    bool is_text;
    size_t index = router_param(rq->route->pattern, name, &is_text);
    ASSERT(!is_text); /* a number is asked of a text parameter */
    return strtoll(rq->in->match.param[index], NULL, 10);
}

const char *rq_query(struct rq *rq, const char *name)
{
    const struct pair *p = pairs_find(&rq->in->query, name);
    return p == NULL ? NULL : p->value.p;
}

const char *request_cookie_name(struct rq *rq, const char *name)
{
    return rq->site->secure ? arena_printf(rq->arena, "__Host-%s", name) : name;
}

const char *rq_cookie(struct rq *rq, const char *name)
{
    struct bytes value;
    if (rq->route != NULL && rq->route->right == STATELESS)
        return NULL;
    if (!parse_cookie(rq->in->head.cookie, request_cookie_name(rq, name), &value))
        return NULL;
    return arena_strndup(rq->arena, value.p, value.n);
}

const char *request_visitor(struct rq *rq)
{
    struct rq_internal *in = rq->in;
    if (in->visitor == NULL) {
        const char *sent = rq_cookie(rq, "kapstok-visitor");
        in->visitor_new = sent == NULL || strlen(sent) != TOKEN_LENGTH;
        in->visitor = in->visitor_new ? token_new(&in->kept) : arena_strdup(&in->kept, sent);
    }
    return in->visitor;
}

const char *rq_path(struct rq *rq)
{
    const struct target *t = &rq->in->target;
    if (t->path == NULL)
        return "/";
    if (t->query.n == 0)
        return t->path;
    return arena_printf(rq->arena, "%s?%.*s", t->path, (int)t->query.n, (const char *)t->query.p);
}

const char *rq_address(struct rq *rq)
{
    return parse_forwarded(rq->arena, rq->in->peer, rq->in->head.forwarded, rq->site->trusted_proxy);
}

struct bytes rq_body(struct rq *rq)
{
    return rq->in->body.whole;
}

bool rq_is_partial(struct rq *rq)
{
    return rq->in->head.partial != NULL && strcmp(rq->in->head.partial, "1") == 0;
}

typedef bool limit_fn(struct limit_table *t, const uint64_t hash[2], int max, int64_t now_ms);

static bool over_limit(struct rq *rq, limit_fn *limit, const char *what, const char *kind, const char *key,
                       int max)
{
    union {
        unsigned char bytes[CRYPTO_HASH_SIZE];
        uint64_t words[4];
    } mac;
    crypto_mac(rq->site->key, "limit", arena_printf(rq->arena, "%s\n%s\n%s", what, kind, key), mac.bytes);
    return limit(&rq->in->server->limits, mac.words, max, rq->now_ms);
}

bool rq_over_limit(struct rq *rq, const char *what, const char *key, int max_per_hour)
{
    if (rq->in->runs > 1) /* a repeated run is the same try */
        return rq->in->limited;
    /* Whole offices share one address: it may try more often than one key may be tried. */
    enum { PERSONS_PER_ADDRESS = 10 };
    int max_address = key == NULL ? max_per_hour : max_per_hour * PERSONS_PER_ADDRESS;
    bool over = over_limit(rq, limit_try, what, "address", rq_address(rq), max_address);
    if (key != NULL)
        over = over_limit(rq, limit_try, what, "key", key, max_per_hour) || over;
    rq->in->limited = rq->in->limited || over;
    return over;
}

bool rq_is_over_limit(struct rq *rq, const char *what, const char *key, int max_per_hour)
{
    return key != NULL ? over_limit(rq, limit_look, what, "key", key, max_per_hour)
                       : over_limit(rq, limit_look, what, "address", rq_address(rq), max_per_hour);
}

void rq_after_commit(struct rq *rq, void (*fn)(void *p), void *p)
{
    struct rq_internal *in = rq->in;
    struct after_commit *after = ARENA_PUSH(rq->arena, &in->after, &in->after_count, &in->after_capacity);
    *after = (struct after_commit){ .fn = fn, .p = p };
}

struct server_figures rq_figures(struct rq *rq)
{
    return server_figures(rq->in->server);
}

const char *right_name(enum right r)
{
    static const char *const names[RIGHT_COUNT] = {
        [RIGHT_MISSING] = "RIGHT_MISSING",
        [PUBLIC] = "PUBLIC",
        [STATELESS] = "STATELESS",
        [KEY_HOLDER] = "KEY_HOLDER",
        [LINK_HOLDER] = "LINK_HOLDER",
        [SIGNED_IN] = "SIGNED_IN",
        [ORG_READ] = "ORG_READ",
        [ORG_ANSWER] = "ORG_ANSWER",
        [ORG_GUIDE] = "ORG_GUIDE",
        [ORG_MANAGE] = "ORG_MANAGE",
        [ORG_GUIDE_OR_MANAGE] = "ORG_GUIDE_OR_MANAGE",
        [ORG_LEAD] = "ORG_LEAD",
        [IN_ROOM] = "IN_ROOM",
        [SYSTEM_ADMIN] = "SYSTEM_ADMIN",
    };
    ASSERT(r < RIGHT_COUNT);
    return names[r];
}
