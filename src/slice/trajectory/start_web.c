/* The list of trajectories, and starting one: name, template, first day and the group on one page. */
#include <string.h>

#include "base/clock.h"
#include "overview_page.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/trajectory/view.h"

enum { FIRST_DAY_AHEAD = 14, FAULTS_SHOWN = 3, EXAMPLES_MAX = 30 };

static const struct field new_fields[] = {
    { "name", FIELD_TEXT, .required = true, .min = 2, .max = TRAJECTORY_MAX_NAME,
      .label = N_("What do you call it?"), .help = N_("For example: Sustainable Olmenrode 2027."),
      .message = N_("Give the trajectory a name.") },
    { "template", FIELD_CHOICE, .required = true, .label = N_("Which way do you go?"),
      .message = N_("Choose one of the ways.") },
    { "example", FIELD_CHOICE, .label = N_("Read along with"),
      .help = N_("Beside each step you see how an invented organisation did it. You can change this later.") },
    { "first_day", FIELD_DATE, .required = true, .label = N_("First day"),
      .help = N_(
          "All other dates are proposed from here, outside weekends and school holidays. You can move each of "
          "them.") },
    { "rows", FIELD_AREA, .max = PASTE_MAX_CHARACTERS, .label = N_("Who is in the group?"),
      .help = N_("Paste them from a spreadsheet: name, mail address, department. You take part yourself. More "
                 "people can "
                 "come later.") },
    { "mail", FIELD_TICK, .label = N_("Mail them an invitation with their personal link") },
};
const struct form_spec trajectory_new_form = FORM(new_fields);
const struct form_spec trajectory_empty_form = { NULL, 0 };

const char *trajectory_country(struct rq *rq)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    return o == NULL ? "BE" : o->country;
}

const char *edit_text(struct rq *rq, int64_t edit)
{
    return arena_printf(rq->arena, "%lld", (long long)edit);
}

/* ---- the list ---------------------------------------------------------------------------------------------- */

static const char *state_of(struct rq *rq, const struct trajectory *t)
{
    if (t->ended_at.set)
        return arena_printf(rq->arena, tr(rq->lang, "ended on %s"),
                            format_date(rq->arena, rq->lang, t->ended_at.v));
    size_t count, at = 0;
    const struct trajectory_step *steps = trajectory_steps(rq->db, rq->arena, t, t->cycle, &count);
    while (at < count && steps[at].state != STEP_OPEN)
        at++;
    return at == count ? tr(rq->lang, "all steps closed")
                       : arena_printf(rq->arena, tr(rq->lang, "step %d of %d: %s"), (int)at + 1, (int)count,
                                      step_title(rq, &steps[at]));
}

/* GET …/traject: with one that runs, straight to it. */
struct fault trajectory_list_show(struct rq *rq)
{
    size_t count, running = 0;
    const struct trajectory *all = trajectories(rq->db, rq->arena, rq->site->packs, rq_id(rq, "org"), &count);
    const struct trajectory *one = NULL;
    struct trajectory_list_line *lines = NEW_ARRAY(rq->arena, struct trajectory_list_line, count);
    for (size_t i = 0; i < count; i++) {
        if (!all[i].ended_at.set) {
            running++;
            one = &all[i];
        }
        lines[i] = (struct trajectory_list_line){ .url = trajectory_path(rq->arena, &all[i]),
                                                  .name = all[i].name,
                                                  .template = text_in(rq->lang, &all[i].pack->title),
                                                  .state = state_of(rq, &all[i]),
                                                  .ended = all[i].ended_at.set };
    }
    if (running == 1 && rq_query(rq, "alle") == NULL)
        return reply_redirect(rq, "%s", trajectory_path(rq->arena, one));
    struct trajectory_list_view v = { .layout = rq_layout(rq, count == 0 ? tr(rq->lang, "Begin a trajectory")
                                                                         : tr(rq->lang, "Trajectories")),
                                      .organisation = rq_id(rq, "org"),
                                      .guide = trajectory_guides(rq),
                                      .lines = lines,
                                      .count = count };
    trajectory_list_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- the form ---------------------------------------------------------------------------------------------- */

static bool is_company(struct rq *rq)
{
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    const struct pack_type *type = o == NULL ? NULL : pack_type_find(packs_types(rq->site->packs), o->type);
    return type != NULL && type->sector == SECTOR_COMPANY;
}

static struct field_view *template_field(struct rq *rq, const struct pack *const *templates, size_t count)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++) {
        const struct pack_entry *form = pack_list(templates[i]->lists, "template")->v;
        o[i] = (struct field_option){ .value = templates[i]->id,
                                      .label = text_in(rq->lang, &templates[i]->title),
                                      .help = text_in(rq->lang, pack_text(form, "about")) };
    }
    struct field_view *f = form_field(rq, &trajectory_new_form, "template", count > 0 ? templates[0]->id : "");
    f->options = o;
    f->option_count = count;
    return f;
}

