/* Results: what a round says as a whole, and statement by statement. The same pages serve a visitor's quick scan. A
 * person sees counts and the own answers, never those of one other. */
#include <stdlib.h>
#include <string.h>

#include "result_page.h"
#include "scan_sql.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

/* A member's share of a round is as wide as its talk; readers see what came out of it. */
struct fault result_readable(struct rq *rq, const struct fill *f)
{
    unsigned content = ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES | ROLE_MANAGER;
    if (f->quick || f->round->closed || (rq->actor.roles & content) != 0)
        return NO_FAULT;
    return FAULT(DENIED,
                 N_("This round is still open. You can read the result as soon as the group has closed it."));
}

/* "Each alone, then together": what the others answered would lead the own answers. So a member who fills in sees the
 * result after saying to be done, or when everything is answered, or when the round is closed. A guide leads the talk and
 * sees it all along. */
static bool still_alone(struct rq *rq, const struct fill *f)
{
    bool done = f->offered == f->answered || (f->sheet != NULL && f->sheet->done_at.set);
    return f->round->mode == SCAN_ALONE && f->editable && !done && (rq->actor.roles & ROLE_GUIDE) == 0;
}

struct fault result_apart(struct rq *rq, const struct fill *f)
{
    return still_alone(rq, f) ? FAULT(DENIED, N_("First your own answers: the result of the group opens once "
                                                 "you say that you are done."))
                              : NO_FAULT;
}

/* Instead of the result. */
static struct fault alone_page(struct rq *rq, const struct fill *f)
{
    struct alone_view *v = NEW(rq->arena, struct alone_view);
    *v = (struct alone_view){
        .layout = scan_layout(rq, tr(rq->lang, "First your own answers, then the group's"), f->round, f->base),
        .base = f->base,
        .answered = f->answered,
        .offered = f->offered,
    };
    v->layout->lead = f->round->title;
    v->layout->action_url = arena_printf(rq->arena, "%s/invullen", f->base);
    v->layout->action_label =
        f->answered == 0 ? tr(rq->lang, "Begin filling in") : tr(rq->lang, "Go on filling in");
    result_alone_page(rq_html(rq), v);
    return reply_page(rq);
}

static bool is_reader(struct rq *rq)
{
    return rq->actor.key_opens == NULL && (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) == 0;
}

/* Whether this person fills in the sheet that f holds. */
static bool may_fill(struct rq *rq, const struct fill *f)
{
    if (f->quick)
        return f->editable;
    unsigned needed = scan_mode_has_members(f->round->mode) ? ROLE_MEMBER : ROLE_MEMBER | ROLE_GUIDE;
    return f->editable && f->offered > 0 && (rq->actor.roles & needed) != 0;
}

/* ---- words ------------------------------------------------------------------------------------------- */

const char *result_standing(struct html *h, const struct result_statement *s)
{
    if (s->no_agreement)
        return tr(h->lang, "No agreement");
    const char *answer = answer_label(h->lang, s->standing);
    return s->started && s->standing != ANSWER_YES ? html_printf(h, tr(h->lang, "%s, begun"), answer) : answer;
}

const char *result_level(struct html *h, int64_t tenths)
{
    return tenths % 10 == 0 ? html_printf(h, "%lld", (long long)(tenths / 10))
                            : format_tenths(h->arena, h->lang, tenths);
}

static const char *result_lead(struct rq *rq, const struct fill *f, const struct scan_outcome *o)
{
    const struct scan_round *r = f->round;
    const char *pack = arena_printf(rq->arena, r->light ? tr(rq->lang, "%s, light") : tr(rq->lang, "%s, full"),
                                    text_in(rq->lang, &r->pack->title));
    if (f->quick)
        pack = arena_printf(rq->arena, tr(rq->lang, "Quick scan, %d statements"), o->result.global.offered);
    const char *who = "";
    if (scan_mode_has_members(r->mode))
        who = arena_printf(
            rq->arena, tr_n(rq->lang, " · %d member filled in", " · %d members filled in", o->standing.fillers),
            o->standing.fillers);
    const char *filler = filler_name(rq, r);
    if (filler != NULL)
        who = arena_printf(rq->arena, tr(rq->lang, " · filled in by %s"), filler);
    const char *when = r->closed ? arena_printf(rq->arena, tr(rq->lang, " · closed on %s"),
                                                format_date(rq->arena, rq->lang, r->closed_at.v))
                       : f->quick && f->sheet != NULL && f->answered > 0
                           ? arena_printf(rq->arena, tr(rq->lang, " · filled in on %s"),
                                          format_date(rq->arena, rq->lang, f->sheet->changed_at))
                           : tr(rq->lang, " · still open");
    return arena_printf(rq->arena, "%s%s%s", pack, who, when);
}

/* ---- statements -------------------------------------------------------------------------------------- */

