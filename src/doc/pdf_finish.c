#include "doc/pdf_finish.h"

#include <qpdf/qpdf-c.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct work {
    qpdf_data q;
    const struct pdf_extras *extras;
    struct arena arena;
    qpdf_oh *pages;
};

/* ---- Objects ---- */

/* value is used up. */
static void put(struct work *w, qpdf_oh dictionary, const char *key, qpdf_oh value)
{
    qpdf_oh_replace_key(w->q, dictionary, key, value);
    qpdf_oh_release(w->q, value);
}

static void append(struct work *w, qpdf_oh array, qpdf_oh value)
{
    qpdf_oh_append_item(w->q, array, value);
    qpdf_oh_release(w->q, value);
}

/* What stands still is written as PDF has it: parse(w, "<< /Marked true >>"). */
static qpdf_oh parse(struct work *w, const char *text)
{
    return qpdf_oh_parse(w->q, text);
}

static void put_text(struct work *w, qpdf_oh dictionary, const char *key, const char *text)
{
    if (text != NULL)
        put(w, dictionary, key, qpdf_oh_new_unicode_string(w->q, text));
}

/* Another handle on the same object, for put and append to use up. */
static qpdf_oh again(struct work *w, qpdf_oh object)
{
    return qpdf_oh_new_object(w->q, object);
}

/* ---- The pages' own words ---- */

static const char mark_text[] = "/" PDF_MARK " << /MCID ", decoration_text[] = "/" PDF_DECORATION " << /MCID ";

/* Copies a page's drawing to out, with decoration marked as such. Marks stand on a line of their own; a text that reads
 * like one cannot, because cairo breaks it with a backslash. False when they are not those the pen counted. */
static bool copy_marks(const char *p, size_t n, const struct pdf_marks *marks, struct buf *out)
{
    size_t seen = 0, from = 0;
    for (size_t at = 0; at < n;) {
        const char *newline = memchr(p + at, '\n', n - at);
        size_t end = newline == NULL ? n : (size_t)(newline - p);
        bool whole = at == 0 || at < 2 || p[at - 2] != '\\';
        bool is_mark =
            whole && n - at > sizeof mark_text && memcmp(p + at, mark_text, sizeof mark_text - 1) == 0;
        bool is_decoration = whole && n - at > sizeof decoration_text &&
                             memcmp(p + at, decoration_text, sizeof decoration_text - 1) == 0;
        if (is_mark || is_decoration) {
            char expected[60];
            int length = snprintf(expected, sizeof expected, "%s%zu >> BDC",
                                  is_mark ? mark_text : decoration_text, seen);
            if ((size_t)length != end - at || memcmp(p + at, expected, (size_t)length) != 0 ||
                seen >= marks->count || (marks->tags[seen] == NULL) != is_decoration)
                return false;
            seen++;
            if (is_decoration) {
                buf_add(out, p + from, at - from);
                BUF_LIT(out, "/Artifact BMC");
                from = end;
            }
        }
        at = end + 1;
    }
    buf_add(out, p + from, n - from);
    return seen == marks->count;
}

static bool rewrite_page(struct work *w, size_t page)
{
    qpdf_oh contents = qpdf_oh_get_key(w->q, w->pages[page], "/Contents");
    unsigned char *p = NULL;
    size_t n = 0;
    QPDF_BOOL decoded = QPDF_FALSE;
    if (qpdf_oh_get_stream_data(w->q, contents, qpdf_dl_generalized, &decoded, &p, &n) != 0 || !decoded)
        return false;
    struct buf made;
    buf_init(&made, SIZE_MAX / 2);
    bool fine = copy_marks((const char *)p, n, &w->extras->pages[page], &made);
    free(p);
    if (fine) {
        qpdf_oh none = qpdf_oh_new_null(w->q);
        qpdf_oh_replace_stream_data(w->q, contents, (const unsigned char *)made.p, made.n, none, none);
        qpdf_oh_release(w->q, none);
    }
    buf_release(&made);
    qpdf_oh_release(w->q, contents);
    return fine;
}

