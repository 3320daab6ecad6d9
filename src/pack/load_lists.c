/* The kinds that are lists of entries: crosswalk, organisation types, glossary. */
#include <string.h>

#include "base/utf8.h"
#include "pack/fault.h"
#include "pack/index.h"
#include "pack/load.h"

static const struct text_limits no_limits = { 0 };
static const char *const no_ids[] = { NULL };

static size_t count_of(const struct yaml_node *list)
{
    return list == NULL ? 0 : list->count;
}

/* A list field; NULL, with a fault, also when it is longer than any list should be. */
static const struct yaml_node *list_field(struct reader *r, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *list = field_list(r, map, key);
    if (count_of(list) <= PACK_MAX_ENTRIES)
        return list;
    field_fault(r, list->line, "\"%s\" has %zu items, at most %d", key, list->count, PACK_MAX_ENTRIES);
    return NULL;
}

/* Enters an id into the index of its list. */
static void add_id(struct reader *r, struct pack_index *index, const char *id, int value,
                   const struct yaml_node *entry)
{
    if (id != NULL && !pack_index_add(index, id, value))
        field_fault(r, yaml_get(entry, "id")->line, "the id \"%s\" is used twice", id);
}

/* Checks that the ids of a list ("see", "links") stand in the pack and are not the entry itself. */
static void check_ids(struct reader *r, const struct yaml_node *entry, const char *key, const char *own,
                      const char *const *ids, const struct pack_index *index)
{
    for (size_t i = 0; ids[i] != NULL; i++) {
        if (pack_index_find(index, ids[i]) < 0)
            field_fault(r, yaml_get(entry, key)->line, "\"%s\": there is no entry \"%s\"", key, ids[i]);
        else if (own != NULL && strcmp(ids[i], own) == 0)
            field_fault(r, yaml_get(entry, key)->line, "\"%s\" names the entry itself", key);
    }
}

/* ---- crosswalk ------------------------------------------------------------------------------------------ */

static void load_reference(struct reader *r, const struct yaml_node *node, struct pack_reference *e)
{
    static const struct field fields[] = { { "id", true },    { "framework", true }, { "type", true },
                                           { "code", true },  { "parent", false },   { "title", true },
                                           { "about", true }, { "links", false } };
    static const char *const frameworks[] = { "iso26000", "sdg", NULL };
    static const char *const types[] = { "principle", "subject", "issue", "goal", NULL };
    e->links = no_ids;
    if (!FIELD_ENTRY(r, node, "an entry", fields))
        return;
    e->links = field_codes(r, node, "links", PACK_MAX_ID);
    e->id = field_id(r, node, true, NULL);
    int framework = field_choice(r, node, "framework", frameworks);
    int type = field_choice(r, node, "type", types);
    e->code = field_string(r, node, "code");
    e->parent = field_string(r, node, "parent");
    e->title = field_text(r, node, "title", no_limits);
    e->about = field_text(r, node, "about", no_limits);
    if (framework >= 0)
        e->framework = frameworks[framework];
    if (type >= 0)
        e->type = types[type];
    if (framework >= 0 && type >= 0 && (framework == 1) != (type == 3))
        field_fault(r, yaml_get(node, "type")->line,
                    "\"goal\" is the type of the framework sdg, and only of it");
    if (e->id != NULL && e->code != NULL && framework >= 0 &&
        strcmp(e->id, arena_printf(r->scratch, "%s.%s", e->framework, e->code)) != 0)
        field_fault(r, yaml_get(node, "id")->line, "the id must be \"%s.%s\": framework and code", e->framework,
                    e->code);
}

/* A parent exists, is of the same framework and stands before, so that nothing is its own ancestor. */
static void check_parent(struct reader *r, const struct yaml_node *node, const struct pack_crosswalk *c, int at)
{
    const struct pack_reference *e = &c->entries[at];
    if (e->parent == NULL)
        return;
    int line = yaml_get(node, "parent")->line;
    int parent = pack_index_find(c->index, e->parent);
    if (parent < 0)
        field_fault(r, line, "\"parent\": there is no entry \"%s\"", e->parent);
    else if (parent >= at)
        field_fault(r, line, "\"parent\": \"%s\" must stand before this entry", e->parent);
    else if (e->framework != NULL && c->entries[parent].framework != e->framework)
        field_fault(r, line, "\"parent\": \"%s\" is of another framework", e->parent);
}

/* Links are written on one side and read both ways: those of an entry are its own, then the entries that name it, in
 * the order of the file. A pair that is written on both sides counts once. */
