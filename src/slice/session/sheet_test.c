/* Sheets: what each method asks, storing and changing, and what answers add up to. */
#include "slice/session/test_room.h"

#include "slice/session/result.h"

struct room {
    struct world *w;
    const struct session *s;
    int64_t people[60];
    const char *secrets[60]; /* of their phones */
};

static struct room *make_room(enum db_engine engine)
{
    struct world *w = world_new(engine, NULL, 0);
    if (w == NULL)
        return NULL;
    struct room *r = calloc(1, sizeof *r);
    r->w = w;
    r->s = room_running(w);
    for (size_t i = 0; i < sizeof r->people / sizeof *r->people; i++) {
        r->people[i] = session_on_paper(w->db, w->a, r->s, "", 0);
        r->secrets[i] = token_new(w->a);
    }
    r->s = session_get(w->db, w->a, w->organisation, r->s->id);
    return r;
}

ROOM_FIXTURE(room)

/* ---- asking ---------------------------------------------------------------------------------------------- */

static const char *value(struct room *r, const char *sql)
{
    const char *text = db_scalar(r->w->db, r->w->a, sql);
    return text == NULL ? "NULL" : text;
}

#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void reread(struct room *r)
{
    r->s = session_get(r->w->db, r->w->a, r->s->organisation, r->s->id);
}

static const struct session_item *again(struct room *r, const struct session_item *item)
{
    reread(r);
    return session_item_get(r->w->db, r->w->a, r->s, item->id);
}

