/* The scan in the final report of a trajectory: scores, strengths, coverage, differences, and what changed. */
#include <stdlib.h>
#include <string.h>

#include "doc/document.h"
#include "scan_sql.h"
#include "slice/scan/result.h"

/* ---- which rounds ------------------------------------------------------------------------------------ */

static bool is_answered(struct db *db, struct arena *a, const struct scan_round *r)
{
    struct scan_outcome o;
    scan_outcome(db, a, r, &o);
    return o.result.global.unanswered < o.result.global.offered;
}

/* The closed round before r with the same scan, whose pack is installed; NULL when there is none. */
static const struct scan_round *closed_before(struct db *db, struct arena *a, const struct packs *packs,
                                              const struct scan_round *r)
{
    size_t count;
    const struct scan_round_earlier *rows =
        scan_q_round_earlier(db, a, r->organisation, r->pack->id, r->created_at, r->id, &count);
    for (size_t i = 0; i < count; i++) {
        const struct scan_round *before = strcmp(rows[i].state, "closed") == 0
                                              ? scan_round_get(db, a, packs, r->organisation, rows[i].id)
                                              : NULL;
        if (before != NULL && is_answered(db, a, before))
            return before;
    }
    return NULL;
}

bool scan_report_rounds(struct db *db, struct arena *a, const struct packs *packs, int64_t organisation,
                        struct scan_report *out)
{
    size_t count;
    const struct scan_round_line *rounds = scan_rounds(db, a, organisation, &count);
    *out = (struct scan_report){ 0 };
    for (int pass = 0; pass < 2 && out->round == NULL; pass++)
        for (size_t i = 0; i < count && out->round == NULL; i++) {
            if (rounds[i].closed != (pass == 0))
                continue;
            const struct scan_round *r = scan_round_get(db, a, packs, organisation, rounds[i].id);
            if (r != NULL && is_answered(db, a, r))
                out->round = r;
        }
    if (out->round == NULL)
        return false;
    out->before = closed_before(db, a, packs, out->round);
    return true;
}

struct scan_figures scan_report_figures(struct db *db, struct arena *a, const struct scan_report *r)
{
    struct scan_outcome now;
    scan_outcome(db, a, r->round, &now);
    const struct score *s = &now.result.global;
    struct scan_figures f = { .score = score_whole(s->tenths),
                              .upper = score_whole(s->upper_tenths),
                              .before = SCORE_NONE,
                              .answered = s->offered - s->unanswered,
                              .offered = s->offered,
                              .fillers = now.standing.fillers,
                              .provisional = now.standing.provisional_count };
    if (r->before != NULL) {
        struct scan_outcome before;
        scan_outcome(db, a, r->before, &before);
        f.before = score_whole(before.result.global.tenths);
    }
    return f;
}

const char *scan_report_finding(struct db *db, struct arena *a, const struct lang *lang,
                                const struct scan_report *r)
{
    struct scan_outcome o;
    struct scan_finding finding;
    scan_outcome(db, a, r->round, &o);
    scan_finding(&o, &finding);
    return scan_finding_words(a, lang, &o, &finding);
}

const char *scan_indicative(const struct lang *lang)
{
    return tr(lang, "This score is indicative: it shows what the people who answered know and do, and it is no "
                    "certificate.");
}

/* ---- the chapter ------------------------------------------------------------------------------------- */

struct writer {
    struct db *db;
    struct arena *a;
    const struct lang *lang;
    struct doc *doc;
    const struct scan_outcome *now, *before; /* before NULL = no earlier round */
    int level;
};

static const char *points(const struct writer *w, int64_t tenths)
{
    return tenths == SCORE_NONE ? tr(w->lang, "no score") : arena_printf(w->a, "%d", (int)score_whole(tenths));
}

static const char *percent(const struct writer *w, int64_t tenths)
{
    return tenths == SCORE_NONE ? "–" : arena_printf(w->a, tr(w->lang, "%d%%"), (int)score_whole(tenths));
}

/* "The scan “Local government”, light variant: 9 members filled it in, closed on 4 November 2026." */
static void add_source(const struct writer *w)
{
    const struct scan_round *r = w->now->round;
    const char *pack = text_in(w->lang, &r->pack->title);
    const char *variant = r->light ? tr(w->lang, "the light variant") : tr(w->lang, "the full variant");
    const char *when =
        r->closed ? arena_printf(w->a, tr(w->lang, "closed on %s"), format_date(w->a, w->lang, r->closed_at.v))
                  : tr(w->lang, "still open: these figures may change");
    int fillers = w->now->standing.fillers;
    const char *text =
        scan_mode_has_members(r->mode)
            ? arena_printf(w->a,
                           tr_n(w->lang, "Round “%s”: the scan “%s”, %s; %d member filled it in; %s.",
                                "Round “%s”: the scan “%s”, %s; %d members filled it in; %s.", fillers),
                           r->title, pack, variant, fillers, when)
            : arena_printf(w->a, tr(w->lang, "Round “%s”: the scan “%s”, %s; %s."), r->title, pack, variant,
                           when);
    doc_paragraph(w->doc, text);
}

