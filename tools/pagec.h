/* Compiles one .page file to C, without touching files, so that tests and the fuzzer can call it.
 * The format and its rules are described in tools/pagec.c. */
#ifndef TOOLS_PAGEC_H
#define TOOLS_PAGEC_H

#include <stddef.h>

/* NUL-terminated, on the heap; released by pagec_release. */
struct pagec_result {
    char *source; /* of the .c file */
    char *header; /* of the .h file */
    char *errors; /* "file.page:LINE:COL: message\n" for each; "" when there are none */
};

/* path is what errors and #line directives call the page, header_name what the .c includes ("scan_page.h").
 * Returns the number of errors, 0 when the page is good; everything in *result is set either way. */
int pagec_compile(const char *text, size_t n, const char *path, const char *header_name,
                  struct pagec_result *result);

void pagec_release(struct pagec_result *result);

#endif
