#include "house.h"

#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "http/internal.h"
#include "lib/sodium.h"
#include "slice/account/account.h"
#include "slice/admin/admin.h"
#include "slice/attachment/attachment.h"
#include "slice/briefing/briefing.h"
#include "slice/document/document.h"
#include "slice/evaluation/evaluation.h"
#include "slice/group/group.h"
#include "slice/organisation/organisation.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/report/report.h"
#include "slice/session/minutes.h"
#include "slice/trajectory/trajectory.h"

static struct house *houses[DB_ENGINES]; /* built once, used by every test of the program */

/* ---- The tables --------------------------------------------------------------------------------------- */

/* Copies of all tables: as the house was built, and as a test marked them. */
enum copy { BASE, MARK };
static const char *const copies[] = { "base", "mark" };

static void forget_seen(struct house *h)
{
    h->seen[BASE].pulse[0] = h->seen[MARK].pulse[0] = '\0';
}

static const char *vprint_sql(struct house *h, const char *format, va_list args)
{
    return arena_vprintf(&h->a, format, args);
}

const char *house_sql(struct house *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = vprint_sql(h, format, args), *value = db_scalar(h->db, &h->a, sql);
    va_end(args);
    if (db_status(h->db) != OK)
        WRONG("%s\n%s\n", sql, db_error(h->db));
    return value == NULL ? "" : value;
}

int64_t house_int(struct house *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *value = house_sql(h, "%s", vprint_sql(h, format, args));
    va_end(args);
    return strtoll(value, NULL, 10);
}

void house_do(struct house *h, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const char *sql = vprint_sql(h, format, args);
    va_end(args);
    forget_seen(h);
    db_script(h->db, sql);
    if (db_status(h->db) != OK)
        WRONG("%s\n%s\n", sql, db_error(h->db));
}

const char *house_trajectory(struct house *h)
{
    return arena_printf(
        &h->a, "/organisatie/%lld/traject/%lld", (long long)h->places[0].org,
        (long long)house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                             (long long)h->places[0].org));
}

void house_begin(struct house *h)
{
    forget_seen(h);
    assert_int_equal(db_begin_write(h->db), OK);
}

void house_commit(struct house *h)
{
    if (db_status(h->db) != OK || db_commit(h->db) != OK)
        WRONG("%s\n", db_error(h->db));
}

/* The next name of a list with blanks between, from *p on; NULL at its end. */
static const char *next_name(struct arena *a, const char **p)
{
    *p += strspn(*p, " ");
    size_t n = strcspn(*p, " ");
    const char *name = n == 0 ? NULL : arena_strndup(a, *p, n);
    *p += n;
    return name;
}

static const char *list_tables(struct house *h)
{
    const char *sql =
        h->engine == DB_SQLITE
            ? "SELECT group_concat(name, ' ') FROM (SELECT name FROM sqlite_master WHERE type = 'table' "
              "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid)"
            : "SELECT string_agg(relname, ' ' ORDER BY oid) FROM pg_class WHERE relkind = 'r' "
              "AND relnamespace = current_schema()::regnamespace";
    /* What the web never writes is left alone: packs are large. */
    const char *all = house_sql(h, "%s", sql), *name, *list = "";
    while ((name = next_name(&h->a, &all)) != NULL)
        if (strcmp(name, "library_pack") != 0 && strcmp(name, "schema_migration") != 0)
            list = arena_printf(&h->a, "%s%s%s", list, list[0] == '\0' ? "" : " ", name);
    return arena_strdup(&h->app.arena, list);
}

/* Copies of all tables that only this connection sees. */
static void remember(struct house *h, enum copy copy)
{
    const char *as = copies[copy];
    const char *p = h->tables, *name;
    while ((name = next_name(&h->a, &p)) != NULL) {
        if (house_int(h,
                      h->engine == DB_SQLITE ? "SELECT count(*) FROM sqlite_temp_master WHERE name = '%s_%s'"
                                             : "SELECT count(*) FROM pg_class WHERE relpersistence = 't' AND "
                                               "relname = '%s_%s' AND pg_table_is_visible(oid)",
                      as, name) == 0)
            house_do(h, "CREATE TEMPORARY TABLE %s_%s AS SELECT * FROM %s", as, name, name);
        else
            house_do(h, "DELETE FROM %s_%s; INSERT INTO %s_%s SELECT * FROM %s", as, name, as, name, name);
    }
}

/* Something that changes with every commit of another connection. Others than ours may change it too: then we look. */
static const char *pulse(struct house *h)
{
    return house_sql(h, h->engine == DB_SQLITE ? "PRAGMA data_version"
                                               : "SELECT pg_snapshot_xmax(pg_current_snapshot())");
}

static const char *compare_sql(struct house *h, const char *as)
{
    const char *p = h->tables, *name, *sql = "";
    while ((name = next_name(&h->a, &p)) != NULL) {
        static const char part[] =
            "SELECT '%s' AS t WHERE (SELECT count(*) FROM %s) <> (SELECT count(*) FROM %s_%s) "
            "OR EXISTS (SELECT * FROM %s EXCEPT SELECT * FROM %s_%s)";
        sql = arena_printf(&h->a, "%s%s%s", sql, sql[0] == '\0' ? "" : " UNION ALL ",
                           arena_printf(&h->a, part, name, name, as, name, name, as, name));
    }
    return arena_printf(&h->a,
                        h->engine == DB_SQLITE ? "SELECT group_concat(t, ' ') FROM (%s)"
                                               : "SELECT string_agg(t, ' ') FROM (%s) x",
                        sql);
}

