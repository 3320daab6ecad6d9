/* What shows that an answer is true: links, and files that belong to the round. */
#include "scan_sql.h"
#include "slice/scan/scan.h"

struct attachment_owner scan_files(const struct scan_round *r)
{
    return (struct attachment_owner){ .organisation = r->organisation, .kind = "scan", .id = r->id };
}

static const struct attachment *file_of(const struct attachment *files, size_t count, struct db_int id)
{
    for (size_t i = 0; id.set && i < count; i++)
        if (files[i].id == id.v)
            return &files[i];
    return NULL;
}

const struct scan_evidence *scan_evidences(struct db *db, struct arena *a, const struct scan_round *r,
                                           size_t *count)
{
    size_t file_count;
    const struct attachment_owner owner = scan_files(r);
    const struct scan_evidence_list *rows = scan_q_evidence_list(db, a, r->id, count);
    const struct attachment *files = *count == 0 ? NULL : attachments(db, a, &owner, &file_count);
    struct scan_evidence *list = NEW_ARRAY(a, struct scan_evidence, *count);
    for (size_t i = 0; i < *count; i++)
        list[i] = (struct scan_evidence){ .id = rows[i].id,
                                          .member = rows[i].member_id,
                                          .statement = rows[i].statement,
                                          .url = rows[i].url,
                                          .file = file_of(files, file_count, rows[i].file_id),
                                          .created_at = rows[i].created_at };
    return list;
}

const struct scan_evidence *scan_evidence_get(struct db *db, struct arena *a, const struct scan_round *r,
                                              int64_t id)
{
    const struct scan_evidence_get *row = scan_q_evidence_get(db, a, r->id, id);
    if (row == NULL)
        return NULL;
    const struct attachment_owner owner = scan_files(r);
    struct scan_evidence *e = NEW(a, struct scan_evidence);
    *e = (struct scan_evidence){ .id = row->id,
                                 .member = row->member_id,
                                 .statement = row->statement,
                                 .url = row->url,
                                 .created_at = row->created_at };
    if (row->file_id.set)
        e->file = attachment_get(db, a, &owner, row->file_id.v);
    return e;
}

void scan_evidence_link(struct db *db, const struct scan_round *r, int statement, int64_t member,
                        const char *url, int64_t now_ms)
{
    scan_q_evidence_insert(db, r->id, r->scan->statements[statement].id, member, url, DB_NULL_INT, now_ms);
}

void scan_evidence_file(struct db *db, const struct scan_round *r, int statement, int64_t member, int64_t file,
                        int64_t now_ms)
{
    scan_q_evidence_insert(db, r->id, r->scan->statements[statement].id, member, NULL, DB_SOME(file), now_ms);
}

void scan_evidence_forget(struct db *db, const struct scan_round *r, const struct scan_evidence *e)
{
    const struct attachment_owner owner = scan_files(r);
    if (e->file != NULL)
        attachment_forget(db, &owner, e->file->id);
    scan_q_evidence_forget(db, r->id, e->id);
}
