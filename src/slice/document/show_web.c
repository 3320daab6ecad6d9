/* One document: its text with what comes next, its versions and what differs between them, and the text as a file. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "doc/docx.h"
#include "doc/pdf.h"
#include "show_page.h"
#include "slice/document/view.h"

enum { VERSIONS_PAGE = 30, ERRATA_SHOWN = 20, PAPER_MOST = 32 * 1024 * 1024 };

static const char *name_of(struct rq *rq, const struct organisation_names *names, struct db_int user)
{
    return organisation_name_of(names, rq->arena, rq->lang, user.set ? user.v : 0);
}

/* ---- what comes next --------------------------------------------------------------------------------------------- */

static struct document_acts acts_of(struct rq *rq, const struct trajectory *t, const struct document *d)
{
    unsigned roles = rq->actor.roles;
    bool part = (roles & (ROLE_MEMBER | ROLE_GUIDE | ROLE_MINUTES)) != 0 && !d->archived_at.set;
    bool open = document_is_open(d);
    return (struct document_acts){
        .writes = open && !t->ended_at.set && document_may_write(d, roles, rq->actor.user),
        .leads = document_may_lead(roles),
        .adopts = document_may_adopt(roles),
        .remarks = part && open && d->version > 0,
        .agrees = part && !t->ended_at.set,
        .files = part && open && document_may_write(d, roles, rq->actor.user),
    };
}

static const char *next_in_review(struct rq *rq, const struct document *d, const struct document_acts *may)
{
    bool over = d->review_until.v < organisation_today(rq->arena, rq->now_ms);
    if (!over && may->leads && d->mailings == 0)
        return tr(rq->lang, "Mail the group, so that they know until when they can make remarks.");
    if (!over)
        return tr(rq->lang, "Read it, and make a remark when something is missing or wrong.");
    if (!may->leads)
        return tr(rq->lang, "The days for remarks are over. A guide or minute-taker approves the text now.");
    return d->open_remarks > 0
               ? tr(rq->lang, "The days for remarks are over. Answer the open remarks, then approve the text.")
               : tr(rq->lang, "The days for remarks are over and nothing is open: you can approve it.");
}

/* One line for this person. */
static const char *next_of(struct rq *rq, const struct document *d, const struct document_acts *may)
{
    if (d->archived_at.set)
        return tr(rq->lang, "This document was set aside. Nothing of it is lost.");
    switch (d->state) {
    case DOCUMENT_DRAFT:
        if (d->version == 0)
            return may->writes ? tr(rq->lang, "Nothing is written yet. Begin under its headings.")
                               : tr(rq->lang, "Nothing is written yet.");
        if (may->leads)
            return tr(rq->lang, "Is it ready to be read? Ask the group for remarks.");
        return may->writes ? tr(rq->lang, "Write on, or make a remark. A guide asks the group for remarks.")
                           : tr(rq->lang, "It is still being written. You can make a remark.");
    case DOCUMENT_REVIEW:
        return next_in_review(rq, d, may);
    case DOCUMENT_APPROVED:
        return may->adopts
                   ? tr(rq->lang, "Was it adopted, by the council for instance? Put that down: from then "
                                  "on it never changes.")
                   : tr(rq->lang, "This text is approved.");
    case DOCUMENT_ADOPTED:
        return may->adopts ? tr(rq->lang, "It never changes. Is something wrong in it? Make an erratum.")
                           : tr(rq->lang, "This text is adopted and never changes.");
    case DOCUMENT_STATES:
        break;
    }
    return "";
}

/* ---- what hangs on it ----------------------------------------------------------------------------------------------- */

