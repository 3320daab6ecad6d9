/* From the room to the trajectory: agreements and what was said from the desks, minutes in one click with what lands, ballots of paper
 * from page to page, priorities by hand; all without any script. */
#include "house.h"

#include "slice/session/session.h"

struct live {
    int64_t id, trajectory;
    const char *path, *part; /* of the session, of the trajectory */
    struct browser *desk, *member;
};

static const struct session *session_now(struct house *h, const struct live *l)
{
    return session_get(h->db, &h->a, h->places[0].org, l->id);
}

/* A session that runs, and its desk. */
static struct live *new_session(struct house *h)
{
    int64_t org = h->places[0].org, id = 0;
    house_begin(h);
    int64_t trajectory =
        house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld", (long long)org);
    struct session_new n = { .organisation = org,
                             .trajectory = trajectory_get(h->db, &h->a, h->app.site.packs, org, trajectory),
                             .title = "Choosing themes",
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
    *l = (struct live){ .id = id, .trajectory = trajectory, .path = session_path(&h->a, s) };
    l->part = arena_printf(&h->a, "/organisatie/%lld/traject/%lld", (long long)org, (long long)trajectory);
    l->desk = browser_new(h, GUIDE);
    l->member = browser_new(h, MEMBER);
    browser_get(l->desk, "%s/regie", l->path);
    CODE(l->desk, 200);
    return l;
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static int64_t put_item(struct house *h, const struct live *l, const char *method, const char *title,
                        const char *const *lines)
{
    struct session_part parts[12] = { 0 };
    size_t n = 0;
    for (; lines != NULL && lines[n] != NULL; n++)
        parts[n] =
            (struct session_part){ .part = (int)n, .key = "", .label = lines[n], .about = "", .say = "" };
    struct session_item_text x = { .title = title,
                                   .about = "",
                                   .say = "",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .parts = parts,
                                   .part_count = n };
    int64_t id = 0;
    house_begin(h);
    assert_int_equal(
        session_item_add(h->db, &h->a, session_now(h, l), session_method_find(method), &x, &id).status, OK);
    house_commit(h);
    return id;
}

static void act(struct house *h, const struct live *l, const char *what, int64_t item)
{
    int64_t revision = house_int(h, "SELECT revision FROM session_session WHERE id = %lld", (long long)l->id);
    browser_get(l->desk, "%s/regie", l->path);
    browser_post(
        l->desk, arena_printf(&h->a, "%s/regie/doen", l->path),
        arena_printf(&h->a, "do=%s&item=%lld&revision=%lld", what, (long long)item, (long long)revision));
    GOES(l->desk, arena_printf(&h->a, "%s/regie", l->path));
}

static const char *url(struct house *h, const struct live *l, const char *what)
{
    return arena_printf(&h->a, "%s/%s", l->path, what);
}

/* Stands in the page as it was sent: in a field, or an address. */
static void holds(const struct browser *b, const char *part)
{
    if (strstr(b->body, part) == NULL)
        fail_msg("%s does not hold %s", b->path, part);
}

/* ---- agreements and what was said ------------------------------------------------------------------------- */

static void an_agreement_goes_from_the_desk_to_the_action_list(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t item = put_item(h, l, "agreements", "What we agree", NULL);
    act(h, l, "open", item);
    browser_get(l->desk, "%s/regie", l->path);
    SEES(l->desk, "Nothing is agreed yet.");
    struct page_form *f = browser_form(l->desk, "/afspraak");
    form_put(l->desk, f, "text", "Ask three offers for solar panels");
    form_put(l->desk, f, "due_on", "2026-12-15");
    form_put(l->desk, f, "becomes", "action");
    browser_send(l->desk, f);
    GOES(l->desk, url(h, l, "regie"));
    browser_send(l->desk, f); /* twice */
    browser_follow(l->desk);
    SEES(l->desk, "Ask three offers for solar panels");
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM session_agreement WHERE session_id = %lld", (long long)l->id), 1);
    browser_get(l->desk, "%s/scherm", l->path);
    SEES(l->desk, "Ask three offers for solar panels");

    /* What was typed stays when it is refused. */
    browser_get(l->desk, "%s/regie", l->path);
    f = browser_form(l->desk, "/afspraak");
    form_put(l->desk, f, "text", "x");
    form_put(l->desk, f, "who", "Jef of the school");
    browser_send(l->desk, f);
    CODE(l->desk, 422);
    SEES(l->desk, "Say in 3 to 300 characters what is agreed.");
    holds(l->desk, "value=\"Jef of the school\"");
    f = browser_form(l->desk, "/afspraak");
    form_put(l->desk, f, "text", "<script>alert(1)</script>");
    form_put(l->desk, f, "becomes", "none");
    browser_send(l->desk, f);
    browser_get(l->desk, "%s/regie", l->path);
    holds(l->desk, "&lt;script&gt;alert(1)");

    int64_t id =
        house_int(h, "SELECT min(id) FROM session_agreement WHERE session_id = %lld", (long long)l->id);
    browser_get(l->desk, "%s/afspraak/%lld?terug=regie", l->path, (long long)id);
    holds(l->desk, "Ask three offers for solar panels");
    browser_send(l->desk, browser_form(l->desk, "/nu"));
    GOES(l->desk, url(h, l, "regie"));
    int64_t action = house_int(h, "SELECT landed FROM session_agreement WHERE id = %lld", (long long)id);
    browser_get(l->desk, "%s/actie/%lld", l->part, (long long)action);
    CODE(l->desk, 200);
    SEES(l->desk, "Ask three offers for solar panels");
    holds(l->desk, l->path); /* leads back to the session */
    browser_get(l->desk, "%s/afspraak/%lld", l->path, (long long)id);
    SEES(l->desk, "This agreement has become something.");
    browser_get(l->member, "%s/verslag", l->path);
    CODE(l->member, 403);
}

static void what_two_people_write_is_put_together(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t item = put_item(h, l, "talk", "Welcome", NULL);
    act(h, l, "open", item);
    browser_get(l->desk, "%s/notulen", l->path);
    const char *said = arena_printf(&h->a, "/gezegd/%lld", (long long)item);
    struct page_form *mine = browser_form(l->desk, said), *theirs = browser_form(l->desk, said);
    form_put(l->desk, mine, "said", "We talked about the lamps.");
    form_put(l->desk, theirs, "said", "The roof lies well.");
    browser_send(l->desk, mine);
    GOES(l->desk, url(h, l, "notulen"));
    browser_send(l->desk, theirs);
    CODE(l->desk, 422);
    SEES(l->desk, "We talked about the lamps.");
    SEES(l->desk, "The roof lies well.");
    struct page_form *f = browser_form(l->desk, said);
    form_put(l->desk, f, "said", "We talked about the lamps. The roof lies well.");
    browser_send(l->desk, f);
    GOES(l->desk, url(h, l, "notulen"));
    browser_follow(l->desk);
    SEES(l->desk, "We talked about the lamps. The roof lies well.");
}

/* ---- paper, minutes, landing ------------------------------------------------------------------------------- */

static struct page_form *pile(struct live *l, int64_t item)
{
    return browser_form(l->desk, arena_printf(&l->desk->h->a, "/stapel/%lld", (long long)item));
}

static void type_ballot(struct live *l, int64_t item, const char *const *digits)
{
    struct page_form *f = pile(l, item);
    for (int i = 0; digits[i] != NULL; i++)
        form_put(l->desk, f, arena_printf(&l->desk->h->a, "keuze[%d]", i), digits[i]);
    browser_send(l->desk, f);
}

static void a_pile_of_paper_ends_in_the_minutes_and_among_the_priorities(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    int64_t item = put_item(h, l, "axes", "Which themes?", LINES("Energy", "Water"));
    browser_get(l->desk, "%s/papier/%lld", l->path, (long long)item);
    CODE(l->desk, 200);
    SEES(l->desk, "Which themes?");
    SEES(l->desk, session_code_shown(&h->a, session_now(h, l)));
    browser_get(l->desk, "%s/papier/%lld/papier.pdf", l->path, (long long)item);
    CODE(l->desk, 200);
    assert_memory_equal(l->desk->body, "%PDF", 4);
    browser_get(l->desk, "%s/stapel/%lld", l->path, (long long)item);
    SEES(l->desk, "Open this part at the desk first.");
    act(h, l, "open", item);
    browser_get(l->desk, "%s/stapel/%lld", l->path, (long long)item);
    SEES(l->desk, "Ballot 1");
    type_ballot(l, item, LINES("5", "4", "2", "7"));
    CODE(l->desk, 422);
    SEES(l->desk, "That is none of the answers of question 4.");
    type_ballot(l, item, LINES("5", "4", "2", "1"));
    CODE(l->desk, 200);
    SEES(l->desk, "Ballot 1 is stored.");
    SEES(l->desk, "Ballot 2");
    type_ballot(l, item, LINES("4", "4", "1", "1"));
    SEES(l->desk, "Ballot 3");
    /* The last one again: a 5 was read as a 4. */
    struct page_form *f = pile(l, item);
    form_put(l->desk, f, "do", "correct");
    browser_send(l->desk, f);
    SEES(l->desk, "Correct the last ballot");
    holds(l->desk, "name=\"keuze[0]\" value=\"4\"");
    type_ballot(l, item, LINES("5", "4", "1", "1"));
    SEES(l->desk, "Ballot 3");
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_sheet WHERE item_id = %lld", (long long)item),
                     2);
    act(h, l, "reveal", item);
    act(h, l, "end", item);