static void add_global(const struct writer *w)
{
    const struct score *s = &w->now->result.global;
    struct scan_finding finding;
    scan_finding(w->now, &finding);
    doc_lead(w->doc, arena_printf(w->a, "%s.", scan_finding_words(w->a, w->lang, w->now, &finding)));
    if (s->tenths == SCORE_NONE)
        return;
    int64_t score = score_whole(s->tenths), upper = score_whole(s->upper_tenths);
    const char *text =
        upper > score
            ? arena_printf(w->a,
                           tr(w->lang, "The global score is %d out of 100, and up to %d if every “don't know” "
                                       "were a yes."),
                           (int)score, (int)upper)
            : arena_printf(w->a, tr(w->lang, "The global score is %d out of 100."), (int)score);
    if (w->now->standing.provisional_count > 0)
        text = arena_printf(w->a, "%s %s", text,
                            tr(w->lang, "It is provisional: not every answer was agreed by the group."));
    doc_paragraph(w->doc, text);
}

static const struct score *domain_before(const struct writer *w, const char *id)
{
    for (int d = 0; w->before != NULL && d < w->before->round->scan->domain_count; d++)
        if (strcmp(w->before->round->scan->domains[d].id, id) == 0)
            return &w->before->result.domains[d];
    return NULL;
}

static struct doc_bar bar_of(const struct writer *w, int d)
{
    const struct pack_domain *domain = &w->now->round->scan->domains[d];
    const struct score *s = &w->now->result.domains[d], *was = domain_before(w, domain->id);
    bool scored = s->tenths != SCORE_NONE;
    int64_t whole = score_whole(s->tenths), upper = score_whole(s->upper_tenths);
    return (struct doc_bar){
        .label = text_in(w->lang, &domain->title),
        .tenths = scored ? s->tenths : DOC_NO_VALUE,
        .upper_tenths = scored && upper > whole ? s->upper_tenths : DOC_NO_VALUE,
        .before_tenths = was == NULL || was->tenths == SCORE_NONE ? DOC_NO_VALUE : was->tenths,
        .value = !scored         ? tr(w->lang, "no score")
                 : upper > whole ? arena_printf(w->a, tr(w->lang, "%d to %d"), (int)whole, (int)upper)
                                 : arena_printf(w->a, "%d", (int)whole),
        .dimension = domain->dimension,
    };
}

/* What to see in the chart. */
static const char *chart_sentence(const struct writer *w)
{
    const struct pack_scan *scan = w->now->round->scan;
    int best = -1, last = -1;
    bool scored = false;
    for (int d = 0; d < scan->domain_count; d++) {
        int64_t tenths = w->now->result.domains[d].tenths;
        scored = scored || tenths != SCORE_NONE;
        if (tenths == SCORE_NONE || score_is_wide(&w->now->result.domains[d]))
            continue; /* neither highest nor lowest can be said of it */
        if (best < 0 || tenths > w->now->result.domains[best].tenths)
            best = d;
        if (last < 0 || tenths < w->now->result.domains[last].tenths)
            last = d;
    }
    if (best < 0)
        return scored ? tr(w->lang, "Too much is not known yet to say which domain stands highest.")
                      : tr(w->lang, "No domain has a score.");
    int64_t most = score_whole(w->now->result.domains[best].tenths);
    if (most == score_whole(w->now->result.domains[last].tenths))
        return arena_printf(w->a, tr(w->lang, "Every domain with a score stands at %d."), (int)most);
    return arena_printf(
        w->a, tr(w->lang, "Highest: %s (%s). Lowest: %s (%s)."), text_in(w->lang, &scan->domains[best].title),
        points(w, w->now->result.domains[best].tenths), text_in(w->lang, &scan->domains[last].title),
        points(w, w->now->result.domains[last].tenths));
}

static void add_chart(const struct writer *w)
{
    const struct pack_scan *scan = w->now->round->scan;
    struct doc_bar *bars = NEW_ARRAY(w->a, struct doc_bar, (size_t)scan->domain_count);
    struct doc_chart *chart = NEW(w->a, struct doc_chart);
    bool band = false;
    for (int d = 0; d < scan->domain_count; d++)
        if (w->now->result.domains[d].offered > 0) {
            bars[chart->count] = bar_of(w, d);
            band = band || bars[chart->count].upper_tenths != DOC_NO_VALUE;
            chart->count++;
        }
    chart->kind = DOC_CHART_BARS;
    chart->title = tr(w->lang, "Score per domain");
    chart->sentence = chart_sentence(w);
    chart->bars = bars;
    chart->label_title = tr(w->lang, "Domain");
    chart->value_title = tr(w->lang, "Score");
    chart->before_title = w->before == NULL ? NULL : w->before->round->title;
    chart->upper_title = band ? tr(w->lang, "up to: if every “don't know” were a yes") : NULL;
    doc_chart(w->doc, chart);
}