/* An item with these lines, open. */
static const struct session_item *ask(struct room *r, const char *method, int64_t most, bool anonymous,
                                      const char *const *lines)
{
    struct world *w = r->w;
    struct session_part parts[SESSION_MAX_PARTS] = { 0 };
    size_t n = 0;
    for (; lines != NULL && lines[n] != NULL; n++)
        parts[n] =
            (struct session_part){ .part = (int)n, .key = "", .label = lines[n], .about = "", .say = "" };
    struct session_item_text x = { .title = "What do you think?",
                                   .about = "",
                                   .say = "",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .most = most,
                                   .anonymous = anonymous,
                                   .parts = parts,
                                   .part_count = n };
    int64_t id = 0;
    struct fault f = session_item_add(w->db, w->a, r->s, session_method_find(method), &x, &id);
    assert_int_equal(f.status, OK);
    const struct session_item *item = session_item_get(w->db, w->a, r->s, id);
    assert_int_equal(session_open(w->db, w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
    return again(r, item);
}

static struct sheet_form form_of(struct room *r, const struct session_item *item)
{
    size_t count;
    const struct session_part *parts = session_parts(r->w->db, r->w->a, item, &count);
    return session_sheet_form(r->w->a, lang_get(LANG_EN), item, parts, count);
}

/* "3,,1": what each part's control holds, as the form sends it. */
static struct fault answer_edit(struct room *r, const struct session_item *item, size_t person,
                                const char *typed, int64_t edit)
{
    struct world *w = r->w;
    struct sheet_form form = form_of(r, item);
    struct form_pair pairs[SESSION_MAX_PARTS];
    size_t n = 0;
    for (const char *p = typed;; p++) {
        size_t len = strcspn(p, ",");
        pairs[n] = (struct form_pair){ arena_printf(w->a, "%d", (int)n), arena_strndup(w->a, p, len) };
        n++;
        p += len;
        if (*p == '\0')
            break;
    }
    int64_t *choices;
    size_t at;
    struct fault f = session_sheet_read(w->a, &form, pairs, n, NULL, &choices, &at);
    return f.status != OK ? f
                          : session_sheet_save(w->db, w->a, r->s, item, &form, r->people[person],
                                               r->secrets[person], choices, edit);
}

static struct fault answer(struct room *r, const struct session_item *item, size_t person, const char *typed)
{
    return answer_edit(r, item, person, typed, 0);
}

static struct session_tally tally(struct room *r, const struct session_item *item, int64_t round)
{
    struct sheet_form form = form_of(r, item);
    return session_tally(r->w->db, r->w->a, r->s, item, &form, round);
}

/* ---- what is asked ----------------------------------------------------------------------------------------- */

static void each_method_asks_what_it_says(void **state)
{
    struct room *r = room_of(state);
    struct sheet_form f = form_of(r, ask(r, "poll", 0, false, LINES("A", "B", "C")));
    assert_int_equal(f.kind, SHEET_PICK);
    assert_int_equal(f.count, 1);
    assert_int_equal(f.parts[0].option_count, 3);
    assert_string_equal(f.parts[0].options[2], "C");
    f = form_of(r, ask(r, "poll", 2, false, LINES("A", "B", "C")));
    assert_int_equal(f.kind, SHEET_TICKS);
    assert_int_equal(f.count, 3);
    assert_int_equal(f.most, 2);
    f = form_of(r, ask(r, "scale", 0, false, LINES("It works", "It is known")));
    assert_int_equal(f.count, 2);
    assert_int_equal(f.parts[1].option_count, 5);
    assert_true(f.parts[1].numbers);
    assert_string_equal(f.parts[0].high, "fully agree");
    f = form_of(r, ask(r, "pair", 0, false, NULL));
    assert_int_equal(f.count, 2);
    assert_string_equal(f.parts[1].options[2], "3: there is a plan");
    f = form_of(r, ask(r, "pair", 0, false, LINES("Environment")));
    assert_int_equal(f.count, 4);
    assert_string_equal(f.parts[3].group, "Environment");
    f = form_of(r, ask(r, "dots", 0, false, LINES("A", "B")));
    assert_int_equal(f.kind, SHEET_DOTS);
    assert_int_equal(f.most, 5);
    f = form_of(r, ask(r, "rank", 0, false, LINES("A", "B", "C")));
    assert_int_equal(f.parts[0].option_count, 3);
    f = form_of(r, ask(r, "axes", 0, false, LINES("Energy", "Buying")));
    assert_int_equal(f.count, 4);
    assert_string_equal(f.parts[2].group, "Buying");
    assert_string_equal(f.parts[2].label, "Impact");
}

static void a_question_that_ends_in_dots_asks_for_words(void **state)
{
    (void)state;
    struct session_part p = { .key = "", .label = "What do you take home …" };
    assert_true(session_part_is_text(&p));
    p.label = "I could say what I wanted";
    assert_false(session_part_is_text(&p));
    p.key = "text";
    assert_true(session_part_is_text(&p));
    p = (struct session_part){ .key = "", .label = "?" };
    assert_false(session_part_is_text(&p));
}

/* ---- storing ------------------------------------------------------------------------------------------------ */

static void an_answer_is_stored_and_changed(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "poll", 0, false, LINES("A", "B", "C"));
    struct sheet_form form = form_of(r, item);
    assert_int_equal(answer(r, item, 0, "2").status, OK);
    assert_int_equal(answer(r, item, 1, "2").status, OK);
    assert_int_equal(answer(r, item, 1, "0").status, OK);
    int64_t edit;
    const int64_t *own = session_sheet_own(r->w->db, r->w->a, r->s, item, &form, r->people[1], "", &edit);
    assert_int_equal(own[0], 0);
    assert_int_equal(edit, 2);
    own = session_sheet_own(r->w->db, r->w->a, r->s, item, &form, r->people[2], "", &edit);
    assert_int_equal(own[0], BALLOT_NONE);
    assert_int_equal(edit, 0);
    struct session_tally t = tally(r, item, 1);
    assert_int_equal(t.state, TALLY_SHOWN);
    assert_int_equal(t.people, 2);
    assert_int_equal(t.parts[0].counts[0], 1);
    assert_int_equal(t.parts[0].counts[1], 0);
    assert_int_equal(t.parts[0].counts[2], 1);
    assert_int_equal(session_answered(r->w->db, r->w->a, r->s, item, 1), 2);
}

static void a_late_retry_changes_nothing(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "poll", 0, false, LINES("A", "B"));
    assert_int_equal(answer_edit(r, item, 0, "0", 1).status, OK);
    assert_int_equal(answer_edit(r, item, 0, "1", 2).status, OK);
    assert_int_equal(answer_edit(r, item, 0, "0", 1).status, OK); /* the first once more, by a slow line */
    struct session_tally t = tally(r, item, 1);
    assert_int_equal(t.parts[0].counts[0], 0);
    assert_int_equal(t.parts[0].counts[1], 1);
    assert_int_equal(t.people, 1);
    assert_int_equal(answer(r, item, 0, "0").status, OK); /* a page without a script is never old */
    assert_int_equal(tally(r, item, 1).parts[0].counts[0], 1);
}

