/* Who is in a room: phones and the people behind them. A phone is known by a secret in its cookie, of which only a hash with the
 * session is kept: the same phone in two rooms cannot be recognised from what is stored. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "lib/sodium.h"
#include "session_sql.h"
#include "slice/session/room.h"

enum { SEATS = 2 };

static struct bytes token_of(struct arena *a, const struct session *s, const char *secret)
{
    unsigned char *hash = arena_alloc(a, CRYPTO_HASH_SIZE);
    token_hash(arena_printf(a, "%s in room %lld", secret, (long long)s->id), hash);
    return (struct bytes){ hash, CRYPTO_HASH_SIZE };
}

static bool is_secret(const char *secret)
{
    return secret != NULL && strlen(secret) == TOKEN_LENGTH;
}

/* ---- a phone --------------------------------------------------------------------------------------------- */

/* A member is called as the organisation knows him, whatever was typed. */
static const char *name_of(struct db *db, struct arena *a, const struct session *s, const char *typed,
                           struct db_int member)
{
    const struct organisation_member *m =
        member.set ? organisation_member_get(db, a, s->organisation, member.v) : NULL;
    return m == NULL ? typed : m->name;
}

const struct session_phone *session_phone_find(struct db *db, struct arena *a, const struct session *s,
                                               const char *secret, int seat)
{
    const struct session_phone_get *row =
        is_secret(secret) ? session_q_phone_get(db, a, s->id, token_of(a, s, secret)) : NULL;
    if (row == NULL)
        return NULL;
    size_t rows;
    const struct session_phone_people *sat = session_q_phone_people(db, a, s->id, row->id, &rows);
    struct session_phone *p = NEW(a, struct session_phone);
    struct session_participant *people = NEW_ARRAY(a, struct session_participant, rows);
    *p = (struct session_phone){ .id = row->id, .session = s, .secret = secret, .people = people };
    for (size_t i = 0; i < rows; i++)
        if (!sat[i].removed_at.set)
            people[p->count++] =
                (struct session_participant){ .id = sat[i].id,
                                              .seat = (int)sat[i].seat,
                                              .name = name_of(db, a, s, sat[i].name, sat[i].member_id),
                                              .member = sat[i].member_id.v,
                                              .table = sat[i].table_number };
    p->now = people;
    for (size_t i = 0; i < p->count; i++)
        if (people[i].seat == seat)
            p->now = &people[i];
    return p->count == 0 ? NULL : p;
}

static bool is_away(const struct session_phone_people *sat, size_t rows)
{
    size_t away = 0;
    for (size_t i = 0; i < rows; i++)
        away += sat[i].removed_at.set;
    return away > 0 && away == rows;
}

bool session_phone_away(struct db *db, struct arena *a, const struct session *s, const char *secret)
{
    const struct session_phone_get *row =
        is_secret(secret) ? session_q_phone_get(db, a, s->id, token_of(a, s, secret)) : NULL;
    size_t rows = 0;
    const struct session_phone_people *sat =
        row == NULL ? NULL : session_q_phone_people(db, a, s->id, row->id, &rows);
    return is_away(sat, rows);
}

const struct session_phone *session_phone_of(struct rq *rq, const struct session **s)
{
    const char *seat = rq_cookie(rq, SESSION_SEAT_COOKIE);
    *s = session_of_code(rq->db, rq->arena, rq_param(rq, "code"));
    return *s == NULL ? NULL
                      : session_phone_find(rq->db, rq->arena, *s, rq_cookie(rq, SESSION_COOKIE),
                                           seat != NULL && strcmp(seat, "2") == 0 ? 2 : 1);
}

const struct session_phone *session_phone_here(struct rq *rq, const struct session **s)
{
    const struct session_phone *p = rq->actor.key_opens;
    *s = p->session;
    return p;
}

/* ---- coming in ------------------------------------------------------------------------------------------- */

