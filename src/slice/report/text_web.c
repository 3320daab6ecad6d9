/* What people write beside a section, and what was changed in a report. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "slice/report/view.h"
#include "text_page.h"

enum { CHANGES_PAGE = 30, WAS_SHOWN = 200 };

static const struct field text_fields[] = {
    { "lead", FIELD_AREA, .max = REPORT_MAX_OWN, .label = N_("Own text before it") },
    { "tail", FIELD_AREA, .max = REPORT_MAX_OWN, .label = N_("Own text after it") },
    { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },
    { "do", FIELD_TEXT, .max = 20, .label = N_("What to do") },
};
const struct form_spec report_text_form = FORM(text_fields);

/* The section of the path, of a report in which this person may write. */
static struct fault find_section(struct rq *rq, const struct trajectory **t, const struct report **r,
                                 const struct report_section **s)
{
    struct fault f = report_find(rq, t, r);
    if (f.status == OK)
        f = report_writing(rq, *r);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, *t);
    *s = report_section_get(&from, *r, rq_param(rq, "section"));
    return *s == NULL ? FAULT(NOT_FOUND, N_("This report has no such section.")) : NO_FAULT;
}

static bool wants_preview(struct rq *rq)
{
    return rq->form != NULL && strcmp(form_text(rq, "do"), "preview") == 0;
}

/* One of the two texts: what only the other one changed stands in the field, what both changed is shown, put together
 * when that can be. */
static const struct report_conflict *meet(struct rq *rq, const struct report *r, struct report_text_view *v,
                                          struct field_view *f, const char *base, const char *theirs)
{
    const char *mine = utf8_clean(rq->arena, f->value), *merged;
    if (strcmp(base, theirs) == 0 || strcmp(mine, theirs) == 0)
        return NULL;
    if (strcmp(base, mine) == 0) {
        f->value = theirs;
        v->taken_over = true;
        return NULL;
    }
    const char *field = arena_printf(rq->arena, "%s:%s", f == v->lead ? "lead" : "tail", v->section->key);
    struct report_conflict *c = report_conflict_of(rq, r, field, theirs, mine);
    c->merged = text_merge(rq->arena, base, mine, theirs, &merged);
    if (c->merged)
        f->value = merged;
    return c;
}

static void add_conflicts(struct rq *rq, const struct trajectory *t, const struct report *r,
                          struct report_text_view *v)
{
    const struct report_section *s = v->section;
    struct report_source from = report_source_of(rq, t);
    struct report_own base = report_section_before(&from, r, s, form_int(rq, "edit").v);
    /* A form begins with the skeleton where nothing is written yet. */
    const char *lead = base.lead[0] == '\0' ? v->skeleton : base.lead;
    v->lead_conflict = meet(rq, r, v, v->lead, lead, s->lead);
    if (v->tail != NULL)
        v->tail_conflict = meet(rq, r, v, v->tail, base.tail, s->tail);
    v->edit = report_number(rq, s->edit);
}

static struct fault show(struct rq *rq, const struct trajectory *t, const struct report *r,
                         const struct report_section *s)
{
    struct report_source from = report_source_of(rq, t);
    struct report_text_view *v = NEW(rq->arena, struct report_text_view);
    v->section = s;
    v->back = arena_printf(rq->arena, "%s/bewerken#deel-%s", report_path(rq->arena, r), s->key);
    v->url = arena_printf(rq->arena, "%s/deel/%s", report_path(rq->arena, r), s->key);
    v->skeleton = report_section_skeleton(&from, r, s);
    v->lead = form_field(rq, &report_text_form, "lead", s->lead[0] == '\0' ? v->skeleton : s->lead);
    v->tail = s->own ? NULL : form_field(rq, &report_text_form, "tail", s->tail);
    if (s->own)
        v->lead->label = tr(rq->lang, "Text");
    else
        v->gaps = report_gaps(&from, r, s, 1, rq->lang)[0];
    v->edit = report_number(rq, rq->form != NULL ? form_int(rq, "edit").v : s->edit);
    v->preview = wants_preview(rq);
    if (!v->preview && report_is_behind(rq, s->edit))
        add_conflicts(rq, t, r, v);
    bool conflict = v->lead_conflict != NULL || v->tail_conflict != NULL || v->taken_over;
    v->messages = form_messages(rq, &v->message_count);
    v->layout = report_layout(
        rq, t, r, conflict ? tr(rq->lang, "Somebody else stored a text while you wrote") : s->title, true);
    v->layout->wide = conflict;
    v->layout->failed = v->layout->failed || conflict;
    v->layout->failed = v->message_count > 0;
    report_text_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/deel/:section; also shows the form again: with messages, its preview, or what somebody else stored. */
struct fault report_text_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    const struct report_section *s;
    struct fault f = find_section(rq, &t, &r, &s);
    return f.status != OK ? f : show(rq, t, r, s);
}

