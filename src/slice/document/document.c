/* Documents as the database has them, and the words for their sorts and states. */
#include "slice/document/document.h"

#include <string.h>

#include "document_sql.h"
#include "lib/sodium.h"
#include "slice/document/rules.h"

enum { MOST = 300 };

/* ---- words --------------------------------------------------------------------------------------------------- */

static const char *const sort_names[DOCUMENT_SORTS] = { "minutes", "text", "motivation", "note", "output" };
static const char *const state_names[DOCUMENT_STATES] = { "draft", "review", "approved", "adopted" };

const char *document_sort_name(enum document_sort s)
{
    ASSERT(s < DOCUMENT_SORTS);
    return sort_names[s];
}

bool document_sort_find(const char *name, enum document_sort *s)
{
    for (int i = 0; i < DOCUMENT_SORTS; i++)
        if (strcmp(sort_names[i], name) == 0) {
            *s = (enum document_sort)i;
            return true;
        }
    return false;
}

const char *document_sort_label(const struct lang *lang, enum document_sort s)
{
    switch (s) {
    case DOCUMENT_MINUTES:
        return tr(lang, "Minutes");
    case DOCUMENT_TEXT:
        return tr(lang, "Text");
    case DOCUMENT_MOTIVATION:
        return tr(lang, "Motivation");
    case DOCUMENT_NOTE:
        return tr(lang, "Note");
    case DOCUMENT_OUTPUT:
        return tr(lang, "Result of a step");
    case DOCUMENT_SORTS:
        break;
    }
    return "";
}

const char *document_state_name(enum document_state s)
{
    ASSERT(s < DOCUMENT_STATES);
    return state_names[s];
}

static enum document_state state_of(const char *name)
{
    for (int s = 0; s < DOCUMENT_STATES; s++)
        if (strcmp(state_names[s], name) == 0)
            return (enum document_state)s;
    return DOCUMENT_DRAFT;
}

static enum document_sort sort_of(const char *name)
{
    enum document_sort s = DOCUMENT_TEXT;
    document_sort_find(name, &s);
    return s;
}

const char *const document_bodies[] = { "group", "management", "college", "council", "direction", NULL };

const char *document_body_label(const struct lang *lang, const char *body)
{
    static const char *const labels[] = { N_("the group"), N_("the management team"), N_("the college"),
                                          N_("the council"), N_("the direction") };
    for (size_t i = 0; body != NULL && document_bodies[i] != NULL; i++)
        if (strcmp(document_bodies[i], body) == 0)
            return tr(lang, labels[i]);
    return "";
}

/* ---- documents ------------------------------------------------------------------------------------------------- */

static void read_row(const struct document_row_list *r, struct document *d)
{
    *d = (struct document){ .id = r->id,
                            .organisation = r->organisation_id,
                            .trajectory = r->trajectory_id,
                            .step = r->step_id,
                            .moment = r->moment_id,
                            .section = r->section,
                            .output = r->output,
                            .sort = sort_of(r->sort),
                            .title = r->title,
                            .state = state_of(r->state),
                            .everyone = r->everyone,
                            .version = r->version,
                            .agreed = r->agreed,
                            .review_until = r->review_until,
                            .edit = r->edit,
                            .created_at = r->created_at,
                            .changed_at = r->changed_at,
                            .made_by = r->made_by,
                            .archived_at = r->archived_at,
                            .remarks = r->remarks,
                            .open_remarks = r->open_remarks,
                            .mailings = r->mailings,
                            .agreed_title = r->agreed_title,
                            .approved_at = r->approved_at,
                            .adopted_on = r->adopted_on,
                            .adopted_by = r->adopted_by,
                            .decision = r->decision == NULL ? "" : r->decision };
}

static const struct document *read_rows(struct arena *a, const struct document_row_list *rows, size_t count)
{
    struct document *list = NEW_ARRAY(a, struct document, count);
    for (size_t i = 0; i < count; i++)
        read_row(&rows[i], &list[i]);
    return list;
}

const struct document *document_get(struct db *db, struct arena *a, int64_t organisation, int64_t trajectory,
                                    int64_t id)
{
    size_t count;
    const struct document_row_list *rows =
        document_q_row_list(db, a, organisation, trajectory, DB_SOME(id), NULL, false, 0, 1, &count);
    return count == 0 ? NULL : read_rows(a, rows, 1);
}

const struct document *documents(struct db *db, struct arena *a, const struct trajectory *t,
                                 const struct document_filter *f, size_t *count)
{
    const struct document_row_list *rows =
        document_q_row_list(db, a, t->organisation, t->id, DB_NULL_INT, f->state, f->agreed, f->skip,
                            f->most == 0 ? MOST : f->most, count);
    return read_rows(a, rows, *count);
}

