/* What is checked of an organisation, what is recognised in pasted rows, who stays administrator; then whole
 * dialogues: making one, inviting people, changing a member. */
#include "slice/admin/test_house.h"

#include "base/clock.h"
#include "paste.h"
#include "slice/account/account.h"
#include "slice/organisation/organisation.h"

#define DAY_MS ((int64_t)24 * 3600 * 1000)
static const int64_t NOW = 1795330800000; /* 22 November 2026, 7.00 in Brussels */

struct fixture {
    struct house *house;
    struct packs packs;
};

static struct fault resolve(struct rq *rq, enum right right)
{
    bool second_due;
    const char *cookie = rq_cookie(rq, ACCOUNT_COOKIE);
    const struct account_login *l = account_login_find(rq->db, rq->arena, cookie, rq->now_ms, &second_due);
    if (l != NULL)
        rq->actor = (struct actor){ .user = l->user, .login = l->id, .name = l->name, .login_secret = cookie };
    if (right == PUBLIC)
        return NO_FAULT;
    if (l == NULL)
        return FAULT(UNSIGNED, NULL);
    if (right == SIGNED_IN)
        return NO_FAULT;
    const struct organisation_member *m =
        organisation_member_of(rq->db, rq->arena, rq_id(rq, "org"), l->user, rq->now_ms);
    if (m == NULL)
        return FAULT(NOT_FOUND, NULL);
    rq->actor.organisation = rq_id(rq, "org");
    rq->actor.member = m->id;
    rq->actor.roles = m->roles;
    unsigned needed = right == ORG_MANAGE            ? ROLE_MANAGER
                      : right == ORG_GUIDE_OR_MANAGE ? ROLE_MANAGER | ROLE_GUIDE
                                                     : ~0u;
    return (m->roles & needed) == 0 ? FAULT(DENIED, NULL) : NO_FAULT;
}

static int start_with(void **state, enum db_engine engine)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    f->house = house_new(engine, &slice_organisation, &slice_account, resolve);
    if (f->house == NULL)
        return 0;
    struct pack_faults faults = { 0 };
    enum status st = packs_read(f->house->a, CONTENT, &f->packs, &faults);
    if (st != OK)
        print_message("content has faults: %s\n", faults.count > 0 ? faults.v[0].message : "?");
    f->house->site.packs = &f->packs;
    return 0;
}

static int start(void **state)
{
    return start_with(state, DB_SQLITE);
}

static int start_postgres(void **state)
{
    return getenv("KAPSTOK_TEST_POSTGRES") == NULL ? 0 : start_with(state, DB_POSTGRES);
}

static int end(void **state)
{
    struct fixture *f = *state;
    if (f == NULL)
        return 0;
    if (f->house != NULL)
        assert_int_equal(db_status(f->house->db), OK);
    house_free(f->house);
    free(f);
    return 0;
}

static int64_t person(struct fixture *f, const char *name)
{
    return account_user_ensure(f->house->db, f->house->a, name,
                               arena_printf(f->house->a, "%s@example.org", name), "en", NOW);
}

static const struct organisation town = {
    .name = "Olmenrode", .country = "BE", .type = "be-gemeente", .size = "inh-1", .place = "3990"
};

static int64_t make(struct fixture *f, int64_t creator)
{
    int64_t id;
    struct fault fault = organisation_create(f->house->db, f->house->a, &f->packs, &town, creator, NOW, &id);
    assert_int_equal(fault.status, OK);
    return id;
}

/* ---- Checks ------------------------------------------------------------------------------------------- */

static void refused_at(struct fixture *f, struct organisation o, const char *field)
{
    struct organisation out;
    struct fault fault = organisation_check(f->house->a, &f->packs, &o, NULL, NOW, &out);
    assert_int_equal(fault.status, INVALID);
    assert_string_equal(fault.detail, field);
}

static void each_fault_names_its_field(void **state)
{
    struct fixture *f = *state;
    struct organisation o = town;
    refused_at(f, (o.name = "", o), "name");
    o = town;
    refused_at(f, (o.country = "FR", o), "country");
    o = town;
    refused_at(f, (o.type = "be-nothing", o), "type");
    o = town;
    refused_at(f, (o.type = "nl-gemeente", o), "type"); /* of another country */
    o = town;
    refused_at(f, (o.size = NULL, o), "size");
    o = town;
    refused_at(f, (o.size = "staff-5", o), "size"); /* a municipality counts inhabitants */
    o = town;
    refused_at(f, (o.type = "be-onderneming", o.size = "staff-5", o), "sector");
    o = town;
    refused_at(f, (o.lang = "de", o), "lang");
}

