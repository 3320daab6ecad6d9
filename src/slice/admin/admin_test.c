/* Settings, the outbox from claim to settle, the pages of the administrator. */
#include "slice/admin/test_house.h"

#include "lib/curl.h"

#define MINUTE_MS ((int64_t)60 * 1000)
#define DAY_MS (24 * 60 * MINUTE_MS)

static const int64_t NOW = 1790000000000;

static struct fault resolve(struct rq *rq, enum right right)
{
    (void)right;
    rq->actor = (struct actor){ .user = 1, .login = 1, .name = "Tom", .system_admin = true };
    return NO_FAULT;
}

static int start_with(void **state, enum db_engine engine)
{
    struct house *h = house_new(engine, &slice_admin, NULL, resolve);
    *state = h;
    if (h == NULL)
        return 0;
    db_script(h->db, "INSERT INTO account_user (id, name, mail, lang, created_at, system_admin) "
                     "VALUES (1, 'Tom', 'tom@example.org', 'en', 0, 1)");
    assert_int_equal(db_status(h->db), OK);
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
    house_free(*state);
    return 0;
}

static void set_server(struct house *h)
{
    struct admin_smtp smtp = { "smtp://mail.example.org:587", "kapstok", "secret", "kapstok@example.org" };
    assert_int_equal(admin_smtp_put(h->db, h->a, h->site.key, &smtp).status, OK);
}

static void queue(struct house *h, int64_t at)
{
    admin_mail_queue(h->db, h->a, "ann@example.org", "Hello", "Text", at);
}

static struct admin_mail_batch *claim(struct house *h, int64_t now)
{
    struct admin_mail_batch *b = admin_mail_claim(h->db, h->a, h->site.key, "example.org", now);
    assert_int_equal(db_status(h->db), OK);
    return b;
}

/* ---- Settings ----------------------------------------------------------------------------------------- */

static void settings_fall_back_and_stay(void **state)
{
    struct house *h = *state;
    assert_string_equal(admin_setting(h->db, h->a, "x", "none"), "none");
    admin_setting_put(h->db, "x", "1");
    admin_setting_put(h->db, "x", "2");
    assert_string_equal(admin_setting(h->db, h->a, "x", "none"), "2");
    assert_int_equal(admin_quick_months(h->db, h->a), ADMIN_QUICK_MONTHS_DEFAULT);
    admin_setting_put(h->db, ADMIN_QUICK_MONTHS, "-3");
    assert_int_equal(admin_quick_months(h->db, h->a), ADMIN_QUICK_MONTHS_DEFAULT);
    admin_setting_put(h->db, ADMIN_QUICK_MONTHS, "6");
    assert_int_equal(admin_quick_months(h->db, h->a), 6);
}

static void mail_server_is_checked(void **state)
{
    struct house *h = *state;
    static const char *const bad[] = { "mail.example.org",     "http://mail.example.org", "smtp://",
                                       "smtp://a b",           "smtp://u:p@host",         "smtp://host/path",
                                       "smtp://host:99999999", "smtp://host:70000",       "file:///etc/passwd",
                                       "smtp://host\r\nX: y" };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct admin_smtp smtp = { bad[i], "", "", "a@example.org" };
        struct fault f = admin_smtp_put(h->db, h->a, h->site.key, &smtp);
        assert_int_equal(f.status, INVALID);
        assert_string_equal(f.detail, "smtp_url");
    }
    struct admin_smtp no_sender = { "smtps://[2001:db8::1]:465", "", "", "" };
    assert_string_equal(admin_smtp_put(h->db, h->a, h->site.key, &no_sender).detail, "smtp_from");
    assert_null(admin_mail_server(h->db, h->a, h->site.key));
}