    browser_get(l->desk, "%s/verslag", l->path);
    CODE(l->desk, 200);
    SEES(l->desk, "impact 5.0 and support 4.0");
    browser_send(l->desk, browser_form(l->desk, "/verslag"));
    GOES(l->desk, url(h, l, "verslag"));
    browser_follow(l->desk);
    SEES(l->desk, "The minutes are there");
    int64_t document =
        house_int(h, "SELECT document_id FROM session_session WHERE id = %lld", (long long)l->id);
    browser_get(l->desk, "%s/document/%lld", l->part, (long long)document);
    SEES(l->desk, "Minutes: Choosing themes");
    holds(l->desk, "class=\"chart\"");
    browser_get(l->desk, "%s/document/%lld/document.pdf", l->part, (long long)document);
    assert_memory_equal(l->desk->body, "%PDF", 4);
    browser_get(l->desk, "%s/document/%lld/document.docx", l->part, (long long)document);
    assert_memory_equal(l->desk->body, "PK", 2);
    /* Once more: nothing lands twice, the minutes are made again because nobody worked on them. */
    browser_get(l->desk, "%s/verslag", l->path);
    browser_send(l->desk, browser_form(l->desk, "/verslag/opnieuw"));
    GOES(l->desk, url(h, l, "verslag"));
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM plan_priority WHERE session_id = %lld", (long long)l->id), 2);
    assert_int_equal(house_int(h, "SELECT document_id FROM session_session WHERE id = %lld", (long long)l->id),
                     document);

