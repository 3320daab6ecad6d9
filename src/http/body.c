#include "http/body.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

void body_init(struct body *b)
{
    *b = (struct body){ .file = -1 };
    buf_init(&b->memory, BODY_IN_MEMORY);
}

void body_clear(struct body *b)
{
    if (b->map != NULL)
        munmap(b->map, b->whole.n);
    if (b->file >= 0)
        close(b->file);
    buf_clear(&b->memory);
    *b = (struct body){ .memory = b->memory, .file = -1 };
}

void body_release(struct body *b)
{
    body_clear(b);
    buf_release(&b->memory);
}

static bool write_all(int file, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t written = write(file, p, n);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        p += written;
        n -= (size_t)written;
    }
    return true;
}

enum status body_add(struct body *b, const char *dir, size_t cap, const void *p, size_t n)
{
    b->total += n;
    if (b->total > cap)
        return TOO_LARGE;
    if (b->file < 0 && b->total <= BODY_IN_MEMORY) {
        buf_add(&b->memory, p, n);
        return OK;
    }
    if (b->file < 0) {
        b->file = open(dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
        if (b->file < 0 || !write_all(b->file, b->memory.p, b->memory.n))
            return FAILED;
    }
    return write_all(b->file, p, n) ? OK : FAILED;
}

enum status body_end(struct body *b)
{
    if (b->file < 0) {
        b->whole = (struct bytes){ b->memory.p == NULL ? "" : b->memory.p, b->memory.n };
        return OK;
    }
    void *map = mmap(NULL, b->total, PROT_READ, MAP_PRIVATE, b->file, 0);
    if (map == MAP_FAILED)
        return FAILED;
    b->map = map;
    b->whole = (struct bytes){ map, b->total };
    return OK;
}
