#include "app/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum status file_read(struct arena *a, const char *path, struct bytes *out)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? NOT_FOUND : FAILED;
    struct stat st;
    if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode)) {
        close(fd);
        errno = errno == 0 ? EINVAL : errno;
        return FAILED;
    }
    if (st.st_size > FILE_MAX) {
        close(fd);
        errno = EFBIG;
        return TOO_LARGE;
    }
    char *p = arena_alloc(a, (size_t)st.st_size + 1);
    size_t n = 0;
    for (ssize_t got; n < (size_t)st.st_size; n += (size_t)got) {
        got = read(fd, p + n, (size_t)st.st_size - n);
        if (got < 0 && errno == EINTR) {
            got = 0;
            continue;
        }
        if (got <= 0)
            break;
    }
    int error = errno;
    close(fd);
    errno = error;
    *out = (struct bytes){ p, n };
    return n == (size_t)st.st_size ? OK : FAILED;
}

static bool write_all(int fd, const char *p, size_t n)
{
    while (n > 0) {
        ssize_t put = write(fd, p, n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put <= 0)
            return false;
        p += put;
        n -= (size_t)put;
    }
    return true;
}

/* Syncs the folder of a path, so that a new name in it is durable. */
static void sync_folder(struct arena *a, const char *path)
{
    int folder = open(dirname(arena_strdup(a, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
}

/* place makes `path` a name of the finished temporary file: rename or link. */
static enum status write_beside(struct arena *a, const char *path, struct bytes content, unsigned mode,
                                int (*place)(const char *, const char *))
{
    const char *temporary = arena_printf(a, "%s.%ld.new", path, (long)getpid());
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return FAILED;
    bool written = write_all(fd, content.p, content.n) && fsync(fd) == 0;
    int error = errno;
    written = close(fd) == 0 && written;
    bool placed = written && place(temporary, path) == 0;
    error = written ? errno : error;
    unlink(temporary); /* after a rename there is none */
    if (placed)
        sync_folder(a, path);
    errno = error;
    return placed ? OK : FAILED;
}

enum status file_write(struct arena *a, const char *path, struct bytes content, unsigned mode)
{
    return write_beside(a, path, content, mode, rename);
}

enum status file_write_new(struct arena *a, const char *path, struct bytes content, unsigned mode)
{
    return write_beside(a, path, content, mode, link);
}

enum status folder_make(struct arena *a, const char *path)
{
    char *copy = arena_strdup(a, path);
    for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0700) != 0 && errno != EEXIST)
            return FAILED;
        *slash = '/';
    }
    struct stat st;
    if (mkdir(copy, 0700) == 0)
        return OK;
    if (errno == EEXIST && stat(path, &st) == 0 && S_ISDIR(st.st_mode))
        return OK;
    return FAILED;
}
