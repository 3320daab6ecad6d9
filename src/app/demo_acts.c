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

/* ---- what stands on a line --------------------------------------------------------------------------- */

static const char *word(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    return demo_maybe(s->r, act->node, key, "");
}

static bool has(const struct demo_act *act, const char *key)
{
    return yaml_get(act->node, key) != NULL;
}

static struct db_int day(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    const struct yaml_node *n = yaml_get(act->node, key);
    return n == NULL ? DB_NULL_INT : DB_SOME(demo_day(s->r, n));
}

static int64_t user(const struct demo_stage *s, const struct demo_act *act)
{
    return s->people->v[act->by].user;
}

/* The member that a key names; 0 when it is absent. */
static int64_t member(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    const char *id = word(s, act, key);
    return id[0] == '\0'
               ? 0
               : s->people->v[demo_person_find(s->r, s->people, id, demo_line(act->node, key))].member;
}

static struct db_int id_or_none(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

static int64_t department(const struct demo_stage *s, const struct demo_act *act)
{
    const char *name = word(s, act, "department");
    return name[0] == '\0' ? 0 : organisation_department_ensure(s->db, s->a, s->o->id, name);
}

static struct fault wrong_word(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    demo_wrong(s->r, demo_line(act->node, key), "\"%s\" is no %s", word(s, act, key), key);
    return s->r->fault;
}

/* Keeps what the id of a line became, for other lines. */
static void name(struct demo_stage *s, const struct demo_act *act, int64_t value)
{
    *act->object = value;
    if (has(act, "id") && s->named_count < s->named_capacity)
        s->named[s->named_count++] = (struct demo_named){ act->kind->section, word(s, act, "id"), value };
}

/* What the id that a key names became; 0 when the key is absent. */
static int64_t named(struct demo_stage *s, const struct demo_act *act, const char *key, const char *kind)
{
    const char *id = word(s, act, key);
    for (size_t i = 0; i < s->named_count; i++)
        if (same(s->named[i].kind, kind) && same(s->named[i].id, id))
            return s->named[i].value;
    if (id[0] != '\0')
        demo_wrong(s->r, demo_line(act->node, key), "there is no \"%s\" in %s yet", id, kind);
    return 0;
}

/* The step that a key names, as it is now; NULL with a fault when the template has none of that id. */
static const struct trajectory_step *step(const struct demo_stage *s, const struct demo_act *act)
{
    const char *key = word(s, act, "step");
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(s->db, s->a, s->t, s->t->cycle, &count);
    for (size_t i = 0; i < count; i++)
        if (same(steps[i].key, key))
            return &steps[i];
    if (key[0] != '\0')
        demo_wrong(s->r, demo_line(act->node, "step"), "unknown step \"%s\"", key);
    return NULL;
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
    const struct trajectory_step *e = step(s, act);
    const char *what = word(s, act, "do"), *reason = word(s, act, "reason");
    if (e == NULL)
        return s->r->fault;
    const char *title = text_in(s->lang, e->title);
    if (same(what, "open"))
        return trajectory_step_open(s->db, s->t, e, title, user(s, act), act->at);
    if (same(what, "close"))
        return trajectory_step_close(s->db, s->a, s->t, e, missing(s, act, e), reason, title, user(s, act),
                                     act->at);
    if (same(what, "skip"))
        return trajectory_step_skip(s->db, s->a, s->t, e, reason, title, user(s, act), act->at);
    if (same(what, "reopen"))
        return trajectory_step_reopen(s->db, s->t, e, reason, title, user(s, act), act->at);
    if (!same(what, "dates"))
        return wrong_word(s, act, "do");
    const struct trajectory_shift shift = {
        .begins_on = day(s, act, "begins").v, .due_on = day(s, act, "due").v, .edit = e->edit, .title = title
    };
    return trajectory_step_dates(s->db, s->a, s->r->packs, s->o->country, s->t, e, &shift, user(s, act),
                                 act->at);
}

/* The meeting that the template planned with a step; NULL when there is none. */
static const struct trajectory_moment *session(const struct demo_stage *s, int64_t step)
{
    size_t count;
    const struct trajectory_moment *all = trajectory_moments(s->db, s->a, s->t, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].step.set && all[i].step.v == step && all[i].source[0] != '\0')
            return &all[i];
    return NULL;
}

