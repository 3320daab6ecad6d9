/* Is the group too narrow, right, or too wide? Asked by an anonymous ballot. */
#include "rules.h"

#define KIND "group.width"

static const char *const options[GROUP_WIDTHS] = { "narrow", "right", "wide" };

const char *group_width_label(const struct lang *lang, enum group_width w)
{
    static const char *const labels[GROUP_WIDTHS] = { N_("Too narrow"), N_("Right as it is"), N_("Too wide") };
    ASSERT(w < GROUP_WIDTHS);
    return tr(lang, labels[w]);
}

const struct ballot *group_width_ballots(struct db *db, struct arena *a, const struct group *g, size_t *count)
{
    return ballots_of(db, a, g->organisation, KIND, g->id, count);
}

const struct ballot *group_width_ballot(struct db *db, struct arena *a, const struct group *g)
{
    size_t count;
    const struct ballot *all = group_width_ballots(db, a, g, &count);
    return count == 0 ? NULL : &all[0];
}

/* ---- its course ------------------------------------------------------------------------------------------ */

static const int64_t *voters_of(struct db *db, struct arena *a, const struct group *g, int64_t today,
                                size_t *count)
{
    size_t seats;
    const struct organisation_names *names = organisation_names(db, a, g->organisation);
    const struct group_seat *s = group_seats(db, a, g, names, today, &seats);
    int64_t *voters = NEW_ARRAY(a, int64_t, seats);
    *count = 0;
    for (size_t i = 0; i < seats; i++)
        if (s[i].present && !group_has(voters, *count, s[i].member->id))
            voters[(*count)++] = s[i].member->id;
    return voters;
}

static void opened(struct db *db, const struct group *g, const struct lang *lang, struct group_by by)
{
    trajectory_event(db, g->trajectory, "group.width_opened", g->id, group_title(lang, g), "", by.user,
                     by.now_ms);
}

struct fault group_width_ask(struct db *db, struct arena *a, const struct group *g, int64_t minimum,
                             int64_t due_on, const struct lang *lang, struct group_by by)
{
    const struct ballot *runs = group_width_ballot(db, a, g);
    if (runs != NULL && runs->state != BALLOT_CLOSED)
        return FAULT(CONFLICT, N_("The question runs already."));
    struct ballot_new n = { .organisation = g->organisation,
                            .kind = KIND,
                            .object = g->id,
                            .options = options,
                            .option_count = GROUP_WIDTHS,
                            .minimum = minimum,
                            .due_on = DB_SOME(due_on) };
    n.voters = voters_of(db, a, g, organisation_today(a, by.now_ms), &n.voter_count);
    if ((int64_t)n.voter_count < minimum)
        return group_invalid("minimum", N_("So few are in the group that the result would never show. Add "
                                           "members first, or let it show from 3 answers."));
    int64_t id;
    struct fault f = ballot_announce(db, a, &n, by.now_ms, &id);
    if (f.status != OK || minimum != BALLOT_USUAL)
        return f;
    const struct ballot *b = ballot_get(db, a, g->organisation, id);
    return b == NULL ? FAULT(FAILED, N_("The question could not be stored. Try again in a moment."))
                     : group_width_open(db, g, b, lang, by);
}

struct fault group_width_open(struct db *db, const struct group *g, const struct ballot *b,
                              const struct lang *lang, struct group_by by)
{
    struct fault f = ballot_open(db, b, by.now_ms);
    if (f.status == OK)
        opened(db, g, lang, by);
    return f;
}

struct fault group_width_close(struct db *db, struct arena *a, const struct group *g, const struct ballot *b,
                               const struct lang *lang, struct group_by by)
{
    struct fault f = ballot_close(db, a, b, by.now_ms);
    if (f.status == OK)
        trajectory_event(db, g->trajectory, "group.width_closed", g->id, group_title(lang, g), "", by.user,
                         by.now_ms);
    return f;
}

/* ---- in words -------------------------------------------------------------------------------------------- */

static const char *hidden_sentence(struct arena *a, const struct lang *lang, const struct ballot *b,
                                   const struct ballot_counts *c)
{
    if (c->state == BALLOT_HELD)
        return arena_printf(a, tr(lang, "%d of %d answered. The result is not shown yet."), (int)c->voted,
                            (int)c->voters);
    return arena_printf(a,
                        b->state == BALLOT_CLOSED
                            ? tr(lang, "%d of %d answered: too few to show a result, which takes %d.")
                            : tr(lang, "%d of %d answered. The result shows from %d answers."),
                        (int)c->voted, (int)c->voters, (int)b->minimum);
}

const char *group_width_sentence(struct arena *a, const struct lang *lang, const struct ballot *b,
                                 const struct ballot_counts *c)
{
    static const char *const most[GROUP_WIDTHS] = { N_("%d of %d find the group too narrow."),
                                                    N_("%d of %d find the group right as it is."),
                                                    N_("%d of %d find the group too wide.") };
    if (c->state != BALLOT_SHOWN || b->option_count != GROUP_WIDTHS)
        return hidden_sentence(a, lang, b, c);
    int first = 0, ties = 0;
    for (int i = 1; i < GROUP_WIDTHS; i++)
        if (c->counts[i] > c->counts[first])
            first = i;
    for (int i = 0; i < GROUP_WIDTHS; i++)
        ties += c->counts[i] == c->counts[first];
    if (ties > 1)
        return arena_printf(a, tr(lang, "The group is divided: %d too narrow, %d right, %d too wide."),
                            (int)c->counts[WIDTH_NARROW], (int)c->counts[WIDTH_RIGHT],
                            (int)c->counts[WIDTH_WIDE]);
    return arena_printf(a, tr(lang, most[first]), (int)c->counts[first], (int)c->total);
}
