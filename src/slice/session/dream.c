/* Dream images: a few sentences in the present tense about a later year, read aloud one by one. The turn says which one. */
#include "base/clock.h"
#include "circle_page.h"
#include "note_page.h"
#include "slice/session/note_method.h"

enum { YEARS_AHEAD = 6, TEXT_ROWS = 5 };

static void phone(struct html *h, const struct room_state *r)
{
    int year = clock_local(r->now_ms).year + YEARS_AHEAD;
    const char *label =
        html_printf(h, tr(h->lang, "Your dream image. Write as if it is there already: “It is %d. …”"), year);
    note_phone_page(h, note_view_of(h, r, NOTE_ON_PHONE), label, TEXT_ROWS);
}

/* The dream image that is on; NULL when nobody wrote one. Of a turn beyond the last, the last. */
static const struct note_line *on(const struct note_view *v, int64_t *place)
{
    const struct note_list *all = &v->lists[0];
    *place = v->r->item->turn < (int64_t)all->count ? v->r->item->turn : (int64_t)all->count - 1;
    return *place < 0 ? NULL : &all->lines[*place];
}

static void screen(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, 0);
    int64_t place;
    const struct note_line *dream = r->shown ? on(v, &place) : NULL;
    if (dream == NULL) {
        note_screen_wait(h, v, tr(h->lang, "Close your eyes for a moment: it went well. What do you see?"));
        return;
    }
    struct note_wall w = { .all = v->lists[0].all };
    note_screen_quote(h, &w, dream->text, place + 1);
}

static void desk(struct html *h, const struct room_state *r)
{
    const struct note_view *v = note_view_of(h, r, 0);
    int64_t place;
    const struct note_line *dream = r->shown ? on(v, &place) : NULL;
    if (dream != NULL)
        dream_desk(h, v, dream->text, place);
    note_desk_page(h, note_view_of(h, r, NOTE_ON_DESK), false, tr(h->lang, "A dream image of your own"));
}

const struct session_method session_dream = {
    .id = METHOD_DREAM,
    .name = "dream",
    .label = N_("Dream images"),
    .about = N_("Everybody describes a later year as if it is there already. You read the images aloud, one by "
                "one: stuff for a vision."),
    .aims = { "deepen", "gather", "everyone-speaks" },
    .engine = ENGINE_NOTES,
    .anonymous = true,
    .usual_minutes = 20,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = note_outcome_quotes,
    .paper = note_paper,
};
