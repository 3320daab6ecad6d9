/* The rules of anonymous questions. What came in is counted here and nowhere else; pages are given what is shown, which is
 * stored beside the options and changes only in batches. */
#include "slice/ballot/ballot.h"

#include <string.h>

#include "base/utf8.h"
#include "rules.h"

static const char *const state_names[BALLOT_STATES] = { "announced", "open", "closed" };

enum ballot_state ballot_state_of(const char *name)
{
    enum ballot_state s = BALLOT_ANNOUNCED;
    while (s < BALLOT_CLOSED && strcmp(state_names[s], name) != 0)
        s++;
    return s;
}

/* ---- looking ------------------------------------------------------------------------------------------- */

/* The parts with their labels, one list of labels cut in pieces. */
static void load_parts(struct db *db, struct arena *a, struct ballot *b)
{
    size_t label_count, given = 0;
    const struct ballot_part_list *rows = ballot_q_part_list(db, a, b->id, &b->part_count);
    const struct ballot_label_list *labels = ballot_q_label_list(db, a, b->id, &label_count);
    struct ballot_part *parts = NEW_ARRAY(a, struct ballot_part, b->part_count);
    for (size_t p = 0; p < b->part_count; p++) {
        size_t n = (size_t)rows[p].options;
        if (n > label_count - given) /* never, unless somebody wrote in the tables */
            n = label_count - given;
        const char **options = NEW_ARRAY(a, const char *, n);
        bool numbers = n > 0;
        for (size_t i = 0; i < n; i++) {
            options[i] = labels[given++].label;
            numbers = numbers && options[i][0] == '\0';
        }
        parts[p] = (struct ballot_part){ rows[p].label, numbers ? NULL : options, n };
    }
    b->parts = parts;
    if (b->part_count > 0) {
        b->options = parts[0].options;
        b->option_count = parts[0].option_count;
    }
}

const struct ballot *ballot_get(struct db *db, struct arena *a, int64_t organisation, int64_t id)
{
    const struct ballot_get *row = ballot_q_get(db, a, organisation, id);
    if (row == NULL)
        return NULL;
    struct ballot *b = NEW(a, struct ballot);
    *b = (struct ballot){ .id = row->id,
                          .organisation = row->organisation_id,
                          .kind = row->kind,
                          .object = row->object,
                          .state = ballot_state_of(row->state),
                          .minimum = row->minimum,
                          .apart = row->apart,
                          .due_on = row->due_on,
                          .announced_at = row->announced_at,
                          .opened_at = row->opened_at,
                          .closed_at = row->closed_at,
                          .notes = row->notes };
    load_parts(db, a, b);
    return b;
}

const struct ballot *ballots_of(struct db *db, struct arena *a, int64_t organisation, const char *kind,
                                int64_t object, size_t *count)
{
    size_t rows;
    const struct ballot_list_of *row = ballot_q_list_of(db, a, organisation, kind, object, &rows);
    struct ballot *all = NEW_ARRAY(a, struct ballot, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        const struct ballot *b = ballot_get(db, a, organisation, row[i].id);
        if (b != NULL)
            all[(*count)++] = *b;
    }
    return all;
}

const struct ballot_voter *ballot_voters(struct db *db, struct arena *a, const struct ballot *b, size_t *count)
{
    const struct ballot_voter_list *rows = ballot_q_voter_list(db, a, b->id, count);
    struct ballot_voter *voters = NEW_ARRAY(a, struct ballot_voter, *count);
    for (size_t i = 0; i < *count; i++)
        voters[i] = (struct ballot_voter){ .voter = rows[i].voter, .voted = rows[i].voted };
    return voters;
}

/* ---- announcing and opening ---------------------------------------------------------------------------- */

