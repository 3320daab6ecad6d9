#include "doc/store.h"

#include <string.h>

#include "lib/json.h"
#include "lib/sodium.h"

/* The form: 1. Another one gets another number, and both are read. */
enum { FORM = 1, DEPTH = 12 };

static const char *const kinds[] = {
    [DOC_HEADING] = "heading", [DOC_PARAGRAPH] = "paragraph", [DOC_LEAD] = "lead", [DOC_NOTE] = "note",
    [DOC_QUOTE] = "quote",     [DOC_ITEM] = "item",           [DOC_GRID] = "grid", [DOC_CHART] = "chart",
    [DOC_IMAGE] = "image",     [DOC_BREAK] = "break",
};
enum { KINDS = sizeof kinds / sizeof kinds[0] };

/* ---- writing ----------------------------------------------------------------------------------------- */

static void put_str(struct json_writer *w, const char *key, const char *value)
{
    if (value == NULL)
        return;
    json_key(w, key);
    json_str(w, value);
}

static void put_int(struct json_writer *w, const char *key, int64_t value)
{
    json_key(w, key);
    json_int(w, value);
}

static void put_true(struct json_writer *w, const char *key, bool value)
{
    if (!value)
        return;
    json_key(w, key);
    json_bool(w, true);
}

/* [["text", style, "link"], …] */
static void put_line(struct json_writer *w, const struct doc_line *line)
{
    json_array_begin(w);
    for (size_t i = 0; i < line->count; i++) {
        json_array_begin(w);
        json_str(w, line->runs[i].text);
        json_int(w, line->runs[i].style);
        if (line->runs[i].link != NULL)
            json_str(w, line->runs[i].link);
        json_array_end(w);
    }
    json_array_end(w);
}

static void put_grid(struct json_writer *w, const struct doc_grid *g)
{
    put_str(w, "caption", g->caption);
    put_true(w, "row_heads", g->row_heads);
    json_key(w, "columns");
    json_array_begin(w);
    for (size_t i = 0; i < g->column_count; i++) {
        json_object_begin(w);
        put_str(w, "title", g->titles[i]);
        put_true(w, "numeric", g->numeric != NULL && g->numeric[i]);
        if (g->widths != NULL)
            put_int(w, "width", g->widths[i]);
        json_object_end(w);
    }
    json_array_end(w);
    json_key(w, "cells");
    json_array_begin(w);
    for (size_t i = 0; i < g->row_count * g->column_count; i++)
        put_line(w, &g->cells[i]);
    json_array_end(w);
}

static void put_bar(struct json_writer *w, const struct doc_bar *b)
{
    json_object_begin(w);
    put_str(w, "label", b->label);
    put_int(w, "tenths", b->tenths);
    put_int(w, "upper", b->upper_tenths);
    put_int(w, "before", b->before_tenths);
    put_str(w, "value", b->value);
    put_str(w, "was", b->before);
    put_str(w, "dimension", b->dimension);
    json_object_end(w);
}

static void put_chart(struct json_writer *w, const struct doc_chart *c)
{
    put_true(w, "radar", c->kind == DOC_CHART_RADAR);
    put_str(w, "title", c->title);
    put_str(w, "sentence", c->sentence);
    put_str(w, "labels", c->label_title);
    put_str(w, "values", c->value_title);
    put_str(w, "befores", c->before_title);
    put_str(w, "uppers", c->upper_title);
    json_key(w, "bars");
    json_array_begin(w);
    for (size_t i = 0; i < c->count; i++)
        put_bar(w, &c->bars[i]);
    json_array_end(w);
}

static void put_image(struct json_writer *w, struct arena *a, struct bytes image)
{
    put_str(w, "file", base64url_encode(a, image.p, image.n));
}

static void put_block(struct json_writer *w, const struct doc *d, const struct doc_block *b)
{
    json_object_begin(w);
    put_str(w, "kind", kinds[b->kind]);
    if (b->level != 0)
        put_int(w, "level", b->level);
    put_true(w, "ordered", b->ordered);
    if (b->number != 0)
        put_int(w, "number", b->number);
    put_str(w, "id", b->id);
    put_str(w, "text", b->text);
    if (b->line.count > 0) {
        json_key(w, "line");
        put_line(w, &b->line);
    }
    if (b->kind == DOC_GRID)
        put_grid(w, b->grid);
    if (b->kind == DOC_CHART)
        put_chart(w, b->chart);
    if (b->kind == DOC_IMAGE)
        put_image(w, d->arena, b->image);
    json_object_end(w);
}

