/* A word to begin or to end with: a calm list, all of one size, and how often where more people wrote the same. */
#include "note_page.h"
#include "slice/session/note_method.h"

enum { WORDS_ON_SCREEN = 48, ONE_ROW = 1 };

static void phone(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, NOTE_ON_PHONE);
    size_t count;
    const struct note_word *words = note_words(h->arena, r->notes, r->note_count, &count);
    word_phone_page(h, v, words, count, ONE_ROW);
}

static void screen(struct html *h, const struct room_state *r)
{
    if (!r->shown) {
        note_screen_wait(h, note_view_of(h, r, 0),
                         tr(h->lang, "One word, or a short sentence. There is no wrong one."));
        return;
    }
    size_t count;
    const struct note_word *words = note_words(h->arena, r->notes, r->note_count, &count);
    note_screen_words(h, words, count, count < WORDS_ON_SCREEN ? count : WORDS_ON_SCREEN);
}

static void desk(struct html *h, const struct room_state *r)
{
    note_desk_page(h, note_view_of(h, r, NOTE_ON_DESK), false, tr(h->lang, "A word of your own"));
}

const struct session_method session_word = {
    .id = METHOD_WORD,
    .name = "word",
    .label = N_("One word"),
    .about = N_("A word or a short sentence of everybody, to begin or to end with."),
    .aims = { "everyone-speaks", "meet", "reflect" },
    .engine = ENGINE_NOTES,
    .anonymous = true,
    .usual_minutes = 5,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = note_outcome_words,
    .paper = note_paper,
};
