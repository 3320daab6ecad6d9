/* Tokens, logins, the second factor and passwords; then whole dialogues of signing in. */
#include "slice/admin/test_house.h"

#include "base/clock.h"
#include "lib/oath.h"
#include "slice/account/account.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)

static const int64_t NOW = 1790000000000;
enum { ANN = 1, BRAM = 2 };

static struct fault resolve(struct rq *rq, enum right right)
{
    bool second_due;
    const char *cookie = rq_cookie(rq, ACCOUNT_COOKIE);
    const struct account_login *l = account_login_find(rq->db, rq->arena, cookie, rq->now_ms, &second_due);
    if (l != NULL)
        rq->actor = (struct actor){ .user = l->user,
                                    .login = l->id,
                                    .name = l->name,
                                    .system_admin = l->system_admin,
                                    .login_secret = cookie };
    if (right == PUBLIC)
        return NO_FAULT;
    if (l == NULL)
        return FAULT(UNSIGNED, NULL);
    return right == SYSTEM_ADMIN && !l->system_admin ? FAULT(DENIED, NULL) : NO_FAULT;
}

static int start_with(void **state, enum db_engine engine)
{
    struct house *h = house_new(engine, &slice_account, &slice_admin, resolve);
    *state = h;
    if (h == NULL)
        return 0;
    assert_int_equal(account_user_ensure(h->db, h->a, "Ann", "Ann@Example.org", "en", NOW), ANN);
    assert_int_equal(account_user_ensure(h->db, h->a, "Bram", "bram@example.org", "en", NOW), BRAM);
    return 0;
}

static int start(void **state)
{
    return start_with(state, DB_SQLITE);
}

static int start_postgres(void **state)
{
    return getenv("KAPSTOK_TEST_POSTGRES") == NULL ? 0 : start_with(state, DB_POSTGRES);
}

static int end(void **state)
{
    if (*state != NULL)
        assert_int_equal(db_status(((struct house *)*state)->db), OK);
    house_free(*state);
    return 0;
}

/* ---- Users -------------------------------------------------------------------------------------------- */

static void a_mail_address_is_one_user(void **state)
{
    struct house *h = *state;
    assert_int_equal(account_user_ensure(h->db, h->a, "Anna", "ANN@example.ORG", "nl", NOW), ANN);
    assert_string_equal(account_user_find(h->db, h->a, "ann@EXAMPLE.org")->name, "Ann");
    assert_null(account_user_find(h->db, h->a, "nobody@example.org"));
    assert_null(account_user_get(h->db, h->a, 99));
}

static void someone_always_administers(void **state)
{
    struct house *h = *state;
    account_user_set_admin(h->db, ANN, true);
    assert_int_equal(account_user_make_admin(h->db, h->a, ANN, false).status, CONFLICT);
    assert_int_equal(account_user_disable(h->db, h->a, ANN, true, NOW).status, CONFLICT);
    assert_int_equal(account_user_make_admin(h->db, h->a, BRAM, true).status, OK);
    assert_int_equal(account_user_disable(h->db, h->a, BRAM, true, NOW).status, OK);
    assert_int_equal(account_user_make_admin(h->db, h->a, ANN, false).status, CONFLICT);
    assert_int_equal(account_user_disable(h->db, h->a, BRAM, false, NOW).status, OK);
    assert_int_equal(account_user_make_admin(h->db, h->a, ANN, false).status, OK);
}

static void users_are_found_by_what_was_typed(void **state)
{
    struct house *h = *state;
    size_t count;
    int64_t total;
    account_user_page(h->db, h->a, "", 0, 10, &count, &total);
    assert_int_equal(count, 2);
    assert_string_equal(account_user_page(h->db, h->a, "BRAM@", 0, 10, &count, &total)->name, "Bram");
    assert_int_equal(total, 1);
    account_user_page(h->db, h->a, "%", 0, 10, &count, &total);
    assert_int_equal(total, 0);
    account_user_page(h->db, h->a, "_nn", 0, 10, &count, &total);
    assert_int_equal(total, 0);
    account_user_page(h->db, h->a, "", 1, 10, &count, &total);
    assert_int_equal(count, 1);
    assert_int_equal(total, 2);
}

