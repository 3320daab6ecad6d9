/* Files to C arrays, so that the program is one file:
 *
 *     embed assets out.c FILE...           struct asset assets[] of src/http/asset.h: app.css, font.woff2, ...
 *     embed bytes out.c NAME=FILE...       const struct bytes NAME of src/base/buf.h, one for each file
 *     embed catalogues out.c ID=FILE.mo... struct catalogue catalogues[] of src/i18n/catalogue.h, by enum lang_id
 *     embed content out.c NAME=FILE...     struct content_file content_files[] of src/app/content.h
 *
 * An asset's address carries a hash of its content, so that browsers keep it for ever. A style sheet names the
 * other assets by their plain names; they are replaced by their hashed names before it is hashed itself. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

enum { MAX_FILES = 64 };

struct file {
    const char *name; /* without folders */
    unsigned char *p;
    size_t n;
    char hash[9];
};

_Noreturn static void die(const char *what, const char *why)
{
    fprintf(stderr, "embed: %s: %s\n", what, why);
    exit(1);
}

static void *grow(void *p, size_t n)
{
    p = realloc(p, n > 0 ? n : 1);
    if (p == NULL)
        die("memory", "no more");
    return p;
}

static struct file read_file(const char *path)
{
    const char *slash = strrchr(path, '/');
    struct file file = { .name = slash != NULL ? slash + 1 : path };
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        die(path, "cannot be opened");
    size_t room = 65536, got;
    file.p = grow(NULL, room);
    while ((got = fread(file.p + file.n, 1, room - file.n, f)) > 0) {
        file.n += got;
        if (file.n == room)
            file.p = grow(file.p, room *= 2);
    }
    if (ferror(f))
        die(path, "cannot be read");
    fclose(f);
    return file;
}

/* FNV-1a, 64 bits, folded to 32: a name for a version, no more. */
static void set_hash(struct file *file)
{
    uint64_t hash = 0xCBF29CE484222325u;
    for (size_t i = 0; i < file->n; i++)
        hash = (hash ^ file->p[i]) * 0x100000001B3u;
    snprintf(file->hash, sizeof file->hash, "%08x", (unsigned)(hash ^ hash >> 32));
}

/* "app.css" -> "app.1a2b3c4d.css" */
static char *hashed_name(const struct file *file)
{
    const char *dot = strrchr(file->name, '.');
    size_t stem = dot != NULL ? (size_t)(dot - file->name) : strlen(file->name);
    size_t room = strlen(file->name) + sizeof file->hash + 2;
    char *s = grow(NULL, room);
    snprintf(s, room, "%.*s.%s%s", (int)stem, file->name, file->hash, dot != NULL ? dot : "");
    return s;
}

static bool is_css(const struct file *file)
{
    size_t n = strlen(file->name);
    return n > 4 && strcmp(file->name + n - 4, ".css") == 0;
}

/* Part of a file's name: what stands before a plain name must not be, or it is another file. */
static bool name_char(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' ||
           c == '.';
}

/* Replaces other's plain name by its hashed one; returns how often. */
static int point_to(struct file *css, const struct file *other)
{
    char *hashed = hashed_name(other);
    size_t from = strlen(other->name), to = strlen(hashed), at = 0;
    int count = 0;
    unsigned char *hit;
    while ((hit = memmem(css->p + at, css->n - at, other->name, from)) != NULL) {
        at = (size_t)(hit - css->p);
        bool whole =
            (at == 0 || !name_char(css->p[at - 1])) && (at + from == css->n || !name_char(css->p[at + from]));
        if (!whole) {
            at += from;
            continue;
        }
        css->p = grow(css->p, css->n + to - from);
        memmove(css->p + at + to, css->p + at + from, css->n - at - from);
        memcpy(css->p + at, hashed, to);
        css->n += to - from;
        at += to;
        count++;
    }
    free(hashed);
    return count;
}

static const char *type_of(const struct file *file)
{
    static const char *const types[][2] = {
        { ".css", "text/css; charset=utf-8" },
        { ".js", "text/javascript; charset=utf-8" },
        { ".mjs", "text/javascript; charset=utf-8" },
        { ".svg", "image/svg+xml" },
        { ".png", "image/png" },
        { ".ico", "image/x-icon" },
        { ".woff2", "font/woff2" },
        { ".json", "application/json" },
        { ".txt", "text/plain; charset=utf-8" },
    };
    const char *dot = strrchr(file->name, '.');
    for (size_t i = 0; dot != NULL && i < sizeof types / sizeof types[0]; i++)
        if (strcmp(dot, types[i][0]) == 0)
            return types[i][1];
    die(file->name, "has no known type");
}

