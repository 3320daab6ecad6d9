/* One goal, action or measure: its page, changing it, telling how it stands, also from the link in a mail. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "plan_page.h"
#include "slice/plan/view.h"

enum { SDG_GOALS = 17 };

static const int64_t DAY_MS = 86400000;

static const char *const sorts[] = { "goal", "action", "measure", NULL };
static const char *const statuses[] = { "proposed", "planned", "running", "done", "stopped", NULL };
static const char *const role_values[] = { "actor", "director", "client", NULL };

static const struct field edit_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 3, .max = PLAN_MAX_TITLE, .label = N_("What?"),
      .message = N_("Say what it is.") },
    { "why", FIELD_AREA, .max = PLAN_MAX_WHY, .label = N_("Why?") },
    { "sort", FIELD_CHOICE, .required = true, .choices = sorts, .label = N_("Sort") },
    { "parent", FIELD_INT, .label = N_("Which goal does it serve?") },
    { "status", FIELD_CHOICE, .required = true, .choices = statuses, .label = N_("Status") },
    { "owner", FIELD_INT, .label = N_("Owner") },
    { "department", FIELD_INT, .label = N_("Department") },
    { "due_on", FIELD_DATE, .label = N_("By when?") },
    { "theme", FIELD_CHOICE, .label = N_("Theme") },
    { "roles", FIELD_CHOICES, .choices = role_values, .label = N_("In which role?") },
    { "sdg", FIELD_CHOICES, .label = N_("Goals of the SDGs") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec plan_edit_form = FORM(edit_fields);
static const struct field tell_fields[] = {
    { "update_status", FIELD_CHOICE, .required = true, .choices = statuses, .label = N_("How does it stand?") },
    { "note", FIELD_AREA, .max = PLAN_MAX_NOTE, .label = N_("In a sentence or two"),
      .help = N_("What went well, what is in the way, what you need.") },
};
const struct form_spec plan_tell_form = FORM(tell_fields);
const struct form_spec plan_empty_form = { NULL, 0 };

#define NO_ACTION FAULT(NOT_FOUND, N_("This action is not on the list."))

static const struct plan_action *find(struct rq *rq, const struct trajectory *t)
{
    return t == NULL ? NULL : plan_action_get(rq->db, rq->arena, t, rq_id(rq, "action"));
}

static const char *action_url(struct rq *rq, const struct trajectory *t, int64_t id)
{
    return arena_printf(rq->arena, "%s/actie/%lld", trajectory_path(rq->arena, t), (long long)id);
}

static const char *number(struct rq *rq, struct db_int n)
{
    return n.set ? arena_printf(rq->arena, "%lld", (long long)n.v) : "";
}

/* ---- fields ------------------------------------------------------------------------------------------------ */

void plan_status_options(struct rq *rq, struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, PLAN_STATUSES);
    for (int s = 0; s < PLAN_STATUSES; s++)
        o[s] = (struct field_option){ .value = statuses[s],
                                      .label = plan_status_word(rq->lang, (enum plan_status)s) };
    f->options = o;
    f->option_count = PLAN_STATUSES;
}

static void sort_options(struct rq *rq, struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, PLAN_SORTS);
    for (int s = 0; s < PLAN_SORTS; s++)
        o[s] = (struct field_option){ .value = sorts[s], .label = plan_sort_word(rq->lang, (enum plan_sort)s) };
    f->options = o;
    f->option_count = PLAN_SORTS;
}

/* The other goals of the list. */
static void goal_options(struct rq *rq, const struct plan_action *all, size_t count, int64_t self,
                         struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (all[i].sort == PLAN_GOAL && all[i].id != self)
            o[n++] = (struct field_option){ .value = number(rq, DB_SOME(all[i].id)), .label = all[i].title };
    f->options = o;
    f->option_count = n;
}

static void role_options(struct rq *rq, struct field_view *f)
{
    static const char *const labels[] = { N_("Actor: we do it ourselves"),
                                          N_("Director: we bring others together"),
                                          N_("Client: we buy it, or ask for it in contracts") };
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 3);
    for (int i = 0; i < 3; i++)
        o[i] = (struct field_option){ .value = role_values[i], .label = tr(rq->lang, labels[i]) };
    f->options = o;
    f->option_count = 3;
}

