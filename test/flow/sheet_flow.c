/* Sheets as people fill them in on two phones without any script, and what a desk and the beamer show of them: every method, what is
 * refused, what is closed, what is told by turns, and what lands in a round of the scan. */
#include "house.h"

#include "slice/session/session.h"

struct live {
    int64_t id;
    const char *path, *phone, *code;
    struct browser *desk, *one, *two;
};

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static const struct session *session_now(struct house *h, const struct live *l)
{
    return session_get(h->db, &h->a, h->places[0].org, l->id);
}

static struct browser *joined(struct house *h, const struct live *l, const char *name)
{
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/meedoen/%s", l->code);
    struct page_form *f = browser_form(b, arena_printf(&h->a, "/meedoen/%s", l->code));
    form_put(b, f, "naam", name);
    browser_send(b, f);
    GOES(b, l->phone);
    return b;
}

/* A session that runs, with a desk and two phones. */
static struct live *new_session(struct house *h)
{
    int64_t org = h->places[0].org, id = 0;
    house_begin(h);
    int64_t trajectory =
        house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld", (long long)org);
    struct session_new n = { .organisation = org,
                             .trajectory = trajectory_get(h->db, &h->a, h->app.site.packs, org, trajectory),
                             .title = "Opening evening",
                             .place = "",
                             .aim = "",
                             .at = INT64_C(1795330800000),
                             .minutes = 60,
                             .template = "",
                             .lang = lang_get(LANG_EN),
                             .user = h->people[GUIDE].user };
    assert_int_equal(session_make(h->db, &h->a, h->app.site.packs, &n, n.at, &id).status, OK);
    const struct session *s = session_get(h->db, &h->a, org, id);
    assert_int_equal(session_start(h->db, s, s->revision, n.user, n.at).status, OK);
    house_commit(h);
    struct live *l = NEW(&h->a, struct live);
    *l = (struct live){ .id = id,
                        .path = session_path(&h->a, s),
                        .phone = session_phone_path(&h->a, s),
                        .code = session_code_shown(&h->a, s) };
    l->desk = browser_new(h, GUIDE);
    browser_get(l->desk, "%s/regie", l->path);
    CODE(l->desk, 200);
    l->one = joined(h, l, "Ilse");
    l->two = joined(h, l, "Noor");
    return l;
}

/* One number of what this session's items hold; the house has sessions of its own. */
static int64_t in_room(struct house *h, const struct live *l, const char *query)
{
    return house_int(h, "%s WHERE item_id IN (SELECT id FROM session_item WHERE session_id = %lld)", query,
                     (long long)l->id);
}

static int64_t add_parts(struct house *h, const struct live *l, const char *method, int64_t most,
                         const struct session_part *parts, size_t count)
{
    struct session_item_text x = { .title = "What do you think?",
                                   .about = "",
                                   .say = "",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .most = most,
                                   .parts = parts,
                                   .part_count = count };
    int64_t id = 0;
    house_begin(h);
    assert_int_equal(
        session_item_add(h->db, &h->a, session_now(h, l), session_method_find(method), &x, &id).status, OK);
    house_commit(h);
    return id;
}

static void act(struct house *h, const struct live *l, const char *what, int64_t item, const char *more)
{
    int64_t revision = house_int(h, "SELECT revision FROM session_session WHERE id = %lld", (long long)l->id);
    browser_post(l->desk, arena_printf(&h->a, "%s/regie/doen", l->path),
                 arena_printf(&h->a, "do=%s&item=%lld&revision=%lld%s", what, (long long)item,
                              (long long)revision, more));
    GOES(l->desk, arena_printf(&h->a, "%s/regie", l->path));
    browser_follow(l->desk);
    CODE(l->desk, 200);
}

/* An item with these lines, open on both phones. */
static int64_t ask(struct house *h, const struct live *l, const char *method, int64_t most,
                   const char *const *lines)
{
    struct session_part parts[12] = { 0 };
    size_t n = 0;
    for (; lines != NULL && lines[n] != NULL; n++)
        parts[n] =
            (struct session_part){ .part = (int)n, .key = "", .label = lines[n], .about = "", .say = "" };
    int64_t id = add_parts(h, l, method, most, parts, n);
    act(h, l, "open", id, "");
    return id;
}

