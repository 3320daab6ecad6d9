/* Handlers that the library's route table names, by file, and what they share. */
#ifndef SLICE_LIBRARY_WEB_H
#define SLICE_LIBRARY_WEB_H

#include "http/http.h"
#include "slice/library/view.h"

/* browse_web.c */
handler_fn browse_home, browse_search, browse_indicators, browse_actions, browse_methods, browse_decks,
    browse_quiz, browse_practices, browse_resistances, browse_examples, browse_sessions;

/* entry_web.c */
handler_fn entry_theme, entry_statement, entry_indicator, entry_action, entry_method, entry_session, entry_deck,
    entry_practice, entry_resistance;

/* example_web.c */
handler_fn example_show, example_steps, example_documents, example_document, example_answers, example_themes,
    example_figures, example_plan, example_year, example_evaluation;

/* pack_web.c */
handler_fn pack_coverage_show, pack_compare_show, pack_book, pack_upload_show, pack_upload_prepare,
    pack_upload_run;
extern const struct form_spec pack_upload_spec;
enum { PACK_UPLOAD_CAP = 3 * 1024 * 1024 }; /* body: a file of 2 MB, sent again in base64 */

/* ---- shared: links_web.c ------------------------------------------------------------------------------- */

/* A layout below the library and up to two further pages (url NULL = none). */
struct layout *library_layout(struct rq *rq, const char *title, struct layout_link second,
                              struct layout_link third);

/* The part of a list that is asked for ("pagina"), of so many things; before the first is the first, behind the last the
 * last. Its links are for the page to make. */
enum { LIBRARY_PER_PAGE = 30 };
struct library_pager library_pages(struct rq *rq, size_t total);

/* Where an item is shown. */
const char *library_url(struct rq *rq, const struct library_item *item);
/* "Effort: small" */
const char *library_pair(struct rq *rq, const char *name, const char *value);

/* "15 minutes" */
const char *library_minutes(struct rq *rq, int64_t minutes);

/* What each kind is called: in an address, on screen as one and as many (msgids); its list and what it is for. */
struct library_kind_words {
    const char *code, *one, *many, *page, *about;
};
extern const struct library_kind_words library_kinds[LIBRARY_KINDS];

enum library_shows { SHOW_TITLE, SHOW_LINE, SHOW_KIND }; /* each with what stands before it */
struct library_link library_link_of(struct rq *rq, const struct library_item *item, enum library_shows shows);
struct library_links library_links_of(struct rq *rq, struct library_list list, enum library_shows shows);
/* The themes of an item, with the scan that each belongs to. */
struct library_links library_theme_links(struct rq *rq, const char *const *themes);

#endif
