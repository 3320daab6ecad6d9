/* What the rules of this slice share among themselves. */
#ifndef SLICE_GROUP_RULES_H
#define SLICE_GROUP_RULES_H

#include "group_sql.h"
#include "slice/group/group.h"

/* A line of a group's log; member 0 = about the group itself. */
void group_note(struct db *db, const struct group *g, const char *what, int64_t member, const char *before,
                const char *after, const char *reason, struct group_by by);
/* The first group of a trajectory, which begins with it and needs no event. Gives its id. */
int64_t group_begin(struct db *db, struct arena *a, const struct trajectory *t, enum group_kind kind,
                    struct group_by by);
struct db_int group_some(int64_t id); /* 0 = NULL */
struct fault group_invalid(const char *detail, const char *msgid);
extern const struct fault group_too_late; /* CONFLICT with detail "edit" */

#endif
