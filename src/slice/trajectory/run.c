/* How a trajectory begins, goes on, goes round and ends; and what its dates become. */
#include <string.h>

#include "base/utf8.h"
#include "slice/trajectory/trajectory.h"
#include "trajectory_sql.h"

enum { WEEK = 7, SESSION_HOUR = 9, SESSION_MINUTE = 30, FIRST_DAY = 0, LAST_DAY = 36524 /* 2069 */ };

static struct db_int some(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

/* ---- what there is to choose ----------------------------------------------------------------------------- */

/* In which order they are offered: made for the sector of the organisation or for all, made for the other one, and those of
 * one step, which are no way to go. */
enum { MADE_FOR_IT, MADE_FOR_OTHERS, OF_ONE_STEP, RANKS };
static int rank(const struct pack *p, bool company)
{
    const char *sector = pack_string(pack_list(p->lists, "template")->v, "sector");
    if (pack_list(p->lists, "steps")->count == 1)
        return OF_ONE_STEP;
    bool fits = strcmp(sector, "any") == 0 || strcmp(sector, company ? "company" : "public") == 0;
    return fits ? MADE_FOR_IT : MADE_FOR_OTHERS;
}

const struct pack *const *trajectory_templates(struct arena *a, const struct packs *packs, bool company,
                                               size_t *count)
{
    const struct pack **v = NEW_ARRAY(a, const struct pack *, packs->count);
    *count = 0;
    for (int turn = MADE_FOR_IT; turn < RANKS; turn++)
        for (size_t i = 0; i < packs->count; i++)
            if (packs->v[i]->kind == PACK_TEMPLATE && pack_find(packs, packs->v[i]->id, 0) == packs->v[i] &&
                rank(packs->v[i], company) == turn)
                v[(*count)++] = packs->v[i];
    return v;
}

/* Half of the steps known is enough: a newer template may have one more. */
static bool reads_along(const struct pack *example, const struct pack *template)
{
    const struct pack_list *steps = pack_list(template->lists, "steps");
    const struct pack_list *lived = pack_list(example->lists, "steps");
    int known = 0;
    for (int i = 0; i < steps->count; i++)
        known += pack_entry(lived, steps->v[i].id) != NULL;
    return known * 2 > steps->count;
}

const struct pack *const *trajectory_examples(struct arena *a, const struct packs *packs,
                                              const struct pack *template, size_t *count)
{
    const struct pack **v = NEW_ARRAY(a, const struct pack *, packs->count);
    *count = 0;
    for (size_t i = 0; i < packs->count; i++)
        if (packs->v[i]->kind == PACK_EXAMPLE && pack_find(packs, packs->v[i]->id, 0) == packs->v[i] &&
            reads_along(packs->v[i], template))
            v[(*count)++] = packs->v[i];
    return v;
}

/* ---- the plan of dates ----------------------------------------------------------------------------------- */

static bool closes_by_phase(const struct pack *template)
{
    return strcmp(pack_string(pack_list(template->lists, "template")->v, "closes"), "phase") == 0;
}

/* What opens and closes: the steps of the template, or its phases. */
static const struct pack_list *units(const struct pack *template)
{
    return pack_list(template->lists, closes_by_phase(template) ? "phases" : "steps");
}

static bool is_of(const struct pack *template, const struct pack_entry *step, const struct pack_entry *unit)
{
    return closes_by_phase(template) ? strcmp(pack_string(step, "phase"), unit->id) == 0 : step == unit;
}

/* From the first week of its steps to the end of the last, counted from first_day less `from` weeks. */
struct span {
    int64_t week, end; /* weeks after the start; end is the first that is no longer part of it */
};
static struct span span_of(const struct pack *template, const struct pack_entry *unit)
{
    const struct pack_list *steps = pack_list(template->lists, "steps");
    struct span s = { .week = INT64_MAX };
    for (int i = 0; i < steps->count; i++) {
        if (!is_of(template, &steps->v[i], unit))
            continue;
        int64_t week = pack_number(&steps->v[i], "week"), end = week + pack_number(&steps->v[i], "weeks");
        s.week = week < s.week ? week : s.week;
        s.end = end > s.end ? end : s.end;
    }
    return s.week == INT64_MAX ? (struct span){ 0, 1 } : s;
}

struct plan {
    struct db *db;
    struct arena *arena;
    const struct packs *packs;
    const char *country;
    const struct trajectory *trajectory; /* with the cycle that is planned */
    const struct pack *template;
    int64_t first_day, from_week;
    const struct lang *lang; /* of the organisation: titles of sessions are texts of its own from then on */
    int64_t now_ms;
};

static int64_t day_in_plan(const struct plan *p, int64_t week)
{
    return p->first_day + (week - p->from_week) * WEEK;
}

static int64_t begin_day(const struct plan *p, int64_t week)
{
    return trajectory_session_day(p->packs, p->country, day_in_plan(p, week));
}

/* The day a unit is due: the last session day before the week in which the next thing begins. One that a holiday makes begin
 * later keeps at least half of its time. */
static int64_t due_day(const struct plan *p, int64_t week, int64_t end_week)
{
    int64_t day = day_in_plan(p, end_week) - 3, half = begin_day(p, week) + (end_week - week) * WEEK / 2 - 3;
    return trajectory_session_day(p->packs, p->country, day < half ? half : day);
}

static void plan_sessions(const struct plan *p, const struct pack_entry *unit, int64_t step_id)
{
    const struct pack_list *steps = pack_list(p->template->lists, "steps");
    for (int i = 0; i < steps->count; i++) {
        const struct pack_entry *e = &steps->v[i];
        const char *title = text_in(p->lang, pack_text(e, "session"));
        if (title[0] == '\0' || !is_of(p->template, e, unit))
            continue;
        int64_t day = due_day(p, pack_number(e, "week"), pack_number(e, "week") + pack_number(e, "weeks"));
        int64_t minutes = pack_number(e, "minutes");
        trajectory_moment_put(p->db, p->arena, p->trajectory, step_id, "session",
                              arena_printf(p->arena, "%d:%s", p->trajectory->cycle, e->id), title,
                              trajectory_local_ms(day, SESSION_HOUR, SESSION_MINUTE),
                              minutes == 0 ? 120 : minutes, "", "", p->now_ms);
    }
}

/* One row per unit from position `from` on; those that are there already keep their dates. open_first: the first is open. */
static void plan_steps(const struct plan *p, int from, bool open_first)
{
    const struct pack_list *list = units(p->template);
    for (int i = from; i < list->count; i++) {
        struct span s = span_of(p->template, &list->v[i]);
        bool open = open_first && i == from;
        int64_t begins = begin_day(p, s.week);
        int64_t due = due_day(p, s.week, s.end);
        int64_t id = trajectory_q_step_put(p->db, p->arena, p->trajectory->id, p->trajectory->cycle,
                                           list->v[i].id, i, open ? "open" : "waiting", begins,
                                           due < begins ? begins : due, open ? DB_SOME(p->now_ms) : DB_NULL_INT)
                         ->id;
        plan_sessions(p, &list->v[i], id);
    }
}

/* ---- beginning ------------------------------------------------------------------------------------------- */

static struct fault check_name(const char *name)
{
    size_t n = utf8_length(name);
    if (n >= 2 && n <= TRAJECTORY_MAX_NAME)
        return NO_FAULT;
    struct fault f = FAULT(INVALID, N_("Give the trajectory a name of 2 to 120 characters."));
    f.detail = "name";
    return f;
}

static struct fault check_example(const struct packs *packs, const char *example)
{
    const struct pack *p = example[0] == '\0' ? NULL : pack_find(packs, example, 0);
    if (example[0] == '\0' || (p != NULL && p->kind == PACK_EXAMPLE))
        return NO_FAULT;
    struct fault f = FAULT(INVALID, N_("Choose an example from the list, or none."));
    f.detail = "example";
    return f;
}

static struct fault check_new(const struct packs *packs, const struct trajectory_new *n)
{
    struct fault f = check_name(n->name);
    if (f.status == OK)
        f = check_example(packs, n->example);
    const struct pack *template = pack_find(packs, n->template, 0);
    if (f.status == OK && (template == NULL || template->kind != PACK_TEMPLATE)) {
        f = FAULT(INVALID, N_("Choose a template from the list."));
        f.detail = "template";
    }
    if (f.status == OK && (n->first_day <= FIRST_DAY || n->first_day > LAST_DAY)) {
        f = FAULT(INVALID, N_("Choose a first day of this century."));
        f.detail = "first_day";
    }
    return f;
}

struct fault trajectory_begin(struct db *db, struct arena *a, const struct packs *packs,
                              const struct trajectory_parts *parts, const struct trajectory_new *n,
                              int64_t now_ms, int64_t *id)
{
    struct fault f = check_new(packs, n);
    if (f.status != OK)
        return f;
    const struct pack *template = pack_find(packs, n->template, 0);
    *id = trajectory_q_insert(db, a, n->organisation, n->name, template->id, template->version, n->example,
                              n->first_day, some(n->user), now_ms)
              ->id;
    const struct trajectory *t = trajectory_get(db, a, packs, n->organisation, *id);
    if (t == NULL)
        return FAULT(FAILED, N_("The trajectory could not be stored. Try again in a moment."));
    struct plan plan = { db, a, packs, n->country, t, template, n->first_day, 0, n->lang, now_ms };
    plan_steps(&plan, 0, true);
    trajectory_event(db, *id, "trajectory.begun", 0, n->name, "", n->user, now_ms);
    for (size_t i = 0; i < parts->count; i++)
        if (parts->v[i]->begun != NULL)
            parts->v[i]->begun(db, a, t, n->members, n->member_count, n->user, now_ms);
    return NO_FAULT;
}

struct fault trajectory_change(struct db *db, struct arena *a, const struct packs *packs,
                               const struct trajectory *t, const char *name, const char *example, int64_t edit,
                               int64_t user, int64_t now_ms)
{
    struct fault f = check_name(name);
    if (f.status == OK)
        f = check_example(packs, example);
    if (f.status != OK)
        return f;
    if (trajectory_q_change(db, t->organisation, t->id, name, example, edit) == 0)
        return FAULT(CONFLICT, N_("Somebody else changed this just now. Look at it again."));
    if (strcmp(name, t->name) != 0)
        trajectory_event(db, t->id, "trajectory.renamed", 0, name, arena_strdup(a, t->name), user, now_ms);
    return NO_FAULT;
}

/* ---- steps open and close -------------------------------------------------------------------------------- */

static struct fault need_reason(const char *reason, const char *msgid)
{
    if (reason[0] != '\0')
        return NO_FAULT;
    struct fault f = FAULT(INVALID, msgid);
    f.detail = "reason";
    return f;
}

static const struct fault not_now = { .status = CONFLICT,
                                      .msgid = N_("This step changed in the meantime. Look at it again.") };

struct fault trajectory_step_open(struct db *db, const struct trajectory *t, const struct trajectory_step *s,
                                  const char *title, int64_t user, int64_t now_ms)
{
    if (s->state != STEP_WAITING || t->ended_at.set)
        return not_now;
    trajectory_q_step_state(db, t->id, s->id, "open", DB_SOME(now_ms), DB_NULL_INT, DB_NULL_INT, "");
    trajectory_event(db, t->id, "step.opened", s->id, title, "", user, now_ms);
    return NO_FAULT;
}

/* When nothing is open any more, the first step that waits begins. */
static void open_next(struct db *db, struct arena *a, const struct trajectory *t, int64_t closed,
                      int64_t now_ms)
{
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(db, a, t, t->cycle, &count);
    const struct trajectory_step *next = NULL;
    for (size_t i = 0; i < count; i++) {
        if (steps[i].state == STEP_OPEN && steps[i].id != closed)
            return;
        if (steps[i].state == STEP_WAITING && next == NULL)
            next = &steps[i];
    }
    if (next != NULL)
        trajectory_q_step_state(db, t->id, next->id, "open", DB_SOME(now_ms), DB_NULL_INT, DB_NULL_INT, "");
}

struct fault trajectory_step_close(struct db *db, struct arena *a, const struct trajectory *t,
                                   const struct trajectory_step *s, size_t missing, const char *reason,
                                   const char *title, int64_t user, int64_t now_ms)
{
    if ((s->state != STEP_OPEN && s->state != STEP_WAITING) || t->ended_at.set)
        return not_now;
    if (missing > 0) {
        struct fault f =
            need_reason(reason, N_("Something this step should produce is not there yet. Say why you "
                                   "close it all the same."));
        if (f.status != OK)
            return f;
    }
    trajectory_q_step_state(db, t->id, s->id, "done", DB_NULL_INT, DB_SOME(now_ms), some(user), reason);
    trajectory_event(db, t->id, "step.closed", s->id, title, reason, user, now_ms);
    open_next(db, a, t, s->id, now_ms);
    return NO_FAULT;
}

struct fault trajectory_step_skip(struct db *db, struct arena *a, const struct trajectory *t,
                                  const struct trajectory_step *s, const char *reason, const char *title,
                                  int64_t user, int64_t now_ms)
{
    if ((s->state != STEP_OPEN && s->state != STEP_WAITING) || t->ended_at.set)
        return not_now;
    struct fault f = need_reason(reason, N_("Say why this step is skipped: whoever comes later will ask."));
    if (f.status != OK)
        return f;
    trajectory_q_step_state(db, t->id, s->id, "skipped", DB_NULL_INT, DB_SOME(now_ms), some(user), reason);
    trajectory_event(db, t->id, "step.skipped", s->id, title, reason, user, now_ms);
    open_next(db, a, t, s->id, now_ms);
    return NO_FAULT;
}

struct fault trajectory_step_reopen(struct db *db, const struct trajectory *t, const struct trajectory_step *s,
                                    const char *reason, const char *title, int64_t user, int64_t now_ms)
{
    if ((s->state != STEP_DONE && s->state != STEP_SKIPPED) || t->ended_at.set || s->cycle != t->cycle)
        return not_now;
    struct fault f = need_reason(reason, N_("Say why this step opens again."));
    if (f.status != OK)
        return f;
    trajectory_q_step_state(db, t->id, s->id, "open", DB_SOME(now_ms), DB_NULL_INT, DB_NULL_INT, reason);
    trajectory_event(db, t->id, "step.reopened", s->id, title, reason, user, now_ms);
    return NO_FAULT;
}

/* ---- dates ----------------------------------------------------------------------------------------------- */

static bool is_closed(const struct trajectory_step *s)
{
    return s->state == STEP_DONE || s->state == STEP_SKIPPED;
}

const struct trajectory_dates *trajectory_shifted(struct arena *a, const struct packs *packs,
                                                  const char *country, const struct trajectory_step *steps,
                                                  size_t step_count, const struct trajectory_step *s,
                                                  int64_t due_on, size_t *count)
{
    struct trajectory_dates *dates = NEW_ARRAY(a, struct trajectory_dates, step_count);
    int64_t by = due_on - s->due_on;
    *count = 0;
    for (size_t i = 0; i < step_count; i++) {
        const struct trajectory_step *e = &steps[i];
        if (e->position <= s->position)
            continue;
        struct trajectory_dates *d = &dates[(*count)++];
        *d = (struct trajectory_dates){ .step = e->id, .begins_on = e->begins_on, .due_on = e->due_on };
        if (is_closed(e) || by == 0)
            continue;
        d->moves = true;
        d->begins_on = trajectory_session_day(packs, country, e->begins_on + by);
        d->due_on = trajectory_session_day(packs, country, e->due_on + by);
    }
    return dates;
}

/* The session of a step goes along with its due day: by as many days, at the same local hour, on to a session day. */
static void move_sessions(struct db *db, const struct packs *packs, const char *country,
                          const struct trajectory_moment *moments, size_t moment_count,
                          const struct trajectory *t, int64_t step, int64_t by, int64_t now_ms)
{
    for (size_t i = 0; i < moment_count; i++) {
        const struct trajectory_moment *m = &moments[i];
        if (!m->step.set || m->step.v != step || m->cancelled_at.set || m->at <= now_ms)
            continue;
        int64_t day = trajectory_session_day(packs, country, trajectory_local_day(m->at) + by);
        struct trajectory_time time = trajectory_local_time(m->at);
        trajectory_q_moment_move(db, t->id, m->id, trajectory_local_ms(day, time.hour, time.minute), now_ms);
    }
}

static struct fault check_dates(const struct trajectory_shift *shift)
{
    struct fault f = NO_FAULT;
    if (shift->begins_on <= FIRST_DAY || shift->begins_on > LAST_DAY) {
        f = FAULT(INVALID, N_("Choose a day of this century."));
        f.detail = "begins_on";
    } else if (shift->due_on < shift->begins_on || shift->due_on > LAST_DAY) {
        f = FAULT(INVALID, N_("A step cannot be due before it begins."));
        f.detail = "due_on";
    }
    return f;
}

struct fault trajectory_step_dates(struct db *db, struct arena *a, const struct packs *packs,
                                   const char *country, const struct trajectory *t,
                                   const struct trajectory_step *s, const struct trajectory_shift *shift,
                                   int64_t user, int64_t now_ms)
{
    struct fault f = check_dates(shift);
    if (f.status != OK)
        return f;
    if (trajectory_q_step_dates(db, t->id, s->id, shift->begins_on, shift->due_on, shift->edit) == 0)
        return not_now;
    int64_t by = shift->due_on - s->due_on;
    size_t moment_count, step_count, count;
    const struct trajectory_moment *moments = trajectory_moments(db, a, t, &moment_count);
    if (by != 0)
        move_sessions(db, packs, country, moments, moment_count, t, s->id, by, now_ms);
    trajectory_event(db, t->id, "step.moved", s->id, shift->title, "", user, now_ms);
    if (!shift->rest)
        return NO_FAULT;
    const struct trajectory_step *steps = trajectory_steps(db, a, t, s->cycle, &step_count);
    const struct trajectory_dates *dates =
        trajectory_shifted(a, packs, country, steps, step_count, s, shift->due_on, &count);
    for (size_t i = 0, k = 0; i < count; i++) {
        while (steps[k].id != dates[i].step)
            k++;
        if (!dates[i].moves)
            continue;
        trajectory_q_step_dates(db, t->id, dates[i].step, dates[i].begins_on, dates[i].due_on, steps[k].edit);
        move_sessions(db, packs, country, moments, moment_count, t, dates[i].step, by, now_ms);
    }
    return NO_FAULT;
}

/* ---- a newer template, a next cycle, the end ------------------------------------------------------------- */

const struct pack *trajectory_newer(const struct packs *packs, const struct trajectory *t)
{
    const struct pack *newest = pack_find(packs, t->pack->id, 0);
    return newest != NULL && newest->version > t->pack->version && newest->kind == PACK_TEMPLATE ? newest
                                                                                                 : NULL;
}

/* Where a cycle begins in a template: the first one at its beginning, a later one at the phase it names. */
static int first_unit(const struct pack *template, int cycle)
{
    const char *phase = pack_string(pack_list(template->lists, "template")->v, "cycle-from");
    const struct pack_list *list = units(template);
    for (int i = 0; i < list->count && cycle > 1 && phase != NULL; i++) {
        const char *of = closes_by_phase(template) ? list->v[i].id : pack_string(&list->v[i], "phase");
        if (strcmp(of, phase) == 0)
            return i;
    }
    return 0;
}

struct fault trajectory_accept(struct db *db, struct arena *a, const struct packs *packs, const char *country,
                               const struct trajectory *t, const struct pack *newer, const struct lang *lang,
                               int64_t edit, int64_t user, int64_t now_ms)
{
    if (newer->version <= t->pack->version || strcmp(newer->id, t->pack->id) != 0)
        return not_now;
    if (trajectory_q_accept(db, t->organisation, t->id, newer->version, edit) == 0)
        return FAULT(CONFLICT, N_("Somebody else changed this just now. Look at it again."));
    int from = first_unit(newer, t->cycle);
    struct span s = span_of(newer, &units(newer)->v[from]);
    struct plan plan = {
        db, a, packs, country, t, newer, t->first_day, t->cycle > 1 ? s.week : 0, lang, now_ms
    };
    plan_steps(&plan, from, false);
    trajectory_event(db, t->id, "template.accepted", 0, arena_printf(a, "%d", newer->version), "", user,
                     now_ms);
    return NO_FAULT;
}

bool trajectory_may_go_round(const struct trajectory *t, const struct trajectory_step *steps, size_t count)
{
    if (pack_string(t->form, "cycle-from") == NULL || t->ended_at.set)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!is_closed(&steps[i]))
            return false;
    return count > 0;
}

