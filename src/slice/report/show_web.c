/* A report to read: its page, its PDF, its DOCX. All are made on a worker, for a report is long. */
#include <string.h>

#include "show_page.h"
#include "slice/report/view.h"

static const char *const types[] = {
    [REPORT_PDF] = "application/pdf",
    [REPORT_DOCX] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
};

static const struct fault lost = { .status = FAILED,
                                   .msgid = N_(
                                       "What was kept of this report cannot be read. Its PDF and Word file may "
                                       "still be there; tell the administrator."),
                                   .detail = "report page" };

static const char *kept_size(struct rq *rq, const struct report *r, enum report_file file)
{
    return r->state == REPORT_ADOPTED
               ? format_bytes(rq->arena, rq->lang, report_kept_size(rq->db, rq->arena, r, file))
               : "";
}

static const char *mailed_words(struct rq *rq, const struct report *r)
{
    struct report_mailed m = report_mailed(rq->db, rq->arena, r);
    if (m.mailings == 0)
        return NULL;
    return arena_printf(rq->arena,
                        tr_n(rq->lang, "Mailed to %d person on %s.", "Mailed to %d people on %s.", m.receivers),
                        (int)m.receivers, format_time(rq->arena, rq->lang, m.at));
}

static const char *sibling(struct rq *rq, const struct report *r, struct db_int id)
{
    return id.set ? arena_printf(rq->arena, "/organisatie/%lld/traject/%lld/rapport/%lld/bekijken",
                                 (long long)r->organisation, (long long)r->trajectory, (long long)id.v)
                  : NULL;
}

/* GET …/bekijken */
struct fault report_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct report_source from = report_source_of(rq, t);
    struct report_show_view *v = NEW(rq->arena, struct report_show_view);
    v->doc = report_doc(&from, r);
    if (v->doc == NULL)
        return lost;
    v->report = r;
    v->guide = trajectory_guides(rq);
    v->writes = !v->guide && report_may_write(rq, r);
    v->url = report_path(rq->arena, r);
    v->list_url = report_list_url(rq, t);
    v->standing = report_standing(rq->arena, rq->lang, r);
    v->date = v->doc->date;
    v->logo_text = v->doc->logo_alternative;
    if (v->doc->logo.p != NULL)
        v->logo_url = arena_printf(rq->arena, "%s/logo?%lld", v->url, (long long)r->logo.v);
    v->replaced_url = sibling(rq, r, r->replaced);
    v->replaces_url = sibling(rq, r, r->replaces);
    v->pdf_name = report_file_name(rq, r, REPORT_PDF);
    v->docx_name = report_file_name(rq, r, REPORT_DOCX);
    v->pdf_size = kept_size(rq, r, REPORT_PDF);
    v->docx_size = kept_size(rq, r, REPORT_DOCX);
    v->mailed = v->guide ? mailed_words(rq, r) : NULL;
    v->layout = report_layout(rq, t, r, v->doc->title, false);
    v->layout->lead = r->subtitle[0] == '\0' ? NULL : r->subtitle;
    report_show_page(rq_html(rq), v);
    return reply_page(rq);
}

/* What was adopted is sent as it was; of a draft a file is made now. */
static struct fault send(struct rq *rq, enum report_file file)
{
    const struct trajectory *t;
    const struct report *r;
    struct bytes content = { 0 };
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    if (r->state == REPORT_ADOPTED) {
        content = report_kept(rq->db, rq->arena, r, file);
        f = content.p == NULL ? lost : NO_FAULT;
    } else {
        struct report_source from = report_source_of(rq, t);
        const struct doc *d = report_doc(&from, r);
        f = report_write_file(rq->arena, d, file, &content);
    }
    return f.status != OK ? f : reply_file(rq, types[file], report_file_name(rq, r, file), content);
}

/* GET …/rapport.pdf */
struct fault report_pdf(struct rq *rq)
{
    return send(rq, REPORT_PDF);
}

/* GET …/rapport.docx */
struct fault report_docx(struct rq *rq)
{
    return send(rq, REPORT_DOCX);
}