static struct fault check_options(const struct ballot_part *p, size_t least)
{
    if (p->options == NULL)
        return p->option_count < 2 || p->option_count > BALLOT_MAX_VALUES
                   ? ballot_invalid("options", N_("A scale has between 2 and 101 numbers."))
                   : NO_FAULT;
    if (p->option_count < least || p->option_count > BALLOT_MAX_OPTIONS)
        return ballot_invalid("options", N_("A question has between 2 and 12 answers to choose from."));
    for (size_t i = 0; i < p->option_count; i++)
        if (p->options[i][0] == '\0' || utf8_length(p->options[i]) > BALLOT_MAX_LABEL)
            return ballot_invalid("options", N_("Use between 1 and 200 characters for each answer."));
    return NO_FAULT;
}

/* What is asked: notes, or parts, or one part of options. */
static struct fault check_asked(const struct ballot_new *n, const struct ballot_part *parts, size_t count,
                                size_t least)
{
    size_t places = 0;
    if (n->notes != 0)
        return n->notes < 0 || n->notes > BALLOT_MAX_NOTES || n->part_count > 0 || n->option_count > 0
                   ? ballot_invalid("notes", N_("Everybody may write between 1 and 100 notes."))
                   : NO_FAULT;
    if (count < 1 || count > BALLOT_MAX_PARTS)
        return ballot_invalid("parts", N_("Ask about between 1 and 120 things at once."));
    for (size_t i = 0; i < count; i++) {
        struct fault f = check_options(&parts[i], least);
        if (f.status != OK)
            return f;
        if (utf8_length(parts[i].label) > BALLOT_MAX_PART)
            return ballot_invalid("parts", N_("Use at most 500 characters for each thing."));
        places += parts[i].option_count;
    }
    return places > BALLOT_MAX_PLACES
               ? ballot_invalid("parts", N_("That is too much for one question. Make two of it."))
               : NO_FAULT;
}

static struct fault check_new(const struct ballot_new *n)
{
    if (n->voter_count == 0 && !n->joins)
        return ballot_invalid("voters", N_("There is nobody to ask."));
    if (n->voter_count > BALLOT_MAX_VOTERS)
        return ballot_invalid("voters", N_("At most 5000 people can be asked."));
    if (n->minimum != BALLOT_USUAL && n->minimum != BALLOT_SMALL)
        return ballot_invalid("minimum", N_("A result shows from 5 answers, or from 3 in a small group."));
    return NO_FAULT;
}

static void insert_parts(struct db *db, int64_t id, const struct ballot_part *parts, size_t count)
{
    for (size_t p = 0; p < count; p++) {
        ballot_q_part_insert(db, id, (int64_t)p, parts[p].label, (int64_t)parts[p].option_count);
        for (size_t i = 0; i < parts[p].option_count; i++)
            ballot_q_option_insert(db, id, (int64_t)p, (int64_t)i,
                                   parts[p].options == NULL ? "" : parts[p].options[i]);
    }
}

struct fault ballot_announce(struct db *db, struct arena *a, const struct ballot_new *n, int64_t now_ms,
                             int64_t *id)
{
    (void)a;
    const struct ballot_part only = { "", n->options, n->option_count };
    bool one = n->parts == NULL && n->notes == 0;
    const struct ballot_part *parts = one ? &only : n->parts;
    size_t count = one ? 1 : n->part_count;
    struct fault f = check_asked(n, parts, count, one ? 2 : 1);
    if (f.status == OK)
        f = check_new(n);
    if (f.status != OK)
        return f;
    *id = ballot_q_insert(db, a, n->organisation, n->kind, n->object, n->minimum, n->apart, n->notes, n->due_on,
                          now_ms)
              ->id;
    if (n->notes == 0)
        insert_parts(db, *id, parts, count);
    for (size_t i = 0; i < n->voter_count; i++)
        ballot_q_voter_insert(db, *id, n->voters[i], false);
    return NO_FAULT;
}

