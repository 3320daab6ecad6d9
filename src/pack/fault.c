#include "pack/fault.h"

#include <stdarg.h>
#include <string.h>

void pack_fault_add(struct arena *a, struct pack_faults *faults, int line, const char *entry,
                    const char *format, ...)
{
    if (faults->count >= PACK_MAX_FAULTS)
        return;
    struct pack_fault fault = { .line = line, .entry = arena_strdup(a, entry) };
    if (faults->count == PACK_MAX_FAULTS - 1) {
        fault = (struct pack_fault){ .message = "more faults follow; mend these first" };
    } else {
        va_list args;
        va_start(args, format);
        fault.message = arena_vprintf(a, format, args);
        va_end(args);
    }
    *(struct pack_fault *)ARENA_PUSH(a, &faults->v, &faults->count, &faults->capacity) = fault;
}

const char *pack_quote(struct arena *a, const char *s)
{
    enum { MOST = 60 };
    size_t characters = 0, n = 0;
    for (; s[n] != '\0'; n++) {
        if (((unsigned char)s[n] & 0xC0u) != 0x80u && characters++ == MOST)
            break;
    }
    char *copy = s[n] == '\0' ? arena_strndup(a, s, n) : arena_printf(a, "%.*s…", (int)n, s);
    for (char *c = copy; *c != '\0'; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7F)
            *c = ' ';
    }
    return copy;
}
