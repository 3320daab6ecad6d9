/* Whole requests through the server without sockets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "http/executor.h"
#include "http/room.h"
#include "http/test_site.h"

/* ---- A very small browser: it keeps cookies and knows the token of the last page. ---- */

struct browser {
    struct test_site *site;
    struct http_out out;
    const char *cookies;
    char token[64];
    const char *address;
};

static struct browser browser(struct test_site *t)
{
    return (struct browser){ .site = t, .cookies = "" };
}

static const char *header(const struct http_out *out, const char *name)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return "";
}

static const char *body(struct browser *b)
{
    return buf_to_arena(&b->out.body, &b->site->a);
}

static void remember(struct browser *b)
{
    struct arena *a = &b->site->a;
    for (size_t i = 0; i < b->out.header_count; i++) {
        const char *value = b->out.headers[i].value;
        if (strcmp(b->out.headers[i].name, "Set-Cookie") == 0 && strstr(value, "Max-Age=0") == NULL)
            b->cookies = arena_printf(a, "%s; %.*s", b->cookies, (int)strcspn(value, ";"), value);
    }
    const char *field = strstr(body(b), "name=\"csrf\" value=\"");
    if (field != NULL)
        memcpy(b->token, strchr(field, ' ') + 8, 43);
}

static int run(struct browser *b, struct http_in in, const struct http_header *more, size_t more_n)
{
    struct http_header headers[8] = { { "Cookie", b->cookies } };
    for (size_t i = 0; i < more_n; i++)
        headers[i + 1] = more[i];
    in.headers = headers;
    in.header_count = more_n + 1;
    in.address = b->address;
    http_out_release(&b->out);
    server_inline_run(b->site->server, &in, &b->out);
    remember(b);
    return b->out.code;
}

static int get(struct browser *b, const char *target)
{
    return run(b, (struct http_in){ .method = HTTP_GET, .target = target }, NULL, 0);
}

static int get_with(struct browser *b, const char *target, const char *name, const char *value)
{
    return run(b, (struct http_in){ .method = HTTP_GET, .target = target },
               &(struct http_header){ name, value }, 1);
}

static int post_raw(struct browser *b, const char *target, const char *type, const char *text, size_t n,
                    const char *name, const char *value)
{
    const struct http_header headers[] = { { "Content-Type", type }, { name, value } };
    return run(b, (struct http_in){ .method = HTTP_POST, .target = target, .body = { text, n } }, headers,
               name == NULL ? 1 : 2);
}

#define URLENCODED "application/x-www-form-urlencoded"

/* With the token of the last page. */
static int post_with(struct browser *b, const char *target, const char *fields, const char *name,
                     const char *value)
{
    const char *text = arena_printf(&b->site->a, "csrf=%s&%s", b->token, fields);
    return post_raw(b, target, URLENCODED, text, strlen(text), name, value);
}

static int post(struct browser *b, const char *target, const char *fields)
{
    return post_with(b, target, fields, NULL, NULL);
}

static void assert_says(struct browser *b, const char *text)
{
    if (strstr(body(b), text) == NULL)
        fail_msg("not on the page: %s\n%s", text, body(b));
}

static int start_on(void **state, enum db_engine engine)
{
    struct test_site *t = test_site_new(engine);
    test_site_inline(t);
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
    test_site_free(*state);
    return 0;
}

/* ---- Parts of pages ---- */

static void assert_part_of(struct browser *b, int64_t notes, const char *rest)
{
    assert_says(b, arena_printf(&b->site->a, "&lt;%lld notes, %s", (long long)notes, rest));
}

static void part__is_kept_until_something_is_written(void **state)
{
    struct test_site *t = *state;
    int64_t notes = test_site_notes(t);
    bool keeps = t->config.source.engine == DB_SQLITE;
    struct browser b = browser(t);
    assert_int_equal(get(&b, "/deel?key=a"), 200);
    int first = test_parts;
    assert_part_of(&b, notes, "key a, en,");
    assert_int_equal(get(&b, "/deel?key=a"), 200);
    assert_int_equal(test_parts, keeps ? first : first + 1);
    assert_part_of(&b, notes, "key a, en,");
    assert_says(&b, "<h1>Part</h1>");

    /* By key and by language. */
    assert_int_equal(get(&b, "/deel?key=b"), 200);
    assert_says(&b, "key b, en");
    assert_int_equal(get_with(&b, "/deel?key=a", "Accept-Language", "nl-BE"), 200);
    assert_says(&b, "key a, nl_BE");

    /* What was undone changed nothing, what was kept is seen at once. */
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/notitie", "text=conflict"), 409);
    assert_int_equal(get(&b, "/deel?key=a"), 200);
    assert_part_of(&b, notes, "key a, en");
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/notitie", "text=x"), 303);
    assert_int_equal(get(&b, "/deel?key=a"), 200);
    assert_part_of(&b, notes + 1, "key a, en");

    /* Also what another connection writes. */
    struct db *other;
    const char *detail;
    assert_int_equal(db_open(&t->config.source, DB_READ_WRITE, &t->a, &other, &detail), OK);
    db_script(other, "INSERT INTO note (text) VALUES ('y')");
    assert_int_equal(db_status(other), OK);
    assert_int_equal(get(&b, "/deel?key=a"), 200);
    assert_part_of(&b, notes + 2, "key a, en");
    db_close(other);
    http_out_release(&b.out);
}

static bool show_lines(struct html *h, struct db *db, struct arena *a, const struct site *site, int64_t room,
                       int64_t variant, int64_t now_ms)
{
    static const char *const texts[] = { "", "a\r\nb\rc\n\nd", "\n", "data: x\nid: 7", "é<" };
    (void)db, (void)a, (void)site, (void)variant, (void)now_ms;
    html_text(h, texts[room]);
    return true;
}

/* Whatever ends a line for a browser begins a new one here: no text can make an event of its own. */
static void room__keeps_its_lines_apart(void **state)
{
    struct test_site *t = *state;
    static const char *const events[] = {
        "data:\n\n",       "data: a\ndata: b\ndata: c\ndata: \ndata: d\n\n",
        "data: \n\n",      "data: data: x\ndata: id: 7\n\n",
        "data: é&lt;\n\n",
    };
    uint64_t before = 0;
    for (int64_t i = 0; i < 5; i++) {
        struct room_key key = { .room = i, .view = show_lines, .lang = lang_get(LANG_EN) };
        struct room_frame *f;
        const char *why;
        char token[ROOM_TOKEN + 1];
        assert_int_equal(room_render(&key, server_inline_db(t->server), &t->site, &t->a, &f, &why), ROOM_SHOWN);
        const char *whole = arena_printf(&t->a, "id: %s\n%s", room_token(f->id, token), events[i]);
        assert_int_equal(f->n, strlen(whole));
        assert_memory_equal(f->bytes, whole, f->n);
        assert_true(f->id != 0 && f->id != before);
        before = f->id;
        room_frame_drop(f);
    }
}

