/* One-time codes (RFC 6238: SHA-1, six digits, thirty seconds, what every authenticator app does) and
 * base32, by liboath. */
#ifndef LIB_OATH_H
#define LIB_OATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/status.h"

struct arena;

enum { TOTP_SECRET_SIZE = 20, TOTP_PERIOD = 30 };

/* Whether code (spaces left out) is the one for now, the step before or the step after. last_step is the
 * step of the last code this person used, 0 for none: that step and older ones are refused, so a code
 * works once. On true *step is what to store as last_step. now_s is seconds since 1970. */
bool totp_check(const unsigned char *secret, size_t n, const char *code, int64_t now_s, int64_t last_step,
                int64_t *step) MUST_USE;

/* The otpauth:// address for the QR code. */
char *totp_uri(struct arena *a, const char *issuer, const char *account, const unsigned char *secret, size_t n);

/* RFC 4648 base32 in capitals without padding. */
char *base32_encode(struct arena *a, const void *p, size_t n);

/* As a person types it: small letters, spaces and dashes are fine. false when it is no base32. */
bool base32_decode(struct arena *a, const char *text, struct bytes *out) MUST_USE;

#endif