static const char *const *both_ways(struct reader *r, const struct pack_reference *entries, int count, int at)
{
    size_t most = 1;
    for (size_t i = 0; entries[at].links[i] != NULL; i++)
        most++;
    const char **links = NEW_ARRAY(r->a, const char *, most + (size_t)count);
    size_t n = 0;
    for (; entries[at].links[n] != NULL; n++)
        links[n] = entries[at].links[n];
    for (int other = 0; other < count; other++) {
        bool names = false, named = false;
        for (size_t i = 0; entries[other].links[i] != NULL; i++)
            names |= strcmp(entries[other].links[i], entries[at].id) == 0;
        for (size_t i = 0; names && i < n; i++)
            named |= strcmp(links[i], entries[other].id) == 0;
        if (names && !named)
            links[n++] = entries[other].id;
    }
    return links;
}

const struct pack_crosswalk *load_crosswalk(struct reader *r, const struct yaml_node *root)
{
    struct pack_crosswalk *c = NEW(r->a, struct pack_crosswalk);
    const struct yaml_node *list = list_field(r, root, "entries");
    size_t count = count_of(list);
    struct pack_index *index = pack_index_new(r->a, count);
    struct pack_reference *entries = NEW_ARRAY(r->a, struct pack_reference, count);
    *c = (struct pack_crosswalk){ .entries = entries, .count = (int)count, .index = index };
    for (size_t i = 0; i < count; i++) {
        load_reference(r, &list->items[i], &entries[i]);
        add_id(r, index, entries[i].id, (int)i, &list->items[i]);
    }
    for (size_t i = 0; i < count; i++) {
        r->entry = entries[i].id;
        check_ids(r, &list->items[i], "links", entries[i].id, entries[i].links, index);
        check_parent(r, &list->items[i], c, (int)i);
    }
    r->entry = NULL;
    /* Only of a sound pack: here every id is set, and the square of the entries is small. */
    if (r->faults->count == 0) {
        const char *const **links = NEW_ARRAY(r->scratch, const char *const *, count);
        for (size_t i = 0; i < count; i++)
            links[i] = both_ways(r, entries, (int)count, (int)i);
        for (size_t i = 0; i < count; i++)
            entries[i].links = links[i];
    }
    return c;
}

/* ---- organisation types --------------------------------------------------------------------------------- */

/* A list of { id, title }. */
static const struct pack_group *load_groups(struct reader *r, const struct yaml_node *list, const char *what)
{
    static const struct field fields[] = { { "id", true }, { "title", true } };
    size_t count = count_of(list);
    struct pack_group *groups = NEW_ARRAY(r->a, struct pack_group, count);
    struct pack_index *index = pack_index_new(r->scratch, count);
    for (size_t i = 0; i < count; i++) {
        if (!FIELD_ENTRY(r, &list->items[i], what, fields))
            continue;
        groups[i].id = field_id(r, &list->items[i], false, NULL);
        groups[i].title = field_text(r, &list->items[i], "title", no_limits);
        add_id(r, index, groups[i].id, (int)i, &list->items[i]);
    }
    r->entry = NULL;
    return groups;
}

/* { body: local, works: services } as "body=local,works=services". Whether the scan has them is for packs_check. */
static const char *load_profile(struct reader *r, const struct yaml_node *node)
{
    if (node == NULL)
        return "";
    if (node->kind != NODE_MAP || node->count == 0 || node->count > PACK_MAX_QUESTIONS) {
        field_fault(r, node->line, "\"profile\" must be a mapping: question: option");
        return "";
    }
    const char *profile = "";
    for (size_t i = 0; i < node->count; i++) {
        const char *option = field_scalar(r, &node->items[i], "profile");
        profile = arena_printf(i + 1 == node->count ? r->a : r->scratch, "%s%s%s=%s", profile,
                               i == 0 ? "" : ",", node->keys[i].scalar, option == NULL ? "" : option);
    }
    return profile;
}

static void load_type(struct reader *r, const struct yaml_node *node, const struct pack_types *t,
                      struct pack_type *type)
{
    static const struct field fields[] = { { "id", true },        { "country", true },  { "group", true },
                                           { "sector", true },    { "pack", true },     { "size", true },
                                           { "common", false },   { "profile", false }, { "valid-from", false },
                                           { "valid-to", false }, { "title", true } };
    static const char *const countries[] = { "BE", "NL", "any", NULL };
    static const char *const sectors[] = { "public", "company", "unknown", NULL };
    static const char *const sizes[] = { "inhabitants", "staff", "none", NULL };
    type->group = -1;
    type->profile = "";
    if (!FIELD_ENTRY(r, node, "an entry", fields))
        return;
    type->id = field_id(r, node, false, NULL);
    int country = field_choice(r, node, "country", countries);
    int sector = field_choice(r, node, "sector", sectors);
    int size = field_choice(r, node, "size", sizes);
    type->country = country < 0 ? NULL : countries[country];
    type->sector = sector < 0 ? SECTOR_UNKNOWN : (enum pack_sector)sector;
    type->size = size < 0 ? NULL : sizes[size];
    type->scan = field_string(r, node, "pack");
    type->common = (int)field_int(r, node, "common", 1, 6, 0);
    type->profile = load_profile(r, yaml_get(node, "profile"));
    type->valid_from = field_date(r, node, "valid-from");
    type->valid_to = field_date(r, node, "valid-to");
    type->title = field_text(r, node, "title", no_limits);
    if (type->valid_from != NULL && type->valid_to != NULL && strcmp(type->valid_from, type->valid_to) > 0)
        field_fault(r, yaml_get(node, "valid-to")->line, "\"valid-to\" is before \"valid-from\"");

