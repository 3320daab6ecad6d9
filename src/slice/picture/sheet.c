/* Facts as a spreadsheet and back: by codes, so that what is read again changes what it came from and makes nothing twice. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "doc/xlsx.h"
#include "lib/sodium.h"
#include "picture_sql.h"
#include "slice/picture/parts.h"
#include "slice/picture/picture.h"

enum { FAULTS_KEPT = 100, ROWS_MOST = 2000 };

enum column {
    CODE,
    SORT,
    THEME,
    THEME_TITLE, /* in brackets: only to read */
    DEPARTMENT,
    BODY,
    VALUE,
    UNIT,
    PERIOD,
    SOURCE,
    DATE,
    STATEMENT,
    PROVES,
    STATE,
    EDIT,
    COLUMNS
};

static const struct {
    const char *name, *dutch;
    enum doc_kind kind;
    size_t most; /* characters; 0 = checked otherwise */
} columns[COLUMNS] = {
    [CODE] = { "code", "code", DOC_TEXT, PICTURE_MAX_CODE },
    [SORT] = { "sort", "soort", DOC_TEXT, 0 },
    [THEME] = { "theme", "thema", DOC_TEXT, PACK_MAX_ID },
    [THEME_TITLE] = { "[theme]", "[thema]", DOC_TEXT, 0 },
    [DEPARTMENT] = { "department", "dienst", DOC_TEXT, 0 },
    [BODY] = { "text", "tekst", DOC_TEXT, PICTURE_MAX_BODY },
    [VALUE] = { "value", "waarde", DOC_TEXT, 0 },
    [UNIT] = { "unit", "eenheid", DOC_TEXT, PICTURE_MAX_UNIT },
    [PERIOD] = { "period", "periode", DOC_TEXT, PICTURE_MAX_PERIOD },
    [SOURCE] = { "source", "bron", DOC_TEXT, PICTURE_MAX_SOURCE },
    [DATE] = { "date", "datum", DOC_DATE, 0 },
    [STATEMENT] = { "statement", "stelling", DOC_TEXT, PACK_MAX_ID },
    [PROVES] = { "proves", "bewijst", DOC_TEXT, 0 },
    [STATE] = { "state", "stand", DOC_TEXT, 0 },
    [EDIT] = { "edit", "versie", DOC_INT, 0 },
};

/* ---- out ----------------------------------------------------------------------------------------------- */

static const char *const state_names[] = { "accepted", "proposed" };

static void add_row(struct arena *a, struct doc_sheet *sheet, const struct picture_themes *themes,
                    const struct organisation_department *departments, size_t count,
                    const struct picture_fact *f)
{
    struct doc_cell *c = doc_row_add(a, sheet);
    c[CODE] = doc_text(f->code);
    c[SORT] = doc_text(picture_sort_name(f->sort));
    c[THEME] = doc_text(f->theme);
    c[THEME_TITLE] = doc_text(picture_theme_title(themes, f->theme));
    c[DEPARTMENT] =
        doc_text(f->department.set ? picture_department_name(departments, count, f->department.v) : "");
    c[BODY] = doc_text(f->body);
    c[VALUE] = doc_text(f->value);
    c[UNIT] = doc_text(f->unit);
    c[PERIOD] = doc_text(f->period);
    c[SOURCE] = doc_text(f->source);
    if (f->dated_on.set)
        c[DATE] = doc_number(f->dated_on.v);
    c[STATEMENT] = doc_text(f->statement);
    c[PROVES] = doc_text(scan_answer_name(f->proves));
    c[STATE] = doc_text(state_names[f->accepted_at.set ? 0 : 1]);
    c[EDIT] = doc_number(f->edit);
}

