/* Each rule of anonymity, also by reading the raw tables, on both engines. */
#include "slice/ballot/ballot.h"

#include "base/utf8.h"
#include "db/migrate.h"
#include "db/test_db.h"
#include "lib/sodium.h"
#include "rules.h"

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
    assert_int_equal(counts(w, b).voted, 0);
    assert_int_equal(cast(w, b, 1, 0).status, OK);
    assert_int_equal(ballot_cast(w->db, w->a, b, 1, phone(w, 50), 1).status, CONFLICT); /* another phone */
    assert_int_equal(counts(w, b).voted, 1);
    assert_int_equal(counts(w, b).voters, VOTERS);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "1");
    assert_string_equal(number(w, "SELECT choice FROM ballot_ballot"), "1001");
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
    assert_string_equal(number(w, "SELECT choice FROM ballot_ballot"), "1003");
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
    assert_int_equal(counts(w, b).voted, 2);
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
    assert_int_equal(counts(w, b).voters, VOTERS);
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
    assert_string_equal(columns(w, "ballot_ballot"), "question_id part key choice");
    assert_string_equal(columns(w, "ballot_voter"), "question_id voter voted notes fresh");
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
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "0");
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 0);
    assert_string_equal(number(w, "SELECT count(DISTINCT xmin::text) FROM ballot_option"), "1");
    assert_string_equal(number(w, "SELECT count(DISTINCT xmin::text) FROM ballot_voter"), "1");
    assert_string_equal(
        number(w, "SELECT count(*) FROM ballot_option o JOIN ballot_voter v ON o.xmin = v.xmin"), "0");
    /* The order on the disk is that of their numbers. */
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

/* Whether any of these keys, or half of one, stands in the file. Of ballots that are gone SQLite keeps only where they stood: offsets
 * in a page, which tell nothing when neither key nor choice is left. */
