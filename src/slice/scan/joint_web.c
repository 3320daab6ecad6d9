/* The guide's screen for the joint round. */
#include <stdlib.h>
#include <string.h>

#include "joint_page.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

enum { JOINT_SHOWN = 12 };

static const char *const joint_choices[] = { "yes", "no", "dont_know", "not_applicable", NULL };
static const struct field joint_fields[] = {
    { "answer", FIELD_CHOICE, .choices = joint_choices, .label = N_("Answer") },
    { "no_agreement", FIELD_TICK, .label = N_("No agreement") },
    { "note", FIELD_AREA, .max = SCAN_NOTE_MAX, .label = N_("Note") },
};
const struct form_spec joint_form = FORM(joint_fields);

static struct fault joint_round(struct rq *rq, const struct scan_round **r)
{
    *r = scan_round_get(rq->db, rq->arena, rq->site->packs, rq->actor.organisation, rq_id(rq, "round"));
    if (*r == NULL)
        return FAULT(NOT_FOUND, N_("This scan does not exist, or no longer."));
    if (!scan_mode_has_members((*r)->mode))
        return FAULT(NOT_FOUND, N_("In this round there is only one sheet: there is nothing to agree on."));
    return NO_FAULT;
}

/* Most divided first, then the order of the pack. */
static int by_division(const void *a, const void *b)
{
    const struct result_statement *x = a, *y = b;
    if (x->division != y->division)
        return y->division - x->division;
    return x->statement - y->statement;
}

/* What the address asks for; "" = to discuss. */
static const char *const list_ids[JOINT_LISTS] = { "", "eensgezind", "stil", "besloten" };

static enum joint_list asked_list(struct rq *rq)
{
    const char *asked = rq_query(rq, "toon");
    for (int l = 0; asked != NULL && l < JOINT_LISTS; l++)
        if (strcmp(asked, list_ids[l]) == 0)
            return (enum joint_list)l;
    return JOINT_OPEN;
}

static int asked_domain(struct rq *rq, const struct pack_scan *scan)
{
    const char *asked = rq_query(rq, "domein");
    for (int d = 0; asked != NULL && d < scan->domain_count; d++)
        if (strcmp(scan->domains[d].id, asked) == 0)
            return d;
    return -1;
}

/* "?toon=stil&domein=gov.staff"; "" for everything that is left to discuss. */
static const char *joint_query(struct rq *rq, const struct pack_scan *scan, enum joint_list list, int domain)
{
    const char *s = list == JOINT_OPEN ? "" : arena_printf(rq->arena, "?toon=%s", list_ids[list]);
    return domain < 0 ? s
                      : arena_printf(rq->arena, "%s%sdomein=%s", s, s[0] == '\0' ? "?" : "&",
                                     scan->domains[domain].id);
}

/* Sorts the statements into the lists; gives how many are without agreement. */
static int sort_out(struct rq *rq, struct joint_view *v, const struct result_statement *all, int count,
                    struct result_statement *lists[JOINT_LISTS])
{
    const struct pack_scan *scan = v->round->scan;
    int *per_domain[JOINT_LISTS];
    for (int l = 0; l < JOINT_LISTS; l++) {
        lists[l] = NEW_ARRAY(rq->arena, struct result_statement, (size_t)count);
        per_domain[l] = NEW_ARRAY(rq->arena, int, (size_t)scan->domain_count);
    }
    int no_agreement = 0;
    for (int i = 0; i < count; i++) {
        const struct result_statement *s = &all[i];
        const struct tally *t = &s->count->tally;
        int domain = scan->statements[s->statement].domain;
        bool unanimous = tally_count(t) >= 2 && tally_unanimous(t);
        bool decided = s->standing != ANSWER_NONE && !s->provisional;
        no_agreement += decided && s->no_agreement;
        v->discussed += decided && !unanimous;
        enum joint_list l = decided               ? JOINT_DECIDED
                            : unanimous           ? JOINT_UNANIMOUS
                            : tally_count(t) == 0 ? JOINT_SILENT
                                                  : JOINT_OPEN;
        per_domain[l][domain]++;
        v->all[l]++;
        if (v->domain < 0 || v->domain == domain)
            lists[l][v->count[l]++] = *s;
    }
    qsort(lists[JOINT_OPEN], (size_t)v->count[JOINT_OPEN], sizeof **lists, by_division);
    for (int l = 0; l < JOINT_LISTS; l++) {
        v->statements[l] = lists[l];
        v->per_domain[l] = per_domain[l];
    }
    return no_agreement;
}

