#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"

static void buf__collects_text(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct buf b;
    buf_init(&b, 1 << 20);
    assert_string_equal(buf_to_arena(&b, &a), "");
    BUF_LIT(&b, "a");
    buf_char(&b, '-');
    buf_str(&b, "text");
    buf_add(&b, NULL, 0);
    buf_printf(&b, " %d%%", 5);
    assert_string_equal(buf_to_arena(&b, &a), "a-text 5%");
    buf_clear(&b);
    assert_int_equal(b.n, 0);
    for (int i = 0; i < 100000; i++)
        buf_char(&b, 'x');
    assert_true(buf_ok(&b));
    assert_int_equal(b.n, 100000);
    buf_release(&b);
    arena_release(&a);
}

static void buf__writes_every_integer(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct buf b;
    buf_init(&b, 1000);
    buf_int(&b, 0);
    buf_char(&b, ' ');
    buf_int(&b, -105);
    buf_char(&b, ' ');
    buf_int(&b, INT64_MAX);
    buf_char(&b, ' ');
    buf_int(&b, INT64_MIN);
    assert_string_equal(buf_to_arena(&b, &a), "0 -105 9223372036854775807 -9223372036854775808");
    buf_release(&b);
    arena_release(&a);
}

static void buf__is_sticky_over_its_cap(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 10);
    buf_str(&b, "0123456789");
    assert_true(buf_ok(&b));
    buf_char(&b, 'x');
    assert_false(buf_ok(&b));
    assert_int_equal(b.n, 10);
    buf_clear(&b);
    assert_true(buf_ok(&b));
    buf_str(&b, "01234567890");
    buf_char(&b, 'y');
    assert_int_equal(b.n, 0);
    assert_false(buf_ok(&b));
    assert_false(buf_reserve(&b, SIZE_MAX));
    buf_release(&b);
    assert_int_equal(b.cap, 10);
    assert_true(buf_ok(&b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(buf__collects_text),
        cmocka_unit_test(buf__writes_every_integer),
        cmocka_unit_test(buf__is_sticky_over_its_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
