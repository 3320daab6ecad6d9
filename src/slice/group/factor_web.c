/* Stakeholders, support and transparency: what is counted, beside how the group sees it. */
#include "factor_page.h"
#include "slice/group/view.h"

enum { MONTHS_SHOWN = 24 };

static const struct field estimate_fields[] = {
    { "stakeholders", FIELD_INT, .min = 1, .max = 5, .label = N_("Stakeholders") },
    { "support", FIELD_INT, .min = 1, .max = 5, .label = N_("Support") },
    { "transparency", FIELD_INT, .min = 1, .max = 5, .label = N_("Transparency") },
};
const struct form_spec estimate_form = FORM(estimate_fields);

static const char *month_words(struct rq *rq, int64_t month)
{
    return format_month(rq->arena, rq->lang, (int)(month / 12), (int)(month % 12) + 1);
}

/* Counted by every part of the trajectory. */
static void add_evidence(struct rq *rq, const struct group_place *p, struct factor_view *v,
                         enum trajectory_factor factor)
{
    const struct trajectory_parts *parts = rq->site->trajectory_parts;
    struct trajectory_ask ask = trajectory_ask_of(rq, p->t);
    struct trajectory_evidences all = { 0 };
    for (size_t i = 0; i < parts->count; i++)
        if (parts->v[i]->evidence != NULL)
            parts->v[i]->evidence(&ask, factor, &all);
    v->evidence = all.v;
    v->evidence_count = all.count;
}

static const char *mean_words(struct rq *rq, const struct group_estimate *e)
{
    return e->tenths < 0 ? NULL
                         : arena_printf(rq->arena, tr(rq->lang, "%s of 5"),
                                        format_tenths(rq->arena, rq->lang, e->tenths));
}

static const char *spread_words(struct rq *rq, const struct group_estimate *e)
{
    if (e->tenths < 0)
        return e->count == 0 ? tr(rq->lang, "Nobody gave an estimate this month.")
                             : arena_printf(rq->arena,
                                            tr_n(rq->lang, "%d member gave an estimate; it shows from 3.",
                                                 "%d members gave an estimate; it shows from 3.", e->count),
                                            (int)e->count);
    const char *members =
        arena_printf(rq->arena, tr_n(rq->lang, "%d member", "%d members", e->count), (int)e->count);
    return e->lowest == e->highest
               ? arena_printf(rq->arena, tr(rq->lang, "%s, all of them %d"), members, (int)e->lowest)
               : arena_printf(rq->arena, tr(rq->lang, "%s, from %d to %d"), members, (int)e->lowest,
                              (int)e->highest);
}

static void add_months(struct rq *rq, struct factors_view *v, const struct group_estimates *all, size_t count)
{
    struct factor_month *months = NEW_ARRAY(rq->arena, struct factor_month, count);
    for (size_t i = 0; i < count && i < MONTHS_SHOWN; i++) {
        struct factor_month *m = &months[v->month_count++];
        m->month = month_words(rq, all[i].month);
        for (int f = 0; f < TRAJECTORY_FACTORS; f++) {
            const struct group_estimate *e = &all[i].factors[f];
            m->cells[f] = e->tenths < 0 ? tr(rq->lang, "too few")
                                        : arena_printf(rq->arena, tr(rq->lang, "%s (%d to %d)"),
                                                       format_tenths(rq->arena, rq->lang, e->tenths),
                                                       (int)e->lowest, (int)e->highest);
        }
    }
    v->months = months;
}

struct fault factors_show(struct rq *rq)
{
    static const struct group_estimate nobody = { .tenths = -1 };
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    int64_t month = group_month(rq->now_ms), own[TRAJECTORY_FACTORS];
    size_t count;
    const struct group_estimates *all = group_estimates(rq->db, rq->arena, p.t, &count);
    group_estimate_own(rq->db, rq->arena, p.t, rq->actor.member, month, own);
    struct factors_view v = { .p = &p, .month = month_words(rq, month) };
    for (int i = 0; i < TRAJECTORY_FACTORS; i++) {
        enum trajectory_factor factor = (enum trajectory_factor)i;
        const struct group_estimate *e = count > 0 && all[0].month == month ? &all[0].factors[i] : &nobody;
        v.factors[i] = (struct factor_view){ .name = estimate_fields[i].name,
                                             .label = group_factor_label(rq->lang, factor),
                                             .about = group_factor_about(rq->lang, factor),
                                             .mean = mean_words(rq, e),
                                             .spread = spread_words(rq, e),
                                             .own = own[i] };
        add_evidence(rq, &p, &v.factors[i], factor);
    }
    add_months(rq, &v, all, count);
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(rq, &p, tr(rq->lang, "How far are stakeholders, support and transparency?"));
    factors_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault estimate_save(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    if (!p.inside)
        return FAULT(DENIED, N_("Only who is in a group of this trajectory gives an estimate."));
    int64_t values[TRAJECTORY_FACTORS];
    for (int i = 0; i < TRAJECTORY_FACTORS; i++) {
        struct db_int n = form_int(rq, estimate_fields[i].name);
        values[i] = n.set ? n.v : 0;
    }
    f = group_estimate_save(rq->db, p.t, rq->actor.member, group_month(rq->now_ms), values);
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Kept. You can change it until the end of the month."));
    return reply_redirect(rq, "%s/factoren", p.base);
}
