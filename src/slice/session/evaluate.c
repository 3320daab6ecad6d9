/* Questions about the session itself: some from 1 to 5, some in words (the engine of notes). */
#include "note_page.h"
#include "slice/session/note_method.h"
#include "slice/session/result.h"

static void phone(struct html *h, const struct room_state *r)
{
    if (r->form.count > 0)
        session_sheet_phone(h, r);
    note_evaluate_phone(h, note_view_of(h, r, NOTE_ON_PHONE));
}

static void screen(struct html *h, const struct room_state *r)
{
    if (r->form.count > 0)
        session_sheet_screen(h, r);
    note_evaluate_screen(h, note_view_of(h, r, COLUMN_MORE), r->form.count == 0);
}

static void desk(struct html *h, const struct room_state *r)
{
    if (r->form.count > 0)
        session_sheet_desk(h, r);
    note_evaluate_desk(h, note_view_of(h, r, NOTE_ON_DESK));
}

static void outcome(const struct room_state *r, struct doc *doc, int level)
{
    if (r->form.count > 0)
        session_sheet_outcome(r, doc, level);
    note_outcome_texts(r, doc, level);
}

const struct session_method session_evaluate = {
    .id = METHOD_EVALUATE,
    .name = "evaluate",
    .label = N_("Evaluation"),
    .about = N_("A few questions about the session, from 1 to 5 or in words."),
    .aims = { "reflect" },
    .engine = ENGINE_BOTH,
    .anonymous = true,
    .usual_minutes = 5,
    .parts_label = N_("Questions"),
    .parts_help =
        N_("One on each line. A question that ends in … is answered in words, the others from 1 to 5."),
    .least_parts = 1,
    .most_parts = 20,
    .ends = true,
    .phone = phone,
    .screen = screen,
    .desk = desk,
    .outcome = outcome,
    .paper = session_sheet_paper,
};
