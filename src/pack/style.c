#include "pack/style.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "pack/field.h"
#include "pack/index.h"
#include "pack/name.h"

/* ---- lists of words ------------------------------------------------------------------------------------------
 * They stand here and not in a pack: they are no content, and an installation that changes them would only change what
 * its own linter says. All are folded (lower case, no accents). */

/* Everybody measures these differently, so two people answer one statement in two ways. */
static const char *const vague_nl[] = { "voldoende",
                                        "regelmatig",
                                        "waar mogelijk",
                                        "waar nodig",
                                        "zoveel mogelijk",
                                        "zo veel mogelijk",
                                        "indien mogelijk",
                                        "streeft",
                                        "streven",
                                        "streven naar",
                                        "aandacht voor",
                                        "oog voor",
                                        "optimaal",
                                        "optimale",
                                        "adequaat",
                                        "adequate",
                                        "passend",
                                        "passende",
                                        "tijdig",
                                        "tijdige",
                                        "redelijk",
                                        "redelijke",
                                        "goed genoeg",
                                        "in principe",
                                        "doorgaans",
                                        "meestal",
                                        "vaak",
                                        "soms",
                                        "actief",
                                        "proactief",
                                        "zorgvuldig",
                                        "zorgvuldige",
                                        "duidelijk",
                                        "duidelijke",
                                        "kwaliteitsvol",
                                        "kwaliteitsvolle",
                                        "rekening met",
                                        "bewust",
                                        "bewuste",
                                        "bevordert",
                                        "bevorderen",
                                        "stimuleert",
                                        "stimuleren",
                                        "werkt aan",
                                        "inzetten op",
                                        "zet in op",
                                        "belangrijk",
                                        "belangrijke",
                                        "relevant",
                                        "relevante",
                                        "degelijk",
                                        "degelijke",
                                        "geregeld",
                                        "af en toe",
                                        "probeert",
                                        "proberen",
                                        "duurzame manier",
                                        NULL };
static const char *const vague_en[] = { "sufficient",
                                        "sufficiently",
                                        "enough",
                                        "regularly",
                                        "regular",
                                        "where possible",
                                        "where necessary",
                                        "as much as possible",
                                        "as far as possible",
                                        "if possible",
                                        "strives",
                                        "strive",
                                        "aims to",
                                        "attention to",
                                        "attention for",
                                        "optimal",
                                        "optimally",
                                        "adequate",
                                        "adequately",
                                        "appropriate",
                                        "appropriately",
                                        "timely",
                                        "reasonable",
                                        "reasonably",
                                        "in principle",
                                        "usually",
                                        "often",
                                        "sometimes",
                                        "actively",
                                        "proactively",
                                        "carefully",
                                        "clearly",
                                        "high quality",
                                        "takes into account",
                                        "conscious",
                                        "consciously",
                                        "promotes",
                                        "promote",
                                        "encourages",
                                        "encourage",
                                        "works on",
                                        "working on",
                                        "committed to",
                                        "important",
                                        "relevant",
                                        "properly",
                                        "tries",
                                        "try to",
                                        "now and then",
                                        NULL };

/* "and" and "or" that join one thing, not two: what is said of the one is said of the other, or the pair has one name.
 * Without what stands around it; the words of the list are compared with the text as a whole. */