/* Without threads a stream tells what is, and ends: so that a dialogue can walk over it. */
static void room__answers_once(void **state)
{
    struct test_site *t = *state;
    struct browser b = browser(t);
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/kamer/3", "text=x"), 303);
    const char *state_now = arena_printf(&t->a, "data: notes=%lld.\n\n", (long long)test_site_notes(t));
    assert_int_equal(get_with(&b, "/kamer/3?variant=2", "Accept-Language", "nl-BE"), 200);
    assert_string_equal(header(&b.out, "Content-Type"), "text/event-stream");
    assert_string_equal(header(&b.out, "Cache-Control"), "no-store");
    assert_says(&b, "retry: ");
    assert_says(&b, "data: room 3, variant 2, nl_BE\n");
    assert_says(&b, state_now);
    const char *id = arena_strndup(&t->a, strstr(body(&b), "id: ") + 4, 16);
    assert_int_equal(get_with(&b, "/kamer/3?variant=2", "Last-Event-ID", id), 200);
    assert_says(&b, "data:"); /* in another language it is another state */
    assert_int_equal(get(&b, "/kamer/3?na="), 200);
    assert_says(&b, "room 3, variant 0, en\n\nnotes=");
    const char *poll = arena_printf(&t->a, "/kamer/3?na=%s", header(&b.out, "X-Kapstok-Token"));
    assert_int_equal(get(&b, poll), 204);
    assert_int_equal(b.out.body.n, 0);
    assert_int_equal(get_with(&b, "/kamer/3", "Last-Event-ID", strchr(poll, '=') + 1), 200);
    assert_null(strstr(body(&b), "data:"));
    assert_int_equal(get(&b, "/kamer/3/kijkers"), 200);
    assert_says(&b, "0 of 0");
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/kamer/3", "text=x"), 303);
    assert_int_equal(get(&b, poll), 200);
    assert_int_equal(get(&b, "/kamer/3?na=nonsense"), 200);
    test_room_gone = 3;
    assert_int_equal(get(&b, "/kamer/3"), 404);
    test_room_gone = 0;
    http_out_release(&b.out);
}

static void part__takes_no_more_than_its_room(void **state)
{
    struct test_site *t = *state;
    if (t->config.source.engine != DB_SQLITE)
        return;
    struct browser b = browser(t);
    enum { MANY = 200 };
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < MANY; i++) {
            const char *target = arena_printf(&t->a, "/deel?key=many-%d", i);
            assert_int_equal(get(&b, target), 200);
            assert_says(&b, arena_printf(&t->a, "key many-%d, en", i));
        }
    /* Who asks for something without end is answered, and nothing is kept of it. */
    char *key = arena_alloc(&t->a, 1001);
    memset(key, 'k', 1000);
    int before = test_parts;
    for (int i = 0; i < 2; i++)
        assert_int_equal(get(&b, arena_printf(&t->a, "/deel?key=%s", key)), 200);
    assert_int_equal(test_parts, before + 2);
    /* A worker has another connection than the loop. */
    for (int i = 0; i < 2; i++)
        assert_int_equal(get(&b, "/deel/traag?key=many-0"), 200);
    assert_int_equal(test_parts, before + 4);
    http_out_release(&b.out);
}

/* ---- Pages ---- */

static void page__has_its_headers(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    assert_says(&b, "notes=0");
    assert_string_equal(header(&b.out, "Content-Type"), "text/html; charset=utf-8");
    assert_string_equal(header(&b.out, "Cache-Control"), "private, no-cache");
    assert_string_equal(header(&b.out, "X-Content-Type-Options"), "nosniff");
    assert_string_equal(header(&b.out, "Referrer-Policy"), "no-referrer");
    assert_string_equal(header(&b.out, "Strict-Transport-Security"), "");
    assert_non_null(strstr(header(&b.out, "Content-Security-Policy"), "frame-ancestors 'none'"));
    assert_non_null(strstr(header(&b.out, "Set-Cookie"), "kapstok-visitor="));
    assert_non_null(strstr(header(&b.out, "Set-Cookie"), "; Path=/; HttpOnly; SameSite=Lax"));

    /* Once is enough, and a page without a form sets none. */
    assert_int_equal(get(&b, "/"), 200);
    assert_string_equal(header(&b.out, "Set-Cookie"), "");
    struct browser other = browser(*state);
    assert_int_equal(get(&other, "/plat"), 200);
    assert_string_equal(header(&other.out, "Set-Cookie"), "");

    b.cookies = TEST_ANNA;
    assert_int_equal(get(&b, "/"), 200);
    assert_string_equal(header(&b.out, "Cache-Control"), "no-store");
    assert_string_equal(header(&b.out, "Set-Cookie"), "");
    http_out_release(&b.out);
    http_out_release(&other.out);
}

static void page__is_secure_on_https(void **state)
{
    struct test_site *t = *state;
    t->site.secure = true;
    struct browser b = browser(t);
    assert_int_equal(get(&b, "/"), 200);
    assert_memory_equal(header(&b.out, "Set-Cookie"), "__Host-kapstok-visitor=", 23);
    assert_non_null(strstr(header(&b.out, "Set-Cookie"), "; Secure"));
    assert_memory_equal(header(&b.out, "Strict-Transport-Security"), "max-age=", 8);
    assert_int_equal(post(&b, "/notitie", "text=x"), 303);
    t->site.secure = false;
    http_out_release(&b.out);
}

