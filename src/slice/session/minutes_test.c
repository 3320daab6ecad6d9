/* What comes of a session: agreements that become something once, what was said, minutes that are made once and again only while they are
 * untouched, what lands and lands once, ballots of paper. */
#include "slice/picture/test_picture.h"
#include "slice/session/test_room.h"

#include "slice/document/document.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/session/minutes.h"

static const struct trajectory_part *const parts[] = { &picture_part, &plan_priority_part,  &plan_part,
                                                       &session_part, &trajectory_own_part, &document_part };

struct room {
    struct world *w;
    const struct session *s;
};

static struct room *make_room(enum db_engine engine)
{
    struct world *w = world_new(engine, parts, sizeof parts / sizeof *parts);
    if (w == NULL)
        return NULL;
    struct room *r = calloc(1, sizeof *r);
    r->w = w;
    r->s = room_running(w);
    return r;
}

ROOM_FIXTURE(room)

static const struct trajectory *of(struct room *r)
{
    return world_trajectory(r->w, r->w->trajectory);
}

static void reread(struct room *r)
{
    r->s = session_get(r->w->db, r->w->a, r->s->organisation, r->s->id);
}

static const struct lang *english(void)
{
    return lang_get(LANG_EN);
}

/* ---- the agenda ---------------------------------------------------------------------------------------------- */

/* An item with these lines as its parts; keys: as many, or NULL. */
static const struct session_item *put_item(struct room *r, enum session_method_id method, const char *title,
                                           const char *const *lines, const char *const *keys, bool anonymous)
{
    struct session_part p[10];
    size_t count = 0;
    for (; lines != NULL && lines[count] != NULL; count++)
        p[count] = (struct session_part){ .part = (int)count,
                                          .key = keys == NULL ? "" : keys[count],
                                          .label = lines[count],
                                          .about = "",
                                          .say = "" };
    struct session_item_text x = { .title = title,
                                   .about = "",
                                   .say = "",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .anonymous = anonymous,
                                   .parts = p,
                                   .part_count = count };
    int64_t id = 0;
    struct fault f = session_item_add(r->w->db, r->w->a, r->s, session_methods[method], &x, &id);
    assert_int_equal(f.status, OK);
    return session_item_get(r->w->db, r->w->a, r->s, id);
}