struct fault ballot_open(struct db *db, const struct ballot *b, int64_t now_ms)
{
    if (b->minimum == BALLOT_SMALL && now_ms <= b->announced_at)
        return FAULT(CONFLICT, N_("People must be able to read first that the result shows from 3 answers. "
                                  "Open the question after it was announced."));
    if (ballot_q_open(db, b->organisation, b->id, now_ms) == 0)
        return FAULT(CONFLICT, N_("This question was opened already."));
    return NO_FAULT;
}

struct fault ballot_ask(struct db *db, struct arena *a, const struct ballot_new *n, int64_t now_ms, int64_t *id)
{
    if (n->minimum != BALLOT_USUAL)
        return ballot_invalid("minimum", N_("People must be able to read first that the result shows from 3 "
                                            "answers. Open the question after it was announced."));
    struct fault f = ballot_announce(db, a, n, now_ms, id);
    if (f.status == OK && ballot_q_open(db, n->organisation, *id, now_ms) == 0)
        return FAULT(FAILED, N_("The question could not be stored. Try again in a moment."));
    return f;
}

void ballot_admit(struct db *db, const struct ballot *b, int64_t voter)
{
    if (b->state != BALLOT_CLOSED)
        ballot_q_voter_insert(db, b->id, voter, false);
}

/* ---- what may be shown --------------------------------------------------------------------------------- */

/* How often each option of each part was given, one after the other as the list of options goes. */
struct tally {
    int64_t total;
    int64_t *counts;
    size_t *first; /* by part: where its options begin */
    size_t places;
};

static struct tally tally_new(struct arena *a, const struct ballot *b)
{
    struct tally t = { .first = NEW_ARRAY(a, size_t, b->part_count) };
    for (size_t p = 0; p < b->part_count; p++) {
        t.first[p] = t.places;
        t.places += b->parts[p].option_count;
    }
    t.counts = NEW_ARRAY(a, int64_t, t.places);
    return t;
}

static int64_t answered(const struct ballot *b, const struct tally *t, size_t part)
{
    int64_t n = 0;
    for (size_t i = 0; i < b->parts[part].option_count; i++)
        n += t->counts[t->first[part] + i];
    return n;
}

/* Who is counted for a part: everybody with a ballot, or who answered it where it is a question by itself. */
static int64_t part_total(const struct ballot *b, const struct tally *t, size_t part)
{
    return b->apart ? answered(b, t, part) : t->total;
}

static bool part_shows(const struct ballot *b, const struct tally *t, size_t part)
{
    return part_total(b, t, part) >= b->minimum;
}

/* Nothing is not an answer: who sees that nobody chose something learns what he learns of each option without answers. */
static bool is_unanimous(const struct ballot *b, const struct tally *t)
{
    for (size_t p = 0; p < b->part_count; p++)
        for (size_t i = 0; i < b->parts[p].option_count && part_shows(b, t, p); i++)
            if (t->counts[t->first[p] + i] == part_total(b, t, p))
                return true;
    return false;
}

static struct tally count_ballots(struct db *db, struct arena *a, const struct ballot *b,
                                  const struct ballot_now_get *now, const struct ballot_option_list *options,
                                  size_t option_count)
{
    struct tally t = tally_new(a, b);
    ASSERT(option_count == t.places || db_status(db) != OK);
    if (now->ballots.set) {
        for (size_t i = 0; i < t.places && i < option_count; i++)
            t.counts[i] = options[i].counted.v;
        t.total = now->ballots.v;
        return t;
    }
    size_t rows;
    const struct ballot_tally *row = ballot_q_tally(db, a, b->id, &rows);
    for (size_t i = 0; i < rows; i++) {
        size_t part = (size_t)row[i].part;
        int64_t option = row[i].choice - CHOICE_BASE;
        ASSERT(part < b->part_count && option >= -1 && option < (int64_t)b->parts[part].option_count);
        if (option >= 0)
            t.counts[t.first[part] + (size_t)option] = row[i].n;
        if (part == 0)
            t.total += row[i].n;
    }
    return t;
}

