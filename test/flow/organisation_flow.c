/* Organisations from the first form to their members: making one, its data, pasting people, roles, and what keeps
 * someone from locking everybody out. */
#include "house.h"

static const char *org_path(struct house *h)
{
    return arena_printf(&h->a, "/organisatie/%lld", (long long)h->places[0].org);
}

static const char *member_path(struct house *h, enum role role)
{
    return arena_printf(&h->a, "%s/leden/%lld", org_path(h), (long long)h->people[role].member);
}

static int64_t roles_of(struct house *h, enum role role)
{
    return house_int(h, "SELECT roles FROM organisation_member WHERE id = %lld",
                     (long long)h->people[role].member);
}

static const char *first_choice(const struct page_form *f, const char *name)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, name) == 0 && f->controls[i].value[0] != '\0')
            return f->controls[i].value;
    return "";
}

/* ---- Making one ------------------------------------------------------------------------------------------ */

static void a_visitor_makes_an_organisation(void **state)
{
    struct house *h = house_of(state);
    struct browser *b = browser_new(h, NOBODY);
    const char *size =
        house_sql(h, "SELECT size FROM organisation_organisation WHERE id = %lld", (long long)h->places[0].org);
    browser_get(b, "/organisatie/nieuw?land=BE");
    CODE(b, 200);
    struct page_form *f = browser_form(b, "/organisatie/nieuw");
    house_mark(h);
    browser_send(b, f);
    CODE(b, 422);
    assert_string_equal(house_changed(h), "");
    f = browser_form(b, "/organisatie/nieuw");
    form_put(b, f, "name", "Nieuwstad & <Zonen>");
    form_put(b, f, "type", first_choice(f, "type"));
    form_put(b, f, "size", size);
    form_put(b, f, "person", "Piet \"Nieuw\"");
    browser_send(b, f);
    CODE(b, 422);
    SEES(b, "Fill in your mail address.");
    assert_string_equal(house_changed(h), "");
    /* What was typed is still there. */
    f = browser_form(b, "/organisatie/nieuw");
    form_put(b, f, "mail", "piet@new.example");
    browser_send(b, f);
    CODE(b, 303);
    browser_follow(b);
    SEES(b, "The mail to piet@new.example waits");
    SEES(b, "Ask your administrator for the link");
    NOT_SEES(b, "Look in your mailbox");
    browser_get(b, "%s", house_link(h, house_mail(h, "piet@new.example"), "/binnen/"));
    browser_send(b, browser_form(b, b->path));
    CODE(b, 303);
    browser_follow(b);
    CODE(b, 200);
    SEES(b, "Nieuwstad & <Zonen>");
    SEES(b, "Invite your colleagues first");
    /* Its administrator and guide. */
    assert_int_equal(house_int(h, "SELECT roles FROM organisation_member ORDER BY id DESC LIMIT 1"),
                     ROLE_MANAGER | ROLE_GUIDE | ROLE_MEMBER);
    browser_get(b, "/organisaties");
    CODE(b, 303);
}

/* The kinds that a list of a form offers. */
static bool offers(const struct page_form *f, const char *name, const char *value)
{
    for (size_t i = 0; i < f->count; i++)
        if (strcmp(f->controls[i].name, name) == 0 && strcmp(f->controls[i].value, value) == 0)
            return true;
    return false;
}

