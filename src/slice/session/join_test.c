/* Who is in a room, and what may be seen of it from where. */
#include "slice/session/test_room.h"

#include "slice/session/room.h"

/* Secrets of phones: of the length that a cookie has. */
static const char *const ilse = "IlseIlseIlseIlseIlseIlseIlseIlseIlseIlseIls";
static const char *const noor = "NoorNoorNoorNoorNoorNoorNoorNoorNoorNoorNoo";

struct house {
    struct world *w;
    const struct session *s, *other;
};

static struct house *make_house(enum db_engine engine)
{
    struct world *w = world_new(engine, NULL, 0);
    if (w == NULL)
        return NULL;
    struct house *h = calloc(1, sizeof *h);
    *h = (struct house){ .w = w, .s = room_prepared(w), .other = room_prepared(w) };
    return h;
}

ROOM_FIXTURE(house)

/* ---- asking ---------------------------------------------------------------------------------------------- */

static void reread(struct house *h)
{
    h->s = session_get(h->w->db, h->w->a, h->s->organisation, h->s->id);
}

static struct fault join(struct house *h, const char *secret, const char *name, int64_t member)
{
    return session_join(h->w->db, h->w->a, h->s, secret, name, member, WORLD_NOW);
}

static const struct session_phone *phone(struct house *h, const char *secret, int seat)
{
    return session_phone_find(h->w->db, h->w->a, h->s, secret, seat);
}

static struct fault sit(struct house *h, const char *secret, int seat, const char *name)
{
    return session_seat(h->w->db, h->w->a, h->s, phone(h, secret, 1), seat, name, 0);
}

static int64_t people(struct house *h)
{
    return session_people_count(h->w->db, h->w->a, h->s);
}

static const char *value(struct house *h, const char *sql)
{
    const char *text = db_scalar(h->w->db, h->w->a, sql);
    return text == NULL ? "NULL" : text;
}

static void lead(struct house *h, struct fault f)
{
    assert_int_equal(f.status, OK);
    reread(h);
}

static void end_session(struct house *h)
{
    lead(h, session_start(h->w->db, h->s, h->s->revision, h->w->guide, WORLD_NOW));
    lead(h, session_end(h->w->db, h->w->a, h->s, h->s->revision, h->w->guide, WORLD_NOW));
}

/* ---- joining --------------------------------------------------------------------------------------------- */

static void a_phone_joins_once(void **state)
{
    struct house *h = house_of(state);
    assert_null(phone(h, ilse, 1));
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    assert_int_equal(join(h, ilse, "Somebody else", 0).status, OK);
    assert_int_equal(people(h), 1);
    const struct session_phone *p = phone(h, ilse, 1);
    assert_non_null(p);
    assert_string_equal(p->now->name, "Ilse");
    assert_string_equal(p->secret, ilse);
    assert_null(phone(h, noor, 1));
    assert_null(phone(h, NULL, 1));
    assert_null(phone(h, "short", 1));
    assert_int_equal(join(h, noor, "", 0).status, OK);
    assert_string_equal(phone(h, noor, 1)->now->name, "");
    assert_int_equal(people(h), 2);
}

static void rooms_cannot_be_joined_by_what_is_stored(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "", 0).status, OK);
    assert_null(session_phone_find(h->w->db, h->w->a, h->other, ilse, 1));
    assert_int_equal(session_join(h->w->db, h->w->a, h->other, ilse, "", 0, WORLD_NOW).status, OK);
    assert_string_equal(value(h, "SELECT count(DISTINCT token) FROM session_phone"), "2");
    unsigned char hash[CRYPTO_HASH_SIZE];
    token_hash(ilse, hash);
    const char *hex = hex_encode(h->w->a, hash, sizeof hash);
    const char *sql = h->w->t->source.engine == DB_SQLITE
                          ? "SELECT count(*) FROM session_phone WHERE lower(hex(token)) = '%s'"
                          : "SELECT count(*) FROM session_phone WHERE encode(token, 'hex') = '%s'";
    char query[256];
    snprintf(query, sizeof query, sql, hex);
    assert_string_equal(value(h, query), "0");
}

