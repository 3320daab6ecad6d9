#include "pack/load.h"

#include <stdlib.h>
#include <string.h>

#include "lib/sodium.h"
#include "pack/fault.h"
#include "pack/tree.h"

static const char *const kind_names[] = { [PACK_SCAN] = "scan",
                                          [PACK_CROSSWALK] = "crosswalk",
                                          [PACK_TYPES] = "organisation-types",
                                          [PACK_GLOSSARY] = "glossary",
                                          [PACK_MATURITY] = "maturity",
                                          [PACK_INDICATORS] = "indicators",
                                          [PACK_ACTIONS] = "actions",
                                          [PACK_METHODS] = "methods",
                                          [PACK_CARDS] = "cards",
                                          [PACK_PRACTICES] = "practices",
                                          [PACK_TEMPLATE] = "trajectory-template",
                                          [PACK_REQUESTS] = "requests",
                                          [PACK_COMMITMENTS] = "commitments",
                                          [PACK_CALENDAR] = "calendar",
                                          [PACK_SESSIONS] = "session-templates",
                                          [PACK_EXAMPLE] = "example",
                                          [PACK_DEMO] = "demo",
                                          [PACK_KINDS] = NULL };

const char *pack_kind_name(enum pack_kind k)
{
    ASSERT(k < PACK_KINDS);
    return kind_names[k];
}

/* The head of every kind, and behind it what the kind adds. */
#define HEAD                                                                                                   \
    { "id", true }, { "kind", true }, { "version", true }, { "languages", true }, { "licence", true },         \
        { "source", true }, { "valid-from", true }, { "valid-to", false }, { "review-by", true },              \
    {                                                                                                          \
        "title", true                                                                                          \
    }

static void check_list_keys(struct reader *r, const struct yaml_node *root, enum pack_kind kind)
{
    static const struct field head[] = { HEAD };
    struct pack_kind_lists lists = pack_kind_lists((int)kind);
    struct field fields[sizeof head / sizeof *head + PACK_MAX_LISTS];
    size_t count = sizeof head / sizeof *head;
    memcpy(fields, head, sizeof head);
    for (int i = 0; i < lists.count; i++)
        fields[count++] = (struct field){ lists.v[i].name, lists.v[i].required };
    (void)field_map(r, root, "this pack", fields, count);
}

static void check_keys(struct reader *r, const struct yaml_node *root, enum pack_kind kind)
{
    static const struct field scan[] = {
        HEAD, { "domains", true }, { "profile", false }, { "statements", true }
    };
    static const struct field overlay[] = { HEAD,
                                            { "base", true },
                                            { "base-version", true },
                                            { "leave-out", false },
                                            { "profile", false },
                                            { "statements", true } };
    static const struct field entries[] = { HEAD, { "entries", true } };
    static const struct field types[] = {
        HEAD, { "groups", true }, { "entries", true }, { "size-classes", true }, { "sectors", true }
    };
    static const struct field head[] = { HEAD };
    switch (kind) {
    case PACK_SCAN:
        if (is_overlay(root))
            (void)FIELD_MAP(r, root, "an overlay", overlay);
        else
            (void)FIELD_MAP(r, root, "a scan pack", scan);
        break;
    case PACK_TYPES:
        (void)FIELD_MAP(r, root, "a pack of organisation types", types);
        break;
    case PACK_CROSSWALK:
    case PACK_GLOSSARY:
        (void)FIELD_MAP(r, root, "this pack", entries);
        break;
    case PACK_DEMO:
    case PACK_KINDS:
        /* A demo has whatever its reader wants; only its head is checked. */
        for (size_t i = 0; i < sizeof head / sizeof *head; i++) {
            if (head[i].required && yaml_get(root, head[i].name) == NULL)
                field_fault(r, root->line, "\"%s\" is missing in a demo pack", head[i].name);
        }
        break;
    default:
        check_list_keys(r, root, kind);
        break;
    }
}

static void load_languages(struct reader *r, const struct yaml_node *root)
{
    const struct yaml_node *list = field_list(r, root, "languages");
    if (list == NULL) {
        /* Reported; with none, every text would give a fault of its own. */
        for (int l = 0; l < LANG_COUNT; l++)
            r->languages[l] = true;
        return;
    }
    bool declared[LANG_COUNT] = { false };
    for (int l = 0; l < LANG_COUNT; l++)
        r->languages[l] = true; /* field_language then only asks whether it exists */
    for (size_t i = 0; i < list->count; i++) {
        if (field_scalar(r, &list->items[i], "languages") == NULL)
            continue;
        const struct lang *lang = field_language(r, &list->items[i], "languages");
        if (lang == NULL)
            continue;
        if (declared[lang->id])
            field_fault(r, list->items[i].line, "\"languages\" names %s twice", lang->code);
        declared[lang->id] = true;
    }
    memcpy(r->languages, declared, sizeof declared);
    if (!declared[LANG_NL] || !declared[LANG_EN])
        field_fault(r, list->line, "\"languages\" must hold nl and en");
}