static void add_remarks(struct rq *rq, struct show_view *v)
{
    const struct document *d = v->document;
    v->remarks = document_remark_lines(rq, d, false, &v->remark_count);
    v->remark = form_field(rq, &document_remark_form, "remark", "");
    v->heading = form_field(rq, &document_remark_form, "heading", "");
    v->answer = form_field(rq, &document_answer_form, "answer", "");
    if (v->version == NULL || !v->may.remarks)
        return;
    size_t count;
    const char *const *headings = document_headings(rq->arena, v->version->content, &count);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, count);
    for (size_t i = 0; i < count; i++)
        o[i] = (struct field_option){ .value = headings[i], .label = headings[i] };
    v->heading->options = o;
    v->heading->option_count = count;
}

static void add_agreements(struct rq *rq, struct show_view *v)
{
    const struct document *d = v->document;
    size_t count;
    const struct trajectory_task *tasks = document_agreements(rq->db, rq->arena, d, &count);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, d->organisation);
    struct agreement_line *lines = NEW_ARRAY(rq->arena, struct agreement_line, count);
    for (size_t i = 0; i < count; i++) {
        const struct organisation_member *m =
            tasks[i].owner.set ? organisation_names_member(names, tasks[i].owner.v) : NULL;
        const char *who =
            m == NULL ? tr(rq->lang, "nobody yet") : organisation_member_name(rq->arena, rq->lang, m);
        lines[i] = (struct agreement_line){
            .title = tasks[i].title,
            .url =
                v->may.agrees ? arena_printf(rq->arena, "%s/taak/%lld", v->base, (long long)tasks[i].id) : NULL,
            .note = tasks[i].due_on.set ? arena_printf(rq->arena, tr(rq->lang, "%s, by %s"), who,
                                                       format_day(rq->arena, rq->lang, tasks[i].due_on.v))
                                        : who,
            .done = tasks[i].done_at.set,
        };
    }
    v->agreements = lines;
    v->agreement_count = count;
    v->agreement_number = document_number(rq, document_next_agreement(tasks, count));
    v->what = form_field(rq, &document_agree_form, "what", "");
    v->owner = form_field(rq, &document_agree_form, "owner", "");
    v->due_on = form_field(rq, &document_agree_form, "due_on", "");
    size_t members;
    const struct organisation_member *m = organisation_members(rq->db, rq->arena, d->organisation, &members);
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, members);
    for (size_t i = 0; i < members; i++)
        o[i] = (struct field_option){ .value = document_number(rq, m[i].id), .label = m[i].name };
    v->owner->options = o;
    v->owner->option_count = members;
}

static void add_files(struct rq *rq, struct show_view *v)
{
    size_t count;
    const struct attachment_owner owner = document_files(v->document);
    const struct attachment *files = attachments(rq->db, rq->arena, &owner, &count);
    struct file_line *there = NEW_ARRAY(rq->arena, struct file_line, count);
    struct file_line *removed = NEW_ARRAY(rq->arena, struct file_line, count);
    for (size_t i = 0; i < count; i++) {
        if (!document_file_shown(rq, v->document, &files[i]))
            continue;
        struct file_line line = { .id = files[i].id,
                                  .name = files[i].name,
                                  .note = format_bytes(rq->arena, rq->lang, files[i].size) };
        if (files[i].removed_at.set)
            removed[v->removed_count++] = line;
        else
            there[v->file_count++] = line;
    }
    v->files = there;
    v->removed = removed;
    v->file = form_field(rq, &document_file_form, "file", "");
}

static void add_errata(struct rq *rq, struct show_view *v)
{
    size_t count;
    const struct document_version *all =
        document_versions(rq->db, rq->arena, v->document, true, INT64_MAX, ERRATA_SHOWN, &count);
    struct erratum_line *lines = NEW_ARRAY(rq->arena, struct erratum_line, count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].sort, "erratum") == 0)
            lines[v->erratum_count++] = (struct erratum_line){
                .when = format_date(rq->arena, rq->lang, all[i].created_at),
                .wrong = all[i].reason,
                .url = arena_printf(rq->arena, "%s/versies/%lld", v->url, (long long)all[i].number - 1),
            };
    v->errata = lines;
}