static void who_would_rather_not_say_finds_it_at_once(void **state)
{
    struct house *h = house_of(state);
    struct browser *oscar = browser_new(h, OUTSIDER);
    static const char *const pages[] = { "/organisatie/nieuw?land=BE", "/organisatie/nieuw?land=NL",
                                         "/quickscan?land=BE&soort=public",
                                         "/quickscan?land=NL&soort=company" };
    for (size_t i = 0; i < 4; i++) {
        browser_get(oscar, "%s", pages[i]);
        CODE(oscar, 200);
        struct page_form *f = browser_form(oscar, i < 2 ? "/organisatie/nieuw" : "/quickscan");
        assert_true(offers(f, "type", "unknown"));
        assert_false(offers(f, "type_other", "unknown"));
        form_put(oscar, f, "type", "unknown");
        if (i < 2)
            form_put(oscar, f, "name", "Unsaid");
        browser_send(oscar, f);
        if (i >= 2) /* the start questions were left open */
            browser_send(oscar, browser_form(oscar, "/quickscan"));
        CODE(oscar, 303);
    }
    assert_int_equal(house_int(h, "SELECT count(*) FROM organisation_organisation WHERE type = 'unknown'"), 2);
    /* Where there is one long list, it stands on top. */
    struct browser *anna = browser_new(h, MANAGER);
    browser_get(anna, "%s/gegevens", org_path(h));
    assert_string_equal(first_choice(browser_form(anna, "/gegevens"), "type"), "unknown");
}

/* No page sends it, a program may. */
static void a_sector_that_does_not_exist_is_refused(void **state)
{
    struct house *h = house_of(state);
    struct browser *oscar = browser_new(h, OUTSIDER), *anna = browser_new(h, MANAGER);
    const char *type = house_sql(h, "SELECT type FROM organisation_organisation WHERE id = %lld",
                                 (long long)h->places[0].org),
               *size = house_sql(h, "SELECT size FROM organisation_organisation WHERE id = %lld",
                                 (long long)h->places[0].org);
    const char *kinds[] = { arena_printf(&h->a, "type=%s&size=%s", type, size),
                            "type=be-onderneming&size=staff-5", "type=unknown&size=" };
    house_mark(h);
    for (size_t i = 0; i < 3; i++) {
        browser_post(oscar, "/organisatie/nieuw",
                     arena_printf(&h->a, "name=Brand+New&country=BE&%s&sector=nonsense", kinds[i]));
        CODE(oscar, 422);
        SEES(oscar, "Choose one of the sectors in the list.");
        assert_non_null(strstr(oscar->body, "id=\"sector-error\""));
    }
    browser_post(anna, arena_printf(&h->a, "%s/gegevens", org_path(h)),
                 arena_printf(&h->a, "name=Olm&%s&sector=nonsense&lang=en", kinds[0]));
    CODE(anna, 422);
    SEES(anna, "Choose one of the sectors in the list.");
    assert_string_equal(house_changed(h), "");
    /* One that does exist is only not kept when the kind does not ask for it. */
    browser_post(oscar, "/organisatie/nieuw",
                 arena_printf(&h->a, "name=Brand+New&country=BE&%s&sector=%s", kinds[0],
                              packs_types(&h->app.packs)->sectors[0].id));
    CODE(oscar, 303);
    assert_int_equal(house_int(h, "SELECT count(*) FROM organisation_organisation WHERE name = 'Brand New' AND "
                                  "sector IS NULL"),
                     1);
}

/* ---- Its data -------------------------------------------------------------------------------------------- */

