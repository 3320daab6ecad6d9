/* Signing in and out. There are two ways in, a password and a link in a mail; OIDC will be a third: then the ways
 * become rows of a table (name, button, handler), and account_enter stays where they all come together. */
#include <string.h>

#include "lib/sodium.h"
#include "signin_page.h"
#include "slice/account/view.h"
#include "slice/admin/admin.h"

/* Tries in an hour: for one address of a person. Of one computer ten times as many: a whole town hall may share
 * an address of the network. */
enum { PASSWORD_TRIES = 10, LINK_TRIES = 6, CODE_TRIES = 10 };

static const struct field password_fields[] = {
    { "user", FIELD_MAIL, .required = true, .label = N_("Mail address"), .autocomplete = "username",
      .message = N_("Fill in your mail address.") },
    { "password", FIELD_PASSWORD, .required = true, .max = ACCOUNT_PASSWORD_MAX, .label = N_("Password"),
      .autocomplete = "current-password",
      .message = N_("Fill in your password, or have a link mailed to you.") },
    { "naar", FIELD_TEXT, .max = 500, .label = N_("Where to go on") },
};
static const struct form_spec password_form = FORM(password_fields);

static const struct field link_fields[] = {
    { "mail", FIELD_MAIL, .required = true, .label = N_("Mail address"), .autocomplete = "email",
      .message = N_("Fill in your mail address.") },
    { "naar", FIELD_TEXT, .max = 500, .label = N_("Where to go on") },
};
static const struct form_spec link_form = FORM(link_fields);

static const struct field code_fields[] = {
    { "code", FIELD_TOKEN, .required = true, .max = 40, .label = N_("Code of six digits"),
      .help = N_("Pasting is fine. The code changes every half minute."), .autocomplete = "one-time-code",
      .message = N_("Fill in the code that your app shows.") },
    { "naar", FIELD_TEXT, .max = 500, .label = N_("Where to go on") },
};
static const struct form_spec code_form = FORM(code_fields);

static const struct field lang_fields[] = {
    { "taal", FIELD_CHOICE, .required = true, .label = N_("Language") },
    { "terug", FIELD_TEXT, .max = 2000, .label = N_("Where to go back") },
};
static const struct form_spec lang_form = FORM(lang_fields);

/* The path to go to afterwards: from the form when it was sent, else from the address. */
static const char *target_of(struct rq *rq)
{
    return account_target(rq->form != NULL ? form_text(rq, "naar") : rq_query(rq, "naar"));
}

/* A page of ours that goes on to target. */
static const char *with_target(struct rq *rq, const char *page, const char *target)
{
    static const char hex[] = "0123456789ABCDEF";
    char *coded = arena_alloc(rq->arena, strlen(target) * 3 + 1);
    size_t n = 0;
    for (const char *p = target; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                     strchr("-._~/", c) != NULL;
        if (plain) {
            coded[n++] = *p;
        } else {
            coded[n++] = '%';
            coded[n++] = hex[c >> 4];
            coded[n++] = hex[c & 15];
        }
    }
    return strcmp(target, "/") == 0 ? page : arena_printf(rq->arena, "%s?naar=%s", page, coded);
}

/* ---- Ways in ------------------------------------------------------------------------------------------ */

struct fault account_enter(struct rq *rq, int64_t user, bool has_second_factor, int64_t reach,
                           const char *target)
{
    if (rq->actor.login != 0)
        account_login_close(rq->db, rq->actor.login);
    const char *cookie = reach != 0 && !has_second_factor
                             ? account_login_open_in(rq->db, rq->arena, user, reach, rq->now_ms)
                             : account_login_open(rq->db, rq->arena, user, has_second_factor, rq->now_ms);
    reply_cookie(rq, ACCOUNT_COOKIE, cookie, (int64_t)ACCOUNT_LOGIN_DAYS * 24 * 3600);
    if (!has_second_factor)
        return reply_redirect(rq, "%s", target);
    return reply_redirect(rq, "%s", with_target(rq, "/aanmelden/code", target));
}

