#include "lib/git2.h"

#include <git2.h>
#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"

static void start(void)
{
    ASSERT(git_libgit2_init() > 0);
}

static void need_library(void)
{
    static pthread_once_t started = PTHREAD_ONCE_INIT;
    pthread_once(&started, start);
}

/* ---- what differs between two rows of tokens ---- */

/* A line, or in a line a word, a mark or a line end. */
struct token {
    const char *p;
    size_t n;     /* a line end: 0 */
    size_t space; /* white space behind it, in bytes */
};

struct tokens {
    struct token *v;
    size_t count, capacity;
};

/* old[from_old ..] was replaced by new[from_new ..]; one of the counts may be 0. */
struct edit {
    size_t from_old, old_count, from_new, new_count;
};

struct edits {
    struct edit *v;
    size_t count, capacity;
};

static void add_token(struct arena *a, struct tokens *t, struct token token)
{
    *(struct token *)ARENA_PUSH(a, &t->v, &t->count, &t->capacity) = token;
}

/* One token a line, as the library compares them. */
static void put_tokens(struct buf *out, const struct tokens *t)
{
    for (size_t i = 0; i < t->count; i++) {
        buf_add(out, t->v[i].p, t->v[i].n);
        BUF_LIT(out, "\n");
    }
}

/* From a hunk's first line, which is counted from 1 and stands before it when it has none. */
static size_t hunk_from(int start, int lines)
{
    return (size_t)(lines == 0 ? start : start - 1);
}

static struct edits compare(struct arena *a, const struct tokens *before, const struct tokens *after)
{
    need_library();
    struct buf x, y;
    buf_init(&x, SIZE_MAX / 4);
    buf_init(&y, SIZE_MAX / 4);
    put_tokens(&x, before);
    put_tokens(&y, after);
    git_diff_options options = GIT_DIFF_OPTIONS_INIT;
    options.flags = GIT_DIFF_FORCE_TEXT;
    options.context_lines = 0;
    git_patch *patch = NULL;
    ASSERT(git_patch_from_buffers(&patch, x.n == 0 ? "" : x.p, x.n, "", y.n == 0 ? "" : y.p, y.n, "",
                                  &options) == 0);
    struct edits edits = { 0 };
    for (size_t i = 0; i < git_patch_num_hunks(patch); i++) {
        const git_diff_hunk *h;
        ASSERT(git_patch_get_hunk(&h, NULL, patch, i) == 0);
        *(struct edit *)ARENA_PUSH(a, &edits.v, &edits.count, &edits.capacity) =
            (struct edit){ hunk_from(h->old_start, h->old_lines), (size_t)h->old_lines,
                           hunk_from(h->new_start, h->new_lines), (size_t)h->new_lines };
    }
    git_patch_free(patch);
    buf_release(&x);
    buf_release(&y);
    return edits;
}

/* ---- texts into lines, lines into words ---- */

static struct tokens lines_of(struct arena *a, const char *text)
{
    struct tokens t = { 0 };
    while (*text != '\0') {
        size_t n = strcspn(text, "\n");
        add_token(a, &t, (struct token){ .p = text, .n = n });
        text += n + (text[n] == '\n');
    }
    return t;
}

static bool in_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c & 0x80) != 0;
}

/* "3,5", "CO2-uitstoot", "foto's": what holds two parts of a word together. */
static bool joins(const char *p, const char *end)
{
    return strchr(",.'-/", *p) != NULL && p + 1 < end && in_word(p[1]);
}

static size_t word_length(const char *p, const char *end)
{
    if (!in_word(*p))
        return 1;
    const char *q = p;
    while (q < end && (in_word(*q) || joins(q, end)))
        q++;
    return (size_t)(q - p);
}

