/* What came out of an item: as much as was shown to everybody, each round, and what was said about it. */
#include "doc/document.h"
#include "slice/session/minutes.h"

static bool is_sheet(const struct session_item *item)
{
    return item->method->engine == ENGINE_SHEET;
}

/* A sheet shows the round before beside itself, so that one needs no place of its own: counted from the last one back. */
static bool stands_beside_next(const struct session_item *item, const struct session_round *rounds,
                               size_t count, size_t at)
{
    return is_sheet(item) && at + 1 < count && rounds[at].revealed_at.set && rounds[at + 1].revealed_at.set &&
           !stands_beside_next(item, rounds, count, at + 1);
}

static const char *round_title(struct arena *a, const struct lang *lang, int64_t round)
{
    return round == 1   ? tr(lang, "The first time")
           : round == 2 ? tr(lang, "The second time, after the discussion")
                        : arena_printf(a, tr(lang, "Round %d"), (int)round);
}

static void put_round(const struct room_state *state, struct doc *doc, int level)
{
    if (state->item != NULL && state->item->method->outcome != NULL)
        state->item->method->outcome(state, doc, level);
}

void session_item_outcome(struct db *db, struct arena *a, const struct site *site, const struct lang *lang,
                          const struct session *s, const struct session_item *item, struct doc *doc, int level,
                          int64_t now_ms)
{
    size_t count;
    const struct session_round *rounds = session_rounds(db, a, item, &count);
    size_t apart = 0; /* rounds that have a place of their own */
    for (size_t i = 0; i < count; i++)
        apart += !stands_beside_next(item, rounds, count, i);
    for (size_t i = 0; i < count; i++) {
        bool asks = item->method->engine != ENGINE_TALK, headed = asks && apart > 1;
        if (stands_beside_next(item, rounds, count, i))
            continue;
        if (headed)
            doc_heading(doc, level, round_title(a, lang, rounds[i].round), NULL);
        if (asks && !rounds[i].revealed_at.set) {
            doc_note(doc, tr(lang, "The result was not shown."));
            continue;
        }
        put_round(room_load(db, a, site, lang, s, EYE_SCREEN, item->id, rounds[i].round, now_ms), doc,
                  headed ? level + 1 : level);
    }
    struct session_remark said = session_remark_get(db, a, item);
    if (said.content[0] != '\0')
        doc_markdown(doc, said.content, level);
}
