/* Everything that the newest packs hold, as one list that people search and follow: a statement leads to its theme,
 * the theme to levels, indicators, actions and practices, and all of these lead back. Made once per process. */
#ifndef SLICE_LIBRARY_FIND_H
#define SLICE_LIBRARY_FIND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "slice/library/library.h"

/* In the order in which results stand. */
enum library_kind {
    LIBRARY_THEME,
    LIBRARY_STATEMENT,
    LIBRARY_LEVELS,
    LIBRARY_INDICATOR,
    LIBRARY_ACTION,
    LIBRARY_PRACTICE,
    LIBRARY_RESISTANCE,
    LIBRARY_METHOD,
    LIBRARY_SESSION, /* a session to lead as it stands */
    LIBRARY_CARD,
    LIBRARY_QUIZ,
    LIBRARY_EXAMPLE, /* an organisation, and each step, document, goal … of it */
    LIBRARY_WORD,
    LIBRARY_REFERENCE,
    LIBRARY_KINDS
};

struct library_item {
    enum library_kind kind;
    const char *id;
    const struct pack *pack;
    union { /* by kind */
        const struct pack_statement *statement;
        const struct pack_theme *theme;
        const struct pack_word *word;
        const struct pack_reference *reference;
        const struct pack_entry *entry; /* all others */
    };
    const struct pack_entry *deck; /* of a card */
    const struct pack_list *list;  /* of an example: where the entry stands; NULL otherwise */
    struct text title, line;       /* line: what says most about it in a sentence or two */
    const char *const *themes;     /* ids, NULL-terminated, never NULL */
    uint32_t goals;                /* of the SDGs: bit 16 = goal 16 */
};

/* The list, in the arena, which must live as long as the process. What a search in a language needs is added when
 * somebody first searches in it (some 20 ms, once); any thread may be that somebody. */
struct library_index *library_index_new(struct arena *a, const struct packs *packs);

const struct packs *library_index_packs(const struct library_index *x);

/* All items of a kind, in pack order. */
const struct library_item *library_items(const struct library_index *x, enum library_kind kind, size_t *count);
/* NULL when there is none. An id that several packs have (a card, a step) gives the first. */
const struct library_item *library_item(const struct library_index *x, enum library_kind kind, const char *id);

/* ---- searching ------------------------------------------------------------------------------------------ */

struct library_query {
    const char *words; /* that must all stand in it, any case, any accents; NULL or "" = everything */
    const char *theme; /* id of a theme; NULL or "" = all */
    const char *goal;  /* of the SDGs: "16"; NULL or "" = all */
    const char *term;  /* id of a word of the glossary: only what holds one of its forms; NULL or "" = all */
    int kind;          /* enum library_kind; -1 = all */
    size_t from, most; /* the part that is wanted: from that result, at most so many */
};
struct library_hits {
    const struct library_item *const *v; /* the part, items with all words in their title first */
    size_t count, total;                 /* of the part, of all results */
    size_t of_kind[LIBRARY_KINDS];       /* results when every kind is allowed */
    size_t all;                          /* their sum */
};
/* In the arena. */
void library_search(struct arena *a, struct library_index *x, const struct lang *lang,
                    const struct library_query *q, struct library_hits *out);

/* Whether each statement of a scan matches, by index in it; *found is how many do. words and goal as in a query; a goal
 * is only its number, "16". In the arena. */
const bool *library_find(struct arena *a, struct library_index *x, const struct pack_scan *scan,
                         const char *words, const char *goal, const struct lang *lang, size_t *found);

/* How many items of a kind hold one of the forms of a word of the newest glossary. */
size_t library_word_count(struct library_index *x, const struct lang *lang, const struct pack_word *w,
                          enum library_kind kind);

/* ---- the golden thread ---------------------------------------------------------------------------------- */

struct library_list {
    const struct library_item *const *v;
    size_t count;
};
/* Items of a kind that name an id in a field ("themes", "statements", "indicators", "practices"), in pack order. */
struct library_list library_naming(struct arena *a, const struct library_index *x, enum library_kind kind,
                                   const char *field, const char *id);
/* Statements, levels, indicators, actions or practices of a theme. */
struct library_list library_of_theme(struct arena *a, const struct library_index *x, enum library_kind kind,
                                     const char *theme);
/* Those of a list that stand in no other, in order. */
struct library_list library_without(struct arena *a, struct library_list all, struct library_list others);
/* The same list with the quick wins in front. */
struct library_list library_quick_first(struct arena *a, struct library_list actions);

/* An entry of an example: its answer to a statement, its series of an indicator, its action. */
struct library_lived {
    const struct pack *example;
    const struct pack_entry *entry;
};
/* Entries of the list of that name, of all examples, with this id, or with this id in the field. In the arena. */
const struct library_lived *library_lived(struct arena *a, const struct library_index *x, const char *list,
                                          const char *field, const char *id, size_t *count);

/* The entries of the list of that name of all packs of a kind, each id once: the aims of methods, the steps of practices,
 * the decks of cards. In the arena. */
const struct pack_entry *const *library_entries(struct arena *a, const struct library_index *x,
                                                enum pack_kind kind, const char *list, size_t *count);

/* All codes of a framework ("iso", "sdg") in the statements of a theme, each once, NULL-terminated. */
const char *const *library_theme_codes(struct arena *a, const struct library_item *theme,
                                       const char *framework);

/* ---- in words ------------------------------------------------------------------------------------------- */

/* "1 november 2027"; NULL for no date. */
const char *library_date(struct arena *a, const struct lang *lang, const char *iso);
/* At most so many characters of a text, cut at a word, with "…" when it was cut. In the arena or the text itself. */
const char *library_short(struct arena *a, const char *text, size_t characters);
/* The formula of an indicator with its inputs by name: “Bought power” ÷ “Area”. */
const char *library_formula(struct arena *a, const struct pack_entry *indicator, const struct lang *lang);
/* "kwh/m2" as people write it: kWh/m²; "" for a bare number. pack: the one that has the units. */
const char *library_unit(struct arena *a, const struct pack *pack, const char *unit);
/* The unit of an indicator, in words when it has them. */
const char *library_unit_of(struct arena *a, const struct library_item *indicator, const struct lang *lang);
/* Cents as € 18.500 or € 18.500,50, which no line end parts. */
const char *library_money(struct arena *a, const struct lang *lang, int64_t cents);
/* Values of a series as parts of the largest: thousandths for a bar, 0 for what is not above zero. */
int64_t library_share(const struct pack_entry *series, const char *value);

#endif
