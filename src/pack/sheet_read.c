/* Sheets to packs: the rows are put together as YAML, and every line of it remembers its row. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "pack/fault.h"
#include "pack/index.h"
#include "pack/name.h"
#include "pack/sheet.h"
#include "pack/sheet_shape.h"

/* ---- YAML with the rows it comes from ---------------------------------------------------------------------------- */

struct emitter {
    struct arena *a;
    struct buf b;
    struct sheet_place *places, now;
    size_t lines, capacity;
};

static void end_line(struct emitter *e)
{
    buf_char(&e->b, '\n');
    *(struct sheet_place *)ARENA_PUSH(e->a, &e->places, &e->lines, &e->capacity) = e->now;
}

static void indent(struct emitter *e, int depth)
{
    for (int i = 0; i < depth; i++)
        BUF_LIT(&e->b, "  ");
}

/* Whether a string needs no quotes, for us and for other readers of YAML. */
static bool is_plain(const char *s)
{
    static const char *const words[] = { "y", "n", "yes", "no", "true", "false", "on", "off", "null" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcasecmp(s, words[i]) == 0)
            return false;
    bool letter = (s[0] >= 'a' && s[0] <= 'z') || (s[0] >= 'A' && s[0] <= 'Z');
    return letter && s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.=-")] == '\0';
}

/* In double quotes. Line ends of Unicode would be folded, so they go in by number, as does what no editor shows. */
static void quoted(struct emitter *e, const char *s)
{
    size_t n = strlen(s);
    buf_char(&e->b, '"');
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        if (cp == '"' || cp == '\\')
            buf_printf(&e->b, "\\%c", (int)cp);
        else if (cp == '\n')
            BUF_LIT(&e->b, "\\n");
        else if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
            buf_printf(&e->b, "\\x%02X", (unsigned)cp);
        else if (cp == 0x2028 || cp == 0x2029 || cp == 0xFEFF)
            buf_printf(&e->b, "\\u%04X", (unsigned)cp);
        else
            buf_add(&e->b, s + at, len);
    }
    buf_char(&e->b, '"');
}

static void string(struct emitter *e, const char *s)
{
    if (is_plain(s))
        buf_str(&e->b, s);
    else
        quoted(e, s);
}

/* ---- what was read ------------------------------------------------------------------------------------------------ */

struct column {
    const struct column_shape *shape; /* NULL = ignored, or the parent's id */
    const char *lang;                 /* NULL = none */
};

struct row {
    const struct csv_row *cells;
    const char *path; /* with the ids it stands in: "works/services" */
    int next;         /* the next row of the same parent; -1 = the last */
    bool reached;     /* its parent exists */
    bool again;       /* a row before it has the same path: what stands in that entry is not read twice */
};

struct list {
    const char *name;
    const struct sheet *sheet; /* NULL = the workbook has none */
    struct column *columns;
    size_t column_count;
    int id, parent; /* columns; -1 = none */
    struct row *rows;
    int row_count;
    struct pack_index *parents; /* path of the parent -> its number in first */
    int *first, *last;          /* rows by number of the parent */
};

struct reader {
    struct arena *a;
    const struct sheets *in;
    struct sheet_faults *faults;
    struct sheet_shape shape;
    struct list *lists; /* in the order of shape.lists */
    int list_count;
    struct emitter e;
};

static void fault(struct reader *r, const char *sheet, size_t row, const char *entry, const char *message)
{
    if (r->faults->count >= PACK_MAX_FAULTS)
        return;
    *(struct sheet_fault *)ARENA_PUSH(r->a, &r->faults->v, &r->faults->count, &r->faults->capacity) =
        (struct sheet_fault){ .place = { sheet, row }, .entry = entry, .message = message };
}

/* The cell as it stands; "" when the row ends before it. */
static const char *raw(const struct csv_row *row, int column)
{
    return column < 0 || (size_t)column >= row->count || row->cells[column] == NULL ? "" : row->cells[column];
}

static const char *cell(struct reader *r, const struct csv_row *row, int column)
{
    return utf8_clean(r->a, raw(row, column));
}

