/* Randomness, tokens, passwords, sealing and text forms of bytes, by libsodium. */
#ifndef LIB_SODIUM_H
#define LIB_SODIUM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"

struct arena;

enum { CRYPTO_KEY_SIZE = 32, CRYPTO_HASH_SIZE = 32, TOKEN_LENGTH = 43 };

/* Once, before any thread and any other function here. FAILED when the system gives no randomness. */
enum status crypto_init(void) MUST_USE;

/* n unpredictable bytes. */
void crypto_random(void *p, size_t n);

/* A new secret for a link or a cookie: 32 random bytes as base64url, TOKEN_LENGTH characters. */
char *token_new(struct arena *a);

/* BLAKE2b-256 of a token: what the database keeps instead of it. */
void token_hash(const char *token, unsigned char out[CRYPTO_HASH_SIZE]);

/* The same as 64 characters of lower case hex. */
char *token_hash_hex(struct arena *a, const char *token);

/* BLAKE2b-256 of bytes as 64 characters of lower case hex: the fingerprint of a stored file. */
char *crypto_digest_hex(struct arena *a, struct bytes content);

/* Keyed BLAKE2b-256 of text. context names the use ("visitor", "csrf"): a code made for one use is
 * worthless in another. */
void crypto_mac(const unsigned char key[CRYPTO_KEY_SIZE], const char *context, const char *text,
                unsigned char out[CRYPTO_HASH_SIZE]);

/* Whether n bytes are the same, in a time that does not tell where they differ. */
bool crypto_equal(const void *a, const void *b, size_t n);

/* XChaCha20-Poly1305 with a fresh nonce, which stands in front: out is 40 bytes longer than plain.
 * In the arena. */
void crypto_seal(struct arena *a, const unsigned char key[CRYPTO_KEY_SIZE], struct bytes plain,
                 struct bytes *out);

/* The reverse. MALFORMED when the key is another or a byte was changed. out is in the arena with a NUL
 * behind it, which out->n does not count. */
enum status crypto_open(struct arena *a, const unsigned char key[CRYPTO_KEY_SIZE], struct bytes sealed,
                        struct bytes *out) MUST_USE;

/* The argon2id string (19 MiB, two passes, random salt) to store. Takes some 24 ms and 19 MiB: on a
 * worker, one at a time. In the arena. */
char *password_hash(struct arena *a, const char *password);

/* Whether password belongs to hash; as slow as password_hash. hash NULL takes the same time and is
 * false, so that an unknown account does not answer sooner. */
bool password_verify(const char *hash, const char *password);

/* Whether hash was made with other settings than password_hash uses now. */
bool password_is_outdated(const char *hash);

/* Lower case hex. Decoding wants an even number of hex digits and nothing else; false otherwise. */
char *hex_encode(struct arena *a, const void *p, size_t n);
bool hex_decode(struct arena *a, const char *text, struct bytes *out) MUST_USE;

/* RFC 4648 base64url without padding; decoding refuses anything else. */
char *base64url_encode(struct arena *a, const void *p, size_t n);
bool base64url_decode(struct arena *a, const char *text, struct bytes *out) MUST_USE;

/* Plain base64 with padding, for mail and basic authentication. */
char *base64_encode(struct arena *a, const void *p, size_t n);

#endif
