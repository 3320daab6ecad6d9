/* Between demo_trajectory.c, which puts acts in order, and demo_acts.c, which knows how each is done. */
#ifndef APP_DEMO_ACT_H
#define APP_DEMO_ACT_H

#include "app/demo_read.h"
#include "db/db.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"

/* What an id of the file became in the database. */
struct demo_named {
    const char *kind, *id;
    int64_t value;
};

struct demo_phone; /* demo_session.c */

/* Where acts are played. */
struct demo_stage {
    struct db *db;
    struct arena *a;
    struct demo_reader *r;
    const struct trajectory_parts *parts;
    const struct organisation *o;
    const struct lang *lang; /* of the organisation */
    const struct demo_people *people;
    const struct trajectory *t;
    struct demo_named *named;
    size_t named_count, named_capacity;
    struct demo_phone *phones; /* in rooms of sessions */
    size_t phone_count, phone_capacity;
};

struct demo_act {
    int64_t at;
    int by; /* person */
    int order;
    const struct yaml_node *node;
    const struct demo_kind *kind;
    int64_t *object; /* what the first act made, for those of its course */
};

/* A sort of act: a list of the file. What follows on each of its lines stands in its `course`. */
struct demo_kind {
    const char *section, *keys;
    struct fault (*play)(struct demo_stage *s, const struct demo_act *act);
    const struct demo_kind *course;
};
/* ---- what stands on its line (demo_act.c) ---------------------------------------------------------------- */

const char *act_word(const struct demo_stage *s, const struct demo_act *act, const char *key); /* "" = absent */
bool act_has(const struct demo_act *act, const char *key);
struct db_int act_day(const struct demo_stage *s, const struct demo_act *act, const char *key);
int64_t act_user(const struct demo_stage *s, const struct demo_act *act);
/* The member that a key names; 0 when it is absent. */
int64_t act_member(const struct demo_stage *s, const struct demo_act *act, const char *key);
struct fault act_wrong(const struct demo_stage *s, const struct demo_act *act, const char *key);
/* Keeps what the id of a line became, for other lines; and what the id that a key names became, 0 when the key is absent. */
void act_name(struct demo_stage *s, const struct demo_act *act, int64_t value);
int64_t act_named(struct demo_stage *s, const struct demo_act *act, const char *key, const char *kind);
/* The step that a key names, as it is now; NULL with a fault when the template has none of that id. */
const struct trajectory_step *act_step(const struct demo_stage *s, const struct demo_act *act);
/* The meeting that the template planned with a step; NULL when there is none. */
const struct trajectory_moment *act_meeting(const struct demo_stage *s, int64_t step);

/* What happens to a document, whose id is *act->object (demo_acts.c). */
struct fault demo_play_document_course(struct demo_stage *s, const struct demo_act *act);
/* Live sessions (demo_session.c). */
struct fault demo_play_session(struct demo_stage *s, const struct demo_act *act);
extern const struct demo_kind demo_session_course;

/* ---- all kinds ------------------------------------------------------------------------------------------- */

/* In the order in which acts of the same minute are played; ends with section NULL. */
extern const struct demo_kind demo_kinds[];

#endif
