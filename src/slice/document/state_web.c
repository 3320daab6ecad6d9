/* How a document moves: asked for remarks, approved, opened again, adopted, set aside; and where it belongs. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "slice/document/view.h"
#include "state_page.h"

static const struct field review_fields[] = {
    { "until", FIELD_DATE, .required = true, .label = N_("Remarks until") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec document_review_form = FORM(review_fields);
static const struct field reason_fields[] = {
    { "reason", FIELD_AREA, .max = DOCUMENT_MAX_REASON, .label = N_("Reason"),
      .help = N_("It stays with the document, for whoever asks later.") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec document_reason_form = FORM(reason_fields);
static const struct field adopt_fields[] = {
    { "by", FIELD_CHOICE, .required = true, .label = N_("Who adopted it?"),
      .message = N_("Choose who adopted it.") },
    { "on", FIELD_DATE, .required = true, .label = N_("On which day?") },
    { "decision", FIELD_TEXT, .max = DOCUMENT_MAX_DECISION, .label = N_("Number of the decision") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec document_adopt_form = FORM(adopt_fields);
static const struct field place_fields[] = {
    { "sort", FIELD_CHOICE, .required = true, .label = N_("What is it?"), .message = N_("Choose what it is.") },
    { "output", FIELD_TEXT, .max = 3 * PACK_MAX_ID, .label = N_("Step or result it belongs to") },
    { "everyone", FIELD_TICK, .label = N_("Every member may write in it"),
      .help = N_("Otherwise only who began it, guides and minute-takers. Remarks are open to all members.") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec document_place_form = FORM(place_fields);
const struct form_spec document_empty_form = { NULL, 0 };

static struct fault back(struct rq *rq, const struct document *d, const char *notice)
{
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s", document_path(rq->arena, d));
}

/* ---- remarks asked ------------------------------------------------------------------------------------------------------ */

/* POST …/inzage: opens the days for remarks, or gives them another end. */
struct fault document_review_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find_leader(rq, &t, &d);
    if (f.status != OK)
        return f;
    f = document_review(rq->db, d, form_int(rq, "edit").v, form_int(rq, "until").v,
                        organisation_today(rq->arena, rq->now_ms), rq->actor.user, rq->now_ms);
    if (!document_settled(rq, f, &answer))
        return answer;
    const char *until = format_day(rq->arena, rq->lang, form_int(rq, "until").v);
    return back(
        rq, d,
        d->state == DOCUMENT_REVIEW
            ? arena_printf(rq->arena, tr(rq->lang, "Remarks are welcome until %s now."), until)
            : arena_printf(rq->arena,
                           tr(rq->lang, "Remarks are welcome until %s. Mail the group, so that they know."),
                           until));
}

/* ---- approving ------------------------------------------------------------------------------------------------------------ */

static const char *why_early(struct rq *rq, const struct document *d)
{
    if (d->open_remarks > 0)
        return arena_printf(
            rq->arena,
            tr_n(rq->lang, "%d remark is still open. Answer it first, or say why you approve all the same.",
                 "%d remarks are still open. Answer them first, or say why you approve all the same.",
                 d->open_remarks),
            (int)d->open_remarks);
    if (d->state == DOCUMENT_REVIEW && d->review_until.set)
        return arena_printf(rq->arena,
                            tr(rq->lang, "The group may still remark until %s. Say why you approve it sooner."),
                            format_day(rq->arena, rq->lang, d->review_until.v));
    return tr(rq->lang, "Minutes go round for seven days before they are approved. Say why these do not.");
}

