/* Sheets and answers. A change keeps what stood there, keeps the sheet's count and, on a member's sheet,
 * the round's tally, so that progress and results never read all answers. */
#include <string.h>

#include "scan_sql.h"
#include "slice/scan/scan.h"

const struct scan_sheet *scan_sheet_find(struct db *db, struct arena *a, int64_t round, int64_t member)
{
    const struct scan_sheet_find *row = scan_q_sheet_find(db, a, round, member);
    if (row == NULL)
        return NULL;
    struct scan_sheet *s = NEW(a, struct scan_sheet);
    *s = (struct scan_sheet){ .id = row->id,
                              .round = round,
                              .member = member,
                              .importance = row->importance,
                              .maturity = row->maturity,
                              .done_at = row->done_at,
                              .answered = row->answered,
                              .changed_at = row->changed_at };
    return s;
}

const struct scan_sheet *scan_sheet_begin(struct db *db, struct arena *a, int64_t round, int64_t member,
                                          int64_t now_ms)
{
    const struct scan_sheet *s = scan_sheet_find(db, a, round, member);
    if (s != NULL)
        return s;
    scan_q_sheet_insert(db, a, round, member, now_ms);
    return scan_sheet_find(db, a, round, member);
}

struct scan_reply *scan_replies(struct db *db, struct arena *a, const struct scan_round *r, int64_t sheet)
{
    struct scan_reply *replies = NEW_ARRAY(a, struct scan_reply, (size_t)r->scan->statement_count);
    if (sheet == 0)
        return replies;
    size_t n;
    const struct scan_answer_list *rows = scan_q_answer_list(db, a, sheet, &n);
    for (size_t i = 0; i < n; i++) {
        int at = pack_statement_find(r->scan, rows[i].statement);
        if (at >= 0)
            replies[at] = (struct scan_reply){ .answer = (enum scan_answer)rows[i].answer,
                                               .flags = (unsigned)rows[i].flags,
                                               .note = rows[i].note,
                                               .edit = rows[i].edit,
                                               .at = rows[i].at };
    }
    return replies;
}

static bool same_text(const char *a, const char *b)
{
    return strcmp(a == NULL ? "" : a, b == NULL ? "" : b) == 0;
}

/* What a change does to the counts: +1, 0 or -1 per kind. */
static void tally_change(struct db *db, const struct scan_round *r, const char *statement,
                         const struct scan_reply *was, const struct scan_change *now)
{
#define DELTA(kind) ((int64_t)(now->answer == (kind)) - (int64_t)(was->answer == (kind)))
#define FLAG_DELTA(bit) ((int64_t)((now->flags & (bit)) != 0) - (int64_t)((was->flags & (bit)) != 0))
    int64_t yes = DELTA(ANSWER_YES), no = DELTA(ANSWER_NO), dont_know = DELTA(ANSWER_DONT_KNOW),
            not_applicable = DELTA(ANSWER_NOT_APPLICABLE), bookmarks = FLAG_DELTA(ANSWER_BOOKMARK),
            started = FLAG_DELTA(ANSWER_STARTED);
#undef DELTA
#undef FLAG_DELTA
    if (yes || no || dont_know || not_applicable || bookmarks || started)
        scan_q_tally_add(db, r->id, statement, yes, no, dont_know, not_applicable, bookmarks, started);
}

static struct fault check_change(const struct scan_round *r, const struct scan_change *c)
{
    if (r->closed)
        return FAULT(CONFLICT, N_("This round is closed. A guide can open it again, with a reason."));
    if (c->statement < 0 || c->statement >= r->scan->statement_count ||
        !pack_offered(r->scan, c->statement, r->light, &r->profile))
        return FAULT(INVALID, N_("This statement is not part of your scan."), .detail = "statement");
    if (c->answer > ANSWER_NOT_APPLICABLE)
        return FAULT(INVALID, N_("Choose one of the four answers."), .detail = "answer");
    if (c->edit < 1)
        return FAULT(INVALID,
                     N_("This page is out of date and your answer was not saved. Reload it and answer again."),
                     .detail = "edit");
    return NO_FAULT;
}

static const char *stored_note(const struct scan_change *c)
{
    return c->note == NULL || c->note[0] == '\0' ? NULL : c->note;
}

/* The statements that write one change; `was` is what stood there. */
static void store(struct db *db, const struct scan_round *r, const struct scan_sheet *sheet,
                  const struct scan_change *c, const struct scan_reply *was, int64_t user, int64_t now_ms)
{
    const char *statement = r->scan->statements[c->statement].id;
    if (was->edit > 0)
        scan_q_answer_keep(db, sheet->id, statement);
    scan_q_answer_put(db, sheet->id, statement, c->answer, c->flags, stored_note(c), c->edit,
                      user == 0 ? DB_NULL_INT : DB_SOME(user), now_ms);
    if (sheet->member != 0)
        tally_change(db, r, statement, was, c);
}

/* Writes a change where nothing stood. Most answers are given once: trying saves looking first. False, with nothing
 * written, when there was something. */
