/* A small site for the tests of src/http: notes in a database of its own, and a page for everything that
 * a reply can be. */
#ifndef HTTP_TEST_SITE_H
#define HTTP_TEST_SITE_H

#include "base/arena.h"
#include "http/http.h"
#include "http/server.h"

struct test_site {
    struct arena a;
    struct site site;
    struct server_config config;
    struct server *server;
    char folder[64];
};

/* Anna is a guide of organisation 1, Bram of organisation 2; both sign in with a cookie of their name. */
#define TEST_ANNA "kapstok-login=anna"
#define TEST_BRAM "kapstok-login=bram"

/* Notes that were kept, as rq_after_commit heard it. */
extern _Atomic int test_commits;

/* How often a handler of a POST began, or its prepare step: whoever may not must not get so far. */
extern _Atomic int test_handlers;

/* Set to n, the n-th question who asks is answered with DENIED: someone lost a right meanwhile. Counts down. */
extern _Atomic int test_deny_in;

/* How often the part of /deel was written. */
extern _Atomic int test_parts;

/* /kamer/:note is a room of that number, which shows how many notes there are; a POST adds one and moves it. The room of
 * this number is gone; how often a view was rendered; how many times 64 bytes it shows besides; it shows nothing of notes. */
extern _Atomic int test_room_gone, test_room_views, test_room_size;
extern _Atomic bool test_room_still;

/* A new database with an empty table, and the settings for a server on it: SQLite, or a schema of its own in
 * the PostgreSQL that KAPSTOK_TEST_POSTGRES names. */
struct test_site *test_site_new(enum db_engine engine);
/* Whether that PostgreSQL is there. */
bool test_site_has_postgres(void);
void test_site_free(struct test_site *t);

/* Starts t->server without threads; test_site_free stops it. */
void test_site_inline(struct test_site *t);

/* How many notes there are, seen by another connection. */
int64_t test_site_notes(struct test_site *t);

#endif