static void two_people_share_a_phone(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    assert_int_equal(sit(h, ilse, 2, "Noor").status, OK);
    const struct session_phone *p = phone(h, ilse, 2);
    assert_int_equal(p->count, 2);
    assert_string_equal(p->now->name, "Noor");
    assert_int_equal(p->now->seat, 2);
    assert_string_equal(phone(h, ilse, 1)->now->name, "Ilse");
    assert_true(p->people[0].id != p->people[1].id);
    assert_int_equal(sit(h, ilse, 2, "Noor V.").status, OK);
    assert_string_equal(phone(h, ilse, 2)->now->name, "Noor V.");
    assert_int_equal(people(h), 2);
    assert_string_equal(sit(h, ilse, 3, "Third").detail, "seat");
    session_send_away(h->w->db, h->s, p->now->id, WORLD_NOW);
    assert_int_equal(phone(h, ilse, 2)->count, 1);
    assert_string_equal(phone(h, ilse, 2)->now->name, "Ilse");
    assert_int_equal(sit(h, ilse, 2, "Noor").status, DENIED);
    assert_false(session_phone_away(h->w->db, h->w->a, h->s, ilse));
}

static void names_have_a_limit(void **state)
{
    struct house *h = house_of(state);
    char name[SESSION_MAX_NAME * 2 + 3] = "";
    for (int i = 0; i < SESSION_MAX_NAME; i++)
        strcat(name, "é");
    assert_int_equal(join(h, ilse, name, 0).status, OK);
    strcat(name, "é");
    struct fault f = join(h, noor, name, 0);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, "name");
    assert_int_equal(people(h), 1);
}

static void who_is_sent_away_stays_away_until_let_back(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    int64_t id = phone(h, ilse, 1)->now->id;
    session_send_away(h->w->db, h->s, id, WORLD_NOW);
    assert_null(phone(h, ilse, 1));
    assert_true(session_phone_away(h->w->db, h->w->a, h->s, ilse));
    assert_int_equal(join(h, ilse, "Ilse", 0).status, DENIED);
    assert_int_equal(people(h), 0);
    size_t count;
    assert_string_equal(session_people_away(h->w->db, h->w->a, h->s, &count)[0].name, "Ilse");
    assert_int_equal(count, 1);
    session_let_back(h->w->db, h->s, id);
    assert_int_equal(phone(h, ilse, 1)->now->id, id);
    assert_int_equal(people(h), 1);
    session_send_away(h->w->db, h->other, id, WORLD_NOW); /* not of that room */
    assert_non_null(phone(h, ilse, 1));
}

static void who_leaves_makes_place_on_the_phone(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    int64_t id = phone(h, ilse, 1)->now->id;
    session_leave(h->w->db, h->s, id, WORLD_NOW);
    assert_null(phone(h, ilse, 1));
    assert_false(session_phone_away(h->w->db, h->w->a, h->s, ilse));
    size_t count;
    session_people_away(h->w->db, h->w->a, h->s, &count);
    assert_int_equal(count, 0);
    assert_int_equal(join(h, ilse, "Noor", 0).status, OK);
    assert_true(phone(h, ilse, 1)->now->id != id);
    assert_string_equal(phone(h, ilse, 1)->now->name, "Noor");
}

static void a_room_that_has_ended_takes_nobody(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "", 0).status, OK);
    end_session(h);
    assert_string_equal(join(h, noor, "", 0).detail, "ended");
    assert_string_equal(sit(h, ilse, 2, "").detail, "ended");
    assert_non_null(phone(h, ilse, 1)); /* sees the goodbye */
}

/* Refused after it was written, so the request takes it back. */
static void assert_full(struct house *h, struct fault (*come)(struct house *h))
{
    assert_int_equal(db_begin_write(h->w->db), OK);
    struct fault f = come(h);
    db_rollback(h->w->db);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "full");
}

static struct fault noor_comes(struct house *h)
{
    return join(h, noor, "", 0);
}

static struct fault ilse_shares(struct house *h)
{
    return sit(h, ilse, 2, "");
}