/* GET …/goedkeuren */
struct fault document_approve_show(struct rq *rq)
{
    const struct trajectory *t;
    struct approve_view *v = NEW(rq->arena, struct approve_view);
    struct fault f = document_find_leader(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    if (!document_is_open(d) || d->version == 0)
        return FAULT(CONFLICT,
                     N_("There is nothing to approve: the text is empty, approved already, or set aside."));
    v->url = document_path(rq->arena, d);
    v->version_text = document_number(rq, rq->form != NULL ? form_int(rq, "edit").v : d->version);
    v->remarks = document_remark_lines(rq, d, true, &v->remark_count);
    const struct document_version *newest = document_version_get(rq->db, rq->arena, d, d->version);
    v->unanswered = document_unanswered(rq->arena, newest == NULL ? "" : newest->content, &v->unanswered_count);
    if (document_approval_is_early(d, organisation_today(rq->arena, rq->now_ms))) {
        v->reason = form_field(rq, &document_reason_form, "reason", "");
        v->reason->required = true;
        v->sentence = why_early(rq, d);
    } else {
        v->sentence = tr(rq->lang, "No remark is open. From then on readers see this text too.");
    }
    v->messages = form_messages(rq, &v->message_count);
    v->layout =
        document_layout(rq, t, d, arena_printf(rq->arena, tr(rq->lang, "Approve “%s”?"), d->title), true);
    v->layout->wide = false;
    document_approve_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault document_approve_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find_leader(rq, &t, &d);
    if (f.status != OK)
        return f;
    f = document_approve(rq->db, d, form_int(rq, "edit").v, form_text(rq, "reason"),
                         organisation_today(rq->arena, rq->now_ms), rq->actor.user, rq->now_ms);
    if (!document_settled(rq, f, &answer))
        return answer;
    return back(rq, d, tr(rq->lang, "The text is approved. Readers see it from now on."));
}

/* POST …/heropenen: a draft again. */
struct fault document_reopen_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find_leader(rq, &t, &d);
    if (f.status != OK)
        return f;
    f = document_reopen(rq->db, d, form_int(rq, "edit").v, form_text(rq, "reason"), rq->actor.user, rq->now_ms);
    if (!document_settled(rq, f, &answer))
        return answer;
    return back(rq, d,
                d->agreed > 0 ? tr(rq->lang, "It is a draft again. Readers keep seeing what was approved.")
                              : tr(rq->lang, "It is a draft again."));
}

/* ---- adopting ------------------------------------------------------------------------------------------------------------- */

/* GET …/vaststellen */
struct fault document_adopt_show(struct rq *rq)
{
    const struct trajectory *t;
    struct adopt_view *v = NEW(rq->arena, struct adopt_view);
    struct fault f = document_find(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    if (d->state != DOCUMENT_APPROVED || d->archived_at.set)
        return FAULT(CONFLICT, N_("Only an approved text can be adopted."));
    size_t count = 0;
    while (document_bodies[count] != NULL)
        count++;
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = document_bodies[i],
                                      .label = document_body_label(rq->lang, document_bodies[i]) };
    v->url = document_path(rq->arena, d);
    v->version_text = document_number(rq, rq->form != NULL ? form_int(rq, "edit").v : d->version);
    v->by = form_field(rq, &document_adopt_form, "by", "");
    v->by->options = o;
    v->by->option_count = count;
    v->on = form_field(rq, &document_adopt_form, "on",
                       clock_date(rq->arena, organisation_today(rq->arena, rq->now_ms)));
    v->decision = form_field(rq, &document_adopt_form, "decision", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout =
        document_layout(rq, t, d, arena_printf(rq->arena, tr(rq->lang, "Who adopted “%s”?"), d->title), true);
    v->layout->wide = false;
    document_adopt_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault document_adopt_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find(rq, &t, &d);
    if (f.status != OK)
        return f;
    struct document_adoption n = { .by = form_text(rq, "by"),
                                   .on = form_int(rq, "on"),
                                   .decision = form_text(rq, "decision"),
                                   .version = form_int(rq, "edit").v };
    f = document_adopt(rq->db, rq->arena, d, &n, organisation_today(rq->arena, rq->now_ms), rq->actor.user,
                       rq->now_ms);
    if (!document_settled(rq, f, &answer))
        return answer;
    return back(rq, d, tr(rq->lang, "The text is adopted. It never changes from now on."));
}

/* ---- set aside ------------------------------------------------------------------------------------------------------------- */

static struct fault archive(struct rq *rq, bool aside)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find_leader(rq, &t, &d);
    if (f.status == OK)
        f = document_archive(rq->db, d, aside, rq->actor.user, rq->now_ms);
    if (f.status != OK)
        return f;
    return back(rq, d,
                aside ? tr(rq->lang, "It is set aside. You can take it back at any time.")
                      : tr(rq->lang, "It is in the list again."));
}

