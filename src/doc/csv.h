/* CSV for spreadsheets and other programs: RFC 4180, UTF-8, commas, CRLF, a title line. */
#ifndef DOC_CSV_H
#define DOC_CSV_H

#include <stdbool.h>

#include "base/buf.h"
#include "doc/table.h"

/* Appends the sheet to out (sticky; look at buf_ok). with_mark puts a byte-order mark first, without which
 * Excel takes UTF-8 for something else.
 *
 * A text that a spreadsheet would run as a formula (it starts with = + - @ TAB or CR) gets an apostrophe in
 * front; so does one that starts with apostrophes and then one of these, so that doc_csv_unescape can take
 * exactly one away and nothing is lost between export and import. */
void doc_csv_write(const struct doc_sheet *sheet, bool with_mark, struct buf *out);

/* A text read back from such a file, without the apostrophe doc_csv_write put in front. Points into text. */
const char *doc_csv_unescape(const char *text);

#endif