static void get__finds_what_is_asked(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/tekst/%3Cb%3E%20%C3%A9"), 200);
    assert_says(&b, "&lt;b&gt; é");
    assert_int_equal(get(&b, "/notitie/999"), 404);
    assert_says(&b, "The note 999 is not here.");
    assert_int_equal(get(&b, "/notitie/x"), 404);
    assert_int_equal(get(&b, "/niets"), 404);
    assert_says(&b, "There is no page here");
    assert_int_equal(get(&b, "/tekst/a%2Fb"), 400);
    assert_string_equal(header(&b.out, "Connection"), "close");
    assert_int_equal(get(&b, "/tekst/%00"), 400);
    assert_int_equal(get(&b, "/?a=%FF"), 400);
    assert_int_equal(get(&b, "/?a=%00"), 400);
    assert_int_equal(get(&b, "/te-groot"), 500);
    assert_says(&b, "Something went wrong on our side");
    assert_int_equal(get(&b, "/traag"), 200);
    assert_int_equal(get(&b, "/bestand"), 200);
    assert_string_equal(header(&b.out, "Content-Disposition"),
                        "attachment; filename=\"____n _twee_.csv\"; "
                        "filename*=UTF-8''%C3%A9%C3%A9n%20%22twee%22.csv");
    http_out_release(&b.out);
}

static void get__writes_nothing(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/stuk"), 500);
    assert_int_equal(get(&b, "/"), 200);
    http_out_release(&b.out);
}

static void head__is_a_get_without_body(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(run(&b, (struct http_in){ .method_name = "HEAD", .target = "/" }, NULL, 0), 200);
    assert_int_equal(b.out.body.n, 0);
    assert_string_equal(header(&b.out, "Content-Type"), "text/html; charset=utf-8");
    http_out_release(&b.out);
}

static void method__must_be_one_of_the_path(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/notitie"), 405);
    assert_string_equal(header(&b.out, "Allow"), "POST");
    assert_int_equal(post(&b, "/wie", ""), 405);
    assert_string_equal(header(&b.out, "Allow"), "GET, HEAD");
    assert_int_equal(run(&b, (struct http_in){ .method_name = "DELETE", .target = "/organisatie/1" }, NULL, 0),
                     405);
    assert_string_equal(header(&b.out, "Allow"), "GET, HEAD, POST");
    assert_int_equal(run(&b, (struct http_in){ .method_name = "DELETE", .target = "/niets" }, NULL, 0), 404);
    assert_int_equal(run(&b, (struct http_in){ .method_name = "OPTIONS", .target = "*" }, NULL, 0), 400);
    http_out_release(&b.out);
}

/* A page of another site asks first whether it may send JSON. To what knows nobody it may; to anything else it may not. */
static void options__open_what_is_open_to_all(void **state)
{
    struct browser b = browser(*state);
    static const struct http_header asks[] = { { "Origin", "https://elsewhere.example" },
                                               { "Access-Control-Request-Method", "POST" },
                                               { "Access-Control-Request-Headers", "content-type" } };
    static const struct {
        const char *target;
        int code;
        const char *methods;
    } cases[] = {
        { "/api/echo", 204, "POST" },
        { "/api/tel?x=1", 204, "GET, HEAD" },
        { "/api/niets", 404, "" },
        { "/json", 405, "" },
        { "/notitie", 405, "" },
        { "/organisatie/1", 405, "" },
        { "/", 405, "" },
        { "/api/besloten", 405, "" },
        { "/telefoon", 405, "" },
    };
    int handlers = test_handlers;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        b.cookies = TEST_ANNA;
        struct http_in in = { .method_name = "OPTIONS", .target = cases[i].target };
        if (run(&b, in, asks, 3) != cases[i].code)
            fail_msg("%s gave %d", cases[i].target, b.out.code);
        bool open = cases[i].code == 204;
        assert_string_equal(header(&b.out, "Access-Control-Allow-Methods"), cases[i].methods);
        assert_string_equal(header(&b.out, "Access-Control-Allow-Headers"), open ? "Content-Type" : "");
        assert_string_equal(header(&b.out, "Access-Control-Allow-Credentials"), "");
        /* What is missing under /api/ may be read too: it tells nothing. */
        bool readable = open || cases[i].code == 404;
        assert_string_equal(header(&b.out, "Access-Control-Allow-Origin"), readable ? "*" : "");
        if (open) {
            assert_int_equal(b.out.body.n, 0);
            assert_string_equal(header(&b.out, "Set-Cookie"), "");
        }
    }
    assert_int_equal(test_handlers, handlers);
    /* A refusal by the server itself can be read as well. */
    assert_int_equal(post_raw(&b, "/api/echo", "application/json", "", 0, NULL, NULL), 422);
    assert_string_equal(header(&b.out, "Access-Control-Allow-Origin"), "*");
    assert_int_equal(get(&b, "/notitie/999"), 404);
    assert_string_equal(header(&b.out, "Access-Control-Allow-Origin"), "");
    http_out_release(&b.out);
}

static void redirect__stays_here(void **state)
{
    struct browser b = browser(*state);
    static const char *const to[][2] = {
        { "/scan?x=1%26y", "/scan?x=1&y" },
        { "/%C3%A9%20n", "/%C3%A9%20n" },
        { "//evil.example", "/" },
        { "/%5Cevil.example", "/" },
        { "https://evil.example", "/" },
        { "/a%0D%0ASet-Cookie:x", "/" },
        { "", "/" },
    };
    for (size_t i = 0; i < sizeof to / sizeof to[0]; i++) {
        assert_int_equal(get(&b, arena_printf(&b.site->a, "/ga?naar=%s", to[i][0])), 303);
        assert_string_equal(header(&b.out, "Location"), to[i][1]);
    }
    http_out_release(&b.out);
}

static void asset__is_kept_for_ever(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/static/app.1.css"), 200);
    assert_string_equal(body(&b), "body{}");
    assert_string_equal(header(&b.out, "Cache-Control"), "public, max-age=31536000, immutable");
    assert_int_equal(get_with(&b, "/static/app.1.css", "Accept-Encoding", "gzip"), 200);
    assert_string_equal(body(&b), "(gzip)");
    assert_string_equal(header(&b.out, "Content-Encoding"), "gzip");
    assert_int_equal(get_with(&b, "/static/app.1.css", "If-None-Match", "W/\"0\", \"1\""), 304);
    assert_int_equal(b.out.body.n, 0);
    assert_int_equal(get(&b, "/static/app.9.css"), 404);
    http_out_release(&b.out);
}

/* ---- Rights ---- */

static void right__is_asked_first(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/ik?a=1"), 401);
    assert_says(&b, "/aanmelden?naar=%2Fik%3Fa%3D1");
    b.cookies = TEST_ANNA;
    assert_int_equal(get(&b, "/ik"), 200);
    assert_says(&b, "Anna");
    assert_int_equal(get(&b, "/organisatie/1"), 200);
    assert_int_equal(get(&b, "/organisatie/2"), 403);
    b.cookies = TEST_BRAM;
    assert_int_equal(get(&b, "/organisatie/2"), 200);
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/organisatie/1", "text=x"), 403);
    assert_int_equal(post(&b, "/organisatie/2", "text=x"), 303);
    b.cookies = "";
    assert_int_equal(post(&b, "/organisatie/2", "text=x"), 401);
    http_out_release(&b.out);
}

