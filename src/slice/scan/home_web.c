/* What the scan shows on the home of an organisation. */
#include "scan_sql.h"
#include "slice/scan/view.h"

enum { ROUNDS_LOOKED_AT = 5 }; /* more are hardly ever open at once; the list has them all */

/* Whether something of the round waits for this person. */
static bool waits(const struct fill *f)
{
    bool done = f->sheet != NULL && f->sheet->done_at.set;
    return f->editable && !done && f->answered < f->offered;
}

/* The open round that waits for whoever asks, else the newest open one; false when none is open. */
static bool find_round(struct rq *rq, int64_t organisation, struct fill *found)
{
    size_t count;
    const struct scan_round_open *open =
        scan_q_round_open(rq->db, rq->arena, organisation, ROUNDS_LOOKED_AT, &count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        struct fill f;
        if (fill_peek_round(rq, &f, open[i].id).status != OK || (any && !waits(&f)))
            continue;
        *found = f;
        any = true;
        if (waits(&f))
            break;
    }
    return any;
}

static const char *progress(struct rq *rq, const struct fill *f)
{
    const char *text =
        arena_printf(rq->arena, tr(rq->lang, "%d of %d statements answered."), f->answered, f->offered);
    if (!f->round->deadline.set)
        return text;
    return arena_printf(rq->arena, "%s %s", text,
                        arena_printf(rq->arena, tr(rq->lang, "Fill in until %s."),
                                     format_date(rq->arena, rq->lang, f->round->deadline.v * 86400000)));
}

bool scan_home_card(struct rq *rq, const struct organisation *o, struct organisation_card *card)
{
    struct fill f = { 0 };
    if (!find_round(rq, o->id, &f)) {
        *card = (struct organisation_card){
            .title = tr(rq->lang, "Scan"),
            .text =
                tr(rq->lang, "In a round you answer the statements, each alone or together. The score and the "
                             "differences follow from it."),
            .url = arena_printf(rq->arena, "/organisatie/%lld/scan", (long long)o->id),
            .label = tr(rq->lang, "Go to the scan"),
        };
        return true;
    }
    card->title = arena_printf(rq->arena, tr(rq->lang, "Scan: %s"), f.round->title);
    card->act = waits(&f);
    if (card->act) {
        card->text = progress(rq, &f);
        card->url = arena_printf(rq->arena, "%s/invullen", f.base);
        card->label = f.answered == 0 ? tr(rq->lang, "Begin filling in") : tr(rq->lang, "Go on filling in");
    } else {
        card->text =
            f.editable && f.offered > 0
                ? tr(rq->lang, "Your part is filled in. The round is still open: see how far the group is.")
                : tr(rq->lang, "This round is open. See how far the group is.");
        card->url = f.base;
        card->label = tr(rq->lang, "See the round");
    }
    return true;
}
