/* Reports: which sections they have, that nobody's words are lost, and that what was adopted stays what it was. */
#include "slice/report/test_report.h"

#include "doc/store.h"

static int start(void **state)
{
    *state = report_world(DB_SQLITE);
    return 0;
}

static int start_postgres(void **state)
{
    *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : report_world(DB_POSTGRES);
    return 0;
}

static int end(void **state)
{
    world_free(*state);
    return 0;
}

/* ---- helpers ----------------------------------------------------------------------------------------- */

static int64_t final_report(struct world *w)
{
    return make_report(w, w->trajectory, REPORT_FINAL);
}

static const struct report *now(struct world *w, int64_t id)
{
    return report_now(w, w->trajectory, id);
}

static const char *keys(struct world *w, int64_t trajectory, int64_t id)
{
    struct report_source from = source(w, trajectory);
    size_t count;
    const struct report_section *s = report_sections(&from, report_now(w, trajectory, id), &count);
    const char *list = "";
    for (size_t i = 0; i < count; i++)
        list = arena_printf(w->a, "%s%s%s", list, i == 0 ? "" : " ",
                            s[i].shown ? s[i].key : arena_printf(w->a, "(%s)", s[i].key));
    return list;
}

static const struct report_section *section(struct world *w, int64_t id, const char *key)
{
    struct report_source from = source(w, w->trajectory);
    const struct report_section *s = report_section_get(&from, now(w, id), key);
    assert_non_null(s);
    return s;
}

static struct fault write_own(struct world *w, int64_t id, const char *key, const char *lead, const char *tail,
                              int64_t edit)
{
    struct report_source from = source(w, w->trajectory);
    struct report_own own = { lead, tail, edit };
    return report_section_write(&from, now(w, id), section(w, id, key), &own, w->guide, WORLD_NOW);
}

static const char *outline(struct world *w, int64_t id)
{
    struct report_source from = source(w, w->trajectory);
    struct doc *d = report_doc(&from, now(w, id));
    assert_non_null(d);
    return doc_outline(w->a, d);
}

static struct report_adoption adoption(struct world *w, int64_t id)
{
    struct report_source from = source(w, w->trajectory);
    return (struct report_adoption){ .by = "council",
                                     .on = DB_SOME(WORLD_TODAY),
                                     .decision = "2026/114",
                                     .seen = report_doc_hash(w->a, report_doc(&from, now(w, id))) };
}

static struct fault adopt(struct world *w, int64_t id, const struct report_adoption *n,
                          struct report_paper *paper)
{
    struct report_source from = source(w, w->trajectory);
    struct fault f = report_print(&from, now(w, id), n, paper);
    return f.status != OK ? f : report_adopt(&from, now(w, id), n, paper, w->guide, WORLD_NOW + 1000);
}

static void adopted(struct world *w, int64_t id)
{
    struct report_adoption n = adoption(w, id);
    struct report_paper paper;
    assert_int_equal(adopt(w, id, &n, &paper).status, OK);
}

static int64_t add_action(struct world *w, const char *title)
{
    struct plan_action n = {
        .sort = PLAN_ACTION, .title = title, .why = "", .theme = "", .sdg = "", .origin_ref = ""
    };
    int64_t id = 0;
    struct fault f =
        plan_action_add(w->db, w->a, world_trajectory(w, w->trajectory), &n, w->guide, WORLD_NOW, &id);
    assert_int_equal(f.status, OK);
    return id;
}

static int64_t add_document(struct world *w, enum document_sort sort, const char *title, const char *content,
                            const char *step, const char *output)
{
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(w->db, w->a, t, t->cycle, &count);
    struct document_new n = {
        .sort = sort, .title = title, .section = "", .output = "", .content = content, .user = w->guide
    };
    for (size_t i = 0; i < count; i++)
        if (strcmp(steps[i].key, step) == 0)
            n.step = steps[i].id;
    if (output[0] != '\0') {
        n.section = step;
        n.output = output;
    }
    int64_t id = 0;
    assert_int_equal(document_make(w->db, w->a, t, &n, WORLD_NOW, &id).status, OK);
    return id;
}

