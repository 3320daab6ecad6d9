/* Each rule of anonymity, also by reading the raw tables, on both engines. */
#include "slice/ballot/ballot.h"

#include "base/utf8.h"
#include "db/migrate.h"
#include "db/test_db.h"
#include "lib/sodium.h"

#define NOW INT64_C(1795330800000)
enum { VOTERS = 12 };

static const char *const width[] = { "narrow", "right", "wide" };

struct world {
    struct test_db *t;
    struct db *db;
    struct arena *a;
    int64_t organisation;
};

static struct world *world_new(enum db_engine engine)
{
    assert_int_equal(crypto_init(), OK);
    struct test_db *t = test_db_new(engine);
    const char *detail;
    struct world *w = calloc(1, sizeof *w);
    *w = (struct world){ .t = t, .db = t->db, .a = &t->a };
    if (db_migrate(w->db, w->a, &detail) != OK)
        fail_msg("%s", detail);
    db_script(w->db, "INSERT INTO organisation_organisation (name, type, country, place, lang, created_at) "
                     "VALUES ('Olmenrode', 'be-gemeente', 'BE', '3990', 'nl_BE', 1)");
    w->organisation =
        strtoll(db_scalar(w->db, w->a, "SELECT max(id) FROM organisation_organisation"), NULL, 10);
    return w;
}

static void world_free(struct world *w)
{
    if (w == NULL)
        return;
    assert_int_equal(db_status(w->db), OK);
    test_db_free(w->t);
    free(w);
}

static int start(void **state)
{
    *state = world_new(DB_SQLITE);
    return 0;
}

static int start_postgres(void **state)
{
    *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : world_new(DB_POSTGRES);
    return 0;
}

static int end(void **state)
{
    world_free(*state);
    return 0;
}

/* The world of a test on either engine; the test is skipped without PostgreSQL. */
static struct world *world_of(void **state)
{
    if (*state == NULL)
        skip();
    return *state;
}

/* ---- doing ----------------------------------------------------------------------------------------------- */

static const char *number(struct world *w, const char *sql)
{
    const char *value = db_scalar(w->db, w->a, sql);
    return value == NULL ? "NULL" : value;
}

/* The secret of somebody's phone: always the same, so that two databases can be compared. */
static const char *phone(struct world *w, int64_t voter)
{
    char *secret = arena_strdup(w->a, "0123456789-_abcdefghijklmnopqrstuvwxyzABCDE");
    assert_int_equal(strlen(secret), TOKEN_LENGTH);
    secret[0] = (char)('A' + voter % 26);
    secret[1] = (char)('a' + voter / 26 % 26);
    return secret;
}

static struct ballot_new new_ballot(struct world *w)
{
    static const int64_t voters[VOTERS] = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
    return (struct ballot_new){ .organisation = w->organisation,
                                .kind = "group.width",
                                .object = 7,
                                .options = width,
                                .option_count = 3,
                                .voters = voters,
                                .voter_count = VOTERS,
                                .minimum = BALLOT_USUAL };
}

static const struct ballot *look(struct world *w, int64_t id)
{
    const struct ballot *b = ballot_get(w->db, w->a, w->organisation, id);
    assert_non_null(b);
    return b;
}

static const struct ballot *announced(struct world *w, int64_t minimum)
{
    struct ballot_new n = new_ballot(w);
    int64_t id = 0;
    n.minimum = minimum;
    assert_int_equal(ballot_announce(w->db, w->a, &n, NOW, &id).status, OK);
    return look(w, id);
}

static const struct ballot *opened(struct world *w)
{
    const struct ballot *b = announced(w, BALLOT_USUAL);
    assert_int_equal(ballot_open(w->db, b, NOW).status, OK);
    return look(w, b->id);
}

static struct fault cast(struct world *w, const struct ballot *b, int64_t voter, int64_t option)
{
    return ballot_cast(w->db, w->a, b, voter, phone(w, voter), option);
}

/* Voters from .. to answer the same. */
static void all_cast(struct world *w, const struct ballot *b, int64_t from, int64_t to, int64_t option)
{
    for (int64_t v = from; v <= to; v++)
        assert_int_equal(cast(w, b, v, option).status, OK);
}

