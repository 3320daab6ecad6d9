/* Rooms on real sockets: streams, long polls, and what goes wrong with them. */
#include "http/test_client.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "http/test_site.h"

/* ---- A client that looks ---- */

struct looker {
    struct client c;
    char id[40]; /* of the last event */
    char *data;  /* its lines, in c.answer's place */
    int events;
    bool gone; /* the server hung up */
};

enum { LOOK_MS = 20000 };

static void say_get(struct client *c, const char *path, const char *headers)
{
    char text[400];
    snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: x\r\n%s\r\n", path, headers);
    put_text(c, text);
}

/* Reads until the answer has `until` behind byte `from`, or the server hangs up. */
static bool read_until(struct looker *l, size_t from, const char *until)
{
    for (;;) {
        l->c.answer[l->c.n] = '\0';
        if (l->c.n > from && strstr(l->c.answer + from, until) != NULL)
            return true;
        assert_true(l->c.n + 1 < ANSWER_MAX);
        ssize_t got = recv(l->c.fd, l->c.answer + l->c.n, ANSWER_MAX - 1 - l->c.n, 0);
        if (got < 0)
            assert_int_equal(errno, ECONNRESET);
        if (got <= 0) {
            l->gone = true;
            return false;
        }
        l->c.n += (size_t)got;
    }
}

static struct looker look_with(const struct server *s, const char *path, const char *headers)
{
    struct looker l = { .c = client_open(s) };
    say_get(&l.c, path, headers);
    assert_true(read_until(&l, 0, "\nretry: "));
    assert_memory_equal(l.c.answer, "HTTP/1.1 200 OK\r\n", 17);
    assert_true(read_until(&l, (size_t)(strstr(l.c.answer, "\nretry: ") - l.c.answer), "\n\n"));
    return l;
}

static struct looker look(const struct server *s, const char *path)
{
    return look_with(s, path, "");
}

static void look_away(struct looker *l)
{
    client_close(&l->c);
}

/* Takes events until one holds the text. */
static void sees(struct looker *l, const char *text)
{
    size_t from = 0;
    for (;;) {
        if (!read_until(l, from, text) ||
            !read_until(l, (size_t)(strstr(l->c.answer + from, text) - l->c.answer), "\n\n"))
            fail_msg("hung up before \"%s\" came: %s", text, l->c.answer);
        char *at = strstr(l->c.answer + from, text), *end = strstr(at, "\n\n"), *id = NULL;
        for (char *p = l->c.answer; (p = strstr(p, "id: ")) != NULL && p < at; p++)
            id = p + 4;
        assert_non_null(id);
        snprintf(l->id, sizeof l->id, "%.*s", (int)strcspn(id, "\n"), id);
        /* What stood before has been seen. */
        l->c.n -= (size_t)(end + 2 - l->c.answer);
        memmove(l->c.answer, end + 2, l->c.n);
        return;
    }
}

/* Nothing more came than what was taken; a heartbeat is nothing. */
static bool nothing_more(struct looker *l, int ms)
{
    struct pollfd p = { .fd = l->c.fd, .events = POLLIN };
    l->c.answer[l->c.n] = '\0';
    return strstr(l->c.answer, "data:") == NULL && poll(&p, 1, ms) == 0;
}

static bool was_hung_up(struct looker *l)
{
    return !read_until(l, 0, "(never)") && l->gone;
}

