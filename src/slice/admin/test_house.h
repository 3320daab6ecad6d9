/* A house for the tests of account and admin: a database with the whole schema, a server without sockets and a very
 * small browser. `resolve` says who asks. */
#ifndef SLICE_ADMIN_TEST_HOUSE_H
#define SLICE_ADMIN_TEST_HOUSE_H

#include "db/migrate.h"
#include "db/test_db.h"
#include "http/asset.h"
#include "http/server.h"
#include "lib/sodium.h"
#include "slice/admin/admin.h"

enum { HOUSE_COOKIES = 8 };

struct house {
    struct test_db *t;
    struct db *db; /* outside any transaction; unit tests write with it too */
    struct arena *a;
    struct site site;
    const struct slice *slices[3];
    struct server_config config;
    struct server *server;
    struct {
        char name[48], value[256];
    } cookies[HOUSE_COOKIES];
    char token[64];
    int code;
    const char *body, *location;
};

static const unsigned char house_asset[] = "x";
const struct asset assets[] = {
    { "app.css", "/static/app.css", "text/css", "\"1\"", house_asset, NULL, 1, 0 },
    { "app.js", "/static/app.js", "text/javascript", "\"2\"", house_asset, NULL, 1, 0 },
    { "font.woff2", "/static/font.woff2", "font/woff2", "\"3\"", house_asset, NULL, 1, 0 },
    { "favicon.svg", "/static/favicon.svg", "image/svg+xml", "\"4\"", house_asset, NULL, 1, 0 },
};
const size_t assets_count = 4;

/* NULL when there is no PostgreSQL to test with. */
static inline struct house *house_new(enum db_engine engine, const struct slice *slice,
                                      const struct slice *second,
                                      struct fault (*resolve)(struct rq *rq, enum right right))
{
    struct house *h = calloc(1, sizeof *h);
    const char *detail;
    assert_int_equal(crypto_init(), OK);
    h->t = test_db_new(engine);
    if (h->t == NULL) {
        free(h);
        return NULL;
    }
    h->db = h->t->db;
    h->a = &h->t->a;
    if (db_migrate(h->db, h->a, &detail) != OK)
        fail_msg("%s", detail);
    h->site = (struct site){ .public_url = "http://localhost",
                             .key = "a key of thirty-two characters.",
                             .lang = lang_get(LANG_EN),
                             .version = "0",
                             .data_dir = "/tmp" };
    h->slices[0] = slice;
    h->slices[1] = second;
    h->config = (struct server_config){
        .site = &h->site, .slices = h->slices, .source = h->t->source, .resolve = resolve
    };
    if (server_inline_new(&h->config, h->a, &h->server, &detail) != OK)
        fail_msg("%s", detail);
    return h;
}

static inline void house_free(struct house *h)
{
    if (h == NULL)
        return;
    server_inline_free(h->server);
    test_db_free(h->t);
    free(h);
}

/* What stands in the database, as text. */
static inline const char *house_sql(struct house *h, const char *sql)
{
    const char *s = db_scalar(h->db, h->a, sql);
    assert_int_equal(db_status(h->db), OK);
    return s == NULL ? "" : s;
}

static inline void house_cookie(struct house *h, const char *set)
{
    size_t name = strcspn(set, "="), value = strcspn(set + name + 1, ";");
    assert_true(name < 48 && value < 256);
    int free_place = -1;
    for (int i = 0; i < HOUSE_COOKIES; i++) {
        if (strncmp(h->cookies[i].name, set, name) == 0 && h->cookies[i].name[name] == '\0')
            free_place = i;
        else if (h->cookies[i].name[0] == '\0' && free_place < 0)
            free_place = i;
    }
    assert_true(free_place >= 0);
    snprintf(h->cookies[free_place].name, 48, "%.*s", (int)name, set);
    snprintf(h->cookies[free_place].value, 256, "%.*s", (int)value, set + name + 1);
    if (strstr(set, "Max-Age=0") != NULL)
        h->cookies[free_place].name[0] = '\0';
}

static inline const char *house_cookie_value(struct house *h, const char *name)
{
    for (int i = 0; i < HOUSE_COOKIES; i++) {
        if (strcmp(h->cookies[i].name, name) == 0)
            return h->cookies[i].value;
    }
    return NULL;
}

static inline void house_forget_cookies(struct house *h)
{
    memset(h->cookies, 0, sizeof h->cookies);
}

static inline int house_run(struct house *h, struct http_in in)
{
    const char *cookies = "";
    for (int i = 0; i < HOUSE_COOKIES; i++) {
        if (h->cookies[i].name[0] != '\0')
            cookies = arena_printf(h->a, "%s%s=%s; ", cookies, h->cookies[i].name, h->cookies[i].value);
    }
    const struct http_header headers[] = { { "Cookie", cookies },
                                           { "Content-Type", "application/x-www-form-urlencoded" } };
    in.headers = headers;
    in.header_count = 2;
    in.address = "192.0.2.1";
    struct http_out out;
    server_inline_run(h->server, &in, &out);
    h->code = out.code;
    h->body = buf_to_arena(&out.body, h->a);
    h->location = "";
    for (size_t i = 0; i < out.header_count; i++) {
        if (strcmp(out.headers[i].name, "Set-Cookie") == 0)
            house_cookie(h, out.headers[i].value);
        if (strcmp(out.headers[i].name, "Location") == 0)
            h->location = arena_strdup(h->a, out.headers[i].value);
    }
    http_out_release(&out);
    const char *field = strstr(h->body, "name=\"csrf\" value=\"");
    if (field != NULL)
        snprintf(h->token, sizeof h->token, "%.43s", field + 19);
    return h->code;
}

static inline int house_get(struct house *h, const char *target)
{
    return house_run(h, (struct http_in){ .method = HTTP_GET, .target = target });
}

/* With the token of the last page. */
static inline int house_post(struct house *h, const char *target, const char *fields)
{
    const char *text = arena_printf(h->a, "csrf=%s&%s", h->token, fields);
    return house_run(h,
                     (struct http_in){ .method = HTTP_POST, .target = target, .body = { text, strlen(text) } });
}

static inline void house_says(struct house *h, const char *text)
{
    if (strstr(h->body, text) == NULL)
        fail_msg("not on the page: %s\n%s", text, h->body);
}

#endif