/* A larger room gets larger batches: whoever watches learns less, and counting stays a small part of the work. */
static int64_t batch_after(int64_t shown)
{
    return shown / 50 > BALLOT_BATCH ? shown / 50 : BALLOT_BATCH;
}

/* Whether so many new ones may be shown while it is open: the first from the minimum on, the next after a batch. */
static bool is_due(const struct ballot *b, struct db_int shown, int64_t total, int64_t fresh)
{
    return total >= b->minimum && (!shown.set || fresh >= batch_after(shown.v));
}

/* After closing, whatever differs from what is shown. */
static bool differs(const struct ballot *b, const struct tally *t, struct db_int shown,
                    const struct ballot_option_list *options, size_t count)
{
    if (!shown.set || shown.v != t->total)
        return true;
    for (size_t p = 0; p < b->part_count; p++)
        for (size_t i = 0; i < b->parts[p].option_count; i++) {
            size_t at = t->first[p] + i;
            if (at < count &&
                (!options[at].shown.set ? part_shows(b, t, p) : options[at].shown.v != t->counts[at]))
                return true;
        }
    return false;
}

/* What may be shown of a question now, and what is. */
struct sight {
    const struct ballot_now_get *now; /* NULL: there is no such question any more */
    bool closed;
    int64_t voters, voted;
    int64_t total; /* ballots, or people who wrote */
    bool enough, more;
    const struct ballot_option_list *options;
    size_t option_count;
    struct tally tally; /* only when `counted` */
    bool counted;
};

static void count_now(struct db *db, struct arena *a, const struct ballot *b, struct sight *s)
{
    if (!s->counted && b->part_count > 0)
        s->tally = count_ballots(db, a, b, s->now, s->options, s->option_count);
    s->counted = true;
}

/* people: also how many may answer, and did. Who answers does not ask that: on PostgreSQL it would then conflict with everybody who
 * answers at the same moment. */
static struct sight look(struct db *db, struct arena *a, const struct ballot *b, bool people)
{
    struct sight s = { .now = ballot_q_now_get(db, a, b->organisation, b->id) };
    if (s.now == NULL)
        return s;
    int64_t fresh = 0;
    s.closed = ballot_state_of(s.now->state) == BALLOT_CLOSED;
    s.options = ballot_q_option_list(db, a, b->id, &s.option_count);
    if (s.closed) {
        s.voters = s.now->voters.v;
        s.voted = s.now->voted.v;
    } else if (people || b->part_count == 0) {
        const struct ballot_turnout *t = ballot_q_turnout(db, a, b->id);
        s.voters = t->voters;
        s.voted = t->voted;
        fresh = t->fresh;
    }
    s.total = b->part_count == 0   ? s.voted
              : s.now->ballots.set ? s.now->ballots.v
                                   : ballot_q_total(db, a, b->id)->n;
    if (b->part_count > 0)
        fresh = s.total - s.now->shown.v;
    s.enough = s.total >= b->minimum;
    s.more = is_due(b, s.now->shown, s.total, fresh);
    if (s.closed && s.enough && !s.more) {
        count_now(db, a, b, &s);
        s.more = b->part_count == 0 ? ballot_q_note_waits(db, a, b->id) != NULL
                                    : differs(b, &s.tally, s.now->shown, s.options, s.option_count);
    }
    return s;
}

static void show(struct db *db, const struct ballot *b, const struct sight *s)
{
    ballot_q_show(db, b->organisation, b->id, s->total);
    if (b->part_count == 0) {
        ballot_q_note_show(db, b->id);
        ballot_q_voter_seen(db, b->id);
        return;
    }
    if (s->now->ballots.set) {
        ballot_q_show_counted(db, b->id);
    } else {
        ballot_q_show_none(db, b->id);
        ballot_q_show_ballots(db, b->id);
    }
    if (b->apart)
        ballot_q_show_apart(db, b->id, b->minimum);
}