void doc_store_write(const struct doc *d, struct buf *out)
{
    struct json_writer w = json_writer(out);
    json_object_begin(&w);
    put_int(&w, "form", FORM);
    put_str(&w, "title", d->title);
    put_str(&w, "subtitle", d->subtitle);
    put_str(&w, "author", d->author);
    put_str(&w, "date", d->date);
    put_str(&w, "state", d->state);
    put_str(&w, "lang", d->lang);
    put_str(&w, "contents", d->contents_title);
    put_str(&w, "logo", d->logo_alternative);
    put_true(&w, "cover", d->cover);
    put_int(&w, "created", d->created_ms);
    json_key(&w, "blocks");
    json_array_begin(&w);
    for (size_t i = 0; i < d->count; i++)
        put_block(&w, d, &d->blocks[i]);
    json_array_end(&w);
    json_object_end(&w);
}

/* ---- reading ----------------------------------------------------------------------------------------- */

struct reader {
    struct arena *a;
    bool wrong; /* something is not as it is written above */
};

static const char *get_str(struct reader *r, const struct json *o, const char *key)
{
    const char *s = json_get_str(o, key);
    r->wrong = r->wrong || s == NULL;
    return s == NULL ? "" : s;
}

static int64_t get_int(struct reader *r, const struct json *o, const char *key)
{
    int64_t v = 0;
    if (!json_get_int(o, key, &v))
        r->wrong = true;
    return v;
}

/* 0 when it is not there. */
static int64_t maybe_int(const struct json *o, const char *key)
{
    int64_t v;
    return json_get_int(o, key, &v) ? v : 0;
}

static bool get_true(const struct json *o, const char *key)
{
    const struct json *v = json_get(o, key);
    return v != NULL && v->type == JSON_IS_BOOL && v->boolean;
}

/* The array of a key; an empty one, and wrong, when there is none. */
static const struct json *get_array(struct reader *r, const struct json *o, const char *key)
{
    static const struct json none = { .type = JSON_IS_ARRAY };
    const struct json *v = json_get(o, key);
    if (v != NULL && v->type == JSON_IS_ARRAY)
        return v;
    r->wrong = true;
    return &none;
}

static struct doc_line get_line(struct reader *r, const struct json *line)
{
    size_t count = line == NULL ? 0 : line->count;
    struct doc_run *runs = NEW_ARRAY(r->a, struct doc_run, count);
    for (size_t i = 0; i < count; i++) {
        const struct json *run = &line->items[i];
        if (run->type != JSON_IS_ARRAY || run->count < 2 || run->items[0].type != JSON_IS_STRING ||
            run->items[1].type != JSON_IS_INT || (run->count > 2 && run->items[2].type != JSON_IS_STRING)) {
            r->wrong = true;
            return (struct doc_line){ 0 };
        }
        runs[i] = (struct doc_run){ run->items[0].string, (unsigned)run->items[1].integer,
                                    run->count > 2 ? run->items[2].string : NULL };
    }
    return (struct doc_line){ runs, count };
}

static const struct doc_grid *get_grid(struct reader *r, const struct json *o)
{
    const struct json *columns = get_array(r, o, "columns"), *cells = get_array(r, o, "cells");
    size_t n = columns->count;
    const char **titles = NEW_ARRAY(r->a, const char *, n);
    bool *numeric = NEW_ARRAY(r->a, bool, n);
    int *widths = NEW_ARRAY(r->a, int, n);
    struct doc_line *lines = NEW_ARRAY(r->a, struct doc_line, cells->count);
    struct doc_grid *g = NEW(r->a, struct doc_grid);
    bool sized = n > 0;
    for (size_t i = 0; i < n; i++) {
        titles[i] = get_str(r, &columns->items[i], "title");
        numeric[i] = get_true(&columns->items[i], "numeric");
        widths[i] = (int)maybe_int(&columns->items[i], "width");
        sized = sized && widths[i] > 0;
    }
    for (size_t i = 0; i < cells->count; i++)
        lines[i] = get_line(r, &cells->items[i]);
    r->wrong = r->wrong || n == 0 || cells->count % n != 0;
    *g = (struct doc_grid){ .caption = json_get_str(o, "caption"),
                            .titles = titles,
                            .numeric = numeric,
                            .widths = sized ? widths : NULL,
                            .column_count = n,
                            .cells = lines,
                            .row_count = n == 0 ? 0 : cells->count / n,
                            .row_heads = get_true(o, "row_heads") };
    return g;
}

