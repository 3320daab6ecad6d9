#include "slice/library/find.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* What a search in one language reads of an item. */
struct searchable {
    const char *text;      /* folded: the title, a line end, the rest */
    size_t title;          /* bytes of the title */
    const uint16_t *words; /* of the glossary, by place in it, in order; ends with NO_WORD */
};
enum { NO_WORD = UINT16_MAX };

struct in_language {
    struct searchable *v;       /* by place of the item */
    int (*used)[LIBRARY_KINDS]; /* by place of the word in the glossary */
};

struct library_index {
    const struct packs *packs;
    struct library_item *items; /* by kind */
    size_t count;
    size_t first[LIBRARY_KINDS + 1];
    const struct pack_glossary *glossary;
    /* What is made at the first search, and where it is kept. */
    pthread_mutex_t lock;
    struct arena lazy;
    _Atomic(struct in_language *) in[LANG_COUNT];
};

/* ---- gathering ------------------------------------------------------------------------------------------ */

struct gather {
    struct arena *a;
    const struct packs *packs;
    struct library_item *items;
    size_t count, capacity;
};

static struct library_item *add(struct gather *g, enum library_kind kind, const struct pack *pack,
                                const char *id)
{
    static const char *const none[] = { NULL };
    struct library_item *item = ARENA_PUSH(g->a, &g->items, &g->count, &g->capacity);
    *item = (struct library_item){ .kind = kind, .pack = pack, .id = id, .themes = none };
    return item;
}

/* A list of one id. */
static const char *const *just(struct arena *a, const char *id)
{
    const char **list = NEW_ARRAY(a, const char *, 2);
    list[0] = id;
    return list;
}

static uint32_t goals_of(const char *const *sdg)
{
    uint32_t goals = 0;
    for (; *sdg != NULL; sdg++) {
        long goal = strtol(*sdg, NULL, 10); /* of "16.7": 16 */
        if (goal > 0 && goal < 32)
            goals |= UINT32_C(1) << goal;
    }
    return goals;
}

static const struct pack_scan *base_of(const struct packs *packs, const struct pack *p)
{
    return p->base == NULL ? NULL : pack_scan_find(packs, p->base, 0);
}

static void add_scan(struct gather *g, const struct pack *p)
{
    const struct pack_scan *scan = p->scan, *base = base_of(g->packs, p);
    for (int i = 0; i < scan->theme_count; i++) {
        const struct pack_theme *t = &scan->themes[i];
        if (base != NULL && pack_theme_find(base, t->id) >= 0)
            continue;
        struct library_item *item = add(g, LIBRARY_THEME, p, t->id);
        item->theme = t;
        item->title = t->title;
        item->line = t->about;
        item->themes = just(g->a, t->id);
        for (int s = t->first; s < t->first + t->count; s++)
            item->goals |= goals_of(scan->statements[s].sdg);
    }
    for (int i = 0; i < scan->statement_count; i++) {
        const struct pack_statement *s = &scan->statements[i];
        if (base != NULL && pack_statement_find(base, s->id) >= 0)
            continue;
        struct library_item *item = add(g, LIBRARY_STATEMENT, p, s->id);
        item->statement = s;
        item->title = s->label;
        item->line = s->why;
        item->themes = just(g->a, scan->themes[s->theme].id);
        item->goals = goals_of(s->sdg);
    }
}

static bool has_field(const struct pack_entry *e, const char *name)
{
    for (int i = 0; i < e->shape->count; i++)
        if (strcmp(e->shape->fields[i].name, name) == 0)
            return true;
    return false;
}

static struct library_item *add_entry(struct gather *g, enum library_kind kind, const struct pack *p,
                                      const struct pack_entry *e, const char *title, const char *line)
{
    struct library_item *item = add(g, kind, p, e->id);
    item->entry = e;
    if (title != NULL)
        item->title = *pack_text(e, title);
    if (line != NULL)
        item->line = *pack_text(e, line);
    if (has_field(e, "themes"))
        item->themes = pack_ids(e, "themes");
    if (has_field(e, "sdg"))
        item->goals = goals_of(pack_ids(e, "sdg"));
    return item;
}

static void add_list(struct gather *g, enum library_kind kind, const struct pack *p, const char *name,
                     const char *title, const char *line)
{
    const struct pack_list *list = pack_list(p->lists, name);
    for (int i = 0; i < list->count; i++)
        add_entry(g, kind, p, &list->v[i], title, line);
}