static const char *const fixed_nl[] = { "gemeente en ocmw",
                                        "mens en milieu",
                                        "mens of milieu",
                                        "mensen en milieu",
                                        "mensen en natuur",
                                        "hij of zij",
                                        "zijn of haar",
                                        "hem of haar",
                                        "vrouwen en mannen",
                                        "mannen en vrouwen",
                                        "vaders en moeders",
                                        "vlees of vis",
                                        "vlees en vis",
                                        "dag en nacht",
                                        "leerling of stagiair",
                                        "leerling of student",
                                        "kinderen en jongeren",
                                        "kinderen of jongeren",
                                        "boete of veroordeling",
                                        "producten of diensten",
                                        "producten en diensten",
                                        "goederen en diensten",
                                        "onderaannemer of uitzendbureau",
                                        "vraag en aanbod",
                                        "lusten en lasten",
                                        "rechten en plichten",
                                        "pesten of ongewenst",
                                        "wonen en werken",
                                        "water en energie",
                                        "energie en water",
                                        "bomen en struiken",
                                        "fietsers en voetgangers",
                                        "fietsers of voetgangers",
                                        "rolstoelen en kinderwagens",
                                        "winst en verlies",
                                        "veiligheid en gezondheid",
                                        "gezondheid en veiligheid",
                                        "diversiteit en inclusie",
                                        "een of meer",
                                        "een of twee",
                                        "twee of meer",
                                        "eten en drinken",
                                        "afval en grondstoffen",
                                        "burgemeester en wethouders",
                                        "burgemeester en schepenen",
                                        "voor en na",
                                        "in en uit",
                                        "van en naar",
                                        "min of meer",
                                        "kosten en baten",
                                        "inkomsten en uitgaven",
                                        "lezen en schrijven",
                                        "lezen of schrijven",
                                        "lezen of rekenen",
                                        "stroom en gas",
                                        "gas en elektriciteit",
                                        "arbeid en inkomen",
                                        "ja of nee",
                                        "naam en functie",
                                        "naam of functie",
                                        "dienst of afdeling",
                                        "laagste en hoogste",
                                        "hoogste en laagste",
                                        "heggen en struiken",
                                        "geloof of levensovertuiging",
                                        "brief of mail",
                                        "telefoon of mail",
                                        "bouwen en verbouwen",
                                        "kopen of huren",
                                        "huren of kopen",
                                        "kopen of leasen",
                                        "huren of delen",
                                        "milieu of mensenrechten",
                                        "kinderarbeid of dwangarbeid",
                                        "dwangarbeid of kinderarbeid",
                                        "wie en wanneer",
                                        "wat en wanneer",
                                        NULL };
static const char *const fixed_en[] = { "municipality and social welfare",
                                        "people and the environment",
                                        "people and environment",
                                        "people or the environment",
                                        "he or she",
                                        "his or her",
                                        "him or her",
                                        "women and men",
                                        "men and women",
                                        "fathers and mothers",
                                        "meat or fish",
                                        "meat and fish",
                                        "day and night",
                                        "pupil or trainee",
                                        "children and young",
                                        "children or young",
                                        "fine or conviction",
                                        "products or services",
                                        "products and services",
                                        "goods and services",
                                        "supply and demand",
                                        "rights and duties",
                                        "bullying or unwanted",
                                        "trees and shrubs",
                                        "cyclists and pedestrians",
                                        "cyclists or pedestrians",
                                        "wheelchairs and pushchairs",
                                        "profit and loss",
                                        "health and safety",
                                        "safety and health",
                                        "diversity and inclusion",
                                        "one or more",
                                        "one or two",
                                        "two or more",
                                        "food and drink",
                                        "mayor and aldermen",
                                        "to and from",
                                        "more or less",
                                        "costs and benefits",
                                        "income and expenditure",
                                        "reading and writing",
                                        "reading or writing",
                                        "read or write",
                                        "gas and electricity",
                                        "yes or no",
                                        "name and position",
                                        "name or position",
                                        "department or service",
                                        "lowest and highest",
                                        "highest and lowest",
                                        "religion or belief",
                                        "buy or rent",
                                        "buy or lease",
                                        "child labour or forced",
                                        "forced labour or child",
                                        "terms and conditions",
                                        "research and development",
                                        NULL };

/* Finite verbs that, straight behind a comma, begin a second thing that is claimed. */
static const char *const verbs_nl[] = {
    "is",        "zijn",        "heeft",       "hebben",      "wordt",       "worden",     "kan",
    "kunnen",    "krijgt",      "krijgen",     "staat",       "staan",       "legt",       "leggen",
    "maakt",     "maken",       "meet",        "meten",       "publiceert",  "publiceren", "bespreekt",
    "bespreken", "controleert", "controleren", "vraagt",      "vragen",      "geeft",      "geven",
    "houdt",     "houden",      "doet",        "doen",        "betaalt",     "betalen",    "koopt",
    "kopen",     "neemt",       "nemen",       "stelt",       "stellen",     "volgt",      "volgen",
    "meldt",     "melden",      "deelt",       "delen",       "kiest",       "kiezen",     "evalueert",
    "evalueren", "zet",         "zetten",      "rapporteert", "rapporteren", NULL
};
static const char *const verbs_en[] = {
    "is",       "are",     "has",       "have",    "can",       "gets",      "get",      "makes",  "make",
    "measures", "measure", "publishes", "publish", "discusses", "discuss",   "checks",   "check",  "asks",
    "ask",      "gives",   "give",      "keeps",   "keep",      "does",      "do",       "pays",   "pay",
    "buys",     "buy",     "takes",     "take",    "sets",      "set",       "follows",  "follow", "reports",
    "report",   "shares",  "share",     "chooses", "choose",    "evaluates", "evaluate", NULL
};

