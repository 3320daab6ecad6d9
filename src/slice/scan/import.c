/* Reading a round back: CSV, XLSX and JSON become a plan (the dry run), and a plan without faults is stored. */
#include "slice/scan/export.h"

#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "doc/csv.h"
#include "doc/xlsx.h"
#include "lib/sodium.h"
#include "scan_sql.h"
#include "slice/admin/admin.h"

enum {
    FILLERS_MAX = 1000,
    TITLE_MAX = 200,
    REASON_MAX = 2000,
    URL_MAX = 2000,
    NAME_MAX_LENGTH = 300,
    JSON_DEPTH = 8,
};

struct reader {
    struct arena *a;
    const struct scan_import_options *o;
    struct scan_import *plan;
};

static void wrong(struct arena *a, struct scan_file_faults *faults, size_t row, const char *cell,
                  const char *msgid, const char *arg)
{
    faults->count++;
    if (faults->kept < SCAN_FILE_FAULTS)
        *(struct scan_file_fault *)ARENA_PUSH(a, &faults->v, &faults->kept, &faults->capacity) =
            (struct scan_file_fault){ .row = row, .cell = cell, .msgid = msgid, .arg = arg };
}

/* ---- time -------------------------------------------------------------------------------------------- */

static bool digits(const char *s, int n, int *out)
{
    *out = 0;
    for (int i = 0; i < n; i++) {
        if (s[i] < '0' || s[i] > '9')
            return false;
        *out = 10 * *out + (s[i] - '0');
    }
    return true;
}

bool scan_time_read(const char *s, int64_t *ms)
{
    char date[11];
    int hour, minute, second, milli;
    int64_t days;
    if (strlen(s) != 24 || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != '.' || s[23] != 'Z')
        return false;
    memcpy(date, s, 10);
    date[10] = '\0';
    if (!clock_parse_date(date, &days) || !digits(s + 11, 2, &hour) || !digits(s + 14, 2, &minute) ||
        !digits(s + 17, 2, &second) || !digits(s + 20, 3, &milli) || hour > 23 || minute > 59 || second > 59)
        return false;
    *ms = ((days * 24 + hour) * 60 + minute) * 60000 + second * 1000 + milli;
    return true;
}

/* ---- the plan ---------------------------------------------------------------------------------------- */

static struct scan_import_sheet *sheet_add(struct reader *r, int64_t member)
{
    struct scan_import *p = r->plan;
    struct scan_import_sheet *s = ARENA_PUSH(r->a, &p->sheets, &p->sheet_count, &p->sheet_capacity);
    *s = (struct scan_import_sheet){ .member = member, .changed_at = r->o->now_ms };
    return s;
}

/* The group's sheet is always the first one. */
static struct scan_import_sheet *group_sheet(struct reader *r)
{
    return r->plan->sheet_count > 0 ? &r->plan->sheets[0] : sheet_add(r, 0);
}

static void answer_add(struct reader *r, struct scan_import_sheet *s, int statement, enum scan_answer answer,
                       unsigned flags, const char *note)
{
    if (answer == ANSWER_NONE && flags == 0 && note == NULL)
        return;
    *(struct scan_import_answer *)ARENA_PUSH(r->a, &s->answers, &s->answer_count,
                                             &s->answer_capacity) = (struct scan_import_answer){
        .statement = statement, .answer = answer, .flags = flags, .note = note, .edit = 1, .at = r->o->now_ms
    };
}

/* What members answered, as far as a file tells it: counts and loose notes. */
struct crowd {
    struct scan_count *counts; /* by statement index */
    const char ***notes;
    size_t *note_counts;
    int64_t importance[PAIR_LEVELS], maturity[PAIR_LEVELS];
    int fillers;
};

