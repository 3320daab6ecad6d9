/* A client of the server on real sockets, for tests: it waits until there is an answer, or fails. */
#ifndef HTTP_TEST_CLIENT_H
#define HTTP_TEST_CLIENT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/server.h"

enum { ANSWER_MAX = 256 * 1024 };

struct client {
    int fd;
    int code;
    char *answer; /* head and body of the last one */
    size_t n;
    const char *body;
    bool closed; /* the server hung up */
};

static inline void pause_ms(int ms)
{
    nanosleep(&(struct timespec){ .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L }, NULL);
}

static inline struct client client_open(const struct server *s)
{
    struct client c = { .fd = socket(AF_INET, SOCK_STREAM, 0), .answer = malloc(ANSWER_MAX) };
    struct sockaddr_in to = { .sin_family = AF_INET,
                              .sin_port = htons((uint16_t)server_port(s)),
                              .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    assert_int_equal(connect(c.fd, (struct sockaddr *)&to, sizeof to), 0);
    setsockopt(c.fd, IPPROTO_TCP, TCP_NODELAY, &(int){ 1 }, sizeof(int)); /* head and body are two pieces */
    setsockopt(c.fd, SOL_SOCKET, SO_RCVTIMEO, &(struct timeval){ .tv_sec = 20 }, sizeof(struct timeval));
    return c;
}

static inline void client_close(struct client *c)
{
    close(c->fd);
    free(c->answer);
}

static inline void put(struct client *c, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t sent = send(c->fd, p, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return; /* hung up: the answer tells why */
        p += sent;
        n -= (size_t)sent;
    }
}

static inline void put_text(struct client *c, const char *text)
{
    put(c, text, strlen(text));
}

static inline const char *header(const struct client *c, const char *name)
{
    const char *line = strcasestr(c->answer, name);
    return line == NULL || line > c->body ? "" : line + strlen(name);
}

/* Reads one whole answer by its Content-Length; code 0 when there is none. */
static inline int take(struct client *c)
{
    c->n = 0;
    c->code = 0;
    c->body = NULL;
    size_t want = 0;
    for (;;) {
        if (c->body != NULL && c->n >= (size_t)(c->body - c->answer) + want)
            return c->code;
        ssize_t got = c->n + 1 < ANSWER_MAX ? recv(c->fd, c->answer + c->n, ANSWER_MAX - 1 - c->n, 0) : 0;
        if (got <= 0) {
            c->closed = true;
            return c->code = 0;
        }
        c->n += (size_t)got;
        c->answer[c->n] = '\0';
        char *end = strstr(c->answer, "\r\n\r\n");
        if (c->body == NULL && end != NULL) {
            c->body = end + 4;
            c->code = (int)strtol(c->answer + 9, NULL, 10);
            want = strtoul(header(c, "\r\nContent-Length: "), NULL, 10);
        }
    }
}

static inline bool hung_up(struct client *c)
{
    char byte;
    return recv(c->fd, &byte, 1, 0) <= 0;
}

static inline int ask(struct client *c, const char *text)
{
    put_text(c, text);
    return take(c);
}

#define GET_HOME "GET / HTTP/1.1\r\nHost: x\r\n\r\n"

/* The cookie and token of a visitor. */
struct visitor {
    char cookie[64], token[64];
};

static inline struct visitor visit(struct client *c)
{
    struct visitor v = { 0 };
    assert_int_equal(ask(c, GET_HOME), 200);
    const char *cookie = header(c, "kapstok-visitor="), *token = strstr(c->body, "name=\"csrf\" value=\"");
    assert_non_null(token);
    memcpy(v.cookie, cookie, 43);
    memcpy(v.token, token + 19, 43);
    return v;
}

static inline void put_post_head(struct client *c, const struct visitor *v, const char *path, size_t length)
{
    char text[600];
    snprintf(text, sizeof text,
             "POST %s HTTP/1.1\r\nHost: x\r\nCookie: kapstok-visitor=%s\r\n"
             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n",
             path, v->cookie, length);
    put_text(c, text);
}

static inline int post(struct client *c, const struct visitor *v, const char *path, const char *fields)
{
    char body[400];
    snprintf(body, sizeof body, "csrf=%s&%s", v->token, fields);
    put_post_head(c, v, path, strlen(body));
    return ask(c, body);
}

#endif
