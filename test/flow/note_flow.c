/* Notes in a live room, by phones without a script and by the desks: writing alone, showing, groups and the mind map, turns, tables, and
 * whatever people may send that does not fit. */
#include "house.h"

#include "base/clock.h"
#include "slice/session/note.h"

struct room {
    struct house *h;
    int64_t id;
    const char *path, *phone, *code; /* of the session; of its phones */
};

static const struct session *session_now(struct room *r)
{
    return session_get(r->h->db, &r->h->a, r->h->places[0].org, r->id);
}

/* A session that runs, without anything on its agenda. */
static struct room *new_room(struct house *h)
{
    struct room *r = NEW(&h->a, struct room);
    int64_t org = h->places[0].org;
    r->h = h;
    house_begin(h);
    int64_t trajectory =
        house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld", (long long)org);
    struct session_new n = { .organisation = org,
                             .trajectory = trajectory_get(h->db, &h->a, &h->app.packs, org, trajectory),
                             .title = "Opening session",
                             .place = "",
                             .aim = "",
                             .at = clock_now_ms(),
                             .minutes = 120,
                             .template = "",
                             .lang = lang_get(LANG_EN),
                             .user = h->people[GUIDE].user };
    assert_int_equal(session_make(h->db, &h->a, &h->app.packs, &n, clock_now_ms(), &r->id).status, OK);
    const struct session *s = session_now(r);
    assert_int_equal(session_start(h->db, s, s->revision, n.user, clock_now_ms()).status, OK);
    house_commit(h);
    r->path = session_path(&h->a, session_now(r));
    r->phone = session_phone_path(&h->a, session_now(r));
    r->code = session_code_shown(&h->a, session_now(r));
    return r;
}

/* An item of a method, and it is on. */
static int64_t add(struct room *r, const char *method, const char *const *parts)
{
    struct session_part list[8] = { { 0 } };
    size_t count = 0;
    for (; parts != NULL && parts[count] != NULL; count++)
        list[count] = (struct session_part){
            .part = (int)count, .key = "", .label = parts[count], .about = "", .say = ""
        };
    struct session_item_text x = { .title = "What is it to us?",
                                   .about = "",
                                   .say = "",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .parts = list,
                                   .part_count = count };
    int64_t id = 0;
    house_begin(r->h);
    const struct session *s = session_now(r);
    assert_int_equal(session_item_add(r->h->db, &r->h->a, s, session_method_find(method), &x, &id).status, OK);
    const struct session_item *item = session_item_get(r->h->db, &r->h->a, s, id);
    assert_int_equal(session_open(r->h->db, &r->h->a, s, item, s->revision, clock_now_ms()).status, OK);
    house_commit(r->h);
    return id;
}

static void lead(struct room *r, int64_t id, const char *act)
{
    house_begin(r->h);
    const struct session *s = session_now(r);
    const struct session_item *item = session_item_get(r->h->db, &r->h->a, s, id);
    struct fault f = strcmp(act, "close") == 0
                         ? session_close(r->h->db, &r->h->a, s, item, s->revision, clock_now_ms())
                     : strcmp(act, "show") == 0
                         ? session_reveal(r->h->db, &r->h->a, s, item, true, true, s->revision, clock_now_ms())
                         : session_turn(r->h->db, s, item, item->turn + 1, s->revision, clock_now_ms());
    assert_int_equal(f.status, OK);
    house_commit(r->h);
}

static struct browser *join(struct room *r, const char *name)
{
    struct browser *b = browser_new(r->h, NOBODY);
    browser_get(b, "/meedoen/%s", r->code);
    CODE(b, 200);
    struct page_form *f = browser_form(b, arena_printf(&r->h->a, "/meedoen/%s", r->code));
    form_put(b, f, "naam", name);
    browser_send(b, f);
    CODE(b, 303);
    browser_follow(b);
    CODE(b, 200);
    return b;
}

static int type(struct room *r, struct browser *b, const char *text)
{
    browser_get(b, "%s", r->phone);
    struct page_form *f = browser_form(b, "/notitie");
    form_put(b, f, "text", text);
    return browser_send(b, f);
}

static int64_t notes(struct room *r)
{
    return house_int(
        r->h,
        "SELECT count(*) FROM session_note n JOIN session_item i ON i.id = n.item_id WHERE i.session_id = %lld",
        (long long)r->id);
}

