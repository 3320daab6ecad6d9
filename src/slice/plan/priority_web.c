/* Priorities: the themes by impact and support, what was chosen, one of them; what the slice adds to a trajectory with them. */
#include <string.h>

#include "html/chart.h"
#include "plan_page.h"
#include "slice/plan/view.h"

static const struct field put_fields[] = {
    { "theme", FIELD_CHOICE, .label = N_("Theme") },
    { "label", FIELD_TEXT, .max = PLAN_MAX_LABEL, .label = N_("Or something else"),
      .help = N_("When it is no theme of the scan.") },
    { "impact", FIELD_TEXT, .max = 5, .label = N_("Impact"), .help = N_("From 1 (little) to 5 (much).") },
    { "support", FIELD_TEXT, .max = 5, .label = N_("Support"), .help = N_("From 1 (little) to 5 (much).") },
};
const struct form_spec plan_priority_put_form = FORM(put_fields);
static const struct field edit_fields[] = {
    { "impact", FIELD_TEXT, .max = 5, .label = N_("Impact"), .help = N_("From 1 (little) to 5 (much).") },
    { "support", FIELD_TEXT, .max = 5, .label = N_("Support"), .help = N_("From 1 (little) to 5 (much).") },
    { "chosen", FIELD_TICK, .label = N_("We choose this theme") },
    { "why", FIELD_AREA, .max = PLAN_MAX_WHY, .label = N_("Why, or why not?"),
      .help = N_("What do you want to have reached, and why with this theme?") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec plan_priority_edit_form = FORM(edit_fields);
static const struct field goal_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 3, .max = PLAN_MAX_TITLE,
      .label = N_("A goal for this theme"),
      .help = N_("What is there in a few years, with a figure: “Half of the energy of our buildings is our own "
                 "in 2030”."),
      .message = N_("Say what it is.") },
};
const struct form_spec plan_priority_goal_form = FORM(goal_fields);
static const char *const ways[] = { "up", "down", NULL };
static const struct field move_fields[] = { { "way", FIELD_CHOICE, .required = true, .choices = ways,
                                              .label = N_("Which way?") } };
const struct form_spec plan_priority_move_form = FORM(move_fields);

#define NO_PRIORITY FAULT(NOT_FOUND, N_("This theme is not among the priorities."))

static const char *base_of(struct rq *rq, const struct trajectory *t)
{
    return arena_printf(rq->arena, "%s/prioriteiten", trajectory_path(rq->arena, t));
}

static const char *url_of(struct rq *rq, const struct trajectory *t, int64_t id)
{
    return arena_printf(rq->arena, "%s/prioriteit/%lld", trajectory_path(rq->arena, t), (long long)id);
}

/* ---- lines --------------------------------------------------------------------------------------------------- */

static const char *score(struct rq *rq, struct db_int n)
{
    return n.set ? format_tenths(rq->arena, rq->lang, n.v) : "";
}

static struct plan_priority_line line_of(struct rq *rq, const struct trajectory *t,
                                         const struct plan_priority *p, const struct plan_action *actions,
                                         size_t action_count)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    struct plan_priority_line line = {
        .id = p->id,
        .title = plan_priority_title(&ask, p),
        .url = url_of(rq, t, p->id),
        .impact = score(rq, p->impact),
        .support = score(rq, p->support),
        .impact_tenths = p->impact,
        .support_tenths = p->support,
        .why = p->why,
        .chosen = p->chosen,
        .position = p->position,
    };
    struct plan_filter *goals = NEW_ARRAY(rq->arena, struct plan_filter, action_count);
    for (size_t i = 0; i < action_count; i++)
        if (actions[i].sort == PLAN_GOAL && p->theme[0] != '\0' && strcmp(actions[i].theme, p->theme) == 0)
            goals[line.goal_count++] = (struct plan_filter){
                .label = actions[i].title,
                .url = arena_printf(rq->arena, "%s/actie/%lld", trajectory_path(rq->arena, t),
                                    (long long)actions[i].id),
            };
    line.goals = goals;
    if (p->session.set)
        line.session_url = arena_printf(rq->arena, "/organisatie/%lld/sessie/%lld", (long long)t->organisation,
                                        (long long)p->session.v);
    return line;
}

