/* What the group adds to a trajectory: two outputs, what its members owe, counted evidence, and its events. */
#include <string.h>

#include "rules.h"
#include "slice/scan/scan.h"

/* Who is in a group of the trajectory of ask, loaded once. */
struct crowd {
    const struct organisation_names *names;
    const int64_t *people;
    size_t count;
};

static struct crowd crowd_of(const struct trajectory_ask *ask)
{
    struct crowd c = { .names = organisation_names(ask->db, ask->arena, ask->trajectory->organisation) };
    c.people = group_people(ask->db, ask->arena, ask->trajectory, c.names, ask->today, &c.count);
    return c;
}

static const char *url_of(const struct trajectory_ask *ask, const char *path)
{
    return arena_printf(ask->arena, "%s%s", trajectory_path(ask->arena, ask->trajectory), path);
}

/* ---- outputs --------------------------------------------------------------------------------------------- */

static const char *members_text(const struct trajectory_ask *ask, const struct group_grid *grid)
{
    const char *members = arena_printf(
        ask->arena, tr_n(ask->lang, "%d member", "%d members", (int64_t)grid->members), (int)grid->members);
    if (grid->departments == 0)
        return members;
    return arena_printf(ask->arena, tr(ask->lang, "%s, %d of %d departments"), members, (int)grid->covered,
                        (int)grid->departments);
}

static void group_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    struct crowd c = crowd_of(ask);
    struct group_grid grid =
        group_grid(ask->db, ask->arena, ask->trajectory->organisation, c.names, c.people, c.count);
    out->there = c.count >= GROUP_ENOUGH;
    out->count = (int64_t)c.count;
    out->state = members_text(ask, &grid);
    out->url = url_of(ask, "/groep");
    out->label = tr(ask->lang, "See the group");
}

static void motives_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    struct crowd c = crowd_of(ask);
    size_t written;
    group_motives(ask->db, ask->arena, ask->trajectory, c.people, c.count, &written);
    out->there = c.count > 0 && written * 2 >= c.count;
    out->count = (int64_t)written;
    out->state = c.count == 0
                     ? ""
                     : arena_printf(ask->arena, tr(ask->lang, "%d of %d wrote"), (int)written, (int)c.count);
    if (ask->reader)
        return;
    out->url = url_of(ask, "/groep/motieven");
    out->label = tr(ask->lang, "Go to the motives");
}

static bool part_output(const struct trajectory_ask *ask, struct trajectory_output *out)
{
    if (strcmp(out->kind, "group") == 0)
        group_output(ask, out);
    else if (strcmp(out->kind, "motives") == 0)
        motives_output(ask, out);
    else
        return false;
    return true;
}

/* ---- duties ---------------------------------------------------------------------------------------------- */

