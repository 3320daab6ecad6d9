#include "http/test_site.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "http/asset.h"
#include "http/test_site_sql.h"
#include "lib/sodium.h"

static const unsigned char css[] = "body{}", css_gzip[] = "(gzip)";
const struct asset assets[] = {
    { "app.css", "/static/app.1.css", "text/css; charset=utf-8", "\"1\"", css, css_gzip, 6, 6 },
    { "app.js", "/static/app.2.js", "text/javascript", "\"2\"", css, NULL, 6, 0 },
    { "font.woff2", "/static/font.3.woff2", "font/woff2", "\"3\"", css, NULL, 6, 0 },
    { "favicon.svg", "/static/favicon.4.svg", "image/svg+xml", "\"4\"", css, NULL, 6, 0 },
};
const size_t assets_count = 4;

/* ---- Pages ---- */

static struct fault page(struct rq *rq, const char *title, const char *text, bool form)
{
    struct html *h = rq_html(rq);
    const struct layout *l = rq_layout(rq, title);
    layout_begin(h, l);
    if (form) {
        HTML_RAW(h, "<form method=\"post\">");
        field_csrf(h);
        HTML_RAW(h, "</form>");
    }
    HTML_RAW(h, "<pre>");
    html_text_str(h, text);
    HTML_RAW(h, "</pre>\n");
    layout_end(h, l);
    return reply_page(rq);
}

static int64_t count_notes(struct rq *rq)
{
    const struct note_count *row = note_q_count(rq->db, rq->arena);
    return row == NULL ? -1 : row->n; /* after a database error nothing is given */
}

static struct fault get_home(struct rq *rq)
{
    return page(rq, "Home", arena_printf(rq->arena, "notes=%lld", (long long)count_notes(rq)), true);
}

static struct fault get_plain(struct rq *rq)
{
    return reply_bytes(rq, 200, "text/plain", (struct bytes){ "plain", 5 });
}

static struct fault get_note(struct rq *rq)
{
    const struct note_get *note = note_q_get(rq->db, rq->arena, rq_id(rq, "note"));
    if (note == NULL)
        return FAULT(NOT_FOUND, N_("The note %s is not here."), rq_param(rq, "note"));
    return page(rq, "Note", note->text, false);
}

static struct fault get_text(struct rq *rq)
{
    return page(rq, "Text", rq_param(rq, "text"), false);
}

static struct fault get_who(struct rq *rq)
{
    const char *name = rq->actor.name == NULL ? "nobody" : rq->actor.name;
    return page(rq, "Who", arena_printf(rq->arena, "%s at %s", name, rq_address(rq)), false);
}

static struct fault get_large(struct rq *rq)
{
    char *text = arena_alloc(rq->arena, 100001);
    memset(text, 'x', 100000);
    return page(rq, "Large", text, false);
}

static struct fault get_too_large(struct rq *rq)
{
    char *text = arena_alloc(rq->arena, HTML_MAX_PAGE + 1);
    memset(text, 'x', HTML_MAX_PAGE);
    return page(rq, "Too large", text, false);
}

static struct fault get_file(struct rq *rq)
{
    return reply_file(rq, "text/csv", "één \"twee\".csv", (struct bytes){ "a;b\n", 4 });
}

static struct fault get_to(struct rq *rq)
{
    return reply_redirect(rq, "%s", rq_query(rq, "naar"));
}

static struct fault get_limited(struct rq *rq)
{
    if (rq_over_limit(rq, "test", rq_query(rq, "key"), 3))
        return FAULT(LIMITED, NULL);
    return get_plain(rq);
}

static struct fault get_slow(struct rq *rq)
{
    nanosleep(&(struct timespec){ .tv_nsec = 100 * 1000 * 1000 }, NULL);
    return get_home(rq);
}

static struct fault get_broken(struct rq *rq)
{
    note_q_spoil(rq->db); /* a GET has no right to write: the connection fails */
    return get_home(rq);
}

_Atomic int test_parts;

