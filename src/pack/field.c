#include "pack/field.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "pack/fault.h"

void field_fault(struct reader *r, int line, const char *format, ...)
{
    if (r->faults->count >= PACK_MAX_FAULTS)
        return;
    va_list args;
    va_start(args, format);
    const char *message = arena_vprintf(r->scratch, format, args);
    va_end(args);
    pack_fault_add(r->a, r->faults, line, r->entry == NULL ? NULL : pack_quote(r->scratch, r->entry), "%s",
                   message);
}

/* ---- did you mean --------------------------------------------------------------------------------------- */

/* Edits between two short words (insert, delete, change, swap neighbours); 99 when it cannot be less than limit or
 * they are too long. */
static int distance(const char *s, const char *t, int limit)
{
    enum { MOST = 40 };
    size_t n = strlen(s), m = strlen(t);
    if (n > MOST || m > MOST || (n > m ? n - m : m - n) >= (size_t)limit)
        return 99;
    int d[MOST + 1][MOST + 1];
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (int)(i + j);
                continue;
            }
            int best = d[i - 1][j - 1] + (s[i - 1] != t[j - 1]);
            if (d[i - 1][j] + 1 < best)
                best = d[i - 1][j] + 1;
            if (d[i][j - 1] + 1 < best)
                best = d[i][j - 1] + 1;
            if (i > 1 && j > 1 && s[i - 1] == t[j - 2] && s[i - 2] == t[j - 1] && d[i - 2][j - 2] + 1 < best)
                best = d[i - 2][j - 2] + 1;
            d[i][j] = best;
        }
    }
    return d[n][m];
}

const char *field_hint(struct reader *r, const char *s, const char *const *names, size_t count)
{
    const char *nearest = NULL;
    int least = strlen(s) < 4 ? 2 : 3; /* fewer edits than this are a slip of the pen */
    for (size_t i = 0; i < count; i++) {
        int d = names[i] == NULL ? 99 : distance(s, names[i], least);
        if (d < least) {
            least = d;
            nearest = names[i];
        }
    }
    return nearest == NULL ? "" : arena_printf(r->scratch, ", did you mean \"%s\"?", nearest);
}

/* ---- mappings ------------------------------------------------------------------------------------------- */

bool field_map(struct reader *r, const struct yaml_node *node, const char *what, const struct field *fields,
               size_t count)
{
    if (node->kind != NODE_MAP) {
        field_fault(r, node->line, "%s must be a mapping (key: value)", what);
        return false;
    }
    const char **names = NEW_ARRAY(r->scratch, const char *, count);
    for (size_t f = 0; f < count; f++)
        names[f] = fields[f].name;
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->keys[i].scalar;
        size_t f = 0;
        while (f < count && strcmp(fields[f].name, key) != 0)
            f++;
        if (f == count)
            field_fault(r, node->keys[i].line, "unknown key \"%s\" in %s%s", pack_quote(r->scratch, key), what,
                        field_hint(r, key, names, count));
    }
    for (size_t f = 0; f < count; f++) {
        if (fields[f].required && yaml_get(node, fields[f].name) == NULL)
            field_fault(r, node->line, "\"%s\" is missing in %s", fields[f].name, what);
    }
    return true;
}

bool field_entry(struct reader *r, const struct yaml_node *node, const char *what, const struct field *fields,
                 size_t count)
{
    r->entry = yaml_string(node, "id");
    return field_map(r, node, what, fields, count);
}

/* ---- scalars -------------------------------------------------------------------------------------------- */

/* Whether other YAML readers would take an unquoted scalar for something that is no string. Packs are meant to be read
 * by other programs too, so there it must be quoted. */
static bool reads_as_other(const char *s)
{
    static const char *const words[] = { "y", "n", "yes", "no", "true", "false", "on", "off", "null", "~" };
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(s, words[i]) == 0)
            return true;
    }
    int64_t days;
    if (clock_parse_date(s, &days))
        return true;
    if (strchr("0123456789+-.", s[0]) == NULL)
        return false;
    char *end;
    (void)strtod(s, &end);
    return *end == '\0';
}

