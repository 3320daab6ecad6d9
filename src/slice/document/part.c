/* What documents add to a trajectory: they answer for every output that no other part knows, say who owes a draft, and count
 * as evidence of transparency. */
#include <string.h>

#include "document_sql.h"
#include "slice/document/rules.h"
#include "slice/organisation/organisation.h"

static const char *list_url(const struct trajectory_ask *ask)
{
    return arena_printf(ask->arena, "%s/documenten", trajectory_path(ask->arena, ask->trajectory));
}

/* ---- outputs --------------------------------------------------------------------------------------------------- */

static const char *state_word(const struct lang *lang, const struct document_of_output *d, bool reader)
{
    if (reader && strcmp(d->state, "adopted") != 0)
        return tr(lang, "Approved"); /* a newer draft is none of a reader's business */
    if (d->version == 0)
        return tr(lang, "Begun, nothing written yet");
    if (strcmp(d->state, "draft") == 0)
        return tr(lang, "Draft");
    if (strcmp(d->state, "review") == 0)
        return tr(lang, "In review");
    return strcmp(d->state, "adopted") == 0 ? tr(lang, "Adopted") : tr(lang, "Approved");
}

/* A text is there once something is written: a guide may close the step while it is still read. Minutes are there once they
 * went round: what nobody could read and mend are no minutes yet. */
static bool is_there(const struct document_of_output *d, bool minutes, bool reader)
{
    if (reader || d->agreed > 0)
        return d->agreed > 0;
    return d->version > 0 && !(minutes && strcmp(d->state, "draft") == 0);
}

static bool document_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    struct arena *a = ask->arena;
    const struct trajectory *t = ask->trajectory;
    bool minutes = strcmp(out->kind, "minutes") == 0;
    const struct document_of_output *d = document_q_of_output(ask->db, a, t->organisation, t->id, out->step->id,
                                                              out->section->id, out->entry->id);
    if (d != NULL && ask->reader && d->agreed == 0)
        d = NULL;
    if (d == NULL && ask->reader)
        return true;
    if (d == NULL) {
        out->url = arena_printf(a, "%s/nieuw?stap=%lld&deel=%s&uitvoer=%s", list_url(ask),
                                (long long)out->step->id, out->section->id, out->entry->id);
        out->label = minutes || strcmp(out->kind, "document") == 0 ? tr(ask->lang, "Write it")
                                                                   : tr(ask->lang, "Write it by hand");
        return true;
    }
    out->there = is_there(d, minutes, ask->reader);
    out->count = 1;
    out->state = state_word(ask->lang, d, ask->reader);
    out->url = arena_printf(a, "%s/document/%lld", trajectory_path(a, t), (long long)d->id);
    out->label = d->version == 0 ? tr(ask->lang, "Go on") : tr(ask->lang, "Read");
    return true;
}

/* ---- duties ----------------------------------------------------------------------------------------------------- */

static const struct trajectory_step *step_of(const struct trajectory_step *steps, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (steps[i].id == id)
            return &steps[i];
    return NULL;
}

static const struct organisation_member *member_of(const struct organisation_member *members, size_t count,
                                                   int64_t user)
{
    for (size_t i = 0; i < count; i++)
        if (members[i].user == user)
            return &members[i];
    return NULL;
}

/* Who made a draft owes it once its step is past its day. What is in review waits for the group, and nobody owes that. */
static void document_duties(const struct trajectory_ask *ask, const struct site *site, int64_t until,
                            struct trajectory_duties *out)
{
    (void)site;
    const struct trajectory *t = ask->trajectory;
    size_t count, step_count = 0, member_count = 0;
    const struct document_draft_list *drafts =
        document_q_draft_list(ask->db, ask->arena, t->organisation, t->id, &count);
    if (count == 0)
        return;
    const struct trajectory_step *steps = trajectory_steps(ask->db, ask->arena, t, t->cycle, &step_count);
    const struct organisation_member *members =
        organisation_members(ask->db, ask->arena, t->organisation, &member_count);
    for (size_t i = 0; i < count; i++) {
        const struct trajectory_step *s = step_of(steps, step_count, drafts[i].step_id);
        const struct organisation_member *m = member_of(members, member_count, drafts[i].made_by);
        if (s == NULL || m == NULL || (s->state != STEP_OPEN && s->state != STEP_WAITING) ||
            s->due_on >= ask->today || s->due_on > until)
            continue;
        *(struct trajectory_duty *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
            (struct trajectory_duty){
                .user = m->user,
                .mail = m->mail,
                .name = organisation_member_name(ask->arena, ask->lang, m),
                .lang = "",
                .sort = N_("Document"),
                .title = drafts[i].title,
                .url = arena_printf(ask->arena, "%s/document/%lld", trajectory_path(ask->arena, t),
                                    (long long)drafts[i].id),
                .due = s->due_on,
            };
    }
}

/* ---- evidence --------------------------------------------------------------------------------------------------- */

static void add(const struct trajectory_ask *ask, struct trajectory_evidences *out, const char *text)
{
    *(struct trajectory_evidence *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
        (struct trajectory_evidence){ .text = text, .url = list_url(ask) };
}

static void document_evidence(const struct trajectory_ask *ask, enum trajectory_factor factor,
                              struct trajectory_evidences *out)
{
    if (factor != FACTOR_TRANSPARENCY)
        return;
    struct arena *a = ask->arena;
    struct document_counts n = document_counts(ask->db, a, ask->trajectory);
    if (n.minutes > 0)
        add(ask, out,
            arena_printf(a, tr(ask->lang, "%d of %d minutes approved"), (int)n.minutes_agreed, (int)n.minutes));
    int64_t adopted = n.of_state[DOCUMENT_ADOPTED];
    if (adopted > 0)
        add(ask, out,
            arena_printf(a, tr_n(ask->lang, "%d document adopted", "%d documents adopted", adopted),
                         (int)adopted));
    const struct document_mailed *m = document_last_mail(ask->db, a, ask->trajectory, NULL);
    if (m != NULL)
        add(ask, out,
            arena_printf(a,
                         tr_n(ask->lang, "Last mailed to %d person, on %s", "Last mailed to %d people, on %s",
                              m->receivers),
                         (int)m->receivers, format_date(a, ask->lang, m->at)));
}

/* ---- events ------------------------------------------------------------------------------------------------------ */

static const struct trajectory_event_kind events[] = {
    { .kind = "document.made", .text = N_("The document “%s” was begun."), .path = "document" },
    { .kind = "document.review", .text = N_("“%s” is up for remarks."), .path = "document" },
    { .kind = "document.reopened", .text = N_("“%s” is a draft again."), .path = "document" },
    { .kind = "document.approved", .text = N_("“%s” was approved."), .reader = true, .path = "document" },
    { .kind = "document.adopted",
      .text = N_("“%s” was adopted."),
      .decision = true,
      .reader = true,
      .path = "document" },
    { .kind = "document.erratum",
      .text = N_("“%s” got an erratum."),
      .decision = true,
      .reader = true,
      .path = "document" },
    { .kind = "document.mailed", .text = N_("“%s” was mailed."), .path = "document" },
    { .kind = "document.archived", .text = N_("“%s” was set aside."), .path = "document" },
    { .kind = "document.back", .text = N_("“%s” was taken back into the list."), .path = "document" },
};

const struct trajectory_part document_part = {
    .name = "document",
    .path = "/documenten",
    .label = N_("Documents"),
    .output = document_output,
    .duties = document_duties,
    .evidence = document_evidence,
    .events = events,
    .event_count = sizeof events / sizeof *events,
};
