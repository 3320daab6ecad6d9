/* Rules of looking back. */
#include "slice/evaluation/evaluation.h"

#include <string.h>

#include "base/utf8.h"
#include "evaluation_sql.h"
#include "slice/scan/scan.h"

static const int64_t DAY_MS = 86400000;
enum { PREPARING_DAYS = 120 }; /* a scan of so long before the trajectory was made still tells how it began */

static struct fault at_field(const char *field, const char *msgid)
{
    struct fault f = FAULT(INVALID, msgid);
    f.detail = field;
    return f;
}

/* ---- rounds ------------------------------------------------------------------------------------------------ */

const struct evaluation_round *evaluation_round(struct db *db, struct arena *a, const struct trajectory *t)
{
    const struct evaluation_round_get *row = evaluation_q_round_get(db, a, t->organisation, t->id, t->cycle);
    if (row == NULL)
        return NULL;
    struct evaluation_round *r = NEW(a, struct evaluation_round);
    *r = (struct evaluation_round){ .id = row->id,
                                    .closed = strcmp(row->state, "closed") == 0,
                                    .due_on = row->due_on,
                                    .opened_at = row->opened_at,
                                    .closed_at = row->closed_at };
    return r;
}

struct fault evaluation_open(struct db *db, struct arena *a, const struct trajectory *t, int64_t due_on,
                             int64_t user, int64_t now_ms)
{
    if (evaluation_round(db, a, t) != NULL)
        return FAULT(CONFLICT, N_("The evaluation was opened already."));
    if (due_on < trajectory_local_day(now_ms) || due_on > 36524)
        return at_field("due_on", N_("Choose a day from today on."));
    evaluation_q_round_insert(db, a, t->organisation, t->id, t->cycle, due_on, now_ms,
                              user == 0 ? DB_NULL_INT : DB_SOME(user));
    trajectory_event(db, t->id, "evaluation.opened", 0, "", "", user, now_ms);
    return NO_FAULT;
}

struct fault evaluation_close(struct db *db, struct arena *a, const struct trajectory *t, int64_t user,
                              int64_t now_ms)
{
    const struct evaluation_round *r = evaluation_round(db, a, t);
    if (r == NULL || r->closed)
        return FAULT(CONFLICT, N_("The evaluation is not open."));
    evaluation_q_round_state(db, t->organisation, r->id, "closed", DB_SOME(now_ms));
    trajectory_event(db, t->id, "evaluation.closed", 0, "", "", user, now_ms);
    return NO_FAULT;
}

struct fault evaluation_reopen(struct db *db, struct arena *a, const struct trajectory *t, const char *reason,
                               int64_t user, int64_t now_ms)
{
    const struct evaluation_round *r = evaluation_round(db, a, t);
    if (r == NULL || !r->closed)
        return FAULT(CONFLICT, N_("The evaluation is not closed."));
    if (reason[0] == '\0')
        return at_field("reason", N_("Say why the evaluation opens again."));
    evaluation_q_round_state(db, t->organisation, r->id, "open", DB_NULL_INT);
    trajectory_event(db, t->id, "evaluation.reopened", 0, "", reason, user, now_ms);
    return NO_FAULT;
}

/* ---- answers ----------------------------------------------------------------------------------------------- */

