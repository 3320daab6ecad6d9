/* Before a session: who is expected, what must be ready. And what is forgotten afterwards. */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "rules.h"
#include "session_sql.h"
#include "slice/group/group.h"
#include "slice/organisation/organisation.h"

enum { MOST_CHECKS = 50, REACHED = -1 };

static const int64_t DAY_MS = 86400000;

/* ---- who comes --------------------------------------------------------------------------------------------- */

static const char *const presence_names[PRESENCES] = { "invited", "present", "excused", "absent" };

const char *session_presence_name(enum session_presence p)
{
    ASSERT(p < PRESENCES);
    return presence_names[p];
}

bool session_presence_find(const char *name, enum session_presence *p)
{
    for (int i = 0; i < PRESENCES; i++)
        if (strcmp(presence_names[i], name) == 0) {
            *p = (enum session_presence)i;
            return true;
        }
    return false;
}

static int by_name(const void *x, const void *y)
{
    const struct session_attendee *a = x, *b = y;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : a->member < b->member ? -1 : a->member > b->member;
}

const struct session_attendee *session_attendance(struct db *db, struct arena *a, const struct lang *lang,
                                                  const struct session *s, size_t *count)
{
    size_t rows;
    const struct session_attendance_list *list = session_q_attendance_list(db, a, s->id, &rows);
    const struct organisation_names *names = organisation_names(db, a, s->organisation);
    struct session_attendee *v = NEW_ARRAY(a, struct session_attendee, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++) {
        const struct organisation_member *m = organisation_names_member(names, list[i].member_id);
        enum session_presence state = PRESENCE_INVITED;
        if (m == NULL)
            continue; /* was erased */
        (void)session_presence_find(list[i].state, &state);
        v[(*count)++] = (struct session_attendee){ .member = m->id,
                                                   .user = m->user,
                                                   .name = organisation_member_name(a, lang, m),
                                                   .mail = m->mail,
                                                   .department = m->department,
                                                   .state = state,
                                                   .mailed = list[i].mailed_edit.set,
                                                   .changed = list[i].mailed_edit.set &&
                                                              list[i].mailed_edit.v != s->moment_edit };
    }
    if (*count > 1)
        qsort(v, *count, sizeof *v, by_name);
    return v;
}

void session_attend(struct db *db, const struct session *s, int64_t member, enum session_presence p)
{
    session_q_attendance_put(db, s->id, member, session_presence_name(p));
}

void session_attend_not(struct db *db, const struct session *s, int64_t member)
{
    session_q_attendance_delete(db, s->id, member);
}

const int64_t *session_group(struct db *db, struct arena *a, const struct trajectory *t, int64_t today,
                             size_t *count)
{
    return group_people(db, a, t, organisation_names(db, a, t->organisation), today, count);
}

int session_attend_group(struct db *db, struct arena *a, const struct trajectory *t, const struct session *s,
                         int64_t today)
{
    size_t people, rows;
    const int64_t *members = session_group(db, a, t, today, &people);
    const struct session_attendance_list *list = session_q_attendance_list(db, a, s->id, &rows);
    int added = 0;
    for (size_t i = 0; i < people; i++) {
        bool there = false;
        for (size_t k = 0; k < rows; k++)
            there = there || list[k].member_id == members[i];
        if (!there)
            session_attend(db, s, members[i], PRESENCE_INVITED);
        added += !there;
    }
    return added;
}

void session_mailed(struct db *db, const struct session *s, int64_t member)
{
    session_q_attendance_mailed(db, s->id, member, s->moment_edit);
}

/* ---- what must be ready -------------------------------------------------------------------------------------- */

const struct session_check *session_checks(struct db *db, struct arena *a, const struct session *s,
                                           size_t *count)
{
    size_t rows;
    const struct session_check_list *list = session_q_check_list(db, a, s->id, &rows);
    struct session_check *v = NEW_ARRAY(a, struct session_check, rows);
    *count = 0;
    for (size_t i = 0; i < rows; i++)
        if (list[i].position != REACHED)
            v[(*count)++] = (struct session_check){ list[i].position, list[i].label, list[i].done_at.set };
    return v;
}

struct fault session_check_add(struct db *db, struct arena *a, const struct session *s, const char *label)
{
    if (label[0] == '\0' || utf8_length(label) > SESSION_MAX_LABEL)
        return session_at_field("label", N_("Say in at most 200 characters what must be ready."));
    size_t count;
    const struct session_check *v = session_checks(db, a, s, &count);
    if (count >= MOST_CHECKS)
        return (struct fault){ .status = CONFLICT,
                               .msgid = N_("The list is full: it holds fifty lines."),
                               .detail = "full" };
    session_q_check_insert(db, s->id, count == 0 ? 0 : v[count - 1].position + 1, label);
    return NO_FAULT;
}

void session_check_tick(struct db *db, const struct session *s, int64_t position, bool done, int64_t user,
                        int64_t now_ms)
{
    if (position >= 0)
        session_q_check_done(db, s->id, position, done ? DB_SOME(now_ms) : DB_NULL_INT,
                             done && user != 0 ? DB_SOME(user) : DB_NULL_INT);
}

void session_check_drop(struct db *db, const struct session *s, int64_t position)
{
    if (position >= 0)
        session_q_check_delete(db, s->id, position);
}

void session_reached(struct db *db, const struct session *s, int64_t now_ms)
{
    session_q_check_reached(db, s->id, now_ms);
}

struct db_int session_reached_at(struct db *db, struct arena *a, const struct session *s)
{
    size_t rows;
    const struct session_check_list *list = session_q_check_list(db, a, s->id, &rows);
    return rows > 0 && list[0].position == REACHED ? list[0].done_at : DB_NULL_INT;
}

/* ---- every minute, and for verify --------------------------------------------------------------------------- */

void session_clean(struct db *db, int64_t now_ms)
{
    /* What nobody ended counts as ended a week after its day. */
    session_q_phones_forget(db, now_ms - DAY_MS, now_ms - 8 * DAY_MS);
    session_q_guests_forget(db, now_ms - 90 * DAY_MS, now_ms - 97 * DAY_MS);
    session_q_speakers_forget(db, now_ms - 90 * DAY_MS, now_ms - 97 * DAY_MS);
}

void session_verify(struct db *db, struct arena *a, void (*found)(void *context, const char *sentence),
                    void *context)
{
    size_t count;
    const struct session_named_answers *answers = session_q_named_answers(db, a, &count);
    for (size_t i = 0; i < count; i++)
        found(context, arena_printf(a, "session item %lld is asked without names and has %lld answers with one",
                                    (long long)answers[i].item_id, (long long)answers[i].answers));
    const struct session_named_notes *notes = session_q_named_notes(db, a, &count);
    for (size_t i = 0; i < count; i++)
        found(context, arena_printf(a, "session item %lld is asked without names and has %lld notes with one",
                                    (long long)notes[i].item_id, (long long)notes[i].notes));
    const struct session_lost_rounds *lost = session_q_lost_rounds(db, a, &count);
    for (size_t i = 0; i < count; i++)
        found(context,
              arena_printf(a, "session item %lld misses one of its rounds", (long long)lost[i].item_id));
}
