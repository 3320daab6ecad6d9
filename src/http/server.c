/* The sockets: libmicrohttpd's loops on one side, the steps of flow.h on the other. Nothing else in
 * Kapstok knows libmicrohttpd. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/listen.h"
#include "http/loop.h"
#include "http/stream.h"

enum {
    CONNECTIONS = 16384,
    CONNECTION_MEMORY = 16 * 1024, /* request line and headers, and the answer's headers */
    TIMEOUT_S = 30,
    BACKLOG = 1024,
    WAITING_MS = 10, /* longest pause of a loop that waits for the executor */
    STOP_WAIT_MS = 10 * 1000
};

/* ---- One request ---- */

/* In memory of its own: it belongs to the connection, which asks for more than one thing. */
static char *peer_address(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info == NULL ? NULL : info->client_addr;
    char text[INET6_ADDRSTRLEN] = "";
    if (address == NULL || address->sa_family == AF_UNIX)
        return strdup("unix");
    if (address->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, sizeof text);
    } else if (address->sa_family == AF_INET6) {
        const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(six))
            inet_ntop(AF_INET, six->s6_addr + 12, text, sizeof text);
        else
            inet_ntop(AF_INET6, six, text, sizeof text);
    }
    return strdup(text);
}

static void on_connection(void *cls, struct MHD_Connection *connection, void **peer,
                          enum MHD_ConnectionNotificationCode what)
{
    (void)cls;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        *peer = peer_address(connection);
        ASSERT(*peer != NULL);
    } else {
        free(*peer);
    }
}

/* The request line has come: the first that is heard of a request. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *connection)
{
    struct rq_internal *in = loop_request(cls);
    in->connection = connection;
    in->wire_target = arena_strdup(&in->kept, target);
    in->peer = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
    return in;
}

static void on_completed(void *cls, struct MHD_Connection *connection, void **request,
                         enum MHD_RequestTerminationCode code)
{
    (void)connection, (void)code;
    struct loop *loop = cls;
    struct rq_internal *in = *request;
    if (in == NULL)
        return;
    *request = NULL;
    loop->moved = true;
    if (in->stage == AT_WORK) {
        loop_forsake(in);
        return;
    }
    if (in->stage > AT_WORK)
        atomic_fetch_sub(&loop->server->answering, 1);
    loop_reuse(loop, in);
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

/* ---- Streams ---- */

/* Takes the socket away from libmicrohttpd, which goes on with a stand-in and ends that: a parked client would otherwise keep
 * a connection with its 16 KB, suspended and resumed for each event. -1 when there are no more descriptors.
 *
 * The number that libmicrohttpd knows stays taken until it closes it, and stays in its epoll set, because it would abort
 * when it cannot be taken out; the socket behind that number is one where nothing ever happens, and that it may shut down. */
