/* The body of a request while it comes in: in memory up to 64 KB, beyond that in a file without a name,
 * so that uploads do not fill the memory. */
#ifndef HTTP_BODY_H
#define HTTP_BODY_H

#include "base/buf.h"
#include "base/status.h"

enum { BODY_IN_MEMORY = 64 * 1024, BODY_DROP_MAX = 64 * 1024 * 1024 };

struct body {
    struct buf memory;
    int file;           /* -1: all of it is in memory */
    size_t total;       /* bytes received, dropped ones too */
    struct bytes whole; /* after body_end */
    void *map;
};

void body_init(struct body *b);
/* Gives the file back; keeps the memory. */
void body_clear(struct body *b);
void body_release(struct body *b);

/* Takes the next n bytes; dir is where the file goes. TOO_LARGE when the total is over cap, FAILED when
 * the file cannot be written; the bytes are then counted only, and so are all that follow. */
enum status body_add(struct body *b, const char *dir, size_t cap, const void *p, size_t n) MUST_USE;

/* All of it as one run of bytes in b->whole, valid until body_clear. */
enum status body_end(struct body *b) MUST_USE;

#endif
