/* How the members see the success factors of a trajectory: each says 1 to 5, the group sees mean and spread. Nothing here is
 * computed from what the program counts: that stands beside it, as sentences. */
#include "base/clock.h"
#include "rules.h"

const char *group_factor_label(const struct lang *lang, enum trajectory_factor f)
{
    static const char *const labels[TRAJECTORY_FACTORS] = { N_("Stakeholders"), N_("Support"),
                                                            N_("Transparency") };
    ASSERT(f < TRAJECTORY_FACTORS);
    return tr(lang, labels[f]);
}

const char *group_factor_about(const struct lang *lang, enum trajectory_factor f)
{
    static const char *const texts[TRAJECTORY_FACTORS] = {
        N_("Do we know who is touched by what we do, and do we talk with them?"),
        N_("Do colleagues and those who govern stand behind it, and do they do their part?"),
        N_("Can everybody follow what we decide, what works and what does not?"),
    };
    ASSERT(f < TRAJECTORY_FACTORS);
    return tr(lang, texts[f]);
}

int64_t group_month(int64_t now_ms)
{
    struct clock_local day = clock_local(now_ms);
    return (int64_t)day.year * 12 + day.month - 1;
}

struct fault group_estimate_save(struct db *db, const struct trajectory *t, int64_t member, int64_t month,
                                 const int64_t values[TRAJECTORY_FACTORS])
{
    for (int f = 0; f < TRAJECTORY_FACTORS; f++)
        if (values[f] < 0 || values[f] > 5)
            return group_invalid("estimate", N_("Choose a number from 1 to 5."));
    for (int f = 0; f < TRAJECTORY_FACTORS; f++)
        if (values[f] > 0)
            group_q_estimate_put(db, t->id, month, f, member, values[f]);
    return NO_FAULT;
}

void group_estimate_own(struct db *db, struct arena *a, const struct trajectory *t, int64_t member,
                        int64_t month, int64_t values[TRAJECTORY_FACTORS])
{
    size_t count;
    const struct group_estimate_own *rows = group_q_estimate_own(db, a, t->id, month, member, &count);
    for (int f = 0; f < TRAJECTORY_FACTORS; f++)
        values[f] = 0;
    for (size_t i = 0; i < count; i++)
        if (rows[i].factor >= 0 && rows[i].factor < TRAJECTORY_FACTORS)
            values[rows[i].factor] = rows[i].value;
}

/* Of fewer members than make a group nothing is told but how many there were. */
static struct group_estimate estimate_of(const struct group_estimate_months *row)
{
    if (row->n < GROUP_ENOUGH)
        return (struct group_estimate){ .count = row->n, .tenths = -1, .lowest = -1, .highest = -1 };
    return (struct group_estimate){ .count = row->n,
                                    .tenths = (row->total * 20 + row->n) / (row->n * 2),
                                    .lowest = row->lowest,
                                    .highest = row->highest };
}

const struct group_estimates *group_estimates(struct db *db, struct arena *a, const struct trajectory *t,
                                              size_t *count)
{
    static const struct group_estimate nobody = { .tenths = -1, .lowest = -1, .highest = -1 };
    size_t rows;
    const struct group_estimate_months *row = group_q_estimate_months(db, a, t->id, &rows);
    struct group_estimates *all = NEW_ARRAY(a, struct group_estimates, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        if (*count == 0 || all[*count - 1].month != row[i].month) {
            all[*count].month = row[i].month;
            for (int f = 0; f < TRAJECTORY_FACTORS; f++)
                all[*count].factors[f] = nobody;
            (*count)++;
        }
        if (row[i].factor >= 0 && row[i].factor < TRAJECTORY_FACTORS)
            all[*count - 1].factors[row[i].factor] = estimate_of(&row[i]);
    }
    return all;
}
