#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lib/sodium.h"

static int set_up(void **state)
{
    static struct arena a;
    arena_init(&a);
    *state = &a;
    return crypto_init() == OK ? 0 : -1;
}

static int tear_down(void **state)
{
    arena_release(*state);
    return 0;
}

static void sodium__makes_tokens_that_fit_a_url(void **state)
{
    const char *one = token_new(*state), *two = token_new(*state);
    assert_int_equal(strlen(one), TOKEN_LENGTH);
    assert_string_not_equal(one, two);
    for (const char *c = one; *c != '\0'; c++)
        assert_non_null(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", *c));
}

static void sodium__hashes_tokens(void **state)
{
    /* BLAKE2b-256 of "abc" */
    assert_string_equal(token_hash_hex(*state, "abc"),
                        "bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319");
}

static void sodium__keeps_uses_of_a_key_apart(void **state)
{
    (void)state;
    unsigned char key[32] = { 1 }, other_key[32] = { 2 }, out[6][32];
    crypto_mac(key, "csrf", "x", out[0]);
    crypto_mac(key, "visitor", "x", out[1]);
    crypto_mac(key, "csr", "fx", out[2]);
    crypto_mac(other_key, "csrf", "x", out[3]);
    crypto_mac(key, "csrf", "y", out[4]);
    crypto_mac(key, "csrf", "x", out[5]);
    for (int i = 1; i < 5; i++)
        assert_false(crypto_equal(out[0], out[i], 32));
    assert_true(crypto_equal(out[0], out[5], 32));
}

static void sodium__opens_only_what_it_sealed(void **state)
{
    unsigned char key[32], other[32];
    crypto_random(key, sizeof key);
    crypto_random(other, sizeof other);
    struct bytes sealed, again, plain;
    crypto_seal(*state, key, (struct bytes){ "secret", 6 }, &sealed);
    crypto_seal(*state, key, (struct bytes){ "secret", 6 }, &again);
    assert_int_equal(sealed.n, 6 + 40);
    assert_memory_not_equal(sealed.p, again.p, sealed.n);
    assert_int_equal(crypto_open(*state, key, sealed, &plain), OK);
    assert_int_equal(plain.n, 6);
    assert_string_equal(plain.p, "secret");
    assert_int_equal(crypto_open(*state, other, sealed, &plain), MALFORMED);
    for (size_t i = 0; i < sealed.n; i++) {
        ((unsigned char *)sealed.p)[i] ^= 1;
        assert_int_equal(crypto_open(*state, key, sealed, &plain), MALFORMED);
        ((unsigned char *)sealed.p)[i] ^= 1;
    }
    assert_int_equal(crypto_open(*state, key, (struct bytes){ sealed.p, 39 }, &plain), MALFORMED);
    assert_int_equal(crypto_open(*state, key, (struct bytes){ NULL, 0 }, &plain), MALFORMED);
    crypto_seal(*state, key, (struct bytes){ NULL, 0 }, &sealed);
    assert_int_equal(crypto_open(*state, key, sealed, &plain), OK);
    assert_int_equal(plain.n, 0);
}

static void sodium__checks_passwords(void **state)
{
    char *hash = password_hash(*state, "hunter two é");
    assert_non_null(strstr(hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
    assert_true(password_verify(hash, "hunter two é"));
    assert_false(password_verify(hash, "hunter two e"));
    assert_false(password_verify("", "x"));
    assert_false(password_verify("$argon2id$nonsense", "x"));
    assert_false(password_verify(NULL, "x"));
    assert_false(password_is_outdated(hash));
    assert_true(password_is_outdated(
        "$argon2id$v=19$m=4096,t=3,p=1$c29tZXNhbHRzb21lc2FsdA$qN8cFWdJXvvsJSDIbGOnXlUAkuaXO2BNBJi5J4OKpXo"));
}

static void sodium__writes_and_reads_hex(void **state)
{
    struct bytes out;
    assert_string_equal(hex_encode(*state, "\x00\xAB\xff", 3), "00abff");
    assert_string_equal(hex_encode(*state, "", 0), "");
    assert_true(hex_decode(*state, "00ABff", &out));
    assert_int_equal(out.n, 3);
    assert_memory_equal(out.p, "\x00\xAB\xff", 3);
    assert_true(hex_decode(*state, "", &out));
    assert_int_equal(out.n, 0);
    assert_false(hex_decode(*state, "0", &out));
    assert_false(hex_decode(*state, "0g", &out));
    assert_false(hex_decode(*state, "00 11", &out));
}

static void sodium__writes_and_reads_base64(void **state)
{
    struct bytes out;
    assert_string_equal(base64url_encode(*state, "\xfb\xff\xbf!", 4), "-_-_IQ");
    assert_string_equal(base64_encode(*state, "\xfb\xff\xbf!", 4), "+/+/IQ==");
    assert_true(base64url_decode(*state, "-_-_IQ", &out));
    assert_int_equal(out.n, 4);
    assert_memory_equal(out.p, "\xfb\xff\xbf!", 4);
    for (size_t n = 0; n < 50; n++) {
        unsigned char bytes[50];
        crypto_random(bytes, n);
        assert_true(base64url_decode(*state, base64url_encode(*state, bytes, n), &out));
        assert_int_equal(out.n, n);
        if (n > 0)
            assert_memory_equal(out.p, bytes, n);
    }
    static const char *const wrong[] = { "-_-_IQ==", "+/+/IQ", "-_-_I", "-_-_IR", "-_-_ IQ", "é" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(base64url_decode(*state, wrong[i], &out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sodium__makes_tokens_that_fit_a_url),
        cmocka_unit_test(sodium__hashes_tokens),
        cmocka_unit_test(sodium__keeps_uses_of_a_key_apart),
        cmocka_unit_test(sodium__opens_only_what_it_sealed),
        cmocka_unit_test(sodium__checks_passwords),
        cmocka_unit_test(sodium__writes_and_reads_hex),
        cmocka_unit_test(sodium__writes_and_reads_base64),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
