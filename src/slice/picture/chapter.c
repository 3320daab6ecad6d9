/* The local picture as a document: for its own page, for paper, and as a chapter of the final report. */
#include <string.h>

#include "base/clock.h"
#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

static const int64_t DAY_MS = 86400000;

/* Everything the document is made of. */
struct picture_paper {
    struct db *db;
    struct arena *a;
    const struct lang *lang;
    const struct packs *packs;
    const struct trajectory *t;
    struct doc *doc;
    int level;
    bool by_department;
    const struct picture_fact *facts;
    size_t fact_count;
    const struct organisation_department *departments;
    size_t department_count;
    struct picture_themes themes;
};

/* Facts of one theme, or of one department. */
struct part_of_picture {
    const struct picture_fact *const *v;
    size_t count;
};

static const char *day_text(const struct picture_paper *p, struct db_int day)
{
    return day.set ? format_date_short(p->a, p->lang, day.v * DAY_MS + DAY_MS / 2) : "";
}

static const char *department_of(const struct picture_paper *p, const struct picture_fact *f)
{
    return f->department.set ? picture_department_name(p->departments, p->department_count, f->department.v)
                             : "";
}

/* What stands beside a fact: the other way to order it by, its period, its source and date. */
static const char *beside(const struct picture_paper *p, const struct picture_fact *f)
{
    const char *parts[4] = { p->by_department ? picture_theme_title(&p->themes, f->theme) : department_of(p, f),
                             f->period, f->source, day_text(p, f->dated_on) };
    const char *s = "";
    for (size_t i = 0; i < 4; i++)
        if (parts[i][0] != '\0')
            s = arena_printf(p->a, "%s%s%s", s, s[0] == '\0' ? "" : " · ", parts[i]);
    return s;
}

/* A fact as an item of a list: its first line with value, source and date; further lines below it. */
static void add_item(const struct picture_paper *p, const struct picture_fact *f)
{
    size_t first = strcspn(f->body, "\n");
    const char *text = arena_strndup(p->a, f->body, first), *rest = f->body + first;
    const char *value = picture_value_text(p->a, p->lang, f->value, f->unit), *more = beside(p, f);
    if (value[0] != '\0')
        text = arena_printf(p->a, "%s: %s", text, value);
    if (more[0] != '\0')
        text = arena_printf(p->a, "%s (%s)", text, more);
    doc_item(p->doc, 1, text);
    while (*rest == '\n') {
        size_t n = strcspn(++rest, "\n");
        if (n > 0)
            doc_item(p->doc, 2, arena_strndup(p->a, rest, n));
        rest += n;
    }
}

static size_t count_sort(const struct part_of_picture *part, enum picture_sort sort)
{
    size_t n = 0;
    for (size_t i = 0; i < part->count; i++)
        n += part->v[i]->sort == sort;
    return n;
}

static const char *on_one_line(struct arena *a, const char *text)
{
    char *s = arena_strdup(a, text);
    for (char *c = s; *c != '\0'; c++)
        if (*c == '\n')
            *c = ' ';
    return s;
}

static void add_figures(const struct picture_paper *p, const struct part_of_picture *part)
{
    if (count_sort(part, FACT_FIGURE) == 0)
        return;
    const char *const titles[] = {
        tr(p->lang, "Figure"), tr(p->lang, "Value"),
        tr(p->lang, "Period"), p->by_department ? tr(p->lang, "Theme") : tr(p->lang, "Department"),
        tr(p->lang, "Source"), tr(p->lang, "Date")
    };
    static const bool numeric[] = { false, true, false, false, false, false };
    static const int widths[] = { 30, 14, 12, 16, 18, 10 };
    struct doc_table table =
        doc_table_begin(p->doc, tr(p->lang, "Figures"), titles, sizeof titles / sizeof titles[0]);
    table.grid->numeric = numeric;
    table.grid->widths = widths;
    table.grid->row_heads = true;
    for (size_t i = 0; i < part->count; i++) {
        const struct picture_fact *f = part->v[i];
        if (f->sort != FACT_FIGURE)
            continue;
        const char *const row[] = { on_one_line(p->a, f->body),
                                    picture_value_text(p->a, p->lang, f->value, f->unit),
                                    f->period,
                                    p->by_department ? picture_theme_title(&p->themes, f->theme)
                                                     : department_of(p, f),
                                    f->source,
                                    day_text(p, f->dated_on) };
        doc_table_row(&table, row);
    }
    doc_table_end(&table);
}

