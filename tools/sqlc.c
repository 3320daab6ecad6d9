/* Queries to C: reads the .sql file of a slice, writes a row struct and one typed function per block, so
 * that nobody binds by hand.
 *
 *   sqlc SLICE in.sql out.c out.h
 *
 * In the slice's meson.build (sqlc is defined in tools/meson.build):
 *
 *   scan_sql = custom_target('scan_sql', input: 'scan.sql', output: ['scan_sql.c', 'scan_sql.h'],
 *     command: [sqlc, 'scan', '@INPUT@', '@OUTPUT@'])
 *   ... static_library('scan', 'scan.c', scan_sql, dependencies: db_dep)
 *
 * and in C, with the path from src: #include "slice/scan/scan_sql.h". A block:
 *
 *   -- Comment lines directly above the name go to the header.
 *   -- name: round_get maybe                    one | maybe | many | exec
 *   -- takes: org int, id int, note text?       ?1, ?2, ?3; int, bool, text, blob; ? = may be NULL
 *   -- gives: id int, title text, deadline int? columns in order; not for exec
 *   SELECT id, title, deadline FROM round WHERE org = ?1 AND id = ?2 AND note IS ?3;
 *   -- @postgres                                optional: what PostgreSQL runs instead
 *   SELECT id, title, deadline FROM round WHERE org = ?1 AND id = ?2 AND note IS NOT DISTINCT FROM ?3;
 *
 * takes and gives may be repeated to continue a long list. A block is one statement and ends with ";".
 * Every fault is reported as file.sql:LINE: message; then nothing is written and the exit code is 1. */
#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

enum { MAX_FILE = 4 << 20, MAX_FIELDS = 64 };

enum type { INT, BOOL, TEXT, BLOB, TYPES };
enum kind { ONE, MAYBE, MANY, EXEC, KINDS };
enum engine { SQLITE, POSTGRES, ENGINES };

static const char *const type_names[TYPES] = { "int", "bool", "text", "blob" };
static const char *const kind_names[KINDS] = { "one", "maybe", "many", "exec" };

struct field {
    const char *name;
    enum type type;
    bool nullable;
};

struct fields {
    struct field items[MAX_FIELDS];
    size_t count;
};

/* A statement as it stands in the file, and what each engine is given. */
struct text {
    struct buf source;
    int line;
    const char *made[ENGINES];
};

struct block {
    const char *name;
    enum kind kind;
    int line;
    const char **comment;
    size_t comment_count;
    struct fields takes, gives;
    struct text text, variant;
    bool has_variant;
};

struct sqlc {
    struct arena *a;
    const char *path;
    const char *slice;
    int errors;
    struct block *blocks;
    size_t count, capacity;
    const char **comment; /* comment lines that may belong to the next block */
    size_t comment_count, comment_capacity;
};

__attribute__((format(printf, 3, 4))) static void complain(struct sqlc *s, int line, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fprintf(stderr, "%s:%d: ", s->path, line);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    s->errors++;
}

/* ---- Words --------------------------------------------------------------------------------------------- */

