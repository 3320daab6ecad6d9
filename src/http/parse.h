/* What stands on the wire, as pure functions over bytes: no server, no request, no state. Everything
 * here reads what strangers send, and every function has a fuzz target. */
#ifndef HTTP_PARSE_H
#define HTTP_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

enum { PARSE_MAX_SEGMENTS = 16, PARSE_MAX_QUERY = 200, PARSE_MAX_PAIRS = 5000 };

/* ---- Targets: "/scan/12?naar=x" ---- */

struct target {
    const char *path;                        /* as sent, without the query */
    const char *segment[PARSE_MAX_SEGMENTS]; /* decoded, valid UTF-8, without '/' and NUL */
    size_t segments;                         /* 0 for "/"; a slash at the end adds an empty one */
    struct bytes query;                      /* as sent, without '?' */
};

/* MALFORMED: no path, %00 or %2F or a broken escape in the path, control characters, not UTF-8, or too
 * deep. An absolute URL ("http://host/path") loses its host. Strings are in the arena. */
enum status parse_target(struct arena *a, const char *raw, struct target *out) MUST_USE;

/* ---- Names with values: queries and forms ---- */

struct pair {
    const char *name;      /* valid UTF-8, NUL-terminated */
    struct bytes value;    /* any bytes at all */
    const char *file_name; /* of an upload, valid UTF-8; NULL for a plain value */
    const char *type;      /* of an upload, as sent; "" when none */
};

struct pairs {
    struct pair *items;
    size_t count, capacity;
};

/* application/x-www-form-urlencoded. A broken escape stands for itself, as browsers read it. MALFORMED:
 * a name that is not UTF-8; TOO_LARGE: more than max pairs. Values are in the arena. */
enum status parse_urlencoded(struct arena *a, struct bytes text, size_t max, struct pairs *out) MUST_USE;

/* multipart/form-data with the boundary of content_type. Values point into body. MALFORMED: no
 * boundary, no end, a part without a name; TOO_LARGE as above. */
enum status parse_multipart(struct arena *a, struct bytes body, const char *content_type, size_t max,
                            struct pairs *out) MUST_USE;

/* The first pair of that name, or NULL. */
const struct pair *pairs_find(const struct pairs *p, const char *name);

/* ---- Single headers. A NULL header is an absent one. ---- */

/* A cookie's value, without copying; false when absent or with a character no cookie may hold. */
bool parse_cookie(const char *header, const char *name, struct bytes *value);

/* Digits only, at most 18. */
bool parse_content_length(const char *header, int64_t *n);

/* Whether the media type is `type`, whatever its parameters. */
bool parse_is_type(const char *content_type, const char *type);

/* Whether gzip may be sent (named, and not with q=0). */
bool parse_accepts_gzip(const char *accept_encoding);

/* The address that a chain of trusted proxies saw: `peer`, or while that is one of `trusted` (comma
 * separated; "loopback" is every loopback address) the hop to its left in X-Forwarded-For. A hop that is
 * no address ends the walk. In the arena or one of the arguments. */
const char *parse_forwarded(struct arena *a, const char *peer, const char *forwarded, const char *trusted);

#endif
