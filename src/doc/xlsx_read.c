#include <expat.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "doc/xlsx.h"
#include "lib/zip.h"

/* A workbook is a ZIP of XML parts. _rels/.rels names the workbook part; its own .rels names the sheets and
 * the shared strings. Each part is read as a stream with handlers of its own; the first thing that is wrong
 * stops the parser and stays in reader.status and *reader.fault. */

enum {
    SHEETS_MAX = 1000,
    RELATIONS_MAX = 5000,
    EXCEL_ROWS = 1048576,
    EXCEL_DIGITS = 15,           /* what Excel shows; it writes 17, which makes 61.3 into 61.299999999999997 */
    TEXT_MAX = 64 * 1024 * 1024, /* a part may be Latin-1, which grows in UTF-8 */
};

struct relation {
    const char *id;
    const char *type;   /* the last word of the type's address */
    const char *target; /* full path in the archive */
};

struct sheet_entry {
    const char *name;
    const char *relation;
    bool hidden;
};

struct reader {
    struct arena *arena;
    struct archive *archive;
    XML_Parser parser; /* of the part being read */
    enum status status;
    struct xlsx_fault *fault;

    const char *folder; /* of the part whose relations are read */
    struct relation *relations;
    size_t relation_count, relation_capacity;
    struct sheet_entry *sheets;
    size_t sheet_count, sheet_capacity;

    struct buf text;    /* of the element being read */
    bool capture;       /* character data belongs to text */
    int phonetic_depth; /* inside <rPh>, whose text is how to pronounce it */

    struct buf pool;     /* shared strings, NUL behind each */
    struct buf starts;   /* uint32_t per shared string: where it starts in pool */
    const char *strings; /* pool's content in the arena */

    struct csv *out;
    size_t row_capacity, cell_total;
    bool in_row, in_cell;
    size_t row;    /* number of the current row, 1-based */
    size_t column; /* of the current or last cell, 1-based; 0 before the first */
    size_t width;  /* cells up to the last with a value */
    char type;     /* of the current cell: s, i(nlineStr), t (str), b, e, d, n */
    const char *cells[CSV_MAX_CELLS];
};

typedef void start_handler(struct reader *r, const char *name, const char **attributes);
typedef void end_handler(struct reader *r, const char *name);

struct part_handlers {
    start_handler *start;
    end_handler *end;
};

/* ---- faults ---- */

static void stop(struct reader *r, enum status status, const char *msgid)
{
    if (r->status != OK)
        return;
    r->status = status;
    r->fault->msgid = msgid;
    if (r->parser != NULL)
        XML_StopParser(r->parser, XML_FALSE);
}

/* "C7" */
static const char *cell_name(struct arena *a, size_t row, size_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    letters[--at] = '\0';
    for (; column > 0 && at > 0; column = (column - 1) / 26)
        letters[--at] = (char)('A' + (column - 1) % 26);
    return arena_printf(a, "%s%zu", letters + at, row);
}

static void stop_at_row(struct reader *r, enum status status, const char *msgid)
{
    if (r->status == OK)
        r->fault->row = r->row;
    stop(r, status, msgid);
}

static void stop_at_cell(struct reader *r, enum status status, const char *msgid)
{
    if (r->status == OK)
        r->fault->cell = cell_name(r->arena, r->row, r->column);
    stop_at_row(r, status, msgid);
}

/* ---- one XML part ---- */

static const char *local_name(const char *name)
{
    const char *colon = strrchr(name, ':');
    return colon == NULL ? name : colon + 1;
}

static const char *attribute(const char **attributes, const char *name)
{
    for (; attributes[0] != NULL; attributes += 2)
        if (strcmp(local_name(attributes[0]), name) == 0)
            return attributes[1];
    return NULL;
}

struct part {
    struct reader *reader;
    const struct part_handlers *handlers;
};

static void XMLCALL on_start(void *context, const char *name, const char **attributes)
{
    struct part *p = context;
    if (p->reader->status == OK)
        p->handlers->start(p->reader, local_name(name), attributes);
}

static void XMLCALL on_end(void *context, const char *name)
{
    struct part *p = context;
    if (p->reader->status == OK && p->handlers->end != NULL)
        p->handlers->end(p->reader, local_name(name));
}

