/* Individual notes: everybody writes alone first, then all look at it together, and it becomes groups and a mind map. */
#include "circle_page.h"
#include "note_page.h"
#include "slice/session/note_method.h"

enum {
    MAP_NODES = 26, /* on a beamer: with more the text becomes too small to read from the last row */
    BOARD_COLUMNS = 4
};

static void phone(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, NOTE_ON_PHONE);
    note_phone_page(h, v, v->lists[0].ask, PHONE_ROWS);
}

static void screen(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, COLUMN_MORE);
    if (!r->shown) {
        note_screen_wait(h, v, tr(h->lang, "First everybody writes alone. Then we look at it together."));
        return;
    }
    size_t count;
    const struct mindmap_node *map = note_map_short(h, r, MAP_NODES, &count);
    if (count > 1) {
        note_screen_map(h, r, map, count);
        return;
    }
    if (v->list_count > 1 && v->list_count <= BOARD_COLUMNS) {
        note_screen_columns(h, v);
        return;
    }
    struct note_wall w = note_wall_of(h, r);
    note_screen_wall(h, &w);
}

static void desk(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, NOTE_ON_DESK);
    struct note_wall w = note_wall_of(h, r);
    if (r->shown && v->group_count == 0 && v->list_count == 1)
        note_desk_wall(h, v, &w);
    note_desk_page(h, v, true, tr(h->lang, "Your note"));
}

const struct session_method session_individual = {
    .id = METHOD_NOTES,
    .name = "notes",
    .label = N_("Notes, groups, mind map"),
    .about = N_("Everybody first writes alone, a thought at a time. Then you show all notes, put them together "
                "and give each "
                "group a name."),
    .aims = { "everyone-speaks", "gather", "meet" },
    .engine = ENGINE_NOTES,
    .anonymous = true,
    .usual_minutes = 15,
    .parts_label = N_("Columns"),
    .parts_help =
        N_("Only when people should choose where a note belongs: one column on a line. Usually empty."),
    .least_parts = 0,
    .most_parts = 8,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = note_outcome_map,
    .paper = note_paper,
};
