/* The quick scan: anyone, no account. The key in the address opens it; a cookie remembers the key on this
 * device. It may be mailed to oneself or become an organisation's first round. */
#include <string.h>

#include "base/clock.h"
#include "lib/sodium.h"
#include "quick_page.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

enum { QUICK_COOKIE_SECONDS = 365 * 24 * 3600 };

static const struct scan_quick_key *remembered(struct rq *rq, size_t *count)
{
    return scan_quick_keys(rq->db, rq->arena, rq_cookie(rq, SCAN_QUICK_COOKIE), count);
}

/* This device remembers the scan with this key, in front of the others; or forgets it. */
static void remember(struct rq *rq, const char *key, bool forget)
{
    size_t count;
    const struct scan_quick_key *keys = remembered(rq, &count);
    const char *cookie = scan_quick_cookie(rq->arena, keys, count, key, forget);
    reply_cookie(rq, SCAN_QUICK_COOKIE, cookie, cookie[0] == '\0' ? -1 : QUICK_COOKIE_SECONDS);
}

/* "Gemeente, begun on 3 March 2026: 12 of 48 answered." */
static struct quick_begun begun_line(struct rq *rq, const struct scan_quick_key *k)
{
    const struct scan_round *r = scan_round_get(rq->db, rq->arena, rq->site->packs, 0, k->round);
    if (r == NULL)
        return (struct quick_begun){ 0 };
    const struct scan_sheet *sheet = scan_sheet_find(rq->db, rq->arena, r->id, 0);
    const struct pack_type *type = pack_type_find(packs_types(rq->site->packs), r->type);
    int offered = 0;
    for (int i = 0; i < r->scan->statement_count; i++)
        offered += pack_offered(r->scan, i, r->light, &r->profile);
    return (struct quick_begun){
        .url = arena_printf(rq->arena, "/quickscan/%s", k->key),
        .what = arena_printf(rq->arena, tr(rq->lang, "%s, begun on %s"),
                             text_in(rq->lang, type == NULL ? &r->pack->title : &type->title),
                             format_date(rq->arena, rq->lang, r->created_at)),
        .progress = arena_printf(rq->arena, tr(rq->lang, "%d of %d answered"),
                                 sheet == NULL ? 0 : (int)sheet->answered, offered),
    };
}

static void add_begun(struct rq *rq, struct quick_view *v)
{
    size_t count;
    const struct scan_quick_key *keys = remembered(rq, &count);
    struct quick_begun *list = NEW_ARRAY(rq->arena, struct quick_begun, count);
    for (size_t i = 0; i < count; i++) {
        list[v->begun_count] = begun_line(rq, &keys[i]);
        v->begun_count += list[v->begun_count].url != NULL;
    }
    v->begun = list;
    v->full = count == SCAN_QUICK_REMEMBERED;
}

static const char *const countries[] = { "BE", "NL", NULL };
static const char *const kinds[] = { "public", "company", NULL };
static const struct field quick_fields[] = {
    { "country", FIELD_CHOICE, .required = true, .choices = countries, .label = N_("Country") },
    { "kind", FIELD_CHOICE, .required = true, .choices = kinds, .label = N_("Kind") },
    { "type", FIELD_CHOICE, .label = N_("What kind of organisation?") },
    { "type_other", FIELD_CHOICE, .label = N_("Or choose from the whole list") },
    { "size", FIELD_CHOICE, .label = N_("How large?") },
    { "q", FIELD_FAMILY, .max = PACK_MAX_QUESTIONS, .label = N_("Start questions") },
    { "asked", FIELD_TEXT, .max = PACK_MAX_ID, .label = N_("Start questions") },
};
const struct form_spec quick_form = FORM(quick_fields);

static bool is_type_of(const struct pack_type *t, const char *country, bool public_body, const char *today)
{
    if (t->valid_to != NULL && strcmp(t->valid_to, today) < 0)
        return false;
    if (t->sector == SECTOR_UNKNOWN)
        return true;
    return (t->sector == SECTOR_PUBLIC) == public_body && strcmp(t->country, country) == 0;
}

