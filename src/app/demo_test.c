/* Loads the demo files of content/ as `kapstok demo` does, and holds them to what they promise. */
#include "app/demo.h"
#include "db/migrate.h"
#include "db/test_db.h"
#include "doc/document.h"
#include "http/http.h" /* enum role_bits */
#include "lib/sodium.h"
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"
#include "slice/report/report.h"
#include "slice/scan/scan.h"
#include "slice/session/session.h"
#include "slice/trajectory/trajectory.h"

#define NOW 1795305600000 /* 2026-11-22 00:00 UTC */

#define PART(name) extern const struct trajectory_part name##_part;
#include "app/parts.def"
#undef PART
static const struct trajectory_part *const part_list[] = {
#define PART(name) &name##_part,
#include "app/parts.def"
#undef PART
};
static const struct trajectory_parts parts = { part_list, sizeof part_list / sizeof *part_list };

static struct arena packs_arena;
static struct packs packs;

static const char *content(struct arena *a, const char *name, size_t *n)
{
    FILE *f = fopen(arena_printf(a, "%s/demo/%s", CONTENT_DIR, name), "rb");
    assert_non_null(f);
    char *text = arena_alloc(a, 1 << 20);
    *n = fread(text, 1, (1 << 20) - 1, f);
    fclose(f);
    return text;
}

static struct test_db *fresh(void)
{
    struct test_db *t = test_db_new(DB_SQLITE);
    const char *detail;
    assert_int_equal(db_migrate(t->db, &t->a, &detail), OK);
    return t;
}

static struct fault load(struct test_db *t, const char *text, size_t n, struct demo_links *links)
{
    assert_int_equal(db_begin_write(t->db), OK);
    struct fault fault = demo_load(t->db, &t->a, &packs, &parts, text, n, NOW, links);
    if (fault.status == OK)
        assert_int_equal(db_commit(t->db), OK);
    else
        db_rollback(t->db);
    return fault;
}

static void load_all(struct test_db *t, struct demo_links *links)
{
    static const char *const files[] = { "olmenrode.yaml", "companies.yaml" };
    for (int i = 0; i < 2; i++) {
        size_t n;
        const char *text = content(&t->a, files[i], &n);
        struct fault fault = load(t, text, n, links);
        if (fault.status != OK)
            fail_msg("%s: %s", files[i], fault.arg != NULL ? fault.arg : fault.msgid);
    }
}

static int64_t number(struct test_db *t, const char *sql)
{
    const char *s = db_scalar(t->db, &t->a, sql);
    assert_non_null(s);
    return strtoll(s, NULL, 10);
}

/* Everything that a second run must leave alone. */
static const char *fingerprint(struct test_db *t)
{
    static const char *const tables[] = { "account_user",
                                          "organisation_organisation",
                                          "organisation_entity",
                                          "organisation_member",
                                          "organisation_department",
                                          "organisation_theme",
                                          "scan_round",
                                          "scan_sheet",
                                          "scan_answer",
                                          "scan_answer_log",
                                          "scan_tally",
                                          "scan_event",
                                          "scan_evidence",
                                          "trajectory_trajectory",
                                          "trajectory_step",
                                          "trajectory_moment",
                                          "trajectory_task",
                                          "trajectory_event",
                                          "document_version",
                                          "document_remark",
                                          "group_log",
                                          "picture_request",
                                          "picture_fact",
                                          "plan_change",
                                          "evaluation_answer",
                                          "evaluation_pair",
                                          "briefing_line",
                                          "session_session",
                                          "session_item",
                                          "session_answer",
                                          "session_note",
                                          "session_participant",
                                          "session_agreement",
                                          "ballot_ballot" };
    const char *all = "";
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        all = arena_printf(&t->a, "%s%s %lld\n", all, tables[i],
                           (long long)number(t, arena_printf(&t->a, "SELECT count(*) FROM %s", tables[i])));
    return all;
}

static const struct organisation_of *organisation_named(struct test_db *t, const char *mail)
{
    const struct account_user *u = account_user_find(t->db, &t->a, mail);
    assert_non_null(u);
    size_t count;
    const struct organisation_of *of = organisations_of_user(t->db, &t->a, u->id, NOW, &count);
    assert_int_equal(count, 1);
    return of;
}

