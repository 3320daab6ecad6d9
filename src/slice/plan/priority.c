/* Rules of priorities. */
#include <string.h>

#include "base/utf8.h"
#include "plan_sql.h"
#include "slice/plan/plan.h"

/* ---- reading ----------------------------------------------------------------------------------------------- */

static struct plan_priority read_row(const struct plan_priorities *r)
{
    return (struct plan_priority){ .id = r->id,
                                   .theme = r->theme,
                                   .label = r->label,
                                   .impact = r->impact,
                                   .support = r->support,
                                   .chosen = r->chosen != 0,
                                   .position = r->position,
                                   .why = r->why,
                                   .session = r->session_id,
                                   .item = r->item_id,
                                   .edit = r->edit,
                                   .created_at = r->created_at,
                                   .archived_at = r->archived_at };
}

const struct plan_priority *plan_priorities(struct db *db, struct arena *a, const struct trajectory *t,
                                            size_t *count)
{
    const struct plan_priorities *rows = plan_q_priorities(db, a, t->organisation, t->id, DB_NULL_INT, count);
    struct plan_priority *v = NEW_ARRAY(a, struct plan_priority, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = read_row(&rows[i]);
    return v;
}

const struct plan_priority *plan_priority_get(struct db *db, struct arena *a, const struct trajectory *t,
                                              int64_t id)
{
    size_t count;
    const struct plan_priorities *row = plan_q_priorities(db, a, t->organisation, t->id, DB_SOME(id), &count);
    if (count != 1)
        return NULL;
    struct plan_priority *p = NEW(a, struct plan_priority);
    *p = read_row(row);
    return p;
}

static const struct plan_priority *find(struct db *db, struct arena *a, const struct trajectory *t,
                                        const char *theme, const char *label)
{
    const struct plan_priority_of *row = plan_q_priority_of(db, a, t->organisation, t->id, theme, label);
    return row == NULL ? NULL : plan_priority_get(db, a, t, row->id);
}

const struct plan_priority *plan_priority_of(struct db *db, struct arena *a, const struct trajectory *t,
                                             const char *theme)
{
    return theme[0] == '\0' ? NULL : find(db, a, t, theme, "");
}

const char *plan_priority_title(const struct trajectory_ask *ask, const struct plan_priority *p)
{
    const char *title = trajectory_theme_title(ask, p->theme);
    return title[0] != '\0' ? title : p->label[0] != '\0' ? p->label : p->theme;
}

int64_t plan_priority_limit(const struct trajectory *t)
{
    return pack_number(t->form, "most-goals");
}

const struct plan_change *plan_priority_changes(struct db *db, struct arena *a, int64_t priority, size_t *count)
{
    const struct plan_priority_changes *rows = plan_q_priority_changes(db, a, priority, count);
    struct plan_change *v = NEW_ARRAY(a, struct plan_change, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] =
            (struct plan_change){ rows[i].at, rows[i].user_id, rows[i].field, rows[i].before, rows[i].after };
    return v;
}

/* ---- checks ------------------------------------------------------------------------------------------------ */

static struct fault at_field(const char *field, const char *msgid)
{
    struct fault f = FAULT(INVALID, msgid);
    f.detail = field;
    return f;
}

static bool is_score(struct db_int n)
{
    return !n.set || (n.v >= PLAN_PRIORITY_LEAST && n.v <= PLAN_PRIORITY_MOST);
}

static struct fault check(const struct plan_priority *n)
{
    if (n->theme[0] == '\0' && n->label[0] == '\0')
        return at_field("theme", N_("Choose a theme, or write what it is called."));
    if (utf8_length(n->label) > PLAN_MAX_LABEL)
        return at_field("label", N_("Keep it within 200 characters."));
    if (!is_score(n->impact))
        return at_field("impact", N_("Give a number from 1 to 5."));
    if (!is_score(n->support))
        return at_field("support", N_("Give a number from 1 to 5."));
    if (utf8_length(n->why) > PLAN_MAX_WHY)
        return at_field("why", N_("Keep it within 2,000 characters."));
    return NO_FAULT;
}

/* ---- writing ----------------------------------------------------------------------------------------------- */

struct writing {
    struct db *db;
    struct arena *arena;
    const struct trajectory *t;
    int64_t priority, user, now_ms;
};

static void log_change(const struct writing *w, const char *field, const char *before, const char *after)
{
    if (strcmp(before, after) != 0)
        plan_q_priority_log(w->db, w->priority, w->now_ms, w->user == 0 ? DB_NULL_INT : DB_SOME(w->user), field,
                            before, after);
}

/* As stored in the history: "4.2", "" = none. */
static const char *score(struct arena *a, struct db_int n)
{
    return n.set ? arena_printf(a, "%d.%d", (int)(n.v / 10), (int)(n.v % 10)) : "";
}

static bool store(const struct writing *w, const struct plan_priority *old, const struct plan_priority *n)
{
    if (plan_q_priority_change(w->db, w->t->organisation, old->id, n->edit, n->impact, n->support, n->chosen,
                               n->position, n->why, n->session, n->item, n->archived_at) == 0)
        return false;
    log_change(w, "impact", score(w->arena, old->impact), score(w->arena, n->impact));
    log_change(w, "support", score(w->arena, old->support), score(w->arena, n->support));
    log_change(w, "chosen", old->chosen ? "1" : "", n->chosen ? "1" : "");
    log_change(w, "why", old->why, n->why);
    log_change(w, "there", old->archived_at.set ? "" : "1", n->archived_at.set ? "" : "1");
    return true;
}

/* The chosen ones count from 1 without gaps. */
static void number_anew(const struct writing *w)
{
    size_t count;
    const struct plan_priority *all = plan_priorities(w->db, w->arena, w->t, &count);
    int64_t position = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t want = all[i].chosen ? ++position : 0;
        if (all[i].position != want)
            plan_q_priority_place(w->db, w->t->organisation, all[i].id, want);
    }
}

