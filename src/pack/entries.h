/* Packs that are lists of entries: maturity levels, indicators, actions, methods, cards, practices, trajectory templates,
 * data requests, commitments, calendars, session templates and examples. One
 * table (kinds.c) says which fields they have; loading, checking, comparing, counting and spreadsheets all follow it.
 * ARCHITECTURE.md names the few other places that a new kind needs. */
#ifndef PACK_ENTRIES_H
#define PACK_ENTRIES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "i18n/lang.h"

enum pack_field_type {
    PF_TEXT,    /* in every language */
    PF_TEXTS,   /* a list of such texts */
    PF_STRING,  /* the same in every language: a name, a formula, a unit */
    PF_DECIMAL, /* a number with a point, quoted; kept as written */
    PF_CHOICE,  /* one of choices */
    PF_INT,     /* least..most */
    PF_BOOL,
    PF_DATE,  /* ISO */
    PF_CODES, /* of the framework "to": "iso26000", "sdg", "gri", "vsme"; the first two stand in the crosswalk */
    PF_REF,   /* an id: of what "to" says */
    PF_REFS,  /* a list of ids */
    PF_ENTRIES, /* a list of entries of shape "of" */
};

struct pack_shape;
struct pack_field {
    const char *name;
    enum pack_field_type type;
    bool required;
    const char *const *choices; /* CHOICE: NULL-terminated */
    const char *const *labels;  /* CHOICE: what people read, msgids in the same order */
    int64_t least,
        most;  /* INT: bounds; TEXT: at most so many words; TEXTS: from least to most items; 0 = free */
    int words; /* TEXTS: at most so many words each; 0 = free */
    const char *
        to; /* CODES: framework; REF, REFS: "theme", "statement", "indicator", "action", "method", "aim", "deck", "step" (of a
                                   * trajectory template), or the name of a list of the same pack ("goals"), with a dot in front of one of the same
                                   * entry (".options") */
    const char *not_below; /* INT, DATE: the field of the same entry that it may not be below, or before */
    const struct pack_shape *of; /* ENTRIES */
    const char *label; /* what people read above it, a msgid; NULL = the page has its own place for it */
};

struct pack_shape {
    const char *what;  /* names an entry in messages: "an action" */
    const char *id_is; /* what the id refers to ("theme", "statement", "indicator"); NULL = a name of its own */
    const struct pack_field *fields;
    int count;
};

struct pack_entry;
struct pack_value {
    bool set;
    union {
        struct text text;
        struct {
            const struct text *v;
            int count;
        } texts;
        const char *string;      /* STRING, DECIMAL, DATE, REF, CHOICE (its name); NULL when not set */
        int64_t number;          /* INT, BOOL */
        const char *const *list; /* CODES, REFS: NULL-terminated */
        struct {
            const struct pack_entry *v;
            int count;
        } entries;
    };
};

struct pack_entry {
    const char *id;
    const struct pack_shape *shape;
    const struct pack_value *values; /* by index of the field */
};

enum { PACK_MAX_LISTS = 12 };
struct pack_list {
    const char *name; /* "entries" */
    const struct pack_shape *shape;
    const struct pack_entry *v;
    int count;
    const struct pack_index *index; /* id -> place */
};
struct pack_lists {
    struct pack_list list[PACK_MAX_LISTS];
    int count;
};

/* What a kind consists of. */
struct pack_kind_list {
    const char *name;
    const struct pack_shape *shape;
    bool required;
    int most; /* entries; 0 = PACK_MAX_ENTRIES */
};
/* NULL-name-terminated; NULL for kinds that have a loader of their own. */
struct pack_kind_lists {
    const struct pack_kind_list *v;
    int count;
};
struct pack_kind_lists pack_kind_lists(int kind);

/* The list in which packs of this kind keep what a reference to `to` ("indicator", "method") names; NULL = they keep none. */
const char *pack_ref_list(int kind, const char *to);

/* The list of that name; NULL when the pack's kind has none. */
const struct pack_list *pack_list(const struct pack_lists *lists, const char *name);
/* An entry by id; NULL when there is none. */
const struct pack_entry *pack_entry(const struct pack_list *list, const char *id);

/* A field of an entry. The name must be one of its shape (asserted). What is not written is empty: a text of "", no
 * texts, NULL, 0, a list of nothing. */
const struct pack_value *pack_value(const struct pack_entry *e, const char *name);
const struct text *pack_text(const struct pack_entry *e, const char *name);
const char *pack_string(const struct pack_entry *e, const char *name);
int64_t pack_number(const struct pack_entry *e, const char *name);
const char *const *pack_ids(const struct pack_entry *e, const char *name);
/* The label (a msgid) of the choice made in a field; NULL when none was. */
const char *pack_choice_label(const struct pack_entry *e, const char *name);
/* Whether the list holds the id. */
bool pack_ids_hold(const char *const *ids, const char *id);

#endif