static void what_the_type_does_not_ask_is_not_kept(void **state)
{
    struct fixture *f = *state;
    struct organisation out, o = town;
    o.sector = "transport";
    assert_int_equal(organisation_check(f->house->a, &f->packs, &o, NULL, NOW, &out).status, OK);
    assert_null(out.sector);
    assert_string_equal(out.size, "inh-1");
    assert_string_equal(out.lang, "nl_BE");
    o = (struct organisation){ .name = "X", .country = "NL", .type = "unknown", .size = "inh-1" };
    assert_int_equal(organisation_check(f->house->a, &f->packs, &o, NULL, NOW, &out).status, OK);
    assert_null(out.size);
    assert_string_equal(out.lang, "nl");
    o = (struct organisation){
        .name = "X", .country = "BE", .type = "be-onderneming", .size = "staff-5", .sector = "transport"
    };
    assert_int_equal(organisation_check(f->house->a, &f->packs, &o, NULL, NOW, &out).status, OK);
    assert_string_equal(out.sector, "transport");
}

static void a_type_has_its_days(void **state)
{
    struct fixture *f = *state;
    struct pack_type t = { .country = "BE", .valid_from = "2026-11-23" };
    assert_false(organisation_type_offered(f->house->a, &t, "BE", NOW));
    assert_true(organisation_type_offered(f->house->a, &t, "BE", NOW + DAY_MS));
    t = (struct pack_type){ .country = "any", .valid_to = "2026-11-22" };
    assert_true(organisation_type_offered(f->house->a, &t, "NL", NOW));
    assert_false(organisation_type_offered(f->house->a, &t, "NL", NOW + DAY_MS));
}

static void numbers_are_checked(void **state)
{
    struct arena *a = ((struct fixture *)*state)->house->a;
    assert_string_equal(organisation_entity_number(a, "BE", "BE 0123.456.749"), "0123.456.749");
    assert_string_equal(organisation_entity_number(a, "BE", "123456749"), "0123.456.749");
    assert_null(organisation_entity_number(a, "BE", "0123.456.789")); /* the last two do not fit */
    assert_null(organisation_entity_number(a, "BE", "12345678"));
    assert_null(organisation_entity_number(a, "BE", "BE"));
    assert_null(organisation_entity_number(a, "BE", "01234567490"));
    assert_string_equal(organisation_entity_number(a, "NL", "1234 5678"), "12345678");
    assert_null(organisation_entity_number(a, "NL", "1234567"));
    assert_string_equal(organisation_entity_number(a, "NL", ""), "");
}

/* ---- Pasting ------------------------------------------------------------------------------------------ */

static struct paste pasted(struct fixture *f, const char *text)
{
    struct paste p;
    struct fault fault = organisation_paste_read(f->house->a, text, &p);
    if (fault.status != OK)
        fail_msg("%s", fault.msgid);
    return p;
}

static void is_person(const struct paste_person *p, const char *name, const char *mail, const char *department)
{
    assert_string_equal(p->name, name);
    assert_string_equal(p->mail, mail);
    assert_string_equal(p->department, department);
}

static void columns_are_told_by_a_header(void **state)
{
    struct paste p =
        pasted(*state, "Dienst\tE-mailadres\tNaam\nAankoop\tJan@A.be\tJan Maes\n\nVrije tijd\tan@a.be\tAn\n");
    assert_true(p.header);
    assert_int_equal(p.count, 2);
    is_person(&p.people[0], "Jan Maes", "jan@a.be", "Aankoop");
    is_person(&p.people[1], "An", "an@a.be", "Vrije tijd");
    assert_int_equal(p.people[1].line, 4);
    p = pasted(*state, "Naam;Voornaam;Functie;Mail\nMaes;Jan;chef;jan@a.be");
    is_person(&p.people[0], "Jan Maes", "jan@a.be", "");
}

static void columns_are_told_by_their_content(void **state)
{
    struct paste p = pasted(*state, "jan@a.be;Jan Maes;Aankoop\nan@a.be;An Peeters;Aankoop");
    assert_false(p.header);
    is_person(&p.people[1], "An Peeters", "an@a.be", "Aankoop");
    p = pasted(*state, "Aankoop\tJan Maes\tjan@a.be\nAankoop\tAn Peeters\tan@a.be");
    is_person(&p.people[0], "Jan Maes", "jan@a.be", "Aankoop"); /* departments repeat, names do not */
    p = pasted(*state, "\"Maes, Jan\",jan@a.be\n");
    is_person(&p.people[0], "Maes, Jan", "jan@a.be", "");
}

static void a_list_from_a_mail_program_is_read(void **state)
{
    struct paste p = pasted(*state, "Jan Maes <jan@a.be>; an.de-smet@a.be; ");
    assert_int_equal(p.count, 2);
    is_person(&p.people[0], "Jan Maes", "jan@a.be", "");
    is_person(&p.people[1], "An De Smet", "an.de-smet@a.be", "");
    assert_true(p.people[1].name_guessed);
}

