/* Where a link of a document may lead. */
#ifndef DOC_ADDRESS_H
#define DOC_ADDRESS_H

#include <stdbool.h>

struct arena;

/* Whether a link leads where a document may send people: http, https, mailto or tel. NULL does not. */
bool address_is_known(const char *link);

/* The address as every reader takes it, with what may not stand in one (spaces, accents, quotes) as %XX; in the arena. NULL
 * when it is not known: the text then stands without a link. */
const char *address_of_link(struct arena *a, const char *link);

#endif
