/* All packs of an installation: reading the folder, checks between packs, look-ups. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pack/fault.h"
#include "pack/index.h"
#include "pack/load.h"
#include "pack/yaml.h"

/* ---- the folder ----------------------------------------------------------------------------------------- */

static int by_name(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/* Names of the *.yaml files of a folder, sorted. FAILED with errno set. */
static enum status list_files(struct arena *a, const char *folder, const char ***out, size_t *out_count)
{
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return FAILED;
    const char **names = NULL;
    size_t count = 0, capacity = 0;
    const struct dirent *e;
    while (errno = 0, (e = readdir(dir)) != NULL) {
        size_t n = strlen(e->d_name);
        if (e->d_name[0] != '.' && n > 5 && strcmp(e->d_name + n - 5, ".yaml") == 0)
            *(const char **)ARENA_PUSH(a, &names, &count, &capacity) = arena_strdup(a, e->d_name);
    }
    int error = errno;
    closedir(dir);
    errno = error;
    if (error != 0)
        return FAILED;
    if (count > 0)
        qsort(names, count, sizeof *names, by_name);
    *out = names;
    *out_count = count;
    return OK;
}

/* A file's bytes, at most one more than a pack may have, so that yaml_read can refuse it. FAILED with errno set. */
static enum status read_file(struct arena *a, const char *path, struct bytes *out)
{
    FILE *f = fopen(path, "rbe");
    if (f == NULL)
        return FAILED;
    struct stat st;
    if (fstat(fileno(f), &st) != 0 || !S_ISREG(st.st_mode)) {
        fclose(f);
        errno = EINVAL;
        return FAILED;
    }
    size_t room = st.st_size > YAML_MAX_BYTES ? YAML_MAX_BYTES + 1 : (size_t)st.st_size;
    char *p = arena_alloc(a, room + 1);
    size_t n = fread(p, 1, room, f);
    int error = ferror(f) ? EIO : 0;
    fclose(f);
    errno = error;
    if (error != 0)
        return FAILED;
    *out = (struct bytes){ .p = p, .n = n };
    return OK;
}

/* ---- reading several --------------------------------------------------------------------------------------- */

static bool stands_before(const struct pack *l, const struct pack *r)
{
    int order = strcmp(l->id, r->id);
    if (order == 0)
        order = (l->version > r->version) - (l->version < r->version);
    return order != 0 ? order < 0
                      : strcmp(l->file, r->file) <= 0; /* the same twice is a fault: name the later file */
}

void packs_insert(struct packs *packs, const struct pack *pack)
{
    const struct pack **v = NEW_ARRAY(packs->arena, const struct pack *, packs->count + 1);
    size_t at = 0;
    for (; at < packs->count && stands_before(packs->v[at], pack); at++)
        v[at] = packs->v[at];
    v[at] = pack;
    for (; at < packs->count; at++)
        v[at + 1] = packs->v[at];
    packs->v = v;
    packs->count++;
}

static void load_one(struct packs *packs, struct pack_file *file)
{
    (void)load_file(packs->arena, file, packs, true);
    if (file->pack != NULL)
        packs_insert(packs, file->pack);
}

/* Puts the base of an overlay in the set when it is not there yet. */
static void load_base(struct packs *packs, const struct pack_file *overlay, pack_finder *find, void *context)
{
    struct pack_file base = { 0 };
    if (find != NULL && overlay->base_version > 0 &&
        pack_find(packs, overlay->base, overlay->base_version) == NULL &&
        find(context, overlay->base, overlay->base_version, &base))
        load_one(packs, &base);
}

void packs_load(struct packs *packs, struct pack_file *files, size_t count, pack_finder *find, void *context)
{
    struct pack_file **overlays = NEW_ARRAY(packs->arena, struct pack_file *, count);
    size_t later = 0;
    for (size_t i = 0; i < count; i++) {
        if (!load_file(packs->arena, &files[i], packs, false))
            overlays[later++] = &files[i];
        else if (files[i].pack != NULL)
            packs_insert(packs, files[i].pack);
    }
    for (size_t i = 0; i < later; i++) {
        load_base(packs, overlays[i], find, context);
        load_one(packs, overlays[i]);
    }
}

static void prefix(struct arena *a, struct pack_fault *fault, const char *file)
{
    fault->message = arena_printf(a, "%s: %s", file, fault->message);
}

enum status packs_read(struct arena *a, const char *folder, struct packs *out, struct pack_faults *faults)
{
    *out = (struct packs){ .arena = a };
    const char **names = NULL;
    size_t count = 0, readable = 0;
    if (list_files(a, folder, &names, &count) != OK) {
        pack_fault_add(a, faults, 0, NULL, "%s: cannot be read: %s", folder, strerror(errno));
        return FAILED;
    }
    enum status st = OK;
    struct arena texts; /* packs_load keeps a copy of what it needs */
    arena_init(&texts);
    struct pack_file *files = NEW_ARRAY(a, struct pack_file, count);
    for (size_t i = 0; i < count; i++) {
        struct pack_file *f = &files[readable];
        f->name = names[i];
        if (read_file(&texts, arena_printf(&texts, "%s/%s", folder, names[i]), &f->text) == OK) {
            readable++;
            continue;
        }
        pack_fault_add(a, faults, 0, NULL, "%s: cannot be read: %s", names[i], strerror(errno));
        st = FAILED;
    }
    packs_load(out, files, readable, NULL, NULL);
    arena_release(&texts);
    for (size_t i = 0; i < readable; i++) {
        for (size_t k = 0; k < files[i].faults.count; k++) {
            struct pack_fault *f = ARENA_PUSH(a, &faults->v, &faults->count, &faults->capacity);
            *f = files[i].faults.v[k];
            prefix(a, f, files[i].name);
        }
        if (files[i].pack == NULL && st == OK)
            st = INVALID;
    }
    size_t from = faults->count;
    if (!packs_check(a, out, st == OK, faults) && st == OK)
        st = INVALID;
    for (size_t i = from; i < faults->count; i++)
        if (faults->v[i].pack != NULL)
            prefix(a, &faults->v[i], faults->v[i].pack->file);
    return st;
}

/* ---- look-ups ------------------------------------------------------------------------------------------- */

const struct pack *pack_find(const struct packs *packs, const char *id, int version)
{
    /* Packs are few (some dozens), sorted by id and version: the last that fits is the newest. */
    const struct pack *found = NULL;
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *pack = packs->v[i];
        if (strcmp(pack->id, id) == 0 && (version == 0 || pack->version == version))
            found = pack;
    }
    return found;
}

