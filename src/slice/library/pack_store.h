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
};
const struct library_installed *library_installed(struct db *db, struct arena *a, size_t *count);
/* The YAML file of one of them. In the arena. */
struct bytes library_installed_text(struct db *db, struct arena *a, const struct library_installed *installed);
/* Does nothing when that id and version are installed already. */
void library_install(struct db *db, const struct pack *pack, int64_t now_ms);

#endif
