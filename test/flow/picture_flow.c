/* The local picture as people use it: a guide asks, somebody without an account answers from the mail, passes it on or does not
 * have it, the answer becomes a fact, and the fact corrects the scan. */
#include "house.h"

#include "base/clock.h"
#include "slice/organisation/organisation.h"
#include "slice/picture/picture.h"

static const char *foto(struct house *h)
{
    return arena_printf(
        &h->a, "/organisatie/%lld/traject/%lld/foto", (long long)h->places[0].org,
        (long long)house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                             (long long)h->places[0].org));
}

static int64_t request_id(struct house *h, const char *standard)
{
    return house_int(h, "SELECT max(id) FROM picture_request WHERE standard = '%s' AND organisation_id = %lld",
                     standard, (long long)h->places[0].org);
}

static const char *request_page(struct house *h, const char *standard)
{
    return arena_printf(&h->a, "%s/vraag/%lld", foto(h), (long long)request_id(h, standard));
}

/* The question behind the link of the mail that its receiver got. */
static const char *question(struct house *h, const char *standard)
{
    return arena_printf(&h->a, "/vraag/%s/%lld", h->places[0].request_link, (long long)request_id(h, standard));
}

static const char *state_of(struct house *h, const char *standard)
{
    return house_sql(h, "SELECT state FROM picture_request WHERE id = %lld",
                     (long long)request_id(h, standard));
}

/* What stands in a field. */
static const char *field_value(const struct page_form *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, name) == 0)
            return f->controls[i].value;
    WRONG("no field %s\n", name);
    return "";
}

/* Types an answer behind a link. */
static int answer_with(struct browser *b, const char *page, const char *value, const char *words)
{
    browser_get(b, "%s", page);
    CODE(b, 200);
    struct page_form *f = browser_form(b, page);
    form_put(b, f, "value", value);
    form_put(b, f, "body", words);
    return browser_send(b, f);
}

/* ---- asking ----------------------------------------------------------------------------------------------------- */

static void a_question_goes_to_somebody_without_an_account_and_becomes_a_fact(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *an = browser_new(h, NOBODY),
                   *reader = browser_new(h, READER);
    browser_get(guide, "%s/vragen/kiezen?zoek=unicorns", foto(h));
    SEES(guide, "No standard question fits");
    browser_get(guide, "%s/vragen/kiezen?zoek=training", foto(h));
    SEES(guide, "Training hours last year");
    NOT_SEES(guide, "energy bill");
    struct page_form *f = browser_form(guide, "/vragen/kiezen?dienst=&zoek=training&thema=");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "Tick at least one question.");
    NOT_SEES(guide, "energy bill"); /* what was searched for is still what is shown */
    f = browser_form(guide, "/vragen/kiezen?dienst=&zoek=training&thema=");
    form_put(guide, f, "standard", "training-hours");
    form_put(guide, f, "name", "An Peeters");
    browser_send(guide, f);
    CODE(guide, 422);
    SEES(guide, "Write down the mail address too");
    f = browser_form(guide, "/vragen/kiezen?dienst=&zoek=training&thema=");
    form_put(guide, f, "mail", "an@village.example");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "Ready: ");
    SEES(guide, "Training hours last year");
    browser_send(guide, browser_form(guide, "/versturen"));
    CODE(guide, 303);

    /* Opening the mail's link changes nothing, however often a scanner of mails does it. */
    const char *link = house_link(h, house_mail(h, "an@village.example"), "/vraag/");
    assert_null(strstr(house_mail(h, "an@village.example"), "/organisatie/"));
    house_mark(h);
    browser_get(an, "%s", link);
    if (an->code == 303)
        browser_follow(an);
    CODE(an, 200);
    SEES(an, "How many hours of training");
    NOT_SEES(an, "Energy");
    assert_string_equal(house_changed(h), "");
    const char *page = an->path;
    answer_with(an, page, "many", "");
    CODE(an, 422);
    answer_with(an, page, "1,250.5", "Of all staff");
    GOES(an, link);
    browser_follow(an);
    SEES(an, "Thank you, everything is answered");
    assert_string_equal(state_of(h, "training-hours"), "answered");

    /* The guide makes a fact of it; a reader of the picture sees that and never the question. */
    const char *asked = request_page(h, "training-hours");
    browser_get(reader, "%s", foto(h));
    NOT_SEES(reader, "1,250.5");
    browser_get(guide, "%s", asked);
    SEES(guide, "An Peeters");
    f = browser_form(guide, "/overnemen");
    assert_string_equal(field_value(f, "value"), "1,250.5");
    form_put(guide, f, "body", "Our staff had 1,250.5 hours of training.");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_get(reader, "%s", foto(h));
    SEES(reader, "Our staff had 1,250.5 hours of training.");
    browser_get(reader, "%s", asked);
    CODE(reader, 403);
    /* What was taken over stands: the link shows it, and takes nothing more. */
    browser_get(an, "%s", page);
    SEES(an, "This was taken over");
    assert_false(browser_has_form(an, page));
    browser_post(an, page, "value=1&body=&edit=1");
    CODE(an, 409);
    browser_get(guide, "%s/gegevens.xlsx", foto(h));
    assert_memory_equal(guide->body, "PK\x03\x04", 4);
}