static struct fault play_moment(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = step(s, act);
    int64_t step_id = e == NULL ? 0 : e->id, at = demo_moment(s->r, act->node, "when", true);
    int64_t minutes = has(act, "minutes") ? demo_number(s->r, yaml_get(act->node, "minutes")) : 120;
    if (has(act, "id")) {
        name(s, act,
             trajectory_moment_put(s->db, s->a, s->t, step_id, "session", "", word(s, act, "title"), at,
                                   minutes, word(s, act, "place"), word(s, act, "about"), act->at));
        trajectory_event(s->db, s->t->id, "moment.planned", 0, word(s, act, "title"), "", user(s, act),
                         act->at);
        return NO_FAULT;
    }
    const struct trajectory_moment *old = session(s, step_id);
    if (old == NULL)
        return wrong_word(s, act, "step");
    struct trajectory_moment m = *old;
    m.at = at;
    m.minutes = has(act, "minutes") ? minutes : old->minutes;
    m.title = has(act, "title") ? word(s, act, "title") : old->title;
    m.place = word(s, act, "place");
    m.about = word(s, act, "about");
    return trajectory_moment_change(s->db, s->t, &m, old->at, user(s, act), act->at);
}

static struct fault play_task(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = step(s, act);
    name(s, act,
         trajectory_task_put(s->db, s->a, s->o->id, s->t->id, e == NULL ? 0 : e->id, word(s, act, "title"),
                             word(s, act, "about"), member(s, act, "owner"), day(s, act, "due"), "",
                             user(s, act), act->at));
    trajectory_event(s->db, s->t->id, "task.made", *act->object, word(s, act, "title"), "", user(s, act),
                     act->at);
    return NO_FAULT;
}

static struct fault play_task_done(struct demo_stage *s, const struct demo_act *act)
{
    trajectory_task_done(s->db, s->t, *act->object, word(s, act, "title"), true, user(s, act), act->at);
    return NO_FAULT;
}

/* ---- briefing ---------------------------------------------------------------------------------------- */

static struct fault play_briefing(struct demo_stage *s, const struct demo_act *act)
{
    struct briefing_line n = { .line = word(s, act, "line"),
                               .known = word(s, act, "known"),
                               .url = word(s, act, "url"),
                               .state = has(act, "known") || has(act, "url") ? BRIEFING_KNOWN : BRIEFING_NONE };
    if (has(act, "title")) {
        struct fault f =
            briefing_line_add(s->db, s->a, s->t, word(s, act, "title"), user(s, act), act->at, &n.line);
        if (f.status != OK)
            return f;
    }
    size_t count;
    const struct briefing_line *all = briefing_lines(s->db, s->a, s->t, &count);
    for (size_t i = 0; i < count; i++)
        if (same(all[i].line, n.line))
            n.edit = all[i].edit;
    return briefing_line_save(s->db, s->a, s->t, &n, user(s, act), act->at);
}

static struct fault play_commitment(struct demo_stage *s, const struct demo_act *act)
{
    const struct yaml_node *dates =
        demo_need(s->r, yaml_get(act->node, "dates"), NODE_MAP, act->node->line, "dates");
    struct briefing_date *v = NEW_ARRAY(s->a, struct briefing_date, dates->count);
    for (size_t i = 0; i < dates->count; i++)
        v[i] = (struct briefing_date){ dates->keys[i].scalar, demo_day(s->r, &dates->items[i]) };
    const struct briefing_commitment_new n = { .organisation = s->o->id,
                                               .entry = word(s, act, "entry"),
                                               .title = word(s, act, "title"),
                                               .note = word(s, act, "note"),
                                               .dates = v,
                                               .date_count = dates->count };
    return briefing_commitment_save(s->db, s->a, s->r->packs, s->lang, &n, user(s, act), act->at, act->object);
}

