/* Which packs a start reads, and what stops it: packs of an operator's own beside those of the program. */
#include <stdlib.h>
#include <unistd.h>

#include "app/app.h"
#include "app/file.h"
#include "base/log.h"
#include "db/test_db.h"
#include "slice/library/pack_store.h"
#include "slice/library/pack_upload.h"

static const int64_t NOW = 1795330800000; /* 22 November 2026 */

struct fixture {
    char folder[64];
    struct arena a; /* for what must outlive an app */
    struct options options;
    struct app app;
};

static void begin(struct fixture *f)
{
    int code = app_open(&f->app, &f->options);
    if (code != 0)
        fail_msg("the start ended with %d", code);
}

static int start(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    log_set_level(LOG_ERROR);
    strcpy(f->folder, "/tmp/kapstok-packs-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    arena_init(&f->a);
    f->options = (struct options){ .data = arena_printf(&f->a, "%s/data", f->folder), .listen = "127.0.0.1:0" };
    begin(f);
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    app_close(&f->app);
    assert_int_equal(system(arena_printf(&f->a, "rm -r %s", f->folder)), 0);
    arena_release(&f->a);
    free(f);
    return 0;
}

static void start_again(struct fixture *f)
{
    app_close(&f->app);
    begin(f);
}

/* The newest pack of that id with some words changed, as sed would everywhere: pairs of from and to. */
static struct bytes changed(struct fixture *f, const char *id, const char *const *pairs)
{
    const struct pack *p = pack_find(&f->app.packs, id, 0);
    assert_non_null(p);
    const char *text = arena_strndup(&f->a, p->text.p, p->text.n);
    for (; pairs[0] != NULL; pairs += 2) {
        const char *rest = text;
        struct buf b;
        buf_init(&b, 4 * 1024 * 1024);
        for (const char *at; (at = strstr(rest, pairs[0])) != NULL; rest = at + strlen(pairs[0])) {
            buf_add(&b, rest, (size_t)(at - rest));
            buf_str(&b, pairs[1]);
        }
        assert_true(rest != text);
        buf_str(&b, rest);
        text = buf_to_arena(&b, &f->a);
        buf_release(&b);
    }
    return (struct bytes){ text, strlen(text) };
}
#define CHANGED(f, id, ...) changed((f), (id), (const char *const[]){ __VA_ARGS__, NULL })

/* As if an earlier program, or an administrator, had installed it. */
static void install(struct fixture *f, struct bytes text)
{
    struct packs packs = { .arena = &f->app.arena, .v = f->app.packs.v, .count = f->app.packs.count };
    struct pack_file file = { .name = "test", .text = text };
    packs_load(&packs, &file, 1, NULL, NULL);
    if (file.pack == NULL)
        fail_msg("%s", file.faults.v[0].message);
    assert_int_equal(db_begin_write(f->app.db), OK);
    library_install(f->app.db, file.pack, NOW);
    assert_int_equal(db_commit(f->app.db), OK);
}

static void put_file(struct fixture *f, const char *name, struct bytes text)
{
    f->options.packs = arena_printf(&f->a, "%s/packs", f->folder);
    assert_int_equal(folder_make(&f->a, f->options.packs), OK);
    assert_int_equal(file_write(&f->a, arena_printf(&f->a, "%s/%s", f->options.packs, name), text, 0600), OK);
}

static void add_round(struct fixture *f, const char *pack, int version)
{
    db_script(f->app.db,
              arena_printf(&f->a,
                           "INSERT INTO scan_round (title, pack, version, variant, profile, mode, state, "
                           "created_at) VALUES ('x', '%s', %d, 'light', '', 'single', 'open', 1)",
                           pack, version));
    assert_int_equal(db_status(f->app.db), OK);
}

static bool is_there(struct fixture *f, const char *id, int version)
{
    return pack_find(&f->app.packs, id, version) != NULL;
}

static const char *why_aside(struct fixture *f, const char *id)
{
    for (size_t i = 0; i < f->app.packs.aside_count; i++)
        if (strcmp(f->app.packs.aside[i].id, id) == 0)
            return f->app.packs.aside[i].why;
    return "";
}

/* ---- older versions ------------------------------------------------------------------------------------------ */

static void an_older_version_is_read_only_while_something_names_it(void **state)
{
    struct fixture *f = *state;
    install(f, CHANGED(f, "government", "\nversion: 2\n", "\nversion: 1\n"));
    install(f, CHANGED(f, "company", "\nversion: 2\n", "\nversion: 1\n"));
    start_again(f);
    assert_false(is_there(f, "government", 1));
    assert_true(is_there(f, "government", 2));
    size_t waiting;
    (void)library_waiting(f->app.db, &f->a, &f->app.packs, &waiting);
    assert_int_equal(waiting, 0); /* nobody waits for an old one */
    add_round(f, "government", 1);
    start_again(f);
    assert_true(is_there(f, "government", 1));
    assert_false(is_there(f, "company", 1));
    assert_int_equal(pack_find(&f->app.packs, "government", 0)->version, 2);
    db_script(f->app.db, "DELETE FROM scan_round");
    db_script(f->app.db,
              "INSERT INTO organisation_organisation (id, name, type, country, sector, lang, "
              "created_at) VALUES (1, 'x', 'be-gemeente-ocmw', 'BE', NULL, 'nl', 1);"
              "INSERT INTO trajectory_trajectory (organisation_id, name, template, version, first_day, "
              "created_at) VALUES (1, 'x', 'company', 1, 1, 1)");
    assert_int_equal(db_status(f->app.db), OK);
    start_again(f);
    assert_false(is_there(f, "government", 1));
    assert_true(is_there(f, "company", 1));
}

/* A variant that a round names stands on an older version of its scan. */
static void the_base_of_an_overlay_comes_along(void **state)
{
    struct fixture *f = *state;
    install(f, CHANGED(f, "government", "\nversion: 2\n", "\nversion: 1\n"));
    start_again(f);
    struct packs old = { .arena = &f->app.arena };
    struct library_shelf shelf = library_shelf(f->app.db, &f->a, &f->a);
    struct pack_file file = { .name = "test",
                              .text = CHANGED(f, "school", "\nid: school\n", "\nid: nursery\n",
                                              "\nbase-version: 2\n", "\nbase-version: 1\n") };
    packs_load(&old, &file, 1, library_shelf_find, &shelf);
    assert_non_null(file.pack);
    library_install(f->app.db, file.pack, NOW);
    start_again(f);
    assert_true(is_there(f, "nursery", 1));
    assert_true(is_there(f, "government", 1));
}

/* An example is read beside the version that it names. */
static void the_scan_of_an_example_comes_along(void **state)
{
    struct fixture *f = *state;
    install(f, CHANGED(f, "government", "\nversion: 2\n", "\nversion: 1\n"));
    start_again(f);
    assert_false(is_there(f, "government", 1));
    put_file(f, "example.yaml",
             CHANGED(f, "example-olmenrode", "\nid: example-olmenrode\n", "\nid: example-town\n",
                     "scan-version: 2", "scan-version: 1"));
    start_again(f);
    assert_true(is_there(f, "example-town", 1));
    assert_true(is_there(f, "government", 1));
    assert_int_equal(f->app.packs.aside_count, 0);
}

/* A newer scan may lose what a pack of the operator's names: then all older versions are asked. */
static void a_lost_theme_is_found_in_an_older_version(void **state)
{
    struct fixture *f = *state;
    install(f, CHANGED(f, "maturity-government", "\nid: maturity-government\n", "\nid: own-levels\n",
                       "  - id: gov.board.vision\n", "  - id: gov.board.dreams\n"));
    install(f, CHANGED(f, "government", "\nversion: 2\n", "\nversion: 1\n", "gov.board.vision",
                       "gov.board.dreams"));
    start_again(f);
    assert_true(is_there(f, "own-levels", 1));
    assert_true(is_there(f, "government", 1));
    assert_int_equal(f->app.packs.aside_count, 0);
}

/* ---- what does not fit --------------------------------------------------------------------------------------- */

static void a_pack_that_does_not_fit_is_set_aside(void **state)
{
    struct fixture *f = *state;
    put_file(f, "one.yaml",
             CHANGED(f, "maturity-government", "\nid: maturity-government\n", "\nid: levels-one\n",
                     "  - id: gov.board.vision\n", "  - id: gov.board.dreams\n"));
    put_file(
        f, "two.yaml",
        CHANGED(f, "methods", "\nid: methods\n", "\nid: methods-two\n", "minutes-from: ", "minutes-from: -"));
    start_again(f);
    assert_false(is_there(f, "levels-one", 0));
    assert_false(is_there(f, "methods-two", 0));
    assert_int_equal(f->app.packs.aside_count, 2);
    assert_non_null(strstr(why_aside(f, "levels-one"), "there is no theme \"gov.board.dreams\""));
    assert_non_null(strstr(why_aside(f, "methods-two"), "minutes-from"));
    /* Nothing of it is stored, so that it may come back mended under the same version. */
    size_t count;
    (void)library_versions(f->app.db, &f->a, "levels-one", &count);
    assert_int_equal(count, 0);
}

/* An operator's newer indicators count otherwise than an example of the program says. */
static void an_example_does_not_keep_a_newer_version_from_its_work(void **state)
{
    struct fixture *f = *state;
    install(f, CHANGED(f, "indicators", "\nversion: 1\n", "\nversion: 7\n", "    decimals: 0\n",
                       "    decimals: 1\n"));
    start_again(f);
    assert_int_equal(pack_find(&f->app.packs, "indicators", 0)->version, 7);
    assert_true(f->app.packs.aside_count > 0);
    assert_non_null(strstr(why_aside(f, "example-olmenrode"), "the formula gives"));
    assert_false(is_there(f, "example-olmenrode", 0));
    /* It was there before, so it is not waiting for the next start either. */
    size_t waiting;
    (void)library_waiting(f->app.db, &f->a, &f->app.packs, &waiting);
    assert_int_equal(waiting, 0);
}

static void what_everything_stands_on_must_be_sound(void **state)
{
    struct fixture *f = *state;
    put_file(f, "types.yaml",
             CHANGED(f, "organisation-types", "\nversion: 2\n", "\nversion: 3\n", "pack: government",
                     "pack: nowhere"));
    app_close(&f->app);
    assert_int_equal(app_open(&f->app, &f->options), 1);
    app_close(&f->app);
    f->options.packs = NULL;
    begin(f);
    put_file(f, "types.yaml",
             CHANGED(f, "school", "\nbase: government\n", "\nbase: school\n", "\nbase-version: 2\n",
                     "\nbase-version: 1\n", "\nid: school\n", "\nid: nursery\n"));
    app_close(&f->app);
    assert_int_equal(app_open(&f->app, &f->options), 1);
    app_close(&f->app);
    put_file(f, "types.yaml", (struct bytes){ "no pack", 7 });
    assert_int_equal(app_open(&f->app, &f->options), 1);
}

/* ---- the same number ----------------------------------------------------------------------------------------- */

/* The program's newer version has the number that the operator took: the installed one goes on. */
static void an_installed_version_is_not_replaced(void **state)
{
    struct fixture *f = *state;
    struct bytes own = CHANGED(f, "government", "\nsource: ", "\nsource: Changed. ");
    assert_int_equal(db_begin_write(f->app.db), OK);
    db_script(f->app.db, "DELETE FROM library_pack WHERE id = 'government'");
    assert_int_equal(db_commit(f->app.db), OK);
    install(f, own);
    put_file(f, "own.yaml", own);
    start_again(f);
    assert_non_null(strstr(pack_find(&f->app.packs, "government", 2)->source, "Changed. "));
    size_t versions = 0;
    for (size_t i = 0; i < f->app.packs.count; i++)
        versions += strcmp(f->app.packs.v[i]->id, "government") == 0;
    assert_int_equal(versions, 1);
}

static void two_files_with_one_number(void **state)
{
    struct fixture *f = *state;
    /* The same file twice says nothing new; another one steps aside, unless everything stands on it. */
    put_file(f, "same.yaml", CHANGED(f, "methods", "\nid: methods\n", "\nid: methods\n"));
    put_file(f, "new.yaml", CHANGED(f, "methods", "\nversion: 2\n", "\nversion: 9\n"));
    put_file(f, "other.yaml",
             CHANGED(f, "methods", "\nversion: 2\n", "\nversion: 9\n", "\nsource: ", "\nsource: O "));
    start_again(f);
    assert_int_equal(pack_find(&f->app.packs, "methods", 0)->version, 9);
    assert_int_equal(f->app.packs.aside_count, 1);
    assert_string_equal(why_aside(f, "methods"), "new.yaml is this version too");
    put_file(f, "a.yaml", CHANGED(f, "glossary", "\nversion: 2\n", "\nversion: 9\n"));
    put_file(f, "b.yaml",
             CHANGED(f, "glossary", "\nversion: 2\n", "\nversion: 9\n", "\nsource: ", "\nsource: O "));
    app_close(&f->app);
    assert_int_equal(app_open(&f->app, &f->options), 1);
}

/* ---- what an administrator brings ---------------------------------------------------------------------------- */

static struct library_upload *look(struct fixture *f, struct bytes file)
{
    return library_upload_read(f->app.db, &f->a, &f->app.packs, file);
}

/* What was found sound is in use after the next start. */
static void what_is_stored_is_used_after_the_next_start(void **state)
{
    struct fixture *f = *state;
    const struct bytes files[] = {
        CHANGED(f, "government", "\nversion: 2\n", "\nversion: 3\n"),
        CHANGED(f, "school", "\nversion: 1\n", "\nversion: 2\n", "\nbase-version: 2\n", "\nbase-version: 3\n"),
        CHANGED(f, "glossary", "\nversion: 2\n", "\nversion: 3\n"),
    };
    for (size_t i = 0; i < 3; i++) {
        struct library_upload *u = look(f, files[i]);
        if (u->pack == NULL)
            fail_msg("%s", u->faults.v[0].message);
        assert_int_equal(library_upload_store(f->app.db, &f->a, u->pack, NOW).status, OK);
    }
    size_t waiting;
    (void)library_waiting(f->app.db, &f->a, &f->app.packs, &waiting);
    assert_int_equal(waiting, 3);
    /* Once it is used, the version before it is read as long as an example names it. */
    start_again(f);
    assert_true(is_there(f, "government", 3));
    assert_true(is_there(f, "government", 2));
    assert_true(is_there(f, "school", 2));
    assert_true(is_there(f, "glossary", 3));
    assert_int_equal(f->app.packs.aside_count, 0);
    (void)library_waiting(f->app.db, &f->a, &f->app.packs, &waiting);
    assert_int_equal(waiting, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_older_version_is_read_only_while_something_names_it, start, end),
        cmocka_unit_test_setup_teardown(the_base_of_an_overlay_comes_along, start, end),
        cmocka_unit_test_setup_teardown(the_scan_of_an_example_comes_along, start, end),
        cmocka_unit_test_setup_teardown(a_lost_theme_is_found_in_an_older_version, start, end),
        cmocka_unit_test_setup_teardown(a_pack_that_does_not_fit_is_set_aside, start, end),
        cmocka_unit_test_setup_teardown(an_example_does_not_keep_a_newer_version_from_its_work, start, end),
        cmocka_unit_test_setup_teardown(what_everything_stands_on_must_be_sound, start, end),
        cmocka_unit_test_setup_teardown(an_installed_version_is_not_replaced, start, end),
        cmocka_unit_test_setup_teardown(two_files_with_one_number, start, end),
        cmocka_unit_test_setup_teardown(what_is_stored_is_used_after_the_next_start, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
