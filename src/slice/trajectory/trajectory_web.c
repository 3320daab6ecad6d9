/* The slice's routes, what it adds itself as the first part of a trajectory, and its card on the home. */
#include <string.h>

#include "slice/trajectory/view.h"

/* ---- its own part ------------------------------------------------------------------------------------------ */

static bool own_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    if (strcmp(out->kind, "tasks") != 0)
        return false;
    const struct trajectory_task_count *n =
        trajectory_q_task_count(ask->db, ask->arena, ask->trajectory->organisation, out->step->id);
    out->there = n->made > 0;
    out->count = n->made;
    out->state = n->made == 0
                     ? ""
                     : arena_printf(ask->arena, tr(ask->lang, "%d of %d done"), (int)n->done, (int)n->made);
    out->url = arena_printf(ask->arena, "%s/taken", trajectory_path(ask->arena, ask->trajectory));
    out->label = tr(ask->lang, "Go to the tasks");
    return true;
}

/* Open tasks with an owner and a day. A task without an owner is nobody's debt; the overview of tasks shows it. */
static void own_duties(const struct trajectory_ask *ask, const struct site *site, int64_t until,
                       struct trajectory_duties *out)
{
    (void)site;
    size_t count;
    const struct trajectory_task_list *tasks = trajectory_q_task_list(
        ask->db, ask->arena, ask->trajectory->organisation, ask->trajectory->id, false, &count);
    const struct organisation_names *names =
        count == 0 ? NULL : organisation_names(ask->db, ask->arena, ask->trajectory->organisation);
    for (size_t i = 0; i < count; i++) {
        const struct trajectory_task_list *k = &tasks[i];
        if (!k->owner_id.set || !k->due_on.set || k->due_on.v > until)
            continue;
        const struct organisation_member *m = organisation_names_member(names, k->owner_id.v);
        if (m == NULL || !organisation_is_present(m, ask->today))
            continue;
        *(struct trajectory_duty *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
            (struct trajectory_duty){
                .user = m->user,
                .mail = m->mail,
                .name = organisation_member_name(ask->arena, ask->lang, m),
                .lang = "",
                .sort = N_("Task"),
                .title = k->title,
                .url = arena_printf(ask->arena, "%s/taak/%lld", trajectory_path(ask->arena, ask->trajectory),
                                    (long long)k->id),
                .due = k->due_on.v,
            };
    }
}

static const struct trajectory_event_kind own_events[] = {
    { .kind = "trajectory.begun", .text = N_("The trajectory “%s” began."), .decision = true, .reader = true },
    { .kind = "trajectory.renamed", .text = N_("The trajectory is called “%s” now."), .reader = true },
    { .kind = "trajectory.ended", .text = N_("The trajectory “%s” ended."), .decision = true, .reader = true },
    { .kind = "trajectory.resumed",
      .text = N_("The trajectory “%s” goes on."),
      .decision = true,
      .reader = true },
    { .kind = "template.accepted", .text = N_("Version %s of the template was taken over.") },
    { .kind = "cycle.begun", .text = N_("Cycle %s began."), .decision = true, .reader = true },
    { .kind = "step.opened", .text = N_("Step “%s” was opened."), .reader = true, .path = "stap" },
    { .kind = "step.closed",
      .text = N_("Step “%s” was closed."),
      .decision = true,
      .reader = true,
      .path = "stap" },
    { .kind = "step.skipped",
      .text = N_("Step “%s” was skipped."),
      .decision = true,
      .reader = true,
      .path = "stap" },
    { .kind = "step.reopened", .text = N_("Step “%s” was opened again."), .reader = true, .path = "stap" },
    { .kind = "step.moved", .text = N_("Step “%s” got other dates."), .reader = true, .path = "stap" },
    { .kind = "moment.planned", .text = N_("Meeting “%s” was planned."), .reader = true },
    { .kind = "moment.moved", .text = N_("Meeting “%s” was moved."), .reader = true },
    { .kind = "moment.cancelled", .text = N_("Meeting “%s” was cancelled."), .reader = true },
    { .kind = "task.made", .text = N_("Task “%s” was added."), .path = "taak" },
    { .kind = "task.done", .text = N_("Task “%s” was done."), .path = "taak" },
    { .kind = "task.dropped", .text = N_("Task “%s” was taken off the list.") },
};

const struct trajectory_part trajectory_own_part = {
    .name = "trajectory",
    .path = "/taken",
    .label = N_("Tasks"),
    .contributors_only = true,
    .output = own_output,
    .duties = own_duties,
    .events = own_events,
    .event_count = sizeof own_events / sizeof *own_events,
};

/* ---- the home ---------------------------------------------------------------------------------------------- */

static const struct trajectory_step *open_step(struct rq *rq, const struct trajectory *t)
{
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, t->cycle, &count);
    for (size_t i = 0; i < count; i++)
        if (steps[i].state == STEP_OPEN)
            return &steps[i];
    return NULL;
}

