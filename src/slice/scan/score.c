#include "slice/scan/score.h"

#include <string.h>

/* ---- answers --------------------------------------------------------------------------------------------- */

static const char *const answer_names[ANSWER_COUNT] = {
    [ANSWER_NONE] = "",
    [ANSWER_YES] = "yes",
    [ANSWER_NO] = "no",
    [ANSWER_DONT_KNOW] = "dont_know",
    [ANSWER_NOT_APPLICABLE] = "not_applicable",
};

const char *scan_answer_name(enum scan_answer answer)
{
    ASSERT(answer < ANSWER_COUNT);
    return answer_names[answer];
}

bool scan_answer_parse(const char *s, enum scan_answer *out)
{
    for (int i = 0; i < ANSWER_COUNT; i++) {
        if (strcmp(s, answer_names[i]) == 0) {
            *out = (enum scan_answer)i;
            return true;
        }
    }
    return false;
}

int scan_answers_check(const struct scan_input *in)
{
    for (int i = 0; i < in->scan->statement_count; i++) {
        if (in->answers[i] >= ANSWER_COUNT ||
            (in->answers[i] != ANSWER_NONE && !pack_offered(in->scan, i, in->light, &in->profile)))
            return i;
    }
    return -1;
}

/* ---- exact fractions ------------------------------------------------------------------------------------- */

struct fraction {
    unsigned __int128 n, d; /* d > 0 */
};

/* Overflow cannot happen with a pack that passed pack_scan_exact(), so it is a bug. */
static unsigned __int128 times(unsigned __int128 a, unsigned __int128 b)
{
    unsigned __int128 product;
    ASSERT(!__builtin_mul_overflow(a, b, &product));
    return product;
}