static void add_state_fields(struct rq *rq, struct show_view *v)
{
    const struct document *d = v->document;
    int64_t today = organisation_today(rq->arena, rq->now_ms);
    v->version_text = document_number(rq, d->version);
    v->early = document_approval_is_early(d, today);
    v->until = form_field(
        rq, &document_review_form, "until",
        clock_date(rq->arena, d->review_until.set ? d->review_until.v : today + DOCUMENT_REVIEW_DAYS));
    v->reopen_reason = form_field(rq, &document_reason_form, "reason", "");
    const struct document_mailed *m =
        d->mailings == 0 ? NULL : document_last_mail(rq->db, rq->arena, trajectory_of(rq), d);
    if (m != NULL && !v->reader)
        v->mailed = arena_printf(
            rq->arena, tr_n(rq->lang, "Mailed to %d person on %s.", "Mailed to %d people on %s.", m->receivers),
            (int)m->receivers, format_date(rq->arena, rq->lang, m->at));
}

/* GET …/document/:document; also shows its small forms again with their messages. */
struct fault document_show(struct rq *rq)
{
    const struct trajectory *t;
    struct show_view *v = NEW(rq->arena, struct show_view);
    v->lang = rq->actor.organisation_lang->html;
    struct fault f = document_find(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    v->reader = trajectory_only_reads(rq);
    v->url = document_path(rq->arena, d);
    v->base = trajectory_path(rq->arena, t);
    v->version = document_version_get(rq->db, rq->arena, d, v->reader ? d->agreed : d->version);
    v->may = acts_of(rq, t, d);
    v->next = next_of(rq, d, &v->may);
    v->standing = v->version == NULL ? tr(rq->lang, "Draft without a text")
                                     : document_standing(rq->arena, rq->lang, d, v->version);
    if (!v->reader && d->agreed != 0 && d->agreed != d->version)
        v->newer_draft = arena_printf(
            rq->arena, tr(rq->lang, "Readers still see version %d, which was approved."), (int)d->agreed);
    add_state_fields(rq, v);
    if (!v->reader)
        add_remarks(rq, v);
    if (!v->reader)
        add_agreements(rq, v);
    add_files(rq, v);
    if (d->state == DOCUMENT_ADOPTED)
        add_errata(rq, v);
    v->messages = form_messages(rq, &v->message_count);
    if (rq->form != NULL && rq->route->form == &document_answer_form)
        v->answer_to = rq_id(rq, "remark");
    v->layout = document_layout(rq, t, d, v->version == NULL ? d->title : v->version->title, false);
    v->layout->lead = arena_printf(rq->arena, "%s · %s", document_sort_label(rq->lang, d->sort), v->standing);
    document_show_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- versions --------------------------------------------------------------------------------------------------------- */

static const char *note_of(struct rq *rq, const struct document *d, const struct document_version *v)
{
    struct arena *a = rq->arena;
    if (strcmp(v->sort, "erratum") == 0)
        return arena_printf(a, tr(rq->lang, "Erratum: %s"), v->reason);
    if (v->adopted_by != NULL || v->approved_at.set)
        return document_standing(a, rq->lang, d, v);
    if (strcmp(v->sort, "restored") == 0)
        return arena_printf(a, tr(rq->lang, "The text of version %s again"), v->reason);
    return "";
}

/* The number in the address; 0 = none that can be one. */
static int64_t version_asked(struct rq *rq, const char *name)
{
    const char *s = rq_query(rq, name);
    return s == NULL || strspn(s, "0123456789") != strlen(s) || strlen(s) > 9 ? 0 : strtoll(s, NULL, 10);
}

/* A version that this person may read; NULL when there is none. */
static const struct document_version *readable(struct rq *rq, const struct document *d, int64_t number)
{
    const struct document_version *v = number == 0 ? NULL : document_version_get(rq->db, rq->arena, d, number);
    return v != NULL && trajectory_only_reads(rq) && !v->approved_at.set ? NULL : v;
}

static const struct fault no_version = { .status = NOT_FOUND, .msgid = N_("This version does not exist.") };

static void add_choices(struct rq *rq, struct versions_view *v)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, v->count);
    for (size_t i = 0; i < v->count; i++) {
        const char *number = document_number(rq, v->lines[i].number);
        o[i] = (struct field_option){ .value = number,
                                      .label = arena_printf(rq->arena, tr(rq->lang, "Version %s, %s"), number,
                                                            v->lines[i].day) };
    }
    struct field_view *both[] = { v->from = NEW(rq->arena, struct field_view),
                                  v->to = NEW(rq->arena, struct field_view) };
    for (int i = 0; i < 2; i++)
        *both[i] = (struct field_view){ .name = i == 0 ? "van" : "tot",
                                        .label = i == 0 ? tr(rq->lang, "From") : tr(rq->lang, "To"),
                                        .value = o[i == 0 ? 1 : 0].value,
                                        .required = true,
                                        .options = o,
                                        .option_count = v->count };
}