static void drafts_get_their_receiver_together(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    browser_get(guide, "%s/vragen/nieuw", foto(h));
    struct page_form *f = browser_form(guide, "/vragen/nieuw");
    browser_send(guide, f);
    CODE(guide, 422);
    f = browser_form(guide, "/vragen/nieuw");
    form_put(guide, f, "title", "Rain water");
    form_put(guide, f, "ask", "Where is rain water used?");
    form_put(guide, f, "due_on", "");
    browser_send(guide, f);
    CODE(guide, 303);
    int64_t id = house_int(h, "SELECT id FROM picture_request WHERE title = 'Rain water'");
    browser_get(guide, "%s/concepten", foto(h));
    SEES(guide, "nobody yet");
    f = browser_form(guide, "/toewijzen");
    form_put(guide, f, "member", arena_printf(&h->a, "%lld", (long long)h->people[MEMBER].member));
    browser_send(guide, f);
    CODE(guide, 303);
    assert_int_equal(house_int(h,
                               "SELECT count(*) FROM picture_request r JOIN picture_receiver v ON v.id = "
                               "r.receiver_id WHERE r.id = %lld AND v.mail = 'mia@olm.example'",
                               (long long)id),
                     1);
    browser_get(guide, "%s/concepten", foto(h));
    browser_send(guide, browser_form(guide, "/versturen"));
    assert_string_equal(house_sql(h, "SELECT state FROM picture_request WHERE id = %lld", (long long)id),
                        "sent");
    assert_non_null(strstr(house_mail(h, "mia@olm.example"), "Where is rain water used?"));
    browser_post(guide, arena_printf(&h->a, "%s/concepten/versturen", foto(h)), "");
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "Nothing was ready to be sent");
}

static void two_guides_who_change_a_draft_see_both(void **state)
{
    struct house *h = house_of(state);
    struct browser *one = browser_new(h, GUIDE), *two = browser_new(h, GUIDE);
    const char *page = request_page(h, "hardest-vacancy");
    browser_get(one, "%s/bewerken", page);
    browser_get(two, "%s/bewerken", page);
    struct page_form *first = browser_form(one, "/bewerken"), *second = browser_form(two, "/bewerken");
    form_put(one, first, "ask", "Words of the first.");
    browser_send(one, first);
    CODE(one, 303);
    form_put(two, second, "ask", "Words of the second.");
    house_mark(h);
    browser_send(two, second);
    CODE(two, 422);
    assert_string_equal(house_changed(h), "");
    SEES(two, "What stands there now");
    SEES(two, "Words of the first.");
    second = browser_form(two, "/bewerken");
    assert_string_equal(field_value(second, "ask"), "Words of the second.");
    browser_send(two, second);
    CODE(two, 303);
    assert_string_equal(house_sql(h, "SELECT ask FROM picture_request WHERE id = %lld",
                                  (long long)request_id(h, "hardest-vacancy")),
                        "Words of the second.");
}

