/* One session before it begins: its agenda with clock times, what must be ready, and the button that opens the room. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "agenda_page.h"
#include "slice/scan/scan.h"
#include "slice/session/view.h"

enum { MINUTE_MS = 60000, CHECKS_MAX = 60 };

/* ---- the agenda -------------------------------------------------------------------------------------------- */

static const struct agenda_line *agenda_lines(struct rq *rq, const struct session *s,
                                              const struct session_item *items, size_t count, int64_t *sum)
{
    struct agenda_line *v = NEW_ARRAY(rq->arena, struct agenda_line, count);
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        const struct session_item *x = &items[i];
        v[i] = (struct agenda_line){
            .item = x,
            .clock = format_hour(rq->arena, rq->lang, s->at + *sum * MINUTE_MS),
            .method = tr(rq->lang, x->method->label),
            .url = arena_printf(rq->arena, "%s/onderdeel/%lld", session_path(rq->arena, s), (long long)x->id),
            .state = x->state == ITEM_OPEN     ? tr(rq->lang, "is on now")
                     : x->state == ITEM_CLOSED ? tr(rq->lang, "has been")
                                               : NULL,
            .first = i == 0,
            .last = i + 1 == count,
        };
        *sum += x->minutes;
    }
    return v;
}

/* ---- what is looked at by itself --------------------------------------------------------------------------- */

struct readiness {
    struct ready_line *v;
    size_t count;
};

static void add_ready(struct readiness *r, bool done, const char *text, const char *url, const char *act)
{
    r->v[r->count++] = (struct ready_line){ .text = text, .url = url, .act = act, .done = done };
}

static bool uses(const struct session_item *items, size_t count, enum session_method_id method)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].method->id == method)
            return true;
    return false;
}

static bool round_is_open(struct rq *rq, const struct session *s)
{
    size_t count;
    const struct scan_round_line *rounds = scan_rounds(rq->db, rq->arena, s->organisation, &count);
    for (size_t i = 0; i < count; i++)
        if (!rounds[i].closed)
            return true;
    return false;
}

static void look_around(struct rq *rq, const struct session *s, const struct session_item *items, size_t count,
                        int64_t sum, struct session_view *v)
{
    enum { READY_MAX = 4 };
    struct readiness r = { NEW_ARRAY(rq->arena, struct ready_line, READY_MAX), 0 };
    const char *path = v->path;
    size_t people, mailed = 0, stale = 0;
    const struct session_attendee *list = session_attendance(rq->db, rq->arena, rq->lang, s, &people);
    size_t states[PRESENCES] = { 0 };
    for (size_t i = 0; i < people; i++) {
        states[list[i].state]++;
        mailed += list[i].mailed;
        stale += list[i].changed;
    }
    add_ready(&r, count > 0 && sum <= s->minutes,
              count == 0 ? tr(rq->lang, "The agenda is empty")
              : sum > s->minutes
                  ? arena_printf(rq->arena, tr(rq->lang, "The agenda takes %d minutes more than there are"),
                                 (int)(sum - s->minutes))
                  : tr(rq->lang, "The agenda fits the time"),
              count == 0 ? arena_printf(rq->arena, "%s/onderdeel/nieuw", path) : NULL,
              tr(rq->lang, "Add an item"));
    add_ready(&r, people > 0 && mailed == people && stale == 0,
              people == 0 ? tr(rq->lang, "Nobody is invited yet")
              : stale > 0 ? tr(rq->lang, "The session changed after the invitation")
                          : arena_printf(rq->arena, tr(rq->lang, "%d of %d are invited by mail"), (int)mailed,
                                         (int)people),
              people == 0 ? arena_printf(rq->arena, "%s/aanwezig", path)
                          : arena_printf(rq->arena, "%s/uitnodiging", path),
              people == 0 ? tr(rq->lang, "Say who comes") : tr(rq->lang, "Invitation"));
    if (uses(items, count, METHOD_SCAN)) {
        bool open = round_is_open(rq, s);
        add_ready(&r, open,
                  open ? tr(rq->lang, "A round of the scan is open")
                       : tr(rq->lang, "No round of the scan is open"),
                  arena_printf(rq->arena, "/organisatie/%lld/scan", (long long)s->organisation),
                  tr(rq->lang, "To the scan"));
    }
    struct db_int reached = session_reached_at(rq->db, rq->arena, s);
    add_ready(&r, reached.set,
              reached.set ? arena_printf(rq->arena, tr(rq->lang, "A phone reached this address on %s"),
                                         format_time(rq->arena, rq->lang, reached.v))
                          : tr(rq->lang, "Does a phone on mobile data reach this address?"),
              arena_printf(rq->arena, "%s/bereik", path), tr(rq->lang, "Try it"));
    v->ready = r.v;
    v->ready_count = r.count;
    if (people > 0)
        v->attendance = arena_printf(
            rq->arena, tr(rq->lang, "%d on the list: %d present, %d excused, %d absent."), (int)people,
            (int)states[PRESENCE_PRESENT], (int)states[PRESENCE_EXCUSED], (int)states[PRESENCE_ABSENT]);
}

