#include "lib/zip.h"

#include <zip.h>

#include "base/arena.h"

struct archive {
    zip_t *zip;
};

static void close_archive(void *p)
{
    struct archive *z = p;
    zip_discard(z->zip);
}

enum status archive_open(struct arena *a, const void *p, size_t n, struct archive **out)
{
    *out = NULL;
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(p, n, 0, &error);
    ASSERT(source != NULL);
    zip_t *zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (zip == NULL) {
        zip_source_free(source);
        return MALFORMED;
    }
    struct archive *z = NEW(a, struct archive);
    z->zip = zip;
    arena_defer(a, close_archive, z);
    *out = z;
    return OK;
}

enum status archive_read(struct archive *z, const char *name, size_t cap, archive_sink *sink, void *context)
{
    zip_int64_t at = zip_name_locate(z->zip, name, ZIP_FL_NOCASE);
    if (at < 0)
        return NOT_FOUND;
    zip_file_t *file = zip_fopen_index(z->zip, (zip_uint64_t)at, 0);
    if (file == NULL)
        return MALFORMED;
    enum status st = OK;
    size_t total = 0;
    /* The sizes that the archive itself tells are not believed: what comes out is counted. */
    while (st == OK) {
        char part[16 * 1024];
        zip_int64_t n = zip_fread(file, part, sizeof part);
        if (n == 0)
            break;
        if (n < 0) {
            st = MALFORMED;
        } else if ((size_t)n > cap - total) {
            st = TOO_LARGE;
        } else {
            total += (size_t)n;
            if (!sink(context, part, (size_t)n))
                st = INVALID;
        }
    }
    if (zip_fclose(file) != 0 && st == OK)
        st = MALFORMED; /* the checksum */
    return st;
}

/* The finished archive out of libzip's own memory. */
static enum status copy_out(zip_source_t *source, struct buf *out)
{
    zip_stat_t stat;
    if (zip_source_stat(source, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0)
        return FAILED;
    if (!buf_reserve(out, stat.size))
        return TOO_LARGE;
    if (zip_source_open(source) != 0)
        return FAILED;
    zip_int64_t n = zip_source_read(source, out->p + out->n, stat.size);
    zip_source_close(source);
    if (n < 0 || (zip_uint64_t)n != stat.size)
        return FAILED;
    out->n += (size_t)n;
    return OK;
}

static bool add_file(zip_t *zip, const struct archive_file *file)
{
    zip_source_t *content = zip_source_buffer(zip, file->content.p, file->content.n, 0);
    if (content == NULL)
        return false;
    zip_int64_t at = zip_file_add(zip, file->name, content, ZIP_FL_ENC_UTF_8);
    if (at < 0) {
        zip_source_free(content);
        return false;
    }
    enum { MIDNIGHT = 0, NEW_YEAR_1980 = 0x21 };
    return zip_file_set_dostime(zip, (zip_uint64_t)at, MIDNIGHT, NEW_YEAR_1980, 0) == 0 &&
           zip_set_file_compression(zip, (zip_uint64_t)at, file->stored ? ZIP_CM_STORE : ZIP_CM_DEFLATE, 0) ==
               0;
}

enum status archive_make(const struct archive_file *files, size_t count, struct buf *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(NULL, 0, 0, &error);
    ASSERT(source != NULL);
    zip_t *zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    zip_error_fini(&error);
    if (zip == NULL) {
        zip_source_free(source);
        return FAILED;
    }
    zip_source_keep(source); /* zip_close gives up its own hold */
    bool fine = true;
    for (size_t i = 0; i < count && fine; i++)
        fine = add_file(zip, &files[i]);
    if (!fine || zip_close(zip) != 0) {
        zip_discard(zip);
        zip_source_free(source);
        return FAILED;
    }
    enum status st = copy_out(source, out);
    zip_source_free(source);
    return st;
}