static struct tokens words_of(struct arena *a, const char *p, const char *end)
{
    struct tokens t = { 0 };
    while (p < end) {
        size_t n = *p == '\n' ? 0 : word_length(p, end);
        const char *behind = p + (n == 0 ? 1 : n), *next = behind;
        while (next < end && (*next == ' ' || *next == '\t'))
            next++;
        add_token(a, &t, (struct token){ p, n, (size_t)(next - behind) });
        p = next;
    }
    return t;
}

static size_t word_bytes(const struct tokens *t, size_t from, size_t to)
{
    size_t bytes = 0;
    for (size_t i = from; i < to; i++)
        bytes += t->v[i].n > 0 && in_word(t->v[i].p[0]) ? t->v[i].n : 0;
    return bytes;
}

static bool has_line_end(const struct tokens *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        if (t->v[i].n == 0)
            return true;
    return false;
}

/* Joins edits with hardly a word between them: "a ~~b~~ c, ~~d~~ e" reads worse than two stretches. */
static void smooth(struct edits *edits, const struct tokens *after)
{
    size_t kept = 0;
    for (size_t i = 1; i < edits->count; i++) {
        struct edit *last = &edits->v[kept], *next = &edits->v[i];
        size_t from = last->from_new + last->new_count, bytes = word_bytes(after, from, next->from_new);
        bool both_large = last->old_count + last->new_count > 2 && next->old_count + next->new_count > 2;
        if (bytes > (both_large ? 3 : 0) || has_line_end(after, from, next->from_new)) {
            edits->v[++kept] = *next;
            continue;
        }
        last->old_count = next->from_old + next->old_count - last->from_old;
        last->new_count = next->from_new + next->new_count - last->from_new;
    }
    edits->count = edits->count == 0 ? 0 : kept + 1;
}

/* ---- lines with runs ---- */

struct writer {
    struct arena *arena;
    struct text_line *lines;
    size_t count, capacity;
    struct text_run *runs; /* of the line that is going on */
    size_t run_count, run_capacity;
    enum text_kind kind; /* of the text that is going on, not yet a run */
    const char *from, *to;
};

static void end_run(struct writer *w)
{
    if (w->from == NULL || w->from == w->to)
        return;
    *(struct text_run *)ARENA_PUSH(w->arena, &w->runs, &w->run_count, &w->run_capacity) =
        (struct text_run){ w->kind, arena_strndup(w->arena, w->from, (size_t)(w->to - w->from)) };
    w->from = NULL;
}

/* Ends the line with a line end of this kind. */
static void end_line(struct writer *w, enum text_kind end)
{
    end_run(w);
    enum text_kind kind = w->run_count == 0 ? end : w->runs[0].kind;
    for (size_t i = 1; i < w->run_count; i++)
        kind = w->runs[i].kind == kind ? kind : TEXT_CHANGED;
    if (kind == TEXT_SAME && end != TEXT_SAME)
        kind = TEXT_CHANGED;
    *(struct text_line *)ARENA_PUSH(w->arena, &w->lines, &w->count, &w->capacity) =
        (struct text_line){ kind, w->runs, w->run_count };
    w->runs = NULL;
    w->run_count = w->run_capacity = 0;
}

static void put_token(struct writer *w, enum text_kind kind, const struct token *t)
{
    if (t->n == 0) {
        end_line(w, kind);
        return;
    }
    if (w->from != NULL && (w->kind != kind || w->to != t->p))
        end_run(w);
    if (w->from == NULL)
        w->from = t->p;
    w->kind = kind;
    w->to = t->p + t->n + t->space;
}

static void put_words(struct writer *w, enum text_kind kind, const struct tokens *t, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        put_token(w, kind, &t->v[i]);
}

static void put_lines(struct writer *w, enum text_kind kind, const struct tokens *t, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        if (t->v[i].n > 0)
            put_token(w, kind, &t->v[i]);
        end_line(w, kind);
    }
}

static struct tokens words_in(struct arena *a, const struct tokens *lines, size_t from, size_t count)
{
    const struct token *first = &lines->v[from], *last = &lines->v[from + count - 1];
    return words_of(a, first->p, last->p + last->n);
}

