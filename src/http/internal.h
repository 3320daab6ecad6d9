/* What only http's own files know: a request from its first byte to its last, and the server around it.
 * The life of a request is told in flow.h, the threads in executor.h. */
#ifndef HTTP_INTERNAL_H
#define HTTP_INTERNAL_H

#include <pthread.h>
#include <stdatomic.h>

#include "http/asset.h"
#include "http/body.h"
#include "http/executor.h"
#include "http/http.h"
#include "http/limit.h"
#include "http/parse.h"
#include "http/part.h"
#include "http/room.h"
#include "http/router.h"
#include "http/server.h"

/* The headers that anything here looks at; borrowed from the wire for the life of the request. */
struct head {
    const char *method; /* as sent: "GET", "HEAD", "PROPFIND" */
    const char *host, *origin, *fetch_site;
    const char *cookie; /* several lines joined */
    const char *accept_encoding, *accept_language, *if_none_match;
    const char *content_type, *transfer_encoding, *expect;
    const char *forwarded; /* X-Forwarded-For, several lines joined */
    const char *csrf, *partial;
    const char *last_event; /* Last-Event-ID */
    int64_t content_length;
    int content_lengths; /* how many such headers */
    bool bad_length;
};

struct reply {
    int code;                    /* 0: nothing was answered yet */
    const char *type;            /* content type; NULL for none */
    struct buf body;             /* kept from request to request */
    struct buf packed;           /* body, compressed */
    struct bytes content;        /* what goes out: one of the two above, an asset, or bytes of the handler */
    struct http_header *headers; /* in the arena */
    size_t header_count, header_capacity;
};

struct after_commit {
    void (*fn)(void *p);
    void *p;
};

/* A value of a form field after the checks. */
struct form_value {
    const char *typed; /* to show again; "" when it may not be shown */
    const char *text;  /* cleaned; "" when empty */
    struct db_int number;
    bool tick;
    struct form_pair *family;
    const char **choices;
    size_t count; /* of family or choices */
    size_t capacity;
    struct upload *file;
    bool seen; /* a single field that was sent */
};

struct form {
    const struct form_spec *spec;
    struct form_value *values; /* one per field of the spec */
    struct field_message *messages;
    size_t message_count, message_capacity;
};

/* Whose text an error page shows: a status, or what a status alone does not say. */
enum fault_page {
    FAULT_PAGE_FORGED = STATUS_COUNT,
    FAULT_PAGE_METHOD,
    FAULT_PAGE_QUEUE, /* BUSY: more requests than can wait */
    FAULT_PAGE_STOP,  /* BUSY: the server is being stopped */
    FAULT_PAGE_AWAY,  /* BUSY: the database cannot be reached */
    FAULT_PAGE_FULL,  /* BUSY: no room on the disk */
    FAULT_PAGES
};

struct rq_internal {
    struct rq rq;
    struct server *server;
    struct arena kept;    /* what lives as long as the request: headers, parameters, form, prepared */
    struct arena attempt; /* what one run of a write made: a run that is repeated starts clean */
    int runs;             /* of the handler so far */
    bool limited;         /* one of its tries was too many */

    struct head head;
    const char *wire_target; /* as it came, before it is known to be one */
    struct target target;
    const char *peer;
    struct route_match match;
    struct pairs query;
    const struct asset *asset; /* a static file is asked, no route */
    bool machine;              /* faults become problem documents */
    bool open;                 /* the answer may be read by pages of any site: /api/ */
    bool preflight;            /* a browser asks whether such a page may send a request */
    struct body body;
    bool drop;    /* refused already: the body is read and thrown away */
    bool brief;   /* the right is looked up in the transaction only */
    bool checked; /* token and form were checked */
    bool written; /* committed: it holds once the disk has confirmed */
    bool again;   /* the form is to be shown again */
    bool close;   /* the connection ends with this answer */

