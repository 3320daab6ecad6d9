/* The sections that every report may have: what they put on paper, and what a guide should know about them before. */
#include <string.h>

#include "slice/briefing/briefing.h"
#include "slice/evaluation/evaluation.h"
#include "slice/group/group.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/report/rules.h"

enum { EVENTS_MOST = 5000 };

void report_gap(const struct report_writer *w, struct report_gap_list *out, const char *text)
{
    *(const char **)ARENA_PUSH(w->from->arena, &out->v, &out->count, &out->capacity) = text;
}

static void gap_count(const struct report_writer *w, struct report_gap_list *out, const char *one,
                      const char *many, int64_t n)
{
    if (n > 0)
        report_gap(w, out, arena_printf(w->from->arena, tr_n(w->lang, one, many, n), (int)n));
}

/* ---- the trajectory in dates ---------------------------------------------------------------------------- */

static const char *step_state(const struct report_writer *w, const struct trajectory_step *s)
{
    static const char *const words[STEP_STATES] = { N_("to come"), N_("under way"), N_("closed"),
                                                    N_("skipped") };
    const char *word = tr(w->lang, words[s->state]);
    return s->reason == NULL || s->reason[0] == '\0' ? word
                                                     : arena_printf(w->from->arena, "%s: %s", word, s->reason);
}

static const char *day_text(const struct report_writer *w, int64_t day)
{
    return format_date_short(w->from->arena, w->lang, day * REPORT_DAY_MS + REPORT_DAY_MS / 2);
}

