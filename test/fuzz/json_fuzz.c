/* JSON: read, written by our own writer, and read again it is the same. */
#include "base/utf8.h"
#include "fuzz.h"
#include "lib/json.h"

enum { DEPTH = 20 };

static bool has_real(const struct json *j)
{
    bool real = j->type == JSON_IS_REAL;
    for (size_t i = 0; i < j->count; i++)
        real = real || has_real(&j->items[i]);
    return real;
}

static void put(struct json_writer *w, const struct json *j)
{
    switch (j->type) {
    case JSON_IS_NULL:
        json_put_null(w);
        break;
    case JSON_IS_BOOL:
        json_bool(w, j->boolean);
        break;
    case JSON_IS_INT:
        json_int(w, j->integer);
        break;
    case JSON_IS_REAL:
        break;
    case JSON_IS_STRING:
        json_str(w, j->string);
        break;
    case JSON_IS_ARRAY:
        json_array_begin(w);
        for (size_t i = 0; i < j->count; i++)
            put(w, &j->items[i]);
        json_array_end(w);
        break;
    case JSON_IS_OBJECT:
        json_object_begin(w);
        for (size_t i = 0; i < j->count; i++) {
            json_key(w, j->keys[i]);
            put(w, &j->items[i]);
        }
        json_object_end(w);
        break;
    }
}

static void check_same(const struct json *a, const struct json *b)
{
    ASSERT(a->type == b->type && a->count == b->count);
    ASSERT(a->type != JSON_IS_INT || a->integer == b->integer);
    ASSERT(a->type != JSON_IS_BOOL || a->boolean == b->boolean);
    ASSERT(a->type != JSON_IS_STRING || strcmp(a->string, b->string) == 0);
    for (size_t i = 0; i < a->count; i++) {
        ASSERT(a->type != JSON_IS_OBJECT || strcmp(a->keys[i], b->keys[i]) == 0);
        check_same(&a->items[i], &b->items[i]);
    }
}

static void check_round_trip(struct arena *a, const struct json *j)
{
    struct buf out;
    struct json back;
    const char *detail;
    int line;
    buf_init(&out, 64 * 1024 * 1024);
    struct json_writer w = json_writer(&out);
    put(&w, j);
    ASSERT(buf_ok(&out));
    ASSERT(utf8_valid(out.p, out.n));
    ASSERT(json_parse(a, out.p, out.n, DEPTH, &back, &detail, &line) == OK);
    check_same(j, &back);
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    arena_init(&a);
    char *text = malloc(n);
    ASSERT(text != NULL || n == 0);
    if (n > 0)
        memcpy(text, data, n);
    struct json j;
    const char *detail = NULL;
    int line = -1;
    enum status st = json_parse(&a, text == NULL ? "" : text, n, DEPTH, &j, &detail, &line);
    ASSERT(st == OK || (st == MALFORMED && detail != NULL && line >= 0));
    if (st == OK) {
        int64_t v;
        (void)json_get(&j, "a");
        (void)json_get_str(&j, "a");
        (void)(json_get_int(&j, "a", &v) && v > 0);
        if (!has_real(&j))
            check_round_trip(&a, &j);
    }
    free(text);
    arena_release(&a);
    return 0;
}