static const struct sheet *sheet_find(const struct sheets *in, const char *name)
{
    for (size_t i = 0; i < in->count; i++)
        if (strcasecmp(in->v[i].name, name) == 0)
            return &in->v[i];
    return NULL;
}

/* ---- parts of cells ------------------------------------------------------------------------------------------------ */

/* The next item of a cell, up to the character that parts them; NULL at the end. Cleaned, its backslashes undone. */
static const char *next_item(struct arena *a, const char **at, const char *parts)
{
    if (*at == NULL || **at == '\0')
        return NULL;
    char *out = arena_alloc(a, strlen(*at) + 1), *to = out;
    const char *s = *at;
    for (; *s != '\0' && strchr(parts, *s) == NULL; s++) {
        if (*s == '\\' && s[1] == 'n') {
            *to++ = '\n';
            s++;
        } else if (*s == '\\' && (s[1] == '\\' || s[1] == ';')) {
            *to++ = *++s;
        } else if (*s != '\r') {
            *to++ = *s;
        }
    }
    *at = *s == '\0' ? NULL : s + 1;
    return utf8_clean(a, out);
}

/* Items of a list cell, NULL-terminated. */
static const char **items_of(struct arena *a, const char *cell)
{
    const char **items = NULL, *at = cell, *item;
    size_t count = 0, capacity = 0;
    while ((item = next_item(a, &at, ";\n")) != NULL)
        if (item[0] != '\0')
            *(const char **)ARENA_PUSH(a, &items, &count, &capacity) = item;
    *(const char **)ARENA_PUSH(a, &items, &count, &capacity) = NULL;
    return items;
}

static const char *number(const char *s)
{
    /* Excel may show 1500 and store 1500.0 in other programs; a whole number stays as it is typed. */
    size_t digits = strspn(s, "0123456789");
    return digits > 0 && s[digits] == '\0' ? s : NULL;
}

/* TRUE of a spreadsheet, and what a Dutch one shows. */
static const char *truth(const char *s)
{
    if (strcasecmp(s, "true") == 0 || strcasecmp(s, "waar") == 0)
        return "true";
    return strcasecmp(s, "false") == 0 || strcasecmp(s, "onwaar") == 0 ? "false" : NULL;
}

/* A date, also when a spreadsheet made a serial number of it. */
static const char *date(struct arena *a, const char *s)
{
    enum { EPOCH = 25569, LEAST = 20000, MOST = 80000 }; /* 1970-01-01; 1954 to 2119 */
    const char *whole = number(s);
    long serial = whole == NULL || strlen(whole) > 6 ? 0 : strtol(whole, NULL, 10);
    return serial >= LEAST && serial <= MOST ? clock_date(a, serial - EPOCH) : s;
}

/* ---- conditions ----------------------------------------------------------------------------------------------------- */

struct terms {
    const char **v;
    size_t count, capacity;
};

struct condition {
    struct terms all, any;
    bool grouped;               /* it has brackets */
    bool joined_and, joined_or; /* outside them */
};

enum word { WORD_TERM, WORD_AND, WORD_OR, WORD_OPEN, WORD_CLOSE, WORD_OTHER, WORD_END };
struct words {
    struct arena *a;
    const char *at;
    enum word sort;
    const char *text; /* of a term */
};

static void next_word(struct words *w)
{
    w->at += strspn(w->at, " \t\r\n");
    size_t n = strcspn(w->at, " \t\r\n()");
    if (n == 0) {
        w->sort = *w->at == '(' ? WORD_OPEN : *w->at == ')' ? WORD_CLOSE : WORD_END;
        w->at += *w->at != '\0';
        return;
    }
    w->text = arena_strndup(w->a, w->at, n);
    w->at += n;
    w->sort = strcasecmp(w->text, "and") == 0  ? WORD_AND
              : strcasecmp(w->text, "or") == 0 ? WORD_OR
              : strchr(w->text, '=') != NULL   ? WORD_TERM
                                               : WORD_OTHER;
}