static bool is_theme(const struct packs *packs, const char *id)
{
    for (size_t i = 0; i < packs->count; i++)
        if (packs->v[i]->kind == PACK_SCAN && pack_find(packs, packs->v[i]->id, 0) == packs->v[i] &&
            pack_theme_find(packs->v[i]->scan, id) >= 0)
            return true;
    return false;
}

/* Levels are read on the page of their theme: those of one that only an older scan has lead nowhere. */
static void add_levels(struct gather *g, const struct pack *p)
{
    const struct pack_list *list = pack_list(p->lists, "entries");
    for (int i = 0; i < list->count; i++) {
        if (!is_theme(g->packs, list->v[i].id))
            continue;
        struct library_item *item = add_entry(g, LIBRARY_LEVELS, p, &list->v[i], NULL, NULL);
        item->line = pack_value(item->entry, "levels")->texts.v[0];
        item->themes = just(g->a, item->id);
    }
}

static void add_cards(struct gather *g, const struct pack *p)
{
    const struct pack_list *decks = pack_list(p->lists, "decks");
    for (int d = 0; d < decks->count; d++) {
        const struct pack_value *cards = pack_value(&decks->v[d], "cards");
        for (int i = 0; i < cards->entries.count; i++) {
            struct library_item *item = add_entry(g, LIBRARY_CARD, p, &cards->entries.v[i], "title", NULL);
            item->deck = &decks->v[d];
            item->line = pack_value(item->entry, "points")->texts.v[0];
        }
    }
    const struct pack_list *quiz = pack_list(p->lists, "quiz");
    for (int i = 0; i < quiz->count; i++) {
        struct library_item *item = add_entry(g, LIBRARY_QUIZ, p, &quiz->v[i], "question", NULL);
        item->deck = pack_entry(decks, pack_string(item->entry, "deck"));
        item->line = *pack_text(item->deck, "title"); /* not the answer */
    }
}

static const struct text *first_text(const struct pack_entry *e, const char *name)
{
    return &pack_value(e, name)->texts.v[0];
}

static void add_example(struct gather *g, const struct pack *p)
{
    static const struct {
        const char *list, *title, *line, *lines, *theme;
    } parts[] = {
        { "organisation", NULL, "about", NULL, NULL },      { "steps", "title", NULL, "text", NULL },
        { "documents", "title", NULL, "paragraphs", NULL }, { "stakeholders", "title", "expects", NULL, NULL },
        { "themes", "dream", "why", NULL, "id" },           { "goals", "title", "text", NULL, "theme" },
        { "actions", "title", "result", NULL, NULL },       { "log", "text", NULL, NULL, NULL },
        { "evaluation", "text", "question", NULL, NULL },   { "changes", "text", "why", NULL, NULL },
    };
    for (size_t k = 0; k < sizeof parts / sizeof parts[0]; k++) {
        const struct pack_list *list = pack_list(p->lists, parts[k].list);
        for (int i = 0; i < list->count; i++) {
            struct library_item *item =
                add_entry(g, LIBRARY_EXAMPLE, p, &list->v[i], parts[k].title, parts[k].line);
            item->list = list;
            if (parts[k].title == NULL)
                item->title = p->title;
            if (parts[k].lines != NULL)
                item->line = *first_text(item->entry, parts[k].lines);
            if (parts[k].theme != NULL)
                item->themes = just(
                    g->a, strcmp(parts[k].theme, "id") == 0 ? item->id : pack_string(item->entry, "theme"));
        }
    }
}

static void add_glossary(struct gather *g, const struct pack *p)
{
    for (int i = 0; i < p->glossary->count; i++) {
        struct library_item *item = add(g, LIBRARY_WORD, p, p->glossary->words[i].id);
        item->word = &p->glossary->words[i];
        item->title = item->word->term;
        item->line = item->word->definition;
    }
}

static void add_crosswalk(struct gather *g, const struct pack *p)
{
    for (int i = 0; i < p->crosswalk->count; i++) {
        const struct pack_reference *r = &p->crosswalk->entries[i];
        struct library_item *item = add(g, LIBRARY_REFERENCE, p, r->id);
        item->reference = r;
        item->title = r->title;
        item->line = r->about;
        const char *goal[] = { r->code, NULL };
        if (strcmp(r->framework, "sdg") == 0)
            item->goals = goals_of(goal);
        for (const char *const *link = r->links; *link != NULL; link++)
            if (strncmp(*link, "sdg.", 4) == 0) {
                goal[0] = *link + 4;
                item->goals |= goals_of(goal);
            }
    }
}

