/* How each act of a trajectory is done: through the door of its slice, at its hour, by its person. */
#include <string.h>

#include "app/demo_act.h"
#include "slice/briefing/briefing.h"
#include "slice/document/document.h"
#include "slice/evaluation/evaluation.h"
#include "slice/group/group.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/report/report.h"

static bool same(const char *x, const char *y)
{
    return strcmp(x, y) == 0;
}

static struct db_int id_or_none(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

static int64_t department(const struct demo_stage *s, const struct demo_act *act)
{
    const char *name = act_word(s, act, "department");
    return name[0] == '\0' ? 0 : organisation_department_ensure(s->db, s->a, s->o->id, name);
}

/* ---- steps, meetings, tasks -------------------------------------------------------------------------- */

/* How many required outputs of a step do not exist at that hour. */
static size_t missing(const struct demo_stage *s, const struct demo_act *act,
                      const struct trajectory_step *step)
{
    const struct trajectory_ask ask = { .db = s->db,
                                        .arena = s->a,
                                        .packs = s->r->packs,
                                        .lang = s->lang,
                                        .trajectory = s->t,
                                        .today = trajectory_local_day(act->at) };
    size_t count, n = 0;
    const struct trajectory_output *outputs = trajectory_outputs(&ask, s->parts, step, &count);
    for (size_t i = 0; i < count; i++)
        n += pack_number(outputs[i].entry, "required") != 0 && !outputs[i].there;
    return n;
}

static struct fault play_step(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = act_step(s, act);
    const char *what = act_word(s, act, "do"), *reason = act_word(s, act, "reason");
    if (e == NULL)
        return s->r->fault;
    const char *title = text_in(s->lang, e->title);
    if (same(what, "open"))
        return trajectory_step_open(s->db, s->t, e, title, act_user(s, act), act->at);
    if (same(what, "close"))
        return trajectory_step_close(s->db, s->a, s->t, e, missing(s, act, e), reason, title, act_user(s, act),
                                     act->at);
    if (same(what, "skip"))
        return trajectory_step_skip(s->db, s->a, s->t, e, reason, title, act_user(s, act), act->at);
    if (same(what, "reopen"))
        return trajectory_step_reopen(s->db, s->t, e, reason, title, act_user(s, act), act->at);
    if (!same(what, "dates"))
        return act_wrong(s, act, "do");
    const struct trajectory_shift shift = { .begins_on = act_day(s, act, "begins").v,
                                            .due_on = act_day(s, act, "due").v,
                                            .edit = e->edit,
                                            .title = title };
    return trajectory_step_dates(s->db, s->a, s->r->packs, s->o->country, s->t, e, &shift, act_user(s, act),
                                 act->at);
}

static struct fault play_moment(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = act_step(s, act);
    int64_t step_id = e == NULL ? 0 : e->id, at = demo_moment(s->r, act->node, "when", true);
    int64_t minutes = act_has(act, "minutes") ? demo_number(s->r, yaml_get(act->node, "minutes")) : 120;
    if (act_has(act, "id")) {
        act_name(s, act,
                 trajectory_moment_put(s->db, s->a, s->t, step_id, "session", "", act_word(s, act, "title"), at,
                                       minutes, act_word(s, act, "place"), act_word(s, act, "about"), act->at));
        trajectory_event(s->db, s->t->id, "moment.planned", 0, act_word(s, act, "title"), "", act_user(s, act),
                         act->at);
        return NO_FAULT;
    }
    const struct trajectory_moment *old = act_meeting(s, step_id);
    if (old == NULL)
        return act_wrong(s, act, "step");
    struct trajectory_moment m = *old;
    m.at = at;
    m.minutes = act_has(act, "minutes") ? minutes : old->minutes;
    m.title = act_has(act, "title") ? act_word(s, act, "title") : old->title;
    m.place = act_word(s, act, "place");
    m.about = act_word(s, act, "about");
    return trajectory_moment_change(s->db, s->t, &m, old->at, act_user(s, act), act->at);
}

static struct fault play_task(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = act_step(s, act);
    act_name(s, act,
             trajectory_task_put(s->db, s->a, s->o->id, s->t->id, e == NULL ? 0 : e->id,
                                 act_word(s, act, "title"), act_word(s, act, "about"),
                                 act_member(s, act, "owner"), act_day(s, act, "due"), "", act_user(s, act),
                                 act->at));
    trajectory_event(s->db, s->t->id, "task.made", *act->object, act_word(s, act, "title"), "",
                     act_user(s, act), act->at);
    return NO_FAULT;
}

static struct fault play_task_done(struct demo_stage *s, const struct demo_act *act)
{
    trajectory_task_done(s->db, s->t, *act->object, act_word(s, act, "title"), true, act_user(s, act), act->at);
    return NO_FAULT;
}

/* ---- briefing ---------------------------------------------------------------------------------------- */

static struct fault play_briefing(struct demo_stage *s, const struct demo_act *act)
{
    struct briefing_line n = { .line = act_word(s, act, "line"),
                               .known = act_word(s, act, "known"),
                               .url = act_word(s, act, "url"),
                               .state = act_has(act, "known") || act_has(act, "url") ? BRIEFING_KNOWN
                                                                                     : BRIEFING_NONE };
    if (act_has(act, "title")) {
        struct fault f =
            briefing_line_add(s->db, s->a, s->t, act_word(s, act, "title"), act_user(s, act), act->at, &n.line);
        if (f.status != OK)
            return f;
    }
    size_t count;
    const struct briefing_line *all = briefing_lines(s->db, s->a, s->t, &count);
    for (size_t i = 0; i < count; i++)
        if (same(all[i].line, n.line))
            n.edit = all[i].edit;
    return briefing_line_save(s->db, s->a, s->t, &n, act_user(s, act), act->at);
}

static struct fault play_commitment(struct demo_stage *s, const struct demo_act *act)
{
    const struct yaml_node *dates =
        demo_need(s->r, yaml_get(act->node, "dates"), NODE_MAP, act->node->line, "dates");
    struct briefing_date *v = NEW_ARRAY(s->a, struct briefing_date, dates->count);
    for (size_t i = 0; i < dates->count; i++)
        v[i] = (struct briefing_date){ dates->keys[i].scalar, demo_day(s->r, &dates->items[i]) };
    const struct briefing_commitment_new n = { .organisation = s->o->id,
                                               .entry = act_word(s, act, "entry"),
                                               .title = act_word(s, act, "title"),
                                               .note = act_word(s, act, "note"),
                                               .dates = v,
                                               .date_count = dates->count };
    return briefing_commitment_save(s->db, s->a, s->r->packs, s->lang, &n, act_user(s, act), act->at,
                                    act->object);
}

/* ---- documents --------------------------------------------------------------------------------------- */

static struct fault play_document(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = act_step(s, act);
    struct document_new n = { .sort = DOCUMENT_OUTPUT,
                              .title = act_word(s, act, "title"),
                              .step = e == NULL ? 0 : e->id,
                              .output = act_word(s, act, "output"),
                              .section = act_word(s, act, "section"),
                              .content = act_word(s, act, "text"),
                              .everyone = demo_truth(s->r, act->node, "everyone"),
                              .user = act_user(s, act) };
    if (act_has(act, "sort") && !document_sort_find(act_word(s, act, "sort"), &n.sort))
        return act_wrong(s, act, "sort");
    if (n.output[0] != '\0' && n.section[0] == '\0')
        n.section = act_word(s, act, "step"); /* a step that is no phase has one section: itself */
    if (act_has(act, "meeting")) {
        const struct trajectory_moment *m =
            same(act_word(s, act, "meeting"), "session") ? act_meeting(s, n.step) : NULL;
        n.moment = m != NULL ? m->id : act_named(s, act, "meeting", "moments");
    }
    return document_make(s->db, s->a, s->t, &n, act->at, act->object);
}

static struct fault settle(struct demo_stage *s, const struct demo_act *act, const struct document *d)
{
    size_t count;
    const struct document_remark *open = document_remarks(s->db, s->a, d, true, &count);
    if (count == 0) {
        demo_wrong(s->r, act->node->line, "no remark is open");
        return s->r->fault;
    }
    const char *outcome = act_word(s, act, "outcome");
    return document_remark_settle(s->db, d, open[0].id, same(outcome, "left") ? REMARK_LEFT : REMARK_TAKEN,
                                  act_word(s, act, "answer"), act_user(s, act), act->at);
}

static struct fault agree(struct demo_stage *s, const struct demo_act *act, const struct document *d)
{
    size_t count;
    const struct trajectory_task *tasks = document_agreements(s->db, s->a, d, &count);
    int64_t task = document_agree(s->db, s->a, d, act_word(s, act, "what"), act_member(s, act, "owner"),
                                  act_day(s, act, "due"), document_next_agreement(tasks, count),
                                  act_user(s, act), act->at);
    if (act_has(act, "done"))
        trajectory_task_done(s->db, s->t, task, act_word(s, act, "what"), true, act_user(s, act),
                             demo_moment(s->r, act->node, "done", true));
    return NO_FAULT;
}

static struct fault adopt(struct demo_stage *s, const struct demo_act *act, const struct document *d)
{
    const struct document_adoption n = { .by = act_word(s, act, "body"),
                                         .on = act_day(s, act, "on"),
                                         .decision = act_word(s, act, "decision"),
                                         .version = d->version };
    return document_adopt(s->db, s->a, d, &n, trajectory_local_day(act->at), act_user(s, act), act->at);
}

struct fault demo_play_document_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct document *d = document_get(s->db, s->a, s->o->id, s->t->id, *act->object);
    const char *what = act_word(s, act, "do");
    int64_t today = trajectory_local_day(act->at), who = act_user(s, act);
    if (d == NULL)
        return FAULT(NOT_FOUND, N_("This document does not exist."));
    const struct document_text text = { .title = act_has(act, "title") ? act_word(s, act, "title") : d->title,
                                        .content = act_word(s, act, "text"),
                                        .skeleton = "",
                                        .base = d->version };
    if (same(what, "write"))
        return document_write(s->db, s->a, d, &text, who, act->at);
    if (same(what, "review"))
        return document_review(s->db, d, d->version, act_day(s, act, "until").v, today, who, act->at);
    if (same(what, "remark"))
        return document_remark_add(s->db, d, act_word(s, act, "heading"), act_word(s, act, "text"), who,
                                   act->at);
    if (same(what, "settle"))
        return settle(s, act, d);
    if (same(what, "approve"))
        return document_approve(s->db, d, d->version, act_word(s, act, "reason"), today, who, act->at);
    if (same(what, "reopen"))
        return document_reopen(s->db, d, d->version, act_word(s, act, "reason"), who, act->at);
    if (same(what, "adopt"))
        return adopt(s, act, d);
    if (same(what, "erratum"))
        return document_erratum(s->db, s->a, d, &text, act_word(s, act, "reason"), who, act->at);
    if (same(what, "agree"))
        return agree(s, act, d);
    return act_wrong(s, act, "do");
}