static void XMLCALL on_text(void *context, const char *s, int n)
{
    struct reader *r = ((struct part *)context)->reader;
    if (r->capture)
        buf_add(&r->text, s, (size_t)n);
}

static void XMLCALL on_doctype(void *context, const char *name, const char *sysid, const char *pubid,
                               int has_subset)
{
    (void)name;
    (void)sysid;
    (void)pubid;
    (void)has_subset;
    stop(((struct part *)context)->reader, MALFORMED,
         N_("The file holds definitions that do not belong in a spreadsheet."));
}

static bool feed(void *context, const char *p, size_t n)
{
    struct reader *r = context;
    enum XML_Status result = XML_Parse(r->parser, p, (int)n, XML_FALSE);
    return result == XML_STATUS_OK && r->status == OK;
}

static const char BROKEN[] = N_("The file is damaged.");

/* Runs the handlers over one part. NOT_FOUND leaves no fault: some parts may be missing. */
static enum status read_part(struct reader *r, const char *name, const struct part_handlers *handlers)
{
    struct part part = { .reader = r, .handlers = handlers };
    r->parser = XML_ParserCreate(NULL);
    if (r->parser == NULL) {
        fprintf(stderr, "kapstok: out of memory (XML)\n");
        abort();
    }
    XML_SetUserData(r->parser, &part);
    XML_SetElementHandler(r->parser, on_start, on_end);
    XML_SetCharacterDataHandler(r->parser, on_text);
    XML_SetStartDoctypeDeclHandler(r->parser, on_doctype);
    enum status st = archive_read(r->archive, name, XLSX_PART_MAX, feed, r);
    bool whole = st == OK && XML_Parse(r->parser, "", 0, XML_TRUE) == XML_STATUS_OK;
    XML_ParserFree(r->parser);
    r->parser = NULL;
    if (r->status != OK || st == NOT_FOUND)
        return r->status != OK ? r->status : NOT_FOUND;
    if (st == TOO_LARGE)
        stop_at_row(r, TOO_LARGE, N_("The file is too large."));
    else if (!whole)
        stop_at_row(r, MALFORMED, BROKEN);
    return r->status;
}

/* ---- relations ---- */

/* target as seen from folder: "worksheets/sheet1.xml" in "xl/". A leading slash is the archive's root. */
static const char *resolve(struct arena *a, const char *folder, const char *target)
{
    if (target[0] == '/')
        return arena_strdup(a, target + 1);
    size_t folder_n = strlen(folder);
    for (;;) {
        if (strncmp(target, "./", 2) == 0) {
            target += 2;
        } else if (strncmp(target, "../", 3) == 0) {
            target += 3;
            if (folder_n > 0)
                folder_n--; /* its slash */
            while (folder_n > 0 && folder[folder_n - 1] != '/')
                folder_n--;
        } else {
            return arena_printf(a, "%.*s%s", (int)folder_n, folder, target);
        }
    }
}

static void start_relation(struct reader *r, const char *name, const char **attributes)
{
    const char *id = attribute(attributes, "Id");
    const char *type = attribute(attributes, "Type");
    const char *target = attribute(attributes, "Target");
    const char *mode = attribute(attributes, "TargetMode");
    if (strcmp(name, "Relationship") != 0 || id == NULL || type == NULL || target == NULL)
        return;
    if (mode != NULL && strcmp(mode, "External") == 0)
        return;
    if (r->relation_count == RELATIONS_MAX) {
        stop(r, TOO_LARGE, N_("The file is too large."));
        return;
    }
    const char *slash = strrchr(type, '/');
    struct relation *relation = ARENA_PUSH(r->arena, &r->relations, &r->relation_count, &r->relation_capacity);
    *relation = (struct relation){
        .id = arena_strdup(r->arena, id),
        .type = arena_strdup(r->arena, slash == NULL ? type : slash + 1),
        .target = resolve(r->arena, r->folder, target),
    };
}

static enum status read_relations(struct reader *r, const char *part, const char *folder)
{
    static const struct part_handlers handlers = { .start = start_relation };
    r->relations = NULL;
    r->relation_count = r->relation_capacity = 0;
    r->folder = folder;
    return read_part(r, part, &handlers);
}

