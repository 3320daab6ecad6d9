/* Documents: written, versions, remarks, approval, adoption, errata, mails; what they add to a trajectory. */
#include "slice/trajectory/test_trajectory.h"

#include "base/clock.h"
#include "slice/document/document.h"

static const struct trajectory_part *const parts[] = { &trajectory_own_part, &document_part };

static int start(void **state)
{
    *state = world_new(DB_SQLITE, parts, 2);
    return 0;
}

static int start_postgres(void **state)
{
    *state = getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : world_new(DB_POSTGRES, parts, 2);
    return 0;
}

static int end(void **state)
{
    world_free(*state);
    return 0;
}

static struct world *world_of(void **state)
{
    if (*state == NULL)
        skip();
    return *state;
}

static const struct trajectory *traject(struct world *w)
{
    return world_trajectory(w, w->trajectory);
}

static const struct trajectory_step *step(struct world *w, const char *key)
{
    size_t count;
    const struct trajectory_step *s = trajectory_steps(w->db, w->a, traject(w), 1, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(s[i].key, key) == 0)
            return &s[i];
    fail_msg("no step %s", key);
    return NULL;
}

static const struct document *get(struct world *w, int64_t id)
{
    const struct document *d = document_get(w->db, w->a, w->organisation, w->trajectory, id);
    assert_int_equal(db_status(w->db), OK);
    assert_non_null(d);
    return d;
}

static int64_t make(struct world *w, enum document_sort sort, const char *content)
{
    struct document_new n = { .sort = sort,
                              .title = "Our text",
                              .section = "",
                              .output = "",
                              .content = content,
                              .everyone = sort != DOCUMENT_MINUTES,
                              .user = w->mia };
    int64_t id = 0;
    struct fault f = document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id);
    if (f.status != OK)
        fail_msg("%s", f.msgid);
    return id;
}

/* The document that is output `output` of the step that the template calls `key`. */
static int64_t make_output(struct world *w, const char *key, const char *output, enum document_sort sort,
                           const char *content)
{
    struct document_new n = { .sort = sort,
                              .title = "Output",
                              .step = step(w, key)->id,
                              .section = key,
                              .output = output,
                              .content = content,
                              .user = w->mia };
    int64_t id = 0;
    assert_int_equal(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id).status, OK);
    return id;
}

static struct fault write_text(struct world *w, int64_t id, int64_t base, const char *content)
{
    struct document_text n = { .title = "Our text", .content = content, .skeleton = "", .base = base };
    return document_write(w->db, w->a, get(w, id), &n, w->noor, WORLD_NOW + 1);
}

static const char *text_of(struct world *w, int64_t id, int64_t number)
{
    const struct document_version *v = document_version_get(w->db, w->a, get(w, id), number);
    assert_non_null(v);
    return v->content;
}

static int64_t approved(struct world *w, enum document_sort sort, const char *content)
{
    int64_t id = make(w, sort, content);
    assert_int_equal(
        document_approve(w->db, get(w, id), 1, "Everybody agreed", WORLD_TODAY, w->guide, WORLD_NOW).status,
        OK);
    return id;
}

static int64_t adopted(struct world *w, const char *content)
{
    int64_t id = approved(w, DOCUMENT_TEXT, content);
    struct document_adoption n = {
        .by = "council", .on = DB_SOME(WORLD_TODAY - 1), .decision = "2026/114", .version = 1
    };
    assert_int_equal(document_adopt(w->db, w->a, get(w, id), &n, WORLD_TODAY, w->guide, WORLD_NOW).status, OK);
    return id;
}

static void refused(struct fault f, enum status status, const char *detail)
{
    assert_int_equal(f.status, status);
    if (detail == NULL)
        assert_null(f.detail);
    else
        assert_string_equal(f.detail, detail);
}

static int events_of(struct world *w, const char *kind)
{
    size_t count;
    int n = 0;
    const struct trajectory_event_line *e = trajectory_events(w->db, w->a, w->trajectory, 0, 200, &count);
    for (size_t i = 0; i < count; i++)
        n += strcmp(e[i].kind, kind) == 0;
    return n;
}

/* ---- writing ------------------------------------------------------------------------------------------------- */

static void a_document_begins_empty_or_with_a_text(void **state)
{
    struct world *w = world_of(state);
    int64_t empty = make(w, DOCUMENT_TEXT, ""), full = make(w, DOCUMENT_NOTE, "  A line.\r\n\r\nAnother. ");
    assert_int_equal(get(w, empty)->version, 0);
    assert_int_equal(get(w, full)->version, 1);
    assert_int_equal(get(w, full)->state, DOCUMENT_DRAFT);
    assert_string_equal(text_of(w, full, 1), "A line.\n\nAnother.");
    assert_int_equal(get(w, full)->made_by.v, w->mia);
    assert_int_equal(events_of(w, "document.made"), 2);
    assert_null(document_version_get(w->db, w->a, get(w, empty), 0));
    assert_null(document_get(w->db, w->a, w->other, w->trajectory, full));
    assert_null(document_get(w->db, w->a, w->organisation, w->trajectory + 1, full));
}

