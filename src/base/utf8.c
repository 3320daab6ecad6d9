#include "base/utf8.h"

#include <string.h>

#include "base/arena.h"
#include "base/status.h"

uint32_t utf8_decode(const char *s, size_t n, size_t *len)
{
    const unsigned char *u = (const unsigned char *)s;
    *len = 1;
    if (n == 0) {
        *len = 0;
        return UINT32_MAX;
    }
    if (u[0] < 0x80)
        return u[0];

    size_t want;
    uint32_t cp, smallest;
    if (u[0] >= 0xC2 && u[0] <= 0xDF) {
        want = 2;
        cp = u[0] & 0x1Fu;
        smallest = 0x80;
    } else if (u[0] >= 0xE0 && u[0] <= 0xEF) {
        want = 3;
        cp = u[0] & 0x0Fu;
        smallest = 0x800;
    } else if (u[0] >= 0xF0 && u[0] <= 0xF4) {
        want = 4;
        cp = u[0] & 0x07u;
        smallest = 0x10000;
    } else {
        return UINT32_MAX;
    }
    if (n < want)
        return UINT32_MAX;
    for (size_t i = 1; i < want; i++) {
        if ((u[i] & 0xC0u) != 0x80u)
            return UINT32_MAX;
        cp = cp << 6 | (u[i] & 0x3Fu);
    }
    if (cp < smallest || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return UINT32_MAX;
    *len = want;
    return cp;
}

/* Eight bytes of ASCII, none of them NUL: what most texts are made of. */
static bool is_plain(const char *s)
{
    uint64_t eight;
    memcpy(&eight, s, sizeof eight);
    return ((eight | (eight - UINT64_C(0x0101010101010101))) & UINT64_C(0x8080808080808080)) == 0;
}

bool utf8_valid(const char *s, size_t n)
{
    for (size_t at = 0; at < n;) {
        size_t len;
        if (n - at >= 8 && is_plain(s + at)) {
            at += 8;
            continue;
        }
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        if (cp == UINT32_MAX || cp == 0)
            return false;
        at += len;
    }
    return true;
}

size_t utf8_length(const char *s)
{
    size_t count = 0;
    for (; *s != '\0'; s++)
        count += ((unsigned char)*s & 0xC0u) != 0x80u;
    return count;
}

/* White space, and marks that nobody sees but that make two names differ. */
static bool is_blank(uint32_t cp)
{
    return cp == ' ' || cp == '\t' || cp == '\n' || cp == 0x85 || cp == 0xA0 || cp == 0x61C || cp == 0x1680 ||
           (cp >= 0x2000 && cp <= 0x200B) || cp == 0x200E || cp == 0x200F || (cp >= 0x2028 && cp <= 0x202F) ||
           cp == 0x205F || cp == 0x2060 || (cp >= 0x2066 && cp <= 0x2069) || cp == 0x3000 || cp == 0xFEFF;
}

char *utf8_clean(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    char *out = arena_alloc(a, n + 1);
    size_t used = 0; /* bytes written */
    size_t keep = 0; /* bytes up to the last character that is not blank */
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        if (cp < 0x20 && cp != '\t' && cp != '\n')
            continue; /* a CR before LF goes here too */
        bool blank = is_blank(cp);
        if (blank && used == 0)
            continue;
        memcpy(out + used, s + at, len);
        used += len;
        if (!blank)
            keep = used;
    }
    out[keep] = '\0';
    return out;
}

/* What a Latin letter looks like without its marks, for U+00C0..U+024F and U+1E00..U+1EFF: a lower case
 * letter stands for itself, an upper case letter is an index in pairs[], a dot keeps the character.
 * Made from the Unicode decompositions, with ss for sharp s, o for o with stroke and the like. */
static const char latin[] = "aaaaaaAceeeeiiiidnooooo.ouuuuyBCaaaaaaAceeeeiiiidnooooo.ouuuuyByaaaaaaccccccccdd"
                            "ddeeeeeeeeeegggggggghhhhiiiiiiiiiiDDjjkkkllllllllllnnnnnnnnnooooooEErrrrrrssssss"
                            "ssttttttuuuuuuuuuuuuwwyyyzzzzzzsbbbb...cc.ddd....ffg...ikkl..nnooo..pp.....ttttu"
                            "u.vyyzz.............FFFGGGHHHaaiioouuuuuuuuuu.aaaaAAggggkkoooo..jFFFgg..nnaaAAoo"
                            "aaaaeeeeiiiioooorrrruuuusstt..hhnd..zzaaeeooooooooyylnt...accltsz..b..eejj.qrryy";
static const char latin_more[] =
    "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooo"
    "oooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas..C."
    "aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeeeeeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuu"
    "uuyyyyyyyy....yy";
static const char pairs[][3] = { "ae", "th", "ss", "ij", "oe", "dz", "lj", "nj" };
_Static_assert(sizeof latin == 0x24F - 0xC0 + 2, "one letter per code point");
_Static_assert(sizeof latin_more == 0x1EFF - 0x1E00 + 2, "one letter per code point");

/* Lower case of the Greek and Cyrillic capitals in common use; everything else is itself. All of them
 * stay two bytes long in UTF-8. */
static uint32_t lower_other(uint32_t cp)
{
    if ((cp >= 0x391 && cp <= 0x3AB && cp != 0x3A2) || (cp >= 0x410 && cp <= 0x42F))
        return cp + 32;
    if (cp >= 0x400 && cp <= 0x40F)
        return cp + 80;
    if (cp == 0x386)
        return 0x3AC;
    if (cp >= 0x388 && cp <= 0x38A)
        return cp + 37;
    if (cp == 0x38C)
        return 0x3CC;
    if (cp == 0x38E || cp == 0x38F)
        return cp + 63;
    return cp;
}

char *utf8_fold(struct arena *a, const char *s)
{
    size_t n = strlen(s);
    char *out = arena_alloc(a, n + 1); /* no folding makes a character longer */
    size_t used = 0;
    bool after_latin = false;
    for (size_t at = 0, len; at < n; at += len) {
        uint32_t cp = utf8_decode(s + at, n - at, &len);
        char letter = '.';
        if (cp < 0x80)
            letter = (char)(cp >= 'A' && cp <= 'Z' ? cp + 32 : cp);
        else if (cp >= 0xC0 && cp <= 0x24F)
            letter = latin[cp - 0xC0];
        else if (cp >= 0x1E00 && cp <= 0x1EFF)
            letter = latin_more[cp - 0x1E00];

        if (cp < 0x80) {
            after_latin = letter >= 'a' && letter <= 'z';
            out[used++] = letter;
        } else if (letter >= 'a' && letter <= 'z') {
            after_latin = true;
            out[used++] = letter;
        } else if (letter != '.') {
            after_latin = true;
            memcpy(out + used, pairs[letter - 'A'], 2);
            used += 2;
        } else if (cp >= 0x300 && cp <= 0x36F && after_latin) {
            continue; /* a mark typed separately; on other scripts it may make another letter, so it stays */
        } else {
            after_latin = false;
            uint32_t lower = lower_other(cp);
            if (lower != cp) {
                out[used++] = (char)(0xC0u | lower >> 6);
                out[used++] = (char)(0x80u | (lower & 0x3Fu));
            } else {
                memcpy(out + used, s + at, len);
                used += len;
            }
        }
    }
    out[used] = '\0';
    return out;
}
