#include "lib/oath.h"

#include <liboath/oath.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { DIGITS = 6 };

/* The six digits of what was typed, without its spaces. */
static bool read_code(const char *typed, char code[DIGITS + 1])
{
    size_t n = 0;
    for (; *typed != '\0'; typed++) {
        if (*typed == ' ')
            continue;
        if (*typed < '0' || *typed > '9' || n == DIGITS)
            return false;
        code[n++] = *typed;
    }
    code[n] = '\0';
    return n == DIGITS;
}

bool totp_check(const unsigned char *secret, size_t n, const char *code, int64_t now_s, int64_t last_step,
                int64_t *step)
{
    char given[DIGITS + 1];
    if (n == 0 || now_s < 0 || !read_code(code, given))
        return false;
    int64_t now = now_s / TOTP_PERIOD;
    bool found = false;
    /* Every step is computed and compared in full, so that time tells nothing; of two steps with the
     * same code the later counts, so that neither is left to use again. */
    for (int64_t s = now > 0 ? now - 1 : 0; s <= now + 1; s++) {
        char right[DIGITS + 1];
        ASSERT(oath_hotp_generate((const char *)secret, n, (uint64_t)s, DIGITS, false,
                                  OATH_HOTP_DYNAMIC_TRUNCATION, right) == OATH_OK);
        unsigned differs = 0;
        for (int i = 0; i < DIGITS; i++)
            differs |= (unsigned)(given[i] ^ right[i]);
        if (differs == 0 && s > last_step) {
            found = true;
            *step = s;
        }
    }
    return found;
}

/* Percent-encoding of everything but RFC 3986's unreserved characters. */
static char *encode_component(struct arena *a, const char *s)
{
    static const char hex[] = "0123456789ABCDEF";
    char *out = arena_alloc(a, strlen(s) * 3 + 1);
    size_t n = 0;
    for (; *s != '\0'; s++) {
        unsigned char c = (unsigned char)*s;
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            strchr("-._~", c) != NULL) {
            out[n++] = (char)c;
        } else {
            out[n++] = '%';
            out[n++] = hex[c >> 4];
            out[n++] = hex[c & 15];
        }
    }
    return out;
}

char *totp_uri(struct arena *a, const char *issuer, const char *account, const unsigned char *secret, size_t n)
{
    const char *name = encode_component(a, issuer);
    return arena_printf(a, "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d", name,
                        encode_component(a, account), base32_encode(a, secret, n), name, DIGITS, TOTP_PERIOD);
}

static void must_have_memory(int result)
{
    if (result == OATH_MALLOC_ERROR) {
        fprintf(stderr, "kapstok: out of memory (base32)\n");
        abort();
    }
}

char *base32_encode(struct arena *a, const void *p, size_t n)
{
    if (n == 0)
        return arena_strdup(a, "");
    char *text;
    size_t length;
    int result = oath_base32_encode(p, n, &text, &length);
    must_have_memory(result);
    ASSERT(result == OATH_OK);
    while (length > 0 && text[length - 1] == '=')
        length--;
    char *copy = arena_strndup(a, text, length);
    free(text);
    return copy;
}

bool base32_decode(struct arena *a, const char *text, struct bytes *out)
{
    *out = (struct bytes){ 0 };
    char *typed = arena_strdup(a, text); /* without the dashes; liboath itself skips spaces */
    size_t typed_n = 0;
    for (; *text != '\0'; text++)
        if (*text != '-')
            typed[typed_n++] = *text;
    char *bytes;
    size_t n;
    int result = oath_base32_decode(typed, typed_n, &bytes, &n);
    must_have_memory(result);
    if (result != OATH_OK)
        return false;
    *out = (struct bytes){ .p = arena_strndup(a, bytes, n), .n = n };
    free(bytes);
    return true;
}
