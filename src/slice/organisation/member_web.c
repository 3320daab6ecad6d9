/* Members: the list, pasting many at once, one member, personal links. */
#include <string.h>

#include "base/clock.h"
#include "member_page.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/organisation/view.h"
#include "web.h"

enum { LINK_DAYS = 180 }; /* how long account keeps a personal token */

static const struct field paste_fields[] = {
    { "rows", FIELD_AREA, .required = true, .max = PASTE_MAX_CHARACTERS, .label = N_("One person per row"),
      .help =
          N_("Columns: name, mail address, department. Copy them from your spreadsheet, or type them with a "
             "semicolon between. You see an overview first; nothing leaves yet."),
      .message = N_("There is nobody in it yet. Paste a row per person: name, mail, department.") },
    { "mail", FIELD_TICK, .label = N_("Mail everyone the personal link when they are added") },
};
const struct form_spec paste_form = FORM(paste_fields);

static const struct {
    const char *value;
    unsigned bit;
    const char *label, *help;
} roles[] = {
    { "manager", ROLE_MANAGER, N_("Administrator"), N_("members, data and settings of the organisation") },
    { "guide", ROLE_GUIDE, N_("Guide"), N_("opens rounds, leads the talk, closes; fills in as well") },
    { "minutes", ROLE_MINUTES, N_("Minute-taker"), N_("writes the minutes of sessions") },
    { "member", ROLE_MEMBER, N_("Member"), N_("fills in the scan and talks along") },
    { "reader", ROLE_READER, N_("Reader"), N_("sees agreed results only") },
};
enum { ROLES = sizeof roles / sizeof roles[0] };
static const char *const role_values[] = { "manager", "guide", "minutes", "member", "reader", NULL };
static const char *const attributes[] = { "staff", "mandatary", "external", NULL };

static const struct field member_fields[] = {
    { "roles", FIELD_CHOICES, .required = true, .choices = role_values, .label = N_("Roles"),
      .message = N_("Choose at least one role. Someone who no longer takes part: end the membership.") },
    { "attribute", FIELD_CHOICE, .required = true, .choices = attributes, .label = N_("Takes part as"),
      .help = N_("This gives no rights. It shows who speaks from which place.") },
    { "department", FIELD_CHOICE, .label = N_("Department") },
    { "department_new", FIELD_TEXT, .max = ORGANISATION_MAX_DEPARTMENT, .label = N_("Or a new department") },
    { "ends_on", FIELD_DATE, .label = N_("Last day"),
      .help = N_("After this day the person can no longer enter. Leave it open for no end.") },
};
const struct form_spec member_form = FORM(member_fields);

static const struct field end_fields[] = {
    { "by_role", FIELD_TICK, .label = N_("Show what this person did under the role, not the name"),
      .help =
          N_("Only when the person asks for it. Pages then say “a member of staff, Personnel”. You can take it "
             "back later.") },
};
const struct form_spec member_end_form = FORM(end_fields);
static const struct field name_fields[] = {
    { "by_role", FIELD_TICK, .label = N_("Show the role, not the name") },
};
const struct form_spec member_name_form = FORM(name_fields);

static long long org_id(struct rq *rq)
{
    return (long long)rq_id(rq, "org");
}

static const char *attribute_label(struct rq *rq, const char *attribute)
{
    if (strcmp(attribute, "mandatary") == 0)
        return tr(rq->lang, "mandatary");
    if (strcmp(attribute, "external") == 0)
        return tr(rq->lang, "external");
    return NULL; /* staff is the rule and needs no word */
}

/* ---- The list ---------------------------------------------------------------------------------------- */

static struct member_line line_of(struct rq *rq, const struct organisation_member *m, bool shows_mail,
                                  int64_t today)
{
    return (struct member_line){
        .id = m->id,
        .name = m->name,
        .mail = shows_mail ? m->mail : NULL,
        .department = m->department,
        .roles = web_roles(rq, m->roles),
        .attribute = attribute_label(rq, m->attribute),
        .until = m->ends_on == 0 ? NULL : format_day(rq->arena, rq->lang, m->ends_on),
        .entered = m->entered,
        .ended = !organisation_is_present(m, today),
        .by_role = m->by_role,
        .self = m->user == rq->actor.user ? tr(rq->lang, "that is you") : NULL,
    };
}

