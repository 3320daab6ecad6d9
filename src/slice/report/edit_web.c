/* A report that is being made: its sections, or the text of a short form; how it stands. */
#include <string.h>

#include "base/utf8.h"
#include "doc/pdf.h"
#include "edit_page.h"
#include "slice/report/view.h"

static const struct field content_fields[] = {
    { "content", FIELD_AREA, .required = true, .max = REPORT_MAX_SHORT, .label = N_("Text"),
      .message = N_("There is no text in it yet.") },
    { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },
    { "do", FIELD_TEXT, .max = 20, .label = N_("What to do") },
};
const struct form_spec report_content_form = FORM(content_fields);
static const struct field edit_fields[] = { { "edit", FIELD_INT, .required = true, .max = INT32_MAX,
                                              .label = N_("Version") } };
const struct form_spec report_edit_form = FORM(edit_fields);
static const char *const places[] = { "up", "down", "show", "hide", NULL };
static const struct field place_fields[] = {
    { "do", FIELD_CHOICE, .required = true, .choices = places, .label = N_("What to do") },
    { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },
};
const struct form_spec report_place_form = FORM(place_fields);
static const struct field state_fields[] = {
    { "ready", FIELD_TICK, .label = N_("It is ready") },
    { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },
};
const struct form_spec report_state_form = FORM(state_fields);

/* GET …/rapport/:report: where news and lists lead to. */
struct fault report_open(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    bool edits = trajectory_guides(rq) && r->state != REPORT_ADOPTED;
    return reply_redirect(rq, "%s/%s", report_path(rq->arena, r), edits ? "bewerken" : "bekijken");
}

/* ---- the page -------------------------------------------------------------------------------------------- */

static void add_sections(struct rq *rq, const struct trajectory *t, struct report_edit_view *v)
{
    struct report_source from = report_source_of(rq, t);
    const struct report_section *s = report_sections(&from, v->report, &v->section_count);
    const struct report_gaps *gaps = report_gaps(&from, v->report, s, v->section_count, rq->lang);
    struct report_section_line *lines = NEW_ARRAY(rq->arena, struct report_section_line, v->section_count);
    for (size_t i = 0; i < v->section_count; i++) {
        lines[i] = (struct report_section_line){ .section = &s[i],
                                                 .lang = v->report->lang->html,
                                                 .url = arena_printf(rq->arena, "%s/deel/%s", v->url, s[i].key),
                                                 .gaps = gaps[i],
                                                 .first = i == 0,
                                                 .last = i + 1 == v->section_count };
        if (s[i].shown)
            v->gap_count += gaps[i].count;
    }
    v->sections = lines;
}

static bool wants_preview(struct rq *rq)
{
    return rq->form != NULL && rq->route->form == &report_content_form &&
           strcmp(form_text(rq, "do"), "preview") == 0;
}

/* How many pages the text takes, as it is stored or as it was typed; 0 when nobody can tell. */
static size_t count_pages(struct rq *rq, const struct trajectory *t, const struct report *r,
                          const char *content)
{
    struct report_source from = report_source_of(rq, t);
    struct report typed = *r;
    typed.content = content;
    size_t pages = 0;
    const struct doc *d = report_doc(&from, &typed);
    return d != NULL && doc_pdf_pages(d, &pages) == OK ? pages : 0;
}

static void add_content(struct rq *rq, const struct trajectory *t, struct report_edit_view *v)
{
    const struct report *r = v->report;
    bool typed = rq->form != NULL && rq->route->form == &report_content_form;
    v->content = form_field(rq, &report_content_form, "content", r->content);
    const char *mine = utf8_clean(rq->arena, v->content->value);
    if (typed && !wants_preview(rq) && report_is_behind(rq, r->edit)) {
        v->conflict = report_conflict_of(rq, r, "content", r->content, mine);
        v->edit = report_number(rq, r->edit);
    } else if (typed) {
        v->edit = report_number(rq, form_int(rq, "edit").v);
    }
    if (wants_preview(rq))
        v->preview = mine;
    if (!typed || wants_preview(rq))
        v->pages = count_pages(rq, t, r, mine);
    struct report_source from = report_source_of(rq, t);
    v->stale = !report_short_is_current(&from, r);
}

