#include "doc/paper.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/log.h"

extern const struct bytes paper_file; /* the module, from src/doc/meson.build */

static struct {
    pthread_once_t once;
    const struct paper *door; /* NULL: it did not load */
} module = { .once = PTHREAD_ONCE_INIT };

/* The loader takes files only, so the module becomes one in memory. It stays loaded as long as the process lives. */
static void *load_file(void)
{
    int fd = memfd_create("kapstok-paper", MFD_CLOEXEC);
    if (fd < 0)
        return NULL;
    char path[40];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    void *loaded = write(fd, paper_file.p, paper_file.n) == (ssize_t)paper_file.n
                       ? dlopen(path, RTLD_NOW | RTLD_LOCAL)
                       : NULL;
    close(fd);
    return loaded;
}

static void load(void)
{
    void *loaded = load_file();
    module.door = loaded == NULL ? NULL : dlsym(loaded, "paper_door");
    if (module.door == NULL) {
        const char *why = dlerror();
        log_event(LOG_ERROR, "paper.missing", "detail=\"%s\"", why == NULL ? "no file in memory" : why);
    }
}

const struct paper *paper_load(void)
{
    pthread_once(&module.once, load);
    return module.door;
}
