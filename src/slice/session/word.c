/* A word to begin or to end with: a calm list, all of one size, and how often where more people wrote the same. */
#include "base/utf8.h"
#include "note_page.h"
#include "slice/session/note_method.h"

/* Signs on a line of a column of the beamer, and lines that it holds: in large, and in small type. */
enum { LINE = 15, LINES_LARGE = 26, LINES_SMALL = 44, ONE_ROW = 1 };

static void phone(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, NOTE_ON_PHONE);
    size_t count;
    const struct note_word *words = note_words(h->arena, r->notes, r->note_count, &count);
    word_phone_page(h, v, words, count, ONE_ROW);
}

/* How many fit in so many lines. */
static size_t words_in(const struct note_word *words, size_t count, size_t lines)
{
    size_t n = 0, used = 0;
    for (; n < count; n++) {
        used += 1 + (utf8_length(words[n].text) + (words[n].times > 1 ? 5 : 0)) / LINE;
        if (used > lines)
            break;
    }
    return n;
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
    bool small = words_in(words, count, LINES_LARGE) < count;
    note_screen_words(h, words, count, small ? words_in(words, count, LINES_SMALL) : count, small);
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