static void parts_come_change_and_go(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER);
    const struct {
        const char *list, *field, *table;
    } parts[] = {
        { "diensten", "department", "organisation_department" },
        { "rechtspersonen", "entity", "organisation_entity" },
    };
    for (size_t i = 0; i < 2; i++) {
        browser_get(anna, "%s/gegevens", org_path(h));
        CODE(anna, 200);
        struct page_form *f = browser_form(anna, arena_printf(&h->a, "/%s", parts[i].list));
        form_put(anna, f, parts[i].field, "<b>New</b> & co");
        browser_send(anna, f);
        CODE(anna, 303);
        browser_follow(anna);
        SEES(anna, "<b>New</b> & co");
        int64_t id = house_int(h, "SELECT max(id) FROM %s", parts[i].table);
        const char *page = arena_printf(&h->a, "%s/%s/%lld", org_path(h), parts[i].list, (long long)id);
        browser_get(anna, "%s", page);
        f = browser_form(anna, page);
        form_put(anna, f, parts[i].field, "Changed");
        browser_send(anna, f);
        CODE(anna, 303);
        browser_get(anna, "%s", page);
        /* Nothing goes for good at one click: into the archive, with who and when, and back. */
        const char *archive = arena_printf(&h->a, "%s/archief", page);
        browser_send(anna, browser_form(anna, archive));
        CODE(anna, 303);
        browser_follow(anna);
        SEES(anna, "Below you can bring it back");
        struct page_form *back = browser_form(anna, archive);
        browser_get(anna, "%s", page);
        SEES(anna, "In the archive since");
        SEES(anna, "by Anna Manager");
        browser_send(anna, back);
        CODE(anna, 303);
        browser_get(anna, "%s", page);
        NOT_SEES(anna, "In the archive since");
        assert_int_equal(house_int(h,
                                   "SELECT count(*) FROM admin_audit WHERE action IN ('%s.archive', '%s.back')",
                                   parts[i].field, parts[i].field),
                         2);
    }
    /* The same name twice, whatever the capitals. */
    browser_post(anna, arena_printf(&h->a, "%s/diensten", org_path(h)), "department=WORKS");
    CODE(anna, 422);
    /* A department goes, its members stay. */
    browser_post(
        anna, arena_printf(&h->a, "%s/diensten/%lld/archief", org_path(h), (long long)h->places[0].department),
        "");
    CODE(anna, 303);
    browser_get(anna, "%s/leden", org_path(h));
    SEES(anna, "Mia Member");
    /* A number that cannot be one. */
    browser_post(anna, arena_printf(&h->a, "%s/rechtspersonen", org_path(h)),
                 "entity=OCMW&number=0123.456.788");
    CODE(anna, 422);
    SEES(anna, "This cannot be an enterprise number");
}

/* Whatever the language of the page. */
static void a_number_is_called_as_in_its_country(void **state)
{
    struct house *h = house_of(state);
    static const char *const langs[] = { "en", "nl", "nl_BE" };
    for (int dutch = 0; dutch < 2; dutch++) {
        if (dutch)
            house_do(h, "UPDATE organisation_organisation SET country = 'NL' WHERE id = %lld",
                     (long long)h->places[0].org);
        for (size_t i = 0; i < 3; i++) {
            const struct lang *lang = lang_find(langs[i]);
            struct browser *anna = browser_new(h, MANAGER);
            browser_set_cookie(anna, "kapstok-taal", langs[i]);
            const char *pages[] = { "gegevens", arena_printf(&h->a, "rechtspersonen/%lld",
                                                             (long long)h->places[0].entity) };
            for (size_t k = 0; k < 2; k++) {
                browser_get(anna, "%s/%s", org_path(h), pages[k]);
                CODE(anna, 200);
                const char *kbo = tr(lang, "Enterprise number (KBO)"), *kvk = tr(lang, "KvK number");
                check_sees(anna, dutch ? kvk : kbo, true, __FILE__, __LINE__);
                check_sees(anna, dutch ? kbo : kvk, false, __FILE__, __LINE__);
            }
        }
    }
}

static void own_themes_are_archived_not_lost(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER);
    const char *page = arena_printf(&h->a, "%s/themas/%lld", org_path(h), (long long)h->places[0].theme);
    browser_get(anna, "%s", page);
    browser_send(anna, browser_form(anna, arena_printf(&h->a, "%s/archief", page)));
    CODE(anna, 303);
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM organisation_theme WHERE id = %lld AND archived_at IS NOT NULL",
                  (long long)h->places[0].theme),
        1);
    browser_get(anna, "%s", page);
    browser_send(anna, browser_form(anna, arena_printf(&h->a, "%s/archief", page)));
    assert_int_equal(
        house_int(h, "SELECT count(*) FROM organisation_theme WHERE id = %lld AND archived_at IS NULL",
                  (long long)h->places[0].theme),
        1);
}

/* ---- Pasting people -------------------------------------------------------------------------------------- */

