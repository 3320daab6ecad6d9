/* What the command line asks of organisations: all of them, archived ones too, and a whole one to take elsewhere. In a
 * file people are known by their mail address and the rest by name: ids are another installation's. */
#ifndef SLICE_ORGANISATION_TRANSFER_H
#define SLICE_ORGANISATION_TRANSFER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "db/db.h"
#include "slice/organisation/organisation.h"

struct organisation_line {
    int64_t id;
    const char *name, *type, *country;
    const char *size; /* NULL = not asked for this type */
    int64_t members;  /* present */
    bool archived;
};
/* Every organisation, also archived ones, by name. */
const struct organisation_line *organisations_all(struct db *db, struct arena *a, size_t *count);

/* Archived: nobody sees it any more, nothing is lost. False when there is none with that id, or it was archived. */
bool organisation_archive(struct db *db, int64_t id, int64_t now_ms);

struct organisation_file_entity {
    const char *name, *number;
    int64_t created_at;
};
struct organisation_file_member {
    const char *mail, *name, *lang; /* of the person */
    const char *department;         /* "" = none */
    const char *attribute;
    unsigned roles;
    struct db_int ends_on; /* day */
    int64_t invited_at;
    struct db_int ended_at;
    bool by_role; /* pages show the role in place of the name */
};
struct organisation_file_theme {
    const char *title, *about, *domain;
    int64_t created_at;
    struct db_int archived_at;
};
struct organisation_file {
    struct organisation organisation; /* with id */
    struct db_int archived_at;
    const char **departments;
    struct organisation_file_entity *entities;
    struct organisation_file_member *members; /* everyone who is or was one, by mail */
    struct organisation_file_theme *themes;   /* archived ones too */
    size_t department_count, entity_count, member_count, theme_count;
};

/* Everything of one organisation, also of an archived one; NULL when there is none. */
const struct organisation_file *organisation_file_get(struct db *db, struct arena *a, int64_t id);

/* What organisation_file_put made. */
struct organisation_file_made {
    int64_t id;
    bool organisation; /* false: it was here already, and only got what it lacked */
    int users, members, entities, departments, themes;
};
/* Stores it in the caller's write transaction; the caller has checked everything. An organisation of the same name and
 * the same moment of making is taken to be the same: it gets what it lacks, and nothing that stands there changes.
 * People without an account get one. */
void organisation_file_put(struct db *db, struct arena *a, const struct organisation_file *f, int64_t now_ms,
                           struct organisation_file_made *out);

#endif
