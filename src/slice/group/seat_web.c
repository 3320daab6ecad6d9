/* Members of a group: adding them by ticks or from a spreadsheet, their task and period, leaving and coming back. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "seat_page.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/group/view.h"

enum { SHOWN = 30 };

static const struct field members_fields[] = {
    { "members", FIELD_CHOICES, .required = true, .label = N_("Who joins?"),
      .message = N_("Tick who joins the group.") },
};
const struct form_spec members_form = FORM(members_fields);

static const struct field paste_fields[] = {
    { "rows", FIELD_AREA, .required = true, .max = PASTE_MAX_CHARACTERS, .label = N_("One person per row"),
      .help = N_("Columns: name, mail address, department. You see an overview first."),
      .message = N_("There is nobody in it yet. Paste a row per person: name, mail, department.") },
    { "mail", FIELD_TICK, .label = N_("Mail them an invitation with their personal link") },
};
const struct form_spec members_paste_form = FORM(paste_fields);

static const struct field seat_fields[] = {
    { "task", FIELD_TEXT, .max = GROUP_MAX_TASK, .label = N_("Task in the group"),
      .help = N_("For example: chair, minute-taker, contact for the schools.") },
    { "begins_on", FIELD_DATE, .required = true, .label = N_("Takes part from") },
    { "ends_on", FIELD_DATE, .label = N_("Until, as agreed") },
    { "edit", FIELD_INT, .required = true, .label = N_("Version") },
};
const struct form_spec seat_form = FORM(seat_fields);

/* ---- who may join ------------------------------------------------------------------------------------------ */

static bool sits(const struct group_seat *seats, size_t count, int64_t member)
{
    for (size_t i = 0; i < count; i++)
        if (seats[i].member->id == member && (seats[i].present || seats[i].comes))
            return true;
    return false;
}

static bool matches(struct rq *rq, const struct organisation_member *m, const char *folded)
{
    return folded[0] == '\0' || strstr(utf8_fold(rq->arena, m->name), folded) != NULL ||
           strstr(utf8_fold(rq->arena, m->department), folded) != NULL;
}

/* Members of the organisation who are not in it, at most SHOWN; the search narrows a long list. */
static void add_candidates(struct rq *rq, const struct group_place *p, struct group_members_view *v)
{
    size_t seat_count, count;
    const struct group_seat *seats = group_seats(rq->db, rq->arena, p->g, p->names, p->today, &seat_count);
    const struct organisation_member *all =
        organisation_members_all(rq->db, rq->arena, p->t->organisation, &count);
    struct group_candidate *c = NEW_ARRAY(rq->arena, struct group_candidate, SHOWN);
    const char *folded = utf8_fold(rq->arena, v->search);
    for (size_t i = 0; i < count; i++) {
        if (!organisation_is_present(&all[i], p->today) || sits(seats, seat_count, all[i].id) ||
            !matches(rq, &all[i], folded))
            continue;
        if (v->candidate_count == SHOWN)
            v->more++;
        else
            c[v->candidate_count++] = (struct group_candidate){ .value = group_number(rq, all[i].id),
                                                                .name = all[i].name,
                                                                .department = all[i].department };
    }
    v->candidates = c;
}

struct fault members_show(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    const char *search = rq_query(rq, "zoek");
    struct group_members_view v = { .p = &p, .search = search == NULL ? "" : search };
    add_candidates(rq, &p, &v);
    v.rows = form_field(rq, &members_paste_form, "rows", "");
    v.mail = form_field(rq, &members_paste_form, "mail", "1");
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(
        rq, &p, arena_printf(rq->arena, tr(rq->lang, "Who joins “%s”?"), group_title(rq->lang, p.g)));
    group_members_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault back_to_group(struct rq *rq, const struct group_place *p, size_t joined)
{
    group_joined(rq->db, rq->arena, p->g, joined, rq->lang, group_who(rq));
    reply_notice(rq, arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d new member in the group.", "%d new members in the group.",
                                       (int64_t)joined),
                                  (int)joined));
    return reply_redirect(rq, "%s", p->url);
}

struct fault members_add(struct rq *rq)
{
    struct group_place p;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    size_t count, seat_count, joined = 0;
    const char *const *chosen = form_choices(rq, "members", &count);
    const struct group_seat *seats = group_seats(rq->db, rq->arena, p.g, p.names, p.today, &seat_count);
    for (size_t i = 0; i < count; i++) {
        const struct organisation_member *m = organisation_names_member(p.names, strtoll(chosen[i], NULL, 10));
        if (m == NULL || !organisation_is_present(m, p.today) || sits(seats, seat_count, m->id))
            continue;
        group_join(rq->db, rq->arena, p.g, m->id, "", group_who(rq));
        joined++;
    }
    return back_to_group(rq, &p, joined);
}

