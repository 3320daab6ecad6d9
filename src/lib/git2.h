/* What changed between two versions of a text that people wrote, and two edits of one text put together, by libgit2. It
 * works on texts in memory: there is no repository. A line is a paragraph as people type one; nothing here is Markdown. */
#ifndef LIB_GIT2_H
#define LIB_GIT2_H

#include <stdbool.h>
#include <stddef.h>

struct arena;

enum text_kind {
    TEXT_SAME,
    TEXT_OLD,     /* only in the old text */
    TEXT_NEW,     /* only in the new one */
    TEXT_CHANGED, /* of lines only: some of its words, or where it ends */
};

/* Some words, with the spaces behind them. */
struct text_run {
    enum text_kind kind;
    const char *text;
};

struct text_line {
    enum text_kind kind;
    const struct text_run *runs; /* without the line's end; an empty line has none */
    size_t count;
};

/* The lines of both texts in the order to read them, in the arena: what was before what came instead. Lines that were
 * changed and not replaced show it word by word. A line end at the end of a text counts for nothing. The runs that are not
 * NEW make the old text, those that are not OLD the new one, but for white space in it. Safe to call from any thread. */
size_t text_diff(struct arena *a, const char *old_text, const char *new_text, const struct text_line **lines);

/* Puts two edits of one base together when they changed different lines that do not touch, or changed alike: true, and the
 * text in *merged, in the arena. Else false and *merged NULL: a person chooses. A text without a line end at its end stays
 * so. */
bool text_merge(struct arena *a, const char *base, const char *mine, const char *theirs, const char **merged);

#endif