static const struct scan_round *round_of(struct test_db *t, const char *mail, size_t index)
{
    int64_t organisation = organisation_named(t, mail)->id;
    size_t count;
    const struct scan_round_line *lines = scan_rounds(t->db, &t->a, organisation, &count);
    assert_true(index < count);
    const struct scan_round *r = scan_round_get(t->db, &t->a, &packs, organisation, lines[index].id);
    assert_non_null(r);
    return r;
}

static struct scan_result score(struct test_db *t, const struct scan_round *r)
{
    struct scan_standing st;
    scan_standing(t->db, &t->a, r, &st);
    const struct scan_input in = { r->scan, r->light, r->profile, st.answers, st.bookmarks };
    assert_int_equal(scan_answers_check(&in), -1);
    struct scan_result result;
    scan_score(&t->a, &in, &result);
    if (getenv("DEMO_SHOW") != NULL) {
        printf("%s: global %lld (to %lld), coverage %lld, provisional %d, dont_know %d, bookmarks %d\n",
               r->title, (long long)result.global.tenths, (long long)result.global.upper_tenths,
               (long long)result.global.coverage_tenths, st.provisional_count, result.global.dont_know,
               result.global.bookmarks);
        for (int d = 0; d < r->scan->domain_count; d++)
            printf("  %-18s %4lld to %4lld  j%d n%d w%d x%d -%d\n", r->scan->domains[d].id,
                   (long long)result.domains[d].tenths, (long long)result.domains[d].upper_tenths,
                   result.domains[d].yes, result.domains[d].no, result.domains[d].dont_know,
                   result.domains[d].not_applicable, result.domains[d].unanswered);
        int classes[3] = { 0 };
        for (int i = 0; i < r->scan->statement_count; i++)
            if (tally_count(&st.counts[i].tally) > 0)
                classes[tally_class(&st.counts[i].tally)]++;
        printf("  equal %d, slightly divided %d, divided %d\n", classes[0], classes[1], classes[2]);
    }
    return result;
}

static int offered(const struct scan_round *r)
{
    int n = 0;
    for (int i = 0; i < r->scan->statement_count; i++)
        n += pack_offered(r->scan, i, r->light, &r->profile);
    return n;
}

/* ---- tests ------------------------------------------------------------------------------------------- */

static void loads_everything(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    if (getenv("DEMO_SHOW") != NULL)
        printf("%s", fingerprint(t));
    assert_int_equal(links.loaded, 3);

    int64_t id = organisation_named(t, DEMO_GUIDE)->id;
    const struct organisation *o = organisation_get(t->db, &t->a, id);
    assert_string_equal(o->size, "inh-3");
    assert_string_equal(o->lang, "nl_BE");
    size_t n;
    organisation_departments(t->db, &t->a, id, &n);
    assert_int_equal(n, 6);
    organisation_entities(t->db, &t->a, id, &n);
    assert_int_equal(n, 3);
    organisation_themes(t->db, &t->a, id, &n);
    assert_int_equal(n, 2);
    const struct organisation_member *m = organisation_members(t->db, &t->a, id, &n);
    assert_int_equal(n, 9);
    int guides = 0, managers = 0, minutes = 0, mandataries = 0, members = 0;
    for (size_t i = 0; i < n; i++) {
        guides += (m[i].roles & ROLE_GUIDE) != 0;
        managers += (m[i].roles & ROLE_MANAGER) != 0;
        minutes += (m[i].roles & ROLE_MINUTES) != 0;
        members += (m[i].roles & ROLE_MEMBER) != 0;
        mandataries += strcmp(m[i].attribute, "mandatary") == 0;
    }
    assert_int_equal(guides, 1);
    assert_int_equal(managers, 1);
    assert_int_equal(minutes, 1);
    assert_int_equal(mandataries, 1);
    assert_int_equal(members, 9);
    test_db_free(t);
}