static const char *repeated(struct house *h, const char *piece, size_t times)
{
    char *all = arena_alloc(&h->a, strlen(piece) * times + 1);
    for (size_t i = 0; i < times; i++)
        memcpy(all + strlen(piece) * i, piece, strlen(piece));
    return all;
}

/* ---- writing ------------------------------------------------------------------------------------------------ */

static void everybody_writes_alone_until_it_is_shown(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann"), *ben = join(r, "Ben"), *guide = browser_new(h, GUIDE);
    type(r, ann, "Respect <b>& care</b> 🌱");
    CODE(ann, 303);
    browser_follow(ann);
    SEES(ann, "You wrote 1 note");
    SEES(ann, "Respect <b>& care</b> 🌱");
    browser_get(ben, "%s", r->phone);
    NOT_SEES(ben, "Respect");
    SEES(ben, "only when whoever leads shows them all");
    browser_get(guide, "%s/regie", r->path);
    CODE(guide, 200);
    SEES(guide, "Respect <b>& care</b> 🌱");
    SEES(guide, "Ann");
    browser_get(guide, "%s/scherm", r->path);
    NOT_SEES(guide, "Respect");
    lead(r, item, "show");
    browser_get(ben, "%s", r->phone);
    SEES(ben, "Respect <b>& care</b> 🌱");
    NOT_SEES(ben, "Ann");
    browser_get(guide, "%s/scherm", r->path);
    SEES(guide, "Respect <b>& care</b> 🌱");
    NOT_SEES(guide, "Ann");
}

static void a_note_is_changed_and_taken_back(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann"), *ben = join(r, "Ben");
    type(r, ann, "Watr");
    browser_follow(ann);
    int64_t note = house_int(h, "SELECT max(id) FROM session_note");
    struct page_form *f = browser_form(ann, arena_printf(&h->a, "/notitie/%lld", (long long)note));
    form_put(ann, f, "text", "Water");
    form_put(ann, f, "doe", "wijzig");
    browser_send(ann, f);
    browser_follow(ann);
    SEES(ann, "Water");
    NOT_SEES(ann, "Watr");
    /* The old page of a second tab: told, and nothing is lost. */
    form_put(ann, f, "text", "Wine");
    browser_send(ann, f);
    CODE(ann, 422);
    SEES(ann, "Somebody else changed this just now");
    SEES(ann, "Wine");
    SEES(ann, "Water");
    /* Of somebody else it cannot be touched. */
    browser_get(ben, "%s", r->phone);
    browser_post(ben, arena_printf(&h->a, "%s/notitie/%lld", r->phone, (long long)note),
                 arena_printf(&h->a, "item=%lld&edit=2&doe=weg",
                              (long long)house_int(h, "SELECT max(id) FROM session_item")));
    CODE(ben, 422);
    assert_int_equal(notes(r), 1);
    browser_get(ann, "%s", r->phone);
    f = browser_form(ann, arena_printf(&h->a, "/notitie/%lld", (long long)note));
    form_put(ann, f, "doe", "weg");
    browser_send(ann, f);
    browser_follow(ann);
    SEES(ann, "Your note is taken back.");
    assert_int_equal(notes(r), 0);
}

static void a_double_tap_and_a_retry_count_once(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann");
    browser_get(ann, "%s", r->phone);
    struct page_form *f = browser_form(ann, "/notitie");
    form_put(ann, f, "text", "Water");
    for (int i = 0; i < 3; i++) {
        browser_send(ann, f);
        CODE(ann, 303);
    }
    assert_int_equal(notes(r), 1);
    form_put(ann, f, "text", "Light"); /* typed on the page that was gone back to */
    browser_send(ann, f);
    CODE(ann, 303);
    assert_int_equal(notes(r), 2);
}

