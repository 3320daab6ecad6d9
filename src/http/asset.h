/* Files embedded in the program by tools/embed: hashed URLs, pre-compressed. */
#ifndef HTTP_ASSET_H
#define HTTP_ASSET_H

#include <stddef.h>

struct asset {
    const char *name; /* "app.css" */
    const char *url;  /* "/static/app.1a2b3c4d.css" */
    const char *type; /* "text/css; charset=utf-8" */
    const char *etag;
    const unsigned char *plain, *gzip; /* gzip NULL when it does not help (fonts) */
    size_t plain_n, gzip_n;
};

extern const struct asset assets[];
extern const size_t assets_count;

/* By name; asserts that it exists. */
const struct asset *asset_get(const char *name);

#endif
