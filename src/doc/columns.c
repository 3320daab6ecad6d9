#include "doc/columns.h"

static double sum(const double *values, size_t count)
{
    double all = 0;
    for (size_t i = 0; i < count; i++)
        all += values[i];
    return all;
}

/* What a column gets before the rest is shared: where there is room, short texts (a date, a name) stay on one line. */
static void set_firm(const struct column_need *needs, size_t count, double total, double *out)
{
    for (size_t i = 0; i < count; i++)
        out[i] = needs[i].natural <= total / 5 ? needs[i].natural : needs[i].least;
    if (sum(out, count) > 0.85 * total)
        for (size_t i = 0; i < count; i++)
            out[i] = needs[i].least;
}

/* Shares what is left among the columns that can use it, more to those with more text; gives what nobody could use. */
static double give(const struct column_need *needs, size_t count, double rest, double *out)
{
    double weights = 0, left = rest;
    for (size_t i = 0; i < count; i++)
        weights += out[i] < needs[i].natural ? needs[i].typical : 0;
    for (size_t i = 0; i < count && weights > 0; i++) {
        if (out[i] >= needs[i].natural)
            continue;
        double share = rest * needs[i].typical / weights, room = needs[i].natural - out[i];
        double more = share < room ? share : room;
        out[i] += more;
        left -= more;
    }
    return left;
}

void columns_share(const struct column_need *needs, size_t count, double total, double *out)
{
    double natural = 0, least = 0;
    for (size_t i = 0; i < count; i++) {
        natural += needs[i].natural;
        least += needs[i].least;
    }
    if (natural <= total || least >= total) {
        for (size_t i = 0; i < count; i++)
            out[i] = natural <= total ? needs[i].natural : needs[i].least * total / least;
        return;
    }
    set_firm(needs, count, total, out);
    /* Each round fills a column or uses everything up. */
    double rest = total - sum(out, count);
    for (size_t round = 0; round < count && rest > 0.001; round++)
        rest = give(needs, count, rest, out);
}
