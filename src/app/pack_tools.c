/* Coverage, remarks on style, differences, and spreadsheets out and in. */
#include "app/pack_tools.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/file.h"
#include "base/clock.h"
#include "pack/compare.h"
#include "pack/coverage.h"
#include "pack/style.h"
#include "slice/library/pack_book.h"

/* ---- what was typed ----------------------------------------------------------------------------------------- */

void pack_source_print(const struct pack_source *s, int line, const char *entry, const char *message)
{
    struct sheet_place place = s->sheets == NULL ? (struct sheet_place){ 0 } : sheet_place_of(s->sheets, line);
    if (s->sheets == NULL)
        printf("%s:%d: ", s->name, line);
    else if (place.sheet == NULL)
        printf("%s: ", s->name);
    else
        printf("%s: %s, row %zu: ", s->name, place.sheet, place.row);
    printf("%s%s%s\n", entry == NULL ? "" : entry, entry == NULL ? "" : ": ", message);
}

static void print_sheet_faults(const char *name, const struct sheet_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const struct sheet_fault *f = &faults->v[i];
        printf("%s: ", name);
        if (f->place.sheet != NULL && f->place.row > 0)
            printf("%s, row %zu: ", f->place.sheet, f->place.row);
        else if (f->place.sheet != NULL)
            printf("%s: ", f->place.sheet);
        printf("%s%s%s\n", f->entry == NULL ? "" : f->entry, f->entry == NULL ? "" : ": ", f->message);
    }
}

static bool ends_in(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && strcmp(s + n - m, end) == 0;
}

/* "government" or "government@2", of the program's packs; NULL with a sentence. */
static const struct pack *find_pack(struct app *app, const char *word)
{
    const char *at = strrchr(word, '@');
    const char *id = arena_strndup(&app->arena, word, at == NULL ? strlen(word) : (size_t)(at - word));
    char *end = NULL;
    long version = at == NULL ? 0 : strtol(at + 1, &end, 10);
    const struct pack *p = (at != NULL && (end == at + 1 || *end != '\0')) || version < 0 || version > 1000000
                               ? NULL
                               : pack_find(&app->packs, id, (int)version);
    if (p == NULL)
        app_fail("there is no pack \"%s\" here; `kapstok pack list` names them", word);
    return p;
}

bool pack_source_read(struct app *app, const char *word, struct pack_source *out)
{
    *out = (struct pack_source){ .name = word };
    if (!ends_in(word, ".yaml") && !ends_in(word, ".yml") && !ends_in(word, ".xlsx") &&
        strchr(word, '/') == NULL) {
        const struct pack *p = find_pack(app, word);
        if (p == NULL)
            return false;
        out->name = p->file;
        out->yaml = p->text;
        return true;
    }
    struct bytes file;
    if (file_read(&app->arena, word, &file) != OK) {
        app_fail("%s cannot be read: %s", word, strerror(errno));
        return false;
    }
    if (!library_is_book(file)) {
        out->yaml = file;
        return true;
    }
    struct sheet_pack *sheets = NEW(&app->arena, struct sheet_pack);
    struct sheet_faults faults = { 0 };
    enum status st = library_book_read(&app->arena, file, sheets, &faults);
    print_sheet_faults(word, &faults);
    out->yaml = sheets->yaml;
    out->sheets = sheets;
    return st == OK;
}

/* The tree of what was typed; NULL with its faults. */
static const struct yaml_node *tree_of(struct app *app, const struct pack_source *s)
{
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    enum status st = yaml_read(&app->arena, s->yaml.p, s->yaml.n, &root, &app->arena, &faults);
    for (size_t i = 0; i < faults.count; i++)
        pack_source_print(s, faults.v[i].line, faults.v[i].entry, faults.v[i].message);
    return st == OK && root->kind == NODE_MAP ? root : NULL;
}

/* ---- coverage ------------------------------------------------------------------------------------------------ */