static bool is_any_in_file(struct world *w, const struct bytes *keys, size_t count)
{
    struct bytes file = file_of(w);
    for (size_t i = 0; i < count; i++)
        if (memmem(file.p, file.n, keys[i].p, keys[i].n / 2) != NULL ||
            memmem(file.p, file.n, (const char *)keys[i].p + keys[i].n / 2, keys[i].n / 2) != NULL)
            return true;
    return false;
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
    struct bytes keys[20];
    for (int64_t v = 1; v <= 20; v++)
        keys[v - 1] = ballot_key(x->a, look(x, 1), v, phone(x, v), "");
    for (size_t i = 0; i < 20; i++)
        assert_true(is_any_in_file(x, &keys[i], 1));
    for (int i = 0; i < 3; i++) {
        in_own_transaction(x, i == 0 ? close_it : mix_once, 1);
        in_own_transaction(y, i == 0 ? close_it : mix_once, 1);
        if (i == 1) {                                  /* one table at a time */
            assert_false(is_any_in_file(x, keys, 20)); /* no phone finds its ballot any more */
            assert_true(same_page(x, y, "ballot_option"));
            assert_false(same_page(x, y, "ballot_voter"));
        }
    }
    assert_true(same_page(x, y, "ballot_voter"));
    assert_string_equal(number(x, "SELECT count(*) FROM ballot_ballot"), "0");
    assert_string_equal(number(x, "SELECT ballots FROM ballot_question"), "20");
    assert_string_equal(number(x, "SELECT counted FROM ballot_option WHERE position = 0"), "6");
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
    assert_int_equal(counts(w, b).voted, 7);
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

/* ---- several parts --------------------------------------------------------------------------------------- */

static const char *const marks[] = { "not at all", "somewhat", "fully" };
static const char *const chosen[] = { "chosen" };
static const struct ballot_part scale[] = { { "We know our figures", marks, 3 },
                                            { "We know our people", marks, 3 },
                                            { "How much, from 0 to 10", NULL, 11 } };
static const struct ballot_part dots[] = { { "Mobility", chosen, 1 }, { "Buying", chosen, 1 } };

static const struct ballot *asked(struct world *w, const struct ballot_part *parts, size_t count, bool apart)
{
    struct ballot_new n = { .organisation = w->organisation,
                            .kind = "session.item",
                            .object = 9,
                            .parts = parts,
                            .part_count = count,
                            .joins = true,
                            .minimum = BALLOT_USUAL,
                            .apart = apart };
    int64_t id = 0;
    assert_int_equal(ballot_ask(w->db, w->a, &n, NOW, &id).status, OK);
    return look(w, id);
}

/* Of somebody who joins to answer. */
static struct fault sheet3(struct world *w, const struct ballot *b, int64_t voter, int64_t x, int64_t y,
                           int64_t z)
{
    const int64_t choices[] = { x, y, z };
    ballot_admit(w->db, b, voter);
    return ballot_cast_sheet(w->db, w->a, b, voter, phone(w, voter), choices);
}

static void a_sheet_has_a_choice_for_each_part(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = asked(w, scale, 3, false);
    assert_int_equal(b->part_count, 3);
    assert_string_equal(b->parts[1].label, "We know our people");
    assert_string_equal(b->parts[1].options[2], "fully");
    assert_null(b->parts[2].options);
    assert_int_equal(b->parts[2].option_count, 11);
    assert_int_equal(sheet3(w, b, 1, 0, 3, 0).status, INVALID);
    assert_int_equal(sheet3(w, b, 1, 0, 0, 11).status, INVALID);
    assert_int_equal(sheet3(w, b, 1, -2, 0, 0).status, INVALID);
    assert_int_equal(counts(w, b).voted, 0);
    assert_null(ballot_own_sheet(w->db, w->a, b, 1, phone(w, 1)));
    assert_int_equal(sheet3(w, b, 1, 2, BALLOT_NONE, 10).status, OK);
    assert_int_equal(sheet3(w, b, 1, 2, BALLOT_NONE, 10).status, OK); /* a retry */
    const int64_t *own = ballot_own_sheet(w->db, w->a, b, 1, phone(w, 1));
    assert_int_equal(own[0], 2);
    assert_int_equal(own[1], BALLOT_NONE);
    assert_int_equal(own[2], 10);
    assert_int_equal(sheet3(w, b, 1, BALLOT_NONE, 1, 10).status, OK); /* the whole of it changes */
    own = ballot_own_sheet(w->db, w->a, b, 1, phone(w, 1));
    assert_int_equal(own[0], BALLOT_NONE);
    assert_int_equal(own[1], 1);
    assert_null(ballot_own_sheet(w->db, w->a, b, 1, phone(w, 2)));
    assert_int_equal(counts(w, b).voted, 1);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "3");
    const int64_t other[] = { 0, 0, 0 };
    assert_int_equal(ballot_cast_sheet(w->db, w->a, b, 1, phone(w, 50), other).status, CONFLICT);
}

/* Whatever is on a sheet, it takes as many bytes: a part without an answer is stored as well. */
static void every_sheet_is_stored_alike(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = asked(w, scale, 3, false);
    assert_int_equal(sheet3(w, b, 1, BALLOT_NONE, BALLOT_NONE, BALLOT_NONE).status, OK);
    assert_int_equal(sheet3(w, b, 2, 2, 2, 10).status, OK);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "6");
    assert_string_equal(number(w, "SELECT min(choice) FROM ballot_ballot"), "1000");
    assert_string_equal(number(w, "SELECT max(choice) FROM ballot_ballot"), "1011");
    assert_true(1001 + BALLOT_MAX_VALUES <= INT16_MAX); /* so all of them take two bytes in SQLite */
}

