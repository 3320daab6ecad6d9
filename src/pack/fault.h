/* How the pack reader notes what is wrong. Inside src/pack only. */
#ifndef PACK_FAULT_H
#define PACK_FAULT_H

#include "pack/pack.h"

/* Adds a fault; a file that is wrong all over stops being listed at PACK_MAX_FAULTS, and the last one says so.
 * entry may be NULL; it is copied, and so is the message. */
void pack_fault_add(struct arena *a, struct pack_faults *faults, int line, const char *entry,
                    const char *format, ...) __attribute__((format(printf, 5, 6)));

/* What a message may quote from a file: one line, at most 60 characters, "…" behind what was cut. */
const char *pack_quote(struct arena *a, const char *s);

#endif
