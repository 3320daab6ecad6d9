/* Many fillers: counts, unanimous answers, the agreed answer, and what stands for the organisation. */
#include <string.h>

#include "scan_sql.h"
#include "slice/scan/scan.h"

struct scan_count *scan_counts(struct db *db, struct arena *a, const struct scan_round *r)
{
    struct scan_count *counts = NEW_ARRAY(a, struct scan_count, (size_t)r->scan->statement_count);
    size_t n;
    const struct scan_tally_list *rows = scan_q_tally_list(db, a, r->id, &n);
    for (size_t i = 0; i < n; i++) {
        int at = pack_statement_find(r->scan, rows[i].statement);
        if (at >= 0)
            counts[at] = (struct scan_count){ .tally = { .yes = (int)rows[i].yes,
                                                         .no = (int)rows[i].no,
                                                         .dont_know = (int)rows[i].dont_know,
                                                         .not_applicable = (int)rows[i].not_applicable },
                                              .bookmarks = (int)rows[i].bookmarks,
                                              .started = (int)rows[i].started };
    }
    return counts;
}

const int64_t *scan_fillers(struct db *db, struct arena *a, int64_t round, size_t *count)
{
    const struct scan_filler_list *rows = scan_q_filler_list(db, a, round, count);
    int64_t *members = NEW_ARRAY(a, int64_t, *count);
    for (size_t i = 0; i < *count; i++)
        members[i] = rows[i].member_id;
    return members;
}

static int voices(const struct tally *t)
{
    return t->yes + t->no + t->dont_know + t->not_applicable;
}

int scan_take_unanimous(struct db *db, struct arena *a, const struct scan_round *r, int64_t user,
                        int64_t now_ms)
{
    const struct scan_sheet *sheet = scan_sheet_begin(db, a, r->id, 0, now_ms);
    if (sheet == NULL || r->closed)
        return 0;
    const struct scan_count *counts = scan_counts(db, a, r);
    const struct scan_reply *group = scan_replies(db, a, r, sheet->id);
    struct scan_change *changes = NEW_ARRAY(a, struct scan_change, (size_t)r->scan->statement_count);
    size_t n = 0;
    for (int i = 0; i < r->scan->statement_count; i++) {
        const struct tally *t = &counts[i].tally;
        if (group[i].answer != ANSWER_NONE || voices(t) < 2 || !tally_unanimous(t) ||
            !pack_offered(r->scan, i, r->light, &r->profile))
            continue;
        changes[n++] =
            (struct scan_change){ .statement = i,
                                  .answer = tally_majority(t),
                                  .flags = group[i].flags | (counts[i].started > 0 ? ANSWER_STARTED : 0),
                                  .note = group[i].note,
                                  .edit = group[i].edit + 1 };
    }
    size_t older;
    struct fault fault = scan_answers_save(db, a, r, sheet, changes, n, user, now_ms, &older);
    return fault.status == OK ? (int)n : 0;
}

struct fault scan_agree(struct db *db, struct arena *a, const struct scan_round *r, int statement,
                        enum scan_answer answer, bool no_agreement, const char *note, int64_t user,
                        int64_t now_ms)
{
    if (no_agreement && note[0] == '\0')
        return FAULT(INVALID, N_("Write down in a few words what you do not agree about."), .detail = "note");
    if (!no_agreement && answer == ANSWER_NONE)
        return FAULT(INVALID, N_("Choose one of the four answers."), .detail = "answer");
    const struct scan_sheet *sheet = scan_sheet_begin(db, a, r->id, 0, now_ms);
    if (sheet == NULL)
        return FAULT(FAILED, N_("The scan could not be made. Try again in a moment."));
    const struct scan_reply *group = scan_replies(db, a, r, sheet->id);
    struct scan_change change = { .statement = statement,
                                  .answer = no_agreement ? ANSWER_DONT_KNOW : answer,
                                  .flags = no_agreement ? ANSWER_NO_AGREEMENT : 0,
                                  .note = note,
                                  .edit = 1 };
    if (statement >= 0 && statement < r->scan->statement_count) {
        change.flags |= group[statement].flags & (ANSWER_BOOKMARK | ANSWER_STARTED);
        change.edit = group[statement].edit + 1;
    }
    struct scan_reply stands;
    int64_t more;
    return scan_answer_save(db, a, r, sheet, &change, user, now_ms, &stands, &more);
}

void scan_standing(struct db *db, struct arena *a, const struct scan_round *r, struct scan_standing *out)
{
    size_t n = (size_t)r->scan->statement_count;
    *out = (struct scan_standing){ .answers = NEW_ARRAY(a, uint8_t, n),
                                   .provisional = NEW_ARRAY(a, bool, n),
                                   .bookmarks = NEW_ARRAY(a, bool, n) };
    const struct scan_sheet *sheet = scan_sheet_find(db, a, r->id, 0);
    out->group = scan_replies(db, a, r, sheet == NULL ? 0 : sheet->id);
    bool members = scan_mode_has_members(r->mode);
    out->counts = members ? scan_counts(db, a, r) : NEW_ARRAY(a, struct scan_count, n);
    if (members) {
        size_t sheets;
        const struct scan_sheet_list *rows = scan_q_sheet_list(db, a, r->id, &sheets);
        for (size_t i = 0; i < sheets; i++)
            out->fillers += rows[i].member_id != 0 && rows[i].answered > 0;
    } else {
        out->fillers = sheet != NULL && sheet->answered > 0;
    }
    for (size_t i = 0; i < n; i++) {
        if (!pack_offered(r->scan, (int)i, r->light, &r->profile))
            continue;
        out->bookmarks[i] = (out->group[i].flags & ANSWER_BOOKMARK) != 0 || out->counts[i].bookmarks > 0;
        if (out->group[i].answer != ANSWER_NONE) {
            out->answers[i] = (uint8_t)out->group[i].answer;
        } else if (voices(&out->counts[i].tally) > 0) {
            out->answers[i] = (uint8_t)tally_majority(&out->counts[i].tally);
            out->provisional[i] = true;
            out->provisional_count++;
            out->tied_count += tally_tied(&out->counts[i].tally);
        }
    }
}
