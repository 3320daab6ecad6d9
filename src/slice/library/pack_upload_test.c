/* A pack that an administrator brings: what is told about it, and what is stored. */
#include "slice/admin/test_house.h"

#include "slice/library/find.h"
#include "slice/library/pack_book.h"
#include "slice/library/pack_store.h"
#include "slice/library/pack_upload.h"

static const int64_t NOW = 1795330800000; /* 22 November 2026 */

struct fixture {
    struct house *house;
    struct packs packs;
};

static struct fault resolve(struct rq *rq, enum right right)
{
    (void)rq;
    (void)right;
    return NO_FAULT;
}

/* A house in which everything of content/ is installed and in use. */
static int start(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    *state = f;
    f->house = house_new(DB_SQLITE, &slice_library, NULL, resolve);
    struct pack_faults faults = { 0 };
    enum status st = packs_read(f->house->a, CONTENT, &f->packs, &faults);
    if (st != OK)
        print_message("content has faults: %s\n", faults.count > 0 ? faults.v[0].message : "?");
    for (size_t i = 0; i < f->packs.count; i++)
        library_install(f->house->db, f->packs.v[i], NOW);
    return 0;
}

static int end(void **state)
{
    struct fixture *f = *state;
    house_free(f->house);
    free(f);
    return 0;
}

/* A pack of content/ with some lines changed, as sed would: pairs of from and to. */
static struct bytes changed(struct fixture *f, const char *id, const char *const *pairs)
{
    struct arena *a = f->house->a;
    const struct pack *p = pack_find(&f->packs, id, 0);
    assert_non_null(p);
    const char *text = arena_strndup(a, p->text.p, p->text.n);
    for (; pairs[0] != NULL; pairs += 2) {
        const char *at = strstr(text, pairs[0]);
        assert_non_null(at);
        text = arena_printf(a, "%.*s%s%s", (int)(at - text), text, pairs[1], at + strlen(pairs[0]));
    }
    return (struct bytes){ text, strlen(text) };
}
#define CHANGED(f, id, ...) changed((f), (id), (const char *const[]){ __VA_ARGS__, NULL })

static const char *version_line(struct fixture *f, const char *id, int more)
{
    return arena_printf(f->house->a, "\nversion: %d\n", pack_find(&f->packs, id, 0)->version + more);
}

static struct library_upload *look(struct fixture *f, struct bytes file)
{
    return library_upload_read(f->house->db, f->house->a, &f->packs, file);
}

static void expect_fault(const struct library_upload *u, const char *message, const char *sheet)
{
    assert_null(u->pack);
    for (size_t i = 0; i < u->faults.count; i++)
        if (strstr(u->faults.v[i].message, message) != NULL &&
            (sheet == NULL || (u->faults.v[i].place.sheet != NULL && u->faults.v[i].place.row > 0 &&
                               strcmp(u->faults.v[i].place.sheet, sheet) == 0)))
            return;
    for (size_t i = 0; i < u->faults.count; i++)
        print_error("%s\n", u->faults.v[i].message);
    fail_msg("no fault \"%s\"", message);
}

static void a_higher_version_is_compared_and_stored(void **state)
{
    struct fixture *f = *state;
    struct arena *a = f->house->a;
    struct bytes file = CHANGED(f, "glossary", version_line(f, "glossary", 0), version_line(f, "glossary", 1),
                                "SDG\", en: \"SDG\"", "De SDG\", en: \"SDG\"");
    struct library_upload *u = look(f, file);
    assert_int_equal(u->faults.count, 0);
    assert_non_null(u->pack);
    assert_false(u->book);
    assert_int_equal(u->newest, pack_find(&f->packs, "glossary", 0)->version);
    assert_int_equal(u->changes->count, 2);
    assert_string_equal(u->changes->v[1].entry, "sdg");

    size_t count;
    assert_int_equal(library_upload_store(f->house->db, a, u->pack, NOW).status, OK);
    assert_int_equal(library_upload_store(f->house->db, a, u->pack, NOW).status, CONFLICT);
    assert_int_equal(library_versions(f->house->db, a, "glossary", &count)[count - 1], u->pack->version);
    assert_int_equal(count, 2);
    const struct library_waiting *w = library_waiting(f->house->db, a, &f->packs, &count);
    assert_int_equal(count, 1);
    assert_string_equal(w[0].id, "glossary");
    assert_string_equal(yaml_string(library_tree(f->house->db, a, "glossary", w[0].version), "id"), "glossary");
    assert_null(library_tree(f->house->db, a, "glossary", 999));
    /* What waits counts: the same version a second time is refused. */
    expect_fault(look(f, file), "give this one a higher version", NULL);
}

static void the_same_version_is_refused(void **state)
{
    struct fixture *f = *state;
    expect_fault(look(f, CHANGED(f, "methods", "Own wording", "Our own wording")),
                 "give this one a higher version", NULL);
}