/* ---- documents --------------------------------------------------------------------------------------- */

static struct fault play_document(struct demo_stage *s, const struct demo_act *act)
{
    const struct trajectory_step *e = step(s, act);
    struct document_new n = { .sort = DOCUMENT_OUTPUT,
                              .title = word(s, act, "title"),
                              .step = e == NULL ? 0 : e->id,
                              .output = word(s, act, "output"),
                              .section = word(s, act, "section"),
                              .content = word(s, act, "text"),
                              .everyone = demo_truth(s->r, act->node, "everyone"),
                              .user = user(s, act) };
    if (has(act, "sort") && !document_sort_find(word(s, act, "sort"), &n.sort))
        return wrong_word(s, act, "sort");
    if (n.output[0] != '\0' && n.section[0] == '\0')
        n.section = word(s, act, "step"); /* a step that is no phase has one section: itself */
    if (has(act, "meeting")) {
        const struct trajectory_moment *m =
            same(word(s, act, "meeting"), "session") ? session(s, n.step) : NULL;
        n.moment = m != NULL ? m->id : named(s, act, "meeting", "moments");
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
    const char *outcome = word(s, act, "outcome");
    return document_remark_settle(s->db, d, open[0].id, same(outcome, "left") ? REMARK_LEFT : REMARK_TAKEN,
                                  word(s, act, "answer"), user(s, act), act->at);
}

static struct fault agree(struct demo_stage *s, const struct demo_act *act, const struct document *d)
{
    size_t count;
    const struct trajectory_task *tasks = document_agreements(s->db, s->a, d, &count);
    int64_t task =
        document_agree(s->db, s->a, d, word(s, act, "what"), member(s, act, "owner"), day(s, act, "due"),
                       document_next_agreement(tasks, count), user(s, act), act->at);
    if (has(act, "done"))
        trajectory_task_done(s->db, s->t, task, word(s, act, "what"), true, user(s, act),
                             demo_moment(s->r, act->node, "done", true));
    return NO_FAULT;
}

static struct fault adopt(struct demo_stage *s, const struct demo_act *act, const struct document *d)
{
    const struct document_adoption n = { .by = word(s, act, "body"),
                                         .on = day(s, act, "on"),
                                         .decision = word(s, act, "decision"),
                                         .version = d->version };
    return document_adopt(s->db, s->a, d, &n, trajectory_local_day(act->at), user(s, act), act->at);
}

static struct fault play_document_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct document *d = document_get(s->db, s->a, s->o->id, s->t->id, *act->object);
    const char *what = word(s, act, "do");
    int64_t today = trajectory_local_day(act->at), who = user(s, act);
    if (d == NULL)
        return FAULT(NOT_FOUND, N_("This document does not exist."));
    const struct document_text text = { .title = has(act, "title") ? word(s, act, "title") : d->title,
                                        .content = word(s, act, "text"),
                                        .skeleton = "",
                                        .base = d->version };
    if (same(what, "write"))
        return document_write(s->db, s->a, d, &text, who, act->at);
    if (same(what, "review"))
        return document_review(s->db, d, d->version, day(s, act, "until").v, today, who, act->at);
    if (same(what, "remark"))
        return document_remark_add(s->db, d, word(s, act, "heading"), word(s, act, "text"), who, act->at);
    if (same(what, "settle"))
        return settle(s, act, d);
    if (same(what, "approve"))
        return document_approve(s->db, d, d->version, word(s, act, "reason"), today, who, act->at);
    if (same(what, "reopen"))
        return document_reopen(s->db, d, d->version, word(s, act, "reason"), who, act->at);
    if (same(what, "adopt"))
        return adopt(s, act, d);
    if (same(what, "erratum"))
        return document_erratum(s->db, s->a, d, &text, word(s, act, "reason"), who, act->at);
    if (same(what, "agree"))
        return agree(s, act, d);
    return wrong_word(s, act, "do");
}