static void a_distribution_shows_for_each_part(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = asked(w, scale, 3, false);
    for (int64_t v = 1; v <= 5; v++)
        assert_int_equal(sheet3(w, b, v, v % 2, v == 1 ? 2 : BALLOT_NONE, v).status, OK);
    assert_int_equal(counts(w, b).state, BALLOT_HELD);
    assert_int_equal(counts(w, b).parts[2].counts[5], BALLOT_SUPPRESSED);
    assert_int_equal(counts(w, b).parts[2].answered, BALLOT_SUPPRESSED);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    struct ballot_counts c = counts(w, b);
    assert_int_equal(c.total, 5);
    assert_int_equal(c.parts[0].counts[0], 2);
    assert_int_equal(c.parts[0].counts[1], 3);
    assert_int_equal(c.parts[0].counts[2], 0);
    assert_int_equal(c.parts[1].counts[2], 1);
    assert_int_equal(c.parts[1].answered, 1);
    assert_int_equal(c.parts[2].counts[5], 1);
    assert_int_equal(c.parts[2].answered, 5);
    for (int64_t v = 6; v <= 7; v++)
        assert_int_equal(sheet3(w, b, v, 2, 2, 0).status, OK);
    assert_int_equal(counts(w, b).parts[0].counts[2], 0);
    assert_int_equal(counts(w, b).voted, 7);
    assert_int_equal(counts(w, b).total, 5);
    assert_int_equal(sheet3(w, b, 8, 2, 2, 0).status, OK);
    assert_int_equal(counts(w, b).parts[0].counts[2], 3);
    assert_int_equal(counts(w, b).parts[1].answered, 4);
}

static void parts_that_stand_apart_need_five_each(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = asked(w, scale, 3, true);
    for (int64_t v = 1; v <= 7; v++)
        assert_int_equal(sheet3(w, b, v, v % 2, v <= 4 ? v % 3 : BALLOT_NONE, v).status, OK);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    struct ballot_counts c = counts(w, b);
    assert_int_equal(c.parts[0].answered, 7);
    assert_int_equal(c.parts[1].answered, BALLOT_SUPPRESSED);
    for (int i = 0; i < 3; i++)
        assert_int_equal(c.parts[1].counts[i], BALLOT_SUPPRESSED); /* never 0 */
    assert_int_equal(c.parts[2].answered, 7);
    assert_false(c.more);
    assert_int_equal(sheet3(w, b, 8, 0, 0, 0).status, OK);
    assert_int_equal(counts(w, b).parts[1].answered, BALLOT_SUPPRESSED);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    c = counts(w, b);
    assert_int_equal(c.parts[1].answered, 5);
    assert_int_equal(c.parts[1].counts[0], 2);
    in_own_transaction(w, mix_once, 1);
    assert_false(counts(w, b).more); /* counted out, it is what it was */
    assert_int_equal(counts(w, b).parts[1].counts[0], 2);
}

static void one_part_alike_warns_and_nothing_is_no_answer(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = asked(w, scale, 3, false), *d = asked(w, dots, 2, false),
                        *each = asked(w, scale, 3, true);
    for (int64_t v = 1; v <= 6; v++) {
        const int64_t dotted[] = { v % 2 == 0 ? 0 : BALLOT_NONE, BALLOT_NONE };
        assert_int_equal(sheet3(w, b, v, v % 3, 2, v).status, OK);
        assert_int_equal(sheet3(w, each, v, v % 3, v == 6 ? BALLOT_NONE : 2, v).status, OK);
        ballot_admit(w->db, d, v);
        assert_int_equal(ballot_cast_sheet(w->db, w->a, d, v, phone(w, v), dotted).status, OK);
    }
    assert_string_equal(ballot_reveal(w->db, w->a, b, false).detail, "unanimous");
    assert_string_equal(ballot_reveal(w->db, w->a, each, false).detail, "unanimous"); /* all who answered it */
    assert_int_equal(ballot_reveal(w->db, w->a, d, false).status, OK);
    assert_int_equal(counts(w, d).parts[0].counts[0], 3);
    assert_int_equal(counts(w, d).parts[1].counts[0], 0);
}