/* ---- answering -------------------------------------------------------------------------------------------------- */

static void an_answer_is_typed_pasted_or_a_file(void **state)
{
    struct house *h = house_of(state);
    struct browser *sam = browser_new(h, NOBODY), *guide = browser_new(h, GUIDE);
    const char *page = question(h, "training-hours");
    browser_get(sam, "%s", page);
    struct page_form *f = browser_form(sam, page);
    browser_send(sam, f); /* nothing was filled in */
    CODE(sam, 422);
    f = browser_form(sam, page);
    form_put(sam, f, "grid", "Year\tHours\n2024\t1.200\n2025\t1.250");
    form_attach(sam, f, "file", "hours.pdf", (struct bytes){ "<html>", 6 });
    browser_send(sam, f);
    CODE(sam, 422);
    SEES(sam, "This kind of file is not accepted");
    assert_string_equal(state_of(h, "training-hours"), "sent");
    f = browser_form(sam, page);
    assert_string_equal(field_value(f, "grid"), "Year\tHours\n2024\t1.200\n2025\t1.250");
    form_attach(sam, f, "file", "hours.pdf", (struct bytes){ "%PDF-1.7 x", 10 });
    browser_send(sam, f);
    CODE(sam, 303);
    assert_string_equal(state_of(h, "training-hours"), "answered");
    browser_send(sam, f); /* pressed twice */
    assert_int_equal(house_int(h, "SELECT count(*) FROM picture_answer WHERE request_id = %lld",
                               (long long)request_id(h, "training-hours")),
                     1);
    const char *files = "SELECT count(*) FROM attachment_file WHERE owner_kind = 'request' AND owner_id = %lld "
                        "AND removed_at IS NULL";
    assert_int_equal(house_int(h, files, (long long)request_id(h, "training-hours")), 1);

    browser_get(guide, "%s", request_page(h, "training-hours"));
    SEES(guide, "1.250");
    SEES(guide, "hours.pdf");
    int64_t file = house_int(h, "SELECT max(id) FROM attachment_file");
    browser_get(guide, "%s/bestand/%lld", request_page(h, "training-hours"), (long long)file);
    CODE(guide, 200);
    assert_string_equal(guide->type, "application/pdf");
    /* Another question does not open it, nor does the link take away a file that hangs elsewhere. */
    browser_get(guide, "%s/bestand/%lld", request_page(h, "energy-bill"), (long long)file);
    CODE(guide, 404);
    browser_post(sam, arena_printf(&h->a, "%s/bestand/%lld/weg", question(h, "energy-bill"), (long long)file),
                 "");
    assert_int_equal(house_int(h, files, (long long)request_id(h, "training-hours")), 1);
    /* Its own takes it away and puts it back. */
    for (int left = 0; left <= 1; left++) {
        browser_get(sam, "%s", page);
        browser_send(sam, browser_form(sam, "/weg"));
        CODE(sam, 303);
        assert_int_equal(house_int(h, files, (long long)request_id(h, "training-hours")), left);
    }
}

static void we_do_not_have_this_is_an_answer(void **state)
{
    struct house *h = house_of(state);
    struct browser *sam = browser_new(h, NOBODY), *guide = browser_new(h, GUIDE);
    const char *page = question(h, "training-hours");
    browser_get(sam, "%s", page);
    struct page_form *f = browser_form(sam, "/niet");
    form_put(sam, f, "why", "Nobody counts them");
    browser_send(sam, f);
    CODE(sam, 303);
    browser_follow(sam);
    SEES(sam, "Noted: you do not have it.");
    assert_string_equal(state_of(h, "training-hours"), "absent");
    browser_get(guide, "%s", request_page(h, "training-hours"));
    SEES(guide, "Nobody counts them");
    /* It turned up after all. */
    answer_with(sam, page, "12", "Found");
    CODE(sam, 303);
    assert_string_equal(state_of(h, "training-hours"), "answered");
    browser_get(guide, "%s", request_page(h, "training-hours"));
    SEES(guide, "1 earlier answer");
}