static void passwords_that_are_tried_first_are_refused(void **state)
{
    struct house *h = *state;
    static const char *const bad[] = { "short",         "negentien",  "aaaaaaaaaaaa",
                                       "Wachtwoord123", "QwertyUiop", "Ann.Peeters@example.org",
                                       "ann.peeters" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_int_equal(account_password_check(h->a, bad[i], "ann.peeters@example.org").status, INVALID);
    assert_int_equal(account_password_check(h->a, "fiets rood maan", "ann@example.org").status, OK);
    assert_int_equal(account_password_check(h->a, "éééééééééè", "ann@example.org").status, OK);
    char *longest = arena_alloc(h->a, 202);
    memset(longest, 'x', 200);
    longest[0] = 'y';
    assert_int_equal(account_password_check(h->a, longest, "ann@example.org").status, OK);
    longest[200] = 'x';
    assert_int_equal(account_password_check(h->a, longest, "ann@example.org").status, INVALID);
}

/* ---- Tokens ------------------------------------------------------------------------------------------- */

static enum account_token_state use(struct house *h, const char *token, int64_t now)
{
    return account_token_use(h->db, h->a, token, now).state;
}

static void a_mail_token_works_once(void **state)
{
    struct house *h = *state;
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_MAIL, ANN, "/organisatie/1", NOW);
    assert_int_equal(strlen(token), TOKEN_LENGTH);
    for (int i = 0; i < 3; i++) {
        struct account_token t = account_token_look(h->db, h->a, token, NOW);
        assert_int_equal(t.state, ACCOUNT_TOKEN_GOOD);
        assert_int_equal(t.user, ANN);
        assert_string_equal(t.target, "/organisatie/1");
    }
    assert_int_equal(use(h, token, NOW), ACCOUNT_TOKEN_GOOD);
    assert_int_equal(use(h, token, NOW), ACCOUNT_TOKEN_USED);
    assert_int_equal(account_token_look(h->db, h->a, token, NOW).state, ACCOUNT_TOKEN_USED);
    assert_int_equal(use(h, "nonsense", NOW), ACCOUNT_TOKEN_UNKNOWN);
    assert_int_equal(use(h, "", NOW), ACCOUNT_TOKEN_UNKNOWN);
}

static void a_mail_token_lasts_an_hour(void **state)
{
    struct house *h = *state;
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_MAIL, ANN, "/", NOW);
    assert_int_equal(use(h, token, NOW + 60 * MINUTE_MS), ACCOUNT_TOKEN_EXPIRED);
    assert_int_equal(use(h, token, NOW + 60 * MINUTE_MS - 1), ACCOUNT_TOKEN_GOOD);
}

static void a_personal_token_repeats_until_its_end(void **state)
{
    struct house *h = *state;
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_PERSONAL, ANN, "/", NOW);
    const char *bram = account_token_new(h->db, h->a, ACCOUNT_TOKEN_PERSONAL, BRAM, "/", NOW);
    assert_int_equal(use(h, token, NOW), ACCOUNT_TOKEN_GOOD);
    assert_int_equal(use(h, token, NOW + 179 * DAY_MS), ACCOUNT_TOKEN_GOOD);
    assert_int_equal(use(h, token, NOW + 180 * DAY_MS), ACCOUNT_TOKEN_EXPIRED);
    assert_int_equal(use(h, bram, NOW), ACCOUNT_TOKEN_GOOD);
}

/* An organisation ends the links that it gave itself, of that person, and no others. */
static void links_of_an_organisation_end_apart(void **state)
{
    struct house *h = *state;
    const char *links[2][3];
    for (int org = 0; org < 2; org++)
        for (int i = 0; i < 3; i++)
            links[org][i] = account_link_new(
                h->db, h->a,
                &(struct account_link){ .user = i == 2 ? BRAM : ANN, .organisation = 7 + org, .target = "/" },
                NOW);
    account_links_end(h->db, h->a, ANN, 7);
    for (int org = 0; org < 2; org++)
        for (int i = 0; i < 3; i++)
            assert_int_equal(use(h, links[org][i], NOW),
                             org == 0 && i < 2 ? ACCOUNT_TOKEN_UNKNOWN : ACCOUNT_TOKEN_GOOD);
}