static void note_seen(struct house *h, enum copy copy, const char *pulse, const char *changed)
{
    ASSERT(strlen(pulse) < sizeof h->seen[copy].pulse && strlen(changed) < sizeof h->seen[copy].changed);
    strcpy(h->seen[copy].pulse, pulse);
    strcpy(h->seen[copy].changed, changed);
}

static const char *changed_since(struct house *h, enum copy copy)
{
    if (h->marked_base)
        copy = BASE;
    /* Most requests write nothing: then nothing beats as before, and 90 tables need not be compared again. */
    const char *now = pulse(h);
    if (strcmp(h->seen[copy].pulse, now) == 0)
        return arena_strdup(&h->a, h->seen[copy].changed);
    if (h->compare[copy] == NULL) {
        const char *sql = compare_sql(h, copies[copy]);
        if (h->engine == DB_POSTGRES) { /* planned once: that takes longer than doing it */
            house_do(h, "PREPARE compare_%s AS %s", copies[copy], sql);
            sql = arena_printf(&h->a, "EXECUTE compare_%s", copies[copy]);
        }
        h->compare[copy] = arena_strdup(&h->app.arena, sql);
    }
    const char *changed = db_scalar(h->db, &h->a, h->compare[copy]);
    if (db_status(h->db) != OK)
        WRONG("%s\n", db_error(h->db));
    changed = changed == NULL ? "" : changed;
    note_seen(h, copy, now, changed);
    return changed;
}

void house_mark(struct house *h)
{
    bool base = changed_since(h, BASE)[0] == '\0';
    remember(h, MARK);
    h->marked_base = base;
}

const char *house_changed(struct house *h)
{
    return changed_since(h, MARK);
}

void house_serve(struct house *h)
{
    const char *detail = "";
    if (h->server != NULL)
        server_inline_free(h->server);
    arena_reset(&h->server_arena);
    h->config = app_server_config(&h->app);
    if (server_inline_new(&h->config, &h->server_arena, &h->server, &detail) != OK)
        WRONG("%s\n", detail);
}

void house_restore(struct house *h)
{
    const char *p = changed_since(h, BASE), *name, *sql = "";
    bool sqlite = h->engine == DB_SQLITE;
    while ((name = next_name(&h->a, &p)) != NULL)
        sql = arena_printf(&h->a, "%sDELETE FROM %s;\nINSERT INTO %s SELECT * FROM base_%s;\n", sql, name, name,
                           name);
    if (sql[0] != '\0') {
        /* Only what changed goes back, so references are not looked at on the way: all stands as it did before. */
        if (sqlite)
            db_script(h->db, "PRAGMA foreign_keys = OFF");
        house_begin(h);
        if (!sqlite)
            db_script(h->db, "SET LOCAL session_replication_role = replica");
        db_script(h->db, sql);
        house_commit(h);
        if (sqlite)
            db_script(h->db, "PRAGMA foreign_keys = ON");
        note_seen(h, BASE, pulse(h), "");
    }
    house_forget_tries(h);
}

void house_forget_tries(struct house *h)
{
    pthread_mutex_destroy(&h->server->limits.lock);
    limit_init(&h->server->limits);
}

/* ---- The people ---------------------------------------------------------------------------------------- */

static const struct {
    const char *name, *mail;
    unsigned roles;
} cast[ROLES] = {
    [OUTSIDER] = { "Oscar Outsider", "oscar@elders.example", 0 },
    [READER] = { "Rita Reader", "rita@olm.example", ROLE_READER },
    [MEMBER] = { "Mia Member", "mia@olm.example", ROLE_MEMBER },
    [SECOND] = { "Sam Second", "sam@olm.example", ROLE_MEMBER },
    [MINUTES] = { "Nora Notes", "nora@olm.example", ROLE_MINUTES },
    [GUIDE] = { "Gust Guide", "gust@olm.example", ROLE_GUIDE },
    [MANAGER] = { "Anna Manager", "anna@olm.example", ROLE_MANAGER },
    [ENDED] = { "Eddy Ended", "eddy@olm.example", ROLE_MEMBER | ROLE_GUIDE | ROLE_MANAGER },
    [FOREIGN] = { "Fons Foreign", "fons@other.example", ROLE_GUIDE | ROLE_MANAGER },
    [SYSTEM] = { "Sara System", "sara@kapstok.example", 0 },
};

static void make_people(struct house *h, int64_t now)
{
    for (int i = 0; i < ROLES; i++) {
        struct person *p = &h->people[i];
        p->name = cast[i].name;
        p->mail = cast[i].mail;
        if (i == NOBODY || i == PHONE)
            continue;
        p->user = account_user_ensure(h->db, &h->app.arena, p->name, p->mail, "en", now);
        p->cookie = account_login_open(h->db, &h->app.arena, p->user, false, now);
    }
    account_user_set_admin(h->db, h->people[SYSTEM].user, true);
}

static const struct pack_type *type_of(struct house *h, enum pack_sector sector)
{
    const struct pack_types *types = packs_types(&h->app.packs);
    for (int i = 0; i < types->type_count; i++)
        if (types->types[i].sector == sector && strcmp(types->types[i].country, "BE") == 0 &&
            types->types[i].common == (sector == SECTOR_PUBLIC ? 2 : 1))
            return &types->types[i];
    WRONG("no common type of organisation in the packs\n");
    return NULL;
}

/* All options of a scan's start questions that ask for most statements: the last of each. */
static const char *profile_of(struct house *h, const struct pack_scan *scan)
{
    struct pack_profile profile = PACK_NO_PROFILE;
    for (int i = 0; i < scan->question_count; i++)
        profile.option[i] = (int8_t)(scan->questions[i].option_count - 1);
    return pack_profile_write(scan, &profile, &h->a);
}