static void paste(struct browser *b, const char *rows, bool mail)
{
    struct house *h = b->h;
    browser_get(b, "%s/leden", org_path(h));
    struct page_form *f = browser_form(b, "/leden/plakken");
    form_put(b, f, "rows", rows);
    form_put(b, f, "mail", "");
    if (mail)
        for (size_t i = 0; i < f->count; i++)
            if (strcmp(f->controls[i].name, "mail") == 0)
                f->controls[i].sent = true;
    browser_send(b, f);
    CODE(b, 200);
}

static void people_are_pasted_once(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    static const char rows[] = "Naam\tE-mail\tDienst\n"
                               "Jan Maes\tjan@olm.example\tParks\n"
                               "An \"Annie\" <Peeters>\tAN@Olm.Example\tparks\n"
                               "Mia Member\tmia@olm.example\tWorks\n"
                               "Eddy\teddy@olm.example\t\n"
                               "Jan Again\tjan@olm.example\tWorks\n"
                               "Nobody\tno mail\tWorks\n";
    house_mark(h);
    paste(guide, rows, true);
    assert_string_equal(house_changed(h), "");
    SEES(guide, "3 people will be added, 1 row has a fault");
    SEES(guide, "comes back");
    SEES(guide, "member already");
    SEES(guide, "Taken together with row 2.");
    SEES(guide, "is not a mail address");
    struct page_form *f = browser_form(guide, "/leden/toevoegen");
    browser_send(guide, f);
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "3 members added.");
    SEES(guide, "1 row was skipped.");
    SEES(guide, "An \"Annie\" <Peeters>");
    /* A guide makes members, nothing more; who comes back has not what was given up. */
    assert_int_equal(house_int(h, "SELECT max(roles) FROM organisation_member WHERE id > %lld OR id = %lld",
                               (long long)h->places[1].ended, (long long)h->people[ENDED].member),
                     ROLE_MEMBER);
    assert_int_equal(house_int(h, "SELECT count(*) FROM organisation_department WHERE organisation_id = %lld",
                               (long long)h->places[0].org),
                     2);
    assert_int_equal(house_int(h, "SELECT count(*) FROM admin_mail WHERE body LIKE '%%/binnen/%%'"), 3);

    /* The same again: the same people, the same roles, no mail. */
    house_mark(h);
    browser_send(guide, f);
    CODE(guide, 303);
    browser_follow(guide);
    SEES(guide, "Everyone took part already");
    assert_string_equal(house_changed(h), "");
    paste(guide, rows, true);
    SEES(guide, "Nobody can be added yet, 1 row has a fault");
    assert_string_equal(house_changed(h), "");
}

static void what_cannot_be_read_as_people(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    static const char *const texts[] = { "no mail here", "\"open quotation", ";;;;\n;;;", "a@b",
                                         "\xe2\x80\xae;x" };
    house_mark(h);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        static const char *const routes[] = { "plakken", "toevoegen" };
        for (size_t k = 0; k < 2; k++) {
            browser_post(guide, arena_printf(&h->a, "%s/leden/%s", org_path(h), routes[k]),
                         arena_printf(&h->a, "rows=%s", url_code(&h->a, texts[i], strlen(texts[i]))));
            if (guide->code != 422 && guide->code != 200 && guide->code != 303)
                WRONG("%s: %d\n", texts[i], guide->code);
            if (guide->code == 422)
                browser_form(guide, "/leden/plakken");
        }
    }
    assert_string_equal(house_changed(h), "");
    /* More than fits at once. */
    struct buf many;
    buf_init(&many, 1 << 20);
    for (int i = 0; i < 501; i++)
        buf_printf(&many, "p%d@olm.example%%0A", i);
    browser_post(guide, arena_printf(&h->a, "%s/leden/toevoegen", org_path(h)),
                 arena_printf(&h->a, "rows=%s", buf_to_arena(&many, &h->a)));
    buf_release(&many);
    CODE(guide, 422);
    SEES(guide, "That is more than 500 people at once");
    assert_string_equal(house_changed(h), "");
}

/* ---- Roles ----------------------------------------------------------------------------------------------- */