    struct fault fault;         /* OK, or why there is no reply of a handler */
    enum fault_page fault_page; /* 0: that of the status */
    struct reply reply;
    struct html html;
    struct parts *parts; /* of the connection that reads; NULL on a worker */
    const char *visitor; /* secret of the visitor's cookie; NULL until someone asks */
    bool visitor_new;    /* not yet in a cookie */
    struct after_commit *after;
    size_t after_count, after_capacity;
    int64_t *moved; /* rooms */
    size_t moved_count, moved_capacity;
    struct room_reply room;

    int64_t started_us, work_us; /* monotonic; processor and database time of the handler */

    /* The executor's: */
    struct rq_internal *next;                                   /* in a queue, or in one of a loop's lists */
    void (*wake)(struct rq_internal *list);                     /* all these are done: go on in their loops */
    struct loop *loop;                                          /* the one that it came to */
    enum { AT_HEAD, AT_BODY, AT_WORK, AT_DONE, AT_SENT } stage; /* the loop's */
    void *connection; /* libmicrohttpd's; NULL: the client left while the executor had the request */
    bool patient;     /* server.c's: no time is up for the connection */
};

enum { SERVER_MAX_LOOPS = 4 };

struct server {
    struct server_config config;
    struct router *router;
    struct limit_table limits;
    struct executor executor;
    struct streams *streams;   /* NULL without threads */
    struct listener *listener; /* NULL without other nodes */
    _Atomic int64_t requests, writes, batches, busy, errors, slow_reads;
    int64_t started_ms;

    struct db *inline_db; /* of a server without threads, else NULL */
    struct parts inline_parts;

    /* server.c's: */
    struct loop *loops[SERVER_MAX_LOOPS];
    int loop_count;
    int listening; /* socket */
    int port;
    _Atomic int answering; /* complete requests */
    _Atomic bool stopping;
    _Atomic bool disk_lost; /* it did not confirm what was written */
};

/* A server with its routes and without threads. In the arena. */
struct server *server_make(const struct server_config *config, struct arena *a);

/* ---- request.c ---- */

/* A request without content, for this server; to be used again after request_clear, which keeps its memory:
 * with large also that of a large page. */
struct rq_internal *request_new(struct server *s);
void request_clear(struct rq_internal *in, bool large);
void request_free(struct rq_internal *in);
/* Keeps the headers it knows; value is borrowed. */
void request_header(struct rq_internal *in, const char *name, const char *value);
/* Takes over what it borrowed from the connection, which may go before the request does. */
void request_keep_head(struct rq_internal *in);
/* The secret that a visitor's tokens hang on, from the cookie or new. */
const char *request_visitor(struct rq *rq);
/* The whole name of a cookie: with __Host- when the site is secure. */
const char *request_cookie_name(struct rq *rq, const char *name);

/* ---- csrf.c ---- */

/* The token for the forms of this reply, masked anew. In the request's arena. */
const char *csrf_token(struct rq *rq);
/* OK, or the refusal of a POST that another site may have sent. */
struct fault csrf_check(struct rq *rq, const struct pairs *sent);

/* ---- form.c ---- */

/* Reads the pairs by the route's form into rq->form. Messages at fields are no fault: see
 * form_has_errors. MALFORMED when a single field was sent twice. */
struct fault form_parse(struct rq *rq, const struct pairs *sent);

/* ---- reply.c, fault_page.c ---- */

/* Forgets what a run of the handler has answered. */
void reply_clear(struct rq *rq);
/* reply_problem for codes that no status has, with a kind for the type "urn:kapstok:problem:…" (NULL: none). */
void reply_problem_code(struct rq *rq, int code, const char *kind, const char *title, const char *path);
/* The methods of the routes of this path, for the header Allow. */
const char *reply_methods(const struct rq *rq);
/* The answer to OPTIONS: any page may use the routes of this path. */
void preflight_reply(struct rq *rq);
/* Turns in->fault into the page, problem document or JSON that the person or machine gets. */
void fault_render(struct rq *rq);
/* The last step before the wire: standard headers, not-modified, compression by g (NULL: none). */
struct gzip;
void reply_seal(struct rq *rq, struct gzip *g);

/* ---- asset.c ---- */

const struct asset *asset_by_url(const char *path); /* NULL when there is none */
void asset_reply(struct rq *rq);

#endif