static void put_steps(struct report_writer *w)
{
    static const int widths[] = { 34, 17, 17, 32 };
    const char *const titles[] = { tr(w->lang, "Step"), tr(w->lang, "From"), tr(w->lang, "Until"),
                                   tr(w->lang, "State") };
    struct doc_table table = doc_table_begin(w->doc, tr(w->lang, "The steps"), titles, 4);
    table.grid->widths = widths;
    table.grid->row_heads = true;
    for (size_t i = 0; i < w->step_count; i++) {
        const struct trajectory_step *s = &w->steps[i];
        int64_t from = s->opened_at.set ? trajectory_local_day(s->opened_at.v) : s->begins_on;
        int64_t until = s->closed_at.set ? trajectory_local_day(s->closed_at.v) : s->due_on;
        bool skipped = s->state == STEP_SKIPPED;
        const char *const cells[] = { text_in(w->lang, s->title), skipped ? "–" : day_text(w, from),
                                      skipped ? "–" : day_text(w, until), step_state(w, s) };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

static void put_moments(struct report_writer *w)
{
    static const int widths[] = { 30, 45, 25 };
    size_t count;
    const struct trajectory_moment *m =
        trajectory_moments(w->from->db, w->from->arena, w->from->trajectory, &count);
    const char *const titles[] = { tr(w->lang, "When"), tr(w->lang, "Meeting"), tr(w->lang, "Where") };
    struct doc_table table = doc_table_begin(w->doc, tr(w->lang, "The meetings"), titles, 3);
    table.grid->widths = widths;
    for (size_t i = 0; i < count; i++) {
        const char *const cells[] = { format_date(w->from->arena, w->lang, m[i].at), m[i].title, m[i].place };
        if (!m[i].cancelled_at.set)
            doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

static const struct trajectory_event_kind *decision_kind(const struct trajectory_parts *parts, const char *kind)
{
    for (size_t p = 0; parts != NULL && p < parts->count; p++)
        for (size_t i = 0; i < parts->v[p]->event_count; i++)
            if (parts->v[p]->events[i].decision && strcmp(parts->v[p]->events[i].kind, kind) == 0)
                return &parts->v[p]->events[i];
    return NULL;
}

/* What was decided, the oldest first, as the news tells it. */
static void put_decisions(struct report_writer *w)
{
    size_t count;
    bool any = false;
    const struct trajectory_event_line *e =
        trajectory_events(w->from->db, w->from->arena, w->from->trajectory->id, 0, EVENTS_MOST, &count);
    for (size_t i = count; i-- > 0;) {
        const struct trajectory_event_kind *kind = decision_kind(w->from->parts, e[i].kind);
        if (kind == NULL)
            continue;
        if (!any)
            doc_labelled(w->doc, tr(w->lang, "What was decided"), "");
        any = true;
        const char *text = arena_printf(w->from->arena, tr(w->lang, kind->text), e[i].title);
        if (e[i].reason[0] != '\0')
            text = arena_printf(w->from->arena, "%s (%s)", text, e[i].reason);
        doc_item(w->doc, 1,
                 arena_printf(w->from->arena, "%s: %s", format_date(w->from->arena, w->lang, e[i].at), text));
    }
}

static void fill_dates(struct report_writer *w, int level)
{
    doc_heading(w->doc, level, "", NULL);
    put_steps(w);
    put_moments(w);
    put_decisions(w);
}

static void dates_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    int64_t open = 0;
    for (size_t i = 0; i < w->step_count; i++)
        open += w->steps[i].state == STEP_OPEN || w->steps[i].state == STEP_WAITING;
    gap_count(w, out, "%d step is not closed yet.", "%d steps are not closed yet.", open);
}

/* ---- the group -------------------------------------------------------------------------------------------- */

static void fill_group(struct report_writer *w, int level)
{
    const struct report_source *f = w->from;
    group_chapter(f->db, f->arena, w->lang, f->packs, f->trajectory, w->doc, level);
}

static void group_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    size_t count;
    bool goes_on = false;
    const struct group *g = groups(w->from->db, w->from->arena, w->from->trajectory, w->from->today, &count);
    for (size_t i = 0; i < count; i++)
        if (group_goes_on(&g[i], w->from->today)) {
            goes_on = true;
            if (g[i].mandate[0] == '\0')
                report_gap(w, out,
                           arena_printf(w->from->arena, tr(w->lang, "The mandate of “%s” is not written yet."),
                                        group_title(w->lang, &g[i])));
        }
    if (!goes_on)
        report_gap(w, out, tr(w->lang, "There is no group yet."));
}

/* ---- the scan ----------------------------------------------------------------------------------------------- */

static void fill_scan(struct report_writer *w, int level)
{
    const struct report_source *f = w->from;
    struct scan_report rounds;
    if (scan_report_rounds(f->db, f->arena, f->packs, f->trajectory->organisation, &rounds))
        scan_chapter(f->db, f->arena, w->lang, &rounds, w->doc, level);
}

static void scan_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    const struct report_source *f = w->from;
    struct scan_report rounds;
    if (!scan_report_rounds(f->db, f->arena, f->packs, f->trajectory->organisation, &rounds)) {
        report_gap(w, out, tr(w->lang, "There is no scan with answers yet."));
        return;
    }
    struct scan_figures n = scan_report_figures(f->db, f->arena, &rounds);
    if (!rounds.round->closed)
        report_gap(w, out,
                   arena_printf(f->arena, tr(w->lang, "The round “%s” is still open."), rounds.round->title));
    gap_count(w, out, "%d statement has no answer.", "%d statements have no answer.", n.offered - n.answered);
    gap_count(w, out, "%d statement counts with the majority's answer: the group did not agree on it.",
              "%d statements count with the majority's answer: the group did not agree on them.",
              n.provisional);
    size_t count;
    const struct scan_round_line *all = scan_rounds(f->db, f->arena, f->trajectory->organisation, &count);
    if (count > 0 && all[0].id != rounds.round->id && !all[0].closed)
        report_gap(
            w, out,
            arena_printf(f->arena,
                         tr(w->lang, "The round “%s” is newer, but still open: the report tells about “%s”."),
                         all[0].title, rounds.round->title));
}

/* ---- the local picture ---------------------------------------------------------------------------------------- */

static void fill_picture(struct report_writer *w, int level)
{
    const struct report_source *f = w->from;
    struct picture_counts n = picture_counts(f->db, f->arena, f->trajectory, f->today);
    if (n.facts + n.sent > 0)
        picture_chapter(f->db, f->arena, w->lang, f->packs, f->trajectory, w->doc, level);
}

static void picture_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    struct picture_counts n = picture_counts(w->from->db, w->from->arena, w->from->trajectory, w->from->today);
    if (n.facts == 0)
        report_gap(w, out, tr(w->lang, "There are no facts yet."));
    gap_count(w, out, "%d data request is not answered.", "%d data requests are not answered.",
              n.sent - n.settled);
    gap_count(w, out, "%d proposed fact was not looked at.", "%d proposed facts were not looked at.",
              n.proposed);
}