/* What is wrong with a word that stands where a term, or else what joins two, was expected. */
static const char *misplaced(const struct words *w, bool inside, bool term_wanted)
{
    if (w->sort == WORD_END && inside)
        return "a bracket is not closed";
    if (w->sort == WORD_OPEN)
        return "one pair of brackets, behind \"and\"";
    if (w->sort == WORD_CLOSE)
        return "a bracket stands where it cannot be";
    if (w->sort == WORD_END || (term_wanted && (w->sort == WORD_AND || w->sort == WORD_OR)))
        return "a term is missing";
    if (w->sort == WORD_AND)
        return "within brackets only \"or\"";
    return "terms such as works=works, with \"and\" or \"or\" between them";
}

/* Terms and what joins them by turns, up to the end or the bracket. NULL, or what is wrong. */
static const char *read_terms(struct words *w, struct condition *c, bool inside)
{
    struct terms *terms = inside ? &c->any : &c->all;
    for (;;) {
        next_word(w);
        if (w->sort == WORD_OPEN && !c->grouped) {
            c->grouped = true;
            const char *wrong = read_terms(w, c, true);
            if (wrong != NULL)
                return wrong;
        } else if (w->sort == WORD_TERM) {
            *(const char **)ARENA_PUSH(w->a, &terms->v, &terms->count, &terms->capacity) = w->text;
        } else {
            return misplaced(w, inside, true);
        }
        next_word(w);
        if (w->sort == (inside ? WORD_CLOSE : WORD_END))
            return NULL;
        if (w->sort != WORD_OR && (w->sort != WORD_AND || inside))
            return misplaced(w, inside, false);
        c->joined_and |= w->sort == WORD_AND;
        c->joined_or |= w->sort == WORD_OR && !inside;
    }
}

/* Reads "a=b and c=d and (e=f or g=h)"; the part in brackets is "any". NULL, or what is wrong. */
static const char *read_condition(struct arena *a, const char *text, struct condition *out)
{
    struct words w = { .a = a, .at = text };
    const char *wrong = read_terms(&w, out, false);
    if (wrong != NULL)
        return wrong;
    if (out->joined_or && (out->joined_and || out->grouped))
        return "put what is joined by \"or\" in brackets";
    if (out->joined_or) { /* "a or b" without brackets */
        out->any = out->all;
        out->all = (struct terms){ 0 };
    }
    return NULL;
}

/* ---- fields ---------------------------------------------------------------------------------------------------------- */

static void key(struct reader *r, int depth, const char *name, bool *first)
{
    indent(&r->e, *first ? depth - 1 : depth);
    buf_str(&r->e.b, *first ? "- " : "");
    buf_str(&r->e.b, name);
    buf_char(&r->e.b, ':');
    *first = false;
}

static void flow_list(struct reader *r, const char *const *items, size_t count)
{
    buf_char(&r->e.b, '[');
    for (size_t i = 0; i < count; i++) {
        buf_str(&r->e.b, i == 0 ? "" : ", ");
        string(&r->e, items[i]);
    }
    buf_char(&r->e.b, ']');
}

static size_t count_items(const char *const *items)
{
    size_t n = 0;
    while (items[n] != NULL)
        n++;
    return n;
}

static void emit_condition(struct reader *r, const struct list *l, const struct row *row, const char *text)
{
    struct condition c = { 0 };
    const char *wrong = read_condition(r->a, text, &c);
    if (wrong != NULL)
        fault(r, l->sheet->name, row->cells->line, row->path, arena_printf(r->a, "\"condition\": %s", wrong));
    BUF_LIT(&r->e.b, " { ");
    if (c.all.count > 0) {
        BUF_LIT(&r->e.b, "all: ");
        flow_list(r, c.all.v, c.all.count);
    }
    if (c.any.count > 0) {
        buf_str(&r->e.b, c.all.count > 0 ? ", any: " : "any: ");
        flow_list(r, c.any.v, c.any.count);
    }
    BUF_LIT(&r->e.b, " }");
}

