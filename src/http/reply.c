/* What a handler answers, and what every answer gets before it leaves. */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http/internal.h"
#include "lib/gzip.h"
#include "lib/json.h"
#include "lib/sodium.h"

enum { GZIP_FROM = 2048, NOTICE_SECONDS = 300, NOTICE_MAX = 1000 };

static const char *const HTML_TYPE = "text/html; charset=utf-8";

int status_http_code(enum status st)
{
    static const int codes[STATUS_COUNT] = {
        [OK] = 200,      [INVALID] = 422,   [MALFORMED] = 400, [UNSIGNED] = 401,
        [DENIED] = 403,  [NOT_FOUND] = 404, [CONFLICT] = 409,  [TOO_LARGE] = 413,
        [LIMITED] = 429, [BUSY] = 503,      [UNSURE] = 503,    [FAILED] = 500,
    };
    ASSERT(st < STATUS_COUNT);
    return codes[st];
}

void reply_clear(struct rq *rq)
{
    struct rq_internal *in = rq->in;
    buf_clear(&in->reply.body);
    in->reply = (struct reply){ .body = in->reply.body, .packed = in->reply.packed };
    in->html = (struct html){ 0 };
    in->after = NULL;
    in->after_count = in->after_capacity = 0;
    in->moved = NULL;
    in->moved_count = in->moved_capacity = 0;
    in->room = (struct room_reply){ 0 };
}

static struct fault answer(struct rq *rq, int code, const char *type)
{
    rq->in->reply.code = code;
    rq->in->reply.type = type;
    return NO_FAULT;
}

/* ---- Pages ---- */

struct html *rq_html(struct rq *rq)
{
    struct html *h = &rq->in->html;
    if (h->out == NULL) {
        ASSERT(rq->route == NULL || rq->route->right != STATELESS); /* its pages could hold no token */
        *h = (struct html){ .out = &rq->in->reply.body,
                            .arena = rq->arena,
                            .lang = rq->lang,
                            .terms = rq->site->terms[rq->lang->id] };
        h->csrf = csrf_token(rq);
    }
    return h;
}

struct fault reply_page(struct rq *rq)
{
    ASSERT(rq->in->html.out != NULL); /* rq_html was asked for */
    return answer(rq, 200, HTML_TYPE);
}

static void notice_key(struct rq *rq, unsigned char key[CRYPTO_KEY_SIZE])
{
    crypto_mac(rq->site->key, "notice", "", key);
}

void reply_notice(struct rq *rq, const char *translated)
{
    unsigned char key[CRYPTO_KEY_SIZE];
    struct bytes sealed;
    notice_key(rq, key);
    char *text = arena_printf(rq->arena, "%lld %s", (long long)rq->now_ms / 1000 + NOTICE_SECONDS, translated);
    size_t n = strlen(text);
    if (n > NOTICE_MAX) /* cut off where a character begins */
        for (n = NOTICE_MAX; ((unsigned char)text[n] & 0xC0u) == 0x80u;)
            n--;
    crypto_seal(rq->arena, key, (struct bytes){ text, n }, &sealed);
    reply_cookie(rq, "kapstok-notice", base64url_encode(rq->arena, sealed.p, sealed.n), NOTICE_SECONDS);
}

/* The notice left by the request before, once; NULL when there is none. */
static const char *take_notice(struct rq *rq)
{
    unsigned char key[CRYPTO_KEY_SIZE];
    struct bytes sealed, text;
    const char *cookie = rq_cookie(rq, "kapstok-notice");
    if (cookie == NULL)
        return NULL;
    reply_cookie(rq, "kapstok-notice", "", -1);
    notice_key(rq, key);
    if (!base64url_decode(rq->arena, cookie, &sealed) || crypto_open(rq->arena, key, sealed, &text) != OK)
        return NULL;
    char *words;
    if (strtoll(text.p, &words, 10) < rq->now_ms / 1000 || *words != ' ')
        return NULL;
    return words + 1;
}

