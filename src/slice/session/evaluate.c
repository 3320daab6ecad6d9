/* Questions about the session itself: some from 1 to 5, some in words (the engine of notes). */
#include "slice/session/result.h"

static void outcome(const struct room_state *r, struct doc *doc, int level)
{
    if (r->form.count > 0)
        session_sheet_outcome(r, doc, level);
}

const struct session_method session_evaluate = {
    .id = METHOD_EVALUATE,
    .name = "evaluate",
    .label = N_("Evaluation"),
    .about = N_("A few questions about the session, from 1 to 5 or in words."),
    .aims = { "reflect" },
    .engine = ENGINE_SHEET,
    .anonymous = true,
    .usual_minutes = 5,
    .parts_label = N_("Questions"),
    .parts_help =
        N_("One on each line. A question that ends in … is answered in words, the others from 1 to 5."),
    .least_parts = 1,
    .most_parts = 20,
    .ends = true,
    .phone = session_sheet_phone,
    .screen = session_sheet_screen,
    .desk = session_sheet_desk,
    .outcome = outcome,
    .paper = session_sheet_paper,
};
