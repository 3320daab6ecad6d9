/* The sockets: libmicrohttpd's loops on one side, the steps of flow.h on the other. Nothing else in
 * Kapstok knows libmicrohttpd. */
#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netdb.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/flow.h"
#include "lib/gzip.h"

enum {
    MAX_LOOPS = 4,
    CONNECTIONS = 16384,
    CONNECTION_MEMORY = 16 * 1024, /* request line and headers, and the answer's headers */
    TIMEOUT_S = 30,
    BACKLOG = 1024,
    KEEP_REQUESTS = 16, /* used requests that a loop keeps warm */
    STOP_WAIT_MS = 10 * 1000
};

/* What belongs to one loop thread. */
struct loop {
    struct db *db; /* SQLite: for reading; PostgreSQL: NULL */
    struct parts parts;
    struct gzip *gzip;
    struct rq_internal *used;
    int used_count;

    /* Requests whose work is done elsewhere. Waking a connection costs a system call, and a commit answers dozens at
     * once: the thread that is done wakes the first only, and the loop wakes the others when it hears of that one. */
    pthread_mutex_t lock;
    struct rq_internal *done;
    bool rung; /* one was woken, and the loop has not looked since */
};

/* ---- Loops ---- */

static void loop_free(void *p)
{
    struct loop *loop = p;
    while (loop->used != NULL) {
        struct rq_internal *in = loop->used;
        loop->used = in->next;
        request_free(in);
    }
    if (loop->db != NULL)
        db_close(loop->db);
    parts_drop(&loop->parts);
    pthread_mutex_destroy(&loop->lock);
    gzip_free(loop->gzip);
    free(loop);
}

/* The calling thread's loop, made on its first request; NULL when the database cannot be opened. */
static struct loop *loop_here(struct server *s)
{
    struct loop *loop = pthread_getspecific(s->loop_key);
    if (loop != NULL)
        return loop;
    loop = calloc(1, sizeof *loop);
    ASSERT(loop != NULL);
    loop->gzip = gzip_new(1);
    pthread_mutex_init(&loop->lock, NULL);
    if (s->config.source.engine == DB_SQLITE) {
        struct arena a;
        const char *detail = "";
        arena_init(&a);
        if (db_open(&s->config.source, DB_READ_ONLY, &a, &loop->db, &detail) != OK) {
            log_event(LOG_ERROR, "loop.database", "detail=%s", detail);
            loop->db = NULL;
            loop_free(loop);
            loop = NULL;
        }
        arena_release(&a);
    }
    pthread_setspecific(s->loop_key, loop);
    return loop;
}

/* ---- One request ---- */

static const char *peer_address(struct arena *a, struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info == NULL ? NULL : info->client_addr;
    char text[INET6_ADDRSTRLEN] = "";
    if (address == NULL || address->sa_family == AF_UNIX)
        return "unix";
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(six))
            inet_ntop(AF_INET, six->s6_addr + 12, text, sizeof text);
        else
            inet_ntop(AF_INET6, six, text, sizeof text);
    }
    return arena_strdup(a, text);
}

/* The request line has come: the first that is heard of a request. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct server *s = cls;
    struct loop *loop = loop_here(s);
    if (loop == NULL)
        return NULL;
    struct rq_internal *in = loop->used;
    if (in != NULL) {
        loop->used = in->next;
        loop->used_count--;
        in->next = NULL;
    } else {
        in = request_new(s);
    }
    in->connection = connection;
    in->loop = loop;
    in->wire_target = arena_strdup(&in->kept, target);
    in->peer = peer_address(&in->kept, connection);
    return in;
}

/* In a thread of the executor. Wakes under the lock: after it the loop may finish the request at any moment. */
static void wake(struct rq_internal *in)
{
    struct loop *loop = in->loop;
    pthread_mutex_lock(&loop->lock);
    if (loop->rung) {
        in->next = loop->done;
        loop->done = in;
    } else {
        loop->rung = true;
        MHD_resume_connection(in->connection);
    }
    pthread_mutex_unlock(&loop->lock);
}

