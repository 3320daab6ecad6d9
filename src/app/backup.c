/* kapstok backup and restore. A copy of SQLite is a database file again, made by VACUUM INTO while the server writes;
 * of PostgreSQL it is what pg_dump -Fc makes. No name is given to a copy before it is whole and on the disk. */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/command.h"
#include "app/file.h"
#include "base/clock.h"
#include "db/migrate.h"
#include "lib/sodium.h"
#include "slice/admin/admin.h"

static int newest_schema(void)
{
    return migrations[migrations_count - 1].number;
}

static void sync_folder_of(struct arena *a, const char *path)
{
    int folder = open(dirname(arena_strdup(a, path)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        fsync(folder);
        close(folder);
    }
}

static bool exists(const char *path)
{
    return access(path, F_OK) == 0;
}

static bool same_file(const char *x, const char *y)
{
    struct stat sx, sy;
    return stat(x, &sx) == 0 && stat(y, &sy) == 0 && sx.st_dev == sy.st_dev && sx.st_ino == sy.st_ino;
}

/* ---- PostgreSQL's own tools ------------------------------------------------------------------------------- */

enum { NO_PROGRAM = 127 };

/* Runs a program with the database's address in its environment and its output in out. The exit code, NO_PROGRAM when
 * it is not there. */
static int run_tool(struct app *app, const char *const *arguments, int out)
{
    char *const *environment = db_tool_environment(&app->arena, app->options->database);
    if (environment == NULL)
        return app_fail("the address of the PostgreSQL database cannot be read");
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        for (size_t i = 0; environment[i] != NULL; i++)
            putenv(environment[i]);
        if (out >= 0)
            dup2(out, STDOUT_FILENO);
        execvp(arguments[0], (char *const *)(uintptr_t)arguments);
        _exit(NO_PROGRAM);
    }
    int status = 0;
    while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
        ;
    int code = child > 0 && WIFEXITED(status) ? WEXITSTATUS(status) : 1;
    if (code == NO_PROGRAM)
        app_fail("%s is not there; install postgresql-client", arguments[0]);
    else if (code != 0)
        app_fail("%s failed, see above", arguments[0]);
    return code;
}

static int dump_postgres(struct app *app, const char *path)
{
    static const char *const arguments[] = { "pg_dump", "--format=custom", "--no-password", NULL };
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return app_fail("%s cannot be made: %s", path, strerror(errno));
    int code = run_tool(app, arguments, fd);
    if (code == 0 && fsync(fd) != 0)
        code = app_fail("%s cannot be written: %s", path, strerror(errno));
    close(fd);
    return code == 0 ? 0 : 1;
}

/* The newest migration in a dump: its table schema_migration as text. 0 when it has none. */
static int dump_number(struct app *app, const char *file, int *number)
{
    const char *const arguments[] = { "pg_restore", "--data-only", "--table=schema_migration",
                                      "--file=-",   file,          NULL };
    FILE *text = tmpfile();
    if (text == NULL)
        return app_fail("no temporary file can be made: %s", strerror(errno));
    int code = run_tool(app, arguments, fileno(text));
    char line[4096];
    bool rows = false;
    *number = 0;
    rewind(text);
    while (code == 0 && fgets(line, sizeof line, text) != NULL) {
        if (strncmp(line, "COPY ", 5) == 0)
            rows = true;
        else if (line[0] == '\\')
            rows = false;
        else if (rows) {
            int n = (int)strtol(line, NULL, 10);
            *number = n > *number ? n : *number;
        }
    }
    fclose(text);
    return code == 0 ? 0 : 1;
}

/* ---- backup ----------------------------------------------------------------------------------------------- */