static void counts_are_kept(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    assert_int_equal(number(t, "SELECT count(*) FROM scan_round"), 4);
    assert_int_equal(
        number(t, "SELECT count(*) FROM scan_tally t "
                  "WHERE (yes, no, dont_know, not_applicable, bookmarks, started) <> "
                  "(SELECT sum(a.answer = 1), sum(a.answer = 2), sum(a.answer = 3), sum(a.answer = 4), "
                  "sum(a.flags & 2 > 0), sum(a.flags & 1) FROM scan_sheet s "
                  "JOIN scan_answer a ON a.sheet_id = s.id "
                  "WHERE s.round_id = t.round_id AND s.member_id > 0 AND a.statement = t.statement)"),
        0);
    assert_int_equal(number(t, "SELECT count(*) FROM scan_sheet s WHERE answered <> "
                               "(SELECT count(*) FROM scan_answer a WHERE a.sheet_id = s.id AND a.answer > 0)"),
                     0);
    /* Each answer has its history, and two were changed. */
    assert_int_equal(number(t, "SELECT count(*) FROM scan_answer a LEFT JOIN scan_history l "
                               "ON l.sheet_id = a.sheet_id AND l.statement = a.statement AND l.edit = a.edit "
                               "WHERE l.answer IS NULL OR l.answer <> a.answer"),
                     0);
    assert_int_equal(number(t, "SELECT count(*) FROM scan_history l JOIN scan_sheet s ON s.id = l.sheet_id "
                               "WHERE l.edit = 2 AND s.member_id > 0"),
                     2);
    /* Nothing happens before its round opens, after it closes, or in the future. */
    assert_int_equal(number(t, "SELECT count(*) FROM scan_history l JOIN scan_sheet s ON s.id = l.sheet_id "
                               "JOIN scan_round r ON r.id = s.round_id "
                               "WHERE l.at < r.created_at OR l.at > coalesce(r.closed_at, 1795305600000)"),
                     0);
    assert_int_equal(number(t, "SELECT count(*) FROM scan_event WHERE kind = 'opened'"), 4);
    assert_int_equal(number(t, "SELECT count(*) FROM scan_event WHERE kind = 'closed'"), 2);
    test_db_free(t);
}

static void rounds_are_worth_a_look(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    const struct scan_round *now = round_of(t, DEMO_GUIDE, 0), *before = round_of(t, DEMO_GUIDE, 1);
    assert_true(before->closed);
    assert_false(now->closed);
    assert_int_equal(offered(before), 49);
    assert_int_equal(offered(now), 51);

    struct scan_result was = score(t, before), is = score(t, now);
    struct scan_standing then, today;
    scan_standing(t->db, &t->a, before, &then);
    scan_standing(t->db, &t->a, now, &today);
    const struct scan_input from = { before->scan, before->light, before->profile, then.answers,
                                     then.bookmarks };
    const struct scan_input to = { now->scan, now->light, now->profile, today.answers, today.bookmarks };
    struct score_comparison moved;
    scan_compare(&t->a, &from, &to, &moved);
    if (getenv("DEMO_SHOW") != NULL)
        printf("moved: answers %lld, tailoring %lld; to yes %d, to no %d, other %d, came in %d\n",
               (long long)moved.by_answers, (long long)moved.by_tailoring, moved.became_yes.count,
               moved.became_no.count, moved.became_other.count, moved.came_in.count);
    assert_true(moved.by_answers > 0 && moved.by_tailoring != 0);
    assert_int_equal(moved.came_in.count, 2);
    assert_int_equal(was.global.unanswered, 0);
    assert_int_equal(is.global.unanswered, 0);
    assert_in_range(is.global.tenths - was.global.tenths, 20, 120);
    for (int d = 0; d < now->scan->domain_count; d++) {
        const char *id = now->scan->domains[d].id;
        if (strcmp(id, "gov.community") == 0 || strcmp(id, "gov.residents") == 0)
            assert_true(is.domains[d].tenths > 700);
        if (strcmp(id, "gov.integrity") == 0 || strcmp(id, "gov.rights") == 0)
            assert_true(is.domains[d].tenths < 450);
    }

    /* Three of the nine are not through; some statements are unanimous, others divided. */
    size_t count;
    const struct organisation_member *m = organisation_members(t->db, &t->a, now->organisation, &count);
    int unfinished = 0;
    for (size_t i = 0; i < count; i++) {
        const struct scan_sheet *sheet = scan_sheet_find(t->db, &t->a, now->id, m[i].id);
        assert_non_null(sheet);
        assert_true(sheet->importance.set && sheet->maturity.set);
        unfinished += sheet->answered < offered(now);
    }
    assert_int_equal(unfinished, 3);
    struct scan_standing st;
    scan_standing(t->db, &t->a, now, &st);
    int classes[3] = { 0 }, agreed = 0, no_agreement = 0;
    for (int i = 0; i < now->scan->statement_count; i++) {
        if (tally_count(&st.counts[i].tally) > 0)
            classes[tally_class(&st.counts[i].tally)]++;
        agreed += st.group[i].answer != ANSWER_NONE;
        no_agreement += (st.group[i].flags & ANSWER_NO_AGREEMENT) != 0;
    }
    assert_true(classes[DIVISION_EQUAL] >= 8 && classes[DIVISION_DIVIDED] >= 8);
    assert_int_equal(agreed, 7);
    assert_int_equal(no_agreement, 1);

    score(t, round_of(t, "dieter@zilverdijk.example", 0));
    struct scan_result half = score(t, round_of(t, "anouk@klaverhorn.example", 0));
    assert_true(half.global.unanswered > 10 && half.global.yes > 5);
    test_db_free(t);
}

