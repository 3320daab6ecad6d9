#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "http/parse.h"

#define BYTES(literal) ((struct bytes){ (literal), sizeof(literal) - 1 })

static int start(void **state)
{
    static struct arena a;
    arena_init(&a);
    *state = &a;
    return 0;
}

static int end(void **state)
{
    arena_release(*state);
    return 0;
}

static void target__splits_before_it_decodes(void **state)
{
    struct target t;
    assert_int_equal(parse_target(*state, "/a%20b/%C3%A9n/12?x=1#y", &t), OK);
    assert_int_equal(t.segments, 3);
    assert_string_equal(t.segment[0], "a b");
    assert_string_equal(t.segment[1], "én");
    assert_string_equal(t.segment[2], "12");
    assert_string_equal(t.path, "/a%20b/%C3%A9n/12");
    assert_int_equal(t.query.n, 3);
    assert_int_equal(parse_target(*state, "/", &t), OK);
    assert_int_equal(t.segments, 0);
    assert_int_equal(parse_target(*state, "/a/", &t), OK);
    assert_int_equal(t.segments, 2);
    assert_string_equal(t.segment[1], "");
    assert_int_equal(parse_target(*state, "http://host:80/a?b", &t), OK);
    assert_string_equal(t.path, "/a");
    /* Dots have no meaning: no route has such a segment. */
    assert_int_equal(parse_target(*state, "/a/../b", &t), OK);
    assert_string_equal(t.segment[1], "..");
}

static void target__refuses_what_hides_something(void **state)
{
    static const char *const bad[] = {
        "",
        "a",
        "*",
        "http://host",
        "/a%2Fb",
        "/a%2fb",
        "/a%00b",
        "/%",
        "/%4",
        "/%zz",
        "/%FF",
        "/%C3",
        "/\xC3",
        "/%ED%A0%80",
        "/%C0%AF",
        "/a\x01"
        "b",
        "/a%0Ab",
        "/a%7F",
        "/a/b%2F?x",
        "/1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17",
    };
    struct target t;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        if (parse_target(*state, bad[i], &t) != MALFORMED)
            fail_msg("accepted: %s", bad[i]);
}

static void assert_pair(const struct pairs *p, size_t i, const char *name, const char *value, size_t n)
{
    assert_true(i < p->count);
    assert_string_equal(p->items[i].name, name);
    assert_int_equal(p->items[i].value.n, n);
    assert_memory_equal(p->items[i].value.p, value, n);
}

static void urlencoded__reads_as_browsers_write(void **state)
{
    struct pairs p = { 0 };
    assert_int_equal(
        parse_urlencoded(*state, BYTES("a=1&b=x+y%2B&&c&=d&e==%26&f=100%&g=%zz%0&h=%00%FF"), 20, &p), OK);
    assert_int_equal(p.count, 8);
    assert_pair(&p, 0, "a", "1", 1);
    assert_pair(&p, 1, "b", "x y+", 4);
    assert_pair(&p, 2, "c", "", 0);
    assert_pair(&p, 3, "", "d", 1);
    assert_pair(&p, 4, "e", "=&", 2);
    assert_pair(&p, 5, "f", "100%", 4);
    assert_pair(&p, 6, "g", "%zz%0", 5);
    assert_pair(&p, 7, "h", "\0\xFF", 2);
    assert_ptr_equal(pairs_find(&p, "e"), &p.items[4]);
    assert_null(pairs_find(&p, "z"));
}

static void urlencoded__has_limits(void **state)
{
    struct pairs p = { 0 };
    assert_int_equal(parse_urlencoded(*state, BYTES("a&b&c"), 3, &p), OK);
    p = (struct pairs){ 0 };
    assert_int_equal(parse_urlencoded(*state, BYTES("a&b&c&d"), 3, &p), TOO_LARGE);
    p = (struct pairs){ 0 };
    assert_int_equal(parse_urlencoded(*state, BYTES("%FF=1"), 3, &p), MALFORMED);
    p = (struct pairs){ 0 };
    assert_int_equal(parse_urlencoded(*state, BYTES("a%00=1"), 3, &p), MALFORMED);
    p = (struct pairs){ 0 };
    assert_int_equal(parse_urlencoded(*state, (struct bytes){ NULL, 0 }, 3, &p), OK);
    assert_int_equal(p.count, 0);
}

