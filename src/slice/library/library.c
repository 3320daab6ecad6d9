#include "slice/library/library.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/utf8.h"

/* ---- Glossary ---------------------------------------------------------------------------------------- */

const struct html_terms *library_terms(struct arena *a, const struct packs *packs, const struct lang *lang)
{
    const struct pack_glossary *g = packs_glossary(packs);
    struct html_term *terms = NULL;
    size_t count = 0, capacity = 0;
    for (int i = 0; i < g->count; i++)
        for (const char *const *form = g->words[i].forms[lang->id]; form != NULL && *form != NULL; form++)
            *(struct html_term *)ARENA_PUSH(a, &terms, &count, &capacity) =
                (struct html_term){ .form = *form, .id = g->words[i].id };
    return html_terms_make(a, terms, count);
}

struct keyed {
    const char *key;
    const struct pack_word *word;
};

static int by_key(const void *x, const void *y)
{
    return strcmp(((const struct keyed *)x)->key, ((const struct keyed *)y)->key);
}

const struct pack_word *const *library_words(struct arena *a, const struct pack_glossary *g,
                                             const struct lang *lang)
{
    size_t count = (size_t)g->count;
    struct keyed *sorted = NEW_ARRAY(a, struct keyed, count);
    for (size_t i = 0; i < count; i++)
        sorted[i] = (struct keyed){ utf8_fold(a, text_in(lang, &g->words[i].term)), &g->words[i] };
    if (count > 1)
        qsort(sorted, count, sizeof *sorted, by_key);
    const struct pack_word **out = NEW_ARRAY(a, const struct pack_word *, count);
    for (size_t i = 0; i < count; i++)
        out[i] = sorted[i].word;
    return out;
}

const struct pack_word *library_word(const struct pack_glossary *g, const char *id)
{
    for (int i = 0; i < g->count; i++)
        if (strcmp(g->words[i].id, id) == 0)
            return &g->words[i];
    return NULL;
}

/* ---- Packs ------------------------------------------------------------------------------------------- */

const struct pack *const *library_packs(struct arena *a, const struct packs *packs, size_t *count)
{
    const struct pack **out = NEW_ARRAY(a, const struct pack *, packs->count);
    *count = 0;
    for (size_t i = 0; i < packs->count; i++) {
        const struct pack *p = packs->v[i];
        bool newest = i + 1 == packs->count || strcmp(packs->v[i + 1]->id, p->id) != 0;
        if (newest && p->kind != PACK_DEMO)
            out[(*count)++] = p;
    }
    return out;
}

bool library_review_is_due(struct arena *a, const struct pack *p, int64_t now_ms)
{
    return p->review_by != NULL &&
           strcmp(p->review_by, clock_local_date(a, now_ms)) < 0; /* ISO sorts as text */
}

/* ---- Conditions -------------------------------------------------------------------------------------- */

static const char *add_term(struct arena *a, const char *list, const char *between,
                            const struct pack_scan *scan, const struct pack_term *t, const struct lang *lang)
{
    const struct pack_question *q = &scan->questions[t->question];
    return arena_printf(a, "%s%s“%s” %s", list, list[0] == '\0' ? "" : between, text_in(lang, &q->label),
                        text_in(lang, &q->options[t->option].label));
}

const char *library_condition(struct arena *a, const struct pack_scan *scan, const struct pack_condition *c,
                              const struct lang *lang)
{
    const char *all = "", *any = "";
    for (int i = 0; i < c->all_count; i++)
        all = add_term(a, all, "; ", scan, &c->all[i], lang);
    for (int i = 0; i < c->any_count; i++)
        any = add_term(a, any, arena_printf(a, " %s ", tr_c(lang, "between two conditions", "or")), scan,
                       &c->any[i], lang);
    return arena_printf(a, "%s%s%s", all, all[0] != '\0' && any[0] != '\0' ? "; " : "", any);
}
