/* Title, language and logo of a report. */
#include <string.h>

#include "slice/report/view.h"
#include "text_page.h"

static const struct field settings_fields[] = {
    { "title", FIELD_TEXT, .required = true, .min = 3, .max = REPORT_MAX_TITLE, .label = N_("Title") },
    { "subtitle", FIELD_TEXT, .max = REPORT_MAX_SUBTITLE, .label = N_("Subtitle") },
    { "lang", FIELD_CHOICE, .required = true, .label = N_("Language of the text"),
      .help = N_("Of the headings and of what is made from data. What people wrote stays as they wrote it.") },
    { "cover", FIELD_TICK, .label = N_("With a cover: title and logo on a page of their own") },
    { "contents", FIELD_TICK, .label = N_("With a table of contents") },
    { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },
};
const struct form_spec report_settings_form = FORM(settings_fields);
static const struct field logo_fields[] = {
    { "file", FIELD_FILE, .max = REPORT_MAX_LOGO, .label = N_("Logo"),
      .help = N_("A PNG or JPEG picture of at most 2 MB.") },
    { "edit", FIELD_INT, .required = true, .max = INT32_MAX, .label = N_("Version") },
};
const struct form_spec report_logo_form = FORM(logo_fields);

/* ---- the page -------------------------------------------------------------------------------------------- */

static void add_languages(struct rq *rq, struct field_view *f)
{
    struct field_option *o = NEW_ARRAY(rq->arena, struct field_option, LANG_COUNT);
    for (int i = 0; i < LANG_COUNT; i++)
        o[i] = (struct field_option){ .value = lang_get((enum lang_id)i)->code,
                                      .label = lang_get((enum lang_id)i)->name };
    f->options = o;
    f->option_count = LANG_COUNT;
}

/* What somebody else stored while this form was open, line by line, where it is not what was typed. */
static void add_stored(struct rq *rq, struct report_settings_view *v)
{
    const struct report *r = v->report;
    const struct {
        const char *label, *stored;
        bool same;
    } all[] = {
        { tr(rq->lang, "Title"), r->title, strcmp(r->title, v->title->value) == 0 },
        { tr(rq->lang, "Subtitle"), r->subtitle, strcmp(r->subtitle, v->subtitle->value) == 0 },
        { tr(rq->lang, "Language of the text"), r->lang->name, strcmp(r->lang->code, v->lang->value) == 0 },
        { tr(rq->lang, "Cover"), r->cover ? tr(rq->lang, "yes") : tr(rq->lang, "no"),
          r->cover == (v->cover->value[0] != '\0') },
    };
    size_t n = 0;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (!all[i].same)
            v->stored[n++] = arena_printf(rq->arena, "%s: %s", all[i].label, all[i].stored);
    if (n == 0)
        v->stored[0] =
            tr(rq->lang, "the order of the sections, or something else that this form does not change");
}

static struct fault show(struct rq *rq, const struct trajectory *t, const struct report *r)
{
    if (report_is_fixed(r))
        return FAULT(CONFLICT,
                     N_("This report is fixed: it was adopted or set aside. An erratum mends what was "
                        "adopted."));
    struct report_settings_view *v = NEW(rq->arena, struct report_settings_view);
    bool typed = rq->form != NULL && rq->route->form == &report_settings_form;
    v->report = r;
    v->url = report_path(rq->arena, r);
    v->edit = report_number(rq, typed ? form_int(rq, "edit").v : r->edit);
    v->title = form_field(rq, &report_settings_form, "title", r->title);
    v->subtitle = form_field(rq, &report_settings_form, "subtitle", r->subtitle);
    v->lang = form_field(rq, &report_settings_form, "lang", r->lang->code);
    v->cover = form_field(rq, &report_settings_form, "cover", r->cover ? "1" : "");
    v->contents = form_field(rq, &report_settings_form, "contents", r->contents ? "1" : "");
    v->file = form_field(rq, &report_logo_form, "file", "");
    add_languages(rq, v->lang);
    if (typed && report_is_behind(rq, r->edit)) {
        add_stored(rq, v);
        v->edit = report_number(rq, r->edit);
    }
    if (r->logo.set)
        v->logo_url = arena_printf(rq->arena, "%s/logo?%lld", v->url, (long long)r->logo.v);
    v->messages = form_messages(rq, &v->message_count);
    v->layout = report_layout(rq, t, r,
                              v->stored[0] != NULL ? tr(rq->lang, "Somebody else changed this report meanwhile")
                                                   : tr(rq->lang, "Title, language and logo"),
                              true);
    v->layout->wide = false;
    report_settings_page(rq_html(rq), v);
    return reply_page(rq);
}