/* POST …/deel/:section */
struct fault report_text_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    const struct report_section *s;
    struct fault answer, f = find_section(rq, &t, &r, &s);
    if (f.status != OK)
        return f;
    if (wants_preview(rq))
        return show(rq, t, r, s);
    struct report_source from = report_source_of(rq, t);
    struct report_own own = { .lead = form_text(rq, "lead"),
                              .tail = s->own ? "" : form_text(rq, "tail"),
                              .edit = form_int(rq, "edit").v };
    f = report_section_write(&from, r, s, &own, rq->actor.user, rq->now_ms);
    if (!report_settled(rq, f, &answer))
        return answer;
    reply_notice(rq, tr(rq->lang, "Your text is stored."));
    return reply_redirect(rq, "%s/bewerken#deel-%s", report_path(rq->arena, r), s->key);
}

/* ---- what changed -------------------------------------------------------------------------------------------- */

/* The first characters of a text. */
static const char *beginning(struct arena *a, const char *text, size_t characters)
{
    const char *end = text;
    for (; *end != '\0'; end++)
        if (((unsigned char)*end & 0xC0) != 0x80 && characters-- == 0)
            return arena_printf(a, "%s…", arena_strndup(a, text, (size_t)(end - text)));
    return text;
}

static const char *was_words(struct rq *rq, const struct report_change *c)
{
    if (c->was[0] == '\0')
        return tr(rq->lang, "nothing");
    if (strcmp(c->field, "cover") == 0 || strcmp(c->field, "contents") == 0)
        return tr(rq->lang, "yes");
    if (strcmp(c->field, "lang") == 0 && lang_find(c->was) != NULL)
        return lang_find(c->was)->name;
    return beginning(rq->arena, c->was, WAS_SHOWN);
}

/* GET …/wijzigingen */
struct fault report_changes_show(struct rq *rq)
{
    const struct trajectory *t;
    struct report_changes_view *v = NEW(rq->arena, struct report_changes_view);
    struct fault f = report_find(rq, &t, &v->report);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, t);
    const char *asked = rq_query(rq, "voor");
    int64_t before = asked == NULL ? INT64_MAX : strtoll(asked, NULL, 10);
    size_t count, sections;
    const struct report_change *c =
        report_changes(rq->db, rq->arena, v->report, before, CHANGES_PAGE + 1, &count);
    const struct report_section *s = report_sections(&from, v->report, &sections);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, t->organisation);
    struct report_change_line *lines = NEW_ARRAY(rq->arena, struct report_change_line, count);
    v->url = report_path(rq->arena, v->report);
    v->restores = !report_is_fixed(v->report);
    for (; v->count < count && v->count < CHANGES_PAGE; v->count++) {
        const struct report_change *one = &c[v->count];
        lines[v->count] = (struct report_change_line){
            .id = one->id,
            .what = report_field_words(rq, s, sections, one->field),
            .who = organisation_name_of(names, rq->arena, rq->lang, one->user.set ? one->user.v : 0),
            .when = format_time(rq->arena, rq->lang, one->at),
            .was = was_words(rq, one),
            .text = report_change_is_text(one) && one->was[0] != '\0',
        };
    }
    if (count > CHANGES_PAGE)
        v->older =
            arena_printf(rq->arena, "%s/wijzigingen?voor=%lld", v->url, (long long)c[CHANGES_PAGE - 1].id);
    v->lines = lines;
    v->layout = report_layout(rq, t, v->report, tr(rq->lang, "What changed in this report"), true);
    report_changes_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/wijzigingen/:change/terug */
struct fault report_change_back(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    const struct report_change *c = report_change_get(rq->db, rq->arena, r, rq_id(rq, "change"));
    if (c == NULL || !report_change_is_text(c))
        return FAULT(NOT_FOUND, N_("This text is not kept."));
    struct report_source from = report_source_of(rq, t);
    f = report_change_undo(&from, r, c, rq->actor.user, rq->now_ms);
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "The text is back. What stood there is kept as well."));
    return reply_redirect(rq, "%s/wijzigingen", report_path(rq->arena, r));
}