static void make_organisation(struct house *h, struct place *place, const char *name, enum role creator,
                              int64_t now)
{
    struct arena *a = &h->app.arena;
    const struct pack_type *type = type_of(h, SECTOR_PUBLIC);
    const struct pack_size *size = pack_size_of(packs_types(&h->app.packs), type->size, 12000);
    struct organisation o = {
        .name = name, .type = type->id, .country = "BE", .size = size->id, .place = "Olmen", .lang = "en"
    };
    struct fault f =
        organisation_create(h->db, a, &h->app.packs, &o, h->people[creator].user, now, &place->org);
    if (f.status != OK)
        WRONG("organisation: %s\n", f.msgid);
    place->department = organisation_department_ensure(h->db, a, place->org, "Works");
    place->entity = organisation_entity_add(h->db, a, place->org, "AGB", "", now);
    place->theme = organisation_theme_add(h->db, a, place->org, "Trees", "Every street its trees", "", now);
}

static int64_t add_member(struct house *h, struct place *place, int64_t user, unsigned roles, int64_t now)
{
    int64_t id = organisation_member_add(h->db, &h->app.arena, place->org, user, "Works", NULL, roles, now);
    assert_true(id > 0);
    return id;
}

static void end_member(struct house *h, struct place *place, int64_t id, int64_t now)
{
    struct fault f = organisation_member_end(h->db, &h->app.arena, place->org, id, now);
    assert_int_equal(f.status, OK);
}

static void make_members(struct house *h, int64_t now)
{
    struct place *first = &h->places[0], *second = &h->places[1];
    struct arena *a = &h->app.arena;
    for (int i = READER; i <= ENDED; i++)
        h->people[i].member = add_member(h, first, h->people[i].user, cast[i].roles, now);
    /* Who makes an organisation is its guide as well; here those are two people. */
    struct organisation_member_change only = { .roles = ROLE_MANAGER,
                                               .attribute = "staff",
                                               .department = "Works" };
    struct fault f = organisation_member_change(h->db, a, first->org, h->people[MANAGER].member, &only, now);
    assert_int_equal(f.status, OK);
    end_member(h, first, h->people[ENDED].member, now);
    first->member = h->people[SECOND].member;
    first->ended = h->people[ENDED].member;

    h->people[FOREIGN].member = add_member(h, second, h->people[FOREIGN].user, cast[FOREIGN].roles, now);
    second->member =
        add_member(h, second, account_user_ensure(h->db, a, "Fien Foreign", "fien@other.example", "en", now),
                   ROLE_MEMBER, now);
    second->ended =
        add_member(h, second, account_user_ensure(h->db, a, "Fred Foreign", "fred@other.example", "en", now),
                   ROLE_MEMBER, now);
    end_member(h, second, second->ended, now);
}

/* ---- Rounds -------------------------------------------------------------------------------------------- */

static int64_t open_round(struct house *h, const struct scan_new *n, const unsigned char *key, int64_t now)
{
    int64_t id;
    struct fault f = scan_round_open(h->db, &h->app.arena, &h->app.packs, n, key, now, &id);
    if (f.status != OK)
        WRONG("round: %s\n", f.msgid);
    return id;
}

static void answer(struct house *h, const struct scan_round *r, int64_t member, int statement,
                   enum scan_answer what, const char *note, int64_t now)
{
    const struct scan_sheet *sheet = scan_sheet_begin(h->db, &h->a, r->id, member, now);
    struct scan_change c = { .statement = statement, .answer = what, .note = note, .edit = 1 };
    size_t older;
    struct fault f = scan_answers_save(h->db, &h->a, r, sheet, &c, 1, 0, now, &older);
    if (f.status != OK)
        WRONG("answer: %s\n", f.msgid);
}

static void make_rounds(struct house *h, struct place *place, int64_t by, int64_t now)
{
    static const char *const titles[SCAN_MODES] = { "Round alone at the desk", "Round in a sitting",
                                                    "Round divided", "Round of all" };
    struct arena *a = &h->app.arena;
    const struct pack_type *type = type_of(h, SECTOR_PUBLIC);
    const struct pack_scan *scan = pack_scan_find(&h->app.packs, type->scan, 0);
    struct scan_new n = { .organisation = place->org,
                          .pack = type->scan,
                          .light = true,
                          .profile = profile_of(h, scan),
                          .type = type->id,
                          .country = "BE",
                          .size = "",
                          .user = by };
    n.title = "Round of last year";
    n.mode = SCAN_ALONE;
    place->closed = open_round(h, &n, NULL, now - 1000);
    for (int m = 0; m < SCAN_MODES; m++) {
        n.title = titles[m];
        n.mode = (enum scan_mode)m;
        place->round[m] = open_round(h, &n, NULL, now);
    }
    size_t count;
    place->statement = arena_strdup(a, house_statements(h, place->org, place->closed, &count)[0]);
    const struct pack_statement *s = &scan->statements[pack_statement_find(scan, place->statement)];
    place->theme_id = scan->themes[s->theme].id;
    place->domain_id = scan->domains[s->domain].id;

    const struct scan_round *closed = house_round(h, place->org, place->closed);
    int statement = pack_statement_find(scan, place->statement);
    answer(h, closed, place->member, statement, ANSWER_YES, "", now);
    struct fault f = scan_agree(h->db, &h->a, closed, statement, ANSWER_YES, false, "", by, now);
    assert_int_equal(f.status, OK);
    assert_int_equal(scan_round_close(h->db, closed, by, now).status, OK);

    unsigned char hash[CRYPTO_HASH_SIZE];
    place->key = token_new(a);
    token_hash(place->key, hash);
    n = (struct scan_new){ .title = "Quick scan",
                           .pack = type->scan,
                           .light = true,
                           .profile = n.profile,
                           .mode = SCAN_SINGLE,
                           .type = type->id,
                           .country = "BE",
                           .size = "" };
    open_round(h, &n, hash, now);
}

