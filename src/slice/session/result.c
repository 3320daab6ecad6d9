/* What a sheet's answers say, line by line: for every page and every document the same words and numbers. */
#include "slice/session/result.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "session_sql.h"

enum { WHO_PARTS = 12, WHO_PEOPLE = 100 };     /* of a list by name that can still be read */
enum { OF_FIVE = 50, MIDDLE = 30, NAMED = 3 }; /* tenths on a scale of 1 to 5; names in a sentence */

/* ---- numbers ------------------------------------------------------------------------------------------- */

static const char *number(const struct room_state *r, int64_t n)
{
    return format_int(r->arena, r->lang, n);
}

static const char *tenth(const struct room_state *r, int64_t tenths)
{
    return tenths < 0 ? "–" : format_tenths(r->arena, r->lang, tenths);
}

/* part of whole in tenths of a hundred, half up. */
static int64_t share(int64_t part, int64_t whole)
{
    return whole <= 0 ? 0 : (2000 * part + whole) / (2 * whole);
}

static const char *percent(const struct room_state *r, int64_t part, int64_t whole)
{
    return arena_printf(r->arena, tr(r->lang, "%d%%"), (int)((share(part, whole) + 5) / 10));
}

static const char *moved(const struct room_state *r, int64_t now, int64_t before, bool tenths)
{
    int64_t d = now - before;
    if (d == 0)
        return tr(r->lang, "the same");
    const char *size = tenths ? tenth(r, d < 0 ? -d : d) : number(r, d < 0 ? -d : d);
    return arena_printf(r->arena, "%s%s", d < 0 ? "−" : "+", size);
}

int64_t session_own_choice(const struct room_state *r, size_t part)
{
    return r->own == NULL || r->own->choices == NULL || part >= r->form.count ? BALLOT_NONE
                                                                              : r->own->choices[part];
}

const char *session_sheet_key(const struct room_state *r)
{
    return arena_printf(r->arena, "%lld-%lld-%s-%lld", (long long)r->item->id, (long long)r->round,
                        session_item_state_name(r->item->state), (long long)r->item->turn);
}

int64_t session_sheet_value(const struct sheet_part *p, size_t choice)
{
    return (p->numbers ? p->first : 0) + (int64_t)choice;
}

struct sheet_turn session_sheet_turn(const struct room_state *r, size_t count)
{
    int64_t at = r->item->turn / 2;
    if (at >= (int64_t)count)
        return (struct sheet_turn){ count, true };
    return (struct sheet_turn){ (size_t)at, r->item->turn % 2 == 1 };
}

/* ---- which tallies ------------------------------------------------------------------------------------- */

static const struct tally_part *part_of(const struct session_tally *t, size_t i)
{
    return t != NULL && t->state == TALLY_SHOWN && i < t->count ? &t->parts[i] : NULL;
}

const char *session_no_result(const struct room_state *r)
{
    const struct session_tally *t = r->tally;
    if (t == NULL)
        return tr(r->lang, "The result shows here when whoever leads the session shows it.");
    switch (t->state) {
    case TALLY_SHOWN:
        return NULL;
    case TALLY_NONE:
        return tr(r->lang, "Nobody has answered yet.");
    case TALLY_FEW:
        return arena_printf(r->arena,
                            tr(r->lang,
                               "Answers without names show from %d answers: with fewer, people could be "
                               "recognised."),
                            (int)t->minimum);
    case TALLY_HELD:
        break;
    }
    return tr(r->lang, "There are enough answers. You see the result when everybody sees it.");
}

/* ---- lines --------------------------------------------------------------------------------------------- */

/* A count, of people or of dots or of points. */
static void count_line(const struct room_state *r, struct sheet_line *l, int64_t now, int64_t most,
                       bool compared, int64_t before, int64_t before_most)
{
    l->value = number(r, now);
    l->tenths = most > 0 ? share(now, most) : 0;
    l->before_tenths = SHEET_NO_BAR;
    if (compared) {
        l->before = number(r, before);
        l->before_tenths = before_most > 0 ? share(before, before_most) : 0;
        l->moved = moved(r, now, before, false);
    }
}

