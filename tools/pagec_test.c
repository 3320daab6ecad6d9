#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "pagec.h"

static char *read_text(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        fail_msg("%s cannot be read", path);
    char *s = calloc(1, 100001);
    assert_non_null(s);
    size_t n = fread(s, 1, 100000, f);
    assert_true(n < 100000);
    fclose(f);
    return s;
}

static void write_text(const char *path, const char *text)
{
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void check_golden(const char *path, const char *got)
{
    if (getenv("UPDATE_GOLDEN") != NULL)
        write_text(path, got);
    char *want = read_text(path);
    assert_string_equal(got, want);
    free(want);
}

static void pagec__writes_what_is_kept_as_golden(void **state)
{
    (void)state;
    char *page = read_text(TEST_DIR "/rows.page");
    struct pagec_result r;
    int errors = pagec_compile(page, strlen(page), "rows.page", "rows_page.h", &r);
    assert_string_equal(r.errors, "");
    assert_int_equal(errors, 0);
    check_golden(TEST_DIR "/rows.c.golden", r.source);
    check_golden(TEST_DIR "/rows.h.golden", r.header);
    pagec_release(&r);
    free(page);
}

/* The errors of a page whose body begins in line 2. */
static void check(const char *head, const char *body, const char *want)
{
    char page[1000];
    snprintf(page, sizeof page, "%s\n%s", head, body);
    struct pagec_result r;
    int errors = pagec_compile(page, strlen(page), "p", "p.h", &r);
    if (strcmp(r.errors, want) != 0)
        fail_msg("%s\ngives\n%swanted\n%s", page, r.errors, want);
    int lines = 0;
    for (const char *s = r.errors; *s != '\0'; s++)
        lines += *s == '\n';
    assert_int_equal(errors, lines);
    pagec_release(&r);
}

static void holes__stand_only_where_an_escape_is_safe(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "<script>var a = {{ x }};</script>", "p:2:17: a hole cannot stand in a script\n" },
        { "<style>a{{{ x }}}</style>", "p:2:9: a hole cannot stand in a style\n" },
        { "<!-- {{ x }} -->", "p:2:6: a hole cannot stand in a comment\n" },
        { "<!doctype {{ x }}>", "p:2:1: a hole cannot stand in a declaration\n" },
        { "<a onclick=\"{{ x }}\">b</a>",
          "p:2:4: an event attribute: our Content-Security-Policy forbids it\n" },
        { "<a style=\"width: {{ x }}\">b</a>",
          "p:2:4: the attribute style: our Content-Security-Policy forbids it\n" },
        { "<iframe srcdoc=\"{{ x }}\"></iframe>",
          "p:2:9: the attribute srcdoc: our Content-Security-Policy forbids it\n" },
        { "<a href={{ x }}>b</a>", "p:2:9: the value of href has no quotes\n" },
        { "<a href=x>b</a>", "p:2:9: the value of href has no quotes\n" },
        { "<{{ x }}>", "p:2:1: a hole cannot stand in the name of a tag or an attribute\n" },
        { "<h{{ x }}></h>", "p:2:3: a hole cannot stand in the name of a tag or an attribute\n" },
        { "<a {{ x }}=\"b c\">b</a>", "p:2:4: a hole cannot stand in the name of a tag or an attribute\n" },
        { "<a data-{{ x }}=\"b\">b</a>", "p:2:9: a hole cannot stand in the name of a tag or an attribute\n" },
        { "<img srcset=\"{{ x }}\">",
          "p:2:14: a hole cannot stand in an attribute that is read as code or as a list of addresses\n" },
        { "<a data-hx-vals=\"{{ x }}\">b</a>",
          "p:2:18: a hole cannot stand in an attribute that is read as code or as a list of addresses\n" },
        { "<a hx-get=\"/a\">b</a>", "p:2:4: write data-hx-get: the HTML checker refuses hx-\n" },
        { "<a data-hx-on:click=\"x\">b</a>", "p:2:4: data-hx-on:click runs script from the page\n" },
        { "<a href=\"javascript:{{ x }}\">b</a>", "p:2:10: a javascript: address\n" },
        { "<a href=\"{{? x : y }}\">b</a>", "p:2:10: a conditional inside a URL\n" },
        { "{{? x : y }}", "p:2:1: a conditional outside a tag: use a control line\n" },
        { "{{ }}", "p:2:1: an empty hole\n" },
        { "é{{ x", "p:2:4: this hole is not closed, or its brackets do not match\n" },
        { "{{ f(x }}\n<p>",
          "p:2:3: this hole is not closed, or its brackets do not match\np:3:1: <p> is not closed\n" },
        { "{{ x) }}", "p:2:3: this hole is not closed, or its brackets do not match\n" },
        { "{{ x // y }}", "p:2:3: this hole is not closed, or its brackets do not match\n" },
        { "<input {{? x }}>", "p:2:11: a conditional needs {{? condition : text }}\n" },
        { "<input {{? x : checked>", "p:2:1: a conditional in this tag is not closed\n" },
        { "<input {{? x : a {{? y : b }} }}>", "p:2:18: a conditional inside a conditional\n"
                                               "p:2:31: } is out of place in a tag\n" },
        { "<p class=\"a{{? x : <b> }}\"></p>",
          "p:2:19: a conditional inside a value holds plain words up to }}\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check("%page f(const char *x)", cases[i][0], cases[i][1]);
}

static void elements__close_as_they_were_opened(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "<ul>\n <li>\n</ul>", "p:3:2: <li> is not closed before </ul> in line 4\n" },
        { "<div>", "p:2:1: <div> is not closed\n" },
        { "a</div>", "p:2:2: </div> closes nothing that was opened in this page\n" },
        { "<br></br>", "p:2:5: <br> has no end tag\n" },
        { "<div/>a", "p:2:1: /> closes nothing in HTML: write <div>\n" },
        { "<svg><path d=\"\"/></svg>", "" },
        { "<p><div></div></p>", "p:2:4: <div> inside <p>: a browser would end the paragraph here\n" },
        { "<a href=\"/\"><b><a href=\"/\">x</a></b></a>", "p:2:16: <a> inside <a>\n" },
        { "<DIV></DIV>", "p:2:1: write <DIV> in lower case\n" },
        { "<object></object>", "p:2:1: <object> is not used in our pages\n" },
        { "<title>a <b></title>", "p:2:10: a tag inside <title>\n" },
        { "<p a=\"1\" a=\"2\"></p>", "p:2:10: the attribute a twice\n" },
        { "<p a=\"1</p>\n</p>", "p:2:6: a < inside this attribute value: is its quote closed?\n"
                                "p:2:1: this tag is not closed\n"
                                "p:3:1: </p> closes nothing that was opened in this page\n" },
        { "<p\n<b></b></p>", "p:2:1: this tag is not closed\n" },
        { "<p", "p:2:1: this tag is not closed\np:2:1: <p> is not closed\n" },
        { "<p a=\"", "p:2:6: this attribute value is not closed\np:2:1: this tag is not closed\np:2:1: <p> is "
                     "not closed\n" },
        { "</p",
          "p:2:1: this end tag is not closed\np:2:1: </p> closes nothing that was opened in this page\n" },
        { "<!-- x", "p:2:1: this comment is not closed\n" },
        { "1 < 2", "p:2:3: write &lt; for a less-than sign\n" },
        { "A & B", "p:2:3: write &amp; for an ampersand\n" },
        { "<a href=\"?a&b\">c</a>", "p:2:12: write &amp; for an ampersand\n" },
        { "<p =\"x y\"></p>", "p:2:4: = is out of place in a tag\n" },
        { "<script>", "p:2:1: <script> is not closed\n" },
        { "<>", "p:2:1: write &lt; for a less-than sign\n" },
        { "</>", "p:2:1: </> closes nothing that was opened in this page\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check("%page f()", cases[i][0], cases[i][1]);
}

static void blocks__leave_the_elements_as_they_found_them(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        { "% if (x) {\n<b>\n% }\n", "p:3:1: <b> is not closed before the block ends in line 4\n" },
        { "% if (x) {\n<b>\n% } else {\n<i></i>\n% }\n",
          "p:3:1: <b> is not closed before the block ends in line 4\n" },
        { "<b>\n% if (x) {\n</b>\n% }\n</b>\n", "p:4:1: </b> closes nothing that was opened in this block\n" },
        { "% for (;;) {\n<b>\n% break;\n</b>\n% }\n", "p:4:3: break leaves <b> of line 3 open\n" },
        { "% while (x) {\n% switch (y) {\n% case 1:\n<b>\n% continue;\n</b>\n% }\n% }\n",
          "p:6:3: continue leaves <b> of line 5 open\n" },
        { "% switch (y) {\n% case 1:\n<b>\n% default:\n</b>\n% }\n",
          "p:5:3: default leaves <b> of line 4 open\n" },
        { "<b>\n% return;\n</b>\n", "p:3:3: return leaves <b> of line 2 open\n" },
        { "% goto x;\n", "p:2:3: goto in a page\n" },
        { "% if (x) {\n", "p:2:10: this { is not closed\n" },
        { "% }\n", "p:2:3: } without {\n" },
        { "% if (x)\n<b></b>\n", "p:2:8: this control line is not complete: end it with {, } or ;\n" },
        { "% f(x,\n{{ y }}\n", "p:2:6: this control line is not complete: end it with {, } or ;\n" },
        { "% f(x,\n%   \"}\", '{' /* } */); // }\n<b></b>\n", "" },
        { "% do {\n<b></b>\n% } while (x);\n<b></b>", "" },
        { "% const char *a[] = { \"x\" };\n<b></b>", "" },
        { "<b\n% if (x) {\n>\n% }\n</b>", "p:3:1: a control line inside a tag\np:5:3: } without {\n" },
        { "<b a=\"\n % x;\n\"></b>", "p:3:2: a control line inside a tag\n" },
        { "<script>\n% x;\n</script>", "p:3:1: a control line inside a tag\n" },
        { "% #if X\n", "p:2:3: a preprocessor line inside a page\n"
                       "p:2:7: this control line is not complete: end it with {, } or ;\n" },
        { "% x; /* y\n", "p:2:6: a comment that does not end in its control line\n" },
        { "%if (x) {\n", "p:2:1: unknown: write a space after %\n" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check("%page f()", cases[i][0], cases[i][1]);
}

static void halves__may_open_and_close_across_functions(void **state)
{
    (void)state;
    check("%half f()", "</b></i><p>", "");
    check("%half f()", "% if (x) {\n</b>\n% }", "p:3:1: </b> closes nothing that was opened in this block\n");
    check("%half f()", "<p></b>", "p:2:4: </b> closes nothing that was opened in this page\n");
}

static void heads__are_checked(void **state)
{
    (void)state;
    check("%page f", "x", "p:1:1: write %page name(arguments)\n");
    check("%half f(", "x", "p:1:1: write %half name(arguments)\n");
    check("%page (int a)", "x", "p:1:1: write %page name(arguments)\n");
    check("text", "%page f()", "p:1:1: this stands before the first %page\n");
    check("", "% x", "p:1:1: no %page in this file\n");
    check("%page f()", "<b>\n%page g()\n</b>",
          "p:2:1: <b> is not closed\np:4:1: </b> closes nothing that was opened in this page\n");
}

static int run(const char *command, char *output, size_t room)
{
    FILE *f = popen(command, "r");
    assert_non_null(f);
    size_t n = fread(output, 1, room - 1, f);
    output[n] = '\0';
    return pclose(f);
}

/* Compiles a page with one line in its body and returns what gcc says. */
static int gcc(const char *line, char *output, size_t room)
{
    char folder[] = "/tmp/pagec_test.XXXXXX", page[500], path[100], command[500];
    assert_non_null(mkdtemp(folder));
    snprintf(
        page, sizeof page,
        "%% #include <stdbool.h>\n%% struct view { const char *name; int64_t n; bool on; struct text *t; };\n"
        "%%page f(const struct view *v)\n%s\n",
        line);
    struct pagec_result r;
    assert_int_equal(pagec_compile(page, strlen(page), "view.page", "view_page.h", &r), 0);
    snprintf(path, sizeof path, "%s/view_page.c", folder);
    write_text(path, r.source);
    snprintf(path, sizeof path, "%s/view_page.h", folder);
    write_text(path, r.header);
    pagec_release(&r);
    snprintf(
        command, sizeof command,
        "LC_ALL=C cc -std=gnu17 -D_GNU_SOURCE -Wall -Wextra -Werror -I'%s' -fsyntax-only %s/view_page.c 2>&1",
        SOURCE_DIR, folder);
    int status = run(command, output, room);
    snprintf(command, sizeof command, "rm -r %s", folder);
    char none[2];
    run(command, none, sizeof none);
    return status;
}

static void types__are_checked_where_they_stand_in_the_page(void **state)
{
    (void)state;
    static char output[20000];
    assert_int_equal(gcc("<b a=\"{{ v->n }}\">{{ v->name }} {{ t_(v->t) }}</b>", output, sizeof output), 0);
    assert_string_equal(output, "");
    assert_int_not_equal(gcc("<b>\n {{ v->nam }}</b>", output, sizeof output), 0);
    assert_non_null(strstr(output, "view.page:5:"));
    assert_non_null(strstr(output, "has no member named 'nam'"));
    assert_int_not_equal(gcc("{{ v->on }}", output, sizeof output), 0);
    assert_non_null(strstr(output, "view.page:4:"));
    assert_int_not_equal(gcc("{{ v->t }}", output, sizeof output), 0);
    assert_int_not_equal(gcc("{{ 1.5 }}", output, sizeof output), 0);
    assert_int_not_equal(gcc("<a href=\"{{ v->n }}\">x</a>", output, sizeof output), 0);
    assert_int_equal(gcc("<a href=\"/{{ v->n }}\">x</a>", output, sizeof output), 0);
    assert_int_not_equal(gcc("% f_unknown();", output, sizeof output), 0);
    assert_non_null(strstr(output, "view.page:4:"));
}

static void texts__are_found_by_xgettext_at_their_line(void **state)
{
    (void)state;
    static char output[20000];
    char *page = read_text(TEST_DIR "/rows.page");
    struct pagec_result r;
    assert_int_equal(pagec_compile(page, strlen(page), "src/rows.page", "rows_page.h", &r), 0);
    char path[] = "/tmp/pagec_test.XXXXXX", command[300];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    write_text(path, r.source);
    snprintf(command, sizeof command,
             "xgettext --language=C --from-code=UTF-8 --omit-header -k -k_ -kC_:1c,2 -kn_:1,2 -o - %s", path);
    assert_int_equal(run(command, output, sizeof output), 0);
    unlink(path);
    assert_non_null(strstr(output, "#: src/rows.page:29\nmsgid \"Nothing yet\"\n"));
    assert_non_null(strstr(output, "msgid \"%d row\"\nmsgid_plural \"%d rows\"\n"));
    assert_non_null(strstr(output, "#: src/rows.page:30\nmsgctxt \"month\"\nmsgid \"May\"\n"));
    pagec_release(&r);
    free(page);
}

static void pagec__survives_every_cut_of_a_page(void **state)
{
    (void)state;
    char *page = read_text(TEST_DIR "/rows.page");
    size_t n = strlen(page);
    for (size_t i = 0; i < n; i++) {
        char *cut = malloc(i == 0 ? 1 : i); /* exactly as long, so that a sanitizer sees a step too far */
        assert_non_null(cut);
        memcpy(cut, page, i);
        struct pagec_result r;
        pagec_compile(cut, i, "p", "p.h", &r);
        pagec_release(&r);
        free(cut);
    }
    free(page);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pagec__writes_what_is_kept_as_golden),
        cmocka_unit_test(holes__stand_only_where_an_escape_is_safe),
        cmocka_unit_test(elements__close_as_they_were_opened),
        cmocka_unit_test(blocks__leave_the_elements_as_they_found_them),
        cmocka_unit_test(halves__may_open_and_close_across_functions),
        cmocka_unit_test(heads__are_checked),
        cmocka_unit_test(types__are_checked_where_they_stand_in_the_page),
        cmocka_unit_test(texts__are_found_by_xgettext_at_their_line),
        cmocka_unit_test(pagec__survives_every_cut_of_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