static void crowd_init(struct reader *r, struct crowd *c)
{
    size_t n = (size_t)r->plan->pack->scan->statement_count;
    *c = (struct crowd){ .counts = NEW_ARRAY(r->a, struct scan_count, n),
                         .notes = NEW_ARRAY(r->a, const char **, n),
                         .note_counts = NEW_ARRAY(r->a, size_t, n) };
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int sum_of(const int64_t levels[PAIR_LEVELS])
{
    int sum = 0;
    for (int i = 0; i < PAIR_LEVELS; i++)
        sum += (int)levels[i];
    return sum;
}

static enum scan_answer voice(const struct tally *t, int k)
{
    return k < t->yes                                              ? ANSWER_YES
           : k < t->yes + t->no                                    ? ANSWER_NO
           : k < t->yes + t->no + t->dont_know                     ? ANSWER_DONT_KNOW
           : k < t->yes + t->no + t->dont_know + t->not_applicable ? ANSWER_NOT_APPLICABLE
                                                                   : ANSWER_NONE;
}

static struct db_int level_of(const int64_t levels[PAIR_LEVELS], int k)
{
    for (int i = 0; i < PAIR_LEVELS; i++) {
        if (k < levels[i])
            return DB_SOME(i + 1);
        k -= (int)levels[i];
    }
    return DB_NULL_INT;
}

/* Counts become sheets without names: the answers to each statement go round where those to the one before stopped,
 * so that every sheet has some and no sheet is anyone's. */
static void lay_out(struct reader *r, const struct crowd *c)
{
    int statements = r->plan->pack->scan->statement_count, voices = 0;
    int sheets = larger(c->fillers, larger(sum_of(c->importance), sum_of(c->maturity)));
    for (int i = 0; i < statements; i++) {
        voices = larger(voices, tally_count(&c->counts[i].tally));
        sheets = larger(sheets, larger(c->counts[i].bookmarks, c->counts[i].started));
        sheets = larger(sheets, (int)c->note_counts[i]);
    }
    int fillers = larger(c->fillers, voices), first = (int)r->plan->sheet_count, next = 0;
    sheets = larger(sheets, fillers);
    if (sheets > FILLERS_MAX) {
        wrong(r->a, &r->plan->faults, 0, NULL, N_("There are more than 1000 fillers in this file."), NULL);
        return;
    }
    for (int k = 0; k < sheets; k++) {
        struct scan_import_sheet *s = sheet_add(r, -(int64_t)(k + 1));
        s->importance = level_of(c->importance, k);
        s->maturity = level_of(c->maturity, k);
    }
    for (int i = 0; i < statements; i++) {
        const struct scan_count *count = &c->counts[i];
        int here = tally_count(&count->tally);
        for (int k = 0; k < sheets; k++) {
            /* The place of sheet k in the round that begins at `next`; past the fillers nobody answers. */
            int turn = k < fillers ? (k - next + fillers) % fillers : k;
            unsigned flags = (turn < count->bookmarks ? ANSWER_BOOKMARK : 0u) |
                             (turn < count->started ? ANSWER_STARTED : 0u);
            const char *note = (size_t)turn < c->note_counts[i] ? c->notes[i][turn] : NULL;
            answer_add(r, &r->plan->sheets[first + k], i,
                       k < fillers && turn < here ? voice(&count->tally, turn) : ANSWER_NONE, flags, note);
        }
        next = fillers == 0 ? 0 : (next + here) % fillers;
    }
    r->plan->fillers += fillers;
}

/* ---- tables ------------------------------------------------------------------------------------------ */

enum column {
    STATEMENT,
    ANSWER,
    PROVISIONAL,
    BOOKMARK,
    STARTED,
    NO_AGREEMENT,
    NOTE,
    COUNT_YES,
    COUNT_NO,
    COUNT_DONT_KNOW,
    COUNT_NOT_APPLICABLE,
    COUNT_BOOKMARK,
    COUNT_STARTED,
    PACK,
    VERSION,
    VARIANT,
    PROFILE,
    COLUMNS
};

static const struct {
    const char *name, *dutch; /* of a table made by hand; NULL = only ours */
} column_names[COLUMNS] = {
    [STATEMENT] = { "statement", "stelling" },
    [ANSWER] = { "answer", "antwoord" },
    [PROVISIONAL] = { "provisional", NULL },
    [BOOKMARK] = { "bookmark", "bladwijzer" },
    [STARTED] = { "started", "begonnen" },
    [NO_AGREEMENT] = { "no_agreement", NULL },
    [NOTE] = { "note", "notitie" },
    [COUNT_YES] = { "count_yes", NULL },
    [COUNT_NO] = { "count_no", NULL },
    [COUNT_DONT_KNOW] = { "count_dont_know", NULL },
    [COUNT_NOT_APPLICABLE] = { "count_not_applicable", NULL },
    [COUNT_BOOKMARK] = { "count_bookmark", NULL },
    [COUNT_STARTED] = { "count_started", NULL },
    [PACK] = { "pack", NULL },
    [VERSION] = { "version", NULL },
    [VARIANT] = { "variant", NULL },
    [PROFILE] = { "profile", NULL },
};

struct table {
    struct arena *a;
    struct csv csv;
    bool escaped;    /* texts may carry the apostrophe of doc_csv_write */
    int at[COLUMNS]; /* which cell; -1 = no such column */
    struct scan_file_faults *faults;
};

static const char *cell_name(struct arena *a, int column, size_t line)
{
    return column >= 26 ? arena_printf(a, "%c%c%zu", 'A' + column / 26 - 1, 'A' + column % 26, line)
                        : arena_printf(a, "%c%zu", 'A' + column, line);
}

static const char *cell(const struct table *t, size_t row, enum column c)
{
    const struct csv_row *r = &t->csv.rows[row];
    if (t->at[c] < 0 || (size_t)t->at[c] >= r->count)
        return "";
    const char *text = r->cells[t->at[c]];
    return utf8_clean(t->a, t->escaped ? doc_csv_unescape(text) : text);
}

static void wrong_cell(const struct table *t, size_t row, enum column c, const char *msgid, const char *arg)
{
    size_t line = t->csv.rows[row].line;
    wrong(t->a, t->faults, line, t->at[c] < 0 ? NULL : cell_name(t->a, t->at[c], line), msgid, arg);
}

static void find_columns(struct table *t)
{
    for (int c = 0; c < COLUMNS; c++)
        t->at[c] = -1;
    for (size_t i = 0; t->csv.count > 0 && i < t->csv.rows[0].count; i++) {
        const char *title = utf8_fold(t->a, utf8_clean(t->a, t->csv.rows[0].cells[i]));
        for (int c = 0; c < COLUMNS; c++)
            if (t->at[c] < 0 && (strcmp(title, column_names[c].name) == 0 ||
                                 (column_names[c].dutch != NULL && strcmp(title, column_names[c].dutch) == 0)))
                t->at[c] = (int)i;
    }
}

/* False when there is no row of answers. */
static bool has_rows(const struct table *t)
{
    if (t->csv.count < 2)
        wrong(t->a, t->faults, 0, NULL, N_("This file holds no answers."), NULL);
    return t->csv.count >= 2;
}

/* False when there is nothing to read. */
static bool has_columns(const struct table *t)
{
    size_t before = t->faults->count;
    for (int c = STATEMENT; c <= ANSWER; c++)
        if (t->at[c] < 0)
            wrong(t->a, t->faults, t->csv.count == 0 ? 0 : t->csv.rows[0].line, NULL,
                  N_("There is no column called \"%s\"."), column_names[c].name);
    return t->faults->count == before;
}

/* ours: only the codes; otherwise also what people write by hand. */
static bool read_answer(struct arena *a, const char *text, bool ours, enum scan_answer *out)
{
    static const struct {
        const char *word;
        enum scan_answer answer;
    } words[] = {
        { "ja", ANSWER_YES },
        { "nee", ANSWER_NO },
        { "neen", ANSWER_NO },
        { "weet niet", ANSWER_DONT_KNOW },
        { "niet van toepassing", ANSWER_NOT_APPLICABLE },
        { "n.v.t.", ANSWER_NOT_APPLICABLE },
        { "nvt", ANSWER_NOT_APPLICABLE },
    };
    if (scan_answer_parse(text, out))
        return true;
    const char *folded = utf8_fold(a, text);
    for (size_t i = 0; !ours && i < sizeof words / sizeof words[0]; i++)
        if (strcmp(folded, words[i].word) == 0) {
            *out = words[i].answer;
            return true;
        }
    return !ours && scan_answer_parse(folded, out);
}

static bool read_flag(struct arena *a, const char *text, bool *out)
{
    static const char *const yes[] = { "1", "yes", "true", "ja", "x" };
    static const char *const no[] = { "", "0", "no", "false", "nee" };
    const char *folded = utf8_fold(a, text);
    for (size_t i = 0; i < sizeof yes / sizeof yes[0]; i++)
        if (strcmp(folded, yes[i]) == 0 || strcmp(folded, no[i]) == 0) {
            *out = strcmp(folded, yes[i]) == 0;
            return true;
        }
    return false;
}

static bool take_flag(const struct table *t, size_t row, enum column c)
{
    bool set = false;
    if (!read_flag(t->a, cell(t, row, c), &set))
        wrong_cell(t, row, c, N_("Write 1 for yes, or leave the cell empty."), NULL);
    return set;
}

/* A whole number of at most four digits; "" is 0. Spreadsheets write 3 as "3" and sometimes as "3.0". */
static int take_count(const struct table *t, size_t row, enum column c)
{
    const char *text = cell(t, row, c);
    int n = 0, length = 0;
    for (; text[length] >= '0' && text[length] <= '9' && length < 4; length++)
        n = 10 * n + (text[length] - '0');
    if (text[length] == '\0' || (length > 0 && strcmp(text + length, ".0") == 0))
        return n;
    wrong_cell(t, row, c, N_("Write a whole number here."), NULL);
    return 0;
}

/* The statement of a row; -1 with a fault when it may not stand here, and without one when it is not asked and nobody
 * answered it: a table may list them all. seen is by statement index. */
static int take_statement(const struct table *t, size_t row, const struct pack_scan *scan, bool light,
                          const struct pack_profile *profile, bool *seen)
{
    const char *id = cell(t, row, STATEMENT);
    int statement = pack_statement_find(scan, id);
    if (statement >= 0 && cell(t, row, ANSWER)[0] == '\0' && !pack_offered(scan, statement, light, profile))
        return -1;
    const char *msgid = id[0] == '\0'     ? N_("There is no statement in this row.")
                        : statement < 0   ? N_("There is no statement \"%s\" in this scan.")
                        : seen[statement] ? N_("The statement \"%s\" stands in this file twice.")
                        : !pack_offered(scan, statement, light, profile)
                            ? N_("The statement \"%s\" is not asked: it is outside this variant, or your start "
                                 "questions leave it out.")
                            : NULL;
    if (msgid != NULL) {
        wrong_cell(t, row, STATEMENT, msgid, id);
        return -1;
    }
    seen[statement] = true;
    return statement;
}

enum status scan_answers_csv(struct arena *a, const struct pack_scan *scan, bool light,
                             const struct pack_profile *profile, const char *text, size_t n, uint8_t *answers,
                             bool *bookmarks, struct scan_file_faults *faults)
{
    struct table t = { .a = a, .escaped = true, .faults = faults };
    *faults = (struct scan_file_faults){ 0 };
    memset(answers, 0, (size_t)scan->statement_count * sizeof *answers);
    memset(bookmarks, 0, (size_t)scan->statement_count * sizeof *bookmarks);
    size_t line;
    if (csv_parse(a, text, n, &t.csv, &line) != OK) {
        wrong(a, faults, line, NULL, N_("This line is no CSV: a quote is not closed, or it is not UTF-8."),
              NULL);
        return INVALID;
    }
    find_columns(&t);
    bool *seen = NEW_ARRAY(a, bool, (size_t)scan->statement_count);
    for (size_t row = 1; has_columns(&t) && row < t.csv.count; row++) {
        int statement = take_statement(&t, row, scan, light, profile, seen);
        enum scan_answer answer = ANSWER_NONE;
        if (!read_answer(a, cell(&t, row, ANSWER), true, &answer))
            wrong_cell(&t, row, ANSWER, N_("Write yes, no, dont_know or not_applicable, not \"%s\"."),
                       cell(&t, row, ANSWER));
        bool bookmark = take_flag(&t, row, BOOKMARK);
        if (statement < 0)
            continue;
        answers[statement] = (uint8_t)answer;
        bookmarks[statement] = bookmark;
    }
    return faults->count == 0 ? OK : INVALID;
}

/* The scan that knows most of a table's statements: the one that stands alone before those that stand on it, the newest
 * version before older ones. NULL when none knows any. */
static const struct pack *pack_of_statements(const struct packs *packs, const struct table *t)
{
    const struct pack *best = NULL;
    size_t most = 0;
    for (size_t i = packs->count; i > 0; i--) {
        const struct pack *p = packs->v[i - 1];
        size_t known = 0;
        for (size_t row = 1; p->kind == PACK_SCAN && row < t->csv.count; row++)
            known += pack_statement_find(p->scan, cell(t, row, STATEMENT)) >= 0;
        if (known > most || (known > 0 && known == most && best->base != NULL && p->base == NULL)) {
            best = p;
            most = known;
        }
    }
    return best;
}

/* Of the columns that say the same in every row. */
static const char *same_everywhere(const struct table *t, enum column c)
{
    const char *first = cell(t, 1, c);
    for (size_t row = 2; row < t->csv.count; row++)
        if (strcmp(cell(t, row, c), first) != 0) {
            wrong_cell(t, row, c, N_("This differs from the first row: one file holds one round."), NULL);
            break;
        }
    return first;
}

static void take_pack(struct reader *r, const struct table *t)
{
    struct scan_import *p = r->plan;
    const char *id = same_everywhere(t, PACK);
    if (id[0] == '\0')
        id = r->o->pack;
    const char *version = same_everywhere(t, VERSION);
    if (id[0] != '\0')
        p->pack = pack_find(r->o->packs, id, version[0] == '\0' ? 0 : take_count(t, 1, VERSION));
    else
        p->pack = pack_of_statements(r->o->packs, t);
    if (p->pack != NULL && p->pack->kind != PACK_SCAN)
        p->pack = NULL;
    if (p->pack == NULL)
        wrong_cell(t, 1, PACK, N_("These statements are not installed here (%s)."),
                   arena_printf(r->a, "%s %s", id, version));
}

/* What a table made by hand does not say: the light variant when it holds nothing else. */
static bool only_light(const struct table *t, const struct pack_scan *scan)
{
    for (size_t row = 1; row < t->csv.count; row++) {
        int statement = pack_statement_find(scan, cell(t, row, STATEMENT));
        if (statement >= 0 && !scan->statements[statement].light)
            return false;
    }
    return true;
}

static void take_variant(struct reader *r, const struct table *t)
{
    struct scan_import *p = r->plan;
    const char *variant = same_everywhere(t, VARIANT);
    if (strcmp(variant, "light") == 0 || strcmp(variant, "full") == 0)
        p->light = variant[0] == 'l';
    else if (variant[0] != '\0')
        wrong_cell(t, 1, VARIANT, N_("Write light or full, not \"%s\"."), variant);
    else
        p->light = r->o->variant ? r->o->light : only_light(t, p->pack->scan);
    const char *profile = same_everywhere(t, PROFILE), *detail;
    if (profile[0] == '\0')
        profile = r->o->profile;
    if (pack_profile_parse(p->pack->scan, profile, r->a, &p->profile, &detail) != OK) {
        p->profile = PACK_NO_PROFILE;
        wrong_cell(t, 1, PROFILE, N_("There is no start question or answer \"%s\"."), detail);
    }
}

static void take_row(struct reader *r, const struct table *t, size_t row, struct crowd *crowd, bool *seen)
{
    struct scan_import *p = r->plan;
    int statement = take_statement(t, row, p->pack->scan, p->light, &p->profile, seen);
    enum scan_answer answer = ANSWER_NONE;
    if (!read_answer(r->a, cell(t, row, ANSWER), false, &answer))
        wrong_cell(t, row, ANSWER, N_("Write yes, no, dont_know or not_applicable, not \"%s\"."),
                   cell(t, row, ANSWER));
    bool provisional = take_flag(t, row, PROVISIONAL);
    unsigned flags = (take_flag(t, row, BOOKMARK) ? ANSWER_BOOKMARK : 0u) |
                     (take_flag(t, row, STARTED) ? ANSWER_STARTED : 0u) |
                     (take_flag(t, row, NO_AGREEMENT) ? ANSWER_NO_AGREEMENT : 0u);
    if ((flags & ANSWER_NO_AGREEMENT) != 0 && answer != ANSWER_DONT_KNOW)
        wrong_cell(t, row, NO_AGREEMENT, N_("Without agreement the answer is dont_know."), NULL);
    const char *note = cell(t, row, NOTE);
    if (utf8_length(note) > SCAN_NOTE_MAX)
        wrong_cell(t, row, NOTE, N_("This note is longer than 2000 characters."), NULL);
    struct scan_count count = { .tally = { .yes = take_count(t, row, COUNT_YES),
                                           .no = take_count(t, row, COUNT_NO),
                                           .dont_know = take_count(t, row, COUNT_DONT_KNOW),
                                           .not_applicable = take_count(t, row, COUNT_NOT_APPLICABLE) },
                                .bookmarks = take_count(t, row, COUNT_BOOKMARK),
                                .started = take_count(t, row, COUNT_STARTED) };
    if (provisional && tally_count(&count.tally) == 0)
        wrong_cell(t, row, PROVISIONAL, N_("A provisional answer needs the counts of the members."), NULL);
    if (statement < 0)
        return;
    p->answered += answer != ANSWER_NONE;
    crowd->counts[statement] = count;
    answer_add(r, group_sheet(r), statement, provisional ? ANSWER_NONE : answer, flags,
               note[0] == '\0' ? NULL : note);
}

static void read_table(struct reader *r, struct table *t)
{
    const struct scan_import_options *o = r->o;
    struct scan_import *p = r->plan;
    p->table = true;
    p->title = o->title;
    p->closed = o->closed;
    p->type = o->type;
    p->country = o->country;
    p->size = o->size;
    p->created_at = o->now_ms;
    if (o->closed)
        p->closed_at = DB_SOME(o->now_ms);
    p->profile = PACK_NO_PROFILE;
    find_columns(t);
    if (!has_rows(t) || !has_columns(t))
        return;
    take_pack(r, t);
    if (p->pack == NULL)
        return;
    take_variant(r, t);
    struct crowd crowd;
    crowd_init(r, &crowd);
    bool *seen = NEW_ARRAY(r->a, bool, (size_t)p->pack->scan->statement_count);
    group_sheet(r);
    for (size_t row = 1; row < t->csv.count; row++)
        take_row(r, t, row, &crowd, seen);
    lay_out(r, &crowd);
    /* Our own table of a round with members has these cells filled, with 0 when nobody answered. */
    p->mode = t->at[COUNT_YES] >= 0 && cell(t, 1, COUNT_YES)[0] != '\0' ? SCAN_ALONE : SCAN_SINGLE;
}

/* ---- JSON: small parts ------------------------------------------------------------------------------- */

static void wrong_key(struct reader *r, const char *path, const char *key, const char *msgid, const char *arg)
{
    wrong(r->a, &r->plan->faults, 0, path[0] == '\0' ? key : arena_printf(r->a, "%s/%s", path, key), msgid,
          arg);
}

static bool is_null(const struct json *v)
{
    return v == NULL || v->type == JSON_IS_NULL;
}

/* A text of at most max characters, cleaned as a form would; NULL when absent. */
static const char *text_of(struct reader *r, const struct json *object, const char *path, const char *key,
                           size_t max, bool needed)
{
    const struct json *v = json_get(object, key);
    if (is_null(v)) {
        if (needed)
            wrong_key(r, path, key, N_("This is missing."), NULL);
        return needed ? "" : NULL;
    }
    if (v->type != JSON_IS_STRING || utf8_length(v->string) > max) {
        wrong_key(r, path, key, N_("This is no text, or it is too long."), NULL);
        return needed ? "" : NULL;
    }
    return utf8_clean(r->a, v->string);
}

static struct db_int number_of(struct reader *r, const struct json *object, const char *path, const char *key,
                               int64_t min, int64_t max)
{
    const struct json *v = json_get(object, key);
    if (is_null(v))
        return DB_NULL_INT;
    if (v->type == JSON_IS_INT && v->integer >= min && v->integer <= max)
        return DB_SOME(v->integer);
    wrong_key(r, path, key, N_("This is no whole number, or it is too large."), NULL);
    return DB_NULL_INT;
}

static int count_of(struct reader *r, const struct json *object, const char *path, const char *key)
{
    struct db_int n = number_of(r, object, path, key, 0, FILLERS_MAX);
    return n.set ? (int)n.v : 0;
}

static bool flag_of(struct reader *r, const struct json *object, const char *path, const char *key)
{
    const struct json *v = json_get(object, key);
    if (v != NULL && v->type != JSON_IS_BOOL)
        wrong_key(r, path, key, N_("This is neither true nor false."), NULL);
    return v != NULL && v->type == JSON_IS_BOOL && v->boolean;
}

static struct db_int time_of(struct reader *r, const struct json *object, const char *path, const char *key)
{
    const char *text = text_of(r, object, path, key, 30, false);
    int64_t ms;
    if (text == NULL)
        return DB_NULL_INT;
    if (scan_time_read(text, &ms))
        return DB_SOME(ms);
    wrong_key(r, path, key, N_("This is no moment like 2026-11-22T09:30:00.000Z."), NULL);
    return DB_NULL_INT;
}

static int64_t time_needed(struct reader *r, const struct json *object, const char *path, const char *key)
{
    struct db_int at = time_of(r, object, path, key);
    if (is_null(json_get(object, key)))
        wrong_key(r, path, key, N_("This is missing."), NULL);
    return at.v;
}

static const struct json *list_of(struct reader *r, const struct json *object, const char *path,
                                  const char *key)
{
    static const struct json none = { .type = JSON_IS_ARRAY };
    const struct json *v = json_get(object, key);
    if (!is_null(v) && v->type == JSON_IS_ARRAY)
        return v;
    if (!is_null(v))
        wrong_key(r, path, key, N_("This is no list."), NULL);
    return &none;
}

/* Who is meant by an address; NULL for null, and with a fault when nobody here has it. */
static const struct scan_person *person_of(struct reader *r, const struct json *object, const char *path,
                                           const char *key)
{
    const char *mail = text_of(r, object, path, key, NAME_MAX_LENGTH, false);
    for (size_t i = 0; mail != NULL && i < r->o->person_count; i++)
        if (strcmp(r->o->people[i].mail, mail) == 0)
            return &r->o->people[i];
    if (mail != NULL)
        wrong_key(r, path, key, N_("%s is no member of this organisation. Add the member first."), mail);
    return NULL;
}

/* The index of an offered statement; -1 with a fault. seen may be NULL. */
static int statement_of(struct reader *r, const struct json *object, const char *path, bool *seen)
{
    const struct scan_import *p = r->plan;
    const char *id = text_of(r, object, path, "statement", PACK_MAX_ID, true);
    int statement = pack_statement_find(p->pack->scan, id);
    const char *msgid = statement < 0 ? N_("There is no statement \"%s\" in this scan.")
                        : !pack_offered(p->pack->scan, statement, p->light, &p->profile)
                            ? N_("The statement \"%s\" is not asked: it is outside this variant, or your start "
                                 "questions leave it out.")
                        : seen != NULL && seen[statement]
                            ? N_("The statement \"%s\" stands in this file twice.")
                            : NULL;
    if (msgid != NULL) {
        wrong_key(r, path, "statement", msgid, id);
        return -1;
    }
    if (seen != NULL)
        seen[statement] = true;
    return statement;
}

static void take_answer(struct reader *r, const struct json *object, const char *path,
                        struct scan_import_answer *out)
{
    const char *answer = text_of(r, object, path, "answer", 20, false);
    if (answer != NULL && !scan_answer_parse(answer, &out->answer))
        wrong_key(r, path, "answer", N_("Write yes, no, dont_know or not_applicable, not \"%s\"."), answer);
    out->flags = (flag_of(r, object, path, "bookmark") ? ANSWER_BOOKMARK : 0u) |
                 (flag_of(r, object, path, "started") ? ANSWER_STARTED : 0u) |
                 (flag_of(r, object, path, "no_agreement") ? ANSWER_NO_AGREEMENT : 0u);
    out->note = text_of(r, object, path, "note", SCAN_NOTE_MAX, false);
    if (out->note != NULL && out->note[0] == '\0')
        out->note = NULL;
}

/* ---- JSON: the round --------------------------------------------------------------------------------- */

/* False when the statements are not known, so that nothing else can be read. */
static bool take_round(struct reader *r, const struct json *root)
{
    struct scan_import *p = r->plan;
    const struct json *o = json_get(root, "round");
    p->title = text_of(r, o, "round", "title", TITLE_MAX, true);
    const char *id = text_of(r, o, "round", "pack", PACK_MAX_ID, true);
    struct db_int version = number_of(r, o, "round", "version", 1, INT32_MAX);
    p->pack = version.set ? pack_find(r->o->packs, id, (int)version.v) : NULL;
    if (p->pack == NULL || p->pack->kind != PACK_SCAN) {
        p->pack = NULL;
        wrong_key(r, "round", "pack", N_("These statements are not installed here (%s)."),
                  arena_printf(r->a, "%s %lld", id, (long long)version.v));
        return false;
    }
    const char *variant = text_of(r, o, "round", "variant", 20, true);
    p->light = strcmp(variant, "light") == 0;
    if (!p->light && strcmp(variant, "full") != 0)
        wrong_key(r, "round", "variant", N_("Write light or full, not \"%s\"."), variant);
    const char *detail, *mode = text_of(r, o, "round", "mode", 20, true);
    if (!scan_mode_parse(mode, &p->mode))
        wrong_key(r, "round", "mode", N_("\"%s\" is no way to fill in a scan."), mode);
    if (pack_profile_parse(p->pack->scan, text_of(r, o, "round", "profile", 2000, true), r->a, &p->profile,
                           &detail) != OK) {
        p->profile = PACK_NO_PROFILE;
        wrong_key(r, "round", "profile", N_("There is no start question or answer \"%s\"."), detail);
    }
    const char *state = text_of(r, o, "round", "state", 20, true);
    p->closed = strcmp(state, "closed") == 0;
    if (!p->closed && strcmp(state, "open") != 0)
        wrong_key(r, "round", "state", N_("Write open or closed, not \"%s\"."), state);
    const char *deadline = text_of(r, o, "round", "deadline", 20, false);
    if (deadline != NULL && !clock_parse_date(deadline, &p->deadline.v))
        wrong_key(r, "round", "deadline", N_("This is no date like 2026-11-22."), NULL);
    p->deadline.set = deadline != NULL;
    p->type = text_of(r, o, "round", "type", PACK_MAX_ID, true);
    p->country = text_of(r, o, "round", "country", 20, true);
    p->size = text_of(r, o, "round", "size", PACK_MAX_ID, true);
    p->created_at = time_needed(r, o, "round", "created_at");
    p->closed_at = time_of(r, o, "round", "closed_at");
    if (p->closed && !p->closed_at.set)
        wrong_key(r, "round", "closed_at", N_("This is missing."), NULL);
    return true;
}

static void take_events(struct reader *r, const struct json *root)
{
    struct scan_import *p = r->plan;
    const struct json *list = list_of(r, root, "", "events");
    for (size_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(r->a, "events/%zu", i);
        struct scan_import_event e = { .kind = text_of(r, &list->items[i], path, "kind", 20, true),
                                       .reason = text_of(r, &list->items[i], path, "reason", REASON_MAX, true),
                                       .at = time_needed(r, &list->items[i], path, "at") };
        const struct scan_person *person = person_of(r, &list->items[i], path, "user");
        e.user = person == NULL ? 0 : person->user;
        if (strcmp(e.kind, "opened") != 0 && strcmp(e.kind, "closed") != 0 && strcmp(e.kind, "reopened") != 0)
            wrong_key(r, path, "kind", N_("\"%s\" never happens to a round."), e.kind);
        *(struct scan_import_event *)ARENA_PUSH(r->a, &p->events, &p->event_count, &p->event_capacity) = e;
    }
}

static void take_file(struct reader *r, const struct json *o, const char *path, struct scan_import_evidence *e)
{
    e->name = text_of(r, o, path, "name", NAME_MAX_LENGTH, true);
    const struct json *content = json_get(o, "content");
    const char *hash = text_of(r, o, path, "hash", 200, true);
    if (content->type != JSON_IS_STRING || !base64url_decode(r->a, content->string, &e->content) ||
        strcmp(crypto_digest_hex(r->a, e->content), hash) != 0)
        wrong_key(r, path, "content", N_("The file is damaged: it is not what its hash says."), NULL);
    /* What an older version took and this one would not is kept as bytes: nothing runs those either. */
    e->type = attachment_type(r->a, e->content);
    if (e->type == NULL)
        e->type = "application/octet-stream";
    e->name = attachment_name(r->a, e->type, e->name);
}

static void take_evidence(struct reader *r, const struct json *root)
{
    struct scan_import *p = r->plan;
    const struct json *list = list_of(r, root, "", "evidence");
    for (size_t i = 0; i < list->count; i++) {
        const struct json *o = &list->items[i];
        const char *path = arena_printf(r->a, "evidence/%zu", i);
        struct scan_import_evidence e = { .statement = statement_of(r, o, path, NULL),
                                          .created_at = time_needed(r, o, path, "created_at"),
                                          .url = text_of(r, o, path, "url", URL_MAX, false) };
        const struct scan_person *person = person_of(r, o, path, "member");
        e.member = person == NULL ? 0 : person->member;
        e.user = person == NULL ? 0 : person->user;
        if (e.url != NULL && strncmp(e.url, "https://", 8) != 0 && strncmp(e.url, "http://", 7) != 0)
            wrong_key(r, path, "url", N_("This is not a web address. Write it like https://www.example.org."),
                      NULL);
        if (e.url == NULL && is_null(json_get(o, "content"))) {
            p->files_left++;
            continue;
        }
        if (e.url == NULL)
            take_file(r, o, path, &e);
        if (e.statement >= 0)
            *(struct scan_import_evidence *)ARENA_PUSH(r->a, &p->evidence, &p->evidence_count,
                                                       &p->evidence_capacity) = e;
    }
}

/* ---- JSON: what the group sees ----------------------------------------------------------------------- */

static void take_counts(struct reader *r, const struct json *o, const char *path, struct scan_count *out)
{
    const char *at = arena_printf(r->a, "%s/counts", path);
    *out = (struct scan_count){ .tally = { .yes = count_of(r, o, at, "yes"),
                                           .no = count_of(r, o, at, "no"),
                                           .dont_know = count_of(r, o, at, "dont_know"),
                                           .not_applicable = count_of(r, o, at, "not_applicable") },
                                .bookmarks = count_of(r, o, at, "bookmarks"),
                                .started = count_of(r, o, at, "started") };
}

static void take_notes(struct reader *r, const struct json *o, const char *path, struct crowd *c, int statement)
{
    const struct json *list = list_of(r, o, path, "notes");
    c->notes[statement] = NEW_ARRAY(r->a, const char *, list->count);
    for (size_t i = 0; i < list->count; i++) {
        if (list->items[i].type != JSON_IS_STRING || utf8_length(list->items[i].string) > SCAN_NOTE_MAX)
            wrong_key(r, path, "notes", N_("This is no text, or it is too long."), NULL);
        else
            c->notes[statement][c->note_counts[statement]++] = utf8_clean(r->a, list->items[i].string);
    }
}

static void take_levels(struct reader *r, const struct json *root, const char *key, int64_t levels[PAIR_LEVELS])
{
    const struct json *list = list_of(r, root, "", key);
    if (list->count != 0 && list->count != PAIR_LEVELS)
        wrong_key(r, "", key, N_("This is no list of five counts."), NULL);
    for (int i = 0; list->count == PAIR_LEVELS && i < PAIR_LEVELS; i++) {
        const struct json *n = &list->items[i];
        if (n->type == JSON_IS_INT && n->integer >= 0 && n->integer <= FILLERS_MAX)
            levels[i] = n->integer;
        else
            wrong_key(r, "", key, N_("This is no list of five counts."), NULL);
    }
}

static bool take_one(int *count)
{
    (*count)--;
    return *count >= 0;
}

/* One answer less among the counts; false when they do not hold it. */
static bool leave_crowd(struct crowd *c, const struct scan_import_answer *answer)
{
    struct scan_count *count = &c->counts[answer->statement];
    int *kinds[ANSWER_COUNT] = { [ANSWER_YES] = &count->tally.yes,
                                 [ANSWER_NO] = &count->tally.no,
                                 [ANSWER_DONT_KNOW] = &count->tally.dont_know,
                                 [ANSWER_NOT_APPLICABLE] = &count->tally.not_applicable };
    bool good = answer->answer == ANSWER_NONE || take_one(kinds[answer->answer]);
    good = ((answer->flags & ANSWER_BOOKMARK) == 0 || take_one(&count->bookmarks)) && good;
    good = ((answer->flags & ANSWER_STARTED) == 0 || take_one(&count->started)) && good;
    const char **notes = c->notes[answer->statement];
    size_t *n = &c->note_counts[answer->statement];
    for (size_t k = 0; answer->note != NULL && k < *n; k++)
        if (strcmp(notes[k], answer->note) == 0) {
            notes[k] = notes[--*n];
            break;
        }
    return good;
}

/* Whose `own` a file holds, if that person is known here. */
static const struct scan_person *owner_of(struct reader *r, const struct json *own)
{
    const char *mail = is_null(own) ? NULL : text_of(r, own, "own", "mail", NAME_MAX_LENGTH, true);
    for (size_t i = 0; mail != NULL && i < r->o->person_count; i++)
        if (strcmp(r->o->people[i].mail, mail) == 0)
            return &r->o->people[i];
    return NULL; /* of someone else: it stays among the counts */
}

static void take_own_pair(struct reader *r, const struct json *own, struct scan_import_sheet *s,
                          struct crowd *c)
{
    s->importance = number_of(r, own, "own", "importance", 1, PAIR_LEVELS);
    s->maturity = number_of(r, own, "own", "maturity", 1, PAIR_LEVELS);
    s->done_at = time_of(r, own, "own", "done_at");
    if (s->importance.set && c->importance[s->importance.v - 1] > 0)
        c->importance[s->importance.v - 1]--;
    if (s->maturity.set && c->maturity[s->maturity.v - 1] > 0)
        c->maturity[s->maturity.v - 1]--;
}

/* The own sheet stands in the counts too: whoever brings it back is one of the crowd no more. */
static void take_own(struct reader *r, const struct json *root, struct crowd *c)
{
    struct scan_import *p = r->plan;
    const struct json *own = json_get(root, "own");
    const struct scan_person *me = owner_of(r, own);
    if (me == NULL)
        return;
    struct scan_import_sheet *s = sheet_add(r, me->member);
    take_own_pair(r, own, s, c);
    const struct json *list = list_of(r, own, "own", "answers");
    bool *seen = NEW_ARRAY(r->a, bool, (size_t)p->pack->scan->statement_count), any = false;
    for (size_t i = 0; i < list->count; i++) {
        const char *path = arena_printf(r->a, "own/answers/%zu", i);
        struct scan_import_answer answer = { .statement = statement_of(r, &list->items[i], path, seen) };
        take_answer(r, &list->items[i], path, &answer);
        if (answer.statement < 0)
            continue;
        if (!leave_crowd(c, &answer))
            wrong_key(r, path, "answer", N_("This answer does not stand among the counts."), NULL);
        any = any || answer.answer != ANSWER_NONE;
        answer_add(r, s, answer.statement, answer.answer, answer.flags, answer.note);
    }
    if (any && c->fillers > 0)
        c->fillers--;
    p->fillers += any;
}

static void take_group(struct reader *r, const struct json *root)
{
    struct scan_import *p = r->plan;
    const struct json *list = list_of(r, root, "", "statements");
    bool *seen = NEW_ARRAY(r->a, bool, (size_t)p->pack->scan->statement_count);
    bool members = scan_mode_has_members(p->mode);
    struct crowd crowd;
    crowd_init(r, &crowd);
    crowd.fillers = count_of(r, root, "", "fillers");
    int64_t importance[PAIR_LEVELS] = { 0 }, maturity[PAIR_LEVELS] = { 0 };
    take_levels(r, root, "importance", members ? crowd.importance : importance);
    take_levels(r, root, "maturity", members ? crowd.maturity : maturity);
    struct scan_import_sheet *group = group_sheet(r);
    group->importance = level_of(importance, 0);
    group->maturity = level_of(maturity, 0);
    for (size_t i = 0; i < list->count; i++) {
        const struct json *o = &list->items[i];
        const char *path = arena_printf(r->a, "statements/%zu", i);
        int statement = statement_of(r, o, path, seen);
        struct scan_import_answer answer = { 0 };
        take_answer(r, o, path, &answer);
        bool provisional = flag_of(r, o, path, "provisional");
        if (statement < 0)
            continue;
        p->answered += answer.answer != ANSWER_NONE;
        answer_add(r, group_sheet(r), statement, provisional ? ANSWER_NONE : answer.answer, answer.flags,
                   answer.note);
        if (!members)
            continue;
        take_counts(r, json_get(o, "counts"), path, &crowd.counts[statement]);
        take_notes(r, o, path, &crowd, statement);
    }
    if (!members)
        return;
    take_own(r, root, &crowd);
    if (p->faults.count == 0)
        lay_out(r, &crowd);
}

/* ---- JSON: everything -------------------------------------------------------------------------------- */

static void take_log(struct reader *r, const struct json *object, const char *path, const char *key,
                     struct scan_import_answer **out, size_t *count, size_t *capacity)
{
    const struct json *list = list_of(r, object, path, key);
    bool once = strcmp(key, "answers") == 0;
    bool *seen = once ? NEW_ARRAY(r->a, bool, (size_t)r->plan->pack->scan->statement_count) : NULL;
    for (size_t i = 0; i < list->count; i++) {
        const struct json *o = &list->items[i];
        const char *at = arena_printf(r->a, "%s/%s/%zu", path, key, i);
        struct scan_import_answer answer = { .statement = statement_of(r, o, at, seen) };
        take_answer(r, o, at, &answer);
        struct db_int edit = number_of(r, o, at, "edit", 1, 1000000000);
        if (!edit.set)
            wrong_key(r, at, "edit", N_("This is missing."), NULL);
        answer.edit = edit.v;
        answer.at = time_needed(r, o, at, "at");
        const struct scan_person *person = once ? NULL : person_of(r, o, at, "user");
        answer.user = person == NULL ? 0 : person->user;
        *(struct scan_import_answer *)ARENA_PUSH(r->a, out, count, capacity) = answer;
    }
}

/* Whose sheet it is: the group's, an anonymous one, or a member's. */
static bool take_sheet_owner(struct reader *r, const struct json *o, const char *path, int64_t *member)
{
    struct db_int anonymous = number_of(r, o, path, "anonymous", 0, INT32_MAX);
    const struct scan_person *person = person_of(r, o, path, "member");
    if (person == NULL && !is_null(json_get(o, "member")))
        return false;
    *member = person != NULL ? person->member : -anonymous.v;
    for (size_t i = 0; i < r->plan->sheet_count; i++)
        if (r->plan->sheets[i].member == *member) {
            wrong_key(r, path, "member", N_("This sheet stands in the file twice."), NULL);
            return false;
        }
    return true;
}

static void take_sheets(struct reader *r, const struct json *root)
{
    struct scan_import *p = r->plan;
    const struct json *list = list_of(r, root, "", "sheets");
    for (size_t i = 0; i < list->count; i++) {
        const struct json *o = &list->items[i];
        const char *path = arena_printf(r->a, "sheets/%zu", i);
        int64_t member;
        if (!take_sheet_owner(r, o, path, &member))
            continue;
        struct scan_import_sheet *s = sheet_add(r, member);
        s->importance = number_of(r, o, path, "importance", 1, PAIR_LEVELS);
        s->maturity = number_of(r, o, path, "maturity", 1, PAIR_LEVELS);
        s->done_at = time_of(r, o, path, "done_at");
        s->changed_at = time_needed(r, o, path, "changed_at");
        take_log(r, o, path, "answers", &s->answers, &s->answer_count, &s->answer_capacity);
        s->history = NEW_ARRAY(r->a, struct scan_import_answer, 1); /* even without entries it is said */
        s->history_capacity = 1;
        take_log(r, o, path, "history", &s->history, &s->history_count, &s->history_capacity);
        for (size_t k = 0; k < s->answer_count && member == 0; k++)
            p->answered += s->answers[k].answer != ANSWER_NONE;
        p->fillers += member != 0 && s->answer_count > 0;
    }
}

static void take_assignments(struct reader *r, const struct json *root)
{
    struct scan_import *p = r->plan;
    const struct json *list = list_of(r, root, "", "assignments");
    for (size_t i = 0; i < list->count; i++) {
        const struct json *o = &list->items[i];
        const char *path = arena_printf(r->a, "assignments/%zu", i);
        const char *id = text_of(r, o, path, "theme", PACK_MAX_ID, true);
        struct scan_assignment s = { .theme = pack_theme_find(p->pack->scan, id),
                                     .declined = flag_of(r, o, path, "declined") };
        const struct scan_person *person = person_of(r, o, path, "member");
        if (s.theme < 0)
            wrong_key(r, path, "theme", N_("There is no theme \"%s\" in this scan."), id);
        if (s.theme < 0 || person == NULL)
            continue;
        s.member = person->member;
        *(struct scan_assignment *)ARENA_PUSH(r->a, &p->assignments, &p->assignment_count,
                                              &p->assignment_capacity) = s;
    }
}

static void read_json(struct reader *r, const struct json *root)
{
    const char *format = json_get_str(root, "format"), *kind = json_get_str(root, "kind");
    int64_t version;
    struct scan_file_faults *faults = &r->plan->faults;
    if (format == NULL || strcmp(format, "kapstok-scan-round") != 0 || kind == NULL) {
        wrong(r->a, faults, 0, "format", N_("This is no scan round of Kapstok."), NULL);
        return;
    }
    if (!json_get_int(root, "format_version", &version) || version != 1) {
        wrong(r->a, faults, 0, "format_version", N_("This file comes from a newer version of Kapstok."), NULL);
        return;
    }
    bool all = strcmp(kind, "all") == 0;
    if (all && !r->o->all) {
        wrong(r->a, faults, 0, "kind",
              N_("This file holds what members answered. Only the operator can bring it in, with `kapstok "
                 "import`."),
              NULL);
        return;
    }
    if (!take_round(r, root))
        return;
    take_events(r, root);
    take_evidence(r, root);
    if (all) {
        take_sheets(r, root);
        take_assignments(r, root);
    } else {
        take_group(r, root);
    }
}

/* ---- reading ----------------------------------------------------------------------------------------- */

struct scan_import *scan_import_json(struct arena *a, const struct scan_import_options *o,
                                     const struct json *root)
{
    struct scan_import *p = NEW(a, struct scan_import);
    read_json(&(struct reader){ .a = a, .o = o, .plan = p }, root);
    return p;
}

/* The statements of our own workbook stand in their own sheet, in whatever language it was made; of another one it is
 * the first sheet. */
static void read_xlsx(struct reader *r, struct bytes file)
{
    struct table t = { .a = r->a, .faults = &r->plan->faults };
    struct xlsx_fault fault = { 0 };
    enum status st = NOT_FOUND;
    for (int lang = 0; lang < LANG_COUNT && st == NOT_FOUND; lang++)
        st =
            doc_xlsx_read(r->a, file.p, file.n, tr(lang_get((enum lang_id)lang), "Statements"), &t.csv, &fault);
    if (st == NOT_FOUND)
        st = doc_xlsx_read(r->a, file.p, file.n, NULL, &t.csv, &fault);
    if (st == OK)
        read_table(r, &t);
    else
        wrong(r->a, t.faults, fault.row, fault.cell,
              fault.msgid != NULL ? fault.msgid : N_("This workbook cannot be read."), NULL);
}

static void read_csv(struct reader *r, struct bytes file)
{
    struct table t = { .a = r->a, .escaped = true, .faults = &r->plan->faults };
    size_t line = 0;
    if (file.n == 0)
        wrong(r->a, t.faults, 0, NULL, N_("This file holds no answers."), NULL);
    else if (csv_parse(r->a, file.p, file.n, &t.csv, &line) == OK)
        read_table(r, &t);
    else
        wrong(r->a, t.faults, line, NULL, N_("This line is no CSV: a quote is not closed, or it is not UTF-8."),
              NULL);
}

struct scan_import *scan_import_read(struct arena *a, const struct scan_import_options *o, struct bytes file)
{
    struct scan_import *p = NEW(a, struct scan_import);
    struct reader r = { .a = a, .o = o, .plan = p };
    const char *text = file.p;
    size_t start = 0;
    while (start < file.n && strchr(" \t\r\n", text[start]) != NULL && text[start] != '\0')
        start++;
    if (file.n >= 4 && memcmp(text, "PK\x03\x04", 4) == 0) {
        read_xlsx(&r, file);
    } else if (start < file.n && text[start] == '{') {
        struct json root;
        const char *detail;
        int line;
        if (json_parse(a, text, file.n, JSON_DEPTH, &root, &detail, &line) == OK)
            read_json(&r, &root);
        else
            wrong(a, &p->faults, (size_t)(line > 0 ? line : 0), NULL,
                  N_("This file is broken: it is no valid JSON."), NULL);
    } else {
        read_csv(&r, file);
    }
    return p;
}

/* ---- storing ----------------------------------------------------------------------------------------- */

int64_t scan_import_existing(struct db *db, struct arena *a, const struct scan_import *p, int64_t organisation)
{
    if (p->pack == NULL)
        return 0;
    if (p->table) {
        const struct scan_round_titled *row =
            scan_q_round_titled(db, a, organisation, p->pack->id, p->pack->version, p->title);
        return row == NULL ? 0 : row->id;
    }
    const struct scan_round_same *row =
        scan_q_round_same(db, a, organisation, p->pack->id, p->pack->version, p->title, p->created_at);
    return row == NULL ? 0 : row->id;
}

static struct db_int user_of(int64_t user)
{
    return user == 0 ? DB_NULL_INT : DB_SOME(user);
}

static void count_answer(struct scan_count *counts, const struct scan_import_answer *answer)
{
    struct scan_count *c = &counts[answer->statement];
    tally_add(&c->tally, answer->answer);
    c->bookmarks += (answer->flags & ANSWER_BOOKMARK) != 0;
    c->started += (answer->flags & ANSWER_STARTED) != 0;
}

/* Whether a line of the history is the answer as it stands. */
static bool stands(const struct scan_import_sheet *s, const struct scan_import_answer *line)
{
    for (size_t i = 0; i < s->answer_count; i++)
        if (s->answers[i].statement == line->statement)
            return s->answers[i].edit == line->edit;
    return false;
}

/* Who gave an answer: as its history says, or, when the file has none, who brings it in. */
static int64_t last_hand(const struct scan_import_sheet *s, const struct scan_import_answer *answer,
                         int64_t user)
{
    for (size_t i = 0; i < s->history_count; i++)
        if (s->history[i].statement == answer->statement && s->history[i].edit == answer->edit)
            return s->history[i].user;
    return s->history == NULL ? user : 0;
}

static void store_sheet(struct db *db, struct arena *a, const struct pack_scan *scan, int64_t round,
                        const struct scan_import_sheet *s, int64_t user, struct scan_count *counts)
{
    const struct scan_sheet_insert *sheet = scan_q_sheet_insert(db, a, round, s->member, s->changed_at);
    if (sheet == NULL)
        return; /* the connection holds the error */
    int64_t answered = 0;
    for (size_t i = 0; i < s->answer_count; i++) {
        const struct scan_import_answer *x = &s->answers[i];
        scan_q_answer_put(db, sheet->id, scan->statements[x->statement].id, x->answer, x->flags, x->note,
                          x->edit, user_of(last_hand(s, x, user)), x->at);
        answered += x->answer != ANSWER_NONE;
        if (s->member != 0)
            count_answer(counts, x);
    }
    for (size_t i = 0; i < s->history_count; i++) {
        const struct scan_import_answer *x = &s->history[i];
        if (!stands(s, x))
            scan_q_answer_log(db, sheet->id, scan->statements[x->statement].id, x->edit, x->answer, x->flags,
                              x->note, user_of(x->user), x->at);
    }
    scan_q_sheet_touch(db, sheet->id, answered, s->changed_at);
    if (s->importance.set || s->maturity.set)
        scan_q_sheet_pair(db, sheet->id, s->importance, s->maturity, s->changed_at);
    if (s->done_at.set)
        scan_q_sheet_done(db, sheet->id, s->done_at);
}

static void store_evidence(struct db *db, struct arena *a, const struct pack_scan *scan,
                           const struct attachment_owner *round, const struct scan_import_evidence *e)
{
    struct db_int file = DB_NULL_INT;
    if (e->url == NULL) {
        struct attachment_new n = { .name = e->name, .type = e->type, .content = e->content, .user = e->user };
        file = DB_SOME(attachment_put(db, a, round, &n, e->created_at));
    }
    scan_q_evidence_insert(db, round->id, scan->statements[e->statement].id, e->member, e->url, file,
                           e->created_at);
}

static void store_events(struct db *db, const struct scan_import *p, int64_t round, int64_t user)
{
    if (p->table) {
        scan_q_event_add(db, round, user_of(user), "opened", "", p->created_at);
        if (p->closed)
            scan_q_event_add(db, round, user_of(user), "closed", "", p->closed_at.v);
    }
    for (size_t i = 0; i < p->event_count; i++)
        scan_q_event_add(db, round, user_of(p->events[i].user), p->events[i].kind, p->events[i].reason,
                         p->events[i].at);
}

struct fault scan_import_store(struct db *db, struct arena *a, const struct scan_import *p,
                               int64_t organisation, int64_t user, int64_t now_ms, int64_t *id, bool *existed)
{
    ASSERT(p->faults.count == 0 && p->pack != NULL);
    *id = scan_import_existing(db, a, p, organisation);
    *existed = *id != 0;
    if (*existed)
        return NO_FAULT;
    const struct pack_scan *scan = p->pack->scan;
    const struct scan_round_insert *row = scan_q_round_insert(
        db, a, DB_SOME(organisation), (struct bytes){ 0 }, p->title, p->pack->id, p->pack->version,
        p->light ? "light" : "full", pack_profile_write(scan, &p->profile, a), scan_mode_name(p->mode),
        p->deadline, p->type, p->country, p->size, p->created_at, DB_NULL_INT);
    if (row == NULL)
        return FAULT(db_status(db), N_("The round could not be stored. Try again in a moment."));
    *id = row->id;
    struct scan_count *counts = NEW_ARRAY(a, struct scan_count, (size_t)scan->statement_count);
    for (size_t i = 0; i < p->sheet_count; i++)
        store_sheet(db, a, scan, row->id, &p->sheets[i], user, counts);
    for (int i = 0; i < scan->statement_count; i++) {
        const struct scan_count *c = &counts[i];
        if (tally_count(&c->tally) > 0 || c->bookmarks > 0 || c->started > 0)
            scan_q_tally_add(db, row->id, scan->statements[i].id, c->tally.yes, c->tally.no, c->tally.dont_know,
                             c->tally.not_applicable, c->bookmarks, c->started);
    }
    for (size_t i = 0; i < p->assignment_count; i++) {
        const struct scan_assignment *s = &p->assignments[i];
        scan_q_assignment_put(db, row->id, scan->themes[s->theme].id, s->member);
        if (s->declined)
            scan_q_assignment_decline(db, row->id, scan->themes[s->theme].id, s->member, true);
    }
    const struct attachment_owner files = { .organisation = organisation, .kind = "scan", .id = row->id };
    for (size_t i = 0; i < p->evidence_count; i++)
        store_evidence(db, a, scan, &files, &p->evidence[i]);
    store_events(db, p, row->id, user);
    if (p->closed)
        scan_q_round_close(db, organisation, row->id, p->closed_at.v);
    admin_audit(db, now_ms, user, organisation, "round.import", arena_printf(a, "%lld", (long long)row->id),
                "");
    return NO_FAULT;
}