struct layout *rq_layout(struct rq *rq, const char *title)
{
    const struct rq_internal *in = rq->in;
    struct layout *l = NEW(rq->arena, struct layout);
    *l = (struct layout){
        .title = title,
        .organisation = rq->actor.organisation_name,
        .person = rq->actor.name,
        /* Where the language switch comes back to: a POST may have no page of its own. */
        .here = in->match.get != NULL ? rq_path(rq) : "/",
        .notice = take_notice(rq),
        .failed = rq->in->again || rq->in->fault.status != OK,
        .css = asset_get("app.css")->url,
        .js = asset_get("app.js")->url,
        .font = asset_get("font.woff2")->url,
        .icon = asset_get("favicon.svg")->url,
    };
    if (in->server->config.navigation != NULL && rq->db != NULL)
        in->server->config.navigation(rq, l);
    return l;
}

/* ---- Other answers ---- */

/* A path of ours as a Location: no host, no control character, ASCII only. */
static const char *local_path(struct arena *a, const char *path)
{
    bool foreign = path[0] != '/' || path[1] == '/' || path[1] == '\\';
    char *out = arena_alloc(a, 3 * strlen(path) + 1);
    size_t n = 0;
    for (const char *s = path; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        foreign = foreign || c < 0x20 || c == '\\';
        if (c > 0x20 && c < 0x7F)
            out[n++] = (char)c;
        else
            n += (size_t)snprintf(out + n, 4, "%%%02X", c);
    }
    return foreign ? "/" : out;
}

struct fault reply_redirect(struct rq *rq, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *path = arena_vprintf(rq->arena, format, args);
    va_end(args);
    reply_header(rq, "Location", local_path(rq->arena, path));
    return answer(rq, 303, NULL);
}

struct fault reply_bytes(struct rq *rq, int code, const char *type, struct bytes content)
{
    rq->in->reply.content = content;
    return answer(rq, code, type);
}

struct fault reply_file(struct rq *rq, const char *type, const char *name, struct bytes content)
{
    /* RFC 6266: a plain name for old programs, the real one beside it. */
    size_t n = strlen(name);
    char *plain = arena_strdup(rq->arena, name);
    struct buf coded;
    buf_init(&coded, 3 * n + 1);
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)name[i];
        bool safe = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                    (c != '\0' && strchr("-._", c) != NULL);
        if (safe)
            buf_char(&coded, (char)c);
        else
            buf_printf(&coded, "%%%02X", c);
        if (c < 0x20 || c >= 0x7F || strchr("\"\\/", c) != NULL)
            plain[i] = '_';
    }
    reply_header(rq, "Content-Disposition",
                 arena_printf(rq->arena, "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain,
                              buf_to_arena(&coded, rq->arena)));
    buf_release(&coded);
    return reply_bytes(rq, 200, type, content);
}

struct buf *rq_json(struct rq *rq)
{
    struct buf *body = &rq->in->reply.body;
    buf_clear(body);
    return body;
}

/* Too much for the body is a fault that flow_finish finds. */
struct fault reply_json(struct rq *rq, int code)
{
    return answer(rq, code, "application/json");
}

void reply_problem_code(struct rq *rq, int code, const char *kind, const char *title, const char *path)
{
    buf_clear(&rq->in->reply.body);
    struct json_writer w = json_writer(&rq->in->reply.body);
    json_object_begin(&w);
    json_key(&w, "type");
    json_str(&w, kind == NULL ? "about:blank" : arena_printf(rq->arena, "urn:kapstok:problem:%s", kind));
    json_key(&w, "status");
    json_int(&w, code);
    json_key(&w, "title");
    json_str(&w, title);
    if (path != NULL) {
        json_key(&w, "path");
        json_str(&w, path);
    }
    json_object_end(&w);
    (void)answer(rq, code, "application/problem+json");
}

struct fault reply_problem(struct rq *rq, enum status st, const char *title, const char *path)
{
    reply_problem_code(rq, status_http_code(st), NULL, title, path);
    return NO_FAULT;
}

const char *reply_methods(const struct rq *rq)
{
    const struct route_match *m = &rq->in->match;
    return m->get == NULL ? "POST" : m->post == NULL ? "GET, HEAD" : "GET, HEAD, POST";
}

void preflight_reply(struct rq *rq)
{
    const char *methods = reply_methods(rq);
    reply_header(rq, "Allow", arena_printf(rq->arena, "%s, OPTIONS", methods));
    reply_header(rq, "Access-Control-Allow-Origin", "*");
    reply_header(rq, "Access-Control-Allow-Methods", methods);
    reply_header(rq, "Access-Control-Allow-Headers", "Content-Type");
    reply_header(rq, "Access-Control-Max-Age", "86400");
    (void)answer(rq, 204, NULL);
}