/* ---- Links ---- */

static qpdf_oh place(struct work *w, size_t page, double y)
{
    qpdf_oh array = qpdf_oh_new_array(w->q);
    append(w, array, again(w, w->pages[page]));
    append(w, array, qpdf_oh_new_name(w->q, "/XYZ"));
    append(w, array, qpdf_oh_new_integer(w->q, 0));
    append(w, array, qpdf_oh_new_real_from_double(w->q, w->extras->page_height - y, 2));
    append(w, array, qpdf_oh_new_null(w->q));
    return array;
}

/* The annotation of link number i, added to its page. Its StructParent follows those of the pages. */
static qpdf_oh make_link(struct work *w, size_t i)
{
    const struct pdf_link *l = &w->extras->links[i];
    double bottom = w->extras->page_height - l->y - l->height;
    qpdf_oh d =
        parse(w, arena_printf(&w->arena,
                              "<< /Type /Annot /Subtype /Link /Border [0 0 0] /F 4 /Rect [%.2f %.2f %.2f "
                              "%.2f] /StructParent %zu >>",
                              l->x, bottom, l->x + l->width, bottom + l->height, w->extras->page_count + i));
    put_text(w, d, "/Contents", l->text);
    if (l->address != NULL) {
        qpdf_oh action = parse(w, "<< /S /URI >>");
        put(w, action, "/URI", qpdf_oh_new_string(w->q, l->address));
        put(w, d, "/A", action);
    } else {
        put(w, d, "/Dest", place(w, l->to_page, l->to_y));
    }
    qpdf_oh made = qpdf_make_indirect_object(w->q, d);
    qpdf_oh_release(w->q, d);
    if (!qpdf_oh_has_key(w->q, w->pages[l->page], "/Annots"))
        put(w, w->pages[l->page], "/Annots", qpdf_oh_new_array(w->q));
    qpdf_oh all = qpdf_oh_get_key(w->q, w->pages[l->page], "/Annots");
    append(w, all, again(w, made));
    qpdf_oh_release(w->q, all);
    return made;
}

/* ---- Structure ---- */

static void put_attributes(struct work *w, qpdf_oh d, const struct pdf_tag *tag)
{
    if (tag->scope != NULL)
        put(w, d, "/A", parse(w, arena_printf(&w->arena, "<< /O /Table /Scope /%s >>", tag->scope)));
    if (strcmp(tag->type, "L") == 0)
        put(w, d, "/A",
            parse(w, tag->numbered ? "<< /O /List /ListNumbering /Decimal >>"
                                   : "<< /O /List /ListNumbering /Disc >>"));
    if (tag->has_box)
        put(w, d, "/A",
            parse(w, arena_printf(&w->arena, "<< /O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f] >>",
                                  tag->box[0], tag->box[1], tag->box[2], tag->box[3])));
}

/* The page that a tag's stretches without a page of their own stand on: that of the first. */
static size_t own_page(const struct pdf_tag *tag)
{
    for (size_t i = 0; i < tag->count; i++)
        if (tag->kids[i].kind == PDF_KID_MARK)
            return tag->kids[i].page;
    return SIZE_MAX;
}

static qpdf_oh make_kid(struct work *w, const struct pdf_kid *kid, struct pdf_tag *tag);

static void make_tag(struct work *w, struct pdf_tag *tag, qpdf_oh parent)
{
    qpdf_oh d = parse(w, arena_printf(&w->arena, "<< /Type /StructElem /S /%s >>", tag->type));
    tag->object = qpdf_make_indirect_object(w->q, d);
    qpdf_oh_release(w->q, d);
    put(w, tag->object, "/P", again(w, parent));
    put_text(w, tag->object, "/Alt", tag->alternative);
    put_text(w, tag->object, "/ActualText", tag->actual);
    put_attributes(w, tag->object, tag);
    size_t page = own_page(tag);
    if (page != SIZE_MAX)
        put(w, tag->object, "/Pg", again(w, w->pages[page]));
    if (tag->count == 0)
        return;
    qpdf_oh kids = qpdf_oh_new_array(w->q);
    for (size_t i = 0; i < tag->count; i++)
        append(w, kids, make_kid(w, &tag->kids[i], tag));
    put(w, tag->object, "/K", kids);
}