/* What someone else has seen opens one organisation and nothing of the account. */
static void a_shown_link_reaches_one_organisation(void **state)
{
    struct house *h = *state;
    struct account_link l = { .user = ANN, .organisation = 7, .target = "/" };
    assert_int_equal(account_token_use(h->db, h->a, account_link_new(h->db, h->a, &l, NOW), NOW).reach, 0);
    l.shown = true;
    assert_int_equal(account_token_use(h->db, h->a, account_link_new(h->db, h->a, &l, NOW), NOW).reach, 7);
    account_user_set_admin(h->db, ANN, true);
    bool due;
    const char *handed = account_login_open_in(h->db, h->a, ANN, 7, NOW),
               *own = account_login_open(h->db, h->a, ANN, false, NOW);
    const struct account_login *login = account_login_find(h->db, h->a, handed, NOW, &due);
    assert_int_equal(login->reach, 7);
    assert_false(login->system_admin);
    assert_false(account_login_is_own(h->db, h->a, handed, NOW));
    assert_true(account_login_is_own(h->db, h->a, own, NOW));
    assert_true(account_login_find(h->db, h->a, own, NOW, &due)->system_admin);
    assert_false(account_login_is_own(h->db, h->a, NULL, NOW));
}

static void a_disabled_user_is_nobody(void **state)
{
    struct house *h = *state;
    bool due;
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_MAIL, ANN, "/", NOW);
    const char *cookie = account_login_open(h->db, h->a, ANN, false, NOW);
    account_user_set_password(h->db, ANN, "hash");
    assert_int_equal(account_user_disable(h->db, h->a, ANN, true, NOW).status, OK);
    assert_int_equal(use(h, token, NOW), ACCOUNT_TOKEN_UNKNOWN);
    assert_null(account_login_find(h->db, h->a, cookie, NOW, &due));
    assert_null(account_password_hash(h->db, h->a, account_user_get(h->db, h->a, ANN)));
    assert_int_equal(account_user_disable(h->db, h->a, ANN, false, NOW).status, OK);
    assert_null(account_login_find(h->db, h->a, cookie, NOW, &due)); /* it was closed, not put to sleep */
}

static void targets_stay_at_home(void **state)
{
    static const char *const foreign[] = {
        "//evil.org",        "/\\evil.org", "https://evil.org", "evil", "", "/\t/evil.org",
        "/a\nSet-Cookie: x", "/a\\b",       "\\\\evil.org",     "/a b"
    };
    struct house *h = *state;
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++)
        assert_string_equal(account_target(foreign[i]), "/");
    assert_string_equal(account_target(NULL), "/");
    assert_string_equal(account_target("/organisatie/3/scan?x=1&y=//z#top"),
                        "/organisatie/3/scan?x=1&y=//z#top");
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_MAIL, ANN, "//evil.org", NOW);
    assert_string_equal(account_token_use(h->db, h->a, token, NOW).target, "/");
}

/* ---- Logins ------------------------------------------------------------------------------------------- */

