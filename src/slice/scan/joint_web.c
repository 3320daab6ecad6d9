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
    { "note", FIELD_AREA, .max = SCAN_NOTE_MAX, .label = N_("What do you not agree about?") },
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

/* Sorts the statements into what is agreed, unanimous, divided, and answered by nobody; gives how many are without
 * agreement. */
static int sort_out(struct rq *rq, struct joint_view *v, const struct result_statement *all, int count)
{
    const struct pack_scan *scan = v->round->scan;
    int *per_domain = NEW_ARRAY(rq->arena, int, (size_t)scan->domain_count);
    struct result_statement *todo = NEW_ARRAY(rq->arena, struct result_statement, (size_t)count);
    struct result_statement *agreed = NEW_ARRAY(rq->arena, struct result_statement, (size_t)count);
    struct result_statement *silent = NEW_ARRAY(rq->arena, struct result_statement, (size_t)count);
    int no_agreement = 0;
    for (int i = 0; i < count; i++) {
        const struct result_statement *s = &all[i];
        const struct tally *t = &s->count->tally;
        int domain = scan->statements[s->statement].domain;
        bool shown = v->domain < 0 || v->domain == domain;
        bool unanimous = tally_count(t) >= 2 && tally_unanimous(t);
        if (s->standing != ANSWER_NONE && !s->provisional) {
            if (!unanimous)
                agreed[v->agreed_count++] = *s;
            no_agreement += s->no_agreement;
        } else if (unanimous) {
            v->unanimous++;
        } else if (tally_count(t) == 0) {
            if (shown)
                silent[v->silent_count++] = *s;
        } else {
            per_domain[domain]++;
            v->all_todo++;
            if (shown)
                todo[v->todo_count++] = *s;
        }
    }
    qsort(todo, (size_t)v->todo_count, sizeof *todo, by_division);
    v->todo = todo;
    v->agreed = agreed;
    v->silent = silent;
    v->per_domain = per_domain;
    return no_agreement;
}

/* A note that was refused comes back at its statement, on top of its list, with what was typed. */
static void put_back(struct rq *rq, struct joint_view *v, const struct result_statement *all, int count)
{
    v->messages = form_messages(rq, &v->message_count);
    int statement = pack_statement_find(v->round->scan, rq_param(rq, "statement"));
    if (v->message_count == 0 || statement < 0)
        return;
    struct result_statement *todo = (struct result_statement *)v->todo;
    struct result_statement *lists[] = { todo, (struct result_statement *)v->silent,
                                         (struct result_statement *)v->agreed };
    const int counts[] = { v->todo_count, v->silent_count, v->agreed_count };
    bool found = false;
    for (int l = 0; l < 3; l++)
        for (int i = 0; i < counts[l] && !found; i++)
            if (lists[l][i].statement == statement) {
                struct result_statement first = lists[l][i];
                memmove(&lists[l][1], &lists[l][0], (size_t)i * sizeof first);
                lists[l][0] = first;
                v->silent_focus = l == 1;
                v->agreed_focus = l == 2;
                found = true;
            }
    /* A unanimous one stands in no list. */
    for (int i = 0; i < count && !found; i++)
        if (all[i].statement == statement) {
            memmove(&todo[1], &todo[0], (size_t)v->todo_count * sizeof todo[0]);
            todo[0] = all[i];
            v->todo_count++;
            found = true;
        }
    v->focus = v->round->scan->statements[statement].id;
    v->message = v->messages[0].message;
    v->typed = form_field(rq, &joint_form, "note", "")->value;
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
    const struct pack_scan *scan = v->round->scan;
    v->base = arena_printf(rq->arena, "/organisatie/%lld/scan/%lld", (long long)rq->actor.organisation,
                           (long long)v->round->id);
    struct scan_standing standing;
    scan_standing(rq->db, rq->arena, v->round, &standing);
    int count;
    const struct result_statement *all = result_statements(rq, v->round, &standing, &count);
    const char *chosen = rq_query(rq, "domein");
    v->domain = -1;
    for (int d = 0; chosen != NULL && d < scan->domain_count; d++)
        if (strcmp(scan->domains[d].id, chosen) == 0)
            v->domain = d;
    int no_agreement = sort_out(rq, v, all, count);
    v->most = JOINT_SHOWN;
    v->provisional = standing.provisional_count;
    struct scan_result result;
    scan_score(
        rq->arena,
        &(struct scan_input){
            .scan = scan, .light = v->round->light, .profile = v->round->profile, .answers = standing.answers },
        &result);
    v->score = result.global.tenths;
    v->layout = scan_layout(rq,
                            v->all_todo == 0 ? tr(rq->lang, "All differences are discussed")
                                             : arena_printf(rq->arena,
                                                            tr_n(rq->lang, "%d difference left to discuss",
                                                                 "%d differences left to discuss", v->all_todo),
                                                            v->all_todo),
                            v->round, v->base);
    v->layout->lead = arena_printf(rq->arena, tr(rq->lang, "%d discussed, of which %d without agreement"),
                                   v->agreed_count, no_agreement);
    v->layout->wide = true;
    if (rq->form != NULL && form_has_errors(rq))
        put_back(rq, v, all, count);
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
    reply_notice(rq, tr(rq->lang, "Recorded. The next one stands on top."));
    return reply_redirect(rq, "/organisatie/%lld/scan/%lld/samen", (long long)r->organisation,
                          (long long)r->id);
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