static bool store_first(struct db *db, const struct scan_round *r, const struct scan_sheet *sheet,
                        const struct scan_change *c, int64_t user, int64_t now_ms)
{
    static const struct scan_reply nothing = { 0 };
    const char *statement = r->scan->statements[c->statement].id;
    if (scan_q_answer_first(db, sheet->id, statement, c->answer, c->flags, stored_note(c), c->edit,
                            user == 0 ? DB_NULL_INT : DB_SOME(user), now_ms) == 0)
        return false;
    if (sheet->member != 0)
        tally_change(db, r, statement, &nothing, c);
    return true;
}

/* The same where something stood, which is then in *stands; what an answer alone leaves as it was is taken over into *c.
 * NO_FAULT with *stored false: it is there already. */
static struct fault store_again(struct db *db, struct arena *a, const struct scan_round *r,
                                const struct scan_sheet *sheet, struct scan_change *c, int64_t user,
                                int64_t now_ms, struct scan_reply *stands, bool *stored)
{
    *stored = false;
    const struct scan_answer_get *row =
        scan_q_answer_get(db, a, sheet->id, r->scan->statements[c->statement].id);
    if (row == NULL) /* only after an error of the database */
        return NO_FAULT;
    *stands = (struct scan_reply){ .answer = (enum scan_answer)row->answer,
                                   .flags = (unsigned)row->flags,
                                   .note = row->note,
                                   .edit = row->edit,
                                   .at = row->at };
    if (c->answer_only) {
        c->flags = stands->flags;
        c->note = stands->note;
    }
    if (c->edit == stands->edit && c->answer == stands->answer && c->flags == stands->flags &&
        same_text(c->note, stands->note))
        return NO_FAULT; /* the same tap, sent again because its answer was lost */
    if (c->edit <= stands->edit)
        return FAULT(CONFLICT, N_("A newer answer is stored already."), .detail = "newer");
    store(db, r, sheet, c, stands, user, now_ms);
    *stored = true;
    return NO_FAULT;
}

struct fault scan_answer_save(struct db *db, struct arena *a, const struct scan_round *r,
                              const struct scan_sheet *sheet, const struct scan_change *change, int64_t user,
                              int64_t now_ms, struct scan_reply *stands, int64_t *more)
{
    struct scan_change whole = *change, *c = &whole;
    *stands = (struct scan_reply){ 0 };
    *more = 0;
    struct fault fault = check_change(r, c);
    if (fault.status != OK)
        return fault;
    if (c->answer_only) {
        c->flags = 0;
        c->note = NULL;
    }
    bool stored = store_first(db, r, sheet, c, user, now_ms);
    if (!stored)
        fault = store_again(db, a, r, sheet, c, user, now_ms, stands, &stored);
    if (!stored)
        return fault;
    *more = (int64_t)(c->answer != ANSWER_NONE) - (int64_t)(stands->answer != ANSWER_NONE);
    scan_q_sheet_touch(db, sheet->id, *more, now_ms);
    *stands = (struct scan_reply){
        .answer = c->answer, .flags = c->flags, .note = c->note, .edit = c->edit, .at = now_ms
    };
    return NO_FAULT;
}

struct fault scan_answers_save(struct db *db, struct arena *a, const struct scan_round *r,
                               const struct scan_sheet *sheet, const struct scan_change *c, size_t count,
                               int64_t user, int64_t now_ms, size_t *older)
{
    *older = 0;
    struct scan_reply *stands = scan_replies(db, a, r, sheet->id);
    int64_t more = 0;
    bool changed = false;
    for (size_t i = 0; i < count; i++) {
        struct fault fault = check_change(r, &c[i]);
        if (fault.status != OK)
            return fault;
        struct scan_reply *was = &stands[c[i].statement];
        if (c[i].answer == was->answer && c[i].flags == was->flags && same_text(c[i].note, was->note))
            continue;
        if (c[i].edit <= was->edit) {
            (*older)++;
            continue;
        }
        store(db, r, sheet, &c[i], was, user, now_ms);
        more += (int64_t)(c[i].answer != ANSWER_NONE) - (int64_t)(was->answer != ANSWER_NONE);
        *was = (struct scan_reply){
            .answer = c[i].answer, .flags = c[i].flags, .note = c[i].note, .edit = c[i].edit
        };
        changed = true;
    }
    if (changed)
        scan_q_sheet_touch(db, sheet->id, more, now_ms);
    return NO_FAULT;
}

const struct scan_member_pair *scan_pairs(struct db *db, struct arena *a, const struct scan_round *r,
                                          size_t *count)
{
    size_t rows;
    const struct scan_sheet_list *sheets = scan_q_sheet_list(db, a, r->id, &rows);
    struct scan_member_pair *v = NEW_ARRAY(a, struct scan_member_pair, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++)
        if (sheets[i].member_id != 0 && sheets[i].importance.set && sheets[i].maturity.set)
            v[(*count)++] = (struct scan_member_pair){ sheets[i].member_id, (int)sheets[i].importance.v,
                                                       (int)sheets[i].maturity.v };
    return v;
}

void scan_pair_save(struct db *db, const struct scan_sheet *sheet, struct db_int importance,
                    struct db_int maturity, int64_t now_ms)
{
    scan_q_sheet_pair(db, sheet->id, importance, maturity, now_ms);
}

void scan_sheet_done(struct db *db, const struct scan_sheet *sheet, struct db_int at)
{
    scan_q_sheet_done(db, sheet->id, at);
}