static void bad_rows_are_named(void **state)
{
    struct paste p = pasted(*state, "Jan;jan@a.be\nPiet;piet@\nKoen;\nAn;an@a.be");
    assert_int_equal(p.states[PASTE_NEW], 2);
    assert_int_equal(p.states[PASTE_REFUSED], 2);
    assert_int_equal(p.people[1].line, 2);
    assert_string_equal(p.people[1].cell, "Mail address");
    assert_string_equal(p.people[1].arg, "piet@");
    assert_string_equal(p.people[2].fault, "There is no mail address in this row.");
    char name[140];
    memset(name, 'x', sizeof name);
    name[sizeof name - 1] = '\0';
    p = pasted(*state, arena_printf(((struct fixture *)*state)->house->a, "%s;x@a.be\nAn;an@a.be", name));
    assert_string_equal(p.people[0].cell, "Name");
}

static void the_same_address_twice_is_one_person(void **state)
{
    struct paste p = pasted(*state, "jan.maes@a.be;;\nJAN.MAES@a.be;Jan Maës;Aankoop\nan@a.be;An;Pers");
    assert_int_equal(p.states[PASTE_NEW], 2);
    assert_int_equal(p.people[1].state, PASTE_TWICE);
    assert_int_equal(p.people[1].same_as, 1);
    is_person(&p.people[0], "Jan Maës", "jan.maes@a.be", "Aankoop"); /* what the second row adds */
}

static void what_cannot_be_read_is_refused_as_a_whole(void **state)
{
    struct arena *a = ((struct fixture *)*state)->house->a;
    static const char *const texts[] = {
        "", " \n\n", "Jan\nPiet", "a;b;c;jan@a.be\nd;e;f;an@a.be", "\"Jan;jan@a.be", "naam;mail", ";;;"
    };
    struct paste p;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        assert_int_equal(organisation_paste_read(a, texts[i], &p).status, INVALID);
    assert_string_equal(organisation_paste_read(a, "An;an@a.be\n\"Jan;jan@a.be", &p).arg, "2");
}

