/* Packs as JSON for the API. */
#ifndef PACK_JSON_H
#define PACK_JSON_H

#include "pack/pack.h"

/* Appends a scan pack as one object, every text in the languages it is written in ({"nl":…,"en":…}, no fall-back). The
 * pack must be a scan. Sticky as its buf. */
void pack_json(struct buf *out, const struct pack *pack);

/* Appends {"packs":[…]}: the head of every pack that is installed, every version that this process uses, demos left out. */
void packs_json(struct buf *out, const struct packs *packs);

#endif
