/* Writing: the form with its preview, two who wrote at the same time, an older text again, an erratum. */
#include <string.h>

#include "base/utf8.h"
#include "edit_page.h"
#include "slice/document/view.h"

#define TEXT_FIELDS                                                                                            \
    { "title",                                                                                                 \
      FIELD_TEXT,                                                                                              \
      .required = true,                                                                                        \
      .max = DOCUMENT_MAX_TITLE,                                                                               \
      .label = N_("Title"),                                                                                    \
      .message = N_("Give the document a title.") },                                                           \
        { "content",           FIELD_AREA,                                                                     \
          .required = true,    .max = DOCUMENT_MAX_TEXT,                                                       \
          .label = N_("Text"), .message = N_("There is no text in it yet.") },                                 \
        { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },                     \
    {                                                                                                          \
        "do", FIELD_TEXT, .label = N_("What to do")                                                            \
    }

static const struct field edit_fields[] = { TEXT_FIELDS };
const struct form_spec document_edit_form = FORM(edit_fields);
static const struct field erratum_fields[] = {
    { "wrong", FIELD_AREA, .required = true, .max = DOCUMENT_MAX_REASON, .label = N_("What was wrong?"),
      .help = N_("Readers see this with both versions."),
      .message = N_("Say what was wrong. Readers see it with both versions.") },
    TEXT_FIELDS,
};
const struct form_spec document_erratum_form = FORM(erratum_fields);
static const struct field version_fields[] = { { "edit", FIELD_INT, .required = true,
                                                 .label = N_("Version") } };
const struct form_spec document_version_form = FORM(version_fields);

static bool wants_preview(struct rq *rq)
{
    return rq->form != NULL && strcmp(form_text(rq, "do"), "preview") == 0;
}

/* What the document holds now, as its form begins. */
struct now {
    const char *title, *content, *skeleton;
};
static struct now read_now(struct rq *rq, const struct trajectory *t, const struct document *d)
{
    const struct document_version *v = document_version_get(rq->db, rq->arena, d, d->version);
    struct now n = { .title = d->title, .skeleton = "" };
    if (d->version == 0)
        n.skeleton = document_skeleton(rq->db, rq->arena, document_lang(rq), t, d);
    n.content = v == NULL ? n.skeleton : v->content;
    return n;
}

/* ---- two at the same time ---------------------------------------------------------------------------------------------- */

static const char *base_content(struct rq *rq, const struct trajectory *t, const struct document *d,
                                int64_t base, const char **title)
{
    const struct document_version *v = base == 0 ? NULL : document_version_get(rq->db, rq->arena, d, base);
    *title = v == NULL ? d->title : v->title;
    return v == NULL ? document_skeleton(rq->db, rq->arena, document_lang(rq), t, d) : v->content;
}

/* The other version beside what was typed, and both together when they can be. */
static void add_conflict(struct rq *rq, const struct trajectory *t, struct edit_view *v)
{
    const struct document *d = v->document;
    const struct document_version *theirs = document_version_get(rq->db, rq->arena, d, d->version);
    if (theirs == NULL)
        return;
    struct conflict_view *c = NEW(rq->arena, struct conflict_view);
    const struct organisation_names *names = organisation_names(rq->db, rq->arena, d->organisation);
    const char *base_title, *merged, *title = form_text(rq, "title");
    const char *base = base_content(rq, t, d, form_int(rq, "edit").v, &base_title);
    c->mine = utf8_clean(rq->arena, form_text(rq, "content"));
    c->mine_title = title;
    c->theirs = theirs->content;
    c->theirs_line =
        arena_printf(rq->arena, tr(rq->lang, "Version %d, by %s, %s"), (int)theirs->number,
                     organisation_name_of(names, rq->arena, rq->lang, theirs->user.set ? theirs->user.v : 0),
                     format_time(rq->arena, rq->lang, theirs->created_at));
    c->count = text_diff(rq->arena, c->theirs, c->mine, &c->lines);
    c->merged = text_merge(rq->arena, base, c->mine, c->theirs, &merged);
    if (strcmp(title, base_title) == 0)
        title = theirs->title; /* only the other one chose a new title */
    else if (strcmp(title, theirs->title) != 0 && strcmp(theirs->title, base_title) != 0)
        c->theirs_title = theirs->title;
    v->title->value = title;
    v->content->value = c->merged ? merged : c->mine;
    v->conflict = c;
    v->base = document_number(rq, d->version);
}

/* ---- the form -------------------------------------------------------------------------------------------------------------- */

static void show_form(struct rq *rq, struct edit_view *v)
{
    if (v->conflict == NULL && wants_preview(rq))
        v->preview = utf8_clean(rq->arena, form_text(rq, "content"));
    v->messages = form_messages(rq, &v->message_count);
    v->layout->failed = v->message_count > 0 || v->conflict != NULL; /* nothing was stored */
    v->layout->wide = v->conflict != NULL;
    document_edit_page(rq_html(rq), v);
}

static const char *title_of(struct rq *rq, const struct edit_view *v)
{
    if (v->conflict != NULL)
        return tr(rq->lang, "Somebody else stored a version while you wrote");
    return arena_printf(rq->arena, tr(rq->lang, "Write “%s”"), v->document->title);
}

static const struct fault fixed = {
    .status = CONFLICT,
    .msgid =
        N_("This text is fixed: it was approved, adopted or set aside. Look at what can be done with it.")
};