/* GET …/versies?voor=N */
struct fault document_versions_show(struct rq *rq)
{
    const struct trajectory *t;
    struct versions_view *v = NEW(rq->arena, struct versions_view);
    struct fault f = document_find(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    int64_t before = version_asked(rq, "voor");
    size_t count;
    const struct document_version *list =
        document_versions(rq->db, rq->arena, d, trajectory_only_reads(rq), before == 0 ? INT64_MAX : before,
                          VERSIONS_PAGE + 1, &count);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, d->organisation);
    struct version_line *lines = NEW_ARRAY(rq->arena, struct version_line, count);
    for (size_t i = 0; i < count && i < VERSIONS_PAGE; i++)
        lines[v->count++] =
            (struct version_line){ .number = list[i].number,
                                   .when = format_time(rq->arena, rq->lang, list[i].created_at),
                                   .day = format_date_short(rq->arena, rq->lang, list[i].created_at),
                                   .who = name_of(rq, names, list[i].user),
                                   .note = note_of(rq, d, &list[i]),
                                   .newest = list[i].number == d->version };
    v->lines = lines;
    v->url = document_path(rq->arena, d);
    v->compares = v->count > 1;
    if (v->compares)
        add_choices(rq, v);
    if (count > VERSIONS_PAGE)
        v->older =
            arena_printf(rq->arena, "%s/versies?voor=%lld", v->url, (long long)list[VERSIONS_PAGE - 1].number);
    v->layout = document_layout(
        rq, t, d,
        arena_printf(rq->arena, tr_n(rq->lang, "%d version so far", "%d versions so far", d->version),
                     (int)d->version),
        true);
    v->layout->wide = false;
    if (trajectory_only_reads(rq))
        v->layout->title = tr(rq->lang, "Approved versions");
    document_versions_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/versies/:version */
struct fault document_version_show(struct rq *rq)
{
    const struct trajectory *t;
    struct old_view *v = NEW(rq->arena, struct old_view);
    v->lang = rq->actor.organisation_lang->html;
    struct fault f = document_find(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    v->version = readable(rq, d, rq_id(rq, "version"));
    if (v->version == NULL)
        return no_version;
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, d->organisation);
    v->url = document_path(rq->arena, d);
    v->version_text = document_number(rq, d->version);
    v->restores = document_is_open(d) && v->version->number != d->version &&
                  document_may_write(d, rq->actor.roles, rq->actor.user);
    v->note = note_of(rq, d, v->version);
    v->layout = document_layout(
        rq, t, d,
        arena_printf(rq->arena, tr(rq->lang, "%s, version %d"), v->version->title, (int)v->version->number),
        true);
    v->layout->lead = arena_printf(rq->arena, "%s, %s", name_of(rq, names, v->version->user),
                                   format_time(rq->arena, rq->lang, v->version->created_at));
    v->layout->wide = false;
    document_old_page(rq_html(rq), v);
    return reply_page(rq);
}

static const char *side(struct rq *rq, const struct document_version *v, const struct organisation_names *names)
{
    return arena_printf(rq->arena, tr(rq->lang, "Version %d, by %s, %s"), (int)v->number,
                        name_of(rq, names, v->user), format_time(rq->arena, rq->lang, v->created_at));
}

/* GET …/vergelijken?van=1&tot=3 */
struct fault document_compare_show(struct rq *rq)
{
    const struct trajectory *t;
    struct compare_view *v = NEW(rq->arena, struct compare_view);
    struct fault f = document_find(rq, &t, &v->document);
    if (f.status != OK)
        return f;
    const struct document *d = v->document;
    const struct document_version *from = readable(rq, d, version_asked(rq, "van"));
    const struct document_version *to = readable(rq, d, version_asked(rq, "tot"));
    /* The form to choose two stands with the versions. */
    if (from == NULL || to == NULL)
        return trajectory_only_reads(rq) ? no_version
                                         : reply_redirect(rq, "%s/versies", document_path(rq->arena, d));
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, d->organisation);
    v->url = document_path(rq->arena, d);
    v->from = side(rq, from, names);
    v->to = side(rq, to, names);
    if (strcmp(from->title, to->title) != 0) {
        v->from_title = from->title;
        v->to_title = to->title;
    }
    v->count = text_diff(rq->arena, from->content, to->content, &v->lines);
    v->layout = document_layout(rq, t, d,
                                arena_printf(rq->arena, tr(rq->lang, "From version %d to version %d"),
                                             (int)from->number, (int)to->number),
                                true);
    v->layout->wide = false;
    document_compare_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- files -------------------------------------------------------------------------------------------------------------- */

/* The version that the address names (?versie=N), or the one that this person sees. */
static const struct document_version *file_version(struct rq *rq, const struct document *d)
{
    int64_t asked = version_asked(rq, "versie");
    return readable(rq, d, asked != 0 ? asked : trajectory_only_reads(rq) ? d->agreed : d->version);
}

/* "Minutes of the opening session.md" */
static const char *file_name(struct rq *rq, const struct document_version *v, const char *ending)
{
    return arena_printf(rq->arena, "%s%s", v->title, ending);
}

struct fault document_markdown_file(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find(rq, &t, &d);
    if (f.status != OK)
        return f;
    const struct document_version *v = file_version(rq, d);
    if (v == NULL)
        return no_version;
    const char *text = arena_printf(rq->arena, "# %s\n\n*%s*\n\n%s\n", v->title,
                                    document_standing(rq->arena, rq->lang, d, v), v->content);
    return reply_file(rq, "text/markdown; charset=utf-8", file_name(rq, v, ".md"),
                      (struct bytes){ text, strlen(text) });
}

typedef enum status paper_fn(const struct doc *d, struct buf *out);

static struct fault paper_file(struct rq *rq, paper_fn *write, const char *type, const char *ending)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find(rq, &t, &d);
    if (f.status != OK)
        return f;
    const struct document_version *v = file_version(rq, d);
    if (v == NULL)
        return no_version;
    struct buf out;
    buf_init(&out, PAPER_MOST);
    const struct doc *doc = document_doc(rq->db, rq->arena, rq->lang, d, v, rq->actor.organisation_name);
    enum status st = write(doc, &out);
    struct bytes file = { buf_to_arena(&out, rq->arena), out.n };
    buf_release(&out);
    if (st != OK)
        return FAULT(st, N_("This file cannot be made here. Download the text, or print the page."));
    return reply_file(rq, type, file_name(rq, v, ending), file);
}

struct fault document_pdf_file(struct rq *rq)
{
    return paper_file(rq, doc_pdf_write, "application/pdf", ".pdf");
}

struct fault document_docx_file(struct rq *rq)
{
    return paper_file(rq, doc_docx_write,
                      "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx");
}
