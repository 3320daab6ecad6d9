/* Pages to C. A .page file is HTML with typed holes:
 *
 *     % #include "slice/scan/scan.h"       before the first %page: goes into the generated header
 *     %c #include "base/utf8.h"            the same, but only into the generated .c
 *     %# words for the reader of the page
 *     %page scan_rows(const struct scan_row *rows, size_t n)
 *     <ul class="rows">
 *     % for (size_t i = 0; i < n; i++) {
 *     <li class="row{{? rows[i].late : row--late }}"><a href="/scan/{{ rows[i].id }}">{{ rows[i].name }}</a>
 *     <input type="checkbox" {{? rows[i].on : checked }} {{? rows[i].help : aria-describedby="h{{ i }}" }}>
 *     </li>
 *     % }
 *     </ul>
 *
 * becomes void scan_rows(struct html *h, const struct scan_row *rows, size_t n). %page must close what it opens;
 * %half (a head or a tail of a layout) may leave elements open and close elements it did not open. A line
 * that starts with % is C; %% at the start of a line writes a percent sign. {{ }} writes an expression: the
 * compiler follows the HTML and picks the escape. {{? condition : attributes }} inside a tag writes the
 * attributes when the condition holds; inside a quoted value it writes a space and the words.
 *
 * What is refused: holes where no escape is safe (script, style, comments, names, unquoted values, script-like
 * attributes), a control line inside a tag, blocks that do not leave the elements as they found them, elements
 * not closed or crossed, holes that a browser would take out of place (a div inside a p). */
#include "pagec.h"
#include "pagec_parts.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void text_add(struct text *t, const char *p, size_t n)
{
    if (t->room - t->n < n + 1) {
        size_t room = t->room == 0 ? 1024 : t->room;
        while (room - t->n < n + 1)
            room *= 2;
        t->p = realloc(t->p, room);
        if (t->p == NULL)
            abort();
        t->room = room;
    }
    if (n > 0)
        memcpy(t->p + t->n, p, n);
    t->n += n;
    t->p[t->n] = '\0';
}

void text_printf(struct text *t, const char *format, ...)
{
    char *s;
    va_list args;
    va_start(args, format);
    int n = vasprintf(&s, format, args);
    va_end(args);
    if (n < 0)
        abort();
    text_add(t, s, (size_t)n);
    free(s);
}

/* Moves the line cursor to the line of p. */
int line_of(struct compiler *c, const char *p)
{
    if (p < c->line_start) {
        c->line_start = c->start;
        c->line = 1;
    }
    const char *newline;
    while ((newline = memchr(c->line_start, '\n', (size_t)(p - c->line_start))) != NULL) {
        c->line_start = newline + 1;
        c->line++;
    }
    return c->line;
}

void error(struct compiler *c, const char *at, const char *format, ...)
{
    if (++c->error_count > MAX_ERRORS)
        return;
    int line = line_of(c, at), column = 1;
    for (const char *q = c->line_start; q < at; q++)
        column += ((unsigned char)*q & 0xC0) != 0x80;
    char *s;
    va_list args;
    va_start(args, format);
    if (vasprintf(&s, format, args) < 0)
        abort();
    va_end(args);
    text_printf(&c->errors, "%s:%d:%d: %s\n", c->path, line, column, s);
    free(s);
}

/* "list" holds words between spaces, with one at either end. */
bool in_list(const char *list, const char *word, size_t n)
{
    if (n == 0 || memchr(word, ' ', n) != NULL)
        return false;
    for (const char *at = list; (at = memmem(at, strlen(at), word, n)) != NULL; at++)
        if (at > list && at[-1] == ' ' && at[n] == ' ')
            return true;
    return false;
}

bool is(const struct element *e, const char *name)
{
    return e->n == strlen(name) && memcmp(e->name, name, e->n) == 0;
}

bool starts(const struct compiler *c, const char *with)
{
    size_t n = strlen(with);
    return (size_t)(c->end - c->p) >= n && memcmp(c->p, with, n) == 0;
}

bool blank(char ch)
{
    return ch == ' ' || ch == '\t' || ch == '\n' || ch == '\r' || ch == '\f';
}

bool word_char(char ch)
{
    return isalnum((unsigned char)ch) || ch == '_';
}

const char *line_end(const char *p, const char *end)
{
    const char *newline = memchr(p, '\n', (size_t)(end - p));
    return newline != NULL ? newline : end;
}

void trim(const char **p, size_t *n)
{
    while (*n > 0 && blank((*p)[*n - 1]))
        --*n;
    while (*n > 0 && blank(**p)) {
        ++*p;
        --*n;
    }
}

/* ---- output ---- */