static bool word_char(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

static const char *skip_space(const char *p)
{
    while (*p == ' ' || *p == '\t')
        p++;
    return p;
}

/* The next run of non-space bytes other than "," at *p; "" at the end. */
static const char *next_word(struct arena *a, const char **p)
{
    const char *start = skip_space(*p);
    const char *end = start;
    while (*end != '\0' && *end != ' ' && *end != '\t' && *end != ',')
        end++;
    *p = end;
    return arena_strndup(a, start, (size_t)(end - start));
}

/* A lower-case identifier that can stand in C. */
static bool name_ok(struct arena *a, const char *s)
{
    static const char reserved[] =
        " asm auto bool break case char const continue default do double else enum extern false float for goto "
        "if inline int long register restrict return short signed sizeof static struct switch true typedef "
        "typeof union unsigned void volatile while ";
    return islower((unsigned char)*s) && s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_")] == '\0' &&
           strstr(reserved, arena_printf(a, " %s ", s)) == NULL;
}

/* Reads "id int, title text?" behind takes: or gives:. Generated functions have parameters and a local of
 * their own, so those names are refused for parameters. */
static void read_fields(struct sqlc *s, int line, const char *what, const char *p, struct fields *out)
{
    static const char *const taken[] = { "db", "a", "count", "args" };
    for (;;) {
        const char *name = next_word(s->a, &p);
        if (*name == '\0')
            break;
        const char *type = next_word(s->a, &p);
        struct field f = { .name = name, .type = TYPES };
        size_t n = strlen(type);
        f.nullable = n > 0 && type[n - 1] == '?';
        for (int t = 0; t < TYPES; t++) {
            if (strlen(type_names[t]) == n - f.nullable && strncmp(type, type_names[t], n - f.nullable) == 0)
                f.type = (enum type)t;
        }
        if (!name_ok(s->a, name))
            complain(s, line, "%s: \"%s\" is not a name (a-z, 0-9, _; no word of C)", what, name);
        if (f.type == TYPES)
            complain(s, line, "%s %s: \"%s\" is not a type (int, bool, text, blob, with ? when it may be NULL)",
                     what, name, type);
        else if (f.type == BOOL && f.nullable)
            complain(s, line, "%s %s: bool? is not offered, use int?", what, name);
        for (size_t i = 0; i < out->count; i++) {
            if (strcmp(out->items[i].name, name) == 0)
                complain(s, line, "%s %s: the name is there twice", what, name);
        }
        for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
            if (strcmp(what, "takes") == 0 && strcmp(name, taken[i]) == 0)
                complain(s, line, "takes %s: the generated function uses that name itself, choose another",
                         name);
        }
        if (out->count == MAX_FIELDS) {
            complain(s, line, "%s: more than %d", what, MAX_FIELDS);
            return;
        }
        out->items[out->count++] = f;
        p = skip_space(p);
        if (*p == '\0')
            break;
        if (*p != ',') {
            complain(s, line, "%s %s: expected \",\" before \"%s\"", what, name, p);
            return;
        }
        p++;
    }
    if (*skip_space(p) != '\0')
        complain(s, line, "%s: expected a name before \"%s\"", what, skip_space(p));
}

/* ---- Statements ---------------------------------------------------------------------------------------- */

/* The length of the string, quoted name or comment at p; 0 when there is none. *closed tells whether its
 * end was found; a line comment ends before its line break. */
static size_t skipped(const char *p, bool *closed)
{
    *closed = true;
    if (p[0] == '-' && p[1] == '-')
        return strcspn(p, "\n");
    if (p[0] == '/' && p[1] == '*') {
        const char *end = strstr(p + 2, "*/");
        *closed = end != NULL;
        return end != NULL ? (size_t)(end - p) + 2 : strlen(p);
    }
    if (p[0] != '\'' && p[0] != '"')
        return 0;
    for (size_t n = 1; p[n] != '\0'; n++) {
        if (p[n] == p[0] && p[n + 1] == p[0])
            n++;
        else if (p[n] == p[0])
            return n + 1;
    }
    *closed = false;
    return strlen(p);
}

static int lines_in(const char *p, size_t n)
{
    int lines = 0;
    for (size_t i = 0; i < n; i++)
        lines += p[i] == '\n';
    return lines;
}

/* Drops the spaces at the end of b. Strings end in a quote, so theirs are safe. */
static void trim_end(struct buf *b)
{
    while (b->n > 0 && isspace((unsigned char)b->p[b->n - 1]))
        b->n--;
}

/* One parameter of another dialect that would work on one engine only, or not as meant. */
static bool foreign_parameter(const char *start, const char *p)
{
    bool word_before = p > start && word_char(p[-1]);
    if (*p == '$')
        return !word_before && isdigit((unsigned char)p[1]);
    return (*p == ':' || *p == '@') && (p == start || p[-1] != ':') && isalpha((unsigned char)p[1]);
}