static const char *list_title(struct rq *rq, size_t present, size_t waiting)
{
    if (present <= 1)
        return tr(rq->lang, "You are the only member so far");
    const char *members =
        arena_printf(rq->arena, tr_n(rq->lang, "%d member", "%d members", (int64_t)present), (int)present);
    if (waiting == 0)
        return arena_printf(rq->arena, tr(rq->lang, "%s, all have been in"), members);
    return arena_printf(
        rq->arena,
        tr_n(rq->lang, "%s, %d has not been in yet", "%s, %d have not been in yet", (int64_t)waiting), members,
        (int)waiting);
}

/* GET /organisatie/:org/leden; also shows the paste form again with its messages. */
struct fault member_list(struct rq *rq)
{
    bool manages = (rq->actor.roles & ROLE_MANAGER) != 0;
    bool invites = (rq->actor.roles & (ROLE_MANAGER | ROLE_GUIDE)) != 0;
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    size_t count, present_count = 0, former_count = 0, waiting = 0;
    const struct organisation_member *all =
        organisation_members_all(rq->db, rq->arena, rq_id(rq, "org"), &count);
    struct member_line *present = NEW_ARRAY(rq->arena, struct member_line, count);
    struct member_line *former = NEW_ARRAY(rq->arena, struct member_line, count);
    for (size_t i = 0; i < count; i++) {
        struct member_line line = line_of(rq, &all[i], invites, today);
        if (line.ended)
            former[former_count++] = line;
        else
            present[present_count++] = line;
        waiting += !line.ended && !line.entered;
    }
    struct member_list_view v = {
        .layout = web_layout(rq, list_title(rq, present_count, waiting), NULL, NULL),
        .organisation = rq_id(rq, "org"),
        .present = present,
        .former = former,
        .present_count = present_count,
        .former_count = invites ? former_count : 0,
        .manages = manages,
        .invites = invites,
    };
    v.messages = form_messages(rq, &v.message_count);
    v.layout->wide = true;
    if (invites) {
        v.rows = form_field(rq, &paste_form, "rows", "");
        v.mail = form_field(rq, &paste_form, "mail", "on");
        v.layout->lead = tr(rq->lang, "Everyone gets a link of their own by mail. A password is not needed.");
        v.layout->action_url = "#plakken";
        v.layout->action_label = tr(rq->lang, "Invite members");
    }
    member_list_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- Pasting ----------------------------------------------------------------------------------------- */

/* Reads the pasted rows and looks up who is a member; INVALID with a message at the field otherwise. */
static enum status read_rows(struct rq *rq, struct paste *p)
{
    struct fault f = organisation_paste_read(rq->arena, form_text(rq, "rows"), p);
    if (f.status != OK) {
        form_fail(rq, "rows", f.msgid, f.arg == NULL ? "" : f.arg);
        return INVALID;
    }
    organisation_paste_compare(rq->db, rq->arena, rq_id(rq, "org"), p, rq->now_ms);
    return OK;
}

static const char *paste_title(struct rq *rq, size_t to_add, size_t refused)
{
    if (to_add == 0 && refused == 0)
        return tr(rq->lang, "Everyone takes part already");
    const char *added = to_add == 0 ? tr(rq->lang, "Nobody can be added yet")
                                    : arena_printf(rq->arena,
                                                   tr_n(rq->lang, "%d person will be added",
                                                        "%d people will be added", (int64_t)to_add),
                                                   (int)to_add);
    if (refused == 0)
        return added;
    return arena_printf(rq->arena,
                        tr_n(rq->lang, "%s, %d row has a fault", "%s, %d rows have a fault", (int64_t)refused),
                        added, (int)refused);
}

/* POST /organisatie/:org/leden/plakken: the overview; nothing is written. */
struct fault member_paste(struct rq *rq)
{
    struct paste p;
    if (read_rows(rq, &p) != OK)
        return form_again(rq);
    size_t to_add = p.states[PASTE_NEW] + p.states[PASTE_BACK], refused = p.states[PASTE_REFUSED];
    struct member_paste_view v = {
        .layout =
            web_layout(rq, paste_title(rq, to_add, refused),
                       arena_printf(rq->arena, "/organisatie/%lld/leden", org_id(rq)), tr(rq->lang, "Members")),
        .organisation = rq_id(rq, "org"),
        .paste = &p,
        .to_add = to_add,
        .text = form_text(rq, "rows"),
        .mail = form_tick(rq, "mail"),
    };
    v.layout->wide = true;
    if (refused > 0) {
        v.rows = form_field(rq, &paste_form, "rows", "");
        v.mail_tick = form_field(rq, &paste_form, "mail", "");
    }
    member_paste_page(rq_html(rq), &v);
    return reply_page(rq);
}

static const struct lang *lang_of(struct rq *rq, const struct organisation *o)
{
    const struct lang *lang = lang_find(o->lang);
    return lang != NULL ? lang : rq->lang;
}

/* A personal link to the home of :org. */
static struct account_link link_of(struct rq *rq, int64_t user, bool shown)
{
    return (struct account_link){ .user = user,
                                  .organisation = rq_id(rq, "org"),
                                  .shown = shown,
                                  .target = arena_printf(rq->arena, "/organisatie/%lld", org_id(rq)) };
}

/* Its token, in place of the earlier links of this organisation. */
static const char *new_link(struct rq *rq, const struct account_link *l)
{
    account_links_end(rq->db, rq->arena, l->user, l->organisation);
    return account_link_new(rq->db, rq->arena, l, rq->now_ms);
}

/* Mails a new personal link, in the organisation's language. */
static void invite(struct rq *rq, const struct organisation *o, int64_t user, const char *name,
                   const char *mail)
{
    const struct lang *lang = lang_of(rq, o);
    struct account_link l = link_of(rq, user, false);
    const char *token = new_link(rq, &l);
    account_link_mail(
        rq->db, rq->arena, &l, mail, arena_printf(rq->arena, tr(lang, "Your link to %s in Kapstok"), o->name),
        arena_printf(rq->arena,
                     tr(lang,
                        "Hello %s,\n\n%s works with Kapstok on how it deals with people, environment and "
                        "society, and asks you to take part.\n\nThis is your personal link. Press the button "
                        "on the page and you are in; a password is not needed:\n\n%s/binnen/%s\n\nThe link is "
                        "yours alone and works for 180 days. Do not pass it on: whoever has it comes in as "
                        "you. Earlier links no longer work.\n"),
                     name, o->name, rq->site->public_url, token),
        rq->now_ms);
}

/* POST /organisatie/:org/leden/toevoegen: what the overview showed. Again: nothing more happens. */
struct fault member_paste_add(struct rq *rq)
{
    struct paste p;
    if (read_rows(rq, &p) != OK)
        return form_again(rq);
    const struct organisation *o = web_organisation(rq);
    bool mail = form_tick(rq, "mail");
    size_t added = 0, count;
    const struct organisation_added *people =
        organisation_people_add(rq->db, rq->arena, o, &p, rq->now_ms, &count);
    for (size_t i = 0; i < count; i++) {
        if (people[i].state == PASTE_MEMBER)
            continue;
        web_audit(rq, people[i].state == PASTE_BACK ? "member.back" : "member.add", people[i].member, "");
        if (mail)
            invite(rq, o, people[i].user, people[i].name, people[i].mail);
        added++;
    }
    const char *notice =
        added == 0
            ? tr(rq->lang, "Everyone took part already; nothing changed.")
            : arena_printf(rq->arena, tr_n(rq->lang, "%d member added.", "%d members added.", (int64_t)added),
                           (int)added);
    if (added > 0 && mail)
        notice = arena_printf(rq->arena, "%s %s", notice,
                              admin_mail_leaves(rq->db, rq->arena)
                                  ? tr(rq->lang, "The mails leave within a few minutes.")
                                  : tr(rq->lang, "The mails wait: this installation has no mail server yet."));
    if (p.states[PASTE_REFUSED] > 0)
        notice = arena_printf(rq->arena, "%s %s", notice,
                              arena_printf(rq->arena,
                                           tr_n(rq->lang, "%d row was skipped.", "%d rows were skipped.",
                                                (int64_t)p.states[PASTE_REFUSED]),
                                           (int)p.states[PASTE_REFUSED]));
    reply_notice(rq, notice);
    return reply_redirect(rq, "/organisatie/%lld/leden", org_id(rq));
}

/* ---- One member -------------------------------------------------------------------------------------- */

/* The member of the path, ended ones too; NULL when there is none. */
static const struct organisation_member *find_member(struct rq *rq)
{
    return organisation_member_get(rq->db, rq->arena, rq_id(rq, "org"), rq_id(rq, "member"));
}

#define NO_MEMBER FAULT(NOT_FOUND, N_("This member does not exist."))

static struct field_view *roles_field(struct rq *rq, unsigned have)
{
    const char *value = "";
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, ROLES);
    for (size_t i = 0; i < ROLES; i++) {
        o[i] = (struct field_option){ .value = roles[i].value,
                                      .label = tr(rq->lang, roles[i].label),
                                      .help = tr(rq->lang, roles[i].help) };
        if ((have & roles[i].bit) != 0)
            value = arena_printf(rq->arena, "%s%s%s", value, value[0] == '\0' ? "" : "\n", roles[i].value);
    }
    struct field_view *f = form_field(rq, &member_form, "roles", value);
    f->options = o;
    f->option_count = ROLES;
    return f;
}