static void sdg_options(struct rq *rq, struct field_view *f)
{
    const struct pack_crosswalk *c = packs_crosswalk(rq->site->packs);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, SDG_GOALS);
    for (int i = 0; i < SDG_GOALS; i++) {
        const char *code = arena_printf(rq->arena, "%d", i + 1);
        const struct pack_reference *r = pack_reference_find(c, "sdg", code);
        o[i] = (struct field_option){
            .value = code,
            .label = r == NULL ? code : arena_printf(rq->arena, "%s. %s", code, text_in(rq->lang, &r->title)),
        };
    }
    f->options = o;
    f->option_count = SDG_GOALS;
}

/* "7,13" as lines; the roles as lines. */
static const char *sdg_lines(struct rq *rq, const char *sdg)
{
    char *lines = arena_strdup(rq->arena, sdg);
    for (char *p = lines; *p != '\0'; p++)
        if (*p == ',')
            *p = '\n';
    return lines;
}

static const char *role_lines(struct rq *rq, unsigned roles)
{
    const char *lines = "";
    for (int i = 0; i < 3; i++)
        if ((roles & (1u << i)) != 0)
            lines = arena_printf(rq->arena, "%s%s%s", lines, lines[0] == '\0' ? "" : "\n", role_values[i]);
    return lines;
}

/* ---- the page ---------------------------------------------------------------------------------------------- */

static void add_fields(struct rq *rq, const struct trajectory *t, const struct plan_action *p,
                       struct plan_action_view *v)
{
    size_t count;
    const struct plan_action *all = plan_actions(rq->db, rq->arena, t, &count);
    v->title = form_field(rq, &plan_edit_form, "title", p->title);
    v->why = form_field(rq, &plan_edit_form, "why", p->why);
    v->sort = form_field(rq, &plan_edit_form, "sort", plan_sort_name(p->sort));
    sort_options(rq, v->sort);
    v->parent = form_field(rq, &plan_edit_form, "parent", number(rq, p->parent));
    goal_options(rq, all, count, p->id, v->parent);
    v->status = form_field(rq, &plan_edit_form, "status", plan_status_name(p->status));
    plan_status_options(rq, v->status);
    v->owner = form_field(rq, &plan_edit_form, "owner", number(rq, p->owner));
    trajectory_member_options(rq, v->owner);
    v->department = form_field(rq, &plan_edit_form, "department", number(rq, p->department));
    trajectory_department_options(rq, v->department);
    v->due_on =
        form_field(rq, &plan_edit_form, "due_on", p->due_on.set ? clock_date(rq->arena, p->due_on.v) : "");
    v->theme = form_field(rq, &plan_edit_form, "theme", p->theme);
    trajectory_theme_options(rq, t, v->theme);
    v->roles = form_field(rq, &plan_edit_form, "roles", role_lines(rq, p->roles));
    role_options(rq, v->roles);
    v->sdg = form_field(rq, &plan_edit_form, "sdg", sdg_lines(rq, p->sdg));
    sdg_options(rq, v->sdg);
}

static const char *field_word(struct rq *rq, const char *field)
{
    static const struct {
        const char *field, *word;
    } words[] = {
        { "title", N_("What") },  { "why", N_("Why") },       { "sort", N_("Sort") },
        { "parent", N_("Goal") }, { "owner", N_("Owner") },   { "department", N_("Department") },
        { "due_on", N_("By") },   { "status", N_("Status") }, { "theme", N_("Theme") },
        { "sdg", N_("SDGs") },    { "roles", N_("Role") },
    };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].field, field) == 0)
            return tr(rq->lang, words[i].word);
    return field;
}

/* A stored value as people read it. */
static const char *value_word(struct rq *rq, const struct trajectory *t, const struct organisation_names *names,
                              const char *field, const char *value)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    enum plan_status status;
    enum plan_sort sort;
    int64_t day;
    if (value[0] == '\0')
        return tr(rq->lang, "nothing");
    if (strcmp(field, "status") == 0 && plan_status_parse(value, &status))
        return plan_status_word(rq->lang, status);
    if (strcmp(field, "sort") == 0 && plan_sort_parse(value, &sort))
        return plan_sort_word(rq->lang, sort);
    if (strcmp(field, "due_on") == 0 && clock_parse_date(value, &day))
        return format_date(rq->arena, rq->lang, day * DAY_MS);
    if (strcmp(field, "theme") == 0)
        return trajectory_theme_title(&ask, value);
    if (strcmp(field, "owner") == 0) {
        const struct organisation_member *m = organisation_names_member(names, strtoll(value, NULL, 10));
        return m == NULL ? "" : organisation_member_name(rq->arena, rq->lang, m);
    }
    if (strcmp(field, "parent") == 0) {
        const struct plan_action *goal = plan_action_get(rq->db, rq->arena, t, strtoll(value, NULL, 10));
        return goal == NULL ? "" : goal->title;
    }
    return value;
}