static void a_room_holds_five_thousand(void **state)
{
    struct house *h = house_of(state);
    const char *id = arena_printf(h->w->a, "%lld", (long long)h->s->id);
    db_script(h->w->db,
              arena_printf(h->w->a,
                           "INSERT INTO session_participant (session_id, removed_at) "
                           "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) "
                           "SELECT %s, CASE WHEN i < 10 THEN 1 ELSE NULL END FROM n",
                           SESSION_MAX_PEOPLE - 1, id));
    assert_int_equal(session_room_left(h->w->db, h->w->a, h->s, false).status, OK);
    assert_int_equal(join(h, ilse, "", 0).status, OK);
    assert_string_equal(session_room_left(h->w->db, h->w->a, h->s, false).detail, "full");
    assert_int_equal(session_room_left(h->w->db, h->w->a, h->other, false).status, OK);
    assert_full(h, noor_comes);
    assert_full(h, ilse_shares);
    assert_int_equal(people(h), SESSION_MAX_PEOPLE - 9);
    /* Ids that are far apart, because other rooms fill at the same time, make no room full. */
    db_script(h->w->db, arena_printf(h->w->a,
                                     "DELETE FROM session_participant WHERE removed_at IS NULL AND name = '' "
                                     "AND phone_id IS NULL AND session_id = %s",
                                     id));
    assert_int_equal(join(h, noor, "", 0).status, OK);
    assert_int_equal(session_join(h->w->db, h->w->a, h->other, noor, "", 0, WORLD_NOW).status, OK);
}

static void a_shut_door_keeps_newcomers_out(void **state)
{
    struct house *h = house_of(state);
    int64_t mia = h->w->mia_member;
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    const char *laptop = token_new(h->w->a), *tablet = token_new(h->w->a);
    assert_int_equal(join(h, laptop, "", mia).status, OK);
    session_door(h->w->db, h->s, true, WORLD_NOW);
    reread(h);
    assert_true(h->s->shut);
    assert_string_equal(session_room_left(h->w->db, h->w->a, h->s, false).detail, "shut");
    assert_int_equal(session_room_left(h->w->db, h->w->a, h->s, true).status, OK);
    assert_string_equal(join(h, noor, "", 0).detail, "shut");
    assert_string_equal(sit(h, ilse, 2, "").detail, "shut");
    /* Who is in stays in: the same phone again, another name, a member's other device, who was sent away and is let back. */
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    assert_int_equal(sit(h, ilse, 1, "Ilse B.").status, OK);
    assert_int_equal(join(h, tablet, "", mia).status, OK);
    assert_int_equal(people(h), 2);
    int64_t id = phone(h, ilse, 1)->now->id;
    session_send_away(h->w->db, h->s, id, WORLD_NOW);
    session_let_back(h->w->db, h->s, id);
    assert_non_null(phone(h, ilse, 1));
    /* The paper of somebody without a phone is the desk's own work. */
    assert_true(session_on_paper(h->w->db, h->w->a, h->s, "Jef", 0) != 0);
    session_door(h->w->db, h->s, false, WORLD_NOW);
    reread(h);
    assert_int_equal(join(h, noor, "", 0).status, OK);
}

static void a_member_is_known_and_present(void **state)
{
    struct house *h = house_of(state);
    int64_t mia = h->w->mia_member;
    assert_int_equal(join(h, ilse, "typed", mia).status, OK);
    const struct session_participant *who = phone(h, ilse, 1)->now;
    assert_string_equal(who->name, "mia");
    assert_int_equal(who->member, mia);
    assert_string_equal(value(h, "SELECT state FROM session_attendance"), "present");
    /* The battery is empty: she goes on with a laptop. */
    assert_int_equal(join(h, noor, "", mia).status, OK);
    assert_int_equal(phone(h, noor, 1)->now->id, who->id);
    assert_null(phone(h, ilse, 1));
    assert_int_equal(people(h), 1);
    /* And comes back: the phone is free, so it may join again. */
    assert_int_equal(join(h, ilse, "", mia).status, OK);
    assert_int_equal(phone(h, ilse, 1)->now->id, who->id);
    size_t count;
    const struct session_participant *all = session_people(h->w->db, h->w->a, h->s, &count);
    assert_int_equal(count, 1);
    assert_string_equal(all[0].name, "mia");
}

static void people_are_listed_by_name(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "noor", 0).status, OK);
    assert_int_equal(join(h, noor, "", 0).status, OK);
    session_on_paper(h->w->db, h->w->a, h->s, "Ilse", 0);
    size_t count;
    const struct session_participant *all = session_people(h->w->db, h->w->a, h->s, &count);
    assert_int_equal(count, 3);
    assert_string_equal(all[0].name, "Ilse");
    assert_true(all[0].on_paper);
    assert_string_equal(all[1].name, "noor");
    assert_false(all[1].on_paper);
    assert_string_equal(all[2].name, "");
}

/* ---- what may be seen from where --------------------------------------------------------------------------- */

