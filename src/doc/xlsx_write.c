#include "doc/xlsx.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/utf8.h"

enum {
    EXCEL_ROWS = 1048576,
    EXCEL_COLUMNS = 16384,
    EXCEL_NAME_UNITS = 31,  /* UTF-16 */
    EXCEL_PROPERTY = 255,   /* characters */
    EXCEL_EPOCH = 25569,    /* the serial number of 1970-01-01 */
    EXCEL_SAFE_SERIAL = 61, /* 1900-03-01: Excel believes in 29 February 1900 */
    WIDTH_MIN = 8,
    WIDTH_MAX = 60,
};
static const int64_t EXACT_MAX = (int64_t)1 << 53; /* a cell is a double */

struct formats {
    lxw_format *title, *text, *whole, *tenths, *date;
};

static lxw_format *new_format(lxw_workbook *w, const char *number_format)
{
    lxw_format *f = workbook_add_format(w);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (number_format != NULL)
        format_set_num_format(f, number_format);
    return f;
}

static struct formats make_formats(lxw_workbook *w)
{
    struct formats f = {
        .title = new_format(w, NULL),
        .text = new_format(w, NULL),
        .whole = new_format(w, "0"),
        .tenths = new_format(w, "0.0"),
        .date = new_format(w, "yyyy-mm-dd"),
    };
    format_set_bold(f.title);
    format_set_text_wrap(f.title);
    format_set_bottom(f.title, LXW_BORDER_THIN);
    format_set_text_wrap(f.text);
    return f;
}

/* The bytes at the start of text that take no more than that many UTF-16 units. */
static size_t fitting(const char *text, size_t units)
{
    size_t n = strlen(text), at = 0;
    while (at < n) {
        size_t len;
        uint32_t cp = utf8_decode(text + at, n - at, &len);
        size_t takes = cp > 0xFFFF && cp != UINT32_MAX ? 2 : 1;
        if (takes > units)
            break;
        units -= takes;
        at += len;
    }
    return at;
}

/* name without what Excel forbids in one, of at most that many UTF-16 units. In the arena. */
static char *clean_name(struct arena *a, const char *name, size_t units)
{
    char *out = arena_strdup(a, name == NULL ? "" : name);
    for (char *c = out; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || strchr("[]:*?/\\", *c) != NULL)
            *c = ' ';
    out += strspn(out, "' ");
    size_t n = fitting(out, units);
    while (n > 0 && strchr("' ", out[n - 1]) != NULL)
        n--; /* an apostrophe may stand inside, but not at an end */
    out[n] = '\0';
    return out;
}

static bool name_is_taken(struct arena *a, char *const *names, size_t count, const char *name)
{
    const char *folded = utf8_fold(a, name);
    if (strcmp(folded, "history") == 0) /* Excel keeps it for itself */
        return true;
    for (size_t i = 0; i < count; i++)
        if (strcmp(utf8_fold(a, names[i]), folded) == 0)
            return true;
    return false;
}

static char *unique_name(struct arena *a, char *const *names, size_t count, const char *wanted)
{
    char *name = clean_name(a, wanted, EXCEL_NAME_UNITS);
    if (name[0] == '\0')
        name = arena_printf(a, "%zu", count + 1);
    for (size_t i = 2; name_is_taken(a, names, count, name); i++) {
        char *tail = arena_printf(a, " (%zu)", i);
        name = arena_printf(a, "%s%s", clean_name(a, wanted, EXCEL_NAME_UNITS - strlen(tail)), tail);
    }
    return name;
}

/* The longest line of text in characters, no more than WIDTH_MAX. */
static size_t text_width(const char *text)
{
    size_t width = 0, longest = 0;
    for (; *text != '\0' && longest < WIDTH_MAX; text++) {
        width = *text == '\n' ? 0 : width + (((unsigned char)*text & 0xC0u) != 0x80u);
        if (width > longest)
            longest = width;
    }
    return longest;
}

