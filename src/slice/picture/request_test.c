/* Requests: which are offered to whom, sending, answering, passing on, reminding, taking back; what they count as. */
#include "test_picture.h"

PICTURE_SETUP

#define EN lang_get(LANG_EN)

/* ---- standard requests ----------------------------------------------------------------------------------- */

static void a_department_is_known_by_whole_words(void **state)
{
    PICTURE_WORLD
    const struct pack_list *departments = pack_list(picture_pack(&w->packs)->lists, "departments");
    const struct pack_entry *personnel = &departments->v[0], *buildings = &departments->v[1];
    assert_true(picture_fits(w->a, personnel, "Personnel"));
    assert_true(picture_fits(w->a, personnel, "Dienst HR & organisatie"));
    assert_true(picture_fits(w->a, personnel, "HUMAN RESOURCES"));
    assert_false(picture_fits(w->a, personnel, "Christenen")); /* "hr" is no word in it */
    assert_false(picture_fits(w->a, personnel, "Human affairs"));
    assert_false(picture_fits(w->a, personnel, ""));
    assert_true(picture_fits(w->a, buildings, "Financien")); /* accents do not matter */
    struct organisation_department own[] = { { .id = 7, .name = "HR" },
                                             { .id = 8, .name = "Human resources" } };
    assert_int_equal(picture_fitting(w->a, personnel, own, 2), 8); /* the longest word */
    assert_int_equal(picture_fitting(w->a, buildings, own, 2), 0);
}

static void standard_requests_are_searched_and_marked(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    size_t count;
    const struct picture_standard *s = picture_standards(w->db, w->a, &w->packs, EN, t, "", "", &count);
    assert_int_equal(count, 4); /* nothing tells the sector of this organisation */
    assert_string_equal(s[0].entry->id, "hours");
    assert_int_equal(s[0].fits, picture_department(w, "Personnel"));
    assert_int_equal(s[2].fits, picture_department(w, "Environment"));
    assert_int_equal(s[0].asked, 0);
    picture_standards(w->db, w->a, &w->packs, EN, t, "TITLE  énergy", "", &count);
    assert_int_equal(count, 1);
    picture_standards(w->db, w->a, &w->packs, EN, t, "titel", "", &count);
    assert_int_equal(count, 0); /* in this language it is called otherwise */
    picture_standards(w->db, w->a, &w->packs, EN, t, "", "t.staff.training", &count);
    assert_int_equal(count, 2);
    int64_t id = picture_draft(w, "energy", 0, 0);
    s = picture_standards(w->db, w->a, &w->packs, EN, t, "", "", &count);
    assert_int_equal(s[2].asked, id);
    assert_int_equal(picture_request_withdraw(w->db, t, picture_request(w, id), "", w->guide, MONDAY).status,
                     OK);
    s = picture_standards(w->db, w->a, &w->packs, EN, t, "", "", &count);
    assert_int_equal(s[2].asked, 0);
}

/* Says that the organisation is a public body. */
static const char types[] =
    "id: types\n"
    "kind: organisation-types\n"
    "version: 1\n"
    "languages: [nl, en]\n"
    "licence: CC-BY-4.0\n"
    "source: Own\n"
    "valid-from: 2026-01-01\n"
    "review-by: 2027-01-01\n"
    "title: { nl: \"types\", en: \"types\" }\n"
    "groups:\n"
    "  - id: local\n"
    "    title: { nl: \"Local\", en: \"Local\" }\n"
    "size-classes:\n"
    "  - { id: small, of: staff, from: 0, title: { nl: \"Small\", en: \"Small\" } }\n"
    "  - { id: village, of: inhabitants, from: 0, title: { nl: \"Village\", en: \"Village\" } }\n"
    "sectors:\n"
    "  - { id: trade, title: { nl: \"Trade\", en: \"Trade\" } }\n"
    "entries:\n"
    "  - id: be-gemeente\n"
    "    country: BE\n"
    "    group: local\n"
    "    sector: public\n"
    "    pack: town\n"
    "    size: none\n"
    "    title: { nl: \"Town\", en: \"Town\" }\n";

