/* Excel workbooks: written by libxlsxwriter; read with libzip and expat, because no library in Debian
 * reads them from C. */
#ifndef DOC_XLSX_H
#define DOC_XLSX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/csv.h"
#include "base/status.h"
#include "doc/table.h"

struct arena;

/* Appends the book to out. Texts are always texts, never formulas; numbers and dates are real ones; titles
 * stand bold in a frozen first row. Sheet names are made fit for Excel (31 characters, no []:*?/\, no two
 * alike). folder is where temporary files may stand for the moment, NULL for /tmp.
 * TOO_LARGE: over Excel's rows, columns or characters in a cell, or over out's cap. FAILED: the disk. */
enum status doc_xlsx_write(const struct doc_book *book, const char *folder, struct buf *out) MUST_USE;

enum {
    XLSX_PART_MAX = 20 * 1024 * 1024, /* bytes of one part of the file, unpacked */
    XLSX_CELLS_MAX = 2000000,         /* with the empty ones in between; rows and columns as in csv.h */
};

/* What is wrong with a workbook and where. */
struct xlsx_fault {
    const char *msgid; /* plain English, marked for translation */
    const char *sheet; /* its name; NULL when it is about the whole file */
    size_t row;        /* 1-based; 0 when it is about no row */
    const char *cell;  /* "C7"; NULL when it is about no cell */
};

/* Reads one sheet of a workbook of n bytes: the one called sheet (capitals do not matter), or with NULL the
 * first one that is not hidden. Rows come as from csv_parse, everything in the arena: rows without any value are
 * left out, line is the row's number in the sheet, a row ends at its last cell with a value.
 *
 * Every cell is a text: numbers as they are written in the file, but with fifteen digits where Excel wrote
 * 61.299999999999997 for 61.3; TRUE and FALSE; a formula's last result; a date is its serial number, see
 * doc_xlsx_date.
 *
 * NOT_FOUND: no such sheet. TOO_LARGE: over a cap. MALFORMED: no workbook, or broken; also when it holds a
 * DTD, which no spreadsheet writes. */
enum status doc_xlsx_read(struct arena *a, const void *p, size_t n, const char *sheet, struct csv *out,
                          struct xlsx_fault *fault) MUST_USE;

/* The names of the sheets that show, in their order. MALFORMED, TOO_LARGE as above. */
enum status doc_xlsx_sheets(struct arena *a, const void *p, size_t n, const char *const **names, size_t *count,
                            struct xlsx_fault *fault) MUST_USE;

/* The day (since 1970-01-01) of a cell that is meant as a date: a serial number of the 1900 system, of
 * which the time is dropped, or an ISO date as text. false when it is neither. */
bool doc_xlsx_date(const char *cell, int64_t *days) MUST_USE;

#endif