/* In the loop, each time that a connection was woken. None is woken twice: libmicrohttpd would remember it. */
static void wake_others(struct loop *loop)
{
    pthread_mutex_lock(&loop->lock);
    struct rq_internal *in = loop->done;
    loop->done = NULL;
    loop->rung = false;
    pthread_mutex_unlock(&loop->lock);
    while (in != NULL) {
        struct rq_internal *next = in->next;
        MHD_resume_connection(in->connection);
        in = next;
    }
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
    (void)connection, (void)code;
    struct server *s = cls;
    struct rq_internal *in = *request;
    if (in == NULL)
        return;
    bool answered = in->stage >= AT_WORK;
    if (in->stage == AT_WORK) { /* woken, but the client had left: on_request does not hear of it */
        atomic_fetch_sub(&s->parked, 1);
        wake_others(in->loop);
    }
    struct loop *loop = loop_here(s);
    if (loop != NULL && loop->used_count < KEEP_REQUESTS) {
        request_clear(in);
        in->next = loop->used;
        loop->used = in;
        loop->used_count++;
    } else {
        request_free(in);
    }
    *request = NULL;
    if (answered)
        atomic_fetch_sub(&s->answering, 1);
}

static enum MHD_Result on_header(void *cls, enum MHD_ValueKind kind, const char *name, const char *value)
{
    (void)kind;
    request_header(cls, name, value);
    return MHD_YES;
}

/* Paths are decoded after they are split: libmicrohttpd would do it before. */
static size_t keep_escapes(void *cls, struct MHD_Connection *connection, char *s)
{
    (void)cls, (void)connection;
    return strlen(s);
}

static enum MHD_Result send_reply(struct rq_internal *in, struct loop *loop)
{
    if (atomic_load(&in->server->stopping))
        in->close = true;
    flow_finish(&in->rq, loop->gzip);
    const struct reply *reply = &in->reply;
    /* The bytes belong to the request, which lives until on_completed. */
    struct MHD_Response *response = MHD_create_response_from_buffer(
        reply->content.n, (void *)(uintptr_t)reply->content.p, MHD_RESPMEM_PERSISTENT);
    ASSERT(response != NULL);
    for (size_t i = 0; i < reply->header_count; i++)
        if (MHD_add_response_header(response, reply->headers[i].name, reply->headers[i].value) != MHD_YES)
            log_event(LOG_ERROR, "reply.header", "name=%s", reply->headers[i].name);
    enum MHD_Result result = MHD_queue_response(in->connection, (unsigned)reply->code, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result hand_over(struct rq_internal *in, enum flow_next next)
{
    struct server *s = in->server;
    in->stage = AT_WORK;
    in->wake = wake;
    atomic_fetch_add(&s->parked, 1);
    /* Before it is handed over: the work may be done before submit returns. */
    MHD_suspend_connection(in->connection);
    if (!executor_submit(&in->rq, next)) {
        flow_turned_away(&in->rq);
        MHD_resume_connection(in->connection);
    }
    return MHD_YES;
}

/* Takes the steps that this thread can take; the others are handed over. */
static enum MHD_Result go_on(struct rq_internal *in, struct loop *loop, enum flow_next next)
{
    if (next == FLOW_READ && loop->db != NULL) {
        in->parts = &loop->parts;
        flow_read(&in->rq, loop->db);
        next = FLOW_FINISH;
    }
    if (next == FLOW_FINISH || next == FLOW_CLOSE)
        return send_reply(in, loop);
    return hand_over(in, next);
}

/* The request is complete: from here on a stop waits for its answer. */
static void begin_answer(struct rq_internal *in)
{
    in->stage = AT_SENT;
    atomic_fetch_add(&in->server->answering, 1);
}

/* Called with the headers, with each piece of the body, at its end, and after a resume. */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload, size_t *upload_n,
                                  void **request)
{
    (void)url, (void)version;
    struct server *s = cls;
    struct loop *loop = loop_here(s);
    struct rq_internal *in = *request;
    if (in == NULL || loop == NULL)
        return MHD_NO;
    switch (in->stage) {
    case AT_HEAD:
        in->stage = AT_BODY;
        in->head.method = method;
        MHD_get_connection_values(connection, MHD_HEADER_KIND, on_header, in);
        if (flow_head(&in->rq, in->wire_target, loop->db) == FLOW_CLOSE) {
            begin_answer(in);
            return send_reply(in, loop);
        }
        return MHD_YES;
    case AT_BODY:
        if (*upload_n > 0) {
            bool more = flow_body(&in->rq, upload, *upload_n);
            *upload_n = 0;
            return more ? MHD_YES : MHD_NO;
        }
        begin_answer(in);
        return go_on(in, loop, flow_body_end(&in->rq, loop->db));
    case AT_WORK:
        atomic_fetch_sub(&s->parked, 1);
        in->stage = AT_SENT;
        wake_others(loop);
        return go_on(in, loop, loop->db == NULL ? FLOW_FINISH : flow_after_write(&in->rq));
    case AT_SENT:
        break;
    }
    return MHD_NO;
}

/* ---- Listening ---- */

static int listen_unix(const char *path)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (strlen(path) >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(address.sun_path, path, strlen(path));
    unlink(path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd >= 0 && (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, BACKLOG) != 0)) {
        close(fd);
        return -1;
    }
    return fd;
}

