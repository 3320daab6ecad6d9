/* What a round amounts to: scores, agreement, the finding, strengths, importance and maturity. */
#include "slice/scan/result.h"

#include <stdlib.h>
#include <string.h>

#include "scan_sql.h"

void scan_outcome(struct db *db, struct arena *a, const struct scan_round *r, struct scan_outcome *out)
{
    *out = (struct scan_outcome){ .round = r };
    scan_standing(db, a, r, &out->standing);
    out->input = (struct scan_input){ .scan = r->scan,
                                      .light = r->light,
                                      .profile = r->profile,
                                      .answers = out->standing.answers,
                                      .bookmarks = out->standing.bookmarks };
    scan_score(a, &out->input, &out->result);
}

void scan_agreement(struct arena *a, const struct scan_outcome *o, struct scan_agreement *out)
{
    const struct pack_scan *scan = o->round->scan;
    int *domains = NEW_ARRAY(a, int, (size_t)scan->domain_count);
    *out = (struct scan_agreement){ .domains = domains };
    for (int i = 0; i < scan->statement_count; i++) {
        if (!pack_offered(scan, i, o->round->light, &o->round->profile))
            continue;
        const struct scan_reply *group = &o->standing.group[i];
        const struct tally *t = &o->standing.counts[i].tally;
        out->no_agreement += (group->flags & ANSWER_NO_AGREEMENT) != 0;
        if (tally_count(t) < 2)
            continue;
        out->asked++;
        if (tally_unanimous(t)) {
            out->unanimous++;
            continue;
        }
        out->divided++;
        out->discussed += group->answer != ANSWER_NONE;
        domains[scan->statements[i].domain]++;
    }
}

/* ---- the finding ------------------------------------------------------------------------------------- */

/* Keeps the first two of those that share the best place. */
static void take(int place[FINDING_NAMED], int *count, int64_t *best, int64_t score, int domain, int sign)
{
    if (*count > 0 && sign * (score - *best) < 0)
        return;
    if (*count == 0 || score != *best) {
        *best = score;
        *count = 0;
    }
    if (*count < FINDING_NAMED)
        place[*count] = domain;
    (*count)++;
}

bool score_is_wide(const struct score *s)
{
    return s->tenths != SCORE_NONE && score_whole(s->upper_tenths) - score_whole(s->tenths) >= FINDING_WIDE;
}

void scan_finding(const struct scan_outcome *o, struct scan_finding *out)
{
    const struct score *all = &o->result.global;
    *out = (struct scan_finding){ .kind = FINDING_EMPTY, .score = score_whole(all->tenths) };
    if (all->offered == all->unanswered)
        return;
    out->kind = FINDING_NO_SCORE;
    if (all->tenths == SCORE_NONE)
        return;
    out->kind = FINDING_FIRST;
    if (all->coverage_tenths < 500)
        return;
    int64_t highest = 0, lowest = 0;
    int named = 0;
    for (int d = 0; d < o->round->scan->domain_count; d++)
        out->unknown += score_is_wide(&o->result.domains[d]);
    for (int pass = 0; pass < 2 && named == 0; pass++)
        for (int d = 0; d < o->round->scan->domain_count; d++) {
            const struct score *s = &o->result.domains[d];
            if (s->tenths == SCORE_NONE || score_is_wide(s) || (s->few && pass == 0))
                continue;
            take(out->top, &out->top_count, &highest, score_whole(s->tenths), d, 1);
            take(out->bottom, &out->bottom_count, &lowest, score_whole(s->tenths), d, -1);
            named++;
        }
    out->kind = named == 0                         ? FINDING_UNKNOWN
                : named == 1                       ? FINDING_ONE
                : highest - lowest <= FINDING_NEAR ? FINDING_CLOSE
                : highest < FINDING_STRONG_FROM    ? FINDING_BEST
                                                   : FINDING_STRONG;
    if (named == 1)
        out->score = highest;
}

/* ---- strengths and work ------------------------------------------------------------------------------ */

static int strongest_first(const void *a, const void *b)
{
    const struct scan_pick *x = a, *y = b;
    if (x->score->tenths != y->score->tenths)
        return x->score->tenths > y->score->tenths ? -1 : 1;
    /* More statements behind the same score say more. */
    if (x->score->weight_counted != y->score->weight_counted)
        return x->score->weight_counted > y->score->weight_counted ? -1 : 1;
    return x->index - y->index;
}

