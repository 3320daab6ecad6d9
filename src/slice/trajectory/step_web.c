/* A step: its page, and how it opens, closes, is skipped and opens again. */
#include <string.h>

#include "slice/trajectory/view.h"
#include "step_page.h"

enum { EXAMPLES_SHOWN = 6, LINKS_SHOWN = 8 };

static const struct field reason_fields[] = {
    { "reason", FIELD_AREA, .max = TRAJECTORY_MAX_REASON, .label = N_("Reason"),
      .help = N_("It stays with the step, for whoever asks later.") },
};
const struct form_spec step_reason_form = FORM(reason_fields);
static const struct field example_fields[] = { { "example", FIELD_TEXT, .max = PACK_MAX_ID,
                                                 .label = N_("Read along with") } };
const struct form_spec read_along_form = FORM(example_fields);

/* The trajectory and the step of the path; a fault when either does not exist. */
static struct fault find(struct rq *rq, const struct trajectory **t, const struct trajectory_step **s)
{
    *t = trajectory_of(rq);
    *s = *t == NULL ? NULL : trajectory_step_get(rq->db, rq->arena, *t, rq_id(rq, "step"));
    return *s == NULL ? FAULT(NOT_FOUND, N_("This step does not exist.")) : NO_FAULT;
}

const char *step_span(struct rq *rq, const struct trajectory_step *s)
{
    return arena_printf(rq->arena, tr(rq->lang, "From %s to %s"), format_day(rq->arena, rq->lang, s->begins_on),
                        format_day(rq->arena, rq->lang, s->due_on));
}

/* ---- reading along ----------------------------------------------------------------------------------------- */

static const struct lived_view *lived_of(struct rq *rq, const struct pack *example, const char *step)
{
    const struct pack_entry *e = example == NULL ? NULL : pack_entry(pack_list(example->lists, "steps"), step);
    if (e == NULL)
        return NULL;
    struct lived_view *v = NEW(rq->arena, struct lived_view);
    const struct pack_value *texts = pack_value(e, "text");
    const char **lines = NEW_ARRAY(rq->arena, const char *, texts->texts.count);
    for (int i = 0; i < texts->texts.count; i++)
        lines[i] = text_in(rq->lang, &texts->texts.v[i]);
    const struct pack_list *documents = pack_list(example->lists, "documents");
    struct lived_document *own = NEW_ARRAY(rq->arena, struct lived_document, documents->count);
    for (int i = 0; i < documents->count; i++) {
        const struct pack_entry *d = &documents->v[i];
        if (strcmp(pack_string(d, "step"), step) == 0)
            own[v->document_count++] = (struct lived_document){
                .title = text_in(rq->lang, pack_text(d, "title")),
                .url = arena_printf(rq->arena, "/bibliotheek/voorbeeld/%s/documenten#%s", example->id, d->id),
            };
    }
    v->name = pack_string(pack_list(example->lists, "organisation")->v, "name");
    v->title = text_in(rq->lang, pack_text(e, "title"));
    v->learned = text_in(rq->lang, pack_text(e, "learned"));
    v->texts = lines;
    v->text_count = texts->texts.count;
    v->documents = own;
    return v;
}

static const struct pack *example_of(struct rq *rq, const struct trajectory *t)
{
    const struct pack *p = t->example[0] == '\0' ? NULL : pack_find(rq->site->packs, t->example, 0);
    return p != NULL && p->kind == PACK_EXAMPLE ? p : NULL;
}

/* The other ones to choose from. */
static void add_examples(struct rq *rq, struct step_view *v)
{
    size_t count;
    const struct pack *const *all =
        trajectory_examples(rq->arena, rq->site->packs, v->trajectory->pack, &count);
    struct trajectory_link_line *lines = NEW_ARRAY(rq->arena, struct trajectory_link_line, count + 1);
    for (size_t i = 0; i < count && i < EXAMPLES_SHOWN; i++)
        if (strcmp(all[i]->id, v->trajectory->example) != 0)
            lines[v->example_count++] =
                (struct trajectory_link_line){ .title = text_in(rq->lang, &all[i]->title), .url = all[i]->id };
    v->examples = lines;
}