/* ---- priorities ------------------------------------------------------------------------------------------------ */

static void fill_priorities(struct report_writer *w, int level)
{
    const struct report_source *f = w->from;
    plan_priority_chapter(f->db, f->arena, w->lang, f->packs, f->trajectory, w->doc, level);
}

static void priorities_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    size_t count;
    const struct plan_priority *all = plan_priorities(w->from->db, w->from->arena, w->from->trajectory, &count);
    int64_t chosen = 0, silent = 0;
    for (size_t i = 0; i < count; i++) {
        chosen += all[i].chosen;
        silent += all[i].chosen && all[i].why[0] == '\0';
    }
    if (count > 0 && chosen == 0)
        report_gap(w, out, tr(w->lang, "No theme was chosen as a priority."));
    gap_count(w, out, "%d chosen theme does not say why.", "%d chosen themes do not say why.", silent);
}

/* ---- the action list -------------------------------------------------------------------------------------------- */

static void fill_plan(struct report_writer *w, int level)
{
    const struct report_source *f = w->from;
    size_t count;
    plan_actions(f->db, f->arena, f->trajectory, &count);
    if (count > 0)
        plan_chapter(f->db, f->arena, w->lang, f->packs, f->trajectory, w->doc, level);
}

static void plan_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    size_t count;
    const struct plan_action *all = plan_actions(w->from->db, w->from->arena, w->from->trajectory, &count);
    int64_t actions = 0, nobody = 0, never = 0;
    for (size_t i = 0; i < count; i++) {
        if (all[i].sort != PLAN_ACTION || all[i].status == PLAN_STOPPED)
            continue;
        actions++;
        nobody += (plan_vague(&all[i]) & PLAN_NO_OWNER) != 0;
        never += (plan_vague(&all[i]) & PLAN_NO_DAY) != 0;
    }
    if (actions == 0)
        report_gap(w, out, tr(w->lang, "The action list is still empty."));
    gap_count(w, out, "%d action has no owner.", "%d actions have no owner.", nobody);
    gap_count(w, out, "%d action has no day.", "%d actions have no day.", never);
}

/* ---- looking back -------------------------------------------------------------------------------------------------- */

static void fill_evaluation(struct report_writer *w, int level)
{
    const struct report_source *f = w->from;
    struct evaluation_change change = evaluation_change(f->db, f->arena, f->packs, f->trajectory);
    if (evaluation_round(f->db, f->arena, f->trajectory) != NULL || change.count[EVALUATION_START] > 0)
        evaluation_chapter(f->db, f->arena, w->lang, f->packs, f->trajectory, w->doc, level);
}

static void evaluation_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    const struct report_source *f = w->from;
    const struct evaluation_round *r = evaluation_round(f->db, f->arena, f->trajectory);
    if (r == NULL) {
        report_gap(w, out, tr(w->lang, "The evaluation was not opened yet."));
        return;
    }
    if (!r->closed)
        report_gap(w, out, tr(w->lang, "The evaluation is still open."));
    size_t count;
    const struct evaluation_answer *all = evaluation_answers(f->db, f->arena, r, &count);
    const struct pack_list *questions = pack_list(f->trajectory->pack->lists, "questions");
    int64_t missing = 0;
    for (int i = 0; i < questions->count; i++) {
        const struct evaluation_answer *own = evaluation_answer_of(all, count, 0, questions->v[i].id);
        missing += own == NULL || own->answer[0] == '\0';
    }
    gap_count(w, out, "%d question has no answer of the organisation.",
              "%d questions have no answer of the organisation.", missing);
}

/* ---- commitments ------------------------------------------------------------------------------------------------------ */

static void fill_commitments(struct report_writer *w, int level)
{
    const struct report_source *f = w->from;
    size_t count;
    briefing_commitments(f->db, f->arena, f->packs, f->trajectory->organisation, &count);
    if (count > 0)
        briefing_chapter(f->db, f->arena, w->lang, f->packs, f->trajectory, w->doc, level);
}

static void commitments_gaps(const struct report_writer *w, struct report_gap_list *out)
{
    size_t count;
    briefing_commitments(w->from->db, w->from->arena, w->from->packs, w->from->trajectory->organisation,
                         &count);
    if (count == 0)
        report_gap(w, out, tr(w->lang, "No commitments were written down."));
}

