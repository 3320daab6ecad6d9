/* Results of rounds made by hand: what the figures are, what the page says, and who may see it. */
#include "slice/scan/test_round.h"

static struct scan_outcome outcome_of(struct fixture *f, const struct scan_round *r)
{
    struct scan_outcome o;
    scan_outcome(f->db, f->a, round_again(f, r), &o);
    return o;
}

static struct scan_finding finding_of(struct fixture *f, const struct scan_round *r)
{
    struct scan_outcome o = outcome_of(f, r);
    struct scan_finding finding;
    scan_finding(&o, &finding);
    return finding;
}

static void get(struct fixture *f, const struct scan_round *r, const char *page, int code)
{
    if (house_get(f->house, path_of(f, r, page)) != code)
        fail_msg("%s gave %d\n%s", page, f->house->code, f->house->body);
}

static void says_not(struct fixture *f, const char *text)
{
    if (strstr(f->house->body, text) != NULL)
        fail_msg("on the page: %s\n%s", text, f->house->body);
}

/* ---- the finding ------------------------------------------------------------------------------------- */

static void an_empty_round_offers_the_first_step(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    assert_int_equal(finding_of(f, r).kind, FINDING_EMPTY);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "<h1>Nothing is answered yet</h1>");
    house_says(f->house, "Answer the first statement");
    says_not(f, "score__value");
    be(2, ROLE_MANAGER);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "Nobody has answered yet");
    says_not(f, "Answer the first statement");
}

static void few_answers_are_a_first_picture(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    for (int d = 0; d < 3; d++)
        answer(f, r, 0, statement_at(r, d, 0), d == 0 ? ANSWER_YES : ANSWER_NO);
    assert_int_equal(finding_of(f, r).kind, FINDING_FIRST);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "<h1>A first picture: 3 of ");
    house_says(f->house, "once half of the statements are answered");
    says_not(f, "score__value"); /* no big figure on three answers */
    says_not(f, "Most work on");
    house_says(f->house, "rests on 1 answer");
    house_says(f->house, "No score for ");
    house_says(f->house, "statements</a>"); /* how many more to answer: the one primary act */
}

static void the_title_names_the_best_and_the_work(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_all(f, r, 0, 1);
    for (int n = 0, i; (i = statement_at(r, 1, n)) >= 0; n++)
        answer(f, r, 0, i, ANSWER_NOT_APPLICABLE);
    struct scan_finding finding = finding_of(f, r);
    assert_int_equal(finding.kind, FINDING_STRONG);
    assert_int_equal(finding.top_count, 1);
    assert_int_equal(finding.top[0], 0);
    assert_int_equal(finding.bottom_count,
                     r->scan->domain_count - 3); /* one without score, one with too few answers */
    get(f, r, "/resultaat", 200);
    house_says(f->house, arena_printf(f->a, "<h1>Strong in governance, work to do in %d domains</h1>",
                                      finding.bottom_count));
    house_says(f->house, "No score for human rights:");
    says_not(f, "provisional");
    /* One domain half: the others stay behind it, and one alone is named. */
    for (int d = 3; d < r->scan->domain_count; d++)
        answer(f, r, 0, statement_at(r, d, 0), ANSWER_YES);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "<h1>Strong in governance, most work on staff</h1>");
}

static void domains_that_hardly_differ_are_not_ranked(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_all(f, r, 0, 99);
    struct scan_finding finding = finding_of(f, r);
    assert_int_equal(finding.kind, FINDING_CLOSE);
    assert_int_equal(finding.score, 100);
    struct scan_outcome o = outcome_of(f, r);
    struct scan_picks picks;
    scan_picks(f->a, &o, &picks);
    assert_int_equal(picks.strong_count + picks.weak_count, 0);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "<h1>All domains stand close together, around 100</h1>");
}

static void all_not_applicable_is_no_score(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer(f, r, 0, statement_at(r, 0, 0), ANSWER_NOT_APPLICABLE);
    assert_int_equal(finding_of(f, r).kind, FINDING_NO_SCORE);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "No score: none of the answers counts.");
    house_says(f->house, "More than 30% does not apply to you.");
    says_not(f, ">0<span class=\"score__of\">");
}

