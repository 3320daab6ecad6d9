/* Rounds of an organisation: the guide opens, follows, divides, reminds and closes them; a member finds the own
 * part. Nobody sees another member's answers here. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "round_page.h"
#include "scan_sql.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

static int64_t today_of(struct rq *rq)
{
    int64_t days = 0;
    ASSERT(clock_parse_date(clock_local_date(rq->arena, rq->now_ms), &days));
    return days;
}

static bool is_guide(struct rq *rq)
{
    return (rq->actor.roles & ROLE_GUIDE) != 0;
}

static const char *round_url(struct rq *rq, int64_t round)
{
    return arena_printf(rq->arena, "/organisatie/%lld/scan/%lld", (long long)rq->actor.organisation,
                        (long long)round);
}

/* ---- list -------------------------------------------------------------------------------------------- */

struct fault round_list(struct rq *rq)
{
    struct rounds_view *v = NEW(rq->arena, struct rounds_view);
    v->organisation = rq->actor.organisation;
    v->guide = is_guide(rq);
    v->reads_only = (rq->actor.roles & ~(unsigned)ROLE_READER) == 0;
    v->today = today_of(rq);
    v->rounds = scan_rounds(rq->db, rq->arena, rq->actor.organisation, &v->count);
    int open = 0;
    for (size_t i = 0; i < v->count; i++)
        open += !v->rounds[i].closed;
    const char *title =
        v->count == 0 ? tr(rq->lang, "Begin with a scan")
        : open > 0
            ? arena_printf(rq->arena, tr_n(rq->lang, "%d round is open", "%d rounds are open", open), open)
            : tr(rq->lang, "All rounds are closed");
    v->layout = rq_layout(rq, title);
    v->layout->wide = true;
    if (v->guide && v->count > 0) {
        v->layout->action_url =
            arena_printf(rq->arena, "/organisatie/%lld/scan/nieuw", (long long)v->organisation);
        v->layout->action_label = tr(rq->lang, "Open a new round");
    }
    round_list_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- new --------------------------------------------------------------------------------------------- */

static const char *const mode_choices[] = { "alone", "divided", "sitting", "single", NULL };
static const struct field round_fields[] = {
    { "title", FIELD_TEXT, .required = true, .max = 80, .label = N_("Name of the round") },
    { "pack", FIELD_CHOICE, .required = true, .label = N_("Which statements?"),
      .message = N_("Choose which statements you answer.") },
    { "mode", FIELD_CHOICE, .required = true, .choices = mode_choices, .label = N_("How do you fill it in?"),
      .message = N_("Choose how you fill it in.") },
    { "filler", FIELD_CHOICE, .label = N_("Who fills it in?") },
    { "deadline", FIELD_DATE, .label = N_("Fill in until"),
      .help = N_("The date warns and never locks: answering later stays possible.") },
    { "q", FIELD_FAMILY, .max = PACK_MAX_QUESTIONS, .label = N_("Start questions") },
    { "asked", FIELD_TEXT, .max = PACK_MAX_ID + 1, .label = N_("Start questions") },
    { "mail", FIELD_TICK, .label = N_("Mail the members") },
};
const struct form_spec round_form = FORM(round_fields);

static int most_offered(const struct pack_scan *scan, bool light)
{
    int n = 0;
    for (int i = 0; i < scan->statement_count; i++)
        n += !light || scan->statements[i].light;
    return n;
}

/* "government/light": pack and variant in one choice. */
static struct field_view *pack_field(struct rq *rq, const char *preferred)
{
    struct field_view *f = form_field(rq, &round_form, "pack", arena_printf(rq->arena, "%s/light", preferred));
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, rq->site->packs->count * 2);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < rq->site->packs->count; i++) {
            const struct pack *p = rq->site->packs->v[i];
            if (p->kind != PACK_SCAN || pack_find(rq->site->packs, p->id, 0) != p ||
                (strcmp(p->id, preferred) == 0) != (pass == 0))
                continue;
            int all = most_offered(p->scan, false), light = most_offered(p->scan, true);
            if (all > light)
                o[f->option_count++] = (struct field_option){
                    .value = arena_printf(rq->arena, "%s/full", p->id),
                    .label = arena_printf(rq->arena, tr(rq->lang, "%s, full"), text_in(rq->lang, &p->title)),
                    .help = arena_printf(
                        rq->arena,
                        tr(rq->lang, "Up to %d statements. Who answers all of them needs %d minutes or more."),
                        all, scan_minutes(all) / 10 * 10)
                };
            o[f->option_count++] = (struct field_option){
                .value = arena_printf(rq->arena, "%s/light", p->id),
                .label = arena_printf(rq->arena, tr(rq->lang, "%s, light"), text_in(rq->lang, &p->title)),
                .help = arena_printf(
                    rq->arena,
                    tr(rq->lang, "Up to %d statements. Good for a first picture, about %d minutes a member."),
                    light, scan_minutes(light))
            };
        }
    f->options = o;
    return f;
}