#define TYPE_OTHER "other" /* no type has this id: the radio that points to the list */

/* The six commonest as radios, then that it stands in the list, then "prefer not to say": nobody looks for that there. */
static struct field_view *common_types(struct rq *rq, const struct pack_types *types, const char *country,
                                       bool public_body, const char *today)
{
    struct field_view *f = form_field(rq, &quick_form, "type", "");
    f->elsewhere = true;
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->type_count + 1);
    for (int place = 1; place <= 7; place++) {
        if (place == 7)
            o[f->option_count++] =
                (struct field_option){ .value = TYPE_OTHER,
                                       .label = tr(rq->lang, "Something else, see the list below") };
        for (int i = 0; i < types->type_count; i++) {
            const struct pack_type *t = &types->types[i];
            bool here = t->sector == SECTOR_UNKNOWN ? place == 7 : t->common == place && place < 7;
            if (here && is_type_of(t, country, public_body, today))
                o[f->option_count++] =
                    (struct field_option){ .value = t->id, .label = text_in(rq->lang, &t->title) };
        }
    }
    f->options = o;
    return f;
}

/* All others, in groups. */
static struct field_view *other_types(struct rq *rq, const struct pack_types *types, const char *country,
                                      bool public_body, const char *today)
{
    struct field_view *f = form_field(rq, &quick_form, "type_other", "");
    f->elsewhere = true;
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->type_count);
    for (int g = 0; g < types->group_count; g++)
        for (int i = 0; i < types->type_count; i++) {
            const struct pack_type *t = &types->types[i];
            if (t->group == g && t->sector != SECTOR_UNKNOWN && t->common == 0 &&
                is_type_of(t, country, public_body, today))
                o[f->option_count++] =
                    (struct field_option){ .value = t->id,
                                           .label = text_in(rq->lang, &t->title),
                                           .group = text_in(rq->lang, &types->groups[g].title) };
        }
    f->options = o;
    return f;
}

static struct field_view *sizes(struct rq *rq, const struct pack_types *types, bool public_body)
{
    struct field_view *f = form_field(rq, &quick_form, "size", "");
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->size_count);
    for (int i = 0; i < types->size_count; i++) {
        bool inhabitants = strcmp(types->sizes[i].of, "inhabitants") == 0;
        if (!inhabitants || public_body)
            o[f->option_count++] = (struct field_option){
                .value = types->sizes[i].id,
                .label = text_in(rq->lang, &types->sizes[i].title),
                .group = public_body
                             ? (inhabitants ? tr(rq->lang, "Bodies with inhabitants: number of inhabitants")
                                            : tr(rq->lang, "All others: number of staff"))
                             : NULL
            };
    }
    f->options = o;
    return f;
}

/* The value typed before for q[id]; "" when none. */
static const char *typed_answer(struct rq *rq, const char *id)
{
    if (rq->form == NULL)
        return "";
    size_t n;
    const struct form_pair *pairs = form_family(rq, "q", &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(pairs[i].key, id) == 0)
            return pairs[i].value;
    return "";
}

struct field_view *question_field(struct rq *rq, const struct pack_question *q, const char *value)
{
    struct field_view *f = NEW(rq->arena, struct field_view);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)q->option_count);
    for (int i = 0; i < q->option_count; i++)
        o[i] = (struct field_option){ .value = q->options[i].id,
                                      .label = text_in(rq->lang, &q->options[i].label) };
    const char *help = text_in(rq->lang, &q->help);
    const char *typed = typed_answer(rq, q->id);
    *f = (struct field_view){ .name = arena_printf(rq->arena, "q[%s]", q->id),
                              .label = text_in(rq->lang, &q->label),
                              .help = help[0] == '\0' ? NULL : help,
                              .value = typed[0] != '\0' ? typed : value,
                              .type = "radio",
                              .options = o,
                              .option_count = (size_t)q->option_count };
    return f;
}

