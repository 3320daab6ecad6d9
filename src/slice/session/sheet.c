/* Sheets: storing them, finding one's own, and what they add up to. Without names they are ballots (slice/ballot). */
#include <string.h>

#include "session_sql.h"
#include "slice/session/note.h"

/* ---- the question without names -------------------------------------------------------------------------- */

static void session_sheet_asks(struct arena *a, const struct sheet_form *form, struct ballot_new *n)
{
    struct ballot_part *parts = NEW_ARRAY(a, struct ballot_part, form->count);
    for (size_t i = 0; i < form->count; i++) {
        const struct sheet_part *p = &form->parts[i];
        parts[i] =
            (struct ballot_part){ .label = p->group[0] == '\0' ? p->label
                                                               : arena_printf(a, "%s: %s", p->group, p->label),
                                  .options = p->numbers ? NULL : p->options,
                                  .option_count = p->option_count };
    }
    static const char *const chosen[] = { "x" };
    for (size_t i = 0; form->kind == SHEET_TICKS && i < form->count; i++)
        parts[i].options = chosen;
    n->parts = parts;
    n->part_count = form->count;
    /* A statement or a question stands by itself; where nothing means "not chosen", the sheet is one answer. */
    n->apart = form->kind == SHEET_PICK;
}

struct fault session_sheet_ask(struct db *db, struct arena *a, const struct session *s,
                               const struct session_item *item, int64_t now_ms, int64_t *ballot)
{
    size_t count;
    const struct organisation *o = organisation_get(db, a, s->organisation);
    const struct lang *lang = o == NULL ? NULL : lang_find(o->lang);
    const struct session_part *parts = session_parts(db, a, item, &count);
    const struct sheet_form form =
        session_sheet_form(a, lang == NULL ? lang_get(LANG_NL) : lang, item, parts, count);
    *ballot = 0;
    if (form.count == 0) /* only questions that are answered in words */
        return NO_FAULT;
    struct ballot_new n = { .organisation = s->organisation,
                            .kind = SESSION_BALLOT,
                            .object = item->id,
                            .joins = true,
                            .minimum = BALLOT_USUAL };
    session_sheet_asks(a, &form, &n);
    return ballot_ask(db, a, &n, now_ms, ballot);
}

/* What a round without names is asked with; NULL = by name. */
static const struct ballot *ballot_of(struct db *db, struct arena *a, const struct session *s,
                                      const struct session_round_one *r)
{
    return r == NULL || !r->ballot_id.set ? NULL : ballot_get(db, a, s->organisation, r->ballot_id.v);
}

static const struct session_round_one *round_of(struct db *db, struct arena *a, const struct session_item *item,
                                                int64_t round)
{
    return session_q_round_one(db, a, item->id, round);
}

/* ---- storing --------------------------------------------------------------------------------------------- */

static struct fault closed(void)
{
    return FAULT(CONFLICT, N_("This part is closed: your answer was not stored any more."), .detail = "closed");
}

static bool is_empty(const struct sheet_form *form, const int64_t *choices)
{
    for (size_t i = 0; i < form->count; i++)
        if (choices[i] != BALLOT_NONE)
            return false;
    return true;
}

static struct fault check_places(struct arena *a, const struct sheet_form *form, const int64_t *choices)
{
    bool *taken = NEW_ARRAY(a, bool, (size_t)form->most);
    for (size_t i = 0; i < form->count; i++) {
        if (choices[i] == BALLOT_NONE)
            continue;
        if (taken[choices[i]])
            return FAULT(INVALID, N_("You gave place %s twice. Each place can be given once."),
                         .arg = arena_printf(a, "%d", (int)choices[i] + 1), .detail = "twice");
        taken[choices[i]] = true;
    }
    return NO_FAULT;
}