/* Words that every statement has; two that share only these share nothing. */
static const char *const stop_words[] = {
    "de",   "het", "een",   "en",     "of",    "van",    "in",   "op",   "aan",   "met",  "voor", "bij",
    "te",   "die", "dat",   "dan",    "als",   "we",     "wij",  "ons",  "onze",  "is",   "zijn", "er",
    "ook",  "om",  "uit",   "door",   "per",   "tot",    "naar", "wie",  "wat",   "niet", "geen", "hun",
    "zich", "ze",  "heeft", "hebben", "wordt", "worden", "the",  "a",    "an",    "and",  "or",   "of",
    "in",   "on",  "at",    "to",     "for",   "with",   "by",   "from", "we",    "our",  "us",   "is",
    "are",  "be",  "it",    "its",    "that",  "which",  "who",  "this", "their", "they", "has",  "have",
    "as",   "not", "no",    "per",    "than",  NULL
};

/* A full stop behind these ends no sentence. */
static const char *const abbreviations[] = { "bv",    "bijv", "enz", "nr",  "art", "resp",  "incl",
                                             "excl",  "max",  "min", "ca",  "o.a", "m.b.v", "d.w.z",
                                             "t.o.v", "e.g",  "i.e", "etc", "no",  "vs",    "st",
                                             "dr",    "ir",   "mr",  NULL };

static bool is_in(const char *const *list, const char *s, size_t n)
{
    for (; *list != NULL; list++)
        if (strncmp(*list, s, n) == 0 && (*list)[n] == '\0')
            return true;
    return false;
}

/* ---- sentences ----------------------------------------------------------------------------------------------- */

static bool is_abbreviation(const char *text, const char *dot)
{
    const char *from = dot;
    while (from > text && strchr(" \t\n(\"'", from[-1]) == NULL)
        from--;
    char word[12];
    size_t n = (size_t)(dot - from);
    if (n == 0 || n >= sizeof word)
        return false;
    for (size_t i = 0; i < n; i++)
        word[i] = (char)(from[i] >= 'A' && from[i] <= 'Z' ? from[i] | 0x20 : from[i]);
    return is_in(abbreviations, word, n);
}

/* Bytes up to the end of the sentence that begins at s; text is where it all began. */
static size_t sentence_length(const char *text, const char *s)
{
    size_t at = 0;
    for (; s[at] != '\0'; at++) {
        if (s[at] == '\n')
            return at + 1;
        bool stop = strchr(".!?", s[at]) != NULL || strncmp(s + at, "…", 3) == 0;
        if (!stop || (s[at] == '.' && is_abbreviation(text, s + at)))
            continue;
        size_t end = at + 1;
        while (s[end] != '\0' &&
               (strchr(".!?\"')", s[end]) != NULL || ((unsigned char)s[end] & 0xC0u) == 0x80u))
            end++; /* closing marks, and the rest of a character of several bytes */
        if (s[end] == '\0' || strchr(" \t\n", s[end]) != NULL)
            return end;
    }
    return at;
}

/* Calls see for every sentence with words. */
struct sentence {
    const char *s;
    size_t n;
    int words;
};
static bool next_sentence(struct arena *a, const char *text, const char **at, struct sentence *out)
{
    while (**at != '\0') {
        size_t n = sentence_length(text, *at);
        *out = (struct sentence){ .s = *at, .n = n, .words = field_words(arena_strndup(a, *at, n)) };
        *at += n;
        if (out->words > 0)
            return true;
    }
    return false;
}

/* ---- words of a text ----------------------------------------------------------------------------------------- */

