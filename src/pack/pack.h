/* Content packs in memory: read once at start, never changed, shared by all threads. docs/packs.md is the
 * format; pack/yaml.c reads the file keeping every mark, pack/load*.c build these structs and report every fault. */
#ifndef PACK_PACK_H
#define PACK_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "i18n/lang.h"
#include "pack/entries.h"

struct yaml_node; /* pack/yaml.h */

enum pack_kind {
    PACK_SCAN,
    PACK_CROSSWALK,
    PACK_TYPES,
    PACK_GLOSSARY,
    PACK_MATURITY, /* from here to PACK_EXAMPLE: lists of entries, pack/entries.h */
    PACK_INDICATORS,
    PACK_ACTIONS,
    PACK_METHODS,
    PACK_CARDS,
    PACK_PRACTICES,
    PACK_TEMPLATE,
    PACK_REQUESTS,
    PACK_COMMITMENTS,
    PACK_CALENDAR,
    PACK_SESSIONS, /* templates of live sessions */
    PACK_EXAMPLE,
    PACK_DEMO,
    PACK_KINDS
};
const char *pack_kind_name(enum pack_kind k); /* "scan", "organisation-types" */

/* Caps. A pack over one of them is refused with a fault, so that those who use packs need not look. */
enum {
    PACK_MAX_DOMAINS = 24,
    PACK_MAX_THEMES = 240,
    PACK_MAX_STATEMENTS = 1000,
    PACK_MAX_ENTRIES = 2000, /* in one list of the other kinds */
    PACK_MAX_QUESTIONS = 16,
    PACK_MAX_OPTIONS = 100,
    PACK_MAX_TERMS = 32,      /* in one list of a condition */
    PACK_MAX_WEIGHT = 100000, /* milli-units, of a domain or a statement */
    PACK_MAX_ID = 64,         /* bytes; ids are ASCII */
    PACK_MAX_CODES = 500,     /* in one list of codes or ids */
    PACK_MAX_CODE = 24,       /* of iso, sdg, gri, vsme: bytes, ASCII */
    PACK_MAX_TEXT = 4000,     /* bytes of one text in one language */
    PACK_MAX_FAULTS = 500,
};

/* ---- scan -------------------------------------------------------------------------------------------- */

struct pack_theme {
    const char *id;
    struct text title, about;
    const char *const *iso; /* NULL-terminated */
    int domain;             /* index */
    int first, count;       /* statements[first .. first+count) */
};

struct pack_domain {
    const char *id;
    const char *dimension;    /* "governance", "planet", "people", "prosperity" */
    struct text title, brief; /* brief: for charts, at most 16 characters */
    const char *const *iso;
    int weight; /* milli-units, 1000 unless the pack says otherwise */
    int first_theme, theme_count;
    int first, count; /* statements of all its themes */
};

struct pack_option {
    const char *id;
    struct text label;
};

struct pack_question {
    const char *id;
    struct text label, help;
    bool quick;
    const struct pack_option *options;
    int option_count;
};

/* "works=works": a question and one of its options, by index in the pack. */
struct pack_term {
    int16_t question, option;
};

/* Holds when every term of all holds and, unless any is empty, at least one of any. */
struct pack_condition {
    const struct pack_term *all, *any;
    int all_count, any_count;
};

struct pack_statement {
    const char *id;
    int theme, domain; /* indexes */
    bool light;
    int weight;                             /* milli-units, > 0 */
    const struct pack_condition *condition; /* NULL = always */
    struct text label, why, yes_when, small, evidence;
    const char *const *iso, *const *sdg, *const *gri, *const *vsme; /* NULL-terminated, never NULL */
};

struct pack_scan {
    const struct pack_domain *domains;
    const struct pack_theme *themes;
    const struct pack_question *questions;
    const struct pack_statement *statements; /* grouped by theme, in order of domains */
    int domain_count, theme_count, question_count, statement_count;
    const struct pack_index *index, *theme_index; /* id -> index, see the look-ups below */
    int weight_unit; /* greatest common divisor of all statement weights, 0 without statements: scores count in it */
    int domain_weight_unit; /* the same of the domain weights */
};

/* Chosen option per question, by index; -1 = not answered. */
struct pack_profile {
    int8_t option[PACK_MAX_QUESTIONS];
};
#define PACK_NO_PROFILE                                                                                        \
    ((struct pack_profile){ { -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1 } })

/* Index by id; -1 when the pack has none. Statements and themes by hash, questions and options (few) one by one. */
int pack_statement_find(const struct pack_scan *scan, const char *id);
int pack_theme_find(const struct pack_scan *scan, const char *id);
int pack_question_find(const struct pack_scan *scan, const char *id);
int pack_option_find(const struct pack_question *q, const char *id);