static void approve(struct world *w, int64_t id)
{
    const struct document *d = document_get(w->db, w->a, w->organisation, w->trajectory, id);
    assert_int_equal(
        document_approve(w->db, d, d->version, "All agreed", WORLD_TODAY, w->guide, WORLD_NOW).status, OK);
}

static void adopt_document(struct world *w, int64_t id)
{
    approve(w, id);
    const struct document *d = document_get(w->db, w->a, w->organisation, w->trajectory, id);
    struct document_adoption n = {
        .by = "group", .on = DB_SOME(WORLD_TODAY), .decision = "", .version = d->version
    };
    assert_int_equal(document_adopt(w->db, w->a, d, &n, WORLD_TODAY, w->guide, WORLD_NOW).status, OK);
}

/* ---- sections ------------------------------------------------------------------------------------------ */

static void sections_follow_the_steps_of_the_template(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    assert_string_equal(keys(w, w->trajectory, final_report(w)),
                        "introduction summary dates group scan picture priorities plan evaluation commitments "
                        "minutes annexes colophon");
    /* A template that closes by phase: the documents of a phase have a section of their own. */
    int64_t round = world_begin(w, "round", WORLD_TODAY + 8);
    assert_string_equal(
        keys(w, round, make_report(w, round, REPORT_FINAL)),
        "introduction summary dates stap-mission priorities plan stap-plan evaluation group scan picture "
        "commitments minutes annexes colophon");
}

static void one_report_of_a_form_is_worked_on_at_a_time(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    assert_int_equal(final_report(w), id);
    assert_int_not_equal(make_report(w, w->trajectory, REPORT_NOTE), id);
    assert_int_equal(report_archive(w->db, now(w, id), true, w->guide, WORLD_NOW).status, OK);
    assert_int_not_equal(final_report(w), id);
    size_t count;
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    reports(w->db, w->a, t, false, false, &count);
    assert_int_equal(count, 2);
    reports(w->db, w->a, t, false, true, &count);
    assert_int_equal(count, 3);
    reports(w->db, w->a, t, true, false, &count);
    assert_int_equal(count, 0); /* readers see none */
}

static void a_section_moves_one_place_and_hides(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id = final_report(w);
    struct report_source from = source(w, w->trajectory);
    assert_int_equal(report_section_move(&from, now(w, id), "scan", -1, 1, WORLD_NOW).status, OK);
    assert_int_equal(report_section_move(&from, now(w, id), "introduction", -1, 2, WORLD_NOW).status, OK);
    assert_int_equal(report_section_move(&from, now(w, id), "colophon", 1, 2, WORLD_NOW).status, OK);
    assert_int_equal(report_section_show(&from, now(w, id), "summary", false, 2, WORLD_NOW).status, OK);
    assert_string_equal(keys(w, w->trajectory, id),
                        "introduction (summary) dates scan group picture priorities plan evaluation "
                        "commitments minutes annexes colophon");
    assert_int_equal(report_section_move(&from, now(w, id), "song", 1, 3, WORLD_NOW).status, NOT_FOUND);
    /* Somebody who looked before that. */
    struct fault f = report_section_move(&from, now(w, id), "scan", -1, 1, WORLD_NOW);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "edit");
}

static void own_texts_stand_behind_the_heading_and_at_the_end(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    add_action(w, "Replace the lamps");
    assert_int_equal(write_own(w, id, "plan", "Before **all**", "# After\n\nThe end", 1).status, OK);
    const char *text = outline(w, id);
    says(text, "heading 1 Action plan\nparagraph Before all\nlead ");
    says(text, "heading 2 After\nparagraph The end\n");
    says_not(text, "heading 1 Commitments"); /* nothing there, nothing said */
    assert_int_equal(write_own(w, id, "commitments", "None, for now.", "", 1).status, OK);
    says(outline(w, id), "heading 1 Commitments\nparagraph None, for now.\n");
}