static unsigned __int128 gcd(unsigned __int128 a, unsigned __int128 b)
{
    while (b != 0) {
        unsigned __int128 rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* Over the least common denominator: it divides the product of all, which is the bound of pack_scan_exact(). */
static struct fraction plus(struct fraction a, struct fraction b)
{
    unsigned __int128 g = gcd(a.d, b.d);
    unsigned __int128 left = times(a.n, b.d / g), right = times(b.n, a.d / g), sum;
    ASSERT(!__builtin_add_overflow(left, right, &sum));
    return (struct fraction){ .n = sum, .d = times(a.d / g, b.d) };
}

/* 1000 * n / d rounded half up: floor((2000 * n + d) / 2d). SCORE_NONE for 0/0. */
static int64_t tenths_of(unsigned __int128 n, unsigned __int128 d)
{
    if (d == 0)
        return SCORE_NONE;
    unsigned __int128 twice;
    ASSERT(!__builtin_add_overflow(times(2000, n), d, &twice));
    /* Divided by d and then by 2: the floors may be taken one after the other, and 2d need not be formed. */
    return (int64_t)(twice / d / 2);
}

/* ---- scores ---------------------------------------------------------------------------------------------- */

static void count_answer(struct score *s, enum scan_answer answer, int weight, bool bookmarked)
{
    s->offered++;
    s->bookmarks += bookmarked;
    switch (answer) {
    case ANSWER_YES:
        s->yes++;
        s->weight_yes += weight;
        s->weight_counted += weight;
        break;
    case ANSWER_NO:
        s->no++;
        s->weight_counted += weight;
        break;
    case ANSWER_DONT_KNOW:
        s->dont_know++;
        s->weight_dont_know += weight;
        s->weight_counted += weight;
        break;
    case ANSWER_NOT_APPLICABLE:
        s->not_applicable++;
        break;
    default:
        s->unanswered++;
        break;
    }
}

/* What follows from the counts. tenths and upper_tenths are those of a theme or domain; the global one overwrites
 * them. */
static void finish(struct score *s)
{
    int answered = s->offered - s->unanswered, counted = s->yes + s->no + s->dont_know;
    s->tenths = tenths_of((uint64_t)s->weight_yes, (uint64_t)s->weight_counted);
    s->upper_tenths = tenths_of((uint64_t)(s->weight_yes + s->weight_dont_know), (uint64_t)s->weight_counted);
    s->coverage_tenths = tenths_of((unsigned)answered, (unsigned)s->offered);
    s->dont_know_tenths = tenths_of((unsigned)s->dont_know, (unsigned)answered);
    s->not_applicable_tenths = tenths_of((unsigned)s->not_applicable, (unsigned)answered);
    s->few = counted > 0 && counted < 4;
    s->many_not_applicable = s->not_applicable_tenths > 300;
}

/* Mean of the domains' yes / counted (with upper: yes and don't know), weighted by domain; 0/0 is SCORE_NONE. */
static int64_t mean_of_domains(const struct pack_scan *scan, const struct score *domains, bool upper)
{
    struct fraction sum = { .n = 0, .d = 1 };
    unsigned __int128 weights = 0;
    for (int i = 0; i < scan->domain_count; i++) {
        const struct score *s = &domains[i];
        if (s->weight_counted == 0)
            continue;
        /* In units of the common divisor: that is what the proof of the bound counts in. */
        int64_t yes = (s->weight_yes + (upper ? s->weight_dont_know : 0)) / scan->weight_unit;
        int64_t counted = s->weight_counted / scan->weight_unit;
        unsigned weight = (unsigned)(scan->domains[i].weight / scan->domain_weight_unit);
        weights += weight;
        sum = plus(sum, (struct fraction){ .n = times(weight, (uint64_t)yes), .d = (uint64_t)counted });
    }
    return tenths_of(sum.n, times(sum.d, weights));
}

void scan_score(struct arena *a, const struct scan_input *in, struct scan_result *out)
{
    const struct pack_scan *scan = in->scan;
    struct score *domains = NEW_ARRAY(a, struct score, (size_t)scan->domain_count);
    struct score *themes = NEW_ARRAY(a, struct score, (size_t)scan->theme_count);
    int *without = NEW_ARRAY(a, int, (size_t)scan->domain_count);
    *out = (struct scan_result){ .domains = domains, .themes = themes, .domains_without = without };

    for (int i = 0; i < scan->statement_count; i++) {
        if (!pack_offered(scan, i, in->light, &in->profile))
            continue;
        const struct pack_statement *s = &scan->statements[i];
        ASSERT(in->answers[i] < ANSWER_COUNT);
        enum scan_answer answer = (enum scan_answer)in->answers[i];
        bool bookmarked = in->bookmarks != NULL && in->bookmarks[i];
        count_answer(&themes[s->theme], answer, s->weight, bookmarked);
        count_answer(&domains[s->domain], answer, s->weight, bookmarked);
        count_answer(&out->global, answer, s->weight, bookmarked);
    }
    for (int i = 0; i < scan->theme_count; i++)
        finish(&themes[i]);
    for (int i = 0; i < scan->domain_count; i++) {
        finish(&domains[i]);
        if (domains[i].tenths == SCORE_NONE)
            without[out->domains_without_count++] = i;
    }
    finish(&out->global);
    out->global.tenths = mean_of_domains(scan, domains, false);
    out->global.upper_tenths = mean_of_domains(scan, domains, true);
}

/* ---- many fillers ---------------------------------------------------------------------------------------- */

void tally_add(struct tally *t, enum scan_answer answer)
{
    t->yes += answer == ANSWER_YES;
    t->no += answer == ANSWER_NO;
    t->dont_know += answer == ANSWER_DONT_KNOW;
    t->not_applicable += answer == ANSWER_NOT_APPLICABLE;
}

int tally_count(const struct tally *t)
{
    return t->yes + t->no + t->dont_know + t->not_applicable;
}

/* The largest count, and how many answers have it. */
static int largest(const struct tally *t, enum scan_answer *answer, int *shared)
{
    const int counts[ANSWER_COUNT] = { [ANSWER_YES] = t->yes,
                                       [ANSWER_NO] = t->no,
                                       [ANSWER_DONT_KNOW] = t->dont_know,
                                       [ANSWER_NOT_APPLICABLE] = t->not_applicable };
    int most = 0;
    *answer = ANSWER_NONE;
    *shared = 0;
    for (int i = ANSWER_YES; i < ANSWER_COUNT; i++) {
        if (counts[i] > most) {
            most = counts[i];
            *answer = (enum scan_answer)i;
            *shared = 1;
        } else if (counts[i] == most && most > 0) {
            *shared += 1;
        }
    }
    return most;
}

enum scan_answer tally_majority(const struct tally *t)
{
    enum scan_answer answer;
    int shared;
    largest(t, &answer, &shared);
    return shared > 1 ? ANSWER_DONT_KNOW : answer;
}

bool tally_tied(const struct tally *t)
{
    enum scan_answer answer;
    int shared;
    return largest(t, &answer, &shared) > 0 && shared > 1;
}

int tally_division(const struct tally *t)
{
    enum scan_answer answer;
    int shared, n = tally_count(t);
    if (n == 0)
        return 0;
    int64_t outside = n - largest(t, &answer, &shared);
    int64_t division = tenths_of((uint64_t)(2 * outside), (unsigned)n);
    return division > 1000 ? 1000 : (int)division;
}

enum division tally_class(const struct tally *t)
{
    enum scan_answer answer;
    int shared, n = tally_count(t), outside = n - largest(t, &answer, &shared);
    /* By the counts, not the rounded measure: one against a thousand is not unanimous. */
    if (outside == 0)
        return DIVISION_EQUAL;
    return (int64_t)4 * outside <= n ? DIVISION_SLIGHT : DIVISION_DIVIDED;
}

const char *division_label(enum division d)
{
    static const char *const labels[] = { [DIVISION_EQUAL] = N_("agreed"),
                                          [DIVISION_SLIGHT] = N_("slightly divided"),
                                          [DIVISION_DIVIDED] = N_("divided") };
    ASSERT(d <= DIVISION_DIVIDED);
    return labels[d];
}

bool tally_unanimous(const struct tally *t)
{
    enum scan_answer answer;
    int shared, n = tally_count(t);
    return n > 0 && largest(t, &answer, &shared) == n;
}

/* ---- why a score moved ----------------------------------------------------------------------------------- */

/* Whether a round offers the statement and counts its answer; i may be -1. */
static bool offers(const struct scan_input *in, int i)
{
    return i >= 0 && pack_offered(in->scan, i, in->light, &in->profile);
}

static enum scan_answer answer_of(const struct scan_input *in, int i)
{
    ASSERT(in->answers[i] < ANSWER_COUNT);
    return (enum scan_answer)in->answers[i];
}

static int64_t global_of(struct arena *a, const struct scan_input *in)
{
    struct scan_result result;
    scan_score(a, in, &result);
    return result.global.tenths;
}

/* A profile of one version said in the questions and options of another; what that does not know is unanswered. */
static struct pack_profile translate(const struct pack_scan *from, const struct pack_profile *profile,
                                     const struct pack_scan *to)
{
    struct pack_profile out = PACK_NO_PROFILE;
    for (int q = 0; q < from->question_count; q++) {
        if (profile->option[q] < 0)
            continue;
        int question = pack_question_find(to, from->questions[q].id);
        if (question < 0)
            continue;
        const char *option = from->questions[q].options[profile->option[q]].id;
        out.option[question] = (int8_t)pack_option_find(&to->questions[question], option);
    }
    return out;
}

static void add_change(struct arena *a, struct score_changes *list, struct score_change change)
{
    struct score_change *v = (struct score_change *)list->v;
    size_t count = (size_t)list->count;
    /* Doubles at powers of two, so the capacity follows from the count. */
    if ((count & (count - 1)) == 0) {
        v = NEW_ARRAY(a, struct score_change, count == 0 ? 1 : count * 2);
        for (size_t i = 0; i < count; i++)
            v[i] = list->v[i];
        list->v = v;
    }
    v[count] = change;
    list->count++;
}

static void list_changes(struct arena *a, const struct scan_input *before, const struct scan_input *after,
                         struct score_comparison *out)
{
    for (int i = 0; i < after->scan->statement_count; i++) {
        if (!offers(after, i))
            continue;
        int old = pack_statement_find(before->scan, after->scan->statements[i].id);
        struct score_change change = { .before = old, .after = i, .to = answer_of(after, i) };
        if (!offers(before, old)) {
            add_change(a, &out->came_in, change);
            continue;
        }
        change.from = answer_of(before, old);
        if (change.from == change.to)
            continue;
        add_change(a,
                   change.to == ANSWER_YES  ? &out->became_yes
                   : change.to == ANSWER_NO ? &out->became_no
                                            : &out->became_other,
                   change);
    }
    for (int i = 0; i < before->scan->statement_count; i++) {
        int now = pack_statement_find(after->scan, before->scan->statements[i].id);
        if (offers(before, i) && !offers(after, now))
            add_change(a, &out->went_out,
                       (struct score_change){ .before = i, .after = now, .from = answer_of(before, i) });
    }
}

void scan_compare(struct arena *a, const struct scan_input *before, const struct scan_input *after,
                  struct score_comparison *out)
{
    *out =
        (struct score_comparison){ .score_before = global_of(a, before), .score_after = global_of(a, after) };
    list_changes(a, before, after, out);
    if (out->score_before == SCORE_NONE || out->score_after == SCORE_NONE)
        return;
    out->comparable = true;

    /* One set of answers in the old pack serves both stages: what only the old round offers keeps its answer and
     * counts as long as it is offered, what only the new round offers counts as soon as it is. */
    uint8_t *answers = NEW_ARRAY(a, uint8_t, (size_t)before->scan->statement_count);
    for (int i = 0; i < before->scan->statement_count; i++) {
        int now = pack_statement_find(after->scan, before->scan->statements[i].id);
        if (offers(after, now))
            answers[i] = (uint8_t)answer_of(after, now);
        else if (offers(before, i))
            answers[i] = (uint8_t)answer_of(before, i);
    }
    struct scan_input stage = *before;
    stage.answers = answers;
    int64_t answered = global_of(a, &stage);
    if (answered == SCORE_NONE)
        answered = out->score_before;

    stage.light = after->light;
    stage.profile = translate(after->scan, &after->profile, before->scan);
    int64_t tailored = global_of(a, &stage);
    if (tailored == SCORE_NONE)
        tailored = answered;

    out->by_answers = answered - out->score_before;
    out->by_tailoring = tailored - answered;
    out->by_version = out->score_after - tailored;
}

/* ---- forward or back ------------------------------------------------------------------------------------- */

int64_t score_whole(int64_t tenths)
{
    return tenths < 0 ? SCORE_NONE : (tenths + 5) / 10;
}

enum movement score_movement(const struct score *before, const struct score *now)
{
    if (before->tenths == SCORE_NONE || now->tenths == SCORE_NONE)
        return MOVED_NOT_KNOWN;
    int64_t was = score_whole(before->tenths), is = score_whole(now->tenths);
    return is > was                               ? MOVED_FORWARD
           : is == was                            ? MOVED_NOT
           : score_whole(now->upper_tenths) < was ? MOVED_BACK
                                                  : MOVED_NOT_KNOWN;
}