static void only_requests_for_the_sector_are_offered(void **state)
{
    PICTURE_WORLD
    world_add_pack(w, types);
    size_t count;
    const struct picture_standard *s =
        picture_standards(w->db, w->a, &w->packs, EN, picture_trajectory(w), "", "", &count);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        assert_string_not_equal(s[i].entry->id, "firm");
    const struct picture_themes themes = picture_themes(w->db, w->a, &w->packs, EN, w->organisation);
    assert_int_equal(themes.count, 3);
    assert_string_equal(picture_theme_title(&themes, "t.planet.energy"), "Energy");
    assert_string_equal(picture_theme_title(&themes, "t.nowhere"), "t.nowhere");
}

/* ---- making ------------------------------------------------------------------------------------------------ */

static void a_draft_takes_the_words_of_the_pack_in_every_language(void **state)
{
    PICTURE_WORLD
    int64_t id = picture_draft(w, "hours", w->mia_member, MONDAY_DAY + 14);
    const struct picture_request *r = picture_request(w, id);
    assert_string_equal(r->title, "Title hours");
    assert_string_equal(r->unit, "uur");
    assert_string_equal(r->theme, "t.staff.training");
    assert_int_equal(r->sort, FACT_FIGURE);
    assert_int_equal(r->state, REQUEST_DRAFT);
    const struct trajectory *t = picture_trajectory(w);
    assert_string_equal(picture_request_get(w->db, w->a, &w->packs, lang_get(LANG_NL), t, id)->title,
                        "Titel hours");
    /* Only the day changes: the words stay those of the pack. */
    struct picture_ask ask = { .title = r->title,
                               .ask = r->ask,
                               .usual_source = r->usual_source,
                               .unit = r->unit,
                               .theme = r->theme,
                               .sort = r->sort,
                               .department = r->department.v,
                               .receiver = r->receiver.v,
                               .due_on = DB_SOME(MONDAY_DAY + 20) };
    assert_int_equal(picture_request_change(w->db, w->a, &w->packs, t, r, &ask, r->edit).status, OK);
    assert_string_equal(picture_request_get(w->db, w->a, &w->packs, lang_get(LANG_NL), t, id)->title,
                        "Titel hours");
    /* Other words are the same in every language. */
    ask.title = "Hours at the desk";
    assert_int_equal(picture_request_change(w->db, w->a, &w->packs, t, r, &ask, r->edit).status, CONFLICT);
    r = picture_request(w, id);
    assert_int_equal(picture_request_change(w->db, w->a, &w->packs, t, r, &ask, r->edit).status, OK);
    assert_string_equal(picture_request_get(w->db, w->a, &w->packs, lang_get(LANG_NL), t, id)->title,
                        "Hours at the desk");
}

static void a_request_needs_words_and_a_department_that_is_there(void **state)
{
    PICTURE_WORLD
    struct picture_ask ask = { .standard = "",
                               .statement = "",
                               .title = "",
                               .ask = "How much?",
                               .unit = "",
                               .usual_source = "",
                               .theme = "" };
    int64_t id;
    const struct trajectory *t = picture_trajectory(w);
    struct fault f = picture_request_add(w->db, w->a, &w->packs, t, &ask, MONDAY, &id);
    assert_string_equal(f.detail, "title");
    ask.title = "Water";
    ask.ask = "";
    f = picture_request_add(w->db, w->a, &w->packs, t, &ask, MONDAY, &id);
    assert_string_equal(f.detail, "ask");
    ask.ask = "How much?";
    ask.department = organisation_department_ensure(w->db, w->a, w->other, "Elsewhere");
    f = picture_request_add(w->db, w->a, &w->packs, t, &ask, MONDAY, &id);
    assert_string_equal(f.detail, "department");
    ask.department = 0;
    ask.standard = "nonsense";
    f = picture_request_add(w->db, w->a, &w->packs, t, &ask, MONDAY, &id);
    assert_string_equal(f.detail, "standard");
    ask.standard = "";
    assert_int_equal(picture_request_add(w->db, w->a, &w->packs, t, &ask, MONDAY, &id).status, OK);
    assert_null(picture_request_get(w->db, w->a, &w->packs, EN,
                                    &(struct trajectory){ .id = t->id, .organisation = w->other }, id));
}

