/* Agreements: who does what by when, and what that becomes. The method that shows them to the room. */
#include <string.h>

#include "agreement_page.h"
#include "base/utf8.h"
#include "lib/sodium.h"
#include "session_sql.h"
#include "slice/picture/picture.h"
#include "slice/plan/plan.h"
#include "slice/session/minutes_view.h"
#include "slice/session/rules.h"

enum { TASK_TITLE = 200 };

/* ---- names ------------------------------------------------------------------------------------------------- */

static const char *const becomes_names[BECOMES_KINDS] = { "action", "request", "task", "none" };

const char *session_becomes_name(enum session_becomes b)
{
    ASSERT(b < BECOMES_KINDS);
    return becomes_names[b];
}

bool session_becomes_parse(const char *s, enum session_becomes *out)
{
    for (int i = 0; i < BECOMES_KINDS; i++)
        if (strcmp(becomes_names[i], s) == 0) {
            *out = (enum session_becomes)i;
            return true;
        }
    return false;
}

const char *session_becomes_label(enum session_becomes b)
{
    static const char *const labels[BECOMES_KINDS] = { N_("An action on the list"), N_("A data request"),
                                                       N_("A task"), N_("Only in the minutes") };
    ASSERT(b < BECOMES_KINDS);
    return labels[b];
}

/* ---- reading ----------------------------------------------------------------------------------------------- */

static const char *owner_of(struct arena *a, const struct lang *lang, const struct organisation_names *names,
                            const struct session_agreement *g)
{
    const struct organisation_member *m = g->member == 0 ? NULL : organisation_names_member(names, g->member);
    return m == NULL ? g->who : organisation_member_name(a, lang, m);
}

static const struct session_agreement *read_rows(struct db *db, struct arena *a, const struct lang *lang,
                                                 const struct session *s, struct db_int id, size_t *count)
{
    const struct session_agreements *rows = session_q_agreements(db, a, s->id, id, count);
    struct session_agreement *v = NEW_ARRAY(a, struct session_agreement, *count);
    const struct organisation_names *names = *count == 0 ? NULL : organisation_names(db, a, s->organisation);
    for (size_t i = 0; i < *count; i++) {
        enum session_becomes becomes = BECOMES_NOTHING;
        (void)session_becomes_parse(rows[i].becomes, &becomes);
        v[i] = (struct session_agreement){ .id = rows[i].id,
                                           .session = rows[i].session_id,
                                           .item = rows[i].item_id,
                                           .nonce = rows[i].nonce,
                                           .what = rows[i].what,
                                           .member = rows[i].member_id.set ? rows[i].member_id.v : 0,
                                           .who = rows[i].who,
                                           .due_on = rows[i].due_on,
                                           .becomes = becomes,
                                           .landed = rows[i].landed,
                                           .edit = rows[i].edit };
        v[i].owner = owner_of(a, lang, names, &v[i]);
    }
    return v;
}

const struct session_agreement *session_agreements(struct db *db, struct arena *a, const struct lang *lang,
                                                   const struct session *s, size_t *count)
{
    return read_rows(db, a, lang, s, DB_NULL_INT, count);
}

const struct session_agreement *session_agreement_get(struct db *db, struct arena *a, const struct lang *lang,
                                                      const struct session *s, int64_t id)
{
    size_t count;
    const struct session_agreement *v = read_rows(db, a, lang, s, DB_SOME(id), &count);
    return count == 1 ? v : NULL;
}

/* ---- writing ----------------------------------------------------------------------------------------------- */

static struct fault check(struct db *db, struct arena *a, const struct session *s,
                          const struct session_agreement *n)
{
    size_t length = utf8_length(n->what);
    if (length < 3 || length > SESSION_MAX_AGREEMENT)
        return session_at_field("text", N_("Say in 3 to 300 characters what is agreed."));
    if (utf8_length(n->who) > SESSION_MAX_NAME)
        return session_at_field("who", N_("Keep the name within 60 characters."));
    if (n->member != 0 && organisation_member_get(db, a, s->organisation, n->member) == NULL)
        return session_at_field("member", N_("Choose somebody from the list."));
    if (n->due_on.set && (n->due_on.v < 0 || n->due_on.v > 36524))
        return session_at_field("due_on", N_("Choose a day of this century."));
    return NO_FAULT;
}

static struct db_int or_none(int64_t id)
{
    return id == 0 ? DB_NULL_INT : DB_SOME(id);
}

/* The agreement that this form made before; without a nonce the text tells. 0 = none. */
static int64_t there_already(struct db *db, struct arena *a, const struct session *s,
                             const struct session_agreement *n, const struct session_agreements *all,
                             size_t count)
{
    if (n->nonce[0] != '\0') {
        const struct session_agreement_of *row = session_q_agreement_of(db, a, s->id, n->nonce);
        return row == NULL ? 0 : row->id;
    }
    for (size_t i = 0; i < count; i++)
        if (strcmp(all[i].what, n->what) == 0)
            return all[i].id;
    return 0;
}

