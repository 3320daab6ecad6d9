/* gzip, by zlib. */
#ifndef LIB_GZIP_H
#define LIB_GZIP_H

#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"

/* A compressor to use again and again, by one thread at a time: about 256 KB. */
struct gzip;

/* level 1 (quick) to 9 (small). Freed by gzip_free. */
struct gzip *gzip_new(int level);
void gzip_free(struct gzip *g);

/* Appends p, compressed, to out as one gzip file; the same input gives the same bytes. TOO_LARGE when it
 * does not fit out's cap (out then holds nothing useful) or n is over 1 GiB. */
enum status gzip_run(struct gzip *g, const void *p, size_t n, struct buf *out) MUST_USE;

/* The same with a compressor of its own. */
enum status gzip_compress(struct buf *out, const void *p, size_t n, int level) MUST_USE;

#endif