static void what_does_not_fit_comes_back(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann");
    const char *much = repeated(h, "Long text. ", 9100); /* 100,100 characters */
    type(r, ann, much);
    CODE(ann, 422);
    SEES(ann, "600");
    struct page_form *f = browser_form(ann, "/notitie");
    bool there = false;
    for (size_t i = 0; i < f->count; i++)
        there |= strcmp(f->controls[i].name, "text") == 0 && strlen(f->controls[i].value) >= 100000;
    assert_true(there);
    type(r, ann, "  ");
    CODE(ann, 422);
    SEES(ann, "Write something first.");
    type(r, ann, repeated(h, "🌱", 601));
    CODE(ann, 422);
    SEES(ann, "600");
    type(r, ann, repeated(h, "🌱", 600));
    CODE(ann, 303);
    /* Over every limit: read, thrown away, and said. */
    type(r, ann, repeated(h, "x", 2000000));
    CODE(ann, 413);
    assert_int_equal(notes(r), 1);
    /* A script gets the same as a message. */
    ann->partial = "1";
    type(r, ann, "");
    CODE(ann, 422);
    assert_non_null(strstr(ann->body, "Write something first."));
    ann->partial = NULL;
    /* Closed while it was typed. */
    browser_get(ann, "%s", r->phone);
    f = browser_form(ann, "/notitie");
    form_put(ann, f, "text", "Just too late");
    lead(r, item, "close");
    browser_send(ann, f);
    CODE(ann, 422);
    SEES(ann, "This part is closed");
    SEES(ann, "Just too late");
    /* The item is of another session, or gone. */
    browser_post(ann, arena_printf(&h->a, "%s/notitie", r->phone), "item=999999&plek=0&text=Nowhere");
    CODE(ann, 422);
    SEES(ann, "Nowhere");
    assert_int_equal(notes(r), 1);
}

static void thirty_notes_of_one_phone_are_enough(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann"), *ben = join(r, "Ben");
    for (int i = 0; i < 34; i++)
        browser_post(ann, arena_printf(&h->a, "%s/notitie", r->phone),
                     arena_printf(&h->a, "item=%lld&plek=0&text=Note+%d", (long long)item, i));
    CODE(ann, 422);
    SEES(ann, "as many notes here as one person can: 30");
    SEES(ann, "Note 33");
    assert_int_equal(notes(r), 30);
    type(r, ben, "Mine fits");
    CODE(ben, 303);
}

/* ---- groups ------------------------------------------------------------------------------------------------- */

static const char *groups(struct room *r, int64_t item)
{
    return arena_printf(&r->h->a, "%s/regie/onderdeel/%lld/groepen", r->path, (long long)item);
}

static void notes_become_groups_by_ticks(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann"), *clerk = browser_new(h, MINUTES);
    type(r, ann, "Panels");
    type(r, ann, "Insulation");
    type(r, ann, "Part-time work");
    int64_t first = house_int(h, "SELECT min(id) FROM session_note WHERE item_id IN (SELECT id FROM "
                                 "session_item WHERE session_id = (SELECT max(id) FROM session_session))");
    browser_get(clerk, "%s", groups(r, item));
    CODE(clerk, 200);
    struct page_form *f = browser_form(clerk, "/groepen");
    form_put(clerk, f, "doe", "groep");
    browser_send(clerk, f);
    CODE(clerk, 422);
    SEES(clerk, "Tick the notes that belong together first.");
    f = browser_form(clerk, "/groepen");
    form_put(clerk, f, arena_printf(&h->a, "notitie[%lld]", (long long)first), "1");
    form_put(clerk, f, arena_printf(&h->a, "notitie[%lld]", (long long)first + 1), "1");
    form_put(clerk, f, "doe", "groep");
    browser_send(clerk, f);
    CODE(clerk, 422);
    SEES(clerk, "Choose a group, or give a new one a name.");
    f = browser_form(clerk, "/groepen"); /* the ticks are still there */
    form_put(clerk, f, "nieuw", "Energy");
    form_put(clerk, f, "doe", "groep");
    browser_send(clerk, f);
    CODE(clerk, 303);
    browser_get(clerk, "%s", groups(r, item));
    SEES(clerk, "3 notes in 1 group");
    SEES(clerk, "Most notes are about “Energy”: 2 of 3.");
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_note WHERE cluster = 1"), 2);
    /* A group under a group, moved and renamed by buttons. */
    browser_post(clerk, groups(r, item), "doe=nieuw&nieuw=People&onder=0");
    CODE(clerk, 303);
    browser_get(clerk, "%s", groups(r, item));
    const char *of_people = arena_printf(&h->a, "%s/2", groups(r, item));
    browser_post(clerk, of_people, "doe=omhoog");
    CODE(clerk, 303);
    assert_string_equal(house_sql(h, "SELECT label FROM session_cluster WHERE position = 0"), "People");
    browser_post(clerk, of_people, "doe=naar&naar=1");
    CODE(clerk, 303);
    browser_post(clerk, arena_printf(&h->a, "%s/1", groups(r, item)), "doe=naar&naar=2");
    CODE(clerk, 422);
    SEES(clerk, "It cannot hang there");
    browser_post(clerk, of_people, "doe=naam&naam=Work");
    CODE(clerk, 303);
    assert_string_equal(house_sql(h, "SELECT label FROM session_cluster WHERE parent = 1"), "Work");
    /* Off the wall with a reason, and on it again. */
    browser_post(clerk, groups(r, item),
                 arena_printf(&h->a, "doe=persoon&notitie[%lld]=1", (long long)first + 2));
    CODE(clerk, 303);
    lead(r, item, "show");
    browser_get(ann, "%s", r->phone);
    SEES(ann, "All 2 notes");
    browser_get(clerk, "%s", groups(r, item));
    SEES(clerk, "1 note taken off the wall");
    SEES(clerk, "it is about a person");
    browser_post(clerk, groups(r, item), arena_printf(&h->a, "doe=toon&notitie[%lld]=1", (long long)first + 2));
    browser_get(ann, "%s", r->phone);
    SEES(ann, "All 3 notes");
    browser_post(clerk, arena_printf(&h->a, "%s/1", groups(r, item)), "doe=weg");
    CODE(clerk, 303);
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_note WHERE cluster = 1"), 0);
    assert_int_equal(notes(r), 3);
}

