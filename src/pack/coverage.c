#include "pack/coverage.h"

#include <string.h>

#include "pack/index.h"

/* The demands of the project on its own content. Packs of others are only counted. Why each figure is what it is
 * stands beside it: who changes one, changes the reason. */
const struct coverage_demand coverage_demands[] = {
    { "government", PACK_SCAN, DEMAND_ENTRIES, "statements", 300, "the full scan goes into every theme" },
    { "government", PACK_SCAN, DEMAND_LIGHT, "statements", 48, "eight domains of six in the light scan" },
    { "government", PACK_SCAN, DEMAND_LIGHT_THEME, "statements", 1, "the light scan leaves no theme out" },
    { "government", PACK_SCAN, DEMAND_ISO, "statements", 4, "a score per issue needs four counted answers" },
    { "government", PACK_SCAN, DEMAND_SDG, "statements", 5, "every goal can be reported on" },
    { "company", PACK_SCAN, DEMAND_ENTRIES, "statements", 300, "the full scan goes into every theme" },
    { "company", PACK_SCAN, DEMAND_LIGHT, "statements", 48, "eight domains of six in the light scan" },
    { "company", PACK_SCAN, DEMAND_LIGHT_THEME, "statements", 1, "the light scan leaves no theme out" },
    { "company", PACK_SCAN, DEMAND_ISO, "statements", 4, "a score per issue needs four counted answers" },
    { "company", PACK_SCAN, DEMAND_SDG, "statements", 5, "every goal can be reported on" },
    { NULL, PACK_SCAN, DEMAND_OWN, "statements", 40, "a variant with less is better a condition in its base" },
    { NULL, PACK_MATURITY, DEMAND_THEME, "entries", 1, "five levels (the format says so) for every theme" },
    { NULL, PACK_INDICATORS, DEMAND_ENTRIES, "entries", 160, "a choice of indicators in every theme" },
    { NULL, PACK_ACTIONS, DEMAND_ENTRIES, "entries", 320, "a choice of actions in every theme" },
    { NULL, PACK_ACTIONS, DEMAND_THEME, "entries", 8, "a group can choose, whatever theme it works on" },
    { NULL, PACK_GLOSSARY, DEMAND_ENTRIES, "entries", 140, "the words of all packs are explained" },
    { NULL, PACK_METHODS, DEMAND_ENTRIES, "entries", 20, "two ways to every aim of a session" },
    { NULL, PACK_CARDS, DEMAND_ENTRIES, "quiz", 25, "a quiz can be played more than once" },
    { NULL, PACK_PRACTICES, DEMAND_ENTRIES, "practices", 60, "one for every theme, more or less" },
    { NULL, PACK_PRACTICES, DEMAND_ENTRIES, "resistances", 25, "what a guide hears in practice" },
    { NULL, PACK_SESSIONS, DEMAND_ENTRIES, "entries", 8,
      "each session that our sources describe can be led as it stands" },
    { NULL, PACK_EXAMPLE, DEMAND_PACKS, "", 3, "a municipality, a firm and one that is smaller or odd" },
};
const int coverage_demand_count = (int)(sizeof coverage_demands / sizeof *coverage_demands);

/* ---- tables while they are counted ------------------------------------------------------------------------- */

struct counter {
    struct arena *a;
    const struct packs *packs;
    struct coverage *out;
    struct coverage_table *tables;
    size_t count, capacity;
};

struct counting {
    struct coverage_row *rows;
    size_t count, capacity;
};

static struct coverage_row *add_row(struct counter *c, struct counting *t, const char *code,
                                    const struct text *title, const char *group)
{
    struct coverage_row *row = ARENA_PUSH(c->a, &t->rows, &t->count, &t->capacity);
    *row = (struct coverage_row){ .code = code, .title = title, .group = group };
    return row;
}

