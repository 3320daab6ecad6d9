/* The harvest: what to do, what rather not, and what succeeded. */
#include "note_page.h"
#include "slice/session/note_method.h"

static void phone(struct html *h, const struct room_state *r)
{
    note_phone_page(h, note_view_of(h, r, NOTE_ON_PHONE), tr(h->lang, "Your note: one thing at a time"),
                    PHONE_ROWS);
}

static void screen(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, COLUMN_MORE);
    if (r->shown)
        note_screen_columns(h, v);
    else
        note_screen_wait(
            h, v, tr(h->lang, "What did you learn? Write what works, what does not, and what succeeded."));
}

static void desk(struct html *h, const struct room_state *r)
{
    note_desk_page(h, note_view_of(h, r, NOTE_ON_DESK), false, tr(h->lang, "Your note"));
}

const struct session_method session_harvest = {
    .id = METHOD_HARVEST,
    .name = "harvest",
    .label = N_("Harvest: do's, don'ts, successes"),
    .about = N_("What works, what to avoid and what succeeded already, in three columns. Successes can become "
                "facts of the local "
                "picture."),
    .aims = { "gather", "reflect" },
    .engine = ENGINE_NOTES,
    .anonymous = true,
    .usual_minutes = 15,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = note_outcome_columns,
    .paper = note_paper,
};