/* What is under way and achieved, chances, challenges, and the figures in a table. */
static void add_part(const struct picture_paper *p, const char *title, const struct part_of_picture *part,
                     int level)
{
    if (part->count == 0)
        return;
    doc_heading(p->doc, level, title, NULL);
    for (int s = 0; s < FACT_SORTS; s++) {
        if (s == FACT_FIGURE || count_sort(part, (enum picture_sort)s) == 0)
            continue;
        doc_labelled(p->doc, tr(p->lang, picture_sort_plural((enum picture_sort)s)), "");
        for (size_t i = 0; i < part->count; i++)
            if (part->v[i]->sort == (enum picture_sort)s)
                add_item(p, part->v[i]);
    }
    add_figures(p, part);
}

/* ---- by theme ------------------------------------------------------------------------------------------ */

static struct part_of_picture of_theme(const struct picture_paper *p, const char *code)
{
    const struct picture_fact **v = NEW_ARRAY(p->a, const struct picture_fact *, p->fact_count);
    struct part_of_picture part = { v, 0 };
    for (size_t i = 0; i < p->fact_count; i++)
        if (strcmp(p->facts[i].theme, code) == 0)
            v[part.count++] = &p->facts[i];
    return part;
}

/* Themes that the organisation's list does not have: of another scan, or none. */
static void add_other_themes(const struct picture_paper *p, int level)
{
    for (size_t i = 0; i < p->fact_count; i++) {
        const char *code = p->facts[i].theme;
        bool first = code[0] != '\0' && picture_theme_find(&p->themes, code) == NULL;
        for (size_t k = 0; k < i && first; k++)
            first = strcmp(p->facts[k].theme, code) != 0;
        if (first) {
            struct part_of_picture part = of_theme(p, code);
            add_part(p, picture_theme_title(&p->themes, code), &part, level);
        }
    }
    struct part_of_picture none = of_theme(p, "");
    add_part(p, tr(p->lang, "Without a theme"), &none, level);
}

/* A heading for each domain that has facts, its themes below it. */
static void add_themes(const struct picture_paper *p)
{
    const char *domain = "";
    int level = p->level < DOC_LEVELS ? p->level + 1 : p->level;
    for (size_t i = 0; i < p->themes.count; i++) {
        const struct picture_theme *theme = &p->themes.v[i];
        struct part_of_picture part = of_theme(p, theme->code);
        if (part.count == 0)
            continue;
        if (level > p->level && strcmp(domain, theme->domain) != 0)
            doc_heading(p->doc, p->level, theme->domain, NULL);
        domain = theme->domain;
        add_part(p, theme->title, &part, level);
    }
    add_other_themes(p, p->level);
}

/* ---- by department ------------------------------------------------------------------------------------- */

static struct part_of_picture of_department(const struct picture_paper *p, int64_t id)
{
    const struct picture_fact **v = NEW_ARRAY(p->a, const struct picture_fact *, p->fact_count);
    struct part_of_picture part = { v, 0 };
    for (size_t i = 0; i < p->fact_count; i++) {
        bool known = department_of(p, &p->facts[i])[0] != '\0';
        if ((known ? p->facts[i].department.v : 0) == id)
            v[part.count++] = &p->facts[i];
    }
    return part;
}

static void add_departments(const struct picture_paper *p)
{
    for (size_t i = 0; i < p->department_count; i++) {
        struct part_of_picture part = of_department(p, p->departments[i].id);
        add_part(p, p->departments[i].name, &part, p->level);
    }
    struct part_of_picture none = of_department(p, 0);
    add_part(p, tr(p->lang, "Without a department"), &none, p->level);
}