static void what_cannot_be_is_refused_and_what_was_there_stays(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "dots", 3, false, LINES("A", "B"));
    assert_string_equal(answer(r, item, 0, "0,0").detail, "empty");
    assert_int_equal(answer(r, item, 0, "2,1").status, OK);
    assert_string_equal(answer(r, item, 0, "3,1").detail, "most");
    assert_string_equal(answer(r, item, 0, "99,0").detail, "most");
    assert_string_equal(answer(r, item, 0, "-1,0").detail, "choice");
    assert_string_equal(answer(r, item, 0, "two,0").detail, "choice");
    assert_int_equal(tally(r, item, 1).parts[0].sum, 2);
    assert_int_equal(answer(r, item, 0, "0,0").status, OK); /* taken back */
    assert_int_equal(tally(r, item, 1).parts[0].sum, 0);
    item = ask(r, "rank", 0, false, LINES("A", "B", "C"));
    assert_string_equal(answer(r, item, 0, "1,1,2").detail, "twice");
    assert_string_equal(answer(r, item, 0, "4,,").detail, "choice");
    assert_int_equal(answer(r, item, 0, "2,,1").status, OK);
    item = ask(r, "poll", 2, false, LINES("A", "B", "C"));
    assert_string_equal(answer(r, item, 0, "0,0,0").detail, "most");
    assert_int_equal(answer(r, item, 0, "0,,0").status, OK);
    item = ask(r, "scale", 0, false, LINES("It works"));
    assert_string_equal(answer(r, item, 0, "6").detail, "choice");
    assert_string_equal(answer(r, item, 0, "0").detail, "choice");
}

static void a_closed_item_takes_nothing(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "poll", 0, false, LINES("A", "B"));
    assert_int_equal(answer(r, item, 0, "1").status, OK);
    assert_int_equal(session_close(r->w->db, r->w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
    item = again(r, item);
    struct fault f = answer(r, item, 0, "0");
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "closed");
    assert_int_equal(tally(r, item, 1).parts[0].counts[1], 1);
    struct sheet_form form = form_of(r, item);
    int64_t edit;
    assert_int_equal(session_sheet_own(r->w->db, r->w->a, r->s, item, &form, r->people[0], "", &edit)[0], 1);
}

static void asked_again_keeps_the_first(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "scale", 0, false, LINES("It works"));
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(answer(r, item, i, i < 2 ? "1" : "5").status, OK);
    assert_int_equal(session_again(r->w->db, r->w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
    item = again(r, item);
    assert_int_equal(item->round, 2);
    assert_int_equal(tally(r, item, 2).state, TALLY_NONE);
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(answer(r, item, i, "4").status, OK);
    assert_int_equal(tally(r, item, 1).parts[0].mean_tenths, 30);
    assert_int_equal(tally(r, item, 2).parts[0].mean_tenths, 40);
    struct room_state *room =
        room_load(r->w->db, r->w->a, &r->w->site, lang_get(LANG_EN), r->s, EYE_DESK, 0, 0, WORLD_NOW);
    assert_non_null(room->before);
    struct sheet_result res = session_sheet_result(room);
    assert_true(res.compared);
    assert_string_equal(res.lines[0].value, "4.0");
    assert_string_equal(res.lines[0].before, "3.0");
    assert_string_equal(res.lines[0].moved, "+1.0");
    assert_string_equal(res.lines[0].more, "agreed");
}

/* ---- adding up ------------------------------------------------------------------------------------------------ */

static void mean_and_spread_are_rounded_once(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item =
        ask(r, "scale", 0, false, LINES("It works", "It is known", "It is alike"));
    const char *typed[] = { "1,1,3", "2,5,3", "2,1,3", "5,5,3" };
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(answer(r, item, i, typed[i]).status, OK);
    struct session_tally t = tally(r, item, 1);
    assert_int_equal(t.parts[0].mean_tenths, 25);   /* 10 / 4 */
    assert_int_equal(t.parts[0].spread_tenths, 15); /* the square root of 2.25 */
    assert_int_equal(t.parts[1].mean_tenths, 30);
    assert_int_equal(t.parts[1].spread_tenths, 20);
    assert_int_equal(t.parts[2].spread_tenths, 0);
    struct sheet_form form = form_of(r, item);
    assert_string_equal(session_spread_word(&form.parts[1], &t.parts[1]), "divided");
    assert_string_equal(session_spread_word(&form.parts[2], &t.parts[2]), "agreed");
    item = ask(r, "scale", 0, false, LINES("It works"));
    const char *thirds[] = { "1", "1", "2" };
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(answer(r, item, i, thirds[i]).status, OK);
    t = tally(r, item, 1);
    assert_int_equal(t.parts[0].mean_tenths, 13);  /* 1.333 */
    assert_int_equal(t.parts[0].spread_tenths, 5); /* 0.471 */
    form = form_of(r, item);
    assert_string_equal(session_spread_word(&form.parts[0], &t.parts[0]), "agreed");
}

static void half_a_tenth_goes_up(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "scale", 0, false, LINES("It works"));
    for (size_t i = 0; i < 20; i++) /* 19 times 1, once 2: 1.05 */
        assert_int_equal(answer(r, item, i, i == 0 ? "2" : "1").status, OK);
    assert_int_equal(tally(r, item, 1).parts[0].mean_tenths, 11);
}