const struct doc_book *picture_book(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct lang *lang, const struct trajectory *t, int64_t now_ms)
{
    struct picture_fact_filter all = { .theme = "", .sort = "", .statement = "" };
    size_t count, department_count;
    int64_t total;
    const struct picture_fact *f = picture_facts(db, a, t, &all, &count, &total);
    const struct organisation_department *departments =
        organisation_departments(db, a, t->organisation, &department_count);
    const struct picture_themes themes = picture_themes(db, a, packs, lang, t->organisation);
    struct doc_column *titles = NEW_ARRAY(a, struct doc_column, COLUMNS);
    for (int i = 0; i < COLUMNS; i++)
        titles[i] = (struct doc_column){ columns[i].name, columns[i].kind };
    struct doc_sheet *sheet = NEW(a, struct doc_sheet);
    *sheet = (struct doc_sheet){ .name = tr(lang, "Facts"), .columns = titles, .column_count = COLUMNS };
    for (size_t i = 0; i < count; i++)
        add_row(a, sheet, &themes, departments, department_count, &f[i]);
    struct doc_book *book = NEW(a, struct doc_book);
    *book = (struct doc_book){
        .title = t->name, .author = "", .created_ms = now_ms, .sheets = sheet, .sheet_count = 1
    };
    return book;
}

/* ---- in ------------------------------------------------------------------------------------------------ */

struct reader {
    struct db *db;
    struct arena *a;
    const struct packs *packs;
    const struct lang *lang;
    const struct trajectory *t;
    struct csv csv;
    int at[COLUMNS]; /* which cell; -1 = no such column */
    struct picture_themes themes;
    const struct organisation_department *departments;
    size_t department_count;
    struct picture_sheet *out;
};

static const char *cell_name(struct arena *a, int column, size_t row)
{
    return column >= 26 ? arena_printf(a, "%c%c%zu", 'A' + column / 26 - 1, 'A' + column % 26, row)
                        : arena_printf(a, "%c%zu", 'A' + column, row);
}

static void wrong(struct reader *r, size_t row, enum column c, const char *msgid, const char *arg)
{
    struct picture_sheet *s = r->out;
    s->fault_total++;
    if (s->fault_count >= FAULTS_KEPT)
        return;
    const char *cell = row == 0 || c == COLUMNS || r->at[c] < 0 ? NULL : cell_name(r->a, r->at[c], row);
    *(struct picture_sheet_fault *)ARENA_PUSH(r->a, &s->faults, &s->fault_count, &s->fault_capacity) =
        (struct picture_sheet_fault){ row, cell, msgid, arg };
}

static const char *cell(const struct reader *r, const struct csv_row *row, enum column c)
{
    if (r->at[c] < 0 || (size_t)r->at[c] >= row->count)
        return "";
    return utf8_clean(r->a, row->cells[r->at[c]]);
}

static void find_columns(struct reader *r)
{
    for (int c = 0; c < COLUMNS; c++)
        r->at[c] = -1;
    for (size_t i = 0; r->csv.count > 0 && i < r->csv.rows[0].count; i++) {
        const char *title = utf8_fold(r->a, utf8_clean(r->a, r->csv.rows[0].cells[i]));
        for (int c = 0; c < COLUMNS; c++)
            if (r->at[c] < 0 && (strcmp(title, columns[c].name) == 0 || strcmp(title, columns[c].dutch) == 0 ||
                                 (c == DEPARTMENT && strcmp(title, "afdeling") == 0)))
                r->at[c] = (int)i;
    }
}

/* A sort by its name, or by what it is called on screen. */
static bool read_sort(const struct reader *r, const char *text, enum picture_sort *sort)
{
    const char *folded = utf8_fold(r->a, text);
    if (picture_sort_parse(folded, sort))
        return true;
    for (int s = 0; s < FACT_SORTS; s++)
        for (int l = 0; l < LANG_COUNT; l++)
            if (strcmp(folded, utf8_fold(r->a, tr(lang_get((enum lang_id)l),
                                                  picture_sort_label((enum picture_sort)s)))) == 0) {
                *sort = (enum picture_sort)s;
                return true;
            }
    return false;
}

