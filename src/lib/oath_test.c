#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "lib/oath.h"

/* RFC 6238 appendix B; its codes have eight digits, of which six are ours. */
static const unsigned char SECRET[] = "12345678901234567890";
enum { SIZE = 20 };

static void oath__knows_the_codes_of_rfc_6238(void **state)
{
    (void)state;
    static const struct {
        int64_t now;
        const char *code;
    } cases[] = {
        { 59, "287082" },         { 1111111109, "081804" }, { 1111111111, "050471" },
        { 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t step = -1;
        assert_true(totp_check(SECRET, SIZE, cases[i].code, cases[i].now, 0, &step));
        assert_int_equal(step, cases[i].now / 30);
    }
}

static void oath__takes_one_step_either_side(void **state)
{
    (void)state;
    int64_t step = -1;
    int64_t at = 1234567890; /* a multiple of 30 */
    assert_true(totp_check(SECRET, SIZE, "005924", at - 30, 0, &step));
    assert_int_equal(step, at / 30);
    assert_true(totp_check(SECRET, SIZE, "005924", at + 59, 0, &step));
    assert_int_equal(step, at / 30);
    assert_false(totp_check(SECRET, SIZE, "005924", at - 31, 0, &step));
    assert_false(totp_check(SECRET, SIZE, "005924", at + 60, 0, &step));
}

static void oath__takes_a_code_once(void **state)
{
    (void)state;
    int64_t step = -1;
    assert_true(totp_check(SECRET, SIZE, "005924", 1234567890, 1234567890 / 30 - 1, &step));
    assert_false(totp_check(SECRET, SIZE, "005924", 1234567890, step, &step));
    assert_false(totp_check(SECRET, SIZE, "005924", 1234567890, step + 1, &step));
}

static void oath__refuses_what_is_no_code(void **state)
{
    (void)state;
    int64_t step = -1;
    assert_true(totp_check(SECRET, SIZE, " 005 924 ", 1234567890, 0, &step));
    static const char *const wrong[] = { "", "00592", "0059245", "00592a", "-05924", "005924\n", "000000" };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_false(totp_check(SECRET, SIZE, wrong[i], 1234567890, 0, &step));
    assert_false(totp_check(SECRET, 0, "005924", 1234567890, 0, &step));
    assert_false(totp_check(SECRET, SIZE, "005924", -5, 0, &step));
}

static void oath__writes_the_address_for_apps(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_string_equal(totp_uri(&a, "Kapstok: één", "eva@example.org", SECRET, SIZE),
                        "otpauth://totp/Kapstok%3A%20%C3%A9%C3%A9n:eva%40example.org?secret="
                        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Kapstok%3A%20%C3%A9%C3%A9n"
                        "&algorithm=SHA1&digits=6&period=30");
    arena_release(&a);
}

static void oath__writes_and_reads_base32(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    static const char *const pairs[][2] = { { "", "" },
                                            { "f", "MY" },
                                            { "fo", "MZXQ" },
                                            { "foo", "MZXW6" },
                                            { "foob", "MZXW6YQ" },
                                            { "fooba", "MZXW6YTB" },
                                            { "foobar", "MZXW6YTBOI" } };
    struct bytes out;
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        assert_string_equal(base32_encode(&a, pairs[i][0], strlen(pairs[i][0])), pairs[i][1]);
        assert_true(base32_decode(&a, pairs[i][1], &out));
        assert_int_equal(out.n, strlen(pairs[i][0]));
        assert_string_equal(out.p, pairs[i][0]);
    }
    assert_true(base32_decode(&a, "mzxw 6ytb-oi", &out));
    assert_string_equal(out.p, "foobar");
    assert_false(base32_decode(&a, "MZXW1", &out));
    assert_false(base32_decode(&a, "é", &out));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(oath__knows_the_codes_of_rfc_6238), cmocka_unit_test(oath__takes_one_step_either_side),
        cmocka_unit_test(oath__takes_a_code_once),           cmocka_unit_test(oath__refuses_what_is_no_code),
        cmocka_unit_test(oath__writes_the_address_for_apps), cmocka_unit_test(oath__writes_and_reads_base32),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
