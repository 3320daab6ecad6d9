/* The escaping writer that compiled pages call. The safe call is the short one; raw output takes a
 * string literal only. A page function gets `struct html *h` first; tools/pagec picks the escape. */
#ifndef HTML_HTML_H
#define HTML_HTML_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "i18n/lang.h"

struct html {
    struct buf *out;     /* sticky, capped */
    struct arena *arena; /* for formatted texts */
    const struct lang *lang;
    const char *csrf;               /* masked token for forms of this page; NULL on pages without forms */
    const struct html_terms *terms; /* glossary in the page's language, see html_prose; may be NULL */
    uint64_t *terms_seen;           /* html_prose's own: which terms the page has already linked */
};

enum { HTML_MAX_PAGE = 8 * 1024 * 1024 };

/* Trusted HTML, made only by html_markdown, by html_prose, and by http of what a page has written (rq_part). */
struct html_safe {
    const char *html;
};

/* Writes s escaped for text into any buffer. */
void html_escape(struct buf *out, const char *s);

void html_raw(struct html *h, const char *s, size_t n); /* by pagec, from literals only */
#define HTML_RAW(h, literal) html_raw((h), "" literal "", sizeof(literal) - 1)

void html_text_str(struct html *h, const char *s); /* NULL writes nothing */
void html_text_int(struct html *h, int64_t n);
void html_text_safe(struct html *h, struct html_safe s);
void html_attr_str(struct html *h, const char *s);
void html_attr_int(struct html *h, int64_t n);
/* A whole URL at the start of href, src, action, formaction: only /path, ?query, #fragment, https:, http:,
 * mailto: and tel: pass, anything else becomes "#refused": "//host" too, and what a browser would read as that
 * ("/\host", a tab inside). Relative paths are refused, so a number alone does not compile. */
void html_url_str(struct html *h, const char *s);
/* A part of a URL after literal text: percent-encoded, so that it stays one segment or one value. */
void html_urlpart_str(struct html *h, const char *s);
void html_urlpart_int(struct html *h, int64_t n);

#define HTML_INT_CASES(fn)                                                                                     \
    int : fn,                                                                                                  \
          unsigned : fn,                                                                                       \
                     long : fn,                                                                                \
                            unsigned long : fn,                                                                \
                                            long long : fn,                                                    \
                                                        unsigned long long : fn,                               \
                                                                             short : fn,                       \
                                                                                     unsigned short : fn
#define html_text(h, v)                                                                                        \
    _Generic((v), char *: html_text_str, const char *: html_text_str, struct html_safe: html_text_safe, \
             HTML_INT_CASES(html_text_int))((h), (v))
#define html_attr(h, v)                                                                                        \
    _Generic((v), char * : html_attr_str, const char * : html_attr_str, HTML_INT_CASES(html_attr_int))((h), (v))
#define html_url(h, v) _Generic((v), char * : html_url_str, const char * : html_url_str)((h), (v))
#define html_urlpart(h, v)                                                                                     \
    _Generic((v), char *: html_urlpart_str, const char *: html_urlpart_str, \
             HTML_INT_CASES(html_urlpart_int))((h), (v))

/* printf into the page's arena; the result is escaped by the hole it stands in. */
const char *html_printf(struct html *h, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The glossary of one language, made once when the packs are loaded and read by every page. */
struct html_term {
    const char *form; /* as it is written in running text: "maatschappelijk verantwoord" */
    const char *id;   /* of the entry; several forms may share one */
};
struct html_terms;

/* An index of the terms in the arena; it keeps pointing at their strings. Empty forms are left out. */
const struct html_terms *html_terms_make(struct arena *a, const struct html_term *terms, size_t count);

/* text escaped, with the first occurrence on this page of each term of h->terms linked to /begrippen#ID. Whole
 * words, longest form first, upper and lower case alike (ASCII and Latin-1). In the page's arena. */
struct html_safe html_prose(struct html *h, const char *text);

/* A text that people wrote in Markdown (lib/cmark.h), for inside an element of class "prose". Its headings stand below one
 * of `level` (1 to 5): "#" becomes level + 1. NULL writes nothing. In the page's arena. */
struct html_safe html_markdown(struct html *h, const char *text, int level);

/* For pages only (they use the local `h`). xgettext knows these names. */
#define _(msgid) tr(h->lang, (msgid))
#define C_(context, msgid) tr_c(h->lang, (context), (msgid))
#define n_(one, many, n) tr_n(h->lang, (one), (many), (n))
#define fmt(...) html_printf(h, __VA_ARGS__)
#define t_(text) text_in(h->lang, (text))

#endif