const struct scan_round *house_round(struct house *h, int64_t org, int64_t round)
{
    const struct scan_round *r = scan_round_get(h->db, &h->a, &h->app.packs, org, round);
    assert_non_null(r);
    return r;
}

const char *const *house_statements(struct house *h, int64_t org, int64_t round, size_t *count)
{
    const struct scan_round *r = house_round(h, org, round);
    const char **list = NEW_ARRAY(&h->a, const char *, (size_t)r->scan->statement_count);
    *count = 0;
    for (int i = 0; i < r->scan->statement_count; i++)
        if (pack_offered(r->scan, i, r->light, &r->profile))
            list[(*count)++] = r->scan->statements[i].id;
    assert_true(*count > 10);
    return list;
}

/* What only the pages can make: who answers which theme, and evidence. */
static void make_evidence(struct house *h, struct place *place, enum role guide, enum role member)
{
    struct browser *b = browser_new(h, guide);
    browser_get(b, "/organisatie/%lld/scan/%lld/verdeling", (long long)place->org,
                (long long)place->round[SCAN_DIVIDED]);
    struct page_form *f = browser_form(b, "/verdeling");
    form_put(b, f, arena_printf(&h->a, "who[%s/%lld]", place->theme_id, (long long)place->member), "1");
    form_put(b, f, "mail", "");
    browser_send(b, f);
    CODE(b, 303);
    const char *page = arena_printf(&h->a, "/organisatie/%lld/scan/%lld/bewijs/%s", (long long)place->org,
                                    (long long)place->round[SCAN_ALONE], place->statement);
    b = browser_new(h, member);
    browser_get(b, "%s", page);
    f = browser_form(b, page);
    form_put(b, f, "url", "https://www.example.org/report");
    form_attach(b, f, "file", "plan.txt", (struct bytes){ "a plan", 6 });
    browser_send(b, f);
    CODE(b, 303);
    const char *of =
        arena_printf(&h->a, "FROM scan_evidence WHERE round_id = %lld", (long long)place->round[SCAN_ALONE]);
    place->link = house_int(h, "SELECT id %s AND url IS NOT NULL", of);
    place->file = house_int(h, "SELECT id %s AND file_id IS NOT NULL", of);
}

/* ---- Trajectories -------------------------------------------------------------------------------------- */

static int64_t make_document(struct house *h, const struct trajectory *t, const char *title, int64_t by,
                             int64_t now)
{
    struct document_new n = { .sort = DOCUMENT_TEXT,
                              .title = title,
                              .section = "",
                              .output = "",
                              .content = "# Energy\n\nWe use less.",
                              .everyone = true,
                              .user = by };
    int64_t id;
    assert_int_equal(document_make(h->db, &h->app.arena, t, &n, now, &id).status, OK);
    return id;
}

static const struct document *document_now(struct house *h, const struct trajectory *t, int64_t id)
{
    const struct document *d = document_get(h->db, &h->a, t->organisation, t->id, id);
    assert_non_null(d);
    return d;
}

/* One in review with two versions, a remark and two files, one approved, one adopted, one set aside. */
static void make_documents(struct house *h, const struct trajectory *t, int64_t by, int64_t now)
{
    int64_t today = organisation_today(&h->a, now);
    int64_t id = make_document(h, t, "A text in review", by, now);
    struct document_text more = {
        .title = "A text in review", .content = "# Energy\n\nWe use much less.", .skeleton = "", .base = 1
    };
    assert_int_equal(document_write(h->db, &h->a, document_now(h, t, id), &more, by, now).status, OK);
    assert_int_equal(
        document_review(h->db, document_now(h, t, id), 2, today + DOCUMENT_REVIEW_DAYS, today, by, now).status,
        OK);
    assert_int_equal(document_remark_add(h->db, document_now(h, t, id), "Energy", "How much?", by, now).status,
                     OK);
    const struct attachment_owner owner = document_files(document_now(h, t, id));
    for (int i = 0; i < 2; i++) {
        struct attachment_new file = { .name = i == 0 ? "figures.txt" : "old figures.txt",
                                       .type = "text/plain; charset=utf-8",
                                       .content = { "12 %", 4 },
                                       .user = by };
        int64_t made = attachment_put(h->db, &h->a, &owner, &file, now);
        if (i == 1)
            assert_int_equal(attachment_remove(h->db, &owner, made, by, now).status, OK);
    }
    static const char *const titles[] = { "An approved text", "An adopted text", "A text set aside" };
    for (int i = 0; i < 3; i++) {
        id = make_document(h, t, titles[i], by, now);
        assert_int_equal(document_approve(h->db, document_now(h, t, id), 1, "", today, by, now).status, OK);
        struct document_adoption adoption = {
            .by = "council", .on = DB_SOME(today), .decision = "2026/1", .version = 1
        };
        if (i == 1)
            assert_int_equal(
                document_adopt(h->db, &h->a, document_now(h, t, id), &adoption, today, by, now).status, OK);
        if (i == 2)
            assert_int_equal(document_archive(h->db, document_now(h, t, id), true, by, now).status, OK);
    }
}