const struct pack_scan *pack_scan_find(const struct packs *packs, const char *id, int version)
{
    const struct pack *pack = pack_find(packs, id, version);
    return pack == NULL || pack->kind != PACK_SCAN ? NULL : pack->scan;
}

const struct pack *packs_newest(const struct packs *packs, enum pack_kind kind)
{
    const struct pack *found = NULL;
    for (size_t i = 0; i < packs->count; i++) {
        if (packs->v[i]->kind == kind)
            found = packs->v[i];
    }
    return found;
}

static const struct pack *the_one(const struct packs *packs, enum pack_kind kind)
{
    const struct pack *pack = packs_newest(packs, kind);
    ASSERT(pack != NULL);
    return pack;
}

const struct pack_types *packs_types(const struct packs *packs)
{
    return the_one(packs, PACK_TYPES)->types;
}

const struct pack_crosswalk *packs_crosswalk(const struct packs *packs)
{
    return the_one(packs, PACK_CROSSWALK)->crosswalk;
}

const struct pack_glossary *packs_glossary(const struct packs *packs)
{
    return the_one(packs, PACK_GLOSSARY)->glossary;
}

const struct pack_reference *pack_reference_find(const struct pack_crosswalk *c, const char *framework,
                                                 const char *code)
{
    char id[PACK_MAX_ID + 1];
    size_t n = strlen(code);
    if (strcmp(framework, "sdg") == 0)
        n = strcspn(code, ".");
    if (strlen(framework) + 1 + n > PACK_MAX_ID)
        return NULL;
    snprintf(id, sizeof id, "%s.%.*s", framework, (int)n, code);
    int at = pack_index_find(c->index, id);
    return at < 0 ? NULL : &c->entries[at];
}

const struct pack_type *pack_type_find(const struct pack_types *t, const char *id)
{
    for (int i = 0; i < t->type_count; i++) {
        if (strcmp(t->types[i].id, id) == 0)
            return &t->types[i];
    }
    return NULL;
}

const struct pack_size *pack_size_find(const struct pack_types *t, const char *id)
{
    for (int i = 0; i < t->size_count; i++) {
        if (strcmp(t->sizes[i].id, id) == 0)
            return &t->sizes[i];
    }
    return NULL;
}

const struct pack_size *pack_size_of(const struct pack_types *t, const char *of, int64_t n)
{
    for (int i = 0; i < t->size_count; i++) {
        const struct pack_size *size = &t->sizes[i];
        if (strcmp(size->of, of) == 0 && n >= size->from && n <= size->to)
            return size;
    }
    return NULL;
}

const struct pack_group *pack_sector_find(const struct pack_types *t, const char *id)
{
    for (int i = 0; i < t->sector_count; i++) {
        if (strcmp(t->sectors[i].id, id) == 0)
            return &t->sectors[i];
    }
    return NULL;
}