static const char *notes(struct test_site *t, int more)
{
    return arena_printf(&t->a, "notes=%lld.\n", (long long)test_site_notes(t) + more);
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

/* ---- Streams ---- */

static void stream__tells_everybody_who_looks(void **state)
{
    struct test_site *t = *state;
    struct client writer = client_open(t->server);
    struct visitor v = visit(&writer);
    struct looker a = look(t->server, "/kamer/1"), b = look(t->server, "/kamer/1");
    struct looker other = look(t->server, "/kamer/2");
    struct looker dutch = look_with(t->server, "/kamer/1?variant=7", "Accept-Language: nl-BE\r\n");
    const char *before = notes(t, 0);
    sees(&a, before);
    sees(&b, before);
    sees(&other, before);
    sees(&dutch, before);
    assert_string_equal(a.id, b.id);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(post(&writer, &v, "/kamer/1", "text=x"), 303);
        const char *now = notes(t, 0);
        sees(&a, now);
        sees(&b, now);
        sees(&dutch, now);
        assert_string_equal(a.id, b.id);
        assert_string_not_equal(a.id, dutch.id);
    }
    assert_true(nothing_more(&other, 50));
    assert_int_equal(post(&writer, &v, "/kamer/2", "text=x"), 303);
    sees(&other, notes(t, 0));
    /* What was undone moved nothing. */
    assert_int_equal(post(&writer, &v, "/kamer/2", "text=conflict"), 409);
    assert_true(nothing_more(&other, 50));
    look_away(&a);
    look_away(&b);
    look_away(&other);
    look_away(&dutch);
    client_close(&writer);
}

static void stream__has_the_headers_of_one(void **state)
{
    struct test_site *t = *state;
    struct looker l = look(t->server, "/kamer/1");
    l.c.body = strstr(l.c.answer, "\r\n\r\n");
    assert_memory_equal(header(&l.c, "\r\nContent-Type: "), "text/event-stream\r", 18);
    assert_memory_equal(header(&l.c, "\r\nCache-Control: "), "no-store\r", 9);
    assert_memory_equal(header(&l.c, "\r\nX-Accel-Buffering: "), "no\r", 3);
    assert_memory_equal(header(&l.c, "\r\nConnection: "), "close\r", 6);
    assert_memory_equal(header(&l.c, "\r\nX-Content-Type-Options: "), "nosniff\r", 8);
    assert_non_null(strstr(l.c.answer, "\r\nDate: "));
    int retry = (int)strtol(strstr(l.c.answer, "\nretry: ") + 8, NULL, 10);
    assert_in_range(retry, 1000, 3000);
    sees(&l, "data: room 1, variant 0, en\ndata: \ndata: notes=");
    assert_int_equal(strlen(l.id), 16);
    look_away(&l);
    struct client c = client_open(t->server);
    put_text(&c, "HEAD /kamer/1 HTTP/1.1\r\nHost: x\r\n\r\nGET /plat HTTP/1.1\r\nHost: x\r\n\r\n");
    size_t n = 0;
    while (n < 5 || memcmp(c.answer + n - 5, "plain", 5) != 0) {
        ssize_t got = recv(c.fd, c.answer + n, ANSWER_MAX - n, 0);
        assert_true(got > 0);
        n += (size_t)got;
    }
    client_close(&c);
}

static void stream__goes_on_where_it_was(void **state)
{
    struct test_site *t = *state;
    struct client writer = client_open(t->server);
    struct visitor v = visit(&writer);
    struct looker a = look(t->server, "/kamer/1");
    sees(&a, notes(t, 0));
    char had[80];
    snprintf(had, sizeof had, "Last-Event-ID: %s\r\n", a.id);
    look_away(&a);
    struct looker b = look_with(t->server, "/kamer/1", had);
    assert_true(nothing_more(&b, 100));
    assert_int_equal(post(&writer, &v, "/kamer/1", "text=x"), 303);
    sees(&b, notes(t, 0));
    /* Whoever has an older one, or one that nobody gave, gets what is. */
    struct looker c = look_with(t->server, "/kamer/1", had);
    sees(&c, notes(t, 0));
    struct looker d = look_with(t->server, "/kamer/1", "Last-Event-ID: abc\r\n");
    sees(&d, notes(t, 0));
    look_away(&b);
    look_away(&c);
    look_away(&d);
    client_close(&writer);
}

static void stream__is_silent_when_nothing_changed(void **state)
{
    struct test_site *t = *state;
    struct client writer = client_open(t->server);
    struct visitor v = visit(&writer);
    test_room_still = true;
    struct looker a = look(t->server, "/kamer/1");
    sees(&a, "notes=-1.");
    int views = test_room_views;
    assert_int_equal(post(&writer, &v, "/kamer/1", "text=x"), 303);
    while (test_room_views == views)
        pause_ms(1);
    assert_true(nothing_more(&a, 100));
    test_room_still = false;
    assert_int_equal(post(&writer, &v, "/kamer/1", "text=x"), 303);
    sees(&a, notes(t, 0));
    look_away(&a);
    client_close(&writer);
}

