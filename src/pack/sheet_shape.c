#include "pack/sheet_shape.h"

#include <string.h>

#define COUNT(list) (sizeof(list) / sizeof *(list))

static const struct column_shape head[] = {
    { "", "id", COLUMN_STRING, NULL },       { "", "kind", COLUMN_STRING, NULL },
    { "", "version", COLUMN_NUMBER, NULL },  { "", "languages", COLUMN_LIST, NULL },
    { "", "licence", COLUMN_STRING, NULL },  { "", "source", COLUMN_STRING, NULL },
    { "", "valid-from", COLUMN_DATE, NULL }, { "", "valid-to", COLUMN_DATE, NULL },
    { "", "review-by", COLUMN_DATE, NULL },  { "", "title", COLUMN_TEXT, NULL },
    { "", "base", COLUMN_STRING, "scan" },   { "", "base-version", COLUMN_NUMBER, NULL },
};

/* The kinds that have a loader of their own (load_scan.c, load_lists.c). A list of strings is a sheet with the one
 * column "id". */
static const struct column_shape scan[] = {
    { "leave-out", "id", COLUMN_STRING, "statement" }, { "domains", "id", COLUMN_STRING, NULL },
    { "domains", "dimension", COLUMN_STRING, NULL },   { "domains", "iso", COLUMN_LIST, "iso26000" },
    { "domains", "weight", COLUMN_NUMBER, NULL },      { "domains", "title", COLUMN_TEXT, NULL },
    { "domains", "short", COLUMN_TEXT, NULL },         { "domains", "themes", COLUMN_ENTRIES, NULL },
    { "domains.themes", "id", COLUMN_STRING, NULL },   { "domains.themes", "iso", COLUMN_LIST, "iso26000" },
    { "domains.themes", "title", COLUMN_TEXT, NULL },  { "domains.themes", "about", COLUMN_TEXT, NULL },
    { "profile", "id", COLUMN_STRING, NULL },          { "profile", "quick", COLUMN_BOOL, NULL },
    { "profile", "text", COLUMN_TEXT, NULL },          { "profile", "help", COLUMN_TEXT, NULL },
    { "profile", "options", COLUMN_ENTRIES, NULL },    { "profile.options", "id", COLUMN_STRING, NULL },
    { "profile.options", "text", COLUMN_TEXT, NULL },  { "statements", "id", COLUMN_STRING, NULL },
    { "statements", "theme", COLUMN_STRING, "theme" }, { "statements", "light", COLUMN_BOOL, NULL },
    { "statements", "weight", COLUMN_NUMBER, NULL },   { "statements", "condition", COLUMN_CONDITION, NULL },
    { "statements", "text", COLUMN_TEXT, NULL },       { "statements", "why", COLUMN_TEXT, NULL },
    { "statements", "yes-when", COLUMN_TEXT, NULL },   { "statements", "small", COLUMN_TEXT, NULL },
    { "statements", "evidence", COLUMN_TEXT, NULL },   { "statements", "iso", COLUMN_LIST, "iso26000" },
    { "statements", "sdg", COLUMN_LIST, "sdg" },       { "statements", "gri", COLUMN_LIST, NULL },
    { "statements", "vsme", COLUMN_LIST, NULL },
};

static const struct column_shape crosswalk[] = {
    { "entries", "id", COLUMN_STRING, NULL },          { "entries", "framework", COLUMN_STRING, NULL },
    { "entries", "type", COLUMN_STRING, NULL },        { "entries", "code", COLUMN_STRING, NULL },
    { "entries", "parent", COLUMN_STRING, "entries" }, { "entries", "title", COLUMN_TEXT, NULL },
    { "entries", "about", COLUMN_TEXT, NULL },         { "entries", "links", COLUMN_LIST, "entries" },
};

static const struct column_shape types[] = {
    { "groups", "id", COLUMN_STRING, NULL },         { "groups", "title", COLUMN_TEXT, NULL },
    { "entries", "id", COLUMN_STRING, NULL },        { "entries", "country", COLUMN_STRING, NULL },
    { "entries", "group", COLUMN_STRING, "groups" }, { "entries", "sector", COLUMN_STRING, NULL },
    { "entries", "pack", COLUMN_STRING, "scan" },    { "entries", "size", COLUMN_STRING, NULL },
    { "entries", "common", COLUMN_NUMBER, NULL },    { "entries", "profile", COLUMN_PAIRS, NULL },
    { "entries", "valid-from", COLUMN_DATE, NULL },  { "entries", "valid-to", COLUMN_DATE, NULL },
    { "entries", "title", COLUMN_TEXT, NULL },       { "size-classes", "id", COLUMN_STRING, NULL },
    { "size-classes", "of", COLUMN_STRING, NULL },   { "size-classes", "from", COLUMN_NUMBER, NULL },
    { "size-classes", "to", COLUMN_NUMBER, NULL },   { "size-classes", "title", COLUMN_TEXT, NULL },
    { "sectors", "id", COLUMN_STRING, NULL },        { "sectors", "title", COLUMN_TEXT, NULL },
};