/* In a large room a batch is a fiftieth of what is shown. */
static void a_large_room_follows_in_larger_batches(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = asked(w, dots, 2, false);
    const int64_t choices[2][2] = { { 0, BALLOT_NONE }, { BALLOT_NONE, 0 } };
    for (int64_t v = 1; v <= 204; v++) {
        ballot_admit(w->db, b, v);
        assert_int_equal(ballot_cast_sheet(w->db, w->a, b, v, phone(w, v), choices[v % 2]).status, OK);
        if (v == 200)
            assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
        assert_int_equal(counts(w, b).total, v < 200 ? BALLOT_SUPPRESSED : v < 204 ? 200 : 204);
    }
}

static void asked_again_the_first_round_stays(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *first = asked(w, scale, 3, false);
    for (int64_t v = 1; v <= 5; v++)
        assert_int_equal(sheet3(w, first, v, v % 2, v % 3, v).status, OK);
    assert_int_equal(ballot_reveal(w->db, w->a, first, false).status, OK);
    assert_int_equal(ballot_close(w->db, w->a, first, NOW).status, OK);
    const struct ballot *second = asked(w, scale, 3, false);
    for (int64_t v = 1; v <= 6; v++)
        assert_int_equal(sheet3(w, second, v, 2, BALLOT_NONE, v).status, OK);
    size_t count;
    const struct ballot *all = ballots_of(w->db, w->a, w->organisation, "session.item", 9, &count);
    assert_int_equal(count, 2);
    assert_int_equal(all[0].id, second->id);
    assert_int_equal(counts(w, &all[1]).parts[0].counts[1], 3);
    assert_int_equal(counts(w, &all[0]).state, BALLOT_HELD);
}

/* ---- notes ----------------------------------------------------------------------------------------------- */

static const struct ballot *wall(struct world *w, int64_t notes)
{
    struct ballot_new n = { .organisation = w->organisation,
                            .kind = "session.item",
                            .object = 9,
                            .notes = notes,
                            .joins = true,
                            .minimum = BALLOT_USUAL };
    int64_t id = 0;
    assert_int_equal(ballot_ask(w->db, w->a, &n, NOW, &id).status, OK);
    const struct ballot *b = look(w, id);
    for (int64_t v = 1; v <= VOTERS; v++)
        ballot_admit(w->db, b, v);
    return b;
}

static struct fault note(struct world *w, const struct ballot *b, int64_t voter, const char *nonce,
                         const char *text)
{
    return ballot_note_add(w->db, w->a, b, voter, phone(w, voter), nonce, text, 1);
}

static size_t hangs(struct world *w, const struct ballot *b)
{
    size_t count;
    ballot_notes(w->db, w->a, look(w, b->id), &count);
    return count;
}

static void a_note_counts_once(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = wall(w, 2);
    assert_int_equal(note(w, b, 1, "1", "Bikes").status, OK);
    assert_int_equal(note(w, b, 1, "1", "Bikes").status, OK); /* a double tap */
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_note"), "1");
    assert_string_equal(note(w, b, 1, "1", "Trains").detail, "nonce");
    assert_int_equal(note(w, b, 1, "2", "Trains").status, OK);
    assert_string_equal(note(w, b, 1, "3", "Feet").detail, "many");
    assert_int_equal(note(w, b, 1, "2", "Trains").status, OK); /* also when there is no room for another */
    assert_int_equal(counts(w, b).voted, 1);
    assert_int_equal(ballot_note_add(w->db, w->a, b, 2, phone(w, 1), "1", "Bikes", 1).status,
                     OK); /* one phone */
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_note"), "3");
    assert_int_equal(note(w, b, 99, "1", "x").status, DENIED);
    assert_string_equal(note(w, b, 3, "1", " \n").detail, "note");
    assert_string_equal(note(w, b, 3, "", "x").detail, "nonce");
    char *long_one = arena_alloc(w->a, 100001);
    memset(long_one, 'x', 100000);
    long_one[100000] = '\0';
    assert_string_equal(note(w, b, 3, "1", long_one).detail, "note");
    long_one[BALLOT_MAX_NOTE] = '\0';
    assert_int_equal(note(w, b, 3, "1", long_one).status, OK);
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    assert_int_equal(note(w, b, 4, "1", "x").status, CONFLICT);
}