    const char *group = field_string(r, node, "group");
    for (int i = 0; group != NULL && i < t->group_count; i++) {
        if (t->groups[i].id != NULL && strcmp(t->groups[i].id, group) == 0)
            type->group = i;
    }
    if (group != NULL && type->group < 0) {
        const char **names = NEW_ARRAY(r->scratch, const char *, (size_t)t->group_count);
        for (int i = 0; i < t->group_count; i++)
            names[i] = t->groups[i].id;
        field_fault(r, yaml_get(node, "group")->line, "there is no group \"%s\"%s", group,
                    field_hint(r, group, names, (size_t)t->group_count));
    }
}

/* The place among the commonest is taken once per country. */
static void check_common(struct reader *r, const struct yaml_node *node, const struct pack_type *types, int at)
{
    for (int i = 0; i < at && types[at].common > 0 && types[at].country != NULL; i++) {
        if (types[i].common == types[at].common && types[i].country == types[at].country)
            field_fault(r, yaml_get(node, "common")->line,
                        "\"common: %d\" is taken by \"%s\" of the same country", types[at].common,
                        types[i].id == NULL ? "?" : types[i].id);
    }
}

static const struct pack_size *load_sizes(struct reader *r, const struct yaml_node *list)
{
    static const struct field fields[] = {
        { "id", true }, { "of", true }, { "from", true }, { "to", false }, { "title", true }
    };
    static const char *const measures[] = { "inhabitants", "staff", NULL };
    const int64_t most = (int64_t)1000 * 1000 * 1000;
    size_t count = count_of(list);
    struct pack_size *sizes = NEW_ARRAY(r->a, struct pack_size, count);
    struct pack_index *index = pack_index_new(r->scratch, count);
    /* Per measure: where the next class must begin. */
    enum { ENDED = -1, UNKNOWN = -2 }; /* behind a class without an end; behind a faulty one */
    int64_t next[] = { 0, 0 };
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *node = &list->items[i];
        if (!FIELD_ENTRY(r, node, "a size class", fields))
            continue;
        int of = field_choice(r, node, "of", measures);
        sizes[i].id = field_id(r, node, false, NULL);
        sizes[i].of = of < 0 ? NULL : measures[of];
        sizes[i].from = field_int(r, node, "from", 0, most, -1);
        sizes[i].to = field_int(r, node, "to", 0, most, INT64_MAX);
        sizes[i].title = field_text(r, node, "title", no_limits);
        add_id(r, index, sizes[i].id, (int)i, node);
        if (of < 0 || sizes[i].from < 0)
            continue;
        if (next[of] == ENDED)
            field_fault(r, node->line, "stands behind a class of %s without \"to\"", measures[of]);
        else if (next[of] != UNKNOWN && sizes[i].from != next[of])
            field_fault(r, yaml_get(node, "from")->line,
                        "\"from\" must be %lld: classes of %s follow each other without a gap",
                        (long long)next[of], measures[of]);
        next[of] = sizes[i].to == INT64_MAX ? ENDED : sizes[i].to + 1;
        if (sizes[i].to < sizes[i].from) {
            field_fault(r, yaml_get(node, "to")->line, "\"to\" is less than \"from\"");
            next[of] = UNKNOWN;
        }
    }
    r->entry = NULL;
    for (size_t of = 0; of < 2 && list != NULL; of++) {
        if (next[of] > 0)
            field_fault(r, list->line, "the last class of %s must have no \"to\"", measures[of]);
        if (next[of] == 0)
            field_fault(r, list->line, "there is no class of %s", measures[of]);
    }
    return sizes;
}