const char *left_out_help(struct rq *rq, const char *help, int statements)
{
    const char *more = arena_printf(rq->arena,
                                    tr_n(rq->lang, "Left open, up to %d statement is not asked.",
                                         "Left open, up to %d statements are not asked.", statements),
                                    statements);
    return help == NULL ? more : arena_printf(rq->arena, "%s %s", help, more);
}

/* The pack whose questions stand on the first page. */
static const char *first_pack(bool public_body)
{
    return public_body ? "government" : "company";
}

/* GET /quickscan; also shows the form again with its messages. */
struct fault quick_start(struct rq *rq)
{
    struct quick_view *v = NEW(rq->arena, struct quick_view);
    const char *land = rq->form != NULL ? form_text(rq, "country") : rq_query(rq, "land");
    const char *kind = rq->form != NULL ? form_text(rq, "kind") : rq_query(rq, "soort");
    v->belgium = land == NULL || strcmp(land, "BE") == 0 ? rq->lang->id != LANG_NL || land != NULL : false;
    v->public_body = kind == NULL || strcmp(kind, "company") != 0;
    v->country_code = v->belgium ? "BE" : "NL";
    v->kind = v->public_body ? "public" : "company";

    const struct pack_types *types = packs_types(rq->site->packs);
    const char *today = clock_local_date(rq->arena, rq->now_ms);
    v->type = common_types(rq, types, v->country_code, v->public_body, today);
    v->type_other = other_types(rq, types, v->country_code, v->public_body, today);
    v->size = sizes(rq, types, v->public_body);
    const struct pack_scan *scan = pack_scan_find(rq->site->packs, first_pack(v->public_body), 0);
    struct field_view **questions = NEW_ARRAY(rq->arena, struct field_view *, PACK_MAX_QUESTIONS);
    for (int i = 0; scan != NULL && i < scan->question_count; i++)
        if (scan->questions[i].quick)
            questions[v->question_count++] = question_field(rq, &scan->questions[i], "");
    v->questions = questions;
    v->messages = form_messages(rq, &v->message_count);
    add_begun(rq, v);

    v->layout = rq_layout(rq, tr(rq->lang, "First, say who you are"));
    v->layout->lead = tr(rq->lang, "Then we know which statements fit. It takes half a minute.");
    quick_start_page(rq_html(rq), v);
    return reply_page(rq);
}

/* Whether the type's own profile answers a question: "body=other,level=higher". */
static bool type_answers(struct rq *rq, const struct pack_scan *scan, const struct pack_type *type,
                         int question)
{
    struct pack_profile known;
    const char *wrong;
    return type->profile != NULL && pack_profile_parse(scan, type->profile, rq->arena, &known, &wrong) == OK &&
           known.option[question] >= 0;
}

/* "body=local" of the type and the answers of the form in one profile. */
static const char *profile_of(struct rq *rq, const struct pack_type *type)
{
    size_t n;
    const struct form_pair *pairs = form_family(rq, "q", &n);
    const char *profile = type->profile == NULL ? "" : type->profile;
    for (size_t i = 0; i < n; i++)
        if (pairs[i].value[0] != '\0')
            profile = arena_printf(rq->arena, "%s%s%s=%s", profile, profile[0] == '\0' ? "" : ",", pairs[i].key,
                                   pairs[i].value);
    return profile;
}

/* What comes between the first page and the statements: quick questions that the first page does not have, as a school
 * has; and those that were left open there and leave statements out. Gives their number. */