static void what_cannot_be_made_is_said_at_its_field(void **state)
{
    struct world *w = world_of(state);
    struct document_new n = {
        .sort = DOCUMENT_TEXT, .title = "x", .section = "", .output = "", .content = "", .user = w->mia
    };
    int64_t id;
    refused(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id), INVALID, "title");
    n.title = "A title";
    n.step = 4711;
    refused(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id), INVALID, "step");
    n.step = step(w, "start")->id;
    n.section = "start";
    n.output = "facts"; /* of another step */
    refused(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id), INVALID, "step");
    n.section = "picture";
    refused(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id), INVALID, "step");
    n.section = "start";
    n.output = "minutes";
    char *most = arena_alloc(w->a, DOCUMENT_MAX_TEXT + 2);
    memset(most, 'a', DOCUMENT_MAX_TEXT + 1);
    n.content = most;
    refused(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id), INVALID, "content");
    most[DOCUMENT_MAX_TEXT] = '\0';
    assert_int_equal(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id).status, OK);
}

static void every_change_is_a_version_and_none_is_lost(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_TEXT, "One.");
    assert_int_equal(write_text(w, id, 1, "One.\n\nTwo.").status, OK);
    assert_int_equal(write_text(w, id, 2, "One.\r\n\r\nTwo.\n").status, OK); /* the same: nothing is stored */
    assert_int_equal(get(w, id)->version, 2);
    assert_string_equal(text_of(w, id, 1), "One.");
    refused(write_text(w, id, 2, " "), INVALID, "content");
    assert_int_equal(document_restore(w->db, w->a, get(w, id), 1, 2, w->mia, WORLD_NOW).status, OK);
    assert_int_equal(get(w, id)->version, 3);
    assert_string_equal(text_of(w, id, 3), "One.");
    refused(document_restore(w->db, w->a, get(w, id), 2, 2, w->mia, WORLD_NOW), CONFLICT, "version");
    refused(document_restore(w->db, w->a, get(w, id), 9, 3, w->mia, WORLD_NOW), NOT_FOUND, NULL);
    size_t count;
    const struct document_version *v = document_versions(w->db, w->a, get(w, id), false, INT64_MAX, 2, &count);
    assert_int_equal(count, 2);
    assert_int_equal(v[0].number, 3);
    assert_string_equal(v[0].sort, "restored");
    assert_string_equal(v[0].reason, "1");
    assert_int_equal(v[1].user.v, w->noor);
    v = document_versions(w->db, w->a, get(w, id), false, 2, 2, &count);
    assert_int_equal(count, 1);
}

static void of_two_who_write_at_the_same_time_nobody_overwrites(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_TEXT, "First.\n\nSecond.\n\nThird.");
    assert_int_equal(write_text(w, id, 1, "First, mended.\n\nSecond.\n\nThird.").status, OK);
    refused(write_text(w, id, 1, "First.\n\nSecond.\n\nThird, better."), CONFLICT, "version");
    assert_int_equal(get(w, id)->version, 2);
    assert_string_equal(text_of(w, id, 2), "First, mended.\n\nSecond.\n\nThird.");
}

static void a_skeleton_is_no_text(void **state)
{
    struct world *w = world_of(state);
    const struct lang *nl = lang_get(LANG_NL_BE);
    int64_t id = make_output(w, "action", "themes", DOCUMENT_OUTPUT, "");
    const char *skeleton = document_skeleton(w->db, w->a, nl, traject(w), get(w, id));
    assert_string_equal(skeleton, "## What did we decide?\n\n\n## Who does it?");
    struct document_text n = { .title = "Output",
                               .content = "## What did we decide?\r\n\r\n\r\n## Who does it?",
                               .skeleton = skeleton };
    refused(document_write(w->db, w->a, get(w, id), &n, w->mia, WORLD_NOW), INVALID, "content");
    assert_int_equal(get(w, id)->version, 0);
    n.content = "## What did we decide?\n\nThree themes.\n\n## Who does it?";
    assert_int_equal(document_write(w->db, w->a, get(w, id), &n, w->mia, WORLD_NOW).status, OK);
    assert_int_equal(get(w, id)->version, 1);
    int64_t minutes = make(w, DOCUMENT_MINUTES, ""), note = make(w, DOCUMENT_NOTE, "");
    skeleton = document_skeleton(w->db, w->a, lang_get(LANG_EN), traject(w), get(w, minutes));
    assert_non_null(strstr(skeleton, "## Present\n"));
    assert_non_null(strstr(skeleton, "## Excused\n"));
    assert_non_null(strstr(skeleton, "## Agreements\n"));
    assert_string_equal(document_skeleton(w->db, w->a, nl, traject(w), get(w, note)), "");
}

static void minutes_of_a_meeting_say_when_and_where(void **state)
{
    struct world *w = world_of(state);
    int64_t at = trajectory_local_ms(WORLD_TODAY + 30, 9, 30);
    int64_t moment = trajectory_moment_put(w->db, w->a, traject(w), 0, "session", "", "Opening", at, 90,
                                           "Town hall", "", WORLD_NOW);
    struct document_new n = { .sort = DOCUMENT_MINUTES,
                              .title = "Minutes",
                              .section = "",
                              .output = "",
                              .content = "",
                              .moment = moment,
                              .user = w->guide };
    int64_t id;
    assert_int_equal(document_make(w->db, w->a, traject(w), &n, WORLD_NOW, &id).status, OK);
    const char *skeleton = document_skeleton(w->db, w->a, lang_get(LANG_EN), traject(w), get(w, id));
    assert_true(strncmp(skeleton, "*Opening, ", 10) == 0);
    assert_non_null(strstr(skeleton, ", Town hall*\n"));
}

