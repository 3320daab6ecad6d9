/* Facts: made of answers, changed, put away; between the scan and the facts; spreadsheets; the picture as a document. */
#include "test_picture.h"

#include "doc/xlsx.h"

PICTURE_SETUP

#define EN lang_get(LANG_EN)

static const struct picture_fact *all_facts(struct world *w, size_t *count)
{
    int64_t total;
    struct picture_fact_filter f = { .theme = "", .sort = "", .statement = "" };
    return picture_facts(w->db, w->a, picture_trajectory(w), &f, count, &total);
}

/* ---- answers become facts ---------------------------------------------------------------------------------- */

static int64_t answered(struct world *w, const char *standard, const char *value, const char *body,
                        const char *grid)
{
    int64_t id = picture_asked(w, standard);
    struct picture_reply reply = picture_reply_of(w, id);
    reply.value = value;
    reply.body = body;
    reply.grid = grid;
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    return id;
}

static void an_answer_proposes_a_fact(void **state)
{
    PICTURE_WORLD
    int64_t id = answered(w, "hours", "1250,5", "All staff.", "");
    size_t count;
    const struct picture_request *r = picture_request(w, id);
    const struct picture_answer *x = picture_answers(w->db, w->a, id, &count);
    struct picture_fact_text p = picture_proposal(w->a, r, x);
    assert_int_equal(p.sort, FACT_FIGURE);
    assert_string_equal(p.body, "Title hours: All staff.");
    assert_string_equal(p.value, "1250.5");
    assert_string_equal(p.unit, "uur");
    assert_string_equal(p.period, "2025");
    assert_string_equal(p.source, "Register");
    assert_string_equal(p.theme, "t.staff.training");
    assert_int_equal(p.department, picture_department(w, "Personnel"));

    struct fault f =
        picture_accept(w->db, w->a, &w->packs, picture_trajectory(w), r, 2, &p, 1, w->guide, MONDAY);
    assert_string_equal(f.detail, "edit"); /* another answer than the one that was seen */
    f = picture_accept(w->db, w->a, &w->packs, picture_trajectory(w), r, 1, &p, 1, w->guide, MONDAY);
    assert_int_equal(f.status, OK);
    assert_int_equal(picture_request(w, id)->state, REQUEST_ACCEPTED);
    const struct picture_fact *fact = all_facts(w, &count);
    assert_int_equal(count, 1);
    assert_string_equal(fact->code, "F1");
    assert_string_equal(fact->value, "1250.5");
    assert_string_equal(fact->statement, "t.staff.training.hours");
    assert_int_equal(fact->request.v, id);
    assert_true(fact->accepted_at.set);
    f = picture_accept(w->db, w->a, &w->packs, picture_trajectory(w), picture_request(w, id), 1, &p, 1,
                       w->guide, MONDAY);
    assert_int_equal(f.status, CONFLICT);
    all_facts(w, &count);
    assert_int_equal(count, 1);
}

static void an_answer_without_a_number_is_no_figure(void **state)
{
    PICTURE_WORLD
    int64_t id = answered(w, "hours", "", "6 of 9", "");
    size_t count;
    struct picture_fact_text p =
        picture_proposal(w->a, picture_request(w, id), picture_answers(w->db, w->a, id, &count));
    assert_int_equal(p.sort, FACT_REALISATION);
    assert_string_equal(p.unit, "");
    id = answered(w, "plan", "", "", "Hall\topen\nLibrary\tclosed");
    p = picture_proposal(w->a, picture_request(w, id), picture_answers(w->db, w->a, id, &count));
    assert_int_equal(p.sort, FACT_ACTION);
    assert_string_equal(p.body, "Title plan\nHall · open\nLibrary · closed");
}