static size_t times(const char *text, const char *piece)
{
    size_t n = 0;
    for (const char *p = strstr(text, piece); p != NULL; p = strstr(p + 1, piece))
        n++;
    return n;
}

/* Every note more sends it all anew to every phone in the hall, so a phone gets a part of each group, and says what is missing. */
static void a_phone_gets_a_part_of_many_groups(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t id = add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann");
    house_begin(h);
    const struct session *s = session_now(r);
    const struct session_item *item = session_item_get(h->db, &h->a, s, id);
    enum { GROUPS = 20, NOTES = 300 };
    for (int i = 0; i < GROUPS; i++) {
        int64_t number;
        const char *label = arena_printf(&h->a, "Group %d", i);
        assert_int_equal(note_cluster_add(h->db, &h->a, item, label, 0, &number).status, OK);
    }
    for (int i = 0; i < NOTES; i++) {
        const char *text = arena_printf(&h->a, "Thought %d", i);
        assert_int_equal(session_note_add(h->db, &h->a, s, item, 0, NULL, "", 0, text).status, OK);
    }
    size_t count;
    const struct session_note *all = session_notes(h->db, &h->a, s, item, 1, false, &count);
    assert_int_equal(count, NOTES);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(session_note_sort(h->db, &h->a, s, item, all[i].key, (int64_t)i % GROUPS + 1).status,
                         OK);
    house_commit(h);
    lead(r, id, "show");
    browser_get(ann, "%s", r->phone);
    SEES(ann, "All 300 notes");
    assert_in_range(times(ann->body, ">Thought "), GROUPS, 120);
    assert_int_equal(times(ann->body, "and 10 more"), GROUPS);
}

/* In a hall of 1,500 people everybody writes a word: the desk is sent anew each time, so it lists some and links to all. */
static void a_desk_lists_a_part_of_very_many(void **state)
{
    static const char *const columns[] = { "1", "2", "3", "4", "5", "6", "7", NULL };
    static const struct {
        const char *method;
        const char *const *parts;
        int places;
    } asked[] = { { "word", NULL, 1 }, { "dream", NULL, 1 }, { "notes", columns, 7 } };
    struct house *h = house_of(state);
    enum { NOTES = 1500, ROOM = 300 * 1000 };
    for (size_t k = 0; k < sizeof asked / sizeof *asked; k++) {
        struct room *r = new_room(h);
        int64_t id = add(r, asked[k].method, asked[k].parts);
        house_begin(h);
        const struct session *s = session_now(r);
        const struct session_item *item = session_item_get(h->db, &h->a, s, id);
        for (int i = 0; i < NOTES; i++) {
            const char *text = arena_printf(&h->a, "Thought %d", i);
            assert_int_equal(
                session_note_add(h->db, &h->a, s, item, 0, NULL, "", i % asked[k].places, text).status, OK);
        }
        house_commit(h);
        struct browser *desk = browser_new(h, GUIDE);
        browser_get(desk, "%s/regie", r->path);
        CODE(desk, 200);
        SEES(desk, "1500 notes");
        SEES(desk, "All notes: 1");
        assert_true(strlen(desk->body) < ROOM);
    }
}

