/* The golden thread: from a statement to all that goes with it, and back; and figures in words. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "pack/formula.h"
#include "slice/library/find.h"

struct growing {
    const struct library_item **v;
    size_t count, capacity;
};

static void push(struct arena *a, struct growing *g, const struct library_item *item)
{
    *(const struct library_item **)ARENA_PUSH(a, &g->v, &g->count, &g->capacity) = item;
}

static struct library_list list_of(const struct growing *g)
{
    return (struct library_list){ .v = g->v, .count = g->count };
}

struct library_list library_naming(struct arena *a, const struct library_index *x, enum library_kind kind,
                                   const char *field, const char *id)
{
    struct growing g = { 0 };
    size_t count;
    const struct library_item *items = library_items(x, kind, &count);
    for (size_t i = 0; i < count; i++)
        if (pack_ids_hold(pack_ids(items[i].entry, field), id))
            push(a, &g, &items[i]);
    return list_of(&g);
}

struct library_list library_of_theme(struct arena *a, const struct library_index *x, enum library_kind kind,
                                     const char *theme)
{
    struct growing g = { 0 };
    size_t count;
    const struct library_item *items = library_items(x, kind, &count);
    for (size_t i = 0; i < count; i++)
        if (pack_ids_hold(items[i].themes, theme))
            push(a, &g, &items[i]);
    return list_of(&g);
}

struct library_list library_without(struct arena *a, struct library_list all, struct library_list others)
{
    struct growing g = { 0 };
    for (size_t i = 0; i < all.count; i++) {
        bool there = false;
        for (size_t k = 0; k < others.count; k++)
            there = there || others.v[k] == all.v[i];
        if (!there)
            push(a, &g, all.v[i]);
    }
    return list_of(&g);
}

struct library_list library_quick_first(struct arena *a, struct library_list actions)
{
    struct growing g = { 0 };
    for (int turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < actions.count; i++)
            if ((pack_number(actions.v[i]->entry, "quick-win") != 0) == (turn == 0))
                push(a, &g, actions.v[i]);
    return list_of(&g);
}

static bool is_lived(const struct pack_entry *e, const char *field, const char *id)
{
    const char *own = field == NULL ? e->id : pack_string(e, field);
    return own != NULL && strcmp(own, id) == 0;
}

const struct library_lived *library_lived(struct arena *a, const struct library_index *x, const char *list,
                                          const char *field, const char *id, size_t *count)
{
    struct library_lived *out = NULL;
    size_t capacity = 0, packs;
    const struct pack *const *all = library_packs(a, library_index_packs(x), &packs);
    *count = 0;
    for (size_t i = 0; i < packs; i++) {
        const struct pack_list *entries = all[i]->kind == PACK_EXAMPLE ? pack_list(all[i]->lists, list) : NULL;
        for (int k = 0; entries != NULL && k < entries->count; k++)
            if (is_lived(&entries->v[k], field, id))
                *(struct library_lived *)ARENA_PUSH(a, &out, count, &capacity) =
                    (struct library_lived){ all[i], &entries->v[k] };
    }
    return out;
}

static bool has_id(const struct pack_entry *const *v, size_t count, const char *id)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(v[i]->id, id) == 0)
            return true;
    return false;
}

const struct pack_entry *const *library_entries(struct arena *a, const struct library_index *x,
                                                enum pack_kind kind, const char *list, size_t *count)
{
    const struct pack_entry **out = NULL;
    size_t capacity = 0, packs;
    const struct pack *const *all = library_packs(a, library_index_packs(x), &packs);
    *count = 0;
    for (size_t i = 0; i < packs; i++) {
        const struct pack_list *entries = all[i]->kind == kind ? pack_list(all[i]->lists, list) : NULL;
        for (int k = 0; entries != NULL && k < entries->count; k++)
            if (!has_id(out, *count, entries->v[k].id))
                *(const struct pack_entry **)ARENA_PUSH(a, &out, count, &capacity) = &entries->v[k];
    }
    return out;
}

static bool holds(const char *const *list, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], code) == 0)
            return true;
    return false;
}

static int by_number(const void *left, const void *right)
{
    return strverscmp(*(const char *const *)left, *(const char *const *)right); /* "6.10" after "6.9" */
}

const char *const *library_theme_codes(struct arena *a, const struct library_item *theme, const char *framework)
{
    const struct pack_scan *scan = theme->pack->scan;
    const char **list = NULL;
    size_t count = 0, capacity = 0;
    for (int i = theme->theme->first; i < theme->theme->first + theme->theme->count; i++) {
        const struct pack_statement *s = &scan->statements[i];
        const char *const *codes = strcmp(framework, "sdg") == 0 ? s->sdg : s->iso;
        for (; *codes != NULL; codes++)
            if (!holds(list, count, *codes))
                *(const char **)ARENA_PUSH(a, &list, &count, &capacity) = *codes;
    }
    if (count > 1)
        qsort(list, count, sizeof *list, by_number);
    *(const char **)ARENA_PUSH(a, &list, &count, &capacity) = NULL;
    return list;
}

