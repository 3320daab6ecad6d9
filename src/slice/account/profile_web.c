/* One's own account: name and language, mail address, password, second factor, logins. */
#include <string.h>

#include "lib/oath.h"
#include "lib/qr.h"
#include "lib/sodium.h"
#include "profile_page.h"
#include "slice/account/view.h"
#include "slice/admin/admin.h"

enum { PASSWORD_TRIES = 10, CODE_TRIES = 10, MAIL_TRIES = 6 };

static const char *const lang_codes[] = { "nl_BE", "nl", "en", NULL };
static const struct field profile_fields[] = {
    { "name", FIELD_TEXT, .required = true, .max = ACCOUNT_NAME_MAX, .label = N_("Name"),
      .help = N_("This is how your colleagues see you."), .autocomplete = "name",
      .message = N_("Fill in your name.") },
    { "lang", FIELD_CHOICE, .required = true, .choices = lang_codes, .label = N_("Language") },
};
const struct form_spec profile_form = FORM(profile_fields);

static const struct field mail_fields[] = {
    { "mail", FIELD_MAIL, .required = true, .label = N_("New mail address"),
      .help = N_("We send a link to the new address. Only when you confirm there does it change."),
      .autocomplete = "email", .message = N_("Fill in the new mail address.") },
};
const struct form_spec profile_mail_form = FORM(mail_fields);

static const struct field password_fields[] = {
    { "current", FIELD_PASSWORD, .max = ACCOUNT_PASSWORD_MAX, .label = N_("Current password"),
      .autocomplete = "current-password" },
    { "password", FIELD_PASSWORD, .required = true, .max = ACCOUNT_PASSWORD_MAX, .label = N_("New password"),
      .help = N_("At least 10 characters. Three or four words in a row are strong and easy to remember."),
      .autocomplete = "new-password", .message = N_("Fill in a new password.") },
};
const struct form_spec profile_password_form = FORM(password_fields);

static const struct field enrol_fields[] = {
    { "code", FIELD_TOKEN, .required = true, .label = N_("Code of six digits"),
      .help = N_("The app shows it once you have scanned the square."), .autocomplete = "one-time-code",
      .message = N_("Fill in the code that your app shows.") },
    { "seal", FIELD_TOKEN, .required = true, .label = N_("Secret") },
};
const struct form_spec enrol_form = FORM(enrol_fields);

static const struct field off_fields[] = {
    { "code", FIELD_TOKEN, .required = true, .label = N_("Code of six digits, or a spare code"),
      .autocomplete = "one-time-code", .message = N_("Fill in the code that your app shows.") },
};
const struct form_spec enrol_off_form = FORM(off_fields);

/* The login that asks. */
static const struct account_login *own_login(struct rq *rq)
{
    bool second_due;
    return account_login_find(rq->db, rq->arena, rq_cookie(rq, ACCOUNT_COOKIE), rq->now_ms, &second_due);
}

/* Came in with a link that someone else had seen, and who is to say that it was not that other? */
static bool was_handed(struct rq *rq)
{
    return !account_login_is_own(rq->db, rq->arena, rq_cookie(rq, ACCOUNT_COOKIE), rq->now_ms);
}

static bool is_fresh(struct rq *rq)
{
    return account_login_is_fresh(own_login(rq), rq->now_ms) && !was_handed(rq);
}

/* A new password takes the old one, unless there is none or the person just came in through the mailbox. */
static bool needs_current(struct rq *rq, const struct account_user *u)
{
    const struct account_login *login = own_login(rq);
    bool from_mailbox = is_fresh(rq) && account_login_is_by_mail(rq->db, rq->arena, login);
    return u->has_password && !from_mailbox;
}

static struct fault not_fresh(struct rq *rq)
{
    if (was_handed(rq))
        return FAULT(DENIED,
                     N_("You came in with a link that someone handed to you. Sign in with a link in your own "
                        "mail before you change how you sign in."));
    return FAULT(DENIED, N_("You signed in more than half an hour ago. Sign in again before you change how you "
                            "sign in."));
}

static void audit(struct rq *rq, const char *action)
{
    admin_audit(rq->db, rq->now_ms, rq->actor.user, 0, action, "", "");
}

/* ---- The page ----------------------------------------------------------------------------------------- */

static struct field_view *lang_field(struct rq *rq, const char *value)
{
    struct field_option *options = NEW_ARRAY(rq->arena, struct field_option, LANG_COUNT);
    for (int i = 0; i < LANG_COUNT; i++) {
        const struct lang *lang = lang_get((enum lang_id)i);
        options[i] = (struct field_option){ .value = lang->code, .label = lang->name };
    }
    struct field_view *f = form_field(rq, &profile_form, "lang", value);
    f->options = options;
    f->option_count = LANG_COUNT;
    return f;
}