static struct ballot_counts counts(struct world *w, const struct ballot *b)
{
    return ballot_counts(w->db, w->a, look(w, b->id));
}

static void shows(struct world *w, const struct ballot *b, int64_t narrow, int64_t right, int64_t wide)
{
    struct ballot_counts c = counts(w, b);
    assert_int_equal(c.state, BALLOT_SHOWN);
    assert_int_equal(c.counts[0], narrow);
    assert_int_equal(c.counts[1], right);
    assert_int_equal(c.counts[2], wide);
    assert_int_equal(c.total, narrow + right + wide);
}

static void hides(struct world *w, const struct ballot *b, enum ballot_shown why)
{
    struct ballot_counts c = counts(w, b);
    assert_int_equal(c.state, why);
    assert_int_equal(c.total, BALLOT_SUPPRESSED);
    for (size_t i = 0; i < b->option_count; i++)
        assert_int_equal(c.counts[i], BALLOT_SUPPRESSED);
}

/* Each in a transaction of its own, as requests are. */
static void in_own_transaction(struct world *w, void (*step)(struct world *w, int64_t n), int64_t n)
{
    assert_int_equal(db_begin_write(w->db), OK);
    step(w, n);
    assert_int_equal(db_commit(w->db), OK);
}

/* ---- answering ------------------------------------------------------------------------------------------- */

static void who_is_asked_answers_once(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    assert_int_equal(cast(w, b, 99, 0).status, DENIED);
    assert_int_equal(cast(w, b, 1, 3).status, INVALID);
    assert_int_equal(cast(w, b, 1, -1).status, INVALID);
    assert_int_equal(ballot_cast(w->db, w->a, b, 1, "short", 0).status, INVALID);
    assert_int_equal(ballot_cast(w->db, w->a, b, 1, NULL, 0).status, INVALID);
    assert_int_equal(look(w, b->id)->voted, 0);
    assert_int_equal(cast(w, b, 1, 0).status, OK);
    assert_int_equal(ballot_cast(w->db, w->a, b, 1, phone(w, 50), 1).status, CONFLICT); /* another phone */
    assert_int_equal(look(w, b->id)->voted, 1);
    assert_int_equal(look(w, b->id)->voters, VOTERS);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "1");
    assert_string_equal(number(w, "SELECT choice FROM ballot_ballot"), "100");
}

static void an_answer_changes_with_the_secret_of_the_phone(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    assert_int_equal(ballot_own(w->db, w->a, b, 1, phone(w, 1)), BALLOT_NONE);
    assert_int_equal(cast(w, b, 1, 0).status, OK);
    assert_int_equal(cast(w, b, 1, 0).status, OK); /* the same again: a repeated request */
    assert_int_equal(ballot_own(w->db, w->a, b, 1, phone(w, 1)), 0);
    assert_int_equal(cast(w, b, 1, 2).status, OK);
    assert_int_equal(ballot_own(w->db, w->a, b, 1, phone(w, 1)), 2);
    assert_int_equal(ballot_own(w->db, w->a, b, 1, phone(w, 2)), BALLOT_NONE);
    assert_int_equal(ballot_own(w->db, w->a, b, 1, NULL), BALLOT_NONE);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "1");
    assert_string_equal(number(w, "SELECT choice FROM ballot_ballot"), "102");
}

static void two_people_may_use_one_phone(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    const char *shared = phone(w, 1);
    assert_int_equal(ballot_cast(w->db, w->a, b, 1, shared, 0).status, OK);
    assert_int_equal(ballot_own(w->db, w->a, b, 2, shared), BALLOT_NONE);
    assert_int_equal(ballot_cast(w->db, w->a, b, 2, shared, 2).status, OK);
    assert_int_equal(ballot_own(w->db, w->a, b, 1, shared), 0);
    assert_int_equal(ballot_own(w->db, w->a, b, 2, shared), 2);
    assert_int_equal(look(w, b->id)->voted, 2);
}

