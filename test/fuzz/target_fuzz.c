/* The target of a request: path, query, and the way through the router. */
#include "base/utf8.h"
#include "fuzz.h"
#include "http/router.h"

static struct fault nothing(struct rq *rq)
{
    (void)rq;
    return NO_FAULT;
}

static const struct route routes[] = {
    GET("/", PUBLIC, nothing),
    GET("/scan", PUBLIC, nothing),
    GET("/scan/:round", PUBLIC, nothing),
    GET("/scan/:round/thema/:theme*", PUBLIC, nothing),
    GET("/scan/nieuw", PUBLIC, nothing),
    GET("/q/:key*", KEY_HOLDER, nothing),
    POST("/q/:key*/:statement*/weg/:evidence", KEY_HOLDER, nothing),
};
static const struct slice slice = { .name = "fuzz", SLICE_ROUTES(routes) };
static const struct slice *const slices[] = { &slice, NULL };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static struct arena kept;
    static const struct router *router;
    if (router == NULL)
        router = router_new(&kept, slices);
    struct arena a;
    arena_init(&a);
    char *raw = fuzz_string(data, n);
    struct target t;
    if (parse_target(&a, raw, &t) == OK) {
        ASSERT(t.path[0] == '/' && t.segments <= PARSE_MAX_SEGMENTS);
        for (size_t i = 0; i < t.segments; i++) {
            ASSERT(utf8_valid(t.segment[i], strlen(t.segment[i])));
            ASSERT(strchr(t.segment[i], '/') == NULL);
            for (const char *s = t.segment[i]; *s != '\0'; s++)
                ASSERT((unsigned char)*s >= 0x20 && *s != 0x7f);
        }
        struct pairs query = { 0 };
        if (parse_urlencoded(&a, t.query, PARSE_MAX_QUERY, &query) == OK)
            ASSERT(query.count <= PARSE_MAX_QUERY);
        struct route_match m;
        if (router_find(router, &t, &m)) {
            ASSERT(m.get != NULL || m.post != NULL);
            ASSERT(m.params <= ROUTER_MAX_PARAMS);
            bool is_text;
            const struct route *found = m.get != NULL ? m.get : m.post;
            if (strstr(found->pattern, ":round") != NULL) {
                const char *id = m.param[router_param(found->pattern, "round", &is_text)];
                ASSERT(!is_text && id[0] >= '1' && id[0] <= '9' && strspn(id, "0123456789") == strlen(id));
            }
        }
    }
    free(raw);
    arena_release(&a);
    return 0;
}
