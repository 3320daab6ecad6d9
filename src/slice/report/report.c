/* Reports as the database has them; making, changing, setting aside, and what they were before. */
#include "slice/report/report.h"

#include <string.h>

#include "base/utf8.h"
#include "doc/picture.h"
#include "lib/sodium.h"
#include "report_sql.h"
#include "slice/report/rules.h"

/* ---- words ------------------------------------------------------------------------------------------- */

static const char *const form_names[REPORT_FORMS] = { "final", "note", "proposal" };

const char *report_form_name(enum report_form f)
{
    ASSERT(f < REPORT_FORMS);
    return form_names[f];
}

bool report_form_find(const char *name, enum report_form *f)
{
    for (int i = 0; i < REPORT_FORMS; i++)
        if (strcmp(form_names[i], name) == 0) {
            *f = (enum report_form)i;
            return true;
        }
    return false;
}

const char *report_form_label(const struct lang *lang, enum report_form f)
{
    static const char *const labels[REPORT_FORMS] = { N_("Final report"),
                                                      N_("Note to the council or management"),
                                                      N_("Proposal for the multi-year plan") };
    return tr(lang, labels[f]);
}

const char *report_standing(struct arena *a, const struct lang *lang, const struct report *r)
{
    if (r->state == REPORT_DRAFT)
        return tr(lang, "Draft");
    if (r->state == REPORT_READY)
        return tr(lang, "Ready, not adopted yet");
    const char *by = document_body_label(lang, r->adopted_by);
    const char *on = format_date(a, lang, r->adopted_on.v * REPORT_DAY_MS + REPORT_DAY_MS / 2);
    const char *adopted = r->decision[0] == '\0' ? arena_printf(a, tr(lang, "Adopted by %s on %s"), by, on)
                                                 : arena_printf(a, tr(lang, "Adopted by %s on %s, decision %s"),
                                                                by, on, r->decision);
    return r->replaces.set ? arena_printf(a, tr(lang, "%s; this is an erratum"), adopted) : adopted;
}

/* ---- reading ----------------------------------------------------------------------------------------- */

static struct report read_row(const struct report_list *r)
{
    enum report_form form = REPORT_FINAL;
    (void)report_form_find(r->form, &form);
    const struct lang *lang = lang_find(r->lang);
    return (struct report){
        .id = r->id,
        .organisation = r->organisation_id,
        .trajectory = r->trajectory_id,
        .cycle = (int)r->cycle,
        .form = form,
        .state = r->adopted_by != NULL ? REPORT_ADOPTED
                 : r->ready_at.set     ? REPORT_READY
                                       : REPORT_DRAFT,
        .title = r->title,
        .subtitle = r->subtitle,
        .lang = lang == NULL ? lang_get(LANG_NL_BE) : lang,
        .cover = r->cover,
        .contents = r->contents,
        .content = r->content,
        .made_hash = r->made_hash,
        .edit = r->edit,
        .created_at = r->created_at,
        .changed_at = r->changed_at,
        .made_by = r->made_by,
        .ready_at = r->ready_at,
        .archived_at = r->archived_at,
        .replaces = r->replaces_id,
        .reason = r->reason,
        .replaced = r->replaced_id,
        .adopted_by = r->adopted_by,
        .adopted_on = r->adopted_on,
        .adopted_at = r->adopted_at,
        .decision = r->decision,
        .page_hash = r->page_hash,
    };
}