static const struct fault sent_away = { .status = DENIED,
                                        .msgid = N_("Whoever leads this session took this phone out of the "
                                                    "room. Ask them when you think that is a mistake.") };

static const struct fault full = { .status = CONFLICT,
                                   .detail = "full",
                                   .msgid = N_(
                                       "There are 5,000 people in this session already, and it takes no more. "
                                       "You can still take part in the room itself.") };

static const struct fault shut = { .status = CONFLICT,
                                   .detail = "shut",
                                   .msgid = N_("Whoever leads this session lets nobody more in now. Ask them "
                                               "to open the door.") };

static struct fault check_name(const char *name)
{
    return utf8_length(name) > SESSION_MAX_NAME
               ? FAULT(INVALID, N_("Use at most 60 characters for a name."), .detail = "name")
               : NO_FAULT;
}

static struct fault check_open(const struct session *s)
{
    return s->state == SESSION_ENDED ? FAULT(CONFLICT, N_("This session has ended."), .detail = "ended")
                                     : NO_FAULT;
}

struct fault session_room_left(struct db *db, struct arena *a, const struct session *s, bool known)
{
    struct fault f = check_open(s);
    if (f.status != OK)
        return f;
    if (s->shut && !known)
        return shut;
    return session_q_people_count(db, a, s->id)->ever >= SESSION_MAX_PEOPLE ? full : NO_FAULT;
}

/* Whoever was sent away counts: a phone that keeps coming back without its cookie must not fill the data. Looked at once somebody is in:
 * ids go up, so only when the newest is far from the first they have to be counted. Counting each time would make all who join at the same
 * moment depend on each other, and PostgreSQL would have most of them done again. */
static struct fault check_room(struct db *db, struct arena *a, const struct session *s, int64_t newest)
{
    if (newest == 0 || newest - session_q_people_first(db, a, s->id)->id < SESSION_MAX_PEOPLE ||
        session_q_people_count(db, a, s->id)->ever <= SESSION_MAX_PEOPLE)
        return NO_FAULT;
    return full;
}

static struct db_int some_id(int64_t id)
{
    return (struct db_int){ .set = id != 0, .v = id };
}

static struct fault sit_down(struct db *db, struct arena *a, const struct session *s, int64_t phone, int seat,
                             const char *name, int64_t member)
{
    if (member != 0) {
        session_q_member_present(db, s->id, member);
        if (seat == 1 && session_q_participant_take(db, s->id, member, phone) > 0)
            return NO_FAULT;
    }
    if (s->shut)
        return shut;
    return check_room(
        db, a, s, session_q_participant_insert(db, a, s->id, some_id(phone), seat, name, some_id(member))->id);
}

struct fault session_join(struct db *db, struct arena *a, const struct session *s, const char *secret,
                          const char *name, int64_t member, int64_t now_ms)
{
    ASSERT(is_secret(secret));
    struct fault f = check_name(name);
    if (f.status != OK)
        return f;
    struct bytes token = token_of(a, s, secret);
    const struct session_phone_get *known = session_q_phone_get(db, a, s->id, token);
    size_t rows = 0;
    const struct session_phone_people *sat =
        known == NULL ? NULL : session_q_phone_people(db, a, s->id, known->id, &rows);
    if (is_away(sat, rows))
        return sent_away;
    if (rows > 0)
        return NO_FAULT;
    f = check_open(s);
    if (f.status != OK)
        return f;
    /* It may be there with nobody: its person went on with another phone. */
    if (known != NULL)
        return sit_down(db, a, s, known->id, 1, name, member);
    const struct session_phone_insert *made = session_q_phone_insert(db, a, s->id, token, now_ms);
    /* NULL: the database failed, and this is run again or refused. */
    return made == NULL ? NO_FAULT : sit_down(db, a, s, made->id, 1, name, member);
}