static void who_says_nothing_of_a_statement_is_not_in_its_mean(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "scale", 0, false, LINES("It works", "It is known"));
    assert_int_equal(answer(r, item, 0, "5,").status, OK);
    assert_int_equal(answer(r, item, 1, ",1").status, OK);
    struct session_tally t = tally(r, item, 1);
    assert_int_equal(t.people, 2);
    assert_int_equal(t.parts[0].total, 1);
    assert_int_equal(t.parts[0].mean_tenths, 50);
    struct sheet_form form = form_of(r, item);
    assert_null(session_spread_word(&form.parts[0], &t.parts[0])); /* one answer is no view of a group */
}

static struct sheet_result result_of(struct room *r)
{
    return session_sheet_result(
        room_load(r->w->db, r->w->a, &r->w->site, lang_get(LANG_EN), r->s, EYE_DESK, 0, 0, WORLD_NOW));
}

static void dots_add_up_the_most_first(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "dots", 5, false, LINES("A", "B", "C"));
    assert_int_equal(answer(r, item, 0, "1,4,0").status, OK);
    assert_int_equal(answer(r, item, 1, "0,5,0").status, OK);
    assert_int_equal(answer(r, item, 2, "2,0,1").status, OK);
    struct sheet_result res = result_of(r);
    assert_string_equal(res.lines[0].label, "B");
    assert_string_equal(res.lines[0].value, "9");
    assert_int_equal(res.lines[0].tenths, 1000);
    assert_string_equal(res.lines[1].label, "A");
    assert_string_equal(res.lines[2].value, "1");
    assert_string_equal(res.finding, "“B” has the most dots: 9.");
}

static void places_count_for_points(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "rank", 0, false, LINES("A", "B", "C"));
    assert_int_equal(answer(r, item, 0, "1,2,3").status, OK);
    assert_int_equal(answer(r, item, 1, "3,1,2").status, OK);
    assert_int_equal(answer(r, item, 2, "3,1,").status, OK);
    struct sheet_result res = result_of(r); /* A 3+1+1, B 2+3+3, C 1+2 */
    assert_string_equal(res.lines[0].label, "B");
    assert_string_equal(res.lines[0].value, "8");
    assert_string_equal(res.lines[0].more, "1.3");
    assert_string_equal(res.lines[1].value, "5");
    assert_string_equal(res.lines[2].value, "3");
    assert_string_equal(res.finding, "“B” stands first, with 8 points.");
}

static void a_poll_says_who_leads_or_that_several_do(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "poll", 0, false, LINES("A", "B", "C"));
    assert_int_equal(answer(r, item, 0, "1").status, OK);
    assert_string_equal(result_of(r).finding, "“B” has the most votes: 1.");
    assert_int_equal(answer(r, item, 1, "2").status, OK);
    assert_string_equal(result_of(r).finding, "“B”, “C” have as many votes: 1 each.");
    assert_string_equal(result_of(r).lines[1].more, "50%");
    item = ask(r, "poll", 2, false, LINES("A", "B", "C"));
    assert_int_equal(answer(r, item, 0, "0,0,").status, OK);
    assert_int_equal(answer(r, item, 1, "0,,").status, OK);
    struct sheet_result res = result_of(r);
    assert_string_equal(res.lines[0].more, "100%");
    assert_string_equal(res.lines[1].more, "50%");
}