/* ---- action list ------------------------------------------------------------------------------------- */

static unsigned roles(struct demo_stage *s, const struct demo_act *act)
{
    static const struct {
        const char *word;
        unsigned bit;
    } known[] = { { "actor", PLAN_ACTOR }, { "director", PLAN_DIRECTOR }, { "client", PLAN_CLIENT } };
    const struct yaml_node *list = has(act, "roles") ? demo_list(s->r, act->node, "roles") : NULL;
    unsigned bits = 0;
    for (size_t i = 0; list != NULL && i < list->count; i++)
        for (size_t k = 0; k < sizeof known / sizeof *known; k++)
            if (list->items[i].kind == NODE_SCALAR && same(list->items[i].scalar, known[k].word))
                bits |= known[k].bit;
    return bits;
}

static struct fault play_plan(struct demo_stage *s, const struct demo_act *act)
{
    struct plan_action n = { .parent = id_or_none(named(s, act, "parent", "plan")),
                             .owner = id_or_none(member(s, act, "owner")),
                             .department = id_or_none(department(s, act)),
                             .due_on = day(s, act, "due"),
                             .title = word(s, act, "title"),
                             .why = word(s, act, "why"),
                             .theme = word(s, act, "theme"),
                             .sdg = word(s, act, "sdg"),
                             .roles = roles(s, act),
                             .status = PLAN_PLANNED,
                             .origin = PLAN_BY_HAND,
                             .origin_ref = "" };
    if (!plan_sort_parse(word(s, act, "sort"), &n.sort))
        return wrong_word(s, act, "sort");
    if (has(act, "status") && !plan_status_parse(word(s, act, "status"), &n.status))
        return wrong_word(s, act, "status");
    struct fault f = plan_action_add(s->db, s->a, s->t, &n, user(s, act), act->at, act->object);
    name(s, act, *act->object);
    return f;
}

/* How it stands, told by its owner; with a new day it is moved first. */
static struct fault play_plan_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct plan_action *p = plan_action_get(s->db, s->a, s->t, *act->object);
    enum plan_status status;
    if (p == NULL)
        return FAULT(NOT_FOUND, N_("This line is not on the action list."));
    if (has(act, "due") || has(act, "title")) {
        struct plan_action n = *p;
        n.due_on = has(act, "due") ? day(s, act, "due") : p->due_on;
        n.title = has(act, "title") ? word(s, act, "title") : p->title;
        struct fault f = plan_action_change(s->db, s->a, s->t, &n, user(s, act), act->at);
        if (f.status != OK || !has(act, "status"))
            return f;
    }
    if (!plan_status_parse(word(s, act, "status"), &status))
        return wrong_word(s, act, "status");
    return plan_action_update(s->db, s->a, s->t, *act->object, status, word(s, act, "note"), user(s, act),
                              act->at);
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
    const char *question = word(s, act, "question");
    const struct evaluation_saying n = { .member = who,
                                         .question = question,
                                         .answer = word(s, act, "answer"),
                                         .quotable = demo_truth(s->r, act->node, "quotable") };
    struct fault f = evaluation_answer_save(s->db, s->a, s->t, r, &n, user(s, act), act->at);
    if (f.status != OK || !has(act, "themes"))
        return f;
    if (!known_themes(s, word(s, act, "themes")))
        return wrong_word(s, act, "themes");
    size_t count;
    const struct evaluation_answer *all = evaluation_answers(s->db, s->a, r, &count);
    const struct evaluation_answer *stored = evaluation_answer_of(all, count, who, question);
    return stored == NULL ? f : evaluation_code(s->db, r, stored->id, word(s, act, "themes"));
}

