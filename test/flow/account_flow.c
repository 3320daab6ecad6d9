/* How people come in and stay in: password, link in a mail, personal link, second factor; what is refused, and what
 * ends a login. */
#include <liboath/oath.h>

#include "base/clock.h"
#include "house.h"
#include "slice/account/account.h"

static const char *const PASSWORD = "three or four words";

/* Sets a password for who is signed in here. */
static void set_password(struct browser *b)
{
    browser_get(b, "/account");
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/account/wachtwoord");
    form_put(b, f, "password", PASSWORD);
    browser_send(b, f);
    GOES(b, "/account");
}

static int sign_in(struct browser *b, const char *mail, const char *password, const char *to)
{
    browser_get(b, "/aanmelden?naar=%s", url_code(&b->h->a, to, strlen(to)));
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/aanmelden");
    form_put(b, f, "user", mail);
    form_put(b, f, "password", password);
    return browser_send(b, f);
}

/* Asks for a link and gives its path. */
static const char *ask_link(struct browser *b, const char *mail)
{
    browser_get(b, "/aanmelden");
    struct page_form *f = browser_form(b, "/aanmelden/link");
    form_put(b, f, "mail", mail);
    browser_send(b, f);
    GOES(b, "/aanmelden/link");
    return house_link(b->h, house_mail(b->h, mail), "/binnen/");
}

static bool is_in(struct browser *b)
{
    browser_get(b, "/account");
    if (b->code != 200 && b->code != 401)
        WRONG("/account was answered with %d\n", b->code);
    return b->code == 200;
}

/* ---- Password -------------------------------------------------------------------------------------------- */

static void with_a_password(void **state)
{
    struct house *h = house_of(state);
    const char *mail = h->people[MEMBER].mail;
    struct browser *mia = browser_new(h, MEMBER), *elsewhere = browser_new(h, MEMBER),
                   *b = browser_new(h, NOBODY);
    house_begin(h);
    const char *second = account_login_open(h->db, &h->a, h->people[MEMBER].user, false, clock_now_ms());
    house_commit(h);
    browser_set_cookie(elsewhere, "kapstok-login", second);
    assert_true(is_in(elsewhere));
    set_password(mia);
    /* On every other device one is signed out, and a mail says so. */
    assert_false(is_in(elsewhere));
    assert_true(is_in(mia));
    house_mail(h, mail);

    /* A cookie that someone planted before is worthless afterwards. */
    browser_set_cookie(b, "kapstok-login", "planted");
    sign_in(b, "MIA@olm.example", PASSWORD, "/organisaties");
    GOES(b, "/organisaties");
    assert_string_not_equal(browser_cookie(b, "kapstok-login"), "planted");
    assert_true(is_in(b));

    /* Out is out, also for who kept the cookie. */
    const char *old = browser_cookie(b, "kapstok-login");
    browser_get(b, "/account");
    browser_send(b, browser_form(b, "/afmelden"));
    GOES(b, "/");
    assert_null(browser_cookie(b, "kapstok-login"));
    browser_set_cookie(b, "kapstok-login", old);
    assert_false(is_in(b));
}

/* Nobody can tell an unknown address from a wrong password, or from a person who has none. */
static void a_wrong_password_tells_nothing(void **state)
{
    struct house *h = house_of(state);
    set_password(browser_new(h, MEMBER));
    const char *first = NULL;
    static const char *const mails[] = { "mia@olm.example", "nobody@nowhere.example", "sam@olm.example" };
    for (size_t i = 0; i < 3; i++) {
        struct browser *b = browser_new(h, NOBODY);
        sign_in(b, mails[i], "not the password", "/");
        CODE(b, 422);
        assert_null(browser_cookie(b, "kapstok-login"));
        SEES(b, "do not belong together");
        struct page_form *f = browser_form(b, "/aanmelden");
        for (size_t k = 0; k < f->count; k++)
            if (strcmp(f->controls[k].name, "password") == 0)
                assert_string_equal(f->controls[k].value, "");
        const char *words = page_words(&h->a, b->body);
        if (first != NULL)
            assert_string_equal(words, first);
        first = words;
    }
}

