/* Packs to sheets; sheet_read.c goes back. */
#include "pack/sheet.h"

#include <string.h>

#include "pack/name.h"
#include "pack/sheet_shape.h"

struct writer {
    struct arena *a;
    const struct yaml_node *root;
    const struct packs *packs; /* may be NULL */
    struct sheet_shape shape;
    const char *langs[LANG_COUNT]; /* that the pack declares */
    int lang_count;
};

/* An entry of a list, and the ids of the entries it stands in: "works" of profile.options. */
struct source {
    const char *parent; /* "" on top */
    const struct yaml_node *node;
};
struct sources {
    struct source *v;
    size_t count, capacity;
};

static const char *id_of(const struct yaml_node *node)
{
    const char *id = node->kind == NODE_SCALAR ? node->scalar : yaml_string(node, "id");
    return id == NULL ? "" : id;
}

static const char *path_below(struct arena *a, const char *parent, const char *id)
{
    return parent[0] == '\0' ? id : arena_printf(a, "%s/%s", parent, id);
}

/* Every entry of a list, in the order of the pack. */
static struct sources gather(struct writer *w, const char *list)
{
    struct sources out = { 0 };
    const char *parent = list_parent(w->a, list);
    if (parent == NULL) {
        const struct yaml_node *items = yaml_get(w->root, list);
        for (size_t i = 0; items != NULL && i < items->count; i++)
            *(struct source *)ARENA_PUSH(w->a, &out.v, &out.count, &out.capacity) =
                (struct source){ "", &items->items[i] };
        return out;
    }
    struct sources above = gather(w, parent);
    for (size_t i = 0; i < above.count; i++) {
        const struct yaml_node *items = yaml_get(above.v[i].node, strrchr(list, '.') + 1);
        const char *path = path_below(w->a, above.v[i].parent, id_of(above.v[i].node));
        for (size_t k = 0; items != NULL && k < items->count; k++)
            *(struct source *)ARENA_PUSH(w->a, &out.v, &out.count, &out.capacity) =
                (struct source){ path, &items->items[k] };
    }
    return out;
}

/* ---- whether cells can hold it ----------------------------------------------------------------------------------- */

static bool is_all(const struct yaml_node *node, enum yaml_kind kind, enum yaml_kind of_items)
{
    if (node->kind != kind)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (node->items[i].kind != of_items)
            return false;
    return true;
}

static bool is_all_of(const struct yaml_node *node, enum yaml_kind kind, enum yaml_kind of_items,
                      enum yaml_kind of_theirs)
{
    if (node->kind != kind)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (!is_all(&node->items[i], of_items, of_theirs))
            return false;
    return true;
}

/* A value may be any text, but not a list where a text belongs. */
static bool value_fits(const struct yaml_node *value, enum column_type type)
{
    switch (type) {
    case COLUMN_STRING:
    case COLUMN_NUMBER:
    case COLUMN_BOOL:
    case COLUMN_DATE:
        return value->kind == NODE_SCALAR;
    case COLUMN_LIST:
        return is_all(value, NODE_LIST, NODE_SCALAR);
    case COLUMN_TEXT:
    case COLUMN_PAIRS:
        return is_all(value, NODE_MAP, NODE_SCALAR);
    case COLUMN_TEXTS:
        return is_all_of(value, NODE_LIST, NODE_MAP, NODE_SCALAR);
    case COLUMN_FORMS:
    case COLUMN_CONDITION:
        return is_all_of(value, NODE_MAP, NODE_LIST, NODE_SCALAR);
    case COLUMN_ENTRIES:
        break;
    }
    return value->kind == NODE_LIST;
}

static bool entry_fits(const struct writer *w, const char *list, const struct yaml_node *entry)
{
    if (entry->kind == NODE_SCALAR)
        return strcmp(list, "leave-out") == 0;
    for (size_t i = 0; i < w->shape.count; i++) {
        const struct column_shape *c = &w->shape.v[i];
        const struct yaml_node *value = strcmp(c->list, list) != 0 ? NULL : yaml_get(entry, c->name);
        if (value != NULL && !value_fits(value, c->type))
            return false;
    }
    return entry->kind == NODE_MAP;
}

/* Lists before what stands in them, so that gather finds only lists. */
static bool pack_fits(struct writer *w)
{
    bool fits = entry_fits(w, "", w->root);
    for (const char **list = w->shape.lists; *list != NULL && fits; list++) {
        const struct yaml_node *items = strchr(*list, '.') == NULL ? yaml_get(w->root, *list) : NULL;
        fits = items == NULL || items->kind == NODE_LIST;
        struct sources all = fits ? gather(w, *list) : (struct sources){ 0 };
        for (size_t i = 0; i < all.count && fits; i++)
            fits = entry_fits(w, *list, all.v[i].node);
    }
    return fits;
}