/* Dots by impact and support, with what lies in the corner of both in words. */
static void add_chart(struct rq *rq, struct plan_priorities_view *v)
{
    enum { MIDDLE = 30, STEPS = PLAN_PRIORITY_MOST - PLAN_PRIORITY_LEAST };
    struct chart_point *points = NEW_ARRAY(rq->arena, struct chart_point, v->count);
    const char *both = "";
    for (size_t i = 0; i < v->count; i++) {
        const struct plan_priority_line *l = &v->lines[i];
        bool there = l->impact_tenths.set && l->support_tenths.set;
        points[i] = (struct chart_point){
            .label = l->title,
            .x_tenths = there ? (l->support_tenths.v - PLAN_PRIORITY_LEAST) * 1000 / STEPS : CHART_NONE,
            .y_tenths = there ? (l->impact_tenths.v - PLAN_PRIORITY_LEAST) * 1000 / STEPS : CHART_NONE,
            .marked = l->chosen,
        };
        if (there && l->impact_tenths.v > MIDDLE && l->support_tenths.v > MIDDLE)
            both = arena_printf(rq->arena, "%s%s“%s”", both, both[0] == '\0' ? "" : ", ", l->title);
    }
    v->points = points;
    v->sentence = both[0] == '\0'
                      ? tr(rq->lang, "No theme has both much impact and much support.")
                      : arena_printf(rq->arena, tr(rq->lang, "Much impact and much support: %s."), both);
}

static bool may_choose(struct rq *rq, const struct trajectory *t)
{
    return trajectory_guides(rq) && !t->ended_at.set;
}

static const char *finding(struct rq *rq, const struct plan_priorities_view *v)
{
    if (v->chosen == 0)
        return tr(rq->lang, "No priorities yet");
    return arena_printf(rq->arena, tr_n(rq->lang, "%d priority", "%d priorities", (int64_t)v->chosen),
                        (int)v->chosen);
}

struct fault plan_priorities_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct plan_priorities_view *v = NEW(rq->arena, struct plan_priorities_view);
    size_t action_count;
    const struct plan_action *actions = plan_actions(rq->db, rq->arena, t, &action_count);
    const struct plan_priority *all = plan_priorities(rq->db, rq->arena, t, &v->count);
    struct plan_priority_line *lines = NEW_ARRAY(rq->arena, struct plan_priority_line, v->count);
    for (size_t i = 0; i < v->count; i++) {
        lines[i] = line_of(rq, t, &all[i], actions, action_count);
        v->chosen += all[i].chosen;
        v->scored += all[i].impact.set && all[i].support.set;
    }
    v->lines = lines;
    add_chart(rq, v);
    v->base = base_of(rq, t);
    v->guide = may_choose(rq, t);
    v->limit = plan_priority_limit(t);
    v->theme = form_field(rq, &plan_priority_put_form, "theme", "");
    trajectory_theme_options(rq, t, v->theme);
    v->label = form_field(rq, &plan_priority_put_form, "label", "");
    v->impact = form_field(rq, &plan_priority_put_form, "impact", "");
    v->support = form_field(rq, &plan_priority_put_form, "support", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, finding(rq, v), "/prioriteiten", NULL, NULL);
    plan_priorities_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- numbers as people type them ------------------------------------------------------------------------------ */

/* "4", "4,2" or "4.2" as tenths; what is no such number counts as 0, which no rule takes. "" = none. */
static struct db_int tenths_typed(struct rq *rq, const char *field)
{
    const char *s = form_text(rq, field);
    if (s[0] == '\0')
        return DB_NULL_INT;
    size_t n = strlen(s);
    bool sound = s[0] >= '0' && s[0] <= '9' &&
                 (n == 1 || (n == 3 && (s[1] == '.' || s[1] == ',') && s[2] >= '0' && s[2] <= '9'));
    return DB_SOME(!sound ? 0 : (s[0] - '0') * 10 + (n == 3 ? s[2] - '0' : 0));
}

