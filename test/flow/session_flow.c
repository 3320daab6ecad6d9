/* Preparing a session as a guide does: made in a few clicks, an agenda changed and put in order without a script, who comes, an
 * invitation that goes to each once, a phone that reaches the address, and the room that opens. */
#include "house.h"

#include "base/clock.h"

static const char *list_url(struct house *h)
{
    return arena_printf(&h->a, "/organisatie/%lld/sessie", (long long)h->places[0].org);
}

/* The newest session. */
static int64_t newest(struct house *h)
{
    return house_int(h, "SELECT max(id) FROM session_session");
}

static const char *titles(struct house *h)
{
    return house_sql(
        h, h->engine == DB_SQLITE
               ? "SELECT group_concat(title, ' | ') FROM (SELECT title FROM session_item WHERE session_id = "
                 "(SELECT max(id) FROM session_session) ORDER BY position)"
               : "SELECT string_agg(title, ' | ' ORDER BY position) FROM session_item WHERE session_id = "
                 "(SELECT max(id) FROM session_session)");
}

/* A new session with an empty agenda, made on its page; the browser stands on the session's own page. */
static const char *make_empty(struct browser *b, const char *title)
{
    struct house *h = b->h;
    browser_get(b, "%s/nieuw", list_url(h));
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/sessie/nieuw");
    form_put(b, f, "template", "leeg");
    form_put(b, f, "title", title);
    browser_send(b, f);
    const char *page = arena_printf(&h->a, "%s/%lld", list_url(h), (long long)newest(h));
    GOES(b, page);
    browser_follow(b);
    CODE(b, 200);
    return page;
}

static void add_poll(struct browser *b, const char *page, const char *title, const char *options)
{
    browser_get(b, "%s/onderdeel/nieuw?werkvorm=poll", page);
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/onderdeel/nieuw?werkvorm=poll");
    form_put(b, f, "title", title);
    form_put(b, f, "parts", options);
    browser_send(b, f);
    GOES(b, arena_printf(&b->h->a, "%s#agenda", page));
}

/* ---- in eight clicks -------------------------------------------------------------------------------------------- */

static void a_room_is_open_with_a_phone_in_it_in_eight_clicks(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *phone = browser_new(h, NOBODY);
    browser_get(guide, "/organisatie/%lld", (long long)h->places[0].org);
    assert_non_null(strstr(guide->body, arena_printf(&h->a, "href=\"%s\"", list_url(h))));
    browser_get(guide, "%s", list_url(h)); /* 1: Sessions */
    assert_non_null(strstr(guide->body, "/sessie/nieuw"));
    browser_get(guide, "%s/nieuw", list_url(h)); /* 2: New session */
    struct page_form *f = browser_form(guide, "/sessie/nieuw");
    form_put(guide, f, "template", "start-session"); /* 3: its kind; day, hour, length and title are there */
    browser_send(guide, f);                          /* 4: Make the session */
    browser_follow(guide);
    CODE(guide, 200);
    SEES(guide, "Open the room");
    int64_t items =
        house_int(h, "SELECT count(*) FROM session_item WHERE session_id = %lld", (long long)newest(h));
    assert_true(items > 3);
    browser_send(guide, browser_form(guide, "/starten")); /* 5: Open the room */
    browser_follow(guide);
    CODE(guide, 200);
    const char *code =
        house_sql(h, "SELECT substr(code, 1, 4) || '-' || substr(code, 5) FROM session_session WHERE id = %lld",
                  (long long)newest(h));
    browser_get(phone, "/meedoen/%s", code); /* 6: the code on the beamer, scanned */
    CODE(phone, 200);
    struct page_form *join = browser_form(phone, phone->path);
    browser_send(phone, join); /* 7: Take part */
    browser_follow(phone);
    CODE(phone, 200);
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM session_participant WHERE session_id = %lld", (long long)newest(h)),
        1);
    assert_string_equal(house_sql(h, "SELECT state FROM session_session WHERE id = %lld", (long long)newest(h)),
                        "running");
}

/* ---- making one ------------------------------------------------------------------------------------------------- */

static void what_is_missing_is_said_and_what_was_typed_stays(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    browser_get(guide, "%s/nieuw", list_url(h));
    house_mark(h);
    struct page_form *f = browser_form(guide, "/sessie/nieuw");
    form_put(guide, f, "title", "A title to keep");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "Choose what kind of session it is, or an empty one.");
    assert_non_null(strstr(guide->body, "value=\"A title to keep\""));
    f = browser_form(guide, "/sessie/nieuw");
    form_put(guide, f, "template", "leeg");
    form_put(guide, f, "hour", "later");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "Write the time as 9:30.");
    f = browser_form(guide, "/sessie/nieuw");
    form_put(guide, f, "hour", "9u30");
    form_put(guide, f, "minutes", "3");
    browser_send(guide, f);
    CODE(guide, 422);
    assert_string_equal(house_changed(h), "");
}