/* Checks a statement and makes both engines' texts of it: SQLite keeps ?N, PostgreSQL gets $N. */
static void make_text(struct sqlc *s, const struct block *b, struct text *t, bool variant)
{
    bool used[MAX_FIELDS] = { false };
    bool ended = false, any = false, several = false;
    int line = t->line;
    struct buf out[ENGINES];
    for (int e = 0; e < ENGINES; e++)
        buf_init(&out[e], MAX_FILE);
    const char *start = buf_to_arena(&t->source, s->a);
    for (const char *p = start; *p != '\0';) {
        bool closed;
        size_t n = skipped(p, &closed);
        bool comment = n > 0 && (*p == '-' || *p == '/');
        if (*p == '\'' && p > start && (p[-1] == 'e' || p[-1] == 'E') && (p - start < 2 || !word_char(p[-2])))
            complain(s, line, "E'' is not portable, write a plain string");
        if (!closed)
            complain(s, line, comment ? "comment without its end" : "string without its end");
        if (ended && !comment && !isspace((unsigned char)*p)) {
            if (!several)
                complain(s, line, "%s: a block is one statement, here starts another", b->name);
            several = true;
        }
        if (n > 0) {
            for (int e = 0; e < ENGINES && !comment && !ended; e++)
                buf_add(&out[e], p, n);
            any = any || !comment;
            line += lines_in(p, n);
            p += n;
            continue;
        }
        if (foreign_parameter(start, p))
            complain(s, line, "write parameters as ?1, not %.2s", p);
        else if (p[0] == ':' && p[1] == ':' && !variant)
            complain(s, line, ":: is PostgreSQL's own, write CAST(… AS …)");
        if (*p == ';') {
            ended = true;
            p++;
            continue;
        }
        if (*p == '?') {
            char *end = NULL;
            unsigned long number = isdigit((unsigned char)p[1]) ? strtoul(p + 1, &end, 10) : 0;
            if (end == NULL)
                complain(s, line, "write parameters as ?1, not ?");
            else if (number < 1 || number > b->takes.count)
                complain(s, line, "%s: ?%lu is not in takes", b->name, number);
            else
                used[number - 1] = true;
            if (!ended) {
                buf_printf(&out[SQLITE], "?%lu", number);
                buf_printf(&out[POSTGRES], "$%lu", number);
            }
            p = end != NULL ? end : p + 1;
            any = true;
            continue;
        }
        line += *p == '\n';
        any = any || !isspace((unsigned char)*p);
        for (int e = 0; e < ENGINES && !ended; e++) {
            if (*p == '\n')
                trim_end(&out[e]);
            if (*p != '\n' || out[e].n > 0)
                buf_char(&out[e], *p);
        }
        p++;
    }
    const char *which = variant ? " (@postgres)" : "";
    if (!any)
        complain(s, b->line, "%s: there is no statement%s", b->name, which);
    else if (!ended)
        complain(s, line, "%s: \";\" is missing at the end%s", b->name, which);
    for (size_t i = 0; any && i < b->takes.count; i++) {
        if (!used[i])
            complain(s, b->line, "%s: takes %s, but ?%zu is not used%s", b->name, b->takes.items[i].name, i + 1,
                     which);
    }
    for (int e = 0; e < ENGINES; e++) {
        trim_end(&out[e]);
        t->made[e] = buf_to_arena(&out[e], s->a);
        buf_release(&out[e]);
    }
}

/* ---- The file ------------------------------------------------------------------------------------------ */