static struct field_view *mode_field(struct rq *rq)
{
    struct field_view *f = form_field(rq, &round_form, "mode", "alone");
    static const struct {
        const char *label, *help;
    } texts[] = {
        { N_("Each alone, then together"), N_("Every member answers everything. You see where you differ and "
                                              "choose one answer together. Gives the best talk.") },
        { N_("Divided by theme"),
          N_("Each theme goes to the one to three members who know most about it. Takes the least time.") },
        { N_("Together, in one sitting"),
          N_("You go through the statements on the big screen. The guide clicks.") },
        { N_("One filler"), N_("Quick, but it is only one view. The result says whose.") },
    };
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 4);
    for (size_t i = 0; i < 4; i++)
        o[i] = (struct field_option){ .value = mode_choices[i],
                                      .label = tr(rq->lang, texts[i].label),
                                      .help = tr(rq->lang, texts[i].help) };
    f->options = o;
    f->option_count = 4;
    return f;
}

/* What was answered last time is proposed again; else what follows from the kind of organisation. */
static struct pack_profile known_profile(struct rq *rq, const struct organisation *org, const char *pack,
                                         const struct pack_scan *scan)
{
    size_t count;
    const struct scan_round_line *lines = scan_rounds(rq->db, rq->arena, org->id, &count);
    for (size_t i = 0; i < count; i++) {
        const struct scan_round *last =
            strcmp(lines[i].pack_id, pack) == 0
                ? scan_round_get(rq->db, rq->arena, rq->site->packs, org->id, lines[i].id)
                : NULL;
        if (last != NULL && last->scan == scan)
            return last->profile;
    }
    const struct pack_type *type = pack_type_find(packs_types(rq->site->packs), org->type);
    struct pack_profile known;
    const char *wrong;
    if (type == NULL || type->profile == NULL ||
        pack_profile_parse(scan, type->profile, rq->arena, &known, &wrong) != OK)
        return PACK_NO_PROFILE;
    return known;
}

static struct field_view *asked_question(struct rq *rq, const struct pack_scan *scan,
                                         const struct pack_profile *known, int question)
{
    const struct pack_question *q = &scan->questions[question];
    int chosen = known->option[question];
    return question_field(rq, q, chosen < 0 ? "" : q->options[chosen].id);
}

/* Members who may fill in a round of one filler: members and guides. */
static bool may_be_filler(const struct organisation_member *m)
{
    return (m->roles & (ROLE_MEMBER | ROLE_GUIDE)) != 0;
}

static struct field_view *filler_field(struct rq *rq, const struct form_spec *spec, int64_t chosen)
{
    size_t count;
    const struct organisation_member *members =
        organisation_members(rq->db, rq->arena, rq->actor.organisation, &count);
    struct field_view *f = form_field(rq, spec, "filler", arena_printf(rq->arena, "%lld", (long long)chosen));
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        if (may_be_filler(&members[i]))
            o[f->option_count++] =
                (struct field_option){ .value = arena_printf(rq->arena, "%lld", (long long)members[i].id),
                                       .label = members[i].name };
    f->options = o;
    f->elsewhere = true; /* only of one filler: neither required nor optional */
    return f;
}

/* The member that the form names, who asks when it names nobody; 0 with a message when it is none who may. */
static int64_t chosen_filler(struct rq *rq)
{
    const char *id = form_text(rq, "filler");
    if (id[0] == '\0')
        return rq->actor.member;
    size_t count;
    const struct organisation_member *members =
        organisation_members(rq->db, rq->arena, rq->actor.organisation, &count);
    for (size_t i = 0; i < count; i++)
        if (may_be_filler(&members[i]) &&
            strcmp(arena_printf(rq->arena, "%lld", (long long)members[i].id), id) == 0)
            return members[i].id;
    form_fail(rq, "filler", N_("Choose who fills in this round."));
    return 0;
}

struct fault round_new(struct rq *rq)
{
    const struct organisation *org = organisation_get(rq->db, rq->arena, rq->actor.organisation);
    if (org == NULL)
        return FAULT(NOT_FOUND, N_("This organisation does not exist, or no longer."));
    const struct pack_type *type = pack_type_find(packs_types(rq->site->packs), org->type);
    const char *preferred = type == NULL ? "government" : type->scan;
    const struct pack_scan *scan = pack_scan_find(rq->site->packs, preferred, 0);

    struct round_form_view *v = NEW(rq->arena, struct round_form_view);
    v->organisation = org->id;
    v->layout = scan_layout(rq, tr(rq->lang, "Open a new round"), NULL, NULL);
    v->layout->lead =
        tr(rq->lang, "Statements, start questions and way of filling in stay fixed while the round runs.");
    char *season = arena_strdup(rq->arena, format_season(rq->arena, rq->lang, rq->now_ms));
    if (season[0] >= 'a' && season[0] <= 'z')
        season[0] = (char)(season[0] - 'a' + 'A'); /* a name begins with a capital */
    v->title = form_field(rq, &round_form, "title", season);
    v->pack = pack_field(rq, preferred);
    v->mode = mode_field(rq);
    v->filler = filler_field(rq, &round_form, rq->actor.member);
    v->deadline = form_field(rq, &round_form, "deadline", clock_date(rq->arena, today_of(rq) + 14));
    v->asked = preferred;
    struct field_view **questions = NEW_ARRAY(rq->arena, struct field_view *, PACK_MAX_QUESTIONS);
    struct pack_profile known = PACK_NO_PROFILE;
    if (scan != NULL)
        known = known_profile(rq, org, preferred, scan);
    for (int i = 0; scan != NULL && i < scan->question_count; i++)
        questions[v->question_count++] = asked_question(rq, scan, &known, i);
    v->questions = questions;
    v->messages = form_messages(rq, &v->message_count);
    v->layout->failed = v->message_count > 0;
    round_new_page(rq_html(rq), v);
    return reply_page(rq);
}

