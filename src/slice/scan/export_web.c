/* Taking results along and bringing them in: CSV, XLSX and JSON. A file is read twice: the first time only to show
 * what it would make and every fault in it, the second time, sent again by the page itself, to store it. */
#include "slice/scan/export.h"

#include <string.h>

#include "base/utf8.h"
#include "doc/csv.h"
#include "doc/xlsx.h"
#include "import_page.h"
#include "lib/sodium.h"
#include "slice/scan/view.h"
#include "slice/scan/web.h"

enum { EXPORT_MAX = 32 * 1024 * 1024, IMPORT_MAX = 1024 * 1024, IMPORT_CODED_MAX = IMPORT_MAX / 3 * 4 + 4 };

/* ---- taking along ------------------------------------------------------------------------------------ */

static struct fault export_load(struct rq *rq, struct fill *f)
{
    struct fault fault = fill_load(rq, f);
    if (fault.status == OK)
        fault = result_readable(rq, f);
    return fault.status == OK ? result_apart(rq, f) : fault;
}

/* "scan-najaar-2026.csv" */
static const char *file_name(struct rq *rq, const struct scan_round *r, const char *ending)
{
    char *name = arena_strdup(rq->arena, utf8_fold(rq->arena, r->title));
    size_t n = 0;
    for (const char *s = name; *s != '\0'; s++) {
        bool plain = (*s >= 'a' && *s <= 'z') || (*s >= '0' && *s <= '9');
        if (plain)
            name[n++] = *s;
        else if (n > 0 && name[n - 1] != '-')
            name[n++] = '-';
    }
    while (n > 0 && name[n - 1] == '-')
        n--;
    name[n] = '\0';
    return arena_printf(rq->arena, "scan%s%s.%s", n > 0 ? "-" : "", name, ending);
}

static struct fault send_file(struct rq *rq, const struct scan_round *r, const char *type, const char *ending,
                              struct buf *out)
{
    struct fault fault = FAULT(TOO_LARGE, N_("This round is too large for a file."));
    if (buf_ok(out)) {
        char *content = arena_alloc(rq->arena, out->n);
        memcpy(content, out->p, out->n);
        fault = reply_file(rq, type, file_name(rq, r, ending), (struct bytes){ content, out->n });
    }
    buf_release(out);
    return fault;
}

/* GET …/scan.csv */
struct fault export_csv(struct rq *rq)
{
    struct fill f;
    struct fault fault = export_load(rq, &f);
    if (fault.status != OK)
        return fault;
    struct scan_outcome o;
    struct buf out;
    scan_outcome(rq->db, rq->arena, f.round, &o);
    buf_init(&out, EXPORT_MAX);
    doc_csv_write(scan_export_table(rq->arena, rq->lang, &o), true, &out);
    return send_file(rq, f.round, "text/csv; charset=utf-8", "csv", &out);
}

/* GET …/scan.xlsx */
struct fault export_xlsx(struct rq *rq)
{
    struct fill f;
    struct fault fault = export_load(rq, &f);
    if (fault.status != OK)
        return fault;
    struct scan_outcome o;
    struct buf out;
    scan_outcome(rq->db, rq->arena, f.round, &o);
    buf_init(&out, EXPORT_MAX);
    enum status st = doc_xlsx_write(scan_export_book(rq->db, rq->arena, rq->lang, &o), NULL, &out);
    if (st != OK) {
        buf_release(&out);
        return FAULT(st, N_("The workbook could not be made. Try again in a moment."));
    }
    return send_file(rq, f.round, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx",
                     &out);
}

static const char *own_mail(struct rq *rq)
{
    const struct organisation_member *m =
        rq->actor.member == 0
            ? NULL
            : organisation_member_get(rq->db, rq->arena, rq->actor.organisation, rq->actor.member);
    return m == NULL ? "" : m->mail;
}

/* GET …/scan.json */
struct fault export_json(struct rq *rq)
{
    struct fill f;
    struct fault fault = export_load(rq, &f);
    if (fault.status != OK)
        return fault;
    struct buf out;
    buf_init(&out, EXPORT_MAX);
    bool group = (rq->actor.roles & ~(unsigned)ROLE_READER) != 0;
    if (f.member != 0 && group)
        scan_export_json_own(rq->db, rq->arena, f.round, f.member, own_mail(rq), &out);
    else
        scan_export_json(rq->db, rq->arena, f.round, f.quick || group ? SCAN_EXPORT_GROUP : SCAN_EXPORT_RESULT,
                         &out);
    return send_file(rq, f.round, "application/json", "json", &out);
}

/* ---- bringing in ------------------------------------------------------------------------------------- */

