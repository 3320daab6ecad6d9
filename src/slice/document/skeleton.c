/* What an empty document begins with, and the headings of one that is written. */
#include <string.h>

#include "base/utf8.h"
#include "lib/cmark.h"
#include "slice/document/rules.h"

const struct pack_entry *document_output_entry(const struct trajectory *t, const char *section,
                                               const char *output)
{
    const struct pack_entry *step =
        section[0] == '\0' ? NULL : pack_entry(pack_list(t->pack->lists, "steps"), section);
    const struct pack_value *outputs = step == NULL ? NULL : pack_value(step, "outputs");
    for (int i = 0; outputs != NULL && i < outputs->entries.count; i++)
        if (strcmp(outputs->entries.v[i].id, output) == 0)
            return &outputs->entries.v[i];
    return NULL;
}

/* The questions of an output as headings, with room to answer. */
static const char *questions(struct arena *a, const struct lang *lang, const struct pack_entry *output)
{
    const struct pack_value *list = pack_value(output, "questions");
    const char *text = "";
    for (int i = 0; i < list->texts.count; i++)
        text = arena_printf(a, "%s%s## %s\n", text, i == 0 ? "" : "\n\n", text_in(lang, &list->texts.v[i]));
    return text;
}

/* "*Opening session, Thursday 12 November 2026, 9.30, town hall*": names of people are the writer's. */
static const char *meeting(struct db *db, struct arena *a, const struct lang *lang, const struct trajectory *t,
                           const struct document *d)
{
    size_t count;
    const struct trajectory_moment *all = d->moment.set ? trajectory_moments(db, a, t, &count) : NULL;
    for (size_t i = 0; all != NULL && i < count; i++)
        if (all[i].id == d->moment.v)
            return arena_printf(a, "*%s, %s%s%s*\n\n", all[i].title, format_time(a, lang, all[i].at),
                                all[i].place[0] == '\0' ? "" : ", ", all[i].place);
    return "";
}

static const char *minutes(struct arena *a, const struct lang *lang)
{
    const char *said = tr(lang, "What was said"), *decided = tr(lang, "What we decided");
    const char *text = arena_printf(a, "## %s\n\n\n## %s\n\n\n", tr(lang, "Present"), tr(lang, "Excused"));
    for (int i = 1; i <= 3; i++)
        text = arena_printf(a, "%s## %d. %s\n\n**%s**\n\n\n**%s**\n\n\n", text, i,
                            tr(lang, "Item on the agenda"), said, decided);
    return arena_printf(a, "%s## %s\n\n| %s | %s | %s |\n| --- | --- | --- |\n|  |  |  |\n", text,
                        tr(lang, "Agreements"), tr(lang, "What"), tr(lang, "Who"), tr(lang, "By when"));
}

const char *document_skeleton(struct db *db, struct arena *a, const struct lang *lang,
                              const struct trajectory *t, const struct document *d)
{
    const struct pack_entry *output = document_output_entry(t, d->section, d->output);
    const char *text = output == NULL ? "" : questions(a, lang, output);
    if (d->sort == DOCUMENT_MINUTES)
        text = arena_printf(a, "%s%s", meeting(db, a, lang, t, d), text[0] == '\0' ? minutes(a, lang) : text);
    return utf8_clean(a, text);
}

const char *const *document_headings(struct arena *a, const char *content, size_t *count)
{
    const struct markdown_node *nodes;
    size_t n = markdown_read(a, content, &nodes), capacity = 0;
    const char **list = NULL, *text = NULL;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        if (nodes[i].kind == MARKDOWN_HEADING && !nodes[i].end)
            text = "";
        else if (nodes[i].kind == MARKDOWN_HEADING) {
            if (text != NULL && text[0] != '\0')
                *(const char **)ARENA_PUSH(a, &list, count, &capacity) = text;
            text = NULL;
        } else if (text != NULL && (nodes[i].kind == MARKDOWN_TEXT || nodes[i].kind == MARKDOWN_CODE))
            text = arena_printf(a, "%s%s", text, nodes[i].text);
    }
    return list;
}

const char *const *document_unanswered(struct arena *a, const char *content, size_t *count)
{
    const struct markdown_node *nodes;
    size_t n = markdown_read(a, content, &nodes), capacity = 0;
    const char **list = NULL, *heading = NULL; /* heading: with nothing under it so far */
    int level = 0;
    bool inside = false;
    *count = 0;
    for (size_t i = 0; i < n; i++) {
        bool text = nodes[i].kind == MARKDOWN_TEXT || nodes[i].kind == MARKDOWN_CODE ||
                    nodes[i].kind == MARKDOWN_CODE_BLOCK;
        if (nodes[i].kind == MARKDOWN_HEADING) {
            inside = !nodes[i].end;
            if (inside && heading != NULL && heading[0] != '\0' && nodes[i].level <= level)
                *(const char **)ARENA_PUSH(a, &list, count, &capacity) = heading;
            heading = inside ? "" : heading;
            level = nodes[i].level;
        } else if (text)
            heading = inside ? arena_printf(a, "%s%s", heading, nodes[i].text) : NULL;
    }
    if (heading != NULL && heading[0] != '\0')
        *(const char **)ARENA_PUSH(a, &list, count, &capacity) = heading;
    return list;
}