/* Every example that fits one of the templates, under "none". */
static struct field_view *example_field(struct rq *rq, const struct pack *const *templates, size_t count)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, EXAMPLES_MAX + 1);
    size_t n = 0;
    const char *first = "";
    for (size_t t = 0; t < count; t++) {
        size_t examples;
        const struct pack *const *v = trajectory_examples(rq->arena, rq->site->packs, templates[t], &examples);
        for (size_t i = 0; i < examples && n < EXAMPLES_MAX; i++) {
            if (t == 0 && i == 0)
                first = v[i]->id;
            o[n++] = (struct field_option){ .value = v[i]->id,
                                            .label = text_in(rq->lang, &v[i]->title),
                                            .help = text_in(rq->lang, &templates[t]->title) };
        }
    }
    o[n++] = (struct field_option){ .value = "", .label = tr(rq->lang, "No example") };
    struct field_view *f = form_field(rq, &trajectory_new_form, "example", first);
    f->options = o;
    f->option_count = n;
    return f;
}

struct fault trajectory_new_show(struct rq *rq)
{
    size_t count;
    const struct pack *const *templates =
        trajectory_templates(rq->arena, rq->site->packs, is_company(rq), &count);
    int64_t first = trajectory_session_day(rq->site->packs, trajectory_country(rq),
                                           organisation_today(rq->arena, rq->now_ms) + FIRST_DAY_AHEAD);
    struct trajectory_new_view v = { .layout = rq_layout(rq, tr(rq->lang, "Start a trajectory")),
                                     .organisation = rq_id(rq, "org") };
    v.layout->lead = tr(rq->lang, "One page, and the steps, the dates and the invitations are there.");
    v.layout->failed = rq->form != NULL && form_has_errors(rq);
    v.name = form_field(rq, &trajectory_new_form, "name", "");
    v.template = template_field(rq, templates, count);
    v.example = example_field(rq, templates, count);
    v.first_day = form_field(rq, &trajectory_new_form, "first_day", clock_date(rq->arena, first));
    v.rows = form_field(rq, &trajectory_new_form, "rows", "");
    v.mail = form_field(rq, &trajectory_new_form, "mail", "1");
    v.messages = form_messages(rq, &v.message_count);
    trajectory_new_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- making it --------------------------------------------------------------------------------------------- */

/* The pasted people; false when a row has a fault, told at the field. */
static bool read_people(struct rq *rq, struct paste *p)
{
    *p = (struct paste){ 0 };
    if (form_text(rq, "rows")[0] == '\0')
        return true;
    struct fault f = organisation_paste_read(rq->arena, form_text(rq, "rows"), p);
    if (f.status != OK) {
        form_fail(rq, "rows", f.msgid, f.arg == NULL ? "" : f.arg);
        return false;
    }
    organisation_paste_compare(rq->db, rq->arena, rq_id(rq, "org"), p, rq->now_ms);
    const char *faults = "";
    size_t told = 0;
    for (size_t i = 0; i < p->count && told < FAULTS_SHOWN; i++) {
        if (p->people[i].state != PASTE_REFUSED)
            continue;
        const char *why = tr(rq->lang, p->people[i].fault);
        if (p->people[i].arg != NULL)
            why = arena_printf(rq->arena, why, p->people[i].arg);
        faults = arena_printf(rq->arena, "%s%s%s", faults, told++ == 0 ? "" : " ",
                              arena_printf(rq->arena, tr(rq->lang, "Row %d: %s"), (int)p->people[i].line, why));
    }
    if (told > 0)
        form_fail(rq, "rows", "%s", faults);
    return told == 0;
}

/* Whether a mail goes out. */
static bool invite(struct rq *rq, const struct organisation *o, const struct organisation_added *p, int64_t id)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, p->user);
    const struct lang *lang = lang_find(u == NULL ? o->lang : u->lang);
    lang = lang == NULL ? rq->lang : lang;
    const char *path =
        arena_printf(rq->arena, "/organisatie/%lld/traject/%lld", (long long)o->id, (long long)id);
    const char *link = path;
    /* Who was here before has a way in. */
    if (p->state != PASTE_MEMBER) {
        struct account_link l = { .user = p->user, .organisation = o->id, .target = path };
        link = arena_printf(rq->arena, "/binnen/%s", account_link_new(rq->db, rq->arena, &l, rq->now_ms));
    }
    struct trajectory_mail m = {
        .kind = MAIL_INVITATION,
        .organisation = o->id,
        .to = p->mail,
        .lang = lang,
        .subject = arena_printf(rq->arena, tr(lang, "You take part: %s"), form_text(rq, "name")),
        .body = arena_printf(
            rq->arena,
            tr(lang, "Hello %s,\n\n%s begins a trajectory on how it deals with people, environment and "
                     "society: %s. You are in the group. What happens when, and what is asked of you, stands "
                     "here:\n\n%s%s\n\nThe link is yours alone. Do not pass it on."),
            p->name, o->name, form_text(rq, "name"), rq->site->public_url, link),
    };
    return trajectory_mail_send(rq->db, rq->arena, rq->site, &m, rq->now_ms);
}