/* What was typed in one of the two forms stands in the other too. */
static const char *typed_mail(struct rq *rq, const struct form_spec *spec, const char *name)
{
    return rq->form != NULL && rq->route->form == spec ? form_text(rq, name) : "";
}

static struct fault sign_in_show(struct rq *rq)
{
    struct sign_in_view v = {
        .layout = rq_layout(rq, tr(rq->lang, "Sign in")),
        .to = target_of(rq),
        .person = rq->actor.user != 0 ? rq->actor.name : NULL,
        .mail = form_field(rq, &link_form, "mail", typed_mail(rq, &password_form, "user")),
        .user = form_field(rq, &password_form, "user", typed_mail(rq, &link_form, "mail")),
        .password = form_field(rq, &password_form, "password", ""),
    };
    v.messages = form_messages(rq, &v.message_count);
    v.layout->lead = tr(rq->lang, "With a link in your mail it goes without a password.");
    v.layout->here = with_target(rq, "/aanmelden", v.to);
    v.layout->failed = v.message_count > 0;
    account_sign_in_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* What the worker found out, for the write step. */
struct password_answer {
    int64_t user; /* 0 = mail address and password do not belong together */
    bool has_second_factor;
    const char *better_hash; /* NULL = the stored one is as we make them now */
};

static struct fault sign_in_prepare(struct rq *rq)
{
    const char *mail = form_text(rq, "user"), *password = form_text(rq, "password");
    if (rq_over_limit(rq, "password", mail, PASSWORD_TRIES))
        return FAULT(LIMITED,
                     N_("A password was tried very often in a short time. You can still get in with a link "
                        "in your mail."));
    struct password_answer *answer = NEW(rq->arena, struct password_answer);
    const struct account_user *u = account_user_find(rq->db, rq->arena, mail);
    const char *hash = account_password_hash(rq->db, rq->arena, u);
    /* An unknown address, a person without a password: as much work, the same answer. */
    if (password_verify(hash, password)) {
        *answer = (struct password_answer){ .user = u->id, .has_second_factor = u->has_second_factor };
        if (password_is_outdated(hash))
            answer->better_hash = password_hash(rq->arena, password);
    }
    rq->prepared = answer;
    return NO_FAULT;
}

static struct fault sign_in(struct rq *rq)
{
    const struct password_answer *answer = rq->prepared;
    if (answer->user == 0) {
        form_fail(
            rq, "password",
            N_("This mail address and this password do not belong together. Have a link mailed to you if you "
               "forgot your password, or never had one."));
        return form_again(rq);
    }
    if (answer->better_hash != NULL)
        account_user_set_password(rq->db, answer->user, answer->better_hash);
    return account_enter(rq, answer->user, answer->has_second_factor, 0, target_of(rq));
}

/* The answer, its time and the rows it writes are the same whether the address is known or not. */
static struct fault link_ask(struct rq *rq)
{
    const char *mail = form_text(rq, "mail");
    if (rq_over_limit(rq, "link", mail, LINK_TRIES))
        return FAULT(LIMITED,
                     N_("A link was asked for very often in a short time. Look in your mailbox, also in the "
                        "folder for unwanted mail."));
    const struct account_user *u = account_user_find(rq->db, rq->arena, mail);
    if (u != NULL && !u->disabled)
        account_mail_link(
            rq, u, account_token_new(rq->db, rq->arena, ACCOUNT_TOKEN_MAIL, u->id, target_of(rq), rq->now_ms));
    admin_audit(rq->db, rq->now_ms, 0, 0, "login.link", "", "");
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "Asked for %s."), mail));
    return reply_redirect(rq, "/aanmelden/link");
}