struct fault document_archive_save(struct rq *rq)
{
    return archive(rq, true);
}

struct fault document_back_save(struct rq *rq)
{
    return archive(rq, false);
}

/* ---- where it belongs --------------------------------------------------------------------------------------------------------- */

/* A choice is "12" (a step) or "12/start/minutes" (one of its outputs). */
static struct field_option *place_options(struct rq *rq, const struct trajectory *t, size_t *count)
{
    size_t steps, capacity = 0;
    const struct trajectory_step *s = trajectory_steps(rq->db, rq->arena, t, t->cycle, &steps);
    struct field_option *options = NULL;
    *count = 0;
    for (size_t i = 0; i < steps; i++) {
        const char *group = text_in(rq->lang, s[i].title);
        *(struct field_option *)ARENA_PUSH(rq->arena, &options, count, &capacity) = (struct field_option){
            .value = document_number(rq, s[i].id), .label = tr(rq->lang, "The step as a whole"), .group = group
        };
        for (int k = 0; k < s[i].section_count; k++) {
            const struct pack_value *outputs = pack_value(s[i].sections[k], "outputs");
            for (int o = 0; o < outputs->entries.count; o++)
                *(struct field_option *)ARENA_PUSH(rq->arena, &options, count, &capacity) =
                    (struct field_option){
                        .value = arena_printf(rq->arena, "%lld/%s/%s", (long long)s[i].id, s[i].sections[k]->id,
                                              outputs->entries.v[o].id),
                        .label = text_in(rq->lang, pack_text(&outputs->entries.v[o], "title")),
                        .group = group,
                    };
        }
    }
    return options;
}

static const char *place_value(struct rq *rq, const struct document *d)
{
    if (!d->step.set)
        return "";
    return d->output[0] == '\0'
               ? document_number(rq, d->step.v)
               : arena_printf(rq->arena, "%lld/%s/%s", (long long)d->step.v, d->section, d->output);
}

/* GET …/gegevens */
struct fault document_place_show(struct rq *rq)
{
    const struct trajectory *t;
    struct place_view *v = NEW(rq->arena, struct place_view);
    struct fault f = document_find_leader(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    v->url = document_path(rq->arena, d);
    v->edit = document_number(rq, rq->form != NULL ? form_int(rq, "edit").v : d->edit);
    v->sort = form_field(rq, &document_place_form, "sort", document_sort_name(d->sort));
    document_sort_options(rq, v->sort, true);
    v->output = form_field(rq, &document_place_form, "output", place_value(rq, d));
    v->output->options = place_options(rq, t, &v->output->option_count);
    v->everyone = form_field(rq, &document_place_form, "everyone", d->everyone ? "1" : "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = document_layout(rq, t, d, tr(rq->lang, "Where it belongs and who writes"), true);
    v->layout->wide = false;
    document_place_page(rq_html(rq), v);
    return reply_page(rq);
}

/* "12/start/minutes" into its three parts; the text is cut in place. */
static void read_place(char *text, struct document_place *p)
{
    char *section = strchr(text, '/'), *output = section == NULL ? NULL : strchr(section + 1, '/');
    p->section = p->output = "";
    p->step = text[0] == '\0' ? 0 : strtoll(text, NULL, 10);
    if (output == NULL)
        return;
    *output = '\0';
    p->section = section + 1;
    p->output = output + 1;
}

struct fault document_place_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct document_place p = { .everyone = form_tick(rq, "everyone"), .edit = form_int(rq, "edit").v };
    struct fault answer, f = document_find_leader(rq, &t, &d);
    if (f.status != OK)
        return f;
    if (!document_sort_find(form_text(rq, "sort"), &p.sort)) {
        form_fail(rq, "sort", N_("Choose what it is."));
        return form_again(rq);
    }
    read_place(arena_strdup(rq->arena, form_text(rq, "output")), &p);
    f = document_place(rq->db, rq->arena, t, d, &p);
    if (f.status == INVALID)
        f.detail = "output";
    if (!document_settled(rq, f, &answer))
        return answer;
    return back(rq, d, tr(rq->lang, "That is kept."));
}