static void a_login_lasts_thirty_days(void **state)
{
    struct house *h = *state;
    bool due;
    const char *cookie = account_login_open(h->db, h->a, ANN, false, NOW);
    const struct account_login *l = account_login_find(h->db, h->a, cookie, NOW + 29 * DAY_MS, &due);
    assert_int_equal(l->user, ANN);
    assert_false(due);
    assert_true(account_login_is_fresh(l, NOW + 30 * MINUTE_MS));
    assert_false(account_login_is_fresh(l, NOW + 31 * MINUTE_MS));
    assert_null(account_login_find(h->db, h->a, cookie, NOW + 30 * DAY_MS, &due));
    assert_null(account_login_find(h->db, h->a, NULL, NOW, &due));
    assert_null(account_login_find(h->db, h->a, "x", NOW, &due));
    assert_string_equal(house_sql(h, "SELECT count(*) FROM account_login"), "1");
    account_clean(h->db, NOW + 30 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM account_login"), "0");
}

static void all_other_logins_end(void **state)
{
    struct house *h = *state;
    bool due;
    size_t count;
    const char *here = account_login_open(h->db, h->a, ANN, false, NOW);
    const char *there = account_login_open(h->db, h->a, ANN, false, NOW + 1);
    const char *bram = account_login_open(h->db, h->a, BRAM, false, NOW);
    account_login_list(h->db, h->a, ANN, NOW + 2, &count);
    assert_int_equal(count, 2);
    int64_t keep = account_login_find(h->db, h->a, here, NOW + 2, &due)->id;
    assert_int_equal(account_login_close_others(h->db, ANN, keep), 1);
    assert_non_null(account_login_find(h->db, h->a, here, NOW + 2, &due));
    assert_null(account_login_find(h->db, h->a, there, NOW + 2, &due));
    assert_non_null(account_login_find(h->db, h->a, bram, NOW + 2, &due));
}

static void tokens_are_forgotten_a_week_after_their_end(void **state)
{
    struct house *h = *state;
    account_token_new(h->db, h->a, ACCOUNT_TOKEN_MAIL, ANN, "/", NOW);
    account_clean(h->db, NOW + 7 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM account_token"), "1");
    account_clean(h->db, NOW + 7 * DAY_MS + 60 * MINUTE_MS);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM account_token"), "0");
}

/* ---- Second factor ------------------------------------------------------------------------------------ */

/* Finds the code by trying: the library only checks. */
static const char *code_at(struct house *h, struct bytes secret, int64_t now_ms)
{
    int64_t step;
    for (int i = 0; i < 1000000; i++) {
        char code[8];
        snprintf(code, sizeof code, "%06d", i);
        if (totp_check(secret.p, secret.n, code, now_ms / 1000, now_ms / 30000 - 1, &step) &&
            step == now_ms / 30000)
            return arena_strdup(h->a, code);
    }
    fail();
    return NULL;
}

static const char *const *enable(struct house *h, struct bytes *secret)
{
    const char *const *codes = NULL;
    const char *sealed = account_second_begin(h->a, h->site.key, ANN, NOW);
    *secret = account_second_secret(h->a, h->site.key, ANN, sealed, NOW);
    assert_int_equal(secret->n, TOTP_SECRET_SIZE);
    assert_int_equal(
        account_second_enable(h->db, h->a, h->site.key, ANN, *secret, "000000000", NOW, &codes).status,
        INVALID);
    const char *code = code_at(h, *secret, NOW);
    assert_int_equal(account_second_enable(h->db, h->a, h->site.key, ANN, *secret, code, NOW, &codes).status,
                     OK);
    assert_true(account_user_get(h->db, h->a, ANN)->has_second_factor);
    assert_false(
        account_second_check(h->db, h->a, h->site.key, ANN, code, NOW)); /* the first code is used too */
    return codes;
}

static void a_code_works_once(void **state)
{
    struct house *h = *state;
    struct bytes secret;
    enable(h, &secret);
    const char *next = code_at(h, secret, NOW + 30000);
    assert_true(account_second_check(h->db, h->a, h->site.key, ANN, next, NOW + 30000));
    assert_false(account_second_check(h->db, h->a, h->site.key, ANN, next, NOW + 30000));
    assert_false(account_second_check(h->db, h->a, h->site.key, ANN, next, NOW + 60000));
    assert_false(account_second_check(h->db, h->a, h->site.key, BRAM, next, NOW + 30000));
    unsigned char other[32] = { 1 };
    assert_false(account_second_check(h->db, h->a, other, ANN, code_at(h, secret, NOW + 90000), NOW + 90000));
}

static void a_spare_code_works_once(void **state)
{
    struct house *h = *state;
    struct bytes secret;
    const char *const *codes = enable(h, &secret);
    assert_int_equal(account_recovery_left(h->db, h->a, ANN), ACCOUNT_RECOVERY_CODES);
    assert_false(account_second_check(h->db, h->a, h->site.key, BRAM, codes[0], NOW));
    assert_true(account_second_check(h->db, h->a, h->site.key, ANN, codes[0], NOW));
    assert_false(account_second_check(h->db, h->a, h->site.key, ANN, codes[0], NOW));
    char *typed = arena_strdup(h->a, codes[1]); /* small letters, without dashes */
    size_t n = 0;
    for (const char *p = codes[1]; *p != '\0'; p++) {
        if (*p != '-')
            typed[n++] = *p >= 'A' && *p <= 'Z' ? (char)(*p + 32) : *p;
    }
    typed[n] = '\0';
    assert_true(account_second_check(h->db, h->a, h->site.key, ANN, typed, NOW));
    assert_int_equal(account_recovery_left(h->db, h->a, ANN), ACCOUNT_RECOVERY_CODES - 2);
    /* It opens no page of its own. */
    assert_int_equal(use(h, codes[2], NOW), ACCOUNT_TOKEN_UNKNOWN);
    account_clean(h->db, NOW + 3650 * DAY_MS);
    assert_int_equal(account_recovery_left(h->db, h->a, ANN), ACCOUNT_RECOVERY_CODES - 2);
    account_second_disable(h->db, ANN);
    assert_false(account_second_check(h->db, h->a, h->site.key, ANN, codes[2], NOW));
    assert_int_equal(account_recovery_left(h->db, h->a, ANN), 0);
}

static void a_sealed_secret_is_for_one_person_and_one_hour(void **state)
{
    struct house *h = *state;
    const char *sealed = account_second_begin(h->a, h->site.key, ANN, NOW);
    assert_null(account_second_secret(h->a, h->site.key, BRAM, sealed, NOW).p);
    assert_null(account_second_secret(h->a, h->site.key, ANN, sealed, NOW + 60 * MINUTE_MS).p);
    assert_null(account_second_secret(h->a, h->site.key, ANN, "nonsense", NOW).p);
    assert_null(account_mail_change_open(h->a, h->site.key, sealed, NOW));
}

static void a_login_that_waits_is_no_login(void **state)
{
    struct house *h = *state;
    bool due;
    const char *cookie = account_login_open(h->db, h->a, ANN, true, NOW);
    assert_null(account_login_find(h->db, h->a, cookie, NOW, &due));
    assert_true(due);
    assert_int_equal(account_login_pending(h->db, h->a, cookie, NOW)->user, ANN);
    assert_null(account_login_pending(h->db, h->a, cookie, NOW + 15 * MINUTE_MS));
    const char *full = account_login_open(h->db, h->a, ANN, false, NOW);
    assert_null(account_login_pending(h->db, h->a, full, NOW));
}

/* ---- Another address ---------------------------------------------------------------------------------- */

static void an_address_changes_once_and_only_in_time(void **state)
{
    struct house *h = *state;
    struct account_mail_change change = { ANN, "ann@example.org", "Anna@example.org" };
    const char *sealed = account_mail_change_seal(h->a, h->site.key, &change, NOW);
    assert_null(account_mail_change_open(h->a, h->site.key, sealed, NOW + DAY_MS));
    const struct account_mail_change *c = account_mail_change_open(h->a, h->site.key, sealed, NOW);
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_MAIL, ANN, "/", NOW);
    assert_int_equal(account_mail_change_apply(h->db, c).status, OK);
    assert_string_equal(account_user_get(h->db, h->a, ANN)->mail, "anna@example.org");
    assert_int_equal(account_mail_change_apply(h->db, c).status, CONFLICT);
    assert_int_equal(use(h, token, NOW), ACCOUNT_TOKEN_UNKNOWN);
    struct account_mail_change taken = { BRAM, "bram@example.org", "anna@example.org" };
    assert_int_equal(account_mail_change_apply(h->db, &taken).status, CONFLICT);
}

/* ---- Dialogues ---------------------------------------------------------------------------------------- */

/* The path of the newest mail's link. */
static const char *mailed_link(struct house *h)
{
    const char *body = house_sql(h, "SELECT body FROM admin_mail ORDER BY id DESC LIMIT 1");
    const char *link = strstr(body, "http://localhost/");
    assert_non_null(link);
    return arena_strndup(h->a, link + 16, strcspn(link + 16, "\n"));
}

static void enter(struct house *h, int64_t user)
{
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_MAIL, user, "/account", clock_now_ms());
    const char *path = arena_printf(h->a, "/binnen/%s", token);
    assert_int_equal(house_get(h, path), 200);
    assert_int_equal(house_post(h, path, ""), 303);
    assert_int_equal(house_get(h, "/account"), 200);
}