static void headings_are_found_as_readers_see_them(void **state)
{
    struct world *w = world_of(state);
    size_t count;
    const char *const *h = document_headings(
        w->a, "# One *two*\n\ntext\n\n```\n# no\n```\n\n## `Three`\n\n- # in a list\n", &count);
    assert_int_equal(count, 3);
    assert_string_equal(h[0], "One two");
    assert_string_equal(h[1], "Three");
    assert_string_equal(h[2], "in a list");
    document_headings(w->a, "", &count);
    assert_int_equal(count, 0);
}

static void questions_without_an_answer_are_known(void **state)
{
    struct world *w = world_of(state);
    size_t count;
    const char *const *h = document_unanswered(
        w->a, "## Why *now*?\n\n\n## Who?\n\nMia\n\n## What?\n\n### First\n\n- this\n\n### Then\n\n## When?\n",
        &count);
    assert_int_equal(count, 3);
    assert_string_equal(h[0], "Why now?");
    assert_string_equal(h[1], "Then"); /* “What?” has an answer further down */
    assert_string_equal(h[2], "When?");
    document_unanswered(w->a, "No headings", &count);
    assert_int_equal(count, 0);
}

static void who_may_write_follows_sort_and_role(void **state)
{
    struct world *w = world_of(state);
    const struct document *open = get(w, make(w, DOCUMENT_OUTPUT, "x")),
                          *minutes = get(w, make(w, DOCUMENT_MINUTES, "x"));
    assert_true(document_may_write(open, ORGANISATION_MEMBER, w->noor));
    assert_false(document_may_write(minutes, ORGANISATION_MEMBER, w->noor));
    assert_true(document_may_write(minutes, ORGANISATION_MEMBER, w->mia)); /* who made it */
    assert_true(document_may_write(minutes, ORGANISATION_MINUTES, w->noor));
    assert_true(document_may_write(minutes, ORGANISATION_GUIDE, w->noor));
    assert_false(document_may_write(open, ORGANISATION_READER, w->reader));
    assert_false(document_may_write(open, ORGANISATION_MANAGER, w->noor));
    assert_true(document_may_lead(ORGANISATION_MINUTES));
    assert_false(document_may_lead(ORGANISATION_MEMBER));
    assert_false(document_may_adopt(ORGANISATION_MINUTES));
    assert_true(document_may_adopt(ORGANISATION_GUIDE));
}

static void where_a_document_belongs_can_change(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_TEXT, "x");
    struct document_place p = { .sort = DOCUMENT_OUTPUT,
                                .step = step(w, "action")->id,
                                .section = "action",
                                .output = "themes",
                                .edit = 1 };
    assert_int_equal(document_place(w->db, w->a, traject(w), get(w, id), &p).status, OK);
    assert_int_equal(get(w, id)->sort, DOCUMENT_OUTPUT);
    assert_false(get(w, id)->everyone);
    refused(document_place(w->db, w->a, traject(w), get(w, id), &p), CONFLICT, NULL); /* an old form */
    p.edit = 2;
    p.output = "nothing";
    refused(document_place(w->db, w->a, traject(w), get(w, id), &p), INVALID, "step");
    assert_int_equal(document_of_output(w->db, w->a, traject(w), step(w, "action")->id, "action", "themes")->id,
                     id);
}

/* ---- states -------------------------------------------------------------------------------------------------- */

static void minutes_go_round_for_a_week_before_they_are_approved(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_MINUTES, "We met.");
    refused(document_approve(w->db, get(w, id), 1, "", WORLD_TODAY, w->guide, WORLD_NOW), INVALID, "reason");
    refused(document_review(w->db, get(w, id), 1, WORLD_TODAY - 1, WORLD_TODAY, w->guide, WORLD_NOW), INVALID,
            "until");
    int64_t until = WORLD_TODAY + DOCUMENT_REVIEW_DAYS;
    assert_int_equal(document_review(w->db, get(w, id), 1, until, WORLD_TODAY, w->guide, WORLD_NOW).status, OK);
    assert_int_equal(get(w, id)->state, DOCUMENT_REVIEW);
    assert_int_equal(get(w, id)->review_until.v, until);
    assert_int_equal(document_review(w->db, get(w, id), 1, until + 1, WORLD_TODAY, w->guide, WORLD_NOW).status,
                     OK);
    assert_int_equal(events_of(w, "document.review"), 1);
    assert_true(document_approval_is_early(get(w, id), until + 1));
    refused(document_approve(w->db, get(w, id), 1, "", until + 1, w->guide, WORLD_NOW), INVALID, "reason");
    assert_int_equal(document_approve(w->db, get(w, id), 1, "", until + 2, w->guide, WORLD_NOW).status, OK);
    assert_int_equal(get(w, id)->state, DOCUMENT_APPROVED);
    assert_int_equal(get(w, id)->agreed, 1);
    assert_false(get(w, id)->review_until.set);
    assert_string_equal(document_agreed(w->db, w->a, get(w, id))->content, "We met.");
}

static void an_approval_over_open_remarks_says_why(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_TEXT, "Text.");
    assert_int_equal(document_remark_add(w->db, get(w, id), "", "Not clear.", w->noor, WORLD_NOW).status, OK);
    assert_int_equal(get(w, id)->open_remarks, 1);
    refused(document_approve(w->db, get(w, id), 1, "", WORLD_TODAY, w->guide, WORLD_NOW), INVALID, "reason");
    assert_int_equal(document_approve(w->db, get(w, id), 1, "It waits for the next version", WORLD_TODAY,
                                      w->guide, WORLD_NOW)
                         .status,
                     OK);
    assert_string_equal(document_agreed(w->db, w->a, get(w, id))->approved_reason,
                        "It waits for the next version");
}

