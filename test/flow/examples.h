/* One good request for every route, reviewed by hand: for the walks that must leave none out. A new route is a row
 * here; the walks fail until it has one. */
#ifndef FLOW_EXAMPLES_H
#define FLOW_EXAMPLES_H

#include "house.h"

struct example {
    enum http_method method;
    const char *pattern;
    const char *path;   /* with {places}; NULL = the pattern itself */
    const char *fields; /* POST: as a browser codes them, with {places}; NULL = none */
    const char *file;   /* POST: a field that is a file; then the form is sent as multipart */
    enum role who;      /* someone who may */
};

/* The example of a route; the test fails when there is none. */
const struct example *example_of(const struct route *route);
/* The test fails when an example belongs to no route any more. */
void examples_check(void);

/* All routes in the order of the slices. */
const struct route *const *all_routes(struct house *h, size_t *count);

/* text with its {places}: {org} of one organisation, all others of one that may be another. */
const char *fill_places(struct house *h, const char *text, const struct place *org, const struct place *others);

/* The example as it goes on the wire, with the token of this browser. */
struct request {
    const char *path, *type;
    struct bytes body;
};
struct request example_request(struct browser *b, const struct example *e, const struct place *org,
                               const struct place *others, const char *token);
/* Sends it. */
int example_send(struct browser *b, const struct example *e, const struct place *org,
                 const struct place *others);

/* Fields with one replaced, or added: name is coded, value is any bytes. n < 0: the field is left out. */
const char *fields_with(struct house *h, const char *fields, const char *name, const char *value, int n);

/* The bytes of coded fields as they are sent, urlencoded or with a file of this content. */
struct bytes fields_body(struct house *h, const char *fields, const char *file, struct bytes content,
                         const char **type);

#endif