/* The node's string without the line end that a block scalar leaves; NULL with a fault. */
static const char *plain_string(struct reader *r, const struct yaml_node *node, const char *field)
{
    if (node->kind != NODE_SCALAR) {
        field_fault(r, node->line, "\"%s\" must be a text, not a %s", field,
                    node->kind == NODE_LIST ? "list" : "mapping");
        return NULL;
    }
    size_t n = strlen(node->scalar);
    while (n > 0 && node->scalar[n - 1] == '\n')
        n--;
    if (n == 0) {
        field_fault(r, node->line, "\"%s\" is empty", field);
        return NULL;
    }
    if (n > PACK_MAX_TEXT) {
        field_fault(r, node->line, "\"%s\" is longer than %d bytes", field, PACK_MAX_TEXT);
        return NULL;
    }
    return node->scalar[n] == '\0' ? node->scalar : arena_strndup(r->scratch, node->scalar, n);
}

/* Whether utf8_clean would leave a string as it is, told without making a copy: no blanks at its ends, and nothing but
 * ASCII that is printed and letters of Latin-1. Others are for utf8_clean itself. */
static bool is_clean(const char *s)
{
    size_t n = strlen(s);
    if (s[0] == ' ' || s[n - 1] == ' ')
        return false;
    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c == 0xC3 && (unsigned char)s[i + 1] >= 0x80) /* U+00C0 to U+00FF */
            i++;
        else if (c < 0x20 || c >= 0x7F)
            return false;
    }
    return true;
}

const char *field_scalar(struct reader *r, const struct yaml_node *node, const char *field)
{
    const char *s = plain_string(r, node, field);
    if (s == NULL)
        return NULL;
    if (node->plain && reads_as_other(s)) {
        field_fault(r, node->line, "\"%s\": put quotes around %s", field, pack_quote(r->scratch, s));
        return NULL;
    }
    if (!is_clean(s) && strcmp(utf8_clean(r->scratch, s), s) != 0) {
        field_fault(r, node->line, "\"%s\" has blanks or control characters around or in it", field);
        return NULL;
    }
    return r->borrow && s == node->scalar ? s : arena_strdup(r->a, s);
}

const char *field_string(struct reader *r, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    return node == NULL ? NULL : field_scalar(r, node, key);
}

/* One or more of a-z and 0-9 with single "-" between; its length, 0 when s does not begin with one. */
static size_t word_length(const char *s)
{
    size_t n = 0;
    while ((s[n] >= 'a' && s[n] <= 'z') || (s[n] >= '0' && s[n] <= '9') ||
           (n > 0 && s[n] == '-' && s[n - 1] != '-'))
        n++;
    return n > 0 && s[n - 1] == '-' ? 0 : n;
}

static bool is_id(const char *s, bool dots)
{
    if (strlen(s) > PACK_MAX_ID)
        return false;
    for (;;) {
        size_t n = word_length(s);
        if (n == 0 || (s[n] != '\0' && !(dots && s[n] == '.')))
            return false;
        if (s[n] == '\0')
            return true;
        s += n + 1;
    }
}

const char *field_id(struct reader *r, const struct yaml_node *map, bool dots, const char *prefix)
{
    const char *id = field_string(r, map, "id");
    if (id == NULL)
        return NULL;
    int line = yaml_get(map, "id")->line;
    if (!is_id(id, dots)) {
        field_fault(r, line, "the id must be words of a-z, 0-9 and \"-\"%s, at most %d characters",
                    dots ? ", joined by \".\"" : "", PACK_MAX_ID);
        return NULL;
    }
    /* A wrong prefix is told here once; the id is kept, so that what refers to it is no fault as well. */
    size_t n = prefix == NULL ? 0 : strlen(prefix);
    if (n > 0 && (strncmp(id, prefix, n) != 0 || id[n] != '.' || !is_id(id + n + 1, false)))
        field_fault(r, line, "the id must be \"%s.\" and one more word", prefix);
    return id;
}

int field_choice(struct reader *r, const struct yaml_node *map, const char *key, const char *const *choices)
{
    const char *s = field_string(r, map, key);
    if (s == NULL)
        return -1;
    int count = 0;
    const char *listed = "";
    for (; choices[count] != NULL; count++) {
        if (strcmp(s, choices[count]) == 0)
            return count;
        listed = arena_printf(r->scratch, "%s%s%s", listed, count == 0 ? "" : ", ", choices[count]);
    }
    field_fault(r, yaml_get(map, key)->line, "\"%s\" must be one of %s%s", key, listed,
                field_hint(r, s, choices, (size_t)count));
    return -1;
}

