#include "base/status.h"

#include <stdio.h>
#include <stdlib.h>

const char *status_name(enum status st)
{
    static const char *const names[STATUS_COUNT] = {
        [OK] = "ok",           [INVALID] = "invalid",     [MALFORMED] = "malformed", [UNSIGNED] = "unsigned",
        [DENIED] = "denied",   [NOT_FOUND] = "not_found", [CONFLICT] = "conflict",   [TOO_LARGE] = "too_large",
        [LIMITED] = "limited", [BUSY] = "busy",           [UNSURE] = "unsure",       [FAILED] = "failed",
    };
    ASSERT(st < STATUS_COUNT);
    return names[st];
}

_Noreturn void assert_failed(const char *cond, const char *file, int line)
{
    fprintf(stderr, "kapstok: bug: %s:%d: %s\n", file, line, cond);
    abort();
}
