/* What the three parts of pagec share; for them only. */
#ifndef TOOLS_PAGEC_PARTS_H
#define TOOLS_PAGEC_PARTS_H

#include <stdbool.h>
#include <stddef.h>

enum { MAX_ELEMENTS = 256, MAX_BLOCKS = 128, MAX_ERRORS = 200, MAX_ATTRIBUTES = 64 };

struct text {
    char *p;
    size_t n, room;
};

struct element {
    const char *name; /* in the page's text, not NUL-terminated */
    size_t n;
};

enum block_kind { BLOCK_PLAIN, BLOCK_LOOP, BLOCK_SWITCH };

struct block {
    enum block_kind kind;
    size_t depth; /* elements open where the block began: it may not go below, and ends there */
    const char *at;
};

struct compiler {
    const char *path;
    const char *start, *p, *end; /* end: of the page function being read, or of the file */
    struct text source, header, errors;
    int error_count;

    struct text literal; /* merged, not yet written */
    bool after_newline;  /* the last thing written is a newline, or nothing yet */
    int synced;          /* the page line that gcc takes the next line of output for; 0 = not of the page */
    bool half;           /* in %half */
    struct element elements[MAX_ELEMENTS];
    size_t depth;

    struct block blocks[MAX_BLOCKS];
    size_t block_count;
    int parens;              /* open in C control lines */
    enum block_kind pending; /* what the next { will open */
    char last;               /* last significant character of the control lines so far; 0 = none */
    const char *last_at;

    const char *line_start; /* a cursor for line numbers */
    int line;
};

#define PRINTF(a, b) __attribute__((format(printf, a, b)))

/* pagec.c: text, errors and output. */
void text_printf(struct text *t, const char *format, ...) PRINTF(2, 3);
int line_of(struct compiler *c, const char *p); /* moves the line cursor there */
void error(struct compiler *c, const char *at, const char *format, ...) PRINTF(3, 4);
/* "list" holds words between spaces, with one at either end. */
bool in_list(const char *list, const char *word, size_t n);
bool is(const struct element *e, const char *name);
bool starts(const struct compiler *c, const char *with);
bool blank(char ch);
bool word_char(char ch);
const char *line_end(const char *p, const char *end);
void trim(const char **p, size_t *n);
/* C of the page, as it stands there, between what we put around it. */
void write_c(struct compiler *c, const char *before, const char *p, size_t n, const char *after);
void flush(struct compiler *c); /* writes the merged literals */
void put(struct compiler *c, const char *p, size_t n);
void put_str(struct compiler *c, const char *s);

/* pagec_c.c: holes and control lines. */
void statement_done(struct compiler *c);
void skip_hole(struct compiler *c); /* past a hole that may not stand here */
/* {{ expr }} at p. writer names the escape; NULL: refused, why says why. */
void hole(struct compiler *c, const char *writer, const char *why);
/* {{? condition : at p; leaves p after the colon. false after an error, with p after the hole. */
bool condition(struct compiler *c);
void end_condition(struct compiler *c);
/* The C of a control line: followed for its braces and written as it is. */
void control(struct compiler *c, const char *p, const char *end);

/* pagec_html.c: the state of the HTML. */
bool within(const struct compiler *c, const char *names);
void reference(struct compiler *c); /* the & at p */
void markup(struct compiler *c);    /* the < at p */

#endif
