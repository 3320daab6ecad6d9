/* ZIP archives in memory, by libzip: the wrapper of .xlsx and .docx. */
#ifndef LIB_ZIP_H
#define LIB_ZIP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"

struct arena;
struct archive;

/* Opens n bytes as an archive; they must outlive it. It is closed with the arena. MALFORMED when they are
 * no archive. */
enum status archive_open(struct arena *a, const void *p, size_t n, struct archive **out) MUST_USE;

/* Called with part after part of a file; returns false to stop. */
typedef bool archive_sink(void *context, const char *p, size_t n);

/* Unpacks the file of that name (capitals do not matter) into sink. At most cap bytes are unpacked, however
 * small the archive is. NOT_FOUND; TOO_LARGE over the cap; MALFORMED when it is broken or encrypted;
 * INVALID when sink stopped it. */
enum status archive_read(struct archive *z, const char *name, size_t cap, archive_sink *sink,
                         void *context) MUST_USE;

/* One file of an archive to make. */
struct archive_file {
    const char *name;
    struct bytes content;
    bool stored; /* not compressed, as some formats want of their first file */
};

/* Makes an archive of the files, in this order and with a fixed date, and appends it to out. TOO_LARGE
 * when it does not fit out's cap, FAILED when libzip does. */
enum status archive_make(const struct archive_file *files, size_t count, struct buf *out) MUST_USE;

#endif