/* ---- the page ---------------------------------------------------------------------------------------------- */

static const struct field add_fields[] = {
    { "label", FIELD_TEXT, .max = SESSION_MAX_LABEL, .label = N_("Something else that must be ready"),
      .required = true, .message = N_("Say what must be ready.") },
};
const struct form_spec session_checks_add_form = FORM(add_fields);

static const char *state_text(struct rq *rq, const struct session *s)
{
    if (s->state == SESSION_RUNNING)
        return tr(rq->lang, "The room is open.");
    if (s->state == SESSION_ENDED)
        return s->ended_at.set ? arena_printf(rq->arena, tr(rq->lang, "Ended on %s."),
                                              format_time(rq->arena, rq->lang, s->ended_at.v))
                               : tr(rq->lang, "Ended.");
    return s->cancelled ? tr(rq->lang, "This meeting is cancelled.") : NULL;
}

/* The address that people type: without "https://". */
static const char *typed_url(struct rq *rq)
{
    const char *p = strstr(rq->site->public_url, "://");
    return arena_printf(rq->arena, "%s/meedoen", p == NULL ? rq->site->public_url : p + 3);
}

struct fault session_show(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct session_view *v = NEW(rq->arena, struct session_view);
    const struct session_item *items = session_items(rq->db, rq->arena, s, &v->line_count);
    const struct trajectory *t = session_trajectory(rq, s);
    int64_t sum;
    v->session = s;
    v->path = session_path(rq->arena, s);
    v->state = state_text(rq, s);
    v->when = session_when(rq, s);
    v->code = session_code_shown(rq->arena, s);
    v->join_url = typed_url(rq);
    v->lines = agenda_lines(rq, s, items, v->line_count, &sum);
    v->over = sum > s->minutes;
    v->sum = arena_printf(rq->arena, tr(rq->lang, "%d of %d minutes, until %s"), (int)sum, (int)s->minutes,
                          format_hour(rq->arena, rq->lang, s->at + sum * MINUTE_MS));
    if (t != NULL && strcmp(t->pack->id, TRAJECTORY_LOOSE) != 0) {
        v->trajectory = t->name;
        v->trajectory_url = trajectory_path(rq->arena, t);
    }
    v->checks = session_checks(rq->db, rq->arena, s, &v->check_count);
    look_around(rq, s, items, v->line_count, sum, v);
    v->label = form_field(rq, &session_checks_add_form, "label", "");
    v->messages = form_messages(rq, &v->message_count);
    v->layout = session_layout(rq, s, s->title, false);
    v->layout->lead = s->place[0] == '\0' ? v->when : arena_printf(rq->arena, "%s, %s", v->when, s->place);
    if (s->state == SESSION_RUNNING) {
        v->layout->action_url = arena_printf(rq->arena, "%s/regie", v->path);
        v->layout->action_label = tr(rq->lang, "To the desk");
    } else if (s->state == SESSION_ENDED) {
        v->layout->action_url = arena_printf(rq->arena, "%s/verslag", v->path);
        v->layout->action_label = tr(rq->lang, "To the minutes");
    }
    v->layout->wide = true;
    session_page(rq_html(rq), v);
    return reply_page(rq);
}