/* A theme by its code, or by its title among those of the organisation. NULL = unknown. */
static const char *read_theme(const struct reader *r, const char *text)
{
    if (text[0] == '\0' || picture_theme_find(&r->themes, text) != NULL ||
        strcmp(picture_theme_title(&r->themes, text), text) != 0)
        return text;
    const char *folded = utf8_fold(r->a, text);
    for (size_t i = 0; i < r->themes.count; i++)
        if (strcmp(utf8_fold(r->a, r->themes.v[i].title), folded) == 0)
            return r->themes.v[i].code;
    return NULL;
}

/* -1 = unknown. */
static int64_t read_department(const struct reader *r, const char *text)
{
    const char *folded = utf8_fold(r->a, text);
    for (size_t i = 0; i < r->department_count; i++)
        if (strcmp(utf8_fold(r->a, r->departments[i].name), folded) == 0)
            return r->departments[i].id;
    return text[0] == '\0' ? 0 : -1;
}

/* A point is the decimal mark of a machine; otherwise as people of this language type it. */
static const char *read_value(const struct reader *r, const char *text)
{
    if (text[0] == '\0')
        return "";
    const char *value = decimal_read(r->a, NULL, text);
    return value != NULL ? value : decimal_read(r->a, r->lang, text);
}

static enum scan_answer read_proves(const struct reader *r, const char *text, bool *known)
{
    const char *folded = utf8_fold(r->a, text);
    bool yes = strcmp(folded, "yes") == 0 || strcmp(folded, "ja") == 0;
    bool no = strcmp(folded, "no") == 0 || strcmp(folded, "nee") == 0 || strcmp(folded, "neen") == 0;
    *known = yes || no || text[0] == '\0';
    return yes ? ANSWER_YES : no ? ANSWER_NO : ANSWER_NONE;
}

static void read_choices(struct reader *r, const struct csv_row *row, struct picture_sheet_row *out)
{
    const char *sort = cell(r, row, SORT), *theme = cell(r, row, THEME), *department = cell(r, row, DEPARTMENT);
    if (!read_sort(r, sort, &out->text.sort))
        wrong(r, row->line, SORT,
              N_("“%s” is no kind of fact. Write action, realisation, chance, challenge or figure."), sort);
    out->text.theme = read_theme(r, theme);
    if (out->text.theme == NULL) {
        wrong(r, row->line, THEME, N_("“%s” is no theme. Write its code or its title."), theme);
        out->text.theme = "";
    }
    out->text.department = read_department(r, department);
    if (out->text.department < 0) {
        wrong(r, row->line, DEPARTMENT,
              N_("The organisation has no department “%s”. Add it to the details first, or leave this empty."),
              department);
        out->text.department = 0;
    }
    bool known;
    out->statement = cell(r, row, STATEMENT);
    out->proves = read_proves(r, cell(r, row, PROVES), &known);
    if (out->statement[0] != '\0' && picture_statement(r->packs, out->statement) == NULL)
        wrong(r, row->line, STATEMENT, N_("“%s” is no statement of a scan."), out->statement);
    if (!known)
        wrong(r, row->line, PROVES, N_("Write yes or no here, or nothing."), NULL);
    else if (out->proves != ANSWER_NONE && out->statement[0] == '\0')
        wrong(r, row->line, PROVES, N_("A fact proves something about a statement only: name it."), NULL);
    const char *state = cell(r, row, STATE);
    out->accepted = strcmp(state, state_names[1]) != 0;
    if (state[0] != '\0' && out->accepted && strcmp(state, state_names[0]) != 0)
        wrong(r, row->line, STATE, N_("Write accepted or proposed here, or nothing."), NULL);
}