static void second_load_does_nothing(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 }, again = { 0 };
    load_all(t, &links);
    const char *first = fingerprint(t);
    load_all(t, &again);
    assert_string_equal(fingerprint(t), first);
    assert_int_equal(again.loaded, 0);
    assert_null(again.guide);
    test_db_free(t);
}

static void links_open(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    assert_int_equal(db_begin_write(t->db), OK);
    demo_links_make(t->db, &t->a, NOW, &links);
    assert_null(links.guide);
    assert_null(links.member);
    assert_non_null(links.admin);
    assert_int_equal(db_commit(t->db), OK);

    load_all(t, &links);
    static const char *const mails[] = { DEMO_GUIDE, DEMO_MEMBER, DEMO_ADMIN };
    const struct demo_links old = links;
    for (int round = 0; round < 2; round++) {
        const char *const tokens[] = { links.guide, links.member, links.admin };
        for (int i = 0; i < 3; i++) {
            struct account_token token = account_token_look(t->db, &t->a, tokens[i], NOW);
            assert_int_equal(token.state, ACCOUNT_TOKEN_GOOD);
            assert_string_equal(token.mail, mails[i]);
        }
        demo_links_make(t->db, &t->a, NOW, &links);
    }
    assert_int_equal(account_token_look(t->db, &t->a, old.guide, NOW).state, ACCOUNT_TOKEN_UNKNOWN);
    assert_true(account_user_find(t->db, &t->a, DEMO_ADMIN)->system_admin);
    assert_true(organisation_named(t, DEMO_MEMBER)->roles == ROLE_MEMBER);
    test_db_free(t);
}

/* ---- faults ------------------------------------------------------------------------------------------ */