static struct block *start_block(struct sqlc *s, int line, const char *p)
{
    struct block *b = ARENA_PUSH(s->a, &s->blocks, &s->count, &s->capacity);
    *b = (struct block){ .line = line, .kind = KINDS };
    buf_init(&b->text.source, MAX_FILE);
    buf_init(&b->variant.source, MAX_FILE);
    b->name = next_word(s->a, &p);
    const char *kind = next_word(s->a, &p);
    for (int k = 0; k < KINDS; k++) {
        if (strcmp(kind, kind_names[k]) == 0)
            b->kind = (enum kind)k;
    }
    if (!name_ok(s->a, b->name))
        complain(s, line, "\"%s\" is not a name (a-z, 0-9, _; no word of C)", b->name);
    if (b->kind == KINDS || *skip_space(p) != '\0')
        complain(s, line, "%s: the kind is one of one, maybe, many, exec", b->name);
    for (size_t i = 0; i + 1 < s->count; i++) {
        if (strcmp(s->blocks[i].name, b->name) == 0)
            complain(s, line, "%s: the name is taken in line %d", b->name, s->blocks[i].line);
    }
    b->comment = s->comment;
    b->comment_count = s->comment_count;
    s->comment = NULL;
    s->comment_count = s->comment_capacity = 0;
    return b;
}

/* Where a line "-- word: rest" or "-- @word" has its rest; NULL when it is not that directive. */
static const char *directive(const char *line, const char *word)
{
    if (strncmp(line, "--", 2) != 0)
        return NULL;
    line = skip_space(line + 2);
    size_t n = strlen(word);
    return strncmp(line, word, n) == 0 ? line + n : NULL;
}

/* Adds a line to a statement, and tells whether it goes on: not so after its ";", and inside a string or
 * comment a line is never a directive. */
static void add_line(struct text *t, int number, const char *line, bool *open, bool *ended)
{
    if (t->line == 0)
        t->line = number;
    buf_str(&t->source, line);
    buf_char(&t->source, '\n');
    *open = false;
    *ended = false;
    buf_char(&t->source, '\0'); /* so that the text so far can be read as a string */
    t->source.n--;
    for (const char *p = t->source.p; *p != '\0';) {
        bool closed;
        size_t n = skipped(p, &closed);
        *open = *open || !closed;
        *ended = *ended || *p == ';';
        p += n > 0 ? n : 1;
    }
}

/* A comment between two blocks belongs to the next one, if nothing comes between. Comments inside a block
 * are for the reader of the .sql file only. */
static void keep_comment(struct sqlc *s, const char *line)
{
    *(const char **)ARENA_PUSH(s->a, &s->comment, &s->comment_count, &s->comment_capacity) =
        arena_strdup(s->a, skip_space(line + 2));
}

/* takes:, gives: or @postgres; false when the line is none of these. */
static bool read_directive(struct sqlc *s, struct block *b, int number, const char *line)
{
    static const char *const lists[] = { "takes", "gives" };
    const char *rest;
    for (int i = 0; i < 2; i++) {
        if ((rest = directive(line, arena_printf(s->a, "%s:", lists[i]))) != NULL) {
            if (b->text.line > 0)
                complain(s, number, "%s: %s stands above the statement", b->name, lists[i]);
            read_fields(s, number, lists[i], rest, i == 0 ? &b->takes : &b->gives);
            return true;
        }
    }
    if ((rest = directive(line, "@")) == NULL)
        return false;
    if (strncmp(rest, "postgres", 8) != 0 || *skip_space(rest + 8) != '\0')
        complain(s, number, "unknown mark @%s, only @postgres", rest);
    else if (b->has_variant)
        complain(s, number, "%s: there is a @postgres already", b->name);
    b->has_variant = true;
    s->comment_count = 0;
    return true;
}

static void read_lines(struct sqlc *s, char *content)
{
    struct block *b = NULL;
    bool open = false, ended = true;
    int number = 0;
    for (char *line = content, *next; *line != '\0'; line = next) {
        size_t n = strcspn(line, "\n");
        next = line + n + (line[n] == '\n');
        line[n] = '\0';
        if (n > 0 && line[n - 1] == '\r')
            line[n - 1] = '\0';
        number++;
        const char *rest;
        struct text *t = b == NULL ? NULL : b->has_variant ? &b->variant : &b->text;
        bool blank = *skip_space(line) == '\0';
        bool comment = strncmp(line, "--", 2) == 0;
        if (!open && (rest = directive(line, "name:")) != NULL) {
            b = start_block(s, number, rest);
            ended = false;
            continue;
        }
        if (!open && b != NULL && read_directive(s, b, number, line)) {
            ended = false;
            t = b->has_variant ? &b->variant : &b->text;
        } else if (!open && blank) {
            s->comment_count = 0;
        } else if (!open && comment && ended) {
            keep_comment(s, line);
        } else if (t == NULL && !comment) {
            complain(s, number, "there is no \"-- name:\" above this");
        }
        /* A statement keeps all lines from its first, so that they can be counted. */
        if (t != NULL && (t->line > 0 || (!blank && !comment)))
            add_line(t, number, line, &open, &ended);
    }
}