/* ---- its forms --------------------------------------------------------------------------------------------- */

static const char *const places[] = { "up", "down", "copy", "drop", NULL };
static const struct field place_fields[] = { { "do", FIELD_CHOICE, .required = true, .choices = places,
                                               .label = N_("What to do") } };
const struct form_spec item_place_form = FORM(place_fields);

/* POST …/onderdeel/:item/plaats */
struct fault session_item_place(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    const struct session_item *item =
        s == NULL ? NULL : session_item_get(rq->db, rq->arena, s, rq_id(rq, "item"));
    if (item == NULL)
        return FAULT(NOT_FOUND, N_("This item is not on the agenda any more."));
    const char *act = form_text(rq, "do");
    struct fault f = NO_FAULT;
    int64_t copy;
    if (strcmp(act, "up") == 0 || strcmp(act, "down") == 0)
        session_item_move(rq->db, rq->arena, s, item, act[0] == 'u' ? -1 : 1);
    else if (strcmp(act, "copy") == 0)
        f = session_item_copy(rq->db, rq->arena, s, item, &copy);
    else
        f = session_item_drop(rq->db, s, item);
    if (f.status != OK)
        return f;
    if (strcmp(act, "copy") == 0)
        reply_notice(rq, tr(rq->lang, "The copy stands at the end of the agenda."));
    if (strcmp(act, "drop") == 0)
        reply_notice(rq, arena_printf(rq->arena, tr(rq->lang, "“%s” is off the agenda."), item->title));
    return reply_redirect(rq, "%s#agenda", session_path(rq->arena, s));
}

static const struct field start_fields[] = { { "revision", FIELD_INT, .required = true,
                                               .label = N_("Version") } };
const struct form_spec session_start_form = FORM(start_fields);

/* POST …/starten: the room opens, and whoever pressed leads it. */
struct fault session_start_it(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct fault f = s->state == SESSION_ENDED
                         ? session_resume(rq->db, s, form_int(rq, "revision").v, rq->actor.user, rq->now_ms)
                         : session_start(rq->db, s, form_int(rq, "revision").v, rq->actor.user, rq->now_ms);
    return f.status != OK ? f : reply_redirect(rq, "%s/regie", session_path(rq->arena, s));
}

static const struct field check_fields[] = {
    { "klaar", FIELD_FAMILY, .max = CHECKS_MAX, .label = N_("Ready") },
    { "weg", FIELD_INT, .label = N_("Off the list") },
};
const struct form_spec session_checks_form = FORM(check_fields);

static bool is_ticked(const struct form_pair *ticks, size_t count, int64_t position)
{
    for (size_t i = 0; i < count; i++)
        if (strtoll(ticks[i].key, NULL, 10) == position && ticks[i].value[0] != '\0')
            return true;
    return false;
}

/* POST …/controle: the ticks as they are now, and perhaps a line that goes. */
struct fault session_checks_save(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    size_t count, tick_count;
    const struct session_check *checks = session_checks(rq->db, rq->arena, s, &count);
    const struct form_pair *ticks = form_family(rq, "klaar", &tick_count);
    for (size_t i = 0; i < count; i++) {
        bool done = is_ticked(ticks, tick_count, checks[i].position);
        if (done != checks[i].done)
            session_check_tick(rq->db, s, checks[i].position, done, rq->actor.user, rq->now_ms);
    }
    struct db_int drop = form_int(rq, "weg");
    if (drop.set)
        session_check_drop(rq->db, s, drop.v);
    reply_notice(rq, tr(rq->lang, "Kept."));
    return reply_redirect(rq, "%s#lijst", session_path(rq->arena, s));
}

/* POST …/controle/nieuw */
struct fault session_checks_add(struct rq *rq)
{
    const struct session *s = session_asked(rq);
    if (s == NULL)
        return session_missing();
    struct fault f = session_check_add(rq->db, rq->arena, s, form_text(rq, "label"));
    if (f.status == INVALID) {
        form_fail(rq, f.detail, f.msgid);
        return form_again(rq);
    }
    return f.status != OK ? f : reply_redirect(rq, "%s#lijst", session_path(rq->arena, s));
}
