/* A person's browser: keeps cookies, fills in forms as they stand on the page, follows redirects. Whatever it gets is
 * looked at for what must hold of every answer. */
#include "house.h"

#include "http/http.h"
#include "slice/session/room.h"

struct browser *browser_new(struct house *h, enum role role)
{
    struct browser *b = NEW(&h->a, struct browser);
    b->h = h;
    b->path = "/";
    b->body = b->location = b->type = b->disposition = "";
    b->language = "en";
    h->visitors++;
    b->address =
        arena_printf(&h->a, "10.%u.%u.%u", h->visitors >> 16 & 255, h->visitors >> 8 & 255, h->visitors & 255);
    arena_defer(&h->a, (void (*)(void *))http_out_release, &b->out);
    if (h->people[role].cookie != NULL)
        browser_set_cookie(b, "kapstok-login", h->people[role].cookie);
    if (role == PHONE)
        browser_set_cookie(b, SESSION_COOKIE, h->phone);
    return b;
}

/* ---- Cookies ------------------------------------------------------------------------------------------ */

const char *browser_cookie(const struct browser *b, const char *name)
{
    for (size_t i = 0; i < b->cookie_count; i++)
        if (strcmp(b->cookies[i].name, name) == 0)
            return b->cookies[i].value;
    return NULL;
}

void browser_set_cookie(struct browser *b, const char *name, const char *value)
{
    size_t at = 0;
    while (at < b->cookie_count && strcmp(b->cookies[at].name, name) != 0)
        at++;
    if (value == NULL) {
        if (at < b->cookie_count)
            b->cookies[at] = b->cookies[--b->cookie_count];
        return;
    }
    assert_true(at < BROWSER_COOKIES);
    b->cookies[at].name = arena_strdup(&b->h->a, name);
    b->cookies[at].value = arena_strdup(&b->h->a, value);
    if (at == b->cookie_count)
        b->cookie_count++;
}

static void keep_cookie(struct browser *b, const char *set)
{
    struct arena *a = &b->h->a;
    size_t name = strcspn(set, "="), value = strcspn(set + name + 1, ";");
    if (strstr(set, "; Path=/;") == NULL || strstr(set, "; HttpOnly; SameSite=Lax") == NULL)
        WRONG("%s sets a careless cookie: %s\n", b->path, set);
    bool gone = strstr(set, "Max-Age=0;") != NULL;
    browser_set_cookie(b, arena_strndup(a, set, name), gone ? NULL : arena_strndup(a, set + name + 1, value));
    b->set_cookie = true;
}

/* ---- What must hold of every answer -------------------------------------------------------------------- */

static size_t occurrences(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, what)) != NULL; p += strlen(what))
        n++;
    return n;
}

static bool has_header(const struct http_out *out, const char *name, const char *value)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) == 0 && strstr(out->headers[i].value, value) != NULL)
            return true;
    return false;
}

static void check_answer(struct browser *b, const char *target)
{
    if (b->code < 200 || b->code > 599)
        WRONG("%s was answered with %d\n", target, b->code);
    if (b->location[0] != '\0' && (b->location[0] != '/' || b->location[1] == '/' || b->location[1] == '\\'))
        WRONG("%s sends away to %s\n", target, b->location);
    if ((b->code == 303) != (b->location[0] != '\0'))
        WRONG("%s was answered with %d and the location \"%s\"\n", target, b->code, b->location);
    if (!has_header(&b->out, "X-Content-Type-Options", "nosniff") ||
        !has_header(&b->out, "Referrer-Policy", "no-referrer") ||
        !has_header(&b->out, "Content-Security-Policy", "default-src 'self'"))
        WRONG("%s lacks a header for safety\n", target);
    if (strncmp(b->type, "text/html", 9) != 0 || b->partial != NULL || b->code == 303)
        return;
    if (has_header(&b->out, "X-Kapstok-Token", "")) /* of a room: a part of a page */
        return;
    const char *end = b->size > 8 ? b->body + b->size - 8 : "";
    if (strncmp(b->body, "<!doctype html>\n", 16) != 0 || strcmp(end, "</html>\n") != 0)
        WRONG("%s gives half a page\n", target);
    if (occurrences(b->body, "<h1") != 1 || strstr(b->body, "(null)") != NULL)
        WRONG("%s gives a page with %zu titles, or with (null)\n", target, occurrences(b->body, "<h1"));
    static const char *const never[] = {
        " style=\"", " onclick=", " onload=", "href=\"javascript:", "action=\"javascript:", "href=\"data:"
    };
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        if (strstr(b->body, never[i]) != NULL)
            WRONG("%s gives a page with%s\n", target, never[i]);
}

/* ---- Requests ----------------------------------------------------------------------------------------- */

