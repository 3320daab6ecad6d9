#include "doc/text.h"

#include <string.h>

#include "base/utf8.h"

#define NO_BREAK_SPACE "\xC2\xA0"
#define EURO "\xE2\x82\xAC"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whether the space at s[at] stands between a number and its sign. */
static bool binds(const char *s, size_t at)
{
    if (at == 0)
        return false;
    if (is_digit(s[at - 1]))
        return s[at + 1] == '%' || strncmp(s + at + 1, EURO, 3) == 0;
    return at >= 3 && strncmp(s + at - 3, EURO, 3) == 0 && is_digit(s[at + 1]);
}

void text_add_clean(struct buf *b, const char *s)
{
    for (size_t n = strlen(s), at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        if (cp == UINT32_MAX || (cp & 0xFFFE) == 0xFFFE || (cp >= 0xFDD0 && cp <= 0xFDEF))
            BUF_LIT(b, "\xEF\xBF\xBD");
        else if (cp == '\t')
            buf_char(b, ' ');
        else if (cp == ' ' && binds(s, at))
            BUF_LIT(b, NO_BREAK_SPACE);
        else if (cp == '\n' || (cp >= ' ' && cp < 0x7F) || cp >= 0xA0)
            buf_add(b, s + at, len);
    }
}