/* What was chosen on the form of a new round. */
struct chosen {
    const struct organisation *org;
    const char *pack;
    const struct pack_scan *scan;
    bool light;
    struct pack_profile profile;
};

/* Reads it; false with a message at the field that is wrong. */
static bool read_chosen(struct rq *rq, struct chosen *c)
{
    const char *choice = form_text(rq, "pack");
    const char *slash = strchr(choice, '/');
    c->pack = slash == NULL ? "" : arena_strndup(rq->arena, choice, (size_t)(slash - choice));
    c->light = slash != NULL && strcmp(slash, "/light") == 0;
    c->scan = pack_scan_find(rq->site->packs, c->pack, 0);
    if (c->scan == NULL || (!c->light && strcmp(slash, "/full") != 0)) {
        form_fail(rq, "pack", N_("Choose which statements you answer."));
        return false;
    }
    size_t n;
    const struct form_pair *pairs = form_family(rq, "q", &n);
    c->profile = PACK_NO_PROFILE;
    for (size_t i = 0; i < n; i++) {
        int question = pack_question_find(c->scan, pairs[i].key);
        if (pairs[i].value[0] == '\0' || question < 0)
            continue; /* questions of another pack than the chosen one stood on the screen */
        int option = pack_option_find(&c->scan->questions[question], pairs[i].value);
        if (option < 0) {
            form_fail(rq, "pack", N_("One of the start questions has an unknown answer."));
            return false;
        }
        c->profile.option[question] = (int8_t)option;
    }
    return true;
}

/* Which start questions come between the form and the round: all of the chosen statements, when the form held those of
 * others; else those that were left open and leave something out. Each is pointed at once. */
static void questions_to_ask(struct rq *rq, struct chosen *c, struct round_form_view *v)
{
    const char *asked = form_text(rq, "asked");
    size_t n = strlen(c->pack);
    bool same = strncmp(asked, c->pack, n) == 0;
    if (same && strcmp(asked + n, "!") == 0)
        return;
    bool other = !same || asked[n] != '\0';
    if (other)
        c->profile = known_profile(rq, c->org, c->pack, c->scan);
    struct field_view **questions = NEW_ARRAY(rq->arena, struct field_view *, PACK_MAX_QUESTIONS);
    for (int i = 0; i < c->scan->question_count; i++) {
        int left_out = scan_left_out(c->scan, c->light, &c->profile, i);
        if (left_out == 0 && !other)
            continue;
        struct field_view *f = asked_question(rq, c->scan, &c->profile, i);
        questions[v->question_count++] = f;
        if (left_out > 0)
            f->help = left_out_help(rq, f->help, left_out);
    }
    v->questions = questions;
    v->asked = arena_printf(rq->arena, "%s!", c->pack);
    const char *open = arena_printf(rq->arena,
                                    tr_n(rq->lang, "%d start question is still open",
                                         "%d start questions are still open", v->question_count),
                                    v->question_count);
    v->layout =
        scan_layout(rq, other ? tr(rq->lang, "These statements have other start questions") : open, NULL, NULL);
    v->layout->lead =
        other ? tr(rq->lang,
                   "The answers decide which statements you get. What you leave open asks for nothing extra.")
              : arena_printf(rq->arena,
                             tr(rq->lang, "You may leave it like that: then the round has %d statements."),
                             scan_offered(c->scan, c->light, &c->profile));
}

/* Between the form and the round: what has to be asked yet. */
static struct fault round_more(struct rq *rq, struct round_form_view *v)
{
    static const char *const kept[] = { "title", "pack", "mode", "filler", "deadline" };
    enum { KEPT = sizeof kept / sizeof kept[0] };
    size_t n;
    const struct form_pair *pairs = form_family(rq, "q", &n);
    struct form_pair *sent = NEW_ARRAY(rq->arena, struct form_pair, n + KEPT);
    for (int i = 0; i < KEPT; i++)
        sent[v->sent_count++] = (struct form_pair){
            .key = kept[i],
            .value = strcmp(kept[i], "deadline") == 0 ? form_field(rq, &round_form, kept[i], "")->value
                                                      : form_text(rq, kept[i]),
        };
    for (size_t i = 0; i < n; i++) {
        bool here = false;
        const char *name = arena_printf(rq->arena, "q[%s]", pairs[i].key);
        for (int k = 0; k < v->question_count; k++)
            here = here || strcmp(v->questions[k]->name, name) == 0;
        if (!here)
            sent[v->sent_count++] = (struct form_pair){ .key = name, .value = pairs[i].value };
    }
    v->sent = sent;
    v->organisation = rq->actor.organisation;
    round_more_page(rq_html(rq), v);
    return reply_page(rq);
}

