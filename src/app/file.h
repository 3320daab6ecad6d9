/* Whole files, for the command line. */
#ifndef APP_FILE_H
#define APP_FILE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

enum { FILE_MAX = 512 * 1024 * 1024 };

/* The content of a file in the arena, NUL-terminated behind its end. NOT_FOUND, TOO_LARGE, FAILED; errno tells why. */
enum status file_read(struct arena *a, const char *path, struct bytes *out) MUST_USE;

/* Writes to a temporary file beside path, syncs, and renames it over path: there is never half a file. mode as for
 * open(2). FAILED with errno set. */
enum status file_write(struct arena *a, const char *path, struct bytes content, unsigned mode) MUST_USE;
/* The same, but what stands there stays: FAILED with EEXIST. Of two who begin at the same moment one is first. */
enum status file_write_new(struct arena *a, const char *path, struct bytes content, unsigned mode) MUST_USE;

/* Makes a folder and those above it, 0700. FAILED with errno set. */
enum status folder_make(struct arena *a, const char *path) MUST_USE;

#endif