static const struct doc_chart *get_chart(struct reader *r, const struct json *o)
{
    const struct json *list = get_array(r, o, "bars");
    struct doc_bar *bars = NEW_ARRAY(r->a, struct doc_bar, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct json *b = &list->items[i];
        bars[i] = (struct doc_bar){ .label = get_str(r, b, "label"),
                                    .tenths = get_int(r, b, "tenths"),
                                    .upper_tenths = get_int(r, b, "upper"),
                                    .before_tenths = get_int(r, b, "before"),
                                    .value = get_str(r, b, "value"),
                                    .before = json_get_str(b, "was"),
                                    .dimension = json_get_str(b, "dimension") };
    }
    struct doc_chart *c = NEW(r->a, struct doc_chart);
    *c = (struct doc_chart){ .kind = get_true(o, "radar") ? DOC_CHART_RADAR : DOC_CHART_BARS,
                             .title = get_str(r, o, "title"),
                             .sentence = get_str(r, o, "sentence"),
                             .bars = bars,
                             .count = list->count,
                             .label_title = get_str(r, o, "labels"),
                             .value_title = get_str(r, o, "values"),
                             .before_title = json_get_str(o, "befores"),
                             .upper_title = json_get_str(o, "uppers") };
    return c;
}

static enum doc_block_kind get_kind(struct reader *r, const struct json *o)
{
    const char *name = get_str(r, o, "kind");
    for (int k = 0; k < KINDS; k++)
        if (strcmp(kinds[k], name) == 0)
            return (enum doc_block_kind)k;
    r->wrong = true;
    return DOC_BREAK;
}

static struct doc_block get_block(struct reader *r, const struct json *o)
{
    struct doc_block b = { .kind = get_kind(r, o),
                           .level = (int)maybe_int(o, "level"),
                           .ordered = get_true(o, "ordered"),
                           .number = (int)maybe_int(o, "number"),
                           .id = json_get_str(o, "id"),
                           .text = json_get_str(o, "text"),
                           .line = get_line(r, json_get(o, "line")) };
    bool levelled = b.kind == DOC_HEADING || b.kind == DOC_ITEM;
    r->wrong = r->wrong || (levelled && (b.level < 1 || b.level > DOC_LEVELS));
    if (b.kind == DOC_QUOTE || b.kind == DOC_IMAGE)
        b.text = get_str(r, o, "text");
    if (b.kind == DOC_GRID)
        b.grid = get_grid(r, o);
    if (b.kind == DOC_CHART)
        b.chart = get_chart(r, o);
    if (b.kind == DOC_IMAGE && !base64url_decode(r->a, get_str(r, o, "file"), &b.image))
        b.image = (struct bytes){ 0 };
    return b;
}

enum status doc_store_read(struct arena *a, struct bytes stored, struct doc **out)
{
    struct json root;
    const char *detail;
    int line;
    if (json_parse(a, stored.p, stored.n, DEPTH, &root, &detail, &line) != OK ||
        maybe_int(&root, "form") != FORM)
        return MALFORMED;
    struct reader r = { .a = a };
    struct doc *d = doc_new(a, get_str(&r, &root, "title"), get_str(&r, &root, "lang"));
    d->subtitle = get_str(&r, &root, "subtitle");
    d->author = get_str(&r, &root, "author");
    d->date = get_str(&r, &root, "date");
    d->state = get_str(&r, &root, "state");
    d->contents_title = json_get_str(&root, "contents");
    d->logo_alternative = get_str(&r, &root, "logo");
    d->cover = get_true(&root, "cover");
    d->created_ms = get_int(&r, &root, "created");
    const struct json *blocks = get_array(&r, &root, "blocks");
    for (size_t i = 0; i < blocks->count && !r.wrong; i++)
        *(struct doc_block *)ARENA_PUSH(a, &d->blocks, &d->count, &d->capacity) =
            get_block(&r, &blocks->items[i]);
    if (r.wrong)
        return MALFORMED;
    *out = d;
    return OK;
}
