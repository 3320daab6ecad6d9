/* Name and example of a trajectory, its end, a newer template, the next cycle. */
#include <string.h>

#include "pack/compare.h"
#include "pack/yaml.h"
#include "settings_page.h"
#include "slice/admin/admin.h"
#include "slice/trajectory/view.h"

enum { CHANGES_SHOWN = 40 };

static const struct field settings_fields[] = {
    { "name", FIELD_TEXT, .required = true, .min = 2, .max = TRAJECTORY_MAX_NAME, .label = N_("Name"),
      .message = N_("Give the trajectory a name.") },
    { "example", FIELD_CHOICE, .label = N_("Read along with") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec settings_form = FORM(settings_fields);
static const struct field end_fields[] = {
    { "reason", FIELD_AREA, .max = TRAJECTORY_MAX_REASON, .label = N_("Reason") },
};
const struct form_spec end_form = FORM(end_fields);
static const struct field accept_fields[] = {
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
    { "version", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec accept_form = FORM(accept_fields);
static const struct field cycle_fields[] = {
    { "first_day", FIELD_DATE, .required = true, .label = N_("First day of the next cycle") },
};
const struct form_spec cycle_form = FORM(cycle_fields);

static struct field_view *example_field(struct rq *rq, const struct trajectory *t)
{
    size_t count;
    const struct pack *const *all = trajectory_examples(rq->arena, rq->site->packs, t->pack, &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = all[i]->id, .label = text_in(rq->lang, &all[i]->title) };
    struct field_view *f = form_field(rq, &settings_form, "example", t->example);
    f->options = o;
    f->option_count = count;
    return f;
}

struct fault settings_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct settings_view *v = NEW(rq->arena, struct settings_view);
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, t->cycle, &count);
    v->all_closed = true;
    for (size_t i = 0; i < count; i++)
        v->all_closed = v->all_closed && (steps[i].state == STEP_DONE || steps[i].state == STEP_SKIPPED);
    v->base = trajectory_path(rq->arena, t);
    v->edit = edit_text(rq, t->edit);
    v->template = arena_printf(rq->arena, tr(rq->lang, "%s, version %d"), text_in(rq->lang, &t->pack->title),
                               t->pack->version);
    if (trajectory_newer(rq->site->packs, t) != NULL)
        v->newer = arena_printf(rq->arena, "%s/sjabloon", v->base);
    v->ended = t->ended_at.set;

    v->name = form_field(rq, &settings_form, "name", t->name);
    v->example = example_field(rq, t);
    v->reason = form_field(rq, &end_form, "reason", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout =
        trajectory_layout(rq, t, tr(rq->lang, "Settings of the trajectory"), "/instellingen", NULL, NULL);
    v->layout->wide = false;
    settings_page(rq_html(rq), v);
    return reply_page(rq);
}

/* A rule's answer: the form with its message, a fault, or back to the overview. */
static struct fault done(struct rq *rq, const struct trajectory *t, struct fault f, const char *action,
                         const char *notice)
{
    if (f.status == INVALID && f.detail != NULL) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    admin_audit(rq->db, rq->now_ms, rq->actor.user, t->organisation, action, edit_text(rq, t->id), "");
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s", trajectory_path(rq->arena, t));
}

struct fault settings_save(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct fault f =
        trajectory_change(rq->db, rq->arena, rq->site->packs, t, form_text(rq, "name"),
                          form_text(rq, "example"), form_int(rq, "edit").v, rq->actor.user, rq->now_ms);
    return done(rq, t, f, "trajectory.change", tr(rq->lang, "Kept."));
}

struct fault trajectory_do_end(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct fault f = trajectory_end(rq->db, rq->arena, rq->site->trajectory_parts, t, form_text(rq, "reason"),
                                    rq->actor.user, rq->now_ms);
    return done(rq, t, f, "trajectory.end",
                tr(rq->lang, "The trajectory has ended. Everything stays readable."));
}

struct fault trajectory_do_resume(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct fault f = trajectory_resume(rq->db, t, form_text(rq, "reason"), rq->actor.user, rq->now_ms);
    return done(rq, t, f, "trajectory.resume", tr(rq->lang, "The trajectory goes on."));
}

/* ---- a newer template -------------------------------------------------------------------------------------- */

static const char *what_word(struct rq *rq, enum compare_what what)
{
    switch (what) {
    case COMPARE_ADDED:
        return tr(rq->lang, "new");
    case COMPARE_REMOVED:
        return tr(rq->lang, "gone");
    case COMPARE_MOVED:
        return tr(rq->lang, "other order");
    default:
        return tr(rq->lang, "changed");
    }
}

static const struct yaml_node *tree_of(struct rq *rq, const struct pack *p)
{
    const struct yaml_node *root = NULL;
    struct pack_faults faults = { 0 };
    return yaml_read(rq->arena, p->text.p, p->text.n, &root, rq->arena, &faults) == OK ? root : NULL;
}

/* The differences in the language of who looks, and those of no language. */
static void add_changes(struct rq *rq, struct template_view *v, const struct pack *old,
                        const struct pack *newer)
{
    const struct yaml_node *before = tree_of(rq, old), *now = tree_of(rq, newer);
    if (before == NULL || now == NULL)
        return;
    struct comparison c = pack_compare(rq->arena, before, now);
    struct template_change *lines = NEW_ARRAY(rq->arena, struct template_change, CHANGES_SHOWN);
    bool english = rq->lang->id == LANG_EN;
    for (size_t i = 0; i < c.count; i++) {
        const struct compare_change *d = &c.v[i];
        if (d->lang != NULL && (strcmp(d->lang, "en") == 0) != english)
            continue;
        if (d->list[0] == '\0' && strcmp(d->field, "version") == 0)
            continue; /* the page says it already */
        if (v->total++ >= CHANGES_SHOWN)
            continue;
        lines[v->count++] = (struct template_change){
            .what = what_word(rq, d->what),
            .where = d->field[0] == '\0' ? arena_printf(rq->arena, "%s %s", d->list, d->entry)
                                         : arena_printf(rq->arena, "%s %s: %s", d->list, d->entry, d->field),
            .before = d->before,
            .now = d->now,
        };
    }
    v->changes = lines;
}

struct fault template_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    const struct pack *newer = t == NULL ? NULL : trajectory_newer(rq->site->packs, t);
    if (t == NULL)
        return trajectory_missing();
    if (newer == NULL)
        return FAULT(NOT_FOUND, N_("This trajectory runs on the newest version of its template."));
    struct template_view *v = NEW(rq->arena, struct template_view);
    v->base = trajectory_path(rq->arena, t);
    v->edit = edit_text(rq, t->edit);
    v->from = t->pack->version;
    v->to = newer->version;
    v->compare_url =
        arena_printf(rq->arena, "/bibliotheek/%s/vergelijken?van=%d&naar=%d", t->pack->id, v->from, v->to);
    add_changes(rq, v, t->pack, newer);
    v->layout =
        trajectory_layout(rq, t, tr(rq->lang, "A newer version of the template"), "/instellingen", NULL, NULL);
    template_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault template_accept(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    /* The version that was shown, not one that came in the meantime. */
    const struct pack *shown = pack_find(rq->site->packs, t->pack->id, (int)form_int(rq, "version").v);
    if (shown == NULL || shown->kind != PACK_TEMPLATE)
        return FAULT(NOT_FOUND, N_("This version of the template does not exist."));
    struct fault f =
        trajectory_accept(rq->db, rq->arena, rq->site->packs, trajectory_country(rq), t, shown,
                          rq->actor.organisation_lang, form_int(rq, "edit").v, rq->actor.user, rq->now_ms);
    return done(rq, t, f, "trajectory.template", tr(rq->lang, "The newer template is taken over."));
}

struct fault cycle_begin(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct fault f = trajectory_next_cycle(rq->db, rq->arena, rq->site->packs, trajectory_country(rq), t,
                                           rq->actor.organisation_lang, form_int(rq, "first_day").v,
                                           rq->actor.user, rq->now_ms);
    return done(rq, t, f, "trajectory.cycle", tr(rq->lang, "The next cycle has begun."));
}