static void what_a_section_may_begin_with_is_no_text(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    struct report_source from = source(w, w->trajectory);
    const char *skeleton = report_section_skeleton(&from, now(w, id), section(w, id, "summary"));
    says(skeleton, "0 of the 5 steps");
    struct fault f = write_own(w, id, "summary", skeleton, "", 1);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, "lead");
    assert_string_equal(report_section_skeleton(&from, now(w, id), section(w, id, "plan")), "");
}

static void two_who_write_at_once_lose_nothing(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id = final_report(w);
    assert_int_equal(write_own(w, id, "introduction", "Mine", "", 1).status, OK);
    struct fault f = write_own(w, id, "introduction", "Yours", "", 1);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "edit");
    assert_string_equal(section(w, id, "introduction")->lead, "Mine");
    assert_int_equal(write_own(w, id, "introduction", "Ours", "", 2).status, OK);
    /* What it was is kept and can come back. */
    size_t count;
    const struct report_change *c = report_changes(w->db, w->a, now(w, id), INT64_MAX, 10, &count);
    assert_int_equal(count, 2);
    assert_string_equal(c[0].field, "lead:introduction");
    assert_string_equal(c[0].was, "Mine");
    assert_true(c[0].user.set && c[0].user.v == w->guide);
    assert_true(report_change_is_text(&c[0]));
    struct report_source from = source(w, w->trajectory);
    assert_int_equal(report_change_undo(&from, now(w, id), &c[0], w->mia, WORLD_NOW).status, OK);
    assert_string_equal(section(w, id, "introduction")->lead, "Mine");
    report_changes(w->db, w->a, now(w, id), INT64_MAX, 10, &count);
    assert_int_equal(count, 3);
    assert_null(report_change_get(w->db, w->a, now(w, id), 99));
}

static void what_stood_there_is_known_for_who_began_earlier(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    struct report_source from = source(w, w->trajectory);
    assert_int_equal(write_own(w, id, "scan", "One", "First", 1).status, OK);
    assert_int_equal(write_own(w, id, "scan", "One", "First", 2).status, OK); /* nothing differs: not counted */
    assert_int_equal(write_own(w, id, "scan", "Two", "First", 2).status, OK);
    assert_int_equal(write_own(w, id, "introduction", "Elsewhere", "", 1).status, OK);
    assert_int_equal(write_own(w, id, "scan", "Two", "Second", 3).status, OK);
    static const char *const leads[] = { "", "One", "Two", "Two" }, *const tails[] = { "", "First", "First",
                                                                                       "Second" };
    for (int64_t edit = 1; edit <= 4; edit++) {
        struct report_own own = report_section_before(&from, now(w, id), section(w, id, "scan"), edit);
        assert_string_equal(own.lead, leads[edit - 1]);
        assert_string_equal(own.tail, tails[edit - 1]);
    }
}

static void settings_are_checked_and_kept(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    assert_string_equal(now(w, id)->title, "Final report: Duurzaam Olmenrode");
    assert_string_equal(now(w, id)->lang->code, "en"); /* the organisation's */
    struct report_settings s = { "T", "", "en", true, true, 1 };
    assert_string_equal(report_set(w->db, now(w, id), &s, w->guide, WORLD_NOW).detail, "title");
    s.title = "Sustainable Olmenrode";
    s.lang = "fr";
    assert_string_equal(report_set(w->db, now(w, id), &s, w->guide, WORLD_NOW).detail, "lang");
    s.lang = "nl";
    s.cover = false;
    assert_int_equal(report_set(w->db, now(w, id), &s, w->guide, WORLD_NOW).status, OK);
    assert_string_equal(now(w, id)->lang->code, "nl");
    assert_false(now(w, id)->cover);
    assert_int_equal(report_set(w->db, now(w, id), &s, w->guide, WORLD_NOW).status, CONFLICT);
    size_t count;
    report_changes(w->db, w->a, now(w, id), INT64_MAX, 10, &count);
    assert_int_equal(count, 3); /* title, language, cover */
}

