/* Documents on paper: one by itself, and all that were agreed as a chapter of the final report. */
#include <limits.h>
#include <string.h>

#include "doc/document.h"
#include "slice/document/rules.h"

static const char *adopted(struct arena *a, const struct lang *lang, const struct document_version *v)
{
    const char *by = document_body_label(lang, v->adopted_by), *on = format_day(a, lang, v->adopted_on.v);
    return v->decision[0] == '\0'
               ? arena_printf(a, tr(lang, "Adopted by %s on %s"), by, on)
               : arena_printf(a, tr(lang, "Adopted by %s on %s, decision %s"), by, on, v->decision);
}

const char *document_standing(struct arena *a, const struct lang *lang, const struct document *d,
                              const struct document_version *v)
{
    if (v->adopted_by != NULL && strcmp(v->sort, "erratum") == 0)
        return arena_printf(a, tr(lang, "%s; mended by erratum on %s"), adopted(a, lang, v),
                            format_date(a, lang, v->created_at));
    if (v->adopted_by != NULL)
        return adopted(a, lang, v);
    if (v->approved_at.set)
        return arena_printf(a, tr(lang, "Approved on %s"), format_date(a, lang, v->approved_at.v));
    if (d->state == DOCUMENT_REVIEW && v->number == d->version && d->review_until.set)
        return arena_printf(a, tr(lang, "In review, remarks until %s"), format_day(a, lang, d->review_until.v));
    return arena_printf(a, tr(lang, "Draft, version %d of %s"), (int)v->number,
                        format_date(a, lang, v->created_at));
}

/* What was wrong in earlier versions, for whoever holds one. */
static void add_errata(struct db *db, struct arena *a, const struct lang *lang, const struct document *d,
                       const struct document_version *upto, struct doc *doc, int level)
{
    size_t count;
    const struct document_version *all = document_versions(db, a, d, true, upto->number + 1, 100, &count);
    bool any = false;
    for (size_t i = count; i-- > 0;) {
        if (strcmp(all[i].sort, "erratum") != 0)
            continue;
        if (!any)
            doc_heading(doc, level, tr(lang, "Errata"), NULL);
        any = true;
        doc_item(doc, 1, arena_printf(a, "%s: %s", format_date(a, lang, all[i].created_at), all[i].reason));
    }
}

static void add_files(struct db *db, struct arena *a, const struct lang *lang, const struct document *d,
                      struct doc *doc, int level)
{
    size_t count;
    const struct attachment_owner owner = document_files(d);
    const struct attachment *files = attachments(db, a, &owner, &count);
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (files[i].removed_at.set)
            continue;
        if (!any)
            doc_heading(doc, level, tr(lang, "Attachments"), NULL);
        any = true;
        doc_item(doc, 1, arena_printf(a, "%s (%s)", files[i].name, format_bytes(a, lang, files[i].size)));
    }
}

struct doc *document_doc(struct db *db, struct arena *a, const struct lang *lang, const struct document *d,
                         const struct document_version *v, const char *author)
{
    struct doc *doc = doc_new(a, v->title, lang->html);
    doc->author = author;
    doc->date = format_date(a, lang, v->created_at);
    doc->state = document_standing(a, lang, d, v);
    doc->page_of = tr(lang, "Page %d of %d");
    doc->created_ms = v->created_at;
    doc_markdown(doc, v->content, 1);
    add_errata(db, a, lang, d, v, doc, 2);
    add_files(db, a, lang, d, doc, 2);
    return doc;
}

/* ---- the chapter --------------------------------------------------------------------------------------------- */

static void add_decisions(struct arena *a, const struct lang *lang, const struct document *list, size_t count,
                          struct doc *doc)
{
    const char *const titles[] = { tr(lang, "What"), tr(lang, "Adopted by"), tr(lang, "On"),
                                   tr(lang, "Decision") };
    struct doc_table table = doc_table_begin(doc, tr(lang, "What was adopted"), titles, 4);
    for (size_t i = 0; i < count; i++) {
        if (list[i].adopted_by == NULL)
            continue;
        const char *const cells[] = { list[i].agreed_title, document_body_label(lang, list[i].adopted_by),
                                      format_day(a, lang, list[i].adopted_on.v), list[i].decision };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

static void add_minutes(struct arena *a, const struct lang *lang, const struct document *list, size_t count,
                        struct doc *doc)
{
    const char *const titles[] = { tr(lang, "Minutes"), tr(lang, "Approved on") };
    struct doc_table table = doc_table_begin(doc, tr(lang, "Minutes that were approved"), titles, 2);
    for (size_t i = 0; i < count; i++) {
        if (list[i].sort != DOCUMENT_MINUTES)
            continue;
        const char *const cells[] = { list[i].agreed_title, list[i].approved_at.set
                                                                ? format_date(a, lang, list[i].approved_at.v)
                                                                : "" };
        doc_table_row(&table, cells);
    }
    doc_table_end(&table);
}

void document_chapter(struct db *db, struct arena *a, const struct lang *lang, const struct packs *packs,
                      const struct trajectory *t, struct doc *doc, int level)
{
    (void)packs; /* every chapter is asked in the same way */
    size_t count;
    const struct document_filter agreed = { .agreed = true };
    const struct document *list = documents(db, a, t, &agreed, &count);
    if (count == 0)
        return;
    doc_heading(doc, level, tr(lang, "Documents and decisions"), "documents");
    add_decisions(a, lang, list, count, doc);
    add_minutes(a, lang, list, count, doc);
    for (size_t i = count; i-- > 0;) {
        const struct document_version *v =
            list[i].sort == DOCUMENT_MINUTES ? NULL : document_agreed(db, a, &list[i]);
        if (v == NULL)
            continue;
        doc_heading(doc, level + 1, v->title, NULL);
        doc_note(doc, document_standing(a, lang, &list[i], v));
        doc_markdown(doc, v->content, level + 1);
    }
}
