/* A compiled gettext catalogue (.mo) as it stands in the program; read only, so any thread may look things up. */
#ifndef I18N_CATALOGUE_H
#define I18N_CATALOGUE_H

#include <stddef.h>
#include <stdint.h>

struct catalogue {
    const char *mo; /* NULL for a language without a catalogue */
    size_t n;
};

/* By enum lang_id; made by tools/embed from po/. */
extern const struct catalogue catalogues[];

/* The translation of msgid in a context (NULL = none), plural form 0 or 1 of it; NULL when there is none. Static
 * memory. An empty msgid, which is the catalogue's header, is never found. */
const char *catalogue_find(const struct catalogue *c, const char *context, const char *msgid, int form);

#endif
