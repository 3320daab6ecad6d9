/* A live room as people without any script see it: joining by code, following, sharing a phone, being sent away, two desks, the
 * beamer and the streams; and what people type wrongly. */
#include "house.h"

#include <ctype.h>

#include "slice/session/session.h"

/* A session with an introduction, cards and a poll, and its code. */
struct live {
    int64_t id;
    const char *path, *code, *phone;
};

static int64_t add_item(struct house *h, const struct session *s, const char *method, const char *title,
                        const char *const *lines)
{
    struct session_part parts[4] = { 0 };
    size_t n = 0;
    for (; lines[n] != NULL; n++)
        parts[n] =
            (struct session_part){ .part = (int)n, .key = "", .label = lines[n], .about = "", .say = "" };
    struct session_item_text x = { .title = title,
                                   .about = "",
                                   .say = "Only for who leads",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .parts = parts,
                                   .part_count = n };
    int64_t id = 0;
    assert_int_equal(session_item_add(h->db, &h->a, s, session_method_find(method), &x, &id).status, OK);
    return id;
}

static struct live new_session(struct house *h)
{
    int64_t org = h->places[0].org, id = 0;
    house_begin(h);
    int64_t trajectory =
        house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld", (long long)org);
    struct session_new n = { .organisation = org,
                             .trajectory = trajectory_get(h->db, &h->a, h->app.site.packs, org, trajectory),
                             .title = "Opening evening",
                             .place = "Town hall",
                             .aim = "Know where we stand",
                             .at = INT64_C(1795330800000),
                             .minutes = 60,
                             .template = "",
                             .lang = lang_get(LANG_EN),
                             .user = h->people[GUIDE].user };
    assert_int_equal(session_make(h->db, &h->a, h->app.site.packs, &n, n.at, &id).status, OK);
    const struct session *s = session_get(h->db, &h->a, org, id);
    add_item(h, s, "talk", "Welcome to all", (const char *const[]){ NULL });
    add_item(h, s, "cards", "What it is about", (const char *const[]){ "First card", "Second card", NULL });
    add_item(h, s, "poll", "Do we begin?", (const char *const[]){ "Yes", "No", NULL });
    house_commit(h);
    return (struct live){ .id = id,
                          .path = session_path(&h->a, s),
                          .code = session_code_shown(&h->a, s),
                          .phone = session_phone_path(&h->a, s) };
}

/* Joins with a name, as the QR code leads. */
static struct browser *joined(struct house *h, const struct live *l, const char *name)
{
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/meedoen/%s", l->code);
    CODE(b, 200);
    struct page_form *f = browser_form(b, arena_printf(&h->a, "/meedoen/%s", l->code));
    form_put(b, f, "naam", name);
    browser_send(b, f);
    GOES(b, l->phone);
    browser_follow(b);
    CODE(b, 200);
    return b;
}

static struct browser *at_desk(struct house *h, const struct live *l)
{
    struct browser *b = browser_new(h, GUIDE);
    browser_get(b, "%s/regie", l->path);
    CODE(b, 200);
    return b;
}

static int64_t revision(struct house *h, const struct live *l)
{
    return house_int(h, "SELECT revision FROM session_session WHERE id = %lld", (long long)l->id);
}

static int act_at(struct browser *b, const struct live *l, const char *act, int64_t item, int64_t at,
                  const char *more)
{
    return browser_post(
        b, arena_printf(&b->h->a, "%s/regie/doen", l->path),
        arena_printf(&b->h->a, "do=%s&item=%lld&revision=%lld%s", act, (long long)item, (long long)at, more));
}

static void act(struct browser *b, const struct live *l, const char *what, int64_t item)
{
    act_at(b, l, what, item, revision(b->h, l), "");
    GOES(b, arena_printf(&b->h->a, "%s/regie", l->path));
}

static int64_t item_id(struct house *h, const struct live *l, const char *method)
{
    return house_int(h, "SELECT id FROM session_item WHERE session_id = %lld AND method = '%s'",
                     (long long)l->id, method);
}