static void a_workbook_is_told_by_row(void **state)
{
    struct fixture *f = *state;
    struct bytes good = CHANGED(f, "methods", version_line(f, "methods", 0), version_line(f, "methods", 1));
    struct bytes bad = CHANGED(f, "methods", version_line(f, "methods", 0), version_line(f, "methods", 1),
                               "minutes-from: ", "minutes-from: 9");
    struct buf out;
    buf_init(&out, 8 * 1024 * 1024);
    assert_int_equal(library_book_write(f->house->a, good, &f->packs, NOW, &out), OK);
    struct library_upload *u = look(f, (struct bytes){ out.p, out.n });
    assert_true(u->book);
    assert_int_equal(u->faults.count, 0);
    assert_non_null(u->pack);
    assert_int_equal(u->changes->count, 1);
    buf_clear(&out);
    assert_int_equal(library_book_write(f->house->a, bad, &f->packs, NOW, &out), OK);
    u = look(f, (struct bytes){ out.p, out.n });
    expect_fault(u, "minutes-from", "entries");
    assert_int_equal(u->faults.v[0].place.row, 2);
    buf_release(&out);
}

/* Faults that only show beside the other packs. */
static void it_must_agree_with_the_others(void **state)
{
    struct fixture *f = *state;
    struct library_upload *u =
        look(f, CHANGED(f, "organisation-types", version_line(f, "organisation-types", 0),
                        version_line(f, "organisation-types", 1), "pack: government", "pack: nowhere"));
    expect_fault(u, "there is no scan \"nowhere\"", NULL);
    assert_true(u->faults.v[0].place.row > 1);
    /* A second crosswalk: told of the pack that it would displace. */
    expect_fault(look(f, CHANGED(f, "crosswalk", "id: crosswalk", "id: another")), "an installation has one",
                 NULL);
}

static void remarks_are_about_what_changed(void **state)
{
    struct fixture *f = *state;
    struct bytes file = CHANGED(f, "government", version_line(f, "government", 0),
                                version_line(f, "government", 1), "\nstatements:\n", "\nstatements:\n");
    struct library_upload *u = look(f, file);
    assert_int_equal(u->remark_count, 0);
    assert_true(u->remarks_elsewhere > 0);
    assert_int_equal(u->faults.count, 0);
    /* A pack that is new is looked at as a whole. */
    u = look(f, CHANGED(f, "government", "id: government", "id: province"));
    assert_true(u->remark_count > 0);
    assert_int_equal(u->remarks_elsewhere, 0);
    assert_null(u->changes);
    assert_int_equal(u->newest, 0);
}

static void what_is_no_pack(void **state)
{
    struct fixture *f = *state;
    static const char text[] = "just words", broken[] = "PK\x03\x04 and no more", yaml[] = "a: [";
    expect_fault(look(f, (struct bytes){ text, sizeof text - 1 }), "this is no pack", NULL);
    expect_fault(look(f, (struct bytes){ broken, sizeof broken - 1 }), "not an Excel workbook", NULL);
    expect_fault(look(f, (struct bytes){ yaml, sizeof yaml - 1 }), "this is not YAML", NULL);
    expect_fault(look(f, (struct bytes){ "", 0 }), "this is no pack", NULL);
}

/* An overlay may stand on what was stored since the start, also when its file writes the key in another way. What it
 * means for a start stands in app/packs_test.c. */
static void an_overlay_stands_on_what_waits(void **state)
{
    struct fixture *f = *state;
    struct arena *a = f->house->a;
    const char *now = version_line(f, "government", 1);
    const char *stands_on = arena_printf(a, "\n\"base-version\": %d\n", atoi(strchr(now, ' ')));
    const struct pack *school = pack_find(&f->packs, "school", 0);
    const char *stood_on = arena_printf(a, "\nbase-version: %d\n", school->base_version);
    struct bytes overlay = CHANGED(f, "school", version_line(f, "school", 0), version_line(f, "school", 1),
                                   "\nbase: government\n", "\n\"base\": government\n", stood_on, stands_on);
    expect_fault(look(f, overlay), "there is no scan \"government\" of version", NULL);
    struct library_upload *u = look(f, CHANGED(f, "government", version_line(f, "government", 0), now));
    assert_non_null(u->pack);
    assert_int_equal(library_upload_store(f->house->db, a, u->pack, NOW).status, OK);
    u = look(f, overlay);
    for (size_t i = 0; i < u->faults.count; i++)
        print_error("%s\n", u->faults.v[i].message);
    assert_non_null(u->pack);
    assert_int_equal(library_upload_store(f->house->db, a, u->pack, NOW).status, OK);
    size_t count;
    (void)library_waiting(f->house->db, a, &f->packs, &count);
    assert_int_equal(count, 2);
    /* A third pack beside the overlay that waits. */
    u = look(f, CHANGED(f, "glossary", version_line(f, "glossary", 0), version_line(f, "glossary", 1)));
    assert_non_null(u->pack);
}

