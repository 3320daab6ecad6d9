/* Tasks of a trajectory: agreements, deadlines of commitments, and what somebody writes down. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "planning_page.h"
#include "slice/trajectory/view.h"

static const int64_t DAY_MS = 86400000;

static const struct field task_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 2, .max = 200, .label = N_("What is to be done?"),
      .message = N_("Say what is to be done.") },
    { "owner", FIELD_INT, .label = N_("Who does it?") },
    { "due_on", FIELD_DATE, .label = N_("By when?") },
    { "step", FIELD_INT, .label = N_("Step") },
};
const struct form_spec task_form = FORM(task_fields);
static const struct field edit_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 2, .max = 200, .label = N_("What is to be done?"),
      .message = N_("Say what is to be done.") },
    { "about", FIELD_AREA, .max = 2000, .label = N_("More about it") },
    { "owner", FIELD_INT, .label = N_("Who does it?") },
    { "due_on", FIELD_DATE, .label = N_("By when?") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec task_edit_form = FORM(edit_fields);

static const char *task_url(struct rq *rq, const struct trajectory *t, int64_t id)
{
    return arena_printf(rq->arena, "%s/taak/%lld", trajectory_path(rq->arena, t), (long long)id);
}

const struct task_line *task_lines(struct rq *rq, const struct trajectory *t, int64_t step, bool done,
                                   size_t *count)
{
    size_t all;
    const struct trajectory_task_list *rows =
        trajectory_q_task_list(rq->db, rq->arena, t->organisation, t->id, done, &all);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    struct task_line *lines = NEW_ARRAY(rq->arena, struct task_line, all);
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        const struct trajectory_task_list *r = &rows[i];
        if (step != 0 && (!r->step_id.set || r->step_id.v != step))
            continue;
        const struct organisation_member *owner =
            r->owner_id.set ? organisation_names_member(names, r->owner_id.v) : NULL;
        lines[(*count)++] = (struct task_line){
            .id = r->id,
            .edit = r->edit,
            .title = r->title,
            .about = r->about,
            .owner = owner == NULL ? tr(rq->lang, "nobody yet")
                                   : organisation_member_name(rq->arena, rq->lang, owner),
            .due = r->due_on.set ? arena_printf(rq->arena, tr(rq->lang, "by %s"),
                                                format_date_short(rq->arena, rq->lang, r->due_on.v * DAY_MS))
                                 : "",
            .url = task_url(rq, t, r->id),
            .done = r->done_at.set,
            .late = !r->done_at.set && r->due_on.set && r->due_on.v < today,
            .mine = owner != NULL && owner->id == rq->actor.member,
        };
    }
    return lines;
}

static struct field_view *owner_field(struct rq *rq, const struct form_spec *form, struct db_int owner)
{
    struct field_view *f = form_field(rq, form, "owner", owner.set ? edit_text(rq, owner.v) : "");
    trajectory_member_options(rq, f);
    return f;
}

/* The member of the form, when it is one; 0 = nobody. */
static int64_t owner_chosen(struct rq *rq)
{
    struct db_int id = form_int(rq, "owner");
    const struct organisation_member *m =
        id.set ? organisation_member_get(rq->db, rq->arena, rq_id(rq, "org"), id.v) : NULL;
    return m == NULL || m->ended_at != 0 ? 0 : m->id;
}