static struct fault show_edit(struct rq *rq, const struct trajectory *t, const struct document *d)
{
    if (!document_is_open(d) || t->ended_at.set)
        return fixed;
    struct now n = read_now(rq, t, d);
    struct edit_view *v = NEW(rq->arena, struct edit_view);
    v->document = d;
    v->url = document_path(rq->arena, d);
    v->action = arena_printf(rq->arena, "%s/bewerken", v->url);
    v->title = form_field(rq, &document_edit_form, "title", n.title);
    v->content = form_field(rq, &document_edit_form, "content", n.content);
    v->base = document_number(rq, rq->form != NULL ? form_int(rq, "edit").v : d->version);
    if (rq->form != NULL && !form_has_errors(rq) && !wants_preview(rq) && form_int(rq, "edit").v != d->version)
        add_conflict(rq, t, v);
    const struct pack_entry *output = document_output_entry(t, d->section, d->output);
    if (output != NULL && d->version > 0)
        v->fixed_hint = text_in(rq->lang, pack_text(output, "title"));
    v->layout = document_layout(rq, t, d, title_of(rq, v), true);
    show_form(rq, v);
    return reply_page(rq);
}

/* GET …/bewerken; also shows the form again: with messages, its preview, or what somebody else stored meanwhile. */
struct fault document_edit_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find_writer(rq, &t, &d);
    return f.status != OK ? f : show_edit(rq, t, d);
}

/* POST …/bewerken: a preview writes nothing. */
struct fault document_edit_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find_writer(rq, &t, &d);
    if (f.status != OK)
        return f;
    if (wants_preview(rq))
        return show_edit(rq, t, d);
    if (t->ended_at.set)
        return fixed;
    struct now n = read_now(rq, t, d);
    struct document_text text = { .title = form_text(rq, "title"),
                                  .content = form_text(rq, "content"),
                                  .skeleton = n.skeleton,
                                  .base = form_int(rq, "edit").v };
    f = document_write(rq->db, rq->arena, d, &text, rq->actor.user, rq->now_ms);
    if (f.status == CONFLICT && f.detail != NULL)
        return form_again(rq);
    if (!document_settled(rq, f, &answer))
        return answer;
    reply_notice(rq, tr(rq->lang, "Your text is stored. The version before stays under “Versions”."));
    return reply_redirect(rq, "%s", document_path(rq->arena, d));
}

/* POST …/versies/:version/terug */
struct fault document_restore_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find_writer(rq, &t, &d);
    if (f.status == OK)
        f = document_restore(rq->db, rq->arena, d, rq_id(rq, "version"), form_int(rq, "edit").v, rq->actor.user,
                             rq->now_ms);
    if (f.status != OK)
        return f;
    reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "The text of version %lld is the newest again."),
                                  (long long)rq_id(rq, "version")));
    return reply_redirect(rq, "%s", document_path(rq->arena, d));
}

/* ---- an erratum --------------------------------------------------------------------------------------------------------------- */

static struct fault show_erratum(struct rq *rq, const struct trajectory *t, const struct document *d)
{
    if (d->state != DOCUMENT_ADOPTED || d->archived_at.set)
        return FAULT(CONFLICT, N_("An erratum is for a text that was adopted."));
    struct now n = read_now(rq, t, d);
    struct edit_view *v = NEW(rq->arena, struct edit_view);
    v->document = d;
    v->erratum = true;
    v->url = document_path(rq->arena, d);
    v->action = arena_printf(rq->arena, "%s/erratum", v->url);
    v->title = form_field(rq, &document_erratum_form, "title", n.title);
    v->content = form_field(rq, &document_erratum_form, "content", n.content);
    v->wrong = form_field(rq, &document_erratum_form, "wrong", "");
    v->base = document_number(rq, rq->form != NULL ? form_int(rq, "edit").v : d->version);
    if (rq->form != NULL && !form_has_errors(rq) && !wants_preview(rq) && form_int(rq, "edit").v != d->version)
        add_conflict(rq, t, v);
    v->layout = document_layout(rq, t, d,
                                v->conflict != NULL
                                    ? title_of(rq, v)
                                    : arena_printf(rq->arena, tr(rq->lang, "Erratum to “%s”"), d->title),
                                true);
    show_form(rq, v);
    return reply_page(rq);
}

struct fault document_erratum_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault f = document_find(rq, &t, &d);
    return f.status != OK ? f : show_erratum(rq, t, d);
}

/* POST …/erratum: a new adopted version in one step. */
struct fault document_erratum_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct document *d;
    struct fault answer, f = document_find(rq, &t, &d);
    if (f.status != OK)
        return f;
    if (wants_preview(rq))
        return show_erratum(rq, t, d);
    struct document_text text = { .title = form_text(rq, "title"),
                                  .content = form_text(rq, "content"),
                                  .skeleton = "",
                                  .base = form_int(rq, "edit").v };
    f = document_erratum(rq->db, rq->arena, d, &text, form_text(rq, "wrong"), rq->actor.user, rq->now_ms);
    if (f.status == CONFLICT && f.detail != NULL)
        return form_again(rq);
    if (!document_settled(rq, f, &answer))
        return answer;
    reply_notice(rq, tr(rq->lang, "The erratum is stored. The version before stays readable."));
    return reply_redirect(rq, "%s", document_path(rq->arena, d));
}
