/* The server on real sockets: what libmicrohttpd, the loops and the lanes make of it together. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/test_client.h"
#include "http/test_site.h"

/* ---- A disk ---- */

static _Atomic bool disk_hangs, disk_fails;
static _Atomic int disk_waits; /* how many stand before it now */
static _Atomic int told_lost;

/* In the place of libc's, for the program and its libraries. */
int fdatasync(int fd)
{
    disk_waits++;
    while (disk_hangs)
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    disk_waits--;
    if (disk_fails) {
        errno = EIO;
        return -1;
    }
    return (int)syscall(SYS_fdatasync, fd);
}

static void hear_of_disk(void)
{
    told_lost++;
}

/* ---- Set-up ---- */

static void start_server(struct test_site *t)
{
    const char *detail;
    if (server_start(&t->config, &t->a, &t->server, &detail) != OK)
        fail_msg("%s", detail);
}

static int start_on(void **state, enum db_engine engine)
{
    struct test_site *t = test_site_new(engine);
    t->config.loops = 2;
    start_server(t);
    *state = t;
    return 0;
}

static int start(void **state)
{
    return start_on(state, DB_SQLITE);
}

static int start_postgres(void **state)
{
    return start_on(state, DB_POSTGRES);
}

static int end(void **state)
{
    struct test_site *t = *state;
    if (t->server != NULL)
        server_stop(t->server);
    t->server = NULL;
    test_site_free(t);
    return 0;
}

/* ---- One connection ---- */

