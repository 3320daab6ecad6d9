/* A crowd that looks at one room while others write: how long an update takes to reach everybody, and what a parked client
 * costs the server. A program of its own, which knows nothing of the server but addresses:
 *
 *     room --address HOST:PORT --stream PATH --post PATH --body TEXT [options]
 *     --cookie TEXT         of the streams ("name=value")    --post-cookie TEXT  of the writes
 *     --counter TEXT        what stands before the number in a fragment that counts writes (notes=)
 *     --clients N (5000)    --rate N (200, writes a second)  --seconds N (10)    --pid N (of the server, for its memory)
 *     --post-port N         of the writes, when another node takes them
 *     --aim-ms N (250)      --aim-kb N (12)                  --writers N (16, connections)
 *     --phones FILE         a line of cookies a client, before --cookie; the i-th write has those of the i-th line
 *     --partial             writes are sent as a page's script does
 *     --batches             what shows comes in batches: see below
 *     --name TEXT           of the line that is printed
 *
 * An update is the i-th write that was answered; a client has it with the first event whose counter is as high. With --batches a
 * write may wait for others until it shows, so only the one counts with which a state of the room came to be: the newest in it. */
#include <arpa/inet.h>
#include <errno.h>
#include <getopt.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { LINE = 200, WRITERS_MAX = 256, JOIN_AT_ONCE = 200, BUCKETS = 100 * 1000 /* of 0.1 ms */ };

struct client {
    int fd;
    int64_t counter; /* of the last event; -1: none yet */
    uint16_t n;      /* of the line that is being read, whose end is still to come */
    bool over;       /* the line is too long: its rest does not matter */
    char line[LINE];
};

static struct {
    const char *host, *stream, *post, *body, *cookie, *post_cookie, *counter;
    const char *phones, *name;
    int port, post_port, clients, rate, seconds, writers, pid;
    double aim_ms, aim_kb;
    bool partial, batches;
} o = { .name = "room",
        .cookie = "",
        .post_cookie = "",
        .counter = "notes=",
        .clients = 5000,
        .rate = 200,
        .seconds = 10,
        .writers = 16,
        .aim_ms = 250,
        .aim_kb = 12 };

static _Atomic int64_t *answered_us; /* of the i-th answered write, from 1 */
static _Atomic int64_t answered, late, refused;
static int64_t base; /* the counter before the first write */
static int64_t *buckets;
static int64_t samples, events, lost, shown; /* shown: clients that have had an event */

static void fail(const char *what)
{
    fprintf(stderr, "room: %s: %s\n", what, strerror(errno));
    exit(1);
}

static int64_t now_us(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static int open_socket(int port)
{
    struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || inet_pton(AF_INET, o.host, &to.sin_addr) != 1 ||
        connect(fd, (struct sockaddr *)&to, sizeof to) != 0)
        fail("connect");
    return fd;
}

static void send_all(int fd, const char *text)
{
    size_t n = strlen(text);
    if (send(fd, text, n, MSG_NOSIGNAL) != (ssize_t)n)
        fail("send");
}

static double memory_kb(void)
{
    char path[64];
    long pages = 0, resident = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", o.pid);
    FILE *f = o.pid > 0 ? fopen(path, "r") : NULL;
    if (f == NULL)
        return 0;
    if (fscanf(f, "%ld %ld", &pages, &resident) != 2)
        resident = 0;
    fclose(f);
    return (double)resident * (double)sysconf(_SC_PAGESIZE) / 1024;
}

/* ---- Looking ---- */

static void note_latency(int64_t us)
{
    int64_t bucket = us <= 0 ? 0 : us / 100;
    buckets[bucket < BUCKETS ? bucket : BUCKETS - 1]++;
    samples++;
}

static void saw(struct client *c, int64_t counter, int64_t at_us)
{
    if (c->counter >= 0 && base >= 0) {
        int64_t last = atomic_load(&answered);
        for (int64_t i = o.batches ? counter - base : c->counter - base + 1; i <= counter - base; i++) {
            if (i < 1 || i > (int64_t)o.rate * (o.seconds + 60))
                continue;
            /* Before its own answer: it took no time. */
            int64_t answer = i <= last ? atomic_load(&answered_us[i]) : 0;
            note_latency(answer == 0 ? 0 : at_us - answer);
        }
    }
    shown += c->counter < 0;
    if (counter > c->counter)
        c->counter = counter;
}

static void end_line(struct client *c, int64_t at_us)
{
    c->line[c->n] = '\0';
    if (strncmp(c->line, "data:", 5) == 0) {
        const char *at = strstr(c->line, o.counter);
        const char *number = at == NULL ? "" : at + strlen(o.counter);
        if (number[0] >= '0' && number[0] <= '9') {
            events++;
            saw(c, strtoll(number, NULL, 10), at_us);
        }
    }
    c->n = 0;
    c->over = false;
}