static const struct session_item *open_item(struct room *r, const struct session_item *item)
{
    reread(r);
    assert_int_equal(session_open(r->w->db, r->w->a, r->s, item, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    return session_item_get(r->w->db, r->w->a, r->s, item->id);
}

static const struct session_item *reveal(struct room *r, const struct session_item *item)
{
    struct fault f = session_reveal(r->w->db, r->w->a, r->s, item, true, true, r->s->revision, WORLD_NOW);
    if (f.status != OK)
        fail_msg("not revealed: %s, %s", f.detail == NULL ? "" : f.detail, f.msgid);
    reread(r);
    return session_item_get(r->w->db, r->w->a, r->s, item->id);
}

static struct sheet_form form_of(struct room *r, const struct session_item *item)
{
    size_t count;
    const struct session_part *p = session_parts(r->w->db, r->w->a, item, &count);
    return session_sheet_form(r->w->a, english(), item, p, count);
}

/* One ballot of paper, typed by digits. */
static struct fault enter(struct room *r, const struct session_item *item, const char *secret,
                          const char *const *typed)
{
    struct sheet_form form = form_of(r, item);
    int64_t *choices;
    struct fault f = session_pile_read(r->w->a, &form, typed, &choices);
    if (f.status != OK)
        return f;
    struct session_pile_sheet p = { .secret = secret, .choices = choices };
    return session_pile_enter(r->w->db, r->w->a, r->s, item, &form, &p, WORLD_NOW);
}

#define TYPED(...) ((const char *const[]){ __VA_ARGS__ })
#define LINES(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void entered(struct room *r, const struct session_item *item, const char *secret,
                    const char *const *typed)
{
    assert_int_equal(enter(r, item, secret, typed).status, OK);
}

/* ---- agreements ---------------------------------------------------------------------------------------------- */

static struct session_agreement agreed(const char *what, const char *nonce)
{
    return (struct session_agreement){ .nonce = nonce, .what = what, .who = "" };
}

static int64_t put_agreement(struct room *r, struct session_agreement n)
{
    int64_t id = 0;
    assert_int_equal(session_agreement_add(r->w->db, r->w->a, r->s, &n, &id).status, OK);
    return id;
}

static const struct session_agreement *agreement(struct room *r, int64_t id)
{
    return session_agreement_get(r->w->db, r->w->a, english(), r->s, id);
}

static size_t agreement_count(struct room *r)
{
    size_t count;
    session_agreements(r->w->db, r->w->a, english(), r->s, &count);
    return count;
}

static void an_agreement_is_written_down_once(void **state)
{
    struct room *r = room_of(state);
    struct session_agreement n = agreed("Call the energy cooperative", "form-1");
    n.member = r->w->mia_member;
    n.due_on = DB_SOME(WORLD_TODAY + 14);
    int64_t id = put_agreement(r, n);
    assert_int_equal(put_agreement(r, n), id);
    assert_string_equal(agreement(r, id)->owner, "mia");
    /* Without a nonce the text tells. */
    n = agreed("Write to the school", "");
    int64_t other = put_agreement(r, n);
    assert_int_not_equal(other, id);
    assert_int_equal(put_agreement(r, n), other);
    assert_int_equal(agreement_count(r), 2);
    /* What was withdrawn does not come back by a late retry, but may be agreed anew. */
    assert_int_equal(session_agreement_drop(r->w->db, r->s, agreement(r, other), WORLD_NOW).status, OK);
    n = agreed("Call the energy cooperative", "form-1");
    put_agreement(r, n);
    assert_int_equal(agreement_count(r), 1);
    put_agreement(r, agreed("Write to the school", ""));
    assert_int_equal(agreement_count(r), 2);
}

static void what_is_wrong_with_an_agreement_names_its_field(void **state)
{
    struct room *r = room_of(state);
    static const struct {
        struct session_agreement n;
        const char *field;
    } wrong[] = { { { .nonce = "a", .what = "ab", .who = "" }, "text" },
                  { { .nonce = "b", .what = "Do it", .who = "", .member = 9999 }, "member" },
                  { { .nonce = "c", .what = "Do it", .who = "", .due_on = { .set = true, .v = 99999 } },
                    "due_on" } };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        int64_t id;
        struct fault f = session_agreement_add(r->w->db, r->w->a, r->s, &wrong[i].n, &id);
        assert_int_equal(f.status, INVALID);
        assert_string_equal(f.detail, wrong[i].field);
    }
    assert_int_equal(agreement_count(r), 0);
}

static struct fault land(struct room *r, int64_t id)
{
    return session_agreement_land(r->w->db, r->w->a, &r->w->packs, r->s, agreement(r, id), r->w->guide,
                                  WORLD_NOW);
}

static void an_agreement_becomes_an_action_once(void **state)
{
    struct room *r = room_of(state);
    struct session_agreement n = agreed("Call the energy cooperative", "x");
    n.member = r->w->mia_member;
    n.due_on = DB_SOME(WORLD_TODAY + 14);
    int64_t id = put_agreement(r, n);
    assert_null(session_agreement_url(r->w->a, r->s, agreement(r, id)));
    assert_int_equal(land(r, id).status, OK);
    assert_int_equal(land(r, id).status, OK);
    size_t count;
    const struct plan_action *all = plan_actions(r->w->db, r->w->a, of(r), &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].title, "Call the energy cooperative");
    assert_int_equal(all[0].owner.v, r->w->mia_member);
    assert_int_equal(all[0].due_on.v, WORLD_TODAY + 14);
    assert_int_equal(all[0].origin, PLAN_AGREEMENT);
    assert_string_equal(all[0].origin_ref, arena_printf(r->w->a, "session:%d,agreement:x", (int)r->s->id));
    assert_string_equal(session_agreement_url(r->w->a, r->s, agreement(r, id)),
                        arena_printf(r->w->a, "%s/actie/%d", trajectory_path(r->w->a, of(r)), (int)all[0].id));
    /* From then on it is changed there. */
    n.id = id;
    n.edit = agreement(r, id)->edit;
    struct fault f = session_agreement_change(r->w->db, r->w->a, r->s, &n);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "landed");
    assert_int_equal(session_agreement_drop(r->w->db, r->s, agreement(r, id), WORLD_NOW).status, CONFLICT);
}