/* ---- action list ------------------------------------------------------------------------------------- */

static unsigned roles(struct demo_stage *s, const struct demo_act *act)
{
    static const struct {
        const char *word;
        unsigned bit;
    } known[] = { { "actor", PLAN_ACTOR }, { "director", PLAN_DIRECTOR }, { "client", PLAN_CLIENT } };
    const struct yaml_node *list = act_has(act, "roles") ? demo_list(s->r, act->node, "roles") : NULL;
    unsigned bits = 0;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (list->items[i].kind == NODE_SCALAR && same(list->items[i].scalar, known[k].word))
                bits |= known[k].bit;
    return bits;
}

static struct fault play_plan(struct demo_stage *s, const struct demo_act *act)
{
    struct plan_action n = { .parent = id_or_none(act_named(s, act, "parent", "plan")),
                             .owner = id_or_none(act_member(s, act, "owner")),
                             .department = id_or_none(department(s, act)),
                             .due_on = act_day(s, act, "due"),
                             .title = act_word(s, act, "title"),
                             .why = act_word(s, act, "why"),
                             .theme = act_word(s, act, "theme"),
                             .sdg = act_word(s, act, "sdg"),
                             .roles = roles(s, act),
                             .status = PLAN_PLANNED,
                             .origin = PLAN_BY_HAND,
                             .origin_ref = "" };
    if (!plan_sort_parse(act_word(s, act, "sort"), &n.sort))
        return act_wrong(s, act, "sort");
    if (act_has(act, "status") && !plan_status_parse(act_word(s, act, "status"), &n.status))
        return act_wrong(s, act, "status");
    struct fault f = plan_action_add(s->db, s->a, s->t, &n, act_user(s, act), act->at, act->object);
    act_name(s, act, *act->object);
    return f;
}

