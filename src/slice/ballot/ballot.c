/* The rules of anonymous questions. What came in is counted here and nowhere else; pages are given what is shown, which is
 * stored beside the options and changes only in batches. */
#include "slice/ballot/ballot.h"

#include <string.h>

#include "ballot_sql.h"
#include "base/utf8.h"
#include "lib/sodium.h"

/* Every ballot takes as many bytes on the disk as any other, also after it was written anew, so that nothing shows through
 * between them: SQLite stores 0 and 1 shorter than other numbers. */
enum { CHOICE_BASE = 100, KEY_SIZE = CRYPTO_HASH_SIZE };

static const char *const state_names[BALLOT_STATES] = { "announced", "open", "closed" };

static enum ballot_state state_of(const char *name)
{
    enum ballot_state s = BALLOT_ANNOUNCED;
    while (s < BALLOT_CLOSED && strcmp(state_names[s], name) != 0)
        s++;
    return s;
}

/* ---- looking ------------------------------------------------------------------------------------------- */

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
                          .state = state_of(row->state),
                          .minimum = row->minimum,
                          .due_on = row->due_on,
                          .announced_at = row->announced_at,
                          .opened_at = row->opened_at,
                          .closed_at = row->closed_at,
                          .voters = row->voters,
                          .voted = row->voted };
    const struct ballot_option_list *options = ballot_q_option_list(db, a, row->id, &b->option_count);
    const char **labels = NEW_ARRAY(a, const char *, b->option_count);
    for (size_t i = 0; i < b->option_count; i++)
        labels[i] = options[i].label;
    b->options = labels;
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

static struct fault invalid(const char *detail, const char *msgid)
{
    return FAULT(INVALID, msgid, .detail = detail);
}

static struct fault check_new(const struct ballot_new *n)
{
    if (n->option_count < 2 || n->option_count > BALLOT_MAX_OPTIONS)
        return invalid("options", N_("A question has between 2 and 12 answers to choose from."));
    for (size_t i = 0; i < n->option_count; i++)
        if (n->options[i][0] == '\0' || utf8_length(n->options[i]) > BALLOT_MAX_LABEL)
            return invalid("options", N_("Use between 1 and 200 characters for each answer."));
    if (n->voter_count == 0)
        return invalid("voters", N_("There is nobody to ask."));
    if (n->voter_count > BALLOT_MAX_VOTERS)
        return invalid("voters", N_("At most 5000 people can be asked."));
    if (n->minimum != BALLOT_USUAL && n->minimum != BALLOT_SMALL)
        return invalid("minimum", N_("A result shows from 5 answers, or from 3 in a small group."));
    return NO_FAULT;
}