bool trajectory_home_card(struct rq *rq, const struct organisation *o, struct organisation_card *card)
{
    const struct trajectory *t = trajectory_current(rq->db, rq->arena, rq->site->packs, o->id);
    if (t == NULL && !trajectory_guides(rq))
        return false;
    if (t == NULL) {
        *card = (struct organisation_card){
            .title = tr(rq->lang, "Trajectory"),
            .text =
                tr(rq->lang,
                   "Step by step from a first talk to a final report, with dates, tips and an example to read "
                   "along."),
            .url = arena_printf(rq->arena, "/organisatie/%lld/traject/nieuw", (long long)o->id),
            .label = tr(rq->lang, "Start a trajectory"),
        };
        return true;
    }
    const struct trajectory_step *s = open_step(rq, t);
    *card = (struct organisation_card){
        .title = arena_printf(rq->arena, tr(rq->lang, "Trajectory: %s"), t->name),
        .text = s == NULL ? tr(rq->lang, "No step is open now.")
                          : arena_printf(rq->arena, tr(rq->lang, "Now: %s, until %s."), step_title(rq, s),
                                         format_day(rq->arena, rq->lang, s->due_on)),
        .url = trajectory_path(rq->arena, t),
        .label = tr(rq->lang, "Go to the trajectory"),
    };
    return true;
}

/* ---- routes ------------------------------------------------------------------------------------------------ */

enum { NEW_BODY_CAP = 512 * 1024 };

#define O "/organisatie/:org/traject"
#define T O "/:trajectory"
#define S T "/stap/:step"

static const struct route routes[] = {
    GET(O, ORG_READ, trajectory_list_show),
    GET(O "/nieuw", ORG_GUIDE, trajectory_new_show),
    POST(O "/nieuw", ORG_GUIDE, trajectory_create, .form = &trajectory_new_form, .again = trajectory_new_show,
         .body_cap = NEW_BODY_CAP),
    GET(T, ORG_READ, overview_show),
    GET(T "/nieuws", ORG_READ, news_show),

    GET(S, ORG_READ, step_show),
    POST(S "/openen", ORG_GUIDE, step_do_open, .form = &trajectory_empty_form),
    POST(S "/sluiten", ORG_GUIDE, step_do_close, .form = &step_reason_form, .again = step_show),
    POST(S "/overslaan", ORG_GUIDE, step_do_skip, .form = &step_reason_form, .again = step_show),
    POST(S "/heropenen", ORG_GUIDE, step_do_reopen, .form = &step_reason_form, .again = step_show),
    POST(S "/meelezen", ORG_GUIDE, step_read_along, .form = &read_along_form),
    GET(S "/data", ORG_GUIDE, step_dates_show),
    POST(S "/data/bekijken", ORG_GUIDE, step_dates_look, .form = &step_dates_form, .again = step_dates_show),
    POST(S "/data", ORG_GUIDE, step_dates_save, .form = &step_dates_form, .again = step_dates_show),

    GET(T "/planning", ORG_READ, planning_show),
    GET(T "/moment/nieuw", ORG_GUIDE, moment_new_show),
    POST(T "/moment/nieuw", ORG_GUIDE, moment_add, .form = &moment_form, .again = moment_new_show),
    GET(T "/moment/:moment", ORG_GUIDE, moment_show),
    POST(T "/moment/:moment", ORG_GUIDE, moment_save, .form = &moment_form, .again = moment_show),
    POST(T "/moment/:moment/afgelasten", ORG_GUIDE, moment_cancel, .form = &trajectory_empty_form),

    GET(T "/taken", ORG_ANSWER, tasks_show),
    POST(T "/taken", ORG_ANSWER, task_add, .form = &task_form, .again = tasks_show),
    GET(T "/taak/:task", ORG_ANSWER, task_show),
    POST(T "/taak/:task", ORG_ANSWER, task_save, .form = &task_edit_form, .again = task_show),
    POST(T "/taak/:task/klaar", ORG_ANSWER, task_done, .form = &trajectory_empty_form),
    POST(T "/taak/:task/weg", ORG_GUIDE, task_drop, .form = &trajectory_empty_form),

    GET(T "/instellingen", ORG_GUIDE, settings_show),
    POST(T "/instellingen", ORG_GUIDE, settings_save, .form = &settings_form, .again = settings_show),
    POST(T "/beeindigen", ORG_GUIDE, trajectory_do_end, .form = &end_form, .again = settings_show),
    POST(T "/hervatten", ORG_GUIDE, trajectory_do_resume, .form = &end_form, .again = settings_show),
    GET(T "/sjabloon", ORG_GUIDE, template_show, .slow = true),
    POST(T "/sjabloon", ORG_GUIDE, template_accept, .form = &accept_form),
    POST(T "/volgende-ronde", ORG_GUIDE, cycle_begin, .form = &cycle_form, .again = overview_show),

    GET(T "/agenda", ORG_READ, calendar_show),
    POST(T "/agenda/maken", ORG_READ, calendar_make, .form = &trajectory_empty_form),
    POST(T "/agenda/intrekken", ORG_READ, calendar_revoke, .form = &trajectory_empty_form),
    GET("/agenda/:link*", LINK_HOLDER, calendar_feed),
    GET("/mailkeuze/:link*", LINK_HOLDER, mail_choice_show),
    POST("/mailkeuze/:link*", LINK_HOLDER, mail_choice_save, .form = &mail_choice_form,
         .again = mail_choice_show),
};

const struct slice slice_trajectory = { .name = "trajectory", SLICE_ROUTES(routes) };