static void add_pack(struct gather *g, const struct pack *p)
{
    switch (p->kind) {
    case PACK_SCAN:
        add_scan(g, p);
        break;
    case PACK_CROSSWALK:
        add_crosswalk(g, p);
        break;
    case PACK_GLOSSARY:
        add_glossary(g, p);
        break;
    case PACK_MATURITY:
        add_levels(g, p);
        break;
    case PACK_INDICATORS:
        add_list(g, LIBRARY_INDICATOR, p, "entries", "title", "definition");
        break;
    case PACK_ACTIONS:
        add_list(g, LIBRARY_ACTION, p, "entries", "title", "what");
        break;
    case PACK_METHODS:
        add_list(g, LIBRARY_METHOD, p, "entries", "title", "purpose");
        break;
    case PACK_SESSIONS:
        add_list(g, LIBRARY_SESSION, p, "entries", "title", "about");
        break;
    case PACK_CARDS:
        add_cards(g, p);
        break;
    case PACK_PRACTICES:
        add_list(g, LIBRARY_PRACTICE, p, "practices", "title", "lesson");
        add_list(g, LIBRARY_RESISTANCE, p, "resistances", "says", "behind");
        break;
    case PACK_EXAMPLE:
        add_example(g, p);
        break;
    case PACK_TYPES:
    case PACK_TEMPLATE: /* these are met in the trajectory that uses them */
    case PACK_REQUESTS:
    case PACK_COMMITMENTS:
    case PACK_CALENDAR:
    case PACK_DEMO:
    case PACK_KINDS:
        break;
    }
}

/* By kind, each kind in the order in which it was found. */
static void sort_by_kind(struct library_index *x, const struct gather *g, struct arena *a)
{
    x->count = g->count;
    x->items = NEW_ARRAY(a, struct library_item, g->count);
    size_t at = 0;
    for (int kind = 0; kind < LIBRARY_KINDS; kind++) {
        x->first[kind] = at;
        for (size_t i = 0; i < g->count; i++)
            if ((int)g->items[i].kind == kind)
                x->items[at++] = g->items[i];
    }
    x->first[LIBRARY_KINDS] = at;
}

/* What an item takes from another: levels their title from the theme, a chosen theme of an example its name. */
static void borrow(struct library_index *x)
{
    for (size_t i = 0; i < x->count; i++) {
        struct library_item *item = &x->items[i];
        bool chosen =
            item->kind == LIBRARY_EXAMPLE && item->list != NULL && strcmp(item->list->name, "themes") == 0;
        if (item->kind != LIBRARY_LEVELS && !chosen)
            continue;
        const struct library_item *theme = library_item(x, LIBRARY_THEME, item->id);
        if (theme != NULL) {
            item->title = theme->title;
            item->goals = item->kind == LIBRARY_LEVELS ? theme->goals : 0;
        }
    }
}

static void release(void *p)
{
    struct library_index *x = p;
    pthread_mutex_destroy(&x->lock);
    arena_release(&x->lazy);
}

struct library_index *library_index_new(struct arena *a, const struct packs *packs)
{
    struct library_index *x = NEW(a, struct library_index);
    struct gather g = { .a = a, .packs = packs };
    size_t count;
    const struct pack *const *newest = library_packs(a, packs, &count);
    for (int turn = 0; turn < 2; turn++) /* what stands alone before its variants */
        for (size_t i = 0; i < count; i++)
            if ((newest[i]->base != NULL) == (turn == 1))
                add_pack(&g, newest[i]);
    x->packs = packs;
    const struct pack *glossary = packs_newest(packs, PACK_GLOSSARY);
    x->glossary = glossary == NULL ? NULL : glossary->glossary;
    sort_by_kind(x, &g, a);
    borrow(x);
    pthread_mutex_init(&x->lock, NULL);
    arena_init(&x->lazy);
    arena_defer(a, release, x);
    return x;
}

const struct packs *library_index_packs(const struct library_index *x)
{
    return x->packs;
}

const struct library_item *library_items(const struct library_index *x, enum library_kind kind, size_t *count)
{
    *count = x->first[kind + 1] - x->first[kind];
    return x->items + x->first[kind];
}

