/* Is the group too narrow, right, or too wide? Three buttons for the members; the guides ask, show and close. */
#include <string.h>

#include "base/clock.h"
#include "lib/sodium.h"
#include "slice/group/view.h"
#include "width_page.h"

enum { DUE_AHEAD = 7 };
static const int64_t DAY_S = 86400;

static const char *const answers[] = { "narrow", "right", "wide", NULL };

static const struct field cast_fields[] = {
    { "answer", FIELD_CHOICE, .required = true, .choices = answers, .label = N_("Your answer"),
      .message = N_("Choose one of the answers.") },
    { "secret", FIELD_TOKEN, .required = true, .label = N_("Code of this phone") },
};
const struct form_spec width_cast_form = FORM(cast_fields);

static const struct field ask_fields[] = {
    { "due_on", FIELD_DATE, .required = true, .label = N_("Answers by") },
    { "small", FIELD_TICK,
      .label = N_("Show the result from 3 answers instead of 5, because the group is small"),
      .help = N_("Then it is announced first: people read it before they answer, and it cannot be changed any "
                 "more.") },
};
const struct form_spec width_ask_form = FORM(ask_fields);

static const struct field reveal_fields[] = {
    { "warned", FIELD_TICK, .label = N_("Show it all the same") },
};
const struct form_spec width_reveal_form = FORM(reveal_fields);

/* ---- the page ---------------------------------------------------------------------------------------------- */

/* The secret of this phone: what the cookie says, else a new one, which the first answer makes stay. */
static const char *secret_of(struct rq *rq)
{
    const char *cookie = rq_cookie(rq, BALLOT_COOKIE);
    return cookie != NULL && strlen(cookie) == TOKEN_LENGTH ? cookie : token_new(rq->arena);
}

static void add_voters(struct rq *rq, const struct group_place *p, struct width_view *v)
{
    size_t count;
    const struct ballot_voter *voters = ballot_voters(rq->db, rq->arena, v->ballot, &count);
    const char **waiting = NEW_ARRAY(rq->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        const struct organisation_member *m = organisation_names_member(p->names, voters[i].voter);
        if (voters[i].voter == rq->actor.member) {
            v->may_answer = v->ballot->state == BALLOT_OPEN;
            v->answered = voters[i].voted;
        }
        if (p->guide && !voters[i].voted && m != NULL && v->ballot->state == BALLOT_OPEN)
            waiting[v->waiting_count++] = organisation_member_name(rq->arena, rq->lang, m);
    }
    v->waiting = waiting;
}

static void add_bars(struct rq *rq, struct width_view *v, const struct ballot_counts *c)
{
    struct width_bar *bars = NEW_ARRAY(rq->arena, struct width_bar, GROUP_WIDTHS);
    v->shown = c->state == BALLOT_SHOWN && v->ballot->option_count == GROUP_WIDTHS;
    for (int i = 0; i < GROUP_WIDTHS; i++)
        bars[i] = (struct width_bar){ .label = group_width_label(rq->lang, (enum group_width)i),
                                      .count = v->shown ? group_number(rq, c->counts[i]) : "",
                                      .share = v->shown && c->total > 0 ? c->counts[i] * 100 / c->total : 0 };
    v->bars = bars;
    v->bar_count = v->shown ? GROUP_WIDTHS : 0;
}

/* Earlier questions, one line each. */
static void add_earlier(struct rq *rq, struct width_view *v, const struct ballot *all, size_t count)
{
    struct group_link *links = NEW_ARRAY(rq->arena, struct group_link, count);
    for (size_t i = 1; i < count; i++) {
        struct ballot_counts c = ballot_counts(rq->db, rq->arena, &all[i]);
        links[v->earlier_count++] = (struct group_link){
            .label = format_date(rq->arena, rq->lang, all[i].announced_at),
            .text = group_width_sentence(rq->arena, rq->lang, &all[i], &c),
        };
    }
    v->earlier = links;
}

static const char *title_of(struct rq *rq, const struct width_view *v, const struct ballot_counts *c)
{
    return v->ballot != NULL && c->state == BALLOT_SHOWN
               ? group_width_sentence(rq->arena, rq->lang, v->ballot, c)
               : tr(rq->lang, "Is the group too narrow, right, or too wide?");
}

static void add_ballot(struct rq *rq, const struct group_place *p, struct width_view *v,
                       const struct ballot_counts *c)
{
    v->minimum = group_number(rq, v->ballot->minimum);
    v->progress = c->state == BALLOT_SHOWN ? arena_printf(rq->arena, tr(rq->lang, "%d of %d answered."),
                                                          (int)c->voted, (int)c->voters)
                                           : group_width_sentence(rq->arena, rq->lang, v->ballot, c);
    if (v->ballot->state == BALLOT_OPEN && v->ballot->due_on.set)
        v->due = arena_printf(rq->arena, tr(rq->lang, "Answers by %s."),
                              format_day(rq->arena, rq->lang, v->ballot->due_on.v));
    v->may_reveal = p->guide && (c->state == BALLOT_HELD || (c->state == BALLOT_SHOWN && c->more));
    add_voters(rq, p, v);
    add_bars(rq, v, c);
    v->secret = secret_of(rq);
    v->own = ballot_own(rq->db, rq->arena, v->ballot, rq->actor.member, v->secret);
}