static void add_history(struct rq *rq, const struct trajectory *t, const struct plan_action *p,
                        struct plan_action_view *v)
{
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    const struct plan_change *c = plan_changes(rq->db, rq->arena, p->id, &v->change_count);
    struct plan_change_line *lines = NEW_ARRAY(rq->arena, struct plan_change_line, v->change_count);
    for (size_t i = 0; i < v->change_count; i++) {
        const char *who = c[i].user.set ? organisation_name_of(names, rq->arena, rq->lang, c[i].user.v)
                                        : tr(rq->lang, "by the link in a mail");
        lines[i] = (struct plan_change_line){ .when = format_time(rq->arena, rq->lang, c[i].at), .who = who };
        if (strcmp(c[i].field, "note") == 0)
            lines[i].note = c[i].after;
        else if (strcmp(c[i].field, "roles") == 0 || strcmp(c[i].field, "department") == 0)
            lines[i].what = arena_printf(rq->arena, tr(rq->lang, "%s changed"), field_word(rq, c[i].field));
        else
            lines[i].what =
                arena_printf(rq->arena, tr(rq->lang, "%s: from %s to %s"), field_word(rq, c[i].field),
                             value_word(rq, t, names, c[i].field, c[i].before),
                             value_word(rq, t, names, c[i].field, c[i].after));
    }
    v->changes = lines;
}

static void add_children(struct rq *rq, const struct trajectory *t, const struct plan_action *p,
                         struct plan_action_view *v)
{
    size_t count, departments;
    const struct plan_action *all = plan_actions(rq->db, rq->arena, t, &count);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    const struct organisation_department *d =
        organisation_departments(rq->db, rq->arena, t->organisation, &departments);
    struct plan_line *lines = NEW_ARRAY(rq->arena, struct plan_line, count);
    for (size_t i = 0; i < count; i++)
        if (all[i].parent.set && all[i].parent.v == p->id)
            lines[v->child_count++] = plan_line_of(rq, t, names, d, departments, &all[i]);
    v->children = lines;
}

/* Where a row came from leads: to the statement or the action in the library, to the document. */
static const char *origin_url(struct rq *rq, const struct trajectory *t, const struct plan_action *p)
{
    const char *ref = p->origin_ref;
    if (strncmp(ref, "statement:", 10) == 0)
        return arena_printf(rq->arena, "/bibliotheek/stelling/%s", ref + 10);
    if (strncmp(ref, "library:", 8) == 0)
        return arena_printf(rq->arena, "/bibliotheek/actie/%s", ref + 8);
    if (strncmp(ref, "document:", 9) == 0)
        return arena_printf(rq->arena, "%s/document/%s", trajectory_path(rq->arena, t), ref + 9);
    if (strncmp(ref, "session:", 8) == 0)
        return arena_printf(rq->arena, "/organisatie/%lld/sessie/%.*s", (long long)t->organisation,
                            (int)strcspn(ref + 8, ","), ref + 8);
    return NULL;
}

/* The priority that has its theme: the golden thread upwards. */
static void add_priority(struct rq *rq, const struct trajectory *t, const struct plan_action *p,
                         struct plan_action_view *v)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    const struct plan_priority *priority = plan_priority_of(rq->db, rq->arena, t, p->theme);
    if (priority == NULL || priority->archived_at.set)
        return;
    v->priority = plan_priority_title(&ask, priority);
    v->priority_url =
        arena_printf(rq->arena, "%s/prioriteit/%lld", trajectory_path(rq->arena, t), (long long)priority->id);
}