static const char *const states[] = { "closed", "open", NULL };
static const struct field import_fields[] = {
    { "file", FIELD_FILE, .max = IMPORT_MAX, .label = N_("File"),
      .help = N_("CSV or XLSX with the columns statement, answer and bookmark, or a JSON file that Kapstok "
                 "made; 1 MB at most.") },
    { "title", FIELD_TEXT, .max = 80, .label = N_("Name of the round"),
      .help = N_("A JSON file brings its own name.") },
    { "state", FIELD_CHOICE, .choices = states, .label = N_("What becomes of it?") },
    { "pack", FIELD_CHOICE, .label = N_("Which statements?") },
    { "q", FIELD_FAMILY, .max = PACK_MAX_QUESTIONS, .label = N_("Start questions") },
    { "content", FIELD_AREA, .max = IMPORT_CODED_MAX, .label = N_("File") },
    { "name", FIELD_TEXT, .max = 200, .label = N_("File name") },
    { "do", FIELD_TEXT, .max = 20, .label = N_("What to do") },
};
const struct form_spec import_form = FORM(import_fields);

/* What was sent: the file itself, or the page's copy of it. */
static bool sent_file(struct rq *rq, struct bytes *content, const char **name)
{
    const struct upload *file = rq->form == NULL ? NULL : form_file(rq, "file");
    if (file != NULL) {
        *content = file->content;
        *name = file->name;
        return file->content.n <= IMPORT_MAX;
    }
    *name = rq->form == NULL ? "" : form_text(rq, "name");
    return rq->form != NULL && form_text(rq, "content")[0] != '\0' &&
           base64url_decode(rq->arena, form_text(rq, "content"), content);
}

/* The name of the round: as typed, else as the file is called. */
static const char *round_title_of(struct rq *rq, const char *name)
{
    const char *title = form_text(rq, "title");
    if (title[0] != '\0')
        return title;
    const char *dot = strrchr(name, '.');
    size_t n = dot == NULL ? strlen(name) : (size_t)(dot - name);
    char *copy = arena_strndup(rq->arena, name, n > 80 ? 80 : n);
    while (!utf8_valid(copy, strlen(copy)))
        copy[strlen(copy) - 1] = '\0';
    return copy[0] == '\0' ? format_season(rq->arena, rq->lang, rq->now_ms) : copy;
}

static const char *sent_profile(struct rq *rq)
{
    size_t n;
    const struct form_pair *pairs = form_family(rq, "q", &n);
    const char *profile = "";
    for (size_t i = 0; i < n; i++)
        if (pairs[i].value[0] != '\0')
            profile = arena_printf(rq->arena, "%s%s%s=%s", profile, profile[0] == '\0' ? "" : ",", pairs[i].key,
                                   pairs[i].value);
    return profile;
}

/* NULL when no file was sent. */
static struct scan_import *read_sent(struct rq *rq)
{
    struct bytes content;
    const char *name;
    if (!sent_file(rq, &content, &name))
        return NULL;
    const struct organisation *org = organisation_get(rq->db, rq->arena, rq->actor.organisation);
    struct scan_person *me = NEW(rq->arena, struct scan_person);
    *me = (struct scan_person){ .mail = own_mail(rq), .user = rq->actor.user, .member = rq->actor.member };
    const char *choice = form_text(rq, "pack"), *slash = strchr(choice, '/');
    struct scan_import_options o = {
        .packs = rq->site->packs,
        .people = me,
        .person_count = me->mail[0] == '\0' ? 0 : 1,
        .now_ms = rq->now_ms,
        .title = round_title_of(rq, name),
        .pack = slash == NULL ? "" : arena_strndup(rq->arena, choice, (size_t)(slash - choice)),
        .variant = slash != NULL,
        .light = slash != NULL && strcmp(slash, "/light") == 0,
        .profile = sent_profile(rq),
        .closed = strcmp(form_text(rq, "state"), "open") != 0,
        .type = org == NULL ? "" : org->type,
        .country = org == NULL ? "" : org->country,
        .size = org == NULL || org->size == NULL ? "" : org->size,
    };
    return scan_import_read(rq->arena, &o, content);
}

static void add_choices(struct rq *rq, struct import_view *v)
{
    struct field_option *state = NEW_ARRAY(rq->arena, struct field_option, 2);
    state[0] =
        (struct field_option){ .value = "closed", .label = tr(rq->lang, "A closed round, to compare with") };
    state[1] = (struct field_option){ .value = "open", .label = tr(rq->lang, "An open round, to go on with") };
    v->state->options = state;
    v->state->option_count = 2;

    const struct packs *packs = rq->site->packs;
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, 2 * packs->count);
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        if (p->kind != PACK_SCAN || pack_find(packs, p->id, 0) != p)
            continue;
        const char *title = text_in(rq->lang, &p->title);
        o[v->pack->option_count++] =
            (struct field_option){ .value = arena_printf(rq->arena, "%s/light", p->id),
                                   .label = arena_printf(rq->arena, tr(rq->lang, "%s, light"), title) };
        o[v->pack->option_count++] =
            (struct field_option){ .value = arena_printf(rq->arena, "%s/full", p->id),
                                   .label = arena_printf(rq->arena, tr(rq->lang, "%s, full"), title) };
    }
    v->pack->options = o;
}