static struct fault refused(struct rq *rq, struct fault f)
{
    if (f.status != INVALID)
        return f;
    form_fail(rq, strcmp(f.detail, "full") == 0 ? "theme" : f.detail, f.msgid);
    return form_again(rq);
}

struct fault plan_priority_add(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    if (!trajectory_theme_known(rq, t, form_text(rq, "theme"))) {
        form_fail(rq, "theme", N_("Choose a theme from the list."));
        return form_again(rq);
    }
    struct plan_priority n = { .theme = form_text(rq, "theme"),
                               .label = form_text(rq, "label"),
                               .impact = tenths_typed(rq, "impact"),
                               .support = tenths_typed(rq, "support"),
                               .why = "" };
    int64_t id;
    struct fault f = plan_priority_put(rq->db, rq->arena, t, &n, rq->actor.user, rq->now_ms, &id);
    if (f.status != OK)
        return refused(rq, f);
    reply_notice(rq, tr(rq->lang, "The theme is among the priorities."));
    return reply_redirect(rq, "%s", base_of(rq, t));
}

/* ---- one of them ---------------------------------------------------------------------------------------------- */

static const struct plan_priority *find(struct rq *rq, const struct trajectory *t)
{
    const struct plan_priority *p =
        t == NULL ? NULL : plan_priority_get(rq->db, rq->arena, t, rq_id(rq, "priority"));
    return p == NULL || p->archived_at.set ? NULL : p;
}

static const char *field_word(struct rq *rq, const char *field)
{
    static const struct {
        const char *field, *word;
    } words[] = { { "impact", N_("Impact") },
                  { "support", N_("Support") },
                  { "chosen", N_("Chosen") },
                  { "why", N_("Why") },
                  { "there", N_("Among the priorities") } };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].field, field) == 0)
            return tr(rq->lang, words[i].word);
    return field;
}

static const char *value_word(struct rq *rq, const char *field, const char *value)
{
    if (strcmp(field, "chosen") == 0 || strcmp(field, "there") == 0)
        return tr(rq->lang, value[0] == '\0' ? N_("no") : N_("yes"));
    if (value[0] == '\0')
        return tr(rq->lang, "nothing");
    return strcmp(field, "why") == 0 ? value : format_decimal(rq->arena, rq->lang, value);
}

static void add_history(struct rq *rq, const struct trajectory *t, const struct plan_priority *p,
                        struct plan_priority_view *v)
{
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    const struct plan_change *c = plan_priority_changes(rq->db, rq->arena, p->id, &v->change_count);
    struct plan_change_line *lines = NEW_ARRAY(rq->arena, struct plan_change_line, v->change_count);
    for (size_t i = 0; i < v->change_count; i++)
        lines[i] = (struct plan_change_line){
            .when = format_time(rq->arena, rq->lang, c[i].at),
            .who = c[i].user.set ? organisation_name_of(names, rq->arena, rq->lang, c[i].user.v)
                                 : tr(rq->lang, "in a session"),
            .what =
                arena_printf(rq->arena, tr(rq->lang, "%s: from %s to %s"), field_word(rq, c[i].field),
                             value_word(rq, c[i].field, c[i].before), value_word(rq, c[i].field, c[i].after)),
        };
    v->changes = lines;
}

