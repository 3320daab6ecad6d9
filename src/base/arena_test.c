#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

static void arena__gives_zeroed_aligned_memory(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    for (size_t n = 0; n < 300; n++) {
        unsigned char *p = arena_alloc(&a, n);
        assert_int_equal((uintptr_t)p % 16, 0);
        for (size_t i = 0; i < n; i++)
            assert_int_equal(p[i], 0);
        memset(p, 0xAA, n);
    }
    arena_release(&a);
    assert_int_equal(a.used, 0);
}

static void arena__zeroes_again_after_reset(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    char *first = arena_alloc(&a, 1000);
    memset(first, 'x', 1000);
    arena_alloc(&a, 5 * 1024 * 1024);
    arena_reset(&a);
    char *again = arena_alloc(&a, 1000);
    assert_ptr_equal(again, first);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(again[i], 0);
    arena_release(&a);
}

static void arena__copies_and_prints_strings(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_null(arena_strdup(&a, NULL));
    assert_string_equal(arena_strdup(&a, "abc"), "abc");
    assert_string_equal(arena_strndup(&a, "abcdef", 3), "abc");
    assert_string_equal(arena_strndup(&a, NULL, 0), "");
    assert_string_equal(arena_printf(&a, "%s-%d", "x", 7), "x-7");
    size_t n = 100000;
    char *long_one = arena_printf(&a, "%0*d", (int)n, 1);
    assert_int_equal(strlen(long_one), n);
    arena_release(&a);
}

struct trace {
    char text[8];
    size_t n;
};

struct mark {
    struct trace *trace;
    char c;
};

static void leave_mark(void *p)
{
    struct mark *m = p;
    m->trace->text[m->trace->n++] = m->c;
}

static void arena__runs_deferred_calls_newest_first_and_once(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct trace trace = { .n = 0 };
    struct mark marks[] = { { &trace, '1' }, { &trace, '2' }, { &trace, '3' } };
    arena_defer(&a, leave_mark, &marks[0]);
    arena_defer(&a, leave_mark, &marks[1]);
    arena_reset(&a);
    assert_string_equal(trace.text, "21");
    arena_defer(&a, leave_mark, &marks[2]);
    arena_release(&a);
    arena_release(&a);
    assert_string_equal(trace.text, "213");
}

static void arena__pushes_keep_older_items(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    int *items = NULL;
    size_t n = 0, cap = 0;
    for (int i = 0; i < 1000; i++)
        *(int *)ARENA_PUSH(&a, &items, &n, &cap) = i;
    assert_int_equal(n, 1000);
    for (int i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arena__gives_zeroed_aligned_memory),
        cmocka_unit_test(arena__zeroes_again_after_reset),
        cmocka_unit_test(arena__copies_and_prints_strings),
        cmocka_unit_test(arena__runs_deferred_calls_newest_first_and_once),
        cmocka_unit_test(arena__pushes_keep_older_items),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