/* ---- documents ----------------------------------------------------------------------------------------- */

static void documents_stand_with_their_step_and_minutes_behind(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id = final_report(w);
    int64_t themes = add_document(w, DOCUMENT_OUTPUT, "Themes", "# One\n\nEnergy first", "action", "themes");
    int64_t minutes = add_document(w, DOCUMENT_MINUTES, "Minutes of May", "We met", "start", "minutes");
    add_document(w, DOCUMENT_MINUTES, "Minutes of June", "Not yet", "start", "");
    int64_t charter = add_document(w, DOCUMENT_TEXT, "Charter", "We promise", "", "");
    add_document(w, DOCUMENT_TEXT, "Scrap", "Never mind", "action", "");
    const char *text = outline(w, id);
    says(text, "heading 1 Action plan\nheading 2 Themes\nnote Draft, version 1");
    says_not(text, "Annex");
    says_not(text, "Scrap"); /* no result of a step, and nobody agreed to it */
    approve(w, themes);
    approve(w, minutes);
    adopt_document(w, charter);
    text = outline(w, id);
    says(text, "heading 2 Themes\nnote Approved on 22 November 2026\nheading 3 One\nparagraph Energy first\n");
    says(text, "heading 1 Annex: minutes\nheading 2 Minutes of May\n");
    says(text, "heading 1 Annex: adopted documents\nheading 2 Charter\nnote Adopted by the group");
    says_not(text, "Minutes of June");
    /* A section that is not shown gives its adopted documents to the annex. */
    adopt_document(w, add_document(w, DOCUMENT_TEXT, "Goals", "Less gas", "action", ""));
    says_not(outline(w, id),
             "heading 2 Charter\nnote Adopted by the group on Sun 22 November 2026\nparagraph We "
             "promise\nheading 2 Goals");
    struct report_source from = source(w, w->trajectory);
    assert_int_equal(report_section_show(&from, now(w, id), "plan", false, 1, WORLD_NOW).status, OK);
    text = outline(w, id);
    says_not(text, "heading 1 Action plan");
    says(text, "heading 2 Goals\n");
}

static void the_shared_motivation_stands_once(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    int64_t ours =
        add_document(w, DOCUMENT_MOTIVATION, "Why we take part", "Because of them", "group", "motives");
    says(outline(w, id), "heading 2 Why we take part\nnote Draft, version 1");
    adopt_document(w, ours);
    const char *text = outline(w, id);
    const char *once = strstr(text, "heading 2 Why we take part\n");
    assert_non_null(once);
    assert_null(strstr(once + 1, "heading 2 Why we take part\n"));
    says_not(text, "Annex: adopted");
    struct report_source from = source(w, w->trajectory);
    assert_int_equal(report_section_show(&from, now(w, id), "group", false, 1, WORLD_NOW).status, OK);
    says(outline(w, id), "heading 1 Annex: adopted documents\nheading 2 Why we take part\n");
}

/* Those of one section. */
static struct report_gaps gaps_of(struct world *w, int64_t id, const char *key)
{
    struct report_source from = source(w, w->trajectory);
    size_t count;
    const struct report_section *s = report_sections(&from, now(w, id), &count);
    const struct report_gaps *all = report_gaps(&from, now(w, id), s, count, lang_get(LANG_EN));
    for (size_t i = 0; i < count; i++)
        if (strcmp(s[i].key, key) == 0)
            return all[i];
    fail_msg("no section %s", key);
    return (struct report_gaps){ 0 };
}

