/* Files that people add to something: evidence with a scan, a file with a document. A file belongs to one thing, its owner;
 * whoever asks for it says which, so that the right to see the one is the right to see the other. Content lies in rows of
 * 256 KB. */
#ifndef SLICE_ATTACHMENT_ATTACHMENT_H
#define SLICE_ATTACHMENT_ATTACHMENT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "db/db.h"

enum {
    ATTACHMENT_MAX = 10 * 1024 * 1024,                /* bytes of one file */
    ATTACHMENT_MAX_NAME = 200,                        /* characters */
    ATTACHMENT_BODY_CAP = ATTACHMENT_MAX + 64 * 1024, /* .body_cap of a route that takes one */
    ATTACHMENT_KEPT_DAYS = 30                         /* so long a removed one can be put back */
};

/* What a file hangs on: "scan" with the id of a round, "document" … The organisation was checked by the caller. */
struct attachment_owner {
    int64_t organisation;
    const char *kind;
    int64_t id;
};

struct attachment {
    int64_t id, size, created_at;
    const char *name, *type, *hash; /* hash: BLAKE2b-256 in hex */
    struct db_int user;             /* who added it */
    struct db_int removed_at;
};

/* ---- What is accepted: the one place ------------------------------------------------------------------------- */

/* The type of a file by its bytes: PDF, PNG, JPEG, GIF, Word, Excel, PowerPoint and OpenDocument without macros, and plain
 * text. What was sent as its type proves nothing, nor does its name. NULL = not accepted. Static memory. */
const char *attachment_type(struct arena *a, struct bytes content);
/* The name under which a file of this type is kept: at most ATTACHMENT_MAX_NAME characters, without signs that turn the
 * direction of reading, and with an ending that belongs to the type ("plan.exe" that is a PDF becomes "plan.exe.pdf"). */
const char *attachment_name(struct arena *a, const char *type, const char *name);

/* ---- Rules ------------------------------------------------------------------------------------------------------ */

/* Stores a file; name, type and hash as the functions above and lib/sodium.h give them (hash NULL: it is computed). user 0 =
 * somebody without an account. Gives its id. */
struct attachment_new {
    const char *name, *type, *hash;
    struct bytes content;
    int64_t user;
};
int64_t attachment_put(struct db *db, struct arena *a, const struct attachment_owner *owner,
                       const struct attachment_new *n, int64_t now_ms);

/* NULL when it does not exist, was removed or hangs on something else. */
const struct attachment *attachment_get(struct db *db, struct arena *a, const struct attachment_owner *owner,
                                        int64_t id);
/* All of an owner in the order in which they came; removed ones too, those have removed_at. */
const struct attachment *attachments(struct db *db, struct arena *a, const struct attachment_owner *owner,
                                     size_t *count);
/* Its content, in the arena; what is missing in the database is missing in it. */
struct bytes attachment_read(struct db *db, struct arena *a, const struct attachment *file);

/* Takes a file away; it can be put back for ATTACHMENT_KEPT_DAYS. NOT_FOUND when it is away already, or there. */
struct fault attachment_remove(struct db *db, const struct attachment_owner *owner, int64_t id, int64_t user,
                               int64_t now_ms);
struct fault attachment_put_back(struct db *db, const struct attachment_owner *owner, int64_t id);
/* Deletes it at once. */
void attachment_forget(struct db *db, const struct attachment_owner *owner, int64_t id);

/* Retention: deletes what was removed more than ATTACHMENT_KEPT_DAYS ago. */
void attachment_clean(struct db *db, int64_t now_ms);

/* For `kapstok verify`: hashes every file and calls found with an English sentence for each that is not what was sent.
 * *files = how many there are. */
void attachment_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                       void *context, int64_t *files);

/* ---- For handlers ------------------------------------------------------------------------------------------------ */

struct rq;
struct slice;

/* The row of a form spec: a form takes one file, in the field "file". Its route has ATTACHMENT_BODY_CAP and
 * .prepare = attachment_prepare, which hashes on a worker. */
#define ATTACHMENT_FIELD(...)                                                                                  \
    {                                                                                                          \
        "file", FIELD_FILE, .max = ATTACHMENT_MAX,                                                             \
                            .help = N_("PDF, picture, text, Word, Excel, PowerPoint or OpenDocument; 10 MB "   \
                                       "at most."),                                                            \
                            __VA_ARGS__                                                                        \
    }
struct fault attachment_prepare(struct rq *rq);
/* Whether a file was sent that can be stored; otherwise false, and when one was sent there is a message at the field. */
bool attachment_sent(struct rq *rq);
/* Stores what attachment_sent said yes to, as the person who asks. */
int64_t attachment_take(struct rq *rq, const struct attachment_owner *owner);
/* Answers with a file, always to be saved and never shown by the browser, so that nothing in it runs. For a `slow` route
 * whose handler has seen that the person may see the owner. */
struct fault attachment_reply(struct rq *rq, const struct attachment_owner *owner, int64_t id);

extern const struct slice slice_attachment;

#endif