static void owe(const struct trajectory_ask *ask, const struct organisation_member *m, const char *sort,
                const char *title, const char *url, int64_t due, struct trajectory_duties *out)
{
    *(struct trajectory_duty *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
        (struct trajectory_duty){ .user = m->user,
                                  .mail = m->mail,
                                  .name = organisation_member_name(ask->arena, ask->lang, m),
                                  .lang = "",
                                  .sort = sort,
                                  .title = title,
                                  .url = url,
                                  .due = due };
}

/* Only once a guide asked for them. */
static void owe_motives(const struct trajectory_ask *ask, const struct crowd *c, int64_t until,
                        struct trajectory_duties *out)
{
    const struct group_asked *asked = group_asked(ask->db, ask->arena, ask->trajectory);
    if (asked == NULL || asked->due_on > until)
        return;
    size_t count;
    const struct group_motive *written =
        group_motives(ask->db, ask->arena, ask->trajectory, c->people, c->count, &count);
    for (size_t i = 0; i < c->count; i++) {
        bool wrote = false;
        for (size_t k = 0; k < count; k++)
            wrote = wrote || written[k].member == c->people[i];
        if (!wrote)
            owe(ask, organisation_names_member(c->names, c->people[i]), N_("Motive"),
                tr(ask->lang, "Why you take part, and what you bring"), url_of(ask, "/groep/motief"),
                asked->due_on, out);
    }
}

/* The list of voters says who has not answered, and nothing else. */
static void owe_width(const struct trajectory_ask *ask, const struct crowd *c, const struct group *g,
                      int64_t until, struct trajectory_duties *out)
{
    const struct ballot *b = group_width_ballot(ask->db, ask->arena, g);
    if (b == NULL || b->state != BALLOT_OPEN || !b->due_on.set || b->due_on.v > until)
        return;
    size_t count;
    const struct ballot_voter *voters = ballot_voters(ask->db, ask->arena, b, &count);
    for (size_t i = 0; i < count; i++)
        if (!voters[i].voted && group_has(c->people, c->count, voters[i].voter))
            owe(ask, organisation_names_member(c->names, voters[i].voter), N_("Question"),
                tr(ask->lang, "Is the group too narrow, right, or too wide?"),
                arena_printf(ask->arena, "%s/breedte", group_path(ask->arena, g)), b->due_on.v, out);
}

static void part_duties(const struct trajectory_ask *ask, const struct site *site, int64_t until,
                        struct trajectory_duties *out)
{
    (void)site;
    struct crowd c = crowd_of(ask);
    size_t count;
    owe_motives(ask, &c, until, out);
    const struct group *all = groups(ask->db, ask->arena, ask->trajectory, ask->today, &count);
    for (size_t i = 0; i < count; i++)
        if (group_goes_on(&all[i], ask->today))
            owe_width(ask, &c, &all[i], until, out);
}

/* ---- evidence -------------------------------------------------------------------------------------------- */

static void prove(const struct trajectory_ask *ask, const char *text, const char *url,
                  struct trajectory_evidences *out)
{
    *(struct trajectory_evidence *)ARENA_PUSH(ask->arena, &out->v, &out->count, &out->capacity) =
        (struct trajectory_evidence){ .text = text, .url = url };
}

/* How many of the group answered in the newest round that members fill in themselves. */
static void prove_scan(const struct trajectory_ask *ask, const struct crowd *c,
                       struct trajectory_evidences *out)
{
    size_t rounds, fillers, answered = 0;
    const struct scan_round_line *r = scan_rounds(ask->db, ask->arena, ask->trajectory->organisation, &rounds);
    size_t at = 0;
    while (at < rounds && !scan_mode_has_members(r[at].mode))
        at++;
    if (at == rounds)
        return;
    const int64_t *members = scan_fillers(ask->db, ask->arena, r[at].id, &fillers);
    for (size_t i = 0; i < fillers; i++)
        answered += group_has(c->people, c->count, members[i]);
    prove(ask,
          arena_printf(ask->arena, tr(ask->lang, "%d of %d members answered the scan “%s”"), (int)answered,
                       (int)c->count, r[at].title),
          arena_printf(ask->arena, "/organisatie/%lld/scan/%lld", (long long)ask->trajectory->organisation,
                       (long long)r[at].id),
          out);
}

static void prove_support(const struct trajectory_ask *ask, const struct crowd *c,
                          struct trajectory_evidences *out)
{
    struct group_grid grid =
        group_grid(ask->db, ask->arena, ask->trajectory->organisation, c->names, c->people, c->count);
    size_t written;
    group_motives(ask->db, ask->arena, ask->trajectory, c->people, c->count, &written);
    if (grid.departments > 0)
        prove(ask,
              arena_printf(ask->arena, tr(ask->lang, "%d of %d departments are in the group"),
                           (int)grid.covered, (int)grid.departments),
              url_of(ask, "/groep"), out);
    prove(ask,
          arena_printf(ask->arena, tr(ask->lang, "%d of %d members wrote why they take part"), (int)written,
                       (int)c->count),
          url_of(ask, "/groep/motieven"), out);
    prove_scan(ask, c, out);
}

static void prove_stakeholders(const struct trajectory_ask *ask, const struct crowd *c,
                               struct trajectory_evidences *out)
{
    int64_t outside = 0;
    for (size_t i = 0; i < c->count; i++)
        outside += group_attribute_of(organisation_names_member(c->names, c->people[i])) == GROUP_EXTERNAL;
    prove(ask,
          outside == 0
              ? tr(ask->lang, "Nobody in the group comes from outside the organisation")
              : arena_printf(ask->arena,
                             tr_n(ask->lang, "%d member of the group comes from outside the organisation",
                                  "%d members of the group come from outside the organisation", outside),
                             (int)outside),
          url_of(ask, "/groep"), out);
}

static void part_evidence(const struct trajectory_ask *ask, enum trajectory_factor factor,
                          struct trajectory_evidences *out)
{
    struct crowd c = crowd_of(ask);
    if (c.count == 0)
        return;
    if (factor == FACTOR_SUPPORT)
        prove_support(ask, &c, out);
    else if (factor == FACTOR_STAKEHOLDERS)
        prove_stakeholders(ask, &c, out);
}

/* ---- events, beginning and end --------------------------------------------------------------------------- */

static const struct trajectory_event_kind events[] = {
    { .kind = "group.made", .text = N_("There is a group: %s."), .reader = true, .path = "groep" },
    { .kind = "group.kind",
      .text = N_("The group became: %s."),
      .decision = true,
      .reader = true,
      .path = "groep" },
    { .kind = "group.joined", .text = N_("Members joined: %s."), .reader = true, .path = "groep" },
    { .kind = "group.left", .text = N_("Somebody left: %s."), .reader = true, .path = "groep" },
    { .kind = "group.dissolved",
      .text = N_("The group stopped: %s."),
      .decision = true,
      .reader = true,
      .path = "groep" },
    { .kind = "group.motives_asked", .text = N_("Everybody in the group was asked for a motive (%s).") },
    { .kind = "group.width_opened",
      .text = N_("Asked: is the group too narrow, right, or too wide? (%s)"),
      .path = "groep" },
    { .kind = "group.width_closed",
      .text = N_("Closed: the question how wide the group should be (%s)."),
      .path = "groep" },
};

/* The first group, of the kind that the template names. */
static void part_begun(struct db *db, struct arena *a, const struct trajectory *t, const int64_t *members,
                       size_t count, int64_t user, int64_t now_ms)
{
    struct group_by by = { user, now_ms };
    enum group_kind kind = GROUP_LEADING;
    bool known = group_kind_find(pack_string(t->form, "group"), &kind);
    ASSERT(known);
    int64_t id = group_begin(db, a, t, kind, by);
    const struct group *g = group_get(db, a, t, id, organisation_today(a, now_ms));
    for (size_t i = 0; g != NULL && i < count; i++)
        group_join(db, a, g, members[i], "", by);
}

/* Objections help while it runs; kept longer they would be told of people after all. */
static void part_ended(struct db *db, const struct trajectory *t, int64_t now_ms)
{
    (void)now_ms;
    group_q_objection_forget(db, t->organisation, t->id);
}

const struct trajectory_part group_part = { .name = "group",
                                            .path = "/groep",
                                            .label = N_("Group"),
                                            .output = part_output,
                                            .duties = part_duties,
                                            .evidence = part_evidence,
                                            .events = events,
                                            .event_count = sizeof events / sizeof *events,
                                            .begun = part_begun,
                                            .ended = part_ended };