static bool read_client(struct client *c)
{
    char piece[16 * 1024];
    for (;;) {
        ssize_t n = recv(c->fd, piece, sizeof piece, MSG_DONTWAIT);
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
            return true;
        if (n <= 0)
            return false;
        int64_t at_us = now_us();
        for (const char *p = piece, *end = piece + n; p < end;) {
            const char *nl = memchr(p, '\n', (size_t)(end - p));
            size_t part = (size_t)((nl == NULL ? end : nl) - p);
            size_t room = sizeof c->line - 1 - c->n;
            memcpy(c->line + c->n, p, part < room ? part : room);
            c->n += (uint16_t)(part < room ? part : room);
            p += part + 1;
            if (nl != NULL)
                end_line(c, at_us);
        }
        if (n < (ssize_t)sizeof piece)
            return true;
    }
}

/* Reads whatever comes until stop(clients) says so, or the time is up. */
static void look(struct client *clients, int set, int64_t until_us, bool (*stop)(const struct client *))
{
    struct epoll_event ready[1024];
    int64_t next_check = 0;
    while (now_us() < until_us) {
        int n = epoll_wait(set, ready, 1024, 20);
        for (int i = 0; i < n; i++) {
            struct client *c = &clients[ready[i].data.u32];
            if (c->fd >= 0 && !read_client(c)) {
                close(c->fd);
                c->fd = -1;
                lost++;
            }
        }
        if (now_us() < next_check)
            continue;
        next_check = now_us() + 20 * 1000;
        if (stop(clients))
            return;
    }
}

static bool all_have_one(const struct client *clients)
{
    for (int i = 0; i < o.clients; i++)
        if (clients[i].counter < 0 && clients[i].fd >= 0)
            return false;
    return true;
}

static _Atomic bool written; /* all writes are answered */

/* Where the last writes do not show by themselves: everybody has the same, and nothing more has come for a second. */
static bool all_have_the_same(const struct client *clients)
{
    static int64_t newest, since_us;
    int64_t least = INT64_MAX, most = 0;
    for (int i = 0; i < o.clients; i++) {
        if (clients[i].fd < 0)
            continue;
        least = clients[i].counter < least ? clients[i].counter : least;
        most = clients[i].counter > most ? clients[i].counter : most;
    }
    if (most != newest || !atomic_load(&written))
        since_us = now_us();
    newest = most;
    return least == most && now_us() - since_us > 1000 * 1000;
}

static bool all_have_the_last(const struct client *clients)
{
    if (o.batches)
        return all_have_the_same(clients);
    if (!atomic_load(&written))
        return false;
    for (int i = 0; i < o.clients; i++)
        if (clients[i].fd >= 0 && clients[i].counter < base + atomic_load(&answered))
            return false;
    return true;
}

/* ---- Phones ---- */

static char **phone; /* the cookies of each; NULL: all have the same */
static int phones;

static void read_phones(void)
{
    char line[512];
    FILE *f = o.phones == NULL ? NULL : fopen(o.phones, "r");
    if (o.phones == NULL)
        return;
    if (f == NULL)
        fail(o.phones);
    phone = calloc((size_t)o.clients, sizeof *phone);
    while (phones < o.clients && fgets(line, sizeof line, f) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        phone[phones++] = strdup(line);
    }
    fclose(f);
    if (phones < o.clients) {
        fprintf(stderr, "room: %s has only %d phones\n", o.phones, phones);
        exit(1);
    }
}

/* Its cookies and those of all. */
static const char *cookies_of(int64_t i, const char *all)
{
    static _Thread_local char both[1024];
    if (phone == NULL)
        return all;
    snprintf(both, sizeof both, "%s%s%s", phone[i % phones], all[0] == '\0' ? "" : "; ", all);
    return both;
}

/* ---- Writing ---- */

/* Whether a whole answer has come. */
static bool answer_is_whole(char *text, size_t n, int *code)
{
    text[n] = '\0';
    const char *end = strstr(text, "\r\n\r\n"), *length = strcasestr(text, "\r\nContent-Length: ");
    if (end == NULL)
        return false;
    *code = atoi(text + 9);
    size_t body = length != NULL && length < end ? strtoul(length + 18, NULL, 10) : 0;
    return n >= (size_t)(end + 4 - text) + body;
}