static void load_head(struct reader *r, const struct yaml_node *root, struct pack *pack)
{
    load_languages(r, root);
    memcpy(pack->languages, r->languages, sizeof pack->languages);
    pack->id = field_id(r, root, false, NULL);
    pack->version = (int)field_int(r, root, "version", 1, 1000000, 0);
    pack->licence = field_string(r, root, "licence");
    pack->source = field_string(r, root, "source");
    pack->valid_from = field_date(r, root, "valid-from");
    pack->valid_to = field_date(r, root, "valid-to");
    pack->review_by = field_date(r, root, "review-by");
    pack->title = field_text(r, root, "title", (struct text_limits){ 0 });
    /* ISO dates sort as strings. */
    if (pack->valid_from != NULL && pack->valid_to != NULL && strcmp(pack->valid_to, pack->valid_from) < 0)
        field_fault(r, yaml_get(root, "valid-to")->line, "\"valid-to\" is before \"valid-from\"");
    if (pack->valid_from != NULL && pack->review_by != NULL && strcmp(pack->review_by, pack->valid_from) <= 0)
        field_fault(r, yaml_get(root, "review-by")->line, "\"review-by\" must be after \"valid-from\"");
}

bool is_overlay(const struct yaml_node *root)
{
    const char *kind = yaml_string(root, "kind");
    return kind != NULL && strcmp(kind, kind_names[PACK_SCAN]) == 0 && yaml_get(root, "base") != NULL;
}

static void load_kind(struct reader *r, const struct yaml_node *root, struct pack *pack)
{
    switch (pack->kind) {
    case PACK_SCAN:
        if (is_overlay(root)) {
            pack->base = field_string(r, root, "base");
            pack->base_version = (int)field_int(r, root, "base-version", 1, 1000000, 0);
        }
        pack->scan = load_scan(r, root, pack);
        break;
    case PACK_CROSSWALK:
        pack->crosswalk = load_crosswalk(r, root);
        break;
    case PACK_TYPES:
        pack->types = load_types(r, root);
        break;
    case PACK_GLOSSARY:
        pack->glossary = load_glossary(r, root);
        break;
    case PACK_DEMO:
    case PACK_KINDS:
        break; /* pack_read keeps the tree */
    default:
        pack->lists = load_entries(r, root, pack->kind);
        break;
    }
}

static void load(struct reader *r, const struct yaml_node *root, struct pack *pack)
{
    if (root->kind != NODE_MAP) {
        field_fault(r, root->line, "a pack must be a mapping (key: value)");
        return;
    }
    int kind = field_choice(r, root, "kind", kind_names);
    if (kind < 0) {
        /* Without a kind nothing else can be judged. */
        if (yaml_get(root, "kind") == NULL)
            field_fault(r, root->line, "\"kind\" is missing in this pack");
        return;
    }
    pack->kind = (enum pack_kind)kind;
    check_keys(r, root, pack->kind);
    load_head(r, root, pack);
    load_kind(r, root, pack);
}

static int by_line(const void *left, const void *right)
{
    const struct pack_fault *l = *(const struct pack_fault *const *)left,
                            *r = *(const struct pack_fault *const *)right;
    if (l->line != r->line)
        return l->line < r->line ? -1 : 1;
    return l < r ? -1 : 1; /* as they were found */
}

/* Adds the faults of one file to those of others, by line; what concerns the file as a whole stands last. */
static void add_sorted(struct arena *a, struct pack_faults *all, const struct pack_faults *own)
{
    const struct pack_fault **sorted = NEW_ARRAY(a, const struct pack_fault *, own->count);
    size_t lines = 0;
    for (size_t i = 0; i < own->count; i++) {
        if (own->v[i].line > 0)
            sorted[lines++] = &own->v[i];
    }
    if (lines > 0)
        qsort(sorted, lines, sizeof *sorted, by_line);
    for (size_t i = 0; i < own->count; i++) {
        if (own->v[i].line <= 0)
            sorted[lines++] = &own->v[i];
    }
    for (size_t i = 0; i < own->count; i++)
        *(struct pack_fault *)ARENA_PUSH(a, &all->v, &all->count, &all->capacity) = *sorted[i];
}