/* Suppressed is not 0. */
static void hide(const struct room_state *r, struct sheet_line *l)
{
    l->value = tr(r->lang, "too few");
    l->more = "";
    l->tenths = SHEET_NO_BAR;
}

/* A mean of 1 to 5 as text and bar, with that of the round before. */
static void mean_of(const struct room_state *r, const struct tally_part *now, const struct tally_part *before,
                    const char **value, int64_t *tenths, const char **was, int64_t *was_tenths,
                    const char **move)
{
    bool there = now->mean_tenths >= 0;
    *value = now->few ? tr(r->lang, "too few") : tenth(r, now->mean_tenths);
    *tenths = there ? share(now->mean_tenths, OF_FIVE) : SHEET_NO_BAR;
    *was_tenths = SHEET_NO_BAR;
    if (before != NULL && before->mean_tenths >= 0) {
        *was = tenth(r, before->mean_tenths);
        *was_tenths = share(before->mean_tenths, OF_FIVE);
        *move = there ? moved(r, now->mean_tenths, before->mean_tenths, true) : "";
    }
}

static bool is_chosen(const int64_t *chosen, size_t count, int64_t part)
{
    for (size_t i = 0; i < count; i++)
        if (chosen[i] == part)
            return true;
    return false;
}

static int by_size(const void *a, const void *b)
{
    const struct sheet_line *x = a, *y = b;
    return x->tenths != y->tenths ? (x->tenths < y->tenths ? 1 : -1)
           : x->part < y->part    ? -1
                                  : x->part > y->part;
}

static int by_both(const void *a, const void *b)
{
    const struct sheet_line *x = a, *y = b;
    int64_t m = x->tenths + x->second_tenths, n = y->tenths + y->second_tenths;
    return m != n ? (m < n ? 1 : -1) : x->part < y->part ? -1 : x->part > y->part;
}

static void sort(struct sheet_line *lines, size_t count, int (*by)(const void *, const void *))
{
    if (count > 1)
        qsort(lines, count, sizeof *lines, by);
}

/* ---- sentences ----------------------------------------------------------------------------------------- */

/* "Markets", “Markets and parks”: labels as they were typed, in quotation marks. */
static const char *quoted(const struct room_state *r, const char *label)
{
    size_t n = strlen(label);
    if (n > 1 && label[n - 1] == '.') /* a statement is a sentence of its own; here it stands in another */
        label = arena_strndup(r->arena, label, n - 1);
    return arena_printf(r->arena, tr(r->lang, "“%s”"), label);
}

/* Who has the largest number: the sentence of one, or of several that share the first place. */
static const char *first_of(const struct room_state *r, const struct sheet_line *l, size_t n, const char *one,
                            const char *several)
{
    size_t best = 0, ties = 0;
    for (size_t i = 1; i < n; i++)
        if (l[i].tenths > l[best].tenths)
            best = i;
    const char *names = "";
    if (n == 0 || l[best].tenths <= 0)
        return ""; /* everybody took back what there was */
    for (size_t i = 0; i < n; i++)
        if (l[i].tenths == l[best].tenths && ++ties <= NAMED)
            names = arena_printf(r->arena, "%s%s%s", names, ties == 1 ? "" : ", ", quoted(r, l[i].label));
    if (ties > NAMED)
        return arena_printf(r->arena, tr(r->lang, "%d share the first place, with %s each."), (int)ties,
                            l[best].value);
    return arena_printf(r->arena, ties == 1 ? one : several, names, l[best].value);
}

static const char *people_words(const struct room_state *r)
{
    int64_t n = r->tally->people;
    return arena_printf(r->arena, tr_n(r->lang, "%d person answered", "%d people answered", n), (int)n);
}

