#include "slice/library/pack_book.h"

#include <string.h>

#include "doc/xlsx.h"

enum { SHEETS_MAX = 40 };

static struct doc_sheet make_sheet(struct arena *a, const struct sheet *in)
{
    const struct csv_row *titles = &in->rows.rows[0];
    struct doc_column *columns = NEW_ARRAY(a, struct doc_column, titles->count);
    for (size_t i = 0; i < titles->count; i++)
        columns[i] = (struct doc_column){ .title = titles->cells[i], .kind = DOC_TEXT };
    struct doc_sheet out = { .name = in->name, .columns = columns, .column_count = titles->count };
    for (size_t r = 1; r < in->rows.count; r++) {
        struct doc_cell *cells = doc_row_add(a, &out);
        for (size_t i = 0; i < in->rows.rows[r].count && i < titles->count; i++)
            cells[i] = doc_text(in->rows.rows[r].cells[i]);
    }
    return out;
}

enum status library_book_write(struct arena *a, struct bytes yaml, const struct packs *packs,
                               int64_t created_ms, struct buf *out)
{
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    struct sheets sheets;
    enum status st = yaml_read(a, yaml.p, yaml.n, &root, a, &faults);
    if (st == OK)
        st = sheet_write(a, root, packs, &sheets);
    if (st != OK)
        return INVALID;
    struct doc_sheet *made = NEW_ARRAY(a, struct doc_sheet, sheets.count);
    for (size_t i = 0; i < sheets.count; i++)
        made[i] = make_sheet(a, &sheets.v[i]);
    const char *title = yaml_string(yaml_get(root, "title"), "nl"), *licence = yaml_string(root, "licence");
    struct doc_book book = { .title = title == NULL ? "" : title,
                             .author = licence == NULL ? "" : licence,
                             .created_ms = created_ms,
                             .sheets = made,
                             .sheet_count = sheets.count };
    return doc_xlsx_write(&book, NULL, out);
}

bool library_is_book(struct bytes file)
{
    /* A ZIP, or the old format of Excel, which doc/xlsx.h refuses with a sentence of its own. */
    return file.n >= 4 && (memcmp(file.p, "PK\x03\x04", 4) == 0 || memcmp(file.p, "\xD0\xCF\x11\xE0", 4) == 0);
}

static enum status refuse(struct arena *a, struct sheet_faults *faults, const struct xlsx_fault *fault)
{
    *(struct sheet_fault *)ARENA_PUSH(a, &faults->v, &faults->count, &faults->capacity) = (struct sheet_fault){
        .place = { fault->sheet, fault->row },
        .message = fault->cell == NULL ? fault->msgid : arena_printf(a, "%s: %s", fault->cell, fault->msgid)
    };
    return INVALID;
}

enum status library_book_read(struct arena *a, struct bytes file, struct sheet_pack *out,
                              struct sheet_faults *faults)
{
    *out = (struct sheet_pack){ .yaml = { .p = "", .n = 0 } };
    const char *const *names;
    size_t count;
    struct xlsx_fault fault = { 0 };
    if (doc_xlsx_sheets(a, file.p, file.n, &names, &count, &fault) != OK)
        return refuse(a, faults, &fault);
    if (count > SHEETS_MAX)
        return refuse(a, faults, &(struct xlsx_fault){ .msgid = N_("The file has too many sheets.") });
    struct sheet *sheets = NEW_ARRAY(a, struct sheet, count);
    for (size_t i = 0; i < count; i++) {
        sheets[i].name = names[i];
        if (doc_xlsx_read(a, file.p, file.n, names[i], &sheets[i].rows, &fault) != OK)
            return refuse(a, faults, &fault);
    }
    struct sheets all = { .v = sheets, .count = count };
    return sheet_read(a, &all, out, faults);
}
