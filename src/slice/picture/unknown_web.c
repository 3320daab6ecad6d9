/* From the scan: what nobody knew is asked, what was begun becomes a fact. */
#include <string.h>

#include "fact_page.h"
#include "slice/picture/view.h"

static const struct field unknown_fields[] = {
    { "statement", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Statement") },
    { "standard", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Standard question") },
};
const struct form_spec picture_unknown_form = FORM(unknown_fields);

static const struct scan_round *newest(struct rq *rq, const struct place *p)
{
    return picture_round(rq->db, rq->arena, rq->site->packs, p->t->organisation);
}

static struct unknown_line line_of(struct rq *rq, const struct place *p, const struct scan_round *r,
                                   const struct picture_unknown *u)
{
    const struct pack_statement *s = &r->scan->statements[u->statement];
    struct unknown_line l = { .id = s->id,
                              .text = text_in(rq->lang, &s->label),
                              .theme = text_in(rq->lang, &r->scan->themes[s->theme].title) };
    if (u->asked != 0) {
        l.asked = tr(rq->lang, picture_state_label(u->state));
        l.asked_url = arena_printf(rq->arena, "%s/vraag/%lld", p->base, (long long)u->asked);
    }
    if (u->fact != 0)
        l.fact_url = arena_printf(rq->arena, "%s/gegeven/%lld", p->base, (long long)u->fact);
    struct unknown_choice *c = NEW_ARRAY(rq->arena, struct unknown_choice, u->standard_count);
    for (size_t i = 0; i < u->standard_count; i++)
        c[l.choice_count++] = (struct unknown_choice){ u->standards[i]->id,
                                                       text_in(rq->lang, pack_text(u->standards[i], "title")) };
    l.choices = c;
    return l;
}

/* Facts that prove something else than what stands in the round. */
static void add_differing(struct rq *rq, const struct place *p, const struct scan_round *r,
                          struct unknowns_view *v)
{
    size_t all;
    const struct picture_differing *d = picture_differing(rq->db, rq->arena, p->t, r, &all);
    struct fact_line *lines = NEW_ARRAY(rq->arena, struct fact_line, all);
    for (size_t i = 0; i < all; i++) {
        const struct picture_fact *f = picture_fact_get(rq->db, rq->arena, p->t, d[i].fact);
        /* On a closed round what waits for the next one was decided: it need not be shown again. */
        v->waiting += d[i].waits && r->closed;
        if (f == NULL || (d[i].waits && r->closed))
            continue;
        lines[v->differing_count++] = (struct fact_line){
            .url = arena_printf(rq->arena, "%s/gegeven/%lld#scan", p->base, (long long)f->id),
            .code = f->code,
            .body = picture_short(rq->arena, f->body, 160),
            .theme = text_in(rq->lang, &r->scan->statements[d[i].statement].label),
        };
    }
    v->differing = lines;
}

/* GET …/foto/weet-niet */
struct fault picture_web_unknowns_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    struct unknowns_view *v = NEW(rq->arena, struct unknowns_view);
    const struct scan_round *r = newest(rq, &p);
    size_t all = 0, begun = 0;
    if (r != NULL) {
        const struct picture_unknown *u = picture_unknowns(rq->db, rq->arena, rq->site->packs, p.t, r, &all);
        int64_t page = picture_page_asked(rq);
        struct unknown_line *lines = NEW_ARRAY(rq->arena, struct unknown_line, PICTURE_PAGE);
        for (size_t i = 0; i < all; i++) {
            v->to_ask += u[i].asked == 0;
            if (i >= (size_t)(page - 1) * PICTURE_PAGE && v->count < PICTURE_PAGE)
                lines[v->count++] = line_of(rq, &p, r, &u[i]);
        }
        v->lines = lines;
        v->paging = picture_paging_of(rq, arena_printf(rq->arena, "%s/weet-niet", p.base), page, (int64_t)all);
        v->round = r->title;
        v->round_url = arena_printf(rq->arena, "/organisatie/%lld/scan/%lld/resultaat",
                                    (long long)p.t->organisation, (long long)r->id);
        add_differing(rq, &p, r, v);
        const struct picture_begun *b = picture_begun(rq->db, rq->arena, p.t, r, &begun);
        for (size_t i = 0; i < begun; i++)
            v->begun += b[i].fact == 0;
    }
    v->all = all;
    v->running = p.running;
    const char *title = all == 0 ? tr(rq->lang, "Nothing stands at \"don't know\"")
                                 : arena_printf(rq->arena,
                                                tr_n(rq->lang, "%d statement stands at \"don't know\"",
                                                     "%d statements stand at \"don't know\"", (int64_t)all),
                                                (int)all);
    v->frame = picture_frame_of(rq, &p, title, "/weet-niet", p.base, tr(rq->lang, "Local picture"));
    v->frame.layout->lead = all == 0
                                ? NULL
                                : tr(rq->lang, "Ask whoever can know. What comes in becomes a fact, and the "
                                               "fact corrects the scan.");
    picture_unknown_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/foto/weet-niet: one statement, or without one all that nobody was asked. */
struct fault picture_web_unknowns_ask(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    const struct scan_round *r = newest(rq, &p);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("There is no round of the scan to ask from."));
    const char *statement = form_text(rq, "statement");
    if (statement[0] == '\0') {
        int64_t made =
            picture_ask_unknowns(rq->db, rq->arena, rq->site->packs, p.t, r, rq->actor.user, rq->now_ms);
        reply_notice(rq,
                     arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d question is ready as a draft. Nobody has got a mail yet.",
                                       "%d questions are ready as drafts. Nobody has got a mail yet.", made),
                                  (int)made));
        return reply_redirect(rq, "%s/concepten", p.base);
    }
    size_t count;
    const struct picture_unknown *u = picture_unknowns(rq->db, rq->arena, rq->site->packs, p.t, r, &count);
    for (size_t i = 0; i < count; i++) {
        if (strcmp(r->scan->statements[u[i].statement].id, statement) != 0)
            continue;
        int64_t id;
        f = picture_ask_unknown(rq->db, rq->arena, rq->site->packs, p.t, r, &u[i], form_text(rq, "standard"),
                                rq->actor.user, rq->now_ms, &id);
        if (f.status != OK)
            return f;
        reply_notice(rq, tr(rq->lang, "The question is ready as a draft. Nobody has got a mail yet."));
        return reply_redirect(rq, "%s/weet-niet?blad=%lld", p.base, (long long)picture_page_asked(rq));
    }
    return FAULT(NOT_FOUND, N_("This statement no longer stands at \"don't know\"."));
}

