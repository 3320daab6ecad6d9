#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pack/pack.h"
#include "pack/style.h"

static const struct yaml_node *tree(struct arena *a, const char *text)
{
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    assert_int_equal(yaml_read(a, text, strlen(text), &root, a, &faults), OK);
    return root;
}

static void sentences_end_where_they_do(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int sentences, words;
    } cases[] = {
        { "", 0, 0 },
        { "Een zin zonder punt", 1, 4 },
        { "Een zin. Nog een zin!", 2, 5 },
        { "Vraag? Antwoord.", 2, 2 },
        { "Dat kost 12.500 euro per jaar.", 1, 6 },
        { "Denk aan glas, bv. flessen of ramen.", 1, 7 },
        { "For example (e.g. glass) counts.", 1, 5 },
        { "Hij zei: \"Ja.\" En ging.", 2, 5 },
        { "Eerste regel\nTweede regel", 2, 4 },
        { "Wachten … en dan", 2, 3 },
        { "Een – streepje telt niet", 1, 4 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        arena_init(&a);
        const struct yaml_node text[] = { { .kind = NODE_SCALAR, .scalar = cases[i].text } },
                               nl[] = { { .kind = NODE_SCALAR, .scalar = "nl" } },
                               value[] = { { .kind = NODE_MAP, .keys = nl, .items = text, .count = 1 } },
                               key[] = { { .kind = NODE_SCALAR, .scalar = "title" } },
                               root = { .kind = NODE_MAP, .keys = key, .items = value, .count = 1 };
        struct style s = pack_style(&a, &root);
        int sentences = s.field_count == 0 ? 0 : s.fields[0].sentences,
            words = s.field_count == 0 ? 0 : s.fields[0].words;
        if (sentences != cases[i].sentences || words != cases[i].words)
            print_error("%s: %d sentences, %d words\n", cases[i].text, sentences, words);
        assert_int_equal(sentences, cases[i].sentences);
        assert_int_equal(words, cases[i].words);
        arena_release(&a);
    }
}

/* The remarks about one statement. */
static struct style style_of(struct arena *a, const char *nl, const char *en)
{
    return pack_style(a, tree(a, arena_printf(a,
                                              "id: p\nkind: scan\nstatements:\n  - id: s.one\n    text:\n      "
                                              "nl: \"%s\"\n      en: \"%s\"\n",
                                              nl, en)));
}

static const struct style_remark *remark(const struct style *s, enum style_rule rule, const char *field)
{
    for (size_t i = 0; i < s->count; i++)
        if (s->v[i].rule == rule && strcmp(s->v[i].field, field) == 0)
            return &s->v[i];
    return NULL;
}

static void statements_are_looked_at(void **state)
{
    (void)state;
    static const struct {
        const char *nl, *en;
        enum style_rule rule;
        const char *field; /* NULL = that rule has nothing to say */
        const char *part;
    } cases[] = {
        { "We meten voldoende.", "We measure.", STYLE_VAGUE, "text.nl", "\"voldoende\"" },
        { "We kiezen waar mogelijk glas.", "We choose glass.", STYLE_VAGUE, "text.nl", "\"waar mogelijk\"" },
        { "We meten.", "We measure regularly.", STYLE_VAGUE, "text.en", "\"regularly\"" },
        { "We meten de onvoldoendes.", "We measure.", STYLE_VAGUE, NULL, NULL },
        { "We meten en publiceren het.", "We measure it.", STYLE_TWO, "text.nl", "meten en publiceren" },
        { "We meten het.", "We measure and publish it.", STYLE_TWO, "text.en", "measure and publish" },
        { "We meten het in euro en/of uren.", "We measure it.", STYLE_TWO, "text.nl", "euro en/of uren" },
        { "De gemeente en het OCMW kiezen.", "We choose.", STYLE_TWO, "text.nl", "gemeente en het" },
        { "Gemeente en OCMW kiezen samen.", "We choose.", STYLE_TWO, NULL, NULL },
        { "Gemeente en OCMW kiezen en delen.", "We choose.", STYLE_TWO, "text.nl", "kiezen en delen" },
        { "We meten het, publiceren het.", "We measure it.", STYLE_TWO, "text.nl", ", publiceren" },
        { "Wie vraagt, krijgt antwoord.", "Who asks gets it.", STYLE_TWO, "text.nl", ", krijgt" },
        { "We meten het, elk jaar.", "We measure it, every year.", STYLE_TWO, NULL, NULL },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena a;
        arena_init(&a);
        struct style s = style_of(&a, cases[i].nl, cases[i].en);
        if (cases[i].field == NULL) {
            for (size_t k = 0; k < s.count; k++)
                assert_int_not_equal(s.v[k].rule, cases[i].rule);
        } else {
            const struct style_remark *r = remark(&s, cases[i].rule, cases[i].field);
            if (r == NULL)
                print_error("%s / %s: no remark\n", cases[i].nl, cases[i].en);
            assert_non_null(r);
            assert_non_null(strstr(r->message, cases[i].part));
            assert_string_equal(r->entry, "s.one");
            assert_int_equal(r->line, strcmp(cases[i].field, "text.nl") == 0 ? 6 : 7);
        }
        arena_release(&a);
    }
}