static struct page_form *sheet(struct browser *b, const struct live *l)
{
    browser_get(b, "%s", l->phone);
    CODE(b, 200);
    return browser_form(b, "/antwoord");
}

/* "3,,1": what each control holds; "" leaves it as it is. */
static void fill(struct browser *b, const struct live *l, const char *values)
{
    struct page_form *f = sheet(b, l);
    int part = 0;
    for (const char *p = values;; p++, part++) {
        size_t n = strcspn(p, ",");
        if (n > 0)
            form_put(b, f, arena_printf(&b->h->a, "keuze[%d]", part), arena_strndup(&b->h->a, p, n));
        p += n;
        if (*p == '\0')
            break;
    }
    browser_send(b, f);
}

static void answer(struct browser *b, const struct live *l, const char *values)
{
    fill(b, l, values);
    GOES(b, l->phone);
    browser_follow(b);
    SEES(b, "Your answer is saved.");
}

static const char *screen(struct house *h, const struct live *l)
{
    browser_get(l->desk, "%s/scherm", l->path);
    CODE(l->desk, 200);
    return l->desk->body;
    (void)h;
}

/* ---- every method --------------------------------------------------------------------------------------------- */

static void each_method_goes_from_two_phones_to_the_room(void **state)
{
    static const char *const two[] = { "Energy", "Buying", NULL };
    static const struct {
        const char *method;
        int64_t most;
        const char *const *lines;
        const char *one, *two, *finding;
    } rows[] = {
        { "poll", 0, two, "1", "1", "“Buying” has the most votes: 2." },
        { "poll", 2, two, "0,0", ",0", "“Buying” has the most votes: 2." },
        { "scale", 0, two, "1,5", "2,5", "Highest: “Buying” (5.0). Lowest: “Energy” (1.5)." },
        { "pair", 0, NULL, "5,2", "4,2", "Importance 4.5, maturity 2.0" },
        { "pair", 0, two, "5,2,3,3,1,5", "4,2,3,3,1,5", "Importance 4.5, maturity 2.0" },
        { "dots", 5, two, "1,4", "2,3", "“Buying” has the most dots: 7." },
        { "rank", 0, two, "2,1", "2,1", "“Buying” stands first, with 4 points." },
        { "axes", 0, two, "1,1,5,4", "2,1,4,5", "Much impact and much support: “Buying”." },
        { "evaluate", 0, two, "2,4", "3,5", "Highest: “Buying” (4.5)." },
    };
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        int64_t id = ask(h, l, rows[i].method, rows[i].most, rows[i].lines);
        browser_get(l->desk, "%s/regie", l->path);
        SEES(l->desk, "Nobody has answered yet.");
        answer(l->one, l, rows[i].one);
        NOT_SEES(l->one, rows[i].finding);
        answer(l->two, l, rows[i].two);
        browser_get(l->desk, "%s/regie", l->path);
        SEES(l->desk, "2 of 2");
        SEES(l->desk, rows[i].finding);
        assert_null(strstr(page_words(&h->a, screen(h, l)), rows[i].finding));
        act(h, l, "reveal", id, "");
        assert_non_null(strstr(page_words(&h->a, screen(h, l)), rows[i].finding));
        browser_get(l->two, "%s", l->phone);
        SEES(l->two, rows[i].finding);
        act(h, l, "close", id, "");
        browser_get(l->two, "%s", l->phone);
        SEES(l->two, rows[i].finding);
        SEES(l->two, "What you answered");
    }
}

static void what_was_chosen_stays_and_can_change(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t id = ask(h, l, "poll", 0, LINES("Yes", "No", "Perhaps"));
    answer(l->one, l, "2");
    assert_non_null(strstr(l->one->body, "value=\"2\" checked"));
    browser_get(l->desk, "%s/regie", l->path);
    SEES(l->desk, "Who answered what PerhapsIlse"); /* by name: who leads may ask why */
    answer(l->one, l, "0");
    assert_non_null(strstr(l->one->body, "value=\"0\" checked"));
    assert_null(strstr(l->one->body, "value=\"2\" checked"));
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_answer WHERE item_id = %lld", (long long)id),
                     1);
    browser_get(l->two, "%s", l->phone);
    assert_null(strstr(l->two->body, " checked")); /* nothing of somebody else */
    l->two->partial = "1";
    browser_get(l->two, "%s/beeld?na=", l->phone); /* what is the same for all */
    assert_null(strstr(l->two->body, " checked"));
    assert_null(strstr(l->two->body, "name=\"csrf\""));
    l->two->partial = NULL;
}

