/* Adopting a report, and mending one that was adopted. */
#include <string.h>

#include "base/clock.h"
#include "show_page.h"
#include "slice/report/view.h"

/* edit: what the report held when it was looked at (report_doc_hash), for more than its own texts can change. */
static const struct field adopt_fields[] = {
    { "by", FIELD_CHOICE, .required = true, .label = N_("Who adopted it?"),
      .message = N_("Choose who adopted it.") },
    { "on", FIELD_DATE, .required = true, .label = N_("On which day?") },
    { "decision", FIELD_TEXT, .max = REPORT_MAX_DECISION, .label = N_("Number of the decision") },
    { "edit", FIELD_TEXT, .required = true, .max = 64, .label = N_("Version") },
};
const struct form_spec report_adopt_form = FORM(adopt_fields);
static const struct field erratum_fields[] = {
    { "reason", FIELD_AREA, .required = true, .max = REPORT_MAX_REASON, .label = N_("What was wrong?"),
      .help = N_("Readers see this in the colophon of the new version."),
      .message = N_("Say what was wrong. Readers see it with the new version.") },
};
const struct form_spec report_erratum_form = FORM(erratum_fields);

/* ---- adopting ---------------------------------------------------------------------------------------------- */

static void add_bodies(struct rq *rq, struct field_view *f)
{
    size_t count = 0;
    while (document_bodies[count] != NULL)
        count++;
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = document_bodies[i],
                                      .label = document_body_label(rq->lang, document_bodies[i]) };
    f->options = o;
    f->option_count = count;
}

/* GET …/vaststellen: made on a worker, for the whole report is looked at. */
struct fault report_adopt_show(struct rq *rq)
{
    const struct trajectory *t;
    struct report_adopt_view *v = NEW(rq->arena, struct report_adopt_view);
    struct fault f = report_find(rq, &t, &v->report);
    if (f.status != OK)
        return f;
    if (report_is_fixed(v->report))
        return FAULT(CONFLICT,
                     N_("This report is fixed: it was adopted or set aside. An erratum mends what was "
                        "adopted."));
    struct report_source from = report_source_of(rq, t);
    v->url = report_path(rq->arena, v->report);
    v->seen = report_doc_hash(rq->arena, report_doc(&from, v->report));
    v->changed = rq->form != NULL && strcmp(form_text(rq, "edit"), v->seen) != 0;
    v->missing = report_missing_of(rq, t, v->report, &v->missing_count);
    v->by = form_field(rq, &report_adopt_form, "by", "");
    add_bodies(rq, v->by);
    v->on = form_field(rq, &report_adopt_form, "on", clock_date(rq->arena, from.today));
    v->decision = form_field(rq, &report_adopt_form, "decision", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = report_layout(
        rq, t, v->report, arena_printf(rq->arena, tr(rq->lang, "Was “%s” adopted?"), v->report->title), true);
    v->layout->wide = false;
    v->layout->failed = v->message_count > 0;
    report_adopt_page(rq_html(rq), v);
    return reply_page(rq);
}

static struct report_adoption sent_adoption(struct rq *rq)
{
    return (struct report_adoption){ .by = form_text(rq, "by"),
                                     .on = form_int(rq, "on"),
                                     .decision = form_text(rq, "decision"),
                                     .seen = form_text(rq, "edit") };
}

/* On a worker: the files are made; what is wrong is told before anything waits for it. */
struct fault report_adopt_prepare(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault answer, f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, t);
    struct report_adoption n = sent_adoption(rq);
    struct report_paper *paper = NEW(rq->arena, struct report_paper);
    f = report_print(&from, r, &n, paper);
    if (!report_settled(rq, f, &answer))
        return answer;
    rq->prepared = paper;
    return NO_FAULT;
}

/* POST …/vaststellen */
struct fault report_adopt_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault answer, f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, t);
    struct report_adoption n = sent_adoption(rq);
    f = report_adopt(&from, r, &n, rq->prepared, rq->actor.user, rq->now_ms);
    if (!report_settled(rq, f, &answer))
        return answer;
    reply_notice(
        rq, tr(rq->lang, "The report is adopted. Its page, its PDF and its Word file stay as they are now."));
    return reply_redirect(rq, "%s/bekijken", report_path(rq->arena, r));
}

/* ---- an erratum -------------------------------------------------------------------------------------------- */

/* GET …/erratum */
struct fault report_erratum_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    if (r->state != REPORT_ADOPTED)
        return FAULT(CONFLICT, N_("An erratum is for a report that was adopted."));
    struct report_erratum_view *v = NEW(rq->arena, struct report_erratum_view);
    v->url = report_path(rq->arena, r);
    v->reason = form_field(rq, &report_erratum_form, "reason", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout =
        report_layout(rq, t, r, arena_printf(rq->arena, tr(rq->lang, "Erratum to “%s”"), r->title), true);
    v->layout->wide = false;
    report_erratum_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/erratum */
struct fault report_erratum_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    int64_t id;
    struct fault answer, f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, t);
    f = report_erratum(&from, r, form_text(rq, "reason"), rq->actor.user, rq->now_ms, &id);
    if (!report_settled(rq, f, &answer))
        return answer;
    reply_notice(
        rq, tr(rq->lang, "Mend it here, then have it adopted. Until then readers keep the version before."));
    return reply_redirect(rq, "%s/%lld/bewerken", report_list_url(rq, t), (long long)id);
}
