/* Facts as a spreadsheet, and back. A file is read twice: the first time only to show what it would change and every fault in
 * it, the second time, sent again by the page itself, to store it. */
#include <string.h>

#include "doc/xlsx.h"
#include "fact_page.h"
#include "lib/sodium.h"
#include "slice/picture/view.h"

enum { BOOK_MAX = 16 * 1024 * 1024, FILE_MAX = 1024 * 1024, CODED_MAX = FILE_MAX / 3 * 4 + 4 };

static const struct field sheet_fields[] = {
    { "file", FIELD_FILE, .max = FILE_MAX, .label = N_("Spreadsheet"),
      .help = N_("XLSX, 1 MB at most, with the columns of the file that you download here.") },
    { "content", FIELD_AREA, .max = CODED_MAX, .label = N_("File") },
    { "do", FIELD_TEXT, .max = 10, .label = N_("What to do") },
};
const struct form_spec picture_sheet_form = FORM(sheet_fields);

/* GET …/foto/gegevens.xlsx */
struct fault picture_web_file_write(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    struct buf out;
    buf_init(&out, BOOK_MAX);
    enum status st =
        doc_xlsx_write(picture_book(rq->db, rq->arena, rq->site->packs, rq->lang, p.t, rq->now_ms), NULL, &out);
    if (st != OK) {
        buf_release(&out);
        return FAULT(st, N_("The workbook could not be made. Try again in a moment."));
    }
    char *content = arena_alloc(rq->arena, out.n);
    memcpy(content, out.p, out.n);
    f = reply_file(rq, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                   tr(rq->lang, "local-picture.xlsx"), (struct bytes){ content, out.n });
    buf_release(&out);
    return f;
}

/* What was sent: the file itself, or the page's copy of it. */
static bool sent_file(struct rq *rq, struct bytes *content)
{
    const struct upload *file = rq->form == NULL ? NULL : form_file(rq, "file");
    if (file != NULL) {
        *content = file->content;
        return file->content.n <= FILE_MAX;
    }
    return rq->form != NULL && form_text(rq, "content")[0] != '\0' &&
           base64url_decode(rq->arena, form_text(rq, "content"), content);
}

static struct fault sheet_page(struct rq *rq, const struct place *p, const struct picture_sheet *s)
{
    struct sheet_view *v = NEW(rq->arena, struct sheet_view);
    struct bytes content;
    v->sheet = s;
    v->file = form_field(rq, &picture_sheet_form, "file", "");
    v->file->required = true;
    if (s != NULL && s->fault_total == 0 && sent_file(rq, &content))
        v->content = base64url_encode(rq->arena, content.p, content.n);
    v->frame =
        picture_frame_of(rq, p,
                         v->content != NULL ? tr(rq->lang, "This is what the spreadsheet changes")
                                            : tr(rq->lang, "Facts from a spreadsheet"),
                         "/gegevens", arena_printf(rq->arena, "%s/gegevens", p->base), tr(rq->lang, "Facts"));
    v->frame.layout->wide = s != NULL;
    v->frame.layout->lead = v->content != NULL ? tr(rq->lang, "Nothing is stored yet.") : NULL;
    picture_sheet_read_page(rq_html(rq), v);
    return reply_page(rq);
}

static struct picture_sheet *read_sent(struct rq *rq, const struct place *p)
{
    struct bytes content;
    return sent_file(rq, &content)
               ? picture_sheet_read(rq->db, rq->arena, rq->site->packs, rq->lang, p->t, content)
               : NULL;
}

/* GET …/foto/gegevens/invoeren; also shows what is wrong with a file. */
struct fault picture_web_file_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    return f.status != OK ? f : sheet_page(rq, &p, read_sent(rq, &p));
}

/* Everything up to storing: shows what the file changes, or what is wrong with it. *sheet stays NULL unless the person has
 * seen that and wants it. */
static struct fault check(struct rq *rq, const struct place *p, struct picture_sheet **sheet)
{
    *sheet = NULL;
    struct picture_sheet *s = read_sent(rq, p);
    if (s == NULL) {
        form_fail(rq, "file", N_("Choose a file."));
        return form_again(rq);
    }
    if (s->fault_total > 0) {
        form_fail(rq, "file", N_("There is something wrong in the file: see below. Nothing was stored."));
        return form_again(rq);
    }
    if (strcmp(form_text(rq, "do"), "store") != 0)
        return sheet_page(rq, p, s);
    *sheet = s;
    return NO_FAULT;
}

/* The slow first step, on a worker: reading a workbook must not hold up who writes. */
struct fault picture_web_file_prepare(struct rq *rq)
{
    struct place p;
    struct picture_sheet *s = NULL;
    struct fault f = picture_place_change(rq, &p);
    if (f.status == OK)
        f = check(rq, &p, &s);
    rq->prepared = s;
    return f;
}

/* POST …/foto/gegevens/invoeren */
struct fault picture_web_file_read(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    struct picture_sheet *s = rq->prepared;
    if (f.status == OK && s == NULL)
        f = check(rq, &p, &s);
    if (f.status != OK || s == NULL)
        return f;
    f = picture_sheet_store(rq->db, rq->arena, rq->site->packs, p.t, s, rq->actor.user, rq->now_ms);
    if (f.status != OK)
        return f;
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "Stored: %d new, %d changed, %d brought back."),
                                  (int)s->changes[CHANGE_NEW], (int)s->changes[CHANGE_EDIT],
                                  (int)s->changes[CHANGE_BACK]));
    return reply_redirect(rq, "%s/gegevens", p.base);
}
