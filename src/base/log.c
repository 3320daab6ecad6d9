#include "base/log.h"

#include <errno.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/status.h"
#include "base/utf8.h"

static _Atomic int level_now = LOG_INFO;

/* One line, cut off at the end of the array; room for the tail is kept. */
struct line {
    char p[2048];
    size_t n;
    bool cut;
    bool in_quotes; /* a quote is open */
};

static const char TAIL[] = "...\"\n";

static void put(struct line *l, const char *p, size_t n)
{
    if (l->cut || n > sizeof l->p - sizeof TAIL - l->n) {
        l->cut = true;
        return;
    }
    memcpy(l->p + l->n, p, n);
    l->n += n;
}

/* True for what would end the line, hide part of it, or is no text at all. */
static bool is_unsafe(uint32_t cp)
{
    return cp == UINT32_MAX || cp < 0x20 || (cp >= 0x7F && cp <= 0x9F) || (cp >= 0x2028 && cp <= 0x202E) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

static bool needs_quotes(const char *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strchr(" \"=\\", s[i]) != NULL || (unsigned char)s[i] < 0x20)
            return true;
    return n == 0;
}

/* A value from outside: whatever is in it, it stays one value on one line. */
static void put_value(struct line *l, const char *s, size_t n)
{
    bool add_quotes = !l->in_quotes && needs_quotes(s, n);
    if (add_quotes) {
        put(l, "\"", 1);
        l->in_quotes = true;
    }
    for (size_t at = 0, len; at < n && !l->cut; at += len) {
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        if (cp == '"' || cp == '\\') {
            char escaped[2] = { '\\', s[at] };
            put(l, escaped, 2);
        } else if (cp == '\n') {
            put(l, "\\n", 2);
        } else if (is_unsafe(cp)) {
            for (size_t i = 0; i < len; i++) {
                char hex[5];
                snprintf(hex, sizeof hex, "\\x%02x", (unsigned)(unsigned char)s[at + i]);
                put(l, hex, 4);
            }
        } else {
            put(l, s + at, len);
        }
    }
    if (add_quotes) {
        put(l, "\"", 1);
        l->in_quotes = l->cut;
    }
}

/* One conversion of the format, e.g. "%-5.3ld"; spec has flags, width and precision filled in. */
static void put_number(struct line *l, const char *spec, char length, char conversion, va_list *args)
{
    char text[512];
    int n;
    if (strchr("fFeEgG", conversion) != NULL) {
        n = snprintf(text, sizeof text, spec, va_arg(*args, double));
    } else if (conversion == 'p') {
        n = snprintf(text, sizeof text, spec, va_arg(*args, void *));
    } else {
        ASSERT(strchr("diuxXoc", conversion) != NULL);
        switch (length) {
        case 'l': /* one or two: long and long long are the same size, checked below */
        case 'j':
        case 'z':
        case 't':
            n = snprintf(text, sizeof text, spec, va_arg(*args, long));
            break;
        default: /* char and short arrive as int */
            n = snprintf(text, sizeof text, spec, va_arg(*args, int));
            break;
        }
    }
    ASSERT(n >= 0);
    size_t size = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    if (conversion == 'c')
        put_value(l, text, size);
    else
        put(l, text, size);
}
_Static_assert(sizeof(long) == sizeof(long long) && sizeof(long) == sizeof(size_t) &&
                   sizeof(long) == sizeof(intmax_t),
               "put_number takes them all as long");

/* Reads the conversion that starts at p (a '%'), writes its argument, returns what follows it. */
static const char *put_conversion(struct line *l, const char *p, va_list *args)
{
    char spec[64];
    size_t n = 0;
    int precision = -1;
    char length = '\0';
    spec[n++] = *p++;
    bool in_precision = false;
    for (; *p != '\0' && strchr("-+ #0123456789.*lhjzt", *p) != NULL; p++) {
        ASSERT(n < sizeof spec - 16);
        if (*p == '*') {
            int v = va_arg(*args, int);
            if (in_precision)
                precision = v;
            n += (size_t)snprintf(spec + n, sizeof spec - n, "%d", v);
            continue;
        }
        if (*p == '.') {
            in_precision = true;
            precision = 0;
        } else if (in_precision && *p >= '0' && *p <= '9') {
            precision = precision * 10 + (*p - '0');
        } else if (strchr("lhjzt", *p) != NULL) {
            length = *p;
        }
        spec[n++] = *p;
    }
    spec[n] = *p;
    spec[n + 1] = '\0';
    if (*p == 's') {
        const char *s = va_arg(*args, const char *);
        if (s == NULL)
            s = "-";
        put_value(l, s, precision >= 0 ? strnlen(s, (size_t)precision) : strlen(s));
    } else {
        put_number(l, spec, length, *p, args);
    }
    return p + 1;
}

void log_event(enum log_level level, const char *event, const char *format, ...)
{
    static const char *const names[] = { "error", "warn", "info", "debug" };
    ASSERT(level <= LOG_DEBUG);
    if ((int)level > atomic_load_explicit(&level_now, memory_order_relaxed))
        return;

    int saved = errno;
    struct line l = { .n = 0 };
    put(&l, "kapstok level=", 14);
    put(&l, names[level], strlen(names[level]));
    put(&l, " event=", 7);
    put_value(&l, event, strlen(event));

    va_list args;
    va_start(args, format);
    const char *p = format == NULL ? "" : format;
    if (*p != '\0')
        put(&l, " ", 1);
    while (*p != '\0' && !l.cut) {
        if (*p == '%' && p[1] != '%') {
            p = put_conversion(&l, p, &args);
            continue;
        }
        if (*p == '%')
            p++;
        if (*p == '"')
            l.in_quotes = !l.in_quotes;
        put(&l, *p == '\n' ? " " : p, 1);
        p++;
    }
    va_end(args);

    const char *tail = !l.cut ? "\n" : l.in_quotes ? TAIL : "...\n";
    memcpy(l.p + l.n, tail, strlen(tail));
    l.n += strlen(tail);
    ssize_t written;
    do {
        written = write(STDERR_FILENO, l.p, l.n); /* one call: lines of several threads do not mix */
    } while (written < 0 && errno == EINTR);
    errno = saved;
}

void log_set_level(enum log_level level)
{
    atomic_store_explicit(&level_now, (int)level, memory_order_relaxed);
}