static int64_t people(struct house *h)
{
    return house_int(h, "SELECT count(*) FROM session_participant WHERE removed_at IS NULL AND session_id = "
                        "(SELECT max(id) FROM session_session)");
}

/* ---- joining ------------------------------------------------------------------------------------------------- */

static void a_phone_joins_with_a_code_as_people_type_it(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/meedoen");
    CODE(b, 200);
    char typed[32] = "  ";
    for (const char *c = l.code; *c != '\0'; c++)
        snprintf(typed + strlen(typed), sizeof typed - strlen(typed), "%c ", *c == '-' ? ' ' : tolower(*c));
    struct page_form *f = browser_form(b, "/meedoen");
    form_put(b, f, "code", typed);
    browser_send(b, f);
    GOES(b, arena_printf(&h->a, "/meedoen/%s", l.code));
    browser_follow(b);
    SEES(b, "Opening evening");
    assert_int_equal(people(h), 0); /* looking joins nobody */
    f = browser_form(b, arena_printf(&h->a, "/meedoen/%s", l.code));
    form_put(b, f, "naam", "Ilse");
    browser_send(b, f);
    GOES(b, l.phone);
    browser_follow(b);
    SEES(b, "You are in");
    SEES(b, "You are Ilse");
    SEES(b, "What it is about");
    assert_int_equal(people(h), 1);
    /* The same code again leads to where one was. */
    browser_get(b, "/meedoen/%s", l.code);
    GOES(b, l.phone);
    /* The whole address was pasted. */
    browser_post(b, "/meedoen",
                 arena_printf(&h->a, "code=https%%3A%%2F%%2Fx.example%%2Fmeedoen%%2F%s", l.code));
    GOES(b, arena_printf(&h->a, "/meedoen/%s", l.code));
    assert_null(strstr(
        house_sql(
            h, "SELECT name FROM session_participant WHERE session_id = (SELECT max(id) FROM session_session)"),
        "<"));
}

static void a_wrong_code_says_so_and_stays(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = browser_new(h, NOBODY);
    static const char *const wrong[] = { "AAAA-AAAA", "hello", "<script>alert(1)</script>",
                                         "%C3%A9%F0%9F%8C%B3" };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        browser_post(b, "/meedoen", arena_printf(&h->a, "code=%s", wrong[i]));
        CODE(b, 422);
        SEES(b, "There is no session with this code");
        assert_null(strstr(b->body, "<script>alert"));
    }
    browser_get(b, "/meedoen/AAAA-AAAA");
    CODE(b, 200);
    SEES(b, "There is no session with this code");
    char *big = arena_alloc(&h->a, 100001);
    memset(big, 'A', 100000);
    big[100000] = '\0';
    browser_post(b, "/meedoen", arena_printf(&h->a, "code=%s", big));
    assert_true(b->code == 413 || b->code == 422);
    browser_post(b, arena_printf(&h->a, "/meedoen/%s", l.code), arena_printf(&h->a, "naam=%.200s", big));
    CODE(b, 422);
    assert_int_equal(people(h), 0);
    browser_post(b, arena_printf(&h->a, "/meedoen/%s", l.code), "naam=%3Cscript%3Ealert(1)%3C%2Fscript%3E");
    GOES(b, l.phone);
    browser_follow(b);
    SEES(b, "You are <script>alert(1)</script>");
    assert_null(strstr(b->body, "<script>alert"));
}