static void it_becomes_a_request_or_a_task_as_well(void **state)
{
    struct room *r = room_of(state);
    struct session_agreement n = agreed("Energy use of the buildings", "x");
    n.becomes = BECOMES_REQUEST;
    n.member = r->w->noor_member;
    n.due_on = DB_SOME(WORLD_TODAY - 3); /* a day that is over is left to whoever sends it */
    int64_t id = put_agreement(r, n);
    assert_int_equal(land(r, id).status, OK);
    const struct picture_request *q =
        picture_request_get(r->w->db, r->w->a, &r->w->packs, english(), of(r), agreement(r, id)->landed.v);
    assert_non_null(q);
    assert_int_equal(q->state, REQUEST_DRAFT);
    assert_true(q->receiver.set);
    assert_false(q->due_on.set);
    n = agreed("Book the hall", "y");
    n.becomes = BECOMES_TASK;
    n.who = "Jef of the school";
    id = put_agreement(r, n);
    assert_int_equal(land(r, id).status, OK);
    size_t count;
    const struct trajectory_task *tasks =
        trajectory_tasks_from(r->w->db, r->w->a, r->s->organisation, "session:", &count);
    assert_int_equal(count, 1);
    assert_string_equal(tasks[0].title, "Book the hall");
    assert_string_equal(tasks[0].about, "Jef of the school");
    n = agreed("We meet on Mondays", "z");
    n.becomes = BECOMES_NOTHING;
    id = put_agreement(r, n);
    assert_int_equal(land(r, id).status, OK);
    assert_false(agreement(r, id)->landed.set);
}

static void who_changes_an_agreement_over_another_is_told(void **state)
{
    struct room *r = room_of(state);
    int64_t id = put_agreement(r, agreed("Call them", "x"));
    struct session_agreement mine = *agreement(r, id), theirs = mine;
    theirs.what = "Call them today";
    assert_int_equal(session_agreement_change(r->w->db, r->w->a, r->s, &theirs).status, OK);
    struct fault f = session_agreement_change(r->w->db, r->w->a, r->s, &mine);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "edit");
    assert_string_equal(agreement(r, id)->what, "Call them today");
}

/* ---- what was said --------------------------------------------------------------------------------------------- */

static void two_people_who_write_what_was_said_lose_nothing(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *item = put_item(r, METHOD_TALK, "Welcome", NULL, NULL, false);
    assert_int_equal(session_remark_get(r->w->db, r->w->a, item).edit, 0);
    assert_int_equal(session_remark_save(r->w->db, r->w->a, item, "First", 0).status, OK);
    assert_int_equal(session_remark_save(r->w->db, r->w->a, item, "Second", 0).status, CONFLICT);
    assert_int_equal(session_remark_save(r->w->db, r->w->a, item, "First", 0).status, OK); /* a double tap */
    assert_int_equal(session_remark_save(r->w->db, r->w->a, item, "First and second", 1).status, OK);
    struct session_remark said = session_remark_get(r->w->db, r->w->a, item);
    assert_string_equal(said.content, "First and second");
    assert_int_equal(said.edit, 2);
}

/* ---- minutes ----------------------------------------------------------------------------------------------------- */

static const char *text_of(struct room *r)
{
    return session_minutes_text(r->w->db, r->w->a, &r->w->site, english(), r->s, WORLD_NOW);
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no %s in\n%s", part, text);
}

static void hasnt(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("%s in\n%s", part, text);
}