static void address__is_seen_behind_the_proxy(void **state)
{
    struct browser b = browser(*state);
    b.address = "127.0.0.1";
    assert_int_equal(get_with(&b, "/wie", "X-Forwarded-For", "6.6.6.6, 9.8.7.6, 10.0.0.9"), 200);
    assert_says(&b, "nobody at 9.8.7.6");
    b.address = "5.5.5.5";
    assert_int_equal(get_with(&b, "/wie", "X-Forwarded-For", "6.6.6.6"), 200);
    assert_says(&b, "nobody at 5.5.5.5");
    http_out_release(&b.out);
}

static void limit__counts_keys_and_addresses(void **state)
{
    struct browser b = browser(*state);
    b.address = "7.7.7.7";
    for (int i = 0; i < 3; i++)
        assert_int_equal(get(&b, "/grens?key=a"), 200);
    assert_int_equal(get(&b, "/grens?key=a"), 429);
    assert_string_equal(header(&b.out, "Retry-After"), "600");
    assert_int_equal(get(&b, "/grens?key=b"), 200);
    for (int i = 0; i < 30; i++)
        get(&b, arena_printf(&b.site->a, "/grens?key=c%d", i));
    assert_int_equal(get(&b, "/grens?key=d"), 429);
    b.address = "7.7.7.8";
    assert_int_equal(get(&b, "/grens?key=d"), 200);
    http_out_release(&b.out);
}

/* ---- Tokens ---- */

static void csrf__wants_the_token_of_our_page(void **state)
{
    struct browser b = browser(*state);
    int64_t notes = test_site_notes(*state);
    assert_int_equal(post(&b, "/notitie", "text=x"), 403);
    assert_says(&b, "came from our own page");
    assert_says(&b, "Nothing was saved");
    assert_int_equal(get(&b, "/"), 200);
    char first[64];
    memcpy(first, b.token, sizeof first);
    assert_int_equal(post(&b, "/notitie", "text=x"), 303);
    assert_int_equal(get(&b, "/"), 200);
    assert_string_not_equal(first, b.token); /* masked anew */
    memcpy(b.token, first, sizeof first);
    assert_int_equal(post(&b, "/notitie", "text=x"), 303);
    assert_int_equal(test_site_notes(*state), notes + 2);

    b.token[20] = b.token[20] == 'a' ? 'b' : 'a';
    assert_int_equal(post(&b, "/notitie", "text=x"), 403);
    memcpy(b.token, first, sizeof first);
    struct browser thief = browser(*state);
    assert_int_equal(get(&thief, "/"), 200);
    memcpy(thief.token, b.token, sizeof thief.token);
    assert_int_equal(post(&thief, "/notitie", "text=x"), 403);
    b.cookies = arena_printf(&b.site->a, "%s; %s", b.cookies, TEST_ANNA);
    assert_int_equal(post(&b, "/notitie", "text=x"), 403); /* bound to the login now */
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/notitie", "text=x"), 303);
    assert_int_equal(post_raw(&b, "/notitie", URLENCODED, "text=x", 6, "X-Kapstok-Csrf", b.token), 303);
    assert_int_equal(post_raw(&b, "/notitie", URLENCODED, "text=x", 6, "X-Kapstok-Csrf", ""), 403);
    http_out_release(&b.out);
    http_out_release(&thief.out);
}

static void csrf__listens_to_the_browser(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "Sec-Fetch-Site", "cross-site"), 403);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "Sec-Fetch-Site", "same-origin"), 303);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "Origin", "http://evil.example"), 403);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "Origin", "http://kapstok.example.evil.example"), 403);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "Origin", "http://kapstok.example"), 303);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "Origin", "null"), 303);
    http_out_release(&b.out);
}

/* ---- Writes ---- */

static void write__is_kept_or_not_at_all(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    int64_t notes = test_site_notes(*state);
    int commits = test_commits;
    assert_int_equal(post(&b, "/notitie", "text=one"), 303);
    assert_memory_equal(header(&b.out, "Location"), "/notitie/", 9);
    assert_int_equal(post(&b, "/notitie", "text=conflict"), 409);
    assert_says(&b, "Someone has already written \"conflict\".");
    assert_says(&b, "Their version was kept.");
    assert_int_equal(post(&b, "/notitie", "text=break"), 500);
    assert_int_equal(post(&b, "/notitie", "text=problem"), 422);
    assert_int_equal(post(&b, "/notitie", "text=again"), 422);
    assert_int_equal(test_site_notes(*state), notes + 1);
    assert_int_equal(test_commits, commits + 1);
    http_out_release(&b.out);
}

/* What is refused after it wrote is run twice on SQLite: one try all the same, and the same answer. */
static void limit__holds_when_a_write_is_run_again(void **state)
{
    struct browser b = browser(*state);
    b.address = "7.7.7.9";
    assert_int_equal(get(&b, "/"), 200);
    int64_t notes = test_site_notes(*state);
    assert_int_equal(post(&b, "/notitie", "text=limited"), 303);
    for (int i = 0; i < 3; i++)
        assert_int_equal(post(&b, "/notitie", "text=limited"), 429);
    assert_int_equal(test_site_notes(*state), notes + 1);
    http_out_release(&b.out);
}

static void again__comes_back_filled(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    int64_t notes = test_site_notes(*state);
    const char *const count = arena_printf(&b.site->a, "</form>\n%lld", (long long)notes);

    assert_int_equal(post(&b, "/notitie", "text=again"), 422);
    assert_says(&b, "Not again.");
    assert_says(&b, "value=\"again\"");
    assert_says(&b, count); /* as it is stored, without what was undone */
    assert_int_equal(post(&b, "/notitie", "text=%3Cverder+dan+twintig+tekens%3E"), 422);
    assert_says(&b, "This is 27 characters long; there is room for 20.");
    assert_says(&b, "value=\"&lt;verder dan twintig tekens&gt;\"");
    assert_int_equal(post(&b, "/notitie", ""), 422);
    assert_says(&b, "Fill this in.");
    assert_int_equal(post(&b, "/zonder-pagina", "text=x"), 422);
    assert_says(&b, "Never right.");
    assert_int_equal(post(&b, "/notitie", "text=fine"), 303); /* the token of the page that came back */
    http_out_release(&b.out);
}

