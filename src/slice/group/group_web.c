/* The group at a glance, what its pages share, and the slice's routes. */
#include <string.h>

#include "base/clock.h"
#include "group_page.h"
#include "slice/group/view.h"

const struct form_spec group_empty_form = { NULL, 0 };

/* ---- shared ------------------------------------------------------------------------------------------------ */

struct group_by group_who(struct rq *rq)
{
    return (struct group_by){ rq->actor.user, rq->now_ms };
}

const char *group_number(struct rq *rq, int64_t n)
{
    return arena_printf(rq->arena, "%lld", (long long)n);
}

const char *group_day(struct rq *rq, struct db_int day)
{
    return day.set ? clock_date(rq->arena, day.v) : "";
}

struct fault group_place_of(struct rq *rq, bool whole, struct group_place *p)
{
    *p = (struct group_place){ .t = trajectory_of(rq), .today = organisation_today(rq->arena, rq->now_ms) };
    if (p->t == NULL)
        return trajectory_missing();
    p->base = p->url = arena_printf(rq->arena, "%s/groep", trajectory_path(rq->arena, p->t));
    if (!whole) {
        p->g = group_get(rq->db, rq->arena, p->t, rq_id(rq, "group"), p->today);
        if (p->g == NULL)
            return FAULT(NOT_FOUND, N_("This group does not exist."));
        p->url = group_path(rq->arena, p->g);
    }
    p->names = organisation_names(rq->db, rq->arena, p->t->organisation);
    p->people = group_people(rq->db, rq->arena, p->t, p->names, p->today, &p->people_count);
    p->guide = trajectory_guides(rq);
    p->inside = group_has(p->people, p->people_count, rq->actor.member);
    return NO_FAULT;
}

struct layout *group_layout(struct rq *rq, const struct group_place *p, const char *title)
{
    const char *label = p->g == NULL ? tr(rq->lang, "Group") : group_title(rq->lang, p->g);
    return trajectory_layout(rq, p->t, title, "/groep", p->url, label);
}

struct fault group_answer(struct rq *rq, struct fault f)
{
    bool at_field =
        f.detail != NULL && (f.status == INVALID || (f.status == CONFLICT && strcmp(f.detail, "edit") == 0));
    if (!at_field)
        return f;
    form_fail(rq, f.detail, f.msgid);
    return form_again(rq);
}

struct group_conflict *group_conflict_of(struct rq *rq, int64_t edit, const char *url)
{
    if (rq->form == NULL || !form_has_errors(rq) || form_int(rq, "edit").v == edit)
        return NULL;
    struct group_conflict *c = NEW(rq->arena, struct group_conflict);
    c->url = url;
    c->who = "";
    return c;
}

/* ---- what waits, and where else to go ---------------------------------------------------------------------- */

static bool still_votes(struct rq *rq, const struct ballot *b)
{
    size_t count;
    const struct ballot_voter *v = ballot_voters(rq->db, rq->arena, b, &count);
    for (size_t i = 0; i < count; i++)
        if (v[i].voter == rq->actor.member)
            return !v[i].voted;
    return false;
}

const struct group_link *group_waits(struct rq *rq, const struct group_place *p, size_t *count)
{
    size_t group_count;
    const struct group *all = groups(rq->db, rq->arena, p->t, p->today, &group_count);
    struct group_link *links = NEW_ARRAY(rq->arena, struct group_link, group_count + 1);
    *count = 0;
    if (p->inside && group_asked(rq->db, rq->arena, p->t) != NULL &&
        group_motive_of(rq->db, rq->arena, p->t, rq->actor.member) == NULL)
        links[(*count)++] = (struct group_link){ .url = arena_printf(rq->arena, "%s/motief", p->base),
                                                 .label = tr(rq->lang, "Say why you take part"),
                                                 .text = tr(rq->lang, "It takes a minute.") };
    for (size_t i = 0; i < group_count; i++) {
        const struct ballot *b = group_width_ballot(rq->db, rq->arena, &all[i]);
        if (b == NULL || b->state != BALLOT_OPEN || !still_votes(rq, b))
            continue;
        links[(*count)++] = (struct group_link){
            .url = arena_printf(rq->arena, "%s/breedte", group_path(rq->arena, &all[i])),
            .label = tr(rq->lang, "Is the group too narrow, right, or too wide?"),
            .text = tr(rq->lang, "One tap, without your name."),
        };
    }
    return links;
}