static struct result_statement *statement_lines(struct rq *rq, const struct scan_round *r,
                                                const struct scan_standing *st, int *count)
{
    const struct pack_scan *scan = r->scan;
    struct result_statement *lines =
        NEW_ARRAY(rq->arena, struct result_statement, (size_t)scan->statement_count);
    *count = 0;
    for (int i = 0; i < scan->statement_count; i++) {
        if (!pack_offered(scan, i, r->light, &r->profile))
            continue;
        const struct scan_reply *group = &st->group[i];
        const struct scan_count *c = &st->counts[i];
        int voices = tally_count(&c->tally);
        lines[(*count)++] = (struct result_statement){
            .statement = i,
            .theme = text_in(rq->lang, &scan->themes[scan->statements[i].theme].title),
            .standing = (enum scan_answer)st->answers[i],
            .provisional = st->provisional[i],
            .count = c,
            .note = group->note,
            .bookmarks = c->bookmarks,
            /* Divided by theme, only who was asked could choose it. */
            .bookmarks_of = r->mode == SCAN_DIVIDED && voices > c->bookmarks ? voices
                            : r->mode == SCAN_DIVIDED                        ? c->bookmarks
                                                                             : st->fillers,
            .bookmarked = st->bookmarks[i],
            .no_agreement = (group->flags & ANSWER_NO_AGREEMENT) != 0,
            .started = (group->flags & ANSWER_STARTED) != 0 || c->started > 0,
            .division = tally_division(&c->tally),
        };
    }
    return lines;
}

/* All notes of the round in one read. The rows come by statement. */
static void add_all_notes(struct rq *rq, const struct scan_round *r, struct result_statement *lines, int count)
{
    size_t n, end;
    const struct scan_note_list *rows = scan_q_note_list(rq->db, rq->arena, r->id, &n);
    struct result_statement **line_of =
        NEW_ARRAY(rq->arena, struct result_statement *, (size_t)r->scan->statement_count);
    for (int i = 0; i < count; i++)
        line_of[lines[i].statement] = &lines[i];
    for (size_t from = 0; from < n; from = end) {
        for (end = from + 1; end < n && strcmp(rows[end].statement, rows[from].statement) == 0;)
            end++;
        int statement = pack_statement_find(r->scan, rows[from].statement);
        struct result_statement *line = statement < 0 ? NULL : line_of[statement];
        if (line == NULL)
            continue;
        struct form_pair *notes = NEW_ARRAY(rq->arena, struct form_pair, end - from);
        for (size_t k = from; k < end; k++)
            if (rows[k].member_id != 0) /* the group's own note stands apart */
                notes[line->note_count++] = (struct form_pair){ .key = "", .value = rows[k].note };
        line->notes = notes;
    }
}

void result_notes(struct rq *rq, const struct scan_round *r, struct result_statement *lines, int count)
{
    enum { ONE_BY_ONE = 60 }; /* of more statements than this, reading every answer costs less */
    if (!scan_mode_has_members(r->mode))
        return;
    if (count > ONE_BY_ONE) {
        add_all_notes(rq, r, lines, count);
        return;
    }
    for (int i = 0; i < count; i++) {
        size_t n;
        const struct scan_note_of *rows =
            scan_q_note_of(rq->db, rq->arena, r->id, r->scan->statements[lines[i].statement].id, &n);
        struct form_pair *notes = NEW_ARRAY(rq->arena, struct form_pair, n);
        for (size_t k = 0; k < n; k++)
            notes[k] = (struct form_pair){ .key = "", .value = rows[k].note };
        lines[i].notes = notes;
        lines[i].note_count = n;
    }
}

struct result_statement *result_statements(struct rq *rq, const struct scan_round *r,
                                           const struct scan_standing *st, int *count)
{
    struct result_statement *lines = statement_lines(rq, r, st, count);
    const int64_t *evidence = evidence_counts(rq, r);
    for (int i = 0; i < *count; i++)
        lines[i].evidence = (int)evidence[lines[i].statement];
    return lines;
}

/* ---- the earlier round ------------------------------------------------------------------------------- */

/* Earlier rounds with the same statements; a reader only has closed ones. *chosen is what ?vergelijk asks for, else
 * the latest closed one; NULL when there is none. */
static const struct result_earlier *list_earlier(struct rq *rq, const struct scan_round *r, int *count,
                                                 int *chosen)
{
    *count = 0;
    *chosen = -1;
    if (r->organisation == 0)
        return NULL;
    size_t n;
    const struct scan_round_earlier *rows =
        scan_q_round_earlier(rq->db, rq->arena, r->organisation, r->pack->id, r->created_at, r->id, &n);
    struct result_earlier *list = NEW_ARRAY(rq->arena, struct result_earlier, n);
    const char *asked = rq_query(rq, "vergelijk");
    int latest = -1;
    for (size_t i = 0; i < n; i++) {
        bool closed = strcmp(rows[i].state, "closed") == 0;
        if (!closed && is_reader(rq))
            continue;
        if (asked != NULL && strcmp(asked, arena_printf(rq->arena, "%lld", (long long)rows[i].id)) == 0)
            *chosen = *count;
        if (closed && latest < 0)
            latest = *count;
        list[(*count)++] =
            (struct result_earlier){ .id = rows[i].id, .title = rows[i].title, .closed = closed };
    }
    if (*chosen < 0)
        *chosen = latest;
    if (*chosen >= 0)
        list[*chosen].current = true;
    return list;
}

