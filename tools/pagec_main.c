/* pagec in.page out.c out.h: see pagec.c. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pagec.h"

static char *read_all(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    char *p = NULL;
    size_t room = 0, got = 1;
    *n = 0;
    while (f != NULL && got > 0) {
        if (room - *n < 4096) {
            room = room == 0 ? 65536 : room * 2;
            p = realloc(p, room);
            if (p == NULL)
                abort();
        }
        got = fread(p + *n, 1, room - *n, f);
        *n += got;
    }
    if (f == NULL || ferror(f)) {
        perror(path);
        exit(1);
    }
    fclose(f);
    return p;
}

static void write_all(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    if (f == NULL || fputs(text, f) < 0 || fclose(f) != 0) {
        perror(path);
        exit(1);
    }
}

int main(int argc, char **argv)
{
    if (argc != 4) {
        fprintf(stderr, "usage: pagec in.page out.c out.h\n");
        return 2;
    }
    size_t n;
    char *text = read_all(argv[1], &n);
    const char *slash = strrchr(argv[3], '/');
    struct pagec_result result;
    int errors = pagec_compile(text, n, argv[1], slash != NULL ? slash + 1 : argv[3], &result);
    if (errors == 0) {
        write_all(argv[2], result.source);
        write_all(argv[3], result.header);
    } else {
        fputs(result.errors, stderr);
    }
    pagec_release(&result);
    free(text);
    return errors == 0 ? 0 : 1;
}
