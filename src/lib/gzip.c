#include "lib/gzip.h"

#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_WRAPPER = 16, WINDOW_BITS = 15, MEMORY_LEVEL = 8, STEP = 16 * 1024, MOST = 1024 * 1024 * 1024 };

struct gzip {
    z_stream stream;
};

struct gzip *gzip_new(int level)
{
    ASSERT(level >= 1 && level <= 9);
    struct gzip *g = calloc(1, sizeof *g);
    if (g == NULL || deflateInit2(&g->stream, level, Z_DEFLATED, WINDOW_BITS + GZIP_WRAPPER, MEMORY_LEVEL,
                                  Z_DEFAULT_STRATEGY) != Z_OK) {
        fprintf(stderr, "kapstok: out of memory (gzip)\n");
        abort();
    }
    return g;
}

void gzip_free(struct gzip *g)
{
    if (g != NULL) {
        deflateEnd(&g->stream);
        free(g);
    }
}

enum status gzip_run(struct gzip *g, const void *p, size_t n, struct buf *out)
{
    if (n > MOST)
        return TOO_LARGE;
    z_stream *z = &g->stream;
    ASSERT(deflateReset(z) == Z_OK);
    z->next_in = (Bytef *)p; /* zlib does not write there; its type is older than const */
    z->avail_in = (uInt)n;
    int result;
    do {
        /* In steps: the worst case would ask for more than the page itself, of which a tenth is used. */
        size_t room = out->cap - out->n < STEP ? out->cap - out->n : STEP;
        if (room == 0 || !buf_reserve(out, room)) {
            out->over = true;
            return TOO_LARGE;
        }
        z->next_out = (Bytef *)out->p + out->n;
        z->avail_out = (uInt)room;
        result = deflate(z, Z_FINISH);
        ASSERT(result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR);
        out->n += room - z->avail_out;
    } while (result != Z_STREAM_END);
    return OK;
}

enum status gzip_compress(struct buf *out, const void *p, size_t n, int level)
{
    struct gzip *g = gzip_new(level);
    enum status st = gzip_run(g, p, n, out);
    gzip_free(g);
    return st;
}
