/* Tries to join what people answered to who answered, as somebody would who got hold of a copy: with the tables, with the files of
 * SQLite and their log, with the rows of PostgreSQL as they stand in its pages. Everybody gives another sheet, in an order that the
 * attacker knows; each attack gives a list of sheets that it takes for those of the voters in that order. While the question is open
 * the strongest attacks find everybody (which shows that they work); after closing none does. */
#include "slice/ballot/ballot.h"

#include <sys/stat.h>

#include "base/utf8.h"
#include "db/migrate.h"
#include "db/test_db.h"
#include "lib/sodium.h"
#include "rules.h"

#define NOW INT64_C(1795330800000)
enum { PEOPLE = 24, PARTS = 3, OPTIONS = 3 };

/* Of 24 in a row by chance one stands in the right place; seven or more do once in 12,000 times. */
enum { BY_CHANCE = 6 };

static const char *const options[] = { "no", "perhaps", "yes" };
static const struct ballot_part parts[PARTS] = { { "One", options, OPTIONS },
                                                 { "Two", options, OPTIONS },
                                                 { "Three", options, OPTIONS } };

struct world {
    struct test_db *t;
    struct db *db;
    struct arena *a;
    int64_t organisation, question, wall;
    int64_t order[PEOPLE]; /* who answered first, second, … */
};

static const char *number(struct world *w, const char *sql)
{
    const char *value = db_scalar(w->db, w->a, sql);
    return value == NULL ? "" : value;
}

/* ---- who answers what ------------------------------------------------------------------------------------ */

/* Three digits to the base of three, no two people alike. */
static int64_t sheet_of(int64_t voter)
{
    return voter * 7 % 27;
}

static const char *text_of(struct world *w, int64_t voter)
{
    return arena_printf(w->a, "a note numbered %d, as long as any", (int)(voter * 5 % 31 + 10));
}

static const char *phone(struct world *w, int64_t voter)
{
    char *secret = arena_strdup(w->a, "0123456789-_abcdefghijklmnopqrstuvwxyzABCDE");
    secret[0] = (char)('A' + voter % 26);
    secret[1] = (char)('a' + voter * 11 % 26);
    return secret;
}

static const struct ballot *look(struct world *w, int64_t id)
{
    const struct ballot *b = ballot_get(w->db, w->a, w->organisation, id);
    assert_non_null(b);
    return b;
}

static void begin(struct world *w)
{
    assert_int_equal(db_begin_write(w->db), OK);
}

static void commit(struct world *w)
{
    assert_int_equal(db_commit(w->db), OK);
}

static void one_answers(struct world *w, int64_t voter)
{
    int64_t sheet = sheet_of(voter);
    const int64_t choices[PARTS] = { sheet / 9, sheet / 3 % 3, sheet % 3 };
    begin(w);
    const struct ballot *b = look(w, w->question), *wall = look(w, w->wall);
    ballot_admit(w->db, b, voter);
    assert_int_equal(ballot_cast_sheet(w->db, w->a, b, voter, phone(w, voter), choices).status, OK);
    commit(w);
    begin(w);
    ballot_admit(w->db, wall, voter);
    assert_int_equal(
        ballot_note_add(w->db, w->a, wall, voter, phone(w, voter), "1", text_of(w, voter), 0).status, OK);
    commit(w);
}

static void everybody_answers(struct world *w)
{
    for (int i = 0; i < PEOPLE; i++)
        one_answers(w, w->order[i]);
}

static void both_close(struct world *w)
{
    begin(w);
    assert_int_equal(ballot_close(w->db, w->a, look(w, w->question), NOW).status, OK);
    assert_int_equal(ballot_close(w->db, w->a, look(w, w->wall), NOW).status, OK);
    commit(w);
}