static void gaps_are_told_in_sentences(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    struct report_gaps gaps = gaps_of(w, id, "plan");
    assert_int_equal(gaps.count, 2);
    assert_string_equal(gaps.v[0], "The action list is still empty.");
    assert_string_equal(gaps.v[1], "“themes” is not written yet.");
    add_action(w, "Replace the lamps");
    add_document(w, DOCUMENT_OUTPUT, "Themes", "Energy", "action", "themes");
    gaps = gaps_of(w, id, "plan");
    assert_int_equal(gaps.count, 3);
    assert_string_equal(gaps.v[0], "1 action has no owner.");
    assert_string_equal(gaps.v[1], "1 action has no day.");
    assert_string_equal(gaps.v[2], "“themes” is still a draft.");
    assert_int_equal(gaps_of(w, id, "introduction").count, 1);
    assert_string_equal(gaps_of(w, id, "dates").v[0], "5 steps are not closed yet.");
    assert_int_equal(gaps_of(w, id, "colophon").count, 0);
}

/* What is over is not proposed again, and the proposal says that it was left out. */
static void the_proposal_lists_what_is_to_be_done(void **state)
{
    struct world *w = *state;
    int64_t id = 0, lamps = add_action(w, "Replace the lamps"), again = 0;
    struct report_source from = source(w, w->trajectory);
    assert_int_equal(report_make(&from, REPORT_PROPOSAL, w->guide, WORLD_NOW, &id).status, OK);
    assert_non_null(strstr(now(w, id)->content, "| Replace the lamps |"));
    assert_null(strstr(now(w, id)->content, "is not in the table"));
    assert_int_equal(
        plan_action_update(w->db, w->a, from.trajectory, lamps, PLAN_DONE, "", w->guide, WORLD_NOW).status, OK);
    add_action(w, "Insulate the hall");
    assert_false(report_short_is_current(&from, now(w, id)));
    assert_int_equal(report_write_again(&from, now(w, id), now(w, id)->edit, w->guide, WORLD_NOW).status, OK);
    assert_null(strstr(now(w, id)->content, "Replace the lamps"));
    assert_non_null(strstr(now(w, id)->content, "| Insulate the hall |"));
    assert_non_null(strstr(now(w, id)->content, "is not in the table"));
    assert_int_equal(report_make(&from, REPORT_PROPOSAL, w->guide, WORLD_NOW, &again).status, OK);
    assert_int_equal(again, id); /* the one that is worked on */
}

/* ---- adoption ------------------------------------------------------------------------------------------- */

static void what_was_adopted_stays_as_it_was(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    int64_t id = final_report(w);
    add_action(w, "Replace the lamps");
    assert_int_equal(write_own(w, id, "introduction", "We began in spring.", "", 1).status, OK);
    struct report_adoption n = adoption(w, id);
    struct report_paper paper;
    assert_int_equal(adopt(w, id, &n, &paper).status, OK);
    assert_true(paper.pdf.n > 1000 && memcmp(paper.pdf.p, "%PDF", 4) == 0);
    assert_true(paper.docx.n > 1000 && memcmp(paper.docx.p, "PK", 2) == 0);
    const char *before = outline(w, id);
    says(before, "Replace the lamps");
    /* What it was made of goes on; the report does not. */
    add_action(w, "Insulate the roof");
    assert_string_equal(outline(w, id), before);
    struct report_source from = source(w, w->trajectory);
    struct doc *d = report_doc(&from, now(w, id));
    assert_string_equal(d->state, "Adopted by the council on 22 November 2026, decision 2026/114");
    struct bytes pdf = report_kept(w->db, w->a, now(w, id), REPORT_PDF);
    struct bytes docx = report_kept(w->db, w->a, now(w, id), REPORT_DOCX);
    assert_int_equal(pdf.n, paper.pdf.n);
    assert_memory_equal(pdf.p, paper.pdf.p, pdf.n);
    assert_int_equal(docx.n, paper.docx.n);
    assert_memory_equal(docx.p, paper.docx.p, docx.n);
    /* Nothing of it can be changed. */
    struct report_settings s = { "Other title", "", "en", true, true, now(w, id)->edit };
    assert_int_equal(report_set(w->db, now(w, id), &s, w->guide, WORLD_NOW).status, CONFLICT);
    assert_int_equal(write_own(w, id, "introduction", "Other", "", 2).status, CONFLICT);
    assert_int_equal(report_archive(w->db, now(w, id), true, w->guide, WORLD_NOW).status, CONFLICT);
    assert_int_equal(report_section_show(&from, now(w, id), "plan", false, now(w, id)->edit, WORLD_NOW).status,
                     CONFLICT);
    assert_int_equal(adopt(w, id, &n, &paper).status, CONFLICT);
}