static struct coverage_row *find_row(struct counting *t, const char *code, size_t n)
{
    for (size_t i = 0; i < t->count; i++)
        if (strncmp(t->rows[i].code, code, n) == 0 && t->rows[i].code[n] == '\0')
            return &t->rows[i];
    return NULL;
}

static void keep(struct counter *c, enum coverage_by by, const char *list, const struct counting *t)
{
    if (t->count == 0)
        return;
    *(struct coverage_table *)ARENA_PUSH(c->a, &c->tables, &c->count, &c->capacity) =
        (struct coverage_table){ .by = by, .list = list, .rows = t->rows, .count = (int)t->count };
}

/* Every entry of a framework: subjects only hold issues together, they come in when something names them. */
static void add_framework(struct counter *c, struct counting *t, const char *framework)
{
    const struct pack *p = packs_newest(c->packs, PACK_CROSSWALK);
    for (int i = 0; p != NULL && i < p->crosswalk->count; i++) {
        const struct pack_reference *r = &p->crosswalk->entries[i];
        if (strcmp(r->framework, framework) == 0)
            (void)add_row(c, t, r->code, &r->title, strcmp(r->type, "goal") == 0 ? "" : r->type);
    }
}

/* A code "16.7" counts for the row "16" of the goals; other codes for themselves. One entry counts once per row. */
static void count_codes(struct counter *c, struct counting *t, enum coverage_by by, const char *const *codes,
                        bool light, bool conditional)
{
    for (size_t i = 0; codes[i] != NULL; i++) {
        size_t n = by == COVERAGE_SDG ? strcspn(codes[i], ".") : strlen(codes[i]);
        bool before = false;
        for (size_t k = 0; k < i && by == COVERAGE_SDG; k++)
            before |= strcspn(codes[k], ".") == n && strncmp(codes[k], codes[i], n) == 0;
        if (before)
            continue;
        struct coverage_row *row = find_row(t, codes[i], n);
        if (row == NULL)
            row = add_row(c, t, arena_strndup(c->a, codes[i], n), NULL, "");
        row->count++;
        row->light += light;
        row->conditional += conditional;
    }
}

static int compare_codes(const char *l, const char *r)
{
    /* "2-5" before "2-23": runs of digits as numbers. */
    while (*l != '\0' && *r != '\0') {
        size_t ln = strspn(l, "0123456789"), rn = strspn(r, "0123456789");
        if (ln > 0 && rn > 0) {
            int order = ln != rn ? (ln < rn ? -1 : 1) : strncmp(l, r, ln);
            if (order != 0)
                return order;
            l += ln;
            r += rn;
        } else if (*l != *r) {
            return (unsigned char)*l < (unsigned char)*r ? -1 : 1;
        } else {
            l++;
            r++;
        }
    }
    return (*l != '\0') - (*r != '\0');
}

static void sort_codes(struct counting *t)
{
    for (size_t i = 1; i < t->count; i++) {
        struct coverage_row row = t->rows[i];
        size_t at = i;
        for (; at > 0 && compare_codes(t->rows[at - 1].code, row.code) > 0; at--)
            t->rows[at] = t->rows[at - 1];
        t->rows[at] = row;
    }
}

/* Subjects of ISO 26000 that nothing names say nothing about coverage: their issues do. */
static void drop_idle_subjects(struct counting *t)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->count; i++)
        if (t->rows[i].count > 0 || strcmp(t->rows[i].group, "subject") != 0)
            t->rows[kept++] = t->rows[i];
    t->count = kept;
}

/* ---- scans -------------------------------------------------------------------------------------------------- */

static struct coverage_row *statement_row(struct counting *t, size_t at, const struct pack_statement *s)
{
    struct coverage_row *row = &t->rows[at];
    row->count++;
    row->light += s->light;
    row->conditional += s->condition != NULL;
    return row;
}

