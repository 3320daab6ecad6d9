/* The parts of an item as a text that people type: a line for each part. Cards and questions have lines below them:
 *
 *     Which of these is CSR?          A title, and in a card:
 *     - Giving to charity             - a point
 *     * Doing business responsibly    > what who leads says
 *     > The explanation
 *
 * A line that begins with "?" is a question that is answered in words. */
#include <string.h>

#include "base/utf8.h"
#include "rules.h"

enum { SHAPE_LINES, SHAPE_CARDS, SHAPE_QUESTIONS };

static int shape_of(const struct session_method *m)
{
    return m->id == METHOD_CARDS ? SHAPE_CARDS : m->id == METHOD_QUIZ ? SHAPE_QUESTIONS : SHAPE_LINES;
}

/* A text that grows line by line; a hundred thousand characters may come in lines of one. */
struct words {
    char *text; /* ends in NUL when something was added */
    size_t count, room;
};

static void add_text(struct arena *a, struct words *w, const char *text)
{
    for (; *text != '\0'; text++)
        *(char *)ARENA_PUSH(a, &w->text, &w->count, &w->room) = *text;
    *(char *)ARENA_PUSH(a, &w->text, &w->count, &w->room) = '\0';
    w->count--; /* the next text begins where this one ended */
}

static const char *add_line(struct arena *a, struct words *w, const char *mark, const char *line)
{
    if (w->count > 0)
        add_text(a, w, "\n");
    add_text(a, w, mark);
    add_text(a, w, line);
    return w->text;
}

struct reading {
    struct arena *arena;
    int shape;
    struct words about, say; /* of the part at hand */
    struct session_part *parts;
    size_t count, capacity;
    const char **options; /* of the part at hand */
    size_t option_count, option_capacity;
};

/* A part that was there keeps what stands in no line of its own: the theme it is about, its explanation. */
static const struct session_part *same_label(const struct session_part *old, size_t count, const char *label)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(old[i].label, label) == 0)
            return &old[i];
    return NULL;
}

/* A line below a part; false when it is a part itself. */
static bool below(struct reading *r, const char *line)
{
    if (r->shape == SHAPE_LINES || r->count == 0 || strchr("-*>", line[0]) == NULL)
        return false;
    struct session_part *p = &r->parts[r->count - 1];
    const char *words = utf8_clean(r->arena, line + 1);
    if (words[0] == '\0')
        return true;
    if (line[0] == '>') {
        if (r->shape == SHAPE_CARDS)
            p->say = add_line(r->arena, &r->say, "", words);
        else
            p->about = add_line(r->arena, &r->about, "", words);
    } else if (r->shape == SHAPE_CARDS) {
        p->about = add_line(r->arena, &r->about, "- ", words);
    } else {
        if (line[0] == '*')
            p->answer = DB_SOME((int64_t)p->option_count);
        *(const char **)ARENA_PUSH(r->arena, &r->options, &r->option_count, &r->option_capacity) = words;
        p->options = r->options;
        p->option_count = r->option_count;
    }
    return true;
}

static void begin_part(struct reading *r, const char *line, const struct session_part *old, size_t old_count)
{
    bool in_words = r->shape == SHAPE_LINES && line[0] == '?';
    const char *label = in_words ? utf8_clean(r->arena, line + 1) : line;
    const struct session_part *was = r->shape == SHAPE_LINES ? same_label(old, old_count, label) : NULL;
    struct session_part *p = ARENA_PUSH(r->arena, &r->parts, &r->count, &r->capacity);
    *p = was != NULL ? *was : (struct session_part){ .key = "", .label = label, .about = "", .say = "" };
    p->part = (int)r->count - 1;
    if (in_words)
        p->key = "text";
    else if (strcmp(p->key, "text") == 0)
        p->key = "";
    r->options = NULL;
    r->option_count = r->option_capacity = 0;
    r->about = r->say = (struct words){ 0 };
}

const struct session_part *session_parts_read(struct arena *a, const struct session_method *method,
                                              const char *text, const struct session_part *old,
                                              size_t old_count, size_t *count)
{
    struct reading r = { .arena = a, .shape = shape_of(method) };
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        const char *line = utf8_clean(a, arena_strndup(a, p, n));
        if (line[0] != '\0' && r.count <= SESSION_MAX_PARTS && !below(&r, line))
            begin_part(&r, line, old, old_count);
        p += n + (p[n] == '\n');
    }
    *count = r.count;
    return r.parts;
}

static void add_lines(struct arena *a, struct words *out, const char *text, const char *mark)
{
    for (const char *p = text; *p != '\0';) {
        size_t n = strcspn(p, "\n");
        const char *line = arena_strndup(a, p, n);
        if (n > 0) {
            add_text(a, out, "\n");
            add_text(a, out, mark);
            add_text(a, out, strncmp(line, "- ", 2) == 0 ? line + 2 : line);
        }
        p += n + (p[n] == '\n');
    }
}

const char *session_parts_write(struct arena *a, const struct session_method *method,
                                const struct session_part *parts, size_t count)
{
    int shape = shape_of(method);
    struct words out = { 0 };
    for (size_t i = 0; i < count; i++) {
        const struct session_part *p = &parts[i];
        add_text(a, &out, i == 0 ? "" : shape == SHAPE_LINES ? "\n" : "\n\n");
        add_text(a, &out, strcmp(p->key, "text") == 0 ? "? " : "");
        add_text(a, &out, p->label);
        if (shape == SHAPE_CARDS) {
            add_lines(a, &out, p->about, "- ");
            add_lines(a, &out, p->say, "> ");
        }
        for (size_t k = 0; shape == SHAPE_QUESTIONS && k < p->option_count; k++) {
            add_text(a, &out, p->answer.set && p->answer.v == (int64_t)k ? "\n* " : "\n- ");
            add_text(a, &out, p->options[k]);
        }
        if (shape == SHAPE_QUESTIONS)
            add_lines(a, &out, p->about, "> ");
    }
    return out.text == NULL ? "" : out.text;
}