/* Start questions of the organisation's own scan: only a table made by hand needs them. */
static void add_questions(struct rq *rq, struct import_view *v)
{
    const struct organisation *org = organisation_get(rq->db, rq->arena, rq->actor.organisation);
    const struct pack_type *type = org == NULL ? NULL : pack_type_find(packs_types(rq->site->packs), org->type);
    const struct pack_scan *scan = pack_scan_find(rq->site->packs, type == NULL ? "government" : type->scan, 0);
    struct field_view **questions = NEW_ARRAY(rq->arena, struct field_view *, PACK_MAX_QUESTIONS);
    for (int i = 0; scan != NULL && i < scan->question_count; i++)
        questions[v->question_count++] = question_field(rq, &scan->questions[i], "");
    v->questions = questions;
}

static struct fault import_page(struct rq *rq, const struct scan_import *plan)
{
    struct import_view *v = NEW(rq->arena, struct import_view);
    struct bytes content;
    v->organisation = rq->actor.organisation;
    v->file = form_field(rq, &import_form, "file", "");
    v->title = form_field(rq, &import_form, "title", "");
    v->state = form_field(rq, &import_form, "state", "closed");
    v->file->required = v->state->required = true; /* the confirming form sends the content instead */
    v->pack = form_field(rq, &import_form, "pack", "");
    add_choices(rq, v);
    add_questions(rq, v);
    v->messages = form_messages(rq, &v->message_count);
    v->plan = plan;
    v->ready = plan != NULL && plan->faults.count == 0 && v->message_count == 0;
    if (v->ready && sent_file(rq, &content, &v->name)) {
        v->content = base64url_encode(rq->arena, content.p, content.n);
        v->answers = form_family(rq, "q", &v->answer_count);
    }
    v->layout = scan_layout(
        rq,
        v->ready ? arena_printf(rq->arena, tr(rq->lang, "This becomes the round \"%s\""), plan->title)
                 : tr(rq->lang, "Bring in a round"),
        NULL, NULL);
    v->layout->lead =
        v->ready
            ? tr(rq->lang, "Nothing is stored yet.")
            : tr(rq->lang, "Of an earlier year, or from another installation. You first see what it becomes.");
    import_page_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/scan/invoeren; also shows the form again with what is wrong with the file. */
struct fault import_show(struct rq *rq)
{
    return import_page(rq, read_sent(rq));
}

/* Everything up to storing: reads the file and says what is wrong, or shows what it becomes. *plan stays NULL unless
 * the person has seen that and wants it. */
static struct fault import_check(struct rq *rq, struct scan_import **plan)
{
    *plan = NULL;
    struct scan_import *p = read_sent(rq);
    if (p == NULL) {
        form_fail(rq, "file", N_("Choose a file."));
        return form_again(rq);
    }
    if (p->faults.count > 0) {
        form_fail(rq, "file", N_("There is something wrong in the file: see below. Nothing was stored."));
        return form_again(rq);
    }
    bool store = strcmp(form_text(rq, "do"), "store") == 0;
    if (!store && scan_import_existing(rq->db, rq->arena, p, rq->actor.organisation) != 0) {
        if (p->table)
            form_fail(rq, "title", N_("There is a round of this name already. Choose another name."));
        else
            form_fail(rq, "file", N_("This round is here already. A file is brought in once."));
        return form_again(rq);
    }
    if (!store)
        return import_page(rq, p);
    *plan = p;
    return NO_FAULT;
}

/* The slow first step, on a worker: reading a file must not hold up who writes. */
struct fault import_prepare(struct rq *rq)
{
    struct scan_import *plan;
    struct fault fault = import_check(rq, &plan);
    rq->prepared = plan;
    return fault;
}

/* POST …/scan/invoeren */
struct fault import_run(struct rq *rq)
{
    struct scan_import *plan = rq->prepared;
    if (plan == NULL) {
        struct fault fault = import_check(rq, &plan);
        if (fault.status != OK || plan == NULL)
            return fault;
    }
    int64_t id;
    bool existed;
    struct fault fault = scan_import_store(rq->db, rq->arena, plan, rq->actor.organisation, rq->actor.user,
                                           rq->now_ms, &id, &existed);
    if (fault.status != OK)
        return fault;
    reply_notice(rq, existed ? tr(rq->lang, "This round was here already; nothing was changed.")
                             : tr(rq->lang, "The round is brought in."));
    return reply_redirect(
        rq, plan->closed ? "/organisatie/%lld/scan/%lld/resultaat" : "/organisatie/%lld/scan/%lld",
        (long long)rq->actor.organisation, (long long)id);
}