/* The folded text with one blank between words, one in front and one behind, and without marks: so that " en " is
 * found wherever the word stands. Commas stay as a word of their own. */
static const char *spaced(struct arena *a, const char *text)
{
    const char *folded = utf8_fold(a, text);
    char *out = arena_alloc(a, 2 * strlen(folded) + 4);
    size_t n = 0;
    out[n++] = ' ';
    for (const char *c = folded; *c != '\0'; c++) {
        if (*c == ',') {
            n -= out[n - 1] == ' ' && n > 1;
            out[n++] = ' ';
            out[n++] = ',';
            out[n++] = ' ';
        } else if (strchr(" \t\n.;:!?()\"", *c) != NULL) {
            if (out[n - 1] != ' ')
                out[n++] = ' ';
        } else {
            out[n++] = *c;
        }
    }
    if (out[n - 1] != ' ')
        out[n++] = ' ';
    out[n] = '\0';
    return out;
}

/* Blanks out every fixed pair, so that its "and" is no longer seen. Keeps the length. */
static char *without_fixed(struct arena *a, const char *words, const char *const *fixed)
{
    char *out = arena_strdup(a, words);
    for (; *fixed != NULL; fixed++) {
        size_t n = strlen(*fixed);
        for (char *at = out; (at = strstr(at, *fixed)) != NULL; at += n)
            if (at[-1] == ' ')
                memset(at, '#', n);
    }
    return out;
}

/* ---- remarks ------------------------------------------------------------------------------------------------- */

struct styler {
    struct arena *a;
    struct style *out;
    struct style_remark *remarks;
    size_t remark_capacity;
    struct style_field *fields;
    size_t field_capacity;
    const char *list, *entry; /* where the walk is */
    bool scan;
};

static void remark(struct styler *w, int line, const char *field, enum style_rule rule, const char *message)
{
    struct style_remark *r = ARENA_PUSH(w->a, &w->remarks, &w->out->count, &w->remark_capacity);
    *r = (struct style_remark){
        .line = line, .entry = w->entry, .field = field, .rule = rule, .message = message
    };
}

static struct style_field *field_of(struct styler *w, const char *name)
{
    for (size_t i = 0; i < w->out->field_count; i++)
        if (strcmp(w->fields[i].field, name) == 0)
            return &w->fields[i];
    struct style_field *f = ARENA_PUSH(w->a, &w->fields, &w->out->field_count, &w->field_capacity);
    *f = (struct style_field){ .field = name };
    return f;
}

static void look_at_sentences(struct styler *w, const char *text, int line, const char *field)
{
    struct style_field *f =
        field_of(w, arena_printf(w->a, "%s%s%s", w->list, w->list[0] == '\0' ? "" : ".", field));
    int sentences = 0, words = 0;
    struct sentence s;
    for (const char *at = text; next_sentence(w->a, text, &at, &s);) {
        sentences++;
        words += s.words;
        if (s.words > STYLE_SENTENCE_WORDS)
            remark(w, line, field, STYLE_SENTENCE,
                   arena_printf(w->a, "a sentence of %d words; from %d on they are hard to follow", s.words,
                                STYLE_SENTENCE_WORDS + 1));
    }
    if (sentences > 1 && words >= STYLE_MEAN_WORDS * sentences)
        remark(w, line, field, STYLE_MEAN,
               arena_printf(w->a, "sentences of %d words on average; keep them under %d", words / sentences,
                            STYLE_MEAN_WORDS));
    f->texts++;
    f->sentences += sentences;
    f->words += words;
}

static void look_for_vague(struct styler *w, const char *words, const char *const *vague, int line,
                           const char *field)
{
    for (; *vague != NULL; vague++)
        if (strstr(words, arena_printf(w->a, " %s ", *vague)) != NULL)
            remark(w, line, field, STYLE_VAGUE,
                   arena_printf(w->a, "\"%s\" is vague: say how much, how often or what", *vague));
}