struct fault ballot_announce(struct db *db, struct arena *a, const struct ballot_new *n, int64_t now_ms,
                             int64_t *id)
{
    struct fault f = check_new(n);
    if (f.status != OK)
        return f;
    *id = ballot_q_insert(db, a, n->organisation, n->kind, n->object, n->minimum, n->due_on, now_ms)->id;
    for (size_t i = 0; i < n->option_count; i++)
        ballot_q_option_insert(db, *id, (int64_t)i, n->options[i]);
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

void ballot_admit(struct db *db, const struct ballot *b, int64_t voter)
{
    if (b->state != BALLOT_CLOSED)
        ballot_q_voter_insert(db, b->id, voter, false);
}

/* ---- what may be shown --------------------------------------------------------------------------------- */

struct tally {
    int64_t total, counts[BALLOT_MAX_OPTIONS];
    bool unanimous;
};

static struct tally count_ballots(struct db *db, struct arena *a, int64_t question)
{
    struct tally t = { 0 };
    size_t rows;
    const struct ballot_tally *row = ballot_q_tally(db, a, question, &rows);
    for (size_t i = 0; i < rows; i++) {
        int64_t option = row[i].choice - CHOICE_BASE;
        ASSERT(option >= 0 && option < BALLOT_MAX_OPTIONS);
        t.counts[option] = row[i].n;
        t.total += row[i].n;
    }
    t.unanimous = rows == 1;
    return t;
}

/* Whether a newer distribution may be shown than the one that is: the first from the minimum on, the next after a batch of
 * new ballots, and after closing whatever differs. */
static bool may_show(const struct ballot *b, bool closed, struct db_int shown, const struct tally *t,
                     const struct ballot_option_list *options)
{
    if (t->total < b->minimum)
        return false;
    if (!shown.set || t->total - shown.v >= BALLOT_BATCH)
        return true;
    bool differs = false;
    for (size_t i = 0; i < b->option_count; i++)
        differs = differs || !options[i].shown.set || options[i].shown.v != t->counts[i];
    return closed && differs;
}

static void show(struct db *db, const struct ballot *b, const struct tally *t)
{
    ballot_q_show(db, b->organisation, b->id, t->total);
    for (size_t i = 0; i < b->option_count; i++)
        ballot_q_option_show(db, b->id, (int64_t)i, t->counts[i]);
}

/* What is shown follows by itself once somebody has shown it; a unanimous result waits for whoever leads. */
static void follow(struct db *db, struct arena *a, const struct ballot *b)
{
    const struct ballot_shown_get *q = ballot_q_shown_get(db, a, b->organisation, b->id);
    if (q == NULL || !q->revealed)
        return;
    struct tally t = count_ballots(db, a, b->id);
    size_t count;
    const struct ballot_option_list *options = ballot_q_option_list(db, a, b->id, &count);
    if (!t.unanimous && may_show(b, state_of(q->state) == BALLOT_CLOSED, q->shown, &t, options))
        show(db, b, &t);
}

struct ballot_counts ballot_counts(struct db *db, struct arena *a, const struct ballot *b)
{
    const struct ballot_shown_get *q = ballot_q_shown_get(db, a, b->organisation, b->id);
    size_t count;
    const struct ballot_option_list *options = ballot_q_option_list(db, a, b->id, &count);
    struct tally t = count_ballots(db, a, b->id);
    int64_t *counts = NEW_ARRAY(a, int64_t, b->option_count);
    struct ballot_counts c = { .total = BALLOT_SUPPRESSED, .counts = counts };
    bool shown = q != NULL && q->shown.set && count == b->option_count;
    for (size_t i = 0; i < b->option_count; i++)
        counts[i] = shown && options[i].shown.set ? options[i].shown.v : BALLOT_SUPPRESSED;
    if (shown)
        c.total = q->shown.v;
    c.state = shown ? BALLOT_SHOWN : t.total < b->minimum ? BALLOT_TOO_FEW : BALLOT_HELD;
    c.more = q != NULL && count == b->option_count &&
             may_show(b, state_of(q->state) == BALLOT_CLOSED, q->shown, &t, options);
    return c;
}

struct fault ballot_reveal(struct db *db, struct arena *a, const struct ballot *b, bool warned)
{
    const struct ballot_shown_get *q = ballot_q_shown_get(db, a, b->organisation, b->id);
    size_t count;
    const struct ballot_option_list *options = ballot_q_option_list(db, a, b->id, &count);
    struct tally t = count_ballots(db, a, b->id);
    if (q == NULL || t.total < b->minimum)
        return FAULT(CONFLICT, N_("There are not enough answers yet to show the result."), .detail = "few");
    if (!may_show(b, state_of(q->state) == BALLOT_CLOSED, q->shown, &t, options))
        return NO_FAULT;
    if (t.unanimous && !warned)
        return FAULT(CONFLICT,
                     N_("All answers are the same: whoever sees the result knows what each of the "
                        "others answered."),
                     .detail = "unanimous");
    show(db, b, &t);
    return NO_FAULT;
}

struct fault ballot_close(struct db *db, struct arena *a, const struct ballot *b, int64_t now_ms)
{
    if (ballot_q_close(db, b->organisation, b->id, now_ms) == 0)
        return FAULT(CONFLICT, N_("This question is not open."));
    follow(db, a, b);
    return NO_FAULT;
}

/* ---- answering ----------------------------------------------------------------------------------------- */

/* The key of a ballot: with the question and the voter in it, so that two people may use one phone and neither finds, nor
 * changes, the ballot of the other. */
static struct bytes key_of(struct arena *a, const struct ballot *b, int64_t voter, const char *secret)
{
    unsigned char *key = arena_alloc(a, KEY_SIZE);
    token_hash(arena_printf(a, "ballot %lld %lld %s", (long long)b->id, (long long)voter, secret), key);
    return (struct bytes){ key, KEY_SIZE };
}

static bool is_secret(const char *s)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    return s != NULL && strlen(s) == TOKEN_LENGTH && strspn(s, letters) == TOKEN_LENGTH;
}