/* The olmenrode file with the first `from` replaced gives a fault on the line where `from` stands. */
static void refuses(struct test_db *t, const char *from, const char *to, const char *says)
{
    size_t n;
    const char *text = content(&t->a, "olmenrode.yaml", &n), *at = strstr(text, from);
    if (at == NULL)
        fail_msg("the demo has no \"%s\"", from);
    int line = 1;
    for (const char *p = text; p < at; p++)
        line += *p == '\n';
    const char *changed = arena_printf(&t->a, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    struct demo_links links = { 0 };
    struct fault fault = load(t, changed, strlen(changed), &links);
    assert_int_equal(fault.status, INVALID);
    assert_non_null(fault.arg);
    const char *want = arena_printf(&t->a, "line %d: ", line);
    if (strncmp(fault.arg, want, strlen(want)) != 0 || strstr(fault.arg, says) == NULL)
        fail_msg("\"%s\" is not \"%s… %s\"", fault.arg, want, says);
    assert_int_equal(links.loaded, 0);
}

static void faults_have_a_line(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    refuses(t, "[gov.board.vision.adopted, ", "[gov.board.vision.nothing, ", "is unknown");
    refuses(t, "\"nnnwnwwj\"", "\"nnnwnww\"", "7 letters for 8 members");
    refuses(t, "\"nnnwnwwj\"", "\"nnnwnwwq\"", "\"q\" is no letter");
    refuses(t, "bookmarks: [griet, lieve", "bookmarks: [greet, lieve", "unknown member \"greet\"");
    refuses(t, "bookmarks: [griet]", "bookmarks: [jonas]", "nobody who fills in");
    refuses(t, "[gov.board.figures.report, ", "[gov.rights.equality.leadership, ", "not offered");
    refuses(t, "[gov.board.figures.report, ", "[gov.board.anchoring.budget, ", "a line already");
    refuses(t, "\"jjjjwjjj\", ja", "\"jjjjwjjj\", misschien", "is no answer");
    refuses(t, "works=works,abroad=yes,land", "works=some,abroad=yes,land", "works=some");
    refuses(t, "variant: light", "variant: short", "unknown variant");
    refuses(t, "0000.000.196", "0000.000.197", "cannot be a number");
    refuses(t, "at: 2025-03-17 09:05", "at: 2025-03-17 9:05", "write at as");
    refuses(t, "at: 2025-03-17 09:05, done", "at: 2025-03-17 11:05, done", "done before");
    refuses(t, "pair: [5, 2]", "pair: [6, 2]", "pair");
    refuses(t, "roles: [guide, member]", "roles: [guides, member]", "unknown role");
    refuses(t, "olmenrode.example, department: Welzijn", "olmenrode.be, department: Welzijn", ".example");
    refuses(t, "department: Welzijn", "department: Welbehagen", "unknown department");
    refuses(t, "https://www.olmenrode.example/openbaarheid", "http://www.olmenrode.example/", "evidence");
    refuses(t, "deadline: 2025-04-11", "deadlines: 2025-04-11", "unknown key");
    refuses(t, "kind: demo", "kind: demos", "kind");
    assert_int_equal(number(t, "SELECT count(*) FROM account_user"), 0);

    /* Without the line of one statement: the round says which. */
    size_t n;
    const char *text = content(&t->a, "olmenrode.yaml", &n);
    const char *at = strstr(text, "          - [gov.board.cooperation.group"), *end = strchr(at, '\n') + 1;
    struct demo_links links = { 0 };
    const char *changed = arena_printf(&t->a, "%.*s%s", (int)(at - text), text, end);
    struct fault fault = load(t, changed, strlen(changed), &links);
    assert_int_equal(fault.status, INVALID);
    assert_non_null(strstr(fault.arg, "\"gov.board.cooperation.group\" is offered and has no line"));
    test_db_free(t);
}

static const struct trajectory *trajectory_at(struct test_db *t, const char *mail)
{
    const struct trajectory *found = trajectory_current(t->db, &t->a, &packs, organisation_named(t, mail)->id);
    assert_non_null(found);
    return found;
}

static struct trajectory_ask ask_about(struct test_db *t, const struct trajectory *of)
{
    return (struct trajectory_ask){ .db = t->db,
                                    .arena = &t->a,
                                    .packs = &packs,
                                    .lang = lang_find("nl_BE"),
                                    .trajectory = of,
                                    .today = NOW / 86400000 };
}

static const struct trajectory_step *step_named(const struct trajectory_step *steps, size_t count,
                                                const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(steps[i].key, key) == 0)
            return &steps[i];
    fail_msg("no step %s", key);
    return NULL;
}

/* Required outputs that do not exist, as "start/scan ". */
static const char *missing_of(struct test_db *t, const struct trajectory *of, const struct trajectory_step *s)
{
    const struct trajectory_ask ask = ask_about(t, of);
    size_t count;
    const struct trajectory_output *outputs = trajectory_outputs(&ask, &parts, s, &count);
    const char *missing = "";
    for (size_t i = 0; i < count; i++)
        if (pack_number(outputs[i].entry, "required") != 0 && !outputs[i].there)
            missing = arena_printf(&t->a, "%s%s/%s ", missing, outputs[i].section->id, outputs[i].entry->id);
    return missing;
}