static struct room_state *look(struct house *h, enum room_eye eye)
{
    return room_load(h->w->db, h->w->a, &h->w->site, lang_get(LANG_EN), h->s, eye, 0, 0, WORLD_NOW);
}

static const struct session_item *on(struct house *h)
{
    return session_item_get(h->w->db, h->w->a, h->s, h->s->item);
}

static void ask(struct house *h)
{
    struct session_part parts[] = {
        { .part = 0, .key = "", .label = "Yes", .about = "", .say = "" },
        { .part = 1, .key = "", .label = "No", .about = "", .say = "" },
    };
    struct session_item_text x = { .title = "Do we begin?",
                                   .about = "",
                                   .say = "Only for who leads",
                                   .low = "",
                                   .high = "",
                                   .source = "",
                                   .minutes = 10,
                                   .parts = parts,
                                   .part_count = 2 };
    int64_t id = 0;
    assert_int_equal(session_item_add(h->w->db, h->w->a, h->s, session_method_find("poll"), &x, &id).status,
                     OK);
    lead(h, session_start(h->w->db, h->s, h->s->revision, h->w->guide, WORLD_NOW));
    lead(h, session_open(h->w->db, h->w->a, h->s, session_item_get(h->w->db, h->w->a, h->s, id), h->s->revision,
                         WORLD_NOW));
}

static void answer(struct house *h, const char *secret, int64_t choice)
{
    struct room_state *r = look(h, EYE_PHONE);
    assert_int_equal(r->form.count, 1);
    assert_int_equal(session_sheet_save(h->w->db, h->w->a, h->s, r->item, &r->form,
                                        phone(h, secret, 1)->now->id, secret, &choice, 0)
                         .status,
                     OK);
}

static void a_result_is_the_desks_until_it_is_shown(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    ask(h);
    answer(h, ilse, 1);
    struct room_state *r = look(h, EYE_PHONE);
    assert_null(r->tally);
    assert_false(r->shown);
    assert_null(look(h, EYE_SCREEN)->tally);
    assert_non_null(look(h, EYE_MINUTES)->tally);
    r = look(h, EYE_DESK);
    assert_int_equal(r->tally->parts[0].counts[1], 1);
    assert_int_equal(r->answered, 1);
    assert_int_equal(r->people, 1);
    assert_null(r->own);
    lead(h, session_reveal(h->w->db, h->w->a, h->s, on(h), true, false, h->s->revision, WORLD_NOW));
    assert_int_equal(look(h, EYE_SCREEN)->tally->people, 1);
    assert_int_equal(look(h, EYE_PHONE)->tally->people, 1);
    lead(h, session_reveal(h->w->db, h->w->a, h->s, on(h), false, false, h->s->revision, WORLD_NOW));
    assert_null(look(h, EYE_PHONE)->tally);
}

static void a_second_round_stands_beside_the_first(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    ask(h);
    answer(h, ilse, 1);
    lead(h, session_reveal(h->w->db, h->w->a, h->s, on(h), true, false, h->s->revision, WORLD_NOW));
    lead(h, session_again(h->w->db, h->w->a, h->s, on(h), h->s->revision, WORLD_NOW));
    answer(h, ilse, 0);
    struct room_state *r = look(h, EYE_PHONE);
    assert_int_equal(r->round, 2);
    assert_null(r->tally);
    assert_null(r->before);
    r = look(h, EYE_DESK);
    assert_int_equal(r->tally->parts[0].counts[0], 1);
    assert_int_equal(r->before->parts[0].counts[1], 1);
    lead(h, session_reveal(h->w->db, h->w->a, h->s, on(h), true, false, h->s->revision, WORLD_NOW));
    r = look(h, EYE_SCREEN);
    assert_int_equal(r->tally->parts[0].counts[0], 1);
    assert_int_equal(r->before->parts[0].counts[1], 1);
    r = room_load(h->w->db, h->w->a, &h->w->site, lang_get(LANG_EN), h->s, EYE_MINUTES, on(h)->id, 1,
                  WORLD_NOW);
    assert_int_equal(r->round, 1);
    assert_int_equal(r->tally->parts[0].counts[1], 1);
    assert_null(r->before);
}