static const char *relation_of_type(const struct reader *r, const char *type)
{
    for (size_t i = 0; i < r->relation_count; i++)
        if (strcmp(r->relations[i].type, type) == 0)
            return r->relations[i].target;
    return NULL;
}

/* The part a sheet of the workbook is in; NULL when it is a chart or dangling. */
static const char *worksheet_part(const struct reader *r, const struct sheet_entry *sheet)
{
    for (size_t i = 0; i < r->relation_count; i++)
        if (strcmp(r->relations[i].id, sheet->relation) == 0 && strcmp(r->relations[i].type, "worksheet") == 0)
            return r->relations[i].target;
    return NULL;
}

/* ---- the workbook part ---- */

static void start_workbook(struct reader *r, const char *name, const char **attributes)
{
    const char *title = attribute(attributes, "name");
    const char *id = attribute(attributes, "id");
    const char *state = attribute(attributes, "state");
    if (strcmp(name, "sheet") != 0 || title == NULL || id == NULL)
        return;
    if (r->sheet_count == SHEETS_MAX) {
        stop(r, TOO_LARGE, N_("The file has too many sheets."));
        return;
    }
    struct sheet_entry *sheet = ARENA_PUSH(r->arena, &r->sheets, &r->sheet_count, &r->sheet_capacity);
    *sheet = (struct sheet_entry){
        .name = arena_strdup(r->arena, title),
        .relation = arena_strdup(r->arena, id),
        .hidden = state != NULL && strcmp(state, "visible") != 0,
    };
}

static const char NOT_A_WORKBOOK[] = N_("The file is not an Excel workbook (.xlsx).");

/* Reads which sheets there are and where. */
static enum status read_workbook(struct reader *r)
{
    static const struct part_handlers handlers = { .start = start_workbook };
    enum status st = read_relations(r, "_rels/.rels", "");
    const char *workbook = st == OK ? relation_of_type(r, "officeDocument") : NULL;
    if (workbook != NULL)
        st = read_part(r, workbook, &handlers);
    if (r->status != OK)
        return r->status;
    if (st == NOT_FOUND || workbook == NULL || r->sheet_count == 0) {
        stop(r, MALFORMED, NOT_A_WORKBOOK);
        return r->status;
    }
    const char *slash = strrchr(workbook, '/');
    int folder_n = slash == NULL ? 0 : (int)(slash + 1 - workbook);
    const char *folder = arena_strndup(r->arena, workbook, (size_t)folder_n);
    const char *relations = arena_printf(r->arena, "%s_rels/%s.rels", folder, workbook + folder_n);
    if (read_relations(r, relations, folder) == NOT_FOUND)
        stop(r, MALFORMED, BROKEN);
    return r->status;
}

/* The part of the wanted sheet, or of the first that shows. */
static const char *choose_sheet(struct reader *r, const char *wanted)
{
    const char *folded = wanted == NULL ? NULL : utf8_fold(r->arena, wanted);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < r->sheet_count; i++) {
            const struct sheet_entry *sheet = &r->sheets[i];
            const char *part = worksheet_part(r, sheet);
            bool fits = folded == NULL ? pass == 1 || !sheet->hidden
                        : pass == 0    ? strcmp(sheet->name, wanted) == 0
                                       : strcmp(utf8_fold(r->arena, sheet->name), folded) == 0;
            if (part != NULL && fits) {
                r->fault->sheet = sheet->name;
                return part;
            }
        }
    }
    r->fault->sheet = wanted == NULL ? NULL : arena_strdup(r->arena, wanted);
    stop(r, NOT_FOUND, N_("The file has no such sheet."));
    return NULL;
}

/* ---- texts ---- */