static struct fault check(struct arena *a, const struct sheet_form *form, const int64_t *choices)
{
    int64_t given = 0;
    for (size_t i = 0; i < form->count; i++) {
        given += choices[i] == BALLOT_NONE ? 0 : form->kind == SHEET_DOTS ? choices[i] + 1 : 1;
        if (form->kind != SHEET_DOTS &&
            (choices[i] < BALLOT_NONE || choices[i] >= (int64_t)form->parts[i].option_count))
            return FAULT(INVALID, N_("Choose one of the answers that are offered."), .detail = "choice");
    }
    if (form->kind == SHEET_DOTS && given > form->most)
        return FAULT(INVALID, N_("You gave more dots than you have: %s. Take some away."),
                     .arg = arena_printf(a, "%lld/%lld", (long long)given, (long long)form->most),
                     .detail = "most");
    if (form->kind == SHEET_TICKS && given > form->most)
        return FAULT(INVALID, N_("You can choose at most %s. Take some away."),
                     .arg = arena_printf(a, "%lld", (long long)form->most), .detail = "most");
    return form->kind == SHEET_RANK ? check_places(a, form, choices) : NO_FAULT;
}

static void save_named(struct db *db, const struct session_item *item, const struct sheet_form *form,
                       int64_t participant, const int64_t *choices, int64_t edit)
{
    session_q_sheet_put(db, item->id, item->round, participant, edit);
    session_q_answer_clear(db, item->id, item->round, participant);
    for (size_t i = 0; i < form->count; i++)
        if (choices[i] != BALLOT_NONE)
            session_q_answer_put(db, item->id, item->round, participant, (int64_t)i, choices[i]);
}

/* Who joined may answer; which sheet is whose only the phone knows. */
static struct fault save_secret(struct db *db, struct arena *a, const struct sheet_form *form,
                                const struct ballot *b, int64_t participant, const char *secret,
                                const int64_t *choices)
{
    if (is_empty(form, choices) && ballot_own_sheet(db, a, b, participant, secret) == NULL)
        return FAULT(INVALID, N_("Choose an answer first."), .detail = "empty");
    ballot_admit(db, b, participant);
    struct fault f = ballot_cast_sheet(db, a, b, participant, secret, choices);
    if (f.status == CONFLICT)
        f.detail = "other-phone";
    return f;
}

struct fault session_sheet_save(struct db *db, struct arena *a, const struct session *s,
                                const struct session_item *item, const struct sheet_form *form,
                                int64_t participant, const char *secret, const int64_t *choices, int64_t edit)
{
    const struct session_round_one *r = round_of(db, a, item, item->round);
    const struct ballot *b = ballot_of(db, a, s, r);
    if (item->state != ITEM_OPEN || r == NULL || form->count == 0 || (b == NULL) == item->anonymous)
        return closed();
    struct fault f = check(a, form, choices);
    if (f.status != OK)
        return f;
    if (b != NULL)
        return save_secret(db, a, form, b, participant, secret, choices);
    const struct session_sheet_get *stored = session_q_sheet_get(db, a, item->id, item->round, participant);
    if (stored == NULL && is_empty(form, choices))
        return FAULT(INVALID, N_("Choose an answer first."), .detail = "empty");
    int64_t stands = stored == NULL ? 0 : stored->edit;
    if (edit != 0 && edit < stands)
        return NO_FAULT;
    save_named(db, item, form, participant, choices, edit != 0 ? edit : stands + 1);
    return NO_FAULT;
}

const int64_t *session_sheet_own(struct db *db, struct arena *a, const struct session *s,
                                 const struct session_item *item, const struct sheet_form *form,
                                 int64_t participant, const char *secret, int64_t *edit)
{
    const struct ballot *b = ballot_of(db, a, s, round_of(db, a, item, item->round));
    int64_t *choices = NEW_ARRAY(a, int64_t, form->count);
    for (size_t i = 0; i < form->count; i++)
        choices[i] = BALLOT_NONE;
    if (b != NULL) {
        const int64_t *sheet =
            b->part_count == form->count ? ballot_own_sheet(db, a, b, participant, secret) : NULL;
        *edit = 0;
        return sheet != NULL ? sheet : choices;
    }
    const struct session_sheet_get *stored = session_q_sheet_get(db, a, item->id, item->round, participant);
    *edit = stored == NULL ? 0 : stored->edit;
    size_t count;
    const struct session_answer_own *rows =
        session_q_answer_own(db, a, item->id, item->round, participant, &count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].part >= 0 && rows[i].part < (int64_t)form->count)
            choices[rows[i].part] = rows[i].choice;
    return choices;
}

