/* What a trajectory amounts to in a few figures, for the summary and the short forms. */
#include "slice/evaluation/evaluation.h"
#include "slice/group/group.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/report/rules.h"

static void count_steps(const struct report_source *from, int cycle, struct report_figures *f)
{
    size_t count;
    const struct trajectory_step *s = trajectory_steps(from->db, from->arena, from->trajectory, cycle, &count);
    const struct db_int ended = from->trajectory->ended_at;
    f->steps = (int)count;
    for (size_t i = 0; i < count; i++) {
        f->steps_done += s[i].state == STEP_DONE;
        if (s[i].closed_at.set && (!f->until.set || trajectory_local_day(s[i].closed_at.v) > f->until.v))
            f->until = DB_SOME(trajectory_local_day(s[i].closed_at.v));
    }
    if (ended.set)
        f->until = DB_SOME(trajectory_local_day(ended.v));
}

static void count_group(const struct report_source *from, struct report_figures *f)
{
    const struct trajectory *t = from->trajectory;
    const struct organisation_names *names = organisation_names(from->db, from->arena, t->organisation);
    size_t count;
    const int64_t *people = group_people(from->db, from->arena, t, names, from->today, &count);
    struct group_grid grid = group_grid(from->db, from->arena, t->organisation, names, people, count);
    f->members = (int)count;
    f->departments = (int)grid.departments;
    f->departments_covered = (int)grid.covered;
}

static void count_plan(const struct report_source *from, struct report_figures *f)
{
    size_t count;
    const struct plan_action *all = plan_actions(from->db, from->arena, from->trajectory, &count);
    for (size_t i = 0; i < count; i++) {
        if (all[i].status == PLAN_STOPPED)
            continue;
        f->goals += all[i].sort == PLAN_GOAL;
        f->measures += all[i].sort == PLAN_MEASURE;
        f->actions += all[i].sort == PLAN_ACTION;
        f->owned += all[i].sort == PLAN_ACTION && all[i].owner.set;
        f->dated += all[i].sort == PLAN_ACTION && all[i].due_on.set;
    }
}

struct report_figures report_figures(const struct report_source *from, const struct lang *lang, int cycle)
{
    const struct trajectory *t = from->trajectory;
    struct report_figures f = { 0 };
    count_steps(from, cycle, &f);
    count_group(from, &f);
    count_plan(from, &f);
    f.scanned = scan_report_rounds(from->db, from->arena, from->packs, t->organisation, &f.rounds);
    if (f.scanned)
        f.scan = scan_report_figures(from->db, from->arena, &f.rounds);
    struct picture_counts picture = picture_counts(from->db, from->arena, t, from->today);
    f.facts = picture.facts;
    f.delivered = picture_completeness(from->arena, lang, &picture);
    struct evaluation_change change = evaluation_change(from->db, from->arena, from->packs, t);
    f.growth = evaluation_growth(from->arena, lang, &change);
    return f;
}