static struct fault link_sent(struct rq *rq)
{
    bool leaves = admin_mail_leaves(rq->db, rq->arena);
    struct layout *l = rq_layout(rq, leaves ? tr(rq->lang, "Look in your mailbox")
                                            : tr(rq->lang, "Ask your administrator for the link"));
    l->lead = leaves ? tr(rq->lang, "If we know this address, a link is on its way to it.")
                     : tr(rq->lang,
                          "If we know this address, the link is ready. This installation sends no mail yet.");
    account_link_sent_page(rq_html(rq), l, leaves);
    return reply_page(rq);
}

/* ---- The link ----------------------------------------------------------------------------------------- */

static struct fault link_refused(struct rq *rq, enum account_token_state state)
{
    const char *title = state == ACCOUNT_TOKEN_USED      ? tr(rq->lang, "This link was used already")
                        : state == ACCOUNT_TOKEN_EXPIRED ? tr(rq->lang, "This link is too old")
                                                         : tr(rq->lang, "This link does not work");
    struct link_view v = {
        .layout = rq_layout(rq, title),
        .token = { .state = state },
        .mail = form_field(rq, &link_form, "mail", ""),
        .other = rq->actor.user != 0 ? rq->actor.name : NULL,
    };
    v.layout->lead = v.other != NULL ? tr(rq->lang, "You do not need it now: you are still signed in.")
                                     : tr(rq->lang, "Ask for a new one: it takes a minute.");
    v.layout->here = NULL;
    account_link_refused_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault link_show(struct rq *rq)
{
    const char *token = rq_param(rq, "token");
    struct account_token t = account_token_look(rq->db, rq->arena, token, rq->now_ms);
    if (t.state != ACCOUNT_TOKEN_GOOD)
        return link_refused(rq, t.state);
    struct link_view v = {
        .layout = rq_layout(rq, arena_printf(rq->arena, tr(rq->lang, "Welcome, %s"), t.name)),
        .token = t,
        .url = arena_printf(rq->arena, "/binnen/%s", token),
        .until = format_time(rq->arena, rq->lang, t.expires_at),
    };
    if (rq->actor.user != 0 && rq->actor.user != t.user)
        v.other = rq->actor.name;
    v.layout->lead =
        t.kind == ACCOUNT_TOKEN_MAIL
            ? arena_printf(rq->arena, tr(rq->lang, "You opened the link that we sent to %s."), t.mail)
            : tr(rq->lang, "You opened your personal link.");
    v.layout->here = NULL; /* the token stays out of other forms */
    v.layout->bare = true;
    account_link_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault link_use(struct rq *rq)
{
    struct account_token t = account_token_use(rq->db, rq->arena, rq_param(rq, "token"), rq->now_ms);
    if (t.state != ACCOUNT_TOKEN_GOOD)
        return link_refused(rq, t.state);
    return account_enter(rq, t.user, t.has_second_factor, t.reach, t.target);
}

/* ---- The second factor -------------------------------------------------------------------------------- */

static struct fault code_show(struct rq *rq)
{
    if (account_login_pending(rq->db, rq->arena, rq_cookie(rq, ACCOUNT_COOKIE), rq->now_ms) == NULL)
        return reply_redirect(rq, "%s", with_target(rq, "/aanmelden", target_of(rq)));
    struct code_view v = {
        .layout = rq_layout(rq, tr(rq->lang, "One more step: the code from your telephone")),
        .to = target_of(rq),
        .code = form_field(rq, &code_form, "code", ""),
    };
    v.messages = form_messages(rq, &v.message_count);
    v.layout->lead = tr(rq->lang, "Open the app that makes your codes.");
    v.layout->here = with_target(rq, "/aanmelden/code", v.to);
    v.layout->failed = v.message_count > 0;
    account_code_page(rq_html(rq), &v);
    return reply_page(rq);
}

static struct fault code_give(struct rq *rq)
{
    const struct account_login *pending =
        account_login_pending(rq->db, rq->arena, rq_cookie(rq, ACCOUNT_COOKIE), rq->now_ms);
    if (pending == NULL)
        return reply_redirect(rq, "%s", with_target(rq, "/aanmelden", target_of(rq)));
    if (rq_over_limit(rq, "code", arena_printf(rq->arena, "%lld", (long long)pending->user), CODE_TRIES))
        return FAULT(LIMITED, N_("A code was tried very often in a short time."));
    if (!account_second_check(rq->db, rq->arena, rq->site->key, pending->user, form_text(rq, "code"),
                              rq->now_ms)) {
        form_fail(rq, "code", N_("This code is not right, or was used already. Wait for the next one."));
        return form_again(rq);
    }
    /* A new cookie: the one from before the code opens nothing. */
    account_login_close(rq->db, pending->id);
    return account_enter(rq, pending->user, false, 0, target_of(rq));
}

/* ---- Out, and the language ---------------------------------------------------------------------------- */

static struct fault sign_out(struct rq *rq)
{
    if (rq->actor.login != 0)
        account_login_close(rq->db, rq->actor.login);
    reply_cookie(rq, ACCOUNT_COOKIE, "", -1);
    reply_notice(rq, tr(rq->lang, "You are signed out on this device."));
    return reply_redirect(rq, "/");
}

static struct fault lang_choose(struct rq *rq)
{
    const struct lang *lang = lang_find(form_text(rq, "taal"));
    if (lang != NULL) {
        reply_cookie(rq, ACCOUNT_LANG_COOKIE, lang->code, (int64_t)365 * 24 * 3600);
        if (rq->actor.user != 0)
            account_user_set_lang(rq->db, rq->actor.user, lang->code);
    }
    return reply_redirect(rq, "%s", account_target(form_text(rq, "terug")));
}

static const struct route routes[] = {
    GET("/aanmelden", PUBLIC, sign_in_show),
    POST("/aanmelden", PUBLIC, sign_in, .form = &password_form, .again = sign_in_show,
         .prepare = sign_in_prepare),
    GET("/aanmelden/link", PUBLIC, link_sent),
    POST("/aanmelden/link", PUBLIC, link_ask, .form = &link_form, .again = sign_in_show),
    GET("/aanmelden/code", PUBLIC, code_show),
    POST("/aanmelden/code", PUBLIC, code_give, .form = &code_form, .again = code_show),
    GET("/binnen/:token*", PUBLIC, link_show),
    POST("/binnen/:token*", PUBLIC, link_use),
    POST("/afmelden", PUBLIC, sign_out),
    POST("/taal", PUBLIC, lang_choose, .form = &lang_form),
    GET("/account", SIGNED_IN, profile_show),
    POST("/account/naam", SIGNED_IN, profile_save, .form = &profile_form, .again = profile_show),
    POST("/account/mail", SIGNED_IN, profile_mail_ask, .form = &profile_mail_form, .again = profile_show),
    GET("/account/mail/:code*", PUBLIC, profile_mail_show),
    POST("/account/mail/:code*", PUBLIC, profile_mail_change),
    POST("/account/wachtwoord", SIGNED_IN, profile_password_save, .form = &profile_password_form,
         .again = profile_show, .prepare = profile_password_prepare),
    POST("/account/aanmeldingen", SIGNED_IN, profile_logins_close),
    GET("/account/code", SIGNED_IN, enrol_show),
    POST("/account/code", SIGNED_IN, enrol_save, .form = &enrol_form, .again = enrol_show),
    POST("/account/code/uit", SIGNED_IN, enrol_off, .form = &enrol_off_form, .again = enrol_show),
    GET("/beheer/gebruikers", SYSTEM_ADMIN, users_show),
    POST("/beheer/gebruikers/:user", SYSTEM_ADMIN, users_change, .form = &users_form, .again = users_show),
};

const struct slice slice_account = { .name = "account", SLICE_ROUTES(routes) };