/* ---- what the scores rest on ------------------------------------------------------------------------- */

static void add_grounds_row(const struct writer *w, struct doc_table *table, const char *title,
                            const struct score *s, int divided)
{
    const char *const cells[] = {
        title, arena_printf(w->a, tr(w->lang, "%d of %d"), s->offered - s->unanswered, s->offered),
        percent(w, s->dont_know_tenths), percent(w, s->not_applicable_tenths),
        divided < 0 ? NULL : arena_printf(w->a, "%d", divided)
    };
    for (size_t i = 0; i < table->grid->column_count; i++)
        doc_table_cell(table, doc_plain(w->a, cells[i]));
}

static void add_grounds(const struct writer *w, const struct scan_agreement *agreement)
{
    static const bool numeric[] = { false, true, true, true, true };
    const struct pack_scan *scan = w->now->round->scan;
    const char *const titles[] = { tr(w->lang, "Domain"), tr(w->lang, "Answered"), tr(w->lang, "Don't know"),
                                   tr(w->lang, "Does not apply"), tr(w->lang, "Divided") };
    struct doc_table table =
        doc_table_begin(w->doc, tr(w->lang, "What the scores rest on"), titles, agreement == NULL ? 4 : 5);
    table.grid->numeric = numeric;
    table.grid->row_heads = true;
    for (int d = 0; d < scan->domain_count; d++)
        if (w->now->result.domains[d].offered > 0)
            add_grounds_row(w, &table, text_in(w->lang, &scan->domains[d].title), &w->now->result.domains[d],
                            agreement == NULL ? -1 : agreement->domains[d]);
    add_grounds_row(w, &table, tr(w->lang, "All together"), &w->now->result.global,
                    agreement == NULL ? -1 : agreement->divided);
    doc_table_end(&table);
}

static void add_coverage(const struct writer *w)
{
    const struct score *s = &w->now->result.global;
    const struct pack_scan *scan = w->now->round->scan;
    doc_paragraph(w->doc,
                  arena_printf(w->a,
                               tr(w->lang, "%d of %d statements were answered (%s). Of the answers %s were "
                                           "“don't know” and %s “does not apply”."),
                               s->offered - s->unanswered, s->offered, percent(w, s->coverage_tenths),
                               percent(w, s->dont_know_tenths), percent(w, s->not_applicable_tenths)));
    if (s->many_not_applicable)
        doc_note(w->doc, tr(w->lang, "More than 30% does not apply, so the score rests on few statements."));
    const char *names = "";
    for (int i = 0; i < w->now->result.domains_without_count; i++) {
        const struct pack_domain *d = &scan->domains[w->now->result.domains_without[i]];
        if (w->now->result.domains[w->now->result.domains_without[i]].offered > 0)
            names =
                arena_printf(w->a, "%s%s%s", names, names[0] == '\0' ? "" : ", ", text_in(w->lang, &d->title));
    }
    if (names[0] != '\0')
        doc_paragraph(
            w->doc,
            arena_printf(w->a, tr(w->lang, "Without a score, and left out of the global score: %s."), names));
}

static void add_division(const struct writer *w, const struct scan_agreement *d)
{
    if (d->asked == 0)
        return;
    const char *text = arena_printf(
        w->a, tr(w->lang, "Of %d statements that two or more members answered, they agreed about %d."),
        d->asked, d->unanimous);
    const char *where = scan_most_divided(w->a, w->lang, w->now, d);
    if (d->divided > 0)
        text = arena_printf(w->a, "%s %s %s", text,
                            where != NULL
                                ? arena_printf(w->a, tr(w->lang, "They were divided about %d, mostly in %s."),
                                               d->divided, where)
                                : arena_printf(w->a, tr(w->lang, "They were divided about %d."), d->divided),
                            arena_printf(w->a, tr(w->lang, "%d discussed, %d without agreement."), d->discussed,
                                         d->no_agreement));
    doc_paragraph(w->doc, text);
}

/* ---- strengths and work ------------------------------------------------------------------------------ */

