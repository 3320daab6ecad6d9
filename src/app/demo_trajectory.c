#include "app/demo_trajectory.h"

#include <stdlib.h>
#include <string.h>

#include "app/command.h" /* fault_sentence */
#include "app/demo_act.h"

/* One trajectory as the file has it. */
struct story {
    struct trajectory_new n;
    int64_t begun;
    int by;
    int members[DEMO_MAX_PEOPLE]; /* person */
    size_t member_count;
    struct demo_act *acts;
    size_t act_count, act_capacity;
    size_t named_count; /* lines with an id */
    int line;
};

struct demo_trajectories {
    const struct demo_people *people;
    struct story *v;
    size_t count;
};

/* ---- reading ----------------------------------------------------------------------------------------- */

static int by_of(struct demo_reader *r, const struct demo_people *people, const struct yaml_node *n,
                 int fall_back)
{
    return yaml_get(n, "by") == NULL ? fall_back
                                     : demo_person_find(r, people, demo_text(r, n, "by"), demo_line(n, "by"));
}

static void read_acts(struct demo_reader *r, const struct demo_people *people, struct story *s,
                      const struct yaml_node *list, const struct demo_kind *kind, const struct demo_act *first)
{
    for (size_t i = 0; i < list->count && r->fault.status == OK; i++) {
        const struct yaml_node *n = demo_need(r, &list->items[i], NODE_MAP, list->line, kind->section);
        demo_only(r, n, arena_printf(r->a, "at by %s%s", kind->keys, kind->course == NULL ? "" : " course"));
        struct demo_act act = { .at = demo_moment(r, n, "at", true),
                                .by = by_of(r, people, n, first == NULL ? s->by : first->by),
                                .order = (int)s->act_count,
                                .node = n,
                                .kind = kind,
                                .object = first == NULL ? NEW(r->a, int64_t) : first->object };
        if (act.at < (first == NULL ? s->begun : first->at))
            demo_wrong(r, n->line, "this is before it began");
        s->named_count += yaml_get(n, "id") != NULL;
        *(struct demo_act *)ARENA_PUSH(r->a, &s->acts, &s->act_count, &s->act_capacity) = act;
        const struct yaml_node *course = kind->course == NULL ? NULL : yaml_get(n, "course");
        if (course != NULL)
            read_acts(r, people, s, demo_need(r, course, NODE_LIST, n->line, "course"), kind->course, &act);
    }
}

static int compare_acts(const void *x, const void *y)
{
    const struct demo_act *a = x, *b = y;
    return a->at != b->at ? (a->at < b->at ? -1 : 1) : a->order - b->order;
}

static void read_story(struct demo_reader *r, const struct yaml_node *n, const struct demo_people *people,
                       struct story *s)
{
    const char *keys = "name template example first begun by members";
    for (const struct demo_kind *k = demo_kinds; k->section != NULL; k++)
        keys = arena_printf(r->a, "%s %s", keys, k->section);
    demo_only(r, n, keys);
    const char *first = demo_text(r, n, "first");
    const struct yaml_node *day = yaml_get(n, "first");
    *s = (struct story){ .n = { .name = demo_text(r, n, "name"),
                                .template = demo_text(r, n, "template"),
                                .example = demo_maybe(r, n, "example", ""),
                                .first_day = first[0] == '\0' ? 0 : demo_day(r, day) },
                         .begun = demo_moment(r, n, "begun", true),
                         .by = by_of(r, people, n, 0),
                         .line = n->line };
    const struct yaml_node *members = demo_list(r, n, "members");
    for (size_t i = 0; i < members->count && i < DEMO_MAX_PEOPLE; i++) {
        const struct yaml_node *m = demo_need(r, &members->items[i], NODE_SCALAR, n->line, "a member");
        s->members[s->member_count++] = demo_person_find(r, people, m->scalar, m->line);
    }
    for (const struct demo_kind *k = demo_kinds; k->section != NULL; k++)
        if (yaml_get(n, k->section) != NULL)
            read_acts(r, people, s, demo_list(r, n, k->section), k, NULL);
    if (s->act_count > 0)
        qsort(s->acts, s->act_count, sizeof *s->acts, compare_acts);
}

struct demo_trajectories *demo_trajectories_read(struct demo_reader *r, const struct yaml_node *organisation,
                                                 const struct demo_people *people)
{
    struct demo_trajectories *all = NEW(r->a, struct demo_trajectories);
    *all = (struct demo_trajectories){ .people = people };
    if (yaml_get(organisation, "trajectories") == NULL)
        return all;
    const struct yaml_node *list = demo_list(r, organisation, "trajectories");
    all->v = NEW_ARRAY(r->a, struct story, list->count);
    for (size_t i = 0; i < list->count && r->fault.status == OK; i++)
        read_story(r, demo_need(r, &list->items[i], NODE_MAP, list->line, "a trajectory"), people,
                   &all->v[all->count++]);
    return all;
}

/* ---- playing ----------------------------------------------------------------------------------------- */

static struct fault begin(struct demo_stage *stage, const struct story *s)
{
    const struct demo_people *people = stage->people;
    int64_t members[DEMO_MAX_PEOPLE], id;
    for (size_t i = 0; i < s->member_count; i++)
        members[i] = people->v[s->members[i]].member;
    struct trajectory_new n = s->n;
    n.organisation = stage->o->id;
    n.country = stage->o->country;
    n.lang = stage->lang;
    n.user = people->v[s->by].user;
    n.members = members;
    n.member_count = s->member_count;
    struct fault f = trajectory_begin(stage->db, stage->a, stage->r->packs, stage->parts, &n, s->begun, &id);
    if (f.status != OK)
        return f;
    stage->t = trajectory_get(stage->db, stage->a, stage->r->packs, n.organisation, id);
    return stage->t != NULL ? NO_FAULT
                            : FAULT(FAILED, N_("The trajectory could not be stored. Try again in a moment."));
}

static void say_where(struct demo_stage *stage, const struct fault *f, int line)
{
    demo_wrong(stage->r, line, "%s%s%s", fault_sentence(stage->a, f), f->detail == NULL ? "" : " — ",
               f->detail == NULL ? "" : f->detail);
}

static struct fault play(struct demo_stage *stage, const struct story *s)
{
    struct fault f = begin(stage, s);
    int line = s->line;
    for (size_t i = 0; i < s->act_count && f.status == OK; i++) {
        line = s->acts[i].node->line;
        f = s->acts[i].kind->play(stage, &s->acts[i]);
        if (stage->r->fault.status != OK)
            return stage->r->fault;
    }
    if (f.status != OK)
        say_where(stage, &f, line);
    return stage->r->fault;
}

struct fault demo_trajectories_play(struct db *db, struct demo_reader *r, const struct trajectory_parts *parts,
                                    const struct organisation *o, const struct demo_trajectories *all)
{
    for (size_t i = 0; i < all->count && r->fault.status == OK; i++) {
        struct demo_stage stage = { .db = db,
                                    .a = r->a,
                                    .r = r,
                                    .parts = parts,
                                    .o = o,
                                    .lang = lang_find(organisation_lang_of(o->country)),
                                    .people = all->people,
                                    .named = NEW_ARRAY(r->a, struct demo_named, all->v[i].named_count),
                                    .named_capacity = all->v[i].named_count };
        play(&stage, &all->v[i]);
    }
    return r->fault;
}
