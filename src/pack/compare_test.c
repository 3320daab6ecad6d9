#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pack/compare.h"
#include "pack/pack.h"

static const char before[] =
    "id: p\nversion: 1\ntitle: { nl: Titel, en: Title }\n"
    "domains:\n"
    "  - id: a\n    title: { nl: Aa, en: A }\n    themes:\n"
    "      - { id: a.x, title: { nl: Ix, en: X } }\n      - { id: a.y, title: { nl: Yps, en: Y } }\n"
    "statements:\n"
    "  - { id: s1, text: { nl: Een, en: One }, iso: [\"1\", \"2\"], condition: { all: [k=v] } }\n"
    "  - { id: s2, text: { nl: Twee, en: Two }, light: true }\n"
    "  - { id: s3, text: { nl: Drie, en: Three } }\n"
    "leave-out: [x, y]\n"
    "levels:\n  - { nl: L1, en: L1 }\n  - { nl: L2, en: L2 }\n";

static const struct yaml_node *tree(struct arena *a, const char *text)
{
    struct pack_faults faults = { 0 };
    const struct yaml_node *root;
    assert_int_equal(yaml_read(a, text, strlen(text), &root, a, &faults), OK);
    return root;
}

/* before with one piece replaced. */
static const char *changed(struct arena *a, const char *from, const char *to)
{
    const char *at = strstr(before, from);
    assert_non_null(at);
    return arena_printf(a, "%.*s%s%s", (int)(at - before), before, to, at + strlen(from));
}

struct want {
    const char *from, *to; /* the change in the file */
    enum compare_what what;
    const char *list, *entry, *field, *lang, *old, *now;
};

static void one_change_is_told_once(void **state)
{
    (void)state;
    static const struct want wants[] = {
        { "version: 1", "version: 2", COMPARE_CHANGED, "", "", "version", NULL, "1", "2" },
        { "nl: Titel", "nl: Naam", COMPARE_CHANGED, "", "", "title", "nl", "Titel", "Naam" },
        { "en: One", "en: Once", COMPARE_CHANGED, "statements", "s1", "text", "en", "One", "Once" },
        { "en: One", "nl_BE: Eén, en: One", COMPARE_CHANGED, "statements", "s1", "text", "nl_BE", "", "Eén" },
        { "[\"1\", \"2\"]", "[\"2\"]", COMPARE_CHANGED, "statements", "s1", "iso", NULL, "1; 2", "2" },
        { ", light: true", "", COMPARE_CHANGED, "statements", "s2", "light", NULL, "true", "" },
        { "all: [k=v]", "all: [k=w]", COMPARE_CHANGED, "statements", "s1", "condition.all", NULL, "k=v",
          "k=w" },
        { "[x, y]", "[x]", COMPARE_CHANGED, "", "", "leave-out", NULL, "x; y", "x" },
        { "en: L2", "en: Second", COMPARE_CHANGED, "", "", "levels.2", "en", "L2", "Second" },
        { "nl: Yps", "nl: Ypsilon", COMPARE_CHANGED, "domains.themes", "a/a.y", "title", "nl", "Yps",
          "Ypsilon" },
        { "  - { id: s3, text: { nl: Drie, en: Three } }\n", "", COMPARE_REMOVED, "statements", "s3", "", NULL,
          "Drie", "" },
        { "leave-out", "  - { id: s4, text: { nl: Vier, en: Four } }\nleave-out", COMPARE_ADDED, "statements",
          "s4", "", NULL, "", "Vier" },
        { "      - { id: a.x, title: { nl: Ix, en: X } }\n", "", COMPARE_REMOVED, "domains.themes", "a/a.x", "",
          NULL, "Ix", "" },
    };
    for (size_t i = 0; i < sizeof wants / sizeof *wants; i++) {
        const struct want *w = &wants[i];
        struct arena a;
        arena_init(&a);
        struct comparison c = pack_compare(&a, tree(&a, before), tree(&a, changed(&a, w->from, w->to)));
        if (c.count != 1)
            print_error("%s -> %s: %zu changes\n", w->from, w->to, c.count);
        assert_int_equal(c.count, 1);
        assert_int_equal(c.v[0].what, w->what);
        assert_int_equal(c.counts[w->what], 1);
        assert_string_equal(c.v[0].list, w->list);
        assert_string_equal(c.v[0].entry, w->entry);
        assert_string_equal(c.v[0].field, w->field);
        if (w->lang == NULL)
            assert_null(c.v[0].lang);
        else
            assert_string_equal(c.v[0].lang, w->lang);
        assert_string_equal(c.v[0].before, w->old);
        assert_string_equal(c.v[0].now, w->now);
        arena_release(&a);
    }
}