const struct evaluation_answer *evaluation_answers(struct db *db, struct arena *a,
                                                   const struct evaluation_round *r, size_t *count)
{
    const struct evaluation_answer_list *rows = evaluation_q_answer_list(db, a, r->id, count);
    struct evaluation_answer *v = NEW_ARRAY(a, struct evaluation_answer, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = (struct evaluation_answer){ .id = rows[i].id,
                                           .member = rows[i].member_id,
                                           .question = rows[i].question,
                                           .answer = rows[i].answer,
                                           .themes = rows[i].themes,
                                           .quotable = rows[i].quotable,
                                           .edit = rows[i].edit,
                                           .at = rows[i].at };
    return v;
}

const struct evaluation_answer *evaluation_answer_of(const struct evaluation_answer *all, size_t count,
                                                     int64_t member, const char *question)
{
    for (size_t i = 0; i < count; i++)
        if (all[i].member == member && strcmp(all[i].question, question) == 0)
            return &all[i];
    return NULL;
}

struct fault evaluation_answer_save(struct db *db, struct arena *a, const struct trajectory *t,
                                    const struct evaluation_round *r, const struct evaluation_saying *s,
                                    int64_t user, int64_t now_ms)
{
    static const struct fault newer = { .status = CONFLICT,
                                        .msgid = N_("Another answer was stored just now. Look at it again.") };
    if (pack_entry(pack_list(t->pack->lists, "questions"), s->question) == NULL)
        return FAULT(NOT_FOUND, N_("This question is not part of the evaluation."));
    if (r->closed && s->member != 0)
        return FAULT(CONFLICT, N_("The evaluation is closed. Your answer of before stands."));
    if (utf8_length(s->answer) > EVALUATION_MAX_ANSWER)
        return at_field(s->question, N_("Keep it within 4,000 characters."));
    size_t count;
    const struct evaluation_answer *all = evaluation_answers(db, a, r, &count);
    const struct evaluation_answer *old = evaluation_answer_of(all, count, s->member, s->question);
    struct db_int by = user == 0 ? DB_NULL_INT : DB_SOME(user);
    if (old == NULL) {
        if (s->answer[0] == '\0')
            return NO_FAULT;
        return evaluation_q_answer_insert(db, a, r->id, s->member, s->question, s->answer, s->quotable, by,
                                          now_ms) == NULL
                   ? newer
                   : NO_FAULT;
    }
    if (strcmp(old->answer, s->answer) == 0 && old->quotable == s->quotable)
        return NO_FAULT;
    if (old->edit != s->edit)
        return newer;
    evaluation_q_answer_keep(db, r->id, old->id, old->edit);
    return evaluation_q_answer_change(db, r->id, old->id, old->edit, s->answer, s->quotable, by, now_ms) == 0
               ? newer
               : NO_FAULT;
}

struct fault evaluation_code(struct db *db, const struct evaluation_round *r, int64_t answer,
                             const char *themes)
{
    if (strlen(themes) > EVALUATION_MAX_THEMES)
        return FAULT(INVALID, N_("That is too many themes for one answer."));
    return evaluation_q_answer_code(db, r->id, answer, themes) == 0
               ? FAULT(NOT_FOUND, N_("This answer does not exist."))
               : NO_FAULT;
}

/* ---- importance and maturity ------------------------------------------------------------------------------- */

const char *evaluation_moment_name(enum evaluation_moment m)
{
    return m == EVALUATION_START ? "start" : "end";
}

/* The earliest round that belongs to the beginning of the trajectory; 0 = none. */
static int64_t first_round(struct db *db, struct arena *a, const struct trajectory *t)
{
    size_t count;
    const struct scan_round_line *rounds = scan_rounds(db, a, t->organisation, &count);
    int64_t first = 0;
    for (size_t i = 0; i < count; i++) /* the newest first */
        if (rounds[i].created_at >= t->created_at - PREPARING_DAYS * DAY_MS)
            first = rounds[i].id;
    return first;
}

const struct evaluation_pair *evaluation_pairs(struct db *db, struct arena *a, const struct packs *packs,
                                               const struct trajectory *t, enum evaluation_moment m,
                                               size_t *count)
{
    size_t rows, scanned = 0;
    const struct evaluation_pair_list *own =
        evaluation_q_pair_list(db, a, t->organisation, t->id, evaluation_moment_name(m), &rows);
    int64_t round = m == EVALUATION_START ? first_round(db, a, t) : 0;
    const struct scan_round *r = round == 0 ? NULL : scan_round_get(db, a, packs, t->organisation, round);
    const struct scan_member_pair *scan = r == NULL ? NULL : scan_pairs(db, a, r, &scanned);
    struct evaluation_pair *v = NEW_ARRAY(a, struct evaluation_pair, rows + scanned);
    *count = 0;
    for (size_t i = 0; i < rows; i++)
        v[(*count)++] =
            (struct evaluation_pair){ own[i].member_id, (int)own[i].importance, (int)own[i].maturity };
    for (size_t i = 0; i < scanned; i++) {
        bool there = false;
        for (size_t k = 0; k < rows; k++)
            there = there || own[k].member_id == scan[i].member;
        if (!there)
            v[(*count)++] = (struct evaluation_pair){ scan[i].member, scan[i].importance, scan[i].maturity };
    }
    return v;
}

struct fault evaluation_pair_save(struct db *db, const struct trajectory *t, enum evaluation_moment m,
                                  int64_t member, int importance, int maturity, int64_t now_ms)
{
    if (importance < 1 || importance > 5)
        return at_field("importance", N_("Choose one of the five levels."));
    if (maturity < 1 || maturity > 5)
        return at_field("maturity", N_("Choose one of the five levels."));
    evaluation_q_pair_put(db, t->organisation, t->id, evaluation_moment_name(m), member, importance, maturity,
                          now_ms);
    return NO_FAULT;
}

static int value(const struct evaluation_pair *p, bool maturity)
{
    return maturity ? p->maturity : p->importance;
}

static int64_t mean(const struct evaluation_pair *v, size_t count, bool maturity)
{
    int64_t sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += value(&v[i], maturity);
    return count < EVALUATION_FROM ? -1
                                   : (20 * sum + (int64_t)count) / (2 * (int64_t)count); /* tenths, half up */
}

static struct evaluation_scale scale(const struct evaluation_pair *const v[EVALUATION_MOMENTS],
                                     const size_t count[EVALUATION_MOMENTS], bool maturity)
{
    struct evaluation_scale s = { .mean_tenths = { mean(v[0], count[0], maturity),
                                                   mean(v[1], count[1], maturity) } };
    for (size_t i = 0; i < count[0]; i++)
        for (size_t k = 0; k < count[1]; k++) {
            if (v[0][i].member != v[1][k].member)
                continue;
            int by = value(&v[1][k], maturity) - value(&v[0][i], maturity);
            s.both++;
            s.up += by > 0;
            s.same += by == 0;
            s.down += by < 0;
        }
    if (s.both < EVALUATION_FROM)
        s.up = s.same = s.down = 0;
    return s;
}

struct evaluation_change evaluation_change(struct db *db, struct arena *a, const struct packs *packs,
                                           const struct trajectory *t)
{
    struct evaluation_change c;
    const struct evaluation_pair *v[EVALUATION_MOMENTS];
    for (int m = 0; m < EVALUATION_MOMENTS; m++)
        v[m] = evaluation_pairs(db, a, packs, t, (enum evaluation_moment)m, &c.count[m]);
    c.importance = scale(v, c.count, false);
    c.maturity = scale(v, c.count, true);
    return c;
}

const char *evaluation_growth(struct arena *a, const struct lang *lang, const struct evaluation_change *c)
{
    const struct evaluation_scale *s = &c->maturity;
    if (s->both < EVALUATION_FROM)
        return NULL;
    if (s->up == 0 && s->down == 0)
        return arena_printf(
            a, tr(lang, "No growth: all %d who answered at both moments see the maturity where it was."),
            s->both);
    if (s->up <= s->down)
        return arena_printf(
            a,
            tr(lang, "No growth on the whole: %d see a higher maturity than at the start, %d the same, %d a "
                     "lower one."),
            s->up, s->same, s->down);
    return arena_printf(
        a, tr(lang, "Growth: %d see a higher maturity than at the start, %d the same, %d a lower one."), s->up,
        s->same, s->down);
}

/* ---- coming back ------------------------------------------------------------------------------------------- */

int evaluation_plan_returns(struct db *db, struct arena *a, const struct packs *packs, const char *country,
                            const struct lang *lang, const struct trajectory *t, int64_t from_day, int64_t user,
                            int64_t now_ms)
{
    enum { HOUR = 9, MINUTE = 30, MINUTES = 90 };
    size_t before, after;
    trajectory_moments(db, a, t, &before);
    const struct pack_list *returns = pack_list(t->pack->lists, "returns");
    for (int i = 0; i < returns->count; i++) {
        const struct pack_entry *e = &returns->v[i];
        int64_t day =
            trajectory_session_day(packs, country, trajectory_add_months(from_day, pack_number(e, "months")));
        trajectory_moment_put(db, a, t, 0, "return", arena_printf(a, "return:%d:%s", t->cycle, e->id),
                              text_in(lang, pack_text(e, "title")), trajectory_local_ms(day, HOUR, MINUTE),
                              MINUTES, "", text_in(lang, pack_text(e, "about")), now_ms);
    }
    trajectory_moments(db, a, t, &after);
    if (after > before)
        trajectory_event(db, t->id, "evaluation.returns", 0, arena_printf(a, "%d", (int)(after - before)), "",
                         user, now_ms);
    return (int)(after - before);
}
