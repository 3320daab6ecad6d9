/* Commitments as a chapter of the final report. */
#include "base/clock.h"
#include "doc/document.h"
#include "slice/briefing/briefing.h"

static const int64_t DAY_MS = 86400000;

void briefing_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                      const struct trajectory *t, struct doc *d, int level)
{
    size_t count;
    const struct briefing_commitment *c = briefing_commitments(db, a, packs, t->organisation, &count);
    doc_heading(d, level, tr(lang, "Commitments"), "engagementen");
    if (count == 0)
        doc_paragraph(d, tr(lang, "The organisation wrote down no commitments."));
    for (size_t i = 0; i < count; i++) {
        doc_heading(d, level + 1, c[i].title, NULL);
        if (c[i].entry != NULL)
            doc_paragraph(d, text_in(lang, pack_text(c[i].entry, "about")));
        if (c[i].note[0] != '\0')
            doc_paragraph(d, c[i].note);
        size_t deadlines;
        const struct briefing_deadline *due =
            briefing_deadlines(a, &c[i], trajectory_local_day(t->created_at), &deadlines);
        const char *const titles[] = { tr(lang, "What is due"), tr(lang, "By") };
        struct doc_table table = doc_table_begin(d, NULL, titles, 2);
        for (size_t k = 0; k < deadlines; k++) {
            const char *const cells[] = { text_in(lang, pack_text(due[k].entry, "title")),
                                          format_date(a, lang, due[k].day * DAY_MS) };
            doc_table_row(&table, cells);
        }
        doc_table_end(&table);
    }
}
