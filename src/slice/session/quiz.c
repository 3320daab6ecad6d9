/* The knowledge quiz: one question at a time, first asked, then told with its explanation. What somebody knew is on the own phone only;
 * the room sees how many chose what. */
#include "doc/document.h"
#include "slice/session/result.h"

/* What was told may be seen, also while the next question waits. Without names the ballots have their own rules. */
static void load(struct room_state *r)
{
    if (r->tally != NULL || r->round == 0 || r->item->anonymous || r->item->turn == 0)
        return;
    struct session_tally *t = NEW(r->arena, struct session_tally);
    *t = session_tally(r->db, r->arena, r->session, r->item, &r->form, r->round);
    r->tally = t;
}

struct quiz_score session_quiz_score(const struct room_state *r)
{
    struct quiz_score score = { 0 };
    struct sheet_turn t = session_sheet_turn(r, r->form.count);
    for (size_t i = 0; i < r->form.count && i < t.at + (t.shown ? 1 : 0); i++) {
        const struct sheet_part *p = &r->form.parts[i];
        score.told++;
        score.right += p->right.set && session_own_choice(r, i) == p->right.v;
    }
    return score;
}

static const char *right_answer(const struct sheet_part *p)
{
    return p->right.set && p->right.v >= 0 && p->right.v < (int64_t)p->option_count ? p->options[p->right.v]
                                                                                    : "–";
}

static void outcome(const struct room_state *r, struct doc *doc, int level)
{
    (void)level;
    bool seen = r->tally != NULL && r->tally->state == TALLY_SHOWN;
    if (seen) {
        struct sheet_result res = session_sheet_result(r);
        doc_paragraph(doc, res.finding);
    }
    const char *titles[] = { tr(r->lang, "Question"), tr(r->lang, "The right answer"),
                             tr(r->lang, "Had it right") };
    struct doc_table table = doc_table_begin(doc, r->item->title, titles, seen ? 3 : 2);
    for (size_t i = 0; i < r->form.count; i++) {
        const struct sheet_part *p = &r->form.parts[i];
        const struct tally_part *t = seen ? &r->tally->parts[i] : NULL;
        const char *cells[] = { p->label, right_answer(p),
                                t == NULL || !p->right.set
                                    ? ""
                                    : arena_printf(r->arena, tr(r->lang, "%d of %d"),
                                                   (int)t->counts[p->right.v], (int)t->total) };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

const struct session_method session_quiz = {
    .id = METHOD_QUIZ,
    .name = "quiz",
    .label = N_("Quiz"),
    .about = N_("Questions about what was explained, one at a time, each with the answer explained. Only you "
                "see your score."),
    .aims = { "inform", "reflect" },
    .engine = ENGINE_SHEET,
    .by_turn = true,
    .anonymous = true,
    .usual_minutes = 10,
    .parts_label = N_("Questions"),
    .parts_help = N_("Choose the deck that they are about, or write your own: a question on a line, below it "
                     "its answers with a dash in "
                     "front, and a star in front of the right one."),
    .most_parts = 30,
    .source = "quiz",
    .load = load,
    .phone = session_quiz_phone,
    .screen = session_quiz_screen,
    .desk = session_quiz_desk,
    .outcome = outcome,
    .paper = session_sheet_paper,
};
