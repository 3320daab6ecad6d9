/* A byte buffer that grows up to a cap. Sticky: once it is over its cap every further write does
 * nothing, and the owner looks once at the end with buf_ok(). Lives on the heap, not in the arena,
 * because pages are large and short-lived; buf_release gives it back. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct arena;

/* A borrowed run of bytes; not NUL-terminated. */
struct bytes {
    const void *p;
    size_t n;
};

struct buf {
    char *p;
    size_t n;
    size_t capacity;
    size_t cap; /* most it may ever hold */
    bool over;  /* something did not fit */
};

void buf_init(struct buf *b, size_t cap);
void buf_release(struct buf *b);

/* Empties it, keeps the memory. */
void buf_clear(struct buf *b);

/* Makes room for n more bytes; false when that would be over the cap. */
bool buf_reserve_slow(struct buf *b, size_t n);
static inline bool buf_reserve(struct buf *b, size_t n)
{
    return !b->over && b->capacity - b->n >= n ? true : buf_reserve_slow(b, n);
}

static inline void buf_add(struct buf *b, const void *p, size_t n)
{
    if (buf_reserve(b, n) && n > 0) {
        memcpy(b->p + b->n, p, n);
        b->n += n;
    }
}
#define BUF_LIT(b, literal) buf_add((b), "" literal "", sizeof(literal) - 1)

void buf_str(struct buf *b, const char *s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

static inline bool buf_ok(const struct buf *b)
{
    return !b->over;
}

/* The content as a NUL-terminated string in the arena. */
char *buf_to_arena(const struct buf *b, struct arena *a);

#endif