static int listen_tcp(const struct addrinfo *to, int *port)
{
    int fd = socket(to->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    int on = 1, off = 0;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (to->ai_family == AF_INET6) /* "::" is for both */
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    struct sockaddr_storage bound;
    socklen_t n = sizeof bound;
    if (bind(fd, to->ai_addr, to->ai_addrlen) != 0 || listen(fd, BACKLOG) != 0 ||
        getsockname(fd, (struct sockaddr *)&bound, &n) != 0) {
        int why = errno;
        close(fd);
        errno = why;
        return -1;
    }
    *port = ntohs(bound.ss_family == AF_INET6 ? ((struct sockaddr_in6 *)&bound)->sin6_port
                                              : ((struct sockaddr_in *)&bound)->sin_port);
    return fd;
}

/* A listening socket, or -1 with a sentence. */
static int listen_on(struct server *s, struct arena *a, const char **detail)
{
    const struct server_config *c = &s->config;
    const char *host = c->host == NULL ? "127.0.0.1" : c->host;
    int fd;
    if (strncmp(host, "unix:", 5) == 0) {
        fd = listen_unix(host + 5);
    } else {
        struct addrinfo *found = NULL, hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE };
        int wrong = getaddrinfo(host, arena_printf(a, "%d", c->port), &hints, &found);
        if (wrong != 0) {
            *detail = arena_printf(a, "the address %s is not known: %s", host, gai_strerror(wrong));
            return -1;
        }
        fd = listen_tcp(found, &s->port);
        freeaddrinfo(found);
    }
    if (fd < 0 && errno == EADDRINUSE)
        *detail = arena_printf(a, "port %d is taken", c->port);
    else if (fd < 0)
        *detail = arena_printf(a, "cannot listen on %s port %d: %s", host, c->port, strerror(errno));
    return fd;
}

static void log_daemon(void *cls, const char *format, va_list args)
{
    (void)cls;
    char text[400];
    vsnprintf(text, sizeof text, format, args);
    text[strcspn(text, "\n")] = '\0';
    log_event(LOG_DEBUG, "microhttpd", "detail=%s", text);
}

/* Nobody is let in any more once a stop has begun. Not by MHD_quiesce_daemon: it takes the listening socket out
 * of each loop's epoll set while the loop may be doing the same, and aborts when the loop was first (0.9.75). */
