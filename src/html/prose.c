/* The glossary in running text. */
#include <stdlib.h>

#include "base/utf8.h"
#include "html/html.h"

struct entry {
    const char *form;
    size_t n;
    const char *id;
    size_t bit;           /* shared by the forms of one id */
    unsigned char second; /* byte, folded; 0 = the form has one byte */
};

struct html_terms {
    struct entry *entries; /* by first byte, folded; then longest first */
    size_t count;
    size_t ids;
    size_t from[257]; /* entries that begin with byte b: from[b] up to from[b + 1] */
};

/* Lower case, byte by byte: in UTF-8 the capitals of Latin-1 are C3 80 to C3 9E, 20 below the small ones. */
static unsigned char fold(unsigned char before, unsigned char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned char)(c + 0x20);
    if (before == 0xC3 && c >= 0x80 && c <= 0x9E && c != 0x97)
        return (unsigned char)(c + 0x20);
    return c == '\n' || c == '\t' ? ' ' : c;
}

static bool same(const char *a, const char *b, size_t n)
{
    unsigned char before = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned char x = (unsigned char)a[i], y = (unsigned char)b[i];
        if (x == '\0' || fold(before, x) != fold(before, y))
            return false;
        before = x;
    }
    return true;
}

static int compare(const void *left, const void *right)
{
    const struct entry *a = left, *b = right;
    int x = fold(0, (unsigned char)a->form[0]), y = fold(0, (unsigned char)b->form[0]);
    if (x != y)
        return x - y;
    if (a->n != b->n)
        return a->n > b->n ? -1 : 1;
    return strcmp(a->form, b->form);
}

const struct html_terms *html_terms_make(struct arena *a, const struct html_term *terms, size_t count)
{
    struct html_terms *t = NEW(a, struct html_terms);
    t->entries = NEW_ARRAY(a, struct entry, count);
    for (size_t i = 0; i < count; i++) {
        if (terms[i].form == NULL || terms[i].form[0] == '\0')
            continue;
        size_t bit = t->ids;
        for (size_t j = 0; j < t->count && bit == t->ids; j++)
            if (strcmp(t->entries[j].id, terms[i].id) == 0)
                bit = t->entries[j].bit;
        t->ids += bit == t->ids;
        const unsigned char *f = (const unsigned char *)terms[i].form;
        t->entries[t->count++] =
            (struct entry){ terms[i].form, strlen(terms[i].form), terms[i].id, bit, fold(f[0], f[1]) };
    }
    qsort(t->entries, t->count, sizeof t->entries[0], compare);
    size_t at = 0;
    for (int byte = 0; byte < 256; byte++) {
        t->from[byte] = at;
        while (at < t->count && fold(0, (unsigned char)t->entries[at].form[0]) == byte)
            at++;
    }
    t->from[256] = at;
    return t;
}

/* Part of a word: letters, digits, and every other script's letters; not punctuation or typographic marks. */
static bool in_word(uint32_t cp)
{
    if (cp < 0x80)
        return (cp >= '0' && cp <= '9') || (cp >= 'A' && cp <= 'Z') || (cp >= 'a' && cp <= 'z') || cp == '_';
    return cp >= 0xC0 && cp != 0xD7 && cp != 0xF7 && !(cp >= 0x2000 && cp <= 0x206F) && cp != UINT32_MAX;
}

static const struct entry *entry_at(const struct html_terms *t, const uint64_t *seen, const char *s,
                                    size_t left)
{
    unsigned char first = fold(0, (unsigned char)*s),
                  second = left > 1 ? fold((unsigned char)*s, (unsigned char)s[1]) : 0;
    for (size_t i = t->from[first]; i < t->from[first + 1]; i++) {
        const struct entry *e = &t->entries[i];
        if (e->second != second && e->second != 0)
            continue; /* most end here: a text has many words and the glossary many terms */
        if (e->n > left || (seen[e->bit / 64] >> e->bit % 64 & 1) != 0 || !same(s, e->form, e->n))
            continue;
        size_t len;
        if (e->n == left || !in_word(utf8_decode(s + e->n, left - e->n, &len)))
            return e;
    }
    return NULL;
}

static void escape_run(struct buf *out, struct arena *a, const char *s, size_t n)
{
    if (n > 0)
        html_escape(out, arena_strndup(a, s, n));
}

struct html_safe html_prose(struct html *h, const char *text)
{
    if (text == NULL)
        return (struct html_safe){ NULL };
    struct buf out;
    buf_init(&out, HTML_MAX_PAGE);
    const struct html_terms *t = h->terms;
    size_t n = strlen(text), done = 0;
    if (t != NULL && h->terms_seen == NULL)
        h->terms_seen = NEW_ARRAY(h->arena, uint64_t, t->ids / 64 + 1);
    bool word = false; /* the character before is part of a word */
    for (size_t at = 0, len; t != NULL && at < n; at += len) {
        const struct entry *e = word ? NULL : entry_at(t, h->terms_seen, text + at, n - at);
        if (e != NULL) {
            escape_run(&out, h->arena, text + done, at - done);
            h->terms_seen[e->bit / 64] |= (uint64_t)1 << e->bit % 64;
            struct html link = { .out = &out, .arena = h->arena };
            HTML_RAW(&link, "<a class=\"term\" href=\"/begrippen#");
            html_urlpart_str(&link, e->id);
            HTML_RAW(&link, "\">");
            escape_run(&out, h->arena, text + at, e->n);
            HTML_RAW(&link, "</a>");
            len = e->n;
            done = at + len;
            word = true; /* what follows is not part of a word, else it had not matched */
            continue;
        }
        word = in_word(utf8_decode(text + at, n - at, &len));
    }
    html_escape(&out, text + done);
    h->out->over = h->out->over || !buf_ok(&out);
    struct html_safe safe = { buf_to_arena(&out, h->arena) };
    buf_release(&out);
    return safe;
}
