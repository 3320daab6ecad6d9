#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "http/router.h"

static struct fault handler(struct rq *rq)
{
    (void)rq;
    return NO_FAULT;
}

static const struct route routes[] = {
    GET("/", PUBLIC, handler),
    GET("/scan", PUBLIC, handler),
    GET("/scan/:org", ORG_READ, handler),
    GET("/scan/nieuw", PUBLIC, handler),
    GET("/scan/:key*", KEY_HOLDER, handler),
    POST("/scan/:org", ORG_GUIDE, handler),
    GET("/scan/:org/ronde/:round", ORG_READ, handler),
    POST("/scan/nieuw/stap/twee", PUBLIC, handler),
    GET("/scan/:key*/stap/:step", KEY_HOLDER, handler),
};

static const struct slice good = { .name = "good", SLICE_ROUTES(routes) };
static const struct slice *const all[] = { &good, NULL };

/* The pattern that a path leads to, and its parameters joined. */
static const char *found(struct arena *a, const struct router *r, const char *path)
{
    struct target t;
    struct route_match m;
    if (parse_target(a, path, &t) != OK || !router_find(r, &t, &m))
        return "-";
    const char *out = m.get != NULL ? m.get->pattern : m.post->pattern;
    for (size_t i = 0; i < m.params; i++)
        out = arena_printf(a, "%s|%s", out, m.param[i]);
    return m.get != NULL && m.post != NULL ? arena_printf(a, "%s both", out) : out;
}

static void router__finds_the_most_exact_row(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const struct router *r = router_new(&a, all);
    assert_string_equal(found(&a, r, "/"), "/");
    assert_string_equal(found(&a, r, "/scan"), "/scan");
    assert_string_equal(found(&a, r, "/scan/"), "-");
    assert_string_equal(found(&a, r, "/scan/nieuw"), "/scan/nieuw");
    assert_string_equal(found(&a, r, "/scan/12"), "/scan/:org|12 both");
    assert_string_equal(found(&a, r, "/scan/abc"), "/scan/:key*|abc");
    assert_string_equal(found(&a, r, "/scan/012"), "/scan/:key*|012");
    assert_string_equal(found(&a, r, "/scan/0"), "/scan/:key*|0");
    assert_string_equal(found(&a, r, "/scan/9223372036854775807"), "/scan/:org|9223372036854775807 both");
    assert_string_equal(found(&a, r, "/scan/9223372036854775808"), "/scan/:key*|9223372036854775808");
    assert_string_equal(found(&a, r, "/scan/12/ronde/3"), "/scan/:org/ronde/:round|12|3");
    assert_string_equal(found(&a, r, "/scan/12/ronde/x"), "-");
    /* Back from a literal, and from an id, to what also fits. */
    assert_string_equal(found(&a, r, "/scan/nieuw/stap/4"), "/scan/:key*/stap/:step|nieuw|4");
    assert_string_equal(found(&a, r, "/scan/12/stap/4"), "/scan/:key*/stap/:step|12|4");
    assert_string_equal(found(&a, r, "/scan/nieuw/stap/twee"), "/scan/nieuw/stap/twee");
    assert_string_equal(found(&a, r, "/SCAN"), "-");
    assert_string_equal(found(&a, r, "//scan"), "-");

    bool is_text;
    assert_int_equal(router_param("/a/:org/b/:key*", "org", &is_text), 0);
    assert_false(is_text);
    assert_int_equal(router_param("/a/:org/b/:key*", "key", &is_text), 1);
    assert_true(is_text);
    assert_int_equal(router_param("/a/:organisation/b/:org", "org", &is_text), 1);
    arena_release(&a);
}

/* Whether a program with this table ends at start. */
static bool stops_at_start(const struct route *table, size_t n)
{
    pid_t child = fork();
    if (child == 0) {
        close(STDERR_FILENO);
        signal(SIGABRT, SIG_DFL);
        struct arena a;
        arena_init(&a);
        const struct slice slice = { .name = "bad", .routes = table, .route_count = n };
        const struct slice *const bad[] = { &slice, NULL };
        router_new(&a, bad);
        _exit(0);
    }
    int status;
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void router__refuses_a_faulty_table(void **state)
{
    (void)state;
    static const struct field twice[] = { { "a", FIELD_TEXT, .label = "A" },
                                          { "a", FIELD_TEXT, .label = "A" } };
    static const struct field csrf[] = { { "csrf", FIELD_TEXT, .label = "A" } };
    static const struct field unnamed[] = { { "a", FIELD_TEXT } };
    static const struct form_spec form_twice = FORM(twice), form_csrf = FORM(csrf),
                                  form_unnamed = FORM(unnamed);
    static const struct route bad[] = {
        { .method = HTTP_GET, .pattern = "/a", .handler = handler }, /* no right */
        GET("/a", RIGHT_COUNT, handler),
        GET("/a", PUBLIC, NULL),
        GET("a", PUBLIC, handler),
        GET("/a/", PUBLIC, handler),
        GET("/a//b", PUBLIC, handler),
        GET("/a/:", PUBLIC, handler),
        GET("/a", ORG_READ, handler),
        GET("/a/:organisation", ORG_READ, handler),
        GET("/a/:key", KEY_HOLDER, handler),
        GET("/a", PUBLIC, handler, .form = &form_twice),
        GET("/a", PUBLIC, handler, .prepare = handler),
        POST("/a", PUBLIC, handler, .slow = true),
        POST("/a", PUBLIC, handler, .again = handler),
        POST("/a", PUBLIC, handler, .form = &form_twice),
        POST("/a", PUBLIC, handler, .form = &form_csrf),
        POST("/a", PUBLIC, handler, .form = &form_unnamed),
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (!stops_at_start(&bad[i], 1))
            fail_msg("accepted row %zu", i);
    static const struct route same[] = {
        GET("/a/:org/b", ORG_READ, handler),
        GET("/a/:round/b", PUBLIC, handler),
    };
    assert_true(stops_at_start(same, 2));
    assert_false(stops_at_start(same, 1));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(router__finds_the_most_exact_row),
        cmocka_unit_test(router__refuses_a_faulty_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
