/* The packs that an installation has ever used, kept in its database: a round goes on with the version it began
 * with, also after the program brought a newer one. An installed version is never edited. */
#ifndef SLICE_LIBRARY_PACK_STORE_H
#define SLICE_LIBRARY_PACK_STORE_H

#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "pack/pack.h"

struct library_installed {
    const char *id, *hash;
    int version;
    bool used; /* a round or a trajectory names it; only library_shelf tells */
};
/* By id, oldest version first. */
const struct library_installed *library_installed(struct db *db, struct arena *a, size_t *count);
/* The YAML file of one of them. In the arena. */
struct bytes library_installed_text(struct db *db, struct arena *a, const struct library_installed *installed);
/* Does nothing when that id and version are installed already. */
void library_install(struct db *db, const struct pack *pack, int64_t now_ms);

/* All that is installed, to take from what is needed. */
struct library_shelf {
    struct db *db;
    struct arena *names, *texts; /* texts may be forgotten when the packs are read */
    const struct library_installed *v;
    size_t count;
};
struct library_shelf library_shelf(struct db *db, struct arena *names, struct arena *texts);
/* As packs_load asks for it: context is the shelf. */
bool library_shelf_find(void *context, const char *id, int version, struct pack_file *out);

#endif