static void password_is_sealed_and_stays_with_its_server(void **state)
{
    struct house *h = *state;
    bool has_password;
    set_server(h);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_setting WHERE value LIKE '%secret%'"), "0");
    assert_string_equal(admin_mail_server(h->db, h->a, h->site.key)->password, "secret");
    unsigned char other[32] = { 1 };
    assert_null(admin_mail_server(h->db, h->a, other));

    struct admin_smtp same = { "smtp://mail.example.org:587", "kapstok", "", "other@example.org" };
    assert_int_equal(admin_smtp_put(h->db, h->a, h->site.key, &same).status, OK);
    assert_string_equal(admin_mail_server(h->db, h->a, h->site.key)->password, "secret");
    struct admin_smtp moved = { "smtp://evil.example.org", "kapstok", "", "other@example.org" };
    assert_string_equal(admin_smtp_put(h->db, h->a, h->site.key, &moved).detail, "smtp_password");
    assert_string_equal(admin_smtp_get(h->db, h->a, &has_password).password, "");
    assert_true(has_password);

    struct admin_smtp none = { "", "", "", "" };
    assert_int_equal(admin_smtp_put(h->db, h->a, h->site.key, &none).status, OK);
    assert_null(admin_mail_server(h->db, h->a, h->site.key));
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_setting"), "0");
}

/* ---- Outbox ------------------------------------------------------------------------------------------- */

static void mail_waits_without_a_server(void **state)
{
    struct house *h = *state;
    queue(h, NOW);
    assert_null(claim(h, NOW));
    assert_string_equal(house_sql(h, "SELECT state FROM admin_mail"), "waiting");
    assert_false(admin_mail_leaves(h->db, h->a));
}

static void a_mail_is_claimed_once_and_its_text_goes(void **state)
{
    struct house *h = *state;
    set_server(h);
    queue(h, NOW);
    struct admin_mail_batch *b = claim(h, NOW);
    assert_int_equal(b->count, 1);
    assert_string_equal(b->mails[0].to, "ann@example.org");
    assert_string_equal(b->from, "Kapstok <kapstok@example.org>");
    assert_null(claim(h, NOW));
    b->mails[0].result = OK;
    admin_mail_settle(h->db, b, NOW);
    assert_string_equal(house_sql(h, "SELECT state || body FROM admin_mail"), "sent");
    assert_null(claim(h, NOW + DAY_MS));
}

static void at_most_ten_in_one_batch(void **state)
{
    struct house *h = *state;
    set_server(h);
    for (int i = 0; i < 12; i++)
        queue(h, NOW);
    assert_int_equal(claim(h, NOW)->count, ADMIN_MAIL_BATCH);
    assert_int_equal(claim(h, NOW)->count, 2);
    assert_null(claim(h, NOW));
}

static void a_lost_worker_gives_its_mail_back(void **state)
{
    struct house *h = *state;
    set_server(h);
    queue(h, NOW);
    struct admin_mail_batch *lost = claim(h, NOW);
    assert_null(claim(h, NOW + 4 * MINUTE_MS));
    struct admin_mail_batch *next = claim(h, NOW + 5 * MINUTE_MS);
    assert_int_equal(next->count, 1);
    lost->mails[0].result = FAILED; /* it comes back after all: too late to count */
    admin_mail_settle(h->db, lost, NOW + 5 * MINUTE_MS);
    assert_string_equal(house_sql(h, "SELECT state FROM admin_mail"), "sending");
    next->mails[0].result = OK;
    admin_mail_settle(h->db, next, NOW + 5 * MINUTE_MS);
    assert_string_equal(house_sql(h, "SELECT state FROM admin_mail"), "sent");
}

static void a_failure_waits_longer_each_time(void **state)
{
    static const int minutes[] = { 1, 5, 30, 120, 120 };
    struct house *h = *state;
    int64_t now = NOW;
    set_server(h);
    queue(h, now);
    for (int i = 0; i < 5; i++) {
        struct admin_mail_batch *b = claim(h, now);
        b->mails[0].result = BUSY;
        b->mails[0].detail = "no connection";
        admin_mail_settle(h->db, b, now);
        assert_string_equal(house_sql(h, "SELECT state || ' ' || detail FROM admin_mail"),
                            "waiting no connection");
        assert_null(claim(h, now + minutes[i] * MINUTE_MS - 1));
        now += minutes[i] * MINUTE_MS;
    }
    struct admin_mail_batch *b = claim(h, now);
    b->mails[0].result = FAILED;
    admin_mail_settle(h->db, b, now);
    assert_string_equal(house_sql(h, "SELECT state || tries FROM admin_mail"), "failed6");
    assert_null(claim(h, now + DAY_MS));
}