static struct sheet_result begin(const struct room_state *r, enum sheet_look look, size_t lines)
{
    struct sheet_result out = { .look = look,
                                .counted = "",
                                .finding = "",
                                .lines = NEW_ARRAY(r->arena, struct sheet_line, lines),
                                .count = lines,
                                .people = people_words(r),
                                .compared = r->before != NULL && r->before->state == TALLY_SHOWN,
                                .label_title = tr(r->lang, "Option"),
                                .value_title = tr(r->lang, "Votes") };
    return out;
}

/* ---- by method ----------------------------------------------------------------------------------------- */

/* The options of one part with their counts. */
static struct sheet_result options_result(const struct room_state *r, size_t part)
{
    const struct sheet_part *p = &r->form.parts[part];
    struct sheet_result out = begin(r, LOOK_BARS, p->option_count);
    struct sheet_line *lines = (struct sheet_line *)out.lines;
    const struct tally_part *now = part_of(r->tally, part), *before = part_of(r->before, part);
    for (size_t i = 0; i < p->option_count; i++) {
        lines[i] = (struct sheet_line){ .label = p->options[i], .part = (int64_t)i };
        count_line(r, &lines[i], now->counts[i], now->total, before != NULL,
                   before == NULL ? 0 : before->counts[i], before == NULL ? 0 : before->total);
        lines[i].more = percent(r, now->counts[i], now->total);
        lines[i].marked = p->right.set && p->right.v == (int64_t)i;
        if (now->few)
            hide(r, &lines[i]);
    }
    out.more_title = tr(r->lang, "Share");
    return out;
}

static struct sheet_result poll_result(const struct room_state *r)
{
    struct sheet_result out;
    if (r->form.kind == SHEET_PICK) {
        out = options_result(r, 0);
    } else {
        out = begin(r, LOOK_BARS, r->form.count);
        struct sheet_line *lines = (struct sheet_line *)out.lines;
        int64_t people = r->tally->people, then = r->before == NULL ? 0 : r->before->people;
        for (size_t i = 0; i < out.count; i++) {
            const struct tally_part *now = part_of(r->tally, i), *before = part_of(r->before, i);
            lines[i] = (struct sheet_line){ .label = r->form.parts[i].label, .part = r->form.parts[i].part };
            count_line(r, &lines[i], now->total, people, before != NULL, before == NULL ? 0 : before->total,
                       then);
            lines[i].more = percent(r, now->total, people);
        }
        out.more_title = tr(r->lang, "Share");
        out.counted =
            arena_printf(r->arena, tr(r->lang, "Everybody could choose up to %d."), (int)r->form.most);
    }
    out.finding = first_of(r, out.lines, out.count, tr(r->lang, "%s has the most votes: %s."),
                           tr(r->lang, "%s have as many votes: %s each."));
    return out;
}

static struct sheet_result dots_result(const struct room_state *r)
{
    struct sheet_result out = begin(r, LOOK_BARS, r->form.count);
    struct sheet_line *lines = (struct sheet_line *)out.lines;
    int64_t most = 0, then = 0, all = 0;
    for (size_t i = 0; i < out.count; i++) {
        const struct tally_part *now = part_of(r->tally, i), *before = part_of(r->before, i);
        most = now->sum > most ? now->sum : most;
        then = before != NULL && before->sum > then ? before->sum : then;
        all += now->sum;
    }
    for (size_t i = 0; i < out.count; i++) {
        const struct tally_part *now = part_of(r->tally, i), *before = part_of(r->before, i);
        lines[i] = (struct sheet_line){ .label = r->form.parts[i].label, .part = r->form.parts[i].part };
        count_line(r, &lines[i], now->sum, most, before != NULL, before == NULL ? 0 : before->sum, then);
        lines[i].more = now->total == 0
                            ? "–"
                            : arena_printf(r->arena, tr_n(r->lang, "of %d person", "of %d people", now->total),
                                           (int)now->total);
    }
    sort(lines, out.count, by_size);
    out.value_title = tr(r->lang, "Dots");
    out.more_title = tr(r->lang, "Given by");
    out.counted = arena_printf(r->arena, tr(r->lang, "%s dots were given; everybody had %d."), number(r, all),
                               (int)r->form.most);
    out.finding = first_of(r, lines, out.count, tr(r->lang, "%s has the most dots: %s."),
                           tr(r->lang, "%s have as many dots: %s each."));
    return out;
}