    browser_get(l->desk, "%s/antwoorden.csv", l->path);
    holds(l->desk, "Which themes?,axes,1,1,,Energy: Impact,5,5,2,5.0,0.0");
    browser_get(l->desk, "%s/resultaten.xlsx", l->path);
    assert_memory_equal(l->desk->body, "PK", 2);
    browser_get(l->desk, "%s/notities.csv", l->path);
    CODE(l->desk, 200);

    browser_get(l->member, "%s/prioriteiten", l->part);
    CODE(l->member, 200);
    SEES(l->member, "Energy");
    SEES(l->member, "Water");
}

/* ---- priorities ---------------------------------------------------------------------------------------------- */

static void a_theme_is_chosen_with_a_reason_and_gets_a_goal(void **state)
{
    struct house *h = house_of(state);
    struct live *l = new_session(h);
    browser_get(l->desk, "%s/prioriteiten", l->part);
    struct page_form *f = browser_form(l->desk, "/prioriteiten");
    form_put(l->desk, f, "label", "Mobility");
    form_put(l->desk, f, "impact", "6");
    browser_send(l->desk, f);
    CODE(l->desk, 422);
    SEES(l->desk, "Give a number from 1 to 5.");
    f = browser_form(l->desk, "/prioriteiten");
    form_put(l->desk, f, "impact", "4,5");
    browser_send(l->desk, f);
    GOES(l->desk, arena_printf(&h->a, "%s/prioriteiten", l->part));
    int64_t id = house_int(h, "SELECT id FROM plan_priority WHERE label = 'Mobility'");
    assert_int_equal(house_int(h, "SELECT impact FROM plan_priority WHERE id = %lld", (long long)id), 45);
    browser_get(l->desk, "%s/prioriteit/%lld", l->part, (long long)id);
    f = browser_form(l->desk, arena_printf(&h->a, "/prioriteit/%lld", (long long)id));
    form_put(l->desk, f, "chosen", "1");
    form_put(l->desk, f, "why", "Everybody drives");
    browser_send(l->desk, f);
    browser_follow(l->desk);
    SEES(l->desk, "Everybody drives");
    /* Who saw it before is told. */
    browser_send(l->desk, f);
    CODE(l->desk, 422);
    SEES(l->desk, "Somebody else changed this just now.");
    browser_get(l->member, "%s/prioriteit/%lld", l->part, (long long)id);
    SEES(l->member, "Everybody drives");
    assert_false(browser_has_form(l->member, "/weg"));
    browser_get(l->desk, "%s/prioriteit/%lld", l->part, (long long)id);
    browser_send(l->desk, browser_form(l->desk, "/weg"));
    browser_follow(l->desk);
    NOT_SEES(l->desk, "Mobility");
}

HOUSE_MAIN(BOTH(an_agreement_goes_from_the_desk_to_the_action_list),
           BOTH(what_two_people_write_is_put_together),
           BOTH(a_pile_of_paper_ends_in_the_minutes_and_among_the_priorities),
           BOTH(a_theme_is_chosen_with_a_reason_and_gets_a_goal))
