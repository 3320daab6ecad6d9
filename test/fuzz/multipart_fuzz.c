/* multipart/form-data: the first line is the boundary, the rest the body. */
#include "base/utf8.h"
#include "fuzz.h"
#include "http/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a;
    arena_init(&a);
    const uint8_t *end = n == 0 ? NULL : memchr(data, '\n', n);
    size_t first = end == NULL ? 0 : (size_t)(end - data), rest = end == NULL ? n : n - first - 1;
    char *line = fuzz_string(data, first);
    uint8_t *body = malloc(rest);
    ASSERT(body != NULL || rest == 0);
    if (rest > 0)
        memcpy(body, data + n - rest, rest);
    struct pairs out = { 0 };
    const char *type = arena_printf(&a, "multipart/form-data; boundary=%s", line);
    if (parse_multipart(&a, (struct bytes){ body, rest }, type, 50, &out) == OK) {
        ASSERT(out.count <= 50);
        for (size_t i = 0; i < out.count; i++) {
            const struct pair *p = &out.items[i];
            const uint8_t *value = p->value.p;
            ASSERT(utf8_valid(p->name, strlen(p->name)));
            ASSERT(p->value.n == 0 || (value >= body && value + p->value.n <= body + rest));
            ASSERT(p->file_name == NULL || utf8_valid(p->file_name, strlen(p->file_name)));
            ASSERT(p->file_name == NULL || p->type != NULL);
            (void)pairs_find(&out, p->name);
        }
    }
    (void)parse_multipart(&a, (struct bytes){ body, rest }, line, 5, &(struct pairs){ 0 });
    free(body);
    free(line);
    arena_release(&a);
    return 0;
}