static struct group_link width_link(struct rq *rq, const struct group_place *p)
{
    struct group_link link = { .url = arena_printf(rq->arena, "%s/breedte", p->url),
                               .label = tr(rq->lang, "Too narrow or too wide?"),
                               .text = tr(rq->lang, "Asked without names.") };
    const struct ballot *b = group_width_ballot(rq->db, rq->arena, p->g);
    if (b == NULL || b->state == BALLOT_ANNOUNCED)
        return link;
    struct ballot_counts c = ballot_counts(rq->db, rq->arena, b);
    link.text = group_width_sentence(rq->arena, rq->lang, b, &c);
    return link;
}

const struct group_link *group_asides(struct rq *rq, const struct group_place *p, size_t *count)
{
    enum { MOST = 4 };
    struct group_link *links = NEW_ARRAY(rq->arena, struct group_link, MOST);
    size_t written;
    *count = 0;
    if (trajectory_only_reads(rq) || (rq->actor.roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) == 0)
        return links;
    if (p->g != NULL)
        links[(*count)++] = width_link(rq, p);
    group_motives(rq->db, rq->arena, p->t, p->people, p->people_count, &written);
    links[(*count)++] = (struct group_link){
        .url = arena_printf(rq->arena, "%s/motieven", p->base),
        .label = tr(rq->lang, "Motives"),
        .text = arena_printf(rq->arena, tr(rq->lang, "%d of %d wrote why they take part."), (int)written,
                             (int)p->people_count),
    };
    links[(*count)++] = (struct group_link){
        .url = arena_printf(rq->arena, "%s/factoren", p->base),
        .label = tr(rq->lang, "Success factors"),
        .text = tr(rq->lang, "Stakeholders, support and transparency: what is counted, and how you see it."),
    };
    if (p->guide)
        links[(*count)++] = (struct group_link){
            .url = arena_printf(rq->arena, "%s/bezwaren", p->base),
            .label = tr(rq->lang, "Objections"),
            .text = tr(rq->lang, "For guides only: what you hear, and what helps."),
        };
    return links;
}

/* ---- one group --------------------------------------------------------------------------------------------- */

static struct group_person person_of(struct rq *rq, const struct group_place *p, const struct group_seat *s)
{
    struct group_person one = { .name = organisation_member_name(rq->arena, rq->lang, s->member),
                                .task = s->task,
                                .note = "" };
    if (p->guide && group_goes_on(p->g, p->today))
        one.url = arena_printf(rq->arena, "%s/lid/%lld", p->url, (long long)s->id);
    if (s->comes)
        one.note =
            arena_printf(rq->arena, tr(rq->lang, "from %s"), format_day(rq->arena, rq->lang, s->begins_on));
    else if (s->ends_on.set)
        one.note =
            arena_printf(rq->arena, tr(rq->lang, "until %s"), format_day(rq->arena, rq->lang, s->ends_on.v));
    return one;
}

/* The people of one department who take part in one way. */
static struct group_cell cell_of(struct rq *rq, const struct group_place *p, const struct group_seat *seats,
                                 size_t count, int64_t department, enum group_attribute attribute)
{
    struct group_person *people = NEW_ARRAY(rq->arena, struct group_person, count);
    struct group_cell cell = { .people = people };
    for (size_t i = 0; i < count; i++)
        if ((seats[i].present || seats[i].comes) && seats[i].member->department_id == department &&
            group_attribute_of(seats[i].member) == attribute)
            people[cell.count++] = person_of(rq, p, &seats[i]);
    return cell;
}