struct fault plan_priority_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_priority *p = find(rq, t);
    if (p == NULL)
        return NO_PRIORITY;
    struct plan_priority_view *v = NEW(rq->arena, struct plan_priority_view);
    size_t action_count;
    const struct plan_action *actions = plan_actions(rq->db, rq->arena, t, &action_count);
    v->line = line_of(rq, t, p, actions, action_count);
    v->base = base_of(rq, t);
    v->edit = arena_printf(rq->arena, "%lld", (long long)p->edit);
    v->guide = may_choose(rq, t);
    v->contributes = !t->ended_at.set && (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0;
    v->has_theme = p->theme[0] != '\0';
    v->impact = form_field(rq, &plan_priority_edit_form, "impact", score(rq, p->impact));
    v->support = form_field(rq, &plan_priority_edit_form, "support", score(rq, p->support));
    v->chosen = form_field(rq, &plan_priority_edit_form, "chosen", p->chosen ? "1" : "");
    v->why = form_field(rq, &plan_priority_edit_form, "why", p->why);
    v->goal = form_field(rq, &plan_priority_goal_form, "title", "");
    add_history(rq, t, p, v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, v->line.title, "/prioriteiten", v->base, tr(rq->lang, "Priorities"));
    plan_priority_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault plan_priority_save(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_priority *p = find(rq, t);
    if (p == NULL)
        return NO_PRIORITY;
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    struct plan_priority n = { .id = p->id,
                               .impact = tenths_typed(rq, "impact"),
                               .support = tenths_typed(rq, "support"),
                               .chosen = form_tick(rq, "chosen"),
                               .why = form_text(rq, "why"),
                               .edit = form_int(rq, "edit").v };
    struct fault f = plan_priority_change(rq->db, rq->arena, t, &n, plan_priority_title(&ask, p),
                                          rq->actor.user, rq->now_ms);
    if (f.status == CONFLICT) {
        form_fail(rq, "why", f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return refused(rq, f);
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s", base_of(rq, t));
}

struct fault plan_priority_shift(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_priority *p = find(rq, t);
    if (p == NULL)
        return NO_PRIORITY;
    plan_priority_move(rq->db, rq->arena, t, p->id, strcmp(form_text(rq, "way"), "up") == 0 ? -1 : 1);
    return reply_redirect(rq, "%s#p%lld", base_of(rq, t), (long long)p->id);
}

struct fault plan_priority_drop(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_priority *p = find(rq, t);
    if (p == NULL)
        return NO_PRIORITY;
    struct fault f = plan_priority_archive(rq->db, rq->arena, t, p, rq->actor.user, rq->now_ms);
    if (f.status != OK)
        return f;
    reply_notice(
        rq, tr(rq->lang, "The theme is no longer among the priorities. It comes back when you add it again."));
    return reply_redirect(rq, "%s", base_of(rq, t));
}

/* A goal for its theme: from then on each leads to the other. */
struct fault plan_priority_goal(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct plan_priority *p = find(rq, t);
    if (p == NULL)
        return NO_PRIORITY;
    struct plan_action n = { .sort = PLAN_GOAL,
                             .title = form_text(rq, "title"),
                             .why = p->why,
                             .theme = p->theme,
                             .sdg = "",
                             .origin_ref = "" };
    int64_t id;
    struct fault f = plan_action_add(rq->db, rq->arena, t, &n, rq->actor.user, rq->now_ms, &id);
    if (f.status == INVALID) {
        form_fail(rq, "title", f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The goal is on the list."));
    return reply_redirect(rq, "%s/actie/%lld", trajectory_path(rq->arena, t), (long long)id);
}

/* ---- what the slice adds to a trajectory ------------------------------------------------------------------- */

static const struct trajectory_event_kind priority_events[] = {
    { .kind = "priority.chosen",
      .text = N_("“%s” was chosen as a priority."),
      .decision = true,
      .reader = true,
      .path = "prioriteit" },
    { .kind = "priority.dropped",
      .text = N_("“%s” is no longer a priority."),
      .decision = true,
      .reader = true,
      .path = "prioriteit" },
};

const struct trajectory_part plan_priority_part = {
    .name = "priority",
    .path = "/prioriteiten",
    .label = N_("Priorities"),
    .events = priority_events,
    .event_count = sizeof priority_events / sizeof *priority_events,
};