/* The first sign of two judgements, as it stands in the text; NULL = none. */
static const char *two_judgements(struct arena *a, const char *words, bool english)
{
    static const char *const joins_nl[] = { " en/of ", " en ", " of ", NULL };
    static const char *const joins_en[] = { " and/or ", " and ", " or ", NULL };
    const char *left = without_fixed(a, words, english ? fixed_en : fixed_nl);
    for (const char *const *join = english ? joins_en : joins_nl; *join != NULL; join++) {
        const char *at = strstr(left, *join);
        if (at == NULL)
            continue;
        const char *from = at, *to = at + strlen(*join);
        while (from > left && from[-1] != ' ')
            from--;
        to += strcspn(to, " ");
        return arena_strndup(a, words + (from - left), (size_t)(to - from));
    }
    for (const char *at = left; (at = strstr(at, " , ")) != NULL; at += 3) {
        size_t n = strcspn(at + 3, " ");
        if (is_in(english ? verbs_en : verbs_nl, at + 3, n))
            return arena_printf(a, ", %.*s", (int)n, at + 3);
    }
    return NULL;
}

static void look_at_statement(struct styler *w, const char *text, const char *lang, int line, const char *field)
{
    bool english = strcmp(lang, "en") == 0;
    const char *words = spaced(w->a, text);
    int count = field_words(text);
    if (count > STYLE_STATEMENT_WORDS)
        remark(w, line, field, STYLE_STATEMENT,
               arena_printf(w->a, "%d words; a statement has at most %d", count, STYLE_STATEMENT_WORDS));
    look_for_vague(w, words, english ? vague_en : vague_nl, line, field);
    const char *two = two_judgements(w->a, words, english);
    if (two != NULL)
        remark(w, line, field, STYLE_TWO,
               arena_printf(w->a, "two judgements? \"%s\": one statement asks for one", two));
}

/* ---- the walk ------------------------------------------------------------------------------------------------ */

/* { nl: …, en: … } with strings. */
static bool is_text(const struct yaml_node *node)
{
    if (node->kind != NODE_MAP || node->count == 0)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (!is_language(node->keys[i].scalar) || node->items[i].kind != NODE_SCALAR)
            return false;
    return true;
}

static void look_at_text(struct styler *w, const struct yaml_node *text, const char *name)
{
    bool statement = w->scan && strcmp(w->list, "statements") == 0 && strcmp(name, "text") == 0;
    for (size_t i = 0; i < text->count; i++) {
        const char *lang = text->keys[i].scalar, *field = arena_printf(w->a, "%s.%s", name, lang);
        look_at_sentences(w, text->items[i].scalar, text->items[i].line, field);
        if (statement)
            look_at_statement(w, text->items[i].scalar, lang, text->items[i].line, field);
    }
}

static void walk(struct styler *w, const struct yaml_node *node, const char *name)
{
    if (is_text(node)) {
        look_at_text(w, node, name);
        return;
    }
    const char *list = w->list, *entry = w->entry;
    if (node->kind == NODE_MAP && yaml_string(node, "id") != NULL)
        w->entry = yaml_string(node, "id");
    for (size_t i = 0; node->kind == NODE_LIST && i < node->count; i++)
        walk(w, &node->items[i], name);
    for (size_t i = 0; node->kind == NODE_MAP && i < node->count; i++) {
        const struct yaml_node *item = &node->items[i];
        bool entries = item->kind == NODE_LIST && item->count > 0 && yaml_get(&item->items[0], "id") != NULL;
        if (entries)
            w->list = arena_printf(w->a, "%s%s%s", list, list[0] == '\0' ? "" : ".", node->keys[i].scalar);
        walk(w, item, node->keys[i].scalar);
        w->list = list;
    }
    w->entry = entry;
}

struct style pack_style(struct arena *a, const struct yaml_node *root)
{
    struct style out = { 0 };
    struct styler w = { .a = a, .out = &out, .list = "" };
    const char *kind = yaml_string(root, "kind");
    w.scan = kind != NULL && strcmp(kind, "scan") == 0;
    for (size_t i = 0; root->kind == NODE_MAP && i < root->count; i++) {
        /* The pack's own id is no entry, so its keys are walked one by one. */
        w.list = root->items[i].kind == NODE_LIST ? root->keys[i].scalar : "";
        walk(&w, &root->items[i], root->keys[i].scalar);
    }
    out.v = w.remarks;
    out.fields = w.fields;
    return out;
}

/* ---- alike --------------------------------------------------------------------------------------------------- */