/* The key of the note with these words, of whom the phone says it is. */
static const char *own_key(struct world *w, const struct ballot *b, int64_t voter, const char *words)
{
    size_t count;
    const struct ballot_note *own = ballot_notes_own(w->db, w->a, b, voter, phone(w, voter), &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(own[i].body, words) == 0)
            return own[i].key;
    fail_msg("no note says %s", words);
    return NULL;
}

static void a_note_is_changed_and_taken_back_with_the_secret(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = wall(w, 3);
    size_t count;
    assert_int_equal(note(w, b, 1, "one", "Bikes").status, OK);
    assert_int_equal(note(w, b, 1, "two", "Trains").status, OK);
    const char *bikes = own_key(w, b, 1, "Bikes"), *trains = own_key(w, b, 1, "Trains");
    assert_int_equal(ballot_note_change(w->db, w->a, b, 1, phone(w, 1), trains, "Night trains", 2).status, OK);
    assert_int_equal(ballot_note_change(w->db, w->a, b, 1, phone(w, 2), trains, "x", 2).status, NOT_FOUND);
    assert_int_equal(ballot_note_change(w->db, w->a, b, 2, phone(w, 1), trains, "x", 2).status, NOT_FOUND);
    assert_int_equal(ballot_note_change(w->db, w->a, b, 1, phone(w, 1), "zz", "x", 2).status, NOT_FOUND);
    assert_int_equal(ballot_note_take_back(w->db, w->a, b, 1, phone(w, 2), bikes).status, NOT_FOUND);
    assert_int_equal(ballot_note_take_back(w->db, w->a, b, 1, phone(w, 1), bikes).status, OK);
    assert_int_equal(ballot_note_take_back(w->db, w->a, b, 1, phone(w, 1), bikes).status, NOT_FOUND);
    const struct ballot_note *own = ballot_notes_own(w->db, w->a, b, 1, phone(w, 1), &count);
    assert_int_equal(count, 1);
    assert_string_equal(own[0].body, "Night trains");
    assert_int_equal(own[0].spot, 2);
    assert_false(own[0].shown);
    assert_int_equal(note(w, b, 1, "two", "Night trains").status,
                     OK); /* a late retry, once it was changed to these words */
    assert_int_equal(note(w, b, 1, "three", "Feet").status, OK); /* in the place that came free */
    assert_int_equal(note(w, b, 1, "four", "Boats").status, OK);
    assert_string_equal(note(w, b, 1, "five", "Skates").detail, "many");
    ballot_notes_own(w->db, w->a, b, 1, phone(w, 1), &count);
    assert_int_equal(count, 3);
    ballot_notes_own(w->db, w->a, b, 1, phone(w, 2), &count);
    assert_int_equal(count, 0);
    ballot_notes_own(w->db, w->a, b, 1, NULL, &count);
    assert_int_equal(count, 0);
    static const char *const words[] = { "Night trains", "Feet", "Boats" };
    for (int i = 0; i < 3; i++)
        assert_int_equal(
            ballot_note_take_back(w->db, w->a, b, 1, phone(w, 1), own_key(w, b, 1, words[i])).status, OK);
    assert_int_equal(counts(w, b).voted, 0);
    assert_int_equal(note(w, b, 1, "six", "Feet").status, OK);
    ballot_close(w->db, w->a, b, NOW);
    ballot_notes_own(w->db, w->a, look(w, b->id), 1, phone(w, 1), &count);
    assert_int_equal(count, 0);
}