/* ---- cells ------------------------------------------------------------------------------------------------------ */

/* One item of a list in a cell: what parts the items is marked with a backslash. */
static const char *escaped(struct arena *a, const char *s, char part)
{
    if (strpbrk(s, "\\;\n") == NULL)
        return s;
    char *out = arena_alloc(a, 2 * strlen(s) + 1), *to = out;
    for (; *s != '\0'; s++) {
        if (*s == '\\' || *s == part || *s == '\n')
            *to++ = '\\';
        *to++ = *s == '\n' ? 'n' : *s;
    }
    *to = '\0';
    return out;
}

static bool is_number(const char *s)
{
    return s[0] != '\0' && strspn(s, "0123456789.") == strlen(s);
}

/* "6.2.3; 4.5". A single code that looks like a number gets a semicolon, or a spreadsheet makes 16.1 of the 16.10 that
 * someone types over it. */
static const char *list_cell(struct arena *a, const struct yaml_node *list)
{
    const char *cell = "";
    for (size_t i = 0; i < list->count; i++)
        cell = arena_printf(a, "%s%s%s", cell, i == 0 ? "" : "; ", escaped(a, id_of(&list->items[i]), ';'));
    return list->count == 1 && is_number(cell) ? arena_printf(a, "%s;", cell) : cell;
}

static const char *pairs_cell(struct arena *a, const struct yaml_node *map)
{
    const char *cell = "";
    for (size_t i = 0; i < map->count; i++)
        cell = arena_printf(a, "%s%s%s=%s", cell, i == 0 ? "" : "; ", map->keys[i].scalar,
                            escaped(a, id_of(&map->items[i]), ';'));
    return cell;
}

static const char *joined(struct arena *a, const struct yaml_node *terms, const char *between)
{
    const char *s = "";
    for (size_t i = 0; terms != NULL && i < terms->count; i++)
        s = arena_printf(a, "%s%s%s", s, i == 0 ? "" : between, id_of(&terms->items[i]));
    return s;
}

static const char *condition_cell(struct arena *a, const struct yaml_node *condition)
{
    const struct yaml_node *any = yaml_get(condition, "any");
    const char *all = joined(a, yaml_get(condition, "all"), " and "), *one_of = joined(a, any, " or ");
    if (any == NULL)
        return all;
    if (all[0] != '\0')
        return arena_printf(a, "%s and (%s)", all, one_of);
    return any->count == 1 ? arena_printf(a, "(%s)", one_of) : one_of;
}

/* A list of texts in one language: a line per item, an empty one where the language has none. */
static const char *texts_cell(struct arena *a, const struct yaml_node *list, const char *lang)
{
    const char *cell = "", *blank = "";
    for (size_t i = 0; i < list->count; i++) {
        const char *s = yaml_string(&list->items[i], lang);
        if (s != NULL) {
            cell = arena_printf(a, "%s%s%s", cell, blank, escaped(a, s, '\n'));
            blank = "";
        }
        blank = arena_printf(a, "%s\n", blank);
    }
    return cell;
}

static const char *cell_of(struct writer *w, const struct yaml_node *entry, const struct column_shape *c,
                           const char *lang)
{
    if (entry->kind == NODE_SCALAR)
        return strcmp(c->name, "id") == 0 ? entry->scalar : "";
    const struct yaml_node *value = yaml_get(entry, c->name);
    if (value == NULL)
        return "";
    const struct yaml_node *forms;
    switch (c->type) {
    case COLUMN_TEXT:
        return yaml_string(value, lang) == NULL ? "" : yaml_string(value, lang);
    case COLUMN_TEXTS:
        return texts_cell(w->a, value, lang);
    case COLUMN_FORMS:
        forms = yaml_get(value, lang);
        return forms == NULL ? "" : list_cell(w->a, forms);
    case COLUMN_LIST:
        return list_cell(w->a, value);
    case COLUMN_PAIRS:
        return pairs_cell(w->a, value);
    case COLUMN_CONDITION:
        return condition_cell(w->a, value);
    case COLUMN_STRING:
    case COLUMN_NUMBER:
    case COLUMN_BOOL:
    case COLUMN_DATE:
    case COLUMN_ENTRIES:
        break;
    }
    return value->scalar == NULL ? "" : value->scalar;
}

/* ---- what codes are called --------------------------------------------------------------------------------------- */

