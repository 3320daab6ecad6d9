/* Adoption: what was looked at is printed, kept and never changes; an erratum is a new report. */
#include <string.h>

#include "base/utf8.h"
#include "doc/docx.h"
#include "doc/pdf.h"
#include "doc/store.h"
#include "lib/sodium.h"
#include "report_sql.h"
#include "slice/report/rules.h"

enum { PIECE = 256 * 1024 };

static const char PDF_TYPE[] = "application/pdf";
static const char DOCX_TYPE[] = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

static struct attachment_owner papers(const struct report *r)
{
    return (struct attachment_owner){ r->organisation, "report-paper", r->id };
}

/* ---- what is adopted ------------------------------------------------------------------------------------ */

static bool is_body(const char *by)
{
    for (size_t i = 0; document_bodies[i] != NULL; i++)
        if (strcmp(document_bodies[i], by) == 0)
            return true;
    return false;
}

static struct fault check(const struct report_source *from, const struct report *r,
                          const struct report_adoption *n)
{
    if (report_is_fixed(r))
        return report_not_changed(r);
    if (!is_body(n->by))
        return fault_at(INVALID, "by", N_("Choose who adopted it."));
    if (!n->on.set || n->on.v > from->today || n->on.v < 0)
        return fault_at(INVALID, "on", N_("Give the day of the decision. It cannot be after today."));
    if (utf8_length(n->decision) > REPORT_MAX_DECISION)
        return fault_at(INVALID, "decision", N_("Keep it within 80 characters."));
    return NO_FAULT;
}

/* The report as it reads once it is adopted; NULL when it is no longer what was seen. */
static struct doc *adopted_doc(const struct report_source *from, const struct report *r,
                               const struct report_adoption *n)
{
    struct doc *d = report_doc(from, r);
    if (strcmp(report_doc_hash(from->arena, d), n->seen) != 0)
        return NULL;
    struct report after = *r;
    after.state = REPORT_ADOPTED;
    after.adopted_by = n->by;
    after.adopted_on = n->on;
    after.decision = n->decision;
    d->state = report_standing(from->arena, r->lang, &after);
    d->date = format_date(from->arena, r->lang, n->on.v * REPORT_DAY_MS + REPORT_DAY_MS / 2);
    d->created_ms = n->on.v * REPORT_DAY_MS;
    return d;
}

static const struct fault changed = {
    .status = CONFLICT,
    .msgid =
        N_("Something in this report changed since you looked at it. Look at it again before it is adopted."),
    .detail = "seen",
};

/* ---- on paper --------------------------------------------------------------------------------------------- */

static enum status print(struct arena *a, const struct doc *d,
                         enum status (*write)(const struct doc *, struct buf *), struct bytes *file)
{
    struct buf out;
    buf_init(&out, REPORT_MAX_FILE);
    enum status st = write(d, &out);
    if (st == OK)
        *file = (struct bytes){ arena_strndup(a, out.p, out.n), out.n };
    buf_release(&out);
    return st;
}

struct fault report_write_file(struct arena *a, const struct doc *d, enum report_file file, struct bytes *out)
{
    enum status st = print(a, d, file == REPORT_PDF ? doc_pdf_write : doc_docx_write, out);
    if (st == OK)
        return NO_FAULT;
    return FAULT(
        st, st == TOO_LARGE ? N_("The report is too large for one file. Leave out a section, or use a smaller "
                                 "logo.")
            : st == INVALID ? N_("The logo cannot be printed. Choose another picture.")
                            : N_("This installation cannot make PDF and Word files. Ask its administrator."));
}

struct fault report_print(const struct report_source *from, const struct report *r,
                          const struct report_adoption *n, struct report_paper *out)
{
    struct fault f = check(from, r, n);
    if (f.status != OK)
        return f;
    out->doc = adopted_doc(from, r, n);
    if (out->doc == NULL)
        return changed;
    f = report_write_file(from->arena, out->doc, REPORT_PDF, &out->pdf);
    return f.status == OK ? report_write_file(from->arena, out->doc, REPORT_DOCX, &out->docx) : f;
}

/* ---- keeping it ----------------------------------------------------------------------------------------------- */

static void keep_page(struct db *db, const struct report *r, struct bytes page)
{
    for (size_t at = 0, position = 0; at < page.n; at += PIECE, position++)
        report_q_page_insert(
            db, r->id, (int64_t)position,
            (struct bytes){ (const char *)page.p + at, page.n - at < PIECE ? page.n - at : PIECE });
}

static void keep_file(const struct report_source *from, const struct report *r, const char *name,
                      const char *type, struct bytes content, int64_t user, int64_t now_ms)
{
    struct attachment_owner owner = papers(r);
    struct attachment_new n = { .name = name, .type = type, .content = content, .user = user };
    attachment_put(from->db, from->arena, &owner, &n, now_ms);
}

struct fault report_adopt(const struct report_source *from, const struct report *r,
                          const struct report_adoption *n, const struct report_paper *paper, int64_t user,
                          int64_t now_ms)
{
    struct fault f = check(from, r, n);
    if (f.status != OK)
        return f;
    struct doc *d = adopted_doc(from, r, n);
    struct bytes page = d == NULL ? (struct bytes){ 0 } : report_doc_bytes(from->arena, d);
    if (page.p == NULL)
        return changed;
    if (report_q_adopt(from->db, r->organisation, r->id, n->by, n->on.v, n->decision, now_ms, id_or_null(user),
                       crypto_digest_hex(from->arena, page)) == 0)
        return report_not_changed(r);
    keep_page(from->db, r, page);
    keep_file(from, r, "rapport.pdf", PDF_TYPE, paper->pdf, user, now_ms);
    keep_file(from, r, "rapport.docx", DOCX_TYPE, paper->docx, user, now_ms);
    trajectory_event(from->db, r->trajectory, "report.adopted", r->id, r->title, n->decision, user, now_ms);
    return NO_FAULT;
}

