/* The documents of a trajectory with what is missing, and a new one. */
#include <stdlib.h>
#include <string.h>

#include "list_page.h"
#include "slice/document/view.h"

enum { PAGE = 30 };

static const struct field new_fields[] = {
    { "title", FIELD_TEXT, .required = true, .max = DOCUMENT_MAX_TITLE, .label = N_("Title"),
      .message = N_("Give the document a title.") },
    { "sort", FIELD_CHOICE, .required = true, .label = N_("What is it?"), .message = N_("Choose what it is.") },
    { "step", FIELD_INT, .label = N_("Step it belongs to") },
    { "section", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Section") },
    { "output", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Result") },
    { "moment", FIELD_INT, .label = N_("Meeting") },
};
const struct form_spec document_new_form = FORM(new_fields);

/* ---- what is missing --------------------------------------------------------------------------------------------- */

struct gaps {
    struct document_gap *v;
    size_t count, capacity;
};

/* Whether a result is made here and not by another part. */
static bool is_ours(const char *base, const struct trajectory_output *o)
{
    size_t n = strlen(base);
    return o->url != NULL && strncmp(o->url, base, n) == 0 && strncmp(o->url + n, "/document", 9) == 0;
}

/* Results of the steps that are open now. */
static void add_outputs(struct rq *rq, const struct trajectory *t, const struct trajectory_step *s,
                        struct gaps *out)
{
    struct trajectory_ask ask = trajectory_ask_of(rq, t);
    const char *base = trajectory_path(rq->arena, t);
    size_t count;
    const struct trajectory_output *o = trajectory_outputs(&ask, rq->site->trajectory_parts, s, &count);
    for (size_t i = 0; i < count; i++)
        if (!o[i].there && is_ours(base, &o[i]))
            *(struct document_gap *)ARENA_PUSH(rq->arena, &out->v, &out->count, &out->capacity) =
                (struct document_gap){ .title = text_in(rq->lang, pack_text(o[i].entry, "title")),
                                       .where = text_in(rq->lang, pack_text(o[i].section, "title")),
                                       .url = o[i].url,
                                       .label = o[i].label,
                                       .state = o[i].state };
}

static bool is_among(const int64_t *ids, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}

/* Meetings that were held and have no minutes; those of a step that asks for minutes as its result stand there already. */
static void add_meetings(struct rq *rq, const struct trajectory *t, const struct trajectory_step *steps,
                         size_t step_count, struct gaps *out)
{
    size_t count, minuted;
    const struct trajectory_moment *m = trajectory_moments(rq->db, rq->arena, t, &count);
    const int64_t *have = document_minuted(rq->db, rq->arena, t, &minuted);
    for (size_t i = 0; i < count; i++) {
        bool open = false;
        for (size_t k = 0; k < step_count; k++)
            open = open || (m[i].step.set && steps[k].id == m[i].step.v && steps[k].state == STEP_OPEN);
        if (open || m[i].cancelled_at.set || m[i].at > rq->now_ms || is_among(have, minuted, m[i].id))
            continue;
        *(struct document_gap *)ARENA_PUSH(rq->arena, &out->v, &out->count, &out->capacity) =
            (struct document_gap){
                .title = arena_printf(rq->arena, tr(rq->lang, "Minutes of %s"), m[i].title),
                .where = format_date(rq->arena, rq->lang, m[i].at),
                .url = arena_printf(rq->arena, "%s/nieuw?sessie=%lld", document_list_url(rq, t),
                                    (long long)m[i].id),
                .label = tr(rq->lang, "Write them"),
                .state = "",
            };
    }
}

/* ---- the list ------------------------------------------------------------------------------------------------------ */

static const char *const tab_ids[] = { "", "draft", "review", "approved", "adopted", "archived" };
static const char *const tab_words[] = { "alle", "concept", "inzage", "goedgekeurd", "vastgesteld", "archief" };
enum { TABS = sizeof tab_ids / sizeof *tab_ids };

/* The filter of the address; 0 = all. */
static int tab_asked(struct rq *rq)
{
    const char *asked = rq_query(rq, "toon");
    for (int i = 0; asked != NULL && i < TABS; i++)
        if (strcmp(tab_words[i], asked) == 0)
            return i;
    return 0;
}

static void add_tabs(struct rq *rq, struct list_view *v, const struct document_counts *n, int current)
{
    const char *labels[TABS] = { tr(rq->lang, "All"),      tr(rq->lang, "Draft"),   tr(rq->lang, "In review"),
                                 tr(rq->lang, "Approved"), tr(rq->lang, "Adopted"), tr(rq->lang, "Set aside") };
    int64_t counts[TABS] = { n->all,
                             n->of_state[DOCUMENT_DRAFT],
                             n->of_state[DOCUMENT_REVIEW],
                             n->of_state[DOCUMENT_APPROVED],
                             n->of_state[DOCUMENT_ADOPTED],
                             n->archived };
    struct document_tab *tabs = NEW_ARRAY(rq->arena, struct document_tab, TABS);
    for (int i = 0; i < TABS; i++)
        if (i == 0 || i == current || counts[i] > 0)
            tabs[v->tab_count++] = (struct document_tab){
                .id = tab_words[i], .label = labels[i], .count = counts[i], .current = i == current
            };
    v->tabs = tabs;
}

static const char *note_of(struct rq *rq, const struct document *d, bool reader)
{
    struct arena *a = rq->arena;
    const char *note = document_sort_label(rq->lang, d->sort);
    if (reader && d->approved_at.set)
        return arena_printf(a, "%s · %s", note, format_date(a, rq->lang, d->approved_at.v));
    if (d->version == 0)
        return arena_printf(a, "%s · %s", note, tr(rq->lang, "nothing written yet"));
    note = arena_printf(a, "%s · %s · %s", note, arena_printf(a, tr(rq->lang, "version %d"), (int)d->version),
                        format_date(a, rq->lang, d->changed_at));
    if (d->state == DOCUMENT_REVIEW && d->review_until.set)
        note = arena_printf(
            a, "%s · %s", note,
            arena_printf(a, tr(rq->lang, "remarks until %s"), format_day(a, rq->lang, d->review_until.v)));
    if (d->open_remarks > 0)
        note =
            arena_printf(a, "%s · %s", note,
                         arena_printf(a, tr_n(rq->lang, "%d open remark", "%d open remarks", d->open_remarks),
                                      (int)d->open_remarks));
    return note;
}

/* The rows come by step, so that a group is a run of them. */
static void add_groups(struct rq *rq, struct list_view *v, const struct trajectory *t,
                       const struct document *list, size_t count)
{
    struct document_group *groups = NEW_ARRAY(rq->arena, struct document_group, count);
    struct document_line *lines = NEW_ARRAY(rq->arena, struct document_line, count);
    for (size_t i = 0; i < count; i++) {
        const struct document *d = &list[i];
        bool same = i > 0 && list[i - 1].step.set == d->step.set && list[i - 1].step.v == d->step.v;
        if (!same) {
            struct document_group *g = &groups[v->group_count++];
            const struct trajectory_step *s =
                d->step.set ? trajectory_step_get(rq->db, rq->arena, t, d->step.v) : NULL;
            g->lines = &lines[i];
            if (s != NULL) {
                g->title = text_in(rq->lang, s->title);
                g->url = arena_printf(rq->arena, "%s/stap/%lld", v->base, (long long)s->id);
            }
        }
        groups[v->group_count - 1].count++;
        lines[i] = (struct document_line){ .url = document_path(rq->arena, d),
                                           .title = v->reader ? d->agreed_title : d->title,
                                           .note = note_of(rq, d, v->reader),
                                           .state = document_state_label(rq, d, v->reader),
                                           .tone = document_tone(d, v->reader) };
    }
    v->groups = groups;
}

static const char *title_of(struct rq *rq, const struct list_view *v)
{
    if (v->gap_count > 0)
        return arena_printf(rq->arena,
                            tr_n(rq->lang, "%d text is still to be written", "%d texts are still to be written",
                                 (int64_t)v->gap_count),
                            (int)v->gap_count);
    if (v->all == 0)
        return tr(rq->lang, "No documents yet");
    return arena_printf(rq->arena, tr_n(rq->lang, "%d document", "%d documents", v->all), (int)v->all);
}

static const char *page_url(struct rq *rq, const struct list_view *v, int tab, int64_t page)
{
    return arena_printf(rq->arena, "%s?toon=%s&pagina=%lld", v->url, tab_words[tab], (long long)page);
}

/* GET …/documenten?toon=STATE&pagina=N */
struct fault document_list_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct list_view *v = NEW(rq->arena, struct list_view);
    v->reader = trajectory_only_reads(rq);
    int tab = v->reader ? 0 : tab_asked(rq);
    const char *asked = rq_query(rq, "pagina");
    int64_t page = asked == NULL ? 1 : strtoll(asked, NULL, 10);
    page = page < 1 || page > 1000 ? 1 : page;
    v->base = trajectory_path(rq->arena, t);
    v->url = document_list_url(rq, t);
    v->writes = (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0 && !t->ended_at.set;
    struct document_counts n = document_counts(rq->db, rq->arena, t);
    v->all = v->reader ? n.agreed : n.all;
    add_tabs(rq, v, &n, tab);
    struct document_filter f = { .state = tab == 0 ? NULL : tab_ids[tab],
                                 .agreed = v->reader,
                                 .skip = (page - 1) * PAGE,
                                 .most = PAGE + 1 };
    size_t count;
    const struct document *list = documents(rq->db, rq->arena, t, &f, &count);
    add_groups(rq, v, t, list, count > PAGE ? PAGE : count);
    if (page > 1)
        v->back = page_url(rq, v, tab, page - 1);
    if (count > PAGE)
        v->on = page_url(rq, v, tab, page + 1);
    if (v->writes && page == 1 && tab == 0) {
        struct gaps gaps = { 0 };
        size_t step_count;
        const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, t->cycle, &step_count);
        for (size_t i = 0; i < step_count; i++)
            if (steps[i].state == STEP_OPEN)
                add_outputs(rq, t, &steps[i], &gaps);
        add_meetings(rq, t, steps, step_count, &gaps);
        v->gaps = gaps.v;
        v->gap_count = gaps.count;
    }
    v->layout = trajectory_layout(rq, t, title_of(rq, v), "/documenten", NULL, NULL);
    if (v->writes) {
        v->layout->action_url = arena_printf(rq->arena, "%s/nieuw", v->url);
        v->layout->action_label = tr(rq->lang, "New document");
    }
    document_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- a new one ----------------------------------------------------------------------------------------------------- */

/* What the address or the form asks for. */
struct asked {
    const struct trajectory_step *step;
    const struct pack_entry *section, *output; /* NULL = none */
    const struct trajectory_moment *moment;
};

static int64_t number_asked(struct rq *rq, const char *query, const char *field)
{
    if (rq->form != NULL)
        return form_int(rq, field).v;
    const char *s = rq_query(rq, query);
    return s == NULL || strspn(s, "0123456789") != strlen(s) || strlen(s) > 18 ? 0 : strtoll(s, NULL, 10);
}

static const char *text_asked(struct rq *rq, const char *query, const char *field)
{
    const char *s = rq->form != NULL ? form_text(rq, field) : rq_query(rq, query);
    return s == NULL ? "" : s;
}

static const struct trajectory_moment *find_moment(struct rq *rq, const struct trajectory *t, int64_t id,
                                                   const char *source)
{
    size_t count;
    const struct trajectory_moment *m = trajectory_moments(rq->db, rq->arena, t, &count);
    for (size_t i = 0; i < count; i++)
        if (id != 0 ? m[i].id == id : strcmp(m[i].source, source) == 0)
            return &m[i];
    return NULL;
}

static struct asked read_asked(struct rq *rq, const struct trajectory *t)
{
    struct asked q = { 0 };
    int64_t step = number_asked(rq, "stap", "step"), moment = number_asked(rq, "sessie", "moment");
    const char *section = text_asked(rq, "deel", "section"), *output = text_asked(rq, "uitvoer", "output");
    if (step != 0)
        q.step = trajectory_step_get(rq->db, rq->arena, t, step);
    for (int i = 0; q.step != NULL && i < q.step->section_count; i++)
        if (strcmp(q.step->sections[i]->id, section) == 0)
            q.section = q.step->sections[i];
    if (q.section != NULL)
        q.output = document_output_entry(t, section, output);
    if (moment != 0)
        q.moment = find_moment(rq, t, moment, NULL);
    else if (q.output != NULL && strcmp(pack_string(q.output, "kind"), "minutes") == 0)
        q.moment = find_moment(rq, t, 0, arena_printf(rq->arena, "%d:%s", q.step->cycle, section));
    if (q.moment != NULL && q.step == NULL && q.moment->step.set)
        q.step = trajectory_step_get(rq->db, rq->arena, t, q.moment->step.v);
    return q;
}

/* What it will be, when the address settles that; DOCUMENT_SORTS = the person chooses. */
static enum document_sort sort_settled(const struct asked *q)
{
    if (q->output != NULL)
        return strcmp(pack_string(q->output, "kind"), "minutes") == 0 ? DOCUMENT_MINUTES : DOCUMENT_OUTPUT;
    return q->moment != NULL ? DOCUMENT_MINUTES : DOCUMENT_SORTS;
}

static const char *title_proposed(struct rq *rq, const struct asked *q)
{
    const struct lang *lang = document_lang(rq);
    if (q->output != NULL)
        return text_in(lang, pack_text(q->output, "title"));
    if (q->moment == NULL)
        return "";
    return arena_printf(rq->arena, tr(lang, "Minutes of %s, %s"), q->moment->title,
                        format_date(rq->arena, lang, q->moment->at));
}

static struct field_view *step_field(struct rq *rq, const struct trajectory *t, const struct asked *q)
{
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, t->cycle, &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = document_number(rq, steps[i].id),
                                      .label = text_in(rq->lang, steps[i].title) };
    struct field_view *f =
        form_field(rq, &document_new_form, "step", q->step == NULL ? "" : document_number(rq, q->step->id));
    f->options = o;
    f->option_count = count;
    return f;
}

static void add_questions(struct rq *rq, struct new_view *v, const struct asked *q)
{
    const struct pack_value *list = pack_value(q->output, "questions");
    const char **texts = NEW_ARRAY(rq->arena, const char *, (size_t)list->texts.count);
    for (int i = 0; i < list->texts.count; i++)
        texts[v->question_count++] = text_in(rq->lang, &list->texts.v[i]);
    v->questions = texts;
}

static const struct fault no_minutes = { .status = DENIED,
                                         .msgid = N_("Minutes are begun by a guide or a minute-taker.") };

/* GET …/documenten/nieuw?stap=&deel=&uitvoer=, or ?sessie= */
struct fault document_new_show(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    struct asked q = read_asked(rq, t);
    enum document_sort settled = sort_settled(&q);
    if (settled == DOCUMENT_MINUTES && !document_may_lead(rq->actor.roles))
        return no_minutes;
    struct new_view *v = NEW(rq->arena, struct new_view);
    v->list_url = document_list_url(rq, t);
    v->url = arena_printf(rq->arena, "%s/nieuw", v->list_url);
    v->title = form_field(rq, &document_new_form, "title", title_proposed(rq, &q));
    v->sort = form_field(rq, &document_new_form, "sort",
                         settled == DOCUMENT_SORTS ? "text" : document_sort_name(settled));
    document_sort_options(rq, v->sort, document_may_lead(rq->actor.roles));
    v->step = step_field(rq, t, &q);
    v->section = form_field(rq, &document_new_form, "section", q.output == NULL ? "" : q.section->id)->value;
    v->output = form_field(rq, &document_new_form, "output", q.output == NULL ? "" : q.output->id)->value;
    v->moment =
        form_field(rq, &document_new_form, "moment", q.moment == NULL ? "" : document_number(rq, q.moment->id))
            ->value;
    if (settled != DOCUMENT_SORTS)
        v->sort->type = "hidden";
    if (q.output != NULL) {
        add_questions(rq, v, &q);
        const struct document *there =
            document_of_output(rq->db, rq->arena, t, q.step->id, q.section->id, q.output->id);
        if (there != NULL) {
            v->there_url = document_path(rq->arena, there);
            v->there_title = there->title;
        }
    }
    if (q.step != NULL && (q.output != NULL || q.moment != NULL)) {
        v->step_id = document_number(rq, q.step->id);
        v->step_title = text_in(rq->lang, q.section != NULL ? pack_text(q.section, "title") : q.step->title);
    }
    v->messages = form_messages(rq, &v->message_count);
    v->layout = trajectory_layout(rq, t, tr(rq->lang, "New document"), "/documenten", v->list_url,
                                  tr(rq->lang, "Documents"));
    v->layout->wide = false;
    document_new_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/documenten/nieuw: an empty draft; on to the page where it is written. */
struct fault document_create(struct rq *rq)
{
    const struct trajectory *t = trajectory_of(rq);
    if (t == NULL)
        return trajectory_missing();
    if (t->ended_at.set)
        return FAULT(CONFLICT, N_("This trajectory has ended. A guide can let it go on, in its settings."));
    struct asked q = read_asked(rq, t);
    enum document_sort sort = sort_settled(&q);
    if (sort == DOCUMENT_SORTS && !document_sort_find(form_text(rq, "sort"), &sort)) {
        form_fail(rq, "sort", N_("Choose what it is."));
        return form_again(rq);
    }
    if (sort == DOCUMENT_MINUTES && !document_may_lead(rq->actor.roles))
        return no_minutes;
    struct document_new n = { .sort = sort,
                              .title = form_text(rq, "title"),
                              .step = q.step == NULL ? 0 : q.step->id,
                              .moment = q.moment == NULL ? 0 : q.moment->id,
                              .section = q.output == NULL ? "" : q.section->id,
                              .output = q.output == NULL ? "" : q.output->id,
                              .content = "",
                              .everyone = sort != DOCUMENT_MINUTES,
                              .user = rq->actor.user };
    int64_t id;
    struct fault answer, f = document_make(rq->db, rq->arena, t, &n, rq->now_ms, &id);
    if (!document_settled(rq, f, &answer))
        return answer;
    return reply_redirect(rq, "%s/document/%lld/bewerken", trajectory_path(rq->arena, t), (long long)id);
}
