#include "pack/yaml.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#include "base/utf8.h"
#include "pack/fault.h"

struct walk {
    yaml_parser_t parser;
    struct arena *a, *fault_arena;
    struct pack_faults *faults;
    const char *text;
    size_t n;
    bool broken; /* libyaml gave up: nothing can be read any more */
};

/* libyaml counts lines from 0; above INT_MAX lines cannot occur in a capped file. */
static int line_of(yaml_mark_t mark)
{
    return (int)mark.line + 1;
}

/* The next event, which the caller deletes; false when libyaml gave up, with the fault noted. */
static bool next(struct walk *w, yaml_event_t *event)
{
    if (w->broken)
        return false;
    if (yaml_parser_parse(&w->parser, event) == 1)
        return true;
    w->broken = true;
    const yaml_parser_t *p = &w->parser;
    /* Out of memory is not the file's fault and ends the program like any other. */
    ASSERT(p->error != YAML_MEMORY_ERROR);
    const char *problem = p->problem != NULL ? p->problem : "cannot be read";
    if (p->error == YAML_READER_ERROR) {
        /* No mark here: the reader works ahead of the scanner. The offset is in bytes. */
        int line = 1;
        for (size_t i = 0; i < p->problem_offset && i < w->n; i++)
            line += w->text[i] == '\n';
        pack_fault_add(w->fault_arena, w->faults, line, NULL, "this is not YAML: %s (character U+%04X)",
                       problem, (unsigned)p->problem_value);
    } else if (p->context != NULL) {
        pack_fault_add(w->fault_arena, w->faults, line_of(p->problem_mark), NULL,
                       "this is not YAML: %s, %s that began on line %d", problem, p->context,
                       line_of(p->context_mark));
    } else {
        pack_fault_add(w->fault_arena, w->faults, line_of(p->problem_mark), NULL, "this is not YAML: %s",
                       problem);
    }
    return false;
}

static void refuse_anchor_and_tag(struct walk *w, int line, const yaml_char_t *anchor, const yaml_char_t *tag)
{
    if (anchor != NULL)
        pack_fault_add(w->fault_arena, w->faults, line, NULL, "anchors (&%s) are not used in packs",
                       pack_quote(w->a, (const char *)anchor));
    if (tag != NULL)
        pack_fault_add(w->fault_arena, w->faults, line, NULL, "tags (%s) are not used in packs",
                       pack_quote(w->a, (const char *)tag));
}

static int compare_keys(const void *left, const void *right)
{
    const struct yaml_node *l = *(const struct yaml_node *const *)left;
    const struct yaml_node *r = *(const struct yaml_node *const *)right;
    int order = strcmp(l->scalar, r->scalar);
    if (order == 0)
        order = (l->line > r->line) - (l->line < r->line);
    return order != 0 ? order : (l->column > r->column) - (l->column < r->column);
}

/* Sorted, so that a mapping of a million keys cannot keep us busy for an hour. */
static void refuse_duplicate_keys(struct walk *w, const struct yaml_node *map)
{
    if (map->count < 2)
        return;
    const struct yaml_node **sorted = NEW_ARRAY(w->a, const struct yaml_node *, map->count);
    for (size_t i = 0; i < map->count; i++)
        sorted[i] = &map->keys[i];
    qsort(sorted, map->count, sizeof *sorted, compare_keys);
    for (size_t i = 1; i < map->count; i++) {
        if (strcmp(sorted[i - 1]->scalar, sorted[i]->scalar) == 0)
            pack_fault_add(w->fault_arena, w->faults, sorted[i]->line, NULL, "\"%s\" stands here a second time",
                           pack_quote(w->a, sorted[i]->scalar));
    }
}

/* Leaves out everything up to the end of the collection that just began. */
static void skip(struct walk *w)
{
    for (int open = 1; open > 0;) {
        yaml_event_t event;
        if (!next(w, &event))
            return;
        if (event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT)
            open++;
        else if (event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT)
            open--;
        yaml_event_delete(&event);
    }
}

static struct yaml_node build(struct walk *w, const yaml_event_t *event, int depth);

static struct yaml_node empty_scalar(int line, int column)
{
    return (struct yaml_node){ .kind = NODE_SCALAR, .line = line, .column = column, .scalar = "" };
}

static void build_list(struct walk *w, struct yaml_node *list, int depth)
{
    struct yaml_node *items = NULL;
    size_t count = 0, capacity = 0;
    yaml_event_t event;
    while (next(w, &event)) {
        bool end = event.type == YAML_SEQUENCE_END_EVENT;
        if (!end) {
            struct yaml_node item = build(w, &event, depth + 1);
            *(struct yaml_node *)ARENA_PUSH(w->a, &items, &count, &capacity) = item;
        }
        yaml_event_delete(&event);
        if (end)
            break;
    }
    list->items = items;
    list->count = count;
}

