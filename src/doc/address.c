#include "doc/address.h"

#include <string.h>
#include <strings.h>

#include "base/arena.h"

bool address_is_known(const char *link)
{
    static const char *const schemes[] = { "https://", "http://", "mailto:", "tel:" };
    for (size_t i = 0; link != NULL && i < sizeof schemes / sizeof schemes[0]; i++)
        if (strncasecmp(link, schemes[i], strlen(schemes[i])) == 0)
            return true;
    return false;
}

static bool stands_as_it_is(const char *s)
{
    static const char plain[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'()*+,;=";
    static const char hex[] = "0123456789ABCDEFabcdef";
    if (*s == '%')
        return s[1] != '\0' && strchr(hex, s[1]) != NULL && s[2] != '\0' && strchr(hex, s[2]) != NULL;
    return strchr(plain, *s) != NULL;
}

const char *address_of_link(struct arena *a, const char *link)
{
    if (!address_is_known(link))
        return NULL;
    char *out = arena_alloc(a, 3 * strlen(link) + 1), *to = out;
    for (const char *s = link; *s != '\0'; s++) {
        if (stands_as_it_is(s)) {
            *to++ = *s;
        } else {
            *to++ = '%';
            *to++ = "0123456789ABCDEF"[(unsigned char)*s >> 4];
            *to++ = "0123456789ABCDEF"[(unsigned char)*s & 15];
        }
    }
    return out;
}