static void partial__gets_json(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post_with(&b, "/notitie", "text=", "X-Kapstok-Partial", "1"), 422);
    assert_string_equal(body(&b), "{\"error\":\"invalid\",\"message\":\"Fill this in.\",\"field\":\"text\"}");
    assert_string_equal(header(&b.out, "Content-Type"), "application/json");
    assert_int_equal(post_with(&b, "/notitie", "text=conflict", "X-Kapstok-Partial", "1"), 409);
    assert_says(&b, "{\"error\":\"conflict\",");
    http_out_release(&b.out);
}

static void prepare__comes_before_the_write(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/hash", "text=x"), 200);
    assert_says(&b, "hash of x");
    assert_int_equal(post(&b, "/hash", "text=refuse"), 422);
    assert_says(&b, "Refused before.");
    http_out_release(&b.out);
}

static void notice__is_shown_once(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/notitie", "text=x"), 303);
    assert_int_equal(get(&b, arena_strdup(&b.site->a, header(&b.out, "Location"))), 200);
    assert_says(&b, "Saved: één &amp; \"twee\"");
    assert_non_null(strstr(header(&b.out, "Set-Cookie"), "kapstok-notice=; Path=/; Max-Age=0"));
    b.cookies = "kapstok-notice=Zm9yZ2Vk";
    assert_int_equal(get(&b, "/"), 200);
    assert_null(strstr(body(&b), "Saved"));
    http_out_release(&b.out);
}

static void write__fails_cleanly_at_every_database_call(void **state)
{
    struct test_site *t = *state;
    struct browser b = browser(t);
    assert_int_equal(get(&b, "/"), 200);
    for (int n = 1;; n++) {
        int64_t notes = test_site_notes(t);
        db_fail_after(server_inline_db(t->server), n);
        int code = post(&b, "/notitie", "text=x");
        db_fail_after(server_inline_db(t->server), 0);
        if (code == 303) {
            assert_true(n > 3);
            break;
        }
        assert_true(code == 500 || code == 503);
        assert_int_equal(test_site_notes(t), notes);
        assert_int_equal(get(&b, "/"), 200);
        assert_true(n < 50);
    }
    http_out_release(&b.out);
}

/* Whether it is there or not: nobody says that it failed, and nothing is run again. */
static void write__of_unknown_outcome_says_so(void **state)
{
    struct test_site *t = *state;
    struct browser b = browser(t);
    struct db *db = server_inline_db(t->server);
    assert_int_equal(get(&b, "/"), 200);
    for (int stored = 0; stored < 2; stored++) {
        int64_t notes = test_site_notes(t);
        int commits = test_commits, handlers = test_handlers;
        db_unsure_next(db, stored);
        assert_int_equal(post(&b, "/notitie", "text=x"), 503);
        assert_says(&b, "We could not check whether this was saved. Reload the page to see what is stored.");
        assert_null(strstr(body(&b), "Nothing was saved"));
        assert_null(strstr(body(&b), "went wrong"));
        assert_string_equal(header(&b.out, "Retry-After"), ""); /* no invitation to store it twice */
        assert_string_equal(header(&b.out, "Location"), "");
        assert_int_equal(test_site_notes(t), notes + stored);
        assert_int_equal(test_commits, commits);
        assert_int_equal(test_handlers, handlers + 1);
    }
    db_unsure_next(db, true);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "X-Kapstok-Partial", "1"), 503);
    assert_string_equal(body(&b),
                        "{\"error\":\"outcome-unknown\",\"message\":\"We could not check whether this was "
                        "saved. Reload the page to see what is stored.\"}");
    b.cookies = TEST_ANNA;
    assert_int_equal(get(&b, "/"), 200);
    db_unsure_next(db, true);
    assert_int_equal(post_raw(&b, "/json", "application/json", "[1]", 3, "X-Kapstok-Csrf", b.token), 503);
    assert_string_equal(header(&b.out, "Content-Type"), "application/problem+json");
    assert_says(&b, "{\"type\":\"urn:kapstok:problem:outcome-unknown\",\"status\":503,");
    assert_int_equal(post_raw(&b, "/json", "application/json", "[1]", 3, "X-Kapstok-Csrf", b.token), 200);
    http_out_release(&b.out);
}

/* A full disk and a database that is away are not the fault of too many people. */
static void busy__says_why(void **state)
{
    struct test_site *t = *state;
    struct browser b = browser(t);
    assert_int_equal(get(&b, "/"), 200);
    db_fail_after(server_inline_db(t->server), 2);
    assert_int_equal(post(&b, "/notitie", "text=x"), 503);
    assert_says(&b, "The disk of the server is full.");
    assert_null(strstr(body(&b), "too many requests"));
    assert_string_equal(header(&b.out, "Retry-After"), "2");
    db_fail_after(server_inline_db(t->server), 2);
    assert_int_equal(post_with(&b, "/notitie", "text=x", "X-Kapstok-Partial", "1"), 503);
    assert_says(&b, "{\"error\":\"disk-full\",");
    db_fail_after(server_inline_db(t->server), 2);
    assert_int_equal(get(&b, "/"), 503);
    assert_says(&b, "The disk of the server is full.");
    if (t->config.source.engine == DB_POSTGRES) {
        int handlers = test_handlers;
        assert_int_equal(post(&b, "/notitie", "text=cut"), 503);
        assert_int_equal(test_handlers,
                         handlers + 1 + EXECUTOR_RERUNS); /* nothing of it was stored, so it is tried again */
        assert_says(&b, "the database behind it does not answer");
        assert_null(strstr(body(&b), "too many requests"));
        assert_null(strstr(body(&b), "PostgreSQL"));
    }
    assert_int_equal(get(&b, "/"), 200);
    http_out_release(&b.out);
}

/* ---- Without a right, without a token ----
 *
 * A short form of a visitor is let in before anybody looked who sends it (flow.c, is_brief): what such a form, and what
 * only looks like one, may reach. */

struct forgery {
    const char *target, *type, *cookies; /* cookies NULL: the visitor's own */
    const char *fields;                  /* NULL: a body of 20 KB */
    bool token;                          /* the visitor's, in the form */
    const char *name, *value;            /* one more header */
    int code;
};

