/* kapstok pack: the content packs of this program, and a check for those who write one. No database is opened. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/file.h"
#include "base/clock.h"
#include "slice/library/library.h"

static int list(struct app *app)
{
    int64_t now = clock_now_ms();
    printf("%-20s  %-18s  %-7s  %-12s  %s\n", "id", "kind", "version", "licence", "review by");
    for (size_t i = 0; i < app->packs.count; i++) {
        const struct pack *p = app->packs.v[i];
        printf("%-20s  %-18s  %-7d  %-12s  %s%s\n", p->id, pack_kind_name(p->kind), p->version, p->licence,
               p->review_by == NULL ? "-" : p->review_by,
               library_review_is_due(&app->arena, p, now) ? "  review date is past" : "");
    }
    return 0;
}

/* The packs of the program, each replaced by a checked file with the same id. */
struct check {
    struct arena *a;
    const struct pack **v;
    size_t count, capacity;
    struct pack_faults faults;
};

static void add_pack(struct check *c, const struct pack *pack)
{
    *(const struct pack **)ARENA_PUSH(c->a, &c->v, &c->count, &c->capacity) = pack;
}

static bool has_id(const struct pack *const *v, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(v[i]->id, id) == 0)
            return true;
    return false;
}

static void sort_packs(struct check *c)
{
    for (size_t i = 1; i < c->count; i++) {
        const struct pack *p = c->v[i];
        size_t at = i;
        for (; at > 0; at--) {
            int order = strcmp(c->v[at - 1]->id, p->id);
            if (order < 0 || (order == 0 && c->v[at - 1]->version <= p->version))
                break;
            c->v[at] = c->v[at - 1];
        }
        c->v[at] = p;
    }
}

static void print_fault(const char *file, const struct pack_fault *f, const char *message)
{
    printf("%s:%d: %s%s%s\n", file, f->line, f->entry == NULL ? "" : f->entry, f->entry == NULL ? "" : ": ",
           message);
}

/* What packs_check says begins with "file: ". */
static void print_cross_fault(const struct check *c, const struct pack_fault *f)
{
    for (size_t i = 0; i < c->count; i++) {
        size_t n = strlen(c->v[i]->file);
        if (strncmp(f->message, c->v[i]->file, n) == 0 && strncmp(f->message + n, ": ", 2) == 0) {
            print_fault(c->v[i]->file, f, f->message + n + 2);
            return;
        }
    }
    print_fault("packs", f, f->message);
}

static void describe(struct app *app, const struct pack *p)
{
    printf("%s: no faults: %s version %d, %s", p->file, p->id, p->version, pack_kind_name(p->kind));
    if (p->kind == PACK_SCAN)
        printf(", %d domains, %d themes, %d statements", p->scan->domain_count, p->scan->theme_count,
               p->scan->statement_count);
    printf("\n");
    const struct pack *own = pack_find(&app->packs, p->id, p->version);
    if (own != NULL && strcmp(own->hash, p->hash) != 0)
        printf(
            "%s: note: this program has a version %d of %s with another content; give yours a higher version\n",
            p->file, p->version, p->id);
    if (library_review_is_due(&app->arena, p, clock_now_ms()))
        printf("%s: note: the review date %s is past\n", p->file, p->review_by);
}

/* What an overlay may stand on: the program's packs, and behind them the files before it. */
static struct packs bases(struct check *c, const struct app *app)
{
    const struct pack **v = NEW_ARRAY(c->a, const struct pack *, app->packs.count + c->count);
    size_t n = 0;
    for (size_t i = 0; i < app->packs.count; i++)
        v[n++] = app->packs.v[i];
    for (size_t i = 0; i < c->count; i++)
        v[n++] = c->v[i];
    return (struct packs){ .arena = c->a, .v = v, .count = n };
}

static int check(struct app *app, char **files, int count)
{
    struct check c = { .a = &app->arena };
    bool sound = true;
    for (int i = 0; i < count; i++) {
        struct bytes text;
        struct pack *pack;
        if (file_read(c.a, files[i], &text) != OK) {
            app_fail("%s cannot be read: %s", files[i], strerror(errno));
            sound = false;
            continue;
        }
        size_t from = c.faults.count;
        struct packs others = bases(&c, app);
        if (pack_read(c.a, files[i], text.p, text.n, &others, &pack, &c.faults) == OK) {
            add_pack(&c, pack);
            continue;
        }
        sound = false;
        for (size_t f = from; f < c.faults.count; f++)
            print_fault(files[i], &c.faults.v[f], c.faults.v[f].message);
    }
    /* Everything else that an installation has, so that what the files say about it can be looked up. */
    size_t checked = c.count, faults = c.faults.count;
    const struct pack **own = NEW_ARRAY(c.a, const struct pack *, checked + 1);
    for (size_t i = 0; i < checked; i++)
        own[i] = c.v[i];
    for (size_t i = 0; i < app->packs.count; i++)
        if (!has_id(own, checked, app->packs.v[i]->id))
            add_pack(&c, app->packs.v[i]);
    sort_packs(&c);
    struct packs set = { .arena = c.a, .v = c.v, .count = c.count };
    bool fits = packs_check(c.a, &set, sound, &c.faults);
    for (size_t f = faults; f < c.faults.count; f++)
        print_cross_fault(&c, &c.faults.v[f]);
    for (size_t i = 0; i < checked && sound && fits; i++)
        describe(app, own[i]);
    return sound && fits ? 0 : 1;
}

int command_pack(const struct options *o)
{
    bool lists = o->argc > 0 && strcmp(o->argv[0], "list") == 0,
         checks = o->argc > 0 && strcmp(o->argv[0], "check") == 0;
    if (!lists && !checks)
        return o->argc == 0
                   ? app_usage("pack what? It takes list, or check FILE ...")
                   : app_usage("pack: there is no \"%s\", it takes list, or check FILE ...", o->argv[0]);
    if (lists && o->argc > 1)
        return app_usage("pack list: \"%s\" is one word too many", o->argv[1]);
    if (checks && o->argc == 1)
        return app_usage("pack check needs a FILE");
    struct app app = { .options = o, .lock = -1 };
    arena_init(&app.arena);
    int code = app_packs(&app);
    if (code == 0)
        code = lists ? list(&app) : check(&app, o->argv + 1, o->argc - 1);
    app_close(&app);
    return code;
}