/* Whether every score of this scan, for any answers, can be computed exactly in 128 bits. A pack for which it cannot
 * is refused, so a loaded one always is.
 *
 * Weights are first divided by their greatest common divisor; W(d) is the sum of such weights in domain d, V the sum
 * of such domain weights. The score of domain d is a fraction with a denominator of at most W(d), so the sum of all
 * weighted domain scores has a denominator of at most P = W(1) * W(2) * … and a numerator of at most V * P. Rounding
 * to tenths multiplies by 2000 and adds V * P. So nothing exceeds 2001 * V * P, and that must be below 2^127.
 * Equal weights: eight domains of 50 statements give 2001 * 8 * 50^8 = 6e17. */
bool pack_scan_exact(const struct pack_scan *scan);

/* Whether a statement is offered. An unanswered question makes its terms false. */
bool pack_offered(const struct pack_scan *scan, int statement, bool light, const struct pack_profile *profile);

/* Reads "works=works,land=own" ("" = nothing answered). INVALID with *detail naming the unknown question or
 * option (the "key" or "key=value" part, in the arena). */
enum status pack_profile_parse(const struct pack_scan *scan, const char *s, struct arena *a,
                               struct pack_profile *out, const char **detail) MUST_USE;
/* The inverse: answered questions in pack order. In the arena. */
const char *pack_profile_write(const struct pack_scan *scan, const struct pack_profile *p, struct arena *a);

/* ---- crosswalk, types, glossary ---------------------------------------------------------------------- */

struct pack_reference {
    const char *id, *framework, *type, *code, *parent; /* parent NULL at the top */
    struct text title, about;
    const char *const *links; /* both directions, NULL-terminated */
};
struct pack_crosswalk {
    const struct pack_reference *entries;
    int count;
    const struct pack_index *index; /* id -> index; an id is "<framework>.<code>" */
};

struct pack_group {
    const char *id;
    struct text title;
};
enum pack_sector { SECTOR_PUBLIC, SECTOR_COMPANY, SECTOR_UNKNOWN };
struct pack_type {
    const char *id, *country; /* "BE", "NL", "any" */
    int group;
    enum pack_sector sector;
    const char *scan;    /* pack id */
    const char *size;    /* "inhabitants", "staff", "none" */
    int common;          /* 1..6, 0 = not among the commonest */
    const char *profile; /* "body=local", "" = nothing follows; parses with the scan (packs_check) */
    const char *valid_from, *valid_to; /* ISO dates or NULL */
    struct text title;
};
struct pack_size {
    const char *id, *of;
    int64_t from, to; /* to = INT64_MAX for the last */
    struct text title;
};
struct pack_types {
    const struct pack_group *groups;
    const struct pack_type *types;
    const struct pack_size *sizes;
    const struct pack_group *sectors;
    int group_count, type_count, size_count, sector_count;
};
const struct pack_type *pack_type_find(const struct pack_types *t, const char *id); /* NULL = none */
const struct pack_size *pack_size_find(const struct pack_types *t, const char *id);
const struct pack_size *pack_size_of(const struct pack_types *t, const char *of, int64_t n);
const struct pack_group *pack_sector_find(const struct pack_types *t, const char *id);

struct pack_word {
    const char *id;
    struct text term, definition;
    const char *const *forms[LANG_COUNT]; /* per language after fall-back; NULL-terminated */
    const char *const *see;
};
struct pack_glossary {
    const struct pack_word *words;
    int count;
};

/* ---- a pack and all packs ---------------------------------------------------------------------------- */

struct pack {
    const char *id;
    enum pack_kind kind;
    int version;
    const char *licence, *source, *valid_from, *valid_to, *review_by;
    bool languages[LANG_COUNT];
    struct text title;
    const char *hash;  /* BLAKE2b of the file as hex */
    const char *file;  /* where it was read */
    struct bytes text; /* the file itself */
    const char *base;  /* of an overlay: the scan it stands on; NULL = it stands alone */
    int base_version;
    union {
        const struct pack_scan *scan;
        const struct pack_crosswalk *crosswalk;
        const struct pack_types *types;
        const struct pack_glossary *glossary;
        const struct pack_lists *lists;
        const struct yaml_node *demo; /* the whole file; whoever loads the demo walks it */
        const void *any;
    };
};

struct pack_fault {
    int line;            /* 1-based; 0 = the file as a whole */
    const char *entry;   /* id of the entry it stands in; NULL = outside entries */
    const char *message; /* plain English, for pack authors */
    const struct pack
        *pack; /* packs_check: whose fault it is; NULL = of the whole set, or of a file that gave none */
};
struct pack_faults {
    struct pack_fault *v;
    size_t count, capacity;
};

