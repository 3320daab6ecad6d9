/* What came out of the methods that gather texts, for minutes; and what they print for people with a pen. */
#include "slice/session/note_doc.h"
#include "doc/document.h"
#include "slice/session/note.h"

enum { CARD_LINES = 6, POSTER_LINES = 22 };

/* ---- what came out ----------------------------------------------------------------------------------------- */

/* spot -1 = wherever it stands. */
static size_t shown_of(const struct room_state *s, int64_t spot)
{
    size_t n = 0;
    for (size_t i = 0; i < s->note_count; i++)
        n += !s->notes[i].hidden && (spot < 0 || s->notes[i].spot == spot);
    return n;
}

static void tell_hidden(const struct room_state *s, struct doc *d)
{
    int64_t hidden = (int64_t)(s->note_count - shown_of(s, -1));
    if (hidden > 0)
        doc_note(d, arena_printf(s->arena,
                                 tr_n(s->lang, "%d note is not in here: it was taken off the wall.",
                                      "%d notes are not in here: they were taken off the wall.", hidden),
                                 (int)hidden));
}

/* True when nothing was written: that is said, and nothing else is to be told. */
static bool tell_nothing(const struct room_state *s, struct doc *d)
{
    if (shown_of(s, -1) > 0)
        return false;
    doc_paragraph(d, tr(s->lang, "Nothing was written."));
    tell_hidden(s, d);
    return true;
}

static void items_of(const struct room_state *s, struct doc *d, int64_t spot)
{
    for (size_t i = 0; i < s->note_count; i++)
        if (!s->notes[i].hidden && s->notes[i].spot == spot)
            doc_item(d, 1, s->notes[i].content);
}

void note_outcome_columns(const struct room_state *s, struct doc *d, int level)
{
    if (tell_nothing(s, d))
        return;
    size_t count;
    const struct note_spot *spots = note_spots(s->arena, s->lang, s->item, s->parts, s->part_count, &count);
    for (size_t i = 0; i < count; i++) {
        if (spots[i].label[0] != '\0')
            doc_heading(d, level, spots[i].label, NULL);
        if (shown_of(s, (int64_t)i) == 0)
            doc_paragraph(d, tr(s->lang, "Nothing was written."));
        items_of(s, d, (int64_t)i);
    }
    tell_hidden(s, d);
}

void note_outcome_texts(const struct room_state *s, struct doc *d, int level)
{
    for (size_t i = 0; i < s->part_count; i++)
        if (session_part_is_text(&s->parts[i])) {
            doc_heading(d, level, s->parts[i].label, NULL);
            if (shown_of(s, (int64_t)i) == 0)
                doc_paragraph(d, tr(s->lang, "Nothing was written."));
            items_of(s, d, (int64_t)i);
        }
    tell_hidden(s, d);
}

static void add_group(const struct room_state *s, struct doc *d, const struct map_node *n)
{
    struct doc_run *run = NEW(s->arena, struct doc_run);
    *run = (struct doc_run){ .text = n->label, .style = DOC_BOLD };
    doc_block(d, (struct doc_block){ .kind = DOC_ITEM, .level = n->level, .line = { run, 1 } });
    for (size_t i = 0; i < n->note_count; i++)
        doc_item(d, n->level + 1, n->notes[i]->content);
}

void note_outcome_map(const struct room_state *s, struct doc *d, int level)
{
    if (s->cluster_count == 0) {
        note_outcome_columns(s, d, level);
        return;
    }
    if (tell_nothing(s, d))
        return;
    size_t count;
    const struct map_node *nodes =
        map_nodes(s->arena, s->item->title, s->clusters, s->cluster_count, s->notes, s->note_count, &count);
    for (size_t i = 1; i < count; i++)
        add_group(s, d, &nodes[i]);
    if (nodes[0].note_count > 0)
        doc_heading(d, level, tr(s->lang, "In no group"), NULL);
    for (size_t i = 0; i < nodes[0].note_count; i++)
        doc_item(d, 1, nodes[0].notes[i]->content);
    tell_hidden(s, d);
}

void note_outcome_quotes(const struct room_state *s, struct doc *d, int level)
{
    (void)level;
    if (tell_nothing(s, d))
        return;
    for (size_t i = 0; i < s->note_count; i++)
        if (!s->notes[i].hidden)
            doc_quote(d, s->notes[i].content, "");
    tell_hidden(s, d);
}

void note_outcome_words(const struct room_state *s, struct doc *d, int level)
{
    (void)level;
    if (tell_nothing(s, d))
        return;
    size_t count;
    const struct note_word *words = note_words(s->arena, s->notes, s->note_count, &count);
    for (size_t i = 0; i < count; i++)
        doc_item(d, 1,
                 words[i].times == 1 ? words[i].text
                                     : arena_printf(s->arena, tr(s->lang, "%s (%d times)"), words[i].text,
                                                    (int)words[i].times));
    tell_hidden(s, d);
}

/* ---- on paper ---------------------------------------------------------------------------------------------- */

static const char *room_for(struct arena *a, int lines)
{
    const char *room = "\u00a0";
    for (int i = 1; i < lines; i++)
        room = arena_printf(a, "%s\n\u00a0", room);
    return room;
}

/* A frame to write in, for each place that has a name. */
static void frames(const struct room_state *s, struct doc *d, int lines)
{
    size_t count;
    const struct note_spot *spots = note_spots(s->arena, s->lang, s->item, s->parts, s->part_count, &count);
    const char **titles = NEW_ARRAY(s->arena, const char *, count);
    const char **cells = NEW_ARRAY(s->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        titles[i] = spots[i].label[0] != '\0' ? spots[i].label : spots[i].ask;
        cells[i] = room_for(s->arena, lines);
    }
    /* Columns become too narrow to write in: then one below the other. */
    enum { BESIDE = 3 };
    static const int even[BESIDE] = { 1, 1, 1 };
    for (size_t i = 0; i < count; i += BESIDE) {
        size_t n = count - i < BESIDE ? count - i : BESIDE;
        struct doc_table t = doc_table_begin(d, NULL, titles + i, n);
        t.grid->widths = even;
        doc_table_row(&t, cells + i);
        doc_table_end(&t);
    }
}

static const char *card_words(const struct room_state *s)
{
    switch (s->item->method->id) {
    case METHOD_WORD:
        return tr(s->lang, "One word, or a short sentence.");
    case METHOD_DREAM:
        return tr(s->lang, "Write a few sentences, as if it is there already: “It is 2032, and …”");
    case METHOD_TABLES:
        return tr(s->lang, "For the scribe of a table: write what the table says, one thing on a line.");
    default:
        return tr(s->lang, "One thought on a card, in a few words that others can read from a distance.");
    }
}

void note_paper(const struct room_state *s, struct doc *d)
{
    doc_heading(d, 2, s->item->title, NULL);
    doc_paragraph(d, card_words(s));
    frames(s, d, CARD_LINES);
    doc_break(d);
    doc_heading(d, 2, s->item->title, NULL);
    frames(s, d, POSTER_LINES);
}