#define MULTIPART "multipart/form-data; boundary=XX"

static void multipart__reads_fields_and_files(void **state)
{
    struct pairs p = { 0 };
    struct bytes body = BYTES("preamble\r\n--XX \r\n"
                              "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
                              "one\r\n--XX not the end\r\n"
                              "--XX\r\n"
                              "content-type: image/png\r\n"
                              "CONTENT-DISPOSITION: form-data; filename=\"a%22;b\\\".png\"; name=file\r\n\r\n"
                              "\0\r\n--X\r\n"
                              "--XX\r\n"
                              "Content-Disposition: form-data; name=\"empty\"\r\n\r\n"
                              "\r\n--XX--\r\nepilogue");
    /* "--XX not the end" looks like a mark but does not end its line: refused, not misread. */
    assert_int_equal(parse_multipart(*state, body, MULTIPART, 9, &p), MALFORMED);
    body = BYTES("--XX\r\n"
                 "Content-Disposition: form-data; name=\"a\"\r\n\r\n"
                 "one\r\n--X\r\n"
                 "--XX\r\n"
                 "content-type: image/png\r\n"
                 "CONTENT-DISPOSITION: form-data; filename=\"a%22;b\\\".png\"; name=file\r\n\r\n"
                 "\0\r\n--X\r\n"
                 "--XX\r\n"
                 "Content-Disposition: form-data; name=\"empty\"\r\n\r\n"
                 "\r\n--XX--\r\nepilogue");
    p = (struct pairs){ 0 };
    assert_int_equal(parse_multipart(*state, body, MULTIPART, 9, &p), OK);
    assert_int_equal(p.count, 3);
    assert_pair(&p, 0, "a", "one\r\n--X", 8);
    assert_null(p.items[0].file_name);
    assert_pair(&p, 1, "file", "\0\r\n--X", 6);
    assert_string_equal(p.items[1].file_name, "a\";b\".png");
    assert_string_equal(p.items[1].type, "image/png");
    assert_pair(&p, 2, "empty", "", 0);
    p = (struct pairs){ 0 };
    assert_int_equal(parse_multipart(*state, body, MULTIPART, 2, &p), TOO_LARGE);
    p = (struct pairs){ 0 };
    assert_int_equal(parse_multipart(*state, body, "multipart/form-data; x=y; boundary=\"XX\"", 9, &p), OK);
}

static void multipart__refuses_every_cut(void **state)
{
    static const char whole[] = "--XX\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--XX--";
    for (size_t n = 0; n < sizeof whole - 1; n++) {
        struct pairs p = { 0 };
        /* A copy of its own size, so that a sanitizer sees a step over the end. */
        char *cut = arena_strndup(*state, whole, n);
        assert_int_equal(parse_multipart(*state, (struct bytes){ cut, n }, MULTIPART, 9, &p), MALFORMED);
    }
    struct pairs p = { 0 };
    assert_int_equal(parse_multipart(*state, BYTES(whole), MULTIPART, 9, &p), OK);
    static const char *const bad[] = {
        "--XX\r\n\r\none\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data\r\n\r\none\r\n--XX--",
        "--XX\r\nContent-Disposition: attachment; name=a\r\n\r\none\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=\"\xFF\"\r\n\r\none\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; nam=\"a\r\n\r\none\r\n--XX--",
        "--XX\nContent-Disposition: form-data; name=a\n\none\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=a\nX: y\r\n\r\none\r\n--XX--",
        "--XX\r\nContent-Disposition: form-data; name=a\rb\r\n\r\none\r\n--XX--",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        p = (struct pairs){ 0 };
        if (parse_multipart(*state, (struct bytes){ bad[i], strlen(bad[i]) }, MULTIPART, 9, &p) != MALFORMED)
            fail_msg("accepted: %s", bad[i]);
    }
    assert_int_equal(parse_multipart(*state, BYTES(whole), "multipart/form-data", 9, &p), MALFORMED);
    assert_int_equal(parse_multipart(*state, BYTES(whole), "multipart/form-data; boundary=", 9, &p), MALFORMED);
    assert_int_equal(parse_multipart(*state, BYTES(whole), NULL, 9, &p), MALFORMED);
}