static void asked_again_both_rounds_stand_beside_each_other(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t id = ask(h, l, "scale", 0, LINES("It works"));
    answer(l->one, l, "1");
    answer(l->two, l, "2");
    act(h, l, "reveal", id, "");
    act(h, l, "close", id, "");
    act(h, l, "again", id, "");
    browser_get(l->one, "%s", l->phone);
    assert_null(strstr(l->one->body, " checked"));
    answer(l->one, l, "4");
    answer(l->two, l, "4");
    act(h, l, "reveal", id, "");
    screen(h, l);
    SEES(l->desk, "First");
    SEES(l->desk, "+2.5");
    browser_get(l->one, "%s", l->phone);
    SEES(l->one, "1.5");
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_answer WHERE item_id = %lld", (long long)id),
                     4);
}

/* ---- what is refused ------------------------------------------------------------------------------------------- */

static void what_is_too_much_comes_back_as_it_was_typed(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    ask(h, l, "dots", 3, LINES("Energy", "Buying"));
    answer(l->one, l, "1,1");
    fill(l->one, l, "2,2");
    CODE(l->one, 422);
    SEES(l->one, "You gave more dots than you have: 4/3. Take some away.");
    assert_non_null(
        strstr(l->one->body,
               "name=\"keuze[1]\" min=\"0\" max=\"3\" inputmode=\"numeric\" autocomplete=\"off\" value=\"2\""));
    assert_int_equal(in_room(h, l, "SELECT sum(choice + 1) FROM session_answer"), 2); /* as it was */
    fill(l->two, l, "0,0");
    CODE(l->two, 422);
    SEES(l->two, "Choose an answer first.");
    ask(h, l, "rank", 0, LINES("Energy", "Buying", "Paper"));
    fill(l->one, l, "1,1,2");
    CODE(l->one, 422);
    SEES(l->one, "You gave place 1 twice.");
    ask(h, l, "poll", 2, LINES("Energy", "Buying", "Paper"));
    fill(l->one, l, "0,0,0");
    CODE(l->one, 422);
    SEES(l->one, "You can choose at most 2.");
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_sheet"), 1);
}

static void who_comes_too_late_is_told_and_nothing_changes(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t id = ask(h, l, "poll", 0, LINES("Yes", "No"));
    answer(l->one, l, "0");
    struct page_form *late = sheet(l->one, l);
    form_put(l->one, late, "keuze[0]", "1");
    act(h, l, "close", id, "");
    browser_send(l->one, late);
    CODE(l->one, 422);
    SEES(l->one, "This part is closed: your answer was not stored any more.");
    assert_non_null(strstr(l->one->body, "value=\"0\" checked")); /* what counts */
    act(h, l, "again", id, "");
    browser_send(l->one, late); /* of the first round */
    CODE(l->one, 422);
    SEES(l->one, "This was asked anew");
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_answer"), 1);
    assert_int_equal(in_room(h, l, "SELECT choice FROM session_answer"), 0);
}

static void what_no_page_would_send_stores_nothing(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h), *other = new_session(h);
    int64_t id = ask(h, l, "scale", 0, LINES("It works")),
            theirs = ask(h, other, "poll", 0, LINES("Yes", "No"));
    const char *to = arena_printf(&h->a, "%s/antwoord", l->phone);
    static const char *const bad[] = { "keuze%5B0%5D=6",   "keuze%5B0%5D=-1", "keuze%5B0%5D=%3Cscript%3E",
                                       "keuze%5B0%5D=1e9", "keuze%5B0%5D=",   "keuze%5B999%5D=1",
                                       "keuze%5Bx%5D=1",   "keuze=1",         "" };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        browser_post(l->one, to, arena_printf(&h->a, "item=%lld&round=1&%s", (long long)id, bad[i]));
        CODE(l->one, 422);
        assert_null(strstr(l->one->body, "<script>"));
    }
    browser_post(l->one, to, arena_printf(&h->a, "item=%lld&round=1&keuze%%5B0%%5D=1", (long long)theirs));
    CODE(l->one, 422);
    browser_post(l->one, to, arena_printf(&h->a, "item=%lld&round=2&keuze%%5B0%%5D=1", (long long)id));
    CODE(l->one, 422);
    browser_post(l->one, arena_printf(&h->a, "%s/antwoord", other->phone),
                 arena_printf(&h->a, "item=%lld&round=1&keuze%%5B0%%5D=1", (long long)theirs));
    CODE(l->one, 403); /* has not joined there */
    char *many = arena_alloc(&h->a, 60001);
    size_t at = 0;
    for (int i = 0; i < 3000; i++)
        at += (size_t)snprintf(many + at, 60001 - at, "&keuze%%5B%d%%5D=1", i);
    browser_post(l->one, to, arena_printf(&h->a, "item=%lld&round=1%s", (long long)id, many));
    assert_true(l->one->code >= 400 && l->one->code < 500);
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_sheet"), 0);
}

