/* Groups: what they are called, their mandate, the kind that they are from which day on, and what was changed. */
#include <string.h>

#include "base/utf8.h"
#include "rules.h"

static const char *const kind_names[GROUP_KINDS] = { "leading", "working", "steering", "focus" };

const char *group_kind_name(enum group_kind k)
{
    ASSERT(k < GROUP_KINDS);
    return kind_names[k];
}

bool group_kind_find(const char *name, enum group_kind *k)
{
    for (int i = 0; i < GROUP_KINDS; i++)
        if (strcmp(kind_names[i], name) == 0) {
            *k = (enum group_kind)i;
            return true;
        }
    return false;
}

const char *group_kind_label(const struct lang *lang, enum group_kind k)
{
    static const char *const labels[GROUP_KINDS] = { N_("Leading group"), N_("Working group"),
                                                     N_("Steering group"), N_("Focus group") };
    ASSERT(k < GROUP_KINDS);
    return tr(lang, labels[k]);
}

const char *group_title(const struct lang *lang, const struct group *g)
{
    return g->name[0] != '\0' ? g->name : group_kind_label(lang, g->kind);
}

const char *group_path(struct arena *a, const struct group *g)
{
    return arena_printf(a, "/organisatie/%lld/traject/%lld/groep/%lld", (long long)g->organisation,
                        (long long)g->trajectory, (long long)g->id);
}