static int take_socket(struct rq_internal *in)
{
    struct loop *loop = in->loop;
    int theirs = MHD_get_connection_info(in->connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
    int set = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    int ours = fcntl(theirs, F_DUPFD_CLOEXEC, 0);
    if (ours < 0)
        return -1;
    struct epoll_event nothing = { 0 };
    if (epoll_ctl(set, EPOLL_CTL_DEL, theirs, NULL) != 0) {
        close(ours);
        return -1;
    }
    ASSERT(dup3(loop->stand_in[0], theirs, O_CLOEXEC) == theirs);
    ASSERT(epoll_ctl(set, EPOLL_CTL_ADD, theirs, &nothing) == 0);
    /* Small pieces leave at once; no more waits here than the newest state; who does not confirm what came is gone. */
    int on = 1, unsent = 16 * 1024, patience_ms = 30 * 1000;
    setsockopt(ours, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(ours, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof unsent);
    setsockopt(ours, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience_ms, sizeof patience_ms);
    return ours;
}

static void add_head(struct rq_internal *in, struct buf *head)
{
    const struct reply *reply = &in->reply;
    time_t now = (time_t)(clock_now_ms() / 1000);
    struct tm t;
    char date[40];
    ASSERT(gmtime_r(&now, &t) != NULL);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &t);
    buf_printf(head, "Date: %s\r\n", date);
    for (size_t i = 0; i < reply->header_count; i++)
        buf_printf(head, "%s: %s\r\n", reply->headers[i].name, reply->headers[i].value);
}

/* Parks the client with the others that look at rooms. False when there is no place. */
static bool park(struct rq_internal *in)
{
    struct streams *streams = in->server->streams;
    const struct room_reply room = in->room;
    struct stream *c = stream_open(streams, &room, in->rq.route->pattern, in->started_us);
    if (c == NULL) {
        in->room.key.view = NULL;
        flow_turned_away(&in->rq);
        return false;
    }
    in->close = true;
    flow_finish(&in->rq, NULL);
    struct buf head;
    buf_init(&head, CONNECTION_MEMORY);
    if (!room.poll)
        BUF_LIT(&head, "HTTP/1.1 200 OK\r\n");
    add_head(in, &head);
    if (!room.poll)
        buf_printf(&head, "\r\nretry: %d\n\n", room_retry_ms());
    ASSERT(buf_ok(&head));
    int fd = take_socket(in);
    /* Nothing was sent yet on this request: there is room for it. */
    if (fd >= 0 && !room.poll && send(fd, head.p, head.n, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)head.n) {
        close(fd);
        fd = -1;
    }
    buf_char(&head, '\0');
    stream_enter(streams, c, fd, head.p);
    buf_release(&head);
    return true;
}

static enum MHD_Result send_reply(struct rq_internal *in)
{
    if (in->fault.status == OK && in->room.key.view != NULL && strcmp(in->head.method, "HEAD") != 0 && park(in))
        return MHD_NO; /* libmicrohttpd ends what it has in the place of the client */
    if (atomic_load(&in->server->stopping))
        in->close = true;
    in->loop->moved = true; /* it is sent in the next turn */
    flow_finish(&in->rq, in->loop->gzip);
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

/* Nobody sends anything meanwhile, and some work takes long. A write is quick or the disk hangs. */
static void be_patient(struct rq_internal *in, bool patient)
{
    in->patient = patient;
    MHD_set_connection_option(in->connection, MHD_CONNECTION_OPTION_TIMEOUT,
                              patient ? 0u : (unsigned)TIMEOUT_S);
}

static enum MHD_Result hand_over(struct rq_internal *in, enum flow_next next)
{
    if (!loop_hand_over(in->loop, in, next)) {
        flow_turned_away(&in->rq);
        return send_reply(in);
    }
    if (next != FLOW_WRITE)
        be_patient(in, true);
    return MHD_YES;
}

/* Takes the steps that this thread can take; the others are handed over. */
static enum MHD_Result go_on(struct rq_internal *in, enum flow_next next)
{
    struct loop *loop = in->loop;
    if (next == FLOW_READ && loop->db != NULL) {
        in->parts = &loop->parts;
        flow_read(&in->rq, loop->db);
        next = FLOW_FINISH;
    }
    if (next == FLOW_FINISH || next == FLOW_CLOSE)
        return send_reply(in);
    return hand_over(in, next);
}

/* The request is complete: from here on a stop waits for its answer. */
static void begin_answer(struct rq_internal *in)
{
    in->stage = AT_SENT;
    atomic_fetch_add(&in->server->answering, 1);
}

static enum MHD_Result on_head(struct rq_internal *in, const char *method)
{
    in->stage = AT_BODY;
    in->head.method = method;
    MHD_get_connection_values(in->connection, MHD_HEADER_KIND, on_header, in);
    if (flow_head(&in->rq, in->wire_target, in->loop->db) != FLOW_CLOSE)
        return MHD_YES;
    begin_answer(in);
    return send_reply(in);
}

static enum MHD_Result on_body(struct rq_internal *in, const char *upload, size_t *n)
{
    if (*n > 0) {
        bool more = flow_body(&in->rq, upload, *n);
        *n = 0;
        if (in->body.total != (size_t)in->head.content_length)
            in->loop->moved = true; /* more of it may have come already */
        return more ? MHD_YES : MHD_NO;
    }
    begin_answer(in);
    return go_on(in, flow_body_end(&in->rq, in->loop->db));
}

/* Called with the headers, with each piece of the body, at its end, and from then on each turn until there is a reply. */
static enum MHD_Result on_request(void *cls, struct MHD_Connection *connection, const char *url,
                                  const char *method, const char *version, const char *upload, size_t *upload_n,
                                  void **request)
{
    (void)connection, (void)url, (void)version;
    struct loop *loop = cls;
    struct rq_internal *in = *request;
    switch (in->stage) {
    case AT_HEAD:
        return on_head(in, method);
    case AT_BODY:
        return on_body(in, upload, upload_n);
    case AT_DONE:
        in->stage = AT_SENT;
        if (in->patient)
            be_patient(in, false);
        return go_on(in, loop->db == NULL ? FLOW_FINISH : flow_after_write(&in->rq));
    case AT_WORK:
        return MHD_YES;
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

/* Nobody is let in any more once a stop has begun. */
static enum MHD_Result on_connect(void *cls, const struct sockaddr *address, socklen_t n)
{
    const struct server *s = cls;
    (void)address, (void)n;
    return atomic_load(&s->stopping) ? MHD_NO : MHD_YES;
}

/* Each loop has its own daemon, and all listen on the same socket. */
static struct MHD_Daemon *start_daemon(struct loop *loop, unsigned connections)
{
    struct server *s = loop->server;
    int fd = fcntl(s->listening, F_DUPFD_CLOEXEC, 0); /* a daemon closes its own */
    struct MHD_Daemon *daemon =
        MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_ERROR_LOG, 0, on_connect, s, on_request, loop, //
                         MHD_OPTION_EXTERNAL_LOGGER, log_daemon, NULL,                          //
                         MHD_OPTION_LISTEN_SOCKET, fd,                                          //
                         MHD_OPTION_CONNECTION_LIMIT, connections,                              //
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,         //
                         MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)TIMEOUT_S,                    //
                         MHD_OPTION_UNESCAPE_CALLBACK, keep_escapes, NULL,                      //
                         MHD_OPTION_URI_LOG_CALLBACK, on_target, loop,                          //
                         MHD_OPTION_NOTIFY_COMPLETED, on_completed, loop,                       //
                         MHD_OPTION_NOTIFY_CONNECTION, on_connection, NULL,                     //
                         MHD_OPTION_END);
    if (daemon == NULL && fd >= 0)
        close(fd);
    return daemon;
}

/* ---- Loops ---- */

/* Until something can go on. While the executor has requests libmicrohttpd always says that something can. */
static void wait_for_work(struct loop *loop, int sockets)
{
    MHD_UNSIGNED_LONG_LONG until;
    int ms = -1;
    if (loop->waiting > 0)
        ms = WAITING_MS;
    else if (MHD_get_timeout(loop->daemon, &until) == MHD_YES)
        ms = until > TIMEOUT_S * 1000 ? TIMEOUT_S * 1000 : (int)until;
    struct pollfd on[] = { { .fd = sockets, .events = POLLIN }, { .fd = loop->bell, .events = POLLIN } };
    poll(on, 2, ms);
}

static void *loop_main(void *p)
{
    struct loop *loop = p;
    int sockets = MHD_get_daemon_info(loop->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
    while (!atomic_load(&loop->ends)) {
        if (!loop->moved)
            wait_for_work(loop, sockets);
        loop->moved = false;
        loop_hear(loop);
        MHD_run(loop->daemon);
    }
    return NULL;
}

static bool start_loop(struct server *s, struct arena *a, unsigned connections, const char **detail)
{
    struct loop *loop = loop_new(s, a, detail);
    if (loop == NULL)
        return false;
    s->loops[s->loop_count++] = loop;
    loop->daemon = start_daemon(loop, connections);
    loop->running = loop->daemon != NULL && pthread_create(&loop->thread, NULL, loop_main, loop) == 0;
    if (!loop->running)
        *detail = "the web server did not start (too few threads or file descriptors?)";
    return loop->running;
}

/* After the executor has ended: its work is done, and what was not heard of or sent will not be. */
static void stop_loop(struct loop *loop)
{
    if (loop->running) {
        atomic_store(&loop->ends, true);
        loop_ring(loop);
        pthread_join(loop->thread, NULL);
    }
    if (loop->daemon != NULL)
        MHD_stop_daemon(loop->daemon);
    loop_hear(loop);
    loop_free(loop);
}

static void stop_loops(struct server *s)
{
    for (int i = 0; i < s->loop_count; i++)
        stop_loop(s->loops[i]);
    s->loop_count = 0;
    close(s->listening);
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

static int loops_wanted(const struct server *s)
{
    long processors = s->config.loops > 0 ? s->config.loops : sysconf(_SC_NPROCESSORS_ONLN);
    return processors < 1 ? 1 : processors > SERVER_MAX_LOOPS ? SERVER_MAX_LOOPS : (int)processors;
}

static enum status start_loops(struct server *s, struct arena *a, const char **detail)
{
    int loops = loops_wanted(s);
    for (int i = 0; i < loops; i++)
        if (!start_loop(s, a, (unsigned)(CONNECTIONS / loops), detail))
            return FAILED;
    return OK;
}

/* In the order in which they need each other, and back. */
static void stop_threads(struct server *s)
{
    if (s->streams != NULL)
        streams_stop(s); /* first: everybody else may come back meanwhile, to a server that is there again */
    executor_stop(s);    /* what it still commits is told to the other nodes under the listener's name */
    listener_stop(s);
}

static enum status start_threads(struct server *s, struct arena *a, const char **detail)
{
    s->listening = listen_on(s, a, detail);
    if (s->listening < 0)
        return FAILED;
    enum status st = executor_start(s, a, detail);
    if (st == OK)
        st = streams_start(s, a, detail);
    if (st == OK)
        st = listener_start(s, a, detail);
    if (st == OK)
        st = start_loops(s, a, detail);
    if (st != OK) {
        stop_threads(s);
        stop_loops(s);
        streams_free(s);
    }
    return st;
}

int64_t server_descriptors(int64_t *wanted)
{
    enum { OTHERS = 200 }; /* the database, files under way */
    struct rlimit files = { 0 };
    *wanted = CONNECTIONS + STREAMS_MAX + OTHERS;
    getrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < files.rlim_max) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
        getrlimit(RLIMIT_NOFILE, &files);
    }
    return files.rlim_cur > INT32_MAX ? INT32_MAX : (int64_t)files.rlim_cur;
}

enum status server_start(const struct server_config *config, struct arena *a, struct server **out,
                         const char **detail)
{
    struct server *s = server_make(config, a);
    /* Signals are for the main thread. */
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    enum status st = start_threads(s, a, detail);
    pthread_sigmask(SIG_SETMASK, &before, NULL);

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

/* Accept nobody, finish all work, and end the loops when they have sent the answers. Who is still sending a
 * request is not waited for: it could not be written any more. */
void server_stop(struct server *s)
{
    const struct timespec moment = { .tv_nsec = 2 * 1000 * 1000 };
    atomic_store(&s->stopping, true);
    stop_threads(s);
    int64_t until = clock_monotonic_us() + STOP_WAIT_MS * 1000;
    while (atomic_load(&s->answering) > 0 && clock_monotonic_us() < until)
        nanosleep(&moment, NULL);
    stop_loops(s);
    streams_free(s);
}

struct server_figures server_figures(void *server_or_null)
{
    struct server *s = server_or_null;
    if (s == NULL)
        return (struct server_figures){ 0 };
    struct stream_figures streams = streams_figures(s->streams);
    return (struct server_figures){
        .rooms = streams.rooms,
        .streams = streams.streams,
        .events = streams.events,
        .room_longest_us = streams.longest_us,
        .requests = atomic_load(&s->requests),
        .writes = atomic_load(&s->writes),
        .batches = atomic_load(&s->batches),
        .busy = atomic_load(&s->busy),
        .errors = atomic_load(&s->errors),
        .slow_reads = atomic_load(&s->slow_reads),
        .started_ms = s->started_ms,
    };
}