static int own_statements(const struct packs *packs, const struct pack *p)
{
    const struct pack_scan *base = p->base == NULL ? NULL : pack_scan_find(packs, p->base, p->base_version);
    int own = 0;
    for (int i = 0; i < p->scan->statement_count; i++)
        own += base == NULL || pack_statement_find(base, p->scan->statements[i].id) < 0;
    return own;
}

static void cover_scan(struct counter *c, const struct pack *p)
{
    const struct pack_scan *scan = p->scan;
    struct counting domains = { 0 }, themes = { 0 }, iso = { 0 }, sdg = { 0 }, gri = { 0 }, vsme = { 0 };
    for (int i = 0; i < scan->domain_count; i++)
        (void)add_row(c, &domains, scan->domains[i].id, &scan->domains[i].title, "");
    for (int i = 0; i < scan->theme_count; i++)
        (void)add_row(c, &themes, scan->themes[i].id, &scan->themes[i].title, p->id);
    add_framework(c, &iso, "iso26000");
    add_framework(c, &sdg, "sdg");
    for (int i = 0; i < scan->statement_count; i++) {
        const struct pack_statement *s = &scan->statements[i];
        bool conditional = s->condition != NULL;
        (void)statement_row(&domains, (size_t)s->domain, s);
        (void)statement_row(&themes, (size_t)s->theme, s);
        count_codes(c, &iso, COVERAGE_ISO, s->iso, s->light, conditional);
        count_codes(c, &sdg, COVERAGE_SDG, s->sdg, s->light, conditional);
        count_codes(c, &gri, COVERAGE_GRI, s->gri, s->light, conditional);
        count_codes(c, &vsme, COVERAGE_VSME, s->vsme, s->light, conditional);
        c->out->light += s->light;
        c->out->conditional += conditional;
    }
    c->out->entries = scan->statement_count;
    c->out->own = own_statements(c->packs, p);
    drop_idle_subjects(&iso);
    sort_codes(&gri);
    sort_codes(&vsme);
    keep(c, COVERAGE_DOMAIN, "statements", &domains);
    keep(c, COVERAGE_THEME, "statements", &themes);
    keep(c, COVERAGE_ISO, "statements", &iso);
    keep(c, COVERAGE_SDG, "statements", &sdg);
    keep(c, COVERAGE_GRI, "statements", &gri);
    keep(c, COVERAGE_VSME, "statements", &vsme);
}

/* ---- lists -------------------------------------------------------------------------------------------------- */

/* The themes of the scans that stand on their own; an overlay has those of its base. */
static void add_themes(struct counter *c, struct counting *t)
{
    for (size_t i = 0; i < c->packs->count; i++) {
        const struct pack *p = c->packs->v[i];
        if (p->kind != PACK_SCAN || p->base != NULL || pack_find(c->packs, p->id, 0) != p)
            continue;
        for (int k = 0; k < p->scan->theme_count; k++)
            (void)add_row(c, t, p->scan->themes[k].id, &p->scan->themes[k].title, p->id);
    }
}

static enum coverage_by by_framework(const char *framework)
{
    return strcmp(framework, "iso26000") == 0 ? COVERAGE_ISO
           : strcmp(framework, "sdg") == 0    ? COVERAGE_SDG
           : strcmp(framework, "gri") == 0    ? COVERAGE_GRI
                                              : COVERAGE_VSME;
}

static void cover_field(struct counter *c, const struct pack_list *list, const struct pack_field *f)
{
    struct counting t = { 0 };
    enum coverage_by by = COVERAGE_THEME;
    if (f->type == PF_CODES) {
        by = by_framework(f->to);
        add_framework(c, &t, f->to);
    } else if (f->type == PF_REFS && strcmp(f->to, "theme") == 0) {
        add_themes(c, &t);
    } else {
        return;
    }
    for (int i = 0; i < list->count; i++)
        count_codes(c, &t, by, pack_ids(&list->v[i], f->name), false, false);
    if (by == COVERAGE_ISO)
        drop_idle_subjects(&t);
    if (by == COVERAGE_GRI || by == COVERAGE_VSME)
        sort_codes(&t);
    keep(c, by, list->name, &t);
}