static struct sheet_result rank_result(const struct room_state *r)
{
    struct sheet_result out = begin(r, LOOK_BARS, r->form.count);
    struct sheet_line *lines = (struct sheet_line *)out.lines;
    int64_t most = r->tally->people * r->form.most,
            then = r->before == NULL ? 0 : r->before->people * r->form.most;
    for (size_t i = 0; i < out.count; i++) {
        const struct tally_part *now = part_of(r->tally, i), *before = part_of(r->before, i);
        lines[i] = (struct sheet_line){ .label = r->form.parts[i].label, .part = r->form.parts[i].part };
        count_line(r, &lines[i], now->sum, most, before != NULL, before == NULL ? 0 : before->sum, then);
        lines[i].more = tenth(r, now->mean_tenths);
    }
    sort(lines, out.count, by_size);
    out.value_title = tr(r->lang, "Points");
    out.more_title = tr(r->lang, "Place on average");
    out.counted =
        arena_printf(r->arena,
                     tr(r->lang, "A first place counts for %d points, each next place for one less, and no "
                                 "place for none. The average place is of those who gave one."),
                     (int)r->form.most);
    out.finding = first_of(r, lines, out.count, tr(r->lang, "%s stands first, with %s points."),
                           tr(r->lang, "%s share the first place, with %s points each."));
    return out;
}

static const char *spread_finding(const struct room_state *r, const struct sheet_result *out)
{
    const struct sheet_line *l = out->lines;
    if (out->count == 1)
        return arena_printf(r->arena,
                            l[0].more[0] == '\0' ? tr(r->lang, "On average %s of 5.")
                                                 : tr(r->lang, "On average %s of 5: %s."),
                            l[0].value, l[0].more);
    size_t high = 0, low = 0, apart = 0;
    int64_t spread = -1;
    for (size_t i = 0; i < out->count; i++) {
        const struct tally_part *t = part_of(r->tally, i);
        high = l[i].tenths > l[high].tenths ? i : high;
        low = l[i].tenths >= 0 && (l[low].tenths < 0 || l[i].tenths < l[low].tenths) ? i : low;
        if (t->spread_tenths > spread) {
            spread = t->spread_tenths;
            apart = i;
        }
    }
    if (l[high].tenths == l[low].tenths)
        return arena_printf(r->arena, tr(r->lang, "All are at %s of 5."), l[high].value);
    const char *ends =
        arena_printf(r->arena, tr(r->lang, "Highest: %s (%s). Lowest: %s (%s)."), quoted(r, l[high].label),
                     l[high].value, quoted(r, l[low].label), l[low].value);
    if (spread <= 0)
        return ends;
    return arena_printf(r->arena, tr(r->lang, "%s Most divided about %s."), ends, quoted(r, l[apart].label));
}

static struct sheet_result scale_result(const struct room_state *r)
{
    struct sheet_result out = begin(r, LOOK_SPREAD, r->form.count);
    struct sheet_line *lines = (struct sheet_line *)out.lines;
    for (size_t i = 0; i < out.count; i++) {
        const struct sheet_part *p = &r->form.parts[i];
        const struct tally_part *now = part_of(r->tally, i), *before = part_of(r->before, i);
        const char *word = session_spread_word(p, now);
        struct sheet_line *l = &lines[i];
        *l = (struct sheet_line){ .label = p->label,
                                  .more = word == NULL ? "" : tr(r->lang, word),
                                  .counts = now->counts,
                                  .option_count = p->option_count,
                                  .options = p->options,
                                  .part = p->part };
        mean_of(r, now, before, &l->value, &l->tenths, &l->before, &l->before_tenths, &l->moved);
    }
    out.label_title = r->item->method->id == METHOD_SCALE ? tr(r->lang, "Statement") : tr(r->lang, "Question");
    out.value_title = tr(r->lang, "Mean");
    out.more_title = tr(r->lang, "How much views differ");
    if (out.count > 0 && (r->form.parts[0].low[0] != '\0' || r->form.parts[0].high[0] != '\0'))
        out.counted =
            arena_printf(r->arena, tr(r->lang, "1 = %s, 5 = %s."), r->form.parts[0].low, r->form.parts[0].high);
    if (out.count > 0)
        out.finding = spread_finding(r, &out);
    return out;
}

