/* Where packs come from: the program itself, a folder of the operator's, and what was installed before. Of each the newest
 * version is read, and older ones only while something names them. */
#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "app/app.h"
#include "app/content.h"
#include "app/file.h"
#include "base/clock.h"
#include "base/log.h"
#include "slice/library/find.h"
#include "slice/library/pack_store.h"

struct gathering {
    struct app *app;
    struct arena texts; /* of files; packs_load copies what it keeps */
    struct pack_file *files;
    size_t count, capacity;
    struct library_shelf shelf;
    struct pack_aside *aside;
    size_t aside_count, aside_capacity;
    size_t faults; /* of packs that are needed; they were told */
    bool broken;   /* something could not be read, and was told */
};

static void add_file(struct gathering *g, struct pack_file file)
{
    *(struct pack_file *)ARENA_PUSH(&g->app->arena, &g->files, &g->count, &g->capacity) = file;
}

/* What the product cannot do without, or what rounds stand on: a fault in one of these stops the start. So does a file that
 * does not say what it is. */
static bool is_needed(enum pack_kind kind)
{
    return kind == PACK_SCAN || kind == PACK_TYPES || kind == PACK_CROSSWALK || kind == PACK_GLOSSARY ||
           kind == PACK_KINDS;
}

/* A pack that does not fit must not keep everyone from their work, nor a newer version of the program from starting. */
static void set_aside(struct gathering *g, const char *id, int version, const char *why)
{
    struct arena *a = &g->app->arena;
    *(struct pack_aside *)ARENA_PUSH(a, &g->aside, &g->aside_count, &g->aside_capacity) =
        (struct pack_aside){ .id = id, .version = version, .why = why };
    log_event(LOG_WARN, "pack.aside", "pack=%s version=%d detail=\"%s\"", id, version, why);
}

/* ---- which files ----------------------------------------------------------------------------------------- */

/* Those of the program: "government.yaml" with its tree "government.tree" behind it. */
static void add_own(struct gathering *g)
{
    for (size_t i = 0; i + 1 < content_files_count; i++) {
        const char *dot = strrchr(content_files[i + 1].name, '.');
        if (strcmp(dot, ".tree") == 0)
            add_file(g, (struct pack_file){ .name = content_files[i].name,
                                            .text = content_files[i].text,
                                            .tree = content_files[i + 1].text });
    }
}

static int by_name(const void *left, const void *right)
{
    return strcmp(((const struct pack_file *)left)->name, ((const struct pack_file *)right)->name);
}

/* In the order of their names: a folder has none that is always the same. */
static void add_folder(struct gathering *g, const char *folder)
{
    struct arena *a = &g->app->arena;
    size_t from = g->count;
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        app_fail("the folder of packs %s cannot be read: %s", folder, strerror(errno));
        g->broken = true;
        return;
    }
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        const char *dot = strrchr(e->d_name, '.');
        struct pack_file file = { .name = arena_strdup(a, e->d_name) };
        if (dot == NULL || e->d_name[0] == '.' || strcmp(dot, ".yaml") != 0)
            continue;
        if (file_read(&g->texts, arena_printf(a, "%s/%s", folder, e->d_name), &file.text) == OK) {
            add_file(g, file);
            continue;
        }
        app_fail("%s/%s cannot be read", folder, e->d_name);
        g->broken = true;
    }
    closedir(dir);
    if (g->count > from)
        qsort(g->files + from, g->count - from, sizeof *g->files, by_name);
}

static const struct library_installed *same_hash(const struct gathering *g, const char *hash)
{
    for (size_t i = 0; i < g->shelf.count; i++)
        if (strcmp(g->shelf.v[i].hash, hash) == 0)
            return &g->shelf.v[i];
    return NULL;
}

static const struct library_installed *same_version(const struct gathering *g, const struct pack_file *f)
{
    for (size_t i = 0; i < g->shelf.count && f->id != NULL; i++)
        if (strcmp(g->shelf.v[i].id, f->id) == 0 && g->shelf.v[i].version == f->version)
            return &g->shelf.v[i];
    return NULL;
}