/* Lines that stand for other lines: word by word, or when hardly a word stayed all old ones before all new ones. */
static void put_changed(struct writer *w, const struct tokens *before, const struct tokens *after,
                        const struct edit *e)
{
    struct tokens x = words_in(w->arena, before, e->from_old, e->old_count);
    struct tokens y = words_in(w->arena, after, e->from_new, e->new_count);
    struct edits edits = compare(w->arena, &x, &y);
    smooth(&edits, &y);
    size_t was = word_bytes(&x, 0, x.count), is = word_bytes(&y, 0, y.count), gone = 0;
    for (size_t i = 0; i < edits.count; i++)
        gone += word_bytes(&x, edits.v[i].from_old, edits.v[i].from_old + edits.v[i].old_count);
    if (4 * (was - gone) < (was > is ? was : is)) {
        put_lines(w, TEXT_OLD, before, e->from_old, e->old_count);
        put_lines(w, TEXT_NEW, after, e->from_new, e->new_count);
        return;
    }
    size_t at = 0;
    for (size_t i = 0; i < edits.count; i++) {
        const struct edit *word = &edits.v[i];
        put_words(w, TEXT_SAME, &y, at, word->from_new);
        put_words(w, TEXT_OLD, &x, word->from_old, word->from_old + word->old_count);
        at = word->from_new + word->new_count;
        put_words(w, TEXT_NEW, &y, word->from_new, at);
    }
    put_words(w, TEXT_SAME, &y, at, y.count);
    end_line(w, TEXT_SAME);
}

size_t text_diff(struct arena *a, const char *old_text, const char *new_text, const struct text_line **lines)
{
    struct tokens before = lines_of(a, old_text), after = lines_of(a, new_text);
    struct edits edits = compare(a, &before, &after);
    struct writer w = { .arena = a };
    size_t at = 0;
    for (size_t i = 0; i < edits.count; i++) {
        const struct edit *e = &edits.v[i];
        put_lines(&w, TEXT_SAME, &after, at, e->from_new - at);
        if (e->old_count > 0 && e->new_count > 0)
            put_changed(&w, &before, &after, e);
        else {
            put_lines(&w, TEXT_OLD, &before, e->from_old, e->old_count);
            put_lines(&w, TEXT_NEW, &after, e->from_new, e->new_count);
        }
        at = e->from_new + e->new_count;
    }
    put_lines(&w, TEXT_SAME, &after, at, after.count - at);
    *lines = w.lines;
    return w.count;
}

/* ---- two edits of one text ---- */

/* A text with a line end at its end: the library would take the lack of one for a change. */
static git_merge_file_input input_of(struct arena *a, const char *text)
{
    git_merge_file_input input = GIT_MERGE_FILE_INPUT_INIT;
    size_t n = strlen(text);
    bool ended = n == 0 || text[n - 1] == '\n';
    input.ptr = ended ? text : arena_printf(a, "%s\n", text);
    input.size = ended ? n : n + 1;
    return input;
}

bool text_merge(struct arena *a, const char *base, const char *mine, const char *theirs, const char **merged)
{
    need_library();
    git_merge_file_input from = input_of(a, base), ours = input_of(a, mine), other = input_of(a, theirs);
    git_merge_file_options options = GIT_MERGE_FILE_OPTIONS_INIT;
    git_merge_file_result result = { 0 };
    ASSERT(git_merge_file(&result, &from, &ours, &other, &options) == 0);
    *merged = NULL;
    bool clean = result.automergeable != 0;
    if (clean) {
        size_t n = result.len, end = strlen(mine);
        if (n > 0 && (end == 0 || mine[end - 1] != '\n'))
            n--;
        *merged = arena_strndup(a, result.ptr, n);
    }
    git_merge_file_result_free(&result);
    return clean;
}
