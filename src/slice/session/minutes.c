/* What was said, and the minutes: made of what came out of the items. Who spoke or did not is never in them. */
#include <string.h>

#include "base/utf8.h"
#include "session_sql.h"
#include "slice/document/document.h"
#include "slice/session/minutes.h"
#include "slice/session/rules.h"

static const int64_t DAY_MS = 86400000;

/* ---- what was said --------------------------------------------------------------------------------------- */

struct session_remark session_remark_get(struct db *db, struct arena *a, const struct session_item *item)
{
    const struct session_remark_row *row = session_q_remark_row(db, a, item->id);
    return row == NULL ? (struct session_remark){ "", 0 } : (struct session_remark){ row->content, row->edit };
}

struct fault session_remark_save(struct db *db, struct arena *a, const struct session_item *item,
                                 const char *content, int64_t edit)
{
    if (utf8_length(content) > SESSION_MAX_REMARK)
        return session_at_field("remark", N_("Keep it within 10,000 characters."));
    struct session_remark stands = session_remark_get(db, a, item);
    if (strcmp(stands.content, content) == 0)
        return NO_FAULT;
    bool stored = stands.edit == edit && (edit == 0 ? session_q_remark_insert(db, a, item->id, content) != NULL
                                                    : session_q_remark_change(db, item->id, content, edit) > 0);
    return stored
               ? NO_FAULT
               : FAULT(CONFLICT,
                       N_("Somebody else wrote here meanwhile. Nothing of yours is lost: put both together."),
                       .detail = "edit");
}

/* ---- who was there --------------------------------------------------------------------------------------- */

struct writer {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    const struct lang *lang;
    const struct session *s;
    struct doc *doc;
    size_t most_notes; /* of an item of the agenda: what is beyond is counted */
    int64_t now_ms;
};

static const char *joined(struct arena *a, const char *list, const char *name)
{
    return list[0] == '\0' ? name : arena_printf(a, "%s, %s", list, name);
}

static bool is_of(const struct session_attendance_of *rows, size_t count, int64_t member, const char *state)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].member_id == member && strcmp(rows[i].state, state) == 0)
            return true;
    return false;
}

/* Members of the organisation, by name, who have a state. */
static const char *members_in(const struct writer *w, const struct session_attendance_of *rows, size_t count,
                              const char *state)
{
    size_t all;
    const struct organisation_member *m = organisation_members_all(w->db, w->arena, w->s->organisation, &all);
    const char *list = "";
    for (size_t i = 0; i < all; i++)
        if (is_of(rows, count, m[i].id, state))
            list = joined(w->arena, list, organisation_member_name(w->arena, w->lang, &m[i]));
    return list;
}

/* People who joined with a phone and are no members: by the name they gave, or counted. */
static const char *guests(const struct writer *w)
{
    size_t count;
    int64_t nameless = 0;
    const struct session_participant *p = session_people(w->db, w->arena, w->s, &count);
    const char *list = "";
    for (size_t i = 0; i < count; i++) {
        if (p[i].member == 0 && p[i].name[0] != '\0')
            list = joined(w->arena, list, p[i].name);
        nameless += p[i].member == 0 && p[i].name[0] == '\0' && !p[i].on_paper;
    }
    if (nameless > 0)
        list =
            joined(w->arena, list,
                   arena_printf(w->arena,
                                tr_n(w->lang, "%d guest without a name", "%d guests without a name", nameless),
                                (int)nameless));
    return list;
}

static void put_people(const struct writer *w)
{
    size_t count;
    const struct session_attendance_of *rows = session_q_attendance_of(w->db, w->arena, w->s->id, &count);
    const char *present = members_in(w, rows, count, "present"), *others = guests(w),
               *excused = members_in(w, rows, count, "excused");
    if (present[0] != '\0')
        doc_labelled(w->doc, tr(w->lang, "Present"), present);
    if (others[0] != '\0')
        doc_labelled(w->doc, tr(w->lang, "Guests"), others);
    if (excused[0] != '\0')
        doc_labelled(w->doc, tr(w->lang, "Excused"), excused);
}

/* ---- the items ------------------------------------------------------------------------------------------- */

