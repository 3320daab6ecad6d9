/* kapstok verify: looks at everything that could be wrong with the data and changes nothing. */
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "db/migrate.h"
#include "lib/sodium.h"
#include "slice/attachment/attachment.h"
#include "slice/document/document.h"
#include "slice/library/pack_store.h"
#include "slice/report/report.h"
#include "slice/scan/verify.h"
#include "slice/session/session.h"

struct findings {
    int count;
};

static void found(void *context, const char *sentence)
{
    struct findings *f = context;
    f->count++;
    printf("%s\n", sentence);
}

/* Each line of an answer that a sound database leaves empty. */
static void check_scalar(struct app *app, struct findings *f, const char *what, const char *sql)
{
    const char *lines = db_scalar(app->db, &app->arena, sql);
    if (db_status(app->db) != OK) {
        found(f, arena_printf(&app->arena, "%s: %s", what, db_error(app->db)));
        db_rollback(app->db);
        return;
    }
    while (lines != NULL && lines[0] != '\0') {
        size_t n = strcspn(lines, "\n");
        found(f, arena_printf(&app->arena, "%s: %.*s", what, (int)n, lines));
        lines += n + (lines[n] == '\n');
    }
}

static void check_database(struct app *app, struct findings *f)
{
    if (db_engine(app->db) == DB_SQLITE) {
        check_scalar(app, f, "integrity",
                     "SELECT group_concat(integrity_check, char(10)) FROM pragma_integrity_check"
                     " WHERE integrity_check <> 'ok'");
        check_scalar(app, f, "references",
                     "SELECT group_concat(line, char(10)) FROM (SELECT 'a row of ' || \"table\" || ' points to "
                     "a missing row of '"
                     " || parent || ': ' || count(*) || ' times' AS line FROM pragma_foreign_key_check"
                     " GROUP BY \"table\", parent)");
        return;
    }
    check_scalar(app, f, "integrity",
                 "SELECT string_agg(c.relname || ' is not valid', chr(10)) FROM pg_index i"
                 " JOIN pg_class c ON c.oid = i.indexrelid WHERE NOT i.indisvalid"
                 " AND c.relnamespace = current_schema()::regnamespace");
    check_scalar(app, f, "references",
                 "SELECT string_agg('constraint ' || conname || ' is not valid', chr(10)) FROM pg_constraint"
                 " WHERE contype = 'f' AND NOT convalidated AND connamespace = current_schema()::regnamespace");
    check_scalar(
        app, f, "references",
        "SELECT 'the constraints between tables are gone' WHERE NOT EXISTS (SELECT 1 FROM pg_constraint"
        " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace)");
}

static void check_packs(struct app *app, struct findings *f)
{
    size_t n;
    const struct library_installed *packs = library_installed(app->db, &app->arena, &n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(crypto_digest_hex(&app->arena, library_installed_text(app->db, &app->arena, &packs[i])),
                   packs[i].hash) != 0)
            found(f, arena_printf(&app->arena, "pack %s version %d is not what was installed", packs[i].id,
                                  packs[i].version));
}

/* False when the schema is another: then the slices cannot read the data. */
static bool check_number(struct app *app, struct findings *f)
{
    int there = db_migration_number(app->db, &app->arena), ours = migrations[migrations_count - 1].number;
    if (there == ours)
        return true;
    if (there == 0)
        found(f, "schema: this database holds no data of Kapstok");
    else if (there > ours)
        found(f,
              arena_printf(&app->arena,
                           "schema: the data is at %d, this program knows up to %d: a newer version wrote it",
                           there, ours));
    else
        found(f, arena_printf(
                     &app->arena,
                     "schema: the data is at %d, this program is at %d: kapstok serve brings it up to date",
                     there, ours));
    return false;
}

static int run(struct app *app)
{
    struct findings f = { 0 };
    struct scan_verified seen = { 0 };
    int64_t files = 0, texts = 0, adopted = 0;
    check_database(app, &f);
    if (check_number(app, &f)) {
        check_packs(app, &f);
        scan_verify(app->db, &app->arena, found, &f, &seen);
        attachment_verify(app->db, &app->arena, found, &f, &files);
        document_verify(app->db, &app->arena, found, &f, &texts);
        report_verify(app->db, &app->arena, found, &f, &adopted);
        session_verify(app->db, &app->arena, found, &f);
    }
    if (db_status(app->db) != OK)
        found(&f, arena_printf(&app->arena, "reading: %s", db_error(app->db)));
    if (f.count > 0)
        return app_fail(f.count == 1 ? "%d fault was found" : "%d faults were found", f.count);
    printf("Everything is sound: integrity, references, packs, schema %d; the counts of %lld rounds (%lld "
           "answers), %lld files, %lld adopted texts and %lld adopted reports are what they should be.\n",
           migrations[migrations_count - 1].number, (long long)seen.rounds, (long long)seen.answers,
           (long long)files, (long long)texts, (long long)adopted);
    return 0;
}

int command_verify(const struct options *o)
{
    struct app app;
    int code = app_open_bare(&app, o);
    if (code == 0 && db_begin_read(app.db) != OK)
        code = app_fail("the database cannot be read: %s", db_error(app.db));
    if (code == 0)
        code = run(&app);
    if (app.db != NULL)
        db_rollback(app.db);
    app_close(&app);
    return code;
}
