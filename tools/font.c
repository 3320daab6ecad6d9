/* font IN.ttf OUT.ttf WEIGHT STYLE: one weight of a variable font as a font of its own, named after its style ("Bold",
 * "Bold Italic"). cairo 1.16 would embed a variable font's weights as nameless outlines, and Word finds the bold of an
 * embedded family by its names. The same input gives the same bytes. */
#include <hb-subset.h>
#include <hb.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char family[] = "Atkinson Hyperlegible Next", family_joined[] = "AtkinsonHyperlegibleNext";

_Noreturn static void die(const char *what, const char *why)
{
    fprintf(stderr, "font: %s: %s\n", what, why);
    exit(1);
}

static void *room(size_t n)
{
    void *p = calloc(1, n);
    if (p == NULL)
        die("memory", "no more");
    return p;
}

static void put16(uint8_t *p, unsigned v)
{
    p[0] = (uint8_t)(v >> 8);
    p[1] = (uint8_t)v;
}

static unsigned get16(const uint8_t *p)
{
    return (unsigned)p[0] << 8 | p[1];
}

/* The axis pinned, every character and layout feature kept. */
static hb_face_t *pin(hb_face_t *variable, float weight)
{
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    if (input == NULL)
        die("memory", "no more");
    hb_set_t *characters = hb_subset_input_unicode_set(input);
    hb_set_clear(characters);
    hb_set_invert(characters);
    hb_set_t *features = hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG);
    hb_set_clear(features);
    hb_set_invert(features);
    if (!hb_subset_input_pin_axis_location(input, variable, HB_TAG('w', 'g', 'h', 't'), weight))
        die("the font", "has no axis of weights");
    hb_face_t *pinned = hb_subset_or_fail(variable, input);
    if (pinned == NULL)
        die("the font", "cannot be pinned");
    hb_subset_input_destroy(input);
    hb_blob_t *file = hb_face_reference_blob(pinned);
    hb_face_t *read = hb_face_create(file, 0); /* the made one cannot list its tables */
    hb_blob_destroy(file);
    hb_face_destroy(pinned);
    return read;
}

/* A name table with what programs look a font up by, in UTF-16 for Windows (which every reader takes). */
static hb_blob_t *names(const char *style)
{
    enum { FAMILY = 1, STYLE = 2, UNIQUE = 3, FULL = 4, POSTSCRIPT = 6, COUNT = 5, HEAD = 6, RECORD = 12 };
    char full[100], joined[100];
    snprintf(full, sizeof full, "%s %s", family, style);
    int n = snprintf(joined, sizeof joined, "%s-", family_joined);
    for (const char *s = style; *s != '\0' && n < 99; s++)
        if (*s != ' ')
            joined[n++] = *s;
    joined[n] = '\0';
    const struct {
        unsigned id;
        const char *text;
    } records[COUNT] = {
        { FAMILY, family }, { STYLE, style }, { UNIQUE, joined }, { FULL, full }, { POSTSCRIPT, joined }
    };
    size_t size = HEAD + COUNT * RECORD, at = 0;
    for (int i = 0; i < COUNT; i++)
        size += 2 * strlen(records[i].text);
    uint8_t *table = room(size), *texts = table + HEAD + COUNT * RECORD;
    put16(table + 2, COUNT);
    put16(table + 4, HEAD + COUNT * RECORD);
    for (int i = 0; i < COUNT; i++) {
        enum { WINDOWS = 3, UNICODE = 1, AMERICAN = 0x409 };
        unsigned length = (unsigned)(2 * strlen(records[i].text));
        const unsigned cells[] = { WINDOWS, UNICODE, AMERICAN, records[i].id, length, (unsigned)at };
        for (int c = 0; c < 6; c++)
            put16(table + HEAD + i * RECORD + 2 * c, cells[c]);
        for (const char *s = records[i].text; *s != '\0'; s++, at += 2)
            put16(texts + at, (unsigned char)*s);
    }
    return hb_blob_create((char *)table, (unsigned)size, HB_MEMORY_MODE_WRITABLE, table, free);
}

/* The table with the bits that say bold and italic set; at is where they stand. */
static hb_blob_t *with_bits(hb_face_t *face, hb_tag_t tag, unsigned at, unsigned clear, unsigned set)
{
    hb_blob_t *table = hb_face_reference_table(face, tag), *blob = hb_blob_copy_writable_or_fail(table);
    hb_blob_destroy(table);
    unsigned n;
    uint8_t *p = blob == NULL ? NULL : (uint8_t *)hb_blob_get_data_writable(blob, &n);
    if (p == NULL || n < at + 2)
        die("the font", "lacks a table");
    put16(p + at, (get16(p + at) & ~clear) | set);
    return blob;
}

static hb_face_t *rename_face(hb_face_t *face, const char *style)
{
    bool bold = strstr(style, "Bold") != NULL, italic = strstr(style, "Italic") != NULL;
    hb_face_t *out = hb_face_builder_create();
    hb_tag_t tags[64];
    unsigned count = 64;
    if (hb_face_get_table_tags(face, 0, &count, tags) > 64 || count == 0)
        die("the font", "has no tables, or too many");
    for (unsigned i = 0; i < count; i++) {
        hb_blob_t *table;
        if (tags[i] == HB_TAG('n', 'a', 'm', 'e'))
            table = names(style);
        else if (tags[i] == HB_TAG('O', 'S', '/', '2')) /* fsSelection: italic, bold, regular */
            table = with_bits(face, tags[i], 62, 0x61,
                              (italic ? 0x01 : 0) | (bold ? 0x20 : 0) | (bold || italic ? 0 : 0x40));
        else if (tags[i] == HB_TAG('h', 'e', 'a', 'd')) /* macStyle: bold, italic */
            table = with_bits(face, tags[i], 44, 0x03, (bold ? 0x01 : 0) | (italic ? 0x02 : 0));
        else if (tags[i] == HB_TAG('S', 'T', 'A', 'T')) /* tells of axes that are gone */
            continue;
        else
            table = hb_face_reference_table(face, tags[i]);
        hb_face_builder_add_table(out, tags[i], table);
        hb_blob_destroy(table);
    }
    return out;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "usage: font IN.ttf OUT.ttf WEIGHT STYLE\n");
        return 2;
    }
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(argv[1]);
    if (blob == NULL)
        die(argv[1], "cannot be read");
    hb_face_t *variable = hb_face_create(blob, 0), *pinned = pin(variable, strtof(argv[3], NULL));
    hb_face_t *face = rename_face(pinned, argv[4]);
    hb_blob_t *made = hb_face_reference_blob(face);
    unsigned n;
    const char *p = hb_blob_get_data(made, &n);
    FILE *f = fopen(argv[2], "wb");
    if (f == NULL || n == 0 || fwrite(p, 1, n, f) != n || fclose(f) != 0)
        die(argv[2], "cannot be written");
    hb_blob_destroy(made);
    hb_face_destroy(face);
    hb_face_destroy(pinned);
    hb_face_destroy(variable);
    hb_blob_destroy(blob);
    return 0;
}