const struct document *document_of_output(struct db *db, struct arena *a, const struct trajectory *t,
                                          int64_t step, const char *section, const char *output)
{
    const struct document_of_output *row =
        document_q_of_output(db, a, t->organisation, t->id, step, section, output);
    return row == NULL ? NULL : document_get(db, a, t->organisation, t->id, row->id);
}

const char *document_path(struct arena *a, const struct document *d)
{
    return arena_printf(a, "/organisatie/%lld/traject/%lld/document/%lld", (long long)d->organisation,
                        (long long)d->trajectory, (long long)d->id);
}

struct document_counts document_counts(struct db *db, struct arena *a, const struct trajectory *t)
{
    size_t count;
    const struct document_count_list *rows = document_q_count_list(db, a, t->organisation, t->id, &count);
    struct document_counts n = { 0 };
    for (size_t i = 0; i < count; i++) {
        if (strcmp(rows[i].state, "archived") == 0) {
            n.archived += rows[i].documents;
            continue;
        }
        n.of_state[state_of(rows[i].state)] += rows[i].documents;
        n.all += rows[i].documents;
        n.agreed += rows[i].agreed;
        if (sort_of(rows[i].sort) == DOCUMENT_MINUTES) {
            n.minutes += rows[i].documents;
            n.minutes_agreed += rows[i].agreed;
        }
    }
    return n;
}

const int64_t *document_minuted(struct db *db, struct arena *a, const struct trajectory *t, size_t *count)
{
    const struct document_minuted_list *rows = document_q_minuted_list(db, a, t->organisation, t->id, count);
    int64_t *ids = NEW_ARRAY(a, int64_t, *count);
    for (size_t i = 0; i < *count; i++)
        ids[i] = rows[i].moment_id;
    return ids;
}

/* ---- versions --------------------------------------------------------------------------------------------------- */

const struct document_version *document_version_get(struct db *db, struct arena *a, const struct document *d,
                                                    int64_t number)
{
    const struct document_version_get *row = document_q_version_get(db, a, d->organisation, d->id, number);
    if (row == NULL)
        return NULL;
    struct document_version *v = NEW(a, struct document_version);
    *v = (struct document_version){ .number = row->number,
                                    .created_at = row->created_at,
                                    .title = row->title,
                                    .content = row->content,
                                    .hash = row->hash,
                                    .sort = row->sort,
                                    .reason = row->reason,
                                    .user = row->user_id,
                                    .approved_at = row->approved_at,
                                    .adopted_on = row->adopted_on,
                                    .approved_reason = row->approved_reason,
                                    .adopted_by = row->adopted_by,
                                    .decision = row->decision };
    return v;
}

const struct document_version *document_versions(struct db *db, struct arena *a, const struct document *d,
                                                 bool agreed, int64_t before, int64_t most, size_t *count)
{
    const struct document_version_list *rows =
        document_q_version_list(db, a, d->organisation, d->id, agreed, before, most, count);
    struct document_version *list = NEW_ARRAY(a, struct document_version, *count);
    for (size_t i = 0; i < *count; i++)
        list[i] = (struct document_version){ .number = rows[i].number,
                                             .created_at = rows[i].created_at,
                                             .title = rows[i].title,
                                             .sort = rows[i].sort,
                                             .reason = rows[i].reason,
                                             .user = rows[i].user_id,
                                             .approved_at = rows[i].approved_at,
                                             .adopted_on = rows[i].adopted_on,
                                             .approved_reason = rows[i].approved_reason,
                                             .adopted_by = rows[i].adopted_by,
                                             .decision = rows[i].decision };
    return list;
}

const struct document_version *document_agreed(struct db *db, struct arena *a, const struct document *d)
{
    return d->agreed == 0 ? NULL : document_version_get(db, a, d, d->agreed);
}

/* ---- verification ------------------------------------------------------------------------------------------------ */

const char *document_hash(struct arena *a, const char *title, const char *content)
{
    const char *all = arena_printf(a, "%s\n%s", title, content);
    return crypto_digest_hex(a, (struct bytes){ all, strlen(all) });
}

void document_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                     void *context, int64_t *texts)
{
    size_t count;
    const struct document_adopted_list *rows = document_q_adopted_list(db, a, &count);
    *texts = (int64_t)count;
    for (size_t i = 0; i < count && db_status(db) == OK; i++) {
        /* One text at a time in memory. */
        struct arena scratch;
        arena_init(&scratch);
        const struct document_version_get *v =
            document_q_version_get(db, &scratch, rows[i].organisation_id, rows[i].document_id, rows[i].number);
        if (v != NULL && strcmp(document_hash(&scratch, v->title, v->content), v->hash) != 0)
            found(context,
                  arena_printf(a, "document %lld, version %lld: the text is not the one that was adopted",
                               (long long)rows[i].document_id, (long long)rows[i].number));
        arena_release(&scratch);
    }
}