static int64_t day(const char *iso)
{
    int64_t d;
    assert_true(clock_parse_date(iso, &d));
    return d;
}

static void the_day_proposed_is_a_working_day_before_the_step_is_due(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
#define DUE(iso) clock_date(w->a, picture_due(w->db, w->a, &w->packs, t, day(iso)))
    assert_string_equal(DUE("2026-11-23"), "2026-12-07");
    assert_string_equal(DUE("2026-12-11"), "2026-12-28"); /* 25 December is a holiday, then a weekend */
    size_t count;
    const struct trajectory_step *s = trajectory_steps(w->db, w->a, t, 1, &count);
    assert_string_equal(s[2].key, "picture");
    const char *due = clock_date(w->a, s[2].due_on);
    assert_string_equal(clock_date(w->a, picture_due(w->db, w->a, &w->packs, t, s[2].due_on - 3)), due);
    assert_true(picture_due(w->db, w->a, &w->packs, t, s[2].due_on + 5) >
                s[2].due_on + 5); /* too late anyway */
}

/* ---- sending ------------------------------------------------------------------------------------------------ */

static void one_mail_goes_to_each_person_with_all_that_is_asked(void **state)
{
    PICTURE_WORLD
    picture_draft(w, "hours", w->mia_member, MONDAY_DAY + 14);
    picture_draft(w, "plan", w->mia_member, MONDAY_DAY + 14);
    picture_draft(w, "energy", w->noor_member, MONDAY_DAY + 14);
    picture_draft(w, "firm", 0, MONDAY_DAY + 14); /* nobody to ask yet */
    struct picture_letter preview = picture_letter(
        w->db, w->a, &w->site, picture_trajectory(w),
        strtoll(picture_sql(w, "SELECT min(id) FROM picture_receiver"), NULL, 10), w->guide, MONDAY);
    struct picture_sent sent = picture_send_all(w);
    assert_int_equal(sent.requests, 3);
    assert_int_equal(sent.people, 2);
    assert_int_equal(sent.muted, 0);
    assert_int_equal(sent.left, 1);
    assert_int_equal(picture_number(w, "SELECT count(*) FROM admin_mail"), 2);
    const char *body = picture_sql(w, "SELECT body FROM admin_mail WHERE recipient = 'mia@example.org'");
    assert_non_null(strstr(body, "Titel hours")); /* her language */
    assert_non_null(strstr(body, "Titel plan"));
    assert_null(strstr(body, "energy"));
    assert_non_null(strstr(body, "http://localhost/vraag/"));
    assert_non_null(strstr(preview.body, "Titel plan"));
    assert_non_null(
        strstr(picture_sql(w, "SELECT title FROM trajectory_event WHERE kind = 'request.sent'"), "3"));
    assert_null(
        strstr(picture_sql(w, "SELECT title FROM trajectory_event WHERE kind = 'request.sent'"), "mia"));
    /* A second time there is nothing left to send. */
    assert_int_equal(picture_send_all(w).requests, 0);
    assert_int_equal(picture_number(w, "SELECT count(*) FROM admin_mail"), 2);
    /* What comes later names what is still open. */
    picture_draft(w, "firm", w->mia_member, MONDAY_DAY + 14);
    picture_send_all(w);
    body = picture_sql(w, "SELECT body FROM admin_mail ORDER BY id DESC LIMIT 1");
    assert_non_null(strstr(body, "Titel firm"));
    assert_non_null(strstr(body, "- Titel hours"));
}

