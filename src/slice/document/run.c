/* How a document is written, goes round for remarks, is approved, adopted, mended and set aside. */
#include <string.h>

#include "base/utf8.h"
#include "document_sql.h"
#include "slice/document/rules.h"
#include "slice/organisation/organisation.h"

static const struct fault changed = { .status = CONFLICT,
                                      .msgid = N_("This document changed in the meantime. Look at it again.") };
static const struct fault newer = { .status = CONFLICT,
                                    .msgid = N_("Somebody stored another version in the meantime."),
                                    .detail = "version" };

static const struct fault fixed = {
    .status = CONFLICT,
    .msgid =
        N_("This text is fixed: it was approved, adopted or set aside. Look at what can be done with it.")
};

/* ---- who may ---------------------------------------------------------------------------------------------------- */

bool document_may_lead(unsigned roles)
{
    return (roles & (ORGANISATION_GUIDE | ORGANISATION_MINUTES)) != 0;
}

bool document_may_adopt(unsigned roles)
{
    return (roles & ORGANISATION_GUIDE) != 0;
}

bool document_may_write(const struct document *d, unsigned roles, int64_t user)
{
    if (document_may_lead(roles))
        return true;
    if ((roles & ORGANISATION_MEMBER) == 0)
        return false;
    return d->everyone || (d->made_by.set && d->made_by.v == user);
}

bool document_is_open(const struct document *d)
{
    return !d->archived_at.set && (d->state == DOCUMENT_DRAFT || d->state == DOCUMENT_REVIEW);
}

/* ---- the text ----------------------------------------------------------------------------------------------------- */

static struct fault check_title(const char *title)
{
    size_t n = utf8_length(title);
    return n >= 2 && n <= DOCUMENT_MAX_TITLE
               ? NO_FAULT
               : fault_at(INVALID, "title", N_("Give the document a title of 2 to 160 characters."));
}

static struct fault check_text(const char *title, const char *content)
{
    struct fault f = check_title(title);
    if (f.status == OK && content[0] == '\0')
        f = fault_at(INVALID, "content", N_("There is no text in it yet."));
    if (f.status == OK && utf8_length(content) > DOCUMENT_MAX_TEXT)
        f = fault_at(INVALID, "content", N_("A document holds 200,000 characters at most. Divide it in two."));
    return f;
}

static void put_version(struct db *db, struct arena *a, int64_t document, int64_t number, const char *title,
                        const char *content, const char *sort, const char *reason, int64_t user, int64_t now_ms)
{
    document_q_version_insert(db, document, number, title, content, document_hash(a, title, content), sort,
                              reason, id_or_null(user), now_ms);
}

static bool is_newest(struct db *db, struct arena *a, const struct document *d, const char *title,
                      const char *content)
{
    const struct document_version *v = d->version == 0 ? NULL : document_version_get(db, a, d, d->version);
    return v != NULL && strcmp(v->title, title) == 0 && strcmp(v->content, content) == 0;
}

struct fault document_write(struct db *db, struct arena *a, const struct document *d,
                            const struct document_text *n, int64_t user, int64_t now_ms)
{
    if (!document_is_open(d))
        return fixed;
    const char *title = utf8_clean(a, n->title), *content = utf8_clean(a, n->content);
    struct fault f = check_text(title, content);
    if (f.status == OK && n->base == 0 && n->skeleton[0] != '\0' &&
        strcmp(content, utf8_clean(a, n->skeleton)) == 0)
        f = fault_at(INVALID, "content",
                     N_("Nothing is written under the headings yet. Write at least one line, then store it."));
    if (f.status != OK)
        return f;
    if (n->base != d->version)
        return newer;
    if (is_newest(db, a, d, title, content))
        return NO_FAULT;
    if (document_q_advance(db, d->organisation, d->id, n->base, title, now_ms) == 0)
        return newer;
    put_version(db, a, d->id, n->base + 1, title, content, "written", "", user, now_ms);
    return NO_FAULT;
}

struct fault document_restore(struct db *db, struct arena *a, const struct document *d, int64_t number,
                              int64_t base, int64_t user, int64_t now_ms)
{
    if (!document_is_open(d))
        return fixed;
    const struct document_version *v = document_version_get(db, a, d, number);
    if (v == NULL)
        return FAULT(NOT_FOUND, N_("This version does not exist."));
    if (is_newest(db, a, d, v->title, v->content))
        return NO_FAULT;
    if (document_q_advance(db, d->organisation, d->id, base, v->title, now_ms) == 0)
        return newer;
    put_version(db, a, d->id, base + 1, v->title, v->content, "restored",
                arena_printf(a, "%lld", (long long)number), user, now_ms);
    return NO_FAULT;
}