static void add_grid(struct rq *rq, struct group_view *v, const struct group_grid *grid,
                     const struct group_seat *seats, size_t count)
{
    struct group_grid_line *lines = NEW_ARRAY(rq->arena, struct group_grid_line, grid->row_count);
    for (size_t r = 0; r < grid->row_count; r++) {
        lines[r] =
            (struct group_grid_line){ .department = grid->rows[r].name, .missing = grid->rows[r].all == 0 };
        for (int k = 0; k < GROUP_ATTRIBUTES; k++)
            lines[r].cells[k] =
                cell_of(rq, v->p, seats, count, grid->rows[r].department, (enum group_attribute)k);
    }
    v->lines = lines;
    v->line_count = grid->row_count;
    v->members = grid->members;
    for (int k = 0; k < GROUP_ATTRIBUTES; k++)
        v->used[k] = grid->attributes[k] > 0;
}

/* Who is missing, in sentences. */
static void add_gaps(struct rq *rq, struct group_view *v, const struct group_grid *grid)
{
    enum { MOST = 3 };
    const char **gaps = NEW_ARRAY(rq->arena, const char *, MOST), *departments = "";
    for (size_t r = 0; r < grid->row_count; r++)
        if (grid->rows[r].all == 0)
            departments = arena_printf(rq->arena, "%s%s%s", departments, departments[0] == '\0' ? "" : ", ",
                                       grid->rows[r].name);
    if (departments[0] != '\0')
        gaps[v->gap_count++] =
            arena_printf(rq->arena, tr(rq->lang, "Nobody takes part from: %s."), departments);
    if (grid->attributes[GROUP_MANDATARY] == 0)
        gaps[v->gap_count++] = tr(rq->lang, "No mandatary takes part.");
    if (grid->attributes[GROUP_STAFF] == 0)
        gaps[v->gap_count++] = tr(rq->lang, "No member of staff takes part.");
    v->gaps = gaps;
}

static const char *title_of(struct rq *rq, const struct group *g, const struct group_grid *grid)
{
    const char *members = arena_printf(
        rq->arena, tr_n(rq->lang, "%d member", "%d members", (int64_t)grid->members), (int)grid->members);
    if (grid->departments == 0)
        return arena_printf(rq->arena, "%s: %s", group_title(rq->lang, g), members);
    return arena_printf(rq->arena,
                        tr_n(rq->lang, "%s: %s from %d of %d department", "%s: %s from %d of %d departments",
                             (int64_t)grid->departments),
                        group_title(rq->lang, g), members, (int)grid->covered, (int)grid->departments);
}

static const char *period_of(struct rq *rq, const struct group *g)
{
    const char *from = g->begins_on.set ? format_day(rq->arena, rq->lang, g->begins_on.v) : NULL;
    const char *to = g->ends_on.set ? format_day(rq->arena, rq->lang, g->ends_on.v) : NULL;
    if (from != NULL && to != NULL)
        return arena_printf(rq->arena, tr(rq->lang, "From %s to %s."), from, to);
    if (from != NULL)
        return arena_printf(rq->arena, tr(rq->lang, "From %s."), from);
    return to != NULL ? arena_printf(rq->arena, tr(rq->lang, "Until %s."), to) : NULL;
}

static const struct group_link *other_groups(struct rq *rq, const struct group_place *p, size_t *count)
{
    size_t all_count;
    const struct group *all = groups(rq->db, rq->arena, p->t, p->today, &all_count);
    struct group_link *links = NEW_ARRAY(rq->arena, struct group_link, all_count);
    *count = 0;
    for (size_t i = 0; i < all_count; i++)
        if (all[i].id != p->g->id)
            links[(*count)++] =
                (struct group_link){ .url = group_path(rq->arena, &all[i]),
                                     .label = group_title(rq->lang, &all[i]),
                                     .text = group_goes_on(&all[i], p->today) ? "" : tr(rq->lang, "stopped") };
    return links;
}