static void only_who_leads_sorts(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "notes", NULL);
    struct browser *ann = join(r, "Ann"), *member = browser_new(h, MEMBER), *foreign = browser_new(h, FOREIGN);
    type(r, ann, "Panels");
    browser_get(member, "%s", groups(r, item));
    CODE(member, 403);
    browser_post(ann, groups(r, item), "doe=nieuw&nieuw=Mine");
    assert_true(ann->code == 401 || ann->code == 403 || ann->code == 303);
    browser_get(foreign, "%s", groups(r, item));
    assert_true(foreign->code == 403 || foreign->code == 404);
    /* An own organisation does not open the session of another. */
    browser_post(foreign,
                 arena_printf(&h->a, "/organisatie/%lld/sessie/%lld/regie/onderdeel/%lld/notitie",
                              (long long)h->places[1].org, (long long)r->id, (long long)item),
                 "text=Spy&plek=0");
    CODE(foreign, 404);
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_cluster"), 0);
    assert_int_equal(notes(r), 1);
}

static void the_desks_write_too(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "harvest", NULL);
    struct browser *clerk = browser_new(h, MINUTES);
    browser_get(clerk, "%s/notulen", r->path);
    CODE(clerk, 200);
    struct page_form *f = browser_form(clerk, arena_printf(&h->a, "/onderdeel/%lld/notitie", (long long)item));
    form_put(clerk, f, "plek", "2");
    form_put(clerk, f, "text", repeated(h, "x", 700));
    browser_send(clerk, f);
    CODE(clerk, 422);
    SEES(clerk, "600");
    f = browser_form(clerk, arena_printf(&h->a, "/onderdeel/%lld/notitie", (long long)item));
    form_put(clerk, f, "text", "The roof of the sports hall");
    browser_send(clerk, f);
    GOES(clerk, arena_printf(&h->a, "%s/notulen", r->path));
    assert_int_equal(
        house_int(h, "SELECT spot FROM session_note WHERE participant_id IS NULL AND item_id IN (SELECT id "
                     "FROM session_item WHERE session_id = (SELECT max(id) FROM session_session))"),
        2);
}

/* ---- the circle, a word ------------------------------------------------------------------------------------- */

static void the_circle_asks_why_first(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "circle", NULL);
    struct browser *ann = join(r, "Ann");
    SEES(ann, "Why do we do this?");
    type(r, ann, "For those who come after us");
    CODE(ann, 303);
    lead(r, item, "turn");
    browser_get(ann, "%s", r->phone);
    SEES(ann, "How do we make that true?");
    SEES(ann, "For those who come after us");
    type(r, ann, "By asking");
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_note WHERE spot = 1"), 1);
    browser_post(ann, arena_printf(&h->a, "%s/notitie", r->phone),
                 arena_printf(&h->a, "item=%lld&plek=2&text=What", (long long)item));
    CODE(ann, 422);
}

static void a_second_word_takes_the_place_of_the_first(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item = add(r, "word", NULL);
    struct browser *ann = join(r, "Ann"), *ben = join(r, "Ben");
    type(r, ann, "Fear");
    type(r, ann, "Courage");
    type(r, ben, "courage.");
    assert_int_equal(notes(r), 2);
    lead(r, item, "show");
    browser_get(ben, "%s", r->phone);
    SEES(ben, "Courage");
    SEES(ben, "2 times");
    NOT_SEES(ben, "Fear");
}

static void an_evaluation_has_words_beside_its_numbers(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    int64_t item =
        add(r, "evaluate", (const char *const[]){ "How was it?", "I take home…", "Next time…", NULL });
    struct browser *ann = join(r, "Ann"), *ben = join(r, "Ben");
    SEES(ann, "How was it?");
    type(r, ann, "That we start small"); /* the first form for words: "I take home…" */
    CODE(ann, 303);
    browser_follow(ann);
    SEES(ann, "That we start small");
    assert_int_equal(house_int(h, "SELECT spot FROM session_note WHERE item_id = %lld", (long long)item), 1);
    browser_get(ben, "%s", r->phone);
    NOT_SEES(ben, "That we start small");
    lead(r, item, "show");
    browser_get(ben, "%s", r->phone);
    SEES(ben, "That we start small");
}

/* ---- turns and tables --------------------------------------------------------------------------------------- */