/* Appends what came out of an item, with no more notes (items of lists) than there is room for. */
static void put_outcome(const struct writer *w, const struct session_item *item)
{
    struct doc *all = doc_new(w->arena, "", w->doc->lang);
    session_item_outcome(w->db, w->arena, w->site, w->lang, w->s, item, all, 2, w->now_ms);
    size_t notes = 0;
    for (size_t i = 0; i < all->count; i++) {
        notes += all->blocks[i].kind == DOC_ITEM;
        if (all->blocks[i].kind == DOC_ITEM && notes > w->most_notes)
            continue;
        *(struct doc_block *)ARENA_PUSH(w->doc->arena, &w->doc->blocks, &w->doc->count, &w->doc->capacity) =
            all->blocks[i];
    }
    if (notes > w->most_notes) {
        int64_t more = (int64_t)(notes - w->most_notes);
        doc_note(w->doc, arena_printf(w->arena,
                                      tr_n(w->lang, "And %d more: it stands in the spreadsheet of the session.",
                                           "And %d more: they stand in the spreadsheet of the session.", more),
                                      (int)more));
    }
}

static void put_items(const struct writer *w)
{
    size_t count;
    int number = 0;
    const struct session_item *items = session_items(w->db, w->arena, w->s, &count);
    for (size_t i = 0; i < count; i++) {
        if (items[i].round == 0)
            continue;
        doc_heading(w->doc, 1, arena_printf(w->arena, "%d. %s", ++number, items[i].title), NULL);
        put_outcome(w, &items[i]);
    }
}

/* ---- agreements, and how it goes on ------------------------------------------------------------------------ */

