/* The public interface, and docs/openapi.json held to the truth: its paths are the routes, its codes are given, what is
 * given fits its schemas, and its example request gives its example response. */
#include "slice/admin/test_house.h"

#include "lib/json.h"
#include "pack/pack.h"
#include "slice/scan/api.h"

struct api {
    struct house *h;
    struct packs packs;
    struct json doc;
};

static void read_pack_file(struct api *t, const struct pack **v, size_t *count, const char *path)
{
    struct arena *a = t->h->a;
    FILE *f = fopen(path, "rb");
    assert_non_null(f);
    char *text = arena_alloc(a, 1 << 20);
    size_t n = fread(text, 1, 1 << 20, f);
    fclose(f);
    struct pack *pack;
    struct pack_faults faults = { 0 };
    assert_int_equal(pack_read(a, path, text, n, NULL, &pack, &faults), OK);
    v[(*count)++] = pack;
}

static int setup(void **state)
{
    struct api *t = calloc(1, sizeof *t);
    t->h = house_new(DB_SQLITE, &slice_scan_api, NULL, NULL);
    const struct pack **v = NEW_ARRAY(t->h->a, const struct pack *, 3);
    size_t count = 0;
    read_pack_file(t, v, &count, ROOT "/content/glossary.yaml");
    read_pack_file(t, v, &count, ROOT "/content/government.yaml");
    read_pack_file(t, v, &count, ROOT "/test/cli/packs/tiny.yaml");
    t->packs = (struct packs){ .arena = t->h->a, .v = v, .count = count };
    t->h->site.packs = &t->packs;
    const char *detail;
    int line;
    if (json_parse(t->h->a, openapi_json.p, openapi_json.n, 64, &t->doc, &detail, &line) != OK)
        fail_msg("docs/openapi.json line %d: %s", line, detail);
    *state = t;
    return 0;
}

static int teardown(void **state)
{
    struct api *t = *state;
    house_free(t->h);
    free(t);
    return 0;
}

static struct json parse(struct api *t, const char *text)
{
    struct json v;
    const char *detail;
    int line;
    if (json_parse(t->h->a, text, strlen(text), 64, &v, &detail, &line) != OK)
        fail_msg("%s: %s", detail, text);
    return v;
}

static int post(struct api *t, const char *target, const char *body)
{
    return house_run(t->h,
                     (struct http_in){ .method = HTTP_POST, .target = target, .body = { body, strlen(body) } });
}

static const struct json *at(const struct json *v, const char *key)
{
    const struct json *found = json_get(v, key);
    if (found == NULL)
        fail_msg("docs/openapi.json has no \"%s\" here", key);
    return found;
}

/* ---- A value against a schema: the part of JSON Schema that the file uses ------------------------------------- */

static bool is_type(const struct json *v, const char *type)
{
    switch (v->type) {
    case JSON_IS_NULL:
        return strcmp(type, "null") == 0;
    case JSON_IS_BOOL:
        return strcmp(type, "boolean") == 0;
    case JSON_IS_INT:
        return strcmp(type, "integer") == 0 || strcmp(type, "number") == 0;
    case JSON_IS_REAL:
        return strcmp(type, "number") == 0;
    case JSON_IS_STRING:
        return strcmp(type, "string") == 0;
    case JSON_IS_ARRAY:
        return strcmp(type, "array") == 0;
    case JSON_IS_OBJECT:
        return strcmp(type, "object") == 0;
    }
    return false;
}

static void fits(struct api *t, const struct json *v, const struct json *schema, const char *path);

static void fits_object(struct api *t, const struct json *v, const struct json *schema, const char *path)
{
    const struct json *properties = json_get(schema, "properties"), *required = json_get(schema, "required"),
                      *others = json_get(schema, "additionalProperties");
    for (size_t i = 0; required != NULL && i < required->count; i++)
        if (json_get(v, required->items[i].string) == NULL)
            fail_msg("%s lacks %s", path, required->items[i].string);
    for (size_t i = 0; i < v->count; i++) {
        const char *here = arena_printf(t->h->a, "%s/%s", path, v->keys[i]);
        const struct json *known = json_get(properties, v->keys[i]);
        if (known != NULL)
            fits(t, &v->items[i], known, here);
        else if (others != NULL && others->type == JSON_IS_OBJECT)
            fits(t, &v->items[i], others, here);
        else if (others != NULL && !others->boolean)
            fail_msg("%s is not described", here);
    }
}