static void a_fact_says_what_is_wrong_with_it(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    static const struct {
        enum picture_sort sort;
        const char *body, *value, *theme, *detail;
    } cases[] = {
        { FACT_ACTION, "", "", "", "body" },
        { FACT_ACTION, "A", "1,5", "", "value" },
        { FACT_ACTION, "A", "many", "", "value" },
        { FACT_FIGURE, "A", "", "", "value" },
        { FACT_ACTION, "A", "", "t.nowhere", "theme" },
        { FACT_ACTION, "A", "", "own:999", "theme" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct picture_fact_new n = { .text = picture_words(cases[i].body), .code = "", .statement = "" };
        n.text.sort = cases[i].sort;
        n.text.value = cases[i].value;
        n.text.theme = cases[i].theme;
        int64_t id;
        struct fault f = picture_fact_add(w->db, w->a, &w->packs, t, &n, MONDAY, &id);
        assert_int_equal(f.status, INVALID);
        assert_string_equal(f.detail, cases[i].detail);
    }
    struct picture_fact_text x = picture_words("Trees");
    x.theme =
        arena_printf(w->a, "own:%lld",
                     (long long)organisation_theme_add(w->db, w->a, w->organisation, "Trees", "", "", MONDAY));
    picture_fact_made(w, &x, true);
}

static void a_change_keeps_what_was_there(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    struct picture_fact_text x = picture_words("One");
    int64_t id = picture_fact_made(w, &x, true);
    const struct picture_fact *f = picture_fact(w, id);
    assert_int_equal(picture_fact_change(w->db, w->a, &w->packs, t, f, &x, "", 1, w->mia, MONDAY).status, OK);
    assert_int_equal(picture_fact(w, id)->edit, 1); /* the same words are no new version */
    x.body = "Two";
    assert_int_equal(
        picture_fact_change(w->db, w->a, &w->packs, t, f, &x, "Counted again", 1, w->mia, MONDAY).status, OK);
    x.body = "Three";
    struct fault fault =
        picture_fact_change(w->db, w->a, &w->packs, t, picture_fact(w, id), &x, "", 1, w->guide, MONDAY);
    assert_int_equal(fault.status, CONFLICT);
    assert_string_equal(fault.detail, "edit");
    f = picture_fact(w, id);
    assert_string_equal(f->body, "Two");
    assert_int_equal(f->edit, 2);
    size_t count;
    const struct picture_fact_old *old = picture_fact_history(w->db, w->a, id, &count);
    assert_int_equal(count, 1);
    assert_string_equal(old->text.body, "One");
    assert_string_equal(old->reason, "Counted again");
    assert_int_equal(old->user.v, w->mia);
    /* Away and back. */
    assert_int_equal(picture_fact_archive(w->db, w->a, t, f, true, w->guide, MONDAY).status, OK);
    assert_int_equal(picture_fact_archive(w->db, w->a, t, f, true, w->guide, MONDAY).status, CONFLICT);
    all_facts(w, &count);
    assert_int_equal(count, 0);
    assert_int_equal(picture_fact_archive(w->db, w->a, t, f, false, w->guide, MONDAY).status, OK);
    all_facts(w, &count);
    assert_int_equal(count, 1);
    assert_null(
        picture_fact_get(w->db, w->a, &(struct trajectory){ .id = t->id, .organisation = w->other }, id));
}

static void proposed_facts_wait_for_a_guide(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    struct picture_fact_text x = picture_words("Seen");
    int64_t id = picture_fact_made(w, &x, false), total;
    size_t count;
    struct picture_fact_filter accepted = { .theme = "", .sort = "", .statement = "", .accepted = true };
    picture_facts(w->db, w->a, t, &accepted, &count, &total);
    assert_int_equal(count, 0);
    assert_int_equal(picture_fact_accept(w->db, w->a, t, picture_fact(w, id), w->guide, MONDAY).status, OK);
    assert_int_equal(picture_fact_accept(w->db, w->a, t, picture_fact(w, id), w->guide, MONDAY).status,
                     CONFLICT);
    picture_facts(w->db, w->a, t, &accepted, &count, &total);
    assert_int_equal(count, 1);
}

/* ---- the scan ------------------------------------------------------------------------------------------------ */

static const struct scan_round *open_round(struct world *w)
{
    int64_t id;
    struct scan_new n = { .organisation = w->organisation,
                          .title = "Autumn",
                          .pack = "town",
                          .light = false,
                          .profile = "",
                          .mode = SCAN_SITTING,
                          .type = "be-gemeente",
                          .country = "BE",
                          .size = "",
                          .user = w->guide };
    assert_int_equal(scan_round_open(w->db, w->a, &w->packs, &n, NULL, WORLD_NOW, &id).status, OK);
    const struct scan_round *r = scan_round_get(w->db, w->a, &w->packs, w->organisation, id);
    assert_non_null(r);
    return r;
}

static void stand(struct world *w, const struct scan_round *r, const char *statement, enum scan_answer answer,
                  unsigned flags, const char *note)
{
    const struct scan_sheet *sheet = scan_sheet_begin(w->db, w->a, r->id, 0, WORLD_NOW);
    struct scan_change c = { .statement = pack_statement_find(r->scan, statement),
                             .answer = answer,
                             .flags = flags,
                             .note = note,
                             .edit = 1 };
    struct scan_reply stands;
    int64_t more;
    assert_int_equal(scan_answer_save(w->db, w->a, r, sheet, &c, w->guide, WORLD_NOW, &stands, &more).status,
                     OK);
}

static enum scan_answer standing(struct world *w, const struct scan_round *r, const char *statement)
{
    struct scan_standing s;
    scan_standing(w->db, w->a, r, &s);
    return (enum scan_answer)s.answers[pack_statement_find(r->scan, statement)];
}

static void what_nobody_knows_is_asked_in_one_click(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    assert_null(picture_round(w->db, w->a, &w->packs, w->organisation));
    const struct scan_round *r = open_round(w);
    stand(w, r, "t.staff.training.hours", ANSWER_DONT_KNOW, 0, NULL);
    stand(w, r, "t.staff.training.plan", ANSWER_DONT_KNOW, 0, NULL);
    stand(w, r, "t.staff.safety.drill", ANSWER_DONT_KNOW, 0, NULL);
    stand(w, r, "t.planet.energy.meters", ANSWER_NO, 0, NULL);
    assert_int_equal(picture_round(w->db, w->a, &w->packs, w->organisation)->id, r->id);
    size_t count;
    const struct picture_unknown *u = picture_unknowns(w->db, w->a, &w->packs, t, r, &count);
    assert_int_equal(count, 3);
    assert_int_equal(u[0].standard_count, 2);
    assert_string_equal(u[0].standards[0]->id, "hours");
    assert_int_equal(u[1].standard_count, 1);
    assert_int_equal(u[2].standard_count, 0);
    assert_int_equal(u[0].asked, 0);
    int64_t id;
    assert_int_equal(picture_ask_unknown(w->db, w->a, &w->packs, t, r, &u[2], "", w->guide, MONDAY, &id).status,
                     OK);
    const struct picture_request *q = picture_request(w, id);
    assert_int_equal(q->state, REQUEST_DRAFT);
    assert_string_equal(q->title, "We do drill.");
    assert_non_null(strstr(q->ask, "We do drill."));
    assert_non_null(strstr(q->ask, "A report."));
    assert_string_equal(q->statement, "t.staff.safety.drill");
    assert_string_equal(q->theme, "t.staff.safety");
    assert_true(q->due_on.set);
    int64_t again;
    u = picture_unknowns(w->db, w->a, &w->packs, t, r, &count);
    assert_int_equal(u[2].asked, id);
    assert_int_equal(
        picture_ask_unknown(w->db, w->a, &w->packs, t, r, &u[2], "", w->guide, MONDAY, &again).status, OK);
    assert_int_equal(again, id);
    /* One request may answer two statements: "plan" names both. */
    assert_int_equal(
        picture_ask_unknown(w->db, w->a, &w->packs, t, r, &u[1], "plan", w->guide, MONDAY, &id).status, OK);
    assert_int_equal(picture_request(w, id)->department.v, picture_department(w, "Personnel"));
    u = picture_unknowns(w->db, w->a, &w->packs, t, r, &count);
    assert_int_equal(u[0].asked, id);
    assert_int_equal(picture_ask_unknowns(w->db, w->a, &w->packs, t, r, w->guide, MONDAY), 0);
}

static void all_that_nobody_knows_is_asked_at_once(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    const struct scan_round *r = open_round(w);
    stand(w, r, "t.staff.training.hours", ANSWER_DONT_KNOW, 0, NULL);
    stand(w, r, "t.staff.safety.drill", ANSWER_DONT_KNOW, 0, NULL);
    stand(w, r, "t.planet.energy.meters", ANSWER_DONT_KNOW, 0, NULL);
    assert_int_equal(picture_ask_unknowns(w->db, w->a, &w->packs, t, r, w->guide, MONDAY), 3);
    assert_int_equal(picture_ask_unknowns(w->db, w->a, &w->packs, t, r, w->guide, MONDAY), 0);
    assert_int_equal(picture_number(w, "SELECT count(*) FROM picture_request WHERE standard = 'hours'"), 1);
}

static void what_was_begun_becomes_facts(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    const struct scan_round *r = open_round(w);
    stand(w, r, "t.staff.training.hours", ANSWER_NO, ANSWER_STARTED, "Since May");
    stand(w, r, "t.staff.safety.drill", ANSWER_NO, ANSWER_STARTED, NULL);
    stand(w, r, "t.planet.energy.meters", ANSWER_YES, ANSWER_STARTED, NULL); /* a yes is more than begun */
    size_t count;
    const struct picture_begun *b = picture_begun(w->db, w->a, t, r, &count);
    assert_int_equal(count, 2);
    assert_string_equal(b[0].note, "Since May");
    assert_int_equal(
        picture_take_begun(w->db, w->a, &w->packs, t, r, "t.staff.training.hours", w->guide, MONDAY), 1);
    assert_int_equal(
        picture_take_begun(w->db, w->a, &w->packs, t, r, "t.staff.training.hours", w->guide, MONDAY), 0);
    assert_int_equal(picture_take_begun(w->db, w->a, &w->packs, t, r, "", w->guide, MONDAY), 1);
    const struct picture_fact *f = all_facts(w, &count);
    assert_int_equal(count, 2);
    assert_int_equal(f[0].sort, FACT_ACTION);
    b = picture_begun(w->db, w->a, t, r, &count);
    assert_true(b[0].fact != 0 && b[1].fact != 0);
}

/* A fact of a number about t.staff.training.hours that proves a yes. */
static int64_t proof(struct world *w)
{
    struct picture_fact_text x = picture_words("Hours are counted");
    x.sort = FACT_FIGURE;
    x.value = "1250.5";
    x.unit = "uur";
    x.source = "Register of 2025";
    int64_t id = picture_fact_made(w, &x, true);
    const struct trajectory *t = picture_trajectory(w);
    struct fault f = picture_fact_prove(w->db, &w->packs, t, picture_fact(w, id), "", ANSWER_YES);
    assert_string_equal(f.detail, "statement");
    f = picture_fact_prove(w->db, &w->packs, t, picture_fact(w, id), "t.nowhere.s", ANSWER_YES);
    assert_string_equal(f.detail, "statement");
    f = picture_fact_prove(w->db, &w->packs, t, picture_fact(w, id), "t.staff.training.hours",
                           ANSWER_DONT_KNOW);
    assert_int_equal(f.status, INVALID);
    f = picture_fact_prove(w->db, &w->packs, t, picture_fact(w, id), "t.staff.training.hours", ANSWER_YES);
    assert_int_equal(f.status, OK);
    return id;
}

static void a_fact_corrects_an_open_round(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    const struct scan_round *r = open_round(w);
    stand(w, r, "t.staff.training.hours", ANSWER_DONT_KNOW, ANSWER_BOOKMARK, "Ask Mia");
    int64_t id = proof(w);
    size_t count;
    const struct picture_proof *p = picture_proofs(w->db, w->a, &w->packs, t, picture_fact(w, id), &count);
    assert_int_equal(count, 1);
    assert_true(p->differs);
    assert_int_equal(p->stands, ANSWER_DONT_KNOW);
    const struct picture_differing *d = picture_differing(w->db, w->a, t, r, &count);
    assert_int_equal(count, 1);
    assert_int_equal(d->fact, id);
    struct fault f =
        picture_correct(w->db, w->a, &w->packs, t, picture_fact(w, id), ANSWER_NO, "", w->guide, MONDAY);
    assert_int_equal(f.status, CONFLICT); /* it looked otherwise */
    f = picture_correct(w->db, w->a, &w->packs, t, picture_fact(w, id), ANSWER_DONT_KNOW, "", w->guide, MONDAY);
    assert_int_equal(f.status, OK);
    assert_int_equal(standing(w, r, "t.staff.training.hours"), ANSWER_YES);
    const char *note =
        picture_sql(w, "SELECT note FROM scan_answer WHERE statement = 't.staff.training.hours'");
    assert_non_null(strstr(note, "F1"));
    assert_non_null(strstr(note, "Register of 2025"));
    assert_non_null(strstr(note, "1.250,5"));
    assert_non_null(strstr(note, "Ask Mia")); /* what the group wrote stays */
    const struct picture_corrected *c = picture_corrections(w->db, w->a, id, &count);
    assert_int_equal(count, 1);
    assert_int_equal(c->was, ANSWER_DONT_KNOW);
    assert_int_equal(c->becomes, ANSWER_YES);
    assert_false(c->reopened);
    picture_differing(w->db, w->a, t, r, &count);
    assert_int_equal(count, 0);
    f = picture_correct(w->db, w->a, &w->packs, t, picture_fact(w, id), ANSWER_DONT_KNOW, "", w->guide, MONDAY);
    assert_int_equal(f.status, CONFLICT); /* it says so already */
}

static void a_closed_round_opens_only_with_a_reason(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    const struct scan_round *r = open_round(w);
    stand(w, r, "t.staff.training.hours", ANSWER_DONT_KNOW, 0, NULL);
    assert_int_equal(scan_round_close(w->db, r, w->guide, WORLD_NOW).status, OK);
    int64_t id = proof(w);
    picture_wait(w->db, t, picture_fact(w, id), true);
    assert_true(picture_fact(w, id)->waits);
    struct fault f =
        picture_correct(w->db, w->a, &w->packs, t, picture_fact(w, id), ANSWER_DONT_KNOW, "", w->guide, MONDAY);
    assert_string_equal(f.detail, "reason");
    assert_int_equal(standing(w, r, "t.staff.training.hours"), ANSWER_DONT_KNOW);
    f = picture_correct(w->db, w->a, &w->packs, t, picture_fact(w, id), ANSWER_DONT_KNOW,
                        "The register came in", w->guide, MONDAY);
    assert_int_equal(f.status, OK);
    assert_int_equal(standing(w, r, "t.staff.training.hours"), ANSWER_YES);
    r = scan_round_get(w->db, w->a, &w->packs, w->organisation, r->id);
    assert_true(r->closed);
    assert_string_equal(picture_sql(w, "SELECT reason FROM scan_event WHERE kind = 'reopened'"),
                        "The register came in");
    assert_false(picture_fact(w, id)->waits);
    size_t count;
    assert_true(picture_corrections(w->db, w->a, id, &count)->reopened);
}

/* ---- spreadsheets ---------------------------------------------------------------------------------------------- */

static struct bytes written(struct world *w)
{
    const struct doc_book *book = picture_book(w->db, w->a, &w->packs, EN, picture_trajectory(w), MONDAY);
    struct buf b;
    buf_init(&b, 4 * 1024 * 1024);
    assert_int_equal(doc_xlsx_write(book, NULL, &b), OK);
    struct bytes file = { arena_strndup(w->a, b.p, b.n), b.n };
    buf_release(&b);
    return file;
}

/* A workbook of texts, the first row with titles. */
static struct bytes sheet_of(struct world *w, const char *const *cells, size_t columns, size_t rows)
{
    struct doc_column *titles = NEW_ARRAY(w->a, struct doc_column, columns);
    struct doc_sheet sheet = { .name = "Facts", .columns = titles, .column_count = columns };
    for (size_t i = 0; i < columns; i++)
        titles[i] = (struct doc_column){ cells[i], DOC_TEXT };
    for (size_t r = 1; r < rows; r++) {
        struct doc_cell *c = doc_row_add(w->a, &sheet);
        for (size_t i = 0; i < columns; i++)
            c[i] = doc_text(cells[r * columns + i]);
    }
    struct doc_book book = { .title = "", .author = "", .created_ms = 1, .sheets = &sheet, .sheet_count = 1 };
    struct buf b;
    buf_init(&b, 4 * 1024 * 1024);
    assert_int_equal(doc_xlsx_write(&book, NULL, &b), OK);
    struct bytes file = { arena_strndup(w->a, b.p, b.n), b.n };
    buf_release(&b);
    return file;
}

static struct picture_sheet *read_sheet(struct world *w, const struct trajectory *t, struct bytes file)
{
    return picture_sheet_read(w->db, w->a, &w->packs, lang_get(LANG_NL_BE), t, file);
}

static void some_facts(struct world *w)
{
    struct picture_fact_text x = { .department = picture_department(w, "Personnel"),
                                   .theme = "t.staff.training",
                                   .sort = FACT_FIGURE,
                                   .body = "Hours",
                                   .value = "1250.50",
                                   .unit = "uur",
                                   .period = "2025",
                                   .source = "Register",
                                   .dated_on = DB_SOME(MONDAY_DAY) };
    picture_fact_made(w, &x, true);
    struct picture_fact_text y = picture_words("A first line\n=HYPERLINK(\"x\") is a text; \"quoted\"");
    picture_fact_made(w, &y, false);
    proof(w);
}

static void facts_come_back_from_a_spreadsheet_without_loss(void **state)
{
    PICTURE_WORLD
    some_facts(w);
    struct bytes file = written(w);
    struct picture_sheet *s = read_sheet(w, picture_trajectory(w), file);
    assert_int_equal(s->fault_count, 0);
    assert_int_equal(s->row_count, 3);
    assert_int_equal(s->changes[CHANGE_SAME], 3);
    assert_int_equal(
        picture_sheet_store(w->db, w->a, &w->packs, picture_trajectory(w), s, w->guide, MONDAY).status, OK);
    assert_int_equal(picture_number(w, "SELECT count(*) FROM picture_fact_old"), 0);
    /* Into another trajectory: the same facts, by the same codes. */
    const struct trajectory *other = world_trajectory(w, world_begin(w, "local", WORLD_TODAY + 20));
    s = read_sheet(w, other, file);
    assert_int_equal(s->changes[CHANGE_NEW], 3);
    assert_int_equal(picture_sheet_store(w->db, w->a, &w->packs, other, s, w->guide, MONDAY).status, OK);
    assert_int_equal(
        picture_number(
            w, "SELECT count(*) FROM picture_fact a JOIN picture_fact b ON a.code = b.code AND a.id < b.id "
               "AND a.body = b.body AND a.value = b.value AND a.unit = b.unit AND a.theme = b.theme "
               "AND a.sort = b.sort AND a.period = b.period AND a.source = b.source "
               "AND a.statement = b.statement AND a.proves = b.proves "
               "AND coalesce(a.dated_on, 0) = coalesce(b.dated_on, 0) "
               "AND coalesce(a.department_id, 0) = coalesce(b.department_id, 0) "
               "AND (a.accepted_at IS NULL) = (b.accepted_at IS NULL)"),
        3);
    s = read_sheet(w, other, file); /* once more changes nothing */
    assert_int_equal(s->changes[CHANGE_SAME], 3);
}

static void a_spreadsheet_changes_what_it_came_from(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    some_facts(w);
    static const char *const cells[] = { "code", "sort", "tekst", "edit", "F2", "chance", "Another text", "1" };
    struct bytes file = sheet_of(w, cells, 4, 2);
    struct picture_sheet *s = read_sheet(w, t, file);
    assert_int_equal(s->changes[CHANGE_EDIT], 1);
    assert_int_equal(picture_sheet_store(w->db, w->a, &w->packs, t, s, w->guide, MONDAY).status, OK);
    assert_string_equal(picture_sql(w, "SELECT body FROM picture_fact WHERE code = 'F2'"), "Another text");
    assert_int_equal(picture_number(w, "SELECT count(*) FROM picture_fact_old"), 1);
    assert_int_equal(read_sheet(w, t, file)->changes[CHANGE_SAME], 1);
    /* Somebody changes it on screen: the file is older. */
    const struct picture_fact *f =
        picture_fact(w, strtoll(picture_sql(w, "SELECT id FROM picture_fact WHERE code = 'F2'"), NULL, 10));
    struct picture_fact_text x = picture_words("On screen");
    assert_int_equal(picture_fact_change(w->db, w->a, &w->packs, t, f, &x, "", f->edit, w->mia, MONDAY).status,
                     OK);
    s = read_sheet(w, t, file);
    assert_int_equal(s->fault_count, 1);
    assert_string_equal(s->faults[0].cell, "D2");
    /* Put away: the file brings it back. */
    assert_int_equal(
        picture_fact_archive(w->db, w->a, t, picture_fact(w, f->id), true, w->guide, MONDAY).status, OK);
    static const char *const back[] = { "code", "sort", "text", "F2", "chance", "Again" };
    s = read_sheet(w, t, sheet_of(w, back, 3, 2));
    assert_int_equal(s->changes[CHANGE_BACK], 1);
    assert_int_equal(picture_sheet_store(w->db, w->a, &w->packs, t, s, w->guide, MONDAY).status, OK);
    assert_false(picture_fact(w, f->id)->archived_at.set);
}

static void rows_without_a_code_are_made_once(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    static const char *const cells[] = { "soort",  "thema",  "dienst",    "tekst",  "waarde",  "datum",
                                         "Figure", "Energy", "personnel", "Meters", "1.234,5", "2026-11-22" };
    struct bytes file = sheet_of(w, cells, 6, 2);
    open_round(w);
    struct picture_sheet *s = read_sheet(w, t, file);
    assert_int_equal(s->fault_count, 0);
    assert_int_equal(s->changes[CHANGE_NEW], 1);
    assert_string_equal(s->rows[0].text.theme, "t.planet.energy");
    assert_string_equal(s->rows[0].text.value, "1234.5");
    assert_int_equal(s->rows[0].text.department, picture_department(w, "Personnel"));
    assert_int_equal(picture_sheet_store(w->db, w->a, &w->packs, t, s, w->guide, MONDAY).status, OK);
    s = read_sheet(w, t, file);
    assert_int_equal(s->changes[CHANGE_SAME], 1);
}

static void every_fault_of_a_sheet_has_its_row_and_cell(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    static const char *const cells[] = {
        "code",    "sort",   "theme",     "department", "text", "value", "date",      "statement",
        "proves",  "state", /* row 1 */
        "A",       "wish",   "",          "",           "Text", "",      "",          "",
        "",        "", /* 2: B */
        "B",       "action", "t.nowhere", "",           "Text", "",      "",          "",
        "",        "", /* 3: C */
        "C",       "action", "",          "Nowhere",    "Text", "",      "",          "",
        "",        "", /* 4: D */
        "D",       "action", "",          "",           "",     "",      "",          "",
        "",        "", /* 5: E */
        "E",       "figure", "",          "",           "Text", "many",  "",          "",
        "",        "", /* 6: F */
        "F",       "figure", "",          "",           "Text", "",      "",          "",
        "",        "", /* 7: F */
        "G",       "action", "",          "",           "Text", "",      "yesterday", "",
        "",        "", /* 8: G */
        "H",       "action", "",          "",           "Text", "",      "",          "t.nowhere.s",
        "",        "", /* 9: H */
        "I",       "action", "",          "",           "Text", "",      "",          "",
        "yes",     "", /* 10: I */
        "J",       "action", "",          "",           "Text", "",      "",          "t.staff.training.hours",
        "perhaps", "", /* 11: I */
        "K",       "action", "",          "",           "Text", "",      "",          "",
        "",        "great", /* 12: J */
        "A",       "action", "",          "",           "Text", "",      "",          "",
        "",        "", /* 13: A */
    };
    struct picture_sheet *s = read_sheet(w, t, sheet_of(w, cells, 10, 13));
    static const char *const places[] = { "B2", "C3", "D4",  "E5",  "F6",  "F7",
                                          "G8", "H9", "I10", "I11", "J12", "A13" };
    assert_int_equal(s->fault_count, sizeof places / sizeof *places);
    for (size_t i = 0; i < s->fault_count; i++)
        assert_string_equal(s->faults[i].cell, places[i]);
    static const char *const poor[] = { "code", "body", "A", "B" };
    s = read_sheet(w, t, sheet_of(w, poor, 2, 2));
    assert_int_equal(s->fault_count, 2); /* neither sort nor text */
    s = read_sheet(w, t, (struct bytes){ "no workbook", 11 });
    assert_int_equal(s->fault_count, 1);
    assert_int_equal(s->row_count, 0);
}

/* ---- the document ---------------------------------------------------------------------------------------------- */

/* All texts of a document with blanks between. */
static const char *words_of(struct world *w, const struct doc *d)
{
    const char *s = "";
    for (size_t i = 0; i < d->count; i++) {
        const struct doc_block *b = &d->blocks[i];
        for (size_t k = 0; k < b->line.count; k++)
            s = arena_printf(w->a, "%s %s", s, b->line.runs[k].text);
        for (size_t k = 0; b->grid != NULL && k < b->grid->row_count * b->grid->column_count; k++)
            s = arena_printf(w->a, "%s | %s", s,
                             b->grid->cells[k].count == 0 ? "" : b->grid->cells[k].runs[0].text);
    }
    return s;
}

static void the_chapter_says_what_there_is_and_what_nobody_knows(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    const struct scan_round *r = open_round(w);
    stand(w, r, "t.staff.safety.drill", ANSWER_DONT_KNOW, 0, NULL);
    some_facts(w);
    int64_t absent = picture_asked(w, "energy");
    struct picture_reply reply = picture_reply_of(w, absent);
    reply.absent = true;
    reply.body = "No meters";
    assert_int_equal(picture_answer(w, absent, &reply).status, OK);
    struct doc *d = doc_new(w->a, "Report", "en");
    picture_chapter(w->db, w->a, EN, &w->packs, t, d, 1);
    const char *s = words_of(w, d);
    assert_non_null(strstr(s, "2 facts. 1 of 1 department delivered data."));
    assert_non_null(strstr(s, "Staff"));
    assert_non_null(strstr(s, "| 1,250.50\u00a0uur | 2025 | Personnel | Register |"));
    assert_null(strstr(s, "A first line")); /* only proposed */
    assert_non_null(strstr(s, "What nobody knows"));
    assert_non_null(strstr(s, "No meters"));
    assert_non_null(strstr(s, "We do drill."));
    for (size_t i = 0; i < d->count; i++)
        assert_true(d->blocks[i].kind != DOC_HEADING || d->blocks[i].level <= DOC_LEVELS);
    struct doc *by = doc_new(w->a, "Report", "en");
    picture_blocks(w->db, w->a, EN, &w->packs, t, true, by, 4);
    s = words_of(w, by);
    assert_non_null(strstr(s, "Personnel"));
    assert_non_null(strstr(s, "| Training | Register |"));
    struct doc *none = doc_new(w->a, "Report", "en");
    const struct trajectory *empty = world_trajectory(w, world_begin(w, "local", WORLD_TODAY + 20));
    picture_chapter(w->db, w->a, lang_get(LANG_NL), &w->packs, empty, none, 1);
    assert_null(strstr(words_of(w, none), "No meters"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PICTURE_BOTH(an_answer_proposes_a_fact),
        PICTURE_BOTH(an_answer_without_a_number_is_no_figure),
        PICTURE_BOTH(a_fact_says_what_is_wrong_with_it),
        PICTURE_BOTH(a_change_keeps_what_was_there),
        PICTURE_BOTH(proposed_facts_wait_for_a_guide),
        PICTURE_BOTH(what_nobody_knows_is_asked_in_one_click),
        PICTURE_BOTH(all_that_nobody_knows_is_asked_at_once),
        PICTURE_BOTH(what_was_begun_becomes_facts),
        PICTURE_BOTH(a_fact_corrects_an_open_round),
        PICTURE_BOTH(a_closed_round_opens_only_with_a_reason),
        PICTURE_BOTH(facts_come_back_from_a_spreadsheet_without_loss),
        PICTURE_BOTH(a_spreadsheet_changes_what_it_came_from),
        PICTURE_BOTH(rows_without_a_code_are_made_once),
        PICTURE_BOTH(every_fault_of_a_sheet_has_its_row_and_cell),
        PICTURE_BOTH(the_chapter_says_what_there_is_and_what_nobody_knows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