static const char *header_of(const struct http_out *out, const char *name)
{
    for (size_t i = 0; i < out->header_count; i++)
        if (strcmp(out->headers[i].name, name) == 0)
            return out->headers[i].value;
    return "";
}

int browser_run(struct browser *b, enum http_method method, const char *target, const char *type,
                struct bytes body)
{
    struct arena *a = &b->h->a;
    struct http_header headers[8];
    const char *cookies = "";
    for (size_t i = 0; i < b->cookie_count; i++)
        cookies =
            arena_printf(a, "%s%s%s=%s", cookies, i > 0 ? "; " : "", b->cookies[i].name, b->cookies[i].value);
    const struct http_header all[] = {
        { "Host", b->host != NULL ? b->host : "localhost:8080" },
        { "Cookie", cookies[0] == '\0' ? NULL : cookies },
        { "Content-Type", type },
        { "Accept-Language", b->language },
        { "Origin", b->origin },
        { "Sec-Fetch-Site", b->fetch_site },
        { "X-Kapstok-Partial", b->partial },
    };
    size_t count = 0;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        if (all[i].value != NULL)
            headers[count++] = all[i];
    struct http_in in = { .method = method,
                          .target = target,
                          .headers = headers,
                          .header_count = count,
                          .body = body,
                          .address = b->address };
    http_out_release(&b->out);
    server_inline_run(b->h->server, &in, &b->out);
    buf_char(&b->out.body, '\0');
    assert_true(buf_ok(&b->out.body));
    b->code = b->out.code;
    b->body = b->out.body.p;
    b->size = b->out.body.n - 1;
    b->location = header_of(&b->out, "Location");
    b->type = header_of(&b->out, "Content-Type");
    b->disposition = header_of(&b->out, "Content-Disposition");
    b->path = arena_strdup(a, target);
    b->set_cookie = false;
    check_answer(b, target);
    for (size_t i = 0; i < b->out.header_count; i++)
        if (strcmp(b->out.headers[i].name, "Set-Cookie") == 0)
            keep_cookie(b, b->out.headers[i].value);
    return b->code;
}

int browser_get(struct browser *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *target = arena_vprintf(&b->h->a, format, args);
    va_end(args);
    return browser_run(b, HTTP_GET, target, NULL, (struct bytes){ 0 });
}

int browser_follow(struct browser *b)
{
    if (b->code != 303)
        WRONG("%s was answered with %d, not with a redirect: %s\n", b->path, b->code,
              page_text(&b->h->a, b->body, "h1"));
    const char *path = arena_strndup(&b->h->a, b->location, strcspn(b->location, "#"));
    return browser_get(b, "%s", path);
}

const char *browser_token(struct browser *b)
{
    static const char before[] = "name=\"csrf\" value=\"";
    if (b->token == NULL) {
        struct browser other = *b;
        other.out = (struct http_out){ 0 };
        other.partial = other.origin = other.fetch_site = NULL;
        browser_get(&other, "/aanmelden");
        const char *field = strstr(other.body, before);
        if (field == NULL)
            WRONG("the page to sign in has no token\n");
        b->token = arena_strndup(&b->h->a, field + strlen(before), strcspn(field + strlen(before), "\""));
        const char *visitor = browser_cookie(&other, "kapstok-visitor");
        if (visitor != NULL)
            browser_set_cookie(b, "kapstok-visitor", visitor);
        http_out_release(&other.out);
    }
    return b->token;
}

int browser_post(struct browser *b, const char *path, const char *fields)
{
    const char *text = arena_printf(&b->h->a, "csrf=%s&%s", browser_token(b), fields);
    return browser_run(b, HTTP_POST, path, "application/x-www-form-urlencoded",
                       (struct bytes){ text, strlen(text) });
}

/* ---- Forms -------------------------------------------------------------------------------------------- */

const char *url_code(struct arena *a, const char *s, size_t n)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, 3 * n + 1);
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
            c == '_') {
            out[at++] = (char)c;
        } else {
            out[at++] = '%';
            out[at++] = hex[c >> 4];
            out[at++] = hex[c & 15];
        }
    }
    out[at] = '\0';
    return out;
}

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

static struct page_form *find_form(struct browser *b, const char *action)
{
    size_t count;
    struct page_form *forms = page_forms(&b->h->a, b->body, &count);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < count; i++)
            if (strcmp(forms[i].method, "post") == 0 &&
                (pass == 0 ? strcmp(forms[i].action, action) == 0 : ends_in(forms[i].action, action)))
                return &forms[i];
    return NULL;
}

struct page_form *browser_form(struct browser *b, const char *action)
{
    struct page_form *f = find_form(b, action);
    if (f == NULL)
        WRONG("%s (%d, \"%s\") has no form to %s\n", b->path, b->code, page_text(&b->h->a, b->body, "h1"),
              action);
    return f;
}