/* ---- sections ---------------------------------------------------------------------------------------------- */

/* The titles of what a step names in the library; what is not installed is left out. */
static void add_library(struct rq *rq, struct section_view *s, const char *field, enum pack_kind kind,
                        const char *list, const char *path, struct trajectory_link_line *lines)
{
    const struct pack *p = packs_newest(rq->site->packs, kind);
    for (const char *const *id = pack_ids(s->entry, field); p != NULL && *id != NULL; id++) {
        const struct pack_entry *e = pack_entry(pack_list(p->lists, list), *id);
        if (e != NULL && s->method_count < LINKS_SHOWN)
            lines[s->method_count++] = (struct trajectory_link_line){
                .title = text_in(rq->lang, pack_text(e, "title")),
                .url = arena_printf(rq->arena, path, *id),
            };
    }
}

static void add_sections(struct rq *rq, struct step_view *v)
{
    const struct pack *example = example_of(rq, v->trajectory);
    struct section_view *sections = NEW_ARRAY(rq->arena, struct section_view, v->step->section_count);
    const char *titles = "";
    for (int i = 0; i < v->step->section_count; i++) {
        struct section_view *s = &sections[i];
        size_t missing;
        s->entry = v->step->sections[i];
        s->outputs = output_lines(rq, v->trajectory, v->step, s->entry, &s->output_count, &missing);
        s->lived = lived_of(rq, example, s->entry->id);
        struct trajectory_link_line *lines = NEW_ARRAY(rq->arena, struct trajectory_link_line, LINKS_SHOWN);
        add_library(rq, s, "methods", PACK_METHODS, "entries", "/bibliotheek/werkvorm/%s", lines);
        add_library(rq, s, "decks", PACK_CARDS, "decks", "/bibliotheek/kaarten/%s", lines);
        s->methods = lines;
        for (size_t k = 0; k < s->output_count; k++)
            if (s->outputs[k].required && !s->outputs[k].there)
                titles = arena_printf(rq->arena, "%s%s%s", titles, titles[0] == '\0' ? "" : ", ",
                                      s->outputs[k].title);
        v->missing += missing;
    }
    v->sections = sections;
    v->section_count = (size_t)v->step->section_count;
    v->missing_titles = titles;
}

static const char *closed_line(struct rq *rq, const struct trajectory *t, const struct trajectory_step *s)
{
    if (!s->closed_at.set)
        return NULL;
    const char *day = format_date(rq->arena, rq->lang, s->closed_at.v);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    const char *who = s->closed_by.set ? organisation_name_of(names, rq->arena, rq->lang, s->closed_by.v) : "";
    if (s->state == STEP_SKIPPED)
        return arena_printf(rq->arena, tr(rq->lang, "Skipped on %s by %s."), day, who);
    return arena_printf(rq->arena, tr(rq->lang, "Closed on %s by %s."), day, who);
}

