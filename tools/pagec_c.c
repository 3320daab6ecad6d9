/* The C in a page: holes, conditionals, control lines and their blocks. */
#include "pagec_parts.h"

#include <stdio.h>
#include <string.h>

/* HTML may follow control lines only where a C statement may begin: "% if (x)" without a brace would
 * guard just the first piece of what follows. */
void statement_done(struct compiler *c)
{
    if (c->last != '\0' && (c->parens != 0 || strchr("{};:", c->last) == NULL))
        error(c, c->last_at, "this control line is not complete: end it with {, } or ;");
    if (c->parens != 0)
        c->parens = 0;
    c->last = '\0';
}

/* Past the string, character or comment at p, or past one character. */
static const char *skip_c(const char *p, const char *end)
{
    char quote = *p;
    if (quote == '/' && end - p > 1 && p[1] == '*') {
        const char *stop = memmem(p + 2, (size_t)(end - p - 2), "*/", 2);
        return stop != NULL ? stop + 2 : end;
    }
    if (quote != '"' && quote != '\'')
        return p + 1;
    for (p++; p < end && *p != '\n'; p++) {
        if (*p == '\\' && end - p > 1)
            p++;
        else if (*p == quote)
            return p + 1;
    }
    return p;
}

/* Finds the end of the C expression at *p: "}}" or, for a condition, ':' outside of any bracket. Moves *p
 * there; false after an error. */
static bool find_end(struct compiler *c, const char **p, bool condition)
{
    const char *open = *p;
    int depth = 0;
    for (const char *q = open; q < c->end; q = skip_c(q, c->end)) {
        bool closes = c->end - q > 1 && q[0] == '}' && q[1] == '}';
        if (depth == 0 && (condition ? *q == ':' : closes)) {
            *p = q;
            return true;
        }
        if (depth == 0 && closes)
            break;
        if (*q == '(' || *q == '[' || *q == '{')
            depth++;
        if ((*q == ')' || *q == ']' || *q == '}') && --depth < 0)
            break;
        if (*q == '/' && c->end - q > 1 && q[1] == '/')
            break;
        if (*q == '\n' && c->end - q > 1 && q[1] == '%')
            break;
    }
    error(c, open,
          condition ? "a conditional needs {{? condition : text }}"
                    : "this hole is not closed, or its brackets do not match");
    return false;
}

/* Past a hole that may not stand here. */
void skip_hole(struct compiler *c)
{
    const char *stop = memmem(c->p, (size_t)(line_end(c->p, c->end) - c->p), "}}", 2);
    c->p = stop != NULL ? stop + 2 : line_end(c->p, c->end);
}

/* {{ expr }} at p. writer names the escape; NULL: refused, why says why. */
void hole(struct compiler *c, const char *writer, const char *why)
{
    if (writer == NULL) {
        error(c, c->p, "a hole cannot stand %s", why);
        skip_hole(c);
        return;
    }
    const char *open = c->p, *stop = open + 2;
    if (!find_end(c, &stop, false)) {
        skip_hole(c);
        return;
    }
    const char *p = open + 2;
    size_t n = (size_t)(stop - p);
    trim(&p, &n);
    c->p = stop + 2;
    if (n == 0) {
        error(c, open, "an empty hole");
        return;
    }
    statement_done(c);
    flush(c);
    char before[64];
    snprintf(before, sizeof before, "    %s(h, (", writer);
    write_c(c, before, p, n, "));");
    c->after_newline = false;
}

/* {{? condition : at p; leaves p after the colon. false after an error, with p after the hole. */
bool condition(struct compiler *c)
{
    const char *stop = c->p + 3;
    if (!find_end(c, &stop, true)) {
        skip_hole(c);
        return false;
    }
    const char *p = c->p + 3;
    size_t n = (size_t)(stop - p);
    trim(&p, &n);
    if (n == 0)
        error(c, c->p, "a conditional needs {{? condition : text }}");
    statement_done(c);
    flush(c);
    write_c(c, "    if (", p, n, ") {");
    c->p = stop + 1;
    return true;
}