static void the_same_is_no_change(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_int_equal(pack_compare(&a, tree(&a, before), tree(&a, before)).count, 0);
    /* Another order of keys says the same. */
    assert_int_equal(
        pack_compare(&a, tree(&a, before), tree(&a, changed(&a, "id: p\nversion: 1", "version: 1\nid: p")))
            .count,
        0);
    arena_release(&a);
}

static void another_order_of_entries_is_told_once(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *text = changed(&a, "  - { id: s3, text: { nl: Drie, en: Three } }\n", "");
    const char *at = strstr(text, "  - { id: s1");
    text =
        arena_printf(&a, "%.*s  - { id: s3, text: { nl: Drie, en: Three } }\n%s", (int)(at - text), text, at);
    struct comparison c = pack_compare(&a, tree(&a, before), tree(&a, text));
    assert_int_equal(c.count, 1);
    assert_int_equal(c.v[0].what, COMPARE_MOVED);
    assert_string_equal(c.v[0].list, "statements");
    arena_release(&a);
}

static void a_list_that_comes_or_goes(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    const char *less = "id: p\nversion: 1\ntitle: { nl: Titel, en: Title }\n";
    struct comparison c = pack_compare(&a, tree(&a, before), tree(&a, less));
    assert_int_equal(c.counts[COMPARE_REMOVED], 4); /* a domain with its themes, three statements */
    c = pack_compare(&a, tree(&a, less), tree(&a, before));
    assert_int_equal(c.counts[COMPARE_ADDED], 4);
    assert_int_equal(c.v[0].new_line, 5);
    arena_release(&a);
}

static void lines_lead_to_the_place(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    struct comparison c =
        pack_compare(&a, tree(&a, before), tree(&a, changed(&a, "id: p\n", "id: p\n# a note\n")));
    assert_int_equal(c.count, 0);
    c = pack_compare(&a, tree(&a, before), tree(&a, changed(&a, "en: Title", "en: Name")));
    assert_int_equal(c.v[0].old_line, 3);
    assert_int_equal(c.v[0].new_line, 3);
    arena_release(&a);
}

static void trees_are_equal_or_not(void **state)
{
    (void)state;
    struct arena a;
    arena_init(&a);
    assert_true(yaml_equal(tree(&a, "{ a: [1, 2], b: x }"), tree(&a, "b: \"x\"\na: [1, 2]")));
    assert_false(yaml_equal(tree(&a, "{ a: [1, 2] }"), tree(&a, "{ a: [2, 1] }")));
    assert_false(yaml_equal(tree(&a, "{ a: x }"), tree(&a, "{ b: x }")));
    assert_false(yaml_equal(tree(&a, "{ a: x }"), tree(&a, "{ a: { b: c } }")));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_change_is_told_once),
        cmocka_unit_test(the_same_is_no_change),
        cmocka_unit_test(another_order_of_entries_is_told_once),
        cmocka_unit_test(a_list_that_comes_or_goes),
        cmocka_unit_test(lines_lead_to_the_place),
        cmocka_unit_test(trees_are_equal_or_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