static void phones_say_whose_turn_it_is(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    struct browser *ann = join(r, "Ann"), *ben = join(r, "Ben"), *guide = browser_new(h, GUIDE);
    int64_t item = add(r, "round", NULL);
    const char *turns = arena_printf(&h->a, "%s/regie/onderdeel/%lld/beurten", r->path, (long long)item);
    browser_get(guide, "%s/regie", r->path);
    SEES(guide, "Nobody is on the list yet");
    browser_post(guide, turns, "terug=regie&doe=verzamel");
    GOES(guide, arena_printf(&h->a, "%s/regie", r->path));
    browser_get(ann, "%s", r->phone);
    browser_get(ben, "%s", r->phone);
    SEES(ann, "Ann, it is your turn");
    SEES(ben, "Ben, you are next");
    browser_post(guide, turns, "terug=regie&doe=straks");
    browser_get(ben, "%s", r->phone);
    SEES(ben, "Ben, it is your turn");
    SEES(ben, "After you: Ann");
    /* Two desks: the place that was meant is not that person any more. */
    browser_post(guide, turns, "terug=regie&doe=af&plaats=1&wie=Ben");
    CODE(guide, 409);
    browser_post(guide, turns, "terug=regie&doe=erbij&naam=Cleo");
    CODE(guide, 303);
    browser_post(guide, turns, "terug=regie&doe=omhoog&plaats=2&wie=Cleo");
    CODE(guide, 303);
    browser_get(ann, "%s", r->phone);
    SEES(ann, "Ann: still 2 people before you");
    browser_post(guide, arena_printf(&h->a, "%s/regie/onderdeel/%lld/notitie", r->path, (long long)item),
                 "terug=regie&text=Two+roofs+have+panels");
    lead(r, item, "close");
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_turn"), 0);
    browser_post(guide, turns, "terug=regie&doe=verzamel");
    CODE(guide, 409);
    lead(r, item, "show");
    browser_get(ann, "%s", r->phone);
    SEES(ann, "The round is over.");
    SEES(ann, "Two roofs have panels");
}

static void tables_have_scribes(void **state)
{
    struct house *h = house_of(state);
    struct room *r = new_room(h);
    struct browser *ann = join(r, "Ann"), *ben = join(r, "Ben"), *guide = browser_new(h, GUIDE);
    int64_t item = add(r, "tables", (const char *const[]){ "Energy", "People", NULL });
    browser_get(ann, "%s", r->phone);
    SEES(ann, "At which table do you sit?");
    struct page_form *f = browser_form(ann, "/tafel");
    form_put(ann, f, "tafel", "2");
    browser_send(ann, f);
    browser_follow(ann);
    SEES(ann, "Your table People");
    type(r, ann, "More part-time work");
    browser_get(guide, "%s/regie", r->path);
    SEES(guide, "1 person has no table yet.");
    SEES(guide, "More part-time work");
    browser_post(guide, arena_printf(&h->a, "%s/regie/onderdeel/%lld/tafels", r->path, (long long)item),
                 "terug=regie");
    CODE(guide, 303);
    browser_get(ben, "%s", r->phone);
    SEES(ben, "Your table Energy"); /* the emptier one */
    NOT_SEES(ben, "More part-time work");
    browser_post(ben, arena_printf(&h->a, "%s/tafel", r->phone),
                 arena_printf(&h->a, "item=%lld&tafel=2", (long long)item));
    browser_get(ben, "%s", r->phone);
    SEES(ben, "More part-time work"); /* scribes of one table see what is there */
    browser_post(ben, arena_printf(&h->a, "%s/tafel", r->phone),
                 arena_printf(&h->a, "item=%lld&tafel=9", (long long)item));
    CODE(ben, 422);
    lead(r, item, "close");
    assert_int_equal(house_int(h, "SELECT count(*) FROM session_participant WHERE table_number <> 0"), 0);
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM session_note WHERE item_id = %lld AND participant_id IS NOT NULL",
                  (long long)item),
        0);
    browser_post(ben, arena_printf(&h->a, "%s/tafel", r->phone),
                 arena_printf(&h->a, "item=%lld&tafel=1", (long long)item));
    CODE(ben, 409);
}

HOUSE_MAIN(BOTH(everybody_writes_alone_until_it_is_shown), BOTH(a_note_is_changed_and_taken_back),
           BOTH(a_double_tap_and_a_retry_count_once), BOTH(what_does_not_fit_comes_back),
           BOTH(thirty_notes_of_one_phone_are_enough), BOTH(notes_become_groups_by_ticks),
           BOTH(a_phone_gets_a_part_of_many_groups), BOTH(a_desk_lists_a_part_of_very_many),
           BOTH(only_who_leads_sorts), BOTH(the_desks_write_too), BOTH(the_circle_asks_why_first),
           BOTH(a_second_word_takes_the_place_of_the_first), BOTH(an_evaluation_has_words_beside_its_numbers),
           BOTH(phones_say_whose_turn_it_is), BOTH(tables_have_scribes))