const struct library_item *library_item(const struct library_index *x, enum library_kind kind, const char *id)
{
    for (size_t i = x->first[kind]; i < x->first[kind + 1]; i++)
        if (strcmp(x->items[i].id, id) == 0)
            return &x->items[i];
    return NULL;
}

/* ---- the text of an item -------------------------------------------------------------------------------- */

static void put(struct buf *b, const char *s)
{
    if (s != NULL && s[0] != '\0') {
        buf_str(b, s);
        buf_char(b, '\n');
    }
}

static void put_all(struct buf *b, const char *const *list)
{
    for (; *list != NULL; list++)
        put(b, *list);
}

static void put_statement(struct buf *b, const struct library_item *item, const struct lang *lang)
{
    const struct pack_statement *s = item->statement;
    const struct text *const texts[] = { &s->why, &s->yes_when, &s->small, &s->evidence,
                                         &item->pack->scan->themes[s->theme].title };
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        put(b, text_in(lang, texts[i]));
    put_all(b, s->iso);
    put_all(b, s->sdg);
    put_all(b, s->gri);
    put_all(b, s->vsme);
    put(b, s->id);
}

static void put_theme(struct buf *b, const struct library_item *item, const struct lang *lang)
{
    put(b, text_in(lang, &item->theme->about));
    put(b, text_in(lang, &item->pack->scan->domains[item->theme->domain].title));
    put_all(b, item->theme->iso);
    put(b, item->id);
}

/* Every text and code of an entry; ids of others are no words that people look for, reporting codes are. */
static void put_entry(struct buf *b, const struct pack_entry *e, const struct lang *lang)
{
    for (int i = 0; i < e->shape->count; i++) {
        const struct pack_field *f = &e->shape->fields[i];
        const struct pack_value *v = &e->values[i];
        if (!v->set)
            continue;
        if (f->type == PF_TEXT)
            put(b, text_in(lang, &v->text));
        else if (f->type == PF_TEXTS)
            for (int k = 0; k < v->texts.count; k++)
                put(b, text_in(lang, &v->texts.v[k]));
        else if (f->type == PF_ENTRIES)
            for (int k = 0; k < v->entries.count; k++)
                put_entry(b, &v->entries.v[k], lang);
        else if (f->type == PF_CODES || (f->type == PF_REFS && strcmp(f->to, "codes") == 0))
            put_all(b, v->list);
    }
}

/* All that a reader sees of an item, its title first. */
static void put_item(struct buf *b, const struct library_item *item, const struct lang *lang)
{
    put(b, text_in(lang, &item->title));
    switch (item->kind) {
    case LIBRARY_STATEMENT:
        put_statement(b, item, lang);
        break;
    case LIBRARY_THEME:
        put_theme(b, item, lang);
        break;
    case LIBRARY_WORD:
        put(b, text_in(lang, &item->word->definition));
        if (item->word->forms[lang->id] != NULL)
            put_all(b, item->word->forms[lang->id]);
        break;
    case LIBRARY_REFERENCE:
        put(b, text_in(lang, &item->reference->about));
        put(b, item->reference->code);
        break;
    default:
        put_entry(b, item->entry, lang);
        put(b, item->id);
    }
}

/* ---- words of the glossary in texts --------------------------------------------------------------------- */

/* Part of a word, in folded text: letters and digits; bytes of other letters, but not of typographic marks. */
static bool in_word(const char *s)
{
    unsigned char c = (unsigned char)*s;
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (c == 0xC2 || (c == 0xE2 && ((unsigned char)s[1] == 0x80 || (unsigned char)s[1] == 0x81)))
        return false;
    return true;
}

/* One byte, or the whole of a mark of several. */
static const char *past(const char *s)
{
    s++;
    while (((unsigned char)*s & 0xC0) == 0x80)
        s++;
    return s;
}

static const char *word_end(const char *s)
{
    while (*s != '\0' && in_word(s))
        s = past(s);
    return s;
}

static uint32_t hash(const char *s, const char *end)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (; s < end; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h;
}

/* Every form by its first word. */
struct form {
    const char *form;
    size_t n, first; /* bytes, and those of the first word */
    int word;
    struct form *next;
};
enum { FORM_SLOTS = 1024 };
struct forms {
    struct form *slot[FORM_SLOTS];
};

