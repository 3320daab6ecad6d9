#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "i18n/catalogue.h"
#include "i18n/lang.h"

static void lang__is_found_by_code(void **state)
{
    (void)state;
    assert_ptr_equal(lang_find("nl_BE"), lang_get(LANG_NL_BE));
    assert_ptr_equal(lang_find("nl-BE"), lang_get(LANG_NL_BE));
    assert_ptr_equal(lang_find("nl"), lang_get(LANG_NL));
    assert_ptr_equal(lang_find("EN"), lang_get(LANG_EN));
    assert_null(lang_find("n"));
    assert_null(lang_find("nl_B"));
    assert_null(lang_find("nl_BEL"));
    assert_null(lang_find("fr"));
    assert_null(lang_find(""));
    assert_null(lang_find(NULL));
}

static void lang__is_chosen_from_a_header(void **state)
{
    (void)state;
    const struct {
        const char *header;
        enum lang_id fall_back, want;
    } cases[] = {
        { NULL, LANG_NL_BE, LANG_NL_BE },
        { "", LANG_NL, LANG_NL },
        { "nl-BE,nl;q=0.9,en;q=0.8", LANG_NL, LANG_NL_BE },
        { "nl-NL,nl;q=0.9", LANG_NL_BE, LANG_NL },
        { "nl", LANG_NL_BE, LANG_NL_BE },
        { "nl", LANG_EN, LANG_NL },
        { "nl-SR", LANG_NL_BE, LANG_NL },
        { "en-GB,en;q=0.9,nl;q=0.8", LANG_NL_BE, LANG_EN },
        { "fr-BE,fr;q=0.9,nl-BE;q=0.5,en;q=0.4", LANG_NL, LANG_NL_BE },
        { "fr", LANG_NL_BE, LANG_NL_BE },
        { "en;q=0.1, nl-nl ;q=0.25", LANG_NL_BE, LANG_NL },
        { "en;q=0", LANG_NL_BE, LANG_NL_BE },
        { "en;q=x, nl-NL;q=0.001", LANG_NL_BE, LANG_NL },
        { "en;", LANG_NL_BE, LANG_NL_BE },
        { "en;q=", LANG_NL_BE, LANG_NL_BE },
        { "en;q=1", LANG_NL_BE, LANG_EN },
        { ",,, ,;;q=1,*", LANG_NL_BE, LANG_NL_BE },
        { "english", LANG_NL_BE, LANG_NL_BE },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(lang_accept(cases[i].header, lang_get(cases[i].fall_back))->id, cases[i].want);
}

static void texts__are_looked_up_with_fall_back(void **state)
{
    (void)state;
    const struct lang *be = lang_get(LANG_NL_BE), *nl = lang_get(LANG_NL), *en = lang_get(LANG_EN);
    assert_string_equal(tr(nl, "Save"), "Bewaren");
    assert_string_equal(tr(be, "Save"), "Bewaren");
    assert_string_equal(tr(en, "Save"), "Save");
    assert_string_equal(tr(nl, "Purchasing"), "Inkoop");
    assert_string_equal(tr(be, "Purchasing"), "Aankoop");
    assert_string_equal(tr(nl, "One"), "Een");
    assert_string_equal(tr(nl, "Two"), "Twee");
    assert_string_equal(tr(nl, "Three"), "Drie");
    assert_string_equal(tr(be, "Not translated"), "Not translated");
    assert_string_equal(tr(be, "Unknown"), "Unknown");
    assert_string_equal(tr(be, ""), "");
    assert_string_equal(tr(be, "May"), "May");
    assert_string_equal(tr_c(be, "month", "May"), "Mei");
    assert_string_equal(tr_c(be, "verb", "May"), "Mag");
    assert_string_equal(tr_c(be, "noun", "May"), "May");
    assert_string_equal(tr_c(en, "verb", "May"), "May");
}

static void plurals__follow_the_number(void **state)
{
    (void)state;
    const struct lang *be = lang_get(LANG_NL_BE), *en = lang_get(LANG_EN);
    assert_string_equal(tr_n(be, "%d answer", "%d answers", 1), "%d antwoord");
    assert_string_equal(tr_n(be, "%d answer", "%d answers", 0), "%d antwoorden");
    assert_string_equal(tr_n(be, "%d answer", "%d answers", 2), "%d antwoorden");
    assert_string_equal(tr_n(en, "%d answer", "%d answers", 1), "%d answer");
    assert_string_equal(tr_n(en, "%d answer", "%d answers", -1), "%d answers");
    assert_string_equal(tr_n(be, "%d cow", "%d cows", 2), "%d cows");
}

static void pack_texts__fall_back_between_languages(void **state)
{
    (void)state;
    const struct text all = { { [LANG_NL_BE] = "be", [LANG_NL] = "nl", [LANG_EN] = "en" } };
    const struct text nl = { { [LANG_NL] = "nl", [LANG_EN] = "" } };
    const struct text be = { { [LANG_NL_BE] = "be" } };
    const struct text none = { { NULL } };
    assert_string_equal(text_in(lang_get(LANG_NL_BE), &all), "be");
    assert_string_equal(text_in(lang_get(LANG_NL), &all), "nl");
    assert_string_equal(text_in(lang_get(LANG_EN), &all), "en");
    assert_string_equal(text_in(lang_get(LANG_NL_BE), &nl), "nl");
    assert_string_equal(text_in(lang_get(LANG_EN), &nl), "nl");
    assert_string_equal(text_in(lang_get(LANG_NL), &be), "be");
    assert_string_equal(text_in(lang_get(LANG_EN), &be), "be");
    assert_string_equal(text_in(lang_get(LANG_EN), &none), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lang__is_found_by_code),
        cmocka_unit_test(lang__is_chosen_from_a_header),
        cmocka_unit_test(texts__are_looked_up_with_fall_back),
        cmocka_unit_test(plurals__follow_the_number),
        cmocka_unit_test(pack_texts__fall_back_between_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