static void minutes_tell_what_was_shown(void **state)
{
    struct room *r = room_of(state);
    session_on_paper(r->w->db, r->w->a, r->s, "", r->w->mia_member);
    session_on_paper(r->w->db, r->w->a, r->s, "Jef", 0);
    session_on_paper(r->w->db, r->w->a, r->s, "", 0);
    const struct session_item *poll =
        put_item(r, METHOD_POLL, "What first?", LINES("Energy", "Waste # | *x*"), NULL, false);
    const struct session_item *secret =
        put_item(r, METHOD_SCALE, "How is it?", LINES("We listen"), NULL, false);
    put_item(r, METHOD_TALK, "Not today", NULL, NULL, false);
    poll = open_item(r, poll);
    entered(r, poll, "paper-1", TYPED("1"));
    entered(r, poll, "paper-2", TYPED("2"));
    entered(r, poll, "paper-3", TYPED("2"));
    reveal(r, poll);
    session_remark_save(r->w->db, r->w->a, poll, "We talked about the *price*.", 0);
    secret = open_item(r, secret);
    entered(r, secret, "paper-1", TYPED("5"));
    struct session_agreement n = agreed("Ask | for prices", "x");
    n.member = r->w->noor_member;
    put_agreement(r, n);
    const char *text = text_of(r);
    has(text, "*Opening session, ");
    has(text, ", Town hall*\n");
    has(text, "**Present:** mia\n");
    has(text, "**Guests:** Jef\n"); /* nameless ballots of paper are nobody's presence */
    has(text, "# 1. What first?\n");
    has(text, "```chart\n");
    has(text, "Waste # \\| *x* | 66.7 | "); /* in the chart */
    has(text, "We talked about the *price*.");
    has(text, "# 2. How is it?\n\n*The result was not shown.*");
    hasnt(text, "We listen");
    has(text, "# Agreements\n");
    has(text, "| Ask \\| for prices | noor | – | An action on the list |");
    has(text, "**We did not get to:** Not today");
}

