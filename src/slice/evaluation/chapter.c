/* Looking back, as a chapter of the final report. */
#include <string.h>

#include "doc/document.h"
#include "slice/evaluation/evaluation.h"

static const char *level(struct arena *a, const struct lang *lang, int64_t tenths)
{
    return tenths < 0 ? "–" : format_tenths(a, lang, tenths);
}

static struct doc_bar bar(struct arena *a, const struct lang *lang, const char *label,
                          const struct evaluation_scale *s)
{
    int64_t now = s->mean_tenths[EVALUATION_END], before = s->mean_tenths[EVALUATION_START];
    /* 1 to 5 on a scale of a hundred: 5 is full. */
    return (struct doc_bar){ .label = label,
                             .tenths = now < 0 ? DOC_NO_VALUE : now * 20,
                             .upper_tenths = DOC_NO_VALUE,
                             .before_tenths = before < 0 ? DOC_NO_VALUE : before * 20,
                             .value = level(a, lang, now) };
}

static void write_change(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                         const struct trajectory *t, struct doc *d, int level_of)
{
    struct evaluation_change c = evaluation_change(db, a, packs, t);
    const char *growth = evaluation_growth(a, lang, &c);
    doc_heading(d, level_of, tr(lang, "Importance and maturity of CSR"), NULL);
    if (growth != NULL)
        doc_lead(d, growth);
    if (c.importance.mean_tenths[EVALUATION_END] >= 0) {
        struct doc_bar *bars = NEW_ARRAY(a, struct doc_bar, 2);
        bars[0] = bar(a, lang, tr(lang, "Importance"), &c.importance);
        bars[1] = bar(a, lang, tr(lang, "Maturity"), &c.maturity);
        struct doc_chart *chart = NEW(a, struct doc_chart);
        *chart = (struct doc_chart){ .kind = DOC_CHART_BARS,
                                     .title = tr(lang, "How members see it, from 1 to 5"),
                                     .sentence = arena_printf(
                                         a, tr(lang, "Said by %d at the start and by %d at the end."),
                                         (int)c.count[0], (int)c.count[1]),
                                     .bars = bars,
                                     .count = 2,
                                     .label_title = tr(lang, "Scale"),
                                     .value_title = tr(lang, "At the end"),
                                     .before_title = tr(lang, "At the start") };
        doc_chart(d, chart);
    } else if (c.importance.mean_tenths[EVALUATION_START] >= 0) {
        doc_paragraph(
            d, arena_printf(
                   a, tr(lang, "At the start %d members gave importance a mean of %s and maturity %s, of 5."),
                   (int)c.count[0], level(a, lang, c.importance.mean_tenths[0]),
                   level(a, lang, c.maturity.mean_tenths[0])));
    } else {
        doc_paragraph(d, tr(lang, "Fewer than three members said it, so nothing is shown."));
    }
}

void evaluation_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                        const struct trajectory *t, struct doc *d, int level_of)
{
    doc_heading(d, level_of, tr(lang, "Looking back"), "evaluatie");
    write_change(db, a, lang, packs, t, d, level_of + 1);
    const struct evaluation_round *r = evaluation_round(db, a, t);
    size_t count = 0;
    const struct evaluation_answer *all = r == NULL ? NULL : evaluation_answers(db, a, r, &count);
    const struct pack_list *questions = pack_list(t->pack->lists, "questions");
    for (int i = 0; r != NULL && i < questions->count; i++) {
        const struct pack_entry *q = &questions->v[i];
        const struct evaluation_answer *own = evaluation_answer_of(all, count, 0, q->id);
        doc_heading(d, level_of + 1, text_in(lang, pack_text(q, "question")), NULL);
        doc_paragraph(d, own != NULL && own->answer[0] != '\0'
                             ? own->answer
                             : tr(lang, "The organisation has not answered this yet."));
        for (size_t k = 0; k < count; k++)
            if (all[k].member != 0 && all[k].quotable && strcmp(all[k].question, q->id) == 0 &&
                all[k].answer[0] != '\0')
                doc_quote(d, all[k].answer, tr(lang, "a member of the group"));
    }
}