static void a_link_leads_in(void **state)
{
    struct house *h = *state;
    assert_int_equal(house_get(h, "/account"), 401);
    assert_int_equal(house_get(h, "/aanmelden?naar=/account/code"), 200);
    house_says(h, "name=\"naar\" value=\"/account/code\"");
    assert_int_equal(house_post(h, "/aanmelden/link", "mail=ANN%40example.org&naar=%2Faccount%2Fcode"), 303);
    assert_string_equal(h->location, "/aanmelden/link");
    assert_int_equal(house_get(h, "/aanmelden/link"), 200);
    const char *link = mailed_link(h);
    assert_int_equal(house_get(h, link), 200);
    house_says(h, "Go on as Ann");
    assert_int_equal(house_get(h, link), 200); /* a mail scanner changes nothing */
    assert_int_equal(house_post(h, link, ""), 303);
    assert_string_equal(h->location, "/account/code");
    assert_int_equal(house_get(h, "/account"), 200);
    assert_int_equal(house_get(h, link), 200);
    house_says(h, "This link was used already");
    assert_int_equal(house_post(h, link, ""), 200);
    house_says(h, "This link was used already");
    house_get(h, "/account");
    assert_int_equal(house_post(h, "/afmelden", ""), 303);
    assert_int_equal(house_get(h, "/account"), 401);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM account_login"), "0");
}