static void a_script_is_told_in_short(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t id = ask(h, l, "poll", 0, LINES("Yes", "No"));
    const char *to = arena_printf(&h->a, "%s/antwoord", l->phone);
    l->one->partial = "1";
    for (int twice = 0; twice < 2; twice++) { /* a retry counts once */
        browser_post(l->one, to,
                     arena_printf(&h->a, "item=%lld&round=1&edit=2&keuze%%5B0%%5D=1", (long long)id));
        CODE(l->one, 200);
        assert_string_equal(l->one->body, "{\"saved\":true,\"edit\":2}");
    }
    browser_post(l->one, to, arena_printf(&h->a, "item=%lld&round=1&edit=1&keuze%%5B0%%5D=0", (long long)id));
    CODE(l->one, 200); /* of before, by a slow line */
    assert_int_equal(in_room(h, l, "SELECT choice FROM session_answer"), 1);
    /* A number that nobody can count on from would close the sheet for good. */
    static const char *const never[] = { "-1", "9223372036854775807" };
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        browser_post(
            l->one, to,
            arena_printf(&h->a, "item=%lld&round=1&edit=%s&keuze%%5B0%%5D=0", (long long)id, never[i]));
        CODE(l->one, 422);
    }
    assert_int_equal(in_room(h, l, "SELECT edit FROM session_sheet"), 2);
    act(h, l, "close", id, "");
    browser_post(l->one, to, arena_printf(&h->a, "item=%lld&round=1&edit=3&keuze%%5B0%%5D=0", (long long)id));
    CODE(l->one, 422);
    assert_non_null(strstr(l->one->body, "This part is closed"));
}

static void two_people_on_a_phone_each_have_a_sheet(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    ask(h, l, "poll", 0, LINES("Yes", "No"));
    answer(l->one, l, "0");
    const char *together = arena_printf(&h->a, "%s/samen", l->phone);
    struct page_form *mine = NULL, *f = browser_form(l->one, together);
    form_put(l->one, f, "tweede", "Jan");
    browser_send(l->one, f);
    browser_follow(l->one);
    SEES(l->one, "Jan answers now");
    assert_null(strstr(l->one->body, " checked"));
    answer(l->one, l, "1");
    mine = sheet(l->one, l); /* made for Jan, sent when Ilse has the phone again */
    browser_send(l->one, browser_form(l->one, together));
    browser_follow(l->one);
    assert_non_null(strstr(l->one->body, "value=\"0\" checked"));
    browser_send(l->one, mine);
    GOES(l->one, l->phone);
    assert_string_equal(
        house_sql(
            h,
            "SELECT min(choice) || ' ' || max(choice) || ' ' || count(*) FROM session_answer WHERE item_id IN "
            "(SELECT id FROM session_item WHERE session_id = %lld)",
            (long long)l->id),
        "0 1 2");
}

/* ---- by turns --------------------------------------------------------------------------------------------------- */

static int64_t new_quiz(struct house *h, const struct live *l)
{
    static const char *const options[] = { "Sponsoring", "Paying in time", "A logo" };
    struct session_part parts[2] = { 0 };
    for (int i = 0; i < 2; i++)
        parts[i] =
            (struct session_part){ .part = i,
                                   .key = "",
                                   .label = i == 0 ? "What fits best?" : "And what next?",
                                   .about = i == 0 ? "Because it is about the work itself." : "So it is.",
                                   .say = "",
                                   .answer = DB_SOME(1),
                                   .options = options,
                                   .option_count = 3 };
    int64_t id = add_parts(h, l, "quiz", 0, parts, 2);
    act(h, l, "open", id, "");
    return id;
}

