/* Who is in a group, since when and until when; departments against members. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "rules.h"

/* ---- looking --------------------------------------------------------------------------------------------- */

static bool read_seat(const struct group_seat_list *row, const struct organisation_names *names, int64_t today,
                      struct group_seat *s)
{
    *s = (struct group_seat){ .id = row->id,
                              .group = row->group_id,
                              .member = organisation_names_member(names, row->member_id),
                              .task = row->task,
                              .begins_on = row->begins_on,
                              .ends_on = row->ends_on,
                              .left_on = row->left_on,
                              .edit = row->edit };
    if (s->member == NULL)
        return false;
    bool over = (s->left_on.set && s->left_on.v <= today) || (s->ends_on.set && s->ends_on.v < today) ||
                !organisation_is_present(s->member, today);
    s->comes = !over && s->begins_on > today;
    s->present = !over && !s->comes;
    return true;
}

struct sorted {
    const char *key;
    struct group_seat seat;
};

static int by_name(const void *x, const void *y)
{
    const struct sorted *p = x, *q = y;
    int order = strcmp(p->key, q->key);
    return order != 0 ? order : (p->seat.id > q->seat.id) - (p->seat.id < q->seat.id);
}

const struct group_seat *group_seats(struct db *db, struct arena *a, const struct group *g,
                                     const struct organisation_names *names, int64_t today, size_t *count)
{
    size_t rows;
    const struct group_seat_list *row = group_q_seat_list(db, a, g->id, DB_NULL_INT, &rows);
    struct sorted *sorted = NEW_ARRAY(a, struct sorted, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        struct sorted *s = &sorted[*count];
        if (!read_seat(&row[i], names, today, &s->seat))
            continue;
        s->key = utf8_fold(a, s->seat.member->name);
        (*count)++;
    }
    if (*count > 1)
        qsort(sorted, *count, sizeof *sorted, by_name);
    struct group_seat *seats = NEW_ARRAY(a, struct group_seat, *count);
    for (size_t i = 0; i < *count; i++)
        seats[i] = sorted[i].seat;
    return seats;
}

const struct group_seat *group_seat_get(struct db *db, struct arena *a, const struct group *g, int64_t id,
                                        const struct organisation_names *names, int64_t today)
{
    size_t rows;
    const struct group_seat_list *row = group_q_seat_list(db, a, g->id, DB_SOME(id), &rows);
    struct group_seat *s = NEW(a, struct group_seat);
    return rows == 1 && read_seat(row, names, today, s) ? s : NULL;
}

const int64_t *group_people(struct db *db, struct arena *a, const struct trajectory *t,
                            const struct organisation_names *names, int64_t today, size_t *count)
{
    size_t rows;
    const struct group_people *row = group_q_people(db, a, t->organisation, t->id, today, &rows);
    int64_t *people = NEW_ARRAY(a, int64_t, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        const struct organisation_member *m = organisation_names_member(names, row[i].member_id);
        if (m != NULL && organisation_is_present(m, today))
            people[(*count)++] = m->id;
    }
    return people;
}

bool group_has(const int64_t *people, size_t count, int64_t member)
{
    for (size_t i = 0; i < count; i++)
        if (people[i] == member)
            return true;
    return false;
}

/* ---- changing -------------------------------------------------------------------------------------------- */

int64_t group_join(struct db *db, struct arena *a, const struct group *g, int64_t member, const char *task,
                   struct group_by by)
{
    int64_t today = organisation_today(a, by.now_ms);
    const struct group_seat_of *there = group_q_seat_of(db, a, g->id, member, today);
    if (there != NULL)
        return there->id;
    int64_t id = group_q_seat_insert(db, a, g->id, member, task, today)->id;
    group_note(db, g, "joined", member, "", task, "", by);
    const struct ballot *b = group_width_ballot(db, a, g);
    if (b != NULL)
        ballot_admit(db, b, member);
    return id;
}

