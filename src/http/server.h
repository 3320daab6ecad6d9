/* The running server: sockets (libmicrohttpd, only in server.c), the executor (loops read, one lane
 * writes, workers do slow work) and an entrance without sockets for the flow tests. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/http.h"

/* What app hands in. Everything is borrowed and must outlive the server. */
struct server_config {
    const struct site *site;
    const struct slice *const *slices; /* NULL-terminated */
    struct db_source source;
    const char *host;   /* "127.0.0.1", "::", "unix:/run/kapstok/socket", … */
    int port;           /* 0 = any free one, see server_port */
    int loops;          /* 0 = one per processor, at most 4 */
    int workers;        /* 0 = 2 (SQLite) or 8 (PostgreSQL) */
    int writers;        /* PostgreSQL only; 0 = 4 */
    int streams;        /* clients that look at rooms; 0 = 12000 */
    int room_streams;   /* at one room; 0 = 8000 */
    int room_second_us; /* how long a second lasts for them, in tests that cannot wait; 0 = a second */
    /* Who asks and whether it is allowed: fills rq->actor (also for PUBLIC routes, where a failure to
     * recognise someone is not a fault) and rq->lang. UNSIGNED, DENIED, NOT_FOUND refuse. Not called for
     * STATELESS. For a POST it runs more than once, in the end in the handler's own transaction. */
    struct fault (*resolve)(struct rq *rq, enum right right);
    const char *login_cookie; /* whoever sends none is not signed in; NULL = that cannot be told by a cookie */
    /* Fills navigation links of the shell. Not called for error pages, which have no database. */
    void (*navigation)(struct rq *rq, struct layout *l);
    /* The disk did not confirm what was written, and nothing is written any more: the program should stop, and be started
     * anew. Once, from any thread; NULL = nobody wants to know. SQLite. */
    void (*disk_lost)(void);
    /* Called once a minute in the write lane (retention, counters) inside a transaction. */
    void (*minute)(struct db *db, struct arena *a, const struct site *site, int64_t now_ms);
    /* Called in the write lane outside a transaction, for what is to happen soon after a request and never in its transaction; it
     * begins and commits by itself. Gives after how many milliseconds it wants to be called again. */
    int64_t (*soon)(struct db *db, struct arena *a);
};

struct server;

/* Opens the database, starts the threads, listens. The schema must be migrated. On failure *detail is a
 * sentence for the operator ("port 8080 is taken"). */
enum status server_start(const struct server_config *config, struct arena *a, struct server **out,
                         const char **detail) MUST_USE;
int server_port(const struct server *s);
/* Whether config.disk_lost was called, or would have been. */
bool server_disk_lost(const struct server *s);
/* Stops accepting, answers what is under way, ends the threads, closes the database. */
void server_stop(struct server *s);

/* Lets this process open as many files and sockets as it may, and says how many; *wanted is what a full house takes. */
int64_t server_descriptors(int64_t *wanted);

/* Plain numbers for /metrics and the health page. */
struct server_figures {
    int64_t requests, writes, batches, busy, errors, slow_reads;
    int64_t rooms, streams, events; /* looked at, looking at them now; events sent */
    int64_t room_longest_us;        /* from a move until the last who looks had it, in the last minute or two */
    int64_t started_ms;
};
struct server_figures server_figures(void *server_or_null);
/* The same for a handler: of the server that answers this request. */
struct server_figures rq_figures(struct rq *rq);

/* ---- Without sockets --------------------------------------------------------------------------------- */

struct http_header {
    const char *name, *value;
};
struct http_in {
    enum http_method method;
    const char *method_name; /* another one, such as "HEAD"; NULL: method's own */
    const char *target;      /* "/scan?x=1", as on the wire */
    const struct http_header *headers;
    size_t header_count;
    struct bytes body;
    const char *address; /* peer */
};
struct http_out {
    int code;
    struct http_header headers[32];
    size_t header_count;
    struct buf body; /* identity encoding */
};

/* A server without threads: every request runs to its end in the caller, on one read-write connection,
 * through the same parsing, rights, CSRF, transaction and reply code. */
enum status server_inline_new(const struct server_config *config, struct arena *a, struct server **out,
                              const char **detail) MUST_USE;
void server_inline_free(struct server *s);
/* out is initialised by the call; http_out_release frees it. */
void server_inline_run(struct server *s, const struct http_in *in, struct http_out *out);
void http_out_release(struct http_out *out);
/* The connection, for fault injection. */
struct db *server_inline_db(struct server *s);

#endif
