#include "http/parse.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte of a "%41" at s (n bytes are left), or -1. */
static int escaped_byte(const char *s, size_t n)
{
    if (n < 3 || s[0] != '%')
        return -1;
    int high = hex_digit(s[1]), low = hex_digit(s[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

/* ---- Targets ---- */

/* One path segment, decoded; NULL when it may not stand in a path. */
static const char *decode_segment(struct arena *a, const char *s, size_t n)
{
    char *out = arena_alloc(a, n + 1);
    size_t used = 0;
    for (size_t at = 0; at < n; at++) {
        int c = (unsigned char)s[at];
        if (c == '%') {
            c = escaped_byte(s + at, n - at);
            if (c < 0 || c == '/')
                return NULL;
            at += 2;
        }
        if (c < 0x20 || c == 0x7F)
            return NULL;
        out[used++] = (char)c;
    }
    out[used] = '\0';
    return utf8_valid(out, used) ? out : NULL;
}

enum status parse_target(struct arena *a, const char *raw, struct target *out)
{
    *out = (struct target){ 0 };
    if (strncasecmp(raw, "http://", 7) == 0 || strncasecmp(raw, "https://", 8) == 0) {
        raw = strchr(strstr(raw, "//") + 2, '/');
        if (raw == NULL)
            return MALFORMED;
    }
    if (raw[0] != '/')
        return MALFORMED;
    size_t n = strcspn(raw, "?#");
    if (raw[n] == '?')
        out->query = (struct bytes){ raw + n + 1, strcspn(raw + n + 1, "#") };
    out->path = arena_strndup(a, raw, n);
    if (n == 1)
        return OK;
    for (const char *s = raw + 1;; s++) {
        size_t length = (size_t)(raw + n - s);
        const char *slash = memchr(s, '/', length);
        if (slash != NULL)
            length = (size_t)(slash - s);
        if (out->segments == PARSE_MAX_SEGMENTS)
            return MALFORMED;
        const char *segment = decode_segment(a, s, length);
        if (segment == NULL)
            return MALFORMED;
        out->segment[out->segments++] = segment;
        if (slash == NULL)
            return OK;
        s = slash;
    }
}

/* ---- Pairs ---- */

static struct bytes decode_form(struct arena *a, const char *s, size_t n)
{
    char *out = arena_alloc(a, n + 1);
    size_t used = 0;
    for (size_t at = 0; at < n; at++) {
        char c = s[at] == '+' ? ' ' : s[at];
        int escaped = c == '%' ? escaped_byte(s + at, n - at) : -1;
        if (escaped >= 0) {
            c = (char)escaped;
            at += 2;
        }
        out[used++] = c;
    }
    return (struct bytes){ out, used };
}

enum status parse_urlencoded(struct arena *a, struct bytes text, size_t max, struct pairs *out)
{
    const char *s = text.p;
    for (size_t left = text.n; left > 0;) {
        const char *end = memchr(s, '&', left);
        size_t n = end == NULL ? left : (size_t)(end - s);
        if (n > 0) {
            if (out->count == max)
                return TOO_LARGE;
            const char *equals = memchr(s, '=', n);
            size_t name_n = equals == NULL ? n : (size_t)(equals - s);
            struct bytes name = decode_form(a, s, name_n);
            if (!utf8_valid(name.p, name.n))
                return MALFORMED;
            struct bytes value =
                equals == NULL ? (struct bytes){ "", 0 } : decode_form(a, equals + 1, n - name_n - 1);
            struct pair *pair = ARENA_PUSH(a, &out->items, &out->count, &out->capacity);
            *pair = (struct pair){ .name = name.p, .value = value };
        }
        size_t step = end == NULL ? left : n + 1;
        s += step;
        left -= step;
    }
    return OK;
}

const struct pair *pairs_find(const struct pairs *p, const char *name)
{
    for (size_t i = 0; i < p->count; i++)
        if (strcmp(p->items[i].name, name) == 0)
            return &p->items[i];
    return NULL;
}

/* A parameter of a header such as `form-data; name="x"; filename="y"`. In the arena; NULL when absent.
 * Browsers write a quote inside a value as %22 or \". */
static char *header_parameter(struct arena *a, const char *header, const char *name)
{
    size_t name_n = strlen(name);
    const char *s = strchr(header, ';');
    while (s != NULL) {
        s += 1 + strspn(s + 1, " \t");
        bool wanted = strncasecmp(s, name, name_n) == 0 && s[name_n] == '=';
        s += strcspn(s, "=;");
        if (*s == '=')
            s++;
        bool quoted = *s == '"';
        if (quoted)
            s++;
        char *value = wanted ? arena_alloc(a, strlen(s) + 1) : NULL;
        size_t used = 0;
        for (; *s != '\0' && (quoted ? *s != '"' : *s != ';'); s++) {
            char c = *s;
            if (quoted && c == '\\' && (s[1] == '"' || s[1] == '\\')) {
                c = *++s;
            } else if (quoted && strncmp(s, "%22", 3) == 0) {
                c = '"';
                s += 2;
            }
            if (value != NULL)
                value[used++] = c;
        }
        if (wanted) {
            while (!quoted && used > 0 && (value[used - 1] == ' ' || value[used - 1] == '\t'))
                used--;
            value[used] = '\0';
            return value;
        }
        s = strchr(s, ';');
    }
    return NULL;
}

/* The header lines of one part. */
static enum status parse_part_head(struct arena *a, const char *text, size_t n, struct pair *part)
{
    enum { MAX_HEAD = 4096 };
    if (n > MAX_HEAD || !utf8_valid(text, n))
        return MALFORMED;
    *part = (struct pair){ .type = "" };
    char *head = arena_strndup(a, text, n);
    for (char *line = head; line != NULL;) {
        char *next = strstr(line, "\r\n");
        if (next != NULL) {
            *next = '\0';
            next += 2;
        }
        if (strpbrk(line, "\r\n") != NULL) /* one line for us must be one line for everyone */
            return MALFORMED;
        if (strncasecmp(line, "content-disposition:", 20) == 0 && part->name == NULL) {
            const char *value = line + 20 + strspn(line + 20, " \t");
            if (!parse_is_type(value, "form-data"))
                return MALFORMED;
            part->name = header_parameter(a, value, "name");
            part->file_name = header_parameter(a, value, "filename");
        } else if (strncasecmp(line, "content-type:", 13) == 0) {
            part->type = line + 13 + strspn(line + 13, " \t");
        }
        line = next;
    }
    return part->name == NULL ? MALFORMED : OK;
}

enum status parse_multipart(struct arena *a, struct bytes body, const char *content_type, size_t max,
                            struct pairs *out)
{
    const char *boundary = content_type == NULL ? NULL : header_parameter(a, content_type, "boundary");
    if (boundary == NULL || boundary[0] == '\0' || strlen(boundary) > 70)
        return MALFORMED;
    char *mark = arena_printf(a, "\r\n--%s", boundary);
    size_t mark_n = strlen(mark);

    /* The first mark may stand at the very start, without its line end. */
    const char *s = body.p, *end = s + body.n;
    if (body.n >= mark_n - 2 && memcmp(s, mark + 2, mark_n - 2) == 0) {
        s += mark_n - 2;
    } else {
        s = body.n == 0 ? NULL : memmem(s, body.n, mark, mark_n);
        if (s == NULL)
            return MALFORMED;
        s += mark_n;
    }
    for (;;) {
        if (end - s >= 2 && memcmp(s, "--", 2) == 0)
            return OK;
        while (s < end && (*s == ' ' || *s == '\t'))
            s++;
        if (end - s < 2 || memcmp(s, "\r\n", 2) != 0)
            return MALFORMED;
        s += 2;
        const char *blank = memmem(s, (size_t)(end - s), "\r\n\r\n", 4);
        if (blank == NULL)
            return MALFORMED;
        if (out->count == max)
            return TOO_LARGE;
        struct pair part;
        enum status st = parse_part_head(a, s, (size_t)(blank - s), &part);
        if (st != OK)
            return st;
        /* An empty value's line end is the blank line's own second half. */
        const char *content = blank + 4;
        const char *stop = memmem(blank + 2, (size_t)(end - blank - 2), mark, mark_n);
        if (stop == NULL)
            return MALFORMED;
        part.value = (struct bytes){ content, stop > content ? (size_t)(stop - content) : 0 };
        *(struct pair *)ARENA_PUSH(a, &out->items, &out->count, &out->capacity) = part;
        s = stop + mark_n;
    }
}

/* ---- Single headers ---- */

/* RFC 6265: visible ASCII without space, quote, comma, semicolon and backslash. */
static bool is_cookie_value(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] <= 0x20 || s[i] >= 0x7F || s[i] == '"' || s[i] == ',' || s[i] == ';' || s[i] == '\\')
            return false;
    return true;
}

bool parse_cookie(const char *header, const char *name, struct bytes *value)
{
    size_t name_n = strlen(name);
    for (const char *s = header; s != NULL && *s != '\0';) {
        s += strspn(s, " \t;");
        size_t n = strcspn(s, ";");
        if (n > name_n && s[name_n] == '=' && memcmp(s, name, name_n) == 0) {
            size_t value_n = n - name_n - 1;
            s += name_n + 1;
            while (value_n > 0 && s[value_n - 1] == ' ')
                value_n--;
            *value = (struct bytes){ s, value_n };
            return is_cookie_value(s, value_n);
        }
        s += n;
    }
    return false;
}

bool parse_content_length(const char *header, int64_t *n)
{
    size_t digits = strspn(header, "0123456789");
    if (digits == 0 || digits > 18 || header[digits] != '\0')
        return false;
    *n = 0;
    for (size_t i = 0; i < digits; i++)
        *n = *n * 10 + (header[i] - '0');
    return true;
}

bool parse_is_type(const char *content_type, const char *type)
{
    size_t n = strlen(type);
    return content_type != NULL && strncasecmp(content_type, type, n) == 0 &&
           strchr("; \t", content_type[n]) != NULL; /* strchr finds the NUL too */
}

bool parse_accepts_gzip(const char *accept_encoding)
{
    for (const char *s = accept_encoding; s != NULL && *s != '\0';) {
        s += strspn(s, " \t,");
        size_t n = strcspn(s, ",");
        if (n >= 4 && strncasecmp(s, "gzip", 4) == 0 && (n == 4 || strchr("; \t", s[4]) != NULL)) {
            const char *q = memmem(s, n, "q=", 2);
            return q == NULL || strspn(q + 2, "0.") != strcspn(q + 2, ", \t;");
        }
        s += n;
    }
    return false;
}

static bool is_address(const char *s)
{
    struct in6_addr space;
    return inet_pton(AF_INET, s, &space) == 1 || inet_pton(AF_INET6, s, &space) == 1;
}

static bool is_trusted(const char *address, const char *trusted)
{
    bool loopback = strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
    size_t n = strlen(address);
    for (const char *s = trusted; *s != '\0';) {
        s += strspn(s, " ,");
        size_t word = strcspn(s, " ,");
        if ((word == n && memcmp(s, address, n) == 0) ||
            (loopback && word == 8 && memcmp(s, "loopback", 8) == 0))
            return true;
        s += word;
    }
    return false;
}

const char *parse_forwarded(struct arena *a, const char *peer, const char *forwarded, const char *trusted)
{
    if (forwarded == NULL || trusted == NULL)
        return peer;
    size_t end = strlen(forwarded);
    while (is_trusted(peer, trusted) && end > 0) {
        size_t start = end;
        while (start > 0 && forwarded[start - 1] != ',')
            start--;
        size_t from = start, to = end;
        while (from < to && (forwarded[from] == ' ' || forwarded[from] == '\t'))
            from++;
        while (to > from && (forwarded[to - 1] == ' ' || forwarded[to - 1] == '\t'))
            to--;
        const char *hop = arena_strndup(a, forwarded + from, to - from);
        if (!is_address(hop))
            break;
        peer = hop;
        end = start > 0 ? start - 1 : 0;
    }
    return peer;
}
