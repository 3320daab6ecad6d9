/* What parts of a tree are called. Inside src/pack only. */
#ifndef PACK_NAME_H
#define PACK_NAME_H

#include "pack/yaml.h"

/* Whether a key is the code of a language that Kapstok knows, as it is written: "nl_BE". */
bool is_language(const char *key);

/* What an entry is called, in Dutch, for people who do not know ids: its title, its text …, of levels the first. "" =
 * nothing. */
const char *entry_name(const struct yaml_node *entry);

#endif