static void cover_list(struct counter *c, const struct pack_list *list)
{
    if (list->shape->id_is != NULL && strcmp(list->shape->id_is, "theme") == 0) {
        struct counting t = { 0 };
        add_themes(c, &t);
        for (int i = 0; i < list->count; i++) {
            const char *const id[] = { list->v[i].id, NULL };
            count_codes(c, &t, COVERAGE_THEME, id, false, false);
        }
        keep(c, COVERAGE_THEME, list->name, &t);
    }
    for (int i = 0; i < list->shape->count; i++)
        cover_field(c, list, &list->shape->fields[i]);
}

static void count_list(struct counter *c, struct counting *t, const char *name, int count)
{
    add_row(c, t, name, NULL, "")->count = count;
    c->out->entries += count;
}

/* Lists, and the entries within their entries ("decks.cards"). */
static void cover_lists(struct counter *c, const struct pack *p)
{
    struct counting t = { 0 };
    for (int i = 0; i < p->lists->count; i++) {
        const struct pack_list *list = &p->lists->list[i];
        count_list(c, &t, list->name, list->count);
        for (int f = 0; f < list->shape->count; f++) {
            int inner = 0;
            for (int k = 0; k < list->count && list->shape->fields[f].type == PF_ENTRIES; k++)
                inner += list->v[k].values[f].entries.count;
            if (inner > 0)
                add_row(c, &t, arena_printf(c->a, "%s.%s", list->name, list->shape->fields[f].name), NULL, "")
                    ->count = inner;
        }
    }
    keep(c, COVERAGE_LIST, "", &t);
    for (int i = 0; i < p->lists->count; i++)
        cover_list(c, &p->lists->list[i]);
}

static void cover_old_kind(struct counter *c, const struct pack *p)
{
    struct counting t = { 0 };
    switch (p->kind) {
    case PACK_CROSSWALK:
        count_list(c, &t, "entries", p->crosswalk->count);
        break;
    case PACK_TYPES:
        count_list(c, &t, "groups", p->types->group_count);
        count_list(c, &t, "entries", p->types->type_count);
        count_list(c, &t, "size-classes", p->types->size_count);
        count_list(c, &t, "sectors", p->types->sector_count);
        break;
    case PACK_GLOSSARY:
        count_list(c, &t, "entries", p->glossary->count);
        break;
    default:
        break;
    }
    keep(c, COVERAGE_LIST, "", &t);
}

struct coverage pack_coverage(struct arena *a, const struct packs *packs, const struct pack *p)
{
    struct coverage out = { 0 };
    struct counter c = { .a = a, .packs = packs, .out = &out };
    if (p->kind == PACK_SCAN)
        cover_scan(&c, p);
    else if (pack_kind_lists((int)p->kind).count > 0)
        cover_lists(&c, p);
    else
        cover_old_kind(&c, p);
    if (p->kind != PACK_SCAN)
        out.own = out.entries;
    out.tables = c.tables;
    out.count = (int)c.count;
    return out;
}

const struct coverage_table *coverage_table(const struct coverage *c, enum coverage_by by, const char *list)
{
    for (int i = 0; i < c->count; i++)
        if (c->tables[i].by == by && (list == NULL || strcmp(c->tables[i].list, list) == 0))
            return &c->tables[i];
    return NULL;
}

/* ---- demands ------------------------------------------------------------------------------------------------- */

static void miss(struct arena *a, struct coverage_finding *f, const char *name, int found)
{
    f->missing = arena_printf(a, "%s%s%s (%d)", f->missing, f->missed == 0 ? "" : ", ", name, found);
    f->found = f->missed == 0 || found < f->found ? found : f->found;
    f->missed++;
}

