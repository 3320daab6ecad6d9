/* Runs tools/embed on files of its own, compiles what it writes, and looks at that. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void write_text(const char *folder, const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_true(fputs(text, f) >= 0);
    assert_int_equal(fclose(f), 0);
}

static void run(const char *folder, const char *format, char *output, size_t room)
{
    char command[1000];
    int n = snprintf(command, sizeof command, "cd %s && ", folder);
    snprintf(command + n, sizeof command - (size_t)n, format,
             "'" EMBED "'"); /* quoted: paths may hold a space */
    FILE *f = popen(command, "r");
    assert_non_null(f);
    size_t got = fread(output, 1, room - 1, f);
    output[got] = '\0';
    assert_int_equal(pclose(f), 0);
}

static const char show[] =
    "#include <stdio.h>\n"
    "#include \"http/asset.h\"\n"
    "int main(void)\n"
    "{\n"
    "    for (size_t i = 0; i < assets_count; i++) {\n"
    "        const struct asset *a = &assets[i];\n"
    "        printf(\"%s %s %s %s %zu %s\\n\", a->name, a->url, a->type, a->etag, a->plain_n,\n"
    "               a->gzip != NULL && a->gzip_n < a->plain_n ? \"gzip\" : \"plain\");\n"
    "        FILE *f = fopen(a->name, \"wb\");\n"
    "        fwrite(a->plain, 1, a->plain_n, f);\n"
    "        fclose(f);\n"
    "        if (a->gzip != NULL) {\n"
    "            f = popen(\"gzip -dc > unpacked\", \"w\");\n"
    "            fwrite(a->gzip, 1, a->gzip_n, f);\n"
    "            pclose(f);\n"
    "        }\n"
    "    }\n"
    "}\n";

static void embed__hashes_compresses_and_points_css_to_fonts(void **state)
{
    (void)state;
    char folder[] = "/tmp/embed_test.XXXXXX";
    static char output[20000];
    assert_non_null(mkdtemp(folder));
    char css[2000] = "@font-face{src:url(font.woff2)}b{background:url(\"./font.woff2\")}c{d:xfont.woff2}\n";
    for (int i = 0; i < 60; i++)
        strcat(css, ".a { color: red }\n");
    write_text(folder, "app.css", css);
    write_text(folder, "font.woff2", "wOF2");
    write_text(folder, "show.c", show);
    run(folder, "%s assets a.c app.css font.woff2", output, sizeof output);
    run(folder, "%s assets b.c app.css font.woff2 && cmp a.c b.c", output, sizeof output);
    run(folder,
        "cc -Wall -Wextra -Werror -I'" SOURCE_DIR "' -o show show.c a.c && mkdir out && cd out && ../show",
        output, sizeof output);
    char *first = strtok(output, "\n"), *second = strtok(NULL, "\n");
    char hash[3][20], type[40];
    int n;
    assert_int_equal(sscanf(first, "app.css /static/app.%8[0-9a-f].css text/css; %39s \"%8[0-9a-f]\" %d gzip",
                            hash[0], type, hash[1], &n),
                     4);
    assert_string_equal(hash[0], hash[1]);
    assert_int_equal(n, strlen(css) + 2 * 9);
    assert_int_equal(sscanf(second,
                            "font.woff2 /static/font.%8[0-9a-f].woff2 font/woff2 \"%8[0-9a-f]\" 4 plain",
                            hash[1], hash[2]),
                     2);
    char want[200];
    snprintf(want, sizeof want,
             "@font-face{src:url(font.%s.woff2)}b{background:url(\"./font.%s.woff2\")}c{d:xfont.woff2}",
             hash[1], hash[1]);
    static char made[20000];
    run(folder, "cmp out/app.css out/unpacked && head -1 out/app.css", made, sizeof made);
    made[strcspn(made, "\n")] = '\0';
    assert_string_equal(made, want);
    write_text(folder, "font.woff2", "wOF3"); /* another font is another address for the style sheet too */
    run(folder, "%s assets c.c app.css font.woff2", made, sizeof made);
    run(folder, "cc -I'" SOURCE_DIR "' -o show show.c c.c && cd out && ../show", made, sizeof made);
    assert_null(strstr(made, hash[0]));
    assert_null(strstr(made, hash[1]));
    char command[100];
    snprintf(command, sizeof command, "rm -r %s", folder);
    run("/tmp", command, made, sizeof made);
}

static void embed__gives_bytes_a_name(void **state)
{
    (void)state;
    char folder[] = "/tmp/embed_test.XXXXXX", output[1000];
    assert_non_null(mkdtemp(folder));
    write_text(folder, "one.json", "{\"\xc3\xa9\":1}\n");
    write_text(folder, "two.txt", "");
    write_text(folder, "show.c",
               "#include <stdio.h>\n#include \"base/buf.h\"\nextern const struct bytes first, second;\n"
               "int main(void) { fwrite(first.p, 1, first.n, stdout); printf(\"%zu\", second.n); }\n");
    run(folder, "%s bytes a.c first=one.json second=two.txt", output, sizeof output);
    run(folder, "cc -Wall -Wextra -Werror -I'" SOURCE_DIR "' -o show show.c a.c && ./show", output,
        sizeof output);
    assert_string_equal(output, "{\"\xc3\xa9\":1}\n0");
    char command[100];
    snprintf(command, sizeof command, "rm -r %s", folder);
    run("/tmp", command, output, sizeof output);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(embed__hashes_compresses_and_points_css_to_fonts),
                                        cmocka_unit_test(embed__gives_bytes_a_name) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
