/* What visitors and machines meet first. */
#include "slice/admin/test_house.h"

#include "slice/library/library.h"
#include "slice/public/public.h"
#include "slice/scan/scan.h"

struct fixture {
    struct house *house;
    struct packs packs;
};

static struct fault resolve(struct rq *rq, enum right right)
{
    if (right == PUBLIC && rq_query(rq, "signed-in") != NULL)
        rq->actor = (struct actor){ .user = 1, .name = "Ann" };
    return right == PUBLIC || right == STATELESS ? NO_FAULT : FAULT(UNSIGNED, NULL);
}

static int start(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    f->house = house_new(DB_SQLITE, &slice_public, &slice_library, resolve);
    struct pack_faults faults = { 0 };
    enum status st = packs_read(f->house->a, CONTENT, &f->packs, &faults);
    if (st != OK)
        print_message("content has faults: %s\n", faults.count > 0 ? faults.v[0].message : "?");
    f->house->site.packs = &f->packs;
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    assert_int_equal(db_status(f->house->db), OK);
    house_free(f->house);
    free(f);
    return 0;
}

static void the_start_page_counts_the_statements(void **state)
{
    struct fixture *f = *state;
    int least = 1000, most = 0;
    static const char *const scans[] = { "government", "company", "school", "social-economy" };
    for (int k = 0; k < 4; k++) {
        const struct pack_scan *scan = pack_scan_find(&f->packs, scans[k], 0);
        int few = 0, many = 0;
        for (int i = 0; i < scan->statement_count; i++) {
            few += pack_offered(scan, i, true, &PACK_NO_PROFILE);
            many += scan->statements[i].light;
        }
        least = few < least ? few : least;
        most = many > most ? many : most;
    }
    assert_int_equal(house_get(f->house, "/"), 200);
    house_says(f->house, arena_printf(f->house->a, "%d to %d statements", least, most));
    house_says(f->house, "Start the quick scan");
    house_says(f->house, "/aanmelden");
    house_says(f->house, "/organisatie/nieuw");
}

/* The key of a new one. */
static const char *new_quick_scan(struct fixture *f)
{
    const char *key = token_new(f->house->a);
    unsigned char hash[32];
    token_hash(key, hash);
    struct scan_new n = { .title = "Quick scan",
                          .pack = "government",
                          .light = true,
                          .profile = "",
                          .type = "gemeente",
                          .country = "BE",
                          .size = "" };
    int64_t id;
    assert_int_equal(scan_round_open(f->house->db, f->house->a, &f->packs, &n, hash, 1, &id).status, OK);
    return key;
}

static void it_knows_who_comes_back(void **state)
{
    struct fixture *f = *state;
    house_get(f->house, "/?signed-in=1");
    house_says(f->house, "href=\"/organisaties\"");
    const char *nothing = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP_", *keys[2];
    house_cookie(f->house, arena_printf(f->house->a, "kapstok-quick=%s.%.42s.%s!;", nothing, nothing, nothing));
    house_get(f->house, "/");
    assert_null(strstr(f->house->body, "Go on with your scan")); /* they open nothing */
    for (int i = 0; i < 2; i++)
        keys[i] = new_quick_scan(f);
    house_cookie(f->house, arena_printf(f->house->a, "kapstok-quick=%s.%s;", nothing, keys[0]));
    house_get(f->house, "/");
    house_says(f->house, arena_printf(f->house->a, "href=\"/quickscan/%s\"", keys[0]));
    house_cookie(f->house, arena_printf(f->house->a, "kapstok-quick=%s.%s;", keys[1], keys[0]));
    house_get(f->house, "/");
    house_says(f->house, "Go on with one of your 2 scans");
}

static void the_pages_say_who_to_write_to(void **state)
{
    struct house *h = ((struct fixture *)*state)->house;
    assert_int_equal(house_get(h, "/over"), 200);
    assert_int_equal(house_get(h, "/toegankelijkheid"), 200);
    house_says(h, "no address was filled in yet");
    admin_setting_put(h->db, ADMIN_SITE_CONTACT, "mvo@olmenrode.be");
    admin_setting_put(h->db, ADMIN_QUICK_MONTHS, "6");
    house_get(h, "/toegankelijkheid");
    house_says(h, "mailto:mvo@olmenrode.be");
    assert_int_equal(house_get(h, "/privacy"), 200);
    house_says(h, "mailto:mvo@olmenrode.be");
    house_says(h, "6 months after the last change");
}

static void machines_get_short_answers(void **state)
{
    struct house *h = ((struct fixture *)*state)->house;
    assert_int_equal(house_get(h, "/healthz"), 200);
    house_says(h, "\"status\":\"ok\"");
    admin_mail_queue(h->db, h->a, "a@example.org", "x", "y", 0);
    assert_int_equal(house_get(h, "/metrics"), 200);
    house_says(h, "kapstok_mail{state=\"waiting\"} 1\n");
    house_says(h, "kapstok_room_longest_seconds 0.000000\n");
    assert_null(strstr(h->body, "csrf"));
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, start, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_start_page_counts_the_statements),
        TEST(it_knows_who_comes_back),
        TEST(the_pages_say_who_to_write_to),
        TEST(machines_get_short_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
