/* Why each member wants this and what he or she brings, and the text that the group makes its shared motivation from. */
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "rules.h"

static struct group_motive read_motive(const struct group_motive_list *row)
{
    return (struct group_motive){ .member = row->member_id,
                                  .motive = row->motive,
                                  .brings = row->brings,
                                  .edit = row->edit,
                                  .changed_at = row->changed_at };
}

const struct group_motive *group_motive_of(struct db *db, struct arena *a, const struct trajectory *t,
                                           int64_t member)
{
    size_t count;
    const struct group_motive_list *rows = group_q_motive_list(db, a, t->id, DB_SOME(member), &count);
    if (count != 1)
        return NULL;
    struct group_motive *m = NEW(a, struct group_motive);
    *m = read_motive(rows);
    return m;
}

const struct group_motive *group_motives(struct db *db, struct arena *a, const struct trajectory *t,
                                         const int64_t *people, size_t people_count, size_t *count)
{
    size_t rows;
    const struct group_motive_list *row = group_q_motive_list(db, a, t->id, DB_NULL_INT, &rows);
    struct group_motive *all = NEW_ARRAY(a, struct group_motive, rows);
    *count = 0;
    for (size_t p = 0; p < people_count; p++)
        for (size_t i = 0; i < rows; i++)
            if (row[i].member_id == people[p])
                all[(*count)++] = read_motive(&row[i]);
    return all;
}

struct fault group_motive_save(struct db *db, struct arena *a, const struct trajectory *t, int64_t member,
                               const char *motive, const char *brings, int64_t edit, int64_t now_ms)
{
    if (utf8_length(motive) > GROUP_MAX_MOTIVE)
        return group_invalid("motive", N_("Use at most 1500 characters."));
    if (utf8_length(brings) > GROUP_MAX_MOTIVE)
        return group_invalid("brings", N_("Use at most 1500 characters."));
    const struct group_motive *old = group_motive_of(db, a, t, member);
    if ((old == NULL ? 0 : old->edit) != edit)
        return group_too_late;
    bool empty = motive[0] == '\0' && brings[0] == '\0';
    if (old == NULL ? empty : strcmp(old->motive, motive) == 0 && strcmp(old->brings, brings) == 0)
        return NO_FAULT;
    if (old != NULL) {
        group_q_motive_keep(db, t->id, member);
        group_q_motive_delete(db, t->id, member);
    }
    int64_t next = group_q_motive_last(db, a, t->id, member)->edit + 1;
    if (!empty)
        group_q_motive_insert(db, t->id, member, motive, brings, next, now_ms);
    return NO_FAULT;
}

/* ---- the shared text ------------------------------------------------------------------------------------- */

enum { MARKDOWN_MAX = 1024 * 1024 };

/* One point of a list; its further lines stay in it. */
static void add_point(struct buf *out, const char *text)
{
    if (text[0] == '\0')
        return;
    buf_str(out, "- ");
    for (const char *p = text; *p != '\0'; p++) {
        buf_char(out, *p);
        if (*p == '\n')
            buf_str(out, "  ");
    }
    buf_char(out, '\n');
}

const char *group_motives_markdown(struct arena *a, const struct lang *lang, const struct group_motive *motives,
                                   size_t count)
{
    struct buf out;
    buf_init(&out, MARKDOWN_MAX);
    buf_printf(&out, "## %s\n\n", tr(lang, "What drives us"));
    for (size_t i = 0; i < count; i++)
        add_point(&out, motives[i].motive);
    buf_printf(&out, "\n## %s\n\n", tr(lang, "What we bring"));
    for (size_t i = 0; i < count; i++)
        add_point(&out, motives[i].brings);
    const char *text = buf_ok(&out) ? buf_to_arena(&out, a) : "";
    buf_release(&out);
    return text;
}

const struct document *group_motivation(struct db *db, struct arena *a, const struct trajectory *t, bool agreed)
{
    size_t count;
    struct document_filter filter = { .agreed = agreed };
    const struct document *all = documents(db, a, t, &filter, &count), *newest = NULL;
    for (size_t i = 0; i < count; i++)
        if (all[i].sort == DOCUMENT_MOTIVATION && (newest == NULL || all[i].id > newest->id))
            newest = &all[i];
    return newest;
}

struct fault group_motivation_begin(struct db *db, struct arena *a, const struct trajectory *t,
                                    const struct lang *lang, const struct group_motive *motives, size_t count,
                                    struct group_by by, int64_t *id)
{
    const struct document *there = group_motivation(db, a, t, false);
    if (there != NULL) {
        *id = there->id;
        return NO_FAULT;
    }
    struct document_new n = { .sort = DOCUMENT_MOTIVATION,
                              .title = tr(lang, "Our shared motivation"),
                              .section = "",
                              .output = "",
                              .content = group_motives_markdown(a, lang, motives, count),
                              .everyone = true,
                              .user = by.user };
    return document_make(db, a, t, &n, by.now_ms, id);
}

const struct group_asked *group_asked(struct db *db, struct arena *a, const struct trajectory *t)
{
    const struct group_asked_get *row = group_q_asked_get(db, a, t->id);
    if (row == NULL)
        return NULL;
    struct group_asked *asked = NEW(a, struct group_asked);
    *asked = (struct group_asked){ .at = row->at,
                                   .user = row->user_id.set ? row->user_id.v : 0,
                                   .due_on = row->due_on };
    return asked;
}