static void what_was_seen_is_what_is_approved(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_TEXT, "One.");
    const struct document *seen = get(w, id);
    assert_int_equal(write_text(w, id, 1, "Two.").status, OK);
    refused(document_approve(w->db, seen, 1, "", WORLD_TODAY, w->guide, WORLD_NOW), CONFLICT, "version");
    refused(document_review(w->db, get(w, id), 1, WORLD_TODAY, WORLD_TODAY, w->guide, WORLD_NOW), CONFLICT,
            "version");
    int64_t empty = make(w, DOCUMENT_TEXT, "");
    refused(document_approve(w->db, get(w, empty), 0, "", WORLD_TODAY, w->guide, WORLD_NOW), CONFLICT, NULL);
    refused(document_review(w->db, get(w, empty), 0, WORLD_TODAY, WORLD_TODAY, w->guide, WORLD_NOW), CONFLICT,
            NULL);
}

static void an_approved_text_is_opened_again_with_a_reason(void **state)
{
    struct world *w = world_of(state);
    int64_t id = approved(w, DOCUMENT_TEXT, "Agreed.");
    refused(write_text(w, id, 1, "Other."), CONFLICT, NULL);
    refused(document_reopen(w->db, get(w, id), 1, "", w->guide, WORLD_NOW), INVALID, "reason");
    assert_int_equal(
        document_reopen(w->db, get(w, id), 1, "The college asks for more", w->guide, WORLD_NOW).status, OK);
    assert_int_equal(write_text(w, id, 1, "Other.").status, OK);
    assert_int_equal(get(w, id)->state, DOCUMENT_DRAFT);
    assert_string_equal(document_agreed(w->db, w->a, get(w, id))->content, "Agreed."); /* readers keep it */
    refused(document_reopen(w->db, get(w, id), 2, "Again", w->guide, WORLD_NOW), CONFLICT, NULL);
}

static void adoption_names_who_and_when(void **state)
{
    struct world *w = world_of(state);
    int64_t draft = make(w, DOCUMENT_TEXT, "x"), id = approved(w, DOCUMENT_TEXT, "x");
    struct document_adoption n = { .by = "council", .on = DB_SOME(WORLD_TODAY), .decision = "", .version = 1 };
    refused(document_adopt(w->db, w->a, get(w, draft), &n, WORLD_TODAY, w->guide, WORLD_NOW), CONFLICT, NULL);
    n.by = "king";
    refused(document_adopt(w->db, w->a, get(w, id), &n, WORLD_TODAY, w->guide, WORLD_NOW), INVALID, "by");
    n.by = "council";
    n.on = DB_SOME(WORLD_TODAY + 1);
    refused(document_adopt(w->db, w->a, get(w, id), &n, WORLD_TODAY, w->guide, WORLD_NOW), INVALID, "on");
    n.on = DB_NULL_INT;
    refused(document_adopt(w->db, w->a, get(w, id), &n, WORLD_TODAY, w->guide, WORLD_NOW), INVALID, "on");
    n.on = DB_SOME(WORLD_TODAY);
    n.decision =
        "a decision number that is much longer than eighty characters can be, in whatever language it stands";
    refused(document_adopt(w->db, w->a, get(w, id), &n, WORLD_TODAY, w->guide, WORLD_NOW), INVALID, "decision");
    n.decision = " 2026/114 ";
    assert_int_equal(document_adopt(w->db, w->a, get(w, id), &n, WORLD_TODAY, w->guide, WORLD_NOW).status, OK);
    const struct document *d = get(w, id);
    assert_int_equal(d->state, DOCUMENT_ADOPTED);
    assert_string_equal(d->adopted_by, "council");
    assert_string_equal(d->decision, "2026/114");
    assert_int_equal(d->adopted_on.v, WORLD_TODAY);
    assert_string_equal(document_standing(w->a, lang_get(LANG_EN), d, document_agreed(w->db, w->a, d)),
                        arena_printf(w->a, "Adopted by the council on %s, decision 2026/114",
                                     format_day(w->a, lang_get(LANG_EN), WORLD_TODAY)));
    assert_int_equal(events_of(w, "document.adopted"), 1);
}

static void what_is_adopted_never_changes(void **state)
{
    struct world *w = world_of(state);
    int64_t id = adopted(w, "Adopted.");
    const char *hash = document_agreed(w->db, w->a, get(w, id))->hash;
    refused(write_text(w, id, 1, "Other."), CONFLICT, NULL);
    refused(document_restore(w->db, w->a, get(w, id), 1, 1, w->guide, WORLD_NOW), CONFLICT, NULL);
    refused(document_reopen(w->db, get(w, id), 1, "Why not", w->guide, WORLD_NOW), CONFLICT, NULL);
    refused(document_review(w->db, get(w, id), 1, WORLD_TODAY, WORLD_TODAY, w->guide, WORLD_NOW), CONFLICT,
            NULL);
    refused(document_remark_add(w->db, get(w, id), "", "Hm.", w->mia, WORLD_NOW), CONFLICT, NULL);
    struct document_adoption n = { .by = "group", .on = DB_SOME(WORLD_TODAY), .decision = "", .version = 1 };
    refused(document_adopt(w->db, w->a, get(w, id), &n, WORLD_TODAY, w->guide, WORLD_NOW), CONFLICT, NULL);
    assert_string_equal(document_agreed(w->db, w->a, get(w, id))->hash, hash);
    assert_string_equal(document_agreed(w->db, w->a, get(w, id))->content, "Adopted.");
}