/* Its group is asked how wide it should be, and an objection was noted. */
static void fill_group(struct house *h, const struct trajectory *t, int64_t first, int64_t second, int64_t now)
{
    static const char *const options[] = { "narrow", "right", "wide" };
    const int64_t voters[] = { first, second };
    size_t group_count;
    int64_t id;
    const struct group *g = groups(h->db, &h->a, t, organisation_today(&h->a, now), &group_count);
    assert_int_equal(group_count, 1);
    struct ballot_new n = { .organisation = t->organisation,
                            .kind = "group.width",
                            .object = g->id,
                            .options = options,
                            .option_count = GROUP_WIDTHS,
                            .voters = voters,
                            .voter_count = 2,
                            .minimum = BALLOT_USUAL,
                            .due_on = DB_SOME(organisation_today(&h->a, now) + 7) };
    assert_int_equal(ballot_announce(h->db, &h->a, &n, now, &id).status, OK);
    const struct ballot *b = ballot_get(h->db, &h->a, t->organisation, id);
    assert_int_equal(ballot_open(h->db, b, now).status, OK);
    assert_int_equal(group_motive_save(h->db, &h->a, t, first, "My street", "", 0, now).status, OK);
    struct group_objection o = { .resistance = "", .note = "Again", .helped = "" };
    assert_int_equal(group_objection_save(h->db, &h->a, &h->app.packs, t, &o, &id).status, OK);
}

static int64_t begin_trajectory(struct house *h, struct place *place, const char *name, int64_t by,
                                int64_t by_member, int64_t now)
{
    struct arena *a = &h->app.arena;
    int64_t members[] = { by_member, place->member }, id;
    struct trajectory_new n = { .organisation = place->org,
                                .country = "BE",
                                .lang = lang_get(LANG_EN),
                                .name = name,
                                .template = "template-local-government",
                                .example = "example-olmenrode",
                                .first_day = organisation_today(a, now) + 7,
                                .user = by,
                                .members = members,
                                .member_count = 2 };
    struct fault f = trajectory_begin(h->db, a, &h->app.packs, h->app.site.trajectory_parts, &n, now, &id);
    if (f.status != OK)
        WRONG("trajectory: %s\n", f.msgid);
    return id;
}

static void evaluate(struct house *h, const struct trajectory *t, int64_t member, int64_t by, int64_t now)
{
    assert_int_equal(evaluation_open(h->db, &h->a, t, organisation_today(&h->a, now) + 7, by, now).status, OK);
    struct evaluation_saying s = { member, "grown", "A little", true, 0 };
    assert_int_equal(
        evaluation_answer_save(h->db, &h->a, t, evaluation_round(h->db, &h->a, t), &s, by, now).status, OK);
}

static void brief(struct house *h, const struct trajectory *t, int64_t by, int64_t now)
{
    struct arena *a = &h->app.arena;
    size_t count;
    const struct briefing_line *lines = briefing_lines(h->db, a, t, &count);
    struct briefing_line known = lines[0];
    known.state = BRIEFING_KNOWN;
    known.known = "A vision of 2019";
    assert_int_equal(briefing_line_save(h->db, a, t, &known, by, now).status, OK);
    struct briefing_commitment_new n = {
        .organisation = t->organisation, .entry = "", .title = "A promise", .note = ""
    };
    int64_t id;
    assert_int_equal(
        briefing_commitment_save(h->db, a, &h->app.packs, lang_get(LANG_EN), &n, by, now, &id).status, OK);
}

static void skip_last_step(struct house *h, const struct trajectory *t, int64_t by, int64_t now)
{
    struct arena *a = &h->app.arena;
    size_t count;
    const struct trajectory_step *s = trajectory_steps(h->db, a, t, 1, &count);
    assert_int_equal(
        trajectory_step_skip(h->db, a, t, &s[count - 1], "Nobody has time", "Last", by, now).status, OK);
}

struct report_source house_report_source(struct house *h, const struct trajectory *t, int64_t now)
{
    return (struct report_source){ .db = h->db,
                                   .arena = &h->a,
                                   .packs = &h->app.packs,
                                   .parts = h->app.site.trajectory_parts,
                                   .trajectory = t,
                                   .today = organisation_today(&h->a, now) };
}

/* A note that was adopted, with a logo; a final report that is a draft, with a text that was changed; and a proposal. */
static void report(struct house *h, const struct trajectory *t, int64_t by, int64_t now)
{
    static const unsigned char png[] = {
        0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0x00, 0x00, 0x00, 0x0D, 0x49, 0x48, 0x44,
        0x52, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x02, 0x08, 0x02, 0x00, 0x00, 0x00, 0xFD,
        0xD4, 0x9A, 0x73, 0x00, 0x00, 0x00, 0x0F, 0x49, 0x44, 0x41, 0x54, 0x78, 0x9C, 0x63, 0x60,
        0x48, 0x73, 0x01, 0x21, 0x08, 0x05, 0x00, 0x11, 0x96, 0x02, 0xA9, 0x1F, 0x13, 0x59, 0xA0,
        0x00, 0x00, 0x00, 0x00, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82
    };
    struct report_source from = house_report_source(h, t, now);
    struct attachment_new logo = {
        .name = "logo.png", .type = "image/png", .content = { png, sizeof png }, .user = by
    };
    int64_t id;
    assert_int_equal(report_make(&from, REPORT_PROPOSAL, by, now, &id).status, OK);
    assert_int_equal(report_make(&from, REPORT_FINAL, by, now, &id).status, OK);
    const struct report *r = report_get(h->db, &h->a, t, id);
    assert_int_equal(report_set_logo(h->db, &h->a, r, &logo, 1, now).status, OK);
    struct report_own own = { .lead = "We began.", .tail = "", .edit = 1 };
    for (; own.edit <= 2; own.edit++, own.lead = "We began in spring.")
        assert_int_equal(
            report_section_write(&from, r, report_section_get(&from, r, "introduction"), &own, by, now).status,
            OK);
    assert_int_equal(report_make(&from, REPORT_NOTE, by, now, &id).status, OK);
    assert_int_equal(report_set_logo(h->db, &h->a, report_get(h->db, &h->a, t, id), &logo, 1, now).status, OK);
    r = report_get(h->db, &h->a, t, id);
    struct report_adoption n = { .by = "council", .on = DB_SOME(from.today), .decision = "2026/1" };
    n.seen = report_doc_hash(&h->a, report_doc(&from, r));
    struct report_paper paper;
    assert_int_equal(report_print(&from, r, &n, &paper).status, OK);
    assert_int_equal(report_adopt(&from, r, &n, &paper, by, now).status, OK);
}