static void mail_member(struct rq *rq, const struct organisation_member *m, const char *subject,
                        const char *text, const char *round_title, int64_t round)
{
    const struct account_link l = { .user = m->user,
                                    .organisation = rq->actor.organisation,
                                    .target = round_url(rq, round) };
    const char *token = account_link_new(rq->db, rq->arena, &l, rq->now_ms);
    account_link_mail(rq->db, rq->arena, &l, m->mail, subject,
                      arena_printf(rq->arena, text, m->name, round_title, rq->actor.organisation_name,
                                   rq->site->public_url, token),
                      rq->now_ms);
}

static void mail_opened(struct rq *rq, const struct organisation_member *m, const char *title, int64_t round)
{
    mail_member(rq, m, tr(rq->lang, "A scan waits for you"),
                tr(rq->lang,
                   "Hello %s,\n\nThe scan \"%s\" of %s is open. With this personal link you fill in your part, "
                   "without a password:\n\n%s/binnen/%s\n\nYou may stop and go on later; every answer is "
                   "kept at once.\n"),
                title, round);
}

/* Everyone who fills in, but who opens the round; gives how many. */
static int mail_all(struct rq *rq, const struct scan_new *new, int64_t round)
{
    int mailed = 0;
    size_t count;
    const struct organisation_member *members =
        organisation_members(rq->db, rq->arena, rq->actor.organisation, &count);
    for (size_t i = 0; i < count; i++)
        if ((new->mode == SCAN_SINGLE ? members[i].id == new->filler : (members[i].roles & ROLE_MEMBER) != 0) &&
            members[i].user != rq->actor.user) {
            mail_opened(rq, &members[i], new->title, round);
            mailed++;
        }
    return mailed;
}

/* A notice about mails, with what became of them when there is no mail server. */
static void notice_mailed(struct rq *rq, const char *notice)
{
    reply_notice(rq,
                 admin_mail_leaves(rq->db, rq->arena)
                     ? notice
                     : arena_printf(rq->arena, "%s %s", notice,
                                    tr(rq->lang, "The mails wait: this installation has no mail server yet.")));
}

struct fault round_create(struct rq *rq)
{
    struct chosen c = { .org = organisation_get(rq->db, rq->arena, rq->actor.organisation) };
    const struct organisation *org = c.org;
    if (org == NULL)
        return FAULT(NOT_FOUND, N_("This organisation does not exist, or no longer."));
    enum scan_mode mode = SCAN_ALONE;
    ASSERT(scan_mode_parse(form_text(rq, "mode"), &mode));
    int64_t filler = mode == SCAN_SINGLE ? chosen_filler(rq) : 0;
    if (!read_chosen(rq, &c) || form_has_errors(rq))
        return form_again(rq);
    struct round_form_view *more = NEW(rq->arena, struct round_form_view);
    questions_to_ask(rq, &c, more);
    if (more->question_count > 0)
        return round_more(rq, more);
    struct scan_new new = { .organisation = org->id,
                            .title = form_text(rq, "title"),
                            .pack = c.pack,
                            .light = c.light,
                            .profile = pack_profile_write(c.scan, &c.profile, rq->arena),
                            .mode = mode,
                            .deadline = form_int(rq, "deadline"),
                            .filler = filler,
                            .type = org->type,
                            .country = org->country,
                            .size = org->size == NULL ? "" : org->size,
                            .user = rq->actor.user };
    int64_t id;
    struct fault fault = scan_round_open(rq->db, rq->arena, rq->site->packs, &new, NULL, rq->now_ms, &id);
    if (fault.status != OK)
        return fault;
    if (mode == SCAN_DIVIDED) { /* nobody is asked anything before the themes are divided */
        reply_notice(rq, tr(rq->lang, "The round is open. Who gets which theme?"));
        return reply_redirect(rq, form_tick(rq, "mail") ? "%s/verdeling" : "%s/verdeling?mail=0",
                              round_url(rq, id));
    }
    int mailed = 0;
    if (form_tick(rq, "mail") && mode != SCAN_SITTING)
        mailed = mail_all(rq, &new, id);
    if (mailed > 0)
        notice_mailed(rq, arena_printf(rq->arena,
                                       tr_n(rq->lang, "The round is open; there is a mail for %d member.",
                                            "The round is open; there is a mail for %d members.", mailed),
                                       mailed));
    else
        reply_notice(rq, tr(rq->lang, "The round is open."));
    return reply_redirect(rq, "%s", round_url(rq, id));
}

/* ---- one round --------------------------------------------------------------------------------------- */

static const struct field reopen_fields[] = {
    { "reason", FIELD_AREA, .max = 500, .label = N_("Why does the round open again?"),
      .help = N_("The reason stays with the results.") },
};
const struct form_spec reopen_form = FORM(reopen_fields);

