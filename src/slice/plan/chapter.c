/* The action list as a chapter of the final report. */
#include <string.h>

#include "base/clock.h"
#include "doc/document.h"
#include "slice/organisation/organisation.h"
#include "slice/plan/plan.h"

static const int64_t DAY_MS = 86400000;

struct writer {
    struct arena *arena;
    const struct lang *lang;
    const struct trajectory_ask *ask;
    const struct organisation_names *names;
    struct doc *doc;
};

static const char *owner_of(const struct writer *w, const struct plan_action *p)
{
    const struct organisation_member *m = p->owner.set ? organisation_names_member(w->names, p->owner.v) : NULL;
    return m == NULL ? "–" : organisation_member_name(w->arena, w->lang, m);
}

static const char *day_of(const struct writer *w, const struct plan_action *p)
{
    return p->due_on.set ? format_date_short(w->arena, w->lang, p->due_on.v * DAY_MS) : "–";
}

/* Rows of one sort under a goal; parent 0 = under none. Nothing when there are none. */
static void write_table(const struct writer *w, const struct plan_action *all, size_t count,
                        enum plan_sort sort, int64_t parent)
{
    const char *const titles[] = { plan_sort_word(w->lang, sort), tr(w->lang, "Owner"), tr(w->lang, "By"),
                                   tr(w->lang, "Status"), tr(w->lang, "Theme") };
    struct doc_table table = doc_table_begin(w->doc, NULL, titles, 5);
    for (size_t i = 0; i < count; i++) {
        const struct plan_action *p = &all[i];
        if (p->sort != sort || (p->parent.set ? p->parent.v : 0) != parent)
            continue;
        const char *const cells[] = { p->title, owner_of(w, p), day_of(w, p),
                                      plan_status_word(w->lang, p->status),
                                      trajectory_theme_title(w->ask, p->theme) };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

void plan_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                  const struct trajectory *t, struct doc *d, int level)
{
    size_t count;
    const struct plan_action *all = plan_actions(db, a, t, &count);
    struct trajectory_ask ask = { db, a, packs, lang, t, 0, true };
    struct writer w = { a, lang, &ask, organisation_names(db, a, t->organisation), d };
    doc_heading(d, level, tr(lang, "Action plan"), "actieplan");
    if (count == 0) {
        doc_paragraph(d, tr(lang, "The action list is still empty."));
        return;
    }
    struct plan_load load = plan_load(db, a, t);
    const char *goals = tr_n(lang, "%d goal", "%d goals", load.count[PLAN_GOAL]);
    const char *actions = tr_n(lang, "%d action", "%d actions", load.count[PLAN_ACTION]);
    const char *measures = tr_n(lang, "%d measure", "%d measures", load.count[PLAN_MEASURE]);
    doc_lead(d, arena_printf(a, "%s, %s, %s.", arena_printf(a, goals, (int)load.count[PLAN_GOAL]),
                             arena_printf(a, actions, (int)load.count[PLAN_ACTION]),
                             arena_printf(a, measures, (int)load.count[PLAN_MEASURE])));
    for (size_t i = 0; i < count; i++) {
        if (all[i].sort != PLAN_GOAL)
            continue;
        doc_heading(d, level + 1, all[i].title, NULL);
        if (all[i].why[0] != '\0')
            doc_paragraph(d, all[i].why);
        if (all[i].due_on.set)
            doc_labelled(d, tr(lang, "By:"), format_date(a, lang, all[i].due_on.v * DAY_MS));
        write_table(&w, all, count, PLAN_ACTION, all[i].id);
        write_table(&w, all, count, PLAN_MEASURE, all[i].id);
    }
    bool loose = false;
    for (size_t i = 0; i < count; i++)
        loose = loose || (all[i].sort != PLAN_GOAL && !all[i].parent.set);
    if (loose && load.count[PLAN_GOAL] > 0)
        doc_heading(d, level + 1, tr(lang, "Not under a goal"), NULL);
    write_table(&w, all, count, PLAN_ACTION, 0);
    write_table(&w, all, count, PLAN_MEASURE, 0);
}

/* ---- priorities ---------------------------------------------------------------------------------------------- */

static const char *score_of(const struct writer *w, struct db_int n)
{
    return n.set ? format_tenths(w->arena, w->lang, n.v) : "–";
}

static void write_chosen(const struct writer *w, const struct plan_priority *all, size_t count)
{
    static const int widths[] = { 8, 32, 60 };
    const char *const titles[] = { "", tr(w->lang, "Theme"), tr(w->lang, "Why") };
    struct doc_table table = doc_table_begin(w->doc, tr(w->lang, "What we choose"), titles, 3);
    table.grid->widths = widths;
    for (size_t i = 0; i < count && all[i].chosen; i++) {
        const char *const cells[] = { arena_printf(w->arena, "%d", (int)all[i].position),
                                      plan_priority_title(w->ask, &all[i]),
                                      all[i].why[0] == '\0' ? "–" : all[i].why };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

static void write_scores(const struct writer *w, const struct plan_priority *all, size_t count)
{
    static const bool numeric[] = { false, true, true, false };
    const char *const titles[] = { tr(w->lang, "Theme"), tr(w->lang, "Impact"), tr(w->lang, "Support"),
                                   tr(w->lang, "Chosen") };
    struct doc_table table =
        doc_table_begin(w->doc, tr(w->lang, "All themes, from 1 (little) to 5 (much)"), titles, 4);
    table.grid->numeric = numeric;
    table.grid->row_heads = true;
    for (size_t i = 0; i < count; i++) {
        const char *const cells[] = { plan_priority_title(w->ask, &all[i]), score_of(w, all[i].impact),
                                      score_of(w, all[i].support), all[i].chosen ? tr(w->lang, "yes") : "" };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

void plan_priority_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                           const struct trajectory *t, struct doc *d, int level)
{
    size_t count, chosen = 0;
    const struct plan_priority *all = plan_priorities(db, a, t, &count);
    struct trajectory_ask ask = { db, a, packs, lang, t, 0, true };
    struct writer w = { a, lang, &ask, NULL, d };
    if (count == 0)
        return;
    while (chosen < count && all[chosen].chosen)
        chosen++;
    doc_heading(d, level, tr(lang, "Priorities"), "prioriteiten");
    doc_lead(d, chosen == 0 ? tr(lang, "Nothing was chosen yet.")
                            : arena_printf(a,
                                           tr_n(lang, "%d theme was chosen, out of %d.",
                                                "%d themes were chosen, out of %d.", (int64_t)chosen),
                                           (int)chosen, (int)count));
    write_chosen(&w, all, count);
    write_scores(&w, all, count);
}