/* A version that is there and has a fault, or does not agree with the others. */
struct pack_aside {
    const char *id;
    int version;     /* 0 = not even that is known; then the id is the name of the file */
    const char *why; /* plain English */
};

/* A set of packs, several versions of one id side by side: a round keeps the version it began with. */
struct packs {
    struct arena *arena;
    const struct pack *const *v; /* by id, newest version last */
    size_t count;
    const struct pack_aside *aside; /* what this process does not use, told to administrators */
    size_t aside_count;
};
/* Puts a pack in its place. The list is made anew in packs->arena: copies of the old one stay as they are. */
void packs_insert(struct packs *packs, const struct pack *pack);

/* Reads and checks one file's text (n bytes, not changed; a copy is kept). others: the packs that an overlay may stand
 * on (NULL = none; then an overlay is a fault). Everything lives in the arena. On INVALID
 * every fault is in faults, by line, and *out is NULL; TOO_LARGE above 8 MB, with a fault as well. Cross-pack
 * references (ISO clauses, type -> scan) are checked by packs_check. */
enum status pack_read(struct arena *a, const char *file, const char *text, size_t n, const struct packs *others,
                      struct pack **out, struct pack_faults *faults) MUST_USE;

/* One of several files that are read together, and what came of it. */
struct pack_file {
    const char *name;  /* what the pack keeps as its file */
    struct bytes text; /* a copy is kept */
    struct bytes
        tree; /* pack/tree.h; then it is part of the program, and both are borrowed for ever. .p NULL = none */
    /* What packs_load says. */
    struct pack *pack;         /* NULL = it has faults */
    enum status status;        /* OK, or as pack_read */
    struct pack_faults faults; /* as of pack_read */
    const char *hash;          /* BLAKE2b of the text as hex */
    enum pack_kind kind;       /* PACK_KINDS = the file does not even say that */
    const char *id;            /* as written, NULL = not at all */
    int version;               /* 0 = none that can be read */
    const char *base;          /* of an overlay; NULL = it stands alone */
    int base_version;
};
/* Before reading: only the hash, which costs little, or all that the file says of itself (id, version, kind, base),
 * whether or not it has faults. */
void pack_file_hash(struct arena *a, struct pack_file *file);
void pack_file_peek(struct arena *a, struct pack_file *file);

/* Gives the file of a scan that no overlay needed so far, as base for one; false when there is none. */
typedef bool pack_finder(void *context, const char *id, int version, struct pack_file *out);

/* Reads the files in any order, overlays after what they may stand on, and puts those without faults in the set, in whose
 * arena all of it lives. find (NULL = nobody) is asked for a base that is neither in the set nor among the files. */
void packs_load(struct packs *packs, struct pack_file *files, size_t count, pack_finder *find, void *context);

/* Reads every *.yaml of a folder (not its sub-folders), then checks references between them. Faults carry "file: " in
 * their message. FAILED when the folder or a file cannot be read (a fault says which). INVALID when there is any
 * fault; out then holds the packs that could be read, for a tool that goes on all the same. */
enum status packs_read(struct arena *a, const char *folder, struct packs *out,
                       struct pack_faults *faults) MUST_USE;

/* What a pack says about others: ISO and SDG codes of scans stand in the crosswalk, the scan of a type exists and
 * takes its profile; one id and version only once, one kind per id, one crosswalk, list of types and glossary. Adds
 * faults that name their pack, and returns whether there were none. all = false: the set may be incomplete
 * (a file had faults), so a missing pack is no fault. */
bool packs_check(struct arena *a, const struct packs *packs, bool all, struct pack_faults *faults);

/* A pack by id and version; NULL when there is none. version 0 = newest. */
const struct pack *pack_find(const struct packs *packs, const char *id, int version);
/* The scan of a pack id and version; NULL when it is no scan. */
const struct pack_scan *pack_scan_find(const struct packs *packs, const char *id, int version);
/* The newest pack of a kind; NULL when there is none. */
const struct pack *packs_newest(const struct packs *packs, enum pack_kind kind);
/* The one pack of these kinds that the installation uses (newest). Asserts that there is one. */
const struct pack_types *packs_types(const struct packs *packs);
const struct pack_crosswalk *packs_crosswalk(const struct packs *packs);
const struct pack_glossary *packs_glossary(const struct packs *packs);
/* NULL when there is none. An SDG target ("16.7") has no entry of its own: its goal ("16") is found. */
const struct pack_reference *pack_reference_find(const struct pack_crosswalk *c, const char *framework,
                                                 const char *code);

#endif