/* ---- what it was made of ------------------------------------------------------------------------------------------------ */

static void put_fact(struct doc_table *table, const char *what, const char *text)
{
    const char *const cells[] = { what, text };
    if (text != NULL && text[0] != '\0')
        doc_table_row(table, cells);
}

static const char *pack_line(const struct report_writer *w, const struct pack *p)
{
    return arena_printf(w->from->arena, tr(w->lang, "%s, version %d"), text_in(w->lang, &p->title), p->version);
}

static const char *span(const struct report_writer *w)
{
    struct arena *a = w->from->arena;
    const struct trajectory *t = w->from->trajectory;
    const char *from = format_date(a, w->lang, t->first_day * REPORT_DAY_MS + REPORT_DAY_MS / 2);
    return t->ended_at.set
               ? arena_printf(a, tr(w->lang, "%s to %s"), from, format_date(a, w->lang, t->ended_at.v))
               : arena_printf(a, tr(w->lang, "from %s"), from);
}

static void fill_colophon(struct report_writer *w, int level)
{
    static const int widths[] = { 30, 70 };
    const struct report_source *f = w->from;
    const struct organisation *o = organisation_get(f->db, f->arena, f->trajectory->organisation);
    struct scan_report rounds;
    bool scanned = scan_report_rounds(f->db, f->arena, f->packs, f->trajectory->organisation, &rounds);
    const char *const titles[] = { tr(w->lang, "What"), tr(w->lang, "Source") };
    doc_heading(w->doc, level, "", NULL);
    struct doc_table table = doc_table_begin(w->doc, tr(w->lang, "What this report was made of"), titles, 2);
    table.grid->widths = widths;
    table.grid->row_heads = true;
    put_fact(&table, tr(w->lang, "Organisation"), o == NULL ? NULL : o->name);
    put_fact(&table, tr(w->lang, "Trajectory"), arena_printf(f->arena, "%s, %s", f->trajectory->name, span(w)));
    put_fact(&table, tr(w->lang, "Template"), pack_line(w, f->trajectory->pack));
    if (scanned) {
        put_fact(&table, tr(w->lang, "Scan"), pack_line(w, rounds.round->pack));
        put_fact(&table, tr(w->lang, "Rounds"),
                 rounds.before == NULL ? rounds.round->title
                                       : arena_printf(f->arena, tr(w->lang, "%s, compared with %s"),
                                                      rounds.round->title, rounds.before->title));
    }
    put_fact(&table, tr(w->lang, "Local picture"),
             tr(w->lang, "facts with the source and the date that stand beside them"));
    put_fact(&table, tr(w->lang, "People"),
             tr(w->lang, "by name, or by their role when they asked for it; what members said is quoted with "
                         "their consent"));
    doc_table_end(&table);
    if (scanned)
        doc_note(w->doc, scan_indicative(w->lang));
    if (w->report->reason[0] != '\0')
        doc_labelled(w->doc, tr(w->lang, "Erratum. What was wrong in the version before:"), w->report->reason);
}

/* ---- the table ------------------------------------------------------------------------------------------------------------ */

const struct report_topic report_topics[] = {
    { "introduction", N_("Introduction"), .own = true },
    { "summary", N_("Summary"), .own = true },
    { "dates", N_("The trajectory in dates"), NULL, false, fill_dates, dates_gaps },
    { "group", N_("The group"), "group", false, fill_group, group_gaps },
    { "scan", N_("The scan"), "scan", false, fill_scan, scan_gaps },
    { "picture", N_("Local picture"), "facts", false, fill_picture, picture_gaps },
    { "priorities", N_("Priorities"), NULL, false, fill_priorities, priorities_gaps, .with_next = true },
    { "plan", N_("Action plan"), "actions", false, fill_plan, plan_gaps },
    { "evaluation", N_("Looking back"), "evaluation", false, fill_evaluation, evaluation_gaps },
    { "commitments", N_("Commitments"), NULL, false, fill_commitments, commitments_gaps },
    { "minutes", N_("Annex: minutes"), NULL, false, report_fill_minutes, report_minutes_gaps },
    { "annexes", N_("Annex: adopted documents"), NULL, false, report_fill_annexes, NULL },
    { "colophon", N_("Colophon"), NULL, false, fill_colophon, NULL },
};
const size_t report_topic_count = sizeof report_topics / sizeof *report_topics;