const struct report *reports(struct db *db, struct arena *a, const struct trajectory *t, bool adopted,
                             bool archived, size_t *count)
{
    const struct report_list *rows =
        report_q_list(db, a, t->organisation, t->id, DB_NULL_INT, adopted, archived, count);
    struct report *v = NEW_ARRAY(a, struct report, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = read_row(&rows[i]);
    return v;
}

/* The file that hangs on it and was not removed. */
static struct db_int logo_of(struct db *db, struct arena *a, const struct report *r)
{
    struct attachment_owner owner = report_files(r);
    size_t count;
    const struct attachment *files = attachments(db, a, &owner, &count);
    while (count > 0 && files[count - 1].removed_at.set)
        count--;
    return count == 0 ? DB_NULL_INT : DB_SOME(files[count - 1].id);
}

const struct report *report_get(struct db *db, struct arena *a, const struct trajectory *t, int64_t id)
{
    size_t count;
    const struct report_list *row =
        report_q_list(db, a, t->organisation, t->id, DB_SOME(id), false, true, &count);
    if (count != 1)
        return NULL;
    struct report *r = NEW(a, struct report);
    *r = read_row(row);
    r->logo = logo_of(db, a, r);
    return r;
}

const char *report_path(struct arena *a, const struct report *r)
{
    return arena_printf(a, "/organisatie/%lld/traject/%lld/rapport/%lld", (long long)r->organisation,
                        (long long)r->trajectory, (long long)r->id);
}

bool report_is_fixed(const struct report *r)
{
    return r->state == REPORT_ADOPTED || r->archived_at.set;
}

struct trajectory_ask report_ask(const struct report_source *from, const struct lang *lang)
{
    return (struct trajectory_ask){ .db = from->db,
                                    .arena = from->arena,
                                    .packs = from->packs,
                                    .lang = lang,
                                    .trajectory = from->trajectory,
                                    .today = from->today };
}

/* ---- changing ---------------------------------------------------------------------------------------- */

struct fault report_not_changed(const struct report *r)
{
    if (report_is_fixed(r))
        return FAULT(CONFLICT,
                     N_("This report is fixed: it was adopted or set aside. An erratum mends what was "
                        "adopted."));
    return fault_at(CONFLICT, "edit", N_("Somebody else changed this report just now. Look at it again."));
}

void report_log(struct db *db, const struct report *r, const char *field, const char *was, const char *is,
                int64_t user, int64_t now_ms)
{
    if (strcmp(was, is) != 0)
        report_q_change_insert(db, r->id, field, was, id_or_null(user), now_ms);
}

/* "Final report Duurzaam Olmenrode": what it is called until somebody gives it another title. */
static const char *first_title(const struct report_source *from, const struct lang *lang, enum report_form form)
{
    const char *title =
        arena_printf(from->arena, tr(lang, "%s: %s"), report_form_label(lang, form), from->trajectory->name);
    return utf8_length(title) <= REPORT_MAX_TITLE ? title : report_form_label(lang, form);
}

static void put_sections(const struct report_source *from, const struct report *r)
{
    struct report_writer w = report_writer_of(from, r, r->lang);
    size_t count;
    const struct report_section *s = report_default_sections(&w, &count);
    for (size_t i = 0; i < count; i++)
        report_q_section_put(from->db, r->id, s[i].key, (int64_t)i, s[i].shown);
}

struct fault report_make(const struct report_source *from, enum report_form form, int64_t user, int64_t now_ms,
                         int64_t *id)
{
    const struct trajectory *t = from->trajectory;
    const struct report_open_of *open =
        report_q_open_of(from->db, from->arena, t->organisation, t->id, t->cycle, form_names[form]);
    if (open != NULL) {
        *id = open->id;
        return NO_FAULT;
    }
    const struct organisation *o = organisation_get(from->db, from->arena, t->organisation);
    const struct lang *lang = o == NULL ? NULL : lang_find(o->lang);
    lang = lang == NULL ? lang_get(LANG_NL_BE) : lang;
    const char *content = form == REPORT_FINAL ? "" : report_short_text(from, form, t->cycle, lang, user);
    const char *title = first_title(from, lang, form);
    *id = report_q_insert(from->db, from->arena, t->organisation, t->id, t->cycle, form_names[form], title, "",
                          lang->code, form == REPORT_FINAL, form == REPORT_FINAL, content,
                          report_text_hash(from->arena, content), id_or_null(user), now_ms, DB_NULL_INT, "")
              ->id;
    const struct report *r = report_get(from->db, from->arena, t, *id);
    if (form == REPORT_FINAL && r != NULL)
        put_sections(from, r);
    trajectory_event(from->db, t->id, "report.made", *id, title, "", user, now_ms);
    return NO_FAULT;
}

struct fault report_set(struct db *db, const struct report *r, const struct report_settings *s, int64_t user,
                        int64_t now_ms)
{
    size_t length = utf8_length(s->title);
    if (length < 3 || length > REPORT_MAX_TITLE)
        return fault_at(INVALID, "title", N_("Give the report a title of 3 to 160 characters."));
    if (utf8_length(s->subtitle) > REPORT_MAX_SUBTITLE)
        return fault_at(INVALID, "subtitle", N_("Keep it within 160 characters."));
    const struct lang *lang = lang_find(s->lang);
    if (lang == NULL)
        return fault_at(INVALID, "lang", N_("Choose a language from the list."));
    if (report_q_set(db, r->organisation, r->id, s->edit, s->title, s->subtitle, lang->code, s->cover,
                     s->contents, now_ms) == 0)
        return report_not_changed(r);
    report_log(db, r, "title", r->title, s->title, user, now_ms);
    report_log(db, r, "subtitle", r->subtitle, s->subtitle, user, now_ms);
    report_log(db, r, "lang", r->lang->code, lang->code, user, now_ms);
    report_log(db, r, "cover", r->cover ? "1" : "", s->cover ? "1" : "", user, now_ms);
    report_log(db, r, "contents", r->contents ? "1" : "", s->contents ? "1" : "", user, now_ms);
    return NO_FAULT;
}

const char *report_text_hash(struct arena *a, const char *content)
{
    return crypto_digest_hex(a, (struct bytes){ content, strlen(content) });
}

struct fault report_write(struct db *db, const struct report *r, const char *content, int64_t edit,
                          int64_t user, int64_t now_ms)
{
    if (content[0] == '\0')
        return fault_at(INVALID, "content", N_("There is no text in it yet."));
    if (utf8_length(content) > REPORT_MAX_SHORT)
        return fault_at(INVALID, "content",
                        N_("Keep it within 20,000 characters: it is meant to be one page."));
    if (r->form == REPORT_FINAL ||
        report_q_set_content(db, r->organisation, r->id, edit, content, NULL, now_ms) == 0)
        return report_not_changed(r);
    report_log(db, r, "content", r->content, content, user, now_ms);
    return NO_FAULT;
}

struct fault report_write_again(const struct report_source *from, const struct report *r, int64_t edit,
                                int64_t user, int64_t now_ms)
{
    if (r->form == REPORT_FINAL)
        return report_not_changed(r);
    const char *content =
        report_short_text(from, r->form, r->cycle, r->lang, r->made_by.set ? r->made_by.v : 0);
    if (report_q_set_content(from->db, r->organisation, r->id, edit, content,
                             report_text_hash(from->arena, content), now_ms) == 0)
        return report_not_changed(r);
    report_log(from->db, r, "content", r->content, content, user, now_ms);
    return NO_FAULT;
}

bool report_short_is_current(const struct report_source *from, const struct report *r)
{
    int64_t maker = r->made_by.set ? r->made_by.v : 0;
    const char *content = report_short_text(from, r->form, r->cycle, r->lang, maker);
    return strcmp(report_text_hash(from->arena, content), r->made_hash) == 0;
}

/* ---- logo -------------------------------------------------------------------------------------------- */

struct attachment_owner report_files(const struct report *r)
{
    return (struct attachment_owner){ r->organisation, "report", r->id };
}

struct bytes report_logo(struct db *db, struct arena *a, const struct report *r)
{
    struct attachment_owner owner = report_files(r);
    const struct attachment *file = r->logo.set ? attachment_get(db, a, &owner, r->logo.v) : NULL;
    return file == NULL ? (struct bytes){ 0 } : attachment_read(db, a, file);
}

struct fault report_set_logo(struct db *db, struct arena *a, const struct report *r,
                             const struct attachment_new *file, int64_t edit, int64_t now_ms)
{
    struct picture picture;
    struct attachment_owner owner = report_files(r);
    if (file != NULL && file->content.n > REPORT_MAX_LOGO)
        return fault_at(INVALID, "file", N_("A logo has at most 2 MB. Save it smaller and try again."));
    if (file != NULL && picture_read(a, file->content, &picture) != OK)
        return fault_at(INVALID, "file", N_("A logo is a PNG or JPEG picture. Save it as one of these."));
    if (report_q_touch(db, r->organisation, r->id, edit, now_ms) == 0)
        return report_not_changed(r);
    int64_t id = file == NULL ? 0 : attachment_put(db, a, &owner, file, now_ms);
    if (r->logo.set && (file == NULL || id != r->logo.v))
        (void)attachment_remove(db, &owner, r->logo.v, file == NULL ? 0 : file->user, now_ms);
    return NO_FAULT;
}

/* ---- states ------------------------------------------------------------------------------------------ */

struct fault report_set_ready(struct db *db, const struct report *r, bool ready, int64_t edit, int64_t user,
                              int64_t now_ms)
{
    if (report_q_set_ready(db, r->organisation, r->id, edit, ready ? DB_SOME(now_ms) : DB_NULL_INT) == 0)
        return report_not_changed(r);
    if (ready != (r->state == REPORT_READY))
        trajectory_event(db, r->trajectory, ready ? "report.ready" : "report.reopened", r->id, r->title, "",
                         user, now_ms);
    return NO_FAULT;
}

struct fault report_archive(struct db *db, const struct report *r, bool archive, int64_t user, int64_t now_ms)
{
    if (report_q_archive(db, r->organisation, r->id, archive ? DB_SOME(now_ms) : DB_NULL_INT) == 0)
        return FAULT(CONFLICT, N_("What was adopted stays. An erratum mends it."));
    if (archive != r->archived_at.set)
        trajectory_event(db, r->trajectory, archive ? "report.archived" : "report.back", r->id, r->title, "",
                         user, now_ms);
    return NO_FAULT;
}

/* ---- what it was -------------------------------------------------------------------------------------- */

const struct report_change *report_changes(struct db *db, struct arena *a, const struct report *r,
                                           int64_t before_id, int64_t most, size_t *count)
{
    const struct report_change_list *rows = report_q_change_list(db, a, r->id, before_id, most, count);
    struct report_change *v = NEW_ARRAY(a, struct report_change, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = (struct report_change){ rows[i].id, rows[i].at, rows[i].user_id, rows[i].field, rows[i].was };
    return v;
}

const struct report_change *report_change_get(struct db *db, struct arena *a, const struct report *r,
                                              int64_t id)
{
    if (id >= INT64_MAX)
        return NULL;
    size_t count;
    const struct report_change *c = report_changes(db, a, r, id + 1, 1, &count);
    return count == 1 && c->id == id ? c : NULL;
}

static bool begins(const char *s, const char *with)
{
    return strncmp(s, with, strlen(with)) == 0;
}

bool report_change_is_text(const struct report_change *c)
{
    return strcmp(c->field, "content") == 0 || begins(c->field, "lead:") || begins(c->field, "tail:");
}

struct fault report_change_undo(const struct report_source *from, const struct report *r,
                                const struct report_change *c, int64_t user, int64_t now_ms)
{
    ASSERT(report_change_is_text(c));
    if (report_is_fixed(r))
        return report_not_changed(r);
    if (strcmp(c->field, "content") == 0) {
        if (report_q_set_content(from->db, r->organisation, r->id, r->edit, c->was, NULL, now_ms) == 0)
            return report_not_changed(r);
        report_log(from->db, r, "content", r->content, c->was, user, now_ms);
        return NO_FAULT;
    }
    const struct report_section *s = report_section_get(from, r, c->field + 5);
    if (s == NULL)
        return FAULT(NOT_FOUND, N_("This report has no such section any more."));
    bool lead = begins(c->field, "lead:");
    struct report_own own = { lead ? c->was : s->lead, lead ? s->tail : c->was, s->edit };
    return report_section_write(from, r, s, &own, user, now_ms);
}
