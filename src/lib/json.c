#include "lib/json.h"

#include <jansson.h>
#include <string.h>

#include "base/arena.h"
#include "base/utf8.h"

/* ---- writing ---- */

struct json_writer json_writer(struct buf *out)
{
    return (struct json_writer){ .out = out };
}

/* Before any value or key: the comma, and whether it may stand here. */
static void begin_item(struct json_writer *w, bool is_key)
{
    uint64_t bit = (uint64_t)1 << w->depth;
    bool in_object = w->depth > 0 && (w->objects & bit) != 0;
    ASSERT(in_object ? is_key != w->after_key : !is_key);
    if (w->after_key) {
        w->after_key = false;
        return;
    }
    if ((w->has_items & bit) != 0) {
        ASSERT(w->depth > 0); /* one value at the top */
        BUF_LIT(w->out, ",");
    }
    w->has_items |= bit;
}

static void begin(struct json_writer *w, bool object)
{
    begin_item(w, false);
    ASSERT(w->depth < JSON_WRITER_DEPTH);
    w->depth++;
    uint64_t bit = (uint64_t)1 << w->depth;
    w->objects = object ? w->objects | bit : w->objects & ~bit;
    w->has_items &= ~bit;
    buf_char(w->out, object ? '{' : '[');
}

static void end(struct json_writer *w, bool object)
{
    ASSERT(w->depth > 0 && !w->after_key && ((w->objects >> w->depth & 1) != 0) == object);
    w->depth--;
    buf_char(w->out, object ? '}' : ']');
}

void json_object_begin(struct json_writer *w)
{
    begin(w, true);
}

void json_object_end(struct json_writer *w)
{
    end(w, true);
}

void json_array_begin(struct json_writer *w)
{
    begin(w, false);
}

void json_array_end(struct json_writer *w)
{
    end(w, false);
}

static void put_string(struct buf *b, const char *s)
{
    BUF_LIT(b, "\"");
    size_t n = strlen(s), from = 0;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        bool plain = cp >= 0x20 && cp != '"' && cp != '\\' && cp != '<' && cp != '>' && cp != '&' &&
                     cp != 0x7F && cp != 0x2028 && cp != 0x2029 && cp != UINT32_MAX;
        if (plain)
            continue;
        buf_add(b, s + from, at - from);
        from = at + len;
        if (cp == '"' || cp == '\\') {
            buf_char(b, '\\');
            buf_char(b, (char)cp);
        } else if (cp == '\n') {
            BUF_LIT(b, "\\n");
        } else {
            buf_printf(b, "\\u%04x", cp == UINT32_MAX ? 0xFFFDu : (unsigned)cp);
        }
    }
    buf_add(b, s + from, n - from);
    BUF_LIT(b, "\"");
}

void json_key(struct json_writer *w, const char *key)
{
    begin_item(w, true);
    put_string(w->out, key);
    BUF_LIT(w->out, ":");
    w->after_key = true;
}

void json_str(struct json_writer *w, const char *s)
{
    begin_item(w, false);
    if (s == NULL)
        BUF_LIT(w->out, "null");
    else
        put_string(w->out, s);
}

void json_int(struct json_writer *w, int64_t v)
{
    begin_item(w, false);
    buf_int(w->out, v);
}

void json_bool(struct json_writer *w, bool v)
{
    begin_item(w, false);
    buf_str(w->out, v ? "true" : "false");
}

void json_put_null(struct json_writer *w)
{
    begin_item(w, false);
    BUF_LIT(w->out, "null");
}

void json_tenths(struct json_writer *w, int64_t tenths)
{
    begin_item(w, false);
    if (tenths < 0 && tenths > -10)
        BUF_LIT(w->out, "-"); /* the whole part is 0 and loses the sign */
    buf_int(w->out, tenths / 10);
    buf_char(w->out, '.');
    buf_char(w->out, (char)('0' + (tenths < 0 ? -(tenths % 10) : tenths % 10)));
}

/* ---- reading ---- */

static bool copy_value(struct arena *a, json_t *from, size_t depth_left, struct json *to);