static struct field_view *attribute_field(struct rq *rq, const char *value)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 3);
    o[0] = (struct field_option){ .value = "staff", .label = tr(rq->lang, "Member of staff") };
    o[1] = (struct field_option){ .value = "mandatary",
                                  .label = tr(rq->lang, "Mandatary: elected or appointed to govern") };
    o[2] = (struct field_option){ .value = "external",
                                  .label = tr(rq->lang, "External: advisor, partner, supplier") };
    struct field_view *f = form_field(rq, &member_form, "attribute", value);
    f->options = o;
    f->option_count = 3;
    return f;
}

static struct field_view *department_field(struct rq *rq, int64_t chosen)
{
    size_t count;
    const struct organisation_department *d =
        organisation_departments(rq->db, rq->arena, rq_id(rq, "org"), &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = arena_printf(rq->arena, "%lld", (long long)d[i].id),
                                      .label = d[i].name };
    struct field_view *f = form_field(rq, &member_form, "department",
                                      chosen == 0 ? "" : arena_printf(rq->arena, "%lld", (long long)chosen));
    f->options = o;
    f->option_count = count;
    return f;
}

/* GET /organisatie/:org/leden/:member; also shows the form again with its messages. */
struct fault member_show(struct rq *rq)
{
    const struct organisation_member *m = find_member(rq);
    if (m == NULL || m->ended_at != 0)
        return NO_MEMBER;
    struct member_edit_view v = {
        .layout = web_layout(rq, m->name, arena_printf(rq->arena, "/organisatie/%lld/leden", org_id(rq)),
                             tr(rq->lang, "Members")),
        .organisation = rq_id(rq, "org"),
        .id = m->id,
        .name = m->name,
        .mail = m->mail,
        .roles = roles_field(rq, m->roles),
        .attribute = attribute_field(rq, m->attribute),
        .department = department_field(rq, m->department_id),
        .department_new = form_field(rq, &member_form, "department_new", ""),
        .ends_on =
            form_field(rq, &member_form, "ends_on", m->ends_on == 0 ? "" : clock_date(rq->arena, m->ends_on)),
        .showable = organisation_link_showable(rq->db, rq->arena, m, rq_id(rq, "org")),
        .by_role = m->by_role,
        .end_by_role = form_field(rq, &member_end_form, "by_role", m->by_role ? "1" : ""),
    };
    v.messages = form_messages(rq, &v.message_count);
    v.layout->lead = m->mail;
    member_edit_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* The department that was chosen or typed; NULL with a message when it is neither. */
static const char *chosen_department(struct rq *rq)
{
    const char *typed = form_text(rq, "department_new"), *id = form_text(rq, "department");
    if (typed[0] != '\0' || id[0] == '\0')
        return typed;
    size_t count;
    const struct organisation_department *d =
        organisation_departments(rq->db, rq->arena, rq_id(rq, "org"), &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(arena_printf(rq->arena, "%lld", (long long)d[i].id), id) == 0)
            return d[i].name;
    form_fail(rq, "department", N_("This department was removed. Choose another."));
    return NULL;
}

/* POST /organisatie/:org/leden/:member */
struct fault member_save(struct rq *rq)
{
    const struct organisation_member *old = find_member(rq);
    if (old == NULL)
        return NO_MEMBER;
    struct organisation_member_change c = { .attribute = form_text(rq, "attribute"),
                                            .department = chosen_department(rq),
                                            .ends_on = form_int(rq, "ends_on").v };
    size_t count;
    const char *const *chosen = form_choices(rq, "roles", &count);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < ROLES; k++)
            if (strcmp(chosen[i], roles[k].value) == 0)
                c.roles |= roles[k].bit;
    if (form_has_errors(rq))
        return form_again(rq);
    struct fault f = organisation_member_change(rq->db, rq->arena, rq_id(rq, "org"), old->id, &c, rq->now_ms);
    if (f.status == INVALID || f.status == CONFLICT) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    if (f.status != OK)
        return f;
    web_audit(rq, "member.change", old->id, arena_printf(rq->arena, "roles %u -> %u", old->roles, c.roles));
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "The change to %s is kept."), old->name));
    return reply_redirect(rq, "/organisatie/%lld/leden", org_id(rq));
}