static struct fault pair(struct demo_stage *s, const struct demo_act *act)
{
    const struct yaml_node *n = demo_list(s->r, act->node, "pair");
    if (n->count != 2) {
        demo_wrong(s->r, act->node->line, "write a pair as [importance, maturity]");
        return s->r->fault;
    }
    bool start = same(word(s, act, "moment"), "start");
    return evaluation_pair_save(s->db, s->t, start ? EVALUATION_START : EVALUATION_END,
                                s->people->v[act->by].member, (int)demo_number(s->r, &n->items[0]),
                                (int)demo_number(s->r, &n->items[1]), act->at);
}

static struct fault play_evaluation(struct demo_stage *s, const struct demo_act *act)
{
    const char *what = word(s, act, "do");
    if (same(what, "open"))
        return evaluation_open(s->db, s->a, s->t, day(s, act, "due").v, user(s, act), act->at);
    if (same(what, "answer") || same(what, "organisation"))
        return answer(s, act, same(what, "organisation"));
    if (same(what, "pair"))
        return pair(s, act);
    if (!same(what, "returns"))
        return wrong_word(s, act, "do");
    evaluation_plan_returns(s->db, s->a, s->r->packs, s->o->country, s->lang, s->t, day(s, act, "from").v,
                            user(s, act), act->at);
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
    const struct group_by by = { user(s, act), act->at };
    int64_t who = member(s, act, "member");
    bool there = seat_of(s, g, who, today) != NULL;
    group_join(s->db, s->a, g, who, word(s, act, "task"), by);
    if (!there) {
        group_joined(s->db, s->a, g, 1, s->lang, by);
        return NO_FAULT;
    }
    const struct group_seat *e = seat_of(s, g, who, today);
    const struct group_seat_change c = {
        .task = word(s, act, "task"), .begins_on = e->begins_on, .ends_on = e->ends_on, .edit = e->edit
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
    const char *what = word(s, act, "do");
    if (count == 0)
        return FAULT(NOT_FOUND, N_("This group does not exist."));
    if (same(what, "set")) {
        const struct group_change c = { .name = has(act, "name") ? word(s, act, "name") : g->name,
                                        .mandate = word(s, act, "mandate"),
                                        .begins_on = day(s, act, "begins"),
                                        .ends_on = day(s, act, "ends"),
                                        .reason = word(s, act, "reason"),
                                        .edit = g->edit };
        return group_set(s->db, s->a, g, &c, (struct group_by){ user(s, act), act->at });
    }
    if (same(what, "seat"))
        return seat(s, act, g, today);
    if (same(what, "motive"))
        return group_motive_save(s->db, s->a, s->t, s->people->v[act->by].member, word(s, act, "motive"),
                                 word(s, act, "brings"), 0, act->at);
    if (same(what, "estimate"))
        return estimate(s, act);
    if (!same(what, "objection"))
        return wrong_word(s, act, "do");
    const struct group_objection n = { .resistance = word(s, act, "resistance"),
                                       .note = word(s, act, "note"),
                                       .helped = word(s, act, "helped") };
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
    struct picture_ask n = { .standard = word(s, act, "standard"),
                             .statement = "",
                             .title = word(s, act, "title"),
                             .ask = word(s, act, "ask"),
                             .unit = word(s, act, "unit"),
                             .usual_source = word(s, act, "source"),
                             .theme = word(s, act, "theme"),
                             .department = department(s, act),
                             .due_on = day(s, act, "due"),
                             .user = user(s, act) };
    if (has(act, "sort") && !picture_sort_parse(word(s, act, "sort"), &n.sort))
        return wrong_word(s, act, "sort");
    struct fault f = NO_FAULT;
    if (has(act, "to"))
        f = picture_receiver_member(s->db, s->a, s->t, member(s, act, "to"), act->at, &n.receiver);
    if (f.status == OK)
        f = picture_request_add(s->db, s->a, s->r->packs, s->t, &n, act->at, act->object);
    if (f.status == OK && has(act, "to"))
        picture_sent_by_hand(s->db, s->t, *act->object, user(s, act), act->at);
    return f;
}

static struct fault reply(struct demo_stage *s, const struct demo_act *act, const struct picture_request *r)
{
    const struct picture_reply n = { .absent = demo_truth(s->r, act->node, "absent"),
                                     .value = word(s, act, "value"),
                                     .unit = has(act, "unit") ? word(s, act, "unit") : r->unit,
                                     .period = word(s, act, "period"),
                                     .body = word(s, act, "text"),
                                     .source = word(s, act, "source"),
                                     .grid = "",
                                     .lang = s->lang,
                                     .receiver = r->receiver.v,
                                     .user = user(s, act) };
    return picture_answer_save(s->db, s->a, s->t, r, &n, act->at);
}

/* An answer, or its acceptance as the fact that it proposes; `text` and `theme` replace what it proposes. */
static struct fault play_request_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct picture_request *r = request(s, act);
    const char *what = word(s, act, "do");
    if (r == NULL)
        return FAULT(NOT_FOUND, N_("This question does not exist."));
    if (same(what, "answer"))
        return reply(s, act, r);
    if (!same(what, "accept"))
        return wrong_word(s, act, "do");
    size_t count;
    const struct picture_answer *answers = picture_answers(s->db, s->a, r->id, &count);
    if (count == 0)
        return FAULT(NOT_FOUND, N_("This question does not exist."));
    struct picture_fact_text text = picture_proposal(s->a, r, &answers[0]);
    if (has(act, "text"))
        text.body = word(s, act, "text");
    if (has(act, "theme"))
        text.theme = word(s, act, "theme");
    return picture_accept(s->db, s->a, s->r->packs, s->t, r, answers[0].edit, &text, 1, user(s, act), act->at);
}