static void emit_pairs(struct reader *r, const struct list *l, const struct row *row, const char *text)
{
    const char **items = items_of(r->a, text);
    bool first = true;
    BUF_LIT(&r->e.b, " { ");
    for (size_t i = 0; items[i] != NULL; i++) {
        const char *equals = strchr(items[i], '=');
        if (equals == NULL) {
            fault(r, l->sheet->name, row->cells->line, row->path,
                  arena_printf(r->a, "\"%s\": \"%s\" is no pair such as body=local", "profile",
                               pack_quote(r->a, items[i])));
            continue;
        }
        buf_str(&r->e.b, first ? "" : ", ");
        first = false;
        string(&r->e, utf8_clean(r->a, arena_strndup(r->a, items[i], (size_t)(equals - items[i]))));
        BUF_LIT(&r->e.b, ": ");
        string(&r->e, utf8_clean(r->a, equals + 1));
    }
    BUF_LIT(&r->e.b, " }");
}

static void emit_single(struct reader *r, const struct list *l, const struct row *row,
                        const struct column_shape *shape, const char *value)
{
    const char *bare = NULL;
    const char **items;
    switch (shape->type) {
    case COLUMN_CONDITION:
        emit_condition(r, l, row, value);
        return;
    case COLUMN_PAIRS:
        emit_pairs(r, l, row, value);
        return;
    case COLUMN_LIST:
        items = items_of(r->a, value);
        buf_char(&r->e.b, ' ');
        flow_list(r, items, count_items(items));
        return;
    case COLUMN_NUMBER:
        bare = number(value);
        break;
    case COLUMN_BOOL:
        bare = truth(value);
        break;
    case COLUMN_DATE:
        value = date(r->a, value);
        bare = strspn(value, "0123456789-") == strlen(value) ? value : NULL;
        break;
    case COLUMN_STRING:
    case COLUMN_TEXT:
    case COLUMN_TEXTS:
    case COLUMN_FORMS:
    case COLUMN_ENTRIES:
        break;
    }
    buf_char(&r->e.b, ' ');
    if (bare != NULL)
        buf_str(&r->e.b, bare);
    else
        string(&r->e, value);
}

/* A text or forms: a key per language below the name. */
static void emit_languages(struct reader *r, const struct list *l, const struct row *row,
                           const struct column_shape *shape, int depth)
{
    for (size_t i = 0; i < l->column_count; i++) {
        if (l->columns[i].shape != shape)
            continue;
        const char *value = cell(r, row->cells, (int)i);
        if (value[0] == '\0')
            continue;
        indent(&r->e, depth);
        buf_printf(&r->e.b, "%s: ", l->columns[i].lang);
        if (shape->type == COLUMN_FORMS) {
            const char **items = items_of(r->a, value);
            flow_list(r, items, count_items(items));
        } else {
            quoted(&r->e, value);
        }
        end_line(&r->e);
    }
}

enum { LINES_MAX = 100 };

struct lines {
    const char *lang;
    const char *v[LINES_MAX];
    int count; /* without empty ones at the end */
};

static void split_lines(struct reader *r, const char *text, struct lines *out)
{
    const char *at = text, *item;
    for (int n = 0; n < LINES_MAX && (item = next_item(r->a, &at, "\n")) != NULL; n++) {
        out->v[n] = item;
        if (item[0] != '\0')
            out->count = n + 1;
    }
}

/* A list of texts: line n of every language makes item n. */
static void emit_texts(struct reader *r, const struct list *l, const struct row *row,
                       const struct column_shape *shape, int depth)
{
    struct lines *langs = NEW_ARRAY(r->a, struct lines, LANG_COUNT);
    int lang_count = 0, most = 0, least = LINES_MAX;
    for (size_t i = 0; i < l->column_count && lang_count < LANG_COUNT; i++) {
        if (l->columns[i].shape != shape)
            continue;
        struct lines *lines = &langs[lang_count++];
        lines->lang = l->columns[i].lang;
        split_lines(r, raw(row->cells, (int)i), lines);
        most = lines->count > most ? lines->count : most;
        if (strcmp(lines->lang, "nl_BE") != 0 && lines->count < least)
            least = lines->count;
    }
    if (least < most)
        fault(r, l->sheet->name, row->cells->line, row->path,
              arena_printf(r->a, "\"%s\" has %d lines in one language and %d in another", shape->name, least,
                           most));
    for (int n = 0; n < most; n++) {
        bool first = true;
        for (int k = 0; k < lang_count; k++) {
            if (n >= langs[k].count || langs[k].v[n][0] == '\0')
                continue;
            indent(&r->e, depth);
            buf_printf(&r->e.b, "%s%s: ", first ? "- " : "  ", langs[k].lang);
            quoted(&r->e, langs[k].v[n]);
            end_line(&r->e);
            first = false;
        }
    }
}

