#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/log.h"

struct capture {
    int kept, end;
};

/* Standard error goes to a pipe between these two, so that a test sees what was logged. */
static struct capture capture_begin(void)
{
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    struct capture c = { .kept = dup(STDERR_FILENO), .end = ends[0] };
    dup2(ends[1], STDERR_FILENO);
    close(ends[1]);
    return c;
}

static const char *capture_end(struct capture c, char *out, size_t size)
{
    dup2(c.kept, STDERR_FILENO);
    close(c.kept);
    ssize_t n = read(c.end, out, size - 1);
    close(c.end);
    out[n < 0 ? 0 : n] = '\0';
    return out;
}

static void log__writes_one_line(void **state)
{
    (void)state;
    char out[4096];
    struct capture c = capture_begin();
    errno = ENOENT;
    log_event(LOG_WARN, "mail.failed", "tries=%d of=%zu share=%.1f%% detail=%s", -3, (size_t)5, 12.25,
              "refused");
    int kept = errno;
    assert_string_equal(capture_end(c, out, sizeof out),
                        "kapstok level=warn event=mail.failed tries=-3 of=5 share=12.2% detail=refused\n");
    assert_int_equal(kept, ENOENT);
}

static void log__keeps_a_value_one_value(void **state)
{
    (void)state;
    char out[4096];
    const char *volatile nothing = NULL; /* volatile: or the compiler complains */
    struct capture c = capture_begin();
    log_event(LOG_ERROR, "x", "a=%s b=\"%s\" c=%.*s d=%s e=%s", "one\nkapstok level=info", "q\"uo\\te", 2,
              "abc", "", nothing);
    assert_string_equal(capture_end(c, out, sizeof out),
                        "kapstok level=error event=x a=\"one\\nkapstok level=info\" b=\"q\\\"uo\\\\te\" c=ab "
                        "d=\"\" e=-\n");
    c = capture_begin();
    log_event(LOG_ERROR, "x", "a=%s b=%s c=%c", "\x1B[31m\xFF", "\xE2\x80\xAE", '\n');
    assert_string_equal(capture_end(c, out, sizeof out),
                        "kapstok level=error event=x a=\"\\x1b[31m\\xff\" b=\\xe2\\x80\\xae c=\"\\n\"\n");
}

static void log__cuts_long_lines(void **state)
{
    (void)state;
    char out[8192], value[5000];
    memset(value, 'v', sizeof value);
    value[sizeof value - 1] = '\0';
    struct capture c = capture_begin();
    log_event(LOG_INFO, "x", "a=\"%s\" b=%d", value, 1);
    const char *line = capture_end(c, out, sizeof out);
    assert_true(strlen(line) <= 2048);
    assert_string_equal(line + strlen(line) - 6, "v...\"\n");
}

static void log__drops_lines_above_its_level(void **state)
{
    (void)state;
    char out[4096];
    struct capture c = capture_begin();
    log_event(LOG_DEBUG, "hidden", "%s", "");
    log_set_level(LOG_DEBUG);
    log_event(LOG_DEBUG, "shown", "a=1");
    log_set_level(LOG_ERROR);
    log_event(LOG_WARN, "hidden", "a=1");
    log_set_level(LOG_INFO);
    assert_string_equal(capture_end(c, out, sizeof out), "kapstok level=debug event=shown a=1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(log__writes_one_line),
        cmocka_unit_test(log__keeps_a_value_one_value),
        cmocka_unit_test(log__cuts_long_lines),
        cmocka_unit_test(log__drops_lines_above_its_level),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