static void set_width(lxw_worksheet *ws, const struct doc_sheet *sheet, size_t column)
{
    enum doc_kind kind = sheet->columns[column].kind;
    size_t width = text_width(sheet->columns[column].title) + 2;
    if (width > WIDTH_MAX / 2)
        width = WIDTH_MAX / 2; /* titles wrap */
    for (size_t r = 0; kind == DOC_TEXT && r < sheet->row_count && width < WIDTH_MAX; r++) {
        const char *text = sheet->rows[r][column].text;
        size_t needed = text == NULL ? 0 : text_width(text) + 1;
        if (needed > width)
            width = needed;
    }
    size_t least = kind == DOC_DATE ? 12 : WIDTH_MIN;
    width = width < least ? least : width > WIDTH_MAX ? WIDTH_MAX : width;
    worksheet_set_column(ws, (lxw_col_t)column, (lxw_col_t)column, (double)width, NULL);
}

/* A number Excel cannot hold exactly, or a date it cannot hold at all, goes in as text. */
static lxw_error write_as_text(lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, const struct doc_cell *cell,
                               enum doc_kind kind, lxw_format *format)
{
    struct buf b;
    buf_init(&b, 64);
    doc_cell_print(&b, cell, kind);
    buf_char(&b, '\0');
    lxw_error e = worksheet_write_string(ws, row, column, b.p, format);
    buf_release(&b);
    return e;
}

static bool is_escape(const char *s)
{
    return s[0] == '_' && s[1] == 'x' && strspn(s + 2, "0123456789abcdefABCDEF") >= 4 && s[6] == '_';
}

/* Excel reads _x0041_ in a text as A. libxlsxwriter writes control characters that way, but leaves alone
 * what looks like it already; there the first underscore is written that way. */
static lxw_error write_text(lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, const char *text,
                            lxw_format *format)
{
    if (strstr(text, "_x") == NULL)
        return worksheet_write_string(ws, row, column, text, format);
    struct buf b;
    buf_init(&b, strlen(text) * 7 + 1);
    for (; *text != '\0'; text++) {
        if (is_escape(text))
            BUF_LIT(&b, "_x005F_");
        else
            buf_char(&b, *text);
    }
    buf_char(&b, '\0');
    lxw_error e = worksheet_write_string(ws, row, column, b.p, format);
    buf_release(&b);
    return e;
}

static lxw_error write_cell(lxw_worksheet *ws, lxw_row_t row, lxw_col_t column, const struct doc_cell *cell,
                            enum doc_kind kind, const struct formats *f)
{
    if (doc_cell_is_empty(cell, kind))
        return LXW_NO_ERROR;
    bool exact = cell->number >= -EXACT_MAX && cell->number <= EXACT_MAX;
    switch (kind) {
    case DOC_TEXT:
        return write_text(ws, row, column, cell->text, f->text);
    case DOC_INT:
        if (exact)
            return worksheet_write_number(ws, row, column, (double)cell->number, f->whole);
        return write_as_text(ws, row, column, cell, kind, f->text);
    case DOC_TENTHS:
        if (exact)
            return worksheet_write_number(ws, row, column, (double)cell->number / 10, f->tenths);
        return write_as_text(ws, row, column, cell, kind, f->text);
    case DOC_DATE:
        if (exact && cell->number + EXCEL_EPOCH >= EXCEL_SAFE_SERIAL &&
            cell->number <= 2932896 /* 9999-12-31 */)
            return worksheet_write_number(ws, row, column, (double)(cell->number + EXCEL_EPOCH), f->date);
        return write_as_text(ws, row, column, cell, kind, f->text);
    }
    ASSERT(false);
}

