/* What reports add to a trajectory: its outputs "report", "note" and "proposal", what they prove of transparency, and news. */
#include <string.h>

#include "report_sql.h"
#include "slice/report/rules.h"

/* ---- outputs --------------------------------------------------------------------------------------------- */

static bool form_of_kind(const char *kind, enum report_form *form)
{
    if (strcmp(kind, "report") == 0)
        *form = REPORT_FINAL;
    else if (strcmp(kind, "note") == 0)
        *form = REPORT_NOTE;
    else if (strcmp(kind, "proposal") == 0)
        *form = REPORT_PROPOSAL;
    else
        return false;
    return true;
}

static const char *list_url(const struct trajectory_ask *ask)
{
    return arena_printf(ask->arena, "%s/rapport", trajectory_path(ask->arena, ask->trajectory));
}

/* What was written by hand as a document counts as well. */
static bool by_hand(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    const struct document *d = document_of_output(ask->db, ask->arena, ask->trajectory, out->step->id,
                                                  out->section->id, out->entry->id);
    if (d == NULL || d->version == 0 || (ask->reader && d->agreed == 0))
        return false;
    out->there = true;
    out->count = 1;
    out->state = tr(ask->lang, "Written by hand");
    out->url = document_path(ask->arena, d);
    out->label = tr(ask->lang, "Read");
    return true;
}

static bool report_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    enum report_form form;
    if (!form_of_kind(out->kind, &form))
        return false;
    const struct trajectory *t = ask->trajectory;
    const struct report_standing *n = report_q_standing(ask->db, ask->arena, t->organisation, t->id,
                                                        out->step->cycle, report_form_name(form));
    int64_t shown = ask->reader ? n->newest_adopted : n->newest;
    if (shown == 0 && by_hand(ask, out))
        return true;
    out->url = list_url(ask);
    if (shown == 0) {
        out->label = ask->reader ? NULL : tr(ask->lang, "Make it");
        out->url = ask->reader ? NULL : out->url;
        return true;
    }
    out->there = n->adopted + n->ready > 0;
    out->count = n->reports;
    out->state = n->adopted > 0 ? tr(ask->lang, "Adopted")
                 : n->ready > 0 ? tr(ask->lang, "Ready")
                                : tr(ask->lang, "Draft");
    out->label = ask->reader ? tr(ask->lang, "Read") : tr(ask->lang, "Go on");
    return true;
}

/* ---- evidence -------------------------------------------------------------------------------------------- */

static void report_evidence(const struct trajectory_ask *ask, enum trajectory_factor factor,
                            struct trajectory_evidences *out)
{
    if (factor != FACTOR_TRANSPARENCY)
        return;
    struct arena *a = ask->arena;
    const struct report_told *n = report_q_told(ask->db, a, ask->trajectory->organisation, ask->trajectory->id);
    if (n->adopted > 0)
        *(struct trajectory_evidence *)ARENA_PUSH(a, &out->v, &out->count, &out->capacity) =
            (struct trajectory_evidence){
                arena_printf(a, tr_n(ask->lang, "%d report adopted", "%d reports adopted", n->adopted),
                             (int)n->adopted),
                list_url(ask)
            };
    if (n->mailings > 0)
        *(struct trajectory_evidence *)ARENA_PUSH(a, &out->v, &out->count, &out->capacity) =
            (struct trajectory_evidence){ arena_printf(a,
                                                       tr_n(ask->lang, "A report was mailed to %d person",
                                                            "A report was mailed to %d people", n->receivers),
                                                       (int)n->receivers),
                                          list_url(ask) };
}

/* ---- events ------------------------------------------------------------------------------------------------ */

static const struct trajectory_event_kind events[] = {
    { .kind = "report.made", .text = N_("The report “%s” was begun."), .path = "rapport" },
    { .kind = "report.ready", .text = N_("The report “%s” is ready."), .path = "rapport" },
    { .kind = "report.reopened", .text = N_("The report “%s” is worked on again."), .path = "rapport" },
    { .kind = "report.adopted",
      .text = N_("The report “%s” was adopted."),
      .decision = true,
      .reader = true,
      .path = "rapport" },
    { .kind = "report.erratum", .text = N_("An erratum to “%s” was begun."), .path = "rapport" },
    { .kind = "report.mailed", .text = N_("The report “%s” was mailed."), .path = "rapport" },
    { .kind = "report.archived", .text = N_("The report “%s” was set aside."), .path = "rapport" },
    { .kind = "report.back", .text = N_("The report “%s” was taken back."), .path = "rapport" },
};

const struct trajectory_part report_part = {
    .name = "report",
    .path = "/rapport",
    .label = N_("Report"),
    .output = report_output,
    .evidence = report_evidence,
    .events = events,
    .event_count = sizeof events / sizeof *events,
};