static const struct column_shape glossary[] = {
    { "entries", "id", COLUMN_STRING, NULL },     { "entries", "term", COLUMN_TEXT, NULL },
    { "entries", "forms", COLUMN_FORMS, NULL },   { "entries", "definition", COLUMN_TEXT, NULL },
    { "entries", "see", COLUMN_LIST, "entries" },
};

/* ---- from the tables of kinds.c ---------------------------------------------------------------------------- */

struct building {
    struct arena *a;
    struct column_shape *v;
    size_t count, capacity;
};

static void add(struct building *b, struct column_shape column)
{
    *(struct column_shape *)ARENA_PUSH(b->a, &b->v, &b->count, &b->capacity) = column;
}

static enum column_type type_of(enum pack_field_type type)
{
    switch (type) {
    case PF_TEXT:
        return COLUMN_TEXT;
    case PF_TEXTS:
        return COLUMN_TEXTS;
    case PF_INT:
        return COLUMN_NUMBER;
    case PF_BOOL:
        return COLUMN_BOOL;
    case PF_DATE:
        return COLUMN_DATE;
    case PF_CODES:
    case PF_REFS:
        return COLUMN_LIST;
    case PF_ENTRIES:
        return COLUMN_ENTRIES;
    case PF_STRING:
    case PF_DECIMAL:
    case PF_CHOICE:
    case PF_REF:
        break;
    }
    return COLUMN_STRING;
}

static void add_shape(struct building *b, const char *list, const struct pack_shape *shape)
{
    add(b, (struct column_shape){ list, "id", COLUMN_STRING, shape->id_is });
    for (int i = 0; i < shape->count; i++)
        add(b, (struct column_shape){ list, shape->fields[i].name, type_of(shape->fields[i].type),
                                      shape->fields[i].to });
    for (int i = 0; i < shape->count; i++)
        if (shape->fields[i].type == PF_ENTRIES)
            add_shape(b, arena_printf(b->a, "%s.%s", list, shape->fields[i].name), shape->fields[i].of);
}

struct sheet_shape sheet_shape(struct arena *a, enum pack_kind kind)
{
    static const struct {
        enum pack_kind kind;
        const struct column_shape *v;
        size_t count;
    } own[] = { { PACK_SCAN, scan, COUNT(scan) },
                { PACK_CROSSWALK, crosswalk, COUNT(crosswalk) },
                { PACK_TYPES, types, COUNT(types) },
                { PACK_GLOSSARY, glossary, COUNT(glossary) } };
    ASSERT(kind < PACK_DEMO);
    struct building b = { .a = a };
    for (size_t i = 0; i < COUNT(head); i++)
        add(&b, head[i]);
    for (size_t k = 0; k < COUNT(own); k++)
        for (size_t i = 0; own[k].kind == kind && i < own[k].count; i++)
            add(&b, own[k].v[i]);
    struct pack_kind_lists lists = pack_kind_lists((int)kind);
    for (int i = 0; i < lists.count; i++)
        add_shape(&b, lists.v[i].name, lists.v[i].shape);

    const char **names = NEW_ARRAY(a, const char *, b.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < b.count; i++)
        if (b.v[i].list[0] != '\0' && (count == 0 || strcmp(names[count - 1], b.v[i].list) != 0))
            names[count++] = b.v[i].list;
    return (struct sheet_shape){ .v = b.v, .count = b.count, .lists = names };
}

const struct column_shape *column_find(const struct sheet_shape *shape, const char *list, const char *name)
{
    for (size_t i = 0; i < shape->count; i++)
        if (strcmp(shape->v[i].list, list) == 0 && strcmp(shape->v[i].name, name) == 0)
            return &shape->v[i];
    return NULL;
}

const char *list_parent(struct arena *a, const char *list)
{
    const char *dot = strrchr(list, '.');
    return dot == NULL ? NULL : arena_strndup(a, list, (size_t)(dot - list));
}