/* How it stands, told by its owner; with a new day it is moved first. */
static struct fault play_plan_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct plan_action *p = plan_action_get(s->db, s->a, s->t, *act->object);
    enum plan_status status;
    if (p == NULL)
        return FAULT(NOT_FOUND, N_("This line is not on the action list."));
    if (act_has(act, "due") || act_has(act, "title")) {
        struct plan_action n = *p;
        n.due_on = act_has(act, "due") ? act_day(s, act, "due") : p->due_on;
        n.title = act_has(act, "title") ? act_word(s, act, "title") : p->title;
        struct fault f = plan_action_change(s->db, s->a, s->t, &n, act_user(s, act), act->at);
        if (f.status != OK || !act_has(act, "status"))
            return f;
    }
    if (!plan_status_parse(act_word(s, act, "status"), &status))
        return act_wrong(s, act, "status");
    return plan_action_update(s->db, s->a, s->t, *act->object, status, act_word(s, act, "note"),
                              act_user(s, act), act->at);
}

/* ---- evaluation -------------------------------------------------------------------------------------- */

/* Themes of a scan, separated by commas. */
static bool known_themes(const struct demo_stage *s, const char *themes)
{
    const struct trajectory_ask ask = {
        .db = s->db, .arena = s->a, .packs = s->r->packs, .lang = s->lang, .trajectory = s->t
    };
    for (const char *p = themes; *p != '\0';) {
        size_t n = strcspn(p, ",");
        if (trajectory_theme_title(&ask, arena_strndup(s->a, p, n))[0] == '\0')
            return false;
        p += n + (p[n] == ',');
    }
    return true;
}