static bool copy_object(struct arena *a, json_t *from, size_t depth_left, struct json *to)
{
    to->type = JSON_IS_OBJECT;
    to->count = json_object_size(from);
    to->items = NEW_ARRAY(a, struct json, to->count);
    to->keys = NEW_ARRAY(a, const char *, to->count);
    size_t i = 0;
    const char *key;
    json_t *value;
    json_object_foreach(from, key, value)
    {
        to->keys[i] = arena_strdup(a, key);
        if (!copy_value(a, value, depth_left - 1, &to->items[i]))
            return false;
        i++;
    }
    return true;
}

static bool copy_array(struct arena *a, json_t *from, size_t depth_left, struct json *to)
{
    to->type = JSON_IS_ARRAY;
    to->count = json_array_size(from);
    to->items = NEW_ARRAY(a, struct json, to->count);
    for (size_t i = 0; i < to->count; i++)
        if (!copy_value(a, json_array_get(from, i), depth_left - 1, &to->items[i]))
            return false;
    return true;
}

/* false when it is deeper than allowed. */
static bool copy_value(struct arena *a, json_t *from, size_t depth_left, struct json *to)
{
    switch (json_typeof(from)) {
    case JSON_OBJECT:
        return depth_left > 0 && copy_object(a, from, depth_left, to);
    case JSON_ARRAY:
        return depth_left > 0 && copy_array(a, from, depth_left, to);
    case JSON_STRING:
        to->type = JSON_IS_STRING;
        to->string = arena_strndup(a, json_string_value(from), json_string_length(from));
        return true;
    case JSON_INTEGER:
        to->type = JSON_IS_INT;
        to->integer = json_integer_value(from);
        to->real = (double)to->integer;
        return true;
    case JSON_REAL:
        to->type = JSON_IS_REAL;
        to->real = json_real_value(from);
        return true;
    case JSON_TRUE:
    case JSON_FALSE:
        to->type = JSON_IS_BOOL;
        to->boolean = json_is_true(from);
        return true;
    case JSON_NULL:
        to->type = JSON_IS_NULL;
        return true;
    }
    ASSERT(false);
}

/* jansson's own text quotes what it found; ours may go to the log, so it does not. */
static const char *describe(enum json_error_code code)
{
    switch (code) {
    case json_error_premature_end_of_input:
        return N_("the text ends too early");
    case json_error_end_of_input_expected:
        return N_("there is text after the end");
    case json_error_invalid_utf8:
        return N_("the text is not UTF-8");
    case json_error_duplicate_key:
        return N_("a key occurs twice");
    case json_error_numeric_overflow:
        return N_("a number is too large");
    case json_error_stack_overflow:
        return N_("the text is nested too deep");
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return N_("the text holds a NUL character");
    default:
        return N_("the text is not JSON");
    }
}

enum status json_parse(struct arena *a, const char *text, size_t n, size_t max_depth, struct json *out,
                       const char **detail, int *line)
{
    *out = (struct json){ .type = JSON_IS_NULL };
    *detail = NULL;
    *line = 0;
    json_error_t error;
    json_t *root = json_loadb(text, n, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
    if (root == NULL) {
        enum json_error_code code = json_error_code(&error);
        *detail = describe(code);
        *line = error.line > 0 ? error.line : 0;
        return MALFORMED;
    }
    bool fits = copy_value(a, root, max_depth, out);
    json_decref(root);
    if (!fits) {
        *out = (struct json){ .type = JSON_IS_NULL };
        *detail = describe(json_error_stack_overflow);
        return MALFORMED;
    }
    return OK;
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (object == NULL || object->type != JSON_IS_OBJECT)
        return NULL;
    for (size_t i = 0; i < object->count; i++)
        if (strcmp(object->keys[i], key) == 0)
            return &object->items[i];
    return NULL;
}

const char *json_get_str(const struct json *object, const char *key)
{
    const struct json *v = json_get(object, key);
    return v != NULL && v->type == JSON_IS_STRING ? v->string : NULL;
}

bool json_get_int(const struct json *object, const char *key, int64_t *v)
{
    const struct json *found = json_get(object, key);
    if (found == NULL || found->type != JSON_IS_INT)
        return false;
    *v = found->integer;
    return true;
}