/* The municipality stands at its follow-up, with the evaluation just opened; what it closed is there, or a reason is. */
static void trajectory_fills_its_steps(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    const struct trajectory *of = trajectory_at(t, DEMO_GUIDE);
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(t->db, &t->a, of, of->cycle, &count);
    assert_int_equal(count, 9);
    for (size_t i = 0; i < count; i++) {
        const char *missing = missing_of(t, of, &steps[i]);
        if (steps[i].state == STEP_DONE && steps[i].reason[0] == '\0')
            assert_string_equal(missing, "");
    }
    const struct trajectory_step *action = step_named(steps, count, "action");
    assert_string_equal(missing_of(t, of, action), "action/minutes ");
    assert_true(action->reason[0] != '\0');
    const struct trajectory_step *follow_up = step_named(steps, count, "follow-up");
    assert_int_equal(follow_up->state, STEP_OPEN);
    assert_string_equal(missing_of(t, of, follow_up), "");
    assert_int_equal(step_named(steps, count, "evaluation")->state, STEP_OPEN);
    test_db_free(t);
}

/* Something is late, and both people of the demo links have something to do. */
/* The final report is being written: it has a text of its own, every part that has a chapter, and goes on paper. */
static void the_report_tells_it_all(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    const struct trajectory *of = trajectory_at(t, DEMO_GUIDE);
    size_t count;
    const struct report *r = reports(t->db, &t->a, of, false, false, &count);
    assert_int_equal(count, 1);
    assert_int_equal(r[0].form, REPORT_FINAL);
    const struct report_source from = {
        .db = t->db, .arena = &t->a, .packs = &packs, .trajectory = of, .today = trajectory_local_day(NOW)
    };
    const struct report_section *s = report_sections(&from, r, &count);
    for (size_t i = 0; i < count; i++)
        if (s[i].own && s[i].shown && s[i].lead[0] == '\0')
            fail_msg("section %s has no text", s[i].key);
    const struct doc *d = report_doc(&from, r);
    size_t charts = 0, grids = 0, headings = 0;
    for (size_t i = 0; i < d->count; i++) {
        charts += d->blocks[i].chart != NULL;
        grids += d->blocks[i].grid != NULL;
        headings += d->blocks[i].kind == DOC_HEADING && d->blocks[i].level == 1;
    }
    assert_true(charts > 0 && grids > 10 && headings > 8);
    test_db_free(t);
}

static void somebody_waits_for_somebody(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    const struct trajectory *of = trajectory_at(t, DEMO_GUIDE);
    const struct trajectory_ask ask = ask_about(t, of);
    const struct site site = { .packs = &packs, .trajectory_parts = &parts, .public_url = "" };
    struct trajectory_duties duties = trajectory_duties(&ask, &site, &parts, ask.today + 30);
    int late = 0, guide = 0, member = 0;
    for (size_t i = 0; i < duties.count; i++) {
        late += duties.v[i].late;
        guide += strcmp(duties.v[i].mail, DEMO_GUIDE) == 0;
        member += strcmp(duties.v[i].mail, DEMO_MEMBER) == 0;
    }
    assert_true(late >= 3);
    assert_true(guide >= 3);
    assert_true(member >= 3);
    test_db_free(t);
}

/* Nothing of the demo lies after the day for which it was written, but what is planned. */
static void nothing_happens_later(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    static const char *const moments[] = { "at FROM trajectory_event",
                                           "created_at FROM document_version",
                                           "created_at FROM document_remark",
                                           "changed_at FROM picture_fact",
                                           "at FROM plan_change",
                                           "at FROM evaluation_answer",
                                           "changed_at FROM trajectory_moment",
                                           "opened_at FROM session_round",
                                           "started_at FROM session_session" };
    for (size_t i = 0; i < sizeof moments / sizeof *moments; i++) {
        const char *column = arena_strndup(&t->a, moments[i], strcspn(moments[i], " "));
        const char *sql = arena_printf(&t->a, "SELECT max(%s)%s", column, moments[i] + strlen(column));
        assert_in_range(number(t, sql), 1700000000000, NOW - 1);
    }
    test_db_free(t);
}