struct fault width_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    size_t count;
    const struct ballot *all = group_width_ballots(rq->db, rq->arena, p.g, &count);
    struct ballot_counts c = { 0 };
    struct width_view v = { .p = &p, .ballot = count == 0 ? NULL : &all[0], .own = BALLOT_NONE };
    if (v.ballot != NULL) {
        c = ballot_counts(rq->db, rq->arena, v.ballot);
        add_ballot(rq, &p, &v, &c);
    }
    add_earlier(rq, &v, all, count);
    v.may_ask =
        p.guide && group_goes_on(p.g, p.today) && (v.ballot == NULL || v.ballot->state == BALLOT_CLOSED);
    v.due_on = form_field(rq, &width_ask_form, "due_on", clock_date(rq->arena, p.today + DUE_AHEAD));
    v.small_field = form_field(rq, &width_ask_form, "small", "");
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(rq, &p, title_of(rq, &v, &c));
    v.layout->wide = false;
    width_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- answering --------------------------------------------------------------------------------------------- */

/* The group and its newest question, which must be there. */
static struct fault find_question(struct rq *rq, struct group_place *p, const struct ballot **b)
{
    struct fault f = group_place_of(rq, false, p);
    if (f.status != OK)
        return f;
    *b = group_width_ballot(rq->db, rq->arena, p->g);
    return *b == NULL ? FAULT(NOT_FOUND, N_("This was not asked yet.")) : NO_FAULT;
}

static int64_t option_of(const char *answer)
{
    int64_t i = 0;
    while (answers[i] != NULL && strcmp(answers[i], answer) != 0)
        i++;
    return i;
}

/* POST …/breedte: no event, no audit line, nothing that says who or when. */
struct fault width_cast(struct rq *rq)
{
    struct group_place p;
    const struct ballot *b;
    struct fault f = find_question(rq, &p, &b);
    if (f.status != OK)
        return f;
    const char *secret = form_text(rq, "secret");
    f = ballot_cast(rq->db, rq->arena, b, rq->actor.member, secret, option_of(form_text(rq, "answer")));
    if (f.status == INVALID || (f.status == CONFLICT && b->state == BALLOT_OPEN)) {
        form_fail(rq, "answer", f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    reply_cookie(rq, BALLOT_COOKIE, secret, BALLOT_COOKIE_DAYS * DAY_S);
    reply_notice(rq, tr(rq->lang, "Thank you. Your answer counts, without your name."));
    return reply_redirect(rq, "%s/breedte", p.url);
}

/* ---- asking, showing, closing ------------------------------------------------------------------------------ */

static struct fault back(struct rq *rq, const struct group_place *p, struct fault f, const char *notice)
{
    if (f.status != OK)
        return f;
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s/breedte", p->url);
}

struct fault width_ask(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    bool small = form_tick(rq, "small");
    f = group_width_ask(rq->db, rq->arena, p.g, small ? BALLOT_SMALL : BALLOT_USUAL, form_int(rq, "due_on").v,
                        rq->lang, group_who(rq));
    if (f.status == INVALID) {
        form_fail(rq, "small", f.msgid);
        return form_again(rq);
    }
    return back(rq, &p, f,
                small ? tr(rq->lang, "The question is announced. Open it once the group could read it.")
                      : tr(rq->lang, "The question is open. The group sees it on its page."));
}

struct fault width_open(struct rq *rq)
{
    struct group_place p;
    const struct ballot *b;
    struct fault f = find_question(rq, &p, &b);
    if (f.status == OK)
        f = group_width_open(rq->db, p.g, b, rq->lang, group_who(rq));
    return back(rq, &p, f, tr(rq->lang, "The question is open. The group sees it on its page."));
}

/* POST …/breedte/tonen: a unanimous result asks once more first, and does not say what it is. */
struct fault width_reveal(struct rq *rq)
{
    struct group_place p;
    const struct ballot *b;
    struct fault f = find_question(rq, &p, &b);
    if (f.status != OK)
        return f;
    f = ballot_reveal(rq->db, rq->arena, b, form_tick(rq, "warned"));
    if (f.status == CONFLICT && f.detail != NULL && strcmp(f.detail, "unanimous") == 0) {
        struct width_warning_view v = { .p = &p };
        v.layout = group_layout(rq, &p, tr(rq->lang, "All answers are the same"));
        v.layout->wide = false;
        width_warning_page(rq_html(rq), &v);
        return reply_page(rq);
    }
    return back(rq, &p, f, tr(rq->lang, "Everybody in the group sees the result now."));
}

struct fault width_close(struct rq *rq)
{
    struct group_place p;
    const struct ballot *b;
    struct fault f = find_question(rq, &p, &b);
    if (f.status == OK)
        f = group_width_close(rq->db, rq->arena, p.g, b, rq->lang, group_who(rq));
    return back(
        rq, &p, f,
        tr(rq->lang, "The question is closed. The answers are kept without any way back to who gave them."));
}