static void a_light_scan_ranks_domains_and_names_their_themes(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_all(f, r, 0, 2);
    struct scan_outcome o = outcome_of(f, r);
    struct scan_picks picks;
    scan_picks(f->a, &o, &picks);
    assert_false(picks.strong[0].theme);
    assert_int_equal(picks.strong_count, 2); /* only two domains are at 50 or more */
    assert_int_equal(picks.weak_count, 2);   /* the third pair is equal: nothing stands out */
    get(f, r, "/resultaat", 200);
    house_says(f->house, "Where you stand best");
    house_says(f->house, arena_printf(f->a, "0 of %d", o.result.domains[7].no));
}

static void the_band_shows_what_is_not_known(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_all(f, r, 0, 99);
    for (int n = 0; n < 3; n++)
        answer(f, r, 0, statement_at(r, 4, n), ANSWER_DONT_KNOW);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "up to 100 if every ");
    house_says(f->house, "You do not know enough yet about ");
    house_says(f->house, "Of 3 statements you do not know the answer.");
}

/* ---- many fillers ------------------------------------------------------------------------------------ */

static void the_majority_is_provisional_until_agreed(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Spring", NOW);
    int divided = statement_at(r, 0, 0), same = statement_at(r, 0, 1), tie = statement_at(r, 0, 2);
    for (int m = 1; m <= 5; m++) {
        answer(f, r, m, divided, m <= 3 ? ANSWER_YES : ANSWER_NO);
        answer(f, r, m, same, ANSWER_YES);
        if (m <= 4)
            answer(f, r, m, tie, m <= 2 ? ANSWER_YES : ANSWER_NO);
    }
    struct scan_outcome o = outcome_of(f, r);
    struct scan_agreement agreement;
    assert_int_equal(o.standing.fillers, 5);
    assert_int_equal(o.standing.provisional_count, 3);
    assert_int_equal(o.standing.answers[tie], ANSWER_DONT_KNOW);
    scan_agreement(f->a, &o, &agreement);
    assert_int_equal(agreement.asked, 3);
    assert_int_equal(agreement.unanimous, 1);
    assert_int_equal(agreement.divided, 2);
    assert_int_equal(agreement.discussed, 0);
    assert_int_equal(agreement.domains[0], 2);
    be(6, ROLE_GUIDE);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "provisional");
    house_says(f->house, "For 3 statements the answer of the majority counts");
    house_says(f->house, "With 1 statement two answers are given equally often: it counts as ");
    says_not(f, "Of 1 statement you do not know the answer"); /* they know, and differ */
    get(f, r, "/stellingen?toon=weet-niet", 200);
    house_says(f->house, "equally divided");
    get(f, r, "/resultaat", 200);
    house_says(f->house, "You were divided about 2.");
    house_says(f->house, "Talk about the differences");

    assert_int_equal(scan_take_unanimous(f->db, f->a, r, 1, NOW), 1);
    assert_int_equal(scan_agree(f->db, f->a, r, divided, ANSWER_NO, false, "", 1, NOW).status, OK);
    assert_int_equal(scan_agree(f->db, f->a, r, tie, ANSWER_NONE, true, "Not the same team", 1, NOW).status,
                     OK);
    o = outcome_of(f, r);
    scan_agreement(f->a, &o, &agreement);
    assert_int_equal(agreement.discussed, 2);
    assert_int_equal(agreement.no_agreement, 1);
    get(f, r, "/resultaat", 200);
    says_not(f, "provisional");
    house_says(f->house, "2 discussed, 1 without agreement.");
    house_says(f->house, "1 statement stayed without agreement and counts as ");
}

static void importance_and_maturity_show_from_three_members(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Spring", NOW);
    static const int pairs[][2] = { { 5, 1 }, { 4, 2 }, { 2, 2 }, { 4, 3 } };
    struct scan_pair pair;
    for (int m = 1; m <= 4; m++) {
        const struct scan_sheet *sheet = scan_sheet_begin(f->db, f->a, r->id, m, NOW);
        scan_pair_save(f->db, sheet, DB_SOME(pairs[m - 1][0]), DB_SOME(pairs[m - 1][1]), NOW);
        scan_pair(f->db, f->a, r, &pair);
        assert_int_equal(pair.importance.shown, m >= 3);
        if (m < 3)
            assert_int_equal(pair.importance.counts[4], 0); /* not even in what is handed on */
    }
    assert_int_equal(pair.importance.median_tenths, 40);
    assert_int_equal(pair.importance.mean_tenths, 38); /* 15 / 4 = 3.75 */
    assert_int_equal(pair.maturity.median_tenths, 20);
    answer(f, r, 1, statement_at(r, 0, 0), ANSWER_YES);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "Importance 4, maturity 2");
    house_says(f->house, "On average 3.8 and 2.0");
}