/* How many statements each theme asks in this round. */
static const int *theme_offers(struct rq *rq, const struct scan_round *r)
{
    int *offers = NEW_ARRAY(rq->arena, int, (size_t)r->scan->theme_count);
    for (int i = 0; i < r->scan->statement_count; i++)
        offers[r->scan->statements[i].theme] += pack_offered(r->scan, i, r->light, &r->profile);
    return offers;
}

static int offered_to(const struct scan_round *r, const int *offers, const struct scan_assignment *list,
                      size_t count, int64_t member)
{
    int n = 0;
    for (int t = 0; r->mode != SCAN_DIVIDED && t < r->scan->theme_count; t++)
        n += offers[t];
    for (size_t k = 0; r->mode == SCAN_DIVIDED && k < count; k++)
        if (list[k].member == member && !list[k].declined)
            n += offers[list[k].theme];
    return n;
}

/* The setting that holds the day on which someone was reminded last: at most one mail a day per person. */
static const char *reminded_mark(struct rq *rq, int64_t user)
{
    return arena_printf(rq->arena, "reminded/%lld", (long long)user);
}

static void count_members(struct rq *rq, struct round_view *v)
{
    size_t count, sheets, given;
    const struct organisation_member *members =
        organisation_members(rq->db, rq->arena, rq->actor.organisation, &count);
    const struct scan_sheet_list *list = scan_q_sheet_list(rq->db, rq->arena, v->round->id, &sheets);
    const struct scan_assignment *assigned = scan_assignments(rq->db, rq->arena, v->round, &given);
    const int *offers = theme_offers(rq, v->round);
    const char *today = clock_local_date(rq->arena, rq->now_ms);
    struct round_member *lines = NEW_ARRAY(rq->arena, struct round_member, count);
    for (size_t i = 0; i < count; i++) {
        const struct scan_sheet_list *sheet = NULL;
        for (size_t k = 0; k < sheets; k++)
            if (list[k].member_id == members[i].id)
                sheet = &list[k];
        if ((members[i].roles & ROLE_MEMBER) == 0 && sheet == NULL)
            continue;
        struct round_member *line = &lines[v->member_count++];
        *line = (struct round_member){ .member = &members[i],
                                       .sheet = sheet,
                                       .of = offered_to(v->round, offers, assigned, given, members[i].id) };
        bool done = sheet != NULL && (sheet->done_at.set || (line->of > 0 && sheet->answered >= line->of));
        line->owes = line->of > 0 && !done;
        line->reminded =
            line->owes && is_guide(rq) &&
            strcmp(admin_setting(rq->db, rq->arena, reminded_mark(rq, members[i].user), ""), today) == 0;
        v->begun_count += sheet != NULL && sheet->answered > 0;
        v->done_count += done;
        v->owe_count += line->owes;
        v->remind_count += line->owes && !line->reminded;
    }
    v->members = lines;
    v->needs_division = v->round->mode == SCAN_DIVIDED && given == 0;
}

static const char *round_title(struct rq *rq, const struct round_view *v)
{
    if (v->round->closed)
        return arena_printf(rq->arena, tr(rq->lang, "%s is closed"), v->round->title);
    if (!v->guide)
        return v->own != NULL && v->own->answered < v->own->offered
                   ? arena_printf(rq->arena,
                                  tr_n(rq->lang, "%d statement still waits for you",
                                       "%d statements still wait for you", v->own->offered - v->own->answered),
                                  v->own->offered - v->own->answered)
                   : v->round->title;
    if (v->needs_division)
        return tr(rq->lang, "Divide the themes first");
    if (scan_mode_has_members(v->round->mode))
        return arena_printf(
            rq->arena, tr_n(rq->lang, "%d of %d members is done", "%d of %d members are done", v->done_count),
            v->done_count, v->member_count);
    return v->round->title;
}

const char *filler_name(struct rq *rq, const struct scan_round *r)
{
    const struct organisation_member *m =
        r->filler == 0 ? NULL : organisation_member_get(rq->db, rq->arena, r->organisation, r->filler);
    return m == NULL ? NULL : organisation_member_name(rq->arena, rq->lang, m);
}

