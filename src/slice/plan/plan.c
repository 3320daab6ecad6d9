/* Rules of the short action list. */
#include "slice/plan/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "plan_sql.h"

/* ---- names ------------------------------------------------------------------------------------------------- */

static const char *const sort_names[PLAN_SORTS] = { "goal", "action", "measure" };
static const char *const status_names[PLAN_STATUSES] = { "proposed", "planned", "running", "done", "stopped" };
static const char *const origin_names[PLAN_ORIGINS] = { "hand", "bookmark", "agreement", "gap", "library" };

static bool parse(const char *const *names, int count, const char *s, int *out)
{
    for (int i = 0; i < count; i++)
        if (strcmp(names[i], s) == 0) {
            *out = i;
            return true;
        }
    return false;
}

const char *plan_sort_name(enum plan_sort s)
{
    ASSERT(s < PLAN_SORTS);
    return sort_names[s];
}

bool plan_sort_parse(const char *s, enum plan_sort *out)
{
    int found;
    if (!parse(sort_names, PLAN_SORTS, s, &found))
        return false;
    *out = (enum plan_sort)found;
    return true;
}

const char *plan_status_name(enum plan_status s)
{
    ASSERT(s < PLAN_STATUSES);
    return status_names[s];
}

bool plan_status_parse(const char *s, enum plan_status *out)
{
    int found;
    if (!parse(status_names, PLAN_STATUSES, s, &found))
        return false;
    *out = (enum plan_status)found;
    return true;
}

const char *plan_origin_name(enum plan_origin o)
{
    ASSERT(o < PLAN_ORIGINS);
    return origin_names[o];
}

const char *plan_sort_word(const struct lang *lang, enum plan_sort s)
{
    static const char *const words[PLAN_SORTS] = { N_("Goal"), N_("Action"), N_("Measure") };
    return tr(lang, words[s]);
}

const char *plan_status_word(const struct lang *lang, enum plan_status s)
{
    static const char *const words[PLAN_STATUSES] = { N_("Proposed"), N_("Planned"), N_("Under way"),
                                                      N_("Done"), N_("Stopped") };
    return tr(lang, words[s]);
}