static struct fault show_group(struct rq *rq, const struct group_place *p)
{
    struct group_view *v = NEW(rq->arena, struct group_view);
    size_t seat_count, members = 0;
    const struct group_seat *seats = group_seats(rq->db, rq->arena, p->g, p->names, p->today, &seat_count);
    int64_t *in = NEW_ARRAY(rq->arena, int64_t, seat_count);
    for (size_t i = 0; i < seat_count; i++)
        if (seats[i].present)
            in[members++] = seats[i].member->id;
    struct group_grid grid = group_grid(rq->db, rq->arena, p->t->organisation, p->names, in, members);
    v->p = p;
    v->goes_on = group_goes_on(p->g, p->today);
    v->kind = group_kind_label(rq->lang, p->g->kind);
    v->mandate = p->g->mandate;
    v->period = period_of(rq, p->g);
    add_grid(rq, v, &grid, seats, seat_count);
    add_gaps(rq, v, &grid);
    v->waits = group_waits(rq, p, &v->wait_count);
    v->asides = group_asides(rq, p, &v->aside_count);
    v->others = other_groups(rq, p, &v->other_count);
    v->layout = trajectory_layout(rq, p->t, title_of(rq, p->g, &grid), "/groep", NULL, NULL);
    if (p->g->name[0] != '\0')
        v->layout->lead = v->kind;
    group_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/groep/:group */
static struct fault group_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    return f.status == OK ? show_group(rq, &p) : f;
}

/* ---- all groups -------------------------------------------------------------------------------------------- */

static const char *members_of(struct rq *rq, const struct group_place *p, const struct group *g)
{
    size_t count, members = 0;
    const struct group_seat *seats = group_seats(rq->db, rq->arena, g, p->names, p->today, &count);
    for (size_t i = 0; i < count; i++)
        members += seats[i].present;
    return arena_printf(rq->arena, tr_n(rq->lang, "%d member", "%d members", (int64_t)members), (int)members);
}

static struct fault show_list(struct rq *rq, const struct group_place *p, const struct group *all, size_t count)
{
    struct group_list_view *v = NEW(rq->arena, struct group_list_view);
    struct group_link *now = NEW_ARRAY(rq->arena, struct group_link, count);
    struct group_link *former = NEW_ARRAY(rq->arena, struct group_link, count);
    for (size_t i = 0; i < count; i++) {
        struct group_link link = { .url = group_path(rq->arena, &all[i]),
                                   .label = group_title(rq->lang, &all[i]),
                                   .text = members_of(rq, p, &all[i]) };
        if (group_goes_on(&all[i], p->today))
            now[v->group_count++] = link;
        else
            former[v->former_count++] = link;
    }
    v->p = p;
    v->groups = now;
    v->former = former;
    v->waits = group_waits(rq, p, &v->wait_count);
    v->asides = group_asides(rq, p, &v->aside_count);
    v->layout = trajectory_layout(
        rq, p->t,
        arena_printf(rq->arena,
                     tr_n(rq->lang, "%d person takes part", "%d people take part", (int64_t)p->people_count),
                     (int)p->people_count),
        "/groep", NULL, NULL);
    group_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/groep: with one, that one. */
static struct fault groups_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, true, &p);
    if (f.status != OK)
        return f;
    size_t count;
    const struct group *all = groups(rq->db, rq->arena, p.t, p.today, &count);
    if (count != 1)
        return show_list(rq, &p, all, count);
    p.g = &all[0];
    p.url = group_path(rq->arena, p.g);
    return show_group(rq, &p);
}

/* ---- routes ------------------------------------------------------------------------------------------------ */

enum { PASTE_BODY_CAP = 512 * 1024 };