/* GET …/gegevens */
struct fault report_settings_show(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    return f.status != OK ? f : show(rq, t, r);
}

/* POST …/gegevens */
struct fault report_settings_save(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault answer, f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct report_settings s = { .title = form_text(rq, "title"),
                                 .subtitle = form_text(rq, "subtitle"),
                                 .lang = form_text(rq, "lang"),
                                 .cover = form_tick(rq, "cover"),
                                 .contents = form_tick(rq, "contents"),
                                 .edit = form_int(rq, "edit").v };
    f = report_set(rq->db, r, &s, rq->actor.user, rq->now_ms);
    if (!report_settled(rq, f, &answer))
        return answer;
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s/bewerken", report_path(rq->arena, r));
}

/* ---- logo -------------------------------------------------------------------------------------------------- */

/* On a worker: what cannot be printed is told now and not when the report is adopted. */
struct fault report_logo_prepare(struct rq *rq)
{
    const struct upload *file = form_file(rq, "file");
    struct fault f = attachment_prepare(rq);
    if (f.status != OK || file == NULL || report_logo_prints(rq->arena, file->content))
        return f;
    form_fail(rq, "file",
              N_("A logo is a PNG or JPEG picture that can be printed. Save it anew as one of these."));
    return form_again(rq);
}

static struct fault set_logo(struct rq *rq, const struct attachment_new *file, const char *notice)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault answer, f = report_find(rq, &t, &r);
    if (f.status == OK)
        f = report_set_logo(rq->db, rq->arena, r, file, form_int(rq, "edit").v, rq->now_ms);
    if (f.status == CONFLICT && f.detail != NULL)
        notice = tr(rq->lang, f.msgid);
    else if (!report_settled(rq, f, &answer))
        return answer;
    reply_notice(rq, notice);
    return reply_redirect(rq, "%s/gegevens", report_path(rq->arena, r));
}

/* POST …/logo */
struct fault report_logo_save(struct rq *rq)
{
    const struct upload *file = form_file(rq, "file");
    if (file == NULL) {
        form_fail(rq, "file", N_("Choose a picture first."));
        return form_again(rq);
    }
    if (!attachment_sent(rq))
        return form_again(rq);
    const char *type = attachment_type(rq->arena, file->content);
    struct attachment_new n = { .name = attachment_name(rq->arena, type, file->name),
                                .type = type,
                                .content = file->content,
                                .user = rq->actor.user };
    return set_logo(rq, &n, tr(rq->lang, "The logo is stored."));
}

/* POST …/logo/weg */
struct fault report_logo_drop(struct rq *rq)
{
    return set_logo(rq, NULL, tr(rq->lang, "The report has no logo any more."));
}

/* GET …/logo: the picture, for the pages of this report. */
struct fault report_logo_get(struct rq *rq)
{
    const struct trajectory *t;
    const struct report *r;
    struct fault f = report_find(rq, &t, &r);
    if (f.status != OK)
        return f;
    struct bytes logo = report_logo(rq->db, rq->arena, r);
    const char *type = logo.p == NULL ? NULL : attachment_type(rq->arena, logo);
    if (type == NULL)
        return FAULT(NOT_FOUND, N_("This report has no logo."));
    return reply_bytes(rq, 200, type, logo);
}