static void axes_find_what_is_large_on_both(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "axes", 0, false, LINES("Energy", "Buying", "Paper"));
    assert_int_equal(answer(r, item, 0, "5,2,4,5,1,1").status, OK);
    assert_int_equal(answer(r, item, 1, "5,2,5,4,1,2").status, OK);
    struct sheet_result res = result_of(r);
    assert_string_equal(res.lines[0].label, "Buying");
    assert_string_equal(res.lines[0].value, "4.5");
    assert_string_equal(res.lines[0].second, "4.5");
    assert_string_equal(res.finding, "Much impact and much support: “Buying”.");
    assert_false(res.lines[0].marked);
    assert_int_equal(session_choose(r->w->db, r->w->a, r->s, item, 1, true, r->w->guide, WORLD_NOW).status, OK);
    assert_int_equal(session_choose(r->w->db, r->w->a, r->s, item, 9, true, r->w->guide, WORLD_NOW).status,
                     NOT_FOUND);
    assert_true(result_of(r).lines[0].marked);
    size_t count;
    assert_int_equal(session_chosen(r->w->db, r->w->a, r->s, item, &count)[0], 1);
    assert_int_equal(count, 1);
    assert_int_equal(session_choose(r->w->db, r->w->a, r->s, item, 1, false, r->w->guide, WORLD_NOW).status,
                     OK);
    assert_false(result_of(r).lines[0].marked);
}

static void the_pair_says_what_to_see(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "pair", 0, false, NULL);
    assert_int_equal(answer(r, item, 0, "5,2").status, OK);
    assert_int_equal(answer(r, item, 1, "4,2").status, OK);
    struct sheet_result res = result_of(r);
    assert_int_equal(res.look, LOOK_SPREAD);
    assert_string_equal(res.finding,
                        "Importance 4.5, maturity 2.0: it counts for more than what is done about it yet.");
    item = ask(r, "pair", 0, false, LINES("Environment"));
    assert_int_equal(answer(r, item, 0, "3,3,5,1").status, OK);
    res = result_of(r);
    assert_int_equal(res.look, LOOK_PAIRS);
    assert_string_equal(res.lines[1].label, "Environment");
    assert_string_equal(res.lines[1].second, "1.0");
}

/* ---- without names --------------------------------------------------------------------------------------------- */

static const int64_t *own_of(struct room *r, const struct session_item *item, size_t person, const char *secret)
{
    struct sheet_form form = form_of(r, item);
    int64_t edit;
    return session_sheet_own(r->w->db, r->w->a, r->s, item, &form, r->people[person], secret, &edit);
}

static struct fault reveal(struct room *r, const struct session_item *item, bool warned)
{
    struct fault f = session_reveal(r->w->db, r->w->a, r->s, item, true, warned, r->s->revision, WORLD_NOW);
    reread(r);
    return f;
}

static void without_names_a_result_waits_for_five(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "scale", 0, true, LINES("It works", "It is known"));
    assert_int_equal(tally(r, item, 1).state, TALLY_NONE);
    const char *typed[] = { "1,5", "2,5", "2,4", "5,4", "5," };
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(answer(r, item, i, typed[i]).status, OK);
    struct session_tally t = tally(r, item, 1);
    assert_true(t.anonymous);
    assert_int_equal(t.state, TALLY_FEW);
    assert_int_equal(t.minimum, 5);
    assert_int_equal(t.parts[0].counts[1], 0); /* nothing of it can be seen */
    assert_int_equal(session_answered(r->w->db, r->w->a, r->s, item, 1), 4);
    assert_string_equal(reveal(r, item, false).detail, "few");
    assert_int_equal(answer(r, item, 4, typed[4]).status, OK);
    assert_int_equal(tally(r, item, 1).state, TALLY_HELD); /* not even at the desk, until it is shown to all */
    assert_int_equal(reveal(r, item, false).status, OK);
    t = tally(r, item, 1);
    assert_int_equal(t.state, TALLY_SHOWN);
    assert_int_equal(t.people, 5);
    assert_int_equal(t.parts[0].mean_tenths, 30);
    assert_true(t.parts[1].few); /* four answered it */
    assert_int_equal(t.parts[1].mean_tenths, -1);
    struct sheet_result res = result_of(r);
    assert_string_equal(res.lines[1].value, "too few");
    assert_int_equal(res.lines[1].tenths, SHEET_NO_BAR);
    assert_string_equal(value(r, "SELECT count(*) FROM session_answer"), "0");
    assert_string_equal(value(r, "SELECT count(*) FROM session_sheet"), "0");
}

