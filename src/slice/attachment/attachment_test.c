/* What is accepted as a file, and that it comes back as it was: only to whom its owner belongs. */
#include "db/migrate.h"
#include "db/test_db.h"
#include "lib/sodium.h"
#include "lib/zip.h"
#include "slice/attachment/attachment.h"

#define NOW INT64_C(1795330800000)
static const int64_t DAY = 86400000;

struct fixture {
    struct test_db *t;
    struct db *db;
    struct arena *a;
    struct attachment_owner mine, other, elsewhere;
};

static int begin(void **state, enum db_engine engine)
{
    const char *detail;
    assert_int_equal(crypto_init(), OK);
    struct test_db *t =
        engine == DB_POSTGRES && getenv("KAPSTOK_TEST_POSTGRES") == NULL ? NULL : test_db_new(engine);
    *state = NULL;
    if (t == NULL)
        return 0;
    struct fixture *f = calloc(1, sizeof *f);
    *f = (struct fixture){ .t = t,
                           .db = t->db,
                           .a = &t->a,
                           .mine = { 1, "document", 5 },
                           .other = { 1, "document", 6 },
                           .elsewhere = { 2, "document", 5 } };
    if (db_migrate(f->db, f->a, &detail) != OK)
        fail_msg("%s", detail);
    for (int i = 1; i <= 2; i++)
        db_script(
            f->db,
            arena_printf(f->a,
                         "INSERT INTO organisation_organisation (id, name, type, country, lang, created_at) "
                         "VALUES (%d, 'Town %d', 'gemeente', 'BE', 'nl_BE', 1)",
                         i, i));
    *state = f;
    return 0;
}
static int begin_sqlite(void **state)
{
    return begin(state, DB_SQLITE);
}
static int begin_postgres(void **state)
{
    return begin(state, DB_POSTGRES);
}
static int end(void **state)
{
    struct fixture *f = *state;
    if (f != NULL) {
        assert_int_equal(db_status(f->db), OK);
        test_db_free(f->t);
        free(f);
    }
    return 0;
}

static struct bytes text_of(const char *s)
{
    return (struct bytes){ s, strlen(s) };
}

static int64_t put(struct fixture *f, const struct attachment_owner *owner, const char *name,
                   struct bytes content)
{
    struct attachment_new n = {
        .name = name, .type = "text/plain; charset=utf-8", .content = content, .user = 9
    };
    int64_t id = attachment_put(f->db, f->a, owner, &n, NOW);
    assert_int_equal(db_status(f->db), OK);
    return id;
}

/* ---- types ------------------------------------------------------------------------------------------------ */

/* An archive of files with these names and contents, NULL-terminated. */
static struct bytes zip_of(struct arena *a, const char *const *files)
{
    struct archive_file list[8];
    size_t n = 0;
    for (; files[2 * n] != NULL; n++)
        list[n] = (struct archive_file){ .name = files[2 * n],
                                         .content = text_of(files[2 * n + 1]),
                                         .stored = n == 0 };
    struct buf out;
    buf_init(&out, 1 << 20);
    assert_int_equal(archive_make(list, n, &out), OK);
    char *copy = arena_alloc(a, out.n);
    memcpy(copy, out.p, out.n);
    struct bytes bytes = { copy, out.n };
    buf_release(&out);
    return bytes;
}

#define IS(content, type_)                                                                                     \
    do {                                                                                                       \
        const char *t_ = attachment_type(&a, (content));                                                       \
        if (t_ == NULL)                                                                                        \
            fail_msg("refused, wanted %s", (type_));                                                           \
        assert_string_equal(t_, (type_));                                                                      \
    } while (0)
#define REFUSED(content) assert_null(attachment_type(&a, (content)))