/* As the server does it: src/app/serve.c. */
static void mixed_and_swept(struct world *w)
{
    bool more = true;
    while (more) {
        begin(w);
        more = ballot_mix(w->db, w->a);
        commit(w);
    }
    size_t count;
    const int64_t *ids = ballot_unswept(w->db, w->a, &count);
    assert_int_equal(db_sweep(w->db, ballot_tables), OK);
    begin(w);
    ballot_swept(w->db, ids, count);
    commit(w);
}

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
    w->organisation = strtoll(number(w, "SELECT max(id) FROM organisation_organisation"), NULL, 10);
    struct ballot_new n = { .organisation = w->organisation,
                            .kind = "session.item",
                            .object = 1,
                            .parts = parts,
                            .part_count = PARTS,
                            .joins = true,
                            .minimum = BALLOT_USUAL };
    assert_int_equal(ballot_ask(w->db, w->a, &n, NOW, &w->question).status, OK);
    n.parts = NULL;
    n.part_count = 0;
    n.notes = 3;
    assert_int_equal(ballot_ask(w->db, w->a, &n, NOW, &w->wall).status, OK);
    for (int i = 0; i < PEOPLE; i++)
        w->order[i] = 100 + (i * 17 + 5) % PEOPLE; /* not that of their numbers */
    return w;
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
    struct world *w = *state;
    if (w != NULL) {
        assert_int_equal(db_status(w->db), OK);
        test_db_free(w->t);
        free(w);
    }
    return 0;
}

static struct world *world_of(void **state)
{
    if (*state == NULL)
        skip();
    return *state;
}

/* ---- how well an attack does ----------------------------------------------------------------------------- */

/* What an attack says that people answered, in the order in which they did: numbers of sheets, or those in the notes. */
struct guess {
    int64_t said[PEOPLE];
    size_t count;
};

static void add(struct guess *g, const char *said)
{
    if (g->count < PEOPLE)
        g->said[g->count++] = strtoll(said, NULL, 10);
}

/* Words with blanks between. */
static const char *next_word(const char *p)
{
    p += strcspn(p, " ");
    return p + (*p == ' ');
}

static struct guess guess_of(const char *words)
{
    struct guess g = { 0 };
    for (const char *p = words; *p != '\0'; p = next_word(p))
        add(&g, p);
    return g;
}

static int64_t truth(int64_t voter, bool notes)
{
    return notes ? voter * 5 % 31 + 10 : sheet_of(voter);
}

/* How many it has right: read from either end, for people in the order in which they answered and in that of their numbers. */
static int right(const struct world *w, struct guess g, bool notes)
{
    int best = 0;
    for (int way = 0; way < 4; way++) {
        int n = 0;
        for (size_t i = 0; i < g.count; i++)
            n += g.said[way % 2 == 0 ? i : g.count - 1 - i] ==
                 truth(way < 2 ? w->order[i] : 100 + (int64_t)i, notes);
        best = n > best ? n : best;
    }
    return best;
}

/* ---- attacks on SQLite ----------------------------------------------------------------------------------- */

#define SHEETS                                                                                                 \
    "(SELECT key, sum((choice - 1001) * CASE part WHEN 0 THEN 9 WHEN 1 THEN 3 ELSE 1 END) AS said FROM "       \
    "ballot_ballot GROUP BY key)"
#define NOTES "(SELECT key, CAST(substr(body, 17, 2) AS INTEGER) AS said FROM ballot_note)"

/* In the order in which the rows stand in the table. Also that of `kapstok export`. */
static struct guess by_key(struct world *w, struct db *db, bool notes)
{
    const char *words =
        db_scalar(db, w->a,
                  arena_printf(w->a, "SELECT group_concat(said, ' ') FROM (SELECT said FROM %s ORDER BY key)",
                               notes ? NOTES : SHEETS));
    return guess_of(words == NULL ? "" : words);
}