/* Two parts a line. */
static void two(const struct room_state *r, struct sheet_line *l, size_t i)
{
    const struct sheet_part *p = &r->form.parts[2 * i];
    *l = (struct sheet_line){ .label = p->group, .more = "", .part = p->part };
    mean_of(r, part_of(r->tally, 2 * i), part_of(r->before, 2 * i), &l->value, &l->tenths, &l->before,
            &l->before_tenths, &l->moved);
    mean_of(r, part_of(r->tally, 2 * i + 1), part_of(r->before, 2 * i + 1), &l->second, &l->second_tenths,
            &l->second_before, &l->second_before_tenths, &l->second_moved);
}

/* Of CSR as a whole alone: two lines with how views are spread. With domains: two numbers for each. */
static struct sheet_result pair_result(const struct room_state *r)
{
    struct sheet_result out;
    if (r->form.count == 2) {
        out = scale_result(r);
        struct sheet_line *lines = (struct sheet_line *)out.lines;
        lines[0].label = tr(r->lang, "Importance");
        lines[1].label = tr(r->lang, "Maturity");
        out.label_title = tr(r->lang, "CSR as a whole");
        out.counted = tr(r->lang, "Both from 1 to 5.");
        out.finding = "";
    } else {
        out = begin(r, LOOK_PAIRS, r->form.count / 2);
        for (size_t i = 0; i < out.count; i++)
            two(r, (struct sheet_line *)&out.lines[i], i);
        out.label_title = tr(r->lang, "About");
        out.value_title = tr(r->lang, "Importance");
        out.second_title = tr(r->lang, "Maturity");
        out.counted = tr(r->lang, "Both from 1 to 5, on average.");
    }
    const struct tally_part *i = part_of(r->tally, 0), *m = part_of(r->tally, 1);
    const char *ends =
        i->mean_tenths < 0 || m->mean_tenths < 0 ? NULL
        : i->mean_tenths - m->mean_tenths >= 10
            ? tr(r->lang, "Importance %s, maturity %s: it counts for more than what is done about it yet.")
        : m->mean_tenths > i->mean_tenths
            ? tr(r->lang, "Importance %s, maturity %s: you are further with it than it weighs.")
            : tr(r->lang, "Importance %s, maturity %s: what is done keeps up with what it is worth.");
    if (ends != NULL)
        out.finding = arena_printf(r->arena, ends, tenth(r, i->mean_tenths), tenth(r, m->mean_tenths));
    return out;
}

static struct sheet_result axes_result(const struct room_state *r)
{
    struct sheet_result out = begin(r, LOOK_PLACES, r->form.count / 2);
    struct sheet_line *lines = (struct sheet_line *)out.lines;
    size_t chosen_count, both = 0;
    const int64_t *chosen = session_chosen(r->db, r->arena, r->session, r->item, &chosen_count);
    for (size_t i = 0; i < out.count; i++) {
        two(r, &lines[i], i);
        lines[i].marked = is_chosen(chosen, chosen_count, lines[i].part);
        const char *impact = session_spread_word(&r->form.parts[2 * i], part_of(r->tally, 2 * i)),
                   *support = session_spread_word(&r->form.parts[2 * i + 1], part_of(r->tally, 2 * i + 1));
        if ((impact != NULL && strcmp(impact, "divided") == 0) ||
            (support != NULL && strcmp(support, "divided") == 0))
            lines[i].more = tr(r->lang, "divided");
    }
    sort(lines, out.count, by_both);
    const char *names = "";
    for (size_t i = 0; i < out.count && both < NAMED; i++)
        if (lines[i].tenths > share(MIDDLE, OF_FIVE) && lines[i].second_tenths > share(MIDDLE, OF_FIVE))
            names = arena_printf(r->arena, "%s%s%s", names, both++ == 0 ? "" : ", ", quoted(r, lines[i].label));
    out.label_title = tr(r->lang, "Theme");
    out.value_title = tr(r->lang, "Impact");
    out.second_title = tr(r->lang, "Support");
    out.more_title = tr(r->lang, "How much views differ");
    out.counted = tr(r->lang, "Both from 1 to 5, on average.");
    out.finding = both == 0 ? tr(r->lang, "No theme has both much impact and much support.")
                            : arena_printf(r->arena, tr(r->lang, "Much impact and much support: %s."), names);
    return out;
}

