/* What the pages for pack authors show. */
#ifndef SLICE_LIBRARY_PACK_VIEW_H
#define SLICE_LIBRARY_PACK_VIEW_H

#include "pack/coverage.h"
#include "slice/library/pack_upload.h"
#include "slice/library/view.h"

/* A row of a table, with what it is called: the title, or a code that has none. */
struct pack_coverage_line {
    const struct coverage_row *row;
    const char *url; /* NULL = it has no page */
    const char *text;
    bool is_code;
    int64_t share; /* of the largest of the table, in thousandths */
};
struct pack_coverage_part {
    const char *id, *title, *column;
    const char *list; /* that is counted; NULL = it goes without saying */
    bool bars;
    const struct pack_coverage_line *lines;
    size_t count;
};
struct pack_coverage_view {
    struct layout *layout;
    const struct pack *pack;
    bool scan;
    const struct pack_coverage_part *parts;
    size_t part_count;
};

/* A line of a comparison, in words. */
struct pack_change_line {
    enum compare_what what;
    const char *list, *entry, *field; /* field with its language: "text.nl" */
    const char *before, *now;
};
struct pack_changes {
    const struct pack_change_line *lines; /* of this page of the list */
    size_t count, total;
    const int *counts; /* by enum compare_what */
};

struct pack_compare_view {
    struct layout *layout;
    const struct pack *pack;
    bool single;                        /* one version only: nothing to compare */
    const struct field_view *from, *to; /* selects of versions */
    struct pack_changes changes;
    struct library_pager pager;
};

/* A fault or remark with its place in words. */
struct pack_message {
    const char *place; /* "statements, row 12"; "line 40"; "–" */
    const char *entry, *message;
};
struct pack_messages {
    const struct pack_message *v;
    size_t count, total; /* shown, and all */
};

struct pack_upload_view {
    struct layout *layout;
    const struct field_view *file;
    const struct field_message *messages;
    size_t message_count;
    const struct library_upload *upload; /* NULL = nothing was sent yet */
    struct pack_messages faults, remarks;
    struct pack_changes changes;
    bool ready;                 /* sound: the button that installs it */
    const char *content, *name; /* the file, to be sent again */
    const struct library_waiting *waiting;
    size_t waiting_count;
    const struct pack_aside *aside; /* at the start of this process */
    size_t aside_count;
};

#endif