static struct fault show(struct rq *rq, const struct trajectory *t, const struct report *r)
{
    struct fault f = report_writing(rq, r);
    if (f.status != OK)
        return f;
    struct report_edit_view *v = NEW(rq->arena, struct report_edit_view);
    v->report = r;
    v->guide = trajectory_guides(rq);
    v->url = report_path(rq->arena, r);
    v->edit = report_number(rq, r->edit);
    v->standing = report_standing(rq->arena, rq->lang, r);
    v->erratum = r->replaces.set ? r->reason : NULL;
    v->pdf_name = report_file_name(rq, r, REPORT_PDF);
    v->docx_name = report_file_name(rq, r, REPORT_DOCX);
    if (r->form == REPORT_FINAL)
        add_sections(rq, t, v);
    else
        add_content(rq, t, v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = report_layout(
        rq, t, r, v->conflict != NULL ? tr(rq->lang, "Somebody else stored a text while you wrote") : r->title,
        false);
    v->layout->lead = arena_printf(rq->arena, "%s · %s", report_form_label(rq->lang, r->form), v->standing);
    v->layout->failed = v->message_count > 0 || v->conflict != NULL;
    report_edit_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/bewerken; also shows the form of a text again: with messages, its preview, or what somebody else stored. */
struct fault report_edit_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    return f.status != OK ? f : show(rq, t, r);
}

/* ---- acts -------------------------------------------------------------------------------------------------- */

/* Back to the page with a message; whoever was second looks again at what is there now. */
static struct fault back(struct rq *rq, const struct report *r, struct fault f, const char *notice,
                         const char *anchor)
{
    if (f.status == CONFLICT && f.detail != NULL)
        notice = tr(rq->lang, f.msgid);
    else if (f.status != OK)
        return f;
    if (notice != NULL)
        reply_notice(rq, notice);
    return reply_redirect(rq, "%s/bewerken%s", report_path(rq->arena, r), anchor);
}

/* On a worker: a preview is laid out on paper, and answered without writing anything. */
struct fault report_content_prepare(struct rq *rq)
{
    return wants_preview(rq) ? report_edit_show(rq) : NO_FAULT;
}

/* POST …/tekst: the text of a short form. */
struct fault report_content_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault answer, f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    f = report_write(rq->db, r, form_text(rq, "content"), form_int(rq, "edit").v, rq->actor.user, rq->now_ms);
    if (!report_settled(rq, f, &answer))
        return answer;
    return back(rq, r, f, tr(rq->lang, "Your text is stored."), "");
}

/* POST …/opnieuw: the text from the data of now. */
struct fault report_content_again(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, t);
    f = report_write_again(&from, r, form_int(rq, "edit").v, rq->actor.user, rq->now_ms);
    return back(rq, r, f, tr(rq->lang, "The text is made again. What stood there is under “What changed”."),
                "");
}

/* POST …/deel/:section/plaats: one place up or down, in or out. */
struct fault report_place_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, t);
    const char *act = form_text(rq, "do"), *key = rq_param(rq, "section");
    int64_t edit = form_int(rq, "edit").v;
    if (strcmp(act, "up") == 0 || strcmp(act, "down") == 0)
        f = report_section_move(&from, r, key, act[0] == 'u' ? -1 : 1, edit, rq->now_ms);
    else
        f = report_section_show(&from, r, key, strcmp(act, "show") == 0, edit, rq->now_ms);
    return back(rq, r, f, NULL, arena_printf(rq->arena, "#deel-%s", key));
}

/* POST …/stand */
struct fault report_state_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    bool ready = form_tick(rq, "ready");
    f = report_set_ready(rq->db, r, ready, form_int(rq, "edit").v, rq->actor.user, rq->now_ms);
    return back(rq, r, f,
                ready ? tr(rq->lang, "The report is ready. It can be adopted now.")
                      : tr(rq->lang, "It is a draft again."),
                "");
}

static struct fault set_aside(struct rq *rq, bool aside, const char *notice)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status == OK)
        f = report_archive(rq->db, r, aside, rq->actor.user, rq->now_ms);
    if (f.status != OK)
        return f;
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s", report_list_url(rq, t));
}

/* POST …/opzij */
struct fault report_aside_save(struct rq *rq)
{
    return set_aside(rq, true,
                     tr(rq->lang, "The report is set aside. You can take it back at the bottom of this page."));
}

/* POST …/terughalen */
struct fault report_back_save(struct rq *rq)
{
    return set_aside(rq, false, tr(rq->lang, "The report is back."));
}
