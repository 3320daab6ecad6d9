/* What a page of a room is made of: read at once, the same way for the person who opens a page and for the stream that everybody
 * looks at. What may be seen from where is decided here and nowhere else: phones and the beamer get a result when it is revealed,
 * the desks as soon as there is one. */
#include <string.h>

#include "session_sql.h"
#include "slice/session/room.h"

static bool sees_all(enum room_eye eye)
{
    return eye == EYE_DESK || eye == EYE_MINUTES;
}

static bool has_sheet(const struct session_item *item)
{
    return item->method->engine == ENGINE_SHEET || item->method->engine == ENGINE_BOTH;
}

static bool has_notes(const struct session_item *item)
{
    return item->method->engine == ENGINE_NOTES || item->method->engine == ENGINE_BOTH;
}

static const struct session_round *round_of(const struct session_round *rounds, size_t count, int64_t round)
{
    for (size_t i = 0; i < count; i++)
        if (rounds[i].round == round)
            return &rounds[i];
    return NULL;
}

/* A result that was once shown stays: the first round beside the one after the discussion. */
static bool may_see(const struct room_state *r, const struct session_round *rounds, size_t count, int64_t round)
{
    const struct session_round *of = round_of(rounds, count, round);
    return of != NULL && (sees_all(r->eye) || of->revealed_at.set);
}

static const struct session_tally *tally_of(struct room_state *r, int64_t round)
{
    struct session_tally *t = NEW(r->arena, struct session_tally);
    *t = session_tally(r->db, r->arena, r->session, r->item, &r->form, round);
    return t;
}

static void load_result(struct room_state *r, const struct session_round *rounds, size_t count)
{
    if (!may_see(r, rounds, count, r->round))
        return;
    r->shown = true;
    if (has_sheet(r->item)) {
        r->tally = tally_of(r, r->round);
        if (r->round > 1 && may_see(r, rounds, count, r->round - 1))
            r->before = tally_of(r, r->round - 1);
    }
    if (has_notes(r->item)) {
        r->notes =
            session_notes(r->db, r->arena, r->session, r->item, r->round, sees_all(r->eye), &r->note_count);
        r->clusters = session_clusters(r->db, r->arena, r->item, &r->cluster_count);
    }
}

static void load_item(struct room_state *r, int64_t round)
{
    r->parts = session_parts(r->db, r->arena, r->item, &r->part_count);
    if (has_sheet(r->item))
        r->form = session_sheet_form(r->arena, r->lang, r->item, r->parts, r->part_count);
    r->round = round != 0 ? round : r->item->round;
    if (r->round > 0) {
        size_t count;
        const struct session_round *rounds = session_rounds(r->db, r->arena, r->item, &count);
        if (r->item->method->engine != ENGINE_TALK)
            r->answered = session_answered(r->db, r->arena, r->session, r->item, r->round);
        load_result(r, rounds, count);
    }
    if (r->item->method->load != NULL)
        r->item->method->load(r);
}

static const char *base_of(struct arena *a, const struct session *s, enum room_eye eye)
{
    static const char *const ends[] = {
        [EYE_DESK] = "regie", [EYE_MINUTES] = "notulen", [EYE_SCREEN] = "scherm"
    };
    return eye == EYE_PHONE ? session_phone_path(a, s)
                            : arena_printf(a, "%s/%s", session_path(a, s), ends[eye]);
}

static const char *away_of(struct db *db, struct arena *a, const struct session *s)
{
    size_t count;
    const struct session_away_list *rows = session_q_away_list(db, a, s->id, &count);
    const char *text = "";
    for (size_t i = 0; i < count; i++)
        text = arena_printf(a, "%s%s%lld", text, i > 0 ? " " : "", (long long)rows[i].id);
    return text;
}

struct room_state *room_load(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                             const struct session *s, enum room_eye eye, int64_t item, int64_t round,
                             int64_t now_ms)
{
    struct room_state *r = NEW(a, struct room_state);
    *r = (struct room_state){ .db = db,
                              .arena = a,
                              .site = site,
                              .lang = lang,
                              .eye = eye,
                              .leads = eye == EYE_DESK,
                              .now_ms = now_ms,
                              .session = s,
                              .base = base_of(a, s, eye) };
    r->items = session_items(db, a, s, &r->item_count);
    int64_t on = item != 0 ? item : s->state == SESSION_RUNNING ? s->item : 0;
    for (size_t i = 0; i < r->item_count; i++)
        if (on != 0 && r->items[i].id == on) {
            r->item = &r->items[i];
            r->number = (int64_t)i + 1;
        }
    for (size_t i = 0; i < r->item_count; i++)
        r->begun = r->begun || r->items[i].round > 0;
    r->people = session_people_count(db, a, s);
    const struct organisation *o = organisation_get(db, a, s->organisation);
    r->organisation = o == NULL ? "" : o->name;
    r->away = eye == EYE_PHONE ? away_of(db, a, s) : "";
    if (r->item != NULL)
        load_item(r, round);
    return r;
}

struct room_own *room_load_own(struct room_state *r, const struct session_phone *p)
{
    struct room_own *own = NEW(r->arena, struct room_own);
    *own = (struct room_own){ .phone = p };
    r->own = own;
    if (r->item == NULL || r->round == 0)
        return own;
    if (has_sheet(r->item))
        own->choices = session_sheet_own(r->db, r->arena, r->session, r->item, &r->form, p->now->id, p->secret,
                                         &own->edit);
    if (has_notes(r->item))
        own->notes =
            session_notes_own(r->db, r->arena, r->session, r->item, p->now->id, p->secret, &own->note_count);
    return own;
}

const char *room_key(const struct room_state *r)
{
    static const char *const states[ITEM_STATES] = { "waiting", "open", "closed" };
    if (r->item == NULL)
        return session_state_name(r->session->state);
    return arena_printf(r->arena, "%lld-%lld-%s-%s", (long long)r->item->id, (long long)r->round,
                        states[r->item->state], r->shown ? "shown" : "hidden");
}