/* One that runs with something of everything, and a second one in which nothing was done yet. */
static void make_trajectory(struct house *h, struct place *place, int64_t by, int64_t by_member, int64_t now)
{
    struct arena *a = &h->app.arena;
    int64_t id = begin_trajectory(h, place, "Sustainable Olmen", by, by_member, now);
    begin_trajectory(h, place, "Fresh", by, by_member, now);
    trajectory_task_put(h->db, a, place->org, id, 0, "Book the room", "", by_member,
                        DB_SOME(organisation_today(a, now) + 5), "", by, now);
    const struct trajectory *t = trajectory_get(h->db, a, &h->app.packs, place->org, id);
    fill_group(h, t, by_member, place->member, now);
    struct plan_action action = { .sort = PLAN_ACTION,
                                  .title = "Replace the lamps",
                                  .why = "",
                                  .theme = "",
                                  .sdg = "",
                                  .origin_ref = "",
                                  .owner = DB_SOME(by_member) };
    make_documents(h, t, by, now);
    int64_t action_id;
    assert_int_equal(plan_action_add(h->db, a, t, &action, by, now, &action_id).status, OK);
    brief(h, t, by, now);
    skip_last_step(h, t, by, now);
    evaluate(h, t, place->member, by, now);
    report(h, t, by, now);
    place->action_link = trajectory_link_text(
        a, h->app.site.key,
        trajectory_link_ensure(h->db, a, place->org, "action", action_id, "gust@olm.example", now));
    place->calendar = trajectory_link_text(
        a, h->app.site.key,
        trajectory_link_ensure(h->db, a, place->org, "calendar", by, "gust@olm.example", now));
    place->mail_choice = trajectory_link_text(
        a, h->app.site.key, trajectory_link_ensure(h->db, a, place->org, "mail", 0, "gust@olm.example", now));
}

/* ---- The local picture --------------------------------------------------------------------------------- */

static int64_t make_request(struct house *h, const struct trajectory *t, const char *standard, int64_t receiver,
                            int64_t by, int64_t now)
{
    struct picture_ask ask = { .standard = standard,
                               .statement = "",
                               .receiver = receiver,
                               .due_on = DB_SOME(organisation_today(&h->app.arena, now) + 14),
                               .user = by };
    int64_t id;
    struct fault f = picture_request_add(h->db, &h->app.arena, &h->app.packs, t, &ask, now, &id);
    if (f.status != OK)
        WRONG("request: %s\n", f.msgid);
    return id;
}

static void make_fact(struct house *h, const struct place *place, const struct trajectory *t,
                      enum picture_sort sort, const char *body, bool accepted, bool away, int64_t by,
                      int64_t now)
{
    struct arena *a = &h->app.arena;
    struct picture_fact_new n = { .text = { .theme = "",
                                            .sort = sort,
                                            .body = body,
                                            .value = sort == FACT_FIGURE ? "830.25" : "",
                                            .unit = "",
                                            .period = "",
                                            .source = "" },
                                  .code = "",
                                  .statement = place->statement,
                                  .proves = ANSWER_YES,
                                  .accepted = accepted,
                                  .user = by };
    int64_t id;
    struct fault f = picture_fact_add(h->db, a, &h->app.packs, t, &n, now, &id);
    if (f.status != OK)
        WRONG("fact: %s\n", f.msgid);
    if (away)
        assert_int_equal(
            picture_fact_archive(h->db, a, t, picture_fact_get(h->db, a, t, id), true, by, now).status, OK);
}

/* Questions to `member` in every state, each with a link that opens them, and facts. */
static void make_picture(struct house *h, struct place *place, int64_t by, int64_t now)
{
    static const char *const standards[] = { "training-hours", "energy-bill", "interns", "adapted-workplaces" };
    struct arena *a = &h->app.arena;
    const struct trajectory *t =
        trajectory_get(h->db, a, &h->app.packs, place->org,
                       house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                                 (long long)place->org));
    int64_t receiver, ids[4];
    assert_int_equal(picture_receiver_member(h->db, a, t, place->member, now, &receiver).status, OK);
    for (size_t i = 0; i < 4; i++)
        ids[i] = make_request(h, t, standards[i], receiver, by, now);
    picture_send(h->db, a, &h->app.site, t, by, now);
    struct picture_reply reply = { .value = "12",
                                   .unit = "",
                                   .period = "",
                                   .body = "Counted",
                                   .source = "",
                                   .grid = "",
                                   .lang = lang_get(LANG_EN),
                                   .receiver = receiver };
    const struct lang *en = lang_get(LANG_EN);
    const struct picture_request *r = picture_request_get(h->db, a, &h->app.packs, en, t, ids[1]);
    assert_int_equal(picture_answer_save(h->db, a, t, r, &reply, now).status, OK);
    struct attachment_owner owner = { place->org, "request", ids[1] };
    struct attachment_new file = { .name = "hours.txt",
                                   .type = "text/plain; charset=utf-8",
                                   .content = { "hours", 5 } };
    attachment_put(h->db, a, &owner, &file, now);
    r = picture_request_get(h->db, a, &h->app.packs, en, t, ids[2]);
    assert_int_equal(picture_request_withdraw(h->db, t, r, "", by, now).status, OK);
    make_request(h, t, "hardest-vacancy", receiver, by, now);
    const struct picture_receiver *v = picture_receiver_get(h->db, a, place->org, receiver, now);
    place->request_link = trajectory_link_text(a, h->app.site.key, v->link.v);
    make_fact(h, place, t, FACT_FIGURE, "Electricity of the town hall", true, false, by, now);
    make_fact(h, place, t, FACT_ACTION, "The lamps are replaced", true, false, by, now);
    make_fact(h, place, t, FACT_ACTION, "There is a vegetable garden", false, false, by, now);
    make_fact(h, place, t, FACT_ACTION, "There was a vegetable garden", true, true, by, now);
}

