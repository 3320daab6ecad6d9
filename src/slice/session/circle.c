/* The golden circle: why first, then how, then what. The turn says which ring is open. */
#include "circle_page.h"
#include "slice/session/note_method.h"

static void phone(struct html *h, const struct room_state *r)
{
    circle_phone_page(h, note_view_of(h, r, NOTE_ON_PHONE));
}

static void screen(struct html *h, const struct room_state *r)
{
    circle_screen_page(h, note_view_of(h, r, COLUMN_NARROW));
}

static void desk(struct html *h, const struct room_state *r)
{
    circle_desk_page(h, note_view_of(h, r, NOTE_ON_DESK));
}

const struct session_method session_circle = {
    .id = METHOD_CIRCLE,
    .name = "circle",
    .label = N_("Golden circle"),
    .about = N_("Why do we do this, how, and what then? You open one ring after the other, so that nobody "
                "begins with the what."),
    .aims = { "deepen", "gather" },
    .engine = ENGINE_NOTES,
    .anonymous = true,
    .usual_minutes = 30,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = note_outcome_columns,
    .paper = note_paper,
};