static void connection__is_kept(void **state)
{
    struct test_site *t = *state;
    struct client c = client_open(t->server);
    assert_int_equal(ask(&c, GET_HOME), 200);
    assert_int_equal(ask(&c, GET_HOME), 200);
    assert_int_equal(ask(&c, "GET /niets HTTP/1.1\r\nHost: x\r\n\r\n"), 404);
    struct visitor v = visit(&c);
    assert_int_equal(post(&c, &v, "/notitie", "text=x"), 303);
    assert_int_equal(post(&c, &v, "/notitie", "text=again"), 422);
    assert_int_equal(post(&c, &v, "/hash", "text=refuse"), 422);
    assert_int_equal(post(&c, &v, "/hash", "text=y"), 200);
    assert_int_equal(post(&c, &v, "/wie", "text=x"), 405);
    assert_int_equal(ask(&c, "GET /traag HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
    /* Two at once; their answers may come in one piece. */
    put_text(&c, "HEAD /groot HTTP/1.1\r\nHost: x\r\n\r\nGET /plat HTTP/1.1\r\nHost: x\r\n\r\n");
    size_t n = 0;
    while (n < 5 || memcmp(c.answer + n - 5, "plain", 5) != 0) {
        ssize_t got = recv(c.fd, c.answer + n, ANSWER_MAX - n, 0);
        assert_true(got > 0);
        n += (size_t)got;
    }
    assert_memory_equal(c.answer, "HTTP/1.1 200", 12);
    assert_true(n < 3000); /* HEAD brought no body */
    client_close(&c);
}

static void page__is_compressed(void **state)
{
    struct test_site *t = *state;
    struct client c = client_open(t->server);
    assert_int_equal(ask(&c, "GET /groot HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
    assert_true(c.n > 100000);
    assert_int_equal(ask(&c, "GET /groot HTTP/1.1\r\nHost: x\r\nAccept-Encoding: br, gzip\r\n\r\n"), 200);
    assert_memory_equal(header(&c, "\r\nContent-Encoding: "), "gzip", 4);
    assert_true(c.n < 5000);
    assert_memory_equal(c.body, "\x1f\x8b", 2);
    assert_int_equal(ask(&c, "GET /static/app.1.css HTTP/1.1\r\nHost: x\r\nIf-None-Match: \"1\"\r\n\r\n"), 304);
    client_close(&c);
}

static void request__that_is_doubtful_ends_the_connection(void **state)
{
    struct test_site *t = *state;
    static const char *const bad[] = {
        "POST /notitie HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabcGET / "
        "HTTP/1.1\r\n\r\n",
        "POST /notitie HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 5\r\n\r\nabc",
        "POST /notitie HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST /notitie HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: x, chunked\r\n\r\n0\r\n\r\n",
        "GET /tekst/a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /tekst/a%00b HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /tekst/%FF HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /?a=%FF HTTP/1.1\r\nHost: x\r\n\r\n",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct client c = client_open(t->server);
        if (ask(&c, bad[i]) != 400 || !hung_up(&c))
            fail_msg("%s gave %d", bad[i], c.code);
        client_close(&c);
    }
}

/* ---- Bodies ---- */

static void body__may_come_slowly_or_in_chunks(void **state)
{
    struct test_site *t = *state;
    struct client c = client_open(t->server);
    struct visitor v = visit(&c);
    char body[100];
    int n = snprintf(body, sizeof body, "csrf=%s&text=slow", v.token);
    put_post_head(&c, &v, "/notitie", (size_t)n);
    for (int i = 0; i < n; i += 10) {
        pause_ms(10);
        put(&c, body + i, n - i < 10 ? (size_t)(n - i) : 10);
    }
    assert_int_equal(take(&c), 303);
    char text[600];
    snprintf(text, sizeof text,
             "POST /notitie HTTP/1.1\r\nHost: x\r\nCookie: kapstok-visitor=%s\r\nTransfer-Encoding: chunked\r\n"
             "Content-Type: "
             "application/x-www-form-urlencoded\r\n\r\n5\r\ncsrf=\r\n2b\r\n%s\r\n7\r\n&text=c\r\n0\r\n\r\n",
             v.cookie, v.token);
    assert_int_equal(ask(&c, text), 303);
    client_close(&c);
}

static void put_much(struct client *c, size_t n)
{
    static const char x[10000] = "x";
    for (; n > 0; n -= n < sizeof x ? n : sizeof x)
        put(c, x, n < sizeof x ? n : sizeof x);
}

static void body__over_the_cap_is_read_and_answered(void **state)
{
    struct test_site *t = *state;
    struct client c = client_open(t->server);
    struct visitor v = visit(&c);
    put_post_head(&c, &v, "/notitie", 5000000);
    put_much(&c, 5000000);
    assert_int_equal(take(&c), 413);
    assert_non_null(strstr(c.body, "back button"));
    assert_int_equal(ask(&c, GET_HOME), 200); /* the connection goes on */
    put_post_head(&c, &v, "/niets", 100000);
    put_much(&c, 100000);
    assert_int_equal(take(&c), 404);
    put_text(&c,
             "POST /notitie HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5000000\r\n\r\n");
    assert_int_equal(take(&c), 413);
    assert_true(hung_up(&c));
    client_close(&c);

    c = client_open(t->server);
    put_post_head(&c, &v, "/notitie", 100000000);
    assert_int_equal(take(&c), 413);
    client_close(&c);

    /* Who sends without end is hung up on. */
    c = client_open(t->server);
    put_text(&c, "POST /notitie HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4000001\r\n");
    put_much(&c, 64 * 1024 * 1024 + 1);
    assert_int_equal(take(&c), 0);
    client_close(&c);

    /* Who leaves half-way is forgotten. */
    c = client_open(t->server);
    put_post_head(&c, &v, "/notitie", 100);
    put_much(&c, 50);
    client_close(&c);
}

/* ---- Many ---- */

struct crowd {
    struct test_site *site;
    const char *path, *fields; /* fields NULL: a GET */
    const char *busy;          /* what a 503 says; NULL: anything */
    int times;
    _Atomic int started, codes[600];
};

static void *one_of_many(void *p)
{
    struct crowd *crowd = p;
    struct client c = client_open(crowd->site->server);
    struct visitor v = { 0 };
    if (crowd->fields != NULL)
        v = visit(&c);
    crowd->started++;
    for (int i = 0; i < crowd->times; i++) {
        char text[200];
        snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\n\r\n", crowd->path);
        int code = crowd->fields == NULL ? ask(&c, text) : post(&c, &v, crowd->path, crowd->fields);
        crowd->codes[code]++;
        if (code == 503)
            assert_memory_equal(header(&c, "\r\nRetry-After: "), "2", 1);
        if (code == 503 && crowd->busy != NULL)
            assert_non_null(strstr(c.body, crowd->busy));
        /* Who only looked comes back by itself; a form never does. */
        if (code == 503)
            assert_true((header(&c, "\r\nRefresh: ")[0] != '\0') == (crowd->fields == NULL));
    }
    client_close(&c);
    return NULL;
}

enum { CROWD = 64 };

static void start_crowd(struct crowd *crowd, pthread_t threads[CROWD])
{
    for (int i = 0; i < CROWD; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, one_of_many, crowd), 0);
}

static void join_crowd(pthread_t threads[CROWD])
{
    for (int i = 0; i < CROWD; i++)
        pthread_join(threads[i], NULL);
}

static void writes__are_committed_together(void **state)
{
    struct test_site *t = *state;
    struct server_figures before = server_figures(t->server);
    int64_t notes = test_site_notes(t);
    int commits = test_commits;
    struct crowd crowd = { .site = t, .path = "/notitie", .fields = "text=x", .times = 20 };
    struct crowd faulty = { .site = t, .path = "/notitie", .fields = "text=conflict", .times = 5 };
    pthread_t threads[CROWD], others[CROWD];
    start_crowd(&crowd, threads);
    start_crowd(&faulty, others);
    join_crowd(threads);
    join_crowd(others);
    struct server_figures after = server_figures(t->server);
    assert_int_equal(crowd.codes[303], CROWD * 20);
    assert_int_equal(faulty.codes[409], CROWD * 5);
    assert_int_equal(test_site_notes(t), notes + CROWD * 20);
    assert_int_equal(test_commits, commits + CROWD * 20);
    assert_true(after.writes - before.writes >= CROWD * 25);
    if (t->config.source.engine == DB_SQLITE)
        assert_true(after.batches - before.batches < CROWD * 25 / 2);
}

/* A loop reads on a connection of its own: it hears of what the lane committed before it says "saved". */
static void part__is_never_older_than_the_answer(void **state)
{
    struct test_site *t = *state;
    struct client c = client_open(t->server);
    struct visitor v = visit(&c);
    static const char GET_PART[] = "GET /deel?key=x HTTP/1.1\r\nHost: x\r\n\r\n";
    for (int i = 0; i < 200; i++) {
        assert_int_equal(post(&c, &v, "/notitie", "text=x"), 303);
        char says[60];
        snprintf(says, sizeof says, "&lt;%lld notes, ", (long long)test_site_notes(t));
        for (int k = 0; k < 2; k++) {
            assert_int_equal(ask(&c, GET_PART), 200);
            assert_non_null(strstr(c.body, says));
        }
    }
    client_close(&c);
}

static void writes__that_meet_are_run_again(void **state)
{
    struct test_site *t = *state;
    int64_t notes = test_site_notes(t);
    int commits = test_commits;
    struct crowd crowd = {
        .site = t, .path = "/telling", .fields = "", .times = 5, .busy = "Others were saving"
    };
    pthread_t threads[CROWD];
    start_crowd(&crowd, threads);
    join_crowd(threads);
    assert_int_equal(crowd.codes[303] + crowd.codes[503], CROWD * 5);
    assert_true(crowd.codes[303] > CROWD);
    assert_int_equal(test_site_notes(t), notes + crowd.codes[303]);
    assert_int_equal(test_commits, commits + crowd.codes[303]);
    if (t->config.source.engine == DB_SQLITE)
        assert_int_equal(crowd.codes[503], 0);
}

static void prepare__refuses_when_too_many_wait(void **state)
{
    struct test_site *t = *state;
    struct crowd crowd = {
        .site = t, .path = "/hash", .fields = "text=slow", .times = 2, .busy = "too many requests"
    };
    pthread_t threads[CROWD];
    start_crowd(&crowd, threads);
    join_crowd(threads);
    assert_int_equal(crowd.codes[200] + crowd.codes[503], CROWD * 2);
    assert_true(crowd.codes[503] > 0);
    assert_true(crowd.codes[200] > 50);
}

static bool is_silent(struct client *c)
{
    char byte;
    return recv(c->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

/* While the disk is slow nobody hears "saved", the lane goes on, and everybody can read. */
static void write__is_answered_after_the_disk(void **state)
{
    enum { WRITERS = 20 };
    struct test_site *t = *state;
    if (t->config.source.engine != DB_SQLITE)
        return;
    struct client c[WRITERS], reader = client_open(t->server);
    struct visitor v[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        c[i] = client_open(t->server);
        v[i] = visit(&c[i]);
    }
    int64_t notes = test_site_notes(t);
    disk_hangs = true;
    for (int i = 0; i < WRITERS; i++) {
        /* One of them is refused: not even that is told before. */
        char body[200];
        int n = snprintf(body, sizeof body, "csrf=%s&text=%s", v[i].token, i == 3 ? "conflict" : "x");
        put_post_head(&c[i], &v[i], "/notitie", (size_t)n);
        put_text(&c[i], body);
        while (i == 0 && disk_waits == 0)
            pause_ms(1);
    }
    while (test_site_notes(t) < notes + WRITERS - 1)
        pause_ms(1); /* committed, and not safe yet */
    pause_ms(100);
    for (int i = 0; i < WRITERS; i++)
        assert_true(is_silent(&c[i]));
    assert_int_equal(ask(&reader, GET_HOME), 200);
    disk_hangs = false;
    for (int i = 0; i < WRITERS; i++) {
        assert_int_equal(take(&c[i]), i == 3 ? 409 : 303);
        client_close(&c[i]);
    }
    client_close(&reader);
}

static void *stop(void *server)
{
    server_stop(server);
    return NULL;
}

/* A stop waits for the disk, and answers truly. */
static void stop__waits_for_the_disk(void **state)
{
    struct test_site *t = *state;
    if (t->config.source.engine != DB_SQLITE)
        return;
    struct crowd crowd = { .site = t, .path = "/notitie", .fields = "text=x", .times = 1 };
    pthread_t threads[CROWD], stopper;
    int64_t notes = test_site_notes(t);
    disk_hangs = true;
    start_crowd(&crowd, threads);
    while (test_site_notes(t) < notes + CROWD)
        pause_ms(1);
    assert_int_equal(pthread_create(&stopper, NULL, stop, t->server), 0);
    pause_ms(200);
    assert_int_equal(crowd.codes[303], 0);
    disk_hangs = false;
    pthread_join(stopper, NULL);
    join_crowd(threads);
    assert_int_equal(crowd.codes[303], CROWD);
    start_server(t);
}

/* Who waited is told that nobody knows; who comes later, that nothing was saved, and so it is. The operator hears. */
static void disk__that_fails_is_told(void **state)
{
    struct test_site *t = *state;
    if (t->config.source.engine != DB_SQLITE)
        return;
    server_stop(t->server);
    t->config.disk_lost = hear_of_disk;
    start_server(t);
    struct client c = client_open(t->server);
    struct visitor v = visit(&c);
    assert_int_equal(post(&c, &v, "/notitie", "text=x"), 303);
    assert_false(server_disk_lost(t->server));
    disk_fails = true;
    assert_int_equal(post(&c, &v, "/notitie", "text=conflict"), 409); /* nothing was written: it stays true */
    assert_int_equal(post(&c, &v, "/notitie", "text=x"), 500);
    disk_fails = false;
    assert_true(server_disk_lost(t->server));
    int64_t notes = test_site_notes(t);
    for (int i = 0; i < 5; i++) {
        assert_int_equal(post(&c, &v, "/notitie", "text=x"), 500);
        assert_non_null(strstr(c.body, "Nothing was saved"));
    }
    assert_int_equal(test_site_notes(t), notes);
    assert_int_equal(ask(&c, GET_HOME), 200);
    assert_int_equal(told_lost, 1);
    client_close(&c);
    server_stop(t->server);
    t->config.disk_lost = NULL;

    /* Started anew it saves again; and who is in the middle of it hears that nobody knows. */
    start_server(t);
    c = client_open(t->server);
    v = visit(&c);
    assert_int_equal(post(&c, &v, "/notitie", "text=x"), 303);
    disk_fails = true;
    assert_int_equal(post(&c, &v, "/notitie", "text=x"), 503);
    disk_fails = false;
    assert_non_null(strstr(c.body, "We could not check whether this was saved."));
    assert_int_equal(told_lost, 1);
    client_close(&c);
    server_stop(t->server);
    start_server(t);
}

/* As a browser that crashed. */
static void be_rude(struct client *c)
{
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &(struct linger){ .l_onoff = 1 }, sizeof(struct linger));
}

static void client__may_leave_while_it_is_served(void **state)
{
    struct test_site *t = *state;
    int64_t notes = test_site_notes(t);
    for (int i = 0; i < 200; i++) {
        struct client c = client_open(t->server);
        struct visitor v = visit(&c);
        char body[100];
        int n = snprintf(body, sizeof body, "csrf=%s&text=x", v.token);
        put_post_head(&c, &v, "/notitie", (size_t)n);
        put_text(&c, body);
        if (i % 2 == 0)
            be_rude(&c);
        client_close(&c);
    }
    server_stop(t->server); /* would wait for ever for a lost one */
    start_server(t);
    assert_true(test_site_notes(t) > notes);
}

/* Who leaves while the lane has the request is not waited for, nor forgotten: the write stays, the others are answered,
 * and a stop ends. */
static void client__may_leave_while_the_disk_works(void **state)
{
    enum { WRITERS = 40 };
    struct test_site *t = *state;
    if (t->config.source.engine != DB_SQLITE)
        return;
    struct client c[WRITERS], reader = client_open(t->server);
    struct visitor v[WRITERS];
    for (int i = 0; i < WRITERS; i++) {
        c[i] = client_open(t->server);
        v[i] = visit(&c[i]);
    }
    assert_int_equal(post(&c[0], &v[0], "/notitie", "text=x"),
                     303); /* a new log has a head that the lane waits for */
    int64_t notes = test_site_notes(t);
    disk_hangs = true;
    for (int i = 0; i < WRITERS; i++) {
        char body[100];
        int n = snprintf(body, sizeof body, "csrf=%s&text=x", v[i].token);
        put_post_head(&c[i], &v[i], "/notitie", (size_t)n);
        put_text(&c[i], body);
    }
    while (test_site_notes(t) < notes + WRITERS)
        pause_ms(1);
    for (int i = 0; i < WRITERS; i += 2) {
        if (i % 4 == 0)
            be_rude(&c[i]);
        client_close(&c[i]);
    }
    pause_ms(50);
    assert_int_equal(ask(&reader, GET_HOME), 200); /* the loops have seen them go, and work */
    disk_hangs = false;
    for (int i = 1; i < WRITERS; i += 2) {
        assert_int_equal(take(&c[i]), 303);
        client_close(&c[i]);
    }
    client_close(&reader);
    assert_int_equal(test_site_notes(t), notes + WRITERS);
    server_stop(t->server);
    start_server(t);
}

/* ---- Start and stop ---- */

static void start__says_what_is_wrong(void **state)
{
    struct test_site *t = *state;
    struct server_config config = t->config;
    struct server *s;
    const char *detail = NULL;
    config.port = server_port(t->server);
    assert_int_equal(server_start(&config, &t->a, &s, &detail), FAILED);
    assert_string_equal(detail, arena_printf(&t->a, "port %d is taken", config.port));
    config.port = 0;
    config.host = "300.1.2.3";
    assert_int_equal(server_start(&config, &t->a, &s, &detail), FAILED);
    config.host = "127.0.0.1";
    config.source = (struct db_source){ .engine = DB_SQLITE, .path = "/nonexistent/test.db" };
    assert_int_equal(server_start(&config, &t->a, &s, &detail), FAILED);
    assert_non_null(detail);
}

static void stop__answers_everyone(void **state)
{
    struct test_site *t = *state;
    /* Some are parked with the workers, some wait with half a request, some do nothing. */
    struct crowd slow = { .site = t, .path = "/traag", .times = 1, .busy = "being restarted" };
    pthread_t threads[CROWD];
    start_crowd(&slow, threads);
    struct client idle = client_open(t->server);
    assert_int_equal(ask(&idle, GET_HOME), 200);
    while (slow.started < CROWD)
        pause_ms(1);
    pause_ms(50);
    server_stop(t->server);
    t->server = NULL;
    join_crowd(threads);
    assert_int_equal(slow.codes[200] + slow.codes[503], CROWD);
    assert_true(hung_up(&idle));
    client_close(&idle);

    start_server(t);
    struct client c = client_open(t->server);
    assert_int_equal(ask(&c, GET_HOME), 200);
    client_close(&c);
}

static void unix_socket__is_a_trusted_peer(void **state)
{
    struct test_site *t = *state;
    struct server_config before = t->config;
    server_stop(t->server);
    struct sockaddr_un to = { .sun_family = AF_UNIX };
    snprintf(to.sun_path, sizeof to.sun_path, "%s/socket", t->folder);
    t->config.host = arena_printf(&t->a, "unix:%s", to.sun_path);
    t->site.trusted_proxy = "unix";
    start_server(t);
    struct client c = { .fd = socket(AF_UNIX, SOCK_STREAM, 0), .answer = malloc(ANSWER_MAX) };
    assert_int_equal(connect(c.fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(ask(&c, "GET /wie HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 2001:db8::7\r\n\r\n"), 200);
    assert_non_null(strstr(c.body, "nobody at 2001:db8::7"));
    client_close(&c);
    server_stop(t->server);
    unlink(to.sun_path);
    t->config = before;
    start_server(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(connection__is_kept),
        cmocka_unit_test(page__is_compressed),
        cmocka_unit_test(request__that_is_doubtful_ends_the_connection),
        cmocka_unit_test(body__may_come_slowly_or_in_chunks),
        cmocka_unit_test(body__over_the_cap_is_read_and_answered),
        cmocka_unit_test(writes__are_committed_together),
        cmocka_unit_test(part__is_never_older_than_the_answer),
        cmocka_unit_test(writes__that_meet_are_run_again),
        cmocka_unit_test(prepare__refuses_when_too_many_wait),
        cmocka_unit_test(write__is_answered_after_the_disk),
        cmocka_unit_test(stop__waits_for_the_disk),
        cmocka_unit_test(disk__that_fails_is_told),
        cmocka_unit_test(client__may_leave_while_it_is_served),
        cmocka_unit_test(client__may_leave_while_the_disk_works),
        cmocka_unit_test(start__says_what_is_wrong),
        cmocka_unit_test(stop__answers_everyone),
        cmocka_unit_test(unix_socket__is_a_trusted_peer),
    };
    int failed = cmocka_run_group_tests_name("server on SQLite", tests, start, end);
    if (test_site_has_postgres())
        failed += cmocka_run_group_tests_name("server on PostgreSQL", tests, start_postgres, end);
    return failed;
}