static void an_impossible_address_fails_at_once(void **state)
{
    struct house *h = *state;
    set_server(h);
    admin_mail_queue(h->db, h->a, "not an address", "Hello", "Text", NOW);
    struct admin_mail_batch *b = claim(h, NOW);
    admin_mail_send(h->a, b); /* it does not come as far as a connection */
    assert_int_equal(b->mails[0].result, INVALID);
    admin_mail_settle(h->db, b, NOW);
    assert_string_equal(house_sql(h, "SELECT state || tries FROM admin_mail"), "failed1");
}

static void old_mails_do_not_leave_and_go(void **state)
{
    struct house *h = *state;
    queue(h, NOW);
    set_server(h);
    assert_null(claim(h, NOW + 7 * DAY_MS));
    admin_clean(h->db, NOW + 7 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT state FROM admin_mail"), "failed");
    admin_clean(h->db, NOW + 36 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "1");
    admin_clean(h->db, NOW + 38 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "0");
}

/* A mail whose link has ended, or was taken back, does not leave any more. */
static void a_mail_leaves_only_while_its_link_works(void **state)
{
    struct house *h = *state;
    set_server(h);
    struct admin_letter l = { .to = "ann@example.org",
                              .subject = "x",
                              .body = "y",
                              .topic = "link/1/2",
                              .ends_at = DB_SOME(NOW + DAY_MS) };
    admin_letter_queue(h->db, &l, NOW);
    l.topic = "link/1/3";
    admin_letter_queue(h->db, &l, NOW);
    admin_mail_take_back(h->db, "link/1/2");
    assert_string_equal(house_sql(h, "SELECT topic FROM admin_mail"), "link/1/3");
    assert_null(claim(h, NOW + DAY_MS));
    assert_int_equal(claim(h, NOW + DAY_MS - 1)->count, 1);
    admin_mail_take_back(h->db, "link/1/3"); /* on its way: left alone */
    assert_string_equal(house_sql(h, "SELECT state FROM admin_mail"), "sending");
    /* Late ones are no failure, and go after a while. */
    l.topic = "";
    admin_letter_queue(h->db, &l, NOW);
    db_script(h->db, "DELETE FROM admin_mail WHERE topic <> ''");
    admin_clean(h->db, NOW + 8 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT state FROM admin_mail"), "waiting");
    admin_clean(h->db, NOW + 32 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "0");
}

static void audit_is_kept_for_two_years(void **state)
{
    struct house *h = *state;
    admin_audit(h->db, NOW, 0, 0, "a", "", "");
    admin_audit(h->db, NOW + DAY_MS, 1, 0, "b", "7", "");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_audit WHERE user_id IS NULL"), "1");
    admin_clean(h->db, NOW + 732 * DAY_MS);
    assert_string_equal(house_sql(h, "SELECT action FROM admin_audit"), "b");
}

/* ---- Pages -------------------------------------------------------------------------------------------- */

static void pages_open_empty_and_full(void **state)
{
    static const char *const pages[] = { "/beheer", "/beheer/post", "/beheer/post?stand=weg", "/beheer/logboek",
                                         "/beheer/instellingen" };
    struct house *h = *state;
    for (int full = 0; full < 2; full++) {
        for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
            assert_int_equal(house_get(h, pages[i]), 200);
        for (int i = 0; i < 60 && full == 0; i++) {
            queue(h, NOW);
            admin_audit(h->db, NOW, 1, 0, "user.disable", "3", "");
        }
    }
    house_get(h, "/beheer/logboek");
    house_says(h, "shut a user out");
    house_says(h, "Older lines");
    house_get(h, "/beheer/post?voor=11");
    house_says(h, "60 mails wait");
    assert_null(strstr(h->body, "Older mails"));
}

static void mail_texts_hide_once_mail_leaves(void **state)
{
    struct house *h = *state;
    admin_mail_queue(h->db, h->a, "ann@example.org", "Hello", "the-link-itself", NOW);
    house_get(h, "/beheer/post");
    house_says(h, "the-link-itself");
    set_server(h);
    house_get(h, "/beheer/post");
    assert_null(strstr(h->body, "the-link-itself"));
}

static void every_mail_is_one_row(void **state)
{
    struct house *h = *state;
    admin_mail_queue(h->db, h->a, "ann@example.org", "Hello", "the-link-itself", NOW);
    admin_mail_queue(h->db, h->a, "bob@example.org", "Hello", "the-other-link", NOW);
    house_get(h, "/beheer/post");
    house_says(h, "ann@example.org");
    house_says(h, "the-other-link");
    int rows = 0;
    for (const char *p = h->body; (p = strstr(p, "<tr>")) != NULL; p++)
        rows++;
    assert_int_equal(rows, 1 + 2); /* the names of the columns */
}

static void mails_are_retried_and_deleted(void **state)
{
    struct house *h = *state;
    queue(h, NOW);
    db_script(h->db, "UPDATE admin_mail SET state = 'failed', tries = 6");
    house_get(h, "/beheer/post");
    assert_int_equal(house_post(h, "/beheer/post/opnieuw", ""), 303);
    assert_string_equal(house_sql(h, "SELECT state || tries FROM admin_mail"), "waiting0");
    assert_int_equal(house_post(h, "/beheer/post/1/opnieuw", ""), 303);
    assert_int_equal(house_post(h, "/beheer/post/2/opnieuw", ""), 404);
    db_script(h->db, "UPDATE admin_mail SET state = 'sending'");
    assert_int_equal(house_post(h, "/beheer/post/1/weg", "stand=wacht"), 404);
    db_script(h->db, "UPDATE admin_mail SET state = 'sent'");
    assert_int_equal(house_post(h, "/beheer/post/1/weg", "stand=weg"), 303);
    assert_string_equal(h->location, "/beheer/post?stand=weg");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "0");
}

static void settings_form_comes_back_with_its_message(void **state)
{
    struct house *h = *state;
    house_get(h, "/beheer/instellingen");
    assert_int_equal(
        house_post(h, "/beheer/instellingen",
                   "name=Olmenrode&contact=&months=6&smtp_url=mail&smtp_user=&smtp_password=&smtp_from="),
        422);
    house_says(h, "value=\"Olmenrode\"");
    house_says(h, "id=\"smtp_url-error\"");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_setting"), "0");
    assert_int_equal(house_post(h, "/beheer/instellingen/proefmail", ""), 422);
    assert_int_equal(
        house_post(h, "/beheer/instellingen",
                   "name=Olmenrode&contact=mvo%40example.org&months=6&smtp_url=smtp%3A%2F%2Flocalhost"
                   "&smtp_user=u&smtp_password=p4ss&smtp_from=kapstok%40example.org"),
        303);
    house_get(h, "/beheer/instellingen");
    house_says(h, "A password is kept.");
    assert_null(strstr(h->body, "p4ss"));
    assert_int_equal(admin_quick_months(h->db, h->a), 6);
    assert_int_equal(house_post(h, "/beheer/instellingen/proefmail", ""), 303);
    assert_string_equal(house_sql(h, "SELECT recipient FROM admin_mail"), "tom@example.org");
}

static void claim_works_on_postgres(void **state)
{
    if (*state == NULL)
        skip();
    a_mail_is_claimed_once_and_its_text_goes(state);
}

static void pages_open_on_postgres(void **state)
{
    if (*state == NULL)
        skip();
    pages_open_empty_and_full(state);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, start, end)
#define TEST_POSTGRES(f) cmocka_unit_test_setup_teardown(f, start_postgres, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(settings_fall_back_and_stay),
        TEST(mail_server_is_checked),
        TEST(password_is_sealed_and_stays_with_its_server),
        TEST(mail_waits_without_a_server),
        TEST(a_mail_is_claimed_once_and_its_text_goes),
        TEST(at_most_ten_in_one_batch),
        TEST(a_lost_worker_gives_its_mail_back),
        TEST(a_failure_waits_longer_each_time),
        TEST(an_impossible_address_fails_at_once),
        TEST(old_mails_do_not_leave_and_go),
        TEST(a_mail_leaves_only_while_its_link_works),
        TEST(audit_is_kept_for_two_years),
        TEST(pages_open_empty_and_full),
        TEST(mail_texts_hide_once_mail_leaves),
        TEST(every_mail_is_one_row),
        TEST(mails_are_retried_and_deleted),
        TEST(settings_form_comes_back_with_its_message),
        TEST_POSTGRES(claim_works_on_postgres),
        TEST_POSTGRES(pages_open_on_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