static void a_quiz_is_told_question_by_question(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t id = new_quiz(h, l);
    fill(l->one, l, "1");
    browser_follow(l->one);
    SEES(l->one, "Question 1 of 2");
    NOT_SEES(l->one, "And what next?");
    NOT_SEES(l->one, "Because it is about the work itself.");
    assert_null(strstr(l->one->body, "is-right"));
    answer(l->two, l, "0");
    struct page_form *late = sheet(l->two, l);
    SEES(l->desk, "Because it is about the work itself."); /* who leads knows */
    act(h, l, "turn", id, "&turn=1");
    browser_get(l->one, "%s", l->phone);
    SEES(l->one, "Because it is about the work itself.");
    SEES(l->one, "1 of 2 had it right.");
    assert_non_null(strstr(l->one->body, "is-right"));
    form_put(l->two, late, "keuze[0]", "1");
    browser_send(l->two, late);
    CODE(l->two, 422);
    SEES(l->two, "The answer to this question was told already");
    act(h, l, "turn", id, "&turn=2");
    browser_get(l->one, "%s", l->phone);
    SEES(l->one, "Question 2 of 2");
    NOT_SEES(l->one, "So it is.");
    fill(l->one, l, ",1");
    GOES(l->one, l->phone);
    act(h, l, "turn", id, "&turn=4");
    browser_get(l->one, "%s", l->phone);
    SEES(l->one, "You had 2 of 2 right.");
    browser_get(l->two, "%s", l->phone);
    SEES(l->two, "You had 0 of 2 right.");
    screen(h, l);
    NOT_SEES(l->desk, "You had");
    SEES(l->desk, "67%"); /* of the answers that were given */
}

static void statements_of_the_scan_are_agreed_on_and_land_in_the_round(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t round = h->places[0].round[SCAN_SITTING], id = add_parts(h, l, "scan", 0, NULL, 0);
    act(h, l, "open", id, "");
    SEES(l->desk, "Which statements?");
    struct page_form *f = browser_form(l->desk, "/regie/ronde");
    const char *source = NULL;
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, "source") == 0 &&
            strncmp(f->controls[i].value, arena_printf(&h->a, "round:%lld:", (long long)round), 8) == 0)
            source = f->controls[i].value;
    assert_non_null(source);
    browser_post(l->desk, arena_printf(&h->a, "%s/regie/ronde", l->path),
                 arena_printf(&h->a, "item=%lld&source=round%%3A999", (long long)id));
    CODE(l->desk, 422);
    browser_get(l->desk, "%s/regie", l->path);
    f = browser_form(l->desk, "/regie/ronde");
    form_put(l->desk, f, "source",
             arena_printf(&h->a, "round:%lld%s", (long long)round, strchr(source + 6, ':')));
    browser_send(l->desk, f);
    browser_follow(l->desk);
    SEES(l->desk, "Theme 1 of");
    const char *statement =
        house_sql(h, "SELECT key FROM session_part WHERE item_id = %lld AND part = 0", (long long)id);
    answer(l->one, l, "0");
    answer(l->two, l, "1");
    browser_get(l->desk, "%s/regie", l->path);
    const char *to = arena_printf(&h->a, "%s/regie/stelling", l->path);
    browser_post(l->desk, to,
                 arena_printf(&h->a, "item=%lld&statement=%s&no_agreement=1&note=", (long long)id, statement));
    CODE(l->desk, 422);
    SEES(l->desk, "Write down in a few words what you do not agree about.");
    browser_post(l->desk, to,
                 arena_printf(&h->a, "item=%lld&statement=%s&no_agreement=1&note=%s", (long long)id, statement,
                              "We+see+it+differently"));
    CODE(l->desk, 303);
    assert_string_equal(
        house_sql(h,
                  "SELECT a.answer || ' ' || a.note FROM scan_answer a JOIN scan_sheet s ON s.id = a.sheet_id "
                  "WHERE s.round_id = %lld AND s.member_id = 0 AND a.statement = '%s'",
                  (long long)round, statement),
        "3 We see it differently");
    browser_post(l->desk, to,
                 arena_printf(&h->a, "item=%lld&statement=%s&answer=yes&note=", (long long)id, statement));
    CODE(l->desk, 303);
    browser_post(l->desk, to, arena_printf(&h->a, "item=%lld&statement=not.asked&answer=yes", (long long)id));
    CODE(l->desk, 404);
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_landing WHERE kind = 'scan' AND object = %lld",
                               (long long)round),
                     1);
    act(h, l, "turn", id, "&turn=1");
    browser_get(l->one, "%s", l->phone);
    SEES(l->one, "Agreed: Yes, fully");
    NOT_SEES(l->one, "Ilse:");
}

