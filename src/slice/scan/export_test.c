/* Files of rounds: what goes out comes back without loss, what is wrong is said with its place, and nothing is stored
 * before the person has seen it. */
#include "slice/scan/test_round.h"

#include "base/csv.h"
#include "doc/csv.h"
#include "doc/xlsx.h"
#include "slice/scan/export.h"

static const char NASTY[] = "=HYPERLINK(\"http://x\";\"y\"), \"quoted\"\nand a second line";

static struct bytes text_of(const char *s)
{
    return (struct bytes){ s, strlen(s) };
}

static struct bytes kept(struct fixture *f, struct buf *b)
{
    assert_true(buf_ok(b));
    char *copy = arena_alloc(f->a, b->n + 1);
    memcpy(copy, b->p, b->n);
    struct bytes out = { copy, b->n };
    buf_release(b);
    return out;
}

static struct bytes csv_of(struct fixture *f, const struct scan_round *r)
{
    struct scan_outcome o;
    struct buf out;
    scan_outcome(f->db, f->a, round_again(f, r), &o);
    buf_init(&out, 1 << 22);
    doc_csv_write(scan_export_table(f->a, lang_get(LANG_EN), &o), true, &out);
    return kept(f, &out);
}

static struct bytes xlsx_of(struct fixture *f, const struct scan_round *r)
{
    struct scan_outcome o;
    struct buf out;
    scan_outcome(f->db, f->a, round_again(f, r), &o);
    buf_init(&out, 1 << 22);
    assert_int_equal(doc_xlsx_write(scan_export_book(f->db, f->a, lang_get(LANG_NL), &o), NULL, &out), OK);
    return kept(f, &out);
}

static struct bytes json_of(struct fixture *f, const struct scan_round *r, enum scan_export_kind kind)
{
    struct buf out;
    buf_init(&out, 1 << 22);
    scan_export_json(f->db, f->a, round_again(f, r), kind, &out);
    return kept(f, &out);
}

static struct bytes own_json_of(struct fixture *f, const struct scan_round *r, int64_t member)
{
    struct buf out;
    buf_init(&out, 1 << 22);
    scan_export_json_own(f->db, f->a, round_again(f, r), member,
                         arena_printf(f->a, "person%d@town.example", (int)member), &out);
    return kept(f, &out);
}

/* Members 11 to 19 of the second town are the same people as 1 to 9 of the first. */
static struct scan_import_options options(struct fixture *f)
{
    struct scan_person *people = NEW_ARRAY(f->a, struct scan_person, 9);
    for (int i = 0; i < 9; i++)
        people[i] = (struct scan_person){ .mail = arena_printf(f->a, "person%d@town.example", i + 1),
                                          .user = i + 1,
                                          .member = 11 + i };
    return (struct scan_import_options){ .packs = &f->packs,
                                         .people = people,
                                         .person_count = 9,
                                         .all = true,
                                         .now_ms = NOW + 99999,
                                         .title = "Brought in",
                                         .pack = "",
                                         .profile = "",
                                         .closed = true,
                                         .type = "gemeente",
                                         .country = "BE",
                                         .size = "" };
}

static struct scan_import *read_file(struct fixture *f, const struct scan_import_options *o, struct bytes file)
{
    struct scan_import *p = scan_import_read(f->a, o, file);
    for (size_t i = 0; i < p->faults.kept; i++)
        print_message("row %zu %s: %s (%s)\n", p->faults.v[i].row, p->faults.v[i].cell, p->faults.v[i].msgid,
                      p->faults.v[i].arg);
    assert_int_equal(p->faults.count, 0);
    return p;
}