static struct fault answer(struct demo_stage *s, const struct demo_act *act, bool organisation)
{
    const struct evaluation_round *r = evaluation_round(s->db, s->a, s->t);
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("The evaluation is not open."));
    int64_t who = organisation ? 0 : s->people->v[act->by].member;
    const char *question = act_word(s, act, "question");
    const struct evaluation_saying n = { .member = who,
                                         .question = question,
                                         .answer = act_word(s, act, "answer"),
                                         .quotable = demo_truth(s->r, act->node, "quotable") };
    struct fault f = evaluation_answer_save(s->db, s->a, s->t, r, &n, act_user(s, act), act->at);
    if (f.status != OK || !act_has(act, "themes"))
        return f;
    if (!known_themes(s, act_word(s, act, "themes")))
        return act_wrong(s, act, "themes");
    size_t count;
    const struct evaluation_answer *all = evaluation_answers(s->db, s->a, r, &count);
    const struct evaluation_answer *stored = evaluation_answer_of(all, count, who, question);
    return stored == NULL ? f : evaluation_code(s->db, r, stored->id, act_word(s, act, "themes"));
}

static struct fault pair(struct demo_stage *s, const struct demo_act *act)
{
    const struct yaml_node *n = demo_list(s->r, act->node, "pair");
    if (n->count != 2) {
        demo_wrong(s->r, act->node->line, "write a pair as [importance, maturity]");
        return s->r->fault;
    }
    bool start = same(act_word(s, act, "moment"), "start");
    return evaluation_pair_save(s->db, s->t, start ? EVALUATION_START : EVALUATION_END,
                                s->people->v[act->by].member, (int)demo_number(s->r, &n->items[0]),
                                (int)demo_number(s->r, &n->items[1]), act->at);
}