static void an_erratum_is_a_new_version_in_one_step(void **state)
{
    struct world *w = world_of(state);
    int64_t id = adopted(w, "In 2026 we save 10 %.");
    struct document_text n = {
        .title = "Our text", .content = "In 2026 we save 12 %.", .skeleton = "", .base = 1
    };
    refused(document_erratum(w->db, w->a, get(w, id), &n, "", w->guide, WORLD_NOW), INVALID, "wrong");
    n.base = 2;
    refused(document_erratum(w->db, w->a, get(w, id), &n, "The figure", w->guide, WORLD_NOW), CONFLICT,
            "version");
    n.base = 1;
    assert_int_equal(
        document_erratum(w->db, w->a, get(w, id), &n, "The figure", w->guide, WORLD_NOW + 5).status, OK);
    const struct document *d = get(w, id);
    assert_int_equal(d->state, DOCUMENT_ADOPTED);
    assert_int_equal(d->version, 2);
    assert_int_equal(d->agreed, 2);
    const struct document_version *v = document_agreed(w->db, w->a, d);
    assert_string_equal(v->content, "In 2026 we save 12 %.");
    assert_string_equal(v->reason, "The figure");
    assert_string_equal(v->adopted_by, "council");
    assert_string_equal(v->decision, "2026/114");
    assert_string_equal(text_of(w, id, 1), "In 2026 we save 10 %.");
    n.base = 2;
    refused(document_erratum(w->db, w->a, d, &n, "Nothing", w->guide, WORLD_NOW), INVALID, "content");
    int64_t draft = make(w, DOCUMENT_TEXT, "x");
    n.base = 1;
    refused(document_erratum(w->db, w->a, get(w, draft), &n, "Hm", w->guide, WORLD_NOW), CONFLICT, NULL);
}

static void what_is_set_aside_can_be_taken_back(void **state)
{
    struct world *w = world_of(state);
    int64_t id = adopted(w, "x");
    size_t count;
    struct document_filter all = { 0 }, archived = { .state = "archived" };
    assert_int_equal(document_archive(w->db, get(w, id), true, w->guide, WORLD_NOW).status, OK);
    refused(document_archive(w->db, get(w, id), true, w->guide, WORLD_NOW), CONFLICT, NULL);
    documents(w->db, w->a, traject(w), &all, &count);
    assert_int_equal(count, 0);
    documents(w->db, w->a, traject(w), &archived, &count);
    assert_int_equal(count, 1);
    assert_int_equal(document_counts(w->db, w->a, traject(w)).archived, 1);
    assert_int_equal(document_counts(w->db, w->a, traject(w)).all, 0);
    assert_int_equal(document_archive(w->db, get(w, id), false, w->guide, WORLD_NOW).status, OK);
    assert_int_equal(get(w, id)->state, DOCUMENT_ADOPTED);
}

static void found(void *context, const char *sentence)
{
    *(const char **)context = sentence;
}

static void verification_finds_an_adopted_text_that_changed(void **state)
{
    struct world *w = world_of(state);
    int64_t id = adopted(w, "Adopted."), texts = 0;
    make(w, DOCUMENT_TEXT, "A draft.");
    const char *sentence = NULL;
    document_verify(w->db, w->a, found, &sentence, &texts);
    assert_null(sentence);
    assert_int_equal(texts, 1);
    db_script(w->db, "UPDATE document_version SET content = 'Adapted.' WHERE content = 'Adopted.'");
    document_verify(w->db, w->a, found, &sentence, &texts);
    assert_string_equal(sentence,
                        arena_printf(w->a, "document %lld, version 1: the text is not the one that was adopted",
                                     (long long)id));
}

/* ---- remarks ------------------------------------------------------------------------------------------------- */

static void a_remark_is_taken_over_or_left_with_a_reason(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_MINUTES, "# Energy\n\nText.");
    refused(document_remark_add(w->db, get(w, id), "", "", w->noor, WORLD_NOW), INVALID, "remark");
    document_remark_add(w->db, get(w, id), "Energy", "Which buildings?", w->noor, WORLD_NOW);
    document_remark_add(w->db, get(w, id), "", "Fine.", w->mia, WORLD_NOW);
    size_t count;
    const struct document_remark *r = document_remarks(w->db, w->a, get(w, id), true, &count);
    assert_int_equal(count, 2);
    assert_string_equal(r[0].heading, "Energy");
    assert_int_equal(r[0].version, 1);
    int64_t first = r[0].id, second = r[1].id;
    refused(document_remark_settle(w->db, get(w, id), first, REMARK_LEFT, "", w->guide, WORLD_NOW), INVALID,
            "answer");
    assert_int_equal(
        document_remark_settle(w->db, get(w, id), first, REMARK_TAKEN, "", w->guide, WORLD_NOW).status, OK);
    assert_int_equal(
        document_remark_settle(w->db, get(w, id), second, REMARK_LEFT, "No change asked.", w->guide, WORLD_NOW)
            .status,
        OK);
    assert_int_equal(get(w, id)->open_remarks, 0);
    assert_int_equal(get(w, id)->remarks, 2);
    assert_int_equal(
        document_remark_settle(w->db, get(w, id), first, REMARK_OPEN, "", w->guide, WORLD_NOW).status, OK);
    r = document_remarks(w->db, w->a, get(w, id), false, &count);
    assert_int_equal(r[0].id, first);
    assert_false(r[0].answered_at.set);
    assert_string_equal(r[1].answer, "No change asked.");
    int64_t other = make(w, DOCUMENT_TEXT, "x");
    refused(document_remark_settle(w->db, get(w, other), first, REMARK_TAKEN, "", w->guide, WORLD_NOW),
            NOT_FOUND, NULL);
}