static void list_logins(struct rq *rq, struct profile_view *v)
{
    const struct account_open *open =
        account_login_list(rq->db, rq->arena, rq->actor.user, rq->now_ms, &v->login_count);
    struct profile_login *logins = NEW_ARRAY(rq->arena, struct profile_login, v->login_count);
    for (size_t i = 0; i < v->login_count; i++) {
        logins[i] = (struct profile_login){
            .since = format_time(rq->arena, rq->lang, open[i].created_at),
            .until = format_date(rq->arena, rq->lang, open[i].expires_at),
            .here = open[i].id == rq->actor.login,
        };
    }
    v->logins = logins;
}

static const char *profile_title(struct rq *rq, const struct account_user *u)
{
    if (u->has_second_factor)
        return u->has_password ? tr(rq->lang, "You sign in with your password and a code")
                               : tr(rq->lang, "You sign in with a link and a code");
    return u->has_password ? tr(rq->lang, "You sign in with your password or with a link")
                           : tr(rq->lang, "You sign in with a link in your mail");
}

struct fault profile_show(struct rq *rq)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (u == NULL)
        return FAULT(UNSIGNED, NULL);
    struct profile_view v = {
        .layout = rq_layout(rq, profile_title(rq, u)),
        .user = u,
        .fresh = is_fresh(rq),
        .handed = was_handed(rq),
        .needs_current = needs_current(rq, u),
        .name = form_field(rq, &profile_form, "name", u->name),
        .lang = lang_field(rq, u->lang),
        .mail = form_field(rq, &profile_mail_form, "mail", ""),
        .current = form_field(rq, &profile_password_form, "current", ""),
        .password = form_field(rq, &profile_password_form, "password", ""),
        .recovery_left = account_recovery_left(rq->db, rq->arena, u->id),
    };
    v.current->required = true;
    list_logins(rq, &v);
    v.messages = form_messages(rq, &v.message_count);
    v.layout->lead = arena_printf(rq->arena, tr(rq->lang, "Your account: %s"), u->mail);
    v.layout->here = "/account";
    v.layout->failed = v.message_count > 0;
    account_profile_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault profile_save(struct rq *rq)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    const char *lang = form_text(rq, "lang");
    if (u == NULL)
        return FAULT(UNSIGNED, NULL);
    account_user_rename(rq->db, u->id, form_text(rq, "name"));
    /* Without a choice of one's own an organisation's wording holds: so the cookie only follows a change. */
    if (strcmp(lang, u->lang) != 0) {
        account_user_set_lang(rq->db, u->id, lang);
        reply_cookie(rq, ACCOUNT_LANG_COOKIE, lang, (int64_t)365 * 24 * 3600);
    }
    reply_notice(rq, tr(lang_find(lang), "Saved."));
    return reply_redirect(rq, "/account");
}

struct fault profile_logins_close(struct rq *rq)
{
    if (was_handed(rq))
        return not_fresh(rq);
    account_login_close_others(rq->db, rq->actor.user, rq->actor.login);
    audit(rq, "login.close_others");
    reply_notice(rq, tr(rq->lang, "You are now signed in on this device only."));
    return reply_redirect(rq, "/account");
}

/* ---- Mail address ------------------------------------------------------------------------------------- */

struct fault profile_mail_ask(struct rq *rq)
{
    if (!is_fresh(rq))
        return not_fresh(rq);
    if (rq_over_limit(rq, "new-mail", arena_printf(rq->arena, "%lld", (long long)rq->actor.user), MAIL_TRIES))
        return FAULT(LIMITED, NULL);
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    const char *mail = form_text(rq, "mail");
    const struct account_user *owner = account_user_find(rq->db, rq->arena, mail);
    if (u == NULL)
        return FAULT(UNSIGNED, NULL);
    if (owner != NULL && owner->id == u->id) {
        form_fail(rq, "mail", N_("This is the address that you have now."));
        return form_again(rq);
    }
    /* Whose address is taken is told to nobody but its owner. */
    struct account_mail_change change = { .user = u->id, .from = u->mail, .to = mail };
    if (owner != NULL)
        account_mail_address_taken(rq, owner);
    else
        account_mail_new_address(rq, u, mail,
                                 account_mail_change_seal(rq->arena, rq->site->key, &change, rq->now_ms));
    reply_notice(
        rq, arena_printf(rq->arena,
                         admin_mail_leaves(rq->db, rq->arena)
                             ? tr(rq->lang, "We sent a mail to %s. Open the link in it to confirm.")
                             : tr(rq->lang, "The mail to %s waits: this installation has no mail server yet. "
                                            "Its administrator can hand you the link; open it to confirm."),
                         mail));
    return reply_redirect(rq, "/account");
}