static void follow(struct db *db, struct arena *a, const struct ballot *b)
{
    struct sight s = look(db, a, b, false);
    if (!s.more)
        return;
    count_now(db, a, b, &s);
    if (b->part_count == 0 || !is_unanimous(b, &s.tally))
        show(db, b, &s);
}

void ballot_follow(struct db *db, struct arena *a, const struct ballot *b, struct bytes key)
{
    const struct ballot_now_get *now = ballot_q_now_get(db, a, b->organisation, b->id);
    if (now == NULL || !now->revealed) /* nearly always: and then an answer counts nothing */
        return;
    int64_t each = batch_after(now->shown.v) / BALLOT_BATCH;
    if (*(const unsigned char *)key.p % each == 0)
        follow(db, a, b);
}

static const struct ballot_part_counts *shown_parts(struct arena *a, const struct ballot *b,
                                                    const struct sight *s, bool shown)
{
    struct ballot_part_counts *parts = NEW_ARRAY(a, struct ballot_part_counts, b->part_count);
    size_t at = 0;
    for (size_t p = 0; p < b->part_count; p++) {
        size_t n = b->parts[p].option_count;
        int64_t *counts = NEW_ARRAY(a, int64_t, n), sum = 0;
        bool all = shown && n > 0;
        for (size_t i = 0; i < n; i++, at++) {
            all = all && at < s->option_count && s->options[at].shown.set;
            sum += counts[i] = all ? s->options[at].shown.v : BALLOT_SUPPRESSED;
        }
        parts[p] = (struct ballot_part_counts){ all ? sum : BALLOT_SUPPRESSED, counts };
    }
    return parts;
}

struct ballot_counts ballot_counts(struct db *db, struct arena *a, const struct ballot *b)
{
    struct sight s = look(db, a, b, true);
    bool shown = s.now != NULL && s.now->shown.set;
    struct ballot_counts c = { .state = shown      ? BALLOT_SHOWN
                                        : s.enough ? BALLOT_HELD
                                                   : BALLOT_TOO_FEW,
                               .voters = s.voters,
                               .voted = s.voted,
                               .total = shown ? s.now->shown.v : BALLOT_SUPPRESSED,
                               .parts = shown_parts(a, b, &s, shown),
                               .more = s.more };
    if (b->part_count > 0)
        c.counts = c.parts[0].counts;
    return c;
}

struct fault ballot_reveal(struct db *db, struct arena *a, const struct ballot *b, bool warned)
{
    struct sight s = look(db, a, b, false);
    if (s.now == NULL || !s.enough)
        return FAULT(CONFLICT, N_("There are not enough answers yet to show the result."), .detail = "few");
    if (!s.more)
        return NO_FAULT;
    count_now(db, a, b, &s);
    if (b->part_count > 0 && is_unanimous(b, &s.tally) && !warned)
        return FAULT(CONFLICT,
                     N_("All answers are the same: whoever sees the result knows what each of the "
                        "others answered."),
                     .detail = "unanimous");
    show(db, b, &s);
    return NO_FAULT;
}

struct fault ballot_close(struct db *db, struct arena *a, const struct ballot *b, int64_t now_ms)
{
    if (ballot_q_close(db, b->organisation, b->id, now_ms) == 0)
        return FAULT(CONFLICT, N_("This question is not open."));
    const struct ballot_now_get *now = ballot_q_now_get(db, a, b->organisation, b->id);
    if (now != NULL && now->revealed)
        follow(db, a, b);
    return NO_FAULT;
}

/* ---- answering ----------------------------------------------------------------------------------------- */

struct bytes ballot_key(struct arena *a, const struct ballot *b, int64_t voter, const char *secret,
                        const char *more)
{
    unsigned char *key = arena_alloc(a, KEY_SIZE);
    token_hash(arena_printf(a, "ballot %lld %lld %s%s", (long long)b->id, (long long)voter, secret, more), key);
    return (struct bytes){ key, KEY_SIZE };
}