static void add_picks(const struct writer *w, const char *title, const struct scan_pick *picks, int count)
{
    const struct pack_scan *scan = w->now->round->scan;
    if (count == 0)
        return;
    doc_labelled(w->doc, title, "");
    for (int i = 0; i < count; i++) {
        const struct score *s = picks[i].score;
        const char *name = text_in(w->lang, picks[i].theme ? &scan->themes[picks[i].index].title
                                                           : &scan->domains[picks[i].index].title);
        const char *score = picks[i].theme && s->few ? arena_printf(w->a, tr(w->lang, "%d of %d"), s->yes,
                                                                    s->yes + s->no + s->dont_know)
                                                     : points(w, s->tenths);
        doc_item(w->doc, 1, arena_printf(w->a, "%s: %s", name, score));
    }
}

static void add_strengths(const struct writer *w)
{
    struct scan_picks picks;
    scan_picks(w->a, w->now, &picks);
    /* Less than half answered is a first picture: nothing stands out yet. */
    if (picks.strong_count + picks.weak_count == 0 || w->now->result.global.coverage_tenths < 500)
        return;
    doc_heading(w->doc, w->level + 1, tr(w->lang, "Where you stand best, and where most work lies"), NULL);
    add_picks(w, tr(w->lang, "Best"), picks.strong, picks.strong_count);
    add_picks(w, tr(w->lang, "Most work"), picks.weak, picks.weak_count);
}

/* ---- the earlier round ------------------------------------------------------------------------------- */

/* Why the score moved, in parts that add up to the difference. */
static void add_parts(const struct writer *w, const struct score_comparison *c)
{
    const char *const labels[3] = { tr(w->lang, "other answers"),
                                    tr(w->lang, "other statements, because the start questions were answered "
                                                "otherwise or the variant is another"),
                                    tr(w->lang, "a newer version of the statements") };
    int64_t parts[3];
    score_parts_whole(c, parts);
    for (int i = 0; i < 3; i++)
        if (parts[i] != 0)
            doc_item(w->doc, 1,
                     arena_printf(w->a,
                                  tr_n(w->lang, "%s%d point by %s", "%s%d points by %s",
                                       parts[i] < 0 ? -parts[i] : parts[i]),
                                  parts[i] < 0 ? "−" : "+", (int)llabs(parts[i]), labels[i]));
}

static void add_comparison(const struct writer *w)
{
    if (w->before == NULL)
        return;
    struct score_comparison c;
    scan_compare(w->a, &w->before->input, &w->now->input, &c);
    doc_heading(w->doc, w->level + 1,
                arena_printf(w->a, tr(w->lang, "Compared with “%s”"), w->before->round->title), NULL);
    if (!c.comparable) {
        doc_paragraph(w->doc, tr(w->lang, "One of the two rounds has no score, so they cannot be compared."));
        return;
    }
    int64_t was = score_whole(c.score_before), is = score_whole(c.score_after), step = is - was;
    bool open = score_movement(&w->before->result.global, &w->now->result.global) == MOVED_NOT_KNOWN;
    if (open)
        doc_paragraph(w->doc,
                      arena_printf(w->a,
                                   tr(w->lang, "The global score was %d and is %d now, but too much is not "
                                               "known yet to say that it fell."),
                                   (int)was, (int)is));
    else
        doc_paragraph(
            w->doc,
            step == 0
                ? arena_printf(w->a, tr(w->lang, "The global score stayed at %d."), (int)is)
                : arena_printf(w->a,
                               step > 0 ? tr_n(w->lang, "The global score rose by %d point, from %d to %d.",
                                               "The global score rose by %d points, from %d to %d.", step)
                                        : tr_n(w->lang, "The global score fell by %d point, from %d to %d.",
                                               "The global score fell by %d points, from %d to %d.", -step),
                               (int)llabs(step), (int)was, (int)is));
    add_parts(w, &c);
    doc_paragraph(w->doc,
                  arena_printf(w->a,
                               tr(w->lang, "Of the statements that both rounds asked %d became a yes and %d "
                                           "a no."),
                               c.became_yes.count, c.became_no.count));
}

void scan_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct scan_report *r,
                  struct doc *doc, int level)
{
    struct scan_outcome now, before;
    scan_outcome(db, a, r->round, &now);
    if (r->before != NULL)
        scan_outcome(db, a, r->before, &before);
    struct writer w = { db, a, lang, doc, &now, r->before == NULL ? NULL : &before, level };
    struct scan_agreement agreement;
    bool members = scan_mode_has_members(r->round->mode);
    scan_agreement(a, &now, &agreement);
    doc_heading(doc, level, tr(lang, "The scan"), "scan");
    add_global(&w);
    add_source(&w);
    add_chart(&w);
    doc_note(doc, scan_indicative(lang));
    add_strengths(&w);
    doc_heading(doc, level + 1, tr(lang, "What the scores rest on"), NULL);
    add_coverage(&w);
    if (members)
        add_division(&w, &agreement);
    add_grounds(&w, members ? &agreement : NULL);
    add_comparison(&w);
}
