#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lib/qr.h"

static void qr__gives_a_square_with_its_three_corners(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    unsigned char *m;
    int width;
    assert_int_equal(qr_modules(&a, "https://kapstok.example.org/s/é?x=1", &m, &width), OK);
    assert_int_equal((width - 17) % 4, 0);
    for (int i = 0; i < width * width; i++)
        assert_true(m[i] <= 1);
    for (int i = 0; i < 7; i++) {
        assert_int_equal(m[i], 1);                       /* top left, its upper edge */
        assert_int_equal(m[width - 7 + i], 1);           /* top right */
        assert_int_equal(m[(width - 1) * width + i], 1); /* bottom left, its lower edge */
        assert_int_equal(m[7 * width + i], 0);           /* the light line below the first */
    }
    arena_release(&a);
}

static void qr__says_when_it_cannot(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    unsigned char *m;
    int width;
    char text[5000];
    memset(text, 'a', sizeof text);
    text[sizeof text - 1] = '\0';
    assert_int_equal(qr_modules(&a, text, &m, &width), TOO_LARGE);
    assert_int_equal(qr_modules(&a, "", &m, &width), INVALID);
    assert_null(m);
    text[2300] = '\0';
    assert_int_equal(qr_modules(&a, text, &m, &width), OK);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(qr__gives_a_square_with_its_three_corners),
        cmocka_unit_test(qr__says_when_it_cannot),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