/* ---- agreements ---------------------------------------------------------------------------------------------- */

static void an_agreement_is_a_task_made_once(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_MINUTES, "x");
    size_t count;
    document_agreements(w->db, w->a, get(w, id), &count);
    assert_int_equal(document_next_agreement(NULL, 0), 1);
    int64_t first = document_agree(w->db, w->a, get(w, id), "Call the mayor", w->mia_member,
                                   DB_SOME(WORLD_TODAY + 3), 1, w->guide, WORLD_NOW);
    int64_t again = document_agree(w->db, w->a, get(w, id), "Call the mayor", w->mia_member,
                                   DB_SOME(WORLD_TODAY + 3), 1, w->guide, WORLD_NOW);
    int64_t other =
        document_agree(w->db, w->a, get(w, id), "Book a room", 0, DB_NULL_INT, 1, w->noor, WORLD_NOW);
    assert_int_equal(first, again);
    assert_int_not_equal(first, other);
    const struct trajectory_task *tasks = document_agreements(w->db, w->a, get(w, id), &count);
    assert_int_equal(count, 2);
    assert_string_equal(tasks[0].title, "Call the mayor");
    assert_string_equal(tasks[1].title, "Book a room");
    assert_int_equal(tasks[0].owner.v, w->mia_member);
    assert_int_equal(document_next_agreement(tasks, count), 3);
    document_agreements(w->db, w->a, get(w, make(w, DOCUMENT_TEXT, "y")), &count);
    assert_int_equal(count, 0);
}

/* ---- mail ---------------------------------------------------------------------------------------------------- */

static void a_mail_says_where_to_read_and_until_when(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make(w, DOCUMENT_MINUTES, "x");
    document_review(w->db, get(w, id), 1, WORLD_TODAY + 7, WORLD_TODAY, w->guide, WORLD_NOW);
    int64_t members[] = { w->mia_member, w->noor_member, w->reader_member, 4711 };
    struct document_mailing m = { .members = members, .member_count = 4, .words = "See you Monday." };
    account_user_set_lang(w->db, w->mia, "en");
    size_t sent;
    struct fault f = document_mail(w->db, w->a, &w->site, lang_get(LANG_NL_BE), traject(w), get(w, id), &m,
                                   w->guide, WORLD_NOW, &sent);
    assert_int_equal(f.status, OK);
    assert_int_equal(sent, 2); /* the reader sees nothing yet */
    const char *body =
        db_scalar(w->db, w->a, "SELECT body FROM admin_mail WHERE recipient = 'mia@example.org'");
    assert_non_null(strstr(body, arena_printf(w->a, "http://localhost%s", document_path(w->a, get(w, id)))));
    assert_non_null(strstr(body, "See you Monday."));
    assert_non_null(strstr(body, format_day(w->a, lang_get(LANG_EN), WORLD_TODAY + 7)));
    assert_non_null(strstr(body, "/mailkeuze/"));
    f = document_mail(w->db, w->a, &w->site, lang_get(LANG_NL_BE), traject(w), get(w, id), &m, w->guide,
                      WORLD_NOW, &sent);
    refused(f, CONFLICT, NULL); /* the same form twice */
    const struct document_mailed *last = document_last_mail(w->db, w->a, traject(w), get(w, id));
    assert_int_equal(last->receivers, 2);
    assert_int_equal(last->user.v, w->guide);
    m.mailings = 1;
    m.member_count = 0;
    refused(document_mail(w->db, w->a, &w->site, lang_get(LANG_NL_BE), traject(w), get(w, id), &m, w->guide,
                          WORLD_NOW, &sent),
            INVALID, "who");
}

static void readers_get_a_mail_once_there_is_something_to_read(void **state)
{
    struct world *w = world_of(state);
    int64_t id = approved(w, DOCUMENT_TEXT, "x");
    int64_t members[] = { w->reader_member };
    struct document_mailing m = { .members = members, .member_count = 1, .words = "" };
    size_t sent;
    assert_int_equal(document_mail(w->db, w->a, &w->site, lang_get(LANG_NL_BE), traject(w), get(w, id), &m,
                                   w->guide, WORLD_NOW, &sent)
                         .status,
                     OK);
    assert_int_equal(sent, 1);
}

/* ---- what they add to a trajectory ------------------------------------------------------------------------------ */

static const struct trajectory_output *output(struct world *w, const char *key, const char *id, bool reader)
{
    struct trajectory_ask ask = world_ask(w, traject(w));
    ask.reader = reader;
    size_t count;
    const struct trajectory_output *out = trajectory_outputs(&ask, &w->parts, step(w, key), &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(out[i].entry->id, id) == 0)
            return &out[i];
    fail_msg("no output %s", id);
    return NULL;
}