#define T "/organisatie/:org/traject/:trajectory/groep"
#define G T "/:group"
#define S G "/lid/:seat"

static const struct route routes[] = {
    GET(T, ORG_READ, groups_show),
    GET(G, ORG_READ, group_show),
    GET(T "/nieuw", ORG_GUIDE, group_new_show),
    POST(T "/nieuw", ORG_GUIDE, group_create, .form = &group_new_form, .again = group_new_show),
    GET(G "/wijzigen", ORG_GUIDE, group_edit_show),
    POST(G "/wijzigen", ORG_GUIDE, group_save, .form = &group_edit_form, .again = group_edit_show),
    POST(G "/soort", ORG_GUIDE, group_do_become, .form = &group_kind_form, .again = group_edit_show),
    POST(G "/stoppen", ORG_GUIDE, group_do_stop, .form = &group_stop_form, .again = group_edit_show),
    POST(G "/hervatten", ORG_GUIDE, group_do_resume, .form = &group_empty_form),
    GET(G "/geschiedenis", ORG_ANSWER, group_history_show),

    GET(G "/leden", ORG_GUIDE, members_show),
    POST(G "/leden", ORG_GUIDE, members_add, .form = &members_form, .again = members_show),
    POST(G "/leden/plakken", ORG_GUIDE, members_paste, .form = &members_paste_form, .again = members_show,
         .body_cap = PASTE_BODY_CAP),
    POST(G "/leden/toevoegen", ORG_GUIDE, members_paste_add, .form = &members_paste_form, .again = members_show,
         .body_cap = PASTE_BODY_CAP),
    GET(S, ORG_GUIDE, seat_show),
    POST(S, ORG_GUIDE, seat_save, .form = &seat_form, .again = seat_show),
    POST(S "/weg", ORG_GUIDE, seat_leave, .form = &group_empty_form),
    POST(S "/terug", ORG_GUIDE, seat_back, .form = &group_empty_form),

    GET(G "/breedte", ORG_ANSWER, width_show),
    POST(G "/breedte", ORG_ANSWER, width_cast, .form = &width_cast_form, .again = width_show),
    POST(G "/breedte/vragen", ORG_GUIDE, width_ask, .form = &width_ask_form, .again = width_show),
    POST(G "/breedte/openen", ORG_GUIDE, width_open, .form = &group_empty_form),
    POST(G "/breedte/tonen", ORG_GUIDE, width_reveal, .form = &width_reveal_form),
    POST(G "/breedte/sluiten", ORG_GUIDE, width_close, .form = &group_empty_form),

    GET(T "/motieven", ORG_ANSWER, motives_show),
    POST(T "/motieven/vragen", ORG_GUIDE, motives_ask, .form = &motives_ask_form, .again = motives_show),
    POST(T "/motieven/document", ORG_GUIDE, motives_share, .form = &group_empty_form),
    GET(T "/motief", ORG_ANSWER, motive_show),
    POST(T "/motief", ORG_ANSWER, motive_save, .form = &motive_form, .again = motive_show),

    GET(T "/factoren", ORG_ANSWER, factors_show),
    POST(T "/schatting", ORG_ANSWER, estimate_save, .form = &estimate_form, .again = factors_show),

    GET(T "/bezwaren", ORG_GUIDE, objections_show),
    POST(T "/bezwaren", ORG_GUIDE, objection_add, .form = &objection_form, .again = objections_show),
    GET(T "/bezwaren/:objection", ORG_GUIDE, objection_show),
    POST(T "/bezwaren/:objection", ORG_GUIDE, objection_save, .form = &objection_edit_form,
         .again = objection_show),
    POST(T "/bezwaren/:objection/weg", ORG_GUIDE, objection_archive, .form = &group_empty_form),
    POST(T "/bezwaren/:objection/terug", ORG_GUIDE, objection_restore, .form = &group_empty_form),
};

const struct slice slice_group = { .name = "group", SLICE_ROUTES(routes) };