/* The members of the group: who was pasted, and the guide who starts it. */
static const int64_t *group_members(struct rq *rq, const struct organisation_added *people, size_t count,
                                    size_t *members)
{
    int64_t *ids = NEW_ARRAY(rq->arena, int64_t, count + 1);
    *members = 0;
    ids[(*members)++] = rq->actor.member;
    for (size_t i = 0; i < count; i++)
        if (people[i].member != rq->actor.member)
            ids[(*members)++] = people[i].member;
    return ids;
}

static struct fault begin(struct rq *rq, const struct organisation *o, const struct paste *p, int64_t *id,
                          int64_t *invited)
{
    size_t count, members;
    const struct organisation_added *people =
        organisation_people_add(rq->db, rq->arena, o, p, rq->now_ms, &count);
    const struct lang *lang = lang_find(o->lang);
    struct trajectory_new n = { .organisation = o->id,
                                .country = o->country,
                                .lang = lang == NULL ? rq->lang : lang,
                                .name = form_text(rq, "name"),
                                .template = form_text(rq, "template"),
                                .example = form_text(rq, "example"),
                                .first_day = form_int(rq, "first_day").v,
                                .user = rq->actor.user };
    n.members = group_members(rq, people, count, &members);
    n.member_count = members;
    struct fault f =
        trajectory_begin(rq->db, rq->arena, rq->site->packs, rq->site->trajectory_parts, &n, rq->now_ms, id);
    for (size_t i = 0; i < count && f.status == OK; i++) {
        if (form_tick(rq, "mail") && people[i].user != rq->actor.user)
            *invited += invite(rq, o, &people[i], *id);
    }
    return f;
}

static const char *begun_notice(struct rq *rq, int64_t invited)
{
    const char *notice =
        tr(rq->lang, "The trajectory has begun. These are its steps, with dates that you can move.");
    if (invited == 0)
        return notice;
    notice = arena_printf(
        rq->arena, "%s %s", notice,
        arena_printf(rq->arena,
                     tr_n(rq->lang, "%d person gets an invitation.", "%d people get an invitation.", invited),
                     (int)invited));
    if (admin_mail_leaves(rq->db, rq->arena))
        return notice;
    return arena_printf(rq->arena, "%s %s", notice,
                        tr(rq->lang, "The mails wait: this installation has no mail server yet."));
}

struct fault trajectory_create(struct rq *rq)
{
    struct paste p;
    if (!read_people(rq, &p))
        return form_again(rq);
    const struct organisation *o = organisation_get(rq->db, rq->arena, rq_id(rq, "org"));
    if (o == NULL)
        return FAULT(NOT_FOUND, N_("This organisation does not exist, or you are not a member of it."));
    int64_t id = 0, invited = 0;
    struct fault f = begin(rq, o, &p, &id, &invited);
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    admin_audit(rq->db, rq->now_ms, rq->actor.user, o->id, "trajectory.begin", edit_text(rq, id), "");
    reply_notice(rq, begun_notice(rq, invited));
    return reply_redirect(rq, "/organisatie/%lld/traject/%lld", (long long)o->id, (long long)id);
}