static void who_wants_no_mail_gets_the_request_all_the_same(void **state)
{
    PICTURE_WORLD
    db_script(w->db, "INSERT INTO trajectory_mute (mail, kind) VALUES ('mia@example.org', 'request')");
    picture_draft(w, "hours", w->mia_member, MONDAY_DAY + 14);
    struct picture_sent sent = picture_send_all(w);
    assert_int_equal(sent.requests, 1);
    assert_int_equal(sent.muted, 1);
    assert_int_equal(picture_number(w, "SELECT count(*) FROM admin_mail"), 0);
}

static void somebody_without_account_is_a_receiver_once(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    int64_t a, b, mia, member;
    assert_int_equal(picture_receiver_person(w->db, w->a, t, "An", "An@Elsewhere.be", MONDAY, &a).status, OK);
    assert_int_equal(picture_receiver_person(w->db, w->a, t, "An P.", "an@elsewhere.be", MONDAY, &b).status,
                     OK);
    assert_int_equal(a, b);
    assert_int_equal(picture_receiver_person(w->db, w->a, t, "Mia", "MIA@example.org", MONDAY, &mia).status,
                     OK);
    assert_int_equal(picture_receiver_member(w->db, w->a, t, w->mia_member, MONDAY, &member).status, OK);
    assert_int_equal(mia, member);
    struct fault f = picture_receiver_person(w->db, w->a, t, "", "new@elsewhere.be", MONDAY, &a);
    assert_string_equal(f.detail, "name");
    assert_int_equal(organisation_member_end(w->db, w->a, w->organisation, w->noor_member, WORLD_NOW).status,
                     OK);
    f = picture_receiver_member(w->db, w->a, t, w->noor_member, MONDAY, &a);
    assert_string_equal(f.detail, "member");
    assert_null(picture_receiver_get(w->db, w->a, w->other, b, MONDAY));
}

/* ---- answering ---------------------------------------------------------------------------------------------- */

static void an_answer_is_a_number_a_text_or_a_table(void **state)
{
    PICTURE_WORLD
    int64_t id = picture_asked(w, "hours");
    struct picture_reply reply = picture_reply_of(w, id);
    struct fault f = picture_answer(w, id, &reply);
    assert_int_equal(f.status, INVALID);
    assert_string_equal(f.detail, "value");
    reply.value = "twelve";
    assert_string_equal(picture_answer(w, id, &reply).detail, "value");
    reply.value = "1.250,5";
    reply.edit = -1; /* no page of ours was made from that */
    assert_string_equal(picture_answer(w, id, &reply).detail, "edit");
    reply.edit = INT64_MAX;
    assert_string_equal(picture_answer(w, id, &reply).detail, "edit");
    reply.edit = 0;
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    assert_int_equal(picture_request(w, id)->state, REQUEST_ANSWERED);
    size_t count;
    const struct picture_answer *x = picture_answers(w->db, w->a, id, &count);
    assert_int_equal(count, 1);
    assert_string_equal(x->value, "1250.5");
    assert_string_equal(x->source, "Register");
    /* Sent twice is stored once. */
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    picture_answers(w->db, w->a, id, &count);
    assert_int_equal(count, 1);
    /* A correction keeps what was there. */
    reply.value = "1251";
    assert_string_equal(picture_answer(w, id, &reply).detail, "edit"); /* made from an older one */
    reply.edit = 1;
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    x = picture_answers(w->db, w->a, id, &count);
    assert_int_equal(count, 2);
    assert_string_equal(x[0].value, "1251");
    assert_string_equal(x[1].value, "1250.5");
    assert_int_equal(picture_number(w, "SELECT count(*) FROM trajectory_event WHERE kind = 'request.answered'"),
                     1);
}

