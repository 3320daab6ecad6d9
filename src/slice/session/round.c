/* The round table: everybody gets a turn, with a time that ends softly. The order lasts as long as the round. */
#include "doc/document.h"
#include "round_page.h"
#include "slice/session/note_method.h"

static void load(struct room_state *r)
{
    struct turn_view *t = NEW(r->arena, struct turn_view);
    t->v = note_turns(r->db, r->arena, r->item, &t->count);
    t->on = r->item->turn < (int64_t)t->count ? (size_t)r->item->turn : t->count;
    r->of_method = t;
}

/* Notes of a round stand at turns while it lasts; they are shown as one list. */
static const struct note_view *view(struct html *h, const struct room_state *r, size_t most)
{
    return note_view_of(h, r, most);
}

static void phone(struct html *h, const struct room_state *r)
{
    turns_phone_page(h, view(h, r, NOTE_ON_PHONE), r->of_method);
}

static void screen(struct html *h, const struct room_state *r)
{
    turns_screen_page(h, r->of_method, r->item->state == ITEM_OPEN);
}

static void desk(struct html *h, const struct room_state *r)
{
    turns_desk_page(h, view(h, r, NOTE_ON_DESK), r->of_method);
}

static void outcome(const struct room_state *r, struct doc *d, int level)
{
    (void)level;
    for (size_t i = 0; i < r->note_count; i++)
        if (!r->notes[i].hidden)
            doc_item(d, 1, r->notes[i].content);
    if (r->note_count == 0)
        doc_paragraph(d, tr(r->lang, "Everybody had a turn. Nothing was noted."));
}

static void paper(const struct room_state *r, struct doc *d)
{
    doc_heading(d, 2, r->item->title, NULL);
    if (r->item->seconds > 0)
        doc_lead(d, arena_printf(r->arena, tr(r->lang, "Everybody gets a turn, of about %d seconds."),
                                 (int)r->item->seconds));
    else
        doc_lead(d, tr(r->lang, "Everybody gets a turn."));
    doc_markdown(d, r->item->about, 2);
}

const struct session_method session_round_table = {
    .id = METHOD_ROUND,
    .name = "round",
    .label = N_("Round table"),
    .about = N_("Everybody gets a turn, one after the other, with the same time. Phones say who is on and who "
                "is next."),
    .aims = { "everyone-speaks", "meet", "deepen" },
    .engine = ENGINE_NOTES,
    .usual_minutes = 30,
    .aloud = true,
    .seconds_label = N_("Seconds per person"),
    .load = load,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = outcome,
    .paper = paper,
    .closed = note_item_closed,
};