/* Whether one of the files that are kept so far is the same version; which says something else is told. */
static bool is_double(struct gathering *g, size_t kept, const struct pack_file *f)
{
    for (size_t i = 0; i < kept; i++) {
        const struct pack_file *before = &g->files[i];
        if (f->id == NULL || before->id == NULL || strcmp(before->id, f->id) != 0 ||
            before->version != f->version)
            continue;
        if (strcmp(before->hash, f->hash) != 0 && is_needed(f->kind)) {
            app_fail("%s and %s both say that they are version %d of %s; give yours a version of its own",
                     before->name, f->name, f->version, f->id);
            g->broken = true;
        } else if (strcmp(before->hash, f->hash) != 0) {
            set_aside(g, f->id, f->version,
                      arena_printf(&g->app->arena, "%s is this version too", before->name));
        }
        return true;
    }
    return false;
}

/* An installed version stays as it was: a file that says otherwise under the same number is set aside. */
static void drop_changed(struct gathering *g)
{
    size_t kept = 0;
    for (size_t i = 0; i < g->count; i++) {
        struct pack_file f = g->files[i];
        pack_file_hash(&g->app->arena, &f);
        const struct library_installed *same = same_hash(g, f.hash);
        if (same != NULL) {
            f.id = same->id;
            f.version = same->version;
        } else {
            pack_file_peek(&g->app->arena, &f);
            same = same_version(g, &f);
        }
        if (f.kind == PACK_DEMO)
            continue; /* for kapstok demo, which reads it itself */
        if (same != NULL && strcmp(same->hash, f.hash) != 0)
            log_event(LOG_WARN, "pack.changed", "pack=%s version=%d file=%s detail=\"%s\"", f.id, f.version,
                      f.name, "the file changed without a new version; the installed one is used");
        else if (!is_double(g, kept, &f))
            g->files[kept++] = f;
    }
    g->count = kept;
}

static bool is_given(const struct gathering *g, const struct library_installed *i)
{
    for (size_t k = 0; k < g->count; k++)
        if (g->files[k].id != NULL && strcmp(g->files[k].id, i->id) == 0 && g->files[k].version == i->version)
            return true;
    return false;
}

static bool is_newest(const struct gathering *g, const struct library_installed *i)
{
    bool newest = true;
    for (size_t k = 0; k < g->shelf.count; k++)
        newest = newest && (strcmp(g->shelf.v[k].id, i->id) != 0 || g->shelf.v[k].version <= i->version);
    for (size_t k = 0; k < g->count; k++)
        newest = newest && (g->files[k].id == NULL || strcmp(g->files[k].id, i->id) != 0 ||
                            g->files[k].version <= i->version);
    return newest;
}

/* What was installed before and is still needed: the newest version, and older ones that rounds and trajectories name.
 * All of them when some pack names what no newer version has. */
static void add_installed(struct gathering *g, bool all)
{
    for (size_t i = 0; i < g->shelf.count; i++) {
        const struct library_installed *installed = &g->shelf.v[i];
        struct pack_file file;
        if (!is_given(g, installed) && (all || installed->used || is_newest(g, installed)) &&
            library_shelf_find(&g->shelf, installed->id, installed->version, &file))
            add_file(g, file);
    }
}

/* ---- reading and checking -------------------------------------------------------------------------------- */

static void print_fault(const char *file, const struct pack_fault *f)
{
    fprintf(stderr, "kapstok: %s%s%s%s%s (line %d)\n", f->entry == NULL ? "" : f->entry,
            f->entry == NULL ? "" : ": ", file == NULL ? "" : file, file == NULL ? "" : ": ", f->message,
            f->line);
}

/* Reads the files from the one at `from`. What cannot be read and is needed stops the start, other packs are set aside. */
static void read_files(struct gathering *g, size_t from)
{
    packs_load(&g->app->packs, g->files + from, g->count - from, g->app->db == NULL ? NULL : library_shelf_find,
               &g->shelf);
    for (size_t i = from; i < g->count; i++) {
        const struct pack_file *f = &g->files[i];
        if (f->pack != NULL)
            continue;
        if (!is_needed(f->kind)) {
            set_aside(g, f->id == NULL ? f->name : f->id, f->version, f->faults.v[0].message);
            continue;
        }
        for (size_t k = 0; k < f->faults.count; k++)
            print_fault(f->name, &f->faults.v[k]);
        g->faults += f->faults.count;
    }
}

