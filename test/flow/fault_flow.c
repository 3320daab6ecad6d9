/* The database fails at its n-th call, for every n of every route: the answer is an error page, nothing is half
 * written, nothing leaks (the address sanitizer looks), and the next request works. */
#include "base/log.h"
#include "examples.h"

static bool same_login(struct browser *b, const char *cookie)
{
    const char *now = browser_cookie(b, "kapstok-login");
    return now == NULL || cookie == NULL ? now == cookie : strcmp(now, cookie) == 0;
}

static void check_failed(struct house *h, struct browser *b, const struct route *route, int64_t n)
{
    const char *method = route->method == HTTP_GET ? "GET" : "POST";
    if (b->code < 500)
        WRONG("%s %s, call %lld fails: answered with %d %s\n", method, route->pattern, (long long)n, b->code,
              b->location);
    bool page = route->right == STATELESS || route->json || strstr(b->body, "<h1") != NULL;
    if (!page || b->size == 0)
        WRONG("%s %s, call %lld fails: no page says so\n", method, route->pattern, (long long)n);
    if (!same_login(b, h->people[example_of(route)->who].cookie))
        WRONG("%s %s, call %lld fails: and yet the login changed\n", method, route->pattern, (long long)n);
    const char *changed = house_changed(h);
    if (changed[0] != '\0')
        WRONG("%s %s, call %lld fails: half written in %s\n", method, route->pattern, (long long)n, changed);
}

static struct request request_of(struct browser *b, const struct example *e)
{
    const char *token = e->method == HTTP_POST ? browser_token(b) : NULL;
    return example_request(b, e, &b->h->places[0], &b->h->places[0], token);
}

/* Gives how many runs failed. */
static int64_t fail_everywhere(struct house *h, const struct route *route)
{
    const struct example *e = example_of(route);
    struct db *db = server_inline_db(h->server);
    struct browser *b = browser_new(h, e->who), *other = browser_new(h, NOBODY);
    struct request r = request_of(b, e);
    house_mark(h);
    for (int64_t n = 1; n < 2000; n++) {
        house_forget_tries(h);
        int64_t before = db_calls(db);
        db_fail_after(db, n);
        browser_run(b, e->method, r.path, r.type, r.body);
        bool failed = db_calls(db) - before >= n;
        db_fail_after(db, 0);
        if (failed) {
            check_failed(h, b, route, n);
            browser_get(other, "/healthz");
            CODE(other, 200);
            continue;
        }
        /* This run met no fault: it does its work on the same connection, after all those that failed, and as well as
         * in a house without faults. */
        int code = b->code;
        house_restore(h);
        house_serve(h);
        b = browser_new(h, e->who);
        r = request_of(b, e);
        browser_run(b, e->method, r.path, r.type, r.body);
        CODE(b, code);
        house_restore(h);
        return n - 1;
    }
    WRONG("%s needs more than 2000 calls\n", route->pattern);
    return 0;
}

static void every_call_of_every_route_may_fail(void **state)
{
    struct house *h = house_of(state);
    size_t count;
    const struct route *const *routes = all_routes(h, &count);
    int64_t runs = 0;
    log_set_level((enum log_level) - 1); /* thousands of lines that are meant to be there */
    for (size_t i = 0; i < count; i++)
        runs += fail_everywhere(h, routes[i]);
    log_set_level(LOG_ERROR);
    assert_true(runs > 500);
}

/* Whole dialogues: the fault may come anywhere in them, and who goes on after the error page comes to the same end. */
static void a_dialogue_goes_on_after_a_fault(void **state)
{
    struct house *h = house_of(state);
    struct db *db = server_inline_db(h->server);
    log_set_level((enum log_level) - 1);
    int64_t calls = 1000000;
    for (int64_t n = 0; n < calls; n += 3) {
        house_restore(h);
        struct browser *b = browser_new(h, NOBODY);
        int64_t before = db_calls(db);
        db_fail_after(db, n); /* 0: none, to count the calls */
        const char *base = arena_printf(&h->a, "/quickscan/%s", h->places[0].key);
        const char *steps[][2] = {
            { arena_printf(&h->a, "%s/antwoord/%s", base, h->places[0].statement),
              "edit=0&answer=yes&note=One" },
            { arena_printf(&h->a, "%s/antwoord/%s", base, h->places[0].statement),
              "edit=1&answer=no&note=Two" },
            { arena_printf(&h->a, "%s/mail", base), "mail=visitor%40elsewhere.example" },
        };
        while (browser_get(b, "/aanmelden") >= 500)
            ;
        browser_token(b);
        for (size_t i = 0; i < 3; i++) {
            int tries = 0;
            while (browser_post(b, steps[i][0], steps[i][1]) >= 500 && tries < 3)
                tries++;
            CODE(b, 303);
            while (browser_get(b, "%s/alles", base) >= 500)
                ;
            CODE(b, 200);
        }
        db_fail_after(db, 0);
        calls = n == 0 ? db_calls(db) - before : calls;
        assert_int_equal(house_int(h, "SELECT count(*) FROM scan_answer WHERE edit = 2 AND note = 'Two'"), 1);
        assert_int_equal(house_int(h, "SELECT count(*) FROM scan_history WHERE note IN ('One', 'Two')"), 2);
        assert_int_equal(
            house_int(h, "SELECT count(*) FROM admin_mail WHERE recipient = 'visitor@elsewhere.example'"), 1);
    }
    log_set_level(LOG_ERROR);
}

HOUSE_MAIN(BOTH(every_call_of_every_route_may_fail), BOTH(a_dialogue_goes_on_after_a_fault))