int64_t session_answered(struct db *db, struct arena *a, const struct session *s,
                         const struct session_item *item, int64_t round)
{
    if (round == 0)
        return 0;
    const struct ballot *b = ballot_of(db, a, s, round_of(db, a, item, round));
    if (b != NULL)
        return ballot_counts(db, a, b).voted;
    int64_t sheets =
        item->method->engine == ENGINE_NOTES ? 0 : session_q_sheet_count(db, a, item->id, round)->n;
    int64_t writers = item->method->engine == ENGINE_SHEET ? 0 : note_writers(db, a, s, item, round);
    return sheets > writers ? sheets : writers;
}

/* ---- what they add up to ---------------------------------------------------------------------------------- */

/* Tenths of sum / n, half up; sum and n from 0. */
static int64_t mean_tenths(int64_t sum, int64_t n)
{
    return (20 * sum + n) / (2 * n);
}

/* Tenths of the standard deviation of n numbers, half up: the largest t with t - 1/2 <= 10 * sqrt(n * squares - sum^2) / n. */
static int64_t spread_tenths(int64_t sum, int64_t squares, int64_t n)
{
    int64_t variance = 400 * (n * squares - sum * sum), t = 0;
    while ((2 * t + 1) * (2 * t + 1) * n * n <= variance)
        t++;
    return t;
}

/* Mean, spread and sum of a part whose counts are there. */
static void add_up(const struct sheet_form *form, const struct sheet_part *p, struct tally_part *t,
                   int64_t people)
{
    t->mean_tenths = t->spread_tenths = -1;
    if (!p->numbers)
        return;
    int64_t sum = 0, squares = 0, n = 0;
    for (size_t c = 0; c < p->option_count; c++) {
        int64_t value = p->first + (int64_t)c;
        n += t->counts[c];
        sum += value * t->counts[c];
        squares += value * value * t->counts[c];
    }
    t->sum = sum;
    if (form->kind == SHEET_RANK) {
        t->sum = 0;
        for (size_t c = 0; c < p->option_count; c++)
            t->sum += ((int64_t)p->option_count - (int64_t)c) * t->counts[c];
    }
    if (form->kind == SHEET_DOTS)
        n = people; /* who gave none gave 0 */
    if (n > 0) {
        t->mean_tenths = mean_tenths(sum, n);
        t->spread_tenths = spread_tenths(sum, squares, n);
    }
}

static struct tally_part *empty_parts(struct arena *a, const struct sheet_form *form, int64_t **counts)
{
    struct tally_part *parts = NEW_ARRAY(a, struct tally_part, form->count);
    for (size_t i = 0; i < form->count; i++)
        parts[i].counts = counts[i] = NEW_ARRAY(a, int64_t, form->parts[i].option_count);
    return parts;
}

static struct session_tally tally_named(struct db *db, struct arena *a, const struct session_item *item,
                                        const struct sheet_form *form, int64_t round)
{
    int64_t **counts = NEW_ARRAY(a, int64_t *, form->count);
    struct tally_part *parts = empty_parts(a, form, counts);
    struct session_tally t = { .people = session_q_sheet_count(db, a, item->id, round)->n,
                               .parts = parts,
                               .count = form->count };
    t.state = t.people > 0 ? TALLY_SHOWN : TALLY_NONE;
    size_t rows;
    const struct session_answer_tally *row = session_q_answer_tally(db, a, item->id, round, &rows);
    for (size_t i = 0; i < rows; i++) {
        int64_t part = row[i].part, choice = row[i].choice;
        if (part < 0 || part >= (int64_t)form->count || choice < 0 ||
            choice >= (int64_t)form->parts[part].option_count)
            continue;
        counts[part][choice] = row[i].n;
        parts[part].total += row[i].n;
    }
    for (size_t i = 0; i < form->count; i++)
        add_up(form, &form->parts[i], &parts[i], t.people);
    return t;
}

