/* What differs between two versions of a pack, told on the trees: so it holds for every kind. */
#ifndef PACK_COMPARE_H
#define PACK_COMPARE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "pack/yaml.h"

enum compare_what {
    COMPARE_ADDED,   /* an entry that only the new one has */
    COMPARE_REMOVED, /* an entry that only the old one has */
    COMPARE_CHANGED, /* a field of an entry of both */
    COMPARE_MOVED,   /* a list whose entries stand in another order */
};
enum { COMPARE_KINDS = 4 };

struct compare_change {
    enum compare_what what;
    const char *list;         /* "statements", "domains.themes"; "" = the head of the pack */
    const char *entry;        /* id, behind those of the entries it stands in: "works/services"; "" = none */
    const char *field;        /* CHANGED: "text", "levels.3"; else "" */
    const char *lang;         /* of the text that differs: "nl"; NULL = the field has no languages */
    const char *before, *now; /* "" = not there; of an added or removed entry its title or text in Dutch */
    int old_line, new_line;   /* 0 = not there */
};

struct comparison {
    const struct compare_change *v; /* in the order of the new pack; what was removed stands behind its list */
    size_t count;
    int counts[COMPARE_KINDS]; /* per enum compare_what */
};

/* Entries belong together by their id, wherever they stand in their list; lists without ids by position. The numbers
 * and dates of the head count as well. In the arena; texts are those of the trees. */
struct comparison pack_compare(struct arena *a, const struct yaml_node *old, const struct yaml_node *now);

/* Whether two trees say the same: entries of mappings in any order, items of lists in the same one. */
bool yaml_equal(const struct yaml_node *l, const struct yaml_node *r);

#endif