static void check_blocks(struct sqlc *s)
{
    for (size_t i = 0; i < s->count; i++) {
        struct block *b = &s->blocks[i];
        if (b->kind == EXEC && b->gives.count > 0)
            complain(s, b->line, "%s: exec gives nothing, use one, maybe or many", b->name);
        if (b->kind < EXEC && b->gives.count == 0)
            complain(s, b->line, "%s: gives is missing", b->name);
        make_text(s, b, &b->text, false);
        if (b->has_variant)
            make_text(s, b, &b->variant, true);
    }
}

/* ---- C ------------------------------------------------------------------------------------------------- */

static const char *c_type(const struct field *f)
{
    switch (f->type) {
    case INT:
        return f->nullable ? "struct db_int " : "int64_t ";
    case BOOL:
        return "bool ";
    case TEXT:
        return "const char *";
    default:
        return "struct bytes ";
    }
}

/* "const struct scan_round_get *scan_q_round_get(struct db *db, ...)" without an end. */
static void write_head(FILE *f, const struct sqlc *s, const struct block *b)
{
    if (b->kind == EXEC)
        fprintf(f, "int64_t %s_q_%s(struct db *db", s->slice, b->name);
    else
        fprintf(f, "const struct %s_%s *%s_q_%s(struct db *db, struct arena *a", s->slice, b->name, s->slice,
                b->name);
    for (size_t i = 0; i < b->takes.count; i++)
        fprintf(f, ", %s%s", c_type(&b->takes.items[i]), b->takes.items[i].name);
    fprintf(f, "%s)", b->kind == MANY ? ", size_t *count" : "");
}

/* A comment line can hold what would end the C comment. */
static void write_comment(FILE *f, const char *line)
{
    for (; *line != '\0'; line++)
        fprintf(f, line[0] == '*' && line[1] == '/' ? "* " : "%c", *line);
}

static void write_header(FILE *f, const struct sqlc *s)
{
    fprintf(f, "/* Made by tools/sqlc from %s.sql; change that. */\n", s->slice);
    fprintf(f, "#ifndef %s_SQL_H\n#define %s_SQL_H\n\n#include \"db/db.h\"\n", s->slice, s->slice);
    for (size_t i = 0; i < s->count; i++) {
        const struct block *b = &s->blocks[i];
        fputc('\n', f);
        for (size_t c = 0; c < b->comment_count; c++) {
            fprintf(f, "%s", c == 0 ? "/* " : " * ");
            write_comment(f, b->comment[c]);
            fprintf(f, "%s\n", c + 1 == b->comment_count ? " */" : "");
        }
        if (b->gives.count > 0) {
            fprintf(f, "struct %s_%s {\n", s->slice, b->name);
            for (size_t c = 0; c < b->gives.count; c++) {
                const struct field *g = &b->gives.items[c];
                fprintf(f, "    %s%s;%s\n", c_type(g), g->name,
                        g->nullable && g->type == TEXT   ? " /* or NULL */"
                        : g->nullable && g->type == BLOB ? " /* or .p NULL */"
                                                         : "");
            }
            fprintf(f, "};\n");
        }
        write_head(f, s, b);
        fprintf(f, ";\n");
    }
    fprintf(f, "\n/* All of them, for the test that prepares every query on both engines. */\n");
    fprintf(f, "extern const struct db_query *const %s_queries[];\n", s->slice);
    fprintf(f, "extern const size_t %s_queries_count;\n\n#endif\n", s->slice);
}

