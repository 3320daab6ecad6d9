/* What this slice adds to a trajectory: its menu, the outputs "requests" and "facts", evidence, what its events say. */
#include <string.h>

#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

const char *picture_completeness(struct arena *a, const struct lang *lang, const struct picture_counts *c)
{
    if (c->asked_departments == 0)
        return NULL;
    return arena_printf(a,
                        tr_n(lang, "%d of %d department delivered data", "%d of %d departments delivered data",
                             c->asked_departments),
                        (int)c->delivered_departments, (int)c->asked_departments);
}

/* ---- outputs ------------------------------------------------------------------------------------------- */

static void requests_output(const struct trajectory_ask *ask, const struct picture_counts *c,
                            struct trajectory_output *out)
{
    const char *base = trajectory_path(ask->arena, ask->trajectory);
    out->there = c->sent > 0;
    out->count = c->sent;
    if (c->sent > 0)
        out->state =
            arena_printf(ask->arena, tr(ask->lang, "%d of %d answered"), (int)c->settled, (int)c->sent);
    else if (c->all.drafts > 0)
        out->state = arena_printf(ask->arena, tr_n(ask->lang, "%d draft", "%d drafts", c->all.drafts),
                                  (int)c->all.drafts);
    out->url = arena_printf(ask->arena, ask->reader ? "%s/foto" : "%s/foto/vragen", base);
    out->label = ask->reader   ? tr(ask->lang, "Look at the local picture")
                 : c->sent > 0 ? tr(ask->lang, "Look at the questions")
                               : tr(ask->lang, "Ask for data");
}

static void facts_output(const struct trajectory_ask *ask, const struct picture_counts *c,
                         struct trajectory_output *out)
{
    out->there = c->facts > 0;
    out->count = c->facts;
    if (c->facts > 0) {
        out->state = arena_printf(ask->arena, tr_n(ask->lang, "%d fact", "%d facts", c->facts), (int)c->facts);
        if (c->asked_departments > 0)
            out->state = arena_printf(ask->arena, "%s, %s", out->state,
                                      arena_printf(ask->arena,
                                                   tr_n(ask->lang, "%d of %d department",
                                                        "%d of %d departments", c->asked_departments),
                                                   (int)c->delivered_departments, (int)c->asked_departments));
    }
    out->url = arena_printf(ask->arena, "%s/foto", trajectory_path(ask->arena, ask->trajectory));
    out->label = tr(ask->lang, "Look at the local picture");
}

static bool picture_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    bool requests = strcmp(out->kind, "requests") == 0;
    if (!requests && strcmp(out->kind, "facts") != 0)
        return false;
    struct picture_counts c = picture_counts(ask->db, ask->arena, ask->trajectory, ask->today);
    if (requests)
        requests_output(ask, &c, out);
    else
        facts_output(ask, &c, out);
    return true;
}

/* ---- evidence ------------------------------------------------------------------------------------------ */

static const char *host_of(const char *mail)
{
    const char *at = strrchr(mail, '@');
    return at == NULL ? "" : at + 1;
}

/* Whether somebody belongs to the organisation: a member who is not external, or with an address like theirs. */
static bool is_inside(const struct organisation_member *members, size_t count,
                      const struct picture_request_answerers *who)
{
    for (size_t i = 0; i < count; i++) {
        bool external = strcmp(members[i].attribute, "external") == 0;
        if (who->member_id.set && members[i].id == who->member_id.v)
            return !external;
        if (!who->member_id.set && !external && strcmp(host_of(members[i].mail), host_of(who->mail)) == 0)
            return true;
    }
    return who->member_id.set;
}

static void add_evidence(const struct trajectory_ask *ask, struct trajectory_evidences *out, const char *text)
{
    *(struct trajectory_evidence *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
        (struct trajectory_evidence){ text, arena_printf(ask->arena, "%s/foto",
                                                         trajectory_path(ask->arena, ask->trajectory)) };
}

static void outside_evidence(const struct trajectory_ask *ask, struct trajectory_evidences *out)
{
    const struct trajectory *t = ask->trajectory;
    size_t rows, members, people = 0;
    const struct picture_request_answerers *who =
        picture_q_request_answerers(ask->db, ask->arena, t->organisation, t->id, &rows);
    if (rows == 0)
        return;
    const struct organisation_member *m =
        organisation_members_all(ask->db, ask->arena, t->organisation, &members);
    for (size_t i = 0; i < rows; i++)
        people += !is_inside(m, members, &who[i]);
    if (people > 0)
        add_evidence(
            ask, out,
            arena_printf(ask->arena,
                         tr_n(ask->lang, "%d person from outside the organisation delivered data",
                              "%d people from outside the organisation delivered data", (int64_t)people),
                         (int)people));
}

static void picture_evidence(const struct trajectory_ask *ask, enum trajectory_factor factor,
                             struct trajectory_evidences *out)
{
    if (factor == FACTOR_STAKEHOLDERS)
        outside_evidence(ask, out);
    if (factor != FACTOR_SUPPORT)
        return;
    struct picture_counts c = picture_counts(ask->db, ask->arena, ask->trajectory, ask->today);
    const char *text = picture_completeness(ask->arena, ask->lang, &c);
    if (text != NULL)
        add_evidence(ask, out, text);
}

/* ---- events -------------------------------------------------------------------------------------------- */

#define FACT_PATH "foto/gegeven"
#define REQUEST_PATH "foto/vraag"

static const struct trajectory_event_kind events[] = {
    { .kind = "request.sent", .text = N_("Sent: %s.") },
    { .kind = "request.answered", .text = N_("“%s” was answered."), .path = REQUEST_PATH },
    { .kind = "request.absent", .text = N_("“%s”: we do not have this."), .path = REQUEST_PATH },
    { .kind = "request.passed", .text = N_("“%s” was passed on to somebody else."), .path = REQUEST_PATH },
    { .kind = "request.withdrawn", .text = N_("“%s” was taken back."), .path = REQUEST_PATH },
    { .kind = "fact.accepted", .text = N_("New in the local picture: %s"), .reader = true, .path = FACT_PATH },
    { .kind = "fact.proposed", .text = N_("Proposed for the local picture: %s"), .path = FACT_PATH },
    { .kind = "fact.many", .text = N_("New in the local picture, several at once: %s"), .reader = true },
    { .kind = "fact.changed",
      .text = N_("Changed in the local picture: %s"),
      .reader = true,
      .path = FACT_PATH },
    { .kind = "fact.archived", .text = N_("Out of the local picture: %s"), .path = FACT_PATH },
    { .kind = "fact.back", .text = N_("Back in the local picture: %s"), .reader = true, .path = FACT_PATH },
    { .kind = "fact.corrected",
      .text = N_("A fact corrected the scan: %s"),
      .reader = true,
      .path = FACT_PATH },
};

const struct trajectory_part picture_part = {
    .name = "picture",
    .path = "/foto",
    .label = N_("Local picture"),
    .output = picture_output,
    .duties = picture_duties,
    .evidence = picture_evidence,
    .events = events,
    .event_count = sizeof events / sizeof *events,
    .ended = picture_ended,
};
