#include "slice/library/pack_upload.h"

#include <string.h>

#include "slice/library/pack_book.h"
#include "slice/library/pack_store.h"

/* ---- what is installed --------------------------------------------------------------------------------------- */

const int *library_versions(struct db *db, struct arena *a, const char *id, size_t *count)
{
    size_t n;
    const struct library_installed *list = library_installed(db, a, &n);
    int *versions = NEW_ARRAY(a, int, n);
    *count = 0;
    for (size_t i = 0; i < n; i++) /* by id and version already */
        if (strcmp(list[i].id, id) == 0)
            versions[(*count)++] = list[i].version;
    return versions;
}

const struct yaml_node *library_tree(struct db *db, struct arena *a, const char *id, int version)
{
    size_t n;
    const struct library_installed *list = library_installed(db, a, &n);
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].id, id) != 0 || list[i].version != version)
            continue;
        struct bytes text = library_installed_text(db, a, &list[i]);
        struct pack_faults faults = { 0 };
        const struct yaml_node *root;
        return yaml_read(a, text.p, text.n, &root, a, &faults) == OK && root->kind == NODE_MAP ? root : NULL;
    }
    return NULL;
}

static bool is_aside(const struct packs *running, const struct library_installed *i)
{
    for (size_t k = 0; k < running->aside_count; k++)
        if (strcmp(running->aside[k].id, i->id) == 0 && running->aside[k].version == i->version)
            return true;
    return false;
}

const struct library_waiting *library_waiting(struct db *db, struct arena *a, const struct packs *running,
                                              size_t *count)
{
    size_t n;
    const struct library_installed *list = library_installed(db, a, &n);
    struct library_waiting *out = NEW_ARRAY(a, struct library_waiting, n);
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct pack *newest = pack_find(running, list[i].id, 0);
        if ((newest == NULL || newest->version < list[i].version) && !is_aside(running, &list[i]))
            out[(*count)++] = (struct library_waiting){ list[i].id, list[i].version };
    }
    return out;
}

/* ---- everything that it must agree with ---------------------------------------------------------------------- */

/* The packs of the process and what was stored since it started. */
static struct packs all_packs(struct library_shelf *shelf, struct arena *a, const struct packs *running)
{
    size_t waiting, count = 0;
    const struct library_waiting *w = library_waiting(shelf->db, a, running, &waiting);
    struct packs set = { .arena = a, .v = running->v, .count = running->count };
    struct pack_file *files = NEW_ARRAY(a, struct pack_file, waiting);
    for (size_t i = 0; i < waiting; i++)
        count += library_shelf_find(shelf, w[i].id, w[i].version, &files[count]);
    packs_load(&set, files, count, library_shelf_find, shelf);
    return set;
}

/* ---- faults and remarks ---------------------------------------------------------------------------------------- */

struct uploading {
    struct arena *a;
    struct library_upload *out;
    struct sheet_pack sheets; /* of a workbook */
    struct bytes yaml;
};

static struct sheet_place place_of(const struct uploading *u, int line)
{
    return u->out->book ? sheet_place_of(&u->sheets, line)
                        : (struct sheet_place){ .row = line < 0 ? 0 : (size_t)line };
}

static void add_fault(struct uploading *u, int line, const char *entry, const char *message)
{
    struct sheet_faults *f = &u->out->faults;
    *(struct sheet_fault *)ARENA_PUSH(u->a, &f->v, &f->count, &f->capacity) =
        (struct sheet_fault){ .place = place_of(u, line), .entry = entry, .message = message };
}

static void add_faults(struct uploading *u, const struct pack_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++)
        add_fault(u, faults->v[i].line, faults->v[i].entry, faults->v[i].message);
}

/* What packs_check says of our pack has a line; of another, the name of its file is worth reading. */
static void add_cross_faults(struct uploading *u, const struct pack *ours, const struct pack_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct pack_fault *f = &faults->v[i];
        if (f->pack == ours)
            add_fault(u, f->line, f->entry, f->message);
        else
            add_fault(u, 0, f->entry,
                      f->pack == NULL ? f->message : arena_printf(u->a, "%s: %s", f->pack->file, f->message));
    }
}

/* Whether the new version says something else about an entry. */
static bool is_changed(const struct comparison *c, const char *entry)
{
    for (size_t i = 0; c != NULL && i < c->count; i++) {
        const char *slash = strrchr(c->v[i].entry, '/');
        const char *id = slash == NULL ? c->v[i].entry : slash + 1;
        if (c->v[i].what != COMPARE_REMOVED && strcmp(id, entry == NULL ? "" : entry) == 0)
            return true;
    }
    return c == NULL;
}

