/* A pack that an administrator brings: read, checked against everything that is installed, compared with the version
 * before it, and stored. */
#ifndef SLICE_LIBRARY_PACK_UPLOAD_H
#define SLICE_LIBRARY_PACK_UPLOAD_H

#include "db/db.h"
#include "pack/compare.h"
#include "pack/pack.h"
#include "pack/sheet.h"
#include "pack/style.h"

struct library_remark {
    struct sheet_place place; /* sheet NULL = a line of YAML, which is the row */
    const char *entry, *field, *message;
};

struct library_upload {
    const struct pack *pack;    /* NULL = it has faults */
    bool book;                  /* a workbook: places are sheets and rows, otherwise lines */
    struct sheet_faults faults; /* of YAML: sheet NULL, row = line, 0 = the file as a whole */
    const struct library_remark
        *remarks; /* on entries that are new or changed; on all when nothing is compared */
    size_t remark_count, remarks_elsewhere;
    int newest;                       /* highest version that is installed, 0 = this pack is new */
    const struct comparison *changes; /* from that version; NULL = none to compare with */
};

/* Reads a file (YAML or XLSX, whose name is only for messages) and says all that there is to say about it. running: the
 * packs of this process; what was stored since it started counts as well. In the arena. */
struct library_upload *library_upload_read(struct db *db, struct arena *a, const struct packs *running,
                                           struct bytes file);

/* Stores a pack that was found sound. CONFLICT when somebody installed its version, or a higher one, meanwhile. */
struct fault library_upload_store(struct db *db, struct arena *a, const struct pack *pack, int64_t now_ms);

/* Versions of a pack that are installed, oldest first. */
const int *library_versions(struct db *db, struct arena *a, const char *id, size_t *count);

/* The tree of an installed version; NULL when there is none. */
const struct yaml_node *library_tree(struct db *db, struct arena *a, const char *id, int version);

/* What was installed since this process started: it reads packs when it starts. Older versions that nothing needs any
 * more are not waiting, nor is what was set aside. */
struct library_waiting {
    const char *id;
    int version;
};
const struct library_waiting *library_waiting(struct db *db, struct arena *a, const struct packs *running,
                                              size_t *count);

#endif
