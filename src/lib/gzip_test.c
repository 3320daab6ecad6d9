#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include <cmocka.h>

#include "lib/gzip.h"

static void assert_unpacks_to(const struct buf *b, const void *p, size_t n)
{
    unsigned char *out = malloc(n + 1);
    z_stream z = {
        .next_in = (Bytef *)b->p, .avail_in = (uInt)b->n, .next_out = out, .avail_out = (uInt)n + 1
    };
    assert_int_equal(inflateInit2(&z, 15 + 16), Z_OK);
    assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
    assert_int_equal(z.total_out, n);
    assert_int_equal(z.avail_in, 0);
    if (n > 0)
        assert_memory_equal(out, p, n);
    inflateEnd(&z);
    free(out);
}

static void gzip__round_trips_again_and_again(void **state)
{
    (void)state;
    struct gzip *g = gzip_new(1);
    struct buf b;
    buf_init(&b, 4 << 20);
    static char text[1 << 20];
    unsigned seed = 1;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    static const size_t sizes[] = { 0, 1, 2000, 16 * 1024, 300000, sizeof text, 5 };
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        buf_clear(&b);
        assert_int_equal(gzip_run(g, text, sizes[i], &b), OK);
        assert_unpacks_to(&b, text, sizes[i]);
    }
    gzip_free(g);
    gzip_free(NULL);
    buf_release(&b);
}

static void gzip__makes_pages_small_and_the_same_each_time(void **state)
{
    (void)state;
    struct buf one, two;
    buf_init(&one, 1 << 20);
    buf_init(&two, 1 << 20);
    char page[50000];
    memset(page, 'p', sizeof page);
    BUF_LIT(&two, "before");
    assert_int_equal(gzip_compress(&one, page, sizeof page, 9), OK);
    assert_int_equal(gzip_compress(&two, page, sizeof page, 9), OK);
    assert_true(one.n < 200);
    assert_int_equal(two.n, one.n + 6);
    assert_memory_equal(two.p + 6, one.p, one.n);
    buf_release(&one);
    buf_release(&two);
}

static void gzip__stops_at_the_cap(void **state)
{
    (void)state;
    struct gzip *g = gzip_new(6);
    struct buf b;
    buf_init(&b, 100);
    char noise[5000];
    unsigned seed = 7;
    for (size_t i = 0; i < sizeof noise; i++)
        noise[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
    assert_int_equal(gzip_run(g, noise, sizeof noise, &b), TOO_LARGE);
    assert_false(buf_ok(&b));
    assert_true(b.n <= 100);
    buf_clear(&b);
    assert_int_equal(gzip_run(g, "short", 5, &b), OK);
    assert_unpacks_to(&b, "short", 5);
    gzip_free(g);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gzip__round_trips_again_and_again),
        cmocka_unit_test(gzip__makes_pages_small_and_the_same_each_time),
        cmocka_unit_test(gzip__stops_at_the_cap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
