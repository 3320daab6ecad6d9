/* How pack texts read: long sentences, vague words, statements that may ask for two judgements, statements that may say
 * the same. Only pointing out: a person judges. It works on trees, so that every remark has a line and a pack with
 * faults can be looked at as well. */
#ifndef PACK_STYLE_H
#define PACK_STYLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "pack/yaml.h"

enum style_rule {
    STYLE_STATEMENT, /* a statement of more than 25 words: the one that a pack may not have */
    STYLE_SENTENCE,  /* a sentence of more than 28 words */
    STYLE_MEAN,      /* a text whose sentences have 20 words or more on average */
    STYLE_VAGUE,     /* a word in a statement that everybody measures differently */
    STYLE_TWO,       /* a statement that may ask for two judgements */
};
enum { STYLE_STATEMENT_WORDS = 25, STYLE_SENTENCE_WORDS = 28, STYLE_MEAN_WORDS = 20, STYLE_ALIKE_PERCENT = 50 };

struct style_remark {
    int line;
    const char *entry; /* id of the entry; NULL = outside entries */
    const char *field; /* "text.nl" */
    enum style_rule rule;
    const char *message; /* plain English, for pack authors */
};

/* Texts of one field in one language, for the average. A sentence ends at . ! ? … before a blank, or at a line end;
 * abbreviations end none. */
struct style_field {
    const char *field; /* "statements.text.nl" */
    int texts, sentences, words;
};

struct style {
    const struct style_remark *v; /* in the order of the tree */
    size_t count;
    const struct style_field *fields; /* in the order they were met */
    size_t field_count;
};

/* Everything to say about the texts of a pack. In the arena. */
struct style pack_style(struct arena *a, const struct yaml_node *root);

/* Texts that may say the same. */
struct style_item {
    const char *pack, *entry, *text;
    int line;
};
struct style_pair {
    const struct style_item *a, *b; /* a stands before b */
    int percent;                    /* shared words of all words of both, without stop words */
};

/* Statements of a scan (its own ones, when it is an overlay), or titles of a pack of actions or indicators; none of
 * other kinds. lang is "nl" or "en". */
const struct style_item *style_items(struct arena *a, const struct yaml_node *root, const char *lang,
                                     size_t *count);

/* Every pair of items that shares at least that percentage of their words, closest first. */
const struct style_pair *style_pairs(struct arena *a, const struct style_item *items, size_t count, int percent,
                                     size_t *out);

#endif