struct fault tasks_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct tasks_view *v = NEW(rq->arena, struct tasks_view);
    v->base = trajectory_path(rq->arena, t);
    v->guide = trajectory_guides(rq);
    v->contributes = !trajectory_only_reads(rq) && !t->ended_at.set;
    v->all = rq_query(rq, "alle") != NULL;
    v->tasks = task_lines(rq, t, 0, v->all, &v->count);
    v->title = form_field(rq, &task_form, "title", "");
    v->owner = owner_field(rq, &task_form, DB_NULL_INT);
    v->due_on = form_field(rq, &task_form, "due_on", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "Tasks"), "/taken", NULL, NULL);
    tasks_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault task_add(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct db_int step = form_int(rq, "step");
    const struct trajectory_step *s = step.set ? trajectory_step_get(rq->db, rq->arena, t, step.v) : NULL;
    int64_t id = trajectory_task_put(rq->db, rq->arena, t->organisation, t->id, s == NULL ? 0 : s->id,
                                     form_text(rq, "title"), "", owner_chosen(rq), form_int(rq, "due_on"), "",
                                     rq->actor.user, rq->now_ms);
    trajectory_event(rq->db, t->id, "task.made", id, form_text(rq, "title"), "", rq->actor.user, rq->now_ms);
    reply_notice(rq, tr(rq->lang, "The task is on the list."));
    return reply_redirect(rq, "%s/taken", trajectory_path(rq->arena, t));
}

static const struct trajectory_task_get *find(struct rq *rq, const struct trajectory *t)
{
    return t == NULL ? NULL
                     : trajectory_q_task_get(rq->db, rq->arena, t->organisation, t->id, rq_id(rq, "task"));
}

#define NO_TASK FAULT(NOT_FOUND, N_("This task does not exist."))

struct fault task_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct trajectory_task_get *k = find(rq, t);
    if (k == NULL)
        return NO_TASK;
    struct task_view *v = NEW(rq->arena, struct task_view);
    v->base = trajectory_path(rq->arena, t);
    v->url = task_url(rq, t, k->id);
    v->edit = edit_text(rq, k->edit);
    v->made = strncmp(k->source, "commitment:", 11) == 0;
    v->title = form_field(rq, &task_edit_form, "title", k->title);
    v->about = form_field(rq, &task_edit_form, "about", k->about);
    v->owner = owner_field(rq, &task_edit_form, k->owner_id);
    v->due_on =
        form_field(rq, &task_edit_form, "due_on", k->due_on.set ? clock_date(rq->arena, k->due_on.v) : "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, k->title, "/taken", arena_printf(rq->arena, "%s/taken", v->base),
                                  tr(rq->lang, "Tasks"));
    v->layout->wide = false;
    task_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault task_save(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct trajectory_task_get *k = find(rq, t);
    if (k == NULL)
        return NO_TASK;
    int64_t owner = owner_chosen(rq);
    if (trajectory_q_task_change(rq->db, t->organisation, k->id, form_text(rq, "title"), form_text(rq, "about"),
                                 owner == 0 ? DB_NULL_INT : DB_SOME(owner), form_int(rq, "due_on"),
                                 form_int(rq, "edit").v) == 0)
        return FAULT(CONFLICT, N_("Somebody else changed this just now. Look at it again."));
    reply_notice(rq, tr(rq->lang, "The task is kept."));
    return reply_redirect(rq, "%s/taken", trajectory_path(rq->arena, t));
}

/* Its owner and the guides say when it is done. */
struct fault task_done(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct trajectory_task_get *k = find(rq, t);
    if (k == NULL)
        return NO_TASK;
    if (!trajectory_guides(rq) && (!k->owner_id.set || k->owner_id.v != rq->actor.member))
        return FAULT(DENIED, N_("Only its owner or a guide can say that a task is done."));
    bool again = k->done_at.set;
    trajectory_task_done(rq->db, t, k->id, k->title, !again, rq->actor.user, rq->now_ms);
    reply_notice(rq, again ? tr(rq->lang, "The task is open again.") : tr(rq->lang, "Done. Thank you."));
    return reply_redirect(rq, "%s/taken", trajectory_path(rq->arena, t));
}

struct fault task_drop(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct trajectory_task_get *k = find(rq, t);
    if (k == NULL)
        return NO_TASK;
    trajectory_q_task_archive(rq->db, t->organisation, k->id, rq->now_ms);
    trajectory_event(rq->db, t->id, "task.dropped", k->id, k->title, "", rq->actor.user, rq->now_ms);
    reply_notice(rq, tr(rq->lang, "The task is off the list."));
    return reply_redirect(rq, "%s/taken", trajectory_path(rq->arena, t));
}
