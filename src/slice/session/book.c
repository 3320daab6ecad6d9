/* All results of a session as a workbook: by code and by label, counts only, so that nobody's answer stands in it. */
#include <string.h>

#include "doc/table.h"
#include "session_sql.h"
#include "slice/session/minutes.h"

struct writer {
    struct db *db;
    struct arena *arena;
    const struct site *site;
    const struct lang *lang;
    const struct session *s;
    int64_t now_ms;
    struct doc_sheet answers, notes, agreements;
};

/* ---- answers ------------------------------------------------------------------------------------------------ */

enum {
    A_ITEM,
    A_TITLE,
    A_METHOD,
    A_ROUND,
    A_PART,
    A_KEY,
    A_QUESTION,
    A_CHOICE,
    A_LABEL,
    A_COUNT,
    A_MEAN,
    A_SPREAD,
    A_COLUMNS
};

static const char *question_of(const struct writer *w, const struct sheet_part *p)
{
    return p->group[0] == '\0'   ? p->label
           : p->label[0] == '\0' ? p->group
                                 : arena_printf(w->arena, "%s: %s", p->group, p->label);
}

static void add_part(struct writer *w, const struct room_state *r, size_t i)
{
    const struct sheet_part *p = &r->form.parts[i];
    const struct tally_part *t = &r->tally->parts[i];
    for (size_t k = 0; k < p->option_count; k++) {
        struct doc_cell *c = doc_row_add(w->arena, &w->answers);
        c[A_ITEM] = doc_number(r->item->id);
        c[A_TITLE] = doc_text(r->item->title);
        c[A_METHOD] = doc_text(r->item->method->name);
        c[A_ROUND] = doc_number(r->round);
        c[A_PART] = doc_number((int64_t)i + 1);
        if (p->part >= 0 && (size_t)p->part < r->part_count)
            c[A_KEY] = doc_text(r->parts[p->part].key);
        c[A_QUESTION] = doc_text(question_of(w, p));
        c[A_CHOICE] = doc_number((int64_t)k + 1);
        c[A_LABEL] = doc_text(p->options[k]);
        c[A_COUNT] = doc_number(t->counts[k]);
        if (p->numbers && t->mean_tenths >= 0) {
            c[A_MEAN] = doc_number(t->mean_tenths);
            c[A_SPREAD] = doc_number(t->spread_tenths);
        }
    }
}

/* ---- notes -------------------------------------------------------------------------------------------------- */

enum { N_ITEM, N_TITLE, N_METHOD, N_ROUND, N_SPOT, N_GROUP, N_TEXT, N_COLUMNS };

static const char *group_of(const struct room_state *r, int64_t number)
{
    for (size_t i = 0; i < r->cluster_count; i++)
        if (r->clusters[i].number == number)
            return r->clusters[i].label;
    return NULL;
}

static void add_note(struct writer *w, const struct room_state *r, const struct session_note *n)
{
    struct doc_cell *c = doc_row_add(w->arena, &w->notes);
    c[N_ITEM] = doc_number(r->item->id);
    c[N_TITLE] = doc_text(r->item->title);
    c[N_METHOD] = doc_text(r->item->method->name);
    c[N_ROUND] = doc_number(r->round);
    c[N_SPOT] = doc_number(n->spot + 1);
    c[N_GROUP] = doc_text(group_of(r, n->cluster));
    c[N_TEXT] = doc_text(n->content);
}

/* ---- agreements --------------------------------------------------------------------------------------------- */

enum { G_NUMBER, G_WHAT, G_WHO, G_DUE, G_BECOMES, G_COLUMNS };

static void add_agreements(struct writer *w)
{
    size_t count;
    const struct session_agreement *v = session_agreements(w->db, w->arena, w->lang, w->s, &count);
    for (size_t i = 0; i < count; i++) {
        struct doc_cell *c = doc_row_add(w->arena, &w->agreements);
        c[G_NUMBER] = doc_number(v[i].id);
        c[G_WHAT] = doc_text(v[i].what);
        c[G_WHO] = doc_text(v[i].owner);
        if (v[i].due_on.set)
            c[G_DUE] = doc_number(v[i].due_on.v);
        c[G_BECOMES] = doc_text(tr(w->lang, session_becomes_label(v[i].becomes)));
    }
}

/* ---- all ---------------------------------------------------------------------------------------------------- */