static void unanimous_answers_are_taken_over_at_once(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t round = h->places[0].round[SCAN_SITTING], id = add_parts(h, l, "scan", 0, NULL, 0);
    act(h, l, "open", id, "");
    browser_send(l->desk, browser_form(l->desk, "/regie/ronde"));
    browser_follow(l->desk);
    answer(l->one, l, "2");
    answer(l->two, l, "2");
    browser_get(l->desk, "%s/regie", l->path);
    SEES(l->desk, "Take over 1 unanimous answer");
    browser_send(l->desk, browser_form(l->desk, "/regie/eensgezind"));
    browser_follow(l->desk);
    SEES(l->desk, "Agreed: We don't know");
    browser_get(l->desk, "%s/regie", l->path);
    NOT_SEES(l->desk, "Take over");
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_landing"), 1);
    (void)round;
}

/* ---- words, and without names -------------------------------------------------------------------------------------- */

static void an_evaluation_asks_numbers_and_words(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t id = ask(h, l, "evaluate", 0, LINES("I could say what I wanted", "What else …", "And what next …"));
    answer(l->one, l, "4");
    struct page_form *f = browser_form(l->one, "/notitie");
    form_put(l->one, f, "text", "More coffee, <b>please</b>");
    browser_send(l->one, f);
    GOES(l->one, l->phone);
    browser_send(l->one, f); /* a double tap */
    GOES(l->one, l->phone);
    browser_follow(l->one);
    SEES(l->one, "More coffee, <b>please</b>");
    assert_non_null(strstr(l->one->body, "value=\"4\" checked"));
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_note"), 1);
    /* Both questions of one page, sent one after the other. */
    browser_get(l->two, "%s", l->phone);
    size_t forms;
    struct page_form *all = page_forms(&h->a, l->two->body, &forms);
    for (size_t i = 0; i < forms; i++)
        if (strstr(all[i].action, "/notitie") != NULL) {
            form_put(l->two, &all[i], "text", arena_printf(&h->a, "Word %d", (int)i));
            browser_send(l->two, &all[i]);
            GOES(l->two, l->phone);
        }
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_note"), 3);
    browser_get(l->two, "%s", l->phone);
    NOT_SEES(l->two, "More coffee");
    browser_get(l->desk, "%s/regie", l->path);
    SEES(l->desk, "On average 4.0 of 5.");
    SEES(l->desk, "More coffee, <b>please</b>");
    assert_null(strstr(l->desk->body, "<b>please</b>"));
    act(h, l, "reveal", id, "");
    browser_get(l->two, "%s", l->phone);
    SEES(l->two, "More coffee");
    screen(h, l);
    SEES(l->desk, "3 answers in words");
    SEES(l->desk, "On average 4.0 of 5.");
}