static void company_is_in_its_second_phase(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    const struct trajectory *of = trajectory_at(t, "anouk@klaverhorn.example");
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(t->db, &t->a, of, of->cycle, &count);
    assert_int_equal(step_named(steps, count, "preparation")->state, STEP_DONE);
    assert_string_equal(missing_of(t, of, step_named(steps, count, "preparation")), "");
    assert_int_equal(step_named(steps, count, "mission")->state, STEP_OPEN);
    test_db_free(t);
}

/* Whatever the library proposes can be made: every item of it, in the language of the organisation. */
static void every_session_template_works(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    const struct organisation_of *of = organisation_named(t, DEMO_GUIDE);
    size_t count, items;
    const struct pack_entry *const *all = session_templates(&t->a, &packs, false, "start", &count);
    assert_true(count >= 8);
    assert_string_equal(all[0]->id, "start-session"); /* those that fit the step come first */
    assert_int_equal(db_begin_write(t->db), OK);
    for (size_t i = 0; i < count; i++) {
        const struct session_new n = { .organisation = of->id,
                                       .title = "Sessie",
                                       .place = "",
                                       .aim = "",
                                       .at = NOW,
                                       .minutes = pack_number(all[i], "minutes"),
                                       .template = all[i]->id,
                                       .lang = lang_get(LANG_NL_BE) };
        int64_t id = 0;
        struct fault f = session_make(t->db, &t->a, &packs, &n, NOW, &id);
        if (f.status != OK)
            fail_msg("%s: %s (%s)", all[i]->id, f.msgid, f.detail == NULL ? "" : f.detail);
        const struct session *s = session_get(t->db, &t->a, of->id, id);
        session_items(t->db, &t->a, s, &items);
        assert_int_equal(items, pack_value(all[i], "items")->entries.count);
    }
    db_rollback(t->db);
    test_db_free(t);
}

