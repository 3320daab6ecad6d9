#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lib/json.h"

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

static void json__writes_compact_json(void **state)
{
    struct buf b;
    buf_init(&b, 10000);
    struct json_writer w = json_writer(&b);
    json_object_begin(&w);
    json_key(&w, "name");
    json_str(&w, "Ëva \"x\"\\\n\t\x01");
    json_key(&w, "list");
    json_array_begin(&w);
    json_int(&w, -5);
    json_bool(&w, true);
    json_bool(&w, false);
    json_put_null(&w);
    json_str(&w, NULL);
    json_object_begin(&w);
    json_object_end(&w);
    json_array_begin(&w);
    json_array_end(&w);
    json_array_end(&w);
    json_key(&w, "end");
    json_int(&w, INT64_MIN);
    json_object_end(&w);
    assert_string_equal(
        buf_to_arena(&b, *state),
        "{\"name\":\"Ëva \\\"x\\\"\\\\\\n\\u0009\\u0001\",\"list\":[-5,true,false,null,null,{},[]],"
        "\"end\":-9223372036854775808}");
    buf_release(&b);
}

static void json__writes_tenths(void **state)
{
    static const struct {
        int64_t tenths;
        const char *text;
    } cases[] = { { 610, "61.0" },
                  { 0, "0.0" },
                  { 5, "0.5" },
                  { -5, "-0.5" },
                  { -610, "-61.0" },
                  { -15, "-1.5" },
                  { INT64_MIN, "-922337203685477580.8" } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf b;
        buf_init(&b, 100);
        struct json_writer w = json_writer(&b);
        json_tenths(&w, cases[i].tenths);
        assert_string_equal(buf_to_arena(&b, *state), cases[i].text);
        buf_release(&b);
    }
}

static void json__is_safe_inside_a_script(void **state)
{
    struct buf b;
    buf_init(&b, 1000);
    struct json_writer w = json_writer(&b);
    json_str(&w, "</script><!-- & \xE2\x80\xA8 \xFF");
    assert_string_equal(buf_to_arena(&b, *state),
                        "\"\\u003c/script\\u003e\\u003c!-- \\u0026 \\u2028 \\ufffd\"");
    buf_release(&b);
}

static void json__reads_every_type(void **state)
{
    static const char text[] = "{ \"s\": \"\\u00e9\\n\", \"i\": -12, \"r\": 1.5, \"t\": true, \"n\": null,\n"
                               "  \"a\": [1, [], {\"x\": \"y\"}], \"\": false }";
    struct json v;
    const char *detail;
    int line;
    assert_int_equal(json_parse(*state, text, strlen(text), 3, &v, &detail, &line), OK);
    assert_null(detail);
    assert_int_equal(v.type, JSON_IS_OBJECT);
    assert_int_equal(v.count, 7);
    assert_string_equal(v.keys[0], "s");
    assert_string_equal(json_get_str(&v, "s"), "é\n");
    int64_t i;
    assert_true(json_get_int(&v, "i", &i));
    assert_int_equal(i, -12);
    assert_int_equal(json_get(&v, "r")->type, JSON_IS_REAL);
    assert_true(json_get(&v, "r")->real > 1.4 && json_get(&v, "r")->real < 1.6);
    assert_true(json_get(&v, "t")->boolean);
    assert_int_equal(json_get(&v, "n")->type, JSON_IS_NULL);
    const struct json *list = json_get(&v, "a");
    assert_int_equal(list->count, 3);
    assert_int_equal(list->items[1].type, JSON_IS_ARRAY);
    assert_string_equal(json_get_str(&list->items[2], "x"), "y");
    assert_int_equal(json_get(&v, "")->type, JSON_IS_BOOL);
    assert_null(json_get(&v, "none"));
    assert_null(json_get(NULL, "s"));
    assert_null(json_get(list, "s"));
    assert_null(json_get_str(&v, "i"));
    assert_false(json_get_int(&v, "s", &i));
    assert_int_equal(json_parse(*state, " 7 ", 3, 0, &v, &detail, &line), OK);
    assert_int_equal(v.integer, 7);
}

static void json__refuses_with_a_line(void **state)
{
    static const struct {
        const char *text, *detail;
        int line;
    } cases[] = {
        { "{\"a\":1,\n\"a\":2}", "a key occurs twice", 2 },
        { "[1,\n2,\n\n", "the text ends too early", 3 },
        { "[1] x", "there is text after the end", 1 },
        { "[\"\\u0000\"]", "the text holds a NUL character", 1 },
        { "{\"a\\u0000\":1}", "the text holds a NUL character", 1 },
        { "[\"\xFF\"]", "the text is not UTF-8", 1 },
        { "[99999999999999999999]", "a number is too large", 1 },
        { "[1e999]", "a number is too large", 1 },
        { "[[[[1]]]]", "the text is nested too deep", 0 },
        { "{a:1}", "the text is not JSON", 1 },
        { "[1,]", "the text is not JSON", 1 },
        { "[NaN]", "the text is not JSON", 1 },
        { "", "the text ends too early", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct json v;
        const char *detail;
        int line;
        assert_int_equal(json_parse(*state, cases[i].text, strlen(cases[i].text), 3, &v, &detail, &line),
                         MALFORMED);
        assert_string_equal(detail, cases[i].detail);
        if (cases[i].line != line && !(i == 1 && line > 2))
            fail_msg("case %zu: line %d", i, line);
        assert_int_equal(v.type, JSON_IS_NULL);
    }
}

static void json__survives_any_depth(void **state)
{
    enum { DEEP = 200000 };
    char *text = malloc(DEEP);
    memset(text, '[', DEEP);
    struct json v;
    const char *detail;
    int line;
    assert_int_equal(json_parse(*state, text, DEEP, 1000, &v, &detail, &line), MALFORMED);
    free(text);
    assert_int_equal(json_parse(*state, "[[]]", 4, 2, &v, &detail, &line), OK);
    assert_int_equal(json_parse(*state, "[[]]", 4, 1, &v, &detail, &line), MALFORMED);
    assert_int_equal(json_parse(*state, "[{}]", 4, 1, &v, &detail, &line), MALFORMED);
}

static void json__reads_what_it_writes(void **state)
{
    static const char *const texts[] = { "", "plain", "Ëva €😀", "</script>\xE2\x80\xA9&",
                                         "\x01\x1F\x7F\"\\/\b\f" };
    struct buf b;
    buf_init(&b, 10000);
    struct json_writer w = json_writer(&b);
    json_array_begin(&w);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        json_str(&w, texts[i]);
    json_array_end(&w);
    struct json v;
    const char *detail;
    int line;
    assert_int_equal(json_parse(*state, b.p, b.n, 1, &v, &detail, &line), OK);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_string_equal(v.items[i].string, texts[i]);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json__writes_compact_json),     cmocka_unit_test(json__writes_tenths),
        cmocka_unit_test(json__is_safe_inside_a_script), cmocka_unit_test(json__reads_every_type),
        cmocka_unit_test(json__refuses_with_a_line),     cmocka_unit_test(json__survives_any_depth),
        cmocka_unit_test(json__reads_what_it_writes),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
