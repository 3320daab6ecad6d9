/* What sessions add to a trajectory: their entry in its menu and what their events say. Minutes are documents: that slice
 * answers for them. */
#include "slice/session/session.h"

static const struct trajectory_event_kind event_kinds[] = {
    { .kind = "session.started", .text = N_("The session “%s” began."), .reader = true },
    { .kind = "session.ended", .text = N_("The session “%s” has ended."), .reader = true },
    { .kind = "session.resumed", .text = N_("The session “%s” was opened again."), .reader = true },
};

const struct trajectory_part session_part = {
    .name = "session",
    .path = "/sessies",
    .label = N_("Sessions"),
    .guides_only = true,
    .events = event_kinds,
    .event_count = sizeof event_kinds / sizeof *event_kinds,
};