bool ballot_is_secret(const char *s)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return s != NULL && strlen(s) == TOKEN_LENGTH && strspn(s, letters) == TOKEN_LENGTH;
}

struct fault ballot_may_answer(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                               const char *secret, const struct ballot_voter_get **v)
{
    const struct ballot_now_get *now = ballot_q_now_get(db, a, b->organisation, b->id);
    if (now == NULL || ballot_state_of(now->state) != BALLOT_OPEN)
        return FAULT(CONFLICT, N_("This question takes no answers now."));
    if (!ballot_is_secret(secret))
        return ballot_invalid("secret", N_("Load the page again and answer once more."));
    *v = ballot_q_voter_get(db, a, b->id, voter);
    return *v == NULL ? FAULT(DENIED, N_("This question was not asked of you.")) : NO_FAULT;
}

/* Four digits for each part; NULL when one is not an option of its part. */
static const char *digits(struct arena *a, const struct ballot *b, const int64_t *choices)
{
    char *out = arena_alloc(a, b->part_count * 4 + 1);
    for (size_t p = 0; p < b->part_count; p++) {
        int64_t c = choices[p];
        if (c != BALLOT_NONE && (c < 0 || c >= (int64_t)b->parts[p].option_count))
            return NULL;
        int64_t n = c == BALLOT_NONE ? CHOICE_NOTHING : CHOICE_BASE + c;
        for (int i = 3; i >= 0; i--, n /= 10)
            out[p * 4 + (size_t)i] = (char)('0' + n % 10);
    }
    out[b->part_count * 4] = '\0';
    return out;
}

struct fault ballot_cast_sheet(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                               const char *secret, const int64_t *choices)
{
    const struct ballot_voter_get *v;
    struct fault f = ballot_may_answer(db, a, b, voter, secret, &v);
    if (f.status != OK)
        return f;
    const char *text = b->part_count == 0 ? NULL : digits(a, b, choices);
    if (text == NULL)
        return ballot_invalid("option", N_("Choose one of the answers."));
    struct bytes key = ballot_key(a, b, voter, secret, "");
    if (v->voted && ballot_q_sheet_exists(db, a, b->id, key) == NULL)
        return FAULT(CONFLICT,
                     N_("You answered already, on another phone or in another browser. Only there can you "
                        "change your answer: nobody else knows which one is yours."));
    ballot_q_sheet_put(db, b->id, key, text);
    if (!v->voted)
        ballot_q_voter_voted(db, b->id, voter);
    ballot_follow(db, a, b, key);
    return NO_FAULT;
}

struct fault ballot_cast(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                         const char *secret, int64_t option)
{
    if (b->part_count == 1 && option == BALLOT_NONE)
        option =
            (int64_t)
                b->option_count; /* nothing is no answer to one question: refused, after what comes first */
    return ballot_cast_sheet(db, a, b, voter, secret, &option);
}

const int64_t *ballot_own_sheet(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                                const char *secret)
{
    if (b->state != BALLOT_OPEN || !ballot_is_secret(secret))
        return NULL;
    size_t count;
    const struct ballot_sheet_get *rows =
        ballot_q_sheet_get(db, a, b->id, ballot_key(a, b, voter, secret, ""), &count);
    if (count == 0 || count != b->part_count)
        return NULL;
    int64_t *choices = NEW_ARRAY(a, int64_t, count);
    for (size_t i = 0; i < count; i++)
        choices[i] = rows[i].choice == CHOICE_NOTHING ? BALLOT_NONE : rows[i].choice - CHOICE_BASE;
    return choices;
}

int64_t ballot_own(struct db *db, struct arena *a, const struct ballot *b, int64_t voter, const char *secret)
{
    const int64_t *sheet = ballot_own_sheet(db, a, b, voter, secret);
    return sheet == NULL ? BALLOT_NONE : sheet[0];
}