static void notes_hang_in_batches_of_three_people(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = wall(w, 5);
    for (int64_t v = 1; v <= 4; v++)
        assert_int_equal(note(w, b, v, "1", "note").status, OK);
    assert_int_equal(note(w, b, 4, "2", "a second one").status, OK); /* five notes, of four people */
    assert_string_equal(ballot_reveal(w->db, w->a, b, true).detail, "few");
    assert_int_equal(counts(w, b).state, BALLOT_TOO_FEW);
    assert_int_equal(note(w, b, 5, "1", "note").status, OK);
    assert_int_equal(hangs(w, b), 0);
    assert_int_equal(counts(w, b).state, BALLOT_HELD);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    assert_int_equal(hangs(w, b), 6);
    assert_int_equal(note(w, b, 6, "1", "note").status, OK);
    assert_int_equal(note(w, b, 6, "2", "note two").status, OK);
    assert_int_equal(note(w, b, 6, "3", "note three").status, OK);
    assert_int_equal(note(w, b, 1, "2", "of somebody who wrote before").status, OK);
    assert_int_equal(hangs(w, b), 6); /* four notes, of two people */
    assert_int_equal(note(w, b, 7, "1", "note").status, OK);
    assert_int_equal(hangs(w, b), 11);
    assert_int_equal(ballot_note_take_back(w->db, w->a, b, 7, phone(w, 7), own_key(w, b, 7, "note")).status,
                     OK);
    assert_int_equal(hangs(w, b), 10); /* at once: it is theirs */
    assert_int_equal(
        ballot_note_change(w->db, w->a, b, 6, phone(w, 6), own_key(w, b, 6, "note"), "better", 1).status, OK);
    assert_int_equal(hangs(w, b), 9);
    assert_int_equal(note(w, b, 8, "1", "note").status, OK);
    assert_int_equal(note(w, b, 9, "1", "note").status, OK);
    assert_int_equal(hangs(w, b), 12);
    assert_int_equal(note(w, b, 10, "1", "note").status, OK);
    assert_int_equal(note(w, b, 11, "1", "note").status, OK);
    assert_int_equal(ballot_note_take_back(w->db, w->a, b, 11, phone(w, 11), own_key(w, b, 11, "note")).status,
                     OK);
    assert_int_equal(note(w, b, 12, "1", "note").status, OK);
    assert_int_equal(hangs(w, b), 12); /* who took it back is none of the three */
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    assert_int_equal(hangs(w, b), 14);
}

static void notes_are_put_in_order_and_stay_so(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = wall(w, 5);
    for (int64_t v = 1; v <= 6; v++)
        assert_int_equal(note(w, b, v, "1", arena_printf(w->a, "note %d", (int)v)).status, OK);
    assert_int_equal(ballot_note_hide(w->db, w->a, b, "00ff", true).status, NOT_FOUND);
    assert_int_equal(ballot_note_sort(w->db, w->a, b, "no hex", 1, 1).status, NOT_FOUND);
    assert_int_equal(ballot_reveal(w->db, w->a, b, false).status, OK);
    size_t count;
    const struct ballot_note *n = ballot_notes(w->db, w->a, b, &count);
    const char *sorted = n[0].body, *hidden = n[1].body, *old_key = n[0].key;
    assert_int_equal(ballot_note_sort(w->db, w->a, b, n[0].key, 3, 17).status, OK);
    assert_int_equal(ballot_note_hide(w->db, w->a, b, n[1].key, true).status, OK);
    in_own_transaction(w, close_it, b->id);
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 1);
    n = ballot_notes(w->db, w->a, look(w, b->id), &count);
    assert_int_equal(count, 6);
    int found = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(strlen(n[i].key), 32); /* a new one */
        assert_true(i == 0 || strcmp(n[i - 1].key, n[i].key) < 0);
        bool is_sorted = strcmp(n[i].body, sorted) == 0, is_hidden = strcmp(n[i].body, hidden) == 0;
        assert_int_equal(n[i].cluster, is_sorted ? 17 : 0);
        assert_int_equal(n[i].spot, is_sorted ? 3 : 1);
        assert_int_equal(n[i].hidden, is_hidden);
        found += is_sorted + is_hidden;
    }
    assert_int_equal(found, 2);
    assert_int_equal(ballot_note_hide(w->db, w->a, b, old_key, true).status, NOT_FOUND);
    assert_int_equal(ballot_note_hide(w->db, w->a, b, n[0].key, true).status, OK);
    assert_int_equal(counts(w, b).voted, 6);
    assert_string_equal(number(w, "SELECT sum(notes) FROM ballot_voter"),
                        "0"); /* how many each wrote is gone */
    assert_string_equal(number(w, "SELECT sum(voted) FROM ballot_voter"), "6");
    assert_string_equal(number(w, "SELECT max(length(once)) FROM ballot_note"), "0");
    assert_string_equal(columns(w, "ballot_note"), "question_id key once body spot cluster hidden shown");
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
    n = new_ballot(w);
    n.minimum = BALLOT_SMALL;
    assert_string_equal(ballot_ask(w->db, w->a, &n, NOW, &id).detail, "minimum");
    n = new_ballot(w);
    n.notes = 3; /* a choice or notes, not both */
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "notes");
    n.option_count = 0;
    n.notes = BALLOT_MAX_NOTES + 1;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "notes");
    n.notes = 0;
    struct ballot_part many[BALLOT_MAX_PARTS + 1];
    for (size_t i = 0; i <= BALLOT_MAX_PARTS; i++)
        many[i] = (struct ballot_part){ "", NULL, 11 };
    n.parts = many;
    n.part_count = BALLOT_MAX_PARTS + 1;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "parts");
    n.part_count = 0;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "parts");
    n.part_count = 2;
    many[1].option_count = BALLOT_MAX_VALUES + 1;
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "options");
    for (size_t i = 0; i < 40; i++)
        many[i].option_count = BALLOT_MAX_VALUES;
    n.part_count = 40; /* 4040 numbers */
    assert_string_equal(ballot_announce(w->db, w->a, &n, NOW, &id).detail, "parts");
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

