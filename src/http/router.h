/* From a path to the row of a slice's table. The tree is built once, at start, and then only read. */
#ifndef HTTP_ROUTER_H
#define HTTP_ROUTER_H

#include "http/http.h"
#include "http/parse.h"

enum { ROUTER_MAX_PARAMS = 8 };

struct router;

struct route_match {
    const struct route *get, *post;       /* either may be NULL, not both */
    const char *param[ROUTER_MAX_PARAMS]; /* decoded, in the order of the pattern */
    size_t params;
};

/* Builds the tree in the arena. A faulty table is a bug and stops the program here, at start: a missing
 * right, two rows for one path, an ORG_ right without :org, a form on a GET, and so on. */
struct router *router_new(struct arena *a, const struct slice *const *slices);

/* False when no row of any method has the path. A literal wins over :id, and :id over :text*. */
bool router_find(const struct router *r, const struct target *t, struct route_match *out);

/* Which of the match's params a name of the pattern is; a name it lacks is a bug. is_text says whether
 * the pattern has it as :name*. */
size_t router_param(const char *pattern, const char *name, bool *is_text);

#endif
