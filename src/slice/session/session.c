/* Sessions: what is there, codes, making one. */
#include "slice/session/session.h"

#include <string.h>

#include "base/utf8.h"
#include "lib/sodium.h"
#include "rules.h"
#include "session_sql.h"
#include "slice/organisation/organisation.h"

enum {
    MISSED_AFTER_MS = 12 * 3600000, /* nobody began it: it was */
    CODE_TRIES = 20,
    MOST_MINUTES = 24 * 60
};

static const char *const state_names[SESSION_STATES] = { "prepared", "running", "ended" };

const char *session_state_name(enum session_state s)
{
    ASSERT(s < SESSION_STATES);
    return state_names[s];
}

/* ---- codes ------------------------------------------------------------------------------------------------- */

/* 28 signs of which no two look or sound alike on a beamer: no I, L, O, S, U, Z, 0 and 1. */
static const char signs[] = "23456789ABCDEFGHJKMNPQRTVWXY";
enum { SIGNS = 28 };

const char *session_code_new(struct arena *a)
{
    char *code = arena_alloc(a, SESSION_CODE_LENGTH + 1);
    for (size_t n = 0; n < SESSION_CODE_LENGTH;) {
        unsigned char byte;
        crypto_random(&byte, 1);
        if (byte < 256 / SIGNS * SIGNS) /* so that each sign is as likely */
            code[n++] = signs[byte % SIGNS];
    }
    return code;
}

/* The sign that is meant; '\0' = none. */
static char sign_of(char c)
{
    static const char typed[] = "SZUO0", meant[] = "52VQQ";
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    const char *alike = c == '\0' ? NULL : strchr(typed, c);
    if (alike != NULL)
        c = meant[alike - typed];
    return c != '\0' && strchr(signs, c) != NULL ? c : '\0';
}