/* A page with a part that may be kept, by ?key. */
static struct fault get_part(struct rq *rq)
{
    int64_t notes = count_notes(rq);
    const char *key = rq_query(rq, "key");
    struct html *h = rq_html(rq);
    struct layout *l = rq_layout(rq, "");
    struct html_safe part = rq_part(rq, key, l);
    if (part.html != NULL) {
        layout_begin(h, l);
        html_text(h, part);
    } else {
        l->title = "Part";
        layout_begin(h, l);
        size_t from = h->out->n;
        html_text(h, arena_printf(rq->arena, "<%lld notes, key %s, %s, writing %d>", (long long)notes, key,
                                  rq->lang->code, ++test_parts));
        rq_part_keep(rq, key, l, from);
    }
    layout_end(h, l);
    return reply_page(rq);
}

/* ---- A room ---- */

_Atomic int test_room_gone, test_room_views, test_room_size;
_Atomic bool test_room_still;

/* Room n shows how many notes there are. */
static bool show_room(struct html *h, struct db *db, struct arena *a, const struct site *site, int64_t room,
                      int64_t variant, int64_t now_ms)
{
    (void)site, (void)now_ms;
    test_room_views++;
    if (room == test_room_gone)
        return false;
    const struct note_count *row = note_q_count(db, a);
    html_text(h, arena_printf(a, "room %lld, variant %lld, %s\n", (long long)room, (long long)variant,
                              h->lang->code));
    for (int i = test_room_size; i > 0; i--)
        html_text(h, "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqr");
    html_text(h, "\n");
    html_text(h, arena_printf(a, "notes=%lld.", row == NULL || test_room_still ? -1LL : (long long)row->n));
    return true;
}

static struct fault get_room(struct rq *rq)
{
    if (rq_id(rq, "note") == test_room_gone)
        return FAULT(NOT_FOUND, NULL);
    const char *variant = rq_query(rq, "variant");
    return reply_room(rq, rq_id(rq, "note"), show_room, variant == NULL ? 0 : strtoll(variant, NULL, 10));
}

static struct fault get_watchers(struct rq *rq)
{
    char *text = arena_printf(rq->arena, "%d of %d", rq_room_watchers(rq, rq_id(rq, "note"), show_room),
                              rq_room_watchers(rq, rq_id(rq, "note"), NULL));
    return reply_bytes(rq, 200, "text/plain", (struct bytes){ text, strlen(text) });
}

static struct fault get_api(struct rq *rq)
{
    return reply_problem(rq, rq_cookie(rq, "kapstok-login") != NULL ? FAILED : OK, "fine", "a/b");
}

/* ---- Forms ---- */

static const struct field note_fields[] = {
    { "text", FIELD_TEXT, .required = true, .max = 20, .label = N_("Text") },
};
static const struct form_spec note_form = FORM(note_fields);

static struct fault again_note(struct rq *rq)
{
    size_t count;
    const struct field_message *messages = form_messages(rq, &count);
    struct html *h = rq_html(rq);
    const struct layout *l = rq_layout(rq, "Note");
    layout_begin(h, l);
    field_summary(h, messages, count);
    HTML_RAW(h, "<form method=\"post\">");
    field_csrf(h);
    field_input(h, form_field(rq, &note_form, "text", "default"));
    HTML_RAW(h, "</form>\n");
    html_text(h, count_notes(rq));
    layout_end(h, l);
    return reply_page(rq);
}

_Atomic int test_commits;

static void count_commit(void *p)
{
    (void)p;
    test_commits++;
}

_Atomic int test_handlers;

static struct fault post_note(struct rq *rq)
{
    test_handlers++;
    const char *text = form_text(rq, "text");
    const struct note_add *added = note_q_add(rq->db, rq->arena, text);
    int64_t id = added == NULL ? 0 : added->id;
    rq_after_commit(rq, count_commit, NULL);
    if (strcmp(text, "limited") == 0 && rq_over_limit(rq, "note", NULL, 1))
        return FAULT(LIMITED, NULL);
    if (strcmp(text, "conflict") == 0)
        return FAULT(CONFLICT, N_("Someone has already written \"%s\"."), text, "newer");
    if (strcmp(text, "again") == 0) {
        form_fail(rq, "text", N_("Not %s."), text);
        return form_again(rq);
    }
    if (strcmp(text, "cut") == 0)
        db_script(rq->db, "SELECT pg_terminate_backend(pg_backend_pid())");
    if (strcmp(text, "break") == 0)
        note_q_spoil(rq->db);
    if (strcmp(text, "problem") == 0)
        return reply_problem(rq, INVALID, "no", NULL);
    reply_notice(rq, "Saved: één & \"twee\"");
    return reply_redirect(rq, "/notitie/%lld", (long long)id);
}