static void guessing_is_stopped_and_who_is_in_notices_nothing(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *in = joined(h, &l, "Ilse"), *guesser = browser_new(h, NOBODY),
                   *late = browser_new(h, NOBODY), *elsewhere = browser_new(h, NOBODY);
    in->address = guesser->address = late->address = "10.1.1.1"; /* one town hall */
    for (int i = 0; i < 300; i++) {                              /* right codes do not count */
        browser_get(late, "/meedoen/%s", l.code);
        CODE(late, 200);
    }
    int tries = 0;
    do {
        browser_get(guesser, "/meedoen/AAAA-AAA%c", 'A' + tries % 20);
    } while (guesser->code == 200 && ++tries < 3000);
    CODE(guesser, 429);
    assert_in_range(tries, 900, 1100);
    browser_get(late, "/meedoen/%s", l.code);
    CODE(late, 429);
    browser_get(in, "%s", l.phone);
    CODE(in, 200);
    browser_post(in, arena_printf(&h->a, "%s/naam", l.phone), "naam=Ilse+V.");
    GOES(in, l.phone);
    browser_get(elsewhere, "/meedoen/%s", l.code);
    CODE(elsewhere, 200);
    browser_get(guesser, "/deelnemen/AAAA-AAAA"); /* another way to ask the same */
    CODE(guesser, 429);
    /* A room that people in this hall are in stays open to the others there; that of somebody else does not. */
    browser_get(in, "%s/beeld", l.phone);
    CODE(in, 200);
    browser_get(late, "/meedoen/%s", l.code);
    CODE(late, 200);
    browser_post(late, arena_printf(&h->a, "/meedoen/%s", l.code), "naam=Late");
    GOES(late, l.phone);
    struct live other = new_session(h);
    browser_get(guesser, "/meedoen/%s", other.code);
    CODE(guesser, 429);
    browser_get(guesser, "/meedoen/AAAA-AAAA");
    CODE(guesser, 429);
}

static void a_member_is_recognised(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *mia = browser_new(h, MEMBER);
    browser_get(mia, "/meedoen/%s", l.code);
    SEES(mia, "You take part as");
    browser_send(mia, browser_form(mia, arena_printf(&h->a, "/meedoen/%s", l.code)));
    GOES(mia, l.phone);
    assert_int_equal(house_int(h, "SELECT member_id FROM session_participant WHERE session_id = (SELECT "
                                  "max(id) FROM session_session)"),
                     h->people[MEMBER].member);
    assert_string_equal(house_sql(h, "SELECT state FROM session_attendance WHERE member_id = %lld",
                                  (long long)h->people[MEMBER].member),
                        "present");
    /* A link in the own mail does the same, for its session only. */
    house_begin(h);
    int64_t link = trajectory_link_ensure(h->db, &h->a, h->places[0].org, "session", l.id,
                                          h->people[SECOND].mail, INT64_C(1795330800000));
    const char *text = trajectory_link_text(&h->a, h->app.site.key, link);
    house_commit(h);
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/meedoen/%s?wie=%s", l.code, text);
    SEES(b, "You take part as");
    browser_send(b, browser_form(b, arena_printf(&h->a, "/meedoen/%s", l.code)));
    GOES(b, l.phone);
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_attendance WHERE state = 'present'"), 2);
    struct live other = new_session(h);
    browser_get(b, "/meedoen/%s?wie=%s", other.code, text);
    NOT_SEES(b, "You take part as");
    browser_get(b, "/meedoen/%s?wie=nonsense", other.code);
    CODE(b, 200);
    NOT_SEES(b, "You take part as");
}

static void a_full_room_says_so(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *in = joined(h, &l, "Ilse"), *late = browser_new(h, NOBODY);
    house_do(h,
             "INSERT INTO session_participant (session_id) "
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) SELECT %lld FROM n",
             SESSION_MAX_PEOPLE - 1, (long long)l.id);
    browser_get(late, "/meedoen/%s", l.code);
    SEES(late, "it takes no more");
    assert_false(browser_has_form(late, arena_printf(&h->a, "/meedoen/%s", l.code)));
    browser_post(in, arena_printf(&h->a, "/meedoen/%s", l.code), "naam=");
    GOES(in, l.phone);
    browser_get(in, "%s", l.phone);
    CODE(in, 200);
    struct browser *desk = at_desk(h, &l);
    SEES(desk, "5000 people have joined");
    browser_get(desk, "%s/regie/mensen", l.path);
    CODE(desk, 200);
}