static qpdf_oh make_kid(struct work *w, const struct pdf_kid *kid, struct pdf_tag *tag)
{
    if (kid->kind == PDF_KID_TAG) {
        make_tag(w, kid->tag, tag->object);
        return again(w, kid->tag->object);
    }
    if (kid->kind == PDF_KID_MARK && kid->page == own_page(tag))
        return qpdf_oh_new_integer(w->q, (long long)kid->mark);
    qpdf_oh d;
    if (kid->kind == PDF_KID_MARK) {
        d = parse(w, arena_printf(&w->arena, "<< /Type /MCR /MCID %zu >>", kid->mark));
        put(w, d, "/Pg", again(w, w->pages[kid->page]));
    } else {
        d = parse(w, "<< /Type /OBJR >>");
        put(w, d, "/Obj", make_link(w, kid->link));
        put(w, d, "/Pg", again(w, w->pages[w->extras->links[kid->link].page]));
    }
    return d;
}

/* From a stretch or a link back to its tag. */
static qpdf_oh make_parents(struct work *w)
{
    const struct pdf_extras *e = w->extras;
    qpdf_oh numbers = qpdf_oh_new_array(w->q);
    for (size_t page = 0; page < e->page_count; page++) {
        qpdf_oh tags = qpdf_oh_new_array(w->q);
        for (size_t i = 0; i < e->pages[page].count; i++) {
            const struct pdf_tag *tag = e->pages[page].tags[i];
            append(w, tags, tag == NULL ? qpdf_oh_new_null(w->q) : again(w, tag->object));
        }
        append(w, numbers, qpdf_oh_new_integer(w->q, (long long)page));
        append(w, numbers, qpdf_make_indirect_object(w->q, tags));
        qpdf_oh_release(w->q, tags);
    }
    for (size_t i = 0; i < e->link_count; i++) {
        append(w, numbers, qpdf_oh_new_integer(w->q, (long long)(e->page_count + i)));
        append(w, numbers, again(w, e->links[i].tag->object));
    }
    qpdf_oh d = qpdf_oh_new_dictionary(w->q);
    put(w, d, "/Nums", numbers);
    return d;
}

static void put_structure(struct work *w, qpdf_oh catalogue)
{
    const struct pdf_extras *e = w->extras;
    qpdf_oh d =
        parse(w, arena_printf(&w->arena,
                              "<< /Type /StructTreeRoot /RoleMap << /Title /P >> /ParentTreeNextKey %zu >>",
                              e->page_count + e->link_count));
    qpdf_oh top = qpdf_make_indirect_object(w->q, d);
    qpdf_oh_release(w->q, d);
    make_tag(w, e->root, top);
    put(w, top, "/K", again(w, e->root->object));
    put(w, top, "/ParentTree", make_parents(w));
    put(w, catalogue, "/StructTreeRoot", top);
}

/* ---- The document ---- */

static void add_xml(struct buf *b, const char *s)
{
    for (; *s != '\0'; s++) {
        if (*s == '&')
            BUF_LIT(b, "&amp;");
        else if (*s == '<')
            BUF_LIT(b, "&lt;");
        else if ((unsigned char)*s >= ' ')
            buf_char(b, *s);
    }
}

