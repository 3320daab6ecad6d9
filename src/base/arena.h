/* Memory by lifetime. One arena per request (or per command): everything a handler makes lives there
 * and goes in one call. There is no free of a single thing, and no failure: out of memory aborts. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;
struct arena_defer;

struct arena {
    struct arena_block *block;  /* newest block; older ones hang behind it */
    struct arena_defer *defers; /* newest first */
    size_t used;                /* bytes handed out, for the log and tests */
};

/* An empty arena; takes no memory until first used. */
void arena_init(struct arena *a);

/* Runs the deferred calls, newest first, then gives everything back. The arena is empty and usable. */
void arena_release(struct arena *a);

/* As arena_release, but keeps the first block so that the next request starts warm. */
void arena_reset(struct arena *a);

/* n zeroed bytes, aligned for any type. n may be 0. */
void *arena_alloc(struct arena *a, size_t n) __attribute__((malloc, returns_nonnull));

/* count zeroed items of size each; aborts when the product overflows. */
void *arena_array(struct arena *a, size_t count, size_t size) __attribute__((malloc, returns_nonnull));

#define NEW(a, type) ((type *)arena_alloc((a), sizeof(type)))
#define NEW_ARRAY(a, type, n) ((type *)arena_array((a), (n), sizeof(type)))

/* A copy of s in the arena; NULL stays NULL. */
char *arena_strdup(struct arena *a, const char *s);

/* A NUL-terminated copy of the first n bytes of s. */
char *arena_strndup(struct arena *a, const char *s, size_t n);

/* printf into the arena. */
char *arena_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *a, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Calls fn(p) when the arena is released or reset: for statements, files, sockets. */
void arena_defer(struct arena *a, void (*fn)(void *), void *p);

/* Room for one more in an array that grows by doubling: old content is copied, the old array stays
 * in the arena until its end.
 *   struct row *rows = NULL; size_t n = 0, cap = 0;
 *   *(struct row *)ARENA_PUSH(a, &rows, &n, &cap) = row; */
void *arena_push(struct arena *a, void **items, size_t *count, size_t *capacity, size_t size)
    __attribute__((returns_nonnull));
#define ARENA_PUSH(a, items, count, capacity)                                                                  \
    arena_push((a), (void **)(items), (count), (capacity), sizeof **(items))

#endif
