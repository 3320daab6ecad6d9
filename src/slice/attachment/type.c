/* What a file is, told by its bytes. Only what nothing runs: no markup, no macros. */
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "lib/zip.h"
#include "slice/attachment/attachment.h"

enum { KINDS_ENDINGS = 4, MIMETYPE_MAX = 100 };

struct kind {
    const char *type;
    const char *endings[KINDS_ENDINGS]; /* the first is the usual one */
    const char *magic;                  /* first bytes; NULL = told otherwise */
    const char *part, *macros;          /* of an archive: a file that it has, and one that it may not have */
    bool open;                          /* an OpenDocument: its file "mimetype" says the type */
};

#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OPEN "application/vnd.oasis.opendocument."

static const struct kind kinds[] = {
    { "application/pdf", { ".pdf" }, .magic = "%PDF-" },
    { "image/png", { ".png" }, .magic = "\x89PNG\r\n\x1a\n" },
    { "image/jpeg", { ".jpg", ".jpeg" }, .magic = "\xff\xd8\xff" },
    { "image/gif", { ".gif" }, .magic = "GIF8" },
    { OFFICE "wordprocessingml.document",
      { ".docx" },
      .part = "word/document.xml",
      .macros = "word/vbaProject.bin" },
    { OFFICE "spreadsheetml.sheet", { ".xlsx" }, .part = "xl/workbook.xml", .macros = "xl/vbaProject.bin" },
    { OFFICE "presentationml.presentation",
      { ".pptx" },
      .part = "ppt/presentation.xml",
      .macros = "ppt/vbaProject.bin" },
    { OPEN "text", { ".odt" }, .part = "content.xml", .macros = "Basic/script-lc.xml", .open = true },
    { OPEN "spreadsheet", { ".ods" }, .part = "content.xml", .macros = "Basic/script-lc.xml", .open = true },
    { OPEN "presentation", { ".odp" }, .part = "content.xml", .macros = "Basic/script-lc.xml", .open = true },
    { "text/plain; charset=utf-8", { ".txt", ".csv", ".md" } },
};
enum { KINDS = sizeof kinds / sizeof kinds[0], TEXT = KINDS - 1 };

static bool begins(struct bytes content, const char *magic)
{
    size_t n = strlen(magic);
    return content.n >= n && memcmp(content.p, magic, n) == 0;
}

/* ---- archives ------------------------------------------------------------------------------------------------ */

struct head {
    char text[MIMETYPE_MAX + 1];
    size_t n;
};

static bool take_head(void *context, const char *p, size_t n)
{
    struct head *head = context;
    size_t fits = MIMETYPE_MAX - head->n < n ? MIMETYPE_MAX - head->n : n;
    memcpy(head->text + head->n, p, fits);
    head->n += fits;
    return fits == n;
}

static bool has(struct archive *z, const char *name)
{
    struct head head = { .n = 0 };
    enum status st = archive_read(z, name, 1, take_head, &head);
    return st == OK || st == TOO_LARGE || st == INVALID;
}

static bool is_kind(struct archive *z, const struct kind *k)
{
    struct head head = { .n = 0 };
    if (k->part == NULL || !has(z, k->part) || has(z, k->macros))
        return false;
    if (!k->open)
        return true;
    return archive_read(z, "mimetype", MIMETYPE_MAX, take_head, &head) == OK && strcmp(head.text, k->type) == 0;
}

static const char *type_of_archive(struct arena *a, struct bytes content)
{
    struct archive *z;
    if (archive_open(a, content.p, content.n, &z) != OK)
        return NULL;
    for (size_t i = 0; i < KINDS; i++)
        if (is_kind(z, &kinds[i]))
            return kinds[i].type;
    return NULL;
}

/* ---- text ------------------------------------------------------------------------------------------------------ */

/* Written for people: no control characters, and not the beginning of markup that a browser would run. */
static bool is_text(struct bytes content)
{
    const unsigned char *p = content.p;
    size_t first = begins(content, "\xef\xbb\xbf") ? 3 : 0;
    while (first < content.n && strchr(" \t\r\n", p[first]) != NULL && p[first] != '\0')
        first++;
    if (first == content.n || p[first] == '<' || !utf8_valid(content.p, content.n))
        return false;
    for (size_t i = 0; i < content.n; i++)
        if (p[i] < 0x20 && strchr("\t\r\n\f", p[i]) == NULL)
            return false;
    return true;
}

const char *attachment_type(struct arena *a, struct bytes content)
{
    for (size_t i = 0; i < KINDS; i++)
        if (kinds[i].magic != NULL && begins(content, kinds[i].magic))
            return kinds[i].type;
    if (begins(content, "PK\x03\x04"))
        return type_of_archive(a, content);
    return is_text(content) ? kinds[TEXT].type : NULL;
}

/* ---- names ------------------------------------------------------------------------------------------------------ */

/* Marks and overrides of direction: with them "fdp.exe" reads as "exe.pdf". */
static bool turns(uint32_t c)
{
    return c == 0x200E || c == 0x200F || c == 0x061C || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

static bool has_ending(const struct kind *k, const char *name)
{
    size_t n = strlen(name);
    for (size_t i = 0; i < KINDS_ENDINGS && k->endings[i] != NULL; i++) {
        size_t e = strlen(k->endings[i]);
        if (n > e && strcasecmp(name + n - e, k->endings[i]) == 0)
            return true;
    }
    return false;
}

static const struct kind *kind_of(const char *type)
{
    for (size_t i = 0; i < KINDS; i++)
        if (strcmp(kinds[i].type, type) == 0)
            return &kinds[i];
    return NULL;
}

const char *attachment_name(struct arena *a, const char *type, const char *name)
{
    const struct kind *k = kind_of(type);
    const char *ending = k == NULL ? "" : k->endings[0];
    size_t most = ATTACHMENT_MAX_NAME - strlen(ending), characters = 0, n = 0, length = strlen(name);
    char *out = arena_alloc(a, length + 1);
    for (size_t i = 0, step; i < length; i += step) {
        uint32_t c = utf8_decode(name + i, length - i, &step);
        if (c == UINT32_MAX || c < 0x20 || turns(c) || c == '/' || c == '\\')
            continue;
        if (++characters > most)
            break;
        memcpy(out + n, name + i, step);
        n += step;
    }
    if (n == 0)
        return arena_printf(a, "file%s", ending);
    return k == NULL || has_ending(k, out) ? out : arena_printf(a, "%s%s", out, ending);
}