/* Sessions: one that was, with an outcome of everything; some to come; one that is on, with a code that can be told. */
static void sessions_are_at_every_stage(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    struct demo_links links = { 0 };
    load_all(t, &links);
    static const struct {
        int64_t is;
        const char *sql;
    } cases[] = {
        { 2, "SELECT count(*) FROM session_session WHERE state = 'ended'" },
        { 2, "SELECT count(*) FROM session_session WHERE state = 'prepared'" },
        { 1, "SELECT count(*) FROM session_session WHERE state = 'running' AND code = 'BEEKRAND'" },
        /* The opening session: every item was on, and its minutes are the approved ones of the step. */
        { 14, "SELECT count(*) FROM session_item i JOIN session_session s ON s.id = i.session_id WHERE "
              "s.template = "
              "'start-session' AND i.state = 'closed' AND i.round = 1" },
        { 1, "SELECT count(*) FROM session_session s JOIN document_document d ON d.id = s.document_id WHERE "
             "s.template = "
             "'start-session' AND d.state = 'approved' AND d.output = 'minutes'" },
        { 2, "SELECT count(*) FROM session_agreement a JOIN session_session s ON s.id = a.session_id WHERE "
             "s.template = "
             "'start-session' AND a.landed IS NOT NULL" },
        /* The dialogue: nine members and six guests; a question that is open, without names. */
        { 9, "SELECT count(*) FROM session_participant p JOIN session_session s ON s.id = p.session_id WHERE "
             "s.code = "
             "'BEEKRAND' AND p.member_id IS NOT NULL" },
        { 6, "SELECT count(*) FROM session_participant p JOIN session_session s ON s.id = p.session_id WHERE "
             "s.code = "
             "'BEEKRAND' AND p.member_id IS NULL" },
        { 1, "SELECT count(*) FROM session_item i JOIN session_session s ON s.item_id = i.id WHERE s.code = "
             "'BEEKRAND' AND "
             "i.method = 'scale' AND i.state = 'open' AND i.anonymous = 1" },
        /* Nobody's answer without a name stands beside a name. */
        { 0, "SELECT count(*) FROM session_answer a JOIN session_item i ON i.id = a.item_id WHERE i.anonymous "
             "= 1" },
        { 0, "SELECT count(*) FROM session_note n JOIN session_item i ON i.id = n.item_id WHERE i.anonymous = "
             "1 AND "
             "n.participant_id IS NOT NULL" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (number(t, cases[i].sql) != cases[i].is)
            fail_msg("%lld, not %lld: %s", (long long)number(t, cases[i].sql), (long long)cases[i].is,
                     cases[i].sql);
    test_db_free(t);
}

/* A fault that only a rule finds names the line of its act as well. */
static void acts_have_a_line(void **state)
{
    (void)state;
    static const struct {
        const char *old, *changed, *says;
    } cases[] = { { "step: engagement, do: close }", "step: nowhere, do: close }", "unknown step \"nowhere\"" },
                  { "step: engagement, do: close }", "step: engagement, do: vanish }", "\"vanish\" is no do" },
                  { "step: engagement, do: close }", "step: engagement, do: skip }",
                    "Say why this step is skipped" },
                  { "at: 2025-03-06 15:00, step", "at: 2024-03-06 15:00, step", "this is before it began" },
                  { "parent: heat,", "parent: cold,", "there is no \"cold\" in plan yet" },
                  { "do: open, item: pair", "do: open, item: wheel", "the agenda has no \"wheel\"" },
                  { "griet: [\"4\", \"2\"]", "griet: [\"6\", \"2\"]", "Choose one of the answers" },
                  { "griet: [\"4\", \"2\"]", "jonas: [\"4\", \"2\"]", "\"jonas\" is not in the room" },
                  { "at: now-18, do: start", "at: now, do: start", "write at as 2026-11-22 09:30" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct test_db *t = fresh();
        size_t n;
        const char *text = content(&t->a, "olmenrode.yaml", &n), *at = strstr(text, cases[i].old);
        assert_non_null(at);
        const char *changed = arena_printf(&t->a, "%.*s%s%s", (int)(at - text), text, cases[i].changed,
                                           at + strlen(cases[i].old));
        struct demo_links links = { 0 };
        struct fault fault = load(t, changed, strlen(changed), &links);
        assert_int_equal(fault.status, INVALID);
        if (strstr(fault.arg, cases[i].says) == NULL || strncmp(fault.arg, "line ", 5) != 0)
            fail_msg("\"%s\" does not say \"%s\"", fault.arg, cases[i].says);
        test_db_free(t);
    }
}

/* A full disk half-way: the fault comes out, the caller rolls back, and the next try works. */
static void failing_database(void **state)
{
    (void)state;
    struct test_db *t = fresh();
    size_t n;
    const char *text = content(&t->a, "olmenrode.yaml", &n);
    for (int64_t calls = 1; calls < 6000; calls += 397) {
        struct demo_links links = { 0 };
        assert_int_equal(db_begin_write(t->db), OK);
        db_fail_after(t->db, calls);
        struct fault fault = demo_load(t->db, &t->a, &packs, &parts, text, n, NOW, &links);
        bool done = fault.status == OK;
        db_fail_after(t->db, 0);
        db_rollback(t->db);
        if (done)
            break;
        assert_int_equal(fault.status, FAILED);
    }
    struct demo_links links = { 0 };
    load_all(t, &links);
    assert_int_equal(links.loaded, 3);
    test_db_free(t);
}

int main(void)
{
    if (crypto_init() != OK)
        return 1;
    arena_init(&packs_arena);
    struct pack_faults faults = { 0 };
    if (packs_read(&packs_arena, CONTENT_DIR, &packs, &faults) != OK) {
        for (size_t i = 0; i < faults.count; i++)
            print_error("line %d: %s\n", faults.v[i].line, faults.v[i].message);
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(loads_everything),
        cmocka_unit_test(counts_are_kept),
        cmocka_unit_test(rounds_are_worth_a_look),
        cmocka_unit_test(second_load_does_nothing),
        cmocka_unit_test(links_open),
        cmocka_unit_test(faults_have_a_line),
        cmocka_unit_test(trajectory_fills_its_steps),
        cmocka_unit_test(the_report_tells_it_all),
        cmocka_unit_test(somebody_waits_for_somebody),
        cmocka_unit_test(nothing_happens_later),
        cmocka_unit_test(company_is_in_its_second_phase),
        cmocka_unit_test(every_session_template_works),
        cmocka_unit_test(sessions_are_at_every_stage),
        cmocka_unit_test(acts_have_a_line),
        cmocka_unit_test(failing_database),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&packs_arena);
    return failed;
}