static void guessing_ends(void **state)
{
    struct house *h = house_of(state);
    set_password(browser_new(h, MEMBER));
    struct browser *b = browser_new(h, NOBODY);
    int tries = 0;
    while (sign_in(b, "mia@olm.example", "a guess", "/") == 422 && tries < 50)
        tries++;
    CODE(b, 429);
    assert_in_range(tries, 3, 20);
    SEES(b, "You can still get in with a link in your mail");
    /* Then the right one does not help either, from another computer neither. */
    sign_in(browser_new(h, NOBODY), "mia@olm.example", PASSWORD, "/");
    sign_in(b, "mia@olm.example", PASSWORD, "/");
    CODE(b, 429);
    /* Others are not locked out. */
    sign_in(browser_new(h, NOBODY), "rita@olm.example", "a guess", "/");
    struct browser *rita = browser_new(h, NOBODY);
    sign_in(rita, "rita@olm.example", "a guess", "/");
    CODE(rita, 422);
    /* From one computer many addresses: that ends as well. */
    struct browser *many = browser_new(h, NOBODY);
    for (tries = 0; tries < 400; tries++)
        if (sign_in(many, arena_printf(&h->a, "p%d@olm.example", tries), "a guess", "/") == 429)
            break;
    assert_in_range(tries, 20, 200);
}

/* ---- The link in a mail ---------------------------------------------------------------------------------- */

static void with_a_link(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY), *scanner = browser_new(h, NOBODY);
    const char *path = ask_link(b, h->people[MEMBER].mail);

    /* Mail scanners look first; nothing is used by that, and nobody comes in. */
    house_mark(h);
    for (int i = 0; i < 3; i++) {
        browser_get(scanner, "%s", path);
        CODE(scanner, 200);
        SEES(scanner, "Go on as Mia Member");
    }
    assert_string_equal(house_changed(h), "");
    assert_null(browser_cookie(scanner, "kapstok-login"));
    assert_null(strstr(scanner->body, "naar="));

    browser_get(b, "%s", path);
    struct page_form *f = browser_form(b, path);
    browser_send(b, f);
    GOES(b, "/");
    assert_true(is_in(b));

    /* Once. */
    browser_get(scanner, "%s", path);
    SEES(scanner, "This link was used already");
    assert_false(browser_has_form(scanner, path));
    browser_post(scanner, path, "");
    assert_null(browser_cookie(scanner, "kapstok-login"));
    assert_false(is_in(scanner));
}

static void a_link_that_is_too_old_or_made_up(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    const char *path = ask_link(b, h->people[MEMBER].mail);
    house_do(h, "UPDATE account_token SET expires_at = created_at - 1 WHERE kind = 'mail'");
    browser_get(b, "%s", path);
    CODE(b, 200);
    SEES(b, "This link is too old");
    browser_post(b, path, "");
    assert_null(browser_cookie(b, "kapstok-login"));
    static const char *const made_up[] = { "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "%C3%A9%C3%A9",
                                           "a.b" };
    for (size_t i = 0; i < sizeof made_up / sizeof made_up[0]; i++) {
        browser_get(b, "/binnen/%s", made_up[i]);
        CODE(b, 200);
        SEES(b, "This link does not work");
        browser_post(b, arena_printf(&h->a, "/binnen/%s", made_up[i]), "");
        assert_null(browser_cookie(b, "kapstok-login"));
    }
}

/* The answer is the same whether we know the address or not; only one of the two gets a mail. */
static void asking_a_link_tells_nothing(void **state)
{
    struct house *h = house_of(state);
    int64_t mails = house_int(h, "SELECT count(*) FROM admin_mail");
    struct browser *known = browser_new(h, NOBODY), *unknown = browser_new(h, NOBODY);
    browser_post(known, "/aanmelden/link", "mail=mia%40olm.example&naar=%2F");
    browser_post(unknown, "/aanmelden/link", "mail=nobody%40nowhere.example&naar=%2F");
    assert_int_equal(known->code, unknown->code);
    assert_string_equal(known->location, "/aanmelden/link");
    assert_string_equal(unknown->location, "/aanmelden/link");
    assert_int_equal(house_int(h, "SELECT count(*) FROM admin_mail"), mails + 1);
    int tries = 0;
    while (browser_post(known, "/aanmelden/link", "mail=mia%40olm.example&naar=%2F") == 303 && tries < 40)
        tries++;
    CODE(known, 429);
    assert_in_range(tries, 2, 10);
}

