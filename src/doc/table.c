#include "doc/table.h"

#include "base/arena.h"
#include "base/clock.h"

struct doc_cell *doc_row_add(struct arena *a, struct doc_sheet *sheet)
{
    struct doc_cell *cells = NEW_ARRAY(a, struct doc_cell, sheet->column_count);
    *(struct doc_cell **)ARENA_PUSH(a, &sheet->rows, &sheet->row_count, &sheet->row_capacity) = cells;
    return cells;
}

static void print_tenths(struct buf *b, int64_t tenths)
{
    if (tenths < 0 && tenths > -10)
        buf_char(b, '-'); /* the whole part is 0 and loses the sign */
    buf_int(b, tenths / 10);
    buf_char(b, '.');
    buf_int(b, tenths < 0 ? -(tenths % 10) : tenths % 10);
}

void doc_cell_print(struct buf *b, const struct doc_cell *cell, enum doc_kind kind)
{
    if (doc_cell_is_empty(cell, kind))
        return;
    switch (kind) {
    case DOC_TEXT:
        buf_str(b, cell->text);
        break;
    case DOC_INT:
        buf_int(b, cell->number);
        break;
    case DOC_TENTHS:
        print_tenths(b, cell->number);
        break;
    case DOC_DATE: {
        struct arena a;
        arena_init(&a);
        buf_str(b, clock_date(&a, cell->number));
        arena_release(&a);
        break;
    }
    }
}