/* ---- following ------------------------------------------------------------------------------------------------ */

static void a_phone_without_script_follows_the_room(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = joined(h, &l, ""), *desk = at_desk(h, &l);
    assert_non_null(strstr(b->body, "http-equiv=\"refresh\""));
    SEES(desk, "1 person has joined");
    SEES(desk, l.code);
    act(desk, &l, "start", 0);
    act(desk, &l, "open", item_id(h, &l, "talk"));
    browser_get(b, "%s", l.phone);
    SEES(b, "Welcome to all");
    NOT_SEES(b, "Only for who leads");
    browser_follow(desk);
    SEES(desk, "Only for who leads");
    act(desk, &l, "open", item_id(h, &l, "cards"));
    browser_get(b, "%s", l.phone);
    SEES(b, "First card");
    NOT_SEES(b, "Second card");
    act_at(desk, &l, "turn", item_id(h, &l, "cards"), revision(h, &l), "&turn=1");
    browser_get(b, "%s", l.phone);
    SEES(b, "Second card");
    SEES(b, "Look back at the cards");
    act(desk, &l, "open", item_id(h, &l, "poll"));
    browser_get(b, "%s", l.phone);
    SEES(b, "Do we begin?");
    SEES(b, "By name.");
    assert_null(strstr(b->body, "http-equiv=\"refresh\"")); /* something can be typed */
    struct browser *late = joined(h, &l, "Late");
    SEES(late, "Do we begin?");
    act(desk, &l, "close", item_id(h, &l, "poll"));
    browser_get(b, "%s", l.phone);
    SEES(b, "This is closed");
    act(desk, &l, "end", 0);
    browser_get(b, "%s", l.phone);
    SEES(b, "Thank you for taking part");
    assert_false(browser_has_form(b, arena_printf(&h->a, "%s/naam", l.phone)));
    struct browser *nobody = browser_new(h, NOBODY);
    browser_get(nobody, "/meedoen/%s", l.code);
    SEES(nobody, "You cannot join any more");
    browser_post(nobody, arena_printf(&h->a, "/meedoen/%s", l.code), "naam=");
    CODE(nobody, 422); /* the page that says why, not a bare refusal */
    SEES(nobody, "You cannot join any more");
    SEES(nobody, "The session is over");
    act(desk, &l, "resume", 0);
    browser_get(b, "%s", l.phone);
    NOT_SEES(b, "Thank you for taking part");
}

static void two_people_answer_on_one_phone(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = joined(h, &l, "Ilse");
    const char *together = arena_printf(&h->a, "%s/samen", l.phone);
    struct page_form *f = browser_form(b, together);
    form_put(b, f, "tweede", "Noor");
    browser_send(b, f);
    GOES(b, l.phone);
    browser_follow(b);
    SEES(b, "Noor answers now");
    assert_int_equal(people(h), 2);
    browser_send(b, browser_form(b, together));
    browser_follow(b);
    SEES(b, "Ilse answers now");
    assert_int_equal(people(h), 2);
    f = browser_form(b, arena_printf(&h->a, "%s/naam", l.phone));
    form_put(b, f, "naam", "Ilse V.");
    browser_send(b, f);
    browser_follow(b);
    SEES(b, "Ilse V. answers now");
    browser_send(b, browser_form(b, arena_printf(&h->a, "%s/weg", l.phone)));
    GOES(b, l.phone);
    browser_follow(b);
    NOT_SEES(b, "answers now");
    SEES(b, "You are Noor");
    browser_send(b, browser_form(b, arena_printf(&h->a, "%s/weg", l.phone)));
    GOES(b, "/meedoen");
    assert_int_equal(people(h), 0);
    browser_post(b, together, "plaats=3&tweede=x");
    CODE(b, 403);
}

