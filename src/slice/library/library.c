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

/* ---- Looking for statements -------------------------------------------------------------------------- */

static bool has_goal(const struct pack_statement *s, const char *goal)
{
    size_t n = strlen(goal);
    for (const char *const *code = s->sdg; *code != NULL; code++)
        if (strncmp(*code, goal, n) == 0 && ((*code)[n] == '\0' || (*code)[n] == '.'))
            return true;
    return false;
}

/* Everything a reader sees of a statement, folded. */
static const char *all_text(struct arena *a, const struct pack_scan *scan, const struct pack_statement *s,
                            const struct lang *lang)
{
    return utf8_fold(a, arena_printf(a, "%s\n%s\n%s\n%s\n%s\n%s\n%s", text_in(lang, &s->label),
                                     text_in(lang, &s->why), text_in(lang, &s->yes_when),
                                     text_in(lang, &s->small), text_in(lang, &s->evidence),
                                     text_in(lang, &scan->themes[s->theme].title), s->id));
}

static bool has_words(const char *text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strstr(text, words[i]) == NULL)
            return false;
    return true;
}

const bool *library_find(struct arena *a, const struct pack_scan *scan, const struct library_search *s,
                         const struct lang *lang, size_t *found)
{
    enum { MAX_WORDS = 8 };
    const char *words[MAX_WORDS];
    size_t count = 0;
    char *rest = s->words == NULL ? NULL : utf8_fold(a, s->words), *state = NULL;
    for (char *w = rest == NULL ? NULL : strtok_r(rest, " \t\n", &state); w != NULL && count < MAX_WORDS;
         w = strtok_r(NULL, " \t\n", &state))
        words[count++] = w;

    bool *match = NEW_ARRAY(a, bool, (size_t)scan->statement_count);
    *found = 0;
    for (int i = 0; i < scan->statement_count; i++) {
        const struct pack_statement *st = &scan->statements[i];
        match[i] = (s->sdg == NULL || s->sdg[0] == '\0' || has_goal(st, s->sdg)) &&
                   (count == 0 || has_words(all_text(a, scan, st, lang), words, count));
        *found += match[i];
    }
    return match;
}

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