void group_joined(struct db *db, struct arena *a, const struct group *g, size_t count, const struct lang *lang,
                  struct group_by by)
{
    if (count == 0)
        return;
    const char *title = arena_printf(a, "%s, %d", group_title(lang, g), (int)count);
    trajectory_event(db, g->trajectory, "group.joined", g->id, title, "", by.user, by.now_ms);
}

static const char *period_text(struct arena *a, int64_t from, struct db_int to)
{
    return to.set ? arena_printf(a, "%lld-%lld", (long long)from, (long long)to.v)
                  : arena_printf(a, "%lld-", (long long)from);
}

struct fault group_seat_set(struct db *db, struct arena *a, const struct group *g, const struct group_seat *s,
                            const struct group_seat_change *c, struct group_by by)
{
    if (utf8_length(c->task) > GROUP_MAX_TASK)
        return group_invalid("task", N_("Use at most 120 characters."));
    if (c->ends_on.set && c->ends_on.v < c->begins_on)
        return group_invalid("ends_on", N_("The last day cannot come before the first."));
    if (group_q_seat_change(db, g->id, s->id, c->task, c->begins_on, c->ends_on, c->edit) == 0)
        return group_too_late;
    if (strcmp(s->task, c->task) != 0)
        group_note(db, g, "task", s->member->id, s->task, c->task, "", by);
    const char *old = period_text(a, s->begins_on, s->ends_on), *new = period_text(a, c->begins_on, c->ends_on);
    if (strcmp(old, new) != 0)
        group_note(db, g, "seat", s->member->id, old, new, "", by);
    return NO_FAULT;
}

void group_leave(struct db *db, struct arena *a, const struct group *g, const struct group_seat *s,
                 const struct lang *lang, struct group_by by)
{
    if (group_q_seat_leave(db, g->id, s->id, organisation_today(a, by.now_ms)) == 0)
        return;
    group_note(db, g, "left", s->member->id, "", "", "", by);
    trajectory_event(db, g->trajectory, "group.left", g->id, group_title(lang, g), "", by.user, by.now_ms);
}

struct fault group_back(struct db *db, struct arena *a, const struct group *g, const struct group_seat *s,
                        struct group_by by)
{
    int64_t today = organisation_today(a, by.now_ms);
    const struct group_seat_of *there = group_q_seat_of(db, a, g->id, s->member->id, today);
    if (there != NULL)
        return there->id == s->id ? NO_FAULT : FAULT(CONFLICT, N_("This person is in the group already."));
    group_q_seat_back(db, g->id, s->id, today);
    group_note(db, g, "back", s->member->id, "", "", "", by);
    return NO_FAULT;
}

/* ---- departments against members ------------------------------------------------------------------------- */

enum group_attribute group_attribute_of(const struct organisation_member *m)
{
    return strcmp(m->attribute, "mandatary") == 0  ? GROUP_MANDATARY
           : strcmp(m->attribute, "external") == 0 ? GROUP_EXTERNAL
                                                   : GROUP_STAFF;
}

struct group_grid group_grid(struct db *db, struct arena *a, int64_t organisation,
                             const struct organisation_names *names, const int64_t *people, size_t count)
{
    size_t departments;
    const struct organisation_department *d = organisation_departments(db, a, organisation, &departments);
    struct group_row *rows = NEW_ARRAY(a, struct group_row, departments + 1);
    for (size_t i = 0; i < departments; i++)
        rows[i] = (struct group_row){ .department = d[i].id, .name = d[i].name };
    rows[departments].name = "";
    struct group_grid grid = { .rows = rows, .departments = departments };
    for (size_t i = 0; i < count; i++) {
        const struct organisation_member *m = organisation_names_member(names, people[i]);
        if (m == NULL)
            continue;
        size_t at = 0;
        while (at < departments && rows[at].department != m->department_id)
            at++;
        rows[at].count[group_attribute_of(m)]++;
        rows[at].all++;
        grid.attributes[group_attribute_of(m)]++;
        grid.members++;
    }
    for (size_t i = 0; i < departments; i++)
        grid.covered += rows[i].all > 0;
    grid.row_count = departments + (rows[departments].all > 0);
    return grid;
}