static enum MHD_Result on_connect(void *cls, const struct sockaddr *address, socklen_t n)
{
    const struct server *s = cls;
    (void)address, (void)n;
    return atomic_load(&s->stopping) ? MHD_NO : MHD_YES;
}

static struct MHD_Daemon *start_daemon(struct server *s, int fd)
{
    int loops = s->config.loops;
    if (loops <= 0) {
        long processors = sysconf(_SC_NPROCESSORS_ONLN);
        loops = processors < 1 ? 1 : processors > MAX_LOOPS ? MAX_LOOPS : (int)processors;
    }
    unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    return MHD_start_daemon(flags, 0, on_connect, s, on_request, s,                        //
                            MHD_OPTION_EXTERNAL_LOGGER, log_daemon, NULL,                  //
                            MHD_OPTION_LISTEN_SOCKET, fd,                                  //
                            MHD_OPTION_THREAD_POOL_SIZE, (unsigned)loops,                  //
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)CONNECTIONS,            //
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY, //
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,            //
                            MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,              //
                            MHD_OPTION_URI_LOG_CALLBACK, on_target, s,                     //
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,                  //
                            MHD_OPTION_END);
}

/* ---- Start and stop ---- */

struct server *server_make(const struct server_config *config, struct arena *a)
{
    struct server *s = NEW(a, struct server);
    s->config = *config;
    s->router = router_new(a, config->slices);
    s->started_ms = clock_now_ms();
    limit_init(&s->limits);
    return s;
}

static enum status start_threads(struct server *s, struct arena *a, const char **detail)
{
    int fd = listen_on(s, a, detail);
    if (fd < 0)
        return FAILED;
    enum status st = executor_start(s, a, detail);
    if (st != OK) {
        close(fd);
        return st;
    }
    s->daemon = start_daemon(s, fd);
    if (s->daemon == NULL) {
        executor_stop(s);
        close(fd);
        *detail = "the web server did not start (too few threads or file descriptors?)";
        return FAILED;
    }
    return OK;
}

enum status server_start(const struct server_config *config, struct arena *a, struct server **out,
                         const char **detail)
{
    struct server *s = server_make(config, a);
    pthread_key_create(&s->loop_key, loop_free);

    /* Signals are for the main thread. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    enum status st = start_threads(s, a, detail);
    pthread_sigmask(SIG_SETMASK, &before, NULL);

    if (st != OK)
        pthread_key_delete(s->loop_key);
    *out = st == OK ? s : NULL;
    return st;
}

int server_port(const struct server *s)
{
    return s->port;
}

bool server_disk_lost(const struct server *s)
{
    return atomic_load(&s->disk_lost);
}

/* libmicrohttpd aborts when it is stopped with a suspended connection. So: accept nobody, finish all
 * work, which wakes everyone, and only when the loops have seen that, stop them. Who is still sending a
 * request is not waited for: it could not be written any more. */
void server_stop(struct server *s)
{
    const struct timespec moment = { .tv_nsec = 2 * 1000 * 1000 };
    atomic_store(&s->stopping, true);
    executor_stop(s);
    while (atomic_load(&s->parked) > 0)
        nanosleep(&moment, NULL);
    int64_t until = clock_monotonic_us() + STOP_WAIT_MS * 1000;
    while (atomic_load(&s->answering) > 0 && clock_monotonic_us() < until)
        nanosleep(&moment, NULL);
    MHD_stop_daemon(s->daemon);
    pthread_key_delete(s->loop_key);
}

struct server_figures server_figures(void *server_or_null)
{
    struct server *s = server_or_null;
    if (s == NULL)
        return (struct server_figures){ 0 };
    return (struct server_figures){
        .requests = atomic_load(&s->requests),
        .writes = atomic_load(&s->writes),
        .batches = atomic_load(&s->batches),
        .busy = atomic_load(&s->busy),
        .errors = atomic_load(&s->errors),
        .slow_reads = atomic_load(&s->slow_reads),
        .started_ms = s->started_ms,
    };
}