/* As the ballots show it: a part that too few answered is hidden by itself. */
static struct session_tally tally_secret(struct db *db, struct arena *a, const struct ballot *b,
                                         const struct sheet_form *form)
{
    int64_t **counts = NEW_ARRAY(a, int64_t *, form->count);
    struct tally_part *parts = empty_parts(a, form, counts);
    struct session_tally t = { .anonymous = true, .minimum = b->minimum, .parts = parts, .count = form->count };
    struct ballot_counts c = ballot_counts(db, a, b);
    t.state = c.voted == 0                ? TALLY_NONE
              : c.state == BALLOT_SHOWN   ? TALLY_SHOWN
              : c.state == BALLOT_TOO_FEW ? TALLY_FEW
                                          : TALLY_HELD;
    if (t.state != TALLY_SHOWN)
        return t;
    t.people = c.total;
    for (size_t i = 0; i < form->count; i++) {
        const struct ballot_part_counts *p = &c.parts[i];
        parts[i].mean_tenths = parts[i].spread_tenths = -1;
        parts[i].few = i >= b->part_count || p->answered == BALLOT_SUPPRESSED;
        if (parts[i].few)
            continue;
        for (size_t k = 0; k < form->parts[i].option_count && k < b->parts[i].option_count; k++)
            counts[i][k] = p->counts[k];
        parts[i].total = p->answered;
        add_up(form, &form->parts[i], &parts[i], t.people);
    }
    return t;
}

struct session_tally session_tally(struct db *db, struct arena *a, const struct session *s,
                                   const struct session_item *item, const struct sheet_form *form,
                                   int64_t round)
{
    const struct ballot *b = ballot_of(db, a, s, round_of(db, a, item, round));
    return b != NULL ? tally_secret(db, a, b, form) : tally_named(db, a, item, form, round);
}

const char *session_spread_word(const struct sheet_part *part, const struct tally_part *t)
{
    if (!part->numbers || t->total < 2 || t->spread_tenths < 0)
        return NULL;
    /* On 1 to 5 the largest spread is 2,0: half on either end. */
    int64_t range = (int64_t)part->option_count - 1, share = range == 0 ? 0 : t->spread_tenths * 4 / range;
    return share <= 7 ? N_("agreed") : share <= 11 ? N_("views differ") : N_("divided");
}

/* ---- what the desk marked ---------------------------------------------------------------------------------- */

const int64_t *session_chosen(struct db *db, struct arena *a, const struct session *s,
                              const struct session_item *item, size_t *count)
{
    const struct session_chosen_list *rows = session_q_chosen_list(db, a, s->id, item->id, count);
    int64_t *parts = NEW_ARRAY(a, int64_t, *count);
    for (size_t i = 0; i < *count; i++)
        parts[i] = rows[i].object;
    return parts;
}

struct fault session_choose(struct db *db, struct arena *a, const struct session *s,
                            const struct session_item *item, int64_t part, bool chosen, int64_t user,
                            int64_t now_ms)
{
    size_t count;
    const struct session_part *parts = session_parts(db, a, item, &count);
    for (size_t i = 0; i < count; i++) {
        if (parts[i].part != part)
            continue;
        const char *key = arena_printf(a, "%lld", (long long)part);
        if (chosen)
            session_q_landing_put(db, s->id, item->id, "chosen", key, part, now_ms, DB_SOME(user));
        else
            session_q_landing_drop(db, s->id, item->id, "chosen", key);
        return NO_FAULT;
    }
    return FAULT(NOT_FOUND, N_("This is not part of the agenda item any more."));
}
