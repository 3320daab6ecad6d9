/* Methods without answers: words and time, and explanation cards. The turn of an item with cards is the card that is on. */
#include "doc/document.h"
#include "slice/session/room_view.h"
#include "talk_page.h"

enum { MOST_CARDS = 60, PAPER_LEVEL = 1 };

size_t cards_turn(const struct room_state *r)
{
    size_t last = r->part_count == 0 ? 0 : r->part_count - 1;
    return r->item->turn < 0 ? 0 : r->item->turn > (int64_t)last ? last : (size_t)r->item->turn;
}

static void talk_outcome(const struct room_state *r, struct doc *d, int level)
{
    if (r->item->about[0] != '\0')
        doc_markdown(d, r->item->about, level);
}

/* What was explained, not how: the titles tell whoever was not there what to ask about. */
static void cards_outcome(const struct room_state *r, struct doc *d, int level)
{
    talk_outcome(r, d, level);
    for (size_t i = 0; i < r->part_count; i++)
        doc_item(d, 1, r->parts[i].label);
}

/* On paper: the cards as a hand-out. */
static void cards_paper(const struct room_state *r, struct doc *d)
{
    for (size_t i = 0; i < r->part_count; i++) {
        doc_heading(d, PAPER_LEVEL + 1, r->parts[i].label, NULL);
        doc_markdown(d, r->parts[i].about, PAPER_LEVEL + 1);
    }
}

const struct session_method session_talk = {
    .id = METHOD_TALK,
    .name = "talk",
    .label = N_("Words and time"),
    .about = N_("An introduction, a conversation or a break: phones show what it is about and until when."),
    .aims = { "inform", NULL },
    .engine = ENGINE_TALK,
    .usual_minutes = 15,
    .phone = talk_phone,
    .screen = talk_screen,
    .desk = talk_desk,
    .outcome = talk_outcome,
};

const struct session_method session_cards = {
    .id = METHOD_CARDS,
    .name = "cards",
    .label = N_("Explanation cards"),
    .about =
        N_("Short cards, one after the other, with notes for who speaks. Phones go along and can look back."),
    .aims = { "inform", NULL },
    .engine = ENGINE_TALK,
    .usual_minutes = 20,
    .parts_label = N_("Cards"),
    .parts_help = N_("The title of a card on each line."),
    .most_parts = MOST_CARDS,
    .source = "deck",
    .phone = cards_phone,
    .screen = cards_screen,
    .desk = cards_desk,
    .outcome = cards_outcome,
    .paper = cards_paper,
};