/* Into the second town. */
static const struct scan_round *bring_in(struct fixture *f, struct bytes file)
{
    struct scan_import_options o = options(f);
    int64_t id;
    bool existed;
    assert_int_equal(scan_import_store(f->db, f->a, read_file(f, &o, file), 2, 1, NOW, &id, &existed).status,
                     OK);
    assert_false(existed);
    assert_int_equal(db_status(f->db), OK);
    const struct scan_round *r = scan_round_get(f->db, f->a, &f->packs, 2, id);
    assert_non_null(r);
    assert_string_equal(
        house_sql(f->house,
                  "SELECT count(*) FROM scan_tally t WHERE (t.yes, t.no, t.dont_know, t.not_applicable) <> ("
                  "SELECT coalesce(sum(a.answer = 1), 0), coalesce(sum(a.answer = 2), 0), "
                  "coalesce(sum(a.answer = 3), 0), coalesce(sum(a.answer = 4), 0) FROM scan_sheet s "
                  "JOIN scan_answer a ON a.sheet_id = s.id WHERE s.round_id = t.round_id "
                  "AND s.member_id <> 0 AND a.statement = t.statement)"),
        "0");
    assert_string_equal(
        house_sql(f->house, "SELECT count(*) FROM scan_sheet s WHERE s.answered <> "
                            "(SELECT count(*) FROM scan_answer a WHERE a.sheet_id = s.id AND a.answer > 0)"),
        "0");
    return r;
}

static void same_bytes(struct bytes a, struct bytes b)
{
    size_t n = 0;
    while (n < a.n && n < b.n && ((const char *)a.p)[n] == ((const char *)b.p)[n])
        n++;
    if (n < a.n || n < b.n)
        fail_msg("differs at %zu:\n%.120s\n%.120s", n, (const char *)a.p + n, (const char *)b.p + n);
}

/* Nine members, divided, partly agreed, with notes, bookmarks, a pair and a piece of evidence. */
static const struct scan_round *busy_round(struct fixture *f)
{
    const struct scan_round *r = new_round(f, SCAN_ALONE, "Autumn 2026", NOW - 5000);
    for (int m = 1; m <= 9; m++) {
        answer_all(f, r, m, m % 6);
        for (int n = 0; n < 3; n++)
            answer_full(f, r, m, statement_at(r, n, 0), (enum scan_answer)(1 + (m + n) % 4),
                        (m % 3 == 0 ? ANSWER_BOOKMARK : 0) | (m % 4 == 0 ? ANSWER_STARTED : 0),
                        m == 2   ? "Second"
                        : m == 5 ? "-1 is not a formula"
                                 : NULL);
        if (m != 4) {
            const struct scan_sheet *sheet = scan_sheet_begin(f->db, f->a, r->id, m, NOW);
            scan_pair_save(f->db, sheet, DB_SOME(1 + m % 5), DB_SOME(1 + m % 3), NOW);
        }
    }
    db_script(f->db,
              arena_printf(
                  f->a, "UPDATE scan_sheet SET done_at = 1795330801234 WHERE round_id = %d AND member_id = 3",
                  (int)r->id));
    scan_take_unanimous(f->db, f->a, r, 1, NOW);
    assert_int_equal(scan_agree(f->db, f->a, r, statement_at(r, 0, 0), ANSWER_NONE, true, NASTY, 1, NOW).status,
                     OK);
    assert_int_equal(scan_agree(f->db, f->a, r, statement_at(r, 1, 0), ANSWER_YES, false, "", 1, NOW).status,
                     OK);
    db_script(f->db, arena_printf(f->a,
                                  "INSERT INTO scan_evidence (round_id, statement, member_id, url, created_at) "
                                  "VALUES (%d, '%s', 3, 'https://town.example/plan?a=1&b=2', 1795330800007)",
                                  (int)r->id, r->scan->statements[statement_at(r, 1, 0)].id));
    close_round(f, r, NOW + 7);
    return r;
}

/* ---- out and in again -------------------------------------------------------------------------------- */