/* ---- The whole house ----------------------------------------------------------------------------------- */

static void choose_folder(struct house *h)
{
    const char *memory = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(h->folder, sizeof h->folder, "%s/kapstok flow-XXXXXX", memory);
    assert_non_null(mkdtemp(h->folder));
}

/* The session pins a schema of its own, so that two programs never meet; nobody pulls the plug here. */
static void choose_schema(struct house *h, const char *conninfo)
{
    struct db_source source = { .engine = DB_POSTGRES, .conninfo = conninfo };
    struct db *db;
    const char *detail = "";
    unsetenv("PGOPTIONS");
    if (db_open(&source, DB_READ_WRITE, &h->a, &db, &detail) != OK)
        WRONG("%s\n", detail);
    db_script(db, arena_printf(&h->a, "CREATE SCHEMA flow_%d", (int)getpid()));
    assert_int_equal(db_status(db), OK);
    db_close(db);
    setenv("PGOPTIONS", arena_printf(&h->a, "-c search_path=flow_%d -c synchronous_commit=off", (int)getpid()),
           1);
}

/* ---- Sessions ------------------------------------------------------------------------------------------ */

static int64_t add_item(struct house *h, const struct session *s, const char *method, const char *title,
                        const char *const *labels)
{
    struct session_part parts[4] = { 0 };
    size_t n = 0;
    for (; labels[n] != NULL; n++)
        parts[n] = (struct session_part){
            .part = (int)n, .key = labels[n][0] == '?' ? "text" : "", .label = labels[n], .about = "", .say = ""
        };
    const struct session_item_text x = { .title = title,
                                         .about = "",
                                         .say = "",
                                         .low = "",
                                         .high = "",
                                         .source = "",
                                         .minutes = 10,
                                         .parts = parts,
                                         .part_count = n };
    int64_t id = 0;
    struct fault f = session_item_add(h->db, &h->app.arena, s, session_method_find(method), &x, &id);
    if (f.status != OK)
        WRONG("%s: %s\n", title, f.msgid);
    return id;
}

static const struct session *make_session(struct house *h, const struct place *place, const char *title,
                                          int64_t by, int64_t now)
{
    struct arena *a = &h->app.arena;
    int64_t trajectory = house_int(h, "SELECT min(id) FROM trajectory_trajectory WHERE organisation_id = %lld",
                                   (long long)place->org),
            id = 0;
    const struct session_new n = { .organisation = place->org,
                                   .trajectory =
                                       trajectory_get(h->db, a, &h->app.packs, place->org, trajectory),
                                   .title = title,
                                   .place = "Town hall",
                                   .aim = "A list of three",
                                   .at = now + 3600000,
                                   .minutes = 60,
                                   .template = "",
                                   .lang = lang_get(LANG_EN),
                                   .user = by };
    struct fault f = session_make(h->db, a, &h->app.packs, &n, now, &id);
    if (f.status != OK)
        WRONG("session: %s\n", f.msgid);
    const struct session *s = session_get(h->db, a, place->org, id);
    session_check_add(h->db, a, s, "A screen");
    session_attend(h->db, s, place->member, PRESENCE_INVITED);
    add_item(h, s, "talk", "Welcome", (const char *const[]){ NULL });
    add_item(h, s, "evaluate", "How was it?", (const char *const[]){ "It was useful", "?What else", NULL });
    return s;
}

/* Starts it with its newest item on, and the phone in the room. */
static const struct session *run_session(struct house *h, const struct place *place, const struct session *s,
                                         int64_t by, int64_t now)
{
    struct arena *a = &h->app.arena;
    int64_t asked = house_int(h, "SELECT max(id) FROM session_item WHERE session_id = %lld", (long long)s->id);
    assert_int_equal(session_start(h->db, s, s->revision, by, now).status, OK);
    s = session_get(h->db, a, place->org, s->id);
    assert_int_equal(session_join(h->db, a, s, h->phone, "Guest", 0, now).status, OK);
    assert_int_equal(session_open(h->db, a, s, session_item_get(h->db, a, s, asked), s->revision, now).status,
                     OK);
    return session_get(h->db, a, place->org, s->id);
}

/* An agreement, and a theme among the priorities. */
static void leave_something(struct house *h, const struct session *s, int64_t by, int64_t now)
{
    struct arena *a = &h->app.arena;
    const struct trajectory *t = trajectory_get(h->db, a, &h->app.packs, s->organisation, s->trajectory);
    struct session_agreement agreed = { .nonce = "n1", .what = "Ask for prices", .who = "" };
    const struct picture_theme *themes =
        picture_themes(h->db, a, &h->app.packs, lang_get(LANG_EN), s->organisation).v;
    struct plan_priority theme = {
        .theme = themes[0].code, .label = "", .impact = DB_SOME(40), .support = DB_SOME(35), .why = ""
    };
    int64_t id;
    assert_int_equal(session_agreement_add(h->db, a, s, &agreed, &id).status, OK);
    assert_int_equal(plan_priority_put(h->db, a, t, &theme, by, now, &id).status, OK);
}