/* What was there before was judged before: only what changed is worth the reader's time. */
static void add_remarks(struct uploading *u, const struct yaml_node *root)
{
    struct style s = pack_style(u->a, root);
    struct library_remark *remarks = NEW_ARRAY(u->a, struct library_remark, s.count);
    for (size_t i = 0; i < s.count; i++) {
        if (!is_changed(u->out->changes, s.v[i].entry)) {
            u->out->remarks_elsewhere++;
            continue;
        }
        remarks[u->out->remark_count++] = (struct library_remark){ .place = place_of(u, s.v[i].line),
                                                                   .entry = s.v[i].entry,
                                                                   .field = s.v[i].field,
                                                                   .message = s.v[i].message };
    }
    u->out->remarks = remarks;
}

/* ---- reading ----------------------------------------------------------------------------------------------------- */

/* The YAML of the file. False when it is a workbook of which none can be made. */
static bool make_yaml(struct uploading *u, struct bytes file)
{
    u->out->book = library_is_book(file);
    u->yaml = file;
    if (!u->out->book)
        return true;
    bool sound = library_book_read(u->a, file, &u->sheets, &u->out->faults) == OK;
    u->yaml = u->sheets.yaml;
    return sound;
}

/* Compares with the newest installed version of the pack. */
static void compare(struct uploading *u, struct db *db, const struct yaml_node *root)
{
    size_t count;
    const char *id = yaml_string(root, "id");
    const int *versions = library_versions(db, u->a, id == NULL ? "" : id, &count);
    if (count == 0)
        return;
    u->out->newest = versions[count - 1];
    const struct yaml_node *before = library_tree(db, u->a, id, u->out->newest);
    if (before != NULL) {
        struct comparison *changes = NEW(u->a, struct comparison);
        *changes = pack_compare(u->a, before, root);
        u->out->changes = changes;
    }
}

static int line_of(const struct yaml_node *root, const char *key)
{
    const struct yaml_node *node = yaml_get(root, key);
    return node == NULL ? 1 : node->line;
}

static void check_head(struct uploading *u, const struct yaml_node *root, const struct pack *pack)
{
    if (pack->kind == PACK_DEMO)
        add_fault(u, line_of(root, "kind"), NULL, "a demo is loaded with `kapstok demo`, not installed");
    if (pack->version <= u->out->newest)
        add_fault(u, line_of(root, "version"), NULL,
                  arena_printf(u->a, "version %d is installed already: give this one a higher version",
                               u->out->newest));
}

struct library_upload *library_upload_read(struct db *db, struct arena *a, const struct packs *running,
                                           struct bytes file)
{
    struct library_upload *out = NEW(a, struct library_upload);
    struct uploading u = { .a = a, .out = out };
    bool made = make_yaml(&u, file);
    struct pack_faults faults = { 0 };
    const struct yaml_node *root = NULL;
    enum status st = OK;
    if (u.yaml.n > 0)
        st = yaml_read(a, u.yaml.p, u.yaml.n, &root, a, &faults);
    if (root != NULL && root->kind == NODE_MAP) {
        compare(&u, db, root);
        add_remarks(&u, root);
    }
    if (!made)
        return out; /* what follows from a missing row would only hide it */
    if (st != OK || root == NULL || root->kind != NODE_MAP) {
        add_faults(&u, &faults);
        if (out->faults.count == 0)
            add_fault(&u, 0, NULL, "this is no pack");
        return out;
    }
    struct library_shelf shelf = library_shelf(db, a, a);
    struct packs set = all_packs(&shelf, a, running);
    struct pack_file read = { .name = "this file", .text = u.yaml };
    packs_load(&set, &read, 1, library_shelf_find, &shelf);
    add_faults(&u, &read.faults);
    if (read.pack == NULL)
        return out;
    check_head(&u, root, read.pack);
    struct pack_faults found = { 0 };
    if (out->faults.count == 0 && !packs_check(a, &set, true, &found))
        add_cross_faults(&u, read.pack, &found);
    if (out->faults.count == 0)
        out->pack = read.pack;
    return out;
}

struct fault library_upload_store(struct db *db, struct arena *a, const struct pack *pack, int64_t now_ms)
{
    size_t count;
    const int *versions = library_versions(db, a, pack->id, &count);
    if (count > 0 && versions[count - 1] >= pack->version)
        return FAULT(
            CONFLICT,
            N_("Somebody installed this version, or a higher one, in the meantime. Look at it again."));
    library_install(db, pack, now_ms);
    return NO_FAULT;
}