/* ---- The personal link ----------------------------------------------------------------------------------- */

static void with_a_personal_link(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER);
    const char *page = arena_printf(&h->a, "/organisatie/%lld/leden/%lld", (long long)h->places[0].org,
                                    (long long)h->places[0].member);
    browser_get(anna, "%s", page);
    CODE(anna, 200);
    browser_send(anna, browser_form(anna, "/link"));
    CODE(anna, 200);
    const char *path = house_link(h, page_decode(&h->a, anna->body, anna->size), "/binnen/");
    path = arena_strndup(&h->a, path, strcspn(path, "\"<"));
    for (int i = 0; i < 2; i++) {
        struct browser *b = browser_new(h, NOBODY);
        browser_get(b, "%s", path);
        SEES(b, "Go on as Sam Second");
        browser_send(b, browser_form(b, path));
        CODE(b, 303);
        assert_true(is_in(b));
    }
    /* A new one ends the old one. */
    browser_post(anna, arena_printf(&h->a, "%s/mail", page), "");
    CODE(anna, 303);
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "%s", path);
    SEES(b, "This link does not work");
    browser_get(b, "%s", house_link(h, house_mail(h, h->people[SECOND].mail), "/binnen/"));
    SEES(b, "Go on as Sam Second");

    /* Someone whose membership ended comes in, and is nowhere. */
    browser_post(anna, arena_printf(&h->a, "%s/einde", page), "");
    CODE(anna, 303);
    browser_send(b, browser_form(b, b->path));
    CODE(b, 303);
    browser_follow(b);
    CODE(b, 404);
}

/* An administrator of one organisation sees no link that opens more than it. */
static void a_link_that_opens_more_is_not_shown(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER), *fons = browser_new(h, FOREIGN);
    const char *mine = arena_printf(&h->a, "/organisatie/%lld/leden/%lld", (long long)h->places[0].org,
                                    (long long)h->places[0].member);
    browser_post(anna, arena_printf(&h->a, "%s/link", mine), "");
    CODE(anna, 200);
    const char *path = house_link(h, page_decode(&h->a, anna->body, anna->size), "/binnen/");
    path = arena_strndup(&h->a, path, strcspn(path, "\"<"));
    struct browser *sam = browser_new(h, NOBODY);
    browser_get(sam, "%s", path);
    browser_send(sam, browser_form(sam, path));
    assert_true(is_in(sam));

    /* Sam joins the other organisation: what Anna has seen opens nothing there, and Sam stays in. */
    struct browser *own = browser_new(h, SECOND);
    browser_post(fons, arena_printf(&h->a, "/organisatie/%lld/leden/toevoegen", (long long)h->places[1].org),
                 "rows=Sam%3Bsam%40olm.example%3BWorks");
    CODE(fons, 303);
    assert_true(is_in(sam));
    assert_true(is_in(own));
    const char *theirs = arena_printf(&h->a, "/organisatie/%lld", (long long)h->places[1].org);
    browser_get(sam, "%s", theirs);
    CODE(sam, 403);
    SEES(sam, "it opens one organisation");
    browser_get(own, "%s", theirs);
    CODE(own, 200);
    browser_get(sam, "/organisaties");
    GOES(sam, arena_printf(&h->a, "/organisatie/%lld", (long long)h->places[0].org));
    browser_get(own, "/organisaties");
    CODE(own, 200);
    /* Nor does it change how Sam signs in. */
    browser_get(sam, "/account");
    SEES(sam, "You came in with a link that someone handed to you.");
    house_mark(h);
    browser_post(sam, "/account/mail", "mail=other%40olm.example");
    CODE(sam, 403);
    browser_post(sam, "/account/wachtwoord", "password=some+four+long+words");
    CODE(sam, 403);
    browser_post(sam, "/account/aanmeldingen", "");
    CODE(sam, 403);
    assert_string_equal(house_changed(h), "");
    browser_post(anna, arena_printf(&h->a, "%s/link", mine), "");
    CODE(anna, 403);
    browser_get(anna, "%s", mine);
    assert_false(browser_has_form(anna, arena_printf(&h->a, "%s/link", mine)));
}