static void we_do_not_have_this_is_an_answer(void **state)
{
    PICTURE_WORLD
    int64_t id = picture_asked(w, "hours");
    struct picture_reply reply = picture_reply_of(w, id);
    reply.absent = true;
    reply.body = "Nobody counts.";
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    assert_int_equal(picture_request(w, id)->state, REQUEST_ABSENT);
    reply.absent = false;
    reply.edit = 1;
    reply.value = "3";
    assert_int_equal(picture_answer(w, id, &reply).status, OK); /* found after all */
    assert_int_equal(picture_request(w, id)->state, REQUEST_ANSWERED);
}

static void tables_are_kept_with_their_cells(void **state)
{
    PICTURE_WORLD
    int64_t id = picture_asked(w, "energy");
    struct picture_reply reply = picture_reply_of(w, id);
    reply.grid = "Building\tkWh\nHall\t1.250,5\nLibrary\t900\n";
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    size_t count, figures;
    const struct picture_answer *x = picture_answers(w->db, w->a, id, &count);
    const struct picture_row *rows = picture_grid(w->a, x->grid, &count);
    assert_int_equal(count, 3);
    assert_int_equal(rows[1].count, 2);
    assert_string_equal(rows[1].cells[1], "1.250,5");
    const struct picture_figure *f = picture_grid_figures(w->a, lang_get(LANG_NL), x->grid, &figures);
    assert_int_equal(figures, 2);
    assert_string_equal(f[0].label, "Hall");
    assert_string_equal(f[0].value, "1250.5");
    picture_grid_figures(w->a, lang_get(LANG_NL), "Hall\t12\nLibrary\tmany", &figures);
    assert_int_equal(figures, 0);
    picture_grid_figures(w->a, lang_get(LANG_NL), "Hall\t12\t2025\nLibrary\t13\t2025", &figures);
    assert_int_equal(figures, 0);
    picture_grid(w->a, "", &count);
    assert_int_equal(count, 0);
    const char *much = "a\tb";
    for (int i = 0; i < PICTURE_GRID_ROWS; i++)
        much = arena_printf(w->a, "%s\nx\ty", much);
    reply.edit = 1;
    reply.grid = much;
    assert_string_equal(picture_answer(w, id, &reply).detail, "grid");
    reply.grid = "a\tb\tc\td\te\tf\tg\th\ti\tj\tk\tl\tm";
    assert_string_equal(picture_answer(w, id, &reply).detail, "grid");
    reply.grid = "\"open";
    assert_string_equal(picture_answer(w, id, &reply).detail, "grid");
}

static void what_was_taken_back_or_over_takes_no_answer(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    int64_t id = picture_draft(w, "hours", w->mia_member, MONDAY_DAY + 14);
    struct picture_reply reply = picture_reply_of(w, id);
    reply.value = "3";
    assert_int_equal(picture_answer(w, id, &reply).status, CONFLICT); /* not sent */
    picture_send_all(w);
    assert_int_equal(
        picture_request_withdraw(w->db, t, picture_request(w, id), "Known", w->guide, MONDAY).status, OK);
    assert_int_equal(picture_answer(w, id, &reply).status, CONFLICT);
    size_t count;
    picture_requests_of(w->db, w->a, &w->packs, EN, w->organisation, picture_request(w, id)->receiver.v,
                        &count);
    assert_int_equal(count, 0);
    assert_int_equal(picture_request_restore(w->db, w->a, t, picture_request(w, id)).status, OK);
    assert_int_equal(picture_request(w, id)->state, REQUEST_SENT);
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    struct picture_fact_text x = picture_words("A fact");
    assert_int_equal(
        picture_accept(w->db, w->a, &w->packs, t, picture_request(w, id), 1, &x, 1, w->guide, MONDAY).status,
        OK);
    reply.edit = 1;
    reply.value = "4";
    assert_int_equal(picture_answer(w, id, &reply).status, CONFLICT);
    assert_int_equal(picture_request_withdraw(w->db, t, picture_request(w, id), "", w->guide, MONDAY).status,
                     CONFLICT);
    assert_int_equal(picture_request_restore(w->db, w->a, t, picture_request(w, id)).status,
                     OK); /* corrected after all */
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
}

/* ---- passing on and reminding ------------------------------------------------------------------------------- */