struct fault session_agreement_add(struct db *db, struct arena *a, const struct session *s,
                                   const struct session_agreement *n, int64_t *id)
{
    size_t count;
    const struct session_agreements *all = session_q_agreements(db, a, s->id, DB_NULL_INT, &count);
    *id = there_already(db, a, s, n, all, count);
    if (*id != 0)
        return NO_FAULT;
    struct fault f = check(db, a, s, n);
    if (f.status != OK)
        return f;
    if (count >= SESSION_MAX_AGREEMENTS)
        return FAULT(CONFLICT, N_("There are 200 agreements already: nobody remembers that many."),
                     .detail = "full");
    const char *nonce = n->nonce[0] == '\0' ? token_new(a) : n->nonce;
    *id = session_q_agreement_insert(db, a, s->id, n->item, nonce, n->what, or_none(n->member),
                                     n->member == 0 ? n->who : "", n->due_on, becomes_names[n->becomes])
              ->id;
    return NO_FAULT;
}

#define LANDED                                                                                                 \
    FAULT(CONFLICT, N_("This agreement has become something already. Change it there."), .detail = "landed")

struct fault session_agreement_change(struct db *db, struct arena *a, const struct session *s,
                                      const struct session_agreement *n)
{
    const struct session_agreement *old = session_agreement_get(db, a, lang_get(LANG_EN), s, n->id);
    if (old == NULL)
        return FAULT(NOT_FOUND, N_("This agreement was withdrawn."));
    if (old->landed.set)
        return LANDED;
    struct fault f = check(db, a, s, n);
    if (f.status != OK)
        return f;
    if (session_q_agreement_change(db, s->id, n->id, n->edit, n->what, or_none(n->member),
                                   n->member == 0 ? n->who : "", n->due_on, becomes_names[n->becomes]) == 0)
        return FAULT(CONFLICT, N_("Somebody else changed this just now. Look at it again."), .detail = "edit");
    return NO_FAULT;
}

struct fault session_agreement_drop(struct db *db, const struct session *s, const struct session_agreement *g,
                                    int64_t now_ms)
{
    return session_q_agreement_archive(db, s->id, g->id, now_ms) > 0 ? NO_FAULT : LANDED;
}

/* ---- what it becomes --------------------------------------------------------------------------------------- */

/* At most so many characters, on one line; what is cut ends with "…". */
static const char *shortened(struct arena *a, const char *s, size_t most)
{
    char *line = arena_strdup(a, s);
    for (char *p = line; *p != '\0'; p++)
        if (*p == '\n' || *p == '\r')
            *p = ' ';
    if (utf8_length(line) <= most)
        return line;
    size_t at = 0, len;
    for (size_t n = 0; n + 1 < most; n++, at += len)
        (void)utf8_decode(line + at, strlen(line + at), &len);
    return arena_printf(a, "%.*s…", (int)at, line);
}

struct landing {
    struct db *db;
    struct arena *arena;
    const struct packs *packs;
    const struct session *s;
    const struct trajectory *t;
    const struct session_agreement *g;
    int64_t user, now_ms;
};

/* By its nonce, which is the same in every installation that it goes to. */
static const char *source_of(const struct landing *l)
{
    return arena_printf(l->arena, "session:%lld,agreement:%s", (long long)l->s->id, l->g->nonce);
}

/* Where it was agreed, and by whom when that is nobody of the organisation. */
static const char *why_of(const struct landing *l, bool cut)
{
    const char *why = cut ? l->g->what : "";
    if (l->g->member == 0 && l->g->who[0] != '\0')
        why = arena_printf(l->arena, "%s%s%s", why, why[0] == '\0' ? "" : "\n", l->g->who);
    return why;
}

static struct fault land_action(const struct landing *l, int64_t *object)
{
    const char *title = shortened(l->arena, l->g->what, PLAN_MAX_TITLE);
    const struct organisation_member *m =
        l->g->member == 0 ? NULL : organisation_member_get(l->db, l->arena, l->s->organisation, l->g->member);
    bool present = m != NULL && m->ended_at == 0;
    struct plan_action n = { .sort = PLAN_ACTION,
                             .title = title,
                             .why = why_of(l, strcmp(title, l->g->what) != 0),
                             .owner = present ? DB_SOME(m->id) : DB_NULL_INT,
                             .department = present ? or_none(m->department_id) : DB_NULL_INT,
                             .due_on = l->g->due_on,
                             .status = PLAN_PLANNED,
                             .theme = "",
                             .sdg = "",
                             .origin = PLAN_AGREEMENT,
                             .origin_ref = source_of(l) };
    return plan_action_add(l->db, l->arena, l->t, &n, l->user, l->now_ms, object);
}