static const char *const titles[] = {
    [COVERAGE_LIST] = "entries",       [COVERAGE_DOMAIN] = "per domain",
    [COVERAGE_THEME] = "per theme",    [COVERAGE_ISO] = "per clause of ISO 26000",
    [COVERAGE_SDG] = "per goal (SDG)", [COVERAGE_GRI] = "per GRI code",
    [COVERAGE_VSME] = "per VSME code"
};

static void print_table(const struct coverage_table *t, bool scan)
{
    printf("\n%s%s%s\n", t->list, t->list[0] == '\0' ? "" : " ", titles[t->by]);
    if (scan)
        printf("  %-32s  %5s  %5s  %9s\n", "", "all", "light", "condition");
    for (int i = 0; i < t->count; i++) {
        const struct coverage_row *row = &t->rows[i];
        if (scan)
            printf("  %-32s  %5d  %5d  %9d  %s\n", row->code, row->count, row->light, row->conditional,
                   row->title == NULL ? "" : row->title->in[LANG_EN]);
        else
            printf("  %-32s  %5d  %s\n", row->code, row->count,
                   row->title == NULL ? "" : row->title->in[LANG_EN]);
    }
}

static void print_coverage(struct app *app, const struct pack *p)
{
    struct coverage c = pack_coverage(&app->arena, &app->packs, p);
    printf("%s version %d, %s", p->id, p->version, pack_kind_name(p->kind));
    if (p->kind == PACK_SCAN)
        printf(": %d statements, %d light, %d with a condition", c.entries, c.light, c.conditional);
    if (p->base != NULL)
        printf(", %d of its own on %s", c.own, p->base);
    printf("\n");
    for (int i = 0; i < c.count; i++)
        print_table(&c.tables[i], p->kind == PACK_SCAN);
    printf("\n");
}

static const char *what_of(const struct coverage_demand *d)
{
    switch (d->what) {
    case DEMAND_LIGHT:
        return "light statements";
    case DEMAND_LIGHT_THEME:
        return "light statements per theme";
    case DEMAND_ISO:
        return "statements per issue of ISO 26000";
    case DEMAND_SDG:
        return "statements per goal";
    case DEMAND_OWN:
        return "own statements per variant";
    case DEMAND_THEME:
        return "entries per theme";
    case DEMAND_PACKS:
        return "packs";
    case DEMAND_ENTRIES:
        break;
    }
    return d->list;
}

/* Prints whether a demand is met. */
static bool print_demand(struct app *app, const struct coverage_demand *d)
{
    struct coverage_finding f = coverage_check(&app->arena, &app->packs, d);
    const char *head = arena_printf(&app->arena, "%s: at least %d %s", f.of, d->least, what_of(d));
    if (f.missed == 0)
        printf("ok      %s\n", head);
    else if (f.missing[0] == '\0')
        printf("missed  %s: %d (%s)\n", head, f.found, d->why);
    else
        printf("missed  %s: %s (%s)\n", head, f.missing, d->why);
    return f.missed == 0;
}

/* Whether a demand is about one of these packs. */
static bool concerns(const struct coverage_demand *d, const struct pack *const *v, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (d->pack != NULL ? strcmp(v[i]->id, d->pack) == 0
                            : v[i]->kind == d->kind && (d->what != DEMAND_OWN || v[i]->base != NULL))
            return true;
    }
    return false;
}

int pack_tool_coverage(struct app *app, char **words, int count)
{
    const struct pack **v = NEW_ARRAY(&app->arena, const struct pack *, app->packs.count + (size_t)count);
    size_t n = 0;
    for (int i = 0; i < count; i++) {
        v[n] = find_pack(app, words[i]);
        if (v[n++] == NULL)
            return 1;
    }
    for (size_t i = 0; i < app->packs.count && count == 0; i++)
        if (pack_find(&app->packs, app->packs.v[i]->id, 0) == app->packs.v[i])
            v[n++] = app->packs.v[i];
    for (size_t i = 0; i < n; i++)
        print_coverage(app, v[i]);
    bool met = true;
    for (int i = 0; i < coverage_demand_count; i++)
        if (count == 0 || concerns(&coverage_demands[i], v, n))
            met = print_demand(app, &coverage_demands[i]) && met;
    return met ? 0 : 1;
}