static void bookmarks_are_counted_and_score_nothing(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Spring", NOW);
    int less = statement_at(r, 1, 0), more = statement_at(r, 2, 0);
    for (int m = 1; m <= 9; m++) {
        answer_full(f, r, m, more, ANSWER_NO, m <= 5 ? ANSWER_BOOKMARK | ANSWER_STARTED : 0, NULL);
        answer_full(f, r, m, less, ANSWER_NO, m <= 2 ? ANSWER_BOOKMARK : 0, NULL);
    }
    get(f, r, "/resultaat", 200);
    const char *first = strstr(f->house->body, "5 of 9"), *second = strstr(f->house->body, "2 of 9");
    assert_non_null(first);
    assert_true(second > first);
    house_says(f->house, "No, or partly, begun");
    assert_int_equal(outcome_of(f, r).result.global.tenths, 0);
}

static void a_member_sees_the_own_answer_beside_the_groups(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Spring", NOW);
    int s = statement_at(r, 0, 0);
    answer_full(f, r, 1, s, ANSWER_YES, 0, "Approved in March");
    answer_full(f, r, 2, s, ANSWER_NO, 0, "I do not know that text");
    answer(f, r, 3, s, ANSWER_NO);
    be(1, ROLE_MEMBER);
    scan_sheet_done(f->db, scan_sheet_find(f->db, f->a, r->id, 1), DB_SOME(NOW));
    get(f, r, "/stellingen?toon=verdeeld", 200);
    house_says(f->house, "data-label=\"You\"");
    house_says(f->house, "<b>Yes</b>"); /* differs from the group's no */
    house_says(f->house, "1 Yes");
    house_says(f->house, "2 No, or partly");
    house_says(f->house, "I do not know that text");
    says_not(f, "Person2");
    be(4, ROLE_MEMBER); /* has no sheet */
    close_round(f, r, NOW);
    get(f, r, "/stellingen", 200);
    says_not(f, "data-label=\"You\"");
    get(f, r, "/resultaat", 200);
    says_not(f, "Yours beside");
}

/* "Each alone" is alone: nobody who still fills in sees what the others answered. */
static void who_fills_in_alone_sees_the_group_afterwards(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Spring", NOW);
    int s = statement_at(r, 0, 0);
    static const char *const pages[] = { "/resultaat", "/stellingen", "/scan.csv", "/scan.xlsx", "/scan.json" };
    for (int m = 2; m <= 4; m++)
        answer_full(f, r, m, s, ANSWER_NO, 0, "Seen by nobody yet");
    answer(f, r, 1, s, ANSWER_YES);
    be(1, ROLE_MEMBER);
    for (int i = 0; i < 5; i++) {
        get(f, r, pages[i], i < 2 ? 200 : 403);
        says_not(f, "score__label");
        says_not(f, "Seen by nobody yet");
        says_not(f, "2 No");
    }
    get(f, r, "/resultaat", 200);
    house_says(f->house, "First your own answers");
    get(f, r, "", 200);
    says_not(f, "/resultaat");
    /* Who leads the talk sees it all along, and so does who only writes the minutes. */
    be(1, ROLE_MEMBER | ROLE_GUIDE);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "score__label");
    be(9, ROLE_MINUTES);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "score__label");

    be(1, ROLE_MEMBER);
    scan_sheet_done(f->db, scan_sheet_find(f->db, f->a, r->id, 1), DB_SOME(NOW));
    for (int i = 0; i < 5; i++)
        get(f, r, pages[i], 200);
    get(f, r, "/stellingen", 200);
    house_says(f->house, "Seen by nobody yet");
    /* Everything answered is done too. */
    be(2, ROLE_MEMBER);
    get(f, r, "/resultaat", 200);
    says_not(f, "score__label");
    answer_all(f, r, 2, 99);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "score__label");
}

