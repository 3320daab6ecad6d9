/* The demo: fictional organisations from content/demo/, loaded through the slices as if people had worked in them.
 * The notation stands at the top of content/demo/olmenrode.yaml. */
#ifndef APP_DEMO_H
#define APP_DEMO_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"
#include "pack/pack.h"

#define DEMO_GUIDE "griet.vandersteppe@olmenrode.example"
#define DEMO_MEMBER "wim.terlaeken@olmenrode.example"
#define DEMO_ADMIN "beheer@kapstok.example"

/* Tokens of personal links: the caller prints "/binnen/TOKEN". In the arena. */
struct demo_links {
    const char *guide, *member; /* of Olmenrode; NULL when they are not there */
    const char *admin;
    int loaded; /* organisations that calls of demo_load made; the caller begins with 0 */
};

/* Loads one demo file inside the caller's write transaction. An organisation is left as it is when one of its people
 * belongs to one of that name already. Checks the whole file before it writes: a fault in it is INVALID, with
 * "line N: …" in arg; what only the rules of a slice can say about a trajectory comes the same way while it is played, and the
 * caller rolls back. Makes new links when it made an organisation. */
struct trajectory_parts;
struct fault demo_load(struct db *db, struct arena *a, const struct packs *packs,
                       const struct trajectory_parts *parts, const char *text, size_t n, int64_t now_ms,
                       struct demo_links *links);

/* New links; earlier ones end. Makes the administrator of the installation when there is none with DEMO_ADMIN. */
void demo_links_make(struct db *db, struct arena *a, int64_t now_ms, struct demo_links *links);

#endif