bool browser_has_form(struct browser *b, const char *action)
{
    return find_form(b, action) != NULL;
}

void form_put(struct browser *b, struct page_form *f, const char *name, const char *value)
{
    bool known = false, offered = false;
    for (size_t i = 0; i < f->count; i++) {
        struct control *c = &f->controls[i];
        if (strcmp(c->name, name) != 0)
            continue;
        known = true;
        if (c->kind == CONTROL_TEXT || c->kind == CONTROL_HIDDEN) {
            c->value = arena_strdup(&b->h->a, value);
            c->sent = offered = true;
            return;
        }
        bool same = strcmp(c->value, value) == 0;
        if (c->radio || value[0] == '\0')
            c->sent = same;
        else
            c->sent = c->sent || same;
        offered = offered || same || value[0] == '\0';
    }
    if (!offered)
        WRONG("the form to %s on %s %s %s=%s\n", f->action, b->path,
              known ? "does not offer" : "has no field for", name, value);
}

void form_attach(struct browser *b, struct page_form *f, const char *name, const char *file,
                 struct bytes content)
{
    for (size_t i = 0; i < f->count; i++) {
        struct control *c = &f->controls[i];
        if (c->kind == CONTROL_FILE && strcmp(c->name, name) == 0) {
            c->value = file;
            c->file = content;
            return;
        }
    }
    WRONG("the form to %s on %s takes no file %s\n", f->action, b->path, name);
}

static struct bytes multipart_body(struct arena *a, const struct page_form *f, const char *boundary)
{
    struct buf out;
    buf_init(&out, 64 * 1024 * 1024);
    for (size_t i = 0; i < f->count; i++) {
        const struct control *c = &f->controls[i];
        if (!c->sent)
            continue;
        buf_printf(&out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"", boundary, c->name);
        if (c->kind == CONTROL_FILE) {
            buf_printf(&out, "; filename=\"%s\"\r\nContent-Type: application/octet-stream\r\n\r\n", c->value);
            buf_add(&out, c->file.p, c->file.n);
        } else {
            buf_printf(&out, "\r\n\r\n%s", c->value);
        }
        buf_str(&out, "\r\n");
    }
    buf_printf(&out, "--%s--\r\n", boundary);
    struct bytes body = { buf_to_arena(&out, a), out.n };
    buf_release(&out);
    return body;
}

struct bytes form_body(struct house *h, const struct page_form *f, const char **type)
{
    static const char boundary[] = "----a-boundary-of-the-flow-tests";
    if (f->multipart) {
        *type = arena_printf(&h->a, "multipart/form-data; boundary=%s", boundary);
        return multipart_body(&h->a, f, boundary);
    }
    *type = "application/x-www-form-urlencoded";
    struct buf out;
    buf_init(&out, 16 * 1024 * 1024);
    for (size_t i = 0; i < f->count; i++) {
        const struct control *c = &f->controls[i];
        if (c->sent)
            buf_printf(&out, "%s%s=%s", out.n == 0 ? "" : "&", url_code(&h->a, c->name, strlen(c->name)),
                       url_code(&h->a, c->value, strlen(c->value)));
    }
    struct bytes body = { buf_to_arena(&out, &h->a), out.n };
    buf_release(&out);
    return body;
}

int browser_send(struct browser *b, const struct page_form *f)
{
    const char *type;
    struct bytes body = form_body(b->h, f, &type);
    const char *action = f->action[0] == '\0' ? b->path : f->action;
    return browser_run(b, HTTP_POST, arena_strndup(&b->h->a, action, strcspn(action, "#")), type, body);
}

/* ---- What a test says --------------------------------------------------------------------------------- */

bool browser_sees(struct browser *b, const char *words)
{
    return strstr(page_words(&b->h->a, b->body), words) != NULL;
}

void check_code(struct browser *b, int code, const char *file, int line)
{
    if (b->code == code)
        return;
    print_error("%s was answered with %d, not %d: %s %s\n", b->path, b->code, code,
                page_text(&b->h->a, b->body, "h1"), b->location);
    if (b->code >= 400)
        print_error("%.1500s\n", page_words(&b->h->a, b->body));
    _fail(file, line);
}

void check_sees(struct browser *b, const char *words, bool should, const char *file, int line)
{
    if (browser_sees(b, words) == should)
        return;
    print_error("%s (%d) %s: %s\n%.4000s\n", b->path, b->code, should ? "lacks" : "should not have", words,
                page_words(&b->h->a, b->body));
    _fail(file, line);
}

void check_goes(struct browser *b, const char *path, const char *file, int line)
{
    if (b->code == 303 && strcmp(b->location, path) == 0)
        return;
    print_error("%s was answered with %d to \"%s\", not 303 to \"%s\": %s\n", b->path, b->code, b->location,
                path, page_text(&b->h->a, b->body, "h1"));
    _fail(file, line);
}