/* gzip -9 without name or time, so that the same input gives the same bytes; n 0 when it does not help. */
static struct file gzip(const struct file *file)
{
    struct file out = { .name = file->name };
    z_stream z = { 0 };
    if (deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        die(file->name, "cannot be compressed");
    size_t room = deflateBound(&z, file->n);
    out.p = grow(NULL, room);
    z.next_in = file->p;
    z.avail_in = (uInt)file->n;
    z.next_out = out.p;
    z.avail_out = (uInt)room;
    if (deflate(&z, Z_FINISH) != Z_STREAM_END)
        die(file->name, "cannot be compressed");
    out.n = z.total_out;
    deflateEnd(&z);
    if (out.n + 64 > file->n)
        out.n = 0;
    return out;
}

static void write_bytes(FILE *f, const char *type, const char *kind, int number, const struct file *file)
{
    fprintf(f, "static const %s %s_%d[] = {", type, kind, number);
    for (size_t i = 0; i < file->n; i++)
        fprintf(f, "%s%d,", i % 24 == 0 ? "\n" : "", *type == 'c' ? (signed char)file->p[i] : file->p[i]);
    fprintf(f, "\n0 };\n"); /* never empty */
}

static void write_assets(FILE *f, int count, char **paths)
{
    struct file files[MAX_FILES], zipped[MAX_FILES];
    for (int i = 0; i < count; i++) {
        files[i] = read_file(paths[i]);
        set_hash(&files[i]);
    }
    for (int i = 0; i < count; i++) {
        for (int j = 0; j < count && is_css(&files[i]); j++)
            if (!is_css(&files[j]))
                point_to(&files[i], &files[j]);
        if (is_css(&files[i]))
            set_hash(&files[i]);
    }
    fprintf(f, "/* Made by tools/embed. */\n#include \"http/asset.h\"\n\n");
    for (int i = 0; i < count; i++) {
        zipped[i] = gzip(&files[i]);
        write_bytes(f, "unsigned char", "plain", i, &files[i]);
        if (zipped[i].n > 0)
            write_bytes(f, "unsigned char", "gzip", i, &zipped[i]);
    }
    fprintf(f, "const struct asset assets[] = {\n");
    for (int i = 0; i < count; i++) {
        char *url = hashed_name(&files[i]);
        fprintf(f, "    { \"%s\", \"/static/%s\", \"%s\", \"\\\"%s\\\"\", plain_%d, ", files[i].name, url,
                type_of(&files[i]), files[i].hash, i);
        if (zipped[i].n > 0)
            fprintf(f, "gzip_%d, %zu, %zu },\n", i, files[i].n, zipped[i].n);
        else
            fprintf(f, "0, %zu, 0 },\n", files[i].n);
        free(url);
        free(zipped[i].p);
        free(files[i].p);
    }
    fprintf(f, "};\nconst size_t assets_count = %d;\n", count);
}

static void write_catalogues(FILE *f, int count, char **arguments)
{
    fprintf(f, "/* Made by tools/embed. */\n#include \"i18n/catalogue.h\"\n#include \"i18n/lang.h\"\n\n");
    size_t sizes[MAX_FILES];
    for (int i = 0; i < count; i++) {
        char *equals = strchr(arguments[i], '=');
        if (equals == NULL)
            die(arguments[i], "is not ID=FILE");
        struct file file = read_file(equals + 1);
        write_bytes(f, "char", "mo", i, &file);
        sizes[i] = file.n;
        free(file.p);
    }
    fprintf(f, "const struct catalogue catalogues[LANG_COUNT] = {\n");
    for (int i = 0; i < count; i++)
        fprintf(f, "    [%.*s] = { mo_%d, %zu },\n", (int)strcspn(arguments[i], "="), arguments[i], i,
                sizes[i]);
    fprintf(f, "};\n");
}

static void write_content(FILE *f, int count, char **arguments)
{
    fprintf(f, "/* Made by tools/embed. */\n#include \"app/content.h\"\n\n");
    size_t sizes[MAX_FILES];
    for (int i = 0; i < count; i++) {
        char *equals = strchr(arguments[i], '=');
        if (equals == NULL)
            die(arguments[i], "is not NAME=FILE");
        struct file file = read_file(equals + 1);
        write_bytes(f, "unsigned char", "content", i, &file);
        sizes[i] = file.n;
        free(file.p);
    }
    fprintf(f, "const struct content_file content_files[] = {\n");
    for (int i = 0; i < count; i++)
        fprintf(f, "    { \"%.*s\", { content_%d, %zu } },\n", (int)strcspn(arguments[i], "="), arguments[i], i,
                sizes[i]);
    fprintf(f, "};\nconst size_t content_files_count = %d;\n", count);
}

static void write_plain(FILE *f, int count, char **arguments)
{
    fprintf(f, "/* Made by tools/embed. */\n#include \"base/buf.h\"\n\n");
    for (int i = 0; i < count; i++) {
        char *equals = strchr(arguments[i], '=');
        if (equals == NULL)
            die(arguments[i], "is not NAME=FILE");
        struct file file = read_file(equals + 1);
        int n = (int)(equals - arguments[i]);
        write_bytes(f, "unsigned char", "plain", i, &file);
        fprintf(f, "extern const struct bytes %.*s;\nconst struct bytes %.*s = { plain_%d, %zu };\n", n,
                arguments[i], n, arguments[i], i, file.n);
        free(file.p);
    }
}

int main(int argc, char **argv)
{
    static const struct {
        const char *name;
        void (*write)(FILE *f, int count, char **arguments);
    } modes[] = { { "assets", write_assets },
                  { "catalogues", write_catalogues },
                  { "content", write_content },
                  { "bytes", write_plain } };
    enum { MODES = sizeof modes / sizeof modes[0] };
    size_t mode = 0;
    while (mode < MODES && (argc < 4 || strcmp(argv[1], modes[mode].name) != 0))
        mode++;
    if (mode == MODES || argc - 3 > MAX_FILES) {
        fprintf(stderr, "usage: embed assets out.c FILE... | embed catalogues out.c ID=FILE... | embed content "
                        "out.c NAME=FILE... | embed bytes out.c NAME=FILE...\n");
        return 2;
    }
    FILE *f = fopen(argv[2], "wb");
    if (f == NULL)
        die(argv[2], "cannot be written");
    modes[mode].write(f, argc - 3, argv + 3);
    if (ferror(f) || fclose(f) != 0)
        die(argv[2], "cannot be written");
    return 0;
}