struct fault session_seat(struct db *db, struct arena *a, const struct session *s,
                          const struct session_phone *p, int seat, const char *name, int64_t member)
{
    struct fault f = check_name(name);
    if (f.status != OK)
        return f;
    if (seat < 1 || seat > SEATS)
        return FAULT(INVALID, N_("Two people can share a phone."), .detail = "seat");
    size_t rows;
    const struct session_phone_people *sat = session_q_phone_people(db, a, s->id, p->id, &rows);
    for (size_t i = 0; i < rows; i++) {
        if (sat[i].seat != seat)
            continue;
        if (sat[i].removed_at.set)
            return sent_away;
        session_q_participant_name(db, s->id, sat[i].id, name);
        return NO_FAULT;
    }
    f = check_open(s);
    return f.status != OK ? f : sit_down(db, a, s, p->id, seat, name, member);
}

void session_door(struct db *db, const struct session *s, bool shut_now, int64_t now_ms)
{
    session_q_door(db, s->organisation, s->id, shut_now ? DB_SOME(now_ms) : DB_NULL_INT);
}

void session_send_away(struct db *db, const struct session *s, int64_t participant, int64_t now_ms)
{
    session_q_participant_remove(db, s->id, participant, some_id(now_ms));
}

void session_let_back(struct db *db, const struct session *s, int64_t participant)
{
    session_q_participant_remove(db, s->id, participant, (struct db_int){ 0 });
}

void session_leave(struct db *db, const struct session *s, int64_t participant, int64_t now_ms)
{
    session_q_participant_leave(db, s->id, participant, now_ms);
}

int64_t session_on_paper(struct db *db, struct arena *a, const struct session *s, const char *name,
                         int64_t member)
{
    if (member != 0)
        session_q_member_present(db, s->id, member);
    return session_q_participant_insert(db, a, s->id, (struct db_int){ 0 }, 1, name, some_id(member))->id;
}

/* ---- everybody ------------------------------------------------------------------------------------------- */

static int by_name(const void *x, const void *y)
{
    const struct session_participant *p = x, *q = y;
    int no_name = (p->name[0] == '\0') - (q->name[0] == '\0'), order = strcasecmp(p->name, q->name);
    return no_name != 0 ? no_name : order != 0 ? order : p->id < q->id ? -1 : 1;
}

static const struct session_participant *people_of(struct db *db, struct arena *a, const struct session *s,
                                                   bool away, size_t *count)
{
    const struct session_people_list *rows = session_q_people_list(db, a, s->id, away, count);
    struct session_participant *people = NEW_ARRAY(a, struct session_participant, *count);
    const struct organisation_names *names = NULL;
    for (size_t i = 0; i < *count; i++) {
        const struct organisation_member *m = NULL;
        if (rows[i].member_id.set) {
            if (names == NULL)
                names = organisation_names(db, a, s->organisation);
            m = organisation_names_member(names, rows[i].member_id.v);
        }
        people[i] = (struct session_participant){ .id = rows[i].id,
                                                  .seat = (int)rows[i].seat,
                                                  .name = m == NULL ? rows[i].name : m->name,
                                                  .member = rows[i].member_id.v,
                                                  .table = rows[i].table_number,
                                                  .on_paper = !rows[i].phone_id.set || rows[i].seat == 0 };
    }
    if (*count > 1)
        qsort(people, *count, sizeof *people, by_name);
    return people;
}

const struct session_participant *session_people(struct db *db, struct arena *a, const struct session *s,
                                                 size_t *count)
{
    return people_of(db, a, s, false, count);
}

const struct session_participant *session_people_away(struct db *db, struct arena *a, const struct session *s,
                                                      size_t *count)
{
    return people_of(db, a, s, true, count);
}

int64_t session_people_count(struct db *db, struct arena *a, const struct session *s)
{
    return session_q_people_count(db, a, s->id)->here;
}

const void *session_enter(struct rq *rq)
{
    const struct session *s;
    return session_phone_of(rq, &s);
}