static struct fault post_room(struct rq *rq)
{
    (void)note_q_add(rq->db, rq->arena, form_text(rq, "text"));
    rq_room_moved(rq, rq_id(rq, "note"));
    rq_room_moved(rq, rq_id(rq, "note"));
    if (strcmp(form_text(rq, "text"), "conflict") == 0)
        return FAULT(CONFLICT, NULL);
    return reply_redirect(rq, "/");
}

/* Reads what others write at the same time. */
static struct fault post_count(struct rq *rq)
{
    const struct note_count *row = note_q_count(rq->db, rq->arena);
    if (row != NULL)
        (void)note_q_add(rq->db, rq->arena, arena_printf(rq->arena, "n=%lld", (long long)row->n));
    rq_after_commit(rq, count_commit, NULL);
    return reply_redirect(rq, "/");
}

static struct fault post_no_page(struct rq *rq)
{
    form_fail(rq, "text", N_("Never right."));
    return form_again(rq);
}

static struct fault prepare_hash(struct rq *rq)
{
    test_handlers++;
    if (strcmp(form_text(rq, "text"), "refuse") == 0) {
        form_fail(rq, "text", N_("Refused before."));
        return form_again(rq);
    }
    if (strcmp(form_text(rq, "text"), "slow") == 0)
        nanosleep(&(struct timespec){ .tv_nsec = 10 * 1000 * 1000 }, NULL);
    rq->prepared = arena_printf(rq->arena, "hash of %s", form_text(rq, "text"));
    return NO_FAULT;
}

static struct fault post_hash(struct rq *rq)
{
    (void)note_q_add(rq->db, rq->arena, rq->prepared);
    return page(rq, "Hashed", rq->prepared, false);
}

static const char *const colours[] = { "red", "green", "blue", NULL };
static const struct field all_fields[] = {
    { "text", FIELD_TEXT, .min = 2, .max = 10, .label = N_("Text") },
    { "area", FIELD_AREA, .label = N_("Area") },
    { "mail", FIELD_MAIL, .label = N_("Mail") },
    { "url", FIELD_URL, .label = N_("Address") },
    { "int", FIELD_INT, .min = -5, .max = 50000, .label = N_("Number") },
    { "count", FIELD_INT, .min = 1, .label = N_("Count") },
    { "date", FIELD_DATE, .label = N_("Date") },
    { "choice", FIELD_CHOICE, .choices = colours, .label = N_("Colour") },
    { "choices", FIELD_CHOICES, .choices = colours, .max = 2, .label = N_("Colours") },
    { "tick", FIELD_TICK, .label = N_("Tick") },
    { "password", FIELD_PASSWORD, .label = N_("Password") },
    { "token", FIELD_TOKEN, .label = N_("Code") },
    { "file", FIELD_FILE, .max = 100, .label = N_("File") },
    { "answer", FIELD_FAMILY, .max = 3, .label = N_("Answers") },
};
static const struct form_spec all_form = FORM(all_fields);