static void fits(struct api *t, const struct json *v, const struct json *schema, const char *path)
{
    const char *ref = json_get_str(schema, "$ref");
    if (ref != NULL) {
        assert_int_equal(strncmp(ref, "#/components/schemas/", 21), 0);
        fits(t, v, at(at(at(&t->doc, "components"), "schemas"), ref + 21), path);
        return;
    }
    const struct json *type = at(schema, "type"), *values = json_get(schema, "enum"),
                      *items = json_get(schema, "items");
    bool good = type->type == JSON_IS_STRING && is_type(v, type->string);
    for (size_t i = 0; i < type->count; i++)
        good = good || is_type(v, type->items[i].string);
    if (!good)
        fail_msg("%s has another type", path);
    bool listed = values == NULL;
    for (size_t i = 0; !listed && i < values->count; i++)
        listed = v->type == JSON_IS_STRING && strcmp(values->items[i].string, v->string) == 0;
    if (!listed)
        fail_msg("%s has a value that is not listed: %s", path, v->string);
    int64_t least;
    if (json_get_int(schema, "minimum", &least) && v->type != JSON_IS_NULL && v->real < (double)least)
        fail_msg("%s is below %d", path, (int)least);
    if (v->type == JSON_IS_OBJECT)
        fits_object(t, v, schema, path);
    for (size_t i = 0; v->type == JSON_IS_ARRAY && items != NULL && i < v->count; i++)
        fits(t, &v->items[i], items, arena_printf(t->h->a, "%s/%zu", path, i));
}

/* The last answer against what the file says about this path and its code. */
static void described(struct api *t, const char *path, const char *method)
{
    const struct json *operation = at(at(at(&t->doc, "paths"), path), method);
    const struct json *response = at(at(operation, "responses"), arena_printf(t->h->a, "%d", t->h->code));
    const char *type = t->h->code == 200 ? "application/json" : "application/problem+json";
    struct json body = parse(t, t->h->body);
    fits(t, &body, at(at(at(response, "content"), type), "schema"), path);
    int64_t status;
    if (t->h->code != 200) {
        assert_true(json_get_int(&body, "status", &status));
        assert_int_equal(status, t->h->code);
    }
}

/* ---- Tests ------------------------------------------------------------------------------------------------------ */

/* "/api/v1/packs/:id*" -> "/api/v1/packs/{id}" */
static const char *openapi_path(struct arena *a, const char *pattern)
{
    const char *colon = strchr(pattern, ':');
    if (colon == NULL)
        return pattern;
    size_t n = strcspn(colon + 1, "*/");
    return arena_printf(a, "%.*s{%.*s}%s", (int)(colon - pattern), pattern, (int)n, colon + 1,
                        colon + 1 + n + (colon[1 + n] == '*'));
}

static void test_paths_are_the_routes(void **state)
{
    struct api *t = *state;
    const struct json *paths = at(&t->doc, "paths");
    size_t described_count = 0;
    for (size_t i = 0; i < paths->count; i++)
        described_count += paths->items[i].count;
    assert_int_equal(described_count, slice_scan_api.route_count);
    for (size_t i = 0; i < slice_scan_api.route_count; i++) {
        const struct route *r = &slice_scan_api.routes[i];
        assert_int_equal(r->right, STATELESS);
        at(at(paths, openapi_path(t->h->a, r->pattern)), r->method == HTTP_GET ? "get" : "post");
    }
    assert_string_equal(json_get_str(&t->doc, "openapi"), "3.1.0");
}

static void test_packs(void **state)
{
    struct api *t = *state;
    assert_int_equal(house_get(t->h, "/api/v1/packs"), 200);
    described(t, "/api/v1/packs", "get");
    struct json list = parse(t, t->h->body);
    assert_int_equal(at(&list, "packs")->count, 3);
    assert_int_equal(house_get(t->h, "/api/v1/packs/government"), 200);
    described(t, "/api/v1/packs/{id}", "get");
    struct json pack = parse(t, t->h->body);
    assert_true(at(&pack, "statements")->count >= 48);
    const struct json *statement = &at(&pack, "statements")->items[0];
    assert_non_null(json_get_str(at(statement, "text"), "nl"));
    assert_non_null(json_get_str(at(statement, "text"), "en"));
    assert_int_equal(house_get(t->h, "/api/v1/packs/tiny?version=1"), 200);
    described(t, "/api/v1/packs/{id}", "get");
    static const struct {
        const char *target;
        int code;
    } refused[] = { { "/api/v1/packs/atlantis", 404 },
                    { "/api/v1/packs/glossary", 404 },
                    { "/api/v1/packs/tiny?version=2", 404 },
                    { "/api/v1/packs/tiny?version=0", 422 },
                    { "/api/v1/packs/tiny?version=een", 422 },
                    { "/api/v1/packs/tiny?version=", 422 },
                    { "/api/v1/packs/tiny?version=99999999999999999999", 422 } };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        assert_int_equal(house_get(t->h, refused[i].target), refused[i].code);
        described(t, "/api/v1/packs/{id}", "get");
    }
}

