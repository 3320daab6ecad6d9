#include "slice/attachment/attachment.h"

#include <string.h>

#include "attachment_sql.h"
#include "lib/sodium.h"

enum { PART = 256 * 1024 };

static const int64_t DAY_MS = 86400000;

static struct db_int some(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

int64_t attachment_put(struct db *db, struct arena *a, const struct attachment_owner *owner,
                       const struct attachment_new *n, int64_t now_ms)
{
    const char *hash = n->hash != NULL ? n->hash : crypto_digest_hex(a, n->content);
    int64_t id = attachment_q_insert(db, a, owner->organisation, owner->kind, owner->id, n->name, n->type,
                                     (int64_t)n->content.n, hash, some(n->user), now_ms)
                     ->id;
    int64_t position = 0;
    for (size_t at = 0; at < n->content.n; at += PART) {
        size_t size = n->content.n - at < PART ? n->content.n - at : PART;
        attachment_q_part_insert(db, id, position++, (struct bytes){ (const char *)n->content.p + at, size });
    }
    return id;
}

static struct attachment *read_rows(struct db *db, struct arena *a, const struct attachment_owner *owner,
                                    struct db_int id, size_t *count)
{
    const struct attachment_list *rows =
        attachment_q_list(db, a, owner->organisation, owner->kind, owner->id, id, count);
    struct attachment *files = NEW_ARRAY(a, struct attachment, *count);
    for (size_t i = 0; i < *count; i++)
        files[i] = (struct attachment){ .id = rows[i].id,
                                        .size = rows[i].size,
                                        .created_at = rows[i].created_at,
                                        .name = rows[i].name,
                                        .type = rows[i].type,
                                        .hash = rows[i].hash,
                                        .user = rows[i].user_id,
                                        .removed_at = rows[i].removed_at };
    return files;
}

const struct attachment *attachment_get(struct db *db, struct arena *a, const struct attachment_owner *owner,
                                        int64_t id)
{
    size_t count;
    const struct attachment *file = read_rows(db, a, owner, DB_SOME(id), &count);
    return count == 1 && !file->removed_at.set ? file : NULL;
}

const struct attachment *attachments(struct db *db, struct arena *a, const struct attachment_owner *owner,
                                     size_t *count)
{
    return read_rows(db, a, owner, DB_NULL_INT, count);
}

/* Part after part, so that the content stands in memory once. */
static struct bytes read_parts(struct db *db, struct arena *a, int64_t id, int64_t size)
{
    char *content = arena_alloc(a, (size_t)size);
    struct arena part;
    arena_init(&part);
    size_t n = 0;
    for (int64_t position = 0; (int64_t)n < size; position++) {
        const struct attachment_part *row = attachment_q_part(db, &part, id, position);
        if (row == NULL || row->content.n == 0 || row->content.n > (size_t)size - n)
            break;
        memcpy(content + n, row->content.p, row->content.n);
        n += row->content.n;
        arena_reset(&part);
    }
    arena_release(&part);
    return (struct bytes){ content, n };
}

struct bytes attachment_read(struct db *db, struct arena *a, const struct attachment *file)
{
    return read_parts(db, a, file->id, file->size);
}

static const struct fault gone = { .status = NOT_FOUND, .msgid = N_("This file was removed already.") };

struct fault attachment_remove(struct db *db, const struct attachment_owner *owner, int64_t id, int64_t user,
                               int64_t now_ms)
{
    return attachment_q_remove(db, owner->organisation, owner->kind, owner->id, id, now_ms, some(user)) == 1
               ? NO_FAULT
               : gone;
}

struct fault attachment_put_back(struct db *db, const struct attachment_owner *owner, int64_t id)
{
    return attachment_q_put_back(db, owner->organisation, owner->kind, owner->id, id) == 1
               ? NO_FAULT
               : FAULT(NOT_FOUND, N_("This file cannot be put back: it is there, or it is gone for good."));
}

void attachment_forget(struct db *db, const struct attachment_owner *owner, int64_t id)
{
    attachment_q_forget(db, owner->organisation, owner->kind, owner->id, id);
}

void attachment_clean(struct db *db, int64_t now_ms)
{
    attachment_q_clean(db, now_ms - ATTACHMENT_KEPT_DAYS * DAY_MS);
}

void attachment_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                       void *context, int64_t *files)
{
    size_t count;
    const struct attachment_all *rows = attachment_q_all(db, a, &count);
    *files = (int64_t)count;
    for (size_t i = 0; i < count && db_status(db) == OK; i++) {
        /* One file at a time in memory. */
        struct arena scratch;
        arena_init(&scratch);
        struct bytes content = read_parts(db, &scratch, rows[i].id, rows[i].size);
        if ((int64_t)content.n != rows[i].size ||
            strcmp(crypto_digest_hex(&scratch, content), rows[i].hash) != 0)
            found(context,
                  arena_printf(a, "file %lld of %s %lld: what is stored is not what was sent",
                               (long long)rows[i].id, rows[i].owner_kind, (long long)rows[i].owner_id));
        arena_release(&scratch);
    }
}