/* The part of the list that is shown: a talk is about one thing, and the page stays light. */
static void add_page(struct rq *rq, struct joint_view *v)
{
    const struct pack_scan *scan = v->round->scan;
    const char *asked = rq_query(rq, "pagina");
    int pages = (v->count[v->list] + JOINT_SHOWN - 1) / JOINT_SHOWN;
    long page = asked == NULL ? 1 : strtol(asked, NULL, 10);
    v->page = page < 1 ? 1 : page > pages ? (pages == 0 ? 1 : pages) : (int)page;
    v->pages = pages;
    v->first = (v->page - 1) * JOINT_SHOWN;
    v->shown = v->count[v->list] - v->first < JOINT_SHOWN ? v->count[v->list] - v->first : JOINT_SHOWN;
    v->here = joint_query(rq, scan, v->list, v->domain);
    v->page_path =
        arena_printf(rq->arena, "%s/samen%s%spagina=", v->base, v->here, v->here[0] == '\0' ? "?" : "&");
    for (int l = 0; l < JOINT_LISTS; l++)
        v->list_path[l] = arena_printf(rq->arena, "%s/samen%s", v->base,
                                       joint_query(rq, scan, (enum joint_list)l, v->domain));
    const char **paths = NEW_ARRAY(rq->arena, const char *, (size_t)scan->domain_count);
    for (int d = 0; d < scan->domain_count; d++)
        paths[d] = arena_printf(rq->arena, "%s/samen%s", v->base, joint_query(rq, scan, v->list, d));
    v->domain_path = paths;
    v->all_path = arena_printf(rq->arena, "%s/samen%s", v->base, joint_query(rq, scan, v->list, -1));
}

/* A note that was refused comes back at its statement, on top of its list, with what was typed. */
static void put_back(struct rq *rq, struct joint_view *v, struct result_statement *lists[JOINT_LISTS])
{
    v->messages = form_messages(rq, &v->message_count);
    int statement = pack_statement_find(v->round->scan, rq_param(rq, "statement"));
    if (v->message_count == 0 || statement < 0)
        return;
    bool found = false;
    for (int l = 0; l < JOINT_LISTS && !found; l++) {
        struct result_statement *list = lists[l];
        for (int i = 0; i < v->count[l] && !found; i++)
            if (list[i].statement == statement) {
                struct result_statement first = list[i];
                memmove(&list[1], &list[0], (size_t)i * sizeof first);
                list[0] = first;
                v->list = (enum joint_list)l;
                found = true;
            }
    }
    v->focus = v->round->scan->statements[statement].id;
    v->message = v->messages[0].message;
    v->typed = form_field(rq, &joint_form, "note", "")->value;
    v->agreeing = !form_tick(rq, "no_agreement");
    v->layout->failed = true;
}

