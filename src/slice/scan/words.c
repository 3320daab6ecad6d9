/* What a round amounts to, in words: for its pages and for the chapter of a report. */
#include "slice/scan/result.h"

const char *scan_inside(struct arena *a, const char *title)
{
    bool word = title[0] >= 'A' && title[0] <= 'Z' && title[1] >= 'a' && title[1] <= 'z';
    char *copy = arena_strdup(a, title);
    if (word)
        copy[0] = (char)(copy[0] | 0x20);
    return copy;
}

const char *scan_join(struct arena *a, const char *const *words, int count, const char *between)
{
    const char *list = count == 0 ? "" : words[0];
    for (int i = 1; i < count; i++)
        list = arena_printf(a, "%s%s%s", list, between, words[i]);
    return list;
}

const char *scan_and_list(struct arena *a, const struct lang *lang, const char *const *words, int count)
{
    if (count < 2)
        return scan_join(a, words, count, "");
    return arena_printf(a, tr(lang, "%s and %s"), scan_join(a, words, count - 1, ", "), words[count - 1]);
}

const char *scan_domain_words(struct arena *a, const struct lang *lang, const struct pack_scan *scan,
                              const int *domains, int count)
{
    const char *words[FINDING_NAMED];
    int n = 0;
    for (; n < count && n < FINDING_NAMED; n++)
        words[n] = scan_inside(a, text_in(lang, &scan->domains[domains[n]].brief));
    return scan_and_list(a, lang, words, n);
}

/* ---- the finding ------------------------------------------------------------------------------------- */

static const char *strong_words(struct arena *a, const struct lang *lang, const struct pack_scan *scan,
                                const struct scan_finding *f)
{
    bool top = f->top_count <= FINDING_NAMED, bottom = f->bottom_count <= FINDING_NAMED;
    bool only_best = f->kind == FINDING_BEST;
    const char *best = top ? scan_domain_words(a, lang, scan, f->top, f->top_count) : NULL;
    const char *work = bottom ? scan_domain_words(a, lang, scan, f->bottom, f->bottom_count) : NULL;
    if (top && bottom)
        return arena_printf(
            a, only_best ? tr(lang, "Best in %s, most work on %s") : tr(lang, "Strong in %s, most work on %s"),
            best, work);
    if (top)
        return arena_printf(a,
                            only_best ? tr(lang, "Best in %s, work to do in %d domains")
                                      : tr(lang, "Strong in %s, work to do in %d domains"),
                            best, f->bottom_count);
    if (bottom)
        return arena_printf(a,
                            only_best ? tr(lang, "Best in %d domains, most work on %s")
                                      : tr(lang, "Strong in %d domains, most work on %s"),
                            f->top_count, work);
    return arena_printf(a, tr(lang, "%d domains ahead, %d behind"), f->top_count, f->bottom_count);
}

const char *scan_finding_words(struct arena *a, const struct lang *lang, const struct scan_outcome *o,
                               const struct scan_finding *f)
{
    const struct pack_scan *scan = o->round->scan;
    const struct score *all = &o->result.global;
    switch (f->kind) {
    case FINDING_EMPTY:
        return tr(lang, "Nothing is answered yet");
    case FINDING_NO_SCORE:
        return tr(lang, "No score yet: no answer so far counts");
    case FINDING_FIRST:
        return arena_printf(a, tr(lang, "A first picture: %d of %d statements answered"),
                            all->offered - all->unanswered, all->offered);
    case FINDING_UNKNOWN:
        return arena_printf(a, tr(lang, "Too much is not known yet: %d of %d answers are \"don't know\""),
                            all->dont_know, all->offered - all->unanswered);
    case FINDING_ONE:
        return arena_printf(a, tr(lang, "%s: %d out of 100"), text_in(lang, &scan->domains[f->top[0]].title),
                            (int)f->score);
    case FINDING_CLOSE:
        if (f->unknown > 0)
            return arena_printf(
                a,
                tr_n(lang, "Most domains stand close together, around %d; of %d too much is not known yet",
                     "Most domains stand close together, around %d; of %d too much is not known yet",
                     f->unknown),
                (int)f->score, f->unknown);
        return arena_printf(a, tr(lang, "All domains stand close together, around %d"), (int)f->score);
    case FINDING_BEST:
    case FINDING_STRONG:
        break;
    }
    return strong_words(a, lang, scan, f);
}

const char *scan_most_divided(struct arena *a, const struct lang *lang, const struct scan_outcome *o,
                              const struct scan_agreement *agreement)
{
    int first = -1, second = -1;
    for (int d = 0; d < o->round->scan->domain_count; d++) {
        if (first < 0 || agreement->domains[d] > agreement->domains[first]) {
            second = first;
            first = d;
        } else if (second < 0 || agreement->domains[d] > agreement->domains[second]) {
            second = d;
        }
    }
    if (first < 0 || second < 0 || agreement->domains[second] == 0 ||
        2 * (agreement->domains[first] + agreement->domains[second]) <= agreement->divided)
        return NULL;
    return scan_domain_words(a, lang, o->round->scan, (const int[]){ first, second }, 2);
}