static const char *dutch(const struct text *t)
{
    return t == NULL || t->in[LANG_NL] == NULL ? "" : t->in[LANG_NL];
}

static const struct yaml_node *entry_of(const struct yaml_node *list, const char *id)
{
    for (size_t i = 0; list != NULL && i < list->count; i++)
        if (strcmp(id_of(&list->items[i]), id) == 0)
            return &list->items[i];
    return NULL;
}

/* A theme or statement of the pack itself. */
static const char *own_name(const struct writer *w, const char *to, const char *id)
{
    if (strcmp(to, "theme") == 0) {
        const struct yaml_node *domains = yaml_get(w->root, "domains");
        for (size_t i = 0; domains != NULL && i < domains->count; i++) {
            const struct yaml_node *theme = entry_of(yaml_get(&domains->items[i], "themes"), id);
            if (theme != NULL)
                return entry_name(theme);
        }
        return "";
    }
    const struct yaml_node *list = yaml_get(w->root, strcmp(to, "statement") == 0 ? "statements" : to);
    const struct yaml_node *entry = list == NULL || list->kind != NODE_LIST ? NULL : entry_of(list, id);
    return entry == NULL ? "" : entry_name(entry);
}

static const char *name_in(const struct pack *p, const char *to, const char *id)
{
    int at;
    const char *list = pack_ref_list((int)p->kind, to);
    const struct pack_entry *e = list == NULL ? NULL : pack_entry(pack_list(p->lists, list), id);
    if (p->kind == PACK_SCAN && strcmp(to, "theme") == 0 && (at = pack_theme_find(p->scan, id)) >= 0)
        return dutch(&p->scan->themes[at].title);
    if (p->kind == PACK_SCAN && strcmp(to, "statement") == 0 && (at = pack_statement_find(p->scan, id)) >= 0)
        return dutch(&p->scan->statements[at].label);
    if (p->kind == PACK_SCAN && strcmp(to, "scan") == 0 && strcmp(p->id, id) == 0)
        return dutch(&p->title);
    return e == NULL ? "" : dutch(pack_text(e, "title"));
}

static const char *label_of(struct writer *w, const char *to, const char *id)
{
    const char *name = own_name(w, to, id);
    if (w->packs == NULL || name[0] != '\0')
        return name;
    if (strcmp(to, "iso26000") == 0 || strcmp(to, "sdg") == 0) {
        const struct pack *p = packs_newest(w->packs, PACK_CROSSWALK);
        const struct pack_reference *r = p == NULL ? NULL : pack_reference_find(p->crosswalk, to, id);
        return r == NULL ? "" : dutch(&r->title);
    }
    for (size_t i = w->packs->count; i-- > 0 && name[0] == '\0';)
        name = name_in(w->packs->v[i], to, id);
    return name;
}

static const char *labels_of(struct writer *w, const struct yaml_node *entry, const struct column_shape *c)
{
    const struct yaml_node *value = entry->kind == NODE_SCALAR ? entry : yaml_get(entry, c->name);
    if (value == NULL || value->kind != NODE_LIST)
        return value == NULL ? "" : label_of(w, c->to, id_of(value));
    const char *all = "";
    for (size_t i = 0; i < value->count; i++) {
        const char *label = label_of(w, c->to, id_of(&value->items[i]));
        all = arena_printf(w->a, "%s%s%s", all, all[0] == '\0' || label[0] == '\0' ? "" : "; ", label);
    }
    return all;
}

static bool has_labels(const struct column_shape *c)
{
    return c->to != NULL && c->to[0] != '.' && strcmp(c->to, "gri") != 0 && strcmp(c->to, "vsme") != 0;
}

/* ---- sheets -------------------------------------------------------------------------------------------------------- */

struct filling {
    const char **cells; /* of one row */
    size_t count;
};

static void fill(struct filling *f, const char *cell)
{
    ASSERT(f->count < CSV_MAX_CELLS);
    f->cells[f->count++] = cell;
}

static bool is_met(const struct sources *s, const char *field)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->v[i].node->kind == NODE_SCALAR || yaml_get(s->v[i].node, field) != NULL)
            return true;
    return false;
}

static bool per_language(enum column_type type)
{
    return type == COLUMN_TEXT || type == COLUMN_TEXTS || type == COLUMN_FORMS;
}