static void a_meeting_leads_to_its_session(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    int64_t t = house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                          (long long)h->places[0].org),
            moment =
                house_int(h, "SELECT min(id) FROM trajectory_moment WHERE trajectory_id = %lld", (long long)t);
    const char *page = arena_printf(&h->a, "/organisatie/%lld/traject/%lld/moment/%lld",
                                    (long long)h->places[0].org, (long long)t, (long long)moment);
    browser_get(guide, "%s", page);
    SEES(guide, "Prepare a session with phones");
    browser_get(guide, "%s/nieuw?traject=%lld&moment=%lld", list_url(h), (long long)t, (long long)moment);
    CODE(guide, 200);
    SEES(guide, "title, time and place stay as they are");
    const char *action = strstr(guide->body, "/sessie/nieuw?traject=");
    assert_non_null(action);
    action = page_decode(&h->a, action, strcspn(action, "\""));
    browser_send(guide, browser_form(guide, action));
    CODE(guide, 422);
    struct page_form *f = browser_form(guide, action);
    form_put(guide, f, "template", "start-session");
    browser_send(guide, f);
    GOES(guide, arena_printf(&h->a, "%s/%lld", list_url(h), (long long)newest(h)));
    assert_int_equal(
        house_int(h, "SELECT moment_id FROM session_session WHERE id = %lld", (long long)newest(h)), moment);
    browser_get(guide, "%s", page);
    SEES(guide, "To the session");
    /* Whoever comes by the old address is led to it. */
    browser_get(guide, "%s/nieuw?traject=%lld&moment=%lld", list_url(h), (long long)t, (long long)moment);
    GOES(guide, arena_printf(&h->a, "%s/%lld", list_url(h), (long long)newest(h)));
}

static void a_session_outside_any_trajectory(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    browser_get(guide, "%s/nieuw", list_url(h));
    struct page_form *f = browser_form(guide, "/sessie/nieuw");
    form_put(guide, f, "template", "brainstorm");
    form_put(guide, f, "trajectory", "");
    browser_send(guide, f);
    CODE(guide, 303);
    assert_string_equal(
        house_sql(h,
                  "SELECT t.template FROM session_session s JOIN trajectory_trajectory t ON t.id = "
                  "s.trajectory_id WHERE s.id = %lld",
                  (long long)newest(h)),
        "template-loose-sessions");
    /* What the organisation works on stays its own trajectory. */
    browser_get(guide, "/organisatie/%lld", (long long)h->places[0].org);
    SEES(guide, "Trajectory: Fresh");
}

/* ---- the agenda ------------------------------------------------------------------------------------------------- */

static void place(struct browser *b, const char *page, const char *title, const char *act)
{
    struct house *h = b->h;
    int64_t id = house_int(h, "SELECT min(id) FROM session_item WHERE title = '%s' AND session_id = %lld",
                           title, (long long)newest(h));
    browser_post(b, arena_printf(&h->a, "%s/onderdeel/%lld/plaats", page, (long long)id),
                 arena_printf(&h->a, "do=%s", act));
    GOES(b, arena_printf(&h->a, "%s#agenda", page));
}

static void an_agenda_is_made_without_a_script(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *page = make_empty(guide, "By hand");
    SEES(guide, "The agenda is empty");
    browser_get(guide, "%s/onderdeel/nieuw", page);
    SEES(guide, "All methods");
    browser_get(guide, "%s/onderdeel/nieuw?doel=choose", page);
    SEES(guide, "Good for:");
    add_poll(guide, page, "Which?", "Water\nLight");
    add_poll(guide, page, "Who?", "You\nMe");
    add_poll(guide, page, "When?", "Now\nLater");
    assert_string_equal(titles(h), "Which? | Who? | When?");
    browser_get(guide, "%s", page);
    SEES(guide, "15 of 120 minutes");
    SEES(guide, "The agenda fits the time");
    place(guide, page, "When?", "up");
    place(guide, page, "Which?", "down");
    assert_string_equal(titles(h), "When? | Which? | Who?");
    place(guide, page, "Who?", "copy");
    place(guide, page, "Which?", "drop");
    assert_string_equal(titles(h), "When? | Who? | Who?");
    /* A running order that is longer than the time there is. */
    house_do(h, "UPDATE session_item SET minutes = 60 WHERE session_id = %lld", (long long)newest(h));
    browser_get(guide, "%s", page);
    SEES(guide, "The agenda takes 60 minutes more than there are");
    browser_get(guide, "%s/draaiboek", page);
    CODE(guide, 200);
    SEES(guide, "It ends at");
}