static void every_output_can_be_written_by_hand(void **state)
{
    struct world *w = world_of(state);
    const struct trajectory_output *o = output(w, "picture", "facts", false);
    assert_false(o->there);
    assert_string_equal(o->url,
                        arena_printf(w->a, "%s/documenten/nieuw?stap=%lld&deel=picture&uitvoer=facts",
                                     trajectory_path(w->a, traject(w)), (long long)step(w, "picture")->id));
    assert_null(output(w, "picture", "facts", true)->url);
    int64_t id = make_output(w, "picture", "facts", DOCUMENT_OUTPUT, "");
    assert_false(output(w, "picture", "facts", false)->there);
    assert_int_equal(write_text(w, id, 0, "We use 3 GWh.").status, OK);
    o = output(w, "picture", "facts", false);
    assert_true(o->there);
    assert_string_equal(o->state, "Draft");
    assert_string_equal(o->url, document_path(w->a, get(w, id)));
    make_output(w, "picture", "facts", DOCUMENT_OUTPUT, ""); /* an empty one does not hide it */
    assert_true(output(w, "picture", "facts", false)->there);
    o = output(w, "picture", "facts", true);
    assert_false(o->there);
    assert_null(o->url);
    assert_int_equal(document_approve(w->db, get(w, id), 1, "", WORLD_TODAY, w->guide, WORLD_NOW).status, OK);
    o = output(w, "picture", "facts", true);
    assert_true(o->there);
    assert_string_equal(o->state, "Approved");
    assert_int_equal(document_archive(w->db, get(w, id), true, w->guide, WORLD_NOW).status, OK);
    assert_false(output(w, "picture", "facts", false)->there);
}

static void minutes_are_there_once_they_went_round(void **state)
{
    struct world *w = world_of(state);
    int64_t id = make_output(w, "start", "minutes", DOCUMENT_MINUTES, "We met.");
    assert_false(output(w, "start", "minutes", false)->there);
    document_review(w->db, get(w, id), 1, WORLD_TODAY + 7, WORLD_TODAY, w->guide, WORLD_NOW);
    assert_true(output(w, "start", "minutes", false)->there);
}

static struct trajectory_duties duties(struct world *w, int64_t today)
{
    struct trajectory_ask ask = world_ask(w, traject(w));
    ask.today = today;
    return trajectory_duties(&ask, &w->site, &w->parts, today + 3);
}

static void who_made_a_draft_owes_it_once_its_step_is_late(void **state)
{
    struct world *w = world_of(state);
    int64_t due = step(w, "action")->due_on;
    int64_t id = make_output(w, "action", "themes", DOCUMENT_OUTPUT, "x");
    make(w, DOCUMENT_TEXT, "Of no step.");
    assert_int_equal(duties(w, due).count, 0);
    struct trajectory_duties d = duties(w, due + 1);
    assert_int_equal(d.count, 1);
    assert_int_equal(d.v[0].user, w->mia);
    assert_string_equal(d.v[0].mail, "mia@example.org");
    assert_string_equal(d.v[0].url, document_path(w->a, get(w, id)));
    assert_true(d.v[0].late);
    document_review(w->db, get(w, id), 1, WORLD_TODAY + 7, WORLD_TODAY, w->guide, WORLD_NOW);
    assert_int_equal(duties(w, due + 1).count, 0);
}

static void evidence_counts_what_is_open_to_all(void **state)
{
    struct world *w = world_of(state);
    struct trajectory_ask ask = world_ask(w, traject(w));
    struct trajectory_evidences e = { 0 };
    document_part.evidence(&ask, FACTOR_TRANSPARENCY, &e);
    assert_int_equal(e.count, 0);
    approved(w, DOCUMENT_MINUTES, "a");
    make(w, DOCUMENT_MINUTES, "b");
    adopted(w, "c");
    document_part.evidence(&ask, FACTOR_TRANSPARENCY, &e);
    assert_int_equal(e.count, 2);
    assert_string_equal(e.v[0].text, "1 of 2 minutes approved");
    assert_string_equal(e.v[1].text, "1 document adopted");
    e.count = 0;
    document_part.evidence(&ask, FACTOR_SUPPORT, &e);
    assert_int_equal(e.count, 0);
}

static void the_list_and_its_counts_agree(void **state)
{
    struct world *w = world_of(state);
    make(w, DOCUMENT_TEXT, "");
    int64_t early = make_output(w, "start", "minutes", DOCUMENT_MINUTES, "x");
    int64_t late = make_output(w, "action", "themes", DOCUMENT_OUTPUT, "x");
    approved(w, DOCUMENT_TEXT, "x");
    size_t count;
    struct document_filter f = { 0 };
    const struct document *list = documents(w->db, w->a, traject(w), &f, &count);
    assert_int_equal(count, 4);
    assert_int_equal(list[0].id, late);
    assert_int_equal(list[1].id, early);
    f.state = "draft";
    documents(w->db, w->a, traject(w), &f, &count);
    struct document_counts n = document_counts(w->db, w->a, traject(w));
    assert_int_equal(count, n.of_state[DOCUMENT_DRAFT]);
    assert_int_equal(n.of_state[DOCUMENT_APPROVED], 1);
    assert_int_equal(n.all, 4);
    f = (struct document_filter){ .skip = 1, .most = 2 };
    assert_int_equal(documents(w->db, w->a, traject(w), &f, &count)[0].id, early);
    assert_int_equal(count, 2);
    f = (struct document_filter){ .agreed = true };
    documents(w->db, w->a, traject(w), &f, &count);
    assert_int_equal(count, 1);
}