static struct bytes file_at(struct world *w, const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return (struct bytes){ "", 0 };
    fseek(f, 0, SEEK_END);
    size_t n = (size_t)ftell(f);
    char *content = arena_alloc(w->a, n + 1);
    rewind(f);
    assert_int_equal(fread(content, 1, n, f), n);
    fclose(f);
    return (struct bytes){ content, n };
}

static void write_file(const char *path, const void *p, size_t n)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(p, 1, n, f), n);
    assert_int_equal(fclose(f), 0);
}

/* Somebody's copy of the files at this moment. */
struct copy {
    struct bytes file, log;
};

static struct copy copy_now(struct world *w)
{
    return (struct copy){ file_at(w, w->t->path), file_at(w, arena_printf(w->a, "%s-wal", w->t->path)) };
}

/* The copy with so much of its log, opened elsewhere. */
static struct db *open_copy(struct world *w, const struct copy *c, size_t log)
{
    const char *path = arena_printf(w->a, "%s/thief.db", w->t->folder), *detail;
    const struct db_source source = { .engine = DB_SQLITE, .path = path };
    struct db *db;
    write_file(path, c->file.p, c->file.n);
    write_file(arena_printf(w->a, "%s-wal", path), c->log.p, log);
    if (db_open(&source, DB_READ_WRITE, w->a, &db, &detail) != OK)
        fail_msg("%s", detail);
    return db;
}

static void close_copy(struct world *w, struct db *db)
{
    static const char *const ends[] = { "", "-wal", "-shm" };
    db_close(db);
    for (int i = 0; i < 3; i++)
        unlink(arena_printf(w->a, "%s/thief.db%s", w->t->folder, ends[i]));
}