static void a_table_of_one_filler_comes_back(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "Spring", NOW);
    answer_all(f, r, 0, 3);
    answer_full(f, r, 0, statement_at(r, 0, 0), ANSWER_NONE, ANSWER_BOOKMARK, NASTY);
    answer_full(f, r, 0, statement_at(r, 0, 1), ANSWER_NO, ANSWER_STARTED, "'=1 with an apostrophe of its own");
    struct bytes csv = csv_of(f, r);
    const struct scan_round *back = bring_in(f, csv);
    assert_int_equal(back->mode, SCAN_SINGLE);
    assert_true(back->light);
    assert_true(back->closed);
    same_bytes(csv, csv_of(f, back));
}

static void a_table_with_counts_comes_back(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = busy_round(f);
    struct bytes csv = csv_of(f, r);
    const struct scan_round *back = bring_in(f, csv);
    assert_true(scan_mode_has_members(back->mode));
    same_bytes(csv, csv_of(f, back));
    struct scan_outcome was, is;
    scan_outcome(f->db, f->a, round_again(f, r), &was);
    scan_outcome(f->db, f->a, back, &is);
    assert_int_equal(was.result.global.tenths, is.result.global.tenths);
    assert_int_equal(was.standing.provisional_count, is.standing.provisional_count);
}

static void a_workbook_comes_back(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = busy_round(f);
    same_bytes(csv_of(f, r), csv_of(f, bring_in(f, xlsx_of(f, r))));
}

static void what_the_group_sees_comes_back(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = busy_round(f);
    struct bytes json = json_of(f, r, SCAN_EXPORT_GROUP);
    const char *text = json.p;
    assert_null(strstr(text, "person")); /* no member is named */
    assert_null(strstr(text, "sheets"));
    assert_non_null(strstr(text, "\"kind\":\"closed\""));
    const struct scan_round *back = bring_in(f, json);
    assert_int_equal(back->created_at, r->created_at);
    same_bytes(json, json_of(f, back, SCAN_EXPORT_GROUP));
    assert_string_equal(
        house_sql(f->house,
                  arena_printf(f->a, "SELECT count(*) FROM scan_sheet WHERE round_id = %d AND member_id > 0",
                               (int)back->id)),
        "0");
}

static void the_own_sheet_comes_back_to_its_owner_only(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = busy_round(f);
    struct bytes json = own_json_of(f, r, 5);
    const struct scan_round *back = bring_in(f, json);
    same_bytes(own_json_of(f, r, 5), json);
    struct buf out;
    buf_init(&out, 1 << 22);
    scan_export_json_own(f->db, f->a, back, 15, "person5@town.example", &out);
    same_bytes(json, kept(f, &out));
    same_bytes(json_of(f, r, SCAN_EXPORT_GROUP), json_of(f, back, SCAN_EXPORT_GROUP));

    db_script(f->db, "DELETE FROM scan_round WHERE organisation_id = 2");
    struct scan_import_options o = options(f);
    o.person_count = 1; /* someone else brings it in */
    int64_t id;
    bool existed;
    assert_int_equal(scan_import_store(f->db, f->a, read_file(f, &o, json), 2, 1, NOW, &id, &existed).status,
                     OK);
    assert_string_equal(
        house_sql(f->house,
                  arena_printf(f->a, "SELECT count(*) FROM scan_sheet WHERE round_id = %d AND member_id > 0",
                               (int)id)),
        "0");
    same_bytes(json_of(f, r, SCAN_EXPORT_GROUP),
               json_of(f, scan_round_get(f->db, f->a, &f->packs, 2, id), SCAN_EXPORT_GROUP));
}