static void what_is_removed_was_swept_before(void **state)
{
    struct world *w = world_of(state);
    const struct ballot *b = opened(w);
    announced(w, BALLOT_USUAL);
    assert_int_equal(cast(w, b, 1, 0).status, OK);
    size_t count;
    assert_false(ballot_waits(w->db, w->a));
    assert_false(ballot_remove(w->db, w->a, w->organisation, "group.width", 7, NOW)); /* closes it */
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_question"), "1");
    assert_true(ballot_waits(w->db, w->a));
    ballot_unswept(w->db, w->a, &count);
    assert_int_equal(count, 0); /* not mixed yet */
    in_own_transaction(w, mix_once, 1);
    in_own_transaction(w, mix_once, 1);
    const int64_t *ids = ballot_unswept(w->db, w->a, &count);
    assert_int_equal(count, 1);
    assert_int_equal(ids[0], b->id);
    ballot_swept(w->db, ids, count);
    assert_false(ballot_waits(w->db, w->a));
    assert_true(ballot_remove(w->db, w->a, w->organisation, "group.width", 7, NOW));
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_question"), "0");
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_voter"), "0");
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_option"), "0");
}

/* Questions of before there were parts: one open, one closed and mixed. */
static void older_questions_become_those_of_one_part(void **state)
{
    struct world *given = world_of(state);
    struct test_db *t = test_db_new(given->t->source.engine);
    struct world *w = &(struct world){ .t = t, .db = t->db, .a = &t->a };
    const char *detail;
    int before = 0;
    while (before < migrations_count && migrations[before].number < 11)
        before++;
    assert_int_equal(db_migrate_list(w->db, w->a, migrations, before, &detail), OK);
    db_script(
        w->db,
        "INSERT INTO organisation_organisation (name, type, country, place, lang, created_at) "
        "VALUES ('Olmenrode', 'be-gemeente', 'BE', '3990', 'nl_BE', 1);"
        "INSERT INTO ballot_question (organisation_id, kind, object, state, minimum, announced_at, opened_at, "
        "closed_at, revealed, shown, ballots_mixed, voters_mixed) SELECT max(id), 'group.width', 7, 'closed', "
        "5, 1, 1, "
        "2, 1, 5, 1, 1 FROM organisation_organisation;"
        "INSERT INTO ballot_question (organisation_id, kind, object, state, minimum, announced_at, opened_at) "
        "SELECT max(id), 'group.width', 7, 'open', 5, 3, 3 FROM organisation_organisation;"
        "INSERT INTO ballot_option SELECT id, 0, 'narrow', CASE WHEN state = 'closed' THEN 2 END FROM "
        "ballot_question;"
        "INSERT INTO ballot_option SELECT id, 1, 'right', CASE WHEN state = 'closed' THEN 3 END FROM "
        "ballot_question;"
        "INSERT INTO ballot_option SELECT id, 2, 'wide', CASE WHEN state = 'closed' THEN 0 END FROM "
        "ballot_question;");
    w->organisation = strtoll(number(w, "SELECT max(id) FROM organisation_organisation"), NULL, 10);
    int64_t closed = strtoll(number(w, "SELECT min(id) FROM ballot_question"), NULL, 10), open = closed + 1;
    struct ballot key_of = { .id = open };
    for (int64_t v = 1; v <= 6; v++) {
        const char *own = hex_encode(w->a, ballot_key(w->a, &key_of, v, phone(w, v), "").p, 32);
        bool sqlite = t->source.engine == DB_SQLITE;
        db_script(w->db, arena_printf(w->a, "INSERT INTO ballot_voter VALUES (%d, %d, %d), (%d, %d, %d)",
                                      (int)closed, (int)v, v < 6, (int)open, (int)v, v < 4));
        if (v < 6)
            db_script(w->db, arena_printf(w->a, "INSERT INTO ballot_ballot VALUES (%d, %s%064d', %d)",
                                          (int)closed, sqlite ? "X'" : "'\\x", (int)v, v < 3 ? 100 : 101));
        if (v < 4)
            db_script(w->db, arena_printf(w->a, "INSERT INTO ballot_ballot VALUES (%d, %s%s', %d)", (int)open,
                                          sqlite ? "X'" : "'\\x", own, (int)(99 + v)));
    }
    assert_int_equal(db_status(w->db), OK);
    assert_int_equal(db_migrate(w->db, w->a, &detail), OK);
    const struct ballot *was = look(w, closed), *is = look(w, open);
    shows(w, was, 2, 3, 0);
    assert_int_equal(counts(w, was).voters, 6);
    assert_int_equal(counts(w, was).voted, 5);
    assert_string_equal(was->options[1], "right");
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "3");
    assert_int_equal(ballot_own(w->db, w->a, is, 2, phone(w, 2)), 1);
    assert_int_equal(cast(w, is, 2, 0).status, OK); /* and may be changed */
    all_cast(w, is, 4, 6, 2);
    assert_int_equal(ballot_reveal(w->db, w->a, is, false).status, OK);
    shows(w, is, 2, 0, 4);
    assert_true(ballot_waits(w->db, w->a)); /* what the engine keeps of the older one is overwritten too */
    assert_int_equal(db_status(w->db), OK);
    test_db_free(t);
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
        BOTH(a_sheet_has_a_choice_for_each_part),
        BOTH(every_sheet_is_stored_alike),
        BOTH(a_distribution_shows_for_each_part),
        BOTH(parts_that_stand_apart_need_five_each),
        BOTH(one_part_alike_warns_and_nothing_is_no_answer),
        BOTH(a_large_room_follows_in_larger_batches),
        BOTH(asked_again_the_first_round_stays),
        BOTH(a_note_counts_once),
        BOTH(a_note_is_changed_and_taken_back_with_the_secret),
        BOTH(notes_hang_in_batches_of_three_people),
        BOTH(notes_are_put_in_order_and_stay_so),
        BOTH(what_is_removed_was_swept_before),
        BOTH(older_questions_become_those_of_one_part),
        BOTH(what_is_wrong_is_refused),
        BOTH(another_organisation_finds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