/* A value as text, to send it and to compare it. */
static void print(struct buf *out, const struct json *v)
{
    switch (v->type) {
    case JSON_IS_NULL:
        buf_str(out, "null");
        break;
    case JSON_IS_BOOL:
        buf_str(out, v->boolean ? "true" : "false");
        break;
    case JSON_IS_INT:
        buf_int(out, v->integer);
        break;
    case JSON_IS_REAL:
        buf_printf(out, "%.1f", v->real);
        break;
    case JSON_IS_STRING:
        assert_null(strpbrk(v->string, "\"\\"));
        buf_printf(out, "\"%s\"", v->string);
        break;
    case JSON_IS_ARRAY:
    case JSON_IS_OBJECT:
        buf_char(out, v->type == JSON_IS_ARRAY ? '[' : '{');
        for (size_t i = 0; i < v->count; i++) {
            buf_str(out, i == 0 ? "" : ",\n");
            if (v->type == JSON_IS_OBJECT)
                buf_printf(out, "\"%s\":", v->keys[i]);
            print(out, &v->items[i]);
        }
        buf_char(out, v->type == JSON_IS_ARRAY ? ']' : '}');
        break;
    }
}

static const char *text_of(struct api *t, const struct json *v)
{
    struct buf out;
    buf_init(&out, 1 << 20);
    print(&out, v);
    const char *text = buf_to_arena(&out, t->h->a);
    buf_release(&out);
    return text;
}

static void test_example(void **state)
{
    struct api *t = *state;
    const struct json *operation = at(at(at(&t->doc, "paths"), "/api/v1/scores"), "post");
    const struct json *request = at(at(at(operation, "requestBody"), "content"), "application/json");
    const struct json *responses = at(operation, "responses");
    fits(t, at(request, "example"), at(request, "schema"), "example");
    assert_int_equal(post(t, "/api/v1/scores", text_of(t, at(request, "example"))), 200);
    described(t, "/api/v1/scores", "post");
    struct json answer = parse(t, t->h->body);
    assert_string_equal(text_of(t, &answer),
                        text_of(t, at(at(at(at(responses, "200"), "content"), "application/json"), "example")));

    assert_int_equal(post(t, "/api/v1/scores", "{\"pack\":\"tiny\",\"answers\":{\"b.z.five\":\"yes\"}}"), 422);
    described(t, "/api/v1/scores", "post");
    answer = parse(t, t->h->body);
    assert_string_equal(
        text_of(t, &answer),
        text_of(t, at(at(at(at(responses, "422"), "content"), "application/problem+json"), "example")));
}

static void test_variants(void **state)
{
    struct api *t = *state;
    /* Full when it is not said. */
    assert_int_equal(post(t, "/api/v1/scores", "{\"pack\":\"tiny\",\"answers\":{}}"), 200);
    described(t, "/api/v1/scores", "post");
    struct json v = parse(t, t->h->body);
    assert_string_equal(json_get_str(&v, "variant"), "full");
    assert_int_equal(at(&v, "global")->type, JSON_IS_NULL);
    assert_int_equal(at(&v, "domains")->count, 2);
    assert_int_equal(at(&v, "domains_without_score")->count, 2);
    int64_t offered;
    assert_true(json_get_int(&v, "offered", &offered));
    assert_int_equal(offered, 5);
    assert_int_equal(post(t, "/api/v1/scores",
                          "{\"pack\":\"tiny\",\"variant\":\"light\",\"answers\":{\"a.x.one\":\"yes\"}}"),
                     200);
    described(t, "/api/v1/scores", "post");
    v = parse(t, t->h->body);
    assert_true(at(&v, "global")->real == 100.0);
    assert_true(json_get_int(&v, "offered", &offered));
    assert_int_equal(offered, 2);
}