static bool has_value(struct reader *r, const struct list *l, const struct row *row,
                      const struct column_shape *shape, int *column)
{
    for (size_t i = 0; i < l->column_count; i++) {
        if (l->columns[i].shape != shape)
            continue;
        *column = (int)i;
        if (cell(r, row->cells, (int)i)[0] != '\0')
            return true;
    }
    return false;
}

/* ---- entries ---------------------------------------------------------------------------------------------------------- */

static void emit_children(struct reader *r, struct list *l, int number, int depth);

static struct list *list_named(struct reader *r, const char *name)
{
    for (int i = 0; i < r->list_count; i++)
        if (strcmp(r->lists[i].name, name) == 0)
            return &r->lists[i];
    return NULL;
}

/* One row with everything that stands in it. Fields come in the order of the shape, whatever the order of columns. */
static void emit_row(struct reader *r, struct list *l, struct row *row, int depth)
{
    struct sheet_place place = { l->sheet->name, row->cells->line };
    bool first = true, strings = strcmp(l->name, "leave-out") == 0;
    row->reached = true;
    if (!buf_ok(&r->e.b))
        return; /* too large already */
    r->e.now = place;
    for (size_t i = 0; i < r->shape.count; i++) {
        const struct column_shape *shape = &r->shape.v[i];
        int column;
        if (strcmp(shape->list, l->name) != 0)
            continue;
        if (shape->type == COLUMN_ENTRIES) {
            struct list *inner = list_named(r, arena_printf(r->a, "%s.%s", l->name, shape->name));
            int number = inner->parents == NULL || row->again ? -1 : pack_index_find(inner->parents, row->path);
            if (number < 0)
                continue;
            key(r, depth + 1, shape->name, &first);
            end_line(&r->e);
            emit_children(r, inner, number, depth + 2);
            r->e.now = place;
        } else if (has_value(r, l, row, shape, &column)) {
            if (strings) {
                indent(&r->e, depth);
                BUF_LIT(&r->e.b, "- ");
                string(&r->e, cell(r, row->cells, column));
                end_line(&r->e);
                continue;
            }
            key(r, depth + 1, shape->name, &first);
            if (shape->type == COLUMN_TEXT || shape->type == COLUMN_FORMS) {
                end_line(&r->e);
                emit_languages(r, l, row, shape, depth + 2);
            } else if (shape->type == COLUMN_TEXTS) {
                end_line(&r->e);
                emit_texts(r, l, row, shape, depth + 2);
            } else {
                emit_single(r, l, row, shape, cell(r, row->cells, column));
                end_line(&r->e);
            }
        }
    }
    if (first && !strings) { /* only labels, or nothing that counts */
        indent(&r->e, depth);
        BUF_LIT(&r->e.b, "- {}");
        end_line(&r->e);
    }
}

static void emit_children(struct reader *r, struct list *l, int number, int depth)
{
    for (int i = l->first[number]; i >= 0; i = l->rows[i].next)
        emit_row(r, l, &l->rows[i], depth);
}

/* ---- columns and rows -------------------------------------------------------------------------------------------------- */

static bool has_languages(enum column_type type)
{
    return type == COLUMN_TEXT || type == COLUMN_TEXTS || type == COLUMN_FORMS;
}

/* What a title names: a field, or with a language behind it ("text.nl_BE") a text in that language. Its shape is NULL when
 * the list has no such column. */
