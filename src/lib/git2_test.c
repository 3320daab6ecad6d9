#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "lib/git2.h"

static struct arena arena;

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* A line each: its kind ("=", "-", "+", "~"), then its runs: "words", "[-old-]", "{+new+}". */
static const char *show(const char *old_text, const char *new_text)
{
    static const char *const begins[] = { "", "[-", "{+" }, *const ends[] = { "", "-]", "+}" };
    const struct text_line *lines;
    size_t count = text_diff(&arena, old_text, new_text, &lines);
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    for (size_t i = 0; i < count; i++) {
        buf_char(&out, "=-+~"[lines[i].kind]);
        for (size_t k = 0; k < lines[i].count; k++) {
            const struct text_run *r = &lines[i].runs[k];
            buf_printf(&out, "%s%s%s", begins[r->kind], r->text, ends[r->kind]);
        }
        BUF_LIT(&out, "\n");
    }
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static void diff__tells_lines_apart(void **state)
{
    (void)state;
    assert_string_equal(show("", ""), "");
    assert_string_equal(show("a\nb", "a\nb\n"), "=a\n=b\n");
    assert_string_equal(show("", "a\n\nb"), "+{+a+}\n+\n+{+b+}\n");
    assert_string_equal(show("a\nb\n", ""), "-[-a-]\n-[-b-]\n");
    assert_string_equal(show("a\nb\nc\nd", "b\nc\nx\nd"), "-[-a-]\n=b\n=c\n+{+x+}\n=d\n");
    assert_string_equal(show("a\nb", "x\na\nb\ny"), "+{+x+}\n=a\n=b\n+{+y+}\n");
}

static void diff__shows_changed_words(void **state)
{
    (void)state;
    assert_string_equal(show("Wij willen tegen 2030 minder afval.\nEn meer bomen.",
                             "Wij willen tegen 2028 veel minder afval.\nEn meer bomen."),
                        "~Wij willen tegen [-2030 -]{+2028 veel +}minder afval.\n=En meer bomen.\n");
    assert_string_equal(show("een twee drie", "een twee, drie"), "~een twee{+, +}drie\n");
    assert_string_equal(show("3,5 ton CO2-uitstoot", "3,7 ton CO2-uitstoot"),
                        "~[-3,5 -]{+3,7 +}ton CO2-uitstoot\n");
    assert_string_equal(show("caf\xC3\xA9 open vandaag", "caf\xC3\xA8 open vandaag"),
                        "~[-caf\xC3\xA9 -]{+caf\xC3\xA8 +}open vandaag\n");
}

static void diff__shows_a_rewritten_line_as_a_whole(void **state)
{
    (void)state;
    assert_string_equal(show("Onze school koopt eerlijk in.", "De gemeente plant bomen in straten."),
                        "-[-Onze school koopt eerlijk in.-]\n+{+De gemeente plant bomen in straten.+}\n");
}

static void diff__joins_changes_with_hardly_a_word_between(void **state)
{
    (void)state;
    assert_string_equal(
        show("Wij kopen samen eerlijke koffie en lokale thee, voor iedereen die hier werkt.",
             "Wij kopen samen enkel fruit uit eigen streek en verse soep, voor iedereen die hier werkt."),
        "~Wij kopen samen [-eerlijke koffie en lokale thee-]"
        "{+enkel fruit uit eigen streek en verse soep+}, voor iedereen die hier werkt.\n");
}

static void diff__follows_lines_that_were_split_and_joined(void **state)
{
    (void)state;
    assert_string_equal(show("een twee drie vier", "een twee\ndrie vier"), "~een twee\n=drie vier\n");
    assert_string_equal(show("- a een\n- b twee\n- nog drie", "- a een en half\n- b twee\n- nog vier"),
                        "~- a een {+en half+}\n=- b twee\n~- nog [-drie-]{+vier+}\n");
}

/* The text of all runs but those of one kind, without white space. */
static const char *without(const struct text_line *lines, size_t count, enum text_kind kind)
{
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < lines[i].count; k++)
            for (const char *p = lines[i].runs[k].text; lines[i].runs[k].kind != kind && *p != '\0'; p++)
                if (strchr(" \t\n", *p) == NULL)
                    buf_char(&out, *p);
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static const char *tight(const char *text)
{
    struct text_run run = { TEXT_SAME, text };
    struct text_line line = { TEXT_SAME, &run, 1 };
    return without(&line, 1, TEXT_OLD);
}

/* Any text of few words, so that much is alike. */
static const char *any_text(unsigned *seed)
{
    static const char *const parts[] = { "a",   "bomen", " ", "  ", "\n", "\n\n", ",", "\xC3\xA9\xC3\xA9n",
                                         "x-y", ".",     "- " };
    struct buf out;
    buf_init(&out, SIZE_MAX / 4);
    for (unsigned n = *seed % 40; n > 0; n--) {
        *seed = *seed * 1103515245U + 12345U;
        buf_str(&out, parts[(*seed >> 16) % (sizeof parts / sizeof parts[0])]);
    }
    const char *s = buf_to_arena(&out, &arena);
    buf_release(&out);
    return s;
}

static void diff__loses_no_word_of_either_text(void **state)
{
    (void)state;
    unsigned seed = 7;
    for (int i = 0; i < 3000; i++) {
        seed += 11;
        const char *x = any_text(&seed), *y = any_text(&seed);
        const struct text_line *lines;
        size_t count = text_diff(&arena, x, y, &lines);
        assert_string_equal(without(lines, count, TEXT_NEW), tight(x));
        assert_string_equal(without(lines, count, TEXT_OLD), tight(y));
        if (i % 100 == 0)
            arena_reset(&arena);
    }
}

/* 200,000 characters with nothing in common, as words and as lines: that it comes back is the test. */
static void diff__stays_quick_when_all_is_different(void **state)
{
    (void)state;
    static const char *const separators[] = { " ", "\n" };
    for (size_t k = 0; k < 2; k++) {
        struct buf x, y;
        buf_init(&x, SIZE_MAX / 4);
        buf_init(&y, SIZE_MAX / 4);
        for (unsigned i = 0; x.n < 200000; i++) {
            buf_printf(&x, "%x%s", i * 2654435761U >> 12, separators[k]);
            buf_printf(&y, "%x%s", i * 2246822519U >> 12, separators[k]);
        }
        const char *old_text = buf_to_arena(&x, &arena), *new_text = buf_to_arena(&y, &arena);
        const struct text_line *lines;
        assert_true(text_diff(&arena, old_text, new_text, &lines) >= 2);
        buf_release(&x);
        buf_release(&y);
    }
}

static void merge__puts_edits_of_other_paragraphs_together(void **state)
{
    (void)state;
    const char *merged;
    assert_true(text_merge(&arena, "a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n\nC\n\nd", &merged));
    assert_string_equal(merged, "A\n\nb\n\nC\n\nd");
    assert_true(text_merge(&arena, "a\n\nb\n\nc", "A\n\nb\n\nc", "a\n\nb\n", &merged));
    assert_string_equal(merged, "A\n\nb");
    assert_true(text_merge(&arena, "a\n\nb\n", "a\n\nb\n", "b\n", &merged));
    assert_string_equal(merged, "b\n");
    assert_true(text_merge(&arena, "a", "b", "b", &merged));
    assert_string_equal(merged, "b");
    assert_true(text_merge(&arena, "", "", "", &merged));
    assert_string_equal(merged, "");
    assert_true(text_merge(&arena, "a", "", "a", &merged));
    assert_string_equal(merged, "");
}

static void merge__leaves_a_choice_to_people(void **state)
{
    (void)state;
    const char *merged = "";
    assert_false(text_merge(&arena, "a", "b", "c", &merged));
    assert_null(merged);
    assert_false(text_merge(&arena, "", "b", "c", &merged));
    assert_false(text_merge(&arena, "a\nb", "A\nb", "a\nB", &merged)); /* they touch */
    assert_false(text_merge(&arena, "a\n\nb", "", "a\n\nB", &merged));
    assert_null(merged);
}

static void *diff_often(void *unused)
{
    (void)unused;
    struct arena a;
    arena_init(&a);
    size_t right = 0;
    for (int i = 0; i < 200; i++) {
        const struct text_line *lines;
        right += text_diff(&a, "a\nb", "a\nc", &lines) == 3;
        arena_reset(&a);
    }
    arena_release(&a);
    return (void *)(uintptr_t)right;
}

static void diff__runs_in_many_threads(void **state)
{
    (void)state;
    pthread_t threads[4];
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, diff_often, NULL), 0);
    for (size_t i = 0; i < 4; i++) {
        void *right;
        assert_int_equal(pthread_join(threads[i], &right), 0);
        assert_int_equal((uintptr_t)right, 200);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(diff__runs_in_many_threads, teardown), /* first: it starts the library */
        cmocka_unit_test_teardown(diff__tells_lines_apart, teardown),
        cmocka_unit_test_teardown(diff__shows_changed_words, teardown),
        cmocka_unit_test_teardown(diff__shows_a_rewritten_line_as_a_whole, teardown),
        cmocka_unit_test_teardown(diff__joins_changes_with_hardly_a_word_between, teardown),
        cmocka_unit_test_teardown(diff__follows_lines_that_were_split_and_joined, teardown),
        cmocka_unit_test_teardown(diff__loses_no_word_of_either_text, teardown),
        cmocka_unit_test_teardown(diff__stays_quick_when_all_is_different, teardown),
        cmocka_unit_test_teardown(merge__puts_edits_of_other_paragraphs_together, teardown),
        cmocka_unit_test_teardown(merge__leaves_a_choice_to_people, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