const char *session_code_read(struct arena *a, const char *typed)
{
    char *code = arena_alloc(a, SESSION_CODE_LENGTH + 1);
    size_t n = 0;
    for (size_t i = 0, length = strlen(typed); i < length; i++) {
        size_t skip;
        uint32_t c = utf8_decode(typed + i, length - i, &skip);
        bool mark = c == ' ' || c == '-' || c == '.' || c == '\t' || c == 0xA0 ||
                    (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
        if (!mark) {
            char sign = c < 128 ? sign_of((char)c) : '\0';
            if (sign == '\0' || n == SESSION_CODE_LENGTH)
                return "";
            code[n++] = sign;
        }
        i += skip - 1;
    }
    return n == SESSION_CODE_LENGTH ? code : "";
}

const char *session_code_shown(struct arena *a, const struct session *s)
{
    return arena_printf(a, "%.4s-%s", s->code, s->code + 4);
}

const char *session_path(struct arena *a, const struct session *s)
{
    return arena_printf(a, "/organisatie/%lld/sessie/%lld", (long long)s->organisation, (long long)s->id);
}

const char *session_phone_path(struct arena *a, const struct session *s)
{
    return arena_printf(a, "/deelnemen/%s", session_code_shown(a, s));
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

static enum session_state state_of(const char *name)
{
    for (int i = 0; i < SESSION_STATES; i++)
        if (strcmp(state_names[i], name) == 0)
            return (enum session_state)i;
    return SESSION_ENDED;
}

/* Both queries give the same columns. */
#define READ_ROW(r)                                                                                            \
    ((struct session){ .id = (r)->id,                                                                          \
                       .organisation = (r)->organisation_id,                                                   \
                       .trajectory = (r)->trajectory_id,                                                       \
                       .moment = (r)->moment_id,                                                               \
                       .step = (r)->step_id,                                                                   \
                       .title = (r)->title,                                                                    \
                       .place = (r)->place,                                                                    \
                       .about = (r)->about,                                                                    \
                       .at = (r)->at,                                                                          \
                       .minutes = (r)->minutes,                                                                \
                       .template = (r)->template,                                                              \
                       .aim = (r)->aim,                                                                        \
                       .state = state_of((r)->state),                                                          \
                       .code = (r)->code,                                                                      \
                       .revision = (r)->revision,                                                              \
                       .item = (r)->item_id.set ? (r)->item_id.v : 0,                                          \
                       .until = (r)->until_at,                                                                 \
                       .left_ms = (r)->left_ms,                                                                \
                       .started_at = (r)->started_at,                                                          \
                       .ended_at = (r)->ended_at,                                                              \
                       .document = (r)->document_id,                                                           \
                       .edit = (r)->edit + (r)->moment_edit,                                                   \
                       .moment_edit = (r)->moment_edit,                                                        \
                       .created_at = (r)->created_at,                                                          \
                       .cancelled = (r)->cancelled_at.set,                                                     \
                       .shut = (r)->shut_at.set })

static const struct session *find(struct db *db, struct arena *a, int64_t id, struct db_int organisation)
{
    const struct session_get *row = session_q_get(db, a, id, organisation);
    if (row == NULL)
        return NULL;
    struct session *s = NEW(a, struct session);
    *s = READ_ROW(row);
    return s;
}

const struct session *session_get(struct db *db, struct arena *a, int64_t organisation, int64_t id)
{
    return find(db, a, id, DB_SOME(organisation));
}

const struct session *session_of_room(struct db *db, struct arena *a, int64_t id)
{
    return find(db, a, id, DB_NULL_INT);
}

const struct session *session_of_moment(struct db *db, struct arena *a, int64_t organisation, int64_t moment)
{
    const struct session_of_moment *row = session_q_of_moment(db, a, organisation, moment);
    return row == NULL ? NULL : find(db, a, row->id, DB_SOME(organisation));
}

const struct session *session_of_code(struct db *db, struct arena *a, const char *typed)
{
    const char *code = session_code_read(a, typed);
    const struct session_of_code *row = code[0] == '\0' ? NULL : session_q_of_code(db, a, code);
    return row == NULL ? NULL : find(db, a, row->id, DB_NULL_INT);
}

const struct session *sessions(struct db *db, struct arena *a, int64_t organisation, int64_t trajectory,
                               bool past, int64_t now_ms, int64_t skip, int64_t most, size_t *count)
{
    const struct session_list *rows =
        session_q_list(db, a, organisation, trajectory == 0 ? DB_NULL_INT : DB_SOME(trajectory), past,
                       now_ms - MISSED_AFTER_MS, skip, most, count);
    struct session *v = NEW_ARRAY(a, struct session, *count);
    for (size_t i = 0; i < *count; i++)
        v[i] = READ_ROW(&rows[i]);
    return v;
}

/* ---- making ------------------------------------------------------------------------------------------------ */

/* The organisation's loose sessions: a trajectory of their own template, begun when the first is made. */
static struct fault loose_trajectory(struct db *db, struct arena *a, const struct packs *packs,
                                     const struct session_new *n, int64_t now_ms, const struct trajectory **out)
{
    size_t count;
    const struct trajectory *all = trajectories(db, a, packs, n->organisation, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].pack->id, TRAJECTORY_LOOSE) == 0 && !all[i].ended_at.set) {
            *out = &all[i];
            return NO_FAULT;
        }
    const struct pack *template = pack_find(packs, TRAJECTORY_LOOSE, 0);
    const struct organisation *o = organisation_get(db, a, n->organisation);
    if (template == NULL || o == NULL)
        return session_at_field("trajectory", N_("Choose the trajectory that this session belongs to."));
    static const struct trajectory_parts no_parts = { 0 };
    const struct trajectory_new t = { .organisation = n->organisation,
                                      .country = o->country,
                                      .lang = n->lang,
                                      .name = text_in(n->lang, &template->title),
                                      .template = TRAJECTORY_LOOSE,
                                      .example = "",
                                      .first_day = trajectory_local_day(now_ms),
                                      .user = n->user };
    int64_t id = 0;
    struct fault f = trajectory_begin(db, a, packs, &no_parts, &t, now_ms, &id);
    if (f.status != OK)
        return f;
    *out = trajectory_get(db, a, packs, n->organisation, id);
    return *out == NULL ? FAULT(FAILED, N_("The session could not be stored. Try again in a moment."))
                        : NO_FAULT;
}

static struct fault check_moment(const char *title, const char *place, const char *aim, int64_t at,
                                 int64_t minutes)
{
    if (title[0] == '\0' || utf8_length(title) > SESSION_MAX_TITLE)
        return session_at_field("title", N_("Give the session a title, of at most 120 characters."));
    if (utf8_length(place) > TRAJECTORY_MAX_PLACE)
        return session_at_field("place", N_("Keep the place within 120 characters."));
    if (utf8_length(aim) > SESSION_MAX_ABOUT)
        return session_at_field("aim", N_("Keep it within 4,000 characters."));
    if (at <= 0)
        return session_at_field("at", N_("Choose a day and an hour."));
    if (minutes < 5 || minutes > MOST_MINUTES)
        return session_at_field("minutes", N_("A session takes from 5 minutes to a day."));
    return NO_FAULT;
}

