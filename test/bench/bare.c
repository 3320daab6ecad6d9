/* The bare limits that `make bench` divides by:
 *
 *   bare http PORT BYTES    libmicrohttpd sending BYTES to every GET, and a short JSON to every POST, no database
 *   bare sqlite FILE N      SQLite writing N submissions of 96 answers: the rows, indexes and history that
 *                           Kapstok writes, 64 submissions a commit; prints submissions a second
 *
 * FILE must hold the migrated schema and the sheets 1..N. */
#include <microhttpd.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { STATEMENTS = 96, PER_COMMIT = 64 };

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- http ---------------------------------------------------------------------------------------------- */

struct page {
    char *bytes;
    size_t n;
};

static enum MHD_Result answer(void *cls, struct MHD_Connection *c, const char *url, const char *method,
                              const char *version, const char *data, size_t *size, void **state)
{
    static const char saved[] = "{\"saved\":true,\"edit\":12345,\"done\":48,\"of\":96}";
    const struct page *page = cls;
    (void)url, (void)version, (void)data;
    if (*state == NULL) {
        *state = (void *)page;
        return MHD_YES;
    }
    if (*size > 0) {
        *size = 0;
        return MHD_YES;
    }
    bool post = strcmp(method, "POST") == 0;
    struct MHD_Response *r = MHD_create_response_from_buffer(
        post ? sizeof saved - 1 : page->n, post ? (void *)saved : page->bytes, MHD_RESPMEM_PERSISTENT);
    MHD_add_response_header(r, "Content-Type", post ? "application/json" : "text/html; charset=utf-8");
    enum MHD_Result done = MHD_queue_response(c, 200, r);
    MHD_destroy_response(r);
    return done;
}

static int serve(int port, size_t bytes)
{
    struct page page = { malloc(bytes + 1), bytes };
    memset(page.bytes, 'x', bytes);
    struct MHD_Daemon *d =
        MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, (uint16_t)port, NULL, NULL, answer, &page,
                         MHD_OPTION_THREAD_POOL_SIZE, 2u, MHD_OPTION_CONNECTION_LIMIT, 1000u, MHD_OPTION_END);
    if (d == NULL) {
        fprintf(stderr, "bare: port %d is taken\n", port);
        return 1;
    }
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int sig;
    sigwait(&set, &sig);
    MHD_stop_daemon(d);
    return 0;
}

/* ---- sqlite -------------------------------------------------------------------------------------------- */

static void must(sqlite3 *db, int rc)
{
    if (rc != SQLITE_OK && rc != SQLITE_DONE) {
        fprintf(stderr, "bare: %s\n", sqlite3_errmsg(db));
        exit(1);
    }
}

static int submit(const char *path, long submissions)
{
    sqlite3 *db;
    must(NULL, sqlite3_open(path, &db));
    must(db, sqlite3_exec(db,
                          "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
                          "PRAGMA cache_size=-16384; PRAGMA temp_store=MEMORY",
                          NULL, NULL, NULL));
    sqlite3_stmt *answer, *sheet;
    must(db, sqlite3_prepare_v3(db,
                                "INSERT INTO scan_answer (sheet_id, statement, answer, flags, note, edit, at) "
                                "VALUES (?1,?2,?3,?4,?5,?6,?7)",
                                -1, SQLITE_PREPARE_PERSISTENT, &answer, NULL));
    must(db,
         sqlite3_prepare_v3(db, "UPDATE scan_sheet SET answered = answered + 96, changed_at = ?2 WHERE id = ?1",
                            -1, SQLITE_PREPARE_PERSISTENT, &sheet, NULL));
    char ids[STATEMENTS][40];
    for (int i = 0; i < STATEMENTS; i++)
        snprintf(ids[i], sizeof ids[i], "gov.environment.energy.statement-%02d", i);
    double started = now();
    for (long n = 1; n <= submissions; n++) {
        if ((n - 1) % PER_COMMIT == 0)
            must(db, sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL));
        for (int i = 0; i < STATEMENTS; i++) {
            sqlite3_bind_int64(answer, 1, n);
            sqlite3_bind_text(answer, 2, ids[i], -1, SQLITE_STATIC);
            sqlite3_bind_int64(answer, 3, 1 + i % 4);
            sqlite3_bind_int64(answer, 4, 0);
            sqlite3_bind_null(answer, 5);
            sqlite3_bind_int64(answer, 6, 1);
            sqlite3_bind_int64(answer, 7, 1790000000000);
            must(db, sqlite3_step(answer));
            sqlite3_reset(answer);
        }
        sqlite3_bind_int64(sheet, 1, n);
        sqlite3_bind_int64(sheet, 2, 1790000000000);
        must(db, sqlite3_step(sheet));
        sqlite3_reset(sheet);
        if (n % PER_COMMIT == 0 || n == submissions)
            must(db, sqlite3_exec(db, "COMMIT", NULL, NULL, NULL));
    }
    printf("%.1f\n", (double)submissions / (now() - started));
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "http") == 0)
        return serve((int)strtol(argv[2], NULL, 10), (size_t)strtol(argv[3], NULL, 10));
    if (argc == 4 && strcmp(argv[1], "sqlite") == 0)
        return submit(argv[2], strtol(argv[3], NULL, 10));
    fprintf(stderr, "usage: bare http PORT BYTES | bare sqlite FILE N\n");
    return 2;
}