static void addresses_are_judged(void **state)
{
    static const struct {
        const char *mail;
        bool good;
    } cases[] = {
        { "jan@a.be", true },         { "jan.maes+mvo@sub.olmenrode.be", true },
        { "jan@a-b.be", true },       { "jan@", false },
        { "@a.be", false },           { "jan@a", false },
        { "jan@@a.be", false },       { "jan@a..be", false },
        { ".jan@a.be", false },       { "jan.@a.be", false },
        { "ja n@a.be", false },       { "jan@-a.be", false },
        { "j\xC3\xA4n@a.be", false }, { "jan@a.be.", false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct paste p = pasted(
            *state, arena_printf(((struct fixture *)*state)->house->a, "An;an@a.be\nX;%s", cases[i].mail));
        if ((p.people[1].state == PASTE_NEW) != cases[i].good)
            fail_msg("%s", cases[i].mail);
    }
}

/* ---- Members ------------------------------------------------------------------------------------------ */

static void the_creator_is_administrator_and_guide(void **state)
{
    struct fixture *f = *state;
    int64_t ann = person(f, "ann"), org = make(f, ann);
    const struct organisation_member *m = organisation_member_of(f->house->db, f->house->a, org, ann, NOW);
    assert_int_equal(m->roles, ROLE_MANAGER | ROLE_GUIDE | ROLE_MEMBER);
    assert_null(organisation_member_of(f->house->db, f->house->a, org, person(f, "bram"), NOW));
    assert_null(organisation_member_of(f->house->db, f->house->a, org + 1, ann, NOW));
    size_t count;
    const struct organisation_of *mine = organisations_of_user(f->house->db, f->house->a, ann, NOW, &count);
    assert_int_equal(count, 1);
    assert_string_equal(mine[0].name, "Olmenrode");
}

static struct fault change(struct fixture *f, int64_t org, int64_t member, unsigned roles, int64_t ends_on)
{
    struct organisation_member_change c = {
        .roles = roles, .attribute = "staff", .department = "", .ends_on = ends_on
    };
    return organisation_member_change(f->house->db, f->house->a, org, member, &c, NOW);
}

static void an_administrator_always_stays(void **state)
{
    struct fixture *f = *state;
    struct db *db = f->house->db;
    struct arena *a = f->house->a;
    int64_t ann = person(f, "ann"), org = make(f, ann), today = organisation_today(a, NOW);
    int64_t first = organisation_member_of(db, a, org, ann, NOW)->id;
    assert_string_equal(change(f, org, first, ROLE_MEMBER, 0).detail, "roles");
    assert_string_equal(change(f, org, first, ROLE_MANAGER, today + 30).detail, "ends_on");
    assert_int_equal(organisation_member_end(db, a, org, first, NOW).status, CONFLICT);
    assert_int_equal(change(f, org, first, 0, 0).status, INVALID);
    assert_string_equal(change(f, org, first, ROLE_MANAGER, today - 1).detail, "ends_on");

    int64_t second = organisation_member_add(db, a, org, person(f, "bram"), "", NULL, ROLE_MANAGER, NOW);
    assert_int_equal(change(f, org, second, ROLE_MANAGER, today + 30).status, OK);
    assert_int_equal(organisation_member_end(db, a, org, first, NOW).status,
                     CONFLICT); /* Bram leaves in a month */
    assert_int_equal(change(f, org, second, ROLE_MANAGER, 0).status, OK);
    assert_int_equal(organisation_member_end(db, a, org, first, NOW).status, OK);
    assert_null(organisation_member_of(db, a, org, ann, NOW));
    assert_int_equal(organisation_member_end(db, a, org, second, NOW).status, CONFLICT);
    assert_int_equal(organisation_member_back(db, a, org, first).status, OK);
    assert_int_equal(organisation_member_of(db, a, org, ann, NOW)->roles,
                     ROLE_MANAGER | ROLE_GUIDE | ROLE_MEMBER);
    assert_int_equal(organisation_member_end(db, a, org + 1, second, NOW).status, NOT_FOUND);
}

static void the_last_day_still_counts(void **state)
{
    struct fixture *f = *state;
    struct db *db = f->house->db;
    struct arena *a = f->house->a;
    int64_t org = make(f, person(f, "ann")), bram = person(f, "bram"), today = organisation_today(a, NOW);
    int64_t id = organisation_member_add(db, a, org, bram, "Aankoop", NULL, ROLE_MEMBER, NOW);
    assert_int_equal(change(f, org, id, ROLE_MEMBER, today).status, OK);
    assert_non_null(organisation_member_of(db, a, org, bram, NOW));
    assert_null(organisation_member_of(db, a, org, bram, NOW + DAY_MS));
    size_t count;
    organisations_of_user(db, a, bram, NOW + DAY_MS, &count);
    assert_int_equal(count, 0);
    /* Added again after that day: back, without an end. */
    assert_int_equal(organisation_member_add(db, a, org, bram, "", NULL, ROLE_READER, NOW + DAY_MS), id);
    assert_int_equal(organisation_member_of(db, a, org, bram, NOW + 9 * DAY_MS)->roles, ROLE_READER);
}

static void adding_again_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct db *db = f->house->db;
    struct arena *a = f->house->a;
    int64_t org = make(f, person(f, "ann")), bram = person(f, "bram");
    int64_t id = organisation_member_add(db, a, org, bram, "Aankoop", "external", ROLE_MEMBER, NOW);
    assert_int_equal(organisation_member_add(db, a, org, bram, "AANKOOP", NULL, ROLE_MEMBER, NOW), id);
    const struct organisation_member *m = organisation_member_of(db, a, org, bram, NOW);
    assert_string_equal(m->department, "Aankoop");
    assert_string_equal(m->attribute, "external");
    size_t count;
    organisation_departments(db, a, org, &count);
    assert_int_equal(count, 1);
    organisation_members_all(db, a, org, &count);
    assert_int_equal(count, 2);
}

static void a_link_is_shown_only_when_it_opens_no_more(void **state)
{
    struct fixture *f = *state;
    struct db *db = f->house->db;
    struct arena *a = f->house->a;
    int64_t org = make(f, person(f, "ann")), bram = person(f, "bram");
    organisation_member_add(db, a, org, bram, "", NULL, ROLE_MEMBER, NOW);
    const struct organisation_member *m = organisation_member_of(db, a, org, bram, NOW);
    assert_true(organisation_link_showable(db, a, m, org));
    int64_t other = make(f, bram);
    assert_false(organisation_link_showable(db, a, m, org));
    assert_false(organisation_link_showable(db, a, organisation_member_of(db, a, other, bram, NOW), other));
    int64_t cleo = person(f, "cleo");
    organisation_member_add(db, a, org, cleo, "", NULL, ROLE_MEMBER, NOW);
    account_user_set_admin(db, cleo, true);
    assert_false(organisation_link_showable(db, a, organisation_member_of(db, a, org, cleo, NOW), org));
}

/* ---- Departments, legal entities, themes -------------------------------------------------------------- */