static void own_answers_are_of_one_phone(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    assert_int_equal(sit(h, ilse, 2, "Noor").status, OK);
    ask(h);
    answer(h, ilse, 1);
    struct room_state *r = look(h, EYE_PHONE);
    room_load_own(r, phone(h, ilse, 1));
    assert_int_equal(r->own->choices[0], 1);
    assert_true(r->own->edit > 0);
    r = look(h, EYE_PHONE);
    room_load_own(r, phone(h, ilse, 2));
    assert_int_equal(r->own->choices[0], BALLOT_NONE);
}

static void keys_tell_rounds_and_states_apart(void **state)
{
    struct house *h = house_of(state);
    assert_string_equal(room_key(look(h, EYE_PHONE)), "prepared");
    ask(h);
    long long id = (long long)h->s->item;
    assert_string_equal(room_key(look(h, EYE_PHONE)), arena_printf(h->w->a, "%lld-1-open-hidden", id));
    assert_string_equal(room_key(look(h, EYE_DESK)), arena_printf(h->w->a, "%lld-1-open-shown", id));
    lead(h, session_close(h->w->db, h->w->a, h->s, on(h), h->s->revision, WORLD_NOW));
    assert_string_equal(room_key(look(h, EYE_PHONE)), arena_printf(h->w->a, "%lld-1-closed-hidden", id));
    assert_string_equal(look(h, EYE_PHONE)->base, session_phone_path(h->w->a, h->s));
    assert_true(look(h, EYE_PHONE)->begun);
    lead(h, session_end(h->w->db, h->w->a, h->s, h->s->revision, h->w->guide, WORLD_NOW));
    assert_null(look(h, EYE_SCREEN)->item);
    assert_string_equal(room_key(look(h, EYE_PHONE)), "ended");
}

/* A phone's stream is rendered once for all, but whoever opens a page has one made: five thousand people must not make it slower. */
static void a_page_costs_as_many_queries_in_a_full_room(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "Ilse", 0).status, OK);
    ask(h);
    answer(h, ilse, 1);
    int64_t before = db_calls(h->w->db);
    look(h, EYE_SCREEN);
    int64_t one = db_calls(h->w->db) - before;
    assert_in_range(one, 1, 20);
    for (int i = 0; i < 60; i++) {
        char secret[TOKEN_LENGTH + 1];
        snprintf(secret, sizeof secret, "%043d", i);
        assert_int_equal(join(h, secret, "", 0).status, OK);
        answer(h, secret, i % 2);
    }
    before = db_calls(h->w->db);
    assert_int_equal(look(h, EYE_SCREEN)->answered, 61);
    assert_int_equal(db_calls(h->w->db) - before, one);
}

static void phones_hear_who_was_sent_away(void **state)
{
    struct house *h = house_of(state);
    assert_int_equal(join(h, ilse, "", 0).status, OK);
    assert_int_equal(join(h, noor, "", 0).status, OK);
    assert_string_equal(look(h, EYE_PHONE)->away, "");
    int64_t a = phone(h, ilse, 1)->now->id, b = phone(h, noor, 1)->now->id;
    session_send_away(h->w->db, h->s, a, WORLD_NOW);
    session_send_away(h->w->db, h->s, b, WORLD_NOW + 1);
    assert_string_equal(look(h, EYE_PHONE)->away,
                        arena_printf(h->w->a, "%lld %lld", (long long)b, (long long)a));
    assert_string_equal(look(h, EYE_SCREEN)->away, "");
}

#define BOTH(f)                                                                                                \
    cmocka_unit_test_setup_teardown(f, start, end),                                                            \
    {                                                                                                          \
#f " on PostgreSQL", (f), start_postgres, end, NULL                                                    \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(a_phone_joins_once),
        BOTH(rooms_cannot_be_joined_by_what_is_stored),
        BOTH(two_people_share_a_phone),
        BOTH(names_have_a_limit),
        BOTH(who_is_sent_away_stays_away_until_let_back),
        BOTH(who_leaves_makes_place_on_the_phone),
        BOTH(a_room_that_has_ended_takes_nobody),
        BOTH(a_room_holds_five_thousand),
        BOTH(a_shut_door_keeps_newcomers_out),
        BOTH(a_member_is_known_and_present),
        BOTH(people_are_listed_by_name),
        BOTH(a_result_is_the_desks_until_it_is_shown),
        BOTH(a_second_round_stands_beside_the_first),
        BOTH(own_answers_are_of_one_phone),
        BOTH(keys_tell_rounds_and_states_apart),
        BOTH(a_page_costs_as_many_queries_in_a_full_room),
        BOTH(phones_hear_who_was_sent_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