static void everything_comes_back_for_the_operator(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_DIVIDED, "Divided", NOW - 5000);
    for (int m = 1; m <= 3; m++) {
        answer_all(f, r, m, m);
        answer_full(f, r, m, statement_at(r, 2, 0), ANSWER_DONT_KNOW, ANSWER_BOOKMARK, "Changed my mind");
    }
    db_script(f->db, arena_printf(f->a, "INSERT INTO scan_assignment VALUES (%d, '%s', 3, 1), (%d, '%s', 2, 0)",
                                  (int)r->id, r->scan->themes[0].id, (int)r->id, r->scan->themes[0].id));
    char *file = arena_alloc(f->a, 600 * 1024);
    for (int i = 0; i < 600 * 1024; i++)
        file[i] = (char)(i * 31 + i / 257);
    memcpy(file, "%PDF-", 5);
    const struct attachment_owner owner = scan_files(r);
    struct attachment_new n = {
        .name = "plan \"A\".pdf", .type = "application/pdf", .content = { file, 600 * 1024 }, .user = 2
    };
    scan_evidence_file(f->db, r, statement_at(r, 0, 0), 2, attachment_put(f->db, f->a, &owner, &n, 5), 5);
    assert_int_equal(db_status(f->db), OK);
    struct bytes json = json_of(f, r, SCAN_EXPORT_ALL);
    const struct scan_round *back = bring_in(f, json);
    same_bytes(csv_of(f, r), csv_of(f, back));
    struct bytes group = json_of(f, back, SCAN_EXPORT_GROUP);
    same_bytes(json_of(f, r, SCAN_EXPORT_GROUP), group);
    assert_string_equal(
        house_sql(f->house,
                  arena_printf(f->a,
                               "SELECT count(*) FROM scan_sheet s JOIN scan_history l ON l.sheet_id = s.id "
                               "WHERE s.round_id = %d AND s.member_id = 12 AND l.edit = 2",
                               (int)back->id)),
        "1");
    same_bytes(json, json_of(f, back, SCAN_EXPORT_ALL));
}

static void a_file_is_brought_in_once(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = busy_round(f);
    const struct bytes files[] = { json_of(f, r, SCAN_EXPORT_GROUP), json_of(f, r, SCAN_EXPORT_ALL),
                                   csv_of(f, r) };
    for (int i = 0; i < 3; i++) {
        db_script(f->db, "DELETE FROM scan_round WHERE organisation_id = 2");
        const struct scan_round *first = bring_in(f, files[i]);
        const char *before = house_sql(f->house, "SELECT count(*) FROM scan_history");
        struct scan_import_options o = options(f);
        int64_t id;
        bool existed;
        assert_int_equal(
            scan_import_store(f->db, f->a, read_file(f, &o, files[i]), 2, 1, NOW, &id, &existed).status, OK);
        assert_true(existed);
        assert_int_equal(id, first->id);
        assert_string_equal(before, house_sql(f->house, "SELECT count(*) FROM scan_history"));
    }
}

/* ---- what is wrong ----------------------------------------------------------------------------------- */

static void has_fault(const struct scan_file_faults *faults, size_t row, const char *cell, const char *msgid)
{
    for (size_t i = 0; i < faults->kept; i++) {
        const struct scan_file_fault *x = &faults->v[i];
        if (x->row == row && (cell == NULL ? x->cell == NULL : x->cell != NULL && strcmp(x->cell, cell) == 0) &&
            strstr(x->msgid, msgid) != NULL)
            return;
    }
    for (size_t i = 0; i < faults->kept; i++)
        print_message("%zu %s %s\n", faults->v[i].row, faults->v[i].cell, faults->v[i].msgid);
    fail_msg("no fault in row %zu, cell %s: %s", row, cell == NULL ? "-" : cell, msgid);
}