static void departments_have_one_name_each(void **state)
{
    struct fixture *f = *state;
    struct db *db = f->house->db;
    struct arena *a = f->house->a;
    int64_t org = make(f, person(f, "ann")), bram = person(f, "bram");
    int64_t aankoop = organisation_department_ensure(db, a, org, "Aankoop");
    organisation_member_add(db, a, org, bram, "Aankoop", NULL, ROLE_MEMBER, NOW);
    assert_int_equal(organisation_department_add(db, a, org, "aankoop").status, CONFLICT);
    assert_int_equal(organisation_department_add(db, a, org, "Pers").status, OK);
    assert_int_equal(organisation_department_rename(db, a, org, aankoop, "PERS").status, CONFLICT);
    assert_int_equal(organisation_department_rename(db, a, org, aankoop, "AANKOOP").status, OK);
}

/* Into the archive and back again, with who was in it. */
static void a_department_comes_back_with_its_members(void **state)
{
    struct fixture *f = *state;
    struct db *db = f->house->db;
    struct arena *a = f->house->a;
    int64_t ann = person(f, "ann"), org = make(f, ann), bram = person(f, "bram");
    int64_t parks = organisation_department_ensure(db, a, org, "Parks"), member;
    member = organisation_member_add(db, a, org, bram, "Parks", NULL, ROLE_MEMBER, NOW);
    struct organisation_archived now = { .at = NOW, .by = ann }, never = { 0 };
    assert_int_equal(organisation_department_archive(db, org + 1, parks, now).status, NOT_FOUND);
    assert_int_equal(organisation_department_archive(db, org, parks, now).status, OK);
    size_t count;
    organisation_departments(db, a, org, &count);
    assert_int_equal(count, 0);
    const struct organisation_department *all = organisation_departments_all(db, a, org, &count);
    assert_int_equal(count, 1);
    assert_int_equal(all[0].archived.at, NOW);
    assert_int_equal(all[0].archived.by, ann);
    assert_string_equal(organisation_member_of(db, a, org, bram, NOW)->department, "");
    /* A change to the member meanwhile does not take it away. */
    struct organisation_member_change c = { .roles = ROLE_MEMBER, .attribute = "staff", .department = "" };
    assert_int_equal(organisation_member_change(db, a, org, member, &c, NOW).status, OK);
    assert_int_equal(organisation_department_archive(db, org, parks, never).status, OK);
    assert_string_equal(organisation_member_of(db, a, org, bram, NOW)->department, "Parks");
    /* Typing its name brings it back too; another cannot take the name. */
    organisation_department_archive(db, org, parks, now);
    organisation_department_add(db, a, org, "Works");
    int64_t works = organisation_department_ensure(db, a, org, "Works");
    assert_int_equal(organisation_department_rename(db, a, org, works, "parks").status, CONFLICT);
    assert_int_equal(organisation_department_add(db, a, org, "PARKS").status, OK);
    assert_int_equal(organisation_department_ensure(db, a, org, "parks"), parks);
    organisation_departments(db, a, org, &count);
    assert_int_equal(count, 2);
}

static void entities_and_themes_belong_to_one_organisation(void **state)
{
    struct fixture *f = *state;
    struct db *db = f->house->db;
    struct arena *a = f->house->a;
    int64_t org = make(f, person(f, "ann"));
    int64_t entity = organisation_entity_add(db, a, org, "OCMW Olmenrode", NULL, NOW);
    assert_int_equal(organisation_entity_change(db, org + 1, entity, "x", "").status, NOT_FOUND);
    assert_int_equal(organisation_entity_change(db, org, entity, "OCMW", "0123.456.749").status, OK);
    size_t count;
    assert_string_equal(organisation_entities(db, a, org, &count)[0].number, "0123.456.749");
    assert_int_equal(organisation_entity_numbered(db, a, org, "0123.456.749")->id, entity);
    assert_null(organisation_entity_numbered(db, a, org, ""));
    assert_int_equal(
        organisation_entity_archive(db, org + 1, entity, (struct organisation_archived){ .at = NOW }).status,
        NOT_FOUND);
    assert_int_equal(
        organisation_entity_archive(db, org, entity, (struct organisation_archived){ .at = NOW }).status, OK);
    organisation_entities(db, a, org, &count);
    assert_int_equal(count, 0);
    assert_int_equal(organisation_entities_all(db, a, org, &count)[0].archived.at, NOW);

    int64_t theme = organisation_theme_add(db, a, org, "Nachtleven", NULL, NULL, NOW);
    assert_int_equal(organisation_theme_archive(db, org, theme, true, NOW).status, OK);
    organisation_themes(db, a, org, &count);
    assert_int_equal(count, 0);
    assert_int_equal(organisation_theme_archive(db, org, theme, false, NOW).status, OK);
    assert_string_equal(organisation_themes(db, a, org, &count)[0].title, "Nachtleven");
    assert_int_equal(organisation_theme_archive(db, org + 1, theme, true, NOW).status, NOT_FOUND);
}

/* ---- Dialogues ---------------------------------------------------------------------------------------- */