static const struct scan_outcome *load_earlier(struct rq *rq, const struct scan_round *r,
                                               const struct result_earlier *list, int chosen)
{
    if (chosen < 0)
        return NULL;
    const struct scan_round *round =
        scan_round_get(rq->db, rq->arena, rq->site->packs, r->organisation, list[chosen].id);
    if (round == NULL)
        return NULL;
    struct scan_outcome *before = NEW(rq->arena, struct scan_outcome);
    scan_outcome(rq->db, rq->arena, round, before);
    return before->result.global.offered == before->result.global.unanswered ? NULL : before;
}

static const struct score *domain_before(const struct scan_outcome *before, const char *id)
{
    for (int d = 0; before != NULL && d < before->round->scan->domain_count; d++)
        if (strcmp(before->round->scan->domains[d].id, id) == 0)
            return &before->result.domains[d];
    return NULL;
}

static const struct score *theme_before(const struct scan_outcome *before, const char *id)
{
    int theme = before == NULL ? -1 : pack_theme_find(before->round->scan, id);
    return theme < 0 || before->result.themes[theme].offered == 0 ? NULL : &before->result.themes[theme];
}

/* ---- domains ----------------------------------------------------------------------------------------- */

static void add_domains(struct rq *rq, struct result_view *v, const struct scan_outcome *o,
                        const struct scan_outcome *before)
{
    const struct pack_scan *scan = o->round->scan;
    struct result_line *lines = NEW_ARRAY(rq->arena, struct result_line, (size_t)scan->domain_count);
    struct chart_axis *axes = NEW_ARRAY(rq->arena, struct chart_axis, (size_t)scan->domain_count);
    const char **missing = NEW_ARRAY(rq->arena, const char *, (size_t)scan->domain_count);
    int missing_count = 0;
    for (int d = 0; d < scan->domain_count; d++) {
        const struct pack_domain *domain = &scan->domains[d];
        const struct score *score = &o->result.domains[d], *was = domain_before(before, domain->id);
        if (score->offered == 0)
            continue; /* nothing of it fits this organisation: it is not there at all */
        if (score->tenths == SCORE_NONE)
            missing[missing_count++] = scan_domain_words(rq->arena, rq->lang, scan, &d, 1);
        else
            v->scored_count++;
        axes[v->domain_count] = (struct chart_axis){ .label = text_in(rq->lang, &domain->brief),
                                                     .tenths = score->tenths,
                                                     .before_tenths = was == NULL ? CHART_NONE : was->tenths };
        lines[v->domain_count++] =
            (struct result_line){ .index = d,
                                  .id = domain->id,
                                  .title = text_in(rq->lang, &domain->title),
                                  .dimension = domain->dimension,
                                  .score = score,
                                  .before = was,
                                  .divided = v->agreement == NULL ? 0 : v->agreement->domains[d] };
    }
    v->domains = lines;
    v->axes = axes;
    v->missing = missing_count == 0 ? NULL : scan_and_list(rq->arena, rq->lang, missing, missing_count);
}

static void add_themes(struct rq *rq, struct result_view *v, const struct scan_outcome *o,
                       const struct scan_outcome *before)
{
    const struct pack_scan *scan = o->round->scan;
    struct result_line *lines = NEW_ARRAY(rq->arena, struct result_line, (size_t)scan->theme_count);
    for (int t = 0; t < scan->theme_count; t++)
        if (o->result.themes[t].offered > 0)
            lines[v->theme_count++] =
                (struct result_line){ .index = t,
                                      .id = scan->themes[t].id,
                                      .title = text_in(rq->lang, &scan->themes[t].title),
                                      .dimension = scan->domains[scan->themes[t].domain].dimension,
                                      .score = &o->result.themes[t],
                                      .before = theme_before(before, scan->themes[t].id) };
    v->themes = lines;
}

/* "3 domains went forward, 2 went back, 1 stayed equal, of 2 it cannot be said yet": whole scores, as in the table. */
static const char *movement(struct rq *rq, const struct result_view *v)
{
    int count[MOVED_NOT + 1] = { 0 };
    for (int i = 0; i < v->domain_count; i++) {
        const struct result_line *l = &v->domains[i];
        if (l->before != NULL && l->before->tenths != SCORE_NONE && l->score->tenths != SCORE_NONE)
            count[score_movement(l->before, l->score)]++;
    }
    int up = count[MOVED_FORWARD], down = count[MOVED_BACK], same = count[MOVED_NOT],
        open = count[MOVED_NOT_KNOWN];
    if (same > 0 && up + down + open == 0)
        return tr(rq->lang, "Every domain stayed equal");
    /* The first part says what it is about. */
    const char *first = "", *rest = "";
    if (up > 0)
        first = arena_printf(rq->arena, tr_n(rq->lang, "%d domain went forward", "%d domains went forward", up),
                             up);
    else if (down > 0)
        first =
            arena_printf(rq->arena, tr_n(rq->lang, "%d domain went back", "%d domains went back", down), down);
    else if (same > 0)
        first = arena_printf(rq->arena,
                             tr_n(rq->lang, "%d domain stayed equal", "%d domains stayed equal", same), same);
    else if (open > 0)
        return arena_printf(rq->arena,
                            tr_n(rq->lang, "%d domain: too much is not known yet to compare",
                                 "%d domains: too much is not known yet to compare", open),
                            open);
    else
        return tr(rq->lang, "Score per domain");
    if (up > 0 && down > 0)
        rest = arena_printf(rq->arena, tr_n(rq->lang, ", %d went back", ", %d went back", down), down);
    if (up + down > 0 && same > 0)
        rest = arena_printf(
            rq->arena, "%s%s", rest,
            arena_printf(rq->arena, tr_n(rq->lang, ", %d stayed equal", ", %d stayed equal", same), same));
    if (open > 0)
        rest = arena_printf(
            rq->arena, "%s%s", rest,
            arena_printf(rq->arena,
                         tr_n(rq->lang, ", of %d it cannot be said yet", ", of %d it cannot be said yet", open),
                         open));
    return arena_printf(rq->arena, "%s%s", first, rest);
}

