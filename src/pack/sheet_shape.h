/* Which columns the sheets of each kind have. Inside src/pack only. */
#ifndef PACK_SHEET_SHAPE_H
#define PACK_SHEET_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "pack/pack.h"

enum column_type {
    COLUMN_STRING,
    COLUMN_NUMBER, /* a whole number: never quoted */
    COLUMN_BOOL,
    COLUMN_DATE,
    COLUMN_LIST,  /* strings */
    COLUMN_TEXT,  /* per language */
    COLUMN_TEXTS, /* a list of texts */
    COLUMN_FORMS, /* per language a list of strings */
    COLUMN_CONDITION,
    COLUMN_PAIRS,   /* a mapping of strings: body=local; works=works */
    COLUMN_ENTRIES, /* a sheet of its own */
};

struct column_shape {
    const char *list; /* "" = the head; "statements"; "domains.themes" */
    const char *name;
    enum column_type type;
    const char
        *to; /* what its codes name, as in struct pack_field; "iso26000", "sdg", "language"; NULL = nothing */
};

struct sheet_shape {
    const struct column_shape *v; /* lists in the order of their sheets, columns in the order of their fields */
    size_t count;
    const char **lists; /* NULL-terminated; parents before their children; "" is not among them */
};

/* kind < PACK_DEMO. */
struct sheet_shape sheet_shape(struct arena *a, enum pack_kind kind);

/* NULL when the list has no such field. */
const struct column_shape *column_find(const struct sheet_shape *shape, const char *list, const char *name);

/* "domains" of "domains.themes"; NULL of "domains". In the arena. */
const char *list_parent(struct arena *a, const char *list);

#endif
