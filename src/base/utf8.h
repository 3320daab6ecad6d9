/* UTF-8 as people type it: validity, length in characters, trimming, folding for look-up. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* The code point at s (at most n bytes) and its length in *len. Invalid bytes give UINT32_MAX, *len 1. */
uint32_t utf8_decode(const char *s, size_t n, size_t *len);

/* Well-formed UTF-8 (no surrogates, no overlong forms), without NUL. */
bool utf8_valid(const char *s, size_t n);

/* Characters (code points), not bytes. s must be valid. */
size_t utf8_length(const char *s);

/* Without leading and trailing white space (also U+00A0, U+FEFF and direction marks); CRLF becomes LF;
 * C0 controls other than TAB and LF go. In the arena. */
char *utf8_clean(struct arena *a, const char *s);

/* Lower case with Latin diacritics removed, for searching and sorting names: "Ëva Müller" -> "eva muller".
 * Other scripts keep their characters. */
char *utf8_fold(struct arena *a, const char *s);

#endif