static void forged__never_reaches_a_handler(void **state)
{
    static const char MULTIPART[] = "multipart/form-data; boundary=XX";
    static const struct forgery cases[] = {
        /* The right is missing: whatever the form is like, that is the answer. */
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, NULL, NULL, 401 },
        { "/organisatie/1", URLENCODED, NULL, "text=", true, NULL, NULL, 401 },
        { "/organisatie/1", URLENCODED, NULL, "text=x&text=x", true, NULL, NULL, 401 },
        { "/organisatie/1", URLENCODED, NULL, "text=x", false, NULL, NULL, 401 },
        { "/organisatie/1", URLENCODED, NULL, NULL, true, NULL, NULL, 401 },
        { "/organisatie/1", URLENCODED "; charset=utf-8", NULL, "text=x", true, NULL, NULL, 401 },
        { "/organisatie/1", "Application/X-WWW-Form-URLencoded", NULL, "text=x", true, NULL, NULL, 401 },
        { "/organisatie/1", "text/plain", NULL, "text=x", true, NULL, NULL, 401 },
        { "/organisatie/1", MULTIPART, NULL, "text=x", true, NULL, NULL, 401 },
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, "Transfer-Encoding", "chunked", 401 },
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, "X-Kapstok-Partial", "1", 401 },
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, "Cookie", "kapstok-login=", 401 },
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, "Cookie", "kapstok-login=mallory", 401 },
        /* The first of two cookies counts, here and where people are recognised. */
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, "Cookie", "kapstok-login=x; " TEST_ANNA, 401 },
        { "/json", "application/json", NULL, "[1]", false, NULL, NULL, 401 },
        { "/json", URLENCODED, NULL, "text=x", true, NULL, NULL, 401 },
        /* Signed in, and the token is a visitor's. */
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, "Cookie", TEST_ANNA, 403 },
        { "/notitie", URLENCODED, NULL, "text=x", true, "Cookie", TEST_ANNA, 403 },
        /* Signed in, and the organisation is another's. */
        { "/organisatie/1", URLENCODED, NULL, "text=x", true, "Cookie", TEST_BRAM, 403 },
        /* Everyone may, and the token is missing, nobody's, or comes from elsewhere. */
        { "/notitie", URLENCODED, NULL, "text=x", false, NULL, NULL, 403 },
        { "/notitie", URLENCODED, NULL, "text=", false, NULL, NULL, 403 },
        { "/notitie", URLENCODED, "", "text=x", true, NULL, NULL, 403 },
        { "/notitie", URLENCODED, "kapstok-visitor=", "text=x", true, NULL, NULL, 403 },
        { "/notitie", URLENCODED, "kapstok-visitor=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "text=x", true,
          NULL, NULL, 403 },
        { "/notitie", URLENCODED, NULL, "text=x", true, "Sec-Fetch-Site", "cross-site", 403 },
        { "/notitie", URLENCODED, NULL, "text=x", true, "Origin", "https://evil.example", 403 },
        { "/notitie", MULTIPART, NULL, "text=x", true, NULL, NULL, 400 },
        { "/notitie", "text/plain", NULL, "text=x", true, NULL, NULL, 400 },
        { "/hash", URLENCODED, NULL, "text=x", false, NULL, NULL, 403 },
        { "/telling", URLENCODED, NULL, "", false, NULL, NULL, 403 },
        /* The method is another. */
        { "/wie", URLENCODED, NULL, "text=x", true, NULL, NULL, 405 },
    };
    struct test_site *t = *state;
    int64_t notes = test_site_notes(t);
    char *large = arena_alloc(&t->a, 20001);
    memset(large, 'x', 20000);
    memcpy(large, "text=", 5);
    int handlers = test_handlers;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct forgery *c = &cases[i];
        struct browser b = browser(t);
        assert_int_equal(get(&b, "/"), 200);
        if (c->cookies != NULL)
            b.cookies = c->cookies;
        const char *fields = c->fields == NULL ? large : c->fields;
        if (c->token)
            fields = arena_printf(&t->a, "csrf=%s&%s", b.token, fields);
        int code = post_raw(&b, c->target, c->type, fields, strlen(fields), c->name, c->value);
        if (code != c->code)
            fail_msg("case %zu, %s: %d instead of %d\n%s", i, c->target, code, c->code, body(&b));
        assert_string_equal(header(&b.out, "Location"), "");
        http_out_release(&b.out);
    }
    assert_int_equal(test_handlers, handlers);
    assert_int_equal(test_site_notes(t), notes);

    /* On https only the cookie that no neighbour can set counts. */
    t->site.secure = true;
    struct browser b = browser(t);
    assert_int_equal(get(&b, "/"), 200);
    b.cookies = arena_printf(&t->a, "%s; %s", b.cookies, TEST_ANNA);
    assert_int_equal(post(&b, "/organisatie/1", "text=x"), 401);
    assert_int_equal(test_handlers, handlers);
    t->site.secure = false;
    http_out_release(&b.out);
}

/* A right that goes while a request is under way: whoever looked before, the look in the transaction decides. */
static void right__is_asked_in_the_transaction(void **state)
{
    struct test_site *t = *state;
    bool early = t->config.source.engine == DB_SQLITE; /* also with the headers, unless the form is brief */
    for (int signed_in = 0; signed_in < 2; signed_in++) {
        struct browser b = browser(t);
        b.cookies = signed_in ? TEST_ANNA : "";
        assert_int_equal(get(&b, "/"), 200);
        int64_t notes = test_site_notes(t);
        char token[64];
        memcpy(token, b.token, sizeof token);
        int n, handlers = test_handlers;
        for (n = 1; n < 10; n++) {
            memcpy(b.token, token, sizeof token); /* an error page brings another */
            test_deny_in = n;
            int code = post(&b, signed_in ? "/organisatie/1" : "/notitie", "text=x");
            if (test_deny_in > 0)
                break; /* nobody was asked so often */
            assert_int_equal(code, 403);
            assert_int_equal(test_handlers, handlers);
            assert_int_equal(test_site_notes(t), notes);
        }
        test_deny_in = 0;
        assert_int_equal(b.out.code, 303);
        assert_int_equal(n - 1, signed_in && early ? 2 : 1);
        http_out_release(&b.out);
    }
    /* Before the slow step, and after it. */
    struct browser b = browser(t);
    assert_int_equal(get(&b, "/"), 200);
    int64_t notes = test_site_notes(t);
    int n;
    for (n = 1; n < 10; n++) {
        test_deny_in = n;
        int handlers = test_handlers, code = post(&b, "/hash", "text=x");
        if (test_deny_in > 0)
            break;
        assert_int_equal(code, 403);
        assert_int_equal(test_handlers - handlers,
                         n == (early ? 3 : 2)); /* the slow step had run, the handler not */
        assert_int_equal(test_site_notes(t), notes);
    }
    test_deny_in = 0;
    assert_int_equal(b.out.code, 200);
    assert_int_equal(n - 1, early ? 3 : 2);
    assert_int_equal(test_site_notes(t), notes + 1);
    http_out_release(&b.out);
}