static enum status write_sheet(lxw_worksheet *ws, const struct doc_sheet *sheet, const struct formats *f)
{
    if (sheet->row_count + 1 > EXCEL_ROWS || sheet->column_count > EXCEL_COLUMNS)
        return TOO_LARGE;
    for (size_t c = 0; c < sheet->column_count; c++) {
        set_width(ws, sheet, c);
        if (write_text(ws, 0, (lxw_col_t)c, sheet->columns[c].title, f->title) != LXW_NO_ERROR)
            return TOO_LARGE;
    }
    for (size_t r = 0; r < sheet->row_count; r++)
        for (size_t c = 0; c < sheet->column_count; c++)
            if (write_cell(ws, (lxw_row_t)(r + 1), (lxw_col_t)c, &sheet->rows[r][c], sheet->columns[c].kind,
                           f) != LXW_NO_ERROR)
                return TOO_LARGE; /* the only error left: a text over 32767 characters */
    worksheet_freeze_panes(ws, 1, 0);
    worksheet_fit_to_pages(ws, 1, 0);
    /* No filter and no titles on every printed page: both put the sheet's name in a reference, and this
     * libxlsxwriter does not quote names such as 2026, which Excel then calls a damaged file. */
    return OK;
}

static enum status write_book(lxw_workbook *w, const struct doc_book *book)
{
    struct arena a;
    arena_init(&a);
    struct formats formats = make_formats(w);
    lxw_doc_properties properties = {
        .title = arena_strndup(&a, book->title, fitting(book->title, EXCEL_PROPERTY)),
        .author = arena_strndup(&a, book->author, fitting(book->author, EXCEL_PROPERTY)),
        .created = (time_t)(book->created_ms / 1000),
    };
    enum status st = workbook_set_properties(w, &properties) == LXW_NO_ERROR ? OK : TOO_LARGE;
    char **names = NEW_ARRAY(&a, char *, book->sheet_count);
    for (size_t i = 0; i < book->sheet_count && st == OK; i++) {
        names[i] = unique_name(&a, names, i, book->sheets[i].name);
        lxw_worksheet *ws = workbook_add_worksheet(w, names[i]);
        ASSERT(ws != NULL);
        st = write_sheet(ws, &book->sheets[i], &formats);
    }
    arena_release(&a);
    return st;
}

/* Appends the whole of an open file. */
static enum status append_file(int fd, struct buf *out)
{
    off_t size = lseek(fd, 0, SEEK_END);
    if (size <= 0)
        return FAILED;
    if (!buf_reserve(out, (size_t)size))
        return TOO_LARGE;
    for (off_t at = 0; at < size;) {
        ssize_t n = pread(fd, out->p + out->n, (size_t)(size - at), at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return FAILED;
        out->n += (size_t)n;
        at += n;
    }
    return OK;
}

enum status doc_xlsx_write(const struct doc_book *book, const char *folder, struct buf *out)
{
    ASSERT(book->sheet_count > 0);
    struct arena a;
    arena_init(&a);
    char *where = arena_strdup(&a, folder == NULL ? "/tmp" : folder);
    /* This version of libxlsxwriter writes to a named file only (output_buffer came with 1.1.5). It writes
     * into the file that mkostemps made, so our descriptor sees what it wrote. */
    char *path = arena_printf(&a, "%s/kapstok-XXXXXX.xlsx", where);
    int fd = mkostemps(path, (int)strlen(".xlsx"), O_CLOEXEC);
    if (fd < 0) {
        arena_release(&a);
        return FAILED;
    }
    lxw_workbook_options options = { .constant_memory = LXW_FALSE, .tmpdir = where };
    lxw_workbook *w = workbook_new_opt(path, &options);
    ASSERT(w != NULL);
    enum status st = write_book(w, book);
    lxw_error closed = workbook_close(w); /* also what frees it */
    unlink(path);
    if (st == OK && closed != LXW_NO_ERROR)
        st = FAILED;
    if (st == OK)
        st = append_file(fd, out);
    close(fd);
    arena_release(&a);
    return st;
}
