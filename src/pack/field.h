/* Typed reading of the fields of an entry: each function reports what is wrong and gives something harmless back, so
 * that loading goes on to the next field. Missing fields are reported once, by field_map. Inside src/pack only. */
#ifndef PACK_FIELD_H
#define PACK_FIELD_H

#include "pack/pack.h"
#include "pack/yaml.h"

struct reader {
    struct arena *a;       /* of the pack and the faults */
    struct arena *scratch; /* of the tree and what only loading needs */
    struct pack_faults *faults;
    const char *entry; /* id of the entry being read, NULL outside entries */
    bool languages[LANG_COUNT];
    bool borrow;                /* the strings of the tree stay for ever: they need no copy */
    const struct packs *others; /* that this one may stand on; NULL = none */
};

struct field {
    const char *name;
    bool required;
};

/* A fault at the entry being read. */
void field_fault(struct reader *r, int line, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Checks that node is a mapping with these fields: unknown and missing ones are faults. what names the entry in
 * messages ("a statement"). false when it is no mapping. */
bool field_map(struct reader *r, const struct yaml_node *node, const char *what, const struct field *fields,
               size_t count);
#define FIELD_MAP(r, node, what, fields)                                                                       \
    field_map((r), (node), (what), (fields), sizeof(fields) / sizeof *(fields))

/* As field_map for an entry with an id, which becomes r->entry. */
bool field_entry(struct reader *r, const struct yaml_node *node, const char *what, const struct field *fields,
                 size_t count);
#define FIELD_ENTRY(r, node, what, fields)                                                                     \
    field_entry((r), (node), (what), (fields), sizeof(fields) / sizeof *(fields))

/* The field "id": words of a-z, 0-9 and "-", joined by "." when dots is set; with prefix, one more word than it.
 * NULL when missing or no such words. */
const char *field_id(struct reader *r, const struct yaml_node *map, bool dots, const char *prefix);

/* A string that is not empty; NULL when missing or wrong. */
const char *field_string(struct reader *r, const struct yaml_node *map, const char *key);

/* The index of the string among choices (NULL-terminated); -1 when missing or wrong. */
int field_choice(struct reader *r, const struct yaml_node *map, const char *key, const char *const *choices);

/* missing stands in when the field is not there or wrong. */
int64_t field_int(struct reader *r, const struct yaml_node *map, const char *key, int64_t least, int64_t most,
                  int64_t missing);
bool field_bool(struct reader *r, const struct yaml_node *map, const char *key, bool missing);

/* An ISO date that exists; NULL when missing or wrong. */
const char *field_date(struct reader *r, const struct yaml_node *map, const char *key);

/* Words as a reader counts them: runs without blanks that hold a letter or a digit (so a dash is none). */
int field_words(const char *s);

struct text_limits {
    int words, characters; /* in each language; 0 = no limit but PACK_MAX_TEXT */
};
/* A text in every language; empty when missing. */
struct text field_text(struct reader *r, const struct yaml_node *map, const char *key,
                       struct text_limits limits);

/* The same of a node that is the text; field is for messages. */
struct text field_text_of(struct reader *r, const struct yaml_node *node, const char *field,
                          struct text_limits limits);

/* The language a key of a text stands for: declared by the pack and known to the program. NULL with a fault. */
const struct lang *field_language(struct reader *r, const struct yaml_node *key, const char *field);

/* A list with at least one item; NULL when missing or wrong. */
const struct yaml_node *field_list(struct reader *r, const struct yaml_node *map, const char *key);

/* The string of a node that must be one, in r->a; NULL with a fault. field is for the message. */
const char *field_scalar(struct reader *r, const struct yaml_node *node, const char *field);

/* A list of different codes ("6.2.3", "B2") or ids ("sdg.16") of at most that many bytes; NULL-terminated, never
 * NULL. */
const char *const *field_codes(struct reader *r, const struct yaml_node *map, const char *key, size_t most);

/* As field_codes, of goals and targets of the SDGs. */
const char *const *field_sdg(struct reader *r, const struct yaml_node *map, const char *key);

/* ", did you mean \"…\"?" when one of the names is close to s, otherwise "". */
const char *field_hint(struct reader *r, const char *s, const char *const *names, size_t count);

#endif