static void without_names_the_room_waits_for_five(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    struct session_part parts[2] = { { .key = "", .label = "Fine as it is", .about = "", .say = "" },
                                     { .part = 1, .key = "", .label = "Too many", .about = "", .say = "" } };
    struct session_item_text x = { .title = "Are we the right group?",
                                   .about = "",
                                   .say = "",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 5,
                                   .anonymous = true,
                                   .parts = parts,
                                   .part_count = 2 };
    int64_t id = 0;
    house_begin(h);
    assert_int_equal(
        session_item_add(h->db, &h->a, session_now(h, l), session_method_find("poll"), &x, &id).status, OK);
    house_commit(h);
    act(h, l, "open", id, "");
    browser_get(l->one, "%s", l->phone);
    SEES(l->one, "Without names.");
    struct browser *all[6] = { l->one, l->two };
    for (int i = 2; i < 6; i++)
        all[i] = joined(h, l, "");
    for (int i = 0; i < 4; i++)
        answer(all[i], l, i == 0 ? "1" : "0");
    assert_non_null(strstr(all[0]->body, "value=\"1\" checked")); /* this phone knows */
    browser_get(l->desk, "%s/regie", l->path);
    SEES(l->desk, "4 of 6");
    SEES(l->desk, "Answers without names show from 5 answers");
    NOT_SEES(l->desk, "has the most votes");
    int64_t revision = house_int(h, "SELECT revision FROM session_session WHERE id = %lld", (long long)l->id);
    browser_post(l->desk, arena_printf(&h->a, "%s/regie/doen", l->path),
                 arena_printf(&h->a, "do=reveal&item=%lld&revision=%lld", (long long)id, (long long)revision));
    CODE(l->desk, 422);
    SEES(l->desk, "There are not enough answers yet");
    for (int i = 4; i < 6; i++)
        answer(all[i], l, "0");
    browser_get(l->desk, "%s/regie", l->path);
    NOT_SEES(l->desk, "has the most votes"); /* who leads sees it when everybody does */
    act(h, l, "reveal", id, "");
    SEES(l->desk, "“Fine as it is” has the most votes: 5.");
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_sheet"), 0);
    act(h, l, "close", id, "");
    browser_get(l->one, "%s", l->phone);
    SEES(l->one, "“Fine as it is” has the most votes: 5.");
    assert_null(strstr(l->one->body, " checked")); /* nobody can tell any more */
}

/* ---- the desk ------------------------------------------------------------------------------------------------------ */

static void themes_become_priorities_by_who_leads(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t id = ask(h, l, "axes", 0, LINES("Energy", "Buying"));
    answer(l->one, l, "1,1,5,5");
    browser_get(l->desk, "%s/regie", l->path);
    struct page_form *f = browser_form(l->desk, "/regie/prioriteit");
    browser_send(l->desk, f);
    GOES(l->desk, arena_printf(&h->a, "%s/regie", l->path));
    assert_int_equal(in_room(h, l, "SELECT object FROM session_landing"), 1);
    const char *fields = arena_printf(&h->a, "item=%lld&part=1&chosen=", (long long)id);
    struct browser *foreign = browser_new(h, FOREIGN), *member = browser_new(h, MEMBER),
                   *minutes = browser_new(h, MINUTES);
    browser_post(foreign, arena_printf(&h->a, "%s/regie/prioriteit", l->path), fields);
    CODE(foreign, 404);
    browser_post(member, arena_printf(&h->a, "%s/regie/prioriteit", l->path), fields);
    CODE(member, 403);
    browser_post(minutes, arena_printf(&h->a, "%s/regie/prioriteit", l->path), fields);
    CODE(minutes, 403);
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_landing"), 1);
    browser_post(minutes, arena_printf(&h->a, "%s/notulen/prioriteit", l->path), fields);
    GOES(minutes, arena_printf(&h->a, "%s/notulen", l->path));
    assert_int_equal(in_room(h, l, "SELECT count(*) FROM session_landing"), 0);
    browser_post(l->desk, arena_printf(&h->a, "%s/regie/prioriteit", l->path),
                 arena_printf(&h->a, "item=%lld&part=99&chosen=1", (long long)id));
    CODE(l->desk, 404);
}

HOUSE_MAIN(BOTH(each_method_goes_from_two_phones_to_the_room), BOTH(what_was_chosen_stays_and_can_change),
           BOTH(asked_again_both_rounds_stand_beside_each_other),
           BOTH(what_is_too_much_comes_back_as_it_was_typed),
           BOTH(who_comes_too_late_is_told_and_nothing_changes), BOTH(what_no_page_would_send_stores_nothing),
           BOTH(a_script_is_told_in_short), BOTH(two_people_on_a_phone_each_have_a_sheet),
           BOTH(a_quiz_is_told_question_by_question),
           BOTH(statements_of_the_scan_are_agreed_on_and_land_in_the_round),
           BOTH(unanimous_answers_are_taken_over_at_once), BOTH(an_evaluation_asks_numbers_and_words),
           BOTH(without_names_the_room_waits_for_five), BOTH(themes_become_priorities_by_who_leads))