static void stream__ends_with_its_room(void **state)
{
    struct test_site *t = *state;
    struct client writer = client_open(t->server);
    struct visitor v = visit(&writer);
    struct looker a = look(t->server, "/kamer/7"), b = look(t->server, "/kamer/8");
    sees(&a, notes(t, 0));
    test_room_gone = 7;
    assert_int_equal(post(&writer, &v, "/kamer/7", "text=x"), 303);
    assert_true(was_hung_up(&a));
    struct client again = client_open(t->server);
    assert_int_equal(ask(&again, "GET /kamer/7 HTTP/1.1\r\nHost: x\r\n\r\n"), 404);
    client_close(&again);
    assert_int_equal(post(&writer, &v, "/kamer/8", "text=x"), 303);
    sees(&b, notes(t, 0));
    test_room_gone = 0;
    look_away(&a);
    look_away(&b);
    client_close(&writer);
}

static const char *watchers(struct test_site *t)
{
    struct client c = client_open(t->server);
    assert_int_equal(ask(&c, "GET /kamer/1/kijkers HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
    const char *text = arena_strdup(&t->a, c.body);
    client_close(&c);
    return text;
}

static void watch_until(struct test_site *t, const char *text)
{
    while (strcmp(watchers(t), text) != 0)
        pause_ms(2);
}

static void watchers__are_counted(void **state)
{
    struct test_site *t = *state;
    watch_until(t, "0 of 0");
    struct looker a = look(t->server, "/kamer/1"), b = look(t->server, "/kamer/1?variant=2"),
                  c = look(t->server, "/kamer/2");
    assert_string_equal(watchers(t), "2 of 2");
    look_away(&a);
    watch_until(t, "1 of 1");
    setsockopt(b.c.fd, SOL_SOCKET, SO_LINGER, &(struct linger){ .l_onoff = 1 }, sizeof(struct linger));
    look_away(&b);
    watch_until(t, "0 of 0");
    look_away(&c);
}

/* ---- Long polls ---- */

static void poll__waits_for_what_is_new(void **state)
{
    struct test_site *t = *state;
    struct client writer = client_open(t->server);
    struct visitor v = visit(&writer);
    struct client c = client_open(t->server);
    assert_int_equal(ask(&c, "GET /kamer/1?na= HTTP/1.1\r\nHost: x\r\n\r\n"), 200);
    assert_memory_equal(header(&c, "\r\nContent-Type: "), "text/html; charset=utf-8\r", 25);
    assert_non_null(strstr(c.body, "room 1, variant 0, en\n\nnotes="));
    char path[60];
    snprintf(path, sizeof path, "/kamer/1?na=%.16s", header(&c, "\r\nX-Kapstok-Token: "));
    assert_true(hung_up(&c));
    client_close(&c);
    struct client waits = client_open(t->server);
    say_get(&waits, path, "");
    watch_until(t, "1 of 1");
    struct pollfd p = { .fd = waits.fd, .events = POLLIN };
    assert_int_equal(poll(&p, 1, 50), 0);
    assert_int_equal(post(&writer, &v, "/kamer/1", "text=x"), 303);
    assert_int_equal(take(&waits), 200);
    assert_non_null(strstr(waits.body, arena_printf(&t->a, "notes=%lld.", (long long)test_site_notes(t))));
    client_close(&waits);
    client_close(&writer);
}

/* ---- Clients that are no good ---- */

static void slow_reader__gets_the_newest_in_the_end(void **state)
{
    enum { MOVES = 40 };
    struct test_site *t = *state;
    struct client writer = client_open(t->server);
    struct visitor v = visit(&writer);
    test_room_size = 250; /* 16 KB each: what came while it slept fits nowhere */
    struct looker slow = { .c = client_open(t->server) }, quick = { .c = client_open(t->server) };
    int small = 4096;
    setsockopt(slow.c.fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
    say_get(&slow.c, "/kamer/1", "");
    say_get(&quick.c, "/kamer/1", "");
    for (int i = 0; i < MOVES; i++) {
        assert_int_equal(post(&writer, &v, "/kamer/1", "text=x"), 303);
        sees(&quick, notes(t, 0)); /* held up by nobody */
    }
    /* The slow one awakes: few of the states come, and the last one is the newest. */
    char last[40] = "";
    int64_t now = test_site_notes(t);
    snprintf(last, sizeof last, "notes=%lld.", (long long)now);
    int states = 0, large = 256 * 1024;
    setsockopt(slow.c.fd, SOL_SOCKET, SO_RCVBUF, &large, sizeof large);
    char tail[128] = "", piece[16384];
    for (bool done = false; !done;) {
        ssize_t got = recv(slow.c.fd, piece, sizeof piece - 1, 0);
        assert_true(got > 0);
        piece[got] = '\0';
        char *joined = arena_printf(&t->a, "%s%s", tail, piece);
        size_t whole = strlen(joined), keep = whole < 60 ? whole : 60, old = strlen(tail);
        for (char *p = joined; (p = strstr(p, "notes=")) != NULL; p++)
            if (p + 20 < joined + whole && p + 20 >= joined + old)
                states++;
        done = strstr(joined, last) != NULL;
        memcpy(tail, joined + whole - keep, keep + 1);
    }
    assert_true(states < MOVES / 2);
    test_room_size = 0;
    look_away(&slow);
    look_away(&quick);
    client_close(&writer);
}

static void cap__is_told(void **state)
{
    struct test_site *t = *state;
    server_stop(t->server);
    t->config.streams = 5;
    t->config.room_streams = 3;
    start_server(t);
    struct looker first[3], others[2];
    for (int i = 0; i < 3; i++)
        first[i] = look(t->server, "/kamer/1");
    struct client c = client_open(t->server);
    assert_int_equal(ask(&c, "GET /kamer/1 HTTP/1.1\r\nHost: x\r\n\r\n"), 503);
    assert_memory_equal(header(&c, "\r\nRetry-After: "), "2", 1);
    assert_int_equal(ask(&c, GET_HOME), 200); /* the connection goes on */
    for (int i = 0; i < 2; i++)
        others[i] = look(t->server, "/kamer/2");
    assert_int_equal(ask(&c, "GET /kamer/2 HTTP/1.1\r\nHost: x\r\n\r\n"), 503);
    assert_int_equal(ask(&c, "GET /kamer/3?na= HTTP/1.1\r\nHost: x\r\n\r\n"), 503);
    look_away(&first[0]);
    watch_until(t, "2 of 2");
    first[0] = look(t->server, "/kamer/1");
    client_close(&c);
    for (int i = 0; i < 3; i++)
        look_away(&first[i]);
    look_away(&others[0]);
    look_away(&others[1]);
    server_stop(t->server);
    t->config.streams = t->config.room_streams = 0;
    start_server(t);
}

static void restart(struct test_site *t, int second_us)
{
    server_stop(t->server);
    t->config.room_second_us = second_us;
    start_server(t);
}

/* With seconds of two milliseconds: a heartbeat after 15 of silence, and the end after some 600. */
static void stream__is_kept_alive_and_ends(void **state)
{
    struct test_site *t = *state;
    restart(t, 2000);
    struct looker l = look(t->server, "/kamer/1");
    int64_t began_us = clock_monotonic_us();
    assert_true(was_hung_up(&l));
    assert_in_range(clock_monotonic_us() - began_us, 540 * 2000 - 1000, 20 * 1000 * 1000);
    int beats = 0, events = 0;
    for (const char *p = l.c.answer; (p = strstr(p, "\n\n")) != NULL; p++)
        beats += strncmp(p + 2, "event: beat\ndata\n\n", 18) == 0;
    for (const char *p = l.c.answer; (p = strstr(p, "id: ")) != NULL; p++)
        events++;
    assert_int_equal(events, 1);
    assert_true(beats > 3);
    assert_memory_equal(l.c.answer + l.c.n - 2, "\n\n", 2);
    struct client c = client_open(t->server);
    say_get(&c, arena_printf(&t->a, "/kamer/1?na=%.16s", strstr(l.c.answer, "id: ") + 4), "");
    assert_int_equal(take(&c), 204);
    client_close(&c);
    look_away(&l);
    restart(t, 0);
}

/* A socket that takes nothing for a minute is nobody's any more. */
static void stalled_reader__is_given_up(void **state)
{
    struct test_site *t = *state;
    restart(t, 10000);
    test_room_size = 10000;
    struct client writer = client_open(t->server), c = client_open(t->server);
    struct visitor v = visit(&writer);
    setsockopt(c.fd, SOL_SOCKET, SO_RCVBUF, &(int){ 4096 }, sizeof(int));
    say_get(&c, "/kamer/1", "");
    watch_until(t, "1 of 1");
    while (strcmp(watchers(t), "0 of 0") != 0)
        assert_int_equal(post(&writer, &v, "/kamer/1", "text=x"), 303);
    test_room_size = 0;
    client_close(&c);
    client_close(&writer);
    restart(t, 0);
}

static void *churn(void *p)
{
    struct test_site *t = p;
    for (int i = 0; i < 60; i++) {
        struct looker l = look(t->server, i % 3 == 0   ? "/kamer/1"
                                          : i % 3 == 1 ? "/kamer/2"
                                                       : "/kamer/1?variant=3");
        if (i % 4 != 0)
            sees(&l, "notes=");
        if (i % 5 == 0)
            setsockopt(l.c.fd, SOL_SOCKET, SO_LINGER, &(struct linger){ .l_onoff = 1 }, sizeof(struct linger));
        look_away(&l);
    }
    return NULL;
}

static void *move(void *p)
{
    struct test_site *t = p;
    struct client c = client_open(t->server);
    struct visitor v = visit(&c);
    for (int i = 0; i < 200; i++)
        assert_int_equal(post(&c, &v, i % 2 == 0 ? "/kamer/1" : "/kamer/2", "text=x"), 303);
    client_close(&c);
    return NULL;
}

static void clients__come_and_go_while_rooms_move(void **state)
{
    enum { COME = 6, MOVE = 3 };
    struct test_site *t = *state;
    pthread_t come[COME], moves[MOVE];
    for (int i = 0; i < COME; i++)
        assert_int_equal(pthread_create(&come[i], NULL, churn, t), 0);
    for (int i = 0; i < MOVE; i++)
        assert_int_equal(pthread_create(&moves[i], NULL, move, t), 0);
    struct looker stays = look(t->server, "/kamer/1");
    for (int i = 0; i < COME; i++)
        pthread_join(come[i], NULL);
    for (int i = 0; i < MOVE; i++)
        pthread_join(moves[i], NULL);
    sees(&stays, notes(t, 0));
    look_away(&stays);
    watch_until(t, "0 of 0");
}

/* ---- Stop ---- */

static void stop__ends_the_streams(void **state)
{
    enum { PARKED = 40 };
    struct test_site *t = *state;
    struct looker l[PARKED];
    struct client waits = client_open(t->server);
    for (int i = 0; i < PARKED; i++) {
        l[i] = look(t->server, "/kamer/1");
        sees(&l[i], "notes=");
    }
    say_get(&waits, arena_printf(&t->a, "/kamer/1?na=%s", l[0].id), "");
    watch_until(t, "41 of 41");
    int64_t began_us = clock_monotonic_us();
    server_stop(t->server);
    print_message("stopped with %d parked clients in %lld ms\n", PARKED + 1,
                  (long long)(clock_monotonic_us() - began_us) / 1000);
    for (int i = 0; i < PARKED; i++) {
        assert_true(was_hung_up(&l[i]));
        look_away(&l[i]);
    }
    assert_int_equal(take(&waits), 204);
    client_close(&waits);
    start_server(t);
}

/* ---- Several nodes ---- */

static struct server *another_node(struct test_site *t)
{
    struct server *s;
    const char *detail;
    if (server_start(&t->config, &t->a, &s, &detail) != OK)
        fail_msg("%s", detail);
    return s;
}

/* Two servers on one database serve one room, and what one writes is seen through the other. */
static void nodes__hear_each_other(void **state)
{
    struct test_site *t = *state;
    struct server *other = another_node(t);
    struct client here = client_open(t->server), there = client_open(other);
    struct visitor v = visit(&here), w = visit(&there);
    struct looker a = look(t->server, "/kamer/1"), b = look(other, "/kamer/1");
    sees(&a, notes(t, 0));
    sees(&b, notes(t, 0));
    for (int i = 0; i < 5; i++) {
        assert_int_equal(post(&here, &v, "/kamer/1", "text=x"), 303);
        sees(&a, notes(t, 0));
        sees(&b, notes(t, 0));
        assert_string_equal(a.id, b.id); /* so that a client may go on at either */
        assert_int_equal(post(&there, &w, "/kamer/1", "text=x"), 303);
        sees(&a, notes(t, 0));
        sees(&b, notes(t, 0));
    }
    char had[80];
    snprintf(had, sizeof had, "Last-Event-ID: %s\r\n", b.id);

    /* One goes: its clients come back through the other one, and it goes on. */
    server_stop(other);
    assert_true(was_hung_up(&b));
    look_away(&b);
    b = look_with(t->server, "/kamer/1", had);
    assert_true(nothing_more(&b, 50));
    assert_int_equal(post(&here, &v, "/kamer/1", "text=x"), 303);
    sees(&a, notes(t, 0));
    sees(&b, notes(t, 0));
    look_away(&a);
    look_away(&b);
    client_close(&here);
    client_close(&there);
}

static void cut_listeners(struct test_site *t)
{
    struct db *db;
    const char *detail;
    assert_int_equal(db_open(&t->config.source, DB_READ_WRITE, &t->a, &db, &detail), OK);
    db_script(db, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = 'LISTEN kapstok_room'");
    db_close(db);
}

/* Whoever did not listen for a moment looks at everything: nobody knows what was missed. */
static void node__that_was_deaf_looks_at_everything(void **state)
{
    struct test_site *t = *state;
    struct server *other = another_node(t);
    struct client here = client_open(t->server);
    struct visitor v = visit(&here);
    struct looker b = look(other, "/kamer/1");
    sees(&b, notes(t, 0));
    for (int i = 0; i < 3; i++) {
        cut_listeners(t);
        assert_int_equal(post(&here, &v, "/kamer/1", "text=x"), 303);
        sees(&b, notes(t, 0));
    }
    look_away(&b);
    client_close(&here);
    server_stop(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(stream__tells_everybody_who_looks),
        cmocka_unit_test(stream__has_the_headers_of_one),
        cmocka_unit_test(stream__goes_on_where_it_was),
        cmocka_unit_test(stream__is_silent_when_nothing_changed),
        cmocka_unit_test(stream__ends_with_its_room),
        cmocka_unit_test(watchers__are_counted),
        cmocka_unit_test(poll__waits_for_what_is_new),
        cmocka_unit_test(slow_reader__gets_the_newest_in_the_end),
        cmocka_unit_test(cap__is_told),
        cmocka_unit_test(stream__is_kept_alive_and_ends),
        cmocka_unit_test(stalled_reader__is_given_up),
        cmocka_unit_test(clients__come_and_go_while_rooms_move),
        cmocka_unit_test(stop__ends_the_streams),
    };
    const struct CMUnitTest nodes[] = {
        cmocka_unit_test(nodes__hear_each_other),
        cmocka_unit_test(node__that_was_deaf_looks_at_everything),
    };
    int failed = cmocka_run_group_tests_name("rooms on SQLite", tests, start, end);
    if (test_site_has_postgres()) {
        failed += cmocka_run_group_tests_name("rooms on PostgreSQL", tests, start_postgres, end);
        failed += cmocka_run_group_tests_name("rooms of several nodes", nodes, start_postgres, end);
    }
    return failed;
}