int64_t field_int(struct reader *r, const struct yaml_node *map, const char *key, int64_t least, int64_t most,
                  int64_t missing)
{
    const struct yaml_node *node = yaml_get(map, key);
    if (node == NULL)
        return missing;
    const char *s = node->kind == NODE_SCALAR && node->plain ? node->scalar : "";
    size_t digits = strspn(s, "0123456789");
    if (digits == 0 || digits > 15 || s[digits] != '\0' || (s[0] == '0' && digits > 1)) {
        field_fault(r, node->line, "\"%s\" must be a whole number", key);
        return missing;
    }
    int64_t value = strtoll(s, NULL, 10);
    if (value < least || value > most) {
        field_fault(r, node->line, "\"%s\" must be from %lld to %lld", key, (long long)least, (long long)most);
        return missing;
    }
    return value;
}

bool field_bool(struct reader *r, const struct yaml_node *map, const char *key, bool missing)
{
    const struct yaml_node *node = yaml_get(map, key);
    if (node == NULL)
        return missing;
    const char *s = node->kind == NODE_SCALAR && node->plain ? node->scalar : "";
    if (strcmp(s, "true") != 0 && strcmp(s, "false") != 0) {
        field_fault(r, node->line, "\"%s\" must be true or false", key);
        return missing;
    }
    return s[0] == 't';
}

const char *field_date(struct reader *r, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    if (node == NULL)
        return NULL;
    int64_t days;
    if (node->kind != NODE_SCALAR || !clock_parse_date(node->scalar, &days)) {
        field_fault(r, node->line, "\"%s\" must be a date that exists, such as 2026-11-01", key);
        return NULL;
    }
    return arena_strdup(r->a, node->scalar);
}

/* ---- texts ---------------------------------------------------------------------------------------------- */

int field_words(const char *s)
{
    int words = 0;
    while (*s != '\0') {
        size_t n = strcspn(s, " \t\n");
        bool word = false;
        for (size_t i = 0; i < n; i++) {
            unsigned char c = (unsigned char)s[i];
            /* Beyond ASCII: lead bytes of letters; E2 is dashes, quotes and signs (U+2000..U+2FFF). */
            if ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || (c >= 0xC3 && c != 0xE2))
                word = true;
        }
        words += word;
        s += n + (s[n] != '\0');
    }
    return words;
}

const struct lang *field_language(struct reader *r, const struct yaml_node *key, const char *field)
{
    const char *code = key->scalar;
    const struct lang *lang = lang_find(code);
    if (lang == NULL || strcmp(lang->code, code) != 0) {
        const char *codes[LANG_COUNT];
        for (int l = 0; l < LANG_COUNT; l++)
            codes[l] = lang_get((enum lang_id)l)->code;
        field_fault(r, key->line, "\"%s\": \"%s\" is no language of this program%s", field,
                    pack_quote(r->scratch, code), field_hint(r, code, codes, LANG_COUNT));
        return NULL;
    }
    if (!r->languages[lang->id]) {
        field_fault(r, key->line, "\"%s\": \"%s\" is not among the languages of this pack", field, code);
        return NULL;
    }
    return lang;
}

struct text field_text(struct reader *r, const struct yaml_node *map, const char *key,
                       struct text_limits limits)
{
    const struct yaml_node *node = yaml_get(map, key);
    return node == NULL ? (struct text){ { NULL } } : field_text_of(r, node, key, limits);
}