static void sign_in(struct fixture *f, int64_t user)
{
    const char *cookie = account_login_open(f->house->db, f->house->a, user, false, clock_now_ms());
    house_cookie(f->house, arena_printf(f->house->a, ACCOUNT_COOKIE "=%s;", cookie));
}

static void a_visitor_makes_one_and_sees_nothing_yet(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    assert_int_equal(house_get(h, "/organisatie/nieuw?land=BE"), 200);
    house_says(h, "be-gemeente-ocmw");
    assert_int_equal(house_post(h, "/organisatie/nieuw", "name=&country=BE&place=3990"), 422);
    house_says(h, "Fill in the name of the organisation.");
    house_says(h, "Choose what kind of organisation it is."); /* all at once */
    house_says(h, "Fill in your mail address.");
    house_says(h, "value=\"3990\""); /* comes back filled */
    assert_int_equal(house_post(h, "/organisatie/nieuw",
                                "name=Olmenrode&country=BE&type=be-gemeente&size=inh-1&person=&mail=x"),
                     422);
    house_says(h, "This is not a mail address");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM organisation_organisation"), "0");
    assert_int_equal(
        house_post(h, "/organisatie/nieuw",
                   "name=Olmenrode&country=BE&type=be-gemeente&size=inh-1&person=Ilse&mail=ilse@a.be"),
        303);
    assert_string_equal(h->location, "/organisatie/nieuw?gemaild=1");
    assert_string_equal(house_sql(h, "SELECT recipient FROM admin_mail"), "ilse@a.be");
    assert_string_equal(house_sql(h, "SELECT target FROM account_token"), "/organisatie/1");
    assert_int_equal(house_get(h, h->location), 200);
    assert_int_equal(house_get(h, "/organisatie/1"), 401);
}

static void two_kinds_at_once_are_asked_again(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    sign_in(f, person(f, "ann"));
    house_get(h, "/organisatie/nieuw");
    assert_int_equal(
        house_post(h, "/organisatie/nieuw",
                   "name=Ons+bedrijf&country=BE&type=be-gemeente&type_other=be-zelfstandige&size=inh-1"),
        422);
    house_says(h, "You chose one kind above and another in the list.");
    assert_int_equal(
        house_post(h, "/organisatie/nieuw", "name=Ons+bedrijf&country=BE&type=be-onderneming&size=inh-1"), 422);
    house_says(h, "Choose how many people work there.");
    assert_int_equal(
        house_post(h, "/organisatie/nieuw", "name=Ons+bedrijf&country=BE&type=other&type_other=unknown"), 303);
    assert_string_equal(h->location, "/organisatie/1");
    assert_int_equal(house_get(h, h->location), 200);
    house_says(h, "Invite your colleagues first");
    assert_int_equal(house_get(h, "/organisaties"), 303);
}

static void people_are_pasted_once(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    int64_t ann = person(f, "ann");
    make(f, ann);
    sign_in(f, ann);
    assert_int_equal(house_get(h, "/organisatie/1/leden"), 200);
    house_says(h, "You are the only member so far");
    assert_int_equal(house_post(h, "/organisatie/1/leden/plakken", "rows=&mail=1"), 422);
    static const char rows[] =
        "rows=Jan+Maes%09jan@a.be%09Aankoop%0D%0APiet%09piet@%09%0D%0AAn%09an@a.be%09aankoop&mail=1";
    assert_int_equal(house_post(h, "/organisatie/1/leden/plakken", rows), 200);
    house_says(h, "2 people will be added, 1 row has a fault");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM organisation_member"),
                        "1"); /* nothing written yet */
    assert_int_equal(house_post(h, "/organisatie/1/leden/toevoegen", rows), 303);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM organisation_member"), "3");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM organisation_department"), "1");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "2");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_audit WHERE action = 'member.add'"), "2");
    assert_int_equal(house_post(h, "/organisatie/1/leden/toevoegen", rows), 303);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM organisation_member"), "3");
    assert_string_equal(house_sql(h, "SELECT count(*) FROM admin_mail"), "2");
    house_get(h, "/organisatie/1/leden");
    house_says(h, "3 members, 2 have not been in yet");
    house_says(h, "jan@a.be");
}

static void a_member_sees_no_addresses(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    int64_t org = make(f, person(f, "ann")), bram = person(f, "bram");
    organisation_member_add(h->db, h->a, org, bram, "Pers", NULL, ROLE_MEMBER, NOW);
    sign_in(f, bram);
    assert_int_equal(house_get(h, "/organisatie/1/leden"), 200);
    assert_null(strstr(h->body, "@example.org"));
    assert_int_equal(house_get(h, "/organisatie/1/leden/1"), 403);
    assert_int_equal(house_get(h, "/organisatie/1/gegevens"), 403);
    assert_int_equal(house_get(h, "/organisatie/1"), 200);
}