static int add_own_questions(struct rq *rq, struct quick_view *v, const struct pack_type *type,
                             const char *pack)
{
    const struct pack_scan *scan = pack_scan_find(rq->site->packs, pack, 0),
                           *first = pack_scan_find(rq->site->packs, first_pack(v->public_body), 0);
    struct field_view **questions = NEW_ARRAY(rq->arena, struct field_view *, PACK_MAX_QUESTIONS);
    struct pack_profile known;
    const char *wrong;
    if (scan == NULL || pack_profile_parse(scan, profile_of(rq, type), rq->arena, &known, &wrong) != OK)
        return 0; /* opening the scan says what is wrong */
    v->statements = scan_offered(scan, true, &known);
    for (int i = 0; i < scan->question_count; i++) {
        int there = first == NULL ? -1 : pack_question_find(first, scan->questions[i].id);
        bool shown = there >= 0 && first->questions[there].quick;
        int left_out = scan_left_out(scan, true, &known, i);
        if (!scan->questions[i].quick || (shown ? left_out == 0 : type_answers(rq, scan, type, i)))
            continue;
        struct field_view *f = question_field(rq, &scan->questions[i], "");
        questions[v->question_count++] = f;
        if (left_out > 0)
            f->help = left_out_help(rq, f->help, left_out);
    }
    v->questions = questions;
    return v->question_count;
}

/* Between the first page and the statements, for a type that is asked more. */
static struct fault ask_more(struct rq *rq, struct quick_view *v, const struct pack_type *type)
{
    static const char *const kept[] = { "country", "kind", "type", "type_other", "size" };
    enum { KEPT = sizeof kept / sizeof kept[0] };
    size_t n;
    const struct form_pair *pairs = form_family(rq, "q", &n);
    struct form_pair *sent = NEW_ARRAY(rq->arena, struct form_pair, n + KEPT + 1);
    for (int i = 0; i < KEPT; i++)
        sent[v->sent_count++] = (struct form_pair){ .key = kept[i], .value = form_text(rq, kept[i]) };
    for (size_t i = 0; i < n; i++)
        sent[v->sent_count++] = (struct form_pair){ .key = arena_printf(rq->arena, "q[%s]", pairs[i].key),
                                                    .value = pairs[i].value };
    sent[v->sent_count++] = (struct form_pair){ .key = "asked", .value = type->id };
    v->sent = sent;
    v->country_code = form_text(rq, "country");
    v->kind = form_text(rq, "kind");
    v->layout = rq_layout(
        rq, arena_printf(rq->arena,
                         tr_n(rq->lang, "%d more question: %s", "%d more questions: %s", v->question_count),
                         v->question_count, text_in(rq->lang, &type->title)));
    v->layout->lead = arena_printf(
        rq->arena,
        tr(rq->lang, "As it is now you get %d statements, about %d minutes. What you leave open asks "
                     "for nothing extra."),
        v->statements, scan_minutes(v->statements));
    quick_more_page(rq_html(rq), v);
    return reply_page(rq);
}

/* POST /quickscan */
struct fault quick_create(struct rq *rq)
{
    const struct pack_types *types = packs_types(rq->site->packs);
    const char *common = form_text(rq, "type"), *other = form_text(rq, "type_other");
    bool in_list = common[0] == '\0' || strcmp(common, TYPE_OTHER) == 0;
    const struct pack_type *type = pack_type_find(types, in_list ? other : common);
    bool public_body = strcmp(form_text(rq, "kind"), "public") == 0;
    if (!in_list && other[0] != '\0' && strcmp(common, other) != 0)
        form_fail(rq, "type_other",
                  N_("You chose one kind above and another in the list. Choose one of the two."));
    else if (type == NULL ||
             !is_type_of(type, form_text(rq, "country"), public_body, clock_local_date(rq->arena, rq->now_ms)))
        form_fail(rq, "type", N_("Choose what kind of organisation it is, or \"Prefer not to say\"."));
    const struct pack_size *size = pack_size_find(types, form_text(rq, "size"));
    if (form_text(rq, "size")[0] != '\0' && size == NULL)
        form_fail(rq, "size", N_("Choose a size from the list."));
    if (form_has_errors(rq))
        return form_again(rq);
    if (size != NULL && strcmp(type->size, size->of) != 0)
        size = NULL; /* inhabitants given for a body that counts staff: not asked, so not kept */

    const char *pack = type->sector == SECTOR_UNKNOWN && !public_body ? "company" : type->scan;
    struct quick_view *more = NEW(rq->arena, struct quick_view);
    more->public_body = public_body;
    if (strcmp(form_text(rq, "asked"), type->id) != 0 && add_own_questions(rq, more, type, pack) > 0)
        return ask_more(rq, more, type);

