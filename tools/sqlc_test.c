/* Runs sqlc in this process on files of its own: golden output, and every fault with its line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

int sqlc_main(int argc, char **argv);
#define main sqlc_main
#include "sqlc.c"
#undef main

static char folder[] = "/tmp/kapstok sqlc XXXXXX";
static char in[64], code[64], header[64], errors[64];

static char *content(const char *path)
{
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return NULL;
    char *s = calloc(1, 65536);
    assert_non_null(s);
    fread(s, 1, 65535, f);
    fclose(f);
    return s;
}

/* The exit code; what it said goes to the file errors. */
static int run(const char *slice, const char *path)
{
    char *argv[] = { (char *)"sqlc", (char *)slice, (char *)path, code, header, NULL };
    fflush(stderr);
    int saved = dup(2);
    assert_non_null(freopen(errors, "wb", stderr));
    int result = sqlc_main(5, argv);
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    return result;
}

static void write_in(const char *sql)
{
    FILE *f = fopen(in, "wb");
    assert_non_null(f);
    fputs(sql, f);
    assert_int_equal(fclose(f), 0);
}

static void same_file(const char *made, const char *golden)
{
    char *a = content(made);
    char *b = content(golden);
    if (b == NULL || strcmp(a, b) != 0)
        fail_msg("%s differs from %s (which is remade by: sqlc sample golden.sql golden.c golden.h)", made,
                 golden);
    free(a);
    free(b);
}

static void golden(void **state)
{
    (void)state;
    snprintf(header, sizeof header, "%s/golden.h", folder);
    assert_int_equal(run("sample", TEST_DIR "/golden.sql"), 0);
    same_file(code, TEST_DIR "/golden_c.txt");
    same_file(header, TEST_DIR "/golden_h.txt");
}

/* Windows line ends change nothing. */
static void line_ends(void **state)
{
    (void)state;
    write_in("-- name: x exec\nDELETE\nFROM x;\n");
    assert_int_equal(run("t", in), 0);
    char *unix_made = content(code);
    write_in("-- name: x exec\r\nDELETE\r\nFROM x;\r\n");
    assert_int_equal(run("t", in), 0);
    char *dos_made = content(code);
    assert_string_equal(unix_made, dos_made);
    free(unix_made);
    free(dos_made);
}

static void empty(void **state)
{
    (void)state;
    write_in("-- Nothing yet.\n");
    assert_int_equal(run("t", in), 0);
    char *made = content(code);
    assert_non_null(strstr(made, "t_queries_count = 0;"));
    free(made);
}

/* expected: the lines without "PATH:". */
static void refused(const char *sql, const char *expected)
{
    write_in(sql);
    unlink(code);
    unlink(header);
    assert_int_equal(run("t", in), 1);
    char *said = content(errors);
    char without[4096] = "";
    size_t n = strlen(in) + 1;
    for (char *line = said; *line != '\0'; line += strcspn(line, "\n") + 1) {
        if (strncmp(line, in, n - 1) != 0)
            fail_msg("unexpected: %s", line);
        strncat(without, line + n, strcspn(line + n, "\n") + 1);
    }
    assert_string_equal(without, expected);
    free(said);
    assert_int_not_equal(access(code, F_OK), 0);
    assert_int_not_equal(access(header, F_OK), 0);
}