static struct column column_named(struct reader *r, const char *list, const char *title)
{
    const struct column_shape *shape = column_find(&r->shape, list, title);
    if (shape != NULL && !has_languages(shape->type) && shape->type != COLUMN_ENTRIES)
        return (struct column){ .shape = shape };
    const char *dot = strrchr(title, '.');
    if (dot == NULL || !is_language(dot + 1))
        return (struct column){ 0 };
    shape = column_find(&r->shape, list, arena_strndup(r->a, title, (size_t)(dot - title)));
    if (shape == NULL || !has_languages(shape->type))
        return (struct column){ 0 };
    return (struct column){ .shape = shape, .lang = lang_find(dot + 1)->code };
}

static bool stands_twice(const struct list *l, const struct column *c, int at)
{
    for (int i = 0; i < at; i++)
        if (l->columns[i].shape == c->shape && (c->lang == NULL || strcmp(l->columns[i].lang, c->lang) == 0))
            return true;
    return false;
}

/* "[theme]" and "" are nothing to read. */
static void read_column(struct reader *r, struct list *l, const char *title, int at)
{
    const char *parent = list_parent(r->a, l->name);
    if (title[0] == '\0' || title[0] == '[')
        return;
    if (parent != NULL && strcmp(title, parent) == 0) {
        l->parent = at;
        return;
    }
    struct column c = column_named(r, l->name, title);
    if (c.shape == NULL) {
        fault(r, l->sheet->name, 1, NULL,
              arena_printf(r->a,
                           "there is no column \"%s\" on this sheet; put it in brackets to keep it as a note",
                           pack_quote(r->a, title)));
        return;
    }
    if (stands_twice(l, &c, at))
        fault(r, l->sheet->name, 1, NULL, arena_printf(r->a, "the column \"%s\" stands here twice", title));
    l->columns[at] = c;
    if (strcmp(c.shape->name, "id") == 0)
        l->id = at;
}

static void read_columns(struct reader *r, struct list *l)
{
    const struct csv_row *titles = &l->sheet->rows.rows[0];
    l->columns = NEW_ARRAY(r->a, struct column, titles->count);
    l->column_count = titles->count;
    for (size_t i = 0; i < titles->count; i++)
        read_column(r, l, cell(r, titles, (int)i), (int)i);
    const char *parent = list_parent(r->a, l->name);
    if (l->id < 0)
        fault(r, l->sheet->name, 1, NULL, "the column \"id\" is missing");
    if (parent != NULL && l->parent < 0)
        fault(r, l->sheet->name, 1, NULL, arena_printf(r->a, "the column \"%s\" is missing", parent));
}

static void read_rows(struct reader *r, struct list *l)
{
    const struct csv *csv = &l->sheet->rows;
    size_t most = csv->count;
    l->rows = NEW_ARRAY(r->a, struct row, most);
    l->first = NEW_ARRAY(r->a, int, most + 1);
    l->last = NEW_ARRAY(r->a, int, most + 1);
    l->parents = pack_index_new(r->a, most + 1);
    struct pack_index *paths = pack_index_new(r->a, most + 1);
    int parents = 0;
    for (size_t i = 1; i < csv->count; i++) {
        const struct csv_row *cells = &csv->rows[i];
        const char *parent = l->parent < 0 ? "" : cell(r, cells, l->parent), *id = cell(r, cells, l->id);
        int at = l->row_count++;
        l->rows[at] = (struct row){ .cells = cells,
                                    .path = parent[0] == '\0' ? id : arena_printf(r->a, "%s/%s", parent, id),
                                    .next = -1 };
        l->rows[at].again = !pack_index_add(paths, l->rows[at].path, at);
        if (l->rows[at].again && id[0] != '\0') /* a missing id is told when the pack is read */
            fault(r, l->sheet->name, cells->line, id,
                  arena_printf(r->a, "the id \"%s\" stands here twice", pack_quote(r->a, id)));
        int number = pack_index_find(l->parents, parent);
        if (number < 0) {
            number = parents++;
            (void)pack_index_add(l->parents, parent, number);
            l->first[number] = at;
        } else {
            l->rows[l->last[number]].next = at;
        }
        l->last[number] = at;
        for (size_t k = l->column_count; k < cells->count; k++)
            if (cell(r, cells, (int)k)[0] != '\0')
                fault(r, l->sheet->name, cells->line, id[0] == '\0' ? NULL : id,
                      arena_printf(r->a, "cell %zu has no title above it", k + 1));
    }
}