/* ---- pasting ----------------------------------------------------------------------------------------------- */

static bool read_rows(struct rq *rq, struct paste *out)
{
    struct fault f = organisation_paste_read(rq->arena, form_text(rq, "rows"), out);
    if (f.status != OK) {
        form_fail(rq, "rows", f.msgid, f.arg == NULL ? "" : f.arg);
        return false;
    }
    organisation_paste_compare(rq->db, rq->arena, rq_id(rq, "org"), out, rq->now_ms);
    return true;
}

static const char *state_words(struct rq *rq, const struct paste_person *person)
{
    switch (person->state) {
    case PASTE_NEW:
        return tr(rq->lang, "Joins, and becomes a member of the organisation.");
    case PASTE_BACK:
        return tr(rq->lang, "Joins, and is a member of the organisation again.");
    case PASTE_MEMBER:
        return tr(rq->lang, "Joins the group.");
    case PASTE_TWICE:
        return arena_printf(rq->arena, tr(rq->lang, "Taken together with row %d."), (int)person->same_as);
    default: {
        const char *why = tr(rq->lang, person->fault);
        return person->arg == NULL ? why : arena_printf(rq->arena, why, person->arg);
    }
    }
}

/* POST …/leden/plakken: the overview; nothing is written. */
struct fault members_paste(struct rq *rq)
{
    struct group_place p;
    struct paste rows;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    if (!read_rows(rq, &rows))
        return form_again(rq);
    const char **states = NEW_ARRAY(rq->arena, const char *, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        states[i] = state_words(rq, &rows.people[i]);
    struct group_paste_view v = {
        .p = &p, .paste = &rows, .states = states, .text = form_text(rq, "rows"), .mail = form_tick(rq, "mail")
    };
    v.joins = rows.states[PASTE_NEW] + rows.states[PASTE_BACK] + rows.states[PASTE_MEMBER];
    v.layout = group_layout(
        rq, &p,
        arena_printf(rq->arena, tr_n(rq->lang, "%d person will join", "%d people will join", (int64_t)v.joins),
                     (int)v.joins));
    group_paste_page(rq_html(rq), &v);
    return reply_page(rq);
}

static void invite(struct rq *rq, const struct group_place *p, const struct organisation *o,
                   const struct organisation_added *person)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, person->user);
    const struct lang *lang = lang_find(u == NULL ? o->lang : u->lang);
    lang = lang == NULL ? rq->lang : lang;
    /* Who was here before has a way in. */
    const char *path = p->url, *link = path;
    if (person->state != PASTE_MEMBER) {
        struct account_link l = { .user = person->user, .organisation = o->id, .target = path };
        link = arena_printf(rq->arena, "/binnen/%s", account_link_new(rq->db, rq->arena, &l, rq->now_ms));
    }
    struct trajectory_mail m = {
        .kind = MAIL_INVITATION,
        .organisation = o->id,
        .to = person->mail,
        .lang = lang,
        .subject = arena_printf(rq->arena, tr(lang, "You take part: %s"), p->t->name),
        .body = arena_printf(
            rq->arena,
            tr(lang,
               "Hello %s,\n\nYou are in a group of %s now: %s, in the trajectory “%s”. Who else takes part "
               "and what is asked of you stands here:\n\n%s%s\n\nThe link is yours alone. Do not pass it on."),
            person->name, o->name, group_title(lang, p->g), p->t->name, rq->site->public_url, link),
    };
    trajectory_mail_send(rq->db, rq->arena, rq->site, &m, rq->now_ms);
}

/* POST …/leden/toevoegen: what the overview showed. Again: nothing more happens. */
struct fault members_paste_add(struct rq *rq)
{
    struct group_place p;
    struct paste rows;
    struct fault f = group_place_of(rq, false, &p);
    if (f.status != OK)
        return f;
    if (!read_rows(rq, &rows))
        return form_again(rq);
    const struct organisation *o = organisation_get(rq->db, rq->arena, p.t->organisation);
    if (o == NULL)
        return trajectory_missing();
    size_t count, seat_count, joined = 0;
    const struct group_seat *seats = group_seats(rq->db, rq->arena, p.g, p.names, p.today, &seat_count);
    const struct organisation_added *people =
        organisation_people_add(rq->db, rq->arena, o, &rows, rq->now_ms, &count);
    for (size_t i = 0; i < count; i++) {
        if (people[i].state != PASTE_MEMBER)
            admin_audit(rq->db, rq->now_ms, rq->actor.user, o->id,
                        people[i].state == PASTE_BACK ? "member.back" : "member.add",
                        group_number(rq, people[i].member), "");
        if (sits(seats, seat_count, people[i].member))
            continue;
        group_join(rq->db, rq->arena, p.g, people[i].member, "", group_who(rq));
        joined++;
        if (form_tick(rq, "mail") && people[i].user != rq->actor.user)
            invite(rq, &p, o, &people[i]);
    }
    return back_to_group(rq, &p, joined);
}