struct fault trajectory_next_cycle(struct db *db, struct arena *a, const struct packs *packs,
                                   const char *country, const struct trajectory *t, const struct lang *lang,
                                   int64_t first_day, int64_t user, int64_t now_ms)
{
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(db, a, t, t->cycle, &count);
    if (!trajectory_may_go_round(t, steps, count) ||
        trajectory_q_go_round(db, t->organisation, t->id, t->cycle + 1) == 0)
        return not_now;
    struct trajectory *next = NEW(a, struct trajectory);
    *next = *t;
    next->cycle++;
    int from = first_unit(t->pack, next->cycle);
    struct span s = span_of(t->pack, &units(t->pack)->v[from]);
    struct plan plan = { db, a, packs, country, next, t->pack, first_day, s.week, lang, now_ms };
    plan_steps(&plan, from, true);
    trajectory_event(db, t->id, "cycle.begun", 0, arena_printf(a, "%d", next->cycle), "", user, now_ms);
    return NO_FAULT;
}

struct fault trajectory_end(struct db *db, struct arena *a, const struct trajectory_parts *parts,
                            const struct trajectory *t, const char *reason, int64_t user, int64_t now_ms)
{
    if (t->ended_at.set)
        return not_now;
    size_t count, open = 0;
    const struct trajectory_step *steps = trajectory_steps(db, a, t, t->cycle, &count);
    for (size_t i = 0; i < count; i++)
        open += !is_closed(&steps[i]);
    struct fault f = open == 0
                         ? NO_FAULT
                         : need_reason(reason, N_("Not every step is closed. Say why the trajectory ends all "
                                                  "the same."));
    if (f.status != OK)
        return f;
    trajectory_q_end(db, t->organisation, t->id, DB_SOME(now_ms), reason);
    trajectory_event(db, t->id, "trajectory.ended", 0, t->name, reason, user, now_ms);
    for (size_t i = 0; i < parts->count; i++)
        if (parts->v[i]->ended != NULL)
            parts->v[i]->ended(db, t, now_ms);
    return NO_FAULT;
}

struct fault trajectory_resume(struct db *db, const struct trajectory *t, const char *reason, int64_t user,
                               int64_t now_ms)
{
    if (!t->ended_at.set)
        return not_now;
    struct fault f = need_reason(reason, N_("Say why the trajectory goes on."));
    if (f.status != OK)
        return f;
    trajectory_q_end(db, t->organisation, t->id, DB_NULL_INT, "");
    trajectory_event(db, t->id, "trajectory.resumed", 0, t->name, reason, user, now_ms);
    return NO_FAULT;
}
