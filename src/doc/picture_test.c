#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "doc/picture.h"
#include "doc/test_picture.h"

static int set_up(void **state)
{
    static struct arena a;
    arena_init(&a);
    *state = &a;
    return 0;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

/* In memory of exactly that size, so that a sanitizer sees a byte too far. */
static enum status read(struct arena *a, const void *p, size_t n, struct picture *out)
{
    void *exact = malloc(n > 0 ? n : 1);
    assert_non_null(exact);
    memcpy(exact, p, n);
    enum status st = picture_read(a, (struct bytes){ exact, n }, out);
    free(exact);
    return st;
}

static void picture__tells_kind_and_size(void **state)
{
    struct picture p;
    assert_int_equal(read(*state, test_png, sizeof test_png, &p), OK);
    assert_int_equal(p.kind, PICTURE_PNG);
    assert_int_equal(p.width, 4);
    assert_int_equal(p.height, 3);
    assert_int_equal(read(*state, test_jpeg, sizeof test_jpeg, &p), OK);
    assert_int_equal(p.kind, PICTURE_JPEG);
    assert_int_equal(p.width, 24);
    assert_int_equal(p.height, 16);
    assert_int_equal(p.turn, 0);
}

static void picture__refuses_what_is_cut_short(void **state)
{
    struct picture p;
    for (size_t n = 0; n < sizeof test_png; n++)
        assert_int_equal(read(*state, test_png, n, &p), INVALID);
    for (size_t n = 0; n < sizeof test_jpeg; n++)
        assert_int_equal(read(*state, test_jpeg, n, &p), INVALID);
}

/* Any one byte changed: whatever comes out, it is within bounds. */
static void picture__survives_every_changed_byte(void **state)
{
    static const unsigned char values[] = { 0x00, 0x01, 0x7F, 0x80, 0xC1, 0xD8, 0xDA, 0xE1, 0xFE, 0xFF };
    const struct {
        const unsigned char *p;
        size_t n;
    } files[] = { { test_png, sizeof test_png }, { test_jpeg, sizeof test_jpeg } };
    for (size_t f = 0; f < 2; f++)
        for (size_t i = 0; i < files[f].n; i++)
            for (size_t v = 0; v < sizeof values; v++) {
                unsigned char changed[sizeof test_jpeg];
                memcpy(changed, files[f].p, files[f].n);
                changed[i] = values[v];
                struct picture p;
                enum status st = read(*state, changed, files[f].n, &p);
                assert_true(st == OK || st == INVALID || st == TOO_LARGE);
                if (st == OK)
                    assert_true(p.width > 0 && p.height > 0 && p.width <= PICTURE_SIDE_MAX);
            }
}

static void picture__refuses_what_is_too_large(void **state)
{
    struct picture p;
    unsigned char png[sizeof test_png];
    memcpy(png, test_png, sizeof png);
    png[16 + 2] = 0x27; /* 9988 pixels wide */
    png[20 + 2] = 0x10; /* 4099 high */
    assert_int_equal(read(*state, png, sizeof png, &p), TOO_LARGE);
    png[16] = 0xFF;
    assert_int_equal(read(*state, png, sizeof png, &p), TOO_LARGE);
    memcpy(png, test_png, sizeof png);
    memset(png + 16, 0, 4);
    assert_int_equal(read(*state, png, sizeof png, &p), INVALID);
}

/* The segment of the frame: its marker stands at the first FF C0. */
static size_t frame_of(const unsigned char *p)
{
    for (size_t i = 0;; i++)
        if (p[i] == 0xFF && p[i + 1] == 0xC0)
            return i;
}

static void picture__refuses_kinds_of_jpeg_that_are_not_printed(void **state)
{
    struct picture p;
    unsigned char jpeg[sizeof test_jpeg];
    size_t frame = frame_of(test_jpeg);
    const struct {
        size_t at;
        unsigned char value;
    } changes[] = { { 1, 0xC3 }, { 1, 0xC9 }, { 4, 12 }, { 9, 4 }, { 9, 0 }, { 5, 0 } };
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        memcpy(jpeg, test_jpeg, sizeof jpeg);
        jpeg[frame + changes[i].at] = changes[i].value;
        if (changes[i].at == 5)
            jpeg[frame + 6] = 0; /* no height */
        assert_int_equal(read(*state, jpeg, sizeof jpeg, &p), INVALID);
    }
}

static const char exif[] =
    "\xFF\xE1\x00\x32"
    "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0place in Lindewijk";

static size_t with_exif(unsigned char *out, unsigned char orientation)
{
    size_t n = 4 + 0x30;
    memcpy(out, test_jpeg, 2);
    memcpy(out + 2, exif, n);
    out[2 + 4 + 6 + 8 + 2 + 8] = orientation;
    memcpy(out + 2 + n, test_jpeg + 2, sizeof test_jpeg - 2);
    return sizeof test_jpeg + n;
}

static void picture__is_turned_and_forgets_where_it_was_taken(void **state)
{
    static const int turns[] = { 0, 0, 0, 180, 180, 90, 90, 270, 270, 0 };
    unsigned char jpeg[sizeof test_jpeg + sizeof exif];
    for (unsigned char o = 0; o < 10; o++) {
        size_t n = with_exif(jpeg, o);
        struct picture p;
        assert_int_equal(read(*state, jpeg, n, &p), OK);
        assert_int_equal(p.turn, turns[o]);
        assert_int_equal(p.file.n, sizeof test_jpeg);
        assert_memory_equal(p.file.p, test_jpeg, sizeof test_jpeg);
    }
    /* A folder that would stand outside its segment says nothing. */
    size_t n = with_exif(jpeg, 6);
    memset(jpeg + 2 + 4 + 6 + 4, 0xFF, 4);
    struct picture p;
    assert_int_equal(read(*state, jpeg, n, &p), OK);
    assert_int_equal(p.turn, 0);
}

static void picture__is_no_other_file(void **state)
{
    struct picture p;
    static const char *const others[] = { "",         "GIF89a",       "%PDF-1.7", "<svg/>",
                                          "\xFF\xD8", "\xFF\xD8\xFF", "\x89PNG" };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_int_equal(read(*state, others[i], strlen(others[i]), &p), INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(picture__tells_kind_and_size),
        cmocka_unit_test(picture__refuses_what_is_cut_short),
        cmocka_unit_test(picture__survives_every_changed_byte),
        cmocka_unit_test(picture__refuses_what_is_too_large),
        cmocka_unit_test(picture__refuses_kinds_of_jpeg_that_are_not_printed),
        cmocka_unit_test(picture__is_turned_and_forgets_where_it_was_taken),
        cmocka_unit_test(picture__is_no_other_file),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