static void every_fault_of_a_table_has_its_place(void **state)
{
    struct fixture *f = *state;
    struct scan_import_options o = options(f);
    const char *id = f->packs.v[0] == NULL ? "" : pack_scan_find(&f->packs, "government", 0)->statements[0].id;
    const char *csv = arena_printf(f->a,
                                   "Stelling;note;antwoord;bladwijzer;count_yes\n"
                                   "%s;;ja;x;\n"
                                   "nothing.like.it;;yes;;\n"
                                   "%s;;misschien;maybe;many\n",
                                   id, id);
    const struct scan_import *p = scan_import_read(f->a, &o, text_of(csv));
    assert_int_equal(p->faults.count, 5);
    has_fault(&p->faults, 3, "A3", "no statement \"%s\"");
    has_fault(&p->faults, 4, "A4", "twice");
    has_fault(&p->faults, 4, "C4", "Write yes, no");
    has_fault(&p->faults, 4, "D4", "Write 1 for yes");
    has_fault(&p->faults, 4, "E4", "whole number");
    p = scan_import_read(f->a, &o, text_of("a,b\n1,2\n"));
    assert_int_equal(p->faults.count, 2);
    has_fault(&p->faults, 1, NULL, "no column called");
    p = scan_import_read(f->a, &o, text_of(""));
    has_fault(&p->faults, 0, NULL, "no answers");
    p = scan_import_read(f->a, &o, text_of("statement,answer\n\"x,yes\n"));
    assert_int_equal(p->faults.count, 1);
    p = scan_import_read(f->a, &o, (struct bytes){ "PK\x03\x04 broken", 11 });
    assert_int_equal(p->faults.count, 1);
}

static void every_fault_of_a_json_file_has_its_place(void **state)
{
    struct fixture *f = *state;
    struct scan_import_options o = options(f);
    static const struct {
        const char *cut, *put, *cell, *msgid;
    } cases[] = {
        { "\"format_version\":1", "\"format_version\":2", "format_version", "newer version" },
        { "\"pack\":\"government\",\"version\"", "\"pack\":\"parish\",\"version\"", "round/pack",
          "not installed" },
        { "\"mode\":\"alone\"", "\"mode\":\"asleep\"", "round/mode", "no way to fill in" },
        { "\"state\":\"closed\"", "\"state\":\"ajar\"", "round/state", "open or closed" },
        { "\"statement\":\"gov.board.vision.adopted\"", "\"statement\":\"gov.x\"", "statements/0/statement",
          "no statement" },
        { "https://town", "javascript:town", "evidence/0/url", "web address" },
        { "\"kind\":\"opened\"", "\"kind\":\"burnt\"", "events/0/kind", "never happens" },
        { "\"fillers\":9", "\"fillers\":-9", "fillers", "whole number" },
    };
    struct bytes json = json_of(f, busy_round(f), SCAN_EXPORT_GROUP);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *text = arena_strndup(f->a, json.p, json.n), *at = strstr(text, cases[i].cut);
        if (at == NULL)
            fail_msg("not in the file: %s", cases[i].cut);
        const char *changed =
            arena_printf(f->a, "%.*s%s%s", (int)(at - text), text, cases[i].put, at + strlen(cases[i].cut));
        const struct scan_import *p = scan_import_read(f->a, &o, text_of(changed));
        has_fault(&p->faults, 0, cases[i].cell, cases[i].msgid);
    }
    has_fault(&scan_import_read(f->a, &o, text_of("{\n\"a\":}"))->faults, 2, NULL, "no valid JSON");
    has_fault(&scan_import_read(f->a, &o, text_of("{\"format\":\"x\"}"))->faults, 0, "format", "no scan round");
    o.person_count = 2;
    json = json_of(f, new_round(f, SCAN_ALONE, "Empty", NOW), SCAN_EXPORT_ALL);
    assert_int_equal(scan_import_read(f->a, &o, json)->faults.count, 0);
    json = json_of(f, busy_round(f), SCAN_EXPORT_ALL);
    has_fault(&scan_import_read(f->a, &o, json)->faults, 0, "sheets/3/member",
              "no member of this organisation");
    o.all = false;
    has_fault(&scan_import_read(f->a, &o, json)->faults, 0, "kind", "Only the operator");
}

/* The second statement of the light variant; the first is the first of all. */
static int second_light(const struct pack_scan *scan)
{
    int i = 1;
    while (!scan->statements[i].light)
        i++;
    return i;
}