struct text field_text_of(struct reader *r, const struct yaml_node *node, const char *key,
                          struct text_limits limits)
{
    struct text text = { { NULL } };
    if (node->kind != NODE_MAP) {
        field_fault(r, node->line, "\"%s\" must give each language: { nl: …, en: … }", key);
        return text;
    }
    bool seen[LANG_COUNT] = { false };
    for (size_t i = 0; i < node->count; i++) {
        const struct lang *lang = field_language(r, &node->keys[i], key);
        if (lang == NULL)
            continue;
        seen[lang->id] = true;
        const char *s = field_scalar(r, &node->items[i], arena_printf(r->scratch, "%s.%s", key, lang->code));
        if (s == NULL)
            continue;
        text.in[lang->id] = s;
        int words = field_words(s);
        if (limits.words > 0 && words > limits.words)
            field_fault(r, node->items[i].line, "\"%s.%s\" has %d words, at most %d", key, lang->code, words,
                        limits.words);
        size_t characters = utf8_length(s);
        if (limits.characters > 0 && characters > (size_t)limits.characters)
            field_fault(r, node->items[i].line, "\"%s.%s\" has %zu characters, at most %d", key, lang->code,
                        characters, limits.characters);
    }
    /* Dutch and English are the two that every text is complete in; nl_BE only says what differs. */
    static const enum lang_id needed[] = { LANG_NL, LANG_EN };
    for (size_t i = 0; i < 2; i++) {
        if (!seen[needed[i]])
            field_fault(r, node->line, "\"%s.%s\" is missing", key, lang_get(needed[i])->code);
    }
    if (text.in[LANG_NL_BE] != NULL && text.in[LANG_NL] != NULL &&
        strcmp(text.in[LANG_NL_BE], text.in[LANG_NL]) == 0)
        field_fault(r, yaml_get(node, lang_get(LANG_NL_BE)->code)->line,
                    "\"%s.nl_BE\" says the same as nl: leave it out", key);
    return text;
}

/* ---- lists ---------------------------------------------------------------------------------------------- */

const struct yaml_node *field_list(struct reader *r, const struct yaml_node *map, const char *key)
{
    const struct yaml_node *node = yaml_get(map, key);
    if (node == NULL)
        return NULL;
    if (node->kind != NODE_LIST || node->count == 0) {
        field_fault(r, node->line, "\"%s\" must be a list with at least one item", key);
        return NULL;
    }
    return node;
}

static bool is_code(const char *s, size_t most)
{
    size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    return s[n] == '\0' && n <= most;
}

const char *const *field_codes(struct reader *r, const struct yaml_node *map, const char *key, size_t most)
{
    static const char *const none[] = { NULL };
    const struct yaml_node *node = field_list(r, map, key);
    if (node == NULL)
        return none;
    if (node->count > PACK_MAX_CODES) {
        field_fault(r, node->line, "\"%s\" has %zu items, at most %d", key, node->count, PACK_MAX_CODES);
        return none;
    }
    const char **codes = NEW_ARRAY(r->a, const char *, node->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < node->count; i++) {
        const char *code = field_scalar(r, &node->items[i], key);
        if (code == NULL)
            continue;
        if (!is_code(code, most)) {
            field_fault(r, node->items[i].line,
                        "\"%s\": \"%s\" is no code (letters, digits, \".\" and \"-\", at most %zu)", key,
                        pack_quote(r->scratch, code), most);
            continue;
        }
        bool again = false;
        for (size_t k = 0; k < count; k++)
            again |= strcmp(codes[k], code) == 0;
        if (again)
            field_fault(r, node->items[i].line, "\"%s\" names %s twice", key, code);
        else
            codes[count++] = code;
    }
    return codes;
}

/* SDG goal or target as the United Nations number them: "16", "16.7", "16.a". Whether the goal exists is for the
 * crosswalk to say. */
static bool is_sdg(const char *s)
{
    size_t goal = strspn(s, "0123456789");
    if (goal < 1 || goal > 2 || s[0] == '0')
        return false;
    if (s[goal] == '\0')
        return true;
    const char *target = s + goal + 1;
    size_t digits = strspn(target, "0123456789");
    if (s[goal] != '.')
        return false;
    return (digits >= 1 && digits <= 2 && target[0] != '0' && target[digits] == '\0') ||
           (target[0] >= 'a' && target[0] <= 'd' && target[1] == '\0');
}

const char *const *field_sdg(struct reader *r, const struct yaml_node *map, const char *key)
{
    const char *const *codes = field_codes(r, map, key, PACK_MAX_CODE);
    for (size_t i = 0; codes[i] != NULL; i++) {
        if (!is_sdg(codes[i]))
            field_fault(r, yaml_get(map, key)->line,
                        "\"%s\" is no SDG goal or target, such as \"16\" or \"16.7\"", codes[i]);
    }
    return codes;
}