static void a_reader_waits_until_the_round_is_closed(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Spring", NOW);
    int s = statement_at(r, 0, 0);
    answer_full(f, r, 1, s, ANSWER_YES, 0, "Between us");
    answer(f, r, 2, s, ANSWER_NO);
    static const char *const pages[] = { "/resultaat", "/stellingen", "/scan.csv", "/scan.xlsx", "/scan.json" };
    be(9, ROLE_READER);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        get(f, r, pages[i], 403);
    close_round(f, r, NOW + 10);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        get(f, r, pages[i], 200);
    get(f, r, "/stellingen", 200);
    says_not(f, "Between us"); /* what members wrote is for their talk */
    be(2, ROLE_MEMBER);
    get(f, r, "/stellingen", 200);
    house_says(f->house, "Between us");
}

static void filters_show_what_they_say(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_full(f, r, 0, statement_at(r, 0, 0), ANSWER_YES, ANSWER_BOOKMARK, NULL);
    answer_full(f, r, 0, statement_at(r, 0, 1), ANSWER_NO, ANSWER_STARTED, NULL);
    answer(f, r, 0, statement_at(r, 1, 0), ANSWER_DONT_KNOW);
    static const struct {
        const char *filter;
        int domain, n;
    } cases[] = { { "bladwijzer", 0, 0 }, { "nee", 0, 1 }, { "begonnen", 0, 1 }, { "weet-niet", 1, 0 } };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        get(f, r, arena_printf(f->a, "/stellingen?toon=%s", cases[i].filter), 200);
        const char *row = strstr(f->house->body, "<tr id=\"s-");
        assert_non_null(row);
        const char *id = r->scan->statements[statement_at(r, cases[i].domain, cases[i].n)].id;
        assert_memory_equal(row + strlen("<tr id=\"s-"), id, strlen(id));
        assert_null(strstr(row + 1, "<tr id=\"s-"));
    }
    get(f, r, "/stellingen?toon=zonder-akkoord", 200);
    house_says(f->house, "No statement fits this choice.");
    get(f, r, "/stellingen?toon=%27%22%3Cb%3E", 200);
    house_says(f->house, "<h1>Statement by statement</h1>");
}

/* ---- an earlier round -------------------------------------------------------------------------------- */

static void the_parts_of_a_move_add_up(void **state)
{
    (void)state;
    for (int before = 0; before <= 1000; before += 37)
        for (int by_answers = -300; by_answers <= 300; by_answers += 7)
            for (int by_tailoring = -45; by_tailoring <= 45; by_tailoring += 9)
                for (int by_version = -8; by_version <= 8; by_version += 4) {
                    struct score_comparison c = { .comparable = true,
                                                  .score_before = before,
                                                  .score_after =
                                                      before + by_answers + by_tailoring + by_version,
                                                  .by_answers = by_answers,
                                                  .by_tailoring = by_tailoring,
                                                  .by_version = by_version };
                    int64_t parts[3];
                    if (c.score_after < 0 || c.score_after > 1000)
                        continue;
                    score_parts_whole(&c, parts);
                    assert_int_equal(parts[0] + parts[1] + parts[2],
                                     score_whole(c.score_after) - score_whole(c.score_before));
                    if (by_version == 0)
                        assert_int_equal(parts[2], 0);
                    if (by_tailoring == 0)
                        assert_int_equal(parts[1], 0);
                }
}

static void the_latest_closed_round_is_the_one_to_compare_with(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *first = new_round(f, SCAN_SINGLE, "Spring 2024", NOW - 3000);
    answer_all(f, first, 0, 1);
    close_round(f, first, NOW - 2500);
    const struct scan_round *second = new_round(f, SCAN_SINGLE, "Spring 2025", NOW - 2000);
    answer_all(f, second, 0, 2);
    close_round(f, second, NOW - 1500);
    const struct scan_round *open = new_round(f, SCAN_SINGLE, "Never closed", NOW - 1000);
    answer_all(f, open, 0, 3);
    const struct scan_round *now = new_round(f, SCAN_SINGLE, "Autumn 2026", NOW);
    answer_all(f, now, 0, 4);
    get(f, now, "/resultaat", 200);
    house_says(f->house, "25 higher than in Spring 2025"); /* 8 domains: 50 and 25 */
    house_says(f->house, "From 25 in Spring 2025 to 50 now:");
    house_says(f->house, "2 domains went forward, 6 stayed equal");
    house_says(f->house, "<b class=\"nowrap\">+25</b>");
    says_not(f, "Other answers to the start questions");
    house_says(f->house, "Answers: 10 became yes<");
    get(f, now, arena_printf(f->a, "/resultaat?vergelijk=%d", (int)first->id), 200);
    house_says(f->house, "37 higher than in Spring 2024"); /* 12.5 is shown as 13 */
}