static void bad_heads(void **state)
{
    (void)state;
    refused("DELETE FROM x;\n", "1: there is no \"-- name:\" above this\n");
    refused("-- name: Big exec\nDELETE FROM x;\n", "1: \"Big\" is not a name (a-z, 0-9, _; no word of C)\n");
    refused("-- name: int exec\nDELETE FROM x;\n", "1: \"int\" is not a name (a-z, 0-9, _; no word of C)\n");
    refused("-- name: x\nDELETE FROM x;\n", "1: x: the kind is one of one, maybe, many, exec\n");
    refused("-- name: x some\nDELETE FROM x;\n", "1: x: the kind is one of one, maybe, many, exec\n");
    refused("-- name: x exec now\nDELETE FROM x;\n", "1: x: the kind is one of one, maybe, many, exec\n");
    refused("-- name: x exec\nDELETE FROM x;\n\n-- name: x exec\nDELETE FROM x;\n",
            "4: x: the name is taken in line 1\n");
    refused("\n-- name: x many\nSELECT 1;\n", "2: x: gives is missing\n");
    refused("-- name: x exec\n-- gives: a int\nDELETE FROM x;\n",
            "1: x: exec gives nothing, use one, maybe or many\n");
    refused("-- name: x exec\nDELETE FROM x\n-- takes: id int\nWHERE id = ?1;\n",
            "3: x: takes stands above the statement\n");
    refused("-- name: x one\nSELECT 1\n-- gives: id int\n;\n", "3: x: gives stands above the statement\n");
    refused("-- name: x exec\nDELETE FROM x;\n-- @mysql\nDELETE FROM x;\n",
            "3: unknown mark @mysql, only @postgres\n");
    refused("-- name: x exec\nDELETE FROM x;\n-- @postgres\nDELETE FROM x;\n-- @postgres\n",
            "5: x: there is a @postgres already\n");
}

static void bad_fields(void **state)
{
    (void)state;
#define TAKES(list) "-- name: x exec\n-- takes: " list "\nDELETE FROM x WHERE a = ?1;\n"
    refused(TAKES("nr number"),
            "2: takes nr: \"number\" is not a type (int, bool, text, blob, with ? when it may be NULL)\n");
    refused(TAKES("a1"),
            "2: takes a1: \"\" is not a type (int, bool, text, blob, with ? when it may be NULL)\n");
    refused(TAKES("b bool?"), "2: takes b: bool? is not offered, use int?\n");
    refused(TAKES("Id int"), "2: takes: \"Id\" is not a name (a-z, 0-9, _; no word of C)\n");
    refused(TAKES("for int"), "2: takes: \"for\" is not a name (a-z, 0-9, _; no word of C)\n");
    refused(TAKES("db int"), "2: takes db: the generated function uses that name itself, choose another\n");
    refused(TAKES("id int text"), "2: takes id: expected \",\" before \"text\"\n");
    refused(TAKES("id int,, b int"), "2: takes: expected a name before \", b int\"\n");
    refused("-- name: x one\n-- gives: id int, id text\nSELECT 1, '';\n",
            "2: gives id: the name is there twice\n");
    /* columns may have the names that parameters may not; a comma at the end is for a list that goes on */
    write_in("-- name: x one\n-- gives: db int, count int,\n-- gives: a int,\nSELECT 1, 2, 3;\n");
    assert_int_equal(run("t", in), 0);
}

static void bad_parameters(void **state)
{
    (void)state;
    refused("-- name: x exec\nDELETE FROM x WHERE a = ?1;\n", "2: x: ?1 is not in takes\n");
    refused("-- name: x exec\n-- takes: id int\nDELETE FROM x\n\n-- ?7\nWHERE a = ?1 OR\n b = ?0;\n",
            "7: x: ?0 is not in takes\n");
    refused("-- name: x exec\n-- takes: id int, b int\nDELETE FROM x WHERE a = ?2;\n",
            "1: x: takes id, but ?1 is not used\n");
    refused("-- name: x exec\n-- takes: id int\nDELETE FROM x WHERE a = '?1';\n",
            "1: x: takes id, but ?1 is not used\n");
    refused("-- name: x exec\n-- takes: id int\nDELETE FROM x WHERE a = ?1;\n-- @postgres\nDELETE FROM x;\n",
            "1: x: takes id, but ?1 is not used (@postgres)\n");
    refused("-- name: x exec\n-- takes: id int\nDELETE FROM x WHERE a = ?1 AND b = ?;\n",
            "3: write parameters as ?1, not ?\n");
    refused("-- name: x exec\nDELETE FROM x WHERE a = $1;\n", "2: write parameters as ?1, not $1\n");
    refused("-- name: x exec\nDELETE FROM x WHERE a = :id;\n", "2: write parameters as ?1, not :i\n");
    refused("-- name: x exec\nDELETE FROM x\nWHERE a = @id;\n", "3: write parameters as ?1, not @i\n");
}

