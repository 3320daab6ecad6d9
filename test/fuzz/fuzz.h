/* What every fuzz target begins with. A target takes any bytes and calls one parser; a promise that the parser's
 * header makes and that does not hold is an ASSERT, everything else is for the sanitizers. tools/fuzz builds and runs
 * them; corpus/<target>/ holds inputs to begin with, crash/ those that once went wrong. */
#ifndef FUZZ_FUZZ_H
#define FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

/* A NUL-terminated copy on the heap, just as long as it must be, so that one byte too far is seen. */
static inline char *fuzz_string(const uint8_t *data, size_t n)
{
    char *s = malloc(n + 1);
    ASSERT(s != NULL);
    if (n > 0)
        memcpy(s, data, n);
    s[n] = '\0';
    return s;
}

#endif
