/* Packs as sheets of a workbook and back, for people who do not write YAML. Plain tables of strings: what a workbook is
 * made of is src/doc's affair. docs/packs.md tells pack authors what the sheets look like.
 *
 * The sheet "pack" has the head, a key and its value in each row. Every list has a sheet of its own, its first row holds
 * the names of the columns, every further row is an entry:
 *   theme                 a value; several values with "; " between them ("\;" is a semicolon within one)
 *   text.nl, text.nl_BE   a text in each language; of a list of texts one item a line
 *   condition             works=works and (land=own or land=lease)
 *   [theme]               what the code before it is called, only to read: columns in brackets are ignored
 * Entries within entries (the themes of a domain) stand on a sheet called "domains.themes", whose first column has the
 * id of the domain. */
#ifndef PACK_SHEET_H
#define PACK_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/csv.h"
#include "base/status.h"
#include "pack/pack.h"
#include "pack/yaml.h"

struct sheet {
    const char *name;
    struct csv rows; /* the first row names the columns */
};
struct sheets {
    const struct sheet *v;
    size_t count;
};

/* The sheets of a pack. packs has the titles for the columns in brackets; NULL = only those of the pack itself.
 * Its faults go along: a word where a number belongs comes back as it was, and a key that no pack of the kind has is left
 * out. INVALID for what no cell can hold (a list where a text belongs), and for a demo, which has a notation of its own.
 * In the arena. */
enum status sheet_write(struct arena *a, const struct yaml_node *root, const struct packs *packs,
                        struct sheets *out) MUST_USE;

struct sheet_place {
    const char *sheet; /* NULL = nowhere: a line that does not come from a row */
    size_t row;        /* 1-based, as the spreadsheet counts */
};

/* What is wrong with the sheets, or with the pack they make, at the row that says so. */
struct sheet_fault {
    struct sheet_place place;
    const char *entry;   /* id; NULL = none */
    const char *message; /* plain English, for pack authors */
};
struct sheet_faults {
    struct sheet_fault *v;
    size_t count, capacity;
};

struct sheet_pack {
    struct bytes yaml;
    const struct sheet_place *places; /* per line of yaml, from line 1 at [0] */
    size_t lines;
};

/* Makes a pack of sheets, its entries in the order of the rows. Faults are about the sheets alone (a column that does
 * not exist, a row whose parent is missing …): what the pack says is for pack_read. INVALID when there are any; *out is
 * as complete as they allow, and its yaml is empty when not even the kind is known. */
enum status sheet_read(struct arena *a, const struct sheets *in, struct sheet_pack *out,
                       struct sheet_faults *faults) MUST_USE;

/* Where a line of the made YAML comes from. */
struct sheet_place sheet_place_of(const struct sheet_pack *pack, int line);

#endif