struct fault plan_action_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_action *p = find(rq, t);
    if (p == NULL)
        return NO_ACTION;
    struct plan_action_view *v = NEW(rq->arena, struct plan_action_view);
    bool contributes = (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0 && !t->ended_at.set;
    v->action = p;
    v->base = arena_printf(rq->arena, "%s/acties", trajectory_path(rq->arena, t));
    v->url = action_url(rq, t, p->id);
    v->edit = arena_printf(rq->arena, "%lld", (long long)p->edit);
    v->archived = p->archived_at.set;
    v->may_edit = contributes;
    v->may_update = contributes && p->sort != PLAN_GOAL &&
                    (trajectory_guides(rq) || (p->owner.set && p->owner.v == rq->actor.member));
    v->origin = plan_origin_word(rq->lang, p->origin);
    v->origin_url = origin_url(rq, t, p);
    v->vague = plan_missing_words(rq, p);
    add_priority(rq, t, p, v);
    add_fields(rq, t, p, v);
    v->update_status = form_field(rq, &plan_tell_form, "update_status", plan_status_name(p->status));
    plan_status_options(rq, v->update_status);
    v->note = form_field(rq, &plan_tell_form, "note", "");
    add_history(rq, t, p, v);
    if (p->sort == PLAN_GOAL)
        add_children(rq, t, p, v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, p->title, "/acties", v->base, tr(rq->lang, "Action list"));
    v->layout->lead = arena_printf(rq->arena, "%s · %s", plan_sort_word(rq->lang, p->sort),
                                   plan_status_word(rq->lang, p->status));
    plan_action_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- changing ---------------------------------------------------------------------------------------------- */

static struct fault answer(struct rq *rq, const struct trajectory *t, int64_t id, struct fault f,
                           const char *notice)
{
    if (f.status == INVALID && f.detail != NULL) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s", action_url(rq, t, id));
}

static const char *sdg_chosen(struct rq *rq)
{
    size_t count;
    const char *const *chosen = form_choices(rq, "sdg", &count);
    const char *list = "";
    for (int goal = 1; goal <= SDG_GOALS; goal++)
        for (size_t i = 0; i < count; i++)
            if (strtol(chosen[i], NULL, 10) == goal) {
                list = arena_printf(rq->arena, "%s%s%d", list, list[0] == '\0' ? "" : ",", goal);
                break;
            }
    return list;
}

static unsigned roles_chosen(struct rq *rq)
{
    size_t count;
    const char *const *chosen = form_choices(rq, "roles", &count);
    unsigned roles = 0;
    for (size_t i = 0; i < count; i++)
        for (int k = 0; k < 3; k++)
            if (strcmp(chosen[i], role_values[k]) == 0)
                roles |= 1u << k;
    return roles;
}

/* Who and which department may be named: of this organisation, and there now. */
static struct db_int member_chosen(struct rq *rq, const struct trajectory *t)
{
    struct db_int id = form_int(rq, "owner");
    const struct organisation_member *m =
        id.set ? organisation_member_get(rq->db, rq->arena, t->organisation, id.v) : NULL;
    return m != NULL && m->ended_at == 0 ? DB_SOME(m->id) : DB_NULL_INT;
}

static struct db_int department_chosen(struct rq *rq, const struct trajectory *t)
{
    struct db_int id = form_int(rq, "department");
    size_t count;
    const struct organisation_department *d =
        organisation_departments(rq->db, rq->arena, t->organisation, &count);
    for (size_t i = 0; i < count; i++)
        if (id.set && d[i].id == id.v)
            return id;
    return DB_NULL_INT;
}

struct fault plan_action_save(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_action *p = find(rq, t);
    if (p == NULL)
        return NO_ACTION;
    if (!trajectory_theme_known(rq, t, form_text(rq, "theme"))) {
        form_fail(rq, "theme", N_("Choose a theme from the list."));
        return form_again(rq);
    }
    struct plan_action n = *p;
    n.title = form_text(rq, "title");
    n.why = form_text(rq, "why");
    (void)plan_sort_parse(form_text(rq, "sort"), &n.sort);
    (void)plan_status_parse(form_text(rq, "status"), &n.status);
    n.parent = n.sort == PLAN_GOAL ? DB_NULL_INT : form_int(rq, "parent");
    n.owner = member_chosen(rq, t);
    n.department = department_chosen(rq, t);
    n.due_on = form_int(rq, "due_on");
    n.theme = form_text(rq, "theme");
    n.sdg = sdg_chosen(rq);
    n.roles = roles_chosen(rq);
    n.edit = form_int(rq, "edit").v;
    struct fault f = plan_action_change(rq->db, rq->arena, t, &n, rq->actor.user, rq->now_ms);
    return answer(rq, t, p->id, f, tr(rq->lang, "Kept."));
}

static enum plan_status status_told(struct rq *rq, enum plan_status now)
{
    enum plan_status status = now;
    (void)plan_status_parse(form_text(rq, "update_status"), &status);
    return status;
}

struct fault plan_action_tell(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_action *p = find(rq, t);
    if (p == NULL)
        return NO_ACTION;
    if (!trajectory_guides(rq) && (!p->owner.set || p->owner.v != rq->actor.member))
        return FAULT(DENIED, N_("Only its owner or a guide tells how it stands."));
    struct fault f = plan_action_update(rq->db, rq->arena, t, p->id, status_told(rq, p->status),
                                        form_text(rq, "note"), rq->actor.user, rq->now_ms);
    return answer(rq, t, p->id, f, tr(rq->lang, "Told. Thank you."));
}

struct fault plan_action_drop(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_action *p = find(rq, t);
    if (p == NULL)
        return NO_ACTION;
    plan_action_archive(rq->db, rq->arena, t, p->id, true, rq->actor.user, rq->now_ms);
    return answer(rq, t, p->id, NO_FAULT, tr(rq->lang, "It is off the list. Here you can put it back."));
}

struct fault plan_action_restore(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_action *p = find(rq, t);
    if (p == NULL)
        return NO_ACTION;
    plan_action_archive(rq->db, rq->arena, t, p->id, false, rq->actor.user, rq->now_ms);
    return answer(rq, t, p->id, NO_FAULT, tr(rq->lang, "It is on the list again."));
}

/* ---- from the link in a mail ------------------------------------------------------------------------------- */

/* The action that the link opens, in its trajectory; NULL when it opens none (any more). */
static const struct plan_action *linked(struct rq *rq, const struct trajectory **t)
{
    const struct trajectory_link *l =
        trajectory_link_open(rq->db, rq->arena, rq->site->key, rq_param(rq, "link"), rq->now_ms);
    if (l == NULL || strcmp(l->kind, "action") != 0)
        return NULL;
    const struct plan_trajectory_of *row = plan_q_trajectory_of(rq->db, rq->arena, l->organisation, l->object);
    *t = row == NULL ? NULL
                     : trajectory_get(rq->db, rq->arena, rq->site->packs, l->organisation, row->trajectory_id);
    const struct plan_action *p = *t == NULL ? NULL : plan_action_get(rq->db, rq->arena, *t, l->object);
    return p == NULL || p->archived_at.set ? NULL : p;
}

struct fault plan_link_show(struct rq *rq)
{
    const struct trajectory *t = NULL;
    const struct plan_action *p = linked(rq, &t);
    if (p == NULL)
        return NO_ACTION;
    const struct organisation *o = organisation_get(rq->db, rq->arena, t->organisation);
    struct plan_link_view *v = NEW(rq->arena, struct plan_link_view);
    v->action = p;
    v->url = arena_printf(rq->arena, "/voortgang/%s", rq_param(rq, "link"));
    v->due = p->due_on.set
                 ? arena_printf(rq->arena, tr(rq->lang, "By %s"), format_day(rq->arena, rq->lang, p->due_on.v))
                 : "";
    v->update_status = form_field(rq, &plan_tell_form, "update_status", plan_status_name(p->status));
    plan_status_options(rq, v->update_status);
    v->note = form_field(rq, &plan_tell_form, "note", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = rq_layout(rq, tr(rq->lang, "How does it stand?"));
    v->layout->lead = o == NULL ? t->name : arena_printf(rq->arena, "%s · %s", o->name, t->name);
    v->layout->failed = rq->form != NULL && form_has_errors(rq);
    plan_link_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault plan_link_save(struct rq *rq)
{
    const struct trajectory *t = NULL;
    const struct plan_action *p = linked(rq, &t);
    if (p == NULL)
        return NO_ACTION;
    struct fault f = plan_action_update(rq->db, rq->arena, t, p->id, status_told(rq, p->status),
                                        form_text(rq, "note"), 0, rq->now_ms);
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Told. Thank you. You can close this page."));
    return reply_redirect(rq, "/voortgang/%s", rq_param(rq, "link"));
}