/* At the person's own wish: pages show the role in place of the name, or the name again. */
static void show_by_role(struct rq *rq, const struct organisation_member *m, bool by_role)
{
    organisation_member_by_role(rq->db, rq_id(rq, "org"), m->id, by_role);
    web_audit(rq, "member.by_role", m->id, by_role ? "role" : "name");
}

/* POST /organisatie/:org/leden/:member/naam */
struct fault member_name(struct rq *rq)
{
    const struct organisation_member *m = find_member(rq);
    if (m == NULL)
        return NO_MEMBER;
    bool by_role = form_tick(rq, "by_role");
    if (by_role != m->by_role)
        show_by_role(rq, m, by_role);
    reply_notice(rq, by_role ? tr(rq->lang, "Pages show the role of this person now, not the name.")
                             : tr(rq->lang, "Pages show the name of this person again."));
    return reply_redirect(rq, "/organisatie/%lld/leden", org_id(rq));
}

/* POST /organisatie/:org/leden/:member/einde */
struct fault member_end(struct rq *rq)
{
    const struct organisation_member *m = find_member(rq);
    if (m == NULL)
        return NO_MEMBER;
    struct fault f = organisation_member_end(rq->db, rq->arena, rq_id(rq, "org"), m->id, rq->now_ms);
    if (f.status != OK)
        return f;
    web_audit(rq, "member.end", m->id, "");
    if (form_tick(rq, "by_role") != m->by_role)
        show_by_role(rq, m, form_tick(rq, "by_role"));
    reply_notice(rq, arena_printf(rq->arena,
                                  tr(rq->lang, "%s no longer takes part. What was answered stays, and you "
                                               "can bring the person back below."),
                                  m->name));
    return reply_redirect(rq, "/organisatie/%lld/leden", org_id(rq));
}