static void statements_that_changed_are_found(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *before = new_round(f, SCAN_SINGLE, "Spring 2025", NOW - 2000);
    answer_all(f, before, 0, 0);
    close_round(f, before, NOW - 1500);
    const struct scan_round *now = new_round(f, SCAN_SINGLE, "Autumn 2026", NOW);
    answer_all(f, now, 0, 0);
    answer(f, now, 0, statement_at(now, 3, 1), ANSWER_YES);
    get(f, now, "/stellingen?toon=verschoven", 200);
    house_says(f->house, "<h1>1 answer changed</h1>");
    house_says(f->house, "data-label=\"Spring 2025\">No, or partly");
}

/* ---- quick scan, cost -------------------------------------------------------------------------------- */

static void a_quick_scan_shows_its_link_and_the_way_on(void **state)
{
    struct fixture *f = *state;
    const char *key = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOP_";
    unsigned char hash[32];
    int64_t id;
    token_hash(key, hash);
    struct scan_new n = { .title = "Quick scan",
                          .pack = "government",
                          .light = true,
                          .profile = "",
                          .mode = SCAN_SINGLE,
                          .type = "",
                          .country = "BE",
                          .size = "" };
    assert_int_equal(scan_round_open(f->db, f->a, &f->packs, &n, hash, NOW, &id).status, OK);
    const struct scan_round *r = scan_round_get(f->db, f->a, &f->packs, 0, id);
    answer_all(f, r, 0, 3);
    be(0, 0);
    const char *target = arena_printf(f->a, "/quickscan/%s/resultaat", key);
    assert_int_equal(house_get(f->house, target), 200);
    house_says(f->house, arena_printf(f->a, "value=\"http://localhost/quickscan/%s\"", key));
    house_says(f->house, "Make an organisation of it</a>");
    house_says(f->house, "/mail\"");
    says_not(f, "How divided");
    assert_int_equal(house_get(f->house, arena_printf(f->a, "/quickscan/%s/stellingen?toon=nee", key)), 200);
    assert_int_equal(house_get(f->house, arena_printf(f->a, "/quickscan/%s/scan.json", key)), 200);
    assert_int_equal(house_get(f->house, "/quickscan/none/resultaat"), 404);
    assert_int_equal(house_post(f->house, arena_printf(f->a, "/quickscan/%s/mail", key), "mail=nobody"), 422);
    house_says(f->house, "mail-error");
}

static void the_page_costs_the_same_with_many_fillers(void **state)
{
    struct fixture *f = *state;
    struct db *db = server_inline_db(f->house->server);
    int64_t calls[2];
    for (int k = 0; k < 2; k++) {
        const struct scan_round *r = new_round(f, SCAN_ALONE, "Spring", NOW + k);
        for (int m = 1; m <= (k == 0 ? 2 : 30); m++)
            answer_all(f, r, m, m % 5);
        int64_t before = db_calls(db);
        get(f, r, "/resultaat", 200);
        calls[k] = db_calls(db) - before;
    }
    assert_int_equal(calls[0], calls[1]);
    assert_true(calls[1] <= 20);
}