static void a_colleague_who_knows_better_gets_a_link_of_their_own(void **state)
{
    struct house *h = house_of(state);
    struct browser *sam = browser_new(h, NOBODY), *bo = browser_new(h, NOBODY);
    const char *page = question(h, "training-hours");
    browser_get(sam, "%s", page);
    struct page_form *f = browser_form(sam, "/doorgeven");
    form_put(sam, f, "name", "Bo Claes");
    form_put(sam, f, "mail", "no address");
    browser_send(sam, f);
    CODE(sam, 422);
    f = browser_form(sam, "/doorgeven");
    form_put(sam, f, "mail", "bo@village.example");
    form_put(sam, f, "note", "You keep the register");
    browser_send(sam, f);
    CODE(sam, 303);
    browser_send(sam, f); /* pressed twice: it is no longer there to be passed on */
    CODE(sam, 404);
    assert_string_equal(state_of(h, "training-hours"), "passed");
    browser_get(sam, "/vraag/%s", h->places[0].request_link);
    SEES(sam, "bo@village.example");
    browser_get(sam, "%s", page);
    CODE(sam, 404);
    const char *mail = house_mail(h, "bo@village.example");
    assert_null(strstr(mail, "You keep the register")); /* words of strangers stay out of mails */
    const char *link = house_link(h, mail, "/vraag/");
    browser_get(bo, "%s/%lld", link, (long long)request_id(h, "training-hours"));
    CODE(bo, 200);
    SEES(bo, "You keep the register");
    /* The link opens this question and nothing else. */
    browser_get(bo, "%s/%lld", link, (long long)request_id(h, "energy-bill"));
    CODE(bo, 404);
    browser_get(bo, "%s", foto(h));
    CODE(bo, 401);
    answer_with(bo, arena_printf(&h->a, "%s/%lld", link, (long long)request_id(h, "training-hours")), "7", "");
    CODE(bo, 303);
    assert_string_equal(state_of(h, "training-hours"), "answered");
}

static void a_guide_and_the_receiver_who_answer_at_once_see_both(void **state)
{
    struct house *h = house_of(state);
    struct browser *sam = browser_new(h, NOBODY), *guide = browser_new(h, GUIDE);
    const char *page = question(h, "training-hours");
    browser_get(sam, "%s", page);
    struct page_form *of_sam = browser_form(sam, page);
    browser_get(guide, "%s/antwoord", request_page(h, "training-hours"));
    struct page_form *f = browser_form(guide, "/antwoord");
    form_put(guide, f, "value", "40");
    form_put(guide, f, "body", "He told me");
    browser_send(guide, f);
    CODE(guide, 303);
    form_put(sam, of_sam, "value", "41");
    house_mark(h);
    browser_send(sam, of_sam);
    CODE(sam, 422);
    assert_string_equal(house_changed(h), "");
    SEES(sam, "What stands there now");
    SEES(sam, "He told me");
    f = browser_form(sam, page);
    assert_string_equal(field_value(f, "value"), "41");
    browser_send(sam, f);
    CODE(sam, 303);
    const char *newest = "SELECT value FROM picture_answer WHERE request_id = %lld ORDER BY edit DESC LIMIT 1";
    assert_string_equal(house_sql(h, newest, (long long)request_id(h, "training-hours")), "41");
    /* A guide who takes over what is no longer the answer is told so. */
    browser_get(guide, "%s", request_page(h, "training-hours"));
    struct page_form *take = browser_form(guide, "/overnemen");
    answer_with(sam, page, "42", "");
    browser_send(guide, take);
    assert_int_not_equal(guide->code, 303);
    assert_string_equal(state_of(h, "training-hours"), "answered");
}