/* GET …/foto/begonnen */
struct fault picture_web_begun_show(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_find(rq, &p);
    if (f.status != OK)
        return f;
    struct begun_view *v = NEW(rq->arena, struct begun_view);
    const struct scan_round *r = newest(rq, &p);
    const struct picture_begun *b = r == NULL ? NULL : picture_begun(rq->db, rq->arena, p.t, r, &v->count);
    struct unknown_line *lines = NEW_ARRAY(rq->arena, struct unknown_line, v->count);
    for (size_t i = 0; i < v->count; i++) {
        const struct pack_statement *s = &r->scan->statements[b[i].statement];
        lines[i] = (struct unknown_line){ .id = s->id,
                                          .text = text_in(rq->lang, &s->label),
                                          .theme = text_in(rq->lang, &r->scan->themes[s->theme].title) };
        if (b[i].fact != 0)
            lines[i].fact_url = arena_printf(rq->arena, "%s/gegeven/%lld", p.base, (long long)b[i].fact);
        v->to_take += b[i].fact == 0;
    }
    v->lines = lines;
    v->running = p.running;
    v->round = r == NULL ? NULL : r->title;
    v->frame = picture_frame_of(
        rq, &p,
        v->count == 0 ? tr(rq->lang, "Nothing is marked as begun")
                      : arena_printf(rq->arena,
                                     tr_n(rq->lang, "%d thing that you have begun",
                                          "%d things that you have begun", (int64_t)v->count),
                                     (int)v->count),
        "/weet-niet", arena_printf(rq->arena, "%s/weet-niet", p.base), tr(rq->lang, "Don't know"));
    v->frame.layout->lead = tr(
        rq->lang, "In the scan these got no yes, but the tick \"we have begun\". Each can stand in the local "
                  "picture as something that is under way.");
    picture_begun_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/foto/begonnen: one, or without a statement all. */
struct fault picture_web_begun_take(struct rq *rq)
{
    struct place p;
    struct fault f = picture_place_change(rq, &p);
    if (f.status != OK)
        return f;
    const struct scan_round *r = newest(rq, &p);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("There is no round of the scan to ask from."));
    int64_t made = picture_take_begun(rq->db, rq->arena, rq->site->packs, p.t, r, form_text(rq, "statement"),
                                      rq->actor.user, rq->now_ms);
    reply_notice(rq, arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d fact stands in the local picture.",
                                       "%d facts stand in the local picture.", made),
                                  (int)made));
    return reply_redirect(rq, "%s/begonnen", p.base);
}