/* What to see in the chart, in words. */
static void add_words(struct rq *rq, struct result_view *v, bool compared)
{
    const struct result_line *best = NULL, *last = NULL, *wide = NULL;
    for (int i = 0; i < v->domain_count; i++) {
        const struct result_line *l = &v->domains[i];
        if (l->score->tenths == SCORE_NONE)
            continue;
        if (wide == NULL ||
            l->score->upper_tenths - l->score->tenths > wide->score->upper_tenths - wide->score->tenths)
            wide = l;
        if (score_is_wide(l->score))
            continue; /* neither highest nor lowest can be said of it */
        if (best == NULL || l->score->tenths > best->score->tenths)
            best = l;
        if (last == NULL || l->score->tenths < last->score->tenths)
            last = l;
    }
    v->domains_title = compared ? movement(rq, v) : tr(rq->lang, "Score per domain");
    if (wide != NULL && wide->score->upper_tenths - wide->score->tenths >= 100)
        v->domains_text = arena_printf(
            rq->arena,
            tr(rq->lang,
               "You do not know enough yet about %s: the score there may lie anywhere from %d to %d."),
            scan_inside(rq->arena, wide->title), (int)score_whole(wide->score->tenths),
            (int)score_whole(wide->score->upper_tenths));
    v->radar_text = tr(rq->lang, "The same numbers stand in the table.");
    if (best == NULL)
        return;
    if (!compared && score_whole(best->score->tenths) != score_whole(last->score->tenths))
        v->domains_title =
            arena_printf(rq->arena, tr(rq->lang, "From %d in %s to %d in %s"),
                         (int)score_whole(last->score->tenths), scan_inside(rq->arena, last->title),
                         (int)score_whole(best->score->tenths), scan_inside(rq->arena, best->title));
    v->radar_text = arena_printf(
        rq->arena, tr(rq->lang, "Highest: %s (%d). Lowest: %s (%d). The same numbers stand in the table."),
        best->title, (int)score_whole(best->score->tenths), last->title, (int)score_whole(last->score->tenths));
}

/* ---- strengths, work, differences -------------------------------------------------------------------- */

/* The themes of a domain that are wholly a yes, or that have a statement without yes; at most three. */
static const char *picked_themes(struct rq *rq, const struct scan_outcome *o, int domain, bool strong)
{
    enum { NAMED = 3 };
    const struct pack_domain *d = &o->round->scan->domains[domain];
    const char *names[NAMED];
    int n = 0;
    for (int t = d->first_theme; t < d->first_theme + d->theme_count && n < NAMED; t++) {
        const struct score *s = &o->result.themes[t];
        bool fits = strong ? s->yes > 0 && s->no + s->dont_know == 0 : s->no > 0;
        if (fits)
            names[n++] = text_in(rq->lang, &o->round->scan->themes[t].title);
    }
    return n == 0 ? NULL : scan_join(rq->arena, names, n, " · ");
}

static const struct result_pick *pick_lines(struct rq *rq, const struct scan_outcome *o,
                                            const struct scan_pick *picks, int count, bool strong)
{
    const struct pack_scan *scan = o->round->scan;
    struct result_pick *lines = NEW_ARRAY(rq->arena, struct result_pick, (size_t)count);
    for (int i = 0; i < count; i++) {
        int domain = picks[i].theme ? scan->themes[picks[i].index].domain : picks[i].index;
        lines[i] = (struct result_pick){
            .title = text_in(rq->lang, picks[i].theme ? &scan->themes[picks[i].index].title
                                                      : &scan->domains[picks[i].index].title),
            .about = picks[i].theme ? NULL : picked_themes(rq, o, domain, strong),
            .domain = scan->domains[domain].id,
            .score = picks[i].score,
        };
    }
    return lines;
}

/* ---- what comes after --------------------------------------------------------------------------------- */

static struct scan_numbers numbers_of(const struct result_statement *lines, int count)
{
    struct scan_numbers n = { 0 };
    for (int i = 0; i < count; i++) {
        n.dont_know += lines[i].standing == ANSWER_DONT_KNOW;
        n.bookmarks += lines[i].bookmarked;
        n.started += lines[i].started && lines[i].standing != ANSWER_YES;
    }
    return n;
}

/* What slices that this one does not know offer to do with the numbers of a round of an organisation. */
static const struct scan_next *next_lines(struct rq *rq, const struct scan_round *r,
                                          const struct scan_numbers *n, size_t *count)
{
    const struct scan_nexts *all = rq->site->scan_nexts;
    *count = 0;
    if (all == NULL || r->organisation == 0)
        return NULL;
    struct scan_next *v = NEW_ARRAY(rq->arena, struct scan_next, all->count);
    for (size_t i = 0; i < all->count; i++)
        *count += all->v[i](rq, r, n, &v[*count]);
    return v;
}