static void a_link_ends_with_what_it_is_for(void **state)
{
    struct house *h = house_of(state);
    struct browser *sam = browser_new(h, NOBODY), *guide = browser_new(h, GUIDE);
    const char *page = question(h, "training-hours"), *link = h->places[0].request_link;
    /* A link of another kind opens no questions, nor does the one of another organisation open these. */
    browser_get(sam, "/vraag/%s", h->places[0].calendar);
    CODE(sam, 404);
    browser_get(sam, "/vraag/%s/%lld", h->places[1].request_link, (long long)request_id(h, "training-hours"));
    CODE(sam, 404);
    /* Taken back, and put back. */
    browser_get(guide, "%s", request_page(h, "training-hours"));
    browser_send(guide, browser_form(guide, "/intrekken"));
    CODE(guide, 303);
    browser_get(sam, "%s", page);
    CODE(sam, 404);
    browser_get(guide, "%s", request_page(h, "training-hours"));
    browser_send(guide, browser_form(guide, "/terugzetten"));
    CODE(guide, 303);
    browser_get(sam, "%s", page);
    CODE(sam, 200);
    /* The member leaves: the link opens nothing, and the guide is told. */
    house_begin(h);
    organisation_member_end(h->db, &h->a, h->places[0].org, h->people[SECOND].member, clock_now_ms());
    house_commit(h);
    browser_get(sam, "/vraag/%s", link);
    CODE(sam, 404);
    browser_get(guide, "%s", request_page(h, "training-hours"));
    SEES(guide, "This person no longer takes part");
}

/* ---- facts ------------------------------------------------------------------------------------------------------ */

static void a_member_proposes_and_a_guide_decides(void **state)
{
    struct house *h = house_of(state);
    struct browser *mia = browser_new(h, MEMBER), *guide = browser_new(h, GUIDE),
                   *reader = browser_new(h, READER);
    browser_get(mia, "%s/gegeven/nieuw", foto(h));
    struct page_form *f = browser_form(mia, "/gegeven/nieuw");
    form_put(mia, f, "body", "There is a market of <b>farmers</b>");
    form_put(mia, f, "sort", "realisation");
    browser_send(mia, f);
    CODE(mia, 303);
    browser_follow(mia);
    SEES(mia, "Your fact is proposed.");
    int64_t id = house_int(h, "SELECT max(id) FROM picture_fact WHERE organisation_id = %lld",
                           (long long)h->places[0].org);
    const char *page = arena_printf(&h->a, "%s/gegeven/%lld", foto(h), (long long)id);
    browser_get(reader, "%s", page);
    CODE(reader, 404);
    browser_get(reader, "%s", foto(h));
    NOT_SEES(reader, "farmers");
    browser_get(guide, "%s", page);
    browser_send(guide, browser_form(guide, "/aanvaarden"));
    CODE(guide, 303);
    browser_get(reader, "%s", foto(h));
    SEES(reader, "There is a market of <b>farmers</b>");
    /* From now on only a guide changes it. */
    browser_get(mia, "%s/bewerken", page);
    CODE(mia, 403);
    browser_get(guide, "%s/bewerken", page);
    struct page_form *first = browser_form(guide, "/bewerken");
    struct browser *other = browser_new(h, GUIDE);
    browser_get(other, "%s/bewerken", page);
    struct page_form *second = browser_form(other, "/bewerken");
    form_put(guide, first, "body", "Every Friday there is a market");
    form_put(guide, first, "reason", "Said too little");
    browser_send(guide, first);
    CODE(guide, 303);
    form_put(other, second, "body", "There is no market any more");
    browser_send(other, second);
    CODE(other, 422);
    SEES(other, "Every Friday there is a market");
    second = browser_form(other, "/bewerken");
    assert_string_equal(field_value(second, "body"), "There is no market any more");
    browser_get(mia, "%s", page);
    SEES(mia, "Said too little");
    SEES(mia, "farmers"); /* what it was before */
    /* Away, and back. */
    browser_get(guide, "%s", page);
    browser_send(guide, browser_form(guide, "/archief"));
    browser_get(reader, "%s", page);
    CODE(reader, 404);
    browser_get(guide, "%s", page);
    browser_send(guide, browser_form(guide, "/terugzetten"));
    browser_get(reader, "%s", page);
    CODE(reader, 200);
}

