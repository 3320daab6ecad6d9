/* Pages for pack authors: coverage, comparing versions, a pack as a spreadsheet, and a new version that an administrator
 * looks at and installs. */
#include <stdlib.h>
#include <string.h>

#include "lib/sodium.h"
#include "pack_page.h"
#include "slice/admin/admin.h"
#include "slice/library/pack_book.h"
#include "slice/library/pack_view.h"
#include "slice/library/web.h"

enum {
    UPLOAD_MAX = 2 * 1024 * 1024,              /* a pack; ours are below 1 MB */
    UPLOAD_CODED_MAX = UPLOAD_MAX / 3 * 4 + 4, /* sent again by the page itself */
    BOOK_MAX = 32 * 1024 * 1024
};

/* The newest version of :pack; NULL when there is none that people read. */
static const struct pack *asked_pack(struct rq *rq)
{
    const struct pack *p = pack_find(rq->site->packs, rq_param(rq, "pack"), 0);
    return p == NULL || p->kind == PACK_DEMO ? NULL : p;
}

static struct fault no_pack(void)
{
    return FAULT(NOT_FOUND, N_("This pack is not installed here."));
}

static struct layout *pack_layout(struct rq *rq, const char *title)
{
    struct layout *l = library_layout(
        rq, title, (struct layout_link){ .url = "/bibliotheek/pakketten", .label = tr(rq->lang, "Packs") },
        (struct layout_link){ 0 });
    l->wide = true;
    return l;
}

/* ---- coverage ---------------------------------------------------------------------------------------------------- */

/* What a table counts by: its heading and that of its first column (msgids). */
static const struct {
    const char *title, *column;
} measures[] = {
    [COVERAGE_LIST] = { N_("What stands in it"), N_("List") },
    [COVERAGE_DOMAIN] = { N_("Per domain"), N_("Domain") },
    [COVERAGE_THEME] = { N_("Per theme"), N_("Theme") },
    [COVERAGE_ISO] = { N_("Per clause of ISO 26000"), N_("Code") },
    [COVERAGE_SDG] = { N_("Per goal (SDG)"), N_("Goal") },
    [COVERAGE_GRI] = { N_("Per disclosure of GRI"), N_("Code") },
    [COVERAGE_VSME] = { N_("Per disclosure of VSME"), N_("Code") },
};

/* A code without a title is of a list that nobody keeps, or a theme that only an older scan has. */
static struct pack_coverage_line coverage_line(struct rq *rq, enum coverage_by by,
                                               const struct coverage_row *row, int most)
{
    struct pack_coverage_line l = { .row = row, .share = (int64_t)row->count * 1000 / most };
    l.is_code = row->title == NULL;
    l.text = l.is_code ? row->code : text_in(rq->lang, row->title);
    if (!l.is_code && by == COVERAGE_THEME)
        l.url = arena_printf(rq->arena, "/bibliotheek/thema/%s", row->code);
    if (!l.is_code && (by == COVERAGE_ISO || by == COVERAGE_SDG)) {
        l.url = arena_printf(rq->arena, "/bibliotheek/kruisverwijzing#%s.%s",
                             by == COVERAGE_ISO ? "iso26000" : "sdg", row->code);
        l.text = arena_printf(rq->arena, "%s. %s", row->code, l.text);
    }
    return l;
}

static void add_coverage(struct rq *rq, struct pack_coverage_view *v, const struct coverage *c)
{
    struct pack_coverage_part *parts = NEW_ARRAY(rq->arena, struct pack_coverage_part, (size_t)c->count);
    for (int i = 0; i < c->count; i++) {
        const struct coverage_table *t = &c->tables[i];
        struct pack_coverage_line *lines = NEW_ARRAY(rq->arena, struct pack_coverage_line, (size_t)t->count);
        int most = 1;
        for (int k = 0; k < t->count; k++)
            most = t->rows[k].count > most ? t->rows[k].count : most;
        for (int k = 0; k < t->count; k++)
            lines[k] = coverage_line(rq, t->by, &t->rows[k], most);
        bool said = v->scan || t->by == COVERAGE_LIST || strcmp(t->list, "entries") == 0;
        parts[i] = (struct pack_coverage_part){ .id = arena_printf(rq->arena, "t%d", i),
                                                .title = tr(rq->lang, measures[t->by].title),
                                                .column = tr(rq->lang, measures[t->by].column),
                                                .list = said ? NULL : t->list,
                                                .bars = t->by != COVERAGE_LIST,
                                                .lines = lines,
                                                .count = (size_t)t->count };
    }
    v->parts = parts;
    v->part_count = (size_t)c->count;
}