#define TEN "een twee drie vier vijf zes zeven acht negen tien "

static void length_counts(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct style s = style_of(&a, TEN TEN "een twee drie vier vijf", "Short.");
    assert_null(remark(&s, STYLE_STATEMENT, "text.nl"));
    s = style_of(&a, TEN TEN "een twee drie vier vijf zes", "Short.");
    assert_non_null(strstr(remark(&s, STYLE_STATEMENT, "text.nl")->message, "26 words"));
    assert_null(remark(&s, STYLE_SENTENCE, "text.nl"));
    s = style_of(&a, TEN TEN TEN, "Short.");
    assert_non_null(remark(&s, STYLE_SENTENCE, "text.nl"));
    assert_null(remark(&s, STYLE_MEAN, "text.nl")); /* of one sentence the other rule tells enough */
    s = style_of(&a, TEN TEN ". " TEN TEN "twee.", "Short.");
    assert_non_null(strstr(remark(&s, STYLE_MEAN, "text.nl")->message, "20 words on average"));
    arena_release(&a);
}

/* Vague words and two judgements are about statements; sentences about every text. */
static void other_texts_are_only_counted(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct style s = pack_style(
        &a, tree(&a, "id: p\nkind: methods\ntitle: { nl: Kort en goed, en: Short }\nentries:\n"
                     "  - id: m\n    steps:\n      - { nl: We kiezen voldoende en goed., en: Choose. }\n"
                     "      - { nl: " TEN TEN TEN ", en: Choose again. }\n"));
    assert_int_equal(s.count, 1);
    assert_int_equal(s.v[0].rule, STYLE_SENTENCE);
    assert_string_equal(s.v[0].field, "steps.nl");
    assert_string_equal(s.v[0].entry, "m");
    assert_int_equal(s.v[0].line, 8);
    assert_int_equal(s.field_count, 4);
    assert_string_equal(s.fields[2].field, "entries.steps.nl");
    assert_int_equal(s.fields[2].texts, 2);
    assert_int_equal(s.fields[2].words, 35);
    assert_int_equal(s.fields[3].sentences, 2);
    arena_release(&a);
}

static void close_texts_are_paired(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    static const struct style_item items[] = {
        { "p", "a", "We meten elk jaar hoeveel stroom onze gebouwen verbruiken.", 1 },
        { "p", "b", "Onze gebouwen: we meten hoeveel STROOM ze elk jaar verbruiken.", 2 },
        { "q", "c", "We meten elk jaar hoeveel water onze wagens verbruiken.", 3 },
        { "q", "d", "De directie kiest een leverancier.", 4 },
        { "q", "e", "We van de het.", 5 }, /* only stop words */
        { "q", "f", "De of het.", 6 },
    };
    size_t count;
    const struct style_pair *pairs = style_pairs(&a, items, 6, 50, &count);
    assert_int_equal(count, 3);
    assert_string_equal(pairs[0].a->entry, "a");
    assert_string_equal(pairs[0].b->entry, "b");
    assert_int_equal(pairs[0].percent, 100);
    assert_string_equal(pairs[1].a->entry, "a");
    assert_string_equal(pairs[1].b->entry, "c");
    assert_int_equal(pairs[1].percent, 55); /* 5 of 9 */
    assert_int_equal((style_pairs(&a, items, 6, 56, &count), count), 1);
    arena_release(&a);
}

static void what_is_compared(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    size_t count;
    const struct style_item *items =
        style_items(&a, tree(&a, "id: p\nkind: scan\nstatements:\n  - { id: s, text: { nl: Een, en: One } }\n"),
                    "nl", &count);
    assert_int_equal(count, 1);
    assert_string_equal(items[0].text, "Een");
    assert_int_equal(items[0].line, 4);
    items = style_items(
        &a, tree(&a, "id: p\nkind: actions\nentries:\n  - { id: s, title: { nl: Een, en: One } }\n"), "en",
        &count);
    assert_int_equal(count, 1);
    assert_string_equal(items[0].text, "One");
    (void)style_items(&a, tree(&a, "id: p\nkind: glossary\nentries:\n  - { id: s, term: { nl: Een } }\n"), "nl",
                      &count);
    assert_int_equal(count, 0);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sentences_end_where_they_do),
        cmocka_unit_test(statements_are_looked_at),
        cmocka_unit_test(length_counts),
        cmocka_unit_test(other_texts_are_only_counted),
        cmocka_unit_test(close_texts_are_paired),
        cmocka_unit_test(what_is_compared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