static void one_member_is_changed(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    int64_t ann = person(f, "ann"), org = make(f, ann);
    organisation_member_add(h->db, h->a, org, person(f, "bram"), "", NULL, ROLE_MEMBER, NOW);
    sign_in(f, ann);
    assert_int_equal(house_get(h, "/organisatie/1/leden/2"), 200);
    assert_int_equal(house_post(h, "/organisatie/1/leden/2", "attribute=staff"), 422);
    house_says(h, "Choose at least one role.");
    assert_int_equal(
        house_post(h, "/organisatie/1/leden/2",
                   "roles=guide&roles=minutes&attribute=external&department_new=Pers&ends_on=31-12-2099"),
        303);
    assert_string_equal(house_sql(h, "SELECT roles FROM organisation_member WHERE id = 2"), "20");
    assert_string_equal(house_sql(h, "SELECT detail FROM admin_audit WHERE action = 'member.change'"),
                        "roles 2 -> 20");
    house_get(h, "/organisatie/1/leden/1");
    assert_int_equal(house_post(h, "/organisatie/1/leden/1", "roles=member&attribute=staff"), 422);
    house_says(h, "always keeps an administrator");
    assert_int_equal(house_post(h, "/organisatie/1/leden/1/einde", ""), 409);
    assert_int_equal(house_post(h, "/organisatie/1/leden/2/einde", ""), 303);
    house_get(h, "/organisatie/1/leden");
    house_says(h, "1 former member");
    assert_int_equal(house_post(h, "/organisatie/1/leden/2/link", ""), 404);
    assert_int_equal(house_post(h, "/organisatie/1/leden/2/terug", ""), 303);
    assert_int_equal(house_post(h, "/organisatie/1/leden/2/link", ""), 200);
    house_says(h, "http://localhost/binnen/");
    assert_int_equal(house_post(h, "/organisatie/1/leden/2/mail", ""), 303);
}

/* Anyone can make an organisation and type someone's address. It costs that person nothing, and tells nothing. */
static void being_added_elsewhere_costs_and_tells_nothing(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    int64_t now = clock_now_ms(), ann = person(f, "ann"), cleo = person(f, "cleo"),
            first = make(f, person(f, "bram"));
    account_user_rename(h->db, cleo, "Cleopatra the Real");
    organisation_member_add(h->db, h->a, first, cleo, "", NULL, ROLE_MEMBER, NOW);
    struct account_link mailed = { .user = cleo, .organisation = first, .target = "/" }, shown = mailed;
    shown.shown = true;
    const char *links[] = { account_link_new(h->db, h->a, &mailed, now),
                            account_link_new(h->db, h->a, &shown, now) };
    const char *logins[] = { account_login_open(h->db, h->a, cleo, false, now),
                             account_login_open_in(h->db, h->a, cleo, first, now) };
    make(f, ann);
    sign_in(f, ann);
    house_get(h, "/organisatie/2/leden");
    assert_int_equal(house_post(h, "/organisatie/2/leden/toevoegen", "rows=Cee;cleo@example.org&mail=1"), 303);
    bool due;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(account_token_look(h->db, h->a, links[i], now).state, ACCOUNT_TOKEN_GOOD);
        assert_non_null(account_login_find(h->db, h->a, logins[i], now, &due));
    }
    house_get(h, "/organisatie/2/leden");
    house_says(h, ">Cee");
    house_says(h, "invited");
    assert_null(strstr(h->body, "Cleopatra"));

    /* She says yes herself; then her name stands there. Her first organisation always had it. */
    house_cookie(h, arena_printf(h->a, ACCOUNT_COOKIE "=%s;", logins[0]));
    house_get(h, "/organisatie/2");
    house_says(h, "You are asked to take part");
    assert_int_equal(house_post(h, "/organisatie/2/deelnemen", ""), 303);
    house_get(h, "/organisatie/2");
    assert_null(strstr(h->body, "You are asked to take part"));
    sign_in(f, ann);
    house_get(h, "/organisatie/2/leden");
    house_says(h, "Cleopatra the Real");
    size_t count;
    const struct organisation_member *members = organisation_members_all(h->db, h->a, first, &count);
    assert_string_equal(members[1].name, "Cleopatra the Real");
    assert_true(members[1].entered);
}