static void nothing_is_answered_before_it_opens_or_after_it_closed(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = announced(w, BALLOT_USUAL);
    assert_int_equal(cast(w, b, 1, 0).status, CONFLICT);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, CONFLICT);
    assert_int_equal(ballot_open(w->db, b, NOW).status, OK);
    assert_int_equal(ballot_open(w->db, b, NOW).status, CONFLICT);
    b = look(w, b->id);
    assert_int_equal(cast(w, b, 1, 0).status, OK);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, CONFLICT);
    assert_int_equal(cast(w, b, 1, 1).status, CONFLICT); /* also with what was loaded before */
    assert_int_equal(cast(w, b, 2, 1).status, CONFLICT);
    b = look(w, b->id);
    assert_int_equal(b->state, BALLOT_CLOSED);
    assert_int_equal(ballot_own(w->db, w->a, b, 1, phone(w, 1)), BALLOT_NONE);
    ballot_admit(w->db, b, 50);
    assert_int_equal(look(w, b->id)->voters, VOTERS);
}

static void somebody_more_may_answer(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    assert_int_equal(cast(w, b, 50, 0).status, DENIED);
    ballot_admit(w->db, b, 50);
    ballot_admit(w->db, b, 50);
    assert_int_equal(cast(w, b, 50, 0).status, OK);
    ballot_admit(w->db, b, 50); /* takes nothing back */
    size_t count;
    const struct ballot_voter *v = ballot_voters(w->db, w->a, b, &count);
    assert_int_equal(count, VOTERS + 1);
    assert_int_equal(v[0].voter, 1);
    assert_false(v[0].voted);
    assert_int_equal(v[VOTERS].voter, 50);
    assert_true(v[VOTERS].voted);
}

/* ---- what shows ------------------------------------------------------------------------------------------ */

static void a_result_shows_from_five(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    hides(w, b, BALLOT_TOO_FEW);
    all_cast(w, b, 1, 3, 0);
    all_cast(w, b, 4, 4, 1);
    hides(w, b, BALLOT_TOO_FEW);
    struct fault f = ballot_reveal(w->db, w->a, b, true);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "few");
    hides(w, b, BALLOT_TOO_FEW);
    all_cast(w, b, 5, 5, 1);
    hides(w, b, BALLOT_HELD); /* nobody showed it yet */
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    shows(w, b, 3, 2, 0); /* nobody chose "wide", and that is told: 0 is not suppressed */
}

static void too_few_stay_hidden_after_closing(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    all_cast(w, b, 1, 2, 0);
    all_cast(w, b, 3, 4, 1);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    assert_int_equal(ballot_reveal(w->db, w->a, b, true).status, CONFLICT);
    hides(w, b, BALLOT_TOO_FEW);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_option WHERE shown IS NOT NULL"), "0");
}

static void three_suffice_when_announced_before(void **state)
{
    struct world *w = world_of(state);
    struct ballot_new n = new_ballot(w);
    int64_t id;
    n.minimum = 4;
    assert_int_equal(ballot_announce(w->db, w->a, &n, NOW, &id).status, INVALID);
    n.minimum = 1;
    assert_int_equal(ballot_announce(w->db, w->a, &n, NOW, &id).status, INVALID);
    const struct ballot *b = announced(w, BALLOT_SMALL);
    assert_int_equal(ballot_open(w->db, b, NOW).status, CONFLICT); /* in the request that announced it */
    assert_int_equal(ballot_open(w->db, b, NOW + 1).status, OK);
    b = look(w, b->id);
    all_cast(w, b, 1, 1, 0);
    all_cast(w, b, 2, 2, 1);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, CONFLICT);
    all_cast(w, b, 3, 3, 1);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    shows(w, b, 1, 2, 0);
}

static void it_follows_in_batches_of_three_and_with_the_remainder(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    all_cast(w, b, 1, 3, 0);
    all_cast(w, b, 4, 5, 1);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    all_cast(w, b, 6, 7, 2);
    shows(w, b, 3, 2, 0);
    assert_false(counts(w, b).more);
    assert_int_equal(ballot_reveal(w->db, w->a, b, true).status, OK); /* asking again shows nothing more */
    shows(w, b, 3, 2, 0);
    all_cast(w, b, 8, 8, 2);
    shows(w, b, 3, 2, 3);
    all_cast(w, b, 9, 9, 1);
    all_cast(w, b, 1, 1, 1); /* a changed answer is no new ballot */
    shows(w, b, 3, 2, 3);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    shows(w, b, 2, 4, 3);
}

