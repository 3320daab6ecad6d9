/* The group in the final report: who took part from which department, with which mandate, and why. */
#include <string.h>

#include "base/clock.h"
#include "rules.h"

static const char *attribute_word(const struct lang *lang, const struct organisation_member *m)
{
    static const char *const words[GROUP_ATTRIBUTES] = { N_("staff"), N_("mandatary"), N_("external") };
    return tr(lang, words[group_attribute_of(m)]);
}

static const char *period_words(struct arena *a, const struct lang *lang, const struct group *g)
{
    const char *from = g->begins_on.set ? format_day(a, lang, g->begins_on.v) : NULL;
    const char *to = g->ends_on.set ? format_day(a, lang, g->ends_on.v) : NULL;
    if (from != NULL && to != NULL)
        return arena_printf(a, tr(lang, "From %s to %s."), from, to);
    if (from != NULL)
        return arena_printf(a, tr(lang, "From %s."), from);
    return to != NULL ? arena_printf(a, tr(lang, "Until %s."), to) : NULL;
}

/* Department by department, and within one by name. */
static void members_table(struct arena *a, const struct lang *lang, const struct group_grid *grid,
                          const struct group_seat *seats, size_t count, struct doc *doc)
{
    const char *titles[] = { tr(lang, "Department"), tr(lang, "Name"), tr(lang, "Takes part as"),
                             tr(lang, "Task in the group") };
    struct doc_table table = doc_table_begin(doc, tr(lang, "Members by department"), titles, 4);
    for (size_t r = 0; r < grid->row_count; r++)
        for (size_t i = 0; i < count; i++) {
            const struct organisation_member *m = seats[i].member;
            if (!seats[i].present || m->department_id != grid->rows[r].department)
                continue;
            const char *cells[] = { m->department, organisation_member_name(a, lang, m),
                                    attribute_word(lang, m), seats[i].task };
            doc_table_row(&table, cells);
        }
    doc_table_end(&table);
}

/* The departments without anybody, as one sentence; NULL when there is none. */
static const char *missing_departments(struct arena *a, const struct lang *lang, const struct group_grid *grid)
{
    const char *names = "";
    for (size_t i = 0; i < grid->row_count; i++)
        if (grid->rows[i].all == 0)
            names = arena_printf(a, "%s%s%s", names, names[0] == '\0' ? "" : ", ", grid->rows[i].name);
    return names[0] == '\0' ? NULL : arena_printf(a, tr(lang, "Nobody takes part from: %s."), names);
}

static void one_group(struct db *db, struct arena *a, const struct lang *lang, const struct group *g,
                      const struct organisation_names *names, int64_t today, struct doc *doc, int level)
{
    size_t count, members = 0;
    const struct group_seat *seats = group_seats(db, a, g, names, today, &count);
    int64_t *people = NEW_ARRAY(a, int64_t, count);
    for (size_t i = 0; i < count; i++)
        if (seats[i].present)
            people[members++] = seats[i].member->id;
    struct group_grid grid = group_grid(db, a, g->organisation, names, people, members);
    doc_heading(doc, level, group_title(lang, g), NULL);
    const char *period = period_words(a, lang, g);
    if (g->mandate[0] != '\0')
        doc_markdown(doc, g->mandate, level);
    if (period != NULL)
        doc_labelled(doc, tr(lang, "Period"), period);
    members_table(a, lang, &grid, seats, count, doc);
    const char *missing = missing_departments(a, lang, &grid);
    if (missing != NULL)
        doc_paragraph(doc, missing);
}

/* What the group agreed on together; the motives of single members are its own. */
static void motivation(struct db *db, struct arena *a, const struct lang *lang, const struct trajectory *t,
                       struct doc *doc, int level)
{
    const struct document *d = group_motivation(db, a, t, true);
    const struct document_version *v = d == NULL ? NULL : document_agreed(db, a, d);
    if (v == NULL)
        return;
    doc_heading(doc, level, v->title, NULL);
    doc_markdown(doc, v->content, level);
    doc_note(doc, document_standing(a, lang, d, v));
}

void group_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                   const struct trajectory *t, struct doc *doc, int level)
{
    (void)packs;
    int64_t today =
        t->ended_at.set ? trajectory_local_day(t->ended_at.v) : organisation_today(a, clock_now_ms());
    size_t count, running = 0;
    const struct group *all = groups(db, a, t, today, &count);
    for (size_t i = 0; i < count; i++)
        running += group_goes_on(&all[i], today);
    if (running == 0)
        return;
    const struct organisation_names *names = organisation_names(db, a, t->organisation);
    doc_heading(doc, level, tr(lang, "The group"), NULL);
    for (size_t i = 0; i < count; i++)
        if (group_goes_on(&all[i], today))
            one_group(db, a, lang, &all[i], names, today, doc, level + 1);
    motivation(db, a, lang, t, doc, level + 1);
}
