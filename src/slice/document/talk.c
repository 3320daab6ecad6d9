/* What people say about a text and what comes of it; what was agreed in it. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "document_sql.h"
#include "slice/document/rules.h"

const struct document_remark *document_remarks(struct db *db, struct arena *a, const struct document *d,
                                               bool open_only, size_t *count)
{
    const struct document_remark_list *rows =
        document_q_remark_list(db, a, d->organisation, d->id, open_only, count);
    struct document_remark *list = NEW_ARRAY(a, struct document_remark, *count);
    for (size_t i = 0; i < *count; i++)
        list[i] = (struct document_remark){ .id = rows[i].id,
                                            .version = rows[i].version,
                                            .created_at = rows[i].created_at,
                                            .heading = rows[i].heading,
                                            .content = rows[i].content,
                                            .user = rows[i].user_id,
                                            .outcome = rows[i].outcome,
                                            .answer = rows[i].answer,
                                            .answered_by = rows[i].answered_by,
                                            .answered_at = rows[i].answered_at };
    return list;
}

struct fault document_remark_add(struct db *db, const struct document *d, const char *heading,
                                 const char *content, int64_t user, int64_t now_ms)
{
    if (!document_is_open(d))
        return FAULT(CONFLICT, N_("This text takes no remarks any more: it was approved or set aside."));
    if (d->version == 0)
        return FAULT(CONFLICT, N_("There is no text in it yet."));
    if (content[0] == '\0' || utf8_length(content) > DOCUMENT_MAX_REMARK)
        return fault_at(INVALID, "remark", N_("Write your remark in at most 4,000 characters."));
    document_q_remark_insert(db, d->id, d->version, heading, content, id_or_null(user), now_ms);
    return NO_FAULT;
}

struct fault document_remark_settle(struct db *db, const struct document *d, int64_t remark,
                                    enum document_outcome outcome, const char *answer, int64_t user,
                                    int64_t now_ms)
{
    static const char *const names[] = { [REMARK_OPEN] = "", [REMARK_TAKEN] = "taken", [REMARK_LEFT] = "left" };
    if (!document_is_open(d))
        return FAULT(CONFLICT, N_("This text takes no remarks any more: it was approved or set aside."));
    if (outcome == REMARK_LEFT && answer[0] == '\0')
        return fault_at(INVALID, "answer", N_("Say why it is not taken over."));
    bool open = outcome == REMARK_OPEN;
    return document_q_remark_settle(db, d->id, remark, names[outcome], open ? "" : answer,
                                    open ? DB_NULL_INT : id_or_null(user),
                                    open ? DB_NULL_INT : DB_SOME(now_ms)) == 0
               ? FAULT(NOT_FOUND, N_("This remark does not exist."))
               : NO_FAULT;
}

/* ---- files and agreements ------------------------------------------------------------------------------------ */

struct attachment_owner document_files(const struct document *d)
{
    return (struct attachment_owner){ .organisation = d->organisation, .kind = "document", .id = d->id };
}

static const char *source_of(struct arena *a, const struct document *d)
{
    return arena_printf(a, "document:%lld:", (long long)d->id);
}

static int64_t number_of(const struct trajectory_task *task)
{
    return strtoll(strrchr(task->source, ':') + 1, NULL, 10);
}

int64_t document_next_agreement(const struct trajectory_task *tasks, size_t count)
{
    int64_t next = 1;
    for (size_t i = 0; i < count; i++)
        next = number_of(&tasks[i]) >= next ? number_of(&tasks[i]) + 1 : next;
    return next;
}

int64_t document_agree(struct db *db, struct arena *a, const struct document *d, const char *what,
                       int64_t owner, struct db_int due_on, int64_t number, int64_t user, int64_t now_ms)
{
    size_t count;
    const struct trajectory_task *tasks = document_agreements(db, a, d, &count);
    for (size_t i = 0; i < count; i++) {
        if (number_of(&tasks[i]) != number)
            continue;
        if (strcmp(tasks[i].title, what) == 0)
            return tasks[i].id; /* the same form once more */
        number = document_next_agreement(tasks, count);
    }
    const char *source = arena_printf(a, "%s%lld", source_of(a, d), (long long)number);
    int64_t id = trajectory_task_put(db, a, d->organisation, d->trajectory, d->step.set ? d->step.v : 0, what,
                                     "", owner, due_on, source, user, now_ms);
    trajectory_event(db, d->trajectory, "task.made", id, what, "", user, now_ms);
    return id;
}

const struct trajectory_task *document_agreements(struct db *db, struct arena *a, const struct document *d,
                                                  size_t *count)
{
    return trajectory_tasks_from(db, a, d->organisation, source_of(a, d), count);
}