struct fault profile_mail_show(struct rq *rq)
{
    const char *sealed = rq_param(rq, "code");
    struct mail_change_view v = {
        .change = account_mail_change_open(rq->arena, rq->site->key, sealed, rq->now_ms),
        .url = arena_printf(rq->arena, "/account/mail/%s", sealed),
    };
    v.layout = rq_layout(rq, v.change == NULL ? tr(rq->lang, "This link no longer works")
                                              : tr(rq->lang, "Confirm your new mail address"));
    v.layout->here = NULL;
    v.layout->bare = true;
    account_mail_change_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault profile_mail_change(struct rq *rq)
{
    const struct account_mail_change *change =
        account_mail_change_open(rq->arena, rq->site->key, rq_param(rq, "code"), rq->now_ms);
    if (change == NULL)
        return profile_mail_show(rq);
    struct fault f = account_mail_change_apply(rq->db, change);
    if (f.status != OK)
        return f;
    const struct account_user *u = account_user_get(rq->db, rq->arena, change->user);
    if (u != NULL)
        account_mail_address_changed(rq, u, change->from);
    admin_audit(rq->db, rq->now_ms, change->user, 0, "account.mail", "", "");
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "From now on you sign in with %s."), change->to));
    return reply_redirect(rq, "/account");
}

/* ---- Password ----------------------------------------------------------------------------------------- */

/* What the worker made, for the write step. */
struct new_password {
    bool current_wrong;
    struct fault fault; /* of the new one */
    const char *hash;
};

struct fault profile_password_prepare(struct rq *rq)
{
    if (rq_over_limit(rq, "change-password", arena_printf(rq->arena, "%lld", (long long)rq->actor.user),
                      PASSWORD_TRIES))
        return FAULT(LIMITED, NULL);
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (u == NULL)
        return FAULT(UNSIGNED, NULL);
    struct new_password *n = NEW(rq->arena, struct new_password);
    const char *hash = account_password_hash(rq->db, rq->arena, u), *password = form_text(rq, "password");
    n->current_wrong = needs_current(rq, u) && !password_verify(hash, form_text(rq, "current"));
    n->fault = account_password_check(rq->arena, password, u->mail);
    if (!n->current_wrong && n->fault.status == OK)
        n->hash = password_hash(rq->arena, password);
    rq->prepared = n;
    return NO_FAULT;
}

struct fault profile_password_save(struct rq *rq)
{
    const struct new_password *n = rq->prepared;
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (u == NULL)
        return FAULT(UNSIGNED, NULL);
    if (!u->has_password && !is_fresh(rq))
        return not_fresh(rq);
    if (n->current_wrong)
        form_fail(rq, "current",
                  N_("This is not your password. If you forgot it, sign out and sign in with a link "
                     "in your mail: then you need only the new one."));
    if (n->fault.status != OK)
        form_fail(rq, "password", n->fault.msgid);
    if (form_has_errors(rq))
        return form_again(rq);
    account_user_set_password(rq->db, u->id, n->hash);
    account_login_close_others(rq->db, u->id, rq->actor.login);
    account_mail_password_changed(rq, u);
    audit(rq, "account.password");
    reply_notice(
        rq, tr(rq->lang, "Your new password works from now on. On your other devices you are signed out."));
    return reply_redirect(rq, "/account");
}

/* ---- Second factor ------------------------------------------------------------------------------------ */

static const char *in_fours(struct arena *a, const char *letters)
{
    size_t n = strlen(letters), at = 0;
    char *out = arena_alloc(a, n + n / 4 + 1);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && i % 4 == 0)
            out[at++] = ' ';
        out[at++] = letters[i];
    }
    return out;
}

/* The secret of the form that came back, else a new one. */
static struct bytes enrol_secret(struct rq *rq, struct enrol_view *v)
{
    struct bytes secret = { 0 };
    if (rq->form != NULL && rq->route->form == &enrol_form) {
        v->sealed = form_text(rq, "seal");
        secret = account_second_secret(rq->arena, rq->site->key, rq->actor.user, v->sealed, rq->now_ms);
    }
    if (secret.p == NULL) {
        v->sealed = account_second_begin(rq->arena, rq->site->key, rq->actor.user, rq->now_ms);
        secret = account_second_secret(rq->arena, rq->site->key, rq->actor.user, v->sealed, rq->now_ms);
    }
    return secret;
}