void reply_header(struct rq *rq, const char *name, const char *value)
{
    struct reply *reply = &rq->in->reply;
    ASSERT(strpbrk(value, "\r\n") == NULL);
    struct http_header *header =
        ARENA_PUSH(rq->arena, &reply->headers, &reply->header_count, &reply->header_capacity);
    *header = (struct http_header){ .name = name, .value = value };
}

void reply_cookie(struct rq *rq, const char *name, const char *value, int64_t max_age_s)
{
    ASSERT(rq->route == NULL || rq->route->right != STATELESS);
    ASSERT(value[strcspn(value, " \",;\\\r\n")] == '\0');
    const char *age = "";
    if (max_age_s != 0)
        age = arena_printf(rq->arena, "; Max-Age=%lld", (long long)(max_age_s < 0 ? 0 : max_age_s));
    reply_header(rq, "Set-Cookie",
                 arena_printf(rq->arena, "%s=%s; Path=/%s; HttpOnly; SameSite=Lax%s",
                              request_cookie_name(rq, name), value, age, rq->site->secure ? "; Secure" : ""));
}

/* ---- The last step ---- */

static bool has_header(const struct reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return true;
    return false;
}

static void default_header(struct rq *rq, const char *name, const char *value)
{
    if (!has_header(&rq->in->reply, name))
        reply_header(rq, name, value);
}

static void add_security_headers(struct rq *rq)
{
    default_header(rq, "Content-Security-Policy",
                   "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
                   "object-src 'none'");
    reply_header(rq, "X-Content-Type-Options", "nosniff");
    reply_header(rq, "Referrer-Policy", "no-referrer");
    reply_header(rq, "Cross-Origin-Resource-Policy", "same-origin");
    /* These two are about documents; what a script asked for is none. */
    const char *type = rq->in->reply.type;
    if (type == NULL || strcmp(type, "application/json") != 0) {
        reply_header(rq, "Cross-Origin-Opener-Policy", "same-origin");
        default_header(rq, "Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    }
    if (rq->site->secure)
        reply_header(rq, "Strict-Transport-Security", "max-age=63072000; includeSubDomains");
    default_header(rq, "Cache-Control", rq->actor.user != 0 ? "no-store" : "private, no-cache");
}

/* A visitor gets a cookie only with a page that has a form. */
static void add_visitor_cookie(struct rq *rq)
{
    const struct rq_internal *in = rq->in;
    const char *token = in->html.csrf;
    const struct buf *body = &in->reply.body;
    if (in->visitor_new && token != NULL && body->n > 0 &&
        memmem(body->p, body->n, token, strlen(token)) != NULL)
        reply_cookie(rq, "kapstok-visitor", in->visitor, 0);
}

static bool is_text(const char *type)
{
    return strncmp(type, "text/", 5) == 0 || strstr(type, "json") != NULL || strstr(type, "xml") != NULL;
}

static void compress(struct rq *rq, struct gzip *g)
{
    struct reply *reply = &rq->in->reply;
    if (reply->type == NULL || !is_text(reply->type) || has_header(reply, "Content-Encoding"))
        return;
    if (reply->content.n <= GZIP_FROM)
        return; /* never packed, so it does not vary */
    reply_header(rq, "Vary", "Accept-Encoding");
    if (g == NULL || !parse_accepts_gzip(rq->in->head.accept_encoding))
        return;
    if (gzip_run(g, reply->content.p, reply->content.n, &reply->packed) != OK)
        return;
    reply->content = (struct bytes){ reply->packed.p, reply->packed.n };
    reply_header(rq, "Content-Encoding", "gzip");
}

void reply_seal(struct rq *rq, struct gzip *g)
{
    struct reply *reply = &rq->in->reply;
    if (reply->content.p == NULL)
        reply->content = (struct bytes){ reply->body.p, reply->body.n };
    add_visitor_cookie(rq);
    add_security_headers(rq);
    if (rq->in->asset == NULL)
        compress(rq, g);
    if (reply->type != NULL)
        reply_header(rq, "Content-Type", reply->type);
    /* Who does not know whether it was stored looks first: a machine that simply tries again would store it twice. */
    if (reply->code == 503 && rq->in->fault.status != UNSURE)
        reply_header(rq, "Retry-After", "2");
    if (reply->code == 429)
        reply_header(rq, "Retry-After", "600");
    if (rq->in->close)
        reply_header(rq, "Connection", "close");
}