struct fault joint_show(struct rq *rq)
{
    struct joint_view *v = NEW(rq->arena, struct joint_view);
    struct fault fault = joint_round(rq, &v->round);
    if (fault.status != OK)
        return fault;
    if (v->round->closed)
        return FAULT(CONFLICT, N_("This round is closed. A guide can open it again, with a reason."));
    v->base = arena_printf(rq->arena, "/organisatie/%lld/scan/%lld", (long long)rq->actor.organisation,
                           (long long)v->round->id);
    struct scan_standing standing;
    scan_standing(rq->db, rq->arena, v->round, &standing);
    int count;
    const struct result_statement *all = result_statements(rq, v->round, &standing, &count);
    v->domain = asked_domain(rq, v->round->scan);
    v->list = asked_list(rq);
    struct result_statement *lists[JOINT_LISTS];
    int no_agreement = sort_out(rq, v, all, count, lists);
    v->provisional = standing.provisional_count;
    v->tied = standing.tied_count;
    struct scan_result result;
    scan_score(rq->arena,
               &(struct scan_input){ .scan = v->round->scan,
                                     .light = v->round->light,
                                     .profile = v->round->profile,
                                     .answers = standing.answers },
               &result);
    v->score = result.global.coverage_tenths < 500 ? SCORE_NONE : result.global.tenths;
    v->layout = scan_layout(rq,
                            v->all[JOINT_OPEN] == 0
                                ? tr(rq->lang, "All differences are discussed")
                                : arena_printf(rq->arena,
                                               tr_n(rq->lang, "%d difference left to discuss",
                                                    "%d differences left to discuss", v->all[JOINT_OPEN]),
                                               v->all[JOINT_OPEN]),
                            v->round, v->base);
    v->layout->lead = arena_printf(rq->arena, tr(rq->lang, "%d discussed, of which %d without agreement"),
                                   v->discussed, no_agreement);
    v->layout->wide = true;
    if (rq->form != NULL && form_has_errors(rq))
        put_back(rq, v, lists);
    add_page(rq, v);
    result_notes(rq, v->round, lists[v->list] + v->first, v->shown);
    joint_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST …/samen/:statement */
struct fault joint_agree(struct rq *rq)
{
    const struct scan_round *r;
    struct fault fault = joint_round(rq, &r);
    if (fault.status != OK)
        return fault;
    int statement = pack_statement_find(r->scan, rq_param(rq, "statement"));
    if (statement < 0)
        return FAULT(NOT_FOUND, N_("This statement is not part of your scan."));
    enum scan_answer answer = ANSWER_NONE;
    if (form_text(rq, "answer")[0] != '\0' && !scan_answer_parse(form_text(rq, "answer"), &answer))
        return FAULT(INVALID, N_("Choose one of the four answers."));
    fault = scan_agree(rq->db, rq->arena, r, statement, answer, form_tick(rq, "no_agreement"),
                       form_text(rq, "note"), rq->actor.user, rq->now_ms);
    if (fault.status == INVALID && fault.detail != NULL && strcmp(fault.detail, "statement") != 0) {
        form_fail(rq, strcmp(fault.detail, "note") == 0 ? "note" : "answer", fault.msgid);
        return form_again(rq);
    }
    if (fault.status != OK)
        return fault;
    reply_notice(rq, asked_list(rq) == JOINT_OPEN ? tr(rq->lang, "Recorded. The next one stands on top.")
                                                  : tr(rq->lang, "Recorded."));
    /* On with the same list and domain. */
    return reply_redirect(rq, "/organisatie/%lld/scan/%lld/samen%s", (long long)r->organisation,
                          (long long)r->id,
                          joint_query(rq, r->scan, asked_list(rq), asked_domain(rq, r->scan)));
}

/* POST …/eensgezind */
struct fault joint_unanimous(struct rq *rq)
{
    const struct scan_round *r;
    struct fault fault = joint_round(rq, &r);
    if (fault.status != OK)
        return fault;
    if (r->closed)
        return FAULT(CONFLICT, N_("This round is closed. A guide can open it again, with a reason."));
    int taken = scan_take_unanimous(rq->db, rq->arena, r, rq->actor.user, rq->now_ms);
    reply_notice(rq, arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d unanimous answer was taken over.",
                                       "%d unanimous answers were taken over.", taken),
                                  taken));
    return reply_redirect(rq, "/organisatie/%lld/scan/%lld/samen", (long long)r->organisation,
                          (long long)r->id);
}