static void a_spreadsheet_is_looked_at_before_it_changes_anything(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    browser_get(guide, "%s/gegevens.xlsx", foto(h));
    CODE(guide, 200);
    char *copy = arena_alloc(&h->a, guide->size);
    memcpy(copy, guide->body, guide->size);
    struct bytes book = { copy, guide->size };
    const char *page = arena_printf(&h->a, "%s/gegevens/invoeren", foto(h));
    browser_get(guide, "%s", page);
    struct page_form *f = browser_form(guide, "/invoeren");
    form_attach(guide, f, "file", "facts.xlsx", (struct bytes){ "no book", 7 });
    browser_send(guide, f);
    CODE(guide, 422);
    /* As it went out it changes nothing. */
    f = browser_form(guide, "/invoeren");
    form_attach(guide, f, "file", "facts.xlsx", book);
    form_put(guide, f, "do", "look");
    house_mark(h);
    browser_send(guide, f);
    CODE(guide, 200);
    SEES(guide, "Nothing is stored yet.");
    assert_string_equal(house_changed(h), "");
    /* A fact that was put away meanwhile comes back with it. */
    int64_t fact = house_int(h,
                             "SELECT min(id) FROM picture_fact WHERE organisation_id = %lld AND archived_at IS "
                             "NULL AND accepted_at IS NOT NULL",
                             (long long)h->places[0].org);
    browser_get(guide, "%s/gegeven/%lld", foto(h), (long long)fact);
    browser_send(guide, browser_form(guide, "/archief"));
    CODE(guide, 303);
    browser_get(guide, "%s", page);
    f = browser_form(guide, "/invoeren");
    form_attach(guide, f, "file", "facts.xlsx", book);
    form_put(guide, f, "do", "look");
    browser_send(guide, f);
    SEES(guide, "brought back");
    f = browser_form(guide, "/invoeren");
    form_put(guide, f, "do", "store");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "1 brought back");
    assert_int_equal(house_int(h, "SELECT count(*) FROM picture_fact WHERE id = %lld AND archived_at IS NULL",
                               (long long)fact),
                     1);
    browser_send(guide, f); /* pressed twice */
    CODE(guide, 303);
}

/* ---- the scan --------------------------------------------------------------------------------------------------- */

/* A statement that the group of the newest round does not know. */
static const char *nobody_knows(struct house *h, int64_t round)
{
    size_t count;
    const char *statement = house_statements(h, h->places[0].org, round, &count)[3];
    const struct scan_round *r = house_round(h, h->places[0].org, round);
    house_begin(h);
    struct fault f = scan_agree(h->db, &h->a, r, pack_statement_find(r->scan, statement), ANSWER_DONT_KNOW,
                                false, "", h->people[GUIDE].user, clock_now_ms());
    assert_int_equal(f.status, OK);
    house_commit(h);
    return statement;
}

