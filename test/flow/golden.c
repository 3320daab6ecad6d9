#include "golden.h"

#include <sys/stat.h>

#include "app/file.h"

static size_t line_length(const char *p)
{
    return strcspn(p, "\n");
}

static bool has_line(const char *text, const char *line, size_t n)
{
    for (const char *p = text; *p != '\0'; p += line_length(p) + (p[line_length(p)] == '\n'))
        if (line_length(p) == n && memcmp(p, line, n) == 0)
            return true;
    return false;
}

/* Lines of one that the other lacks. */
static void print_missing(const char *sign, const char *from, const char *in)
{
    int printed = 0;
    for (const char *p = from; *p != '\0'; p += line_length(p) + (p[line_length(p)] == '\n'))
        if (!has_line(in, p, line_length(p)) && printed++ < 40)
            print_error("%s %.*s\n", sign, (int)line_length(p), p);
}

void golden_check(struct house *h, const char *name, const char *found)
{
    const char *path = arena_printf(&h->a, "%s/%s", GOLDEN, name);
    struct bytes kept = { "", 0 };
    const char *update = getenv("UPDATE_GOLDEN");
    if (update != NULL && strcmp(update, "1") == 0) {
        if (file_write(&h->a, path, (struct bytes){ found, strlen(found) }, 0644) != OK)
            WRONG("%s cannot be written\n", path);
        return;
    }
    if (file_read(&h->a, path, &kept) != OK)
        WRONG("%s cannot be read: make it with UPDATE_GOLDEN=1\n", path);
    if (strcmp(kept.p, found) == 0)
        return;
    print_error("test/golden/%s is not what was found (- reviewed, + found):\n", name);
    print_missing("-", kept.p, found);
    print_missing("+", found, kept.p);
    WRONG("if what was found is right: UPDATE_GOLDEN=1, and review the difference\n");
}
