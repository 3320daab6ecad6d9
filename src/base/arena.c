#include "base/arena.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/status.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(p, n) ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n) ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

enum { FIRST_BLOCK = 16 * 1024, ALIGNMENT = 16 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* of data */
    size_t used;
    _Alignas(ALIGNMENT) char data[];
};

struct arena_defer {
    struct arena_defer *older;
    void (*fn)(void *);
    void *p;
};

void arena_init(struct arena *a)
{
    *a = (struct arena){ 0 };
}

static void run_defers(struct arena *a)
{
    /* A deferred call may not defer again: the list is taken off first so that it would be seen. */
    struct arena_defer *d = a->defers;
    a->defers = NULL;
    for (; d != NULL; d = d->older)
        d->fn(d->p);
    ASSERT(a->defers == NULL);
}

void arena_release(struct arena *a)
{
    run_defers(a);
    struct arena_block *b = a->block;
    while (b != NULL) {
        struct arena_block *older = b->older;
        UNPOISON(b->data, b->size);
        free(b);
        b = older;
    }
    *a = (struct arena){ 0 };
}

void arena_reset(struct arena *a)
{
    run_defers(a);
    struct arena_block *b = a->block;
    while (b != NULL && b->older != NULL) {
        struct arena_block *older = b->older;
        UNPOISON(b->data, b->size);
        free(b);
        b = older;
    }
    if (b != NULL) {
        b->used = 0;
        POISON(b->data, b->size);
    }
    *a = (struct arena){ .block = b };
}

static struct arena_block *add_block(struct arena *a, size_t at_least)
{
    size_t size = a->block == NULL ? FIRST_BLOCK : a->block->size * 2;
    if (size > (size_t)1024 * 1024)
        size = (size_t)1024 * 1024;
    if (size < at_least)
        size = at_least;
    struct arena_block *b = malloc(sizeof *b + size);
    if (b == NULL) {
        fprintf(stderr, "kapstok: out of memory (%zu bytes)\n", size);
        abort();
    }
    *b = (struct arena_block){ .older = a->block, .size = size };
    POISON(b->data, b->size);
    a->block = b;
    return b;
}

void *arena_alloc(struct arena *a, size_t n)
{
    ASSERT(n <= SIZE_MAX / 2);
    size_t room = (n + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    struct arena_block *b = a->block;
    if (b == NULL || b->size - b->used < room)
        b = add_block(a, room);
    char *p = b->data + b->used;
    b->used += room;
    a->used += room;
    UNPOISON(p, n);
    memset(p, 0, n);
    return p;
}

void *arena_array(struct arena *a, size_t count, size_t size)
{
    size_t total;
    ASSERT(!__builtin_mul_overflow(count, size, &total));
    return arena_alloc(a, total);
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    char *copy = arena_alloc(a, n + 1);
    if (n > 0)
        memcpy(copy, s, n);
    return copy;
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s == NULL ? NULL : arena_strndup(a, s, strlen(s));
}

char *arena_vprintf(struct arena *a, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    /* Most texts are short: write into what is left of the block, and only count when it did not fit. */
    struct arena_block *b = a->block;
    size_t room = b == NULL ? 0 : b->size - b->used;
    char *s = NULL;
    int n;
    if (room >= 64) {
        s = b->data + b->used;
        UNPOISON(s, room);
        n = vsnprintf(s, room, format, args);
        POISON(s, room);
    } else {
        n = vsnprintf(NULL, 0, format, args);
    }
    ASSERT(n >= 0);
    size_t claim = ((size_t)n + 1 + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    if (s != NULL && claim <= room) {
        UNPOISON(s, (size_t)n + 1);
        b->used += claim;
        a->used += claim;
    } else {
        s = arena_alloc(a, (size_t)n + 1);
        vsnprintf(s, (size_t)n + 1, format, again);
    }
    va_end(again);
    return s;
}

char *arena_printf(struct arena *a, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    char *s = arena_vprintf(a, format, args);
    va_end(args);
    return s;
}

void arena_defer(struct arena *a, void (*fn)(void *), void *p)
{
    struct arena_defer *d = NEW(a, struct arena_defer);
    *d = (struct arena_defer){ .older = a->defers, .fn = fn, .p = p };
    a->defers = d;
}

void *arena_push(struct arena *a, void **items, size_t *count, size_t *capacity, size_t size)
{
    if (*count == *capacity) {
        size_t bigger = *capacity == 0 ? 8 : *capacity * 2;
        void *copy = arena_array(a, bigger, size);
        if (*count > 0)
            memcpy(copy, *items, *count * size);
        *items = copy;
        *capacity = bigger;
    }
    return (char *)*items + (*count)++ * size;
}