/* A version as it is written; 0 when it is none. */
static int whole(const char *s)
{
    size_t digits = s == NULL ? 0 : strspn(s, "0123456789");
    return digits == 0 || digits > 7 || s[digits] != '\0' ? 0 : (int)strtol(s, NULL, 10);
}

/* What the tree says of itself, so that one knows it also when it has faults. */
static void tell_apart(struct arena *a, struct pack_file *file, const struct yaml_node *root)
{
    const char *kind = yaml_string(root, "kind"), *id = yaml_string(root, "id"),
               *version = yaml_string(root, "version");
    file->kind = PACK_KINDS;
    for (int k = 0; kind != NULL && k < PACK_KINDS; k++)
        if (strcmp(kind, kind_names[k]) == 0)
            file->kind = (enum pack_kind)k;
    file->id = arena_strdup(a, id);
    file->version = whole(version);
    file->base = NULL;
    file->base_version = 0;
    if (!is_overlay(root))
        return;
    const char *base = yaml_string(root, "base");
    file->base = base == NULL ? "" : arena_strdup(a, base);
    file->base_version = whole(yaml_string(root, "base-version"));
}

/* The tree of a file; NULL when its text could not be followed to its end. */
static const struct yaml_node *tree_of(struct arena *scratch, struct pack_file *file, struct arena *fault_arena,
                                       struct pack_faults *faults)
{
    const struct yaml_node *root;
    file->status = OK;
    if (file->tree.p != NULL)
        return tree_read(scratch, file->tree);
    file->status = yaml_read(scratch, file->text.p, file->text.n, &root, fault_arena, faults);
    return root;
}

void pack_file_hash(struct arena *a, struct pack_file *file)
{
    file->hash = file->tree.p != NULL ? tree_digest(file->tree) : crypto_digest_hex(a, file->text);
}

void pack_file_peek(struct arena *a, struct pack_file *file)
{
    struct arena scratch;
    arena_init(&scratch);
    struct pack_faults none = { 0 };
    const struct yaml_node *root = tree_of(&scratch, file, &scratch, &none);
    file->kind = PACK_KINDS;
    if (root != NULL)
        tell_apart(a, file, root);
    arena_release(&scratch);
}

/* The text, hash and, of a demo, tree of a pack without faults. */
static void keep_text(struct arena *a, struct pack *pack, const struct pack_file *file)
{
    /* What comes with a tree is part of the program and stays where it is. */
    bool own = file->tree.p != NULL;
    char *copy = own ? NULL : arena_strndup(a, file->text.p, file->text.n);
    pack->text = own ? file->text : (struct bytes){ .p = copy, .n = file->text.n };
    pack->file = arena_strdup(a, file->name);
    pack->hash = file->hash;
    if (pack->kind == PACK_DEMO && !own) {
        struct pack_faults none = { 0 };
        enum status st = yaml_read(a, copy, file->text.n, &pack->demo, a, &none);
        ASSERT(st == OK);
    }
}

bool load_file(struct arena *a, struct pack_file *file, const struct packs *others, bool overlays)
{
    /* The tree is several times the size of the pack and only needed here, but for a demo. */
    struct arena scratch;
    arena_init(&scratch);
    struct pack_faults own = { 0 };
    struct reader r = {
        .a = a, .scratch = &scratch, .faults = &own, .others = others, .borrow = file->tree.p != NULL
    };
    const struct yaml_node *root = tree_of(&scratch, file, a, &own);
    file->kind = PACK_KINDS;
    if (root != NULL)
        tell_apart(a, file, root);
    if (file->base != NULL && !overlays) {
        arena_release(&scratch);
        return false;
    }
    struct pack *pack = NEW(a, struct pack);
    if (root != NULL)
        load(&r, root, pack);
    if (file->hash == NULL)
        pack_file_hash(a, file);
    if (file->status == OK && own.count == 0) {
        keep_text(a, pack, file);
        file->pack = pack;
    } else if (file->status == OK) {
        file->status = INVALID;
    }
    arena_release(&scratch);
    add_sorted(a, &file->faults, &own);
    return true;
}

enum status pack_read(struct arena *a, const char *file, const char *text, size_t n, const struct packs *others,
                      struct pack **out, struct pack_faults *faults)
{
    struct pack_file f = { .name = file, .text = { .p = text, .n = n } };
    (void)load_file(a, &f, others, true);
    *out = f.pack;
    for (size_t i = 0; i < f.faults.count; i++)
        *(struct pack_fault *)ARENA_PUSH(a, &faults->v, &faults->count, &faults->capacity) = f.faults.v[i];
    return f.status;
}