/* One that runs with questions, one that runs with notes, and one that is prepared. */
static void make_sessions(struct house *h, struct place *place, int64_t by, int64_t now)
{
    struct arena *a = &h->app.arena;
    const struct session *s =
        run_session(h, place, make_session(h, place, "The running session", by, now), by, now);
    place->session_link = trajectory_link_text(
        a, h->app.site.key,
        trajectory_link_ensure(h->db, a, place->org, "session", s->id, "gust@olm.example", now));
    leave_something(h, s, by, now);
    s = make_session(h, place, "A session with notes", by, now);
    add_item(h, s, "notes", "What do you see?", (const char *const[]){ NULL });
    s = run_session(h, place, s, by, now);
    const struct session_item *item = session_item_get(h->db, a, s, s->item);
    assert_int_equal(session_note_add(h->db, a, s, item, 0, "", "desk", 0, "Said aloud").status, OK);
    int64_t guest = house_int(h, "SELECT max(id) FROM session_participant");
    assert_int_equal(session_note_add(h->db, a, s, item, guest, h->phone, "phone", 0, "My own").status, OK);
    make_session(h, place, "The prepared session", by, now);
}

static void fill(struct house *h)
{
    int64_t now = clock_now_ms();
    house_begin(h);
    make_people(h, now);
    make_organisation(h, &h->places[0], "Olmenrode", MANAGER, now);
    make_organisation(h, &h->places[1], "Elsewhere", FOREIGN, now);
    make_members(h, now);
    make_rounds(h, &h->places[0], h->people[GUIDE].user, now);
    make_rounds(h, &h->places[1], h->people[FOREIGN].user, now - 60000);
    make_trajectory(h, &h->places[0], h->people[GUIDE].user, h->people[GUIDE].member, now);
    make_trajectory(h, &h->places[1], h->people[FOREIGN].user, h->people[FOREIGN].member, now);
    make_picture(h, &h->places[0], h->people[GUIDE].user, now);
    make_picture(h, &h->places[1], h->people[FOREIGN].user, now);
    h->phone = token_new(&h->app.arena);
    make_sessions(h, &h->places[0], h->people[GUIDE].user, now);
    make_sessions(h, &h->places[1], h->people[FOREIGN].user, now);
    admin_mail_queue(h->db, &h->a, "nobody@olm.example", "A mail that waits", "It waits.", now);
    house_commit(h);
    h->mail = house_int(h, "SELECT max(id) FROM admin_mail");
    h->tables = list_tables(h);
    house_serve(h);
    make_evidence(h, &h->places[0], GUIDE, SECOND);
    make_evidence(h, &h->places[1], FOREIGN, FOREIGN);
    remember(h, BASE);
    remember(h, MARK);
}

static struct house *build(enum db_engine engine)
{
    const char *conninfo = getenv("KAPSTOK_TEST_POSTGRES");
    assert_int_equal(crypto_init(), OK);
    log_set_level(LOG_ERROR);
    struct house *h = calloc(1, sizeof *h);
    assert_non_null(h);
    h->engine = engine;
    arena_init(&h->a);
    arena_init(&h->server_arena);
    choose_folder(h);
    if (engine == DB_POSTGRES)
        choose_schema(h, conninfo);
    h->options = (struct options){ .data = h->folder,
                                   .listen = "127.0.0.1:8080",
                                   .database = engine == DB_POSTGRES ? conninfo : NULL };
    if (app_open(&h->app, &h->options) != 0)
        WRONG("the installation does not open\n");
    h->db = h->app.db;
    fill(h);
    return h;
}

struct house *house_of(void **state)
{
    enum db_engine engine = (enum db_engine)(uintptr_t)*state;
    if (engine == DB_POSTGRES && getenv("KAPSTOK_TEST_POSTGRES") == NULL)
        skip();
    if (houses[engine] == NULL)
        houses[engine] = build(engine);
    else
        house_restore(houses[engine]);
    return houses[engine];
}

int house_leave(void **state)
{
    struct house *h = houses[(enum db_engine)(uintptr_t)*state];
    if (h != NULL) {
        db_rollback(h->db); /* of a test that failed in the middle */
        arena_reset(&h->a);
        h->visitors = 0;
    }
    return 0;
}

static void pull_down(struct house *h)
{
    static const char *const files[] = { "kapstok.db", "kapstok.db-wal", "kapstok.db-shm", "key", "lock" };
    server_inline_free(h->server);
    if (h->engine == DB_POSTGRES)
        db_script(h->db, arena_printf(&h->a, "DROP SCHEMA flow_%d CASCADE", (int)getpid()));
    app_close(&h->app);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        unlink(arena_printf(&h->a, "%s/%s", h->folder, files[i]));
    rmdir(h->folder);
    arena_release(&h->server_arena);
    arena_release(&h->a);
    free(h);
}

int house_end(void **state)
{
    (void)state;
    for (int i = 0; i < DB_ENGINES; i++) {
        if (houses[i] != NULL)
            pull_down(houses[i]);
        houses[i] = NULL;
    }
    return 0;
}

/* ---- Mail ---------------------------------------------------------------------------------------------- */

const char *house_mail(struct house *h, const char *to)
{
    const char *body =
        house_sql(h, "SELECT body FROM admin_mail WHERE recipient = '%s' ORDER BY id DESC LIMIT 1", to);
    if (body[0] == '\0')
        WRONG("no mail went to %s\n", to);
    return body;
}

const char *house_link(struct house *h, const char *text, const char *prefix)
{
    const char *start = strstr(text, prefix);
    if (start == NULL)
        WRONG("no %s in: %s\n", prefix, text);
    return arena_strndup(&h->a, start, strcspn(start, " \n"));
}