/* ---- The second factor ----------------------------------------------------------------------------------- */

static const char *code_at(struct house *h, struct bytes secret, int64_t now_ms)
{
    char code[8];
    assert_int_equal(oath_totp_generate(secret.p, secret.n, now_ms / 1000, 30, 0, 6, code), OATH_OK);
    return arena_strdup(&h->a, code);
}

/* Switches it on for Mia; gives the secret, and the page with the spare codes in b. */
static struct bytes switch_on(struct browser *b)
{
    struct house *h = b->h;
    browser_get(b, "/account/code");
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/account/code");
    const char *seal = "";
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, "seal") == 0)
            seal = f->controls[i].value;
    struct bytes secret =
        account_second_secret(&h->a, h->app.site.key, h->people[MEMBER].user, seal, clock_now_ms());
    assert_non_null(secret.p);
    form_put(b, f, "code", "000000");
    browser_send(b, f);
    CODE(b, 422);
    f = browser_form(b, "/account/code");
    form_put(b, f, "code", code_at(h, secret, clock_now_ms()));
    browser_send(b, f);
    CODE(b, 200);
    SEES(b, "It is on");
    return secret;
}

static void with_a_second_factor(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *b = browser_new(h, NOBODY);
    struct bytes secret = switch_on(mia);
    const char *list = strstr(mia->body, "<ul class=\"list-plain\">");
    if (list == NULL)
        WRONG("the page shows no spare codes\n");
    const char *spare = page_text(&h->a, list, "li");

    /* The link alone does not open anything. */
    const char *path = ask_link(b, h->people[MEMBER].mail);
    browser_get(b, "%s", path);
    browser_send(b, browser_form(b, path));
    GOES(b, "/aanmelden/code");
    assert_false(is_in(b));
    browser_get(b, "/organisatie/%lld", (long long)h->places[0].org);
    CODE(b, 401);

    const char *pending = browser_cookie(b, "kapstok-login");
    browser_get(b, "/aanmelden/code");
    struct page_form *f = browser_form(b, "/aanmelden/code");
    form_put(b, f, "code", "12345");
    browser_send(b, f);
    CODE(b, 422);
    /* The code that switched it on was used; the next one is good, with blanks as the telephone shows it. */
    const char *next = code_at(h, secret, clock_now_ms() + 30000);
    f = browser_form(b, "/aanmelden/code");
    form_put(b, f, "code", arena_printf(&h->a, "%.3s %s", next, next + 3));
    browser_send(b, f);
    GOES(b, "/");
    assert_true(is_in(b));
    assert_string_not_equal(browser_cookie(b, "kapstok-login"), pending);
    struct browser *thief = browser_new(h, NOBODY);
    browser_set_cookie(thief, "kapstok-login", pending);
    assert_false(is_in(thief));

    /* The same code again, and then a spare one, which works once. */
    struct browser *again = browser_new(h, NOBODY);
    path = ask_link(again, h->people[MEMBER].mail);
    browser_get(again, "%s", path);
    browser_send(again, browser_form(again, path));
    browser_post(again, "/aanmelden/code", arena_printf(&h->a, "code=%s", next));
    CODE(again, 422);
    browser_post(again, "/aanmelden/code",
                 arena_printf(&h->a, "code=%s", url_code(&h->a, spare, strlen(spare))));
    CODE(again, 303);
    assert_true(is_in(again));
    browser_get(again, "/account/code");
    f = browser_form(again, "/account/code/uit");
    form_put(again, f, "code", spare);
    browser_send(again, f);
    CODE(again, 422);
}