/* ---- a new one ---------------------------------------------------------------------------------------------------- */

/* That the step is one of the trajectory's and has that output; or neither is named. */
static struct fault check_place(struct db *db, struct arena *a, const struct trajectory *t, int64_t step,
                                const char *section, const char *output)
{
    const struct trajectory_step *s = step == 0 ? NULL : trajectory_step_get(db, a, t, step);
    bool known = output[0] == '\0';
    for (int i = 0; s != NULL && i < s->section_count && !known; i++)
        known = strcmp(s->sections[i]->id, section) == 0 && document_output_entry(t, section, output) != NULL;
    return (step == 0 || s != NULL) && known
               ? NO_FAULT
               : fault_at(INVALID, "step", N_("Choose a step of this trajectory, or none."));
}

struct fault document_make(struct db *db, struct arena *a, const struct trajectory *t,
                           const struct document_new *n, int64_t now_ms, int64_t *id)
{
    const char *title = utf8_clean(a, n->title), *content = utf8_clean(a, n->content);
    struct fault f = content[0] == '\0' ? check_title(title) : check_text(title, content);
    if (f.status == OK)
        f = check_place(db, a, t, n->step, n->section, n->output);
    if (f.status != OK)
        return f;
    *id = document_q_insert(db, a, t->organisation, t->id, id_or_null(n->step), n->section, n->output,
                            id_or_null(n->moment), document_sort_name(n->sort), title, n->everyone,
                            id_or_null(n->user), now_ms)
              ->id;
    if (content[0] != '\0') {
        document_q_advance(db, t->organisation, *id, 0, title, now_ms);
        put_version(db, a, *id, 1, title, content, "written", "", n->user, now_ms);
    }
    trajectory_event(db, t->id, "document.made", *id, title, "", n->user, now_ms);
    return NO_FAULT;
}

struct fault document_place(struct db *db, struct arena *a, const struct trajectory *t,
                            const struct document *d, const struct document_place *p)
{
    struct fault f = check_place(db, a, t, p->step, p->section, p->output);
    if (f.status != OK)
        return f;
    return document_q_place(db, d->organisation, d->id, id_or_null(p->step), p->section, p->output,
                            document_sort_name(p->sort), p->everyone, p->edit) == 0
               ? changed
               : NO_FAULT;
}

/* ---- states ------------------------------------------------------------------------------------------------------- */

static struct fault move(struct db *db, const struct document *d, enum document_state to, int64_t agreed,
                         struct db_int until, int64_t version)
{
    return document_q_move(db, d->organisation, d->id, document_state_name(to), agreed, until, version,
                           document_state_name(d->state)) == 0
               ? newer
               : NO_FAULT;
}

static void tell(struct db *db, const struct document *d, const char *kind, const char *reason, int64_t user,
                 int64_t now_ms)
{
    trajectory_event(db, d->trajectory, kind, d->id, d->title, reason, user, now_ms);
}

static const struct fault unwritten = { .status = CONFLICT, .msgid = N_("There is no text in it yet.") };

struct fault document_review(struct db *db, const struct document *d, int64_t version, int64_t until,
                             int64_t today, int64_t user, int64_t now_ms)
{
    if (!document_is_open(d))
        return fixed;
    if (d->version == 0)
        return unwritten;
    if (until < today)
        return fault_at(INVALID, "until", N_("Choose today or a later day."));
    struct fault f = move(db, d, DOCUMENT_REVIEW, d->agreed, DB_SOME(until), version);
    if (f.status == OK && d->state == DOCUMENT_DRAFT)
        tell(db, d, "document.review", "", user, now_ms);
    return f;
}

bool document_approval_is_early(const struct document *d, int64_t today)
{
    bool awaited = d->sort == DOCUMENT_MINUTES &&
                   (d->state == DOCUMENT_DRAFT || !d->review_until.set || d->review_until.v >= today);
    return awaited || d->open_remarks > 0;
}

