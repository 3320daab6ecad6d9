#include "pack/json.h"

#include <stdio.h>

#include "lib/json.h"

static void str_field(struct json_writer *w, const char *key, const char *s)
{
    json_key(w, key);
    json_str(w, s);
}

static void int_field(struct json_writer *w, const char *key, int64_t v)
{
    json_key(w, key);
    json_int(w, v);
}

static void text_field(struct json_writer *w, const char *key, const struct text *text)
{
    json_key(w, key);
    json_object_begin(w);
    for (int l = 0; l < LANG_COUNT; l++) {
        if (text->in[l] != NULL)
            str_field(w, lang_get((enum lang_id)l)->code, text->in[l]);
    }
    json_object_end(w);
}

static void codes_field(struct json_writer *w, const char *key, const char *const *codes)
{
    json_key(w, key);
    json_array_begin(w);
    for (size_t i = 0; codes[i] != NULL; i++)
        json_str(w, codes[i]);
    json_array_end(w);
}

static void domain(struct json_writer *w, const struct pack_scan *scan, const struct pack_domain *d)
{
    json_object_begin(w);
    str_field(w, "id", d->id);
    text_field(w, "title", &d->title);
    text_field(w, "short", &d->brief);
    str_field(w, "dimension", d->dimension);
    int_field(w, "weight", d->weight);
    codes_field(w, "iso", d->iso);
    json_key(w, "themes");
    json_array_begin(w);
    for (int i = 0; i < d->theme_count; i++)
        json_str(w, scan->themes[d->first_theme + i].id);
    json_array_end(w);
    json_object_end(w);
}

static void theme(struct json_writer *w, const struct pack_scan *scan, const struct pack_theme *t)
{
    json_object_begin(w);
    str_field(w, "id", t->id);
    str_field(w, "domain", scan->domains[t->domain].id);
    text_field(w, "title", &t->title);
    text_field(w, "about", &t->about);
    codes_field(w, "iso", t->iso);
    json_object_end(w);
}

static void question(struct json_writer *w, const struct pack_question *q)
{
    json_object_begin(w);
    str_field(w, "id", q->id);
    json_key(w, "quick");
    json_bool(w, q->quick);
    text_field(w, "text", &q->label);
    text_field(w, "help", &q->help);
    json_key(w, "options");
    json_array_begin(w);
    for (int i = 0; i < q->option_count; i++) {
        json_object_begin(w);
        str_field(w, "id", q->options[i].id);
        text_field(w, "text", &q->options[i].label);
        json_object_end(w);
    }
    json_array_end(w);
    json_object_end(w);
}

static void terms(struct json_writer *w, const struct pack_scan *scan, const char *key,
                  const struct pack_term *v, int count)
{
    if (count == 0)
        return;
    json_key(w, key);
    json_array_begin(w);
    for (int i = 0; i < count; i++) {
        const struct pack_question *q = &scan->questions[v[i].question];
        /* Two ids of at most PACK_MAX_ID and an equals sign. */
        char term[2 * PACK_MAX_ID + 2];
        snprintf(term, sizeof term, "%s=%s", q->id, q->options[v[i].option].id);
        json_str(w, term);
    }
    json_array_end(w);
}

static void condition(struct json_writer *w, const struct pack_scan *scan, const struct pack_condition *c)
{
    json_key(w, "condition");
    if (c == NULL) {
        json_put_null(w);
        return;
    }
    json_object_begin(w);
    terms(w, scan, "all", c->all, c->all_count);
    terms(w, scan, "any", c->any, c->any_count);
    json_object_end(w);
}

static void statement(struct json_writer *w, const struct pack_scan *scan, const struct pack_statement *s)
{
    json_object_begin(w);
    str_field(w, "id", s->id);
    str_field(w, "domain", scan->domains[s->domain].id);
    str_field(w, "theme", scan->themes[s->theme].id);
    int_field(w, "weight", s->weight);
    json_key(w, "light");
    json_bool(w, s->light);
    condition(w, scan, s->condition);
    text_field(w, "text", &s->label);
    text_field(w, "why", &s->why);
    text_field(w, "yes_when", &s->yes_when);
    text_field(w, "small", &s->small);
    text_field(w, "evidence", &s->evidence);
    codes_field(w, "iso", s->iso);
    codes_field(w, "sdg", s->sdg);
    codes_field(w, "gri", s->gri);
    codes_field(w, "vsme", s->vsme);
    json_object_end(w);
}

/* The fields that every pack has, inside an object that the caller opens and closes. */
static void head(struct json_writer *w, const struct pack *pack)
{
    str_field(w, "id", pack->id);
    str_field(w, "kind", pack_kind_name(pack->kind));
    int_field(w, "version", pack->version);
    text_field(w, "title", &pack->title);
    json_key(w, "languages");
    json_array_begin(w);
    for (int l = 0; l < LANG_COUNT; l++) {
        if (pack->languages[l])
            json_str(w, lang_get((enum lang_id)l)->code);
    }
    json_array_end(w);
    str_field(w, "licence", pack->licence);
    str_field(w, "source", pack->source);
    str_field(w, "valid_from", pack->valid_from);
    str_field(w, "valid_to", pack->valid_to);
    str_field(w, "review_by", pack->review_by);
    str_field(w, "hash", pack->hash);
}

void pack_json(struct buf *out, const struct pack *pack)
{
    ASSERT(pack->kind == PACK_SCAN);
    const struct pack_scan *scan = pack->scan;
    struct json_writer writer = json_writer(out), *w = &writer;
    json_object_begin(w);
    head(w, pack);
    json_key(w, "domains");
    json_array_begin(w);
    for (int i = 0; i < scan->domain_count; i++)
        domain(w, scan, &scan->domains[i]);
    json_array_end(w);
    json_key(w, "themes");
    json_array_begin(w);
    for (int i = 0; i < scan->theme_count; i++)
        theme(w, scan, &scan->themes[i]);
    json_array_end(w);
    json_key(w, "profile");
    json_array_begin(w);
    for (int i = 0; i < scan->question_count; i++)
        question(w, &scan->questions[i]);
    json_array_end(w);
    json_key(w, "statements");
    json_array_begin(w);
    for (int i = 0; i < scan->statement_count; i++)
        statement(w, scan, &scan->statements[i]);
    json_array_end(w);
    json_object_end(w);
}

void packs_json(struct buf *out, const struct packs *packs)
{
    struct json_writer writer = json_writer(out), *w = &writer;
    json_object_begin(w);
    json_key(w, "packs");
    json_array_begin(w);
    for (size_t i = 0; i < packs->count; i++) {
        if (packs->v[i]->kind == PACK_DEMO)
            continue;
        json_object_begin(w);
        head(w, packs->v[i]);
        json_object_end(w);
    }
    json_array_end(w);
    json_object_end(w);
}