static void a_hand_made_table_needs_two_columns(void **state)
{
    struct fixture *f = *state;
    const struct pack_scan *scan = pack_scan_find(&f->packs, "government", 0);
    const char *csv = arena_printf(f->a, "statement,answer\n%s,yes\n%s,Weet niet\n", scan->statements[0].id,
                                   scan->statements[second_light(scan)].id);
    const struct scan_round *r = bring_in(f, text_of(csv));
    assert_string_equal(r->title, "Brought in");
    assert_true(r->light);
    struct scan_outcome o;
    scan_outcome(f->db, f->a, r, &o);
    assert_int_equal(o.standing.answers[0], ANSWER_YES);
    assert_int_equal(o.standing.answers[second_light(scan)], ANSWER_DONT_KNOW);
    assert_int_equal(o.standing.provisional_count, 0);
}

static void a_formula_stays_a_text(void **state)
{
    struct fixture *f = *state;
    const struct scan_round *r = new_round(f, SCAN_SINGLE, "=1+1", NOW);
    static const char *const notes[] = { "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "'=1" };
    for (int i = 0; i < 6; i++)
        answer_full(f, r, 0, statement_at(r, i, 0), ANSWER_YES, 0, notes[i]);
    struct bytes csv = csv_of(f, r);
    struct csv table;
    size_t line;
    assert_int_equal(csv_parse(f->a, csv.p, csv.n, &table, &line), OK);
    for (size_t row = 1; row < table.count; row++)
        for (size_t c = 0; c < table.rows[row].count; c++) {
            const char *text = table.rows[row].cells[c];
            assert_true(text[0] == '\0' || strchr("=+-@\t\r", text[0]) == NULL);
        }
}

static void answers_for_the_command_line(void **state)
{
    struct fixture *f = *state;
    const struct pack_scan *scan = pack_scan_find(&f->packs, "government", 0);
    const int second = second_light(scan);
    struct pack_profile none = PACK_NO_PROFILE;
    uint8_t *answers = NEW_ARRAY(f->a, uint8_t, (size_t)scan->statement_count);
    bool *bookmarks = NEW_ARRAY(f->a, bool, (size_t)scan->statement_count);
    struct scan_file_faults faults;
    const char *csv = arena_printf(f->a, "answer,statement,bookmark\nyes,%s,\nnot_applicable,%s,1\n",
                                   scan->statements[0].id, scan->statements[second].id);
    assert_int_equal(scan_answers_csv(f->a, scan, true, &none, csv, strlen(csv), answers, bookmarks, &faults),
                     OK);
    assert_int_equal(answers[0], ANSWER_YES);
    assert_int_equal(answers[second], ANSWER_NOT_APPLICABLE);
    assert_true(bookmarks[second] && !bookmarks[0]);
    csv = arena_printf(f->a, "statement,answer\n%s,ja\n", scan->statements[0].id); /* only codes here */
    assert_int_equal(scan_answers_csv(f->a, scan, true, &none, csv, strlen(csv), answers, bookmarks, &faults),
                     INVALID);
    has_fault(&faults, 2, "B2", "Write yes, no");
}

static void times_are_written_and_read(void **state)
{
    struct fixture *f = *state;
    static const int64_t times[] = { 0, 999, NOW, NOW + 7, 4102444799999 };
    for (size_t i = 0; i < sizeof times / sizeof times[0]; i++) {
        int64_t back = -1;
        assert_true(scan_time_read(scan_time_write(f->a, times[i]), &back));
        assert_int_equal(back, times[i]);
    }
    static const char *const wrong[] = { "",
                                         "2026-11-22",
                                         "2026-13-01T00:00:00.000Z",
                                         "2026-11-22T24:00:00.000Z",
                                         "2026-11-22T09:30:00Z",
                                         "2026-11-22 09:30:00.000Z" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        int64_t ms;
        assert_false(scan_time_read(wrong[i], &ms));
    }
}

/* ---- the page ---------------------------------------------------------------------------------------- */

static const char *rounds_of_second(struct fixture *f)
{
    return house_sql(f->house, "SELECT count(*) FROM scan_round WHERE organisation_id = 2");
}

static void the_page_shows_first_and_stores_then(void **state)
{
    struct fixture *f = *state;
    struct bytes json = json_of(f, busy_round(f), SCAN_EXPORT_GROUP);
    const char *content = base64url_encode(f->a, json.p, json.n);
    be(11, ROLE_GUIDE);
    assert_int_equal(house_get(f->house, "/organisatie/2/scan/invoeren"), 200);
    const char *target = "/organisatie/2/scan/invoeren";
    assert_int_equal(house_post(f->house, target, ""), 422);
    house_says(f->house, "Choose a file.");
    assert_int_equal(
        house_post(f->house, target, arena_printf(f->a, "content=%s&name=a.json&do=look", content)), 200);
    house_says(f->house, "<h1>This becomes the round");
    house_says(f->house, "Bring in this round");
    assert_string_equal(rounds_of_second(f), "0");
    const char *sent = arena_printf(f->a, "content=%s&name=a.json&do=store", content);
    assert_int_equal(house_post(f->house, target, sent), 303);
    assert_string_equal(rounds_of_second(f), "1");
    assert_int_equal(house_get(f->house, f->house->location), 200);
    house_says(f->house, "The round is brought in.");
    house_says(f->house, "9 members filled in");
    assert_int_equal(house_post(f->house, target, sent), 303); /* the same button again */
    assert_string_equal(rounds_of_second(f), "1");
    house_get(f->house, target);
    assert_int_equal(
        house_post(f->house, target, arena_printf(f->a, "content=%s&name=a.json&do=look", content)), 422);
    house_says(f->house, "This round is here already.");
}

static void the_page_lists_every_fault(void **state)
{
    struct fixture *f = *state;
    const char *csv = "statement,answer\nwhatever,yes\n";
    const char *content = base64url_encode(f->a, csv, strlen(csv));
    be(11, ROLE_GUIDE);
    house_get(f->house, "/organisatie/2/scan/invoeren");
    const char *target = "/organisatie/2/scan/invoeren";
    assert_int_equal(
        house_post(
            f->house, target,
            arena_printf(f->a, "content=%s&name=%%3Cb%%3E.csv&do=store&pack=government%%2Flight", content)),
        422);
    house_says(f->house, "1 thing to mend in the file");
    house_says(f->house, "A2");
    house_says(f->house, "whatever");
    assert_string_equal(rounds_of_second(f), "0");
    struct bytes all = json_of(f, new_round(f, SCAN_ALONE, "Empty", NOW), SCAN_EXPORT_ALL);
    content = base64url_encode(f->a, all.p, all.n);
    assert_int_equal(house_post(f->house, target, arena_printf(f->a, "content=%s&do=store", content)), 422);
    house_says(f->house, "Only the operator can bring it in");
}

int main(void)
{
#define TEST(t) cmocka_unit_test_setup_teardown(t, start_round_tests, end_round_tests)
    const struct CMUnitTest tests[] = {
        TEST(a_table_of_one_filler_comes_back),
        TEST(a_table_with_counts_comes_back),
        TEST(a_workbook_comes_back),
        TEST(what_the_group_sees_comes_back),
        TEST(the_own_sheet_comes_back_to_its_owner_only),
        TEST(everything_comes_back_for_the_operator),
        TEST(a_file_is_brought_in_once),
        TEST(every_fault_of_a_table_has_its_place),
        TEST(every_fault_of_a_json_file_has_its_place),
        TEST(a_hand_made_table_needs_two_columns),
        TEST(a_formula_stays_a_text),
        TEST(answers_for_the_command_line),
        TEST(times_are_written_and_read),
        TEST(the_page_shows_first_and_stores_then),
        TEST(the_page_lists_every_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