static void both_rounds_stand_in_the_minutes(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *poll =
        put_item(r, METHOD_POLL, "What first?", LINES("Energy", "Waste"), NULL, false);
    poll = open_item(r, poll);
    entered(r, poll, "paper-1", TYPED("1"));
    entered(r, poll, "paper-2", TYPED("1"));
    poll = reveal(r, poll);
    assert_int_equal(session_close(r->w->db, r->w->a, r->s, poll, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    poll = session_item_get(r->w->db, r->w->a, r->s, poll->id);
    assert_int_equal(session_again(r->w->db, r->w->a, r->s, poll, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    poll = session_item_get(r->w->db, r->w->a, r->s, poll->id);
    entered(r, poll, "paper-1", TYPED("2"));
    entered(r, poll, "paper-2", TYPED("1"));
    has(text_of(r), "The first time"); /* the second is not shown, so the first stands by itself */
    reveal(r, poll);
    const char *text = text_of(r);
    hasnt(text, "The first time");
    has(text, "| First round\n"); /* beside the second, in its chart */
    has(text, "Energy | 50 | ");
    has(text, " | 100");
}

static void minutes_are_made_once_and_again_while_untouched(void **state)
{
    struct room *r = room_of(state);
    struct world *w = r->w;
    assert_int_equal(session_minutes(w->db, w->a, r->s, of(r)).document, 0);
    assert_int_equal(
        session_minutes_make(w->db, w->a, &w->site, english(), r->s, of(r), w->guide, WORLD_NOW).status, OK);
    reread(r);
    struct session_minutes m = session_minutes(w->db, w->a, r->s, of(r));
    assert_int_not_equal(m.document, 0);
    assert_true(m.untouched);
    const struct document *d = document_get(w->db, w->a, w->organisation, w->trajectory, m.document);
    assert_int_equal(d->sort, DOCUMENT_MINUTES);
    assert_int_equal(d->moment.v, r->s->moment);
    assert_string_equal(d->title, "Minutes: Opening session");
    /* Something came in late. */
    put_agreement(r, agreed("Call them", "x"));
    assert_int_equal(
        session_minutes_make(w->db, w->a, &w->site, english(), r->s, of(r), w->guide, WORLD_NOW).status, OK);
    m = session_minutes(w->db, w->a, r->s, of(r));
    assert_true(m.untouched);
    d = document_get(w->db, w->a, w->organisation, w->trajectory, m.document);
    assert_int_equal(d->version, 2);
    has(document_version_get(w->db, w->a, d, 2)->content, "Call them");
    /* Somebody worked on it: it stays that person's. */
    struct document_text x = { .title = d->title, .content = "Rewritten", .skeleton = "", .base = 2 };
    assert_int_equal(document_write(w->db, w->a, d, &x, w->guide, WORLD_NOW).status, OK);
    assert_false(session_minutes(w->db, w->a, r->s, of(r)).untouched);
    struct fault f = session_minutes_make(w->db, w->a, &w->site, english(), r->s, of(r), w->guide, WORLD_NOW);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "touched");
    size_t count;
    documents(w->db, w->a, of(r), &(struct document_filter){ 0 }, &count);
    assert_int_equal(count, 1);
}

/* ---- landing ------------------------------------------------------------------------------------------------------ */

static const struct session_landable *landables(struct room *r, size_t *count)
{
    return session_landables(r->w->db, r->w->a, &r->w->site, english(), r->s, of(r), WORLD_NOW, count);
}

static void land_all(struct room *r)
{
    size_t count;
    const struct session_landable *all = landables(r, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].blocked == NULL)
            assert_int_equal(session_land(r->w->db, r->w->a, &r->w->site, english(), r->s, of(r), &all[i],
                                          r->w->guide, WORLD_NOW)
                                 .status,
                             OK);
}

static void themes_land_among_the_priorities_once(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *axes =
        put_item(r, METHOD_AXES, "Where do we stand?", LINES("Energy", "Water"), NULL, false);
    axes = open_item(r, axes);
    entered(r, axes, "paper-1", TYPED("5", "4", "2", "2"));
    entered(r, axes, "paper-2", TYPED("4", "4", "3", "1"));
    size_t count;
    landables(r, &count);
    assert_int_equal(count, 0); /* what was not shown does not land */
    axes = reveal(r, axes);
    assert_int_equal(session_choose(r->w->db, r->w->a, r->s, axes, 0, true, r->w->guide, WORLD_NOW).status, OK);
    const struct session_landable *all = landables(r, &count);
    assert_int_equal(count, 2);
    assert_string_equal(all[0].title, "Energy");
    assert_int_equal(all[0].numbers[0], 45);
    assert_int_equal(all[0].numbers[1], 40);
    assert_true(all[0].chosen);
    assert_null(all[0].url);
    land_all(r);
    land_all(r);
    const struct plan_priority *p = plan_priorities(r->w->db, r->w->a, of(r), &count);
    assert_int_equal(count, 2);
    assert_string_equal(p[0].label, "Energy");
    assert_true(p[0].chosen);
    assert_int_equal(p[0].impact.v, 45);
    assert_int_equal(p[0].session.v, r->s->id);
    assert_int_equal(p[0].item.v, axes->id);
    assert_string_equal(p[1].label, "Water");
    assert_false(p[1].chosen);
    assert_int_equal(p[1].impact.v, 25);
    /* What landed leads there, and a change there is not undone. */
    struct plan_priority mine = p[0];
    mine.chosen = false;
    assert_int_equal(
        plan_priority_change(r->w->db, r->w->a, of(r), &mine, "Energy", r->w->guide, WORLD_NOW).status, OK);
    land_all(r);
    assert_false(plan_priority_get(r->w->db, r->w->a, of(r), mine.id)->chosen);
    all = landables(r, &count);
    assert_string_equal(
        all[0].url, arena_printf(r->w->a, "%s/prioriteit/%d", trajectory_path(r->w->a, of(r)), (int)mine.id));
}

static void importance_and_maturity_need_a_round(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *pair = put_item(r, METHOD_PAIR, "Importance and maturity", NULL, NULL, false);
    pair = open_item(r, pair);
    entered(r, pair, "paper-1", TYPED("5", "2"));
    entered(r, pair, "paper-2", TYPED("4", "2"));
    reveal(r, pair);
    size_t count;
    const struct session_landable *all = landables(r, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].title, "Importance 4.5 and maturity 2.0");
    assert_non_null(all[0].blocked);
    assert_int_equal(
        session_land(r->w->db, r->w->a, &r->w->site, english(), r->s, of(r), &all[0], r->w->guide, WORLD_NOW)
            .status,
        CONFLICT);
}

static int64_t open_round(struct world *w, const char *title, int64_t at)
{
    int64_t id;
    struct scan_new n = { .organisation = w->organisation,
                          .title = title,
                          .pack = "town",
                          .profile = "",
                          .mode = SCAN_SITTING,
                          .type = "be-gemeente",
                          .country = "BE",
                          .size = "",
                          .user = w->guide };
    assert_int_equal(scan_round_open(w->db, w->a, &w->packs, &n, NULL, at, &id).status, OK);
    return id;
}

/* What a group thought then is no answer in a round that began later. */
static void importance_and_maturity_go_into_the_round_of_then(void **state)
{
    struct room *r = room_of(state);
    struct world *w = r->w;
    world_add_pack(w, picture_test_scan);
    int64_t then = open_round(w, "Autumn", WORLD_NOW);
    const struct session_item *pair = put_item(r, METHOD_PAIR, "Importance and maturity", NULL, NULL, false);
    pair = open_item(r, pair);
    entered(r, pair, "paper-1", TYPED("5", "2"));
    entered(r, pair, "paper-2", TYPED("4", "2"));
    reveal(r, pair);
    r->s = session_get(w->db, w->a, w->organisation, r->s->id);
    assert_int_equal(session_end(w->db, w->a, r->s, r->s->revision, w->guide, WORLD_NOW + 1).status, OK);
    r->s = session_get(w->db, w->a, w->organisation, r->s->id);
    int64_t later = open_round(w, "Spring", WORLD_NOW + 2);
    land_all(r);
    const struct scan_sheet *group = scan_sheet_find(w->db, w->a, then, 0);
    assert_non_null(group);
    assert_int_equal(group->importance.v, 5); /* 4.5, half up */
    assert_int_equal(group->maturity.v, 2);
    assert_null(scan_sheet_find(w->db, w->a, later, 0));
}

static void note(struct room *r, const struct session_item *item, int64_t spot, const char *text)
{
    assert_int_equal(session_note_add(r->w->db, r->w->a, r->s, item, 0, "", text, spot, text).status, OK);
}

static void successes_become_proposed_facts(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *harvest = put_item(r, METHOD_HARVEST, "What we learned", NULL, NULL, false);
    harvest = open_item(r, harvest);
    note(r, harvest, 0, "Ask early");
    note(r, harvest, 2, "The hall has new lamps");
    size_t count;
    landables(r, &count);
    assert_int_equal(count, 0);
    reveal(r, harvest);
    const struct session_landable *all = landables(r, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].title, "The hall has new lamps");
    assert_false(all[0].usual); /* somebody chooses which are facts */
    land_all(r);
    land_all(r);
    int64_t total;
    const struct picture_fact *facts = picture_facts(
        r->w->db, r->w->a, of(r),
        &(struct picture_fact_filter){ .theme = "", .sort = "", .statement = "", .proposed = true }, &count,
        &total);
    assert_int_equal(total, 1);
    assert_string_equal(facts[0].body, "The hall has new lamps");
    assert_string_equal(facts[0].source, "Session “Opening session”");
    assert_int_equal(facts[0].sort, FACT_REALISATION);
    has(text_of(r), "Ask early");
}