static void read_words(struct reader *r, const struct csv_row *row, struct picture_sheet_row *out)
{
    struct picture_fact_text *x = &out->text;
    x->body = cell(r, row, BODY);
    x->unit = cell(r, row, UNIT);
    x->period = cell(r, row, PERIOD);
    x->source = cell(r, row, SOURCE);
    out->code = cell(r, row, CODE);
    for (int c = 0; c < COLUMNS; c++)
        if (columns[c].most > 0 && utf8_length(cell(r, row, (enum column)c)) > columns[c].most)
            wrong(r, row->line, (enum column)c, N_("This is too long: there is room for %s characters."),
                  arena_printf(r->a, "%zu", columns[c].most));
    if (x->body[0] == '\0')
        wrong(r, row->line, BODY, N_("A row without text is no fact."), NULL);
    x->value = read_value(r, cell(r, row, VALUE));
    if (x->value == NULL) {
        wrong(r, row->line, VALUE, N_("“%s” is no number. Put units and words in their own columns."),
              cell(r, row, VALUE));
        x->value = "";
    } else if (x->sort == FACT_FIGURE && x->value[0] == '\0') {
        wrong(r, row->line, VALUE, N_("A figure has a number. Without one, choose another kind of fact."),
              NULL);
    }
    const char *date = cell(r, row, DATE);
    if (date[0] != '\0' && !doc_xlsx_date(date, &x->dated_on.v))
        wrong(r, row->line, DATE, N_("“%s” is no date. Write it like 2026-11-22."), date);
    x->dated_on.set = date[0] != '\0';
}

/* Without a code the content is the code, so that the same file read twice makes nothing twice. */
static const char *code_of_content(struct arena *a, const struct picture_fact_text *x)
{
    const char *text = arena_printf(a, "%s\t%s\t%lld\t%s\t%s\t%s\t%s\t%s\t%lld", picture_sort_name(x->sort),
                                    x->theme, (long long)x->department, x->body, x->value, x->unit, x->period,
                                    x->source, x->dated_on.set ? (long long)x->dated_on.v : -1LL);
    enum { LENGTH = 12 };
    return arena_printf(a, "x%.*s", LENGTH, crypto_digest_hex(a, (struct bytes){ text, strlen(text) }));
}

/* Whether the row says what the stored fact says. */
static bool is_same(const struct picture_fact *f, const struct picture_sheet_row *row)
{
    return picture_fact_is(f, &row->text) && strcmp(f->statement, row->statement) == 0 &&
           f->proves == row->proves;
}

static void compare(struct reader *r, const struct csv_row *row, struct picture_sheet_row *out)
{
    for (size_t i = 0; i < r->out->row_count; i++)
        if (strcmp(r->out->rows[i].code, out->code) == 0)
            wrong(r, row->line, CODE, N_("The code “%s” stands in an earlier row too."), out->code);
    const struct picture_fact_of_code *there =
        picture_q_fact_of_code(r->db, r->a, r->t->organisation, r->t->id, out->code);
    const struct picture_fact *f = there == NULL ? NULL : picture_fact_get(r->db, r->a, r->t, there->id);
    if (f == NULL)
        return;
    out->fact = f->id;
    out->edit = f->edit;
    out->change = f->archived_at.set ? CHANGE_BACK : is_same(f, out) ? CHANGE_SAME : CHANGE_EDIT;
    const char *edit = cell(r, row, EDIT);
    if (edit[0] != '\0' && out->change == CHANGE_EDIT && strtoll(edit, NULL, 10) != f->edit)
        wrong(r, row->line, EDIT,
              N_("Somebody changed this fact after the file was made. Take a new file, or empty this cell to "
                 "put your version over theirs."),
              NULL);
}

static void read_row(struct reader *r, const struct csv_row *row)
{
    struct picture_sheet_row out = { .row = row->line, .change = CHANGE_NEW };
    read_choices(r, row, &out);
    read_words(r, row, &out);
    if (out.code[0] == '\0')
        out.code = code_of_content(r->a, &out.text);
    compare(r, row, &out);
    r->out->changes[out.change]++;
    *(struct picture_sheet_row *)ARENA_PUSH(r->a, &r->out->rows, &r->out->row_count, &r->out->row_capacity) =
        out;
}