const struct style_item *style_items(struct arena *a, const struct yaml_node *root, const char *lang,
                                     size_t *count)
{
    *count = 0;
    const char *kind = yaml_string(root, "kind"), *id = yaml_string(root, "id");
    bool scan = kind != NULL && strcmp(kind, "scan") == 0;
    bool titles = kind != NULL && (strcmp(kind, "actions") == 0 || strcmp(kind, "indicators") == 0);
    const struct yaml_node *list = scan     ? yaml_get(root, "statements")
                                   : titles ? yaml_get(root, "entries")
                                            : NULL;
    struct style_item *items = NEW_ARRAY(a, struct style_item, list == NULL ? 0 : list->count);
    for (size_t i = 0; list != NULL && i < list->count; i++) {
        const struct yaml_node *text = yaml_get(&list->items[i], scan ? "text" : "title");
        const char *s = yaml_string(text, lang), *entry = yaml_string(&list->items[i], "id");
        if (s != NULL)
            items[(*count)++] = (struct style_item){ .pack = id == NULL ? "" : id,
                                                     .entry = entry == NULL ? "" : entry,
                                                     .text = s,
                                                     .line = yaml_get(text, lang)->line };
    }
    return items;
}

struct words {
    int *v; /* numbers of words, ascending, each once */
    int count;
};

static int by_number(const void *left, const void *right)
{
    int l = *(const int *)left, r = *(const int *)right;
    return (l > r) - (l < r);
}

static struct words words_of(struct arena *a, const char *text, struct pack_index *index, int *known)
{
    char *rest = arena_strdup(a, spaced(a, text)), *state = NULL;
    struct words w = { .v = NEW_ARRAY(a, int, strlen(text) / 2 + 1) };
    for (char *word = strtok_r(rest, " ,", &state); word != NULL; word = strtok_r(NULL, " ,", &state)) {
        if (is_in(stop_words, word, strlen(word)))
            continue;
        int number = pack_index_find(index, word);
        if (number < 0) {
            number = (*known)++;
            (void)pack_index_add(index, word, number);
        }
        w.v[w.count++] = number;
    }
    if (w.count > 1)
        qsort(w.v, (size_t)w.count, sizeof *w.v, by_number);
    int kept = 0;
    for (int i = 0; i < w.count; i++)
        if (i == 0 || w.v[i] != w.v[i - 1])
            w.v[kept++] = w.v[i];
    w.count = kept;
    return w;
}

/* Jaccard: shared words of all words, in whole percents. */
static int alike(const struct words *l, const struct words *r)
{
    int shared = 0;
    for (int i = 0, k = 0; i < l->count && k < r->count;) {
        if (l->v[i] == r->v[k]) {
            shared++;
            i++;
            k++;
        } else if (l->v[i] < r->v[k]) {
            i++;
        } else {
            k++;
        }
    }
    int all = l->count + r->count - shared;
    return all == 0 ? 0 : 100 * shared / all;
}

static int closest_first(const void *left, const void *right)
{
    const struct style_pair *l = left, *r = right;
    if (l->percent != r->percent)
        return l->percent > r->percent ? -1 : 1;
    if (l->a != r->a)
        return l->a < r->a ? -1 : 1;
    return l->b < r->b ? -1 : 1;
}

const struct style_pair *style_pairs(struct arena *a, const struct style_item *items, size_t count, int percent,
                                     size_t *out)
{
    size_t room = 1;
    for (size_t i = 0; i < count; i++)
        room += strlen(items[i].text) / 2 + 1;
    struct pack_index *index = pack_index_new(a, room);
    struct words *words = NEW_ARRAY(a, struct words, count);
    int known = 0;
    for (size_t i = 0; i < count; i++)
        words[i] = words_of(a, items[i].text, index, &known);
    struct style_pair *pairs = NULL;
    size_t capacity = 0;
    *out = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = i + 1; k < count; k++) {
            int p = alike(&words[i], &words[k]);
            if (p >= percent && p > 0)
                *(struct style_pair *)ARENA_PUSH(a, &pairs, out, &capacity) =
                    (struct style_pair){ .a = &items[i], .b = &items[k], .percent = p };
        }
    if (*out > 1)
        qsort(pairs, *out, sizeof *pairs, closest_first);
    return pairs;
}