void end_condition(struct compiler *c)
{
    flush(c);
    text_printf(&c->source, "    }\n");
    c->synced++;
}

static void leave(struct compiler *c, const char *at, const char *how, size_t depth)
{
    if (c->depth > depth) {
        const struct element *e = &c->elements[c->depth - 1];
        error(c, at, "%s leaves <%.*s> of line %d open", how, (int)e->n, e->name, line_of(c, e->name));
    }
}

/* A word outside parentheses on a control line: jumps and labels must find the elements in order. */
static void control_word(struct compiler *c, const char *p, size_t n)
{
    if (in_list(" for while do ", p, n))
        c->pending = BLOCK_LOOP;
    else if (in_list(" switch ", p, n))
        c->pending = BLOCK_SWITCH;
    else if (in_list(" goto ", p, n))
        error(c, p, "goto in a page");
    else if (in_list(" return ", p, n) && !c->half)
        leave(c, p, "return", 0);
    if (!in_list(" break continue case default ", p, n))
        return;
    bool label = in_list(" case default ", p, n), loop_only = in_list(" continue ", p, n);
    for (size_t i = c->block_count; i-- > 0;) {
        enum block_kind kind = c->blocks[i].kind;
        if (kind == BLOCK_PLAIN || (loop_only && kind == BLOCK_SWITCH) || (label && kind == BLOCK_LOOP))
            continue;
        char how[16];
        snprintf(how, sizeof how, "%.*s", (int)n, p);
        leave(c, p, how, c->blocks[i].depth);
        return;
    }
}

static void close_block(struct compiler *c, const char *at)
{
    if (c->block_count == 0) {
        error(c, at, "} without {");
        return;
    }
    size_t depth = c->blocks[--c->block_count].depth;
    for (size_t i = c->depth; i > depth; i--) {
        const struct element *e = &c->elements[i - 1];
        error(c, e->name - 1, "<%.*s> is not closed before the block ends in line %d", (int)e->n, e->name,
              line_of(c, at));
    }
    if (c->depth > depth)
        c->depth = depth;
}

/* The C of a control line: followed for its braces and written as it is. */
void control(struct compiler *c, const char *p, const char *end)
{
    const char *from = p;
    while (p < end && blank(*p))
        p++;
    if (p == end)
        return;
    if (*p == '#')
        error(c, p, "a preprocessor line inside a page");
    while (p < end) {
        if (word_char(*p)) {
            const char *word = p;
            while (p < end && word_char(*p))
                p++;
            if (c->parens == 0)
                control_word(c, word, (size_t)(p - word));
            c->last = 'w';
            c->last_at = word;
            continue;
        }
        if (end - p > 1 && p[0] == '/' && p[1] == '/')
            break;
        bool comment = end - p > 1 && p[0] == '/' && p[1] == '*';
        if (comment && memmem(p + 2, (size_t)(end - p - 2), "*/", 2) == NULL)
            error(c, p, "a comment that does not end in its control line");
        c->parens += *p == '(' ? 1 : *p == ')' ? -1 : 0;
        if (*p == '{' && c->block_count == MAX_BLOCKS) {
            error(c, p, "more than %d blocks inside each other", MAX_BLOCKS);
        } else if (*p == '{') {
            c->blocks[c->block_count++] = (struct block){ c->pending, c->depth, p };
        } else if (*p == '}') {
            close_block(c, p);
        }
        if (c->parens == 0 && (*p == ';' || *p == '{' || *p == '}'))
            c->pending = BLOCK_PLAIN;
        if (!comment && !blank(*p)) {
            c->last = *p;
            c->last_at = p;
        }
        p = skip_c(p, end);
    }
    flush(c);
    write_c(c, "   ", from, (size_t)(end - from), "");
}