static void a_changed_answer_alone_shows_at_closing(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    all_cast(w, b, 1, 3, 0);
    all_cast(w, b, 4, 5, 1);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    all_cast(w, b, 1, 1, 2);
    shows(w, b, 3, 2, 0);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    shows(w, b, 2, 2, 1);
}

static void closing_alone_shows_nothing(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    all_cast(w, b, 1, 3, 0);
    all_cast(w, b, 4, 6, 1);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    hides(w, b, BALLOT_HELD);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    shows(w, b, 3, 3, 0);
}

static void a_unanimous_result_warns_first(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    all_cast(w, b, 1, 5, 1);
    struct fault f = ballot_reveal(w->db, w->a, b, false);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "unanimous");
    hides(w, b, BALLOT_HELD);
    assert_int_equal(ballot_reveal(w->db, w->a, b, true).status, OK);
    shows(w, b, 0, 5, 0);
    all_cast(w, b, 6, 8, 1); /* a batch that is unanimous again waits for whoever leads */
    shows(w, b, 0, 5, 0);
    assert_true(counts(w, b).more);
    assert_string_equal(ballot_reveal(w->db, w->a, b, false).detail, "unanimous");
    shows(w, b, 0, 5, 0);
    all_cast(w, b, 9, 9, 2); /* and follows by itself once it is not */
    shows(w, b, 0, 8, 1);
}

static void a_unanimous_remainder_waits_after_closing(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    all_cast(w, b, 1, 4, 1);
    all_cast(w, b, 5, 5, 0);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    all_cast(w, b, 5, 6, 1); /* the one who differed does so no longer */
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    shows(w, b, 1, 4, 0);
    assert_string_equal(ballot_reveal(w->db, w->a, b, false).detail, "unanimous");
    assert_int_equal(ballot_reveal(w->db, w->a, b, true).status, OK);
    shows(w, b, 0, 6, 0);
}

/* ---- the raw tables -------------------------------------------------------------------------------------- */

static const char *columns(struct world *w, const char *table)
{
    if (w->t->source.engine == DB_SQLITE)
        return number(w,
                      arena_printf(w->a, "SELECT group_concat(name, ' ') FROM pragma_table_info('%s')", table));
    return number(w, arena_printf(w->a,
                                  "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM "
                                  "information_schema.columns WHERE table_schema = current_schema() AND "
                                  "table_name = '%s'",
                                  table));
}

static void a_ballot_has_no_voter_and_no_time_and_a_voter_no_ballot(void **state)
{
    struct world *w = world_of(state);
    assert_string_equal(columns(w, "ballot_ballot"), "question_id key choice");
    assert_string_equal(columns(w, "ballot_voter"), "question_id voter voted");
    /* The secret itself is stored nowhere: a ballot's key is a hash of it. */
    const struct ballot *b = opened(w);
    assert_int_equal(cast(w, b, 1, 0).status, OK);
    assert_string_equal(number(w, w->t->source.engine == DB_SQLITE
                                      ? "SELECT length(key) FROM ballot_ballot"
                                      : "SELECT octet_length(key) FROM ballot_ballot"),
                        "32");
    /* What an answer changes besides: nothing of the question, so no moment can be read off it. */
    const char *before =
        number(w, "SELECT announced_at || ' ' || opened_at || ' ' || coalesce(closed_at, 0) || "
                  "' ' || revealed FROM ballot_question");
    assert_int_equal(cast(w, b, 2, 1).status, OK);
    assert_string_equal(number(w, "SELECT announced_at || ' ' || opened_at || ' ' || coalesce(closed_at, 0) || "
                                  "' ' || revealed FROM ballot_question"),
                        before);
}

static void cast_one(struct world *w, int64_t voter)
{
    const struct ballot *b = look(w, 1);
    ballot_admit(w->db, b, voter);
    assert_int_equal(cast(w, b, voter, voter % 3).status, OK);
}

static void close_it(struct world *w, int64_t id)
{
    assert_int_equal(ballot_close(w->db, w->a, look(w, id), NOW).status, OK);
}

static void mix_once(struct world *w, int64_t more)
{
    assert_int_equal(ballot_mix(w->db, w->a), more);
}

