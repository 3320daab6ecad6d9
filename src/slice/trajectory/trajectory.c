/* Trajectories and their steps, as the template and the database say together; what parts add; what happened. */
#include "slice/trajectory/trajectory.h"

#include <stdlib.h>
#include <string.h>

#include "trajectory_sql.h"

static struct db_int some(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

/* ---- trajectories -------------------------------------------------------------------------------------- */

/* False when its template is not installed. */
static bool read_trajectory(const struct packs *packs, const struct trajectory_list *row, struct trajectory *t)
{
    const struct pack *pack = pack_find(packs, row->template, (int)row->version);
    if (pack == NULL || pack->kind != PACK_TEMPLATE)
        return false;
    *t = (struct trajectory){ .id = row->id,
                              .organisation = row->organisation_id,
                              .name = row->name,
                              .pack = pack,
                              .form = pack_list(pack->lists, "template")->v,
                              .example = row->example,
                              .cycle = (int)row->cycle,
                              .first_day = row->first_day,
                              .edit = row->edit,
                              .created_at = row->created_at,
                              .ended_at = row->ended_at };
    return true;
}

const struct trajectory *trajectory_get(struct db *db, struct arena *a, const struct packs *packs,
                                        int64_t organisation, int64_t id)
{
    size_t count;
    const struct trajectory_list *row = trajectory_q_list(db, a, organisation, DB_SOME(id), &count);
    struct trajectory *t = NEW(a, struct trajectory);
    return count == 1 && read_trajectory(packs, row, t) ? t : NULL;
}

const struct trajectory *trajectories(struct db *db, struct arena *a, const struct packs *packs,
                                      int64_t organisation, size_t *count)
{
    size_t rows;
    const struct trajectory_list *row = trajectory_q_list(db, a, organisation, DB_NULL_INT, &rows);
    struct trajectory *all = NEW_ARRAY(a, struct trajectory, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++)
        *count += read_trajectory(packs, &row[i], &all[*count]);
    return all;
}

const struct trajectory *trajectory_current(struct db *db, struct arena *a, const struct packs *packs,
                                            int64_t organisation)
{
    size_t count;
    const struct trajectory *all = trajectories(db, a, packs, organisation, &count);
    for (size_t i = 0; i < count; i++)
        if (!all[i].ended_at.set && strcmp(all[i].pack->id, TRAJECTORY_LOOSE) != 0)
            return &all[i];
    return NULL;
}

const struct trajectory_open *trajectories_open(struct db *db, struct arena *a, size_t *count)
{
    const struct trajectory_open_list *rows = trajectory_q_open_list(db, a, count);
    struct trajectory_open *open = NEW_ARRAY(a, struct trajectory_open, *count);
    for (size_t i = 0; i < *count; i++)
        open[i] = (struct trajectory_open){ .id = rows[i].id, .organisation = rows[i].organisation_id };
    return open;
}

const char *trajectory_path(struct arena *a, const struct trajectory *t)
{
    return arena_printf(a, "/organisatie/%lld/traject/%lld", (long long)t->organisation, (long long)t->id);
}

/* ---- steps --------------------------------------------------------------------------------------------- */

static const char *const state_names[STEP_STATES] = { "waiting", "open", "done", "skipped" };

static enum trajectory_state state_of(const char *name)
{
    for (int s = 0; s < STEP_STATES; s++)
        if (strcmp(state_names[s], name) == 0)
            return (enum trajectory_state)s;
    return STEP_WAITING;
}

/* What of the template the key names: one step, or a phase with all its steps. False when it names nothing (any more). */
static bool find_sections(struct arena *a, const struct trajectory *t, struct trajectory_step *s)
{
    const struct pack_list *steps = pack_list(t->pack->lists, "steps");
    const struct pack_list *phases = pack_list(t->pack->lists, "phases");
    bool by_phase = strcmp(pack_string(t->form, "closes"), "phase") == 0;
    const struct pack_entry **sections = NEW_ARRAY(a, const struct pack_entry *, steps->count);
    for (int i = 0; i < steps->count; i++) {
        const struct pack_entry *e = &steps->v[i];
        if (strcmp(by_phase ? pack_string(e, "phase") : e->id, s->key) == 0)
            sections[s->section_count++] = e;
    }
    s->sections = sections;
    if (s->section_count == 0)
        return false;
    s->phase = pack_entry(phases, pack_string(sections[0], "phase"));
    s->title = pack_text(by_phase ? s->phase : sections[0], "title");
    return true;
}

static bool read_step(struct arena *a, const struct trajectory *t, const struct trajectory_step_list *row,
                      struct trajectory_step *s)
{
    *s = (struct trajectory_step){ .id = row->id,
                                   .trajectory = row->trajectory_id,
                                   .cycle = (int)row->cycle,
                                   .position = (int)row->position,
                                   .key = row->key,
                                   .state = state_of(row->state),
                                   .begins_on = row->begins_on,
                                   .due_on = row->due_on,
                                   .edit = row->edit,
                                   .opened_at = row->opened_at,
                                   .closed_at = row->closed_at,
                                   .closed_by = row->closed_by,
                                   .reason = row->reason };
    return find_sections(a, t, s);
}

const struct trajectory_step *trajectory_steps(struct db *db, struct arena *a, const struct trajectory *t,
                                               int cycle, size_t *count)
{
    size_t rows;
    const struct trajectory_step_list *row =
        trajectory_q_step_list(db, a, t->id, DB_SOME(cycle), DB_NULL_INT, &rows);
    struct trajectory_step *steps = NEW_ARRAY(a, struct trajectory_step, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++)
        *count += read_step(a, t, &row[i], &steps[*count]);
    return steps;
}

const struct trajectory_step *trajectory_step_get(struct db *db, struct arena *a, const struct trajectory *t,
                                                  int64_t id)
{
    size_t rows;
    const struct trajectory_step_list *row =
        trajectory_q_step_list(db, a, t->id, DB_NULL_INT, DB_SOME(id), &rows);
    struct trajectory_step *s = NEW(a, struct trajectory_step);
    return rows == 1 && read_step(a, t, row, s) ? s : NULL;
}

/* ---- what parts add ------------------------------------------------------------------------------------ */

const struct trajectory_output *trajectory_outputs(const struct trajectory_ask *ask,
                                                   const struct trajectory_parts *parts,
                                                   const struct trajectory_step *step, size_t *count)
{
    struct trajectory_output *outputs = NULL;
    size_t capacity = 0;
    *count = 0;
    for (int i = 0; i < step->section_count; i++) {
        const struct pack_value *list = pack_value(step->sections[i], "outputs");
        for (int k = 0; k < list->entries.count; k++) {
            const struct pack_entry *entry = &list->entries.v[k];
            struct trajectory_output *out = ARENA_PUSH(ask->arena, &outputs, count, &capacity);
            *out = (struct trajectory_output){ .kind = pack_string(entry, "kind"),
                                               .section = step->sections[i],
                                               .entry = entry,
                                               .step = step,
                                               .state = "" };
            for (size_t p = 0; p < parts->count; p++)
                if (parts->v[p]->output != NULL && parts->v[p]->output(ask, out))
                    break;
        }
    }
    return outputs;
}

static int by_due_day(const void *x, const void *y)
{
    const struct trajectory_duty *a = x, *b = y;
    if (a->due != b->due)
        return a->due < b->due ? -1 : 1;
    return strcmp(a->title, b->title);
}

struct trajectory_duties trajectory_duties(const struct trajectory_ask *ask, const struct site *site,
                                           const struct trajectory_parts *parts, int64_t until)
{
    struct trajectory_duties out = { 0 };
    for (size_t p = 0; p < parts->count; p++)
        if (parts->v[p]->duties != NULL)
            parts->v[p]->duties(ask, site, until, &out);
    for (size_t i = 0; i < out.count; i++)
        out.v[i].late = out.v[i].due < ask->today;
    if (out.count > 1)
        qsort(out.v, out.count, sizeof *out.v, by_due_day);
    return out;
}

/* ---- what happened ------------------------------------------------------------------------------------- */

void trajectory_event(struct db *db, int64_t trajectory, const char *kind, int64_t object, const char *title,
                      const char *reason, int64_t user, int64_t now_ms)
{
    trajectory_q_event_insert(db, trajectory, now_ms, some(user), kind, some(object), title, reason);
}

const struct trajectory_event_line *trajectory_events(struct db *db, struct arena *a, int64_t trajectory,
                                                      int64_t after_ms, int64_t most, size_t *count)
{
    const struct trajectory_event_list *rows =
        trajectory_q_event_list(db, a, trajectory, after_ms, most, count);
    struct trajectory_event_line *lines = NEW_ARRAY(a, struct trajectory_event_line, *count);
    for (size_t i = 0; i < *count; i++)
        lines[i] = (struct trajectory_event_line){ .id = rows[i].id,
                                                   .at = rows[i].at,
                                                   .user = rows[i].user_id,
                                                   .object = rows[i].object,
                                                   .kind = rows[i].kind,
                                                   .title = rows[i].title,
                                                   .reason = rows[i].reason };
    return lines;
}

/* ---- tasks and moments --------------------------------------------------------------------------------- */

int64_t trajectory_task_put(struct db *db, struct arena *a, int64_t organisation, int64_t trajectory,
                            int64_t step, const char *title, const char *about, int64_t owner,
                            struct db_int due_on, const char *source, int64_t user, int64_t now_ms)
{
    const struct trajectory_task_of_source *there =
        source[0] == '\0' ? NULL : trajectory_q_task_of_source(db, a, organisation, source);
    if (there == NULL)
        return trajectory_q_task_insert(db, a, organisation, some(trajectory), some(step), title, about,
                                        some(owner), due_on, source, some(user), now_ms)
            ->id;
    if (!there->done_at.set)
        trajectory_q_task_follow(db, organisation, there->id, title, about, due_on);
    return there->id;
}

static bool holds(const char *const *list, const char *s)
{
    for (size_t i = 0; list != NULL && list[i] != NULL; i++)
        if (strcmp(list[i], s) == 0)
            return true;
    return false;
}

/* What begins with prefix stands from prefix to before prefix with its last byte one higher. */
static const char *end_of(struct arena *a, const char *prefix)
{
    char *end = arena_strdup(a, prefix);
    ASSERT(end[0] != '\0');
    end[strlen(end) - 1]++;
    return end;
}

void trajectory_task_drop(struct db *db, struct arena *a, int64_t organisation, const char *prefix,
                          const char *const *keep, int64_t now_ms)
{
    size_t count;
    const struct trajectory_task_open_sources *open =
        trajectory_q_task_open_sources(db, a, organisation, prefix, end_of(a, prefix), &count);
    for (size_t i = 0; i < count; i++)
        if (!holds(keep, open[i].source))
            trajectory_q_task_archive(db, organisation, open[i].id, now_ms);
}

void trajectory_task_done(struct db *db, const struct trajectory *t, int64_t task, const char *title, bool done,
                          int64_t user, int64_t now_ms)
{
    trajectory_q_task_done(db, t->organisation, task, done ? DB_SOME(now_ms) : DB_NULL_INT,
                           done ? some(user) : DB_NULL_INT);
    if (done)
        trajectory_event(db, t->id, "task.done", task, title, "", user, now_ms);
}

const struct trajectory_task *trajectory_tasks_from(struct db *db, struct arena *a, int64_t organisation,
                                                    const char *prefix, size_t *count)
{
    const struct trajectory_task_of_prefix *rows =
        trajectory_q_task_of_prefix(db, a, organisation, prefix, end_of(a, prefix), count);
    struct trajectory_task *tasks = NEW_ARRAY(a, struct trajectory_task, *count);
    for (size_t i = 0; i < *count; i++)
        tasks[i] = (struct trajectory_task){ .id = rows[i].id,
                                             .trajectory = rows[i].trajectory_id,
                                             .step = rows[i].step_id,
                                             .owner = rows[i].owner_id,
                                             .title = rows[i].title,
                                             .about = rows[i].about,
                                             .source = rows[i].source,
                                             .due_on = rows[i].due_on,
                                             .done_at = rows[i].done_at,
                                             .edit = rows[i].edit };
    return tasks;
}

const struct trajectory_moment *trajectory_moments(struct db *db, struct arena *a, const struct trajectory *t,
                                                   size_t *count)
{
    const struct trajectory_moment_list *rows = trajectory_q_moment_list(db, a, t->id, count);
    struct trajectory_moment *moments = NEW_ARRAY(a, struct trajectory_moment, *count);
    for (size_t i = 0; i < *count; i++)
        moments[i] = (struct trajectory_moment){ .id = rows[i].id,
                                                 .organisation = rows[i].organisation_id,
                                                 .trajectory = rows[i].trajectory_id,
                                                 .step = rows[i].step_id,
                                                 .sort = rows[i].sort,
                                                 .source = rows[i].source,
                                                 .title = rows[i].title,
                                                 .place = rows[i].place,
                                                 .about = rows[i].about,
                                                 .at = rows[i].at,
                                                 .minutes = rows[i].minutes,
                                                 .edit = rows[i].edit,
                                                 .changed_at = rows[i].changed_at,
                                                 .cancelled_at = rows[i].cancelled_at };
    return moments;
}

int64_t trajectory_moment_put(struct db *db, struct arena *a, const struct trajectory *t, int64_t step,
                              const char *sort, const char *source, const char *title, int64_t at,
                              int64_t minutes, const char *place, const char *about, int64_t now_ms)
{
    const struct trajectory_moment_of_source *there =
        source[0] == '\0' ? NULL : trajectory_q_moment_of_source(db, a, t->id, source);
    if (there != NULL)
        return there->id;
    return trajectory_q_moment_insert(db, a, t->organisation, t->id, some(step), sort, source, title, at,
                                      minutes, place, about, now_ms)
        ->id;
}

struct fault trajectory_moment_change(struct db *db, const struct trajectory *t,
                                      const struct trajectory_moment *m, int64_t before_at, int64_t user,
                                      int64_t now_ms)
{
    if (trajectory_q_moment_change(db, t->id, m->id, m->title, m->at, m->minutes, m->place, m->about, now_ms,
                                   m->edit) == 0)
        return FAULT(CONFLICT, N_("Somebody else changed this just now. Look at it again."));
    if (m->at != before_at)
        trajectory_event(db, t->id, "moment.moved", 0, m->title, "", user, now_ms);
    return NO_FAULT;
}
