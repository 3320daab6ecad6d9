/* A whole installation with people in it, for the request flows: the same program as `kapstok serve`, opened in a
 * folder of its own, without sockets and threads, on SQLite and on PostgreSQL. Every test begins with the same house:
 * what the test before did to it is taken back. */
#ifndef FLOW_HOUSE_H
#define FLOW_HOUSE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "app/app.h"
#include "page.h"
#include "slice/report/report.h"
#include "slice/scan/scan.h"

/* Who asks. All but FOREIGN and SYSTEM belong, or belonged, to the first organisation. */
enum role {
    NOBODY,   /* a visitor */
    OUTSIDER, /* signed in, member of nothing */
    READER,
    MEMBER,
    SECOND, /* another member */
    MINUTES,
    GUIDE,
    MANAGER, /* administrator of the organisation */
    ENDED,   /* was a member */
    FOREIGN, /* guide and administrator of the other organisation */
    SYSTEM,  /* administrator of the installation */
    PHONE,   /* nobody who is known, on a phone that joined the running session of each organisation */
    ROLES
};

struct person {
    const char *name, *mail;
    int64_t user, member; /* member: of the first organisation, or of the second for FOREIGN; 0 = none */
    const char *cookie;   /* of an open login */
};

/* Everything that a path may name, once for each organisation. All rounds but `closed` are open. */
struct place {
    int64_t org;
    int64_t round[SCAN_MODES]; /* by mode */
    int64_t closed;            /* mode alone, agreed on one statement, closed */
    int64_t member, ended;     /* members who may be changed: one present, one not */
    int64_t department, entity, theme;
    int64_t link, file; /* evidence with `statement` of round[SCAN_ALONE] */
    const char *key;    /* of a visitor's scan */
    const char *calendar, *mail_choice, *action_link, *session_link,
        *request_link; /* links in mails: to a calendar, wishes about mail, an action, questions to `member` */
    const char *statement, *theme_id, *domain_id; /* the first that is offered */
};

struct house {
    enum db_engine engine;
    char folder[64];
    struct options options;
    struct app app;
    struct db *db;  /* for tests: outside any transaction, not the server's */
    struct arena a; /* of one test */
    struct arena server_arena;
    struct server_config config;
    struct server *server;
    struct person people[ROLES];
    struct place places[2];
    const char *phone;      /* the secret in the cookie of PHONE */
    int64_t mail;           /* one that waits in the outbox */
    const char *tables;     /* names with blanks between, in the order in which they may be filled */
    const char *compare[2]; /* SQL over all of them, made once (house.c) */
    struct {
        char pulse[32], changed[1024]; /* what differed at that pulse; pulse "" = not known */
    } seen[2];
    bool marked_base;  /* the mark is as the house was built */
    unsigned visitors; /* browsers so far: each has an address of its own */
};

/* The house of this test's engine, as it was built; the test is skipped when there is no PostgreSQL. */
struct house *house_of(void **state);

/* Tests for both engines: `static void f(void **state)` becomes two. */
#define ON_SQLITE(f)                                                                                           \
    {                                                                                                          \
#f " on SQLite", (f), NULL, house_leave, (void *)(uintptr_t)DB_SQLITE                                  \
    }
#define BOTH(f)                                                                                                \
    ON_SQLITE(f),                                                                                              \
    {                                                                                                          \
#f " on PostgreSQL", (f), NULL, house_leave, (void *)(uintptr_t)DB_POSTGRES                            \
    }
int house_leave(void **state);
/* Teardown of the group. */
int house_end(void **state);
#define HOUSE_MAIN(...)                                                                                        \
    int main(void)                                                                                             \
    {                                                                                                          \
        const struct CMUnitTest tests[] = { __VA_ARGS__ };                                                     \
        return cmocka_run_group_tests(tests, NULL, house_end);                                                 \
    }

/* Back to how the house was built; the counters of tries are gone as well. */
void house_restore(struct house *h);
void house_forget_tries(struct house *h);
/* A new server on the same data. */
void house_serve(struct house *h);

/* What reports of a trajectory are made from. */
struct report_source house_report_source(struct house *h, const struct trajectory *t, int64_t now);

