/* The parts of a DOCX file beside its text (docx.c), by ECMA-376. */
#ifndef DOC_DOCX_PARTS_H
#define DOC_DOCX_PARTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "doc/document.h"
#include "lib/zip.h"

/* In twentieths of a point: A4, margins of 2.5 cm. */
enum {
    DOCX_WIDTH = 11906,
    DOCX_HEIGHT = 16838,
    DOCX_MARGIN = 1417,
    DOCX_TEXT_WIDTH = DOCX_WIDTH - 2 * DOCX_MARGIN
};
enum { DOCX_CONTENTS_LEVELS = 2 };

struct docx {
    struct arena *arena;
    const struct doc *doc;
    struct buf body;      /* of document.xml */
    struct buf relations; /* of document.xml: links and pictures */
    size_t relation_count;
    struct buf lists; /* the <w:num> of numbered lists */
    size_t list_count;
    struct archive_file *files;
    size_t file_count, file_capacity;
    size_t picture_count, heading_count;
    size_t *heading_pages;         /* about: from 1; NULL = not known */
    size_t *list_of, *last_number; /* by level: the numbered list that is open, and its last number */
    bool breaks;                   /* the next paragraph begins a page */
    bool after_table;
    enum status status;
};

/* Adds a part; the content is borrowed until the archive is made. */
void docx_file(struct docx *x, const char *name, struct bytes content);
/* Adds a part out of b, which is given back. */
void docx_part(struct docx *x, const char *name, struct buf *b);

/* A text for an element or an attribute: escaped, clean (text.h); line ends become spaces. */
void docx_escape(struct buf *b, const char *s);
/* A text as runs of the kind rpr (inside <w:rPr>, may be ""): line ends become breaks. */
void docx_run(struct buf *b, const char *rpr, const char *s);

/* A relation of document.xml to a part of this file, or with is_outside to an address. Its number. */
size_t docx_relation(struct docx *x, const char *kind, const char *target, bool is_outside);

/* Adds what stands first in the file. */
void docx_begin(struct docx *x);
/* Adds everything else but document.xml, once that is written. */
void docx_parts(struct docx *x);

#endif