static void test_refused(void **state)
{
    struct api *t = *state;
    static const struct {
        int code;
        const char *body, *path; /* NULL = no path */
    } refused[] = {
        { 400, "", NULL },
        { 400, "{", NULL },
        { 400, "{\"pack\":\"tiny\",\"pack\":\"tiny\",\"answers\":{}}", NULL },
        { 400, "{\"pack\":\"ti\\u0000ny\",\"answers\":{}}", NULL },
        { 400, "{\"pack\":\"tiny\",\"answers\":{}} {}", NULL },
        { 422, "[]", "" },
        { 422, "7", "" },
        { 422, "{\"answers\":{}}", "pack" },
        { 422, "{\"pack\":7,\"answers\":{}}", "pack" },
        { 422, "{\"pack\":null,\"answers\":{}}", "pack" },
        { 422, "{\"pack\":\"atlantis\",\"answers\":{}}", "pack" },
        { 422, "{\"pack\":\"glossary\",\"answers\":{}}", "pack" },
        { 422, "{\"pack\":\"tiny\",\"variant\":1,\"answers\":{}}", "variant" },
        { 422, "{\"pack\":\"tiny\",\"variant\":\"half\",\"answers\":{}}", "variant" },
        { 422, "{\"pack\":\"tiny\",\"colour\":\"red\",\"answers\":{}}", "colour" },
        { 422, "{\"pack\":\"tiny\",\"profile\":[],\"answers\":{}}", "profile" },
        { 422, "{\"pack\":\"tiny\",\"profile\":{\"weather\":\"good\"},\"answers\":{}}", "profile/weather" },
        { 422, "{\"pack\":\"tiny\",\"profile\":{\"works\":\"hard\"},\"answers\":{}}", "profile/works" },
        { 422, "{\"pack\":\"tiny\",\"profile\":{\"works\":true},\"answers\":{}}", "profile/works" },
        { 422, "{\"pack\":\"tiny\"}", "answers" },
        { 422, "{\"pack\":\"tiny\",\"answers\":[]}", "answers" },
        { 422, "{\"pack\":\"tiny\",\"answers\":{\"nowhere\":\"yes\"}}", "answers/nowhere" },
        { 422, "{\"pack\":\"tiny\",\"answers\":{\"a.x.one\":\"ja\"}}", "answers/a.x.one" },
        { 422, "{\"pack\":\"tiny\",\"answers\":{\"a.x.one\":\"\"}}", "answers/a.x.one" },
        { 422, "{\"pack\":\"tiny\",\"answers\":{\"a.x.one\":null}}", "answers/a.x.one" },
        { 422, "{\"pack\":\"tiny\",\"answers\":{\"a.x.one\":1}}", "answers/a.x.one" },
        { 422, "{\"pack\":\"tiny\",\"answers\":{\"b.z.five\":\"yes\"}}", "answers/b.z.five" },
        { 422, "{\"pack\":\"tiny\",\"variant\":\"light\",\"answers\":{\"a.x.two\":\"yes\"}}",
          "answers/a.x.two" },
        { 422, "{\"pack\":\"tiny\",\"answers\":{\"\\ud83d\\ude00\\u202e\":\"yes\"}}",
          "answers/\xf0\x9f\x98\x80\xe2\x80\xae" },
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (post(t, "/api/v1/scores", refused[i].body) != refused[i].code)
            fail_msg("%d for %s", t->h->code, refused[i].body);
        described(t, "/api/v1/scores", "post");
        struct json v = parse(t, t->h->body);
        const char *path = json_get_str(&v, "path");
        if (refused[i].path == NULL)
            assert_null(path);
        else
            assert_string_equal(path, refused[i].path);
    }
    /* Nested far deeper than anything that could be meant. */
    struct buf deep;
    buf_init(&deep, 1 << 20);
    buf_str(&deep, "{\"pack\":\"tiny\",\"answers\":");
    for (int i = 0; i < 1000; i++)
        buf_char(&deep, '[');
    assert_int_equal(post(t, "/api/v1/scores", buf_to_arena(&deep, t->h->a)), 400);
    buf_clear(&deep);
    while (deep.n <= 256 * 1024)
        buf_str(&deep, "                                ");
    assert_int_equal(post(t, "/api/v1/scores", buf_to_arena(&deep, t->h->a)), 413);
    described(t, "/api/v1/scores", "post");
    buf_release(&deep);
}

static void test_description(void **state)
{
    struct api *t = *state;
    assert_int_equal(house_get(t->h, "/api/v1/openapi.json"), 200);
    assert_int_equal(strlen(t->h->body), openapi_json.n);
    assert_memory_equal(t->h->body, openapi_json.p, openapi_json.n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_paths_are_the_routes, setup, teardown),
        cmocka_unit_test_setup_teardown(test_packs, setup, teardown),
        cmocka_unit_test_setup_teardown(test_example, setup, teardown),
        cmocka_unit_test_setup_teardown(test_variants, setup, teardown),
        cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(test_description, setup, teardown),
    };
    return cmocka_run_group_tests_name("api", tests, NULL, NULL);
}