/* ---- bookmarks --------------------------------------------------------------------------------------- */

static int most_chosen_first(const void *a, const void *b)
{
    const struct result_statement *x = a, *y = b;
    return x->bookmarks != y->bookmarks ? y->bookmarks - x->bookmarks : x->statement - y->statement;
}

static void add_bookmarks(struct rq *rq, struct result_view *v, const struct scan_outcome *o)
{
    int count;
    struct result_statement *lines = statement_lines(rq, o->round, &o->standing, &count);
    struct scan_numbers numbers = numbers_of(lines, count);
    v->nexts = next_lines(rq, o->round, &numbers, &v->next_count);
    for (int i = 0; i < count; i++) {
        v->no_count += lines[i].standing == ANSWER_NO;
        if (lines[i].bookmarked)
            lines[v->bookmark_count++] = lines[i];
    }
    qsort(lines, (size_t)v->bookmark_count, sizeof *lines, most_chosen_first);
    v->bookmarks = lines;
}

/* ---- why it moved ------------------------------------------------------------------------------------ */

/* "Answers: 6 became yes, 2 became no": only what happened. */
static const char *happened(struct rq *rq, const char *label, const char *const *words, int count)
{
    return count == 0 ? label
                      : arena_printf(rq->arena, "%s: %s", label, scan_join(rq->arena, words, count, ", "));
}

static void add_moves(struct rq *rq, struct result_view *v, const struct score_comparison *c, bool was_light,
                      bool is_light)
{
    const char *words[3];
    int n = 0, came = 0, went = 0, newer = 0, gone = 0;
    if (c->became_yes.count > 0)
        words[n++] = arena_printf(rq->arena, tr(rq->lang, "%d became yes"), c->became_yes.count);
    if (c->became_no.count > 0)
        words[n++] = arena_printf(rq->arena, tr(rq->lang, "%d became no"), c->became_no.count);
    if (c->became_other.count > 0)
        words[n++] = arena_printf(rq->arena, tr(rq->lang, "%d changed otherwise"), c->became_other.count);
    v->moves[0] = n > 0 || v->parts[0] != 0 ? happened(rq, tr(rq->lang, "Answers"), words, n)
                                            : tr(rq->lang, "Answers: nothing changed");
    /* A statement that one pack does not have came or went with the version, any other with the tailoring. */
    for (int i = 0; i < c->came_in.count; i++)
        *(c->came_in.v[i].before >= 0 ? &came : &newer) += 1;
    for (int i = 0; i < c->went_out.count; i++)
        *(c->went_out.v[i].after >= 0 ? &went : &gone) += 1;
    n = 0;
    if (came > 0)
        words[n++] = arena_printf(
            rq->arena, tr_n(rq->lang, "%d statement was added", "%d statements were added", came), came);
    if (went > 0)
        words[n++] = arena_printf(
            rq->arena, tr_n(rq->lang, "%d statement was left out", "%d statements were left out", went), went);
    const char *label = was_light == is_light ? tr(rq->lang, "Other answers to the start questions")
                        : is_light            ? tr(rq->lang, "Light instead of full")
                                              : tr(rq->lang, "Full instead of light");
    v->moves[1] = n > 0 || v->parts[1] != 0 ? happened(rq, label, words, n) : NULL;
    n = 0;
    if (newer > 0)
        words[n++] = arena_printf(rq->arena, tr(rq->lang, "%d new"), newer);
    if (gone > 0)
        words[n++] = arena_printf(rq->arena, tr(rq->lang, "%d gone"), gone);
    v->moves[2] = n > 0 || v->parts[2] != 0
                      ? happened(rq, tr(rq->lang, "A newer version of the statements"), words, n)
                      : NULL;
}

/* ---- the page ---------------------------------------------------------------------------------------- */

static void add_comparison(struct rq *rq, struct result_view *v, const struct scan_outcome *o,
                           const struct scan_outcome *before, const struct result_earlier *earlier, int chosen)
{
    v->earlier = earlier;
    if (before == NULL)
        return;
    struct score_comparison *c = NEW(rq->arena, struct score_comparison);
    scan_compare(rq->arena, &before->input, &o->input, c);
    score_parts_whole(c, v->parts);
    v->compare = c;
    v->before = &before->result.global;
    v->moved = score_movement(v->before, &o->result.global);
    /* "Voorjaar 2025" begins small inside a Dutch sentence; "March" does not in an English one. */
    v->before_title =
        rq->lang->id == LANG_EN ? earlier[chosen].title : scan_inside(rq->arena, earlier[chosen].title);
    v->before_id = earlier[chosen].id;
    add_moves(rq, v, c, before->round->light, o->round->light);
    struct scan_pair *pair = NEW(rq->arena, struct scan_pair);
    scan_pair(rq->db, rq->arena, before->round, pair);
    v->pair_before = pair;
}