static struct fault land_request(const struct landing *l, int64_t *object)
{
    const struct organisation_member *m =
        l->g->member == 0 ? NULL : organisation_member_get(l->db, l->arena, l->s->organisation, l->g->member);
    struct picture_ask ask = { .standard = "",
                               .statement = "",
                               .title = shortened(l->arena, l->g->what, PICTURE_MAX_TITLE),
                               .ask = arena_printf(l->arena, "%s%s%s", l->g->what,
                                                   why_of(l, false)[0] == '\0' ? "" : "\n", why_of(l, false)),
                               .unit = "",
                               .usual_source = "",
                               .theme = "",
                               .sort = FACT_REALISATION,
                               .department = m == NULL ? 0 : m->department_id,
                               .due_on = l->g->due_on,
                               .user = l->user };
    /* Who has left, or what is to be given in the past, is for the guide to mend in the draft. */
    if (m != NULL && m->ended_at == 0 &&
        picture_receiver_member(l->db, l->arena, l->t, m->id, l->now_ms, &ask.receiver).status != OK)
        ask.receiver = 0;
    if (ask.due_on.set && ask.due_on.v < organisation_today(l->arena, l->now_ms))
        ask.due_on = DB_NULL_INT;
    return picture_request_add(l->db, l->arena, l->packs, l->t, &ask, l->now_ms, object);
}

static struct fault land_task(const struct landing *l, int64_t *object)
{
    const char *title = shortened(l->arena, l->g->what, TASK_TITLE);
    *object =
        trajectory_task_put(l->db, l->arena, l->s->organisation, l->s->trajectory,
                            l->s->step.set ? l->s->step.v : 0, title, why_of(l, strcmp(title, l->g->what) != 0),
                            l->g->member, l->g->due_on, source_of(l), l->user, l->now_ms);
    return NO_FAULT;
}

struct fault session_agreement_land(struct db *db, struct arena *a, const struct packs *packs,
                                    const struct session *s, const struct session_agreement *g, int64_t user,
                                    int64_t now_ms)
{
    if (g->landed.set || g->becomes == BECOMES_NOTHING)
        return NO_FAULT;
    struct landing l = { db, a,    packs, s, trajectory_get(db, a, packs, s->organisation, s->trajectory),
                         g,  user, now_ms };
    if (l.t == NULL)
        return trajectory_missing();
    int64_t object = 0;
    struct fault f = g->becomes == BECOMES_ACTION    ? land_action(&l, &object)
                     : g->becomes == BECOMES_REQUEST ? land_request(&l, &object)
                                                     : land_task(&l, &object);
    if (f.status == OK)
        session_q_agreement_landed(db, s->id, g->id, object);
    return f;
}

const char *session_agreement_url(struct arena *a, const struct session *s, const struct session_agreement *g)
{
    static const char *const paths[] = {
        [BECOMES_ACTION] = "actie", [BECOMES_REQUEST] = "foto/vraag", [BECOMES_TASK] = "taak"
    };
    if (!g->landed.set || g->becomes == BECOMES_NOTHING)
        return NULL;
    const char *base =
        arena_printf(a, "/organisatie/%lld/traject/%lld", (long long)s->organisation, (long long)s->trajectory);
    return arena_printf(a, "%s/%s/%lld", base, paths[g->becomes], (long long)g->landed.v);
}

/* ---- the method -------------------------------------------------------------------------------------------- */

static void load(struct room_state *r)
{
    struct agreement_room *room = NEW(r->arena, struct agreement_room);
    room->v = session_agreements(r->db, r->arena, r->lang, r->session, &room->count);
    r->of_method = room;
}

/* The agreements of all items stand together at the end of the minutes. */
static void outcome(const struct room_state *r, struct doc *doc, int level)
{
    (void)level;
    const struct agreement_room *room = r->of_method;
    int64_t n = 0;
    for (size_t i = 0; i < room->count; i++)
        n += room->v[i].item.set && room->v[i].item.v == r->item->id;
    doc_paragraph(doc, n == 0 ? tr(r->lang, "Nothing was agreed here.")
                              : arena_printf(r->arena,
                                             tr_n(r->lang, "%d agreement was made; it stands at the end.",
                                                  "%d agreements were made; they stand at the end.", n),
                                             (int)n));
}

/* A sheet for the wall, with room to write. */
static void paper(const struct room_state *r, struct doc *doc)
{
    enum { ROWS = 14 };
    static const int widths[] = { 56, 24, 20 };
    const char *const titles[] = { tr(r->lang, "What"), tr(r->lang, "Who"), tr(r->lang, "By when") };
    struct doc_table table = doc_table_begin(doc, r->item->title, titles, 3);
    table.grid->widths = widths;
    for (int i = 0; i < ROWS; i++)
        doc_table_row(&table, (const char *const[]){ " \n ", "", "" });
    doc_table_end(&table);
}

const struct session_method session_agree = {
    .id = METHOD_AGREEMENTS,
    .name = "agreements",
    .label = N_("Agreements"),
    .about = N_("Who does what by when. Each agreement becomes an action, a data request or a task."),
    .aims = { "decide", NULL },
    .engine = ENGINE_TALK,
    .usual_minutes = 10,
    .load = load,
    .phone = agreement_phone,
    .screen = agreement_screen,
    .desk = agreement_desk,
    .outcome = outcome,
    .paper = paper,
};
