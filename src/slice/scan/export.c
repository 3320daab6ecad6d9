/* Writing a round: tables and JSON. Reading stands in import.c; both know the same names of columns and keys. */
#include "slice/scan/export.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "lib/sodium.h"
#include "scan_sql.h"
#include "slice/organisation/organisation.h"
#include "slice/scan/score_json.h"

char *scan_time_write(struct arena *a, int64_t ms)
{
    return arena_printf(a, "%.19s.%03dZ", clock_iso(a, ms), (int)(((ms % 1000) + 1000) % 1000));
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
    DOMAIN_ID,
    THEME_ID,
    LABEL,
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

static const struct doc_column table_columns[COLUMNS] = {
    [STATEMENT] = { "statement", DOC_TEXT },
    [ANSWER] = { "answer", DOC_TEXT },
    [PROVISIONAL] = { "provisional", DOC_INT },
    [BOOKMARK] = { "bookmark", DOC_INT },
    [STARTED] = { "started", DOC_INT },
    [NO_AGREEMENT] = { "no_agreement", DOC_INT },
    [NOTE] = { "note", DOC_TEXT },
    [DOMAIN_ID] = { "domain", DOC_TEXT },
    [THEME_ID] = { "theme", DOC_TEXT },
    [LABEL] = { "label", DOC_TEXT },
    [COUNT_YES] = { "count_yes", DOC_INT },
    [COUNT_NO] = { "count_no", DOC_INT },
    [COUNT_DONT_KNOW] = { "count_dont_know", DOC_INT },
    [COUNT_NOT_APPLICABLE] = { "count_not_applicable", DOC_INT },
    [COUNT_BOOKMARK] = { "count_bookmark", DOC_INT },
    [COUNT_STARTED] = { "count_started", DOC_INT },
    [PACK] = { "pack", DOC_TEXT },
    [VERSION] = { "version", DOC_INT },
    [VARIANT] = { "variant", DOC_TEXT },
    [PROFILE] = { "profile", DOC_TEXT },
};

static struct doc_cell flag(bool set)
{
    return set ? doc_number(1) : (struct doc_cell){ 0 };
}

static bool offered(const struct scan_round *r, int i)
{
    return pack_offered(r->scan, i, r->light, &r->profile);
}

const struct doc_sheet *scan_export_table(struct arena *a, const struct lang *lang,
                                          const struct scan_outcome *o)
{
    const struct scan_round *r = o->round;
    struct doc_sheet *sheet = NEW(a, struct doc_sheet);
    *sheet =
        (struct doc_sheet){ .name = tr(lang, "Statements"), .columns = table_columns, .column_count = COLUMNS };
    const char *profile = pack_profile_write(r->scan, &r->profile, a);
    bool members = scan_mode_has_members(r->mode);
    for (int i = 0; i < r->scan->statement_count; i++) {
        if (!offered(r, i))
            continue;
        const struct pack_statement *s = &r->scan->statements[i];
        const struct scan_reply *group = &o->standing.group[i];
        const struct scan_count *c = &o->standing.counts[i];
        struct doc_cell *row = doc_row_add(a, sheet);
        row[STATEMENT] = doc_text(s->id);
        row[ANSWER] = doc_text(scan_answer_name((enum scan_answer)o->standing.answers[i]));
        row[PROVISIONAL] = flag(o->standing.provisional[i]);
        row[BOOKMARK] = flag((group->flags & ANSWER_BOOKMARK) != 0);
        row[STARTED] = flag((group->flags & ANSWER_STARTED) != 0);
        row[NO_AGREEMENT] = flag((group->flags & ANSWER_NO_AGREEMENT) != 0);
        row[NOTE] = doc_text(group->note);
        row[DOMAIN_ID] = doc_text(r->scan->domains[s->domain].id);
        row[THEME_ID] = doc_text(r->scan->themes[s->theme].id);
        row[LABEL] = doc_text(text_in(lang, &s->label));
        if (members) {
            row[COUNT_YES] = doc_number(c->tally.yes);
            row[COUNT_NO] = doc_number(c->tally.no);
            row[COUNT_DONT_KNOW] = doc_number(c->tally.dont_know);
            row[COUNT_NOT_APPLICABLE] = doc_number(c->tally.not_applicable);
            row[COUNT_BOOKMARK] = doc_number(c->bookmarks);
            row[COUNT_STARTED] = doc_number(c->started);
        }
        row[PACK] = doc_text(r->pack->id);
        row[VERSION] = doc_number(r->pack->version);
        row[VARIANT] = doc_text(r->light ? "light" : "full");
        row[PROFILE] = doc_text(profile);
    }
    return sheet;
}

enum score_column {
    LEVEL,
    ID,
    TITLE,
    SCORE,
    UPPER,
    COVERAGE,
    DONT_KNOW,
    NOT_APPLICABLE,
    OFFERED,
    YES,
    NO,
    DONT_KNOWS,
    NOT_APPLICABLES,
    UNANSWERED,
    SCORE_COLUMNS
};
static const struct doc_column score_columns[SCORE_COLUMNS] = {
    [LEVEL] = { "level", DOC_TEXT },
    [ID] = { "id", DOC_TEXT },
    [TITLE] = { "label", DOC_TEXT },
    [SCORE] = { "score", DOC_TENTHS },
    [UPPER] = { "up_to", DOC_TENTHS },
    [COVERAGE] = { "coverage", DOC_TENTHS },
    [DONT_KNOW] = { "dont_know", DOC_TENTHS },
    [NOT_APPLICABLE] = { "not_applicable", DOC_TENTHS },
    [OFFERED] = { "offered", DOC_INT },
    [YES] = { "count_yes", DOC_INT },
    [NO] = { "count_no", DOC_INT },
    [DONT_KNOWS] = { "count_dont_know", DOC_INT },
    [NOT_APPLICABLES] = { "count_not_applicable", DOC_INT },
    [UNANSWERED] = { "unanswered", DOC_INT },
};

static struct doc_cell tenths(int64_t n)
{
    return n == SCORE_NONE ? (struct doc_cell){ 0 } : doc_number(n);
}

static void add_score(struct arena *a, struct doc_sheet *sheet, const char *level, const char *id,
                      const char *label, const struct score *s)
{
    struct doc_cell *row = doc_row_add(a, sheet);
    row[LEVEL] = doc_text(level);
    row[ID] = doc_text(id);
    row[TITLE] = doc_text(label);
    row[SCORE] = tenths(s->tenths);
    row[UPPER] = tenths(s->upper_tenths);
    row[COVERAGE] = tenths(s->coverage_tenths);
    row[DONT_KNOW] = tenths(s->dont_know_tenths);
    row[NOT_APPLICABLE] = tenths(s->not_applicable_tenths);
    row[OFFERED] = doc_number(s->offered);
    row[YES] = doc_number(s->yes);
    row[NO] = doc_number(s->no);
    row[DONT_KNOWS] = doc_number(s->dont_know);
    row[NOT_APPLICABLES] = doc_number(s->not_applicable);
    row[UNANSWERED] = doc_number(s->unanswered);
}

static struct doc_sheet score_sheet(struct arena *a, const struct lang *lang, const struct scan_outcome *o)
{
    const struct pack_scan *scan = o->round->scan;
    struct doc_sheet sheet = { .name = tr(lang, "Scores"),
                               .columns = score_columns,
                               .column_count = SCORE_COLUMNS };
    add_score(a, &sheet, "global", "", tr(lang, "Global score"), &o->result.global);
    for (int d = 0; d < scan->domain_count; d++)
        add_score(a, &sheet, "domain", scan->domains[d].id, text_in(lang, &scan->domains[d].title),
                  &o->result.domains[d]);
    for (int t = 0; t < scan->theme_count; t++)
        if (o->result.themes[t].offered > 0)
            add_score(a, &sheet, "theme", scan->themes[t].id, text_in(lang, &scan->themes[t].title),
                      &o->result.themes[t]);
    return sheet;
}

enum count_column {
    C_STATEMENT,
    C_LABEL,
    C_YES,
    C_NO,
    C_DONT_KNOW,
    C_NOT_APPLICABLE,
    C_DIVISION,
    C_CLASS,
    COUNT_COLUMNS
};
static const struct doc_column count_columns[COUNT_COLUMNS] = {
    [C_STATEMENT] = { "statement", DOC_TEXT },
    [C_LABEL] = { "label", DOC_TEXT },
    [C_YES] = { "count_yes", DOC_INT },
    [C_NO] = { "count_no", DOC_INT },
    [C_DONT_KNOW] = { "count_dont_know", DOC_INT },
    [C_NOT_APPLICABLE] = { "count_not_applicable", DOC_INT },
    [C_DIVISION] = { "division", DOC_TENTHS },
    [C_CLASS] = { "division_label", DOC_TEXT },
};

static struct doc_sheet count_sheet(struct arena *a, const struct lang *lang, const struct scan_outcome *o)
{
    const struct pack_scan *scan = o->round->scan;
    struct doc_sheet sheet = { .name = tr(lang, "Counts"),
                               .columns = count_columns,
                               .column_count = COUNT_COLUMNS };
    for (int i = 0; i < scan->statement_count; i++) {
        const struct tally *t = &o->standing.counts[i].tally;
        if (!offered(o->round, i) || tally_count(t) == 0)
            continue;
        struct doc_cell *row = doc_row_add(a, &sheet);
        row[C_STATEMENT] = doc_text(scan->statements[i].id);
        row[C_LABEL] = doc_text(text_in(lang, &scan->statements[i].label));
        row[C_YES] = doc_number(t->yes);
        row[C_NO] = doc_number(t->no);
        row[C_DONT_KNOW] = doc_number(t->dont_know);
        row[C_NOT_APPLICABLE] = doc_number(t->not_applicable);
        row[C_DIVISION] = doc_number(tally_division(t));
        row[C_CLASS] = doc_text(tr(lang, division_label(tally_class(t))));
    }
    return sheet;
}

static const struct doc_column round_columns[] = { { "key", DOC_TEXT }, { "value", DOC_TEXT } };

static void add_fact(struct arena *a, struct doc_sheet *sheet, const char *key, const char *value)
{
    struct doc_cell *row = doc_row_add(a, sheet);
    row[0] = doc_text(key);
    row[1] = doc_text(value);
}

static struct doc_sheet round_sheet(struct db *db, struct arena *a, const struct lang *lang,
                                    const struct scan_outcome *o)
{
    const struct scan_round *r = o->round;
    struct doc_sheet sheet = { .name = tr(lang, "Round"), .columns = round_columns, .column_count = 2 };
    struct scan_pair pair;
    scan_pair(db, a, r, &pair);
    add_fact(a, &sheet, "title", r->title);
    add_fact(a, &sheet, "pack", r->pack->id);
    add_fact(a, &sheet, "version", arena_printf(a, "%d", r->pack->version));
    add_fact(a, &sheet, "variant", r->light ? "light" : "full");
    add_fact(a, &sheet, "profile", pack_profile_write(r->scan, &r->profile, a));
    add_fact(a, &sheet, "mode", scan_mode_name(r->mode));
    add_fact(a, &sheet, "state", r->closed ? "closed" : "open");
    add_fact(a, &sheet, "created_at", clock_iso(a, r->created_at));
    add_fact(a, &sheet, "closed_at", r->closed_at.set ? clock_iso(a, r->closed_at.v) : "");
    if (scan_mode_has_members(r->mode))
        add_fact(a, &sheet, "fillers", arena_printf(a, "%d", o->standing.fillers));
    if (pair.importance.shown)
        add_fact(a, &sheet, "importance_median",
                 arena_printf(a, "%.1f", (double)pair.importance.median_tenths / 10));
    if (pair.maturity.shown)
        add_fact(a, &sheet, "maturity_median",
                 arena_printf(a, "%.1f", (double)pair.maturity.median_tenths / 10));
    add_fact(a, &sheet, "provisional", arena_printf(a, "%d", o->standing.provisional_count));
    add_fact(
        a, &sheet, "",
        tr(lang, "This score is indicative: it shows what you answered yourselves and is no certificate."));
    return sheet;
}

const struct doc_book *scan_export_book(struct db *db, struct arena *a, const struct lang *lang,
                                        const struct scan_outcome *o)
{
    enum { SHEETS = 4 };
    struct doc_sheet *sheets = NEW_ARRAY(a, struct doc_sheet, SHEETS);
    sheets[0] = score_sheet(a, lang, o);
    sheets[1] = *scan_export_table(a, lang, o);
    sheets[2] = count_sheet(a, lang, o);
    sheets[3] = round_sheet(db, a, lang, o);
    struct doc_book *book = NEW(a, struct doc_book);
    *book = (struct doc_book){ .title = o->round->title,
                               .author = "Kapstok",
                               .created_ms = o->round->created_at,
                               .sheets = sheets,
                               .sheet_count = SHEETS };
    return book;
}

/* ---- JSON -------------------------------------------------------------------------------------------- */

/* Everything that the parts of a file look things up in. */
struct export
{
    struct db *db;
    struct arena *a;
    const struct scan_round *r;
    struct scan_outcome o;
    enum scan_export_kind kind;
    struct json_writer w;
    const struct organisation_member *members; /* ALL */
    size_t member_count;
};

static void put_str(struct export *e, const char *key, const char *s)
{
    json_key(&e->w, key);
    json_str(&e->w, s);
}

static void put_int(struct export *e, const char *key, int64_t n)
{
    json_key(&e->w, key);
    json_int(&e->w, n);
}

static void put_bool(struct export *e, const char *key, bool b)
{
    json_key(&e->w, key);
    json_bool(&e->w, b);
}

static void put_some(struct export *e, const char *key, struct db_int n)
{
    json_key(&e->w, key);
    if (n.set)
        json_int(&e->w, n.v);
    else
        json_put_null(&e->w);
}

static void put_time(struct export *e, const char *key, struct db_int ms)
{
    put_str(e, key, ms.set ? scan_time_write(e->a, ms.v) : NULL);
}

static const char *mail_of_member(const struct export *e, int64_t member)
{
    for (size_t i = 0; i < e->member_count; i++)
        if (e->members[i].id == member)
            return e->members[i].mail;
    return NULL;
}

static const char *mail_of_user(const struct export *e, struct db_int user)
{
    for (size_t i = 0; user.set && i < e->member_count; i++)
        if (e->members[i].user == user.v)
            return e->members[i].mail;
    return NULL;
}

static void put_round(struct export *e)
{
    const struct scan_round *r = e->r;
    json_key(&e->w, "round");
    json_object_begin(&e->w);
    put_str(e, "title", r->title);
    put_str(e, "pack", r->pack->id);
    put_int(e, "version", r->pack->version);
    put_str(e, "variant", r->light ? "light" : "full");
    put_str(e, "profile", pack_profile_write(r->scan, &r->profile, e->a));
    put_str(e, "mode", scan_mode_name(r->mode));
    put_str(e, "state", r->closed ? "closed" : "open");
    put_str(e, "deadline", r->deadline.set ? clock_date(e->a, r->deadline.v) : NULL);
    put_str(e, "type", r->type);
    put_str(e, "country", r->country);
    put_str(e, "size", r->size);
    put_time(e, "created_at", DB_SOME(r->created_at));
    put_time(e, "closed_at", r->closed_at);
    json_object_end(&e->w);
}

static void put_levels(struct export *e, const char *key, const struct scan_level *l)
{
    json_key(&e->w, key);
    if (!l->shown) {
        json_put_null(&e->w);
        return;
    }
    json_array_begin(&e->w);
    for (int i = 0; i < PAIR_LEVELS; i++)
        json_int(&e->w, l->counts[i]);
    json_array_end(&e->w);
}

/* How many chose 1, 2, …; of the one sheet of the group it is that answer. */
static void put_pair(struct export *e)
{
    struct scan_pair pair;
    scan_pair(e->db, e->a, e->r, &pair);
    put_levels(e, "importance", &pair.importance);
    put_levels(e, "maturity", &pair.maturity);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* By their text, so that their order says nothing about who wrote them. */
static void put_notes(struct export *e, const struct scan_note_list *rows, size_t n, const char *statement)
{
    const char **notes = NEW_ARRAY(e->a, const char *, n);
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        if (rows[i].member_id != 0 && strcmp(rows[i].statement, statement) == 0)
            notes[count++] = rows[i].note;
    qsort(notes, count, sizeof *notes, by_text);
    json_key(&e->w, "notes");
    json_array_begin(&e->w);
    for (size_t i = 0; i < count; i++)
        json_str(&e->w, notes[i]);
    json_array_end(&e->w);
}

static void put_counts(struct export *e, const struct scan_count *c)
{
    json_key(&e->w, "counts");
    json_object_begin(&e->w);
    put_int(e, "yes", c->tally.yes);
    put_int(e, "no", c->tally.no);
    put_int(e, "dont_know", c->tally.dont_know);
    put_int(e, "not_applicable", c->tally.not_applicable);
    put_int(e, "bookmarks", c->bookmarks);
    put_int(e, "started", c->started);
    json_object_end(&e->w);
}

static void put_answer(struct export *e, enum scan_answer answer, unsigned flags, const char *note)
{
    put_str(e, "answer", answer == ANSWER_NONE ? NULL : scan_answer_name(answer));
    put_bool(e, "bookmark", (flags & ANSWER_BOOKMARK) != 0);
    put_bool(e, "started", (flags & ANSWER_STARTED) != 0);
    put_bool(e, "no_agreement", (flags & ANSWER_NO_AGREEMENT) != 0);
    put_str(e, "note", note);
}

static void put_statements(struct export *e)
{
    const struct scan_standing *st = &e->o.standing;
    bool members = scan_mode_has_members(e->r->mode);
    size_t n = 0;
    const struct scan_note_list *notes =
        members && e->kind != SCAN_EXPORT_RESULT ? scan_q_note_list(e->db, e->a, e->r->id, &n) : NULL;
    json_key(&e->w, "statements");
    json_array_begin(&e->w);
    for (int i = 0; i < e->r->scan->statement_count; i++) {
        if (!offered(e->r, i))
            continue;
        json_object_begin(&e->w);
        put_str(e, "statement", e->r->scan->statements[i].id);
        put_answer(e, (enum scan_answer)st->answers[i], st->group[i].flags, st->group[i].note);
        put_bool(e, "provisional", st->provisional[i]);
        if (members) {
            put_counts(e, &st->counts[i]);
            put_notes(e, notes, n, e->r->scan->statements[i].id);
        }
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
}

static void put_attachment(struct export *e, const struct attachment *file)
{
    put_str(e, "name", file == NULL ? NULL : file->name);
    put_str(e, "type", file == NULL ? NULL : file->type);
    put_some(e, "size", file == NULL ? DB_NULL_INT : DB_SOME(file->size));
    put_str(e, "hash", file == NULL ? NULL : file->hash);
}

static const char *file_content(struct export *e, const struct attachment *file)
{
    if (file == NULL)
        return NULL;
    struct bytes content = attachment_read(e->db, e->a, file);
    return base64url_encode(e->a, content.p, content.n);
}

static void put_evidence(struct export *e)
{
    size_t n = 0;
    const struct scan_evidence *list = scan_evidences(e->db, e->a, e->r, &n);
    json_key(&e->w, "evidence");
    json_array_begin(&e->w);
    for (size_t i = 0; i < n; i++) {
        json_object_begin(&e->w);
        put_str(e, "statement", list[i].statement);
        put_str(e, "url", list[i].url);
        if (list[i].url == NULL)
            put_attachment(e, list[i].file);
        put_time(e, "created_at", DB_SOME(list[i].created_at));
        if (e->kind == SCAN_EXPORT_ALL) {
            put_str(e, "member", mail_of_member(e, list[i].member));
            if (list[i].url == NULL)
                put_str(e, "content", file_content(e, list[i].file));
        }
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
}

static void put_events(struct export *e)
{
    size_t n;
    const struct scan_event_list *rows = scan_q_event_list(e->db, e->a, e->r->id, &n);
    json_key(&e->w, "events");
    json_array_begin(&e->w);
    for (size_t i = 0; i < n; i++) {
        json_object_begin(&e->w);
        put_str(e, "kind", rows[i].kind);
        put_str(e, "reason", rows[i].reason);
        put_time(e, "at", DB_SOME(rows[i].at));
        if (e->kind == SCAN_EXPORT_ALL)
            put_str(e, "user", mail_of_user(e, rows[i].user_id));
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
}

/* ---- everything, for the operator -------------------------------------------------------------------- */

/* A sheet and how the file names it: the group first, then anonymous ones by number, then members by mail. */
struct named_sheet {
    const struct scan_sheet_list *row;
    const char *mail;  /* NULL = the group or anonymous */
    int64_t anonymous; /* 0 = the group */
};

static int by_name(const void *a, const void *b)
{
    const struct named_sheet *x = a, *y = b;
    if (x->mail == NULL || y->mail == NULL)
        return x->mail != NULL   ? 1
               : y->mail != NULL ? -1
                                 : (x->anonymous > y->anonymous) - (x->anonymous < y->anonymous);
    return strcmp(x->mail, y->mail);
}

static void put_sheet_answers(struct export *e, const struct scan_sheet_list *sheet)
{
    size_t n;
    const struct scan_answer_list *rows = scan_q_answer_list(e->db, e->a, sheet->id, &n);
    json_key(&e->w, "answers");
    json_array_begin(&e->w);
    for (size_t i = 0; i < n; i++) {
        json_object_begin(&e->w);
        put_str(e, "statement", rows[i].statement);
        put_answer(e, (enum scan_answer)rows[i].answer, (unsigned)rows[i].flags, rows[i].note);
        put_int(e, "edit", rows[i].edit);
        put_time(e, "at", DB_SOME(rows[i].at));
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
}

static void put_history(struct export *e, const struct scan_log_all *log, size_t n, int64_t member)
{
    json_key(&e->w, "history");
    json_array_begin(&e->w);
    for (size_t i = 0; i < n; i++) {
        if (log[i].member_id != member)
            continue;
        json_object_begin(&e->w);
        put_str(e, "statement", log[i].statement);
        put_answer(e, (enum scan_answer)log[i].answer, (unsigned)log[i].flags, log[i].note);
        put_int(e, "edit", log[i].edit);
        put_time(e, "at", DB_SOME(log[i].at));
        put_str(e, "user", mail_of_user(e, log[i].user_id));
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
}

/* Numbers above those of an import: a member whom the organisation no longer knows. */
enum { ANONYMOUS_LOST = 1000000 };

static void put_sheets(struct export *e)
{
    size_t n, log_count;
    const struct scan_sheet_list *rows = scan_q_sheet_list(e->db, e->a, e->r->id, &n);
    const struct scan_log_all *log = scan_q_log_all(e->db, e->a, e->r->id, &log_count);
    struct named_sheet *sheets = NEW_ARRAY(e->a, struct named_sheet, n);
    for (size_t i = 0; i < n; i++) {
        int64_t member = rows[i].member_id;
        const char *mail = member > 0 ? mail_of_member(e, member) : NULL;
        sheets[i] = (struct named_sheet){ .row = &rows[i],
                                          .mail = mail,
                                          .anonymous = mail != NULL ? 0
                                                       : member > 0 ? ANONYMOUS_LOST + member
                                                                    : -member };
    }
    qsort(sheets, n, sizeof *sheets, by_name);
    json_key(&e->w, "sheets");
    json_array_begin(&e->w);
    for (size_t i = 0; i < n; i++) {
        const struct scan_sheet_list *s = sheets[i].row;
        json_object_begin(&e->w);
        put_str(e, "member", sheets[i].mail);
        put_int(e, "anonymous", sheets[i].anonymous);
        put_some(e, "importance", s->importance);
        put_some(e, "maturity", s->maturity);
        put_time(e, "done_at", s->done_at);
        put_time(e, "changed_at", DB_SOME(s->changed_at));
        put_sheet_answers(e, s);
        put_history(e, log, log_count, s->member_id);
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
}

struct named_assignment {
    const struct scan_assignment_list *row;
    const char *mail;
};

static int by_theme_and_name(const void *a, const void *b)
{
    const struct named_assignment *x = a, *y = b;
    int theme = strcmp(x->row->theme, y->row->theme);
    return theme != 0 ? theme : strcmp(x->mail, y->mail);
}

static void put_assignments(struct export *e)
{
    size_t n, count = 0;
    const struct scan_assignment_list *rows = scan_q_assignment_list(e->db, e->a, e->r->id, &n);
    struct named_assignment *list = NEW_ARRAY(e->a, struct named_assignment, n);
    for (size_t i = 0; i < n; i++) {
        const char *mail = mail_of_member(e, rows[i].member_id);
        if (mail != NULL)
            list[count++] = (struct named_assignment){ .row = &rows[i], .mail = mail };
    }
    qsort(list, count, sizeof *list, by_theme_and_name);
    json_key(&e->w, "assignments");
    json_array_begin(&e->w);
    for (size_t i = 0; i < count; i++) {
        json_object_begin(&e->w);
        put_str(e, "theme", list[i].row->theme);
        put_str(e, "member", list[i].mail);
        put_bool(e, "declined", list[i].row->declined);
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
}

/* ---- the file ---------------------------------------------------------------------------------------- */

/* One member's own sheet, with their mail address so that an import by that same person knows it again. */
static void put_own(struct export *e, int64_t member, const char *mail)
{
    const struct scan_sheet *sheet = member == 0 ? NULL : scan_sheet_find(e->db, e->a, e->r->id, member);
    json_key(&e->w, "own");
    if (sheet == NULL) {
        json_put_null(&e->w);
        return;
    }
    const struct scan_reply *replies = scan_replies(e->db, e->a, e->r, sheet->id);
    json_object_begin(&e->w);
    put_str(e, "mail", mail);
    put_some(e, "importance", sheet->importance);
    put_some(e, "maturity", sheet->maturity);
    put_time(e, "done_at", sheet->done_at);
    json_key(&e->w, "answers");
    json_array_begin(&e->w);
    for (int i = 0; i < e->r->scan->statement_count; i++) {
        if (replies[i].edit == 0)
            continue;
        json_object_begin(&e->w);
        put_str(e, "statement", e->r->scan->statements[i].id);
        put_answer(e, replies[i].answer, replies[i].flags, replies[i].note);
        json_object_end(&e->w);
    }
    json_array_end(&e->w);
    json_object_end(&e->w);
}

static void put_file(struct export *e, int64_t own, const char *mail)
{
    scan_outcome(e->db, e->a, e->r, &e->o);
    json_object_begin(&e->w);
    put_str(e, "format", "kapstok-scan-round");
    put_int(e, "format_version", 1);
    put_str(e, "kind", e->kind == SCAN_EXPORT_ALL ? "all" : "group");
    put_round(e);
    json_key(&e->w, "scores");
    score_json(e->w.out, e->r->pack, &e->o.input, &e->o.result, lang_get(LANG_EN));
    e->w.after_key = false; /* score_json wrote the value */
    put_int(e, "fillers", scan_mode_has_members(e->r->mode) ? e->o.standing.fillers : 0);
    put_pair(e);
    put_statements(e);
    put_evidence(e);
    put_events(e);
    if (e->kind == SCAN_EXPORT_ALL) {
        put_sheets(e);
        put_assignments(e);
    } else {
        put_own(e, own, mail);
    }
    json_object_end(&e->w);
}

void scan_export_json(struct db *db, struct arena *a, const struct scan_round *r, enum scan_export_kind kind,
                      struct buf *out)
{
    struct export e = { .db = db, .a = a, .r = r, .kind = kind, .w = json_writer(out) };
    if (kind == SCAN_EXPORT_ALL && r->organisation != 0)
        e.members = organisation_members_all(db, a, r->organisation, &e.member_count);
    put_file(&e, 0, NULL);
}

void scan_export_json_own(struct db *db, struct arena *a, const struct scan_round *r, int64_t member,
                          const char *mail, struct buf *out)
{
    struct export e = { .db = db, .a = a, .r = r, .kind = SCAN_EXPORT_GROUP, .w = json_writer(out) };
    put_file(&e, member, mail);
}