/* Title, author and language once more, in the form that checkers of accessibility read (XMP). */
static void put_metadata(struct work *w, qpdf_oh catalogue)
{
    const struct pdf_extras *e = w->extras;
    struct buf b;
    buf_init(&b, SIZE_MAX / 2);
    BUF_LIT(&b,
            "<?xpacket begin=\"\xEF\xBB\xBF\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n"
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
            "xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
            "xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">");
    add_xml(&b, e->title);
    BUF_LIT(&b, "</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>");
    add_xml(&b, e->author);
    BUF_LIT(&b, "</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>");
    add_xml(&b, e->lang);
    BUF_LIT(&b, "</rdf:li></rdf:Bag></dc:language></rdf:Description></rdf:RDF></x:xmpmeta>\n"
                "<?xpacket end=\"w\"?>\n");
    qpdf_oh stream = qpdf_oh_new_stream(w->q), none = qpdf_oh_new_null(w->q);
    qpdf_oh_replace_stream_data(w->q, stream, (const unsigned char *)b.p, b.n, none, none);
    buf_release(&b);
    qpdf_oh_release(w->q, none);
    qpdf_oh d = qpdf_oh_get_dict(w->q, stream);
    put(w, d, "/Type", qpdf_oh_new_name(w->q, "/Metadata"));
    put(w, d, "/Subtype", qpdf_oh_new_name(w->q, "/XML"));
    qpdf_oh_release(w->q, d);
    put(w, catalogue, "/Metadata", stream);
}

static bool change(struct work *w)
{
    const struct pdf_extras *e = w->extras;
    if ((size_t)qpdf_get_num_pages(w->q) != e->page_count)
        return false;
    w->pages = NEW_ARRAY(&w->arena, qpdf_oh, e->page_count);
    for (size_t i = 0; i < e->page_count; i++) {
        w->pages[i] = qpdf_get_page_n(w->q, i);
        if (!rewrite_page(w, i))
            return false;
        qpdf_oh_remove_key(w->q, w->pages[i], "/Annots");
        put(w, w->pages[i], "/StructParents", qpdf_oh_new_integer(w->q, (long long)i));
        put(w, w->pages[i], "/Tabs", qpdf_oh_new_name(w->q, "/S"));
    }
    qpdf_oh catalogue = qpdf_get_root(w->q);
    put_structure(w, catalogue);
    put_metadata(w, catalogue);
    put(w, catalogue, "/MarkInfo", parse(w, "<< /Marked true >>"));
    put(w, catalogue, "/ViewerPreferences", parse(w, "<< /DisplayDocTitle true >>"));
    put_text(w, catalogue, "/Lang", e->lang);
    qpdf_oh_release(w->q, catalogue);
    return !qpdf_has_error(w->q) && !qpdf_more_warnings(w->q);
}

static enum status write_out(struct work *w, struct buf *out)
{
    if (qpdf_init_write_memory(w->q) != 0)
        return FAILED;
    qpdf_set_deterministic_ID(w->q, QPDF_TRUE);
    qpdf_set_object_stream_mode(w->q, qpdf_o_generate);
    qpdf_set_minimum_pdf_version(w->q, "1.7");
    if ((qpdf_write(w->q) & QPDF_ERRORS) != 0)
        return FAILED;
    buf_add(out, qpdf_get_buffer(w->q), qpdf_get_buffer_length(w->q));
    return buf_ok(out) ? OK : TOO_LARGE;
}

static qpdf_data open_file(struct bytes file, bool *fine)
{
    qpdf_data q = qpdf_init();
    qpdf_silence_errors(q);
    qpdf_set_suppress_warnings(q, QPDF_TRUE);
    qpdf_set_attempt_recovery(q, QPDF_FALSE);
    *fine = qpdf_read_memory(q, "a document", file.p, file.n, NULL) == 0;
    return q;
}

enum status pdf_finish(const struct pdf_extras *extras, struct bytes drawn, struct buf *out)
{
    bool fine;
    struct work w = { .q = open_file(drawn, &fine), .extras = extras };
    arena_init(&w.arena);
    enum status st = fine && change(&w) ? write_out(&w, out) : FAILED;
    arena_release(&w.arena);
    qpdf_cleanup(&w.q);
    return st;
}

bool pdf_is_sound(struct bytes file)
{
    bool fine;
    qpdf_data q = open_file(file, &fine);
    fine = fine && qpdf_check_pdf(q) == 0;
    qpdf_cleanup(&q);
    return fine;
}
