/* What changed in a text, on a page: removed words struck, added ones underlined, and both said to who does not see it. */
#ifndef HTML_DIFF_H
#define HTML_DIFF_H

#include "html/html.h"
#include "lib/git2.h"

/* Writes the lines of text_diff. Long stretches without a change stay closed behind a line that opens them. Says so when
 * no words changed. */
void diff_lines(struct html *h, const struct text_line *lines, size_t count);

#endif
