/* What cairo 1.16 leaves out of a PDF, put in with libqpdf: structure with alternative texts and scopes, links,
 * decoration marked as such, language, and how a viewer opens it. */
#ifndef DOC_PDF_FINISH_H
#define DOC_PDF_FINISH_H

#include "base/buf.h"
#include "base/status.h"
#include "doc/pdf_tag.h"

struct pdf_extras {
    const char *lang, *title, *author;
    struct pdf_tag *root;
    const struct pdf_marks *pages;
    size_t page_count;
    const struct pdf_link *links;
    size_t link_count;
    double page_height;
};

/* Cairo knows two names for a stretch of a page that the pen uses: text is marked PDF_MARK, decoration PDF_DECORATION. */
#define PDF_MARK "Span"
#define PDF_DECORATION "Private"

/* Appends the finished file to out. drawn is cairo's. FAILED: drawn does not hold the marks that extras tells of (a bug,
 * or another cairo). TOO_LARGE over out's cap. */
enum status pdf_finish(const struct pdf_extras *extras, struct bytes drawn, struct buf *out) MUST_USE;

/* Whether libqpdf reads the file without error or warning: for tests. */
bool pdf_is_sound(struct bytes file);

#endif