static void an_item_says_what_it_lacks(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *page = make_empty(guide, "Lacking");
    browser_get(guide, "%s/onderdeel/nieuw?werkvorm=poll", page);
    house_mark(h);
    struct page_form *f = browser_form(guide, "/onderdeel/nieuw?werkvorm=poll");
    form_put(guide, f, "parts", "Only one");
    form_put(guide, f, "say", "A text that must not get lost");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "A text that must not get lost");
    assert_string_equal(house_changed(h), "");
    f = browser_form(guide, "/onderdeel/nieuw?werkvorm=poll");
    form_put(guide, f, "parts", "One\n<b>Two</b>");
    form_put(guide, f, "anonymous", "ja");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "without names");
    int64_t id = house_int(h, "SELECT max(id) FROM session_item");
    assert_string_equal(
        house_sql(h, "SELECT label FROM session_part WHERE item_id = %lld AND part = 1", (long long)id),
        "<b>Two</b>");
    /* Two people change it: who is second is told, with the own text still there. */
    browser_get(guide, "%s/onderdeel/%lld", page, (long long)id);
    f = browser_form(guide, arena_printf(&h->a, "/onderdeel/%lld", (long long)id));
    struct page_form *late = browser_form(guide, arena_printf(&h->a, "/onderdeel/%lld", (long long)id));
    form_put(guide, f, "title", "First");
    browser_send(guide, f);
    CODE(guide, 303);
    form_put(guide, late, "title", "Second");
    browser_send(guide, late);
    CODE(guide, 422);
    SEES(guide, "Somebody else changed this just now");
    assert_non_null(strstr(guide->body, "value=\"Second\""));
    assert_string_equal(house_sql(h, "SELECT title FROM session_item WHERE id = %lld", (long long)id), "First");
}

static void what_was_opened_keeps_its_question(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    int64_t session = house_int(
                h, "SELECT min(id) FROM session_session WHERE state = 'running' AND organisation_id = %lld",
                (long long)h->places[0].org),
            item = house_int(h, "SELECT item_id FROM session_session WHERE id = %lld", (long long)session);
    const char *page =
        arena_printf(&h->a, "%s/%lld/onderdeel/%lld", list_url(h), (long long)session, (long long)item);
    browser_get(guide, "%s", page);
    SEES(guide, "People have seen this already");
    assert_null(strstr(guide->body, "name=\"parts\""));
    assert_null(strstr(guide->body, "name=\"anonymous\""));
    struct page_form *f = browser_form(guide, page);
    form_put(guide, f, "title", "A clearer title");
    form_put(guide, f, "say", "Slowly");
    browser_send(guide, f);
    CODE(guide, 303);
    assert_string_equal(house_sql(h, "SELECT title FROM session_item WHERE id = %lld", (long long)item),
                        "A clearer title");
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_part WHERE item_id = %lld", (long long)item),
                     2);
    browser_post(guide, arena_printf(&h->a, "%s/plaats", page), "do=drop");
    CODE(guide, 409);
}

static void cards_come_from_the_library_and_become_our_own(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *page = make_empty(guide, "Cards");
    browser_get(guide, "%s/onderdeel/nieuw?werkvorm=cards", page);
    struct page_form *f = browser_form(guide, "/onderdeel/nieuw?werkvorm=cards");
    const char *deck = NULL;
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, "source") == 0)
            deck = "";
    assert_non_null(deck);
    const struct pack *cards = packs_newest(&h->app.packs, PACK_CARDS);
    form_put(guide, f, "source", pack_list(cards->lists, "decks")->v[0].id);
    browser_send(guide, f);
    CODE(guide, 303);
    int64_t id = house_int(h, "SELECT max(id) FROM session_item"),
            parts = house_int(h, "SELECT count(*) FROM session_part WHERE item_id = %lld", (long long)id);
    assert_true(parts > 1);
    browser_get(guide, "%s/onderdeel/%lld", page, (long long)id);
    f = browser_form(guide, arena_printf(&h->a, "/onderdeel/%lld", (long long)id));
    form_put(guide, f, "parts", "Our own card\n- A point\n> Say it");
    browser_send(guide, f);
    CODE(guide, 303);
    assert_string_equal(house_sql(h, "SELECT about FROM session_part WHERE item_id = %lld", (long long)id),
                        "- A point");
}

