/* The library: installed packs as people read them, the glossary, the crosswalk. What it keeps is the packs themselves
 * (pack_store.h); a process reads them when it starts. */
#ifndef SLICE_LIBRARY_LIBRARY_H
#define SLICE_LIBRARY_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "html/html.h"
#include "i18n/lang.h"
#include "pack/pack.h"

/* The glossary of a language for html_prose: every form of every word. In the arena; it keeps pointing at the
 * packs. Costs some 20 microseconds: a page may make it, a process may keep one per language. */
const struct html_terms *library_terms(struct arena *a, const struct packs *packs, const struct lang *lang);

/* The words of the glossary by their term in this language, accents and case left aside. */
const struct pack_word *const *library_words(struct arena *a, const struct pack_glossary *g,
                                             const struct lang *lang);

/* A word by id; NULL when there is none. */
const struct pack_word *library_word(const struct pack_glossary *g, const char *id);

/* Newest version of every pack that people read (no demo), in order of id. */
const struct pack *const *library_packs(struct arena *a, const struct packs *packs, size_t *count);

/* Whether its day of review has passed on the day of now_ms. */
bool library_review_is_due(struct arena *a, const struct pack *p, int64_t now_ms);

/* A condition in the words of its questions: “What land?” Own land; “Which work?” Works or “…” …. In the arena. */
const char *library_condition(struct arena *a, const struct pack_scan *scan, const struct pack_condition *c,
                              const struct lang *lang);

extern const struct slice slice_library;

#endif
