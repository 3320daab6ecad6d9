/* LD_PRELOAD for sync.py: a disk that is slow, hangs or refuses to confirm what was written to the log of the database. What
 * it does stands in the file SYNC_DISK, which also counts: how often the log was to be confirmed, and how often it was. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { WORKS, HANGS, FAILS };

struct disk {
    _Atomic int64_t mode, begun, confirmed;
};

static struct disk *disk;

__attribute__((constructor)) static void begin(void)
{
    const char *path = getenv("SYNC_DISK");
    int fd = path == NULL ? -1 : open(path, O_RDWR | O_CLOEXEC);
    void *p = fd < 0 ? MAP_FAILED : mmap(NULL, sizeof *disk, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (p == MAP_FAILED)
        abort();
    close(fd);
    disk = p;
}

static int is_log(int fd)
{
    char link[64], path[4096];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path);
    return n > 4 && memcmp(path + n - 4, "-wal", 4) == 0;
}

static int confirm(int fd, long call)
{
    if (disk == NULL || !is_log(fd))
        return (int)syscall(call, fd);
    disk->begun++;
    while (disk->mode == HANGS)
        nanosleep(&(struct timespec){ .tv_nsec = 1000000 }, NULL);
    if (disk->mode == FAILS) {
        errno = EIO;
        return -1;
    }
    int wrong = (int)syscall(call, fd);
    disk->confirmed += wrong == 0;
    return wrong;
}

int fdatasync(int fd)
{
    return confirm(fd, SYS_fdatasync);
}

int fsync(int fd)
{
    return confirm(fd, SYS_fsync);
}
