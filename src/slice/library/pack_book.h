/* A pack as an Excel workbook and back: pack/sheet.h says what stands in the sheets, doc/xlsx.h how a workbook is made. */
#ifndef SLICE_LIBRARY_PACK_BOOK_H
#define SLICE_LIBRARY_PACK_BOOK_H

#include "base/buf.h"
#include "pack/sheet.h"

/* Appends the workbook of a pack's YAML to out. packs has the titles beside codes, NULL = none. INVALID for a demo and
 * for text that is no pack; FAILED and TOO_LARGE as doc_xlsx_write. */
enum status library_book_write(struct arena *a, struct bytes yaml, const struct packs *packs,
                               int64_t created_ms, struct buf *out) MUST_USE;

/* Whether a file looks like a workbook; else it is read as YAML. */
bool library_is_book(struct bytes file);

/* Makes a pack of a workbook. Faults as from sheet_read; one about the file itself has no sheet. */
enum status library_book_read(struct arena *a, struct bytes file, struct sheet_pack *out,
                              struct sheet_faults *faults) MUST_USE;

#endif