/* The one act that comes next. */
static void add_action(struct rq *rq, struct result_view *v, const struct fill *f)
{
    struct layout *l = v->layout;
    bool guide = !f->quick && (rq->actor.roles & ROLE_GUIDE) != 0;
    int open = f->offered - f->answered;
    if (v->total->unanswered == v->total->offered)
        return; /* the empty page has its own */
    if (v->rest_url != NULL) {
        l->action_url = v->rest_url;
        l->action_label = arena_printf(
            rq->arena, tr_n(rq->lang, "Answer %d more statement", "Answer %d more statements", open), open);
    } else if (guide && !f->round->closed && v->agreement != NULL &&
               v->agreement->divided > v->agreement->discussed) {
        l->action_url = arena_printf(rq->arena, "%s/samen", v->base);
        l->action_label = tr(rq->lang, "Talk about the differences");
    } else if (f->quick) {
        l->action_url = arena_printf(rq->arena, "%s/organisatie", v->base);
        l->action_label = tr(rq->lang, "Make an organisation of it");
    } else if (v->bookmark_count > 0) {
        l->action_url = "#bewaard";
        l->action_label = arena_printf(rq->arena,
                                       tr_n(rq->lang, "See the statement that interests you",
                                            "See the %d statements that interest you", v->bookmark_count),
                                       v->bookmark_count);
    } else if (v->no_count > 0) {
        l->action_url = arena_printf(rq->arena, "%s/stellingen?toon=nee", v->base);
        l->action_label = arena_printf(
            rq->arena,
            tr_n(rq->lang, "See the %d statement with a no", "See the %d statements with a no", v->no_count),
            v->no_count);
    }
}

static void add_steps(struct rq *rq, struct result_view *v, const struct fill *f)
{
    if (!may_fill(rq, f))
        return;
    const char *url = f->quick ? v->base : arena_printf(rq->arena, "%s/invullen", v->base);
    if (f->answered < f->offered)
        v->rest_url = url;
    v->step_url = url;
    v->step_label =
        f->answered == 0 ? tr(rq->lang, "Answer the first statement") : tr(rq->lang, "Go on filling in");
}

/* What the middle of the page depends on besides the database: see rq_part. Everything personal in it follows from
 * the roles (reader, guide, who may fill in) and from how far the own sheet is. NULL for a visitor's scan, which has a
 * form in the middle. */
static const char *middle_key(struct rq *rq, const struct fill *f)
{
    if (f->quick)
        return NULL;
    const char *asked = rq_query(rq, "vergelijk");
    return arena_printf(rq->arena, "result %lld %u %d %d %d %s", (long long)f->round->id, rq->actor.roles,
                        f->member != 0, f->offered, f->answered, asked == NULL ? "" : asked);
}

/* Works everything out, into v and into the words of its layout. */
static void look_at_result(struct rq *rq, const struct fill *f, struct result_view *v)
{
    const struct scan_round *r = f->round;
    struct scan_outcome *o = NEW(rq->arena, struct scan_outcome);
    scan_outcome(rq->db, rq->arena, r, o);
    v->round = r;
    v->base = f->base;
    v->quick = f->quick;
    v->total = &o->result.global;
    v->provisional = o->standing.provisional_count;
    v->tied = o->standing.tied_count;
    v->unknown = v->total->dont_know - v->tied;
    v->has_own = f->member != 0 && f->answered > 0;

    int chosen;
    const struct result_earlier *earlier = list_earlier(rq, r, &v->earlier_count, &chosen);
    const struct scan_outcome *before = load_earlier(rq, r, earlier, chosen);
    add_comparison(rq, v, o, before, earlier, chosen);

    struct scan_pair *pair = NEW(rq->arena, struct scan_pair);
    scan_pair(rq->db, rq->arena, r, pair);
    v->pair = pair;
    if (scan_mode_has_members(r->mode)) {
        struct scan_agreement *agreement = NEW(rq->arena, struct scan_agreement);
        scan_agreement(rq->arena, o, agreement);
        v->agreement = agreement;
        v->divided_where = scan_most_divided(rq->arena, rq->lang, o, agreement);
    }
    add_domains(rq, v, o, before);
    add_themes(rq, v, o, before);
    add_words(rq, v, before != NULL);
    struct scan_picks picks;
    scan_picks(rq->arena, o, &picks);
    if (v->total->coverage_tenths < 500)
        picks.strong_count = picks.weak_count = 0; /* a first picture: nothing stands out yet */
    v->strong = pick_lines(rq, o, picks.strong, picks.strong_count, true);
    v->strong_count = picks.strong_count;
    v->weak = pick_lines(rq, o, picks.weak, picks.weak_count, false);
    v->weak_count = picks.weak_count;
    add_bookmarks(rq, v, o);
    if (f->quick) {
        v->link = arena_printf(rq->arena, "%s%s", rq->site->public_url, f->base);
        v->mail = form_field(rq, &quick_mail_form, "mail", "");
        v->messages = form_messages(rq, &v->message_count);
    } else {
        v->own_themes = organisation_themes(rq->db, rq->arena, r->organisation, &v->own_theme_count);
    }
    struct scan_finding finding;
    scan_finding(o, &finding);
    v->layout->title = scan_finding_words(rq->arena, rq->lang, o, &finding);
    v->layout->lead = result_lead(rq, f, o);
    v->print_line = arena_printf(rq->arena, tr(rq->lang, "%s. Statements: %s, version %d."), r->title,
                                 text_in(rq->lang, &r->pack->title), r->pack->version);
    add_steps(rq, v, f);
    add_action(rq, v, f);
}