/* ---- lint ---------------------------------------------------------------------------------------------------- */

struct lint {
    struct app *app;
    int statements; /* that are too long */
};

static void print_means(const struct style *s)
{
    int words = 0, sentences = 0;
    for (size_t i = 0; i < s->field_count; i++) {
        const struct style_field *f = &s->fields[i];
        words += f->words;
        sentences += f->sentences;
        if (f->sentences > 0)
            printf("  %-40s  %5d texts, %d.%d words a sentence\n", f->field, f->texts, f->words / f->sentences,
                   f->words * 10 / f->sentences % 10);
    }
    if (sentences > 0)
        printf("  all texts: %d.%d words a sentence on average%s\n", words / sentences,
               words * 10 / sentences % 10, words >= STYLE_MEAN_WORDS * sentences ? "; keep it under 20" : "");
}

static void lint_one(struct lint *l, const struct pack_source *source, const struct yaml_node *root)
{
    struct style s = pack_style(&l->app->arena, root);
    for (size_t i = 0; i < s.count; i++) {
        const struct style_remark *r = &s.v[i];
        l->statements += r->rule == STYLE_STATEMENT;
        pack_source_print(source, r->line, r->entry,
                          arena_printf(&l->app->arena, "%s: %s", r->field, r->message));
    }
    printf("%s: %zu remarks\n", source->name, s.count);
    print_means(&s);
}

/* Statements of all scans belong together; titles only those of one kind. */
static void print_pairs(struct lint *l, const struct yaml_node *const *roots, size_t count, const char *kind)
{
    struct arena *a = &l->app->arena;
    struct style_item *items = NULL;
    size_t item_count = 0, capacity = 0;
    for (size_t i = 0; i < count; i++) {
        const char *of = yaml_string(roots[i], "kind");
        size_t n;
        const struct style_item *own = style_items(a, roots[i], "nl", &n);
        for (size_t k = 0; k < n && of != NULL && strcmp(of, kind) == 0; k++)
            *(struct style_item *)ARENA_PUSH(a, &items, &item_count, &capacity) = own[k];
    }
    size_t pair_count;
    const struct style_pair *pairs = style_pairs(a, items, item_count, STYLE_ALIKE_PERCENT, &pair_count);
    if (pair_count > 0)
        printf("%s: %zu pairs share half of their words or more; do they say the same?\n", kind, pair_count);
    for (size_t i = 0; i < pair_count; i++)
        printf("  %3d%%  %s: %s\n        %s: %s\n", pairs[i].percent, pairs[i].a->entry, pairs[i].a->text,
               pairs[i].b->entry, pairs[i].b->text);
}

int pack_tool_lint(struct app *app, char **words, int count)
{
    struct lint l = { .app = app };
    size_t most = (size_t)count + app->packs.count, n = 0;
    struct pack_source *sources = NEW_ARRAY(&app->arena, struct pack_source, most);
    const struct yaml_node **roots = NEW_ARRAY(&app->arena, const struct yaml_node *, most);
    bool sound = true;
    for (size_t i = 0; i < app->packs.count && count == 0; i++) {
        const struct pack *p = app->packs.v[i];
        if (pack_find(&app->packs, p->id, 0) == p)
            sources[n++] = (struct pack_source){ .name = p->file, .yaml = p->text };
    }
    for (int i = 0; i < count; i++)
        sound = pack_source_read(app, words[i], &sources[n++]) && sound;
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        const struct yaml_node *root = sources[i].yaml.n == 0 ? NULL : tree_of(app, &sources[i]);
        sound = sound && root != NULL;
        if (root == NULL)
            continue;
        lint_one(&l, &sources[i], root);
        roots[kept++] = root;
    }
    print_pairs(&l, roots, kept, "scan");
    print_pairs(&l, roots, kept, "indicators");
    print_pairs(&l, roots, kept, "actions");
    if (l.statements > 0)
        printf("%d texts of statements have more than %d words\n", l.statements, STYLE_STATEMENT_WORDS);
    return sound && l.statements == 0 ? 0 : 1;
}