/* ---- Bodies ---- */

static void body__has_a_cap(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    char *text = arena_alloc(&b.site->a, 70001);
    memset(text, 'x', 70000);
    assert_int_equal(post(&b, "/notitie", arena_printf(&b.site->a, "text=%s", text)), 413);
    assert_says(&b, "back button");
    assert_int_equal(post_raw(&b, "/notitie", "text/plain", "x", 1, NULL, NULL), 400);
    char *many = arena_alloc(&b.site->a, 20001);
    for (int i = 0; i < 10000; i++)
        memcpy(many + 2 * i, "a&", 2);
    assert_int_equal(post(&b, "/notitie", many), 413);
    http_out_release(&b.out);
}

static void upload__spools_to_a_file(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    enum { SIZE = 3 * 1024 * 1024 };
    char *content = malloc(SIZE);
    unsigned sum = 0;
    for (size_t i = 0; i < SIZE; i++) {
        content[i] = (char)(i * 7 + i / 251);
        sum = sum * 31 + (unsigned char)content[i];
    }
    struct buf body;
    buf_init(&body, 2 * SIZE);
    buf_printf(&body,
               "--XX\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n%s\r\n"
               "--XX\r\nContent-Disposition: form-data; name=\"file\"; filename=\"C:\\x\\a.bin\"\r\n"
               "Content-Type: application/pdf\r\n\r\n",
               b.token);
    buf_add(&body, content, SIZE);
    BUF_LIT(&body, "\r\n--XX--\r\n");
    assert_int_equal(post_raw(&b, "/upload", "multipart/form-data; boundary=XX", body.p, body.n, NULL, NULL),
                     200);
    assert_says(&b, arena_printf(&b.site->a, "%d %u", SIZE, sum));
    buf_release(&body);
    free(content);
    assert_int_equal(post(&b, "/upload", "x=1"), 422);
    assert_says(&b, "Choose a file.");
    http_out_release(&b.out);
}

static void length__is_never_doubtful(void **state)
{
    struct browser b = browser(*state);
    static const struct http_header two[] = { { "Content-Length", "1" }, { "Content-Length", "1" } };
    static const struct http_header both[] = { { "Content-Length", "1" }, { "Transfer-Encoding", "chunked" } };
    static const struct http_header odd[] = { { "Transfer-Encoding", "gzip, chunked" } };
    static const struct http_header bad[] = { { "Content-Length", "+1" } };
    struct http_in in = { .method = HTTP_POST, .target = "/notitie", .body = { "x", 1 } };
    assert_int_equal(run(&b, in, two, 2), 400);
    assert_string_equal(header(&b.out, "Connection"), "close");
    assert_int_equal(run(&b, in, both, 2), 400);
    assert_int_equal(run(&b, in, odd, 1), 400);
    assert_int_equal(run(&b, in, bad, 1), 400);
    static const struct http_header huge[] = { { "Content-Length", "99999999999" } };
    assert_int_equal(run(&b, in, huge, 1), 413);
    assert_string_equal(header(&b.out, "Connection"), "close");
    http_out_release(&b.out);
}

/* ---- Machines ---- */

static void stateless__knows_nobody(void **state)
{
    struct browser b = browser(*state);
    b.cookies = TEST_ANNA;
    assert_int_equal(get(&b, "/api/tel"), 200);
    assert_says(&b, "{\"type\":\"about:blank\",\"status\":200,\"title\":\"fine\",\"path\":\"a/b\"}");
    assert_string_equal(header(&b.out, "Set-Cookie"), "");
    assert_int_equal(post_raw(&b, "/api/echo", "application/json", "[1]", 3, NULL, NULL), 200);
    assert_string_equal(body(&b), "[1]");
    assert_int_equal(post_raw(&b, "/api/echo", "application/json", "", 0, NULL, NULL), 422);
    assert_string_equal(header(&b.out, "Content-Type"), "application/problem+json");
    assert_says(&b, "Nothing was sent.");
    assert_int_equal(get(&b, "/api/niets"), 404);
    assert_string_equal(header(&b.out, "Content-Type"), "application/problem+json");
    assert_int_equal(post_raw(&b, "/api/tel", "application/json", "1", 1, NULL, NULL), 405);
    assert_says(&b, "\"status\":405");
    assert_string_equal(header(&b.out, "Allow"), "GET, HEAD");
    assert_int_equal(get(&b, "/api/%00"), 400);
    assert_string_equal(header(&b.out, "Content-Type"), "application/problem+json");
    http_out_release(&b.out);
}

static void json__with_a_login_needs_a_token(void **state)
{
    struct browser b = browser(*state);
    b.cookies = TEST_ANNA;
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post_raw(&b, "/json", "application/json", "[1]", 3, NULL, NULL), 403);
    assert_string_equal(header(&b.out, "Content-Type"), "application/problem+json");
    assert_int_equal(post_raw(&b, "/json", "application/json", "[1]", 3, "X-Kapstok-Csrf", b.token), 200);
    http_out_release(&b.out);
}

/* ---- Fields ---- */

struct field_case {
    const char *sent;
    const char *says; /* on the page */
};