static void a_request_is_passed_on_with_a_mail_and_a_chain(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    int64_t id = picture_asked(w, "hours"), mia = picture_request(w, id)->receiver.v, an;
    bool mailed;
    assert_int_equal(picture_receiver_person(w->db, w->a, t, "An", "an@elsewhere.be", MONDAY, &an).status, OK);
    struct fault f =
        picture_pass(w->db, w->a, &w->site, t, picture_request(w, id), mia, "", 0, MONDAY, &mailed);
    assert_string_equal(f.detail, "mail");
    assert_int_equal(
        picture_pass(w->db, w->a, &w->site, t, picture_request(w, id), an, "Buy pills!", 0, MONDAY, &mailed)
            .status,
        OK);
    assert_true(mailed);
    const struct picture_request *r = picture_request(w, id);
    assert_int_equal(r->state, REQUEST_PASSED);
    assert_int_equal(r->receiver.v, an);
    const char *body = picture_sql(w, "SELECT body FROM admin_mail WHERE recipient = 'an@elsewhere.be'");
    assert_non_null(strstr(body, "mia"));
    assert_null(strstr(body, "pills")); /* no mail carries words of strangers */
    size_t count;
    const struct picture_passed *chain = picture_chain(w->db, w->a, id, &count);
    assert_int_equal(count, 1);
    assert_int_equal(chain->from, mia);
    assert_string_equal(chain->note, "Buy pills!");
    picture_requests_of(w->db, w->a, &w->packs, EN, w->organisation, mia, &count);
    assert_int_equal(count, 0);
    picture_passed_by(w->db, w->a, w->organisation, mia, &count);
    assert_int_equal(count, 1);
    for (int i = 1; i < PICTURE_MAX_PASSES; i++)
        assert_int_equal(picture_pass(w->db, w->a, &w->site, t, picture_request(w, id), i % 2 ? mia : an, "", 0,
                                      MONDAY, &mailed)
                             .status,
                         OK);
    f = picture_pass(w->db, w->a, &w->site, t, picture_request(w, id),
                     picture_request(w, id)->receiver.v == an ? mia : an, "", 0, MONDAY, &mailed);
    assert_int_equal(f.status, CONFLICT);
    struct picture_reply reply = picture_reply_of(w, id);
    reply.value = "3";
    assert_int_equal(picture_answer(w, id, &reply).status, OK);
    assert_int_equal(
        picture_pass(w->db, w->a, &w->site, t, picture_request(w, id), mia, "", 0, MONDAY, &mailed).status,
        CONFLICT);
}

static void a_reminder_goes_once_a_day_and_on_working_days(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    picture_draft(w, "hours", w->mia_member, MONDAY_DAY + 14);
    picture_asked(w, "plan");
    db_script(w->db, "DELETE FROM admin_mail");
    struct picture_reminded n;
    assert_int_equal(picture_remind(w->db, w->a, &w->site, t, 0, w->guide, WORLD_NOW, &n).status,
                     CONFLICT); /* Sunday */
    int64_t personnel = picture_department(w, "Personnel"), finance = picture_department(w, "Finance");
    assert_int_equal(picture_remind(w->db, w->a, &w->site, t, finance, w->guide, MONDAY, &n).status, OK);
    assert_int_equal(n.people, 0);
    assert_int_equal(picture_remind(w->db, w->a, &w->site, t, personnel, w->guide, MONDAY, &n).status, OK);
    assert_int_equal(n.people, 1);
    assert_int_equal(picture_number(w, "SELECT count(*) FROM admin_mail"), 1); /* two requests, one mail */
    assert_int_equal(picture_remind(w->db, w->a, &w->site, t, personnel, w->guide, MONDAY, &n).status, OK);
    assert_int_equal(n.people, 0);
    assert_int_equal(n.already, 1);
    assert_int_equal(picture_number(w, "SELECT count(*) FROM admin_mail"), 1);
}