    const char *key = token_new(rq->arena);
    unsigned char hash[32];
    token_hash(key, hash);
    struct scan_new n = { .title = tr(rq->lang, "Quick scan"),
                          .pack = pack,
                          .light = true,
                          .profile = profile_of(rq, type),
                          .mode = SCAN_SINGLE,
                          .type = type->id,
                          .country = form_text(rq, "country"),
                          .size = size == NULL ? "" : size->id };
    int64_t id;
    struct fault fault = scan_round_open(rq->db, rq->arena, rq->site->packs, &n, hash, rq->now_ms, &id);
    if (fault.status == INVALID && fault.detail != NULL && strcmp(fault.detail, "profile") == 0) {
        form_fail(rq, "type", fault.msgid);
        return form_again(rq);
    }
    if (fault.status != OK)
        return fault;
    remember(rq, key, false);
    const struct scan_round *round = scan_round_get(rq->db, rq->arena, rq->site->packs, 0, id);
    if (round == NULL)
        return FAULT(FAILED, N_("The scan could not be made. Try again in a moment."));
    scan_sheet_begin(rq->db, rq->arena, id, 0, rq->now_ms);
    for (int i = 0; i < round->scan->statement_count; i++)
        if (pack_offered(round->scan, i, true, &round->profile))
            return reply_redirect(rq, "/quickscan/%s/thema/%s", key,
                                  round->scan->themes[round->scan->statements[i].theme].id);
    return reply_redirect(rq, "/quickscan/%s/resultaat", key);
}

/* GET /quickscan/:key: on to what is not answered yet, or the result; the secret link of a scan that became a round leads
 * its members there. */
struct fault quick_home(struct rq *rq)
{
    struct fill f;
    int64_t organisation;
    rq->actor.key_opens = scan_key_open(rq->db, rq->arena, rq->site->packs, rq_param(rq, "key"));
    if (rq->actor.key_opens == NULL) {
        int64_t round = scan_key_adopted(rq->db, rq->arena, rq_param(rq, "key"), &organisation);
        if (round == 0)
            return FAULT(NOT_FOUND, N_("This link opens no scan. Perhaps it was forgotten after a year "
                                       "without changes, or it belongs to an organisation now."));
        return reply_redirect(rq, "/organisatie/%lld/scan/%lld/resultaat", (long long)organisation,
                              (long long)round);
    }
    struct fault fault = fill_load(rq, &f);
    if (fault.status != OK)
        return fault;
    remember(rq, rq_param(rq, "key"), false);
    if (f.answered == f.offered)
        return reply_redirect(rq, "%s/resultaat", f.base);
    return reply_redirect(rq, "%s", fill_resume_path(rq, &f));
}

_Static_assert(ADMIN_MAIL_KEPT_DAYS == 30, "the help of the field says how long the outbox keeps it");
static const struct field mail_fields[] = {
    { "mail", FIELD_MAIL, .required = true, .max = 200, .label = N_("Your mail address"),
      .help = N_("We use it for this mail only. The list of outgoing mail forgets it after 30 days."),
      .autocomplete = "email" },
};
const struct form_spec quick_mail_form = FORM(mail_fields);

/* POST /quickscan/:key/mail */
struct fault quick_mail(struct rq *rq)
{
    struct fill f;
    struct fault fault = fill_load(rq, &f);
    if (fault.status != OK)
        return fault;
    if (rq_over_limit(rq, "quick-mail", rq_param(rq, "key"), 5))
        return FAULT(LIMITED, N_("Five mails were sent within an hour. Try again later, or copy the link."));
    admin_mail_queue(
        rq->db, rq->arena, form_text(rq, "mail"), tr(rq->lang, "Your CSR scan"),
        arena_printf(rq->arena,
                     tr(rq->lang,
                        "Hello,\n\nThis link opens your scan, to go on or to see the result:\n\n%s%s\n\n"
                        "Whoever has the link can see and change the answers, so keep it to yourself.\n"),
                     rq->site->public_url, f.base),
        rq->now_ms);
    reply_notice(rq, admin_mail_leaves(rq->db, rq->arena)
                         ? tr(rq->lang, "The link is on its way.")
                         : tr(rq->lang,
                              "The mail waits: this installation has no mail server yet. Copy the link below "
                              "instead."));
    return reply_redirect(rq, "%s/resultaat", f.base);
}