static void a_type_is_told_by_the_content(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    IS(text_of("%PDF-1.7 and more"), "application/pdf");
    IS(text_of("\x89PNG\r\n\x1a\nx"), "image/png");
    IS(text_of("\xff\xd8\xff\xe0"), "image/jpeg");
    IS(text_of("GIF89a"), "image/gif");
    IS(text_of("Naam;Dienst\r\nZo\xc3\xab;Aankoop\r\n"), "text/plain; charset=utf-8");
    IS(text_of("\xef\xbb\xbf# Kop\n"), "text/plain; charset=utf-8");
    const char *const docx[] = { "[Content_Types].xml", "<x/>", "word/document.xml", "<x/>", NULL };
    const char *const xlsx[] = { "xl/workbook.xml", "<x/>", NULL };
    const char *const pptx[] = { "ppt/presentation.xml", "<x/>", NULL };
    const char *const odt[] = { "mimetype", "application/vnd.oasis.opendocument.text", "content.xml", "<x/>",
                                NULL };
    const char *const ods[] = { "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml",
                                "<x/>", NULL };
    const char *const odp[] = { "mimetype", "application/vnd.oasis.opendocument.presentation", "content.xml",
                                "<x/>", NULL };
    IS(zip_of(&a, docx), "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    IS(zip_of(&a, xlsx), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
    IS(zip_of(&a, pptx), "application/vnd.openxmlformats-officedocument.presentationml.presentation");
    IS(zip_of(&a, odt), odt[1]);
    IS(zip_of(&a, ods), ods[1]);
    IS(zip_of(&a, odp), odp[1]);
    arena_release(&a);
}

static void what_could_run_is_refused(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *const docm[] = { "word/document.xml", "<x/>", "word/vbaProject.bin", "x", NULL };
    const char *const odt_macro[] = { "mimetype",
                                      "application/vnd.oasis.opendocument.text",
                                      "content.xml",
                                      "<x/>",
                                      "Basic/script-lc.xml",
                                      "<x/>",
                                      NULL };
    const char *const open_other[] = { "mimetype", "application/vnd.oasis.opendocument.text-template-and-more",
                                       "content.xml", "<x/>", NULL };
    const char *const plain[] = { "readme.txt", "x", NULL };
    REFUSED(zip_of(&a, docm));
    REFUSED(zip_of(&a, odt_macro));
    REFUSED(zip_of(&a, open_other));
    REFUSED(zip_of(&a, plain));
    REFUSED(text_of("PK\x03\x04 no archive"));
    REFUSED(text_of(""));
    REFUSED(text_of(" \n"));
    REFUSED(text_of("<!doctype html><script>alert(1)</script>"));
    REFUSED(text_of("\xef\xbb\xbf\n <svg onload=\"alert(1)\"/>"));
    REFUSED(text_of("MZ\x90"));
    REFUSED(text_of("\x1b[31m"));
    REFUSED(((struct bytes){ "a\0b", 3 }));
    arena_release(&a);
}

static void a_name_ends_as_its_type_does(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_string_equal(attachment_name(&a, "application/pdf", "Plan 2026.PDF"), "Plan 2026.PDF");
    assert_string_equal(attachment_name(&a, "application/pdf", "plan.exe"), "plan.exe.pdf");
    assert_string_equal(attachment_name(&a, "image/jpeg", "foto.jpeg"), "foto.jpeg");
    assert_string_equal(attachment_name(&a, "text/plain; charset=utf-8", "run.bat"), "run.bat.txt");
    assert_string_equal(attachment_name(&a, "text/plain; charset=utf-8", "lijst.csv"), "lijst.csv");
    assert_string_equal(attachment_name(&a, "application/pdf",
                                        "\xe2\x80\xae"
                                        "fdp.exe"),
                        "fdp.exe.pdf");
    assert_string_equal(attachment_name(&a, "application/pdf", "../x\r\n.pdf"), "..x.pdf");
    assert_string_equal(attachment_name(&a, "application/pdf", ""), "file.pdf");
    assert_string_equal(attachment_name(&a, "application/octet-stream", "old.bin"), "old.bin");
    char *lengthy = arena_alloc(&a, 1000);
    memset(lengthy, 'x', 999);
    assert_int_equal(strlen(attachment_name(&a, "application/pdf", lengthy)), ATTACHMENT_MAX_NAME);
    arena_release(&a);
}

/* ---- rules -------------------------------------------------------------------------------------------------- */

static void a_file_comes_back_as_it_was(void **state)
{
    struct fixture *f = *state;
    if (f == NULL)
        skip();
    size_t n = 600 * 1024;
    char *content = arena_alloc(f->a, n);
    for (size_t i = 0; i < n; i++)
        content[i] = (char)(i * 31 + i / 257);
    int64_t id = put(f, &f->mine, "plan.txt", (struct bytes){ content, n });
    const struct attachment *file = attachment_get(f->db, f->a, &f->mine, id);
    assert_non_null(file);
    assert_string_equal(file->name, "plan.txt");
    assert_int_equal(file->size, n);
    assert_int_equal(file->user.v, 9);
    assert_string_equal(file->hash, crypto_digest_hex(f->a, (struct bytes){ content, n }));
    struct bytes back = attachment_read(f->db, f->a, file);
    assert_int_equal(back.n, n);
    assert_memory_equal(back.p, content, n);
    assert_string_equal(db_scalar(f->db, f->a, "SELECT count(*) FROM attachment_part"), "3");
}

static void a_file_is_reached_through_its_owner_only(void **state)
{
    struct fixture *f = *state;
    if (f == NULL)
        skip();
    int64_t id = put(f, &f->mine, "a.txt", text_of("a"));
    struct attachment_owner scan = { 1, "scan", 5 };
    assert_null(attachment_get(f->db, f->a, &f->other, id));
    assert_null(attachment_get(f->db, f->a, &f->elsewhere, id));
    assert_null(attachment_get(f->db, f->a, &scan, id));
    assert_int_equal(attachment_remove(f->db, &f->other, id, 1, NOW).status, NOT_FOUND);
    attachment_forget(f->db, &f->elsewhere, id);
    assert_non_null(attachment_get(f->db, f->a, &f->mine, id));
    size_t count;
    attachments(f->db, f->a, &f->other, &count);
    assert_int_equal(count, 0);
    attachments(f->db, f->a, &f->mine, &count);
    assert_int_equal(count, 1);
}

static void what_was_removed_can_be_put_back_for_a_month(void **state)
{
    struct fixture *f = *state;
    if (f == NULL)
        skip();
    int64_t id = put(f, &f->mine, "a.txt", text_of("a")), kept = put(f, &f->mine, "b.txt", text_of("b"));
    size_t count;
    assert_int_equal(attachment_put_back(f->db, &f->mine, id).status, NOT_FOUND);
    assert_int_equal(attachment_remove(f->db, &f->mine, id, 3, NOW).status, OK);
    assert_int_equal(attachment_remove(f->db, &f->mine, id, 3, NOW).status, NOT_FOUND);
    assert_null(attachment_get(f->db, f->a, &f->mine, id));
    assert_true(attachments(f->db, f->a, &f->mine, &count)[0].removed_at.set);
    attachment_clean(f->db, NOW + ATTACHMENT_KEPT_DAYS * DAY);
    assert_int_equal(attachment_put_back(f->db, &f->mine, id).status, OK);
    assert_non_null(attachment_get(f->db, f->a, &f->mine, id));
    assert_int_equal(attachment_remove(f->db, &f->mine, id, 3, NOW).status, OK);
    attachment_clean(f->db, NOW + ATTACHMENT_KEPT_DAYS * DAY + 1);
    assert_int_equal(attachment_put_back(f->db, &f->mine, id).status, NOT_FOUND);
    assert_string_equal(db_scalar(f->db, f->a, "SELECT count(*) FROM attachment_part"), "1");
    attachment_forget(f->db, &f->mine, kept);
    assert_string_equal(db_scalar(f->db, f->a, "SELECT count(*) FROM attachment_file"), "0");
    assert_string_equal(db_scalar(f->db, f->a, "SELECT count(*) FROM attachment_part"), "0");
}

static void found(void *context, const char *sentence)
{
    const char **all = context;
    *all = sentence;
}

static void verification_finds_what_was_changed(void **state)
{
    struct fixture *f = *state;
    if (f == NULL)
        skip();
    int64_t files = 0, id = put(f, &f->mine, "a.txt", text_of("abc"));
    const char *sentence = NULL;
    attachment_verify(f->db, f->a, found, &sentence, &files);
    assert_null(sentence);
    assert_int_equal(files, 1);
    struct attachment_owner owner = f->mine;
    db_script(f->db, "DELETE FROM attachment_part");
    attachment_verify(f->db, f->a, found, &sentence, &files);
    assert_string_equal(
        sentence,
        arena_printf(f->a, "file %lld of document 5: what is stored is not what was sent", (long long)id));
    const struct attachment *file = attachment_get(f->db, f->a, &owner, id);
    assert_int_equal(attachment_read(f->db, f->a, file).n, 0);
}

#define BOTH_ENGINES(f)                                                                                        \
    cmocka_unit_test_setup_teardown(f, begin_sqlite, end),                                                     \
    {                                                                                                          \
#f " on PostgreSQL", f, begin_postgres, end, NULL                                                      \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_type_is_told_by_the_content),
        cmocka_unit_test(what_could_run_is_refused),
        cmocka_unit_test(a_name_ends_as_its_type_does),
        BOTH_ENGINES(a_file_comes_back_as_it_was),
        BOTH_ENGINES(a_file_is_reached_through_its_owner_only),
        BOTH_ENGINES(what_was_removed_can_be_put_back_for_a_month),
        BOTH_ENGINES(verification_finds_what_was_changed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