static void read_lists(struct reader *r)
{
    int count = 0;
    for (const char **list = r->shape.lists; *list != NULL; list++)
        count++;
    r->lists = NEW_ARRAY(r->a, struct list, (size_t)count);
    for (; r->list_count < count; r->list_count++) {
        struct list *l = &r->lists[r->list_count];
        *l = (struct list){ .name = r->shape.lists[r->list_count], .id = -1, .parent = -1 };
        l->sheet = sheet_find(r->in, l->name);
        if (l->sheet == NULL || l->sheet->rows.count == 0)
            continue;
        read_columns(r, l);
        read_rows(r, l);
    }
    for (size_t i = 0; i < r->in->count; i++) {
        bool known = strcasecmp(r->in->v[i].name, "pack") == 0;
        for (int k = 0; k < r->list_count; k++)
            known |= strcasecmp(r->in->v[i].name, r->lists[k].name) == 0;
        if (!known && r->in->v[i].rows.count > 0)
            fault(r, r->in->v[i].name, 0, NULL, "a pack of this kind has no such sheet");
    }
}

/* A row whose parent is nowhere would vanish without a word. */
static void refuse_orphans(struct reader *r)
{
    for (int i = 0; i < r->list_count; i++) {
        struct list *l = &r->lists[i];
        const char *parent = list_parent(r->a, l->name);
        for (int k = 0; k < l->row_count && parent != NULL; k++)
            if (!l->rows[k].reached)
                fault(r, l->sheet->name, l->rows[k].cells->line, cell(r, l->rows[k].cells, l->id),
                      arena_printf(r->a, "the sheet \"%s\" has no \"%s\"", parent,
                                   pack_quote(r->a, cell(r, l->rows[k].cells, l->parent))));
    }
}

/* ---- the head ---------------------------------------------------------------------------------------------------------- */

static const char *head_value(struct reader *r, const struct csv *head, const char *name, size_t *line)
{
    for (size_t i = 1; i < head->count; i++)
        if (strcmp(cell(r, &head->rows[i], 0), name) == 0) {
            *line = head->rows[i].line;
            return cell(r, &head->rows[i], 1);
        }
    return "";
}

/* The head is a list with one row whose columns stand below each other. */
static void emit_head(struct reader *r, const struct sheet *sheet)
{
    const struct csv *head = &sheet->rows;
    struct list l = { .name = "", .sheet = sheet };
    for (size_t i = 0; i < r->shape.count; i++) {
        const struct column_shape *c = &r->shape.v[i];
        if (c->list[0] != '\0')
            continue;
        bool named = false;
        for (int lang = 0; lang < (c->type == COLUMN_TEXT ? LANG_COUNT : 1); lang++) {
            const char *code = lang_get((enum lang_id)lang)->code;
            const char *name = c->type == COLUMN_TEXT ? arena_printf(r->a, "%s.%s", c->name, code) : c->name;
            size_t line = 0;
            const char *value = head_value(r, head, name, &line);
            if (value[0] == '\0')
                continue;
            struct csv_row cells = { .line = line };
            struct row row = { .cells = &cells };
            r->e.now = (struct sheet_place){ sheet->name, line };
            if (c->type != COLUMN_TEXT) {
                buf_printf(&r->e.b, "%s:", c->name);
                emit_single(r, &l, &row, c, value);
                end_line(&r->e);
                continue;
            }
            if (!named) {
                buf_printf(&r->e.b, "%s:", c->name);
                end_line(&r->e);
            }
            named = true;
            buf_printf(&r->e.b, "  %s: ", code);
            quoted(&r->e, value);
            end_line(&r->e);
        }
    }
}