static void each_receiver_owes_one_thing(void **state)
{
    PICTURE_WORLD
    picture_draft(w, "hours", w->mia_member, MONDAY_DAY + 14);
    picture_draft(w, "plan", w->mia_member, MONDAY_DAY + 4);
    picture_draft(w, "energy", w->noor_member, MONDAY_DAY + 30);
    picture_draft(w, "firm", w->noor_member, 0);
    struct trajectory_ask ask = world_ask(w, picture_trajectory(w));
    assert_int_equal(trajectory_duties(&ask, &w->site, &w->parts, MONDAY_DAY + 365).count, 0); /* drafts */
    picture_send_all(w);
    struct trajectory_duties d = trajectory_duties(&ask, &w->site, &w->parts, MONDAY_DAY + 14);
    assert_int_equal(d.count, 1);
    assert_int_equal(d.v[0].user, w->mia);
    assert_int_equal(d.v[0].due, MONDAY_DAY + 4);
    assert_string_equal(d.v[0].title, "2 questions for the local picture");
    assert_string_equal(d.v[0].mail, "mia@example.org");
    assert_string_equal(d.v[0].link_path, "/vraag/");
    assert_string_equal(d.v[0].link_kind, "request");
    assert_int_equal(strncmp(d.v[0].url, "/vraag/", 7), 0);
    assert_non_null(trajectory_link_open(w->db, w->a, w->site.key, d.v[0].url + 7, MONDAY));
    d = trajectory_duties(&ask, &w->site, &w->parts, MONDAY_DAY + 30);
    assert_int_equal(d.count, 2);
    assert_int_equal(organisation_member_end(w->db, w->a, w->organisation, w->mia_member, WORLD_NOW).status,
                     OK);
    d = trajectory_duties(&ask, &w->site, &w->parts, MONDAY_DAY + 30);
    assert_int_equal(d.count, 1); /* who left owes nothing */
    /* The links end with the trajectory. */
    const char *text = arena_strdup(w->a, d.v[0].url + 7);
    assert_int_equal(
        trajectory_end(w->db, w->a, &w->parts, picture_trajectory(w), "Merger", w->guide, MONDAY).status, OK);
    assert_null(trajectory_link_open(w->db, w->a, w->site.key, text, MONDAY));
}

/* ---- counting ----------------------------------------------------------------------------------------------- */

static void outputs_and_evidence_are_counted(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    struct trajectory_ask ask = world_ask(w, t);
    struct trajectory_output requests = { .kind = "requests", .state = "" },
                             facts = { .kind = "facts", .state = "" }, other = { .kind = "minutes" };
    assert_true(picture_part.output(&ask, &requests));
    assert_false(requests.there);
    assert_false(picture_part.output(&ask, &other));
    picture_draft(w, "hours", w->mia_member, MONDAY_DAY + 14);
    assert_true(picture_part.output(&ask, &requests));
    assert_false(requests.there); /* a draft asks nobody */
    assert_string_equal(requests.state, "1 draft");
    int64_t plan = picture_draft(w, "plan", w->mia_member, MONDAY_DAY + 14), out;
    assert_int_equal(picture_receiver_person(w->db, w->a, t, "Ria", "ria@village.be", MONDAY, &out).status, OK);
    picture_request_assign(w->db, t, plan, out, DB_NULL_INT);
    picture_send_all(w);
    struct picture_reply reply = picture_reply_of(w, plan);
    reply.body = "A plan";
    assert_int_equal(picture_answer(w, plan, &reply).status, OK);
    assert_true(picture_part.output(&ask, &requests));
    assert_true(requests.there);
    assert_string_equal(requests.state, "1 of 2 answered");
    assert_true(picture_part.output(&ask, &facts));
    assert_false(facts.there);
    struct picture_fact_text x = picture_words("A plan");
    x.department = picture_department(w, "Environment");
    picture_fact_made(w, &x, false);
    assert_true(picture_part.output(&ask, &facts));
    assert_false(facts.there); /* only proposed */
    picture_fact_made(w, &x, true);
    assert_true(picture_part.output(&ask, &facts));
    assert_true(facts.there);
    assert_string_equal(facts.state, "1 fact, 2 of 2 departments");
    struct trajectory_evidences e = { 0 };
    picture_part.evidence(&ask, FACTOR_SUPPORT, &e);
    picture_part.evidence(&ask, FACTOR_STAKEHOLDERS, &e);
    picture_part.evidence(&ask, FACTOR_TRANSPARENCY, &e);
    assert_int_equal(e.count, 2);
    assert_string_equal(e.v[0].text, "2 of 2 departments delivered data");
    assert_string_equal(e.v[1].text, "1 person from outside the organisation delivered data");
}

