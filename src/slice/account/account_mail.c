#include "slice/account/view.h"
#include "slice/admin/admin.h"

/* What every letter needs: whose words, and where they come from. */
struct letter {
    struct rq *rq;
    const struct lang *lang;
    const char *site; /* name of the installation */
};

static struct letter letter_to(struct rq *rq, const struct account_user *to)
{
    const struct lang *lang = lang_find(to->lang);
    return (struct letter){
        .rq = rq,
        .lang = lang == NULL ? rq->site->lang : lang,
        .site = admin_setting(rq->db, rq->arena, ADMIN_SITE_NAME, "Kapstok"),
    };
}

static void post(const struct letter *l, const char *mail, const char *subject, const char *body)
{
    admin_mail_queue(l->rq->db, l->rq->arena, mail, subject, body, l->rq->now_ms);
}

/* One with a link that works for some time only. */
static void post_until(const struct letter *l, const char *mail, const char *subject, const char *body,
                       int64_t ends_at)
{
    admin_letter_queue(
        l->rq->db,
        &(struct admin_letter){
            .to = mail, .subject = subject, .body = body, .topic = "", .ends_at = DB_SOME(ends_at) },
        l->rq->now_ms);
}

void account_mail_link(struct rq *rq, const struct account_user *to, const char *token)
{
    struct letter l = letter_to(rq, to);
    const char *link = arena_printf(rq->arena, "%s/binnen/%s", rq->site->public_url, token);
    post_until(
        &l, to->mail, arena_printf(rq->arena, tr(l.lang, "Your link to sign in to %s"), l.site),
        arena_printf(rq->arena,
                     tr(l.lang,
                        "Hello %s,\n\nWith this link you sign in to %s:\n\n%s\n\nIt works once and for one "
                        "hour. Open it on the device on which you want to work.\n\nDid you not ask for it? "
                        "Then you need not do anything: without the link nobody gets in.\n"),
                     to->name, l.site, link),
        account_mail_token_ends(rq->now_ms));
}

void account_mail_new_address(struct rq *rq, const struct account_user *user, const char *mail,
                              const char *sealed)
{
    struct letter l = letter_to(rq, user);
    const char *link = arena_printf(rq->arena, "%s/account/mail/%s", rq->site->public_url, sealed);
    enum { DAY_MS = 24 * 3600 * 1000 };
    post_until(
        &l, mail, arena_printf(rq->arena, tr(l.lang, "Confirm your new address for %s"), l.site),
        arena_printf(rq->arena,
                     tr(l.lang, "Hello %s,\n\nYou want to use this address for %s. Confirm it here, within a "
                                "day:\n\n%s\n\nWas this not you? Then do nothing: nothing changes.\n"),
                     user->name, l.site, link),
        rq->now_ms + DAY_MS);
}

void account_mail_address_taken(struct rq *rq, const struct account_user *to)
{
    struct letter l = letter_to(rq, to);
    post(&l, to->mail, arena_printf(rq->arena, tr(l.lang, "You already have an account at %s"), l.site),
         arena_printf(rq->arena,
                      tr(l.lang,
                         "Hello %s,\n\nSomeone who is signed in to %s with another address wanted to change "
                         "to this one. That cannot be done, because you already sign in with it. Nothing "
                         "was changed.\n\nWas it you? Then sign in with this address:\n\n%s/aanmelden\n"),
                      to->name, l.site, rq->site->public_url));
}

void account_mail_address_changed(struct rq *rq, const struct account_user *user, const char *old)
{
    struct letter l = letter_to(rq, user);
    post(&l, old, arena_printf(rq->arena, tr(l.lang, "Your address for %s was changed"), l.site),
         arena_printf(rq->arena,
                      tr(l.lang,
                         "Hello %s,\n\nFrom now on you sign in to %s with another mail address. This is the "
                         "last mail to the old one.\n\nWas this not you? Then tell the administrator of the "
                         "installation at once.\n"),
                      user->name, l.site));
}

void account_mail_password_changed(struct rq *rq, const struct account_user *to)
{
    struct letter l = letter_to(rq, to);
    post(&l, to->mail, arena_printf(rq->arena, tr(l.lang, "Your password for %s was changed"), l.site),
         arena_printf(rq->arena,
                      tr(l.lang,
                         "Hello %s,\n\nYour password for %s was just changed. On all your other devices you "
                         "were signed out.\n\nWas this not you? Then sign in with a link, set a new "
                         "password, and tell the administrator of the installation:\n\n%s/aanmelden\n"),
                      to->name, l.site, rq->site->public_url));
}

void account_mail_second_changed(struct rq *rq, const struct account_user *to, bool on)
{
    struct letter l = letter_to(rq, to);
    const char *subject = on ? tr(l.lang, "Signing in to %s now takes a code")
                             : tr(l.lang, "Signing in to %s no longer takes a code");
    const char *body =
        on ? tr(l.lang,
                "Hello %s,\n\nFrom now on signing in to %s also takes a code from the app on your "
                "telephone.\n\nWas this not you? Then tell the administrator of the installation at once.\n")
           : tr(l.lang,
                "Hello %s,\n\nThe code from your telephone is no longer asked when you sign in to %s.\n\nWas "
                "this not you? Then sign in, switch it on again and tell the administrator of the "
                "installation.\n");
    post(&l, to->mail, arena_printf(rq->arena, subject, l.site),
         arena_printf(rq->arena, body, to->name, l.site));
}