/* Every field with its message, or with what it became. */
static struct fault show_all(struct rq *rq)
{
    struct arena *a = rq->arena;
    size_t count;
    const char *out = "";
    const struct field_message *messages = form_messages(rq, &count);
    for (size_t i = 0; i < count; i++)
        out = arena_printf(a, "%s%s: %s\n", out, messages[i].field, messages[i].message);
    for (size_t i = 0; i < all_form.count; i++) {
        const struct field_view *view = form_field(rq, &all_form, all_fields[i].name, NULL);
        out = arena_printf(a, "%s%s typed [%s] text [%s]\n", out, view->name, view->value,
                           form_text(rq, view->name));
    }
    if (form_int(rq, "int").set)
        out = arena_printf(a, "%sint=%lld\n", out, (long long)form_int(rq, "int").v);
    if (form_int(rq, "date").set)
        out = arena_printf(a, "%sdate=%lld\n", out, (long long)form_int(rq, "date").v);
    if (form_tick(rq, "tick"))
        out = arena_printf(a, "%stick\n", out);
    const struct form_pair *answers = form_family(rq, "answer", &count);
    for (size_t i = 0; i < count; i++)
        out = arena_printf(a, "%sanswer %s=%s\n", out, answers[i].key, answers[i].value);
    const struct upload *file = form_file(rq, "file");
    if (file != NULL)
        out = arena_printf(a, "%sfile %s %s %zu\n", out, file->name, file->type, file->content.n);
    return page(rq, "All", out, false);
}

static struct fault post_upload(struct rq *rq)
{
    const struct upload *file = form_file(rq, "file");
    const unsigned char *p = file->content.p;
    unsigned sum = 0;
    for (size_t i = 0; i < file->content.n; i++)
        sum = sum * 31 + p[i];
    return page(rq, "Upload", arena_printf(rq->arena, "%zu %u", file->content.n, sum), false);
}
static const struct field upload_fields[] = {
    { "file", FIELD_FILE, .required = true, .label = N_("File") },
};
static const struct form_spec upload_form = FORM(upload_fields);

static struct fault post_json(struct rq *rq)
{
    test_handlers++;
    struct bytes body = rq_body(rq);
    if (body.n == 0)
        return FAULT(INVALID, N_("Nothing was sent."));
    return reply_bytes(rq, 200, "application/json", body);
}

static const struct route routes[] = {
    GET("/", PUBLIC, get_home),
    GET("/plat", PUBLIC, get_plain),
    GET("/notitie/:note", PUBLIC, get_note),
    GET("/notitie/nieuw", PUBLIC, get_plain),
    GET("/tekst/:text*", PUBLIC, get_text),
    GET("/wie", PUBLIC, get_who),
    GET("/ik", SIGNED_IN, get_who),
    GET("/organisatie/:org", ORG_GUIDE, get_who),
    GET("/groot", PUBLIC, get_large),
    GET("/te-groot", PUBLIC, get_too_large),
    GET("/bestand", PUBLIC, get_file),
    GET("/ga", PUBLIC, get_to),
    GET("/grens", PUBLIC, get_limited),
    GET("/traag", PUBLIC, get_slow, .slow = true),
    GET("/stuk", PUBLIC, get_broken),
    GET("/deel", PUBLIC, get_part),
    GET("/deel/traag", PUBLIC, get_part, .slow = true),
    GET("/api/tel", STATELESS, get_api),
    GET("/api/besloten", SIGNED_IN, get_who),
    GET("/telefoon", STATELESS, get_api),
    POST("/notitie", PUBLIC, post_note, .form = &note_form, .again = again_note),
    POST("/telling", PUBLIC, post_count),
    POST("/zonder-pagina", PUBLIC, post_no_page, .form = &note_form),
    POST("/hash", PUBLIC, post_hash, .form = &note_form, .again = again_note, .prepare = prepare_hash),
    POST("/alles", PUBLIC, show_all, .form = &all_form, .again = show_all),
    POST("/upload", PUBLIC, post_upload, .form = &upload_form, .body_cap = 4 * 1024 * 1024),
    POST("/organisatie/:org", ORG_GUIDE, post_note, .form = &note_form, .again = again_note),
    GET_EVENTS("/kamer/:note", PUBLIC, get_room),
    GET("/kamer/:note/kijkers", PUBLIC, get_watchers),
    POST("/kamer/:note", PUBLIC, post_room, .form = &note_form, .again = again_note),
    POST("/json", SIGNED_IN, post_json, .json = true),
    POST("/api/echo", STATELESS, post_json, .json = true),
};
static const struct slice slice = { .name = "test", SLICE_ROUTES(routes) };
static const struct slice *const slices[] = { &slice, NULL };

/* ---- Who ---- */

_Atomic int test_deny_in;