static const struct trajectory_moment *moment_of(struct db *db, struct arena *a, const struct trajectory *t,
                                                 int64_t id)
{
    size_t count;
    const struct trajectory_moment *all = trajectory_moments(db, a, t, &count);
    for (size_t i = 0; i < count; i++)
        if (all[i].id == id)
            return &all[i];
    return NULL;
}

/* The moment of the new session: one that is there, or a new one. */
static struct fault take_moment(struct db *db, struct arena *a, const struct trajectory *t,
                                const struct session_new *n, int64_t now_ms, int64_t *moment)
{
    if (n->moment != 0) {
        if (moment_of(db, a, t, n->moment) == NULL)
            return session_at_field("moment", N_("This moment is not part of the trajectory."));
        if (session_of_moment(db, a, n->organisation, n->moment) != NULL)
            return session_at_field("moment", N_("This moment has its session already."));
        *moment = n->moment;
        return NO_FAULT;
    }
    struct fault f = check_moment(n->title, n->place, n->aim, n->at, n->minutes);
    if (f.status != OK)
        return f;
    *moment = trajectory_moment_put(db, a, t, n->step, "session", "", n->title, n->at, n->minutes, n->place, "",
                                    now_ms);
    trajectory_event(db, t->id, "moment.planned", 0, n->title, "", n->user, now_ms);
    return NO_FAULT;
}

struct fault session_make(struct db *db, struct arena *a, const struct packs *packs,
                          const struct session_new *n, int64_t now_ms, int64_t *id)
{
    const struct pack_entry *template = session_template_find(packs, n->template);
    if (n->template[0] != '\0' && template == NULL)
        return session_at_field("template", N_("Choose a kind of session from the list."));
    const struct trajectory *t = n->trajectory;
    struct fault f = t == NULL ? loose_trajectory(db, a, packs, n, now_ms, &t) : NO_FAULT;
    int64_t moment = 0;
    if (f.status == OK)
        f = take_moment(db, a, t, n, now_ms, &moment);
    if (f.status != OK)
        return f;
    const struct session_insert *made = NULL;
    for (int i = 0; made == NULL && i < CODE_TRIES && db_status(db) == OK; i++)
        made = session_q_insert(db, a, n->organisation, t->id, moment, n->template, n->aim,
                                n->code != NULL ? n->code : session_code_new(a),
                                n->user == 0 ? DB_NULL_INT : DB_SOME(n->user), now_ms);
    if (made == NULL)
        return FAULT(FAILED, N_("The session could not be stored. Try again in a moment."));
    *id = made->id;
    const struct session *s = session_get(db, a, n->organisation, made->id);
    if (s != NULL)
        session_attend_group(db, a, t, s, trajectory_local_day(now_ms));
    return template == NULL || s == NULL ? NO_FAULT
                                         : session_template_apply(db, a, packs, n->lang, s, template);
}

struct fault session_set(struct db *db, struct arena *a, const struct session *s,
                         const struct session_change *c, int64_t user, int64_t now_ms)
{
    struct fault newer = { .status = CONFLICT,
                           .msgid = N_("Somebody else changed this just now. Look at it again."),
                           .detail = "edit" };
    struct fault f = check_moment(c->title, c->place, c->aim, c->at, c->minutes);
    if (f.status != OK)
        return f;
    if (c->edit != s->edit || session_q_set(db, s->organisation, s->id, c->aim, s->edit - s->moment_edit) == 0)
        return newer;
    const struct trajectory t = { .id = s->trajectory, .organisation = s->organisation };
    const struct trajectory_moment m = { .id = s->moment,
                                         .title = c->title,
                                         .at = c->at,
                                         .minutes = c->minutes,
                                         .place = c->place,
                                         .about = s->about,
                                         .edit = s->moment_edit };
    f = trajectory_moment_change(db, &t, &m, s->at, user, now_ms);
    (void)a;
    return f.status == CONFLICT ? newer : f;
}