const char *plan_origin_word(const struct lang *lang, enum plan_origin o)
{
    static const char *const words[PLAN_ORIGINS] = { N_("written by hand"), N_("bookmark in the scan"),
                                                     N_("agreement in a meeting"), N_("gap in the scan"),
                                                     N_("from the library") };
    return tr(lang, words[o]);
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

static struct plan_action read_row(const struct plan_list *r)
{
    int sort = PLAN_ACTION, status = PLAN_PROPOSED, origin = PLAN_BY_HAND;
    (void)parse(sort_names, PLAN_SORTS, r->sort, &sort);
    (void)parse(status_names, PLAN_STATUSES, r->status, &status);
    (void)parse(origin_names, PLAN_ORIGINS, r->origin, &origin);
    return (struct plan_action){ .id = r->id,
                                 .organisation = r->organisation_id,
                                 .trajectory = r->trajectory_id,
                                 .sort = (enum plan_sort)sort,
                                 .parent = r->parent_id,
                                 .owner = r->owner_id,
                                 .department = r->department_id,
                                 .due_on = r->due_on,
                                 .title = r->title,
                                 .why = r->why,
                                 .status = (enum plan_status)status,
                                 .theme = r->theme,
                                 .sdg = r->sdg,
                                 .roles = (unsigned)r->roles,
                                 .origin = (enum plan_origin)origin,
                                 .origin_ref = r->origin_ref,
                                 .edit = r->edit,
                                 .created_at = r->created_at,
                                 .created_by = r->created_by,
                                 .done_at = r->done_at,
                                 .archived_at = r->archived_at };
}

const struct plan_action *plan_actions(struct db *db, struct arena *a, const struct trajectory *t,
                                       size_t *count)
{
    const struct plan_list *rows = plan_q_list(db, a, t->organisation, t->id, DB_NULL_INT, count);
    struct plan_action *v = NEW_ARRAY(a, struct plan_action, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = read_row(&rows[i]);
    return v;
}

const struct plan_action *plan_action_get(struct db *db, struct arena *a, const struct trajectory *t,
                                          int64_t id)
{
    size_t count;
    const struct plan_list *row = plan_q_list(db, a, t->organisation, t->id, DB_SOME(id), &count);
    if (count != 1)
        return NULL;
    struct plan_action *p = NEW(a, struct plan_action);
    *p = read_row(row);
    return p;
}

const struct plan_action *plan_action_from(struct db *db, struct arena *a, const struct trajectory *t,
                                           const char *origin_ref)
{
    const struct plan_of_ref *row = plan_q_of_ref(db, a, t->organisation, t->id, origin_ref);
    return row == NULL ? NULL : plan_action_get(db, a, t, row->id);
}

/* ---- checks ------------------------------------------------------------------------------------------------ */

static struct fault at_field(const char *field, const char *msgid)
{
    struct fault f = FAULT(INVALID, msgid);
    f.detail = field;
    return f;
}

/* "7,13": goals 1 to 17, each once and in order. */
static bool sdg_is_sound(const char *s)
{
    long last = 0;
    while (*s != '\0') {
        char *end;
        long n = strtol(s, &end, 10);
        if (end == s || end - s > 2 || n <= last || n > 17 || (*end != '\0' && *end != ',') ||
            (*end == ',' && end[1] == '\0'))
            return false;
        last = n;
        s = *end == ',' ? end + 1 : end;
    }
    return true;
}

/* A goal stands on its own; an action or measure may hang under a goal of the same list. */
static struct fault check_parent(struct db *db, struct arena *a, const struct trajectory *t,
                                 const struct plan_action *n)
{
    if (!n->parent.set)
        return NO_FAULT;
    const struct plan_action *parent =
        n->sort == PLAN_GOAL || n->parent.v == n->id ? NULL : plan_action_get(db, a, t, n->parent.v);
    return parent != NULL && parent->sort == PLAN_GOAL && !parent->archived_at.set
               ? NO_FAULT
               : at_field("parent", N_("Choose a goal from the list, or none."));
}

static struct fault check(struct db *db, struct arena *a, const struct trajectory *t,
                          const struct plan_action *n)
{
    size_t length = utf8_length(n->title);
    if (length < 3 || length > PLAN_MAX_TITLE)
        return at_field("title", N_("Say it in 3 to 200 characters."));
    if (!sdg_is_sound(n->sdg))
        return at_field("sdg", N_("Choose goals from the list."));
    if (n->due_on.set && (n->due_on.v < 0 || n->due_on.v > 36524))
        return at_field("due_on", N_("Choose a day of this century."));
    return check_parent(db, a, t, n);
}

/* ---- writing ----------------------------------------------------------------------------------------------- */

struct fault plan_action_add(struct db *db, struct arena *a, const struct trajectory *t,
                             const struct plan_action *n, int64_t user, int64_t now_ms, int64_t *id)
{
    const struct plan_action *there =
        n->origin_ref[0] == '\0' ? NULL : plan_action_from(db, a, t, n->origin_ref);
    if (there != NULL) {
        *id = there->id;
        return NO_FAULT;
    }
    struct fault f = check(db, a, t, n);
    if (f.status != OK)
        return f;
    size_t count;
    plan_actions(db, a, t, &count);
    if (count >= PLAN_MAX_ROWS)
        return at_field("full", N_("The list is full: 500 rows. Take some off first."));
    *id = plan_q_insert(db, a, t->organisation, t->id, sort_names[n->sort], n->parent, n->title, n->why,
                        n->owner, n->department, n->due_on, status_names[n->status], n->theme, n->sdg, n->roles,
                        origin_names[n->origin], n->origin_ref, user == 0 ? DB_NULL_INT : DB_SOME(user), now_ms)
              ->id;
    trajectory_event(db, t->id, "plan.added", *id, n->title, "", user, now_ms);
    return NO_FAULT;
}

static const char *number(struct arena *a, struct db_int n)
{
    return n.set ? arena_printf(a, "%lld", (long long)n.v) : "";
}

static const char *day(struct arena *a, struct db_int n)
{
    return n.set ? clock_date(a, n.v) : "";
}

struct writing {
    struct db *db;
    struct arena *arena;
    int64_t action, user, now_ms;
};

static void log_change(const struct writing *w, const char *field, const char *before, const char *after)
{
    if (strcmp(before, after) != 0)
        plan_q_change_insert(w->db, w->action, w->now_ms, w->user == 0 ? DB_NULL_INT : DB_SOME(w->user), field,
                             before, after);
}

static void log_changes(const struct writing *w, const struct plan_action *old, const struct plan_action *n)
{
    struct arena *a = w->arena;
    log_change(w, "sort", sort_names[old->sort], sort_names[n->sort]);
    log_change(w, "parent", number(a, old->parent), number(a, n->parent));
    log_change(w, "title", old->title, n->title);
    log_change(w, "why", old->why, n->why);
    log_change(w, "owner", number(a, old->owner), number(a, n->owner));
    log_change(w, "department", number(a, old->department), number(a, n->department));
    log_change(w, "due_on", day(a, old->due_on), day(a, n->due_on));
    log_change(w, "status", status_names[old->status], status_names[n->status]);
    log_change(w, "theme", old->theme, n->theme);
    log_change(w, "sdg", old->sdg, n->sdg);
    log_change(w, "roles", arena_printf(a, "%u", old->roles), arena_printf(a, "%u", n->roles));
}

/* Stores n over old; the day of being done follows the status. */
static bool store(const struct writing *w, const struct trajectory *t, const struct plan_action *old,
                  const struct plan_action *n)
{
    struct db_int done = n->status != PLAN_DONE ? DB_NULL_INT
                         : old->done_at.set     ? old->done_at
                                                : DB_SOME(w->now_ms);
    if (plan_q_change(w->db, t->organisation, old->id, n->edit, sort_names[n->sort], n->parent, n->title,
                      n->why, n->owner, n->department, n->due_on, status_names[n->status], n->theme, n->sdg,
                      n->roles, done) == 0)
        return false;
    log_changes(w, old, n);
    if (old->status != n->status)
        trajectory_event(w->db, t->id, n->status == PLAN_DONE ? "plan.done" : "plan.status", old->id, n->title,
                         "", w->user, w->now_ms);
    return true;
}

static const struct fault changed = { .status = CONFLICT,
                                      .msgid = N_("Somebody else changed this just now. Look at it again.") };

struct fault plan_action_change(struct db *db, struct arena *a, const struct trajectory *t,
                                const struct plan_action *n, int64_t user, int64_t now_ms)
{
    const struct plan_action *old = plan_action_get(db, a, t, n->id);
    if (old == NULL || old->archived_at.set)
        return FAULT(NOT_FOUND, N_("This action is not on the list."));
    struct fault f = check(db, a, t, n);
    if (f.status != OK)
        return f;
    struct writing w = { db, a, n->id, user, now_ms };
    if (!store(&w, t, old, n))
        return changed;
    if (old->sort == PLAN_GOAL && n->sort != PLAN_GOAL)
        plan_q_orphan(db, t->organisation, n->id);
    return NO_FAULT;
}

struct fault plan_action_update(struct db *db, struct arena *a, const struct trajectory *t, int64_t id,
                                enum plan_status status, const char *note, int64_t user, int64_t now_ms)
{
    const struct plan_action *old = plan_action_get(db, a, t, id);
    if (old == NULL || old->archived_at.set)
        return FAULT(NOT_FOUND, N_("This action is not on the list."));
    if (utf8_length(note) > PLAN_MAX_NOTE)
        return at_field("note", N_("Keep it within 1,000 characters."));
    struct plan_action n = *old;
    n.status = status;
    struct writing w = { db, a, id, user, now_ms };
    if (status != old->status && !store(&w, t, old, &n))
        return changed;
    if (note[0] != '\0') {
        log_change(&w, "note", "", note);
        trajectory_event(db, t->id, "plan.note", id, old->title, "", user, now_ms);
    }
    return NO_FAULT;
}

void plan_action_archive(struct db *db, struct arena *a, const struct trajectory *t, int64_t id, bool archived,
                         int64_t user, int64_t now_ms)
{
    const struct plan_action *old = plan_action_get(db, a, t, id);
    if (old == NULL || old->archived_at.set == archived)
        return;
    plan_q_archive(db, t->organisation, id, archived ? DB_SOME(now_ms) : DB_NULL_INT);
    if (archived && old->sort == PLAN_GOAL)
        plan_q_orphan(db, t->organisation, id);
    trajectory_event(db, t->id, archived ? "plan.removed" : "plan.restored", id, old->title, "", user, now_ms);
}

const struct plan_change *plan_changes(struct db *db, struct arena *a, int64_t action, size_t *count)
{
    const struct plan_change_list *rows = plan_q_change_list(db, a, action, count);
    struct plan_change *v = NEW_ARRAY(a, struct plan_change, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] =
            (struct plan_change){ rows[i].at, rows[i].user_id, rows[i].field, rows[i].before, rows[i].after };
    return v;
}

/* ---- counting ---------------------------------------------------------------------------------------------- */

struct plan_load plan_load(struct db *db, struct arena *a, const struct trajectory *t)
{
    static const char *const fields[PLAN_SORTS] = { "most-goals", "most-actions", "most-measures" };
    struct plan_load load = { 0 };
    size_t count;
    const struct plan_count_sorts *rows = plan_q_count_sorts(db, a, t->organisation, t->id, &count);
    for (int s = 0; s < PLAN_SORTS; s++) {
        load.most[s] = pack_number(t->form, fields[s]);
        for (size_t i = 0; i < count; i++)
            if (strcmp(rows[i].sort, sort_names[s]) == 0)
                load.count[s] = rows[i].count;
    }
    return load;
}

unsigned plan_vague(const struct plan_action *p)
{
    if (p->status == PLAN_DONE || p->status == PLAN_STOPPED)
        return 0;
    unsigned vague = 0;
    if (p->sort == PLAN_ACTION && !p->owner.set)
        vague |= PLAN_NO_OWNER;
    if (p->sort != PLAN_MEASURE && !p->due_on.set)
        vague |= PLAN_NO_DAY;
    if (p->sort != PLAN_MEASURE && p->why[0] == '\0')
        vague |= PLAN_NO_WHY;
    if (strchr(p->title, ' ') == NULL)
        vague |= PLAN_TOO_SHORT;
    return vague;
}