static void guessing_codes_ends(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    switch_on(browser_new(h, MEMBER));
    const char *path = ask_link(b, h->people[MEMBER].mail);
    browser_get(b, "%s", path);
    browser_send(b, browser_form(b, path));
    int tries = 0;
    while (browser_post(b, "/aanmelden/code", "code=111111") == 422 && tries < 40)
        tries++;
    CODE(b, 429);
    assert_in_range(tries, 3, 20);
}

/* ---- What takes a login away ----------------------------------------------------------------------------- */

static void an_old_login_cannot_change_how_one_signs_in(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, MEMBER);
    house_do(h, "UPDATE account_login SET created_at = created_at - 3600000 WHERE user_id = %lld",
             (long long)h->people[MEMBER].user);
    house_mark(h);
    browser_get(b, "/account");
    CODE(b, 200);
    SEES(b, "You signed in more than half an hour ago");
    browser_post(b, "/account/wachtwoord", "password=a+long+enough+password");
    CODE(b, 403);
    browser_post(b, "/account/mail", "mail=thief%40evil.example");
    CODE(b, 403);
    browser_get(b, "/account/code");
    CODE(b, 303);
    assert_string_equal(house_changed(h), "");
    browser_post(b, "/account/naam", "name=Mia&lang=en");
    CODE(b, 303);

    house_do(h, "UPDATE account_login SET expires_at = created_at - 1 WHERE user_id = %lld",
             (long long)h->people[MEMBER].user);
    assert_false(is_in(b));
}

static void a_mail_address_changes_only_from_its_new_mailbox(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *b = browser_new(h, NOBODY);
    browser_get(mia, "/account");
    struct page_form *f = browser_form(mia, "/account/mail");
    form_put(mia, f, "mail", "mia@new.example");
    browser_send(mia, f);
    GOES(mia, "/account");
    const char *path = house_link(h, house_mail(h, "mia@new.example"), "/account/mail/");
    house_mark(h);
    browser_get(b, "%s", path);
    CODE(b, 200);
    SEES(b, "Confirm your new mail address");
    assert_string_equal(house_changed(h), "");
    browser_send(b, browser_form(b, path));
    GOES(b, "/account");
    assert_string_equal(
        house_sql(h, "SELECT mail FROM account_user WHERE id = %lld", (long long)h->people[MEMBER].user),
        "mia@new.example");
    house_mail(h, "mia@olm.example"); /* the old mailbox hears of it */
    browser_post(b, path, "");
    CODE(b, 409);

    /* An address of someone else: they hear of it, who asks does not. */
    browser_post(mia, "/account/mail", "mail=rita%40olm.example");
    GOES(mia, "/account");
    assert_null(strstr(house_mail(h, "rita@olm.example"), "/account/mail/"));
}

static void who_is_shut_out_is_out(void **state)
{
    struct house *h = house_of(state);
    struct browser *sara = browser_new(h, SYSTEM), *mia = browser_new(h, MEMBER), *b = browser_new(h, NOBODY);
    const char *path = ask_link(b, h->people[MEMBER].mail);
    assert_true(is_in(mia));
    browser_get(sara, "/beheer/gebruikers?zoek=mia");
    struct page_form *f = browser_form(sara, arena_printf(&h->a, "/%lld", (long long)h->people[MEMBER].user));
    form_put(sara, f, "act", "disable");
    browser_send(sara, f);
    GOES(sara, "/beheer/gebruikers?zoek=mia");
    assert_false(is_in(mia));
    browser_get(b, "%s", path);
    SEES(b, "This link does not work");
    browser_post(b, path, "");
    assert_false(is_in(b));
    int64_t mails = house_int(h, "SELECT count(*) FROM admin_mail");
    browser_post(b, "/aanmelden/link", "mail=mia%40olm.example");
    CODE(b, 303);
    assert_int_equal(house_int(h, "SELECT count(*) FROM admin_mail"), mails);
}

