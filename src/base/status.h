/* What a function that may fail in an expected way returns. Bugs assert, out of memory aborts;
 * neither is a status. http/reply.c maps each status to exactly one HTTP code. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
    OK = 0,
    INVALID,   /* input breaks a rule: 422 */
    MALFORMED, /* input cannot be read at all: 400 */
    UNSIGNED,  /* nobody is signed in and someone must be: 401, a page with the way in */
    DENIED,    /* signed in, but without the right: 403 */
    NOT_FOUND, /* 404 */
    CONFLICT,  /* someone else was first, or a newer value is stored: 409 */
    TOO_LARGE, /* over a cap: 413 */
    LIMITED,   /* too many tries: 429 */
    BUSY,      /* try again in a moment: 503 */
    UNSURE,    /* it broke off while it was stored: perhaps it is there, perhaps not: 503 */
    FAILED,    /* the outside let us down (disk, database, mail): 500 */
    STATUS_COUNT
};

#define MUST_USE __attribute__((warn_unused_result))

/* A rule's refusal. msgid is plain English and is translated for the person (a literal, mark it N_());
 * arg, if any, replaces %s in it. detail is for the log only: no names, tokens or answers. */
struct fault {
    enum status status;
    const char *msgid;
    const char *arg;
    const char *detail;
};

#define NO_FAULT ((struct fault){ .status = OK })
#define FAULT(st, ...) ((struct fault){ .status = (st), .msgid = __VA_ARGS__ })

/* The name of a status for the log, e.g. "not_found". */
const char *status_name(enum status st);

/* A bug ends the process: the supervisor starts a clean one. */
#define ASSERT(cond) ((cond) ? (void)0 : assert_failed(#cond, __FILE__, __LINE__))
_Noreturn void assert_failed(const char *cond, const char *file, int line);

/* Marks a text for xgettext in a table or a fault; it is translated where it is shown. */
#ifndef N_
#define N_(s) s
#endif

#endif
