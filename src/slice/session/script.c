/* The running order on paper: what happens at which hour, what who leads says, what must lie ready. */
#include <string.h>

#include "doc/document.h"
#include "rules.h"

static const char *hour(struct arena *a, int64_t ms)
{
    struct trajectory_time t = trajectory_local_time(ms);
    return arena_printf(a, "%d.%02d", t.hour, t.minute);
}

static void add_overview(struct arena *a, const struct lang *lang, const struct session *s,
                         const struct session_item *items, size_t count, struct doc *doc)
{
    const char *const titles[] = { tr(lang, "Time"), tr(lang, "What"), tr(lang, "How"), tr(lang, "Takes") };
    struct doc_table table = doc_table_begin(doc, tr(lang, "Running order"), titles, 4);
    int64_t at = s->at;
    for (size_t i = 0; i < count; i++) {
        const char *const cells[] = { hour(a, at), items[i].title, tr(lang, items[i].method->label),
                                      arena_printf(a, tr(lang, "%d min."), (int)items[i].minutes) };
        doc_table_row(&table, cells);
        at += items[i].minutes * 60000;
    }
    doc_table_end(&table);
    doc_paragraph(doc, arena_printf(a, tr(lang, "It ends at %s; planned until %s."), hour(a, at),
                                    hour(a, s->at + s->minutes * 60000)));
}

static void add_list(struct arena *a, const struct lang *lang, const char *title,
                     const struct pack_value *texts, struct doc *doc)
{
    (void)a;
    if (texts->texts.count == 0)
        return;
    doc_heading(doc, 2, title, NULL);
    for (int i = 0; i < texts->texts.count; i++)
        doc_item(doc, 1, text_in(lang, &texts->texts.v[i]));
}

static void add_checks(struct db *db, struct arena *a, const struct lang *lang, const struct session *s,
                       struct doc *doc)
{
    size_t count;
    const struct session_check *v = session_checks(db, a, s, &count);
    if (count > 0)
        doc_heading(doc, 2, tr(lang, "Ready beforehand"), NULL);
    for (size_t i = 0; i < count; i++)
        doc_item(doc, 1, v[i].done ? arena_printf(a, tr(lang, "%s (ready)"), v[i].label) : v[i].label);
}

/* What an item asks, as far as paper has room for it. */
static void add_parts(struct db *db, struct arena *a, const struct lang *lang, const struct session_item *item,
                      struct doc *doc)
{
    size_t count;
    const struct session_part *v = session_parts(db, a, item, &count);
    for (size_t i = 0; i < count; i++) {
        doc_item(doc, 1, v[i].label);
        if (item->method->id == METHOD_CARDS && v[i].say[0] != '\0')
            doc_paragraph(doc, v[i].say);
        if (v[i].answer.set && v[i].answer.v < (int64_t)v[i].option_count)
            doc_labelled(doc, tr(lang, "Right"), v[i].options[v[i].answer.v]);
    }
}

static void add_item(struct db *db, struct arena *a, const struct lang *lang, const struct session_item *item,
                     int64_t at, struct doc *doc)
{
    doc_heading(doc, 3, arena_printf(a, "%s %s", hour(a, at), item->title), NULL);
    const char *how = arena_printf(a, tr_n(lang, "%s, %d minute", "%s, %d minutes", item->minutes),
                                   tr(lang, item->method->label), (int)item->minutes);
    doc_paragraph(doc, item->anonymous ? arena_printf(a, tr(lang, "%s, without names"), how) : how);
    if (item->about[0] != '\0')
        doc_markdown(doc, item->about, 3);
    if (item->say[0] != '\0') {
        doc_labelled(doc, tr(lang, "You say"), "");
        doc_markdown(doc, item->say, 3);
    }
    add_parts(db, a, lang, item, doc);
}

struct doc *session_script(struct db *db, struct arena *a, const struct packs *packs, const struct lang *lang,
                           const struct session *s, const char *author)
{
    size_t count;
    const struct session_item *items = session_items(db, a, s, &count);
    const struct pack_entry *template =
        s->template[0] == '\0' ? NULL : session_template_find(packs, s->template);
    struct doc *doc = doc_new(a, s->title, lang->html);
    int64_t at = s->at;
    doc->author = author;
    doc->date = format_day(a, lang, trajectory_local_day(s->at));
    doc->page_of = tr(lang, "Page %d of %d");
    doc->created_ms = s->at;
    if (s->aim[0] != '\0')
        doc_lead(doc, s->aim);
    add_overview(a, lang, s, items, count, doc);
    doc_paragraph(doc, arena_printf(a, tr(lang, "Code of the session: %s"), session_code_shown(a, s)));
    if (template != NULL)
        add_list(a, lang, tr(lang, "Material"), pack_value(template, "material"), doc);
    add_checks(db, a, lang, s, doc);
    if (count > 0)
        doc_heading(doc, 2, tr(lang, "Item by item"), NULL);
    for (size_t i = 0; i < count; i++) {
        add_item(db, a, lang, &items[i], at, doc);
        at += items[i].minutes * 60000;
    }
    return doc;
}