static struct fault play_evaluation(struct demo_stage *s, const struct demo_act *act)
{
    const char *what = act_word(s, act, "do");
    if (same(what, "open"))
        return evaluation_open(s->db, s->a, s->t, act_day(s, act, "due").v, act_user(s, act), act->at);
    if (same(what, "answer") || same(what, "organisation"))
        return answer(s, act, same(what, "organisation"));
    if (same(what, "pair"))
        return pair(s, act);
    if (!same(what, "returns"))
        return act_wrong(s, act, "do");
    evaluation_plan_returns(s->db, s->a, s->r->packs, s->o->country, s->lang, s->t, act_day(s, act, "from").v,
                            act_user(s, act), act->at);
    return NO_FAULT;
}

/* ---- group ------------------------------------------------------------------------------------------- */

static const struct group_seat *seat_of(const struct demo_stage *s, const struct group *g, int64_t member,
                                        int64_t today)
{
    size_t count;
    const struct organisation_names *names = organisation_names(s->db, s->a, s->o->id);
    const struct group_seat *seats = group_seats(s->db, s->a, g, names, today, &count);
    for (size_t i = 0; i < count; i++)
        if (seats[i].member->id == member && !seats[i].left_on.set)
            return &seats[i];
    return NULL;
}

/* Takes part from that day on when new, with this task. */
static struct fault seat(struct demo_stage *s, const struct demo_act *act, const struct group *g, int64_t today)
{
    const struct group_by by = { act_user(s, act), act->at };
    int64_t who = act_member(s, act, "member");
    bool there = seat_of(s, g, who, today) != NULL;
    group_join(s->db, s->a, g, who, act_word(s, act, "task"), by);
    if (!there) {
        group_joined(s->db, s->a, g, 1, s->lang, by);
        return NO_FAULT;
    }
    const struct group_seat *e = seat_of(s, g, who, today);
    const struct group_seat_change c = {
        .task = act_word(s, act, "task"), .begins_on = e->begins_on, .ends_on = e->ends_on, .edit = e->edit
    };
    return group_seat_set(s->db, s->a, g, e, &c, by);
}

static struct fault estimate(struct demo_stage *s, const struct demo_act *act)
{
    const struct yaml_node *n = demo_list(s->r, act->node, "values");
    int64_t values[TRAJECTORY_FACTORS] = { 0 };
    for (size_t i = 0; i < n->count && i < TRAJECTORY_FACTORS; i++)
        values[i] = demo_number(s->r, &n->items[i]);
    return group_estimate_save(s->db, s->t, s->people->v[act->by].member, group_month(act->at), values);
}

static struct fault play_group(struct demo_stage *s, const struct demo_act *act)
{
    size_t count;
    int64_t today = trajectory_local_day(act->at);
    const struct group *g = groups(s->db, s->a, s->t, today, &count);
    const char *what = act_word(s, act, "do");
    if (count == 0)
        return FAULT(NOT_FOUND, N_("This group does not exist."));
    if (same(what, "set")) {
        const struct group_change c = { .name = act_has(act, "name") ? act_word(s, act, "name") : g->name,
                                        .mandate = act_word(s, act, "mandate"),
                                        .begins_on = act_day(s, act, "begins"),
                                        .ends_on = act_day(s, act, "ends"),
                                        .reason = act_word(s, act, "reason"),
                                        .edit = g->edit };
        return group_set(s->db, s->a, g, &c, (struct group_by){ act_user(s, act), act->at });
    }
    if (same(what, "seat"))
        return seat(s, act, g, today);
    if (same(what, "motive"))
        return group_motive_save(s->db, s->a, s->t, s->people->v[act->by].member, act_word(s, act, "motive"),
                                 act_word(s, act, "brings"), 0, act->at);
    if (same(what, "estimate"))
        return estimate(s, act);
    if (!same(what, "objection"))
        return act_wrong(s, act, "do");
    const struct group_objection n = { .resistance = act_word(s, act, "resistance"),
                                       .note = act_word(s, act, "note"),
                                       .helped = act_word(s, act, "helped") };
    return group_objection_save(s->db, s->a, s->r->packs, s->t, &n, act->object);
}

/* ---- local picture ----------------------------------------------------------------------------------- */

static const struct picture_request *request(const struct demo_stage *s, const struct demo_act *act)
{
    return picture_request_get(s->db, s->a, s->r->packs, s->lang, s->t, *act->object);
}

