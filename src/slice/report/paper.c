/* A report as a document: its sections in their order with what people wrote beside them, and its front. */
#include <string.h>

#include "base/clock.h"
#include "doc/store.h"
#include "lib/sodium.h"
#include "slice/report/rules.h"

enum { STORE_CAP = 16 * 1024 * 1024 };

/* ---- one section --------------------------------------------------------------------------------------- */

static const struct report_topic *topic_of(const char *key)
{
    for (size_t i = 0; i < report_topic_count; i++)
        if (strcmp(report_topics[i].key, key) == 0)
            return &report_topics[i];
    return NULL;
}

/* What the section holds without its own texts; its heading first, or nothing. */
static void fill(struct report_writer *w, const struct report_section *s, int level)
{
    const struct report_topic *topic = topic_of(s->key);
    const struct trajectory_step *step = report_section_step(w, s->key);
    size_t from = w->doc->count;
    if (topic != NULL && topic->fill != NULL)
        topic->fill(w, level);
    bool headed = w->doc->count > from;
    if (!headed)
        doc_heading(w->doc, level, "", NULL);
    if (step != NULL)
        report_put_documents(w, step, level + 1);
    if (!headed && w->doc->count == from + 1)
        w->doc->count = from; /* a heading above nothing */
}

/* Blocks of an own text, behind place `at`. */
static void insert_text(struct doc *d, size_t at, const char *text, int level)
{
    size_t behind = d->count - at;
    struct doc_block *rest = NEW_ARRAY(d->arena, struct doc_block, behind);
    if (behind > 0)
        memcpy(rest, d->blocks + at, behind * sizeof *rest);
    d->count = at;
    doc_markdown(d, text, level);
    for (size_t i = 0; i < behind; i++)
        *(struct doc_block *)ARENA_PUSH(d->arena, &d->blocks, &d->count, &d->capacity) = rest[i];
}

static void put_section(struct report_writer *w, const struct report_section *s)
{
    enum { LEVEL = 1 };
    size_t at = w->doc->count;
    fill(w, s, LEVEL);
    if (w->doc->count == at && s->lead[0] == '\0' && s->tail[0] == '\0')
        return;
    if (w->doc->count == at)
        doc_heading(w->doc, LEVEL, "", NULL);
    w->doc->blocks[at].line = doc_plain(w->doc->arena, s->title);
    w->doc->blocks[at].id = s->key;
    if (s->lead[0] != '\0')
        insert_text(w->doc, at + 1, s->lead, LEVEL);
    if (s->tail[0] != '\0')
        doc_markdown(w->doc, s->tail, LEVEL);
}

const struct report_gaps *report_gaps(const struct report_source *from, const struct report *r,
                                      const struct report_section *sections, size_t count,
                                      const struct lang *lang)
{
    struct report_writer w = report_writer_of(from, r, lang);
    struct report_gaps *all = NEW_ARRAY(from->arena, struct report_gaps, count);
    for (size_t i = 0; i < count; i++) {
        const struct report_section *s = &sections[i];
        const struct report_topic *topic = topic_of(s->key);
        const struct trajectory_step *step = report_section_step(&w, s->key);
        struct report_gap_list gaps = { 0 };
        if (s->own && s->lead[0] == '\0')
            report_gap(&w, &gaps, tr(lang, "There is no text yet."));
        if (topic != NULL && topic->gaps != NULL)
            topic->gaps(&w, &gaps);
        if (step != NULL)
            report_document_gaps(&w, step, &gaps);
        all[i] = (struct report_gaps){ gaps.v, gaps.count };
    }
    return all;
}

/* ---- the whole ------------------------------------------------------------------------------------------- */

static struct doc *front(const struct report_source *from, const struct report *r)
{
    struct arena *a = from->arena;
    const struct organisation *o = organisation_get(from->db, a, r->organisation);
    struct doc *d = doc_new(a, r->title, r->lang->html);
    d->subtitle = r->subtitle;
    d->author = o == NULL ? "" : o->name;
    d->date = format_date(a, r->lang, from->today * REPORT_DAY_MS + REPORT_DAY_MS / 2);
    d->state = report_standing(a, r->lang, r);
    d->created_ms = from->today * REPORT_DAY_MS;
    d->logo = report_logo(from->db, a, r);
    d->logo_alternative = d->logo.p == NULL ? "" : arena_printf(a, tr(r->lang, "Logo of %s"), d->author);
    if (r->form == REPORT_FINAL) {
        d->page_of = tr(r->lang, "Page %d of %d");
        d->contents_title = r->contents ? tr(r->lang, "Contents") : NULL;
        d->cover = r->cover;
    }
    return d;
}

static struct doc *written(const struct report_source *from, const struct report *r)
{
    struct report_writer w = report_writer_of(from, r, r->lang);
    w.sections = report_sections(from, r, &w.section_count);
    w.doc = front(from, r);
    if (r->form != REPORT_FINAL)
        doc_markdown(w.doc, r->content, 1);
    for (size_t i = 0; r->form == REPORT_FINAL && i < w.section_count; i++)
        if (w.sections[i].shown)
            put_section(&w, &w.sections[i]);
    return w.doc;
}

struct doc *report_doc(const struct report_source *from, const struct report *r)
{
    return r->state == REPORT_ADOPTED ? report_kept_page(from, r) : written(from, r);
}

struct bytes report_doc_bytes(struct arena *a, const struct doc *d)
{
    struct buf out;
    buf_init(&out, STORE_CAP);
    doc_store_write(d, &out);
    struct bytes b = { buf_ok(&out) ? buf_to_arena(&out, a) : NULL, out.n };
    buf_release(&out);
    return b;
}

/* How it stands and the day are no content: they change by themselves, or by the adoption. */
const char *report_doc_hash(struct arena *a, const struct doc *d)
{
    struct doc content = *d;
    content.state = content.date = "";
    content.created_ms = 0;
    const char *logo_hash = d->logo.p == NULL ? "" : crypto_digest_hex(a, d->logo);
    content.logo_alternative = arena_printf(a, "%s%s", d->logo_alternative, logo_hash);
    struct bytes b = report_doc_bytes(a, &content);
    return b.p == NULL ? "" : crypto_digest_hex(a, b);
}

bool report_logo_prints(struct arena *a, struct bytes logo)
{
    struct doc *d = doc_new(a, "Logo", "en");
    struct bytes pdf;
    d->logo = logo;
    return report_write_file(a, d, REPORT_PDF, &pdf).status != INVALID;
}