/* An example is read beside the version of its scan, which need not be the newest. */
static void read_scans_of_examples(struct gathering *g)
{
    struct packs *packs = &g->app->packs;
    size_t from = g->count;
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        struct pack_file file;
        if (p->kind != PACK_EXAMPLE || pack_find(packs, p->id, 0) != p)
            continue;
        const struct pack_entry *o = &pack_list(p->lists, "organisation")->v[0];
        const char *scan = pack_string(o, "scan");
        int version = (int)pack_number(o, "scan-version");
        if (pack_find(packs, scan, version) == NULL && library_shelf_find(&g->shelf, scan, version, &file)) {
            add_file(g, file);
            read_files(g, from);
            from = g->count;
        }
    }
}

/* Takes packs that do not agree with the others out of the set, unless they are needed. How many. */
static size_t set_faulty_aside(struct gathering *g, const struct pack_faults *faults)
{
    struct packs *packs = &g->app->packs;
    const struct pack **kept = NEW_ARRAY(packs->arena, const struct pack *, packs->count);
    size_t count = 0;
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        const struct pack_fault *fault = NULL;
        for (size_t k = 0; k < faults->count && fault == NULL && !is_needed(p->kind); k++)
            fault = faults->v[k].pack == p ? &faults->v[k] : NULL;
        if (fault == NULL)
            kept[count++] = p;
        else
            set_aside(g, p->id, p->version,
                      fault->entry == NULL
                          ? fault->message
                          : arena_printf(packs->arena, "%s: %s", fault->entry, fault->message));
    }
    size_t gone = packs->count - count;
    packs->v = kept;
    packs->count = count;
    return gone;
}

/* Until they agree: what is set aside may be what another one names. */
static void check_all(struct gathering *g)
{
    struct packs *packs = &g->app->packs;
    for (bool all = g->app->db == NULL;;) {
        struct pack_faults faults = { 0 };
        if (packs_check(packs->arena, packs, true, &faults))
            return;
        size_t from = g->count;
        if (!all) { /* a theme that only an older version has, say */
            add_installed(g, true);
            read_files(g, from);
            all = true;
        } else if (set_faulty_aside(g, &faults) == 0) {
            for (size_t i = 0; i < faults.count; i++)
                print_fault(faults.v[i].pack == NULL ? NULL : faults.v[i].pack->file, &faults.v[i]);
            g->faults += faults.count;
            return;
        }
    }
}

/* Those that the database does not have yet. */
static int install(struct app *app, void *context)
{
    (void)context;
    size_t count;
    const struct library_installed *list = library_installed(app->db, &app->arena, &count);
    for (size_t i = 0; i < app->packs.count; i++) {
        const struct pack *p = app->packs.v[i];
        bool there = false;
        for (size_t k = 0; k < count && !there; k++)
            there = strcmp(list[k].id, p->id) == 0 && list[k].version == p->version;
        if (!there)
            library_install(app->db, p, clock_now_ms());
    }
    return 0;
}

static void gather(struct gathering *g)
{
    struct app *app = g->app;
    add_own(g);
    if (app->options->packs != NULL)
        add_folder(g, app->options->packs);
    if (app->db != NULL)
        g->shelf = library_shelf(app->db, &app->arena, &g->texts);
    drop_changed(g);
    add_installed(g, false);
    read_files(g, 0);
    read_scans_of_examples(g);
    if (!g->broken && g->faults == 0)
        check_all(g);
}

/* What reading took and nobody needs now. The texts of the program's own packs stand in its file: a page of them that is shown comes
 * back from there by itself. */
static void give_back(void)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (size_t i = 0; i < content_files_count; i++) {
        uintptr_t from = ((uintptr_t)content_files[i].text.p + page - 1) / page * page,
                  to = ((uintptr_t)content_files[i].text.p + content_files[i].text.n) / page * page;
        if (to > from)
            (void)madvise((void *)from, to - from, MADV_DONTNEED); /* only a wish */
    }
    malloc_trim(0);
}

int app_packs(struct app *app)
{
    struct gathering g = { .app = app };
    app->packs = (struct packs){ .arena = &app->arena };
    app->site.packs = &app->packs;
    arena_init(&g.texts);
    gather(&g);
    arena_release(&g.texts);
    app->packs.aside = g.aside;
    app->packs.aside_count = g.aside_count;
    if (g.faults > 0)
        return app_fail("the content packs have faults, see above");
    if (g.broken)
        return 1;
    for (int i = 0; i < LANG_COUNT; i++)
        app->site.terms[i] = library_terms(&app->arena, &app->packs, lang_get((enum lang_id)i));
    app->site.library = library_index_new(&app->arena, &app->packs);
    int code = app->db == NULL ? 0 : app_write(app, install, NULL);
    give_back();
    return code;
}