static const struct field organisation_fields[] = {
    { "name", FIELD_TEXT, .min = 2, .max = 120, .label = N_("Name of the organisation"),
      .autocomplete = "organization" },
    { "place", FIELD_TEXT, .max = 80, .label = N_("Municipality or postcode") },
    { "size", FIELD_CHOICE, .label = N_("How large?") },
    { "sector", FIELD_CHOICE, .label = N_("Sector") },
    { "person", FIELD_TEXT, .min = 2, .max = 120, .label = N_("Your name"), .autocomplete = "name" },
    { "mail", FIELD_MAIL, .max = 200, .label = N_("Your mail address"), .autocomplete = "email" },
};
const struct form_spec quick_organisation_form = FORM(organisation_fields);

/* A login that was opened with a handed link reaches one organisation, not the one that is made here. */
static bool comes_as_self(struct rq *rq)
{
    return rq->actor.user != 0 &&
           account_login_is_own(rq->db, rq->arena, rq_cookie(rq, ACCOUNT_COOKIE), rq->now_ms);
}

static struct fault organisation_page(struct rq *rq, const struct fill *f, bool sent)
{
    struct quick_organisation_view *v = NEW(rq->arena, struct quick_organisation_view);
    v->base = f->base;
    v->sent = sent;
    v->leaves = admin_mail_leaves(rq->db, rq->arena);
    v->signed_in = comes_as_self(rq);
    v->layout = scan_layout(rq, tr(rq->lang, "Make an organisation of it"), f->round, f->base);
    v->layout->lead =
        tr(rq->lang, "Then colleagues can join, you can compare later rounds, and the scan stays yours.");
    v->name = form_field(rq, &quick_organisation_form, "name", "");
    v->place = form_field(rq, &quick_organisation_form, "place", "");
    v->person = form_field(rq, &quick_organisation_form, "person", "");
    v->mail = form_field(rq, &quick_organisation_form, "mail", "");
    v->name->required = v->person->required = v->mail->required = true; /* each where it is asked */
    const struct pack_types *types = packs_types(rq->site->packs);
    const struct pack_type *type = pack_type_find(types, f->round->type);
    if (type != NULL && f->round->size[0] == '\0' && strcmp(type->size, "none") != 0) {
        /* Left open at the start of the scan; an organisation has one. */
        v->size = form_field(rq, &quick_organisation_form, "size", "");
        v->size->required = true;
        struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->size_count);
        for (int i = 0; i < types->size_count; i++)
            if (strcmp(types->sizes[i].of, type->size) == 0)
                o[v->size->option_count++] =
                    (struct field_option){ .value = types->sizes[i].id,
                                           .label = text_in(rq->lang, &types->sizes[i].title) };
        v->size->options = o;
    }
    if (type != NULL && type->sector == SECTOR_COMPANY) {
        v->sector = form_field(rq, &quick_organisation_form, "sector", "");
        v->sector->required = true;
        struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, (size_t)types->sector_count);
        for (int i = 0; i < types->sector_count; i++)
            o[i] = (struct field_option){ .value = types->sectors[i].id,
                                          .label = text_in(rq->lang, &types->sectors[i].title) };
        v->sector->options = o;
        v->sector->option_count = (size_t)types->sector_count;
    }
    v->messages = form_messages(rq, &v->message_count);
    quick_organisation_page(rq_html(rq), v);
    return reply_page(rq);
}

struct fault quick_organisation_show(struct rq *rq)
{
    struct fill f;
    struct fault fault = fill_load(rq, &f);
    return fault.status != OK ? fault : organisation_page(rq, &f, rq_query(rq, "gemaild") != NULL);
}