struct sheet_result session_quiz_result(const struct room_state *r, size_t question)
{
    struct sheet_result out = options_result(r, question);
    const struct sheet_part *p = &r->form.parts[question];
    const struct tally_part *t = part_of(r->tally, question);
    out.label_title = tr(r->lang, "Answer");
    if (!t->few && p->right.set && p->right.v >= 0 && p->right.v < (int64_t)p->option_count)
        out.finding = arena_printf(r->arena, tr(r->lang, "%s of %s had it right."),
                                   number(r, t->counts[p->right.v]), number(r, t->total));
    return out;
}

static struct sheet_result quiz_result(const struct room_state *r)
{
    struct sheet_result out = begin(r, LOOK_BARS, r->form.count);
    struct sheet_line *lines = (struct sheet_line *)out.lines;
    int64_t right = 0, given = 0;
    for (size_t i = 0; i < out.count; i++) {
        const struct sheet_part *p = &r->form.parts[i];
        const struct tally_part *t = part_of(r->tally, i);
        int64_t n = p->right.set && p->right.v >= 0 && p->right.v < (int64_t)p->option_count
                        ? t->counts[p->right.v]
                        : 0;
        lines[i] = (struct sheet_line){ .label = p->label, .part = p->part };
        count_line(r, &lines[i], n, t->total, false, 0, 0);
        lines[i].more = percent(r, n, t->total);
        if (t->few)
            hide(r, &lines[i]);
        right += n;
        given += t->total;
    }
    out.compared = false;
    out.label_title = tr(r->lang, "Question");
    out.value_title = tr(r->lang, "Right");
    out.more_title = tr(r->lang, "Share");
    out.finding =
        arena_printf(r->arena, tr(r->lang, "%s of all answers were right."), percent(r, right, given));
    return out;
}

/* Counts by answer, most divided first: what was agreed on stands in the round. */
static struct sheet_result scan_counts_result(const struct room_state *r)
{
    struct sheet_result out = begin(r, LOOK_SPREAD, r->form.count);
    struct sheet_line *lines = (struct sheet_line *)out.lines;
    for (size_t i = 0; i < out.count; i++) {
        const struct tally_part *now = part_of(r->tally, i);
        lines[i] = (struct sheet_line){ .label = r->form.parts[i].label,
                                        .value = number(r, now->total),
                                        .more = "",
                                        .tenths = SHEET_NO_BAR,
                                        .before_tenths = SHEET_NO_BAR,
                                        .counts = now->counts,
                                        .option_count = r->form.parts[i].option_count,
                                        .options = r->form.parts[i].options,
                                        .part = r->form.parts[i].part };
    }
    out.label_title = tr(r->lang, "Statement");
    out.value_title = tr(r->lang, "Answers");
    out.compared = false;
    return out;
}

/* ---- what a beamer holds ------------------------------------------------------------------------------------- */

static size_t longest(const struct sheet_result *res)
{
    size_t most = 0;
    for (size_t i = 0; i < res->count; i++) {
        size_t n = utf8_length(res->lines[i].label);
        most = n > most ? n : most;
    }
    return most;
}

