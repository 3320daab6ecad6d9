/* The picture itself, the link from the results of the scan, and the slice's routes. */
#include <string.h>

#include "doc/page.h"
#include "picture_page.h"
#include "slice/picture/view.h"

static const char *title_of(struct rq *rq, const struct picture_counts *c)
{
    if (c->facts == 0)
        return tr(rq->lang, "The local picture is still empty");
    const char *complete = picture_completeness(rq->arena, rq->lang, c);
    return complete != NULL
               ? complete
               : arena_printf(rq->arena, tr_n(rq->lang, "%d fact so far", "%d facts so far", c->facts),
                              (int)c->facts);
}

/* What a guide does next: take over what came in, else ask. */
static void add_action(struct rq *rq, const struct place *p, const struct picture_counts *c, struct layout *l)
{
    if (!p->guide || !p->running)
        return;
    l->action_url = arena_printf(rq->arena, "%s%s", p->base,
                                 c->all.answered > 0 ? "/vragen?toon=beantwoord"
                                 : c->all.drafts > 0 ? "/concepten"
                                                     : "/vragen/kiezen");
    l->action_label =
        c->all.answered > 0
            ? arena_printf(rq->arena,
                           tr_n(rq->lang, "Take over %d answer", "Take over %d answers", c->all.answered),
                           (int)c->all.answered)
        : c->all.drafts > 0
            ? arena_printf(rq->arena, tr_n(rq->lang, "Send %d draft", "Send %d drafts", c->all.drafts),
                           (int)c->all.drafts)
            : tr(rq->lang, "Ask for data");
}

/* GET …/foto */
struct fault picture_web_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    struct picture_counts c = picture_counts(rq->db, rq->arena, p.t, organisation_today(rq->arena, rq->now_ms));
    struct picture_view *v = NEW(rq->arena, struct picture_view);
    const char *per = rq_query(rq, "per");
    v->guide = p.guide;
    v->contributes = p.contributes;
    v->running = p.running;
    v->by_department = per != NULL && strcmp(per, "dienst") == 0;
    v->proposed = c.proposed;
    v->empty = c.facts == 0 && c.all.absent == 0;
    v->frame = picture_frame_of(rq, &p, title_of(rq, &c), "", NULL, NULL);
    v->frame.layout->crumb_count = 1;
    v->frame.layout->lead = tr(rq->lang, "What there already is on people, environment and society: what runs, "
                                         "what was achieved, figures, chances and challenges.");
    struct doc *doc = doc_new(rq->arena, v->frame.layout->title, rq->lang->html);
    if (!v->empty)
        picture_blocks(rq->db, rq->arena, rq->lang, rq->site->packs, p.t, v->by_department, doc, 1);
    v->doc = doc;
    add_action(rq, &p, &c, v->frame.layout);
    picture_main_page(rq_html(rq), v);
    return reply_page(rq);
}

bool picture_scan_next(struct rq *rq, const struct scan_round *r, const struct scan_numbers *n,
                       struct scan_next *next)
{
    if (n->dont_know == 0 || !trajectory_guides(rq))
        return false;
    const struct trajectory *t = trajectory_current(rq->db, rq->arena, rq->site->packs, r->organisation);
    if (t == NULL)
        return false;
    *next = (struct scan_next){ .text = arena_printf(rq->arena, tr(rq->lang, "%d × don't know"), n->dont_know),
                                .label = tr(rq->lang, "Ask for it"),
                                .url = arena_printf(rq->arena, "%s/foto/weet-niet",
                                                    trajectory_path(rq->arena, t)) };
    return true;
}

/* ---- routes ------------------------------------------------------------------------------------------------ */

enum { SHEET_CAP = 3 * 1024 * 1024 };

#define T "/organisatie/:org/traject/:trajectory/foto"
#define R T "/vraag/:request"
#define F T "/gegeven/:fact"
#define L "/vraag/:link*"