/* Remembers all tables as they are now. */
void house_mark(struct house *h);
/* The names of the tables that differ from it, with blanks between; "" when nothing changed. */
const char *house_changed(struct house *h);

/* One value of a query of ours as text; "" when there is none. */
const char *house_sql(struct house *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
int64_t house_int(struct house *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Changes data behind the product's back, to let time pass. */
void house_do(struct house *h, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* "/organisatie/3/traject/7": the first trajectory of the first organisation. */
const char *house_trajectory(struct house *h);

/* A transaction of the test's own around calls of slice functions. */
void house_begin(struct house *h);
void house_commit(struct house *h);

/* The newest mail to someone, as its body; the test fails when there is none. */
const char *house_mail(struct house *h, const char *to);
/* The first path of ours in a text that begins with prefix: house_link(mail, "/binnen/"). */
const char *house_link(struct house *h, const char *text, const char *prefix);

/* A round of the first organisation or the second, as the slice sees it. */
const struct scan_round *house_round(struct house *h, int64_t org, int64_t round);
/* Statement ids that a round offers, in order. */
const char *const *house_statements(struct house *h, int64_t org, int64_t round, size_t *count);

/* ---- A person's browser ------------------------------------------------------------------------------- */

enum { BROWSER_COOKIES = 16 };

struct browser {
    struct house *h;
    struct {
        const char *name, *value;
    } cookies[BROWSER_COOKIES];
    size_t cookie_count;
    const char *address;
    const char *path;  /* of the page it shows */
    const char *token; /* for browser_post */
    /* Headers for the next requests; NULL = not sent. */
    const char *language, *origin, *fetch_site, *partial, *host;
    /* The last answer, kept until the next one. */
    int code;
    const char *body, *location, *type, *disposition;
    size_t size;
    bool set_cookie;
    struct http_out out;
};

/* A new browser, signed in as someone of the house; lives until the end of the test. */
struct browser *browser_new(struct house *h, enum role role);

int browser_get(struct browser *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Where the last answer sends to; the test fails when it does not. */
int browser_follow(struct browser *b);
/* Posts coded fields as they are, with a good token of this browser: for what no page would send. */
int browser_post(struct browser *b, const char *path, const char *fields);
/* Any request at all. */
int browser_run(struct browser *b, enum http_method method, const char *target, const char *type,
                struct bytes body);

/* The form of the page shown whose action is this path, or ends in it; the test fails when there is none. */
struct page_form *browser_form(struct browser *b, const char *action);
/* Whether there is one. */
bool browser_has_form(struct browser *b, const char *action);
/* Types a text, chooses, ticks; "" unticks. The test fails when the form has no such control or choice. */
void form_put(struct browser *b, struct page_form *f, const char *name, const char *value);
void form_attach(struct browser *b, struct page_form *f, const char *name, const char *file,
                 struct bytes content);
/* Sends a form as it stands. */
int browser_send(struct browser *b, const struct page_form *f);
/* The fields as they would be sent. */
struct bytes form_body(struct house *h, const struct page_form *f, const char **type);

/* A good token for posts of this browser. */
const char *browser_token(struct browser *b);
const char *browser_cookie(const struct browser *b, const char *name); /* NULL = none */
void browser_set_cookie(struct browser *b, const char *name, const char *value);

/* Whether a person can read these words on the page. */
bool browser_sees(struct browser *b, const char *words);

const char *url_code(struct arena *a, const char *s, size_t n);

void check_code(struct browser *b, int code, const char *file, int line);
void check_sees(struct browser *b, const char *words, bool should, const char *file, int line);
void check_goes(struct browser *b, const char *path, const char *file, int line);
#define CODE(b, code) check_code((b), (code), __FILE__, __LINE__)
#define SEES(b, words) check_sees((b), (words), true, __FILE__, __LINE__)
#define NOT_SEES(b, words) check_sees((b), (words), false, __FILE__, __LINE__)
/* The last answer redirects to exactly this path. */
#define GOES(b, path) check_goes((b), (path), __FILE__, __LINE__)
/* A failed test with a sentence. */
#define WRONG(...) (print_error(__VA_ARGS__), _fail(__FILE__, __LINE__))

#endif
