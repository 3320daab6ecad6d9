/* People pasted from a spreadsheet: what stands in which column, and what is wrong with which row. */
#ifndef SLICE_ORGANISATION_PASTE_H
#define SLICE_ORGANISATION_PASTE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/status.h"
#include "db/db.h"

enum { PASTE_MAX_PEOPLE = 500, PASTE_MAX_CHARACTERS = 60000 };

enum paste_state {
    PASTE_NEW,     /* will be added */
    PASTE_BACK,    /* was a member before, comes back */
    PASTE_MEMBER,  /* is a member: nothing changes */
    PASTE_TWICE,   /* the same address as in an earlier row: taken together with it */
    PASTE_REFUSED, /* fault says why */
    PASTE_STATES
};

struct paste_person {
    size_t line;                          /* of the text, from 1 */
    const char *name, *mail, *department; /* cleaned; mail in lower case; "" when absent */
    bool name_guessed;                    /* made from the mail address */
    enum paste_state state;
    size_t same_as;    /* PASTE_TWICE: line of the earlier row */
    const char *fault; /* PASTE_REFUSED: msgid; arg, if any, replaces %s */
    const char *arg;
    const char *cell; /* PASTE_REFUSED: msgid of the column that is wrong */
};

struct paste {
    struct paste_person *people;
    size_t count;
    size_t states[PASTE_STATES]; /* how many of each */
    bool header;                 /* the first row named the columns */
};

/* Reads what was pasted: columns in any order, told by a first row of names ("naam", "e-mail", "dienst" …) or by
 * what stands in them. Also a list as mail programs copy it: "Jan Maes <jan@a.be>; An <an@a.be>". INVALID with a
 * message when it cannot be read as a whole; faults of single rows stand in the rows. */
struct fault organisation_paste_read(struct arena *a, const char *text, struct paste *out);

/* Looks up who is or was a member already. */
void organisation_paste_compare(struct db *db, struct arena *a, int64_t organisation, struct paste *p,
                                int64_t now_ms);

#endif