/* GET …/resultaat; also shows the mail form of a quick scan again with its message. */
struct fault result_show(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct fault fault = fill_peek(rq, f);
    if (fault.status == OK)
        fault = result_readable(rq, f);
    if (fault.status != OK)
        return fault;
    if (still_alone(rq, f))
        return alone_page(rq, f);
    struct html *h = rq_html(rq);
    struct layout *l = scan_layout(rq, "", f->round, f->base);
    l->wide = true;
    const char *key = middle_key(rq, f);
    struct html_safe kept = key == NULL ? (struct html_safe){ NULL } : rq_part(rq, key, l);
    if (kept.html != NULL) {
        layout_begin(h, l);
        html_text(h, kept);
    } else {
        struct result_view *v = NEW(rq->arena, struct result_view);
        v->layout = l;
        look_at_result(rq, f, v);
        layout_begin(h, l);
        size_t from = h->out->n;
        result_middle(h, v);
        if (key != NULL)
            rq_part_keep(rq, key, l, from);
    }
    layout_end(h, l);
    return reply_page(rq);
}

/* ---- statement by statement -------------------------------------------------------------------------- */

enum shown {
    SHOWN_ALL,
    SHOWN_DIVIDED,
    SHOWN_BOOKMARK,
    SHOWN_NO,
    SHOWN_DONT_KNOW,
    SHOWN_NO_AGREEMENT,
    SHOWN_SHIFTED,
    SHOWN_STARTED,
    SHOWN_OPEN,
    SHOWN_KINDS
};

static const struct {
    const char *id, *label;
} shown_kinds[SHOWN_KINDS] = {
    [SHOWN_ALL] = { "", N_("All") },
    [SHOWN_DIVIDED] = { "verdeeld", N_("Divided") },
    [SHOWN_BOOKMARK] = { "bladwijzer", N_("Interesting") },
    [SHOWN_NO] = { "nee", N_("No, or partly") },
    [SHOWN_DONT_KNOW] = { "weet-niet", N_("Don't know") },
    [SHOWN_NO_AGREEMENT] = { "zonder-akkoord", N_("No agreement") },
    [SHOWN_SHIFTED] = { "verschoven", N_("Changed") },
    [SHOWN_STARTED] = { "begonnen", N_("Begun") },
    [SHOWN_OPEN] = { "open", N_("Not answered") },
};

static bool is_shown(const struct result_statement *s, enum shown kind)
{
    switch (kind) {
    case SHOWN_DIVIDED:
        return s->division > 0;
    case SHOWN_BOOKMARK:
        return s->bookmarked;
    case SHOWN_NO:
        return s->standing == ANSWER_NO;
    case SHOWN_DONT_KNOW:
        return s->standing == ANSWER_DONT_KNOW;
    case SHOWN_NO_AGREEMENT:
        return s->no_agreement;
    case SHOWN_SHIFTED:
        return s->compared && s->before != s->standing;
    case SHOWN_STARTED:
        return s->started && s->standing != ANSWER_YES;
    case SHOWN_OPEN:
        return s->standing == ANSWER_NONE;
    case SHOWN_ALL:
    case SHOWN_KINDS:
        break;
    }
    return true;
}

static int most_divided_first(const void *a, const void *b)
{
    const struct result_statement *x = a, *y = b;
    return x->division != y->division ? y->division - x->division : x->statement - y->statement;
}

/* The columns that only some have: the own answer, and that of the earlier round. */
static void add_columns(struct result_statement *lines, int count, const struct fill *f, bool own,
                        const struct scan_outcome *before)
{
    const struct pack_scan *scan = f->round->scan;
    for (int i = 0; i < count; i++) {
        if (own)
            lines[i].own = f->replies[lines[i].statement].answer;
        if (before == NULL)
            continue;
        const struct scan_round *r = before->round;
        int old = pack_statement_find(r->scan, scan->statements[lines[i].statement].id);
        lines[i].compared = old >= 0 && pack_offered(r->scan, old, r->light, &r->profile);
        if (lines[i].compared)
            lines[i].before = (enum scan_answer)before->standing.answers[old];
    }
}

static enum shown asked_kind(struct rq *rq)
{
    const char *asked = rq_query(rq, "toon");
    for (int k = 0; asked != NULL && k < SHOWN_KINDS; k++)
        if (strcmp(asked, shown_kinds[k].id) == 0)
            return (enum shown)k;
    return SHOWN_ALL;
}

/* Only filters that show something, and the one that is asked for. */
static void add_filters(struct rq *rq, struct statements_view *v, const struct result_statement *lines,
                        int count, enum shown asked)
{
    struct result_filter *filters = NEW_ARRAY(rq->arena, struct result_filter, SHOWN_KINDS);
    for (int k = 0; k < SHOWN_KINDS; k++) {
        struct result_filter f = { .id = shown_kinds[k].id,
                                   .label = tr(rq->lang, shown_kinds[k].label),
                                   .current = k == (int)asked };
        for (int i = 0; i < count; i++)
            f.count += is_shown(&lines[i], (enum shown)k);
        if (f.count > 0 || f.current)
            filters[v->filter_count++] = f;
    }
    v->filters = filters;
}