static const struct fault changed = { .status = CONFLICT,
                                      .detail = "edit",
                                      .msgid = N_("Somebody else changed this just now. Look at it again.") };

struct fault plan_priority_put(struct db *db, struct arena *a, const struct trajectory *t,
                               const struct plan_priority *n, int64_t user, int64_t now_ms, int64_t *id)
{
    struct fault f = check(n);
    if (f.status != OK)
        return f;
    const char *label = n->theme[0] == '\0' ? n->label : "";
    const struct plan_priority *there = find(db, a, t, n->theme, label);
    struct writing w = { db, a, t, there == NULL ? 0 : there->id, user, now_ms };
    if (there != NULL) {
        struct plan_priority next = *there;
        next.impact = n->impact;
        next.support = n->support;
        next.session = n->session;
        next.item = n->item;
        next.archived_at = DB_NULL_INT;
        if (n->why[0] != '\0')
            next.why = n->why;
        *id = there->id;
        return store(&w, there, &next) ? NO_FAULT : changed;
    }
    size_t count;
    plan_priorities(db, a, t, &count);
    if (count >= PLAN_MAX_PRIORITIES)
        return at_field("full", N_("There are 200 themes already. Take some off first."));
    *id = plan_q_priority_insert(db, a, t->organisation, t->id, n->theme, label, n->impact, n->support, n->why,
                                 n->session, n->item, now_ms)
              ->id;
    return NO_FAULT;
}

struct fault plan_priority_change(struct db *db, struct arena *a, const struct trajectory *t,
                                  const struct plan_priority *n, const char *title, int64_t user,
                                  int64_t now_ms)
{
    const struct plan_priority *old = plan_priority_get(db, a, t, n->id);
    if (old == NULL || old->archived_at.set)
        return FAULT(NOT_FOUND, N_("This theme is not among the priorities."));
    struct plan_priority next = *old;
    next.impact = n->impact;
    next.support = n->support;
    next.chosen = n->chosen;
    next.why = n->why;
    next.edit = n->edit;
    struct fault f = check(&next);
    if (f.status != OK)
        return f;
    if (next.chosen != old->chosen)
        next.position = next.chosen ? PLAN_MAX_PRIORITIES + 1 : 0; /* behind the others */
    struct writing w = { db, a, t, old->id, user, now_ms };
    if (!store(&w, old, &next))
        return changed;
    number_anew(&w);
    if (next.chosen != old->chosen)
        trajectory_event(db, t->id, next.chosen ? "priority.chosen" : "priority.dropped", old->id, title,
                         next.why, user, now_ms);
    return NO_FAULT;
}

void plan_priority_move(struct db *db, struct arena *a, const struct trajectory *t, int64_t id, int by)
{
    size_t count, chosen = 0;
    const struct plan_priority *all = plan_priorities(db, a, t, &count);
    while (chosen < count && all[chosen].chosen)
        chosen++;
    for (size_t i = 0; i < chosen; i++) {
        size_t other = by < 0 ? i - 1 : i + 1;
        if (all[i].id != id || other >= chosen)
            continue;
        plan_q_priority_place(db, t->organisation, id, (int64_t)other + 1);
        plan_q_priority_place(db, t->organisation, all[other].id, (int64_t)i + 1);
        return;
    }
}

struct fault plan_priority_archive(struct db *db, struct arena *a, const struct trajectory *t,
                                   const struct plan_priority *p, int64_t user, int64_t now_ms)
{
    struct plan_priority next = *p;
    next.archived_at = DB_SOME(now_ms);
    next.chosen = false;
    next.position = 0;
    struct writing w = { db, a, t, p->id, user, now_ms };
    if (!store(&w, p, &next))
        return changed;
    number_anew(&w);
    return NO_FAULT;
}