static void only_what_was_looked_at_is_adopted(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    struct report_adoption n = adoption(w, id);
    struct report_paper paper;
    add_action(w, "Replace the lamps");
    struct fault f = adopt(w, id, &n, &paper);
    assert_int_equal(f.status, CONFLICT);
    assert_string_equal(f.detail, "seen");
    /* Changed between printing and keeping. */
    n = adoption(w, id);
    struct report_source from = source(w, w->trajectory);
    assert_int_equal(report_print(&from, now(w, id), &n, &paper).status, OK);
    add_action(w, "Insulate the roof");
    assert_int_equal(report_adopt(&from, now(w, id), &n, &paper, w->guide, WORLD_NOW).status, CONFLICT);
    assert_int_equal(now(w, id)->state, REPORT_DRAFT);
}

static void an_adoption_is_checked(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    struct report_paper paper;
    struct report_adoption n = adoption(w, id);
    n.by = "mayor";
    assert_string_equal(adopt(w, id, &n, &paper).detail, "by");
    n.by = "college";
    n.on = DB_SOME(WORLD_TODAY + 1);
    assert_string_equal(adopt(w, id, &n, &paper).detail, "on");
    n.on = DB_NULL_INT;
    assert_string_equal(adopt(w, id, &n, &paper).detail, "on");
}

static void an_erratum_is_a_new_version_and_the_old_one_stays(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    struct report_source from = source(w, w->trajectory);
    int64_t id = final_report(w), next = 0, again = 0;
    assert_int_equal(report_erratum(&from, now(w, id), "A figure", w->guide, WORLD_NOW, &next).status,
                     CONFLICT);
    assert_int_equal(write_own(w, id, "introduction", "We began in spring.", "", 1).status, OK);
    assert_int_equal(report_section_show(&from, now(w, id), "scan", false, 1, WORLD_NOW).status, OK);
    adopted(w, id);
    assert_string_equal(report_erratum(&from, now(w, id), "", w->guide, WORLD_NOW, &next).detail, "reason");
    assert_int_equal(report_erratum(&from, now(w, id), "The year", w->guide, WORLD_NOW, &next).status, OK);
    assert_int_equal(report_erratum(&from, now(w, id), "The year", w->guide, WORLD_NOW, &again).status, OK);
    assert_int_equal(again, next);
    assert_string_equal(section(w, next, "introduction")->lead, "We began in spring.");
    assert_false(section(w, next, "scan")->shown);
    assert_false(now(w, id)->replaced.set); /* until the erratum is adopted itself */
    assert_int_equal(write_own(w, next, "introduction", "We began in autumn.", "", 1).status, OK);
    adopted(w, next);
    assert_true(now(w, id)->replaced.set && now(w, id)->replaced.v == next);
    says(outline(w, id), "We began in spring.");
    says(outline(w, next), "We began in autumn.");
    says(outline(w, next), "The year");
    size_t count;
    reports(w->db, w->a, world_trajectory(w, w->trajectory), true, false, &count);
    assert_int_equal(count, 2);
}

static void count_fault(void *faults, const char *sentence)
{
    (void)sentence;
    ++*(int *)faults;
}

