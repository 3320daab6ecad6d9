/* All packs of an installation: reading the folder, checks between packs, look-ups. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "pack/fault.h"
#include "pack/index.h"
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

static int by_id_and_version(const void *left, const void *right)
{
    const struct pack *l = *(const struct pack *const *)left, *r = *(const struct pack *const *)right;
    int order = strcmp(l->id, r->id);
    if (order == 0)
        order = (l->version > r->version) - (l->version < r->version);
    return order != 0 ? order : strcmp(l->file, r->file); /* the same twice is a fault: name the later file */
}

static void prefix(struct arena *a, struct pack_faults *faults, size_t from, const char *file)
{
    for (size_t i = from; i < faults->count; i++)
        faults->v[i].message = arena_printf(a, "%s: %s", file, faults->v[i].message);
}

enum status packs_read(struct arena *a, const char *folder, struct packs *out, struct pack_faults *faults)
{
    *out = (struct packs){ .arena = a };
    const char **names = NULL;
    size_t count = 0, read = 0;
    if (list_files(a, folder, &names, &count) != OK) {
        pack_fault_add(a, faults, 0, NULL, "%s: cannot be read: %s", folder, strerror(errno));
        return FAILED;
    }
    enum status st = OK;
    const struct pack **v = NEW_ARRAY(a, const struct pack *, count);
    struct arena files; /* pack_read keeps a copy of what it needs */
    arena_init(&files);
    struct bytes *texts = NEW_ARRAY(&files, struct bytes, count);
    for (size_t i = 0; i < count; i++) {
        if (read_file(&files, arena_printf(&files, "%s/%s", folder, names[i]), &texts[i]) != OK) {
            pack_fault_add(a, faults, 0, NULL, "%s: cannot be read: %s", names[i], strerror(errno));
            st = FAILED;
        }
    }
    for (size_t k = 0; k < 2 * count; k++) {
        size_t i = k % count, from = faults->count; /* overlays in the second turn */
        struct pack *pack = NULL;
        struct packs others = { .arena = a, .v = v, .count = read };
        if (texts[i].p == NULL || pack_is_overlay(texts[i].p, texts[i].n) != (k >= count))
            continue;
        if (pack_read(a, names[i], texts[i].p, texts[i].n, &others, &pack, faults) == OK)
            v[read++] = pack;
        else if (st == OK)
            st = INVALID;
        prefix(a, faults, from, names[i]);
    }
    arena_release(&files);
    if (read > 0)
        qsort(v, read, sizeof *v, by_id_and_version);
    out->v = v;
    out->count = read;
    if (!packs_check(a, out, st == OK, faults) && st == OK)
        st = INVALID;
    return st;
}

/* ---- look-ups ------------------------------------------------------------------------------------------- */

const struct pack *pack_find(const struct packs *packs, const char *id, int version)
{
    /* Packs are few (under twenty), sorted by id and version: the last that fits is the newest. */
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