static void nobody_learns_who_has_an_account(void **state)
{
    struct house *h = *state;
    static const char *const asked[] = { "mail=ann%40example.org", "mail=who%40example.org" };
    const char *locations[2], *bodies[2];
    for (int i = 0; i < 2; i++) {
        house_get(h, "/aanmelden");
        assert_int_equal(house_post(h, "/aanmelden/link", asked[i]), 303);
        locations[i] = h->location;
        bodies[i] = h->body;
        assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_audit"), i == 0 ? "1" : "2");
    }
    assert_string_equal(locations[0], locations[1]);
    assert_string_equal(bodies[0], bodies[1]);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "1");

    account_user_set_password(h->db, ANN, password_hash(h->a, "fiets rood maan"));
    static const char *const tried[] = { "user=ann%40example.org&password=fout+fout+fout",
                                         "user=bob%40example.org&password=fout+fout+fout",
                                         "user=bram%40example.org&password=fout+fout+fout" };
    for (int i = 0; i < 3; i++) {
        house_get(h, "/aanmelden");
        assert_int_equal(house_post(h, "/aanmelden", tried[i]), 422);
        house_says(h, "do not belong together");
    }
}

static void a_password_leads_in_until_it_was_tried_too_often(void **state)
{
    struct house *h = *state;
    account_user_set_password(h->db, ANN, password_hash(h->a, "fiets rood maan"));
    house_get(h, "/aanmelden");
    assert_int_equal(
        house_post(h, "/aanmelden", "user=ann%40example.org&password=fiets+rood+maan&naar=%2F%2Fevil.org"),
        303);
    assert_string_equal(h->location, "/");
    assert_int_equal(house_get(h, "/account"), 200);
    house_forget_cookies(h);
    house_get(h, "/aanmelden");
    for (int i = 0; i < 9; i++)
        assert_int_equal(house_post(h, "/aanmelden", "user=ann%40example.org&password=fout+fout+fout"), 422);
    assert_int_equal(house_post(h, "/aanmelden", "user=ann%40example.org&password=fiets+rood+maan"), 429);
}

static void a_password_is_set_and_changed(void **state)
{
    struct house *h = *state;
    enter(h, ANN);
    assert_int_equal(house_post(h, "/account/wachtwoord", "password=kort"), 422);
    house_says(h, "Choose at least 10 characters");
    assert_int_equal(house_post(h, "/account/wachtwoord", "password=fiets+rood+maan"), 303);
    house_get(h, "/account");
    house_says(h, "New password");
    assert_null(strstr(h->body, "id=\"current\"")); /* in through the mailbox, just now */
    db_script(h->db, "DELETE FROM account_token");
    house_get(h, "/account");
    house_says(h, "id=\"current\"");
    assert_int_equal(house_post(h, "/account/wachtwoord", "current=fout+fout+fout&password=groen+blauw+geel"),
                     422);
    house_says(h, "This is not your password");
    assert_int_equal(house_post(h, "/account/wachtwoord", "current=fiets+rood+maan&password=groen+blauw+geel"),
                     303);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "2");
}

static void an_old_login_may_not_change_how_one_signs_in(void **state)
{
    struct house *h = *state;
    enter(h, ANN);
    db_script(h->db, "UPDATE account_login SET created_at = created_at - 3600000");
    house_get(h, "/account");
    house_says(h, "Sign in again");
    assert_int_equal(house_post(h, "/account/wachtwoord", "password=fiets+rood+maan"), 403);
    assert_int_equal(house_post(h, "/account/mail", "mail=new%40example.org"), 403);
    assert_int_equal(house_get(h, "/account/code"), 303);
    assert_string_equal(h->location, "/aanmelden?naar=/account/code");
}