static void bad_statements(void **state)
{
    (void)state;
    refused("-- name: x exec\n", "1: x: there is no statement\n");
    refused("-- name: x exec\n;\n", "1: x: there is no statement\n");
    refused("-- name: x exec\nDELETE FROM x;\n-- @postgres\n", "1: x: there is no statement (@postgres)\n");
    refused("-- name: x exec\nDELETE FROM x\n\n-- name: y exec\nDELETE FROM x;\n",
            "4: x: \";\" is missing at the end\n");
    refused("-- name: x exec\nDELETE FROM x; DELETE FROM y;\n",
            "2: x: a block is one statement, here starts another\n");
    refused("-- name: x exec\nDELETE FROM x;\n\n-- why\nDELETE FROM y;\nDELETE FROM z;\n",
            "5: x: a block is one statement, here starts another\n");
    refused("-- name: x exec\nDELETE FROM x WHERE a = 'it;\n-- name: y exec\n",
            "2: string without its end\n4: x: \";\" is missing at the end\n");
    refused("-- name: x exec\nDELETE FROM x /* ;\n",
            "2: comment without its end\n3: x: \";\" is missing at the end\n");
    refused("-- name: x exec\nDELETE FROM x WHERE a = E'\\'' ;\n",
            "2: E'' is not portable, write a plain string\n"
            "2: string without its end\n"
            "3: x: \";\" is missing at the end\n");
    refused("-- name: x exec\nDELETE FROM x WHERE a = 1::bigint;\n",
            "2: :: is PostgreSQL's own, write CAST(… AS …)\n");
}

/* All faults of a file are told, not only the first. */
static void all_faults(void **state)
{
    (void)state;
    refused("-- name: X exec\n-- takes: a int\nDELETE FROM x;\n-- name: y one\nSELECT ?1\n",
            "1: \"X\" is not a name (a-z, 0-9, _; no word of C)\n"
            "2: takes a: the generated function uses that name itself, choose another\n"
            "1: X: takes a, but ?1 is not used\n"
            "4: y: gives is missing\n"
            "5: y: ?1 is not in takes\n"
            "6: y: \";\" is missing at the end\n");
}

static void usage(void **state)
{
    (void)state;
    assert_int_equal(run("not-a-name", in), 2);
    assert_int_equal(run("t", "/nowhere"), 1);
    write_in("-- name: x exec\nDELETE FROM x;\n");
    char saved[sizeof code];
    memcpy(saved, code, sizeof code);
    snprintf(code, sizeof code, "/nowhere/x.c");
    assert_int_equal(run("t", in), 1);
    memcpy(code, saved, sizeof code);
}

static int setup(void **state)
{
    (void)state;
    if (mkdtemp(folder) == NULL)
        return 1;
    snprintf(in, sizeof in, "%s/in.sql", folder);
    snprintf(code, sizeof code, "%s/out.c", folder);
    snprintf(header, sizeof header, "%s/out.h", folder);
    snprintf(errors, sizeof errors, "%s/errors", folder);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    unlink(in);
    unlink(code);
    unlink(header);
    unlink(errors);
    rmdir(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(golden),         cmocka_unit_test(line_ends),  cmocka_unit_test(empty),
        cmocka_unit_test(bad_heads),      cmocka_unit_test(bad_fields), cmocka_unit_test(bad_parameters),
        cmocka_unit_test(bad_statements), cmocka_unit_test(all_faults), cmocka_unit_test(usage),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
