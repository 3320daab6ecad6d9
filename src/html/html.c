#include "html/html.h"

#include <stdarg.h>
#include <strings.h>

/* What must not stand as it is in text, and in a quoted attribute. */
#define IN_TEXT "&<>"
#define IN_ATTRIBUTE "&<>\"'"

static void escape(struct buf *out, const char *s, const char *set)
{
    if (s == NULL)
        return;
    for (;;) {
        size_t run = strcspn(s, set); /* sixteen bytes at a time in glibc */
        buf_add(out, s, run);
        s += run;
        switch (*s++) {
        case '\0':
            return;
        case '&':
            BUF_LIT(out, "&amp;");
            break;
        case '<':
            BUF_LIT(out, "&lt;");
            break;
        case '>':
            BUF_LIT(out, "&gt;");
            break;
        case '"':
            BUF_LIT(out, "&quot;");
            break;
        default:
            BUF_LIT(out, "&#39;");
            break;
        }
    }
}

void html_escape(struct buf *out, const char *s)
{
    escape(out, s, IN_TEXT);
}

void html_raw(struct html *h, const char *s, size_t n)
{
    buf_add(h->out, s, n);
}

void html_text_str(struct html *h, const char *s)
{
    escape(h->out, s, IN_TEXT);
}

void html_text_int(struct html *h, int64_t n)
{
    buf_int(h->out, n);
}

void html_text_safe(struct html *h, struct html_safe s)
{
    if (s.html != NULL)
        buf_str(h->out, s.html);
}

void html_attr_str(struct html *h, const char *s)
{
    escape(h->out, s, IN_ATTRIBUTE);
}

void html_attr_int(struct html *h, int64_t n)
{
    buf_int(h->out, n);
}

static const char hex[] = "0123456789ABCDEF";

static void percent(struct buf *out, unsigned char c)
{
    char code[3] = { '%', hex[c >> 4], hex[c & 15] };
    buf_add(out, code, sizeof code);
}

/* Browsers drop tabs and line ends inside an address and read \ as /, so "/\t/host" would be another host. */
static bool url_allowed(const char *s)
{
    for (const char *p = s; *p != '\0'; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F || *p == '\\')
            return false;
    if (s[0] == '/')
        return s[1] != '/';
    return s[0] == '?' || s[0] == '#' || strncasecmp(s, "https:", 6) == 0 || strncasecmp(s, "http:", 5) == 0 ||
           strncasecmp(s, "mailto:", 7) == 0 || strncasecmp(s, "tel:", 4) == 0;
}

void html_url_str(struct html *h, const char *s)
{
    if (s == NULL || !url_allowed(s)) {
        BUF_LIT(h->out, "#refused");
        return;
    }
    for (; *s != '\0'; s++) {
        if (*s == '&')
            BUF_LIT(h->out, "&amp;");
        else if (strchr(" \"'<>^`{|}", *s) != NULL)
            percent(h->out, (unsigned char)*s);
        else
            buf_char(h->out, *s);
    }
}

static bool unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

void html_urlpart_str(struct html *h, const char *s)
{
    if (s == NULL)
        return;
    for (; *s != '\0'; s++) {
        if (unreserved((unsigned char)*s))
            buf_char(h->out, *s);
        else
            percent(h->out, (unsigned char)*s);
    }
}

void html_urlpart_int(struct html *h, int64_t n)
{
    buf_int(h->out, n);
}

const char *html_printf(struct html *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *s = arena_vprintf(h->arena, format, args);
    va_end(args);
    return s;
}