static const struct route routes[] = {
    GET(T, ORG_READ, picture_web_show),

    /* Questions. */
    GET(T "/vragen", ORG_ANSWER, picture_web_requests_show),
    POST(T "/herinneren", ORG_GUIDE, picture_web_requests_remind, .form = &picture_remind_form),
    GET(T "/vragen/kiezen", ORG_GUIDE, picture_web_choose_show),
    POST(T "/vragen/kiezen", ORG_GUIDE, picture_web_choose_add, .form = &picture_choose_form,
         .again = picture_web_choose_show),
    GET(T "/vragen/nieuw", ORG_GUIDE, picture_web_request_new_show),
    POST(T "/vragen/nieuw", ORG_GUIDE, picture_web_request_new, .form = &picture_request_form,
         .again = picture_web_request_new_show),
    GET(T "/concepten", ORG_GUIDE, picture_web_drafts_show),
    POST(T "/concepten/toewijzen", ORG_GUIDE, picture_web_drafts_assign, .form = &picture_assign_form,
         .again = picture_web_drafts_show),
    POST(T "/concepten/versturen", ORG_GUIDE, picture_web_drafts_send, .form = &picture_empty_form),
    GET(R, ORG_ANSWER, picture_web_request_show),
    GET(R "/bewerken", ORG_GUIDE, picture_web_request_edit_show),
    POST(R "/bewerken", ORG_GUIDE, picture_web_request_edit, .form = &picture_request_form,
         .again = picture_web_request_edit_show),
    POST(R "/overnemen", ORG_GUIDE, picture_web_request_accept, .form = &picture_accept_form,
         .again = picture_web_request_show),
    POST(R "/doorgeven", ORG_GUIDE, picture_web_request_pass, .form = &picture_give_form,
         .again = picture_web_request_show),
    POST(R "/intrekken", ORG_GUIDE, picture_web_request_withdraw, .form = &picture_withdraw_form,
         .again = picture_web_request_show),
    POST(R "/terugzetten", ORG_GUIDE, picture_web_request_restore, .form = &picture_empty_form),
    GET(R "/antwoord", ORG_GUIDE, picture_web_note_show),
    POST(R "/antwoord", ORG_GUIDE, picture_web_note_save, .form = &picture_answer_form,
         .again = picture_web_note_show, .prepare = attachment_prepare, .body_cap = ATTACHMENT_BODY_CAP),
    GET(R "/bestand/:file", ORG_ANSWER, picture_web_request_file, .slow = true),

    /* Facts. */
    GET(T "/gegevens", ORG_ANSWER, picture_web_facts_show),
    GET(T "/gegevens.xlsx", ORG_ANSWER, picture_web_file_write, .slow = true),
    GET(T "/gegevens/invoeren", ORG_GUIDE, picture_web_file_show),
    POST(T "/gegevens/invoeren", ORG_GUIDE, picture_web_file_read, .form = &picture_sheet_form,
         .again = picture_web_file_show, .prepare = picture_web_file_prepare, .body_cap = SHEET_CAP),
    GET(T "/gegeven/nieuw", ORG_ANSWER, picture_web_fact_new_show),
    POST(T "/gegeven/nieuw", ORG_ANSWER, picture_web_fact_new, .form = &picture_fact_form,
         .again = picture_web_fact_new_show),
    GET(F, ORG_READ, picture_web_fact_show),
    GET(F "/bewerken", ORG_ANSWER, picture_web_fact_edit_show),
    POST(F "/bewerken", ORG_ANSWER, picture_web_fact_edit, .form = &picture_fact_form,
         .again = picture_web_fact_edit_show),
    POST(F "/aanvaarden", ORG_GUIDE, picture_web_fact_do_accept, .form = &picture_empty_form),
    POST(F "/archief", ORG_GUIDE, picture_web_fact_do_archive, .form = &picture_empty_form),
    POST(F "/terugzetten", ORG_GUIDE, picture_web_fact_do_restore, .form = &picture_empty_form),
    POST(F "/stelling", ORG_GUIDE, picture_web_fact_set_statement, .form = &picture_statement_form,
         .again = picture_web_fact_show),
    POST(F "/verbeteren", ORG_GUIDE, picture_web_fact_do_correct, .form = &picture_correct_form,
         .again = picture_web_fact_show),
    POST(F "/wachten", ORG_GUIDE, picture_web_fact_do_wait, .form = &picture_empty_form),

    /* From the scan. */
    GET(T "/weet-niet", ORG_GUIDE, picture_web_unknowns_show),
    POST(T "/weet-niet", ORG_GUIDE, picture_web_unknowns_ask, .form = &picture_unknown_form),
    GET(T "/begonnen", ORG_GUIDE, picture_web_begun_show),
    POST(T "/begonnen", ORG_GUIDE, picture_web_begun_take, .form = &picture_unknown_form),

    /* Behind the link of a mail. */
    GET(L, LINK_HOLDER, picture_web_link_show),
    GET(L "/:request", LINK_HOLDER, picture_web_link_question),
    POST(L "/:request", LINK_HOLDER, picture_web_link_answer, .form = &picture_answer_form,
         .again = picture_web_link_question, .prepare = attachment_prepare, .body_cap = ATTACHMENT_BODY_CAP),
    POST(L "/:request/niet", LINK_HOLDER, picture_web_link_absent, .form = &picture_absent_form,
         .again = picture_web_link_question),
    POST(L "/:request/doorgeven", LINK_HOLDER, picture_web_link_pass, .form = &picture_pass_form,
         .again = picture_web_link_question),
    POST(L "/:request/bestand/:file/weg", LINK_HOLDER, picture_web_link_remove, .form = &picture_empty_form),
};

const struct slice slice_picture = { .name = "picture", SLICE_ROUTES(routes) };