/* POST /organisatie/:org/leden/:member/terug */
struct fault member_back(struct rq *rq)
{
    const struct organisation_member *m = find_member(rq);
    if (m == NULL)
        return NO_MEMBER;
    struct fault f = organisation_member_back(rq->db, rq->arena, rq_id(rq, "org"), m->id);
    if (f.status != OK)
        return f;
    web_audit(rq, "member.back", m->id, "");
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "%s takes part again."), m->name));
    return reply_redirect(rq, "/organisatie/%lld/leden", org_id(rq));
}

/* ---- Personal links ---------------------------------------------------------------------------------- */

/* POST /organisatie/:org/leden/:member/mail */
struct fault member_mail(struct rq *rq)
{
    const struct organisation_member *m = find_member(rq);
    if (m == NULL || !organisation_is_present(m, organisation_today(rq->arena, rq->now_ms)))
        return NO_MEMBER;
    invite(rq, web_organisation(rq), m->user, m->name, m->mail);
    web_audit(rq, "member.mail", m->id, "");
    reply_notice(rq, arena_printf(rq->arena,
                                  admin_mail_leaves(rq->db, rq->arena)
                                      ? tr(rq->lang, "A new link goes to %s. The old one no longer works.")
                                      : tr(rq->lang, "The mail to %s waits: this installation has no mail "
                                                     "server yet. The old link no longer works."),
                                  m->name));
    return reply_redirect(rq, "/organisatie/%lld/leden", org_id(rq));
}

/* POST /organisatie/:org/leden/:member/link: makes a new link and shows it, this once. */
struct fault member_link(struct rq *rq)
{
    enum { DAY_MS = 24 * 3600 * 1000 };
    const struct organisation_member *m = find_member(rq);
    if (m == NULL || !organisation_is_present(m, organisation_today(rq->arena, rq->now_ms)))
        return NO_MEMBER;
    if (!organisation_link_showable(rq->db, rq->arena, m, rq_id(rq, "org")))
        return FAULT(DENIED,
                     N_("The link cannot be shown here: it would open more than this organisation. Mail it "
                        "instead."));
    struct account_link l = link_of(rq, m->user, true);
    const char *token = new_link(rq, &l);
    web_audit(rq, "member.link", m->id, "");
    struct member_link_view v = {
        .layout =
            web_layout(rq, arena_printf(rq->arena, tr(rq->lang, "The link of %s, shown this once"), m->name),
                       arena_printf(rq->arena, "/organisatie/%lld/leden", org_id(rq)), tr(rq->lang, "Members")),
        .organisation = rq_id(rq, "org"),
        .id = m->id,
        .name = m->name,
        .mail = m->mail,
        .url = arena_printf(rq->arena, "%s/binnen/%s", rq->site->public_url, token),
        .until = format_date(rq->arena, rq->lang, rq->now_ms + (int64_t)LINK_DAYS * DAY_MS),
    };
    member_link_page(rq_html(rq), &v);
    return reply_page(rq);
}