struct fault round_show(struct rq *rq)
{
    struct fill *own = NEW(rq->arena, struct fill);
    struct fault fault = fill_peek(rq, own);
    if (fault.status != OK)
        return fault;
    struct round_view *v = NEW(rq->arena, struct round_view);
    v->round = own->round;
    v->base = own->base;
    v->guide = is_guide(rq);
    v->today = today_of(rq);
    if (own->editable || (v->round->closed && (rq->actor.roles & ROLE_MEMBER) != 0))
        v->own = own;
    v->apart = result_apart(rq, own).status != OK;
    count_members(rq, v);
    struct scan_standing standing;
    scan_standing(rq->db, rq->arena, v->round, &standing);
    for (int i = 0; i < v->round->scan->statement_count; i++)
        if (pack_offered(v->round->scan, i, v->round->light, &v->round->profile)) {
            const struct tally *t = &standing.counts[i].tally;
            bool decided = standing.group[i].answer != ANSWER_NONE;
            v->offered++;
            v->decided += decided;
            v->no_agreement += (standing.group[i].flags & ANSWER_NO_AGREEMENT) != 0;
            v->divided_left += !decided && tally_count(t) >= 2 && !tally_unanimous(t);
        }
    v->filler = filler_name(rq, v->round);
    v->reads_only = result_readable(rq, own).status != OK;
    v->events = scan_q_event_list(rq->db, rq->arena, v->round->id, &v->event_count);
    v->reason = form_field(rq, &reopen_form, "reason", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = scan_layout(rq, round_title(rq, v), v->round, NULL);
    v->layout->wide = true;
    if (v->round->deadline.set && !v->round->closed)
        v->layout->lead = arena_printf(rq->arena, tr(rq->lang, "%s · fill in until %s"), v->round->title,
                                       format_date(rq->arena, rq->lang, v->round->deadline.v * 86400000));
    else
        v->layout->lead = v->round->title;
    round_page(rq_html(rq), v);
    return reply_page(rq);
}

static struct fault round_of(struct rq *rq, const struct scan_round **r)
{
    *r = scan_round_get(rq->db, rq->arena, rq->site->packs, rq->actor.organisation, rq_id(rq, "round"));
    return *r == NULL ? FAULT(NOT_FOUND, N_("This scan does not exist, or no longer.")) : NO_FAULT;
}

/* POST …/herinneren: only who owes answers, at most one mail a day per person. */
struct fault round_remind(struct rq *rq)
{
    struct round_view v = { 0 };
    struct fault fault = round_of(rq, &v.round);
    if (fault.status != OK)
        return fault;
    if (v.round->closed || !scan_mode_has_members(v.round->mode))
        return FAULT(CONFLICT, N_("In this round nobody has to be reminded."));
    count_members(rq, &v);
    int mailed = 0;
    const char *day = clock_local_date(rq->arena, rq->now_ms);
    for (int i = 0; i < v.member_count; i++) {
        const struct round_member *m = &v.members[i];
        if (!m->owes || m->reminded)
            continue;
        const char *mark = reminded_mark(rq, m->member->user);
        admin_setting_put(rq->db, mark, day);
        /* What someone does not know is no "does not apply": that would lift the score. */
        mail_member(
            rq, m->member, tr(rq->lang, "Your part of the scan still waits"),
            v.round->mode == SCAN_DIVIDED
                ? tr(rq->lang, "Hello %s,\n\nYour part of the scan \"%s\" of %s is not complete yet. This "
                               "personal link brings you to where you were:\n\n%s/binnen/%s\n\nIs a theme "
                               "not yours to judge? Give it back with the button \"Not my field\" below it, "
                               "and someone else gets it.\n")
                : tr(rq->lang, "Hello %s,\n\nYour part of the scan \"%s\" of %s is not complete yet. This "
                               "personal link brings you to where you were:\n\n%s/binnen/%s\n\nIs there "
                               "something that you do not know? Then choose \"I don't know\": that is an "
                               "answer too.\n"),
            v.round->title, v.round->id);
        mailed++;
    }
    if (mailed > 0)
        notice_mailed(rq, arena_printf(rq->arena,
                                       tr_n(rq->lang, "There is a reminder for %d member.",
                                            "There is a reminder for %d members.", mailed),
                                       mailed));
    else
        reply_notice(rq, tr(rq->lang, "Nobody was mailed: who is not done was already reminded today."));
    return reply_redirect(rq, "%s", round_url(rq, v.round->id));
}

struct fault round_close(struct rq *rq)
{
    const struct scan_round *r;
    struct fault fault = round_of(rq, &r);
    if (fault.status == OK)
        fault = scan_round_close(rq->db, r, rq->actor.user, rq->now_ms);
    if (fault.status != OK)
        return fault;
    admin_audit(rq->db, rq->now_ms, rq->actor.user, r->organisation, "round.close",
                arena_printf(rq->arena, "%lld", (long long)r->id), "");
    reply_notice(rq, tr(rq->lang, "The round is closed."));
    return reply_redirect(rq, "%s/resultaat", round_url(rq, r->id));
}

struct fault round_reopen(struct rq *rq)
{
    const struct scan_round *r;
    struct fault fault = round_of(rq, &r);
    if (fault.status == OK)
        fault = scan_round_reopen(rq->db, r, form_text(rq, "reason"), rq->actor.user, rq->now_ms);
    if (fault.status == INVALID) {
        form_fail(rq, "reason", fault.msgid);
        return form_again(rq);
    }
    if (fault.status != OK)
        return fault;
    admin_audit(rq->db, rq->now_ms, rq->actor.user, r->organisation, "round.reopen",
                arena_printf(rq->arena, "%lld", (long long)r->id), "");
    reply_notice(rq, tr(rq->lang, "The round is open again."));
    return reply_redirect(rq, "%s", round_url(rq, r->id));
}

/* ---- name and date ----------------------------------------------------------------------------------- */

static const struct field deadline_fields[] = {
    { "title", FIELD_TEXT, .required = true, .max = 80, .label = N_("Name of the round") },
    { "filler", FIELD_CHOICE, .label = N_("Who fills it in?") },
    { "deadline", FIELD_DATE, .label = N_("Fill in until"),
      .help = N_("The date warns and never locks: answering later stays possible.") },
};
const struct form_spec deadline_form = FORM(deadline_fields);

struct fault round_deadline_show(struct rq *rq)
{
    const struct scan_round *r;
    struct fault fault = round_of(rq, &r);
    if (fault.status != OK)
        return fault;
    struct round_date_view *v = NEW(rq->arena, struct round_date_view);
    v->base = round_url(rq, r->id);
    v->layout = scan_layout(rq, tr(rq->lang, "Change name or date"), r, v->base);
    v->title = form_field(rq, &deadline_form, "title", r->title);
    if (r->mode == SCAN_SINGLE)
        v->filler = filler_field(rq, &deadline_form, r->filler);
    v->deadline =
        form_field(rq, &deadline_form, "deadline", r->deadline.set ? clock_date(rq->arena, r->deadline.v) : "");
    v->messages = form_messages(rq, &v->message_count);
    round_date_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault round_deadline_save(struct rq *rq)
{
    const struct scan_round *r;
    struct fault fault = round_of(rq, &r);
    if (fault.status != OK)
        return fault;
    int64_t filler = r->filler;
    if (r->mode == SCAN_SINGLE && form_text(rq, "filler")[0] != '\0')
        filler = chosen_filler(rq);
    if (form_has_errors(rq))
        return form_again(rq);
    scan_q_round_set(rq->db, r->organisation, r->id, form_text(rq, "title"), form_int(rq, "deadline"),
                     filler == 0 ? DB_NULL_INT : DB_SOME(filler));
    reply_notice(rq, tr(rq->lang, "Saved."));
    return reply_redirect(rq, "%s", round_url(rq, r->id));
}

/* ---- who answers which theme ------------------------------------------------------------------------- */

enum { THEME_FILLERS = 3, DIVISION_MAX = 4000 };

static const struct field division_fields[] = {
    { "who", FIELD_FAMILY, .max = DIVISION_MAX, .label = N_("Who answers") },
    { "all", FIELD_FAMILY, .max = DIVISION_MAX, .label = N_("All themes of a domain") },
    { "mail", FIELD_TICK, .label = N_("Mail everyone who gets a first theme now") },
};
const struct form_spec division_form = FORM(division_fields);

static const struct organisation_member *fillers(struct rq *rq, size_t *count)
{
    size_t all;
    const struct organisation_member *members =
        organisation_members(rq->db, rq->arena, rq->actor.organisation, &all);
    struct organisation_member *list = NEW_ARRAY(rq->arena, struct organisation_member, all);
    *count = 0;
    for (size_t i = 0; i < all; i++)
        if ((members[i].roles & ROLE_MEMBER) != 0)
            list[(*count)++] = members[i];
    return list;
}

/* The place of the member whose number this is; count when it is none of theirs. */
static size_t member_place(const struct organisation_member *members, size_t count, const char *number)
{
    size_t digits = strspn(number, "0123456789"), m = 0;
    if (digits == 0 || digits > 18 || number[digits] != '\0')
        return count;
    int64_t id = strtoll(number, NULL, 10);
    while (m < count && members[m].id != id)
        m++;
    return m;
}

/* The ticks that were sent, theme * member_count + member: who[theme/member], and all[domain/member] for each theme of a
 * domain. NULL when one names a theme or member that is not there any more. */
static bool *sent_division(struct rq *rq, const struct scan_round *r, const int *offers,
                           const struct organisation_member *members, size_t member_count)
{
    const struct pack_scan *scan = r->scan;
    bool *ticked = NEW_ARRAY(rq->arena, bool, (size_t)scan->theme_count *member_count);
    for (int whole = 0; whole < 2; whole++) {
        size_t count;
        const struct form_pair *pairs = form_family(rq, whole ? "all" : "who", &count);
        for (size_t i = 0; i < count; i++) {
            const char *slash = strchr(pairs[i].key, '/');
            if (slash == NULL)
                return NULL;
            const char *id = arena_strndup(rq->arena, pairs[i].key, (size_t)(slash - pairs[i].key));
            int first = whole ? -1 : pack_theme_find(scan, id), last = first;
            for (int d = 0; whole && d < scan->domain_count; d++)
                if (strcmp(scan->domains[d].id, id) == 0) {
                    first = scan->domains[d].first_theme;
                    last = first + scan->domains[d].theme_count - 1;
                }
            size_t m = member_place(members, member_count, slash + 1);
            if (first < 0 || m == member_count)
                return NULL;
            for (int t = first; t <= last; t++)
                if (offers[t] > 0)
                    ticked[(size_t)t * member_count + m] = true;
        }
    }
    return ticked;
}

static int voices_of(const bool *ticked, int theme, size_t member_count)
{
    int n = 0;
    for (size_t m = 0; m < member_count; m++)
        n += ticked[(size_t)theme * member_count + m];
    return n;
}

struct fault division_show(struct rq *rq)
{
    struct division_view *v = NEW(rq->arena, struct division_view);
    struct fault fault = round_of(rq, &v->round);
    if (fault.status != OK)
        return fault;
    if (v->round->mode != SCAN_DIVIDED)
        return FAULT(NOT_FOUND, N_("In this round every member answers everything."));
    const struct pack_scan *scan = v->round->scan;
    v->base = round_url(rq, v->round->id);
    v->members = fillers(rq, &v->member_count);
    v->offers = theme_offers(rq, v->round);
    bool *ticked = NEW_ARRAY(rq->arena, bool, (size_t)scan->theme_count * v->member_count);
    bool *declined = NEW_ARRAY(rq->arena, bool, (size_t)scan->theme_count * v->member_count);
    size_t count;
    const struct scan_assignment *list = scan_assignments(rq->db, rq->arena, v->round, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t m = 0; m < v->member_count; m++)
            if (v->members[m].id == list[i].member) {
                ticked[(size_t)list[i].theme * v->member_count + m] = !list[i].declined;
                declined[(size_t)list[i].theme * v->member_count + m] = list[i].declined;
            }
    if (rq->form != NULL) {
        bool *sent = sent_division(rq, v->round, v->offers, v->members, v->member_count);
        ticked = sent == NULL ? ticked : sent;
    }
    v->ticked = ticked;
    v->declined = declined;
    int *voices = NEW_ARRAY(rq->arena, int, (size_t)scan->theme_count);
    for (int t = 0; t < scan->theme_count; t++)
        voices[t] = voices_of(ticked, t, v->member_count);
    v->voices = voices;
    v->most = THEME_FILLERS;
    const char *mail = rq_query(rq, "mail");
    v->mail = form_field(rq, &division_form, "mail", mail != NULL && strcmp(mail, "0") == 0 ? "" : "on");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = scan_layout(rq, tr(rq->lang, "Who answers which theme?"), v->round, v->base);
    v->layout->failed = v->message_count > 0;
    v->layout->lead =
        tr(rq->lang, "One to three members a theme. More voices give a better talk, fewer take less time.");
    v->layout->wide = true;
    round_division_page(rq_html(rq), v);
    return reply_page(rq);
}

/* Mails those who have themes in `ticked` and had none before; gives how many. */
static int mail_first_themes(struct rq *rq, const struct scan_round *r,
                             const struct organisation_member *members, size_t member_count, const bool *ticked)
{
    size_t count;
    const struct scan_assignment *before = scan_assignments(rq->db, rq->arena, r, &count);
    int mailed = 0;
    for (size_t m = 0; m < member_count; m++) {
        bool has = false, had = members[m].user == rq->actor.user;
        for (int t = 0; t < r->scan->theme_count; t++)
            has = has || ticked[(size_t)t * member_count + m];
        for (size_t i = 0; i < count; i++)
            had = had || before[i].member == members[m].id;
        if (has && !had) {
            mail_opened(rq, &members[m], r->title, r->id);
            mailed++;
        }
    }
    return mailed;
}

struct fault division_save(struct rq *rq)
{
    const struct scan_round *r;
    struct fault fault = round_of(rq, &r);
    if (fault.status != OK)
        return fault;
    if (r->closed || r->mode != SCAN_DIVIDED)
        return FAULT(CONFLICT, N_("The themes of this round cannot be divided any more."));
    size_t member_count;
    const struct organisation_member *members = fillers(rq, &member_count);
    const int *offers = theme_offers(rq, r);
    const bool *ticked = sent_division(rq, r, offers, members, member_count);
    if (ticked == NULL)
        return FAULT(INVALID, N_("A theme or member of this form does not exist any more. Reload the page."));
    int empty = 0;
    for (int t = 0; t < r->scan->theme_count; t++) {
        int voices = voices_of(ticked, t, member_count);
        if (voices > THEME_FILLERS) {
            form_fail(rq, "who", N_("At most three members a theme: \"%s\" has more."),
                      text_in(rq->lang, &r->scan->themes[t].title));
            return form_again(rq);
        }
        empty += voices == 0 && offers[t] > 0;
    }
    int mailed = form_tick(rq, "mail") ? mail_first_themes(rq, r, members, member_count, ticked) : 0;
    scan_q_assignment_clear(rq->db, r->id);
    for (int t = 0; t < r->scan->theme_count; t++)
        for (size_t m = 0; m < member_count; m++)
            if (ticked[(size_t)t * member_count + m]) {
                scan_q_assignment_put(rq->db, r->id, r->scan->themes[t].id, members[m].id);
                scan_q_assignment_decline(rq->db, r->id, r->scan->themes[t].id, members[m].id, false);
            }
    const char *notice = empty == 0 ? tr(rq->lang, "Every theme has someone.")
                                    : arena_printf(rq->arena,
                                                   tr_n(rq->lang, "Saved. %d theme has nobody yet.",
                                                        "Saved. %d themes have nobody yet.", empty),
                                                   empty);
    if (mailed > 0)
        notice_mailed(rq, arena_printf(rq->arena, "%s %s", notice,
                                       arena_printf(rq->arena,
                                                    tr_n(rq->lang, "There is a mail for %d member.",
                                                         "There is a mail for %d members.", mailed),
                                                    mailed)));
    else
        reply_notice(rq, notice);
    return reply_redirect(rq, "%s", round_url(rq, r->id));
}
