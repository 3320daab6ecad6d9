/* JSON: a writer of our own over struct buf, and a reader that is jansson with the result in an arena.
 * Constants are JSON_IS_... because jansson has taken JSON_STRING and its like, and json_put_null is not
 * json_null because jansson exports that name. */
#ifndef LIB_JSON_H
#define LIB_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

struct arena;

enum { JSON_WRITER_DEPTH = 63 };

/* Writes compact JSON; commas and colons come by themselves. A call that would not give JSON (a value
 * without a key in an object, an end that fits no begin) is a bug and asserts. The text may stand inside
 * an HTML <script>: < > & and the JavaScript line ends are escaped. Sticky as its buf. */
struct json_writer {
    struct buf *out;
    int depth;
    uint64_t objects;   /* bit per depth: an object, not an array */
    uint64_t has_items; /* bit per depth: a comma is due */
    bool after_key;
};

struct json_writer json_writer(struct buf *out);
void json_object_begin(struct json_writer *w);
void json_object_end(struct json_writer *w);
void json_array_begin(struct json_writer *w);
void json_array_end(struct json_writer *w);
void json_key(struct json_writer *w, const char *key);
void json_str(struct json_writer *w, const char *s); /* NULL is null; what is not UTF-8 becomes U+FFFD */
void json_int(struct json_writer *w, int64_t v);
void json_bool(struct json_writer *w, bool v);
void json_put_null(struct json_writer *w);
void json_tenths(struct json_writer *w, int64_t tenths); /* 610 gives 61.0 */

enum json_type {
    JSON_IS_NULL,
    JSON_IS_BOOL,
    JSON_IS_INT,
    JSON_IS_REAL,
    JSON_IS_STRING,
    JSON_IS_ARRAY,
    JSON_IS_OBJECT,
};

struct json {
    enum json_type type;
    const char *string; /* JSON_IS_STRING: UTF-8 without NUL inside */
    int64_t integer;    /* JSON_IS_INT */
    double real;        /* JSON_IS_REAL, and JSON_IS_INT as a double */
    bool boolean;       /* JSON_IS_BOOL */
    struct json *items; /* values of an array or object, in the order of the text */
    const char **keys;  /* of an object, one per item */
    size_t count;       /* of items */
};

/* Reads n bytes as one JSON value of any type, everything in the arena. max_depth counts arrays and objects
 * inside each other: 1 is a flat one. MALFORMED when it is not JSON, holds a key twice or a NUL, is deeper
 * than max_depth, or a number is out of range; *detail is then a fixed text and *line the 1-based line, 0
 * when not known. */
enum status json_parse(struct arena *a, const char *text, size_t n, size_t max_depth, struct json *out,
                       const char **detail, int *line) MUST_USE;

/* The value of key; NULL when object is NULL, no object, or has no such key. */
const struct json *json_get(const struct json *object, const char *key);

/* The string of key, NULL when there is none or it is no string. */
const char *json_get_str(const struct json *object, const char *key);

/* The whole number of key in *v; false when there is none. */
bool json_get_int(const struct json *object, const char *key, int64_t *v) MUST_USE;

#endif