/* Half is not strong; and of what is not known nothing is said. */
static void the_title_claims_no_more_than_is_known(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_all(f, r, 0, 0);
    int count = 0, big = 0; /* a domain with four statements or more */
    for (int d = 0; d < r->scan->domain_count; d++) {
        for (count = 0; statement_at(r, d, count) >= 0;)
            count++;
        if (count >= 4)
            big = d;
    }
    for (count = 0; statement_at(r, big, count) >= 0;)
        count++;
    for (int n = 0; n < count / 2; n++)
        answer(f, r, 0, statement_at(r, big, n), ANSWER_YES);
    assert_int_equal(finding_of(f, r).kind, FINDING_BEST);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "<h1>Best in ");
    for (int n = 0; n < count; n++)
        answer(f, r, 0, statement_at(r, big, n), ANSWER_YES);
    assert_int_equal(finding_of(f, r).kind, FINDING_STRONG);

    /* A domain of which nothing is known is not where most work lies. */
    int unknown = big == 1 ? 2 : 1;
    for (int n = 0, i; (i = statement_at(r, unknown, n)) >= 0; n++)
        answer(f, r, 0, i, ANSWER_DONT_KNOW);
    struct scan_finding finding = finding_of(f, r);
    assert_int_equal(finding.unknown, 1);
    struct scan_outcome o = outcome_of(f, r);
    struct scan_picks picks;
    scan_picks(f->a, &o, &picks);
    for (int i = 0; i < picks.weak_count; i++)
        assert_int_not_equal(picks.weak[i].index, unknown);
    for (int d = 0; d < r->scan->domain_count; d++)
        for (int n = 0, i; (i = statement_at(r, d, n)) >= 0; n++)
            answer(f, r, 0, i, ANSWER_DONT_KNOW);
    assert_int_equal(finding_of(f, r).kind, FINDING_UNKNOWN);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "<h1>Too much is not known yet: ");
    says_not(f, "Highest: ");
}

/* ---- what a start question leaves out ------------------------------------------------------------------ */

static void an_open_start_question_leaves_statements_out(void **state)
{
    struct fixture *f = *state;
    const struct pack_scan *scan = pack_scan_find(&f->packs, "government", 0);
    struct pack_profile p = PACK_NO_PROFILE;
    int works = pack_question_find(scan, "works"), option = pack_option_find(&scan->questions[works], "works");
    int before = scan_offered(scan, true, &p), more = scan_left_out(scan, true, &p, works);
    assert_true(more > 0);
    p.option[works] = (int8_t)option;
    assert_int_equal(scan_offered(scan, true, &p), before + more);
    assert_int_equal(scan_left_out(scan, true, &p, works), 0);
    /* A round offers what its own answers say. */
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    assert_int_equal(scan_offered(r->scan, r->light, &r->profile), before);
    assert_int_equal(scan_minutes(0), 0);
    assert_int_equal(scan_minutes(48), 12);
    assert_int_equal(scan_minutes(49), 13);
}

static void what_is_not_known_is_not_called_a_step_back(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *old = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_all(f, old, 0, 99);
    close_round(f, old, NOW + 1);
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Autumn", NOW + 2);
    answer_all(f, r, 0, 99);
    for (int n = 0, i; (i = statement_at(r, 0, n)) >= 0; n++)
        answer(f, r, 0, i, ANSWER_DONT_KNOW);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "stayed equal, of 1 it cannot be said yet");
    says_not(f, "went back");
    says_not(f, "lower than in");
    answer(f, r, 0, statement_at(r, 0, 0), ANSWER_NO);
    get(f, r, "/resultaat", 200);
    house_says(f->house, "1 domain went back");
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, start_round_tests, end_round_tests)
    const struct CMUnitTest tests[] = {
        TEST(an_empty_round_offers_the_first_step),
        TEST(few_answers_are_a_first_picture),
        TEST(the_title_names_the_best_and_the_work),
        TEST(the_title_claims_no_more_than_is_known),
        TEST(domains_that_hardly_differ_are_not_ranked),
        TEST(all_not_applicable_is_no_score),
        TEST(a_light_scan_ranks_domains_and_names_their_themes),
        TEST(the_band_shows_what_is_not_known),
        TEST(the_majority_is_provisional_until_agreed),
        TEST(importance_and_maturity_show_from_three_members),
        TEST(bookmarks_are_counted_and_score_nothing),
        TEST(a_member_sees_the_own_answer_beside_the_groups),
        TEST(who_fills_in_alone_sees_the_group_afterwards),
        TEST(a_reader_waits_until_the_round_is_closed),
        TEST(filters_show_what_they_say),
        TEST(the_parts_of_a_move_add_up),
        TEST(the_latest_closed_round_is_the_one_to_compare_with),
        TEST(statements_that_changed_are_found),
        TEST(a_quick_scan_shows_its_link_and_the_way_on),
        TEST(the_page_costs_the_same_with_many_fillers),
        TEST(an_open_start_question_leaves_statements_out),
        TEST(what_is_not_known_is_not_called_a_step_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