/* ---- before ----------------------------------------------------------------------------------------------------- */

static void what_must_be_ready_is_ticked_off(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *page = make_empty(guide, "Ready");
    struct page_form *f = browser_form(guide, "/controle/nieuw");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "Say what must be ready.");
    f = browser_form(guide, "/controle/nieuw");
    form_put(guide, f, "label", "Coffee");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_follow(guide);
    f = browser_form(guide, "/controle");
    form_put(guide, f, "klaar[0]", "1");
    browser_send(guide, f);
    CODE(guide, 303);
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM session_check WHERE done_at IS NOT NULL AND session_id = %lld",
                  (long long)newest(h)),
        1);
    browser_post(guide, arena_printf(&h->a, "%s/controle", page), "weg=0");
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM session_check WHERE session_id = %lld", (long long)newest(h)), 0);
}

static int64_t mails(struct house *h)
{
    return house_int(
        h,
        "SELECT count(*) FROM admin_mail WHERE recipient = 'sam@olm.example' AND subject LIKE 'Invitation%%'");
}

static void each_is_invited_once_and_again_when_it_changed(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    const char *page = make_empty(guide, "Invited");
    house_do(h, "DELETE FROM session_attendance WHERE session_id = %lld", (long long)newest(h));
    browser_get(guide, "%s/uitnodiging", page);
    SEES(guide, "Nobody is on the list yet");
    browser_get(guide, "%s/aanwezig", page);
    struct page_form *f = browser_form(guide, "/aanwezig/erbij");
    form_put(guide, f, "member", arena_printf(&h->a, "%lld", (long long)h->people[SECOND].member));
    browser_send(guide, f);
    CODE(guide, 303);
    int64_t before = mails(h);
    browser_get(guide, "%s/uitnodiging", page);
    f = browser_form(guide, "/uitnodiging");
    form_put(guide, f, "words", "Bring your own cup");
    browser_send(guide, f);
    CODE(guide, 303);
    assert_int_equal(mails(h), before + 1);
    const char *mail = house_mail(h, "sam@olm.example");
    assert_non_null(strstr(mail, "Bring your own cup"));
    const char *ics = house_link(h, mail, "/uitnodiging/"), *join = house_link(h, mail, "/meedoen/");
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "%s", ics);
    CODE(b, 200);
    if (strstr(b->body, ":Invited\r\n") == NULL)
        WRONG("%s", b->body);
    browser_get(b, "%s", join);
    CODE(b, 200);
    /* Nobody waits for a mail any more. */
    browser_post(guide, arena_printf(&h->a, "%s/uitnodiging", page), "words=&again=1");
    assert_int_equal(mails(h), before + 1);
    /* It moves: whoever was invited may hear that. */
    browser_get(guide, "%s/gegevens", page);
    f = browser_form(guide, "/gegevens");
    form_put(guide, f, "hour", "8:15");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_get(guide, "%s/uitnodiging", page);
    SEES(guide, "Send again");
    browser_post(guide, arena_printf(&h->a, "%s/uitnodiging", page), "words=");
    assert_int_equal(mails(h), before + 1);
    browser_get(guide, "%s/uitnodiging", page);
    browser_send(guide, browser_form(guide, "/uitnodiging"));
    assert_int_equal(mails(h), before + 2);
}

static void who_is_excused_gets_no_invitation(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    int64_t id =
        house_int(h, "SELECT min(id) FROM session_session WHERE state = 'prepared' AND organisation_id = %lld",
                  (long long)h->places[0].org);
    const char *page = arena_printf(&h->a, "%s/%lld", list_url(h), (long long)id);
    int64_t before = mails(h);
    browser_post(guide, arena_printf(&h->a, "%s/aanwezig", page),
                 arena_printf(&h->a, "stand%%5B%lld%%5D=excused&stand%%5B%lld%%5D=present",
                              (long long)h->people[SECOND].member, (long long)h->people[FOREIGN].member));
    CODE(guide, 303);
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_attendance WHERE state = 'present'"), 0);
    browser_post(guide, arena_printf(&h->a, "%s/uitnodiging", page), "words=");
    assert_int_equal(mails(h), before);
    browser_get(guide, "%s", page);
    SEES(guide, "1 excused");
}