/* PostgreSQL notes with each row which transaction wrote it. */
static void the_transaction_joins_no_ballot_to_a_voter(void **state)
{
    struct world *w = world_of(state);
    static const char joined[] = "SELECT count(*) FROM ballot_ballot b JOIN ballot_voter v "
                                 "ON b.xmin = v.xmin AND b.question_id = v.question_id";
    opened(w);
    for (int64_t v = VOTERS; v > 0; v--)
        in_own_transaction(w, cast_one, v);
    assert_string_equal(number(w, joined), "12"); /* this is what closing is about */
    in_own_transaction(w, close_it, 1);
    in_own_transaction(w, mix_once, 1);
    assert_string_equal(number(w, joined), "0");
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 0);
    assert_string_equal(number(w, joined), "0");
    assert_string_equal(number(w, "SELECT count(DISTINCT xmin::text) FROM ballot_ballot"), "1");
    assert_string_equal(number(w, "SELECT count(DISTINCT xmin::text) FROM ballot_voter"), "1");
    /* The order on the disk is that of the keys. */
    assert_string_equal(number(w, "SELECT string_agg(encode(key, 'hex'), ' ' ORDER BY ctid) = "
                                  "string_agg(encode(key, 'hex'), ' ' ORDER BY key) FROM ballot_ballot"),
                        "t");
    assert_string_equal(number(w, "SELECT string_agg(voter::text, ' ' ORDER BY ctid) = "
                                  "string_agg(voter::text, ' ' ORDER BY voter) FROM ballot_voter"),
                        "t");
}

/* The file as it is on the disk, with everything that was committed. */
static struct bytes file_of(struct world *w)
{
    db_script(w->db, "PRAGMA wal_checkpoint(TRUNCATE)");
    FILE *f = fopen(w->t->path, "rb");
    assert_non_null(f);
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    char *content = arena_alloc(w->a, n + 1);
    rewind(f);
    assert_int_equal(fread(content, 1, n, f), n);
    fclose(f);
    return (struct bytes){ content, n };
}

/* The first page of a table; here the whole table. */
static struct bytes page_of(struct world *w, const char *table)
{
    struct bytes file = file_of(w);
    size_t size = (size_t)strtoll(number(w, "PRAGMA page_size"), NULL, 10);
    const char *sql = arena_printf(w->a, "SELECT rootpage FROM sqlite_master WHERE name = '%s'", table);
    size_t page = (size_t)strtoll(number(w, sql), NULL, 10);
    assert_true(page * size <= file.n);
    return (struct bytes){ (const char *)file.p + (page - 1) * size, size };
}

static bool same_page(struct world *x, struct world *y, const char *table)
{
    return memcmp(page_of(x, table).p, page_of(y, table).p, page_of(x, table).n) == 0;
}

/* Two installations in which the same people gave the same answers, in another order: SQLite keeps what comes first at
 * the end of the page. Once closed, no byte tells one order from the other. */
static void no_byte_tells_the_order_of_answers(void **state)
{
    struct world *x = world_of(state), *y = world_new(DB_SQLITE);
    opened(x);
    opened(y);
    for (int64_t v = 1; v <= 20; v++) { /* voters beyond the first twelve are admitted as they come */
        in_own_transaction(x, cast_one, v);
        in_own_transaction(y, cast_one, v * 8 % 21);
    }
    assert_false(same_page(x, y, "ballot_ballot"));
    assert_false(same_page(x, y, "ballot_voter"));
    const char *key = number(x, "SELECT hex(key) FROM ballot_ballot LIMIT 1");
    struct bytes raw;
    assert_true(hex_decode(x->a, utf8_fold(x->a, key), &raw));
    assert_non_null(memmem(file_of(x).p, file_of(x).n, raw.p, raw.n));
    for (int i = 0; i < 3; i++) {
        in_own_transaction(x, i == 0 ? close_it : mix_once, 1);
        in_own_transaction(y, i == 0 ? close_it : mix_once, 1);
        if (i == 1) { /* one table at a time */
            assert_true(same_page(x, y, "ballot_ballot"));
            assert_false(same_page(x, y, "ballot_voter"));
        }
    }
    assert_true(same_page(x, y, "ballot_voter"));
    assert_null(memmem(file_of(x).p, file_of(x).n, raw.p, raw.n)); /* no phone finds its ballot any more */
    assert_string_equal(number(x, "SELECT count(*) FROM ballot_ballot"), "20");
    assert_string_equal(number(x, "SELECT count(*) FROM ballot_ballot WHERE choice = 100"), "6");
    assert_string_equal(number(x, "SELECT count(*) FROM ballot_voter WHERE voted = 1"), "20");
    world_free(y);
}