static void lists_are_filtered_and_paged(void **state)
{
    PICTURE_WORLD
    const struct trajectory *t = picture_trajectory(w);
    for (int i = 0; i < 5; i++)
        picture_draft(w, "hours", w->mia_member, MONDAY_DAY - 3 + i);
    picture_send_all(w);
    picture_draft(w, "plan", 0, 0);
    size_t count;
    int64_t total;
    struct picture_filter f = { .shown = SHOWN_OPEN, .most = 2, .skip = 1 };
    const struct picture_request *r = picture_requests(w->db, w->a, &w->packs, EN, t, &f, &count, &total);
    assert_int_equal(count, 2);
    assert_int_equal(total, 5);
    assert_int_equal(r[0].due_on.v, MONDAY_DAY - 2);
    f = (struct picture_filter){ .shown = SHOWN_LATE, .today = MONDAY_DAY };
    picture_requests(w->db, w->a, &w->packs, EN, t, &f, &count, &total);
    assert_int_equal(total, 3);
    f = (struct picture_filter){ .shown = SHOWN_ALL, .department = -1 };
    picture_requests(w->db, w->a, &w->packs, EN, t, &f, &count, &total);
    assert_int_equal(total, 0);
    f.department = picture_department(w, "Personnel");
    picture_requests(w->db, w->a, &w->packs, EN, t, &f, &count, &total);
    assert_int_equal(total, 6);
    /* The department goes: its requests stay, without one. */
    assert_int_equal(organisation_department_remove(w->db, w->organisation, f.department).status, OK);
    struct picture_counts c = picture_counts(w->db, w->a, t, MONDAY_DAY);
    assert_int_equal(c.asked_departments, 0);
    assert_int_equal(c.all.open, 5);
    assert_int_equal(c.all.late, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        PICTURE_BOTH(a_department_is_known_by_whole_words),
        PICTURE_BOTH(standard_requests_are_searched_and_marked),
        PICTURE_BOTH(only_requests_for_the_sector_are_offered),
        PICTURE_BOTH(a_draft_takes_the_words_of_the_pack_in_every_language),
        PICTURE_BOTH(a_request_needs_words_and_a_department_that_is_there),
        PICTURE_BOTH(the_day_proposed_is_a_working_day_before_the_step_is_due),
        PICTURE_BOTH(one_mail_goes_to_each_person_with_all_that_is_asked),
        PICTURE_BOTH(who_wants_no_mail_gets_the_request_all_the_same),
        PICTURE_BOTH(somebody_without_account_is_a_receiver_once),
        PICTURE_BOTH(an_answer_is_a_number_a_text_or_a_table),
        PICTURE_BOTH(we_do_not_have_this_is_an_answer),
        PICTURE_BOTH(tables_are_kept_with_their_cells),
        PICTURE_BOTH(what_was_taken_back_or_over_takes_no_answer),
        PICTURE_BOTH(a_request_is_passed_on_with_a_mail_and_a_chain),
        PICTURE_BOTH(a_reminder_goes_once_a_day_and_on_working_days),
        PICTURE_BOTH(each_receiver_owes_one_thing),
        PICTURE_BOTH(outputs_and_evidence_are_counted),
        PICTURE_BOTH(lists_are_filtered_and_paged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