static void add_round(struct writer *w, const struct session_item *item, int64_t round)
{
    const struct room_state *r =
        room_load(w->db, w->arena, w->site, w->lang, w->s, EYE_SCREEN, item->id, round, w->now_ms);
    if (r->tally != NULL && r->tally->state == TALLY_SHOWN)
        for (size_t i = 0; i < r->tally->count && i < r->form.count; i++)
            add_part(w, r, i);
    for (size_t i = 0; i < r->note_count; i++)
        if (!r->notes[i].hidden)
            add_note(w, r, &r->notes[i]);
}

static void begin_sheets(struct writer *w)
{
    const struct lang *lang = w->lang;
    struct doc_column *a = NEW_ARRAY(w->arena, struct doc_column, A_COLUMNS),
                      *n = NEW_ARRAY(w->arena, struct doc_column, N_COLUMNS),
                      *g = NEW_ARRAY(w->arena, struct doc_column, G_COLUMNS);
    a[A_ITEM] = n[N_ITEM] = (struct doc_column){ tr(lang, "Item"), DOC_INT };
    a[A_TITLE] = n[N_TITLE] = (struct doc_column){ tr(lang, "Title"), DOC_TEXT };
    a[A_METHOD] = n[N_METHOD] = (struct doc_column){ tr(lang, "Method"), DOC_TEXT };
    a[A_ROUND] = n[N_ROUND] = (struct doc_column){ tr(lang, "Round"), DOC_INT };
    a[A_PART] = (struct doc_column){ tr(lang, "Part"), DOC_INT };
    a[A_KEY] = (struct doc_column){ tr(lang, "Code"), DOC_TEXT };
    a[A_QUESTION] = (struct doc_column){ tr(lang, "Question"), DOC_TEXT };
    a[A_CHOICE] = (struct doc_column){ tr(lang, "Choice"), DOC_INT };
    a[A_LABEL] = (struct doc_column){ tr(lang, "Answer"), DOC_TEXT };
    a[A_COUNT] = (struct doc_column){ tr(lang, "How often"), DOC_INT };
    a[A_MEAN] = (struct doc_column){ tr(lang, "Mean"), DOC_TENTHS };
    a[A_SPREAD] = (struct doc_column){ tr(lang, "Spread"), DOC_TENTHS };
    n[N_SPOT] = (struct doc_column){ tr(lang, "Place"), DOC_INT };
    n[N_GROUP] = (struct doc_column){ tr(lang, "Group of notes"), DOC_TEXT };
    n[N_TEXT] = (struct doc_column){ tr(lang, "Note"), DOC_TEXT };
    g[G_NUMBER] = (struct doc_column){ tr(lang, "Number"), DOC_INT };
    g[G_WHAT] = (struct doc_column){ tr(lang, "What"), DOC_TEXT };
    g[G_WHO] = (struct doc_column){ tr(lang, "Who"), DOC_TEXT };
    g[G_DUE] = (struct doc_column){ tr(lang, "By when"), DOC_DATE };
    g[G_BECOMES] = (struct doc_column){ tr(lang, "Becomes"), DOC_TEXT };
    w->answers = (struct doc_sheet){ .name = tr(lang, "Answers"), .columns = a, .column_count = A_COLUMNS };
    w->notes = (struct doc_sheet){ .name = tr(lang, "Notes"), .columns = n, .column_count = N_COLUMNS };
    w->agreements =
        (struct doc_sheet){ .name = tr(lang, "Agreements"), .columns = g, .column_count = G_COLUMNS };
}

const struct doc_book *session_book(struct db *db, struct arena *a, const struct site *site,
                                    const struct lang *lang, const struct session *s, int64_t now_ms)
{
    struct writer w = { .db = db, .arena = a, .site = site, .lang = lang, .s = s, .now_ms = now_ms };
    begin_sheets(&w);
    size_t count;
    const struct session_item *items = session_items(db, a, s, &count);
    for (size_t i = 0; i < count; i++)
        for (int64_t round = 1; round <= items[i].round; round++)
            add_round(&w, &items[i], round);
    add_agreements(&w);
    struct doc_sheet *sheets = NEW_ARRAY(a, struct doc_sheet, 3);
    sheets[0] = w.answers;
    sheets[1] = w.notes;
    sheets[2] = w.agreements;
    struct doc_book *book = NEW(a, struct doc_book);
    *book = (struct doc_book){
        .title = s->title, .author = "", .created_ms = now_ms, .sheets = sheets, .sheet_count = 3
    };
    return book;
}
