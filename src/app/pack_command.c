/* kapstok pack: the content packs of this program, and a check for those who write one. No database is opened. The
 * other tools for authors stand in pack_tools.c. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "app/pack_tools.h"
#include "base/clock.h"
#include "slice/library/library.h"
#include "slice/scan/score.h"

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

/* What packs_check says, of one of the files or of the program's own. */
static void print_cross_fault(const struct pack_file *files, const struct pack_source *sources, int count,
                              const struct pack_fault *f)
{
    struct pack_source own = { .name = f->pack == NULL ? "packs" : f->pack->file };
    const struct pack_source *source = &own;
    for (int i = 0; i < count; i++)
        if (f->pack != NULL && files[i].pack == f->pack)
            source = &sources[i];
    pack_source_print(source, f->line, f->entry, f->message);
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

/* The global score of an example's answers, in tenths. packs_check found that every one of them is offered. */
static int64_t score_of(struct arena *a, const struct packs *packs, const struct pack *example,
                        const char *round)
{
    const struct pack_entry *organisation = &pack_list(example->lists, "organisation")->v[0];
    const struct pack_list *answers = pack_list(example->lists, "answers");
    struct scan_input in = { .light = true };
    const char *detail;
    in.scan = pack_scan_find(packs, pack_string(organisation, "scan"),
                             (int)pack_number(organisation, "scan-version"));
    if (pack_profile_parse(in.scan, pack_string(organisation, "profile"), a, &in.profile, &detail) != OK)
        return SCORE_NONE;
    uint8_t *given = NEW_ARRAY(a, uint8_t, (size_t)in.scan->statement_count);
    for (int i = 0; i < answers->count; i++) {
        enum scan_answer answer = ANSWER_NONE;
        (void)scan_answer_parse(pack_string(&answers->v[i], round), &answer);
        given[pack_statement_find(in.scan, answers->v[i].id)] = (uint8_t)answer;
    }
    in.answers = given;
    struct scan_result result;
    scan_score(a, &in, &result);
    return result.global.tenths;
}

/* The scores that an example states. Scoring is the scan's affair, so packs_check leaves them alone. */
static bool check_scores(struct arena *a, const struct packs *packs, const struct pack *example,
                         const struct pack_source *source)
{
    static const struct {
        const char *round, *field;
    } rounds[] = { { "first", "first-score" }, { "last", "last-score" } };
    const struct pack_entry *organisation = &pack_list(example->lists, "organisation")->v[0];
    struct pack_faults none = { 0 };
    const struct yaml_node *root = NULL;
    enum status st = yaml_read(a, example->text.p, example->text.n, &root, a, &none);
    ASSERT(st == OK);
    bool sound = true;
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        int64_t score = score_of(a, packs, example, rounds[i].round);
        if (score == pack_number(organisation, rounds[i].field))
            continue;
        sound = false;
        const struct yaml_node *node = yaml_get(&yaml_get(root, "organisation")->items[0], rounds[i].field);
        pack_source_print(source, node->line, organisation->id,
                          arena_printf(a, "\"%s\": the answers give %lld", rounds[i].field, (long long)score));
    }
    return sound;
}

/* The packs of the program without the versions that the files take the place of: theirs, and newer ones, so that the
 * file is the newest and looked at as such. */
static struct packs without_files(struct app *app, const struct pack_file *files, int count)
{
    struct packs out = { .arena = &app->arena };
    for (size_t i = 0; i < app->packs.count; i++) {
        const struct pack *p = app->packs.v[i];
        bool replaced = false;
        for (int k = 0; k < count; k++)
            replaced = replaced || (files[k].id != NULL && strcmp(files[k].id, p->id) == 0 &&
                                    files[k].version > 0 && files[k].version <= p->version);
        if (!replaced)
            packs_insert(&out, p);
    }
    return out;
}

static int check(struct app *app, char **names, int count)
{
    struct arena *a = &app->arena;
    struct pack_source *sources = NEW_ARRAY(a, struct pack_source, (size_t)count);
    struct pack_file *files = NEW_ARRAY(a, struct pack_file, (size_t)count);
    bool sound = true;
    int read = 0;
    for (int i = 0; i < count; i++) {
        bool is_read = pack_source_read(app, names[i], &sources[read]);
        sound = sound && is_read;
        if (!is_read && sources[read].yaml.n == 0)
            continue; /* told */
        files[read] = (struct pack_file){ .name = names[i], .text = sources[read].yaml };
        pack_file_peek(a, &files[read++]);
    }
    struct packs set = without_files(app, files, read);
    packs_load(&set, files, (size_t)read, NULL, NULL);
    for (int i = 0; i < read; i++) {
        for (size_t f = 0; f < files[i].faults.count; f++)
            pack_source_print(&sources[i], files[i].faults.v[f].line, files[i].faults.v[f].entry,
                              files[i].faults.v[f].message);
        sound = sound && files[i].pack != NULL;
    }
    struct pack_faults found = { 0 };
    bool fits = packs_check(a, &set, sound, &found);
    for (size_t f = 0; f < found.count; f++)
        print_cross_fault(files, sources, read, &found.v[f]);
    bool scored = true;
    for (int i = 0; i < read && sound && fits; i++)
        if (files[i].kind == PACK_EXAMPLE)
            scored = check_scores(a, &set, files[i].pack, &sources[i]) && scored;
    for (int i = 0; i < read && sound && fits && scored; i++)
        describe(app, files[i].pack);
    return sound && fits && scored ? 0 : 1;
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
