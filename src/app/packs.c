/* Where packs come from: the program itself, a folder of the operator's, and what was installed before. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/app.h"
#include "app/content.h"
#include "app/file.h"
#include "base/clock.h"
#include "base/log.h"
#include "slice/library/find.h"
#include "slice/library/pack_store.h"

struct pack_set {
    const struct pack **v;
    size_t count, capacity;
    bool overlays; /* the second turn: what stands on the packs of the first */
    struct pack_faults faults;
    bool broken;
};

static void add_text(struct app *app, struct pack_set *set, const char *name, struct bytes text,
                     struct bytes tree)
{
    if (pack_is_overlay(text.p, text.n) != set->overlays)
        return;
    size_t from = set->faults.count;
    struct pack *pack;
    struct packs others = { .arena = &app->arena, .v = set->v, .count = set->count };
    if (pack_read_tree(&app->arena, name, text, tree, &others, &pack, &set->faults) != OK) {
        for (size_t i = from; i < set->faults.count; i++)
            set->faults.v[i].message = arena_printf(&app->arena, "%s: %s", name, set->faults.v[i].message);
        set->broken = true;
        return;
    }
    if (pack->kind != PACK_DEMO)
        *(const struct pack **)ARENA_PUSH(&app->arena, &set->v, &set->count, &set->capacity) = pack;
}

/* Those of the program: "government.yaml" with its tree "government.tree" behind it. */
static void add_own(struct app *app, struct pack_set *set)
{
    for (size_t i = 0; i + 1 < content_files_count; i++) {
        const char *dot = strrchr(content_files[i + 1].name, '.');
        if (strcmp(dot, ".tree") == 0)
            add_text(app, set, content_files[i].name, content_files[i].text, content_files[i + 1].text);
    }
}

static void add_folder(struct app *app, struct pack_set *set, const char *folder)
{
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        if (!set->overlays) /* told once */
            app_fail("the folder of packs %s cannot be read: %s", folder, strerror(errno));
        set->broken = true;
        return;
    }
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        const char *dot = strrchr(e->d_name, '.');
        struct bytes text;
        if (dot == NULL || e->d_name[0] == '.' || strcmp(dot, ".yaml") != 0)
            continue;
        if (file_read(&app->arena, arena_printf(&app->arena, "%s/%s", folder, e->d_name), &text) != OK) {
            if (!set->overlays)
                app_fail("%s/%s cannot be read", folder, e->d_name);
            set->broken = true;
            continue;
        }
        add_text(app, set, e->d_name, text, (struct bytes){ 0 });
    }
    closedir(dir);
}

static const struct pack **find(const struct pack_set *set, const char *id, int version)
{
    for (size_t i = 0; i < set->count; i++)
        if (strcmp(set->v[i]->id, id) == 0 && set->v[i]->version == version)
            return &set->v[i];
    return NULL;
}

/* An installed version stays as it was: a file that says otherwise under the same number is set aside. */
static void add_installed(struct app *app, struct pack_set *set)
{
    size_t count;
    const struct library_installed *list = library_installed(app->db, &app->arena, &count);
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; i < count; i++) {
        const struct pack **same = find(set, list[i].id, list[i].version);
        if (same != NULL && strcmp((*same)->hash, list[i].hash) == 0)
            continue;
        arena_reset(&scratch);
        struct bytes text = library_installed_text(app->db, &scratch, &list[i]);
        if (pack_is_overlay(text.p, text.n) != set->overlays)
            continue;
        if (same != NULL) {
            log_event(LOG_WARN, "pack.changed", "pack=%s version=%d detail=\"%s\"", list[i].id, list[i].version,
                      "the file changed without a new version; the installed one is used");
            *same = set->v[--set->count];
        }
        add_text(app, set, arena_printf(&app->arena, "%s version %d (installed)", list[i].id, list[i].version),
                 text, (struct bytes){ 0 });
    }
    arena_release(&scratch);
}

/* Those that the database does not have yet. */
static int install(struct app *app, void *context)
{
    const struct pack_set *set = context;
    size_t count;
    const struct library_installed *list = library_installed(app->db, &app->arena, &count);
    for (size_t i = 0; i < set->count; i++) {
        bool there = false;
        for (size_t k = 0; k < count && !there; k++)
            there = strcmp(list[k].id, set->v[i]->id) == 0 && list[k].version == set->v[i]->version;
        if (!there)
            library_install(app->db, set->v[i], clock_now_ms());
    }
    return 0;
}

static int by_id_and_version(const void *left, const void *right)
{
    const struct pack *l = *(const struct pack *const *)left, *r = *(const struct pack *const *)right;
    int order = strcmp(l->id, r->id);
    return order != 0 ? order : (l->version > r->version) - (l->version < r->version);
}

int app_packs(struct app *app)
{
    struct pack_set set = { 0 };
    for (int turn = 0; turn < 2; turn++) {
        set.overlays = turn == 1;
        add_own(app, &set);
        if (app->options->packs != NULL)
            add_folder(app, &set, app->options->packs);
        if (app->db != NULL)
            add_installed(app, &set);
    }
    if (set.count > 0)
        qsort(set.v, set.count, sizeof *set.v, by_id_and_version);
    app->packs = (struct packs){ .arena = &app->arena, .v = set.v, .count = set.count };
    app->site.packs = &app->packs;
    bool sound = packs_check(&app->arena, &app->packs, true, &set.faults) && !set.broken;
    for (size_t i = 0; i < set.faults.count; i++)
        fprintf(stderr, "kapstok: %s%s%s (line %d)\n",
                set.faults.v[i].entry == NULL ? "" : set.faults.v[i].entry,
                set.faults.v[i].entry == NULL ? "" : ": ", set.faults.v[i].message, set.faults.v[i].line);
    if (!sound)
        return set.faults.count > 0 ? app_fail("the content packs have faults, see above") : 1;
    for (int i = 0; i < LANG_COUNT; i++)
        app->site.terms[i] = library_terms(&app->arena, &app->packs, lang_get((enum lang_id)i));
    app->site.library = library_index_new(&app->arena, &app->packs);
    return app->db == NULL ? 0 : app_write(app, install, &set);
}
