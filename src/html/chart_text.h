/* A chart as people write it in Markdown, in a fenced block of the kind "chart":
 *
 *     ```chart
 *     What do we begin with?
 *     Energy has the most votes.
 *     Subject | # | Votes | First round
 *     Energy  | 62.5 | 5 of 8 | 40
 *     Waste   | 37.5 | 3 of 8 | -
 *     ```
 *
 * First its title; then, when they are there, a sentence that says what to see and a line with "#" that heads the columns. A
 * bar is a label, a number from 0 to 100 ("-" = none), what people read, and optionally the number of an earlier time with what
 * was to be read then. "\|" is a bar in a text. A page (html/markdown.c) and paper (doc/markdown.c) read the same struct. */
#ifndef HTML_CHART_TEXT_H
#define HTML_CHART_TEXT_H

#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "i18n/lang.h"

enum { CHART_TEXT_MOST = 120 }; /* bars; lines beyond them are left as text */

struct chart_text_bar {
    const char *label, *value;
    const char *before;            /* what was to be read then; NULL = its number */
    int64_t tenths, before_tenths; /* 0..1000, CHART_NONE = none */
};
struct chart_text {
    const char *title, *sentence;
    const char *label_title, *value_title, *before_title; /* before_title NULL = no bar has an earlier value */
    const struct chart_text_bar *bars;
    size_t count;     /* 0 = it is no chart: show it as it was typed */
    const char *rest; /* lines that are no bar, as they were typed; "" = none */
};
/* In the arena. What is not said (heads, the sentence) is said in lang. */
struct chart_text chart_text_read(struct arena *a, const struct lang *lang, const char *text);

/* The reverse: one line of the block, its texts on one line and escaped. NULL and "" are an empty text. */
void chart_text_title(struct buf *out, const char *text);
void chart_text_head(struct buf *out, const char *label, const char *value, const char *before);
/* before_tenths CHART_NONE and before NULL = without an earlier time. */
void chart_text_bar(struct buf *out, const struct chart_text_bar *bar);

#endif