/* A C string literal, one line of it per line of text. "?" is escaped against trigraphs. */
static void write_literal(FILE *f, const char *text)
{
    fputs("\n        \"", f);
    for (; *text != '\0'; text++) {
        if (*text == '\n')
            fputs("\\n\"\n        \"", f);
        else if (*text == '"' || *text == '\\')
            fprintf(f, "\\%c", *text);
        else if (*text == '?' && text[1] == '?')
            fputs("?\" \"", f);
        else if (*text == '\t')
            fputs("\\t", f);
        else
            fputc(*text, f);
    }
    fputs("\",\n", f);
}

static void write_columns(FILE *f, const struct sqlc *s, const struct block *b, const char *what,
                          const struct fields *list)
{
    static const char *const db_types[TYPES] = { "DB_INT", "DB_BOOL", "DB_TEXT", "DB_BLOB" };
    bool gives = list == &b->gives;
    if (list->count == 0)
        return;
    fprintf(f, "static const struct db_column q_%s_%s[] = {\n", b->name, what);
    for (size_t i = 0; i < list->count; i++) {
        const struct field *c = &list->items[i];
        fprintf(f, "    { \"%s\", %s, %s, ", c->name, db_types[c->type], c->nullable ? "true" : "false");
        if (gives)
            fprintf(f, "offsetof(struct %s_%s, %s) },\n", s->slice, b->name, c->name);
        else
            fprintf(f, "0 },\n");
    }
    fprintf(f, "};\n");
}

static void write_function(FILE *f, const struct sqlc *s, const struct block *b)
{
    static const char *const makers[TYPES][2] = {
        { "db_arg_int", "db_arg_int_null" },
        { "db_arg_bool", "db_arg_bool" },
        { "db_arg_text", "db_arg_text_null" },
        { "db_arg_blob", "db_arg_blob_null" },
    };
    static const char *const calls[KINDS] = { "db_row(db, a, ", "db_row(db, a, ", "db_rows(db, a, ",
                                              "db_exec(db, " };
    write_head(f, s, b);
    fprintf(f, "\n{\n");
    if (b->takes.count > 0) {
        fprintf(f, "    const struct db_value args[] = {\n");
        for (size_t i = 0; i < b->takes.count; i++) {
            const struct field *t = &b->takes.items[i];
            fprintf(f, "        %s(%s),\n", makers[t->type][t->nullable], t->name);
        }
        fprintf(f, "    };\n");
    }
    const char *args = b->takes.count > 0 ? "args" : "NULL";
    if (b->kind == ONE) {
        /* After an error there is no row: callers still read one, and the executor throws the outcome away. */
        fprintf(f, "    static const struct %s_%s none = { ", s->slice, b->name);
        for (size_t i = 0; i < b->gives.count; i++)
            if (b->gives.items[i].type == TEXT && !b->gives.items[i].nullable)
                fprintf(f, ".%s = \"\", ", b->gives.items[i].name);
        fprintf(f,
                "};\n    const struct %s_%s *row = db_row(db, a, &q_%s, %s);\n    return row == NULL ? &none : "
                "row;\n}\n",
                s->slice, b->name, b->name, args);
        return;
    }
    fprintf(f, "    return %s&q_%s, %s%s);\n}\n", calls[b->kind], b->name, args,
            b->kind == MANY ? ", count" : "");
}

