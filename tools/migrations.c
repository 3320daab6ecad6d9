/* Embeds the schema: writes a C file with migrations[] (src/db/migrate.h) from schema/NNNN_name.sql.
 *
 *   migrations out.c schema/0001_foundation.sql ...
 *
 * Files may come in any order; a bad name or a number that is there twice is an error. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_FILES = 10000 };

struct file {
    const char *path;
    const char *name; /* after the number */
    int number;
};

static int by_number(const void *a, const void *b)
{
    return ((const struct file *)a)->number - ((const struct file *)b)->number;
}

/* 0001_foundation.sql: four digits, then lower case, digits and _. */
static int read_name(struct file *f)
{
    const char *slash = strrchr(f->path, '/');
    const char *base = slash != NULL ? slash + 1 : f->path;
    char *end;
    f->number = (int)strtol(base, &end, 10);
    f->name = end + 1;
    if (end - base != 4 || *end != '_' || f->number < 1)
        return 0;
    size_t n = strspn(f->name, "abcdefghijklmnopqrstuvwxyz0123456789_");
    return n > 0 && strcmp(f->name + n, ".sql") == 0;
}

static int write_file(FILE *out, const struct file *f)
{
    FILE *in = fopen(f->path, "rb");
    if (in == NULL)
        return 0;
    fprintf(out, "    {\n        .number = %d,\n        .name = \"%.*s\",\n        .sql =\n        \"",
            f->number, (int)strlen(f->name) - 4, f->name);
    for (int c; (c = fgetc(in)) != EOF;) {
        if (c == '\n')
            fputs("\\n\"\n        \"", out);
        else if (c == '"' || c == '\\')
            fprintf(out, "\\%c", c);
        else if (c >= 0x80 || c == '?' || iscntrl(c))
            fprintf(out, "\\%03o", (unsigned)c);
        else
            fputc(c, out);
    }
    fputs("\",\n    },\n", out);
    int ok = !ferror(in);
    fclose(in);
    return ok;
}

int main(int argc, char **argv)
{
    static struct file files[MAX_FILES];
    int count = argc - 2;
    if (argc < 2 || count > MAX_FILES) {
        fprintf(stderr, "usage: migrations out.c NNNN_name.sql ...\n");
        return 2;
    }
    for (int i = 0; i < count; i++) {
        files[i].path = argv[i + 2];
        if (!read_name(&files[i])) {
            fprintf(stderr, "%s: the name must be NNNN_name.sql\n", files[i].path);
            return 1;
        }
    }
    qsort(files, (size_t)count, sizeof *files, by_number);
    for (int i = 1; i < count; i++) {
        if (files[i].number == files[i - 1].number) {
            fprintf(stderr, "%s: number %d is taken by %s\n", files[i].path, files[i].number,
                    files[i - 1].path);
            return 1;
        }
    }
    FILE *out = fopen(argv[1], "wb");
    if (out == NULL) {
        fprintf(stderr, "%s: cannot be written\n", argv[1]);
        return 1;
    }
    fputs("/* Made by tools/migrations from schema/. */\n#include \"db/migrate.h\"\n\n"
          "const struct migration migrations[] = {\n",
          out);
    int ok = 1;
    for (int i = 0; i < count && ok; i++) {
        ok = write_file(out, &files[i]);
        if (!ok)
            fprintf(stderr, "%s: cannot be read\n", files[i].path);
    }
    fprintf(out, "%s};\nconst int migrations_count = %d;\n", count == 0 ? "    { 0 },\n" : "", count);
    ok = !ferror(out) && ok;
    if (fclose(out) != 0 || !ok) {
        remove(argv[1]);
        return 1;
    }
    return 0;
}