const struct pack_types *load_types(struct reader *r, const struct yaml_node *root)
{
    struct pack_types *t = NEW(r->a, struct pack_types);
    const struct yaml_node *groups = list_field(r, root, "groups"), *list = list_field(r, root, "entries");
    const struct yaml_node *sizes = list_field(r, root, "size-classes"),
                           *sectors = list_field(r, root, "sectors");
    t->groups = load_groups(r, groups, "a group");
    t->group_count = (int)count_of(groups);
    t->sectors = load_groups(r, sectors, "a sector");
    t->sector_count = (int)count_of(sectors);
    t->sizes = load_sizes(r, sizes);
    t->size_count = (int)count_of(sizes);

    t->type_count = (int)count_of(list);
    struct pack_type *types = NEW_ARRAY(r->a, struct pack_type, (size_t)t->type_count);
    struct pack_index *index = pack_index_new(r->scratch, (size_t)t->type_count);
    t->types = types;
    for (int i = 0; i < t->type_count; i++) {
        load_type(r, &list->items[i], t, &types[i]);
        add_id(r, index, types[i].id, i, &list->items[i]);
        check_common(r, &list->items[i], types, i);
    }
    r->entry = NULL;
    return t;
}

/* ---- glossary ------------------------------------------------------------------------------------------- */

/* Spellings of one language; NULL-terminated. The same spelling in two entries would explain either word at random. */
static const char *const *load_spellings(struct reader *r, const struct yaml_node *list,
                                         const struct lang *lang, struct pack_index *spellings)
{
    if (list->kind != NODE_LIST || list->count == 0) {
        field_fault(r, list->line, "\"forms.%s\" must be a list with at least one item", lang->code);
        return NULL;
    }
    const char **forms = NEW_ARRAY(r->a, const char *, list->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < list->count; i++) {
        const char *form = field_scalar(r, &list->items[i], "forms");
        if (form == NULL)
            continue;
        forms[count++] = form;
        const char *key = arena_printf(r->scratch, "%s %s", lang->code, utf8_fold(r->scratch, form));
        if (!pack_index_add(spellings, key, 0))
            field_fault(r, list->items[i].line, "\"forms.%s\": \"%s\" is also a form elsewhere", lang->code,
                        pack_quote(r->scratch, form));
    }
    return forms;
}

static void load_word(struct reader *r, const struct yaml_node *node, struct pack_word *word,
                      struct pack_index *spellings)
{
    static const struct field fields[] = {
        { "id", true }, { "term", true }, { "forms", true }, { "definition", true }, { "see", false }
    };
    word->see = no_ids;
    if (!FIELD_ENTRY(r, node, "an entry", fields))
        return;
    word->see = field_codes(r, node, "see", PACK_MAX_ID);
    word->id = field_id(r, node, false, NULL);
    word->term = field_text(r, node, "term", no_limits);
    word->definition = field_text(r, node, "definition", (struct text_limits){ .words = 40 });
    const struct yaml_node *forms = yaml_get(node, "forms");
    if (forms == NULL)
        return;
    if (forms->kind != NODE_MAP) {
        field_fault(r, forms->line, "\"forms\" must give a list per language: { nl: […], en: […] }");
        return;
    }
    for (size_t i = 0; i < forms->count; i++) {
        const struct lang *lang = field_language(r, &forms->keys[i], "forms");
        if (lang != NULL)
            word->forms[lang->id] = load_spellings(r, &forms->items[i], lang, spellings);
    }
    if (yaml_get(forms, "nl") == NULL || yaml_get(forms, "en") == NULL)
        field_fault(r, forms->line, "\"forms.%s\" is missing", yaml_get(forms, "nl") == NULL ? "nl" : "en");
    for (int l = 0; l < LANG_COUNT; l++) {
        if (word->forms[l] == NULL)
            word->forms[l] = word->forms[LANG_NL]; /* nl and en are there, or it is a fault */
    }
}

/* Room for the spellings of a whole glossary. */
static size_t count_spellings(const struct yaml_node *list)
{
    size_t n = 0;
    for (size_t i = 0; i < count_of(list); i++) {
        const struct yaml_node *forms = yaml_get(&list->items[i], "forms");
        for (size_t k = 0; forms != NULL && k < forms->count; k++)
            n += forms->items[k].count;
    }
    return n;
}

const struct pack_glossary *load_glossary(struct reader *r, const struct yaml_node *root)
{
    struct pack_glossary *g = NEW(r->a, struct pack_glossary);
    const struct yaml_node *list = list_field(r, root, "entries");
    size_t count = count_of(list);
    struct pack_word *words = NEW_ARRAY(r->a, struct pack_word, count);
    struct pack_index *index = pack_index_new(r->scratch, count);
    struct pack_index *spellings = pack_index_new(r->scratch, count_spellings(list));
    for (size_t i = 0; i < count; i++) {
        load_word(r, &list->items[i], &words[i], spellings);
        add_id(r, index, words[i].id, (int)i, &list->items[i]);
    }
    for (size_t i = 0; i < count; i++) {
        r->entry = words[i].id;
        check_ids(r, &list->items[i], "see", words[i].id, words[i].see, index);
    }
    r->entry = NULL;
    *g = (struct pack_glossary){ .words = words, .count = (int)count };
    return g;
}