static size_t big_endian(struct bytes b, size_t at)
{
    const unsigned char *p = (const unsigned char *)b.p + at;
    return (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
}

/* Goes through the log commit by commit: what is new after one came in with it, in the order in which people answered. */
static struct guess by_log(struct world *w, const struct copy *c, bool notes)
{
    struct guess g = { 0 };
    size_t frame = c->log.n > 32 ? 24 + big_endian(c->log, 8) : 0;
    const char *before = NULL;
    for (size_t at = 32; frame > 0 && at + frame <= c->log.n; at += frame) {
        if (big_endian(c->log, at + 4) == 0) /* not the last page of its transaction */
            continue;
        struct db *db = open_copy(w, c, at + frame);
        const char *there = db_scalar(db, w->a, "SELECT 1 FROM sqlite_schema WHERE name = 'ballot_note'");
        const char *now =
            there == NULL
                ? NULL
                : db_scalar(db, w->a,
                            arena_printf(w->a,
                                         "SELECT ' ' || coalesce(group_concat(said, ' '), '') || ' ' FROM %s",
                                         notes ? NOTES : SHEETS));
        for (const char *p = now == NULL ? "" : now + 1; before != NULL && *p != '\0'; p = next_word(p))
            if (strstr(before, arena_printf(w->a, " %.*s ", (int)strcspn(p, " "), p)) == NULL)
                add(&g, p);
        before = now == NULL ? before : now;
        close_copy(w, db);
    }
    return g;
}

/* Where the key stands last in a file; -1 = nowhere. */
static long place_of(struct bytes file, struct bytes key)
{
    for (long i = (long)(file.n - key.n); i >= 0; i--)
        if (memcmp((const char *)file.p + i, key.p, key.n) == 0)
            return i;
    return -1;
}

struct placed {
    long at;
    const char *said;
};

static int last_first(const void *x, const void *y)
{
    long a = ((const struct placed *)x)->at, b = ((const struct placed *)y)->at;
    return (a < b) - (a > b);
}

/* "KEY=SAID KEY=SAID …" of what the tables hold. */
static const char *keys_of(struct world *w, struct db *db, bool notes)
{
    const char *words =
        db_scalar(db, w->a,
                  arena_printf(w->a, "SELECT group_concat(lower(hex(key)) || '=' || said, ' ') FROM %s",
                               notes ? NOTES : SHEETS));
    return words == NULL ? "" : words;
}

/* Looks where the bytes of each key stand: a page of SQLite is filled from its end. keys may come from an earlier copy. */
static struct guess by_place(struct world *w, struct bytes file, const char *keys)
{
    struct placed all[PEOPLE];
    struct guess g = { 0 };
    size_t count = 0;
    for (const char *p = keys; *p != '\0' && count < PEOPLE; p = next_word(p)) {
        struct bytes key;
        size_t n = strcspn(p, "=");
        assert_true(hex_decode(w->a, arena_strndup(w->a, p, n), &key));
        long at = place_of(file, key);
        if (at >= 0)
            all[count++] = (struct placed){ at, p + n + 1 };
    }
    qsort(all, count, sizeof *all, last_first);
    for (size_t i = 0; i < count; i++)
        add(&g, all[i].said);
    return g;
}

/* Every attack that a copy allows, on sheets and on notes: how many people the best of them finds. */
static int best_attack(struct world *w, const struct copy *c, const char *earlier[2])
{
    int best = 0;
    for (int notes = 0; notes < 2; notes++) {
        struct db *db = open_copy(w, c, c->log.n);
        const char *keys = keys_of(w, db, notes);
        const struct guess all[] = { by_key(w, db, notes), by_place(w, c->file, keys),
                                     by_place(w, c->log, keys), by_place(w, c->file, earlier[notes]),
                                     by_place(w, c->log, earlier[notes]) };
        close_copy(w, db);
        for (size_t i = 0; i < sizeof all / sizeof *all; i++)
            best = right(w, all[i], notes) > best ? right(w, all[i], notes) : best;
        struct guess log = by_log(w, c, notes);
        best = right(w, log, notes) > best ? right(w, log, notes) : best;
    }
    return best;
}

/* What `kapstok backup` makes. */
static struct copy backup_now(struct world *w)
{
    const char *path = arena_printf(w->a, "%s/copy.db", w->t->folder), *detail;
    assert_int_equal(db_copy_to(w->db, path, w->a, &detail), OK);
    struct copy c = { .file = file_at(w, path), .log = { "", 0 } };
    unlink(path);
    return c;
}

static void after_closing_no_copy_of_the_files_joins(void **state)
{
    struct world *w = world_of(state);
    const char *none[2] = { "", "" };
    everybody_answers(w);
    struct copy open = copy_now(w);
    assert_int_equal(right(w, by_log(w, &open, false), false), PEOPLE); /* so the attacks are good ones */
    assert_int_equal(right(w, by_log(w, &open, true), true), PEOPLE);
    assert_true(right(w, by_place(w, open.log, keys_of(w, w->db, false)), false) > BY_CHANCE);
    assert_true(right(w, by_key(w, w->db, false), false) <= BY_CHANCE);
    assert_true(right(w, by_key(w, w->db, true), true) <= BY_CHANCE);
    const char *keys[2] = { keys_of(w, w->db, false), keys_of(w, w->db, true) };
    struct copy backup = backup_now(w);
    assert_true(best_attack(w, &backup, none) <= BY_CHANCE);
    both_close(w);
    mixed_and_swept(w);
    struct copy closed = copy_now(w);
    backup = backup_now(w);
    assert_true(best_attack(w, &closed, keys) <= BY_CHANCE);
    assert_true(best_attack(w, &backup, keys) <= BY_CHANCE);
    /* Nothing of what had an order is left at all. */
    assert_int_equal(by_log(w, &closed, false).count + by_log(w, &closed, true).count, 0);
    assert_int_equal(by_place(w, closed.file, keys[0]).count + by_place(w, closed.log, keys[0]).count, 0);
    assert_int_equal(by_place(w, closed.file, keys[1]).count + by_place(w, closed.log, keys[1]).count, 0);
    assert_int_equal(by_key(w, w->db, true).count, PEOPLE);
}

/* Asked once more: what stays of it, when the second and third answers of everybody are those of somebody so much further. */
static const char *rest_of(struct world *w, int further, const char **sheets)
{
    struct ballot_new n = { .organisation = w->organisation,
                            .kind = "session.item",
                            .object = 2,
                            .parts = parts,
                            .part_count = PARTS,
                            .joins = true,
                            .minimum = BALLOT_USUAL };
    db_script(w->db, "DELETE FROM ballot_question");
    assert_int_equal(ballot_ask(w->db, w->a, &n, NOW, &w->question).status, OK);
    const struct ballot *b = look(w, w->question);
    for (int i = 0; i < PEOPLE; i++) {
        int64_t one = sheet_of(100 + i), two = sheet_of(100 + (i + further) % PEOPLE),
                three = sheet_of(100 + (i + 2 * further) % PEOPLE);
        const int64_t choices[PARTS] = { one / 9, two / 3 % 3, three % 3 };
        ballot_admit(w->db, b, 100 + i);
        assert_int_equal(ballot_cast_sheet(w->db, w->a, b, 100 + i, phone(w, 100 + i), choices).status, OK);
    }
    *sheets = number(w, "SELECT group_concat(said, ' ') FROM (SELECT said FROM " SHEETS " ORDER BY said)");
    assert_int_equal(ballot_close(w->db, w->a, b, NOW).status, OK);
    mixed_and_swept(w);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_ballot"), "0");
    return number(w, "SELECT group_concat(part || ' ' || position || ' ' || counted, ', ') FROM ballot_option");
}

static void after_closing_the_parts_of_a_sheet_are_apart(void **state)
{
    struct world *w = world_of(state);
    const char *sheets, *others;
    const char *rest = rest_of(w, 0, &sheets);
    assert_string_equal(rest_of(w, 7, &others), rest);
    assert_string_not_equal(sheets, others); /* the sheets were others, and nothing tells */
}

/* ---- attacks on PostgreSQL ------------------------------------------------------------------------------- */

#define PG_SHEETS                                                                                              \
    "(SELECT min(xmin::text::bigint) AS tx, min(ctid) AS place, key, sum((choice - 1001) * CASE part WHEN 0 "  \
    "THEN 9 WHEN 1 THEN 3 "                                                                                    \
    "ELSE 1 END) AS said FROM ballot_ballot GROUP BY key)"
#define PG_NOTES                                                                                               \
    "(SELECT xmin::text::bigint AS tx, ctid AS place, key, CAST(substr(body, 17, 2) AS BIGINT) AS said FROM "  \
    "ballot_note)"

static struct guess by_rows(struct world *w, bool notes, const char *order)
{
    return guess_of(number(w, arena_printf(w->a, "SELECT string_agg(said::text, ' ' ORDER BY %s) FROM %s AS t",
                                           order, notes ? PG_NOTES : PG_SHEETS)));
}

/* The transaction that wrote the mark behind a name wrote the answer too. Voters by question, in their order. */
static struct guess by_transaction(struct world *w, bool notes)
{
    return guess_of(number(
        w,
        arena_printf(w->a,
                     "SELECT string_agg(t.said::text, ' ' ORDER BY v.voter) FROM %s AS t JOIN ballot_voter v "
                     "ON v.xmin::text::bigint = t.tx WHERE v.question_id = %lld",
                     notes ? PG_NOTES : PG_SHEETS, (long long)(notes ? w->wall : w->question))));
}

/* How many of these numbers of transactions stand anywhere in the pages of these tables and their indexes, as PostgreSQL writes them:
 * four bytes, the lowest first, at a place that is a multiple of four. */
static int in_raw_pages(struct world *w, const char *tables, const char *transactions)
{
    const char *pages = number(
        w, arena_printf(
               w->a,
               "SELECT string_agg(encode(public.get_raw_page(name, n), 'hex'), '') FROM (SELECT "
               "c.oid::regclass::text AS name, generate_series(0, pg_relation_size(c.oid) / 8192 - 1) AS n "
               "FROM pg_class c WHERE c.oid IN (SELECT unnest('{%s}'::regclass[]) UNION ALL SELECT indexrelid "
               "FROM pg_index WHERE indrelid IN (SELECT unnest('{%s}'::regclass[])))) AS pages",
               tables, tables));
    size_t length = strlen(pages);
    int found = 0;
    for (const char *p = transactions; *p != '\0'; p = next_word(p)) {
        unsigned x = (unsigned)strtoll(p, NULL, 10);
        const char *word =
            arena_printf(w->a, "%02x%02x%02x%02x", x & 255, x >> 8 & 255, x >> 16 & 255, x >> 24);
        bool here = false;
        for (size_t i = 0; i < length && !here; i += 8)
            here = memcmp(pages + i, word, 8) == 0;
        found += here;
    }
    return found;
}

static bool can_read_pages(struct world *w)
{
    db_script(w->db, "CREATE EXTENSION IF NOT EXISTS pageinspect SCHEMA public");
    bool can = db_status(w->db) == OK;
    if (!can)
        print_message("pageinspect is not there: raw pages are not looked at\n");
    db_rollback(w->db);
    return can;
}

static void after_closing_no_row_version_joins(void **state)
{
    struct world *w = world_of(state);
    static const char *const orders[] = { "key", "tx, key", "place" };
    static const char answers[] = "ballot_ballot,ballot_note,ballot_option";
    bool pages = can_read_pages(w);
    everybody_answers(w);
    assert_int_equal(right(w, by_transaction(w, false), false), PEOPLE); /* so the attacks are good ones */
    assert_int_equal(right(w, by_transaction(w, true), true), PEOPLE);
    assert_int_equal(right(w, by_rows(w, false, "tx, key"), false), PEOPLE);
    assert_int_equal(right(w, by_rows(w, true, "place"), true), PEOPLE);
    assert_true(right(w, by_rows(w, false, "key"), false) <= BY_CHANCE); /* a dump, an export */
    assert_true(right(w, by_rows(w, true, "key"), true) <= BY_CHANCE);
    const char *transactions = number(w, "SELECT string_agg(xmin::text, ' ') FROM ballot_voter");
    both_close(w);
    if (pages) {
        assert_int_equal(in_raw_pages(w, answers, transactions), 2 * PEOPLE);
        begin(w);
        assert_true(ballot_mix(w->db, w->a));
        commit(w);
        db_script(w->db,
                  "VACUUM"); /* which leaves old rows where they were: that is why tables are written anew */
        assert_true(in_raw_pages(w, answers, transactions) > 0);
    }
    mixed_and_swept(w);
    for (int notes = 0; notes < 2; notes++) {
        assert_true(right(w, by_transaction(w, notes), notes) <= BY_CHANCE);
        for (int i = 0; i < 3; i++)
            assert_true(right(w, by_rows(w, notes, orders[i]), notes) <= BY_CHANCE);
    }
    assert_int_equal(by_rows(w, true, "key").count, PEOPLE);
    assert_string_equal(number(w, "SELECT count(*) FROM ballot_voter v JOIN ballot_note n ON n.xmin = v.xmin"),
                        "0");
    assert_string_equal(number(w, "SELECT count(DISTINCT xmin::text || xmax::text) FROM ballot_note"), "1");
    if (pages)
        assert_int_equal(in_raw_pages(w, answers, transactions), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(after_closing_no_copy_of_the_files_joins, start, end),
        cmocka_unit_test_setup_teardown(after_closing_the_parts_of_a_sheet_are_apart, start, end),
        cmocka_unit_test_setup_teardown(after_closing_no_row_version_joins, start_postgres, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