struct fault step_show(struct rq *rq)
{
    struct step_view *v = NEW(rq->arena, struct step_view);
    struct fault fault = find(rq, &v->trajectory, &v->step);
    if (fault.status != OK)
        return fault;
    const struct trajectory *t = v->trajectory;
    const struct trajectory_step *steps =
        trajectory_steps(rq->db, rq->arena, t, v->step->cycle, &v->step_count);
    v->base = trajectory_path(rq->arena, t);
    v->url = step_url(rq, t, v->step->id);
    v->guide = trajectory_guides(rq);
    v->reader = trajectory_only_reads(rq);
    v->running = v->step->cycle == t->cycle && !t->ended_at.set;
    v->steps = step_lines(rq, t, steps, v->step_count, v->step->id);
    v->layout = trajectory_layout(rq, t, step_title(rq, v->step), "", NULL, NULL);
    v->layout->lead = arena_printf(rq->arena, tr(rq->lang, "Step %d of %d"), v->step->position + 1,
                                   (int)v->step_count + (int)(steps == NULL ? 0 : steps[0].position));
    v->dates = step_span(rq, v->step);
    v->late = v->step->state == STEP_OPEN && v->step->due_on < organisation_today(rq->arena, rq->now_ms);
    v->closed = closed_line(rq, t, v->step);
    add_sections(rq, v);
    add_examples(rq, v);
    v->moments = moment_lines(rq, t, v->step->id, false, 20, &v->moment_count);
    v->tasks = task_lines(rq, t, v->step->id, false, &v->task_count);
    v->reason = form_field(rq, &step_reason_form, "reason", "");
    v->messages = form_messages(rq, &v->message_count);
    step_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- what a guide does ------------------------------------------------------------------------------------- */

/* A rule's answer: back to the form with its message, or on to the page. */
static struct fault done(struct rq *rq, struct fault f, const struct trajectory *t,
                         const struct trajectory_step *s, const char *notice)
{
    if (f.status == INVALID && f.detail != NULL) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s", s == NULL ? trajectory_path(rq->arena, t) : step_url(rq, t, s->id));
}

/* The words of the organisation, for what is stored. */
static const char *stored_title(struct rq *rq, const struct trajectory_step *s)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    const struct lang *lang = o == NULL ? NULL : lang_find(o->lang);
    return text_in(lang == NULL ? rq->lang : lang, s->title);
}

struct fault step_do_open(struct rq *rq)
{
    const struct trajectory *t;
    const struct trajectory_step *s;
    struct fault f = find(rq, &t, &s);
    if (f.status != OK)
        return f;
    f = trajectory_step_open(rq->db, t, s, stored_title(rq, s), rq->actor.user, rq->now_ms);
    return done(rq, f, t, s, tr(rq->lang, "The step is open."));
}

struct fault step_do_close(struct rq *rq)
{
    const struct trajectory *t;
    const struct trajectory_step *s;
    struct fault f = find(rq, &t, &s);
    if (f.status != OK)
        return f;
    size_t count, missing;
    output_lines(rq, t, s, NULL, &count, &missing);
    f = trajectory_step_close(rq->db, rq->arena, t, s, missing, form_text(rq, "reason"), stored_title(rq, s),
                              rq->actor.user, rq->now_ms);
    return done(rq, f, t, NULL, tr(rq->lang, "The step is closed."));
}

struct fault step_do_skip(struct rq *rq)
{
    const struct trajectory *t;
    const struct trajectory_step *s;
    struct fault f = find(rq, &t, &s);
    if (f.status != OK)
        return f;
    f = trajectory_step_skip(rq->db, rq->arena, t, s, form_text(rq, "reason"), stored_title(rq, s),
                             rq->actor.user, rq->now_ms);
    return done(rq, f, t, NULL, tr(rq->lang, "The step is skipped. You can open it again at any time."));
}

struct fault step_do_reopen(struct rq *rq)
{
    const struct trajectory *t;
    const struct trajectory_step *s;
    struct fault f = find(rq, &t, &s);
    if (f.status != OK)
        return f;
    f = trajectory_step_reopen(rq->db, t, s, form_text(rq, "reason"), stored_title(rq, s), rq->actor.user,
                               rq->now_ms);
    return done(rq, f, t, s, tr(rq->lang, "The step is open again."));
}

/* POST …/meelezen: another example from here on, in every step. */
struct fault step_read_along(struct rq *rq)
{
    const struct trajectory *t;
    const struct trajectory_step *s;
    struct fault f = find(rq, &t, &s);
    if (f.status != OK)
        return f;
    f = trajectory_change(rq->db, rq->arena, rq->site->packs, t, t->name, form_text(rq, "example"), t->edit,
                          rq->actor.user, rq->now_ms);
    return done(rq, f, t, s, tr(rq->lang, "You read along with another example now."));
}