/* Asked in the meeting, so without a mail. */
static struct fault play_request(struct demo_stage *s, const struct demo_act *act)
{
    struct picture_ask n = { .standard = act_word(s, act, "standard"),
                             .statement = "",
                             .title = act_word(s, act, "title"),
                             .ask = act_word(s, act, "ask"),
                             .unit = act_word(s, act, "unit"),
                             .usual_source = act_word(s, act, "source"),
                             .theme = act_word(s, act, "theme"),
                             .department = department(s, act),
                             .due_on = act_day(s, act, "due"),
                             .user = act_user(s, act) };
    if (act_has(act, "sort") && !picture_sort_parse(act_word(s, act, "sort"), &n.sort))
        return act_wrong(s, act, "sort");
    struct fault f = NO_FAULT;
    if (act_has(act, "to"))
        f = picture_receiver_member(s->db, s->a, s->t, act_member(s, act, "to"), act->at, &n.receiver);
    if (f.status == OK)
        f = picture_request_add(s->db, s->a, s->r->packs, s->t, &n, act->at, act->object);
    if (f.status == OK && act_has(act, "to"))
        picture_sent_by_hand(s->db, s->t, *act->object, act_user(s, act), act->at);
    return f;
}

static struct fault reply(struct demo_stage *s, const struct demo_act *act, const struct picture_request *r)
{
    const struct picture_reply n = { .absent = demo_truth(s->r, act->node, "absent"),
                                     .value = act_word(s, act, "value"),
                                     .unit = act_has(act, "unit") ? act_word(s, act, "unit") : r->unit,
                                     .period = act_word(s, act, "period"),
                                     .body = act_word(s, act, "text"),
                                     .source = act_word(s, act, "source"),
                                     .grid = "",
                                     .lang = s->lang,
                                     .receiver = r->receiver.v,
                                     .user = act_user(s, act) };
    return picture_answer_save(s->db, s->a, s->t, r, &n, act->at);
}

/* An answer, or its acceptance as the fact that it proposes; `text` and `theme` replace what it proposes. */
static struct fault play_request_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct picture_request *r = request(s, act);
    const char *what = act_word(s, act, "do");
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question does not exist."));
    if (same(what, "answer"))
        return reply(s, act, r);
    if (!same(what, "accept"))
        return act_wrong(s, act, "do");
    size_t count;
    const struct picture_answer *answers = picture_answers(s->db, s->a, r->id, &count);
    if (count == 0)
        return FAULT(NOT_FOUND, N_("This question does not exist."));
    struct picture_fact_text text = picture_proposal(s->a, r, &answers[0]);
    if (act_has(act, "text"))
        text.body = act_word(s, act, "text");
    if (act_has(act, "theme"))
        text.theme = act_word(s, act, "theme");
    return picture_accept(s->db, s->a, s->r->packs, s->t, r, answers[0].edit, &text, 1, act_user(s, act),
                          act->at);
}

static struct picture_fact_text fact_text(struct demo_stage *s, const struct demo_act *act,
                                          const struct picture_fact_text *old)
{
    struct picture_fact_text x = *old;
    if (act_has(act, "department"))
        x.department = department(s, act);
    if (act_has(act, "text"))
        x.body = act_word(s, act, "text");
    if (act_has(act, "theme"))
        x.theme = act_word(s, act, "theme");
    if (act_has(act, "value"))
        x.value = act_word(s, act, "value");
    if (act_has(act, "unit"))
        x.unit = act_word(s, act, "unit");
    if (act_has(act, "period"))
        x.period = act_word(s, act, "period");
    if (act_has(act, "source"))
        x.source = act_word(s, act, "source");
    if (act_has(act, "dated"))
        x.dated_on = act_day(s, act, "dated");
    return x;
}

static struct fault play_fact(struct demo_stage *s, const struct demo_act *act)
{
    static const struct picture_fact_text none = {
        .theme = "", .body = "", .value = "", .unit = "", .period = "", .source = ""
    };
    struct picture_fact_new n = { .text = fact_text(s, act, &none),
                                  .code = "",
                                  .statement = "",
                                  .accepted = !demo_truth(s->r, act->node, "proposed"),
                                  .user = act_user(s, act) };
    if (!picture_sort_parse(act_word(s, act, "sort"), &n.text.sort))
        return act_wrong(s, act, "sort");
    return picture_fact_add(s->db, s->a, s->r->packs, s->t, &n, act->at, act->object);
}

