/* Beside the answers: importance and maturity, evidence, "not my field", "I am done". */
#include <string.h>

#include "fill_page.h"
#include "scan_sql.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

const struct form_spec empty_form = { NULL, 0 };

/* ---- importance and maturity ------------------------------------------------------------------------- */

static const struct field pair_fields[] = {
    { "importance", FIELD_INT, .min = 1, .max = 5,
      .label = N_("How important is CSR for your organisation today?"),
      .help = N_("Answer for the organisation as a whole, from your own point of view.") },
    { "maturity", FIELD_INT, .min = 1, .max = 5, .label = N_("How far is your organisation with CSR?") },
};
const struct form_spec pair_form = FORM(pair_fields);

static const struct field_option *levels(struct rq *rq, const char *const texts[5])
{
    static const char *const numbers[] = { "1", "2", "3", "4", "5" };
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 5);
    for (int i = 0; i < 5; i++)
        o[i] = (struct field_option){ .value = numbers[i], .label = tr(rq->lang, texts[i]) };
    return o;
}

void pair_options(struct rq *rq, struct field_view *importance, struct field_view *maturity)
{
    static const char *const important[5] = { N_("1: hardly"), N_("2: slightly"), N_("3: fairly"),
                                              N_("4: very"), N_("5: extremely") };
    static const char *const mature[5] = { N_("1: not started yet"), N_("2: separate actions"),
                                           N_("3: there is a plan"), N_("4: the plan is followed"),
                                           N_("5: part of everything we do") };
    importance->options = levels(rq, important);
    importance->option_count = 5;
    maturity->options = levels(rq, mature);
    maturity->option_count = 5;
}

static const char *level_text(struct rq *rq, struct db_int n)
{
    return n.set ? arena_printf(rq->arena, "%lld", (long long)n.v) : "";
}

struct fault pair_show(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct fault fault = fill_load(rq, f);
    if (fault.status != OK)
        return fault;
    struct pair_view *v = NEW(rq->arena, struct pair_view);
    v->fill = f;
    v->layout = scan_layout(rq, tr(rq->lang, "First, two questions about the whole"), f->round, f->base);
    v->layout->lead =
        tr(rq->lang,
           "At the end of the trajectory you answer them again. That is how you see whether something grew.");
    v->importance =
        form_field(rq, &pair_form, "importance", level_text(rq, f->sheet ? f->sheet->importance : DB_NULL_INT));
    v->maturity =
        form_field(rq, &pair_form, "maturity", level_text(rq, f->sheet ? f->sheet->maturity : DB_NULL_INT));
    pair_options(rq, v->importance, v->maturity);
    fill_pair_page(rq_html(rq), v);
    return reply_page(rq);
}

static struct fault open_sheet(struct rq *rq, struct fill *f, const struct scan_sheet **sheet)
{
    struct fault fault = fill_load(rq, f);
    if (fault.status != OK)
        return fault;
    fault = fill_refusal(f);
    if (fault.status != OK)
        return fault;
    *sheet =
        f->sheet != NULL ? f->sheet : scan_sheet_begin(rq->db, rq->arena, f->round->id, f->member, rq->now_ms);
    return *sheet == NULL ? FAULT(FAILED, N_("The answer could not be stored. Try again in a moment."))
                          : NO_FAULT;
}

struct fault pair_save(struct rq *rq)
{
    struct fill f;
    const struct scan_sheet *sheet;
    struct fault fault = open_sheet(rq, &f, &sheet);
    if (fault.status != OK)
        return fault;
    scan_pair_save(rq->db, sheet, form_int(rq, "importance"), form_int(rq, "maturity"), rq->now_ms);
    return reply_redirect(rq, "%s", fill_resume_path(rq, &f));
}

/* GET …/invullen: on to where one was; the pair of questions comes first. */
struct fault sheet_open(struct rq *rq)
{
    struct fill f;
    struct fault fault = fill_load(rq, &f);
    if (fault.status != OK)
        return fault;
    if (!f.quick && f.editable && (f.sheet == NULL || (!f.sheet->importance.set && f.sheet->answered == 0)))
        return reply_redirect(rq, "%s/belang", f.base);
    return reply_redirect(rq, "%s", fill_resume_path(rq, &f));
}

/* POST …/klaar */
struct fault sheet_done(struct rq *rq)
{
    struct fill f;
    const struct scan_sheet *sheet;
    struct fault fault = open_sheet(rq, &f, &sheet);
    if (fault.status != OK)
        return fault;
    scan_sheet_done(rq->db, sheet, sheet->done_at.set ? DB_NULL_INT : DB_SOME(rq->now_ms));
    reply_notice(
        rq, sheet->done_at.set
                ? tr(rq->lang, "You can go on filling in.")
                : tr(rq->lang,
                     "Thank you, your part is done. You can still change answers until the round closes."));
    return reply_redirect(rq, "%s", f.base);
}

/* POST …/niet-mijn-domein/:theme */
struct fault theme_decline(struct rq *rq)
{
    struct fill f;
    const struct scan_sheet *sheet;
    struct fault fault = open_sheet(rq, &f, &sheet);
    if (fault.status != OK)
        return fault;
    int theme = pack_theme_find(f.round->scan, rq_param(rq, "theme"));
    if (theme < 0 || f.round->mode != SCAN_DIVIDED || (!f.mine[theme] && !f.declined[theme]))
        return FAULT(NOT_FOUND, N_("This theme is not part of your scan."));
    bool declined = f.mine[theme];
    scan_q_assignment_decline(rq->db, f.round->id, f.round->scan->themes[theme].id, f.member, declined);
    reply_notice(rq, declined
                         ? tr(rq->lang, "You gave the theme back. The guide sees that someone else is needed.")
                         : tr(rq->lang, "The theme is yours again."));
    return reply_redirect(rq, "%s", f.base);
}