/* Whether a database file is whole, and which migration it is at. Prints why not. */
static int inspect_sqlite(struct app *app, const char *path, const char *named, int *number)
{
    const struct db_source source = { .engine = DB_SQLITE, .path = path };
    struct db *db;
    const char *detail = "";
    if (db_open(&source, DB_READ_ONLY, &app->arena, &db, &detail) != OK)
        return app_fail("%s is damaged: %s", named, detail);
    const char *integrity =
        db_scalar(db, &app->arena, "SELECT integrity_check FROM pragma_integrity_check LIMIT 1");
    const char *orphans = db_scalar(db, &app->arena, "SELECT count(*) FROM pragma_foreign_key_check");
    *number = db_status(db) == OK ? db_migration_number(db, &app->arena) : 0;
    int code = 0;
    if (db_status(db) != OK)
        code = app_fail("%s is damaged: %s", named, db_error(db));
    else if (integrity == NULL || strcmp(integrity, "ok") != 0)
        code = app_fail("%s is damaged: %s", named, integrity == NULL ? "no answer" : integrity);
    else if (orphans == NULL || strcmp(orphans, "0") != 0)
        code = app_fail("%s is damaged: %s rows point to rows that are missing", named,
                        orphans == NULL ? "?" : orphans);
    db_close(db);
    return code;
}

static int copy_sqlite(struct app *app, const char *path)
{
    const char *detail = "";
    int number;
    if (db_copy_to(app->db, path, &app->arena, &detail) != OK)
        return app_fail("%s", detail);
    return inspect_sqlite(app, path, "the copy", &number);
}

static int put_key(struct app *app, const char *from, const char *to)
{
    struct bytes key;
    if (file_read(&app->arena, from, &key) != OK)
        return app_fail("the install key %s cannot be read: %s", from, strerror(errno));
    if (file_write(&app->arena, to, key, 0600) != OK)
        return app_fail("the install key cannot be written to %s: %s", to, strerror(errno));
    return 0;
}

/* Size and BLAKE2b-256, as `b2sum -l 256` gives it. */
static int print_file(struct app *app, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) != 0)
        return app_fail("%s cannot be read: %s", path, strerror(errno));
    size_t n = (size_t)st.st_size;
    const char *hash = "";
    void *p = n == 0 ? NULL : mmap(NULL, n, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p != NULL && p != MAP_FAILED) {
        hash = crypto_digest_hex(&app->arena, (struct bytes){ p, n });
        munmap(p, n);
    }
    close(fd);
    printf("%s: %zu bytes, BLAKE2b-256 %s\n", path, n, hash);
    return 0;
}

static int note_moment(struct app *app, void *context)
{
    const int64_t *now = context;
    admin_setting_put(app->db, ADMIN_LAST_BACKUP, arena_printf(&app->arena, "%lld", (long long)*now));
    admin_audit(app->db, *now, 0, 0, "backup", "", "");
    return 0;
}

static int backup(struct app *app, const char *file)
{
    const struct options *o = app->options;
    struct arena *a = &app->arena;
    const char *temporary = arena_printf(a, "%s.%ld.new", file, (long)getpid()), *key = app_key_path(a, o);
    bool sqlite = app->source.engine == DB_SQLITE;
    if (sqlite && same_file(file, app->source.path))
        return app_fail("%s is the database itself", file);
    int64_t now = clock_now_ms();
    int code = sqlite ? copy_sqlite(app, temporary) : dump_postgres(app, temporary);
    if (code == 0 && o->with_key)
        code = put_key(app, key, arena_printf(a, "%s.key", file));
    if (code == 0 && rename(temporary, file) != 0)
        code = app_fail("%s cannot be written: %s", file, strerror(errno));
    if (code != 0) {
        unlink(temporary);
        return 1;
    }
    sync_folder_of(a, file);
    if (db_migration_number(app->db, a) == newest_schema() && app_write(app, note_moment, &now) != 0)
        app_fail("the copy is good; only its moment could not be noted");
    code = print_file(app, file);
    if (o->with_key)
        printf("%s.key: the install key; keep it apart from the copy\n", file);
    else
        printf("The install key %s is not in the copy (--with-key): without it, second factors and the mail "
               "password "
               "cannot be read.\n",
               key);
    return code;
}

int command_backup(const struct options *o)
{
    if (!command_words(o, "backup", 1, "a FILE to write to"))
        return 2;
    struct app app;
    int code = app_open_bare(&app, o);
    if (code == 0)
        code = backup(&app, o->argv[0]);
    app_close(&app);
    return code;
}

/* ---- restore ---------------------------------------------------------------------------------------------- */