static struct picture_fact_text fact_text(struct demo_stage *s, const struct demo_act *act,
                                          const struct picture_fact_text *old)
{
    struct picture_fact_text x = *old;
    if (has(act, "department"))
        x.department = department(s, act);
    if (has(act, "text"))
        x.body = word(s, act, "text");
    if (has(act, "theme"))
        x.theme = word(s, act, "theme");
    if (has(act, "value"))
        x.value = word(s, act, "value");
    if (has(act, "unit"))
        x.unit = word(s, act, "unit");
    if (has(act, "period"))
        x.period = word(s, act, "period");
    if (has(act, "source"))
        x.source = word(s, act, "source");
    if (has(act, "dated"))
        x.dated_on = day(s, act, "dated");
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
                                  .user = user(s, act) };
    if (!picture_sort_parse(word(s, act, "sort"), &n.text.sort))
        return wrong_word(s, act, "sort");
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
    return picture_fact_change(s->db, s->a, s->r->packs, s->t, f, &x, word(s, act, "reason"), f->edit,
                               user(s, act), act->at);
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
    if (!report_form_find(word(s, act, "form"), &form))
        return wrong_word(s, act, "form");
    const struct report_source from = report_from(s, act);
    return report_make(&from, form, user(s, act), act->at, act->object);
}

/* An own text of a section, or a section that is left out. */
static struct fault play_report_course(struct demo_stage *s, const struct demo_act *act)
{
    const struct report_source from = report_from(s, act);
    const struct report *r = report_get(s->db, s->a, s->t, *act->object);
    const struct report_section *section =
        r == NULL ? NULL : report_section_get(&from, r, word(s, act, "section"));
    if (section == NULL)
        return wrong_word(s, act, "section");
    if (demo_truth(s->r, act->node, "left_out"))
        return report_section_show(&from, r, section->key, false, r->edit, act->at);
    const struct report_own own = { .lead = word(s, act, "lead"),
                                    .tail = word(s, act, "tail"),
                                    .edit = section->edit };
    return report_section_write(&from, r, section, &own, user(s, act), act->at);
}

/* ---- all of them ------------------------------------------------------------------------------------- */

static const struct demo_kind task_done = { "course", "title", play_task_done, NULL };
static const struct demo_kind document_course = {
    "course", "do title text heading answer outcome until reason body on decision what owner due done",
    play_document_course, NULL
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