static bool is_head_key(struct reader *r, const char *name)
{
    const struct column_shape *c = column_find(&r->shape, "", name);
    if (c != NULL)
        return c->type != COLUMN_TEXT;
    const char *dot = strrchr(name, '.');
    return dot != NULL && is_language(dot + 1) &&
           (c = column_find(&r->shape, "", arena_strndup(r->a, name, (size_t)(dot - name)))) != NULL &&
           c->type == COLUMN_TEXT;
}

static void check_head(struct reader *r, const struct sheet *sheet)
{
    const struct csv *head = &sheet->rows;
    for (size_t i = 1; i < head->count; i++) {
        const char *name = cell(r, &head->rows[i], 0);
        if (name[0] == '[' || (name[0] == '\0' && cell(r, &head->rows[i], 1)[0] == '\0'))
            continue;
        if (!is_head_key(r, name))
            fault(r, sheet->name, head->rows[i].line, NULL,
                  arena_printf(r->a, "\"%s\" is no key of a pack", pack_quote(r->a, name)));
        for (size_t k = 1; k < i; k++)
            if (strcmp(cell(r, &head->rows[k], 0), name) == 0)
                fault(r, sheet->name, head->rows[i].line, NULL,
                      arena_printf(r->a, "\"%s\" stands here a second time", name));
    }
}

static enum pack_kind kind_named(const char *name)
{
    int kind = 0;
    while (kind < PACK_DEMO && strcmp(pack_kind_name((enum pack_kind)kind), name) != 0)
        kind++;
    return (enum pack_kind)kind;
}

static void emit_lists(struct reader *r)
{
    for (int i = 0; i < r->list_count; i++) {
        struct list *l = &r->lists[i];
        if (l->row_count == 0 || list_parent(r->a, l->name) != NULL)
            continue;
        r->e.now = (struct sheet_place){ l->sheet->name, 1 };
        buf_printf(&r->e.b, "%s:", l->name);
        end_line(&r->e);
        for (int k = 0; k < l->row_count; k++)
            emit_row(r, l, &l->rows[k], 1);
    }
}

static void read_all(struct reader *r, struct sheet_pack *out)
{
    const struct sheet *head = sheet_find(r->in, "pack");
    if (head == NULL || head->rows.count == 0) {
        fault(r, NULL, 0, NULL, "there is no sheet \"pack\" with the head of the pack");
        return;
    }
    size_t line = 0;
    const char *name = head_value(r, &head->rows, "kind", &line);
    enum pack_kind kind = kind_named(name);
    if (kind == PACK_DEMO) {
        fault(r, head->name, line, NULL,
              name[0] == '\0'
                  ? "the row \"kind\" is missing: what kind of pack is this?"
                  : arena_printf(r->a, "\"kind\": there are no sheets for \"%s\"", pack_quote(r->a, name)));
        return;
    }
    r->shape = sheet_shape(r->a, kind);
    check_head(r, head);
    read_lists(r);
    emit_head(r, head);
    emit_lists(r);
    refuse_orphans(r);
    if (!buf_ok(&r->e.b)) {
        fault(r, NULL, 0, NULL, "the pack is too large");
        return;
    }
    out->yaml = (struct bytes){ .p = buf_to_arena(&r->e.b, r->a), .n = r->e.b.n };
    out->places = r->e.places;
    out->lines = r->e.lines;
}

enum status sheet_read(struct arena *a, const struct sheets *in, struct sheet_pack *out,
                       struct sheet_faults *faults)
{
    *out = (struct sheet_pack){ .yaml = { .p = "", .n = 0 } };
    size_t before = faults->count;
    struct reader r = { .a = a, .in = in, .faults = faults, .e = { .a = a } };
    buf_init(&r.e.b, YAML_MAX_BYTES + 1);
    read_all(&r, out);
    buf_release(&r.e.b);
    return faults->count == before ? OK : INVALID;
}

struct sheet_place sheet_place_of(const struct sheet_pack *pack, int line)
{
    return line < 1 || (size_t)line > pack->lines ? (struct sheet_place){ 0 } : pack->places[line - 1];
}