static int check_schema(const char *file, int number)
{
    if (number == 0)
        return app_fail("%s is no copy of Kapstok's data", file);
    if (number > newest_schema())
        return app_fail(
            "%s was written by a newer version: it is at schema %d, this version knows schemas up to %d", file,
            number, newest_schema());
    return 0;
}

/* Gives the kind of copy by its first bytes. */
static int check_kind(const char *file, bool sqlite)
{
    char head[16] = "";
    FILE *f = fopen(file, "rb");
    if (f == NULL)
        return app_fail("%s cannot be read: %s", file, strerror(errno));
    size_t n = fread(head, 1, sizeof head, f);
    bool failed = ferror(f) != 0;
    int error = errno;
    fclose(f);
    if (failed)
        return app_fail("%s cannot be read: %s", file, strerror(error));
    bool is_sqlite = n == 16 && memcmp(head, "SQLite format 3", 16) == 0,
         is_dump = n >= 5 && memcmp(head, "PGDMP", 5) == 0;
    if (!is_sqlite && !is_dump)
        return app_fail("%s is no copy made by kapstok backup", file);
    if (is_sqlite != sqlite)
        return sqlite ? app_fail("%s is a copy of a PostgreSQL database; say where to with --database", file)
                      : app_fail("%s is a copy of an SQLite database; it cannot be put in PostgreSQL", file);
    return 0;
}

static int copy_file(const char *from, const char *to)
{
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0)
        return app_fail("%s cannot be read: %s", from, strerror(errno));
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (out < 0) {
        int error = errno;
        close(in);
        return app_fail("%s cannot be made: %s", to, strerror(error));
    }
    static const size_t piece = 1 << 24;
    ssize_t n;
    while ((n = copy_file_range(in, NULL, out, NULL, piece, 0)) > 0)
        ;
    if (n < 0 && (errno == EXDEV || errno == EINVAL || errno == ENOSYS || errno == EOPNOTSUPP)) {
        char buffer[65536];
        while ((n = read(in, buffer, sizeof buffer)) > 0)
            for (ssize_t at = 0, put; at < n; at += put) {
                put = write(out, buffer + at, (size_t)(n - at));
                if (put <= 0) {
                    n = -1;
                    break;
                }
            }
    }
    bool good = n == 0 && fsync(out) == 0;
    int error = errno;
    close(in);
    good = close(out) == 0 && good;
    return good ? 0 : app_fail("%s cannot be copied to %s: %s", from, to, strerror(error));
}

/* Moves what stands at path to path.before-restore. */
static int put_aside(struct app *app, const char *path, const char *suffix)
{
    const char *from = arena_printf(&app->arena, "%s%s", path, suffix);
    const char *to = arena_printf(&app->arena, "%s.before-restore%s", path, suffix);
    if (!exists(from)) {
        unlink(to); /* a log of an earlier time must not stand beside this database */
        return 0;
    }
    return rename(from, to) == 0 ? 0 : app_fail("%s cannot be moved aside: %s", from, strerror(errno));
}

/* Writes what is still in the log into the database, so that the file alone is everything. A damaged one stays as it
 * is: its log is moved aside with it. */
static void settle_log(struct app *app, const char *path)
{
    const struct db_source source = { .engine = DB_SQLITE, .path = path };
    struct db *db;
    const char *detail;
    if (db_open(&source, DB_READ_WRITE, &app->arena, &db, &detail) == OK)
        db_close(db);
}

static int restore_key(struct app *app, const char *file)
{
    const char *from = arena_printf(&app->arena, "%s.key", file), *to = app_key_path(&app->arena, app->options);
    struct bytes theirs, ours;
    if (!exists(from)) {
        if (exists(to))
            printf("The install key %s stays; when the copy came from elsewhere, put its own key there.\n", to);
        else
            printf("There is no install key beside the copy; the next start makes a new one, and second "
                   "factors and the "
                   "mail password must be set again.\n");
        return 0;
    }
    if (file_read(&app->arena, from, &theirs) != OK)
        return app_fail("the install key %s cannot be read: %s", from, strerror(errno));
    if (theirs.n != CRYPTO_KEY_SIZE)
        return app_fail("%s is not an install key", from);
    bool there = file_read(&app->arena, to, &ours) == OK;
    if (there && ours.n == theirs.n && memcmp(ours.p, theirs.p, ours.n) == 0)
        return 0;
    if (there && put_aside(app, to, "") != 0)
        return 1;
    if (put_key(app, from, to) != 0)
        return 1;
    printf("The install key was put back in %s%s.\n", to,
           there ? "; the earlier one is beside it, in .before-restore" : "");
    return 0;
}