static void build_map(struct walk *w, struct yaml_node *map, int depth)
{
    struct yaml_node *keys = NULL, *items = NULL;
    size_t key_count = 0, key_capacity = 0, count = 0, capacity = 0;
    yaml_event_t event;
    while (next(w, &event)) {
        bool end = event.type == YAML_MAPPING_END_EVENT;
        if (!end && key_count == count) {
            struct yaml_node key = build(w, &event, depth + 1);
            if (key.kind != NODE_SCALAR) {
                pack_fault_add(w->fault_arena, w->faults, key.line, NULL, "a key must be a plain word");
                key = empty_scalar(key.line, key.column);
            }
            *(struct yaml_node *)ARENA_PUSH(w->a, &keys, &key_count, &key_capacity) = key;
        } else if (!end) {
            struct yaml_node item = build(w, &event, depth + 1);
            *(struct yaml_node *)ARENA_PUSH(w->a, &items, &count, &capacity) = item;
        }
        yaml_event_delete(&event);
        if (end)
            break;
    }
    map->keys = keys;
    map->items = items;
    map->count = count; /* the parse may have broken off between a key and its value */
    refuse_duplicate_keys(w, map);
}

static struct yaml_node build(struct walk *w, const yaml_event_t *event, int depth)
{
    int line = line_of(event->start_mark);
    struct yaml_node node = empty_scalar(line, (int)event->start_mark.column + 1);
    switch (event->type) {
    case YAML_ALIAS_EVENT:
        pack_fault_add(w->fault_arena, w->faults, line, NULL, "aliases (*%s) are not used in packs",
                       pack_quote(w->a, (const char *)event->data.alias.anchor));
        break;
    case YAML_SCALAR_EVENT:
        refuse_anchor_and_tag(w, line, event->data.scalar.anchor, event->data.scalar.tag);
        node.plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
        node.scalar = arena_strndup(w->a, (const char *)event->data.scalar.value, event->data.scalar.length);
        /* "\0" in double quotes is YAML, but no string of ours. */
        if (strlen(node.scalar) != event->data.scalar.length)
            pack_fault_add(w->fault_arena, w->faults, line, NULL, "a text holds a NUL character");
        break;
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT:
        if (event->type == YAML_SEQUENCE_START_EVENT)
            refuse_anchor_and_tag(w, line, event->data.sequence_start.anchor, event->data.sequence_start.tag);
        else
            refuse_anchor_and_tag(w, line, event->data.mapping_start.anchor, event->data.mapping_start.tag);
        if (depth > YAML_MAX_DEPTH) {
            pack_fault_add(w->fault_arena, w->faults, line, NULL, "nested more than %d deep", YAML_MAX_DEPTH);
            skip(w);
            break;
        }
        node.scalar = NULL;
        if (event->type == YAML_SEQUENCE_START_EVENT) {
            node.kind = NODE_LIST;
            build_list(w, &node, depth);
        } else {
            node.kind = NODE_MAP;
            build_map(w, &node, depth);
        }
        break;
    default:
        ASSERT(!"an event that libyaml does not give inside a document");
    }
    return node;
}

/* The one document of the stream; NULL when there is none or the text broke off. */
static struct yaml_node *build_document(struct walk *w)
{
    struct yaml_node *root = NULL;
    int documents = 0;
    yaml_event_t event;
    while (next(w, &event)) {
        bool end = event.type == YAML_STREAM_END_EVENT;
        if (event.type == YAML_DOCUMENT_START_EVENT) {
            documents++;
            if (documents == 2)
                pack_fault_add(w->fault_arena, w->faults, line_of(event.start_mark), NULL,
                               "a second document begins here; a pack is one");
        } else if (!end && event.type != YAML_STREAM_START_EVENT && event.type != YAML_DOCUMENT_END_EVENT) {
            struct yaml_node node = build(w, &event, 1);
            if (documents == 1) {
                root = NEW(w->a, struct yaml_node);
                *root = node;
            }
        }
        yaml_event_delete(&event);
        if (end)
            break;
    }
    return w->broken ? NULL : root;
}

/* Every line with bytes that are no UTF-8, once. */
static void refuse_bad_utf8(struct arena *fault_arena, struct pack_faults *faults, const char *text, size_t n)
{
    int line = 1, told = 0;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(text + at, n - at, &len);
        if (cp == '\n')
            line++;
        if ((cp == UINT32_MAX || cp == 0) && told != line) {
            pack_fault_add(fault_arena, faults, line, NULL,
                           cp == 0 ? "a NUL character" : "not UTF-8 (byte 0x%02X)", (unsigned char)text[at]);
            told = line;
        }
    }
}

enum status yaml_read(struct arena *a, const char *text, size_t n, const struct yaml_node **out,
                      struct arena *fault_arena, struct pack_faults *faults)
{
    *out = NULL;
    if (n > YAML_MAX_BYTES) {
        pack_fault_add(fault_arena, faults, 0, NULL, "larger than %d MB", YAML_MAX_BYTES / 1024 / 1024);
        return TOO_LARGE;
    }
    size_t before = faults->count;
    if (!utf8_valid(text, n)) {
        refuse_bad_utf8(fault_arena, faults, text, n);
        return INVALID;
    }
    struct walk w = { .a = a, .fault_arena = fault_arena, .faults = faults, .text = text, .n = n };
    ASSERT(yaml_parser_initialize(&w.parser) == 1);
    yaml_parser_set_encoding(&w.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&w.parser, (const unsigned char *)text, n);
    *out = build_document(&w);
    yaml_parser_delete(&w.parser);
    if (*out == NULL && !w.broken)
        pack_fault_add(fault_arena, faults, 0, NULL, "the file is empty");
    return faults->count > before || *out == NULL ? INVALID : OK;
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
    if (map == NULL || map->kind != NODE_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (strcmp(map->keys[i].scalar, key) == 0)
            return &map->items[i];
    }
    return NULL;
}

const char *yaml_string(const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    return node == NULL ? NULL : node->scalar;
}
