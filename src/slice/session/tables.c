/* Parallel tables: each with a topic and one or more scribes, and one harvest of all. */
#include "round_page.h"
#include "slice/session/note_method.h"

static size_t tables_of(const struct room_state *r)
{
    return r->part_count == 0 ? 1 : r->part_count;
}

/* What the table of the person who looks has written, so that scribes of one table do not write the same. */
static void add_own_table(struct room_state *r, struct table_view *t, int64_t table)
{
    size_t count;
    const struct session_note *all =
        session_notes(r->db, r->arena, r->session, r->item, r->round, false, &count);
    struct session_note *mine = NEW_ARRAY(r->arena, struct session_note, count);
    for (size_t i = 0; i < count; i++)
        if (all[i].spot == table - 1)
            mine[t->note_count++] = all[i];
    t->notes = mine;
}

static void load(struct room_state *r)
{
    struct table_view *t = NEW(r->arena, struct table_view);
    size_t people, tables = tables_of(r);
    int64_t *at = NEW_ARRAY(r->arena, int64_t, tables);
    const struct session_participant *p = session_people(r->db, r->arena, r->session, &people);
    for (size_t i = 0; i < people; i++)
        if (p[i].table >= 1 && p[i].table <= (int64_t)tables)
            at[p[i].table - 1]++;
        else
            t->nowhere++;
    t->at = at;
    t->dealt = r->item->turn;
    r->of_method = t;
}

static void phone(struct html *h, const struct room_state *r)
{
    struct table_view t = *(const struct table_view *)r->of_method;
    if (r->own != NULL && r->item->state == ITEM_OPEN && r->own->phone->now->table > 0)
        add_own_table((struct room_state *)r, &t, r->own->phone->now->table);
    tables_phone_page(h, note_view_of(h, r, NOTE_ON_PHONE), &t);
}

static void screen(struct html *h, const struct room_state *r)
{
    tables_screen_page(h, note_view_of(h, r, column_of(r->part_count)), r->of_method);
}

static void desk(struct html *h, const struct room_state *r)
{
    tables_desk_page(h, note_view_of(h, r, NOTE_ON_DESK), r->of_method);
}

const struct session_method session_tables = {
    .id = METHOD_TABLES,
    .name = "tables",
    .label = N_("Parallel tables"),
    .about = N_("Small tables talk at the same time, each about a topic, and write down what comes out. You "
                "harvest it by topic."),
    .aims = { "everyone-speaks", "deepen", "gather" },
    .engine = ENGINE_NOTES,
    .aloud = true,
    .usual_minutes = 45,
    .parts_label = N_("Topics of the tables"),
    .parts_help = N_("One table on a line."),
    .least_parts = 1,
    .most_parts = 24,
    .load = load,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = note_outcome_columns,
    .paper = note_paper,
    .closed = note_item_closed,
};