static struct fault play_fact_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct picture_fact *f = picture_fact_get(s->db, s->a, s->t, *act->object);
    if (f == NULL)
        return FAULT(NOT_FOUND, N_("This fact does not exist."));
    const struct picture_fact_text old = { f->department.set ? f->department.v : 0,
                                           f->theme,
                                           f->sort,
                                           f->body,
                                           f->value,
                                           f->unit,
                                           f->period,
                                           f->source,
                                           f->dated_on };
    const struct picture_fact_text x = fact_text(s, act, &old);
    return picture_fact_change(s->db, s->a, s->r->packs, s->t, f, &x, act_word(s, act, "reason"), f->edit,
                               act_user(s, act), act->at);
}

/* ---- reports ------------------------------------------------------------------------------------------- */

static struct report_source report_from(const struct demo_stage *s, const struct demo_act *act)
{
    return (struct report_source){ .db = s->db,
                                   .arena = s->a,
                                   .packs = s->r->packs,
                                   .parts = s->parts,
                                   .trajectory = s->t,
                                   .today = trajectory_local_day(act->at) };
}

static struct fault play_report(struct demo_stage *s, const struct demo_act *act)
{
    enum report_form form;
    if (!report_form_find(act_word(s, act, "form"), &form))
        return act_wrong(s, act, "form");
    const struct report_source from = report_from(s, act);
    return report_make(&from, form, act_user(s, act), act->at, act->object);
}

/* An own text of a section, or a section that is left out. */
static struct fault play_report_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct report_source from = report_from(s, act);
    const struct report *r = report_get(s->db, s->a, s->t, *act->object);
    const struct report_section *section =
        r == NULL ? NULL : report_section_get(&from, r, act_word(s, act, "section"));
    if (section == NULL)
        return act_wrong(s, act, "section");
    if (demo_truth(s->r, act->node, "left_out"))
        return report_section_show(&from, r, section->key, false, r->edit, act->at);
    const struct report_own own = { .lead = act_word(s, act, "lead"),
                                    .tail = act_word(s, act, "tail"),
                                    .edit = section->edit };
    return report_section_write(&from, r, section, &own, act_user(s, act), act->at);
}

/* ---- all of them ------------------------------------------------------------------------------------- */

static const struct demo_kind task_done = { "course", "title", play_task_done, NULL };
static const struct demo_kind document_course = {
    "course", "do title text heading answer outcome until reason body on decision what owner due done",
    demo_play_document_course, NULL
};
static const struct demo_kind plan_course = { "course", "status note due title", play_plan_course, NULL };

static const struct demo_kind request_course = { "course", "do absent value unit period text source theme",
                                                 play_request_course, NULL };
static const struct demo_kind fact_course = { "course",
                                              "department theme text value unit period source dated reason",
                                              play_fact_course, NULL };

static const struct demo_kind report_course = { "course", "section lead tail left_out", play_report_course,
                                                NULL };

const struct demo_kind demo_kinds[] = {
    { "moments", "id step when minutes title place about", play_moment, NULL },
    { "sessions", "id step moment when minutes title place aim template code invited", demo_play_session,
      &demo_session_course },
    { "briefing", "line title known url", play_briefing, NULL },
    { "commitments", "entry title note dates", play_commitment, NULL },
    { "group", "do name mandate begins ends reason member task motive brings values resistance note helped",
      play_group, NULL },
    { "requests", "standard title ask unit source theme sort department to due", play_request,
      &request_course },
    { "facts", "department theme sort text value unit period source dated proposed", play_fact, &fact_course },
    { "documents", "step section output sort title everyone text meeting", play_document, &document_course },
    { "tasks", "id step title about owner due", play_task, &task_done },
    { "plan", "id sort title why parent owner department due theme sdg roles status", play_plan, &plan_course },
    { "evaluation", "do due question answer quotable themes moment pair from", play_evaluation, NULL },
    { "reports", "form", play_report, &report_course },
    { "steps", "step do reason begins due", play_step, NULL },
    { NULL, NULL, NULL, NULL },
};