static void who_is_sent_away_reads_why(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = joined(h, &l, "Ilse"), *desk = at_desk(h, &l);
    browser_get(desk, "%s/regie/mensen", l.path);
    SEES(desk, "Ilse");
    browser_send(desk, browser_form(desk, "/regie/mensen"));
    browser_follow(desk);
    SEES(desk, "Sent away");
    browser_get(b, "%s", l.phone);
    SEES(b, "You are not in this session any more");
    browser_post(b, arena_printf(&h->a, "%s/naam", l.phone), "naam=x");
    CODE(b, 403);
    browser_get(b, "%s/beeld", l.phone);
    CODE(b, 403);
    browser_post(b, arena_printf(&h->a, "/meedoen/%s", l.code), "naam=x");
    CODE(b, 403);
    browser_send(desk, browser_form(desk, "/regie/mensen"));
    browser_get(b, "%s", l.phone);
    SEES(b, "You are in");
}

static void a_shut_door_is_told_and_keeps_nobody_in_the_room_from_going_on(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = joined(h, &l, "Ilse"), *desk = at_desk(h, &l), *late = browser_new(h, NOBODY);
    browser_get(late, "/meedoen/%s", l.code);
    struct page_form *opened_before = browser_form(late, arena_printf(&h->a, "/meedoen/%s", l.code));
    browser_get(desk, "%s/regie/mensen", l.path);
    browser_send(desk, browser_form(desk, "/regie/deur"));
    browser_follow(desk);
    SEES(desk, "The door is shut");
    /* Also who had the page before: the form alone opens nothing. */
    browser_send(late, opened_before);
    CODE(late, 422);
    SEES(late, "Try again");
    SEES(late, "lets nobody more in");
    assert_int_equal(people(h), 1);
    browser_get(late, "/meedoen/%s", l.code);
    SEES(late, "lets nobody more in");
    browser_get(b, "%s", l.phone);
    SEES(b, "You are in");
    browser_send(desk, browser_form(desk, "/regie/deur"));
    browser_follow(desk);
    SEES(desk, "Let nobody more in");
    browser_get(late, "/meedoen/%s", l.code);
    browser_send(late, browser_form(late, arena_printf(&h->a, "/meedoen/%s", l.code)));
    assert_int_equal(people(h), 2);
}

static void a_session_that_vanished_says_so(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = joined(h, &l, "Ilse"), *other = browser_new(h, NOBODY);
    browser_get(other, "%s", l.phone); /* never joined */
    GOES(other, arena_printf(&h->a, "/meedoen/%s", l.code));
    browser_get(other, "%s/eigen", l.phone);
    CODE(other, 403);
    house_do(h, "DELETE FROM session_session WHERE id = %lld", (long long)l.id);
    browser_get(b, "%s", l.phone);
    CODE(b, 404);
    SEES(b, "This session is not here any more");
    browser_post(b, arena_printf(&h->a, "%s/naam", l.phone), "naam=x");
    CODE(b, 403);
    browser_get(b, "%s/beeld", l.phone);
    CODE(b, 403);
    struct browser *desk = browser_new(h, GUIDE);
    browser_get(desk, "%s/regie", l.path);
    CODE(desk, 404);
}

/* ---- desks, beamer, streams -------------------------------------------------------------------------------------- */

static void two_desks_hear_of_each_other(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *one = at_desk(h, &l), *two = at_desk(h, &l);
    act(one, &l, "start", 0);
    int64_t before = revision(h, &l);
    act(one, &l, "open", item_id(h, &l, "cards"));
    act_at(two, &l, "open", item_id(h, &l, "poll"), before, "");
    CODE(two, 422);
    SEES(two, "Somebody else leads this room too");
    SEES(two, "What it is about (open)");
    assert_int_equal(house_int(h, "SELECT item_id FROM session_session WHERE id = %lld", (long long)l.id),
                     item_id(h, &l, "cards"));
    /* Both wanted the same: nothing to tell. */
    act_at(two, &l, "open", item_id(h, &l, "cards"), before, "");
    CODE(two, 303);
    int64_t until = house_int(h, "SELECT until_at FROM session_session WHERE id = %lld", (long long)l.id);
    act_at(one, &l, "add", 0, revision(h, &l), "&seconds=300");
    assert_true(house_int(h, "SELECT until_at FROM session_session WHERE id = %lld", (long long)l.id) > until);
    act(one, &l, "stop", 0);
    browser_follow(one);
    SEES(one, "clock stopped at");
    act_at(one, &l, "open", 999999, revision(h, &l), "");
    CODE(one, 422);
    act_at(one, &l, "dance", 0, revision(h, &l), "");
    CODE(one, 422);
}