static struct bytes kept_page(struct db *db, struct arena *a, int64_t report)
{
    size_t count, n = 0;
    const struct report_page_list *rows = report_q_page_list(db, a, report, &count);
    for (size_t i = 0; i < count; i++)
        n += rows[i].content.n;
    char *page = arena_alloc(a, n + 1);
    n = 0;
    for (size_t i = 0; i < count; i++) {
        memcpy(page + n, rows[i].content.p, rows[i].content.n);
        n += rows[i].content.n;
    }
    return (struct bytes){ page, n };
}

struct doc *report_kept_page(const struct report_source *from, const struct report *r)
{
    struct doc *d = NULL;
    if (doc_store_read(from->arena, kept_page(from->db, from->arena, r->id), &d) != OK)
        return NULL;
    d->logo = report_logo(from->db, from->arena, r);
    return d;
}

/* NULL when it is gone. */
static const struct attachment *kept_file(struct db *db, struct arena *a, const struct report *r,
                                          enum report_file file)
{
    struct attachment_owner owner = papers(r);
    size_t count;
    const struct attachment *all = attachments(db, a, &owner, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].type, file == REPORT_PDF ? PDF_TYPE : DOCX_TYPE) == 0)
            return &all[i];
    return NULL;
}

struct bytes report_kept(struct db *db, struct arena *a, const struct report *r, enum report_file file)
{
    const struct attachment *kept = kept_file(db, a, r, file);
    return kept == NULL ? (struct bytes){ 0 } : attachment_read(db, a, kept);
}

int64_t report_kept_size(struct db *db, struct arena *a, const struct report *r, enum report_file file)
{
    const struct attachment *kept = kept_file(db, a, r, file);
    return kept == NULL ? 0 : kept->size;
}

void report_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                   void *context, int64_t *adopted)
{
    size_t count;
    const struct report_adopted_all *rows = report_q_adopted_all(db, a, &count);
    *adopted = (int64_t)count;
    for (size_t i = 0; i < count && db_status(db) == OK; i++) {
        struct arena scratch;
        arena_init(&scratch);
        if (strcmp(crypto_digest_hex(&scratch, kept_page(db, &scratch, rows[i].id)), rows[i].page_hash) != 0)
            found(context,
                  arena_printf(a, "report %lld: its page is not what was adopted", (long long)rows[i].id));
        struct report r = { .id = rows[i].id, .organisation = rows[i].organisation_id };
        if (report_kept(db, &scratch, &r, REPORT_PDF).p == NULL ||
            report_kept(db, &scratch, &r, REPORT_DOCX).p == NULL)
            found(context,
                  arena_printf(a, "report %lld: a file that was adopted is gone", (long long)rows[i].id));
        arena_release(&scratch);
    }
}

/* ---- errata -------------------------------------------------------------------------------------------------- */

/* The logo is a file of one report: the erratum has its own. */
static void copy_logo(const struct report_source *from, const struct report *r, const struct report *copy,
                      int64_t user, int64_t now_ms)
{
    struct attachment_owner owner = report_files(r);
    const struct attachment *file =
        r->logo.set ? attachment_get(from->db, from->arena, &owner, r->logo.v) : NULL;
    if (file == NULL)
        return;
    struct attachment_new n = { .name = file->name,
                                .type = file->type,
                                .hash = file->hash,
                                .content = attachment_read(from->db, from->arena, file),
                                .user = user };
    (void)report_set_logo(from->db, from->arena, copy, &n, copy->edit, now_ms);
}

struct fault report_erratum(const struct report_source *from, const struct report *r, const char *reason,
                            int64_t user, int64_t now_ms, int64_t *id)
{
    const struct report_erratum_of *there = report_q_erratum_of(from->db, from->arena, r->organisation, r->id);
    if (there != NULL) {
        *id = there->id;
        return NO_FAULT;
    }
    if (r->state != REPORT_ADOPTED)
        return FAULT(CONFLICT, N_("An erratum is for a report that was adopted."));
    if (reason[0] == '\0' || utf8_length(reason) > REPORT_MAX_REASON)
        return fault_at(INVALID, "reason", N_("Say what was wrong, in at most 500 characters."));
    *id =
        report_q_insert(from->db, from->arena, r->organisation, r->trajectory, r->cycle,
                        report_form_name(r->form), r->title, r->subtitle, r->lang->code, r->cover, r->contents,
                        r->content, r->made_hash, id_or_null(user), now_ms, DB_SOME(r->id), reason)
            ->id;
    report_q_section_copy(from->db, r->id, *id);
    const struct report *copy = report_get(from->db, from->arena, from->trajectory, *id);
    if (copy != NULL)
        copy_logo(from, r, copy, user, now_ms);
    trajectory_event(from->db, r->trajectory, "report.erratum", *id, r->title, reason, user, now_ms);
    return NO_FAULT;
}