static void verify_finds_what_was_tampered_with(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w), checked;
    adopted(w, id);
    int faults = 0;
    report_verify(w->db, w->a, count_fault, &faults, &checked);
    assert_int_equal(checked, 1);
    assert_int_equal(faults, 0);
    db_script(w->db, "UPDATE report_page SET content = x'7b7d'");
    report_verify(w->db, w->a, count_fault, &faults, &checked);
    assert_int_equal(faults, 1);
    db_script(w->db, "DELETE FROM attachment_part");
    report_verify(w->db, w->a, count_fault, &faults, &checked);
    assert_true(faults > 1);
    struct report_source from = source(w, w->trajectory);
    assert_null(report_doc(&from, now(w, id)));
}

/* ---- logo ----------------------------------------------------------------------------------------------- */

static void a_logo_is_a_picture(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    struct attachment_new file = {
        .name = "logo.png", .type = "image/png", .content = { "not a picture", 13 }, .user = w->guide
    };
    struct fault f = report_set_logo(w->db, w->a, now(w, id), &file, 1, WORLD_NOW);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, "file");
    file.content = (struct bytes){ green_png, sizeof green_png };
    assert_int_equal(report_set_logo(w->db, w->a, now(w, id), &file, 1, WORLD_NOW).status, OK);
    assert_int_equal(report_logo(w->db, w->a, now(w, id)).n, sizeof green_png);
    struct report_adoption with = adoption(w, id);
    assert_int_equal(report_set_logo(w->db, w->a, now(w, id), NULL, 2, WORLD_NOW).status, OK);
    assert_null(report_logo(w->db, w->a, now(w, id)).p);
    assert_string_not_equal(adoption(w, id).seen, with.seen); /* a logo is content */
    assert_int_equal(report_set_logo(w->db, w->a, now(w, id), &file, 3, WORLD_NOW).status, OK);
    adopted(w, id);
    /* The erratum has a copy. */
    struct report_source from = source(w, w->trajectory);
    int64_t next;
    assert_int_equal(report_erratum(&from, now(w, id), "The year", w->guide, WORLD_NOW, &next).status, OK);
    assert_int_equal(report_logo(w->db, w->a, now(w, next)).n, sizeof green_png);
    assert_int_equal(report_logo(w->db, w->a, now(w, id)).n, sizeof green_png);
}

/* ---- for others ------------------------------------------------------------------------------------------ */

static struct trajectory_output output_of(struct world *w, bool reader)
{
    const struct trajectory *t = world_trajectory(w, w->trajectory);
    struct trajectory_ask ask = world_ask(w, t);
    ask.reader = reader;
    size_t steps, count;
    const struct trajectory_step *s = trajectory_steps(w->db, w->a, t, t->cycle, &steps);
    const struct trajectory_output *all = trajectory_outputs(&ask, &w->parts, &s[steps - 1], &count);
    assert_string_equal(all[count - 1].kind, "report");
    return all[count - 1];
}

static void the_step_closes_with_a_report_that_is_ready(void **state)
{
    struct world *w = *state;
    if (w == NULL)
        skip();
    assert_false(output_of(w, false).there);
    assert_string_equal(output_of(w, false).label, "Make it");
    int64_t id = final_report(w);
    assert_false(output_of(w, false).there);
    assert_string_equal(output_of(w, false).state, "Draft");
    assert_int_equal(report_set_ready(w->db, now(w, id), true, 1, w->guide, WORLD_NOW).status, OK);
    assert_int_equal(now(w, id)->state, REPORT_READY);
    assert_true(output_of(w, false).there);
    assert_null(output_of(w, true).url); /* readers do not see what is not adopted */
    assert_int_equal(report_set_ready(w->db, now(w, id), false, 1, w->guide, WORLD_NOW).status, CONFLICT);
    assert_int_equal(report_set_ready(w->db, now(w, id), false, 2, w->guide, WORLD_NOW).status, OK);
    assert_false(output_of(w, false).there);
    adopted(w, id);
    assert_true(output_of(w, true).there);
    assert_string_equal(output_of(w, true).state, "Adopted");
}

