/* QR codes, by libqrencode. */
#ifndef LIB_QR_H
#define LIB_QR_H

#include "base/status.h"

struct arena;

/* The QR code of text (UTF-8, error correction M, the smallest that fits): *width rows of *width bytes,
 * 1 = dark, in the arena. The quiet zone of 4 light modules around it is for the caller to draw.
 * TOO_LARGE over about 2300 bytes, INVALID when text is empty. */
enum status qr_modules(struct arena *a, const char *text, unsigned char **modules, int *width) MUST_USE;

#endif
