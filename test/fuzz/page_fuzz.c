/* The page compiler: any text gives C, or messages with their place. */
#include <stdio.h>

#include "../../tools/pagec.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    char *text = malloc(n);
    ASSERT(text != NULL || n == 0);
    if (n > 0)
        memcpy(text, data, n);
    struct pagec_result result;
    int errors = pagec_compile(text == NULL ? "" : text, n, "fuzz.page", "fuzz_page.h", &result);
    ASSERT((errors == 0) == (result.errors[0] == '\0'));
    int lines = 0;
    for (const char *p = result.errors; *p != '\0'; p = strchr(p, '\n') + 1, lines++) {
        int line = 0, column = 0;
        ASSERT(sscanf(p, "fuzz.page:%d:%d: ", &line, &column) == 2 && line > 0 && column > 0);
        ASSERT(strchr(p, '\n') != NULL);
    }
    ASSERT(lines <= errors && (lines == errors || lines >= 100)); /* after so many it only counts */
    if (errors == 0)
        ASSERT(result.source != NULL && result.header != NULL);
    pagec_release(&result);
    free(text);
    return 0;
}