static struct forms *make_forms(struct arena *a, const struct pack_glossary *g, const struct lang *lang)
{
    struct forms *f = NEW(a, struct forms);
    for (int i = 0; g != NULL && i < g->count && i < NO_WORD; i++)
        for (const char *const *s = g->words[i].forms[lang->id]; s != NULL && *s != NULL; s++) {
            const char *folded = utf8_fold(a, *s), *end = word_end(folded);
            if (end == folded)
                continue;
            struct form **slot = &f->slot[hash(folded, end) % FORM_SLOTS];
            struct form *form = NEW(a, struct form);
            *form = (struct form){ folded, strlen(folded), (size_t)(end - folded), i, *slot };
            *slot = form;
        }
    return f;
}

static bool stands_at(const struct form *f, const char *s, size_t first)
{
    return f->first == first && strncmp(s, f->form, f->n) == 0 && !(s[f->n] != '\0' && in_word(s + f->n));
}

/* The words that a text holds, in order of the glossary. seen: a mark per word, all zero, left all zero. */
static const uint16_t *words_in(struct arena *a, const struct forms *f, const char *text, unsigned char *seen,
                                int words)
{
    size_t count = 0;
    for (const char *s = text; *s != '\0';) {
        const char *end = word_end(s);
        if (end == s) {
            s = past(s);
            continue;
        }
        for (const struct form *form = f->slot[hash(s, end) % FORM_SLOTS]; form != NULL; form = form->next)
            if (seen[form->word] == 0 && stands_at(form, s, (size_t)(end - s))) {
                seen[form->word] = 1;
                count++;
            }
        s = end;
    }
    uint16_t *out = NEW_ARRAY(a, uint16_t, count + 1);
    size_t at = 0;
    for (int i = 0; i < words && at < count; i++)
        if (seen[i] != 0) {
            out[at++] = (uint16_t)i;
            seen[i] = 0;
        }
    out[count] = NO_WORD;
    return out;
}

/* ---- one language --------------------------------------------------------------------------------------- */

static struct in_language *make_language(struct library_index *x, const struct lang *lang)
{
    struct arena *a = &x->lazy, scratch;
    arena_init(&scratch);
    int words = x->glossary == NULL ? 0 : x->glossary->count;
    struct in_language *l = NEW(a, struct in_language);
    l->v = NEW_ARRAY(a, struct searchable, x->count);
    l->used = arena_array(a, (size_t)words, sizeof *l->used);
    const struct forms *forms = make_forms(&scratch, x->glossary, lang);
    unsigned char *seen = NEW_ARRAY(&scratch, unsigned char, (size_t)words + 1);
    struct buf b;
    buf_init(&b, 16 * 1024 * 1024); /* all texts of an item: PACK_MAX_TEXT times its fields and their items */
    for (size_t i = 0; i < x->count; i++) {
        struct searchable *s = &l->v[i];
        buf_clear(&b);
        put_item(&b, &x->items[i], lang);
        buf_char(&b, '\0');
        ASSERT(buf_ok(&b));
        s->text = utf8_fold(a, b.p);
        s->title = strcspn(s->text, "\n");
        s->words = words_in(a, forms, s->text, seen, words);
        for (const uint16_t *w = s->words; *w != NO_WORD; w++)
            l->used[*w][x->items[i].kind]++;
    }
    buf_release(&b);
    arena_release(&scratch);
    return l;
}

static const struct in_language *language(struct library_index *x, const struct lang *lang)
{
    struct in_language *l = atomic_load_explicit(&x->in[lang->id], memory_order_acquire);
    if (l != NULL)
        return l;
    pthread_mutex_lock(&x->lock);
    l = atomic_load_explicit(&x->in[lang->id], memory_order_relaxed);
    if (l == NULL) {
        l = make_language(x, lang);
        atomic_store_explicit(&x->in[lang->id], l, memory_order_release);
    }
    pthread_mutex_unlock(&x->lock);
    return l;
}

static int word_place(const struct library_index *x, const char *id)
{
    for (int i = 0; x->glossary != NULL && i < x->glossary->count; i++)
        if (strcmp(x->glossary->words[i].id, id) == 0)
            return i;
    return -1;
}

size_t library_word_count(struct library_index *x, const struct lang *lang, const struct pack_word *w,
                          enum library_kind kind)
{
    return (size_t)language(x, lang)->used[w - x->glossary->words][kind];
}

/* ---- searching ------------------------------------------------------------------------------------------ */

