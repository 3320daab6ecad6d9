/* The packs and demos that come with the program, embedded at build time (tools/embed content). */
#ifndef APP_CONTENT_H
#define APP_CONTENT_H

#include "base/buf.h"

struct content_file {
    const char *name; /* "government.yaml", "demo/olmenrode.yaml" */
    struct bytes text;
};
extern const struct content_file content_files[];
extern const size_t content_files_count;

#endif