static int restore_sqlite(struct app *app, const char *file)
{
    struct arena *a = &app->arena;
    const char *path = arena_printf(a, "%s/kapstok.db", app->options->data);
    const char *fresh = arena_printf(a, "%s.restore", path);
    bool there = exists(path);
    if (same_file(file, path))
        return app_fail("%s is the database itself", file);
    if (there && !app->options->force)
        return app_fail("there is data in %s already; with --force it is put aside and replaced",
                        app->options->data);
    int number;
    unlink(fresh); /* of a restore that was stopped half-way; the lock is ours */
    int code = copy_file(file, fresh);
    if (code == 0)
        code = inspect_sqlite(app, fresh, file, &number);
    if (code == 0)
        code = check_schema(file, number);
    if (code == 0 && there) {
        settle_log(app, path);
        if (put_aside(app, path, "") != 0 || put_aside(app, path, "-wal") != 0)
            code = 1;
        unlink(arena_printf(a, "%s-shm", path));
    }
    if (code == 0 && rename(fresh, path) != 0)
        code = app_fail("%s cannot be put in place: %s", path, strerror(errno));
    if (code != 0) {
        unlink(fresh);
        return code;
    }
    sync_folder_of(a, path);
    printf("%s is put back in %s (schema %d).\n", file, app->options->data, number);
    if (there)
        printf("What stood there is in %s.before-restore; throw it away when all is well.\n", path);
    return restore_key(app, file);
}

static int restore_postgres(struct app *app, const char *file)
{
    const struct options *o = app->options;
    const char *detail = "", *others;
    int number, there;
    app->source = (struct db_source){ .engine = DB_POSTGRES, .conninfo = o->database };
    if (db_open(&app->source, DB_READ_ONLY, &app->arena, &app->db, &detail) != OK)
        return app_fail("%s", detail);
    others = db_scalar(app->db, &app->arena,
                       "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                       " AND backend_type = 'client backend' AND pid <> pg_backend_pid()");
    there = db_migration_number(app->db, &app->arena);
    if (others == NULL || db_status(app->db) != OK)
        return app_fail("the database cannot be read: %s", db_error(app->db));
    db_close(app->db);
    app->db = NULL;
    if (strcmp(others, "0") != 0)
        return app_fail("%s other connections use this database; stop Kapstok first", others);
    if (there != 0 && !o->force)
        return app_fail("there is data in this database already; with --force it is replaced");
    if (dump_number(app, file, &number) != 0 || check_schema(file, number) != 0)
        return 1;
    const char *const arguments[] = { "pg_restore",
                                      "--clean",
                                      "--if-exists",
                                      "--no-owner",
                                      "--no-privileges",
                                      "--single-transaction",
                                      "--exit-on-error",
                                      "--no-password",
                                      "--dbname=",
                                      file,
                                      NULL };
    if (run_tool(app, arguments, -1) != 0)
        return app_fail("nothing was changed");
    printf("%s is put back (schema %d).\n", file, number);
    return restore_key(app, file);
}

int command_restore(const struct options *o)
{
    if (!command_words(o, "restore", 1, "a FILE that kapstok backup made"))
        return 2;
    struct app app = { .options = o, .lock = -1 };
    arena_init(&app.arena);
    int code = check_kind(o->argv[0], o->database == NULL);
    if (code == 0 && folder_make(&app.arena, o->data) != OK)
        code = app_fail("the data folder %s cannot be made: %s", o->data, strerror(errno));
    if (code == 0)
        code = app_lock(&app, true);
    if (code == 0)
        code = o->database == NULL ? restore_sqlite(&app, o->argv[0]) : restore_postgres(&app, o->argv[0]);
    app_close(&app);
    return code;
}