static void cookie__is_found_whole(void **state)
{
    (void)state;
    struct bytes v;
    static const char header[] = "xa=0; a=1;b=two ; c=; d=\"q\"; a=9; e=x y";
    assert_true(parse_cookie(header, "a", &v));
    assert_int_equal(v.n, 1);
    assert_memory_equal(v.p, "1", 1);
    assert_true(parse_cookie(header, "b", &v));
    assert_int_equal(v.n, 3);
    assert_true(parse_cookie(header, "c", &v));
    assert_int_equal(v.n, 0);
    assert_false(parse_cookie(header, "d", &v));
    assert_false(parse_cookie(header, "e", &v));
    assert_false(parse_cookie(header, "x", &v));
    assert_false(parse_cookie(NULL, "a", &v));
    assert_false(parse_cookie("", "a", &v));
    assert_false(parse_cookie("a", "a", &v));
    assert_false(parse_cookie("a=\xFF", "a", &v));
}

static void headers__are_read_strictly(void **state)
{
    (void)state;
    int64_t n;
    assert_true(parse_content_length("0012", &n));
    assert_int_equal(n, 12);
    static const char *const bad[] = {
        "", "-1", "+1", "1 ", " 1", "1,1", "0x10", "1e3", "9999999999999999999"
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(parse_content_length(bad[i], &n));
    assert_true(parse_is_type("Text/HTML; charset=x", "text/html"));
    assert_true(parse_is_type("text/html", "text/html"));
    assert_false(parse_is_type("text/html5", "text/html"));
    assert_false(parse_is_type(NULL, "text/html"));
    assert_true(parse_accepts_gzip("br, gzip"));
    assert_true(parse_accepts_gzip("gzip;q=0.5, deflate"));
    assert_false(parse_accepts_gzip("gzip;q=0"));
    assert_false(parse_accepts_gzip("gzip;q=0.000, br"));
    assert_false(parse_accepts_gzip("br, x-gzipped, gzippo"));
    assert_false(parse_accepts_gzip(NULL));
}

static void forwarded__believes_only_the_proxies(void **state)
{
    struct arena *a = *state;
    assert_string_equal(parse_forwarded(a, "1.1.1.1", "2.2.2.2", "10.0.0.1"), "1.1.1.1");
    assert_string_equal(parse_forwarded(a, "10.0.0.1", "6.6.6.6, 2.2.2.2", "10.0.0.1"), "2.2.2.2");
    assert_string_equal(parse_forwarded(a, "127.0.0.1", "6.6.6.6,2.2.2.2, 10.0.0.1 ", "loopback,10.0.0.1"),
                        "2.2.2.2");
    assert_string_equal(parse_forwarded(a, "unix", "2001:db8::1", "unix"), "2001:db8::1");
    assert_string_equal(parse_forwarded(a, "::1", "10.0.0.1", "loopback 10.0.0.1"), "10.0.0.1");
    assert_string_equal(parse_forwarded(a, "::1", "evil\" x", "loopback"), "::1");
    assert_string_equal(parse_forwarded(a, "::1", "", "loopback"), "::1");
    assert_string_equal(parse_forwarded(a, "::1", "2.2.2.2", NULL), "::1");
    assert_string_equal(parse_forwarded(a, "::1", NULL, "loopback"), "::1");
    assert_string_equal(parse_forwarded(a, "10.0.0.12", "2.2.2.2", "10.0.0.1"), "10.0.0.12");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(target__splits_before_it_decodes),
        cmocka_unit_test(target__refuses_what_hides_something),
        cmocka_unit_test(urlencoded__reads_as_browsers_write),
        cmocka_unit_test(urlencoded__has_limits),
        cmocka_unit_test(multipart__reads_fields_and_files),
        cmocka_unit_test(multipart__refuses_every_cut),
        cmocka_unit_test(cookie__is_found_whole),
        cmocka_unit_test(headers__are_read_strictly),
        cmocka_unit_test(forwarded__believes_only_the_proxies),
    };
    return cmocka_run_group_tests(tests, start, end);
}