struct fault ballot_cast(struct db *db, struct arena *a, const struct ballot *b, int64_t voter,
                         const char *secret, int64_t option)
{
    const struct ballot_shown_get *q = ballot_q_shown_get(db, a, b->organisation, b->id);
    if (q == NULL || state_of(q->state) != BALLOT_OPEN)
        return FAULT(CONFLICT, N_("This question takes no answers now."));
    if (option < 0 || option >= (int64_t)b->option_count)
        return invalid("option", N_("Choose one of the answers."));
    if (!is_secret(secret))
        return invalid("secret", N_("Load the page again and answer once more."));
    const struct ballot_voter_get *v = ballot_q_voter_get(db, a, b->id, voter);
    if (v == NULL)
        return FAULT(DENIED, N_("This question was not asked of you."));
    struct bytes key = key_of(a, b, voter, secret);
    if (!v->voted) {
        ballot_q_ballot_insert(db, b->id, key, CHOICE_BASE + option);
        ballot_q_voter_voted(db, b->id, voter);
    } else if (ballot_q_ballot_get(db, a, b->id, key) != NULL) {
        ballot_q_ballot_change(db, b->id, key, CHOICE_BASE + option);
    } else {
        return FAULT(CONFLICT,
                     N_("You answered already, on another phone or in another browser. Only there can you "
                        "change your answer: nobody else knows which one is yours."));
    }
    follow(db, a, b);
    return NO_FAULT;
}

int64_t ballot_own(struct db *db, struct arena *a, const struct ballot *b, int64_t voter, const char *secret)
{
    if (b->state != BALLOT_OPEN || !is_secret(secret))
        return BALLOT_NONE;
    const struct ballot_ballot_get *row = ballot_q_ballot_get(db, a, b->id, key_of(a, b, voter, secret));
    return row == NULL ? BALLOT_NONE : row->choice - CHOICE_BASE;
}

/* ---- after closing ------------------------------------------------------------------------------------- */

/* The order of keys is the order of hashes of random secrets, so a ballot's place among the others says nothing. */
static void mix_ballots(struct db *db, struct arena *a, int64_t question)
{
    size_t count;
    const struct ballot_ballot_list *rows = ballot_q_ballot_list(db, a, question, &count);
    ballot_q_ballot_delete(db, question);
    for (size_t i = 0; i < count; i++) {
        unsigned char key[KEY_SIZE] = { 0 };
        for (int byte = 0; byte < 4; byte++)
            key[KEY_SIZE - 1 - byte] = (unsigned char)(i >> (8 * byte));
        ballot_q_ballot_insert(db, question, (struct bytes){ key, sizeof key }, rows[i].choice);
    }
    ballot_q_mix_ballots(db, question);
}

static void mix_voters(struct db *db, struct arena *a, int64_t question)
{
    size_t count;
    const struct ballot_voter_list *rows = ballot_q_voter_list(db, a, question, &count);
    ballot_q_voter_delete(db, question);
    for (size_t i = 0; i < count; i++)
        ballot_q_voter_insert(db, question, rows[i].voter, rows[i].voted);
    ballot_q_mix_voters(db, question);
}

bool ballot_mix(struct db *db, struct arena *a)
{
    size_t count;
    const struct ballot_mix_list *rows = ballot_q_mix_list(db, a, &count);
    /* What the oldest needs decides, so that a stream of new ones never keeps it waiting. */
    bool voters = count > 0 && rows[0].ballots_mixed;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].ballots_mixed != voters)
            continue;
        if (voters)
            mix_voters(db, a, rows[i].id);
        else
            mix_ballots(db, a, rows[i].id);
    }
    return count > 0;
}