static void fields__say_what_is_wrong(void **state)
{
    static const struct field_case cases[] = {
        { "text=%20%20abc%20", "text typed [  abc ] text [abc]" },
        { "text=a%0D%0Ab", "text [a b]" },
        { "text=a", "text: This is too short: it takes at least 2 characters." },
        { "text=12345678901", "text: This is 11 characters long; there is room for 10." },
        { "text=%F0%9F%8C%B1%F0%9F%8C%B1%F0%9F%8C%B1%F0%9F%8C%B1", "text [🌱🌱🌱🌱]" },
        { "text=%D7%A9%D7%9C%D7%95%D7%9D", "text [שלום]" },
        { "text=a%00b", "text: This contains characters that cannot be stored." },
        { "text=%FF%FE", "text: This contains characters that cannot be stored." },
        { "text=%FF%FE", "text typed [] text []" },
        { "area=a%0D%0A%0D%0Ab", "text [a\n\nb]" },
        { "mail=An.Na%40Example.ORG", "text [An.Na@example.org]" },
        { "mail=anna", "mail: This is not a mail address." },
        { "mail=anna%40", "mail: This is not a mail address." },
        { "mail=%40x.be", "mail: This is not a mail address." },
        { "mail=a%40b", "mail: This is not a mail address." },
        { "mail=a%40b..be", "mail: This is not a mail address." },
        { "mail=a%40b.be.", "mail: This is not a mail address." },
        { "mail=a%40-b.be", "mail: This is not a mail address." },
        { "mail=a%40b%40c.be", "mail: This is not a mail address." },
        { "mail=a%0Ab%40c.be", "mail: This is not a mail address." },
        { "url=https%3A%2F%2Fx.be%2Fa%3Fb", "text [https://x.be/a?b]" },
        { "url=javascript%3Aalert(1)", "url: This is not a web address." },
        { "url=https%3A%2F%2F", "url: This is not a web address." },
        { "url=https%3A%2F%2Fa%40b", "url: This is not a web address." },
        { "int=34.000", "int=34000\n" },
        { "int=34,000", "int=34000\n" },
        { "int=34%C2%A0000", "int=34000\n" },
        { "int=-5", "int=-5\n" },
        { "int=0", "int=0\n" },
        { "int=1,5", "int: This is not a whole number." },
        { "int=10.00", "int: This is not a whole number." },
        { "int=1.000,000", "int: This is not a whole number." },
        { "int=1.", "int: This is not a whole number." },
        { "int=1e3", "int: This is not a whole number." },
        { "int=-", "int: This is not a whole number." },
        { "int=99999999999999999999", "int: This is not a whole number." },
        { "count=0", "count: Write a number of at least 1." },
        { "count=99999999", "count typed [99999999]" },
        { "int=50001", "int: Write a number from -5 to 50,000." },
        { "date=1970-01-11", "date=10\n" },
        { "date=11-1-1970", "date=10\n" },
        { "date=11%2F01%2F1970", "date typed [1970-01-11] text [1970-01-11]" },
        { "date=30-2-2026", "date: This is not a date." },
        { "date=30-2-2026", "date typed [30-2-2026]" },
        { "date=1-1-26", "date: This is not a date." },
        { "date=morgen", "date: This is not a date." },
        { "choice=green", "choice typed [green]" },
        { "choice=pink", "choice: Choose one of the answers in the list." },
        { "choices=red&choices=blue", "choices typed [red\nblue]" },
        { "choices=red&choices=pink", "choices: Choose one of the answers in the list." },
        { "choices=red&choices=blue&choices=green", "choices: Choose at most 2." },
        { "tick=on", "tick\n" },
        { "tick=", "tick typed []" },
        { "password=%20p%20", "password typed [] text [ p ]" },
        { "token=123+456", "token typed [] text [123456]" },
        { "token=a%3Cb", "token: This is not a valid code." },
        { "answer%5Bgov.1%5D=ja&answer%5Bgov.2%5D=+nee+", "answer gov.1=ja\nanswer gov.2=nee\n" },
        { "answer%5Ba%5D=1&answer%5Bb%5D=2&answer%5Bc%5D=3&answer%5Bd%5D=4",
          "answer: There are more answers here than questions." },
        { "answer=1&answer%5B%5D=2&answerx%5Ba%5D=1&unknown=1", "answer typed [] text []" },
        { "file=not+a+file", "file typed [] text []" },
    };
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int code = post(&b, "/alles", cases[i].sent);
        bool message = strstr(cases[i].says, ": ") != NULL;
        if ((message && code != 422) || (code != 422 && code != 200))
            fail_msg("%s gave %d", cases[i].sent, code);
        assert_says(&b, cases[i].says);
    }
    http_out_release(&b.out);
}

static void fields__may_not_come_twice(void **state)
{
    struct browser b = browser(*state);
    assert_int_equal(get(&b, "/"), 200);
    assert_int_equal(post(&b, "/alles", "text=abc&text=abc"), 400);
    assert_int_equal(post(&b, "/alles", "answer%5Ba%5D=1&answer%5Ba%5D=1"), 400);
    assert_int_equal(post(&b, "/alles", "tick=1&tick=1"), 400);
    http_out_release(&b.out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(page__has_its_headers),
        cmocka_unit_test(page__is_secure_on_https),
        cmocka_unit_test(get__finds_what_is_asked),
        cmocka_unit_test(get__writes_nothing),
        cmocka_unit_test(head__is_a_get_without_body),
        cmocka_unit_test(part__is_kept_until_something_is_written),
        cmocka_unit_test(room__answers_once),
        cmocka_unit_test(room__keeps_its_lines_apart),
        cmocka_unit_test(part__takes_no_more_than_its_room),
        cmocka_unit_test(method__must_be_one_of_the_path),
        cmocka_unit_test(options__open_what_is_open_to_all),
        cmocka_unit_test(redirect__stays_here),
        cmocka_unit_test(asset__is_kept_for_ever),
        cmocka_unit_test(right__is_asked_first),
        cmocka_unit_test(address__is_seen_behind_the_proxy),
        cmocka_unit_test(limit__counts_keys_and_addresses),
        cmocka_unit_test(csrf__wants_the_token_of_our_page),
        cmocka_unit_test(csrf__listens_to_the_browser),
        cmocka_unit_test(write__is_kept_or_not_at_all),
        cmocka_unit_test(limit__holds_when_a_write_is_run_again),
        cmocka_unit_test(again__comes_back_filled),
        cmocka_unit_test(partial__gets_json),
        cmocka_unit_test(prepare__comes_before_the_write),
        cmocka_unit_test(notice__is_shown_once),
        cmocka_unit_test(write__fails_cleanly_at_every_database_call),
        cmocka_unit_test(write__of_unknown_outcome_says_so),
        cmocka_unit_test(busy__says_why),
        cmocka_unit_test(forged__never_reaches_a_handler),
        cmocka_unit_test(right__is_asked_in_the_transaction),
        cmocka_unit_test(body__has_a_cap),
        cmocka_unit_test(upload__spools_to_a_file),
        cmocka_unit_test(length__is_never_doubtful),
        cmocka_unit_test(stateless__knows_nobody),
        cmocka_unit_test(json__with_a_login_needs_a_token),
        cmocka_unit_test(fields__say_what_is_wrong),
        cmocka_unit_test(fields__may_not_come_twice),
    };
    int failed = cmocka_run_group_tests_name("http on SQLite", tests, start, end);
    if (test_site_has_postgres())
        failed += cmocka_run_group_tests_name("http on PostgreSQL", tests, start_postgres, end);
    return failed;
}