struct wanted {
    const char *words[8];
    size_t count;
    const char *theme; /* NULL = any */
    uint32_t goal;     /* 0 = any */
    int term;          /* -1 = any, -2 = one that there is not */
};

static bool is_set(const char *s)
{
    return s != NULL && s[0] != '\0';
}

static struct wanted read_query(struct arena *a, const struct library_index *x, const struct library_query *q)
{
    struct wanted w = { .theme = is_set(q->theme) ? q->theme : NULL, .term = -1 };
    char *rest = is_set(q->words) ? utf8_fold(a, q->words) : NULL, *state = NULL;
    for (char *word = rest == NULL ? NULL : strtok_r(rest, " \t\n", &state);
         word != NULL && w.count < sizeof w.words / sizeof w.words[0]; word = strtok_r(NULL, " \t\n", &state))
        w.words[w.count++] = word;
    if (is_set(q->goal)) {
        char *end;
        long goal = strtol(q->goal, &end, 10);
        w.goal = *end == '\0' && goal > 0 && goal < 31 ? UINT32_C(1) << goal : UINT32_C(1) << 31;
    }
    if (is_set(q->term)) {
        w.term = word_place(x, q->term);
        w.term = w.term < 0 ? -2 : w.term;
    }
    return w;
}

static bool holds_term(const struct searchable *s, int term)
{
    for (const uint16_t *w = s->words; *w != NO_WORD; w++)
        if ((int)*w == term)
            return true;
    return false;
}

static bool fits(const struct library_item *item, const struct searchable *s, const struct wanted *w)
{
    if ((w->goal != 0 && (item->goals & w->goal) == 0) ||
        (w->theme != NULL && !pack_ids_hold(item->themes, w->theme)) ||
        (w->term != -1 && !holds_term(s, w->term)))
        return false;
    for (size_t i = 0; i < w->count; i++)
        if (strstr(s->text, w->words[i]) == NULL)
            return false;
    return true;
}

static bool in_title(const struct searchable *s, const struct wanted *w)
{
    for (size_t i = 0; i < w->count; i++) {
        const char *at = strstr(s->text, w->words[i]);
        if (at == NULL || at + strlen(w->words[i]) > s->text + s->title)
            return false;
    }
    return true;
}

void library_search(struct arena *a, struct library_index *x, const struct lang *lang,
                    const struct library_query *q, struct library_hits *out)
{
    const struct in_language *l = language(x, lang);
    const struct wanted w = read_query(a, x, q);
    *out = (struct library_hits){ 0 };
    const struct library_item **all = NEW_ARRAY(a, const struct library_item *, x->count);
    const struct library_item **rest = NEW_ARRAY(a, const struct library_item *, x->count);
    size_t first = 0, others = 0;
    for (size_t i = 0; i < x->count; i++) {
        const struct library_item *item = &x->items[i];
        if (!fits(item, &l->v[i], &w))
            continue;
        out->of_kind[item->kind]++;
        out->all++;
        if (q->kind >= 0 && (int)item->kind != q->kind)
            continue;
        if (in_title(&l->v[i], &w))
            all[first++] = item;
        else
            rest[others++] = item;
    }
    if (others > 0)
        memcpy(all + first, rest, others * sizeof *rest);
    out->total = first + others;
    size_t from = q->from < out->total ? q->from : out->total;
    out->v = all + from;
    out->count = out->total - from < q->most ? out->total - from : q->most;
}

const bool *library_find(struct arena *a, struct library_index *x, const struct pack_scan *scan,
                         const char *words, const char *goal, const struct lang *lang, size_t *found)
{
    const struct library_query q = { .words = words, .goal = goal, .kind = LIBRARY_STATEMENT };
    const struct wanted w = read_query(a, x, &q);
    bool *match = NEW_ARRAY(a, bool, (size_t)scan->statement_count), everything = w.count == 0 && w.goal == 0;
    *found = everything ? (size_t)scan->statement_count : 0;
    for (int i = 0; i < scan->statement_count && everything; i++)
        match[i] = true;
    if (everything)
        return match;
    const struct in_language *l = language(x, lang);
    for (size_t i = x->first[LIBRARY_STATEMENT]; i < x->first[LIBRARY_STATEMENT + 1]; i++) {
        int at = pack_statement_find(scan, x->items[i].id);
        if (at < 0 || match[at] || !fits(&x->items[i], &l->v[i], &w))
            continue;
        match[at] = true;
        (*found)++;
    }
    return match;
}