static void what_the_scan_did_not_know_is_asked_and_corrected(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE), *mia = browser_new(h, NOBODY);
    int64_t round = house_int(h, "SELECT max(id) FROM scan_round WHERE organisation_id = %lld",
                              (long long)h->places[0].org);
    const char *statement = nobody_knows(h, round);
    browser_get(guide, "/organisatie/%lld/scan/%lld/resultaat", (long long)h->places[0].org, (long long)round);
    SEES(guide, "1 × don't know");
    /* It leads to the trajectory that began last. */
    const char *here = arena_printf(
        &h->a, "/organisatie/%lld/traject/%lld/foto", (long long)h->places[0].org,
        (long long)house_int(h, "SELECT max(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                             (long long)h->places[0].org));
    const char *page = arena_printf(&h->a, "%s/weet-niet", here);
    assert_non_null(strstr(guide->body, page));
    browser_get(guide, "%s", page);
    SEES(guide, "1 statement stands at \"don't know\"");
    struct page_form *f = browser_form(guide, "/weet-niet?blad=1");
    assert_string_equal(field_value(f, "statement"), statement);
    form_put(guide, f, "standard", "");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_send(guide, f); /* pressed twice: asked once */
    const char *asked = "SELECT max(id) FROM picture_request WHERE statement = '%s' AND standard = ''";
    int64_t id = house_int(h, asked, statement);
    assert_true(id > 0);
    assert_int_equal(house_int(h, "SELECT count(*) FROM picture_request WHERE statement = '%s'", statement), 1);
    /* To a member, who answers from the mail. */
    browser_get(guide, "%s/vraag/%lld/bewerken", here, (long long)id);
    f = browser_form(guide, "/bewerken");
    form_put(guide, f, "member", arena_printf(&h->a, "%lld", (long long)h->people[MEMBER].member));
    browser_send(guide, f);
    CODE(guide, 303);
    browser_get(guide, "%s/concepten", here);
    browser_send(guide, browser_form(guide, "/versturen"));
    const char *link = house_link(h, house_mail(h, "mia@olm.example"), "/vraag/");
    answer_with(mia, arena_printf(&h->a, "%s/%lld", link, (long long)id), "", "Yes, since last spring");
    CODE(mia, 303);
    /* The answer becomes a fact that is about the statement; it proves a yes. */
    browser_get(guide, "%s/vraag/%lld", here, (long long)id);
    browser_send(guide, browser_form(guide, "/overnemen"));
    CODE(guide, 303);
    const char *fact = arena_printf(
        &h->a, "%s/gegeven/%lld", here,
        (long long)house_int(h, "SELECT max(id) FROM picture_fact WHERE request_id = %lld", (long long)id));
    browser_get(guide, "%s", fact);
    f = browser_form(guide, "/stelling");
    assert_string_equal(
        house_sql(h, "SELECT statement FROM picture_fact WHERE request_id = %lld", (long long)id), statement);
    form_put(guide, f, "proves", "yes");
    browser_send(guide, f);
    CODE(guide, 303);
    /* Another guide, on a page from before, thinks otherwise: both choices are there. */
    form_put(guide, f, "proves", "no");
    house_mark(h);
    browser_send(guide, f);
    CODE(guide, 422);
    assert_string_equal(house_changed(h), "");
    SEES(guide, "This fact proves: Yes.");
    SEES(guide, "Somebody else changed this");
    browser_get(guide, "%s", page);
    SEES(guide, "1 fact proves another answer");
    /* One click more, and the scan says so too. */
    browser_get(guide, "%s", fact);
    SEES(guide, "differs");
    f = browser_form(guide, "/verbeteren");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_get(guide, "%s", fact);
    SEES(guide, "says so too");
    SEES(guide, "From “don't know” to “yes”.");
    browser_get(guide, "%s", page);
    SEES(guide, "Nothing stands at \"don't know\"");
    /* Somebody who looks at an old page corrects nothing twice. */
    house_mark(h);
    browser_send(guide, f);
    assert_int_not_equal(guide->code, 303);
    assert_string_equal(house_changed(h), "");
}

HOUSE_MAIN(BOTH(a_question_goes_to_somebody_without_an_account_and_becomes_a_fact),
           BOTH(drafts_get_their_receiver_together), BOTH(two_guides_who_change_a_draft_see_both),
           BOTH(an_answer_is_typed_pasted_or_a_file), BOTH(we_do_not_have_this_is_an_answer),
           BOTH(a_colleague_who_knows_better_gets_a_link_of_their_own),
           BOTH(a_guide_and_the_receiver_who_answer_at_once_see_both), BOTH(a_link_ends_with_what_it_is_for),
           BOTH(a_member_proposes_and_a_guide_decides),
           BOTH(a_spreadsheet_is_looked_at_before_it_changes_anything),
           BOTH(what_the_scan_did_not_know_is_asked_and_corrected))