/* Whether the project makes demands on a scan; themes of other scans are their authors' own affair. */
static bool is_demanded(const char *scan)
{
    for (int i = 0; i < coverage_demand_count; i++)
        if (coverage_demands[i].pack != NULL && strcmp(coverage_demands[i].pack, scan) == 0)
            return true;
    return false;
}

/* Holds every row against the demand: of ISO 26000 only issues, of themes those of our own scans. */
static void check_rows(struct arena *a, struct coverage_finding *f, const struct coverage_row *rows, int count)
{
    for (int i = 0; i < count; i++) {
        int found = f->demand->what == DEMAND_LIGHT_THEME ? rows[i].light : rows[i].count;
        bool counts = f->demand->what == DEMAND_ISO     ? strcmp(rows[i].group, "issue") == 0
                      : f->demand->what == DEMAND_THEME ? is_demanded(rows[i].group)
                                                        : true;
        if (counts && found < f->demand->least)
            miss(a, f, rows[i].code, found);
    }
}

static enum coverage_by rows_of(enum demand_what what)
{
    return what == DEMAND_ISO ? COVERAGE_ISO : what == DEMAND_SDG ? COVERAGE_SDG : COVERAGE_THEME;
}

/* The rows of all packs of the kind, added up: two packs of actions cover the themes together. */
static void sum_rows(struct arena *a, struct counting *sum, const struct coverage_table *t)
{
    for (int i = 0; t != NULL && i < t->count; i++) {
        struct coverage_row *row = find_row(sum, t->rows[i].code, strlen(t->rows[i].code));
        if (row == NULL) {
            row = ARENA_PUSH(a, &sum->rows, &sum->count, &sum->capacity);
            *row = (struct coverage_row){ .code = t->rows[i].code, .group = t->rows[i].group };
        }
        row->count += t->rows[i].count;
        row->light += t->rows[i].light;
    }
}

/* The entries of one list; the crosswalk, types and glossary count in the same table. */
static int list_entries(const struct pack *p, const struct coverage *c, const char *list)
{
    const struct coverage_table *t = coverage_table(c, COVERAGE_LIST, NULL);
    if (p->kind == PACK_SCAN)
        return c->entries;
    for (int i = 0; t != NULL && i < t->count; i++)
        if (strcmp(t->rows[i].code, list) == 0)
            return t->rows[i].count;
    return 0;
}

struct coverage_finding coverage_check(struct arena *a, const struct packs *packs,
                                       const struct coverage_demand *demand)
{
    struct coverage_finding f = { .demand = demand,
                                  .of = demand->pack == NULL ? pack_kind_name(demand->kind) : demand->pack,
                                  .missing = "" };
    struct counting rows = { 0 };
    int total = 0, light = 0, found = 0;
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        if (p->kind != demand->kind || pack_find(packs, p->id, 0) != p ||
            (demand->pack != NULL && strcmp(p->id, demand->pack) != 0))
            continue;
        struct coverage c = pack_coverage(a, packs, p);
        found++;
        total += list_entries(p, &c, demand->list);
        light += c.light;
        sum_rows(a, &rows, coverage_table(&c, rows_of(demand->what), demand->list));
        if (demand->what == DEMAND_OWN && p->base != NULL && c.own < demand->least)
            miss(a, &f, p->id, c.own);
    }
    int whole = demand->what == DEMAND_PACKS ? found : demand->what == DEMAND_LIGHT ? light : total;
    switch (demand->what) {
    case DEMAND_ENTRIES:
    case DEMAND_LIGHT:
    case DEMAND_PACKS:
        f.found = whole;
        f.missed = whole < demand->least;
        break;
    case DEMAND_LIGHT_THEME:
    case DEMAND_ISO:
    case DEMAND_SDG:
    case DEMAND_THEME:
        check_rows(a, &f, rows.rows, (int)rows.count);
        if (rows.count == 0)
            miss(a, &f, f.of, 0);
        break;
    case DEMAND_OWN:
        break;
    }
    return f;
}