static void a_new_address_is_confirmed_from_its_mailbox(void **state)
{
    struct house *h = *state;
    enter(h, ANN);
    assert_int_equal(house_post(h, "/account/mail", "mail=ann%40example.org"), 422);
    assert_int_equal(house_post(h, "/account/mail", "mail=bram%40example.org"), 303);
    assert_string_equal(house_sql(h, "SELECT subject FROM admin_mail WHERE recipient = 'bram@example.org'"),
                        "You already have an account at Kapstok");
    assert_int_equal(house_post(h, "/account/mail", "mail=anna%40example.org"), 303);
    const char *link = mailed_link(h);
    house_forget_cookies(h);
    assert_int_equal(house_get(h, link), 200);
    house_says(h, "anna@example.org");
    assert_string_equal(account_user_get(h->db, h->a, ANN)->mail, "ann@example.org");
    assert_int_equal(house_post(h, link, ""), 303);
    assert_string_equal(account_user_get(h->db, h->a, ANN)->mail, "anna@example.org");
    assert_string_equal(house_sql(h, "SELECT recipient FROM admin_mail ORDER BY id DESC LIMIT 1"),
                        "ann@example.org");
    assert_int_equal(house_post(h, link, ""), 409);
}

static void the_code_is_asked_of_every_way_in(void **state)
{
    struct house *h = *state;
    struct bytes secret;
    const char *const *codes = enable(h, &secret);
    const char *token = account_token_new(h->db, h->a, ACCOUNT_TOKEN_PERSONAL, ANN, "/account", clock_now_ms());
    const char *path = arena_printf(h->a, "/binnen/%s", token);
    house_get(h, path);
    assert_int_equal(house_post(h, path, ""), 303);
    assert_string_equal(h->location, "/aanmelden/code?naar=/account");
    assert_int_equal(house_get(h, "/account"), 401);
    const char *before = arena_strdup(h->a, house_cookie_value(h, ACCOUNT_COOKIE));
    assert_int_equal(house_get(h, h->location[0] == '\0' ? "/aanmelden/code?naar=/account" : h->location), 200);
    assert_int_equal(house_post(h, "/aanmelden/code", "code=123&naar=%2Faccount"), 422);
    assert_int_equal(house_post(h, "/aanmelden/code", arena_printf(h->a, "code=%s&naar=%%2Faccount", codes[0])),
                     303);
    assert_string_equal(h->location, "/account");
    assert_string_not_equal(before, house_cookie_value(h, ACCOUNT_COOKIE));
    assert_int_equal(house_get(h, "/account"), 200);
    house_says(h, "7 spare codes are left");
    house_get(h, "/account/code");
    assert_int_equal(house_post(h, "/account/code/uit", arena_printf(h->a, "code=%s", codes[0])), 422);
    assert_int_equal(house_post(h, "/account/code/uit", arena_printf(h->a, "code=%s", codes[1])), 303);
    assert_false(account_user_get(h->db, h->a, ANN)->has_second_factor);
}

static void the_code_is_switched_on_from_the_page(void **state)
{
    struct house *h = *state;
    enter(h, ANN);
    assert_int_equal(house_get(h, "/account/code"), 200);
    const char *field = strstr(h->body, "name=\"seal\" value=\"");
    const char *sealed = arena_strndup(h->a, field + 19, strcspn(field + 19, "\""));
    int64_t now = clock_now_ms();
    struct bytes secret = account_second_secret(h->a, h->site.key, ANN, sealed, now);
    assert_int_equal(house_post(h, "/account/code", arena_printf(h->a, "code=12345&seal=%s", sealed)), 422);
    house_says(h, sealed); /* the same square is still there */
    assert_int_equal(house_post(h, "/account/code", "code=123456&seal=nonsense"), 422);
    const char *code = code_at(h, secret, clock_now_ms());
    assert_int_equal(house_post(h, "/account/code", arena_printf(h->a, "code=%s&seal=%s", code, sealed)), 200);
    house_says(h, "Keep these eight spare codes");
    assert_true(account_user_get(h->db, h->a, ANN)->has_second_factor);
}