/* Signs of a label that stand on one line: of two columns, and of one that has all the room. Longer ones take a second line, and end there. */
enum { NARROW = 24, BROAD = 45, SHORT_ROWS = 6, LONG_ROWS = 4, SPREAD_ROWS = 5 };

size_t session_result_column(const struct sheet_result *res)
{
    size_t n = longest(res), usual = res->look == LOOK_BARS ? SHORT_ROWS : SPREAD_ROWS;
    if (n <= NARROW || (n <= BROAD && res->count <= usual))
        return usual;
    return LONG_ROWS;
}

size_t session_result_legend(const struct sheet_result *res)
{
    enum { LINE = 22, LINES = 16, NUMBERS = 10 };
    size_t used = 0, n = 0;
    for (; n < res->count; n++) {
        used += 1 + (utf8_length(res->lines[n].label) + NUMBERS) / LINE;
        if (used > LINES)
            break;
    }
    return n;
}

/* ---- who ------------------------------------------------------------------------------------------------- */

static const char *name_of(const struct room_state *r, const struct session_participant *people, size_t count,
                           int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (people[i].id == id)
            return people[i].name[0] != '\0' ? people[i].name : tr(r->lang, "No name");
    return tr(r->lang, "Somebody who left");
}

static bool shows_who(const struct room_state *r)
{
    bool desk = r->eye == EYE_DESK || r->eye == EYE_MINUTES;
    bool short_enough = r->form.count <= WHO_PARTS && r->people <= WHO_PEOPLE;
    return desk && !r->item->anonymous && !r->item->method->by_turn && r->round > 0 && short_enough &&
           (r->form.kind == SHEET_PICK || r->form.kind == SHEET_TICKS);
}

const struct sheet_who *session_sheet_who(const struct room_state *r, size_t *count)
{
    *count = 0;
    if (!shows_who(r))
        return NULL;
    size_t rows, people;
    const struct session_participant *who = session_people(r->db, r->arena, r->session, &people);
    const struct session_answer_who *row = session_q_answer_who(r->db, r->arena, r->item->id, r->round, &rows);
    struct sheet_who *v = NEW_ARRAY(r->arena, struct sheet_who, rows);
    for (size_t i = 0; i < rows; i++) {
        if (row[i].part < 0 || row[i].part >= (int64_t)r->form.count)
            continue;
        const struct sheet_part *p = &r->form.parts[row[i].part];
        if (row[i].choice < 0 || row[i].choice >= (int64_t)p->option_count)
            continue;
        struct sheet_who *last = *count == 0 ? NULL : &v[*count - 1];
        if (last == NULL || last->part != row[i].part || last->choice != row[i].choice) {
            last = &v[(*count)++];
            *last = (struct sheet_who){ .part = row[i].part,
                                        .choice = row[i].choice,
                                        .about = p->group[0] == '\0'
                                                     ? p->label
                                                     : arena_printf(r->arena, "%s: %s", p->group, p->label),
                                        .option = r->form.kind == SHEET_TICKS ? "" : p->options[row[i].choice],
                                        .names = "" };
        }
        last->names = arena_printf(r->arena, "%s%s%s", last->names, last->names[0] == '\0' ? "" : ", ",
                                   name_of(r, who, people, row[i].participant_id));
    }
    return v;
}

/* ---- all ------------------------------------------------------------------------------------------------- */

struct sheet_result session_sheet_result(const struct room_state *r)
{
    ASSERT(r->tally != NULL && r->tally->state == TALLY_SHOWN);
    switch (r->item->method->id) {
    case METHOD_POLL:
        return poll_result(r);
    case METHOD_DOTS:
        return dots_result(r);
    case METHOD_RANK:
        return rank_result(r);
    case METHOD_PAIR:
        return pair_result(r);
    case METHOD_AXES:
        return axes_result(r);
    case METHOD_QUIZ:
        return quiz_result(r);
    case METHOD_SCAN:
        return scan_counts_result(r);
    default:
        return scale_result(r);
    }
}
