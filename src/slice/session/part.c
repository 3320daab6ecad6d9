/* What sessions add to a trajectory: their entry in its menu and what their events say. Minutes are documents: that slice
 * answers for them. */
#include "slice/session/session.h"

static const struct trajectory_event_kind event_kinds[] = {
    { .kind = "session.started", .path = "sessie", .text = N_("The session “%s” began."), .reader = true },
    { .kind = "session.ended", .path = "sessie", .text = N_("The session “%s” has ended."), .reader = true },
    { .kind = "session.resumed",
      .path = "sessie",
      .text = N_("The session “%s” was opened again."),
      .reader = true },
};

/* A meeting leads to its session, or to making one. */
static bool session_moment(const struct trajectory_ask *ask, int64_t moment, const char **url,
                           const char **label)
{
    const struct trajectory *t = ask->trajectory;
    const struct session *s = session_of_moment(ask->db, ask->arena, t->organisation, moment);
    if (s == NULL) {
        *url = arena_printf(ask->arena, "/organisatie/%lld/sessie/nieuw?traject=%lld&moment=%lld",
                            (long long)t->organisation, (long long)t->id, (long long)moment);
        *label = tr(ask->lang, "Prepare a session with phones");
        return true;
    }
    *url = session_path(ask->arena, s);
    *label =
        s->state == SESSION_ENDED ? tr(ask->lang, "What the session gave") : tr(ask->lang, "To the session");
    return true;
}

const struct trajectory_part session_part = {
    .name = "session",
    .path = "/sessies",
    .label = N_("Sessions"),
    .guides_only = true,
    .moment = session_moment,
    .events = event_kinds,
    .event_count = sizeof event_kinds / sizeof *event_kinds,
};