static void write_string(struct text *t, const char *p, size_t n)
{
    text_add(t, "\"", 1);
    for (size_t i = 0; i < n; i++) {
        unsigned char ch = (unsigned char)p[i];
        if (ch == '"' || ch == '\\')
            text_printf(t, "\\%c", ch);
        else if (ch == '\n')
            text_add(t, "\\n", 2);
        else if (ch < 0x20 || ch == 0x7F)
            text_printf(t, "\\%03o", ch);
        else
            text_add(t, p + i, 1);
    }
    text_add(t, "\"", 1);
}

/* Makes gcc and xgettext take the next line of output for this line of the page. */
static void sync(struct compiler *c, struct text *t, int line)
{
    if (c->synced != line || t != &c->source) {
        text_printf(t, "#line %d ", line);
        write_string(t, c->path, strlen(c->path));
        text_add(t, "\n", 1);
    }
    if (t == &c->source)
        c->synced = line;
}

/* C of the page, as it stands there, between what we put around it. */
void write_c(struct compiler *c, const char *before, const char *p, size_t n, const char *after)
{
    sync(c, &c->source, line_of(c, p));
    text_printf(&c->source, "%s%.*s%s\n", before, (int)n, p, after);
    c->synced++;
    for (size_t i = 0; i < n; i++)
        c->synced += p[i] == '\n';
}

void flush(struct compiler *c)
{
    size_t n = c->literal.n;
    if (n == 0)
        return;
    text_printf(&c->source, "    HTML_RAW(h, ");
    for (size_t at = 0; at < n;) {
        const char *p = c->literal.p + at;
        const char *stop = memchr(p, '\n', n - at);
        size_t run = stop != NULL ? (size_t)(stop + 1 - p) : n - at;
        write_string(&c->source, p, run);
        at += run;
        text_printf(&c->source, at < n ? "\n                " : ");\n");
        c->synced++;
    }
    c->literal.n = 0;
}

void put(struct compiler *c, const char *p, size_t n)
{
    if (n == 0)
        return;
    statement_done(c);
    text_add(&c->literal, p, n);
    c->after_newline = p[n - 1] == '\n';
}

void put_str(struct compiler *c, const char *s)
{
    put(c, s, strlen(s));
}

/* ---- lines and functions ---- */

/* The % line at p, if there is one; moves past it. */
static bool percent_line(struct compiler *c)
{
    if (c->p != c->start && c->p[-1] != '\n')
        return false;
    const char *p = c->p, *end = line_end(p, c->end);
    while (p < end && (*p == ' ' || *p == '\t'))
        p++;
    if (p == end || *p != '%')
        return false;
    if (end - p > 1 && p[1] == '%') {
        c->p = p + 1; /* a percent sign of the text */
        put(c, c->p++, 1);
        return true;
    }
    if (end - p > 1 && p[1] != '#' && !blank(p[1]))
        error(c, p, "unknown: write a space after %%");
    else if (end - p > 1 && p[1] != '#')
        control(c, p + 1, end);
    c->p = end < c->end ? end + 1 : end;
    return true;
}

static void body(struct compiler *c)
{
    while (c->p < c->end) {
        if (percent_line(c))
            continue;
        bool keep = within(c, " pre textarea ");
        if (starts(c, "{{?")) {
            error(c, c->p, "a conditional outside a tag: use a control line");
            skip_hole(c);
        } else if (starts(c, "{{")) {
            hole(c, "html_text", NULL);
        } else if (*c->p == '<') {
            markup(c);
        } else if (*c->p == '&') {
            reference(c);
        } else if (*c->p == '\n' && !keep) {
            while (c->literal.n > 0 && strchr(" \t\r", c->literal.p[c->literal.n - 1]) != NULL)
                c->literal.n--;
            if (!c->after_newline)
                put_str(c, "\n");
            c->p++;
        } else if ((*c->p == ' ' || *c->p == '\t') && c->after_newline && !keep) {
            c->p++; /* indentation */
        } else {
            put(c, c->p++, 1);
        }
    }
}