static void whoever_is_still_expected_is_noted_as_present_in_one_go(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    int64_t id =
        house_int(h, "SELECT min(id) FROM session_session WHERE state = 'prepared' AND organisation_id = %lld",
                  (long long)h->places[0].org);
    const char *page = arena_printf(&h->a, "%s/%lld/aanwezig", list_url(h), (long long)id);
    browser_get(guide, "%s", page);
    SEES(guide, "note the rest as present");
    int64_t expected = house_int(h,
                                 "SELECT count(*) FROM session_attendance WHERE session_id = %lld AND state = "
                                 "'invited'",
                                 (long long)id),
            excused = house_int(h,
                                "SELECT count(*) FROM session_attendance WHERE session_id = %lld AND state = "
                                "'excused'",
                                (long long)id);
    assert_true(expected > 0);
    struct page_form *f = browser_form(guide, "/aanwezig");
    form_put(guide, f, "rest", "1");
    browser_send(guide, f);
    CODE(guide, 303);
    assert_int_equal(house_int(h,
                               "SELECT count(*) FROM session_attendance WHERE session_id = %lld AND state = "
                               "'present'",
                               (long long)id),
                     expected);
    assert_int_equal(house_int(h,
                               "SELECT count(*) FROM session_attendance WHERE session_id = %lld AND state = "
                               "'excused'",
                               (long long)id),
                     excused);
    browser_get(guide, "%s", page);
    assert_null(strstr(guide->body, "note the rest as present"));
}

static void a_phone_turns_the_page_green(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *phone = browser_new(h, NOBODY);
    const char *page = make_empty(guide, "Reach");
    browser_get(guide, "%s/bereik", page);
    SEES(guide, "Does a phone reach this address?");
    const char *url = house_link(h, guide->body, "/bereik/");
    url = arena_strndup(&h->a, url, strcspn(url, "<"));
    house_mark(h);
    browser_get(phone, "%s", url);
    CODE(phone, 200);
    assert_string_equal(house_changed(h), ""); /* looking does nothing */
    browser_send(phone, browser_form(phone, url));
    browser_follow(phone);
    SEES(phone, "It works");
    browser_get(guide, "%s/bereik", page);
    SEES(guide, "A phone reached this address");
    browser_get(phone, "/bereik/%lld/%s", (long long)newest(h), "000000000000000000000000");
    CODE(phone, 404);
}

static void who_takes_minutes_finds_the_desk(void **state)
{
    struct house *h = house_of(state);
    struct browser *clerk = browser_new(h, MINUTES), *mia = browser_new(h, MEMBER);
    browser_get(clerk, "%s", list_url(h));
    CODE(clerk, 200);
    SEES(clerk, "To the desk");
    assert_non_null(strstr(clerk->body, "/notulen\""));
    assert_null(strstr(clerk->body, "/sessie/nieuw"));
    browser_get(mia, "/organisatie/%lld", (long long)h->places[0].org);
    assert_null(strstr(mia->body, "/sessie\""));
}

static void a_room_that_ended_opens_again(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    int64_t id =
        house_int(h, "SELECT min(id) FROM session_session WHERE state = 'running' AND organisation_id = %lld",
                  (long long)h->places[0].org);
    const char *page = arena_printf(&h->a, "%s/%lld", list_url(h), (long long)id);
    browser_post(guide, arena_printf(&h->a, "%s/regie/doen", page),
                 arena_printf(&h->a, "do=end&revision=%lld",
                              (long long)house_int(h, "SELECT revision FROM session_session WHERE id = %lld",
                                                   (long long)id)));
    browser_get(guide, "%s", page);
    SEES(guide, "Open the room again");
    browser_send(guide, browser_form(guide, "/starten"));
    GOES(guide, arena_printf(&h->a, "%s/regie", page));
    assert_string_equal(house_sql(h, "SELECT state FROM session_session WHERE id = %lld", (long long)id),
                        "running");
    /* A page of before cannot start what has moved on. */
    browser_post(guide, arena_printf(&h->a, "%s/starten", page), "revision=1");
    CODE(guide, 303); /* it runs already */
}

HOUSE_MAIN(BOTH(a_room_is_open_with_a_phone_in_it_in_eight_clicks),
           BOTH(what_is_missing_is_said_and_what_was_typed_stays), BOTH(a_meeting_leads_to_its_session),
           BOTH(a_session_outside_any_trajectory), BOTH(an_agenda_is_made_without_a_script),
           BOTH(an_item_says_what_it_lacks), BOTH(what_was_opened_keeps_its_question),
           BOTH(cards_come_from_the_library_and_become_our_own), BOTH(what_must_be_ready_is_ticked_off),
           BOTH(each_is_invited_once_and_again_when_it_changed), BOTH(who_is_excused_gets_no_invitation),
           BOTH(whoever_is_still_expected_is_noted_as_present_in_one_go), BOTH(a_phone_turns_the_page_green),
           BOTH(who_takes_minutes_finds_the_desk), BOTH(a_room_that_ended_opens_again))