/* ---- on paper -------------------------------------------------------------------------------------------------- */

static bool holds(const struct doc *d, enum doc_block_kind kind, const char *text)
{
    for (size_t i = 0; i < d->count; i++)
        if (d->blocks[i].kind == kind && d->blocks[i].line.count > 0 &&
            strcmp(d->blocks[i].line.runs[0].text, text) == 0)
            return true;
    return false;
}

static void a_document_on_paper_says_how_it_stands(void **state)
{
    struct world *w = world_of(state);
    const struct lang *en = lang_get(LANG_EN);
    int64_t id = adopted(w, "# Why\n\nBecause.");
    struct document_text n = {
        .title = "Our text", .content = "# Why\n\nTherefore.", .skeleton = "", .base = 1
    };
    document_erratum(w->db, w->a, get(w, id), &n, "The word", w->guide, WORLD_NOW);
    const struct document *d = get(w, id);
    struct doc *doc = document_doc(w->db, w->a, en, d, document_agreed(w->db, w->a, d), "Olmenrode");
    assert_non_null(strstr(doc->state, "Adopted by the council"));
    assert_non_null(strstr(doc->state, "mended by erratum"));
    assert_true(holds(doc, DOC_PARAGRAPH, "Therefore."));
    assert_true(holds(doc, DOC_HEADING, "Errata"));
    doc = document_doc(w->db, w->a, en, d, document_version_get(w->db, w->a, d, 1), "Olmenrode");
    assert_false(holds(doc, DOC_HEADING, "Errata")); /* it had none then */
}

static void the_chapter_holds_what_was_agreed(void **state)
{
    struct world *w = world_of(state);
    struct doc *doc = doc_new(w->a, "Report", "en");
    make(w, DOCUMENT_TEXT, "A draft nobody agreed on.");
    document_chapter(w->db, w->a, lang_get(LANG_EN), &w->packs, traject(w), doc, 1);
    assert_int_equal(doc->count, 0);
    adopted(w, "The goal.");
    approved(w, DOCUMENT_MINUTES, "Who said what.");
    document_chapter(w->db, w->a, lang_get(LANG_EN), &w->packs, traject(w), doc, 1);
    assert_true(holds(doc, DOC_HEADING, "Documents and decisions"));
    assert_true(holds(doc, DOC_PARAGRAPH, "The goal."));
    assert_false(holds(doc, DOC_PARAGRAPH, "Who said what."));
    assert_false(holds(doc, DOC_PARAGRAPH, "A draft nobody agreed on."));
    int grids = 0;
    for (size_t i = 0; i < doc->count; i++)
        grids += doc->blocks[i].kind == DOC_GRID;
    assert_int_equal(grids, 2);
}

#define BOTH_ENGINES(f)                                                                                        \
    cmocka_unit_test_setup_teardown(f, start, end),                                                            \
    {                                                                                                          \
#f " on PostgreSQL", f, start_postgres, end, NULL                                                      \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        BOTH_ENGINES(a_document_begins_empty_or_with_a_text),
        BOTH_ENGINES(what_cannot_be_made_is_said_at_its_field),
        BOTH_ENGINES(every_change_is_a_version_and_none_is_lost),
        BOTH_ENGINES(of_two_who_write_at_the_same_time_nobody_overwrites),
        BOTH_ENGINES(a_skeleton_is_no_text),
        BOTH_ENGINES(minutes_of_a_meeting_say_when_and_where),
        BOTH_ENGINES(headings_are_found_as_readers_see_them),
        BOTH_ENGINES(questions_without_an_answer_are_known),
        BOTH_ENGINES(who_may_write_follows_sort_and_role),
        BOTH_ENGINES(where_a_document_belongs_can_change),
        BOTH_ENGINES(minutes_go_round_for_a_week_before_they_are_approved),
        BOTH_ENGINES(an_approval_over_open_remarks_says_why),
        BOTH_ENGINES(what_was_seen_is_what_is_approved),
        BOTH_ENGINES(an_approved_text_is_opened_again_with_a_reason),
        BOTH_ENGINES(adoption_names_who_and_when),
        BOTH_ENGINES(what_is_adopted_never_changes),
        BOTH_ENGINES(an_erratum_is_a_new_version_in_one_step),
        BOTH_ENGINES(what_is_set_aside_can_be_taken_back),
        BOTH_ENGINES(verification_finds_an_adopted_text_that_changed),
        BOTH_ENGINES(a_remark_is_taken_over_or_left_with_a_reason),
        BOTH_ENGINES(an_agreement_is_a_task_made_once),
        BOTH_ENGINES(a_mail_says_where_to_read_and_until_when),
        BOTH_ENGINES(readers_get_a_mail_once_there_is_something_to_read),
        BOTH_ENGINES(every_output_can_be_written_by_hand),
        BOTH_ENGINES(minutes_are_there_once_they_went_round),
        BOTH_ENGINES(who_made_a_draft_owes_it_once_its_step_is_late),
        BOTH_ENGINES(evidence_counts_what_is_open_to_all),
        BOTH_ENGINES(the_list_and_its_counts_agree),
        BOTH_ENGINES(a_document_on_paper_says_how_it_stands),
        BOTH_ENGINES(the_chapter_holds_what_was_agreed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