/* ---- what nobody knows --------------------------------------------------------------------------------- */

static void add_absent(const struct picture_paper *p)
{
    struct picture_filter f = { .shown = SHOWN_ABSENT };
    size_t count;
    int64_t total;
    const struct picture_request *r =
        picture_requests(p->db, p->a, p->packs, p->lang, p->t, &f, &count, &total);
    if (count == 0)
        return;
    doc_paragraph(p->doc, tr(p->lang, "Asked, and nobody has it:"));
    for (size_t i = 0; i < count; i++) {
        size_t answers;
        const struct picture_answer *why = picture_answers(p->db, p->a, r[i].id, &answers);
        const char *text = r[i].title;
        const char *department =
            r[i].department.set
                ? picture_department_name(p->departments, p->department_count, r[i].department.v)
                : "";
        if (department[0] != '\0')
            text = arena_printf(p->a, "%s (%s)", text, department);
        if (answers > 0 && why->body[0] != '\0')
            text = arena_printf(p->a, "%s: %s", text, on_one_line(p->a, why->body));
        doc_item(p->doc, 1, text);
    }
}

static void add_unknowns(const struct picture_paper *p)
{
    const struct scan_round *round = picture_round(p->db, p->a, p->packs, p->t->organisation);
    size_t count = 0, shown = 0;
    const struct picture_unknown *u =
        round == NULL ? NULL : picture_unknowns(p->db, p->a, p->packs, p->t, round, &count);
    for (size_t i = 0; i < count; i++) {
        if (u[i].fact != 0)
            continue;
        if (shown++ == 0)
            doc_paragraph(
                p->doc, arena_printf(p->a, tr(p->lang, "Statements of the scan “%s” that stand at don't know:"),
                                     round->title));
        doc_item(p->doc, 1, text_in(p->lang, &round->scan->statements[u[i].statement].label));
    }
}

static void add_gaps(const struct picture_paper *p)
{
    size_t before = p->doc->count;
    doc_heading(p->doc, p->level, tr(p->lang, "What nobody knows"), "wat-niemand-weet");
    size_t heading = p->doc->count;
    add_absent(p);
    add_unknowns(p);
    if (p->doc->count == heading)
        p->doc->count = before; /* a heading above nothing */
}

/* ---- the whole ----------------------------------------------------------------------------------------- */

static void add_summary(const struct picture_paper *p)
{
    struct picture_counts c = picture_counts(p->db, p->a, p->t, 0);
    const char *complete = picture_completeness(p->a, p->lang, &c);
    const char *facts =
        arena_printf(p->a, tr_n(p->lang, "%d fact.", "%d facts.", (int64_t)p->fact_count), (int)p->fact_count);
    doc_lead(p->doc, complete == NULL ? facts : arena_printf(p->a, "%s %s.", facts, complete));
}

void picture_blocks(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                    const struct trajectory *t, bool by_department, struct doc *doc, int level)
{
    struct picture_paper p = { .db = db,
                               .a = a,
                               .lang = lang,
                               .packs = packs,
                               .t = t,
                               .doc = doc,
                               .level = level < DOC_LEVELS ? level : DOC_LEVELS,
                               .by_department = by_department };
    struct picture_fact_filter all = { .theme = "", .sort = "", .statement = "", .accepted = true };
    int64_t total;
    p.facts = picture_facts(db, a, t, &all, &p.fact_count, &total);
    p.departments = organisation_departments(db, a, t->organisation, &p.department_count);
    p.themes = picture_themes(db, a, packs, lang, t->organisation);
    add_summary(&p);
    if (by_department)
        add_departments(&p);
    else
        add_themes(&p);
    add_gaps(&p);
}

void picture_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                     const struct trajectory *t, struct doc *doc, int level)
{
    doc_heading(doc, level, tr(lang, "Local picture"), "lokale-foto");
    picture_blocks(db, a, lang, packs, t, false, doc, level + 1);
}