/* ---- diff ---------------------------------------------------------------------------------------------------- */

static void print_change(const struct compare_change *c)
{
    static const char *const signs[] = { "+", "-", "~", "o" };
    printf("%s %s%s%s", signs[c->what], c->list[0] == '\0' ? "pack" : c->list, c->entry[0] == '\0' ? "" : " ",
           c->entry);
    if (c->what == COMPARE_MOVED)
        printf(": the order changed\n");
    else if (c->what != COMPARE_CHANGED)
        printf(": %s\n", c->what == COMPARE_ADDED ? c->now : c->before);
    else
        printf(" %s%s%s\n    - %s\n    + %s\n", c->field, c->lang == NULL ? "" : ".",
               c->lang == NULL ? "" : c->lang, c->before, c->now);
}

int pack_tool_diff(struct app *app, char **words, int count)
{
    (void)count;
    struct pack_source sources[2];
    const struct yaml_node *roots[2];
    for (int i = 0; i < 2; i++) {
        if (!pack_source_read(app, words[i], &sources[i]))
            return 1;
        roots[i] = tree_of(app, &sources[i]);
        if (roots[i] == NULL)
            return 1;
    }
    const char *old = yaml_string(roots[0], "id"), *now = yaml_string(roots[1], "id");
    if (old == NULL || now == NULL || strcmp(old, now) != 0)
        return app_fail("these are two packs, \"%s\" and \"%s\", not two versions of one",
                        old == NULL ? "?" : old, now == NULL ? "?" : now);
    struct comparison c = pack_compare(&app->arena, roots[0], roots[1]);
    for (size_t i = 0; i < c.count; i++)
        print_change(&c.v[i]);
    printf("%d added, %d removed, %d fields changed, %d lists in another order\n", c.counts[COMPARE_ADDED],
           c.counts[COMPARE_REMOVED], c.counts[COMPARE_CHANGED], c.counts[COMPARE_MOVED]);
    return 0;
}

/* ---- spreadsheets --------------------------------------------------------------------------------------------- */

/* To --out, or to standard output. */
static int put_out(struct app *app, struct bytes content)
{
    if (app->options->out != NULL)
        return file_write(&app->arena, app->options->out, content, 0666) == OK
                   ? 0
                   : app_fail("%s cannot be written: %s", app->options->out, strerror(errno));
    return fwrite(content.p, 1, content.n, stdout) == content.n ? 0 : app_fail("the output cannot be written");
}

int pack_tool_sheet(struct app *app, char **words, int count)
{
    (void)count;
    struct pack_source source;
    if (!pack_source_read(app, words[0], &source))
        return 1;
    enum { BOOK_MAX = 64 * 1024 * 1024 };
    struct buf out;
    buf_init(&out, BOOK_MAX);
    enum status st = library_book_write(&app->arena, source.yaml, &app->packs, clock_now_ms(), &out);
    int code =
        st == OK ? put_out(app, (struct bytes){ out.p, out.n })
        : st == INVALID
            ? app_fail("%s has no sheets: it is a demo, or has faults that `pack check` tells", source.name)
            : app_fail("the workbook cannot be made");
    buf_release(&out);
    return code;
}

int pack_tool_yaml(struct app *app, char **words, int count)
{
    (void)count;
    struct pack_source source;
    if (!pack_source_read(app, words[0], &source))
        return 1;
    return put_out(app, source.yaml);
}