static struct fault resolve(struct rq *rq, enum right right)
{
    if (test_deny_in > 0 && --test_deny_in == 0)
        return FAULT(DENIED, NULL);
    const char *login = rq_cookie(rq, "kapstok-login");
    bool anna = login != NULL && strcmp(login, "anna") == 0, bram = login != NULL && strcmp(login, "bram") == 0;
    if (anna || bram) {
        rq->actor.user = anna ? 1 : 2;
        rq->actor.name = anna ? "Anna" : "Bram";
        rq->actor.login_secret = anna ? "secret of Anna" : "secret of Bram";
    }
    if (right == PUBLIC)
        return NO_FAULT;
    if (rq->actor.user == 0)
        return FAULT(UNSIGNED, NULL);
    if (right == ORG_GUIDE && rq_id(rq, "org") != rq->actor.user)
        return FAULT(DENIED, NULL);
    return NO_FAULT;
}

/* ---- The site ---- */

bool test_site_has_postgres(void)
{
    return getenv("KAPSTOK_TEST_POSTGRES") != NULL;
}

static struct db *open_database(struct test_site *t)
{
    struct db *db;
    const char *detail = "";
    if (db_open(&t->config.source, DB_READ_WRITE, &t->a, &db, &detail) != OK) {
        fprintf(stderr, "%s\n", detail);
        abort();
    }
    return db;
}

/* The session pins the schema that these options choose, so two tests never meet. */
static void new_schema(struct test_site *t)
{
    static int number;
    t->config.source = (struct db_source){ .engine = DB_POSTGRES, .conninfo = getenv("KAPSTOK_TEST_POSTGRES") };
    unsetenv("PGOPTIONS");
    struct db *db = open_database(t);
    const char *name = arena_printf(&t->a, "http_%d_%d", (int)getpid(), ++number);
    db_script(db, arena_printf(&t->a, "CREATE SCHEMA %s", name));
    ASSERT(db_status(db) == OK);
    db_close(db);
    setenv("PGOPTIONS", arena_printf(&t->a, "-c search_path=%s", name), 1);
}

struct test_site *test_site_new(enum db_engine engine)
{
    struct test_site *t = calloc(1, sizeof *t);
    ASSERT(t != NULL && crypto_init() == OK);
    arena_init(&t->a);
    snprintf(t->folder, sizeof t->folder, "/tmp/kapstok-http-XXXXXX");
    ASSERT(mkdtemp(t->folder) != NULL);
    t->site = (struct site){
        .public_url = "http://kapstok.example",
        .trusted_proxy = "loopback, 10.0.0.9",
        .lang = lang_get(LANG_EN),
        .data_dir = t->folder,
    };
    t->config = (struct server_config){
        .site = &t->site,
        .slices = slices,
        .source = { .engine = DB_SQLITE, .path = arena_printf(&t->a, "%s/test.db", t->folder) },
        .host = "127.0.0.1",
        .resolve = resolve,
        .login_cookie = "kapstok-login",
    };
    if (engine == DB_POSTGRES)
        new_schema(t);
    struct db *db = open_database(t);
    db_script(db,
              engine == DB_POSTGRES
                  ? "CREATE TABLE note (id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text TEXT NOT NULL)"
                  : "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT");
    ASSERT(db_status(db) == OK);
    db_close(db);
    return t;
}

void test_site_inline(struct test_site *t)
{
    const char *detail;
    ASSERT(server_inline_new(&t->config, &t->a, &t->server, &detail) == OK);
}

void test_site_free(struct test_site *t)
{
    if (t->server != NULL)
        server_inline_free(t->server);
    static const char *const ends[] = { "", "-wal", "-shm" };
    for (int i = 0; i < 3 && t->config.source.engine == DB_SQLITE; i++)
        unlink(arena_printf(&t->a, "%s%s", t->config.source.path, ends[i]));
    rmdir(t->folder);
    arena_release(&t->a);
    free(t);
}

int64_t test_site_notes(struct test_site *t)
{
    struct db *db = open_database(t);
    const char *n = db_scalar(db, &t->a, "SELECT count(*) FROM note");
    ASSERT(n != NULL);
    db_close(db);
    return strtoll(n, NULL, 10);
}