static int count_percentages(const struct score *scores, int count)
{
    int n = 0;
    for (int i = 0; i < count; i++)
        n += scores[i].tenths != SCORE_NONE && !scores[i].few;
    return n;
}

void scan_picks(struct arena *a, const struct scan_outcome *o, struct scan_picks *out)
{
    const struct pack_scan *scan = o->round->scan;
    bool themes = count_percentages(o->result.themes, scan->theme_count) >= 2 * PICKS_MOST;
    const struct score *scores = themes ? o->result.themes : o->result.domains;
    int count = themes ? scan->theme_count : scan->domain_count;
    struct scan_pick *list = NEW_ARRAY(a, struct scan_pick, (size_t)count);
    int n = 0;
    *out = (struct scan_picks){ 0 };
    for (int i = 0; i < count; i++)
        if (scores[i].tenths != SCORE_NONE && !score_is_wide(&scores[i]) && (!themes || !scores[i].few))
            list[n++] = (struct scan_pick){ .theme = themes, .index = i, .score = &scores[i] };
    if (n < 2)
        return;
    qsort(list, (size_t)n, sizeof *list, strongest_first);
    for (int i = 0; i < n / 2 && i < PICKS_MOST; i++) {
        const struct scan_pick *strong = &list[i], *weak = &list[n - 1 - i];
        /* All the same: nothing stands out. */
        if (score_whole(strong->score->tenths) == score_whole(weak->score->tenths))
            break;
        if (strong->score->tenths >= 10 * PICKS_STRONG_FROM)
            out->strong[out->strong_count++] = *strong;
        if (weak->score->tenths < 1000)
            out->weak[out->weak_count++] = *weak;
    }
}

/* ---- importance and maturity ------------------------------------------------------------------------- */

static void add_level(struct scan_level *l, struct db_int v)
{
    if (!v.set || v.v < 1 || v.v > PAIR_LEVELS)
        return;
    l->counts[v.v - 1]++;
    l->fillers++;
}

/* The level that the n-th filler (0 = lowest) chose. */
static int64_t level_at(const struct scan_level *l, int n)
{
    int level = 0;
    for (int64_t seen = l->counts[0]; seen <= n; seen += l->counts[level])
        level++;
    return level + 1;
}

static void finish_level(struct scan_level *l, int from)
{
    if (l->fillers < from) {
        *l = (struct scan_level){ .fillers = l->fillers };
        return;
    }
    int64_t sum = 0;
    for (int i = 0; i < PAIR_LEVELS; i++)
        sum += (i + 1) * l->counts[i];
    l->shown = true;
    l->median_tenths = 5 * (level_at(l, (l->fillers - 1) / 2) + level_at(l, l->fillers / 2));
    l->mean_tenths = (20 * sum + l->fillers) / (2 * l->fillers);
}

void scan_pair(struct db *db, struct arena *a, const struct scan_round *r, struct scan_pair *out)
{
    *out = (struct scan_pair){ 0 };
    bool members = scan_mode_has_members(r->mode);
    size_t n;
    const struct scan_sheet_list *rows = scan_q_sheet_list(db, a, r->id, &n);
    for (size_t i = 0; i < n; i++)
        if ((rows[i].member_id != 0) == members) {
            add_level(&out->importance, rows[i].importance);
            add_level(&out->maturity, rows[i].maturity);
        }
    finish_level(&out->importance, members ? PAIR_FROM : 1);
    finish_level(&out->maturity, members ? PAIR_FROM : 1);
}

/* ---- comparison -------------------------------------------------------------------------------------- */

static int64_t floor_tenths(int64_t n)
{
    return n >= 0 ? n / 10 : -((-n + 9) / 10);
}

void score_parts_whole(const struct score_comparison *c, int64_t parts[3])
{
    const int64_t exact[3] = { c->by_answers, c->by_tailoring, c->by_version };
    int64_t left = c->comparable ? score_whole(c->score_after) - score_whole(c->score_before) : 0;
    int64_t rest[3];
    for (int i = 0; i < 3; i++) {
        parts[i] = floor_tenths(exact[i]);
        rest[i] = exact[i] - 10 * parts[i];
        left -= parts[i];
    }
    for (; left > 0; left--) {
        int most = 0;
        for (int i = 1; i < 3; i++)
            if (rest[i] > rest[most])
                most = i;
        parts[most]++;
        rest[most] = 0;
    }
}