static void write_code(FILE *f, const struct sqlc *s, const char *header)
{
    static const char *const db_kinds[KINDS] = { "DB_ONE", "DB_MAYBE", "DB_MANY", "DB_EXEC" };
    fprintf(f, "/* Made by tools/sqlc from %s.sql; change that. */\n", s->slice);
    fprintf(f, "#include \"%s\"\n\n#include <stddef.h>\n\n#include \"db/args.h\"\n", header);
    for (size_t i = 0; i < s->count; i++) {
        const struct block *b = &s->blocks[i];
        fputc('\n', f);
        write_columns(f, s, b, "takes", &b->takes);
        write_columns(f, s, b, "gives", &b->gives);
        fprintf(f, "static const struct db_query q_%s = {\n", b->name);
        fprintf(f, "    .name = \"%s.%s\",\n    .sqlite =", s->slice, b->name);
        write_literal(f, b->text.made[SQLITE]);
        fprintf(f, "    .postgres =");
        write_literal(f, b->has_variant ? b->variant.made[POSTGRES] : b->text.made[POSTGRES]);
        fprintf(f, "    .kind = %s,\n    .variant = %s,\n", db_kinds[b->kind],
                b->has_variant ? "true" : "false");
        if (b->takes.count > 0)
            fprintf(f, "    .param_count = %zu,\n    .params = q_%s_takes,\n", b->takes.count, b->name);
        if (b->gives.count > 0)
            fprintf(f,
                    "    .column_count = %zu,\n    .columns = q_%s_gives,\n"
                    "    .row_size = sizeof(struct %s_%s),\n",
                    b->gives.count, b->name, s->slice, b->name);
        fprintf(f, "};\n\n");
        write_function(f, s, b);
    }
    fprintf(f, "\nconst struct db_query *const %s_queries[] = {\n", s->slice);
    for (size_t i = 0; i < s->count; i++)
        fprintf(f, "    &q_%s,\n", s->blocks[i].name);
    fprintf(f, "%s};\nconst size_t %s_queries_count = %zu;\n", s->count == 0 ? "    NULL,\n" : "", s->slice,
            s->count);
}

/* ---- main ---------------------------------------------------------------------------------------------- */

static char *read_file(struct arena *a, const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return NULL;
    char *content = arena_alloc(a, MAX_FILE + 1);
    *n = fread(content, 1, MAX_FILE + 1, f);
    bool bad = ferror(f) != 0 || *n > MAX_FILE;
    fclose(f);
    if (bad)
        return NULL;
    content[*n] = '\0';
    return content;
}

/* Closed before it is judged: a full disk shows only then. */
static bool written(FILE *f, const char *path)
{
    bool bad = ferror(f) != 0;
    if (fclose(f) != 0 || bad) {
        fprintf(stderr, "sqlc: cannot write %s\n", path);
        remove(path);
        return false;
    }
    return true;
}

static bool write_both(const struct sqlc *s, const char *code, const char *header)
{
    FILE *c = fopen(code, "wb");
    FILE *h = fopen(header, "wb");
    const char *slash = strrchr(header, '/');
    if (c != NULL)
        write_code(c, s, slash != NULL ? slash + 1 : header);
    if (h != NULL)
        write_header(h, s);
    if (c == NULL || h == NULL)
        fprintf(stderr, "sqlc: cannot write %s\n", c == NULL ? code : header);
    bool code_ok = c != NULL && written(c, code);
    bool header_ok = h != NULL && written(h, header);
    return code_ok && header_ok;
}

int main(int argc, char **argv)
{
    struct arena a;
    arena_init(&a);
    if (argc != 5 || !name_ok(&a, argv[1])) {
        fprintf(stderr, "usage: sqlc SLICE in.sql out.c out.h\n");
        arena_release(&a);
        return 2;
    }
    struct sqlc s = { .a = &a, .slice = argv[1], .path = argv[2] };
    size_t n = 0;
    char *content = read_file(&a, s.path, &n);
    int code = 1;
    if (content == NULL) {
        fprintf(stderr, "sqlc: cannot read %s\n", s.path);
    } else if (memchr(content, '\0', n) != NULL) {
        complain(&s, 1, "not a text file");
    } else {
        read_lines(&s, content);
        check_blocks(&s);
        code = s.errors == 0 && write_both(&s, argv[3], argv[4]) ? 0 : 1;
    }
    for (size_t i = 0; i < s.count; i++) {
        buf_release(&s.blocks[i].text.source);
        buf_release(&s.blocks[i].variant.source);
    }
    arena_release(&a);
    return code;
}