static const char *statements_title(struct rq *rq, enum shown kind, int count)
{
    switch (kind) {
    case SHOWN_DIVIDED:
        return arena_printf(rq->arena,
                            tr_n(rq->lang, "You were divided about %d statement",
                                 "You were divided about %d statements", count),
                            count);
    case SHOWN_BOOKMARK:
        return arena_printf(rq->arena,
                            tr_n(rq->lang, "%d statement interests you", "%d statements interest you", count),
                            count);
    case SHOWN_NO:
        return arena_printf(
            rq->arena,
            tr_n(rq->lang, "%d statement is not a yes yet", "%d statements are not a yes yet", count), count);
    case SHOWN_DONT_KNOW:
        return arena_printf(rq->arena,
                            tr_n(rq->lang, "%d answer is not known yet", "%d answers are not known yet", count),
                            count);
    case SHOWN_NO_AGREEMENT:
        return arena_printf(
            rq->arena,
            tr_n(rq->lang, "No agreement about %d statement", "No agreement about %d statements", count),
            count);
    case SHOWN_SHIFTED:
        return arena_printf(rq->arena, tr_n(rq->lang, "%d answer changed", "%d answers changed", count), count);
    case SHOWN_STARTED:
        return arena_printf(rq->arena,
                            tr_n(rq->lang, "You have made a start with %d statement",
                                 "You have made a start with %d statements", count),
                            count);
    case SHOWN_OPEN:
        return arena_printf(
            rq->arena,
            tr_n(rq->lang, "%d statement is not answered yet", "%d statements are not answered yet", count),
            count);
    case SHOWN_ALL:
    case SHOWN_KINDS:
        break;
    }
    return tr(rq->lang, "Statement by statement");
}

/* A page holds a hundred statements. Of more it shows a domain, or of the most divided the first ones; all of them, for
 * paper, is one link further. */
enum { STATEMENTS_MOST = 100, STATEMENTS_FIRST = 30 };

static void choose_part(struct rq *rq, struct statements_view *v, struct result_statement *lines)
{
    const struct pack_scan *scan = v->round->scan;
    v->domain = -1;
    v->all = v->count;
    if (v->count <= STATEMENTS_MOST || rq_query(rq, "alles") != NULL)
        return;
    if (v->by_division) {
        v->count = STATEMENTS_FIRST;
        return;
    }
    int *per_domain = NEW_ARRAY(rq->arena, int, (size_t)scan->domain_count);
    const char *asked = rq_query(rq, "domein");
    for (int i = 0; i < v->count; i++)
        per_domain[scan->statements[lines[i].statement].domain]++;
    for (int d = 0; asked != NULL && d < scan->domain_count; d++)
        if (per_domain[d] > 0 && strcmp(scan->domains[d].id, asked) == 0)
            v->domain = d;
    if (v->domain < 0)
        v->domain = scan->statements[lines[0].statement].domain;
    int kept = 0;
    for (int i = 0; i < v->count; i++)
        if (scan->statements[lines[i].statement].domain == v->domain)
            lines[kept++] = lines[i];
    v->count = kept;
    v->per_domain = per_domain;
}

/* GET …/stellingen */
struct fault statements_show(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct fault fault = fill_load(rq, f);
    if (fault.status == OK)
        fault = result_readable(rq, f);
    if (fault.status != OK)
        return fault;
    if (still_alone(rq, f))
        return alone_page(rq, f);
    const struct scan_round *r = f->round;
    struct statements_view *v = NEW(rq->arena, struct statements_view);
    struct scan_standing standing;
    scan_standing(rq->db, rq->arena, r, &standing);
    int count, chosen, earlier_count;
    struct result_statement *lines = result_statements(rq, r, &standing, &count);
    const struct result_earlier *earlier = list_earlier(rq, r, &earlier_count, &chosen);
    const struct scan_outcome *before = load_earlier(rq, r, earlier, chosen);
    v->round = r;
    v->base = f->base;
    v->quick = f->quick;
    v->members = scan_mode_has_members(r->mode);
    v->own = f->member != 0 && f->answered > 0;
    v->before = before != NULL;
    v->links = (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE)) != 0;
    if (before != NULL) {
        v->before_title = earlier[chosen].title;
        v->before_id = earlier[chosen].id;
    }
    add_columns(lines, count, f, v->own, before);
    enum shown kind = asked_kind(rq);
    struct scan_numbers numbers = numbers_of(lines, count);
    v->nexts = next_lines(rq, r, &numbers, &v->next_count);
    add_filters(rq, v, lines, count, kind);
    for (int i = 0; i < count; i++)
        if (is_shown(&lines[i], kind))
            lines[v->count++] = lines[i];
    v->by_division = kind == SHOWN_DIVIDED;
    if (v->by_division)
        qsort(lines, (size_t)v->count, sizeof *lines, most_divided_first);
    choose_part(rq, v, lines);
    if (!is_reader(rq)) /* what members wrote is for the talk, not for its readers */
        result_notes(rq, r, lines, v->count);
    v->kind = shown_kinds[kind].id;
    v->statements = lines;
    v->layout = scan_layout(rq, statements_title(rq, kind, v->all), r, f->base);
    v->layout->lead =
        v->members ? tr(rq->lang, "The group sees how many gave which answer, not who.") : r->title;
    v->layout->wide = true;
    result_statements_page(rq_html(rq), v);
    return reply_page(rq);
}