static void the_last_administrator_stays(void **state)
{
    struct house *h = house_of(state);
    struct browser *sara = browser_new(h, SYSTEM);
    const char *self = arena_printf(&h->a, "/beheer/gebruikers/%lld", (long long)h->people[SYSTEM].user);
    const char *mia = arena_printf(&h->a, "/beheer/gebruikers/%lld", (long long)h->people[MEMBER].user);
    browser_post(sara, self, "act=end-admin");
    CODE(sara, 422);
    browser_post(sara, self, "act=disable");
    CODE(sara, 422);
    browser_post(sara, mia, "act=make-admin");
    CODE(sara, 303);
    browser_post(sara, mia, "act=disable");
    CODE(sara, 303);
    browser_post(sara, self, "act=end-admin");
    CODE(sara, 422);
    browser_post(sara, mia, "act=enable");
    CODE(sara, 303);
    browser_post(sara, self, "act=end-admin");
    CODE(sara, 303);
    browser_get(sara, "/beheer");
    CODE(sara, 403);
}

/* ---- Language -------------------------------------------------------------------------------------------- */

static void the_language_is_ones_own_choice(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    b->language = "fr, nl;q=0.5";
    browser_get(b, "/over");
    assert_non_null(strstr(b->body, "<html lang=\"nl"));
    struct page_form *f = browser_form(b, "/taal");
    form_put(b, f, "taal", "en");
    browser_send(b, f);
    GOES(b, "/over");
    browser_follow(b);
    assert_non_null(strstr(b->body, "<html lang=\"en\""));
    browser_post(b, "/taal", "taal=xx&terug=%2Fover");
    CODE(b, 303);
    browser_get(b, "/over");
    assert_non_null(strstr(b->body, "<html lang=\"en\""));

    /* It goes along with the person. */
    struct browser *mia = browser_new(h, MEMBER);
    browser_get(mia, "/organisaties?alle=1");
    f = browser_form(mia, "/taal");
    form_put(mia, f, "taal", "nl");
    browser_send(mia, f);
    GOES(mia, "/organisaties?alle=1");
    assert_string_equal(
        house_sql(h, "SELECT lang FROM account_user WHERE id = %lld", (long long)h->people[MEMBER].user), "nl");
    struct browser *other = browser_new(h, MEMBER);
    browser_get(other, "/account");
    assert_non_null(strstr(other->body, "<html lang=\"nl"));
}

static void a_cookie_of_ones_own_making_is_nobody(void **state)
{
    struct house *h = house_of(state);
    static const char *const values[] = {
        "1", "", "mia", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --", "%00", "..", "\xff\xfe"
    };
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        struct browser *b = browser_new(h, NOBODY);
        browser_set_cookie(b, "kapstok-login", values[i]);
        browser_set_cookie(b, "kapstok-visitor", values[i]);
        browser_set_cookie(b, "kapstok-notice", values[i]);
        browser_set_cookie(b, "kapstok-taal", values[i]);
        browser_set_cookie(b, "kapstok-quick", values[i]);
        assert_false(is_in(b));
        browser_get(b, "/");
        CODE(b, 200);
        browser_get(b, "/quickscan");
        CODE(b, 200);
    }
}

HOUSE_MAIN(BOTH(with_a_password), BOTH(a_wrong_password_tells_nothing), BOTH(guessing_ends), BOTH(with_a_link),
           BOTH(a_link_that_is_too_old_or_made_up), BOTH(asking_a_link_tells_nothing),
           BOTH(with_a_personal_link), BOTH(a_link_that_opens_more_is_not_shown), BOTH(with_a_second_factor),
           BOTH(guessing_codes_ends), BOTH(an_old_login_cannot_change_how_one_signs_in),
           BOTH(a_mail_address_changes_only_from_its_new_mailbox), BOTH(who_is_shut_out_is_out),
           BOTH(the_last_administrator_stays), BOTH(the_language_is_ones_own_choice),
           BOTH(a_cookie_of_ones_own_making_is_nobody))