/* ---- evidence ---------------------------------------------------------------------------------------- */

enum { EVIDENCE_PER_STATEMENT = 20 };

static const struct field evidence_fields[] = {
    { "url", FIELD_URL, .max = 500, .label = N_("Link"), .help = N_("To a page or a document that shows it.") },
    ATTACHMENT_FIELD(.label = N_("Or a file")),
};
const struct form_spec evidence_form = FORM(evidence_fields);

static struct fault evidence_place(struct rq *rq, struct fill *f, int *statement)
{
    struct fault fault = fill_load(rq, f);
    if (fault.status != OK)
        return fault;
    *statement = pack_statement_find(f->round->scan, rq_param(rq, "statement"));
    return *statement < 0 ? FAULT(NOT_FOUND, N_("This statement is not part of your scan.")) : NO_FAULT;
}

struct fault evidence_show(struct rq *rq)
{
    struct fill *f = NEW(rq->arena, struct fill);
    struct evidence_view *v = NEW(rq->arena, struct evidence_view);
    struct fault fault = evidence_place(rq, f, &v->statement);
    if (fault.status != OK)
        return fault;
    v->fill = f;
    const char *id = f->round->scan->statements[v->statement].id;
    size_t all;
    const struct scan_evidence *rows = scan_evidences(rq->db, rq->arena, f->round, &all);
    struct scan_evidence *mine = NEW_ARRAY(rq->arena, struct scan_evidence, all);
    for (size_t i = 0; i < all; i++)
        if (strcmp(rows[i].statement, id) == 0)
            mine[v->count++] = rows[i];
    v->list = mine;
    v->layout = scan_layout(rq, tr(rq->lang, "Evidence with this statement"), f->round, f->base);
    v->url = form_field(rq, &evidence_form, "url", "");
    v->file = form_field(rq, &evidence_form, "file", "");
    v->messages = form_messages(rq, &v->message_count);
    fill_evidence_page(rq_html(rq), v);
    return reply_page(rq);
}

/* Evidence hangs on the round, not on a sheet: everyone who works on the scan may add it while the round is open. */
static struct fault evidence_change(struct rq *rq, struct fill *f, int *statement)
{
    struct fault fault = evidence_place(rq, f, statement);
    if (fault.status == OK && f->round->closed)
        fault = FAULT(CONFLICT, N_("This round is closed. A guide can open it again, with a reason."));
    return fault;
}

struct fault evidence_add(struct rq *rq)
{
    struct fill f;
    int statement;
    struct fault fault = evidence_change(rq, &f, &statement);
    if (fault.status != OK)
        return fault;
    const char *url = form_text(rq, "url");
    bool file = attachment_sent(rq);
    if (url[0] == '\0' && form_file(rq, "file") == NULL)
        form_fail(rq, "url", N_("Give a link or choose a file."));
    if (form_has_errors(rq))
        return form_again(rq);
    const char *id = f.round->scan->statements[statement].id;
    if (evidence_counts(rq, f.round)[statement] >= EVIDENCE_PER_STATEMENT)
        return FAULT(INVALID, N_("There are 20 pieces of evidence with this statement. Remove one first."));
    const struct attachment_owner owner = scan_files(f.round);
    if (url[0] != '\0')
        scan_evidence_link(rq->db, f.round, statement, rq->actor.member, url, rq->now_ms);
    if (file)
        scan_evidence_file(rq->db, f.round, statement, rq->actor.member, attachment_take(rq, &owner),
                           rq->now_ms);
    reply_notice(rq, tr(rq->lang, "The evidence is added."));
    return reply_redirect(rq, "%s/bewijs/%s", f.base, id);
}

struct fault evidence_remove(struct rq *rq)
{
    struct fill f;
    int statement;
    struct fault fault = evidence_change(rq, &f, &statement);
    if (fault.status != OK)
        return fault;
    const struct scan_evidence *e = scan_evidence_get(rq->db, rq->arena, f.round, rq_id(rq, "evidence"));
    if (e == NULL)
        return FAULT(NOT_FOUND, N_("This evidence was removed already."));
    if (e->member != rq->actor.member && (rq->actor.roles & ROLE_GUIDE) == 0)
        return FAULT(DENIED, N_("Only who added it, or the guide, can remove it."));
    scan_evidence_forget(rq->db, f.round, e);
    reply_notice(rq, tr(rq->lang, "The evidence is removed."));
    return reply_redirect(rq, "%s/bewijs/%s", f.base, f.round->scan->statements[statement].id);
}

/* GET …/bestand/:evidence */
struct fault evidence_file(struct rq *rq)
{
    struct fill f;
    struct fault fault = fill_load(rq, &f);
    if (fault.status != OK)
        return fault;
    const struct scan_evidence *e = scan_evidence_get(rq->db, rq->arena, f.round, rq_id(rq, "evidence"));
    if (e == NULL || e->file == NULL)
        return FAULT(NOT_FOUND, N_("This evidence was removed already."));
    const struct attachment_owner owner = scan_files(f.round);
    return attachment_reply(rq, &owner, e->file->id);
}
