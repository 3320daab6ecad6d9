#include "lib/sodium.h"

#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum {
    PASSES = 2,
    MEMORY = 19 * 1024 * 1024, /* bytes; OWASP's second choice of equal strength, small enough for our budget */
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
};

_Static_assert(CRYPTO_KEY_SIZE == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "one key size for everything");
_Static_assert(CRYPTO_KEY_SIZE <= crypto_generichash_KEYBYTES_MAX, "one key size for everything");

enum status crypto_init(void)
{
    return sodium_init() < 0 ? FAILED : OK;
}

void crypto_random(void *p, size_t n)
{
    randombytes_buf(p, n);
}

char *token_new(struct arena *a)
{
    unsigned char bytes[32];
    randombytes_buf(bytes, sizeof bytes);
    char *token = base64url_encode(a, bytes, sizeof bytes);
    sodium_memzero(bytes, sizeof bytes);
    return token;
}

void token_hash(const char *token, unsigned char out[CRYPTO_HASH_SIZE])
{
    ASSERT(crypto_generichash(out, CRYPTO_HASH_SIZE, (const unsigned char *)token, strlen(token), NULL, 0) ==
           0);
}

char *token_hash_hex(struct arena *a, const char *token)
{
    unsigned char hash[CRYPTO_HASH_SIZE];
    token_hash(token, hash);
    return hex_encode(a, hash, sizeof hash);
}

char *crypto_digest_hex(struct arena *a, struct bytes content)
{
    unsigned char hash[CRYPTO_HASH_SIZE];
    crypto_generichash(hash, sizeof hash, content.p, content.n, NULL, 0);
    return hex_encode(a, hash, sizeof hash);
}

void crypto_mac(const unsigned char key[CRYPTO_KEY_SIZE], const char *context, const char *text,
                unsigned char out[CRYPTO_HASH_SIZE])
{
    crypto_generichash_state state;
    ASSERT(crypto_generichash_init(&state, key, CRYPTO_KEY_SIZE, CRYPTO_HASH_SIZE) == 0);
    /* The NUL parts them: "ab" + "c" must not equal "a" + "bc". */
    crypto_generichash_update(&state, (const unsigned char *)context, strlen(context) + 1);
    crypto_generichash_update(&state, (const unsigned char *)text, strlen(text));
    crypto_generichash_final(&state, out, CRYPTO_HASH_SIZE);
}

bool crypto_equal(const void *a, const void *b, size_t n)
{
    return sodium_memcmp(a, b, n) == 0;
}

void crypto_seal(struct arena *a, const unsigned char key[CRYPTO_KEY_SIZE], struct bytes plain,
                 struct bytes *out)
{
    unsigned char *sealed = arena_alloc(a, NONCE + plain.n + TAG);
    randombytes_buf(sealed, NONCE);
    unsigned long long n;
    ASSERT(crypto_aead_xchacha20poly1305_ietf_encrypt(sealed + NONCE, &n, plain.p, plain.n, NULL, 0, NULL,
                                                      sealed, key) == 0);
    *out = (struct bytes){ .p = sealed, .n = NONCE + (size_t)n };
}

enum status crypto_open(struct arena *a, const unsigned char key[CRYPTO_KEY_SIZE], struct bytes sealed,
                        struct bytes *out)
{
    *out = (struct bytes){ 0 };
    if (sealed.n < NONCE + TAG)
        return MALFORMED;
    const unsigned char *p = sealed.p;
    unsigned char *plain = arena_alloc(a, sealed.n - NONCE - TAG + 1);
    unsigned long long n;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(plain, &n, NULL, p + NONCE, sealed.n - NONCE, NULL, 0, p,
                                                   key) != 0)
        return MALFORMED;
    *out = (struct bytes){ .p = plain, .n = (size_t)n };
    return OK;
}

/* The only way hashing a password fails is without memory, and that ends the process everywhere. */
static void must_have_memory(int result)
{
    if (result != 0) {
        fprintf(stderr, "kapstok: out of memory (%d bytes)\n", MEMORY);
        abort();
    }
}

char *password_hash(struct arena *a, const char *password)
{
    char *hash = arena_alloc(a, crypto_pwhash_STRBYTES);
    must_have_memory(
        crypto_pwhash_str_alg(hash, password, strlen(password), PASSES, MEMORY, crypto_pwhash_ALG_ARGON2ID13));
    return hash;
}

bool password_verify(const char *hash, const char *password)
{
    if (hash == NULL) {
        char nobody[crypto_pwhash_STRBYTES];
        must_have_memory(crypto_pwhash_str_alg(nobody, password, strlen(password), PASSES, MEMORY,
                                               crypto_pwhash_ALG_ARGON2ID13));
        return false;
    }
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}

bool password_is_outdated(const char *hash)
{
    return crypto_pwhash_str_needs_rehash(hash, PASSES, MEMORY) != 0;
}

char *hex_encode(struct arena *a, const void *p, size_t n)
{
    char *text = arena_alloc(a, n * 2 + 1);
    return sodium_bin2hex(text, n * 2 + 1, p, n);
}

bool hex_decode(struct arena *a, const char *text, struct bytes *out)
{
    size_t n = strlen(text), used;
    unsigned char *p = arena_alloc(a, n / 2 + 1);
    *out = (struct bytes){ 0 };
    if (sodium_hex2bin(p, n / 2 + 1, text, n, NULL, &used, NULL) != 0 || used * 2 != n)
        return false;
    *out = (struct bytes){ .p = p, .n = used };
    return true;
}

static char *to_base64(struct arena *a, const void *p, size_t n, int variant)
{
    size_t room = sodium_base64_encoded_len(n, variant);
    return sodium_bin2base64(arena_alloc(a, room), room, p, n, variant);
}

char *base64url_encode(struct arena *a, const void *p, size_t n)
{
    return to_base64(a, p, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

char *base64_encode(struct arena *a, const void *p, size_t n)
{
    return to_base64(a, p, n, sodium_base64_VARIANT_ORIGINAL);
}

bool base64url_decode(struct arena *a, const char *text, struct bytes *out)
{
    size_t n = strlen(text), used;
    const char *end;
    unsigned char *p = arena_alloc(a, n / 4 * 3 + 3);
    *out = (struct bytes){ 0 };
    if (sodium_base642bin(p, n / 4 * 3 + 3, text, n, NULL, &used, &end,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 ||
        end != text + n)
        return false;
    *out = (struct bytes){ .p = p, .n = used };
    return true;
}