static void what_was_adopted_and_mailed_is_evidence(void **state)
{
    struct world *w = *state;
    struct trajectory_ask ask = world_ask(w, world_trajectory(w, w->trajectory));
    int64_t id = final_report(w), members[] = { w->mia_member, w->reader_member };
    struct report_mailing m = { members, 2, "Read it.", 0 };
    size_t sent;
    const struct trajectory *t = ask.trajectory;
    const struct lang *nl = lang_get(LANG_NL_BE);
    struct fault f = report_mail(w->db, w->a, &w->site, nl, t, now(w, id), &m, w->guide, WORLD_NOW, &sent);
    assert_int_equal(f.status, CONFLICT); /* readers could not open it */
    adopted(w, id);
    assert_int_equal(
        report_mail(w->db, w->a, &w->site, nl, t, now(w, id), &m, w->guide, WORLD_NOW, &sent).status, OK);
    assert_int_equal(sent, 2);
    assert_int_equal(
        report_mail(w->db, w->a, &w->site, nl, t, now(w, id), &m, w->guide, WORLD_NOW, &sent).status, CONFLICT);
    assert_int_equal(report_mailed(w->db, w->a, now(w, id)).receivers, 2);
    says(db_scalar(w->db, w->a, "SELECT max(body) FROM admin_mail"), "/rapport/1/bekijken");
    m.mailings = 1;
    m.member_count = 0;
    f = report_mail(w->db, w->a, &w->site, nl, t, now(w, id), &m, w->guide, WORLD_NOW, &sent);
    assert_string_equal(f.detail, "who");
    struct trajectory_evidences e = { 0 };
    report_part.evidence(&ask, FACTOR_TRANSPARENCY, &e);
    assert_int_equal(e.count, 2);
    assert_string_equal(e.v[0].text, "1 report adopted");
    assert_string_equal(e.v[1].text, "A report was mailed to 2 people");
    report_part.evidence(&ask, FACTOR_SUPPORT, &e);
    assert_int_equal(e.count, 2);
}

static void another_organisation_sees_nothing(void **state)
{
    struct world *w = *state;
    int64_t id = final_report(w);
    struct trajectory other = *world_trajectory(w, w->trajectory);
    other.organisation = w->other;
    assert_null(report_get(w->db, w->a, &other, id));
    size_t count;
    reports(w->db, w->a, &other, false, true, &count);
    assert_int_equal(count, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, start, end)
#define ON_BOTH(name)                                                                                          \
    TEST(name),                                                                                                \
    {                                                                                                          \
#name " on PostgreSQL", name, start_postgres, end, NULL                                                \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        ON_BOTH(sections_follow_the_steps_of_the_template),
        TEST(one_report_of_a_form_is_worked_on_at_a_time),
        ON_BOTH(a_section_moves_one_place_and_hides),
        TEST(own_texts_stand_behind_the_heading_and_at_the_end),
        TEST(what_a_section_may_begin_with_is_no_text),
        ON_BOTH(two_who_write_at_once_lose_nothing),
        TEST(what_stood_there_is_known_for_who_began_earlier),
        TEST(settings_are_checked_and_kept),
        ON_BOTH(documents_stand_with_their_step_and_minutes_behind),
        TEST(the_shared_motivation_stands_once),
        TEST(gaps_are_told_in_sentences),
        TEST(the_proposal_lists_what_is_to_be_done),
        ON_BOTH(what_was_adopted_stays_as_it_was),
        TEST(only_what_was_looked_at_is_adopted),
        TEST(an_adoption_is_checked),
        ON_BOTH(an_erratum_is_a_new_version_and_the_old_one_stays),
        TEST(verify_finds_what_was_tampered_with),
        TEST(a_logo_is_a_picture),
        ON_BOTH(the_step_closes_with_a_report_that_is_ready),
        TEST(what_was_adopted_and_mailed_is_evidence),
        TEST(another_organisation_sees_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