static void an_administrator_always_remains(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER);
    const char *self = member_path(h, MANAGER), *mia = member_path(h, MEMBER);
    house_mark(h);
    browser_post(anna, self, "roles=member&attribute=staff");
    CODE(anna, 422);
    SEES(anna, "always keeps an administrator without an end date");
    browser_post(anna, self, "roles=manager&attribute=staff&ends_on=2031-01-01");
    CODE(anna, 422);
    browser_post(anna, arena_printf(&h->a, "%s/einde", self), "");
    CODE(anna, 409);
    assert_string_equal(house_changed(h), "");

    /* One whose days are counted is not enough. */
    browser_post(anna, mia, "roles=manager&roles=member&attribute=staff&ends_on=2031-01-01");
    CODE(anna, 303);
    browser_post(anna, arena_printf(&h->a, "%s/einde", self), "");
    CODE(anna, 409);
    browser_post(anna, mia, "roles=manager&roles=member&attribute=staff&ends_on=");
    CODE(anna, 303);
    assert_int_equal(roles_of(h, MEMBER), ROLE_MANAGER | ROLE_MEMBER);
    browser_post(anna, arena_printf(&h->a, "%s/einde", self), "");
    CODE(anna, 303);
    browser_get(anna, "%s", org_path(h));
    CODE(anna, 404);
    browser_get(browser_new(h, MEMBER), "%s/gegevens", org_path(h));
}

static void roles_have_an_end(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER), *mia = browser_new(h, MEMBER);
    browser_get(mia, "%s", org_path(h));
    CODE(mia, 200);
    browser_post(anna, member_path(h, MEMBER), "roles=member&attribute=external&ends_on=2001-01-01");
    CODE(anna, 422);
    SEES(anna, "This day has passed");
    browser_post(anna, member_path(h, MEMBER), "roles=member&attribute=external&ends_on=2031-01-01");
    CODE(anna, 303);
    house_do(h, "UPDATE organisation_member SET ends_on = 19000 WHERE id = %lld",
             (long long)h->people[MEMBER].member);
    browser_get(mia, "%s", org_path(h));
    CODE(mia, 404);
    browser_post(anna, arena_printf(&h->a, "%s/terug", member_path(h, MEMBER)), "");
    CODE(anna, 303);
    browser_get(mia, "%s", org_path(h));
    CODE(mia, 200);
}

static void a_guide_cannot_become_administrator(void **state)
{
    struct house *h = house_of(state);
    struct browser *guide = browser_new(h, GUIDE);
    house_mark(h);
    browser_post(guide, member_path(h, GUIDE), "roles=manager&roles=guide&attribute=staff");
    CODE(guide, 403);
    browser_post(guide, arena_printf(&h->a, "%s/leden/toevoegen", org_path(h)),
                 "rows=Gust%3Bgust%40olm.example%3BWorks&roles=manager&role=15");
    CODE(guide, 303);
    assert_int_equal(roles_of(h, GUIDE), ROLE_GUIDE);
    assert_string_equal(house_changed(h), "");
}

static void addresses_are_for_who_invites(void **state)
{
    struct house *h = house_of(state);
    static const enum role who[] = { READER, MEMBER, MINUTES, GUIDE, MANAGER };
    for (size_t i = 0; i < sizeof who / sizeof who[0]; i++) {
        struct browser *b = browser_new(h, who[i]);
        browser_get(b, "%s/leden", org_path(h));
        CODE(b, 200);
        bool shown = strstr(b->body, "sam@olm.example") != NULL, invites = who[i] == GUIDE || who[i] == MANAGER;
        if (shown != invites)
            WRONG("%s %s the addresses of others\n", h->people[who[i]].name, shown ? "sees" : "does not see");
        bool former = strstr(b->body, "Eddy Ended") != NULL;
        if (former != invites)
            WRONG("%s %s who left\n", h->people[who[i]].name, former ? "sees" : "does not see");
    }
}

/* ---- Mails ----------------------------------------------------------------------------------------------- */

