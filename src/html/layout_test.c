/* Fields and layout, as whole pieces of HTML. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "html/field.h"
#include "html/layout.h"

struct page {
    struct arena arena;
    struct buf out;
    struct html h;
};

static int setup(void **state)
{
    static struct page page;
    arena_init(&page.arena);
    buf_init(&page.out, HTML_MAX_PAGE);
    page.h =
        (struct html){ .out = &page.out, .arena = &page.arena, .lang = lang_get(LANG_EN), .csrf = "tok\"en" };
    *state = &page;
    return 0;
}

static int teardown(void **state)
{
    struct page *page = *state;
    buf_release(&page->out);
    arena_release(&page->arena);
    return 0;
}

static const char *written(struct page *page)
{
    const char *s = buf_to_arena(&page->out, &page->arena);
    buf_clear(&page->out);
    return s;
}

static void has(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("no %s in\n%s", part, text);
}

static void has_not(const char *text, const char *part)
{
    if (strstr(text, part) != NULL)
        fail_msg("%s in\n%s", part, text);
}

static void inputs__carry_help_and_message(void **state)
{
    struct page *page = *state;
    struct field_view f = { .name = "email",
                            .label = "Mail & more",
                            .help = "Only your link.",
                            .value = "il\"se@",
                            .error = "Write it like name@example.org.",
                            .type = "email",
                            .autocomplete = "email",
                            .max_length = 200 };
    field_input(&page->h, &f);
    assert_string_equal(
        written(page),
        "<div class=\"utrecht-form-field utrecht-form-field--invalid\">\n"
        "<label class=\"utrecht-form-field__label\" for=\"email\">\n"
        "Mail &amp; more\n"
        "<span class=\"optional\">(optional)</span>\n"
        "</label>\n"
        "<p class=\"utrecht-form-field-description\" id=\"email-help\">Only your link.</p>\n"
        "<p class=\"utrecht-form-field-error-message\" id=\"email-error\">Write it like name@example.org.</p>\n"
        "<input type=\"email\" id=\"email\" name=\"email\" value=\"il&quot;se@\" autocomplete=\"email\" "
        "maxlength=\"200\" "
        "aria-invalid=\"true\" aria-describedby=\"email-help email-error\">\n"
        "</div>\n");
    f = (struct field_view){
        .name = "n", .label = "N", .value = "5", .type = "number", .has_range = true, .max = 9, .required = true
    };
    field_input(&page->h, &f);
    assert_string_equal(written(page),
                        "<div class=\"utrecht-form-field field-short\">\n"
                        "<label class=\"utrecht-form-field__label\" for=\"n\">\nN\n</label>\n"
                        "<input type=\"number\" id=\"n\" name=\"n\" value=\"5\" autocomplete=\"off\" "
                        "min=\"0\" max=\"9\" inputmode=\"numeric\" required>\n</div>\n");
    f = (struct field_view){ .name = "p", .label = "P", .value = "secret", .type = "password" };
    field_input(&page->h, &f);
    has_not(written(page), "secret");
    f.type = "hidden";
    field_input(&page->h, &f);
    assert_string_equal(written(page), "<input type=\"hidden\" name=\"p\" value=\"secret\">\n");
}

static void areas__keep_their_first_newline(void **state)
{
    struct page *page = *state;
    struct field_view f = { .name = "note", .label = "Note", .value = "\n<b>\nx", .required = true };
    field_area(&page->h, &f, 4);
    has(written(page), "rows=\"4\" autocomplete=\"off\" required>\n\n&lt;b&gt;\nx</textarea>\n");
}

static void choices__show_what_is_chosen(void **state)
{
    struct page *page = *state;
    const struct field_option options[] = {
        { "BE", "Belgium", "With <help>", NULL }, { "NL", "Netherlands", NULL, NULL },
        { "LU", "Luxembourg", NULL, "Far" },      { "FR", "France", NULL, "Far" },
        { "DE", "Germany", NULL, "East" },
    };
    struct field_view f = {
        .name = "land", .label = "Land", .value = "FR", .options = options, .option_count = 5, .required = true
    };
    field_select(&page->h, &f, "Choose");
    assert_string_equal(strstr(written(page), "<select"), "<select id=\"land\" name=\"land\" required>\n"
                                                          "<option value=\"\">Choose</option>\n"
                                                          "<option value=\"BE\">Belgium</option>\n"
                                                          "<option value=\"NL\">Netherlands</option>\n"
                                                          "<optgroup label=\"Far\">\n"
                                                          "<option value=\"LU\">Luxembourg</option>\n"
                                                          "<option value=\"FR\" selected>France</option>\n"
                                                          "</optgroup>\n"
                                                          "<optgroup label=\"East\">\n"
                                                          "<option value=\"DE\">Germany</option>\n"
                                                          "</optgroup>\n"
                                                          "</select>\n</div>\n");
    f.error = "Choose one.";
    f.option_count = 2;
    f.value = "NL";
    field_radios(&page->h, &f);
    assert_string_equal(
        written(page),
        "<fieldset class=\"utrecht-form-field utrecht-form-field--invalid\" id=\"land\" "
        "aria-describedby=\"land-error\">\n"
        "<legend>\nLand\n</legend>\n"
        "<p class=\"utrecht-form-field-error-message\" id=\"land-error\">Choose one.</p>\n"
        "<div class=\"options\">\n"
        "<label class=\"option\"><input type=\"radio\" name=\"land\" value=\"BE\" required>\n"
        "<span>Belgium\n<span class=\"option__help\">With &lt;help&gt;</span>\n</span></label>\n"
        "<label class=\"option\"><input type=\"radio\" name=\"land\" value=\"NL\" required checked>\n"
        "<span>Netherlands\n</span></label>\n"
        "</div>\n</fieldset>\n");
    f = (struct field_view){ .name = "l",
                             .label = "L",
                             .value = "NL\nBE",
                             .options = options,
                             .option_count = 3,
                             .multiple = true,
                             .required = true };
    field_radios(&page->h, &f);
    const char *boxes = written(page);
    has(boxes, "<input type=\"checkbox\" name=\"l\" value=\"BE\" checked>");
    has(boxes, "<input type=\"checkbox\" name=\"l\" value=\"NL\" checked>");
    has(boxes, "<input type=\"checkbox\" name=\"l\" value=\"LU\">");
    f = (struct field_view){ .name = "ok", .label = "I agree", .value = "1", .error = "Tick this." };
    field_tick(&page->h, &f);
    has(written(page),
        "value=\"1\" checked aria-invalid=\"true\" aria-describedby=\"ok-error\"> I agree</label>");
    f.value = "";
    field_tick(&page->h, &f);
    has_not(written(page), "checked");
}

static void summary__links_to_the_fields(void **state)
{
    struct page *page = *state;
    const struct field_message messages[] = {
        { "answer[3]", "Mail", "Fill this in." },
        { NULL, NULL, "Choose a theme." },
    };
    field_summary(&page->h, messages, 0);
    assert_string_equal(written(page), "");
    field_summary(&page->h, messages, 2);
    assert_string_equal(
        written(page),
        "<div class=\"utrecht-alert utrecht-alert--error\" id=\"fouten\" tabindex=\"-1\" autofocus "
        "role=\"group\" aria-labelledby=\"fouten-titel\">\n"
        "<h2 id=\"fouten-titel\">2 fields need another look</h2>\n<ul>\n"
        "<li><a href=\"#answer%5B3%5D\">Mail: Fill this in.</a></li>\n"
        "<li>Choose a theme.</li>\n</ul>\n</div>\n");
    page->h.lang = lang_get(LANG_NL_BE);
    field_summary(&page->h, messages, 1);
    has(written(page), "<h2 id=\"fouten-titel\">1 veld vraagt nog iets</h2>");
}

static void layout__is_a_whole_page(void **state)
{
    struct page *page = *state;
    const struct layout_link nav[] = { { "/scan", "Scan", true }, { "/x", "X", false } };
    const struct layout_link crumbs[] = { { "/scan", "Rounds", false } };
    struct layout l = { .title = "A <finding>",
                        .lead = "Lead",
                        .crumbs = crumbs,
                        .crumb_count = 1,
                        .nav = nav,
                        .nav_count = 2,
                        .organisation = "Olmenrode",
                        .person = "Ilse",
                        .here = "/scan?a=1&b=2",
                        .action_url = "/act",
                        .action_label = "Act",
                        .notice = "Saved.",
                        .css = "/static/a.css",
                        .js = "/static/a.js",
                        .font = "/static/f.woff2",
                        .icon = "/static/i.svg",
                        .wide = true,
                        .failed = true,
                        .refresh_seconds = 5 };
    layout_begin(&page->h, &l);
    layout_end(&page->h, &l);
    const char *full = written(page);
    has(full, "<!doctype html>\n<html lang=\"en\">\n");
    has(full, "<title>Error: A &lt;finding&gt; · Olmenrode · Kapstok</title>");
    has(full, "<meta http-equiv=\"refresh\" content=\"5\">");
    has(full, "<script type=\"module\" src=\"/static/a.js\"></script>");
    has(full, "<li><a href=\"/scan\" aria-current=\"page\">Scan</a></li>\n<li><a href=\"/x\">X</a></li>");
    has(full, "<main class=\"page\" id=\"inhoud\" tabindex=\"-1\">");
    has(full, "<div class=\"utrecht-alert utrecht-alert--ok\" role=\"status\"><p>Saved.</p></div>");
    has(full, "<input type=\"hidden\" name=\"csrf\" value=\"tok&quot;en\">");
    has(full, "name=\"terug\" value=\"/scan?a=1&amp;b=2\"");
    has(full, "<span aria-current=\"true\">English</span>");
    has(full, "name=\"taal\" value=\"nl_BE\" lang=\"nl-BE\"");
    l = (struct layout){
        .title = "T", .nav = nav, .nav_count = 2, .crumbs = crumbs, .crumb_count = 1, .bare = true
    };
    layout_begin(&page->h, &l);
    layout_end(&page->h, &l);
    const char *bare = written(page);
    has(bare, "<title>T · Kapstok</title>");
    has(bare, "<main class=\"page page--narrow\"");
    has_not(bare, "class=\"nav\"");
    has_not(bare, "breadcrumb");
    has_not(bare, "<form");
    has_not(bare, "refresh");
    has_not(bare, "<script");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(inputs__carry_help_and_message, setup, teardown),
        cmocka_unit_test_setup_teardown(areas__keep_their_first_newline, setup, teardown),
        cmocka_unit_test_setup_teardown(choices__show_what_is_chosen, setup, teardown),
        cmocka_unit_test_setup_teardown(summary__links_to_the_fields, setup, teardown),
        cmocka_unit_test_setup_teardown(layout__is_a_whole_page, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
