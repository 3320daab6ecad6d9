/* Whether what the scan keeps twice still agrees, and whether what it names is there: for `kapstok verify`. */
#ifndef SLICE_SCAN_VERIFY_H
#define SLICE_SCAN_VERIFY_H

#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"

/* What was looked at. */
struct scan_verified {
    int64_t rounds, answers;
};

/* Recounts kept counts; calls found with an English sentence for everything that is wrong (of one kind
 * at most the first hundred). Reads only; look at db_status behind it. */
void scan_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                 void *context, struct scan_verified *out);

#endif
