/* kapstok pack: the content packs of this program, and a check for those who write one. No database is opened. The
 * other tools for authors stand in pack_tools.c. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/pack_tools.h"
#include "base/clock.h"
#include "slice/library/library.h"

static int list(struct app *app, char **words, int count)
{
    (void)words;
    (void)count;
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
    const struct pack_source *sources; /* the files */
    int source_count;
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

/* What packs_check says begins with "file: ", of one of the files or of the program's own. */
static void print_cross_fault(const struct check *c, const struct pack_fault *f)
{
    for (size_t i = 0; i < c->count; i++) {
        struct pack_source own = { .name = c->v[i]->file };
        size_t n = strlen(own.name);
        if (strncmp(f->message, own.name, n) != 0 || strncmp(f->message + n, ": ", 2) != 0)
            continue;
        const struct pack_source *source = &own;
        for (int k = 0; k < c->source_count; k++)
            if (strcmp(c->sources[k].name, own.name) == 0)
                source = &c->sources[k];
        pack_source_print(source, f->line, f->entry, f->message + n + 2);
        return;
    }
    pack_source_print(&(struct pack_source){ .name = "packs" }, f->line, f->entry, f->message);
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
    struct pack_source *sources = NEW_ARRAY(c.a, struct pack_source, (size_t)count);
    c.sources = sources;
    c.source_count = count;
    bool sound = true;
    for (int i = 0; i < count; i++) {
        struct pack *pack;
        sound = pack_source_read(app, files[i], &sources[i]) && sound;
        struct bytes text = sources[i].yaml;
        if (text.n == 0)
            continue;
        size_t from = c.faults.count;
        struct packs others = bases(&c, app);
        if (pack_read(c.a, files[i], text.p, text.n, &others, &pack, &c.faults) == OK) {
            add_pack(&c, pack);
            continue;
        }
        sound = false;
        for (size_t f = from; f < c.faults.count; f++)
            pack_source_print(&sources[i], c.faults.v[f].line, c.faults.v[f].entry, c.faults.v[f].message);
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
    static const struct {
        const char *name;
        int (*run)(struct app *app, char **words, int count);
        int least, most; /* words behind the name */
        const char *usage;
    } tools[] = {
        { "list", list, 0, 0, "pack list takes no more words" },
        { "check", check, 1, 10000, "pack check needs a FILE" },
        { "coverage", pack_tool_coverage, 0, 10000, "" },
        { "lint", pack_tool_lint, 0, 10000, "" },
        { "diff", pack_tool_diff, 2, 2, "pack diff takes two packs, OLD and NEW: files, or ID or ID@VERSION" },
        { "sheet", pack_tool_sheet, 1, 1, "pack sheet takes one pack: FILE.yaml, ID or ID@VERSION" },
        { "yaml", pack_tool_yaml, 1, 1, "pack yaml takes one workbook: FILE.xlsx" },
    };
    static const char takes[] = "list, check FILE ..., coverage, lint, diff OLD NEW, sheet FILE, or yaml FILE";
    size_t at = 0, count = sizeof tools / sizeof *tools;
    while (at < count && (o->argc == 0 || strcmp(o->argv[0], tools[at].name) != 0))
        at++;
    if (at == count)
        return o->argc == 0 ? app_usage("pack what? It takes %s", takes)
                            : app_usage("pack: there is no \"%s\", it takes %s", o->argv[0], takes);
    if (o->argc - 1 < tools[at].least || o->argc - 1 > tools[at].most)
        return app_usage("%s", tools[at].usage);
    struct app app = { .options = o, .lock = -1 };
    arena_init(&app.arena);
    int code = app_packs(&app);
    if (code == 0)
        code = tools[at].run(&app, o->argv + 1, o->argc - 1);
    app_close(&app);
    return code;
}