static void the_language_goes_with_the_person(void **state)
{
    struct house *h = *state;
    house_get(h, "/aanmelden");
    assert_int_equal(house_post(h, "/taal", "taal=nl_BE&terug=%2Fquickscan%3Fa%3D1"), 303);
    assert_string_equal(h->location, "/quickscan?a=1");
    assert_string_equal(house_cookie_value(h, ACCOUNT_LANG_COOKIE), "nl_BE");
    assert_int_equal(house_post(h, "/taal", "taal=xx&terug=%2F%2Fevil.org"), 303);
    assert_string_equal(h->location, "/");
    enter(h, ANN);
    house_post(h, "/taal", "taal=nl&terug=/");
    assert_string_equal(account_user_get(h->db, h->a, ANN)->lang, "nl");
}

static void administrators_see_to_users(void **state)
{
    struct house *h = *state;
    enter(h, ANN);
    assert_int_equal(house_get(h, "/beheer/gebruikers"), 403);
    account_user_set_admin(h->db, ANN, true);
    assert_int_equal(house_get(h, "/beheer/gebruikers?zoek=bram&pagina=1"), 200);
    house_says(h, "1 user found");
    assert_int_equal(house_get(h, "/beheer/gebruikers?zoek=niemand"), 200);
    house_says(h, "Nobody found");
    house_get(h, "/beheer/gebruikers");
    assert_int_equal(house_post(h, "/beheer/gebruikers/1", "act=disable"), 422);
    house_says(h, "You cannot shut yourself out.");
    assert_int_equal(house_post(h, "/beheer/gebruikers/1", "act=end-admin"), 422);
    house_says(h, "only administrator");
    assert_int_equal(house_post(h, "/beheer/gebruikers/99", "act=disable"), 404);
    assert_int_equal(house_post(h, "/beheer/gebruikers/2", "act=nonsense"), 422);
    assert_int_equal(
        house_post(h, "/beheer/gebruikers/2", "act=disable&terug=%2Fbeheer%2Fgebruikers%3Fpagina%3D2"), 303);
    assert_string_equal(h->location, "/beheer/gebruikers?pagina=2");
    assert_true(account_user_get(h->db, h->a, BRAM)->disabled);
    assert_string_equal(house_sql(h, "SELECT action || object FROM admin_audit ORDER BY id DESC LIMIT 1"),
                        "user.disable2");
}

static void postgres_does_the_same(void **state)
{
    if (*state == NULL)
        skip();
    a_mail_token_works_once(state);
    a_spare_code_works_once(state);
    account_second_disable(((struct house *)*state)->db, ANN);
    a_link_leads_in(state);
    administrators_see_to_users(state);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_mail_address_is_one_user),
        TEST(someone_always_administers),
        TEST(users_are_found_by_what_was_typed),
        TEST(passwords_that_are_tried_first_are_refused),
        TEST(a_mail_token_works_once),
        TEST(a_mail_token_lasts_an_hour),
        TEST(a_personal_token_repeats_until_its_end),
        TEST(links_of_an_organisation_end_apart),
        TEST(a_shown_link_reaches_one_organisation),
        TEST(a_disabled_user_is_nobody),
        TEST(targets_stay_at_home),
        TEST(a_login_lasts_thirty_days),
        TEST(all_other_logins_end),
        TEST(tokens_are_forgotten_a_week_after_their_end),
        TEST(a_code_works_once),
        TEST(a_spare_code_works_once),
        TEST(a_sealed_secret_is_for_one_person_and_one_hour),
        TEST(a_login_that_waits_is_no_login),
        TEST(an_address_changes_once_and_only_in_time),
        TEST(a_link_leads_in),
        TEST(nobody_learns_who_has_an_account),
        TEST(a_password_leads_in_until_it_was_tried_too_often),
        TEST(a_password_is_set_and_changed),
        TEST(an_old_login_may_not_change_how_one_signs_in),
        TEST(a_new_address_is_confirmed_from_its_mailbox),
        TEST(the_code_is_asked_of_every_way_in),
        TEST(the_code_is_switched_on_from_the_page),
        TEST(the_language_goes_with_the_person),
        TEST(administrators_see_to_users),
        cmocka_unit_test_setup_teardown(postgres_does_the_same, start_postgres, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