static void data_are_changed_and_refused_at_their_field(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    int64_t ann = person(f, "ann");
    make(f, ann);
    sign_in(f, ann);
    assert_int_equal(house_get(h, "/organisatie/1/gegevens"), 200);
    assert_int_equal(house_post(h, "/organisatie/1/gegevens", "name=Olm&type=nl-gemeente&size=&lang=nl"), 422);
    house_says(h, "Choose how many inhabitants there are.");
    assert_int_equal(house_post(h, "/organisatie/1/gegevens", "name=Olm&type=nl-gemeente&size=inh-1&lang=nl"),
                     303);
    assert_string_equal(house_sql(h, "SELECT country FROM organisation_organisation"), "NL");
    assert_int_equal(house_post(h, "/organisatie/1/rechtspersonen", "entity=Stichting&number=12"), 422);
    house_says(h, "This cannot be a KvK number");
    assert_int_equal(house_post(h, "/organisatie/1/rechtspersonen", "entity=Stichting&number=12345678"), 303);
    assert_int_equal(house_get(h, "/organisatie/1/rechtspersonen/1"), 200);
    assert_int_equal(house_post(h, "/organisatie/1/rechtspersonen", "entity=Again&number=1234+5678"), 422);
    house_says(h, "has this number already.");
    assert_int_equal(house_post(h, "/organisatie/1/rechtspersonen/1", "entity=Stichting+Olm&number=12345678"),
                     303);
    assert_int_equal(house_post(h, "/organisatie/1/rechtspersonen/1/archief", ""), 303);
    assert_int_equal(house_post(h, "/organisatie/1/rechtspersonen", "entity=Again&number=12345678"), 422);
    house_says(h, "it is in the archive");
    assert_int_equal(house_get(h, "/organisatie/1/rechtspersonen/1"), 200);
    house_says(h, "In the archive since ");
    house_says(h, ", by ");
    assert_int_equal(house_post(h, "/organisatie/1/rechtspersonen/1/archief", ""), 303);
    assert_int_equal(house_post(h, "/organisatie/1/diensten", "department=Inkoop"), 303);
    assert_int_equal(house_get(h, "/organisatie/1/diensten/1"), 200);
    assert_int_equal(house_post(h, "/organisatie/1/diensten", "department=inkoop"), 422);
    assert_int_equal(house_post(h, "/organisatie/1/diensten/1", "department=Aankoop"), 303);
    assert_int_equal(house_post(h, "/organisatie/1/themas", "theme=Nacht&domain=nothing"), 422);
    assert_int_equal(house_post(h, "/organisatie/1/themas", "theme=Nacht&domain=gov.board"), 303);
    assert_int_equal(house_get(h, "/organisatie/1/themas/1"), 200);
    assert_int_equal(house_post(h, "/organisatie/1/themas/1/archief", ""), 303);
    assert_int_equal(house_get(h, "/organisatie/1/gegevens"), 200);
    house_says(h, "1 archived theme");
    assert_int_equal(house_post(h, "/organisatie/1/diensten/1/archief", ""), 303);
}

#define TEST(fn) cmocka_unit_test_setup_teardown(fn, start, end)
/* The dialogues that together ask every query, on the other engine. */
static void on_postgres(void **state, void (*dialogue)(void **state))
{
    if (*state == NULL)
        skip();
    dialogue(state);
}

static void people_on_postgres(void **state)
{
    on_postgres(state, people_are_pasted_once);
}

static void a_member_on_postgres(void **state)
{
    on_postgres(state, one_member_is_changed);
}

static void data_on_postgres(void **state)
{
    on_postgres(state, data_are_changed_and_refused_at_their_field);
}

#define TEST_POSTGRES(fn) cmocka_unit_test_setup_teardown(fn, start_postgres, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(each_fault_names_its_field),
        TEST(what_the_type_does_not_ask_is_not_kept),
        TEST(a_type_has_its_days),
        TEST(numbers_are_checked),
        TEST(columns_are_told_by_a_header),
        TEST(columns_are_told_by_their_content),
        TEST(a_list_from_a_mail_program_is_read),
        TEST(bad_rows_are_named),
        TEST(the_same_address_twice_is_one_person),
        TEST(what_cannot_be_read_is_refused_as_a_whole),
        TEST(addresses_are_judged),
        TEST(the_creator_is_administrator_and_guide),
        TEST(an_administrator_always_stays),
        TEST(the_last_day_still_counts),
        TEST(adding_again_changes_nothing),
        TEST(a_link_is_shown_only_when_it_opens_no_more),
        TEST(departments_have_one_name_each),
        TEST(a_department_comes_back_with_its_members),
        TEST(entities_and_themes_belong_to_one_organisation),
        TEST(a_visitor_makes_one_and_sees_nothing_yet),
        TEST(two_kinds_at_once_are_asked_again),
        TEST(people_are_pasted_once),
        TEST(a_member_sees_no_addresses),
        TEST(one_member_is_changed),
        TEST(being_added_elsewhere_costs_and_tells_nothing),
        TEST(data_are_changed_and_refused_at_their_field),
        TEST_POSTGRES(people_on_postgres),
        TEST_POSTGRES(a_member_on_postgres),
        TEST_POSTGRES(data_on_postgres),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