/* A newer link takes the place of the older ones; their mails, when they have not left, go too. */
static void a_mail_with_a_dead_link_does_not_leave(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER), *sara = browser_new(h, SYSTEM);
    const char *to_mia =
        arena_printf(&h->a, "SELECT count(*) FROM admin_mail WHERE recipient = '%s'", h->people[MEMBER].mail);
    const char *to_sam =
        arena_printf(&h->a, "SELECT count(*) FROM admin_mail WHERE recipient = '%s'", h->people[SECOND].mail);
    int64_t before = house_int(h, "%s", to_mia), before_sam = house_int(h, "%s", to_sam);
    browser_post(anna, arena_printf(&h->a, "%s/mail", member_path(h, MEMBER)), "");
    const char *first = house_link(h, house_mail(h, h->people[MEMBER].mail), "/binnen/");
    browser_post(anna, arena_printf(&h->a, "%s/mail", member_path(h, SECOND)), "");
    browser_post(anna, arena_printf(&h->a, "%s/mail", member_path(h, MEMBER)), "");
    assert_int_equal(house_int(h, "%s", to_mia), before + 1);
    assert_string_not_equal(house_link(h, house_mail(h, h->people[MEMBER].mail), "/binnen/"), first);
    browser_post(anna, arena_printf(&h->a, "%s/link", member_path(h, MEMBER)), "");
    assert_int_equal(house_int(h, "%s", to_mia), before);
    assert_int_equal(house_int(h, "%s", to_sam), before_sam + 1);

    /* A link that nobody used in time is too late, and says so. */
    struct browser *b = browser_new(h, NOBODY);
    browser_get(b, "/aanmelden");
    struct page_form *f = browser_form(b, "/aanmelden/link");
    form_put(b, f, "mail", h->people[MEMBER].mail);
    browser_send(b, f);
    browser_get(sara, "/beheer/post");
    assert_non_null(strstr(sara->body, "/binnen/"));
    NOT_SEES(sara, "too late");
    house_do(h, "UPDATE admin_mail SET ends_at = 1 WHERE recipient = '%s'", h->people[MEMBER].mail);
    house_do(h, "DELETE FROM admin_mail WHERE recipient <> '%s'", h->people[MEMBER].mail);
    browser_get(sara, "/beheer/post");
    SEES(sara, "too late");
    SEES(sara, "No mail waits");
    assert_null(strstr(sara->body, "/binnen/"));
}

/* ---- What is written down -------------------------------------------------------------------------------- */

static void the_log_says_who_did_what(void **state)
{
    struct house *h = house_of(state);
    struct browser *anna = browser_new(h, MANAGER), *sara = browser_new(h, SYSTEM);
    browser_post(anna, member_path(h, MEMBER), "roles=guide&roles=member&attribute=staff&department_new=Parks");
    CODE(anna, 303);
    assert_int_equal(
        house_int(h,
                  "SELECT count(*) FROM admin_audit WHERE user_id = %lld AND organisation_id = %lld AND "
                  "action = 'member.change' AND object = '%lld'",
                  (long long)h->people[MANAGER].user, (long long)h->places[0].org,
                  (long long)h->people[MEMBER].member),
        1);
    browser_get(sara, "/beheer/logboek");
    SEES(sara, "Anna Manager");
    /* An administrator of the installation sees no content. */
    browser_get(sara, "%s", org_path(h));
    CODE(sara, 404);
}

HOUSE_MAIN(BOTH(a_visitor_makes_an_organisation), BOTH(who_would_rather_not_say_finds_it_at_once),
           BOTH(a_sector_that_does_not_exist_is_refused), BOTH(parts_come_change_and_go),
           BOTH(a_number_is_called_as_in_its_country), BOTH(own_themes_are_archived_not_lost),
           BOTH(people_are_pasted_once), BOTH(what_cannot_be_read_as_people),
           BOTH(an_administrator_always_remains), BOTH(roles_have_an_end),
           BOTH(a_guide_cannot_become_administrator), BOTH(addresses_are_for_who_invites),
           BOTH(a_mail_with_a_dead_link_does_not_leave), BOTH(the_log_says_who_did_what))