static void without_names_only_the_own_phone_knows(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "poll", 0, true, LINES("A", "B"));
    assert_int_equal(answer(r, item, 0, "1").status, OK);
    assert_int_equal(own_of(r, item, 0, r->secrets[0])[0], 1);
    assert_int_equal(own_of(r, item, 0, r->secrets[1])[0], BALLOT_NONE);
    assert_int_equal(own_of(r, item, 1, r->secrets[1])[0], BALLOT_NONE);
    assert_int_equal(answer(r, item, 0, "0").status, OK); /* changed */
    assert_int_equal(own_of(r, item, 0, r->secrets[0])[0], 0);
    assert_int_equal(session_answered(r->w->db, r->w->a, r->s, item, 1), 1);
    const char *was = r->secrets[0];
    r->secrets[0] = r->secrets[9];
    struct fault f = answer(r, item, 0, "1");
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "other-phone");
    r->secrets[0] = was;
    assert_string_equal(answer(r, ask(r, "poll", 2, true, LINES("A", "B")), 0, ",").detail, "empty");
    assert_int_equal(own_of(r, again(r, item), 0, was)[0], BALLOT_NONE); /* closed: nobody can tell any more */
}

static void without_names_all_the_same_asks_once_more(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = ask(r, "poll", 0, true, LINES("A", "B"));
    for (size_t i = 0; i < 6; i++)
        assert_int_equal(answer(r, item, i, "1").status, OK);
    assert_string_equal(reveal(r, item, false).detail, "unanimous");
    assert_int_equal(tally(r, item, 1).state, TALLY_HELD);
    assert_int_equal(reveal(r, item, true).status, OK);
    assert_int_equal(tally(r, item, 1).parts[0].counts[1], 6);
}

static void every_kind_of_sheet_goes_without_names(void **state)
{
    static const char *const two[] = { "Energy", "Buying", NULL };
    static const struct {
        const char *method;
        int64_t most;
        const char *const *lines;
        const char *typed[5], *finding;
    } rows[] = {
        { "poll", 2, two, { "0,0", "0,", "0,", ",0", "0,0" }, "“Energy” has the most votes: 4." },
        { "dots", 5, two, { "5,0", "2,3", "1,1", "4,0", "0,5" }, "“Energy” has the most dots: 12." },
        { "rank", 0, two, { "1,2", "1,2", "2,1", "1,", "1,2" }, "“Energy” stands first, with 9 points." },
        { "axes",
          0,
          two,
          { "5,5,1,1", "4,5,1,2", "5,4,2,1", "4,4,1,1", "5,4,1,2" },
          "Much impact and much support: “Energy”." },
        { "pair",
          0,
          NULL,
          { "5,2", "4,3", "5,2", "4,2", "5,1" },
          "Importance 4.6, maturity 2.0: it counts for more than what is done about it yet." },
    };
    struct room *r = room_of(state);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct session_item *item = ask(r, rows[i].method, rows[i].most, true, rows[i].lines);
        for (size_t p = 0; p < 5; p++)
            assert_int_equal(answer(r, item, p, rows[i].typed[p]).status, OK);
        assert_int_equal(reveal(r, item, true).status, OK);
        assert_string_equal(result_of(r).finding, rows[i].finding);
        assert_int_equal(session_again(r->w->db, r->w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
        item = again(r, item);
        assert_int_equal(tally(r, item, 2).state, TALLY_NONE);
        assert_int_equal(tally(r, item, 1).people, 5);
    }
}

#define ROOM(f)                                                                                                \
    cmocka_unit_test_setup_teardown(f, start, end),                                                            \
    {                                                                                                          \
#f " on PostgreSQL", f, start_postgres, end, NULL                                                      \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        ROOM(each_method_asks_what_it_says),
        cmocka_unit_test(a_question_that_ends_in_dots_asks_for_words),
        ROOM(an_answer_is_stored_and_changed),
        ROOM(a_late_retry_changes_nothing),
        ROOM(what_cannot_be_is_refused_and_what_was_there_stays),
        ROOM(a_closed_item_takes_nothing),
        ROOM(asked_again_keeps_the_first),
        ROOM(mean_and_spread_are_rounded_once),
        ROOM(half_a_tenth_goes_up),
        ROOM(who_says_nothing_of_a_statement_is_not_in_its_mean),
        ROOM(dots_add_up_the_most_first),
        ROOM(places_count_for_points),
        ROOM(a_poll_says_who_leads_or_that_several_do),
        ROOM(axes_find_what_is_large_on_both),
        ROOM(the_pair_says_what_to_see),
        ROOM(without_names_a_result_waits_for_five),
        ROOM(without_names_only_the_own_phone_knows),
        ROOM(without_names_all_the_same_asks_once_more),
        ROOM(every_kind_of_sheet_goes_without_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