static void an_overlay_that_cannot_be(void **state)
{
    struct fixture *f = *state;
    const char *stood_on =
        arena_printf(f->house->a, "\nbase-version: %d\n", pack_find(&f->packs, "school", 0)->base_version);
    expect_fault(look(f, CHANGED(f, "school", "\nid: school\n", "\nid: class\n", "\nbase: government\n",
                                 "\nbase: school\n", stood_on, "\nbase-version: 1\n")),
                 "\"school\" is an overlay itself", NULL);
    expect_fault(look(f, CHANGED(f, "school", version_line(f, "school", 0), version_line(f, "school", 1),
                                 "\nstatements:\n", "\ndomains: [a]\nstatements:\n")),
                 "unknown key \"domains\"", NULL);
}

/* What the start set aside, and older versions that nothing needs, are not on their way into use. */
static void what_does_not_wait(void **state)
{
    struct fixture *f = *state;
    struct arena *a = f->house->a;
    size_t count;
    struct library_upload *u =
        look(f, CHANGED(f, "glossary", version_line(f, "glossary", 0), version_line(f, "glossary", 1)));
    assert_int_equal(library_upload_store(f->house->db, a, u->pack, NOW).status, OK);
    const struct pack_aside aside[] = { { .id = "glossary", .version = u->pack->version, .why = "x" } };
    f->packs.aside = aside;
    f->packs.aside_count = 1;
    (void)library_waiting(f->house->db, a, &f->packs, &count);
    assert_int_equal(count, 0);
    f->packs.aside_count = 0;
    packs_insert(&f->packs, u->pack);
    (void)library_waiting(f->house->db, a, &f->packs, &count);
    assert_int_equal(count, 0); /* nor is the version before it, which the process could do without */
}

/* The page itself: a file with a fault is read by the first step and shown with what that found; a sound one is shown,
 * sent again by the page, and stored. */
static void the_page_reads_once_and_stores(void **state)
{
    struct fixture *f = *state;
    struct house *h = f->house;
    static const struct pack_aside aside[] = {
        { .id = "own-levels", .version = 3, .why = "there is no theme" }
    };
    f->packs.aside = aside;
    f->packs.aside_count = 1;
    h->site.packs = &f->packs;
    h->site.library = library_index_new(h->a, &f->packs);
    assert_int_equal(house_get(h, "/bibliotheek/nazien"), 200);
    house_says(h, "Set aside at the last start");
    house_says(h, "own-levels");
    f->packs.aside_count = 0;
    const char *version = arena_printf(h->a, "%d", pack_find(&f->packs, "glossary", 0)->version + 1);
    struct bytes good = CHANGED(f, "glossary", version_line(f, "glossary", 0), version_line(f, "glossary", 1)),
                 bad = CHANGED(f, "glossary", "\nlicence: ", "\nlicense: ");
    assert_int_equal(house_post(h, "/bibliotheek/nazien", "do=look"), 422);
    house_says(h, "Choose a file.");
    assert_int_equal(
        house_post(h, "/bibliotheek/nazien",
                   arena_printf(h->a, "do=store&name=x&content=%s", base64url_encode(h->a, bad.p, bad.n))),
        422);
    house_says(h, "There is something wrong in the file");
    house_says(h, "unknown key");
    const char *fields = arena_printf(h->a, "name=x&content=%s", base64url_encode(h->a, good.p, good.n));
    assert_int_equal(house_post(h, "/bibliotheek/nazien", arena_printf(h->a, "do=look&%s", fields)), 200);
    house_says(h, "Install this version");
    house_says(h, version);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM library_pack WHERE id = 'glossary'"), "1");
    assert_int_equal(house_post(h, "/bibliotheek/nazien", arena_printf(h->a, "do=store&%s", fields)), 303);
    assert_string_equal(house_sql(h, "SELECT count(*) FROM library_pack WHERE id = 'glossary'"), "2");
    assert_string_equal(house_sql(h, "SELECT detail FROM admin_audit WHERE action = 'pack.install'"), version);
    assert_int_equal(house_get(h, "/bibliotheek/nazien"), 200);
    house_says(h, "In use after the next start");
    /* Behind the last page is the last one, as in every list. */
    assert_int_equal(house_get(h, "/bibliotheek/glossary/vergelijken?pagina=999"), 200);
    house_says(h, "<caption class=\"visually-hidden\">Differences</caption>");
    house_says(h, "<span class=\"code muted\">version</span>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_higher_version_is_compared_and_stored, start, end),
        cmocka_unit_test_setup_teardown(the_same_version_is_refused, start, end),
        cmocka_unit_test_setup_teardown(a_workbook_is_told_by_row, start, end),
        cmocka_unit_test_setup_teardown(it_must_agree_with_the_others, start, end),
        cmocka_unit_test_setup_teardown(remarks_are_about_what_changed, start, end),
        cmocka_unit_test_setup_teardown(an_overlay_stands_on_what_waits, start, end),
        cmocka_unit_test_setup_teardown(an_overlay_that_cannot_be, start, end),
        cmocka_unit_test_setup_teardown(what_does_not_wait, start, end),
        cmocka_unit_test_setup_teardown(the_page_reads_once_and_stores, start, end),
        cmocka_unit_test_setup_teardown(what_is_no_pack, start, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