static void draw_secret(struct rq *rq, const struct account_user *u, struct enrol_view *v)
{
    struct bytes secret = enrol_secret(rq, v);
    const char *site = admin_setting(rq->db, rq->arena, ADMIN_SITE_NAME, "Kapstok");
    const char *uri = totp_uri(rq->arena, site, u->mail, secret.p, secret.n);
    unsigned char *modules;
    if (qr_modules(rq->arena, uri, &modules, &v->width) == OK)
        v->modules = modules;
    v->letters = in_fours(rq->arena, base32_encode(rq->arena, secret.p, secret.n));
}

struct fault enrol_show(struct rq *rq)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (u == NULL)
        return FAULT(UNSIGNED, NULL);
    if (!u->has_second_factor && !is_fresh(rq))
        return reply_redirect(rq, "/aanmelden?naar=/account/code");
    struct enrol_view v = { .on = u->has_second_factor };
    if (v.on) {
        v.recovery_left = account_recovery_left(rq->db, rq->arena, u->id);
        v.code = form_field(rq, &enrol_off_form, "code", "");
    } else {
        draw_secret(rq, u, &v);
        v.code = form_field(rq, &enrol_form, "code", "");
    }
    v.messages = form_messages(rq, &v.message_count);
    v.layout = rq_layout(rq, v.on ? tr(rq->lang, "A code from your telephone is asked")
                                  : tr(rq->lang, "Have a code asked when you sign in"));
    v.layout->lead = v.on ? tr(rq->lang, "So a stolen password or mailbox alone is not enough to get in.")
                          : tr(rq->lang, "Then a stolen password or mailbox alone is not enough to get in.");
    struct layout_link *crumb = NEW(rq->arena, struct layout_link);
    *crumb = (struct layout_link){ .url = "/account", .label = tr(rq->lang, "Your account") };
    v.layout->crumbs = crumb;
    v.layout->crumb_count = 1;
    v.layout->here = "/account/code";
    v.layout->failed = v.message_count > 0;
    account_enrol_page(rq_html(rq), &v);
    return reply_page(rq);
}

static bool too_many_codes(struct rq *rq)
{
    return rq_over_limit(rq, "code", arena_printf(rq->arena, "%lld", (long long)rq->actor.user), CODE_TRIES);
}

struct fault enrol_save(struct rq *rq)
{
    if (!is_fresh(rq))
        return not_fresh(rq);
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (u == NULL || u->has_second_factor)
        return reply_redirect(rq, "/account/code");
    if (too_many_codes(rq))
        return FAULT(LIMITED, N_("A code was tried very often in a short time."));
    struct bytes secret =
        account_second_secret(rq->arena, rq->site->key, u->id, form_text(rq, "seal"), rq->now_ms);
    if (secret.p == NULL) {
        form_fail(rq, "code",
                  N_("This page was open for too long. Remove Kapstok from your app and scan the new "
                     "square."));
        return form_again(rq);
    }
    struct recovery_view v;
    struct fault f = account_second_enable(rq->db, rq->arena, rq->site->key, u->id, secret,
                                           form_text(rq, "code"), rq->now_ms, &v.codes);
    if (f.status != OK) {
        form_fail(rq, "code", f.msgid);
        return form_again(rq);
    }
    account_login_close_others(rq->db, u->id, rq->actor.login);
    account_mail_second_changed(rq, u, true);
    audit(rq, "account.second_on");
    v.layout = rq_layout(rq, tr(rq->lang, "It is on. Keep these eight spare codes"));
    v.layout->lead = tr(rq->lang, "With one of them you get in when you do not have your telephone with you.");
    v.layout->here = "/account";
    account_recovery_page(rq_html(rq), &v);
    return reply_page(rq);
}

struct fault enrol_off(struct rq *rq)
{
    const struct account_user *u = account_user_get(rq->db, rq->arena, rq->actor.user);
    if (u == NULL || !u->has_second_factor)
        return reply_redirect(rq, "/account");
    if (too_many_codes(rq))
        return FAULT(LIMITED, N_("A code was tried very often in a short time."));
    if (!account_second_check(rq->db, rq->arena, rq->site->key, u->id, form_text(rq, "code"), rq->now_ms)) {
        form_fail(rq, "code", N_("This code is not right, or was used already. Wait for the next one."));
        return form_again(rq);
    }
    account_second_disable(rq->db, u->id);
    account_mail_second_changed(rq, u, false);
    audit(rq, "account.second_off");
    reply_notice(rq, tr(rq->lang, "No code is asked any more when you sign in."));
    return reply_redirect(rq, "/account");
}
