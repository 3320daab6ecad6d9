/* What stands on a line of a demo file, for all who play acts. */
#include "app/demo_act.h"

#include <string.h>

static bool same(const char *x, const char *y)
{
    return strcmp(x, y) == 0;
}

const char *act_word(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    return demo_maybe(s->r, act->node, key, "");
}

bool act_has(const struct demo_act *act, const char *key)
{
    return yaml_get(act->node, key) != NULL;
}

struct db_int act_day(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    const struct yaml_node *n = yaml_get(act->node, key);
    return n == NULL ? DB_NULL_INT : DB_SOME(demo_day(s->r, n));
}

int64_t act_user(const struct demo_stage *s, const struct demo_act *act)
{
    return s->people->v[act->by].user;
}

/* The member that a key names; 0 when it is absent. */
int64_t act_member(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    const char *id = act_word(s, act, key);
    return id[0] == '\0'
               ? 0
               : s->people->v[demo_person_find(s->r, s->people, id, demo_line(act->node, key))].member;
}

struct fault act_wrong(const struct demo_stage *s, const struct demo_act *act, const char *key)
{
    demo_wrong(s->r, demo_line(act->node, key), "\"%s\" is no %s", act_word(s, act, key), key);
    return s->r->fault;
}

/* Keeps what the id of a line became, for other lines. */
void act_name(struct demo_stage *s, const struct demo_act *act, int64_t value)
{
    *act->object = value;
    if (act_has(act, "id") && s->named_count < s->named_capacity)
        s->named[s->named_count++] = (struct demo_named){ act->kind->section, act_word(s, act, "id"), value };
}

/* What the id that a key names became; 0 when the key is absent. */
int64_t act_named(struct demo_stage *s, const struct demo_act *act, const char *key, const char *kind)
{
    const char *id = act_word(s, act, key);
    for (size_t i = 0; i < s->named_count; i++)
        if (same(s->named[i].kind, kind) && same(s->named[i].id, id))
            return s->named[i].value;
    if (id[0] != '\0')
        demo_wrong(s->r, demo_line(act->node, key), "there is no \"%s\" in %s yet", id, kind);
    return 0;
}

/* The step that a key names, as it is now; NULL with a fault when the template has none of that id. */
const struct trajectory_step *act_step(const struct demo_stage *s, const struct demo_act *act)
{
    const char *key = act_word(s, act, "step");
    size_t count;
    const struct trajectory_step *steps = trajectory_steps(s->db, s->a, s->t, s->t->cycle, &count);
    for (size_t i = 0; i < count; i++)
        if (same(steps[i].key, key))
            return &steps[i];
    if (key[0] != '\0')
        demo_wrong(s->r, demo_line(act->node, "step"), "unknown step \"%s\"", key);
    return NULL;
}

const struct trajectory_moment *act_meeting(const struct demo_stage *s, int64_t step)
{
    size_t count;
    const struct trajectory_moment *all = trajectory_moments(s->db, s->a, s->t, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].step.set && all[i].step.v == step && all[i].source[0] != '\0')
            return &all[i];
    return NULL;
}