static bool read_file(struct reader *r, struct bytes file)
{
    struct xlsx_fault f = { 0 };
    enum status st = doc_xlsx_read(r->a, file.p, file.n, NULL, &r->csv, &f);
    if (st != OK) {
        wrong(r, f.row, COLUMNS, f.msgid != NULL ? f.msgid : N_("This is no workbook (XLSX)."), NULL);
        return false;
    }
    find_columns(r);
    static const enum column needed[] = { SORT, BODY };
    for (size_t i = 0; i < 2; i++)
        if (r->at[needed[i]] < 0)
            wrong(r, r->csv.count == 0 ? 0 : r->csv.rows[0].line, COLUMNS,
                  N_("There is no column called \"%s\"."), columns[needed[i]].name);
    if (r->csv.count < 2)
        wrong(r, 0, COLUMNS, N_("This file holds no facts."), NULL);
    if (r->csv.count > ROWS_MOST + 1)
        wrong(r, 0, COLUMNS, N_("This file holds more than 2000 facts."), NULL);
    return r->out->fault_count == 0;
}

struct picture_sheet *picture_sheet_read(struct db *db, struct arena *a, const struct packs *packs,
                                         const struct lang *lang, const struct trajectory *t, struct bytes file)
{
    struct reader r = { .db = db, .a = a, .packs = packs, .lang = lang, .t = t };
    r.out = NEW(a, struct picture_sheet);
    r.themes = picture_themes(db, a, packs, lang, t->organisation);
    r.departments = organisation_departments(db, a, t->organisation, &r.department_count);
    if (!read_file(&r, file))
        return r.out;
    for (size_t i = 1; i < r.csv.count; i++)
        read_row(&r, &r.csv.rows[i]);
    return r.out;
}

/* ---- storing ------------------------------------------------------------------------------------------- */

static struct fault store_row(struct db *db, struct arena *a, const struct packs *packs,
                              const struct trajectory *t, const struct picture_sheet_row *row, int64_t user,
                              int64_t now_ms)
{
    if (row->change == CHANGE_SAME)
        return NO_FAULT;
    const struct picture_fact *f = row->fact == 0 ? NULL : picture_fact_get(db, a, t, row->fact);
    if (f == NULL && picture_q_fact_of_code(db, a, t->organisation, t->id, row->code) != NULL)
        return FAULT(CONFLICT, N_("Somebody stored the same facts in the meantime. Look at the file again."));
    if (f == NULL) {
        struct picture_fact_new n = { .text = row->text,
                                      .code = row->code,
                                      .statement = row->statement,
                                      .proves = row->proves,
                                      .accepted = row->accepted,
                                      .quiet = true,
                                      .user = user };
        int64_t id;
        return picture_fact_add(db, a, packs, t, &n, now_ms, &id);
    }
    struct fault fault = f->archived_at.set ? picture_fact_archive(db, a, t, f, false, user, now_ms) : NO_FAULT;
    if (fault.status == OK)
        fault = picture_fact_change(db, a, packs, t, f, &row->text,
                                    tr(picture_org_lang(db, a, t->organisation), "From a spreadsheet"),
                                    row->edit, user, now_ms);
    if (fault.status == OK)
        fault = picture_fact_prove(db, packs, t, f, row->statement, row->proves);
    return fault;
}

struct fault picture_sheet_store(struct db *db, struct arena *a, const struct packs *packs,
                                 const struct trajectory *t, const struct picture_sheet *s, int64_t user,
                                 int64_t now_ms)
{
    ASSERT(s->fault_count == 0);
    size_t made = 0;
    for (size_t i = 0; i < s->row_count; i++) {
        struct fault f = store_row(db, a, packs, t, &s->rows[i], user, now_ms);
        if (f.status != OK)
            return f;
        made += s->rows[i].change == CHANGE_NEW;
    }
    if (made > 0) {
        const struct lang *lang = picture_org_lang(db, a, t->organisation);
        trajectory_event(
            db, t->id, "fact.many", 0,
            arena_printf(a,
                         tr_n(lang, "%d fact from a spreadsheet", "%d facts from a spreadsheet", (int64_t)made),
                         (int)made),
            "", user, now_ms);
    }
    return NO_FAULT;
}
