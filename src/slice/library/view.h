/* What the library's pages show. */
#ifndef SLICE_LIBRARY_VIEW_H
#define SLICE_LIBRARY_VIEW_H

#include "html/layout.h"
#include "slice/library/library.h"

struct glossary_view {
    struct layout *layout;
    const struct pack_glossary *glossary;
    const struct pack_word *const *words; /* sorted */
    size_t count;
};

struct library_line {
    const struct pack *pack;
    const char *url, *kind, *review; /* review: "1 november 2027"; NULL = none */
    bool due;
};
struct library_list_view {
    struct layout *layout;
    const struct library_line *lines;
    size_t count, due;
};

struct library_scan_view {
    struct layout *layout;
    const struct pack *pack;
    const struct pack_scan *scan;
    const struct pack_crosswalk *crosswalk;
    const bool *match;                     /* by statement */
    const int *domain_found, *theme_found; /* by index */
    size_t found;
    const char *words, *sdg; /* "" = none */
    bool searching;
    const char *review;
    bool due;
};

struct library_types_view {
    struct layout *layout;
    const struct pack *pack;
    const struct pack_types *types;
};

struct crosswalk_view {
    struct layout *layout;
    const struct pack_crosswalk *crosswalk;
};

#endif