struct db_int group_some(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

struct fault group_invalid(const char *detail, const char *msgid)
{
    return FAULT(INVALID, msgid, .detail = detail);
}

const struct fault group_too_late = { .status = CONFLICT,
                                      .msgid = N_("Somebody else changed this just now. Look at it again."),
                                      .detail = "edit" };

/* ---- looking --------------------------------------------------------------------------------------------- */

static struct group read_group(const struct group_list *row)
{
    struct group g = { .id = row->id,
                       .organisation = row->organisation_id,
                       .trajectory = row->trajectory_id,
                       .name = row->name,
                       .mandate = row->mandate,
                       .begins_on = row->begins_on,
                       .ends_on = row->ends_on,
                       .dissolved_on = row->dissolved_on,
                       .edit = row->edit };
    if (row->kind == NULL || !group_kind_find(row->kind, &g.kind))
        g.kind = GROUP_WORKING; /* on a day before it was made */
    return g;
}

const struct group *groups(struct db *db, struct arena *a, const struct trajectory *t, int64_t today,
                           size_t *count)
{
    const struct group_list *rows = group_q_list(db, a, t->organisation, t->id, DB_NULL_INT, today, count);
    struct group *all = NEW_ARRAY(a, struct group, *count);
    for (size_t i = 0; i < *count; i++)
        all[i] = read_group(&rows[i]);
    return all;
}

const struct group *group_get(struct db *db, struct arena *a, const struct trajectory *t, int64_t id,
                              int64_t today)
{
    size_t count;
    const struct group_list *rows = group_q_list(db, a, t->organisation, t->id, DB_SOME(id), today, &count);
    if (count != 1)
        return NULL;
    struct group *g = NEW(a, struct group);
    *g = read_group(rows);
    return g;
}

bool group_goes_on(const struct group *g, int64_t today)
{
    return !g->dissolved_on.set || g->dissolved_on.v >= today;
}

const struct group_was *group_kinds(struct db *db, struct arena *a, const struct group *g, size_t *count)
{
    const struct group_kind_list *rows = group_q_kind_list(db, a, g->id, count);
    struct group_was *all = NEW_ARRAY(a, struct group_was, *count);
    for (size_t i = 0; i < *count; i++) {
        all[i].from_day = rows[i].from_day;
        if (!group_kind_find(rows[i].kind, &all[i].kind))
            all[i].kind = GROUP_WORKING;
    }
    return all;
}

const struct group_line *group_lines(struct db *db, struct arena *a, const struct group *g, int64_t before_id,
                                     int64_t most, size_t *count)
{
    const struct group_log_list *rows = group_q_log_list(db, a, g->id, before_id, most, count);
    struct group_line *lines = NEW_ARRAY(a, struct group_line, *count);
    for (size_t i = 0; i < *count; i++)
        lines[i] = (struct group_line){ .id = rows[i].id,
                                        .at = rows[i].at,
                                        .user = rows[i].user_id.set ? rows[i].user_id.v : 0,
                                        .member = rows[i].member_id.set ? rows[i].member_id.v : 0,
                                        .what = rows[i].what,
                                        .before = rows[i].before,
                                        .after = rows[i].after,
                                        .reason = rows[i].reason };
    return lines;
}

const struct group_line *group_last_change(struct db *db, struct arena *a, const struct group *g)
{
    const struct group_log_newest *row = group_q_log_newest(db, a, g->id);
    if (row == NULL)
        return NULL;
    struct group_line *line = NEW(a, struct group_line);
    *line = (struct group_line){ .at = row->at, .user = row->user_id.set ? row->user_id.v : 0 };
    return line;
}

/* ---- changing -------------------------------------------------------------------------------------------- */

void group_note(struct db *db, const struct group *g, const char *what, int64_t member, const char *before,
                const char *after, const char *reason, struct group_by by)
{
    group_q_log_insert(db, g->id, by.now_ms, group_some(by.user), what, group_some(member), before, after,
                       reason);
}

static struct fault check_name(const char *name)
{
    return utf8_length(name) > GROUP_MAX_NAME
               ? group_invalid("name", N_("Use a name of at most 80 characters."))
               : NO_FAULT;
}

static int64_t insert(struct db *db, struct arena *a, const struct trajectory *t, enum group_kind kind,
                      const char *name, struct group_by by)
{
    int64_t id = group_q_insert(db, a, t->organisation, t->id, name, group_some(by.user), by.now_ms)->id;
    group_q_kind_put(db, id, organisation_today(a, by.now_ms), kind_names[kind]);
    struct group g = { .id = id };
    group_note(db, &g, "made", 0, "", kind_names[kind], "", by);
    return id;
}

int64_t group_begin(struct db *db, struct arena *a, const struct trajectory *t, enum group_kind kind,
                    struct group_by by)
{
    return insert(db, a, t, kind, "", by);
}

struct fault group_make(struct db *db, struct arena *a, const struct trajectory *t, enum group_kind kind,
                        const char *name, const struct lang *lang, struct group_by by, int64_t *id)
{
    struct fault f = check_name(name);
    if (f.status != OK)
        return f;
    *id = insert(db, a, t, kind, name, by);
    const char *title = name[0] != '\0' ? name : group_kind_label(lang, kind);
    trajectory_event(db, t->id, "group.made", *id, title, "", by.user, by.now_ms);
    return NO_FAULT;
}

static const char *period_text(struct arena *a, struct db_int from, struct db_int to)
{
    const char *first = from.set ? arena_printf(a, "%lld", (long long)from.v) : "";
    return to.set ? arena_printf(a, "%s-%lld", first, (long long)to.v) : arena_printf(a, "%s-", first);
}

struct fault group_set(struct db *db, struct arena *a, const struct group *g, const struct group_change *c,
                       struct group_by by)
{
    struct fault f = check_name(c->name);
    if (f.status != OK)
        return f;
    if (utf8_length(c->mandate) > GROUP_MAX_MANDATE)
        return group_invalid("mandate", N_("Use at most 4000 characters."));
    if (c->begins_on.set && c->ends_on.set && c->ends_on.v < c->begins_on.v)
        return group_invalid("ends_on", N_("The last day cannot come before the first."));
    if (group_q_change(db, g->organisation, g->id, c->name, c->mandate, c->begins_on, c->ends_on, c->edit) == 0)
        return group_too_late;
    if (strcmp(g->name, c->name) != 0)
        group_note(db, g, "name", 0, g->name, c->name, c->reason, by);
    if (strcmp(g->mandate, c->mandate) != 0)
        group_note(db, g, "mandate", 0, g->mandate, c->mandate, c->reason, by);
    const char *old = period_text(a, g->begins_on, g->ends_on), *new = period_text(a, c->begins_on, c->ends_on);
    if (strcmp(old, new) != 0)
        group_note(db, g, "period", 0, old, new, c->reason, by);
    return NO_FAULT;
}

struct fault group_become(struct db *db, struct arena *a, const struct group *g, enum group_kind kind,
                          int64_t from_day, const char *reason, const struct lang *lang, struct group_by by)
{
    size_t count;
    const struct group_was *was = group_kinds(db, a, g, &count);
    if (count > 0 && from_day < was[count - 1].from_day)
        return group_invalid("from_day", N_("It became what it is after that day. Choose a later one."));
    enum group_kind last = count == 0 ? g->kind : was[count - 1].kind;
    if (last == kind)
        return group_invalid("kind", N_("The group is of this kind already."));
    group_q_kind_put(db, g->id, from_day, kind_names[kind]);
    group_note(db, g, "kind", 0, kind_names[last], kind_names[kind], reason, by);
    trajectory_event(db, g->trajectory, "group.kind", g->id, group_kind_label(lang, kind), reason, by.user,
                     by.now_ms);
    return NO_FAULT;
}

void group_dissolve(struct db *db, struct arena *a, const struct group *g, const char *reason,
                    const struct lang *lang, struct group_by by)
{
    if (g->dissolved_on.set)
        return;
    /* Yesterday was its last day, so that it stands among the former ones at once. */
    group_q_dissolve(db, g->organisation, g->id, DB_SOME(organisation_today(a, by.now_ms) - 1));
    group_note(db, g, "dissolved", 0, "", "", reason, by);
    trajectory_event(db, g->trajectory, "group.dissolved", g->id, group_title(lang, g), reason, by.user,
                     by.now_ms);
}

void group_resume(struct db *db, const struct group *g, const char *reason, const struct lang *lang,
                  struct group_by by)
{
    if (!g->dissolved_on.set)
        return;
    group_q_dissolve(db, g->organisation, g->id, DB_NULL_INT);
    group_note(db, g, "resumed", 0, "", "", reason, by);
    trajectory_event(db, g->trajectory, "group.made", g->id, group_title(lang, g), reason, by.user, by.now_ms);
}