static int hex_value(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* Excel writes characters that XML cannot hold as _x000D_. Decodes in place; what gives no character stays. */
static void decode_escapes(struct buf *b)
{
    if (b->n < 7 || memmem(b->p, b->n, "_x", 2) == NULL)
        return;
    size_t to = 0;
    for (size_t at = 0; at < b->n;) {
        const char *p = b->p + at;
        uint32_t cp = 0;
        if (b->n - at >= 7 && p[0] == '_' && p[1] == 'x' && p[6] == '_') {
            for (int i = 2; i < 6; i++)
                cp = hex_value(p[i]) < 0 ? UINT32_MAX >> 4 : cp << 4 | (uint32_t)hex_value(p[i]);
        }
        if (cp == 0 || cp > 0xFFFF || (cp >= 0xD800 && cp <= 0xDFFF)) {
            b->p[to++] = b->p[at++];
            continue;
        }
        at += 7;
        if (cp < 0x80) {
            b->p[to++] = (char)cp;
        } else if (cp < 0x800) {
            b->p[to++] = (char)(0xC0 | cp >> 6);
            b->p[to++] = (char)(0x80 | (cp & 0x3F));
        } else {
            b->p[to++] = (char)(0xE0 | cp >> 12);
            b->p[to++] = (char)(0x80 | (cp >> 6 & 0x3F));
            b->p[to++] = (char)(0x80 | (cp & 0x3F));
        }
    }
    b->n = to;
}

/* Both strings and cells hold <t>, and <rPh> with a <t> that is not to be read. */
static bool start_text(struct reader *r, const char *name)
{
    if (strcmp(name, "rPh") == 0) {
        r->phonetic_depth++;
        return true;
    }
    if (strcmp(name, "t") == 0) {
        r->capture = r->phonetic_depth == 0;
        return true;
    }
    return false;
}

static bool end_text(struct reader *r, const char *name)
{
    if (strcmp(name, "rPh") == 0) {
        r->phonetic_depth--;
        return true;
    }
    if (strcmp(name, "t") == 0) {
        r->capture = false;
        return true;
    }
    return false;
}

static void start_string(struct reader *r, const char *name, const char **attributes)
{
    (void)attributes;
    if (!start_text(r, name) && strcmp(name, "si") == 0)
        buf_clear(&r->text);
}

static void end_string(struct reader *r, const char *name)
{
    if (end_text(r, name) || strcmp(name, "si") != 0)
        return;
    decode_escapes(&r->text);
    uint32_t start = (uint32_t)r->pool.n;
    buf_add(&r->starts, &start, sizeof start);
    buf_add(&r->pool, r->text.p, r->text.n);
    buf_char(&r->pool, '\0');
    if (!buf_ok(&r->pool) || !buf_ok(&r->starts) || !buf_ok(&r->text))
        stop(r, TOO_LARGE, N_("The file is too large."));
}

static enum status read_strings(struct reader *r)
{
    static const struct part_handlers handlers = { .start = start_string, .end = end_string };
    const char *part = relation_of_type(r, "sharedStrings");
    if (part == NULL)
        return OK; /* a workbook of numbers only */
    if (read_part(r, part, &handlers) == NOT_FOUND)
        stop(r, MALFORMED, BROKEN);
    r->strings = buf_to_arena(&r->pool, r->arena);
    return r->status;
}

/* ---- the sheet part ---- */

/* A number of at most seven digits; 0 when it is none, which is no row and no column. */
static size_t read_count(const char *s)
{
    size_t v = 0;
    if (*s == '\0' || strlen(s) > 7)
        return 0;
    for (; *s != '\0'; s++) {
        if (*s < '0' || *s > '9')
            return 0;
        v = v * 10 + (size_t)(*s - '0');
    }
    return v;
}

static void start_row(struct reader *r, const char *number)
{
    size_t before = r->row;
    r->row = number == NULL ? before + 1 : read_count(number);
    if (r->in_row || r->row <= before || r->row > EXCEL_ROWS) {
        r->row = before; /* the last good one, so that one knows where to look */
        stop_at_row(r, MALFORMED, N_("A row has an impossible number."));
        return;
    }
    r->in_row = true;
    r->column = 0;
    r->width = 0;
}

static void end_row(struct reader *r)
{
    r->in_row = false;
    if (r->width == 0)
        return;
    r->cell_total += r->width;
    if (r->out->count == CSV_MAX_ROWS || r->cell_total > XLSX_CELLS_MAX) {
        stop_at_row(r, TOO_LARGE, N_("The sheet has too many rows."));
        return;
    }
    struct csv_row *row = ARENA_PUSH(r->arena, &r->out->rows, &r->out->count, &r->row_capacity);
    *row = (struct csv_row){
        .cells = NEW_ARRAY(r->arena, const char *, r->width),
        .count = r->width,
        .line = r->row,
    };
    memcpy(row->cells, r->cells, r->width * sizeof r->cells[0]);
}

/* The column of "C7", 1-based; 0 when it is none or belongs to another row. */
static size_t read_column(const char *reference, size_t row)
{
    size_t column = 0;
    const char *p = reference;
    for (; *p >= 'A' && *p <= 'Z' && p - reference < 3; p++)
        column = column * 26 + (size_t)(*p - 'A' + 1);
    return read_count(p) == row ? column : 0;
}

static char read_type(const char *type)
{
    if (type == NULL)
        return 'n';
    if (strcmp(type, "inlineStr") == 0)
        return 'i';
    if (strcmp(type, "str") == 0)
        return 't';
    return type[0];
}

static void start_cell(struct reader *r, const char **attributes)
{
    const char *reference = attribute(attributes, "r");
    size_t before = r->column;
    r->column = reference == NULL ? before + 1 : read_column(reference, r->row);
    if (!r->in_row || r->in_cell || r->column <= before) {
        r->column = before;
        stop_at_row(r, MALFORMED, N_("A cell stands where it cannot be."));
        return;
    }
    r->in_cell = true;
    r->type = read_type(attribute(attributes, "t"));
    buf_clear(&r->text);
}

/* Takes a fraction that was written with more digits than a double has back to what a person sees. */
static const char *number_text(struct arena *a, const char *s)
{
    int digits = 0;
    bool leading = true;
    for (const char *p = s; *p != '\0' && *p != 'e' && *p != 'E'; p++) {
        leading = leading && (*p < '1' || *p > '9');
        digits += !leading && *p >= '0' && *p <= '9';
    }
    if (digits <= EXCEL_DIGITS || strpbrk(s, ".eE") == NULL)
        return s;
    char *end;
    double value = strtod(s, &end);
    return *end != '\0' ? s : arena_printf(a, "%.*g", EXCEL_DIGITS, value);
}

static const char *cell_text(struct reader *r)
{
    if (r->text.n == 0)
        return "";
    if (r->type == 's') {
        char digits[16] = "";
        if (r->text.n < sizeof digits)
            memcpy(digits, r->text.p, r->text.n);
        size_t index = read_count(digits);
        bool is_number = index > 0 || strcmp(digits, "0") == 0;
        if (!is_number || index >= r->starts.n / sizeof(uint32_t)) {
            stop_at_cell(r, MALFORMED, N_("A cell refers to a text that is not in the file."));
            return "";
        }
        uint32_t start;
        memcpy(&start, r->starts.p + index * sizeof start, sizeof start);
        return r->strings + start;
    }
    if (r->type == 'i' || r->type == 't')
        decode_escapes(&r->text);
    const char *text = buf_to_arena(&r->text, r->arena);
    if (r->type == 'b')
        return strcmp(text, "0") == 0 ? "FALSE" : "TRUE";
    return r->type == 'n' ? number_text(r->arena, text) : text;
}

static void end_cell(struct reader *r)
{
    r->in_cell = false;
    if (!buf_ok(&r->text)) {
        stop_at_cell(r, TOO_LARGE, N_("The file is too large."));
        return;
    }
    const char *text = cell_text(r);
    if (text[0] == '\0')
        return; /* it has a colour or a border, but no value */
    if (r->column > CSV_MAX_CELLS) {
        stop_at_cell(r, TOO_LARGE, N_("The sheet has too many columns."));
        return;
    }
    while (r->width < r->column - 1)
        r->cells[r->width++] = "";
    r->cells[r->width++] = text;
}

static void start_sheet(struct reader *r, const char *name, const char **attributes)
{
    if (strcmp(name, "row") == 0)
        start_row(r, attribute(attributes, "r"));
    else if (strcmp(name, "c") == 0)
        start_cell(r, attributes);
    else if (r->in_cell && strcmp(name, "v") == 0)
        r->capture = true;
    else if (r->in_cell)
        start_text(r, name);
}

static void end_sheet(struct reader *r, const char *name)
{
    if (strcmp(name, "row") == 0)
        end_row(r);
    else if (strcmp(name, "c") == 0)
        end_cell(r);
    else if (strcmp(name, "v") == 0)
        r->capture = false;
    else if (r->in_cell)
        end_text(r, name);
}

/* ---- all of it ---- */

static void read_all(struct reader *r, const char *wanted)
{
    static const struct part_handlers handlers = { .start = start_sheet, .end = end_sheet };
    if (read_workbook(r) != OK)
        return;
    const char *part = choose_sheet(r, wanted);
    if (part == NULL || read_strings(r) != OK)
        return;
    if (read_part(r, part, &handlers) == NOT_FOUND)
        stop(r, MALFORMED, BROKEN);
}

/* A reader of the file, or NULL with the fault. */
static struct reader *open_reader(struct arena *a, const void *p, size_t n, struct xlsx_fault *fault)
{
    *fault = (struct xlsx_fault){ 0 };
    if (n >= 4 && memcmp(p, "\xD0\xCF\x11\xE0", 4) == 0) {
        fault->msgid =
            N_("The file is an old .xls file or has a password. Save it as .xlsx without a password.");
        return NULL;
    }
    struct reader *r = NEW(a, struct reader);
    *r = (struct reader){ .arena = a, .fault = fault };
    if (archive_open(a, p, n, &r->archive) != OK) {
        fault->msgid = NOT_A_WORKBOOK;
        return NULL;
    }
    buf_init(&r->text, TEXT_MAX);
    buf_init(&r->pool, TEXT_MAX);
    buf_init(&r->starts, TEXT_MAX);
    return r;
}

static enum status close_reader(struct reader *r)
{
    buf_release(&r->text);
    buf_release(&r->pool);
    buf_release(&r->starts);
    if (r->status == OK)
        *r->fault = (struct xlsx_fault){ 0 };
    return r->status;
}

enum status doc_xlsx_read(struct arena *a, const void *p, size_t n, const char *sheet, struct csv *out,
                          struct xlsx_fault *fault)
{
    *out = (struct csv){ .separator = ',' };
    struct csv result = *out;
    struct reader *r = open_reader(a, p, n, fault);
    if (r == NULL)
        return MALFORMED;
    r->out = &result;
    read_all(r, sheet);
    enum status st = close_reader(r);
    if (st == OK)
        *out = result;
    return st;
}

enum status doc_xlsx_sheets(struct arena *a, const void *p, size_t n, const char *const **names, size_t *count,
                            struct xlsx_fault *fault)
{
    *names = NULL;
    *count = 0;
    struct reader *r = open_reader(a, p, n, fault);
    if (r == NULL)
        return MALFORMED;
    (void)read_workbook(r);
    const char **shown = NEW_ARRAY(a, const char *, r->sheet_count);
    for (size_t i = 0; i < r->sheet_count; i++)
        if (!r->sheets[i].hidden && worksheet_part(r, &r->sheets[i]) != NULL)
            shown[(*count)++] = r->sheets[i].name;
    *names = shown;
    return close_reader(r);
}

bool doc_xlsx_date(const char *cell, int64_t *days)
{
    enum { EPOCH = 25569, LEAP_BUG = 61, LAST = 2958465 /* 9999-12-31 */ };
    char date[11] = "";
    size_t n = strlen(cell);
    if (n >= 10 && (n == 10 || cell[10] == 'T')) {
        memcpy(date, cell, 10);
        if (clock_parse_date(date, days))
            return true;
    }
    int64_t serial = 0;
    size_t digits = strspn(cell, "0123456789");
    if (digits == 0 || digits > 7 || (cell[digits] != '\0' && cell[digits] != '.'))
        return false;
    if (cell[digits] == '.' && strspn(cell + digits + 1, "0123456789") + digits + 1 != n)
        return false;
    for (size_t i = 0; i < digits; i++)
        serial = serial * 10 + (cell[i] - '0');
    if (serial < 1 || serial > LAST)
        return false;
    /* Before March 1900 Excel is a day ahead, since it counts a 29 February that was not. */
    *days = serial - EPOCH + (serial < LEAP_BUG - 1 ? 1 : 0);
    return true;
}