/* "%page name(arguments)" at p up to the end of its line. false after an error. */
static bool function_head(struct compiler *c)
{
    const char *at = c->p, *end = line_end(at, c->end);
    c->half = memcmp(at, "%half", 5) == 0;
    const char *p = at + 5;
    while (p < end && blank(*p))
        p++;
    const char *name = p;
    while (p < end && word_char(*p))
        p++;
    size_t n = (size_t)(p - name);
    const char *arguments = p + 1, *stop = end;
    while (stop > p && blank(stop[-1]))
        stop--;
    if (n == 0 || stop - p < 2 || *p != '(' || stop[-1] != ')') {
        error(c, at, "write %s name(arguments)", c->half ? "%half" : "%page");
        return false;
    }
    size_t arguments_n = (size_t)(stop - 1 - arguments);
    trim(&arguments, &arguments_n);
    sync(c, &c->header, line_of(c, at));
    text_printf(&c->header, "void %.*s(struct html *h%s%.*s);\n", (int)n, name, arguments_n > 0 ? ", " : "",
                (int)arguments_n, arguments);
    sync(c, &c->source, line_of(c, at));
    text_printf(&c->source, "void %.*s(struct html *h%s%.*s)\n{\n    (void)h;\n", (int)n, name,
                arguments_n > 0 ? ", " : "", (int)arguments_n, arguments);
    c->synced = 0;
    return true;
}

static void function(struct compiler *c)
{
    c->depth = c->block_count = 0;
    c->parens = 0;
    c->last = '\0';
    c->pending = BLOCK_PLAIN;
    c->after_newline = true;
    bool good = function_head(c);
    c->p = line_end(c->p, c->end);
    c->p += c->p < c->end;
    if (!good) {
        c->p = c->end;
        return;
    }
    body(c);
    statement_done(c);
    flush(c);
    for (size_t i = 0; i < c->block_count; i++)
        error(c, c->blocks[i].at, "this { is not closed");
    for (size_t i = 0; i < c->depth && !c->half && c->block_count == 0; i++)
        error(c, c->elements[i].name - 1, "<%.*s> is not closed", (int)c->elements[i].n, c->elements[i].name);
    text_printf(&c->source, "}\n\n");
    c->synced = 0;
}

/* A line before the first page. */
static void preamble(struct compiler *c)
{
    const char *p = c->p, *end = line_end(p, c->end);
    while (p < end && blank(*p))
        p++;
    if (end - p > 1 && p[0] == '%' && blank(p[1])) {
        sync(c, &c->header, line_of(c, p));
        text_printf(&c->header, "%.*s\n", (int)(end - p - 2), p + 2);
    } else if (end - p > 2 && p[0] == '%' && p[1] == 'c' && blank(p[2])) {
        write_c(c, "", p + 3, (size_t)(end - p - 3), "");
    } else if (p < end && (p[0] != '%' || (end - p > 1 && p[1] != '#'))) {
        error(c, p, "this stands before the first %%page");
    }
    c->p = end < c->end ? end + 1 : end;
}

static bool function_line(const char *p, const char *end)
{
    return end - p > 5 && (memcmp(p, "%page", 5) == 0 || memcmp(p, "%half", 5) == 0) && blank(p[5]);
}

static const char *next_function(const char *p, const char *end)
{
    while (p < end && !function_line(p, end)) {
        p = line_end(p, end);
        p += p < end;
    }
    return p;
}

int pagec_compile(const char *text, size_t n, const char *path, const char *header_name,
                  struct pagec_result *result)
{
    struct compiler *c = calloc(1, sizeof *c);
    if (c == NULL)
        abort();
    *c = (struct compiler){ .path = path, .start = text, .p = text, .end = text + n, .line = 1 };
    c->line_start = text;
    const char *end = text + n;
    text_add(&c->literal, "", 0);
    text_add(&c->errors, "", 0);
    if (n > 0 && memchr(text, '\0', n) != NULL)
        error(c, memchr(text, '\0', n), "a NUL byte");

    const char *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    char guard[128];
    snprintf(guard, sizeof guard, "%s", header_name);
    for (char *g = guard; *g != '\0'; g++)
        *g = word_char(*g) ? (char)toupper((unsigned char)*g) : '_';
    text_printf(&c->header, "/* Made by tools/pagec from %s: change that. */\n#ifndef %s\n#define %s\n\n", base,
                guard, guard);
    text_printf(&c->header, "#include \"html/html.h\"\n");
    text_printf(&c->source, "/* Made by tools/pagec from %s: change that. */\n#include \"%s\"\n\n", base,
                header_name);

    if (c->error_count == 0) {
        while (c->p < end && !function_line(c->p, end))
            preamble(c);
        if (c->p == end)
            error(c, c->start, "no %%page in this file");
        text_printf(&c->header, "\n");
        while (c->p < end) {
            c->end = next_function(c->p + 1, end);
            function(c);
        }
    }
    text_printf(&c->header, "\n#endif\n");
    *result = (struct pagec_result){ .source = c->source.p, .header = c->header.p, .errors = c->errors.p };
    int errors = c->error_count;
    free(c->literal.p);
    free(c);
    return errors;
}

void pagec_release(struct pagec_result *result)
{
    free(result->source);
    free(result->header);
    free(result->errors);
    *result = (struct pagec_result){ 0 };
}