static void a_room_is_its_organisations(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    static const struct {
        enum role role;
        const char *page;
        int code;
    } who[] = { { GUIDE, "regie", 200 },    { MINUTES, "regie", 403 },    { MINUTES, "notulen", 200 },
                { MINUTES, "scherm", 200 }, { MEMBER, "notulen", 403 },   { FOREIGN, "regie", 404 },
                { FOREIGN, "scherm", 404 }, { NOBODY, "regie", 401 },     { NOBODY, "scherm/beeld", 401 },
                { GUIDE, "scherm", 200 },   { GUIDE, "regie/beeld", 200 } };
    for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
        struct browser *b = browser_new(h, who[i].role);
        browser_get(b, "%s/%s", l.path, who[i].page);
        CODE(b, who[i].code);
    }
    /* The same number under another organisation is another room. */
    struct browser *b = browser_new(h, FOREIGN);
    browser_get(b, "/organisatie/%lld/sessie/%lld/regie", (long long)h->places[1].org, (long long)l.id);
    CODE(b, 404);
}

static void streams_hold_nothing_of_one_person(void **state)
{
    struct house *h = house_of(state);
    struct live l = new_session(h);
    struct browser *b = joined(h, &l, "Ilse"), *desk = at_desk(h, &l);
    act(desk, &l, "start", 0);
    act(desk, &l, "open", item_id(h, &l, "poll"));
    browser_get(b, "%s/beeld", l.phone);
    CODE(b, 200);
    assert_string_equal(b->type, "text/event-stream");
    assert_non_null(strstr(b->body, "Do we begin?"));
    assert_null(strstr(b->body, "csrf"));
    assert_null(strstr(b->body, "Ilse"));
    assert_null(strstr(b->body, "Only for who leads"));
    b->partial = "1"; /* a fragment is no page */
    browser_get(b, "%s/beeld?na=", l.phone);
    CODE(b, 200);
    assert_non_null(strstr(b->body, "data-part=\"head\""));
    browser_get(b, "%s/eigen", l.phone);
    CODE(b, 200);
    assert_non_null(strstr(b->body, "csrf"));
    b->partial = NULL;
    browser_get(desk, "%s/regie/beeld", l.path);
    assert_non_null(strstr(desk->body, "Only for who leads"));
    browser_get(desk, "%s/scherm/beeld", l.path);
    assert_null(strstr(desk->body, "Only for who leads"));
    browser_get(desk, "%s/notulen/beeld", l.path);
    CODE(desk, 200);
    assert_null(strstr(desk->body, "csrf"));
    browser_get(desk, "%s/scherm", l.path);
    SEES(desk, l.code);
    SEES(desk, "0 of 1");
}

HOUSE_MAIN(BOTH(a_phone_joins_with_a_code_as_people_type_it), BOTH(a_wrong_code_says_so_and_stays),
           BOTH(guessing_is_stopped_and_who_is_in_notices_nothing), BOTH(a_member_is_recognised),
           BOTH(a_full_room_says_so), BOTH(a_phone_without_script_follows_the_room),
           BOTH(two_people_answer_on_one_phone), BOTH(who_is_sent_away_reads_why),
           BOTH(a_shut_door_is_told_and_keeps_nobody_in_the_room_from_going_on),
           BOTH(a_session_that_vanished_says_so), BOTH(two_desks_hear_of_each_other),
           BOTH(a_room_is_its_organisations), BOTH(streams_hold_nothing_of_one_person))
