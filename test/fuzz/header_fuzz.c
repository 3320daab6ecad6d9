/* Single headers: cookies, lengths, media types, languages, the chain of proxies. The input is a header's text, with
 * a second one behind a line end. */
#include "fuzz.h"
#include "http/parse.h"
#include "i18n/lang.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    arena_init(&a);
    const uint8_t *end = n == 0 ? NULL : memchr(data, '\n', n);
    size_t first = end == NULL ? n : (size_t)(end - data);
    char *one = fuzz_string(data, first), *two = end == NULL ? NULL : fuzz_string(end + 1, n - first - 1);
    struct bytes value;
    if (parse_cookie(one, "kapstok-login", &value)) {
        const char *p = value.p;
        ASSERT(p >= one && p + value.n <= one + strlen(one));
        for (size_t i = 0; i < value.n; i++)
            ASSERT(p[i] > 0x20 && strchr("\",;\\\x7f", p[i]) == NULL);
    }
    int64_t length = 0;
    if (parse_content_length(one, &length))
        ASSERT(length >= 0);
    (void)parse_is_type(one, "multipart/form-data");
    (void)parse_accepts_gzip(one);
    ASSERT(parse_forwarded(&a, "127.0.0.1", one, two) != NULL);
    ASSERT(parse_forwarded(&a, one, two, "loopback, 10.0.0.9") != NULL);
    ASSERT(lang_accept(one, lang_get(LANG_NL_BE)) != NULL);
    (void)lang_find(one);
    free(one);
    free(two);
    arena_release(&a);
    return 0;
}