/* ---- in words ------------------------------------------------------------------------------------------- */

const char *library_short(struct arena *a, const char *text, size_t characters)
{
    size_t n = 0, cut = 0;
    for (const char *s = text; *s != '\0'; s++) {
        n += ((unsigned char)*s & 0xC0) != 0x80;
        if (n > characters)
            return arena_printf(a, "%.*s…", (int)(cut > 0 ? cut : (size_t)(s - text)), text);
        if (*s == ' ')
            cut = (size_t)(s - text);
    }
    return text;
}

const char *library_date(struct arena *a, const struct lang *lang, const char *iso)
{
    enum { DAY_MS = 24 * 3600 * 1000 };
    int64_t days;
    if (iso == NULL || !clock_parse_date(iso, &days))
        return NULL;
    return format_date(a, lang, days * DAY_MS + DAY_MS / 2);
}

static const struct text *input_text(const struct pack_entry *indicator, const char *id, size_t n)
{
    const struct pack_value *inputs = pack_value(indicator, "inputs");
    for (int i = 0; i < inputs->entries.count; i++)
        if (strlen(inputs->entries.v[i].id) == n && strncmp(inputs->entries.v[i].id, id, n) == 0)
            return pack_text(&inputs->entries.v[i], "text");
    return NULL;
}

static const char *sign(struct arena *a, const char *s)
{
    switch (*s) {
    case '*':
        return "×";
    case '/':
        return "÷";
    case '-':
        return "−";
    default:
        return arena_strndup(a, s, 1);
    }
}

const char *library_formula(struct arena *a, const struct pack_entry *indicator, const struct lang *lang)
{
    const char *out = "";
    for (const char *s = pack_string(indicator, "formula");;) {
        size_t n, blanks = strspn(s, " ");
        const char *word = "";
        const struct text *text = NULL;
        switch (formula_token(s + blanks, &n)) {
        case FORMULA_END:
            return out;
        case FORMULA_NAME:
            text = input_text(indicator, s + blanks, n);
            word =
                text == NULL ? arena_strndup(a, s + blanks, n) : arena_printf(a, "“%s”", text_in(lang, text));
            break;
        case FORMULA_NUMBER:
            word = format_decimal(a, lang, arena_strndup(a, s + blanks, n));
            break;
        case FORMULA_SIGN:
            word = sign(a, s + blanks);
            break;
        }
        out = arena_printf(a, "%s%.*s%s", out, (int)blanks, s, word);
        s += blanks + n;
    }
}

const char *library_unit(struct arena *a, const struct pack *pack, const char *unit)
{
    const struct pack_list *units = pack_list(pack->lists, "units");
    const char *out = "";
    while (*unit != '\0') {
        size_t n = strcspn(unit, "*/");
        const struct pack_entry *e = pack_entry(units, arena_strndup(a, unit, n));
        const char *symbol = e != NULL ? pack_string(e, "symbol") : arena_strndup(a, unit, n);
        if (n == 1 && *unit == '1') /* a bare number; with something behind it "1" says "per" */
            symbol = unit[1] == '\0' ? "" : "1";
        out = arena_printf(a, "%s%s%s", out, symbol, unit[n] == '*' ? "·" : unit[n] == '/' ? "/" : "");
        unit += n + (unit[n] != '\0');
    }
    return out;
}

const char *library_unit_of(struct arena *a, const struct library_item *indicator, const struct lang *lang)
{
    const char *text = text_in(lang, pack_text(indicator->entry, "unit-text"));
    return text[0] != '\0' ? text : library_unit(a, indicator->pack, pack_string(indicator->entry, "unit"));
}

const char *library_money(struct arena *a, const struct lang *lang, int64_t cents)
{
    const char *whole = format_int(a, lang, cents / 100);
    if (cents % 100 == 0)
        return arena_printf(a, "€ %s", whole);
    return arena_printf(a, "€ %s%s%02d", whole, lang->id == LANG_EN ? "." : ",", (int)(cents % 100));
}

int64_t library_share(const struct pack_entry *series, const char *value)
{
    const struct pack_value *years = pack_value(series, "years");
    double most = 0, is = strtod(value, NULL);
    for (int i = 0; i < years->entries.count; i++) {
        double v = strtod(pack_string(&years->entries.v[i], "value"), NULL);
        most = v > most ? v : most;
    }
    return most > 0 && is > 0 ? (int64_t)(1000 * is / most + 0.5) : 0;
}