struct fault document_approve(struct db *db, const struct document *d, int64_t version, const char *reason,
                              int64_t today, int64_t user, int64_t now_ms)
{
    if (!document_is_open(d))
        return fixed;
    if (d->version == 0)
        return unwritten;
    bool early = document_approval_is_early(d, today);
    if (early && reason[0] == '\0')
        return fault_at(INVALID, "reason", N_("Say why it is approved now: whoever made a remark will ask."));
    struct fault f = move(db, d, DOCUMENT_APPROVED, version, DB_NULL_INT, version);
    if (f.status != OK)
        return f;
    document_q_version_approve(db, d->id, version, DB_SOME(now_ms).v, id_or_null(user), early ? reason : "");
    tell(db, d, "document.approved", early ? reason : "", user, now_ms);
    return NO_FAULT;
}

struct fault document_reopen(struct db *db, const struct document *d, int64_t version, const char *reason,
                             int64_t user, int64_t now_ms)
{
    if (d->archived_at.set || (d->state != DOCUMENT_REVIEW && d->state != DOCUMENT_APPROVED))
        return changed;
    if (d->state == DOCUMENT_APPROVED && reason[0] == '\0')
        return fault_at(INVALID, "reason", N_("Say why an approved text is changed after all."));
    struct fault f = move(db, d, DOCUMENT_DRAFT, d->agreed, DB_NULL_INT, version);
    if (f.status == OK)
        tell(db, d, "document.reopened", reason, user, now_ms);
    return f;
}

static bool is_body(const char *by)
{
    for (size_t i = 0; document_bodies[i] != NULL; i++)
        if (strcmp(document_bodies[i], by) == 0)
            return true;
    return false;
}

struct fault document_adopt(struct db *db, struct arena *a, const struct document *d,
                            const struct document_adoption *n, int64_t today, int64_t user, int64_t now_ms)
{
    if (d->archived_at.set || d->state != DOCUMENT_APPROVED)
        return FAULT(CONFLICT, N_("Only an approved text can be adopted."));
    if (!is_body(n->by))
        return fault_at(INVALID, "by", N_("Choose who adopted it."));
    if (!n->on.set || n->on.v <= 0 || n->on.v > today)
        return fault_at(INVALID, "on", N_("Fill in the day on which it was adopted: today or earlier."));
    const char *decision = utf8_clean(a, n->decision);
    if (utf8_length(decision) > DOCUMENT_MAX_DECISION)
        return fault_at(INVALID, "decision", N_("A decision number has 80 characters at most."));
    struct fault f = move(db, d, DOCUMENT_ADOPTED, n->version, DB_NULL_INT, n->version);
    if (f.status != OK)
        return f;
    document_q_version_adopt(db, d->id, n->version, n->by, n->on.v, decision, now_ms, id_or_null(user));
    tell(db, d, "document.adopted", decision, user, now_ms);
    return NO_FAULT;
}

struct fault document_erratum(struct db *db, struct arena *a, const struct document *d,
                              const struct document_text *n, const char *wrong, int64_t user, int64_t now_ms)
{
    if (d->archived_at.set || d->state != DOCUMENT_ADOPTED)
        return FAULT(CONFLICT, N_("An erratum is for a text that was adopted."));
    const char *title = utf8_clean(a, n->title), *content = utf8_clean(a, n->content);
    struct fault f = check_text(title, content);
    if (wrong[0] == '\0')
        return fault_at(INVALID, "wrong", N_("Say what was wrong. Readers see it with both versions."));
    if (f.status != OK)
        return f;
    if (n->base != d->version)
        return newer;
    if (is_newest(db, a, d, title, content))
        return fault_at(INVALID, "content", N_("Nothing is different from the adopted text yet."));
    if (document_q_advance_adopted(db, d->organisation, d->id, n->base, title, now_ms) == 0)
        return newer;
    put_version(db, a, d->id, n->base + 1, title, content, "erratum", wrong, user, now_ms);
    document_q_version_inherit(db, d->id, n->base + 1, now_ms, id_or_null(user));
    tell(db, d, "document.erratum", wrong, user, now_ms);
    return NO_FAULT;
}

struct fault document_archive(struct db *db, const struct document *d, bool archive, int64_t user,
                              int64_t now_ms)
{
    if (document_q_archive(db, d->organisation, d->id, archive ? DB_SOME(now_ms) : DB_NULL_INT) == 0)
        return changed;
    tell(db, d, archive ? "document.archived" : "document.back", "", user, now_ms);
    return NO_FAULT;
}