static void write_request(char *out, size_t size, int64_t i)
{
    snprintf(
        out, size,
        "POST %s HTTP/1.1\r\nHost: %s:%d\r\nCookie: %s\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "%sContent-Length: %zu\r\n\r\n%s",
        o.post, o.host, o.port, cookies_of(i, o.post_cookie), o.partial ? "X-Kapstok-Partial: 1\r\n" : "",
        strlen(o.body), o.body);
}

static void *write_main(void *p)
{
    (void)p;
    static struct {
        int fd;
        bool busy;
        size_t n;
        char text[16 * 1024];
    } w[WRITERS_MAX];
    struct pollfd on[WRITERS_MAX];
    char request[4096];
    for (int i = 0; i < o.writers; i++) {
        w[i].fd = open_socket(o.post_port > 0 ? o.post_port : o.port);
        on[i] = (struct pollfd){ .fd = w[i].fd, .events = POLLIN };
    }
    int64_t total = (int64_t)o.rate * o.seconds, sent = 0, began = now_us();
    while (atomic_load(&answered) + atomic_load(&refused) < total) {
        int64_t due = began + sent * 1000000 / o.rate, now = now_us();
        int idle = -1;
        for (int i = 0; i < o.writers && idle < 0; i++)
            if (!w[i].busy)
                idle = i;
        if (sent < total && now >= due && idle >= 0) {
            if (now > due + 50 * 1000)
                atomic_fetch_add(&late, 1);
            w[idle].busy = true;
            w[idle].n = 0;
            write_request(request, sizeof request, sent);
            send_all(w[idle].fd, request);
            sent++;
            continue;
        }
        int wait = sent < total && idle >= 0 ? (int)((due - now) / 1000) : 100;
        poll(on, (nfds_t)o.writers, wait < 0 ? 0 : wait);
        for (int i = 0; i < o.writers; i++) {
            if (!w[i].busy || (on[i].revents & (POLLIN | POLLHUP | POLLERR)) == 0)
                continue;
            ssize_t n = recv(w[i].fd, w[i].text + w[i].n, sizeof w[i].text - 1 - w[i].n, MSG_DONTWAIT);
            if (n == 0 || (n < 0 && errno != EAGAIN))
                fail("a write was not answered");
            int code = 0;
            if (n > 0)
                w[i].n += (size_t)n;
            if (n <= 0 || !answer_is_whole(w[i].text, w[i].n, &code))
                continue;
            w[i].busy = false;
            if (code >= 400) {
                atomic_fetch_add(&refused, 1);
                continue;
            }
            int64_t k = atomic_load(&answered) + 1;
            atomic_store(&answered_us[k], now_us());
            atomic_store(&answered, k);
        }
    }
    atomic_store(&written, true);
    return NULL;
}

/* ---- The whole ---- */

static double percentile(double share)
{
    int64_t upto = (int64_t)((double)samples * share), seen = 0;
    for (int i = 0; i < BUCKETS; i++) {
        seen += buckets[i];
        if (seen > upto)
            return (i + 1) / 10.0;
    }
    return BUCKETS / 10.0;
}

static void read_options(int argc, char **argv)
{
    static const struct option known[] = {
        { "address", 1, 0, 'a' },   { "stream", 1, 0, 's' },
        { "post", 1, 0, 'p' },      { "body", 1, 0, 'b' },
        { "cookie", 1, 0, 'c' },    { "post-cookie", 1, 0, 'C' },
        { "counter", 1, 0, 'n' },   { "clients", 1, 0, 'N' },
        { "rate", 1, 0, 'r' },      { "seconds", 1, 0, 't' },
        { "pid", 1, 0, 'P' },       { "aim-ms", 1, 0, 'm' },
        { "aim-kb", 1, 0, 'k' },    { "writers", 1, 0, 'w' },
        { "post-port", 1, 0, 'o' }, { "phones", 1, 0, 'f' },
        { "partial", 0, 0, 'q' },   { "batches", 0, 0, 'B' },
        { "name", 1, 0, 'T' },      { 0 },
    };
    int c;
    while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
        switch (c) {
        case 'a': {
            char *colon = strrchr(optarg, ':');
            if (colon == NULL)
                exit(2);
            *colon = '\0';
            o.host = optarg;
            o.port = atoi(colon + 1);
            break;
        }
        case 's':
            o.stream = optarg;
            break;
        case 'p':
            o.post = optarg;
            break;
        case 'b':
            o.body = optarg;
            break;
        case 'c':
            o.cookie = optarg;
            break;
        case 'C':
            o.post_cookie = optarg;
            break;
        case 'n':
            o.counter = optarg;
            break;
        case 'N':
            o.clients = atoi(optarg);
            break;
        case 'r':
            o.rate = atoi(optarg);
            break;
        case 't':
            o.seconds = atoi(optarg);
            break;
        case 'P':
            o.pid = atoi(optarg);
            break;
        case 'm':
            o.aim_ms = atof(optarg);
            break;
        case 'k':
            o.aim_kb = atof(optarg);
            break;
        case 'o':
            o.post_port = atoi(optarg);
            break;
        case 'w':
            o.writers = atoi(optarg);
            break;
        case 'f':
            o.phones = optarg;
            break;
        case 'q':
            o.partial = true;
            break;
        case 'B':
            o.batches = true;
            break;
        case 'T':
            o.name = optarg;
            break;
        default:
            exit(2);
        }
    }
    if (o.host == NULL || o.stream == NULL || o.post == NULL || o.body == NULL || o.writers > WRITERS_MAX) {
        fprintf(stderr, "room: see the top of its source for what it takes\n");
        exit(2);
    }
}

