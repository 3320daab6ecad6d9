#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/status.h"

void buf_init(struct buf *b, size_t cap)
{
    *b = (struct buf){ .cap = cap };
}

void buf_release(struct buf *b)
{
    free(b->p);
    *b = (struct buf){ .cap = b->cap };
}

void buf_clear(struct buf *b)
{
    b->n = 0;
    b->over = false;
}

bool buf_reserve_slow(struct buf *b, size_t n)
{
    if (b->over || n > b->cap || b->n > b->cap - n) {
        b->over = true;
        return false;
    }
    size_t want = b->capacity == 0 ? 4096 : b->capacity;
    while (want - b->n < n)
        want *= 2;
    if (want > b->cap)
        want = b->cap; /* the quick path looks at capacity only */
    if (want > b->capacity) {
        char *p = realloc(b->p, want);
        if (p == NULL) {
            fprintf(stderr, "kapstok: out of memory (%zu bytes)\n", want);
            abort();
        }
        b->p = p;
        b->capacity = want;
    }
    return true;
}

void buf_str(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_char(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_int(struct buf *b, int64_t v)
{
    char digits[24];
    size_t at = sizeof digits;
    uint64_t rest = v < 0 ? (uint64_t)0 - (uint64_t)v : (uint64_t)v;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (v < 0)
        digits[--at] = '-';
    buf_add(b, digits + at, sizeof digits - at);
}

void buf_printf(struct buf *b, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    ASSERT(n >= 0);
    if (!buf_reserve(b, (size_t)n + 1))
        return;
    va_start(args, format);
    vsnprintf(b->p + b->n, (size_t)n + 1, format, args);
    va_end(args);
    b->n += (size_t)n;
}

char *buf_to_arena(const struct buf *b, struct arena *a)
{
    return arena_strndup(a, b->p, b->n);
}