/* Who is not signed in gets a link that comes back here: an organisation is made only by someone whose
 * mail address is known to work. */
static struct fault send_way_in(struct rq *rq, const struct fill *f)
{
    if (form_text(rq, "person")[0] == '\0')
        form_fail(rq, "person", N_("Fill in your name."));
    if (form_text(rq, "mail")[0] == '\0')
        form_fail(rq, "mail", N_("Fill in your mail address, we send the link there."));
    if (form_has_errors(rq))
        return form_again(rq);
    if (rq_over_limit(rq, "quick-organisation", rq_param(rq, "key"), 5))
        return FAULT(LIMITED, N_("Five mails were sent within an hour. Try again later, or copy the link."));
    int64_t user = account_user_ensure(rq->db, rq->arena, form_text(rq, "person"), form_text(rq, "mail"),
                                       rq->lang->code, rq->now_ms);
    const char *token = account_token_new(rq->db, rq->arena, ACCOUNT_TOKEN_MAIL, user,
                                          arena_printf(rq->arena, "%s/organisatie", f->base), rq->now_ms);
    const struct admin_letter letter = {
        .to = form_text(rq, "mail"),
        .subject = tr(rq->lang, "Make an organisation of your scan"),
        .body = arena_printf(rq->arena,
                             tr(rq->lang,
                                "Hello %s,\n\nWith this link you sign in and give your organisation its name. "
                                "It works once, within the hour:\n\n%s/binnen/%s\n\n"
                                "Did you not ask for this? Then you need not do anything.\n"),
                             form_text(rq, "person"), rq->site->public_url, token),
        .topic = "",
        .ends_at = DB_SOME(account_mail_token_ends(rq->now_ms)),
    };
    admin_letter_queue(rq->db, &letter, rq->now_ms);
    return reply_redirect(rq, "%s/organisatie?gemaild=1", f->base);
}

/* POST /quickscan/:key/organisatie */
struct fault quick_organisation(struct rq *rq)
{
    struct fill f;
    struct fault fault = fill_load(rq, &f);
    if (fault.status != OK)
        return fault;
    if (!comes_as_self(rq))
        return send_way_in(rq, &f);
    if (form_text(rq, "name")[0] == '\0') {
        form_fail(rq, "name", N_("Give the organisation a name."));
        return form_again(rq);
    }
    const char *size = f.round->size[0] == '\0' ? form_text(rq, "size") : f.round->size;
    struct organisation o = { .name = form_text(rq, "name"),
                              .type = f.round->type,
                              .country = f.round->country,
                              .size = size[0] == '\0' ? NULL : size,
                              .sector = form_text(rq, "sector")[0] == '\0' ? NULL : form_text(rq, "sector"),
                              .place = form_text(rq, "place"),
                              .lang = strcmp(f.round->country, "NL") == 0 ? "nl" : "nl_BE" };
    int64_t id;
    fault = organisation_create(rq->db, rq->arena, rq->site->packs, &o, rq->actor.user, rq->now_ms, &id);
    if (fault.status == INVALID && fault.detail != NULL &&
        (strcmp(fault.detail, "sector") == 0 || strcmp(fault.detail, "size") == 0)) {
        form_fail(rq, fault.detail, fault.msgid);
        return form_again(rq);
    }
    if (fault.status == OK)
        fault = scan_round_adopt(rq->db, rq->arena, f.round, id,
                                 arena_printf(rq->arena, tr(rq->lang, "Quick scan %s"),
                                              format_season(rq->arena, rq->lang, f.round->created_at)),
                                 f.round->type, f.round->country, size, rq->actor.user, rq->now_ms);
    if (fault.status != OK)
        return fault;
    remember(rq, rq_param(rq, "key"), true);
    reply_notice(rq,
                 tr(rq->lang,
                    "The organisation is made and your scan is its first round. Invite your colleagues next."));
    return reply_redirect(rq, "/organisatie/%lld", (long long)id);
}