static void mixing_keeps_the_result(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    all_cast(w, b, 1, 3, 0);
    all_cast(w, b, 4, 7, 2);
    in_own_transaction(w, mix_once, 0); /* an open one is left alone */
    in_own_transaction(w, close_it, b->id);
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 0);
    assert_int_equal(ballot_reveal(w->db, w->a, look(w, b->id), false).status, OK);
    shows(w, b, 3, 0, 4);
    assert_int_equal(look(w, b->id)->voted, 7);
}

static void the_oldest_never_waits_for_newer_ones(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *first = opened(w), *second = opened(w);
    in_own_transaction(w, close_it, first->id);
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, close_it, second->id);
    in_own_transaction(w, mix_once, 1);
    assert_string_equal(number(w, "SELECT voters_mixed FROM ballot_question ORDER BY id LIMIT 1"), "1");
    assert_string_equal(number(w, "SELECT ballots_mixed FROM ballot_question ORDER BY id DESC LIMIT 1"), "0");
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 0);
}

/* ---- the door -------------------------------------------------------------------------------------------- */

static void what_is_wrong_is_refused(void **state)
{
    struct world *w = world_of(state);
    static const char *const labels[] = { "yes", "" };
    struct ballot_new n = new_ballot(w);
    int64_t id;
    n.option_count = 1;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "options");
    n.option_count = BALLOT_MAX_OPTIONS + 1;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "options");
    n.options = labels;
    n.option_count = 2;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "options");
    n = new_ballot(w);
    n.voter_count = 0;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "voters");
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_question"), "0");
}

static void another_organisation_finds_nothing(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    size_t count;
    assert_null(ballot_get(w->db, w->a, w->organisation + 1, b->id));
    ballots_of(w->db, w->a, w->organisation + 1, "group.width", 7, &count);
    assert_int_equal(count, 0);
    ballots_of(w->db, w->a, w->organisation, "group.width", 8, &count);
    assert_int_equal(count, 0);
    const struct ballot *newer = announced(w, BALLOT_USUAL);
    const struct ballot *all = ballots_of(w->db, w->a, w->organisation, "group.width", 7, &count);
    assert_int_equal(count, 2);
    assert_int_equal(all[0].id, newer->id);
    assert_int_equal(all[1].id, b->id);
    assert_string_equal(all[1].options[2], "wide");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)
#define POSTGRES(name)                                                                                         \
    {                                                                                                          \
#name " on PostgreSQL", name, start_postgres, end, NULL                                                \
    }
#define BOTH(name) TEST(name), POSTGRES(name)

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH(who_is_asked_answers_once),
        BOTH(an_answer_changes_with_the_secret_of_the_phone),
        BOTH(two_people_may_use_one_phone),
        BOTH(nothing_is_answered_before_it_opens_or_after_it_closed),
        BOTH(somebody_more_may_answer),
        BOTH(a_result_shows_from_five),
        BOTH(too_few_stay_hidden_after_closing),
        BOTH(three_suffice_when_announced_before),
        BOTH(it_follows_in_batches_of_three_and_with_the_remainder),
        BOTH(a_changed_answer_alone_shows_at_closing),
        BOTH(closing_alone_shows_nothing),
        BOTH(a_unanimous_result_warns_first),
        BOTH(a_unanimous_remainder_waits_after_closing),
        BOTH(a_ballot_has_no_voter_and_no_time_and_a_voter_no_ballot),
        POSTGRES(the_transaction_joins_no_ballot_to_a_voter),
        TEST(no_byte_tells_the_order_of_answers),
        BOTH(mixing_keeps_the_result),
        BOTH(the_oldest_never_waits_for_newer_ones),
        BOTH(what_is_wrong_is_refused),
        BOTH(another_organisation_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