/* One row of a list, or with source NULL its titles. */
static struct csv_row make_row(struct writer *w, const char *list, const struct sources *all,
                               const struct source *source, size_t line)
{
    struct filling f = { .cells = NEW_ARRAY(w->a, const char *, CSV_MAX_CELLS) };
    const char *parent = list_parent(w->a, list);
    if (parent != NULL) {
        bool top = strchr(parent, '.') == NULL;
        fill(&f, source == NULL ? parent : source->parent);
        if (top)
            fill(&f, source == NULL ? arena_printf(w->a, "[%s]", parent) : label_of(w, parent, source->parent));
    }
    for (size_t i = 0; i < w->shape.count; i++) {
        const struct column_shape *c = &w->shape.v[i];
        if (strcmp(c->list, list) != 0 || c->type == COLUMN_ENTRIES || !is_met(all, c->name))
            continue;
        for (int l = 0; l < (per_language(c->type) ? w->lang_count : 1); l++) {
            const char *lang = w->langs[l];
            const char *title = per_language(c->type) ? arena_printf(w->a, "%s.%s", c->name, lang) : c->name;
            fill(&f, source == NULL ? title : cell_of(w, source->node, c, lang));
        }
        if (has_labels(c))
            fill(&f, source == NULL ? arena_printf(w->a, "[%s]", c->name) : labels_of(w, source->node, c));
    }
    return (struct csv_row){ .cells = f.cells, .count = f.count, .line = line };
}

static struct sheet make_sheet(struct writer *w, const char *list, const struct sources *all)
{
    struct csv_row *rows = NEW_ARRAY(w->a, struct csv_row, all->count + 1);
    rows[0] = make_row(w, list, all, NULL, 1);
    for (size_t i = 0; i < all->count; i++)
        rows[i + 1] = make_row(w, list, all, &all->v[i], i + 2);
    return (struct sheet){ .name = list, .rows = { .rows = rows, .count = all->count + 1, .separator = ',' } };
}

static void add_pair(struct writer *w, struct csv *rows, size_t *capacity, const char *key, const char *value)
{
    const char **cells = NEW_ARRAY(w->a, const char *, 2);
    cells[0] = key;
    cells[1] = value;
    size_t line = rows->count + 1;
    *(struct csv_row *)ARENA_PUSH(w->a, &rows->rows, &rows->count, capacity) =
        (struct csv_row){ .cells = cells, .count = 2, .line = line };
}

static struct sheet make_head(struct writer *w)
{
    struct sheet sheet = { .name = "pack", .rows = { .separator = ',' } };
    size_t capacity = 0;
    add_pair(w, &sheet.rows, &capacity, "key", "value");
    for (size_t i = 0; i < w->shape.count; i++) {
        const struct column_shape *c = &w->shape.v[i];
        if (c->list[0] != '\0' || yaml_get(w->root, c->name) == NULL)
            continue;
        for (int l = 0; l < (per_language(c->type) ? w->lang_count : 1); l++)
            add_pair(w, &sheet.rows, &capacity,
                     per_language(c->type) ? arena_printf(w->a, "%s.%s", c->name, w->langs[l]) : c->name,
                     cell_of(w, w->root, c, w->langs[l]));
    }
    return sheet;
}

static enum pack_kind kind_of(const char *name)
{
    int kind = 0;
    while (kind < PACK_KINDS && (name == NULL || strcmp(pack_kind_name((enum pack_kind)kind), name) != 0))
        kind++;
    return (enum pack_kind)kind;
}

static void read_languages(struct writer *w)
{
    const struct yaml_node *declared = yaml_get(w->root, "languages");
    for (int l = 0; l < LANG_COUNT; l++) {
        const char *code = lang_get((enum lang_id)l)->code;
        if (declared == NULL || entry_of(declared, code) != NULL)
            w->langs[w->lang_count++] = code;
    }
}

enum status sheet_write(struct arena *a, const struct yaml_node *root, const struct packs *packs,
                        struct sheets *out)
{
    struct writer w = { .a = a, .root = root, .packs = packs };
    enum pack_kind kind = kind_of(yaml_string(root, "kind"));
    *out = (struct sheets){ 0 };
    if (kind >= PACK_DEMO)
        return INVALID;
    w.shape = sheet_shape(a, kind);
    if (!pack_fits(&w))
        return INVALID;
    read_languages(&w);
    size_t count = 1;
    for (const char **list = w.shape.lists; *list != NULL; list++)
        count++;
    struct sheet *sheets = NEW_ARRAY(a, struct sheet, count);
    sheets[out->count++] = make_head(&w);
    for (const char **list = w.shape.lists; *list != NULL; list++) {
        struct sources all = gather(&w, *list);
        if (all.count > 0)
            sheets[out->count++] = make_sheet(&w, *list, &all);
    }
    out->v = sheets;
    return OK;
}