static void put_agreements(const struct writer *w)
{
    size_t count;
    const struct session_agreement *v = session_agreements(w->db, w->arena, w->lang, w->s, &count);
    doc_heading(w->doc, 1, tr(w->lang, "Agreements"), NULL);
    if (count == 0) {
        doc_paragraph(w->doc, tr(w->lang, "No agreements were made."));
        return;
    }
    const char *const titles[] = { tr(w->lang, "What"), tr(w->lang, "Who"), tr(w->lang, "By when"),
                                   tr(w->lang, "Becomes") };
    struct doc_table table = doc_table_begin(w->doc, NULL, titles, 4);
    for (size_t i = 0; i < count; i++) {
        const char *const cells[] = { v[i].what, v[i].owner[0] == '\0' ? "–" : v[i].owner,
                                      v[i].due_on.set
                                          ? format_date_short(w->arena, w->lang, v[i].due_on.v * DAY_MS)
                                          : "–",
                                      tr(w->lang, session_becomes_label(v[i].becomes)) };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

static void put_left(const struct writer *w)
{
    size_t count;
    const char *list = "";
    const struct session_item *items = session_items(w->db, w->arena, w->s, &count);
    for (size_t i = 0; i < count; i++)
        if (items[i].round == 0)
            list = joined(w->arena, list, items[i].title);
    if (list[0] != '\0')
        doc_labelled(w->doc, tr(w->lang, "We did not get to"), list);
}

/* The next meeting of the same trajectory that was not cancelled. */
static void put_next(const struct writer *w, const struct trajectory *t)
{
    size_t count;
    const struct trajectory_moment *m = trajectory_moments(w->db, w->arena, t, &count);
    for (size_t i = 0; i < count; i++)
        if (m[i].at > w->s->at && m[i].at > w->now_ms - DAY_MS && !m[i].cancelled_at.set &&
            m[i].id != w->s->moment) {
            doc_labelled(w->doc, tr(w->lang, "The next meeting"),
                         arena_printf(w->arena, "%s, %s", m[i].title, format_time(w->arena, w->lang, m[i].at)));
            return;
        }
}

static void put_after(const struct writer *w)
{
    const struct trajectory *t =
        trajectory_get(w->db, w->arena, w->site->packs, w->s->organisation, w->s->trajectory);
    struct doc *before = w->doc;
    size_t at = before->count;
    put_left(w);
    if (t != NULL)
        put_next(w, t);
    if (before->count == at)
        return;
    /* Its heading stands before what there is to say. */
    doc_heading(w->doc, 1, tr(w->lang, "How it goes on"), NULL);
    struct doc_block heading = w->doc->blocks[w->doc->count - 1];
    memmove(w->doc->blocks + at + 1, w->doc->blocks + at, (w->doc->count - 1 - at) * sizeof heading);
    w->doc->blocks[at] = heading;
}

/* ---- the text ---------------------------------------------------------------------------------------------- */

static const char *text_with(struct writer *w)
{
    w->doc = doc_new(w->arena, "", w->lang->html);
    const char *when = format_time(w->arena, w->lang, w->s->started_at.set ? w->s->started_at.v : w->s->at);
    doc_note(w->doc, w->s->place[0] == '\0'
                         ? arena_printf(w->arena, "%s, %s", w->s->title, when)
                         : arena_printf(w->arena, "%s, %s, %s", w->s->title, when, w->s->place));
    put_people(w);
    if (w->s->aim[0] != '\0')
        doc_labelled(w->doc, tr(w->lang, "What should be there at the end"), w->s->aim);
    put_items(w);
    put_agreements(w);
    put_after(w);
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    doc_write_markdown(w->doc, &out);
    const char *text = utf8_clean(w->arena, buf_to_arena(&out, w->arena));
    buf_release(&out);
    return text;
}

const char *session_minutes_text(struct db *db, struct arena *a, const struct site *site,
                                 const struct lang *lang, const struct session *s, int64_t now_ms)
{
    static const size_t most[] = { SIZE_MAX, 300, 100, 30, 10, 0 };
    struct writer w = { .db = db, .arena = a, .site = site, .lang = lang, .s = s, .now_ms = now_ms };
    const char *text = "";
    for (size_t i = 0; i < sizeof most / sizeof *most; i++) {
        w.most_notes = most[i];
        text = text_with(&w);
        if (utf8_length(text) <= DOCUMENT_MAX_TEXT)
            break;
    }
    return text;
}

/* ---- making them ------------------------------------------------------------------------------------------- */

struct session_minutes session_minutes(struct db *db, struct arena *a, const struct session *s,
                                       const struct trajectory *t)
{
    struct session_minutes m = { 0 };
    const struct document *d =
        s->document.set ? document_get(db, a, s->organisation, t->id, s->document.v) : NULL;
    if (d == NULL || d->archived_at.set)
        return m;
    m.document = d->id;
    m.url = document_path(a, d);
    m.untouched = d->state == DOCUMENT_DRAFT &&
                  d->version == session_q_minutes_made(db, a, s->organisation, s->id)->version;
    return m;
}

/* The output of the session's step that minutes are; both "" when it has none. */
static void output_of(struct db *db, struct arena *a, const struct trajectory *t, const struct session *s,
                      struct document_new *n)
{
    n->section = n->output = "";
    const struct trajectory_step *step = s->step.set ? trajectory_step_get(db, a, t, s->step.v) : NULL;
    for (int i = 0; step != NULL && i < step->section_count; i++) {
        const struct pack_value *outputs = pack_value(step->sections[i], "outputs");
        for (int k = 0; k < outputs->entries.count; k++)
            if (strcmp(pack_string(&outputs->entries.v[k], "kind"), "minutes") == 0) {
                n->section = step->sections[i]->id;
                n->output = outputs->entries.v[k].id;
                return;
            }
    }
}

static const char *title_of(struct arena *a, const struct lang *lang, const struct session *s)
{
    const char *title = arena_printf(a, tr(lang, "Minutes: %s"), s->title);
    return utf8_length(title) <= DOCUMENT_MAX_TITLE ? title : s->title;
}

struct fault session_minutes_make(struct db *db, struct arena *a, const struct site *site,
                                  const struct lang *lang, const struct session *s, const struct trajectory *t,
                                  int64_t user, int64_t now_ms)
{
    const char *text = session_minutes_text(db, a, site, lang, s, now_ms);
    struct session_minutes there = session_minutes(db, a, s, t);
    if (there.document != 0 && !there.untouched)
        return FAULT(CONFLICT,
                     N_("Somebody has worked on these minutes since they were made. Change them there."),
                     .detail = "touched");
    if (there.document != 0) {
        const struct document *d = document_get(db, a, s->organisation, t->id, there.document);
        struct document_text n = { .title = d->title, .content = text, .skeleton = "", .base = d->version };
        struct fault f = document_write(db, a, d, &n, user, now_ms);
        d = f.status != OK ? d : document_get(db, a, s->organisation, t->id, there.document);
        if (f.status == OK)
            session_q_minutes_set(db, s->organisation, s->id, d->id, d->version);
        return f;
    }
    struct document_new n = { .sort = DOCUMENT_MINUTES,
                              .title = title_of(a, lang, s),
                              .step = s->step.set ? s->step.v : 0,
                              .moment = s->moment,
                              .content = text,
                              .user = user };
    output_of(db, a, t, s, &n);
    int64_t id = 0;
    struct fault f = document_make(db, a, t, &n, now_ms, &id);
    if (f.status != OK)
        return f;
    session_q_minutes_set(db, s->organisation, s->id, id, 1);
    return NO_FAULT;
}
