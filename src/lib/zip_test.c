#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lib/zip.h"

static bool collect(void *context, const char *p, size_t n)
{
    buf_add(context, p, n);
    return true;
}

static bool refuse(void *context, const char *p, size_t n)
{
    (void)context;
    (void)p;
    (void)n;
    return false;
}

static void make(struct buf *out)
{
    static char zeros[3000000];
    const struct archive_file files[] = {
        { "mimetype", { "text", 4 }, .stored = true },
        { "Dir/One.xml", { "<one/>", 6 } },
        { "empty", { "", 0 } },
        { "zeros", { zeros, sizeof zeros } },
    };
    buf_init(out, 1 << 20);
    assert_int_equal(archive_make(files, 4, out), OK);
}

static void zip__round_trips(void **state)
{
    (void)state;
    struct buf b, again, text;
    make(&b);
    make(&again);
    assert_int_equal(b.n, again.n);
    assert_memory_equal(b.p, again.p, b.n);
    assert_memory_equal(b.p + 30, "mimetypetext", 12); /* stored and first, as formats want */
    struct arena a;
    arena_init(&a);
    buf_init(&text, 1000);
    struct archive *z;
    assert_int_equal(archive_open(&a, b.p, b.n, &z), OK);
    assert_int_equal(archive_read(z, "dir/one.XML", 6, collect, &text), OK);
    assert_string_equal(buf_to_arena(&text, &a), "<one/>");
    assert_int_equal(archive_read(z, "empty", 0, collect, &text), OK);
    assert_int_equal(archive_read(z, "none", 100, collect, &text), NOT_FOUND);
    assert_int_equal(archive_read(z, "mimetype", 100, refuse, &text), INVALID);
    arena_release(&a);
    buf_release(&b);
    buf_release(&again);
    buf_release(&text);
}

static void zip__unpacks_no_more_than_its_cap(void **state)
{
    (void)state;
    struct buf b, text;
    make(&b);
    assert_true(b.n < 10000);
    struct arena a;
    arena_init(&a);
    buf_init(&text, 10000000);
    struct archive *z;
    assert_int_equal(archive_open(&a, b.p, b.n, &z), OK);
    assert_int_equal(archive_read(z, "zeros", 2999999, collect, &text), TOO_LARGE);
    assert_true(text.n <= 2999999);
    buf_clear(&text);
    assert_int_equal(archive_read(z, "zeros", 3000000, collect, &text), OK);
    assert_int_equal(text.n, 3000000);
    arena_release(&a);
    buf_release(&b);
    buf_release(&text);
}

/* Every byte changed and every length cut: any status, but no crash. */
static void zip__survives_damage(void **state)
{
    (void)state;
    struct buf b, text;
    make(&b);
    buf_init(&text, 10000000);
    size_t refused = 0;
    for (size_t i = 0; i < b.n; i++) {
        for (int cut = 0; cut < 2; cut++) {
            char *copy = malloc(b.n);
            memcpy(copy, b.p, b.n);
            copy[i] ^= 0x55;
            struct arena a;
            arena_init(&a);
            struct archive *z;
            if (archive_open(&a, copy, cut ? i : b.n, &z) == OK) {
                buf_clear(&text);
                enum status st = archive_read(z, "Dir/One.xml", 1000, collect, &text);
                assert_true(st == OK || st == MALFORMED || st == NOT_FOUND || st == TOO_LARGE);
            } else {
                refused++;
            }
            arena_release(&a);
            free(copy);
        }
    }
    assert_true(refused > b.n / 2);
    buf_release(&b);
    buf_release(&text);
}

static void zip__says_when_it_does_not_fit(void **state)
{
    (void)state;
    const struct archive_file file = { "a", { "text", 4 } };
    struct buf b;
    buf_init(&b, 20);
    assert_int_equal(archive_make(&file, 1, &b), TOO_LARGE);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(zip__round_trips),
        cmocka_unit_test(zip__unpacks_no_more_than_its_cap),
        cmocka_unit_test(zip__survives_damage),
        cmocka_unit_test(zip__says_when_it_does_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