struct fault pack_coverage_show(struct rq *rq)
{
    const struct pack *p = asked_pack(rq);
    if (p == NULL)
        return no_pack();
    struct coverage c = pack_coverage(rq->arena, rq->site->packs, p);
    struct pack_coverage_view v = { .pack = p, .scan = p->kind == PACK_SCAN };
    add_coverage(rq, &v, &c);
    v.layout =
        pack_layout(rq, arena_printf(rq->arena, tr(rq->lang, "What %s covers"), text_in(rq->lang, &p->title)));
    v.layout->lead =
        v.scan
            ? arena_printf(rq->arena,
                           tr(rq->lang, "%d statements, %d of them in the light scan and %d with a condition. "
                                        "A statement counts wherever one of its codes stands."),
                           c.entries, c.light, c.conditional)
            : arena_printf(rq->arena, tr_n(rq->lang, "%d entry", "%d entries", c.entries), c.entries);
    pack_coverage_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- as a spreadsheet -------------------------------------------------------------------------------------------- */

struct fault pack_book(struct rq *rq)
{
    const struct pack *p = asked_pack(rq);
    if (p == NULL)
        return no_pack();
    struct buf out;
    buf_init(&out, BOOK_MAX);
    enum status st = library_book_write(rq->arena, p->text, rq->site->packs, rq->now_ms, &out);
    struct fault fault = FAULT(st, N_("The workbook could not be made. Try again in a moment."));
    if (st == OK && buf_ok(&out)) {
        char *content = arena_alloc(rq->arena, out.n);
        memcpy(content, out.p, out.n);
        fault = reply_file(rq, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                           arena_printf(rq->arena, "%s-%d.xlsx", p->id, p->version),
                           (struct bytes){ content, out.n });
    }
    buf_release(&out);
    return fault;
}

/* ---- comparing --------------------------------------------------------------------------------------------------- */

static struct pack_changes changes_of(struct rq *rq, const struct comparison *c, size_t from)
{
    struct pack_changes out = { .total = c->count, .counts = c->counts };
    if (from < c->count)
        out.count = c->count - from > LIBRARY_PER_PAGE ? LIBRARY_PER_PAGE : c->count - from;
    struct pack_change_line *lines = NEW_ARRAY(rq->arena, struct pack_change_line, out.count);
    for (size_t i = 0; i < out.count; i++) {
        const struct compare_change *change = &c->v[from + i];
        lines[i] = (struct pack_change_line){
            .what = change->what,
            .list = change->list[0] == '\0' ? tr(rq->lang, "the pack itself") : change->list,
            .entry = change->entry,
            .field = change->lang == NULL ? change->field
                                          : arena_printf(rq->arena, "%s.%s", change->field, change->lang),
            .before = change->before,
            .now = change->now,
        };
    }
    out.lines = lines;
    return out;
}

/* A version from the address that is among them; else the one that stands in for it. */
static int asked_version(struct rq *rq, const char *name, const int *versions, size_t count, int otherwise)
{
    const char *typed = rq_query(rq, name);
    long version = typed == NULL ? 0 : strtol(typed, NULL, 10);
    for (size_t i = 0; i < count; i++)
        if (versions[i] == version)
            return versions[i];
    return otherwise;
}

static const struct field_view *version_select(struct rq *rq, const char *name, const char *label,
                                               const int *versions, size_t count, int chosen)
{
    struct field_view *f = NEW(rq->arena, struct field_view);
    struct field_option *options = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        options[i] = (struct field_option){
            .value = arena_printf(rq->arena, "%d", versions[i]),
            .label = arena_printf(rq->arena, tr(rq->lang, "Version %d"), versions[i]),
        };
    *f = (struct field_view){ .name = name,
                              .label = label,
                              .value = arena_printf(rq->arena, "%d", chosen),
                              .required = true,
                              .options = options,
                              .option_count = count };
    return f;
}

static struct library_pager compare_pager(struct rq *rq, const char *id, int from, int to, size_t total)
{
    struct library_pager p = library_pages(rq, total);
    const char *url =
        arena_printf(rq->arena, "/bibliotheek/%s/vergelijken?van=%d&tot=%d&pagina=", id, from, to);
    if (p.page > 1)
        p.before = arena_printf(rq->arena, "%s%lld", url, (long long)p.page - 1);
    if (p.page < p.pages)
        p.after = arena_printf(rq->arena, "%s%lld", url, (long long)p.page + 1);
    return p;
}

struct fault pack_compare_show(struct rq *rq)
{
    const struct pack *p = asked_pack(rq);
    if (p == NULL)
        return no_pack();
    size_t count;
    const int *versions = library_versions(rq->db, rq->arena, p->id, &count);
    struct pack_compare_view v = { .pack = p, .single = count < 2 };
    const char *title = text_in(rq->lang, &p->title);
    v.layout = pack_layout(rq, arena_printf(rq->arena, tr(rq->lang, "What changed in %s"), title));
    if (!v.single) {
        int to = asked_version(rq, "tot", versions, count, versions[count - 1]),
            from = asked_version(rq, "van", versions, count, versions[count - 2]);
        const struct yaml_node *old = library_tree(rq->db, rq->arena, p->id, from),
                               *now = library_tree(rq->db, rq->arena, p->id, to);
        if (old == NULL || now == NULL)
            return FAULT(FAILED, N_("This pack is not installed here."));
        struct comparison *c = NEW(rq->arena, struct comparison);
        *c = pack_compare(rq->arena, old, now);
        v.from = version_select(rq, "van", tr(rq->lang, "From"), versions, count, from);
        v.to = version_select(rq, "tot", tr_c(rq->lang, "up to a version", "To"), versions, count, to);
        v.pager = compare_pager(rq, p->id, from, to, c->count);
        v.changes = changes_of(rq, c, (size_t)(v.pager.page - 1) * LIBRARY_PER_PAGE);
        v.layout->lead = arena_printf(rq->arena, tr(rq->lang, "From version %d to version %d."), from, to);
    }
    pack_compare_page(rq_html(rq), &v);
    return reply_page(rq);
}

/* ---- a new version ------------------------------------------------------------------------------------------------ */

static const struct field upload_fields[] = {
    { "file", FIELD_FILE, .max = UPLOAD_MAX, .label = N_("File"),
      .help = N_("The YAML of a pack, or a workbook (XLSX) as you take it along from here; 2 MB at most.") },
    { "content", FIELD_AREA, .max = UPLOAD_CODED_MAX, .label = N_("File") },
    { "name", FIELD_TEXT, .max = 200, .label = N_("File name") },
    { "do", FIELD_TEXT, .max = 20, .label = N_("What to do") },
};
const struct form_spec pack_upload_spec = FORM(upload_fields);

/* What was sent: the file itself, or the page's copy of it. */
static bool sent_file(struct rq *rq, struct bytes *content, const char **name)
{
    const struct upload *file = rq->form == NULL ? NULL : form_file(rq, "file");
    if (file != NULL) {
        *content = file->content;
        *name = file->name;
        return file->content.n <= UPLOAD_MAX;
    }
    *name = rq->form == NULL ? "" : form_text(rq, "name");
    return rq->form != NULL && form_text(rq, "content")[0] != '\0' &&
           base64url_decode(rq->arena, form_text(rq, "content"), content);
}

static const char *place_in_words(struct rq *rq, struct sheet_place place)
{
    if (place.sheet != NULL && place.row > 0)
        return arena_printf(rq->arena, tr(rq->lang, "%s, row %d"), place.sheet, (int)place.row);
    if (place.sheet != NULL)
        return place.sheet;
    return place.row > 0 ? arena_printf(rq->arena, tr(rq->lang, "line %d"), (int)place.row) : "–";
}

static struct pack_messages faults_of(struct rq *rq, const struct library_upload *u)
{
    enum { MOST = 100 };
    struct pack_messages m = { .total = u->faults.count,
                               .count = u->faults.count > MOST ? MOST : u->faults.count };
    struct pack_message *v = NEW_ARRAY(rq->arena, struct pack_message, m.count);
    for (size_t i = 0; i < m.count; i++)
        v[i] = (struct pack_message){ .place = place_in_words(rq, u->faults.v[i].place),
                                      .entry = u->faults.v[i].entry,
                                      .message = u->faults.v[i].message };
    m.v = v;
    return m;
}

static struct pack_messages remarks_of(struct rq *rq, const struct library_upload *u)
{
    struct pack_messages m = { .total = u->remark_count,
                               .count =
                                   u->remark_count > LIBRARY_PER_PAGE ? LIBRARY_PER_PAGE : u->remark_count };
    struct pack_message *v = NEW_ARRAY(rq->arena, struct pack_message, m.count);
    for (size_t i = 0; i < m.count; i++)
        v[i] = (struct pack_message){
            .place = place_in_words(rq, u->remarks[i].place),
            .entry = u->remarks[i].entry,
            .message = arena_printf(rq->arena, "%s: %s", u->remarks[i].field, u->remarks[i].message),
        };
    m.v = v;
    return m;
}

static struct fault upload_page(struct rq *rq, const struct library_upload *u)
{
    struct pack_upload_view *v = NEW(rq->arena, struct pack_upload_view);
    struct field_view *file = form_field(rq, &pack_upload_spec, "file", "");
    file->required = true; /* the confirming form sends the content instead */
    v->file = file;
    v->messages = form_messages(rq, &v->message_count);
    v->waiting = library_waiting(rq->db, rq->arena, rq->site->packs, &v->waiting_count);
    v->aside = rq->site->packs->aside;
    v->aside_count = rq->site->packs->aside_count;
    v->upload = u;
    if (u != NULL) {
        struct bytes content;
        v->faults = faults_of(rq, u);
        v->remarks = remarks_of(rq, u);
        if (u->changes != NULL)
            v->changes = changes_of(rq, u->changes, 0);
        v->ready = u->pack != NULL && v->message_count == 0 && sent_file(rq, &content, &v->name);
        if (v->ready)
            v->content = base64url_encode(rq->arena, content.p, content.n);
    }
    v->layout = pack_layout(rq, tr(rq->lang, "A new version of a pack"));
    v->layout->lead = v->ready ? tr(rq->lang, "Nothing is stored yet.")
                               : tr(rq->lang, "You first see what is wrong with it and what it changes.");
    pack_upload_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET /bibliotheek/nazien; also shows the form again with what the first step found wrong with the file. */
struct fault pack_upload_show(struct rq *rq)
{
    return upload_page(rq, rq->prepared);
}

/* The slow first step, on a worker: reading a file must not hold up who writes. It answers by itself, unless the person
 * has seen what the file is and wants it stored. */
struct fault pack_upload_prepare(struct rq *rq)
{
    struct bytes content;
    const char *name;
    if (!sent_file(rq, &content, &name)) {
        form_fail(rq, "file", N_("Choose a file."));
        return form_again(rq);
    }
    struct library_upload *u = library_upload_read(rq->db, rq->arena, rq->site->packs, content);
    rq->prepared = u;
    if (u->pack == NULL) {
        form_fail(rq, "file", N_("There is something wrong in the file: see below. Nothing was stored."));
        return form_again(rq);
    }
    return strcmp(form_text(rq, "do"), "store") == 0 ? NO_FAULT : upload_page(rq, u);
}

/* POST /bibliotheek/nazien */
struct fault pack_upload_run(struct rq *rq)
{
    const struct library_upload *u = rq->prepared;
    ASSERT(u != NULL && u->pack != NULL);
    struct fault fault = library_upload_store(rq->db, rq->arena, u->pack, rq->now_ms);
    if (fault.status != OK)
        return fault;
    admin_audit(rq->db, rq->now_ms, rq->actor.user, 0, "pack.install", u->pack->id,
                arena_printf(rq->arena, "%d", u->pack->version));
    reply_notice(rq, tr(rq->lang, "The version is installed. It is used after the next start of the service."));
    return reply_redirect(rq, "/bibliotheek/nazien");
}