int main(int argc, char **argv)
{
    read_options(argc, argv);
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (files.rlim_cur < (rlim_t)o.clients + 300) {
        fprintf(stderr, "room: only %lu file descriptors are allowed\n", (unsigned long)files.rlim_cur);
        return 1;
    }
    struct client *clients = calloc((size_t)o.clients, sizeof *clients);
    buckets = calloc(BUCKETS, sizeof *buckets);
    answered_us = calloc((size_t)o.rate * (size_t)(o.seconds + 60) + 2, sizeof *answered_us);
    int set = epoll_create1(EPOLL_CLOEXEC);
    if (clients == NULL || buckets == NULL || answered_us == NULL || set < 0)
        fail("start");
    base = -1;
    read_phones();

    char request[2048];
    double before = memory_kb();
    int64_t began = now_us();
    for (int i = 0; i < o.clients; i++)
        clients[i] = (struct client){ .fd = -1, .counter = -1 };
    /* As many at once as wait without being turned away: a crowd that is turned away comes back by itself, here nobody does. */
    for (int i = 0; i < o.clients && lost == 0;) {
        for (; i < o.clients && i - shown < JOIN_AT_ONCE; i++) {
            clients[i].fd = open_socket(o.port);
            snprintf(request, sizeof request,
                     "GET %s HTTP/1.1\r\nHost: %s:%d\r\nAccept: text/event-stream\r\nCookie: %s\r\n\r\n",
                     o.stream, o.host, o.port, cookies_of(i, o.cookie));
            send_all(clients[i].fd, request);
            struct epoll_event on = { .events = EPOLLIN, .data.u32 = (uint32_t)i };
            epoll_ctl(set, EPOLL_CTL_ADD, clients[i].fd, &on);
        }
        look(clients, set, now_us() + 1000, all_have_one);
    }
    look(clients, set, now_us() + 60 * 1000000ll, all_have_one);
    if (lost > 0 || !all_have_one(clients)) {
        fprintf(stderr, "room: not everybody got in: %ld were refused\n", (long)lost);
        return 1;
    }
    double joined_s = (double)(now_us() - began) / 1e6;
    /* What serving the requests took is given back by then. */
    look(clients, set, now_us() + 1000 * 1000, all_have_the_last);
    double parked = memory_kb();
    base = clients[0].counter;
    events = 0;

    pthread_t writer;
    began = now_us();
    if (pthread_create(&writer, NULL, write_main, NULL) != 0)
        fail("thread");
    look(clients, set, now_us() + (o.seconds + 60) * 1000000ll, all_have_the_last);
    double took_s = (double)(now_us() - began) / 1e6;
    double after = memory_kb();
    bool all = all_have_the_last(clients);
    int64_t expected = o.batches ? samples : (int64_t)o.clients * atomic_load(&answered);
    double p99 = percentile(0.99), kb = (parked - before) / o.clients;
    printf("bench %s clients=%d votes=%d/s p50=%.0fms p99=%.0fms aim=%.0fms memory=%.1fKB a client "
           "aim=%.0fKB (max %.0fms, "
           "%.0f events/s, %.1f a client and second, joined in %.1fs, memory with the load %.1fKB a client",
           o.name, o.clients, o.rate, percentile(0.5), p99, o.aim_ms, kb, o.aim_kb, percentile(0.999999999),
           (double)events / took_s, (double)events / took_s / o.clients, joined_s,
           (after - before) / o.clients);
    if (atomic_load(&refused) > 0 || atomic_load(&late) > 0)
        printf(", %ld writes refused, %ld late", (long)atomic_load(&refused), (long)atomic_load(&late));
    if (lost > 0 || !all || samples != expected)
        printf(", %ld clients lost, %ld of %ld updates came", (long)lost, (long)samples, (long)expected);
    printf(")\n");
    return lost > 0 || !all || atomic_load(&refused) > 0 ? 1 : 0;
}