static void dream_images_without_a_document_stay_in_the_minutes(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *dream = put_item(r, METHOD_DREAM, "In 2032", NULL, NULL, false);
    dream = open_item(r, dream);
    note(r, dream, 0, "Children cycle to school");
    reveal(r, dream);
    size_t count;
    const struct session_landable *all = landables(r, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].title, "1 dream image");
    assert_non_null(all[0].blocked);
    has(text_of(r), "Children cycle to school");
}

static void too_many_notes_are_counted_instead(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *notes = put_item(r, METHOD_NOTES, "Everything", NULL, NULL, false);
    notes = open_item(r, notes);
    for (int i = 0; i < 400; i++)
        note(r, notes, 0, arena_printf(r->w->a, "%d %0590d", i, 7));
    reveal(r, notes);
    const char *text = text_of(r);
    has(text, "in the spreadsheet of the session.");
    assert_true(strlen(text) <= DOCUMENT_MAX_TEXT);
    assert_int_equal(
        session_minutes_make(r->w->db, r->w->a, &r->w->site, english(), r->s, of(r), r->w->guide, WORLD_NOW)
            .status,
        OK);
}

/* ---- paper --------------------------------------------------------------------------------------------------------- */

static void what_is_typed_from_paper_is_what_stands_on_it(void **state)
{
    struct room *r = room_of(state);
    static const struct {
        enum session_method_id method;
        const char *typed[3];
        int64_t choices[3];
        const char *wrong; /* of the first field */
    } cases[] = { { METHOD_POLL, { "2" }, { 1 }, "4" },
                  { METHOD_SCALE, { "5", "", "1" }, { 4, BALLOT_NONE, 0 }, "6" },
                  { METHOD_RANK, { "2", "1", "3" }, { 1, 0, 2 }, "0" },
                  { METHOD_DOTS, { "2", "0", "1" }, { 1, BALLOT_NONE, 0 }, "x" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct session_item *item =
            put_item(r, cases[i].method, "Question", LINES("One", "Two", "Three"), NULL, false);
        struct sheet_form form = form_of(r, item);
        int64_t *choices;
        assert_int_equal(session_pile_read(r->w->a, &form, cases[i].typed, &choices).status, OK);
        for (size_t k = 0; k < form.count; k++)
            assert_int_equal(choices[k], cases[i].choices[k]);
        const char *wrong[3] = { cases[i].wrong, "", "" };
        struct fault f = session_pile_read(r->w->a, &form, wrong, &choices);
        assert_int_equal(f.status, INVALID);
        assert_string_equal(f.detail, "0");
    }
}

static int64_t sheets(struct room *r, const struct session_item *item)
{
    return session_answered(r->w->db, r->w->a, r->s, item, item->round);
}

static void a_ballot_of_paper_counts_once(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *poll =
        put_item(r, METHOD_POLL, "What first?", LINES("Energy", "Waste"), NULL, false);
    assert_int_equal(enter(r, poll, "paper-1", TYPED("1")).status, CONFLICT); /* not open yet */
    poll = open_item(r, poll);
    entered(r, poll, "paper-1", TYPED("1"));
    entered(r, poll, "paper-1", TYPED("1")); /* Enter twice */
    assert_int_equal(sheets(r, poll), 1);
    entered(r, poll, "paper-2", TYPED("2"));
    entered(r, poll, "paper-2", TYPED("1")); /* corrected */
    struct sheet_form form = form_of(r, poll);
    struct session_tally t = session_tally(r->w->db, r->w->a, r->s, poll, &form, poll->round);
    assert_int_equal(t.people, 2);
    assert_int_equal(t.parts[0].counts[0], 2);
    assert_string_equal(enter(r, poll, "paper-3", TYPED("")).detail, "empty");
    assert_int_equal(session_pile_participant(r->w->db, r->w->a, r->s, "paper-3"), 0);
    assert_int_not_equal(session_pile_participant(r->w->db, r->w->a, r->s, "paper-2"), 0);
}

static void ballots_without_names_go_in_one_by_one(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *poll =
        put_item(r, METHOD_POLL, "What first?", LINES("Energy", "Waste"), NULL, true);
    poll = open_item(r, poll);
    const char *secrets[6];
    for (int i = 0; i < 6; i++) {
        secrets[i] = token_new(r->w->a);
        entered(r, poll, secrets[i], i == 0 ? TYPED("2") : TYPED("1"));
        entered(r, poll, secrets[i], i == 0 ? TYPED("2") : TYPED("1"));
    }
    assert_int_equal(sheets(r, poll), 6);
    entered(r, poll, secrets[5], TYPED("2"));
    assert_int_equal(sheets(r, poll), 6);
    assert_int_equal(session_close(r->w->db, r->w->a, r->s, poll, r->s->revision, WORLD_NOW).status, OK);
    reread(r);
    poll = reveal(r, session_item_get(r->w->db, r->w->a, r->s, poll->id));
    const char *text = text_of(r);
    has(text, "Energy | 66.7 | 4\n");
    has(text, "Waste | 33.3 | 2\n");
}

static void every_method_with_answers_prints(void **state)
{
    struct room *r = room_of(state);
    for (int m = 0; m < SESSION_METHODS; m++) {
        const struct session_method *method = session_methods[m];
        if (method == NULL || method->paper == NULL || method->source != NULL)
            continue;
        const struct session_item *item =
            put_item(r, (enum session_method_id)m, "Question",
                     method->most_parts > 0 ? LINES("One", "Two", "Three") : NULL, NULL, false);
        const struct doc *d = session_paper(r->w->db, r->w->a, &r->w->site, english(), r->s, item, WORLD_NOW);
        assert_non_null(d);
        if (d->count == 0)
            fail_msg("%s prints nothing", method->name);
        has(d->subtitle, session_code_shown(r->w->a, r->s));
    }
}

static void the_workbook_holds_counts_and_no_names(void **state)
{
    struct room *r = room_of(state);
    const struct session_item *poll =
        put_item(r, METHOD_POLL, "What first?", LINES("Energy", "Waste"), NULL, false);
    poll = open_item(r, poll);
    entered(r, poll, "paper-1", TYPED("1"));
    const struct doc_book *book = session_book(r->w->db, r->w->a, &r->w->site, english(), r->s, WORLD_NOW);
    assert_int_equal(book->sheets[0].row_count, 0); /* not shown */
    reveal(r, poll);
    book = session_book(r->w->db, r->w->a, &r->w->site, english(), r->s, WORLD_NOW);
    assert_int_equal(book->sheets[0].row_count, 2);
    assert_string_equal(book->sheets[0].rows[0][8].text, "Energy");
    assert_int_equal(book->sheets[0].rows[0][9].number, 1);
    assert_int_equal(book->sheets[0].rows[1][9].number, 0);
}

#define ON(fn) cmocka_unit_test_setup_teardown(fn, start, end)
#define ON_BOTH(fn)                                                                                            \
    ON(fn),                                                                                                    \
    {                                                                                                          \
#fn " on PostgreSQL", fn, start_postgres, end, NULL                                                    \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(an_agreement_is_written_down_once),
        ON(what_is_wrong_with_an_agreement_names_its_field),
        ON_BOTH(an_agreement_becomes_an_action_once),
        ON_BOTH(it_becomes_a_request_or_a_task_as_well),
        ON(who_changes_an_agreement_over_another_is_told),
        ON_BOTH(two_people_who_write_what_was_said_lose_nothing),
        ON_BOTH(minutes_tell_what_was_shown),
        ON(both_rounds_stand_in_the_minutes),
        ON_BOTH(minutes_are_made_once_and_again_while_untouched),
        ON_BOTH(themes_land_among_the_priorities_once),
        ON(importance_and_maturity_need_a_round),
        ON_BOTH(importance_and_maturity_go_into_the_round_of_then),
        ON_BOTH(successes_become_proposed_facts),
        ON(dream_images_without_a_document_stay_in_the_minutes),
        ON(too_many_notes_are_counted_instead),
        ON(what_is_typed_from_paper_is_what_stands_on_it),
        ON_BOTH(a_ballot_of_paper_counts_once),
        ON_BOTH(ballots_without_names_go_in_one_by_one),
        ON(every_method_with_answers_prints),
        ON(the_workbook_holds_counts_and_no_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