/* ---- one seat ---------------------------------------------------------------------------------------------- */

static struct fault find_seat(struct rq *rq, struct group_place *p, const struct group_seat **s)
{
    struct fault f = group_place_of(rq, false, p);
    if (f.status != OK)
        return f;
    *s = group_seat_get(rq->db, rq->arena, p->g, rq_id(rq, "seat"), p->names, p->today);
    return *s == NULL ? FAULT(NOT_FOUND, N_("This person is not in the group.")) : NO_FAULT;
}

static const char *about_of(struct rq *rq, const struct organisation_member *m)
{
    static const char *const words[GROUP_ATTRIBUTES] = { N_("Member of staff"), N_("Mandatary"),
                                                         N_("From outside the organisation") };
    const char *as = tr(rq->lang, words[group_attribute_of(m)]);
    return m->department[0] == '\0' ? as : arena_printf(rq->arena, "%s, %s", as, m->department);
}

static const struct group_conflict *seat_conflict(struct rq *rq, const struct group_place *p,
                                                  const struct group_seat *s)
{
    struct group_conflict *c =
        group_conflict_of(rq, s->edit, arena_printf(rq->arena, "%s/lid/%lld", p->url, (long long)s->id));
    if (c == NULL)
        return NULL;
    struct group_stands *stands = NEW_ARRAY(rq->arena, struct group_stands, 3);
    stands[c->count++] = (struct group_stands){ tr(rq->lang, "Task in the group"), s->task };
    stands[c->count++] =
        (struct group_stands){ tr(rq->lang, "Takes part from"), clock_date(rq->arena, s->begins_on) };
    stands[c->count++] = (struct group_stands){ tr(rq->lang, "Until, as agreed"), group_day(rq, s->ends_on) };
    c->stands = stands;
    return c;
}

struct fault seat_show(struct rq *rq)
{
    struct group_place p;
    const struct group_seat *s;
    struct fault f = find_seat(rq, &p, &s);
    if (f.status != OK)
        return f;
    struct group_seat_view v = { .p = &p, .seat = s, .edit = group_number(rq, s->edit) };
    v.name = organisation_member_name(rq->arena, rq->lang, s->member);
    v.about = about_of(rq, s->member);
    if ((rq->actor.roles & ROLE_MANAGER) != 0 && s->member->ended_at == 0)
        v.member_url = arena_printf(rq->arena, "/organisatie/%lld/leden/%lld", (long long)p.t->organisation,
                                    (long long)s->member->id);
    v.task = form_field(rq, &seat_form, "task", s->task);
    v.begins_on = form_field(rq, &seat_form, "begins_on", clock_date(rq->arena, s->begins_on));
    v.ends_on = form_field(rq, &seat_form, "ends_on", group_day(rq, s->ends_on));
    v.conflict = seat_conflict(rq, &p, s);
    v.messages = form_messages(rq, &v.message_count);
    v.layout = group_layout(rq, &p, v.name);
    v.layout->lead = v.about;
    v.layout->wide = false;
    group_seat_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault seat_save(struct rq *rq)
{
    struct group_place p;
    const struct group_seat *s;
    struct fault f = find_seat(rq, &p, &s);
    if (f.status != OK)
        return f;
    struct group_seat_change c = { .task = form_text(rq, "task"),
                                   .begins_on = form_int(rq, "begins_on").v,
                                   .ends_on = form_int(rq, "ends_on"),
                                   .edit = form_int(rq, "edit").v };
    f = group_answer(rq, group_seat_set(rq->db, rq->arena, p.g, s, &c, group_who(rq)));
    if (f.status != OK)
        return f;
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s", p.url);
}

struct fault seat_leave(struct rq *rq)
{
    struct group_place p;
    const struct group_seat *s;
    struct fault f = find_seat(rq, &p, &s);
    if (f.status != OK)
        return f;
    group_leave(rq->db, rq->arena, p.g, s, rq->lang, group_who(rq));
    reply_notice(rq, arena_printf(rq->arena,
                                  tr(rq->lang, "%s is no longer in the group. The history has a button to take "
                                               "it back."),
                                  organisation_member_name(rq->arena, rq->lang, s->member)));
    return reply_redirect(rq, "%s", p.url);
}

struct fault seat_back(struct rq *rq)
{
    struct group_place p;
    const struct group_seat *s;
    struct fault f = find_seat(rq, &p, &s);
    if (f.status != OK)
        return f;
    f = group_back(rq->db, rq->arena, p.g, s, group_who(rq));
    if (f.status != OK)
        return f;
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "%s takes part again."),
                                  organisation_member_name(rq->arena, rq->lang, s->member)));
    return reply_redirect(rq, "%s", p.url);
}
